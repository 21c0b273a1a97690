"""Data for Assignment 2, made from a seed: eight studies, four people's forms, four patterns of sessions. All synthetic.

Another seed gives other numbers and another key, and the same amount of work: whatever is made has to pass the bounds
below, so that every answer exists, known slips can be told from right answers, and no two patterns look alike.

Nobody needs this file to mark: a release writes the numbers into its tables and into the hidden tests. A later version
of numpy may make other numbers of the same seed, and last year's marks stay as they were.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from notknowing.evidence.effects import fisher_z_back
from notknowing.evidence.pooling import pool_r

if TYPE_CHECKING:
    import numpy as np

STUDIES, SCALE, PATTERNS = "a2-studies.csv", "a2-scale.csv", "a2-patterns.csv"
"""The tables a student gets."""

STORIES = ("alliance_first", "gains_first", "third_thing", "therapists")
"""What may lie behind a correlation between alliance and distress: the four causal diagrams."""

HOW_MANY_STUDIES = 8
THERAPISTS, CLIENTS_EACH, SESSIONS = 6, 4, 8

CLEAR, NONE = 0.35, 0.10
"""A correlation at least, or at most, this far from 0 counts as there, or not there, in a pattern."""

TRIES = 20_000
"""So often a draw may miss its bounds. In the tests no seed needs a fiftieth of it."""


@dataclass(frozen=True)
class Form:
    """How the teaching scale is scored. subscales: name to item numbers. turned: the reverse items. low, high: ends."""

    subscales: Mapping[str, Sequence[int]]
    turned: Sequence[int]
    low: int
    high: int


@dataclass(frozen=True)
class Row:
    """One session of one client: alliance from 1 to 7, distress from 0 to 40."""

    therapist: str
    client: str
    session: int
    alliance: float
    distress: int


@dataclass(frozen=True)
class Measures:
    """What a pattern looks like in numbers, all of them correlations.

    overall: between a client's usual alliance and usual distress. same_therapist: the same among clients of one
    therapist. alliance_then: alliance above the client's own usual, with distress in the next session. distress_then:
    distress above the client's own usual, with alliance in the next session.
    """

    overall: float
    same_therapist: float
    alliance_then: float
    distress_then: float


@dataclass(frozen=True)
class A2Data:
    """Everything of one release. key: pattern to story."""

    studies: Mapping[str, tuple[float, int]]
    people: Mapping[str, tuple[int | None, ...]]
    patterns: Mapping[str, tuple[Row, ...]]
    key: Mapping[str, str]


def a2_data(seed: int | str, form: Form) -> A2Data:
    """The data of one release.

    Args:
        seed: a whole number, or words. Long ones: whoever has this package can try out short ones.
        form: how the scale is scored, so that every reverse item makes a difference.

    Raises:
        ValueError: the seed is neither, or nothing within the bounds was found.
    """
    import numpy as np

    for_studies, for_people, for_patterns = np.random.SeedSequence(as_number(seed)).spawn(3)
    studies = _studies(np.random.default_rng(for_studies))
    people = _people(np.random.default_rng(for_people), form)
    patterns, key = _patterns(np.random.default_rng(for_patterns))
    return A2Data(studies, people, patterns, key)


def as_number(seed: int | str) -> int:
    """A seed as a whole number from 0 up: itself, or a fingerprint of its words.

    Raises:
        ValueError: it is empty, negative or of another kind.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | str):
        raise ValueError("A seed is a whole number or a few words.")
    if isinstance(seed, str):
        words = " ".join(seed.split())
        if not words:
            raise ValueError("The seed is empty. A seed is a whole number or a few words.")
        if not words.isdecimal():
            return int.from_bytes(hashlib.sha256(words.encode("utf-8")).digest()[:16], "big")
        seed = int(words)
    if seed < 0:
        raise ValueError("A seed is a whole number from 0 up, or a few words.")
    return seed


# ---------------------------------------------------------------------------------------------- eight studies


def _studies(rng: np.random.Generator) -> dict[str, tuple[float, int]]:
    """Correlations to two places and numbers of people, pooled within bounds that leave something to explain."""
    for _ in range(TRIES):
        people = sorted({int(n) for n in _exp(rng.uniform(math.log(26), math.log(230), HOW_MANY_STUDIES))})
        if len(people) < HOW_MANY_STUDIES:
            continue
        rng.shuffle(people)
        true = rng.normal(rng.uniform(0.2, 0.34), rng.uniform(0.12, 0.18), HOW_MANY_STUDIES)
        seen = true + rng.standard_normal(HOW_MANY_STUDIES) / [math.sqrt(n - 3) for n in people]
        r = [round(math.tanh(value), 2) for value in seen]
        if _are_fit(r, people):
            return {f"S{i}": (float(value), n) for i, (value, n) in enumerate(zip(r, people, strict=True), 1)}
    raise ValueError("No eight studies within the bounds were found for this seed. Choose another seed.")


def _exp(values: np.ndarray) -> np.ndarray:
    """e to the power of each value."""
    import numpy as np

    return np.exp(values)


def _are_fit(r: Sequence[float], people: Sequence[int]) -> bool:
    if len(set(r)) < len(r) or min(r) < -0.12 or max(r) > 0.65 or sum(value < 0 for value in r) > 1:
        return False
    pooled, first = pool_r(r, people, "DL"), pool_r(r, people, "fixed")
    plain = fisher_z_back(sum(math.atanh(value) for value in r) / len(r))
    return (
        0.17 <= pooled.estimate <= 0.36
        and 45 <= pooled.i2 <= 78
        and pooled.tau2 >= 0.008
        and pooled.low >= 0.04
        and -0.25 <= (pooled.prediction_low or 0) <= 0.05
        and abs(pooled.estimate - first.estimate) >= 0.012  # the first average is not taken for the pooled one
        and abs(plain - first.estimate) >= 0.012
    )


# ---------------------------------------------------------------------------------------------- four people


def _people(rng: np.random.Generator, form: Form) -> dict[str, tuple[int | None, ...]]:
    """Four people's answers: one complete, one with a gap, one with a gap in a reverse item, one with two gaps together."""
    subscales, turned = [list(items) for items in form.subscales.values()], set(form.turned)
    middle = (form.low + form.high) / 2
    items = sum(map(len, subscales))
    people: list[list[int | None]] = []
    for gap in ("none", "one", "turned", "two"):
        answers: list[int | None] = []
        for item in range(1, items + 1):
            usual = form.high - 1.5 if item not in turned else form.low + 1.5
            answers.append(int(_answer(rng, usual, form, middle if item in turned else None)))
        _leave_out(rng, answers, gap, subscales, turned)
        people.append(answers)
    order = rng.permutation(len(people))
    return {f"P{i}": tuple(people[int(place)]) for i, place in enumerate(order, 1)}


def _answer(rng: np.random.Generator, usual: float, form: Form, never: float | None) -> int:
    """One answer near the usual one; a reverse item never in the middle, where turning it round would change nothing."""
    while True:
        answer = round(min(max(rng.normal(usual, 1.4), form.low), form.high))
        if answer != never:
            return answer


def _leave_out(rng: np.random.Generator, answers: list[int | None], gap: str, subscales: list[list[int]], turned: set[int]) -> None:  # fmt: skip
    """Take answers out of one subscale."""
    chosen = subscales[int(rng.integers(len(subscales)))]
    plain, reverse = [item for item in chosen if item not in turned], [item for item in chosen if item in turned]
    if gap == "one":
        gone = [plain[int(rng.integers(len(plain)))]]
    elif gap == "turned":
        gone = [(reverse or plain)[0]]
    elif gap == "two":
        gone = [int(item) for item in rng.choice(chosen, 2, replace=False)]
    else:
        gone = []
    for item in gone:
        answers[item - 1] = None


# ---------------------------------------------------------------------------------------------- four patterns


def _patterns(rng: np.random.Generator) -> tuple[dict[str, tuple[Row, ...]], dict[str, str]]:
    """Each story once, under a letter that chance gives it."""
    patterns, key = {}, {}
    for letter, place in zip("ABCD", rng.permutation(len(STORIES)), strict=True):
        story = STORIES[int(place)]
        patterns[letter], key[letter] = _sessions(rng, story), story
    return patterns, key


def _sessions(rng: np.random.Generator, story: str) -> tuple[Row, ...]:
    """Sessions in which this story can be told from the other three."""
    for _ in range(TRIES):
        rows = _drawn(rng, story)
        if story_of(measures(rows)) == story:
            return rows
    raise ValueError("No sessions within the bounds were found for this seed. Choose another seed.")


def _drawn(rng: np.random.Generator, story: str) -> tuple[Row, ...]:
    """One draw. Usual values differ between clients or therapists; around them, one session may lead to the next."""
    n_clients = THERAPISTS * CLIENTS_EACH
    if story == "therapists":
        shared = rng.standard_normal(THERAPISTS).repeat(CLIENTS_EACH)
        usual_alliance = 0.75 * shared + 0.45 * rng.standard_normal(n_clients)
        usual_distress = -0.75 * shared + 0.45 * rng.standard_normal(n_clients)
    else:
        shared = rng.standard_normal(n_clients)
        usual_alliance = 0.75 * shared + 0.5 * rng.standard_normal(n_clients)
        usual_distress = -0.75 * shared + 0.5 * rng.standard_normal(n_clients)
    rows = []
    for client in range(n_clients):
        alliance, distress = rng.standard_normal(SESSIONS), rng.standard_normal(SESSIONS)
        for session in range(1, SESSIONS):
            if story == "alliance_first":
                distress[session] = -0.75 * alliance[session - 1] + 0.7 * distress[session]
            elif story == "gains_first":
                alliance[session] = -0.75 * distress[session - 1] + 0.7 * alliance[session]
        for session in range(SESSIONS):
            rows.append(
                Row(
                    f"T{client // CLIENTS_EACH + 1}", f"C{client + 1:02d}", session + 1,
                    round(min(max(4.6 + 0.7 * usual_alliance[client] + 0.55 * alliance[session], 1), 7), 1),
                    round(min(max(18 + 4.5 * usual_distress[client] + 3.5 * distress[session], 0), 40)),
                )
            )  # fmt: skip
    return tuple(rows)


def measures(rows: Sequence[Row]) -> Measures:
    """The four correlations of a pattern.

    Raises:
        ValueError: too few clients or sessions to correlate anything.
    """
    import numpy as np

    clients = sorted({row.client for row in rows})
    by_client = {client: sorted((row for row in rows if row.client == client), key=lambda row: row.session) for client in clients}  # fmt: skip
    usual = np.array([[np.mean([row.alliance for row in one]), np.mean([row.distress for row in one])] for one in by_client.values()])  # fmt: skip
    therapists = [one[0].therapist for one in by_client.values()]
    around = usual.copy()
    for therapist in set(therapists):
        members = [i for i, name in enumerate(therapists) if name == therapist]
        around[members] -= usual[members].mean(axis=0)
    first, then = [], []
    for (alliance, distress), one in zip(usual, by_client.values(), strict=True):
        for now, later in zip(one, one[1:], strict=False):
            first.append((now.alliance - alliance, later.distress - distress))
            then.append((now.distress - distress, later.alliance - alliance))
    return Measures(*(_r(pairs) for pairs in (usual, around, first, then)))


def _r(pairs: Sequence[tuple[float, float]] | np.ndarray) -> float:
    import numpy as np

    one, other = np.array(pairs, dtype=float).T if len(pairs) else (np.zeros(0), np.zeros(0))
    if len(one) < 3 or one.std() == 0 or other.std() == 0:
        raise ValueError("There are too few sessions here to correlate anything.")
    return float(np.corrcoef(one, other)[0, 1])


def story_of(found: Measures) -> str | None:
    """The one story that a pattern fits, or None where the bounds leave it open."""
    there = {field.name: getattr(found, field.name) <= -CLEAR for field in fields(found)}
    absent = {field.name: abs(getattr(found, field.name)) <= NONE for field in fields(found)}
    if not there["overall"] or not found.overall >= -0.7:
        return None
    if there["alliance_then"] and absent["distress_then"] and there["same_therapist"]:
        return "alliance_first"
    if there["distress_then"] and absent["alliance_then"] and there["same_therapist"]:
        return "gains_first"
    if absent["alliance_then"] and absent["distress_then"]:
        return "third_thing" if there["same_therapist"] else "therapists" if absent["same_therapist"] else None
    return None


# ---------------------------------------------------------------------------------------------- the tables


def tables(data: A2Data) -> dict[str, str]:
    """The three tables a student gets, file name to text. Nothing of the key is in them."""
    items = len(next(iter(data.people.values())))
    return {
        STUDIES: _csv(["study", "r", "n"], [[name, f"{r:.2f}", n] for name, (r, n) in data.studies.items()]),
        SCALE: _csv(
            ["person", *(f"q{item}" for item in range(1, items + 1))],
            [
                [name, *("" if answer is None else answer for answer in answers)]
                for name, answers in data.people.items()
            ],
        ),
        PATTERNS: _csv(
            ["pattern", "therapist", "client", "session", "alliance", "distress"],
            [
                [letter, row.therapist, row.client, row.session, f"{row.alliance:.1f}", row.distress]
                for letter, rows in data.patterns.items()
                for row in rows
            ],
        ),
    }


def write_a2_csv(data: A2Data, folder: Path) -> list[Path]:
    """Write the three tables into a folder. Returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables(data).items():
        (folder / name).write_bytes(text.encode("utf-8"))
    return [folder / name for name in tables(data)]


def _csv(head: list[str], rows: list[list[object]]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows([head, *rows])
    return held.getvalue()
