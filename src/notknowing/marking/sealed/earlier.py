"""A marking folder as it would be with an earlier version of an assignment, for as long as work is marked by it.

The solution and the students' copy are those that were kept, the course is the present one with what was kept laid over
it, and a gradebook of its own knows the cells as they were. Submissions, notes and what is on its way are the marking
folder's own, by links. Marks go to its gradebook alone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from notknowing.course import Course
from notknowing.marking.kept import lay_course
from notknowing.marking.nbgrader_room import course_directory, course_of, register, settings
from notknowing.marking.places import MarkingError
from notknowing.marking.released import Version, kept_at
from notknowing.marking.sealed.seal import PREFIX
from notknowing.marking.sealed.stages import STAGING, OneGradebook, Stages

SHARED = ("submitted", "originals", "autograded", STAGING)
"""Folders of the marking folder that are used as they are."""


@dataclass(frozen=True)
class Earlier:
    """The folder, nbgrader's converter at work in it, and its course."""

    root: Path
    stages: Stages
    course: Course | None


@contextlib.contextmanager
def earlier(root: Path, assignment: str, version: Version) -> Iterator[Earlier]:
    """Put the folder up, and take it down again.

    Raises:
        MarkingError: nbgrader cannot read what was kept, or this computer has no links.
    """
    with tempfile.TemporaryDirectory(prefix=PREFIX) as made, contextlib.ExitStack() as stack:
        folder = Path(made)
        (folder / "owner").write_text(str(os.getpid()))  # a run that is killed leaves it; the next sweeps it up
        if (root / "exercises").is_dir():
            shutil.copytree(root / "exercises", folder / "exercises")
        for name in ("solutions", "exercises"):
            shutil.copytree(kept_at(root, assignment, version.version) / name, folder / name, dirs_exist_ok=True)
        lay_course(root, assignment, version, folder)
        try:
            _link(root, folder)
        except OSError as failure:
            raise MarkingError(
                f"Work made with version {version.version} of {assignment} could not be marked, because this computer allows "
                "no links between folders. What has been marked is kept. Mark the rest on Linux."
            ) from failure
        config = settings(root)
        config.CourseDirectory.root = str(folder)
        config.CourseDirectory.db_url = f"sqlite:///{folder / 'gradebook.db'}"
        register(folder, assignment, config)
        directory = course_directory(folder, config)
        book = OneGradebook(directory.db_url, directory.course_id)
        stack.callback(book.really_close)
        yield Earlier(folder, Stages(folder, assignment, config, given=book), course_of(folder))


def _link(root: Path, folder: Path) -> None:
    for name in SHARED:
        (root / name).mkdir(exist_ok=True)
        (folder / name).symlink_to(root / name)
    (folder / "marking.log").symlink_to(root / "marking.log")
    if (root / "datasets").is_dir():
        (folder / "datasets").symlink_to(root / "datasets")
