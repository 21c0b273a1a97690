"""A table as spreadsheets save it: any usual encoding, any usual separator, with or without a byte order mark."""

from __future__ import annotations

import csv
import io
from pathlib import Path

LARGEST = 2_000_000
"""Bytes. A table of this course is a hundredth of it; anything larger is another file under the same name."""

SEPARATORS = (";", "\t", ",")
"""In this order: a semicolon separates where a comma is the decimal sign."""

NOT_TEXT = {b"PK\x03\x04": "a workbook", b"\xd0\xcf\x11\xe0": "an old workbook", b"%PDF": "a PDF"}


class SheetError(Exception):
    """A file cannot be read as a table. The text says why, as the rest of a sentence that begins with its name."""


def read_sheet(path: Path) -> list[list[str]]:
    """The rows of a table, blank rows included, so that a row's place is its line in the spreadsheet.

    Raises:
        SheetError: it is not there, not text, or too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SheetError("is far too large for a table of this course")
        data = path.read_bytes()
    except FileNotFoundError:
        raise SheetError("is not in this folder") from None
    except OSError as failure:
        raise SheetError(f"cannot be opened ({failure.strerror or 'it may be open in another program'})") from failure
    return rows_of(data)


def rows_of(data: bytes) -> list[list[str]]:
    """The rows in the bytes of a table. See ``read_sheet``."""
    for beginning, what in NOT_TEXT.items():
        if data.startswith(beginning):
            raise SheetError(f"is {what} and not a CSV file; save it again as CSV")
    text = _decoded(data)
    if "\0" in text:
        raise SheetError("is not a text file")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and lines[0].strip().strip('"').lower().startswith("sep=") and len(lines[0].strip().strip('"')) == 5:
        separator, skipped = lines[0].strip().strip('"')[-1], 1  # a line that Excel writes for itself
    else:
        separator, skipped = _separator(lines), 0
    held = io.StringIO("\n".join(lines[skipped:]))
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(held, delimiter=separator)]
    except csv.Error as failure:
        raise SheetError("is not laid out as a CSV file") from failure
    return [[]] * skipped + rows


def _decoded(data: bytes) -> str:
    """Text from any of the encodings in which spreadsheets save. Never fails: the last of them knows every byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data[1:40:2].count(0) > 8:
        return data.decode("utf-16-le", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _separator(lines: list[str]) -> str:
    """What stands between the cells of the first line that says anything: the first separator that is in it."""
    first = next((line for line in lines if line.strip()), "")
    return next((one for one in SEPARATORS if one in first), ",")
