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
from sqlalchemy import text

from notknowing.marking.kept import By, Given, version_key
from notknowing.marking.nbgrader_room import course_of, hushed, settings
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
from notknowing.marking.rows import STOPPED_HERE, Report, Row, flag, late_line, points_row, safety_lines
from notknowing.marking.sealed import decisions, seal
from notknowing.marking.sealed.cluster import Cluster
from notknowing.marking.sealed.earlier import Earlier, earlier
from notknowing.marking.sealed.jobs import AND_SO, STOPPED, Job, Result
from notknowing.marking.sealed.limits import Limits
from notknowing.marking.sealed.probe import probe
from notknowing.marking.sealed.provisioner import files_of
from notknowing.marking.sealed.stages import STAGING, OneGradebook, Stages, clear, one_gradebook, put, staged
from notknowing.marking.sealed.workers import Workers, usual_number

Progress = Callable[[int, int, Row], None]
FOUND_BY = (
    ("grade", "notebook_id"), ("comment", "notebook_id"), ("submitted_notebook", "assignment_id"),
    ("submitted_assignment", "student_id"),
)  # fmt: skip
"""Columns of nbgrader's tables by which rows are looked up for every submission."""


def mark_sealed(
    assignment: str,
    root: Path,
    on_progress: Progress | None = None,
    force: bool = False,
    workers: int | None = None,
    limits: Limits | None = None,
    cluster: str | None = None,
) -> Report:
    """Mark an assignment, every submission in a sealed kernel: on this computer, or on a Dask cluster.

    Args:
        assignment, root, on_progress, force, workers: as for ``autograde``.
        limits: of one submission; the usual ones when not given.
        cluster: the address of a Dask scheduler. The checks and the recording stay here.

    Raises:
        NoSeal: submissions cannot be sealed here; nothing has been run or changed.
        MarkingError: there is no such assignment, or no cluster that can mark.
    """
    if cluster is None:
        seal.in_principle()
    config = settings(root)
    limits = limits or limits_of(config)
    students = students_with(root, assignment)
    given = Given(root, assignment, students)
    with contextlib.ExitStack() as stack:
        pool, ready = _hands(stack, root, assignment, _to_run(given, given.now(), force), workers, limits, cluster)
        report = Report(assignment, lines=given.register(config))  # while it loads
        report.lines += given.lines()
        _say_sealed(report, ready())
        with one_gradebook(root, config) as book:
            _index(book)
            given.look_at_the_gradebook(book)
            one = Round(root, assignment, config, book, force, limits, report, on_progress, given)
            one.run(given.now(), pool)
            stack.close()
            for version, names in given.earlier().items():
                with earlier(root, assignment, version) as one.then, contextlib.ExitStack() as hands:
                    to_run = _to_run(given, names, force)
                    pool, ready = _hands(hands, one.then.root, assignment, to_run, workers, limits, cluster)
                    _say_sealed(report, ready())
                    one.run(names, pool)
    clear(root, assignment)
    report.rows.sort(key=lambda row: row.student)
    return report


def _hands(
    stack: contextlib.ExitStack, root: Path, assignment: str, to_run: int, workers: int | None, limits: Limits,
    cluster: str | None,
) -> tuple[Workers | Cluster | None, Callable[[], str]]:  # fmt: skip
    """What runs submissions, and a function that waits for it and says how they are sealed; None when none has to run."""
    if not to_run:
        return None, str
    if cluster is not None:
        pool = stack.enter_context(Cluster(cluster, root, imports_of(root, assignment), limits))
        return pool, pool.ready
    nursery = stack.enter_context(seal.nursery(root, imports_of(root, assignment)))

    def ready() -> str:
        nursery.wait()
        return probe(nursery, root, limits).line

    return stack.enter_context(Workers(min(workers or usual_number(), to_run), nursery.run)), ready


def _say_sealed(report: Report, line: str) -> None:
    if line and not report.seal:
        report.seal = line
        report.lines.append(line)


def _to_run(given: Given, students: list[str], force: bool) -> int:
    places = {student: Place(given.root, given.assignment, student) for student in students}
    return sum(not given.by[one].refused and (force or not is_marked(places[one], given.by[one])) for one in students)


def is_marked(place: Place, by: By) -> bool:
    """Whether a submission is marked, or set aside, as it stands, so that there is nothing to run."""
    known = read_record(place.originals / RECORD)
    if known.get("files") == fingerprint(place.submitted) and known["checked"]["status"] == "set_aside":
        return True
    return place.marked_notebook.is_file() and read_record(place.notes).get("key") == version_key(place, by)


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


def _index(book: OneGradebook) -> None:
    """Let the gradebook find one submission's rows without reading everybody's: nbgrader has no index for that."""
    if book.engine.dialect.name in ("sqlite", "postgresql"):
        for table, column in FOUND_BY:
            book.db.execute(text(f"CREATE INDEX IF NOT EXISTS {table}_by_{column} ON {table} ({column})"))
        book.commit()


class Round:
    """One run over a class. ``jobs`` makes submissions ready, ``take`` records what came of them."""

    def __init__(
        self, root: Path, assignment: str, config: Any, book: OneGradebook, force: bool, limits: Limits, report: Report,
        on_progress: Progress | None, given: Given,
    ):  # fmt: skip
        self.root, self.assignment, self.book, self.force, self.limits = root, assignment, book, force, limits
        self.report, self.on_progress, self.given = report, on_progress, given
        self.stages = Stages(root, assignment, config)
        self.course = course_of(root)
        self.begun: dict[str, Begun] = {}
        self.then: Earlier | None = None
        """The marking folder as it was with an earlier version, while work made with that is marked."""

    def run(self, students: list[str], pool: Workers | Cluster | None) -> None:
        """Mark some students, with what runs those that have to run."""
        jobs = self.jobs(students)
        for result in pool.run(jobs) if pool is not None else []:
            self.take(result)
        for _ in jobs:
            raise AssertionError("a submission that needed no run asked for one")
        self.report.lines += pool.lines if isinstance(pool, Cluster) else []

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
        place, by, then = begun.place, self.given.by[begun.place.student], self.then
        if by.refused:
            return self._refuse(begun, by)
        root, course, stages = (then.root, then.course, then.stages) if then else (self.root, self.course, self.stages)
        checked = check(self.assignment, root, place.student)
        if checked.status == "set_aside":
            # What was marked before was an earlier attempt; its marks must not go out for this one.
            shutil.rmtree(place.autograded, ignore_errors=True)
            self._finish(Row(place.student, "set aside", person=checked.lines), begun)
            return None
        begun.person = [*by.person, *safety_lines(place, course), *checked.person]
        begun.remarks = [*by.remarks, *checked.lines, *own_code(Place(root, self.assignment, place.student))]
        begun.key = version_key(place, by)
        if not self.force and place.marked_notebook.is_file() and read_record(place.notes).get("key") == begun.key:
            self._finish_marked(begun, again=False)
            return None
        kept = read_record(self._journal(place))
        if kept.get("key") == begun.key and not self.force:
            begun.before = {name: Seen(**one) for name, one in kept["before"].items()}
            stages.ready(place.student)
            self._record(begun, Result(**kept["result"]))
            return None
        begun.before = seen(place)
        notebook = stages.ready(place.student)
        self.book.commit()
        files = {name: data for name, data in files_of(notebook.parent).items() if not name.endswith(".tutor.json")}
        return Job(place.student, notebook.read_text("utf-8"), files, self.limits)

    def _refuse(self, begun: Begun, by: By) -> None:
        """Set aside what can be marked by no version; what was marked before stays while it is of the same submission."""
        begun.person = [by.refused]
        if is_marked(begun.place, by) and begun.place.marked_notebook.is_file():
            self._finish_marked(begun, again=False)
        else:
            shutil.rmtree(begun.place.autograded, ignore_errors=True)
            self._finish(Row(begun.place.student, "set aside", person=begun.person), begun)

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
        version = self.given.by[place.student].version
        note(here.autograded, self.assignment, key=begun.key, withheld=withheld.points, person=person)
        note(here.autograded, self.assignment, version=version.version if version else None)
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
            self.on_progress(len(self.report.rows), len(self.given.by), row)


class Begun:
    """A submission on its way."""

    def __init__(self, place: Place, started: float):
        self.place, self.started = place, started
        self.key = ""
        self.before: dict[str, Seen] = {}
        self.person: list[str] = []
        self.remarks: list[str] = []
