"""Draws an activity in the browser, through anywidget and one small ES module with native controls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node

STATIC = Path(__file__).parent / "static"


def drawn(activity: Activity) -> list[Node]:
    """The whole of what is on the page: the activity's view and, below it, anything the student has to be told."""
    activity.bound = {}
    return [*activity.view(), *activity.notices]


class ActivityWidget(anywidget.AnyWidget):
    """One activity on the page. All that it knows is the list of nodes; all logic is in ``activity``."""

    _esm = STATIC / "activity.js"
    _css = STATIC / "activity.css"
    view = traitlets.List().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, activity: Activity):
        self.activity = activity
        self.is_drawn = False
        """Whether a browser has answered. While it has not, the plain boxes may have to stand in."""
        super().__init__(view=drawn(activity), name=f"{activity.page.id}/{activity.spec.id}")
        self.on_msg(self._on_event)

    def _on_event(self, _widget: Any, event: dict[str, Any], _buffers: Any) -> None:
        kind = event.get("kind")
        if kind == "ready":
            self.is_drawn = True
            self.send({"ack": event.get("seq")})
            return
        self.send(answer(self.activity, event))
        self.view = drawn(self.activity)
        if self.activity.focus:
            self.send({"focus": self.activity.focus})
            self.activity.focus = None


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
