"""Formative points for the weekly pages: counted from what a student chose, and never from how a reply was put.

The keys are in the course's YAML, where anybody can read them: these points teach and have no part in a module mark.
Each function is the last line of an autograded cell. It gives a number while nbgrader marks, and nothing at any other
time, so that no number ever stands on a student's page.
"""

from __future__ import annotations

import functools
import html
import os
from collections.abc import Callable, Mapping
from typing import Any

from IPython.display import HTML, display

import notknowing.activities.kinds  # registers every kind of activity  # noqa: F401
from notknowing.activities.base import Activity
from notknowing.activities.kept import Kept
from notknowing.activities.reply import PLAIN, SILENCE, WORDS
from notknowing.course import Course, CourseError, load
from notknowing.course.models import Client, Ledger, Page, RewritingLoop, Sort
from notknowing.marking.scoring import entries, kept_entries
from notknowing.work import Entry

EACH_SORTED = 0.5
EACH_REPLY = 0.5
EACH_COLUMN = 0.25

SORT_SAID = (
    "When you hand this page in, the last {count} replies count for up to {points:g} practice points: {each:g} for each "
    "that you sorted as the course does, or in another way it accepts. They have no part in your module mark."
)
PRESENT_SAID = (
    "When you hand this page in, up to {points:g} practice points say that two different replies and four columns are "
    "there. A silence counts, and so does something told plainly. Nobody counts how good they are."
)


PRACTICE_SAID = (
    "When you hand this page in, numbers and choices on it count for up to {points:g} practice points. They have no part "
    "in your module mark, and nothing you say to a client is counted."
)


COURSE_AWAY = (
    "What the points of this page are for cannot be shown, because a course file needs mending. "
    "Your work is safe. The line above each activity says which file; tell your tutor."
)


def _gently(count: Callable[..., float | None]) -> Callable[..., float | None]:
    """On a student's page a course that cannot be read is a sentence; while marking it stays an error, and is told of."""

    @functools.wraps(count)
    def counted(*names: str) -> float | None:
        try:
            return count(*names)
        except (CourseError, OSError, KeyError):
            if os.environ.get("NBGRADER_EXECUTION"):
                raise
            display(HTML(f'<p lang="en-GB" role="alert" style="max-width:44rem">{html.escape(COURSE_AWAY)}</p>'))
            return None

    return counted


@_gently
def practice_points(page_id: str, *activity_ids: str) -> float | None:
    """The practice points of some activities of a page together, each counted by the activity itself.

    Raises:
        KeyError: the page has no such activity, or one of them counts nothing.
    """
    course = load()
    found = kept_entries(page_id)
    counts = [_counted(course, page_id, activity_id, found) for activity_id in activity_ids]
    if not _is_marked(PRACTICE_SAID.format(points=sum(most for _, most in counts))):
        return None
    return round(sum(min(max(got, 0.0), most) for got, most in counts), 2)


def most_points(course: Course, page_id: str, *activity_ids: str) -> float:
    """The most that ``practice_points`` of these activities can give."""
    return sum(_counted(course, page_id, activity_id, {})[1] for activity_id in activity_ids)


def _counted(course: Course, page_id: str, activity_id: str, found: Mapping[str, Entry]) -> tuple[float, float]:
    page = course.page(page_id)
    spec = page.activity(activity_id)
    activity = Activity.kinds[spec.kind](course, page, spec, Kept(page_id, found))  # type: ignore[arg-type]
    points = activity.practice_points()
    if points is None:
        raise KeyError(f"{page_id} {activity_id} counts no points")
    return points


@_gently
def sort_points(page_id: str, activity_id: str) -> float | None:
    """Half a point for each reply after the practice ones, sorted as the course reads it or in a way it accepts."""
    course = load()
    spec = _spec(course, page_id, activity_id, Sort)
    counted = len(spec.items) - spec.practice
    if not _is_marked(SORT_SAID.format(count=counted, points=counted * EACH_SORTED, each=EACH_SORTED)):
        return None
    return EACH_SORTED * sorted_as_read(spec, entries(page_id))


@_gently
def present_points(page_id: str, loop_id: str, ledger_id: str) -> float | None:
    """Half a point for each of two replies that are there and differ, a quarter for each of four columns used."""
    course = load()
    loop = _spec(course, page_id, loop_id, RewritingLoop)
    ledger = _spec(course, page_id, ledger_id, Ledger)
    most = EACH_REPLY * min(2, len(loop.clients)) + EACH_COLUMN * len(ledger.columns)
    if not _is_marked(PRESENT_SAID.format(points=most)):
        return None
    found = entries(page_id)
    return EACH_REPLY * min(2, replies_present(loop, course.clients, found)) + EACH_COLUMN * columns_used(ledger, found)


def sorted_as_read(spec: Sort, found: Mapping[str, Any]) -> int:
    """How many replies after the practice ones were sorted as the course reads them, or in a way it accepts.

    Args:
        spec: the sorting activity.
        found: the student's entries, key to value; ``1B.i7`` is the seventh reply.
    """
    counted = range(spec.practice, len(spec.items))
    return sum(found.get(f"{spec.id}.i{i + 1}") in {*spec.items[i].key, *spec.items[i].also} for i in counted)


def replies_present(loop: RewritingLoop, clients: Mapping[str, Client], found: Mapping[str, Any]) -> int:
    """How many clients have first words of the student's own. Silence is one way to answer and needs no words.

    A reply that only repeats a hint is not the student's own, and the same words to two people are counted once.
    """
    said: set[str] = set()
    count = 0
    for client_id in loop.clients:
        root = f"{loop.id}.{client_id}.first"
        manner = found.get(f"{root}.manner") or WORDS
        if manner == SILENCE:
            count += 1
            continue
        words = _bare(found.get(f"{root}.{PLAIN if manner == PLAIN else WORDS}"))
        if words and words not in said and words not in _hints(client_id, clients):
            said.add(words)
            count += 1
    return count


def _hints(client_id: str, clients: Mapping[str, Client]) -> set[str]:
    """The hints for a client and for the one a student may have met instead."""
    client = clients.get(client_id)
    swap = clients.get(client.swap_with) if client and client.swap_with else None
    return {_bare(hint) for one in (client, swap) if one for hint in one.hints.rungs()}


def columns_used(ledger: Ledger, found: Mapping[str, Any]) -> int:
    """How many columns of the ledger hold something."""
    return sum(bool(_bare(found.get(f"{ledger.id}.{column.id}"))) for column in ledger.columns)


def _bare(value: Any) -> str:
    """Words without capitals, spacing and marks, so that only different words differ."""
    kept = "".join(letter if letter.isalnum() else " " for letter in str(value or "").casefold())
    return " ".join(kept.split())


def _is_marked(said: str) -> bool:
    """Whether nbgrader marks at this moment; if a student runs the page, say in words what the points are for."""
    how = os.environ.get("NBGRADER_EXECUTION")
    if not how:
        display(HTML(f'<p lang="en-GB" style="max-width:44rem">{html.escape(said)}</p>'))
    return how == "autograde"


def _spec(course: Course, page_id: str, activity_id: str, kind: type) -> Any:
    """The activity of that id, when it is of the kind whose points are counted.

    Raises:
        KeyError: the page has no such activity.
    """
    page: Page = course.page(page_id)
    spec = page.activity(activity_id)
    if not isinstance(spec, kind):
        raise KeyError(f"{page_id} has no {kind.__name__} called {activity_id}")
    return spec
