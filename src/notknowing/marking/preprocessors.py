"""The steps this course adds to nbgrader's own, each at a documented place in nbgrader's lists (see ``config``).

Each class says how it differs from stock nbgrader 0.9.6. Marks of an ordinary submission are the same with and without
them; the tests compare.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import Execute, NbGraderPreprocessor

from notknowing.marking import words as words_of
from notknowing.marking.places import is_private, master_notebook, note
from notknowing.marking.safe_html import harmless, harmless_markdown
from notknowing.work import read_entries

Pair = tuple[NotebookNode, dict[str, Any]]

OWN_TEXT = "**Written in the notebook cell itself:**"
"""Stands above what a student typed into a marked cell by hand, below their words from the activity."""

TEXT_BYTES = 25_000
IMAGE_BYTES = 2 * 2**20
NEVER_SHOWN = {"application/javascript", "application/vnd.jupyter.widget-view+json", "image/svg+xml", "text/latex"}


class Step(NbGraderPreprocessor):
    """What the steps share: which student, which folders, and the tutor's notes."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Pair:
        """Remember whose notebook it is, then do the step."""
        self.resources = resources
        return self.step(nb, resources)

    def step(self, nb: NotebookNode, resources: dict[str, Any]) -> Pair:
        """The step itself; by default, cell by cell."""
        return super().preprocess(nb, resources)

    @property
    def assignment(self) -> str:
        """Name of the assignment."""
        return self.resources["nbgrader"]["assignment"]

    @property
    def here(self) -> Path:
        """The folder of the notebook being worked on: first under ``submitted``, then under ``autograded``."""
        return Path(self.resources["metadata"]["path"]).absolute()

    @property
    def root(self) -> Path:
        """The marking folder."""
        return self.autograded.parents[2]

    @property
    def autograded(self) -> Path:
        """Where nbgrader puts what it has marked."""
        return _autograded(self, self.resources)

    def note(self, **notes: Any) -> None:
        """Add to the tutor's notes on this student."""
        note(self.autograded, self.assignment, **notes)


def _autograded(step: NbGraderPreprocessor, resources: dict[str, Any]) -> Path:
    """The student's folder under ``autograded``, from the converter nbgrader runs us in."""
    converter = getattr(step.parent, "parent", None)
    directory = getattr(converter, "coursedir", None)
    if directory is None:
        return Path(resources["metadata"]["path"]).absolute()
    who = resources["nbgrader"]
    return Path(directory.format_path(directory.autograded_directory, who["student"], who["assignment"]))


# ---------------------------------------------------------------------------------------------- before it runs


class RecoverWords(Step):
    """Find the student's words in the responses file and in the notebook, and put the newest of each where tests look.

    Stock: the copy inside the notebook is cleared unread, so a student who handed in only the ``.ipynb`` loses their
    words; and a link in the submission is followed, so that any file of the tutor's can be copied into it.
    """

    def step(self, nb: NotebookNode, resources: dict[str, Any]) -> Pair:
        """Write the merged responses file into ``autograded``, and take out whatever nbgrader copied through a link."""
        target = self.autograded
        self._remove_copies_of_links(target)
        name = f"{self.assignment}.responses.json"
        own, person = {}, []
        source = self.here / name
        if source.is_file() and not source.is_symlink():
            own, problems = read_entries(source)
            if problems:
                person.append("The file of answers could not be read whole. What could be read is marked.")
        words = words_of.merged([own, words_of.in_notebook(nb, self.assignment)])
        target.mkdir(parents=True, exist_ok=True)
        words_of.write_responses(target / name, self.assignment, words.entries)
        if person or words.person:
            self.note(person=person + words.person)
        return nb, resources

    def _remove_copies_of_links(self, target: Path) -> None:
        for path in self.here.rglob("*"):
            copied = target / path.relative_to(self.here)
            if path.is_symlink() or is_private(path.name):
                copied.unlink(missing_ok=True)
                if path.is_symlink():
                    self.note(person=["A link to another file was handed in. It was not followed."])


class FillManualCells(Step):
    """Put the student's words into the cells that people mark, so that formgrader and feedback show them.

    Stock: such a cell holds only what was typed into it; unchanged, it earns 0 and no person sees it. Here words from
    the activity, silence included, make it changed, and a cell with neither words nor typing stays unchanged. Runs
    before nbgrader compares checksums.
    """

    def step(self, nb: NotebookNode, resources: dict[str, Any]) -> Pair:
        """Fill every manual Markdown cell."""
        entries, _ = read_entries(self.autograded / f"{self.assignment}.responses.json")
        givens = self._as_given_out(resources)
        course = self._course()
        for cell in nb.cells:
            if cell.cell_type == "markdown" and utils.is_grade(cell) and utils.is_solution(cell):
                self._fill(cell, entries, givens.get(cell.metadata.nbgrader["grade_id"], []), course)
        self._fill_beside(nb, course)
        return nb, resources

    def _fill_beside(self, nb: NotebookNode, course: Any) -> None:
        """Where words were typed straight into the first cell of several criteria, the others wait for a person too."""
        from notknowing.activities.transcripts import marked_with

        page = course.pages.get(self.assignment) if course else None
        cells = {cell.metadata.nbgrader["grade_id"]: cell for cell in nb.cells if utils.is_grade(cell)}
        for name, (first, said) in (marked_with(page, course) if page else {}).items():
            if name in cells and first in cells and _is_untouched(cells[name]) and not _is_untouched(cells[first]):
                cells[name].source = said

    def _fill(self, cell: NotebookNode, entries: dict[str, Any], given: list[str], course: Any) -> None:
        typed = typed_text(cell.source, given)
        words = self._words(cell.metadata.nbgrader["grade_id"], entries, course)
        if words and typed == words.strip():
            typed = ""
        if words and typed:
            cell.source = f"{words.rstrip()}\n\n---\n\n{OWN_TEXT}\n\n{typed}"
        elif words:
            cell.source = words
        elif not typed:
            # nbgrader compares with the source in solutions/, which may hold a mark scheme that was never released.
            cell.metadata.nbgrader["checksum"] = utils.compute_checksum(cell)

    def _words(self, manual_cell: str, entries: dict[str, Any], course: Any) -> str | None:
        from notknowing.activities.transcripts import manual_markdown

        if not entries:
            return None
        if course is None:
            return _plainly(entries)
        try:
            return manual_markdown(self.assignment, manual_cell, entries, course)
        except Exception:  # entries can hold anything; the words themselves are what must not be lost
            self.log.exception("words of %s", manual_cell)
            self.note(
                person=["Some answers were in a shape the page does not know; they are shown as they were saved."]
            )
            return _plainly(entries)

    def _course(self) -> Any:
        """The course, or None while it cannot be read: marking by hand must not wait for a mistake in a YAML file."""
        from notknowing.course import load

        try:
            return load(start=self.root)
        except Exception as problem:
            self.log.warning("course: %s", problem)
            self.note(
                person=[
                    "The course folder could not be read, so answers are shown as they were saved. Run: notknowing check"
                ]
            )
            return None

    def _as_given_out(self, resources: dict[str, Any]) -> dict[str, list[str]]:
        """For each manual cell, the texts that count as untouched: as in ``solutions/`` and as released."""
        who = resources["nbgrader"]
        texts: dict[str, list[str]] = {}
        with Gradebook(who["db_url"]) as gradebook:
            try:
                for cell in gradebook.find_notebook(who["notebook"], who["assignment"]).source_cells:
                    texts.setdefault(cell.name, []).append(cell.source or "")
            except MissingEntry:
                pass
        master = master_notebook(self.root, who["assignment"])
        for cell in master.cells if master else []:
            mark = cell.metadata.get("nbgrader", {}).get("grade_id")
            if mark:
                texts.setdefault(mark, []).append(cell.source)
        return texts


def _is_untouched(cell: NotebookNode) -> bool:
    """Whether nbgrader would take a cell for one that nobody has written in."""
    return cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)


def typed_text(source: str, given: list[str]) -> str:
    """What the student typed into a cell: its text, without the text it was given out with."""
    typed = source.strip()
    if OWN_TEXT in typed:  # handing in has already put the words in, with the student's own typing below
        return typed.split(OWN_TEXT, 1)[1].strip()
    for text in sorted((one.strip() for one in given if one.strip()), key=len, reverse=True):
        if typed.startswith(text):
            typed = typed.removeprefix(text).strip()
        elif typed.endswith(text):
            typed = typed.removesuffix(text).strip()
    return typed


def _plainly(entries: dict[str, Any]) -> str:
    from notknowing.activities.transcripts import escaped
    from notknowing.work.notebook_copy import plain

    return "\n\n".join(f"**{escaped(key)}**\n\n{escaped(plain(entries[key].value))}" for key in sorted(entries))


class HarmlessMarkdown(Step):
    """Show HTML that a student typed, instead of obeying it.

    Stock: ``<script>`` in a Markdown cell reaches formgrader and feedback as it is, and runs with the tutor's session.
    """

    def step(self, nb: NotebookNode, resources: dict[str, Any]) -> Pair:
        """Escape tags in every Markdown cell that does not read as it was given out."""
        master = master_notebook(self.root, self.assignment)
        given = {cell.source for cell in master.cells} if master else set()
        for cell in nb.cells:
            if cell.cell_type == "markdown" and cell.source not in given and not utils.is_locked(cell):
                self._replace(cell, harmless_markdown(cell.source))
        return nb, resources

    def _replace(self, cell: NotebookNode, source: str) -> None:
        same = utils.is_solution(cell) and cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
        cell.source = source
        if same:
            cell.metadata.nbgrader["checksum"] = utils.compute_checksum(cell)


# ---------------------------------------------------------------------------------------------- while it runs


class ExecuteToTheEnd(Execute):
    """Run the notebook; when the kernel dies, keep what earlier cells earned.

    Stock: a kernel that dies (out of memory, ``os._exit``) leaves the whole submission without a record. Here the
    cells from the crash on earn 0, with a note to the tutor, and the earlier ones keep their points.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any], km: Any = None) -> Pair:
        """Run every cell that can be run."""
        self.running = 0
        given = dict(resources)
        try:
            return super().preprocess(nb, resources, km)
        except (RuntimeError, TimeoutError) as error:
            if not isinstance(error, TimeoutError) and "kernel" not in str(error).lower():
                raise
        for cell in nb.cells[self.running :]:
            if cell.cell_type == "code":
                cell.outputs = [new_output("error", ename="Stopped", evalue="the page stopped here", traceback=[])]
        note(
            _autograded(self, given),
            given["nbgrader"]["assignment"],
            person=[
                "The page stopped running part-way. What came before is marked; the marked parts after it count as 0 until you look."
            ],
        )
        return nb, given

    def preprocess_cell(self, cell: NotebookNode, resources: dict[str, Any], index: int) -> Pair:
        """Run one cell, and remember which."""
        self.running = index
        return super().preprocess_cell(cell, resources, index)


# ---------------------------------------------------------------------------------------------- after it ran


class CleanOutputs(Step):
    """Keep outputs small and unable to act.

    Stock: limits the number of lines but not of bytes, so one line of 100 MB is kept and returned; scripts in HTML
    outputs reach formgrader.
    """

    def step(self, nb: NotebookNode, resources: dict[str, Any]) -> Pair:
        """Clean every output of every code cell."""
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = [output for output in map(_clean, cell.outputs) if output is not None]
        return nb, resources


def _clean(output: NotebookNode) -> NotebookNode | None:
    if output.output_type == "stream":
        output.text = _cut(output.text)
    elif output.output_type == "error":
        output.evalue = _cut(output.evalue)
        output.traceback = [_cut(line) for line in output.traceback]
    else:
        output.data = NotebookNode({kind: value for kind, value in output.data.items() if kind not in NEVER_SHOWN})
        output.metadata = NotebookNode(filter(None, map(_size, output.metadata.items())))
        for kind, value in list(output.data.items()):
            if kind == "text/html":
                output.data[kind] = harmless(_cut(_text(value)))
            elif kind.startswith("image/"):
                if len(_text(value)) > IMAGE_BYTES:
                    del output.data[kind]
            elif kind == "text/markdown":
                output.data[kind] = harmless_markdown(_cut(_text(value)))
            elif kind.startswith("text/"):
                output.data[kind] = _cut(_text(value))
        if not output.data:
            return None
    return output


def _size(given: tuple[str, Any]) -> tuple[str, Any] | None:
    """A picture's width and height, the only thing an output's metadata is kept for: any other goes into the page as it is."""
    kind, value = given
    if not kind.startswith("image/") or not isinstance(value, dict):
        return None
    numbers = {name: value[name] for name in ("width", "height") if type(value.get(name)) in (int, float)}
    return (kind, NotebookNode(numbers)) if numbers else None


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _cut(text: str) -> str:
    if len(text) <= TEXT_BYTES:
        return text
    return f"{text[:TEXT_BYTES]}\n(The rest, {len(text) - TEXT_BYTES:,} characters, was left out.)"


_A_NUMBER = re.compile(r"(?:np\.|numpy\.)?(?:float|int)\d*\((?P<inside>[^()]*)\)|(?P<bare>[^()]*)")


class MendScores(Step):
    """Turn what a test cell says into points that can be right.

    Stock, where it is wrong: NaN, a negative number or any text as the value of a test earns full marks; a value above
    the maximum stops the whole submission; a warning printed to stderr earns 0. Here only an exception fails a test,
    and a value that cannot be a mark earns 0 with a note to the tutor.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: dict[str, Any], cell_index: int) -> Pair:
        """Mend the outputs of one marked code cell."""
        if cell.cell_type != "code" or not utils.is_grade(cell) or utils.is_solution(cell):
            return cell, resources
        warned = [one for one in cell.outputs if one.output_type == "stream" and one.name == "stderr"]
        if warned:
            cell.outputs = [one for one in cell.outputs if one not in warned]
            self.note(remarks=["A warning was printed while a part was marked. It cost nothing."])
        for output in cell.outputs:
            if output.output_type == "execute_result":
                self._mend(output, float(cell.metadata.nbgrader["points"]))
        return cell, resources

    def _mend(self, output: NotebookNode, maximum: float) -> None:
        said = _text(output.data.get("text/plain", ""))
        value = points_of(said)
        if value is not None and 0 <= value <= maximum:
            output.data["text/plain"] = repr(value)
            return
        output.data = NotebookNode({"text/plain": "0.0"})
        self.note(
            person=[
                f"A part gave {said[:40]!r} as its points, which cannot be right (0 to {maximum:g}). It counts as 0 until you look."
            ]
        )


def points_of(said: str) -> float | None:
    """The number a test cell gave, as Python or numpy prints it; None when it is no finite number."""
    match = _A_NUMBER.fullmatch(said.strip())
    if match is None:
        return None
    try:
        value = float(match["inside"] if match["inside"] is not None else match["bare"])
    except ValueError:
        return None
    return value if math.isfinite(value) else None
