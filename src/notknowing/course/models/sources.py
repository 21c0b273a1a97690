"""Claims, the sources behind them, and the lines a page points to for help."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from notknowing.course.models.base import Model, Slug, Text


class Claim(Model):
    """One empirical sentence of the course, with what stands behind it."""

    id: Slug
    text: Text
    source: Slug
    figure: Text | None
    grade: Literal["A", "B"]
    checked: dt.date
    review_by: dt.date
    kind: Literal["capability", "experience", "evidence", "accountability"]
    lasts: Literal["perishable", "durable"] | None = None
    """For a claim about AI: whether it may be untrue of the next system, or does not depend on the system."""
    side: Literal["for", "against", "both"] | None = None
    """For a finding about AI: whether it speaks for what AI can do for people, for its limits, or for both."""

    @property
    def said(self) -> str:
        """The sentence as it is printed is ``text``; a grade B sentence has to say that it is reported."""
        return self.text


class Reference(Model):
    """One source."""

    id: Slug
    text: Text
    """The full reference as printed."""
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None
    year: int


class HelpLine(Model):
    """One help line. Only lines with a check date are shown."""

    id: Slug
    service: Text
    contact: Text
    hours: Text
    for_whom: Text
    nations: list[Literal["England", "Wales", "Scotland", "Northern Ireland"]]
    source: Text
    checked: dt.date | None
    review_by: dt.date | None

    @model_validator(mode="after")
    def _dates_together(self) -> HelpLine:
        if (self.checked is None) != (self.review_by is None):
            raise ValueError("give both checked and review_by, or neither")
        return self


class InstitutionLine(Model):
    """One slot for the institution's own support. Blank ``contact`` warns, and stops a bundle."""

    id: Slug
    service: Text
    contact: str = ""


class Signposting(Model):
    """Help lines by nation, and the institution's own."""

    heading: Text
    nobody_watching: Text
    stand_in: Text
    """Said where a nation's own line is not verified and UK-wide lines stand in."""
    lines: list[HelpLine]
    institution: list[InstitutionLine]
