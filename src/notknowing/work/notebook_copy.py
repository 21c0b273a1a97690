"""The second copy of a student's shared words, inside the outputs of the notebook itself.

A lone ``.ipynb`` then still carries the work. The copy is one output with three faces: data under a MIME type of the
course's own, a readable HTML page, and plain text.
"""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from notknowing.work.entries import (
    EPOCH,
    SCHEMA,
    Entry,
    entries_from_json,
    entries_to_json,
    time_from_text,
    time_to_text,
    to_tick,
)
from notknowing.work.files import fetch

MIME = "application/vnd.notknowing.responses+json"
# Control characters have no place in HTML; the data beside it keeps them.
_NOT_IN_HTML = {code: "\ufffd" for code in [*range(32), *range(127, 160)] if chr(code) not in "\n\t"}


def bundle_of(notebook: str, entries: dict[str, Entry], written: datetime) -> dict[str, Any]:
    """Return the output that carries `entries`: ``{MIME: data, "text/html": …, "text/plain": …}``.

    written: when the words last changed (aware UTC); of several copies in a notebook the latest counts.
    """
    payload = {
        "schema": SCHEMA,
        "notebook": notebook,
        "written": time_to_text(written),
        "entries": entries_to_json(entries),
    }
    return {MIME: payload, **_readable(notebook, {key: entries[key].value for key in sorted(entries)})}


def _readable(notebook: str, values: dict[str, Any]) -> dict[str, str]:
    title = f"Saved words, {notebook}"
    if not values:
        nothing = "Nothing is saved yet."
        return {"text/html": f"<p>{_escaped(title)}: {nothing}</p>", "text/plain": f"{title}: {nothing}"}
    terms = "\n".join(
        f"<dt><strong>{_escaped(key)}</strong></dt>\n<dd>{_escaped(plain(value))}</dd>" for key, value in values.items()
    )
    page = f"<p>{_escaped(title)}</p>\n<dl>\n{terms}\n</dl>"
    text = "\n\n".join([title, *(f"{key}\n{plain(value)}" for key, value in values.items())])
    return {"text/html": page, "text/plain": text}


def plain(value: Any, indent: str = "") -> str:
    """Return an answer of any shape as text that a person can read."""
    if isinstance(value, bool):
        return f"{indent}{'yes' if value else 'no'}"
    if isinstance(value, dict):
        return "\n".join(_line(f"{key}:", item, indent) for key, item in value.items())
    if isinstance(value, list):
        return "\n".join(_line("-", item, indent) for item in value)
    return indent + ("" if value is None else str(value))


def _line(head: str, item: Any, indent: str) -> str:
    if isinstance(item, dict | list) and item:
        return f"{indent}{head}\n{plain(item, indent + '  ')}"
    return f"{indent}{head} {plain(item)}".rstrip()


def _escaped(text: str) -> str:
    # A sanitiser may drop styles, so line breaks are marked up.
    return html.escape(text.translate(_NOT_IN_HTML)).replace("\n", "<br>\n")


def recover(notebook: Any) -> dict[str, Entry]:
    """Return the answers from the newest copy inside a notebook; never raises.

    notebook: a notebook node, the same as a dictionary, or the path of an ``.ipynb``. Without a readable copy: ``{}``.
    """
    node = read_notebook(Path(notebook)) if isinstance(notebook, str | os.PathLike) else notebook
    newest: tuple[datetime, dict[str, Entry]] = (EPOCH, {})
    for data in bundles_in(node):
        payload = payload_in(data)
        if payload is None:
            continue
        entries, _ = entries_from_json(payload["entries"])
        moments = [time_from_text(payload.get("written")), *(entry.saved for entry in entries.values())]
        written = max((moment for moment in moments if moment is not None), default=EPOCH)
        # Of two copies of the same moment the one lower down counts: cells are usually run from the top.
        if to_tick(written) >= newest[0]:
            newest = (to_tick(written), entries)
    return newest[1]


def read_notebook(path: Path) -> Any:
    """Return an ``.ipynb`` as plain data, or None when it is missing or cannot be read."""
    try:
        return json.loads(fetch(path).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None


def outputs_of(node: Any) -> Iterator[dict[str, Any]]:
    """Go through all outputs of a notebook, passing over what is not as it should be."""
    cells = node.get("cells") if isinstance(node, Mapping) else None
    for cell in cells if isinstance(cells, list) else []:
        outputs = cell.get("outputs") if isinstance(cell, Mapping) else None
        for output in outputs if isinstance(outputs, list) else []:
            if isinstance(output, dict):
                yield output


def bundles_in(node: Any) -> Iterator[dict[str, Any]]:
    """Go through the ``data`` of the outputs that carry a copy of the words."""
    for output in outputs_of(node):
        data = output.get("data")
        if isinstance(data, dict) and MIME in data:
            yield data


def payload_in(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the data under our MIME type, or None when it is damaged or of a schema that we do not know."""
    payload = data[MIME]
    try:
        if isinstance(payload, list):
            payload = "".join(payload)
        if isinstance(payload, str):
            payload = json.loads(payload)
    except (TypeError, ValueError, RecursionError):
        return None
    if not isinstance(payload, dict) or not isinstance(payload.get("entries"), dict):
        return None
    schema = payload.get("schema")
    return payload if isinstance(schema, int) and schema >= 1 else None


def take_out(node: Any, notebook: str, key: str) -> bool:
    """Take one answer out of every copy of `notebook`'s words in `node`, in place. Returns whether anything changed.

    A copy that cannot be read but names the answer is emptied, because nobody could say what it holds.
    """
    changed = False
    for data in bundles_in(node):
        payload = payload_in(data)
        if payload is None:
            if key not in str(data[MIME]):
                continue
            payload = {"schema": SCHEMA, "notebook": notebook, "entries": {}}
        elif payload.get("notebook", notebook) != notebook or key not in payload["entries"]:
            continue
        payload["entries"].pop(key, None)
        values = {name: item["value"] for name, item in sorted(payload["entries"].items()) if _has_value(item)}
        data[MIME] = payload
        for face, text in _readable(notebook, values).items():
            if face in data:
                data[face] = text.splitlines(True)
        changed = True
    return changed


def _has_value(item: Any) -> bool:
    return isinstance(item, dict) and "value" in item
