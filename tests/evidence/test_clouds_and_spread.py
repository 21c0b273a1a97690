"""Clouds of exactly the r asked for, and worlds of studies that only their spread tells apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notknowing.evidence.clouds import cloud
from notknowing.evidence.spread import AVERAGE, inside, next_clinics, world


@given(st.floats(-1, 1), st.integers(10, 90), st.integers(0, 200))
def test_a_cloud_has_exactly_its_r(r, n, seed):
    people = cloud(r, n, seed)
    assert people.r == pytest.approx(r, abs=1e-9)
    assert np.corrcoef(people.x, people.y)[0, 1] == pytest.approx(r, abs=1e-9)


def test_the_same_people_move_a_little_with_a_small_change():
    one, other = cloud(0.28, 60, 3), cloud(0.29, 60, 3)
    assert (one.x == other.x).all() and np.abs(one.y - other.y).max() < 0.1


def test_pairs_are_counted():
    assert cloud(1, 20).pairs_in_step == 1
    assert cloud(-1, 20).pairs_in_step == 0
    assert cloud(0, 60).pairs_in_step == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize(("r", "n"), [(1.1, 20), (float("nan"), 20), (0.2, 9)])
def test_a_cloud_that_cannot_be_is_refused(r, n):
    with pytest.raises(ValueError):
        cloud(r, n)


@given(st.sampled_from([0, 0.05, 0.12, 0.2, 0.3]), st.integers(3, 40))
def test_every_world_has_the_same_average(tau, k):
    one = world(tau, k)
    assert one.pooled.estimate == pytest.approx(AVERAGE, abs=1e-6)
    assert one.k == len(one.r) == len(one.true) == k
    assert all(-1 < r < 1 for r in one.r)


@pytest.mark.parametrize("k", [8, 12, 20, 40])
def test_a_world_that_is_stretched_looks_stretched(k):
    found = [world(tau, k).pooled for tau in (0, 0.1, 0.2, 0.3)]
    widths = [one.prediction_high - one.prediction_low for one in found]
    assert widths == sorted(widths) and widths[-1] > 3 * widths[0]
    assert found[0].i2 < 10 and found[-1].i2 > 80
    assert [one.tau for one in found] == pytest.approx([0, 0.1, 0.2, 0.3], abs=0.05)


def test_opening_more_clinics_moves_none_of_the_earlier_ones():
    assert next_clinics(0.2, 20)[:10] == next_clinics(0.2, 10)
    assert next_clinics(0, 5) == pytest.approx((AVERAGE,) * 5)


def test_counting_does_not_mind_which_end_comes_first():
    values = (0.1, 0.2, 0.3)
    assert inside(values, 0.15, 0.3) == inside(values, 0.3, 0.15) == 2


@pytest.mark.parametrize(("tau", "k"), [(-0.1, 8), (0.1, 2)])
def test_a_world_that_cannot_be_is_refused(tau, k):
    with pytest.raises(ValueError, match="at least three studies"):
        world(tau, k)
