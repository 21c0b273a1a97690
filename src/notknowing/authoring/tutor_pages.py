"""Rules about the tutor's pages: one for each week, one sheet long, always the same headings, activities by their id.

They warn and stop nothing: a page that has fallen behind misleads a tutor, and does students no harm. A course without
``course/tutor/``, as students have it, is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from notknowing.authoring.rules import Ground, Rule
from notknowing.course import Problem
from notknowing.course.models import Page

FOLDER = "tutor"
HEADINGS = (
    "Purpose",
    "Likely misreadings",
    "What good looks like",
    "Seminar plans",
    "Triads",
    "When to stop",
    "Activities",
)
PLANS = ("50 minutes", "110 minutes", "Online")
"""The three seminars of each page, in strong letters at the beginning of a paragraph."""

ONE_SHEET = 630
"""Words that go on one side of A4 in type that can be read at arm's length. References to claims are not counted."""

NOT_CORE = frozenset({"retrieval", "closing", "elsewhere", "keep_journey"})
"""Kinds of activity that a tutor need not be told about: from memory, closing questions, the way to another page."""

REFERENCE = re.compile(r"\[claim:[^\]]*\]")
NAME = re.compile(r"\b(\d{1,2}[A-Z])\b")
NAME_IN_WEEK_0 = re.compile(r"(?<![.\d])(0\.\d)(?![.\d])")


def core_activities(page: Page) -> list[str]:
    """Ids of the activities that a tutor's page has to name."""
    return [activity.id for activity in page.activities if activity.kind not in NOT_CORE]


def named_activities(page: Page, text: str) -> dict[str, int]:
    """Each activity that a text names, with the first line it is named on."""
    pattern = NAME_IN_WEEK_0 if any("." in activity.id for activity in page.activities) else NAME
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for name in pattern.findall(REFERENCE.sub("", line)):
            found.setdefault(name, number)
    return found


def headings(text: str) -> list[tuple[str, int]]:
    """The headings of the second level, with their lines."""
    lines = enumerate(text.splitlines(), start=1)
    return [(line[3:].strip(), number) for number, line in lines if line.startswith("## ")]


def words_in(text: str) -> int:
    """How many words are read on the page. References to claims are the program's, and are not counted."""
    return len(REFERENCE.sub("", text).split())


def every_week_has_a_page(ground: Ground) -> Iterator[Problem]:
    """Each week of this run has a page, and each page is as a tutor expects it."""
    folder = ground.course.path / FOLDER
    if not folder.is_dir():
        return
    for index, week in enumerate(ground.course.module.weeks):
        page, path = ground.course.pages.get(week.id), folder / f"{week.id}.md"
        if not path.is_file():
            yield ground.at("module.yml", "weeks", index, message=f"there is no page for the tutor of '{week.id}'.", action=f"Copy another from course/{FOLDER} to {path.name} and change its words.", warning=True)  # fmt: skip
        elif page is not None:
            yield from page_problems(ground, page, path)


def page_problems(ground: Ground, page: Page, path: Path) -> Iterator[Problem]:
    """What is wrong with one page for the tutor."""

    def at(line: int, message: str, action: str) -> Problem:
        return Problem(ground.shown(f"{FOLDER}/{path.name}"), line, message, action, warning=True)

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        yield at(1, "the page cannot be read.", "Save it again with encoding UTF-8.")
        return
    there = headings(text)
    names = [name for name, _ in there]
    for heading in HEADINGS:
        if heading not in names:
            yield at(1, f"the heading '{heading}' is missing.", f"Add a line '## {heading}'.")
    for name, line in there:
        if name not in HEADINGS:
            yield at(line, f"'{name}' is a heading that the other pages do not have.", "Put what it says under one of theirs.")  # fmt: skip
    for plan in PLANS:
        if not re.search(rf"^\*\*{plan}\.\*\*", text, re.MULTILINE):
            line = next((number for name, number in there if name == "Seminar plans"), 1)
            yield at(line, f"there is no seminar plan '{plan}'.", f"Begin a paragraph with '**{plan}.**'.")
    if words_in(text) > ONE_SHEET:
        yield at(1, f"the page has {words_in(text)} words, and one sheet holds about {ONE_SHEET}.", "Make it shorter.")
    named, known = named_activities(page, text), {activity.id for activity in page.activities}
    for name, line in named.items():
        if name not in known:
            yield at(line, f"'{name}' is no activity of {page.id}.", f"Its activities are {', '.join(sorted(known))}.")
    for name in core_activities(page):
        if name not in named:
            line = next((number for heading, number in there if heading == "Activities"), 1)
            yield at(line, f"the activity '{name}' is not named.", "Name it here, in a few words.")


TUTOR_PAGES: list[Rule] = [every_week_has_a_page]
