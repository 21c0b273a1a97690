"""The student's work in words, for whoever reads it later: in a marker's cell, in feedback, in a re-run notebook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mistune

from notknowing.activities.base import Activity
from notknowing.course import Course
from notknowing.course.models import Page, Portfolio
from notknowing.work import Entry


class Kept:
    """Saved entries that only answer: what a ``Store`` is to an activity, without files and without writing."""

    def __init__(self, notebook: str, entries: Mapping[str, Entry]):
        self.notebook = notebook
        self.folder = Path()
        self._entries = dict(entries)
        self.problems: list[Any] = []

    def get(self, key: str, default: Any = None) -> Any:
        """The value under ``key``."""
        return self._entries[key].value if key in self._entries else default

    def entry(self, key: str) -> Entry | None:
        """The whole entry under ``key``."""
        return self._entries.get(key)

    def keys(self, prefix: str = "") -> list[str]:
        """Every key that begins with ``prefix``."""
        return sorted(key for key in self._entries if key.startswith(prefix))

    def entries(self) -> dict[str, Entry]:
        """All of them."""
        return dict(self._entries)

    def is_private(self, key: str) -> bool:
        """Never: what is private is not handed in."""
        return False


def activity_markdown(page: Page, activity_id: str, entries: Mapping[str, Entry], course: Course) -> str:
    """One activity's shared words as Markdown; empty when there are none."""
    spec = page.activity(activity_id)
    return Activity.kinds[spec.kind](course, page, spec, Kept(page.id, entries)).transcript()


def manual_markdown(page_id: str, manual_cell: str, entries: Mapping[str, Entry], course: Course) -> str | None:
    """What a marker reads in one manual cell: attempt, ratings, revision and reasons, as the student left them.

    Args:
        page_id: the assignment or week.
        manual_cell: grade id of the nbgrader cell, as named in the page's YAML.
        entries: the student's shared entries.
        course: the course they worked with.

    Returns:
        Markdown, or None when no activity fills that cell or the student left nothing.
    """
    page = course.pages.get(page_id)
    if page is None:
        return None
    for spec in page.activities:
        activity = Activity.kinds[spec.kind](course, page, spec, Kept(page.id, entries))
        if isinstance(spec, Portfolio):
            for piece in spec.pieces:
                if piece.manual_cell == manual_cell:
                    return activity.piece_transcript(piece) or None
        if spec.manual_cell == manual_cell:
            return activity.transcript() or None
    return None


def as_html(markdown: str) -> str:
    """Markdown as HTML in which nothing a student typed can act: raw HTML is escaped, links keep only safe schemes."""
    return mistune.create_markdown(escape=True, plugins=["table"])(markdown)


def quoted(text: str) -> str:
    """A student's own words as a Markdown block quotation; every line stays a line and no mark-up takes effect."""
    lines = text.strip().splitlines() or [""]
    return "\n".join(f"> {escaped(line)}  " for line in lines)


def escaped(text: str) -> str:
    """Text in which Markdown sees no mark-up."""
    for mark in "\\`*_{}[]<>()#+-!|~":
        text = text.replace(mark, f"\\{mark}")
    return text
