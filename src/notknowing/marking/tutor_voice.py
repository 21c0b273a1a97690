"""A tutor's comments as a student will read them: what works, one thing to work on, what to try next, and whose words.

A comment may say which it is by how a paragraph begins (``Strength:``, ``Priority:``, ``Next try:``). Whatever does not
say so is read in its place, under its part. Before anything is returned the comments are looked through, and the tutor
is told in a line each what a student would trip over; the words themselves are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, Protocol

Kind = Literal["strength", "priority", "next"]
BEGINS: dict[Kind, tuple[str, ...]] = {
    "strength": ("strength", "what works"),
    "priority": ("priority", "one thing to work on", "one thing"),
    "next": ("next try", "next", "to try next"),
}
HEADINGS: dict[Kind, str] = {
    "strength": "What works",
    "priority": "The one thing to work on",
    "next": "What to try next",
}
_BEGINNING = {
    kind: re.compile(rf"^\W{{0,3}}(?:{'|'.join(words)})\s*\W{{0,2}}:\W{{0,2}}\s*", re.IGNORECASE)
    for kind, words in BEGINS.items()
}
_QUOTED = re.compile(
    r"“([^”]{3,400})”"
    r"|\"([^\"]{3,400})\""
    r"|(?<!\w)[‘']((?:[^’'\n]|[’'](?=\w)){3,400})[’'](?!\w)"  # an apostrophe inside a word ends nothing
    r"|^>\s*(.{3,400})$",
    re.MULTILINE,
)
_LEFT_OVER = re.compile(r"\{\s*quote\s*\}", re.IGNORECASE)
_OF_THE_MACHINE = re.compile(r"\b(?:traceback|assert(?:ion)?error|\w+error:|cells? \d+|hidden tests?|nbgrader|formgrader|autograd\w+)", re.IGNORECASE)  # fmt: skip


class Said(Protocol):
    """One marked part with a comment and the words it is about."""

    title: str
    name: str
    comment: str
    words: str
    by_hand: bool


def sorted_out(comment: str) -> tuple[dict[Kind, list[str]], str]:
    """A comment's paragraphs that say what they are, by kind, and the rest as it was."""
    kinds: dict[Kind, list[str]] = {}
    rest = []
    for paragraph in re.split(r"\n\s*\n", comment.strip()):
        kind = next((one for one, begins in _BEGINNING.items() if begins.match(paragraph)), None)
        if kind is None:
            rest.append(paragraph)
        else:
            kinds.setdefault(kind, []).append(_BEGINNING[kind].sub("", paragraph, count=1).strip())
    return kinds, "\n\n".join(rest).strip()


def quotations(comment: str) -> list[str]:
    """What a comment puts between quotation marks, or after ``>``."""
    return [next(filter(None, match)).strip() for match in _QUOTED.findall(comment)]


def is_quoted_from(quotation: str, words: str) -> bool:
    """Whether a quotation stands in a student's words; spaces, quotation marks and an ellipsis make no difference."""
    pieces = [_bare(piece) for piece in re.split(r"…|\.\.\.|\[[^\]]*\]", quotation)]
    return all(piece in _bare(words) for piece in pieces if piece)


def _bare(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.replace("’", "").replace("'", "").lower()))


def unfinished(parts: Sequence[Said]) -> list[str]:
    """What must be mended before a page goes out: a place that was left for a quotation, or a test's own name."""
    lines = []
    for part in parts:
        if _LEFT_OVER.search(part.comment):
            lines.append(f"{part.title}: {{quote}} is still in the comment; put the student's words there.")
        inside = _OF_THE_MACHINE.search(part.comment)
        if inside or any(one.name and one.name in part.comment for one in parts):
            lines.append(f"{part.title}: the comment names the machinery ({inside[0] if inside else 'the name of a part'}); say it in the student's terms.")  # fmt: skip
    return lines


def to_look_at(parts: Sequence[Said]) -> list[str]:
    """What a tutor may want to add before a page goes out, one line each; empty when it reads as it should."""
    said = [part for part in parts if part.comment]
    if not said:
        return ["No comment has been written."]
    lines = []
    kinds = [sorted_out(part.comment)[0] for part in said]
    words = " ".join(part.words for part in parts)
    quoted = [quotation for part in said for quotation in quotations(part.comment)]
    if not any(is_quoted_from(quotation, words) for quotation in quoted):
        lines.append("No comment quotes the student's own words.")
    count = {kind: sum(len(one.get(kind, ())) for one in kinds) for kind in BEGINS}
    for kind, what in (("strength", "a strength"), ("priority", "one priority"), ("next", "something to try next")):
        if not count[kind]:
            lines.append(f"No comment begins with {BEGINS[kind][0].capitalize()}: and says {what}.")
    if count["priority"] > 1:
        lines.append(f"There are {count['priority']} priorities; one is easier to act on.")
    silent = [part.title for part in parts if part.by_hand and part.words and not part.comment]
    if silent:
        lines.append(f"No comment on {', '.join(silent)}.")
    return lines
