"""What a lead's own panel said of an activity: ``course/panel/<page>-<activity>.yml``, where there is such a file.

The folder is empty as the course comes. Nobody is invented to fill it.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import Field

from notknowing.course.loader import Course, CourseError, Problem, read_file
from notknowing.course.models.base import Key, Model, Text

REMEDY = "Compare it with course/panel/README.md."


class PanelRating(Model):
    """One person's two ratings of an excerpt, of the plain words and of the same words with their cues."""

    by: Text
    """How the person is described, so that nobody is recognised who does not want to be."""
    before: dict[Key, Annotated[int, Field(ge=0, le=100)]]
    """Scale to number, and ``line`` to the line that matters most."""
    after: dict[Key, Annotated[int, Field(ge=0, le=100)]]


class PanelRatings(Model):
    """Everybody's ratings of one excerpt, and how they came about."""

    how: Text
    ratings: Annotated[list[PanelRating], Field(min_length=1)]


class PanelCoder(Model):
    """One person's codes of the turns that students code alone: turn to code."""

    by: Text
    """How the person is described, so that nobody is recognised who does not want to be."""
    codes: Annotated[dict[int, Key], Field(min_length=1)]


class PanelCodes(Model):
    """Everybody's codes of one conversation, and how they came about."""

    how: Text
    coders: Annotated[list[PanelCoder], Field(min_length=1)]


Panel = TypeVar("Panel", PanelRatings, PanelCodes)

BY_KIND: dict[str, type[PanelRatings] | type[PanelCodes]] = {
    "hear_again": PanelRatings,
    "three_coders": PanelCodes,
}
"""What a panel can say of, by the kind of the activity."""


def panel_of(course: Course, page_id: str, activity_id: str, kind: type[Panel]) -> Panel | None:
    """What a panel said in an activity, or None where nobody has filled the place.

    Raises:
        CourseError: there is a file, and it cannot be used; ``problems`` says why.
    """
    file = f"panel/{page_id}-{activity_id}.yml"
    if not (course.path / file).is_file():
        return None
    return read_file(kind, course.path / file, file, REMEDY)


def not_shown(failure: CourseError) -> str:
    """What a student reads where a panel's file cannot be used."""
    one = failure.problems[0]
    return f"What the panel said cannot be shown. Your work is safe. Tell your tutor: {one.file}, line {one.line}: {one.message}"


def panel_problems(course: Course) -> list[Problem]:
    """What is wrong with the files in ``course/panel``, one problem for each line; empty when nothing is."""
    wanted = {
        f"{page.id}-{activity.id}": BY_KIND[activity.kind]
        for page in course.pages.values()
        for activity in page.activities
        if activity.kind in BY_KIND
    }
    found: list[Problem] = []
    for path in sorted((course.path / "panel").glob("*.yml")):
        if path.stem in course.clients:
            continue  # replies and readings of a client, kept for whoever edits the client's own file
        if path.stem not in wanted:
            found.append(Problem(f"panel/{path.name}", 1, "no activity shows this file.", f"Name it after a client, or one of: {', '.join(wanted)}."))  # fmt: skip
            continue
        page_id, _, activity_id = path.stem.partition("-")
        try:
            panel = panel_of(course, page_id, activity_id, wanted[path.stem])
        except CourseError as failure:
            found += failure.problems
            continue
        if isinstance(panel, PanelCodes):
            found += _unknown(course, page_id, activity_id, panel)
    return found


def _unknown(course: Course, page_id: str, activity_id: str, panel: PanelCodes) -> list[Problem]:
    """Turns and codes that the conversation of an activity does not have."""
    coding = _at(course, course.page(page_id).activity(activity_id).source)
    codes = {code.id for code in _at(course, coding.codes).codes}
    turns = {line.turn for line in coding.lines if line.turn is not None}
    found = []
    for coder in panel.coders:
        for turn, code in coder.codes.items():
            wrong = f"there is no turn {turn}" if turn not in turns else f"there is no code '{code}'"
            if turn not in turns or code not in codes:
                found.append(Problem(f"panel/{page_id}-{activity_id}.yml", 1, f"{coder.by}: {wrong}.", f"The codes are {', '.join(sorted(codes))}."))  # fmt: skip
    return found


def _at(course: Course, place: str) -> Any:
    page_id, _, activity_id = place.partition(":")
    return course.page(page_id).activity(activity_id)
