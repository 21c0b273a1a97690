"""The course's own labelled files, for the tests of the mirror."""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).parents[2]
DATASETS = ROOT / "datasets"


def rows(name: str, **only: str) -> list[dict[str, str]]:
    """The rows of one file in datasets with the given values."""
    with (DATASETS / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[key] == value for key, value in only.items())]
