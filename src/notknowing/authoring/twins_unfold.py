"""Doing an activity from end to end without a browser, to learn everything that a page can come to show.

A notebook shows one thing at a time; a document shows all of it. So somebody who is nobody does the activity: fills in
every box, chooses, and presses what brings something new, several times over with other choices each time. What came on
the page, in what order, is kept as *runs*; ``twins_merge`` makes one document of them. No kind of activity has to be
known here, so that a kind written tomorrow has its twin as well.
"""

from __future__ import annotations

import copy
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from notknowing.activities import pictures
from notknowing.activities.base import Activity
from notknowing.activities.kept import Kept
from notknowing.activities.nodes import Node, walk
from notknowing.activities.widget import answer, drawn
from notknowing.work import Entry, Saved

OWN_WORDS = "(your own words)"
"""What the one who does the activity writes into every box."""

CHOOSING = {"choice", "checks", "select"}
NUMBERS = {"number", "scale", "slider"}
ANSWERED = {"textbox", *NUMBERS, *CHOOSING}
PRESSED = {"button", "timer"}

PICTURED = "\0"
MOST_STEPS = 300
MOST_PRESSES = 6
"""Of one button: one that brings something new for ever, such as another shuffle, has been seen by then."""
MOST_STATES = 4
"""Of one picture: after that, another state of it is nothing new."""
MOST_FRUITLESS = 3
"""Trials of a button that brought nothing new, before it is left alone."""
FEWEST_RUNS, MOST_RUNS = 4, 12
ALL_TICKED = 1
"""The run in which every box to tick is ticked."""
ONLY_SAID = {"submit", "answers_file"}
"""Kinds in which the program handles files: of these a document has what they say before anything is pressed."""


class Paper(Kept):
    """Entries that are only thought of: takes what a ``Store`` takes, and writes nothing to disk.

    Args:
        notebook: the page.
        folder: where the other pages' words and the files beside the notebook would be.
    """

    def __init__(self, notebook: str, folder: Path):
        super().__init__(notebook, {})
        self.folder = folder
        self.writing = False
        self.path = folder / f"{notebook}.responses.json"
        self.private_path = folder / f"{notebook}.private.json"
        self._private: set[str] = set()

    def put(
        self, key: str, value: Any, *, kind: str = "text", private: bool = False, origin: str | None = None,
        history: bool = True,
    ) -> Saved:  # fmt: skip
        """Keep a value until the next."""
        now = datetime.now(UTC)
        self._entries[key] = Entry(value, now, kind=kind, origin=origin)
        if private:
            self._private.add(key)
        return Saved(True, now, "")

    def is_private(self, key: str) -> bool:
        """Whether it was put as private."""
        return key in self._private

    def make_private(self, key: str) -> Saved:
        """Remember that it is private."""
        self._private.add(key)
        return Saved(True, None, "")

    def make_shared(self, key: str) -> Saved:
        """Remember that it is not."""
        self._private.discard(key)
        return Saved(True, None, "")

    def entries(self) -> dict[str, Entry]:
        """What would be handed in: nothing, because nobody wrote it."""
        return {}

    def private_entries(self) -> dict[str, Entry]:
        """None of anybody's."""
        return {}

    def retry(self) -> Saved:
        """There is nothing to try again."""
        return Saved(True, None, "")

    def state(self) -> tuple[dict[str, Entry], set[str]]:
        """A copy to come back to."""
        return dict(self._entries), set(self._private)

    def add(self, entries: dict[str, Entry]) -> None:
        """Take over what was saved elsewhere."""
        self._entries.update(entries)

    def back_to(self, state: tuple[dict[str, Entry], set[str]]) -> None:
        """Undo everything since that copy."""
        self._entries, self._private = dict(state[0]), set(state[1])


@dataclass
class Run:
    """One time through an activity: the views in their order, and what every control held at the end."""

    views: list[list[Node]] = field(default_factory=list)
    chosen: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    """Everything that was saved, with how far the activity had come."""
    sorts: dict[str, str] = field(default_factory=dict)
    """Entry key to the sort of value that the activity keeps under it."""
    private: set[str] = field(default_factory=set)
    """Keys that start out private."""
    most_options: int = 0
    is_done: bool = False


@contextmanager
def drawn_later() -> Iterator[dict[str, Callable[[], Any]]]:
    """Within this, pictures are not drawn: ``src`` is a name under which the function that draws it is kept.

    Doing an activity changes its pictures dozens of times, and a document shows a few of them.
    """
    held: dict[str, Callable[[], Any]] = {}
    drawing = pictures._svg

    def hold(key: str, draw: Callable[[], Any], state: str) -> tuple[str, dict[str, Any]]:
        name = f"held:{key}:{state}"
        held[name] = draw
        return name, {"x": (0.0, 1.0), "y": (1.0, 0.0), "xlim": (0.0, 1.0), "ylim": (0.0, 1.0)}

    pictures._svg = hold
    try:
        yield held
    finally:
        pictures._svg = drawing


def runs_of(make: Callable[[Paper], Activity], paper: Callable[[int], Paper], *, least: int = FEWEST_RUNS) -> list[Run]:
    """An activity done several times with other choices, so that every option is chosen, and one of them twice.

    Numbers are others every time and options come back: what comes back with them depends on them.

    Args:
        make: the activity on given paper.
        paper: fresh paper for the run of that number, with what other activities have left on it.
        least: how often at least, even where nothing can be chosen.
    """
    first = _Hand(make, paper(0), 0).run()
    wanted = min(max(first.most_options + 1, FEWEST_RUNS), MOST_RUNS) if first.sorts else least
    return [first, *(_Hand(make, paper(number), number).run() for number in range(1, wanted))]


class _Hand:
    """Somebody who does one activity once, with the choices of one number."""

    def __init__(self, make: Callable[[Paper], Activity], paper: Paper, number: int):
        self.make, self.paper, self.number = make, paper, number
        self.activity = make(paper)
        self.run_ = Run()
        self.seen: set[str] = set()
        self.presses: Counter[str] = Counter()
        self.states: Counter[str] = Counter()
        self.fruitless: Counter[tuple[str, str]] = Counter()
        self.first_values: dict[str, Any] = {}

    def run(self) -> Run:
        """Everything, until nothing brings anything new."""
        self._look()
        for _ in range(0 if self.activity.kind in ONLY_SAID else MOST_STEPS):
            self._fill()
            key = self._next_press()
            if key is None:
                break
            self.presses[key] += 1
            answer(self.activity, {"kind": "press", "key": key})
            self._look()
        run = self.run_
        run.is_done = self.activity.is_done()
        run.entries = self.paper.state()[0]
        run.sorts = dict(self.activity.bound)
        run.private = {key for key in run.sorts if self.activity.private_by_default(key)}
        return run

    def _look(self) -> None:
        view = _without(str(self.paper.folder.parent), drawn(self.activity))
        self.view = view
        self.run_.views.append(view)
        fresh = set(_signs(view)) - self.seen
        self.seen |= fresh
        self.states.update(sign.split(PICTURED)[0] for sign in fresh if PICTURED in sign)
        for node in walk(view):
            if node["t"] in ANSWERED:
                self.first_values.setdefault(node["k"], node.get("value"))
                self.run_.chosen[node["k"]] = node.get("value")
            if node["t"] in CHOOSING:
                self.run_.most_options = max(self.run_.most_options, len(_offered(node)))

    def _fill(self) -> None:
        """Every control on the page, and those that come with the answers."""
        for _ in range(6):
            changed = False
            for node in list(walk(self.view)):
                if node["t"] not in ANSWERED or node["k"].endswith("|private") or node.get("disabled"):
                    continue
                value = self._value(node)
                if value is None or value == node.get("value"):
                    continue
                answer(self.activity, {"kind": "change", "key": node["k"], "value": value})
                changed = True
            if not changed:
                return
            self._look()

    def _value(self, node: Node) -> Any:
        sort, key = node["t"], node["k"]
        if sort == "textbox":
            return " ".join([OWN_WORDS] * (1 + self.number))  # another length every time, for what counts words
        if sort in {"number", "scale"}:
            return str(30 + 7 * self.number if sort == "scale" else 3 + 2 * self.number)
        if sort == "slider":
            if self.number == 0 and node["value"]:
                return node["value"]
            share = (0.5, 0.0, 1.0, 0.25, 0.75)[(self.number + zlib.crc32(key.encode())) % 5]
            steps = round((node["high"] - node["low"]) * share / node["step"])
            return f"{node['low'] + steps * node['step']:g}"
        options = _offered(node)
        if not options:
            return None
        begins = self.first_values.get(key)
        if sort != "checks" and begins in options:
            start = options.index(begins)
        else:
            start = zlib.crc32(key.encode()) % len(options)
        if sort == "checks" and self.number == ALL_TICKED:
            return options
        value = options[(start + self.number) % len(options)]
        return [value] if sort == "checks" else value

    def _next_press(self) -> str | None:
        """The press that brings something new: what only adds first, then what goes on, then anything else."""
        best: tuple[int, str] | None = None
        anchors = _anchors(self.view)
        in_tables = _buttons_in_tables(self.view)
        for node in list(walk(self.view)):
            if node["t"] not in PRESSED:
                continue
            key, label = node["k"], node["label"]
            if self.presses[key] >= MOST_PRESSES or self.fruitless[key, label] >= (
                1 if key in in_tables else MOST_FRUITLESS
            ):
                continue
            after = self._after(key)
            if not self._is_news(set(_signs(after)) - self.seen):
                self.fruitless[key, label] += 1
                continue
            adds = anchors <= _anchors(after)
            rank = (0 if adds else 3) if not node.get("primary") else 1 if adds else 2
            if label.startswith("Skip"):
                rank = 4
            if rank == 0:
                return key
            if best is None or rank < best[0]:
                best = (rank, key)
        return best[1] if best else None

    def _is_news(self, fresh: set[str]) -> bool:
        return any(PICTURED not in sign or self.states[sign.split(PICTURED)[0]] < MOST_STATES for sign in fresh)

    def _after(self, key: str) -> list[Node]:
        """What the page would be after a press, which is then taken back."""
        state = self.paper.state()
        activity = copy.copy(self.activity)
        activity.errors, activity.others = dict(activity.errors), dict(activity.others)
        answer(activity, {"kind": "press", "key": key})
        view = drawn(activity)
        self.paper.back_to(state)
        return [node for node in view if node["t"] != "status" or node["k"] not in {"not-yet", "predict-first"}]


def _without(place: str, view: list[Node]) -> list[Node]:
    """A view less every line about files in our own folder: that is the program's work, and nobody else's folder."""
    kept = []
    for node in view:
        if place in str(node.get("text", "")) or place in str(node.get("runs", "")):
            continue
        kept.append({**node, "children": _without(place, node["children"])} if "children" in node else node)
    return kept


def _buttons_in_tables(view: list[Node]) -> set[str]:
    """Keys of buttons that open again what a table lists."""
    tables = [node for node in walk(view) if node["t"] == "table"]
    cells = [cell for table in tables for line in table["rows"] for cell in line]
    return {cell["k"] for cell in cells if isinstance(cell, dict) and cell["t"] == "button"}


def _offered(node: Node) -> list[str]:
    return [option["v"] for option in node["options"] if option["v"]]


def _anchors(view: list[Node]) -> set[str]:
    """What has to stay for a press to count as one that only adds."""
    return {node["k"] for node in walk(view) if node["t"] in {"heading", "words", "para", *ANSWERED}}


def _signs(view: list[Node]) -> Iterator[str]:
    """What is there to be seen, piece by piece, and what leads on from it."""
    for node in walk(view):
        if node["t"] == "row" or (node["t"] == "button" and not node.get("primary")):
            continue
        if node["t"] == "listing":
            yield f"{node['k']}:{len(node['items'])}"
        if node["t"] == "picture":
            yield f"{node['k']}{PICTURED}{node['src']}"
        yield node["k"]
