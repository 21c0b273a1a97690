"""The two files of one notebook, shared and private, under one lock.

What is private never stays in the shared file: whenever both hold an answer, the private one counts, and every
earlier copy of it is taken out of the folder once the private one is on disk.
"""

from __future__ import annotations

import errno
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock

from notknowing.work import wording
from notknowing.work.drawer import Drawer
from notknowing.work.entries import EPOCH, Entry, WorkProblem
from notknowing.work.files import State
from notknowing.work.merging import joined
from notknowing.work.purge import Purged, purge, words_of

_NO_LOCKS_HERE = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS}
_POLL_SECONDS = 0.005


class Cabinet:
    """Both drawers of a notebook.

    news: what other windows have written and the page has not been told. to_purge: private answers whose earlier
    copies have yet to be removed, with the versions known. problems: what a person should be told.
    """

    def __init__(self, notebook: str, folder: Path, *, writing: bool, lock_seconds: float):
        self.notebook = notebook
        self.folder = folder
        self.writing = writing
        self.problems: list[WorkProblem] = []
        self.shared = Drawer(folder / f"{notebook}.responses.json", notebook, self.report)
        self.private = Drawer(folder / f"{notebook}.private.json", notebook, self.report, mode=0o600)
        self.news: dict[str, Entry] = {}
        self.to_purge: dict[str, list[Entry]] = {}
        self._lock: BaseFileLock = FileLock(
            folder / f".{notebook}.lock", timeout=lock_seconds, poll_interval=_POLL_SECONDS
        )

    def report(self, problem: WorkProblem) -> None:
        """Remember something to tell the person, once."""
        if problem not in self.problems:
            self.problems.append(problem)

    def find(self, key: str) -> Entry | None:
        """Return the answer under `key`, private or shared."""
        return self.private.entries.get(key) or self.shared.entries.get(key)

    def newest(self) -> datetime:
        """Return when the newest answer was saved."""
        entries = [*self.shared.entries.values(), *self.private.entries.values()]
        return max((entry.saved for entry in entries), default=EPOCH)

    def open(self, now: datetime) -> None:
        """Read both files for the first time, mending what cannot be read and finishing what a crash left half done."""
        self.look()
        drawers = (self.shared, self.private)
        broken = [drawer for drawer in drawers if drawer.reading.state in (State.UNREADABLE, State.DAMAGED)]
        failure: BaseException | None = None
        with ExitStack() as stack:
            if broken or self.to_purge:
                failure = self.begin(stack, now)
            if self.to_purge and failure is None:
                self.write()
        for drawer in drawers:
            problem = drawer.reading.problem
            if problem is not None and (failure or drawer.obstacle or drawer not in broken):
                self.report(problem)
        self.news.clear()

    def begin(self, stack: ExitStack, now: datetime) -> BaseException | None:
        """Take the lock for as long as `stack` lasts and read both files again. Returns what stands in the way."""
        if not self.writing:
            return wording.Refused(wording.READING_ONLY)
        try:
            self._enter_lock(stack)
        except OSError as error:
            return error
        self.look()
        self.private.mend(now)
        self.shared.mend(now)
        return None

    def _enter_lock(self, stack: ExitStack) -> None:
        # A lock would make a folder that was moved away anew, and the words would go astray in it.
        self.folder.stat()
        try:
            stack.enter_context(self._lock)
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise
            # Some network folders know no locks; a marker file then does the same work, more slowly.
            self._lock = SoftFileLock(
                self.folder / f".{self.notebook}.soft.lock", timeout=self._lock.timeout, poll_interval=_POLL_SECONDS
            )
            stack.enter_context(self._lock)

    def look(self) -> None:
        """Read both files again and keep private answers apart."""
        self.news.update(self.private.look())
        self.news.update(self.shared.look())
        for key in sorted(self.shared.entries.keys() & self.private.entries.keys()):
            self._keep_apart(key)

    def _keep_apart(self, key: str) -> None:
        shared, private = self.shared.entries[key], self.private.entries[key]
        gone = key not in self.private.seen and key not in self.private.unsaved
        if gone and key in self.shared.seen and shared.saved > private.saved:
            # Another window has shared it since.
            self.private.drop(key)
            return
        self.to_purge.setdefault(key, []).append(shared)
        if key in self.shared.unsaved:
            self.private.hold(key, joined([private, shared]))
        self.shared.drop(key)

    def move_to_private(self, key: str, entry: Entry) -> None:
        """Put `entry` in the private drawer, and have every earlier copy removed at the next write."""
        versions = [self.shared.entries.get(key), self.shared.seen.get(key), self.private.entries.get(key)]
        self.to_purge.setdefault(key, []).extend(version for version in versions if version is not None)
        self.shared.drop(key)
        self.private.hold(key, entry)

    def share(self, key: str, entry: Entry) -> None:
        """Move a private answer to the shared file as `entry`. Raises OSError or Refused, and it is still private."""
        before, unsaved = self.private.entries[key], key in self.private.unsaved
        self.shared.hold(key, entry)
        try:
            self.shared.write()
            self.private.drop(key)
            self.private.write()
        except BaseException:
            self.shared.drop(key)
            self.private.entries[key] = before
            if unsaved:
                self.private.unsaved.add(key)
            raise

    def write(self, key: str = "") -> tuple[dict[Drawer, BaseException], Purged]:
        """Write what has changed, then purge. Returns what stood in the way, by drawer, and what was purged for `key`.

        What was purged for another answer, held up until now, becomes one of the problems.
        """
        errors: dict[Drawer, BaseException] = {}
        for drawer in (self.private, self.shared):
            try:
                if drawer.dirty:
                    drawer.write(self._not_yet_private() if self.private in errors else None)
            except (OSError, wording.Refused) as error:
                errors[drawer] = error
        purged = self._purge()
        here = purged.pop(key, Purged())
        for other in purged.values():
            if other.message():
                self.report(WorkProblem(other.message().strip(), self.folder, "copies"))
        return errors, here

    def _not_yet_private(self) -> dict[str, Entry]:
        """Return the shared answers that must stay on disk because their private copy is not there yet."""
        return {key: self.shared.seen[key] for key in self.private.unsaved if key in self.shared.seen}

    def _purge(self) -> dict[str, Purged]:
        """Remove earlier copies of the answers whose private copy is on disk and whose shared one is gone from it."""
        done = {}
        for key in sorted(self.to_purge):
            if key in self.private.unsaved or key in self.shared.seen:
                continue
            versions = self.to_purge.pop(key)
            if key in self.private.seen:
                words = words_of(self.notebook, key, [*versions, self.private.entries[key]])
                done[key] = purge(self.folder, words)
        return done
