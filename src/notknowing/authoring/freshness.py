"""Rules about ``exercises/``: that it is what a release would make today, and that nothing of the solutions is in it."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from notknowing.authoring.notebooks import read
from notknowing.authoring.release import ReleaseError, build, released_names
from notknowing.authoring.rules import Ground, Rule
from notknowing.course import Problem

RELEASE = "Run: notknowing release"
MARKERS = (
    "BEGIN SOLUTION",
    "END SOLUTION",
    "BEGIN HIDDEN TESTS",
    "END HIDDEN TESTS",
    "BEGIN MARK SCHEME",
    "END MARK SCHEME",
)
"""What nbgrader's answers, hidden tests and mark schemes stand between."""

REGION = re.compile(r"BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)(.*?)END \1", re.DOTALL)
LONG_ENOUGH = 16
"""Characters a line of a solution has before its turning up elsewhere means anything."""


def exercises_are_fresh(ground: Ground) -> Iterator[Problem]:
    """``exercises/`` is, byte for byte, what a release would make."""
    root = ground.root
    if not (root / "solutions").is_dir():
        return
    names = released_names(root)
    with tempfile.TemporaryDirectory() as made:
        try:
            build(root, names, Path(made))
        except ReleaseError as failure:
            yield Problem("solutions", 1, str(failure), "Mend it, then run: notknowing release")
            return
        for name in names:
            yield from _differences(root / "exercises" / name, Path(made) / name, name)
    for extra in sorted(path for path in (root / "exercises").glob("*/") if path.name not in names):
        if (root / "solutions" / extra.name / f"{extra.name}.ipynb").is_file():
            yield Problem(f"exercises/{extra.name}", 1, "the pathway in module.yml leaves this page out.", RELEASE)
        else:
            yield Problem(f"exercises/{extra.name}", 1, "there is no solution notebook behind this folder.", f"Remove it, or put solutions/{extra.name} back.")  # fmt: skip


def _differences(have: Path, want: Path, name: str) -> Iterator[Problem]:
    theirs = {path.relative_to(want).as_posix(): path.read_bytes() for path in want.rglob("*") if path.is_file()}
    ours = {path.relative_to(have).as_posix(): path.read_bytes() for path in have.rglob("*") if path.is_file()}
    for file in sorted(theirs.keys() | ours.keys()):
        shown = f"exercises/{name}/{file}"
        if file not in ours:
            yield Problem(shown, 1, "the released file is missing.", RELEASE)
        elif file not in theirs:
            yield Problem(shown, 1, "this file would not be in a release made today.", f"Remove it, or: {RELEASE[0].lower()}{RELEASE[1:]}")  # fmt: skip
        elif ours[file] != theirs[file]:
            line = _first_difference(ours[file], theirs[file])
            yield Problem(shown, line, "this is not what a release would make today.", RELEASE)


def _first_difference(one: bytes, other: bytes) -> int:
    pairs = zip(one.splitlines(), other.splitlines(), strict=False)
    return next((number for number, (a, b) in enumerate(pairs, start=1) if a != b), 1)


def nothing_leaks(ground: Ground) -> Iterator[Problem]:
    """No marker, no line of a solution, and nobody's saved words stand in ``exercises/``."""
    keys = {(origin, json.dumps(line, ensure_ascii=False)[1:-1]) for origin, line in _key_lines(ground.root)}
    for path in sorted((ground.root / "exercises").rglob("*")):
        if not path.is_file():
            continue
        shown = path.relative_to(ground.root).as_posix()
        if re.search(r"\.(responses|private)\b.*\.json$", path.name):
            yield Problem(shown, 1, "these are somebody's saved words.", "Remove the file.")
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        lines = text.splitlines()
        for marker in MARKERS:
            if marker in text:
                yield Problem(shown, _line_with(lines, marker), f"'{marker}' has reached the students' copy.", RELEASE)
        reached = {(origin, _line_with(lines, words)) for origin, words in keys if words in text}
        for origin, number in sorted(reached):
            yield Problem(shown, number, f"a line of the solution in {origin} has reached the students' copy.", RELEASE)


def _line_with(lines: list[str], words: str) -> int:
    return next((number for number, line in enumerate(lines, start=1) if words in line), 1)


def _key_lines(root: Path) -> Iterator[tuple[str, str]]:
    """Every longer line that stands between solution, hidden-test or mark-scheme markers."""
    for path in sorted((root / "solutions").glob("*/*.ipynb")):
        try:
            cells = read(path).cells
        except ValueError:
            continue
        outside = "\n".join(REGION.sub("", cell.source) for cell in cells)
        for cell in cells:
            for region in REGION.finditer(cell.source):
                for line in region[2].splitlines():
                    line = line.strip().lstrip("#").strip()
                    if len(line) >= LONG_ENOUGH and line not in outside:
                        yield path.relative_to(root).as_posix(), line


FRESHNESS: list[Rule] = [exercises_are_fresh, nothing_leaks]
