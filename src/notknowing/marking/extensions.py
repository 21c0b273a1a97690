"""Extensions and adjusted dates: ``extensions.csv`` in the marking folder, and the class list that joins keys.

The table has a row for each student and assignment and never a reason. It lies beside the submissions and not in
``course/``, because that folder goes to students.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from notknowing.course import Course
from notknowing.marking.places import MarkingError
from notknowing.marking.tables import Table, key_of, keys_in_roster, read_table
from notknowing.marking.vle_names import folder_for

TABLE, ROSTER = "extensions.csv", "roster.csv"
NEEDED = ("assignment", "student", "due")
NEVER = ("reason", "reasons", "note", "notes", "evidence", "circumstances", "why", "diagnosis")
KINDS = ("extension", "adjustment", "mitigation")
_OF_A_PERSON = re.compile(r"\b(id|identifier|username|login|e-?mail|number)\b", re.IGNORECASE)
"""Headings under which a class list says who somebody is. Other columns, such as grades, would join by accident."""


@dataclass(frozen=True)
class Extension:
    """One student's own deadline for one assignment, with its zone. ``kind`` is a word for the record, never a reason."""

    assignment: str
    student: str
    due: dt.datetime
    kind: str = "extension"


def extensions(root: Path, course: Course | None) -> dict[tuple[str, str], Extension]:
    """Every extension by (assignment, student's folder in lower case); empty when there is no table.

    Students may be named as the VLE's downloads name them, or by anything else that ``roster.csv`` has of them.

    Raises:
        MarkingError: the table lacks a column, keeps reasons, or a row in it cannot be understood.
    """
    path = root / TABLE
    if not path.is_file():
        return {}
    table = read_table(path)
    columns = {head.strip().strip("\ufeff").lower(): head for head in table.header}
    if kept := [columns[name] for name in NEVER if name in columns]:
        raise MarkingError(
            f"{TABLE} has a column {kept[0]!r}. Nothing was changed. Reasons for an extension are not kept here: "
            "take that column out, and try again."
        )
    if missing := [name for name in NEEDED if name not in columns]:
        raise MarkingError(
            f"{TABLE} has no column {missing[0]!r}. Nothing was changed. Its first line has to read: "
            "assignment,student,due,kind"
        )
    zone = ZoneInfo(course.module.time_zone if course else "Europe/London")
    joined = Roster.of(root, course.module.vle if course else "blackboard")
    cells = {name: table.column(head) for name, head in columns.items()}
    found: dict[tuple[str, str], Extension] = {}
    for number, (assignment, student, due) in enumerate(zip(*(cells[name] for name in NEEDED), strict=True), start=2):
        if not (assignment.strip() or student.strip() or due.strip()):
            continue
        kind = (cells["kind"][number - 2].strip().lower() if "kind" in cells else "") or KINDS[0]
        if kind not in KINDS:
            raise MarkingError(
                f"{TABLE}, line {number}: the kind is {kind!r}. Nothing was changed. It can be {', '.join(KINDS)}."
            )
        folder = joined.folder_of(student)
        found[assignment.strip(), folder.lower()] = Extension(
            assignment.strip(), folder, _moment(due, zone, number), kind
        )
    return found


def _moment(text: str, zone: ZoneInfo, number: int) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError as odd:
        raise MarkingError(
            f"{TABLE}, line {number}: {text.strip()!r} is not a date with a time. Nothing was changed. "
            "Write it as 2027-03-05 12:00."
        ) from odd
    if len(text.strip()) <= len("2027-03-05"):
        raise MarkingError(
            f"{TABLE}, line {number}: {text.strip()!r} has no time. Nothing was changed. Write it as 2027-03-05 12:00."
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


@dataclass(frozen=True)
class Roster:
    """A class list that joins what different systems call one student: participant number, user id, username, email.

    ``known`` gives, for every word of a student that belongs to nobody else, the folder of the student's work.
    """

    known: dict[str, str]
    keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, root: Path, vle: str, path: Path | str | None = None) -> Roster:
        """The class list given, or ``roster.csv`` in the marking folder; one that joins nothing when there is none.

        Raises:
            MarkingError: the file cannot be used.
        """
        path = Path(path) if path else root / ROSTER
        return cls.read(path, vle) if path.is_file() else cls({})

    @classmethod
    def read(cls, path: Path | str, vle: str) -> Roster:
        """Read a class list. The column with the VLE's own keys is found by its heading; every other one may join.

        Raises:
            MarkingError: no column holds keys.
        """
        table = read_table(path)
        keys = keys_in_roster(path, vle)
        own = _own_column(table, keys, vle)
        owners: dict[str, set[str]] = {}
        for heading in filter(_OF_A_PERSON.search, table.header):
            for cell, value in zip(own, table.column(heading), strict=True):
                if cell and _word(value):
                    owners.setdefault(_word(value), set()).add(folder_for(cell))
        # The VLE's own key always wins: another student's number could look the same.
        known = {word: next(iter(folders)) for word, folders in owners.items() if len(folders) == 1}
        known |= {_word(cell): folder_for(cell) for cell in own if cell}
        return cls(known, tuple(keys))

    def folder_of(self, word: str) -> str:
        """The folder of the student whom any of the systems calls ``word``; the word's own where the list is silent."""
        return self.joined(word) or folder_for(key_of(word, "moodle") if _is_participant(word) else word)

    def joined(self, word: str) -> str:
        """The folder that the list gives for a word; empty where it is silent."""
        return self.known.get(_word(word), "")


def _own_column(table: Table, keys: list[str], vle: str) -> list[str]:
    """For each row the VLE's own key, or empty text."""
    wanted = set(keys)
    for heading in table.header:
        cells = [cell.strip() for cell in table.column(heading)]
        as_keys = [key_of(cell, "moodle") if _is_participant(cell) else cell for cell in cells]
        if {cell for cell in as_keys if cell} == wanted:
            return as_keys
    return [""] * len(table.rows)


def _word(cell: str) -> str:
    return cell.strip().strip('"').lower()


def _is_participant(cell: str) -> bool:
    return cell.strip().lower().startswith("participant ")
