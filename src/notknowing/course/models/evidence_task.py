"""The kinds of activity that Assignment 2 is made of: scoring, effects, pooling, matching, and the writing about them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Prompt
from notknowing.course.models.base import Key, Model, Text


class DataFile(Model):
    """A file beside the notebook, and what is in it."""

    file: Text
    what: Text


class AnswersFile(ActivityModel):
    """Two ways to work, on the page or in a spreadsheet; and bringing in a file of answers at a press."""

    kind: Literal["answers_file"]
    file: Text
    """The file that answers are brought in from."""
    tables: list[DataFile]
    spreadsheet: Text
    """How to work in a spreadsheet, step by step."""


class ScaleScores(ActivityModel):
    """Score the teaching scale for some people: three subscales and the whole."""

    kind: Literal["scale_scores"]
    file: Text
    people: Annotated[list[Text], Field(min_length=1)]
    """Whose answers are scored, in the order of the file."""
    subscales: dict[Key, list[int]]
    """The items of each subscale, by number."""
    turned: list[int]
    """The reverse items, by number."""
    low: int
    high: int
    worked: Text
    """A worked example with other numbers, before the student's own."""
    rules: list[Text]
    labels: dict[Key, Text]
    """What each of the four numbers is called on the page."""

    @model_validator(mode="after")
    def _items_fit(self) -> ScaleScores:
        items = sorted(item for group in self.subscales.values() for item in group)
        if items != list(range(1, len(items) + 1)):
            raise ValueError("every item has to stand in one subscale, and in one only")
        if not set(self.turned) <= set(items):
            raise ValueError("'turned' names an item that is in no subscale")
        if self.low >= self.high:
            raise ValueError("'low' has to be below 'high'")
        if set(self.labels) != {*self.subscales, "total"}:
            raise ValueError("'labels' needs one line for each subscale and one for 'total'")
        return self


class EffectTable(ActivityModel):
    """Fisher's z and its standard error for each study of a table."""

    kind: Literal["effect_table"]
    file: Text
    studies: Annotated[list[Text], Field(min_length=2)]
    """The names of the studies in the file, in order."""
    worked: Text
    picture_caption: Text


class PoolingStep(Model):
    """One step of pooling: the entry it is written in, what it is called, and how to work it out."""

    cell: Key
    label: Text
    how: Text


class PoolingSteps(ActivityModel):
    """From eight effects to a pooled r with its intervals, one step after the other."""

    kind: Literal["pooling_steps"]
    effects: Text
    """Id of the effect table on the same page."""
    worked: Text
    groups: Annotated[list[PoolingGroup], Field(min_length=1)]
    picture_caption: Text


class PoolingGroup(Model):
    """Steps that belong together, under a heading of their own."""

    heading: Text
    steps: Annotated[list[PoolingStep], Field(min_length=1)]


class Story(Model):
    """One causal diagram: an id, a name, its arrows as pairs of boxes, and what it says in a sentence."""

    id: Key
    label: Text
    arrows: list[tuple[Text, Text]]
    says: Text


class StoryMatch(ActivityModel):
    """Match causal diagrams to patterns of data."""

    kind: Literal["story_match"]
    file: Text
    stories: Annotated[list[Story], Field(min_length=2)]
    patterns: Annotated[list[Text], Field(min_length=2)]
    """The names of the patterns in the file, in order."""
    worked: Text
    measures: dict[Key, Text]
    """What each number beside a pattern is."""
    picture_caption: Text

    @model_validator(mode="after")
    def _as_many(self) -> StoryMatch:
        if len(self.stories) != len(self.patterns):
            raise ValueError("there have to be as many stories as patterns")
        return self


class BroughtWriting(ActivityModel):
    """Writing that may begin from words of an earlier page, once the student says so."""

    kind: Literal["brought_writing"]
    source: Text
    """Page and activity the earlier words are brought in from, as ``week06:6F``."""
    leave_behind: list[Key] = []
    """Boxes of that activity that stay where they are, by the last part of their name."""
    prompt: Prompt
    choices: list[tuple[Key, Text]] = []
    """For whom it is written, where the student chooses."""
    choice_label: Text | None = None


class Statement(Model):
    """One statement of the claims table."""

    id: Key
    text: Text


class ClaimsTable(ActivityModel):
    """Statements, each with a stated confidence and a reason."""

    kind: Literal["claims_table"]
    statements: Annotated[list[Statement], Field(min_length=2)]
    sure_label: Text
    sure_low: Text
    sure_high: Text
    reason_label: Text
    reason_words: int = 50


PoolingSteps.model_rebuild()
