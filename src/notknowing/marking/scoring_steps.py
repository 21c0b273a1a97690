"""Marking a calculation step by step, so that one early slip costs once.

A step is right when it follows from the exact numbers, or from what the student wrote in the steps before it
(carry-forward). A step left empty earns its points when a later step could not be right without it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from notknowing.marking.scoring import Result
from notknowing.work.typed import is_blank, readings

MOST_OPTIONS = 8
"""So many different values of one step are carried into the next."""

HALF = 0.5
"""What a value earns that follows from a slip the course can name."""


def figure(value: float, places: int = 3) -> str:
    """A number for a sentence to a student: a real minus, and never a minus before nought."""
    text = f"{value:.{places}f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace("-", "−")


def mapping(found: Any) -> Mapping[str, Any]:
    """The student's entries, or none where something else was handed in."""
    return found if isinstance(found, Mapping) else {}


def result(points: float, maximum: float, reasons: Iterable[str]) -> Result:
    """Points rounded half up to two places, never below 0 or above the maximum."""
    rounded = math.floor(points * 100 + 0.5 + 1e-9) / 100
    return Result(min(max(rounded, 0.0), float(maximum)), maximum, list(reasons))


# ---------------------------------------------------------------------------------------------- steps


@dataclass(frozen=True)
class Step:
    """One step of a calculation.

    cell: last part of the entry it is written in. label: what the page calls it. points: what it is worth. rests_on:
    the cells of the steps before it, in the order in which ``work`` takes them, after the data. tolerance: how far from
    a value an answer may be, given the value. low, high: outside these a typed value is carried no further, and 0 is not
    either, unless it is right: after it every step would be easy. says: how it
    is worked out, as a sentence. shown_by: sets of later steps; when all of one set are right, this one, left empty, is
    right as well.
    """

    cell: str
    label: str
    points: float
    rests_on: tuple[str, ...]
    work: Callable[..., float]
    tolerance: Callable[[float], float]
    low: float
    high: float
    says: str
    places: int = 3
    is_percent: bool = False
    """Asked for in per cent: then 0.62 is read as 62 as well."""
    shown_by: tuple[tuple[str, ...], ...] = ()
    slips: tuple[tuple[str, Callable[..., float]], ...] = ()
    """Known slips: what went astray, as a sentence, and what it would give, with the arguments of ``work``."""


@dataclass
class Marked:
    """How one step went: right by whose numbers, and what it should have been."""

    step: Step
    typed: Any
    is_right: bool = False
    is_implied: bool = False
    is_carried: bool = False
    """Right only because it follows from the student's own earlier numbers."""
    expected: float | None = None
    """What follows from the student's own numbers where there are any, else from the exact ones."""
    is_own: bool = False
    """Whether ``expected`` is not what the exact numbers give."""
    slip: str = ""

    @property
    def earns(self) -> bool:
        """Whether its points are given."""
        return self.is_right or self.is_implied


@dataclass
class Options:
    """The values a step may have been worked from: exact first, then what the student's own numbers lead to."""

    values: list[Any] = field(default_factory=list)
    own: Any = None
    """The student's own, where it can be used; else what follows from their own earlier numbers."""


def mark_steps(steps: Sequence[Step], answers: Mapping[str, Any], data: Sequence[Any]) -> list[Marked]:
    """Mark a calculation.

    Args:
        steps: in order; each rests only on earlier ones.
        answers: what the student wrote, by cell.
        data: what the whole calculation starts from: the exact data first, then the student's own where they differ.

    Returns:
        One for each step, in order. Never raises for anything in ``answers``.
    """
    known: dict[str, Options] = {"data": Options(list(data), data[-1])}
    marked = [_mark(step, answers.get(step.cell), known) for step in steps]
    by_cell = {one.step.cell: one for one in marked}
    for one in reversed(marked):  # a later step that was only implied can itself show an earlier one
        if is_blank(one.typed):
            one.is_implied = any(all(by_cell[cell].earns for cell in shown) for shown in one.step.shown_by)
    return marked


def _mark(step: Step, typed: Any, known: dict[str, Options]) -> Marked:
    parents = [known[name] for name in ("data", *step.rests_on)]
    numbers = readings(typed)
    if step.is_percent:
        numbers = [*numbers, *(100 * number for number in numbers if 0 < abs(number) <= 1)]
    values = _worked(step.work, [parent.values for parent in parents])
    own = _worked(step.work, [[parent.own] for parent in parents])
    exact = _worked(step.work, [parent.values[:1] for parent in parents])
    marked = Marked(step, typed, expected=(own or exact or [None])[0])
    marked.is_own = bool(own and exact) and not _is_near(own[0], exact[0], step)
    fits = [number for number in numbers for value in values if _is_near(number, value, step)]
    marked.is_right = bool(fits)
    marked.is_carried = bool(fits) and not any(_is_near(number, value, step) for number in numbers for value in exact)
    if numbers and not fits:
        marked.slip = _slip(step, numbers, parents)
    used = (fits or [number for number in numbers if number and step.low <= number <= step.high])[:1]
    known[step.cell] = Options(_different([*exact, *used, *values])[:MOST_OPTIONS], (used or own or exact or [None])[0])
    return marked


def _worked(work: Callable[..., float], choices: Sequence[Sequence[Any]]) -> list[float]:
    """What a step gives for every combination of what it may rest on; combinations that give no number are left out."""
    found = []
    for combination in itertools.product(*choices):
        try:
            value = float(work(*combination))
        except (ArithmeticError, TypeError, ValueError):
            continue
        if math.isfinite(value):
            found.append(value)
    return _different(found)


def _different(values: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for value in values:
        if not any(math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-12) for other in kept):
            kept.append(value)
    return kept


def _is_near(number: float, value: float, step: Step) -> bool:
    return abs(number - value) <= step.tolerance(value) + 1e-9


def _slip(step: Step, numbers: Sequence[float], parents: Sequence[Options]) -> str:
    for said, work in step.slips:
        for value in _worked(work, [parent.values for parent in parents]):
            if any(_is_near(number, value, step) for number in numbers):
                return said
    return ""
