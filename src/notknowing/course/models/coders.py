"""Week 4: learning eight codes, kappa by hand, three coders side by side, and marking two invented samples."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Prompt
from notknowing.course.models.base import Key, Model, Text


class CodedLine(Model):
    """One line of a conversation. A practitioner's turn has a number and the course's reading; a client's has neither."""

    speaker: Text
    words: Text
    turn: Annotated[int, Field(ge=1)] | None = None
    key: list[Key] = []
    also: list[Key] = []
    why: Text | None = None
    between: list[Key] = []
    """For a turn with help: the codes to choose from."""
    hint: Text | None = None
    if_mirror: dict[Key, Text] = {}
    """What ``three_coders`` says of this turn while the mirror reads it so: a code, or ``none``, to a sentence."""


class Answers(Model):
    """What is said of a choice. {reading} becomes the course's own."""

    agrees: Text
    also: Text
    differs: Text


class LearnCodes(ActivityModel):
    """A coding scheme on one conversation: codes given with reasons, then with help, then alone."""

    kind: Literal["learn_codes"]
    codes: Text
    """Where the codes are, as ``a1:A1``."""
    about: Text
    terms: Text | None = None
    """What some of the client's words mean."""
    rules: list[Text] = []
    worked: Annotated[int, Field(ge=1)]
    """How many turns come with their codes."""
    faded: Annotated[int, Field(ge=1)]
    """How many come with help. The rest are done alone."""
    worked_intro: Text
    faded_intro: Text
    alone_intro: Text
    alone_wait: Text
    """Said until every turn of the last part has a code."""
    alone_after: Text
    answers: Answers
    lines: Annotated[list[CodedLine], Field(min_length=3)]

    @model_validator(mode="after")
    def _turns_are_read(self) -> LearnCodes:
        turns = [line for line in self.lines if line.turn is not None]
        if [line.turn for line in turns] != list(range(1, len(turns) + 1)):
            raise ValueError("the numbered turns do not run 1, 2, 3 without a gap")
        if len(turns) <= self.worked + self.faded:
            raise ValueError("no turn is left to code alone")
        for line in turns:
            if not line.key or not line.why:
                raise ValueError(f"turn {line.turn} has no reading or no reason")
            helped = self.worked < line.turn <= self.worked + self.faded
            if helped and not (len(line.between) >= 2 and set(line.key) <= set(line.between)):
                raise ValueError(f"turn {line.turn} needs at least two codes to choose between, its own among them")
        return self

    def alone(self) -> list[CodedLine]:
        """The turns that are coded without help."""
        return [line for line in self.lines if line.turn is not None and line.turn > self.worked + self.faded]


class SlipAnswers(Model):
    """What is said of a number. {value}, {typed}, {n} and other names are filled in with numbers."""

    counts_agree: Text
    counts_sum: Text
    counts_differ: Text
    agrees: Text
    carried: Text
    hundredths: Text
    count_not_share: Text
    one_half: Text
    gain_only: Text
    differs: Text


class Setting(Model):
    """Where a button sets the two sliders, and what there is to see."""

    id: Key
    label: Text
    occurs: Annotated[int, Field(ge=1, le=99)]
    agree: Annotated[int, Field(ge=50, le=100, multiple_of=2)]
    note: Text


class KappaByHand(ActivityModel):
    """Kappa from a small table in three steps, then a picture in which agreement stays and kappa does not."""

    kind: Literal["kappa_by_hand"]
    worked: Text
    pairs: Annotated[list[tuple[Literal["yes", "no"], Literal["yes", "no"]]], Field(min_length=4)]
    """What two coders said of each turn."""
    pairs_label: Text
    first: Text
    second: Text
    count_labels: dict[Literal["a", "b", "c", "d"], Text]
    step_labels: dict[Literal["observed", "expected", "kappa"], Text]
    answers: SlipAnswers
    picture_head: Text
    picture_intro: Text
    occurs_label: Text
    agree_label: Text
    caption: Text
    settings: Annotated[list[Setting], Field(min_length=1)]
    prompt: Prompt
    first_write: Text
    compare: Text
    afterwards: Text


class Comparison(Model):
    """One thing to ask of every turn. Without ``yes`` all the codes count."""

    id: Key
    label: Text
    yes: list[Key] = []
    people: Annotated[float, Field(ge=-1, le=1)]
    """How far ten trained people agreed on something like it, as kappa."""
    people_label: Text


class ThreeCoders(ActivityModel):
    """The student's codes, the course's and the mirror's side by side."""

    kind: Literal["three_coders"]
    source: Text
    """Where the student's codes come from, as ``week04:4B``."""
    not_yet: Text
    predict: Text
    predict_first: Text
    show: Text
    mapping: Text
    """How the mirror's names are turned into the codes."""
    no_code: Text
    """What stands where the mirror has no name for a turn."""
    compare_label: Text
    comparisons: Annotated[list[Comparison], Field(min_length=1)]
    caption: Text
    people: Text
    prompts: Annotated[list[Prompt], Field(min_length=1)]
    first_write: Text
    note: Text


class SampleReading(Model):
    """How the course reads a sample on one criterion of the grid."""

    criterion: Key
    key: Annotated[list[Key], Field(min_length=1)]
    also: list[Key] = []
    why: Text


class Sample(Model):
    """One invented portfolio answer."""

    id: Key
    title: Text
    first: Text
    revised: Text
    because: Text
    readings: Annotated[list[SampleReading], Field(min_length=1)]


class MarkSamples(ActivityModel):
    """The essentials of a brief, and invented answers to mark with its own grid."""

    kind: Literal["mark_samples"]
    assignment: Key
    part: Text
    due: Text
    """{title} and {due} are filled in from module.yml."""
    essentials: Annotated[list[Text], Field(min_length=1)]
    client_name: Text
    client_words: Text
    samples: Annotated[list[Sample], Field(min_length=1)]
    choose: Text
    later: Text
    """Said before the samples that may wait for the seminar."""
    wait: Text
    answers: Answers
    not_a_mark: Text
    closing: Text
    prompts: Annotated[list[Prompt], Field(min_length=1)]
