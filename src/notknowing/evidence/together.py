"""Made-up movement of two people in a room: a pair to play with, and strangers who can look as if they moved together.

All of it is synthetic and seeded. Movement is noise made smooth, as the motion of a person on a chair is when a camera
adds it up: mean 0, standard deviation 1. Nothing here was estimated from real sessions.

Correlations, shuffled segments and the share are those of ``synchrony.py``. What is the page's own is what it makes of
them: togetherness is the average size of r at the same moment, and so lies between 0 and 1. Research mostly averages the
size of Fisher's z over lags (``synchrony.surrogates``), which has no upper end. Partners here are any two people from
different rooms; there, somebody else in place of the second person, of whom 24 rooms would give 23.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from notknowing.evidence.synchrony import Windowed, share_at_least, shuffled, windowed_ccf, windowed_pairs

if TYPE_CHECKING:
    import numpy as np

HZ = 4
"""Measurements in a second."""

SMOOTH_S = 1.5
"""Seconds over which movement is made smooth."""

WAYS = ("trend", "metronome", "window", "lag")
"""Four ways to fool oneself, in the order of the page."""

FAR_S = 5.0
"""How far apart, in seconds, the two may be moved when the lag is chosen afterwards."""

USUAL_WINDOW_S = 60.0
"""The window that is used unless somebody shortens it."""


# ---------------------------------------------------------------------------------------------- one pair to play with


@dataclass(frozen=True, eq=False)
class Pair:
    """Movement of two people. client, therapist: shape (samples,), standardised. hz: measurements in a second."""

    client: np.ndarray
    therapist: np.ndarray
    hz: int

    @property
    def seconds(self) -> np.ndarray:
        """When each measurement was taken, from 0."""
        import numpy as np

        return np.arange(len(self.client)) / self.hz


@lru_cache(maxsize=64)
def moving_pair(coupling: float, lag_s: float, drift: float, seconds: int = 120, seed: int = 3) -> Pair:
    """Two people, one of whom may follow the other, and who may share a slow rise and fall that comes from neither.

    Args:
        coupling: 0 to 1: how much of the therapist's movement is the client's, made earlier or later.
        lag_s: how many seconds later the therapist moves; below 0, the therapist is first.
        drift: 0 to 1: how much of both is the same slow wave, such as a room that warms and cools.
        seconds: how long.
        seed: which two people.

    Raises:
        ValueError: coupling or drift is outside 0 to 1, or the lag is longer than a quarter of the time.
    """
    import numpy as np

    if not (0 <= coupling <= 1 and 0 <= drift <= 1):
        raise ValueError("Coupling and drift lie between 0 and 1.")
    if abs(lag_s) > seconds / 4:
        raise ValueError("The lag is too long for so few seconds.")
    rng, samples, spare = np.random.default_rng(seed), seconds * HZ, seconds * HZ // 2
    one, other = smooth(rng.standard_normal((2, samples + 2 * spare)))
    phase = rng.uniform(0, 2 * np.pi)
    at = slice(spare, spare + samples)
    earlier = slice(spare - round(lag_s * HZ), spare + samples - round(lag_s * HZ))
    wave = np.sqrt(2) * np.sin(2 * np.pi * np.arange(samples) / HZ / 45 + phase)
    client = np.sqrt(1 - drift) * one[at] + np.sqrt(drift) * wave
    own = np.sqrt(coupling) * one[earlier] + np.sqrt(1 - coupling) * other[at]
    therapist = np.sqrt(1 - drift) * own + np.sqrt(drift) * wave
    return Pair(_standard(client), _standard(therapist), HZ)


def smooth(noise: np.ndarray) -> np.ndarray:
    """Each row made smooth with a bell of ``SMOOTH_S`` seconds and standardised. Shape stays as it was."""
    import numpy as np

    half = int(SMOOTH_S * HZ)
    bell = np.exp(-0.5 * (np.arange(-half, half + 1) / (half / 2.5)) ** 2)
    rows = np.atleast_2d(noise)
    return np.array([_standard(np.convolve(row, bell, mode="same")) for row in rows]).reshape(noise.shape)


def _standard(row: np.ndarray) -> np.ndarray:
    return (row - row.mean()) / row.std()


# ---------------------------------------------------------------------------------------------- how much together


@dataclass(frozen=True, eq=False)
class Strip:
    """Correlations of a pair by window and lag, as a picture of them needs them.

    found: the correlations. window_s: seconds in a window.
    """

    found: Windowed
    window_s: float

    @property
    def at_s(self) -> np.ndarray:
        """The middle of each window, of whoever is taken earlier, shape (windows,)."""
        return self.found.windows + self.window_s / 2

    @property
    def lags_s(self) -> np.ndarray:
        """How many seconds later the therapist is taken, shape (lags,)."""
        return self.found.lags_s

    @property
    def r(self) -> np.ndarray:
        """Correlations, shape (lags, windows)."""
        return self.found.r.T

    @cached_property
    def mean(self) -> np.ndarray:
        """Average correlation at each lag, shape (lags,)."""
        return self.found.by_lag

    @property
    def peak(self) -> tuple[float, float]:
        """The lag, in seconds, at which the average is highest, and that average."""
        return self.found.best_lag_s, float(self.mean.max())


def strip(pair: Pair, window_s: float = 20.0, step_s: float = 2.5, far_s: float = FAR_S) -> Strip:
    """``windowed_ccf`` of a pair: how alike the two are in each window, with either up to ``far_s`` later.

    Raises:
        ValueError: there is no room for a window.
    """
    return Strip(windowed_ccf(pair.client, pair.therapist, pair.hz, window_s, step_s, far_s), window_s)


def togetherness(x: np.ndarray, y: np.ndarray, window_s: float = USUAL_WINDOW_S, *, best_lag: bool = False) -> np.ndarray:  # fmt: skip
    """The average, over windows, of the size of the correlation. One number for each pair, shape (pairs,).

    Size means without its sign: moving alike and moving in opposite ways both count. This is usual, and it is why no
    pair has 0. A window begins every half a window. ``best_lag`` takes the largest of all averages with one person moved
    by up to five seconds either way.

    Args:
        x, y: movement, shape (samples,) or (pairs, samples), ``HZ`` measurements in a second.
        window_s: seconds in a window.
        best_lag: whether the lag is chosen afterwards.

    Raises:
        ValueError: there is no room for a window.
    """
    import numpy as np

    r = windowed_pairs(x, y, HZ, window_s, window_s / 2, FAR_S if best_lag else 0.0)
    return np.nanmean(np.abs(r), axis=1).max(axis=1)


# ---------------------------------------------------------------------------------------------- strangers


@dataclass(frozen=True, eq=False)
class Fooled:
    """One pair of strangers, measured in a way that may flatter it, beside many other pairs of strangers.

    client, therapist: the pair's movement, shape (samples,). value: its togetherness. others: that of the other pairs.
    """

    client: np.ndarray
    therapist: np.ndarray
    value: float
    others: tuple[float, ...]

    @property
    def at_least(self) -> int:
        """How many of the other pairs reach the pair's value."""
        return sum(other >= self.value for other in self.others)

    @property
    def share(self) -> float:
        """The share of pairs that reach the value, this pair counted in."""
        return share_at_least(self.value, self.others)


@lru_cache(maxsize=96)
def fooled(
    ways: frozenset[str] = frozenset(),
    window_s: float = USUAL_WINDOW_S,
    fair: bool = False,
    *,
    others: int = 200,
    seconds: int = 180,
    seed: int = 51,
) -> Fooled:
    """Measure a pair of strangers, with or without something that makes them look together.

    Args:
        ways: any of ``WAYS``. *trend*: both move more and more. *metronome*: something in the room ticks for both.
            *window*: the window is ``window_s`` and not the usual one. *lag*: the best lag is chosen afterwards.
        window_s: seconds in a window; used with *window* alone.
        fair: whether the other pairs get whatever the pair got: the same rise, the same tick, the same freedom.
        others: how many other pairs there are to compare with.
        seconds, seed: how long, and who.

    Raises:
        ValueError: a way that there is not.
    """
    import numpy as np

    if unknown := set(ways) - set(WAYS):
        raise ValueError(f"There is no way called {min(unknown)!r}. There are: {', '.join(WAYS)}.")
    plain = _strangers(others + 1, seconds, seed)
    touched = _touched(plain, ways)
    window = window_s if "window" in ways else USUAL_WINDOW_S
    value = togetherness(touched[0, 0], touched[1, 0], window, best_lag="lag" in ways)[0]
    if fair:
        rest = togetherness(touched[0, 1:], touched[1, 1:], window, best_lag="lag" in ways)
    else:
        rest = togetherness(plain[0, 1:], plain[1, 1:])
    return Fooled(touched[0, 0], touched[1, 0], float(value), tuple(float(one) for one in np.sort(rest)))


@lru_cache(maxsize=4)
def _strangers(pairs: int, seconds: int, seed: int) -> np.ndarray:
    """Movement of people who never met, shape (2, pairs, samples)."""
    import numpy as np

    noise = np.random.default_rng(seed).standard_normal((2 * pairs, seconds * HZ + 40))
    return smooth(noise)[:, 20:-20].reshape(2, pairs, -1)


def _touched(plain: np.ndarray, ways: Collection[str]) -> np.ndarray:
    """The same movement with what the room adds to both: a rise, a tick."""
    import numpy as np

    seconds = np.arange(plain.shape[2]) / HZ
    added = np.zeros(plain.shape[2])
    if "trend" in ways:
        added = added + 4.5 * (seconds / seconds[-1] - 0.5)
    if "metronome" in ways:
        added = added + 1.1 * np.sin(2 * np.pi * seconds / 6)
    return plain + added


# ---------------------------------------------------------------------------------------------- rooms, and swaps

ROOMS = 24
"""How many rooms there are. Swapping partners then allows 552 pairs that never met."""

IN_STEP = (4, 9, 12, 17, 22)
"""Rooms in which the therapist's movement was made to follow the client's. In all others nobody follows anybody."""

FOLLOWED = 0.12
"""How much of the therapist's movement is the client's, in those rooms."""

PIECE_S = 30
"""Seconds in a piece, where one session is cut into pieces and these are shuffled."""

HOWS = ("partners", "segments")


@dataclass(frozen=True, eq=False)
class Swaps:
    """One room's real pair beside made-up ones.

    observed: togetherness of the real pair. values: that of each swapped pair, in the order of swapping.
    made: for *partners*, the room each swap's client and therapist come from; for *segments*, the new order of pieces.
    """

    observed: float
    values: tuple[float, ...]
    made: tuple[tuple[int, ...], ...]

    def at_least(self, first: int | None = None) -> int:
        """How many of the first so many swaps (all, when not given) reach the real pair."""
        return sum(value >= self.observed for value in self.values[:first])

    @property
    def share(self) -> float:
        """The share of all pairs that reach the real one, which is counted in as one of them."""
        return share_at_least(self.observed, self.values)


@lru_cache(maxsize=2)
def rooms(seconds: int = 300, seed: int = 55) -> np.ndarray:
    """Movement of the client and the therapist in each room, shape (2, rooms, samples); rooms are counted from 1.

    Planted: everybody moves more in the first minute, with coats and chairs, and then settles. In the rooms of
    ``IN_STEP`` a small part of the therapist's movement is the client's, half a second later.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    samples, late = seconds * HZ, HZ // 2
    one, other = smooth(rng.standard_normal((2 * ROOMS, samples + 40)))[:, 20:-20].reshape(2, ROOMS, samples)
    follows = np.isin(np.arange(1, ROOMS + 1), IN_STEP)[:, None]
    own = np.where(follows, np.sqrt(FOLLOWED) * np.roll(one, late, axis=1) + np.sqrt(1 - FOLLOWED) * other, other)
    settling = np.exp(-np.arange(samples) / HZ / 60)
    bustle = rng.uniform(2, 4, (2, ROOMS, 1)) * settling
    return np.array([one, own]) + bustle


@lru_cache(maxsize=64)
def swaps(room: int, how: str = "partners", n: int = 500, seed: int = 1) -> Swaps:
    """The surrogate test for one room.

    Args:
        room: its number, from 1.
        how: *partners* puts a client with a therapist of another room, at the same minutes, each such pair at most once.
            *segments* keeps the two people and shuffles the therapist's session in pieces of half a minute, so that
            no piece stays in its place.
        n: how many swaps; for partners at most 552.
        seed: which swaps, in which order.

    Raises:
        ValueError: there is no such room, way or number of swaps.
    """
    import numpy as np

    if not 1 <= room <= ROOMS:
        raise ValueError(f"There is no room {room}. The rooms are 1 to {ROOMS}.")
    if how not in HOWS:
        raise ValueError(f"There are two ways to swap: {' and '.join(HOWS)}.")
    clients, therapists = rooms()
    observed = togetherness(clients[room - 1], therapists[room - 1])[0]
    rng = np.random.default_rng([seed, room, HOWS.index(how)])
    if how == "partners":
        strangers = [(i, j) for i in range(ROOMS) for j in range(ROOMS) if i != j]
        if not 1 <= n <= len(strangers):
            raise ValueError(f"With {ROOMS} rooms there are {len(strangers)} pairs of people who never met.")
        made = [strangers[k] for k in rng.permutation(len(strangers))[:n]]
        values = togetherness(clients[[i for i, _ in made]], therapists[[j for _, j in made]])
        made = [(i + 1, j + 1) for i, j in made]
    else:
        movement, orders = shuffled(therapists[room - 1], PIECE_S * HZ, n, rng)
        values = togetherness(clients[room - 1], movement)
        made = [tuple(order) for order in (orders + 1).tolist()]
    return Swaps(float(observed), tuple(float(value) for value in values), tuple(made))
