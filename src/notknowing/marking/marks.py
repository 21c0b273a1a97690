"""Marks: from the gradebook and the late rule to one number for each student, and into the VLE's own table.

A mark goes in only when every part has one; work that was not handed in, or not yet marked, stays empty and is never 0.
What was earned, what lateness took and what is left are kept apart, and rounding happens once, at the end, half up.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry

from notknowing.course import Course
from notknowing.marking.extensions import Extension, Roster, extensions
from notknowing.marking.hurdles import held_back
from notknowing.marking.late import late_of, penalised, rule_of
from notknowing.marking.nbgrader_room import course_of, due_date, gradebook
from notknowing.marking.places import MarkingError, Place, read_record, students_with
from notknowing.marking.rounding import half_up, shown
from notknowing.marking.signature import unsigned
from notknowing.marking.tables import guarded, read_table
from notknowing.marking.vle_tables import Vle, filled, minimal, written


@dataclass(frozen=True)
class Mark:
    """One student's mark for one assignment, in its points.

    ``value`` is what is left after the late rule, unrounded; None when there is no mark to give, and then ``why`` says
    so. ``raw`` is what was earned and ``penalty`` what lateness took; ``late`` is the sentence for it.
    """

    student: str
    value: float | None
    out_of: float
    why: str = ""
    raw: float | None = None
    penalty: float = 0.0
    late: str = ""
    complete: bool = True
    """Whether every part has its points; a mark that a hurdle holds back can be complete."""

    @property
    def rounded(self) -> int | None:
        """The mark as it is given out: a whole number, half up."""
        return None if self.value is None else int(half_up(self.value))


@dataclass
class Marks:
    """What was written and where. ``filled`` counts marks given; ``lines`` are for the tutor; ``rows`` is every mark."""

    path: Path
    vle: Vle
    filled: int = 0
    lines: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)


def write_marks(
    assignment: str,
    root: Path | str,
    vle: Vle,
    template: Path | str | None = None,
    provisional: bool = False,
    column: str | None = None,
    roster: Path | str | None = None,
    folder: str = "marks",
) -> Marks:
    """Write ``marks/<assignment>-<vle>.csv``, and beside it every mark with what was earned and what lateness took.

    Args:
        assignment: for instance ``a1``.
        root: the marking folder.
        vle: whose form to write.
        template: the grades file that the VLE exported. It is filled in and otherwise left as it was. Without it the
            columns the VLE documents are written.
        provisional: give marks although some parts still wait for a person; those parts count as 0.
        column: heading of the column to fill, where it cannot be told.
        roster: a class list that joins the keys of the template to those of the download; ``roster.csv`` in the marking
            folder when left out.
        folder: where under ``root`` to write.

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
    result = Marks(root / folder / f"{assignment}-{vle}.csv", vle)
    title = _title(assignment, course)
    if template is not None:
        joins = Roster.of(root, vle, roster)
        table, result.filled = filled(read_table(template), found, vle, title, column, joins, result.lines)
    else:
        table, result.filled = minimal(found, vle, assignment, title, record, result.lines)
    result.lines += lines_about(assignment, root, found, course, provisional)
    result.rows = rows_of(found, course)
    result.path.parent.mkdir(parents=True, exist_ok=True)
    result.path.write_bytes(table.to_bytes())
    _write_working(root, assignment, result.rows)
    _into_the_gradebook(assignment, root, course)
    return result


# ---------------------------------------------------------------------------------------------- from the gradebook


def marks_of(assignment: str, root: Path, provisional: bool = False) -> dict[str, Mark]:
    """Everybody's mark by folder name, with the parts that are handed in separately and the late rule in it.

    Raises:
        MarkingError: the table of extensions or of hurdles cannot be used.
    """
    course = course_of(root)
    granted = extensions(root, course)
    held = held_back(assignment, root, course)
    parts = [assignment, *(part for part in parts_of(assignment, course) if students_with(root, part))]
    found: dict[str, dict[str, Mark]] = {}
    with gradebook(root) as book:
        for part in parts:
            for student in students_with(root, part):
                mark = _mark(Place(root, part, student), book, course, granted, provisional)
                found.setdefault(student, {})[part] = mark
    whole = {student: _together(student, own, parts, provisional) for student, own in sorted(found.items())}
    return {
        student: replace(mark, value=None, why=held[student]) if student in held else mark
        for student, mark in whole.items()
    }


def parts_of(assignment: str, course: Course | None) -> list[str]:
    """The parts of an assignment that are handed in separately, as ``module.yml`` names them."""
    return [task.id for task in course.module.assignments if task.part_of == assignment] if course else []


def _mark(
    place: Place, book: Any, course: Course | None, granted: dict[tuple[str, str], Extension], provisional: bool
) -> Mark:
    """One student's mark for one notebook."""
    if not place.marked_notebook.is_file():
        why = "handed in, but not marked: see the report of notknowing autograde"
        return Mark(place.student, None, 0, why, complete=False)
    try:
        submission = book.find_submission(place.assignment, place.student)
    except MissingEntry:
        return Mark(place.student, None, 0, "not in the gradebook: run notknowing autograde", complete=False)
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    waiting = sum(grade.needs_manual_grade and grade.manual_score is None for grade in grades)
    raw, out_of = sum(grade.score or 0.0 for grade in grades), submission.max_score
    if waiting and not provisional:
        why = f"{waiting} of {len(grades)} parts still to be marked"
        return Mark(place.student, None, out_of, why, raw, complete=False)
    why = f"provisional: {waiting} of {len(grades)} parts count as 0 until they are marked" if waiting else ""
    module = course.module if course else None
    late = late_of(place, course, granted)
    cost = penalised(raw, out_of, late, rule_of(module), module.pass_mark if module else 50)
    return Mark(place.student, cost.final, out_of, why, raw, cost.taken, cost.why, not waiting)


def _together(student: str, own: dict[str, Mark], parts: list[str], provisional: bool) -> Mark:
    """One mark from the parts of an assignment. A late part costs points of that part alone."""
    if len(parts) == 1:
        return own[parts[0]]
    missing = [part for part in parts if part not in own]
    whys = [f"{part}: {mark.why}" for part, mark in own.items() if mark.why]
    whys += [f"nothing was handed in for {part}" for part in missing]
    out_of = sum(mark.out_of for mark in own.values())
    if parts[0] in missing or any(mark.value is None for mark in own.values()) or (missing and not provisional):
        return Mark(student, None, out_of, "; ".join(whys), complete=False)
    return Mark(
        student,
        sum(mark.value for mark in own.values()),
        out_of,
        "; ".join(whys),
        sum(mark.raw or 0.0 for mark in own.values()),
        sum(mark.penalty for mark in own.values()),
        " ".join(mark.late for mark in own.values() if mark.late),
        not missing and all(mark.complete for mark in own.values()),
    )


def _into_the_gradebook(assignment: str, root: Path, course: Course | None) -> None:
    """Write the penalties of the finished marks beside the points, so that nbgrader's own export agrees with ours."""
    if course is None:
        return
    granted = extensions(root, course)
    parts = [assignment, *parts_of(assignment, course)]
    with gradebook(root) as book:
        for part in parts:
            for student in students_with(root, part):
                mark = _mark(Place(root, part, student), book, course, granted, True)
                if mark.value is None:
                    continue
                book.find_submission_notebook(part, part, student).late_submission_penalty = mark.penalty or None
        book.db.commit()


# ---------------------------------------------------------------------------------------------- what is said of them


def _title(assignment: str, course: Course | None) -> str:
    page = course.pages.get(assignment) if course else None
    return f"{assignment.upper()} {page.title}" if page else assignment.upper()


def lines_about(
    assignment: str, root: Path, found: dict[str, Mark], course: Course | None, provisional: bool = False
) -> list[str]:
    """What a tutor has to know about these marks: how they are rounded, what lateness took, what crossed a border."""
    lines = ["Marks are rounded once, at the end, half up to whole numbers: 59.5 becomes 60. The unrounded ones are in marks."]  # fmt: skip
    if waits := unsigned(assignment, root, course):
        lines.append(f"{waits} These marks are for looking at, not for uploading.")
    lines += _about_lateness(assignment, root, found, course)
    uncollected = [part for part in parts_of(assignment, course) if not students_with(root, part)]
    if uncollected and found:
        lines.append(f"{', '.join(uncollected)} belongs to {assignment} and has not been collected, so its points are missing from these marks.")  # fmt: skip
    for mark in found.values():
        if mark.why:
            lines.append(f"{mark.student}: {mark.why}.")
        if mark.late and mark.value is not None:
            lines.append(f"{mark.student}: {mark.late}")
        lines += [f"{mark.student}: {line}" for line in borders(mark, course)]
    if provisional and any(mark.why for mark in found.values()):
        lines.append("Some of these marks are provisional. Do not release them.")
    return lines


def _about_lateness(assignment: str, root: Path, found: dict[str, Mark], course: Course | None) -> list[str]:
    if course is None or rule_of(course.module).takes == "nothing":
        return ["Nothing is deducted for lateness: module.yml has no late rule."]
    if due_date(course, assignment) is None:
        return [f"Nothing is deducted for lateness: module.yml has no due date for {assignment}."]
    silent = [one for one in found if not (Place(root, assignment, one).submitted / "timestamp.txt").is_file()]
    lines = ["What lateness took is kept apart from what was earned, in marks."]
    if silent:
        lines.append(
            f"For {len(silent)} of {len(found)} students no time of handing in is known, so nothing was taken from them. "
            "Moodle and Canvas leave it out of their downloads; see notknowing late --help."
        )
    return lines


def borders(mark: Mark, course: Course | None) -> list[str]:
    """A sentence for every border between bands that lateness or rounding takes a mark across; never silently."""
    if course is None or mark.value is None or not mark.out_of:
        return []
    raw, left, given = (
        band_of(value / mark.out_of * 100, course) for value in (mark.raw or mark.value, mark.value, mark.rounded)
    )
    lines = []
    if mark.penalty and raw != left:
        lines.append(f"lateness takes {shown(mark.raw)} ({raw}) to {shown(mark.value)}, which is in another band ({left}).")  # fmt: skip
    if left != given:
        lines.append(f"{shown(mark.value)} is rounded to {mark.rounded}, which is in another band ({given}).")
    return lines


def band_of(value: float, course: Course) -> str:
    """The name of the band that a mark out of 100 is in, unrounded."""
    reached = [band for band in course.module.bands if round(value, 9) >= band.from_]
    return max(reached, key=lambda band: band.from_).name if reached else ""


COLUMNS = ("student", "earned", "late_penalty", "after_lateness", "rounded", "out_of", "band", "late", "note")


def rows_of(found: dict[str, Mark], course: Course | None) -> list[dict[str, Any]]:
    """Every mark as plain data, with what was earned, what lateness took and what is left in fields of their own."""
    rows = []
    for mark in found.values():
        given = None if mark.value is None or not mark.out_of else mark.rounded / mark.out_of * 100
        values = (
            mark.student, mark.raw, mark.penalty, mark.value, mark.rounded, mark.out_of,
            band_of(given, course) if given is not None and course else "", mark.late,
            " ".join([mark.why + "." if mark.why else "", *borders(mark, course)]).strip(),
        )  # fmt: skip
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def _write_working(root: Path, assignment: str, rows: list[dict[str, Any]]) -> None:
    """``marks/<assignment>.csv`` and ``.json``: the working behind every mark, for the tutor and the external examiner."""
    folder = root / "marks"
    folder.mkdir(parents=True, exist_ok=True)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow("" if value is None else guarded(value) if isinstance(value, str) else shown(value) for value in row.values())  # fmt: skip
    (folder / f"{assignment}.csv").write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    data = json.dumps({"assignment": assignment, "marks": rows}, ensure_ascii=False, indent=1)
    (folder / f"{assignment}.json").write_text(data + "\n", encoding="utf-8")


__all__ = ["Mark", "Marks", "Vle", "band_of", "borders", "lines_about", "marks_of", "rows_of", "write_marks", "written"]
