"""Pictures for something like a relationship: ratings beside guesses, and alliance scores that may not share an axis.

Every function returns a ``matplotlib.figure.Figure`` that nothing else holds on to. What is supposed and not published
is hollow or striped in the picture, and the word stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notknowing.evidence.drawing import BLUE, FAINT, GREEN, INK, PINK, PLAIN, QUIET, RED, SMALL, WORDS, calm, figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMN_COLOURS = (BLUE, RED, GREEN, PINK, "#E69F00", "#56B4E9")
Z95 = 1.959963984540054
"""The 97.5th centile of the normal distribution: half the width of a 95% interval in standard errors."""


@dataclass(frozen=True)
class Score:
    """A mean on a form. half: half the width of its 95% interval, None where no n or spread is known."""

    label: str
    mean: float
    half: float | None
    is_software: bool
    is_reported: bool = False
    """Whether the figure was seen only in somebody else's report."""


def half_width(sd: float | None, n: int | None) -> float | None:
    """Half the width of a 95% interval of a mean, from the spread and the number of people; None where one is missing."""
    return None if not sd or not n or n < 2 else Z95 * sd / n**0.5


# -------------------------------------------------------------------------------------------- replies without a name


def columns(
    groups: Sequence[tuple[str, Sequence[tuple[int, float]]]], ticks: Sequence[tuple[float, str]], title: str
) -> Figure:
    """Numbered dots in columns, each column with its mean.

    Args:
        groups: the columns in order: label, and number and height of each dot.
        ticks: what stands beside the heights.
        title: what the heights are.
    """
    drawn = figure(8.2, 4.6)
    axes = drawn.add_axes((0.12, 0.15, 0.86, 0.81))
    calm(axes)
    low, high = min(at for at, _ in ticks), max(at for at, _ in ticks)
    axes.set(xlim=(-0.5, len(groups) - 0.5), ylim=(low - 0.5, high + 0.5))
    axes.set_yticks([at for at, _ in ticks], [label for _, label in ticks])
    axes.set_ylabel(title, fontsize=PLAIN, color=INK)
    axes.set_xticks(range(len(groups)), [_wrapped(label) for label, _ in groups], fontsize=SMALL, color=INK)
    axes.tick_params(axis="x", length=0)
    step = min(0.16, 0.8 / max(1, max((len(dots) for _, dots in groups), default=1)))
    for place, (_, dots) in enumerate(groups):
        colour = COLUMN_COLOURS[place % len(COLUMN_COLOURS)]
        for height in sorted({height for _, height in dots}):
            row = [number for number, at in dots if at == height]
            for k, number in enumerate(row):
                x = place + (k - (len(row) - 1) / 2) * step
                axes.scatter(x, height, s=330, facecolor="white", edgecolor=colour, linewidth=2, zorder=3)
                axes.text(
                    x, height, str(number), ha="center", va="center_baseline", fontsize=SMALL, color=INK, zorder=4
                )
        if dots:
            middle = sum(height for _, height in dots) / len(dots)
            axes.plot([place - 0.4, place + 0.4], [middle, middle], color=colour, linewidth=2.5, zorder=2)
            axes.text(place + 0.41, middle + 0.05, f"{middle:.1f}", ha="right", va="bottom", fontsize=PLAIN, color=INK)
    return drawn


def _wrapped(label: str, most: int = 16) -> str:
    lines = [""]
    for word in label.split():
        lines = [*lines, word] if len(f"{lines[-1]} {word}") > most else [*lines[:-1], f"{lines[-1]} {word}".strip()]
    return "\n".join(line for line in lines if line)


# -------------------------------------------------------------------------------------------- a tiny interval


def tiny(observed: float, half: float, others: float, everybody: float, answered: str, missing: str) -> Figure:
    """Those who answered with their interval, those who did not, and everybody; below, the interval under a glass.

    Args:
        observed, half: the published mean and half of its 95% interval.
        others: what those who did not answer would have said, supposed.
        everybody: the mean of both together.
        answered, missing: how many there are of each, in words.
    """
    drawn = figure(8.2, 5.0)
    axes = drawn.add_axes((0.27, 0.46, 0.69, 0.5))
    calm(axes)
    axes.set(xlim=(1, 5), ylim=(-0.6, 2.6), xticks=range(1, 6))
    axes.set_yticks(
        [2, 1, 0], [f"Answered\n({answered})", f"Did not answer\n({missing}), supposed", "Everybody,\nthen"]
    )
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.plot([observed - half, observed + half], [2, 2], color=BLUE, linewidth=5, solid_capstyle="butt")
    axes.plot(observed, 2, marker="o", markersize=9, color=BLUE, linestyle="none")
    axes.plot(others, 1, marker="o", markersize=13, markerfacecolor="white", markeredgecolor=RED, markeredgewidth=2.2, linestyle="none")  # fmt: skip
    axes.plot(everybody, 0, marker="D", markersize=11, color=RED, linestyle="none")
    axes.plot([everybody, everybody], [0, 2.35], color=RED, linewidth=1.2, linestyle=":")
    for x, y, colour in ((observed, 2, BLUE), (others, 1, RED), (everybody, 0, RED)):
        axes.text(x, y + 0.3, f"{x:.2f}", ha="center", va="bottom", fontsize=PLAIN, color=WORDS[colour], bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
    axes.set_xlabel("Mean alliance score, form from 1 to 5", fontsize=SMALL, color=QUIET)
    _glass(drawn.add_axes((0.27, 0.13, 0.69, 0.14)), observed, half, everybody)
    return drawn


def _glass(axes: Axes, observed: float, half: float, everybody: float) -> None:
    """The interval by itself, as wide as it has to be to be seen."""
    calm(axes)
    reach = max(3 * half, 0.02)
    axes.set(xlim=(observed - reach, observed + reach), ylim=(-1, 1), yticks=())
    axes.spines["left"].set_visible(False)
    axes.set_xticks([observed - half, observed, observed + half])
    axes.set_xticklabels([f"{observed - half:.3f}", "", f"{observed + half:.3f}"], fontsize=SMALL)
    axes.axvspan(observed - half, observed + half, color=BLUE, alpha=0.25, linewidth=0)
    axes.plot(observed, 0, marker="o", markersize=9, color=BLUE, linestyle="none")
    if abs(everybody - observed) <= reach:
        axes.plot(everybody, 0, marker="D", markersize=11, color=RED, linestyle="none")
    else:
        at, arrow = (0.005, "◀") if everybody < observed else (0.995, "▶")
        said = f"{arrow} everybody" if everybody < observed else f"everybody {arrow}"
        axes.text(at, 0.5, said, transform=axes.transAxes, ha="left" if everybody < observed else "right", va="center", fontsize=SMALL, color=WORDS[RED])  # fmt: skip
    axes.text(-0.02, 0.5, "The interval,\nunder a glass", transform=axes.transAxes, ha="right", va="center", fontsize=SMALL, color=INK)  # fmt: skip


# -------------------------------------------------------------------------------------------- total or bond


def scores(rows: Sequence[Score], line: float) -> Figure:
    """Means with their intervals on a form from 1 to 5, and a line to lay across them."""
    drawn = figure(8.2, 1.5 + 0.52 * max(3, len(rows)))
    height = drawn.get_size_inches()[1]
    axes = drawn.add_axes((0.40, 0.75 / height, 0.56, 1 - 1.05 / height))
    calm(axes)
    axes.set(xlim=(1, 5), ylim=(len(rows) - 0.4, -0.9), xticks=range(1, 6))
    axes.set_yticks(range(len(rows)), [row.label for row in rows])
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.axvline(line, color=INK, linewidth=1.4, linestyle="--", zorder=1)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    axes.text(line, -0.62, f"{line:.2f}", ha="center", va="center", fontsize=SMALL, color=INK, bbox=box)
    for place, row in enumerate(rows):
        colour, marker = (RED, "s") if row.is_software else (BLUE, "o")
        if row.half is not None:
            axes.plot([row.mean - row.half, row.mean + row.half], [place, place], color=colour, linewidth=3)
        face = "white" if row.is_reported else colour
        axes.plot(row.mean, place, marker=marker, markersize=10, markerfacecolor=face, markeredgecolor=colour, markeredgewidth=2, linestyle="none", zorder=3)  # fmt: skip
        axes.text(4.98, place, f"{row.mean:.2f}", ha="right", va="center", fontsize=SMALL, color=WORDS[colour])
    axes.set_xlabel("Mean, form from 1 to 5.  Square: software.  Round: a person", fontsize=SMALL, color=QUIET)
    return drawn


# -------------------------------------------------------------------------------------------- two scales


def two_scales(
    carried: float, carried_label: str, landings: Sequence[tuple[str, float]], own: float, beside: Sequence[Score]
) -> Figure:
    """A form from 1 to 7 above a form from 1 to 5, and where a number lands when it is carried down.

    Args:
        carried: the mean on the form from 1 to 7, with its label.
        landings: name and place of each way to carry it that is shown.
        own: where the student put it.
        beside: scores that were measured on the form from 1 to 5.
    """
    drawn = figure(8.2, 5.2)
    axes = drawn.add_axes((0.04, 0.08, 0.92, 0.88))
    axes.set_axis_off()
    axes.set(xlim=(0.6, 6.2), ylim=(-2.3, 4.3))
    upper, lower = 3.1, 0.6
    _scale(axes, upper, 7, lambda value: 1 + (value - 1) * 4 / 6, "Form from 1 to 7")
    _scale(axes, lower, 5, lambda value: value, "Form from 1 to 5")
    top = 1 + (carried - 1) * 4 / 6
    axes.plot(top, upper, marker="D", markersize=11, color=PINK, linestyle="none", zorder=4)
    axes.text(
        top,
        upper + 0.28,
        f"{carried_label}: {carried:.2f}",
        ha="center",
        va="bottom",
        fontsize=PLAIN,
        color=WORDS[PINK],
    )
    for _, place in landings:
        axes.annotate(
            "",
            (place, lower + 0.12),
            (top, upper - 0.2),
            arrowprops={"arrowstyle": "-|>", "color": PINK, "linewidth": 1.6},
        )
        off = place > 5
        x, y = (place + 0.06, lower + 0.25) if off else ((place + top) / 2 + 0.08, (upper + lower) / 2)
        axes.text(x, y, f"{place:.2f}", ha="left", va="center", fontsize=PLAIN, color=WORDS[PINK], weight="bold")
        if off:
            axes.text(5.55, lower - 0.3, "off the form", ha="center", va="top", fontsize=SMALL, color=WORDS[PINK])
    axes.plot(own, lower, marker="o", markersize=13, markerfacecolor="white", markeredgecolor=INK, markeredgewidth=2, linestyle="none", zorder=5)  # fmt: skip
    axes.text(own, lower + 0.2, f"yours: {own:.2f}", ha="center", va="bottom", fontsize=SMALL, color=INK, zorder=6, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})  # fmt: skip
    for k, row in enumerate(sorted(beside, key=lambda row: row.mean)):
        y = -0.75 - 0.42 * k
        colour, marker = (RED, "s") if row.is_software else (BLUE, "o")
        axes.plot([row.mean, row.mean], [y, lower], color=FAINT, linewidth=1, zorder=0)
        axes.plot(row.mean, y, marker=marker, markersize=9, color=colour, linestyle="none")
        axes.text(row.mean - 0.1, y, f"{row.label}: {row.mean:.2f}", ha="right", va="center", fontsize=SMALL, color=WORDS[colour], bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
    return drawn


def _scale(axes: Axes, y: float, top: int, at, label: str) -> None:
    """One form as a line with its answers."""
    axes.plot([at(1), at(top)], [y, y], color=INK, linewidth=1.6)
    for answer in range(1, top + 1):
        axes.plot([at(answer)] * 2, [y - 0.07, y + 0.07], color=INK, linewidth=1.4)
        axes.text(at(answer), y - 0.14, str(answer), ha="center", va="top", fontsize=SMALL, color=QUIET)
    axes.text(0.62, y + 0.3, label, ha="left", va="bottom", fontsize=SMALL, color=INK)
