"""Moderation: which scripts a second person reads, the sheet that person fills in, and the scripts under their numbers.

Scripts go by numbers until moderation is signed. What is compared is what was earned: lateness is a matter of the rule
and not of judgement, so it is left out.
"""

from __future__ import annotations

import csv
import io
import math
import random
import secrets
import shutil
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat

from notknowing.course import Course
from notknowing.course.models import ModuleSettings
from notknowing.course.models.fairness import Moderation
from notknowing.marking.feedback import STYLE, Part, parts_of
from notknowing.marking.hurdles import held_back
from notknowing.marking.marks import Mark, band_of, marks_of
from notknowing.marking.marks import parts_of as separate_parts
from notknowing.marking.nbgrader_room import course_of, gradebook
from notknowing.marking.places import MarkingError, Place, read_record, write_record
from notknowing.marking.reading import quiet
from notknowing.marking.rounding import shown
from notknowing.marking.safe_html import document, from_markdown, text
from notknowing.marking.signature import Files, add_to_log
from notknowing.marking.tables import guarded

AGREED, NOTE = "agreed mark (total)", "note"
AT_RANDOM = "drawn"


@dataclass(frozen=True)
class Script:
    """One script of the sample: its number, what the first marker gave, and why it was drawn."""

    script: str
    first: float
    """Points earned, before any late rule."""
    out_of: float
    band: str
    reasons: tuple[str, ...]

    @property
    def percent(self) -> float:
        """The first mark out of 100."""
        return self.first / self.out_of * 100


@dataclass
class Draw:
    """A sample and how it came about. ``of`` is the number of scripts it was drawn from."""

    assignment: str
    seed: int
    of: int
    rules: dict[str, Any]
    when: str
    scripts: list[Script] = field(default_factory=list)
    bands: dict[str, int] = field(default_factory=dict)
    """How many of all the scripts are in each band, highest first."""

    def to_json(self) -> dict[str, Any]:
        """The whole draw as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Draw:
        """Read back what ``to_json`` gave."""
        scripts = [Script(**{**one, "reasons": tuple(one["reasons"])}) for one in data["scripts"]]
        return cls(**{**data, "scripts": scripts})


# ---------------------------------------------------------------------------------------------- which scripts


def size(count: int, rules: Moderation) -> int:
    """How many scripts the rule of size asks for, out of ``count``."""
    wanted = math.isqrt(count) + (math.isqrt(count) ** 2 < count) if rules.square_root else _share(count, rules)
    return min(count, wanted)


def _share(count: int, rules: Moderation) -> int:
    return max(math.ceil(round(count * (rules.share or 0) / 100, 9)), rules.at_least)


def sample(
    percents: dict[str, float],
    module: ModuleSettings,
    chance: random.Random,
    others: dict[str, list[str]] | None = None,
) -> dict[str, list[str]]:
    """Choose the scripts, each with its reasons.

    Those that a rule names (fails, the top band, borderlines) are taken first; the number that the rule of size asks for
    is drawn in addition from the rest, spread evenly over the range of marks.

    Args:
        percents: the first mark out of 100 by script.
        module: for its rules of moderation, bands and pass mark.
        chance: seeded, so that the draw can be repeated.
        others: further scripts to take, each with its reasons.
    """
    rules, chosen = module.moderation, {script: list(why) for script, why in (others or {}).items()}
    borders = sorted(band.from_ for band in module.bands if band.from_ > 0)
    for script, mark in percents.items():
        mark = round(mark, 9)
        reasons = chosen.setdefault(script, [])
        if rules.all_fails and mark < module.pass_mark:
            reasons.append("fail")
        if rules.top_band and borders and mark >= borders[-1]:
            reasons.append("top band")
        near = next((border for border in borders if border - rules.borderline <= mark < border), None)
        if rules.borderline and near is not None:
            reasons.append(f"borderline {near}")
    chosen = {script: reasons for script, reasons in chosen.items() if reasons}
    rest = sorted((script for script in percents if script not in chosen), key=lambda one: (percents[one], one))
    wanted = min(size(len(percents), rules), len(rest))
    start = chance.random()
    for place in range(wanted):  # one from each of `wanted` equal stretches of the list in order of marks
        chosen[rest[int((place + start) * len(rest) / wanted)]] = [AT_RANDOM]
    return dict(sorted(chosen.items()))


def draw(assignment: str, root: Path | str, seed: int | None = None, again: bool = False, by: str = "") -> Draw:
    """Draw the sample of one assignment, and write the second marker's sheet and scripts.

    Args:
        assignment: for instance ``a1``.
        root: the marking folder.
        seed: a whole number; a new one, written down, when left out.
        again: draw anew although there is a sample. The earlier one is kept, and the log says so.
        by: who draws, for the log.

    Raises:
        MarkingError: somebody's marking is not finished, or there is a sample already.
    """
    root = Path(root).absolute()
    course, files = course_in(root), Files(root, assignment)
    if files.draw.is_file() and not again:
        raise MarkingError(
            f"A sample of {assignment} has been drawn already. Nothing was changed. "
            "To see it: notknowing moderation show. To draw another, which the log will show: add --again."
        )
    marks = marks_of(assignment, root)
    all_are_marked(assignment, marks)
    seed = secrets.randbelow(10**9) if seed is None else seed
    chance = random.Random(seed)
    number = _numbers(marks, chance)
    held = {number[student]: ["hurdle"] for student in held_back(assignment, root, course) if student in number}
    percents = {number[student]: mark.raw / mark.out_of * 100 for student, mark in marks.items()}
    chosen = sample(percents, course.module, chance, held)
    first = {number[student]: mark for student, mark in marks.items()}
    made = Draw(assignment, seed, len(marks), course.module.moderation.model_dump(), f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")  # fmt: skip
    made.scripts = [
        Script(one, first[one].raw, first[one].out_of, band_of(percents[one], course), tuple(reasons))
        for one, reasons in chosen.items()
    ]
    made.bands = {
        band.name: sum(band_of(mark, course) == band.name for mark in percents.values())
        for band in sorted(course.module.bands, key=lambda band: -band.from_)
    }
    if again:
        _keep_earlier(files)
    write_record(files.key, {script: student for student, script in number.items()})
    write_record(files.draw, made.to_json())
    add_to_log(files, by, f"drew {len(made.scripts)} of {made.of} scripts with seed {seed}{' again' if again else ''}")
    write_sheet(files, course)
    return made


def course_in(root: Path) -> Course:
    """The course of a marking folder.

    Raises:
        MarkingError: it cannot be read.
    """
    course = course_of(root)
    if course is None:
        raise MarkingError("The course cannot be read. Nothing was changed. Run: notknowing check")
    return course


def all_are_marked(assignment: str, marks: dict[str, Mark]) -> None:
    """Stop while somebody's marking is not finished.

    Raises:
        MarkingError: whose, and what is missing.
    """
    if not marks:
        raise MarkingError(f"Nobody's work for {assignment} has been collected yet. Run: notknowing collect")
    waiting = [f"{one.student} ({one.why})" for one in marks.values() if not one.complete]
    if waiting:
        raise MarkingError(
            f"The marking of {assignment} is not finished, so no sample was drawn and nothing was changed. "
            f"Still open: {'; '.join(waiting)}."
        )


def _numbers(marks: dict[str, Mark], chance: random.Random) -> dict[str, str]:
    """A number for every script, in an order that says nothing of whose it is."""
    students = sorted(marks)
    chance.shuffle(students)
    width = max(2, len(str(len(students))))
    return {student: f"script-{place:0{width}d}" for place, student in enumerate(students, start=1)}


def _keep_earlier(files: Files) -> None:
    stamp = f"{datetime.now(UTC):%Y-%m-%d-%H-%M-%S}"
    earlier = files.folder / f"earlier-{stamp}"
    earlier.mkdir(parents=True)
    for path in (files.draw, files.key, files.sheet, files.signed, files.pages):
        if path.exists():
            shutil.move(path, earlier / path.name)


def drawn(files: Files) -> Draw:
    """The sample as it was drawn.

    Raises:
        MarkingError: there is none.
    """
    data = read_record(files.draw)
    if not data:
        raise MarkingError(f"No sample of {files.assignment} has been drawn. Run: notknowing moderation draw {files.assignment}")  # fmt: skip
    return Draw.from_json(data)


# ---------------------------------------------------------------------------------------------- for the second marker


def read_scripts(files: Files, course: Course | None) -> dict[str, list[Part]]:
    """The marked parts of every script in the sample, by its number, with those that were handed in separately."""
    key, found = read_record(files.key), {}
    notebooks = [files.assignment, *separate_parts(files.assignment, course)]
    with gradebook(files.root) as book:
        for script in drawn(files).scripts:
            parts: list[Part] = []
            for assignment in notebooks:
                place = Place(files.root, assignment, key[script.script])
                if place.marked_notebook.is_file():
                    with quiet():
                        notebook = nbformat.read(place.marked_notebook, as_version=4)
                    parts += parts_of(notebook, book, assignment, place.student, course)
            found[script.script] = parts
    return found


def write_sheet(files: Files, course: Course) -> None:
    """Write the sheet and the scripts for the second marker; blind or open as ``module.yml`` says.

    A blind sheet and its pages hold nothing that the first marker gave: no points, no comments, no reason for the draw.
    """
    blind = drawn(files).rules["blind"]
    scripts = read_scripts(files, course)
    asked = by_hand(scripts)
    heads = ["script", *(heading(part) for part in asked.values()), AGREED, NOTE]
    if not blind:
        heads[1:1] = [f"first marker, {name}" for name in asked] + ["first marker, total", "drawn because"]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(guarded, heads))
    for script in drawn(files).scripts:
        row: list[Any] = [script.script]
        if not blind:
            own = {part.name: part for part in scripts[script.script]}
            row += [shown(own[name].points or 0.0) if name in own else "" for name in asked]
            row += [shown(script.first), ", ".join(script.reasons)]
        writer.writerow(row + [""] * (len(heads) - len(row)))
    files.sheet.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    shutil.rmtree(files.pages, ignore_errors=True)
    files.pages.mkdir(parents=True)
    for name, parts in scripts.items():
        (files.pages / f"{name}.html").write_text(script_page(name, parts, files.assignment, blind), "utf-8")


def by_hand(scripts: dict[str, list[Part]]) -> dict[str, Part]:
    """The parts that a person marks, by name, in the order of the page."""
    return {part.name: part for parts in scripts.values() for part in parts if part.by_hand}


def heading(part: Part) -> str:
    """A part's column in the sheet: nbgrader's name, by which it is found again, then words for the marker."""
    return f"{part.name}: {part.title} (out of {shown(part.out_of)})"


def script_page(script: str, parts: list[Part], assignment: str, blind: bool) -> str:
    """One script as the second marker reads it: the student's words and, when marking is open, the first marker's."""
    title = f"{assignment.upper()}, {script}"
    body = [f"<h1>{text(title)}</h1>"]
    for part in (one for one in parts if one.by_hand):
        body.append(f"<h2>{text(part.title)}, out of {shown(part.out_of)}</h2>")
        body.append(from_markdown(part.words, 3) if part.words else "<p>Nothing was written here.</p>")
        if not blind:
            body.append(f"<p><strong>First marker:</strong> {shown(part.points or 0.0)}</p>")
            body.append(from_markdown(part.comment, 3) if part.comment else "<p>No comment.</p>")
    return document(title, body, STYLE)
