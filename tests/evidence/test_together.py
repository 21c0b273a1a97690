"""Moving together: what following looks like, what strangers do, and four ways to be fooled."""

from __future__ import annotations

import numpy as np
import pytest

from notknowing.evidence.plots_synchrony import bars
from notknowing.evidence.together import (
    IN_STEP,
    ROOMS,
    WAYS,
    fooled,
    moving_pair,
    rooms,
    strip,
    swaps,
    togetherness,
)


@pytest.mark.parametrize("lag", [-3, -1.5, 0, 2, 4])
def test_following_shows_at_its_own_lag(lag):
    peak, height = strip(moving_pair(0.8, lag, 0)).peak
    assert peak == pytest.approx(lag, abs=0.25)
    assert height > 0.6


def test_strangers_have_patches_and_no_band():
    found = strip(moving_pair(0, 0, 0))
    assert abs(found.r).max() > 0.5, "for a while, strangers move alike"
    assert abs(found.mean).max() < 0.3, "over the whole time they do not"


def test_a_shared_drift_lies_at_every_lag():
    found = strip(moving_pair(0, 0, 0.6))
    assert found.mean.min() > 0.1


def test_the_correlation_in_one_long_window_is_the_plain_one():
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((2, 80))
    assert togetherness(x, y, 20)[0] == pytest.approx(abs(np.corrcoef(x, y)[0, 1]))
    assert togetherness(x, -x, 20)[0] == pytest.approx(1), "moving in opposite ways counts as well"


def test_the_same_pair_moves_in_the_same_way():
    moving_pair.cache_clear()
    one = moving_pair(0.5, 1.0, 0.2)
    moving_pair.cache_clear()
    assert np.array_equal(one.therapist, moving_pair(0.5, 1.0, 0.2).therapist)


# -- swaps


def test_a_swap_never_puts_a_pair_together_that_is_one():
    made = swaps(5, "partners").made
    assert len(set(made)) == 500
    assert all(client != therapist for client, therapist in made)
    for order in swaps(5, "segments").made:
        assert sorted(order) == list(range(1, 11)) and all(place != piece for place, piece in enumerate(order, 1))


def test_shuffling_pieces_is_the_weaker_test_in_room_5():
    assert 0.05 < swaps(5, "partners").share < 0.2
    assert swaps(5, "segments").share < 0.05


def test_the_rooms_in_step_pass_and_one_other_passes_by_luck():
    passing = {room for room in range(1, ROOMS + 1) if swaps(room).share < 0.05}
    assert passing == {*IN_STEP, 11}, "the page names these rooms"


def test_everybody_moves_more_at_the_beginning():
    movement = rooms()
    assert movement[:, :, :120].mean() > movement[:, :, 480:].mean() + 1


@pytest.mark.parametrize(
    "wrong", [lambda: swaps(0), lambda: swaps(25), lambda: swaps(1, "seats"), lambda: swaps(1, "partners", 553)]
)
def test_a_room_or_a_way_that_there_is_not(wrong):
    with pytest.raises(ValueError, match=r"\."):
        wrong()


# -- fooled


def test_strangers_are_in_the_middle_of_strangers():
    assert 0.3 < fooled().share < 0.7


@pytest.mark.parametrize("way", WAYS)
def test_each_way_alone_makes_strangers_pass_and_fairness_undoes_it(way):
    window = 10.0 if way == "window" else 60.0
    assert fooled(frozenset([way]), window).share < 0.05
    assert fooled(frozenset([way]), window, fair=True).share > 0.1


def test_all_four_together_pass_by_far_and_fairness_undoes_it():
    assert fooled(frozenset(WAYS), 10.0).at_least == 0
    assert fooled(frozenset(WAYS), 10.0, fair=True).share > 0.1


def test_a_shorter_window_gives_a_higher_number():
    values = [fooled(frozenset(["window"]), window).value for window in (60.0, 20.0, 10.0, 4.0)]
    assert values == sorted(values)
    assert values[-1] > 3 * values[0]


def test_a_way_that_there_is_not():
    with pytest.raises(ValueError, match="no way called 'fate'"):
        fooled(frozenset(["fate"]))


# -- bars


def test_no_bar_lies_on_both_sides_of_the_line():
    found = bars([0.05, 0.1, 0.2, 0.2001, 0.3], 0.2, 0.05, 0.3, 0.04)
    assert sum(count for _, _, count in found) == 5
    assert sum(count for left, _, count in found if left >= 0.2 - 1e-9) == 3
    assert all(right <= 0.2 + 1e-9 or left >= 0.2 - 1e-9 for left, right, _ in found)
