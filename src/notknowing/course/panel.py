"""What a lead's own panel said of an activity: ``course/panel/<page>-<activity>.yml``, where there is such a file.

The folder is empty as the course comes. Nobody is invented to fill it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from notknowing.course.loader import Course, read_file
from notknowing.course.models.base import Key, Model, Text


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


def panel_ratings(course: Course, page_id: str, activity_id: str) -> PanelRatings | None:
    """What a panel said of an excerpt, or None where nobody has filled the place.

    Raises:
        CourseError: there is a file, and it cannot be used; ``problems`` says why.
    """
    file = f"panel/{page_id}-{activity_id}.yml"
    if not (course.path / file).is_file():
        return None
    return read_file(PanelRatings, course.path / file, file, "Compare it with course/panel/README.md.")
