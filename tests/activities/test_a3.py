"""Assignment 3 as a student meets it: the audit, the appraisal, words brought in from elsewhere, and what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from notknowing.activities import handin
from notknowing.activities.transcripts import manual_markdown, marked_with
from notknowing.course import load
from notknowing.course.models.dossier import DossierAudit, DossierChange
from notknowing.course.rubrics import rubric

from .student import ROOT, Student, assert_sound

TURNS = range(1, 11)


@pytest.fixture(scope="module")
def course():
    return load(ROOT / "course")


@pytest.fixture
def student(course, tmp_path):
    return Student(course, tmp_path / "work")


def audit(student: Student, turns=TURNS):
    desk = student.open("a3", "A")
    for turn in turns:
        desk.choose(f"A.t{turn}.code", "hands_back" if turn < 7 else "takes_over")
        desk.choose(f"A.t{turn}.sounds", "much")
        desk.choose(f"A.t{turn}.knows", "little")
        desk.type(f"A.t{turn}.because", f"Because of | turn {turn}.")
    return desk


def earlier(student: Student, page_id: str, entries: dict, saved: str = "2027-04-28T10:00:00.000Z") -> None:
    """Words of another page, as its own notebook would have saved them."""
    folder = student.folder / page_id
    folder.mkdir(parents=True, exist_ok=True)
    kept = {
        key: {"value": value, "saved": saved, "kind": "text" if key.rpartition(".")[2] != "manner" else "choice"}
        for key, value in entries.items()
    }
    (folder / f"{page_id}.responses.json").write_text(
        json.dumps({"schema": 1, "notebook": page_id, "entries": kept}), encoding="utf-8"
    )


# ------------------------------------------------------------------------------------- the page and its grid


def test_the_cells_of_the_page_are_those_of_the_grid_and_each_part_makes_twenty_five(course):
    page, grid = course.pages["a3"], rubric(course, "a3")
    worth = {cell: points for part in grid.parts for cell, points in part.cells.items()}
    asked = {part.criteria[0]: part for part in grid.parts}
    for letter in "ABCD":
        spec = page.activity(letter)
        assert sum(worth[cell] for cell in spec.criteria.values()) == 25
        first = next(iter(spec.criteria.values()))
        for name, cell in spec.criteria.items():
            part = next(part for part in grid.parts if cell in part.cells)
            assert (part.criteria, list(part.cells), part.words_in) == ([name], [cell], first)
    assert set(asked) == {name for letter in "ABCD" for name in page.activity(letter).criteria}
    assert sum(worth.values()) == 100 and len(worth) == 14


def test_ten_turns_and_limits_as_the_brief_gives_them(course):
    page = course.pages["a3"]
    assert [line.turn for line in page.activity("A").lines if line.turn] == list(TURNS)
    assert [page.activity(letter).max_words for letter in "ABCD"] == [200, 600, 500, 700]
    assert "written for this course" in page.activity("A").about


def test_no_key_of_the_audit_is_in_the_page(course):
    fields = set(type(course.pages["a3"].activity("A").lines[0]).model_fields)
    assert fields == {"speaker", "words", "turn"}


def test_earlier_words_come_from_pages_that_ask_for_them_once_those_are_written(course):
    page = course.pages["a3"]
    for source in (page.activity("D").then, page.activity("D").now, page.activity("C").source):
        page_id, _, activity_id = (source or "").partition(":")
        if page_id in course.pages:
            course.pages[page_id].activity(activity_id)
    assert set(page.activity("D").clients) == set(course.pages["week00"].activity("0.4").clients)


def test_models_refuse_what_cannot_be_marked(course):
    page = course.pages["a3"]
    one = page.activity("A").model_dump()
    with pytest.raises(ValueError, match="no turn 11"):
        DossierAudit.model_validate(one | {"stand_in": 11})
    with pytest.raises(ValueError, match="without a gap"):
        DossierAudit.model_validate(one | {"lines": one["lines"][2:]})
    four = page.activity("D").model_dump()
    with pytest.raises(ValueError, match="asks for 5"):
        DossierChange.model_validate(four | {"at_least": 5})


# ------------------------------------------------------------------------------------- Part A


def test_the_audit_says_in_words_what_is_missing_and_never_what_is_right(student):
    desk = audit(student, range(1, 10))
    assert "9 of 10 turns have all three and a reason." in desk.text
    assert desk.activity.missing()[0] == "turn 10" and not desk.activity.is_done()
    desk = audit(student)
    desk.type("A.reply.say", "Are you having thoughts of suicide?")
    desk.type("A.reply.next", "It depends on what she says.")
    desk.type("A.whole", "word " * 201)
    assert desk.activity.missing() == [] and desk.activity.is_done()
    assert (
        desk.node("A.whole.count")["text"] == "201 words so far. That is over 200; the brief says how length is marked."
    )
    for never in ("correct", "right answer", "points", "score"):
        assert never not in desk.text.lower()
    assert_sound(desk.view)


def test_a_marker_reads_the_audit_as_a_table_in_which_nothing_typed_takes_effect(student, course):
    audit(student)
    desk = student.open("a3", "A")
    desk.type("A.reply.say", "Are you <b>thinking</b> of it?")
    desk.type("A.attached", "Me: hello")
    words = desk.activity.transcript()
    assert "| 3 | Hands back | Much | Little | Because of \\| turn 3. |" in words
    assert "<b>" not in words and "Me: hello" in words
    entries = student.store("a3").entries()
    assert manual_markdown("a3", "a3-a-turns", entries, course) == words
    beside = manual_markdown("a3", "a3-a-warrant", entries, course)
    assert beside.startswith("**Confidence against warrant.**") and "Marked from the words above, in part A." in beside
    assert manual_markdown("a3", "a3-b-kinds", entries, course) is None, "nothing was written in Part B"


def test_a_code_that_the_page_does_not_offer_is_not_taken_over(student, course):
    desk = student.open("a3", "A")
    assert not desk.change("A.t1.code", "wonderful")["ok"] or student.store("a3").get("A.t1.code") is None
    store = student.store("a3")
    store.put("A.t1.code", "wonderful")
    assert "not one of the choices" in student.open("a3", "A").activity.transcript()


def test_every_cell_but_the_first_of_a_part_says_whose_words_it_is_marked_from(course):
    found = marked_with(course.pages["a3"], course)
    assert len(found) == 10
    assert {first for first, _ in found.values()} == {"a3-a-turns", "a3-b-accuracy", "a3-c-audience", "a3-d-from-words"}
    assert all(said.startswith("**") and "Marked from the words above, in part " in said for _, said in found.values())
    assert marked_with(course.pages["a2"], course) == {}


# ------------------------------------------------------------------------------------- Part B


def test_both_choices_can_be_of_ones_own(student):
    desk = student.open("a3", "B")
    assert desk.activity.missing()[:2] == ["which review you take", "which claim you take"]
    desk.choose("B.review", "pooled")
    desk.choose("B.claim", "own")
    assert "which claim you take" in desk.activity.missing(), "a claim of one's own has to be named"
    desk.type("B.own_claim", "An app's page: 'Therapy for everyone.'")
    desk.type("B.grid.harms", "not stated")
    desk.type("B.appraisal", "The claim says more than the review.")
    assert desk.activity.is_done(), "rows of the grid may stay empty"
    words = desk.activity.transcript()
    assert "meta\\-analysis of chatbots" in words and "Therapy for everyone" in words
    assert words.index("The claim says more") < words.index("not stated")
    assert_sound(desk.view)


def test_a_claim_is_handed_on_with_its_words(student):
    desk = student.open("a3", "B")
    desk.choose("B.review", "scoping")
    desk.choose("B.claim", "both_reviews")
    desk.type("B.appraisal", "It fits one better.")
    assert "stressed the need for stronger evaluation" in desk.activity.transcript()
    assert "[claim:" not in desk.activity.transcript()


# ------------------------------------------------------------------------------------- Part C


def test_a_draft_is_brought_in_box_by_box_and_then_is_the_students_to_change(student):
    drafts = {"12D.draft": "First draft.", "12D.revised": "Second draft.", "12D.noticed": "I noticed."}
    earlier(student, "week12", drafts)
    desk = student.open("a3", "C")
    assert "First draft." in desk.text and "I noticed." not in desk.text
    desk.press_key("bring|1")
    assert student.store("a3").get("C.statement") == "Second draft."
    desk.press_key("bring|0")
    assert student.store("a3").get("C.statement") == "Second draft.\n\nFirst draft."
    assert desk.press_key("bring|9")["ok"] and desk.press_key("bring|x")["ok"]
    assert "From week12, activity 12D" in desk.activity.transcript().replace("\\", "")
    desk.type("C.statement", "My own words now.")
    desk.type("C.public", "People who wait.")
    assert "Changed here since." in desk.activity.transcript()
    desk.press("Leave these where they are")
    assert "First draft." not in desk.text and desk.activity.is_done()


def test_a_draft_that_was_kept_is_offered_once(student):
    earlier(student, "week12", {"12D.draft": "The line.", "12D.revised": "The line."})
    assert len(student.open("a3", "C").activity.earlier()) == 1


def test_without_a_draft_there_is_a_box_and_no_complaint(student):
    desk = student.open("a3", "C")
    assert not desk.has("C.offer") and desk.has("C.statement")
    desk.type("C.statement", "word " * 3)
    assert desk.node("C.statement.count")["text"] == "3 words so far."


# ------------------------------------------------------------------------------------- Part D


def test_words_of_then_and_now_stand_side_by_side_and_come_in_at_a_press(student):
    student.answer_week00()
    now = {
        "12E.gareth.words": "Your foot still drives.",
        "12E.gareth.notice": "It is shorter.",
        "12E.bronwen.manner": "silence",
    }
    earlier(student, "week12", now)
    desk = student.open("a3", "D")
    assert "My first words to gareth." in desk.text and "Your foot still drives." in desk.text
    desk.press_key("bring|gareth")
    desk.press_key("bring|bronwen")
    store = student.store("a3")
    assert store.get("D.gareth.then") == "My first words to gareth."
    assert store.get("D.gareth.now") == "Your foot still drives."
    assert store.get("D.bronwen.then") == "[Says nothing for now; waits: ten seconds]"
    assert store.get("D.bronwen.now") == "[Says nothing for now]"
    assert desk.activity.compared() == ["gareth", "bronwen"]
    assert "2 of 4 clients have words of then and of now." in desk.text
    said = desk.activity.transcript().replace("\\", "")
    assert "From week00, activity 0.4, saved" in said and "Changed here since" not in said
    desk.type("D.gareth.then", "I am sure I said something else.")
    assert "Changed here since." in desk.activity.transcript()


@pytest.mark.parametrize("place", ["12E.gareth", "12E.gareth.now", "12E.gareth.again.first"])
def test_wherever_below_the_client_a_later_page_keeps_the_reply_it_is_found(student, place):
    earlier(student, "week12", {f"{place}.manner": "plain", f"{place}.plain": "The plain thing."})
    assert student.open("a3", "D").activity.found("now", "gareth")[0] == "The plain thing."


def test_what_is_not_found_can_be_pasted_and_counts_the_same(student):
    desk = student.open("a3", "D")
    assert "Nothing was found from Week 0" in desk.text and "You can paste or write it here." in desk.text
    for client in ("gareth", "callum"):
        desk.type(f"D.{client}.then", "Then.")
        desk.type(f"D.{client}.now", "Now.")
    desk.type("D.change", "What changed.")
    assert desk.activity.missing() == ["‘Your two lines about generative AI’"]
    desk.type("D.declared", "none")
    assert desk.activity.is_done()
    assert "none" in desk.activity.transcript()


def test_words_to_somebody_else_are_not_passed_off_as_words_to_this_client(student):
    student.answer_week00()
    student.exchange("gareth")
    desk = student.open("a3", "D")
    assert desk.activity.found("then", "gareth") is None
    assert "was said to Gareth, not to" in desk.text
    assert desk.press_key("bring|gareth")["ok"]
    assert student.store("a3").get("D.gareth.then") is None


def test_bringing_in_never_overwrites_what_is_in_a_box(student):
    desk = student.open("a3", "D")
    desk.type("D.gareth.then", "From paper.")
    student.answer_week00()
    desk = student.open("a3", "D")
    desk.press_key("bring|gareth")
    assert student.store("a3").get("D.gareth.then") == "From paper."


# ------------------------------------------------------------------------------------- the whole, and handing in


def test_what_is_there_is_said_in_words_part_by_part(student):
    desk = student.open("a3", "E")
    assert desk.text.count("Not there yet:") == 4
    audit(student)
    part = student.open("a3", "A")
    part.type("A.reply.say", "Are you thinking of killing yourself?")
    part.type("A.reply.next", "Stay.")
    part.type("A.whole", "One two three.")
    desk.press("Look again")
    assert desk.text.count("Nothing is missing here.") == 1 and desk.text.count("Not there yet:") == 3
    assert "All ten turns together: 3 words. The limit is 200." in desk.text


def test_what_is_handed_in_holds_every_part_once(student, course):
    audit(student)
    student.open("a3", "C").type("C.statement", "The line is here.")
    copy = handin.prepare("a3", student.place("a3"), course=course)
    cells = {cell.metadata.nbgrader.grade_id: cell.source for cell in handin.notebook_for(copy, course).cells if handin.is_markers(cell)}  # fmt: skip
    assert len(cells) == 14
    assert sum("The line is here" in source for source in cells.values()) == 1
    assert cells["a3-c-care"].endswith("Marked from the words above, in part C.")
    assert cells["a3-b-accuracy"].startswith("*Your words from")


def test_the_exercise_is_beside_it():
    assert {path.name for path in (Path(ROOT) / "exercises/a3").iterdir()} == {"a3.ipynb"}
