"""Week 11: reviews read by a grid, who has the say, the safety ladder, and who answers."""

from __future__ import annotations

import pytest

from notknowing.activities.kept import Kept
from notknowing.activities.nodes import walk
from notknowing.activities.transcripts import activity_markdown, manual_markdown

from .student import Desk


def handed_in(desk: Desk):
    """The activity as somebody sees it who has only what was handed in."""
    activity, store = desk.activity, desk.activity.store
    shared = {key: entry for key, entry in store.entries().items() if not store.is_private(key)}
    return type(activity)(activity.course, activity.page, activity.spec, Kept("week11", shared))


def picture(desk: Desk, key: str) -> dict:
    return next(node for node in walk(desk.view) if node["k"] == key and node["t"] == "picture")


# -- 11B


def fill_grid(desk: Desk, review) -> None:
    for row, cell in review.cells.items():
        desk.choose(f"11B.{review.id}.{row}", str(cell.key[0]))


def test_not_stated_is_an_answer_and_a_full_grid_opens_the_reading(student):
    desk = student.open("week11", "11B")
    review = desk.activity.spec.reviews[0]
    desk.press("Compare")
    assert desk.has("first") and "'Not stated' is one" in desk.node("first")["text"]
    fill_grid(desk, review)
    desk.choose("11B.scoping.funding", "0")
    desk.choose("11B.scoping.harms", "6")
    desk.press("Compare")
    rows = {row[0]: row for row in desk.node("11B.scoping.readings.table")["rows"]}
    assert rows["Funding"][1:3] == ["not stated", "not stated"]
    assert rows["Harms"][1] == "sentence 6" and rows["Harms"][2].endswith("Yours can be argued for")


def test_a_summary_stands_in_plain_sentences_with_its_sources_once(student):
    desk = student.open("week11", "11B")
    summary = desk.node("11B.scoping.summary")
    said = ["".join(text for _, text in item["runs"]) for item in summary["items"]]
    assert len(said) == 7 and said[2] == "A systematic search found 726 articles, and 16 were included."
    assert desk.has("11B.scoping.summary.sources")


def test_the_sentence_is_judged_by_the_student_before_the_course(student):
    desk = student.open("week11", "11B")
    first, second = desk.activity.spec.reviews
    fill_grid(desk, first)
    desk.press("Go on to the second review")
    fill_grid(desk, second)
    assert "stressed the need for stronger evaluation" not in desk.text
    desk.press("Go on to the sentence")
    desk.choose("11B.said.safeguards.systematic", "silent")
    desk.choose("11B.equally", "scoping")
    assert "fits the scoping review well" not in desk.text
    desk.type("11B.fair", "One asks for stricter evaluation; the other reports accuracy.")
    desk.press("Compare with the course's own answer")
    assert "fits the scoping review well" in desk.text
    assert desk.activity.is_done() and handed_in(desk).is_done()
    said = handed_in(desk).transcript()
    assert "Search date" in said and "It does not say" in said and "other reports accuracy" in said


def test_agreeing_with_the_article_is_as_complete_an_answer(student):
    desk = student.open("week11", "11B")
    for review in desk.activity.spec.reviews:
        fill_grid(desk, review)
        desk.press_key(next(node["k"] for node in desk.controls("button") if node["label"].startswith("Go on to the")))
    desk.choose("11B.equally", "both")
    assert desk.activity.is_done()


# -- 11C


def test_codes_are_sets_and_points_have_no_place_on_the_page(student):
    desk = student.open("week11", "11C")
    turns = desk.activity.turns
    desk.press("Show the course's reading")
    assert "10 turns have no code yet" in desk.node("first")["text"]
    for line in turns:
        desk.choose(f"11C.t{line.turn}", (line.also or line.key)[-1])
    assert handed_in(desk).practice_points() == (2.0, 2.0)
    desk.choose("11C.t3", "hands_back")
    assert handed_in(desk).practice_points() == (1.8, 2.0)
    desk.press("Show the course's reading")
    rows = desk.node("11C.readings.table")["rows"]
    assert rows[0][2].endswith("Yours can be argued for") and rows[2][1] == "hands back"
    assert "point" not in desk.node("11C.coded")["text"]


def test_the_board_moves_and_says_where_a_turn_stands(student):
    desk = student.open("week11", "11C")
    assert "has not been placed yet" in desk.node("11C.board.status")["text"]
    before = picture(desk, "11C.board.picture")["src"]
    desk.choose("11C.turn", "t6")
    desk.type("11C.sounds.t6", "9")
    desk.type("11C.knows.t6", "1")
    assert (
        desk.node("11C.board.status")["text"]
        == "Turn 6: sounds sure 9, could know 1. It sounds surer than it could be."
    )
    drawn = picture(desk, "11C.board.picture")
    assert drawn["src"] != before and "Surer than it could be: 6." in drawn["alt"]
    assert {handle["k"] for handle in drawn["handles"]} == {"11C.knows.t6", "11C.sounds.t6"}
    desk.choose("11C.turn", "t2")
    desk.type("11C.sounds.t2", "0")
    assert "less sure" in desk.node("11C.board.status")["text"]


def test_the_course_speaks_of_the_board_after_five_turns(student):
    desk = student.open("week11", "11C")
    for turn in range(1, 6):
        assert "Look at the shapes" not in desk.text
        desk.choose("11C.turn", f"t{turn}")
        desk.type(f"11C.knows.t{turn}", "2")
    assert "Look at the shapes" in desk.text


def test_reasons_reach_the_person_who_marks(student):
    desk = student.open("week11", "11C")
    desk.choose("11C.t10", "takes_over")
    desk.type("11C.reasons", "Turn 10: it steers her.")
    said = manual_markdown("week11", "week11-11c", desk.activity.store.entries(), student.course)
    assert "it steers her" in said and "| 10 | takes over |" in said


# -- 11D


def go_to(desk: Desk, rung_id: str) -> None:
    """On to a message, leaving those before it empty, and read it."""
    for rung in desk.activity.spec.rungs:
        if rung.id == rung_id:
            break
        desk.press("Go on to the next message")
    if desk.has(f"11D.{rung_id}.leave"):
        desk.choose(f"11D.{rung_id}.leave", "read")


def test_nothing_hard_is_read_before_it_is_chosen(student):
    desk = student.open("week11", "11D")
    assert "the van's failed its test" in desk.text
    desk.press("Go on to the next message")
    assert "low mood" in desk.text and "I watch it ring" not in desk.text
    desk.choose("11D.ravi.leave", "leave")
    assert "complete answer" in desk.text and "I watch it ring" not in desk.text


def test_the_direct_question_comes_after_the_words_and_is_never_a_mark(student):
    desk = student.open("week11", "11D")
    go_to(desk, "moira")
    assert "Are you thinking of killing yourself?" not in desk.text
    desk.press("Look at my words again")
    assert "Write first" in desk.node("first")["text"]
    desk.type("11D.moira.words", "I'm curious what 'straight' means to you.")
    desk.press("Look at my words again")
    assert "Did your words ask directly?" in desk.text
    assert "Are you thinking of killing yourself?" not in desk.text
    desk.choose("11D.moira.asked", "near")
    assert "Are you thinking of killing yourself?" in desk.text
    desk.press("Ask the mirror whether it finds a direct question")
    assert "did not find" in desk.node("11D.moira.mirror")["text"]
    assert "never marks" in desk.node("11D.moira.never")["runs"][0][1]
    desk.type("11D.moira.again.words", "Moira, are you thinking of killing yourself?")
    assert "reads as a direct question" in desk.node("11D.moira.mirror")["text"]
    desk.press("Compare")
    assert "Ring now, do not write" in desk.text
    assert handed_in(desk).practice_points() == (0.0, 1.0), "nothing said to a client is counted"


def test_somebody_else_is_met_where_the_student_chose_so(student):
    student.exchange("moira", "dominic")
    desk = student.open("week11", "11D")
    go_to(desk, "moira")
    assert "the rail's empty" in desk.text.lower() and "cattle" not in desk.text and "Ta-ra" not in desk.text
    desk.type("11D.moira.words", "Sunita, are you thinking of ending your life?")
    assert desk.activity.store.get("11D.moira.met") == "moira-b"
    assert "**Sunita**" in handed_in(desk).transcript()


@pytest.mark.parametrize(
    ("nation", "tonight", "fits"),
    [
        ("England", "nhs-111-england", True),
        ("England", "samaritans", True),
        ("England", "nhs-111-wales", False),
        ("England", "papyrus", False),
        ("Wales", "nhs-111-wales", True),
        ("Scotland", "nhs-111-england", False),
        ("Scotland", "shout", True),
        ("Northern Ireland", "samaritans", True),
        ("Northern Ireland", "emergency", False),
    ],
)
def test_the_right_service_depends_on_the_nation(student, nation, tonight, fits):
    desk = student.open("week11", "11D")
    for _ in range(3):
        desk.press("Go on to the next message")
    desk.press("Go on to the last question")
    desk.choose("11D.nation", nation)
    desk.choose("11D.service.danger", "emergency")
    desk.choose("11D.service.tonight", tonight)
    assert handed_in(desk).practice_points() == (1.0 if fits else 0.5, 1.0)
    assert (desk.activity.spec.service_agrees == desk.node("11D.service.tonight.answer")["text"]) is fits
    other = nation in desk.node("11D.service.tonight.answer")["text"]
    assert other is (tonight.startswith("nhs") and not fits)


def test_the_nation_goes_with_the_answer_even_when_it_was_left_as_it_stood(student):
    opening = student.open("week11", "opening")
    opening.choose("00.nation", "Scotland")
    desk = student.open("week11", "11D")
    for _ in range(3):
        desk.press("Go on to the next message")
    desk.press("Go on to the last question")
    desk.choose("11D.service.tonight", "nhs-111-england")
    assert handed_in(desk).nation == "Scotland"
    assert handed_in(desk).practice_points()[0] == 0.0


def test_a_line_nobody_has_checked_is_neither_offered_nor_counted(student):
    desk = student.open("week11", "11D")
    for _ in range(3):
        desk.press("Go on to the next message")
    desk.press("Go on to the last question")
    offered = {option["v"] for option in desk.node("11D.service.tonight")["options"]}
    unchecked = {line.id for line in student.course.signposting.lines if not line.checked}
    assert unchecked and not offered & unchecked


def test_the_marker_sees_the_hurdle_and_no_number(student):
    desk = student.open("week11", "11D")
    go_to(desk, "moira")
    desk.type("11D.moira.words", "Give me a ring some time.")
    desk.press("Look at my words again")
    desk.choose("11D.moira.asked", "not_yet")
    desk.choose("11D.moira.ring", ["supervisor"])
    said = manual_markdown("week11", "week11-11d", desk.activity.store.entries(), student.course)
    assert "Did your words ask directly? The student's own answer: Not yet" in said
    assert "My supervisor" in said and "point" not in said


# -- 11E


def test_the_sentence_falls_into_two_that_spoil_and_two_that_do_not(student):
    desk = student.open("week11", "11E")
    lasts = [piece.lasts for piece in desk.activity.spec.pieces]
    assert sum("perishable" in one for one in lasts) == 2
    desk.press("Show the course's reading")
    assert desk.has("first")
    desk.choose("11E.voice.sort", "capability")
    desk.press("Show the course's reading")
    assert "Two of the four will spoil" in desk.text


def test_the_map_fills_and_law_is_shown_only_where_a_claim_verifies_it(student):
    desk = student.open("week11", "11E")
    cases = desk.activity.spec.cases
    for i, case in enumerate(cases):
        assert not desk.has("11E.law")
        desk.choose(f"11E.{case.id}.now", ["nobody" if case.id == "closes" else "service"])
        if case.id == "closes":
            desk.choose("11E.closes.should", ["platform"])
        if i + 1 < len(cases):
            desk.press("Go on")
    assert "In 1 of 8 situations nobody answers now; in 1 the two differ." in picture(desk, "11E.picture")["alt"]
    assert desk.activity.is_done() and desk.has("11E.law")
    verified = [case for case in cases if case.law]
    assert all("[claim:" in case.law for case in verified)
    assert desk.text.count("has verified no law or code about this one") == len(cases) - len(verified)
    assert "| The app is gone | nobody | platform |" in handed_in(desk).transcript()


# -- 11F and the scheme


def test_the_question_for_supervision_stays_with_the_student(student):
    desk = student.open("week11", "11F")
    desk.type("11F.question", "Why did I not ring?")
    assert desk.activity.store.is_private("11F.question")
    assert activity_markdown(desk.activity.page, "11F", handed_in(desk).store.entries(), student.course) == ""


def test_one_mark_scheme_of_three_points_and_ninety_minutes(course):
    from notknowing.marking.formative import most_points

    assert most_points(course, "week11", "11C", "11D") == 3
    assert course.pages["week11"].minutes <= 90


def test_the_chatbots_turns_are_said_to_be_invented(course):
    spec = course.pages["week11"].activity("11C")
    assert "written for this course" in spec.about and "no system produced them" in spec.about
    assert len([line for line in spec.lines if line.turn]) == 10
