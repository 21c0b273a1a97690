"""V-shapes in session-by-session ratings: a fall and a recovery, and how many of them chance alone would make.

The idea of finding ruptures and repairs as dips in a client's ratings is from Stiles and others (2004),
doi:10.1037/0022-006X.72.1.81, and Strauss and others (2006), doi:10.1037/0022-006X.74.2.337. The rule below is the
course's own and simpler: a fall of at least ``depth``, then a rise of at least ``depth``.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from notknowing.evidence.effects import finite
from notknowing.evidence.synchrony import share_at_least

Ratings = Sequence[float | None]


@dataclass(frozen=True)
class VShape:
    """A dip. Sessions are counted from 1."""

    start: int
    """The last session before the fall: where the rating was highest."""
    bottom: int
    """The session with the lowest rating."""
    end: int
    """The first session by which the rating has come back up by the depth asked for."""


@dataclass(frozen=True)
class ChanceCount:
    """How many V-shapes there are, and how many there are when the sessions are put in any order."""

    observed: int
    counts: tuple[int, ...]
    """One number for each shuffle."""
    share_at_least: float
    """(b + 1) / (m + 1): b of the m shuffles hold at least as many as were observed. Never 0, because the order that
    was observed is one of the possible orders (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585)."""

    @property
    def expected(self) -> float:
        """The average number over all shuffles."""
        return sum(self.counts) / len(self.counts)


def v_shapes(ratings: Ratings, depth: float) -> list[VShape]:
    """The V-shapes in one person's ratings, first to last; they may share a session but do not cross.

    Args:
        ratings: one rating for each session, in order. None or NaN is a session without a rating; it is passed over.
        depth: how far a rating must fall, and then rise, to count; above 0, in the units of the ratings.

    Raises:
        ValueError: depth is not above 0, or a rating is text.
    """
    depth = _depth(depth)
    rated = [(session, value) for session, value in enumerate(ratings, 1) if not _missing(value)]
    for _, value in rated:
        finite(value, "Each rating")
    return [VShape(*(rated[place][0] for place in found)) for found in _dips([value for _, value in rated], depth)]


def expected_by_chance(
    ratings: Ratings | Sequence[Ratings], depth: float, shuffles: int = 500, seed: int = 8
) -> ChanceCount:
    """Count V-shapes, then count them again with each person's own ratings in a shuffled order.

    Shuffling keeps every rating and throws away every kind of order: dips, but also slow change. Ratings that change
    slowly hold *fewer* V-shapes than chance, and that is not a sign of a smooth relationship.

    Args:
        ratings: one person's ratings, or a list of them, one for each person.
        depth: as for ``v_shapes``.
        shuffles: how many times to shuffle, at least 1.
        seed: gives the same shuffles each time.

    Raises:
        ValueError: depth is not above 0, or shuffles is below 1.
    """
    depth = _depth(depth)
    if shuffles < 1:
        raise ValueError("At least one shuffle is needed.")
    # Looked at by its first entry: a column of a table has no truth value, and its rows need not count from 0.
    many = ratings if isinstance(next(iter(ratings), None), Sequence) else [ratings]
    people = [[finite(value, "Each rating") for value in person if not _missing(value)] for person in many]
    observed = sum(len(_dips(person, depth)) for person in people)
    draw = random.Random(seed)
    counts = tuple(
        sum(len(_dips(draw.sample(person, len(person)), depth)) for person in people) for _ in range(shuffles)
    )
    return ChanceCount(observed, counts, share_at_least(observed, counts))


def _dips(values: Sequence[float], depth: float) -> list[tuple[int, int, int]]:
    """Places of top, bottom and recovery, walking once along the values."""
    found: list[tuple[int, int, int]] = []
    # A rating of 4.3 has fallen by 1.2 from 5.5, although the machine's subtraction says a little less.
    depth -= 1e-9
    top = bottom = 0
    falling = False
    for place, value in enumerate(values):
        if falling:
            if value < values[bottom]:
                bottom = place
            elif value - values[bottom] >= depth:
                found.append((top, bottom, place))
                top, falling = place, False
        elif value >= values[top]:
            top = place
        elif values[top] - value >= depth:
            bottom, falling = place, True
    return found


def _depth(depth: float) -> float:
    if finite(depth, "The depth") <= 0:
        raise ValueError("The depth of a dip has to be above 0.")
    return float(depth)


def _missing(value: float | None) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
