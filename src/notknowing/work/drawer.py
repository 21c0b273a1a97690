"""One file of saved words as this window knows it: what is on disk, what is in memory, what has yet to be written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from notknowing.work import wording
from notknowing.work.entries import Entry, WorkProblem, same_value
from notknowing.work.files import Reading, State, aside_path, dump, read_file, write_whole
from notknowing.work.merging import rebased


class Drawer:
    """The entries of one file.

    entries: as this window has them. seen: as the file had them when last read or written. unsaved: keys whose
    words are in memory only. obstacle: why an unreadable file could not be set aside. Writing and mending need the lock of the notebook; looking does not.
    """

    def __init__(self, path: Path, notebook: str, report: Callable[[WorkProblem], None], *, mode: int = 0o666):
        self.path = path
        self.entries: dict[str, Entry] = {}
        self.seen: dict[str, Entry] = {}
        self.unsaved: set[str] = set()
        self.reading = Reading(State.MISSING)
        self._notebook = notebook
        self._report = report
        self._mode = mode
        self._kept_aside: bytes | None = None
        self.obstacle: OSError | None = None

    @property
    def dirty(self) -> bool:
        """Whether the file differs from what this window holds."""
        return bool(self.unsaved) or self.entries != self.seen

    def hold(self, key: str, entry: Entry) -> None:
        """Put an entry in memory, to be written at the next chance."""
        self.entries[key] = entry
        self.unsaved.add(key)

    def drop(self, key: str) -> None:
        """Forget an entry; the next write takes it out of the file."""
        self.entries.pop(key, None)
        self.unsaved.discard(key)

    def look(self) -> dict[str, Entry]:
        """Read the file again. Returns the entries that another window has written since we last looked."""
        reading = read_file(self.path)
        if reading.raw is not None and reading.raw == self.reading.raw:
            return {}
        self.reading = reading
        if reading.state == State.MISSING:
            self.seen = {}
        if reading.state not in (State.SOUND, State.DAMAGED, State.NEWER):
            return {}
        arrived = self._take(reading.entries)
        self.seen = dict(reading.entries)
        return arrived

    def _take(self, disk: dict[str, Entry]) -> dict[str, Entry]:
        """Bring what is on disk into memory. An older file put back in place takes nothing away."""
        arrived: dict[str, Entry] = {}
        for key, entry in disk.items():
            base, ours = self.seen.get(key), self.entries.get(key)
            if entry == base:
                continue
            if ours is None:
                self.entries[key] = entry
            elif key in self.unsaved:
                self.entries[key] = rebased(ours, base, entry)
            elif entry.saved >= ours.saved:
                self.entries[key] = entry
            else:
                continue
            if not same_value(entry, ours):
                arrived[key] = entry
        return arrived

    def mend(self, now: datetime) -> None:
        """Set an unreadable file aside, and keep a copy of one that is partly readable.

        What stands in the way is raised by the next write, so that nothing unread is ever replaced.
        """
        self.obstacle = None
        try:
            if self.reading.state == State.UNREADABLE:
                self._set_aside(aside_path(self.path, now))
            elif self.reading.state == State.DAMAGED:
                self._keep_a_copy(aside_path(self.path, now))
        except OSError as error:
            self.obstacle = error

    def _set_aside(self, aside: Path) -> None:
        self.path.rename(aside)
        self.reading, self.seen = Reading(State.MISSING), {}
        self._tell(wording.SET_ASIDE, aside, State.UNREADABLE)

    def _keep_a_copy(self, aside: Path) -> None:
        raw = self.reading.raw
        if raw is None or raw == self._kept_aside:
            return
        write_whole(aside, raw, mode=self._mode)
        self._kept_aside = raw
        self._tell(wording.DAMAGED_KEPT, aside, State.DAMAGED)

    def _tell(self, message: str, aside: Path, state: State) -> None:
        self._report(WorkProblem(message.format(name=self.path.name, aside=aside.name), self.path, state))

    def write(self, keeping: dict[str, Entry] | None = None) -> None:
        """Write what is in memory; `keeping` are entries to leave in the file all the same.

        Call `look` and `mend` first. Raises Refused when the file must not be written, OSError when it cannot be.
        """
        if self.reading.state == State.NEWER:
            raise wording.Refused(wording.NEWER_REFUSAL.format(name=self.path.name))
        obstacle = self.obstacle or self.reading.error
        if obstacle is not None:
            raise obstacle
        entries = {**(keeping or {}), **self.entries}
        data = dump(self._notebook, entries)
        write_whole(self.path, data, mode=self._mode)
        self.reading = Reading(State.SOUND, raw=data)
        self.seen = entries
        self.unsaved.clear()
