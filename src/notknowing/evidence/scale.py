"""Scoring a short alliance scale: reverse items, gaps, three means and the whole.

The items are the course's own, from ``datasets/teaching-scale-items.csv``. They were written for practising arithmetic,
have never been tested, and say nothing about anybody's alliance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from notknowing.evidence.effects import finite, said

LOW, HIGH = 1, 7
"""The ends of the answers: 1 is *not at all*, 7 is *completely*."""

MISSING_RULE = 3
"""A subscale mean is given when at least this many of its four items are answered; with fewer there is none."""

SUBSCALES = ("bond", "task", "goal")

Answers = Mapping[str, int | None]


@dataclass(frozen=True)
class Item:
    """One item. name: q1 to q12. subscale: bond, task or goal. is_reverse: a high answer means a low alliance."""

    name: str
    text: str
    subscale: str
    is_reverse: bool


@dataclass(frozen=True)
class ScaleScore:
    """One person's means, in the units of the answers; None where too few items are answered."""

    bond: float | None
    task: float | None
    goal: float | None
    total: float | None
    """The mean of the three subscale means, given only when all three are."""
    answered: int
    """How many items have an answer."""
    reason: str | None = None
    """Why something is None, as a sentence; None when nothing is."""


@lru_cache(maxsize=1)
def teaching_scale() -> tuple[Item, ...]:
    """The twelve items of the teaching scale, in order. Also to be had as ``TEACHING_SCALE``."""
    from notknowing.evidence.tables import read

    rows = read("teaching-scale-items").itertuples(index=False)
    return tuple(Item(str(row.item), str(row.text), str(row.subscale), bool(row.reverse)) for row in rows)


def __getattr__(name: str) -> tuple[Item, ...]:
    """``TEACHING_SCALE`` is read when it is first asked for, not when this file is imported."""
    if name == "TEACHING_SCALE":
        return teaching_scale()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def reverse(answer: float, low: float = LOW, high: float = HIGH) -> float:
    """An answer turned round: the two ends together, less the answer. Doing it twice gives the answer back.

    Raises:
        ValueError: the answer lies outside the ends.
    """
    if not low <= finite(answer, "An answer") <= high:
        raise ValueError(_outside("This answer", answer, low, high))
    return low + high - answer


def score(
    answers: Answers,
    items: Sequence[Item] | None = None,
    missing_rule: int = MISSING_RULE,
    *,
    low: int = LOW,
    high: int = HIGH,
) -> ScaleScore:
    """Score one person's answers.

    Reverse items are turned round first. A subscale's score is the mean of its answered items, and is given when at
    least ``missing_rule`` of them are answered; a missing answer never counts as 0.

    Args:
        answers: item name to answer; None, or no entry, for a missing answer.
        items: the scale; the teaching scale when not given.
        missing_rule: the fewest answered items for which a subscale mean is given.
        low: the lowest possible answer.
        high: the highest.

    Raises:
        ValueError: an answer lies outside the scale, or belongs to no item. A value that cannot be is a mistake in the
            data: find it with ``impossible`` and decide about it before scoring.
    """
    items = teaching_scale() if items is None else items
    if strange := sorted(set(answers) - {item.name for item in items}):
        raise ValueError(f"There is no item called {strange[0]} in this scale.")
    if wrong := impossible(answers, low, high):
        raise ValueError(_outside(f"The answer to {wrong[0]}", answers[wrong[0]], low, high))
    counted: dict[str, list[float]] = {item.subscale: [] for item in items}
    for item in items:
        if (answer := answers.get(item.name)) is not None:
            counted[item.subscale].append(reverse(answer, low, high) if item.is_reverse else answer)
    means = {
        subscale: sum(values) / len(values) if len(values) >= max(missing_rule, 1) else None
        for subscale, values in counted.items()
    }
    gaps = [subscale for subscale, mean in means.items() if mean is None]
    return ScaleScore(
        **{subscale: means.get(subscale) for subscale in SUBSCALES},
        total=None if gaps else sum(means.values()) / len(means),
        answered=sum(map(len, counted.values())),
        reason=f"Fewer than {missing_rule} items are answered in: {', '.join(gaps)}." if gaps else None,
    )


def impossible(answers: Answers, low: int = LOW, high: int = HIGH) -> tuple[str, ...]:
    """The items whose answer lies outside the scale, in the order of the answers."""
    return tuple(name for name, answer in answers.items() if answer is not None and not low <= answer <= high)


def _outside(what: str, answer: float | None, low: float, high: float) -> str:
    return f"{what} is {said(answer or 0)}, and the scale goes from {said(low)} to {said(high)}."
