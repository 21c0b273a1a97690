"""Which version of an assignment was locked, what of it was kept, and which one a submission was made with.

The record is ``solutions/released.yml``, written by ``notknowing release a1 --lock``, with a print of each part. Beside it,
``solutions/.versions/a1/1`` keeps version 1 itself, each file at its place in the repository. The students' notebook carries
the version in its metadata, so each submission says by itself what it was made with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from notknowing.course.loader import plain, read_yaml
from notknowing.marking.config import IGNORED

RECORD = "solutions/released.yml"
VERSIONS = "solutions/.versions"
"""The kept versions. The dot keeps nbgrader's formgrader from listing the folder as an assignment."""
STAMP = "notknowing"
"""The key in a notebook's metadata."""

PARTS = {
    "notebook": "its notebook with the key",
    "page": "its text, or that of a client on it,",
    "data": "a file beside its notebook",
}
BESIDE = ("*.responses*.json", "*.md", "*.py", "seed.yml", *IGNORED)
"""What may lie beside a solution and is no part of what students are given."""
NAMES_A_CLIENT = {"client", "clients", "swap_clients", "transfer", "under"}
"""Keys of a page's YAML. What a print covers may not change with the program, or every locked page would read as changed."""


@dataclass(frozen=True)
class Version:
    """One locked version of a page: its number, the day, the program's version, and a print of each of its parts.

    ``given`` is a print of the students' copy; empty where no copy was kept.
    """

    version: int
    locked: str
    package: str
    notebook: str
    page: str
    data: str
    given: str = ""

    @property
    def stamp(self) -> dict[str, Any]:
        """What a student's notebook says of it."""
        return {"version": self.version, "print": f"{self.notebook[:8]}{self.page[:8]}{self.data[:8]}"}


def versions(root: Path) -> dict[str, list[Version]]:
    """Every locked version, by page, the latest last.

    Raises:
        ValueError: the record is there and cannot be read.
    """
    path = Path(root) / RECORD
    if not path.is_file():
        return {}
    try:
        found = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
        return {
            page: [Version(**{**one, "locked": str(one["locked"])}) for one in listed] for page, listed in found.items()
        }
    except (YAMLError, OSError, TypeError, AttributeError, KeyError, UnicodeDecodeError) as failure:
        raise ValueError(f"{RECORD} cannot be read") from failure


def versions_of(root: Path, page: str) -> list[Version]:
    """The locked versions of one page; none where the record cannot be read: the check says so, and no student's work
    waits for it."""
    try:
        return versions(root).get(page) or []
    except ValueError:
        return []


def written(found: dict[str, list[Version]]) -> str:
    """The record as text."""
    lines = [
        "# Written by 'notknowing release a1 --lock'. Do not edit it. It says what students were given: each line that begins",
        "# with a name of a part is a print of it, by which the check sees whether the part has changed since.",
    ]
    for page, listed in sorted(found.items()):
        lines.append(f"{page}:")
        for one in listed:
            first, *rest = [f"{key}: {value!r}" if isinstance(value, str) else f"{key}: {value}" for key, value in asdict(one).items() if value != ""]  # fmt: skip
            lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------------------------------------- prints


def prints(folder: Path, page: str, course: Path | None = None) -> dict[str, str]:
    """A print of each part of a page as it stands, in the repository or in what was kept of it.

    Args:
        folder: holds ``solutions/`` and ``course/``.
        course: the course folder, where it is not ``folder/course``.

    Raises:
        ValueError: the notebook or the page cannot be read.
    """
    source = folder / "solutions" / page
    raw, clients = _said(folder, page, course)
    data = {name: _sha(path.read_bytes()) for name, path in _data(source)}
    return {
        "notebook": _sha(canonical(source / f"{page}.ipynb")),
        "page": _sha(json.dumps([raw, clients], sort_keys=True, default=str).encode("utf-8")),
        "data": _sha(json.dumps(data, sort_keys=True).encode("utf-8")),
    }


def covered(folder: Path, page: str, course: Path | None = None) -> dict[str, Path]:
    """Every file that the prints of a page cover, by its place in the repository.

    Raises:
        ValueError: the page cannot be read.
    """
    source, texts = folder / "solutions" / page, course or folder / "course"
    found = {f"solutions/{page}/{page}.ipynb": source / f"{page}.ipynb"}
    found |= {f"solutions/{page}/{name}": path for name, path in _data(source)}
    file = _page_file(texts, page)
    found[f"course/{file}"] = texts / file
    clients = (f"clients/{name}.yml" for name, raw in _said(folder, page, course)[1].items() if raw is not None)
    return found | {f"course/{file}": texts / file for file in clients}


def changed(folder: Path, page: str, version: Version, course: Path | None = None) -> list[str]:
    """The parts of a page that are not as they were locked: ``notebook``, ``page``, ``data``.

    Raises:
        ValueError: the notebook or the page cannot be read.
    """
    now = prints(folder, page, course)
    return [part for part in PARTS if now[part] != getattr(version, part)]


def print_of(data: bytes) -> str:
    """A print of a text file, whatever its line ends."""
    return _sha(data.replace(b"\r\n", b"\n"))


def canonical(path: Path) -> bytes:
    """A notebook's text with sorted keys, one space of indent and Unix line ends.

    Raises:
        ValueError: it cannot be read.
    """
    try:
        data = json.loads(json.dumps(nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)))
        for cell in data["cells"]:
            cell["source"] = cell["source"].splitlines(keepends=True)
    except (OSError, ValueError, KeyError, AttributeError, nbformat.ValidationError) as failure:
        raise ValueError(f"the notebook cannot be read ({type(failure).__name__})") from failure
    return (json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _said(folder: Path, page: str, course: Path | None) -> tuple[Any, dict[str, Any]]:
    """The page's YAML and that of each client it names, as plain data; None for a client without a file."""
    texts = course or folder / "course"
    raw = _yaml(texts / _page_file(texts, page))
    if raw is None:
        raise ValueError(f"the page {page} cannot be read")
    named = sorted({value for key, value in _leaves(raw) if key in NAMES_A_CLIENT and isinstance(value, str)})
    return raw, {name: _yaml(texts / "clients" / f"{name}.yml") for name in named}


def _page_file(texts: Path, page: str) -> str:
    folder = "weeks" if (texts / "weeks" / f"{page}.yml").is_file() else "assignments"
    return f"{folder}/{page}.yml"


_READ: dict[str, Any] = {}
"""Parsed YAML by a print of its text: a page and what was kept of it are mostly the same."""


def _yaml(path: Path) -> Any:
    try:
        key = _sha(path.read_bytes())
    except OSError:
        return None
    if key not in _READ:
        _READ[key] = plain(read_yaml(path, path.name, []))
    return _READ[key]


def _leaves(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a parsed YAML file, with the name it stands under."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(value, str(name))
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value, key)
    else:
        yield key, node


def _data(source: Path) -> list[tuple[str, Path]]:
    """The files beside a solution that students or their kernels get."""
    return [
        (path.relative_to(source).as_posix(), path)
        for path in sorted(source.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb" and not any(fnmatch(path.name, one) for one in BESIDE)
    ]


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------------------------------------- what was kept


def kept_at(root: Path, page: str, version: int) -> Path:
    """The folder of a kept version."""
    return root / VERSIONS / page / str(version)


def given_file(page: str) -> str:
    """The students' copy among the kept files, and in the repository."""
    return f"exercises/{page}/{page}.ipynb"


def damage(root: Path, page: str, version: Version) -> str | None:
    """What is no longer right about a kept version, as the end of a sentence; empty when it is whole, None when no copy
    was kept."""
    folder = kept_at(root, page, version.version)
    if not (folder / given_file(page)).is_file() or not (folder / f"solutions/{page}/{page}.ipynb").is_file():
        return None
    try:
        wrong = changed(folder, page, version)
        wanted = {*covered(folder, page), given_file(page)}
    except ValueError as failure:
        return str(failure)
    if wrong:
        return f"{PARTS[wrong[0]]} has changed"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if there != wanted:
        return f"{sorted(there ^ wanted)[0]} does not belong to it"
    copy = (folder / given_file(page)).read_bytes()
    as_given = print_of(copy) == version.given if version.given else _is_stamped(copy, version)
    return "" if as_given else "the students' copy in it has changed"


# ---------------------------------------------------------------------------------------------- what a submission says


def stamp_in(notebook: NotebookNode | dict[str, Any]) -> dict[str, Any] | None:
    """What a notebook says of the version it was made with."""
    metadata = notebook.get("metadata")
    stamp = metadata.get(STAMP) if isinstance(metadata, dict) else None
    return dict(stamp) if isinstance(stamp, dict) else None


def stamped(listed: list[Version], stamp: dict[str, Any] | None) -> Version | None:
    """The locked version that a stamp names; None when there is none, or none with that print."""
    return next((one for one in reversed(listed) if stamp and stamp.get("print") == one.stamp["print"]), None)


def _is_stamped(notebook: bytes, version: Version) -> bool:
    try:
        return stamped([version], stamp_in(json.loads(notebook))) is not None
    except (ValueError, AttributeError):
        return False


def unlike_the_latest(listed: list[Version], page: str, stamp: dict[str, Any] | None, why: str = "") -> str | None:
    """A sentence for the tutor where a submission is marked by the latest version and was not made with it; else None.

    ``why`` comes after the number of its version.
    """
    now, made = listed[-1], stamp.get("version") if stamp else None
    if stamp and stamp.get("print") == now.stamp["print"]:
        return None
    if not isinstance(made, int):
        return f"The notebook does not say which version of {page} it was made with. It is marked by version {now.version}."
    return f"It was made with version {made} of {page}{why} and is marked by version {now.version}. See that nothing which changed counts against the student."  # fmt: skip
