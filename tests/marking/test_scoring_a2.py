"""Marks for A2's numbers: right by two independent ways, step by step, one slip paid for once, and never a crash."""

from __future__ import annotations

import math
from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notknowing.evidence.a2_data import STORIES, Form, a2_data, as_number, measures, story_of, tables
from notknowing.evidence.pooling import pool_r
from notknowing.marking import scoring_a2 as a2
from notknowing.marking.scoring_a2_effects import own_effects
from notknowing.work.typed import readings

FORM = a2.Form({"bond": [1, 4, 7, 10], "task": [2, 5, 8, 11], "goal": [3, 6, 9, 12]}, [4, 8, 9], 1, 7)
R = [0.19, 0.27, 0.31, 0.26, 0.53, -0.01, 0.59, 0.52]
N = [129, 183, 32, 77, 65, 40, 46, 33]
STUDIES = {f"S{i}": a2.Study(r, n) for i, (r, n) in enumerate(zip(R, N, strict=True), 1)}
EXACT = tuple((math.atanh(r), 1 / math.sqrt(n - 3)) for r, n in zip(R, N, strict=True))
POINTS = {step.cell: step.points for step in a2.POOLING}


def worked(slips: dict[str, float] | None = None, effects=EXACT, places: int | None = 4) -> dict[str, float]:
    """Every step as somebody works it out who makes these slips and then goes on from them."""
    known: dict = {"data": effects}
    for step in a2.POOLING:
        value = step.work(*[known[name] for name in ("data", *step.rests_on)])
        known[step.cell] = (slips or {}).get(step.cell, value)
    found = {cell: value for cell, value in known.items() if cell != "data"}
    return {cell: value if places is None else round(value, places) for cell, value in found.items()}


def entries(steps: dict, effects: dict | None = None) -> dict:
    return {f"A3.{cell}": value for cell, value in steps.items()} | (effects or {})


def z_and_se(effects=EXACT, places: int = 3) -> dict:
    found = {}
    for name, (z, se) in zip(STUDIES, effects, strict=True):
        found |= {f"A2.{name.lower()}.z": round(z, places), f"A2.{name.lower()}.se": round(se, places)}
    return found


def pooling(steps: dict, effects: dict | None = None) -> a2.Result:
    return a2.pooling_points(entries(steps, effects), STUDIES)


# ------------------------------------------------------------------------------------- the numbers themselves


def test_pooling_agrees_with_statsmodels_and_with_the_evidence_room():
    from statsmodels.stats.meta_analysis import combine_effects

    z, variances = [z for z, _ in EXACT], [se**2 for _, se in EXACT]
    theirs = combine_effects(np.array(z), np.array(variances), method_re="dl", use_t=False)
    ours, room = worked(places=None), pool_r(R, N, "DL")
    assert ours["q"] == pytest.approx(theirs.q)
    assert ours["tau2"] == pytest.approx(theirs.tau2)
    assert ours["i2"] == pytest.approx(100 * theirs.i2)
    assert ours["first_average"] == pytest.approx(theirs.mean_effect_fe)
    assert ours["pooled_z"] == pytest.approx(theirs.mean_effect_re)
    assert ours["pooled_se"] == pytest.approx(theirs.sd_eff_w_re)
    assert ours["pooled_r"] == pytest.approx(room.estimate)
    assert (ours["ci_low"], ours["ci_high"]) == pytest.approx((room.low, room.high), abs=1e-4)
    assert (ours["prediction_low"], ours["prediction_high"]) == pytest.approx((room.prediction_low, room.prediction_high), abs=1e-3)  # fmt: skip


def test_the_worked_example_of_the_page_by_the_same_steps():
    effects = tuple(zip([0.10, 0.45, 0.30, 0.62], [50**-0.5, 0.1, 0.2, 0.125], strict=True))
    weights = [1 / se**2 for _, se in effects]
    average = sum(w * z for w, (z, _) in zip(weights, effects, strict=True)) / sum(weights)
    q = sum(w * (z - average) ** 2 for w, (z, _) in zip(weights, effects, strict=True))
    tau2 = (q - 3) / (sum(weights) - sum(w * w for w in weights) / sum(weights))
    assert (round(sum(weights)), round(average, 3), round(q, 2), round(tau2, 4)) == (239, 0.407, 8.09, 0.0305)


def test_scale_scores_by_hand():
    # bond 6, 8 − 2, 5 and a gap; tasks with two gaps; goals 7, 5, 8 − 3, 6
    found = a2.scores([6, 4, 7, 2, None, 5, 5, None, 3, None, 5, 6], FORM)
    assert found == {"bond": pytest.approx(17 / 3), "task": None, "goal": pytest.approx(5.75), "total": None}
    whole = a2.scores([4] * 12, FORM)
    assert whole == {"bond": 4, "task": 4, "goal": 4, "total": 4}


# ------------------------------------------------------------------------------------- A3, step by step


def test_the_points_of_the_steps_are_fourteen():
    assert sum(POINTS.values()) == 14


@pytest.mark.parametrize("places", [3, 4, None])
def test_everything_right_earns_everything(places):
    steps = worked(places=places) | {"tau2": round(worked(places=None)["tau2"], 4)}
    assert pooling(steps).points == 14
    assert pooling(steps, z_and_se()).points == 14


@pytest.mark.parametrize(("cell", "value"), [("sum_of_weights", 400.0), ("first_average", 0.2), ("q", 40.0), ("tau2", 0.1), ("pooled_z", 0.1), ("pooled_se", 0.2)])  # fmt: skip
def test_one_early_slip_costs_its_own_points_and_no_more(cell, value):
    found = pooling(worked({cell: value}))
    assert found.points == 14 - POINTS[cell]
    assert sum("costs nothing here" in reason for reason in found.reasons) == 1


@pytest.mark.parametrize(("cell", "value"), [("pooled_r", 0.6), ("ci_low", -0.4), ("ci_high", 0.9), ("i2", 5), ("prediction_low", 0.3), ("prediction_high", 0.1)])  # fmt: skip
def test_a_late_slip_costs_its_own_points(cell, value):
    assert pooling(worked() | {cell: value}).points == 14 - POINTS[cell]


def test_two_slips_cost_two_steps():
    assert pooling(worked({"q": 40.0, "pooled_z": 0.1})).points == 14 - POINTS["q"] - POINTS["pooled_z"]


def test_a_slip_in_one_z_costs_half_a_point_there_and_nothing_in_pooling():
    slipped = tuple((0.9, se) if i == 3 else (z, se) for i, (z, se) in enumerate(EXACT))
    effects = z_and_se(slipped)
    assert a2.effect_points(effects, STUDIES).points == 7.5
    assert pooling(worked(effects=slipped), effects).points == 14
    # and somebody who had it right all along in a spreadsheet, and only mistyped it, loses nothing either
    assert pooling(worked(), effects).points == 14


def test_a_formula_slip_through_all_the_se_is_paid_for_in_a2_alone():
    slipped = tuple((z, 1 / math.sqrt(n)) for (z, _), n in zip(EXACT, N, strict=True))
    effects = z_and_se(slipped, places=4)
    # the largest study's SE is within 0.001 of the right one all the same
    near = sum(abs(1 / math.sqrt(n) - 1 / math.sqrt(n - 3)) <= 0.001 for n in N)
    found = a2.effect_points(effects, STUDIES)
    assert found.points == pytest.approx(4 + 0.5 * near + 0.25 * (8 - near))
    assert any("the root of n − 3" in reason for reason in found.reasons)
    assert pooling(worked(effects=slipped), effects).points == 14


def test_numbers_with_nothing_behind_them_are_not_carried_forward():
    nonsense = tuple((0.0, 0.1) for _ in EXACT)
    effects = z_and_se(nonsense)
    assert own_effects(effects, STUDIES) == [EXACT]
    got = pooling({"q": 0, "tau2": 0, "i2": 0, "pooled_z": 0, "pooled_r": 0, "first_average": 0}, effects)
    assert got.points == 0


def test_results_alone_show_the_steps_behind_them():
    results = {cell: value for cell, value in worked().items() if cell in {"pooled_r", "ci_low", "ci_high", "i2", "prediction_low", "prediction_high"}}  # fmt: skip
    found = pooling(results)
    assert found.points == 14
    assert any(reason.startswith("Empty, and shown by") for reason in found.reasons)


def test_a_step_is_shown_only_by_a_step_that_is_right():
    # r and the interval are right; nothing shows τ², Q or what went before
    found = pooling({cell: worked()[cell] for cell in ("pooled_r", "ci_low", "ci_high")})
    assert found.points == sum(POINTS[cell] for cell in ("pooled_r", "ci_low", "ci_high", "pooled_z", "pooled_se"))
    assert pooling({"pooled_r": 0.1}).points == 0


def test_step_credit_without_a_result():
    done = {cell: value for cell, value in worked().items() if cell in {"sum_of_weights", "first_average", "q"}}
    assert pooling(done).points == 4


def test_tolerances_are_as_the_page_says():
    right = worked(places=None)
    for cell, away in (("pooled_r", 0.005), ("ci_low", 0.005), ("prediction_high", 0.005), ("i2", 2.0), ("pooled_z", 0.005), ("pooled_se", 0.002), ("tau2", 0.001)):  # fmt: skip
        for sign in (1, -1):
            assert pooling(right | {cell: right[cell] + sign * away * 0.999}).points == 14, cell
            assert pooling(right | {cell: right[cell] + sign * away * 1.2}).points == 14 - POINTS[cell], cell


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        ("i2", "{i2:.1f} %"), ("i2", "{i2:.1f}%"), ("i2", "{share:.3f}"), ("pooled_r", "{pooled_r:.3f}"),
        ("pooled_r", ",{thousandths:03.0f}"), ("sum_of_weights", "{sum_of_weights:,.0f}"), ("ci_low", "  {ci_low:.3f} "),
        ("prediction_low", "−{minus:.3f}"), ("tau2", "{tau2:.2e}"),
    ],
)  # fmt: skip
def test_numbers_as_people_and_spreadsheets_write_them(cell, typed):
    right = worked(places=None)
    more = {"share": right["i2"] / 100, "thousandths": right["pooled_r"] * 1000, "minus": -right["prediction_low"]}
    assert pooling(right | {cell: typed.format(**right, **more)}).points == 14


def test_a_thousands_separator_is_understood_where_the_sum_of_weights_has_one():
    many = {name: a2.Study(study.r, study.n + 200) for name, study in STUDIES.items()}
    total = sum(study.n - 3 for study in many.values())
    assert total > 1000
    for typed in (f"{total:,}", f"{total:,}".replace(",", "."), f"{total:,}".replace(",", " "), str(total)):
        assert a2.pooling_points({"A3.sum_of_weights": typed}, many).points == 1, typed


def test_reasons_name_the_slip():
    right = worked(places=None)
    tau = pooling(right | {"tau2": math.sqrt(right["tau2"])})
    assert any("That is τ, the root of τ²." in reason for reason in tau.reasons)
    still = pooling(right | {"prediction_high": math.atanh(right["prediction_high"])})
    assert any("still in z" in reason for reason in still.reasons)
    formula = pooling(right | {"q": "=SUM(A1:A8)"})
    assert any("is a formula. Only its result can be read" in reason for reason in formula.reasons)


# ------------------------------------------------------------------------------------- A1 and A2


PEOPLE = {
    "P1": [7, None, 6, 1, 6, 5, 5, 2, 2, 5, 5, 7],
    "P2": [6, 7, 6, 2, 5, 5, 7, 2, 1, 7, 3, 4],
    "P3": [2, None, 4, 3, 6, 7, 4, None, 3, 5, 7, 5],
    "P4": [6, 5, 4, 2, 5, 5, 3, None, 3, 5, 6, 6],
}


def scored(**changed) -> dict:
    found = {}
    for person, answers in PEOPLE.items():
        for name, value in a2.scores(answers, FORM).items():
            found[f"A1.{person.lower()}.{name}"] = "none" if value is None else f"{value:.2f}"
    return found | {f"A1.{key.replace('_', '.')}": value for key, value in changed.items()}


def scale(found: dict) -> a2.Result:
    return a2.scale_points(found, PEOPLE, FORM)


def test_scale_scores_to_two_places_earn_everything():
    assert scale(scored()).points == 8
    assert scale(scored()).reasons == ["Every score follows from the answers."]
    assert scale({key: value.replace(".", ",") for key, value in scored().items()}).points == 8


def test_none_is_an_answer_and_a_blank_is_not():
    for word in ("none", "None", "no mean", "–", "n/a", "NONE."):
        assert scale(scored(p3_task=word)).points == 8, word
    assert scale(scored(p3_task="")).points == 7.5
    assert scale(scored(p3_task="6.50")).points == 7.5
    assert scale(scored(p1_bond="none", p1_total="none")).points == 7.5, "the whole follows from their own"


def test_a_slip_in_one_score_is_not_paid_for_again_in_the_whole():
    task, goal = (a2.scores(PEOPLE["P1"], FORM)[name] for name in ("task", "goal"))
    whole = mean([3.0, task, goal])
    assert scale(scored(p1_bond="3", p1_total=f"{whole:.2f}")).points == 7.5


def test_named_slips_earn_half():
    # P2 bond: 6, q4 2, 7, 7: turned (6 + 6 + 7 + 7) ÷ 4 = 6.50; not turned 5.50; turned with 7: 6.25; the sum 26
    for slip in ("5.50", "6.25", "26"):
        found = scale(scored(p2_bond=slip))
        assert found.points == 7.75, slip
        assert any(reason.startswith("P2, Bond: half.") for reason in found.reasons)
    # P1 tasks: a gap, 6, 8 − 2, 5: with the gap as 0 that is 17 ÷ 4
    assert scale(scored(p1_task="4.25", p1_total=f"{mean([6.0, 4.25, 6.0]):.2f}")).points == 7.75


def test_z_and_se():
    assert a2.effect_points(z_and_se(), STUDIES).points == 8
    log10 = z_and_se() | {"A2.s5.z": round(math.atanh(0.53) / math.log(10), 3)}
    assert a2.effect_points(log10, STUDIES).points == 7.75
    blank = {key: value for key, value in z_and_se().items() if not key.startswith("A2.s8")}
    found = a2.effect_points(blank, STUDIES)
    assert found.points == 7
    assert any(reason.startswith("S8: empty") for reason in found.reasons)


# ------------------------------------------------------------------------------------- A4


KEY = dict(zip("ABCD", STORIES, strict=True))
LABELS = {"alliance_first": "Alliance first", "gains_first": "Gains first", "third_thing": "A third thing", "therapists": "Therapists differ"}  # fmt: skip


def stories(**chosen) -> a2.Result:
    return a2.story_points({f"A4.{pattern}": story for pattern, story in chosen.items()}, KEY, LABELS, dict.fromkeys(STORIES, "Because."))  # fmt: skip


def test_stories():
    assert stories(a="alliance_first", b="gains_first", c="third_thing", d="therapists").points == 10
    assert stories(a="Alliance first", b="gains first", c="A third thing", d="THERAPISTS DIFFER").points == 10
    assert stories(a="gains_first", b="alliance_first", c="third_thing", d="therapists").points == 5
    assert stories(a="alliance_first").points == 2.5
    assert stories(**dict.fromkeys("abcd", "alliance_first")).points == 0, "one diagram for all earns nothing"
    assert stories(a="alliance_first", b="alliance_first", c="third_thing", d="therapists").points == 5
    assert stories(a="maybe", b=3, c=None, d=["therapists"]).points == 0


# ------------------------------------------------------------------------------------- missing


def test_what_is_missing_is_said_and_a_full_page_has_nothing_missing():
    assert a2.left_of_scale(scored(), list(PEOPLE)) == []
    assert a2.left_of_effects(z_and_se(), list(STUDIES)) == []
    assert a2.left_of_pooling(entries(worked())) == []
    assert a2.left_of_stories({f"A4.{p.lower()}": s for p, s in KEY.items()}, list(KEY)) == []
    assert a2.left_of_scale({}, list(PEOPLE)) == ["Nothing is filled in yet."]
    assert a2.left_of_pooling(entries(worked() | {"q": "", "i2": "=A1"})) == ["Still empty: Q.", "I², in per cent: '=A1' is a formula. Only its result can be read."]  # fmt: skip
    said = a2.left_of_stories({"A4.a": "third_thing", "A4.b": "third_thing"}, list(KEY))
    assert said == ["Without a diagram: pattern C, D.", "One diagram is given to more than one pattern. Each belongs to one pattern."]  # fmt: skip


# ------------------------------------------------------------------------------------- nonsense

anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.sampled_from([
        "nan", "NaN", "inf", "-inf", "1e400", "1e99", "-1", "=1+1", "#DIV/0!", "٣", "²", "0", "-0", "999999999999", "1,2,3", "--5", "%",
        "none", "−", "1e-99", "alliance_first", "\ud800", "x" * 5000, 10**400, -(10**400), float("nan"),
    ]),
)  # fmt: skip
cells = (
    [f"A1.p{p}.{name}" for p in range(1, 5) for name in a2.SCORES]
    + [f"A2.s{s}.{part}" for s in range(1, 9) for part in ("z", "se")]
    + [f"A3.{cell}" for cell in POINTS]
    + [f"A4.{p}" for p in "abcd"]
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(cells), anything, max_size=48))
def test_nothing_a_student_can_write_raises_or_leaves_the_range(found):
    for got in (
        scale(found),
        a2.effect_points(found, STUDIES),
        a2.pooling_points(found, STUDIES),
        a2.story_points(found, KEY, LABELS, dict.fromkeys(STORIES, "Because.")),
    ):
        assert 0 <= got.points <= got.maximum
        assert math.isfinite(got.points)
        assert all(isinstance(reason, str) and reason.endswith((".", "'")) for reason in got.reasons)
        assert not any("nan" in reason.replace("'nan'", "").lower().split() for reason in got.reasons)
    for left in (a2.left_of_scale(found, list(PEOPLE)), a2.left_of_effects(found, list(STUDIES)), a2.left_of_pooling(found), a2.left_of_stories(found, list(KEY))):  # fmt: skip
        assert all(isinstance(line, str) for line in left)


@pytest.mark.parametrize("found", [None, [], "A3.q", 7, {3: 4}, {None: None}])
def test_entries_of_another_shape(found):
    assert scale(found).points == a2.effect_points(found, STUDIES).points == a2.pooling_points(found, STUDIES).points == 0  # fmt: skip
    assert a2.story_points(found, KEY, LABELS, {}.fromkeys(STORIES, "Because.")).points == 0


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([cell for cell in cells if cell.startswith(("A2", "A3"))]), st.floats(-5, 900), max_size=28))  # fmt: skip
def test_numbers_that_could_be_answers_never_raise(found):
    assert 0 <= a2.pooling_points(found, STUDIES).points <= 14


# ------------------------------------------------------------------------------------- what another seed gives

SEEDS = [*range(50), "four words of mine", "2027 A2 ünïcode", 10**40]
FORM_OF_DATA = Form(FORM.subscales, FORM.turned, FORM.low, FORM.high)


@pytest.fixture(scope="module")
def many():
    return {seed: a2_data(seed, FORM_OF_DATA) for seed in SEEDS}


def test_every_seed_gives_answers_that_exist_within_the_same_bounds(many):
    for seed, data in many.items():
        studies = {name: a2.Study(r, n) for name, (r, n) in data.studies.items()}
        pooled = pool_r([s.r for s in studies.values()], [s.n for s in studies.values()], "DL")
        assert len(studies) == 8 and len({s.n for s in studies.values()}) == 8, seed
        assert 45 <= pooled.i2 <= 78 and 0.17 <= pooled.estimate <= 0.36 and pooled.tau2 >= 0.008, seed
        assert -0.25 <= pooled.prediction_low <= 0.05 < pooled.low + 0.02, seed
        first = pool_r([s.r for s in studies.values()], [s.n for s in studies.values()], "fixed")
        assert abs(first.estimate - pooled.estimate) > 2 * 0.005, "the first average is not taken for the pooled one"
        scores = [a2.scores(answers, FORM) for answers in data.people.values()]
        assert sum(None in one.values() for one in scores) == 1, "one person's whole is not given"
        assert sum(value is None for one in scores for value in one.values()) == 2
        assert all(answer is None or 1 <= answer <= 7 for answers in data.people.values() for answer in answers)


def test_every_seed_gives_four_patterns_with_one_story_each(many):
    for seed, data in many.items():
        assert sorted(data.key) == list("ABCD") and sorted(data.key.values()) == sorted(STORIES), seed
        for pattern, rows in data.patterns.items():
            assert story_of(measures(rows)) == data.key[pattern], seed
            assert len(rows) == 24 * 8


def test_every_seed_gives_the_same_work_whoever_does_it_right_earns_everything(many):
    for seed, data in many.items():
        studies = {name: a2.Study(r, n) for name, (r, n) in data.studies.items()}
        effects = [(math.atanh(s.r), 1 / math.sqrt(s.n - 3)) for s in studies.values()]
        found = {f"A3.{cell}": f"{value:.4f}" for cell, value in worked(effects=tuple(effects), places=None).items()}
        for name, (z, se) in zip(studies, effects, strict=True):
            found |= {f"A2.{name.lower()}.z": f"{z:.3f}", f"A2.{name.lower()}.se": f"{se:.3f}"}
        assert a2.effect_points(found, studies).points == 8, seed
        assert a2.pooling_points(found, studies).points == 14, seed


def test_seeds_give_keys_of_their_own_and_the_same_seed_the_same(many):
    assert len({tuple(data.studies.items()) for data in many.values()}) == len(many)
    assert len({tuple(data.key.values()) for data in many.values()}) >= 15
    assert tables(a2_data("four words of mine", FORM_OF_DATA)) == tables(many["four words of mine"])


def test_the_slips_of_a_reverse_item_can_always_be_told_from_the_answer(many):
    for data in many.values():
        for answers in data.people.values():
            right = a2.scores(answers, FORM)
            plain = a2.scores(answers, a2.Form(FORM.subscales, [], 1, 7))
            for name, items in FORM.subscales.items():
                turned = [item for item in items if item in FORM.turned and answers[item - 1] is not None]
                if right[name] is not None and turned:
                    assert abs(right[name] - plain[name]) > 0.02


@pytest.mark.parametrize("seed", ["", "  ", -1, True, None, 1.5])
def test_a_seed_that_is_none(seed):
    with pytest.raises(ValueError, match="seed"):
        as_number(seed)


def test_words_and_numbers_are_seeds():
    assert as_number("12") == as_number(12) == as_number(" 12 ")
    assert as_number("a b") == as_number("a  b") != as_number("a c")


# ------------------------------------------------------------------------------------- reading numbers


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("0,28", 0.28), (".28", 0.28), ("−.28", -0.28), ("–0.28", -0.28), ("28 %", 28), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
        ("1 043,5", 1043.5), ("1\u202f043", 1043), ("9.5E-03", 0.0095), (" 7 ", 7), (3, 3), (2.5, 2.5), ("+4", 4),
    ],
)  # fmt: skip
def test_readings(typed, first):
    assert readings(typed)[0] == pytest.approx(first)


@pytest.mark.parametrize("typed", ["=1+1", "nan", "inf", "1e400", True, None, [1], {}, "", "x", "--5", "٣", "1,2,3", "#DIV/0!", 10**400])  # fmt: skip
def test_no_readings(typed):
    assert readings(typed) == []
