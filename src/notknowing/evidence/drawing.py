"""What the pictures share: colours that colour-blind readers can tell apart, sizes of type, and quiet axes.

Sizes are in inches, type in points. No picture says a thing by colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, RED, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
INK, QUIET, FAINT = "#1f2328", "#4b5460", "#c9c4b6"
WORDS = {BLUE: "#00588A", RED: "#9A4400", GREEN: "#00694C", PINK: "#8C3F6B"}
"""The same colours, dark enough for words on white."""

SMALL, PLAIN, LARGE = 11.5, 12.5, 14
SYNTHETIC = "Synthetic data"


def figure(width: float, height: float) -> Figure:
    """An empty figure of so many inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), facecolor="white")


def calm(axes: Axes) -> None:
    """Light lines, no box, readable ticks."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(FAINT)
    axes.tick_params(colors=QUIET, labelsize=SMALL, length=3)


def sheet(height: float, box: tuple[float, float, float, float] = (0.09, 0.17, 0.88, 0.76)) -> tuple[Figure, Axes]:
    """An empty figure, eight inches wide, with one pair of quiet axes. ``box``: left, bottom, width, height as shares."""
    drawn = figure(8, height)
    axes = drawn.add_axes(box)
    calm(axes)
    return drawn, axes


def marked_synthetic(drawn: Figure) -> None:
    """Say above a picture, at the right, that nobody real is in it."""
    drawn.text(0.985, 0.975, SYNTHETIC, ha="right", va="top", fontsize=SMALL, color=QUIET, style="italic")


def synthetic(axes: Axes, x: float = 0.99, y: float = 0.01, *, across: str = "right") -> None:
    """Say inside the picture that nobody real is in it."""
    axes.text(x, y, SYNTHETIC, transform=axes.transAxes, ha=across, va="bottom", color=QUIET, fontsize=SMALL)


def journal(value: float) -> str:
    """A correlation as journals print it: without the nought."""
    return f"{value:.2f}".replace("0.", ".", 1).replace("-", "−")
