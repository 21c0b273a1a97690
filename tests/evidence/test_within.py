"""Between and within: taken apart and put together again, a second opinion, and planted slopes found again."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notknowing.evidence.sessions import Sessions, sessions
from notknowing.evidence.stories import STORIES
from notknowing.evidence.within import correlated, decompose, following, lagged, slope

rows = st.lists(st.tuples(st.sampled_from("abcd"), st.floats(-50, 50)), min_size=1, max_size=30)


def test_taken_apart_by_hand():
    found = decompose(["ann", "ben", "ann", "ben"], [2, 7, 4, None])
    assert found.means == {"ann": 3, "ben": 7}
    assert found.within[:3] == (-1, 0, 1) and math.isnan(found.within[3])
    # Around the grand mean of 13/3: all 12.67, of which people's means make 10.67.
    assert found.share_between == pytest.approx(10.667 / 12.667, abs=1e-4)


@given(rows)
def test_a_mean_and_its_deviation_make_the_rating_again(rows):
    person, value = zip(*rows, strict=True)
    found = decompose(person, value)
    assert [found.means[who] + own for who, own in zip(person, found.within, strict=True)] == pytest.approx(
        list(value), abs=1e-9
    )
    assert 0 <= found.share_between <= 1 + 1e-9
    for who in found.means:
        own = [one for p, one in zip(person, found.within, strict=True) if p == who]
        assert sum(own) == pytest.approx(0, abs=1e-8)


def made(seed: int, people: int = 12, length: int = 6) -> tuple[list[int], list[int], list[float], list[float]]:
    rng = np.random.default_rng(seed)
    who, when = np.repeat(np.arange(people), length).tolist(), np.tile(np.arange(1, length + 1), people).tolist()
    return who, when, rng.normal(5, 1, people * length).tolist(), rng.normal(20, 4, people * length).tolist()


@given(st.integers(0, 10_000), st.booleans())
@settings(max_examples=25, deadline=None)
def test_statsmodels_says_the_same(seed, adjust):
    from statsmodels.api import OLS, add_constant

    person, session, x, y = made(seed)
    frame = pd.DataFrame({"person": person, "session": session, "x": x, "y": y})
    own = frame[["x", "y"]] - frame.groupby("person")[["x", "y"]].transform("mean")
    before = own.groupby(frame["person"]).shift(1)
    used = before["x"].notna()
    beside = before.loc[used, ["x", "y"] if adjust else ["x"]]
    theirs = OLS(own.loc[used, "y"], add_constant(beside)).fit(
        cov_type="cluster", cov_kwds={"groups": frame.loc[used, "person"], "df_correction": True}, use_t=True
    )
    ours = lagged(person, session, x, y, adjust=adjust)
    assert (ours.within, ours.within_se) == pytest.approx((theirs.params["x"], theirs.bse["x"]))
    assert (ours.within_low, ours.within_high) == pytest.approx(tuple(theirs.conf_int().loc["x"]))
    assert ours.carried == (pytest.approx(theirs.params["y"]) if adjust else None)
    means = frame.groupby("person")[["x", "y"]].mean()
    plain = OLS(means["y"], add_constant(means["x"])).fit()
    assert (ours.between, ours.between_low, ours.between_high) == pytest.approx(
        (plain.params["x"], *plain.conf_int().loc["x"])
    )
    assert (ours.n_people, ours.n_rows) == (12, 60)


def test_the_order_of_rows_and_the_names_of_people_do_not_matter():
    person, session, x, y = made(1)
    turned = [list(reversed(column)) for column in (person, session, x, y)]
    turned[0] = [f"person {who}" for who in turned[0]]
    one, other = lagged(person, session, x, y), lagged(*turned)
    assert (one.within, one.within_se, one.between_r) == pytest.approx((other.within, other.within_se, other.between_r))


def test_what_differs_between_people_does_not_touch_the_slope_within():
    person, session, x, y = made(2)
    level = [10.0 * who for who in person]
    moved = lagged(
        person, session, [a + b for a, b in zip(x, level, strict=True)], [a + b for a, b in zip(y, level, strict=True)]
    )
    plain = lagged(person, session, x, y)
    assert (moved.within, moved.within_se) == pytest.approx((plain.within, plain.within_se))
    assert moved.between_r > 0.95


def test_a_session_that_was_missed_makes_no_pair():
    person, session, x, y = made(3)
    gone = [i for i, when in enumerate(session) if when != 3]
    assert lagged(*([column[i] for i in gone] for column in (person, session, x, y))).n_rows == 12 * 3
    without = [None if when == 3 else value for when, value in zip(session, x, strict=True)]
    assert lagged(person, session, without, y).n_rows == 12 * 4


# -- the correlation that the page shows, and the slope

AGREE = 1e-10


@given(st.integers(0, 10_000), st.sampled_from([(3, 5), (5, 4), (9, 6), (12, 1), (30, 1)]), st.floats(-100, 100))
@settings(max_examples=60, deadline=None)
def test_people_drawn_anew_are_correlated_row_by_row(seed, size, level):
    people, _ = size
    person, _, x, y = made(seed, *size)
    x, y, person = np.array(x) + level, np.array(y), np.array(person)
    found = correlated(person.tolist(), x, y, draws=60, seed=seed)
    drawn = np.random.default_rng(seed).integers(people, size=(60, people))
    rows = [np.concatenate([np.flatnonzero(person == who) for who in each]) for each in drawn]
    by_hand = [np.corrcoef(x[each], y[each])[0, 1] for each in rows]
    wanted = (np.corrcoef(x, y)[0, 1], *np.quantile(by_hand, [0.025, 0.975]))
    assert found == pytest.approx(wanted, abs=AGREE)


@given(st.integers(0, 10_000), st.integers(3, 12), st.integers(3, 8))
@settings(max_examples=60, deadline=None)
def test_what_the_page_shows_is_what_the_slopes_say(seed, people, length):
    person, session, x, y = made(seed, people, length)
    world = Sessions(*(np.array(column) for column in (person, np.array(person) // 2, session, x, y)))
    ways = {
        "alliance_then": lagged(person, session, x, y, adjust=False),
        "symptoms_then": lagged(person, session, y, x, adjust=False),
    }
    for view, found in ways.items():
        along, up = world.dots(view)
        assert world.line(view).slope == pytest.approx(found.within, abs=AGREE)
        assert world.answers[view].r == pytest.approx(found.within * along.std() / up.std(), abs=AGREE)
    plain = ways["alliance_then"]
    assert world.line("people").slope == pytest.approx(plain.between, abs=AGREE)
    assert world.answers["between"].r == pytest.approx(plain.between_r, abs=AGREE)
    along, up = world.dots("people")
    assert slope(along, up) == pytest.approx(np.polyfit(along, up, 1)[0])


@pytest.mark.parametrize("world", STORIES)
@pytest.mark.parametrize("adjust", [True, False])
def test_slopes_and_correlations_are_clear_of_nought_in_the_same_worlds(world, adjust):
    s = sessions(world)
    person, session = s.person.tolist(), s.session.tolist()
    for name, x, y in (("alliance_then", s.alliance, s.symptoms), ("symptoms_then", s.symptoms, s.alliance)):
        found = lagged(person, session, x.tolist(), y.tolist(), adjust=adjust)
        assert (found.within_low > 0 or found.within_high < 0) == s.answers[name].is_there


def test_a_session_is_followed_by_the_next_whatever_the_order_of_rows():
    now, then = following(["b", "a", "b", "a", "b"], [2, 1, 1, 3, 3])
    assert list(zip(now.tolist(), then.tolist(), strict=True)) == [(0, 4), (2, 0)]


# -- the worlds of Week 7


@lru_cache(maxsize=4)
def averages(world: str, seeds: int = 30) -> tuple[float, float]:
    """Alliance then symptoms, and symptoms then alliance: slopes averaged over many draws of the same world."""
    found = []
    for seed in range(seeds):
        s = sessions.__wrapped__(world, seed)
        columns = [column.tolist() for column in (s.person, s.session, s.alliance, s.symptoms)]
        found.append((lagged(*columns).within, lagged(columns[0], columns[1], columns[3], columns[2]).within))
    return tuple(np.mean(found, axis=0))


PLANTED = {
    "alliance_first": (-0.6 * 3.5 / 0.6, 0),
    "gains_first": (0, -0.6 * 0.6 / 3.5),
    "third_thing": (0, 0),
    "therapists": (0, 0),
}
"""A standard score of −0.6, in points of symptoms for a point of alliance and the other way round."""


@pytest.mark.parametrize("world", STORIES)
def test_planted_slopes_are_found_again(world):
    # Centring on a person's own mean over eight sessions bends slopes a little (Nickell 1981), mostly those of 0 beside a
    # strong one: by up to 0.6 points of symptoms, and 0.02 of alliance.
    alliance_then, symptoms_then = averages(world)
    assert alliance_then == pytest.approx(PLANTED[world][0], abs=0.7)
    assert symptoms_then == pytest.approx(PLANTED[world][1], abs=0.025)


def test_centring_bends_the_slope_of_a_rating_on_its_own_past_downwards():
    # Nothing is carried over here, and with eight sessions the slope comes out near −1/7.
    found = []
    for seed in range(30):
        person, session, x, y = made(seed, people=60, length=8)
        found.append(lagged(person, session, x, y).carried)
    assert np.mean(found) == pytest.approx(-1 / 7, abs=0.03)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: decompose(["a"], []), "Every row needs"),
        (lambda: decompose(["a"], [None]), "no rating to take apart"),
        (lambda: decompose(["a"], [pd.NA]), "no rating to take apart"),
        (lambda: decompose(["a"], ["much"]), "has to be a number, or missing"),
        (lambda: lagged([1, 2], [1, 1], [1, 2], [1]), "Every row needs"),
        (lambda: lagged([1, 1], [1, 1], [1, 2], [1, 2]), "same session twice"),
        (lambda: lagged([1, 1, 2, 2], [1, 2, 1, 2], [1, 2, 1, 2], [1, 2, 3, 4]), "At least three people"),
        (lambda: lagged([], [], [], []), "no rating"),
        (lambda: following([1, 2], [1]), "Every row needs"),
        (lambda: correlated([1, 1, 2, 2], np.arange(4.0), np.arange(4.0)), "At least three people"),
        (lambda: correlated([1, 2, 3], np.full(3, 0.1), np.arange(3.0)), "never changes"),
        (lambda: lagged(*made(1)[:2], [5.0] * 72, made(1)[3]), "never changes within anybody"),
    ],
)
def test_what_cannot_be_worked_out_is_said(call, says):
    with pytest.raises(ValueError, match=says):
        call()
