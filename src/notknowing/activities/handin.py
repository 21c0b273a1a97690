"""What is handed in: the exact copy first, then one zip built from the saved words.

Where the file, the copy inside the notebook and a marker's cell differ, the newest words win and the difference is
said. Private entries, earlier versions and places on the page stay at home.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat

from notknowing.activities.base import PLACE
from notknowing.activities.frame import label_of, said
from notknowing.activities.transcripts import manual_markdown
from notknowing.course import Course, bundled, load
from notknowing.course.models import Page
from notknowing.work import MIME, Entry, Store, merge, recover

EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)
"""One date for every file in a zip, so that it says nothing about when somebody worked."""

STUB = "*Your words from "
"""How the marker's cell begins while nobody has written in it."""

ALSO_HERE = "**Written in the notebook cell itself:**"


@dataclass(frozen=True)
class Copy:
    """Everything that would be handed in for one page."""

    page: Page
    folder: Path
    entries: dict[str, Entry]
    conflicts: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    """What the student wrote directly into a marker's cell, by the cell's grade id."""

    def listed(self) -> list[tuple[str, str]]:
        """Each piece of it as a label and the words, in the order of the page."""
        order = {activity.id: i for i, activity in enumerate(self.page.activities)}
        keys = sorted(self.entries, key=lambda key: (order.get(key.split(".")[0], 99), key))
        shown = [
            (label_of(self.page, key), said(self.entries[key].value))
            for key in keys
            if self.entries[key].value not in (None, "", [])
        ]
        return shown + [(f"Written in the notebook cell {cell}", text) for cell, text in self.typed.items()]


def without_history(entry: Entry) -> Entry:
    """An entry without its earlier versions, which are nobody else's."""
    return replace(entry, history=[])


def prepare(
    page_id: str, folder: Path | str | None = None, *, course: Course | None = None, store: Store | None = None
) -> Copy:
    """Gather what would be handed in, changing nothing.

    Args:
        page_id: the assignment or week.
        folder: where the notebook is; the current folder by default.
        course: the course, where it is loaded already.
        store: the open store of that notebook, where there is one.

    Raises:
        KeyError: the course has no such page.
        CourseError: the course cannot be read.
    """
    course = course or load()
    page = course.page(page_id)
    folder = Path(folder or Path.cwd())
    kept = store or Store.open(page_id, folder, writing=False)
    notebook = folder / f"{page_id}.ipynb"
    private = set(kept.private_entries())
    in_notebook = {key: entry for key, entry in recover(notebook).items() if key not in private}
    entries, conflicts = merge(kept.entries(), in_notebook)
    entries = {key: without_history(entry) for key, entry in entries.items() if entry.kind != PLACE}
    told = [
        f"{label_of(page, conflict.key)}: the saved file and the copy in the notebook differ. The newest words are used: “{said(conflict.kept.value)}”. The others were: “{said(conflict.other.value)}”."
        for conflict in conflicts
    ]
    return Copy(page, folder, entries, told, typed_cells(notebook))


def typed_cells(notebook: Path) -> dict[str, str]:
    """What somebody wrote straight into a marker's cell; empty where the cell is as it was released."""
    try:
        node = nbformat.read(notebook, as_version=4)
    except Exception:  # a notebook that cannot be read is told of by whoever writes the zip
        return {}
    found = {}
    for cell in node.cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and marks.get("grade") and marks.get("solution"):
            text = own_words(cell.source)
            if text:
                found[marks["grade_id"]] = text
    return found


def own_words(source: str) -> str:
    """The student's own typing in a marker's cell: all of it, less the released line and less words put in by us."""
    if ALSO_HERE in source:
        return source.split(ALSO_HERE, 1)[1].strip()
    if source.startswith(STUB):
        return source.split("\n", 1)[1].strip() if "\n" in source else ""
    return source.strip()


def filled(source: str, words: str | None) -> str:
    """A marker's cell with the activity's words first and the student's own typing, if any, below."""
    typed = own_words(source)
    if words is None:
        return source
    return f"{words}\n\n{ALSO_HERE}\n\n{typed}" if typed and typed != words.strip() else words


def fill_manual_cells(node: Any, page_id: str, entries: Mapping[str, Entry], course: Course) -> int:
    """Put the student's words into every marker's cell of a notebook, in place.

    Returns:
        How many cells now hold words.
    """
    count = 0
    for cell in node.cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and marks.get("grade") and marks.get("solution"):
            words = manual_markdown(page_id, marks["grade_id"], entries, course)
            count += words is not None
            cell.source = filled(cell.source, words)
    return count


def notebook_for(copy: Copy, course: Course) -> Any:
    """The notebook that goes into the zip: no outputs but the copy of the words, and the marker's cells filled.

    A notebook that is missing or unreadable is replaced by the released one, so that the words still arrive.
    """
    path = copy.folder / f"{copy.page.id}.ipynb"
    try:
        node = nbformat.read(path, as_version=4)
    except Exception:
        node = nbformat.read(bundled("exercises") / copy.page.id / f"{copy.page.id}.ipynb", as_version=4)
    with Store.open(copy.page.id, copy.folder, writing=False) as store:
        bundle = store.bundle()
    payload = {**bundle[MIME], "entries": _as_json(copy.entries)}
    for cell in node.cells:
        if cell.cell_type != "code":
            continue
        has_copy = any(MIME in output.get("data", {}) for output in cell.outputs)
        cell.outputs, cell.execution_count = [], None
        if has_copy or cell.get("id") == "words":
            data = {MIME: payload, "text/plain": f"The words handed in for {copy.page.id}."}
            cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
    node.metadata.pop("widgets", None)
    fill_manual_cells(node, copy.page.id, copy.entries, course)
    return node


def _as_json(entries: Mapping[str, Entry]) -> dict[str, Any]:
    from notknowing.work.entries import entries_to_json

    return entries_to_json(dict(entries))


def write_zip(copy: Copy, *, course: Course | None = None) -> Path:
    """Write ``<page>-submission.zip`` beside the notebook, replacing an earlier one in one step.

    Raises:
        OSError: it cannot be written; nothing half-written is left.
    """
    course = course or load()
    name = copy.page.id
    responses = {"schema": 1, "notebook": name, "entries": _as_json(copy.entries)}
    node = notebook_for(copy, course)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, text in (
            (f"{name}.ipynb", nbformat.writes(node, version=nbformat.NO_CONVERT) + "\n"),
            (f"{name}.responses.json", json.dumps(responses, ensure_ascii=False, indent=1, sort_keys=True) + "\n"),
        ):
            archive.writestr(zipfile.ZipInfo(file, EPOCH_OF_ZIP), text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    target = copy.folder / f"{name}-submission.zip"
    passing = copy.folder / f".{name}-submission.zip.part"
    try:
        passing.write_bytes(held.getvalue())
        passing.replace(target)
    finally:
        passing.unlink(missing_ok=True)
    return target
