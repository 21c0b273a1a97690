"""``course/module.yml``: everything a module lead sets for one run."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from notknowing.course.models.base import Model, Text
from notknowing.course.models.fairness import LatePolicy, Moderation, Nation
from notknowing.course.models.pathway import Pathway


class ModuleWeek(Model):
    """When a week opens."""

    id: Text
    opens: dt.date


class Weight(Model):
    """One assessed assignment: its share of the module mark, its own maximum, and when it is due."""

    id: Text
    title: Text
    weight: Annotated[int, Field(ge=0, le=100)]
    due: dt.datetime
    part_of: Text | None = None
    """Set for a part (``a1b`` of ``a1``) that is handed in separately."""


class Band(Model):
    """A class of mark and the lowest mark in it."""

    name: Text
    from_: Annotated[int, Field(ge=0, le=100, alias="from")]


class Institution(Model):
    """The adopting institution's own names. Blank slots warn; a bundle for students refuses them."""

    name: str = ""
    programme: str = ""
    module_lead: str = ""
    module_lead_contact: str = ""
    where_to_hand_in: str = ""
    retention: str = ""
    """How long handed-in work is kept, as a sentence."""


class ModuleSettings(Model):
    """``course/module.yml``: everything a module lead sets for one run."""

    title: Text
    strapline: Text
    level: Annotated[int, Field(ge=4, le=8)]
    credits: int
    institution: Institution
    pilot: Text
    """What is known of how it went with real students. Never blank."""
    reviewed_by: Text | None
    """The practitioner who reviewed the keys, or null; while null, release warns."""
    texts: Text
    """Who wrote the texts, in a sentence the start page and README print."""
    time_zone: Text
    nation: Nation
    weeks: Annotated[list[ModuleWeek], Field(min_length=1)]
    assignments: list[Weight]
    pathway: Pathway | None = None
    """What this run shows; null for the whole course."""
    bands: Annotated[list[Band], Field(min_length=1)]
    pass_mark: Annotated[int, Field(ge=0, le=100)]
    rounding: Literal["half_up"]
    late: LatePolicy = LatePolicy()
    moderation: Moderation = Moderation()
    vle: Literal["blackboard", "moodle", "canvas"]
    ai_statement: dict[str, Text]
    """For each assignment id, the institution's wording on generative AI."""
    attribution: Text
