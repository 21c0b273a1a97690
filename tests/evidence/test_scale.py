"""Scoring: reverse items, gaps, and answers that cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notknowing.evidence import scale
from notknowing.evidence.scale import Item, impossible, reverse, score

FOUR = tuple(
    Item(f"q{number}", "", subscale, is_reverse)
    for number, (subscale, is_reverse) in enumerate([("bond", False), ("task", True), ("goal", False)] * 4, start=1)
)
ALL_FIVES = {item.name: 5 for item in FOUR}


def test_by_hand():
    # Tasks are all turned round: 8 − 5 = 3. The whole is (5 + 3 + 5) / 3.
    found = score(ALL_FIVES, FOUR)
    assert (found.bond, found.task, found.goal, found.answered, found.reason) == (5, 3, 5, 12, None)
    assert found.total == pytest.approx(13 / 3)


def test_one_gap_is_left_out_and_two_leave_no_mean():
    one = score({**ALL_FIVES, "q1": None, "q4": 2}, FOUR)
    assert one.bond == pytest.approx((2 + 5 + 5) / 3) and one.answered == 11
    two = score({name: answer for name, answer in ALL_FIVES.items() if name not in ("q1", "q4")}, FOUR)
    assert two.bond is None and two.total is None and two.task == 3
    assert two.reason == "Fewer than 3 items are answered in: bond."


def test_another_rule_can_be_asked_for():
    answers = {**ALL_FIVES, "q1": None}
    assert score(answers, FOUR, 4).bond is None and score(answers, FOUR, 1).bond == 5
    assert score({}, FOUR, 0).bond is None, "a mean of nothing is no mean"


@given(st.integers(1, 7))
def test_turning_round_twice_gives_the_answer_back(answer):
    assert reverse(reverse(answer)) == answer
    assert 1 <= reverse(answer) <= 7


@given(st.lists(st.integers(1, 7), min_size=12, max_size=12))
def test_turning_every_answer_round_turns_every_mean_round(answers):
    given_ = dict(zip(ALL_FIVES, answers, strict=True))
    one, other = score(given_, FOUR), score({name: reverse(answer) for name, answer in given_.items()}, FOUR)
    for name in (*scale.SUBSCALES, "total"):
        assert getattr(one, name) + getattr(other, name) == pytest.approx(8)


def test_an_answer_that_cannot_be_is_found_and_not_scored():
    answers = {**ALL_FIVES, "q7": 44, "q2": None}
    assert impossible(answers) == ("q7",)
    with pytest.raises(ValueError, match="The answer to q7 is 44, and the scale goes from 1 to 7"):
        score(answers, FOUR)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: reverse(0), "This answer is 0, and the scale goes from 1 to 7"),
        (lambda: reverse(6, 1, 5), "from 1 to 5"),
        (lambda: reverse("six"), "An answer has to be a number"),
        (lambda: score({"q13": 4}, FOUR), "no item called q13"),
    ],
)
def test_what_cannot_be_scored_is_said(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_the_course_s_own_scale_has_three_parts_of_four_and_four_reverse_items():
    items = scale.TEACHING_SCALE
    assert [item.name for item in items] == [f"q{number}" for number in range(1, 13)]
    parts = [item.subscale for item in items]
    assert {part: parts.count(part) for part in parts} == {"bond": 4, "task": 4, "goal": 4}
    assert sum(item.is_reverse for item in items) == 4 and score({item.name: 4 for item in items}).total == 4
    with pytest.raises(AttributeError):
        _ = scale.ANOTHER_SCALE
