"""``course/standards.yml``: the module outcomes, the hours, and what other bodies ask for, for a validation panel."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from notknowing.course.models.base import Model, Slug, Text

Number = Annotated[int, Field(ge=1, le=7)]


class ModuleOutcome(Model):
    """One outcome of the whole module. Pages name it by its number, under ``mlo``."""

    number: Number
    name: Text
    """What it is called in one or two words."""
    text: Text
    """What a student can do: the rest of *On completion the student can*."""
    levels: Annotated[
        list[Literal["Remember", "Understand", "Apply", "Analyse", "Evaluate", "Create"]], Field(min_length=1)
    ]
    """Its place in the revised taxonomy of Bloom."""


class Hours(Model):
    """One part of the hours of study."""

    what: Text
    hours: Annotated[int, Field(ge=0)]


class Touchpoint(Model):
    """One thing that a framework asks for, and where this module touches it."""

    asks: Text
    column: Text | None = None
    """SCoPEd's column A, B or C, where one was seen."""
    outcomes: Annotated[list[Number], Field(min_length=1)]
    pages: Annotated[list[Text], Field(min_length=1)]
    """Weeks and assignments, as ``week07`` and ``a3``."""


class Framework(Model):
    """A document of another body, and the module's touchpoints with it."""

    id: Slug
    name: Text
    source: Slug
    """The document, in ``references.yml``."""
    seen: Text
    """What was seen of the document, and what was not."""
    touchpoints: Annotated[list[Touchpoint], Field(min_length=1)]


class Standards(Model):
    """``course/standards.yml``."""

    introduction: Text
    """What the mapping is, and what it is not. Printed at its head."""
    outcomes: Annotated[list[ModuleOutcome], Field(min_length=1)]
    hours: Annotated[list[Hours], Field(min_length=1)]
    frameworks: list[Framework] = []
