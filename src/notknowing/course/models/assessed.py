"""The kinds of activity that assignments are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from notknowing.course.models.activities import ActivityModel
from notknowing.course.models.base import Key, Model, Slug, Text


class Code(Model):
    """One code of a coding scheme."""

    id: Key
    label: Text
    definition: Text
    example: Text
    not_this: Text
    """What it is easily mistaken for, and how to tell."""


class Line(Model):
    """One line of a transcript. ``turn`` numbers the practitioner's turns to be coded; the client's have none."""

    speaker: Text
    words: Text
    turn: int | None = None


class TranscriptCoder(ActivityModel):
    """Code each numbered turn of a transcript with one code."""

    kind: Literal["transcript_coder"]
    codes: Annotated[list[Code], Field(min_length=2)]
    lines: list[Line]


class KappaTask(ActivityModel):
    """Agreement with a second set of codes: a 2 × 2 table, kappa, and two located disagreements."""

    kind: Literal["kappa"]
    transcript: Text
    """Id of the transcript activity on the same page."""
    second: dict[int, Key]
    """The second set of codes, turn number to code, written for this exercise."""
    second_label: Text
    collapse: list[Key]
    """The codes that count as 'yes' in the 2 × 2 table."""
    collapse_label: Text
    worked: Text
    """A worked example, before the student's own."""


class PortfolioPiece(Model):
    """One client of the portfolio and where earlier words may be brought in from."""

    client: Slug
    source: Text
    manual_cell: Slug


class Portfolio(ActivityModel):
    """First attempt, rating, revision and reasons for several clients, brought in from earlier weeks or written here."""

    kind: Literal["portfolio"]
    pieces: list[PortfolioPiece]
    rationale_words: int = 150


class Unseen(ActivityModel):
    """One unseen client from a file beside the notebook: first words and reasons, supervised."""

    kind: Literal["unseen"]
    file: Text
    rationale_words: int = 150


class Submit(ActivityModel):
    """The exact copy that would be handed in, and one zip to upload."""

    kind: Literal["submit"]
