"""Week 7: four stories behind one correlation, what would tell them apart, other help, and verbs that keep to the data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Prompt
from notknowing.course.models.base import Key, Model, Slug, Text

StoryId = Literal["alliance_first", "gains_first", "third_thing", "therapists"]
"""The four stories, as the data files call them."""

World = Annotated[str, Field(pattern=r"^[A-Z]$")]
"""A made-up world, by its letter."""


class CausalStory(Model):
    """One story behind the correlation: what it is called, how it goes, and what it hides."""

    id: StoryId
    label: Text
    says: Text
    hidden: Text | None = None
    """What nobody measured, as the page calls it; null for the story that needs nothing hidden."""


class FourStories(ActivityModel):
    """Draw the arrows, and see that the scatterplot stays as it is."""

    kind: Literal["four_stories"]
    r: Annotated[float, Field(gt=0, lt=1)]
    people: Annotated[int, Field(ge=24, le=400, multiple_of=8)]
    bet: Text
    """The question before anything is touched."""
    stories: Annotated[list[CausalStory], Field(min_length=4, max_length=4)]
    look: Text
    """The question which hidden thing shall show in the dots."""
    prompts: list[Prompt]
    note: Text
    """The course's own answer, after the student's."""

    @model_validator(mode="after")
    def _each_story_once(self) -> FourStories:
        if len({story.id for story in self.stories}) != 4:
            raise ValueError("each of the four stories has to be there once")
        return self


class SlopeTask(Model):
    """One slope to read off a picture. The value is worked out from the data and stands in no file."""

    id: Key
    world: World
    which: Literal["between", "within"]
    label: Text
    tolerance: Annotated[float, Field(gt=0)]
    note: Text


class WorldKey(Model):
    """Which story a world was made by, and what in the data says so."""

    letter: World
    story: StoryId
    note: Text


class WorldsApart(ActivityModel):
    """Session-by-session data of four made-up worlds: one person, between and within, one session later, and matching."""

    kind: Literal["worlds_apart"]
    example_person: int
    """Whose line is followed first, by the number in the data."""
    example_world: World
    steps: dict[Literal["line", "views", "lags", "match"], Text]
    """What stands above each of the four parts."""
    worked: Text
    """A slope read off with other numbers, before the student reads one."""
    tasks: Annotated[list[SlopeTask], Field(min_length=1)]
    worlds: Annotated[list[WorldKey], Field(min_length=4, max_length=4)]
    after: Text
    """Said when every world has been matched: what research with real clients found."""

    @model_validator(mode="after")
    def _worlds_are_there(self) -> WorldsApart:
        letters = [world.letter for world in self.worlds]
        if len(set(letters)) != 4 or len({world.story for world in self.worlds}) != 4:
            raise ValueError("each of the four worlds needs a letter and a story of its own")
        for named in (self.example_world, *(task.world for task in self.tasks)):
            if named not in letters:
                raise ValueError(f"there is no world '{named}' among the worlds")
        return self


class OtherHelpCase(Model):
    """Somebody for whom a warm relationship alone would be too little. Invented, adult, in their own words."""

    id: Key
    name: Text
    about: Text
    content_note: Text
    words: Text
    help: Text
    """The help the course would think of, and why. Names of services differ by place."""
    one_way: Text
    """One way to say so. Not the only one."""
    relationship: Text
    """What the relationship is still for."""


class OtherHelp(ActivityModel):
    """Name the specialist help, and how you would say so. Anybody may be exchanged, without a reason."""

    kind: Literal["other_help"]
    cases: Annotated[list[OtherHelpCase], Field(min_length=1)]
    instead: OtherHelpCase
    """Somebody to meet in the place of one of them."""
    which_help: Prompt
    how_said: Prompt


class VerbStep(Model):
    """A verb, and what somebody would have to have shown to use it."""

    verb: Text
    needs: Text


class QuotedSentence(Model):
    """A sentence to look at or to rewrite: what it claims, as the claims file quotes it."""

    id: Key
    claim: Slug
    frame: Text | None = None
    """The sentence with ``…`` where the verb goes; null where no verb is tried out."""
    prompt: Prompt | None = None


class CalibratedVerbs(ActivityModel):
    """Findings to read, sentences in which to try out stronger and weaker verbs, and words of one's own."""

    kind: Literal["calibrated_verbs"]
    claims: list[Slug] = []
    claims_label: Text | None = None
    """What stands above the findings."""
    sentences: Annotated[list[QuotedSentence], Field(min_length=1)]
    verbs_label: Text
    verbs: Annotated[list[VerbStep], Field(min_length=2)]
    prompts: list[Prompt]
    limit: dict[Key, int] = {}
    """The most words for a prompt, by its id; counted beside the box and never enforced."""
    note: Text | None = None
    """The course's own thoughts, to compare once something is written."""
    closing: list[Prompt] = []
    """The questions that close a week, where this is its last activity."""
