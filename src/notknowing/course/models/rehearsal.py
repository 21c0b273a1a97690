"""Week 12: a rehearsal with a machine, a protocol for others, a boundary statement, the return to Week 0, the journey."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Point, Prompt
from notknowing.course.models.base import Key, Model, Slug, Text


class Tag(Model):
    """One of the things a line can be tagged with."""

    id: Key
    label: Text
    definition: Text


class RehearsedLine(Model):
    """One line of a rehearsal. With a ``key`` it is one to tag; without, it is there to be read."""

    who: Text
    words: Text
    key: list[Key] = []
    """The course's reading; more than one where both can be said."""
    also: list[Key] = []
    """Readings it accepts as well."""
    note: Text | None = None

    @model_validator(mode="after")
    def _reasons(self) -> RehearsedLine:
        if self.key and not self.note:
            raise ValueError("a line with a 'key' needs a 'note' that says why")
        return self


class RehearsedRun(Model):
    """One time through: which it was, and its lines."""

    title: Text
    lines: Annotated[list[RehearsedLine], Field(min_length=1)]


class Rehearsal(Model):
    """What one client shows of practising with a machine. Written for the course."""

    client: Slug
    shows: Text
    """How it comes to be on the page."""
    runs: Annotated[list[RehearsedRun], Field(min_length=1)]
    afterwards: Text
    """What happened then, as far as the client has said."""


class RehearsalNotes(ActivityModel):
    """Tag the lines of a rehearsal: what it gave, what it could not have known; then write."""

    kind: Literal["rehearsal_notes"]
    client: Slug
    assumed: Prompt
    """Asked before the rehearsal is shown."""
    made: Text
    """Who wrote the rehearsal, and what it is no record of."""
    question: Text
    tags: Annotated[list[Tag], Field(min_length=2)]
    rehearsals: Annotated[list[Rehearsal], Field(min_length=1)]
    """One for the client and one for whoever can be met instead."""
    not_theirs: Text
    """Said where somebody is met for whom no rehearsal was written, and the first is shown."""
    prompts: Annotated[list[Prompt], Field(min_length=1)]
    compare: Text
    """The course's own thoughts, once something is written."""

    @model_validator(mode="after")
    def _tags_exist(self) -> RehearsalNotes:
        tags = {tag.id for tag in self.tags}
        for rehearsal in self.rehearsals:
            for run in rehearsal.runs:
                for line in run.lines:
                    unknown = [name for name in (*line.key, *line.also) if name not in tags]
                    if unknown:
                        raise ValueError(f"the line '{line.words[:40]}' names '{unknown[0]}', which is not a tag")
        return self


class ProtocolCase(Model):
    """Somebody to try the protocol on: invented, with a thought of the course's for after the student's answer."""

    id: Key
    who: Text
    words: Text
    note: Text


class RehearsalProtocol(ActivityModel):
    """For whom, for what, with what warnings; then tried on people it was not written for."""

    kind: Literal["rehearsal_protocol"]
    prompts: Annotated[list[Prompt], Field(min_length=2)]
    cases_intro: Text
    question: Text
    answers: Annotated[list[Point], Field(min_length=2)]
    cases: Annotated[list[ProtocolCase], Field(min_length=1)]
    change: Prompt


class BoundaryExemplar(Model):
    """One statement, for one public. Where it ends, and what it leaves open, are said apart from it."""

    id: Key
    by: Text
    """Who says it to whom."""
    words: Text
    ends: Text
    leaves: Text


class BoundaryStatement(ActivityModel):
    """Draft, compare with unlike statements, revise. The draft is kept as it was."""

    kind: Literal["boundary_statement"]
    public_question: Text
    publics: Annotated[list[Point], Field(min_length=2)]
    public_named: Prompt
    draft: Prompt
    sorts_question: Text
    sorts: Annotated[list[Tag], Field(min_length=2)]
    """Kinds of sentence a draft can hold, to look for before comparing."""
    exemplars_said: Text
    exemplars: Annotated[list[BoundaryExemplar], Field(min_length=3)]
    noticed: Prompt
    reader_said: Text
    reader_asks: Annotated[list[Point], Field(min_length=1)]
    """What a reader will ask of it."""
    revised: Prompt
    because: Prompt


class ReturnToBaseline(ActivityModel):
    """The same clients again, old words beside new ones, and the envelope of Week 0 opened."""

    kind: Literal["return_to_baseline"]
    clients: Annotated[list[Slug], Field(min_length=1)]
    source: Text
    """Where the first words are, as ``week00:0.4``."""
    reopen: Text
    """Where the envelope is, as ``week00:0.5``."""
    missing: Text
    """Said where nothing is found from then."""
    beside: Text
    """What stands above the two columns."""
    which: Text
    """Asked of each pair; {name} is the client's name."""
    whiches: Annotated[list[Point], Field(min_length=2)]
    notice: Prompt
    envelope_intro: Text
    envelope_missing: Text
    prompts: Annotated[list[Prompt], Field(min_length=1)]
    """Written once the envelope is open."""
    after: Text


class KeepJourney(ActivityModel):
    """The student's own words of all pages, in two files to keep, looked through first for what could name somebody."""

    kind: Literal["keep_journey"]
    holds: Annotated[list[Text], Field(min_length=1)]
    """What goes into the files, and what does not."""
    looked: Text
    """Said after looking through: what a program cannot see."""
