"""Agreement between two sets of codes or two markers: Cohen's kappa, with its interval and the cases it cannot speak to.

Libraries looked at: ``sklearn.metrics.cohen_kappa_score`` (the value) and ``statsmodels.stats.inter_rater.cohens_kappa``
(the interval). Importing the two takes up to eight seconds on a slow laptop, at the press of a button, so the few sums are
done here with numpy, and the tests compare them with both libraries and with R.

Sources: Cohen (1960), doi:10.1177/001316446002000104; weighted kappa, Cohen (1968), doi:10.1037/h0026256; the large-
sample standard error, Fleiss, Cohen and Everitt (1969), doi:10.1037/h0028106.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

Weights = Literal["linear", "quadratic"]

STANDARD_ERRORS = NormalDist().inv_cdf(0.975)
"""To either side of a 95% interval."""

NOTHING = "There is nothing to compare: neither set holds a code."
ONE_CODE = (
    "Every choice in both sets is the same one, so the agreement expected by chance is already complete and kappa is "
    "not defined."
)


@dataclass(frozen=True)
class Agreement:
    """How far two sets of choices agree. Proportions lie between 0 and 1, kappa between −1 and 1."""

    kappa: float | None
    """Cohen's kappa, or None where it is not defined; ``reason`` then says why."""
    observed: float | None
    """The share of pairs that agree. With weights, near misses count in part."""
    expected: float | None
    """The same share if each set kept its own proportions and were paired at random."""
    n: int
    """The number of pairs."""
    low: float | None
    """Lower end of the 95% interval, cut at −1; None where the large-sample formula gives no width."""
    high: float | None
    """Upper end, cut at 1."""
    reason: str | None = None
    """Why kappa is not defined, as a sentence; None when it is."""


@dataclass(frozen=True)
class TwoByTwo:
    """Two sets of yes-or-no choices about the same things, counted.

    Kappa here is plain arithmetic on four counts, as a student does it by hand (Cohen 1960,
    doi:10.1177/001316446002000104).
    """

    a: int
    """Both say yes."""
    b: int
    """Only the first says yes."""
    c: int
    """Only the second says yes."""
    d: int
    """Neither says yes."""

    @property
    def n(self) -> int:
        """The number of pairs."""
        return self.a + self.b + self.c + self.d

    @property
    def observed(self) -> float | None:
        """The share of pairs that agree, or None when there are none."""
        return (self.a + self.d) / self.n if self.n else None

    @property
    def expected(self) -> float | None:
        """The share of pairs expected to agree by chance, or None when there are none."""
        if not self.n:
            return None
        both_yes = (self.a + self.b) * (self.a + self.c)
        both_no = (self.c + self.d) * (self.b + self.d)
        return (both_yes + both_no) / self.n**2

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, or None where it is not defined; ``reason`` then says why."""
        if self.reason:
            return None
        return (self.observed - self.expected) / (1 - self.expected)

    @property
    def reason(self) -> str | None:
        """Why kappa is not defined, as a sentence; None when it is."""
        if not self.n:
            return NOTHING
        return ONE_CODE if self.n in (self.a, self.d) else None


def two_by_two(first: Sequence[Hashable], second: Sequence[Hashable], yes: Collection[Hashable]) -> TwoByTwo:
    """Count two sets of codes as yes or no.

    Args:
        first: one code for each thing coded, length n.
        second: the other set's codes for the same things, in the same order.
        yes: the codes that count as yes.

    Raises:
        ValueError: the two sets are not of the same length.
    """
    counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for one, other in _pairs(first, second):
        counts[one in yes, other in yes] += 1
    return TwoByTwo(*counts.values())


def cohen_kappa(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    weights: Weights | None = None,
    order: Sequence[Hashable] | None = None,
) -> Agreement:
    """Cohen's kappa for two sets of choices, with a 95% large-sample interval.

    The interval is an approximation that is poor for few pairs; print ``n`` beside it.

    Args:
        first: one choice for each thing judged, length n, without gaps.
        second: the other set's choices for the same things, in the same order.
        weights: None counts only exact agreement. ``"linear"`` and ``"quadratic"`` let near misses count in part, by
            the number of steps between the two choices (or its square).
        order: every category, lowest first, whether chosen or not. Needed for ``weights`` unless the choices are whole
            numbers, which are then taken in steps of one.

    Raises:
        ValueError: the sets differ in length, a choice is missing (None or NaN) or not in ``order``, or ``weights`` are
            asked for without an order.
    """
    pairs = _pairs(first, second)
    chosen = {choice for pair in pairs for choice in pair}
    categories = _categories(chosen, weights, order)
    if not pairs:
        return Agreement(None, None, None, 0, None, None, NOTHING)
    if len(chosen) == 1:
        return Agreement(None, 1.0, 1.0, len(pairs), None, None, ONE_CODE)
    return _estimate(pairs, categories, weights)


def _estimate(pairs: list[tuple[Hashable, Hashable]], categories: list[Hashable], weights: Weights | None) -> Agreement:
    import numpy as np

    place = {category: index for index, category in enumerate(categories)}
    one, other = (np.array([place[pair[side]] for pair in pairs]) for side in (0, 1))
    size = len(categories)
    table = np.zeros((size, size))
    np.add.at(table, (one, other), 1)
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / (size - 1)
    credit = {None: (steps == 0).astype(float), "linear": 1 - steps, "quadratic": 1 - steps**2}[weights]
    shares = table / table.sum()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float((credit * shares).sum()), float(rows @ credit @ columns)
    kappa = (observed - expected) / (1 - expected)
    # Fleiss, Cohen and Everitt (1969): the spread of each pair's credit around what its margins give it.
    given = np.add.outer(credit @ columns, rows @ credit)
    spread = (shares * (credit - given * (1 - kappa)) ** 2).sum() - (kappa - expected * (1 - kappa)) ** 2
    error = math.sqrt(max(0.0, float(spread)) / len(pairs)) / (1 - expected)
    low, high = _interval(error, kappa - STANDARD_ERRORS * error, kappa + STANDARD_ERRORS * error)
    return Agreement(kappa, observed, expected, len(pairs), low, high)


def _interval(error: float, low: float, high: float) -> tuple[float | None, float | None]:
    """The interval inside −1 to 1. At complete agreement the formula gives no width, which would read as certainty."""
    if not (math.isfinite(low) and math.isfinite(high)) or error < 1e-6:
        return None, None
    return max(low, -1.0), min(high, 1.0)


def _pairs(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[tuple[Hashable, Hashable]]:
    first, second = list(first), list(second)
    if len(first) != len(second):
        raise ValueError(f"The two sets have to be of the same length; they hold {len(first)} and {len(second)}.")
    if any(choice is None or choice != choice for choice in (*first, *second)):
        raise ValueError("A choice is missing. Leave out every pair that has a gap, and say how many you left out.")
    return list(zip(first, second, strict=True))


def _categories(chosen: set[Hashable], weights: Weights | None, order: Sequence[Hashable] | None) -> list[Hashable]:
    if weights not in (None, "linear", "quadratic"):
        raise ValueError(f"weights can be None, 'linear' or 'quadratic', not {weights!r}.")
    if order is not None:
        if strange := sorted(map(repr, chosen - set(order))):
            raise ValueError(f"These choices are not in order: {', '.join(strange)}.")
        return list(dict.fromkeys(order))
    if weights is None:
        return sorted(chosen, key=lambda choice: (type(choice).__name__, choice))
    if not all(isinstance(choice, int) for choice in chosen):
        raise ValueError("With weights, give every category in order, lowest first.")
    return list(range(min(chosen), max(chosen) + 1)) if chosen else []
