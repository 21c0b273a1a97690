"""A student's words as they reach marking: the file and the copy in the notebook made into one, newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notknowing.work import Entry, merge, recover
from notknowing.work.files import State, dump, parse, write_whole
from notknowing.work.notebook_copy import bundles_in, payload_in

MANY = 3
"""So many conflicting answers are named; more are counted."""


@dataclass
class Words:
    """The merged answers, and what a tutor should know about how they were found."""

    entries: dict[str, Entry] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    person: list[str] = field(default_factory=list)


def in_notebook(notebook: Any, assignment: str) -> dict[str, Entry]:
    """The newest copy of this assignment's words inside a notebook; never raises.

    A copy that belongs to another page (an output pasted across) is passed over.
    """
    own = [data for data in bundles_in(notebook) if _belongs(data, assignment)]
    return recover({"cells": [{"outputs": [{"data": data} for data in own]}]})


def _belongs(data: Mapping[str, Any], assignment: str) -> bool:
    payload = payload_in(data)
    return payload is not None and payload.get("notebook", assignment) == assignment


def in_file(data: bytes, path: Path) -> tuple[dict[str, Entry], State]:
    """The words in the bytes of a responses file, and the state it is in; never raises."""
    reading = parse(data, path)
    return reading.entries, reading.state


def is_responses(data: bytes, assignment: str) -> bool:
    """Whether these bytes are a responses file for the assignment, whatever the file is called."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(found, dict)
        and isinstance(found.get("entries"), dict)
        and isinstance(found.get("schema"), int)
        and found.get("notebook", assignment) == assignment
    )


def merged(sources: Iterable[dict[str, Entry]]) -> Words:
    """Make one set of answers. For each the newest wins; where neither grew out of the other, a person is told."""
    entries, conflicts = merge(*sources)
    words = Words(entries)
    if conflicts:
        keys = sorted({conflict.key for conflict in conflicts})
        named = ", ".join(keys[:MANY]) + (f" and {len(keys) - MANY} more" if len(keys) > MANY else "")
        words.person.append(
            f"Two copies of the work differ (activity {named}). The newest words are marked; the others are kept in the file."
        )
    return words


def write_responses(path: Path, assignment: str, entries: dict[str, Entry]) -> None:
    """Write a responses file in one step, as the student's own notebook would have."""
    write_whole(path, dump(assignment, entries))
