"""The one form in which a notebook of ``solutions/`` is kept, what departs from it, and how to restore it.

Canonical: no outputs, no execution counts, cell ids that can be read, a short whitelist of metadata, activity cells
that say exactly what the template says, one H1, a final newline. The same page then gives the same bytes on every
machine, and a difference in version control is a difference somebody made.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from notknowing.authoring.rules import Ground
from notknowing.authoring.scaffold import manual_cells_of, notebook, page_cells, page_title, scaffold_notebook
from notknowing.course import Problem
from notknowing.course.models import Page

FIX = "Run: notknowing check --fix"
CELL_METADATA = ("deletable", "editable", "jupyter", "nbgrader", "tags")
NBGRADER_METADATA = (
    "cell_type", "grade", "grade_id", "locked", "points", "remove", "schema_version", "solution", "task", "checksum",
)  # fmt: skip


def dumps(nb: NotebookNode) -> str:
    """A notebook as text: sorted keys, one space of indent, letters as they are, a final newline."""
    return json.dumps(split(nb), sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def split(nb: NotebookNode) -> dict[str, Any]:
    """The notebook with its sources as lists of lines, as Jupyter writes them."""
    data = json.loads(json.dumps(nb))
    for cell in data["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    return data


def write(nb: NotebookNode, path: Path) -> None:
    """Write a notebook in canonical text, with Unix line ends everywhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(dumps(nb).encode("utf-8"))


def grade_id(cell: NotebookNode) -> str | None:
    """The name of a graded cell in the gradebook, or None."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_manual(cell: NotebookNode) -> bool:
    """Whether a person marks this cell."""
    graded = cell.metadata.get("nbgrader", {})
    return bool(graded.get("grade") and graded.get("solution"))


def restored(nb: NotebookNode, page: Page | None) -> NotebookNode:
    """The notebook in canonical form.

    Cells that follow from the page are written anew in the page's order. Cells of the author's own (graded cells and
    prose) are kept, each below the cell it stood below; without a page only the form is restored.
    """
    cells = [_clean(cell) for cell in nb.cells]
    if page is not None:
        cells = _woven(cells, page)
    return notebook(_with_ids(cells))


def _clean(cell: NotebookNode) -> NotebookNode:
    metadata = {key: cell.metadata[key] for key in CELL_METADATA if key in cell.metadata}
    if "nbgrader" in metadata:
        metadata["nbgrader"] = {
            key: metadata["nbgrader"][key] for key in NBGRADER_METADATA if key in metadata["nbgrader"]
        }
        metadata["nbgrader"].pop("checksum", None)
    if "jupyter" in metadata:
        metadata["jupyter"] = {k: v for k, v in metadata["jupyter"].items() if k == "source_hidden" and v}
    metadata = {key: value for key, value in metadata.items() if value not in ({}, [])}
    clean = {"cell_type": cell.cell_type, "id": cell.get("id", ""), "metadata": metadata, "source": cell.source}
    if cell.cell_type == "code":
        clean |= {"execution_count": None, "outputs": []}
    return nbformat.from_dict(clean)


def _woven(cells: list[NotebookNode], page: Page) -> list[NotebookNode]:
    """The page's own cells in order, with the author's cells below the ones they stood below."""
    made = [cell for _, cell in page_cells(page)]
    ours = {cell.id for cell in made}
    by_source = {cell.source: cell.id for cell in made}  # Jupyter gives a cell that was copied or split a new id
    gone = {name for cell in cells if _shows(cell) and cell.id not in ours for name in (cell.id, f"h-{cell.id[2:]}")}
    below: dict[str, list[NotebookNode]] = {}
    anchor = "title"
    for cell in cells:
        known = cell.id if cell.id in ours else by_source.get(cell.source)
        if known and not grade_id(cell):
            anchor = known
        elif cell.id not in gone:
            below.setdefault(anchor, []).append(cell)
    return [one for cell in made for one in (cell, *below.get(cell.id, []))]


def _shows(cell: NotebookNode) -> bool:
    """Whether a cell was made to show an activity."""
    return "activity" in cell.metadata.get("tags", [])


def _with_ids(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Readable ids: the grade id for a graded cell; for a cell without one, its place among the author's own."""
    seen: Counter[str] = Counter()
    for number, cell in enumerate(cells, start=1):
        wanted = grade_id(cell) or cell.id
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,62}", wanted) or _is_random(wanted):
            wanted = f"{cell.cell_type}-{number}"
        wanted = re.sub(r"[^a-zA-Z0-9_-]", "-", wanted)
        seen[wanted] += 1
        cell.id = wanted if seen[wanted] == 1 else f"{wanted}-{seen[wanted]}"
    return cells


def _is_random(cell_id: str) -> bool:
    """Whether Jupyter made the id up: eight hexadecimal digits, or a UUID."""
    return bool(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8}", cell_id))


# ---------------------------------------------------------------------------------------------- what is wrong


def sources(root: Path) -> list[Path]:
    """Every notebook of ``solutions/``."""
    return sorted((root / "solutions").glob("*/*.ipynb"))


def read(path: Path) -> NotebookNode:
    """A notebook as it stands.

    Raises:
        ValueError: it cannot be read, with a reason in words.
    """
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError, KeyError, AttributeError, nbformat.ValidationError) as failure:
        raise ValueError(f"the notebook cannot be read ({type(failure).__name__})") from failure


def notebook_problems(ground: Ground) -> Iterator[Problem]:
    """Everything that departs from the canonical form, notebook by notebook."""
    for path in sources(ground.root):
        shown = path.relative_to(ground.root).as_posix()
        try:
            nb = read(path)
        except ValueError as failure:
            yield Problem(shown, 1, f"{failure}.", "Put it back from the last version that worked.")
            continue
        text = path.read_text(encoding="utf-8")
        page = ground.course.pages.get(path.parent.name)
        found = list(_one(shown, text, nb, page, is_known=ground.has_page(path.parent.name)))
        yield from found
        if not found and text != dumps(restored(nb, page)):
            yield Problem(shown, 1, "the notebook is not in the form it is kept in.", FIX)
    yield from _without_notebook(ground)


def _without_notebook(ground: Ground) -> Iterator[Problem]:
    if not (ground.root / "solutions").is_dir():
        return
    for page in ground.course.pages.values():
        if not (ground.root / "solutions" / page.id / f"{page.id}.ipynb").is_file():
            yield ground.page(page, "id", message=f"there is no notebook solutions/{page.id}/{page.id}.ipynb.", action=f"Run: notknowing check --fix, which makes one for {page.id}.")  # fmt: skip


def _one(shown: str, text: str, nb: NotebookNode, page: Page | None, *, is_known: bool) -> Iterator[Problem]:
    for rule in (_form, _heading, _prose, _grade_ids):
        yield from rule(shown, text, nb, page)
    if page is not None:
        yield from _activities(shown, text, nb, page)
        yield from _manual_cells(shown, text, nb, page)
    elif not is_known:  # a page that cannot be read is reported by itself
        yield Problem(shown, 1, "no page of the course has this notebook's name.", "Rename the folder and the notebook to the id of a page in course/weeks or course/assignments.")  # fmt: skip


def _line(text: str, cell: NotebookNode) -> int:
    """The line of the file on which a cell names itself."""
    mark = f'"id": {json.dumps(cell.get("id", ""))}'
    return next((number for number, line in enumerate(text.splitlines(), start=1) if mark in line), 1)


def _form(shown: str, text: str, nb: NotebookNode, page: Page | None) -> Iterator[Problem]:
    for cell in nb.cells:
        if cell.get("outputs") or cell.get("execution_count") is not None:
            yield Problem(
                shown, _line(text, cell), f"the cell '{cell.id}' keeps an output or a number from being run.", FIX
            )
        extra = sorted(set(cell.metadata) - set(CELL_METADATA))
        if extra:
            yield Problem(shown, _line(text, cell), f"the cell '{cell.id}' carries metadata the course does not use: {', '.join(extra)}.", FIX)  # fmt: skip
        if _is_random(cell.get("id", "")):
            yield Problem(shown, _line(text, cell), f"the cell id '{cell.id}' says nothing to a reader.", FIX)
    if json.loads(json.dumps(nb.metadata)) != json.loads(json.dumps(notebook([]).metadata)):
        yield Problem(shown, 1, "the notebook carries metadata that differ from machine to machine.", FIX)


def _heading(shown: str, text: str, nb: NotebookNode, page: Page | None) -> Iterator[Problem]:
    ones = [(cell, line[2:].strip()) for cell in nb.cells if cell.cell_type == "markdown" for line in _outside_fences(cell.source) if line.startswith("# ")]  # fmt: skip
    if len(ones) != 1:
        line = _line(text, ones[1][0]) if len(ones) > 1 else 1
        yield Problem(shown, line, f"a notebook has one heading of the first level, and this one has {len(ones)}.", "Keep '# …' for the title, and use '## …' below it.")  # fmt: skip
    elif page is not None and ones[0][1] != page_title(page):
        yield Problem(
            shown, _line(text, ones[0][0]), f"the title is '{ones[0][1]}', and the page says '{page_title(page)}'.", FIX
        )


def _outside_fences(source: str) -> list[str]:
    lines, inside = [], False
    for line in source.splitlines():
        if line.startswith("```"):
            inside = not inside
        elif not inside:
            lines.append(line)
    return lines


def _prose(shown: str, text: str, nb: NotebookNode, page: Page | None) -> Iterator[Problem]:
    for cell in nb.cells:
        if cell.cell_type == "markdown" and any(line.startswith("+++") for line in cell.source.splitlines()):
            yield Problem(shown, _line(text, cell), f"a line of the cell '{cell.id}' begins with '+++', which some programs take for the end of a cell.", "Begin the line with another character.")  # fmt: skip


def _grade_ids(shown: str, text: str, nb: NotebookNode, page: Page | None) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for cell in nb.cells:
        name = grade_id(cell)
        if name is None:
            continue
        seen[name] += 1
        if seen[name] == 2:
            yield Problem(shown, _line(text, cell), f"two graded cells are called '{name}', so the gradebook cannot tell them apart.", "Give one of them another grade_id.")  # fmt: skip
        graded = cell.metadata.nbgrader
        points = graded.get("points")
        if graded.get("grade") and (isinstance(points, bool) or not isinstance(points, int | float) or points <= 0):
            yield Problem(shown, _line(text, cell), f"the graded cell '{name}' has no points, or fewer than one can give.", "Give it a number of points above 0.")  # fmt: skip


def _activities(shown: str, text: str, nb: NotebookNode, page: Page) -> Iterator[Problem]:
    """The activity cells: all of them, none besides, in order, and exactly as the template writes them."""
    expected = {cell.id: cell for _, cell in page_cells(page)}
    by_id = {cell.get("id"): cell for cell in nb.cells}
    for name in expected:
        if name not in by_id:
            what = "the heading" if name.startswith("h-") else "the cell"
            yield Problem(shown, 1, f"{what} '{name}' is missing, and the page has it.", FIX)
    for cell in nb.cells:
        if _shows(cell) and cell.id not in expected:
            yield Problem(shown, _line(text, cell), f"the cell '{cell.id}' shows an activity that the page does not have.", f"Put the activity back into the page's YAML, or: {FIX[0].lower()}{FIX[1:]}")  # fmt: skip
    order = [cell.id for cell in nb.cells if cell.get("id") in expected]
    if sorted(order) == sorted(expected) and order != list(expected):
        first = next(have for have, want in zip(order, expected, strict=True) if have != want)
        yield Problem(shown, _line(text, by_id[first]), f"the cell '{first}' is not where the page has it.", FIX)
    for name, cell in expected.items():
        have = by_id.get(name)
        if have is not None and name != "title" and have.source != cell.source:
            what = "heading" if name.startswith("h-") else "activity cell"
            yield Problem(
                shown, _line(text, have), f"the {what} '{name}' does not say what the page's YAML makes it say.", FIX
            )


def _manual_cells(shown: str, text: str, nb: NotebookNode, page: Page) -> Iterator[Problem]:
    """Every manual cell that the page names is in the notebook, and is one that a person marks."""
    cells = {grade_id(cell): cell for cell in nb.cells if grade_id(cell)}
    for spec in page.activities:
        for name in manual_cells_of(spec):
            if name not in cells:
                yield Problem(shown, 1, f"activity {spec.id} hands its words to a cell '{name}', which is not here.", "Add a manually graded cell of that name, or remove 'manual_cell' from the activity.")  # fmt: skip
            elif not is_manual(cells[name]):
                yield Problem(shown, _line(text, cells[name]), f"the cell '{name}' is to receive words for a person to mark, and is not set up for that.", "In JupyterLab's Create Assignment panel, make it 'Manually graded answer'.")  # fmt: skip


# ---------------------------------------------------------------------------------------------- mending


def fix(ground: Ground) -> list[Path]:
    """Restore the canonical form of every notebook, and make the ones that are missing.

    Returns:
        The notebooks that were changed. One that cannot be read is left as it is.
    """
    changed = []
    for path in sources(ground.root):
        try:
            nb = read(path)
        except ValueError:
            continue
        text = dumps(restored(nb, ground.course.pages.get(path.parent.name)))
        if text.encode("utf-8") != path.read_bytes():
            path.write_bytes(text.encode("utf-8"))
            changed.append(path)
    if (ground.root / "solutions").is_dir():
        changed += [
            _made(ground.root, page) for page in ground.course.pages.values() if not _path(ground.root, page).exists()
        ]
    return changed


def _path(root: Path, page: Page) -> Path:
    return root / "solutions" / page.id / f"{page.id}.ipynb"


def _made(root: Path, page: Page) -> Path:
    write(scaffold_notebook(page), _path(root, page))
    return _path(root, page)
