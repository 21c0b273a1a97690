"""The made-up worlds behind the synthetic tables in ``datasets/``. Each is a function of a seed and says what is planted.

The pages read the tables; ``synthetic.py`` writes them from here, and a test proves that the two are the same. Chance
comes from Python's own ``random()``, whose numbers do not change from version to version, except where a table repeats
what another part of the package makes with numpy. Nothing was estimated from real people.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

from notknowing.evidence.effects import fisher_z, fisher_z_back, fisher_z_se
from notknowing.evidence.pooling import pool_r
from notknowing.evidence.scale import HIGH, LOW, Item, teaching_scale
from notknowing.evidence.stories import STORIES

Rows = list[dict[str, Any]]
"""Rows of a table, column name to value."""

# -- eight studies ----------------------------------------------------------------------------------------------

AVERAGE_R, TAU = 0.28, 0.15
"""Planted in the eight studies: the average of true correlations, and the spread of true effects in z."""


def eight_studies(seed: int = 6) -> Rows:
    """Eight studies of alliance and outcome: study (A to H), r, n.

    Planted: true effects have an average of r = .28 and a standard deviation of 0.15 in z; each study finds its own with
    a standard error of 1 / √(n − 3); n runs from about 28 to about 150. Draws are repeated until the eight are fit to
    learn from: I² (REML) between 50 and 75, exactly one study below 0, no two with the same r or n, fixed and random
    averages that differ by .01 or more, a random average between .22 and .34, and a prediction interval that holds 0.
    The bounds make these eight easier to tell apart than eight that chance alone would give.
    """
    chance = _Chance(seed)
    while True:
        people = [round(28 * (150 / 28) ** ((i + chance.uniform(-0.3, 0.3)) / 7)) for i in range(8)]
        chance.shuffle(people)
        true = [fisher_z(AVERAGE_R) + TAU * chance.normal() for _ in people]
        r = [round(fisher_z_back(z + fisher_z_se(n) * chance.normal()), 2) for z, n in zip(true, people, strict=True)]
        if len({*r}) == len({*people}) == 8 and sum(one < 0 for one in r) == 1 and _fit_to_learn_from(r, people):
            return [{"study": name, "r": one, "n": n} for name, one, n in zip("ABCDEFGH", r, people, strict=True)]


def _fit_to_learn_from(r: Sequence[float], people: Sequence[int]) -> bool:
    found, plain = pool_r(r, people, "REML"), pool_r(r, people, "fixed")
    return (
        50 <= found.i2 <= 75
        and 0.22 <= found.estimate <= 0.34
        and abs(found.estimate - plain.estimate) >= 0.01
        and (found.prediction_low or 0) < 0
    )


# -- ratings and answers ----------------------------------------------------------------------------------------

MISSING = (12, "q5")
"""Who left which item out, of the thirty people."""

IMPOSSIBLE = (19, "q7", 44)
"""Who has an answer that cannot be, in which item, and what was typed; the answer given was a 4."""


def teaching_scale_people(seed: int = 30, items: Sequence[Item] | None = None) -> Rows:
    """Thirty people's answers to the teaching scale as they were typed: person, q1 to q12.

    Planted, in answers from 1 to 7: an alliance of 4.9 on average (standard deviation 0.8 between people, and 0.4
    between the parts of one person's), turned round in reverse items, with 0.9 of chance in every answer. Person 12 left
    q5 out. Person 19's answer to q7 was a 4 and was typed as 44.
    """
    chance = _Chance(seed)
    rows: Rows = []
    for person in range(1, 31):
        alliance = chance.normal(4.9, 0.8)
        parts = {subscale: alliance + chance.normal(0, 0.4) for subscale in ("bond", "task", "goal")}
        row: dict[str, Any] = {"person": person}
        for item in teaching_scale() if items is None else items:
            meant = chance.normal(parts[item.subscale], 0.9)
            row[item.name] = _within(round(LOW + HIGH - meant if item.is_reverse else meant), LOW, HIGH)
        rows.append(row)
    rows[MISSING[0] - 1][MISSING[1]] = None
    rows[IMPOSSIBLE[0] - 1][IMPOSSIBLE[1]] = IMPOSSIBLE[2]
    return rows


PARTED = 5
"""The session in which the three views part company."""

VIEWS = {
    "client": (4.9, 5.3, 5.6, 5.5, 3.5, 3.9, 5.0, 5.9),
    "therapist": (4.4, 4.8, 5.1, 5.3, 5.6, 5.2, 4.3, 5.3),
    "observer": (4.2, 4.4, 4.9, 4.8, 4.3, 4.0, 4.6, 5.3),
}
"""The three lines before chance is added, session by session."""


def three_views(seed: int = 5) -> Rows:
    """One course of eight sessions rated three times, from 1 to 7: session, client, therapist, observer.

    Planted: all three rise together until session 4. In session 5 the client's rating falls by two points, while the
    therapist's goes on rising and the observer's falls a little. The therapist's falls in session 7, when the client's is
    already on its way back; in session 8 they are near each other again. Chance of 0.1 in every rating.
    """
    chance = _Chance(seed)
    return [
        {
            "session": session,
            **{name: round(line[session - 1] + chance.normal(0, 0.1), 1) for name, line in VIEWS.items()},
        }
        for session in range(1, 9)
    ]


DIPS = {2: (6, 2.4), 8: (4, 2.6), 11: (9, 2.2)}
"""Who has a dip: person to the session of the lowest rating and how deep."""


def v_shapes(seed: int = 8) -> Rows:
    """Twelve people's ratings of sixteen sessions, from 1 to 7: person, session, rating.

    Planted: persons 2, 8 and 11 change slowly (each rating keeps 0.7 of the last one's distance from a usual of about 5,
    with chance of 0.3) and have one dip of 2.2 to 2.6 that comes back within two sessions. Everybody else's ratings have
    no order at all: a usual of about 4.9, and chance of 0.6 to 1.1 around it in each session. Whatever looks like a dip
    there is chance.
    """
    chance = _Chance(seed)
    rows: Rows = []
    for person in range(1, 13):
        usual, spread = chance.normal(4.9, 0.3), chance.uniform(0.6, 1.1)
        bottom, depth = DIPS.get(person, (0, 0.0))
        slow = 0.0
        for session in range(1, 17):
            slow = 0.7 * slow + chance.normal(0, 0.3)
            fall = depth * {0: 1.0, 1: 0.5}.get(abs(session - bottom), 0.0)
            rating = usual + slow - fall if depth else usual + chance.normal(0, spread)
            rows.append({"person": person, "session": session, "rating": round(_within(rating, LOW, HIGH), 1)})
    return rows


# -- repeated from other parts of the package ---------------------------------------------------------------------


def alliance_sessions(world: str, seed: int | None = None) -> Rows:
    """Session-by-session ratings of one world: world, person, therapist, session, alliance, symptoms.

    The worlds of Week 7's page, with 40 people of 10 therapists over 8 sessions; what is planted is said at
    ``sessions.sessions``. In all four, people with a stronger usual alliance have fewer symptoms, about equally.

    Args:
        world: *alliance_first*, *gains_first*, *third_thing* or *therapists*.
        seed: which people; the page's when not given.

    Raises:
        ValueError: there is no such world.
    """
    from notknowing.evidence import sessions as page

    made = page.sessions(world) if seed is None else page.sessions(world, seed)
    columns = ("person", "therapist", "session", "alliance", "symptoms")
    values = [getattr(made, column).tolist() for column in columns]
    whole = {"person", "therapist", "session", "symptoms"}
    return [
        {"world": world, **{name: int(v) if name in whole else v for name, v in zip(columns, row, strict=True)}}
        for row in zip(*values, strict=True)
    ]


def all_sessions() -> Rows:
    """The four worlds one below the other."""
    return [row for world in STORIES for row in alliance_sessions(world)]


ROOMS_KEPT = 6
"""How many rooms of Week 9's page are kept as a table; the therapist follows the client in room 4 alone."""


def movement(rooms: int = ROOMS_KEPT) -> Rows:
    """Movement of the first rooms of Week 9's page: pair, second, client, therapist.

    Five minutes, four measurements in a second, without a unit. Planted (see ``together.rooms``): smooth noise with a
    standard deviation of 1, and more movement in the first minute in every room. In room 4 a share of 0.12 of the
    therapist's movement is the client's, half a second later.

    Raises:
        ValueError: there are not so many rooms.
    """
    from notknowing.evidence import together

    if not 1 <= rooms <= together.ROOMS:
        raise ValueError(f"There are {together.ROOMS} rooms, so there cannot be {rooms}.")
    clients, therapists = together.rooms()
    return [
        {"pair": room + 1, "second": at / together.HZ, "client": round(one, 2), "therapist": round(other, 2)}
        for room in range(rooms)
        for at, (one, other) in enumerate(zip(clients[room].tolist(), therapists[room].tolist(), strict=True))
    ]


TIMED = ("week03", "3B")
"""The page and the activity whose excerpt has times."""


def speech_timings() -> Rows:
    """Who spoke when in the excerpt of Week 3: line, speaker, start_s, end_s, as the page's own file has them.

    Made up by hand, like the excerpt. It is the copy that travels with the course, whatever course a tutor has open.
    """
    from notknowing.course import load
    from notknowing.course.places import bundled

    page, activity = TIMED
    lines = load(bundled("course")).pages[page].activity(activity).excerpt.lines
    return [
        {"line": number, "speaker": line.speaker, "start_s": line.start, "end_s": line.end}
        for number, line in enumerate(lines, 1)
    ]


class _Chance:
    """Numbers that are the same for the same seed on every machine and in every version of Python."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def uniform(self, low: float, high: float) -> float:
        return low + (high - low) * self._random()

    def normal(self, mean: float = 0.0, spread: float = 1.0) -> float:
        # Never 0, where the normal distribution has no value.
        return mean + spread * NormalDist().inv_cdf((self._random() * (2**53 - 1) + 0.5) / 2**53)

    def shuffle(self, values: list[int]) -> None:
        values.sort(key=lambda _: self._random())


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
