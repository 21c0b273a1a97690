"""Forest plots to build by hand, weights to share out, a ruler for z, and worlds of studies.

Every function returns a ``matplotlib.figure.Figure`` that nothing else holds on to. Sizes are for a column about seven
inches wide. Made-up data say so inside the picture. Spots to drag belong to the first axes and are drawn as rings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notknowing.evidence.drawing import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    LARGE,
    PINK,
    PLAIN,
    QUIET,
    RED,
    SMALL,
    WORDS,
    calm,
    figure,
    journal,
)
from notknowing.evidence.plots_effects import ring
from notknowing.evidence.spread import World

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Ends = tuple[float, float]
"""The lower and the upper end of an interval, in r."""


@dataclass(frozen=True)
class Diamond:
    """An average and its interval. colour: as elsewhere on the page. own: guessed, so drawn open."""

    label: str
    low: float
    high: float
    colour: str
    own: bool = False


@dataclass(frozen=True)
class Forest:
    """What a forest plot by hand holds so far. All lists follow the order of the studies.

    names, r, n: what the table says. squares: where the student put them, None where they were not put yet. guessed:
    whiskers by eye, by place in the list. drawn: whiskers that have been worked out. shares: weights, together 1; None
    before any are chosen. rings: where the spots to drag stand, as (x, y). ends: the ends of the r axis.
    """

    names: tuple[str, ...]
    r: tuple[float, ...]
    n: tuple[int, ...]
    squares: tuple[float | None, ...]
    ends: Ends
    guessed: Mapping[int, Ends] = field(default_factory=dict)
    drawn: Mapping[int, Ends] = field(default_factory=dict)
    shares: tuple[float, ...] | None = None
    diamonds: tuple[Diamond, ...] = ()
    ahead: Ends | None = None
    rings: tuple[tuple[float, float], ...] = ()

    @property
    def state(self) -> str:
        """Everything the picture depends on."""
        return repr(self)

    def row_of(self, diamond: int) -> float:
        """How far down a diamond stands, in rows."""
        return len(self.names) + 0.35 + 0.95 * diamond


def forest(plot: Forest) -> Figure:
    """The forest plot as it stands: squares, whiskers by eye and worked out, and diamonds."""
    rows = plot.row_of(len(plot.diamonds)) + 0.8 * (plot.ahead is not None)
    height = 1.55 + 0.44 * rows
    drawn = figure(8.4, height)
    axes = drawn.add_axes((0.34, 0.62 / height, 0.635, (height - 1.2) / height))
    calm(axes)
    axes.set(xlim=plot.ends, ylim=(rows - 0.45, -0.6))
    axes.axvline(0, color=QUIET, linewidth=1.2, linestyle=":")
    for y in range(len(plot.names)):
        _study(axes, plot, y)
    for i, diamond in enumerate(plot.diamonds):
        _diamond(axes, diamond, plot.row_of(i))
    if plot.ahead is not None:
        y = plot.row_of(len(plot.diamonds))
        axes.plot(plot.ahead, [y, y], color=GREEN, linewidth=9, alpha=0.55, solid_capstyle="butt")
        _label(axes, y, "The next clinic")
    for x, y in plot.rings:
        ring(axes, x, y)
    for x, head in ((-0.515, "Study"), (-0.25, "r"), (-0.045, "people")):
        axes.text(x, 1.0 + 0.13 / (height - 1.2), head, transform=axes.transAxes, fontsize=SMALL, color=QUIET, ha="left" if head == "Study" else "right")  # fmt: skip
    axes.set_yticks(())
    axes.spines["left"].set_visible(False)
    first = math.ceil(plot.ends[0] * 5) / 5
    axes.set_xticks([round(first + 0.2 * i, 1) for i in range(20) if first + 0.2 * i <= plot.ends[1] + 1e-9])
    axes.set_xlabel("r: left of 0, a stronger alliance went with a poorer outcome", fontsize=SMALL, color=INK)
    axes.text(1, 1.0 + 0.13 / (height - 1.2), "Synthetic data", transform=axes.transAxes, fontsize=SMALL, color=QUIET, ha="right")  # fmt: skip
    return drawn


def _study(axes: Axes, plot: Forest, y: int) -> None:
    for x, words, across in ((-0.515, plot.names[y], "left"), (-0.25, journal(plot.r[y]), "right"), (-0.045, str(plot.n[y]), "right")):  # fmt: skip
        axes.text(x, y, words, transform=axes.get_yaxis_transform(), fontsize=PLAIN, color=INK, va="center", ha=across)
    if y in plot.drawn:
        axes.plot(plot.drawn[y], [y, y], color=BLUE, linewidth=2.2, zorder=2)
    if y in plot.guessed:
        at = y + (0.27 if y in plot.drawn else 0)
        axes.plot(plot.guessed[y], [at, at], color=RED, linewidth=2.2, linestyle=(0, (4, 2)), zorder=2)
    square = plot.squares[y]
    if square is None:
        axes.plot([0], [y], "s", markersize=12, markerfacecolor="white", markeredgecolor=QUIET, markeredgewidth=1.6, zorder=4)  # fmt: skip
        return
    size = 12.0 if plot.shares is None else 5 + 34 * math.sqrt(max(plot.shares[y], 0.0)) * 0.9
    axes.plot([square], [y], "s", color=BLUE, markersize=size, zorder=3, markeredgewidth=0, alpha=1 if plot.shares is None else 0.85)  # fmt: skip


def _diamond(axes: Axes, diamond: Diamond, y: float) -> None:
    middle = (diamond.low + diamond.high) / 2
    axes.fill(
        [diamond.low, middle, diamond.high, middle], [y, y - 0.33, y, y + 0.33],
        facecolor="white" if diamond.own else diamond.colour, edgecolor=diamond.colour, linewidth=2.2, zorder=3,
    )  # fmt: skip
    _label(axes, y, diamond.label)


def _label(axes: Axes, y: float, words: str) -> None:
    axes.text(-0.515, y, words, transform=axes.get_yaxis_transform(), fontsize=SMALL, color=INK, va="center")


def weights(names: Sequence[str], n: Sequence[int], say: Sequence[float], most: float, shares: Sequence[float] | None = None) -> Figure:  # fmt: skip
    """How much each study has to say, as bars whose ends can be dragged; beside them what the arithmetic would give.

    Args:
        names, n: the studies.
        say: the student's own, from 0 to ``most``, in any unit.
        most: the right end of the axis.
        shares: the arithmetic's, in the same unit; None before it has been shown.
    """
    height = 1.25 + 0.44 * len(names)
    drawn = figure(8.4, height)
    axes = drawn.add_axes((0.22, 0.62 / height, 0.755, (height - 1.1) / height))
    calm(axes)
    rows = range(len(names))
    axes.barh(rows, say, height=0.52, color=RED, alpha=0.45, linewidth=0)
    if shares is not None:
        axes.plot(shares, rows, "D", color=BLUE, markersize=10, zorder=5, linestyle="none")
    for y, value in zip(rows, say, strict=True):
        ring(axes, value, y, size=12)
    axes.set(xlim=(0, most), ylim=(len(names) - 0.45, -0.6))
    axes.set_yticks(list(rows), [f"{name}   {people} people" for name, people in zip(names, n, strict=True)])
    axes.tick_params(axis="y", length=0, labelsize=SMALL, labelcolor=INK)
    axes.set_xlabel("How much say each study gets", fontsize=PLAIN, color=INK)
    axes.text(1, 1.02, "Synthetic data", transform=axes.transAxes, fontsize=SMALL, color=QUIET, ha="right")
    return drawn


def z_ruler(r: float) -> Figure:
    """A ruler with r on one edge and z on the other, and a line at one value."""
    drawn = figure(8.4, 2.35)
    axes = drawn.add_axes((0.05, 0.30, 0.90, 0.36))
    axes.set_yticks(())
    low, high = math.atanh(-0.45), math.atanh(0.85)
    axes.set(xlim=(low, high), ylim=(0, 1))
    axes.set_xticks([-0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2])
    axes.tick_params(colors=INK, labelsize=SMALL)
    axes.set_xlabel("z", fontsize=PLAIN, color=INK, labelpad=1)
    top = axes.secondary_xaxis("top", functions=(lambda z: z, lambda z: z))
    ticks = [-0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    top.set_xticks([math.atanh(tick) for tick in ticks], [journal_one(tick) for tick in ticks])
    top.tick_params(colors=INK, labelsize=SMALL)
    top.set_xlabel("r", fontsize=PLAIN, color=INK, labelpad=3)
    axes.set_facecolor("#fdf3d7")
    z = math.atanh(r)
    axes.axvline(z, color=RED, linewidth=2.4)
    right = z < 0.75
    axes.text(z + (0.04 if right else -0.04), 0.5, f"r = {journal(r)}   z = {z:.3f}".replace("-", "−"), fontsize=PLAIN, color=INK, va="center", ha="left" if right else "right")  # fmt: skip
    return drawn


def journal_one(value: float) -> str:
    """A tick of the ruler: one place, no nought before the point."""
    return "0" if value == 0 else f"{value:.1f}".replace("0.", ".", 1).replace("-", "−")


# ------------------------------------------------------------------------------------------- worlds of studies

SIGHT = (-0.62, 0.9)
"""The ends of the r axis in pictures of worlds."""


def tall(k: int) -> float:
    """Half the height of a diamond below k studies, in rows."""
    return max(0.4, 0.03 * k)


def diamond_row(k: int) -> float:
    """The row of the diamond below k studies."""
    return k + max(1.0, 0.06 * k)


def band_row(k: int) -> float:
    """The row below it, where the ends of a band are taken hold of."""
    return diamond_row(k) + 2.5 * tall(k)


def _world(axes: Axes, world: World, *, ahead: bool, size: float = 6) -> None:
    """One world in one set of axes."""
    from notknowing.evidence.effects import r_interval

    calm(axes)
    axes.axvline(0, color=QUIET, linewidth=1.2, linestyle=":")
    order = sorted(range(world.k), key=lambda i: world.r[i])
    for y, i in enumerate(order):
        low, high = r_interval(world.r[i], world.n[i])
        axes.plot([low, high], [y, y], color=BLUE, linewidth=1.5, alpha=0.6)
        axes.plot([world.r[i]], [y], "s", color=BLUE, markersize=size)
    row, half = diamond_row(world.k), tall(world.k)
    pooled = world.pooled
    axes.fill(
        [pooled.low, pooled.estimate, pooled.high, pooled.estimate], [row, row - half, row, row + half], color=RED
    )
    if ahead and pooled.prediction_low is not None and pooled.prediction_high is not None:
        below = band_row(world.k)
        axes.plot([pooled.prediction_low, pooled.prediction_high], [below, below], color=GREEN, linewidth=8, solid_capstyle="butt")  # fmt: skip
    axes.set(xlim=SIGHT, yticks=(), xticks=[-0.5, 0, 0.5])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(row + 4.2 * half, -1)


def three_worlds(worlds: Sequence[World], titles: Sequence[str], *, ahead: bool) -> Figure:
    """Three forests side by side with the same average; with ``ahead``, where the next clinic would land in each."""
    drawn = figure(8.4, 4.6)
    for i, (one, title) in enumerate(zip(worlds, titles, strict=True)):
        axes = drawn.add_axes((0.02 + 0.333 * i, 0.16, 0.295, 0.70))
        _world(axes, one, ahead=ahead)
        axes.set_title(title, fontsize=LARGE, color=INK, loc="left")
        axes.set_xlabel("r", fontsize=PLAIN, color=INK)
    drawn.text(0.985, 0.02, "Synthetic data", ha="right", fontsize=SMALL, color=QUIET)
    drawn.text(0.02, 0.02, "red diamond: the average" + ("; green bar: the next clinic, 95 in 100" if ahead else ""), fontsize=SMALL, color=QUIET)  # fmt: skip
    return drawn


def one_world(world: World, guess: Ends, clinics: Sequence[float], *, ahead: bool) -> Figure:
    """One world, the band in which somebody expects the next clinics, and the clinics that have been opened so far.

    Args:
        world: the studies.
        guess: the two ends of the band, dragged by rings.
        clinics: true links of new clinics.
        ahead: whether the prediction interval is drawn.
    """
    drawn = figure(8.4, 5.6)
    axes = drawn.add_axes((0.03, 0.29, 0.945, 0.645))
    _world(axes, world, ahead=False, size=7 if world.k < 20 else 5)
    axes.axvspan(min(guess), max(guess), color=RED, alpha=0.09, linewidth=0)
    for end in guess:
        axes.axvline(end, color=RED, linewidth=1.4, linestyle="--")
        ring(axes, end, band_row(world.k), size=13)
    drawn.text(
        0.03, 0.985, f"{world.k} studies. The red diamond is their average.", fontsize=PLAIN, color=INK, va="top"
    )
    drawn.text(0.975, 0.985, "Synthetic data", ha="right", va="top", fontsize=SMALL, color=QUIET)
    axes.set_xticklabels(())
    below = drawn.add_axes((0.03, 0.10, 0.945, 0.17))
    calm(below)
    below.set(xlim=SIGHT, ylim=(-1, 1.25), yticks=(), xticks=[-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8])
    below.spines["left"].set_visible(False)
    below.axvline(0, color=QUIET, linewidth=1.2, linestyle=":")
    for end in guess:
        below.axvline(end, color=RED, linewidth=1.4, linestyle="--")
    pooled = world.pooled
    if ahead and pooled.prediction_low is not None and pooled.prediction_high is not None:
        below.plot([pooled.prediction_low, pooled.prediction_high], [-0.62, -0.62], color=GREEN, linewidth=9, solid_capstyle="butt")  # fmt: skip
    for i, value in enumerate(clinics):
        below.plot([value], [-0.05 + 0.27 * (i % 5)], "^", color=PINK, markersize=9, markeredgecolor=INK, markeredgewidth=0.6)  # fmt: skip
    words = "New clinics: none opened yet" if not clinics else f"New clinics: {len(clinics)}"
    below.text(0.005, 0.99, words, transform=below.transAxes, fontsize=SMALL, color=INK, va="top")
    below.set_xlabel("r", fontsize=PLAIN, color=INK, labelpad=1)
    return drawn


__all__ = ["FAINT", "WORDS", "Diamond", "Forest", "forest", "one_world", "three_worlds", "weights", "z_ruler"]
