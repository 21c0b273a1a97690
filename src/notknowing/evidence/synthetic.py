"""Write the synthetic tables of ``datasets/`` again from their fixed seeds: ``python -m notknowing.evidence.synthetic``.

Nothing changes unless a function in ``worlds.py`` did. After a change, read the pages that use the table: some name what
can be seen in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from notknowing.course.places import bundled
from notknowing.evidence import worlds

TABLES: Mapping[str, Callable[[], worlds.Rows]] = {
    "eight-studies-synthetic": worlds.eight_studies,
    "movement-synthetic": worlds.movement,
    "sessions-synthetic": worlds.all_sessions,
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


def write(folder: Path | None = None) -> list[Path]:
    """Write every synthetic table into a folder, ``datasets/`` when none is given. Returns the files that changed."""
    folder = folder or bundled("datasets")
    changed = []
    for name, make in TABLES.items():
        path, text = folder / f"{name}.csv", as_csv(make())
        if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
            path.write_bytes(text.encode("utf-8"))
            changed.append(path)
    return changed


if __name__ == "__main__":
    files = write()
    print("\n".join(f"Written: {path.name}" for path in files) or "All synthetic tables are as their seeds make them.")
