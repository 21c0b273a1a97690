"""Puts a student's notebook back into the shape nbgrader needs, by comparing it with the notebook they were given.

The released notebook is the master. Every part of it that carries marks or an activity is found again in what was
handed in (by its mark, its id, its text or its place), given back what marking needs, and put back when it is gone.
What the student added stays where it is, as plain content. Nothing a student typed is removed.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from nbformat.notebooknode import NotebookNode

from notknowing.marking.reading import fresh_ids

ALIKE = 0.8
"""How alike two texts must be (0 to 1) for a part without any mark to be taken for a locked one of ours."""
_SHOWN = 60


@dataclass
class Repair:
    """What was mended. ``person`` are the lines that somebody should look into; they are in ``lines`` as well."""

    lines: list[str] = field(default_factory=list)
    person: list[str] = field(default_factory=list)

    def say(self, line: str, person: bool = False) -> None:
        """Add a line once."""
        if line not in self.lines:
            self.lines.append(line)
            if person:
                self.person.append(line)


def grade_id(cell: NotebookNode) -> str | None:
    """The mark nbgrader knows a cell by."""
    found = cell.metadata.get("nbgrader")
    return found.get("grade_id") if found else None


def is_marked(cell: NotebookNode) -> bool:
    """Whether a cell of the master takes part in marking."""
    return grade_id(cell) is not None


def is_manual(cell: NotebookNode) -> bool:
    """Whether a cell is a student's own, for a person to mark."""
    mark = cell.metadata.get("nbgrader") or {}
    return bool(mark.get("solution"))


def is_fixed(cell: NotebookNode) -> bool:
    """Whether a cell of the master must read as it was given out."""
    return (is_marked(cell) and not is_manual(cell)) or "activity" in cell.metadata.get("tags", [])


def belongs(notebook: NotebookNode, master: NotebookNode) -> bool:
    """Whether ``notebook`` is a copy of ``master``, however battered: it shares a mark, or half of the master's texts."""
    marks = {grade_id(cell) for cell in master.cells} - {None}
    if marks & {grade_id(cell) for cell in notebook.cells}:
        return True
    texts = [cell.source.strip() for cell in master.cells if cell.source.strip()]
    have = {cell.source.strip() for cell in notebook.cells}
    return bool(texts) and sum(text in have for text in texts) * 2 >= len(texts)


def repair(notebook: NotebookNode, master: NotebookNode) -> Repair:
    """Mend ``notebook`` in place so that nbgrader can mark it.

    Args:
        notebook: as handed in, of nbformat 4.5.
        master: as given out.
    """
    report = Repair()
    found = _by_mark(notebook, master, report)
    _by_likeness(notebook, master, found)
    _by_place(notebook, master, found)
    for index, cell in found.items():
        _restore(cell, master.cells[index], report)
    _put_back(notebook, master, found, report)
    _unmark_the_rest(notebook, found, report)
    _own_ids(notebook, master, found)
    _kernel(notebook, master, report)
    return report


def _by_mark(notebook: NotebookNode, master: NotebookNode, report: Repair) -> dict[int, NotebookNode]:
    """Cells of ours that still carry their mark, by their index in the master; copies become plain content."""
    claims = defaultdict(list)
    for cell in notebook.cells:
        if grade_id(cell) is not None:
            claims[grade_id(cell)].append(cell)
    found = {}
    for index, ours in enumerate(master.cells):
        rivals = claims.get(grade_id(ours), []) if is_marked(ours) else []
        if not rivals:
            continue
        found[index] = chosen = _the_one(rivals, ours)
        copies = [cell for cell in rivals if cell is not chosen]
        for cell in copies:
            del cell.metadata["nbgrader"]
        if copies:
            _tell_of_copies(copies, chosen, ours, report)
    return found


def _the_one(rivals: list[NotebookNode], ours: NotebookNode) -> NotebookNode:
    """Of a cell and its copies, the one to mark: for a student's own cell the one they wrote in, else the original."""
    written = [cell for cell in rivals if cell.source.strip() != ours.source.strip()] if is_manual(ours) else []
    candidates = written or rivals
    return next((cell for cell in candidates if cell.get("id") == ours.get("id")), candidates[0])


def _tell_of_copies(copies: list[NotebookNode], chosen: NotebookNode, ours: NotebookNode, report: Repair) -> None:
    other_words = {cell.source.strip() for cell in copies} - {ours.source.strip(), chosen.source.strip(), ""}
    if is_manual(ours) and other_words:
        report.say(
            "An answer box had been copied and both have words in them. One is marked; "
            "the other is still in the notebook, just beside it: read both.",
            person=True,
        )
    else:
        report.say("A part of the page had been copied. The copy was left in as plain text and the original is marked.")


def _by_likeness(notebook: NotebookNode, master: NotebookNode, found: dict[int, NotebookNode]) -> None:
    """Find cells without their mark by id, then by exactly the same text, then (locked ones) by nearly the same."""

    def same_id(ours: NotebookNode, cell: NotebookNode) -> bool:
        return bool(ours.get("id")) and ours.get("id") == cell.get("id")

    def same_text(ours: NotebookNode, cell: NotebookNode) -> bool:
        return bool(ours.source.strip()) and ours.source.strip() == cell.source.strip()

    def nearly(ours: NotebookNode, cell: NotebookNode) -> bool:
        if not is_fixed(ours):
            return False
        matcher = SequenceMatcher(None, ours.source, cell.source, autojunk=False)
        return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE

    for alike in (same_id, same_text, nearly):
        free = _free(notebook, found)
        for index, ours in enumerate(master.cells):
            if index in found:
                continue
            match = next((cell for cell in free if alike(ours, cell)), None)
            if match is not None:
                found[index] = match
                free = [cell for cell in free if cell is not match]


def _free(notebook: NotebookNode, found: dict[int, NotebookNode]) -> list[NotebookNode]:
    taken = {id(cell) for cell in found.values()}
    return [cell for cell in notebook.cells if id(cell) not in taken]


def _by_place(notebook: NotebookNode, master: NotebookNode, found: dict[int, NotebookNode]) -> None:
    """Find a student's own cell whose mark, id and first text are all gone: the only stranger between its neighbours."""
    position = {id(cell): number for number, cell in enumerate(notebook.cells)}
    for index, ours in enumerate(master.cells):
        if index in found or not is_manual(ours):
            continue
        before = [position[id(found[i])] for i in range(index) if i in found]
        after = [position[id(found[i])] for i in range(index + 1, len(master.cells)) if i in found]
        low, high = (before[-1] if before else -1), (after[0] if after else len(notebook.cells))
        between = [cell for cell in _free(notebook, found) if low < position[id(cell)] < high]
        if len(between) == 1 and grade_id(between[0]) is None:
            found[index] = between[0]


def _restore(cell: NotebookNode, ours: NotebookNode, report: Repair) -> None:
    """Give a cell back its kind, its marks and, where it is ours to say, its text."""
    if not is_marked(ours) and not is_fixed(ours):
        return
    if cell.cell_type != ours.cell_type:
        _change_type(cell, ours.cell_type)
        report.say("A part of the page had been turned into another kind of part; it was turned back.")
    mark = ours.metadata.get("nbgrader")
    if mark is not None and cell.metadata.get("nbgrader") != mark:
        lost = "nbgrader" not in cell.metadata
        cell.metadata["nbgrader"] = copy.deepcopy(mark)
        if lost:
            report.say("The program it was saved with had stripped what marking needs; that was put back.")
        else:
            report.say(
                "Something about how a part is marked had been changed; it was set back to how it was given out."
            )
    if is_fixed(ours) and cell.source.strip() != ours.source.strip():
        cell.source = ours.source
        report.say("A part that belongs to the course had been changed; it was set back to how it was given out.")


def _change_type(cell: NotebookNode, kind: str) -> None:
    cell["cell_type"] = kind
    if kind == "code":
        cell.pop("attachments", None)
        cell["outputs"], cell["execution_count"] = cell.get("outputs", []), None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _put_back(notebook: NotebookNode, master: NotebookNode, found: dict[int, NotebookNode], report: Repair) -> None:
    """Put parts that are gone back behind the nearest part before them."""
    gone = [
        i for i, ours in enumerate(master.cells) if i not in found and (is_marked(ours) or is_fixed(ours))
    ]  # fmt: skip
    for index in gone:
        ours = copy.deepcopy(master.cells[index])
        before = [found[i] for i in range(index) if i in found]
        place = 0 if not before else next(n for n, cell in enumerate(notebook.cells) if cell is before[-1]) + 1
        notebook.cells.insert(place, ours)
        found[index] = ours
    if gone:
        many = "One part" if len(gone) == 1 else f"{len(gone)} parts"
        report.say(f"{many} of the page had been deleted and {'was' if len(gone) == 1 else 'were'} put back.")


def _unmark_the_rest(notebook: NotebookNode, found: dict[int, NotebookNode], report: Repair) -> None:
    """Take nbgrader's marks off cells that are not ours; an unknown mark stops nbgrader."""
    for cell in _free(notebook, found):
        if cell.metadata.pop("nbgrader", None):
            report.say("A part marked for another page was left in as plain text.")


def _own_ids(notebook: NotebookNode, master: NotebookNode, found: dict[int, NotebookNode]) -> None:
    """Our cells carry our ids; a stranger that has taken one gets another."""
    ours = {master.cells[index].get("id") for index in found}
    for cell in _free(notebook, found):
        if cell.get("id") in ours:
            cell["id"] = ""
    for index, cell in found.items():
        if master.cells[index].get("id"):
            cell["id"] = master.cells[index]["id"]
    fresh_ids(notebook)


def _kernel(notebook: NotebookNode, master: NotebookNode, report: Repair) -> None:
    wanted = master.metadata.get("kernelspec")
    if not wanted:
        return
    given = notebook.metadata.get("kernelspec")
    name = given.get("name") if isinstance(given, dict) else None
    if name != wanted.get("name"):
        said = f" ({str(name)[:_SHOWN]})" if name else ""
        report.say(f"The notebook named another kernel{said}; the course's own is used for marking.")
    notebook.metadata["kernelspec"] = copy.deepcopy(wanted)
