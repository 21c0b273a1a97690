"""The student's working folder: what ``start`` puts there, and what it leaves alone.

Nothing a student has changed is ever written over. What was put there is remembered by its fingerprint, so that an
unchanged page can be renewed when the course is, and a changed one gets the new version beside it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notknowing.work.files import write_whole

OWN = ".notknowing"
"""The folder's own small records: fingerprints, the server's log, the arrangement of the screen."""

RECORD = "released.json"
START_PAGE = "Start here.md"

FOR_TUTORS = {"course/tutor"}
"""What students' folders have no use for."""

HANDED_OUT_IN_CLASS = "client.yml"
"""A page with this file beside it is about a client nobody has seen before, and is given out on the day."""


TO_WRITE_IN = "-answers.csv"
"""How a table ends that students fill in themselves. That it has changed is no news."""


class FolderError(Exception):
    """The working folder cannot be used. The text is for the student: what happened, that work is safe, what to do."""


@dataclass
class Laid:
    """What laying out the folder came to.

    folder: the working folder. is_new: whether it was made just now. added, renewed: files put there or renewed.
    said: sentences for the student, about pages that were left as they were.
    """

    folder: Path
    is_new: bool = False
    added: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def default_folder() -> Path:
    """``Not-Knowing`` in the home folder."""
    return Path.home() / "Not-Knowing"


def lay_out(folder: Path, exercises: Path, course: Path, datasets: Path | None = None) -> Laid:
    """Make or renew the working folder.

    Args:
        folder: where; made when it is not there.
        exercises: the students' notebooks, one folder each.
        course: the course folder that the notebooks read.
        datasets: the tables of published figures, where there are any.

    Raises:
        FolderError: the folder cannot be written to, or is not one to work in.
    """
    folder = folder.expanduser().absolute()
    if (folder / "solutions").is_dir() or (folder / "src" / "notknowing").is_dir():
        raise FolderError(f"{folder} holds the course's own files, so students' pages are not put there. Nothing was changed. Choose another folder with --folder.")  # fmt: skip
    laid = Laid(folder, is_new=not (folder / OWN).is_dir())
    try:
        (folder / OWN).mkdir(parents=True, exist_ok=True)
        record = _Record.read(folder / OWN / RECORD)
        for relative, source in _offered(exercises, course, datasets):
            _lay(laid, record, relative, source)
        record.write(folder / OWN / RECORD)
    except FileExistsError as failure:
        raise FolderError(
            f"{folder} is a file and not a folder. Nothing was changed. Choose another place with --folder."
        ) from failure
    except OSError as failure:
        raise FolderError(_trouble(folder, failure)) from failure
    return laid


def _trouble(folder: Path, failure: OSError) -> str:
    if failure.errno == 28:
        return f"The disk is full, so {folder} could not be made ready. What you have written is safe. Free some space, then start again."
    if isinstance(failure, PermissionError) or failure.errno in (13, 30):
        return f"{folder} may not be written to. What you have written is safe. Choose another place, for instance: notknowing start --folder Documents/Not-Knowing"  # fmt: skip
    return f"{folder} could not be made ready ({failure.strerror or failure}). What you have written is safe. Choose another place with --folder."


def _offered(exercises: Path, course: Path, datasets: Path | None) -> Iterator[tuple[str, Path]]:
    """Every file of the course with its place in the working folder."""
    for source, prefix in ((exercises, ""), (course, "course/"), (datasets, "datasets/")):
        if source is None:
            continue
        for path in sorted(source.rglob("*")):
            relative = path.relative_to(source)
            is_hidden = any(part.startswith((".", "__pycache__")) for part in relative.parts)
            is_kept_back = (path.parent / HANDED_OUT_IN_CLASS).exists() or path.name.startswith("mirror-")
            if path.is_file() and not is_hidden and not is_kept_back and prefix + relative.parts[0] not in FOR_TUTORS:
                yield prefix + relative.as_posix(), path


def _lay(laid: Laid, record: _Record, relative: str, source: Path) -> None:
    """Put one file in its place, renew it, or leave it, and remember which."""
    target = laid.folder / relative
    new = fingerprint(source)
    if not target.exists():
        _put(target, source.read_bytes())
        laid.added.append(relative)
        record.files[relative] = new
        return
    now, was = fingerprint(target), record.files.get(relative)
    if now == new:
        record.files[relative] = new
    elif now == was:
        _put(target, _renewed(source, target))
        laid.renewed.append(relative)
        record.files[relative] = new
    elif source.suffix == ".ipynb":
        _put_beside(laid, record, relative, source, new)
    elif not relative.endswith(TO_WRITE_IN):
        laid.said.append(f"{relative} was changed in this folder, so it was left as it is.")


def _put_beside(laid: Laid, record: _Record, relative: str, source: Path, new: str) -> None:
    """A page the student has changed stays; a new version of it is put beside it, once."""
    if new in (record.files.get(relative), record.beside.get(relative)):
        return
    target = laid.folder / relative
    beside, number = target.with_name(f"{target.stem} (new version).ipynb"), 1
    while beside.exists():
        number += 1
        beside = target.with_name(f"{target.stem} (new version {number}).ipynb")
    _put(beside, source.read_bytes())
    record.beside[relative] = new
    laid.added.append(beside.relative_to(laid.folder).as_posix())
    laid.said.append(f"Your own {relative} was left as it is. A new version of the page is beside it, as “{beside.name}”. Both show the same saved words.")  # fmt: skip


def _renewed(source: Path, target: Path) -> bytes:
    """The new file. For a notebook, with the outputs of the old one: a copy of the student's words may be among them."""
    if source.suffix != ".ipynb":
        return source.read_bytes()
    new, old = _notebook(source), _notebook(target)
    outputs = {cell.get("id"): cell["outputs"] for cell in old["cells"] if cell.get("outputs")}
    for cell in new["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = outputs.pop(cell.get("id"), cell["outputs"])
    last = next((cell for cell in reversed(new["cells"]) if cell["cell_type"] == "code"), None)
    if last is not None:
        last["outputs"] = [*(output for left in outputs.values() for output in left), *last["outputs"]]
    return (json.dumps(new, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _notebook(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def fingerprint(path: Path) -> str:
    """What tells whether a file was changed. Of a notebook only what a student can change counts: its cells' words.

    Outputs, counts and metadata change as soon as a page is opened, and changing them is not the student's doing.
    """
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = [(cell["cell_type"], _joined(cell["source"])) for cell in json.loads(data)["cells"]]
            data = json.dumps(cells).encode("utf-8")
        except (ValueError, KeyError, TypeError):
            pass
    return hashlib.sha256(data).hexdigest()


def _joined(source: Any) -> str:
    return "".join(source) if isinstance(source, list) else str(source)


def _put(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, data)


@dataclass
class _Record:
    """Fingerprints of what was put in the folder (``files``), and of new versions put beside a page (``beside``)."""

    files: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> _Record:
        """The record, or an empty one: then nothing counts as unchanged, and nothing is renewed."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls(dict(data["files"]), dict(data["beside"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def write(self, path: Path) -> None:
        data = {"beside": self.beside, "files": self.files}
        _put(path, (json.dumps(data, indent=1, sort_keys=True) + "\n").encode("utf-8"))


def put_start_page(folder: Path, text: str) -> None:
    """Write the start page. One that somebody has written on is kept under another name first."""
    page, record = folder / START_PAGE, _Record.read(folder / OWN / RECORD)
    try:
        if page.exists() and fingerprint(page) != record.files.get(START_PAGE):
            kept, number = folder / "Start here (your copy).md", 1
            while kept.exists():
                number += 1
                kept = folder / f"Start here (your copy {number}).md"
            shutil.copyfile(page, kept)
        _put(page, text.encode("utf-8"))
        record.files[START_PAGE] = fingerprint(page)
        record.write(folder / OWN / RECORD)
    except OSError as failure:
        raise FolderError(_trouble(folder, failure)) from failure
