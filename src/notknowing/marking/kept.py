"""Each submission is marked by the version that its student was given, from what was kept when that was locked.

``Given`` looks through the submissions of an assignment and says of each by which version it is marked: by what is in
``solutions`` now, or by what was kept of an earlier one (see ``sealed.earlier``). Where neither can be, it is set aside
for a person, with a sentence that says what to do. Nothing is ever marked by another key without a word.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook, MissingEntry

from notknowing import __version__
from notknowing.course import Course
from notknowing.course.places import find_course
from notknowing.marking import nbgrader_room
from notknowing.marking.places import Place, fingerprint, read_record, sha
from notknowing.marking.reading import decoded, quiet
from notknowing.marking.released import (
    PARTS,
    STAMP,
    VERSIONS,
    Version,
    changed,
    damage,
    given_file,
    kept_at,
    stamp_in,
    stamped,
    unlike_the_latest,
    versions_of,
)
from notknowing.marking.rounding import shown
from notknowing.marking.rows import key_of

_STAMP = re.compile(rf'"{STAMP}"\s*:\s*(\{{[^{{}}]*\}})')
"""The stamp in the text of a notebook that cannot be read. Quotes inside a cell are escaped, so no cell can look like it."""


@dataclass(frozen=True)
class By:
    """By what one submission is marked.

    version: the locked version it was made with, where that is known and is the one it is marked by. earlier: whether
    that is taken from what was kept. refused: why it is not marked; empty when it is.
    """

    version: Version | None = None
    earlier: bool = False
    person: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    refused: str = ""


class Given:
    """By what each submission of an assignment is marked."""

    def __init__(self, root: Path, assignment: str, students: Iterable[str]):
        self.root, self.assignment = root, assignment
        self.listed = versions_of(root, assignment)
        self.behind = False
        """Whether the gradebook has kept the cells of an earlier version, because there are marks for them."""
        self._states: dict[Version, tuple[bool, str | None]] = {}
        self.by = {student: self._by(stamp_of(Place(root, assignment, student), self.listed)) for student in students}

    def now(self) -> list[str]:
        """Those who are marked by what is in ``solutions`` now, and those who are not marked."""
        return [student for student, by in self.by.items() if by.refused or not by.earlier]

    def earlier(self) -> dict[Version, list[str]]:
        """Those who are marked by what was kept, by version."""
        found: dict[Version, list[str]] = {}
        for student, by in self.by.items():
            if by.earlier and not by.refused:
                found.setdefault(by.version, []).append(student)  # type: ignore[arg-type]
        return found

    def without_a_seal(self, student: str) -> list[str]:
        """What a tutor is told where everybody is marked by what is in ``solutions`` now."""
        by = self.by[student]
        if not by.version or not (by.earlier or by.refused):
            return by.person
        return [unlike_the_latest(self.listed, self.assignment, by.version.stamp) or f"What is in solutions is no longer version {by.version.version} of {self.assignment}, which it was made with. See that nothing which changed counts against the student."]  # fmt: skip

    def lines(self) -> list[str]:
        """What the report says of versions, for whoever looks after the course."""
        used = {by.version for by in self.by.values() if by.version}
        said = []
        if self.listed and self.listed[-1] in used and not self._state(self.listed[-1])[0]:
            said.append(
                f"What is in solutions is no longer {self.assignment} as it was locked, so the copy that was kept is marked by. "
                "Run: notknowing check"
            )
        said += [
            f"Version {one.version} of {self.assignment} was locked with version {one.package} of the program; "
            f"its answers are counted by this one, {__version__}."
            for one in sorted(used, key=lambda one: one.version)
            if one.package != __version__
        ]
        return said

    def register(self, config: Any) -> list[str]:
        """As ``nbgrader_room.register``; where work was marked, the parts of a locked page keep the points they had.

        nbgrader refuses to add or remove parts then, but would change their points, and so what a mark is out of.
        """
        lines = []
        if not self._would_change_marks():
            lines = nbgrader_room.register(self.root, self.assignment, config)
            self.behind = bool(self.listed and lines)
        if not self.behind:
            return lines
        for student, by in self.by.items():  # the gradebook's own cells are not those that are in solutions now
            version = by.version or self.listed[-1]
            if not by.earlier and self._state(version)[1] == "":
                self.by[student] = replace(by, version=version, earlier=True)
        return [f"The gradebook goes on counting the parts of {self.assignment} that it has marks for."]

    def _would_change_marks(self) -> bool:
        if self.listed:
            with nbgrader_room.gradebook(self.root) as book:
                counted, own = counted_in(book, self.assignment), marked_parts(self.root, self.assignment)
                self.behind = bool(counted and own and own != counted and book.assignment_submissions(self.assignment))
        return self.behind

    def look_at_the_gradebook(self, book: Gradebook) -> None:
        """Set aside whoever's version counts other parts, or other points, than the gradebook does."""
        if not self.listed or not (counted := counted_in(book, self.assignment)):
            return
        known: dict[Path, str] = {}
        for student, by in self.by.items():
            folder = kept_at(self.root, self.assignment, by.version.version) if by.version and by.earlier else self.root
            if folder not in known:
                known[folder] = differing(marked_parts(folder, self.assignment), counted)
            if known[folder] and not by.refused:
                said = by.version if not by.person else None  # one that says nothing is taken for the latest
                self.by[student] = replace(by, refused=self._cannot_go_in(said, known[folder]))

    # -- one submission --------------------------------------------------------------------------------------------

    def _by(self, stamp: dict[str, Any] | None) -> By:
        if not self.listed:
            return By()
        version = stamped(self.listed, stamp)
        if version is None:
            line = unlike_the_latest(self.listed, self.assignment, stamp, ", of which the record knows nothing,")
            return By(person=[line] if line else [])
        is_now, wrong = self._state(version)
        if is_now and (self._is_given_out(version) or wrong != ""):
            return By(version)
        if wrong == "":
            return By(version, True, remarks=[f"Marked by version {version.version}, which it was made with."])
        made, where = version.version, f"{VERSIONS}/{self.assignment}/{version.version}"
        if wrong is None:
            line = unlike_the_latest(self.listed, self.assignment, stamp, ", of which no copy was kept,")
            line = line or f"It was made with version {made} of {self.assignment}, of which no copy was kept, and what is in solutions has changed since. See that nothing which changed counts against the student."  # fmt: skip
            return By(person=[line])
        return By(version, True, refused=f"It was made with version {made} of {self.assignment}, and {where} is no longer as it was kept ({wrong}), so it was not marked: put that folder back from the last version that worked, then mark again.")  # fmt: skip

    def _state(self, version: Version) -> tuple[bool, str | None]:
        """Whether what is in ``solutions`` and ``course`` is this version, and what is wrong with its kept copy."""
        if version not in self._states:
            same = not changed_now(self.root, self.assignment, version)
            self._states[version] = same, damage(self.root, self.assignment, version)
        return self._states[version]

    def _is_given_out(self, version: Version) -> bool:
        """Whether ``exercises`` holds this version: submissions are mended by it."""
        path = self.root / given_file(self.assignment)
        return not path.is_file() or stamped([version], stamp_in(_read(path))) is not None

    def _cannot_go_in(self, version: Version | None, named: str) -> str:
        """Why marks by a version cannot go into the gradebook, and what to do, as a sentence."""
        name, one = self.assignment, version or self.listed[-1]
        made = f"It was made with version {one.version} of {name}" if version else f"It does not say which version of {name} it was made with"  # fmt: skip
        why = f"{made}, and the gradebook counts other parts than version {one.version} has ({named}), so it was not marked"  # fmt: skip
        if damage(self.root, name, one) != "":
            return f"{why}: mark it in a copy of this folder as it was with that version."
        return f"{why}: copy this folder without gradebook.db and autograded, copy what is in {VERSIONS}/{name}/{one.version} over it, and mark it there."  # fmt: skip


def stamp_of(place: Place, listed: list[Version]) -> dict[str, Any] | None:
    """What a submission says of the version it was made with: a stamp that is known, else any stamp, else None."""
    found = []
    if listed:
        for path in sorted(place.submitted.rglob("*.ipynb"), key=lambda path: (path != place.notebook, str(path))):
            stamp = None if path.is_symlink() or not path.is_file() else _stamp_in_bytes(path.read_bytes())
            if stamped(listed, stamp):
                return stamp
            found += [stamp] if stamp else []
    return found[0] if found else None


def _stamp_in_bytes(data: bytes) -> dict[str, Any] | None:
    text, _ = decoded(data)
    with contextlib.suppress(ValueError, RecursionError, AttributeError):
        return stamp_in(json.loads(text))
    for found in _STAMP.findall(text):  # damaged; its words are marked in a fresh copy, and that is one of this version
        with contextlib.suppress(ValueError):
            return json.loads(found)
    return None


def version_key(place: Place, by: By) -> str:
    """What a result depends on: as ``rows.key_of``, but for a locked version its print, wherever it is read from."""
    if by.version is None:
        return key_of(place)
    return sha(json.dumps([__version__, fingerprint(place.submitted), by.version.stamp], sort_keys=True).encode())


# ---------------------------------------------------------------------------------------------- marked parts


def marked_parts(folder: Path, assignment: str) -> dict[str, float]:
    """The points of each marked part of a solution, by its name; empty when it cannot be read."""
    cells = _read(folder / "solutions" / assignment / f"{assignment}.ipynb").get("cells", [])
    marks = [cell.metadata.get("nbgrader") or {} for cell in cells]
    return {one["grade_id"]: float(one["points"]) for one in marks if one.get("grade") or one.get("task")}


def differing(own: Mapping[str, float], counted: Mapping[str, float]) -> str:
    """How a version's marked parts differ from those a gradebook counts, part by part; empty when they do not."""
    found = []
    for name in sorted(own.keys() | counted.keys()):
        if name not in counted:
            found.append(f"{name} is not in the gradebook")
        elif name not in own:
            found.append(f"{name} is only in the gradebook")
        elif own[name] != counted[name]:
            found.append(f"{name} has {shown(own[name])} points and not {shown(counted[name])}")
    return ", ".join(found)


def counted_in(book: Gradebook, assignment: str) -> dict[str, float]:
    """The same, as a gradebook has it; empty when it does not know the assignment."""
    try:
        notebook = book.find_notebook(assignment, assignment)
    except MissingEntry:
        return {}
    return {cell.name: float(cell.max_score) for cell in [*notebook.grade_cells, *notebook.task_cells]}


def _read(path: Path) -> NotebookNode:
    """A notebook; an empty mapping when it cannot be read."""
    try:
        with quiet():
            return nbformat.read(path, as_version=4)
    except (OSError, ValueError, KeyError, AttributeError):
        return NotebookNode()


# ---------------------------------------------------------------------------------------------- the course


def changed_now(root: Path, assignment: str, version: Version) -> list[str]:
    """The parts in which what a marking folder holds now is not a version: all of them, where it cannot be read."""
    try:
        return changed(root, assignment, version, find_course(start=root).path)
    except (ValueError, OSError):
        return list(PARTS)


def lay_course(root: Path, assignment: str, version: Version, folder: Path) -> None:
    """Copy the present course into a folder, with what was kept of it laid over."""
    shutil.copytree(find_course(start=root).path, folder / "course")
    shutil.copytree(kept_at(root, assignment, version.version) / "course", folder / "course", dirs_exist_ok=True)


def course_for(root: Path, assignment: str, course: Course | None) -> Callable[[Place], Course | None]:
    """A function from a marked submission to the course it was marked with, for the titles and names on its feedback."""
    listed = {one.version: one for one in versions_of(root, assignment)}
    known: dict[int, Course | None] = {}

    def found(place: Place) -> Course | None:
        number = read_record(place.notes).get("version")
        if number not in listed:
            return course
        if number not in known:
            known[number] = _course_then(root, assignment, listed[number]) or course
        return known[number]

    return found


def _course_then(root: Path, assignment: str, version: Version) -> Course | None:
    """None where the present one is as good, or is all there is."""
    if "page" not in changed_now(root, assignment, version) or damage(root, assignment, version) != "":
        return None
    with tempfile.TemporaryDirectory() as made:
        lay_course(root, assignment, version, Path(made))
        return nbgrader_room.course_of(Path(made))
