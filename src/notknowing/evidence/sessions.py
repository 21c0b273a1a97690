"""Session-by-session ratings of a made-up world: what differs between people, and what goes up and down within one.

The same four questions can be put to any world: do people with a stronger usual alliance have fewer symptoms; is that so
among clients of one therapist; does a session with more alliance than usual come before one with fewer symptoms than
usual; and the other way round.

All that is worked out here is worked out by ``within.py``: people's means and deviations, which session follows which, the
slope of a line, and the correlation with its interval. A page shows correlations; the slope beside the same measure's own
past, which a paper would report, is another question, and ``within.lagged`` answers that one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from notknowing.evidence.stories import STORIES
from notknowing.evidence.within import Decomposed, correlated, decompose, following, slope

if TYPE_CHECKING:
    import numpy as np

QUESTIONS = ("between", "same_therapist", "alliance_then", "symptoms_then")
"""The four questions, in the order of the page."""


@dataclass(frozen=True)
class Line:
    """A straight line through dots: how much the height changes for one step to the right, and where it runs."""

    slope: float
    middle_x: float
    middle_y: float

    def at(self, x: float) -> float:
        """The height of the line at ``x``."""
        return self.middle_y + self.slope * (x - self.middle_x)


@dataclass(frozen=True)
class Answer:
    """A correlation with its interval (95%, people drawn anew)."""

    r: float
    low: float
    high: float

    @property
    def is_there(self) -> bool:
        """Whether the whole interval lies on one side of 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, eq=False)
class Sessions:
    """One world. Every array has one entry for each session of each person, in order of person and session.

    person, therapist: whole numbers from 1. session: from 1. alliance, symptoms: as rated.
    """

    person: np.ndarray
    therapist: np.ndarray
    session: np.ndarray
    alliance: np.ndarray
    symptoms: np.ndarray

    @cached_property
    def people(self) -> tuple[int, ...]:
        """The people, by number."""
        return tuple(int(one) for one in dict.fromkeys(self.person.tolist()))

    def of(self, person: int) -> np.ndarray:
        """Which rows are this person's."""
        return self.person == person

    @cached_property
    def usual(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Usual alliance, usual symptoms and therapist of each person, shape (people,) each."""
        import numpy as np

        alliance, symptoms = (np.array(list(one.means.values())) for one in self._apart)
        return alliance, symptoms, np.array([self.therapist[self.of(person)][0] for person in self.people])

    @cached_property
    def own(self) -> tuple[np.ndarray, np.ndarray]:
        """Alliance and symptoms of each session above (+) or below (−) the person's own usual."""
        import numpy as np

        alliance, symptoms = (np.array(one.within) for one in self._apart)
        return alliance, symptoms

    @cached_property
    def _apart(self) -> tuple[Decomposed, Decomposed]:
        """Alliance and symptoms, taken apart into people's means and deviations from them."""
        return tuple(decompose(self.person.tolist(), column.tolist()) for column in (self.alliance, self.symptoms))

    @cached_property
    def next_rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows that have a next session, and the rows of that next session."""
        return following(self.person.tolist(), self.session.tolist())

    def dots(self, view: str) -> tuple[np.ndarray, np.ndarray]:
        """What stands along and up in one view.

        Args:
            view: *raw*, *people*, *therapists*, *own*, *alliance_then* or *symptoms_then*.

        Raises:
            ValueError: there is no such view.
        """
        import numpy as np

        if view == "raw":
            return self.alliance, self.symptoms
        alliance, symptoms, therapist = self.usual
        if view == "people":
            return alliance, symptoms
        if view == "therapists":
            groups = sorted(set(therapist.tolist()))
            means = [decompose(therapist.tolist(), usual.tolist()).means for usual in (alliance, symptoms)]
            return np.array([means[0][one] for one in groups]), np.array([means[1][one] for one in groups])
        own_alliance, own_symptoms = self.own
        now, then = self.next_rows
        if view == "own":
            return own_alliance, own_symptoms
        if view == "alliance_then":
            return own_alliance[now], own_symptoms[then]
        if view == "symptoms_then":
            return own_symptoms[now], own_alliance[then]
        raise ValueError(f"There is no view called {view!r}.")

    def line(self, view: str) -> Line:
        """The straight line that comes closest to the dots of a view (least squares)."""
        x, y = self.dots(view)
        return Line(slope(x, y), float(x.mean()), float(y.mean()))

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """The answers to the four questions."""
        import numpy as np

        alliance, symptoms, therapist = self.usual
        among = [np.array(decompose(therapist.tolist(), usual.tolist()).within) for usual in (alliance, symptoms)]
        whose = self.person[self.next_rows[0]].tolist()
        pairs = {
            "between": (self.people, alliance, symptoms),
            "same_therapist": (self.people, *among),
            "alliance_then": (whose, *self.dots("alliance_then")),
            "symptoms_then": (whose, *self.dots("symptoms_then")),
        }
        return {name: Answer(*correlated(*pairs[name])) for name in QUESTIONS}


# ---------------------------------------------------------------------------------------------- the four worlds

THERAPISTS, CLIENTS_EACH, SESSIONS = 10, 4, 8
"""How many therapists there are in a world, how many clients each of them has, and how many sessions each client has."""

SEED = 275
"""The worlds of the page. Its text names what can be seen in them, so another seed needs another reading."""


@lru_cache(maxsize=8)
def sessions(world: str, seed: int = SEED) -> Sessions:
    """One made-up world, always the same for the same seed.

    Planted, in standard scores, before rounding. *Usual* values: alliance and symptoms share 0.7 of one thing, with
    opposite signs, and have 0.55 each of their own. In *therapists* that thing belongs to the therapist, in the other
    worlds to the client. *Ups and downs*: independent from session to session, but in *alliance_first* −0.6 of a
    client's alliance comes back in the symptoms of the next session, and in *gains_first* −0.6 of the symptoms in the
    next session's alliance. Alliance is then put on a form from 1 to 7, symptoms on one from 0 to 40. On average nobody
    gets better or worse, so that nothing else moves both.

    Args:
        world: *alliance_first*, *gains_first*, *third_thing* or *therapists*.
        seed: which people.

    Raises:
        ValueError: there is no such world.
    """
    import numpy as np

    if world not in STORIES:
        raise ValueError(f"There is no world called {world!r}. There are: {', '.join(STORIES)}.")
    rng = np.random.default_rng([seed, STORIES.index(world)])
    people = THERAPISTS * CLIENTS_EACH
    shared = rng.standard_normal(people)
    if world == "therapists":
        shared = shared[:THERAPISTS].repeat(CLIENTS_EACH)
    usual_alliance = 0.7 * shared + 0.55 * rng.standard_normal(people)
    usual_symptoms = -0.7 * shared + 0.55 * rng.standard_normal(people)
    alliance, symptoms = rng.standard_normal((2, people, SESSIONS))
    for later in range(1, SESSIONS):
        if world == "alliance_first":
            symptoms[:, later] = -0.6 * alliance[:, later - 1] + 0.8 * symptoms[:, later]
        elif world == "gains_first":
            alliance[:, later] = -0.6 * symptoms[:, later - 1] + 0.8 * alliance[:, later]
    rated_alliance = np.clip(4.8 + 0.75 * usual_alliance[:, None] + 0.6 * alliance, 1, 7).round(1)
    rated_symptoms = np.clip(18 + 4.5 * usual_symptoms[:, None] + 3.5 * symptoms, 0, 40).round()
    return Sessions(
        person=np.arange(1, people + 1).repeat(SESSIONS),
        therapist=np.arange(1, THERAPISTS + 1).repeat(CLIENTS_EACH * SESSIONS),
        session=np.tile(np.arange(1, SESSIONS + 1), people),
        alliance=rated_alliance.ravel(),
        symptoms=rated_symptoms.ravel(),
    )
