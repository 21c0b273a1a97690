"""One document out of the several times that an activity was done.

Three things are told apart by comparing the runs of ``twins_unfold``. What says the same in all of them is the course's
own and is printed. What changes with one choice is printed once for each option: *If you choose …*. What depends on the
student's own words or numbers cannot be printed beforehand and is left out; the notebook says it when the answers are
brought in there.

Four node types are added to those of ``activities/nodes.py``, for documents alone: ``when`` (children that belong to one
option), ``cases`` (what the page says to each option), ``reveal`` (to be read after answering) and ``mirror`` (where the
notebook's mirror reads the student's words).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from notknowing.activities.nodes import Node, walk
from notknowing.activities.numbers import parse
from notknowing.authoring.twins_tidy import INNER, asks, once, revealed, said_once, tidied
from notknowing.authoring.twins_unfold import ALL_TICKED, ANSWERED, CHOOSING, OWN_WORDS, PRESSED, Run

LISTED = 3
"""Options named before the rest become *anything else*."""

MOST_PICTURES = 3
"""Of one place on the page, and of what changes with a slider: lowest, middle and highest."""

GAP = "(yours)"
"""What stands in a table where the student's own answer would."""


def merged(runs: Sequence[Run], alone: set[str] | None = None) -> list[Node]:
    """Everything an activity can come to show, in the order of the page.

    Args:
        runs: the times it was done.
        alone: keys of what it shows to somebody who has not done the work it rests on, where there is such work; all
            the rest is then to be read after that.
    """
    over_time = [_union(run.views) for run in runs]
    for node in (node for nodes in over_time for node in walk(nodes)):
        if alone is not None and node["k"] not in alone:
            node["_seen"] = max(node.get("_seen", 0), 1)
    controls = _controls(over_time)
    nodes = _across(over_time, runs, controls)
    return revealed(tidied(said_once(once(nodes, set()))), asked=alone is not None)


# ---------------------------------------------------------------------------------------------- one run over time


def _union(views: Sequence[list[Node]]) -> list[Node]:
    """All nodes of one run in one order. ``_seen`` is the number of the view in which each came first."""
    kept: list[Node] = []
    for number, view in enumerate(views):
        _take_in(kept, view, number)
    return kept


def _take_in(kept: list[Node], view: Sequence[Node], number: int) -> None:
    places = {node["k"]: node for node in kept}
    here = {node["k"] for node in view}
    after = -1
    for node in view:
        known = places.get(node["k"])
        if known is not None and known["t"] == node["t"]:
            after = max(after, kept.index(known))
            _renew(known, node, number)
            continue
        after = _past_what_went(kept, after, here)
        fresh = {**node, "_seen": number, "_last": node, "_pictures": [node]}
        if node["t"] in INNER:
            fresh["children"] = []
            _take_in(fresh["children"], node["children"], number)
        after += 1
        kept.insert(after, fresh)
        places[node["k"]] = fresh


def _past_what_went(kept: Sequence[Node], after: int, here: set[str]) -> int:
    """The place behind what stood here before and is gone: the third card follows the second."""
    while after + 1 < len(kept) and kept[after + 1]["k"] not in here:
        after += 1
    return after


def _renew(known: Node, node: Node, number: int) -> None:
    """What the same place came to show later: the fullest list and table, the first words, every picture."""
    known["_last"] = node
    if node["t"] in INNER:
        _take_in(known["children"], node["children"], number)
    if node["t"] == "listing" and len(node["items"]) >= len(known["items"]):
        known["items"] = node["items"]
    elif node["t"] == "table" and len(node["rows"]) >= len(known["rows"]):
        known["rows"] = _rows_as_begun(known["rows"], node["rows"])
    elif node["t"] == "status" and not known["text"]:
        known["text"] = node["text"]
    elif node["t"] == "picture" and all(node["src"] != one["src"] for one in known["_pictures"]):
        known["_pictures"].append(node)


def _rows_as_begun(first: list[list[Any]], last: list[list[Any]]) -> list[list[Any]]:
    """The later rows, with controls as they stood before anything was put into them."""
    begun = {cell["k"]: cell for line in first for cell in line if isinstance(cell, dict)}
    return [[begun.get(cell["k"], cell) if isinstance(cell, dict) else cell for cell in line] for line in last]


# ---------------------------------------------------------------------------------------------- all runs together


@dataclass(frozen=True)
class _Controls:
    """Everything to choose or set with, and where each key of the activity stands on the page."""

    nodes: tuple[Node, ...]
    places: dict[str, int]

    def nearest(self, key: str) -> list[Node]:
        """The controls that a place may depend on, the likeliest first: of the same name, then the last before it."""
        parts = key.replace("|", ".").split(".")

        def likely(control: Node) -> tuple[int, bool, int]:
            place = self.places[control["k"]]
            return -_common(control["k"].split("."), parts), place > self.places[key], -place

        return sorted(self.nodes, key=likely)


def _controls(lists: Sequence[list[Node]]) -> _Controls:
    found: dict[str, Node] = {}
    for nodes in lists:
        for node in walk(nodes):
            found.setdefault(node["k"], node)
    order = _order([[{"k": node["k"]} for node in walk(nodes)] for nodes in lists])
    chosen = tuple(node for node in found.values() if node["t"] in CHOOSING or node["t"] == "slider")
    return _Controls(chosen, {key: i for i, key in enumerate(order)})


def _common(one: list[str], other: list[str]) -> int:
    """How many parts two keys share from their beginning."""
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same


def _order(lists: Sequence[list[Node]]) -> list[str]:
    """The keys of several lists in one order, none lost."""
    keys: list[str] = []
    for nodes in lists:
        here = {node["k"] for node in nodes}
        after = -1
        for node in nodes:
            if node["k"] in keys:
                after = max(after, keys.index(node["k"]))
                continue
            while after + 1 < len(keys) and keys[after + 1] not in here:
                after += 1
            after += 1
            keys.insert(after, node["k"])
    return keys


def _across(lists: Sequence[list[Node]], runs: Sequence[Run], controls: _Controls) -> list[Node]:
    by_key = [{node["k"]: node for node in nodes} for nodes in lists]
    shown: list[Node] = []
    for key in _order(lists):
        versions = [nodes.get(key) for nodes in by_key]
        there = [node for node in versions if node is not None]
        if there[0]["t"] in INNER:
            inside = [[] if node is None else node["children"] for node in versions]
            node = {**there[0], "children": _across(inside, runs, controls)}
        else:
            node = _one(versions, runs, controls)
        if node is None or (node["t"] in INNER and not node["children"]):
            continue
        node = node if versions[0] is not None else _conditional(node, versions, runs, controls)
        shown += [node] if node is not None else []
    return shown


def _one(versions: Sequence[Node | None], runs: Sequence[Run], controls: _Controls) -> Node | None:
    """A single place: as it is, once for each option, or not at all."""
    there = [node for node in versions if node is not None]
    first = there[0]
    if first["t"] == "table" and any(is_button(cell) for line in first["rows"] for cell in line):
        return None  # what has been done so far, to open again
    if first["t"] in ANSWERED:
        return _asked(first, there)
    if first["t"] in PRESSED:
        return first
    if first["t"] == "marked" and any(OWN_WORDS in node["text"] for node in there):
        return {"t": "mirror", "k": first["k"], "_seen": first["_seen"]}
    faces = {face(node) for node in there}
    if len(faces) == 1 or (versions[0] is not None and OWN_WORDS in face(first)):
        return _with_pictures(first, versions)
    near = controls.nearest(first["k"])
    by, groups = _explained([None if node is None else face(node) for node in versions], runs, near)
    if first["t"] == "table" and (by is None or by["t"] != "slider"):
        return _with_gaps(there)
    if by is None:
        return _with_pictures(first, versions[:1] if versions[0] else [first]) if first["t"] == "picture" else None
    if by["t"] == "checks":
        return versions[ALL_TICKED]
    groups = [group for group in groups if group[0] is not None]
    if by["t"] == "slider" and len(groups) > MOST_PICTURES:
        groups = [groups[0], groups[len(groups) // 2], groups[-1]]
    example = {face(node): node for node in there}
    cases = [{"label": label, "node": example[one]} for one, label in groups if one is not None]
    return {"t": "cases", "k": first["k"], "of": by["k"], "cases": cases, "_seen": first["_seen"], "_by": by["t"]}


def _with_gaps(there: Sequence[Node]) -> Node | None:
    """A table with gaps for what depends on the student's answers; None where even its shape does."""
    first = there[0]
    if any([len(line) for line in node["rows"]] != [len(line) for line in first["rows"]] for node in there):
        return None
    rows = [
        [
            cell if not isinstance(cell, str) or all(node["rows"][r][c] == cell for node in there) else GAP
            for c, cell in enumerate(line)
        ]
        for r, line in enumerate(first["rows"])
    ]
    return {**first, "rows": rows}


def _asked(first: Node, there: Sequence[Node]) -> Node:
    """A control, with all the ways in which it asks."""
    name = "legend" if "legend" in first else "label"
    return {**first, name: " / ".join(dict.fromkeys(node[name] for node in there))}


def is_button(cell: Any) -> bool:
    """Whether a cell of a table is a button."""
    return isinstance(cell, dict) and cell["t"] == "button"


def face(node: Node) -> str:
    """What a reader sees of a node, as text to compare; controls count by what they ask, not by what they hold."""

    def seen(one: Any) -> Any:
        if isinstance(one, dict):
            dropped = {"value", "_seen", "_last", "_pictures", "open", "error", "disabled"}
            if one.get("t") in PRESSED:
                return one["t"]
            return {name: seen(part) for name, part in one.items() if name not in dropped}
        return [seen(part) for part in one] if isinstance(one, list | tuple) else one

    return json.dumps(seen(node), sort_keys=True, ensure_ascii=False)


def _with_pictures(first: Node, versions: Sequence[Node | None]) -> Node:
    """A picture with the later states it came to in every run alike, such as one with the answer marked in it."""
    if first["t"] != "picture":
        return first
    later = [
        one
        for one in first["_pictures"][1:]
        if all(any(one["src"] == other["src"] for other in node["_pictures"]) for node in versions if node)
    ]
    return {**first, "later": later[:MOST_PICTURES]}


def _explained(
    faces: Sequence[str | None], runs: Sequence[Run], controls: Sequence[Node]
) -> tuple[Node | None, list[tuple[str | None, str]]]:
    """The nearest control on whose value alone the faces depend, and each face with the words for its options."""
    for control in controls:
        if any(one is not None and control["k"] not in run.chosen for run, one in zip(runs, faces, strict=True)):
            continue  # it was not even on the page
        values = [_value(run.chosen.get(control["k"])) for run in runs]
        if len(set(values)) == len(values):
            continue  # everything would seem to depend on it
        found: dict[str, str | None] = {}
        if any(found.setdefault(value, one) != one for value, one in zip(values, faces, strict=True)):
            continue
        if len(set(found.values())) > 1:
            return control, _labelled(control, found)
    return None, []


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _labelled(control: Node, found: dict[str, str | None]) -> list[tuple[str | None, str]]:
    """Each thing the page says, with the options that bring it, in the order of the options."""
    if control["t"] == "slider":
        numbers = sorted(((parse(json.loads(value)) or 0, one) for value, one in found.items()), key=itemgetter(0))
        return [(one, f"With “{control['label']}” at {number:g}".replace("-", "−")) for number, one in numbers]
    labels = {option["v"]: option["label"] for option in control["options"]}
    groups: dict[str | None, list[str]] = {}
    order = {value: i for i, value in enumerate(labels)}

    def chosen(value: str) -> list[str]:
        held = json.loads(value)
        return held if isinstance(held, list) else [held] if held else []

    for value, one in sorted(found.items(), key=lambda item: [order.get(v, 0) for v in chosen(item[0])]):
        groups.setdefault(one, []).append(" and ".join(labels.get(v, str(v)) for v in chosen(value)) or "nothing")
    most = max(groups, key=lambda one: len(groups[one]))
    rest = len(groups) > 1 and len(groups[most]) > LISTED
    said = [(one, f"If you choose {_either(names)}") for one, names in groups.items() if not (rest and one == most)]
    return [*said, (most, "If you choose anything else")] if rest else said


def _either(names: list[str]) -> str:
    quoted = [f"“{name.rstrip('.')}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _conditional(node: Node, versions: Sequence[Node | None], runs: Sequence[Run], controls: _Controls) -> Node | None:
    """Something that comes only with some choices: what it belongs to is said."""
    there = [None if one is None else "there" for one in versions]
    by, groups = _explained(there, runs, controls.nearest(node["k"]))
    if by is None:
        is_usual = 2 * sum(one is not None for one in versions) > len(versions)
        return node if is_usual or asks(node) else None
    label = next(label for one, label in groups if one == "there")
    return {"t": "when", "k": f"{node['k']}|when", "label": label, "of": by["k"], "children": [node], "_seen": node.get("_seen", 0)}  # fmt: skip
