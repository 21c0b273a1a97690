"""Two or more copies of the same answers made into one: the newest wins, and what lost is kept in the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from notknowing.work.entries import (
    HISTORY_LENGTH,
    Earlier,
    Entry,
    as_earlier,
    ordered_history,
    same_value,
    sameness,
)


@dataclass(frozen=True)
class Conflict:
    """Two versions of one answer, neither of which grew out of the other. `kept` holds `other` in its history."""

    key: str
    kept: Entry
    other: Entry


def merge(*sources: dict[str, Entry]) -> tuple[dict[str, Entry], list[Conflict]]:
    """Merge copies of the same answers, in any order. Returns (entries, conflicts).

    For each key the newest `saved` wins. Equal answers are no conflict, nor is an older version that another copy
    already has in its history, nor a draft.
    """
    merged: dict[str, Entry] = {}
    conflicts: list[Conflict] = []
    for key in sorted({key for source in sources for key in source}):
        versions = [source[key] for source in sources if key in source]
        merged[key] = joined(versions)
        conflicts += [Conflict(key, merged[key], other) for other in _rivals(versions)]
    return merged, conflicts


def joined(versions: Sequence[Entry]) -> Entry:
    """Make one entry of several versions: the newest, with the others and their histories behind it."""
    newest = max(versions, key=_rank)
    history: list[Earlier] = [item for version in versions for item in version.history]
    history += [as_earlier(version) for version in versions if not same_value(version, newest)]
    return replace(newest, count=max(version.count for version in versions), history=ordered_history(history, newest))


def rebased(ours: Entry, base: Entry | None, disk: Entry) -> Entry:
    """Join `ours`, not yet on disk, with what another window put on disk since we read `base`.

    Only what is new in ours is added, so that an earlier version removed in the other window does not come back.
    """
    known = set(_marks(base)) if base is not None else set()
    fresh = [item for item in ours.history if _mark(item) not in known]
    return joined([replace(ours, history=fresh), disk])


def _rank(entry: Entry) -> tuple[Any, ...]:
    restored = "" if entry.restored is None else entry.restored.isoformat()
    kind = (not entry.draft, entry.kind, entry.origin or "", restored)
    # The count and the history only serve to make the order complete, so that no result hangs on who came first.
    return (entry.saved, sameness(entry.value), *kind, entry.count, [_mark(item) for item in entry.history])


def _mark(item: Earlier) -> tuple[Any, str]:
    return (item["saved"], sameness(item["value"]))


def _marks(entry: Entry) -> list[tuple[Any, str]]:
    return [_mark(item) for item in [*entry.history, as_earlier(entry)]]


def _rivals(versions: Sequence[Entry]) -> list[Entry]:
    """Return the versions that lost and that nobody has replaced knowingly, oldest first, each answer once."""
    newest = max(versions, key=_rank)
    rivals: dict[str, Entry] = {}
    for version in sorted(versions, key=_rank):
        if same_value(version, newest) or version.draft or _is_ancestor(version, versions):
            continue
        rivals[sameness(version.value)] = version
    return list(rivals.values())


def _is_ancestor(version: Entry, versions: Sequence[Entry]) -> bool:
    mark = _mark(as_earlier(version))
    for other in versions:
        if mark in {_mark(item) for item in other.history}:
            return True
        # A full history has forgotten its oldest versions; what is older still may well have been one of them.
        if len(other.history) >= HISTORY_LENGTH and version.saved < other.history[0]["saved"]:
            return True
    return False
