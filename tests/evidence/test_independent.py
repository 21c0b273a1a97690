"""The same figures by another road: R's metafor on the page's own studies, plain loops, every possibility, statsmodels.

Tolerances: 1e-9 for what is worked out, 1e-7 where either side looks for a top step by step, and beside each test where
chance is in it. Relative or absolute, whichever is larger. ``reference/independent.R`` made the table; R is not needed.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notknowing.evidence import together
from notknowing.evidence.effects import fisher_z, fisher_z_se, people
from notknowing.evidence.pooling import pool, pool_r
from notknowing.evidence.rupture import VShape, expected_by_chance, v_shapes
from notknowing.evidence.sessions import QUESTIONS, SESSIONS, sessions
from notknowing.evidence.stories import HIDDEN, STORIES
from notknowing.evidence.stories import people as story_people
from notknowing.evidence.tables import read

WORKED_OUT, STEP_BY_STEP = 1e-9, 1e-7

with (Path(__file__).parent / "reference" / "independent.csv").open(encoding="utf-8", newline="") as file:
    METAFOR = list(csv.DictReader(file))


def column(row: dict[str, str], name: str) -> list[float]:
    return [float(one) for one in row[name].split()]


# ---------------------------------------------------------------------------------------------- pooling and metafor


@pytest.mark.parametrize("theirs", METAFOR, ids=lambda row: f"{row['set']}-{row['method']}")
def test_pooled_studies_are_those_of_metafor(theirs):
    from scipy.special import chdtrc  # the upper tail of chi-squared; lighter to load than scipy.stats

    method = theirs["method"].replace("FE", "fixed")
    near = STEP_BY_STEP if method in ("PM", "REML") else WORKED_OUT
    r, n, yi, vi = (column(theirs, name) for name in ("r", "n", "yi", "vi"))
    z, se = [fisher_z(one) for one in r], [fisher_z_se(one) for one in n]
    assert z == pytest.approx(yi, abs=WORKED_OUT) and [one**2 for one in se] == pytest.approx(vi, abs=WORKED_OUT)

    ours = pool(z, se, method)
    for name in ("estimate", "se", "low", "high", "tau2", "q", "k"):
        assert getattr(ours, name) == pytest.approx(float(theirs[name]), rel=near, abs=near), name
    assert ours.weights == pytest.approx(column(theirs, "weights"), abs=near)
    assert chdtrc(ours.df, ours.q) == pytest.approx(float(theirs["q_p"]), rel=1e-7, abs=1e-12)
    # t with k − 2 degrees of freedom: metafor's "riley", which reference/independent.R also writes out with qt().
    ahead = [None if theirs[name] == "NA" else float(theirs[name]) for name in ("pi_low", "pi_high")]
    assert [ours.prediction_low, ours.prediction_high] == [
        one and pytest.approx(one, rel=near, abs=near) for one in ahead
    ]


@pytest.mark.parametrize("theirs", METAFOR, ids=lambda row: f"{row['set']}-{row['method']}")
def test_both_kinds_of_i_squared(theirs):
    # Ours is that of Higgins and Thompson, from Q, whichever estimator is chosen. metafor's is τ² / (τ² + a typical
    # variance), which is the same for FE and DL alone. So the typical variance is written out here for the other two.
    ours = pool_r(column(theirs, "r"), column(theirs, "n"), theirs["method"].replace("FE", "fixed"))
    w = 1 / np.array(column(theirs, "vi"))
    typical = (len(w) - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum())
    if theirs["method"] in ("FE", "DL"):
        assert ours.i2 == pytest.approx(float(theirs["i2"]), abs=1e-7)
        least = 1.0 if theirs["method"] == "DL" else 0.0  # metafor does not cut H² at 1 for a fixed effect
        assert max(least, ours.q / ours.df) == pytest.approx(float(theirs["h2"]), rel=WORKED_OUT)
    else:
        assert 100 * ours.tau2 / (ours.tau2 + typical) == pytest.approx(float(theirs["i2"]), abs=1e-4)
        assert ours.tau2 / typical + 1 == pytest.approx(float(theirs["h2"]), rel=1e-6)
        assert ours.i2 == pytest.approx(max(0.0, 100 * (1 - ours.df / ours.q)))


def test_the_table_holds_the_studies_that_the_page_shows():
    page, kept = read("eight-studies-synthetic"), next(row for row in METAFOR if row["set"] == "page_eight")
    assert column(kept, "r") == page["r"].tolist() and column(kept, "n") == page["n"].tolist()


@given(st.lists(st.tuples(st.integers(-95, 95), st.sampled_from([5, 9, 15, 40, 120, 500])), min_size=2, max_size=9))
@settings(max_examples=120, deadline=None)
def test_order_makes_no_difference(studies):
    r, n = [one / 100 for one, _ in studies], [size for _, size in studies]
    for method in ("fixed", "DL", "PM", "REML"):
        one, other = pool_r(r, n, method), pool_r(r[::-1], n[::-1], method)
        assert (other.estimate, other.tau2, other.q) == pytest.approx((one.estimate, one.tau2, one.q), abs=1e-7)
        assert other.weights[::-1] == pytest.approx(one.weights, abs=1e-7)


def test_reml_stands_at_the_highest_top_and_not_at_the_nearest():
    # Every τ² from 0 to 20, for 300 made-up sets with a few very small studies or one very large one. Tolerance: 1e-6.
    chance, tau2 = np.random.default_rng(44), np.concatenate([[0], np.geomspace(1e-6, 20, 800)])[:, None]

    def likelihood(at, z, v):
        w = 1 / (v + at)
        middle = (w * z).sum(axis=1, keepdims=True) / w.sum(axis=1, keepdims=True)
        return -0.5 * (np.log(v + at).sum(axis=1) + np.log(w.sum(axis=1)) + (w * (z - middle) ** 2).sum(axis=1))

    for _ in range(300):
        n = chance.choice([5, 8, 14, 30, 90, 550], chance.integers(2, 12))
        z, se = 0.3 + chance.choice([0, 0.2, 0.8]) * chance.standard_normal(len(n)), 1 / np.sqrt(n - 3)
        z = z + se * chance.standard_normal(len(n))
        found = likelihood(np.array([[pool(z, se, "REML").tau2]]), z, se**2)[0]
        assert found >= likelihood(tau2, z, se**2).max() - 1e-6


# ---------------------------------------------------------------------------------------------- effects


@pytest.mark.parametrize("wrong", [10**400, 1j, [0.2], object()])
def test_whatever_is_no_number_is_refused_in_one_sentence(wrong):
    for call in (fisher_z, people):
        with pytest.raises(ValueError, match=r"^[A-Z][^\n]* has to be a number\.$"):
            call(wrong)


# ---------------------------------------------------------------------------------------------- together


def loop_r(x, y, window_s: float, lag: int = 0, far: int = 0) -> list[float]:
    """One number for each window, by ``numpy.corrcoef``: either is moved later by ``lag`` where there is room for ``far``."""
    long = round(window_s * together.HZ)
    first, second = max(-lag, 0), max(lag, 0)
    return [
        np.corrcoef(x[at + first : at + first + long], y[at + second : at + second + long])[0, 1]
        for at in range(0, len(x) - long - far + 1, long // 2)
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_strip_is_corrcoef_for_every_window_and_lag(seed):
    x, y = np.random.default_rng(seed).standard_normal((2, 300))
    found = together.strip(together.Pair(x, y, together.HZ), window_s=12, step_s=3, far_s=4)
    assert found.lags_s == pytest.approx([k / together.HZ for k in range(-16, 17)])
    for lag, row in zip(range(-16, 17), found.r, strict=True):
        # A window begins at the same moment for both; then one of them is moved later.
        begins = range(0, 300 - 16 - 48 + 1, 12)
        first, second = max(-lag, 0), max(lag, 0)
        plain = [np.corrcoef(x[at + first :][:48], y[at + second :][:48])[0, 1] for at in begins]
        assert row == pytest.approx(plain, abs=WORKED_OUT)
        assert found.at_s == pytest.approx([at / together.HZ + 6 for at in begins])


def test_togetherness_is_the_average_size_and_the_best_lag_the_largest_of_these():
    x, y = np.random.default_rng(7).standard_normal((2, 400))
    assert together.togetherness(x, y, 25)[0] == pytest.approx(np.abs(loop_r(x, y, 25)).mean(), abs=WORKED_OUT)
    lags = [np.abs(loop_r(x, y, 25, lag, far=20)).mean() for lag in range(-20, 21)]
    assert together.togetherness(x, y, 25, best_lag=True)[0] == pytest.approx(max(lags), abs=WORKED_OUT)


@pytest.mark.parametrize("how", together.HOWS)
def test_swaps_are_what_pairing_by_hand_gives(how):
    clients, therapists = together.rooms()
    found, room = together.swaps(5, how, 120, seed=3), 5

    def value(x, y) -> float:
        return float(np.abs(loop_r(x, y, together.USUAL_WINDOW_S)).mean())

    if how == "partners":
        by_hand = [value(clients[one - 1], therapists[other - 1]) for one, other in found.made]
    else:
        long = together.PIECE_S * together.HZ
        pieces = [therapists[room - 1][at : at + long] for at in range(0, therapists.shape[1], long)]
        by_hand = [value(clients[room - 1], np.concatenate([pieces[i - 1] for i in order])) for order in found.made]
    assert found.values == pytest.approx(by_hand, abs=WORKED_OUT)
    assert found.observed == pytest.approx(value(clients[room - 1], therapists[room - 1]), abs=WORKED_OUT)
    # The rule of the page: the bars are added up, and the real pair is counted in, above and below.
    reach = sum(one >= found.observed - 1e-12 for one in by_hand)
    assert found.at_least() == reach and found.share == (reach + 1) / 121


def test_where_nobody_follows_anybody_every_share_is_as_likely(monkeypatch):
    # Other people in the rooms for each of 100 seeds, and a room in which nothing was planted. Tolerance: Kolmogorov and
    # Smirnov's greatest distance below .163, which chance exceeds once in a hundred.
    fresh, shares = together.rooms.__wrapped__, []
    quiet = [room for room in range(1, 25) if room not in together.IN_STEP]
    for seed in range(100):
        made = fresh(180, 1000 + seed)
        monkeypatch.setattr(together, "rooms", lambda made=made: made)
        shares.append(together.swaps.__wrapped__(quiet[seed % len(quiet)], "partners", 149, seed).share)
    steps = (np.arange(100) + 0.5) / 100
    assert np.abs(np.sort(shares) - steps).max() < 0.163
    assert np.mean(shares) == pytest.approx(0.5, abs=0.1)


# ---------------------------------------------------------------------------------------------- V-shapes

tenths = st.lists(st.integers(10, 70), max_size=14)


def most_dips(values: list[int], depth: int) -> int:
    """The most dips that fit one after the other, from all possible ones: every top, bottom and end that is one."""
    best = [0] * (len(values) + 1)
    for end in range(len(values)):
        best[end] = best[end - 1] if end else 0
        for bottom in range(end):
            if values[end] - values[bottom] >= depth:
                for top in range(bottom):
                    if values[top] - values[bottom] >= depth:
                        best[end] = max(best[end], best[top] + 1)
    return best[len(values) - 1] if values else 0


def by_definition(values: list[int], depth: int) -> list[tuple[int, int, int]]:
    """The rule read out: the first fall deep enough, from the last highest; the first recovery, from the first lowest."""
    found, since = [], 0
    while True:
        falls = [at for at in range(since, len(values)) if max(values[since : at + 1]) - values[at] >= depth]
        if not falls:
            return found
        highest = max(values[since : falls[0]])
        top = max(at for at in range(since, falls[0]) if values[at] == highest)
        ends = [at for at in range(falls[0], len(values)) if values[at] - min(values[falls[0] : at + 1]) >= depth]
        if not ends:
            return found
        lowest = min(values[falls[0] : ends[0] + 1])
        bottom = min(at for at in range(falls[0], ends[0]) if values[at] == lowest)
        found.append((top + 1, bottom + 1, ends[0] + 1))
        since = ends[0]


@given(tenths, st.integers(1, 45))
@settings(max_examples=300, deadline=None)
def test_dips_are_those_of_the_definition_and_no_choice_finds_more(values, depth):
    # Compared with whole tenths, so that rounding in a machine cannot decide. No tolerance: counts and places are exact.
    found = v_shapes([value / 10 for value in values], depth / 10)
    assert found == [VShape(*one) for one in by_definition(values, depth)]
    assert len(found) == most_dips(values, depth)


@pytest.mark.parametrize("dips", [0, 1, 2, 5, 9])
@pytest.mark.parametrize("slope", [1, 2, 4])
def test_so_many_dips_as_were_put_in(dips, slope):
    down = [6 - 4 * step / slope for step in range(1, slope + 1)]
    ratings = [6.0, *[one for _ in range(dips) for one in (*down, *down[-2::-1], 6.0)]]
    found = v_shapes(ratings, 3.9)
    assert len(found) == dips
    assert [one.bottom for one in found] == [1 + slope + 2 * slope * i for i in range(dips)]


def test_ratings_without_order_are_anywhere_among_their_shuffles():
    # 300 people of 16 ratings, nothing but chance. Ties are many, so they count for half: the average then is .5 within
    # .05 (three standard errors), and the share itself is at or below any level no more often than that, within .04.
    chance = np.random.default_rng(80)
    found = [expected_by_chance(chance.normal(4.9, 0.9, 16).round(1).tolist(), 1.5, 199, seed) for seed in range(300)]
    halves = [np.mean([(one > each.observed) + 0.5 * (one == each.observed) for one in each.counts]) for each in found]
    assert np.mean(halves) == pytest.approx(0.5, abs=0.05)
    for level in (0.05, 0.1, 0.25, 0.5):
        assert np.mean([each.share_at_least <= level for each in found]) <= level + 0.04
    assert np.mean([each.observed for each in found]) == pytest.approx(np.mean([e.expected for e in found]), abs=0.2)


def test_a_column_of_a_table_can_be_counted():
    table = read("v-shapes-synthetic")
    five = table.loc[table["person"] == 5, "rating"]
    plain = expected_by_chance(five.tolist(), 1.5, 20)
    assert expected_by_chance(five, 1.5, 20) == plain == expected_by_chance(five.to_numpy(), 1.5, 20)
    assert expected_by_chance([five.tolist()], 1.5, 20) == plain


# ---------------------------------------------------------------------------------------------- sessions and stories


def frame(world: str, seed: int | None = None) -> pd.DataFrame:
    made = sessions(world) if seed is None else sessions.__wrapped__(world, seed)
    return pd.DataFrame(
        {name: getattr(made, name) for name in ("person", "therapist", "session", "alliance", "symptoms")}
    )


@pytest.mark.parametrize("world", STORIES)
def test_the_four_answers_are_pandas_and_statsmodels_answers(world):
    from statsmodels.regression.linear_model import OLS

    rows, made = frame(world), sessions(world)
    means = rows.groupby("person")[["therapist", "alliance", "symptoms"]].mean()
    therapists = pd.get_dummies(means["therapist"], dtype=float)
    alike = [OLS(means[name], therapists).fit().resid for name in ("alliance", "symptoms")]
    own = rows.assign(
        a=rows["alliance"] - rows.groupby("person")["alliance"].transform("mean"),
        s=rows["symptoms"] - rows.groupby("person")["symptoms"].transform("mean"),
    )
    then = own.groupby("person")[["a", "s"]].shift(-1)
    plain = {
        "between": means["alliance"].corr(means["symptoms"]),
        "same_therapist": alike[0].corr(alike[1]),
        "alliance_then": own["a"].corr(then["s"]),
        "symptoms_then": own["s"].corr(then["a"]),
    }
    assert [made.answers[name].r for name in QUESTIONS] == pytest.approx(
        [plain[name] for name in QUESTIONS], abs=WORKED_OUT
    )
    # The interval: 1000 draws of people, each correlated afresh. Tolerance .05, for other draws than the page's 400.
    chance, (x, y) = np.random.default_rng(3), means[["alliance", "symptoms"]].to_numpy().T
    drawn = [np.corrcoef(x[who], y[who])[0, 1] for who in chance.integers(len(x), size=(1000, len(x)))]
    found = made.answers["between"]
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), abs=0.05)


# Planted: −0.6 standard scores, in the units of the ratings (0.6 for alliance, 3.5 for symptoms) from one session to the next.
TO_SYMPTOMS, TO_ALLIANCE = -0.6 * 3.5 / 0.6, -0.6 * 0.6 / 3.5


@pytest.mark.parametrize("world", STORIES)
def test_the_planted_arrow_is_found_over_many_people_and_only_where_it_was_put(world):
    from statsmodels.regression.linear_model import OLS

    # 40 seeds of 40 people, sessions 1 to 7 and the next, each less the person's own mean over these. Tolerance where an
    # arrow is: .05 of it, because ratings end at 1 and 7. Where none is: .15 of the other world's, because taking away a
    # mean of seven sessions puts a tenth of an arrow, turned round, into the other direction.
    rows = pd.concat([frame(world, seed).assign(seed=seed) for seed in range(40)])
    who = rows.groupby(["seed", "person"])
    pairs = rows.assign(next_a=who["alliance"].shift(-1), next_s=who["symptoms"].shift(-1)).dropna()
    names = ["alliance", "symptoms", "next_a", "next_s"]
    own = pairs[names] - pairs.groupby(["seed", "person"])[names].transform("mean")
    to_symptoms = OLS(own["next_s"], own["alliance"]).fit().params.iloc[0]
    to_alliance = OLS(own["next_a"], own["symptoms"]).fit().params.iloc[0]
    there = {"alliance_first": (TO_SYMPTOMS, 0), "gains_first": (0, TO_ALLIANCE)}.get(world, (0, 0))
    assert to_symptoms == pytest.approx(there[0], abs=abs(TO_SYMPTOMS) * (0.05 if there[0] else 0.15))
    assert to_alliance == pytest.approx(there[1], abs=abs(TO_ALLIANCE) * (0.05 if there[1] else 0.15))


@pytest.mark.parametrize(("world", "slope"), [("alliance_first", TO_SYMPTOMS), ("gains_first", TO_ALLIANCE)])
def test_a_mixed_model_of_the_page_s_own_people_finds_the_planted_arrow(world, slope):
    from statsmodels.regression.mixed_linear_model import MixedLM

    rows = frame(world)
    first, second = ("alliance", "symptoms") if world == "alliance_first" else ("symptoms", "alliance")
    pairs = rows.assign(later=rows.groupby("person")[second].shift(-1)).dropna()
    pairs["usual"] = pairs.groupby("person")[first].transform("mean")
    pairs["own"] = pairs[first] - pairs["usual"]
    found = MixedLM(pairs["later"], pairs[["own", "usual"]].assign(start=1.0), groups=pairs["person"]).fit()
    # Tolerance: two and a half standard errors of the model's own.
    assert abs(found.params["own"] - slope) < 2.5 * found.bse["own"]
    assert found.params["own"] / found.bse["own"] < -5 and found.params["usual"] < 0


@pytest.mark.parametrize("world", STORIES)
def test_people_s_usual_values_go_together_as_planted(world):
    # Planted variances and covariance of usual values, and what eight sessions leave of ups and downs in a mean. In the
    # two worlds with an arrow, 7 of 8 × 8 pairs of sessions carry it. Tolerance: .05 over 60 worlds of 40 people.
    carried = -0.6 * 7 / SESSIONS**2 * 0.6 * 3.5 if world in ("alliance_first", "gains_first") else 0
    share = 0.7**2 + 0.55**2
    alliance, symptoms = 0.75**2 * share + 0.6**2 / SESSIONS, 4.5**2 * share + 3.5**2 / SESSIONS
    planted = (-(0.7**2) * 0.75 * 4.5 + carried) / math.sqrt(alliance * symptoms)
    means = [frame(world, seed).groupby("person").mean() for seed in range(60)]
    assert np.mean([one["alliance"].corr(one["symptoms"]) for one in means]) == pytest.approx(planted, abs=0.05)


@pytest.mark.parametrize(
    "told", [{name: 1} for name in STORIES] + [dict.fromkeys(STORIES, 1), {"alliance_first": 1, "therapists": 3}]
)
def test_statsmodels_finds_every_planted_path_behind_the_same_28(told):
    from statsmodels.regression.linear_model import OLS

    found = story_people(told)
    assert OLS(found.improvement, found.alliance).fit().params[0] == pytest.approx(0.28, abs=WORKED_OUT)
    hidden = [name for name in HIDDEN if found.shares[name]]
    columns = np.column_stack([found.alliance, *(found.hidden[name] for name in hidden)])
    paths = OLS(found.improvement, columns).fit().params
    assert paths[0] == pytest.approx(0.28 * found.shares["alliance_first"], abs=WORKED_OUT)
    assert paths[1:] == pytest.approx([math.sqrt(0.28 * found.shares[name]) for name in hidden], abs=WORKED_OUT)
