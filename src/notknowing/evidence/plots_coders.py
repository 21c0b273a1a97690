"""Pictures for Week 4: kappa beside how often a code occurs, a hundred turns as squares, and three coders on one line.

Every function returns a ``matplotlib.figure.Figure`` that nothing else holds on to. Sizes are for a column about seven
inches wide. Made-up data say so inside the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from notknowing.evidence.drawing import BLUE, FAINT, INK, PLAIN, QUIET, RED, SMALL, WORDS, calm, figure, synthetic
from notknowing.evidence.prevalence import OF, curve, table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FLOOR = -0.35
"""Where the axis of kappa ends below. It cannot fall further when two coders use a code equally often and agree on half."""


def kappa_slide(occurs: int, agree: int) -> Figure:
    """Kappa against how often the code occurs, at one agreement; beside it the hundred turns as squares.

    Args:
        occurs: how often each coder says yes, of 100 turns.
        agree: on how many of 100 turns they agree.
    """
    drawn = figure(7.6, 4.3)
    axes = drawn.add_axes((0.1, 0.15, 0.46, 0.72))
    calm(axes)
    points = curve(agree)
    axes.axhline(0, color=QUIET, linewidth=1, linestyle=":")
    axes.text(50, -0.03, "no better than chance", ha="center", va="top", fontsize=SMALL, color=QUIET)
    axes.axhline(agree / OF, color=FAINT, linewidth=2)
    axes.text(99, agree / OF + 0.03, f"agreement {agree} of 100", ha="right", va="bottom", fontsize=SMALL, color=QUIET)
    axes.plot([x for x, _ in points], [y for _, y in points], color=BLUE, linewidth=2.6)
    kappa = table(occurs, agree).kappa
    if kappa is not None:
        axes.plot([occurs, occurs], [FLOOR, kappa], color=RED, linewidth=1.2, linestyle=(0, (4, 3)))
        axes.plot(occurs, kappa, "o", markersize=15, markerfacecolor="white", markeredgecolor=RED, markeredgewidth=3, zorder=5)  # fmt: skip
    axes.set(xlim=(0, 100), ylim=(FLOOR, 1.12), xticks=range(0, 101, 20), yticks=(0, 0.2, 0.4, 0.6, 0.8, 1))
    axes.set_xlabel("How often each coder says yes, of 100 turns", fontsize=SMALL, color=QUIET)
    axes.set_title("Kappa", loc="left", fontsize=PLAIN, color=WORDS[BLUE], weight="bold")
    _squares(drawn.add_axes((0.63, 0.06, 0.35, 0.81)), occurs, agree)
    return drawn


def _squares(axes: Axes, occurs: int, agree: int) -> None:
    """A hundred turns in ten rows: both yes, only one, neither. Said by mark as well as by colour."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    counts = table(occurs, agree)
    axes.set_axis_off()
    axes.set(xlim=(0, 10), ylim=(-3.1, 10.6), aspect="equal")
    kinds = (
        (counts.a, BLUE, None, f"{counts.a} both say yes"),
        (counts.b, "white", "\\\\\\\\", f"{counts.b + counts.c} only one says yes"),
        (counts.c, "white", "////", None),
        (counts.d, "#ece8dc", None, f"{counts.d} both say no"),
    )
    at, line = 0, -1.0
    for count, colour, hatch, said in kinds:
        squares = [Rectangle((i % 10 + 0.06, 9 - i // 10 + 0.06), 0.88, 0.88) for i in range(at, at + count)]
        at += count
        if said:
            squares.append(Rectangle((0.06, line), 0.7, 0.7))
            axes.text(1.1, line + 0.35, said, ha="left", va="center", fontsize=SMALL, color=INK)
            line -= 1
        edge = (RED, 0.8) if hatch else ("none", 0)
        axes.add_collection(
            PatchCollection(squares, facecolor=colour, edgecolor=edge[0], hatch=hatch, linewidth=edge[1])
        )
    synthetic(axes, 1.0, 0.985)


def three(pairs: Sequence[tuple[str, int, float | None]], of: int, people_label: str, people: float) -> Figure:
    """Kappa of three pairs of coders on one axis, and of ten trained people below.

    Args:
        pairs: who, on how many turns they agree, and kappa (None where it is not defined).
        of: how many turns there are.
        people_label: what the people were asked.
        people: their kappa.
    """
    drawn = figure(7.4, 3.4)
    axes = drawn.add_axes((0.34, 0.16, 0.62, 0.76))
    calm(axes)
    axes.set(xlim=(-0.45, 1.08), ylim=(-1.75, len(pairs) - 0.4), yticks=(), xticks=(-0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1))  # fmt: skip
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=QUIET, linewidth=1, linestyle=":")
    for row, ((name, same, kappa), mark) in enumerate(zip(pairs, ("o", "s", "D"), strict=True)):
        y = len(pairs) - 1 - row
        axes.text(-0.5, y + 0.14, name, ha="right", va="center", fontsize=SMALL, color=INK)
        axes.text(-0.5, y - 0.24, f"{same} of {of} turns alike", ha="right", va="center", fontsize=SMALL, color=QUIET)
        axes.plot([-0.45, 1], [y, y], color=FAINT, linewidth=1, zorder=1)
        if kappa is None:
            axes.text(0.02, y, " no kappa here ", ha="left", va="center", fontsize=SMALL, color=QUIET, style="italic", backgroundcolor="white")  # fmt: skip
            continue
        at = max(kappa, -0.43)
        axes.plot([0, at], [y, y], color=BLUE, linewidth=3, solid_capstyle="butt", zorder=2)
        axes.plot(at, y, mark, color=BLUE, markersize=12, zorder=3)
        axes.text(at, y + 0.2, f"{kappa:.2f}".replace("-", "−"), ha="center", va="bottom", fontsize=SMALL, color=WORDS[BLUE], weight="bold")  # fmt: skip
    axes.axhline(-0.62, color=FAINT, linewidth=1)
    axes.plot([0, people], [-1.2, -1.2], color=QUIET, linewidth=3, solid_capstyle="butt")
    axes.plot(people, -1.2, "o", markersize=11, markerfacecolor="white", markeredgecolor=QUIET, markeredgewidth=2.2)
    axes.text(people, -1.02, f"{people:.2f}", ha="center", va="bottom", fontsize=SMALL, color=QUIET, weight="bold")
    axes.text(-0.5, -1.2, people_label.replace(": ", ":\n"), ha="right", va="center", fontsize=SMALL, color=INK)
    axes.set_xlabel("Kappa", fontsize=SMALL, color=QUIET)
    return drawn
