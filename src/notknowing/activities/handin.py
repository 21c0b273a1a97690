"""What is handed in: the exact copy first, then one zip built from the saved words.

Where the file, the copy inside the notebook and a marker's cell differ, the newest words win and the difference is
said. Private entries, earlier versions and places on the page stay at home.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from notknowing.activities.base import PLACE
from notknowing.activities.frame import label_of, said
from notknowing.activities.transcripts import manual_markdown
from notknowing.course import Course, bundled, load
from notknowing.course.models import Page
from notknowing.work import MIME, Entry, Store, merge, recover
from notknowing.work.entries import EPOCH, entries_to_json
from notknowing.work.files import write_whole
from notknowing.work.notebook_copy import bundle_of

EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)
"""One date for every file in a zip, so that it says nothing about when somebody worked."""

STUB = re.compile(r"\*Your words from [^*\n]*\*")
"""What stands in a marker's cell as it is released."""

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
    added: list[str] = field(default_factory=list)
    """Cells of the notebook that are not in the released one, or are not as released."""

    def listed(self) -> list[tuple[str, str]]:
        """Each piece of it as a label and the words, in the order of the page."""
        order = {activity.id: i for i, activity in enumerate(self.page.activities)}
        keys = sorted(self.entries, key=lambda key: (order.get(key.split(".")[0], 99), key))
        shown = [
            (label_of(self.page, key), said(self.entries[key].value))
            for key in keys
            if self.entries[key].value not in (None, "", [])
        ]
        shown += [(f"Written in the notebook cell {cell}", text) for cell, text in self.typed.items()]
        return shown + [("A cell of your own in the notebook", text) for text in self.added]


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
    # An output pasted from another page carries that page's words, which are not part of this hand-in.
    own = tuple(f"{activity.id}." for activity in page.activities)
    in_notebook = {key: entry for key, entry in recover(notebook).items() if key.startswith(own) and key not in private}
    entries, conflicts = merge(kept.entries(), in_notebook)
    entries = {key: without_history(entry) for key, entry in entries.items() if entry.kind != PLACE}
    told = [
        f"{label_of(page, conflict.key)}: the saved file and the copy in the notebook differ. The newest words are used: “{said(conflict.kept.value)}”. The others were: “{said(conflict.other.value)}”."
        for conflict in conflicts
    ]
    return Copy(page, folder, entries, told, typed_cells(notebook), added_cells(notebook, page_id))


def read_sound(notebook: Path) -> Any:
    """A notebook that can be worked with, or None: it is missing, damaged, or not a notebook of this kind."""
    import nbformat  # late: its import takes a second, and every page would wait for it

    try:
        node = json.loads(notebook.read_text(encoding="utf-8-sig"))
        # nbformat itself gives up at one cell without its parts, and with it on everything that somebody typed.
        seen: set[str] = set()
        for i, cell in enumerate(node["cells"]):
            cell["metadata"] = dict_of(cell.get("metadata"))
            if node.get("nbformat_minor", 0) >= 5 and (not isinstance(cell.get("id"), str) or cell["id"] in seen):
                # A copied cell. nbformat would make up an id by chance, and no two zips would be alike.
                cell["id"] = f"copy-{i}"
            seen.add(cell.get("id"))
            if cell["cell_type"] == "code":
                cell["outputs"] = [dict_of(output) for output in cell.get("outputs") or ()]
        return nbformat.reads(json.dumps(node), as_version=4)
    except Exception:  # files come damaged in more ways than nbformat has errors for
        return None


def dict_of(found: Any) -> dict[str, Any]:
    """A part of a notebook that has to be a dictionary; an empty one where it is something else."""
    return found if isinstance(found, dict) else {}


def released(page_id: str) -> Any:
    """The notebook of a page as students get it.

    Raises:
        FileNotFoundError: the package was installed without it.
    """
    import nbformat  # late: its import takes a second, and every page would wait for it

    return nbformat.read(bundled("exercises") / page_id / f"{page_id}.ipynb", as_version=4)


def is_markers(cell: Any) -> bool:
    """Whether a cell is one that receives a student's words for a person to mark."""
    marks = dict_of(cell.metadata.get("nbgrader"))
    return cell.cell_type == "markdown" and all(marks.get(mark) for mark in ("grade", "solution", "grade_id"))


def typed_cells(notebook: Path) -> dict[str, str]:
    """What somebody wrote straight into a marker's cell; empty where the cell is as it was released."""
    node = read_sound(notebook)
    cells = [cell for cell in node.cells if is_markers(cell)] if node else []
    return {cell.metadata.nbgrader.grade_id: text for cell in cells if (text := own_words(cell.source))}


def added_cells(notebook: Path, page_id: str) -> list[str]:
    """The source of every cell that a student added or changed, but for the markers' cells: it is handed in as well."""
    node = read_sound(notebook)
    try:
        as_given = {cell.source.strip() for cell in released(page_id).cells}
    except (OSError, ValueError):
        return []
    sources = [cell.source.strip() for cell in node.cells if not is_markers(cell)] if node else []
    return [source for source in sources if source and source not in as_given]


def own_words(source: str) -> str:
    """The student's own typing in a marker's cell: all of it, less the released line and less words put in by us."""
    if ALSO_HERE in source:
        return source.split(ALSO_HERE, 1)[1].strip()
    return STUB.sub("", source, count=1).strip()


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
    for cell in filter(is_markers, node.cells):
        words = manual_markdown(page_id, cell.metadata.nbgrader.grade_id, entries, course)
        count += words is not None
        cell.source = filled(cell.source, words)
    return count


def notebook_for(copy: Copy, course: Course) -> Any:
    """The notebook that goes into the zip: no outputs but the copy of the words, and the marker's cells filled.

    A notebook that is missing or unreadable is replaced by the released one, so that the words still arrive.
    """
    import nbformat  # late: its import takes a second, and every page would wait for it

    node = read_sound(copy.folder / f"{copy.page.id}.ipynb") or released(copy.page.id)
    written = max((entry.saved for entry in copy.entries.values()), default=EPOCH)
    payload = bundle_of(copy.page.id, copy.entries, written)[MIME]
    for cell in node.cells:
        if cell.cell_type != "code":
            continue
        has_copy = any(MIME in dict_of(output.get("data")) for output in cell.outputs)
        cell.outputs, cell.execution_count = [], None
        if has_copy or cell.get("id") == "words":
            data = {MIME: payload, "text/plain": f"The words handed in for {copy.page.id}."}
            cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
    node.metadata.pop("widgets", None)
    fill_manual_cells(node, copy.page.id, copy.entries, course)
    return node


def _as_json(entries: Mapping[str, Entry]) -> dict[str, Any]:
    return entries_to_json(dict(entries))


def write_zip(copy: Copy, *, course: Course | None = None) -> Path:
    """Write ``<page>-submission.zip`` beside the notebook, replacing an earlier one in one step.

    Raises:
        OSError: it cannot be written; nothing half-written is left.
    """
    import nbformat  # late: its import takes a second, and every page would wait for it

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
            member = zipfile.ZipInfo(file, EPOCH_OF_ZIP)
            # Without this, unzip on Linux and macOS makes files that nobody may open.
            member.external_attr = 0o644 << 16
            archive.writestr(member, text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    target = copy.folder / f"{name}-submission.zip"
    write_whole(target, held.getvalue())
    return target
