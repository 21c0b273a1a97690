"""Measures the mirror against any labelled file: agreement with its interval, and how often each rule was right.

Cohen's kappa (1960, doi:10.1177/001316446002000104) on yes or no; the interval is a percentile bootstrap over clusters,
so that rows that belong together (three wordings of one reply, turns of one conversation) are drawn together.
Standard library only, so that the mirror can be measured wherever it runs.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from notknowing.mirror.reading import Reading

Row = Mapping[str, str]


class MapError(ValueError):
    """The map cannot be used; the message says why in one sentence."""


@dataclass(frozen=True)
class Decision:
    """One yes-or-no decision: which labels are yes, and what in a reading is yes."""

    name: str
    labels: frozenset[str]
    column: str
    mirror: dict[str, frozenset[str]]
    without: dict[str, frozenset[str]] = field(default_factory=dict)
    always: dict[str, frozenset[str]] = field(default_factory=dict)
    among: str = ""


@dataclass(frozen=True)
class Map:
    """How the labels of a file correspond to the mirror's names. The form of the file is in docs/mirror.md."""

    decisions: tuple[Decision, ...]
    separator: str = ""
    context: str = ""
    client: str = ""
    cluster: str = ""
    only: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Agreed:
    """The mirror beside a label. ``low`` and ``high`` are the 95% interval of kappa; None where it is not defined."""

    name: str
    n: int
    labelled: int
    found: int
    both: int
    precision: float | None
    recall: float | None
    kappa: float | None
    low: float | None
    high: float | None


SORTS = ("forms", "moves", "rules", "notes")


def map_from(data: Any, label: str) -> Map:
    """The map in a YAML file's plain data.

    Args:
        data: what the file holds.
        label: the column used where a decision names none.

    Raises:
        MapError: something is missing or has an unknown name.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("decisions"), Mapping) or not data["decisions"]:
        raise MapError("The map needs a part called decisions, with at least one decision in it.")
    decisions = tuple(_decision(str(name), part, label, data["decisions"]) for name, part in data["decisions"].items())
    texts = {key: str(data.get(key) or "") for key in ("separator", "context", "client", "cluster")}
    return Map(decisions, **texts, only={str(k): str(v) for k, v in (data.get("only") or {}).items()})


def _decision(name: str, part: Any, label: str, every: Mapping[str, Any]) -> Decision:
    if not isinstance(part, Mapping) or "labels" not in part or not isinstance(part.get("mirror"), Mapping):
        raise MapError(f"The decision {name} needs labels, and a part called mirror.")
    among = str(part.get("among") or "")
    if among and among not in every:
        raise MapError(f"The decision {name} is among {among}, and there is no decision of that name.")
    return Decision(name, frozenset(map(str, part["labels"])), str(part.get("column") or label),
                    _sorts(name, part["mirror"]), _sorts(name, part.get("without") or {}), _sorts(name, part.get("always") or {}), among)  # fmt: skip


def _sorts(name: str, part: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    if strange := sorted(set(map(str, part)) - set(SORTS)):
        raise MapError(f"The decision {name} asks for {', '.join(strange)}; there are {', '.join(SORTS)}.")
    return {str(sort): frozenset(map(str, names)) for sort, names in part.items()}


def named(reading: Reading) -> dict[str, set[str]]:
    """Everything a reading names, under ``forms``, ``moves``, ``rules`` and ``notes``."""
    moves = reading.moves
    return {
        "forms": {sentence.form.name for sentence in reading.sentences},
        "moves": {move.name for move in moves},
        "rules": {move.rule for move in moves} | {s.form.rule for s in reading.sentences} | {n.rule for n in reading.notes},
        "notes": {note.name for note in reading.notes},
    }  # fmt: skip


def says_yes(decision: Decision, seen: dict[str, set[str]]) -> bool:
    """Whether a reading answers a decision with yes."""
    if any(names & seen[sort] for sort, names in decision.always.items()):
        return True
    yes = any(names & seen[sort] for sort, names in decision.mirror.items())
    return yes and not any(names & seen[sort] for sort, names in decision.without.items())


def labelled_yes(decision: Decision, row: Row, separator: str) -> bool:
    """Whether the label of a row answers a decision with yes."""
    value = row[decision.column]
    values = value.split(separator) if separator else [value]
    return bool(decision.labels & {part.strip() for part in values})


def agree(
    rows: Iterable[Row],
    text: str,
    plan: Map,
    clients: Mapping[str, Any] | None = None,
    draws: int = 1000,
    seed: int = 2607,
) -> tuple[list[Agreed], dict[str, tuple[int, int]]]:
    """The mirror beside the labels of a file.

    Args:
        rows: the file's rows, by column.
        text: the column with the reply.
        plan: from ``map_from``.
        clients: clients by id, for a map that names a column of them.
        draws: how many bootstrap draws.
        seed: for the draws; the same seed gives the same interval.

    Returns:
        One ``Agreed`` for each decision, and for each rule that gives a mapped move or form how often it was right and
        how often it fired.

    Raises:
        MapError: a column that the map or the command names is not in the file, or no row is left.
    """
    from notknowing.mirror import read

    kept = [row for row in rows if all(row.get(column) == value for column, value in plan.only.items())]
    if not kept:
        raise MapError("No row is left to measure. Look at the part called only in the map, and at the file.")
    columns = {text, plan.context, plan.client, plan.cluster, *(d.column for d in plan.decisions), *plan.only} - {""}
    if missing := sorted(columns - set(kept[0])):
        raise MapError(f"The file has no column called {', '.join(missing)}.")
    seen = [named(read(row[text] or "", _client(row, plan, clients))) for row in kept]
    clusters = [row[plan.cluster] or f"row {i}" if plan.cluster else f"row {i}" for i, row in enumerate(kept)]
    pairs = {
        d.name: [(says_yes(d, s), labelled_yes(d, r, plan.separator)) for s, r in zip(seen, kept, strict=True)]
        for d in plan.decisions
    }
    found = [_agreed(d, pairs, clusters, draws, seed) for d in plan.decisions]
    return found, _rules(plan, seen, pairs)


def _client(row: Row, plan: Map, clients: Mapping[str, Any] | None) -> Any:
    if plan.client and clients and row[plan.client] in clients:
        return clients[row[plan.client]]
    return SimpleNamespace(words=row[plan.context] or "", name="", pronouns=None, safety=None) if plan.context else None


def _agreed(
    decision: Decision, pairs: dict[str, list[tuple[bool, bool]]], clusters: list[str], draws: int, seed: int
) -> Agreed:
    here = list(zip(pairs[decision.name], clusters, strict=True))
    if decision.among:
        here = [pair for pair, (one, other) in zip(here, pairs[decision.among], strict=True) if one and other]
    counts = [pair for pair, _ in here]
    low, high = interval(here, draws, seed)
    both, found, labelled = sum(a and b for a, b in counts), sum(a for a, _ in counts), sum(b for _, b in counts)
    return Agreed(decision.name, len(counts), labelled, found, both, both / found if found else None,
                  both / labelled if labelled else None, kappa(counts), low, high)  # fmt: skip


def kappa(pairs: list[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa of yes-or-no pairs; None where all are alike or there are none."""
    n = len(pairs)
    one, other, same = sum(a for a, _ in pairs), sum(b for _, b in pairs), sum(a == b for a, b in pairs)
    return _kappa(n, one, other, same)


def _kappa(n: int, one: int, other: int, same: int) -> float | None:
    expected = (one * other + (n - one) * (n - other)) / n**2 if n else 1
    return (same / n - expected) / (1 - expected) if expected < 1 else None


def interval(pairs: list[tuple[tuple[bool, bool], str]], draws: int, seed: int) -> tuple[float | None, float | None]:
    """The 95% percentile interval of kappa over draws of whole clusters; None, None where it cannot be had."""
    sums: dict[str, list[int]] = {}
    for (one, other), cluster in pairs:
        total = sums.setdefault(cluster, [0, 0, 0, 0])
        for place, value in enumerate((1, one, other, one == other)):
            total[place] += value
    units, chance, values = list(sums.values()), random.Random(seed), []
    for _ in range(draws if len(units) > 1 else 0):
        drawn = chance.choices(units, k=len(units))
        value = _kappa(*(sum(column) for column in zip(*drawn, strict=True)))
        if value is not None:
            values.append(value)
    if len(values) < 20:
        return None, None
    values.sort()
    return values[int(0.025 * len(values))], values[min(int(0.975 * len(values)), len(values) - 1)]


def _rules(
    plan: Map, seen: list[dict[str, set[str]]], pairs: dict[str, list[tuple[bool, bool]]]
) -> dict[str, tuple[int, int]]:
    from notknowing.mirror.table import FORMS, RULES

    counts: dict[str, tuple[int, int]] = {}
    for rule in RULES:
        sort = "forms" if rule in FORMS else "moves"
        decision = next((d for d in plan.decisions if d.mirror.get(sort) == {rule.gives} and not d.among), None)
        if decision:
            hits = [
                label
                for names, (_, label) in zip(seen, pairs[decision.name], strict=True)
                if rule.name in names["rules"]
            ]
            counts[rule.name] = (sum(hits), len(hits))
    return counts
