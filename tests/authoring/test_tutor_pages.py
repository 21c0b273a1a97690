"""A page for the tutor of each week: there, one sheet long, the same headings, activities that the week has."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from notknowing.authoring import tutor_pages
from notknowing.authoring.rules import Ground
from notknowing.course import Course, read

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "course"
TODAY = dt.date(2026, 12, 1)
STEP = r"(?:^|[.?)'] |then )(\d\d?):"
"""The minutes of one step of a plan: at the beginning of a sentence, or after 'As above, then'."""


@cache
def whole() -> Course:
    """The course as it stands, read once."""
    return read(COURSE)[0]


WEEKS = [week.id for week in whole().module.weeks]


def text_of(week: str) -> str:
    return (COURSE / "tutor" / f"{week}.md").read_text(encoding="utf-8")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The tutor's pages with the files that say which weeks there are; the weeks are those of the whole course."""
    folder = tmp_path / "course"
    shutil.copytree(COURSE / "tutor", folder / "tutor")
    for name in ("module.yml", "signposting.yml"):
        shutil.copyfile(COURSE / name, folder / name)
    for name in ("claims.yml", "references.yml"):
        (folder / name).write_text("[]\n", encoding="utf-8")
    return folder


def said(course: Path) -> list[tuple[str, int, str]]:
    found, problems = read(course)
    assert found is not None and not problems
    found.pages = dict(whole().pages)
    problems = [p for rule in tutor_pages.TUTOR_PAGES for p in rule(Ground(course.parent, found, TODAY))]
    assert all(problem.warning for problem in problems), "a page for the tutor stops no release"
    return [(problem.file, problem.line, problem.message) for problem in problems]


def planted(course: Path, week: str, old: str, new: str) -> int:
    path = course / "tutor" / f"{week}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.partition(old)[0].count("\n") + 1


# -- the pages as they are


def test_there_are_thirteen_and_nothing_is_wrong_with_them(course):
    assert len(WEEKS) == 13
    assert said(course) == []


@pytest.mark.parametrize("week", WEEKS)
def test_each_has_its_headings_in_order_and_goes_on_one_sheet(week):
    text = text_of(week)
    assert tuple(name for name, _ in tutor_pages.headings(text)) == tutor_pages.HEADINGS
    assert 400 <= tutor_pages.words_in(text) <= tutor_pages.ONE_SHEET
    title = whole().pages[week].title
    assert text.startswith(f"# Week {int(week[4:])}: {title}{'' if title.endswith('?') else '.'} For the tutor\n")


@pytest.mark.parametrize("week", WEEKS)
def test_the_activities_are_those_of_the_week_each_named_under_its_heading(week):
    page = whole().pages[week]
    listed = text_of(week).partition("\n## Activities\n")[2]
    assert list(tutor_pages.named_activities(page, listed)) == [activity.id for activity in page.activities]


@pytest.mark.parametrize("week", WEEKS)
def test_the_minutes_and_the_question_are_those_of_the_page(week):
    page, text = whole().pages[week], " ".join(text_of(week).split())
    assert f"**Question.** {page.question}" in text
    assert f"**Page:** {page.minutes} minutes" in text


@pytest.mark.parametrize("week", WEEKS)
def test_the_plans_add_up(week):
    """Minutes that a plan gives come to the length it has; what is left is for arriving and for a break."""
    seminar = text_of(week).partition("\n## Seminar plans\n")[2].partition("\n## ")[0]
    short, long = (re.search(rf"\*\*{name}\.\*\*(.*?)(?=\n\n|\Z)", seminar, re.DOTALL)[1] for name in ("50 minutes", "110 minutes"))  # fmt: skip
    minutes = sum(int(n) for n in re.findall(STEP, " ".join(short.split())))
    assert minutes <= 50, "the short plan is longer than it says"
    more = sum(int(n) for n in re.findall(STEP, " ".join(long.split())))
    assert minutes + more <= 110, "the long plan is longer than it says"


def test_links_lead_to_files():
    for week in WEEKS:
        for target in re.findall(r"\]\(([^)#]+)\)", text_of(week)):
            assert (COURSE / "tutor" / target).is_file(), (week, target)


# -- what a lead is told


def test_a_week_without_a_page_is_named_where_the_week_is_listed(course):
    (course / "tutor" / "week05.md").unlink()
    (found,) = said(course)
    line = (course / "module.yml").read_text(encoding="utf-8").splitlines()[found[1] - 1]
    assert "week05" in line and found[2] == "there is no page for the tutor of 'week05'."


def test_an_activity_the_week_has_not_is_named_with_its_line(course):
    line = planted(course, "week07", "7B", "7Z")
    assert ("course/tutor/week07.md", line, "'7Z' is no activity of week07.") in said(course)


def test_week_0_has_names_of_its_own_shape(course):
    line = planted(course, "week00", "(0.2, 0.3)", "(0.2, 0.9)")
    assert ("course/tutor/week00.md", line, "'0.9' is no activity of week00.") in said(course)


def test_decimals_elsewhere_and_claims_are_no_activities(course):
    planted(course, "week06", "## Triads\n", "## Triads\n\nHere .28 and 0.5 are numbers. [claim: in-9Z-style]\n")
    assert said(course) == []


def test_a_core_activity_left_unnamed_is_told_of_and_a_closing_one_is_not(course):
    path = course / "tutor" / "week01.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("1D", "that").replace("1G", "the end"), encoding="utf-8")
    assert [message for _, _, message in said(course)] == ["the activity '1D' is not named."]


def test_headings_plans_and_length(course):
    planted(course, "week02", "## Triads", "## Threes")
    planted(course, "week03", "**Online.**", "**At home.**")
    path = course / "tutor" / "week04.md"
    path.write_text(path.read_text(encoding="utf-8") + "word " * 200, encoding="utf-8")
    messages = [message for _, _, message in said(course)]
    assert "the heading 'Triads' is missing." in messages
    assert "'Threes' is a heading that the other pages do not have." in messages
    assert "there is no seminar plan 'Online'." in messages
    assert any(re.fullmatch(r"the page has \d+ words, and one sheet holds about 630\.", one) for one in messages)


def test_students_courses_have_no_such_pages_and_are_not_asked(course):
    shutil.rmtree(course / "tutor")
    assert said(course) == []
