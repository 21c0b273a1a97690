"""What a page is made of: plain dictionaries that the browser module draws with native controls.

Every function returns one *node*: a dictionary with ``t`` (its type), ``k`` (a key, unique on the page, under which the
browser keeps the element and under which events come back) and whatever the type needs. Text is text: the browser never
reads it as HTML. ``*asterisks*`` in running text mark emphasis and ``**two**`` mark strong emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

Node = dict[str, Any]
Option = tuple[str, str]
"""A value to store and the words shown for it."""

_EMPHASIS = re.compile(r"(\*\*[^*]+\*\*|\*[^*\s][^*]*\*)")


def runs(text: str) -> list[list[str]]:
    """Running text as ``[style, text]`` pairs; style is ``""``, ``"em"`` or ``"strong"``."""
    found = []
    for piece in _EMPHASIS.split(text):
        if piece.startswith("**") and piece.endswith("**") and len(piece) > 4:
            found.append(["strong", piece[2:-2]])
        elif piece.startswith("*") and piece.endswith("*") and len(piece) > 2:
            found.append(["em", piece[1:-1]])
        elif piece:
            found.append(["", piece])
    return found


def heading(key: str, text: str, level: int = 3) -> Node:
    """A heading. Activities begin at level 3: the notebook's own headings are 1 and 2."""
    return {"t": "heading", "k": key, "level": level, "text": text}


def para(key: str, text: str, style: str = "") -> Node:
    """One paragraph. ``style``: ``""``, ``"quiet"`` for a smaller, secondary line, or ``"lead"``."""
    return {"t": "para", "k": key, "runs": runs(text), "style": style}


def paras(key: str, text: str | None, style: str = "") -> list[Node]:
    """Text with blank lines between paragraphs, as paragraphs; nothing for no text."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text or "") if block.strip()]
    return [para(f"{key}.{i}", " ".join(block.split()), style) for i, block in enumerate(blocks)]


def words(key: str, text: str, who: str) -> Node:
    """A client's words, as a quotation."""
    return {"t": "words", "k": key, "text": text, "who": who}


def _as_text(value: Any) -> str:
    """A saved value for a box to type in: a file that somebody edited may hold anything under any name."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def textbox(
    key: str, label: str, value: Any, *, rows: int = 5, hint: str | None = None, disabled: bool = False
) -> Node:
    """A box to write in. The label is always visible."""
    return {
        "t": "textbox",
        "k": key,
        "label": label,
        "value": _as_text(value),
        "rows": rows,
        "hint": hint,
        "disabled": disabled,
    }


def number(key: str, label: str, value: Any, low: float, high: float, *, error: str = "", step: float = 1) -> Node:
    """A number to type. ``error`` stands beside it, in words, when what was typed could not be used."""
    return {
        "t": "number",
        "k": key,
        "label": label,
        "value": _as_text(value),
        "low": low,
        "high": high,
        "step": step,
        "error": error,
    }


def scale(key: str, label: str, value: Any, low: str, high: str, *, error: str = "") -> Node:
    """0 to 100, by sliding or by typing: a range and a number box that say the same."""
    return {
        "t": "scale",
        "k": key,
        "label": label,
        "value": _as_text(value),
        "low": low,
        "high": high,
        "error": error,
    }


def slider(
    key: str, label: str, value: Any, low: float, high: float, *, step: float = 1, unit: str = "", error: str = ""
) -> Node:
    """A number between ``low`` and ``high``, by sliding or by typing. ``unit`` is said after the ends."""
    return {
        "t": "slider",
        "k": key,
        "label": label,
        "value": _as_text(value),
        "low": low,
        "high": high,
        "step": step,
        "unit": unit,
        "error": error,
    }


def picture(key: str, src: str, *, alt: str, caption: str, handles: list[dict[str, Any]], children: list[Node]) -> Node:
    """A picture with its finding in words, spots to drag, and its numbers to open. See ``pictures.py``."""
    return {
        "t": "picture",
        "k": key,
        "src": src,
        "alt": alt,
        "caption": caption,
        "handles": handles,
        "children": children,
    }


def _options(options: Iterable[Option]) -> list[dict[str, str]]:
    return [{"v": value, "label": label} for value, label in options]


def _one(options: list[dict[str, str]], value: Any) -> str | None:
    """The chosen option; None for none, or for one that the page no longer offers."""
    return value if any(option["v"] == value for option in options) else None


def choice(key: str, legend: str, options: Iterable[Option], value: Any, *, inline: bool = True) -> Node:
    """Choose one: a fieldset of radio buttons."""
    offered = _options(options)
    return {
        "t": "choice",
        "k": key,
        "legend": legend,
        "options": offered,
        "value": _one(offered, value),
        "inline": inline,
    }


def checks(key: str, legend: str, options: Iterable[Option], value: Any, *, inline: bool = True) -> Node:
    """Choose any number: a fieldset of tick boxes."""
    offered = _options(options)
    chosen = value if isinstance(value, list | tuple | set) else ()
    return {
        "t": "checks",
        "k": key,
        "legend": legend,
        "options": offered,
        "value": [option["v"] for option in offered if option["v"] in chosen],
        "inline": inline,
    }


def select(key: str, label: str, options: Iterable[Option], value: Any, *, hide_label: bool = False) -> Node:
    """Choose one from a drop-down list. ``hide_label`` leaves the label to screen readers, as in a table."""
    offered = _options(options)
    return {
        "t": "select",
        "k": key,
        "label": label,
        "options": offered,
        "value": _one(offered, value) or "",
        "hide_label": hide_label,
    }


def button(key: str, label: str, *, primary: bool = False, describe: str = "") -> Node:
    """A button. ``describe`` adds words for a screen reader where the label alone would be ambiguous."""
    return {"t": "button", "k": key, "label": label, "primary": primary, "describe": describe}


def row(key: str, children: list[Node]) -> Node:
    """Controls side by side, wrapping where there is no room."""
    return {"t": "row", "k": key, "children": children}


def group(key: str, children: list[Node], *, style: str = "", label: str = "") -> Node:
    """Nodes that belong together. ``style``: ``""``, ``"card"``, ``"notice"`` or ``"quiet"``."""
    return {"t": "group", "k": key, "children": children, "style": style, "label": label}


def details(key: str, summary: str, children: list[Node], *, open_: bool = False) -> Node:
    """Something to open on demand. Opening it is not recorded."""
    return {"t": "details", "k": key, "summary": summary, "children": children, "open": open_}


def status(key: str, text: str) -> Node:
    """A line that a screen reader announces when it changes."""
    return {"t": "status", "k": key, "text": text}


def table(key: str, caption: str, head: list[str], rows: list[list[Node | str]], *, row_headers: bool = False) -> Node:
    """A data table. Cells are text or a node."""
    return {"t": "table", "k": key, "caption": caption, "head": head, "rows": rows, "row_headers": row_headers}


def listing(key: str, items: list[str | list[Node]], *, ordered: bool = False) -> Node:
    """A list. Items are running text, or nodes."""
    shown = [{"runs": runs(item)} if isinstance(item, str) else {"children": item} for item in items]
    return {"t": "listing", "k": key, "items": shown, "ordered": ordered}


def marked(key: str, text: str, spans: list[tuple[int, int, str, str]]) -> Node:
    """Text with underlined passages. Each span is start, end, style name and the words a screen reader adds."""
    return {"t": "marked", "k": key, "text": text, "spans": [list(span) for span in spans]}


def timer(key: str, seconds: int, label: str, skip: str) -> Node:
    """A countdown that ends by itself or by pressing ``skip``; either sends one press."""
    return {"t": "timer", "k": key, "seconds": seconds, "label": label, "skip": skip}


def walk(nodes: Iterable[Node]) -> Iterable[Node]:
    """Every node, depth first, with those inside rows, tables and lists."""
    for node in nodes:
        yield node
        inner = list(node.get("children", ()))
        for line in node.get("rows", ()) if node["t"] == "table" else ():
            inner += [cell for cell in line if isinstance(cell, dict)]
        for item in node.get("items", ()):
            inner += item.get("children", ())
        yield from walk(inner)
