"""Week 8: marking ruptures in an extract, dips and chance, and the most that may be claimed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Point, Prompt
from notknowing.course.models.base import Key, Model, Slug, Text, sentence

Verdict = Literal["yes", "no", "unsure"]


class MarkType(Model):
    """One kind of marker: what it is called and what it is."""

    id: Key
    label: Text
    definition: Text


class ExtractLine(Model):
    """One line. Only a client's line can be marked.

    key: the markers that the course's reading gives it; also: markers that it accepts as well. A line with neither has
    nothing to mark.
    """

    who: Text
    words: Text
    is_client: bool = False
    key: list[Key] = []
    also: list[Key] = []
    note: Text | None = None


class Extract(Model):
    """A piece of an invented session, with the course's reading of it."""

    id: Key
    title: Text
    about: Text
    lines: Annotated[list[ExtractLine], Field(min_length=2)]
    is_rupture: Annotated[list[Verdict], Field(min_length=1)]
    """The answers that the course accepts to the question below the extract."""
    reading: Text


class RuptureMarks(ActivityModel):
    """Mark the client's lines in short extracts, and say whether something is going wrong between the two."""

    kind: Literal["rupture_marks"]
    types: Annotated[list[MarkType], Field(min_length=1)]
    question: Text
    answers: dict[Verdict, Text]
    said_same: Text
    said_other: Text
    extracts: Annotated[list[Extract], Field(min_length=1)]
    prompts: list[Prompt] = []

    @model_validator(mode="after")
    def _types_exist(self) -> RuptureMarks:
        types = {one.id for one in self.types}
        for extract in self.extracts:
            for number, line in enumerate(extract.lines, 1):
                unknown = [name for name in (*line.key, *line.also) if name not in types]
                if unknown:
                    raise ValueError(f"{extract.id}, line {number}, names '{unknown[0]}', which is not among the types")
                if (line.key or line.also) and not line.is_client:
                    raise ValueError(f"{extract.id}, line {number}, is not a client's and cannot be marked")
        return self


class WorkedDips(Model):
    """A short row of made-up ratings, to learn on."""

    ratings: Annotated[list[float], Field(min_length=3)]
    depth: float
    text: Text
    caption: Text


class Conclusion(Model):
    """One sentence that might be said of the numbers, and what the course says about it."""

    id: Key
    label: Text
    reading: Text
    accept: bool = False


class VShapes(ActivityModel):
    """Find the dips and recoveries in session-by-session ratings, and see how many a shuffled order would give."""

    kind: Literal["v_shapes"]
    data: Slug
    """The table in datasets/: person, session, rating."""
    low: int
    high: int
    """The ends of the rating."""
    worked: WorkedDips
    ask_person: int
    ask_depth: float
    """For whom, and at what depth, the student counts before the page does."""
    ask: Text
    ask_label: Text
    mark: Text
    count_same: sentence("count", "depth", "where")
    count_fewer: sentence("typed", "count", "depth", "where")
    count_more: sentence("typed", "count", "depth", "where")
    play: Text
    person_label: Text
    depth_label: Text
    caption: Text
    marked_said: sentence("person", "count", "depth", "where")
    shuffle_text: Text
    whom_question: Text
    shuffled_caption: Text
    chance_caption: Text
    chance_said: sentence("whose", "observed", "depth", "shuffles", "average", "at_least", "share")
    share_text: Text
    share_label: Text
    share_same: sentence("at_least", "shuffles", "share")
    share_without_one: sentence("at_least", "shuffles", "share")
    share_other: sentence("typed", "at_least", "shuffles", "share")
    conclude: Text
    conclusions: Annotated[list[Conclusion], Field(min_length=2)]
    how_made: Text
    """How the synthetic ratings were made. Shown once a conclusion has been ticked."""
    prompts: list[Prompt] = []


class Interval(Model):
    """One published finding to draw: a row of a table in datasets/, and what it is called here."""

    row: Text
    label: Text


class HonestMost(ActivityModel):
    """Published findings with their intervals, a line to move across them, and the most that may be claimed."""

    kind: Literal["honest_most"]
    data: Slug
    """The table in datasets/ that holds the rows: estimate, ci95_low, ci95_high, k."""
    intervals: Annotated[list[Interval], Field(min_length=1)]
    claims: Annotated[list[Slug], Field(min_length=1)]
    line_label: Text
    caption: Text
    line_said: sentence("value", "reach", "count", "all")
    verbs_caption: Text
    verbs_question: sentence("finding")
    verbs: Annotated[list[Point], Field(min_length=2)]
    verbs_note: Text
    prompts: Annotated[list[Prompt], Field(min_length=1)]
    checks_question: Text
    checks: list[Point]
    compare: Text
    """The course's own version, shown once the student has written."""
