"""The last steps from what was brought together to a document: nothing twice, no buttons, and answers before readings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from notknowing.activities.nodes import Node, walk
from notknowing.authoring.twins_unfold import ANSWERED, OWN_WORDS

INNER = ("row", "group", "details")
"""Nodes whose children are brought together one by one."""

REPEATED = re.compile(rf"{re.escape(OWN_WORDS)}(?:\s+{re.escape(OWN_WORDS)})+")


def once(nodes: Iterable[Node], known: set[str]) -> list[Node]:
    """Without what stands further up already: a page may keep earlier steps to be opened again."""
    shown = []
    for node in nodes:
        if node["t"] not in {"when", "cases"}:
            if node["k"] in known:
                continue
            known.add(node["k"])
        if node["t"] in {*INNER, "when"}:
            node = {**node, "children": once(node["children"], known)}
            if not node["children"]:
                continue
        shown.append(node)
    return shown


def said_once(value: Any) -> Any:
    """Without repeating the words that stand for the student's own, of which each run had another number."""
    if isinstance(value, str):
        return REPEATED.sub(OWN_WORDS, value)
    if isinstance(value, dict):
        return {name: part if name.startswith("_") else said_once(part) for name, part in value.items()}
    return [said_once(part) for part in value] if isinstance(value, list) else value


def tidied(nodes: Iterable[Node]) -> list[Node]:
    """Without buttons and what only reports on them; neighbours under the same condition together."""
    shown: list[Node] = []
    for node in nodes:
        if node["t"] == "button" or (node["t"] == "status" and _reports(node)):
            continue
        if node["t"] == "select" or node["t"] == "choice":
            node = {**node, "options": [option for option in node["options"] if option["v"]]}
        if node["t"] == "table":
            node = _sheet(node)
            if node is None:
                continue
        if node["t"] == "listing":
            node = _list(node)
            if not node["items"]:
                continue
        if "children" in node:
            children = tidied(node["children"])
            if any(one["t"] == "mirror" for one in children):
                node = next(one for one in children if one["t"] == "mirror")
            elif node["t"] == "row":
                shown += children
                continue
            elif not children and node["t"] != "picture":
                continue
            else:
                node = {**node, "children": children}
        last = shown[-1] if shown else None
        if node["t"] == "when" and last and last["t"] == "when" and last["label"] == node["label"]:
            last["children"] += node["children"]
            continue
        shown.append(node)
    return shown


def _reports(node: Node) -> bool:
    """Whether a line only says how far somebody has come."""
    counts = node["_last"]["text"] != node["text"]
    return counts or not node["text"].strip()


def _sheet(node: Node) -> Node | None:
    """A table without the buttons in it, and without the columns that held nothing else."""
    width = max((len(line) for line in node["rows"]), default=0)
    rows = [[_cell(cell) for cell in line] for line in node["rows"]]
    kept = [c for c in range(width) if any(c < len(line) and line[c] != "" for line in rows) or (c < len(node["head"]) and node["head"][c])]  # fmt: skip
    if not rows or not kept:
        return None
    head = [node["head"][c] for c in kept if c < len(node["head"])]
    return {**node, "head": head, "rows": [[line[c] for c in kept if c < len(line)] for line in rows]}


def _cell(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    inner = tidied([cell])
    return inner[0] if inner else ""


def _list(node: Node) -> Node:
    items = [item if "runs" in item else {"children": tidied(item["children"])} for item in node["items"]]
    return {**node, "items": [item for item in items if item.get("runs") or item.get("children")]}


def revealed(nodes: list[Node], *, asked: bool = False) -> list[Node]:
    """What came only after an answer goes behind one line to open, from one thing to answer to the next."""
    shown: list[Node] = []
    anything_asked = asked
    for number, part in enumerate(_parts(nodes)):
        head = part[0] if part[0]["t"] == "heading" else None
        if head and anything_asked and head["_seen"] > 0 and not any(map(asks, part)) and not _meets(part):
            shown.append({"t": "reveal", "k": f"{head['k']}|reveal", "label": head["text"], "children": part[1:]})
            continue
        asked = asked and number == 0
        for node in part:
            # A conversation goes on in the open.
            is_talk = node["t"] == "words" and bool(shown) and shown[-1]["t"] != "reveal"
            if asked and not is_talk and node.get("_seen", 0) > 0 and not asks(node):
                if not shown or shown[-1]["t"] != "reveal":
                    shown.append({"t": "reveal", "k": f"{node['k']}|reveal", "label": "", "children": []})
                shown[-1]["children"].append(node)
                continue
            if asks(node):
                asked = anything_asked = True
                if node["t"] in {"group", "when"}:
                    node = {**node, "children": revealed(node["children"])}
            shown.append(node)
    return shown


def _parts(nodes: Iterable[Node]) -> list[list[Node]]:
    """The nodes from one heading to the next."""
    parts: list[list[Node]] = []
    for node in nodes:
        if not parts or node["t"] == "heading":
            parts.append([])
        parts[-1].append(node)
    return parts


def asks(node: Node) -> bool:
    """Whether there is something to answer in it."""
    return any(one["t"] in ANSWERED for one in walk([node]))


def _meets(part: Iterable[Node]) -> bool:
    """Whether a client is met in it: nobody has to answer anything before that."""
    return any(node["k"].startswith("meet.") for node in part)
