"""The four made-up worlds of Week 7: each can be told from the others by the four questions."""

from __future__ import annotations

import numpy as np
import pytest

from notknowing.evidence.sessions import QUESTIONS, Sessions, sessions
from notknowing.evidence.stories import STORIES


def tiny() -> Sessions:
    """Two people with one therapist; within each, alliance and symptoms go up together."""
    return Sessions(
        person=np.array([1, 1, 1, 2, 2, 2]),
        therapist=np.array([1, 1, 1, 1, 1, 1]),
        session=np.array([1, 2, 3, 1, 2, 3]),
        alliance=np.array([1.0, 2, 3, 4, 5, 6]),
        symptoms=np.array([11.0, 12, 13, 5, 6, 7]),
    )


def test_between_and_within_can_point_opposite_ways():
    world = tiny()
    assert world.line("people").slope == pytest.approx(-2)
    assert world.line("own").slope == pytest.approx(1)


def test_ups_and_downs_come_to_nothing_over_all_sessions():
    alliance, symptoms = tiny().own
    assert alliance.tolist() == [-1, 0, 1, -1, 0, 1]
    assert symptoms.sum() == pytest.approx(0)


def test_a_session_is_followed_by_the_next_of_the_same_person():
    now, then = tiny().next_rows
    assert now.tolist() == [0, 1, 3, 4]
    assert then.tolist() == [1, 2, 4, 5]


def test_a_view_or_a_world_that_there_is_not():
    with pytest.raises(ValueError, match="no view"):
        tiny().dots("sideways")
    with pytest.raises(ValueError, match="no world"):
        sessions("fate")


THERE = {
    "alliance_first": {"between", "same_therapist", "alliance_then"},
    "gains_first": {"between", "same_therapist", "symptoms_then"},
    "third_thing": {"between", "same_therapist"},
    "therapists": {"between"},
}


@pytest.mark.parametrize("story", STORIES)
def test_each_world_answers_the_four_questions_in_its_own_way(story):
    answers = sessions(story).answers
    assert {name for name in QUESTIONS if answers[name].is_there and answers[name].r < 0} == THERE[story]
