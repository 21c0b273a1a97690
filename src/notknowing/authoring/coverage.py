"""Where each sentence of the article is taught: the rules about ``coverage.yml``, and the table for people.

An activity that exists nowhere is a mistake. A week that this run leaves out, or that is not written, is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from notknowing.authoring.rules import Ground, Rule
from notknowing.course import Course, Problem
from notknowing.course.models import CoverageRow, place_of

FILE = "coverage.yml"
SENTENCES = 51
"""The fifty sentences of the article's body, and its title."""


@dataclass(frozen=True)
class TaughtAt:
    """One activity of a row: its name, the page's title and its own; empty where the page is not there."""

    name: str
    page: str
    activity: str
    in_this_run: bool


def taught_at(course: Course, name: str) -> TaughtAt:
    """What a row's ``10B`` or ``a3:B`` means in this course."""
    page_id, activity_id = place_of(name)
    page = course.pages.get(page_id)
    title = next((one.title for one in page.activities if one.id == activity_id), "") if page else ""
    return TaughtAt(
        name, page.title if page else "", title, page_id in _run(course) and _shows(course, page_id, activity_id)
    )


def left_out(course: Course, row: CoverageRow) -> bool:
    """Whether all the activities that teach a sentence belong to pages this run leaves out."""
    return not any(taught_at(course, name).in_this_run for name in row.main)


def _shows(course: Course, page_id: str, activity_id: str | None = None) -> bool:
    """Whether the pathway of this run, where it has one, shows a page or an activity."""
    return course.module.pathway is None or course.module.pathway.shows(page_id, activity_id)


def _run(course: Course) -> set[str]:
    module = course.module
    return {week.id for week in module.weeks} | {task.id for task in module.assignments}


def every_row_is_there(ground: Ground) -> Iterator[Problem]:
    """All the sentences have a row, and there is no row for a sentence that is none."""
    raw = ground.course.lines.get(FILE)
    if not isinstance(raw, list):
        return
    there = {item.get("number") for item in raw if isinstance(item, dict)}  # one that cannot be read counts as there
    missing = [number for number in range(1, SENTENCES + 1) if number not in there]
    if missing:
        shown = ", ".join(str(number) for number in missing)
        yield ground.at(FILE, message=f"{'sentence' if len(missing) == 1 else 'sentences'} {shown} of the article {'has' if len(missing) == 1 else 'have'} no row.", action=f"Add a row for each, from 1 to {SENTENCES}.")  # fmt: skip
    for index, item in enumerate(raw):
        number = item.get("number") if isinstance(item, dict) else None
        if isinstance(number, int) and number > SENTENCES:
            yield ground.at(FILE, index, "number", message=f"the article has no sentence {number}.", action=f"Its title is number {SENTENCES}, and comes last.")  # fmt: skip


def every_activity_exists(ground: Ground) -> Iterator[Problem]:
    """Every activity a row names is on a page; pages this run leaves out are warned of, once for each."""
    course, told = ground.course, set()
    for number, row in course.coverage.items():
        index = _index(ground, number)
        for key in ("main", "again"):
            for position, name in enumerate(getattr(row, key)):
                page_id, activity_id = place_of(name)
                at = (index, key, position)
                if page_id not in course.pages:
                    if not ground.has_page(page_id) and page_id not in told:
                        told.add(page_id)
                        yield _no_page(ground, at, name, page_id)
                elif all(one.id != activity_id for one in course.pages[page_id].activities):
                    yield ground.at(FILE, *at, message=f"there is no activity '{name}' in {page_id}.", action="Check the spelling, or name the activity that teaches this sentence now.")  # fmt: skip


def _no_page(ground: Ground, at: tuple, name: str, page_id: str) -> Problem:
    if page_id.startswith("week") and 0 <= int(page_id[4:]) <= 12 and page_id not in _run(ground.course):
        return ground.at(FILE, *at, message=f"{page_id} is not part of this run, so nothing of it can be looked up.", action="Nothing has to be done if you left it out on purpose.", warning=True)  # fmt: skip
    return ground.at(FILE, *at, message=f"'{name}' is on a page that does not exist ({page_id}).", action="Check the spelling, or put the page back.")  # fmt: skip


def every_sentence_is_taught_in_this_run(ground: Ground) -> Iterator[Problem]:
    """Sentences whose pages were all left out of this run are told of together, for each week once."""
    course = ground.course
    lost: dict[str, list[int]] = {}
    for number, row in course.coverage.items():
        if left_out(course, row):
            page_id, _ = place_of(row.main[0])
            whole = page_id not in _run(course) or not _shows(course, page_id)
            lost.setdefault(page_id if whole else row.main[0], []).append(number)
    for page_id, numbers in lost.items():
        shown = ", ".join(str(number) for number in numbers)
        yield ground.at(FILE, _index(ground, numbers[0]), message=f"this run leaves out {page_id}, and with it the activities that teach {'sentence' if len(numbers) == 1 else 'sentences'} {shown} of the article.", action="If that is meant, nothing has to be done. Otherwise name an activity of this run under 'main'.", warning=True)  # fmt: skip


def _index(ground: Ground, number: int) -> int:
    return next((at for at, item in enumerate(ground.course.lines[FILE]) if item.get("number") == number), 0)


COVERAGE: list[Rule] = [every_row_is_there, every_activity_exists, every_sentence_is_taught_in_this_run]
