"""Week 5: sorting with a picture, a teaching scale, three views of one hour, ceilings and courtesy, inviting criticism."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Prompt, RewritingLoop
from notknowing.course.models.base import Key, Model, Slug, Text, sentence
from notknowing.course.models.clients import GoodReply, Hints, Idiom
from notknowing.course.models.sorting import CardSort


class Compared(Prompt):
    """A box to write in, and what the course says once something is written and the student asks for it."""

    compare: Text


class CircleSort(CardSort):
    """A card sort into three groups that overlap, drawn as three circles that fill while the student sorts."""

    kind: Literal["circle_sort"]
    caption: Text
    afterwards: Text | None = None
    """Said above the boxes that follow the cards. May hold claims."""
    prompts: list[Compared] = []

    @model_validator(mode="after")
    def _three_groups(self) -> CircleSort:
        if len(self.groups) != 3 or not self.several:
            raise ValueError("three circles need three groups and 'several: true'")
        return self


class ScaleAnswers(Model):
    """One person's answers, item to answer, with null for one that was left out."""

    who: Text
    answers: dict[Key, int | None]


class ScaleOption(Model):
    """One way to deal with something, and what the course says about it."""

    id: Key
    label: Text
    reading: Text
    accept: bool = False


class TeachingScaleSaid(Model):
    """What the activity says after each step. Names in braces are filled in by the activity."""

    turned_same: sentence("item", "ends", "answer", "value")
    turned_not_turned: sentence("item", "ends", "answer", "value")
    turned_one_out: sentence("item", "ends", "answer", "value", "typed")
    turned_other: sentence("item", "ends", "answer", "value", "typed")
    mean_same: sentence("name", "sum", "count", "value")
    mean_missing_as_nought: sentence("name", "typed", "sum", "count", "value")
    mean_not_turned: sentence("name", "typed", "sum", "count", "value")
    mean_sum: sentence("name", "typed", "sum", "count", "value")
    mean_other: sentence("name", "typed", "sum", "count", "value")
    carried: Text
    """Said below a mean that follows from the student's own earlier numbers, where one of those was another."""
    found: sentence("person", "item", "answer", "low", "high")
    found_person: sentence("person", "item", "low", "high")
    found_other: sentence("person", "item", "answer", "low", "high")
    group_same: sentence("sum", "count", "value")
    group_left_in: sentence("typed", "value")
    group_other: sentence("typed", "sum", "count", "value")
    group_both: sentence("left_in", "left_out", "apart")


class TeachingScale(ActivityModel):
    """Score one person by hand and thirty by a button, and find the one answer that cannot be."""

    kind: Literal["teaching_scale"]
    items: Slug
    """The table of items in datasets/: item, text, subscale, reverse. An adopter may name a table of their own."""
    people: Slug
    """The table of answers in datasets/: person, then one column for each item."""
    low: int
    high: int
    """The ends of the answers."""
    names: dict[Key, Text]
    """What each subscale is called on the page, in order, and ``total`` for the whole."""
    about: Text
    worked: ScaleAnswers
    worked_text: Text
    person: ScaleAnswers
    turn_text: Text
    turn_label: sentence("item", "answer")
    rule_text: Text
    rule_question: Text
    rule_options: Annotated[list[ScaleOption], Field(min_length=2)]
    mean_text: Text
    mean_label: sentence("name")
    thirty_text: Text
    thirty_button: Text
    slider_label: Text
    caption: Text
    find_text: Text
    find_person: Text
    find_item: Text
    do_question: Text
    do_options: Annotated[list[ScaleOption], Field(min_length=2)]
    group_text: sentence("sum", "count")
    group_label: Text
    say: TeachingScaleSaid
    licence: Text
    """The sentence on licensing, with its claim, and where an adopter's own scale goes."""
    prompts: list[Prompt] = []


class View(Model):
    """One person's line through the sessions: a column of the table and what it is called."""

    id: Key
    label: Text


class ThreeViews(ActivityModel):
    """Ratings of the same hours by several people: toggle the lines, move along the sessions, say when they part."""

    kind: Literal["three_views"]
    data: Slug
    """The table in datasets/: a column ``session`` and one for each view."""
    low: int
    high: int
    """The ends of the rating."""
    views: Annotated[list[View], Field(min_length=2, max_length=3)]
    first: Key
    """The view that stands there from the beginning."""
    guessed: Key
    """The view whose last rating the student guesses before seeing it."""
    guess_label: Text
    reveal: Text
    guess_said: sentence("guess", "found", "apart")
    session_label: Text
    apart_label: Text
    caption: Text
    part_question: Text
    part_said: sentence("sessions", "threshold", "session", "gap")
    findings: Text
    prompts: list[Prompt]


class Courtesy(ActivityModel):
    """The same people fill in a form in front of the therapist and anonymously; what is 'high'?"""

    kind: Literal["courtesy"]
    mean_label: Text
    courtesy_label: Text
    ceiling_label: Text
    high_label: Text
    alone: Text
    in_front: Text
    try_this: list[Text] = []
    caption: Text
    said: sentence("mean_alone", "mean_front", "top_alone", "top_front", "ceiling", "people")
    high_said: sentence("high", "high_alone", "high_front", "people")
    prompts: list[Prompt]


class TemptingWords(Model):
    """A reply that tempts at this moment, and why."""

    words: Text
    why: Text


class Moment(Model):
    """A later moment with a client: their words then, and what the loop shows beside the student's reply.

    A person to whom the loop only transfers needs no hints and no replies.
    """

    session: int | None = None
    about: Text
    words: Text
    annotated: Text
    annotation_limits: Text
    idioms: list[Idiom] = []
    tempting: list[TemptingWords] = []
    good: list[GoodReply] = []
    hints: Hints | None = None


class RewritingMoment(RewritingLoop):
    """The rewriting loop at another moment than the one in the clients' files."""

    kind: Literal["rewriting_moment"]
    moments: dict[Slug, Moment]
    """Client id to moment. Clients without one are met as their file has them; write one for each swap as well."""

    @model_validator(mode="after")
    def _whole_moments(self) -> RewritingMoment:
        for client_id in self.clients:
            moment = self.moments.get(client_id)
            if moment and (len(moment.tempting) != 2 or len(moment.good) < 3 or moment.hints is None):
                raise ValueError(f"the moment with '{client_id}' needs two tempting replies, three good ones and hints")
        return self
