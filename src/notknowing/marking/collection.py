"""What a collection found: the students, and the fate of every file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from notknowing.marking.vle_names import Vle

Fate = Literal["collected", "older", "kept", "ignored", "refused", "not understood"]


@dataclass(frozen=True)
class FileFate:
    """What became of one file, and why, in a sentence."""

    name: str
    student: str
    fate: Fate
    line: str = ""


@dataclass
class Collected:
    """One student's submission. ``time`` is the VLE's own, in UTC, where it gives one."""

    student: str
    key: str
    name: str = ""
    time: datetime | None = None
    late: bool = False
    new: bool = True
    person: list[str] = field(default_factory=list)


@dataclass
class Collection:
    """The whole download: students, files, and lines about it as a whole."""

    assignment: str
    vle: Vle
    students: list[Collected] = field(default_factory=list)
    files: list[FileFate] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Keys of the roster from whom nothing came; empty without a roster."""

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        data = asdict(self)
        for student in data["students"]:
            student["time"] = student["time"].isoformat() if student["time"] else None
        return data

    def unclear(self) -> list[FileFate]:
        """The files that were refused or not understood."""
        return [one for one in self.files if one.fate in {"refused", "not understood"}]

    def table(self) -> list[tuple[str, str, str, str]]:
        """Every file as (student, file, fate, line), in order of student."""
        return [
            (one.student, one.name, one.fate, one.line) for one in sorted(self.files, key=lambda f: (f.student, f.name))
        ]

    def summary(self) -> str:
        """The counts in a sentence."""
        new = sum(student.new for student in self.students)
        said = f"{len(self.students)} students, {new} of them new or changed; {len(self.files)} files looked at"
        return f"{said}, {len(self.unclear())} refused or not understood."
