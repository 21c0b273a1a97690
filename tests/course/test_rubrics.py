"""The grids of the assignments, as markers and students read them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from notknowing.course import CourseError, load
from notknowing.course.places import CoursePlace
from notknowing.course.rubrics import rubric

ROOT = Path(__file__).parents[2]
GRIDS = sorted((ROOT / "course" / "briefs").glob("*-rubric.yml"))


@pytest.fixture(scope="module")
def course():
    return load(ROOT / "course")


@pytest.mark.parametrize("path", GRIDS, ids=lambda path: path.stem)
def test_every_grid_can_be_read_and_says_what_it_is_for(course, path):
    grid = rubric(course, path.stem.removesuffix("-rubric"))
    assert grid.assignment == path.stem.removesuffix("-rubric")
    assert len({step.label for step in grid.steps}) == len(grid.steps) == 5
    for part in grid.parts:
        assert [one.id for one in grid.criteria_of(part.id)] == part.criteria


def test_a_part_that_is_not_there_is_a_key_error(course):
    with pytest.raises(KeyError):
        rubric(course, "a1").criteria_of("Z")
    assert rubric(course, "a1").label("well_met") == "Merit" and rubric(course, "a1").label("odd") == "odd"


def broken(course, tmp_path, text: str | None):
    folder = tmp_path / "course"
    (folder / "briefs").mkdir(parents=True)
    if text is not None:
        (folder / "briefs" / "a1-rubric.yml").write_text(text, encoding="utf-8")
    return dataclasses.replace(course, place=CoursePlace(folder, "a test"))


def test_a_missing_grid_says_which_file(course, tmp_path):
    with pytest.raises(CourseError) as failure:
        rubric(broken(course, tmp_path, None), "a1")
    assert failure.value.problems[0].file == "briefs/a1-rubric.yml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("criteria: [rationale, reflexivity]", "criteria: [rationale, reflexion]", "'reflexion'"),
        ("    asks: Does it leave the client room?\n", "", "required"),
        ("      nearly: It keeps to the subject, in the student's terms and not in the client's.\n", "", "'fit'"),
        ("    criterion: stance\n", "    criterion: stanza\n", "'stanza'"),
        ("steps:\n", "steps: [\n", "layout"),
    ],
)
def test_a_slip_in_a_grid_is_told_with_its_file(course, tmp_path, old, new, said):
    text = (ROOT / "course" / "briefs" / "a1-rubric.yml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(CourseError) as failure:
        rubric(broken(course, tmp_path, text.replace(old, new, 1)), "a1")
    assert said in str(failure.value) and "briefs/a1-rubric.yml, line" in str(failure.value)


def test_a_grid_that_was_changed_is_read_again(course, tmp_path):
    import os

    text = (ROOT / "course" / "briefs" / "a1-rubric.yml").read_text(encoding="utf-8")
    mine = broken(course, tmp_path, text)
    assert rubric(mine, "a1").label("met") == "Pass"
    path = tmp_path / "course" / "briefs" / "a1-rubric.yml"
    path.write_text(text.replace("label: Pass}", "label: Good enough}"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert rubric(mine, "a1").label("met") == "Good enough"
