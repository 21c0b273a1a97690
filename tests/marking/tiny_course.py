"""A tiny assignment, t1, and hands to hand it in with, so that these tests depend on nobody's content."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.converters import GenerateAssignment

from notknowing.marking import nbgrader_room
from notknowing.work import MIME, Entry
from notknowing.work.entries import entries_to_json
from notknowing.work.files import dump

CONFIG = Path(__file__).parents[2] / "nbgrader_config.py"
STUB = "*Your words from the activity above come here when you hand in. If the page above does not work, write here instead.*"

COUNTING = """\
import json, pathlib, sys
found = json.loads(pathlib.Path("t1.responses.json").read_text())["entries"]
answer = found.get("A.answer", {}).get("value")
### BEGIN HIDDEN TESTS
SECRET_KEY = "swallows"
print("You gave the course's reading." if answer == SECRET_KEY else "The course reads it otherwise.")
if answer == "warn":
    print("FutureWarning: the swallows will leave", file=sys.stderr)
if answer == "fail":
    raise AssertionError(SECRET_KEY)
{"swallows": 4, "warn": 3, "too much": 400, "not a number": float("nan")}.get(answer, 1.5)
### END HIDDEN TESTS
"""
LAST = """\
### BEGIN HIDDEN TESTS
assert answer is not None, "SECRET_KEY"
### END HIDDEN TESTS
"""


def nbgrader_mark(grade_id, *, grade=False, solution=False, locked=False, points=None):
    mark = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return {"nbgrader": mark | ({"points": points} if grade else {})}


def source_notebook():
    kernel = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return new_notebook(
        metadata=kernel,
        cells=[
            new_markdown_cell("# Tiny: one page", id="title"),
            new_markdown_cell("## A. Count", id="h-a"),
            new_code_cell("'the activity'", id="a-a", metadata={"tags": ["activity"]}),
            new_code_cell(
                COUNTING, id="t1-count", metadata=nbgrader_mark("t1-count", grade=True, locked=True, points=4)
            ),
            new_markdown_cell("## B. Write", id="h-b"),
            new_markdown_cell(
                STUB, id="t1-words", metadata=nbgrader_mark("t1-words", grade=True, solution=True, points=6)
            ),
            new_markdown_cell("## C. The end", id="h-c"),
            new_code_cell(LAST, id="t1-last", metadata=nbgrader_mark("t1-last", grade=True, locked=True, points=2)),
        ],
    )


def generate(root, assignment="t1"):
    config = nbgrader_room.settings(root)
    directory = nbgrader_room.course_directory(root, config)
    directory.assignment_id = assignment
    converter = GenerateAssignment(coursedir=directory, config=config)
    converter.force = converter.create_assignment = True
    outcome = nbgrader_room.run(converter)
    assert outcome.ok, outcome.log


def released(root, assignment="t1"):
    return nbformat.read(root / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)


def entries(values, hour=12):
    return {key: Entry(value, datetime(2027, 2, 20, hour, tzinfo=UTC)) for key, value in values.items()}


def responses(values, assignment="t1", hour=12):
    return dump(assignment, entries(values, hour))


def with_words_inside(notebook, values, assignment="t1", hour=12):
    """The notebook with the second copy of the words in an output, as a student's page leaves it."""
    notebook = copy.deepcopy(notebook)
    payload = {
        "schema": 1,
        "notebook": assignment,
        "written": f"2027-02-20T{hour:02d}:00:00.000Z",
        "entries": entries_to_json(entries(values, hour)),
    }
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.outputs = [new_output("display_data", data={MIME: payload, "text/plain": "Saved words"})]
    return notebook


def hand_in(root, student, notebook=None, values=None, assignment="t1", files=()):
    """Put a submission into ``submitted``: a notebook node or bytes, a mapping of answers or bytes, and other files."""
    folder = root / "submitted" / student / assignment
    folder.mkdir(parents=True, exist_ok=True)
    if notebook is not None:
        data = notebook if isinstance(notebook, bytes) else (nbformat.writes(notebook) + "\n").encode()
        (folder / f"{assignment}.ipynb").write_bytes(data)
    if values is not None:
        (folder / f"{assignment}.responses.json").write_bytes(
            values if isinstance(values, bytes) else responses(values, assignment)
        )
    for name, data in files:
        (folder / name).write_bytes(data)
    return folder


def marked(root, student, assignment="t1"):
    return json.loads((root / "autograded" / student / assignment / f"{assignment}.ipynb").read_text("utf-8"))
