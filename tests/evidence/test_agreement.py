"""Agreement: values known from print or by hand, and properties that hold for any two sets of codes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from notknowing.evidence.agreement import Agreement, TwoByTwo, cohen_kappa, two_by_two

CODES = ["advice", "question", "reflection", "reassurance"]


def spread_out(table: list[list[int]], names: list) -> tuple[list, list]:
    """Two lists of choices that make this table: first in rows, second in columns."""
    cells = [(names[i], names[j]) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [one for one, _ in cells], [other for _, other in cells]


pairs = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), min_size=1, max_size=40)


# ------------------------------------------------------------------------------------- values known from elsewhere


@pytest.mark.parametrize(
    ("table", "observed", "expected", "kappa"),
    [
        # Feinstein and Cicchetti (1990), doi:10.1016/0895-4356(90)90158-L: the same 85 agreements in 100, two kappas.
        # By hand: .49 × .46 + .51 × .54 = .5008, and .3492 / .4992.
        ((40, 9, 6, 45), 0.85, 0.5008, 0.6995),
        # By hand: .90 × .85 + .10 × .15 = .78, and .07 / .22.
        ((80, 10, 5, 5), 0.85, 0.78, 0.3182),
        # The worked example of A1. By hand: .35 × .30 + .65 × .70 = .56, and .29 / .44.
        ((5, 2, 1, 12), 0.85, 0.56, 0.6591),
        # Agreement as often as chance: half and half, paired at random.
        ((5, 5, 5, 5), 0.5, 0.5, 0.0),
        # Complete disagreement between two sets that say yes half of the time.
        ((0, 5, 5, 0), 0.0, 0.5, -1.0),
    ],
)
def test_two_by_two_tables_with_known_answers(table, observed, expected, kappa):
    counted = TwoByTwo(*table)
    assert counted.observed == pytest.approx(observed)
    assert counted.expected == pytest.approx(expected)
    assert counted.kappa == pytest.approx(kappa, abs=5e-5)

    first, second = spread_out([[table[0], table[1]], [table[2], table[3]]], ["yes", "no"])
    whole = cohen_kappa(first, second)
    assert (whole.observed, whole.expected, whole.kappa) == pytest.approx((observed, expected, kappa), abs=5e-5)


def test_three_categories_with_the_answer_known_by_hand():
    # Two raters, 100 patients. Rows 80, 10, 10; columns 80, 5, 15. Chance: .64 + .005 + .015 = .66; (.89 − .66) / .34.
    found = cohen_kappa(*spread_out([[75, 1, 4], [5, 4, 1], [0, 0, 10]], ["psychotic", "neurotic", "organic"]))
    assert found.n == 100
    assert found.observed == pytest.approx(0.89)
    assert found.expected == pytest.approx(0.66)
    assert found.kappa == pytest.approx(0.23 / 0.34)
    assert found.low < found.kappa < found.high


def test_the_interval_is_as_wide_as_leaving_out_one_pair_at_a_time_says():
    first, second = spread_out([[75, 1, 4], [5, 4, 1], [0, 0, 10]], ["psychotic", "neurotic", "organic"])
    left_out = [cohen_kappa_score(first[:i] + first[i + 1 :], second[:i] + second[i + 1 :]) for i in range(len(first))]
    middle = sum(left_out) / 100
    jackknife = math.sqrt(99 / 100 * sum((value - middle) ** 2 for value in left_out))
    found = cohen_kappa(first, second)
    assert (found.high - found.low) / (2 * 1.96) == pytest.approx(jackknife, rel=0.05)


def test_weights_give_near_misses_part_of_the_credit():
    # Ordered 0, 1, 2. Six exact, two one step apart, two two steps apart.
    first, second = spread_out([[2, 1, 1], [0, 2, 1], [1, 0, 2]], [0, 1, 2])
    plain, linear, quadratic = (cohen_kappa(first, second, weights) for weights in (None, "linear", "quadratic"))
    assert plain.observed == pytest.approx(0.6)
    assert linear.observed == pytest.approx(0.6 + 0.2 * 0.5)
    assert quadratic.observed == pytest.approx(0.6 + 0.2 * 0.75)
    # By hand: rows .4 .3 .3, columns .3 .3 .4. Chance pairs are exact .33, one step apart .42, two steps apart .25, so
    # the linear chance credit is .33 + .5 × .42 = .54, and kappa is (.70 − .54) / (1 − .54).
    assert linear.expected == pytest.approx(0.33 + 0.5 * 0.42)
    assert linear.kappa == pytest.approx((0.70 - 0.54) / 0.46)


def test_an_unused_band_in_the_middle_still_counts_as_a_step():
    first, second = [50, 70, 50, 70], [50, 70, 70, 70]
    bands = [40, 50, 60, 70]
    assert cohen_kappa(first, second, "linear", order=bands).observed == pytest.approx((3 + 1 / 3) / 4)
    assert cohen_kappa([1, 3, 1, 3], [1, 3, 3, 3], "linear").observed == pytest.approx(3 / 4)


# ------------------------------------------------------------------------------------- where kappa is not defined


def test_one_code_throughout_leaves_kappa_undefined_and_says_why():
    found = cohen_kappa(["advice"] * 5, ["advice"] * 5)
    assert (found.kappa, found.low, found.high) == (None, None, None)
    assert found.observed == 1
    assert "not defined" in found.reason
    assert TwoByTwo(0, 0, 0, 24).kappa is None
    assert TwoByTwo(24, 0, 0, 0).reason == found.reason


def test_nothing_to_compare_is_said_and_not_computed():
    assert cohen_kappa([], []) == Agreement(None, None, None, 0, None, None, cohen_kappa([], []).reason)
    empty = TwoByTwo(0, 0, 0, 0)
    assert (empty.kappa, empty.observed, empty.expected) == (None, None, None)
    assert "nothing to compare" in empty.reason


def test_complete_agreement_claims_no_interval():
    found = cohen_kappa(["advice", "question"], ["advice", "question"])
    assert found.kappa == 1
    assert (found.low, found.high) == (None, None)


@pytest.mark.parametrize(
    ("first", "second", "options", "says"),
    [
        (["advice"], [], {}, "same length"),
        (["advice", None], ["advice", "question"], {}, "missing"),
        ([1.0, math.nan], [1.0, 2.0], {}, "missing"),
        (["advice"], ["question"], {"weights": "linear"}, "in order"),
        (["advice"], ["question"], {"weights": "cubic"}, "cubic"),
        (["advice"], ["question"], {"order": ["advice"]}, "question"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_reason(first, second, options, says):
    with pytest.raises(ValueError, match=says):
        cohen_kappa(first, second, **options)


# ------------------------------------------------------------------------------------- any two sets of codes


@given(pairs)
def test_it_does_not_matter_which_set_comes_first(choices):
    first, second = [one for one, _ in choices], [other for _, other in choices]
    here, there = cohen_kappa(first, second), cohen_kappa(second, first)
    assert (here.n, here.reason) == (there.n, there.reason)
    for name in ("kappa", "observed", "expected", "low", "high"):
        assert getattr(here, name) == pytest.approx(getattr(there, name))


@given(st.lists(st.sampled_from(CODES), min_size=2, max_size=40).filter(lambda codes: len(set(codes)) > 1))
def test_a_set_agrees_with_itself_completely(codes):
    assert cohen_kappa(codes, codes).kappa == pytest.approx(1)


@given(pairs.filter(lambda choices: len({code for pair in choices for code in pair}) > 1))
def test_the_value_is_the_library_s_and_the_parts_explain_it(choices):
    first, second = [one for one, _ in choices], [other for _, other in choices]
    found = cohen_kappa(first, second)
    assert found.kappa == pytest.approx(cohen_kappa_score(first, second))
    assert found.kappa == pytest.approx((found.observed - found.expected) / (1 - found.expected))
    assert -1 <= found.kappa <= 1


@pytest.mark.parametrize("weights", ["linear", "quadratic"])
@given(choices=pairs.filter(lambda choices: len({code for pair in choices for code in pair}) > 1))
def test_weighted_values_are_the_library_s_and_the_parts_explain_them(weights, choices):
    first, second = [one for one, _ in choices], [other for _, other in choices]
    found = cohen_kappa(first, second, weights, order=CODES)
    assert found.kappa == pytest.approx(cohen_kappa_score(first, second, labels=CODES, weights=weights))
    assert found.kappa == pytest.approx((found.observed - found.expected) / (1 - found.expected))
    if found.low is not None:
        assert -1 <= found.low <= found.kappa <= found.high <= 1


@given(pairs, st.sets(st.sampled_from(CODES)))
def test_the_two_by_two_table_is_the_whole_table_folded(choices, yes):
    first, second = [one for one, _ in choices], [other for _, other in choices]
    table = two_by_two(first, second, yes)
    folded = cohen_kappa([code in yes for code in first], [code in yes for code in second])
    assert table.n == len(choices)
    assert table.kappa == pytest.approx(folded.kappa)
    assert table.reason == folded.reason
