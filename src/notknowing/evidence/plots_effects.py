"""Pictures for the strength of a correlation: clouds, own guesses, a line to tilt, a ruler, and what studies cannot see.

Every function returns a ``matplotlib.figure.Figure`` that nothing else holds on to. Sizes are for a column about seven
inches wide. Made-up data say so inside the picture. Spots to drag belong to the first axes and are drawn as rings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notknowing.evidence.clouds import Cloud
from notknowing.evidence.drawing import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    LARGE,
    PLAIN,
    QUIET,
    RED,
    SMALL,
    WORDS,
    calm,
    figure,
    journal,
    synthetic,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

REACH = 3.2
"""How far the clouds' axes go, in standard deviations."""

LINE_END = 2.4
"""Where the line through the cloud ends and can be taken hold of, in standard deviations."""


@dataclass(frozen=True)
class Reading:
    """One published correlation on the ruler. low, high: its 95% interval, where the source gives one."""

    label: str
    r: float
    low: float | None = None
    high: float | None = None


def ring(axes: Axes, x: float, y: float, colour: str = RED, size: float = 15) -> None:
    """A spot that can be dragged: an open ring, above everything else."""
    axes.plot([x], [y], "o", markersize=size, markerfacecolor="white", markeredgecolor=colour, markeredgewidth=3, zorder=9)  # fmt: skip
    axes.plot([x], [y], "o", markersize=size / 3.4, color=colour, zorder=10)


def _dots(axes: Axes, cloud: Cloud, colour: str, title: str, marker: str = "o") -> None:
    calm(axes)
    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), xticks=(), yticks=())
    axes.scatter(cloud.x, cloud.y, s=34, color=colour, alpha=0.72, linewidths=0, marker=marker)
    axes.set_title(title, fontsize=LARGE, color=WORDS.get(colour, INK), loc="left")
    axes.set_xlabel("Alliance, weaker to stronger", fontsize=PLAIN, color=INK)


def two_clouds(given: Cloud, own: Cloud, title: str, own_title: str, *, line: bool = False) -> Figure:
    """A cloud whose r is asked for, and beside it a cloud of other people with the r that somebody has chosen.

    Args:
        given, own: the two clouds.
        title, own_title: what stands above them.
        line: whether the straight line through each is drawn.
    """
    drawn = figure(8.4, 4.3)
    left, right = drawn.add_axes((0.055, 0.12, 0.435, 0.77)), drawn.add_axes((0.555, 0.12, 0.435, 0.77))
    _dots(left, given, BLUE, title)
    _dots(right, own, RED, own_title, "D")
    left.set_ylabel("Improvement, less to more", fontsize=PLAIN, color=INK)
    if line:
        for axes, cloud in ((left, given), (right, own)):
            axes.plot([-REACH, REACH], [-REACH * cloud.r, REACH * cloud.r], color=INK, linewidth=1.6)
    synthetic(right)
    return drawn


def one_cloud(cloud: Cloud, title: str) -> Figure:
    """The example: one cloud with its line."""
    drawn = figure(8.4, 3.9)
    axes = drawn.add_axes((0.22, 0.13, 0.56, 0.75))
    _dots(axes, cloud, BLUE, title)
    axes.set_ylabel("Improvement, less to more", fontsize=PLAIN, color=INK)
    axes.plot([-REACH, REACH], [-REACH * cloud.r, REACH * cloud.r], color=INK, linewidth=1.6)
    synthetic(axes)
    return drawn


def guesses(pairs: Sequence[tuple[str, float | None, float]]) -> Figure:
    """Each guess beside the r it was for, in the order in which they were met.

    Args:
        pairs: a name, the guess (None where there was none) and the true r for each.
    """
    drawn = figure(8.4, 1.25 + 0.42 * len(pairs))
    axes = drawn.add_axes((0.13, 0.56 / (1.25 + 0.42 * len(pairs)), 0.84, 0.40 * (len(pairs) + 0.5) / (1.25 + 0.42 * len(pairs))))  # fmt: skip
    calm(axes)
    axes.axvline(0, color=FAINT, linewidth=1)
    for y, (_, guess, true) in enumerate(pairs):
        if guess is not None:
            axes.plot([guess, true], [y, y], color=QUIET, linewidth=2, zorder=1)
            axes.plot([guess], [y], "D", markersize=11, markerfacecolor="white", markeredgecolor=RED, markeredgewidth=2.4, label="your guess")  # fmt: skip
        axes.plot([true], [y], "o", color=BLUE, markersize=11, label="r of the cloud")
    axes.set(xlim=(-1.05, 1.05), ylim=(len(pairs) - 0.5, -0.5), xticks=[-1, -0.5, 0, 0.5, 1])
    axes.set_yticks(range(len(pairs)), [name for name, _, _ in pairs])
    axes.tick_params(axis="y", length=0, labelsize=PLAIN, labelcolor=INK)
    axes.set_xlabel("r", fontsize=PLAIN, color=INK)
    handles = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    drawn.legend(handles.values(), handles.keys(), loc="upper left", ncols=2, fontsize=SMALL, frameon=False, bbox_to_anchor=(0.12, 1))  # fmt: skip
    drawn.text(0.985, 0.985, "Synthetic data", ha="right", va="top", fontsize=SMALL, color=QUIET)
    return drawn


def tilted(cloud: Cloud, r: float) -> Figure:
    """One cloud whose line ends in a ring at height r, and below it how much of the variation the two share.

    The first axes run from −1.25 to 1.25 upwards, so that the ring's height is r itself.
    """
    drawn = figure(8.4, 5.3)
    axes = drawn.add_axes((0.09, 0.29, 0.88, 0.64))
    calm(axes)
    axes.set(xlim=(-REACH, REACH), ylim=(-1.25, 1.25), xticks=(), yticks=())
    axes.scatter(cloud.x, cloud.y / LINE_END, s=36, color=BLUE, alpha=0.7, linewidths=0)
    axes.plot([-LINE_END, LINE_END], [-r, r], color=RED, linewidth=2.6)
    ring(axes, LINE_END, r)
    axes.set_title(f"r = {journal(r)}", fontsize=LARGE + 2, color=WORDS[RED], loc="left")
    axes.set_xlabel("Alliance, weaker to stronger", fontsize=PLAIN, color=INK)
    axes.set_ylabel("Improvement, less to more", fontsize=PLAIN, color=INK)
    synthetic(axes)
    bar = drawn.add_axes((0.09, 0.055, 0.88, 0.075))
    bar.set_axis_off()
    bar.set(xlim=(0, 100), ylim=(0, 1))
    share = 100 * r * r
    bar.barh(0.5, 100, height=1, color="#f1eee6", edgecolor=QUIET, linewidth=1)
    bar.barh(0.5, share, height=1, color=GREEN)
    bar.text(0, 1.12, "All the variation in improvement", ha="left", va="bottom", fontsize=SMALL, color=QUIET)
    said, room = f"shared: {share:.1f} in 100", share < 62
    bar.text(share + 1.2 if room else share - 1.2, 0.5, said, ha="left" if room else "right", va="center", fontsize=PLAIN, color=INK)  # fmt: skip
    return drawn


def ruler(readings: Sequence[Reading], big: float) -> Figure:
    """Published correlations on one ruler, and a line where somebody says that 'big' begins.

    Args:
        readings: from the top.
        big: where the line stands, from 0 to .7.
    """
    height = 1.75 + 0.46 * len(readings)
    drawn = figure(8.4, height)
    axes = drawn.add_axes((0.40, 0.62 / height, 0.575, (height - 1.25) / height))
    calm(axes)
    for y, one in enumerate(readings):
        if one.low is not None and one.high is not None:
            axes.plot([one.low, one.high], [y, y], color=BLUE, linewidth=3)
        axes.plot([one.r], [y], "s", color=BLUE, markersize=11)
        axes.text(one.r, y - 0.24, places(one.r), ha="center", va="bottom", fontsize=SMALL, color=INK)
    axes.axvline(big, color=RED, linewidth=2.4, linestyle="--", zorder=0)
    top = -1.15
    left = big > 0.6
    axes.text(big + (-0.022 if left else 0.022), top, "big", fontsize=PLAIN, color=WORDS[RED], va="center", ha="right" if left else "left")  # fmt: skip
    axes.set(xlim=(0, 0.7), ylim=(len(readings) - 0.45, top - 0.45), xticks=[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    ring(axes, big, top, size=13)
    axes.set_yticks(range(len(readings)), [one.label for one in readings])
    axes.tick_params(axis="y", length=0, labelsize=SMALL, labelcolor=INK)
    axes.set_xlabel("r", fontsize=PLAIN, color=INK)
    return drawn


def places(value: float) -> str:
    """A published correlation with the places it was printed with: two, or three where the third says something."""
    two = round(value, 2) == round(value, 3)
    return f"{value:.{2 if two else 3}f}".replace("0.", ".", 1).replace("-", "−")


def formats(readings: Sequence[Reading], guess: float | None, known: Sequence[bool]) -> Figure:
    """The face-to-face estimate and then the internet estimates, one below the other as they were published.

    Args:
        readings: from the top; the first is what the others are compared with.
        guess: what somebody expects, as a line to drag; None where it is not asked.
        known: for each, whether it has been opened yet.
    """
    height = 1.6 + 0.5 * len(readings)
    drawn = figure(8.4, height)
    axes = drawn.add_axes((0.36, 0.62 / height, 0.615, (height - 1.1) / height))
    calm(axes)
    first = readings[0]
    axes.axvline(first.r, color=FAINT, linewidth=1.4)
    for y, (one, is_known) in enumerate(zip(readings, known, strict=True)):
        if not is_known:
            axes.text(0.004, y, "not opened yet", va="center", fontsize=SMALL, color=QUIET)
            continue
        colour, marker = (BLUE, "s") if y == 0 else (GREEN, "o")
        if one.low is not None and one.high is not None:
            axes.plot([one.low, one.high], [y, y], color=colour, linewidth=3)
        axes.plot([one.r], [y], marker, color=colour, markersize=11)
        axes.text(one.r, y - 0.24, places(one.r), ha="center", va="bottom", fontsize=SMALL, color=INK)
    top = -1.0
    if guess is not None:
        axes.axvline(guess, color=RED, linewidth=2, linestyle="--", zorder=0)
        left = guess > 0.34
        axes.text(guess + (-0.013 if left else 0.013), top, "your guess", fontsize=PLAIN, color=WORDS[RED], va="center", ha="right" if left else "left")  # fmt: skip
    axes.set(xlim=(0, 0.45), ylim=(len(readings) - 0.45, top - 0.45), xticks=[0, 0.1, 0.2, 0.3, 0.4])
    if guess is not None:
        ring(axes, guess, top, size=13)
    axes.set_yticks(range(len(readings)), [one.label for one in readings])
    axes.tick_params(axis="y", length=0, labelsize=SMALL, labelcolor=INK)
    axes.set_xlabel("r", fontsize=PLAIN, color=INK)
    return drawn


def inside_studies(ages: Sequence[float], r: Sequence[float], tilt: float, width: float) -> Figure:
    """Six studies as squares on a rising line, and inside each study what happens from its younger to its older clients.

    Args:
        ages: the mean age of each study's clients, in years.
        r: each study's correlation of alliance and outcome.
        tilt: by how much r rises from the younger to the older half inside each study; negative where it falls.
        width: how far the younger and the older half lie from the mean, in years.
    """
    drawn = figure(8.4, 4.4)
    axes = drawn.add_axes((0.10, 0.15, 0.87, 0.74))
    calm(axes)
    axes.plot([ages[0], ages[-1]], [r[0], r[-1]], color=QUIET, linewidth=1.4, linestyle="--", zorder=1)
    for age, value in zip(ages, r, strict=True):
        axes.plot([age - width, age + width], [value - tilt / 2, value + tilt / 2], color=RED, linewidth=3.5, solid_capstyle="round", zorder=2)  # fmt: skip
    axes.plot(ages, r, "s", color=BLUE, markersize=13, zorder=3)
    axes.set(xlim=(ages[0] - 9, ages[-1] + 9), ylim=(-0.12, 0.62))
    axes.set_xlabel("Mean age of a study's clients", fontsize=PLAIN, color=INK)
    axes.set_ylabel("r of alliance and outcome", fontsize=PLAIN, color=INK)
    if tilt:
        axes.annotate("inside a study: younger to older", (ages[-1], r[-1]), fontsize=SMALL, color=WORDS[RED], xytext=(0.36, 0.94), textcoords="axes fraction")  # fmt: skip
    axes.text(0.02, 0.94, "one square: one study", transform=axes.transAxes, fontsize=SMALL, color=WORDS[BLUE])
    synthetic(axes)
    return drawn
