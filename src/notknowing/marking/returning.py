"""Giving marks and feedback back: one zip in the VLE's own names and its own table filled in, once moderation is signed."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from notknowing.course import Course
from notknowing.marking.feedback import Returned, feedback
from notknowing.marking.hurdles import held_back
from notknowing.marking.marks import Marks, marks_of, write_marks
from notknowing.marking.nbgrader_room import course_of
from notknowing.marking.places import MarkingError, read_record
from notknowing.marking.signature import Files, add_to_log, is_needed, refuse_unsigned, whole_of
from notknowing.marking.vle_tables import Vle

FOLDER = "returned"
_NOT_IN_A_NAME = re.compile(r"[^\w .'-]|_")
_BEFORE_UPLOAD = {
    "moodle": "Moodle takes the zip under Submissions, Upload multiple feedback files in a zip.",
    "canvas": "Canvas takes the zip under Upload submissions: it goes by the two numbers in each name.",
    "blackboard": "Blackboard has no upload for many feedback files that this course could verify. The names are those of its own download, so that each page can be attached by hand or by your institution's tool.",
}


@dataclass
class GivenBack:
    """What was made to be uploaded. ``left_out`` says in a line each whose page is not in the zip, and why."""

    zip: Path
    pages: int
    marks: Marks
    left_out: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def give_back(
    assignment: str,
    root: Path | str,
    vle: Vle,
    template: Path | str | None = None,
    column: str | None = None,
    roster: Path | str | None = None,
    by: str = "",
) -> GivenBack:
    """Write ``returned/<assignment>-<vle>-feedback.zip`` and ``returned/<assignment>-<vle>.csv``.

    Args:
        assignment: for instance ``a1``.
        root: the marking folder.
        vle: whose names and table.
        template, column, roster: as for ``write_marks``.
        by: who releases, for the log.

    Raises:
        MarkingError: moderation is not signed, marks changed since, a page is not fit to go out, or the VLE's table does
            not have what is needed. Nothing was released.
    """
    root = Path(root).absolute()
    course = course_of(root)
    refuse_unsigned(assignment, root, course)
    pages = feedback(assignment, root)
    if broken := [f"{one.student}: {line}" for one in pages for line in one.mend]:
        raise MarkingError(f"Some comments are not finished, so nothing was released. All marks are safe. {' '.join(broken)}")  # fmt: skip
    written = write_marks(assignment, root, vle, template, False, column, roster, folder=FOLDER)
    record = read_record(root / "collected" / f"{assignment}.json")
    result = GivenBack(root / FOLDER / f"{assignment}-{vle}-feedback.zip", 0, written)
    ready = _ready(pages, assignment, root, course, result)
    zone = ZoneInfo(course.module.time_zone if course else "Europe/London")
    with zipfile.ZipFile(result.zip, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in ready:
            name = name_for(assignment, one.student, record.get(one.student, {}), vle, zone)
            if name is None:
                result.left_out.append(f"{one.student}: the download did not say what {vle.capitalize()} calls this student's submission.")  # fmt: skip
                continue
            # A fixed date, so that the same pages give the same zip.
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), one.path.read_bytes())
            result.pages += 1
    result.lines += [_BEFORE_UPLOAD[vle]]
    if is_needed(assignment, course):
        add_to_log(
            Files(root, whole_of(assignment, course)),
            by or "(no name given)",
            f"released {result.pages} pages of feedback and {written.filled} marks of {assignment}; scripts and students are joined from here on",
        )
    return result


def _ready(pages: list[Returned], assignment: str, root: Path, course: Course | None, result: GivenBack) -> list[Returned]:  # fmt: skip
    """The pages that can go out: of everybody who has a mark, or whose mark a hurdle holds back."""
    marks, held = marks_of(assignment, root), held_back(assignment, root, course)
    ready = []
    for one in pages:
        mark = marks.get(one.student)
        if one.path is None or one.waiting:
            result.left_out.append(f"{one.student}: {one.line}")
        elif mark is not None and (mark.value is not None or one.student in held):
            ready.append(one)
        else:
            result.left_out.append(f"{one.student}: {mark.why if mark else 'no mark'}.")
    return ready


def name_for(assignment: str, student: str, known: dict[str, Any], vle: Vle, zone: ZoneInfo) -> str | None:
    """What a student's page is called in the zip; None when the download did not say enough.

    Moodle reads ``name_participant_assignsubmission_file/page.html``: the second of at most five pieces has to be the
    number. Canvas reads the first two numbers, the user's and the attachment's. Blackboard's own names carry the time of
    the attempt.
    """
    page = f"{assignment}-feedback.html"
    key = str(known.get("key") or student)
    name = " ".join(_NOT_IN_A_NAME.sub(" ", str(known.get("name") or "")).split())
    if vle == "moodle":
        return f"{name or 'Participant'}_{key}_assignsubmission_file/{page}" if key.isdigit() else None
    if vle == "canvas":
        attachment = int(known.get("order") or 0) // 100
        letters = re.sub(r"[\W\d_]+", "", name).lower() or "student"
        return f"{letters}_{key}_{attachment}_{page}" if key.isdigit() and attachment else None
    moment = _moment(known.get("time"), zone)
    attempt = f"_attempt_{moment:%Y-%m-%d-%H-%M-%S}" if moment else ""
    safe = re.sub(r"[^\w.@-]", "-", key)
    return f"{assignment.upper()}_{safe}{attempt}_{page}"


def _moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(zone) if text else None
    except ValueError:
        return None
