"""nbgrader used from Python: its settings, its gradebook, its converters, and its log kept off the tutor's screen."""

from __future__ import annotations

import io
import logging
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nbgrader.api import Course as CourseRow
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config, PyFileConfigLoader

from notknowing.course import Course, CourseError, load, read
from notknowing.marking.config import configure
from notknowing.marking.places import MarkingError, log

SETTINGS = "nbgrader_config.py"


@dataclass(frozen=True)
class Outcome:
    """How one run of nbgrader went. ``log`` is for whoever looks after the software."""

    ok: bool
    log: str


def settings(root: Path) -> Config:
    """The settings stock nbgrader would use in ``root``: its own file when there is one, else the course's."""
    if (root / SETTINGS).is_file():
        return PyFileConfigLoader(SETTINGS, path=str(root)).load_config()
    config = Config()
    configure(config, root)
    return config


def course_directory(root: Path, config: Config | None = None) -> CourseDirectory:
    """nbgrader's idea of the marking folder."""
    return CourseDirectory(config=config or settings(root))


_SHARED: dict[Path, Gradebook] = {}


def reach_the_gradebook(root: Path) -> None:
    """Look whether a gradebook that is not a file answers, before anything is begun.

    nbgrader's assignments refer to a course, whose name is empty unless it is set. A file does not mind that there is no
    such course; a server does, so the course is put in.

    Raises:
        MarkingError: the server, or the driver for it, is not there.
    """
    directory = course_directory(root)
    url = make_url(directory.db_url)
    if url.get_backend_name() == "sqlite":
        return
    where = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "postgresql" and "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": "10"})
    try:
        with hushed(), Gradebook(url.render_as_string(hide_password=False), directory.course_id) as book:
            if book.db.get(CourseRow, directory.course_id) is None:
                book.db.add(CourseRow(id=directory.course_id))
                book.db.commit()
    except ImportError as absent:
        raise MarkingError(
            f"The gradebook is at {where}, and the driver for it, {absent.name}, is not installed. Nothing was changed. "
            "Install it with: pip install 'notknowing[postgres]'"
        ) from absent
    except SQLAlchemyError as failure:
        raise MarkingError(
            f"The gradebook at {where} does not answer. Nothing was changed. Look whether its server is running, and "
            "whether db_url in nbgrader_config.py is right."
        ) from failure


@contextmanager
def gradebook(root: Path) -> Iterator[Gradebook]:
    """nbgrader's own gradebook, open for as long as the block runs."""
    if root in _SHARED:
        yield _SHARED[root]
        return
    reach_the_gradebook(root)
    with hushed(), Gradebook(course_directory(root).db_url) as book:
        yield book


@contextmanager
def shared(root: Path, book: Gradebook) -> Iterator[None]:
    """Let ``gradebook(root)`` give this open one while the block runs: the whole of a marking run uses one."""
    _SHARED[root] = book
    try:
        yield
    finally:
        del _SHARED[root]


@contextmanager
def hushed() -> Iterator[io.StringIO]:
    """Collect what nbgrader and its libraries log, instead of printing it."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    loggers = [
        logging.getLogger(name) for name in ("traitlets", "tornado.application", "nbclient", "alembic", "asyncio")
    ]
    before = [(logger, logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
        logger.setLevel(logging.INFO)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # SQLAlchemy 2.1 has much to say about nbgrader 0.9.6, none of it to a tutor
            yield kept
    finally:
        for logger, propagate, level in before:
            logger.removeHandler(handler)
            logger.propagate = propagate
            logger.setLevel(level)


def run(converter: Any) -> Outcome:
    """Start one of nbgrader's converters. Never raises but for Ctrl+C."""
    with hushed() as kept:
        try:
            converter.start()
        except Exception as error:
            return Outcome(False, f"{kept.getvalue()}\n{type(error).__name__}: {error}")
        return Outcome(True, kept.getvalue())


def autograde_one(root: Path, assignment: str, student: str, config: Config | None = None) -> Outcome:
    """Let nbgrader mark one student's submission, again if need be. Never raises but for Ctrl+C."""
    config = config or settings(root)
    directory = course_directory(root, config)
    directory.assignment_id, directory.student_id = assignment, student
    converter = Autograde(coursedir=directory, config=config)
    converter.force = True
    return run(converter)


def register(root: Path, assignment: str, config: Config | None = None) -> list[str]:
    """Make the gradebook know an assignment as it stands in ``solutions/``, and when it is due.

    ``exercises/`` is not touched. Returns lines for the tutor.

    Raises:
        MarkingError: there is no such assignment, or nbgrader cannot read it.
    """
    config = config or settings(root)
    source = root / "solutions" / assignment / f"{assignment}.ipynb"
    lines: list[str] = []
    if source.is_file():
        outcome = _generate(root, assignment, config)
        if not outcome.ok and not _is_known(root, assignment):
            log(root, f"{assignment}\n{outcome.log}")
            raise MarkingError(
                f"solutions/{assignment} could not be read for marking. Nothing was changed. "
                "Run: notknowing check. The details are in marking.log."
            )
        if not outcome.ok:
            lines.append(
                f"The marked parts of solutions/{assignment} have changed since work was marked; marking goes on with the earlier ones."
            )
    elif not _is_known(root, assignment):
        raise MarkingError(
            f"There is no assignment {assignment!r}: neither solutions/{assignment} nor the gradebook has it. "
            "Nothing was changed. Check the name."
        )
    _set_due_date(root, assignment)
    return lines


def _generate(root: Path, assignment: str, config: Config) -> Outcome:
    """Run nbgrader's generator for its entry in the gradebook; what it writes goes to a folder that is thrown away."""
    directory = course_directory(root, config)
    directory.assignment_id = assignment
    with tempfile.TemporaryDirectory() as elsewhere:
        directory.release_directory = elsewhere
        converter = GenerateAssignment(coursedir=directory, config=config)
        converter.force, converter.create_assignment, converter.post_convert_hook = True, True, _nothing
        return run(converter)


def _nothing(**_: Any) -> None:
    """A hook that does nothing: the release that the real one tidies is not written here."""


def _is_known(root: Path, assignment: str) -> bool:
    with gradebook(root) as book:
        try:
            return bool(book.find_assignment(assignment).notebooks)
        except MissingEntry:
            return False


def _set_due_date(root: Path, assignment: str) -> None:
    due = due_date(course_of(root), assignment)
    if due is not None:
        with gradebook(root) as book:
            book.update_or_create_assignment(assignment, duedate=due.astimezone(UTC).replace(tzinfo=None))


def due_date(course: Course | None, assignment: str) -> datetime | None:
    """When an assignment is due, with its zone; None when ``module.yml`` does not say or cannot be read."""
    module = course.module if course else None
    for weight in module.assignments if module else []:
        if weight.id == assignment:
            return weight.due if weight.due.tzinfo else weight.due.replace(tzinfo=ZoneInfo(module.time_zone))
    return None


def course_of(root: Path) -> Course | None:
    """The course for titles, names and dates, or None while it cannot be read at all."""
    try:
        return load(start=root)  # kept until a file changes
    except CourseError:
        return read(start=root)[0]
    except (OSError, ValueError):
        return None
