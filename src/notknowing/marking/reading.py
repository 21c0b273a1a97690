"""From the bytes a student handed in to a notebook, whatever became of them on the way.

``read_notebook`` never raises. It says in a sentence what was mended, or why there is no notebook in these bytes.
"""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode, from_dict

from notknowing.work.notebook_copy import MIME

LARGEST_BYTES = 200 * 2**20
CELL_TYPES = {"code", "markdown", "raw"}
MINOR = 5
"""nbformat 4.5 is the form that everything after this works with."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_BEGINNINGS = (
    (b"PK\x03\x04", "It is a zip or a Word file that was given the name of a notebook."),
    (b"%PDF", "It is a PDF that was given the name of a notebook."),
    (b"<", "It is a web page, not a notebook; the browser may have saved the page instead of the file."),
)
ASK = "Ask for the notebook or the zip once more."
"""What a tutor can do about a notebook that cannot be read; said after the reason."""


@dataclass(frozen=True)
class ReadNotebook:
    """What was found.

    notebook: it, with no outputs but the copies of the student's words; None when it cannot be read, and then
    ``reason`` says why. lines: what was mended. text: the file as decoded.
    """

    notebook: NotebookNode | None
    lines: list[str] = field(default_factory=list)
    reason: str = ""
    text: str = ""


def read_notebook(data: bytes) -> ReadNotebook:
    """Read a notebook from bytes in whatever encoding and version they are. Never raises."""
    if not data.strip(b"\x00 \r\n\t"):
        return ReadNotebook(None, reason="The file is empty.")
    if len(data) > LARGEST_BYTES:
        return ReadNotebook(None, reason=f"The file is larger than {LARGEST_BYTES // 2**20} MB.")
    for beginning, what in _BEGINNINGS:
        if data.lstrip().startswith(beginning):
            return ReadNotebook(None, reason=what)
    text, line = decoded(data)
    lines = [line] if line else []
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        what = "The file breaks off part-way or is damaged" if text.lstrip()[:1] == "{" else "It is not a notebook"
        return ReadNotebook(None, lines, f"{what}.", text)
    notebook, more = _as_notebook(raw)
    if notebook is None:
        return ReadNotebook(None, lines, more[0], text)
    return ReadNotebook(notebook, lines + more, text=text)


def decoded(data: bytes) -> tuple[str, str | None]:
    """Bytes as text, and a line for the tutor when they were not plain UTF-8."""
    for bom, encoding, name in _BOMS:
        if data.startswith(bom):
            text = data.decode(encoding, "replace").lstrip("\ufeff")
            return text, f"The file had been saved as {name}; it was read as that."
    zeros = data[:400].count(0)
    if zeros > len(data[:400]) // 4:
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        return data.decode(encoding, "replace"), "The file had been saved as UTF-16; it was read as that."
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        # cp1252 is what Windows calls Latin-1; it leaves five bytes undefined.
        text = data.decode("cp1252", "replace")
        return text, "The file had been saved in an older character set; accents were read as Western European."


def _as_notebook(raw: Any) -> tuple[NotebookNode | None, list[str]]:
    """Parsed JSON as a notebook of format 4.5, with lines for what was changed, or None and one line that says why."""
    if not isinstance(raw, dict):
        return None, ["It is not a notebook."]
    lines = []
    major = raw.get("nbformat")
    if isinstance(major, int) and major < 4 and isinstance(raw.get("worksheets") or raw.get("cells"), list):
        try:
            with quiet():
                raw = nbformat.convert(from_dict(raw), 4)
        except Exception:  # any shape can be called version 3
            return None, [f"It says it is a notebook of version {major} but cannot be read as one."]
        lines.append(f"It was an old notebook (version {major}) and was brought up to date.")
    if not isinstance(raw.get("cells"), list):
        return None, ["It is not a notebook: there is nothing in it that could be read as a page."]
    if _is_unusual(raw):
        lines.append("It was saved by a newer or unusual program; it was read as an ordinary notebook.")
    cells = [cell for cell in map(_sound_cell, raw["cells"]) if cell is not None]
    lost = len(raw["cells"]) - len(cells)
    if lost:
        lines.append(f"{'One part' if lost == 1 else f'{lost} parts'} could not be read and had to be left out.")
    elif any(_differs(sound, cell) for sound, cell in zip(cells, raw["cells"], strict=True)):
        lines.append("Some marks that the page carries for marking were garbled and were put right.")
    metadata = raw.get("metadata")
    whole = {
        "nbformat": 4,
        "nbformat_minor": MINOR,
        "metadata": dict(metadata) if isinstance(metadata, dict) else {},
        "cells": cells,
    }
    notebook = from_dict(whole)
    fresh_ids(notebook)
    return notebook, lines


def _is_unusual(raw: dict[str, Any]) -> bool:
    """Whether nbformat would object to the version or to the ids of the cells."""
    minor = raw.get("nbformat_minor")
    if raw.get("nbformat") != 4 or not isinstance(minor, int) or minor > MINOR:
        return True
    ids = [cell["id"] for cell in raw["cells"] if isinstance(cell, dict) and "id" in cell]
    if minor < MINOR:
        return bool(ids)
    return len(ids) < len(raw["cells"]) or len(set(map(str, ids))) < len(ids) or not all(map(_is_sound_id, ids))


def _is_sound_id(own: Any) -> bool:
    return isinstance(own, str) and 0 < len(own) <= 64 and all(c.isascii() and (c.isalnum() or c in "-_") for c in own)


def _sound_cell(cell: Any) -> dict[str, Any] | None:
    """One cell with every field of the type it should be; None when there is nothing to read in it."""
    if not isinstance(cell, dict) or "source" not in cell:
        return None
    source = cell["source"]
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        return None
    metadata = cell.get("metadata")
    sound = {
        "cell_type": cell.get("cell_type") if cell.get("cell_type") in CELL_TYPES else "raw",
        "id": cell["id"] if isinstance(cell.get("id"), str) else "",
        "metadata": dict(metadata) if isinstance(metadata, dict) else {},
        "source": source,
    }
    if not isinstance(sound["metadata"].get("nbgrader", {}), dict):
        del sound["metadata"]["nbgrader"]
    if sound["cell_type"] == "code":
        outputs = cell.get("outputs")
        sound["outputs"] = (
            [_words(output) for output in outputs if _has_words(output)] if isinstance(outputs, list) else []
        )
        sound["execution_count"] = None
    elif isinstance(cell.get("attachments"), dict):
        sound["attachments"] = cell["attachments"]
    return sound


def _differs(sound: dict[str, Any], cell: dict[str, Any]) -> bool:
    return sound["cell_type"] != cell.get("cell_type") or sound["metadata"] != cell.get("metadata", {})


def _has_words(output: Any) -> bool:
    return isinstance(output, dict) and isinstance(output.get("data"), dict) and MIME in output["data"]


def _words(output: dict[str, Any]) -> dict[str, Any]:
    """The one output worth keeping: every other is cleared before marking, and may be twenty megabytes long."""
    return {"output_type": "display_data", "data": {MIME: output["data"][MIME]}, "metadata": {}}


def fresh_ids(notebook: NotebookNode) -> None:
    """Give every cell an id that nbformat accepts and no other cell has; the first of two keeps its own."""
    seen: set[str] = set()
    for number, cell in enumerate(notebook.cells):
        own = cell.get("id", "")
        if not _is_sound_id(own) or own in seen:
            own = f"cell-{number}"
            while own in seen:
                own += "x"
        cell["id"] = own
        seen.add(own)


def salvaged_words(text: str) -> list[dict[str, Any]]:
    """The copies of the words that can still be read in a notebook that cannot: ``data`` mappings with our MIME type."""
    found: list[dict[str, Any]] = []
    for match in re.finditer(re.escape(json.dumps(MIME)) + r"\s*:\s*", text):
        try:
            payload, _ = json.JSONDecoder().raw_decode(text, match.end())
        except (ValueError, RecursionError):
            continue
        found.append({MIME: payload})
    return found


@contextmanager
def quiet() -> Iterator[None]:
    """Keep nbformat's and nbgrader's warnings to programmers off a tutor's screen."""
    logger = logging.getLogger("traitlets")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before
