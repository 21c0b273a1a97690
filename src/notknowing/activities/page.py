"""``show``: puts one activity on the page, or a plain sentence where it cannot."""

from __future__ import annotations

import asyncio
import html
from pathlib import Path
from typing import Any

from IPython.display import HTML, DisplayHandle, display

from notknowing.activities.base import Activity, is_marking
from notknowing.activities.frame import OPENING, WORDS, Opening, Words
from notknowing.activities.kept import Kept
from notknowing.activities.plain import plain
from notknowing.activities.widget import ActivityWidget, unexpected
from notknowing.course import Course, CourseError, load
from notknowing.work import Store, recover

PATIENCE = 10.0
"""Seconds to wait for the browser before plain boxes stand in for the page's own script."""

_stores: dict[tuple[str, str], Store] = {}
_copies: dict[str, NotebookCopy] = {}


class NotebookCopy:
    """The second copy of a page's words: one output of the notebook, renewed after every save."""

    def __init__(self, store: Store):
        self.store = store
        self.handle: DisplayHandle = display(store.bundle(), raw=True, display_id=True)
        self.is_due = False

    def renew_soon(self) -> None:
        """Renew the output shortly, once for several saves in a row."""
        if self.is_due:
            return
        self.is_due = True
        try:
            asyncio.get_running_loop().call_later(0.4, self.renew)
        except RuntimeError:
            self.renew()

    def renew(self) -> None:
        """Renew the output now."""
        self.is_due = False
        self.handle.update(self.store.bundle(), raw=True)


def store_for(page_id: str) -> Store:
    """The one store of a page in this kernel, with what a notebook that came alone still carries."""
    key = (page_id, str(Path.cwd()))
    if key not in _stores:
        store = Store.open(page_id)
        notebook = Path(f"{page_id}.ipynb")
        if store.writing and notebook.is_file():
            store.adopt(recover(notebook))
        store.on_change(lambda *_: _copies[page_id].renew_soon() if page_id in _copies else None)
        _stores[key] = store
    else:
        _stores[key].refresh()  # another window may have written since this page was last opened
    return _stores[key]


def activity_for(course: Course, page_id: str, activity_id: str | None, store: Store) -> Activity:
    """The activity of that id, ready to be drawn.

    Raises:
        KeyError: there is no such page or activity.
    """
    page = course.page(page_id)
    if activity_id in (None, OPENING):
        return Opening(course, page, store)
    if activity_id == WORDS:
        return Words(course, page, store)
    spec = page.activity(activity_id)
    return Activity.kinds[spec.kind](course, page, spec, store)


def message(text: str) -> None:
    """A plain sentence on the page, announced by a screen reader."""
    display(
        HTML(
            f'<p role="alert" lang="en-GB" style="max-width:44rem;padding:.6rem .9rem;border:1.5px solid #8a1c12;border-radius:8px;background:#fdeceb;color:#8a1c12;font-size:1.05rem">{html.escape(text)}</p>'
        )
    )


def show(page_id: str, activity_id: str | None = None) -> None:
    """Show one activity; with none named, the page's opening. Never raises.

    Under nbgrader a static transcript is printed instead and nothing is written.
    """
    try:
        _show(page_id, activity_id)
    except CourseError as failure:
        first = failure.problems[0]
        message(
            f"This activity cannot open because a course file needs mending. Your work is safe. Tell your tutor: {first.file}, line {first.line}: {first.message}"
        )
    except FileNotFoundError:
        message(
            "The course's own files were not found. Your work is safe. Close this page and start again with: notknowing start"
        )
    except KeyError as missing:
        message(
            f"This notebook asks for {missing.args[0]!r}, which this version of the course does not have. Your work is safe. Ask your tutor for the matching version."
        )
    except Exception as failure:
        message(unexpected(failure))


def _show(page_id: str, activity_id: str | None) -> None:
    course = load()
    store = store_for(page_id)
    if is_marking():
        # Where the student's own folder is checked, private words lie beside the notebook. They are not printed.
        shared: Any = Kept(page_id, store.entries())
        if text := activity_for(course, page_id, activity_id, shared).transcript():
            from notknowing.activities.transcripts import as_html

            display(HTML(as_html(text)))
        return
    _draw(activity_for(course, page_id, activity_id, store))
    if activity_id == WORDS:
        _copies[page_id] = NotebookCopy(store)


def _draw(activity: Activity) -> None:
    widget = ActivityWidget(activity)
    handle = display(widget, display_id=True)
    _stand_in_later(widget, handle)


def _stand_in_later(widget: ActivityWidget, handle: Any) -> None:
    """If no browser has answered after a while, show the same activity with stock controls."""

    def check() -> None:
        if not widget.is_drawn:
            handle.update(plain(widget.activity))

    try:
        asyncio.get_running_loop().call_later(PATIENCE, check)
    except RuntimeError:
        return
