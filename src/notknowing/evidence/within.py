"""What differs between people, what goes up and down within one, and whether one session leads to the next.

Why the two have to be taken apart: Curran and Bauer (2011), doi:10.1146/annurev.psych.093008.100356.

One session and the next can be asked about in two ways, and both are here. ``lagged`` gives a slope in the units of the
ratings, beside the same y in the session before, as a paper would. ``correlated`` gives the correlation of the same pairs
with nothing beside it, and draws people anew for its interval: what the page of Week 7 shows (``sessions.py``), because one
number from −1 to 1 can be laid beside another. Without ``adjust`` the slope is the correlation times the ratio of the two
spreads, and the tests hold them to that.

Library looked at: statsmodels' ``OLS(...).fit(cov_type="cluster")``, which gives the same numbers (the tests compare them,
and R's). Its import takes seconds on a slow laptop, and the sums below are five lines.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

FEWEST_PEOPLE = 3
"""With fewer people there is no interval."""


@dataclass(frozen=True, eq=False)
class Decomposed:
    """Ratings taken apart. Whatever a person's rating was, it is their own mean plus the deviation."""

    means: Mapping[Hashable, float]
    """Each person's own mean: what differs between people."""
    within: tuple[float, ...]
    """Each rating less the person's own mean, in the order of the rows: what goes up and down within people. NaN where
    the rating is missing."""
    share_between: float
    """The share of all variation that lies between people's means, 0 to 1."""


@dataclass(frozen=True)
class OneLag:
    """Two slopes between the same two measures, in units of y for one unit of x."""

    within: float
    """When x is one above the person's own mean, how much higher y is in the next session."""
    within_se: float
    within_low: float
    """Lower end of the 95% interval; people, not sessions, are taken as independent."""
    within_high: float
    carried: float | None
    """How much of a person's y is carried over into the next session; None if that was not asked for."""
    between: float
    """When a person's mean of x is one higher than another's, how much higher their mean of y is."""
    between_low: float
    between_high: float
    between_r: float
    """The correlation of the people's means."""
    n_people: int
    n_rows: int
    """How many pairs of one session and the next."""


def decompose(person: Sequence[Hashable], value: Sequence[float | None]) -> Decomposed:
    """Take ratings apart into people's means and deviations from them.

    Args:
        person: who, for each row; length n.
        value: the rating, in the same order; None or NaN where it is missing.

    Raises:
        ValueError: the lists differ in length, or nobody has a rating.
    """
    import numpy as np

    values, _ = _columns(person, value)
    means = _means(person, values)
    if not means:
        raise ValueError("There is no rating to take apart.")
    own = np.array([means.get(who, math.nan) for who in person])
    there = ~np.isnan(values)
    total = ((values[there] - values[there].mean()) ** 2).sum()
    between = ((own[there] - values[there].mean()) ** 2).sum()
    return Decomposed(means, tuple((values - own).tolist()), float(between / total) if total else 0.0)


def lagged(
    person: Sequence[Hashable],
    session: Sequence[int],
    x: Sequence[float | None],
    y: Sequence[float | None],
    *,
    adjust: bool = True,
) -> OneLag:
    """Does x in one session go with y in the next, within people; and do people with more x have more y?

    Within: x and y are centred on each person's own mean; y of session t + 1 is regressed on x of session t and, with
    ``adjust``, on y of session t (ordinary least squares). The standard error is clustered by person, with t on
    people − 1 degrees of freedom. Between: people's means of y are regressed on their means of x.

    Two warnings. With few sessions, centring on a mean that holds later sessions too bends the slopes, above all the one
    of y on its own past, which comes out too low by about (1 + slope) / (sessions − 1): Nickell (1981),
    doi:10.2307/1911408. And a slope that runs from one session to the next is not yet a cause: anything that changes
    from week to week, and was not measured, may move both.

    Args:
        person: who, for each row; length n.
        session: which session, counted in whole numbers. Only sessions that follow one another are paired.
        x: what may come first, in the same order; None or NaN where it is missing.
        y: what may come after.
        adjust: whether to ask for the same y in the session before.

    Raises:
        ValueError: the lists differ in length, a session stands there twice, there are fewer than three people with two
            sessions in a row, or x never changes within anybody.
    """
    import numpy as np

    first, _ = _columns(person, x)
    second, sessions = _columns(person, y, session)
    now, then = following(person, sessions)
    own_x, own_y = (np.array(decompose(person, column).within) for column in (first, second))
    there = ~np.isnan(own_x[now] + own_y[now] + own_y[then]) if adjust else ~np.isnan(own_x[now] + own_y[then])
    now, then = now[there], then[there]
    whose = [person[i] for i in now]
    if len(set(whose)) < FEWEST_PEOPLE:
        raise ValueError("At least three people with two sessions in a row are needed.")
    beside = [own_x[now], own_y[now]] if adjust else [own_x[now]]
    slopes, errors = _regression(np.column_stack([np.ones(len(now)), *beside]), own_y[then], whose)
    reach = _t(len(set(whose)) - 1) * errors[1]
    between, reach_between, r = _between(_means(person, first), _means(person, second))
    return OneLag(
        within=float(slopes[1]),
        within_se=float(errors[1]),
        within_low=float(slopes[1] - reach),
        within_high=float(slopes[1] + reach),
        carried=float(slopes[2]) if adjust else None,
        between=between,
        between_low=between - reach_between,
        between_high=between + reach_between,
        between_r=r,
        n_people=len(set(whose)),
        n_rows=len(now),
    )


def following(person: Sequence[Hashable], session: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """The rows that have a next session of the same person, and the rows of that next session; shape (pairs,) each.

    Args:
        person: who, for each row; length n. Rows may stand in any order.
        session: which session, counted in whole numbers.

    Raises:
        ValueError: the lists differ in length, or a session stands there twice.
    """
    import numpy as np

    if len(person) != len(session):
        raise ValueError("Every row needs a person and a session.")
    rows = {(who, int(when)): i for i, (who, when) in enumerate(zip(person, session, strict=True))}
    if len(rows) < len(person):
        raise ValueError("The same person has the same session twice.")
    pairs = [(i, rows[who, when + 1]) for (who, when), i in rows.items() if (who, when + 1) in rows]
    now, then = np.array(pairs, dtype=int).reshape(-1, 2).T
    return now, then


def correlated(
    person: Sequence[Hashable], x: np.ndarray, y: np.ndarray, *, draws: int = 400, seed: int = 20
) -> tuple[float, float, float]:
    """The correlation of two columns, and both ends of its 95% interval when people are drawn anew with replacement.

    A person who is drawn brings all their rows. Each draw is correlated afresh, from sums over each person's rows, which is
    what correlating the drawn rows one by one gives. Draws in which a column never changes are left out.

    Args:
        person: who, for each row; length n.
        x, y: the two columns, without gaps; shape (n,).
        draws: how often people are drawn.
        seed: the same seed draws the same people.

    Raises:
        ValueError: there are fewer than three people, or a column never changes.
    """
    import numpy as np

    place = {who: i for i, who in enumerate(dict.fromkeys(person))}
    if len(place) < FEWEST_PEOPLE:
        raise ValueError("At least three people are needed.")
    x, y = x - x.mean(), y - y.mean()
    sums = np.zeros((len(place), 6))
    np.add.at(sums, [place[who] for who in person], np.column_stack([np.ones(len(x)), x, y, x * x, y * y, x * y]))

    def r(rows: np.ndarray) -> np.ndarray:
        n, of_x, of_y, xx, yy, xy = rows.T
        spread_x, spread_y = xx - of_x**2 / n, yy - of_y**2 / n
        there = (spread_x > 1e-12 * xx) & (spread_y > 1e-12 * yy)
        spread = np.sqrt(np.where(there, spread_x * spread_y, np.nan))
        return (xy - of_x * of_y / n) / spread

    drawn = np.random.default_rng(seed).integers(len(place), size=(draws, len(place)))
    found = float(r(sums.sum(axis=0, keepdims=True))[0])
    if math.isnan(found):
        raise ValueError("One of the measures never changes, so there is nothing to correlate.")
    low, high = np.nanquantile(r(sums[drawn].sum(axis=1)), [0.025, 0.975])
    return found, float(low), float(high)


def slope(x: np.ndarray, y: np.ndarray) -> float:
    """How much y changes for one of x along the straight line that comes closest to the dots (least squares)."""
    apart = x - x.mean()
    return float(apart @ (y - y.mean()) / (apart @ apart))


def _regression(x: np.ndarray, y: np.ndarray, whose: Sequence[Hashable]) -> tuple[np.ndarray, np.ndarray]:
    """Least squares, with standard errors clustered by person (Liang and Zeger 1986, doi:10.1093/biomet/73.1.13)."""
    import numpy as np

    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("One of the measures never changes within anybody, so nothing can be said about its slope.")
    bread = np.linalg.inv(x.T @ x)
    slopes = bread @ x.T @ y
    scores = x * (y - x @ slopes)[:, None]
    place = {who: i for i, who in enumerate(dict.fromkeys(whose))}
    sums = np.zeros((len(place), x.shape[1]))
    np.add.at(sums, [place[who] for who in whose], scores)
    groups, (n, k) = len(sums), x.shape
    few = groups / (groups - 1) * (n - 1) / (n - k)
    return slopes, np.sqrt(np.diag(few * bread @ sums.T @ sums @ bread))


def _between(x: Mapping[Hashable, float], y: Mapping[Hashable, float]) -> tuple[float, float, float]:
    """Slope, reach of its 95% interval, and correlation of people's means; NaN where the means do not differ."""
    import numpy as np

    both = [who for who in x if who in y]
    one, other = np.array([x[who] for who in both]), np.array([y[who] for who in both])
    one, other = one - one.mean(), other - other.mean()
    if len(both) < FEWEST_PEOPLE or not one.any() or not other.any():
        return math.nan, math.nan, math.nan
    found = slope(one, other)
    left = other - found * one
    error = math.sqrt(float(left @ left) / (len(both) - 2) / float(one @ one))
    return found, _t(len(both) - 2) * error, float(one @ other / math.sqrt(float(one @ one) * float(other @ other)))


def _t(df: int) -> float:
    """How many standard errors to each side of a 95% interval."""
    from scipy.special import stdtrit

    return float(stdtrit(df, 0.975))


def _columns(
    person: Sequence[Hashable], value: Sequence[float | None], session: Sequence[int] | None = None
) -> tuple[np.ndarray, list[int]]:
    import numpy as np

    sessions = [0] * len(person) if session is None else list(session)
    if not len(person) == len(value) == len(sessions):
        raise ValueError("Every row needs a person, a session and both ratings.")
    return np.array([_rating(one) for one in value]), sessions


def _rating(value: float | None) -> float:
    try:
        return float(value)
    except TypeError:  # None, or pandas' own missing value
        return math.nan
    except ValueError:
        raise ValueError("Each rating has to be a number, or missing.") from None


def _means(person: Sequence[Hashable], values: np.ndarray) -> dict[Hashable, float]:
    """Each person's mean of what is there, in order of first appearance."""
    held: dict[Hashable, list[float]] = {}
    for who, value in zip(person, values.tolist(), strict=True):
        if not math.isnan(value):
            held.setdefault(who, []).append(value)
    return {who: math.fsum(of) / len(of) for who, of in held.items()}
