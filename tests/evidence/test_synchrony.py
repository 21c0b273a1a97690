"""Synchrony: planted following is found at its lag, strangers are not, and made-up pairs are made as they are said to be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notknowing.evidence.synchrony import (
    MOST_Z,
    share_at_least,
    shuffled,
    surrogates,
    windowed_ccf,
    windowed_pairs,
)
from notknowing.evidence.together import FAR_S, HZ, IN_STEP, moving_pair, rooms, strip, togetherness

SETTINGS = {"hz": 2, "window_s": 10, "step_s": 5, "lag_s": 3}


def noise(seed: int, seconds: int = 120, hz: int = 2, people: int = 2) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((people, seconds * hz))


@pytest.mark.parametrize("later", [-6, -2, 0, 3, 6])
def test_whoever_follows_is_found_at_that_lag(later):
    x, y = noise(1)
    follower = np.roll(x, later) + 0.3 * y
    found = windowed_ccf(x, follower, **SETTINGS)
    assert found.best_lag_s == later / 2
    assert found.by_lag.max() > 0.9


def test_windows_and_lags_are_as_asked_for():
    found = windowed_ccf(*noise(2), **SETTINGS)
    assert found.lags_s.tolist() == [lag / 2 for lag in range(-6, 7)]
    assert np.diff(found.windows).tolist() == [5.0] * (len(found.windows) - 1)
    assert found.r.shape == (len(found.windows), len(found.lags_s))
    last = found.windows[-1] + SETTINGS["window_s"] + SETTINGS["lag_s"]
    assert last <= 120 < last + SETTINGS["step_s"], "as many windows as there is room for"


@given(st.integers(0, 500), st.floats(0.01, 100), st.floats(-1000, 1000))
@settings(max_examples=40, deadline=None)
def test_size_and_level_of_movement_make_no_difference(seed, size, level):
    x, y = noise(seed, 40)
    one, other = windowed_ccf(x, y, **SETTINGS), windowed_ccf(x, size * y + level, **SETTINGS)
    assert other.r == pytest.approx(one.r, abs=1e-6)
    assert np.abs(one.r).max() <= 1 + 1e-9
    mirrored = windowed_ccf(y, x, **SETTINGS)
    assert mirrored.r[:, ::-1] == pytest.approx(one.r, abs=1e-9), "the other person first is the other sign of the lag"
    assert windowed_ccf(x, -y, **SETTINGS).mean_abs_z == pytest.approx(one.mean_abs_z), "opposite ways count as well"


def test_strangers_are_never_at_nought():
    values = [windowed_ccf(*noise(seed), **SETTINGS).mean_abs_z for seed in range(20)]
    # 20 measurements in a window: |z| of chance is about √(2 / π) / √17.
    assert np.mean(values) == pytest.approx(np.sqrt(2 / np.pi / 17), abs=0.02)


def test_somebody_who_sits_still_for_a_while_leaves_a_gap_and_no_number():
    x, y = noise(3)
    y[:60] = 4.2
    found = windowed_ccf(x, y, **SETTINGS)
    assert np.isnan(found.r[0]).all() and not np.isnan(found.r[-1]).any()
    assert np.isfinite(found.mean_abs_z)
    with pytest.raises(ValueError, match="does not move at all"):
        windowed_ccf(x, np.zeros_like(x), **SETTINGS)


def test_stillness_is_seen_also_where_rounding_could_pass_for_movement():
    # Still at about the average of much livelier neighbours, so that running sums leave next to nothing.
    second = 10 * np.arange(22)[:, None] + np.maximum(np.arange(-10, 11), 0)  # where the second person's window begins
    still = (second >= 40) & (second + 20 <= 100)
    for seed in range(30):
        x, y = noise(seed)
        y[:20] = 30 * (y[:20] - y[:20].mean())
        y[40:100] = 0
        assert (np.isnan(windowed_ccf(x, y, 2, 10, 5, 5).r) == still).all()
        assert (np.isnan(windowed_pairs(x, y, 2, 10, 5, 5)[0]) == still).all()


def test_complete_agreement_counts_for_no_more_than_its_cap():
    x, _ = noise(4)
    assert windowed_ccf(x, x, hz=2, window_s=10, step_s=5, lag_s=0).mean_abs_z == MOST_Z


# -- many pairs at once, and what the page makes of them

AGREE = 1e-10


@st.composite
def pairs_and_settings(draw):
    """Movement of up to five pairs, one of whom may sit still for a while, and settings for which there is room.

    A window has eight measurements or more: in shorter ones movement can by chance be so little that rounding shows.
    """
    hz, window_s, lag_s = draw(st.integers(1, 5)), draw(st.integers(8, 15)), draw(st.integers(0, 6))
    seconds = window_s + lag_s + draw(st.integers(0, 40))
    x, y = noise(draw(st.integers(0, 10_000)), seconds, hz, 2 * draw(st.integers(1, 5))).reshape(2, -1, seconds * hz)
    x = x * draw(st.floats(0.1, 50)) + draw(st.floats(-50, 50))
    if draw(st.booleans()):
        begin = draw(st.integers(0, seconds * hz - 1))
        y[0, begin : begin + draw(st.integers(1, 40))] = draw(st.floats(5, 8))
    return x, y, (hz, window_s, draw(st.integers(1, window_s)), lag_s)


@given(pairs_and_settings())
@settings(max_examples=150, deadline=None)
def test_many_pairs_at_once_are_one_pair_after_the_other(made):
    x, y, asked = made
    many = windowed_pairs(x, y, *asked)
    with_first = windowed_pairs(x[0], y, *asked)
    for row in range(len(x)):
        try:
            one, other = windowed_ccf(x[row], y[row], *asked), windowed_ccf(x[0], y[row], *asked)
        except ValueError:
            assert np.isnan(many[row]).all(), "nobody moves in any window"
            continue
        assert many[row] == pytest.approx(one.r, abs=AGREE, nan_ok=True)
        assert with_first[row] == pytest.approx(other.r, abs=AGREE, nan_ok=True)


@given(st.integers(0, 10_000), st.sampled_from([4, 7, 10, 25, 60]))
@settings(max_examples=60, deadline=None)
def test_togetherness_is_the_average_size_of_the_same_correlations(seed, window_s):
    x, y = noise(seed, 90, HZ)
    plain = windowed_ccf(x, y, HZ, window_s, window_s / 2, 0)
    assert togetherness(x, y, window_s) == pytest.approx([np.abs(plain.r).mean()], abs=AGREE)
    assert plain.mean_abs_z == pytest.approx(np.arctanh(np.abs(plain.r)).mean(), abs=AGREE)
    lags = windowed_ccf(x, y, HZ, window_s, window_s / 2, FAR_S)
    best = np.abs(lags.r).mean(axis=0).max()
    assert togetherness(x, y, window_s, best_lag=True) == pytest.approx([best], abs=AGREE)


def test_the_strip_of_the_page_is_the_windowed_correlation_itself():
    pair = moving_pair(0.5, 1.0, 0.2)
    found, plain = strip(pair), windowed_ccf(pair.client, pair.therapist, pair.hz, 20, 2.5, FAR_S)
    assert np.array_equal(found.r.T, plain.r) and np.array_equal(found.lags_s, plain.lags_s)
    assert found.peak == (plain.best_lag_s, plain.by_lag.max())
    assert found.at_s.tolist() == (plain.windows + 10).tolist()


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.integers(0, 9))
def test_the_real_pair_is_counted_in(values, observed):
    everybody = [*values, observed]
    assert share_at_least(observed, values) == np.mean([one >= observed for one in everybody])


# -- made-up pairs


@pytest.mark.parametrize("how", ["segments", "partners"])
def test_a_pair_that_follows_stands_out_and_strangers_do_not(how):
    others = noise(10, people=200)
    x, y = noise(5)
    follows = surrogates(x, np.roll(x, 2) + y, **SETTINGS, how=how, n=199, others=others)
    assert follows.share_at_least == 1 / 200 and follows.d > 5
    shares = [
        surrogates(*noise(seed), **SETTINGS, how=how, n=99, others=others).share_at_least for seed in range(20, 60)
    ]
    assert 0.3 < np.mean(shares) < 0.7 and sum(share <= 0.1 for share in shares) <= 10


@pytest.mark.parametrize("how", ["segments", "partners"])
def test_the_share_counts_the_real_pair_and_the_seed_decides(how):
    x, y = noise(6)
    others = noise(7, people=60)
    found = surrogates(x, y, **SETTINGS, how=how, n=60, others=others)
    at_least = int((found.surrogates >= found.observed).sum())
    assert found.share_at_least == (at_least + 1) / 61 and len(found.surrogates) == 60 and found.how == how
    again = surrogates(x, y, **SETTINGS, how=how, n=60, others=others)
    assert np.array_equal(found.surrogates, again.surrogates)
    other = surrogates(x, y, **SETTINGS, how=how, n=60, others=others, seed=1)
    assert not np.array_equal(found.surrogates, other.surrogates)


def test_a_swapped_partner_gives_what_that_pair_gives():
    x, y = noise(8)
    others = noise(9, people=5)
    found = surrogates(x, y, **SETTINGS, how="partners", n=5, others=others)
    each = [windowed_ccf(x, other, **SETTINGS).mean_abs_z for other in others]
    assert sorted(found.surrogates) == pytest.approx(sorted(each))


def test_no_segment_stays_in_its_place():
    y = np.arange(105.0)
    for long in (10, 35):
        made, orders = shuffled(y, long, 200, np.random.default_rng(1))
        pieces = len(y) // long
        assert (np.sort(made, axis=1) == y).all(), "nothing is lost and nothing is used twice"
        assert (made[:, pieces * long :] == y[pieces * long :]).all()
        begins = made[:, : pieces * long : long]
        assert (begins == orders * long).all() and (orders != np.arange(pieces)).all()


def test_planted_following_is_found_in_the_course_s_own_pair():
    pair = moving_pair(0.6, 1.5, 0)
    found = windowed_ccf(pair.client, pair.therapist, pair.hz, 20, 5, 3)
    assert found.best_lag_s == pytest.approx(1.5, abs=0.25)
    assert surrogates(pair.client, pair.therapist, pair.hz, 20, 5, 3, n=99).share_at_least == 0.01


def test_the_five_rooms_of_week_9_in_which_somebody_follows_rank_high():
    # Every room is busy in its first minute, which looks like togetherness; so rooms are compared from there on.
    clients, therapists = rooms()[:, :, 60 * HZ :]
    values = [windowed_ccf(c, t, HZ, 60, 30, 1).mean_abs_z for c, t in zip(clients, therapists, strict=True)]
    ranked = np.argsort(np.argsort(values)) + 1
    follows = [ranked[room - 1] for room in IN_STEP]
    assert np.mean(follows) > np.mean([rank for room, rank in enumerate(ranked, 1) if room not in IN_STEP]) + 4


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda x, y: windowed_ccf(x, y[:-1], **SETTINGS), "the same number of measurements"),
        (lambda x, y: windowed_ccf(x, y, 0, 10, 5, 3), "more than 0 measurements"),
        (lambda x, y: windowed_ccf(x, y, 2, 1, 5, 3), "at least three measurements"),
        (lambda x, y: windowed_ccf(x, y, 2, 10, 0, 3), "a step at least one"),
        (lambda x, y: windowed_ccf(x, y, 2, 118, 5, 3), "does not fit into 120 seconds"),
        (lambda x, y: windowed_ccf([1, 2, np.nan], [1, 2, 3], 1, 3, 1, 0), "without gaps"),
        (lambda x, y: windowed_pairs([x, x, x], [y, y], **SETTINGS), "in the same number of rows"),
        (lambda x, y: windowed_pairs(x, y[:-1], **SETTINGS), "the same number of measurements"),
        (lambda x, y: windowed_pairs([1, 2, np.nan], [1, 2, 3], 1, 3, 1), "without gaps"),
        (lambda x, y: windowed_pairs(x, y, 2, 118, 5, 3), "does not fit into 120 seconds"),
        (lambda x, y: surrogates(x, y, **SETTINGS, n=0), "At least one made-up pair"),
        (lambda x, y: surrogates(x, y, **SETTINGS, how="twins"), "segments and partners"),
        (lambda x, y: surrogates(x, y, **SETTINGS, segment_s=50), "at least three segments"),
        (lambda x, y: surrogates(x, y, **SETTINGS, how="partners", others=[x]), "to swap with number 1, and 500 swaps"),
        (lambda x, y: surrogates(x, y, **SETTINGS, how="partners", n=1, others=[x[:9]]), "as many measurements"),
    ],
)
def test_what_cannot_be_measured_is_said(call, says):
    with pytest.raises(ValueError, match=says):
        call(*noise(1))
