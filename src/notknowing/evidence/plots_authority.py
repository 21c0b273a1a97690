"""Pictures of Week 11: a board of how sure a turn sounds against how much it could know, and a map of who answers.

Both show what the student has placed and nothing else. Every function returns a ``matplotlib.figure.Figure`` that nothing
else holds on to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notknowing.evidence.drawing import BLUE, FAINT, GREEN, INK, PINK, PLAIN, QUIET, RED, SMALL, WORDS, figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDS = (0.0, 10.0)
"""The ends of both directions of the board."""

LOOKS = ((GREEN, "o"), (BLUE, "s"), (RED, "^"), (PINK, "D"))
"""Colour and marker of each code, in the order in which the page lists them."""


@dataclass(frozen=True)
class Placed:
    """One turn on the board: its number, how much it could know and how sure it sounds (0 to 10), which look it has.

    look is None for a turn without a code. here: whether it is the one being moved.
    """

    turn: int
    knows: float
    sounds: float
    look: int | None
    here: bool = False


@dataclass(frozen=True)
class Line:
    """One situation of the map: its name, and the columns marked for now and for how it should be."""

    name: str
    now: tuple[int, ...]
    should: tuple[int, ...]


def board(turns: Sequence[Placed], codes: Sequence[str], knows: str, sounds: str) -> Figure:
    """The two-way board. Above the dashed line a turn sounds surer than it could be.

    Args:
        turns: the turns to show; the one being moved has lines to spots at both edges. Turns in one place stand side by
            side, so that their numbers can be read.
        codes: names of the codes, in order, for the key.
        knows, sounds: names of the two directions.
    """
    drawn = figure(7.4, 6.2)
    axes = drawn.add_axes((0.10, 0.20, 0.87, 0.77))
    axes.set(xlim=(-0.5, 10.8), ylim=(-0.5, 10.8))
    axes.fill_between([-0.5, 10.8], [-0.5, 10.8], 10.8, color="#fbeee4", zorder=0)
    axes.plot([-0.5, 10.8], [-0.5, 10.8], color=QUIET, linewidth=1.2, linestyle=(0, (5, 4)), zorder=1)
    along = {
        "rotation": 45,
        "rotation_mode": "anchor",
        "transform_rotates_text": True,
        "fontsize": PLAIN,
        "ha": "right",
    }
    axes.text(10.05, 10.3, "Surer than it could be", color=WORDS[RED], va="bottom", zorder=0, **along)
    axes.text(10.3, 10.05, "More careful than it need be", color=QUIET, va="top", zorder=0, **along)
    taken = Counter((one.knows, one.sounds) for one in turns if one.here)
    for one in turns:
        knows_at, at = one.knows + (0 if one.here else 0.62 * taken[one.knows, one.sounds]), one.sounds
        taken[one.knows, one.sounds] += not one.here
        colour, marker = LOOKS[one.look] if one.look is not None else (QUIET, "o")
        if one.here:
            axes.plot([knows_at, knows_at, -0.5], [-0.5, at, at], color=INK, linewidth=1, zorder=1)
            spots = {"color": "white", "markeredgecolor": INK, "markeredgewidth": 2, "markersize": 13, "clip_on": False}
            axes.plot([knows_at, -0.5], [-0.5, at], "o", zorder=5, **spots)
        axes.plot(
            [knows_at],
            [at], marker=marker, markersize=33 if marker == "^" else 23, color=colour if one.look is not None else "white",
            markeredgecolor=INK if one.here else colour, markeredgewidth=2.2 if one.here else 1.2, zorder=2 + one.here,
        )  # fmt: skip
        low = -0.22 if marker == "^" else 0
        axes.text(
            knows_at, at + low, str(one.turn), ha="center", va="center_baseline", fontsize=PLAIN, zorder=4,
            color="white" if one.look is not None else INK, fontweight="bold",
        )  # fmt: skip
    _quiet_axes(axes)
    axes.set_xlabel(f"{knows}  →", fontsize=PLAIN, color=INK, labelpad=6)
    axes.set_ylabel(f"{sounds}  →", fontsize=PLAIN, color=INK, labelpad=6)
    for place, name in enumerate(codes):
        colour, marker = LOOKS[place]
        x = (place + 0.15) / len(codes)
        axes.plot([x], [-0.2], marker=marker, markersize=11, color=colour, transform=axes.transAxes, clip_on=False)
        axes.text(x + 0.025, -0.2, name, transform=axes.transAxes, fontsize=PLAIN, va="center_baseline", color=INK)
    return drawn


def _quiet_axes(axes) -> None:
    from matplotlib.ticker import FixedLocator

    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(FAINT)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(FixedLocator([0, 2, 4, 6, 8, 10]))
    axes.tick_params(colors=QUIET, labelsize=SMALL, length=3)


def answers(lines: Sequence[Line], columns: Sequence[str], here: int | None = None) -> Figure:
    """The map: a row for each situation, a column for each who may answer.

    A filled circle is 'answers now', an open diamond 'should answer'. An arrow runs from now to should where they differ.
    """
    drawn = figure(7.8, 1.25 + 0.55 * len(lines))
    axes = drawn.add_axes((0.37, 0.02, 0.61, 0.98 - 0.9 / drawn.get_figheight()))
    axes.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(lines) - 0.5, -0.5))
    axes.set_axis_off()
    for place, name in enumerate(columns):
        axes.text(place, -0.72, name, ha="center", va="bottom", fontsize=PLAIN, color=INK)
        axes.plot([place, place], [-0.5, len(lines) - 0.5], color=FAINT, linewidth=0.8, zorder=0)
    for row, line in enumerate(lines):
        if row == here:
            axes.axhspan(row - 0.48, row + 0.48, color="#eef4f9", zorder=-1)
        axes.text(-0.62, row, line.name, ha="right", va="center", fontsize=SMALL, color=INK, clip_on=False)
        axes.plot([-0.5, len(columns) - 0.5], [row, row], color=FAINT, linewidth=0.6, zorder=0)
        for there in line.should:
            if line.now and there not in line.now:
                start = min(line.now, key=lambda column: abs(column - there))
                axes.annotate(
                    "", (there, row), (start, row), zorder=1,
                    arrowprops={"arrowstyle": "-|>", "color": RED, "linewidth": 1.8, "shrinkA": 9, "shrinkB": 10},
                )  # fmt: skip
        axes.plot(line.now, [row] * len(line.now), "o", color=BLUE, markersize=13, zorder=3)
        axes.plot(
            line.should, [row] * len(line.should), "D", markersize=17, markerfacecolor="none", markeredgecolor=RED,
            markeredgewidth=2.2, zorder=2,
        )  # fmt: skip
    keys = drawn.add_axes((0.0, 0.98 - 0.3 / drawn.get_figheight(), 1, 0.3 / drawn.get_figheight()))
    keys.set(xlim=(0, 1), ylim=(0, 1))
    keys.set_axis_off()
    keys.plot([0.03], [0.5], "o", color=BLUE, markersize=12)
    keys.text(0.055, 0.5, "answers now", fontsize=SMALL, va="center", color=INK)
    keys.plot([0.23], [0.5], "D", markersize=13, markerfacecolor="none", markeredgecolor=RED, markeredgewidth=2.2)
    keys.text(0.255, 0.5, "should answer", fontsize=SMALL, va="center", color=INK)
    return drawn
