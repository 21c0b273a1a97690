"""Before nbgrader sees a submission: mend what can be mended, set aside what cannot, and say which, in a line each.

The original is kept untouched under ``originals/``; what is marked is a mended copy in ``submitted/``. A submission
whose notebook is beyond reading but whose words are not is marked from its words. One bad file never stops the others.
"""

from __future__ import annotations

import copy
import json
import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator

from notknowing.marking import words as words_of
from notknowing.marking.cells import belongs, repair
from notknowing.marking.places import (
    Place,
    fingerprint,
    is_private,
    log,
    master_notebook,
    read_record,
    students_with,
    write_record,
)
from notknowing.marking.reading import ASK, quiet, read_notebook, salvaged_words
from notknowing.work.files import State

Status = Literal["fine", "repaired", "set_aside"]
LARGE_BYTES = 2 * 2**20
"""A notebook above this size is written again without its outputs."""
RECORD = "preflight.json"
CELL_LIMIT = 10 * 2**20
_OTHER_PAGE = re.compile(r"""show\(\s*["']([a-z]+\d+[a-z]?)["']""")


@dataclass
class Checked:
    """One student's submission after preflight. ``person`` are those of the ``lines`` that somebody should look into."""

    student: str
    status: Status
    lines: list[str] = field(default_factory=list)
    person: list[str] = field(default_factory=list)


class SetAside(Exception):
    """Nothing in a submission can be marked. Its text is the line for the tutor."""


def preflight(
    assignment: str,
    root: Path | str,
    students: Iterable[str] | None = None,
    on_progress: Callable[[int, int, Checked], None] | None = None,
) -> list[Checked]:
    """Check every submission of an assignment, or those of some students. Never raises for what a student did.

    Args:
        assignment: for instance ``a1``.
        root: the marking folder.
        students: folder names; everybody when not given.
        on_progress: called with (number done, number in all, the last one's result).
    """
    root = Path(root).absolute()
    names = students_with(root, assignment) if students is None else list(students)
    results = []
    for number, student in enumerate(names, start=1):
        results.append(check(assignment, root, student))
        if on_progress:
            on_progress(number, len(names), results[-1])
    return results


def check(assignment: str, root: Path, student: str) -> Checked:
    """Check one submission. A second look at an unchanged submission gives the first look's result."""
    place = Place(Path(root).absolute(), assignment, student)
    record_path = place.originals / RECORD
    known = read_record(record_path)
    try:
        if known and known.get("files") == fingerprint(place.submitted):
            return Checked(**known["checked"])
        checked = _Check(place).run()
    except Exception:  # whatever it was, the other students' work is still to be marked
        checked = Checked(
            student,
            "set_aside",
            ["The check stopped half-way at something unexpected. The work is untouched; marking.log has the details."],
        )
        log(place.root, f"{student}, {assignment}\n{traceback.format_exc()}")
    if checked.status == "set_aside":
        checked.person = list(checked.lines)
    if checked.status != "fine" or known:
        write_record(record_path, {"files": fingerprint(place.submitted), "checked": asdict(checked)})
    return checked


class _Check:
    """The look at one submission, step by step."""

    def __init__(self, place: Place):
        self.place = place
        self.master = master_notebook(place.root, place.assignment)
        self.lines: list[str] = []
        self.person: list[str] = []

    def say(self, line: str, person: bool = False) -> None:
        if line not in self.lines:
            self.lines.append(line)
            if person:
                self.person.append(line)

    def run(self) -> Checked:
        self.remove_what_must_not_be_here()
        try:
            notebook, salvaged = self.find_notebook()
            has_words = self.gather_words(salvaged)
            if notebook is None:
                self.begin_again(has_words)
        except SetAside as reason:
            self.move_notebooks_away()
            return Checked(self.place.student, "set_aside", [f"{reason} {ASK}"])
        self.clear_the_rest()
        status: Status = "repaired" if self.lines else "fine"
        return Checked(self.place.student, status, self.lines, self.person)

    def remove_what_must_not_be_here(self) -> None:
        for path in sorted(self.place.submitted.rglob("*")):
            if path.is_symlink():
                path.unlink()
                self.say("A link to another file was in the folder and was removed; marking never follows links.", True)
            elif path.is_file() and is_private(path.name):
                path.unlink()
                self.say("A file of private writing had come along. It was deleted unread.")

    # -- the notebook ------------------------------------------------------------------------------------------

    def find_notebook(self) -> tuple[NotebookNode | None, list[dict[str, Any]]]:
        """The mended notebook in its place, or None; and the copies of words that a broken one still gave up."""
        candidates = sorted(self.place.submitted.rglob("*.ipynb"), key=self._by_name)
        candidates = [path for path in candidates if ".ipynb_checkpoints" not in path.parts]
        salvaged: list[dict[str, Any]] = []
        reasons: list[str] = []
        for path in candidates:
            data = path.read_bytes()
            read = read_notebook(data)
            if read.notebook is None:
                salvaged += salvaged_words(read.text)
                reasons.append(read.reason)
                continue
            if self.master is not None and not belongs(read.notebook, self.master):
                reasons.append(self._other_page(read.notebook))
                continue
            self._mend(path, read.notebook, read.lines, len(data))
            return read.notebook, salvaged
        self.reason = reasons[0] if reasons else "There is no notebook among the files."
        return None, salvaged

    def _by_name(self, path: Path) -> tuple[int, str]:
        """The right name first, then names that begin rightly, the highest browser number first."""
        stem, name = path.stem, self.place.assignment
        if stem == name and path.parent == self.place.submitted:
            return 0, ""
        number = re.search(r"\((\d+)\)$", stem)
        rank = 1 if stem.lower().startswith(name) else 2
        return rank, f"{9999 - int(number[1]) if number else 9999:05d}{stem}"

    def _other_page(self, notebook: NotebookNode) -> str:
        shown = {page for cell in notebook.cells for page in _OTHER_PAGE.findall(cell.source)}
        which = f"the notebook of {sorted(shown)[0]}" if shown else "another notebook"
        return f"It is {which}, not of {self.place.assignment}."

    def _mend(self, path: Path, notebook: NotebookNode, lines: list[str], size: int) -> None:
        """Put the notebook in its place, mended; leave it exactly as it is when there is nothing to mend."""
        target = self.place.notebook
        if path != target:
            self.say(f"The notebook was called {path.name!r}; it was taken for {target.name} by what is in it.")
        for line in lines:
            self.say(line)
        if size > LARGE_BYTES:
            self.say(f"The notebook held {size / 2**20:.0f} MB, nearly all of it printed output, which was left out.")
        _drop_large_pictures(notebook, self.say)
        if self.master is not None:
            mended = repair(notebook, self.master)
            for line in mended.lines:
                self.say(line, line in mended.person)
        if not self.lines:
            return
        with quiet():
            try:
                nbformat.validate(notebook)
                MetadataValidator().validate_nb(notebook)
            except Exception as error:
                log(self.place.root, f"{self.place.student}, {self.place.assignment}\n{error}")
                raise SetAside("The notebook is damaged in a way that could not be mended.") from error
            self.place.keep_original(path)
            text = nbformat.writes(notebook)
        if path != target and target.exists():
            self.place.keep_original(target)
        path.unlink()
        target.write_text(text + "\n", "utf-8")

    # -- the words ---------------------------------------------------------------------------------------------

    def gather_words(self, salvaged: list[dict[str, Any]]) -> bool:
        """Bring the responses files together under the right name. Returns whether there are any words in them."""
        target, assignment = self.place.responses, self.place.assignment
        sources = [words_of.in_notebook({"cells": [{"outputs": [{"data": one} for one in salvaged]}]}, assignment)]
        files = [path for path in sorted(self.place.submitted.rglob("*.json")) if path.is_file()]
        readable = []
        for path in files:
            data = path.read_bytes()
            if words_of.is_responses(data, assignment):
                entries, state = words_of.in_file(data, path)
                sources.append(entries)
                readable.append(path)
                if state == State.DAMAGED:
                    self.say("Part of the file of answers could not be read; the rest of it was used.", person=True)
            elif "responses" in path.name:
                self._leave_out(path, data)
        if salvaged and sources[0]:
            self.say("Answers were saved from the part of the notebook that could still be read.")
        if [path for path in readable if path != target] or sources[0]:
            self._join(readable, sources)
        return any(sources)

    def _leave_out(self, path: Path, data: bytes) -> None:
        """Take a file of answers that is damaged, or another page's, out of the way of marking."""
        self.place.keep_original(path)
        path.unlink()
        try:
            other = json.loads(data.decode("utf-8-sig")).get("notebook")
        except (ValueError, AttributeError, RecursionError):
            other = None
        if isinstance(other, str):
            self.say(
                f"A file of answers belongs to {other}, not {self.place.assignment}; it was left out.", person=True
            )
        else:
            self.say("The file of answers could not be read. What the notebook itself holds is marked.", person=True)

    def _join(self, readable: list[Path], sources: list[dict[str, Any]]) -> None:
        joined = words_of.merged(sources)
        for line in joined.person:
            self.say(line, person=True)
        for path in readable:
            self.place.keep_original(path)
            path.unlink()
        words_of.write_responses(self.place.responses, self.place.assignment, joined.entries)
        strange = [path.name for path in readable if path != self.place.responses]
        if strange:
            self.say(f"The file of answers was called {strange[0]!r}; it was given its right name.")

    # -- what is left ------------------------------------------------------------------------------------------

    def begin_again(self, has_words: bool) -> None:
        """Without a readable notebook, mark the words in a fresh copy of the page, or set the submission aside."""
        self.move_notebooks_away()
        if not has_words or self.master is None:
            raise SetAside(self.reason)
        nbformat.write(copy.deepcopy(self.master), self.place.notebook)
        self.say(
            f"{self.reason} The saved answers are whole and are marked in a fresh copy of the page; "
            "anything typed elsewhere in the notebook is not in it.",
            person=True,
        )

    def move_notebooks_away(self) -> None:
        """Keep notebooks that nbgrader would stumble over under originals only."""
        for path in sorted(self.place.submitted.rglob("*.ipynb")):
            self.place.keep_original(path)
            path.unlink()

    def clear_the_rest(self) -> None:
        """Move files that marking does not use out of the way: a ``pandas.py`` beside a notebook would be imported."""
        wanted = {self.place.notebook, self.place.responses, self.place.submitted / "timestamp.txt"}
        moved = []
        for path in sorted(self.place.submitted.rglob("*")):
            if path.is_file() and path not in wanted:
                if ".ipynb_checkpoints" not in path.parts:
                    self.place.keep_original(path)
                    moved.append(path.name)
                path.unlink()
        for folder in sorted(self.place.submitted.rglob("*/"), reverse=True):
            folder.rmdir()
        if moved:
            named = ", ".join(repr(name) for name in moved[:3]) + (" and others" if len(moved) > 3 else "")
            self.say(f"More was handed in than is needed ({named}); it is kept under originals.")


def _drop_large_pictures(notebook: NotebookNode, say: Callable[..., None]) -> None:
    for cell in notebook.cells:
        if len(json.dumps(cell.get("attachments", {}))) > CELL_LIMIT:
            del cell["attachments"]
            say("A very large picture was left out; it is in the original.", person=True)


def before_nbgrader(assignment: str, student: str, notebooks: list[str]) -> None:
    """Let ``nbgrader autograde`` and formgrader have preflight too. nbgrader calls this before each submission.

    Args:
        assignment: its name.
        student: the name or pattern nbgrader was given; not used, since it is ``*`` for a whole class.
        notebooks: paths that nbgrader is about to mark. Changed in place, because a repair may rename the notebook.
    """
    for folder in {Path(notebook).parent for notebook in notebooks}:
        root = folder.parents[2]
        check(folder.name, root, folder.parent.name)
        notebooks[:] = [str(path) for path in sorted(folder.glob("*.ipynb"))]
