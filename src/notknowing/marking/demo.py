"""The whole journey of an assignment on a synthetic cohort: written, handed in, collected, marked, returned.

Everything happens in one folder that is left to look at. Synthetic students write through the same store as real ones;
synthetic marks stand where a person's marks would, and say so.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from notknowing.course import Course, bundled, read
from notknowing.course.places import REPOSITORY
from notknowing.marking.autograde import Report, autograde
from notknowing.marking.cohort import UNREADABLE, SyntheticStudent, cohort, hand_in, vle_zip, write
from notknowing.marking.collect import collect
from notknowing.marking.feedback import feedback
from notknowing.marking.marks import write_marks
from notknowing.marking.nbgrader_room import gradebook
from notknowing.marking.places import MarkingError, Place
from notknowing.marking.vle_names import Vle

SEED = 20260623
SYNTHETIC = "Synthetic comment, written by the demonstration and not by a person."


@dataclass
class Step:
    """One step of the journey: what it was, what came of it, and how long it took in seconds."""

    name: str
    result: str
    seconds: float


@dataclass
class Demo:
    """What the demonstration did, and what it found at the end."""

    folder: Path
    students: int
    steps: list[Step] = field(default_factory=list)
    report: Report | None = None
    lost: list[str] = field(default_factory=list)
    """Words that were handed in readably and did not arrive in front of the marker. Empty, or something is wrong."""
    leaked: list[str] = field(default_factory=list)
    """Private words found anywhere but in the student's own folder. Empty, or something is wrong."""
    marks_csv: Path | None = None

    @property
    def is_sound(self) -> bool:
        """Every submission accounted for, no words lost, nothing private gone astray."""
        report = self.report
        adds_up = report is not None and report.graded + report.set_aside == self.students and not report.failed
        return adds_up and not self.lost and not self.leaked

    def to_json(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            "folder": str(self.folder),
            "students": self.students,
            "steps": [vars(step) for step in self.steps],
            "report": self.report.to_json() if self.report else None,
            "lost": self.lost,
            "leaked": self.leaked,
            "marks_csv": str(self.marks_csv) if self.marks_csv else None,
            "sound": self.is_sound,
        }


def prepare_folder(folder: Path) -> Course:
    """Make a marking folder: solutions, released notebooks, course texts, nbgrader's settings.

    Raises:
        MarkingError: the solutions are not with this installation, or the folder already holds something.
    """
    if not (REPOSITORY / "solutions").is_dir():
        raise MarkingError(
            "The demonstration needs the repository: an installed package has no solutions. Clone it and run this there."
        )
    if folder.exists() and any(folder.iterdir()):
        raise MarkingError(f"{folder} is not empty. Nothing in it was touched. Name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("course", "exercises", "solutions"):
        shutil.copytree(bundled(name) if name != "solutions" else REPOSITORY / name, folder / name)
    shutil.copy2(REPOSITORY / "nbgrader_config.py", folder)
    course, _ = read(folder / "course")
    if course is None:
        raise MarkingError("The course cannot be read. Run: notknowing check")
    return course


def demo(
    folder: Path | str | None = None,
    students: int = 20,
    vle: Vle = "blackboard",
    on_step: Callable[[Step], None] | None = None,
    on_progress: Callable[[int, int, Any], None] | None = None,
) -> Demo:
    """Run the whole journey.

    Args:
        folder: where to work; a new temporary folder when not given.
        students: how many synthetic students, at least one.
        vle: which VLE the marks are written for.
        on_step, on_progress: called after each step, and after each marked student.

    Raises:
        MarkingError: the folder is not empty, or the repository is not here.
    """
    root = Path(folder).absolute() if folder else Path(tempfile.mkdtemp(prefix="notknowing-demo-"))
    result = Demo(root, students)
    chance = random.Random(SEED)
    started = time.perf_counter()

    def step(name: str, said: str) -> None:
        nonlocal started
        now = time.perf_counter()
        result.steps.append(Step(name, said, round(now - started, 2)))
        if on_step:
            on_step(result.steps[-1])
        started = time.perf_counter()

    course = prepare_folder(root)
    due = next(task.due for task in course.module.assignments if task.id == "a1")
    people = cohort(students, due.replace(tzinfo=None), SEED)
    step("Make a marking folder", str(root))

    uploads = []
    for person in people:
        own = root / "synthetic-students" / person.name / "a1"
        own.mkdir(parents=True)
        shutil.copy2(root / "exercises" / "a1" / "a1.ipynb", own)
        write(course, person, own, chance)
    step(
        "Synthetic students write",
        f"{students} students, {sum(len(person.words) for person in people)} pieces of writing",
    )

    for person in people:
        own = root / "synthetic-students" / person.name / "a1"
        if person.kind == "two attempts":
            first = hand_in(course, person, own)
            uploads.append((person, person.handed_in - timedelta(hours=1), first))
        uploads.append((person, person.handed_in, hand_in(course, person, own)))
    download = root / "downloads" / "gradebook_demo_A1.zip"
    download.parent.mkdir()
    vle_zip(download, uploads)
    step("They hand in", f"{len(uploads)} uploads in one Blackboard download")

    collection = collect(download, "a1", root)
    step("Collect", collection.summary())

    result.report = autograde("a1", root, on_progress, unsafe=not can_seal())
    step("Check and mark the arithmetic", result.report.summary())

    count = synthetic_marks(root, [row.student for row in result.report.rows if row.status == "graded"], chance)
    step("Synthetic marks where a person's go", f"{count} parts")

    returned = feedback("a1", root)
    step("Write feedback", f"{sum(page.path is not None for page in returned)} pages")

    written = write_marks("a1", root, vle)
    result.marks_csv = written.path
    step(f"Write marks for {vle.capitalize()}", f"{written.filled} marks in {written.path.name}")

    result.lost = lost_words(root, people)
    result.leaked = leaked_words(root, people)
    step("Look for lost or leaked words", f"{len(result.lost)} lost, {len(result.leaked)} leaked")
    return result


def synthetic_marks(root: Path, students: list[str], chance: random.Random) -> int:
    """Put a synthetic mark and comment wherever a person's is waiting; returns how many."""
    count = 0
    with gradebook(root) as book:
        for student in students:
            submission = book.find_submission("a1", student)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if grade.needs_manual_grade:
                        grade.manual_score = round(grade.max_score * chance.choice([0.52, 0.58, 0.62, 0.68, 0.72]), 1)
                        grade.needs_manual_grade = False
                        comment = next((c for c in notebook.comments if c.name == grade.name), None)
                        if comment is not None:
                            comment.manual_comment = SYNTHETIC
                        count += 1
        book.db.commit()
    return count


def can_seal() -> bool:
    """Whether submissions can be sealed off here. These students are the course's own, so the demonstration goes on."""
    from notknowing.marking.sealed.seal import NoSeal, in_principle

    try:
        in_principle()
    except NoSeal:
        return False
    return True


def lost_words(root: Path, people: list[SyntheticStudent]) -> list[str]:
    """Every piece of writing from a readable submission that is not in what the marker and the student see."""
    lost = []
    for person in people:
        if person.kind in UNREADABLE:
            continue
        place = Place(root, "a1", person.name)
        page = root / "feedback" / person.name / "a1.html"
        marked = _letters(place.marked_notebook)
        returned = _letters(page)
        for words in person.words:
            if _only_letters(words) not in marked:
                lost.append(f"{person.name}: not in the marked notebook: {words}")
            elif _only_letters(words) not in returned:
                lost.append(f"{person.name}: not in the feedback: {words}")
    return lost


def leaked_words(root: Path, people: list[SyntheticStudent]) -> list[str]:
    """Every place outside the students' own folders that holds a private line."""
    secrets = [person.secret.encode() for person in people if person.secret]
    leaked = []
    for path in root.rglob("*"):
        if path.is_file() and "synthetic-students" not in path.relative_to(root).parts:
            data = path.read_bytes()
            leaked += [str(path.relative_to(root)) for secret in secrets if secret in data]
    return leaked


def _letters(path: Path) -> str:
    return _only_letters(path.read_text(encoding="utf-8")) if path.is_file() else ""


def _only_letters(text: str) -> str:
    """Letters and digits alone: mark-up, escapes and line breaks differ between a notebook and a page."""
    import html

    return "".join(filter(str.isalnum, html.unescape(text.replace("\\n", " ").replace("\\", ""))))
