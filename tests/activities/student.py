"""A student without a browser: presses and types what is on the page, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import notknowing.activities.kinds  # registers every kind of activity  # noqa: F401
from notknowing.activities.base import Activity
from notknowing.activities.frame import Opening, Words
from notknowing.activities.nodes import Node, walk
from notknowing.activities.page import activity_for
from notknowing.activities.widget import answer, drawn
from notknowing.course import Course
from notknowing.work import Store

ROOT = Path(__file__).parents[2]
CONTROLS = {"textbox", "number", "scale", "slider", "choice", "checks", "select", "button", "timer"}
BOXES = {"textbox", "number", "scale", "slider"}


class Desk:
    """One activity in front of a student."""

    def __init__(self, activity: Activity):
        self.activity = activity
        self.view = drawn(activity)
        self.focus: str | None = None
        """Where the last press has put the focus."""

    # -- looking

    @property
    def nodes(self) -> list[Node]:
        return list(walk(self.view))

    def controls(self, *types: str) -> list[Node]:
        return [node for node in self.nodes if node["t"] in (types or CONTROLS)]

    @property
    def text(self) -> str:
        """Everything there is to read, one piece a line."""
        return "\n".join(readable(self.view))

    def has(self, key: str) -> bool:
        return any(node["k"] == key for node in self.nodes)

    def node(self, key: str) -> Node:
        return next(node for node in self.nodes if node["k"] == key)

    def button(self, label: str) -> str:
        """The key of the last button of that label."""
        found = [node["k"] for node in self.controls("button") if node["label"] == label]
        assert found, f"no button “{label}” among {[node['label'] for node in self.controls('button')]}"
        return found[-1]

    # -- doing

    def _send(self, event: dict[str, Any]) -> dict[str, Any]:
        reply = answer(self.activity, {"seq": 1, **event})
        self.view = drawn(self.activity)
        self.focus, self.activity.focus = self.activity.focus, None
        assert self.focus is None or self.has(self.focus), f"the focus would go to {self.focus}, which is not there"
        return reply

    def change(self, key: Any, value: Any) -> dict[str, Any]:
        return self._send({"kind": "change", "key": key, "value": value})

    def press_key(self, key: Any) -> dict[str, Any]:
        return self._send({"kind": "press", "key": key})

    def type(self, key: str, words: Any) -> dict[str, Any]:
        """Put words or a choice where the page offers that."""
        assert self.has(key), f"{key} is not on the page"
        reply = self.change(key, words)
        assert reply["ok"], reply["message"]
        return reply

    choose = type

    def press(self, label: str) -> dict[str, Any]:
        reply = self.press_key(self.button(label))
        assert reply["ok"], reply["message"]
        return reply


class Student:
    """A working folder with one folder for each page, as ``notknowing start`` makes it."""

    def __init__(self, course: Course, folder: Path):
        self.course, self.folder = course, folder

    def place(self, page_id: str) -> Path:
        folder = self.folder / page_id
        if not folder.is_dir():
            folder.mkdir(parents=True)
            for file in (ROOT / "exercises" / page_id).glob("*"):
                shutil.copy(file, folder)
        return folder

    def store(self, page_id: str) -> Store:
        """Freshly opened, as after a restart."""
        return Store.open(page_id, self.place(page_id))

    def open(self, page_id: str, activity_id: str, *, store: Store | None = None, mirror: str | None = None) -> Desk:
        """Sit down at one activity. ``mirror`` changes what the page says about the mirror."""
        store = store or self.store(page_id)
        if mirror is None:
            return Desk(activity_for(self.course, page_id, activity_id, store))
        page = self.course.pages[page_id].model_copy(update={"mirror": mirror})
        spec = page.activity(activity_id)
        return Desk(Activity.kinds[spec.kind](self.course, page, spec, store))

    def exchange(self, *clients: str) -> None:
        """Choose in Week 0 to meet somebody else instead of these."""
        desk = self.open("week00", "0.3")
        desk.choose("0.3.swaps", [*desk.node("0.3.swaps")["value"], *clients])

    def answer_week00(self) -> None:
        """First words to the four clients; one of them is a silence."""
        desk = self.open("week00", "0.4")
        clients = desk.activity.spec.clients
        for i, client_id in enumerate(clients):
            if client_id == "bronwen":
                desk.choose("0.4.bronwen.manner", "silence")
                desk.type("0.4.bronwen.how_long", "ten seconds")
            else:
                desk.type(f"0.4.{client_id}.words", f"My first words to {client_id}.")
            desk.type(f"0.4.{client_id}.sure", 40)
            if i + 1 < len(clients):
                desk.press("Go on to the next person")

    def answer_week02(self) -> None:
        """The loop with both clients: Farida's words changed, Wei Ling's kept."""
        desk = self.open("week02", "2C")
        for client_id, keeps in (("farida", "change"), ("wei-ling", "keep")):
            walk_loop(desk, client_id, keeps)


LOOP_STEPS = ["meet", "pull", "first", "rate", "hints", "swap", "contrast", "mirror", "revise", "rerate"]


def walk_loop(desk: Desk, client_id: str, keeps: str, *, mirror: bool = True) -> None:
    """Go with one client from the first step to the last, doing what each step asks and no more."""
    for step in LOOP_STEPS:
        if step == "mirror" and not mirror:
            continue
        fill_step(desk, client_id, step, keeps)
        if step != LOOP_STEPS[-1]:
            desk.press("Go on")
    desk.press_key([n["k"] for n in desk.controls("button") if n["label"].startswith("Go on to")][-1])


def fill_step(desk: Desk, client_id: str, step: str, keeps: str = "keep") -> None:
    """Do what one step of the loop asks."""
    root = f"2C.{client_id}"
    if step == "first":
        desk.type(f"{root}.first.words", f"First words to {client_id}.")
    elif step == "rate":
        desk.type(f"{root}.before.help", "55")
        desk.type(f"{root}.before.sure", "60")
    elif step == "contrast":
        desk.type(f"{root}.noticed", "The second one waits.")
    elif step == "revise":
        desk.choose(f"{root}.keeps", keeps)
        if keeps == "change":
            desk.type(f"{root}.revised.words", f"Revised words to {client_id}.")
        desk.type(f"{root}.because", f"Because of {client_id}.")
    elif step == "rerate":
        desk.type(f"{root}.after.help", "45")
        desk.type(f"{root}.after.sure", "70")


def readable(nodes: list[Node]) -> list[str]:
    """Every piece of text that somebody reads or hears, but for what stands in a box."""
    found = []
    for node in walk(nodes):
        found += [
            node[name]
            for name in ("text", "who", "label", "legend", "summary", "caption", "hint", "low", "high")
            if isinstance(node.get(name), str)
        ]
        found += [node[name] for name in ("describe", "skip", "error") if isinstance(node.get(name), str)]
        found += ["".join(text for _, text in node.get("runs", ()))]
        found += [option["label"] for option in node.get("options", ())]
        found += node.get("head", [])
        for item in node.get("items", ()):
            found.append("".join(text for _, text in item.get("runs", ())))
        for line in node.get("rows", ()) if node["t"] == "table" else ():
            found += [cell for cell in line if isinstance(cell, str)]
    return [piece for piece in found if piece and piece.strip()]


def assert_sound(view: list[Node]) -> None:
    """What must hold of every view: it can be sent, keys are unique, and every control says what it is."""
    json.dumps(view, ensure_ascii=False, allow_nan=False).encode("utf-8")
    keys = [node["k"] for node in walk(view)]
    assert all(isinstance(key, str) and key for key in keys)
    twice = {key for key in keys if keys.count(key) > 1} if len(set(keys)) != len(keys) else set()
    assert not twice, f"the same key twice: {twice}"
    for node in walk(view):
        if node["t"] in CONTROLS:
            said = node.get("label") or node.get("legend")
            assert said and said.strip(), f"{node['k']} has no label"
        for option in node.get("options", ()):
            assert option["label"].strip(), f"an option of {node['k']} has no label"
        if node["t"] == "details":
            assert node["summary"].strip()
        if node["t"] == "timer":
            assert node["skip"].strip(), "a wait has to have a way out"


def every_activity(course: Course) -> list[tuple[str, str]]:
    """Page and activity ids of everything there is, the two panels around them included."""
    return [
        (page.id, activity_id)
        for page in course.pages.values()
        for activity_id in ("opening", *(activity.id for activity in page.activities), "words")
    ]


def filling(node: Node, pick: int | None = None) -> Any:
    """Something to put into a control that is still empty; what it holds, where it is not.

    ``pick`` is the option to take where there are several, whatever was chosen before; without it, the last.
    """
    if node["t"] in {"button", "timer"} or node["k"].endswith("|private"):
        return None
    if node["value"] and (pick is None or node["t"] not in {"choice", "select"}):
        return node["value"]
    if node["t"] in BOXES:
        return "30" if node["t"] != "textbox" else "A few words of my own."
    return [node["options"][0]["v"]] if node["t"] == "checks" else node["options"][-1 if pick is None else pick]["v"]


def explored(desk: Desk, steps: int = 60, pick: int | None = None, times: int = 1) -> Iterator[list[Node]]:
    """The views of somebody who fills in everything and presses every button, ``times`` times at most."""
    pressed: Counter[str] = Counter()
    yield desk.view
    for _ in range(steps):
        for node in desk.controls():
            if (value := filling(node, pick)) not in (None, node.get("value")):
                answer(desk.activity, {"seq": 1, "kind": "change", "key": node["k"], "value": value})
        desk.view = drawn(desk.activity)
        yield desk.view
        fresh = [node["k"] for node in desk.controls("button", "timer") if pressed[node["k"]] < times]
        if not fresh:
            return
        least = min(fresh, key=pressed.__getitem__)
        pressed[least] += 1
        desk.press_key(least)
        yield desk.view


__all__ = [
    "Desk",
    "Opening",
    "Student",
    "Words",
    "assert_sound",
    "every_activity",
    "explored",
    "fill_step",
    "readable",
    "walk_loop",
]
