"""Pictures for Week 3: one reader's change of mind, a ribbon of speech and silence, and a wait as a length.

Every function returns a ``matplotlib.figure.Figure`` that nothing else holds on to. Sizes are for a column about seven
inches wide. Made-up data say so inside the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from notknowing.evidence.drawing import BLUE, FAINT, INK, PLAIN, QUIET, RED, SMALL, WORDS, calm, figure, synthetic

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from notknowing.evidence.silences import Silence

GRIP = 0.48
"""How far along the ribbon the ring stands with which the dashed line is moved, as a share of its length."""


def change(
    scales: Sequence[tuple[str, int, int]],
    line: tuple[int, int],
    lines: int,
    others: Sequence[Sequence[int | None]] = (),
) -> Figure:
    """Before and after on each scale as a ring, an arrow and a point; below, the line that matters most.

    Args:
        scales: name, before and after (0 to 100), from the top down.
        line: the line chosen before and after.
        lines: how many lines there are.
        others: for each scale, where other people stood afterwards. Small diamonds.
    """
    drawn = figure(7.3, 3.5)
    axes = drawn.add_axes((0.19, 0.43, 0.77, 0.49))
    calm(axes)
    axes.set(xlim=(-4, 104), ylim=(-0.55, len(scales) - 0.35), xticks=range(0, 101, 20), yticks=())
    axes.spines["left"].set_visible(False)
    for row, (name, before, after) in enumerate(scales):
        y = len(scales) - 1 - row
        axes.plot([0, 100], [y, y], color=FAINT, linewidth=1.2, zorder=1)
        axes.text(-6, y, name, ha="right", va="center", fontsize=PLAIN, color=INK)
        for other in others[row] if row < len(others) else ():
            if other is not None:
                axes.plot(other, y - 0.26, "D", markersize=6, color=QUIET, zorder=2)
        _moved(axes, before, after, y, reach=2.6)
    below = drawn.add_axes((0.19, 0.15, 0.77, 0.13))
    calm(below)
    below.set(xlim=(0.3 - lines * 0.01, lines + 0.7), ylim=(-0.9, 0.9), xticks=range(1, lines + 1), yticks=())
    below.spines["left"].set_visible(False)
    below.text(0.1 - lines * 0.025, 0, "Line that\nmatters most", ha="right", va="center", fontsize=SMALL, color=INK)
    _moved(below, *line, 0, reach=0.6, numbers=False)
    below.set_xlabel("○ words alone      ● with the cues", fontsize=SMALL, color=QUIET)
    return drawn


def _moved(axes: Axes, before: int, after: int, y: float, *, reach: float, numbers: bool = True) -> None:
    """A ring, an arrow and a point. ``reach``: how far the arrow stays away from the middle of the point."""
    axes.plot(before, y, "o", markersize=13, markerfacecolor="white", markeredgecolor=BLUE, markeredgewidth=2.2, zorder=3)  # fmt: skip
    if abs(after - before) > 2 * reach:
        way = 1 if after > before else -1
        axes.annotate(
            "",
            (after - way * reach * 0.6, y),
            (before + way * reach * 0.6, y),
            arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.8, "mutation_scale": 16},
            zorder=2,
        )
    axes.plot(after, y, "o", markersize=11 if after != before else 7, color=RED, zorder=4)
    if not numbers:
        return
    axes.text(before, y - 0.24, str(before), ha="center", va="top", fontsize=SMALL, color=WORDS[BLUE])
    axes.text(after, y + 0.2, str(after), ha="center", va="bottom", fontsize=PLAIN, color=WORDS[RED], weight="bold")


def ribbon(
    lines: Sequence[tuple[float, float, bool]], found: Sequence[Silence], shortest: float, seconds: float, who: str
) -> Figure:
    """Speech in two rows with its line numbers; below, every silence as high as it is long.

    Args:
        lines: begin and end in seconds, and whether it is the client who speaks, in order.
        found: every silence between them.
        shortest: silences of at least this many seconds are counted: dark, shaded through, and with their length.
        seconds: how long the whole is.
        who: the client's name.
    """
    drawn = figure(8.0, 4.9)
    heights = drawn.add_axes((0.155, 0.12, 0.83, 0.42))
    speech = drawn.add_axes((0.155, 0.60, 0.83, 0.33), sharex=heights)
    counted = [one for one in found if one.seconds >= shortest]
    shade = [(one.start, one.end - one.start) for one in counted]
    for axes in (heights, speech):
        calm(axes)
        axes.broken_barh(shade, (-5, 20), color="#f1e3c4", linewidth=0, zorder=0)
    _speech(speech, lines, who)
    top = max((one.seconds for one in found), default=1) + 1.4
    for some, colour, width in (([one for one in found if one not in counted], FAINT, 2), (counted, INK, 3.5)):
        heights.vlines([(one.start + one.end) / 2 for one in some], 0, [one.seconds for one in some], color=colour, linewidth=width)  # fmt: skip
    for one in counted:
        if one.seconds >= 2:
            heights.text((one.start + one.end) / 2, one.seconds + 0.12, f"{one.seconds:.1f}", ha="center", va="bottom", fontsize=SMALL, color=INK, weight="bold")  # fmt: skip
    heights.axhline(shortest, color=RED, linewidth=1.8, linestyle=(0, (5, 3)))
    heights.plot(seconds * GRIP, shortest, "o", markersize=13, markerfacecolor="white", markeredgecolor=RED, markeredgewidth=2.5, zorder=5)  # fmt: skip
    heights.set(xlim=(0, seconds), ylim=(0, max(top, 9.6)), xticks=range(0, int(seconds) + 1, 10), yticks=range(0, 10, 3))  # fmt: skip
    heights.set_xlabel("Seconds from the beginning", fontsize=SMALL, color=QUIET)
    heights.set_ylabel("Silence,\nin seconds", fontsize=SMALL, color=INK)
    return drawn


def _speech(axes: Axes, lines: Sequence[tuple[float, float, bool]], who: str) -> None:
    axes.set(ylim=(-0.75, 2.75), yticks=())
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(labelbottom=False, length=0)
    for is_client, level, colour in ((True, 1.35, BLUE), (False, 0.0, RED)):
        spoken = [(start, end - start) for start, end, whose in lines if whose == is_client]
        axes.broken_barh(spoken, (level, 0.65), color=colour, linewidth=0)
    for number, (start, end, is_client) in enumerate(lines, 1):
        colour = BLUE if is_client else RED
        at, across = (end, "right") if end - start < 0.8 else ((start + end) / 2, "center")
        level, upright = (2.12, "bottom") if is_client else (-0.1, "top")
        axes.text(at, level, str(number), ha=across, va=upright, fontsize=SMALL, color=WORDS[colour])
    for y, name, colour in ((1.675, who, BLUE), (0.325, "Practitioner", RED)):
        axes.text(-0.9, y, name, ha="right", va="center", fontsize=SMALL, color=WORDS[colour], weight="bold")
    synthetic(axes, 1.0, 1.01)


def wait(seconds: int | None, marks: Sequence[tuple[float, str]], most: int) -> Figure:
    """A wait as a bar from nought, with marks above it to compare with.

    Args:
        seconds: the wait chosen, or None before any was.
        marks: seconds and what they are.
        most: the end of the ruler, in seconds.
    """
    drawn = figure(7.3, 2.4)
    axes = drawn.add_axes((0.04, 0.24, 0.92, 0.72))
    calm(axes)
    axes.set(xlim=(-1, most + 1), ylim=(-0.8, len(marks) + 0.6), xticks=range(0, most + 1, 10), yticks=())
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Seconds after her last word", fontsize=SMALL, color=QUIET)
    axes.plot([0, most], [0, 0], color=FAINT, linewidth=1.5, zorder=1)
    for row, (at, label) in enumerate(sorted(marks)):
        y = len(marks) - row
        axes.plot([at, at], [0, y], color=QUIET, linewidth=1.2, zorder=1)
        axes.plot(at, y, "s", color=QUIET, markersize=5)
        axes.text(at + 1, y, f"{at:g}: {label}", ha="left", va="center", fontsize=SMALL, color=INK)
    if seconds:
        axes.plot([0, seconds], [0, 0], color=BLUE, linewidth=7, solid_capstyle="butt", zorder=2)
    axes.plot(seconds or 0, 0, "o", markersize=14, markerfacecolor="white", markeredgecolor=FAINT if seconds is None else BLUE, markeredgewidth=3, zorder=3)  # fmt: skip
    said = "not chosen yet" if seconds is None else f"{seconds} s"
    late = (seconds or 0) > most * 0.8
    axes.text(
        (seconds or 0) + (-1.6 if late else 1.6),
        -0.28,
        said,
        ha="right" if late else "left",
        va="top",
        fontsize=PLAIN,
        color=QUIET if seconds is None else WORDS[BLUE],
        weight="bold",
    )
    return drawn
