"""The tables in datasets/, with what datapackage.json says about them. Read once, handed out as copies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from notknowing.course.places import bundled

if TYPE_CHECKING:
    import pandas as pd

DTYPES = {"integer": "Int64", "number": "float64", "string": "string", "boolean": "boolean", "year": "Int64"}
"""Frictionless types and the pandas types they are read as."""
PACKAGES = ("datapackage.json", "mirror-datapackage.json")
"""What describes the tables. Students' copies have the first only: they leave out the mirror's tables."""


@dataclass(frozen=True)
class Column:
    """One column as the data package describes it."""

    name: str
    title: str
    description: str
    type: str
    unit: str | None


@dataclass(frozen=True)
class Resource:
    """One table as the data package describes it."""

    name: str
    title: str
    description: str
    licence: str
    synthetic: bool
    """True: made up for this course from a fixed seed. Say so wherever it is shown."""
    source_doi: str | None
    """Where the whole table has one source; tables of published figures have a DOI in each row instead."""
    grade: str | None
    """Where the whole table has one grade; otherwise there is a column."""
    columns: tuple[Column, ...]

    @property
    def units(self) -> Mapping[str, str]:
        """The unit of each column that has one."""
        return {column.name: column.unit for column in self.columns if column.unit}

    @property
    def caption(self) -> str:
        """The title, with the words *Synthetic data* where they belong."""
        return f"Synthetic data. {self.title}" if self.synthetic else self.title


def names() -> tuple[str, ...]:
    """Every table there is."""
    return tuple(_package())


def resource(name: str) -> Resource:
    """What is known about a table.

    Raises:
        ValueError: there is no table of that name.
    """
    about = _about(name)
    columns = tuple(
        Column(
            field["name"],
            field.get("title", field["name"]),
            field.get("description", ""),
            field.get("type", "string"),
            field.get("unit"),
        )
        for field in about["schema"]["fields"]
    )
    return Resource(
        name=name,
        title=about["title"],
        description=about["description"],
        licence=about["licenses"][0]["name"],
        synthetic=about["synthetic"],
        source_doi=about.get("source_doi"),
        grade=about.get("grade"),
        columns=columns,
    )


def read(name: str) -> pd.DataFrame:
    """A table as a data frame: rows and columns as in the file, empty cells missing.

    Whole numbers come as ``Int64``, numbers as ``float64``, text as ``string``. The frame is yours to change.

    Raises:
        ValueError: there is no table of that name, or this copy of the course does not have it. Students' copies leave
            out the mirror's.
    """
    return _read(name).copy()


def row(name: str, id: str) -> dict[str, Any]:
    """One row by what stands in the first column, with None for empty cells.

    Raises:
        ValueError: there is no such table or row.
    """
    found = _rows(name).get(str(id))
    if found is None:
        raise ValueError(f"The table {name} has no row {id!r}.")
    return dict(found)


def cell(name: str, id: str, column: str) -> Any:
    """One cell by the first column and a column's name; None if it is empty.

    Raises:
        ValueError: there is no such table, row or column.
    """
    found = row(name, id)
    if column not in found:
        raise ValueError(f"The table {name} has no column {column!r}.")
    return found[column]


@lru_cache(maxsize=1)
def _package() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name in PACKAGES:
        path = bundled("datasets") / name
        if name == PACKAGES[0] or path.is_file():
            package = json.loads(path.read_text(encoding="utf-8"))
            found |= {about["name"]: about for about in package["resources"]}
    return found


def _about(name: str) -> dict[str, Any]:
    if name not in _package():
        raise ValueError(f"There is no table called {name!r}. There are: {', '.join(_package())}.")
    return _package()[name]


@lru_cache(maxsize=32)
def _read(name: str) -> pd.DataFrame:
    import pandas as pd

    about = _about(name)
    path = bundled("datasets") / about["path"]
    if not path.is_file():
        raise ValueError(f"The table {name} is described, and its file is not part of this copy of the course.")
    types = {field["name"]: DTYPES[field.get("type", "string")] for field in about["schema"]["fields"]}
    # Only an empty cell is missing: the words "none" and "NA" are words.
    return pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])


@lru_cache(maxsize=32)
def _rows(name: str) -> dict[str, dict[str, Any]]:
    frame = _read(name)
    whole = frame.astype(object).where(frame.notna(), None)
    return {str(record[frame.columns[0]]): record for record in whole.to_dict("records")}
