"""Marks that are withheld until a person decides, and the decision with its reason, in a line.

A flag is a question to a person, never a finding against a student. Decisions are kept under ``decisions`` in the
marking folder and hold for the submission as it was; another attempt is another question.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from notknowing.marking.nbgrader_room import gradebook
from notknowing.marking.places import MarkingError, Place, read_record, write_record

QUESTION = (
    "Something on this page came between {parts} and the tests, which may be meant or not. {marks} held back until you "
    "decide. Look at the page, then: notknowing autograde {assignment} --give {student} --why '…', or --refuse."
)


@dataclass
class Withheld:
    """What became of the parts in question: their points as they came, and lines for the tutor."""

    points: dict[str, float] = field(default_factory=dict)
    person: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def withhold(book: Any, place: Place, parts: list[str], key: str) -> Withheld:
    """Hold back the automatic points of some parts, or do with them as has been decided for this very submission.

    Args:
        book: nbgrader's gradebook, open; nothing is committed.
        place: whose.
        parts: names of the graded cells.
        key: what the submission and its tests were.
    """
    found = Withheld()
    if not parts:
        return found
    decision = read_record(_record(place))
    for name in parts:
        grade = book.find_grade(name, place.assignment, place.assignment, place.student)
        found.points[name] = grade.auto_score or 0.0
        _settle(grade, decision["give"], found.points[name]) if decision.get("key") == key else _hold(grade)
    if decision.get("key") == key:
        found.remarks.append(_said(decision))
    else:
        named = f"{len(parts)} parts" if len(parts) > 1 else "one part"
        marks = "Their marks are" if len(parts) > 1 else "Its marks are"
        found.person.append(
            QUESTION.format(parts=named, marks=marks, assignment=place.assignment, student=place.student)
        )
    book.db.flush()
    return found


def decide(assignment: str, root: Path | str, student: str, give: bool, why: str) -> str:
    """Give or refuse the marks that were withheld from one student.

    Args:
        assignment: for instance ``a1``.
        root: the marking folder.
        student: the student's folder name.
        give: whether the points that the tests gave are to count; otherwise those parts earn 0.
        why: the reason, one line; kept with the decision.

    Returns:
        a sentence about what was done.

    Raises:
        MarkingError: nothing is withheld from this student, or no reason is given.
    """
    place = Place(Path(root).absolute(), assignment, student)
    notes = read_record(place.notes)
    points = notes.get("withheld") or {}
    if not points:
        raise MarkingError(f"No marks of {student} in {assignment} are held back. Nothing was changed.")
    if not why.strip():
        raise MarkingError("A decision needs its reason, in a line: --why '…'. Nothing was changed.")
    decision = {
        "key": notes["key"], "give": give, "why": why.strip(), "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", "points": points
    }  # fmt: skip
    write_record(_record(place), decision)
    with gradebook(place.root) as book:
        for name, earned in points.items():
            _settle(book.find_grade(name, assignment, assignment, student), give, earned)
        book.db.commit()
    notes["person"] = [line for line in notes.get("person", []) if not line.startswith(QUESTION.split("{")[0])]
    notes["remarks"] = [*notes.get("remarks", []), _said(decision)]
    write_record(place.notes, notes)
    return f"{student}: {_said(decision)}"


def _hold(grade: Any) -> None:
    grade.auto_score = None
    grade.needs_manual_grade = True


def _settle(grade: Any, give: bool, earned: float) -> None:
    grade.auto_score = earned if give else 0.0
    grade.needs_manual_grade = grade.manual_score is not None


def _said(decision: dict[str, Any]) -> str:
    what = "given" if decision["give"] else "refused"
    return f"Marks that had been held back were {what} ({decision['when']}): {decision['why']}"


def _record(place: Place) -> Path:
    return place.root / "decisions" / place.assignment / f"{place.student}.json"
