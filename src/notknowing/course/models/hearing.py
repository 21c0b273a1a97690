"""Week 3: ninety seconds read plain and then heard, pauses, a wait, things said as if ordinary, a sentence to mend."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Point, Prompt, Scale
from notknowing.course.models.base import Key, Model, Slug, Text
from notknowing.course.models.sorting import CardGroup


class HeardLine(Model):
    """One numbered line: the words, the same words with cues in [square brackets], and when it was spoken."""

    speaker: Text
    words: Text
    annotated: Text
    start: Annotated[float, Field(ge=0)]
    """Seconds from the beginning of the excerpt. Made up."""
    end: float


class Excerpt(Model):
    """A short stretch of a session, with its timings. Invented, and said to be."""

    about: Text
    who: Text
    """The client's name, as it stands beside the lines."""
    seconds: Annotated[float, Field(gt=0)]
    lines: Annotated[list[HeardLine], Field(min_length=2)]
    cues_limits: Text
    """What the cues do not prove."""

    @model_validator(mode="after")
    def _one_after_another(self) -> Excerpt:
        before = 0.0
        for number, line in enumerate(self.lines, 1):
            if line.start < before or line.end <= line.start:
                raise ValueError(f"line {number} begins before the line above it has ended, or ends before it begins")
            if re.sub(r"\[[^\]]*\]", " ", line.annotated).split() != line.words.split():
                raise ValueError(f"line {number}: without its [cues], 'annotated' is not the same as 'words'")
            before = line.end
        if self.seconds < before:
            raise ValueError("'seconds' is shorter than the last line")
        return self


class HearAgain(ActivityModel):
    """Rate a plain transcript, then the same with its cues, and look at one's own change."""

    kind: Literal["hear_again"]
    excerpt: Excerpt
    scales: Annotated[list[Scale], Field(min_length=2, max_length=2)]
    line_label: Text
    first_all: Text
    """Said when something is still missing before the cues are shown."""
    after_intro: Text
    after_wait: Text
    """Said until everything has been rated again."""
    caption: Text
    nobody_else: Text
    """Said while nobody else has rated the excerpt."""
    prompts: Annotated[list[Prompt], Field(min_length=1)]


class PauseReading(Model):
    """One of the longest pauses: which line it follows, and how the course reads it."""

    after: Annotated[int, Field(ge=1)]
    key: Annotated[list[Key], Field(min_length=1)]
    also: list[Key] = []
    note: Text


class PauseAnswers(Model):
    """What is said of an answer. {line}, {next}, {seconds} and {kind} are filled in."""

    found: Text
    near: Text
    shorter: Text
    again: Text
    no_line: Text
    kind_agrees: Text
    kind_also: Text
    kind_differs: Text


class PauseMap(ActivityModel):
    """A ribbon of speech and silence; find the longest pauses and say what kind each may be."""

    kind: Literal["pause_map"]
    excerpt: Text
    """Id of the activity on this page that holds the excerpt."""
    draw: Text
    """What the button says that draws the ribbon."""
    slider: Text
    caption: Text
    kinds: Annotated[list[CardGroup], Field(min_length=2)]
    line_label: Text
    kind_label: Text
    pauses: Annotated[list[PauseReading], Field(min_length=1)]
    answers: PauseAnswers
    afterwards: Text

    @model_validator(mode="after")
    def _kinds_exist(self) -> PauseMap:
        kinds = {kind.id for kind in self.kinds}
        for pause in self.pauses:
            if unknown := [name for name in (*pause.key, *pause.also) if name not in kinds]:
                raise ValueError(
                    f"the pause after line {pause.after} is of the kind '{unknown[0]}', which is not there"
                )
        return self


class WaitMark(Model):
    """A mark on the ruler, to compare a wait with. {name} is the client."""

    seconds: Annotated[float, Field(ge=0, le=60)]
    label: Text


class HowLong(ActivityModel):
    """Choose how long to wait after a client's words, and wait it if one likes."""

    kind: Literal["how_long"]
    client: Slug
    after: dict[Slug, Text]
    """For the client, and for the one a student may have met instead: the words the wait comes after."""
    slider: Text
    marks: list[WaitMark]
    caption: Text
    wait: Text
    """What the button says that begins a real wait."""
    none: Text
    """Said in its place when the wait chosen is none."""
    felt: Text
    felts: Annotated[list[Point], Field(min_length=2)]
    prompts: Annotated[list[Prompt], Field(min_length=1)]
    private: list[Key] = []
    """Which of the boxes start out private."""


class OrdinaryExtract(Model):
    """A few lines in which something may be said as if it were ordinary. ``key`` and ``also`` are line numbers."""

    id: Key
    about: Text
    lines: Annotated[list[Text], Field(min_length=3)]
    key: Annotated[list[int], Field(min_length=1)]
    also: list[int] = []
    note: Text

    @model_validator(mode="after")
    def _lines_exist(self) -> OrdinaryExtract:
        if strange := [number for number in (*self.key, *self.also) if not 1 <= number <= len(self.lines)]:
            raise ValueError(f"there is no line {strange[0]}")
        return self


class AsIfOrdinary(ActivityModel):
    """Mark the line, and defend it. The key is a set."""

    kind: Literal["as_if_ordinary"]
    question: Text
    defend: Prompt
    extracts: Annotated[list[OrdinaryExtract], Field(min_length=1)]
    agrees: Text
    arguable: Text
    differs: Text
    """What is said of a choice. {reading} becomes the course's line or lines."""


class Witness(Model):
    """Somebody or something the sentence has to survive: a study, or a client. {name} is the client."""

    id: Key
    label: Text
    claim: Slug | None = None
    client: Slug | None = None
    question: Text
    note: Text

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Witness:
        if (self.claim is None) == (self.client is None):
            raise ValueError("a witness is either a claim or a client")
        return self


class NamedText(Model):
    """A version of a sentence and what sort it is."""

    kind: Text
    text: Text


class Complicate(ActivityModel):
    """Lay a sentence beside two studies and one person, and write it again so that it survives all three."""

    kind: Literal["complicate"]
    sentence: Text
    sentence_from: Text
    witnesses: Annotated[list[Witness], Field(min_length=1)]
    verdicts: Annotated[list[Point], Field(min_length=2)]
    prompt: Prompt
    tests_label: Text
    tests: list[Point]
    first: Text
    """Said when the course's versions are asked for before anything is written."""
    versions_intro: Text
    versions: Annotated[list[NamedText], Field(min_length=1)]
