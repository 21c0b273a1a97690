"""A mark for each student as a table that a VLE takes back: its own export filled in, or the columns it documents.

Columns are looked up in the VLE's file and never invented. Students are found by the VLE's own key or, with a class
list, by whatever else the file knows them by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

from notknowing.marking.extensions import Roster
from notknowing.marking.places import MarkingError
from notknowing.marking.rounding import half_up, shown
from notknowing.marking.tables import Table, guarded, key_of
from notknowing.marking.vle_names import folder_for

Vle = Literal["blackboard", "moodle", "canvas"]

CANVAS_IDENTITY = ["Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section"]
MOODLE_GRADE = "Grade"
_COLUMN_ID = re.compile(r"\|\s*\d+\s*$|\(\d+\)\s*$")


class HasAMark(Protocol):
    """What is written of one student: ``value`` is None when there is no mark to give, and the cell stays empty."""

    student: str
    value: float | None
    out_of: float


Found = Mapping[str, HasAMark]


def written(mark: HasAMark | None) -> str:
    """A mark as it is written into a VLE's column: rounded half up, and empty where there is none."""
    return "" if mark is None or mark.value is None else str(half_up(mark.value))


# ---------------------------------------------------------------------------------------------- into the VLE's own file


def filled(
    table: Table, found: Found, vle: Vle, title: str, column: str | None, roster: Roster, lines: list[str]
) -> tuple[Table, int]:
    """The VLE's own table with the marks in it, and how many went in. What is to be said is added to ``lines``.

    Raises:
        MarkingError: no column holds these students, or the one for the mark cannot be told.
    """
    identity = _identity_column(table, found, vle, roster)
    target = _grade_column(table, vle, title, column)
    count = 0
    place, seen = table.header.index(target), set()
    keys = table.column(identity)
    for row, key in zip(table.rows, keys, strict=True):
        row += [""] * (len(table.header) - len(row))
        mark = _student(key, found, vle, roster)
        if mark is not None:
            seen.add(mark.student)
            if mark.value is not None:
                row[place] = written(mark)
                count += 1
        _guard(row, table.header, {identity, target})
    left = [student for student in found if student not in seen]
    if left:
        lines.append(f"Not in {table.name}, so their marks are not in the file: {', '.join(left)}.")
    lines.insert(0, f"{table.name} was filled in: column {target!r}, students by {identity!r}.")
    if vle == "canvas":
        lines.append(
            "Only the columns that name the student and this assignment are in the file, so nothing else is overwritten."
        )
        table = _only(table, [head for head in table.header if head in CANVAS_IDENTITY or head in (identity, target)])
    return table, count


def _student(cell: str, found: Found, vle: Vle, roster: Roster) -> HasAMark | None:
    """Whose row it is: by the VLE's own key, else by what the class list joins to it."""
    key = key_of(cell, vle)
    return _look_up(found, folder_for(key) if key else "") or _look_up(found, roster.joined(cell))


def _look_up(found: Found, student: str) -> HasAMark | None:
    by_lower = {name.lower(): mark for name, mark in found.items()}
    return by_lower.get(student.lower()) if student else None


def _identity_column(table: Table, found: Found, vle: Vle, roster: Roster) -> str:
    """The column that holds the students' keys: the one with the most of them, whatever language its heading is in."""

    def matches(heading: str) -> int:
        return sum(_student(cell, found, vle, roster) is not None for cell in table.column(heading) if cell.strip())

    best = max(table.header, key=matches)
    if not matches(best):
        raise MarkingError(
            f"No student in {table.name} is one whose work was collected, so nothing was written. "
            f"Check that it is this module's file from {vle.capitalize()}."
        )
    return best


def _grade_column(table: Table, vle: Vle, title: str, column: str | None) -> str:
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


def minimal(
    found: Found, vle: Vle, assignment: str, title: str, record: dict[str, Any], lines: list[str]
) -> tuple[Table, int]:
    """A table with the columns that the VLE documents, and how many marks are in it."""
    header, row_of = _MINIMAL[vle](title, max((mark.out_of for mark in found.values()), default=100))
    rows = []
    for student, mark in found.items():
        known = record.get(student, {})
        key, name = known.get("key", student), known.get("name", "")
        rows.append(row_of(key, guarded(name), written(mark)))
    lines.insert(0, _WITHOUT[vle])
    count = sum(mark.value is not None for mark in found.values())
    return Table(header, rows, "utf-8-sig" if vle == "canvas" else "utf-8", name=assignment), count


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
