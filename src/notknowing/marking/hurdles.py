"""Hurdles: conditions of an assignment that carry no marks. One that is not met holds the mark back until it is settled.

What a marker found is kept in ``hurdles.csv`` in the marking folder, one row for each student and hurdle that was looked
at. A hurdle that nobody wrote down counts as met: markers write the exceptions.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from notknowing.course import Course, CourseError
from notknowing.course.rubrics import Hurdle, rubric
from notknowing.marking.extensions import Roster
from notknowing.marking.places import MarkingError, students_with
from notknowing.marking.tables import guarded, read_table

TABLE = "hurdles.csv"
COLUMNS = ["assignment", "student", "hurdle", "status"]
Status = Literal["met", "not met", "to discuss"]
STATUSES: tuple[Status, ...] = ("met", "not met", "to discuss")


@dataclass(frozen=True)
class Found:
    """What a marker found of one hurdle in one student's work."""

    assignment: str
    student: str
    hurdle: str
    status: Status


def hurdles_of(assignment: str, course: Course | None) -> dict[str, Hurdle]:
    """The hurdles in an assignment's grid, by id; empty where it has no grid or none can be read."""
    if course is None:
        return {}
    try:
        return {one.id: one for one in rubric(course, assignment).hurdles}
    except CourseError:
        return {}


def found(root: Path, course: Course | None) -> list[Found]:
    """Everything written down so far, in order; empty when there is no table.

    Raises:
        MarkingError: the table lacks a column, or a row in it cannot be understood.
    """
    path = root / TABLE
    if not path.is_file():
        return []
    table = read_table(path)
    columns = {head.strip().strip("\ufeff").lower(): head for head in table.header}
    if missing := [name for name in COLUMNS if name not in columns]:
        raise MarkingError(
            f"{TABLE} has no column {missing[0]!r}. Nothing was changed. Its first line has to read: {','.join(COLUMNS)}"
        )
    joined = Roster.of(root, course.module.vle if course else "blackboard")
    results = []
    rows = zip(*(table.column(columns[name]) for name in COLUMNS), strict=True)
    for number, cells in enumerate(rows, start=2):
        assignment, student, hurdle, status = (cell.strip() for cell in cells)
        if not any((assignment, student, hurdle, status)):
            continue
        if status.lower() not in STATUSES:
            raise MarkingError(
                f"{TABLE}, line {number}: {status!r} is not a status. Nothing was changed. It can be {', '.join(STATUSES)}."
            )
        known = hurdles_of(assignment, course)
        if known and hurdle not in known:
            raise MarkingError(
                f"{TABLE}, line {number}: {assignment} has no hurdle {hurdle!r}. Nothing was changed. It has {', '.join(known)}."
            )
        results.append(Found(assignment, joined.folder_of(student.lstrip("'")), hurdle, status.lower()))
    return results


def write_down(root: Path, assignment: str, student: str, hurdle: str, status: str, course: Course | None) -> Found:
    """Write down what a marker found; what was found before of the same hurdle is replaced.

    Raises:
        MarkingError: there is no such student, hurdle or status. Nothing was written.
    """
    if status not in STATUSES:
        raise MarkingError(f"{status!r} is not a status. Nothing was written. It can be {', '.join(STATUSES)}.")
    known = hurdles_of(assignment, course)
    if hurdle not in known:
        has = f"It has {', '.join(known)}." if known else "Its grid has none."
        raise MarkingError(f"{assignment} has no hurdle {hurdle!r}. Nothing was written. {has}")
    if student not in students_with(root, assignment):
        raise MarkingError(f"Nothing of {student!r} was collected for {assignment}. Nothing was written.")
    new = Found(assignment, student, hurdle, status)
    kept = [one for one in found(root, course) if (one.assignment, one.student, one.hurdle) != (assignment, student, hurdle)]  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([one.assignment, guarded(one.student), one.hurdle, one.status] for one in [*kept, new])
    (root / TABLE).write_text(out.getvalue(), encoding="utf-8")
    return new


def held_back(assignment: str, root: Path, course: Course | None) -> dict[str, str]:
    """Whose mark is held back, with the reason in words for the tutor.

    Raises:
        MarkingError: the table cannot be used.
    """
    known = hurdles_of(assignment, course)
    held: dict[str, str] = {}
    for one in found(root, course):
        if one.assignment == assignment and one.status != "met":
            title = known[one.hurdle].title if one.hurdle in known else one.hurdle
            said = f"the hurdle '{title}' is {one.status if one.status == 'not met' else 'still to be discussed'}"
            held[one.student] = f"{held[one.student]}, and {said}" if one.student in held else f"held back: {said}"
    return held


def for_the_student(assignment: str, student: str, root: Path, course: Course | None) -> list[str]:
    """A sentence for the student about each hurdle that is not settled; it says nothing of the marker's instructions."""
    known = hurdles_of(assignment, course)
    return [
        f"One condition of this assignment has still to be talked about with you: {known[one.hurdle].title}. "
        "Your tutor will be in touch. It changes nothing in what is said below, and there is no mark until then."
        for one in found(root, course)
        if one.assignment == assignment and one.student == student and one.status != "met" and one.hurdle in known
    ]
