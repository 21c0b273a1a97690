"""Pooling: properties that hold for any studies, a second opinion from statsmodels, and the steps done by hand.

R's numbers are in ``test_against_r.py``.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notknowing.evidence.effects import fisher_z, fisher_z_se
from notknowing.evidence.pooling import (
    METHOD_NAMES,
    between_variance,
    cochran_q,
    funnel_warning,
    i_squared,
    pool,
    pool_r,
    prediction,
    steps,
)

RANDOM = ("DL", "PM", "REML")
some_studies = st.lists(st.tuples(st.floats(-0.9, 0.9), st.integers(8, 400)), min_size=2, max_size=20)


def split(studies) -> tuple[list[float], list[float]]:
    return [fisher_z(r) for r, _ in studies], [fisher_z_se(n) for _, n in studies]


def test_two_studies_by_hand():
    # z = 0 and 1, both with SE .5: the average is .5, its SE √(1 / 8) = .354, Q = 4 × .25 + 4 × .25 = 2, df 1, I² = 50.
    # DerSimonian and Laird: τ² = (2 − 1) / (8 − 32 / 8) = .25, so each weighs 1 / .5 and the SE becomes .5.
    fixed, random = (pool([0, 1], [0.5, 0.5], method) for method in ("fixed", "DL"))
    assert (fixed.estimate, fixed.se, fixed.q, fixed.df, fixed.i2) == pytest.approx((0.5, math.sqrt(1 / 8), 2, 1, 50))
    assert (random.tau2, random.tau, random.se, random.i2) == pytest.approx((0.25, 0.5, 0.5, 50))
    assert fixed.prediction_low is None and random.prediction_low is None, "no t is left with two studies"


@given(some_studies, st.sampled_from(tuple(METHOD_NAMES)))
@settings(max_examples=150, deadline=None)
def test_whatever_the_studies(studies, method):
    z, se = split(studies)
    found = pool(z, se, method)
    assert sum(found.weights) == pytest.approx(1) and all(weight > 0 for weight in found.weights)
    assert min(z) - 1e-9 <= found.estimate <= max(z) + 1e-9
    assert found.low < found.estimate < found.high
    assert found.tau2 >= 0 and 0 <= found.i2 < 100 and found.q >= 0 and found.df == found.k - 1
    if found.prediction_low is not None:
        assert found.prediction_low < found.low < found.high < found.prediction_high, (
            "one clinic is less sure than the mean"
        )


@given(some_studies, st.sampled_from(RANDOM))
@settings(max_examples=80, deadline=None)
def test_without_true_differences_random_is_fixed(studies, method):
    z, se = split(studies)
    found = pool(z, se, method)
    if found.tau2 == 0:
        fixed = pool(z, se, "fixed")
        assert (found.estimate, found.se, *found.weights) == pytest.approx((fixed.estimate, fixed.se, *fixed.weights))
    else:
        spread = (max(found.weights) - min(found.weights), max(w := pool(z, se, "fixed").weights) - min(w))
        assert spread[0] <= spread[1] + 1e-12, "the say is shared out more evenly"


@given(some_studies, st.floats(-0.5, 0.5), st.sampled_from(RANDOM))
@settings(max_examples=60, deadline=None)
def test_moving_every_study_moves_the_average_and_nothing_else(studies, by, method):
    z, se = split(studies)
    one, other = pool(z, se, method), pool([value + by for value in z], se, method)
    assert other.estimate == pytest.approx(one.estimate + by, abs=1e-7)
    assert (other.tau2, other.q) == pytest.approx((one.tau2, one.q), abs=1e-6)


@given(some_studies)
@settings(max_examples=60, deadline=None)
def test_dersimonian_and_laird_is_what_statsmodels_says(studies):
    from statsmodels.stats.meta_analysis import combine_effects

    z, se = split(studies)
    ours = pool(z, se, "DL")
    # statsmodels does not cut τ² at 0, and warns of what it then divides by, so only a τ² above 0 is compared.
    if ours.tau2 > 1e-6:
        theirs = combine_effects(np.array(z), np.array(se) ** 2, method_re="dl")
        assert (ours.q, ours.tau2) == pytest.approx((theirs.q, theirs.tau2), abs=1e-9)
        assert (ours.estimate, ours.se) == pytest.approx((theirs.mean_effect_re, theirs.sd_eff_w_re), abs=1e-9)


@given(some_studies)
@settings(max_examples=60, deadline=None)
def test_paule_and_mandel_leaves_as_much_of_q_as_chance_would(studies):
    # The definition itself; statsmodels' steps may end at 0 by a rounding error, so they are no second opinion here.
    z, se = (np.array(column) for column in split(studies))
    found = between_variance(list(z), list(se), "PM")
    weights = 1 / (se**2 + found)
    left = float(weights @ (z - (weights @ z) / weights.sum()) ** 2)
    assert left == pytest.approx(len(z) - 1, rel=1e-9) if found else left <= len(z) - 1 + 1e-9


@given(some_studies)
@settings(max_examples=60, deadline=None)
def test_reml_stands_at_the_top_of_its_likelihood(studies):
    z, se = (np.array(column) for column in split(studies))

    def likelihood(tau2: float) -> float:
        w = 1 / (se**2 + tau2)
        mean = (w @ z) / w.sum()
        return -0.5 * float(np.log(se**2 + tau2).sum() + np.log(w.sum()) + w @ (z - mean) ** 2)

    found = between_variance(list(z), list(se), "REML")
    near = [max(0.0, found + step) for step in (-1e-3, -1e-4, 1e-4, 1e-3)]
    # With one very large study there can be two tops. The higher one counts.
    anywhere = np.geomspace(1e-6, 10, 200)
    assert all(likelihood(found) >= likelihood(other) - 1e-9 for other in (0.0, *near, *anywhere))


def test_correlations_are_pooled_in_z_and_turned_back():
    r, n = [0.45, 0.10, 0.31, -0.08], [28, 67, 52, 39]
    found = pool_r(r, n, "REML")
    assert found.estimate == pytest.approx(math.tanh(found.z.estimate))
    assert (found.prediction_low, found.prediction_high) == pytest.approx(
        (math.tanh(found.z.prediction_low), math.tanh(found.z.prediction_high))
    )
    assert (found.se, found.tau2, found.tau, found.k, found.weights) == (
        found.z.se, found.z.tau2, found.z.tau, 4, found.z.weights,
    )  # fmt: skip
    assert pool_r(r, n, "fixed").prediction_low is None


def test_the_steps_lead_to_the_same_diamond():
    r, n = [0.45, 0.10, 0.31, -0.08], [28, 67, 52, 39]
    rows = steps(r, n)
    assert [row.weight for row in rows] == pytest.approx([25, 64, 49, 36])
    by_hand = sum(row.share * row.z for row in rows)
    assert math.tanh(by_hand) == pytest.approx(pool_r(r, n, "fixed").estimate)
    tau2 = pool_r(r, n, "DL").tau2
    assert tuple(row.share for row in steps(r, n, tau2)) == pytest.approx(pool_r(r, n, "DL").weights)
    z, se = [row.z for row in rows], [row.se for row in rows]
    assert i_squared(cochran_q(z, se), 3) == pytest.approx(pool_r(r, n).i2)


def test_a_wider_level_is_a_wider_diamond():
    narrow, wide = (pool([0.1, 0.3, 0.6], [0.1, 0.1, 0.2], "REML", level) for level in (0.8, 0.99))
    assert wide.low < narrow.low and wide.prediction_high > narrow.prediction_high
    assert (wide.level, narrow.level) == (0.99, 0.8)


def test_a_prediction_interval_by_hand():
    # Six studies: t with 4 degrees of freedom is 2.776; 2.776 × √(.02 + .07²) = .438.
    assert prediction(0.30, 0.07, 0.02, 6) == pytest.approx((-0.138, 0.738), abs=5e-4)
    assert prediction(0.30, 0.07, 0.02, 2) is None


def test_a_funnel_is_not_read_below_ten_studies():
    assert "only 9 studies" in funnel_warning(9) and "cannot be read" in funnel_warning(1)
    assert funnel_warning(10) is None and funnel_warning(295) is None


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: pool([0.2], [0.1]), "at least two studies"),
        (lambda: pool([], []), "at least two studies"),
        (lambda: pool([0.2, 0.3], [0.1]), "2 of one and 1 of the other"),
        (lambda: pool([0.2, 0.3], [0.1, 0]), "above 0"),
        (lambda: pool([0.2, None], [0.1, 0.1]), "Each effect has to be a number"),
        (lambda: pool([0.2, 0.3], [0.1, 0.1], "ML"), "'ML' is none of these"),
        (lambda: pool([0.2, 0.3], [0.1, 0.1], level=95), "between 0 and 1"),
        (lambda: pool_r([0.2, 1.3], [50, 50]), "cannot be 1.3"),
        (lambda: pool_r([0.2, 0.3], [50, 3]), "more than 3 people"),
        (lambda: pool_r([0.2, 0.3], [50]), "2 of one and 1 of the other"),
        (lambda: steps([0.2], [50]), "at least two studies"),
        (lambda: i_squared(-1, 3), "cannot be below 0"),
        (lambda: i_squared(2, 0), "at least two studies"),
        (lambda: prediction(0.3, 0.1, -0.1, 5), "can be below 0"),
    ],
)
def test_what_cannot_be_pooled_is_said_in_one_plain_sentence(call, says):
    with pytest.raises(ValueError) as raised:
        call()
    assert says in str(raised.value) and str(raised.value).endswith(".") and "\n" not in str(raised.value)
