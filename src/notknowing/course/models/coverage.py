"""Where each sentence of the article is taught: one row of ``coverage.yml``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from notknowing.course.models.base import Model, Text

ActivityName = Annotated[str, StringConstraints(pattern=r"^(\d{1,2}[A-Z]|0\.\d|[a-z][a-z0-9]*:[A-Z]\d?)$")]
"""An activity as a row names it: ``10B``, ``0.5`` in Week 0, ``a3:B`` in an assignment."""


class CoverageRow(Model):
    """One sentence of the article, and where the course takes it up."""

    number: Annotated[int, Field(ge=1)]
    """The sentence, counted in the article; the title comes last."""
    claim: Text
    """What it says, in the course's own words."""
    kinds: Annotated[list[Literal["descriptive", "empirical", "conceptual", "value"]], Field(min_length=1)]
    main: Annotated[list[ActivityName], Field(min_length=1)]
    again: list[ActivityName] = []
    does: Text
    """What the student does with it."""

    @property
    def id(self) -> int:
        """The number, by which rows are told apart."""
        return self.number


def place_of(name: str) -> tuple[str, str]:
    """The page and the activity that a row's name means: ``("week10", "10B")`` for ``10B``."""
    if ":" in name:
        page, _, activity = name.partition(":")
        return page, activity
    week = name.split(".")[0] if "." in name else name[:-1]
    return f"week{int(week):02d}", name
