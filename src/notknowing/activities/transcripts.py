"""The student's work in words, for whoever reads it later: in a marker's cell, in feedback, in a re-run notebook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import mistune

from notknowing.activities.base import Activity, who
from notknowing.activities.kept import Kept
from notknowing.course import Course, CourseError
from notknowing.course.models import Client, Page, Portfolio
from notknowing.course.rubrics import rubric
from notknowing.work import Entry


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
        if manual_cell in getattr(spec, "criteria", {}).values():
            words = activity.transcript()
            return marked_with(page, course).get(manual_cell, ("", words))[1] if words else None
    return None


def marked_with(page: Page, course: Course) -> dict[str, tuple[str, str]]:
    """Where several criteria are marked from the same words, each in a cell of its own.

    Returns:
        For every such cell but the first, which holds the words: that first cell, and what stands in this one.
    """
    found: dict[str, tuple[str, str]] = {}
    for spec in page.activities:
        cells = dict(getattr(spec, "criteria", {}))
        first = next(iter(cells.values()), "")
        for name, cell in list(cells.items())[1:]:
            said = f"Marked from the words above, in part {escaped(spec.id)}."
            found[cell] = first, f"{_asked(course, page.id, name)}{said}"
    return found


def _asked(course: Course, page_id: str, criterion: str) -> str:
    """A criterion's name and question; nothing while the grid cannot be read."""
    try:
        one = next(one for one in rubric(course, page_id).criteria if one.id == criterion)
    except (CourseError, OSError, StopIteration):
        return ""
    return f"**{escaped(one.name)}.** {escaped(one.asks)}\n\n"


def side_by_side(client: Client, first: str, revised: str, ratings: list[Any], because: str) -> str:
    """Attempt and revision in two columns with their ratings, and the reason below, as Markdown.

    Args:
        client: whom it was said to.
        first, revised: the replies; ``revised`` empty when there is none.
        ratings: would help and sure, at first and now; None where not given.
        because: the reason, or the rationale.
    """

    def cell(text: str) -> str:
        return escaped(" ".join(text.split())) or "–"

    def number(value: int | None) -> str:
        return "–" if value is None else f"{escaped(str(value))} of 100"

    lines = [
        f"**{who(client)}**",
        "",
        "| | First words | Revision |",
        "|---|---|---|",
        f"| Reply | {cell(first)} | {cell(revised)} |",
        f"| Would it help | {number(ratings[0])} | {number(ratings[2])} |",
        f"| How sure | {number(ratings[1])} | {number(ratings[3])} |",
    ]
    return "\n".join(lines) + (f"\n\n**Because**\n\n{quoted(because)}" if because else "")


def as_html(markdown: str) -> str:
    """Markdown as HTML in which nothing a student typed can act: raw HTML is escaped, links keep only safe schemes."""
    return mistune.create_markdown(escape=True, plugins=["table"])(markdown)


def quoted(text: str) -> str:
    """A student's own words as a Markdown block quotation; every line stays a line and no mark-up takes effect."""
    lines = text.strip().splitlines() or [""]
    return "\n".join(f"> {_indented(line)}  " for line in lines)


def _indented(line: str) -> str:
    """One line with its indent kept as hard spaces: four ordinary ones would make it code, with every backslash seen."""
    words = line.expandtabs(4).lstrip()
    return "\u00a0" * (len(line.expandtabs(4)) - len(words)) + escaped(words)


_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~=&$])")
_NUMBER = re.compile(r"^(\d+)\.")


def escaped(text: str) -> str:
    """Text in which Markdown sees no mark-up, Jupyter no formula, and HTML no entity."""
    return _NUMBER.sub(r"\1\\.", _MARKS.sub(r"\\\1", text))
