"""Which version of an assignment was locked, and which one a submission was made with.

The record is ``solutions/released.yml``, written by ``notknowing release a1 --lock``. The students' notebook carries the
same version in its metadata, so each submission says by itself what it was made with.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

RECORD = "solutions/released.yml"
STAMP = "notknowing"
"""The key in a notebook's metadata."""


@dataclass(frozen=True)
class Version:
    """One locked version of a page: its number, the day, the program's version, and a print of each of its parts."""

    version: int
    locked: str
    package: str
    notebook: str
    page: str
    data: str

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


def written(found: dict[str, list[Version]]) -> str:
    """The record as text."""
    lines = [
        "# Written by 'notknowing release a1 --lock'. Do not edit it. It says what students were given: each line that begins",
        "# with a name of a part is a print of it, by which the check sees whether the part has changed since.",
    ]
    for page, listed in sorted(found.items()):
        lines.append(f"{page}:")
        for one in listed:
            first, *rest = [f"{key}: {value!r}" if isinstance(value, str) else f"{key}: {value}" for key, value in asdict(one).items()]  # fmt: skip
            lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def other_version(root: Path, page: str, notebook: NotebookNode) -> str | None:
    """A sentence for the tutor where a submission was not made with the version it is marked by; else None."""
    try:
        listed = versions(root).get(page)
    except ValueError:  # the check says so; no student's work waits for it
        return None
    if not listed:
        return None
    now, stamp = listed[-1], notebook.metadata.get(STAMP)
    made = stamp.get("version") if isinstance(stamp, dict) else None
    if isinstance(stamp, dict) and stamp.get("print") == now.stamp["print"]:
        return None
    if not isinstance(made, int):
        return f"The notebook does not say which version of {page} it was made with. It is marked by version {now.version}."
    return f"It was made with version {made} of {page} and is marked by version {now.version}. See that nothing which changed counts against the student."  # fmt: skip
