"""nbgrader's own converter, taken apart where a submission runs: what comes before, and what comes after.

``Stages.ready`` does what ``nbgrader autograde`` does up to running: files, student, submission, sanitising.
``Stages.record`` does what it does afterwards: cleaning, points, penalties, the marked copy. Both work in
``.marking/<student>/<assignment>``; ``put`` moves the result to ``autograded``, last of all. Whatever is set for
nbgrader in ``nbgrader_config.py`` holds here too, but for what runs the notebook.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbconvert.writers import FilesWriter
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.preprocessors import Execute
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from notknowing.marking import nbgrader_room
from notknowing.marking.places import Place

STAGING = ".marking"
"""Beside ``autograded`` in the marking folder: submissions that are being marked. Empty when nothing is."""

_USES_A_GRADEBOOK = (
    "nbgrader.converters.autograde", "nbgrader.preprocessors.overwritecells", "nbgrader.preprocessors.overwritekernelspec",
    "nbgrader.preprocessors.saveautogrades", "nbgrader.preprocessors.latesubmissions", "notknowing.marking.preprocessors",
)  # fmt: skip

_ASKS_WHAT_WAS_GIVEN = (
    "nbgrader.preprocessors.overwritecells", "nbgrader.preprocessors.overwritekernelspec", "notknowing.marking.preprocessors",
)  # fmt: skip
"""Of these, the ones that only read the assignment's own cells and record nothing."""


class OneGradebook(Gradebook):
    """nbgrader's gradebook, opened once for a whole run, with one commit for each submission.

    Stock opens it nine times a submission and commits after every cell, so that an interruption can leave half a
    submission recorded.
    """

    def __init__(self, db_url: str, course_id: str):
        super().__init__(db_url, course_id)
        self._commit = self.db.commit
        self.db.commit = self.db.flush  # type: ignore[method-assign]

    def close(self) -> None:
        """Nothing: those who use it in between believe that it is theirs."""

    def commit(self) -> None:
        """Write everything since the last time, as one transaction."""
        self._commit()
        self.db.expire_all()

    def really_close(self) -> None:
        """Close it."""
        super().close()


@contextlib.contextmanager
def one_gradebook(root: Path, config: Config) -> Iterator[OneGradebook]:
    """Let nbgrader and this package share one open gradebook while the block runs."""
    directory = nbgrader_room.course_directory(root, config)
    with nbgrader_room.hushed():
        book = OneGradebook(directory.db_url, directory.course_id)
        try:
            with _used_by(_USES_A_GRADEBOOK, book), nbgrader_room.shared(root, book):
                yield book
        finally:
            book.really_close()


@contextlib.contextmanager
def _used_by(names: Iterable[str], book: OneGradebook) -> Iterator[None]:
    """Let some modules use an open gradebook, whichever they ask for."""
    modules = [import_item(name) for name in names]
    before = [module.Gradebook for module in modules]
    for module in modules:
        module.Gradebook = lambda *_, **__: book
    try:
        yield
    finally:
        for module, own in zip(modules, before, strict=True):
            module.Gradebook = own


class Stages(Autograde):
    """``nbgrader autograde`` in two halves.

    ``given`` is a gradebook that knows the assignment as it was given out, where that is not the one marks go to.
    """

    def __init__(self, root: Path, assignment: str, config: Config, given: OneGradebook | None = None):
        directory = nbgrader_room.course_directory(root, config)
        directory.assignment_id, directory.autograded_directory = assignment, STAGING
        super().__init__(coursedir=directory, config=config)
        self.force = True
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        self.root, self.assignment, self.given = root, assignment, given

    def ready(self, student: str) -> Path:
        """Everything before the notebook runs.

        Returns:
            the notebook that is to be run, in the staging folder with the files that belong beside it.

        Raises:
            whatever nbgrader raises for a submission it cannot mark.
        """
        self.coursedir.student_id = student
        with _in(self.root), _used_by(_ASKS_WHAT_WAS_GIVEN, self.given) if self.given else contextlib.nullcontext():
            self.init_notebooks()
            self.notebooks = sorted(self.assignments[min(self.assignments)])
            self.init_destination(self.assignment, student)
            self.init_assignment(self.assignment, student)
            self._sanitizing = True
            self._init_preprocessors()
            for notebook in self.notebooks:
                BaseConverter.convert_single_notebook(self, notebook)
        made = staged(self.root, self.assignment, student).notebook
        if not made.is_file():
            raise NbGraderException("No notebook of the assignment's name was made ready.")
        return made

    def record(self, student: str, executed: str) -> None:
        """Everything after the notebook has run, in the gradebook and in the staging folder.

        Args:
            student: whose it is.
            executed: the notebook with its outputs.
        """
        self.coursedir.student_id = student
        place = staged(self.root, self.assignment, student)
        place.notebook.unlink(missing_ok=True)
        place.notebook.write_text(executed, "utf-8")
        with _in(self.root):
            self._sanitizing = False
            try:
                self._init_preprocessors()
                BaseConverter.convert_single_notebook(self, str(place.notebook))
            finally:
                self._sanitizing = True
            self.set_permissions(self.assignment, student)
            self.run_post_convert_hook()

    def _init_preprocessors(self) -> None:
        """nbgrader's lists as they are set, without what runs the notebook: that has been done elsewhere."""
        self.exporter._preprocessors = []
        for step in self.sanitize_preprocessors if self._sanitizing else self.autograde_preprocessors:
            kind = import_item(step) if isinstance(step, str) else step
            if not (isinstance(kind, type) and issubclass(kind, Execute)):
                self.exporter.register_preprocessor(kind)


class _Staged(Place):
    """A student's folder while it is being marked."""

    @property
    def notebook(self) -> Path:
        """The notebook on its way through."""
        return self.autograded / f"{self.assignment}.ipynb"

    @property
    def autograded(self) -> Path:
        """Not ``autograded`` yet."""
        return self._in(STAGING)


def staged(root: Path, assignment: str, student: str) -> _Staged:
    """Where a submission is while it is being marked."""
    return _Staged(root, assignment, student)


def put(place: Place) -> None:
    """Move what was marked to ``autograded``, in place of what was there."""
    here = staged(place.root, place.assignment, place.student).autograded
    target = place.autograded
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    here.rename(target)


@contextlib.contextmanager
def _in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def clear(root: Path, assignment: str) -> None:
    """Remove what is left of an assignment in the staging folder, and the folder when nothing else is in it."""
    for path in sorted((root / STAGING).glob(f"*/{assignment}*")):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name == f"{assignment}.json":
            path.unlink()
    for folder in (*(root / STAGING).glob("*/"), root / STAGING):
        with contextlib.suppress(OSError):
            folder.rmdir()
