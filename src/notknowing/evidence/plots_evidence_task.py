"""Pictures for Assignment 2: a forest of the student's own numbers, four causal diagrams, and one pattern of sessions.

Every function returns a ``matplotlib.figure.Figure`` of its own, 7 inches wide, and never touches pyplot. Blue, orange,
green and pink can be told apart by everybody; shapes say the same again. Synthetic data say so in the picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from notknowing.evidence.a2_data import Measures, Row
from notknowing.evidence.drawing import BLUE, GREEN, INK, PINK, QUIET, RED, SYNTHETIC

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHAPES = ("o", "s", "^", "D", "v", "P")

Interval = tuple[float, float, float]
"""A correlation with the two ends of its interval."""


def forest(studies: Mapping[str, Interval], pooled: Interval | None = None, ahead: tuple[float, float] | None = None) -> Figure:  # fmt: skip
    """A forest of whatever is known so far.

    Args:
        studies: a name and an interval for each study, in order from the top.
        pooled: the pooled r with its confidence interval, drawn as a diamond.
        ahead: the prediction interval, drawn as a bar below it.
    """
    rows = len(studies) + (pooled is not None) + (ahead is not None)
    figure, axes = _figure(1.3 + 0.42 * max(rows, 1))
    for y, (low, middle, high) in enumerate(_ordered(studies.values())):
        axes.plot([low, high], [y, y], color=BLUE, linewidth=2)
        axes.plot([middle], [y], "s", color=BLUE, markersize=9)
    names, y = list(studies), len(studies)
    if pooled is not None:
        low, middle, high = _ordered([pooled])[0]
        axes.fill([low, middle, high, middle], [y, y - 0.3, y, y + 0.3], color=RED)
        names, y = [*names, "Pooled"], y + 1
    if ahead is not None:
        axes.plot([min(ahead), max(ahead)], [y, y], color=GREEN, linewidth=6, solid_capstyle="butt")
        names, y = [*names, "A new study"], y + 1
    ends = [end for one in [*studies.values(), *([pooled] if pooled else [])] for end in one] + list(ahead or ())
    axes.set_xlim(max(-1.02, min([-0.2, *ends]) - 0.05), min(1.02, max([0.7, *ends]) + 0.05))
    axes.set_ylim(max(y, 1) - 0.4, -0.6)
    axes.axvline(0, color=QUIET, linewidth=1, linestyle=":")
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("r")
    axes.text(1, 1.01, SYNTHETIC, transform=axes.transAxes, ha="right", va="bottom", color=QUIET, fontsize=11)
    return figure


def _ordered(intervals: Sequence[Interval]) -> list[tuple[float, float, float]]:
    """Each interval as lower end, middle, upper end, however its ends were typed."""
    return [(min(low, high), middle, max(low, high)) for middle, low, high in intervals]


def diagrams(stories: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> Figure:
    """Causal diagrams side by side, each a name and its arrows from box to box."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 1.35 * ((len(stories) + 1) // 2) + 0.2), layout="constrained")
    all_axes = figure.subplots((len(stories) + 1) // 2, 2, squeeze=False)
    for axes, (name, arrows) in zip(all_axes.flat, stories, strict=False):
        _diagram(axes, name, arrows)
    for axes in all_axes.flat[len(stories) :]:
        axes.set_axis_off()
    return figure


def _diagram(axes: Axes, name: str, arrows: Sequence[tuple[str, str]]) -> None:
    boxes = list(dict.fromkeys(box for arrow in arrows for box in arrow))
    causes = [box for box in boxes if all(box != end for _, end in arrows)]
    places = _places(boxes, causes)
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_title(name, fontsize=12, color=INK, loc="left")
    drawn = {
        box: axes.text(
            x, y, box, ha="center", va="center", fontsize=12, color=INK,
            bbox={"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": INK},
        )
        for box, (x, y) in places.items()
    }  # fmt: skip
    for start, end in arrows:
        axes.annotate(
            "", xy=places[end], xytext=places[start],
            arrowprops={"arrowstyle": "-|>", "color": BLUE, "linewidth": 2, "patchA": drawn[start].get_bbox_patch(),
                        "patchB": drawn[end].get_bbox_patch(), "shrinkA": 4, "shrinkB": 4, "mutation_scale": 18},
        )  # fmt: skip


def _places(boxes: Sequence[str], causes: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Two boxes side by side; with a third, the one that both come from stands above them."""
    if len(boxes) < 3 or len(causes) != 1:
        return {box: ((i + 0.5) / len(boxes), 0.55) for i, box in enumerate(boxes)}
    below = [box for box in boxes if box not in causes]
    return {causes[0]: (0.5, 0.8)} | {box: ((i + 0.5) / len(below), 0.2) for i, box in enumerate(below)}


def pattern(rows: Sequence[Row], found: Measures) -> Figure:
    """One pattern in three parts: clients' usual values, alliance then distress, distress then alliance.

    Args:
        rows: every session of every client.
        found: the pattern's correlations, for the lines.
    """
    import numpy as np
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 3.9))
    # Fixed margins: working them out takes as long as all the drawing.
    left, middle, right = figure.subplots(1, 3, gridspec_kw={"left": 0.1, "right": 0.985, "bottom": 0.19, "top": 0.82, "wspace": 0.46})  # fmt: skip
    clients: dict[str, list[Row]] = {}
    for row in rows:
        clients.setdefault(row.client, []).append(row)
    usual = {name: (float(np.mean([r.alliance for r in one])), float(np.mean([r.distress for r in one]))) for name, one in clients.items()}  # fmt: skip
    therapists = sorted({row.therapist for row in rows})
    for i, therapist in enumerate(therapists):
        own = [usual[name] for name, one in clients.items() if one[0].therapist == therapist]
        colour = (BLUE, RED, GREEN, PINK)[i % 4]
        left.plot(*zip(*own, strict=True), SHAPES[i % 6], color=colour, markersize=7, markeredgecolor=INK, markeredgewidth=0.4)  # fmt: skip
    _line(left, list(usual.values()), found.overall)
    title = f"All clients\nr = {said(found.overall)}\nsame therapist, {said(found.same_therapist)}"
    _named(left, title, "usual alliance", "usual distress")
    first, then = [], []
    for name, one in clients.items():
        one = sorted(one, key=lambda row: row.session)
        for now, later in zip(one, one[1:], strict=False):
            first.append((now.alliance - usual[name][0], later.distress - usual[name][1]))
            then.append((now.distress - usual[name][1], later.alliance - usual[name][0]))
    for axes, pairs, r in ((middle, first, found.alliance_then), (right, then, found.distress_then)):
        axes.plot(*zip(*pairs, strict=True), "o", color=BLUE, markersize=3.5, alpha=0.45)
        axes.axhline(0, color=QUIET, linewidth=0.8, linestyle=":")
        axes.axvline(0, color=QUIET, linewidth=0.8, linestyle=":")
        _line(axes, pairs, r)
    title = f"Alliance,\nthen distress\nr = {said(found.alliance_then)}"
    _named(middle, title, "alliance now", "distress next time")
    title = f"Distress,\nthen alliance\nr = {said(found.distress_then)}"
    _named(right, title, "distress now", "alliance next time")
    figure.text(0.985, 0.02, SYNTHETIC, fontsize=11, color=QUIET, ha="right")
    return figure


def _line(axes: Axes, pairs: Sequence[tuple[float, float]], r: float) -> None:
    """The straight line through a cloud."""
    import numpy as np

    x, y = np.array(pairs).T
    slope = r * y.std() / x.std() if x.std() else 0.0
    ends = np.array([x.min(), x.max()])
    axes.plot(ends, y.mean() + slope * (ends - x.mean()), color=RED, linewidth=2.5)


def said(r: float) -> str:
    """A correlation as people print it: two places, a real minus."""
    text = f"{r:.2f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace("-", "−")


def _named(axes: Axes, title: str, x: str, y: str) -> None:
    axes.set_title(title, fontsize=12, color=INK, loc="left")
    axes.set_xlabel(x, fontsize=11)
    axes.set_ylabel(y, fontsize=11)
    axes.tick_params(labelsize=11)
    _light(axes)


def _figure(height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, height), layout="constrained")
    axes = figure.subplots()
    axes.tick_params(labelsize=12)
    axes.xaxis.label.set_size(12)
    _light(axes)
    return figure, axes


def _light(axes: Axes) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(QUIET)
