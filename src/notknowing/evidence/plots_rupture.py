"""Pictures for Week 8: dips and recoveries, how many chance would give, and published intervals with a line to move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from notknowing.evidence.drawing import BLUE, GREEN, INK, PLAIN, QUIET, RED, SMALL, marked_synthetic, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from notknowing.evidence.rupture import VShape


def dips(
    ratings: Sequence[float | None],
    shapes: Sequence[VShape],
    *,
    low: float,
    high: float,
    depth: float | None = None,
    sessions: Sequence[int] | None = None,
    height: float = 3.9,
) -> Figure:
    """One person's ratings with each dip drawn thick: a triangle down at the bottom, one up where it has come back.

    Args:
        ratings: session by session; None is a session without a rating.
        shapes: the dips to mark.
        low, high: the ends of the rating.
        depth: draws a ruler as tall as the depth, standing on the floor at nought, to drag by its top.
        sessions: the numbers under the points, where they are not in order.
        height: of the figure, in inches.
    """
    figure, axes = sheet(height, (0.09, 0.16 * 3.9 / height, 0.89, 0.75))
    count = len(ratings)
    floor = 0 if depth is not None else low - 0.5
    axes.set_xlim(-0.4 if depth is not None else 0.4, count + 0.6)
    axes.set_ylim(floor, high + 0.5)
    axes.set_xticks(range(1, count + 1), [str(session) for session in sessions or range(1, count + 1)])
    axes.set_yticks(range(int(low), int(high) + 1))
    axes.set_xlabel("Session" if sessions is None else "Session, in the shuffled order", fontsize=PLAIN, color=QUIET)
    axes.set_ylabel("Rating", fontsize=PLAIN, color=QUIET)
    rated = [(at, value) for at, value in enumerate(ratings, 1) if value is not None]
    axes.plot(*zip(*rated, strict=True), "-o", color="#5f6b7a", linewidth=1.6, markersize=6, zorder=2)
    value = dict(rated)
    for shape in shapes:
        down = [(at, y) for at, y in rated if shape.start <= at <= shape.bottom]
        up = [(at, y) for at, y in rated if shape.bottom <= at <= shape.end]
        axes.plot(*zip(*down, strict=True), "-", color=RED, linewidth=4.5, solid_capstyle="round", zorder=3)
        axes.plot(*zip(*up, strict=True), "--", color=GREEN, linewidth=4.5, zorder=3)
        axes.plot(shape.bottom, value[shape.bottom], "v", color=RED, markersize=15, markeredgecolor="white", zorder=5)
        axes.plot(shape.end, value[shape.end], "^", color=GREEN, markersize=13, markeredgecolor="white", zorder=5)
    if depth is not None:
        axes.plot([0.15, 0.15], [0, depth], color=BLUE, linewidth=7, solid_capstyle="butt", zorder=4)
        axes.plot(0.15, depth, "o", color=BLUE, markersize=15, markeredgecolor="white", zorder=5)
        axes.text(0.42, depth / 2 if depth > 0.9 else 0.45, f"a dip is at least\nthis deep: {depth:.1f}", fontsize=SMALL, color=BLUE, va="center")  # fmt: skip
    marked_synthetic(figure)
    return figure


def chance(counts: Sequence[int], observed: int) -> Figure:
    """How many dips the shuffled orders held, with the number that was observed.

    Args:
        counts: one number for each shuffle; may be empty.
        observed: the number in the order that happened.
    """
    figure, axes = sheet(3.6, (0.1, 0.17, 0.87, 0.72))
    found = Counter(counts)
    top = max([*found, observed, 3])
    bottom = max(0, min([*found, observed]) - 1) if found else 0
    axes.set_xlim(bottom - 0.7, top + 0.7)
    tall = max(found.values(), default=1)
    axes.set_ylim(0, tall * 1.28)
    for value, size in found.items():
        beyond = value >= observed
        axes.bar(value, size, width=0.82, color=RED if beyond else "#9fb7c9", hatch="//" if beyond else None, edgecolor="white", zorder=2)  # fmt: skip
    axes.axvline(observed, color=INK, linewidth=2, zorder=3)
    axes.plot(observed, tall * 1.06, "v", color=INK, markersize=12, zorder=4)
    left = observed > (bottom + top) / 2
    axes.text(observed, tall * 1.19, f"as it happened: {observed}  " if left else f"  as it happened: {observed}", ha="right" if left else "left", va="center", fontsize=PLAIN, color=INK, weight="bold")  # fmt: skip
    step = max(1, round((top - bottom) / 14))
    axes.set_xticks(range(bottom, top + 1, step))
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("Dips that come back", fontsize=PLAIN, color=QUIET)
    axes.set_ylabel("Shuffled orders", fontsize=PLAIN, color=QUIET)
    marked_synthetic(figure)
    return figure


def intervals(rows: Sequence[tuple[str, float, float, float, int]], line: float, low: float, high: float) -> Figure:
    """Published correlations with their 95% intervals, and one line across them to move.

    Args:
        rows: name, estimate, lower and upper end, number of studies; drawn from the top.
        line: where the line stands.
        low, high: the ends of the axis.
    """
    figure, axes = sheet(0.95 * len(rows) + 1.35, (0.05, 0.17, 0.92, 0.79))
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    axes.set_xlim(low, high)
    axes.set_ylim(-0.75, len(rows) - 0.1)
    axes.axvline(0, color="#8a8578", linewidth=1, zorder=1)
    axes.axvline(line, color=INK, linewidth=2, linestyle=(0, (4, 2)), zorder=2)
    for place, (name, estimate, least, most, studies) in enumerate(rows):
        y = len(rows) - 1 - place
        holds = least <= line <= most
        colour = BLUE if holds else "#8a8578"
        axes.plot([least, most], [y, y], color=colour, linewidth=5 if holds else 3, solid_capstyle="butt", zorder=3)
        for end in (least, most):
            axes.plot([end, end], [y - 0.12, y + 0.12], color=colour, linewidth=2, zorder=3)
        axes.plot(estimate, y, "s", color=colour, markersize=6 + 1.6 * studies**0.5, markeredgecolor="white", zorder=4)
        said = f"{name}: {printed(estimate)} [{printed(least)} to {printed(most)}], {studies} studies"
        axes.text(low + 0.005, y + 0.34, said, fontsize=PLAIN, color=INK, va="center", zorder=5, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})  # fmt: skip
    axes.plot(line, -0.42, "D", color=INK, markersize=15, markeredgecolor="white", zorder=6)
    axes.set_xlabel("Correlation r with outcome", fontsize=PLAIN, color=QUIET)
    ticks = [round(low + 0.1 * i, 1) for i in range(round((high - low) / 0.1) + 1)]
    axes.set_xticks(ticks, [printed(at)[:-1] if at else "0" for at in ticks])
    return figure


def printed(r: float) -> str:
    """A correlation as it is printed, with two places: ``.24``, ``−.09``, ``.00``."""
    return f"{r:.2f}".replace("-", "−").replace("0.", ".", 1)
