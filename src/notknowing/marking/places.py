"""Where things are in a marking folder, and small records beside them.

``submitted/<student>/<assignment>/`` holds what is marked, ``originals/<student>/<assignment>/`` what was handed in,
byte for byte, whenever the two differ.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from notknowing.marking.reading import quiet

_PRIVATE = re.compile(r"\.private(\.|\b)", re.IGNORECASE)


class MarkingError(Exception):
    """Something cannot be done. The text is for the tutor: what happened, that the work is safe, what to do."""


@dataclass(frozen=True)
class Place:
    """One student's folders for one assignment."""

    root: Path
    assignment: str
    student: str

    def _in(self, step: str) -> Path:
        return self.root / step / self.student / self.assignment

    @property
    def submitted(self) -> Path:
        """What is marked."""
        return self._in("submitted")

    @property
    def originals(self) -> Path:
        """What was handed in, where that differs."""
        return self._in("originals")

    @property
    def autograded(self) -> Path:
        """What nbgrader has run."""
        return self._in("autograded")

    @property
    def notebook(self) -> Path:
        """The notebook that is marked."""
        return self.submitted / f"{self.assignment}.ipynb"

    @property
    def responses(self) -> Path:
        """The file of the student's words."""
        return self.submitted / f"{self.assignment}.responses.json"

    @property
    def marked_notebook(self) -> Path:
        """The notebook after marking; it exists when, and only when, the marking went through."""
        return self.autograded / f"{self.assignment}.ipynb"

    @property
    def notes(self) -> Path:
        """What the marking noticed, for the tutor alone; nbgrader copies it nowhere."""
        return self.autograded / f"{self.assignment}.tutor.json"

    def keep_original(self, path: Path) -> Path:
        """Copy a file as handed in to ``originals``; the same bytes are kept once, other bytes beside them."""
        self.originals.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes()
        target, number = self.originals / path.name, 1
        while os.path.lexists(target) and target.read_bytes() != data:
            number += 1
            target = self.originals / f"{path.stem}.{number}{path.suffix}"
        if not target.exists():
            shutil.copyfile(path, target, follow_symlinks=False)
        return target


def students_with(root: Path, assignment: str) -> list[str]:
    """Everybody with a folder for the assignment under ``submitted/``, in order."""
    return sorted(path.parent.name for path in (root / "submitted").glob(f"*/{assignment}") if path.is_dir())


def master_notebook(root: Path, assignment: str) -> NotebookNode | None:
    """The notebook as given out, or None when it has not been released."""
    path = root / "exercises" / assignment / f"{assignment}.ipynb"
    if not path.is_file():
        return None
    with quiet():
        return nbformat.read(path, as_version=4)


def is_private(name: str) -> bool:
    """Whether a file name is that of private writing, in whatever spelling a browser gave it."""
    return bool(_PRIVATE.search(Path(name).name))


def fingerprint(folder: Path) -> dict[str, str]:
    """Name and SHA-256 of every ordinary file in a folder and below it; links are named but never followed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = "link"
        elif path.is_file():
            found[name] = sha(path.read_bytes())
    return found


def sha(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_record(path: Path) -> dict[str, Any]:
    """A small JSON record of ours; empty when it is missing or unreadable, because it can always be made again."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def write_record(path: Path, data: Any) -> None:
    """Replace a small JSON record."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # nbgrader makes what it has marked read-only
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def note(folder: Path, assignment: str, **notes: Any) -> None:
    """Add to the tutor's notes on one student: each value is a list of lines, or a value that replaces the old one."""
    path = folder / f"{assignment}.tutor.json"
    record = read_record(path)
    for name, value in notes.items():
        if isinstance(value, list):
            record[name] = record.get(name, []) + [line for line in value if line not in record.get(name, [])]
        else:
            record[name] = value
    write_record(path, record)


def log(root: Path, text: str) -> None:
    """Add technical details to ``marking.log`` in the marking folder, for whoever looks after the software."""
    with (root / "marking.log").open("a", encoding="utf-8") as file:
        file.write(text.rstrip() + "\n\n")
