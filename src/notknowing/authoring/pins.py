"""Writes the tested versions of everything installed into ``pyproject.toml`` and ``constraints.txt``.

uv reads its constraints from ``pyproject.toml`` and pip reads ``constraints.txt``; both hold names and versions only.
Run as ``python -m notknowing.authoring.pins`` after the tests have passed with the versions to be pinned.
"""

from __future__ import annotations

import re
from importlib.metadata import distributions
from pathlib import Path

from notknowing.course.places import REPOSITORY

BLOCK = re.compile(r"(?ms)^constraint-dependencies = \[\n.*?^\]\n")
LEFT_OUT = {"notknowing", "pip", "setuptools", "uv", "wheel"}


def installed() -> list[str]:
    """Every installed distribution but our own and the installers, as ``name==version``, in order."""
    found = {re.sub(r"[-_.]+", "-", dist.metadata["Name"]).lower(): dist.version for dist in distributions()}
    return [f"{name}=={version}" for name, version in sorted(found.items()) if name not in LEFT_OUT]


def pinned(project: str) -> list[str]:
    """The pins in the text of a ``pyproject.toml``."""
    block = BLOCK.search(project)
    return re.findall(r'"([^"]+)"', block.group(0)) if block else []


def with_pins(project: str, pins: list[str]) -> str:
    """The text of a ``pyproject.toml`` with these pins.

    Raises:
        ValueError: it has no ``constraint-dependencies`` to replace.
    """
    lines = "".join(f'    "{pin}",\n' for pin in pins)
    text, count = BLOCK.subn(f"constraint-dependencies = [\n{lines}]\n", project)
    if count != 1:
        raise ValueError("pyproject.toml has no constraint-dependencies to replace")
    return text


def constraints(pins: list[str]) -> str:
    """The text of ``constraints.txt``."""
    return "# Made from pyproject.toml by: python -m notknowing.authoring.pins\n" + "".join(f"{pin}\n" for pin in pins)


def write(root: Path = REPOSITORY) -> list[str]:
    """Pin what is installed, in both files."""
    pins = installed()
    project = root / "pyproject.toml"
    project.write_text(with_pins(project.read_text(encoding="utf-8"), pins), encoding="utf-8")
    (root / "constraints.txt").write_text(constraints(pins), encoding="utf-8")
    return pins


if __name__ == "__main__":
    print(f"{len(write())} versions pinned in pyproject.toml and constraints.txt")
