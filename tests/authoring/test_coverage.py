"""Where each sentence of the article is taught: every row there, every activity real, what a run leaves out told once."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from notknowing import cli
from notknowing.authoring import coverage
from notknowing.authoring.rules import Ground
from notknowing.course import Course, read
from notknowing.course.models import place_of

COURSE = Path(__file__).parents[2] / "course"
TODAY = dt.date(2026, 12, 1)


@cache
def whole() -> Course:
    """The course as it stands, read once."""
    return read(COURSE)[0]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The files that say where things are taught; pages are those of the whole course."""
    folder = tmp_path / "course"
    folder.mkdir()
    for name in ("module.yml", "signposting.yml", "coverage.yml"):
        shutil.copyfile(COURSE / name, folder / name)
    for name in ("claims.yml", "references.yml"):
        (folder / name).write_text("[]\n", encoding="utf-8")
    return folder


def said(course: Path, last: int = 99) -> list[tuple[int, str, bool]]:
    """What the rules say: line, message, whether a warning. ``last``: the last week that is there."""
    found, problems = read(course)
    assert found is not None and not problems, problems
    found.pages = {name: page for name, page in whole().pages.items() if not (name > f"week{last:02d}" and name[0] == "w")}  # fmt: skip
    ground = Ground(course.parent, found, TODAY)
    return [(p.line, p.message, p.warning) for rule in coverage.COVERAGE for p in rule(ground)]


def planted(course: Path, old: str, new: str, file: str = "coverage.yml") -> int:
    path = course / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.partition(old)[0].count("\n") + 1


def only_weeks(course: Path, last: int) -> None:
    """A run that ends early: later weeks are not listed."""
    module = course / "module.yml"
    lines = module.read_text(encoding="utf-8").splitlines(keepends=True)
    late = re.compile(r"  - \{id: week(\d\d),")
    kept = [line for line in lines if not ((week := late.match(line)) and int(week[1]) > last)]
    module.write_text("".join(kept), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "place"),
    [("10B", ("week10", "10B")), ("0.5", ("week00", "0.5")), ("1A", ("week01", "1A")), ("a3:B", ("a3", "B"))],
)
def test_a_name_means_an_activity_of_a_page(name, place):
    assert place_of(name) == place


def test_the_courses_own_rows_are_all_there_and_name_what_exists(course):
    assert sorted(whole().coverage) == list(range(1, 52))
    assert [one for one in said(course) if not one[2]] == []


def test_every_row_says_what_the_student_does_and_quotes_at_most_one_sentence_of_the_article():
    found = whole()
    assert all(len(row.does.split()) >= 5 for row in found.coverage.values())
    assert [row.number for row in found.coverage.values() if row.claim.startswith("'")] == [50]


def test_a_missing_row_is_named(course):
    path = course / "coverage.yml"
    text = path.read_text(encoding="utf-8")
    start = text.index("- number: 17\n")
    path.write_text(text[:start] + text[text.index("- number: 18\n") :], encoding="utf-8")
    messages = [message for _, message, warning in said(course) if not warning]
    assert messages == ["sentence 17 of the article has no row."]


def test_a_row_too_many_is_named_with_its_line(course):
    line = planted(course, "- number: 51\n", "- number: 52\n")
    messages = {(at, message) for at, message, warning in said(course) if not warning}
    assert messages == {(1, "sentence 51 of the article has no row."), (line, "the article has no sentence 52.")}


def test_an_activity_that_exists_nowhere_is_a_mistake_with_its_line(course):
    line = planted(course, 'main: ["9C"]', 'main: ["9Z"]')
    assert (line, "there is no activity '9Z' in week09.", False) in said(course)
    line = planted(course, 'again: ["9B"]', 'again: ["99B"]')
    assert (line, "'99B' is on a page that does not exist (week99).", False) in said(course)


def test_a_week_the_run_leaves_out_is_a_warning_told_once(course):
    only_weeks(course, 8)
    found = said(course, last=8)
    assert found and all(warning for *_, warning in found)
    about_nine = [message for _, message, _ in found if message.startswith("this run leaves out week09")]
    assert len(about_nine) == 1 and "sentences 38, 39, 40 of the article" in about_nine[0]


def test_a_course_without_the_file_is_a_course(course):
    (course / "coverage.yml").unlink()
    assert said(course) == []
    assert read(course)[0].coverage == {}


def test_what_cannot_be_read_is_said_by_the_loader(course):
    line = planted(course, 'main: ["0.5"]', "main: [0.5]")
    problems = [p for p in read(course)[1] if p.file == "coverage.yml"]
    assert [(p.line, "quotes" in p.action) for p in problems] == [(line, True)]
    line = planted(course, "- number: 9\n", "- number: 8\n")
    assert (line, "the number '8' is used twice.") in {(p.line, p.message) for p in read(course)[1]}


# -- the command


def run(*args: str):
    return CliRunner().invoke(cli.app, [str(arg) for arg in args])


def test_the_table_names_activities_and_says_what_is_not_in_this_run(course):
    only_weeks(course, 8)
    done = run("coverage", "--course", course)
    assert done.exit_code == 0
    assert "9C (not in this run)" in done.stdout and "Sentences 1 to 50" in done.stdout
    rows = json.loads(run("coverage", "--course", course, "--json").stdout)
    by_number = {row["number"]: row for row in rows}
    assert by_number[5]["in_this_run"] and not by_number[39]["in_this_run"]
    (course / "weeks").mkdir()
    shutil.copyfile(COURSE / "weeks" / "week01.yml", course / "weeks" / "week01.yml")
    rows = json.loads(run("coverage", "--course", course, "--json").stdout)
    assert rows[4]["activities"][0]["activity"] == "Which way are you pulled?"


def test_a_course_without_rows_is_said_to_have_none(course):
    (course / "coverage.yml").unlink()
    done = run("coverage", "--course", course)
    assert done.exit_code == 0 and "no coverage.yml" in done.stdout
