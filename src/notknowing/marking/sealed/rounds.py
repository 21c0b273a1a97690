"""A marking round: every submission through the three stages, and nothing twice or lost when it is cut short.

In ``.marking`` beside ``autograded`` lies what is on its way. As soon as a submission has run, its result is kept there;
then everything about it is recorded in one transaction, and its marked copy moves to ``autograded`` last. Whenever a
round ends in between, the next one goes on from there: what has run is not run again, and what was recorded is recorded
again with the same outcome.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat

from notknowing.marking.nbgrader_room import course_of, hushed, register, settings
from notknowing.marking.places import (
    Place,
    fingerprint,
    log,
    master_notebook,
    note,
    read_record,
    students_with,
    write_record,
)
from notknowing.marking.preflight import RECORD, check
from notknowing.marking.reading import quiet
from notknowing.marking.regrading import Regraded, Seen, compare, seen
from notknowing.marking.rows import STOPPED_HERE, Report, Row, flag, key_of, late_line, points_row, safety_lines
from notknowing.marking.sealed import decisions, seal
from notknowing.marking.sealed.jobs import AND_SO, STOPPED, Job, Result
from notknowing.marking.sealed.limits import Limits
from notknowing.marking.sealed.probe import probe
from notknowing.marking.sealed.provisioner import files_of
from notknowing.marking.sealed.stages import STAGING, OneGradebook, Stages, clear, one_gradebook, put, staged
from notknowing.marking.sealed.workers import Workers, usual_number

Progress = Callable[[int, int, Row], None]


def mark_sealed(
    assignment: str,
    root: Path,
    on_progress: Progress | None = None,
    force: bool = False,
    workers: int | None = None,
    limits: Limits | None = None,
) -> Report:
    """Mark an assignment, every submission in a sealed kernel.

    Raises:
        NoSeal: submissions cannot be sealed here; nothing has been run or changed.
        MarkingError: there is no such assignment.
    """
    seal.in_principle()
    config = settings(root)
    limits = limits or limits_of(config)
    students = students_with(root, assignment)
    with contextlib.ExitStack() as stack:
        nursery, pool = None, None
        to_run = sum(force or not is_marked(Place(root, assignment, student)) for student in students)
        if to_run:  # loads while the assignment is registered
            nursery = stack.enter_context(seal.nursery(root, imports_of(root, assignment)))
            pool = stack.enter_context(Workers(min(workers or usual_number(), to_run), nursery.run))
        report = Report(assignment, lines=register(root, assignment, config))
        if nursery is not None:
            nursery.wait()
            report.seal = probe(nursery, root, limits).line
            report.lines.append(report.seal)
        with one_gradebook(root, config) as book:
            one = Round(root, assignment, config, book, force, limits, report, on_progress, len(students))
            jobs = one.jobs(students)
            for result in pool.run(jobs) if pool is not None else []:
                one.take(result)
            for _ in jobs:
                raise AssertionError("a submission that needed no run asked for one")
    clear(root, assignment)
    report.rows.sort(key=lambda row: row.student)
    return report


def is_marked(place: Place) -> bool:
    """Whether a submission is marked, or set aside, as it stands, so that there is nothing to run."""
    known = read_record(place.originals / RECORD)
    if known.get("files") == fingerprint(place.submitted) and known["checked"]["status"] == "set_aside":
        return True
    return place.marked_notebook.is_file() and read_record(place.notes).get("key") == key_of(place)


def limits_of(config: Any) -> Limits:
    """The usual limits, with nbgrader's own setting for how long a cell may run."""
    seconds = config.Execute.get("timeout", 30)
    return Limits(cell_seconds=seconds, notebook_seconds=max(3 * seconds, 120), cpu_seconds=max(3 * seconds, 120))


def imports_of(root: Path, assignment: str) -> list[str]:
    """What the assignment's own notebook imports, so that it is loaded once and not for every submission."""
    path = root / "solutions" / assignment / f"{assignment}.ipynb"
    if not path.is_file():
        return []
    with quiet():
        sources = "\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code")
    found = set(re.findall(r"^\s*import\s+([\w.]+)", sources, re.MULTILINE))
    for module, names in re.findall(r"^\s*from\s+([\w.]+)\s+import\s+([\w, ]+)", sources, re.MULTILINE):
        found |= {module, *(f"{module}.{name.strip()}" for name in names.split(","))}
    return sorted(found)


def own_code(place: Place) -> list[str]:
    """Lines about what a page has that was not given out and could act. They ask for nobody: students may add cells."""
    master = master_notebook(place.root, place.assignment)
    if master is None:
        return []
    with quiet():
        cells = nbformat.read(place.notebook, as_version=4).cells
    given = {cell.source.strip() for cell in master.cells}
    asked = {cell.id for cell in master.cells if cell.metadata.get("nbgrader", {}).get("solution")}
    added = [one for one in cells if one.source.strip() and one.source.strip() not in given and one.id not in asked]
    code = sum(one.cell_type == "code" and not one.metadata.get("nbgrader", {}).get("solution") for one in added)
    lines = []
    if code == 1:
        lines.append("The page has a cell of code that was not given out; it was sealed like the rest.")
    elif code:
        lines.append(f"The page has {code} cells of code that were not given out; they were sealed like the rest.")
    if any(one.cell_type == "markdown" and "<script" in one.source.lower() for one in added):
        lines.append("A script stands in the text of the page. It is shown and never run.")
    return lines


class Round:
    """One run over a class. ``jobs`` makes submissions ready, ``take`` records what came of them."""

    def __init__(
        self, root: Path, assignment: str, config: Any, book: OneGradebook, force: bool, limits: Limits, report: Report,
        on_progress: Progress | None, everybody: int,
    ):  # fmt: skip
        self.root, self.assignment, self.book, self.force, self.limits = root, assignment, book, force, limits
        self.report, self.on_progress, self.everybody = report, on_progress, everybody
        self.stages = Stages(root, assignment, config)
        self.course = course_of(root)
        self.begun: dict[str, Begun] = {}

    # -- stage one -----------------------------------------------------------------------------------------------

    def jobs(self, students: list[str]) -> Iterator[Job]:
        """Each submission that has to run, made ready. The others are finished on the way."""
        for student in students:
            started = time.perf_counter()
            begun = Begun(Place(self.root, self.assignment, student), started)
            with hushed() as kept:
                try:
                    job = self._begin(begun)
                except Exception:
                    self._give_up(begun, f"{kept.getvalue()}\n{traceback.format_exc()}")
                    continue
            if job is not None:
                self.begun[student] = begun
                yield job

    def _begin(self, begun: Begun) -> Job | None:
        place = begun.place
        checked = check(self.assignment, self.root, place.student)
        if checked.status == "set_aside":
            # What was marked before was an earlier attempt; its marks must not go out for this one.
            shutil.rmtree(place.autograded, ignore_errors=True)
            self._finish(Row(place.student, "set aside", person=checked.lines), begun)
            return None
        begun.person = [*safety_lines(place, self.course), *checked.person]
        begun.remarks = [*checked.lines, *own_code(place)]
        begun.key = key_of(place)
        if not self.force and place.marked_notebook.is_file() and read_record(place.notes).get("key") == begun.key:
            self._finish_marked(begun, again=False)
            return None
        kept = read_record(self._journal(place))
        if kept.get("key") == begun.key and not self.force:
            begun.before = {name: Seen(**one) for name, one in kept["before"].items()}
            self.stages.ready(place.student)
            self._record(begun, Result(**kept["result"]))
            return None
        begun.before = seen(place)
        notebook = self.stages.ready(place.student)
        self.book.commit()
        files = {name: data for name, data in files_of(notebook.parent).items() if not name.endswith(".tutor.json")}
        return Job(place.student, notebook.read_text("utf-8"), files, self.limits)

    def _journal(self, place: Place) -> Path:
        return self.root / STAGING / place.student / f"{self.assignment}.json"

    # -- stage three ---------------------------------------------------------------------------------------------

    def take(self, result: Result) -> None:
        """Record one result."""
        begun = self.begun.pop(result.key)
        with hushed() as kept:
            try:
                if result.failed:
                    raise RuntimeError(result.failed)
                before = {name: asdict(one) for name, one in begun.before.items()}
                write_record(self._journal(begun.place), {"key": begun.key, "before": before, "result": asdict(result)})
                self._record(begun, result)
            except Exception:
                self._give_up(begun, f"{kept.getvalue()}\n{traceback.format_exc()}")

    def _record(self, begun: Begun, result: Result) -> None:
        place = begun.place
        here = staged(self.root, self.assignment, place.student)
        self.stages.record(place.student, result.notebook)
        changed = Regraded()
        compare(here, begun.before, changed)
        person, remarks = changed.lines(), changed.remarks()
        if result.stopped is not None:
            person.append(f"{STOPPED[result.stopped]} {AND_SO}")
        withheld = decisions.withhold(self.book, place, result.withheld, begun.key)
        person += withheld.person
        note(here.autograded, self.assignment, key=begun.key, withheld=withheld.points, person=person)
        note(here.autograded, self.assignment, remarks=remarks + withheld.remarks)
        if begun.person or read_record(here.notes).get("person"):
            flag(place)
        self.book.commit()
        put(place)
        self._journal(place).unlink(missing_ok=True)
        self._finish_marked(begun, again=True)

    # -- rows ----------------------------------------------------------------------------------------------------

    def _finish_marked(self, begun: Begun, again: bool) -> None:
        notes = read_record(begun.place.notes)
        row = points_row(begun.place)
        row.again = again
        row.person = list(dict.fromkeys([*begun.person, *notes.get("person", [])]))
        row.remarks = [line for line in [*begun.remarks, *notes.get("remarks", [])] if line not in row.person]
        row.remarks += late_line(begun.place, self.course)
        self._finish(row, begun)

    def _give_up(self, begun: Begun, why: str) -> None:
        """Leave one submission unmarked, as it was before."""
        self.book.db.rollback()
        log(self.root, f"{begun.place.student}, {self.assignment}\n{why}")
        self._finish(Row(begun.place.student, "failed", person=[STOPPED_HERE]), begun)

    def _finish(self, row: Row, begun: Begun) -> None:
        row.seconds = round(time.perf_counter() - begun.started, 2)
        self.report.rows.append(row)
        if self.on_progress:
            self.on_progress(len(self.report.rows), self.everybody, row)


class Begun:
    """A submission on its way."""

    def __init__(self, place: Place, started: float):
        self.place, self.started = place, started
        self.key = ""
        self.before: dict[str, Seen] = {}
        self.person: list[str] = []
        self.remarks: list[str] = []
