"""V-shapes: what the rule finds, and how often a shuffled order gives as many."""

from __future__ import annotations

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notknowing.evidence.rupture import VShape, expected_by_chance, v_shapes

ratings_ = st.lists(st.integers(10, 70).map(lambda value: value / 10), max_size=20)
depths = st.integers(1, 40).map(lambda value: value / 10)


@pytest.mark.parametrize(
    ("ratings", "depth", "found"),
    [
        # The worked example of Week 8: one dip that comes back, one that does not.
        ([5, 6, 4.5, 5, 6.5, 6, 4, 4.5], 1.5, [(2, 3, 5)]),
        ([5, 3, 5, 3, 5], 2, [(1, 2, 3), (3, 4, 5)]),
        ([5, 4, 3, 4, 5], 2, [(1, 3, 5)]),
        ([5, 5, 3, 3, 5], 2, [(2, 3, 5)]),
        ([6, 4, 5, 3, 5], 2, [(1, 4, 5)]),
        ([3, 5, 7], 1, []),
        ([7, 5, 3], 1, []),
        ([4, 4, 4], 1, []),
        ([], 1, []),
        ([5], 1, []),
        # 5.5 − 4.3 is a little less than 1.2 to a computer.
        ([5.5, 4.3, 5.5], 1.2, [(1, 2, 3)]),
        # Sessions without a rating are passed over, and the others keep their numbers.
        ([6, None, 3, math.nan, 6], 2, [(1, 3, 5)]),
    ],
)
def test_what_the_rule_finds(ratings, depth, found):
    assert v_shapes(ratings, depth) == [VShape(*one) for one in found]


@given(ratings_, depths)
def test_every_dip_is_one(ratings, depth):
    found = v_shapes(ratings, depth)
    for shape in found:
        top, bottom, end = (ratings[session - 1] for session in (shape.start, shape.bottom, shape.end))
        assert shape.start < shape.bottom < shape.end
        assert top - bottom >= depth - 1e-6 and end - bottom >= depth - 1e-6
        assert bottom == min(ratings[shape.start - 1 : shape.end])
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


@given(ratings_, depths, depths)
def test_a_deeper_ruler_never_finds_more(ratings, one, other):
    assert len(v_shapes(ratings, max(one, other))) <= len(v_shapes(ratings, min(one, other)))


@given(ratings_, depths)
def test_read_backwards_there_are_as_many(ratings, depth):
    assert len(v_shapes(ratings[::-1], depth)) == len(v_shapes(ratings, depth))


def test_chance_is_what_all_orders_give():
    ratings = [5, 3, 4.5, 6, 2, 5.5]
    every = [len(v_shapes(order, 2)) for order in permutations(ratings)]
    found = expected_by_chance(ratings, 2, 4000)
    assert found.observed == len(v_shapes(ratings, 2))
    assert found.expected == pytest.approx(sum(every) / len(every), abs=0.04)
    share = sum(count >= found.observed for count in every) / len(every)
    assert found.share_at_least == pytest.approx(share, abs=0.03)


def test_the_share_counts_the_order_that_happened():
    found = expected_by_chance([1, 2, 3, 4], 10, 99)
    assert found.observed == 0 and found.counts == (0,) * 99 and found.share_at_least == 1
    deep = expected_by_chance([7, 1, 7, 1, 7, 1, 7], 5, 9, seed=1)
    below = sum(count >= deep.observed for count in deep.counts)
    assert deep.share_at_least == (below + 1) / 10 > 0


def test_people_are_shuffled_each_within_themselves():
    one, other = [1, 2, 1, 2, 1], [6, 7, 6, 7, 6]
    together = expected_by_chance([one, other], 3, 50)
    assert together.observed == 0 and set(together.counts) == {0}, (
        "a dip of 3 would need one person's rating in another"
    )
    assert expected_by_chance([one, []], 1).observed == expected_by_chance(one, 1).observed == 1


def test_the_same_seed_shuffles_in_the_same_way_and_more_shuffles_begin_alike():
    ratings = [5, 3, 4.5, 6, 2, 5.5, 4]
    assert expected_by_chance(ratings, 1.5, 40, 3).counts == expected_by_chance(ratings, 1.5, 90, 3).counts[:40]
    assert expected_by_chance(ratings, 1.5, 40, 3).counts != expected_by_chance(ratings, 1.5, 40, 4).counts


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: v_shapes([1, 2], 0), "above 0"),
        (lambda: v_shapes([1, 2], -1), "above 0"),
        (lambda: v_shapes([1, 2], None), "has to be a number"),
        (lambda: v_shapes([1, "2"], 1), "Each rating has to be a number"),
        (lambda: expected_by_chance([1, 2], 1, 0), "At least one shuffle"),
    ],
)
def test_what_cannot_be_counted_is_said(call, says):
    with pytest.raises(ValueError, match=says):
        call()
