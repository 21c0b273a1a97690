"""Week 6: clouds and their r, a forest plot by hand, worlds of studies, moderators, and eighty words for a client."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Prompt
from notknowing.course.models.base import Key, Model, Slug, Text, sentence

Link = Annotated[float, Field(gt=-1, lt=1)]
"""A correlation that is not quite 1 or −1."""


class Published(Model):
    """A published correlation: the row of a table in datasets/, and the claim that says what it means."""

    id: Key
    label: Text
    """On the ruler: a few words."""
    row: Text
    claim: Slug


# ------------------------------------------------------------------------------------------------ feel an r


class FeelR(ActivityModel):
    """Guess the r of several clouds, see the guesses together, tilt a line, and lay published values on a ruler."""

    kind: Literal["feel_r"]
    example_r: Link
    example: Text
    """Said beside the example's cloud."""
    people: Annotated[int, Field(ge=10, le=120)]
    """How many dots each cloud has."""
    clouds: Annotated[list[Link], Field(min_length=2, max_length=8)]
    ask: Text
    guess_label: Text
    look: Text
    """The button that shows a cloud's r."""
    said: sentence("guess", "r", "apart")  # type: ignore[valid-type]
    no_guess: sentence("r")  # type: ignore[valid-type]
    together: Text
    """Said above the picture of all guesses. Blank lines begin a paragraph."""
    tilt: Text
    tilt_label: Text
    target: Link
    tilt_said: sentence("r", "share", "rest", "pairs", "people")  # type: ignore[valid-type]
    at_target: Text
    """Said when the line stands at the target. May hold claims."""
    compare: Text
    big_label: Text
    data: Text
    """The table in datasets/ with the published values."""
    published: Annotated[list[Published], Field(min_length=2)]
    big_said: sentence("line", "above", "below")  # type: ignore[valid-type]
    other_unit: Text
    """A finding that cannot be laid on this ruler, and why. May hold claims."""
    prompts: list[Prompt]


# ------------------------------------------------------------------------------------------------ a forest by hand


class StepWords(Model):
    """What the page says about a number somebody worked out. {name} is the number's name."""

    same: sentence("name", "sum", "value", "typed")  # type: ignore[valid-type]
    carried: sentence("name", "sum", "value", "typed")  # type: ignore[valid-type]
    other: sentence("name", "sum", "value", "typed")  # type: ignore[valid-type]
    empty: sentence("name", "sum", "value")  # type: ignore[valid-type]
    slips: dict[Key, sentence("name", "sum", "value", "typed")]  # type: ignore[valid-type]
    """By the name of the slip; see evidence/by_hand.py."""

    def missing(self, names: set[str]) -> list[str]:
        """Slips that the arithmetic knows and this file has no words for."""
        return sorted(names - set(self.slips))


class HandForest(ActivityModel):
    """A forest plot in five stages: squares, whiskers, weights, a diamond by eye and by hand, and what a program gives."""

    kind: Literal["hand_forest"]
    data: Text
    """The table in datasets/ with the columns study, r and n."""
    worked: Text
    """The worked example, with another study's numbers."""
    worked_r: Link
    worked_n: Annotated[int, Field(ge=5)]
    worked_caption: Text
    ruler: Text
    """How to read the ruler between r and z."""
    squares: Text
    squares_said: sentence("placed", "all", "off")  # type: ignore[valid-type]
    squares_off: sentence("study", "at", "r")  # type: ignore[valid-type]
    whiskers: Text
    whiskers_said: Text
    by_hand: sentence("small", "large")  # type: ignore[valid-type]
    weights: Text
    weights_hand: sentence("small", "large")  # type: ignore[valid-type]
    weights_said: sentence("most", "least", "times", "mine")  # type: ignore[valid-type]
    diamond: Text
    diamond_hand: sentence("weights", "weighted", "se")  # type: ignore[valid-type]
    compute: Text
    computed: sentence(  # type: ignore[valid-type]
        "fixed", "fixed_low", "fixed_high", "random", "random_low", "random_high", "largest", "share_fixed",
        "share_random", "smallest", "small_fixed", "small_random", "guess",
    )  # fmt: skip
    words: StepWords
    names: dict[Key, Text]
    """What each number is called: z_small, se_small and so on. {study} is filled in."""
    caption: Text
    prompts: list[Prompt]


class StudyWorlds(ActivityModel):
    """The same average in three worlds, then one world to stretch, then the spread of the forest's eight studies."""

    kind: Literal["study_worlds"]
    forest: Text
    """Id of the activity whose eight studies are used at the end."""
    taus: Annotated[list[Annotated[float, Field(ge=0, le=0.4)]], Field(min_length=3, max_length=3)]
    studies: Annotated[int, Field(ge=5, le=40)]
    ask: Text
    promise: dict[Key, Text]
    """The answers to choose from, by id."""
    show: Text
    shown: Text
    """Said once the three bars are there."""
    world_said: sentence("world", "i2", "tau", "low", "high")  # type: ignore[valid-type]
    stretch: Text
    tau_label: Text
    k_label: Text
    low_label: Text
    high_label: Text
    open_clinics: Text
    see_interval: Text
    clinics_said: sentence("count", "inside", "low", "high")  # type: ignore[valid-type]
    interval_said: sentence("low", "high", "i2", "tau", "k")  # type: ignore[valid-type]
    plain: Text
    """I², τ and the prediction interval in plain words. May hold claims."""
    worked: Text
    sums: sentence("q", "k", "df", "z", "se", "tau2", "t")  # type: ignore[valid-type]
    words: StepWords
    names: dict[Key, Text]
    after: sentence("low", "high", "i2")  # type: ignore[valid-type]
    caption: Text
    prompts: list[Prompt]

    @model_validator(mode="after")
    def _rising(self) -> StudyWorlds:
        if sorted(self.taus) != self.taus:
            raise ValueError("'taus' run from little to much")
        return self


# ------------------------------------------------------------------------------------------------ moderators


class Moderator(Model):
    """Something that the link might depend on: a prediction, then what the course could verify, and what it could not."""

    id: Key
    label: Text
    question: Text
    answers: dict[Key, Text]
    verified: Text
    """What a source says. May hold claims."""
    not_verified: Text
    """Plainly: which figure was not seen."""
    published: list[Published] = []
    """Published values to open one by one, the first being the one to compare with."""
    guess_label: Text | None = None

    @model_validator(mode="after")
    def _a_guess_needs_values(self) -> Moderator:
        if bool(self.published) != bool(self.guess_label):
            raise ValueError("'published' and 'guess_label' come together, or neither")
        return self


class InsideStudies(Model):
    """Six made-up studies on a line, and what may happen inside each."""

    text: Text
    ages: Annotated[list[float], Field(min_length=3)]
    r: Annotated[list[Link], Field(min_length=3)]
    width: Annotated[float, Field(gt=0)]
    label: Text
    said: sentence("first", "last", "youngest", "oldest", "inside")  # type: ignore[valid-type]
    falls: Text
    level: Text
    rises: Text
    caption: Text

    @model_validator(mode="after")
    def _as_many(self) -> InsideStudies:
        if len(self.ages) != len(self.r):
            raise ValueError("'ages' and 'r' need as many numbers as each other")
        return self


class ModeratorBet(ActivityModel):
    """Choose a moderator, predict, then check with what is verified; and why studies do not speak about persons."""

    kind: Literal["moderator_bet"]
    ask: Text
    other: Text
    """Said above the ones that have not been chosen."""
    moderators: Annotated[list[Moderator], Field(min_length=2)]
    because: Text
    """Label of the box for a reason."""
    check: Text
    open_next: Text
    data: Text
    inside: InsideStudies
    prompts: list[Prompt]


# ------------------------------------------------------------------------------------------------ eighty words


class Asks(Model):
    """Somebody who asks. Invented."""

    name: Text
    about: Text
    words: Text


class Version(Model):
    """One way to put it, and what it does."""

    words: Text
    why: Text


class PlainWords(ActivityModel):
    """Explain a finding to somebody who asks, in few words and without certain verbs; then the closing questions."""

    kind: Literal["plain_words"]
    asks: Asks
    facts: list[Text]
    """What may be said. Each may hold claims."""
    prompt: Prompt
    target: Annotated[int, Field(ge=20, le=300)]
    avoid: dict[Text, list[Text]]
    """A verb, and the forms of it that the page looks for."""
    count_said: sentence("count", "target")  # type: ignore[valid-type]
    avoid_said: sentence("found")  # type: ignore[valid-type]
    checks: list[Text]
    versions: Annotated[list[Version], Field(min_length=2)]
    again: Prompt
    closing: Text
    prompts: list[Prompt]
