"""Week 4: eight codes learned, kappa by hand and on a slide, three coders, and two samples marked."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from notknowing.activities.kept import Kept
from notknowing.activities.kinds import coders
from notknowing.activities.kinds.coders import mirror_code
from notknowing.activities.nodes import walk
from notknowing.course.panel import panel_problems
from notknowing.course.rubrics import rubric
from notknowing.evidence.agreement import cohen_kappa
from notknowing.evidence.prevalence import bounds, curve, several_codes, table

from .student import Desk


def handed_in(desk: Desk):
    """The activity as somebody sees it who has only what was handed in."""
    activity = desk.activity
    return type(activity)(activity.course, activity.page, activity.spec, Kept("week04", activity.store.entries()))


def picture(desk: Desk) -> dict:
    return next(node for node in walk(desk.view) if node["t"] == "picture")


def code_alone(desk: Desk, **different: str) -> None:
    """Go to the last part of 4B and give every turn the course's own code, but for some."""
    for label in ("Go on: with some help", "Go on: alone"):
        if any(node["label"] == label for node in desk.controls("button")):
            desk.press(label)
    for line in desk.activity.spec.alone():
        desk.choose(f"4B.t{line.turn}", different.get(f"t{line.turn}", line.key[0]))


# -- 4B


def test_every_code_of_the_conversation_is_one_of_a1s(course):
    spec = course.pages["week04"].activity("4B")
    codes = {code.id for code in course.pages["a1"].activity("A1").codes}
    for line in spec.lines:
        assert {*line.key, *line.also, *line.between} <= codes
    assert len(spec.alone()) == 6


def test_nothing_of_a1s_conversation_or_second_set_is_on_the_page(course):
    words = {line.words for line in course.pages["a1"].activity("A1").lines}
    said = course.pages["week04"].model_dump_json()
    assert not [one for one in words if len(one.split()) > 3 and one in said]


def test_help_grows_less_and_the_reading_comes_after_the_choice(student):
    desk = student.open("week04", "4B")
    worked = desk.activity.spec.lines[1]
    assert worked.why in desk.text and not desk.controls("choice", "select")
    desk.press("Go on: with some help")
    helped = desk.controls("choice")
    assert len(helped) == 6 and all(len(node["options"]) == 2 for node in helped)
    seventh = next(line for line in desk.activity.spec.lines if line.turn == 7)
    assert seventh.why not in desk.text and seventh.hint in desk.text
    desk.choose("4B.t7", "advice")
    assert seventh.why in desk.text and "can be argued for" in desk.node("4B.t7.reading")["text"]
    desk.press("Go on: alone")
    chooser = desk.node("4B.t13")
    assert len(chooser["options"]) == 9


def test_the_course_reads_the_last_six_only_when_all_have_a_code_and_then_they_stay(student):
    desk = student.open("week04", "4B")
    desk.press("Go on: with some help")
    desk.press("Go on: alone")
    desk.choose("4B.t13", "advice")
    desk.press("Show the course's reading")
    assert desk.activity.spec.alone_wait in desk.text and "compared" not in [node["k"] for node in desk.nodes]
    code_alone(desk, t13="advice", t15="reflection")
    assert desk.activity.is_done()
    desk.press("Show the course's reading")
    assert not desk.controls("select"), "what 4E compares does not follow the reading"
    assert "The course reads it as open question" in desk.text and "can be argued for" in desk.text
    assert handed_in(desk).practice_points() == (2.5, 3.0)


# -- 4D


def test_ten_turns_count_to_a_table_that_is_not_the_worked_one(course):
    spec = course.pages["week04"].activity("4D")
    first, second = zip(*spec.pairs, strict=True)
    result = cohen_kappa(first, second)
    assert result.observed == pytest.approx(0.8) and result.kappa == pytest.approx(0.5833, abs=1e-4)
    assert "0.58" not in spec.worked


def test_numbers_by_hand_are_answered_step_by_step(student):
    desk = student.open("week04", "4D")
    for cell, value in zip("abcd", ("3", "1", "1", "5"), strict=True):
        desk.type(f"4D.{cell}", value)
    assert "the same four numbers" in desk.node("4D.counts.said")["text"]
    for step, value in (("observed", "0,8"), ("expected", ".52"), ("kappa", "0.58")):
        desk.type(f"4D.{step}", value)
        assert "The arithmetic comes to" in desk.node(f"4D.{step}.said")["text"]
    assert handed_in(desk).practice_points() == (2.0, 2.0) and desk.activity.is_done()


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("observed", "8", "8 is the number of turns"),
        ("observed", "80", "looks like hundredths"),
        ("observed", "0.3", "one of two parts"),
        ("expected", "0.16", "one of two parts"),
        ("expected", "52", "looks like hundredths"),
        ("kappa", "0.28", "gained above chance"),
        ("kappa", "-.9", "go back one step"),
    ],
)
def test_a_slip_is_told_where_it_may_come_from(student, step, typed, said):
    desk = student.open("week04", "4D")
    for cell, value in zip("abcd", "3115", strict=True):
        desk.type(f"4D.{cell}", value)
    desk.type(f"4D.{step}", typed)
    assert said in desk.node(f"4D.{step}.said")["text"]
    assert handed_in(desk).practice_points() == (0.5, 2.0)


def test_one_slip_in_counting_is_not_paid_for_twice(student):
    desk = student.open("week04", "4D")
    for cell, value in zip("abcd", "4114", strict=True):
        desk.type(f"4D.{cell}", value)
    assert "The list gives 3, 1, 1 and 5" in desk.node("4D.counts.said")["text"]
    desk.type("4D.observed", "0.8")
    desk.type("4D.expected", "0.5")
    desk.type("4D.kappa", "0.6")
    assert "follows from your own numbers" in desk.node("4D.kappa.said")["text"]
    assert handed_in(desk).practice_points() == (1.5, 2.0)
    desk.type("4D.d", "9")
    assert "come to 15" in desk.node("4D.counts.said")["text"]


def test_agreement_stays_and_kappa_does_not(student):
    desk = student.open("week04", "4D")
    assert "Kappa is 0.58." in desk.node("4D.now")["text"]
    desk.press("A code they never share")
    assert "Kappa is −0.11." in desk.node("4D.now")["text"] and "They agree on 80 turns" in desk.node("4D.now")["text"]
    assert "not once on a yes" in desk.text
    desk.type("4D.occurs", "2")
    assert "from 10 to 90 times" in desk.node("4D.now")["text"]
    desk.type("4D.occurs", "50")
    one = picture(desk)
    assert one["alt"].startswith("Synthetic data") and one["caption"].startswith("Synthetic data")
    ring = one["handles"][0]
    assert ring["k"] == "4D.occurs"
    assert ring["from"] + (ring["to"] - ring["from"]) * ring["left"] == pytest.approx(50, abs=0.1)
    desk.type("4D.agree", "100")
    assert "Kappa is 1.00." in desk.node("4D.now")["text"]


@pytest.mark.parametrize("agree", range(50, 101, 2))
def test_the_squares_always_make_a_hundred_and_kappa_never_passes_agreement(agree):
    low, high = bounds(agree)
    for occurs in (low, (low + high) // 2, high):
        counts = table(occurs, agree)
        assert counts.n == 100 and min(counts.a, counts.b, counts.c, counts.d) >= 0
        assert counts.a + counts.d == agree
    assert all(kappa <= agree / 100 + 1e-9 for _, kappa in curve(agree))


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abc")), max_size=12))
def test_plain_arithmetic_gives_the_librarys_kappa(pairs):
    first, second = [one for one, _ in pairs], [two for _, two in pairs]
    expected = cohen_kappa(first, second).kappa
    assert several_codes(first, second) == (None if expected is None else pytest.approx(expected))


# -- 4E


def open_three(student, **different: str) -> Desk:
    first = student.open("week04", "4B")
    code_alone(first, **different)
    first.press("Show the course's reading")
    return student.open("week04", "4E", store=first.activity.store)


def test_the_mirror_waits_for_the_student_and_for_a_bet(student):
    desk = student.open("week04", "4E")
    assert desk.activity.spec.not_yet in desk.text and not desk.controls("slider")
    desk = open_three(student)
    assert not desk.has("three.table")
    desk.press("Let the mirror read them")
    assert desk.activity.spec.predict_first in desk.text and not desk.has("three.table")
    desk.type("4E.predicted", "5")
    desk.press("Let the mirror read them")
    assert desk.has("three.table") and "no name for it" in desk.text
    assert "The mirror names what words do. It never marks them" in desk.text


def test_three_pairs_are_compared_on_what_the_student_asks(student):
    desk = open_three(student, t13="closed_question")
    desk.type("4E.predicted", "0")
    desk.press("Let the mirror read them")
    assert "You and the course: 5 of 6 turns" in desk.node("said")["text"]
    assert "The course and the mirror: 4 of 6 turns" in desk.node("said")["text"]
    desk.choose("4E.ask", "question")
    assert "You and the course: 6 of 6 turns, kappa 1.00" in desk.node("said")["text"]
    one = picture(desk)
    assert "a question or not: 0.87" in one["alt"]
    assert "six turns" in one["caption"].lower()


def test_a_coder_who_never_uses_a_code_agrees_no_better_than_chance_on_it(student):
    desk = open_three(student, t14="information")
    desk.type("4E.predicted", "3")
    desk.press("Let the mirror read them")
    desk.choose("4E.ask", "advice")
    assert "You and the course: 5 of 6 turns, kappa 0.00." in desk.node("said")["text"]


def test_a_note_on_a_turn_is_shown_only_while_the_mirror_reads_it_so(student, monkeypatch):
    def note(read_as: dict[int, str]) -> str:
        monkeypatch.setattr(coders, "mirror_turn", lambda _, line: read_as.get(line.turn, ""))
        return student.open("week04", "4E", store=desk.activity.store).text

    desk = open_three(student)
    desk.type("4E.predicted", "5")
    desk.press("Let the mirror read them")
    desk.type("4E.matters", "Turn 17.")
    desk.press("Compare with the course's own answer")
    lines = {line.turn: line for line in desk.activity._coding().spec.alone()}
    seventeen, fifteen = lines[17].if_mirror["reflection"], lines[15].if_mirror["none"]
    assert seventeen in note({17: "reflection"}) and fifteen in note({17: "reflection"})
    assert seventeen not in note({17: "reassurance"})
    assert fifteen not in note({15: "interpretation", 17: "reassurance"})


def test_something_is_left_to_say_about_how_the_mirror_reads_the_turns_now(student):
    desk = open_three(student)
    assert desk.activity.turn_notes(desk.activity._coding()), "4E needs other notes: the mirror has learned"


def test_a_suggestion_with_a_question_mark_is_advice_and_nothing_breaks_the_turning_into_codes():
    assert mirror_code("Have you thought of writing to him?", "I haven't heard.", "Somebody") == "advice"
    for odd in ("", " ", "…", "\ud83d", "a" * 5000):
        assert isinstance(mirror_code(odd, odd, odd), str)


def test_the_figures_of_people_are_the_claims(course):
    figures = course.claims["coders-agree-and-do-not"].figure
    for one in course.pages["week04"].activity("4E").comparisons:
        assert f"{one.people:.2f}".removeprefix("0") in figures


# -- 4G


def test_the_samples_are_marked_with_the_assignments_own_grid(student, course):
    desk = student.open("week04", "4G")
    grid = rubric(course, "a1")
    criteria = grid.criteria_of("C")
    first, second = desk.activity.spec.samples
    for sample in (first, second):
        assert [reading.criterion for reading in sample.readings] == [one.id for one in criteria]
        for reading in sample.readings:
            assert {*reading.key, *reading.also} <= {step.id for step in grid.steps}
    assert "26 February 2027" in desk.text
    assert len(desk.controls("select")) == 5 and second.first not in desk.text
    desk.press("Compare with the course's reading")
    assert desk.activity.spec.wait in desk.text and first.readings[0].why not in desk.text
    for one in criteria:
        desk.choose(f"4G.one.{one.id}", "well_met")
    desk.press("Compare with the course's reading")
    assert all(reading.why in desk.text for reading in first.readings)
    assert desk.activity.spec.not_a_mark in desk.text and second.first in desk.text
    assert desk.activity.is_done(), "the second may wait for the seminar"
    desk.type("4G.noticed", "How far apart two people can be.")
    assert "How far apart" in handed_in(desk).transcript() and "fit: Merit" in handed_in(desk).transcript()


def test_a_page_whose_grid_cannot_be_read_still_has_its_closing_questions(student, course):
    page = course.pages["week04"]
    spec = page.activity("4G").model_copy(update={"assignment": "a9"})
    activity = student.open("week04", "4G").activity
    desk = Desk(type(activity)(course, page, spec, activity.store))
    assert "Your work is safe" in desk.text and desk.has("4G.noticed")
    assert desk.activity.transcript() == ""


def test_practice_points_of_the_week_are_five(student):
    counts = [student.open("week04", name).activity.practice_points()[1] for name in ("4B", "4D")]
    assert sum(counts) == 5


def test_real_coders_are_shown_where_a_lead_has_added_them(student, panel):
    def told() -> str:
        return student.open("week04", "4E", store=desk.activity.store).text

    desk = open_three(student)
    desk.type("4E.predicted", "5")
    desk.press("Let the mirror read them")
    assert "Other people" not in desk.text
    codes = {13: "open_question", 14: "reflection", 15: "interpretation"}
    made = {"how": "Two colleagues, each alone.", "coders": [{"by": "A counsellor", "codes": codes}]}
    file = panel / "week04-4E.yml"
    file.write_text(yaml.safe_dump(made))
    # The student has the course's codes: 2 of 3 alike; by chance 2 of 9, so kappa is (6/9 - 2/9) / (7/9).
    assert "Two colleagues, each alone." in told()
    assert "A counsellor: like you on 2 of 3 turns, kappa 0.57." in told()
    assert panel_problems(student.course) == []
    made["coders"][0]["codes"] = {13: "open_question", 40: "reflection", 14: "a_shrug"}
    file.write_text(yaml.safe_dump(made))
    assert "A counsellor: like you on 1 of 2 turns" in told()
    assert [one.message for one in panel_problems(student.course)] == [
        "A counsellor: there is no code 'a_shrug'.",
        "A counsellor: there is no turn 40.",
    ]
    file.write_text("how: something\ncoders: nobody\n")
    assert "Your work is safe" in told() and "panel/week04-4E.yml, line 2" in told()
    assert [one.line for one in panel_problems(student.course)] == [2]
    file.rename(panel / "week04-4D.yml")
    assert [one.message for one in panel_problems(student.course)] == ["no activity shows this file."]
