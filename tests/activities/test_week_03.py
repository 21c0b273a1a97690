"""Week 3: ninety seconds twice, a map of the pauses, a wait, lines said as if ordinary, and a sentence that survives."""

from __future__ import annotations

import pytest
import yaml

from notknowing.activities.kept import Kept
from notknowing.activities.nodes import walk
from notknowing.activities.transcripts import manual_markdown
from notknowing.evidence.silences import longest, silences

from .student import Desk


def handed_in(desk: Desk):
    """The activity as somebody sees it who has only what was handed in."""
    activity = desk.activity
    return type(activity)(activity.course, activity.page, activity.spec, Kept("week03", activity.store.entries()))


def pictures(desk: Desk) -> list[dict]:
    return [node for node in walk(desk.view) if node["t"] == "picture"]


def rate(desk: Desk, which: str, tension: object, closeness: object, line: str) -> None:
    desk.type(f"3B.{which}.tension", tension)
    desk.type(f"3B.{which}.closeness", closeness)
    desk.choose(f"3B.{which}.line", line)


# -- 3B


def test_the_cues_stay_hidden_until_the_plain_words_have_been_rated(student):
    desk = student.open("week03", "3B")
    assert "a lorry goes by" not in desk.text and "Rang." in desk.text
    desk.press("Now show how it was said")
    assert "a lorry goes by" not in desk.text
    assert desk.activity.spec.first_all in desk.text and desk.focus == "first-all"
    rate(desk, "before", 30, 60, "4")
    desk.press("Now show how it was said")
    assert "a lorry goes by" in desk.text and "tension 30, closeness 60, and line 4" in desk.text
    assert not desk.has("3B.before.tension"), "the first numbers are not asked for again"
    assert not pictures(desk)


def test_the_picture_shows_the_students_own_change_and_its_points_can_be_dragged(student):
    desk = student.open("week03", "3B")
    rate(desk, "before", 30, 60, "4")
    desk.press("Now show how it was said")
    rate(desk, "after", 55, 60, "13")
    one = pictures(desk)[0]
    assert "Tension: from 30 to 55, up 25." in one["alt"] and "Closeness: 60 both times." in one["alt"]
    assert "was line 4, and is now line 13" in one["alt"]
    assert [handle["k"] for handle in one["handles"]] == ["3B.after.tension", "3B.after.closeness"]
    for handle, value in zip(one["handles"], (55, 60), strict=True):
        assert handle["from"] + (handle["to"] - handle["from"]) * handle["left"] == pytest.approx(value, abs=0.1)
    desk.change("3B.after.tension", "41")  # what dragging sends
    assert "up 11" in pictures(desk)[0]["alt"]
    assert desk.activity.spec.nobody_else in desk.text
    assert desk.activity.is_done()


def test_leaving_the_numbers_as_they_were_is_an_answer(student):
    desk = student.open("week03", "3B")
    rate(desk, "before", 0, 100, "22")
    desk.press("Now show how it was said")
    rate(desk, "after", 0, 100, "22")
    assert "line 22 both times" in pictures(desk)[0]["alt"]
    assert desk.activity.is_done()


def test_the_marker_reads_both_ratings_the_lines_themselves_and_the_two_readings(student):
    desk = student.open("week03", "3B")
    rate(desk, "before", 30, 60, "4")
    desk.press("Now show how it was said")
    rate(desk, "after", 55, 60, "13")
    desk.type("3B.reading", "Line 13. | One word puts the tense right. <b>")
    desk.type("3B.rival", "He only corrects himself.")
    said = manual_markdown("week03", "week03-3b", desk.activity.store.entries(), student.course)
    assert "| Words alone | 30 | 60 | 4 |" in said and "| With the cues | 55 | 60 | 13 |" in said
    assert "Line 13: Errol:" in said and "Rang." in said
    assert "One word puts the tense right" in said and "<b>" not in said.replace(r"\<b\>", "")


def test_a_panel_is_shown_only_where_a_lead_has_filled_it(student, panel):
    def seen() -> Desk:
        desk = student.open("week03", "3B")
        if not desk.has("3B.after.tension"):
            rate(desk, "before", 30, 60, "4")
            desk.press("Now show how it was said")
            rate(desk, "after", 55, 60, "13")
        return desk

    nobody = seen().activity.spec.nobody_else
    assert nobody in seen().text
    file = panel / "week03-3B.yml"
    numbers = {"tension": 40, "closeness": 50, "line": 9}
    file.write_text(yaml.safe_dump({"how": "Two colleagues, each alone.", "ratings": [{"by": "A counsellor", "before": numbers, "after": numbers}]}))  # fmt: skip
    assert "Two colleagues, each alone." in seen().text and nobody not in seen().text
    file.write_text("how: something\nratings: nobody\n")
    assert "Your work is safe" in seen().text and "panel/week03-3B.yml, line 2" in seen().text


# -- 3C


def test_what_counts_as_a_pause_is_where_the_line_stands(student):
    desk = student.open("week03", "3C")
    assert not pictures(desk)
    desk.press("Draw the ribbon")
    desk.type("3C.shortest", "3")
    assert "From 3.0 seconds up there are 4 pauses." in desk.text
    desk.type("3C.shortest", "4,0")
    assert "there are 3 pauses" in desk.text
    desk.type("3C.shortest", "8.5")
    assert "there are 0 pauses" in desk.text
    one = pictures(desk)[0]
    assert one["alt"].startswith("Synthetic data") and one["caption"].startswith("Synthetic data")
    assert one["handles"][0]["axis"] == "y"
    table = one["children"][0]["children"][0]
    assert table["caption"].startswith("Synthetic data") and len(table["rows"]) == 21


def test_the_course_reads_the_three_pauses_that_are_the_longest(course):
    page = course.pages["week03"]
    lines = page.activity("3B").excerpt.lines
    found = longest(silences([(line.start, line.end) for line in lines]), 4)
    assert [one.after for one in found[:3]] == [pause.after for pause in page.activity("3C").pauses]
    assert found[2].seconds - found[3].seconds > 1, "no near miss decides which three they are"
    apart = sorted(one.after for one in found[:3])
    assert all(later - earlier > 2 for earlier, later in zip(apart, apart[1:], strict=False)), "one line may be missed"


def test_a_pause_is_found_within_one_line_and_each_only_once(student):
    desk = student.open("week03", "3C")
    desk.press("Draw the ribbon")
    for place, line, kind in (("p1", "13", "feeling"), ("p2", "12", "feeling"), ("p3", "7", "going_away")):
        desk.type(f"3C.{place}.line", line)
        assert not desk.has(f"3C.{place}.said"), "an answer comes when both are there"
        desk.choose(f"3C.{place}.kind", kind)
    assert "one line away from yours: 8.3 seconds" in desk.node("3C.p1.said")["text"]
    assert "The course would call it feeling too" in desk.node("3C.p1.said")["text"]
    assert desk.node("3C.p2.said")["text"] == desk.activity.spec.answers.again
    assert "After line 7 there are 0.8 seconds" in desk.node("3C.p3.said")["text"]
    assert handed_in(desk).practice_points() == (1.0, 3.0)
    desk.type("3C.p3.line", "99")
    assert "The lines run from 1 to 22" in desk.node("3C.p3.said")["text"]
    desk.type("3C.p3.line", "somewhere")
    assert "is not a number" in desk.node("3C.p3.line")["error"]


def test_kinds_are_a_set_and_differing_is_answered_with_a_reason(student):
    desk = student.open("week03", "3C")
    desk.press("Draw the ribbon")
    pauses = desk.activity.spec.pauses
    for place, pause in enumerate(pauses, 1):
        desk.type(f"3C.p{place}.line", str(pause.after))
        for kind in desk.activity.spec.kinds:
            desk.choose(f"3C.p{place}.kind", kind.id)
            said = desk.node(f"3C.p{place}.said")["text"]
            expected = (
                "The course would call it"
                if kind.id in pause.key
                else "That can be argued for"
                if kind.id in pause.also
                else "The course reads it as"
            )
            assert expected in said and pause.note in desk.text
        desk.choose(f"3C.p{place}.kind", (pause.also or pause.key)[0])
    assert handed_in(desk).practice_points() == (3.0, 3.0)
    assert desk.activity.is_done() and "1,503 silences" in desk.text


def test_the_map_does_not_give_the_cues_away_before_3b_has(student):
    desk = student.open("week03", "3C")
    assert "a lorry goes by" not in desk.text
    first = student.open("week03", "3B", store=desk.activity.store)
    rate(first, "before", 30, 60, "4")
    first.press("Now show how it was said")
    assert "a lorry goes by" in student.open("week03", "3C", store=desk.activity.store).text


# -- 3D


@pytest.mark.parametrize(("met", "last", "after"), [("bronwen", "Forty-nine years.", "sitting here"), ("judith", "Thirty-four years.", "let in")])  # fmt: skip
def test_she_is_read_up_to_the_place_where_she_stops_whoever_she_is(student, met, last, after):
    if met == "judith":
        student.exchange("bronwen")
    desk = student.open("week03", "3D")
    words = desk.node("words")["text"]
    assert words.endswith(last) and after not in words
    assert after not in desk.node("pauses.words")["text"]


def test_a_wait_can_be_waited_skipped_and_waited_again(student):
    desk = student.open("week03", "3D")
    assert "You have not chosen yet." in pictures(desk)[0]["alt"] and not desk.controls("button")
    desk.type("3D.seconds", "12")
    assert "Your wait is 12 seconds long." in pictures(desk)[0]["alt"]
    desk.press("Wait it now")
    assert desk.controls("timer")[0]["seconds"] == 12
    desk.press_key("over")
    desk.choose("3D.felt", "longer")
    assert "Longer than I thought" in handed_in(desk).transcript()
    desk.press("Wait again")
    assert desk.controls("timer")


def test_no_wait_at_all_is_a_choice(student):
    desk = student.open("week03", "3D")
    desk.type("3D.seconds", "0")
    assert desk.activity.spec.none in desk.text and not desk.controls("button", "timer")
    assert desk.activity.is_done()


def test_what_the_seconds_do_to_the_student_starts_out_private(student):
    desk = student.open("week03", "3D")
    desk.type("3D.seconds", "5")
    desk.type("3D.for_her", "Room.")
    desk.type("3D.to_me", "My foot went.")
    said = handed_in(desk).transcript()
    assert "Room." in said and "My foot went" not in said


# -- 3E


def test_any_line_can_be_chosen_and_the_note_comes_after(student):
    desk = student.open("week03", "3E")
    for i, extract in enumerate(desk.activity.spec.extracts):
        assert extract.note not in desk.text
        desk.choose(f"3E.{extract.id}.line", str(extract.key[0]))
        assert extract.note not in desk.text, "the student may defend the line first"
        desk.press("Show the course's reading")
        assert extract.note in desk.text and "reads it so too" in desk.node(f"3E.{extract.id}.reading")["text"]
        other = next(n for n in range(1, len(extract.lines) + 1) if n not in {*extract.key, *extract.also})
        desk.choose(f"3E.{extract.id}.line", str(other))
        assert "You may have heard something" in desk.node(f"3E.{extract.id}.reading")["text"]
        if extract.also:
            desk.choose(f"3E.{extract.id}.line", str(extract.also[0]))
            assert "can be argued for" in desk.node(f"3E.{extract.id}.reading")["text"]
        desk.press("Finish" if i == 3 else "Go on")
    assert handed_in(desk).practice_points() == (2.0, 2.0)
    assert desk.activity.is_done()


def test_practice_points_of_the_week_are_five(student, course):
    counts = [student.open("week03", name).activity.practice_points()[1] for name in ("3C", "3E")]
    assert sum(counts) == 5


# -- 3F


def test_three_witnesses_then_the_students_own_sentence_then_others(student):
    desk = student.open("week03", "3F")
    for witness in desk.activity.spec.witnesses:
        assert not desk.has(f"3F.{witness.id}.note")
        desk.choose(f"3F.{witness.id}", "contradicts")
        assert desk.has(f"3F.{witness.id}.note")
    desk.press("See three other versions")
    assert desk.activity.spec.versions[0].text not in desk.text
    desk.type("3F.sentence", "Therapists can be mistaken about a silence.")
    desk.press("See three other versions")
    assert all(version.text in desk.text for version in desk.activity.spec.versions)
    assert "Therapists can be mistaken" in handed_in(desk).transcript()


def test_the_third_witness_is_whoever_the_student_meets(student):
    student.exchange("rowan")
    desk = student.open("week03", "3F")
    assert "Third witness: Noreen" in desk.text and "Rowan" not in desk.text and "{name}" not in desk.text
    desk.choose("3F.person", "narrows")
    assert "With Noreen they are evidence of nothing" in desk.text
