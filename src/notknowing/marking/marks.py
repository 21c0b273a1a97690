"""Marks back to the VLE: its own exported table filled in, or a table with the columns it documents.

Columns are looked up in the VLE's file and never invented. A mark goes in only when every part has one; work that was
not handed in, or not yet marked, stays empty and is never 0. Nothing is deducted for lateness in this version.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from nbgrader.api import MissingEntry

from notknowing.course import Course
from notknowing.marking.nbgrader_room import course_of, gradebook
from notknowing.marking.places import MarkingError, Place, read_record, students_with
from notknowing.marking.rounding import half_up, shown
from notknowing.marking.tables import Table, guarded, key_of, read_table
from notknowing.marking.vle_names import folder_for

Vle = Literal["blackboard", "moodle", "canvas"]

CANVAS_IDENTITY = ["Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section"]
MOODLE_GRADE = "Grade"
_COLUMN_ID = re.compile(r"\|\s*\d+\s*$|\(\d+\)\s*$")


@dataclass(frozen=True)
class Mark:
    """One student's mark. ``value`` is None when there is none to give, and then ``why`` says so."""

    student: str
    value: float | None
    out_of: float
    why: str = ""


@dataclass
class Marks:
    """What was written and where. ``filled`` counts marks given; ``lines`` are for the tutor."""

    path: Path
    vle: Vle
    filled: int = 0
    lines: list[str] = field(default_factory=list)


def marks(
    assignment: str,
    root: Path | str,
    vle: Vle,
    template: Path | str | None = None,
    provisional: bool = False,
    column: str | None = None,
) -> Path:
    """Write the marks as ``write_marks`` does, and return where they are."""
    return write_marks(assignment, root, vle, template, provisional, column).path


def write_marks(
    assignment: str,
    root: Path | str,
    vle: Vle,
    template: Path | str | None = None,
    provisional: bool = False,
    column: str | None = None,
) -> Marks:
    """Write ``marks/<assignment>-<vle>.csv``.

    Args:
        assignment: for instance ``a1``.
        root: the marking folder.
        vle: whose form to write.
        template: the grades file that the VLE exported. It is filled in and otherwise left as it was. Without it the
            columns the VLE documents are written.
        provisional: give marks although some parts still wait for a person; those parts count as 0.
        column: heading of the column to fill, where it cannot be told.

    Raises:
        MarkingError: the VLE's file does not have what is needed. Nothing was written.
    """
    root = Path(root).absolute()
    if vle not in ("blackboard", "moodle", "canvas"):
        raise MarkingError(
            f"{vle!r} is not a VLE this course knows. Nothing was written. Use blackboard, moodle or canvas."
        )
    course = course_of(root)
    found = marks_of(assignment, root, provisional)
    record = read_record(root / "collected" / f"{assignment}.json")
    result = Marks(root / "marks" / f"{assignment}-{vle}.csv", vle)
    if template is not None:
        table = _filled(read_table(template), found, vle, _title(assignment, course), column, result)
    else:
        table = _minimal(found, vle, assignment, _title(assignment, course), record, result)
    _tell(found, result, course, provisional)
    result.path.parent.mkdir(parents=True, exist_ok=True)
    result.path.write_bytes(table.to_bytes())
    return result


def marks_of(assignment: str, root: Path, provisional: bool = False) -> dict[str, Mark]:
    """Everybody's mark by folder name, from nbgrader's gradebook."""
    found = {}
    with gradebook(root) as book:
        for student in students_with(root, assignment):
            found[student] = _mark(Place(root, assignment, student), book, provisional)
    return found


def _mark(place: Place, book: Any, provisional: bool) -> Mark:
    if not place.marked_notebook.is_file():
        return Mark(place.student, None, 0, "handed in, but not marked: see the report of notknowing autograde")
    try:
        submission = book.find_submission(place.assignment, place.student)
    except MissingEntry:
        return Mark(place.student, None, 0, "not in the gradebook: run notknowing autograde")
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    waiting = sum(grade.needs_manual_grade and grade.manual_score is None for grade in grades)
    if waiting and not provisional:
        return Mark(place.student, None, submission.max_score, f"{waiting} of {len(grades)} parts still to be marked")
    why = f"provisional: {waiting} of {len(grades)} parts count as 0 until they are marked" if waiting else ""
    return Mark(place.student, sum(grade.score or 0.0 for grade in grades), submission.max_score, why)


def _title(assignment: str, course: Course | None) -> str:
    page = course.pages.get(assignment) if course else None
    return f"{assignment.upper()} {page.title}" if page else assignment.upper()


def _tell(found: dict[str, Mark], result: Marks, course: Course | None, provisional: bool) -> None:
    """Lines about the whole: what is missing, how it was rounded, and where rounding crossed into another band."""
    result.lines.append(
        "Marks are rounded half up to whole numbers: 59.5 becomes 60. Nothing is deducted for lateness."
    )
    for mark in found.values():
        if mark.why:
            result.lines.append(f"{mark.student}: {mark.why}.")
        if mark.value is not None and course is not None and mark.out_of == 100:
            raw, rounded = _band(mark.value, course), _band(float(half_up(mark.value)), course)
            if raw != rounded:
                result.lines.append(
                    f"{mark.student}: {shown(mark.value)} is rounded to {half_up(mark.value)}, which is in another band ({rounded})."
                )
    if provisional and any(mark.why for mark in found.values()):
        result.lines.append("Some of these marks are provisional. Do not release them.")


def _band(value: float, course: Course) -> str:
    reached = [band for band in course.module.bands if value >= band.from_]
    return max(reached, key=lambda band: band.from_).name if reached else ""


def _written(mark: Mark | None) -> str:
    return "" if mark is None or mark.value is None else str(half_up(mark.value))


# ---------------------------------------------------------------------------------------------- into the VLE's own file


def _filled(table: Table, found: dict[str, Mark], vle: Vle, title: str, column: str | None, result: Marks) -> Table:
    identity = _identity_column(table, found, vle)
    target = _grade_column(table, vle, title, column, result)
    place, seen = table.header.index(target), set()
    keys = table.column(identity)
    for row, key in zip(table.rows, keys, strict=True):
        row += [""] * (len(table.header) - len(row))
        student = folder_for(key_of(key, vle)) if key_of(key, vle) else ""
        mark = _look_up(found, student)
        if mark is not None:
            seen.add(mark.student)
            if mark.value is not None:
                row[place] = _written(mark)
                result.filled += 1
        _guard(row, table.header, {identity, target})
    left = [student for student in found if student not in seen]
    if left:
        result.lines.append(f"Not in {table.name}, so their marks are not in the file: {', '.join(left)}.")
    result.lines.insert(0, f"{table.name} was filled in: column {target!r}, students by {identity!r}.")
    if vle == "canvas":
        result.lines.append(
            "Only the columns that name the student and this assignment are in the file, so nothing else is overwritten."
        )
        return _only(table, [head for head in table.header if head in CANVAS_IDENTITY or head in (identity, target)])
    return table


def _look_up(found: dict[str, Mark], student: str) -> Mark | None:
    by_lower = {name.lower(): mark for name, mark in found.items()}
    return by_lower.get(student.lower()) if student else None


def _identity_column(table: Table, found: dict[str, Mark], vle: Vle) -> str:
    """The column that holds the students' keys: the one with the most of them, whatever language its heading is in."""

    def matches(heading: str) -> int:
        return sum(
            _look_up(found, folder_for(key_of(cell, vle))) is not None for cell in table.column(heading) if cell.strip()
        )

    best = max(table.header, key=matches)
    if not matches(best):
        raise MarkingError(
            f"No student in {table.name} is one whose work was collected, so nothing was written. "
            f"Check that it is this module's file from {vle.capitalize()}."
        )
    return best


def _grade_column(table: Table, vle: Vle, title: str, column: str | None, result: Marks) -> str:
    """The column to fill: the one asked for, else the only one that can be meant."""
    if column is not None:
        if column not in table.header:
            raise MarkingError(
                f"{table.name} has no column {column!r}. Nothing was written. Its columns are: {'; '.join(table.header)}."
            )
        return column
    if vle == "moodle":
        candidates = [head for head in table.header if head.strip("\ufeff ").lower() == MOODLE_GRADE.lower()]
    else:
        candidates = [head for head in table.header if _COLUMN_ID.search(head)]
        alike = [head for head in candidates if _alike(head, title)]
        candidates = alike or candidates
    if len(candidates) == 1:
        return candidates[0]
    what = (
        "no column for this mark"
        if not candidates
        else f"more than one column it could go in ({'; '.join(candidates)})"
    )
    raise MarkingError(
        f"{table.name} has {what}. Nothing was written. Say which with --column; its columns are: {'; '.join(table.header)}."
    )


def _alike(heading: str, title: str) -> bool:
    """Whether a heading is of this assignment: it holds the short name or the whole title as words."""
    words, code = set(re.findall(r"\w+", heading.lower())), title.split(" ")[0].lower()
    rest = title.lower().split(" ", 1)[1:]
    return code in words or (bool(rest) and rest[0] in heading.lower())


def _guard(row: list[str], header: list[str], leave: set[str]) -> None:
    """Make text safe to open in a spreadsheet. What the VLE finds the student by stays exactly as it was."""
    for place, heading in enumerate(header):
        if heading not in leave:
            row[place] = guarded(row[place])


def _only(table: Table, headings: list[str]) -> Table:
    places = [table.header.index(head) for head in headings]
    rows = [[row[place] for place in places] for row in table.rows]
    return Table(headings, rows, table.encoding, table.delimiter, table.newline, table.quote_all, table.name)


# ---------------------------------------------------------------------------------------------- without the VLE's file


def _minimal(
    found: dict[str, Mark], vle: Vle, assignment: str, title: str, record: dict[str, Any], result: Marks
) -> Table:
    header, row_of = _MINIMAL[vle](title, max((mark.out_of for mark in found.values()), default=100))
    rows = []
    for student, mark in found.items():
        known = record.get(student, {})
        key, name = known.get("key", student), known.get("name", "")
        rows.append(row_of(key, guarded(name), _written(mark)))
        result.filled += mark.value is not None
    result.lines.insert(0, _WITHOUT[vle])
    return Table(header, rows, "utf-8-sig" if vle == "canvas" else "utf-8", name=assignment)


Row = Callable[[str, str, str], list[str]]


def _blackboard(title: str, out_of: float) -> tuple[list[str], Row]:
    return ["Username", f"{title} [Total Pts: {shown(out_of)} Score]"], lambda key, name, mark: [key, mark]


def _moodle(title: str, out_of: float) -> tuple[list[str], Row]:
    header = ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]
    return header, lambda key, name, mark: [f"Participant {key}", name, mark, shown(out_of), "-", ""]


def _canvas(title: str, out_of: float) -> tuple[list[str], Row]:
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
    return header, lambda key, name, mark: [name or key, key, "", "", "", mark]


_MINIMAL: dict[str, Callable[[str, float], tuple[list[str], Row]]] = {
    "blackboard": _blackboard,
    "moodle": _moodle,
    "canvas": _canvas,
}
_WITHOUT = {
    "blackboard": "Written without Blackboard's own file: its column has no id, so Blackboard would make a new one. Better give the file it exports, with --template.",
    "moodle": "Written without Moodle's own file: Moodle takes back only its own grading worksheet. Download that and give it with --template.",
    "canvas": "Written without Canvas's own file: without the assignment's id Canvas asks which column is meant. Better give the file it exports, with --template.",
}
