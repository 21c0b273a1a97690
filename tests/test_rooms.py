"""The house keeps its shape: imports run one way, and the two lists of pinned versions are one list."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from notknowing.authoring import pins

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "notknowing"
BELOW = {
    "course": set(),
    "work": set(),
    "mirror": set(),
    "evidence": {"course"},
    "activities": {"evidence", "mirror", "work", "course"},
    "marking": {"activities", "evidence", "mirror", "work", "course"},
    "authoring": {"activities", "marking", "evidence", "mirror", "work", "course"},
    "launch": {"authoring", "activities", "evidence", "mirror", "work", "course"},
}


def imported(path: Path) -> set[str]:
    """Names of our own rooms that a file imports, anywhere in it."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        rooms |= {name.split(".")[1] for name in names if name.startswith("notknowing.")}
    return rooms & set(BELOW)


@pytest.mark.parametrize("room", sorted(BELOW))
def test_a_room_imports_only_what_is_below_it(room):
    found = {path.name: imported(path) - {room} - BELOW[room] for path in (SOURCE / room).rglob("*.py")}
    assert {name: above for name, above in found.items() if above} == {}


def test_the_mirror_uses_the_standard_library_alone():
    for path in (SOURCE / "mirror").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for name in names:
                top = name.split(".")[0]
                assert top in sys.stdlib_module_names or name.startswith("notknowing.mirror"), f"{path.name}: {name}"


def test_pip_and_uv_are_given_the_same_versions():
    pinned = pins.pinned((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert len(pinned) > 50
    assert (ROOT / "constraints.txt").read_text(encoding="utf-8") == pins.constraints(pinned)


def test_no_lock_file_and_no_registry_is_in_the_project():
    assert not (ROOT / "uv.lock").exists() or "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8")
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8") + (ROOT / "constraints.txt").read_text(
        encoding="utf-8"
    )
    assert "://" not in text
