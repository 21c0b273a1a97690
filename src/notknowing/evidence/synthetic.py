"""Write the synthetic tables of ``datasets/`` again from their fixed seeds: ``python -m notknowing.evidence.synthetic``.

With ``--check`` nothing is written; the tables that are not as ``worlds.py`` makes them are named. Nothing changes unless a function in ``worlds.py`` did. After a change, read the pages that use the table: some name what
can be seen in it.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from notknowing.course.places import bundled
from notknowing.evidence import worlds

TABLES: Mapping[str, Callable[[], worlds.Rows]] = {
    "eight-studies-synthetic": worlds.eight_studies,
    "movement-synthetic": worlds.movement,
    "sessions-synthetic": worlds.all_sessions,
    "speech-timings-synthetic": worlds.speech_timings,
    "teaching-scale-synthetic": worlds.teaching_scale_people,
    "three-views-synthetic": worlds.three_views,
    "v-shapes-synthetic": worlds.v_shapes,
}
"""Table name to what makes its rows."""


def as_csv(rows: worlds.Rows) -> str:
    """Rows as they stand in a file: a head, one line each, an empty cell for None, LF line ends."""
    held = io.StringIO()
    writer = csv.DictWriter(held, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue()


def outdated(folder: Path) -> dict[Path, bytes]:
    """The files that are missing or hold something else than ``worlds.py`` makes, each with what it should hold."""
    made = {folder / f"{name}.csv": as_csv(make()).encode("utf-8") for name, make in TABLES.items()}
    return {path: text for path, text in made.items() if not path.is_file() or path.read_bytes() != text}


def write(folder: Path | None = None) -> list[Path]:
    """Write every synthetic table into a folder, ``datasets/`` when none is given. Returns the files that changed."""
    changed = outdated(folder or bundled("datasets"))
    for path, text in changed.items():
        path.write_bytes(text)
    return list(changed)


def main(arguments: Sequence[str], folder: Path | None = None) -> int:
    """Write the tables or, with ``--check``, only compare. Returns 0; 1 when a table differs; 2 when not understood."""
    if list(arguments) not in ([], ["--check"]):
        print("Use: python -m notknowing.evidence.synthetic [--check]")
        return 2
    if arguments:
        changed = list(outdated(folder or bundled("datasets")))
        lines = [f"Not as its seed makes it: {path.name}" for path in changed]
    else:
        changed = write(folder)
        lines = [f"Written: {path.name}" for path in changed]
    print("\n".join(lines) or "All synthetic tables are as their seeds make them.")
    return 1 if arguments and changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
