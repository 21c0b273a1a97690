"""Pictures of session-by-session ratings: one person's lines, a cloud seen in several ways, four answers, four diagrams.

Every function returns a ``matplotlib.figure.Figure`` that nothing else holds on to. All data are made up, and each picture
of data says so inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from notknowing.evidence.drawing import (
    BLUE,
    FAINT,
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
    synthetic,
)
from notknowing.evidence.plots_causes import diagram
from notknowing.evidence.sessions import QUESTIONS, Answer, Line, Sessions

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AXES = {
    "raw": ("Alliance", "Symptoms", "Every session of every person"),
    "people": ("Usual alliance", "Usual symptoms", "One dot for each person: their own average"),
    "therapists": ("Usual alliance", "Usual symptoms", "One dot for each therapist: the average of their clients"),
    "own": ("Alliance, above or below the person's own usual", "Symptoms, above or below usual", "Ups and downs: each session against the person's own average"),
    "alliance_then": ("Alliance now, against the person's usual", "Symptoms next session", "Alliance now, symptoms one session later"),
    "symptoms_then": ("Symptoms now, against the person's usual", "Alliance next session", "Symptoms now, alliance one session later"),
}  # fmt: skip
"""For each view: what runs along, what runs up, and the title."""

ASKED = {
    "between": "People with a stronger usual\nalliance: fewer usual symptoms?",
    "same_therapist": "The same, among clients\nof one therapist?",
    "alliance_then": "More alliance than usual: fewer\nsymptoms in the next session?",
    "symptoms_then": "More symptoms than usual: less\nalliance in the next session?",
}
"""The four questions as the picture asks them."""


def one_person(world: Sessions, person: int, at: int) -> Figure:
    """One person's two lines against their own usual, and one dot for each pair of sessions so far.

    Args:
        world: the world.
        person: whose lines, by number.
        at: the place, from 0, of the session that is looked at; its next session is looked at with it.
    """
    import numpy as np

    rows = np.flatnonzero(world.of(person))
    drawn = figure(8.4, 4.6)
    upper, lower = drawn.add_axes((0.085, 0.58, 0.46, 0.32)), drawn.add_axes((0.085, 0.13, 0.46, 0.32))
    shown_at = world.session[rows]
    for axes, values, colour, name, where in (
        (upper, world.alliance[rows], BLUE, "Alliance", at),
        (lower, world.symptoms[rows], RED, "Symptoms", at + 1),
    ):
        calm(axes)
        mean = values.mean()
        axes.axhline(mean, color=QUIET, linestyle="--", linewidth=1.2)
        axes.plot(shown_at, values, "o-", color=colour, linewidth=1.4, markersize=6)
        axes.plot([shown_at[where]] * 2, [mean, values[where]], color=colour, linewidth=6, alpha=0.45, solid_capstyle="butt")  # fmt: skip
        axes.plot(shown_at[where], values[where], "o", color=colour, markersize=12, markeredgecolor=INK)
        room = max(values.max() - values.min(), 1e-9) * 0.25
        axes.set(ylim=(values.min() - room, values.max() + room), xticks=shown_at, xlim=(shown_at[0] - 0.4, shown_at[-1] + 0.4))  # fmt: skip
        axes.set_title(name, loc="left", fontsize=PLAIN, color=WORDS[colour], weight="bold")
    lower.set_xlabel("Session (dashed: this person's own average)", fontsize=SMALL, color=INK)
    _pairs_so_far(drawn.add_axes((0.685, 0.18, 0.30, 0.72)), world, rows, at)
    return drawn


def _pairs_so_far(axes: Axes, world: Sessions, rows: np.ndarray, at: int) -> None:
    """One dot for each session up to ``at``: its alliance, and the symptoms of the next."""
    own_alliance, own_symptoms = world.own
    x, y = own_alliance[rows[:-1]], own_symptoms[rows[1:]]
    calm(axes)
    axes.axhline(0, color=FAINT, linewidth=1)
    axes.axvline(0, color=FAINT, linewidth=1)
    axes.plot(x[: at + 1], y[: at + 1], "o", color=QUIET, markersize=7, alpha=0.6, linewidth=0)
    axes.plot(x[at], y[at], "o", color=INK, markersize=13)
    wide, high = abs(x).max() * 1.25 + 1e-9, abs(y).max() * 1.25 + 1e-9
    axes.set(xlim=(-wide, wide), ylim=(-high, high))
    axes.set_xlabel("Alliance now,\nagainst own average", fontsize=SMALL, color=INK)
    axes.set_ylabel("Symptoms next session", fontsize=SMALL, color=INK, labelpad=3)
    synthetic(axes, 1.0, 1.01)


def cloud(world: Sessions, view: str, person: int | None = None, *, line: bool = True) -> Figure:
    """The dots of one view of a world, with the straight line through them and two places on it to read off.

    Args:
        world: the world.
        view: as for ``Sessions.dots``.
        person: somebody whose dots stand out; None for nobody.
        line: whether the line is drawn.
    """
    drawn = figure(8.4, 4.7)
    axes = drawn.add_axes((0.105, 0.14, 0.87, 0.75))
    calm(axes)
    along, up, title = AXES[view]
    x, y = world.dots(view)
    raw = view in {"raw", "people", "therapists"}
    spread_x, spread_y = world.dots("raw") if raw else (x, y)
    _limits(axes, spread_x, spread_y, about_zero=not raw)
    if view == "therapists":
        axes.scatter(*world.dots("people"), s=34, color=FAINT, linewidths=0)
    size, alpha = {"raw": (26, 0.45), "people": (52, 0.8), "therapists": (150, 0.95)}.get(view, (26, 0.45))
    axes.scatter(x, y, s=size, color=PINK if view == "therapists" else QUIET, alpha=alpha, linewidths=0)
    if person is not None and view != "therapists":
        _stand_out(axes, world, view, person)
    if line:
        _readable_line(axes, view, world.line(view), x)
    axes.set_xlabel(along, fontsize=PLAIN, color=INK)
    axes.set_ylabel(up, fontsize=PLAIN, color=INK)
    axes.set_title(title, loc="left", fontsize=PLAIN, color=INK)
    synthetic(axes, 1.0, 1.01)
    return drawn


def _limits(axes: Axes, x: np.ndarray, y: np.ndarray, *, about_zero: bool) -> None:
    for values, name in ((x, "x"), (y, "y")):
        room = (values.max() - values.min()) * 0.06 + 1e-9
        low, high = values.min() - room, values.max() + room
        if about_zero:
            low, high = -max(-low, high), max(-low, high)
            (axes.axvline if name == "x" else axes.axhline)(0, color=FAINT, linewidth=1)
        axes.set(**{f"{name}lim": (low, high)})


def _stand_out(axes: Axes, world: Sessions, view: str, person: int) -> None:
    """One person's dots in another colour; with all sessions on the page, their average as well."""
    import numpy as np

    x, y = world.dots(view)
    if view == "people":
        here = world.people.index(person)
        axes.plot(x[here], y[here], "D", color=RED, markersize=12, markeredgecolor=INK, zorder=4)
        return
    whose = world.person if view in {"raw", "own"} else world.person[world.next_rows[0]]
    rows = np.flatnonzero(whose == person)
    axes.plot(x[rows], y[rows], "o", color=RED, markersize=8, markeredgecolor=INK, markeredgewidth=0.8, zorder=4)
    if view == "raw":
        axes.plot(x[rows].mean(), y[rows].mean(), "D", color=RED, markersize=12, markeredgecolor=INK, zorder=5)


def reading_places(view: str, line: Line) -> tuple[float, float]:
    """Two places along the line of a view, one step apart: half a step to either side of 0, or two whole numbers."""
    if view in {"own", "alliance_then", "symptoms_then"}:
        return -0.5, 0.5
    begin = float(int(line.middle_x))
    return begin, begin + 1


def _readable_line(axes: Axes, view: str, line: Line, x: np.ndarray) -> None:
    """The line, and its height at two places one step apart."""
    places = reading_places(view, line)
    reach = (min(x.min(), places[0]), max(x.max(), places[1]))
    axes.plot(reach, [line.at(reach[0]), line.at(reach[1])], color=INK, linewidth=2, zorder=5)
    for place, side in zip(places, ("right", "left"), strict=True):
        height = line.at(place)
        axes.plot([place, place], [axes.get_ylim()[0], height], color=INK, linewidth=1, linestyle=":", zorder=5)
        axes.plot(place, height, "s", color="white", markeredgecolor=INK, markeredgewidth=2, markersize=10, zorder=6)
        axes.annotate(
            f"at {_n(place)}: {_n(height, 1)}",
            (place, height),
            xytext=(-12 if side == "right" else 12, 16),
            textcoords="offset points",
            ha=side,
            fontsize=PLAIN,
            color=INK,
            zorder=7,
            bbox={"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": INK, "linewidth": 1},
        )


def _n(value: float, places: int | None = None) -> str:
    """A number with a real minus sign; whole where no places are asked for and it is whole."""
    if places is None:
        places = 0 if float(value).is_integer() else 1
    text = f"{value:.{places}f}"
    return text.replace("-", "−") if float(text) else text.replace("-", "")


def four_answers(answers: Mapping[str, Answer], letter: str) -> Figure:
    """The four questions put to one world, each with its correlation and the interval around it."""
    drawn = figure(8.4, 3.5)
    axes = drawn.add_axes((0.40, 0.17, 0.57, 0.70))
    calm(axes)
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=QUIET, linewidth=1.4)
    for place, name in enumerate(QUESTIONS):
        found, y = answers[name], len(QUESTIONS) - 1 - place
        colour = BLUE if found.is_there else QUIET
        axes.plot([found.low, found.high], [y, y], color=colour, linewidth=3, solid_capstyle="round")
        axes.plot(found.r, y, "s" if found.is_there else "o", color=colour, markersize=11, markerfacecolor=colour if found.is_there else "white", markeredgewidth=2)  # fmt: skip
        axes.text(found.r, y + 0.22, journal(found.r), ha="center", va="bottom", fontsize=PLAIN, color=INK)
    axes.set(xlim=(-1, 0.4), ylim=(-0.5, len(QUESTIONS) - 0.3), yticks=range(len(QUESTIONS)), xticks=(-1, -0.75, -0.5, -0.25, 0, 0.25))  # fmt: skip
    axes.tick_params(axis="y", length=0)
    axes.set_yticklabels([ASKED[name] for name in reversed(QUESTIONS)], fontsize=SMALL, color=INK)
    axes.set_xlabel("r, with the interval around it", fontsize=SMALL, color=INK)
    axes.set_title(f"World {letter}", loc="left", fontsize=LARGE, color=INK)
    synthetic(axes, 1.0, 1.02)
    return drawn


def four_diagrams(labels: Mapping[str, str]) -> Figure:
    """The four stories as small diagrams, each with its name."""
    drawn = figure(8.4, 5.0)
    for place, (story, label) in enumerate(labels.items()):
        row, column = divmod(place, 2)
        axes = drawn.add_axes((0.03 + 0.5 * column, 0.54 - 0.5 * row, 0.44, 0.36))
        diagram(axes, {story: 0.35}, size=SMALL, hide_idle=True)
        axes.set_title(label, loc="left", fontsize=PLAIN, color=INK, pad=12)
    return drawn
