"""Week 11: a review read by a grid, turns that hand back or take over, a safety ladder, and who answers for what."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Point, Prompt
from notknowing.course.models.base import Key, Model, Slug, Text

Sentence = Annotated[int, Field(ge=0)]
"""A sentence of a summary, counted from 1; 0 stands for 'not stated'."""


class GridRow(Model):
    """One row of the grid: what it is called, and what to look for."""

    id: Key
    label: Text
    asks: Text


class GridCell(Model):
    """Where one summary answers one row. ``key`` and ``also`` are numbers of sentences; 0 is 'not stated'."""

    key: Annotated[list[Sentence], Field(min_length=1)]
    also: list[Sentence] = []
    note: Text


class GridReview(Model):
    """One review: its summary in numbered sentences, in the course's own words, and what stands in each row."""

    id: Key
    title: Text
    about: Text
    sentences: Annotated[list[Text], Field(min_length=2)]
    cells: dict[Key, GridCell]


class SaidBy(Model):
    """What one summary has of one part of the public sentence: the course's readings, by the ids of the verdicts."""

    part: Key
    review: Key
    key: Annotated[list[Key], Field(min_length=1)]
    note: Text


class PublicSentence(Model):
    """One sentence about both reviews, as the claims file quotes it, and the parts of what it says."""

    claim: Slug
    parts: Annotated[list[Point], Field(min_length=1)]


class ReviewGrid(ActivityModel):
    """Fill a grid from two summaries, then ask whether one public sentence describes both equally well."""

    kind: Literal["review_grid"]
    worked: Text
    """One row found in a made-up summary, before the student begins."""
    rows: Annotated[list[GridRow], Field(min_length=2)]
    reviews: Annotated[list[GridReview], Field(min_length=2, max_length=2)]
    missing: Prompt
    """Asked below each grid: the empty cell one would want filled."""
    sentence: PublicSentence
    verdicts: Annotated[list[Point], Field(min_length=2)]
    said: list[SaidBy]
    equally: Text
    equally_options: Annotated[list[Point], Field(min_length=2)]
    prompts: list[Prompt]
    note: Text
    """The course's reading of the sentence, after the student's."""

    @model_validator(mode="after")
    def _fits_together(self) -> ReviewGrid:
        rows = {row.id for row in self.rows}
        for review in self.reviews:
            if set(review.cells) != rows:
                raise ValueError(f"'{review.id}' needs one cell for each row of the grid, and no other")
            highest = max(number for cell in review.cells.values() for number in (*cell.key, *cell.also))
            if highest > len(review.sentences):
                raise ValueError(f"'{review.id}' has no sentence {highest}")
        verdicts = {verdict.id for verdict in self.verdicts}
        wanted = {(part.id, review.id) for part in self.sentence.parts for review in self.reviews}
        if {(one.part, one.review) for one in self.said} != wanted:
            raise ValueError("'said' needs one entry for each part of the sentence and each review")
        if unknown := {name for one in self.said for name in one.key} - verdicts:
            raise ValueError(f"'{min(unknown)}' is not among the verdicts")
        return self


class AgencyCode(Model):
    """One code: what a turn does with the say in somebody's own life."""

    id: Key
    label: Text
    definition: Text
    example: Text


class AgencyLine(Model):
    """One line of the exchange. Lines with a ``turn`` are the chatbot's; ``key`` and ``also`` are codes."""

    speaker: Text
    words: Text
    turn: int | None = None
    key: list[Key] = []
    also: list[Key] = []
    note: Text | None = None


class AgencyAudit(ActivityModel):
    """Code each turn of a chatbot, place turns on a board of confidence against warrant, and argue with the codes."""

    kind: Literal["agency_audit"]
    about: Text
    codes: Annotated[list[AgencyCode], Field(min_length=2, max_length=4)]
    lines: list[AgencyLine]
    points: Annotated[float, Field(gt=0)]
    """The practice points of all the codes together."""
    board: Text
    """What stands above the board."""
    sounds: Text
    knows: Text
    """Names of the two directions: how sure it sounds, how much it could know."""
    place_least: Annotated[int, Field(ge=1)]
    """How many turns to place before the course says something about the board."""
    caption: Text
    board_note: Text
    finding: Text
    prompts: list[Prompt]
    note: Text

    @model_validator(mode="after")
    def _turns_and_codes(self) -> AgencyAudit:
        codes = {code.id for code in self.codes}
        turns = [line for line in self.lines if line.turn is not None]
        if [line.turn for line in turns] != list(range(1, len(turns) + 1)):
            raise ValueError("the numbered turns do not run 1, 2, 3 … without a gap")
        for line in turns:
            if not line.key or not line.note:
                raise ValueError(f"turn {line.turn} needs a key and a note")
            if unknown := {*line.key, *line.also} - codes:
                raise ValueError(f"turn {line.turn} names the code '{min(unknown)}', which is not among the codes")
        return self


class LadderWords(Model):
    """What one person says on a rung, and what the course would think of. ``words`` are the person's own."""

    about: Text
    content_note: Text | None = None
    words: Text
    say: Text
    do: Text
    record: Text
    ring: Text
    """Whom the course would ring, and why."""


class Rung(Model):
    """One message. ``client`` is a client of the course where the person is one; ``by`` holds the words for each."""

    id: Key
    name: Text
    client: Slug | None = None
    by: Annotated[dict[Slug, LadderWords], Field(min_length=1)]
    """The message, by the client's id and by that of the client met in exchange; one entry of any name without one."""
    key: Annotated[list[Key], Field(min_length=1)]
    """Whom to ring: the options the course would tick."""

    @model_validator(mode="after")
    def _client_has_words(self) -> Rung:
        if self.client is not None and self.client not in self.by:
            raise ValueError(f"'{self.id}' names the client '{self.client}' and has no message from that client")
        return self


class DirectExample(Model):
    """A question beside what it is: direct, or only near it."""

    words: Text
    is_direct: bool
    why: Text


class ServiceQuestion(Model):
    """Which service? ``accept`` are ids of help lines; only those checked for the chosen nation count."""

    id: Key
    question: Text
    accept: Annotated[list[Slug], Field(min_length=1)]
    points: Annotated[float, Field(gt=0)]
    note: Text


class SafetyLadder(ActivityModel):
    """Messages of rising concern; a direct question where one is a duty; the service for the chosen nation."""

    kind: Literal["safety_ladder"]
    card_intro: Text
    concern: Text
    concern_low: Text
    concern_high: Text
    say: Prompt
    do: Prompt
    record: Prompt
    ring: Text
    ring_options: Annotated[list[Point], Field(min_length=3)]
    leave: Text
    """What the button says that leaves a rung out, and ``left`` what is said then."""
    left: Text
    rungs: Annotated[list[Rung], Field(min_length=2)]
    direct_rung: Key
    """The rung on which a direct question is a duty."""
    direct_question: Text
    direct_options: Annotated[list[Point], Field(min_length=2)]
    direct_what: Text
    direct_examples: Annotated[list[DirectExample], Field(min_length=2)]
    direct_found: Text
    direct_not_found: Text
    direct_again: Prompt
    service_intro: Text
    nation_label: Text
    services: Annotated[list[ServiceQuestion], Field(min_length=1)]
    service_other_nation: Text
    """Said of a line of another nation; ``{nation}`` is the chosen one."""
    service_agrees: Text
    service_differs: Text
    prompts: list[Prompt]
    after: Text

    @model_validator(mode="after")
    def _rungs_fit(self) -> SafetyLadder:
        if self.direct_rung not in {rung.id for rung in self.rungs}:
            raise ValueError(f"there is no rung '{self.direct_rung}'")
        options = {option.id for option in self.ring_options}
        for rung in self.rungs:
            if unknown := set(rung.key) - options:
                raise ValueError(f"'{rung.id}' rings '{min(unknown)}', which is not among the options")
        return self


class ClaimPiece(Model):
    """One piece of a long sentence: what sort of claim it is, and whether it will last."""

    id: Key
    text: Text
    sort: Annotated[list[Key], Field(min_length=1)]
    lasts: Annotated[list[Key], Field(min_length=1)]
    note: Text


class MapCase(Model):
    """Something that went wrong. ``law`` is what a law or code says now, only where a claim verifies it."""

    id: Key
    text: Text
    short: Text
    """A few words for the picture."""
    note: Text
    law: Text | None = None


class AccountabilityMap(ActivityModel):
    """Split one sentence into its claims, then draw who answers now, and who should, in several situations."""

    kind: Literal["accountability_map"]
    claim: Slug
    sorts: Annotated[list[Point], Field(min_length=2)]
    lasting: Annotated[list[Point], Field(min_length=2)]
    sort_label: Text
    lasts_label: Text
    pieces: Annotated[list[ClaimPiece], Field(min_length=2)]
    pieces_note: Text
    map_intro: Text
    who: Annotated[list[Point], Field(min_length=3, max_length=5)]
    now_label: Text
    should_label: Text
    cases: Annotated[list[MapCase], Field(min_length=3, max_length=10)]
    caption: Text
    prompts: list[Prompt]
    note: Text

    @model_validator(mode="after")
    def _pieces_fit(self) -> AccountabilityMap:
        sorts, lasting = {one.id for one in self.sorts}, {one.id for one in self.lasting}
        for piece in self.pieces:
            if set(piece.sort) - sorts or set(piece.lasts) - lasting:
                raise ValueError(f"'{piece.id}' is sorted into a group that is not there")
        return self
