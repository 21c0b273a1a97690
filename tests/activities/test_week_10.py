"""Week 10: a table that answers, a talk with it, replies without names, numbers that move, and a line that fails."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from notknowing.activities.kept import Kept
from notknowing.activities.kinds import likeness_blind
from notknowing.activities.nodes import walk
from notknowing.activities.transcripts import activity_markdown, manual_markdown
from notknowing.course import CourseError, Problem
from notknowing.course.models.likeness import BlindSet
from notknowing.evidence import tables

from .student import Desk


def handed_in(desk: Desk):
    """The activity as somebody sees it who has only what was handed in."""
    activity = desk.activity
    return type(activity)(activity.course, activity.page, activity.spec, Kept("week10", activity.store.entries()))


def picture(desk: Desk, key: str) -> dict:
    return next(node for node in walk(desk.view) if node["k"] == key and node["t"] == "picture")


# -- 10B


def test_a_row_of_the_students_own_answers_and_shows_what_it_did(student):
    desk = student.open("week10", "10B")
    desk.type("10B.r1.says", "sister *")
    desk.type("10B.r1.answers", "Your sister *. And you?")
    desk.type("10B.said", "My sister says I think too much.")
    desk.press("What does it answer?")
    assert "Your sister says you think too much. And you?" in desk.text
    assert "It swapped “I” for “you”." in desk.text
    assert "5 of the 9 words of the answer came from the person." in desk.text
    assert desk.activity.is_done()
    assert "Row 1" in desk.activity.transcript() and "sister" in desk.activity.transcript()


def test_the_ready_rows_fill_what_is_empty_and_nothing_else(student):
    desk = student.open("week10", "10B")
    desk.type("10B.r2.says", "rain *")
    desk.press(desk.activity.spec.ready_label)
    assert "4 rows were filled in" in desk.text
    assert desk.node("10B.r2.says")["value"] == "rain *" and desk.node("10B.r2.answers")["value"] == ""
    assert desk.node("10B.r1.says")["value"] == desk.activity.spec.ready[0].says
    assert desk.node("10B.r1.when")["value"] == "first"
    assert "Row 2 listens for “rain …” and has no answer yet" in desk.text
    desk.press(desk.activity.spec.ready_label)
    assert "nothing was changed" in desk.text


def test_with_no_rows_it_says_what_fits_anything(student):
    desk = student.open("week10", "10B")
    desk.press("What does it answer?")
    assert desk.has("first")
    desk.press("“I'm fine, honestly.”")
    assert "No row fits" in desk.text and "Go on." in desk.text
    assert not desk.activity.is_done(), "no row can answer yet"


def test_the_worked_row_is_worked_by_the_engine(student):
    desk = student.open("week10", "10B")
    assert "What would be different if your manager would look up when you come in?" in desk.text


# -- 10C


def take_lines(desk: Desk, count: int) -> None:
    for _ in range(count):
        (line,) = (node["k"] for node in desk.controls("button") if node["k"].startswith("line|"))
        desk.press_key(line)


def test_bronwen_can_be_said_sentence_by_sentence_to_the_ready_rows(student):
    desk = student.open("week10", "10C")
    assert "the course's ready rows answer here" in desk.text
    take_lines(desk, 2)
    assert "What does it mean to you to be a fraud?" in desk.text
    assert not desk.has("10C.moved"), "first a talk"
    take_lines(desk, 3)
    assert "Earlier you spoke of your supper if you feel like a boiled egg." in desk.text
    assert desk.has("10C.moved")
    desk.type("10C.moved", "What does it mean to you to be a fraud?")
    assert "asked him to leave the room" in desk.text
    said = handed_in(desk).transcript()
    assert "a fraud" in said and desk.activity.is_done()


def test_the_students_own_rows_answer_and_the_talk_stays_as_it_was(student):
    store = student.store("week10")
    rows = student.open("week10", "10B", store=store)
    rows.type("10B.r1.says", "fraud")
    rows.type("10B.r1.answers", "A strong word.")
    desk = student.open("week10", "10C", store=store)
    assert "1 row of yours can" in desk.text
    take_lines(desk, 1)
    assert "A strong word." in desk.text
    rows.type("10B.r1.answers", "Whose word is that?")
    again = student.open("week10", "10C", store=store)
    assert "A strong word." in again.text and "The rows have been changed since" in again.text


def test_somebody_else_can_be_met(student):
    student.exchange("bronwen")
    desk = student.open("week10", "10C")
    other = student.course.clients["bronwen-b"]
    assert other.words in desk.text
    take_lines(desk, 1)
    assert other.words.split(".")[0] in desk.node("10C.said.0")["text"]


def test_a_talk_has_an_end_and_a_new_beginning(student):
    desk = student.open("week10", "10C")
    for i in range(45):
        if desk.has("10C.next"):
            desk.type("10C.next", f"So it goes {i}")
            desk.press("Say it")
    assert "That was 40 turns" in desk.text and not desk.has("say")
    desk.press("Begin the talk again")
    assert desk.has("10C.next") and not desk.has("10C.said.0")


# -- 10D


def rate(desk: Desk, fits: list[int], guesses: list[str], name: str = "course") -> None:
    for i, (fit, guess) in enumerate(zip(fits, guesses, strict=True), start=1):
        desk.choose(f"10D.{name}.r{i}.fit", str(fit))
        desk.choose(f"10D.{name}.r{i}.back", "perhaps")
        desk.choose(f"10D.{name}.r{i}.guess", guess)
        desk.press("Go on")


FITS = [4, 3, 2, 5, 4, 4, 3, 2, 5, 3, 4, 3]
GUESSES = ["person", "model"] * 5 + ["person", "unsure"]


def test_it_is_said_first_that_no_reply_is_by_a_person(student):
    desk = student.open("week10", "10D")
    assert "None is by a person alone, and nobody here is a therapist" in desk.text
    assert "what would you take it for" in desk.text
    assert "Nobody had that drawer" not in desk.text, "notes come at the end"


def test_two_means_are_worked_out_and_counted(student):
    desk = student.open("week10", "10D")
    rate(desk, FITS, GUESSES)
    desk.press("Show them all together")
    assert handed_in(desk).practice_points() == (2.0, 4.0)
    desk.type("10D.by_author", "3,5")
    assert "Yours comes to that" in desk.text, "42 divided by 12"
    desk.type("10D.by_guess", "3.6")
    assert "it is 3.67" in desk.node("10D.by_guess.answer")["text"], "22 divided by 6"
    assert handed_in(desk).practice_points() == (3.0, 4.0)
    desk.type("10D.by_guess", "3.7")
    assert handed_in(desk).practice_points() == (4.0, 4.0)
    assert "Nobody had that drawer" in desk.text and "93.55%" in desk.text


def test_what_is_open_is_named_and_costs_its_share(student):
    desk = student.open("week10", "10D")
    desk.choose("10D.course.r1.fit", "4")
    for _ in range(12):
        desk.press("Go on")
    assert "still open for 1, 2, 3" in desk.text
    desk.press("Show them all together")
    assert handed_in(desk).practice_points() == (0.0, 4.0)
    assert desk.has("10D.by_author") and not desk.has("10D.by_guess"), "nothing was guessed"


def test_after_everything_is_shown_the_answers_stay(student):
    desk = student.open("week10", "10D")
    rate(desk, FITS, GUESSES)
    desk.press("Show them all together")
    assert not desk.has("10D.course.r1.fit") and not desk.has("so-far")
    again = student.open("week10", "10D")
    assert again.has("10D.by_author")


def test_the_picture_sorts_the_same_dots_in_another_way(student):
    desk = student.open("week10", "10D")
    rate(desk, FITS, GUESSES)
    desk.press("Show them all together")
    desk.press("Go on to the picture")
    assert "A person's: 6, mean 3.67" in picture(desk, "10D.picture")["alt"]
    desk.choose("10D.group", "asked")
    assert "Tidy and complete: 2, mean 2.00" in picture(desk, "10D.picture")["alt"]
    desk.choose("10D.upwards", "back")
    assert "Tidy and complete: 2, mean 2.00" in picture(desk, "10D.picture")["alt"], "perhaps, both times"


@pytest.fixture
def a_set(monkeypatch):
    replies = [
        {
            "client": "callum",
            "author": author,
            "words": f"Reply {i} to Callum.",
            **({"from": 0} if author == "model" else {}),
        }
        for i, author in enumerate(["person", "model", "model", "person"])
    ]
    about = {
        "system": "S",
        "version": "1",
        "date": dt.date(2027, 3, 1),
        "prompt": "P",
        "obtained_by": "O",
        "consent": "C",
    }
    made = BlindSet.model_validate(
        {
            "made": dt.date(2027, 3, 2), "page": "week10", "activity": "10D", "seed": 1, "how": "As the table says.",
            "obtained": [about], "replies": replies,
        }
    )  # fmt: skip
    monkeypatch.setattr(likeness_blind, "blind_set", lambda *_: made)
    return made


def test_with_a_set_the_author_is_guessed_and_shown_and_both_means_differ(student, a_set, monkeypatch):
    desk = student.open("week10", "10D")
    name = likeness_blind.name_of(a_set)
    assert "written by people of a cohort" in desk.text and "Obtained by" in desk.text
    assert "Who wrote it?" in desk.text
    rate(desk, [5, 2, 3, 4], ["person", "person", "model", "person"], name)
    assert "a person of the cohort" not in desk.text
    desk.press("Show them all together")
    assert desk.text.count("a person of the cohort") == 2
    desk.type("10D.by_author", "2.5")
    desk.type("10D.by_guess", "3.67")
    assert handed_in(desk).practice_points() == (4.0, 4.0)
    monkeypatch.setattr(likeness_blind, "blind_set", lambda *_: None)
    assert handed_in(desk).practice_points() == (4.0, 4.0), "marked without the set as well"


def test_a_set_that_cannot_be_read_is_a_sentence(student, monkeypatch):
    def broken(*_):
        raise CourseError([Problem("blind/week10-10D.yml", 3, "it is odd.", "Build it again.")])

    monkeypatch.setattr(likeness_blind, "blind_set", broken)
    desk = student.open("week10", "10D")
    assert "cannot be read, so the course's own are here" in desk.text and "Nadia" in desk.text


def test_what_a_person_marks_holds_the_table_and_the_words(student):
    desk = student.open("week10", "10D")
    rate(desk, FITS, GUESSES)
    desk.press("Show them all together")
    desk.press("Go on to the picture")
    desk.type("10D.cannot_say", "How it would be said.")
    said = manual_markdown("week10", "week10-10d", desk.activity.store.entries(), student.course)
    assert "1: fit 4" in said and "How it would be said" in said
    assert desk.activity.is_done()


# -- 10E


def test_more_answers_make_the_interval_narrower_and_do_not_move_it(student):
    desk = student.open("week10", "10E")
    widths = []
    for many in ("25", "1205", "36070"):
        desk.choose("10E.woebot.many", many)
        said = desk.node("10E.tiny.said")["text"]
        widths.append(float(said.partition("It is ")[2].partition(" wide")[0]))
        assert "outside the interval" in said and "everybody's mean would be 2.67" in said
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(2 * 1.96 * 0.8 / 36070**0.5, abs=0.001)


def test_everybody_is_the_mean_of_both_groups(student):
    desk = student.open("week10", "10E")
    desk.choose("10E.sample", "wysa_again")
    assert not desk.has("10E.share"), "how many did not answer again is known"
    desk.type("10E.wysa_again.others", "3")
    expected = (226 * 3.75 + 979 * 3) / 1205
    assert f"everybody's mean would be {expected:.2f}" in desk.text


def test_the_part_of_the_form_decides_the_order(student):
    desk = student.open("week10", "10E")
    desk.press_key("next|1")
    desk.type("10E.line", "3.9")
    desk.choose("10E.which", "total")
    assert "Above your line of 3.90: A group, in a room." in desk.text
    desk.choose("10E.which", "bond")
    said = desk.node("10E.part.said")["text"]
    assert "Wysa, bond" in said.partition("Not above")[0]
    rows = picture(desk, "10E.part.picture")["children"][0]["children"][0]["rows"]
    assert ["A therapist, bond", "4.00", "not known", "not known", "reported by somebody else"] in rows


def test_two_rules_put_one_number_in_two_places(student):
    desk = student.open("week10", "10E")
    desk.press_key("next|1")
    desk.press_key("next|2")
    row = tables.row("digital-alliance", "text_therapy_pooled")
    assert (row["mean"], row["scale_high"]) == (5.66, 7)
    landed = {way: desk.activity.landing(way) for way in ("as_is", "stretch", "share")}
    assert landed == pytest.approx({"as_is": 5.66, "stretch": 4.043, "share": 4.107}, abs=0.001)
    for way, value in landed.items():
        desk.choose("10E.way", way)
        assert f"puts it at {value:.2f}" in desk.text
    desk.type("10E.likes_me", "What they felt.")
    assert desk.activity.is_done() and "What they felt" in handed_in(desk).transcript()


def test_the_page_goes_on_without_the_table(student, monkeypatch):
    monkeypatch.setattr(tables, "row", lambda *_: (_ for _ in ()).throw(ValueError("There is no such table.")))
    desk = student.open("week10", "10E")
    assert "the pictures cannot be drawn" in desk.text and desk.has("10E.likes_me")


# -- 10F


def test_both_columns_stand_there_with_their_source(student):
    desk = student.open("week10", "10F")
    spec = desk.activity.spec
    for words in (*spec.helped, *spec.unhelped):
        assert words in desk.text
    assert "270" in desk.text and spec.missing_note not in desk.text
    desk.choose("10F.missing", ["u0"])
    assert spec.missing_note in desk.text


def test_a_failure_is_told_for_the_person_who_was_chosen(student):
    desk = student.open("week10", "10F")
    for person in desk.activity.spec.people:
        desk.choose("10F.person", person.id)
        assert person.words in desk.text
        for failure in desk.activity.spec.failures:
            desk.choose(f"10F.{person.id}.failure", failure.id)
            assert person.happens[failure.id] in desk.text
    desk.type("10F.maureen.only_line", "Somebody who types.")
    assert desk.activity.is_done()
    desk.type("10F.noticed", "Sighs.")
    said = activity_markdown(desk.activity.page, "10F", desk.activity.store.entries(), student.course)
    assert said.index("Somebody who types") < said.index("not marked") < said.index("Sighs")


# -- the page


def test_ten_points_and_ninety_minutes(course):
    from notknowing.marking.formative import most_points

    assert most_points(course, "week10", "10D") == 4
    assert course.pages["week10"].minutes == 90
    notebook = (Path(__file__).parents[2] / "solutions/week10/week10.ipynb").read_text(encoding="utf-8")
    assert '"grade_id": "week10-10d"' in notebook and '"points": 6' in notebook


def test_every_page_says_nothing_of_a_reply_by_somebody_who_is_not_there(course):
    spec = course.pages["week10"].activity("10D")
    assert "none is by a person" in spec.honest.lower()
    assert {reply.asked for reply in spec.replies} == {one.id for one in spec.askings}
