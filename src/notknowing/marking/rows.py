"""What the report of a marking run holds: a row for each student, and where its lines come from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from notknowing import __version__
from notknowing.course import Course
from notknowing.marking.late import late_of, span
from notknowing.marking.nbgrader_room import gradebook
from notknowing.marking.places import MarkingError, Place, fingerprint, log, sha
from notknowing.work import read_entries

Status = Literal["graded", "set aside", "failed"]
REPLIES = {"words", "plain"}
"""Last parts of the entry keys under which replies to a client are saved."""

STOPPED_HERE = "Marking stopped at something unexpected. The work is safe in submitted; marking.log has the details."
"""For a submission at which this program, and not the student's page, failed."""

ASKED_ABOUT = {
    "suicide": "suicide",
    "harm_to_baby": "the baby's safety or her own",
    "safe_contact": "whether it is safe to talk",
}


@dataclass
class Row:
    """One student: how it went, the points of the automatic parts, what needs a person, and how long it took.

    ``points`` and ``out_of`` are None unless ``status`` is graded. ``remarks`` are lines that ask nothing of anybody.
    """

    student: str
    status: Status
    points: float | None = None
    out_of: float | None = None
    to_mark: int = 0
    """How many parts are waiting for a person's mark."""
    person: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0
    again: bool = True
    """False when nothing had changed since the last time, so that it was not marked again."""


@dataclass
class Report:
    """Everybody's rows. ``graded + set_aside + failed`` is always the number of submissions."""

    assignment: str
    rows: list[Row] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    seal: str = ""
    """How submissions were sealed, and that it was tried; empty when they were not."""

    def _count(self, status: Status) -> int:
        return sum(row.status == status for row in self.rows)

    @property
    def graded(self) -> int:
        """How many were marked."""
        return self._count("graded")

    @property
    def set_aside(self) -> int:
        """How many could not be read."""
        return self._count("set aside")

    @property
    def failed(self) -> int:
        """How many stopped at something unexpected."""
        return self._count("failed")

    def needing_a_person(self) -> list[Row]:
        """Those with something to look into, direct questions first, then what could not be marked."""
        rows = [row for row in self.rows if row.person]
        return sorted(rows, key=lambda row: (not any("read this one first" in line for line in row.person), row.status == "graded", row.student))  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """The whole report as plain data."""
        counts = {"graded": self.graded, "set_aside": self.set_aside, "failed": self.failed, "all": len(self.rows)}
        return {
            "assignment": self.assignment,
            "counts": counts,
            "seal": self.seal,
            "lines": self.lines,
            "rows": [asdict(row) for row in self.rows],
        }

    def summary(self) -> str:
        """The counts in a sentence."""
        said = [f"{self.graded} marked"]
        said += [f"{self.set_aside} set aside"] if self.set_aside else []
        said += [f"{self.failed} failed"] if self.failed else []
        return f"{len(self.rows)} submissions of {self.assignment}: {', '.join(said)}."


def key_of(place: Place) -> str:
    """What a result depends on: the submission, the solution with its tests, and this package."""
    solution = place.root / "solutions" / place.assignment
    parts = [__version__, fingerprint(place.submitted), fingerprint(solution) if solution.is_dir() else {}]
    return sha(json.dumps(parts, sort_keys=True).encode())


def flag(place: Place) -> None:
    """Raise nbgrader's own flag, so that formgrader's list shows whom to look at. A tutor can take it down again."""
    with gradebook(place.root) as book:
        book.find_submission_notebook(place.assignment, place.assignment, place.student).flagged = True
        book.db.commit()


def points_row(place: Place) -> Row:
    """The points of the automatic parts as the gradebook has them, and how many parts wait for a person."""
    with gradebook(place.root) as book:
        submission = book.find_submission(place.assignment, place.student)
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        automatic = [grade for grade in grades if grade.cell_type == "code"]
        waiting = sum(grade.needs_manual_grade for grade in grades)
        return Row(
            place.student,
            "graded",
            points=sum(grade.score or 0.0 for grade in automatic),
            out_of=sum(grade.max_score for grade in automatic),
            to_mark=waiting,
        )


def late_line(place: Place, course: Course | None) -> list[str]:
    """A line when it was handed in after the deadline, the student's own where there is an extension."""
    try:
        late = late_of(place, course)
    except MarkingError as trouble:  # a table of extensions that cannot be used is no reason not to mark
        return [str(trouble)]
    if late is None or late.seconds <= 0:
        return []
    return [f"Handed in {span(late.seconds)} after the due time. What that costs: notknowing marks."]


def safety_lines(place: Place, course: Any) -> list[str]:
    """One neutral line for each client for whom a direct question is a duty and none was found in the reply.

    Asks the mirror, when it has an answer: ``mirror.missed_direct_question(text, client)``, true when it found none.
    What it cannot judge is not said. Nothing of this reaches marks or feedback.
    """
    from notknowing import mirror

    missed = getattr(mirror, "missed_direct_question", None)
    if missed is None or course is None:
        return []
    entries, _ = read_entries(place.responses)
    found: dict[str, list[str]] = {}
    for key, entry in sorted(entries.items()):
        parts = key.split(".")
        for client_id in {part for part in parts if part in course.clients}:
            if course.clients[client_id].safety and isinstance(entry.value, str) and parts[-1] in REPLIES:
                found.setdefault(client_id, []).append(entry.value)
    lines = []
    for client_id, replies in found.items():
        client = course.clients[client_id]
        about = ASKED_ABOUT.get(client.safety, "safety")
        try:
            all_missed = all(missed(reply, client) for reply in replies if reply.strip())
        except Exception:  # a reading is a courtesy to the tutor; marking does not wait for it
            log(place.root, f"{place.student}: the mirror could not read the reply to {client.name}")
            continue
        if all_missed and any(reply.strip() for reply in replies):
            lines.append(
                f"I could not find a direct question about {about} in the reply to {client.name}; read this one first."
            )
    return lines
