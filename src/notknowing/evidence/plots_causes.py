"""Pictures for the question why alliance and outcome are linked: causal diagrams, one scatterplot, one person's line.

Every function returns a ``matplotlib.figure.Figure`` that nothing else holds on to. Sizes are for a column about seven
inches wide. Made-up data say so inside the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    calm,
    figure,
    journal,
    synthetic,
)
from notknowing.evidence.stories import STORIES, THERAPISTS, People

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOUR = {"alliance_first": BLUE, "gains_first": RED, "third_thing": GREEN, "therapists": PINK}
"""One colour for each story, the same in the diagram, the bar and the dots."""

BOXES = {
    "alliance": (0.17, 0.17, "Alliance"),
    "improvement": (0.83, 0.17, "Improvement"),
    "gains_first": (0.15, 0.83, "Early\ngains"),
    "third_thing": (0.5, 0.83, "Something\nabout\nthe client"),
    "therapists": (0.85, 0.83, "Which\ntherapist"),
}
"""Where each box of the diagram stands, in shares of its width and height, and what is written in it."""

ARROWS = {
    "alliance_first": [("alliance", "improvement")],
    "gains_first": [("gains_first", "alliance"), ("gains_first", "improvement")],
    "third_thing": [("third_thing", "alliance"), ("third_thing", "improvement")],
    "therapists": [("therapists", "alliance"), ("therapists", "improvement")],
}
"""The arrows of each story."""

THIRDS = (("low", "v", 0.4), ("middle", "o", 0.7), ("high", "^", 1.0))
"""What the thirds of the people are called, their markers, and how strong their colour is."""


# ------------------------------------------------------------------------------------ four stories, one scatterplot


def four_stories(people: People, look: str | None = None) -> Figure:
    """The diagram with the arrows that are on, what the correlation is made of, and the scatterplot.

    Args:
        people: the people, told by a mixture of stories.
        look: a story but the first, whose hidden variable shows in the dots; None for plain dots.
    """
    drawn = figure(8.4, 4.9)
    dots = drawn.add_axes((0.55, 0.15, 0.43, 0.74))
    _scatter(dots, people, look)
    diagram(drawn.add_axes((0.01, 0.30, 0.46, 0.62)), people.shares)
    _made_of(drawn.add_axes((0.025, 0.13, 0.43, 0.08)), people)
    return drawn


def diagram(axes: Axes, shares: Mapping[str, float], *, size: float = PLAIN, hide_idle: bool = False) -> None:
    """The boxes, and an arrow for each story with a share above 0, as thick as its share.

    ``hide_idle`` leaves out boxes that no arrow touches.
    """
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    on = [story for story in STORIES if shares.get(story, 0) > 0]
    touched = {box for story in on for pair in ARROWS[story] for box in pair} | {"alliance", "improvement"}
    for name, (x, y, words) in BOXES.items():
        if hide_idle and name not in touched:
            continue
        colour = INK if name in touched else QUIET
        edge = COLOUR.get(name, INK) if name in touched else FAINT
        axes.text(
            x,
            y,
            words,
            ha="center",
            va="center",
            fontsize=size,
            color=colour,
            zorder=3,
            linespacing=1.1,
            bbox={"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": edge, "linewidth": 1.6},
        )
    for story in on:
        for start, end in ARROWS[story]:
            _arrow(axes, start, end, COLOUR[story], 1.8 + 5 * shares[story])


def _arrow(axes: Axes, start: str, end: str, colour: str, width: float) -> None:
    """From box to box; an arrow from above ends at the upper edge of its box, on the side it comes from."""
    from matplotlib.patches import FancyArrowPatch

    (x0, y0, _), (x1, y1, _) = BOXES[start], BOXES[end]
    level = y0 == y1
    begin, stop = (x0 + 0.17, y0), (x1 - 0.20, y1)
    if not level:
        begin, stop = (x0, y0), (x1 + 0.14 * (x0 - x1), y1 + 0.075)
    axes.add_patch(
        FancyArrowPatch(
            begin,
            stop,
            arrowstyle="-|>",
            mutation_scale=13 + 1.5 * width,
            linewidth=width,
            color=colour,
            shrinkA=0 if level else 26,
            shrinkB=0,
            zorder=2,
            joinstyle="miter",
        )
    )


def _made_of(axes: Axes, people: People) -> None:
    """One bar, as long as the correlation, cut into the parts that the stories carry."""
    axes.set_axis_off()
    axes.set(xlim=(-0.002, people.r + 0.002), ylim=(0, 1))
    left = 0.0
    for story, share in people.shares.items():
        if share:
            part = share * people.r
            axes.barh(0.5, part, left=left, height=0.9, color=COLOUR[story], edgecolor="white", linewidth=1.5)
            if share > 0.14:
                axes.text(
                    left + part / 2, 0.5, journal(part), ha="center", va="center", fontsize=SMALL, color=_on(story)
                )
            left += part
    if not left:
        axes.barh(0.5, people.r, height=0.9, color="white", edgecolor=QUIET, linewidth=1, linestyle=":")
        axes.text(people.r / 2, 0.5, "nothing but luck", ha="center", va="center", fontsize=SMALL, color=QUIET)
    said = f"What {journal(people.r)} is made of in this world"
    axes.text(0, 1.35, said, ha="left", va="bottom", fontsize=SMALL, color=QUIET)


def _on(story: str) -> str:
    """A colour that can be read on a story's colour."""
    return "white" if story == "alliance_first" else INK


def _scatter(axes: Axes, people: People, look: str | None) -> None:
    calm(axes)
    axes.set(xlim=(-2.9, 2.9), ylim=(-3.3, 3.3), xticks=(), yticks=())
    axes.set_xlabel("Alliance, weaker to stronger", fontsize=PLAIN, color=INK)
    axes.set_ylabel("Improvement, less to more", fontsize=PLAIN, color=INK)
    axes.set_title(f"{len(people.alliance)} people, r = {journal(people.r)}", fontsize=LARGE, color=INK, loc="left")
    if look is None:
        axes.scatter(people.alliance, people.improvement, s=34, color=QUIET, alpha=0.75, linewidths=0)
    elif look == "therapists":
        axes.scatter(people.alliance, people.improvement, s=34, color=COLOUR[look], alpha=0.6, linewidths=0)
        _therapist_means(axes, people)
    else:
        _in_thirds(axes, people, look)
    axes.plot([-2.8, 2.8], [-2.8 * people.r, 2.8 * people.r], color=INK, linewidth=1.4, linestyle="--", zorder=1)
    synthetic(axes)


def _in_thirds(axes: Axes, people: People, look: str) -> None:
    """Dots by the third they belong to in what is hidden, and each third's middle as a large marker."""
    third = people.thirds(look)
    for k, (name, marker, strength) in enumerate(THIRDS):
        xs, ys = people.alliance[third == k], people.improvement[third == k]
        axes.scatter(xs, ys, s=36, color=COLOUR[look], alpha=strength, marker=marker, linewidths=0)
        axes.scatter(xs.mean(), ys.mean(), s=230, color=COLOUR[look], marker=marker, edgecolors=INK, linewidths=1.6, zorder=4, label=name)  # fmt: skip
    axes.legend(
        loc="upper left", fontsize=SMALL, frameon=False, handletextpad=0.1, ncols=3, columnspacing=0.8,
        markerscale=0.75, borderaxespad=0.1,
    )  # fmt: skip


def _therapist_means(axes: Axes, people: People) -> None:
    for number in range(1, THERAPISTS + 1):
        hers = people.therapist == number
        axes.text(
            people.alliance[hers].mean(),
            people.improvement[hers].mean(),
            str(number),
            fontsize=SMALL,
            ha="center",
            va="center",
            zorder=6,
            bbox={"boxstyle": "circle,pad=0.15", "facecolor": "white", "edgecolor": PINK, "linewidth": 1.2},
        )
