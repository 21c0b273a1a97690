"""Saved entries without files: what a ``Store`` is to an activity, for whoever reads the work later."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from notknowing.work import Entry


class Kept:
    """Saved entries that only answer: what a ``Store`` is to an activity, without files and without writing."""

    def __init__(self, notebook: str, entries: Mapping[str, Entry]):
        self.notebook = notebook
        self.folder: Path | None = None
        """Where the other pages' words are; None for a reader who has only these entries."""
        self._entries = dict(entries)
        self.problems: list[Any] = []

    def get(self, key: str, default: Any = None) -> Any:
        """The value under ``key``."""
        return self._entries[key].value if key in self._entries else default

    def entry(self, key: str) -> Entry | None:
        """The whole entry under ``key``."""
        return self._entries.get(key)

    def keys(self, prefix: str = "") -> list[str]:
        """Every key that begins with ``prefix``."""
        return sorted(key for key in self._entries if key.startswith(prefix))

    def entries(self) -> dict[str, Entry]:
        """All of them."""
        return dict(self._entries)

    def is_private(self, key: str) -> bool:
        """Never: what is private is not handed in."""
        return False
