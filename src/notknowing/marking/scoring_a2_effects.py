"""Marks for A2: eight Fisher z and their standard errors, and what of them pooling may start from.

Fisher's z and its standard error: Borenstein, Hedges, Higgins and Rothstein (2009), chapter 6,
doi:10.1002/9780470743386.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from notknowing.marking.scoring import Result
from notknowing.marking.scoring_steps import HALF, figure, mapping, result
from notknowing.work.typed import is_blank, quoted, readings, why_unread

Z_TOLERANCE = 0.005
SE_TOLERANCE = 0.001
R_TOLERANCE = 0.005


@dataclass(frozen=True)
class Study:
    """One study as printed: its correlation and its number of people."""

    r: float
    n: int


def effect_points(found: Mapping[str, Any], studies: Mapping[str, Study], maximum: float = 8) -> Result:
    """Marks for eight Fisher z and eight standard errors, each the same; half for one that a known slip gives.

    Args:
        found: the student's entries, such as ``A2.s1.z`` and ``A2.s1.se``.
        studies: as released.
    """
    answers, share, got, reasons = mapping(found), maximum / (2 * len(studies)), 0.0, []
    for name, study in studies.items():
        empty = []
        for part, label in (("z", "z"), ("se", "SE")):
            value = answers.get(f"A2.{name.lower()}.{part}")
            target = _effect(study)[part == "se"]
            if is_blank(value):
                empty.append(f"{label} {figure(target)}")
                continue
            worth, reason = _one_effect(part, value, study, target)
            got += worth
            reasons += [f"{name}, {label}: {reason}"] if reason else []
        if empty:
            reasons.append(f"{name}: empty and so without a mark. From r and n: {', '.join(empty)}.")
    return result(share * got, maximum, reasons or ["Every z and every SE follows from r and n."])


def _one_effect(part: str, value: Any, study: Study, target: float) -> tuple[float, str]:
    numbers = readings(value)
    tolerance = SE_TOLERANCE if part == "se" else Z_TOLERANCE
    if any(abs(number - target) <= tolerance + 1e-9 for number in numbers):
        return 1.0, ""
    if not numbers:
        return 0.0, f"{why_unread(value)}. From r and n it is {figure(target)}."
    for slip, wrong in _effect_slips(part, study):
        if any(abs(number - wrong) <= tolerance + 1e-9 for number in numbers):
            return HALF, f"half. You wrote {quoted(str(value))}. {slip} It is {figure(target)}."
    return 0.0, f"You wrote {quoted(str(value))}. From r and n it is {figure(target)}."


def _effect(study: Study) -> tuple[float, float]:
    return math.atanh(study.r), 1 / math.sqrt(study.n - 3)


def _effect_slips(part: str, study: Study) -> list[tuple[str, float]]:
    z, se = _effect(study)
    if part == "se":
        return [
            ("That takes the root of n; the standard error takes the root of n − 3.", 1 / math.sqrt(study.n)),
            ("The root is missing: that is 1 divided by n − 3.", se**2),
            ("The 1 divided by it is missing: that is the root of n − 3.", 1 / se),
        ]
    return [
        ("That uses the logarithm to base 10; z uses the natural one, LN.", z / math.log(10)),
        ("The half in front of the logarithm is missing.", 2 * z),
        ("The sign has turned round.", -z),
    ]


def own_effects(found: Mapping[str, Any], studies: Mapping[str, Study]) -> list[tuple[tuple[float, float], ...]]:
    """What pooling may start from: the exact z and SE, and the student's own where at least half of them earned something.

    An empty or impossible value of the student's own is taken to be the exact one.
    """
    answers, exact = mapping(found), tuple(_effect(study) for study in studies.values())
    own, earned = [], 0
    for (name, study), (z, se) in zip(studies.items(), exact, strict=True):
        pair = []
        for part, target, low, high in (("z", z, -3.0, 3.0), ("se", se, 1e-4, 100.0)):
            value = answers.get(f"A2.{name.lower()}.{part}")
            usable = [number for number in readings(value) if low <= number <= high]
            near = min(usable, key=lambda number: abs(number - target), default=None)
            earned += near is not None and _one_effect(part, value, study, target)[0] > 0
            pair.append(target if near is None else near)
        own.append((pair[0], pair[1]))
    return [exact, tuple(own)] if earned >= len(exact) and tuple(own) != exact else [exact]
