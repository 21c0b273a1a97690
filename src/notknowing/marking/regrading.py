"""Marking again: every mark and comment a person gave is kept, and only what reads differently is put up again.

Stock nbgrader keeps manual marks too, but puts every part of a submission up for marking whenever it runs, so that what
changed cannot be told from what did not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from notknowing.marking.cells import grade_id
from notknowing.marking.nbgrader_room import gradebook
from notknowing.marking.places import Place
from notknowing.marking.reading import quiet
from notknowing.marking.rounding import shown


@dataclass(frozen=True)
class Seen:
    """One marked part before it is marked again: what it was marked for, and what a person gave."""

    source: str | None
    auto: float | None
    manual: float | None
    extra: float | None
    waiting: bool
    comment: str | None

    @property
    def by_a_person(self) -> bool:
        """Whether a person has marked it or written to it."""
        return self.manual is not None or bool(self.extra) or bool(self.comment)


@dataclass(frozen=True)
class Change:
    """One part that reads differently, and why, as a sentence. ``again`` asks a person to look at it once more."""

    part: str
    why: str
    again: bool


@dataclass
class Regraded:
    """What changed for one student. ``kept`` counts the parts whose mark or comment by a person stands untouched."""

    changes: list[Change] = field(default_factory=list)
    kept: int = 0

    def lines(self) -> list[str]:
        """A line for the tutor for each part to look at again; empty when there is none."""
        return [
            f"{one.part}: {one.why} Your mark and comment are kept; look at it once more."
            for one in self.changes
            if one.again
        ]

    def remarks(self) -> list[str]:
        """A line for each automatic part whose points are different now. It asks nothing of anybody."""
        return [f"{one.part}: {one.why}" for one in self.changes if not one.again]


@contextmanager
def keeping(place: Place) -> Iterator[Regraded]:
    """Mark a submission again inside this block; afterwards the value says what changed.

    A part that a person had marked and that reads as before goes back to the state it was in. One that reads
    differently stays up for marking, with the person's mark and comment in it.
    """
    before = seen(place)
    result = Regraded()
    yield result
    if before:
        compare(place, before, result)


def seen(place: Place) -> dict[str, Seen]:
    """Every part of a submission as the gradebook and the marked notebook have it; empty before the first marking."""
    sources = sources_of(place)
    with gradebook(place.root) as book:
        try:
            submission = book.find_submission(place.assignment, place.student)
        except MissingEntry:
            return {}
        comments = {one.name: one.manual_comment for notebook in submission.notebooks for one in notebook.comments}
        return {
            grade.name: Seen(
                sources.get(grade.name),
                grade.auto_score,
                grade.manual_score,
                grade.extra_credit,
                bool(grade.needs_manual_grade),
                comments.get(grade.name),
            )
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def compare(place: Place, before: dict[str, Seen], result: Regraded) -> None:
    """Compare with how it was, put back what a person gave, and say what is different."""
    sources = sources_of(place)
    with gradebook(place.root) as book:
        for name, old in before.items():
            grade = _grade(book, place, name)
            if grade is None:
                if old.by_a_person:
                    result.changes.append(Change(name, "this part is no longer in the assignment.", True))
                continue
            _put_back(grade, old)
            why = _why(old, sources.get(name), grade.auto_score)
            if not why:
                if old.by_a_person:
                    grade.needs_manual_grade = old.waiting
                    result.kept += 1
                continue
            asks = old.manual is not None or bool(old.comment)
            if not asks and grade.auto_score is None:
                continue  # other words that nobody had marked yet: they wait for a person as they did
            if asks:
                grade.needs_manual_grade = True
            result.changes.append(Change(name, why, asks))
        book.db.commit()


def _grade(book: Gradebook, place: Place, name: str) -> Any:
    try:
        return book.find_grade(name, place.assignment, place.assignment, place.student)
    except MissingEntry:
        return None


def _put_back(grade: Any, old: Seen) -> None:
    """A person's mark, extra credit and comment, should anything have taken them away."""
    if old.manual is not None and grade.manual_score is None:
        grade.manual_score = old.manual
    if old.extra and not grade.extra_credit:
        grade.extra_credit = old.extra
    if old.comment:
        comment = next((one for one in grade.notebook.comments if one.name == grade.name), None)
        if comment is not None and comment.manual_comment is None:
            comment.manual_comment = old.comment


def _why(old: Seen, source: str | None, auto: float | None) -> str:
    """What is different about a part, as a sentence; empty when nothing is."""
    if old.source is not None and source is None:
        return "this part is no longer in what was handed in."
    # The text of a test is the course's and not the student's; what counts there is the points.
    if auto is None and old.source != source:
        return "the student's words are not the ones you marked."
    if old.auto != auto and not (old.auto is None and old.manual is None):
        was, now = ("none" if value is None else shown(value) for value in (old.auto, auto))
        return f"the automatic points were {was} and are {now}."
    return ""


def sources_of(place: Place) -> dict[str, str]:
    """The text of every marked part as it was last marked; empty before that."""
    if not place.marked_notebook.is_file():
        return {}
    with quiet():
        notebook = nbformat.read(place.marked_notebook, as_version=4)
    return {grade_id(cell): cell.source for cell in notebook.cells if grade_id(cell)}
