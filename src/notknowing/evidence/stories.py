"""Four stories that could stand behind one correlation, told about the same people.

The people never change: everybody keeps the same alliance and the same improvement, and the two correlate at exactly the
value asked for. What a story changes is everything that was not measured: how the early weeks went, something about the
client, which therapist it was. These are drawn *given* the two values that everybody can see, from a linear path model in
which every story carries a share of the correlation. So any mixture of the stories gives the very same scatterplot.

The model, with every variable standardised: improvement = a · alliance + Σ lₖ · hiddenₖ + rest, and alliance =
Σ lₖ · hiddenₖ + rest. Following the paths gives r = a + Σ lₖ² (path tracing: Wright 1934,
doi:10.1214/aoms/1177732676), so a story with share s gets a = s·r, or lₖ = √(s·r).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

STORIES = ("alliance_first", "gains_first", "third_thing", "therapists")
"""The four stories, in the order of the page. The first has nothing hidden: alliance itself does the work."""

HIDDEN = STORIES[1:]
"""The stories that work through something the scatterplot does not show."""

THERAPISTS = 8
"""How many therapists the people of the picture are divided among."""


@dataclass(frozen=True, eq=False)
class People:
    """The same people in every mixture of stories.

    alliance, improvement: standardised values, shape (people,); their sample correlation is exactly ``r``.
    hidden: for each story but the first, what could not be seen, standardised, shape (people,).
    therapist: number of each person's therapist, 1 to 8, shape (people,).
    shares: how much of the correlation each story carries; they sum to 1, or are all 0 where no arrow is drawn.
    r: the correlation.
    """

    alliance: np.ndarray
    improvement: np.ndarray
    hidden: Mapping[str, np.ndarray]
    therapist: np.ndarray
    shares: Mapping[str, float]
    r: float

    def among_alike(self, story: str) -> float:
        """The correlation of alliance and improvement among people who are alike in what ``story`` hides.

        The partial correlation, given that hidden variable.

        Raises:
            KeyError: the story hides nothing.
        """
        import numpy as np

        third = self.hidden[story]
        left = [column - third * float(third @ column) / len(third) for column in (self.alliance, self.improvement)]
        return float(np.corrcoef(*left)[0, 1])

    def thirds(self, story: str) -> np.ndarray:
        """0, 1 or 2 for each person: low, middling or high in what ``story`` hides; thirds of equal size."""
        import numpy as np

        ranks = np.argsort(np.argsort(self.hidden[story]))
        return ranks * 3 // len(ranks)


def shares(weights: Mapping[str, float]) -> dict[str, float]:
    """What part of the correlation each story carries, from how thick its arrows are.

    Args:
        weights: thickness by story, 0 or more; stories not named have none.

    Returns:
        Shares that sum to 1; all 0 when no story has any weight.

    Raises:
        ValueError: a weight is negative, or belongs to no story.
    """
    unknown = set(weights) - set(STORIES)
    if unknown:
        raise ValueError(f"There is no story called {min(unknown)!r}. There are: {', '.join(STORIES)}.")
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("The weight of a story cannot be below 0.")
    total = sum(weights.values())
    return {story: weights.get(story, 0) / total if total else 0.0 for story in STORIES}


def people(weights: Mapping[str, float], r: float = 0.28, n: int = 120, seed: int = 180) -> People:
    """The people of the picture, told by a mixture of stories.

    Args:
        weights: thickness of each story's arrows, as for ``shares``.
        r: the correlation of alliance and improvement, above 0 and below 1. The sample has exactly this.
        n: how many people, a multiple of eight.
        seed: which people; the same seed gives the same dots, whatever the weights.

    Raises:
        ValueError: r, n or a weight is not possible.
    """
    if not 0 < r < 1:
        raise ValueError(f"The correlation has to lie between 0 and 1 here, so it cannot be {r}.")
    if n < THERAPISTS * 3 or n % THERAPISTS:
        raise ValueError(f"The number of people has to be a multiple of {THERAPISTS}, and at least {THERAPISTS * 3}.")
    return _people(tuple(shares(weights).items()), r, n, seed)


@lru_cache(maxsize=64)
def _people(parts: tuple[tuple[str, float], ...], r: float, n: int, seed: int) -> People:
    import numpy as np

    share = dict(parts)
    drawn = _uncorrelated(n, 2 + len(HIDDEN), seed)
    alliance = drawn[:, 0]
    improvement = r * alliance + np.sqrt(1 - r * r) * drawn[:, 1]

    path = np.sqrt([share[story] * r for story in HIDDEN])
    direct = share["alliance_first"] * r
    seen_with_hidden = np.column_stack([path, path * (1 + direct)])
    weights = seen_with_hidden @ np.linalg.inv([[1, r], [r, 1]])
    left = np.eye(len(HIDDEN)) - weights @ seen_with_hidden.T
    values, vectors = np.linalg.eigh(left)
    root = vectors * np.sqrt(np.clip(values, 0, None))
    hidden = np.column_stack([alliance, improvement]) @ weights.T + drawn[:, 2:] @ root @ vectors.T
    by_story = {story: hidden[:, k] for k, story in enumerate(HIDDEN)}
    therapist = np.argsort(np.argsort(by_story["therapists"])) * THERAPISTS // n + 1
    return People(alliance, improvement, by_story, therapist, share, r)


def _uncorrelated(n: int, columns: int, seed: int) -> np.ndarray:
    """Columns of random numbers with mean 0, standard deviation 1 and no correlation at all, shape (n, columns)."""
    import numpy as np

    raw = np.random.default_rng(seed).standard_normal((n, columns))
    orthogonal, _ = np.linalg.qr(raw - raw.mean(axis=0))
    return orthogonal * np.sqrt(n)


def by_luck(r: float, n: int) -> float:
    """How often luck alone gives a correlation at least this far from 0, among n people (two-sided t test).

    Raises:
        ValueError: fewer than three people, or r is not below 1 in size.
    """
    from scipy.special import stdtr  # the t distribution; far lighter to load than scipy.stats

    if n < 3 or not -1 < r < 1:
        raise ValueError("At least three people are needed, and a correlation between −1 and 1.")
    return float(2 * stdtr(n - 2, -abs(r) * ((n - 2) / (1 - r * r)) ** 0.5))
