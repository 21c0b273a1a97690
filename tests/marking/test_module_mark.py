"""The module mark from the weights, the points of a band, and the page beside formgrader."""

import json

import pytest
from fair_course import mark_by_hand, with_course
from tiny_course import hand_in, released
from typer.testing import CliRunner

from notknowing.cli import app
from notknowing.course.rubrics import rubric
from notknowing.marking.autograde import autograde
from notknowing.marking.marking_aid import aid, points_in, write_aid
from notknowing.marking.marks import Mark
from notknowing.marking.module_mark import module_marks, one_of
from notknowing.marking.nbgrader_room import course_of
from notknowing.marking.places import MarkingError

WEIGHTS = {"a1": 30, "a2": 30, "a3": 40}


@pytest.fixture
def course(tmp_path):
    with_course(tmp_path)
    return course_of(tmp_path)


def given(*values, out_of=100):
    return {name: None if value is None else Mark("x", value, out_of, raw=value) for name, value in zip(WEIGHTS, values, strict=True)}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "unrounded", "value", "band"),
    [
        ((62, 55, 71), 63.5, 64, "Merit"),  # 18.6 + 16.5 + 28.4
        ((49.5, 50.4, 50), 50, 50, "Pass"),  # counted as 50, 50, 50: the marks that were given out
        ((0, 100, 50), 50, 50, "Pass"),
        ((70, 70, 70), 70, 70, "Distinction"),
    ],
)
def test_whole_marks_weighted_and_rounded_once(course, values, unrounded, value, band):
    found = one_of("x", given(*values), WEIGHTS, course)
    assert (found.unrounded, found.value, found.band) == (pytest.approx(unrounded), value, band)


def test_rounding_across_a_border_has_a_sentence(course):
    found = one_of("x", given(60, 59, 60), WEIGHTS, course)  # 59.7
    assert found.value == 60 and found.why == "59.7 is rounded to 60, which is in another band (Merit)"


def test_a_missing_mark_is_missing_and_not_nought(course):
    found = one_of("x", given(62, None, 71), WEIGHTS, course)
    assert found.value is None and found.unrounded is None and found.why == "a2: nothing was handed in"
    assert found.marks == {"a1": 62, "a2": None, "a3": 71}
    assert "add up to 60" in one_of("x", given(62, 55, 71), {"a1": 30, "a2": 30}, course).why


def test_marks_of_other_maxima_are_taken_out_of_a_hundred(course):
    assert one_of("x", given(9, 9, 9, out_of=12), WEIGHTS, course).value == 75


def test_the_command_prints_a_table_and_plain_data(tiny):
    with_course(tiny, assignments=[{"id": "t1", "title": "Tiny", "weight": 100, "due": "2027-02-22 12:00", "part_of": None}])  # fmt: skip
    with pytest.raises(MarkingError, match="Nobody"):
        module_marks(tiny)
    for student in ("101", "102"):
        notebook = released(tiny)
        next(one for one in notebook.cells if one.id == "t1-words").source = "Words."
        hand_in(tiny, student, notebook, {"A.answer": "swallows"})
    autograde("t1", tiny)
    mark_by_hand(tiny, "101", 3)
    ran = CliRunner().invoke(app, ["module-mark", "--root", str(tiny)])
    assert ran.exit_code == 0, ran.output
    assert "Distinction" in ran.output and "1 of 3 parts still to be marked" in ran.output and "half up" in ran.output
    assert "The moderation of t1 is not signed. These marks are provisional." in ran.output
    assert (tiny / "marks" / "module.csv").read_text("utf-8-sig").splitlines()[1].startswith("101,75,75,75,Distinction")
    data = json.loads(CliRunner().invoke(app, ["module-mark", "--root", str(tiny), "--json"]).stdout)
    assert data["students"][0]["module_mark"] == 75 and data["students"][0]["passed"] is True
    assert data["students"][1]["module_mark"] is None and data["students"][1]["passed"] is None


def test_moderation_and_late_from_the_command_line(tiny):
    with_course(tiny, late={"takes": "share", "each": 5, "days": "working"})
    hand_in(tiny, "101", released(tiny), {"A.answer": "swallows"})
    for command in (["moderation", "show", "t1"], ["moderation", "draw", "t1"], ["moderation", "sign", "t1", "--by", "A"], ["return", "t1"]):  # fmt: skip
        ran = CliRunner().invoke(app, [*command, "--root", str(tiny)])
        assert ran.exit_code == 1 and "Traceback" not in ran.output, command
    ran = CliRunner().invoke(app, ["late", "t1", "--root", str(tiny), "--json"])
    assert json.loads(ran.stdout)["students"] == [
        {"student": "101", "due": None, "handed_in": None, "days": None, "seconds": None, "extended": False}
    ]


# ---------------------------------------------------------------------------------------------- beside formgrader


def test_a_band_is_worth_these_points(course):
    found = {one.band: one for one in points_in(15, course)}
    assert (found["Merit"].low, found["Merit"].high, found["Merit"].choices) == (9, 10.5, (9.3, 9.75, 10.2))
    assert found["Distinction"].choices[-1] == 15 and found["Fail"].choices[0] == 0
    assert [one.choices for one in points_in(100, course)][2] == (52, 55, 58)


def test_the_page_holds_the_grid_the_hurdles_and_every_comment(course, tmp_path):
    grid = rubric(course, "a1")
    page = write_aid("a1", tmp_path, course).read_text("utf-8")
    assert page == aid(grid, course)
    assert page.count("<textarea") == len(grid.comments) and "{quote}" in page
    assert "No real person" in page and "notknowing hurdle a1 STUDENT no_real_person" in page
    assert '<html lang="en-GB">' in page and "default-src &#x27;none&#x27;" not in page and "http" not in page.split("<body>")[1]  # fmt: skip
    assert page.count("<label for=") == len(grid.comments)
