"""``release``: rebuilds ``exercises/`` from ``solutions/`` with nbgrader's own converter.

The conversion is nbgrader's and its settings are those of ``nbgrader_config.py``; no gradebook is read or written,
because marking registers an assignment when work comes in. The bytes are the same on every machine.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateAssignment

from notknowing.authoring.lock import locked_text, refusals, to_keep
from notknowing.authoring.notebooks import CELL_METADATA, is_manual, write
from notknowing.authoring.pathways import pathway_of, without_left_out
from notknowing.authoring.scaffold import notebook
from notknowing.authoring.seeded import (
    CAME_WITH_IT,
    KNOWN_TO_ALL,
    NEW_KEY,
    PAGE,
    Seed,
    SeedError,
    reseeded,
    written_seed,
)
from notknowing.course import CourseError, Problem, load_client
from notknowing.course import read as read_course
from notknowing.course.models import Client, Unseen
from notknowing.course.models.pathway import Pathway
from notknowing.marking.config import IGNORED
from notknowing.marking.nbgrader_room import course_directory, run, settings
from notknowing.marking.released import RECORD, STAMP, kept_at, versions

NOT_REVIEWED = "key not reviewed by a practitioner"
NEVER_RELEASED = ("*.responses*.json", "*.md", "*.py", *IGNORED)
"""What may lie beside a solution and is for nobody else: somebody's saved words, text twins, scripts."""


class ReleaseError(Exception):
    """A release was not made. The text says why and what to do; ``problems`` points at a line where there is one."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()):
        self.problems = list(problems)
        super().__init__(message)


@dataclass(frozen=True)
class Released:
    """What was released.

    folder: where to. names: the pages, in order. warnings: sentences for the module lead. changed: the pages whose
    files are not what they were.
    """

    folder: Path
    names: list[str]
    warnings: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def released_names(root: Path) -> list[str]:
    """The pages of this run that have a solution notebook of their own name, in order."""
    pathway = pathway_of(root)
    return [name for name in _with_solution(root) if pathway is None or pathway.shows(name)]


def _with_solution(root: Path) -> list[str]:
    return sorted(path.parent.name for path in (root / "solutions").glob("*/*.ipynb") if path.stem == path.parent.name)


def release(
    root: Path | str,
    names: Iterable[str] | None = None,
    client: Path | str | None = None,
    to: Path | str | None = None,
    seed: Seed | None = None,
    *,
    lock: bool = False,
    new_version: bool = False,
) -> Released:
    """Rebuild the students' copies.

    Args:
        root: the folder with ``course/`` and ``solutions/``.
        names: the pages to release; all of them when not given.
        client: a client's file from outside the repository, for a page with an unseen client. It is released under the
            name the page asks for; the file in ``solutions/`` stays as it is.
        to: the folder to release into; ``exercises/`` when not given.
        seed: new numbers for the page that has some. They and their key are written into ``solutions/``.
        lock: from now on, refuse changes to the pages named. new_version: lock them as they are now, changed or not.

    Raises:
        ReleaseError: nothing was changed, and why.
    """
    root = Path(root).resolve()
    if (lock or new_version) and not names:
        raise ReleaseError("Name the pages to lock, as in: notknowing release a1 --lock. Nothing was released.")
    folder = Path(to).resolve() if to is not None else root / "exercises"
    wanted = list(names) if names else released_names(root)
    _refuse_unread(root, wanted)
    replacing = _replacement(root, wanted, client)
    if not new_version:
        _refuse_locked(root, wanted, seed)
    before = _reseed(root, wanted, seed)
    reseeded_now = bool(before)
    try:
        if lock or new_version:
            before |= _locked(root, wanted)
        changed = build(root, wanted, folder, replacing)
        if lock or new_version:
            _keep(root, wanted, folder)
        gone = _removed(root) if not names and to is None else []
    except ReleaseError:
        for path, data in before.items():
            _put_back(path, data)
        raise
    told = [NEW_KEY] if reseeded_now else []
    if gone:
        told.append(f"The pathway leaves out {', '.join(gone)}, so exercises no longer has them. Their solutions stay.")
    if PAGE in wanted and written_seed(root) == CAME_WITH_IT:
        told.append(KNOWN_TO_ALL)
    return Released(folder, wanted, [*told, *_warnings(root)], changed)


def build(
    root: Path, names: list[str], folder: Path, replacing: dict[str, tuple[str, Path]] | None = None
) -> list[str]:
    """Convert these pages into ``folder``: all of them, or none when one cannot be.

    Args:
        root: the folder with ``solutions/``.
        names: the pages.
        folder: where the students' copies go.
        replacing: for a page, the name of a file of it and the file that takes its place.

    Returns:
        The pages whose files changed.

    Raises:
        ReleaseError: nothing was changed, and why.
    """
    known = released_names(root)
    for name in names:
        if name not in known:
            raise ReleaseError(f"There is no solutions/{name}/{name}.ipynb, so nothing was released. The pages are: {', '.join(known) or 'none'}.")  # fmt: skip
    with tempfile.TemporaryDirectory() as made:
        workshop = Path(made)
        for name in names:
            _convert(root, workshop, name, (replacing or {}).get(name))
        return [name for name in names if _put(workshop / "exercises" / name, folder / name)]


def read_client(path: Path, shown: str | None = None) -> tuple[Client | None, list[Problem]]:
    """A client's file from anywhere, and what is wrong with it, line by line."""
    shown = shown or str(path)
    try:
        return load_client(path), []
    except CourseError as failure:
        return None, [Problem(shown, p.line, p.message, p.action, p.warning) for p in failure.problems]


def _refuse_unread(root: Path, names: list[str]) -> None:
    """A page that cannot be read, because something in it is still blank, is not for students yet."""
    _, said = read_course(root / "course")
    found = [one for one in said if not one.warning and _page_of(one.file) in names]
    if found:
        pages = ", ".join(sorted({_page_of(one.file) for one in found}))
        raise ReleaseError(f"Something in {pages} is blank or cannot be read, so nothing was released. Mend what is named above, or name the pages to release.", [replace(one, file=f"course/{one.file}") for one in found])  # fmt: skip


def _refuse_locked(root: Path, names: list[str], seed: Seed | None) -> None:
    """What students were given is not changed behind their back."""
    if not (root / RECORD).is_file():
        return
    try:
        locked = versions(root)
    except ValueError as failure:
        raise ReleaseError(f"{failure}, so nothing was released. Put it back from the last version that worked.") from failure  # fmt: skip
    if seed is not None and PAGE in locked and PAGE in names:
        raise ReleaseError(f"{PAGE} is locked, because students have its numbers. Nothing was released. To give them new ones, add --new-version.")  # fmt: skip
    course, _ = read_course(root / "course")
    found = [] if course is None else list(refusals(root, course, names))
    if found:
        raise ReleaseError("What students were given has changed, so nothing was released.", found)


def _locked(root: Path, names: list[str]) -> dict[Path, bytes | None]:
    """Lock these pages as they stand. Returns what the record was before."""
    path = root / RECORD
    before = path.read_bytes() if path.is_file() else None
    course, problems = read_course(root / "course")
    if course is None:
        raise ReleaseError("The course cannot be read, so nothing was released.", problems)
    try:
        text = locked_text(root, course, names, dt.date.today())
    except FileExistsError as failure:
        raise ReleaseError(f"{failure} is there already, and the record says nothing of it, so nothing was released. Put the record back, or move that folder away.") from failure  # fmt: skip
    except (ValueError, KeyError) as failure:
        raise ReleaseError(f"{', '.join(names)} cannot be read, so nothing was released. Run: notknowing check") from failure  # fmt: skip
    path.write_bytes(text.encode("utf-8"))
    return {path: before}


def _keep(root: Path, names: list[str], released: Path) -> None:
    """Keep the files of each version just locked, so that work made with it can be marked by it ever after."""
    course, _ = read_course(root / "course")
    made = {} if course is None else to_keep(root, course, names, released)
    for name in names:
        folder = kept_at(root, name, versions(root)[name][-1].version)
        if any(path.is_relative_to(folder) for path in made):
            shutil.rmtree(folder, ignore_errors=True)
    for path, data in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _page_of(file: str) -> str:
    """The page a file of the course is about, or nothing."""
    folder, _, name = file.partition("/")
    return name.removesuffix(".yml") if folder in ("weeks", "assignments") else ""


def _replacement(root: Path, names: list[str], client: Path | str | None) -> dict[str, tuple[str, Path]]:
    """For the page with an unseen client: the file name it asks for, and the file to release under it."""
    if client is None:
        return {}
    path = Path(client).expanduser().resolve()
    _, problems = read_client(path)
    if problems:
        raise ReleaseError("The client's file cannot be used, so nothing was released.", problems)
    if path.is_relative_to(root):
        raise ReleaseError(f"{path} is inside the repository, where anybody can read it before the day. Nothing was released. Keep the file outside, and name it again.")  # fmt: skip
    course, _ = read_course(root / "course")
    pages = {} if course is None else course.pages
    found = {
        name: (spec.file, path)
        for name in names
        for spec in (pages[name].activities if name in pages else ())
        if isinstance(spec, Unseen)
    }
    if not found:
        raise ReleaseError(f"None of {', '.join(names)} shows an unseen client, so nothing was released. Leave --client out, or name the supervised part.")  # fmt: skip
    if len(found) > 1:
        raise ReleaseError(
            f"{', '.join(found)} each show an unseen client. Nothing was released. Name the one this client is for."
        )
    return found


def _reseed(root: Path, names: list[str], seed: Seed | None) -> dict[Path, bytes | None]:
    """Give the page with a seed its new numbers. Returns what its files were before; None for one that was not there."""
    if seed is None:
        return {}
    if PAGE not in names:
        raise ReleaseError(f"None of {', '.join(names)} has numbers that come from a seed, so nothing was released. Leave the seed out, or name {PAGE}.")  # fmt: skip
    course, problems = read_course(root / "course")
    if course is None:
        raise ReleaseError("The course cannot be read, so nothing was released.", problems)
    try:
        made = reseeded(root, course, seed)
    except SeedError as failure:
        raise ReleaseError(str(failure)) from failure
    before = {path: path.read_bytes() if path.is_file() else None for path in made}
    for path, data in made.items():
        path.write_bytes(data)
    return before


def _put_back(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(data)


def _convert(root: Path, workshop: Path, name: str, replacing: tuple[str, Path] | None) -> None:
    """Run nbgrader's converter for one page in the workshop, and write its notebook in one form."""
    source = workshop / "solutions" / name
    shutil.copytree(root / "solutions" / name, source, ignore=shutil.ignore_patterns(*NEVER_RELEASED))
    if replacing:
        shutil.copyfile(replacing[1], source / replacing[0])
    config = settings(root)
    config.CourseDirectory.root = str(workshop)
    config.CourseDirectory.db_url = f"sqlite:///{workshop / 'unused.db'}"
    config.SaveCells.enabled = False  # with no_database: what `nbgrader generate_assignment --no-db` sets
    directory = course_directory(workshop, config)
    directory.assignment_id = name
    converter = GenerateAssignment(coursedir=directory, config=config)
    converter.force, converter.no_database = True, True
    outcome = run(converter)
    made = workshop / "exercises" / name / f"{name}.ipynb"
    if not outcome.ok or not made.is_file():
        raise ReleaseError(
            f"nbgrader could not release {name}, so nothing was changed. {_reason(outcome.log)} Run: notknowing check"
        )
    nb = _tidied(made, pathway_of(root))
    with suppress(ValueError):  # a record that cannot be read is refused before, and named by the check
        if listed := versions(root).get(name):
            nb.metadata[STAMP] = listed[-1].stamp
    write(nb, made)


def _reason(log: str) -> str:
    """The last thing nbgrader said that a person can use."""
    said = [line.strip() for line in log.splitlines() if "Error: " in line and "Traceback" not in line]
    said = [line.partition("Error: ")[2] for line in said]
    return f"It says: {said[-1].rstrip('.')}." if said and said[-1] else "Its own words do not say why."


def _tidied(path: Path, pathway: Pathway | None) -> nbformat.NotebookNode:
    """The released notebook without what this run leaves out, and without metadata that differ between machines.

    A cell that a person marks loses its checksum. nbgrader puts it back when the work comes in; left there, the
    Validate button would tell everybody whose words are still in their own file that they gave no answer.
    """
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in CELL_METADATA}
        if is_manual(cell):
            cell.metadata["nbgrader"].pop("checksum", None)
    return notebook(without_left_out(nb.cells, path.stem, pathway))


def _put(made: Path, target: Path) -> bool:
    """Make ``target`` the same as ``made``. Returns whether anything changed."""
    ours = {path.relative_to(made): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    theirs = {path.relative_to(target): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    if ours == theirs:
        return False
    for gone in theirs.keys() - ours.keys():
        (target / gone).unlink()
    for file, data in ours.items():
        if theirs.get(file) != data:
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            (target / file).write_bytes(data)
    return True


def _removed(root: Path) -> list[str]:
    """Take the students' copies of pages that this run leaves out from ``exercises/``. Their solutions stay."""
    shown, folder = released_names(root), root / "exercises"
    gone = [page for page in _with_solution(root) if page not in shown and (folder / page / f"{page}.ipynb").is_file()]
    for page in gone:
        shutil.rmtree(folder / page)
    return gone


def _warnings(root: Path) -> list[str]:
    course, _ = read_course(root / "course")
    if course is not None and course.module.reviewed_by is None:
        return [f"{NOT_REVIEWED[0].upper()}{NOT_REVIEWED[1:]}: see 'reviewed_by' in course/module.yml."]
    return []
