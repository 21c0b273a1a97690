"""Week 12: a rehearsal line by line, a protocol tried on others, a line drafted first, and words of Week 0 beside new ones."""

from __future__ import annotations

import pytest

from notknowing.activities.kept import Kept
from notknowing.activities.nodes import walk
from notknowing.activities.transcripts import manual_markdown
from notknowing.course import Course

from .student import Desk, Student, assert_sound

PEOPLE = ["gareth", "callum", "bronwen", "wei-ling"]


def spec(course: Course, activity_id: str):
    return course.pages["week12"].activity(activity_id)


def tag_all(desk: Desk) -> None:
    for node in desk.controls("select"):
        desk.choose(node["k"], node["options"][1]["v"])


def open_rehearsal(student: Student) -> Desk:
    desk = student.open("week12", "12B")
    desk.type("12B.assumed", "A talk about growing up.")
    desk.press_key("open")
    return desk


def draft(student: Student) -> Desk:
    desk = student.open("week12", "12D")
    desk.choose("12D.public", "parents")
    desk.type("12D.draft", "Dear parents, here is our line.")
    return desk


def answer_again(student: Student, *, prefix: str = "Today to") -> Desk:
    desk = student.open("week12", "12E")
    for i, client_id in enumerate(PEOPLE):
        if client_id == "callum":
            desk.choose("12E.callum.manner", "silence")
        else:
            desk.type(f"12E.{client_id}.words", f"{prefix} {client_id}.")
        desk.type(f"12E.{client_id}.sure", "30")
        desk.press("Lay them beside Week 0" if i == 3 else "Go on to the next person")
    return desk


# ---------------------------------------------------------------- the rehearsal


def test_the_rehearsal_comes_after_a_guess_and_says_who_wrote_it(student):
    desk = student.open("week12", "12B")
    assert "periods" not in desk.text.lower()
    desk.press("Look at what Marlon shows you")
    assert desk.focus == "first" and not desk.has("rehearsal")
    desk.type("12B.assumed", "I do not know.")
    desk.press("Look at what Marlon shows you")
    assert "written for this course" in desk.text and "not a record of a real" in desk.text
    assert "brilliant" in desk.text


def test_readings_come_after_a_tag_and_several_are_accepted(student, course):
    desk = open_rehearsal(student)
    desk.press("Show the course's reading")
    assert desk.focus == "first" and not desk.has("reading.table")
    tag_all(desk)
    desk.press("Show the course's reading")
    table = desk.node("reading.table")
    asked = [line for run in spec(course, "12B").rehearsals[0].runs for line in run.lines if line.key]
    assert len(table["rows"]) == len(asked) >= 10
    assert "can be argued for" in desk.text
    assert len({key for line in asked for key in line.key}) >= 3, "the readings are not all of one sort"


def test_thursday_and_the_course_s_thoughts_wait_for_words(student):
    desk = open_rehearsal(student)
    assert "Six seconds" not in desk.text.split("The rehearsal")[-1]
    tag_all(desk)
    desk.press("Show the course's reading")
    assert "nobody has asked him yet" in desk.text
    desk.press("Compare with the course's thoughts")
    assert desk.focus == "first"
    desk.type("12B.gave", "A place to find his sentence.")
    desk.press("Compare with the course's thoughts")
    assert "We do not know" in desk.text and desk.activity.is_done()
    said = Kept("week12", desk.activity.store.entries())
    transcript = type(desk.activity)(student.course, student.course.pages["week12"], desk.activity.spec, said).transcript()  # fmt: skip
    assert "Marlon's rehearsal" in transcript and "A place to find his sentence" in transcript.replace("\\", "")


def test_whoever_meets_somebody_else_reads_that_person_s_rehearsal(student):
    student.exchange("marlon")
    desk = open_rehearsal(student)
    assert "caravan" in desk.text and "thirteen" not in desk.text.split("The rehearsal")[-1]
    tag_all(desk)
    entries = desk.activity.store.entries()
    assert any(key.startswith("12B.marlon-b.l") for key in entries)
    page = student.course.pages["week12"]
    reader = type(desk.activity)(student.course, page, desk.activity.spec, Kept("week12", entries))
    assert "Yvonne's rehearsal" in reader.transcript()


def test_somebody_for_whom_no_rehearsal_was_written_is_told_whose_this_is(student, course):
    page = course.pages["week12"]
    only = page.activity("12B").model_copy(update={"rehearsals": page.activity("12B").rehearsals[:1]})
    student.exchange("marlon")
    desk = Desk(type(student.open("week12", "12B").activity)(course, page, only, student.store("week12")))
    desk.type("12B.assumed", "Something.")
    desk.press_key("open")
    assert "No rehearsal was written for the person you met" in desk.text


# ---------------------------------------------------------------- the protocol


def test_the_study_stands_with_its_limits_and_a_finding_on_the_other_side(student):
    desk = student.open("week12", "12C")
    assert "40 people" in desk.text and "one small study" in desk.text and "less willing to repair" in desk.text


def test_a_protocol_is_tried_on_people_for_and_against(student):
    desk = student.open("week12", "12C")
    desk.press("Try it on somebody")
    assert desk.focus == "first"
    desk.type("12C.whom", "People with a talk ahead of them.")
    desk.press("Try it on somebody")
    assert "kept him from it" not in desk.text, "the note waits for an answer"
    desk.choose("12C.lewis", "not_this")
    desk.choose("12C.shaz", "silent")
    assert "kept him from it" in desk.text and "specialist domestic abuse service" in desk.text
    assert "Lewis, a scaffolder: No" in desk.activity.transcript()


# ---------------------------------------------------------------- the line


def test_no_other_statement_is_seen_before_there_is_a_draft(student, course):
    desk = student.open("week12", "12D")
    words = [one.words[:40] for one in spec(course, "12D").exemplars]
    assert not any(one in desk.text for one in words)
    desk.press("I have a draft. Show me three others")
    assert desk.focus == "first" and not any(one in desk.text for one in words)
    desk.type("12D.draft", "A short draft.")
    desk.press("I have a draft. Show me three others")
    assert all(one in desk.text for one in words) and "None of them is the right one" in desk.text
    assert not desk.has("ends"), "where they end waits for a comparison"


def test_the_three_end_in_different_places(course):
    exemplars = spec(course, "12D").exemplars
    assert len(exemplars) == 3
    ends = " ".join(one.ends for one in exemplars)
    assert "allows it" in ends and "recommends a chatbot" in ends and "does not offer or recommend" in ends
    assert all(80 <= len(one.words.split()) <= 170 and one.leaves.rstrip().endswith((".", "?")) for one in exemplars)


def test_the_draft_is_kept_beside_the_revision(student):
    desk = draft(student)
    desk.press("I have a draft. Show me three others")
    desk.type("12D.noticed", "The card speaks to somebody at one o'clock.")
    desk.press("Show where each ends, and what it leaves open")
    assert desk.has("ends") and not desk.has("12D.revised")
    desk.choose("12D.keeps", "change")
    assert desk.node("12D.revised")["value"] == "Dear parents, here is our line."
    desk.type("12D.revised", "Dear parents, this is what we can answer for.")
    assert "Not here yet: why" in desk.node("there")["text"]
    desk.type("12D.because", "The first said nothing about who answers.")
    assert "Everything that is asked for is here" in desk.node("there")["text"]
    said = manual_markdown("week12", "week12-12d", desk.activity.store.entries(), student.course)
    assert said.index("here is our line") < said.index("what we can answer for") < said.index("who answers")
    assert "Parents at a school" in said and "Not there" not in said


def test_keeping_a_draft_is_as_complete_as_changing_it(student):
    desk = draft(student)
    desk.press("I have a draft. Show me three others")
    desk.type("12D.noticed", "Mine names a person.")
    desk.press("Show where each ends, and what it leaves open")
    desk.choose("12D.keeps", "keep")
    desk.type("12D.because", "It says what I mean.")
    assert desk.activity.is_done() and "Everything" in desk.node("there")["text"]
    said = manual_markdown("week12", "week12-12d", desk.activity.store.entries(), student.course)
    assert "Kept as it was" in said and "Not there" not in said


def test_a_marker_is_told_what_is_not_there(student):
    desk = draft(student)
    said = manual_markdown("week12", "week12-12d", desk.activity.store.entries(), student.course)
    assert "Not there: a comparison, changed or kept, why" in said


def test_the_page_counts_no_points_by_itself(course):
    import json
    from pathlib import Path

    cells = json.loads((Path(__file__).parents[2] / "solutions/week12/week12.ipynb").read_text("utf-8"))["cells"]
    graded = [cell["metadata"]["nbgrader"] for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    assert [(one["grade_id"], one["points"], one["solution"]) for one in graded] == [("week12-12d", 10, True)]


# ---------------------------------------------------------------- then and now


def test_old_words_wait_until_all_four_have_been_answered_again(returning):
    desk = returning.open("week12", "12E")
    assert "My first words to" not in desk.text
    desk.press("Go on to the next person")
    assert desk.focus == "not-yet"
    desk = answer_again(returning)
    for old in ("My first words to gareth.", "My first words to wei-ling."):
        assert old in desk.text
    assert "Says nothing for now; waits: ten seconds" in desk.text, "a silence of then is shown as one"
    assert desk.activity.is_done()


def test_pairs_are_shown_and_never_compared_by_the_page(returning):
    desk = answer_again(returning)
    table = desk.node("12E.gareth.pair.table")
    assert table["head"] == ["What", "Week 0", "Today"]
    assert table["rows"][0][1:] == ["My first words to gareth.", "Today to gareth."]
    assert table["rows"][1][1:] == ["40", "30"]
    assert "-10" not in desk.text and "fell" not in desk.text
    pictures = [node for node in walk(desk.view) if node["t"] == "picture"]
    assert pictures == []


def test_the_mirror_reads_both_only_when_asked_and_reads_no_silence(returning):
    desk = answer_again(returning)
    assert not any("reading" in node["k"] for node in walk(desk.view))
    desk.press_key("ask|gareth")
    assert desk.has("12E.gareth.then.marked") and desk.has("12E.gareth.now.marked")
    desk.press_key("ask|callum")
    assert desk.has("12E.callum.now.silence") and desk.has("12E.callum.then.marked")
    assert_sound(desk.view)
    again = returning.open("week12", "12E", mirror="absent")
    assert not any(node["label"].startswith("Show what the mirror") for node in again.controls("button"))


def test_without_week_0_the_page_says_so_and_goes_on(student):
    desk = answer_again(student)
    assert "No first words were found" in desk.text and "week00.responses.json" in desk.text
    assert "complete without them" in desk.text and desk.activity.is_done()
    desk.press_key("open")
    assert "No sealed sentences were found on this machine" in desk.text
    desk.type("12E.envelope_now", "To be with somebody.")
    assert desk.node("12E.envelope_now")["value"] == "To be with somebody."


def test_words_that_arrive_later_are_found(student):
    desk = answer_again(student)
    student.answer_week00()
    desk.press("Look again")
    assert "My first words to gareth." in desk.text


def test_one_missing_person_does_not_hide_the_others(student):
    earlier = student.open("week00", "0.4")
    earlier.type("0.4.gareth.words", "Only to Gareth.")
    desk = answer_again(student)
    assert "Only to Gareth." in desk.text and "There are no words to Bronwen from Week 0" in desk.text


def test_words_to_somebody_met_instead_are_not_passed_off(student, course):
    student.exchange("gareth")
    earlier = student.open("week00", "0.4")
    earlier.type("0.4.gareth.words", "To the other one.")
    back = student.open("week00", "0.3")
    back.choose("0.3.swaps", [])
    desk = answer_again(student)
    other = course.clients[course.clients["gareth"].swap_with].name
    assert f"In Week 0 you met {other}, and today Gareth" in desk.text


def test_the_envelope_opens_last_and_shows_what_was_sealed(student):
    seal = student.open("week00", "0.5")
    seal.type("0.5.therapy_for", "For getting unstuck.")
    seal.press("Seal the envelope")
    desk = answer_again(student)
    assert "For getting unstuck." not in desk.text
    desk.press("Open the envelope")
    assert "For getting unstuck." in desk.text and desk.focus == "inside"
    desk.type("12E.envelope_now", "For being met.")
    with_week0 = desk.activity.transcript().replace("\\", "")
    assert "For getting unstuck." in with_week0 and "For being met." in with_week0


def test_what_is_handed_in_holds_no_words_of_week_0(returning):
    desk = answer_again(returning)
    page = returning.course.pages["week12"]
    reader = type(desk.activity)(returning.course, page, desk.activity.spec, Kept("week12", desk.activity.store.entries()))  # fmt: skip
    assert "Today to gareth" in reader.transcript() and "My first words" not in reader.transcript()
    assert not any("first words" in str(entry.value) for entry in desk.activity.store.entries().values())


# ---------------------------------------------------------------- the end


def test_the_launch_leads_to_every_part_of_the_dossier(student, course):
    if "a3" not in course.pages:
        pytest.skip("Assignment 3 is not part of this run")
    desk = student.open("week12", "12F")
    assert [row[2] for row in desk.node("there")["rows"]] == ["not begun"] * 4


def test_the_week_is_ninety_minutes_and_closes_with_the_three_questions(course):
    page = course.pages["week12"]
    assert page.minutes == 90
    assert [prompt.id for prompt in spec(course, "12G").prompts] == ["noticed", "know", "responsible"]
    assert spec(course, "12E").clients == course.pages["week00"].activity("0.4").clients


def test_every_theme_is_asked_for_once(course):
    questions = spec(course, "12A").questions
    assert len(questions) == 9
    assert all(set(one.accept) <= set(one.options) for one in questions)
    assert [one.kind for one in questions][-1] == "apply"
