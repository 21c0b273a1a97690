"""Week 10: a table of rows that answers by itself, and a talk with it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from notknowing.course.models.activities import ActivityModel, Prompt
from notknowing.course.models.base import Model, Slug, Text

When = Literal["first", "usual", "last"]
"""When a row is tried, where more than one fits."""


class ReadyRow(Model):
    """One row of the course's own, which a student may load."""

    says: Text
    answers: Annotated[list[Text], Field(min_length=1, max_length=8)]
    when: When = "usual"


class Labels(Model):
    """What the boxes of a row are called, and what stands under them."""

    says: Text
    says_hint: Text
    answers: Text
    answers_hint: Text
    when: Text
    first: Text
    usual: Text
    last: Text


class ElizaBuild(ActivityModel):
    """Fill in a small table, and see what it makes of a sentence."""

    kind: Literal["eliza_build"]
    how: Text
    """How a row works, in a few paragraphs."""
    example: ReadyRow
    """A row that is not among the ready ones, shown with ``example_said`` and what comes of it."""
    example_said: Text
    labels: Labels
    rows: Annotated[int, Field(ge=1, le=9)]
    ready: Annotated[list[ReadyRow], Field(min_length=1, max_length=9)]
    ready_label: Text
    """The button that fills the empty rows."""
    fallback: Annotated[list[Text], Field(min_length=1, max_length=8)]
    fallback_label: Text
    recall: list[Text]
    """Sentences that bring an earlier remark back, each with ``*`` for it."""
    remember: Annotated[str, StringConstraints(pattern=r"^[a-z']+$")] = "my"
    """The word after which a remark is put away."""
    try_label: Text
    tries: list[Text] = []
    """Sentences to try it with at a press."""
    prompts: list[Prompt]
    note: Text
    """The course's own thoughts, shown when something was tried."""


class ElizaTalk(ActivityModel):
    """Talk to the table as a client would."""

    kind: Literal["eliza_talk"]
    rows_of: Text
    """The activity of this page whose rows answer."""
    client: Slug
    say_label: Text
    turns_first: Annotated[int, Field(ge=1, le=20)]
    """After how many turns the questions come."""
    prompts: list[Prompt]
    afterwards: Text
    """Shown after the questions have been answered: what happened in 1966, and what may follow from it."""
