"""The module mark: the marks of the assignments as they were given out, weighted as ``module.yml`` says.

Each assignment's mark is the whole number that the student has seen, so that anybody can work the module mark out again.
It is rounded once, half up. While weights are missing from 100, or a mark is, there is none.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notknowing.course import Course
from notknowing.marking.marks import Mark, band_of, marks_of
from notknowing.marking.nbgrader_room import course_of
from notknowing.marking.places import MarkingError, students_with
from notknowing.marking.rounding import half_up, shown
from notknowing.marking.signature import unsigned
from notknowing.marking.tables import guarded


@dataclass(frozen=True)
class ModuleMark:
    """One student's marks out of 100 by assignment, and the module mark; None where there is none, and ``why``."""

    student: str
    marks: dict[str, int | None]
    unrounded: float | None
    value: int | None
    band: str
    why: str = ""


@dataclass
class ModuleMarks:
    """Everybody's, with the weights they rest on and what is to be said of them."""

    weights: dict[str, int]
    pass_mark: int
    rows: list[ModuleMark] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            "weights": self.weights,
            "pass_mark": self.pass_mark,
            "lines": self.lines,
            "students": [
                {
                    "student": one.student,
                    "marks": one.marks,
                    "unrounded": one.unrounded,
                    "module_mark": one.value,
                    "band": one.band,
                    "passed": None if one.value is None else one.value >= self.pass_mark,
                    "why": one.why,
                }
                for one in self.rows
            ],
        }


def module_marks(root: Path | str) -> ModuleMarks:
    """Everybody's module mark, in order of the students' folders.

    Raises:
        MarkingError: the course cannot be read, gives no weights, or nothing has been collected.
    """
    root = Path(root).absolute()
    course = course_of(root)
    if course is None:
        raise MarkingError("The course cannot be read, so the weights are not known. Nothing was changed. Run: notknowing check")  # fmt: skip
    weights = {task.id: task.weight for task in course.module.assignments if task.weight}
    if not weights:
        raise MarkingError("module.yml gives no assignment a weight, so there is no module mark. Nothing was changed.")
    found = {assignment: marks_of(assignment, root) for assignment in weights}
    students = sorted({student for assignment in weights for student in students_with(root, assignment)})
    if not students:
        raise MarkingError("Nobody's work has been collected yet, so there is no module mark. Nothing was changed.")
    result = ModuleMarks(weights, course.module.pass_mark)
    result.rows = [one_of(student, {name: marks.get(student) for name, marks in found.items()}, weights, course) for student in students]  # fmt: skip
    result.lines = _lines(result, root, course)
    return result


def one_of(student: str, marks: dict[str, Mark | None], weights: dict[str, int], course: Course) -> ModuleMark:
    """One student's module mark.

    Args:
        student: whose.
        marks: the mark of each assignment; None for what was not handed in.
        weights: in per cent, by assignment.
        course: for the bands.
    """
    given = {name: out_of_100(mark) for name, mark in marks.items()}
    whys = [f"{name}: {mark.why if mark else 'nothing was handed in'}" for name, mark in marks.items() if given[name] is None]  # fmt: skip
    total = sum(weights.values())
    if total != 100:
        whys.append(f"the weights add up to {total} and not to 100")
    if whys:
        return ModuleMark(student, given, None, None, "", "; ".join(whys))
    exact = sum(given[name] * weights[name] for name in weights) / 100
    value = int(half_up(exact))
    return ModuleMark(student, given, exact, value, band_of(value, course), _border(exact, value, course))


def out_of_100(mark: Mark | None) -> int | None:
    """An assignment's mark out of 100 as it was given out; None where there is none."""
    if mark is None or mark.value is None or not mark.out_of:
        return None
    return int(half_up(mark.rounded / mark.out_of * 100))


def _border(exact: float, value: int, course: Course) -> str:
    before, after = band_of(exact, course), band_of(value, course)
    return "" if before == after else f"{shown(exact)} is rounded to {value}, which is in another band ({after})"


def _lines(result: ModuleMarks, root: Path, course: Course) -> list[str]:
    said = " and ".join(f"{name} {weight}%" for name, weight in result.weights.items())
    lines = [
        f"Weights: {said}. Each assignment counts with the whole number that was given out; the module mark is rounded once, half up: 59.5 becomes 60."
    ]
    if sum(result.weights.values()) != 100:
        lines.append(f"The weights in module.yml add up to {sum(result.weights.values())}, so there are no module marks yet.")  # fmt: skip
    lines += [f"{waits} These marks are provisional." for waits in (unsigned(one, root, course) for one in result.weights) if waits]  # fmt: skip
    return lines


def write_module_marks(root: Path | str, found: ModuleMarks) -> Path:
    """Write ``marks/module.csv``: a row for each student, no 0 where there is no mark."""
    path = Path(root).absolute() / "marks" / "module.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["student", *found.weights, "unrounded", "module mark", "band", "note"])
    for row in table_of(found):
        writer.writerow([guarded(cell) for cell in row])
    path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    return path


def table_of(found: ModuleMarks) -> list[list[str]]:
    """Everybody's row in words: student, a column for each assignment, unrounded, module mark, band, note."""
    return [
        [
            one.student,
            *("" if mark is None else str(mark) for mark in one.marks.values()),
            "" if one.unrounded is None else shown(one.unrounded),
            "" if one.value is None else str(one.value),
            one.band,
            one.why,
        ]
        for one in found.rows
    ]
