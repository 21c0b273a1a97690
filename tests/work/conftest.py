"""What the tests of saved words share: a clock that can be turned, and a store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from notknowing.work import Store


class Clock:
    """A clock that moves one second each time it is read, and that a test may turn back."""

    def __init__(self) -> None:
        self.time = datetime(2026, 10, 4, 13, 5, 7, 123456, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Store:
    return Store.open("week02", tmp_path, clock=clock)


@pytest.fixture(autouse=True)
def not_under_nbgrader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
