"""Builds a page's notebook from its YAML: every cell that is not a graded cell follows from the page alone.

A notebook holds no wording of its own. Its title, headings and activity cells are written from ``course/``, so a lead
who changes a title, a time or the order of activities changes the YAML, and ``notknowing check --fix`` the notebook.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbformat.notebooknode import NotebookNode, from_dict

from notknowing.course.models import ActivityModel, Page, Portfolio
from notknowing.marking.config import TEXT_STUB

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""The notebook's own metadata, and all of it."""

ACTIVITY_METADATA = {
    "deletable": False,
    "editable": False,
    "jupyter": {"source_hidden": True},
    "tags": ["activity"],
}

OPEN = (
    "Press **Open the activities** at the top of this page. Without that button: open the Run menu and run every cell."
)

HIDDEN = "# Nothing to type here. Press “Open the activities” at the top."
"""The first line of every hidden cell: JupyterLab shows it in place of the code until the page is opened."""

COUNTED = "# Nothing to type here. This line stands for what counts your answers when the page is marked."
"""The first line of a graded cell, shown in the same place."""

OTHER_PYTHON = (
    "This page needs the course's own Python. Your work is safe. "
    "Close this page and open it again with: notknowing start"
)
"""Said by every code cell that runs where the course is not installed."""

HAND_IN_WORDS = TEXT_STUB
"""What stands in a manual cell until the student's words are written into it. nbgrader puts the same text there on
release, so that the tutor's gradebook and the student's notebook agree on what an untouched cell is."""


@dataclass(frozen=True)
class Check:
    """One autograded cell: where it stands, what it is called, how many points it carries, and its last line.

    after: id of the activity it follows. grade_id: its name in the gradebook. points: its maximum.
    function, arguments: what in ``notknowing.marking.formative`` counts the points.
    """

    after: str
    grade_id: str
    points: float
    function: str
    arguments: tuple[str, ...]


def slug(activity_id: str) -> str:
    """An activity's id as part of a cell id: ``1A`` becomes ``1a``, ``0.1`` becomes ``0-1``."""
    return re.sub(r"[^a-z0-9]+", "-", activity_id.lower())


def plain(text: str) -> str:
    """A text on one line, without the marks that stand for its sources."""
    return " ".join(re.sub(r"\s*\[claim:[^\]]*\]", "", text).split())


def page_title(page: Page) -> str:
    """The one H1: ``Week 1: The pull to fix``, or ``Assignment 1, Part B: …``."""
    week = re.fullmatch(r"week(\d\d)", page.id)
    if week:
        return f"Week {int(week[1])}: {page.title}"
    number, part = page.id[1], page.id[2:].upper()
    return f"Assignment {number}{f', Part {part}' if part else ''}: {page.title}"


def activity_source(page_id: str, activity_id: str | None) -> str:
    """The code of an activity's cell; without an id, of the page's opening.

    It is the same everywhere, and says a sentence where the course is missing.
    """
    named = ", ".join(json.dumps(name) for name in (page_id, activity_id) if name)
    return (
        f"{HIDDEN}\ntry:\n    from notknowing import show\nexcept ImportError:\n    print({json.dumps(OTHER_PYTHON)})\n"
        f"else:\n    show({named})"
    )


def check_source(check: Check) -> str:
    """The code of an autograded cell. Its last line is a number while marking, and nothing on a student's page."""
    call = f"{check.function}({', '.join(json.dumps(argument) for argument in check.arguments)})"
    return (
        f"{COUNTED}\ntry:\n    from notknowing.marking.formative import {check.function}\n"
        f"except ImportError:\n    points = 0\n    print({json.dumps(OTHER_PYTHON)})\n"
        f"else:\n    points = {call}\npoints"
    )


def heading_source(spec: ActivityModel) -> str:
    """An activity's heading with its time."""
    minutes = "1 minute" if spec.minutes == 1 else f"{spec.minutes} minutes"
    return f"## {spec.id}. {spec.title}\n\nAbout {minutes}."


def markdown(cell_id: str, source: str) -> NotebookNode:
    """A locked prose cell."""
    metadata = {"deletable": False, "editable": False}
    return from_dict({"cell_type": "markdown", "id": cell_id, "metadata": metadata, "source": source})


def code(cell_id: str, source: str, metadata: dict[str, Any]) -> NotebookNode:
    """A code cell that has not been run."""
    return from_dict({
        "cell_type": "code", "execution_count": None, "id": cell_id, "metadata": metadata, "outputs": [], "source": source,
    })  # fmt: skip


def activity_cell(page_id: str, activity_id: str | None, cell_id: str) -> NotebookNode:
    """The cell that shows one activity, the opening or the student's words."""
    return code(cell_id, activity_source(page_id, activity_id), json.loads(json.dumps(ACTIVITY_METADATA)))


def manual_cell(grade_id: str, points: float) -> NotebookNode:
    """A cell that a person marks. The student's words are written into it when the work comes in."""
    metadata = {"nbgrader": _graded("markdown", grade_id, points, solution=True, locked=False)}
    return from_dict({"cell_type": "markdown", "id": grade_id, "metadata": metadata, "source": HAND_IN_WORDS})


def check_cell(check: Check) -> NotebookNode:
    """An autograded cell with nothing hidden in it: formative points, counted from what the student chose."""
    graded = _graded("code", check.grade_id, check.points, solution=False, locked=True)
    metadata = {"deletable": False, "editable": False, "jupyter": {"source_hidden": True}, "nbgrader": graded}
    return code(check.grade_id, check_source(check), metadata)


def _graded(cell_type: str, grade_id: str, points: float, *, solution: bool, locked: bool) -> dict[str, Any]:
    return {
        "cell_type": cell_type, "grade": True, "grade_id": grade_id, "locked": locked, "points": points,
        "schema_version": 3, "solution": solution, "task": False,
    }  # fmt: skip


def manual_cells_of(spec: ActivityModel) -> list[str]:
    """The grade ids of the cells that a person marks for one activity."""
    pieces = [piece.manual_cell for piece in spec.pieces] if isinstance(spec, Portfolio) else []
    criteria = getattr(spec, "criteria", {}).values()
    return [*pieces, *([spec.manual_cell] if spec.manual_cell else []), *criteria]


def page_cells(page: Page) -> Iterator[tuple[str | None, NotebookNode]]:
    """Every cell that follows from the page alone, in order, each with the id of its activity (None outside one)."""
    yield None, markdown("title", f"# {page_title(page)}\n\n{plain(page.summary)}\n\n{OPEN}")
    yield None, activity_cell(page.id, None, "opening")
    for spec in page.activities:
        yield spec.id, markdown(f"h-{slug(spec.id)}", heading_source(spec))
        yield spec.id, activity_cell(page.id, spec.id, f"a-{slug(spec.id)}")
    yield None, activity_cell(page.id, "words", "words")


def notebook(cells: list[NotebookNode]) -> NotebookNode:
    """A notebook of these cells and no other metadata than the course's."""
    return from_dict({"cells": cells, "metadata": json.loads(json.dumps(METADATA)), "nbformat": 4, "nbformat_minor": 5})


def scaffold_notebook(
    page: Page, points: dict[str, float] | None = None, checks: tuple[Check, ...] = ()
) -> NotebookNode:
    """A page's whole notebook in canonical form.

    Args:
        page: the week or assignment.
        points: the maximum of each manual cell, by grade id. A manual cell of the page that is not named here is
            left out, so that ungraded pages stay ungraded.
        checks: the autograded cells.

    Returns:
        The notebook: title, opening, a heading and a cell for each activity, the graded cells below their activity,
        and the student's words last.
    """
    points = points or {}
    cells: list[NotebookNode] = []
    for activity_id, cell in page_cells(page):
        cells.append(cell)
        if activity_id is None or cell.cell_type != "code":
            continue
        spec = page.activity(activity_id)
        cells += [check_cell(check) for check in checks if check.after == activity_id]
        cells += [manual_cell(grade_id, points[grade_id]) for grade_id in manual_cells_of(spec) if grade_id in points]
    return notebook(cells)
