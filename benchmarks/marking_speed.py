"""How long marking A1 takes: this package's sealed run, stock ``nbgrader autograde``, and bare nbclient as the floor.

Every runner marks the same synthetic class in a folder of its own, one after the other in one session, started from a
prompt like any command: start-up, preflight, running and recording are all counted. Marks of the first two are compared
cell by cell. Memory is the proportional set size of the whole tree of processes, looked at twice a second.

    python benchmarks/marking_speed.py 20 60 --repeats 3 --table docs/speed.md

The table in ``docs/speed.md`` between its two marks is replaced when ``--table`` is given.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psutil
from nbgrader.api import Gradebook

from notknowing.marking.cohort import cohort, write
from notknowing.marking.demo import SEED, prepare_folder

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
SCRIPTS = Path(sys.executable).parent
BARE = """
import sys, os
from pathlib import Path
import nbformat
from nbclient import NotebookClient
os.environ["NBGRADER_EXECUTION"] = "autograde"
for path in sorted(Path(sys.argv[1]).glob("submitted/*/a1/a1.ipynb")):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=60, allow_errors=True, shutdown_kernel="immediate",
                   resources={"metadata": {"path": str(path.parent)}}).execute()
"""


@dataclass
class Run:
    """One runner on one class: seconds of wall clock, and peak memory in MB, of everything and of the largest worker."""

    seconds: float
    memory: float
    worker: float
    load: float


@dataclass
class Runner:
    """A way to mark: its name, its command in a marking folder, and what it took."""

    name: str
    command: list[str]
    runs: dict[int, list[Run]] = field(default_factory=lambda: defaultdict(list))
    marks: dict[int, dict] = field(default_factory=dict)


def runners(workers: int) -> list[Runner]:
    """The three that are compared."""
    return [
        Runner("this package, sealed", [str(SCRIPTS / "notknowing"), "autograde", "a1", "--workers", str(workers), "--json"]),
        Runner("stock nbgrader autograde", [str(SCRIPTS / "nbgrader"), "autograde", "a1"]),
        Runner("bare nbclient (no marks)", [sys.executable, "-c", BARE, "."]),
    ]  # fmt: skip


def handed_in(root: Path, students: int) -> None:
    """A marking folder with a synthetic class whose files are undamaged."""
    course = prepare_folder(root)
    due = next(task.due for task in course.module.assignments if task.id == "a1")
    chance = random.Random(SEED)
    for person in cohort(students, due.replace(tzinfo=None), SEED):
        if person.kind not in ("full", "partial", "silent", "empty"):
            person.kind = "full"
        own = root / "submitted" / person.name / "a1"
        own.mkdir(parents=True)
        shutil.copy2(root / "exercises" / "a1" / "a1.ipynb", own)
        write(course, person, own, chance)
        for path in own.iterdir():
            if path.name not in ("a1.ipynb", "a1.responses.json"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    subprocess.run(
        [str(SCRIPTS / "nbgrader"), "generate_assignment", "a1", "--force"], cwd=root, check=True, capture_output=True, env=environment()
    )  # fmt: skip


def environment() -> dict[str, str]:
    """The environment activated, as nbgrader needs it."""
    return {**os.environ, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}"}


def timed(command: list[str], root: Path) -> Run:
    """Run a command to its end."""
    started = time.perf_counter()
    with (root / "benchmark.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=root, stdout=log, stderr=subprocess.STDOUT, env=environment())
    peak = [0.0, 0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - started
    watcher.join()
    if code != 0:
        sys.exit(f"{command} ended with {code}; see {root / 'benchmark.log'}")
    return Run(seconds, peak[0], peak[1], os.getloadavg()[0])


def _watch(process: subprocess.Popen, peak: list[float]) -> None:
    while process.poll() is None:
        total, largest = 0.0, 0.0
        for one in _tree(process.pid):
            try:
                size = one.memory_full_info().pss / 2**20
            except (psutil.Error, OSError):
                continue
            total += size
            if one.pid != process.pid:
                largest = max(largest, size)
        peak[0], peak[1] = max(peak[0], total), max(peak[1], largest)
        time.sleep(0.5)


def _tree(pid: int) -> list[psutil.Process]:
    try:
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    except psutil.Error:
        return []


def marks_in(root: Path) -> dict:
    """Every automatic and manual mark, comment and state in the gradebook of a folder."""
    found = {}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for submission in book.assignment_submissions("a1"):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    found[submission.student.id, grade.name] = (grade.auto_score, grade.manual_score, grade.needs_manual_grade)  # fmt: skip
                for comment in notebook.comments:
                    found[submission.student.id, "comment", comment.name] = comment.auto_comment
    return found


def table(sizes: list[int], found: list[Runner], workers: int) -> str:
    """The results in Markdown."""
    ours, stock = found[0], found[1]
    lines = [
        f"Measured on {date.today():%d %B %Y}: {os.cpu_count()} processors, {platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, {workers} workers; load average before and during the runs "
        f"{min(run.load for one in found for runs in one.runs.values() for run in runs):.1f} to "
        f"{max(run.load for one in found for runs in one.runs.values() for run in runs):.1f} (everything above {os.cpu_count()} is waiting).",
        "",
        "| submissions | runner | seconds (median) | per submission | times as fast as stock | peak memory, all | largest process below the command |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for size in sizes:
        base = statistics.median(run.seconds for run in stock.runs[size])
        for one in found:
            runs = one.runs[size]
            seconds = statistics.median(run.seconds for run in runs)
            lines.append(
                f"| {size} | {one.name} | {seconds:.1f} | {seconds / size:.2f} s | {base / seconds:.1f} | "
                f"{max(run.memory for run in runs):.0f} MB | {max(run.worker for run in runs):.0f} MB |"
            )
        same = sum(ours.marks[size].get(key) == mark for key, mark in stock.marks[size].items())
        lines.append(
            f"| {size} | marks, comments and states equal to stock's | {same} of {len(stock.marks[size])} | | | | |"
        )
    repeats = {len(runs) for one in found for runs in one.runs.values()}
    return "\n".join([*lines, "", f"Runs of each: {max(repeats)}."])


def main() -> None:
    """Measure and print; write the table where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[20, 60])
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--table", type=Path, help="a Markdown file with the two marks of the table in it")
    asked = parser.parse_args()
    found = runners(asked.workers)
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            template = Path(folder) / "template"
            handed_in(template, size)
            for turn in range(asked.repeats):
                for one in found:
                    root = Path(folder) / f"run-{turn}-{found.index(one)}"
                    shutil.copytree(template, root)
                    one.runs[size].append(timed(one.command, root))
                    print(size, one.name, one.runs[size][-1], flush=True)
                    if one is not found[2]:
                        one.marks[size] = marks_in(root)
                    shutil.rmtree(root)
    text = table(asked.sizes, found, asked.workers)
    print(text)
    if asked.table:
        page = asked.table.read_text("utf-8")
        head, _, rest = page.partition(BEGIN)
        asked.table.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
