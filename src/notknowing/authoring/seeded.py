"""A page whose numbers come from a seed: Assignment 2. New tables for students, and the key of the same release.

``notknowing release a2 --seed`` writes three tables into ``solutions/a2``, from where they go out with the page, and the
same numbers into its hidden tests. Marking reads the hidden tests alone: what lies in a student's folder cannot change a
mark, no seed has to be at hand on the day, and last year's marks stay as they were when the numbers are made otherwise.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from notknowing.authoring.notebooks import dumps, grade_id, read
from notknowing.course import Course
from notknowing.course.loader import plain, read_yaml
from notknowing.course.models.evidence_task import ScaleScores
from notknowing.evidence.a2_data import A2Data, Form, a2_data, as_number, tables
from notknowing.evidence.pooling import pool_r

PAGE = "a2"
SEED_FILE = "seed.yml"
"""Beside the solution. It is never released, and nbgrader never copies it."""

CAME_WITH_IT = "the seed that came with the repository"
"""The seed of the committed data. Everybody has it."""

BEGIN = {"code": "# BEGIN NUMBERS", "markdown": "<!-- BEGIN NUMBERS -->"}
END = {"code": "# END NUMBERS", "markdown": "<!-- END NUMBERS -->"}
"""Between these the numbers of a release stand. Too short to be taken for a piece of a key that has got out."""

KNOWN_TO_ALL = "The numbers of a2 are those that came with the repository, so anybody may have their key. Before students begin, run: notknowing release a2 --seed"  # fmt: skip
NEW_KEY = "solutions/a2 now holds the new numbers and their key. Mark from this folder, and keep it where students cannot read it."  # fmt: skip


class SeedError(Exception):
    """A page could not be given new numbers. The text says why and what to do."""


@dataclass(frozen=True)
class Seed:
    """A seed and whether it may be written down in the repository."""

    value: int | str
    is_kept: bool = True


def seed_from(path: Path, root: Path) -> Seed:
    """The seed in a file: ``seed:`` in YAML, or the words of a text file. One outside the repository is not written down.

    Raises:
        SeedError: the file cannot be read, or holds none.
    """
    path = path.expanduser().resolve()
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as failure:
        raise SeedError(
            f"The seed file {path} cannot be read as text. Nothing was released. Check its name."
        ) from failure
    found = plain(read_yaml(path, path.name, [])) if re.match(r"(#|seed\s*:)", text) else text
    value = found.get("seed") if isinstance(found, dict) else found
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).strip():
        raise SeedError(
            f"{path} holds no seed. Nothing was released. Write a line 'seed: a few words of your own' in it."
        )
    return Seed(value, path.is_relative_to(root))


def form_of(course: Course) -> Form:
    """How the page has the scale scored.

    Raises:
        SeedError: the page has no scale to score.
    """
    page = course.pages.get(PAGE)
    spec = next((one for one in (page.activities if page else []) if isinstance(one, ScaleScores)), None)
    if spec is None:
        raise SeedError(
            f"course/assignments/{PAGE}.yml has no scale to score, so its numbers cannot be made. Nothing was released."
        )
    return Form({name: tuple(items) for name, items in spec.subscales.items()}, tuple(spec.turned), spec.low, spec.high)


def reseeded(root: Path, course: Course, seed: Seed) -> dict[Path, bytes]:
    """The files of ``solutions/a2`` with the numbers of this seed. Nothing is written.

    Raises:
        SeedError: why they cannot be made.
    """
    folder = root / "solutions" / PAGE
    form = form_of(course)
    try:
        as_number(seed.value)
        data = a2_data(seed.value, form)
        notebook = with_numbers(read(folder / f"{PAGE}.ipynb"), data, form)
    except ValueError as failure:
        raise SeedError(f"{str(failure).rstrip('.')}. Nothing was released.") from failure
    made = {folder / name: text.encode("utf-8") for name, text in tables(data).items()}
    made[folder / f"{PAGE}.ipynb"] = dumps(notebook).encode("utf-8")
    made[folder / SEED_FILE] = seed_text(seed).encode("utf-8")
    return made


def written_seed(root: Path) -> int | str | None:
    """The seed written down beside the solution, or None: it is kept elsewhere."""
    found = plain(read_yaml(root / "solutions" / PAGE / SEED_FILE, SEED_FILE, []))
    return found.get("seed") if isinstance(found, dict) else None


def seed_text(seed: Seed) -> str:
    """What ``seed.yml`` says."""
    value = json.dumps(seed.value, ensure_ascii=False)
    return (
        "# The seed that the numbers of Assignment 2 were made from. Anybody who has this repository can read it, and can\n"
        "# make the key from it. Before students begin, choose one of your own and run:\n"
        '#   notknowing release a2 --seed "a few words that only you know"\n'
        "# To keep the seed out of this folder, write it into a file elsewhere and run:\n"
        "#   notknowing release a2 --seed-file /path/to/that/file\n"
        "# Then 'seed' is null here. The numbers and their key are in this folder all the same, because marking needs them.\n"
        f"seed: {value if seed.is_kept else 'null'}\n"
    )


def with_numbers(notebook: NotebookNode, data: A2Data, form: Form) -> NotebookNode:
    """The solution with these numbers in the places for them.

    Raises:
        ValueError: a place is missing.
    """
    written = blocks(data, form)
    for cell in notebook.cells:
        lines = written.pop(grade_id(cell) or "", None)
        if lines is None:
            continue
        begin, end = BEGIN[cell.cell_type], END[cell.cell_type]
        place = re.compile(rf"^{re.escape(begin)}$.*?^{re.escape(end)}$", re.DOTALL | re.MULTILINE)
        if not place.search(cell.source):
            raise ValueError(
                f"The cell {grade_id(cell)} has no place for numbers. Put it back from the last version that worked"
            )
        block = "\n".join([begin, *lines, end])
        cell.source = place.sub(lambda _, block=block: block, cell.source, count=1)
    if written:
        raise ValueError(
            f"solutions/{PAGE} has no cell {', '.join(written)}. Put it back from the last version that worked"
        )
    return notebook


def blocks(data: A2Data, form: Form) -> dict[str, list[str]]:
    """What stands between the marks in each cell that holds numbers, by the cell's name in the gradebook."""
    studies = [
        "STUDIES = {",
        *(f'    "{name}": scoring_a2.Study({r:.2f}, {n}),' for name, (r, n) in data.studies.items()),
        "}",
    ]
    return {
        "a2-scale": [
            f"FORM = scoring_a2.Form({_plain(form.subscales)}, {list(form.turned)}, {form.low}, {form.high})",
            "PEOPLE = {",
            *(f'    "{name}": {list(answers)},' for name, answers in data.people.items()),
            "}",
        ],
        "a2-effects": studies,
        "a2-pooling": studies,
        "a2-stories": ["KEY = {", *(f'    "{pattern}": "{story}",' for pattern, story in data.key.items()), "}"],
        "a2-b1": _for_markers(data),
    }


def _plain(subscales: Mapping[str, object]) -> str:
    inside = ", ".join(f'"{name}": {list(items)}' for name, items in subscales.items())  # type: ignore[call-overload]
    return f"{{{inside}}}"


def _for_markers(data: A2Data) -> list[str]:
    """The numbers a marker compares an explanation with."""
    pooled = pool_r([r for r, _ in data.studies.values()], [n for _, n in data.studies.values()], "DL")
    low, high = (math.nan if end is None else end for end in (pooled.prediction_low, pooled.prediction_high))
    return [
        f"Pooled r {pooled.estimate:.2f}, confidence interval {pooled.low:.2f} to {pooled.high:.2f}. "
        f"I² {pooled.i2:.0f} per cent, τ² {pooled.tau2:.3f}. Prediction interval {low:.2f} to {high:.2f}. "
        f"Eight studies, {sum(n for _, n in data.studies.values())} people."
    ]
