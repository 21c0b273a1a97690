"""One form, filled in twice by the same invented people: where nobody will know, and in front of the therapist."""

from __future__ import annotations

import random
from dataclasses import dataclass
from statistics import NormalDist

from notknowing.evidence.effects import finite

SPREAD = 1.2
"""Standard deviation of what people would say if the form had room for everything, in answers."""


@dataclass(frozen=True)
class Forms:
    """Answers of the same people, in the same order; whole numbers from 1 to the ceiling.

    alone: where nobody will know who answered. in_front: with the therapist there.
    """

    alone: tuple[int, ...]
    in_front: tuple[int, ...]


def filled_in(true_mean: float, courtesy: float, ceiling: int, people: int = 30, seed: int = 5) -> Forms:
    """Fill in a form twice.

    What people would say is spread evenly through a normal distribution, so that a small move of ``true_mean`` is a
    small move of the picture. In front of the therapist each person adds a courtesy of their own, from none to twice
    ``courtesy``. A form has whole answers only, and none above its ceiling.

    Args:
        true_mean: the average of what they would say if the form had room for everything.
        courtesy: by how much people are kinder in front of the therapist, on average; 0 or more.
        ceiling: the top answer of the form, 2 or more.
        people: how many.
        seed: decides who is courteous; the same seed gives the same people.

    Raises:
        ValueError: a number is missing, courtesy is below 0, ceiling below 2, or there are no people.
    """
    if finite(courtesy, "Courtesy") < 0 or ceiling < 2 or people < 1:
        raise ValueError("Courtesy is 0 or more, the top answer 2 or more, and there is at least one person.")
    spread = NormalDist(finite(true_mean, "The average"), SPREAD)
    would_say = [spread.inv_cdf((i + 0.5) / people) for i in range(people)]
    shares = [2 * (i + 0.5) / people for i in range(people)]
    random.Random(seed).shuffle(shares)
    return Forms(
        tuple(_on_the_form(value, ceiling) for value in would_say),
        tuple(_on_the_form(v + courtesy * share, ceiling) for v, share in zip(would_say, shares, strict=True)),
    )


def _on_the_form(value: float, ceiling: int) -> int:
    return min(ceiling, max(1, round(value)))
