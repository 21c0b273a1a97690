"""What this course plugs into nbgrader besides preprocessors: collecting from a VLE, and feedback that can be returned."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nbconvert.exporters import Exporter
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin, LateSubmissionPlugin

from notknowing.marking.archives import Refused, inner_members, members
from notknowing.marking.places import is_private
from notknowing.marking.vle_names import folder_for, named


class CarefulExtractor(ExtractorPlugin):
    """Unpack downloads for ``nbgrader zip_collect``.

    Stock: unpacks nested archives to any depth and size. Here the limits of ``archives`` hold, links and private
    writing are left out, and a student's own zip is opened one level deep.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack every archive in ``archive_path``; a refusal is logged and the rest goes on."""
        for source in sorted(Path(archive_path).iterdir()):
            try:
                for member in members(source):
                    self._put(Path(extracted_path) / source.stem, member.name, member.data, member.refused)
            except Refused as reason:
                self.log.warning("%s", reason)

    def _put(self, folder: Path, name: str, data: bytes, refused: str) -> None:
        if refused or is_private(name):
            self.log.warning("Left out %s. %s", name, refused or "Private writing is never collected.")
        elif name.lower().endswith(".zip"):
            with contextlib.suppress(Refused):
                for inner in inner_members(data, name):
                    if not inner.name.lower().endswith(".zip"):
                        self._put(folder, f"{name[:-4]}/{inner.name}", inner.data, inner.refused)
        else:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


class VleCollector(FileNameCollectorPlugin):
    """Read the names Blackboard, Moodle and Canvas give, for ``nbgrader zip_collect``, without a regular expression.

    Stock: needs one, drops the file of answers, stops at Blackboard's way of writing the time, and takes a
    ``timestamp.txt`` of the student's own for the time of handing in.
    """

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """Whose file it is and what it is called in nbgrader's folders; None leaves it out."""
        path = Path(submitted_file)
        if path.suffix not in self.valid_ext or is_private(path.name):
            return None
        for vle in ("blackboard", "moodle", "canvas"):
            who = named(path.as_posix(), vle)
            if who is not None and not who.receipt:
                found = {"student_id": folder_for(who.key), "file_id": Path(who.file).name}
                if who.time is not None:
                    found["timestamp"] = f"{self._utc(who.time):%Y-%m-%d %H:%M:%S} UTC"
                return found
        return None

    def _utc(self, moment: datetime) -> datetime:
        """Blackboard writes the institution's own time; nbgrader would take it for UTC, an hour out in summer."""
        from notknowing.marking.nbgrader_room import course_of

        course = course_of(Path(str(self.config.CourseDirectory.root or ".")).absolute())
        return moment.replace(tzinfo=ZoneInfo(course.module.time_zone if course else "Europe/London")).astimezone(UTC)


class LateRules(LateSubmissionPlugin):
    """The module's own late rule, for ``nbgrader autograde``.

    Stock: knows nothing or everything (no penalty, or a mark of 0), and no extension but the gradebook's own. While
    parts still wait for a person the penalty is of the points there are; ``notknowing marks`` works it out again.
    """

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Points to take off one notebook; None when lateness costs nothing here."""
        from notknowing.marking.late import late_of, penalised
        from notknowing.marking.nbgrader_room import course_of
        from notknowing.marking.places import MarkingError, Place

        step = self.parent
        root = Path(str(self.config.CourseDirectory.root or ".")).absolute()
        course = course_of(root)
        if course is None:
            return None
        try:
            late = late_of(Place(root, step.assignment_id, student_id), course)
        except MarkingError as trouble:  # a table that cannot be used must not stop the marking
            self.log.warning("%s", trouble)
            return None
        notebook = step.gradebook.find_submission_notebook(step.notebook_id, step.assignment_id, student_id)
        module = course.module
        taken = penalised(score, notebook.max_score, late, module.late, module.pass_mark).taken
        return taken or None


class FeedbackExporter(Exporter):
    """The course's feedback page, for ``nbgrader generate_feedback`` and formgrader's button.

    Stock: prints the hidden tests and every traceback for the student to read, keeps scripts, and says no language.
    """

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """One marked notebook as a page to return."""
        from notknowing.marking.feedback import around, page, parts_of
        from notknowing.marking.kept import course_for
        from notknowing.marking.nbgrader_room import course_of, hushed
        from notknowing.marking.places import Place

        notebook, resources = super().from_notebook_node(nb, resources, **kwargs)
        resources["output_extension"] = self.file_extension
        who = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"]).absolute()
        place = Place(folder.parents[2], who["assignment"], who["student"])
        course = course_for(place.root, place.assignment, course_of(folder))(place)
        with hushed(), Gradebook(who["db_url"]) as book:
            parts = parts_of(notebook, book, who["assignment"], who["student"], course)
        return page(parts, place.assignment, place.student, course, around(place, parts, course)), resources


def only_feedback_goes_back(assignment: str, student: str, notebooks: list[str]) -> None:
    """Remove what nbgrader copies beside the feedback: files of answers, and whatever lay in ``solutions/``.

    nbgrader calls this after each student; ``notebooks`` are the marked notebooks' paths.
    """
    for notebook in notebooks:
        marked = Path(notebook).parent
        returned = marked.parents[2] / "feedback" / marked.parent.name / marked.name
        for path in sorted(returned.rglob("*")):
            if path.is_file() and path.suffix != ".html":
                path.unlink()
