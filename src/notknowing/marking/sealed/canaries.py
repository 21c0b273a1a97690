"""Whether a test was let run as it is written: two small cells around every one that gives marks.

Before it, a number that must come back; after it, an assertion that must fail. A submission that empties assertions,
swallows errors, or changes what numbers look like or how cells run fails one of them, and the marks in between are
withheld until a person decides. What an honest page does (options, formats with a few decimals, errors, names of its
own) disturbs neither.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell

MARK = "canary"
WATCH = "notknowing.marking.sealed.watch"


@dataclass(frozen=True)
class Canary:
    """One cell, where it stands in the longer notebook, and which part's marks depend on it."""

    kind: Literal["echo", "fail"]
    index: int
    guards: str
    token: str


def gives_marks(cell: NotebookNode) -> bool:
    """Whether nbgrader reads this cell's output as marks."""
    own = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(own.get("grade")) and not own.get("solution")


def with_canaries(
    notebook: NotebookNode, chance: random.Random | None = None
) -> tuple[list[NotebookNode], list[Canary]]:
    """The cells of a notebook with canaries among them, and where these are. The cells themselves are not copied."""
    chance = chance or random.SystemRandom()
    cells: list[NotebookNode] = []
    canaries: list[Canary] = []

    def put(kind: Literal["echo", "fail"], cell: NotebookNode) -> None:
        # Quarters are exact, so that a page which shows numbers with two decimals shows this one whole.
        number = chance.randrange(1000, 9999) + chance.choice((0.25, 0.5, 0.75))
        head = cell.source.split("\n", 1)[0] if cell.source.startswith("#") else "# Nothing to type here."
        if kind == "echo":
            source = f'{head}\n__import__("{WATCH}", fromlist=["echo"]).echo({number})'
        else:
            source = f'{head}\nassert {number} == 0, "{number}"'
        canaries.append(Canary(kind, len(cells), cell.metadata.nbgrader["grade_id"], str(number)))
        cells.append(new_code_cell(source, metadata={MARK: kind}))

    for cell in notebook.cells:
        guarded = gives_marks(cell)
        if guarded:
            put("echo", cell)
        cells.append(cell)
        if guarded:
            put("fail", cell)
    return cells, canaries


def sings(canary: Canary, cell: NotebookNode) -> bool:
    """Whether a canary that has run did what it must."""
    if canary.kind == "fail":
        errors = [one for one in cell.outputs if one.output_type == "error"]
        return any(one.ename == "AssertionError" and canary.token in one.evalue for one in errors)
    results = [one for one in cell.outputs if one.output_type == "execute_result"]
    if len(results) != 1 or any(one.output_type == "error" for one in cell.outputs):
        return False
    said = results[0].data.get("text/plain", "")
    try:
        return float(said) == float(canary.token)
    except ValueError:
        return False


def silenced(canaries: list[Canary], cells: list[NotebookNode], ran: int) -> list[str]:
    """The parts whose marks cannot be taken as they are; ``ran`` is how many cells had run when the page ended."""
    parts = [one.guards for one in canaries if one.index < ran and not sings(one, cells[one.index])]
    return list(dict.fromkeys(parts))
