"""The signposting card: where to turn, by UK nation. A line that nobody has checked is not shown."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.nodes import Node
from notknowing.course import Course
from notknowing.course.models import HelpLine

NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")


def lines_for(course: Course, nation: str) -> tuple[list[HelpLine], bool]:
    """The checked help lines for a nation, its own first.

    Returns:
        The lines, and whether UK-wide lines stand in because the nation's own has not been checked.
    """
    checked = [line for line in course.signposting.lines if line.checked and nation in line.nations]
    everywhere = [line for line in checked if len(line.nations) == len(NATIONS)]
    own = [line for line in checked if len(line.nations) < len(NATIONS)]
    emergency = [line for line in everywhere if line.contact.strip() == "999"]
    rest = [line for line in everywhere if line not in emergency]
    return [*emergency, *own, *rest], not own


def card(course: Course, nation: str, *, key: str = "signposts") -> list[Node]:
    """The card for one nation, as nodes."""
    lines, stands_in = lines_for(course, nation)
    items = [
        f"**{line.service}: {line.contact}**. {_capital(line.for_whom)}. {_capital(line.hours)}." for line in lines
    ]
    # A lead writes 'none' in a slot for which there really is nobody.
    own = [
        f"**{line.service}: {line.contact}**"
        for line in course.signposting.institution
        if line.contact.strip().lower() not in {"", "none"}
    ]
    stand_in = [n.para(f"{key}.stand-in", course.signposting.stand_in, "quiet")] if stands_in else []
    return [
        n.listing(f"{key}.lines", [*items, *own]),
        *stand_in,
        n.para(f"{key}.nobody", course.signposting.nobody_watching, "quiet"),
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
