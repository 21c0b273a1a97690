"""A pathway: what a run shows, what its notebooks leave out, and what the check says is no longer covered."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import nbformat
import pytest

from notknowing.authoring.check import check
from notknowing.authoring.freshness import exercises_are_fresh
from notknowing.authoring.pathways import one_day_is_not_too_long, pathway_of, without_left_out
from notknowing.authoring.release import release, released_names
from notknowing.authoring.rules import Ground
from notknowing.course import load, read
from notknowing.course.models.pathway import Pathway, part_place

REPOSITORY = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    shutil.copytree(REPOSITORY / "course", root / "course")
    shutil.copyfile(REPOSITORY / "nbgrader_config.py", root / "nbgrader_config.py")
    for part in ("solutions", "exercises"):
        for page in ("week08", "week09"):
            shutil.copytree(REPOSITORY / part / page, root / part / page)
    return root


def choose(root: Path, pathway: str) -> None:
    path = root / "course/module.yml"
    text = path.read_text(encoding="utf-8")
    assert "\npathway: null\n" in text
    path.write_text(text.replace("\npathway: null\n", f"\npathway: {{title: Short, {pathway}}}\n"), encoding="utf-8")


@pytest.mark.parametrize(
    ("pathway", "shown", "hidden"),
    [
        ({"leave_out": ["week09", "8A", "a1"]}, [("week08", None), ("week08", "8B"), ("a2", "A1")], [("week09", None), ("week09", "9A"), ("week08", "8A"), ("a1", None), ("a1b", None)]),
        ({"only": ["1A", "0.4", "week12", "a1"]}, [("week01", None), ("week01", "1A"), ("week00", "0.4"), ("week12", "12D"), ("a1", "A2"), ("a1b", "B")], [("week01", "1B"), ("week02", None), ("a2", None), ("week00", "0.1")]),
    ],
)  # fmt: skip
def test_what_a_pathway_shows(pathway, shown, hidden):
    found = Pathway(title="Short", **pathway)
    assert all(found.shows(*place) for place in shown)
    assert not any(found.shows(*place) for place in hidden)


def test_what_a_part_names():
    assert [part_place(name) for name in ("week09", "a1b", "10B", "0.4")] == [("week09", None), ("a1b", None), ("week10", "10B"), ("week00", "0.4")]  # fmt: skip


def test_the_run_is_what_students_and_markers_read(repository):
    whole = load(repository / "course")
    choose(repository, "leave_out: ['8A', '8C', '8E', '8F', '8H', week09, a2]")
    run = load(repository / "course")
    assert [spec.id for spec in run.pages["week08"].activities] == ["8B", "8D", "8G"]
    assert run.pages["week08"].minutes == 46
    assert set(run.pages["week08"].stop_here) <= {"8B", "8D", "8G"}
    assert [week.id for week in run.module.weeks] == [week.id for week in whole.module.weeks if week.id != "week09"]
    assert [task.id for task in run.module.assignments] == ["a1", "a1b", "a3"]
    # an activity of the run may build on one that is left out, and still finds it
    assert run.pages["week08"].activity("8A").title == whole.pages["week08"].activity("8A").title
    assert run.pages["week01"] == whole.pages["week01"]


def test_without_a_pathway_nothing_is_different(repository):
    assert pathway_of(repository) is None
    cells = nbformat.read(repository / "solutions/week08/week08.ipynb", as_version=4).cells
    assert without_left_out(cells, "week08", None) is cells


def test_a_release_leaves_out_cells_and_pages_and_keeps_every_solution(repository):
    before = {path: path.read_bytes() for path in (repository / "solutions").rglob("*") if path.is_file()}
    choose(repository, "leave_out: ['8A', '8E', week09]")
    assert released_names(repository) == ["week08"]
    course, _ = read(repository / "course")
    said = [problem.message for problem in exercises_are_fresh(Ground(repository, course, TODAY))]
    assert "the pathway in module.yml leaves this page out." in said
    made = release(repository)
    assert any("leaves out week09" in warning for warning in made.warnings)
    assert not (repository / "exercises/week09").exists()
    cells = nbformat.read(repository / "exercises/week08/week08.ipynb", as_version=4).cells
    names = {cell.id for cell in cells}
    assert {"title", "opening", "h-8b", "a-8b", "words"} <= names
    assert not {"h-8a", "a-8a", "h-8e", "a-8e"} & names
    assert not any("8a" in name or "8e" in name for name in names), "its graded cells have gone with it"
    assert {path: path.read_bytes() for path in before} == before


def test_only_keeps_the_cells_it_names():
    cells = nbformat.read(REPOSITORY / "solutions/week08/week08.ipynb", as_version=4).cells
    kept = without_left_out(cells, "week08", Pathway(title="Short", only=["8B"]))
    assert [cell.id for cell in kept if cell.id.startswith("a-")] == ["a-8b"]
    assert [cell.id for cell in kept][-1] == "words"
    assert without_left_out(cells, "week08", Pathway(title="Short", only=["week08"])) == cells


def test_the_check_says_what_is_no_longer_covered_and_stays_green(repository):
    for part in ("solutions", "exercises"):
        shutil.rmtree(repository / part)
    choose(repository, "leave_out: [week09, '0.4', '9C']")
    found = check(repository, TODAY)
    assert found.is_green, list(map(str, found.problems))
    said = " ".join(f"{warning.file} {warning.message}" for warning in found.warnings)
    assert "coverage.yml this run leaves out week09, and with it" in said
    assert "week10 asks from memory about week09" in said
    assert "words are brought in here from week00, 0.4" in said


def test_two_weeks_of_one_day_that_are_too_long_are_said(repository):
    choose(repository, "leave_out: ['9A']")
    path = repository / "course/module.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("opens: 2027-04-05", "opens: 2027-03-22"), encoding="utf-8"
    )
    course, _ = read(repository / "course")
    found = list(one_day_is_not_too_long(Ground(repository, course, TODAY)))
    assert any("week08 and week09 open on 2027-03-22 and take 170 minutes" in one.message for one in found)
