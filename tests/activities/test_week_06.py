"""Week 6: clouds to guess, a forest by hand, worlds to stretch, bets to check, and eighty words."""

from __future__ import annotations

import math
import re

import pytest

from notknowing.activities.kept import Kept
from notknowing.activities.kinds.forest_numbers import r_said, studies_of
from notknowing.activities.transcripts import manual_markdown
from notknowing.evidence import by_hand as hand
from notknowing.evidence.effects import fisher_z, fisher_z_se, r_interval
from notknowing.evidence.pooling import pool_r
from notknowing.marking.formative import most_points

from .student import Desk, explored

PAGE = "week06"


def points(desk: Desk) -> tuple[float, float]:
    activity = desk.activity
    kept = Kept(PAGE, activity.store.entries())
    return type(activity)(activity.course, activity.page, activity.spec, kept).practice_points()


def spec(student, activity_id: str):
    return student.course.pages[PAGE].activity(activity_id)


# -- what holds of every picture


@pytest.mark.parametrize("activity_id", ["6B", "6C", "6D", "6E"])
def test_whatever_can_be_dragged_can_be_slid_or_typed(student, activity_id):
    desk, seen = student.open(PAGE, activity_id), 0
    for _ in explored(desk):
        keys = {node["k"] for node in desk.nodes if node["t"] in {"slider", "number"}}
        for node in desk.nodes:
            if node["t"] != "picture":
                continue
            assert len(node["alt"]) > 60 and node["children"], node["k"]
            for handle in node["handles"]:
                seen += 1
                assert handle["k"] in keys, handle["k"]
                assert 0 <= handle["left"] <= 1 and 0 <= handle["top"] <= 1, handle
    assert seen


@pytest.mark.parametrize("activity_id", ["6B", "6C", "6D", "6E"])
def test_made_up_data_say_so(student, activity_id):
    published = {"6B.ruler", "6E.format.picture", "6C.ruler.picture"}
    desk = student.open(PAGE, activity_id)
    for _ in explored(desk):
        for node in desk.nodes:
            if node["t"] == "picture" and node["k"] not in published:
                table = node["children"][0]["children"][0]
                assert node["alt"].startswith("Synthetic data"), node["k"]
                assert "ynthetic" in table["caption"]


def test_no_page_names_its_points(student):
    for activity_id in ("6C", "6D"):
        desk = student.open(PAGE, activity_id)
        for _ in explored(desk):
            assert not re.search(r"\bpoints?\b(?! of)", desk.text), activity_id
    assert most_points(student.course, PAGE, "6C", "6D") == 8


# -- 6B


def test_the_r_of_a_cloud_is_said_only_after_looking(student):
    desk, clouds = student.open(PAGE, "6B"), spec(student, "6B").clouds
    true = r_said(clouds[0])
    node = desk.node("6B.cloud1.picture")
    assert f"r = {true}" not in node["alt"] and re.search(r"Of the \d+ people", node["alt"])
    desk.type("6B.cloud1", "0,2")
    before = desk.node("6B.cloud1.picture")["src"]
    desk.press(desk.activity.spec.look)
    assert desk.focus == "6B.cloud1.said"
    assert true in desk.node("6B.cloud1.said")["text"] and ".20" in desk.node("6B.cloud1.said")["text"]
    assert desk.node("6B.cloud1.picture")["src"] != before
    assert not any(node["k"] == "6B.cloud1" for node in desk.nodes), "a guess stays as it was when the r was seen"


def test_nobody_has_to_guess(student):
    desk = student.open(PAGE, "6B")
    for i in range(len(desk.activity.spec.clouds)):
        desk.press_key(f"look|{i}")
        desk.press_key(f"next|{i + 1}")
    assert desk.activity.is_done()
    assert [row[1] for row in desk.node("6B.together.table")["rows"]] == ["no guess"] * len(desk.activity.spec.clouds)


def gone_through(student) -> Desk:
    desk = student.open(PAGE, "6B")
    for i in range(len(desk.activity.spec.clouds)):
        desk.type(f"6B.cloud{i + 1}", "0.2")
        desk.press_key(f"look|{i}")
        desk.press_key(f"next|{i + 1}")
    return desk


def test_sliding_to_the_number_of_the_week_opens_what_it_means(student):
    desk = gone_through(student)
    assert not any(node["k"].startswith("at-target") for node in desk.nodes)
    desk.type("6B.tilt", "0.9")
    assert "81.0 parts in 100" in desk.text
    desk.press("Take me to .28")
    assert "7.8 parts in 100 are shared" in desk.text and "just under 8 per cent" in desk.text
    assert desk.node("6B.tilt")["value"] == "0.28"


def test_where_big_begins_is_the_student_s_own(student):
    desk = gone_through(student)
    desk.choose("6B.laid", ["coaching", "youth"])
    desk.type("6B.big", ".3")
    said = desk.node("6B.big.said")["text"]
    assert "big are: Alliance in coaching. Not big are: Alliance with adults and Alliance with young people" in said
    desk.type("6B.big", "0")
    assert "Not big are: none" in desk.node("6B.big.said")["text"]


# -- 6C


@pytest.fixture
def eight(student):
    return studies_of(spec(student, "6C").data)


def exact(eight) -> dict[str, str]:
    """What somebody who makes no slip types, rounded as the page asks."""
    found = {}
    for which, i in (("small", eight.by_hand), ("large", eight.largest)):
        found[f"z_{which}"] = f"{fisher_z(eight.r[i]):.2f}"
        found[f"se_{which}"] = f"{fisher_z_se(eight.n[i]):.3f}"
        found[f"weight_{which}"] = str(eight.n[i] - 3)
    low, high = r_interval(eight.r[eight.by_hand], eight.n[eight.by_hand])
    fixed = pool_r(eight.r, eight.n, "fixed")
    rest = {"low_small": low, "high_small": high, "pooled_z": fixed.z.estimate, "pooled_r": fixed.estimate, "pooled_low": fixed.low, "pooled_high": fixed.high}  # fmt: skip
    return {**found, **{name: f"{value:.2f}" for name, value in rest.items()}}


def worked(student, answers: dict[str, str]) -> Desk:
    """Go through the five stages and type these numbers."""
    desk = student.open(PAGE, "6C")
    for stage in range(5):
        if stage:
            desk.press_key(f"on|{stage - 1}")
        for name, value in answers.items():
            if desk.has(f"6C.{name}"):
                desk.type(f"6C.{name}", value)
    return desk


def test_there_are_eight_studies_that_differ(eight):
    assert len(eight.names) == len(set(eight.names)) == 8
    assert pool_r(eight.r, eight.n, "fixed").i2 > 25, "with hardly any heterogeneity 6D has nothing to show"
    assert len(eight.three) == 3 and {eight.smallest, eight.largest} < set(eight.three)
    assert abs(fisher_z(eight.r[eight.by_hand]) - eight.r[eight.by_hand]) > 0.0101, "z could not be told from r"


def test_a_square_that_stands_elsewhere_is_named_and_no_other(student, eight):
    desk = student.open(PAGE, "6C")
    at_nought = sum(r == 0 for r in eight.r)
    desk.type("6C.s1.square", str(eight.r[0]).replace(".", ","))
    assert desk.node("6C.squares.said")["text"] == f"{1 + at_nought} of 8 squares are placed."
    desk.type("6C.s2.square", str(round(eight.r[1] + 0.1, 2)))
    said = desk.node("6C.squares.said")["text"]
    assert f"{eight.names[1]} stands at {r_said(eight.r[1] + 0.1)}" in said and f"{eight.names[0]} stands" not in said
    desk.type("6C.s2.square", "a bit to the right")
    assert "is kept" in desk.node("6C.s2.square")["error"]


def test_every_number_right_is_all_there_is(student, eight):
    desk = worked(student, exact(eight))
    assert points(desk) == (5.0, 5.0)


def test_nothing_typed_earns_nothing(student):
    assert points(student.open(PAGE, "6C")) == (0, 5.0)


def test_one_slip_costs_once_and_is_said_once(student, eight):
    r, n = eight.r[eight.by_hand], eight.n[eight.by_hand]
    own = 2 * fisher_z(r)
    ends = [math.tanh(own + sign * 1.96 * fisher_z_se(n)) for sign in (-1, 1)]
    answers = exact(eight) | {"z_small": f"{own:.2f}", "low_small": f"{ends[0]:.2f}", "high_small": f"{ends[1]:.2f}"}
    desk = worked(student, answers)
    assert points(desk) == (4.5, 5.0)
    desk.press_key("stage|1")
    desk.press("Compare with the arithmetic")
    assert desk.text.count("The half in front of the logarithm is missing") == 1
    assert "It follows from your own numbers" in desk.text


def test_the_table_of_sums_takes_up_the_student_s_own_numbers(student, eight):
    desk = worked(student, {"z_small": "0.9", "se_small": "0.5", "weight_small": "4"})
    desk.press_key("stage|3")
    row = desk.node("sums")["rows"][eight.by_hand]
    assert row == [eight.names[eight.by_hand], "0.90", "4", "3.6"]
    others = sum(people - 3 for i, people in enumerate(eight.n) if i != eight.by_hand)
    assert desk.node("sums")["rows"][-1][2] == f"{others + 4}"
    weighted = sum((n - 3) * fisher_z(r) for i, (r, n) in enumerate(zip(eight.r, eight.n, strict=True)) if i != eight.by_hand)  # fmt: skip
    desk.type("6C.pooled_z", f"{(weighted + 3.6) / (others + 4):.3f}")
    assert desk.activity.seen()["pooled_z"].counts


def test_the_arithmetic_is_given_only_when_asked_and_after_a_number(student):
    desk = student.open(PAGE, "6C")
    desk.press("Go on")
    desk.press("Compare with the arithmetic")
    assert "Type one number first" in desk.text and not desk.has("6C.first.head")
    desk.type("6C.z_small", "1")
    desk.press("Compare with the arithmetic")
    assert desk.focus == "6C.first.head"


def test_no_answer_stands_on_the_page_before(student, eight):
    desk = student.open(PAGE, "6C")
    desk.press("Go on")
    low, high = r_interval(eight.r[eight.by_hand], eight.n[eight.by_hand])
    assert f"from {r_said(low)} to {r_said(high)}" not in desk.text
    assert all(row[4] == "" for row in desk.node("6C.forest.table")["rows"])


def test_more_say_moves_the_average(student, eight):
    desk = student.open(PAGE, "6C")
    desk.press_key("on|0")
    desk.press_key("on|1")
    highest = eight.r.index(max(eight.r))
    for i in range(8):
        desk.type(f"6C.s{i + 1}.say", "0")
    desk.type(f"6C.s{highest + 1}.say", "20")
    assert f"r = {r_said(eight.r[highest])}" in desk.node("6C.weights.said")["text"]
    desk.type(f"6C.s{highest + 1}.say", "0")
    assert "average of the eight" in desk.node("6C.weights.said")["text"]


def test_both_averages_are_named_and_come_only_on_a_press(student, eight):
    desk = worked(student, {"diamond.low": "0.5", "diamond.high": "0.1"})
    assert not desk.has("both")
    desk.press("Compute both")
    rows = {row[0]: row[1:] for row in desk.node("both")["rows"]}
    fixed, random = pool_r(eight.r, eight.n, "fixed"), pool_r(eight.r, eight.n, "REML")
    assert rows["fixed effect"] == [r_said(fixed.estimate), r_said(fixed.low), r_said(fixed.high)]
    assert r_said(random.estimate) in next(value for name, value in rows.items() if "REML" in name)
    assert rows["your diamond"] == [".30", ".10", ".50"]


def test_any_stage_can_be_opened_again(student):
    desk = worked(student, {})
    desk.press("1 Squares")
    assert desk.focus == "6C.stage" and desk.has("6C.s1.square")
    desk.press("4 A diamond")
    assert desk.has("6C.diamond.low")


@pytest.mark.parametrize("activity_id", ["6C", "6D"])
def test_every_slip_that_the_arithmetic_knows_has_words(student, activity_id):
    made = hand.spread_steps() if activity_id == "6D" else (*hand.by_hand((0.4, 30), (0.2, 90))[0], *hand.pooled_steps())  # fmt: skip
    known = {name for step in made for name in step.slips}
    found = spec(student, activity_id)
    assert found.words.missing(known) == []
    assert {step.name for step in made} == set(found.names)


# -- 6D


def through_worlds(student) -> Desk:
    desk = student.open(PAGE, "6D")
    desk.choose("6D.promise", "all")
    desk.press(desk.activity.spec.show)
    desk.press("Go on to the eight studies")
    return desk


def test_where_the_next_clinic_lands_is_hidden_until_shown(student):
    desk = student.open(PAGE, "6D")
    before = desk.node("6D.three")
    assert "next clinic would land" not in before["alt"] and "I²" not in desk.node("6D.three.table")["head"]
    assert len({row[1] for row in desk.node("6D.three.table")["rows"]}) == 1, "one average in all three"
    desk.press(desk.activity.spec.show)
    assert "next clinic would land" in desk.node("6D.three")["alt"]
    assert desk.focus == "6D.three.said"


def test_in_two_of_the_worlds_the_promise_could_be_made(student):
    from notknowing.evidence.spread import world

    found = spec(student, "6D")
    lows = [world(tau, found.studies).pooled.prediction_low for tau in found.taus]
    assert [low > 0 for low in lows] == [True, True, False]
    assert "two" in found.promise


def test_clinics_open_ten_at_a_time_and_are_counted_in_the_band(student):
    desk = through_worlds(student)
    desk.type("6D.band.low", "0.9")
    desk.type("6D.band.high", "-0.9")
    desk.press(desk.activity.spec.open_clinics)
    assert "10 of 10 new clinics" in desk.node("6D.clinics.said")["text"]
    desk.type("6D.band.low", "0.27")
    desk.type("6D.band.high", "0.28")
    desk.press(desk.activity.spec.open_clinics)
    assert "of 20 new clinics" in desk.node("6D.clinics.said")["text"] and "20 of 20" not in desk.text
    desk.press("Close them all again")
    assert desk.node("6D.clinics.said")["text"] == ""


def test_no_difference_between_clinics_puts_them_all_on_the_average(student):
    desk = through_worlds(student)
    desk.type("6D.tau", "0")
    desk.press(desk.activity.spec.open_clinics)
    assert "10 of 10" in desk.node("6D.clinics.said")["text"]


def test_the_spread_of_the_eight_by_hand(student, eight):
    desk = through_worlds(student)
    random = pool_r(eight.r, eight.n, "REML")
    spread = math.sqrt(random.z.tau2 + random.z.se**2)
    desk.type("6D.i2", f"{random.i2 / 100:.2f}")
    assert points(desk) == (1.5, 3.0), "a share is a percentage"
    desk.type("6D.ahead_low", f"{random.prediction_low:.2f}")
    desk.type("6D.ahead_high", f"{random.prediction_high:.2f}")
    assert points(desk) == (3.0, 3.0), "the spread is shown by the ends"
    desk.type("6D.spread", f"{2 * spread:.3f}")
    assert points(desk) == (2.5, 3.0)
    desk.press("Compare with the arithmetic")
    assert r_said(random.prediction_low) in desk.text


# -- 6E


def bet(student, name: str) -> Desk:
    desk = student.open(PAGE, "6E")
    desk.press_key(f"which|{name}")
    one = next(one for one in desk.activity.spec.moderators if one.id == name)
    desk.press(desk.activity.spec.check)
    assert "Choose an answer first" in desk.text
    desk.choose(f"6E.{name}.bet", next(iter(one.answers)))
    desk.press(desk.activity.spec.check)
    return desk


@pytest.mark.parametrize("name", ["rater", "when", "treatment"])
def test_no_subgroup_value_is_printed_and_that_is_said(student, name):
    desk = bet(student, name)
    one = next(one for one in desk.activity.spec.moderators if one.id == name)
    assert not re.search(r"\.\d", f"{one.verified} {one.not_verified}".replace(". ", " "))
    assert "What could not." in desk.text and " ".join(one.not_verified.split()) in desk.text


def test_the_internet_estimates_open_one_by_one_as_they_were_published(student):
    desk = bet(student, "format")
    labels = [row[1] for row in desk.node("6E.format.picture.table")["rows"]]
    assert [".278" in labels[0], ".275" in labels[1], labels[2], labels[3]] == [True, True, "not opened yet", "not opened yet"]  # fmt: skip
    assert "bond" not in desk.text
    desk.press(desk.activity.spec.open_next)
    desk.press(desk.activity.spec.open_next)
    labels = [row[1] for row in desk.node("6E.format.picture.table")["rows"]]
    assert ".252" in labels[2] and ".21" in labels[3]
    assert "agreement on tasks went with outcome more closely than the bond" in desk.text
    assert not desk.has("open|format|4")


def test_what_happens_inside_studies_leaves_the_squares_where_they_are(student):
    desk = bet(student, "rater")
    before = [row[:2] for row in desk.node("6E.inside.table")["rows"]]
    picture = desk.node("6E.inside")["src"]
    desk.type("6E.tilt", "−0.2")
    assert [row[:2] for row in desk.node("6E.inside.table")["rows"]] == before
    assert desk.node("6E.inside")["src"] != picture and "falls" in desk.node("6E.inside.said")["text"]


# -- 6F


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("It works, and it has been proven.", ["works", "proven"]),
        ("Causes? No. Because it goes together.", ["causes"]),
        ("We work together; the network, the working alliance and the causeway.", []),
        ("", []),
    ],
)
def test_three_verbs_are_noted_and_nothing_that_only_resembles_them(student, words, found):
    desk = student.open(PAGE, "6F")
    desk.type("6F.eighty", words)
    said = desk.node("6F.eighty.verbs")["text"]
    assert re.findall("“([^”]+)”", said) == found
    assert desk.node("6F.eighty.count")["text"].startswith(f"{len(words.split())} words" if words else "")


def test_the_other_ways_come_after_one_s_own_and_keep_to_the_task(student):
    desk = student.open(PAGE, "6F")
    desk.press("Compare with three others")
    assert "Write yours first" in desk.text
    desk.type("6F.eighty", "Come.")
    desk.press("Compare with three others")
    for version in desk.activity.spec.versions:
        assert version.words.strip() in desk.text
        assert desk.activity.avoided(version.words) == []
        assert 60 <= len(version.words.split()) <= 90


def test_the_marker_reads_the_eighty_words_and_nothing_private(student):
    desk = student.open(PAGE, "6F")
    desk.type("6F.eighty", "Your sister is partly right, Delroy.")
    desk.type("6F.noticed", "I was afraid of the numbers.")
    desk.change("6F.noticed|private", ["private"])
    found = manual_markdown(PAGE, "week06-6f", student.store(PAGE).entries(), student.course)
    assert "Your sister is partly right, Delroy" in found and "afraid" not in found


# -- the page


def test_the_week_ends_with_the_three_questions_and_fits_into_its_time(student):
    page = student.course.pages[PAGE]
    assert page.minutes == 90
    labels = [prompt.label for prompt in page.activities[-1].prompts]
    assert labels == ["What did I notice?", "What do I know, and how well?", "What am I responsible for?"]
