"""Marks for A3, the pooled correlation: twelve steps, each from the student's own earlier numbers.

Pooling follows DerSimonian and Laird (1986), doi:10.1016/0197-2456(86)90046-2; I² Higgins and Thompson (2002),
doi:10.1002/sim.1186; the prediction interval Higgins, Thompson and Spiegelhalter (2009),
doi:10.1111/j.1467-985X.2008.00552.x.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from notknowing.marking.scoring import Result
from notknowing.marking.scoring_a2_effects import (
    R_TOLERANCE,
    SE_TOLERANCE,
    Z_TOLERANCE,
    Study,
    own_effects,
)
from notknowing.marking.scoring_steps import Marked, Step, figure, mapping, mark_steps, result
from notknowing.work.typed import is_blank, quoted, readings, why_unread

TAU2_TOLERANCE = 0.001
I2_TOLERANCE = 2.0
SUM_TOLERANCE = 0.02
"""For the sum of weights and for Q, as a share of the value: weights from a rounded SE differ by that much."""

NORMAL = 1.96
"""Standard errors to either side of a 95% confidence interval."""

T_FOR_EIGHT = 2.447
"""t with 6 degrees of freedom, for a 95% prediction interval from eight studies."""

Effects = Sequence[tuple[float, float]]
"""One z and one standard error for each study."""


def _weights(effects: Effects, tau2: float = 0.0) -> list[float]:
    return [1 / (se * se + tau2) for _, se in effects]


def _average(effects: Effects, weights: Sequence[float], total: float | None = None) -> float:
    return sum(w * z for w, (z, _) in zip(weights, effects, strict=True)) / (sum(weights) if total is None else total)


def _q(effects: Effects, average: float) -> float:
    return sum(w * (z - average) ** 2 for w, (z, _) in zip(_weights(effects), effects, strict=True))


def _scale_of_tau2(effects: Effects, total: float) -> float:
    return total - sum(w * w for w in _weights(effects)) / total


def _tau2(effects: Effects, total: float, q: float) -> float:
    return max(0.0, (q - (len(effects) - 1)) / _scale_of_tau2(effects, total))


def _i2(effects: Effects, q: float) -> float:
    return max(0.0, 100 * (q - (len(effects) - 1)) / q)


def _pooled_z(effects: Effects, tau2: float) -> float:
    return _average(effects, _weights(effects, tau2))


def _pooled_se(effects: Effects, tau2: float) -> float:
    return 1 / math.sqrt(sum(_weights(effects, tau2)))


def _reach(se: float, tau2: float) -> float:
    return T_FOR_EIGHT * math.sqrt(tau2 + se * se)


def _share(value: float) -> float:
    return max(SUM_TOLERANCE * abs(value), 0.05)


def _to(tolerance: float) -> Callable[[float], float]:
    return lambda _: tolerance


POOLING = (
    Step(
        "sum_of_weights", "The sum of the weights", 1, (), lambda e: sum(_weights(e)), _share, 1, 1e8,
        "A weight is 1 divided by SE squared, and the eight are added up.", 1, shown_by=(("first_average",), ("q",)),
        slips=(
            ("A weight is 1 divided by SE squared, and here SE was not squared.", lambda e: sum(1 / se for _, se in e)),
            ("That is the number of people; a weight comes to n − 3.", lambda e: sum(w + 3 for w in _weights(e))),
        ),
    ),
    Step(
        "first_average", "The first average, in z", 1, ("sum_of_weights",), lambda e, w: _average(e, _weights(e), w), _to(Z_TOLERANCE), -3, 3,
        "Each z is multiplied by its weight, and the sum is divided by the sum of the weights.", shown_by=(("q",),),
        slips=(("That is the plain mean, in which every study counts the same.", lambda e, w: sum(z for z, _ in e) / len(e)),),
    ),
    Step(
        "q", "Q", 2, ("first_average",), _q, _share, 0, 1e6,
        "Each study's distance from the first average is squared and multiplied by its weight, and the eight are added up.",
        2, shown_by=(("i2",), ("tau2",)),
        slips=(("The distances were not weighted.", lambda e, a: sum((z - a) ** 2 for z, _ in e)),),
    ),
    Step(
        "i2", "I², in per cent", 1, ("q",), _i2, _to(I2_TOLERANCE), 0, 100,
        "It is Q minus 7, divided by Q, times 100.", 1, is_percent=True,
    ),
    Step(
        "tau2", "τ²", 2, ("sum_of_weights", "q"), _tau2, _to(TAU2_TOLERANCE), 0, 10,
        "τ² is Q minus 7, divided by C; C is the sum of the weights minus the sum of their squares divided by their sum.",
        4, shown_by=(("prediction_low", "prediction_high"),),
        slips=(
            ("That is τ, the root of τ².", lambda e, w, q: math.sqrt(_tau2(e, w, q))),
            ("7 has to be taken from Q: the number of studies less one.", lambda e, w, q: q / _scale_of_tau2(e, w)),
        ),
    ),
    Step(
        "pooled_z", "The pooled average, in z", 2, ("tau2",), _pooled_z, _to(Z_TOLERANCE), -3, 3,
        "The weights are worked out again, as 1 divided by SE squared plus τ², and the average is taken with them.",
        shown_by=(("pooled_r",),),
        slips=(("That is the first average, whose weights leave τ² out.", lambda e, t: _average(e, _weights(e))),),
    ),
    Step(
        "pooled_se", "Its standard error", 1, ("tau2",), _pooled_se, _to(2 * SE_TOLERANCE), 1e-4, 10,
        "It is 1 divided by the root of the sum of the new weights.", shown_by=(("ci_low", "ci_high"), ("prediction_low", "prediction_high")),
        slips=(
            ("The weights here are the first ones, which leave τ² out.", lambda e, t: _pooled_se(e, 0)),
            ("The root is missing.", lambda e, t: _pooled_se(e, t) ** 2),
        ),
    ),
    Step(
        "pooled_r", "The pooled r", 1, ("pooled_z",), lambda e, z: math.tanh(z), _to(R_TOLERANCE), -1, 1,
        "The pooled average is turned back from z into r, with TANH.",
        slips=(("That is still in z.", lambda e, z: z),),
    ),
    Step(
        "ci_low", "Confidence interval, lower end", 0.5, ("pooled_z", "pooled_se"), lambda e, z, se: math.tanh(z - NORMAL * se),
        _to(R_TOLERANCE), -1, 1, "It is the pooled average minus 1.96 standard errors, turned back into r.",
        slips=(("That is still in z.", lambda e, z, se: z - NORMAL * se),),
    ),
    Step(
        "ci_high", "Confidence interval, upper end", 0.5, ("pooled_z", "pooled_se"), lambda e, z, se: math.tanh(z + NORMAL * se),
        _to(R_TOLERANCE), -1, 1, "It is the pooled average plus 1.96 standard errors, turned back into r.",
        slips=(("That is still in z.", lambda e, z, se: z + NORMAL * se),),
    ),
    Step(
        "prediction_low", "Prediction interval, lower end", 1, ("pooled_z", "pooled_se", "tau2"),
        lambda e, z, se, t: math.tanh(z - _reach(se, t)), _to(R_TOLERANCE), -1, 1,
        "It is the pooled average minus 2.447 times the root of τ² plus the standard error squared, turned back into r.",
        slips=(
            ("That is still in z.", lambda e, z, se, t: z - _reach(se, t)),
            ("That uses 1.96; with eight studies it is 2.447.", lambda e, z, se, t: math.tanh(z - NORMAL * math.sqrt(t + se * se))),
            ("That leaves τ² out, so it says nothing of a new study.", lambda e, z, se, t: math.tanh(z - T_FOR_EIGHT * se)),
        ),
    ),
    Step(
        "prediction_high", "Prediction interval, upper end", 1, ("pooled_z", "pooled_se", "tau2"),
        lambda e, z, se, t: math.tanh(z + _reach(se, t)), _to(R_TOLERANCE), -1, 1,
        "It is the pooled average plus 2.447 times the root of τ² plus the standard error squared, turned back into r.",
        slips=(
            ("That is still in z.", lambda e, z, se, t: z + _reach(se, t)),
            ("That uses 1.96; with eight studies it is 2.447.", lambda e, z, se, t: math.tanh(z + NORMAL * math.sqrt(t + se * se))),
            ("That leaves τ² out, so it says nothing of a new study.", lambda e, z, se, t: math.tanh(z + T_FOR_EIGHT * se)),
        ),
    ),
)  # fmt: skip
"""The steps of A3 in order, by DerSimonian and Laird. Together 14 points."""


def pooling_points(found: Mapping[str, Any], studies: Mapping[str, Study], maximum: float = 14) -> Result:
    """Marks for pooling, step by step, each from the student's own earlier numbers where those differ.

    Args:
        found: the student's entries: ``A3.q`` and so on, and those of A2, from which pooling starts.
        studies: as released.
    """
    answers = mapping(found)
    marked = mark_steps(POOLING, {step.cell: answers.get(f"A3.{step.cell}") for step in POOLING}, own_effects(found, studies))  # fmt: skip
    got = sum(one.step.points for one in marked if one.earns)
    reasons = [_step_said(one) for one in marked if not one.earns]
    carried = [one.step.label for one in marked if one.is_carried]
    implied = [one.step.label for one in marked if one.is_implied]
    if carried:
        reasons.append(f"Right from your own earlier numbers, so what went before costs nothing here: {'; '.join(carried)}.")  # fmt: skip
    if implied:
        reasons.append(f"Empty, and shown by what you worked out from it, so the points are given: {'; '.join(implied)}.")  # fmt: skip
    whole = sum(step.points for step in POOLING)
    return result(maximum * got / whole, maximum, reasons or ["Every step follows from the eight studies."])


def _step_said(one: Marked) -> str:
    step, target = one.step, ""
    if one.expected is not None:
        by = " From your own earlier numbers it" if one.is_own else " It"
        target = f"{by} is {figure(one.expected, step.places)}."
    if is_blank(one.typed):
        return f"{step.label}: empty.{target} {step.says}"
    if not readings(one.typed):
        return f"{step.label}: {why_unread(one.typed)}.{target} {step.says}"
    return f"{step.label}: you wrote {quoted(str(one.typed))}.{target} {one.slip or step.says}"
