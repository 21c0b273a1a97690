"""What is different where Python itself runs in the browser, on the practice site.

There the folder is the browser's own storage, which has no file locks and keeps a lock's marker for good, so that every
later save would wait for it. Only this page writes there, so a lock inside the program does the same work.
"""

from __future__ import annotations

import sys
import threading
import warnings
from types import TracebackType
from typing import Any

LINK = """
function render({ model, el }) {
  const said = document.createElement("p");
  const link = document.createElement("a");
  link.href = new URL(model.get("address"), location.href).href;
  link.target = "_blank";
  link.textContent = model.get("label");
  said.append(`${model.get("words")} `, link);
  el.append(said);
}
export default { render };
"""
"""A sentence with a link out of the notebook. In Markdown, a link to a file is taken for a file of the notebook's folder."""

NOT_HERE = (
    "This activity draws pictures or works with tables, and this practice site was built without the parts for that."
)


class LockOfThisPage:
    """A lock that only this program knows, in the place of a lock file."""

    def __init__(self, path: Any = None, timeout: float = -1, **_: Any):
        self.timeout = timeout
        self._lock = threading.RLock()

    def __enter__(self) -> LockOfThisPage:
        self._lock.acquire()
        return self

    def __exit__(self, kind: type[BaseException] | None, failure: BaseException | None, where: TracebackType | None) -> None:  # fmt: skip
        self._lock.release()


def settle_in() -> None:
    """Make saving work in a browser; does nothing anywhere else."""
    if sys.platform != "emscripten":
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # there is only one kind of file lock, which we do not use
        from notknowing.work import cabinet
    cabinet.FileLock = LockOfThisPage  # type: ignore[misc, assignment]


def read_instead(page_id: str, activity_id: str) -> None:
    """Say that an activity is not on the practice site, and lead to it on the reading site."""
    import anywidget
    import traitlets
    from IPython.display import display

    class Pointer(anywidget.AnyWidget):
        _esm = LINK
        words = traitlets.Unicode(NOT_HERE).tag(sync=True)
        label = traitlets.Unicode(f"Read {activity_id} here, with its pictures and numbers (opens another tab)").tag(
            sync=True
        )
        address = traitlets.Unicode(f"../../{page_id}.html#activity-{activity_id}").tag(sync=True)

    display(Pointer())
