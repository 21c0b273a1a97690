"""Week 9: be the pair, swap partners, and four ways to fool oneself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Point, Prompt
from notknowing.course.models.base import Key, Model, Text

How = Literal["partners", "segments"]
"""Who is swapped: people from different rooms, or pieces of one session."""


class Try(Model):
    """One thing to try out: where the three sliders go, what to look for, and what the course saw."""

    id: Key
    label: Text
    coupling: Annotated[int, Field(ge=0, le=100)]
    lag: Annotated[float, Field(ge=-4, le=4)]
    drift: Annotated[int, Field(ge=0, le=100)]
    prompt: Prompt
    note: Text


class BeThePair(ActivityModel):
    """Two lines of movement and three sliders: how closely one follows, how late, and what they share by accident."""

    kind: Literal["be_the_pair"]
    reading: Text
    """How to read the picture."""
    coupling_label: Text
    lag_label: Text
    drift_label: Text
    tries: Annotated[list[Try], Field(min_length=1)]


class ShareTask(Model):
    """One proportion to read off: for which room, and with what swapped. The value is worked out, and in no file."""

    id: Key
    room: Annotated[int, Field(ge=1, le=24)]
    how: How
    label: Text
    note: Text


class SurrogateTask(ActivityModel):
    """Swap partners 500 times and see where the real pair stands."""

    kind: Literal["surrogate_test"]
    worked: Text
    """A proportion read off with other numbers, before the student reads one."""
    room_label: Text
    how_label: Text
    hows: dict[How, Text]
    start_room: Annotated[int, Field(ge=1, le=24)]
    tolerance: Annotated[float, Field(gt=0, lt=0.1)]
    tasks: Annotated[list[ShareTask], Field(min_length=1)]
    prompts: list[Prompt]
    note: Text


class WayToFool(Model):
    """One switch: what it is called, what it does, and what protects against it."""

    id: Literal["trend", "metronome", "window", "lag"]
    label: Text
    does: Text
    guard: Text


class ReportFlaw(Model):
    """Something that may be wrong with the invented report. ``planted``: whether it is."""

    id: Key
    text: Text
    planted: bool
    note: Text


class FoolYourself(ActivityModel):
    """Four switches that make strangers look together, a window to shorten, and a report with two planted flaws."""

    kind: Literal["fool_yourself"]
    switches_label: Text
    ways: Annotated[list[WayToFool], Field(min_length=4, max_length=4)]
    window_label: Text
    fair_label: Text
    """The one switch that gives the other pairs whatever this pair was given."""
    fair_option: Text
    window_intro: Text
    direction_label: Text
    directions: Annotated[list[Point], Field(min_length=2)]
    direction: Key
    """Which of them is so."""
    short_window: Annotated[float, Field(ge=4, le=60)]
    window_value_label: Text
    tolerance: Annotated[float, Field(gt=0, lt=0.2)]
    window_note: Text
    report_label: Text
    report: Text
    flaws_label: Text
    flaws: Annotated[list[ReportFlaw], Field(min_length=3)]

    @model_validator(mode="after")
    def _names_are_there(self) -> FoolYourself:
        if self.direction not in {option.id for option in self.directions}:
            raise ValueError(f"'{self.direction}' is not one of the directions")
        if len({way.id for way in self.ways}) != 4:
            raise ValueError("each of the four switches has to be there once")
        if not any(flaw.planted for flaw in self.flaws):
            raise ValueError("no flaw of the report is planted")
        return self
