"""Locks a page that students have been given: what they answer and what it is marked by may not change unnoticed.

``release a1 --lock`` writes a print of the solution's notebook, of the page with its clients, and of the data beside it,
with the program's version. From then on the check and the release refuse a part that is no longer the same, until it is
put back or ``release a1 --new-version`` locks the new state as the next version.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from notknowing import __version__
from notknowing.authoring.links import CLIENT_KEYS
from notknowing.authoring.notebooks import dumps, read
from notknowing.authoring.rules import Ground, Rule, last_key, leaves, page_file
from notknowing.authoring.seeded import SEED_FILE
from notknowing.course import Course, Problem
from notknowing.course.loader import plain
from notknowing.marking.config import IGNORED
from notknowing.marking.released import RECORD, Version, versions, written

PARTS = {
    "notebook": "its notebook with the key",
    "page": "its text, or that of a client on it,",
    "data": "a file beside its notebook",
}
BESIDE = ("*.responses*.json", "*.md", "*.py", SEED_FILE, *IGNORED)
"""What may lie beside a solution and is no part of what students are given."""


def prints(root: Path, course: Course, page_id: str) -> dict[str, str]:
    """A print of each part of a page as it stands.

    Raises:
        ValueError: the notebook cannot be read.
        KeyError: the page cannot be read.
    """
    folder = root / "solutions" / page_id
    raw = plain(course.lines[page_file(course, page_id)])
    named = {value for steps, value in leaves(raw) if last_key(steps) in CLIENT_KEYS and isinstance(value, str)}
    clients = {one: plain(course.lines.get(f"clients/{one}.yml")) for one in sorted(named)}
    data = {
        path.relative_to(folder).as_posix(): _print(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb" and not any(fnmatch(path.name, one) for one in BESIDE)
    }
    return {
        "notebook": _print(dumps(read(folder / f"{page_id}.ipynb")).encode("utf-8")),
        "page": _print(json.dumps([raw, clients], sort_keys=True, default=str).encode("utf-8")),
        "data": _print(json.dumps(data, sort_keys=True).encode("utf-8")),
    }


def _print(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def changed_parts(root: Path, course: Course, page_id: str, latest: Version) -> list[str]:
    """The parts of a locked page that are no longer the same: ``notebook``, ``page``, ``data``."""
    try:
        now = prints(root, course, page_id)
    except (ValueError, KeyError):  # a part that cannot be read is reported by itself
        return []
    return [part for part in PARTS if now[part] != getattr(latest, part)]


def locked_text(root: Path, course: Course, names: list[str], today: dt.date) -> str:
    """The record with these pages locked as they stand: as the next version where they have changed.

    Raises:
        ValueError: the record or a notebook cannot be read.
    """
    found = versions(root)
    for name in names:
        listed = found.setdefault(name, [])
        if listed and not changed_parts(root, course, name, listed[-1]):
            continue
        listed.append(Version(len(listed) + 1, today.isoformat(), __version__, **prints(root, course, name)))
    return written(found)


def refusals(root: Path, course: Course, names: list[str] | None = None) -> Iterator[Problem]:
    """A problem for each part of a locked page that has changed."""
    for page_id, listed in versions(root).items():
        if not listed or page_id not in course.pages or (names is not None and page_id not in names):
            continue
        latest = listed[-1]
        for part in changed_parts(root, course, page_id, latest):
            file = f"course/{page_file(course, page_id)}" if part == "page" else f"solutions/{page_id}/{page_id}.ipynb" if part == "notebook" else f"solutions/{page_id}"  # fmt: skip
            yield Problem(file, 1, f"{page_id} was locked as version {latest.version} on {latest.locked}, and {PARTS[part]} is no longer the same.", f"Put it back as it was; or give students a new version: notknowing release {page_id} --new-version")  # fmt: skip


def locked_pages_stand(ground: Ground) -> Iterator[Problem]:
    """A page that students were given is as it was locked, and by the same program."""
    try:
        found = versions(ground.root)
    except ValueError as failure:
        yield Problem(RECORD, 1, f"{failure}.", "Put it back from the last version that worked.")
        return
    yield from refusals(ground.root, ground.course)
    for page_id, listed in found.items():
        if listed and listed[-1].package != __version__:
            yield Problem(RECORD, 1, f"{page_id} was locked with version {listed[-1].package} of the program, and this is {__version__}.", f"Mark {page_id} with version {listed[-1].package}, or try this one on a few submissions first.", True)  # fmt: skip


LOCKS: list[Rule] = [locked_pages_stand]
