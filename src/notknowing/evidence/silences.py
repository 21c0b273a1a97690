"""Silences between lines of talk, from the times at which each line began and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Silence:
    """A stretch in which nobody speaks."""

    after: int
    """Number of the line it follows, from 1."""
    start: float
    """Seconds from the beginning."""
    end: float

    @property
    def seconds(self) -> float:
        """How long it lasts, to a tenth of a second."""
        return round(self.end - self.start, 1)


def silences(spans: Sequence[tuple[float, float]], shortest: float = 0.0) -> tuple[Silence, ...]:
    """The silences between lines that last at least ``shortest`` seconds, in order.

    What counts as a pause is a choice: a lower ``shortest`` finds more of them in the same talk.

    Args:
        spans: begin and end of each line in seconds, in order and without overlap, length n.
        shortest: in seconds. A silence of no length is never one.
    """
    between = zip(spans, spans[1:], strict=False)
    found = (Silence(number, first[1], second[0]) for number, (first, second) in enumerate(between, 1))
    return tuple(one for one in found if one.seconds > 0 and one.seconds >= shortest)


def longest(found: Sequence[Silence], count: int) -> tuple[Silence, ...]:
    """The ``count`` longest, longest first; of two as long as each other, the earlier first."""
    return tuple(sorted(found, key=lambda one: (-one.seconds, one.start))[:count])
