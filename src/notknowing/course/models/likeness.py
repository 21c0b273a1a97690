"""Week 10: replies read without a name, alliance numbers for software, and a line that is always open."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Point, Prompt
from notknowing.course.models.base import Key, Model, Slug, Text

Author = Literal["person", "model"]
"""Who wrote a reply: somebody of the cohort, or a language model."""

Taken = Literal["person", "model", "unsure"]
"""What a reply was taken for."""


# -------------------------------------------------------------------------------------------- 10D, blind reading


class SomebodyHeard(Model):
    """Somebody whom the replies are said to: invented, adult, in their own words."""

    id: Key
    name: Text
    about: Text
    words: Text


class CourseReply(Model):
    """One reply written for this course. ``asked`` says which of the askings it was written to."""

    to: Key
    asked: Key
    words: Text
    note: Text
    """What is in the words, shown after everything has been guessed."""


class Asking(Model):
    """What a reply was asked to be: a name for it, and a sentence about what it makes readers think."""

    id: Key
    label: Text


class BlindLabels(Model):
    """The wording of the boxes and of what the page says back. Braces are filled in by the page."""

    fit: Text
    fit_low: Text
    fit_high: Text
    back: Text
    yes: Text
    perhaps: Text
    no: Text
    guess: Text
    person: Text
    model: Text
    unsure: Text


class BlindReading(ActivityModel):
    """Rate replies and guess what they are, then see; or guess what they would pass for, where there is no set."""

    kind: Literal["blind_reading"]
    honest: Text
    """What the page says first when only the course's own replies are there."""
    honest_set: Text
    """What it says first when a lead has built a set with ``notknowing blind``."""
    labels: BlindLabels
    guess_own: Text
    """The question of the guess where every reply is by the same hand, and everybody knows it."""
    people: Annotated[list[SomebodyHeard], Field(min_length=1)]
    askings: Annotated[list[Asking], Field(min_length=2)]
    replies: Annotated[list[CourseReply], Field(min_length=4, max_length=24)]
    worked: Text
    """A mean worked out with other numbers."""
    mean_author: Text
    mean_author_set: Text
    mean_guess: Text
    """What is asked for. Braces: ``{taken}``, ``{numbers}``."""
    means_right: Text
    means_slip: Text
    """Braces: ``{value}``."""
    revealed: Text
    revealed_set: Text
    caption: Text
    findings: Text
    prompts: Annotated[list[Prompt], Field(min_length=2)]

    @model_validator(mode="after")
    def _every_name_is_there(self) -> BlindReading:
        people, askings = {one.id for one in self.people}, {one.id for one in self.askings}
        for reply in self.replies:
            if reply.to not in people:
                raise ValueError(f"there is nobody called '{reply.to}' among the people")
            if reply.asked not in askings:
                raise ValueError(f"there is no asking called '{reply.asked}'")
        return self


class Obtained(Model):
    """Where replies by a system come from. Nothing is used without all of it."""

    system: Text
    version: Text
    date: dt.date
    prompt: Text
    obtained_by: Text
    consent: Text
    """By what right it is used here: the licence or terms, and who agreed."""


class BlindReply(Model):
    """One reply of a built set."""

    client: Slug
    author: Author
    words: Text
    from_: Annotated[int | None, Field(alias="from")] = None
    """For a system's reply: which entry of ``obtained``, from 0."""


class BlindSet(Model):
    """What ``notknowing blind`` writes: replies by people of the cohort and by a system, in a shuffled order."""

    made: dt.date
    page: Slug
    activity: Text
    seed: int
    how: Text
    obtained: Annotated[list[Obtained], Field(min_length=1)]
    replies: Annotated[list[BlindReply], Field(min_length=4, max_length=40)]

    @model_validator(mode="after")
    def _both_are_there(self) -> BlindSet:
        if {reply.author for reply in self.replies} != {"person", "model"}:
            raise ValueError("a set needs replies by people and by a language model")
        for reply in self.replies:
            if reply.author == "model" and (reply.from_ is None or not 0 <= reply.from_ < len(self.obtained)):
                raise ValueError("every reply by a system has to say which entry of 'obtained' it is from")
        return self


# -------------------------------------------------------------------------------------------- 10E, alliance numbers


class AskedSample(Model):
    """People who filled in a form, as a row of the table. ``of``: the row of those asked before, where it is known."""

    id: Key
    row: Text
    of: Text | None = None
    label: Text
    who: Text
    """Who answered, who did not, who asked."""


class ScoreRow(Model):
    """One row of the table in the picture of totals and bonds."""

    row: Text
    label: Text
    part: Literal["total", "bond"]


class Way(Model):
    """One way to carry a number from one scale to another, and what is wrong with it."""

    id: Literal["as_is", "stretch", "share"]
    label: Text
    note: Text


class NumberSteps(Model):
    """What stands above each of the three parts."""

    tiny: Text
    part: Text
    axis: Text


class AllianceNumbers(ActivityModel):
    """Published alliance scores for software, with the intervals, the parts and the scales to be moved."""

    kind: Literal["alliance_numbers"]
    data: Slug
    steps: NumberSteps
    samples: Annotated[list[AskedSample], Field(min_length=1)]
    sample_question: Text
    many_question: Text
    share_label: Text
    others_label: Text
    tiny_caption: Text
    rows: Annotated[list[ScoreRow], Field(min_length=2)]
    part_question: Text
    line_label: Text
    part_caption: Text
    carried: Text
    """The row of the other scale, which is to be carried over."""
    carried_label: Text
    beside: list[ScoreRow]
    """The rows beside it, on the scale that it is carried to."""
    place_label: Text
    ways_question: Text
    ways: Annotated[list[Way], Field(min_length=2, max_length=3)]
    axis_caption: Text
    prompts: dict[Literal["tiny", "part", "axis"], Prompt]
    after: Text
    last: list[Prompt]


# -------------------------------------------------------------------------------------------- 10F, whose lifeline


class LineFailure(Model):
    """Something that can happen to a line that is always open."""

    id: Key
    label: Text


class LinePerson(Model):
    """Somebody for whom the machine is what there is tonight. Invented, adult, in their own words."""

    id: Key
    name: Text
    about: Text
    words: Text
    has: list[Point]
    """What else there is, as far as we know."""
    happens: dict[Key, Text]
    """What each failure means for this person, by the failure's id."""


class Lifeline(ActivityModel):
    """What users said helped and did not, whose lifeline it is, and what happens when it fails."""

    kind: Literal["lifeline"]
    columns_caption: Text
    helped_label: Text
    helped: list[Text]
    unhelped_label: Text
    unhelped: list[Text]
    columns_claims: list[Slug]
    missing_question: Text
    """Asks which of these the people who stopped might have said."""
    missing_note: Text
    people_question: Text
    people: Annotated[list[LinePerson], Field(min_length=1)]
    failure_question: Text
    failures: Annotated[list[LineFailure], Field(min_length=2)]
    left_question: Text
    notices_question: Text
    notices: Annotated[list[Point], Field(min_length=2)]
    person_prompt: Prompt
    after: Text
    prompts: list[Prompt]
    closing: list[Prompt]

    @model_validator(mode="after")
    def _every_failure_is_told(self) -> Lifeline:
        wanted = {failure.id for failure in self.failures}
        for person in self.people:
            if set(person.happens) != wanted:
                raise ValueError(f"'{person.id}' needs a sentence for each failure, and no other")
        return self
