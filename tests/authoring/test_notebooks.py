"""The form notebooks are kept in: what departs from it is reported, and ``--fix`` restores it without losing anything."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import nbformat
import pytest

from notknowing.authoring.notebooks import dumps, fix, notebook_problems, read, restored
from notknowing.authoring.rules import Ground
from notknowing.authoring.scaffold import Check, activity_source, page_title, scaffold_notebook
from notknowing.course import load

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def course():
    return load(REPOSITORY / "course")


@pytest.fixture
def week01(course):
    return scaffold_notebook(course.pages["week01"], {"week01-1f": 4}, (Check("1B", "week01-1b", 6, "sort_points", ("week01", "1B")),))  # fmt: skip


@pytest.fixture
def ground(repository, course):
    return Ground(repository, course, dt.date(2026, 11, 24))


def said(ground) -> str:
    return "\n".join(map(str, notebook_problems(ground)))


def test_a_scaffold_is_a_valid_notebook_in_the_form_it_is_kept_in(course):
    for page in course.pages.values():
        nb = scaffold_notebook(page)
        nbformat.validate(nb)
        assert dumps(restored(nb, page)) == dumps(nb)
        assert dumps(nb).endswith("}\n")


def test_the_same_page_gives_the_same_bytes(course):
    page = course.pages["week02"]
    assert dumps(scaffold_notebook(page)) == dumps(scaffold_notebook(page))


def test_a_scaffold_opens_with_the_title_and_closes_with_the_students_words(week01):
    assert week01.cells[0].source.startswith("# Week 1: The pull to fix\n")
    assert week01.cells[-1].id == "words"
    assert [cell.id for cell in week01.cells][5:8] == ["a-1b", "week01-1b", "h-1c"]


def test_no_mark_for_a_source_reaches_a_notebook(course):
    for page in course.pages.values():
        assert "[claim:" not in dumps(scaffold_notebook(page))


def test_graded_cells_stand_below_their_activity_and_have_the_points_given(week01):
    graded = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader for cell in week01.cells if "nbgrader" in cell.metadata
    }
    assert graded["week01-1f"].points == 4
    assert graded["week01-1f"].solution
    assert graded["week01-1b"].points == 6
    assert graded["week01-1b"].locked


def test_a_manual_cell_without_points_is_left_out(course):
    nb = scaffold_notebook(course.pages["week01"])
    assert not any("nbgrader" in cell.metadata for cell in nb.cells)


def test_what_a_notebook_says_where_the_course_is_missing_is_a_sentence(capsys):
    source = activity_source("week01", "1A").replace("from notknowing import show", "raise ImportError")
    exec(source, {})
    out = capsys.readouterr().out
    assert "Your work is safe" in out
    assert "Traceback" not in out


def test_weeks_are_numbered_and_parts_of_assignments_named(course):
    assert page_title(course.pages["week00"]) == "Week 0: Setting up the room"
    assert page_title(course.pages["a1b"]).startswith("Assignment 1, Part B: ")


def test_the_notebooks_of_this_repository_are_in_form(course):
    ground = Ground(REPOSITORY, course, dt.date(2026, 11, 24))
    assert said(ground) == ""


# what Jupyter and people do to notebooks


def spoil(path: Path, how) -> None:
    nb = nbformat.read(path, as_version=4)
    how(nb)
    path.write_text(nbformat.writes(nb) + "\n", encoding="utf-8")


def ran(nb):
    nb.cells[1].execution_count = 3
    nb.cells[1].outputs = [nbformat.v4.new_output("stream", text="hello")]
    nb.metadata.language_info.version = "3.13.0"
    nb.metadata.widgets = {"state": {}}


def lost_a_cell(nb):
    nb.cells = [cell for cell in nb.cells if cell.id != "a-1c"]


def changed_code(nb):
    nb.cells[3].source += "\nprint('extra')"


def swapped(nb):
    at = [cell.id for cell in nb.cells].index("h-1c")
    nb.cells[at : at + 2], nb.cells[at + 2 : at + 4] = nb.cells[at + 2 : at + 4], nb.cells[at : at + 2]


def random_ids(nb):
    nb.cells[2].id = "3f2a9c1e"


def two_titles(nb):
    nb.cells.insert(2, nbformat.v4.new_markdown_cell("# Another title", id="another"))


def own_prose(nb):
    nb.cells.insert(4, nbformat.v4.new_markdown_cell("A sentence of the lead's own.", id="between"))


def tags(nb):
    nb.cells[2].metadata.collapsed = True


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (ran, "keeps an output"), (ran, "differ from machine to machine"), (lost_a_cell, "'a-1c' is missing"),
        (changed_code, "does not say what the page's YAML"), (swapped, "is not where the page has it"),
        (random_ids, "says nothing to a reader"), (tags, "metadata the course does not use: collapsed"),
    ],
)  # fmt: skip
def test_what_departs_from_the_form_is_reported_and_fix_restores_it(ground, repository, how, words):
    path = repository / "solutions/week01/week01.ipynb"
    before = path.read_bytes()
    spoil(path, how)
    assert words in said(ground)
    assert fix(ground) == [path]
    assert said(ground) == ""
    assert path.read_bytes() == before
    assert fix(ground) == [], "a second time there is nothing to do"


def test_fix_keeps_what_a_lead_wrote(ground, repository):
    path = repository / "solutions/week01/week01.ipynb"
    spoil(path, own_prose)
    fix(ground)
    cells = [cell.id for cell in read(path).cells]
    assert cells[cells.index("between") - 1] == "a-1a"
    assert {"week01-1b", "week01-1f"} <= set(cells)


def test_two_titles_are_for_a_person_to_settle(ground, repository):
    path = repository / "solutions/week01/week01.ipynb"
    spoil(path, two_titles)
    assert "this one has 2" in said(ground)


def test_an_activity_that_was_taken_out_of_the_page_goes_and_one_that_is_new_comes(course):
    page = course.pages["week02"]
    fewer = page.model_copy(update={"activities": [spec for spec in page.activities if spec.id != "2G"]})
    nb = restored(scaffold_notebook(page), fewer)
    assert "a-2g" not in [cell.id for cell in nb.cells]
    assert "h-2g" not in [cell.id for cell in nb.cells]
    again = restored(nb, page)
    assert dumps(again) == dumps(scaffold_notebook(page))


def test_a_missing_notebook_is_made(ground, repository):
    (repository / "solutions/week00/week00.ipynb").unlink()
    assert "no notebook solutions/week00/week00.ipynb" in said(ground)
    fix(ground)
    assert said(ground) == ""


def test_a_notebook_that_cannot_be_read_is_said_and_left_alone(ground, repository):
    path = repository / "solutions/week00/week00.ipynb"
    path.write_text('{"cells": [', encoding="utf-8")
    assert "cannot be read" in said(ground)
    fix(ground)
    assert path.read_text(encoding="utf-8") == '{"cells": ['


def test_graded_cells_of_one_name_and_of_no_points(ground, repository):
    def twice(nb):
        graded = [cell for cell in nb.cells if "nbgrader" in cell.metadata]
        graded[0].metadata.nbgrader.grade_id = graded[1].metadata.nbgrader.grade_id
        graded[0].metadata.nbgrader.points = 0

    spoil(repository / "solutions/week01/week01.ipynb", twice)
    words = said(ground)
    assert "two graded cells are called" in words
    assert "has no points" in words


def test_a_line_that_some_programs_take_for_a_border(ground, repository):
    def plus(nb):
        nb.cells.insert(4, nbformat.v4.new_markdown_cell("First\n+++ second", id="plus"))

    spoil(repository / "solutions/week01/week01.ipynb", plus)
    assert "begins with '+++'" in said(ground)


def test_the_saved_form_is_plain_json_with_letters_as_they_are(week01):
    text = dumps(week01)
    assert "“Open the activities”" in text
    assert json.loads(text)["nbformat_minor"] == 5
