"""Files of saved words: reading them whatever their state, and replacing them in one step."""

from __future__ import annotations

import json
import os
import secrets
import stat
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from notknowing.work import wording
from notknowing.work.entries import SCHEMA, Entry, WorkProblem, entries_from_json, entries_to_json

LARGEST_BYTES = 256 * 2**20
_WINDOWS_PAUSES = (0.01, 0.05, 0.2) if os.name == "nt" else ()


class State(StrEnum):
    """What was found where a file of saved words should be."""

    MISSING = "missing"
    SOUND = "sound"
    DAMAGED = "damaged"  # readable, but an entry in it is not
    UNREADABLE = "unreadable"
    NEWER = "newer"
    BLOCKED = "blocked"  # the computer does not let us look


@dataclass(frozen=True)
class Reading:
    """The result of looking at a file: its state, what could be read, and what to tell the person."""

    state: State
    entries: dict[str, Entry] = field(default_factory=dict)
    problem: WorkProblem | None = None
    raw: bytes | None = None
    error: OSError | None = None


def read_entries(path: Path | str) -> tuple[dict[str, Entry], list[WorkProblem]]:
    """Read a file of saved words without ever raising or changing it. A missing file is empty and no problem."""
    reading = read_file(Path(path))
    return reading.entries, [reading.problem] if reading.problem else []


def read_file(path: Path) -> Reading:
    """Look at the file at `path` and say what was found."""
    try:
        raw = fetch(path)
    except FileNotFoundError:
        return Reading(State.MISSING)
    except OSError as error:
        reason, remedy = wording.reason_and_remedy(error)
        message = wording.BLOCKED.format(name=path.name, reason=reason, remedy=remedy)
        return Reading(State.BLOCKED, problem=WorkProblem(message, path, State.BLOCKED), error=error)
    except ValueError:
        return _unreadable(path, None)
    return parse(raw, path)


def fetch(path: Path) -> bytes:
    """Return the bytes of an ordinary file. Raises OSError, or ValueError for a folder, a pipe or an enormous file."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_BYTES:
        raise ValueError(f"{path.name} is not an ordinary file")
    return path.read_bytes()


def parse(raw: bytes, path: Path) -> Reading:
    """Read the bytes of a file of saved words. `path` only serves to name it."""
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return _unreadable(path, raw)
    schema = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        return _unreadable(path, raw)
    found = data.get("entries")
    entries, whole = entries_from_json(found) if isinstance(found, dict) else ({}, False)
    if schema > SCHEMA:
        problem = WorkProblem(wording.NEWER.format(name=path.name), path, State.NEWER)
        return Reading(State.NEWER, entries, problem, raw)
    if not isinstance(found, dict):
        return _unreadable(path, raw)
    if not whole:
        problem = WorkProblem(wording.DAMAGED.format(name=path.name), path, State.DAMAGED)
        return Reading(State.DAMAGED, entries, problem, raw)
    return Reading(State.SOUND, entries, raw=raw)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number that JSON knows")


def _unreadable(path: Path, raw: bytes | None) -> Reading:
    problem = WorkProblem(wording.UNREADABLE.format(name=path.name), path, State.UNREADABLE)
    return Reading(State.UNREADABLE, problem=problem, raw=raw)


def dump(notebook: str, entries: dict[str, Entry]) -> bytes:
    """Return the bytes of a file of saved words: UTF-8, indented, keys in order."""
    data = {"schema": SCHEMA, "notebook": notebook, "entries": entries_to_json(entries)}
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n").encode()


def write_whole(path: Path, data: bytes, *, mode: int = 0o666, times: tuple[int, int] | None = None) -> None:
    """Replace the file at `path` in one step, so that a reader sees the old file or the new one, never a part.

    mode: permission bits, less the umask. times: (access, change) in ns to give the file. Raises OSError, and then
    the old file stands as it was.
    """
    temporary = path.with_name(f"{temporary_prefix(path)}{secrets.token_hex(4)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(temporary, flags, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if times is not None:
            os.utime(temporary, ns=times)
        _replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def temporary_prefix(path: Path) -> str:
    """Return how the names of the half-written files of `path` begin, so that those of a killed writer can be found."""
    return f".{path.name}."


def _replace(temporary: Path, path: Path) -> None:
    # On Windows a virus scanner or a preview may hold the old file for a moment.
    for pause in _WINDOWS_PAUSES:
        try:
            temporary.replace(path)
            return
        except PermissionError:
            time.sleep(pause)
    temporary.replace(path)


def aside_path(path: Path, when: datetime) -> Path:
    """Return a free name such as ``week02.responses.unreadable-20261004T130507Z.json`` beside `path`."""
    stem = f"{path.stem}.unreadable-{when:%Y%m%dT%H%M%SZ}"
    candidate, number = path.with_name(f"{stem}.json"), 1
    while os.path.lexists(candidate):
        number += 1
        candidate = path.with_name(f"{stem}-{number}.json")
    return candidate
