"""Week 7: arrows that leave the dots alone, worlds that can be told apart, other help, and verbs."""

from __future__ import annotations

import re

import pytest

from notknowing.activities.kept import Kept
from notknowing.activities.nodes import walk
from notknowing.activities.transcripts import activity_markdown, manual_markdown
from notknowing.evidence.sessions import sessions

from .student import Desk


def handed_in(desk: Desk):
    """The activity as somebody sees it who has only what was handed in."""
    activity = desk.activity
    return type(activity)(activity.course, activity.page, activity.spec, Kept("week07", activity.store.entries()))


def picture(desk: Desk, key: str) -> dict:
    return next(node for node in walk(desk.view) if node["k"] == key and node["t"] == "picture")


# -- 7B


def test_the_dots_stay_whichever_arrows_are_drawn(student):
    desk = student.open("week07", "7B")
    assert "No arrow" in desk.text and "times in 1,000" in desk.text
    said = set()
    for arrows in (["alliance_first"], ["third_thing", "therapists"], ["gains_first"]):
        desk.choose("7B.on", arrows)
        assert "The dots have not moved: r is .28." in desk.text
        said.add(picture(desk, "7B.picture")["src"])
        assert "They are the same dots whichever arrows are drawn" in picture(desk, "7B.picture")["alt"]
    assert len(said) == 3, "the diagram does change"


def test_arrows_share_the_link_by_their_thickness(student):
    desk = student.open("week07", "7B")
    desk.choose("7B.on", ["alliance_first", "third_thing"])
    assert "carries .14 and" in desk.text
    desk.type("7B.thick.third_thing", "9")
    desk.type("7B.thick.alliance_first", "3")
    assert "carries .07 and" in desk.text and "carries .21." in desk.text
    desk.choose("7B.on", ["third_thing"])
    assert not desk.has("7B.thick.third_thing"), "with one arrow there is nothing to share"


def test_behind_the_dots_the_link_goes_where_the_story_is_told(student):
    desk = student.open("week07", "7B")
    desk.choose("7B.on", ["third_thing"])
    desk.choose("7B.look", "third_thing")
    assert "r is .00." in desk.text
    desk.choose("7B.look", "gains_first")
    assert desk.text.count("r is .28.") == 2
    desk.choose("7B.look", "therapists")
    assert "Eight numbers mark the middle" in picture(desk, "7B.picture")["alt"]


def test_the_course_answers_after_the_student(student):
    desk = student.open("week07", "7B")
    desk.press("Compare with the course's own answer")
    assert desk.has("first") and "An arrow is a claim" not in desk.text
    desk.type("7B.never", "Which came first.")
    desk.press("Compare with the course's own answer")
    assert "An arrow is a claim about the world" in desk.text
    assert "Which came first" in activity_markdown(
        desk.activity.page, "7B", desk.activity.store.entries(), student.course
    )


# -- 7C


def open_all(student) -> Desk:
    desk = student.open("week07", "7C")
    for _ in range(3):
        desk.press_key(next(node["k"] for node in desk.controls("button") if node["label"].startswith("Go on: ")))
    return desk


def test_one_persons_sessions_make_one_dot_each(student):
    desk = student.open("week07", "7C")
    assert "1 of 7 dots" in picture(desk, "7C.line.picture")["alt"]
    desk.type("7C.session", "5")
    assert "Session 5: alliance is" in desk.text and "Session 6: symptoms are" in desk.text
    assert "5 of 7 dots" in picture(desk, "7C.line.picture")["alt"]
    assert not desk.has("7C.world"), "one thing at a time"


@pytest.mark.parametrize("view", ["raw", "people", "therapists", "own"])
@pytest.mark.parametrize("world", "ABCD")
def test_every_view_of_every_world_says_what_is_in_it(student, world, view):
    desk = open_all(student)
    desk.choose("7C.world", world)
    desk.choose("7C.view", view)
    drawn = picture(desk, "7C.cloud.picture")
    assert drawn["alt"].startswith(f"Synthetic data. World {world}.")
    assert re.search(r"it stands at −?\d+\.\d, at", drawn["alt"])
    assert "Synthetic data" in drawn["caption"]


def slope(activity, task) -> float:
    story = next(world.story for world in activity.spec.worlds if world.letter == task.world)
    return sessions(story).line("people" if task.which == "between" else "own").slope


def test_slopes_are_read_off_what_the_picture_says(student):
    desk = open_all(student)
    for task in desk.activity.spec.tasks:
        desk.choose("7C.world", task.world)
        desk.choose("7C.view", "people" if task.which == "between" else "own")
        rows = picture(desk, "7C.cloud.picture")["children"][0]["children"][0]["rows"]
        heights = [float(value.replace("−", "-")) for what, value in rows if what.startswith("Height of the line")]
        read = heights[1] - heights[0]
        assert read == pytest.approx(slope(desk.activity, task), abs=task.tolerance / 2)
        desk.type(f"7C.{task.id}", f"{read:.1f}".replace(".", ",").replace("-", "−"))
        assert "Yours comes to that." in desk.node(f"7C.{task.id}.answer")["text"]
    assert handed_in(desk).practice_points() == (2.0, 6.0)


def test_a_slip_is_told_where_it_may_come_from(student):
    desk = open_all(student)
    between = desk.activity.spec.tasks[0]
    steep = slope(desk.activity, between)
    desk.type("7C.between", f"{-steep:.1f}")
    assert "carries a minus" in desk.node("7C.between.answer")["text"]
    desk.type("7C.within", f"{steep:.1f}")
    assert "the other picture" in desk.node("7C.within.answer")["text"]
    desk.type("7C.within", "a lot")
    assert "not a number" in desk.node("7C.within")["error"]
    assert desk.node("7C.within.answer")["text"] == ""
    assert handed_in(desk).practice_points()[0] == 0


def test_the_worlds_are_told_apart_by_the_four_answers(student):
    desk = open_all(student)
    alts = {}
    for letter in "ABCD":
        desk.choose("7C.later_world", letter)
        alts[letter] = picture(desk, "7C.answers.picture")["alt"].partition("Clear of 0: ")[2]
    assert len(set(alts.values())) == 4


def test_the_stories_are_told_when_every_world_has_one(student):
    desk = open_all(student)
    key = {world.letter: world.story for world in desk.activity.spec.worlds}
    for letter, story in key.items():
        assert not desk.has("7C.match.table")
        desk.choose(f"7C.world_{letter.lower()}", story)
    assert "same story for 4 of 4" in desk.text and "it ran both ways" in desk.text
    assert handed_in(desk).practice_points() == (4.0, 6.0)
    desk.choose("7C.world_a", key["B"])
    assert handed_in(desk).practice_points() == (3.0, 6.0)
    assert not desk.activity.is_done(), "the slopes are still to do"


# -- 7E


def test_nobody_is_met_before_the_student_has_chosen(student):
    desk = student.open("week07", "7E")
    case = desk.activity.spec.cases[0]
    assert case.content_note in desk.text and case.words not in desk.text
    desk.choose(f"7E.{case.id}.choice", "meet")
    assert case.words in desk.text and case.help not in desk.text


def test_the_note_comes_after_a_few_words(student):
    desk = student.open("week07", "7E")
    case = desk.activity.spec.cases[0]
    desk.choose(f"7E.{case.id}.choice", "meet")
    desk.press("Compare")
    assert desk.has("first") and case.one_way not in desk.text
    desk.type(f"7E.{case.id}.how_said", "I'd like you to meet somebody.")
    desk.press("Compare")
    assert case.one_way in desk.text


def test_somebody_else_can_be_met_once_and_anybody_left_out(student):
    desk = student.open("week07", "7E")
    first, second, third = desk.activity.spec.cases
    desk.choose(f"7E.{first.id}.choice", "instead")
    assert desk.activity.spec.instead.words in desk.text and first.words not in desk.text
    desk.type("7E.stuart.which_help", "A doctor.")
    desk.press("Go on to the next person")
    assert "instead" not in [option["v"] for option in desk.node(f"7E.{second.id}.choice")["options"]]
    desk.choose(f"7E.{second.id}.choice", "leave")
    desk.press("Go on to the next person")
    assert not desk.activity.is_done()
    desk.choose(f"7E.{third.id}.choice", "leave")
    assert desk.activity.is_done()
    said = handed_in(desk).transcript()
    assert "Stuart" in said and "A doctor" in said and second.name not in said


# -- 7F


def test_a_verb_is_tried_out_in_the_sentence(student):
    desk = student.open("week07", "7F")
    desk.choose("7F.crucial.verb", "v1")
    assert "the alliance predicts outcome across" in desk.text
    assert "It need not bring it about" in desk.text


def test_what_a_person_marks_holds_the_rival_and_puts_the_closing_last(student):
    desk = student.open("week07", "7F")
    desk.type("7F.rival", "People who gain early rate it highly.")
    desk.type("7F.noticed", "Verbs.")
    desk.choose("7F.know|private", ["private"])
    desk.type("7F.know", "A secret.")
    said = manual_markdown("week07", "week07-7f", desk.activity.store.entries(), student.course)
    assert said.index("rate it highly") < said.index("not marked") < said.index("Verbs")
    assert "secret" not in said


def test_one_mark_scheme_of_ten_points(course):
    from notknowing.marking.formative import most_points

    assert most_points(course, "week07", "7C") == 6
    assert course.pages["week07"].minutes == 88
