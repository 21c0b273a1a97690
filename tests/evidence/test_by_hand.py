"""A small meta-analysis by hand: right from the exact numbers, or from one's own."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notknowing.evidence import by_hand as hand
from notknowing.evidence.pooling import pool_r, steps

R, N = (0.45, 0.10, 0.31, -0.08, 0.52, 0.28, 0.18, 0.40), (28, 67, 52, 39, 103, 147, 84, 60)
SMALL, LARGE = (0.45, 28), (0.28, 147)


def exact(made, data):
    return {name: one.exact for name, one in hand.follow(made, {}, data).items()}


@pytest.fixture
def two():
    return hand.by_hand(SMALL, LARGE)


def test_the_steps_give_what_pooling_gives(two):
    found = exact(*two)
    for which, (r, n) in (("small", SMALL), ("large", LARGE)):
        row = steps([r, 0.0], [n, 10])[0]
        assert found[f"z_{which}"] == pytest.approx(row.z)
        assert found[f"se_{which}"] == pytest.approx(row.se)
        assert found[f"weight_{which}"] == pytest.approx(row.weight)
    assert (found["low_small"], found["high_small"]) == pytest.approx((row_of(SMALL).low, row_of(SMALL).high), abs=1e-4)


def row_of(study):
    return steps([study[0], 0.0], [study[1], 10])[0]


def test_the_average_and_its_interval_are_the_fixed_effect_s():
    rows, whole = steps(R, N), pool_r(R, N, "fixed")
    total = sum(row.weight for row in rows)
    data = {"weights": total, "weighted": sum(row.weight * row.z for row in rows), "se": total**-0.5, "k": 8}
    found = exact(hand.pooled_steps(), data)
    assert found["pooled_r"] == pytest.approx(whole.estimate)
    assert (found["pooled_low"], found["pooled_high"]) == pytest.approx((whole.low, whole.high), abs=1e-4)


def test_the_spread_is_that_of_random_effects():
    whole = pool_r(R, N, "REML")
    spread = math.sqrt(whole.z.tau2 + whole.z.se**2)
    t = (whole.z.prediction_high - whole.z.estimate) / spread
    data = {"q": whole.q, "k": 8, "z": whole.z.estimate, "se": whole.z.se, "tau2": whole.z.tau2, "t": t}
    found = exact(hand.spread_steps(), data)
    assert found["i2"] == pytest.approx(whole.i2)
    assert (found["ahead_low"], found["ahead_high"]) == pytest.approx((whole.prediction_low, whole.prediction_high))


def test_one_slip_is_met_once(two):
    made, data = two
    own_z = 2 * math.atanh(SMALL[0])
    typed = {
        "z_small": own_z,
        "z_large": math.atanh(LARGE[0]),
        "se_small": 0.2,
        "se_large": 0.083,
        "low_small": math.tanh(own_z - 1.96 * 0.2),
        "high_small": math.tanh(own_z + 1.96 * 0.2),
        "weight_small": 25,
        "weight_large": 145,
    }
    seen = hand.follow(made, typed, data)
    assert seen["z_small"].slip == "half" and not seen["z_small"].counts
    assert seen["low_small"].how == hand.CARRIED
    got, most = hand.points(seen)
    assert most - got == pytest.approx(0.5)


def test_own_numbers_from_an_earlier_table_are_followed_too():
    data = {"weights": 556.0, "weighted": 169.3, "se": 0.0424, "k": 8}
    own = {**data, "weighted": 182.1}
    seen = hand.follow(hand.pooled_steps(), {"pooled_z": 0.3275, "pooled_r": 0.316}, data, own)
    assert seen["pooled_z"].how == hand.CARRIED and seen["pooled_r"].how == hand.CARRIED
    seen = hand.follow(hand.pooled_steps(), {"pooled_z": 0.3045}, data, own)
    assert seen["pooled_z"].how == hand.SAME


def test_an_empty_step_counts_when_a_later_one_shows_it():
    data = {"weights": 556.0, "weighted": 169.3, "se": 0.0424, "k": 8}
    seen = hand.follow(hand.pooled_steps(), {"pooled_r": 0.295}, data)
    assert seen["pooled_z"].how == hand.EMPTY and seen["pooled_z"].counts
    assert not hand.follow(hand.pooled_steps(), {"pooled_low": 0.22}, data)["pooled_r"].counts


@pytest.mark.parametrize(
    ("step", "typed", "slip"),
    [
        ("z_small", 2 * math.atanh(0.45), "half"),
        ("z_small", math.atanh(0.45) / math.log(10), "log10"),
        ("z_small", 0.45, "still_r"),
        ("z_small", -math.atanh(0.45), "sign"),
        ("se_small", 1 / math.sqrt(28), "not_less_three"),
        ("se_small", 1 / 25, "no_root"),
        ("se_small", 5, "no_division"),
        ("high_small", math.tanh(math.atanh(0.45) + 0.2), "one_se"),
        ("high_small", math.atanh(0.45) + 1.96 * 0.2, "not_back"),
        ("high_small", math.tanh(math.atanh(0.45) - 1.96 * 0.2), "other_end"),
        ("weight_small", 5, "not_squared"),
        ("weight_small", 28, "people"),
    ],
)
def test_a_slip_has_a_name(two, step, typed, slip):
    made, data = two
    found = hand.follow(made, {step: typed}, data)[step]
    assert (found.how, found.slip) == (hand.SLIP, slip)


@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)), min_size=8, max_size=8))
def test_any_numbers_may_be_typed(values):
    made, data = hand.by_hand(SMALL, LARGE)
    seen = hand.follow(made, dict(zip([step.name for step in made], values, strict=True)), data)
    got, most = hand.points(seen)
    assert 0 <= got <= most and all(math.isfinite(one.value) and one.sum for one in seen.values())


def test_everything_right_is_everything():
    made, data = hand.by_hand(SMALL, LARGE)
    assert hand.points(hand.follow(made, exact(made, data), data)) == (3.5, 3.5)
