"""One saved answer: its value, its earlier versions, and the shape it has in a JSON file.

Nothing here touches a disk. A value is anything JSON can hold: text, a number, true or false, nothing, a list, or a
dictionary with text keys. Times are aware UTC, to the millisecond.
"""

from __future__ import annotations

import copy
import json
import math
import numbers
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypedDict

SCHEMA = 1
HISTORY_LENGTH = 20
TICK = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DEEPEST = 64
_LARGEST_INTEGER_BITS = 1024
_EXACT_IN_A_BROWSER = 2**53


class NotSaveable(ValueError):
    """A value that JSON cannot hold. Its text is a plain sentence for the person at the page."""


class Earlier(TypedDict):
    """A version that has since been replaced."""

    value: Any
    saved: datetime


@dataclass(frozen=True)
class Entry:
    """One answer as saved.

    value: the answer. saved: when (aware UTC, ms). count: how often a version was kept; drafts are not counted.
    history: earlier versions, newest last, at most 20. kind: what sort of answer ("text", "choice", …).
    origin: where the words came from, for instance ``week01:1F``. draft: replaced without a trace by the next save.
    restored: when undo brought these words back, the moment at which they were first saved.
    """

    value: Any
    saved: datetime
    count: int = 1
    history: list[Earlier] = field(default_factory=list)
    kind: str = "text"
    origin: str | None = None
    draft: bool = False
    restored: datetime | None = None


@dataclass(frozen=True)
class Saved:
    """What became of a save. ``message`` is plain English; ``conflict`` is another window's version, also kept."""

    ok: bool
    when: datetime | None
    message: str
    conflict: Entry | None = None


@dataclass(frozen=True)
class WorkProblem:
    """Something a person should be told about a file of saved words. ``str()`` gives the sentence."""

    message: str
    path: Path | None = None
    kind: str = "unreadable"

    def __str__(self) -> str:
        return self.message


def tidy(value: Any, depth: int = 0) -> Any:
    """Return a copy of `value` that JSON holds without change, or raise NotSaveable.

    Tuples become lists, numbers of other libraries become Python's, halves of broken characters become U+FFFD.
    """
    if depth > _DEEPEST:
        raise NotSaveable("This answer has too many lists inside one another to be saved. Nothing was changed.")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, numbers.Integral):
        return _tidy_integer(int(value))
    if isinstance(value, numbers.Real):
        return _tidy_float(float(value))
    if isinstance(value, dict):
        return {tidy_key(key): tidy(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [tidy(item, depth + 1) for item in value]
    raise NotSaveable("This kind of answer cannot be saved. Your earlier answer is unchanged; please tell your tutor.")


def tidy_key(key: Any) -> str:
    """Return `key` as clean text, or raise NotSaveable when it is not text or is empty."""
    if not isinstance(key, str) or not key:
        raise NotSaveable("This answer has no name to be saved under. Your other answers are safe.")
    return whole_characters(key)


def whole_characters(text: str) -> str:
    """Join the two halves of a character where a browser split it, and put U+FFFD for a half that stands alone."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return str.__str__(text)


def _tidy_integer(number: int) -> int:
    if number.bit_length() > _LARGEST_INTEGER_BITS:
        raise NotSaveable("This number is too long to be saved. Check it, then press Save again.")
    return number


def _tidy_float(number: float) -> float:
    if not math.isfinite(number):
        raise NotSaveable("This is not a number that can be saved. Check it, then press Save again.")
    return number


def sameness(value: Any) -> str:
    """Text that is equal for equal values. 2.0 counts as 2, because a browser writes it so; true is never 1."""
    return json.dumps(_as_a_browser_writes(value), sort_keys=True, ensure_ascii=False)


def _as_a_browser_writes(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_IN_A_BROWSER:
        return int(value)
    if isinstance(value, list):
        return [_as_a_browser_writes(item) for item in value]
    if isinstance(value, dict):
        return {key: _as_a_browser_writes(item) for key, item in value.items()}
    return value


def same_value(one: Entry | None, other: Entry | None) -> bool:
    """Say whether two entries hold the same answer, whenever it was saved."""
    if one is None or other is None:
        return one is other
    return sameness(one.value) == sameness(other.value)


def ordered_history(items: Iterable[Earlier], current: Entry) -> list[Earlier]:
    """Return `items` oldest first, each once, without `current` itself, cut to the newest 20."""
    own = (current.saved, sameness(current.value))
    found = {(item["saved"], sameness(item["value"])): item for item in items}
    found.pop(own, None)
    return [found[mark] for mark in sorted(found)][-HISTORY_LENGTH:]


def as_earlier(entry: Entry) -> Earlier:
    """Return the version that `entry` holds now, as an item of a history."""
    return {"value": entry.value, "saved": entry.saved}


def successor(
    current: Entry | None,
    value: Any,
    when: datetime,
    *,
    kind: str = "text",
    origin: str | None = None,
    draft: bool = False,
    keep: bool = False,
) -> Entry:
    """Return the entry that follows `current` when `value` is saved at `when`.

    A kept version goes into the history; a draft is replaced without a trace unless `keep`. The same answer saved
    twice makes no second version.
    """
    if current is None:
        return Entry(value, when, count=0 if draft else 1, kind=kind, origin=origin, draft=draft)
    same = sameness(current.value) == sameness(value)
    new_version = not draft and (current.draft or not same)
    following = Entry(
        value,
        when,
        count=current.count + new_version,
        kind=kind,
        origin=current.origin if origin is None else origin,
        # Words once kept stay kept when an autosave repeats them.
        draft=draft and (current.draft or not same),
    )
    history = list(current.history)
    if not same and (keep or not current.draft):
        history.append(as_earlier(current))
    return replace(following, history=ordered_history(history, following))


def stepped_back(current: Entry, when: datetime) -> Entry | None:
    """Return the entry after one step of undo at `when`, or None when nothing lies before it.

    Steps in a row go further back. Nothing leaves the history: what undo replaced can be read there.
    """
    before = current.restored or current.saved
    earlier = [
        item
        for item in current.history
        if item["saved"] < before and sameness(item["value"]) != sameness(current.value)
    ]
    if not earlier:
        return None
    target = earlier[-1]
    back = replace(current, value=target["value"], saved=when, draft=False, restored=target["saved"])
    history = list(current.history) if current.restored else [*current.history, as_earlier(current)]
    return replace(back, history=ordered_history(history, back))


def loose(value: Any) -> Any:
    """Return `value` so that changing it afterwards changes nothing that is stored."""
    return copy.deepcopy(value) if isinstance(value, list | dict) else value


def loose_entry(entry: Entry) -> Entry:
    """Return a copy of `entry` that shares no list or dictionary with it."""
    history: list[Earlier] = [{"value": loose(item["value"]), "saved": item["saved"]} for item in entry.history]
    return replace(entry, value=loose(entry.value), history=history)


def time_to_text(moment: datetime) -> str:
    """Write an aware time as ``2026-10-04T13:05:07.123Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def time_from_text(text: Any) -> datetime | None:
    """Read a time written by `time_to_text`; None when it cannot be read. A time without a zone is taken as UTC."""
    if not isinstance(text, str):
        return None
    try:
        moment = to_tick(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None
    # After the last year of the calendar no later save could be told from this one.
    return moment if moment.year < datetime.max.year else None


def to_tick(moment: datetime) -> datetime:
    """Return `moment` in UTC, cut to the millisecond. A time without a zone is taken as UTC."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.replace(microsecond=aware.microsecond // 1000 * 1000)


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """Return `entry` as plain JSON data. What is empty or usual is left out, so that a person can read the file."""
    data: dict[str, Any] = {
        "count": entry.count,
        "kind": entry.kind,
        "saved": time_to_text(entry.saved),
        "value": entry.value,
    }
    if entry.history:
        data["history"] = [{"saved": time_to_text(item["saved"]), "value": item["value"]} for item in entry.history]
    if entry.origin is not None:
        data["origin"] = entry.origin
    if entry.draft:
        data["draft"] = True
    if entry.restored is not None:
        data["restored"] = time_to_text(entry.restored)
    return data


def entry_from_json(data: Any) -> tuple[Entry | None, bool]:
    """Read an entry back. Returns (entry, whole): None when there is no value, whole False when something was mended."""
    if not isinstance(data, dict) or "value" not in data:
        return None, False
    try:
        value = tidy(data["value"])
    except NotSaveable:
        return None, False
    saved = time_from_text(data.get("saved"))
    history, whole = _history_from_json(data.get("history", []))
    count, kind, origin = data.get("count", 1), data.get("kind", "text"), data.get("origin")
    sound_count = isinstance(count, int) and not isinstance(count, bool) and count >= 0
    entry = Entry(
        value,
        saved or EPOCH,
        count=count if sound_count else 1,
        kind=whole_characters(kind) if isinstance(kind, str) else "text",
        origin=whole_characters(origin) if isinstance(origin, str) else None,
        draft=data.get("draft") is True,
        restored=time_from_text(data.get("restored")),
    )
    return replace(entry, history=ordered_history(history, entry)), whole and saved is not None and sound_count


def _history_from_json(data: Any) -> tuple[list[Earlier], bool]:
    if not isinstance(data, list):
        return [], False
    history: list[Earlier] = []
    for item in data:
        entry, _ = entry_from_json(item)
        if entry is not None:
            history.append(as_earlier(entry))
    return history, len(history) == len(data)


def entries_to_json(entries: dict[str, Entry]) -> dict[str, Any]:
    """Return all entries as plain JSON data, in the order of their keys."""
    return {key: entry_to_json(entries[key]) for key in sorted(entries)}


def entries_from_json(data: dict[str, Any]) -> tuple[dict[str, Entry], bool]:
    """Read entries back. Returns (entries, whole): whole is False when one was mended or could not be read."""
    entries: dict[str, Entry] = {}
    everything = True
    for key, item in data.items():
        named = isinstance(key, str) and bool(key)
        entry, whole = entry_from_json(item)
        everything = everything and whole and named
        if entry is not None and named:
            entries[whole_characters(key)] = entry
    return entries, everything
