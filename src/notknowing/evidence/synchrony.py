"""Movement synchrony as it is measured in research: windowed cross-lagged correlation, and a test against made-up pairs.

The method is the one described for motion energy analysis by Kleinbub and Ramseyer (2021),
doi:10.1080/10503307.2020.1844334, written anew: correlations in moving windows at every lag, each turned into Fisher's z,
its size averaged over all lags and windows. Two kinds of made-up pair are there: one person's time cut into segments and
put into another order (as older studies and Tschacher's SUSY do), and somebody else's partner (more cautious).

Lag, window and step have no usual values, and results change with them: Schoenherr and others (2019),
doi:10.1371/journal.pone.0211494, tried 600 settings. Choose them before you look.

The page of Week 9 (``together.py``) shows what ``windowed_ccf`` finds. It adds up differently for a reason: its togetherness
is the average size of r at the same moment, and not of Fisher's z at every lag, so that it stays between 0 and 1 and can be
pictured. Its partners are any two people from different rooms, because one client has too few others to be put with. For
hundreds of pairs at one press it uses ``windowed_pairs``, which the tests hold to ``windowed_ccf``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from notknowing.evidence.effects import finite, said

if TYPE_CHECKING:
    import numpy as np

MOST_Z = 10.0
"""No z counts for more than this, so that one window of complete agreement does not decide everything."""

Series = Sequence[float]


@dataclass(frozen=True, eq=False)
class Windowed:
    """Correlations by window and lag.

    lags_s: seconds, shape (lags,). Above 0, the second person follows the first; below 0, the first follows.
    windows: when each window begins, in seconds, shape (windows,).
    r: correlations, shape (windows, lags); NaN where somebody did not move at all in a window.
    mean_abs_z: the size of Fisher's z, averaged over everything that is there. It is never 0, not even for strangers.
    """

    lags_s: np.ndarray
    windows: np.ndarray
    r: np.ndarray
    mean_abs_z: float

    @property
    def by_lag(self) -> np.ndarray:
        """Average r over windows at each lag, shape (lags,)."""
        import numpy as np

        return np.nanmean(self.r, axis=0)

    @property
    def best_lag_s(self) -> float:
        """The lag, in seconds, with the highest average r. Chosen afterwards, it flatters every pair."""
        import numpy as np

        return float(self.lags_s[int(np.nanargmax(self.by_lag))])


@dataclass(frozen=True, eq=False)
class SurrogateTest:
    """A real pair beside made-up ones."""

    observed: float
    """mean |z| of the real pair."""
    surrogates: np.ndarray
    """The same for each made-up pair, shape (made-up pairs,)."""
    share_at_least: float
    """As ``share_at_least`` counts it."""
    how: Literal["segments", "partners"]

    @property
    def d(self) -> float:
        """How far the real pair lies above the average made-up one, in their standard deviations."""
        return float((self.observed - self.surrogates.mean()) / self.surrogates.std(ddof=1))


def windowed_ccf(x: Series, y: Series, hz: float, window_s: float, step_s: float, lag_s: float) -> Windowed:
    """Correlate two people's movement in moving windows, at every lag.

    A window begins at the same moment for both. At a lag above 0 the second person's window is moved later by it, at a
    lag below 0 the first person's is. Windows that would reach past the end are left out.

    Args:
        x: the first person's movement, length n.
        y: the second person's, at the same moments.
        hz: measurements in a second.
        window_s: seconds in a window, at least three measurements.
        step_s: seconds from the beginning of one window to that of the next.
        lag_s: the longest lag either way, in seconds; every whole measurement up to it is tried.

    Raises:
        ValueError: the two differ in length, something is missing, or there is no room for a window.
    """
    import numpy as np

    x, y = _movement(x), _movement(y)
    if len(x) != len(y):
        raise ValueError(f"Both people need the same number of measurements; there are {len(x)} and {len(y)}.")
    long, step, far = _settings(len(x), hz, window_s, step_s, lag_s)
    r = _correlations(x, y[None, :], long, step, far)[0]
    return Windowed(np.arange(-far, far + 1) / hz, np.arange(len(r)) * step / hz, r, float(_mean_abs_z(r[None])[0]))


def windowed_pairs(
    x: np.ndarray, y: np.ndarray, hz: float, window_s: float, step_s: float, lag_s: float = 0.0
) -> np.ndarray:
    """The correlations of ``windowed_ccf`` for many pairs at once: each row of x with the same row of y.

    A press of Week 9 asks for hundreds of pairs and hundreds of thousands of short windows, for which ``windowed_ccf`` for
    one pair after the other would take too long.

    Args:
        x, y: movement without gaps, shape (samples,) or (pairs, samples). A single row goes with every row of the other.
        hz, window_s, step_s, lag_s: as for ``windowed_ccf``.

    Returns:
        Shape (pairs, windows, lags).

    Raises:
        ValueError: something is missing, the rows do not match, or there is no room for a window.
    """
    import numpy as np

    x, y = (np.atleast_2d(np.asarray(one, dtype=float)) for one in (x, y))
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("Movement has to be numbers without gaps.")
    if x.shape[1] != y.shape[1] or (len(x) != len(y) and 1 not in (len(x), len(y))):
        raise ValueError("Both people need the same number of measurements, in the same number of rows.")
    long, step, far = _settings(x.shape[1], hz, window_s, step_s, lag_s)
    begins = np.arange(0, x.shape[1] - long - far + 1, step)
    first, second = (np.lib.stride_tricks.sliding_window_view(one, long, axis=1) for one in (x, y))
    stays = _standard(first[:, begins]), _standard(second[:, begins])
    found = np.empty((max(len(x), len(y)), len(begins), 2 * far + 1))
    for lag in range(far + 1):
        found[:, :, far - lag] = np.einsum("...s,...s->...", _standard(first[:, begins + lag]), stays[1])
        found[:, :, far + lag] = np.einsum("...s,...s->...", stays[0], _standard(second[:, begins + lag]))
    return found


def share_at_least(observed: float, values: Sequence[float]) -> float:
    """(b + 1) / (m + 1), where b of m made-up pairs have at least as much as was observed.

    The real pair is one of the possible ones, so the share is never 0: Phipson and Smyth (2010),
    doi:10.2202/1544-6115.1585.
    """
    return (sum(value >= observed for value in values) + 1) / (len(values) + 1)


def surrogates(
    x: Series,
    y: Series,
    hz: float,
    window_s: float,
    step_s: float,
    lag_s: float,
    *,
    how: Literal["segments", "partners"] = "segments",
    n: int = 500,
    seed: int = 9,
    segment_s: float | None = None,
    others: Sequence[Series] = (),
) -> SurrogateTest:
    """Test a pair against made-up pairs.

    Args:
        x: the first person's movement.
        y: the second person's.
        hz, window_s, step_s, lag_s: as for ``windowed_ccf``.
        how: *segments* cuts the second person's time into segments and puts them in an order in which none stays in its
            place. *partners* puts other people in place of the second, at the same minutes.
        n: how many made-up pairs. With *partners* at most as many as there are others: using one twice would look like
            more evidence than there is.
        seed: the same seed makes the same pairs.
        segment_s: seconds in a segment; a window long when not given. What is left over at the end stays there.
        others: movement of other people, each at least as long as x; needed for *partners*.

    Raises:
        ValueError: a setting is not possible, there are fewer than three segments, or too few other people.
    """
    import numpy as np

    real = windowed_ccf(x, y, hz, window_s, step_s, lag_s)
    x, y, rng = _movement(x), _movement(y), np.random.default_rng(seed)
    if n < 1:
        raise ValueError("At least one made-up pair is needed.")
    if how == "segments":
        made, _ = shuffled(y, round((segment_s or window_s) * hz), n, rng)
    elif how == "partners":
        made = _swapped(others, len(x), n, rng)
    else:
        raise ValueError(f"There are two ways to make up pairs: segments and partners; {how!r} is neither.")
    settings = _settings(len(x), hz, window_s, step_s, lag_s)
    values = np.concatenate(
        [_mean_abs_z(_correlations(x, part, *settings)) for part in np.array_split(made, max(1, n // 100))]
    )
    return SurrogateTest(real.mean_abs_z, values, share_at_least(real.mean_abs_z, values.tolist()), how)


def _correlations(x: np.ndarray, many: np.ndarray, long: int, step: int, far: int) -> np.ndarray:
    """Correlations of x with each row of ``many``, shape (rows, windows, lags).

    One product of matrices for each window and direction: 500 made-up pairs of ten minutes take a fraction of a second.
    """
    import numpy as np

    begins = range(0, len(x) - long - far + 1, step)
    found = np.empty((len(many), len(begins), 2 * far + 1))
    for place, begin in enumerate(begins):
        reach = slice(begin, begin + long + far)
        mine = _standard(np.lib.stride_tricks.sliding_window_view(x[reach], long))
        found[:, place, far:] = _moved_later(many[:, reach], mine[0])
        found[:, place, :far] = (_standard(many[:, begin : begin + long]) @ mine[1:].T)[:, ::-1]
    return found


def _moved_later(many: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """Correlation of each row's windows, moved later by 0, 1, 2 …, with one window of mean 0 and length 1.

    many: shape (rows, samples); fixed: shape (samples in a window,). Shape of the answer: (rows, lags).
    """
    import numpy as np

    long, lags = len(fixed), many.shape[1] - len(fixed) + 1
    moved = np.zeros((many.shape[1], lags))
    for lag in range(lags):
        moved[lag : lag + long, lag] = fixed
    many = many - many.mean(axis=1, keepdims=True)
    sums, squares = (_running(table, long) for table in (many, many * many))
    spread = np.sqrt(np.clip(squares - sums**2 / long, 0, None))
    # Rounding is as large as everything that was added up, also in a window of somebody who sits still for a while.
    moves = _moves(spread, (many * many).sum(axis=1, keepdims=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(moves, many @ moved / spread, np.nan)


def _running(table: np.ndarray, long: int) -> np.ndarray:
    """Sums over each stretch of so many measurements, shape (rows, samples − long + 1)."""
    import numpy as np

    so_far = np.cumsum(table, axis=1)
    return so_far[:, long - 1 :] - np.pad(so_far[:, :-long], ((0, 0), (1, 0)))


def _standard(windows: np.ndarray) -> np.ndarray:
    """Each window with mean 0 and length 1, so that products are correlations; NaN where nobody moved."""
    import numpy as np

    apart = windows - windows.mean(axis=-1, keepdims=True)
    size = np.sqrt((apart * apart).sum(axis=-1, keepdims=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(_moves(size, (windows * windows).sum(axis=-1, keepdims=True)), apart / size, np.nan)


def _moves(spread: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """Whether there is more movement than rounding leaves behind."""
    return spread**2 > 1e-12 * squares


def _mean_abs_z(r: np.ndarray) -> np.ndarray:
    """Mean size of Fisher's z over windows and lags, shape (rows,), for r of shape (rows, windows, lags)."""
    import numpy as np

    if np.isnan(r).all(axis=(1, 2)).any():
        raise ValueError("Somebody does not move at all, so there is nothing to correlate.")
    with np.errstate(divide="ignore"):
        z = np.minimum(np.abs(np.arctanh(np.clip(r, -1, 1))), MOST_Z)
    return np.nanmean(z, axis=(1, 2))


def shuffled(y: np.ndarray, long: int, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Somebody's time in n other orders of its segments, in which none stays in its place.

    Args:
        y: movement, shape (samples,). What is left over at the end stays there.
        long: measurements in a segment.
        n: how many orders.
        rng: where the orders come from.

    Returns:
        The movement, shape (n, samples), and the orders: which segment, from 0, comes first, second …, shape (n, segments).

    Raises:
        ValueError: there are fewer than three segments.
    """
    import numpy as np

    pieces = len(y) // max(long, 1)
    if long < 1 or pieces < 3:
        raise ValueError("There have to be at least three segments to put in another order. Make them shorter.")
    orders = rng.permuted(np.tile(np.arange(pieces), (n, 1)), axis=1)
    while (stays := (orders == np.arange(pieces)).any(axis=1)).any():
        orders[stays] = rng.permuted(orders[stays], axis=1)
    cut = y[: pieces * long].reshape(pieces, long)
    rest = np.broadcast_to(y[pieces * long :], (n, len(y) - pieces * long))
    return np.concatenate([cut[orders].reshape(n, -1), rest], axis=1), orders


def _swapped(others: Sequence[Series], samples: int, n: int, rng: np.random.Generator) -> np.ndarray:
    """Other people in random order, shape (n, samples)."""
    import numpy as np

    if len(others) < n:
        raise ValueError(f"The other people to swap with number {len(others)}, and {n} swaps need at least {n}.")
    chosen = [_movement(others[int(i)]) for i in rng.permutation(len(others))[:n]]
    if any(len(one) < samples for one in chosen):
        raise ValueError("Every other person needs at least as many measurements as this pair.")
    return np.array([one[:samples] for one in chosen])


def _movement(series: Series) -> np.ndarray:
    import numpy as np

    found = np.asarray(series, dtype=float)
    if found.ndim != 1 or not np.isfinite(found).all():
        raise ValueError("Movement has to be one list of numbers without gaps.")
    return found


def _settings(samples: int, hz: float, window_s: float, step_s: float, lag_s: float) -> tuple[int, int, int]:
    """Window, step and longest lag in measurements."""
    if finite(hz, "The number of measurements in a second") <= 0:
        raise ValueError("There has to be more than 0 measurements in a second.")
    long, step, far = (
        round(finite(seconds, f"The {name}") * hz)
        for seconds, name in ((window_s, "window"), (step_s, "step"), (lag_s, "lag"))
    )
    if long < 3 or step < 1 or far < 0:
        raise ValueError("A window needs at least three measurements, a step at least one, and a lag at least none.")
    if long + far > samples:
        raise ValueError(
            f"A window of {said(window_s)} seconds moved by {said(lag_s)} does not fit into {said(samples / hz)} seconds."
        )
    return long, step, far
