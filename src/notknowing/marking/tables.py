"""CSV tables as VLEs write them: UTF-8 with or without a mark, UTF-16, commas, semicolons or tabs; kept as they were."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from notknowing.marking.places import MarkingError

_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?%?")
_TRAILING_NUMBER = re.compile(r"(\d+)\s*$")
_KEY_HEADINGS = {"blackboard": ["username"], "moodle": ["identifier"], "canvas": ["id"]}
_ANY_KEY_HEADING = ["username", "identifier", "student_id", "student id", "sis login id", "id", "email address"]


@dataclass
class Table:
    """A table and how it was written, so that it can be written the same way again."""

    header: list[str]
    rows: list[list[str]]
    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\r\n"
    quote_all: bool = False
    name: str = field(default="", compare=False)

    def column(self, heading: str) -> list[str]:
        """The cells of a column; short rows give empty text."""
        index = self.header.index(heading)
        return [row[index] if index < len(row) else "" for row in self.rows]

    def to_bytes(self) -> bytes:
        """The table as a file, in its own encoding."""
        out = io.StringIO()
        quoting = csv.QUOTE_ALL if self.quote_all else csv.QUOTE_MINIMAL
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator=self.newline, quoting=quoting)
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return out.getvalue().encode(self.encoding)


def read_table(path: Path | str) -> Table:
    """Read a VLE's table.

    Raises:
        MarkingError: it is missing, a spreadsheet rather than a CSV, or has no rows and columns.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MarkingError(f"{path} could not be opened. Nothing was written. Check the name.") from error
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise MarkingError(
            f"{path.name} is an Excel workbook. Nothing was written. Save it as CSV in Excel, or download it from the VLE as CSV."
        )
    encoding = _encoding(data)
    text = data.decode(encoding, "replace")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",\t;", key=first.count)
    newline = "\r\n" if "\r\n" in text else "\n"
    found = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    if not found or len(found[0]) < 2:
        raise MarkingError(
            f"{path.name} does not look like a table from a VLE. Nothing was written. Download the grades again, as CSV."
        )
    quote_all = text.lstrip("\ufeff").startswith('"') and first.count('"') == 2 * len(found[0])
    return Table(found[0], found[1:], encoding, delimiter, newline, quote_all, path.name)


def _encoding(data: bytes) -> str:
    """The encoding of a table, such that writing with it gives the same mark at the beginning."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data[:200].count(0) > len(data[:200]) // 4:
        return "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def guarded(text: str) -> str:
    """Text that a spreadsheet will not take for a formula: ``=1+1`` becomes ``'=1+1``. Numbers and ``-`` stay."""
    if text[:1] in "=+-@\t\r\n＝＋－＠" and text not in ("", "-") and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def key_of(cell: str, vle: str) -> str:
    """What the VLE knows a student by, from its cell: Moodle's ``Participant 123`` is ``123``."""
    if vle == "moodle":
        match = _TRAILING_NUMBER.search(cell)
        return match[1] if match else ""
    return cell.strip().strip('"').lower()


def keys_in_roster(path: Path | str, vle: str) -> list[str]:
    """The students' keys in a class list: what this VLE's downloads name them by.

    Raises:
        MarkingError: no column does.
    """
    table = read_table(path)
    by_name = {heading.strip().strip("\ufeff").lower(): heading for heading in reversed(table.header)}
    for wanted in _KEY_HEADINGS.get(vle, []) + _ANY_KEY_HEADING:
        if wanted in by_name:
            cells = [cell.strip() for cell in table.column(by_name[wanted]) if cell.strip()]
            return [key_of(cell, "moodle") if wanted == "identifier" else cell for cell in cells]
    raise MarkingError(
        f"{table.name} has no column with usernames or ids (its columns are {', '.join(table.header[:6])}). Nothing was collected. "
        "Use the class list or grades file that the VLE exports."
    )
