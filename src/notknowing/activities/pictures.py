"""Pictures on a page: drawn by matplotlib, said in words, with their numbers beside them and spots to drag.

Nobody has to see or drag anything. The alternative text states the finding, the numbers stand in a table, and every spot
that can be dragged has a slider or a box with the same name.
"""

from __future__ import annotations

import base64
import io
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notknowing.activities import nodes as n
from notknowing.activities.nodes import Node

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Numbers = tuple[str, list[str], list[list[str]]]
"""Caption, column heads and rows of the numbers behind a picture."""

MOST_KEPT = 64

_drawn: OrderedDict[tuple[str, str], tuple[str, dict[str, Any]]] = OrderedDict()
"""Pictures already drawn: a press anywhere draws a whole page again, and most of its pictures have not changed."""


@dataclass(frozen=True)
class Handle:
    """A spot to drag along one axis of the first axes of the figure.

    key: the bound entry it changes. x, y: where it stands, in data. axis: the direction it moves in. low, high, step:
    what it may say. label: what it is called while it is dragged.
    """

    key: str
    x: float
    y: float
    low: float
    high: float
    label: str
    axis: str = "x"
    step: float = 0.01


def picture(
    key: str,
    draw: Callable[[], Figure],
    state: Any,
    *,
    alt: str,
    caption: str,
    data: Numbers,
    handles: Sequence[Handle] = (),
) -> Node:
    """A picture as one node.

    Args:
        key: the node's key.
        draw: makes the figure. Called only when ``state`` has not been drawn before.
        state: everything the figure depends on; compared by its ``repr``.
        alt: the finding in words, with its figures.
        caption: what stands below; says so if the data are synthetic.
        data: the numbers in the picture, for the table beside it.
        handles: spots to drag, on the figure's first axes, which must be linear.
    """
    src, frame = _svg(key, draw, repr(state))
    about, head, rows = data
    numbers = n.details(f"{key}.numbers", "The numbers in this picture", [n.table(f"{key}.table", about, head, rows)])
    return n.picture(
        key, src, alt=alt, caption=caption, handles=[_placed(handle, frame) for handle in handles], children=[numbers]
    )


def _svg(key: str, draw: Callable[[], Figure], state: str) -> tuple[str, dict[str, Any]]:
    """The figure as a data address, and where its first axes stand in it."""
    if (key, state) in _drawn:
        _drawn.move_to_end((key, state))
        return _drawn[key, state]
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    figure = draw()
    FigureCanvasSVG(figure)
    file = io.BytesIO()
    # The salt and the missing date make the same figure the same bytes.
    with matplotlib.rc_context({"svg.hashsalt": "notknowing", "svg.fonttype": "path"}):
        figure.savefig(file, format="svg", metadata={"Date": None})
    src = "data:image/svg+xml;base64," + base64.b64encode(file.getvalue()).decode("ascii")
    _drawn[key, state] = src, _frame(figure)
    while len(_drawn) > MOST_KEPT:
        _drawn.popitem(last=False)
    return _drawn[key, state]


def _frame(figure: Figure) -> dict[str, Any]:
    """The first axes as shares of the whole picture, with the limits of the data in them."""
    if not figure.axes:
        return {}
    axes = figure.axes[0]
    box = axes.get_position()
    return {"x": (box.x0, box.x1), "y": (1 - box.y0, 1 - box.y1), "xlim": axes.get_xlim(), "ylim": axes.get_ylim()}


def _placed(handle: Handle, frame: dict[str, Any]) -> dict[str, Any]:
    """A handle in shares of the picture, with the values that its own axis has at share 0 and share 1."""

    def share(axis: str, value: float) -> float:
        (at0, at1), (v0, v1) = frame[axis], frame[f"{axis}lim"]
        return at0 + (value - v0) / (v1 - v0) * (at1 - at0)

    (at0, at1), (v0, v1) = frame[handle.axis], frame[f"{handle.axis}lim"]
    slope = (v1 - v0) / (at1 - at0)
    return {
        "k": handle.key,
        "left": round(share("x", handle.x), 5),
        "top": round(share("y", handle.y), 5),
        "axis": handle.axis,
        "from": v0 - at0 * slope,
        "to": v0 + (1 - at0) * slope,
        "low": handle.low,
        "high": handle.high,
        "step": handle.step,
        "label": handle.label,
    }
