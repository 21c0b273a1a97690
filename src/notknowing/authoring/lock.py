"""Locks a page that students have been given: what they answer and what it is marked by may not change unnoticed.

``release a1 --lock`` writes a print of the solution's notebook, of the page with its clients, and of the data beside it,
with the program's version, and keeps these files. From then on the check and the release refuse a part that is no longer
the same, until it is put back or ``release a1 --new-version`` locks the new state as the next version. Work that was made
with an earlier one is marked by the files that were kept of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from notknowing import __version__
from notknowing.authoring.rules import Ground, Rule, page_file
from notknowing.course import Course, Problem
from notknowing.marking.released import (
    PARTS,
    RECORD,
    VERSIONS,
    Version,
    canonical,
    changed,
    covered,
    damage,
    given_file,
    kept_at,
    print_of,
    prints,
    versions,
    written,
)


def changed_parts(root: Path, course: Course, page_id: str, latest: Version) -> list[str]:
    """The parts of a locked page that are no longer the same: ``notebook``, ``page``, ``data``."""
    try:
        return changed(root, page_id, latest, course.path)
    except ValueError:  # a part that cannot be read is reported by itself
        return []


def locked_text(root: Path, course: Course, names: list[str], today: dt.date) -> str:
    """The record with these pages locked as they stand: as the next version where they have changed.

    Raises:
        ValueError: the record, a notebook or a page cannot be read.
        FileExistsError: where the next version would be kept, there is something already.
    """
    found = versions(root)
    for name in names:
        listed = found.setdefault(name, [])
        if listed and not changed_parts(root, course, name, listed[-1]):
            continue
        number = len(listed) + 1
        if kept_at(root, name, number).exists():
            raise FileExistsError(f"{VERSIONS}/{name}/{number}")
        listed.append(Version(number, today.isoformat(), __version__, **prints(root, name, course.path)))
    return written(found)


def to_keep(root: Path, course: Course, names: list[str], released: Path) -> dict[Path, bytes]:
    """What has to be written so that the latest version of each page can be marked by later.

    Args:
        root: the repository; the pages are locked and unchanged.
        course: as it stands.
        names: the pages. One whose copy is there and whole is left as it is.
        released: the folder with the students' copies.

    Returns:
        bytes by file: the kept files, and the record with a print of each students' copy.

    Raises:
        ValueError: a notebook or a page cannot be read.
    """
    found, made = versions(root), {}
    for name in names:
        latest = found[name][-1]
        if damage(root, name, latest) == "":
            continue
        folder = kept_at(root, name, latest.version)
        for place, path in covered(root, name, course.path).items():
            made[folder / place] = canonical(path) if path.suffix == ".ipynb" else path.read_bytes()
        copy = made[folder / given_file(name)] = (released / name / f"{name}.ipynb").read_bytes()
        found[name][-1] = replace(latest, given=print_of(copy))
    return made | {root / RECORD: written(found).encode("utf-8")}


def refusals(root: Path, course: Course, names: list[str] | None = None) -> Iterator[Problem]:
    """A problem for each part of a locked page that has changed."""
    for page_id, listed in versions(root).items():
        if not listed or page_id not in course.pages or (names is not None and page_id not in names):
            continue
        latest = listed[-1]
        for part in changed_parts(root, course, page_id, latest):
            file = f"course/{page_file(course, page_id)}" if part == "page" else f"solutions/{page_id}/{page_id}.ipynb" if part == "notebook" else f"solutions/{page_id}"  # fmt: skip
            yield Problem(file, 1, f"{page_id} was locked as version {latest.version} on {latest.locked}, and {PARTS[part]} is no longer the same.", f"Put it back as it was; or give students a new version: notknowing release {page_id} --new-version")  # fmt: skip


def kept_copies_stand(root: Path, found: dict[str, list[Version]], unchanged: list[str]) -> Iterator[Problem]:
    """Each version that students may have is there to mark by, as it was kept. ``unchanged``: pages as they were locked."""
    for page_id, listed in found.items():
        for one in listed:
            wrong = damage(root, page_id, one)
            if wrong is None and one is listed[-1] and page_id in unchanged:
                yield Problem(RECORD, 1, f"no copy of version {one.version} of {page_id} was kept to mark by later.", f"Run: notknowing release {page_id} --lock", True)  # fmt: skip
            elif wrong is None:
                yield Problem(RECORD, 1, f"no copy of version {one.version} of {page_id} was kept.", "Work made with it is marked by what is in solutions now, and the tutor is told.", True)  # fmt: skip
            elif wrong:
                yield Problem(f"{VERSIONS}/{page_id}/{one.version}", 1, f"this is no longer version {one.version} of {page_id} as it was kept: {wrong}.", "Put it back from the last version that worked. Until then work made with it is set aside.")  # fmt: skip


def locked_pages_stand(ground: Ground) -> Iterator[Problem]:
    """A page that students were given is as it was locked, and by the same program."""
    try:
        found = versions(ground.root)
    except ValueError as failure:
        yield Problem(RECORD, 1, f"{failure}.", "Put it back from the last version that worked.")
        return
    yield from refusals(ground.root, ground.course)
    unchanged = [page_id for page_id, listed in found.items() if listed and page_id in ground.course.pages and not changed_parts(ground.root, ground.course, page_id, listed[-1])]  # fmt: skip
    yield from kept_copies_stand(ground.root, found, unchanged)
    for page_id, listed in found.items():
        if listed and listed[-1].package != __version__:
            yield Problem(RECORD, 1, f"{page_id} was locked with version {listed[-1].package} of the program, and this is {__version__}.", f"Mark {page_id} with version {listed[-1].package}, or try this one on a few submissions first.", True)  # fmt: skip


LOCKS: list[Rule] = [locked_pages_stand]
