"""Times of handing in that a download leaves out, taken from the VLE's own table: Moodle's grading worksheet has them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil import parser

from notknowing.course import Course
from notknowing.marking.extensions import Roster
from notknowing.marking.places import MarkingError, Place, students_with
from notknowing.marking.tables import read_table

HEADINGS = ("last modified (submission)", "submission time", "date submitted", "submitted at", "submitted")


def times_from(assignment: str, root: Path, path: Path, course: Course | None, column: str | None = None) -> list[str]:
    """Write down when each student handed in, where the download did not say. Only the VLE's own table is believed.

    Args:
        assignment: for instance ``a1``.
        root: the marking folder.
        path: the table, as the VLE exported it. Times without a zone follow the module's clock.
        course: for the clock and the VLE.
        column: the heading of the column with the times, where it cannot be told.

    Returns:
        Lines for the tutor: how many were written, and what could not be read.

    Raises:
        MarkingError: no column holds times, or no row is of a student whose work was collected. Nothing was written.
    """
    table = read_table(path)
    by_name = {head.strip().strip("\ufeff").lower(): head for head in table.header}
    heading = column or next((by_name[name] for name in HEADINGS if name in by_name), None)
    if heading not in table.header:
        raise MarkingError(f"{table.name} has no column with times of handing in. Nothing was written. Say which with --column; its columns are: {'; '.join(table.header)}.")  # fmt: skip
    vle = course.module.vle if course else "moodle"
    roster, zone = Roster.read(path, vle), ZoneInfo(course.module.time_zone if course else "Europe/London")
    students = {student.lower(): student for student in students_with(root, assignment)}
    # Each row names its student more than once, and any of those names that the list joins will do.
    owners = [next((students[found] for found in (roster.joined(cell).lower() for cell in row) if found in students), None) for row in table.rows]  # fmt: skip
    if not any(owners):
        raise MarkingError(f"No student in {table.name} is one whose work was collected. Nothing was written. Check that it is this module's table.")  # fmt: skip
    written, lines = 0, []
    for student, cell in zip(owners, table.column(heading), strict=True):
        stamp = Place(root, assignment, student).submitted / "timestamp.txt" if student else None
        if stamp is None or stamp.is_file() or cell.strip() in ("", "-"):
            continue
        try:
            moment = parser.parse(cell, dayfirst=not cell.strip()[:4].isdigit())
        except (ValueError, OverflowError):
            lines.append(f"{student}: {cell.strip()!r} is not a time that could be read.")
            continue
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(dt.UTC)
        stamp.write_text(f"{moment:%Y-%m-%d %H:%M:%S} UTC\n", "utf-8")
        written += 1
    return [f"{written} {'time' if written == 1 else 'times'} of handing in taken from {table.name}, column {heading!r}.", *lines]  # fmt: skip
