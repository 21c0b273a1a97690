"""Words of an earlier page, brought into this one: where they come from is kept, and whether they were changed since."""

from __future__ import annotations

from typing import Any

from notknowing.activities.base import Activity
from notknowing.activities.transcripts import escaped
from notknowing.course import Course
from notknowing.work import Entry, Saved

CHANGED = " changed"
"""How the origin of words ends that were brought in and then changed."""


class WithEarlierWords(Activity):
    """An activity whose boxes may begin from words of another page."""

    def change(self, key: str, value: Any) -> Saved | None:
        """Take one change. Words that were brought in and are changed here no longer pass for the earlier ones."""
        before = self.store.entry(key)
        saved = super().change(key, value)
        after = self.store.entry(key)
        if before and before.origin and after and after.value != before.value:
            origin = before.origin.removesuffix(CHANGED) + CHANGED
            self.store.put(key, after.value, kind=after.kind, origin=origin)
        return saved

    def origin_said(self, *parts: str, begins: str = "From") -> str:
        """Where the words under a part came from, for a marker; empty where they were written here."""
        entry = self.store.entry(self.key(*parts))
        if entry is None or not entry.origin:
            return ""
        place, _, when = entry.origin.removesuffix(CHANGED).partition(" ")
        since = " Changed here since." if entry.origin.endswith(CHANGED) else ""
        return f"{begins} {escaped(place.replace(':', ', activity '))}, saved {escaped(when)}.{since}"


def origin_of(source: str, entry: Entry) -> str:
    """The origin to keep with words brought in: ``week02:2C 2026-10-04T13:05:07+00:00``."""
    return f"{source} {entry.saved.isoformat(timespec='seconds')}"


def page_name(source: str, course: Course) -> str:
    """A source such as ``week12:12D`` in words."""
    page_id, _, activity_id = source.partition(":")
    week = f"Week {int(page_id[4:])}" if page_id.startswith("week") and page_id[4:].isdigit() else page_id
    title = f", {course.pages[page_id].title}" if page_id in course.pages else ""
    return f"{week}{title}, activity {activity_id}"
