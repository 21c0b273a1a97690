"""Which tests stay together when several workers run them."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
ONE_AT_A_TIME = ("browser", "launch")
"""Folders whose tests start JupyterLab: two at once would reach for the same port."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays on one worker, and everything that starts JupyterLab on the same one, which begins with it."""
    for item in items:
        file = Path(item.fspath).relative_to(HERE)
        item.add_marker(pytest.mark.xdist_group("lab" if file.parts[0] in ONE_AT_A_TIME else file.as_posix()))
    items.sort(key=lambda item: Path(item.fspath).relative_to(HERE).parts[0] not in ONE_AT_A_TIME)
