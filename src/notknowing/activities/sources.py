"""Claims and table cells in running text, with the whole source to open below.

``[claim: some-id]`` becomes author and year. ``[data: table/row.column]`` becomes what stands in that cell of a table
in ``datasets/``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

from notknowing.activities import nodes as n
from notknowing.activities.nodes import Node
from notknowing.course import Course
from notknowing.course.models import Claim, Reference

TAG = re.compile(r"([.?]?)\s*\[claim:\s*([a-z][a-z0-9-]*)\s*\]")
"""A tag, with the full stop before it: the source belongs inside the sentence."""
DATA = re.compile(r"\[data:\s*(?P<table>[a-z][a-z0-9-]*)/(?P<row>[^\s/.\]]+)\.(?P<column>[a-z][a-z0-9_]*)\s*\]")
"""A cell of a table: its name, what stands in the row's first column, the column's name."""
GRADES = {"A": "seen in the source itself", "B": "reported by somebody else; the source itself was not seen"}
DOI = re.compile(r"10\.\d{4,9}/\S+")

AUTHOR = re.compile(r"([^\W\d][\w'’ -]*?), (?:[A-Z]\.[ -]?)+")
"""One author of a reference: a surname, a comma, initials."""


@dataclass(frozen=True)
class Cell:
    """One cell of a table as a page prints it.

    shown: the value in words and digits. source: where it comes from, in a sentence. grade: A or B; empty for synthetic
    data. synthetic: whether the table was made up for this course.
    """

    table: str
    row: str
    column: str
    shown: str
    source: str
    grade: str
    synthetic: bool


def short(reference: Reference) -> str:
    """Authors and year, as they stand in running text: *Li and Kim 2004*, *Duan and others 2012*."""
    authors = reference.text.split("(", 1)[0].strip()
    surnames = [name.removeprefix("and ") for name in AUTHOR.findall(f"{authors} ")]
    if not surnames:
        return f"{authors} {reference.year}"
    if len(surnames) > 2 or "and others" in authors:
        return f"{surnames[0]} and others {reference.year}"
    return f"{' and '.join(surnames)} {reference.year}"


def cited(text: str, course: Course) -> tuple[str, list[Claim | Cell]]:
    """Text with each tag replaced, and the claims and cells it rests on, each once.

    Raises:
        KeyError: a tag names a claim, or a claim a source, that the course does not have.
        ValueError: a tag names a cell that is not there, is empty, or is of a grade that is never printed.
    """
    found: dict[str, Claim | Cell] = {}

    def put_claim(tag: re.Match[str]) -> str:
        stop, name = tag.groups()
        claim = course.claims[name]
        found[claim.id] = claim
        return f" ({short(course.references[claim.source])}){stop}"

    def put_cell(tag: re.Match[str]) -> str:
        cell = cell_of(**tag.groupdict())
        found[f"{cell.table}/{cell.row}"] = cell
        return cell.shown

    return DATA.sub(put_cell, TAG.sub(put_claim, text)), list(found.values())


def cell_of(table: str, row: str, column: str) -> Cell:
    """One cell of a table in ``datasets/``, with its source.

    Raises:
        ValueError: there is no such table, row or column, the cell is empty, or its grade is one never printed.
    """
    from notknowing.evidence import tables  # reads with pandas: only pages that print a cell wait for it

    try:
        about = tables.resource(table)
        record = tables.row(table, row)
        value = tables.cell(table, row, column)
    except OSError as missing:
        raise ValueError(f"There is no table called {table!r}.") from missing
    if value is None:
        raise ValueError(f"The table {table} has nothing under {column!r} in the row {row!r}.")
    grade = "" if about.synthetic else str(record.get("grade") or about.grade or "")[:1]
    if not about.synthetic and grade not in GRADES:
        raise ValueError(f"The row {row!r} of {table} has no grade that may be printed.")
    kind = next((c.type for c in about.columns if c.name == column), "string")
    source = f"Synthetic data: {about.title}" if about.synthetic else _source(record, about)
    return Cell(table, row, column, _printed(value, kind), source, grade, about.synthetic)


def _printed(value: Any, kind: str) -> str:
    """A cell as it is read: thousands apart, no needless noughts, a real minus sign."""
    if isinstance(value, bool | str) or not isinstance(value, Real):
        return str(value)
    if isinstance(value, Integral):
        return str(int(value)) if kind == "year" else f"{int(value):,}".replace("-", "−")
    number = Decimal(repr(float(value))).normalize()
    return f"{number:,f}".replace("-", "−")


def _source(record: dict[str, Any], about: Any) -> str:
    """Who reported a row's figures, as far as the row says; a DOI only where it was seen."""

    def field(*names: str) -> str:
        said = next((str(record[name]).strip() for name in names if record.get(name)), "")
        return "" if said.startswith("(") else said

    who, year, title = field("authors", "parent_meta_analysis", "study", "underlying_study"), field("year"), field("title")  # fmt: skip
    parts = [f"{who} ({year})".strip() if year else who, title, field("journal_ref")]
    doi = field("source_doi") or str(about.source_doi or "")
    seen = field("doi_status").lower().startswith("seen") if record.get("doi_status") else True
    if seen and DOI.fullmatch(doi):
        parts.append(f"doi:{doi}")
    return ". ".join(part.rstrip(".") for part in parts if part) or about.title


def source_nodes(key: str, claims: Sequence[Claim | Cell], course: Course, *, with_text: bool = True) -> list[Node]:
    """What each claim or cell says and where it comes from, to open on demand; nothing for none.

    ``with_text`` is false where the claims themselves stand above.
    """
    items = [_item(one, course, with_text) for one in claims]
    if not items:
        return []
    return [n.details(f"{key}.sources", "Where this comes from", [n.listing(f"{key}.sources.list", items)])]


def _item(one: Claim | Cell, course: Course, with_text: bool) -> str:
    if isinstance(one, Cell):
        if one.synthetic:
            return f"{one.source}."
        return f"Source: {one.source}. Grade {one.grade} ({GRADES[one.grade]}); row {one.row} of the table {one.table}."
    reference = course.references[one.source]
    doi = f" doi:{reference.doi}." if reference.doi else ""
    said = f"{one.text} " if with_text else ""
    return f"{said}Source: {reference.text}{doi} Grade {one.grade} ({GRADES[one.grade]}); checked {one.checked:%d %B %Y}."  # fmt: skip


def with_sources(key: str, text: str | None, course: Course, style: str = "") -> list[Node]:
    """Paragraphs with their claims cited and their cells filled in, and the sources to open below them."""
    if not text:
        return []
    shown, found = cited(text, course)
    return [*n.paras(key, shown, style), *source_nodes(key, found, course)]
