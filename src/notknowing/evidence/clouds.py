"""Clouds of made-up people whose correlation is exactly the one asked for, and what can be counted in them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

from notknowing.evidence.effects import correlation

if TYPE_CHECKING:
    import numpy as np

FEWEST = 10
"""With fewer people there is no cloud."""


@dataclass(frozen=True)
class Cloud:
    """Made-up people with two measures each, both with mean 0 and standard deviation 1. Arrays of length n."""

    x: np.ndarray
    y: np.ndarray

    @property
    def r(self) -> float:
        """The correlation in these people."""
        return float(self.x @ self.y) / len(self.x)

    @property
    def pairs_in_step(self) -> float:
        """Of all pairs of these people, the share in which whoever has more of the one also has more of the other."""
        import numpy as np

        one, other = np.triu_indices(len(self.x), 1)
        return float(np.mean((self.x[one] - self.x[other]) * (self.y[one] - self.y[other]) > 0))


def cloud(r: float, n: int, seed: int = 6) -> Cloud:
    """People whose sample correlation is exactly r.

    With the same n and seed they are the same people in x, and a small change of r moves each of them a little in y:
    so a slider does not make them jump. y is r · x + √(1 − r²) · e, where e is made to have nothing to do with x.

    Args:
        r: from −1 to 1.
        n: how many people, 10 or more.
        seed: decides who they are.

    Raises:
        ValueError: r is not possible, or there are too few people.
    """
    r = correlation(r)
    if n < FEWEST:
        raise ValueError(f"A cloud needs at least {FEWEST} people.")
    x, rest = _people(n, seed)
    return Cloud(x, r * x + math.sqrt(1 - r * r) * rest)


@lru_cache(maxsize=32)
def _people(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two lists with mean 0 and standard deviation 1 that do not correlate at all."""
    import numpy as np

    # Spread evenly through a normal distribution and shuffled: a cloud without stragglers, whoever is in it.
    even = np.array([NormalDist().inv_cdf((i + 0.5) / n) for i in range(n)])
    deal = np.random.default_rng(seed)
    x = deal.permutation(even) / even.std()
    while True:
        dealt = deal.permutation(even)
        rest = dealt - (dealt @ x) / n * x
        if rest.std() > even.std() / 3:  # a deal that happens to follow x leaves nothing over
            return x, rest / rest.std()
