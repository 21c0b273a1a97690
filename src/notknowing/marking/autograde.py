"""Mark every submission of an assignment, and say in a line each what needs a person.

Three stages (see ``sealed``): preflight here, running on warm sealed workers, recording here by one writer with nbgrader's
own rules. One failure never stops the others. What was marked before and has not changed since is not marked again, so
that a tutor's marks and comments stay as they are; a run that was cut short goes on where it stopped.

``unsafe`` marks with stock nbgrader instead, one student at a time, every line of every submission running as the tutor.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from notknowing.marking.kept import Given
from notknowing.marking.nbgrader_room import (
    autograde_one,
    course_of,
    reach_the_gradebook,
    register,
    settings,
)
from notknowing.marking.places import Place, log, note, read_record, students_with
from notknowing.marking.preflight import check
from notknowing.marking.regrading import Regraded, compare, seen
from notknowing.marking.rows import STOPPED_HERE, Report, Row, flag, key_of, late_line, points_row
from notknowing.marking.rows import safety_lines as _safety

__all__ = ["Report", "Row", "autograde"]

NOT_SEALED = (
    "Not sealed: every line of every submission ran as you, with your files and your network. "
    "Mark on Linux with bubblewrap to seal it."
)
ONE_VERSION = (
    "Without a seal every submission is marked by what is in solutions now, also work that was made with another version "
    "of {}. To mark each by its own version, mark it sealed."
)


def autograde(
    assignment: str,
    root: Path | str,
    on_progress: Callable[[int, int, Row], None] | None = None,
    force: bool = False,
    workers: int | None = None,
    unsafe: bool = False,
    cluster: str | None = None,
) -> Report:
    """Mark an assignment for everybody who handed it in.

    Args:
        assignment: for instance ``a1``.
        root: the marking folder, with ``solutions/`` and ``submitted/``.
        on_progress: called after each student with (number done, number in all, the row), in the order they finish.
        force: mark again what has not changed.
        workers: how many submissions run at once; as many as there are processors when not given.
        unsafe: run submissions without a seal, as the tutor.
        cluster: the address of a Dask scheduler, to run submissions on its workers and not here; they are sealed there.

    Raises:
        MarkingError: there is no such assignment, submissions cannot be sealed here and ``unsafe`` was not said, there
            is no cluster that can mark, or the gradebook is on a server that cannot be reached.
    """
    root = Path(root).absolute()
    reach_the_gradebook(root)
    if not unsafe:
        from notknowing.marking.sealed.rounds import mark_sealed

        return mark_sealed(assignment, root, on_progress, force, workers, cluster=cluster)
    config = settings(root)
    report = Report(assignment, lines=[*register(root, assignment, config), NOT_SEALED])
    students = students_with(root, assignment)
    given = Given(root, assignment, students)
    report.lines += [ONE_VERSION.format(assignment)] if given.earlier() else []
    course = course_of(root)
    for number, student in enumerate(students, start=1):
        row = _mark(Place(root, assignment, student), config, course, force, given.without_a_seal(student))
        report.rows.append(row)
        if on_progress:
            on_progress(number, len(students), row)
    return report


def _mark(place: Place, config: Any, course: Any, force: bool, said: list[str]) -> Row:
    started = time.perf_counter()
    checked = check(place.assignment, place.root, place.student)
    if checked.status == "set_aside":
        row = Row(place.student, "set aside", person=checked.lines)
        # What was marked before was an earlier attempt; its marks must not go out for this one.
        shutil.rmtree(place.autograded, ignore_errors=True)
    else:
        row = _run(place, config, force)
        row.person = list(dict.fromkeys([*said, *_safety(place, course), *checked.person, *row.person]))
        row.remarks = [line for line in [*checked.lines, *row.remarks] if line not in row.person]
        row.remarks += late_line(place, course)
        if row.person and row.again and row.status == "graded":
            flag(place)
    row.seconds = round(time.perf_counter() - started, 2)
    return row


def _run(place: Place, config: Any, force: bool) -> Row:
    """Run nbgrader on one submission unless its result is still good, and read the result back."""
    key = key_of(place)
    notes = read_record(place.notes)
    fresh = not force and place.marked_notebook.is_file() and notes.get("key") == key
    if not fresh:
        before = seen(place)
        outcome = autograde_one(place.root, place.assignment, place.student, config)
        if not outcome.ok or not place.marked_notebook.is_file():
            log(place.root, f"{place.student}, {place.assignment}\n{outcome.log}")
            return Row(place.student, "failed", person=[STOPPED_HERE])
        note(place.autograded, place.assignment, key=key)
        changed = Regraded()
        compare(place, before, changed)
        note(place.autograded, place.assignment, person=changed.lines(), remarks=changed.remarks())
        notes = read_record(place.notes)
    row = points_row(place)
    row.person, row.remarks, row.again = notes.get("person", []), notes.get("remarks", []), not fresh
    return row
