"""Moderation signed or not, and the log of who looked behind a script's number: the gate before anything goes out.

A signature holds for the marks as they were when it was given. A mark that changes afterwards takes it away again.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notknowing.course import Course
from notknowing.marking.places import MarkingError, read_record, sha, write_record
from notknowing.marking.tables import guarded


@dataclass(frozen=True)
class Files:
    """Where the moderation of one assignment is kept, under ``moderation/`` in the marking folder."""

    root: Path
    assignment: str

    @property
    def folder(self) -> Path:
        """Everything about one assignment's moderation."""
        return self.root / "moderation" / self.assignment

    @property
    def draw(self) -> Path:
        """Which scripts were drawn, why, from what, with which seed."""
        return self.folder / "draw.json"

    @property
    def key(self) -> Path:
        """Which script is whose. Opened through ``reveal`` alone."""
        return self.folder / "key.json"

    @property
    def sheet(self) -> Path:
        """What the second marker fills in."""
        return self.folder / "second-marker.csv"

    @property
    def pages(self) -> Path:
        """The scripts as the second marker reads them."""
        return self.folder / "scripts"

    @property
    def signed(self) -> Path:
        """Who signed, when, and for which marks."""
        return self.folder / "signed.json"

    @property
    def log(self) -> Path:
        """Who did what when, one line each; lines are only ever added."""
        return self.folder / "log.csv"


def add_to_log(files: Files, who: str, what: str) -> None:
    """Add one line to the log."""
    files.folder.mkdir(parents=True, exist_ok=True)
    fresh = not files.log.is_file()
    with files.log.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(["when (UTC)", "who", "what"])
        writer.writerow([f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S}", guarded(who), guarded(what)])


def print_of(marks: dict[str, Any]) -> str:
    """A fingerprint of everybody's marks; another mark for anybody gives another one."""
    values = {
        student: [None if mark.value is None else round(mark.value, 6), mark.out_of] for student, mark in marks.items()
    }
    return sha(json.dumps(values, sort_keys=True).encode())


def is_needed(assignment: str, course: Course | None) -> bool:
    """Whether an assignment goes out only after moderation: those that module.yml lists, unless it says otherwise."""
    if course is None or not course.module.moderation.needed:
        return False
    return any(task.id == assignment and (task.weight or task.part_of) for task in course.module.assignments)


def whole_of(assignment: str, course: Course | None) -> str:
    """The assignment that carries the moderation: that of which this is a part, else itself."""
    for task in course.module.assignments if course else []:
        if task.id == assignment and task.part_of:
            return task.part_of
    return assignment


def unsigned(assignment: str, root: Path, course: Course | None) -> str:
    """Why nothing may go out yet, as a sentence; empty when it may."""
    if not is_needed(assignment, course):
        return ""
    whole = whole_of(assignment, course)
    record = read_record(Files(root, whole).signed)
    if not record:
        return f"The moderation of {whole} is not signed."
    from notknowing.marking.marks import marks_of

    if record.get("marks") != print_of(marks_of(whole, root)):
        return f"Marks of {whole} have changed since {record.get('by', 'somebody')} signed its moderation."
    return ""


def refuse_unsigned(assignment: str, root: Path, course: Course | None) -> None:
    """Stop when nothing may go out yet.

    Raises:
        MarkingError: moderation is not signed, or marks changed after it was.
    """
    if waits := unsigned(assignment, root, course):
        raise MarkingError(
            f"{waits} Nothing was released, and all marks and comments are safe. "
            f"Run: notknowing moderation sign {whole_of(assignment, course)}"
        )


def keep_signature(files: Files, by: str, outcome: str, note: str, marks: dict[str, Any]) -> None:
    """Write a signature for the marks as they are."""
    write_record(
        files.signed,
        {
            "by": by,
            "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "outcome": outcome,
            "note": note,
            "marks": print_of(marks),
        },
    )
    add_to_log(files, by, f"signed: {outcome}")
