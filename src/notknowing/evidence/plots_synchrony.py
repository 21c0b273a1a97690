"""Pictures of two people moving: their two lines, when they go together, and how often strangers do as well.

Every function returns a ``matplotlib.figure.Figure`` that nothing else holds on to. All data are made up, and each picture
says so inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
    synthetic,
)

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from notknowing.evidence.together import Fooled, Pair, Strip, Swaps

Bar = tuple[float, float, int]
"""Left edge, right edge and count."""

APART = 2.6
"""How far above and below the middle the two lines stand."""


def pair(two: Pair, found: Strip, lag_s: float) -> Figure:
    """Two lines of movement above; below, how alike they are by time and lag, and the average by lag.

    Args:
        two: the pair.
        found: its windowed cross-correlation.
        lag_s: how much later the therapist moves, as it was set. A spot marks it on the therapist's line.
    """
    drawn = figure(8.4, 5.6)
    lines = drawn.add_axes((0.125, 0.585, 0.85, 0.345))
    half = len(two.client) / two.hz / 2
    _two_lines(lines, two, begin=-half)
    lines.set_xlabel("Seconds before and after the middle", fontsize=SMALL, color=QUIET, labelpad=1)
    lines.plot([0, 0], [-APART * 2, APART * 2], color=QUIET, linewidth=1, linestyle=":")
    lines.plot(lag_s, ring_height(two, lag_s), "o", markersize=13, markerfacecolor="white", markeredgecolor=RED, markeredgewidth=2.5, zorder=5)  # fmt: skip
    if lag_s:
        lines.annotate("", (lag_s, -APART * 2), (0, -APART * 2), arrowprops={"arrowstyle": "->", "color": RED, "linewidth": 1.6})  # fmt: skip
    _strip(drawn.add_axes((0.125, 0.12, 0.59, 0.31)), found, half)
    _by_lag(drawn.add_axes((0.765, 0.12, 0.21, 0.31)), found)
    return drawn


def ring_height(two: Pair, lag_s: float) -> float:
    """How high, in the picture's own units, the therapist's line runs so many seconds after the middle."""
    at = round((len(two.therapist) / two.hz / 2 + lag_s) * two.hz)
    return float(two.therapist[min(max(at, 0), len(two.therapist) - 1)]) - APART


def _two_lines(
    axes: Axes,
    two: Pair,
    names: tuple[str, str] = ("Client", "Therapist"),
    title: str = "How much each of them moves",
    begin: float = 0.0,
) -> None:
    calm(axes)
    seconds = two.seconds + begin
    for row, base, colour, name in ((two.client, APART, BLUE, names[0]), (two.therapist, -APART, RED, names[1])):
        axes.fill_between(seconds, base, base + row, color=colour, alpha=0.18, linewidth=0)
        axes.plot(seconds, base + row, color=colour, linewidth=1.5)
        axes.text(
            seconds[0] - 0.015 * (seconds[-1] - seconds[0]),
            base,
            name,
            ha="right",
            va="center",
            color=WORDS[colour],
            fontsize=SMALL,
            weight="bold",
        )
    axes.set(xlim=(seconds[0], seconds[-1]), ylim=(-2.15 * APART, 2.3 * APART), yticks=())
    axes.spines["left"].set_visible(False)
    axes.set_title(title, loc="left", fontsize=PLAIN, color=INK)
    synthetic(axes, 1.0, 1.02)
    axes.set_xlabel("Seconds", fontsize=SMALL, color=QUIET, labelpad=1)


def _strip(axes: Axes, found: Strip, half: float) -> None:
    calm(axes)
    wide = (found.at_s[1] - found.at_s[0]) / 2 if len(found.at_s) > 1 else 1
    step = (found.lags_s[1] - found.lags_s[0]) / 2
    edges = (found.at_s[0] - wide - half, found.at_s[-1] + wide - half, found.lags_s[0] - step, found.lags_s[-1] + step)
    axes.imshow(found.r, cmap="PuOr_r", vmin=-1, vmax=1, aspect="auto", origin="lower", extent=edges, interpolation="nearest")  # fmt: skip
    axes.axhline(0, color=INK, linewidth=0.8, linestyle=":")
    axes.set(xlim=(-half, half), ylim=edges[2:], yticks=(-4, -2, 0, 2, 4))
    axes.set_ylabel("Therapist later,\nin seconds", fontsize=SMALL, color=INK)
    axes.set_xlabel("Seconds", fontsize=SMALL, color=QUIET, labelpad=1)
    axes.set_title("Alike (orange) or opposite (purple)", loc="left", fontsize=PLAIN, color=INK)


def _by_lag(axes: Axes, found: Strip) -> None:
    calm(axes)
    axes.axvline(0, color=FAINT, linewidth=1)
    axes.plot(found.mean, found.lags_s, color=INK, linewidth=1.8)
    lag, height = found.peak
    axes.plot(height, lag, "D", color=GREEN, markersize=9, markeredgecolor=INK)
    axes.set(xlim=(-0.6, 1.0), ylim=(found.lags_s[0] - 0.1, found.lags_s[-1] + 0.1), yticks=(-4, -2, 0, 2, 4), xticks=(0, 0.5, 1))  # fmt: skip
    axes.set_yticklabels([])
    axes.set_xlabel("r", fontsize=SMALL, color=QUIET, labelpad=1)
    axes.set_title("On average", loc="left", fontsize=PLAIN, color=INK)


# ---------------------------------------------------------------------------------------------- against chance


def bars(values: Sequence[float] | np.ndarray, mark: float, low: float, high: float, width: float) -> list[Bar]:
    """Left edge, right edge and count of each bar of a histogram, from left to right.

    Bars begin at the marked value, so that every bar lies wholly on one side of it. Empty ones are kept.

    Args:
        values: what is counted.
        mark: the value the bars keep clear of.
        low, high: how far the bars reach at least.
        width: of one bar.
    """
    import math

    import numpy as np

    before, after = math.ceil((mark - low) / width), math.floor((high - mark) / width) + 1
    edges = [mark + width * k for k in range(-max(before, 0), max(after, 1) + 1)]
    counts, _ = np.histogram(np.asarray(values, dtype=float), bins=edges)
    return [(left, right, int(count)) for left, right, count in zip(edges, edges[1:], counts, strict=False)]


def against_chance(axes: Axes, counted: Sequence[Bar], mark: float, *, name: str, others: str) -> None:
    """A histogram with one value marked, and numbers on the bars that reach it.

    Args:
        axes: where to draw.
        counted: the bars, from ``bars``.
        mark, name: the marked value, and what it is called.
        others: what is below the axis.
    """
    from matplotlib.ticker import FormatStrFormatter, MaxNLocator

    calm(axes)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(FormatStrFormatter("%.2f"))
    tallest = max(*(count for _, _, count in counted), 1)
    for left, right, count in counted:
        reaches = left >= mark - 1e-9
        middle = (left + right) / 2
        axes.bar(middle, count, width=(right - left) * 0.92, color=RED if reaches else FAINT, linewidth=0)
        if reaches and count:
            axes.text(middle, count + tallest * 0.015, str(count), ha="center", va="bottom", fontsize=PLAIN, color=INK)
    axes.plot([mark, mark], [0, tallest * 1.2], color=INK, linewidth=2)
    axes.plot(mark, tallest * 1.2, "v", color=INK, markersize=9)
    first, last = counted[0][0], counted[-1][1]
    side = "right" if mark > (first + last) / 2 else "left"
    axes.text(mark, tallest * 1.27, f"{name}: {mark:.2f}", ha=side, va="bottom", fontsize=PLAIN, color=INK)
    axes.set(ylim=(0, tallest * 1.45), yticks=(), xlim=(first, last))
    axes.set_xlabel(others, fontsize=PLAIN, color=INK)


def swap_bars(test: Swaps, first: int) -> list[Bar]:
    """The bars of the picture of so many swaps. They stand at the same places however many there are."""
    low, high = min(*test.values, test.observed), max(*test.values, test.observed)
    return bars(test.values[:first], test.observed, low, high, (high - low) / 18)


def swap_test(test: Swaps, room: int, how: str, first: int) -> Figure:
    """On the left, who was put with whom in the last swap; on the right, how the swaps done so far compare.

    Args:
        test: all the swaps there are.
        room: the room whose real pair is tested.
        how: *partners* or *segments*.
        first: how many swaps have been done, 0 or more.
    """
    drawn = figure(8.4, 4.4)
    right = drawn.add_axes((0.40, 0.16, 0.58, 0.70))
    others = f"Togetherness of {first} swapped {'pair' if first == 1 else 'pairs'}"
    against_chance(right, swap_bars(test, first), test.observed, name="Real pair", others=others)
    right.set_title(f"Room {room}", loc="left", fontsize=LARGE, color=INK)
    synthetic(right, 1.0, 1.01)
    left = drawn.add_axes((0.02, 0.05, 0.34, 0.90))
    last = test.made[first - 1] if first else None
    if how == "partners":
        _who_with_whom(left, room, last)
    else:
        _pieces(left, last or tuple(range(1, len(test.made[0]) + 1)), last is not None)
    return drawn


def _who_with_whom(axes: Axes, room: int, last: tuple[int, ...] | None) -> None:
    from notknowing.evidence.together import ROOMS

    axes.set_axis_off()
    axes.set(xlim=(-0.45, 1.45), ylim=(ROOMS + 1.2, -2.6))
    for number in range(1, ROOMS + 1):
        here = number == room
        axes.plot([0, 1], [number, number], color=INK if here else FAINT, linewidth=2 if here else 0.9, zorder=2 if here else 1)  # fmt: skip
    rows = list(range(1, ROOMS + 1))
    axes.scatter([0] * ROOMS, rows, s=26, color=BLUE, zorder=3)
    axes.scatter([1] * ROOMS, rows, s=26, color=RED, marker="s", zorder=3)
    axes.text(-0.12, room, str(room), ha="right", va="center", fontsize=SMALL, color=INK, weight="bold")
    if last:
        client, therapist = last
        axes.plot([0, 1], [client, therapist], color=GREEN, linewidth=2.6, zorder=4)
        for x, number, side in ((-0.12, client, "right"), (1.12, therapist, "left")):
            if x > 0 or number != room:
                axes.text(
                    x, number, str(number), ha=side, va="center", fontsize=SMALL, color=WORDS[GREEN], weight="bold"
                )
    axes.text(0, -0.6, "Clients", ha="center", va="bottom", fontsize=SMALL, color=WORDS[BLUE], weight="bold")
    axes.text(1, -0.6, "Therapists", ha="center", va="bottom", fontsize=SMALL, color=WORDS[RED], weight="bold")


def _pieces(axes: Axes, order: Sequence[int], shuffled: bool) -> None:
    """Ten pieces of a session in time: the client's in order, the therapist's as shuffled."""
    axes.set_axis_off()
    axes.set(xlim=(0, 10), ylim=(-0.2, 10.6))
    for x, title, colour, pieces in (
        (1.2, "Client", BLUE, range(1, len(order) + 1)),
        (5.9, "Therapist", RED, order),
    ):
        axes.text(x + 1.4, 10.05, title, ha="center", va="bottom", fontsize=SMALL, color=WORDS[colour], weight="bold")
        for place, piece in enumerate(pieces):
            y = 9.0 - place * 0.97
            axes.add_patch(_block(x, y, colour if not (shuffled and title == "Therapist") else GREEN))
            axes.text(x + 1.4, y + 0.42, str(piece), ha="center", va="center", fontsize=SMALL, color=INK)


def _block(x: float, y: float, colour: str):
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), 2.8, 0.84, facecolor="white", edgecolor=colour, linewidth=1.6)


def strangers(found: Fooled, said: str) -> Figure:
    """The movement of two strangers above; below, their togetherness among that of many other strangers.

    Args:
        found: the pair, measured as it was asked for, with the others.
        said: what is above the histogram.
    """
    from notknowing.evidence.together import HZ, Pair

    drawn = figure(8.4, 5.4)
    lines = drawn.add_axes((0.125, 0.605, 0.85, 0.325))
    two = Pair(found.client, found.therapist, HZ)
    _two_lines(lines, two, ("One\nstranger", "Another"), "Two people who never met")
    reach = max(abs(found.client).max(), abs(found.therapist).max())
    lines.set_ylim(-APART - max(reach, APART), APART + max(reach, APART))
    below = drawn.add_axes((0.03, 0.12, 0.94, 0.31))
    counted = bars(found.others, found.value, 0.0, max(0.5, *found.others), 0.0225)
    against_chance(below, counted, found.value, name="This pair", others=f"Togetherness of {len(found.others)} other pairs of strangers")  # fmt: skip
    below.set_xlim(0, max(0.52, found.value + 0.02))
    below.set_title(said, loc="left", fontsize=PLAIN, color=INK)
    return drawn
