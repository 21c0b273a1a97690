"""A set of replies for reading without names: ``course/blind/<page>-<activity>.yml``, where a lead has built one.

The course comes without such a file. ``notknowing blind`` writes it, from replies that people agreed to give and from
replies by a system with where they came from.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from notknowing.course.loader import Course, CourseError, Problem, read_file
from notknowing.course.models.likeness import BlindSet

FOLDER = "blind"


def blind_file(page_id: str, activity_id: str) -> str:
    """Where the set of an activity lies, below the course folder."""
    return f"{FOLDER}/{page_id}-{activity_id}.yml"


def blind_set(course: Course, page_id: str, activity_id: str) -> BlindSet | None:
    """The set of an activity, or None where nobody has built one.

    Raises:
        CourseError: there is a file, and it cannot be used; ``problems`` says why.
    """
    file = blind_file(page_id, activity_id)
    try:
        state = (course.path / file).stat().st_mtime_ns
    except OSError:
        return None
    made = _kept(course.path / file, file, state)
    strangers = sorted({reply.client for reply in made.replies} - set(course.clients))
    if strangers:
        raise CourseError([Problem(file, 1, f"there is no client called {strangers[0]}.", "Build the set again with: notknowing blind")])  # fmt: skip
    return made


@lru_cache(maxsize=8)
def _kept(path: Path, shown: str, state: int) -> BlindSet:
    """Read once for each state of the file: every press draws the page again."""
    return read_blind(path, shown)


def read_blind(path: Path, shown: str) -> BlindSet:
    """One file of that form.

    Raises:
        CourseError: it cannot be read as one.
    """
    return read_file(BlindSet, path, shown, "Build the set again with: notknowing blind")
