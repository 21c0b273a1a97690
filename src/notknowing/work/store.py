"""The store of one notebook's words, as the activities use it.

Every put is on disk before it returns, or says plainly that it is not. Several windows may write at once: under a
lock, the file is read again, brought together with what this window holds, and replaced in one step.
"""

from __future__ import annotations

import inspect
import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from notknowing.work import wording
from notknowing.work.cabinet import Cabinet
from notknowing.work.drawer import Drawer
from notknowing.work.entries import (
    EPOCH,
    TICK,
    Entry,
    NotSaveable,
    Saved,
    WorkProblem,
    entry_from_json,
    entry_to_json,
    loose,
    loose_entry,
    same_value,
    stepped_back,
    successor,
    tidy,
    tidy_key,
    to_tick,
)
from notknowing.work.merging import joined
from notknowing.work.notebook_copy import bundle_of
from notknowing.work.purge import Purged

Clock = Callable[[], datetime]
Callback = Callable[..., Any]
Build = Callable[[Entry | None, datetime, Entry | None], Entry | None]
"""Makes the new entry from the current one, the time, and what another window wrote meanwhile; None for no change."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """The saved words of one notebook. Open it with `Store.open`; the package has an example."""

    LOCK_SECONDS = 5.0
    """How long a put waits for another window before it says that it could not save."""

    def __init__(self, notebook: str, folder: Path, *, writing: bool, clock: Clock):
        self.notebook = notebook
        self.folder = folder
        self.writing = writing
        self._cabinet = Cabinet(notebook, folder, writing=writing, lock_seconds=self.LOCK_SECONDS)
        self._clock = clock
        self._written = EPOCH
        self._callbacks: list[Callback] = []
        self._threads = threading.RLock()

    @classmethod
    def open(
        cls,
        notebook: str,
        folder: Path | str | None = None,
        *,
        writing: bool | None = None,
        clock: Clock = _utc_now,
    ) -> Store:
        """Open the words of `notebook` ("week02") in `folder` (the current one by default).

        writing: None means yes, except while nbgrader runs the notebook. Never raises for a missing or damaged file;
        what was found is in `problems`. Raises ValueError when `notebook` cannot be the name of a file.
        """
        if not notebook or notebook.startswith(".") or any(mark in notebook for mark in '/\\\0:*?"<>|'):
            raise ValueError(f"{notebook!r} cannot be the name of a notebook")
        if writing is None:
            writing = "NBGRADER_EXECUTION" not in os.environ
        store = cls(notebook, Path(folder or ".").absolute(), writing=writing, clock=clock)
        store._cabinet.open(store._now())
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Store({self.notebook!r}, {str(self.folder)!r})"

    @property
    def path(self) -> Path:
        """The shared file, which is handed in."""
        return self._cabinet.shared.path

    @property
    def private_path(self) -> Path:
        """The private file, which stays with the person."""
        return self._cabinet.private.path

    @property
    def problems(self) -> list[WorkProblem]:
        """What a person should be told about the files, oldest first."""
        return self._cabinet.problems

    # Reading

    def get(self, key: str, default: Any = None) -> Any:
        """Return the answer under `key`, shared or private, or `default`."""
        entry = self._cabinet.find(key)
        return default if entry is None else loose(entry.value)

    def entry(self, key: str) -> Entry | None:
        """Return the answer under `key` with its time and history, or None."""
        entry = self._cabinet.find(key)
        return None if entry is None else loose_entry(entry)

    def keys(self, prefix: str = "") -> list[str]:
        """Return the keys that begin with `prefix`, shared and private, in order."""
        with self._threads:
            found = {*self._cabinet.shared.entries, *self._cabinet.private.entries}
        return sorted(key for key in found if key.startswith(prefix))

    def entries(self) -> dict[str, Entry]:
        """Return the shared answers, which are handed in."""
        return self._copies(self._cabinet.shared)

    def private_entries(self) -> dict[str, Entry]:
        """Return the private answers, which are for the person at the page only."""
        return self._copies(self._cabinet.private)

    def _copies(self, drawer: Drawer) -> dict[str, Entry]:
        with self._threads:
            return {key: loose_entry(entry) for key, entry in sorted(drawer.entries.items())}

    def is_private(self, key: str) -> bool:
        """Say whether the answer under `key` is private."""
        return key in self._cabinet.private.entries

    def bundle(self) -> dict[str, Any]:
        """Return the second copy, to display in the notebook. It holds the shared answers only."""
        with self._threads:
            return bundle_of(self.notebook, self.entries(), max(self._cabinet.newest(), self._written))

    # Writing

    def put(
        self,
        key: str,
        value: Any,
        *,
        kind: str = "text",
        private: bool = False,
        origin: str | None = None,
        history: bool = True,
    ) -> Saved:
        """Save an answer and say how it went. The file is on disk when ``ok`` is true.

        private: keep it for this person only; what is private stays so until `make_shared`. origin: where the words
        came from, such as ``week01:1F``. history: False for a draft, which the next save replaces without a trace.
        """
        try:
            key, value = tidy_key(key), tidy(value)
        except NotSaveable as problem:
            return Saved(False, None, str(problem))

        def build(current: Entry | None, when: datetime, other: Entry | None) -> Entry:
            draft, keep = not history, other is not None
            return successor(current, value, when, kind=kind, origin=origin, draft=draft, keep=keep)

        return self._change(key, build, private=private)

    def undo(self, key: str) -> Saved:
        """Bring back the version before. Steps in a row go further back; nothing leaves the history."""

        def build(current: Entry | None, when: datetime, _: Entry | None) -> Entry | None:
            return None if current is None else stepped_back(current, when)

        return self._change(key, build, done=wording.STEPPED_BACK, nothing=wording.NOTHING_EARLIER)

    def make_private(self, key: str) -> Saved:
        """Move an answer to the private file and take every earlier copy of it out of this folder.

        The copies are those in the shared file and its history, in files set aside, in the notebook and its
        checkpoint, and in zips made for handing in, which are deleted. The message says what was deleted. Choosing
        it again on a private answer looks for copies once more.
        """

        def build(current: Entry | None, when: datetime, _: Entry | None) -> Entry | None:
            return None if current is None else replace(current, saved=when)

        entry = self.entry(key)
        done = wording.PRIVATE_NOW.format(name=self.private_path.name)
        if entry is not None and entry.origin:
            done += wording.CAME_FROM.format(origin=entry.origin)
        return self._change(
            key, build, private=True, moving=True, done=done, nothing=wording.NOTHING_HERE, failed=wording.NOT_PRIVATE
        )

    def make_shared(self, key: str) -> Saved:
        """Move a private answer to the shared file, as it is now; its earlier private versions are not shared."""
        with self._threads, ExitStack() as stack:
            failure = self._cabinet.begin(stack, self._now())
            current = self._cabinet.find(key)
            if current is None:
                return Saved(False, None, wording.NOTHING_HERE)
            if not self.is_private(key):
                return Saved(True, current.saved, wording.ALREADY_SHARED)
            try:
                if failure is not None:
                    raise failure
                when = self._stamp(current)
                self._cabinet.share(key, replace(current, saved=when, history=[], restored=None))
            except (OSError, wording.Refused) as error:
                return Saved(False, None, wording.refusal(error, wording.NOT_SHARED))
        self._call_back(key)
        return Saved(True, when, wording.SHARED_NOW.format(name=self.path.name))

    def retry(self) -> Saved:
        """Try again to write what is only on the page."""
        with self._threads, ExitStack() as stack:
            waiting = self._waiting()
            failure = self._cabinet.begin(stack, self._now())
            errors = {} if failure else self._cabinet.write()[0]
            failure = failure or next(iter(errors.values()), None)
            if failure is not None and waiting:
                return Saved(False, None, wording.refusal(failure))
            rivals = [self._cabinet.news[key] for key in waiting if key in self._cabinet.news]
        for key in waiting:
            self._call_back(key)
        message = wording.ALL_SAVED + (wording.TWO_WINDOWS if rivals else "")
        return Saved(True, self._cabinet.newest() if waiting else None, message, rivals[0] if rivals else None)

    def adopt(self, entries: dict[str, Entry]) -> Saved:
        """Bring in answers from another copy, for instance ``recover("week02.ipynb")``: for each the newest wins.

        Answers that are private here are left alone.
        """
        changed = []
        with self._threads, ExitStack() as stack:
            failure = self._cabinet.begin(stack, self._now())
            for key, entry in entries.items():
                ours = self._cabinet.shared.entries.get(key)
                theirs, _ = entry_from_json(entry_to_json(entry))
                if theirs is None or self.is_private(key):
                    continue
                newer = theirs if ours is None else joined([ours, theirs])
                if newer != ours:
                    self._cabinet.shared.hold(key, newer)
                    changed.append(key)
            errors = {} if failure else self._cabinet.write()[0]
            failure = failure or errors.get(self._cabinet.shared)
            if failure is not None:
                return Saved(False, None, wording.refusal(failure))
        for key in changed:
            self._call_back(key)
        return Saved(True, self._cabinet.newest(), wording.BROUGHT_IN if changed else wording.ALL_SAVED)

    def on_change(self, callback: Callback) -> Callable[[], None]:
        """Call `callback`, with the key or with nothing, after every change that is on disk. Returns how to stop."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback) if callback in self._callbacks else None

    def refresh(self) -> list[str]:
        """Read the files again. Returns the keys that another window has changed since this was last asked."""
        with self._threads:
            self._cabinet.look()
            changed = sorted(self._cabinet.news)
            self._cabinet.news.clear()
        for key in changed:
            self._call_back(key)
        return changed

    def close(self) -> None:
        """Write what is still only in memory, and stop telling others about changes."""
        if self.writing and self._waiting():
            self.retry()
        self._callbacks.clear()

    # How a change is made

    def _change(
        self,
        key: str,
        build: Build,
        *,
        private: bool = False,
        moving: bool = False,
        done: str = "",
        nothing: str = "",
        failed: str = "",
    ) -> Saved:
        """Read the files again, build the new entry, and write it. On failure it stays in memory for the next time."""
        cabinet = self._cabinet
        with self._threads, ExitStack() as stack:
            failure = cabinet.begin(stack, self._now())
            current, other = cabinet.find(key), cabinet.news.pop(key, None)
            entry = build(current, self._stamp(current), other)
            if entry is None:
                return Saved(False, None, nothing)
            drawer = cabinet.private if private or self.is_private(key) else cabinet.shared
            if moving or (drawer is cabinet.private and key in cabinet.shared.entries):
                cabinet.move_to_private(key, entry)
            else:
                drawer.hold(key, entry)
            saved = self._write(key, entry, drawer, failure, done, failed)
        if other is not None and not same_value(other, entry):
            saved = replace(saved, message=saved.message + wording.TWO_WINDOWS, conflict=loose_entry(other))
        if saved.when is not None:
            self._call_back(key)
        return saved

    def _write(
        self, key: str, entry: Entry, drawer: Drawer, failure: BaseException | None, done: str, failed: str
    ) -> Saved:
        cabinet, purged = self._cabinet, Purged()
        if failure is None:
            errors, purged = cabinet.write(key)
            failure = errors.get(drawer)
            if drawer is cabinet.private and key in cabinet.shared.seen:
                failure = failure or errors.get(cabinet.shared)
        if failure is not None:
            return Saved(False, None, wording.refusal(failure, failed))
        usual = wording.SAVED_PRIVATE if drawer is cabinet.private else wording.SAVED
        message = (done or usual.format(name=drawer.path.name)) + purged.message()
        return Saved(not purged.failed, entry.saved, message)

    def _now(self) -> datetime:
        return to_tick(self._clock())

    def _stamp(self, current: Entry | None) -> datetime:
        """Return the time for a change of `current`: now, but later than `current` even if the clock went back."""
        now = self._now()
        when = now if current is None else max(now, current.saved + TICK)
        # Of two copies in a notebook the later counts, so every change must make the copy later.
        self._written = max(when, self._cabinet.newest() + TICK, self._written + TICK)
        return when

    def _waiting(self) -> list[str]:
        return sorted(self._cabinet.shared.unsaved | self._cabinet.private.unsaved)

    def _call_back(self, key: str) -> None:
        for callback in list(self._callbacks):
            try:
                callback(key) if _takes_an_argument(callback) else callback()
            except Exception:
                # The words are on disk; a fault in showing them must not look like a fault in saving them.
                self._cabinet.report(WorkProblem(wording.NOT_TOLD, self.path, "copy"))


def _takes_an_argument(callback: Callback) -> bool:
    try:
        inspect.signature(callback).bind("key")
    except TypeError:
        return False
    except ValueError:
        return True
    return True
