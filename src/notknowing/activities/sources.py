"""Claims in running text: ``[claim: some-id]`` becomes author and year, with the whole source to open below."""

from __future__ import annotations

import re

from notknowing.activities import nodes as n
from notknowing.activities.nodes import Node
from notknowing.course import Course
from notknowing.course.models import Claim, Reference

TAG = re.compile(r"([.?]?)\s*\[claim:\s*([a-z][a-z0-9-]*)\s*\]")
"""A tag, with the full stop before it: the source belongs inside the sentence."""
GRADES = {"A": "seen in the source itself", "B": "reported by somebody else; the source itself was not seen"}


AUTHOR = re.compile(r"([^\W\d][\w'’ -]*?), (?:[A-Z]\.[ -]?)+")
"""One author of a reference: a surname, a comma, initials."""


def short(reference: Reference) -> str:
    """Authors and year, as they stand in running text: *Li and Kim 2004*, *Duan and others 2012*."""
    authors = reference.text.split("(", 1)[0].strip()
    surnames = [name.removeprefix("and ") for name in AUTHOR.findall(f"{authors} ")]
    if not surnames:
        return f"{authors} {reference.year}"
    if len(surnames) > 2 or "and others" in authors:
        return f"{surnames[0]} and others {reference.year}"
    return f"{' and '.join(surnames)} {reference.year}"


def cited(text: str, course: Course) -> tuple[str, list[Claim]]:
    """Text with each tag replaced by author and year, and the claims it rests on, each once.

    Raises:
        KeyError: a tag names a claim, or a claim a source, that the course does not have.
    """
    claims: dict[str, Claim] = {}

    def put(tag: re.Match[str]) -> str:
        stop, name = tag.groups()
        claim = course.claims[name]
        claims[claim.id] = claim
        return f" ({short(course.references[claim.source])}){stop}"

    return TAG.sub(put, text), list(claims.values())


def source_nodes(key: str, claims: list[Claim], course: Course, *, with_text: bool = True) -> list[Node]:
    """What each claim says and where it comes from, to open on demand; nothing for no claims.

    ``with_text`` is false where the claims themselves stand above.
    """
    items = []
    for claim in claims:
        reference = course.references[claim.source]
        doi = f" doi:{reference.doi}." if reference.doi else ""
        items.append(
            f"{claim.text + ' ' if with_text else ''}Source: {reference.text}{doi} Grade {claim.grade} ({GRADES[claim.grade]}); checked {claim.checked:%d %B %Y}."
        )
    if not items:
        return []
    return [n.details(f"{key}.sources", "Where this comes from", [n.listing(f"{key}.sources.list", items)])]


def with_sources(key: str, text: str | None, course: Course, style: str = "") -> list[Node]:
    """Paragraphs with their claims cited, and the sources to open below them."""
    if not text:
        return []
    shown, claims = cited(text, course)
    return [*n.paras(key, shown, style), *source_nodes(key, claims, course)]
