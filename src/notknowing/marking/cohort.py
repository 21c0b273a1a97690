"""A cohort of synthetic students, for the demonstration and the tests: what they write, and how some of it is damaged.

Nobody here exists. Every text is labelled synthetic, and the words are assembled from a few plain sentences.
"""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import nbformat

from notknowing.activities import handin
from notknowing.course import Course
from notknowing.evidence.agreement import two_by_two
from notknowing.work import Store

SENTENCES = [
    "I'd like to hear about that.",
    "I don't know yet what that was like for you.",
    "You said that quickly, and then you stopped.",
    "What would you want from today?",
    "Have you thought about asking somebody for help with it?",
    "That must be hard, and it does get easier.",
    "There is something I can tell you plainly about how this works.",
    "Which part of that stays with you?",
]

KINDS = (
    "full", "full", "partial", "silent", "private", "full", "late", "two attempts", "notebook only", "copied cell",
    "full", "deleted cell", "wrong kernel", "browser name", "full", "partial", "byte-order mark", "empty",
    "not a notebook", "cut short",
)  # fmt: skip
"""How the synthetic students differ, in turn. The last two cannot be read and have to be set aside."""

UNREADABLE = {"not a notebook", "cut short"}


@dataclass
class SyntheticStudent:
    """One synthetic student: a user name, a kind, when the work was handed in, and every text in it."""

    name: str
    kind: str
    handed_in: datetime
    words: list[str]
    secret: str = ""


def codes(course: Course, chance: random.Random) -> dict[str, str]:
    """A code for each turn of A1's transcript: the second set's, with some turns changed at random."""
    page = course.page("a1")
    kappa = next(spec for spec in page.activities if spec.kind == "kappa")
    ids = [code.id for code in page.activity(kappa.transcript).codes]
    return {
        f"{kappa.transcript}.t{turn}": chance.choice(ids) if chance.random() < 0.3 else code
        for turn, code in kappa.second.items()
    }


def table(course: Course, chosen: dict[str, str]) -> dict[str, str]:
    """The 2 × 2 table, kappa and two located disagreements that follow from these codes, as a student would type them."""
    kappa = next(spec for spec in course.page("a1").activities if spec.kind == "kappa")
    own = {turn: chosen[f"{kappa.transcript}.t{turn}"] for turn in kappa.second}
    turns = sorted(own)
    counts = two_by_two([own[turn] for turn in turns], [kappa.second[turn] for turn in turns], set(kappa.collapse))
    apart = [str(turn) for turn in turns if own[turn] != kappa.second[turn]] or ["none", "none"]
    typed = {"a": counts.a, "b": counts.b, "c": counts.c, "d": counts.d}
    numbers = {name: str(value) for name, value in typed.items()}
    numbers["kappa"] = "undefined" if counts.kappa is None else f"{counts.kappa:.2f}"
    return {f"{kappa.id}.{name}": value for name, value in {**numbers, "turn1": apart[0], "turn2": apart[-1]}.items()}


def write(course: Course, student: SyntheticStudent, folder: Path, chance: random.Random) -> None:
    """Let one synthetic student work in ``folder``, through the same store that a real page uses."""
    page = course.page("a1")
    portfolio = next(spec for spec in page.activities if spec.kind == "portfolio")
    note = next(spec for spec in page.activities if spec.kind == "writing")
    with Store.open("a1", folder, writing=True) as store:
        if student.kind == "empty":
            return
        chosen = codes(course, chance)
        for key, code in chosen.items():
            if student.kind != "partial" or chance.random() < 0.7:
                store.put(key, code, kind="choice")
        for key, number in table(course, chosen).items():
            # A slip here and there, so that not everybody counts right.
            store.put(key, number if chance.random() < 0.85 else "7", kind="choice")
        for piece in portfolio.pieces:
            root = f"{portfolio.id}.{piece.client}"
            if student.kind == "silent":
                store.put(f"{root}.first.manner", "silence", kind="choice")
                why = f"Synthetic: {student.name} waits, because {course.clients[piece.client].name} has not finished."
                store.put(f"{root}.first.silence_why", why)
                student.words.append(why)
                continue
            if student.kind == "partial" and piece is portfolio.pieces[-1]:
                continue
            for which in ("first", "revised"):
                text = f"{chance.choice(SENTENCES)} [synthetic, {student.name}, {piece.client}, {which}]"
                store.put(f"{root}.{which}.words", text)
                student.words.append(text)
            for when in ("before", "after"):
                store.put(f"{root}.{when}.help", chance.randint(20, 90), kind="number")
                store.put(f"{root}.{when}.sure", chance.randint(20, 90), kind="number")
            reason = f"Synthetic reason of {student.name}: the first words went past what {course.clients[piece.client].name} said."
            store.put(f"{root}.because", reason)
            student.words.append(reason)
        if student.kind != "silent":
            text = f"Synthetic note of {student.name} about one pull: to reassure, before anything had been heard."
            store.put(f"{note.id}.{note.prompts[0].id}", text)
            student.words.append(text)
        if student.kind == "private":
            student.secret = f"Synthetic private line of {student.name}, for nobody else."
            store.put("D.private_note", student.secret, private=True)


def hand_in(course: Course, student: SyntheticStudent, folder: Path) -> list[tuple[str, bytes]]:
    """The files one synthetic student uploads, damaged as the student's kind says."""
    damage = DAMAGE.get(student.kind)
    if damage is not None:
        return damage(folder)
    written = handin.write_zip(handin.prepare("a1", folder, course=course), course=course)
    return [(written.name, written.read_bytes())]


def _plain(folder: Path) -> list[tuple[str, bytes]]:
    """Notebook and responses as two files, the way somebody uploads them who makes no zip."""
    return [(name, (folder / name).read_bytes()) for name in ("a1.ipynb", "a1.responses.json")]


def _changed(folder: Path, change: Callable[[nbformat.NotebookNode], None]) -> list[tuple[str, bytes]]:
    notebook = nbformat.read(folder / "a1.ipynb", as_version=4)
    change(notebook)
    # Written as JSON, because nbformat would refuse some of the damage that real files have.
    data = json.dumps(notebook, ensure_ascii=False, indent=1).encode()
    return [("a1.ipynb", data), _plain(folder)[1]]


def _copied(notebook: nbformat.NotebookNode) -> None:
    graded = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade"))
    notebook.cells.append(nbformat.from_dict({**graded, "id": "a-copy"}))


def _deleted(notebook: nbformat.NotebookNode) -> None:
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    notebook.cells.remove(graded[0])


def _kernel(notebook: nbformat.NotebookNode) -> None:
    notebook.metadata["kernelspec"] = {"display_name": "Another", "language": "python", "name": "another-kernel"}


def _notebook_only(folder: Path) -> list[tuple[str, bytes]]:
    """Only the notebook, with the copy of the words that the page keeps in it."""
    notebook = nbformat.read(folder / "a1.ipynb", as_version=4)
    with Store.open("a1", folder, writing=False) as store:
        data = store.bundle()
    last = [cell for cell in notebook.cells if cell.cell_type == "code"][-1]
    last.outputs = [nbformat.v4.new_output("display_data", data=data)]
    return [("a1.ipynb", nbformat.writes(notebook).encode())]


DAMAGE: dict[str, Callable[[Path], list[tuple[str, bytes]]]] = {
    "notebook only": _notebook_only,
    "copied cell": lambda folder: _changed(folder, _copied),
    "deleted cell": lambda folder: _changed(folder, _deleted),
    "wrong kernel": lambda folder: _changed(folder, _kernel),
    "browser name": lambda folder: [("a1 (1).ipynb", _plain(folder)[0][1]), _plain(folder)[1]],
    "byte-order mark": lambda folder: [("a1.ipynb", b"\xef\xbb\xbf" + _plain(folder)[0][1]), _plain(folder)[1]],
    "not a notebook": lambda folder: [("a1.ipynb", b"My essay is in the other file.\n")],
    "cut short": lambda folder: [("a1.ipynb", _plain(folder)[0][1][:700])],
}


def cohort(size: int, due: datetime, seed: int) -> list[SyntheticStudent]:
    """``size`` synthetic students in a fixed order of kinds. ``due`` is when the work is due; seeded."""
    chance = random.Random(seed)
    found = []
    for i in range(size):
        kind = KINDS[i % len(KINDS)]
        early = timedelta(hours=chance.uniform(1, 60))
        moment = due + timedelta(hours=chance.uniform(1, 30)) if kind == "late" else due - early
        found.append(SyntheticStudent(f"synthetic{i + 1:02d}", kind, moment, []))
    return found


def vle_zip(path: Path, uploads: list[tuple[SyntheticStudent, datetime, list[tuple[str, bytes]]]]) -> None:
    """One download as Blackboard names it: ``Assignment_user_attempt_time_file``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, moment, files in uploads:
            for name, data in files:
                archive.writestr(f"A1_{student.name}_attempt_{moment:%Y-%m-%d-%H-%M-%S}_{name}", data)
