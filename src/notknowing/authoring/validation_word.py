"""The validation pack as a Word file: headings that a reader can jump between, tables with a head and a title."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt

from notknowing.authoring import twins_ooxml as word
from notknowing.authoring.validation import Block, Grid, Heading, Words

SMALL = Pt(9)
ACROSS = 25.7
"""Centimetres between the margins of A4 across."""
MANY = 8
"""From so many columns on, a table is set in small type."""


def docx_of(blocks: Iterable[Block], title: str) -> bytes:
    """The pack as the content of a Word file, on A4 across."""
    paper = Document()
    word.british(paper)
    for section in paper.sections:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    about = paper.core_properties
    about.title, about.language, about.comments, about.author = title, "en-GB", "", title
    about.created = about.modified = datetime(2020, 1, 1, tzinfo=UTC)
    for block in blocks:
        if isinstance(block, Heading):
            paper.add_heading(block.text, block.level)
        elif isinstance(block, Words):
            paper.add_paragraph(" ".join(block.text.split()))
        else:
            _table(paper, block)
    file = io.BytesIO()
    paper.save(file)
    return _without_the_time(file.getvalue())


def _without_the_time(data: bytes) -> bytes:
    """The same parts in a zip that does not say when it was made, so that the same course gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), old.read(part), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _table(paper: Any, grid: Grid) -> None:
    table = paper.add_table(rows=0, cols=len(grid.head), style="Table Grid")
    table.autofit = False
    word.describe_table(table, grid.caption)
    if any(grid.head):
        row = table.add_row()
        word.repeat_as_head(row)
        for cell, text in zip(row.cells, grid.head, strict=True):
            _write(cell, text, bold=True, small=len(grid.head) >= MANY)
    for line in grid.rows:
        row = table.add_row()
        word.keep_whole(row)
        for cell, text in zip(row.cells, line, strict=True):
            _write(cell, text, bold=False, small=len(grid.head) >= MANY)
    for column, width in zip(table.columns, _widths(grid), strict=True):
        for cell in column.cells:
            cell.width = width
    paper.add_paragraph("")


def _widths(grid: Grid) -> list[Cm]:
    """Room for each column by the longest text in it: at least for a number, at most as for a sentence."""
    longest = [max(len(line[at]) for line in (grid.head, *grid.rows)) for at in range(len(grid.head))]
    shares = [min(max(length, 5), 60) for length in longest]
    return [Cm(ACROSS * share / sum(shares)) for share in shares]


def _write(cell: Any, text: str, *, bold: bool, small: bool) -> None:
    run = cell.paragraphs[0].add_run(" ".join(text.split()))
    run.bold = bold or None
    if small:
        run.font.size = SMALL
