"""Effect sizes: values known by hand, round trips, and the sentences that a student reads when a number cannot be."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from notknowing.evidence.effects import (
    d_to_r,
    fisher_z,
    fisher_z_back,
    fisher_z_se,
    interval,
    r_interval,
    r_to_d,
    shared_variance,
)

correlations = st.floats(-0.999, 0.999)


def test_the_worked_example_of_week_6():
    # r = .35, n = 52: 1.35 / 0.65 = 2.077, half its logarithm is 0.365; 1 / √49 = 1 / 7.
    assert fisher_z(0.35) == pytest.approx(0.5 * math.log(1.35 / 0.65))
    assert fisher_z_se(52) == pytest.approx(1 / 7)
    assert r_interval(0.35, 52) == pytest.approx((0.085, 0.569), abs=5e-4)


@pytest.mark.parametrize(
    ("r", "d"),
    # As the reviews print them: Flückiger and others (2018), doi:10.1037/pst0000172, and others of that year.
    [(0.278, 0.579), (0.28, 0.58), (0.23, 0.47), (0, 0), (-0.278, -0.579)],
)
def test_r_and_d_as_reviews_print_them(r, d):
    assert r_to_d(r) == pytest.approx(d, abs=0.005)
    assert d_to_r(d) == pytest.approx(r, abs=0.005)


def test_the_share_of_variation_at_the_number_of_the_week():
    assert shared_variance(0.278) == pytest.approx(0.0773, abs=5e-5)
    assert shared_variance(-0.278) == shared_variance(0.278)


@given(correlations)
def test_there_and_back(r):
    assert fisher_z_back(fisher_z(r)) == pytest.approx(r, abs=1e-12)
    assert d_to_r(r_to_d(r)) == pytest.approx(r, abs=1e-12)
    assert fisher_z(-r) == pytest.approx(-fisher_z(r))


@given(correlations, correlations)
def test_order_is_kept(one, other):
    assume(other - one > 1e-9)
    assert fisher_z(one) < fisher_z(other) and r_to_d(one) < r_to_d(other)


@given(correlations, st.integers(4, 5000), st.integers(1, 5000), st.floats(0.5, 0.99))
def test_an_interval_holds_its_estimate_stays_below_1_and_shrinks_with_people(r, n, more, level):
    low, high = r_interval(r, n, level)
    assert -1 <= low <= r <= high <= 1
    nearer = r_interval(r, n + more, level)
    assert low <= nearer[0] + 1e-12 and nearer[1] <= high + 1e-12


def test_a_wider_level_is_a_wider_interval():
    assert interval(0.3, 0.1, 0.95) == pytest.approx((0.3 - 0.196, 0.3 + 0.196), abs=1e-4)
    assert interval(0.3, 0.1, 0.99)[0] < interval(0.3, 0.1)[0]
    assert interval(0.3, 0) == (0.3, 0.3)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: fisher_z(1.2), "between −1 and 1, so it cannot be 1.2"),
        (lambda: fisher_z(-1.5), "cannot be −1.5"),
        (lambda: fisher_z(1), "exactly 1 or −1"),
        (lambda: r_to_d(-1), "exactly 1 or −1"),
        (lambda: fisher_z("0.3"), "has to be a number"),
        (lambda: fisher_z(None), "has to be a number"),
        (lambda: fisher_z(math.nan), "has to be a number"),
        (lambda: fisher_z_back(math.inf), "z has to be a number"),
        (lambda: d_to_r("big"), "d has to be a number"),
        (lambda: fisher_z_se(3), "more than 3 people"),
        (lambda: fisher_z_se(-2), "this one has −2"),
        (lambda: fisher_z_se(20.5), "whole number, not 20.5"),
        (lambda: shared_variance(2), "between −1 and 1"),
        (lambda: r_interval(0.3, 40, 95), "between 0 and 1, for instance 0.95"),
        (lambda: interval(0.3, -0.1), "cannot be below 0"),
    ],
)
def test_what_cannot_be_is_said_in_one_plain_sentence(call, says):
    with pytest.raises(ValueError, match=r"^[A-Zdz].*\.$") as raised:
        call()
    assert says in str(raised.value) and "\n" not in str(raised.value)
