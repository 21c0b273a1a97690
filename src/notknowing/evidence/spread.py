"""Made-up worlds of studies with the same average: little, some or much true difference between one clinic and another.

Everything moves smoothly: what would be chance is spread evenly through a normal distribution and dealt out once, so
that a slider stretches a world and does not throw it about.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

from notknowing.evidence.effects import fisher_z, fisher_z_back, fisher_z_se
from notknowing.evidence.pooling import PooledR, pool, pool_r

FEWEST_PEOPLE, MOST_PEOPLE = 30, 220
DEALS = 80
AVERAGE = 0.28
"""The average of every world, as a correlation."""


@dataclass(frozen=True)
class World:
    """Studies of one world. true: each study's own true link. r: what it found. Both correlations, in one order."""

    tau: float
    n: tuple[int, ...]
    r: tuple[float, ...]
    true: tuple[float, ...]
    pooled: PooledR

    @property
    def k(self) -> int:
        """How many studies."""
        return len(self.n)


@lru_cache(maxsize=64)
def world(tau: float, k: int, seed: int = 6) -> World:
    """A world of k studies whose pooled average (random effects, REML) is .28.

    Args:
        tau: how far true links lie from their average, as a standard deviation in z; 0 or more.
        k: how many studies, 3 or more.
        seed: deals out the luck; the same seed deals it out in the same way.

    Raises:
        ValueError: tau is below 0, or k below 3.
    """
    if tau < 0 or k < 3:
        raise ValueError("A world needs a spread of 0 or more, and at least three studies.")
    n, true, luck = _dealt(k, seed)
    se = [fisher_z_se(size) for size in n]
    centre = fisher_z(AVERAGE)
    true_z = [centre + tau * one for one in true]
    found = [z + e * one for z, e, one in zip(true_z, se, luck, strict=True)]
    shift = centre - pool(found, se, "REML").estimate
    r = tuple(fisher_z_back(z + shift) for z in found)
    return World(tau, n, r, tuple(fisher_z_back(z) for z in true_z), pool_r(r, n, "REML"))


@lru_cache(maxsize=64)
def _dealt(k: int, seed: int) -> tuple[tuple[int, ...], tuple[float, ...], tuple[float, ...]]:
    """Numbers of people, true distances from the average in units of τ, and luck in units of SE, for k studies.

    Of many deals the one is kept in which luck and true distance have least to do with each other: then a world that is
    stretched looks stretched.
    """
    deal = random.Random(f"{seed}/{k}")
    even = [NormalDist().inv_cdf((i + 0.5) / k) for i in range(k)]
    step = math.log(MOST_PEOPLE / FEWEST_PEOPLE) / (k - 1)
    people = [round(FEWEST_PEOPLE * math.exp(step * i)) for i in range(k)]

    def together(hand: tuple[list[int], list[float], list[float]]) -> float:
        n, true, luck = hand
        return abs(sum(math.sqrt(size - 3) * a * b for size, a, b in zip(n, true, luck, strict=True)))

    hands = [(deal.sample(people, k), deal.sample(even, k), deal.sample(even, k)) for _ in range(DEALS)]
    n, true, luck = min(hands, key=together)
    return tuple(n), tuple(true), tuple(luck)


def next_clinics(tau: float, count: int, seed: int = 6) -> tuple[float, ...]:
    """True links of clinics that nobody has studied yet, as correlations; with more of them, the first stay the same.

    Args:
        tau: as for ``world``.
        count: how many.
        seed: the same seed gives the same clinics, nearer or farther with tau.
    """
    draw = random.Random(f"next/{seed}")
    return tuple(fisher_z_back(fisher_z(AVERAGE) + tau * draw.gauss(0, 1)) for _ in range(count))


def inside(values: tuple[float, ...], low: float, high: float) -> int:
    """How many values lie from low to high, whichever of the two is smaller."""
    return sum(min(low, high) <= value <= max(low, high) for value in values)
