"""The parts of ``course/module.yml`` that make marking fair: what lateness costs, and which scripts a second person reads."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.base import Model

Nation = Literal["England", "Wales", "Scotland", "Northern Ireland"]
OfAHundred = Annotated[float, Field(ge=0, le=100)]
AMark = Literal["pass"] | OfAHundred
"""A mark out of 100, or ``pass`` for the pass mark."""


class LatePolicy(Model):
    """What late work costs. A day is counted as soon as it has begun; see ``marking.late`` for when it ends."""

    takes: Literal["nothing", "marks", "share", "cap"] = "nothing"
    """``marks`` out of 100 or a ``share`` of the mark in per cent, for each day begun; or a ``cap`` that no late mark
    goes above."""
    each: OfAHundred | None = None
    """How many marks, or how many per cent of the mark, for each day begun."""
    days: Literal["calendar", "working"] = "calendar"
    floor: AMark | None = None
    """The deduction stops here. A mark that is lower already stays as it is."""
    cap: AMark | None = None
    zero_after: Annotated[int, Field(ge=1)] | None = None
    """Work handed in after this many days gets 0: ``5`` means that the last moment of the fifth day is still in time."""
    zero_from: Annotated[int, Field(ge=1)] | None = None
    """Work that is this many whole days late, to the second, or later, gets 0."""
    bank_holidays: Nation | None = None
    """Whose bank holidays are not working days; the module's nation when left out."""
    closed: list[dt.date] = Field(default_factory=list)
    """Days on which the institution is closed besides weekends and bank holidays."""
    open: list[dt.date] = Field(default_factory=list)
    """Bank holidays on which the institution works all the same."""

    @model_validator(mode="after")
    def _is_one_rule(self) -> LatePolicy:
        if self.takes in ("marks", "share") and self.each is None:
            raise ValueError(f"'takes: {self.takes}' needs 'each': how much for each day begun")
        if self.takes in ("nothing", "cap") and self.each is not None:
            raise ValueError(f"'each' means nothing with 'takes: {self.takes}'")
        if (self.takes == "cap") != (self.cap is not None):
            raise ValueError("'takes: cap' and 'cap' belong together")
        if self.takes == "nothing" and (self.zero_after or self.zero_from):
            raise ValueError("'takes: nothing' cannot end in 0")
        if self.zero_after and self.zero_from:
            raise ValueError("choose 'zero_after' or 'zero_from', not both")
        return self


class Moderation(Model):
    """Which scripts a second person reads, and how. The rules add up: a script is drawn when any of them says so."""

    needed: bool = True
    """Whether marks of the assignments listed in this file go out only once moderation is signed."""
    share: Annotated[float, Field(gt=0, le=100)] | None = 10
    """At least this many per cent of the scripts."""
    at_least: Annotated[int, Field(ge=0)] = 10
    """And at least this many scripts, or all of them."""
    square_root: bool = False
    """As many as the square root of the number of scripts, in place of ``share`` and ``at_least``."""
    all_fails: bool = True
    top_band: bool = True
    borderline: Annotated[float, Field(ge=0, le=10)] = 2
    """Every script this many marks or fewer below the lowest mark of a band; 0 for none."""
    blind: bool = True
    """Whether the second marker sees the first marks and comments (``false``) or does not (``true``)."""
    within: Annotated[float, Field(ge=0, le=100)] = 5
    """Two marks this far apart or less, in the same band, need no agreed mark."""

    @model_validator(mode="after")
    def _has_a_size(self) -> Moderation:
        if self.square_root and "share" in self.model_fields_set and self.share is not None:
            raise ValueError("choose 'share' with 'at_least', or 'square_root', not both")
        return self


__all__ = ["AMark", "LatePolicy", "Moderation", "Nation"]
