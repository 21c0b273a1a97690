"""Draws an activity in the browser, through anywidget and one small ES module with native controls."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakSet

import anywidget
import traitlets

from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node, walk

STATIC = Path(__file__).parent / "static"


def drawn(activity: Activity) -> list[Node]:
    """The whole of what is on the page: the activity's view and, below it, anything the student has to be told."""
    shown = [*activity.view(), *activity.told()]
    activity.on_page = {node["k"]: node for node in walk(shown)}
    return shown


class ActivityWidget(anywidget.AnyWidget):
    """One activity on the page. All that it knows is the list of nodes; all logic is in ``activity``."""

    _esm = STATIC / "activity.js"
    _css = STATIC / "activity.css"
    view = traitlets.List().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    live: ClassVar[WeakSet[ActivityWidget]] = WeakSet()

    def __init__(self, activity: Activity):
        self.activity = activity
        self.is_drawn = False
        """Whether a browser has answered. While it has not, the plain boxes may have to stand in."""
        super().__init__(view=drawn(activity), name=f"{activity.page.id}/{activity.spec.id}")
        self.on_msg(self._on_event)
        ActivityWidget.live.add(self)

    def _on_event(self, _widget: Any, event: dict[str, Any], _buffers: Any) -> None:
        kind = event.get("kind")
        if kind == "ready":
            self.is_drawn = True
            self.send({"ack": event.get("seq")})
            return
        reply, view = answer(self.activity, event), self.view
        try:
            view = drawn(self.activity)
        except Exception as failure:  # the page stays as it was, and says so
            reply = {**reply, "ok": False, "message": unexpected(failure)}
        # The answer goes first: only words that are known to be saved may be replaced by the view's.
        self.send(reply)
        self.view = view
        if self.activity.focus:
            self.send({"focus": self.activity.focus})
            self.activity.focus = None
        if kind == "press" or not isinstance(event.get("value"), str):
            self._tell_others()

    def _tell_others(self) -> None:
        """Draw the page's other activities again: some of them show what was done in this one."""
        for other in list(ActivityWidget.live):
            if other is not self and other.is_drawn and other.activity.page.id == self.activity.page.id:
                with suppress(Exception):  # that one says so itself, at the next press in it
                    other.view = drawn(other.activity)


def answer(activity: Activity, event: dict[str, Any]) -> dict[str, Any]:
    """Let the activity take one event, and say what became of it.

    Whatever goes wrong inside an activity, the student reads a sentence and keeps the page.

    Returns:
        ``ack`` (the event's number), ``ok``, ``when`` (time of day of a save, else None), ``message``.
    """
    try:
        if event.get("kind") == "change":
            saved = activity.change(str(event.get("key")), event.get("value"))
        else:
            saved = activity.press(str(event.get("key")))
    except Exception as failure:
        return {"ack": event.get("seq"), "ok": False, "when": None, "message": unexpected(failure)}
    when = saved.when.astimezone().strftime("%H:%M:%S") if saved is not None and saved.ok and saved.when else None
    return {
        "ack": event.get("seq"),
        "ok": saved is None or saved.ok,
        "when": when,
        "message": "" if saved is None or saved.ok else saved.message,
    }


def unexpected(failure: BaseException) -> str:
    """An unforeseen failure, in words: what happened, that work is safe, what to do, and what to quote."""
    return (
        "Something on this page did not work. What you had written before is saved. Press “Open the activities” at the "
        f"top and try again. If it happens twice, tell your tutor these words: {type(failure).__name__}, {str(failure)[:120]}"
    )
