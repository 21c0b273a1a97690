"""A copy of the whole course, to change as a module lead might."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PARTS = ("course", "solutions", "exercises")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    for name in PARTS:
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copyfile(REPOSITORY / "nbgrader_config.py", root / "nbgrader_config.py")
    return root


@pytest.fixture
def change(repository: Path) -> Callable[[str, str, str], int]:
    """Change one place of one file. Returns the line on which the new text begins."""

    def plant(file: str, old: str, new: str) -> int:
        path = repository / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is no longer in {file}"
        before, _, after = text.partition(old)
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    return plant
