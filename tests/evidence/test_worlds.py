"""The made-up worlds behind the tables: the same on every computer, with what their docstrings say is planted."""

from __future__ import annotations

import pytest

from notknowing.evidence import worlds
from notknowing.evidence.pooling import pool_r
from notknowing.evidence.rupture import v_shapes
from notknowing.evidence.scale import HIGH, LOW, teaching_scale
from notknowing.evidence.sessions import sessions
from notknowing.evidence.stories import STORIES
from notknowing.evidence.together import HZ, IN_STEP


@pytest.mark.parametrize("make", [worlds.eight_studies, worlds.teaching_scale_people, worlds.three_views, worlds.v_shapes])  # fmt: skip
def test_a_seed_gives_the_same_people_again_and_another_seed_others(make):
    assert make() == make()
    assert make(seed=1) != make(seed=2)


@pytest.mark.parametrize("seed", [6, 7, 8])
def test_eight_studies_are_fit_to_learn_from_whatever_the_seed(seed):
    studies = worlds.eight_studies(seed)
    r, people = [one["r"] for one in studies], [one["n"] for one in studies]
    assert [one["study"] for one in studies] == list("ABCDEFGH")
    assert len({*r}) == len({*people}) == 8 and sum(one < 0 for one in r) == 1
    found, plain = pool_r(r, people, "REML"), pool_r(r, people, "fixed")
    assert 50 <= found.i2 <= 75 and 0.22 <= found.estimate <= 0.34
    assert abs(found.estimate - plain.estimate) >= 0.01
    assert found.prediction_low < 0 < found.prediction_high


def typed(seed: int) -> list[tuple[int, str, int | None]]:
    items = [item.name for item in teaching_scale()]
    return [(row["person"], item, row[item]) for row in worlds.teaching_scale_people(seed) for item in items]


@pytest.mark.parametrize("seed", [30, 31])
def test_thirty_forms_have_one_gap_and_one_slip_and_otherwise_whole_numbers_on_the_scale(seed):
    answers = typed(seed)
    assert [(person, item) for person, item, answer in answers if answer is None] == [worlds.MISSING]
    outside = [one for one in answers if one[2] is not None and not LOW <= one[2] <= HIGH]
    assert outside == [worlds.IMPOSSIBLE]
    assert all(isinstance(answer, int) for _, _, answer in answers if answer is not None)


def test_reverse_items_are_answered_from_the_other_end():
    people = worlds.teaching_scale_people(1)

    def mean(item: str) -> float:
        given = [row[item] for row in people if row[item] is not None and row[item] <= HIGH]
        return sum(given) / len(given)

    for item in teaching_scale():
        assert (mean(item.name) < 4) == item.is_reverse, item.name


def test_three_views_part_in_the_session_where_it_was_planted():
    rows = worlds.three_views()
    gaps = {row["session"]: max(list(row.values())[1:]) - min(list(row.values())[1:]) for row in rows}
    assert max(gaps, key=gaps.get) == worlds.PARTED
    assert rows[worlds.PARTED - 1]["client"] < rows[worlds.PARTED - 2]["client"] - 1
    assert rows[worlds.PARTED - 1]["therapist"] >= rows[worlds.PARTED - 2]["therapist"]
    assert gaps[8] < 1


def people() -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for row in worlds.v_shapes():
        found.setdefault(row["person"], []).append(row["rating"])
    return found


def test_planted_dips_lie_where_they_were_planted_and_come_back():
    for person, (bottom, _) in worlds.DIPS.items():
        shapes = v_shapes(people()[person], 1.5)
        assert any(abs(shape.bottom - bottom) <= 1 and shape.end <= bottom + 3 for shape in shapes), person


def test_people_in_whom_nothing_was_planted_have_dips_as_well():
    others = [ratings for person, ratings in people().items() if person not in worlds.DIPS]
    assert len(others) == 9 and sum(bool(v_shapes(ratings, 1.5)) for ratings in others) >= 5


def test_the_sessions_are_the_people_of_the_page():
    rows = worlds.all_sessions()
    assert list(dict.fromkeys(row["world"] for row in rows)) == list(STORIES)
    for world in STORIES:
        made, kept = sessions(world), [row for row in rows if row["world"] == world]
        assert [row["alliance"] for row in kept] == made.alliance.tolist()
        assert [row["symptoms"] for row in kept] == made.symptoms.tolist()
    assert worlds.alliance_sessions("third_thing", 1) != worlds.alliance_sessions("third_thing", 2)


def test_the_movement_is_that_of_the_first_rooms_and_one_of_them_is_in_step():
    rows = worlds.movement(1)
    assert rows[1]["second"] - rows[0]["second"] == 1 / HZ and {row["pair"] for row in rows} == {1}
    assert [room for room in range(1, worlds.ROOMS_KEPT + 1) if room in IN_STEP] == [4]
    for rooms in (0, 25):
        with pytest.raises(ValueError, match="rooms"):
            worlds.movement(rooms)


def test_the_timings_are_those_of_the_excerpt_and_lines_do_not_overlap(course):
    rows = worlds.speech_timings()
    lines = course.pages["week03"].activity("3B").excerpt.lines
    assert [(row["speaker"], row["start_s"], row["end_s"]) for row in rows] == [(line.speaker, line.start, line.end) for line in lines]  # fmt: skip
    assert all(row["start_s"] < row["end_s"] for row in rows)
    assert all(one["end_s"] <= other["start_s"] for one, other in zip(rows, rows[1:], strict=False))


@pytest.fixture
def course():
    from notknowing.course import load

    return load()
