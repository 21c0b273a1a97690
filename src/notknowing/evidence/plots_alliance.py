"""Pictures for Week 5: three overlapping circles, answers as dots, three views of one hour, and one form filled in twice.

Every function returns a ``matplotlib.figure.Figure``, eight inches wide. Colours are safe for colour-blind readers, and
nothing is said by colour alone: there is a marker, a dash or a word beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from notknowing.evidence.drawing import BLUE, GREEN, INK, PLAIN, QUIET, RED, SMALL, marked_synthetic, sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_CENTRES = ((-0.68, 0.42), (0.68, 0.42), (0.0, -0.70))
_RADIUS = 1.18
_REGIONS = {
    (0,): (-1.18, 0.72),
    (1,): (1.18, 0.72),
    (2,): (0.0, -1.34),
    (0, 1): (0.0, 0.98),
    (0, 2): (-0.74, -0.34),
    (1, 2): (0.74, -0.34),
    (0, 1, 2): (0.0, 0.12),
}
"""Where the dots of a region gather: the circles it lies in, by their places, and its middle."""


def circles(labels: Sequence[str], placed: Mapping[int, Collection[int]], now: int | None = None) -> Figure:
    """Three overlapping circles with numbered dots in them.

    Args:
        labels: what the three circles are called.
        placed: number of a card to the circles (0, 1, 2) it was put into.
        now: the card being sorted, drawn larger.
    """
    from matplotlib.patches import Circle

    figure, axes = sheet(4.6, (0.01, 0.01, 0.98, 0.98))
    axes.set_axis_off()
    axes.set_xlim(-3.55, 3.55)
    axes.set_ylim(-2.05, 1.95)
    axes.set_aspect("equal")
    for (x, y), colour in zip(_CENTRES, (BLUE, RED, GREEN), strict=True):
        axes.add_patch(Circle((x, y), _RADIUS, facecolor=colour, alpha=0.13, edgecolor="none"))
        axes.add_patch(Circle((x, y), _RADIUS, facecolor="none", edgecolor=colour, linewidth=1.6))
    for label, (x, y), side in zip(labels, ((-1.72, 1.35), (1.72, 1.35), (1.12, -1.62)), ("right", "left", "left"), strict=True):  # fmt: skip
        axes.text(x, y, label, ha=side, va="center", fontsize=PLAIN + 1.5, color=INK, weight="bold")
    for region, middle in _REGIONS.items():
        cards = sorted(card for card, groups in placed.items() if tuple(sorted(groups)) == region)
        for card, (x, y) in zip(cards, _spread(len(cards), middle), strict=True):
            axes.plot(x, y, "o", markersize=23 if card == now else 18, color=INK, markeredgecolor="white")
            axes.text(x, y - 0.01, str(card), ha="center", va="center", fontsize=SMALL, color="white")
    return figure


def _spread(count: int, middle: tuple[float, float]) -> list[tuple[float, float]]:
    """Places for some dots around a middle, in rows of three."""
    x, y = middle
    rows = [min(3, count - start) for start in range(0, count, 3)]
    return [
        (x + 0.31 * (i - (width - 1) / 2), y - 0.31 * (row - (len(rows) - 1) / 2))
        for row, width in enumerate(rows)
        for i in range(width)
    ]


def thirty(
    means: Mapping[str, Sequence[float | None]], low: float, high: float, chosen: int, offsets: Sequence[float]
) -> Figure:
    """Every person as one dot for each subscale, one person's dots joined.

    Args:
        means: subscale to one mean for each person, None where there is none.
        low, high: the ends of the scale; what lies outside is drawn where it lies.
        chosen: place of the person whose dots are joined.
        offsets: a small sideways shift for each person, -1 to 1, so that equal dots stay apart.
    """
    figure, axes = sheet(4.4, (0.08, 0.13, 0.9, 0.78))
    found = [value for values in means.values() for value in values if value is not None]
    top = max([high, *found])
    step = 1 if top <= high + 1 else 2
    axes.set_xlim(-0.55, len(means) - 0.45)
    axes.set_ylim(low - 0.6, top + (0.6 if top == high else 1.0))
    axes.axhspan(low, high, color="#f1eee6", zorder=0)
    axes.set_xticks(range(len(means)), list(means), fontsize=PLAIN, color=INK)
    axes.set_yticks([at for at in range(int(low), int(top) + 1) if (at - int(low)) % step == 0 or at == high])
    axes.set_ylabel("Mean of the items", fontsize=SMALL, color=QUIET)
    if top > high:
        axes.text(len(means) - 0.47, high + 0.08, f"the scale ends at {high:g}", ha="right", va="bottom", fontsize=SMALL, color=QUIET)  # fmt: skip
    line = []
    for place, (colour, marker, values) in enumerate(zip((BLUE, RED, GREEN), "os^", means.values(), strict=False)):
        for person, value in enumerate(values):
            if value is None:
                continue
            x = place + 0.26 * offsets[person]
            if person == chosen:
                line.append((x, value))
            else:
                axes.plot(x, value, marker, markersize=7.5, color=colour, alpha=0.65, markeredgecolor="white", zorder=2)
    if line:
        axes.plot(*zip(*line, strict=True), "-", color=INK, linewidth=1.6, zorder=3)
        for x, value in line:
            axes.plot(x, value, "o", markersize=13, color=INK, markeredgecolor="white", zorder=4)
            axes.annotate(f"{value:.2f}", (x, value), xytext=(11, 0), textcoords="offset points", va="center", fontsize=SMALL, color=INK, zorder=5,
                          bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85})  # fmt: skip
    marked_synthetic(figure)
    return figure


VIEW_STYLES = ((BLUE, "o", "-"), (RED, "s", "--"), (GREEN, "^", ":"))
"""Colour, marker and dash of the first, second and third view."""


def views(
    sessions: Sequence[int],
    lines: Mapping[str, tuple[int, Sequence[float]]],
    *,
    at: int,
    apart: Collection[int],
    low: float,
    high: float,
    guess: tuple[int, float, str] | None = None,
) -> Figure:
    """Ratings through the sessions, one line for each person who gives them.

    Args:
        sessions: session numbers.
        lines: name to its place among ``VIEW_STYLES`` and its ratings.
        at: the session looked at.
        apart: sessions in which the lines shown are apart, drawn shaded.
        low, high: the ends of the rating.
        guess: session, rating and name of a guess, drawn as an open ring.
    """
    figure, axes = sheet(4.2, (0.08, 0.15, 0.74, 0.76))
    axes.set_xlim(sessions[0] - 0.5, sessions[-1] + 0.5)
    axes.set_ylim(low - 0.3, high + 0.3)
    axes.set_xticks(list(sessions))
    axes.set_xlabel("Session", fontsize=PLAIN, color=QUIET)
    axes.set_ylabel("Rating of the hour", fontsize=PLAIN, color=QUIET)
    for session in apart:
        axes.axvspan(session - 0.5, session + 0.5, color="#fdebc8", zorder=0)
    axes.axvline(at, color=INK, linewidth=1.2, zorder=1)
    axes.plot(at, high + 0.3, "v", color=INK, markersize=12, clip_on=False, zorder=6)
    names = []
    for name, (style, values) in lines.items():
        colour, marker, dash = VIEW_STYLES[style]
        axes.plot(sessions, values, marker=marker, linestyle=dash, color=colour, linewidth=2.2, markersize=8, markeredgecolor="white", zorder=3)  # fmt: skip
        here = values[list(sessions).index(at)]
        axes.plot(at, here, marker=marker, markersize=13, color=colour, markeredgecolor=INK, zorder=4)
        names.append((values[-1], name, colour))
    if guess:
        session, value, name = guess
        axes.plot(session, value, "o", markersize=15, markerfacecolor="white", markeredgecolor=INK, markeredgewidth=2, zorder=5)  # fmt: skip
        names.append((value, name, INK))
    for y, (_, name, colour) in zip(
        _apart([value for value, _, _ in sorted(names)], 0.075 * (high - low + 0.6)), sorted(names), strict=True
    ):
        axes.text(sessions[-1] + 0.6, y, name, va="center", fontsize=PLAIN, color=colour, weight="bold", clip_on=False)
    marked_synthetic(figure)
    return figure


def _apart(heights: Sequence[float], least: float) -> list[float]:
    """Heights in order, moved up just enough that labels beside them do not touch."""
    moved: list[float] = []
    for height in heights:
        moved.append(max(height, moved[-1] + least) if moved else height)
    return moved


def two_forms(
    rows: Sequence[tuple[str, Sequence[int]]], *, ceiling: int, most: int, high: int, true_mean: float
) -> Figure:
    """The same people's answers twice, one dot a person: above when nobody will know, below in front of the therapist.

    Args:
        rows: two names with their whole-number answers, the upper one first.
        ceiling: the top answer of the form.
        most: the highest answer that any form here may have; sets the axis.
        high: the lowest answer that somebody calls high.
        true_mean: the average of what people would say with all the room they want; marked on the upper axes.
    """
    figure, upper = sheet(5.0, (0.03, 0.55, 0.94, 0.36))
    lower = figure.add_axes((0.03, 0.13, 0.94, 0.36))
    for axes, (name, answers), colour in zip((upper, lower), rows, (BLUE, RED), strict=True):
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color("#8a8578")
        axes.set_xlim(0.4, most + 0.6)
        axes.set_ylim(0, 17)
        axes.set_yticks([])
        axes.set_xticks(range(1, ceiling + 1))
        axes.tick_params(labelsize=PLAIN, colors=QUIET)
        axes.axvspan(ceiling + 0.5, most + 0.6, color="#f1eee6", zorder=0)
        axes.text(0.45, 15.6, name, fontsize=PLAIN, color=colour, weight="bold", va="center")
        for value in sorted(set(answers)):
            for i in range(list(answers).count(value)):
                x, y = value + (0.09 if i % 2 else -0.09) * (most / 7), i // 2 + 0.8
                axes.plot(x, y, "o", markersize=8.5, color=colour, markeredgecolor=INK if value == ceiling else "white", zorder=3)  # fmt: skip
        axes.axvline(high - 0.5, color=INK, linestyle=(0, (4, 3)), linewidth=1.4, zorder=2)
    if ceiling < most:
        upper.text(ceiling + 0.6, 8, "no box\nhere", fontsize=SMALL, color=QUIET, va="center")
    upper.text(high - 0.45, 15.6, "high from here", fontsize=SMALL, color=INK, va="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.85})  # fmt: skip
    upper.plot(true_mean, 0, "D", color=INK, markersize=13, markeredgecolor="white", clip_on=False, zorder=6)
    lower.set_xlabel("Answer on the form", fontsize=PLAIN, color=QUIET)
    marked_synthetic(figure)
    return figure
