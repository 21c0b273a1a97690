"""How long marking A1 takes: this package's sealed run, stock ``nbgrader autograde``, otter-grader without Docker if
there is one, and bare nbclient as the floor.

Every runner marks the same synthetic class in a folder of its own, one after the other in one session, started from a
prompt like any command: start-up, checks, running and recording are all counted, and what a tutor does once for an
assignment (``nbgrader generate_assignment``, ``otter generate``) is not. Marks are compared cell by cell. Memory is
the proportional set size of the whole tree of processes, looked at twice a second.

    python benchmarks/marking_speed.py 20 60 --repeats 3 --table docs/speed.md [--otter PYTHON]

The table in ``docs/speed.md`` between its two marks is replaced when ``--table`` is given.

otter-grader is no dependency of this project. ``PYTHON`` is a Python in an environment of its own, made in another folder
(otter 7 wants an older wrapt than the versions pinned here):

    uv venv otter && uv pip install --python otter/bin/python 'otter-grader[grading]>=7' -e PATH/TO/THIS/REPOSITORY

What its row is: ``otter.api.grade_submission``, otter's documented way without Docker, on one zip (notebook and saved
words) after another in one process. It runs every cell of the submitted notebook in a new kernel and then a test file
for each of the four counted cells, whose code is the cell of ``solutions/a1`` with its hidden tests. An otter test case
is passed or not, so a mark in steps is written as that many cases: half a turn each for the coding. What it is not: it
does not mend or check what was handed in, does not put the words of parts C and D in front of a person, keeps no
gradebook and no marked notebook, and contains nothing: every line of a submission runs as you. ``otter grade`` marks in
parallel and needs Docker; it is not measured here.
"""

from __future__ import annotations

import argparse
import json
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
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import nbformat
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
OTTER = """
import json, os, sys
from pathlib import Path
from otter.api import grade_submission
os.environ["NBGRADER_EXECUTION"] = "autograde"
marks = {}
for path in sorted(Path("otter/submitted").glob("*.zip")):
    found = grade_submission(str(path), "otter/autograder.zip", quiet=True)
    if found.has_catastrophic_failure():
        sys.exit(f"{path.stem}: {found.catastrophic_error}")
    outputs = [output for cell in found.notebook.cells for output in cell.get("outputs", [])]
    if wrong := [output.evalue for output in outputs if output.output_type == "error"]:
        sys.exit(f"{path.stem}: a cell did not run: {wrong}")
    marks[path.stem] = {name: one.score for name, one in found.results.items()}
Path("otter/marks.json").write_text(json.dumps(marks))
"""
OTTER_TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
CELL = compile({source!r}, name, "exec")
earned = []


def step(number):
    def test(env):
        if not earned:
            earned.append(0)  # an error in the cell is met once, and not once for every case
            exec(CELL, env)
            earned[0] = env["result"].points
        assert earned[0] > number * {worth!r} - 0.006, "not earned"
    return test


for number in range(1, {steps} + 1):
    globals()[f"case_{{number}}"] = test_case(points={worth!r}, hidden=True)(step(number))
"""
STEPS = {"a1-coding": 48, "a1-table": 4, "a1-kappa": 1, "a1-located": 2}
"""In how many equal steps the marks of each counted cell come: half turns, counts, all or nothing, turns."""


@dataclass
class Run:
    """One runner on one class: seconds of wall clock, peak memory in MB (all, largest worker), load before and after."""

    seconds: float
    memory: float
    worker: float
    load: tuple[float, float]


@dataclass
class Runner:
    """A way to mark: its name, its command in a marking folder, where its marks are read, and what it took.

    ``marks`` holds for each size and turn what ``read`` found: student and cell to mark, comment or state.
    """

    name: str
    command: list[str]
    read: Callable[[Path], dict] | None = None
    runs: dict[int, list[Run]] = field(default_factory=lambda: defaultdict(list))
    marks: dict[int, list[dict]] = field(default_factory=lambda: defaultdict(list))

    @property
    def short(self) -> str:
        """The name without what is said in brackets or after a comma."""
        return self.name.split(" (")[0].split(",")[0]


def runners(workers: int, otter: str | None) -> list[Runner]:
    """Those that are compared; this package and stock nbgrader come first."""
    found = [
        Runner("this package, sealed", [str(SCRIPTS / "notknowing"), "autograde", "a1", "--workers", str(workers), "--json"], marks_in),
        Runner("stock nbgrader autograde", [str(SCRIPTS / "nbgrader"), "autograde", "a1"], marks_in),
        Runner("bare nbclient (no marks)", [sys.executable, "-c", BARE, "."]),
    ]  # fmt: skip
    if otter:
        asked = [otter, "-c", "import otter; print(otter.__version__)"]
        version = subprocess.run(
            asked, check=True, capture_output=True, text=True, env=environment(otter)
        ).stdout.strip()
        name = (
            f"otter-grader {version} without Docker (page and four counted tests; no manual parts, gradebook or seal)"
        )
        found.insert(2, Runner(name, [otter, "-c", OTTER], otter_marks))
    return found


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


def for_otter(root: Path, python: str) -> None:
    """The same class as zips, and otter's own package of tests made from the counted cells."""
    submitted, tests = root / "otter" / "submitted", root / "otter" / "tests"
    submitted.mkdir(parents=True)
    tests.mkdir()
    for own in sorted(root.glob("submitted/*/a1")):
        with zipfile.ZipFile(submitted / f"{own.parent.name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in own.iterdir():
                archive.write(path, path.name)
    for cell in nbformat.read(root / "solutions" / "a1" / "a1.ipynb", as_version=4).cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("grade"):
            name, steps = about["grade_id"], STEPS[about["grade_id"]]
            text = OTTER_TEST.format(name=name, source=cell.source, steps=steps, worth=about["points"] / steps)
            (tests / f"{name}.py").write_text(text, "utf-8")
    made = [python, "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip"]
    subprocess.run(made, cwd=root / "otter", check=True, capture_output=True, env=environment(python))


def environment(python: str | None = None) -> dict[str, str]:
    """The environment activated, as nbgrader needs it; with ``python``, that interpreter's instead."""
    scripts = Path(python).parent if python else SCRIPTS
    return {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}


def timed(command: list[str], root: Path) -> Run:
    """Run a command to its end."""
    before = os.getloadavg()[0]
    started = time.perf_counter()
    with (root / "benchmark.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=root, stdout=log, stderr=subprocess.STDOUT, env=environment(command[0]))
    peak = [0.0, 0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - started
    watcher.join()
    if code != 0:
        said = (root / "benchmark.log").read_text("utf-8", errors="replace")[-2000:]
        sys.exit(f"{command[0]} ended with {code}. The last it said:\n{said}")
    return Run(seconds, peak[0], peak[1], (before, os.getloadavg()[0]))


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
                    found[submission.student.id, f"comment on {comment.name}"] = comment.auto_comment
    return found


def otter_marks(root: Path) -> dict:
    """The points that otter gave, student and cell to points."""
    marks = json.loads((root / "otter" / "marks.json").read_text("utf-8"))
    return {(student, cell): points for student, given in marks.items() for cell, points in given.items()}


def is_same(mark: object, stock: object) -> bool:
    """Whether a mark is stock's. Otter keeps no states, and adds up steps that stock rounds to a hundredth of a point."""
    if isinstance(mark, float | int) and isinstance(stock, tuple):
        return stock[0] is not None and abs(mark - stock[0]) < 0.006
    return mark == stock


def of_median(values: list[float], form: str = ".1f") -> str:
    """The median, and in brackets the lowest and the highest where there are several."""
    said = f"{statistics.median(values):{form}}"
    return f"{said} ({min(values):{form}} to {max(values):{form}})" if len(values) > 1 else said


def table(sizes: list[int], found: list[Runner], workers: int) -> str:
    """The results in Markdown: medians, then the cells one by one, then every run."""
    stock = found[1]
    loads = [load for one in found for runs in one.runs.values() for run in runs for load in run.load]
    turns = max(len(runs) for one in found for runs in one.runs.values())
    lines = [
        f"Measured on {date.today():%d %B %Y}: {os.cpu_count()} processors, {platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, {workers} workers for this package; each runner {'once' if turns == 1 else f'{turns} times'}, in turn; load average "
        f"before and after the runs {min(loads):.1f} to {max(loads):.1f} (everything above {os.cpu_count()} is waiting). "
        "Several runs are given as the median (lowest to highest).",
        "",
        "| submissions | runner | seconds | per submission | times as fast as stock in the same turn | peak memory, all | largest process below the command |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for size in sizes:
        for one in found:
            runs = one.runs[size]
            ratios = [base.seconds / run.seconds for base, run in zip(stock.runs[size], runs, strict=True)]
            lines.append(
                f"| {size} | {one.name} | {of_median([run.seconds for run in runs])} | "
                f"{statistics.median(run.seconds for run in runs) / size:.2f} s | {of_median(ratios)} | "
                f"{max(run.memory for run in runs):.0f} MB | {max(run.worker for run in runs):.0f} MB |"
            )
    if not any(one.read is otter_marks for one in found):
        lines += ["", "otter-grader was not measured: no Python with it was given (`--otter`)."]
    return "\n".join([*lines, "", *same_marks(sizes, found), "", *every_run(sizes, found)])


def same_marks(sizes: list[int], found: list[Runner]) -> list[str]:
    """A table of how many marks, states and comments are stock's, for each cell, over all turns."""
    stock, others = found[1], [one for one in found if one.read and one is not found[1]]
    heads = " | ".join(f"{one.short}: as stock" for one in others)
    lines = [f"| submissions | cell | {heads} |", "|---|---|" + "---|" * len(others)]
    for size in sizes:
        cells = sorted({cell for turn in stock.marks[size] for _, cell in turn})
        for cell in cells:
            counts = [_same_in(cell, one.marks[size], stock.marks[size]) for one in others]
            lines.append(f"| {size} | {cell} | {' | '.join(counts)} |")
    return lines


def _same_in(cell: str, turns: list[dict], stock: list[dict]) -> str:
    """How many marks of a cell are stock's, out of all that either of them gave."""
    if not any(name == cell for turn in turns for _, name in turn):
        return "not given"
    same = whole = 0
    for mine, theirs in zip(turns, stock, strict=True):
        keys = {key for key in mine.keys() | theirs.keys() if key[1] == cell}
        whole += len(keys)
        same += sum(key in mine and key in theirs and is_same(mine[key], theirs[key]) for key in keys)
    return f"{same} of {whole}"


def every_run(sizes: list[int], found: list[Runner]) -> list[str]:
    """A table of every single run, with the load average before and after it."""
    lines = ["| submissions | turn | runner | seconds | load before | load after | peak memory, all |", "|---|---|---|---|---|---|---|"]  # fmt: skip
    for size in sizes:
        for turn in range(len(found[0].runs[size])):
            for one in found:
                run = one.runs[size][turn]
                lines.append(
                    f"| {size} | {turn + 1} | {one.short} | {run.seconds:.1f} | {run.load[0]:.1f} | "
                    f"{run.load[1]:.1f} | {run.memory:.0f} MB |"
                )
    return lines


def main() -> None:
    """Measure and print; write the table where asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[20, 60])
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--otter", metavar="PYTHON", help="a Python that has otter-grader and this package")
    parser.add_argument("--table", type=Path, help="a Markdown file with the two marks of the table in it")
    asked = parser.parse_args()
    found = runners(asked.workers, asked.otter)
    if not asked.otter:
        print("otter-grader is left out: no --otter PYTHON was given.", flush=True)
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            template = Path(folder) / "template"
            handed_in(template, size)
            if asked.otter:
                for_otter(template, asked.otter)
            for turn in range(asked.repeats):
                for one in found:
                    root = Path(folder) / f"run-{turn}-{found.index(one)}"
                    shutil.copytree(template, root)
                    one.runs[size].append(timed(one.command, root))
                    print(size, one.name, one.runs[size][-1], flush=True)
                    if one.read:
                        one.marks[size].append(one.read(root))
                    shutil.rmtree(root)
    text = table(asked.sizes, found, asked.workers)
    print(text)
    if asked.table:
        page = asked.table.read_text("utf-8")
        head, _, rest = page.partition(BEGIN)
        asked.table.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
