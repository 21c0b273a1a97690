"""The grid of an assignment, ``course/briefs/<assignment>-rubric.yml``: criteria, steps, comments and hurdles.

Markers and students read the same file. What a step is worth in marks is not in it: that is a matter of the bands in
``module.yml``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from notknowing.course.loader import Course, read_file
from notknowing.course.models.base import Key, Model, Slug, Text


class Step(Model):
    """One step of the grid, the same for every criterion."""

    id: Key
    label: Text


class Part(Model):
    """A part of the assignment that a person marks: its cells with their points, and the criteria that apply."""

    id: Text
    title: Text
    notebook: Slug
    cells: dict[Slug, Annotated[float, Field(gt=0)]]
    criteria: Annotated[list[Key], Field(min_length=1)]
    words_in: Slug | None = None
    """The cell that holds the words, where several parts are marked from the same ones; else each cell holds its own."""


class Criterion(Model):
    """What a marker asks of a piece of work, where to look, and what each step looks like."""

    id: Key
    name: Text
    asks: Text
    look_at: Text
    steps: dict[Key, Text]


class Hurdle(Model):
    """A condition that carries no marks. Met or not, the marks stay as they are; not met, the work goes back first."""

    id: Key
    title: Text
    asks: Text
    """A question a marker answers with yes (met), no (not met) or to be discussed."""
    if_not_met: Text
    """What is done then, as sentences to the marker."""


class Comment(Model):
    """The beginning of a comment. ``{quote}`` becomes the student's own words."""

    id: Key
    criterion: Key
    use_when: Text
    says: Text


class Rubric(Model):
    """One assignment's grid. ``steps`` run from the weakest to the strongest."""

    assignment: Slug
    principles: list[Text]
    steps: Annotated[list[Step], Field(min_length=2)]
    parts: Annotated[list[Part], Field(min_length=1)]
    criteria: Annotated[list[Criterion], Field(min_length=1)]
    hurdles: list[Hurdle] = Field(default_factory=list)
    comments: list[Comment] = Field(default_factory=list)

    @model_validator(mode="after")
    def _names_are_there(self) -> Rubric:
        steps, names = {step.id for step in self.steps}, {one.id for one in self.criteria}
        for one in self.criteria:
            if set(one.steps) != steps:
                raise ValueError(f"the criterion '{one.id}' does not describe each of the steps once")
        for part in self.parts:
            if unknown := [name for name in part.criteria if name not in names]:
                raise ValueError(f"part '{part.id}' names the criterion '{unknown[0]}', which is not there")
        for comment in self.comments:
            if comment.criterion not in names:
                raise ValueError(
                    f"the comment '{comment.id}' names the criterion '{comment.criterion}', which is not there"
                )
        if len({hurdle.id for hurdle in self.hurdles}) < len(self.hurdles):
            raise ValueError("two hurdles have the same id")
        return self

    def criteria_of(self, part_id: str) -> list[Criterion]:
        """The criteria that apply to a part, in the part's order.

        Raises:
            KeyError: there is no such part.
        """
        part = next((part for part in self.parts if part.id == part_id), None)
        if part is None:
            raise KeyError(part_id)
        by_id = {one.id: one for one in self.criteria}
        return [by_id[name] for name in part.criteria]

    def label(self, step_id: str) -> str:
        """A step in words; the id itself for one that the grid does not have."""
        return next((step.label for step in self.steps if step.id == step_id), step_id)


def rubric(course: Course, assignment: str) -> Rubric:
    """The grid of an assignment.

    Args:
        course: the course, for where its files are.
        assignment: for instance ``a1``.

    Raises:
        CourseError: the file is missing or cannot be used; ``problems`` says why, with lines.
    """
    file = f"briefs/{assignment}-rubric.yml"
    path = course.path / file
    return _read(path, file, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=8)
def _read(path: Path, file: str, stamp: int) -> Rubric:
    """Read once for each state of the file: a page asks for it with every press."""
    return read_file(Rubric, path, file, "Compare it with a file that passes.")
