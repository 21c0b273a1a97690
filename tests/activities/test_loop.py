"""The rewriting loop: eleven steps in order, four of them the core, and help that never leaves the page."""

from __future__ import annotations

import json

import pytest

from notknowing import mirror
from notknowing.activities.transcripts import activity_markdown
from notknowing.mirror.reading import Feedback, Form, Move, Note, Reading, Sentence

from .student import LOOP_STEPS, Desk, Student, assert_sound, fill_step, walk_loop

ROOT = "2C.farida"
REPLY = "Have you tried a sitter? I'm sure it will pass."


@pytest.fixture
def reading(monkeypatch):
    """A mirror with one form, one move and one note to name, whatever is in the real one."""

    def read(text, client=None):
        if not text:
            return Reading(text)
        question = Form("closed question", (0, 24), "q.closed", "fairly sure", "It begins with a verb.")
        move = Move(
            "reassurance", (25, min(len(text), 47)), "m.reassure", "unsure", "It says it will pass.", "may reassure"
        )
        twice = Move(
            "reassurance", (25, min(len(text), 47)), "m.reassure", "unsure", "It says it will pass.", "may reassure"
        )
        note = Note(
            "fits anyone", None, "n.anyone", "guessing", "No word of the client's is in it.", "this would fit anyone"
        )
        return Reading(text, (Sentence(text, (0, len(text)), question, (move, twice)),), (note,))

    say = Feedback(
        in_play="She said Shirin.",
        may_be_left="Shirin may be left.",
        one_thing_to_try="Keep one.",
        cannot_judge="Tone.",
    )
    monkeypatch.setattr(mirror, "read", read)
    monkeypatch.setattr(mirror, "say", lambda *_: say)


def at_step(student: Student, step: str, *, keeps: str = "change", **options) -> Desk:
    """Someone who has come as far as a step."""
    desk = student.open("week02", "2C", **options)
    for name in LOOP_STEPS[: LOOP_STEPS.index(step)]:
        if name == "mirror" and options.get("mirror") == "absent":
            continue
        fill_step(desk, "farida", name, keeps)
        desk.press("Go on")
    return desk


def headings(desk: Desk) -> list[str]:
    return [node["text"] for node in desk.controls("heading") if node["text"].startswith("Step")]


def test_the_eleven_steps_come_one_at_a_time_and_in_order(student):
    desk = student.open("week02", "2C")
    for i, step in enumerate(LOOP_STEPS, 1):
        assert len(headings(desk)) == i
        assert headings(desk)[-1].startswith(f"Step {i} of 11")
        fill_step(desk, "farida", step, "change")
        if i < len(LOOP_STEPS):
            desk.press("Go on")
            assert desk.focus == f"{ROOT}.{LOOP_STEPS[i]}.head"
            assert desk.has(desk.focus)
    desk.press("Go on to Wei Ling")
    assert len(headings(desk)) == 1
    walk_loop(desk, "wei-ling", "keep")
    assert headings(desk) == ["Step 11 of 11. Somebody new: Tomasz"]
    assert desk.activity.is_done()


@pytest.mark.parametrize(("step", "empty"), [("first", {}), ("rate", {}), ("contrast", {}), ("revise", {})])
def test_a_core_step_cannot_be_left_empty(student, step, empty):
    desk = at_step(student, step)
    before = headings(desk)
    assert desk.press("Go on")["ok"]
    assert headings(desk) == before
    assert desk.focus == "not-yet" and desk.has("not-yet")
    fill_step(desk, "farida", step, "change")
    desk.press("Go on")
    assert len(headings(desk)) == len(before) + 1
    assert not desk.has("not-yet")


def test_a_core_step_has_no_skip_and_an_optional_one_can_be_left_untouched(student):
    desk = student.open("week02", "2C")
    for step in LOOP_STEPS[:-1]:
        labels = [node["label"] for node in desk.controls("button")]
        if step in {"first", "rate", "contrast", "revise"}:
            assert "Skip this step" not in labels
            fill_step(desk, "farida", step)
            desk.press("Go on")
        else:
            desk.press("Skip this step" if step != "meet" else "Go on")
    assert headings(desk)[-1].startswith("Step 10")
    entries = student.store("week02").entries()
    assert f"{ROOT}.pull" not in entries and f"{ROOT}.swap.gareth" not in entries


def test_change_with_nothing_in_it_is_not_a_change(student):
    desk = at_step(student, "revise")
    desk.choose(f"{ROOT}.keeps", "change")
    desk.type(f"{ROOT}.revised.words", "  ")
    before = headings(desk)
    desk.press("Go on")
    assert headings(desk) == before


def test_silence_is_enough_at_every_core_step(student):
    desk = student.open("week02", "2C")
    for step in LOOP_STEPS[:-1]:
        if step == "first":
            desk.choose(f"{ROOT}.first.manner", "silence")
        else:
            fill_step(desk, "farida", step, "keep")
        desk.press("Go on")
    assert "A silence is not swapped" in desk.text and "reads words only" in desk.text
    assert "[Says nothing for now]" in activity_markdown(
        desk.activity.page, "2C", student.store("week02").entries(), student.course
    ).replace("\\", "")


def test_something_told_plainly_is_enough(student):
    desk = at_step(student, "first")
    desk.choose(f"{ROOT}.first.manner", "plain")
    desk.press("Go on")
    assert desk.has("not-yet"), "what is told has to be told"
    desk.type(f"{ROOT}.first.plain", "You can ask for an assessment.")
    desk.press("Go on")
    assert headings(desk)[-1].startswith("Step 4")


def test_each_way_of_answering_keeps_its_own_words(student):
    desk = at_step(student, "first")
    desk.type(f"{ROOT}.first.words", "Some words.")
    desk.choose(f"{ROOT}.first.manner", "silence")
    desk.type(f"{ROOT}.first.silence_why", "She is still there.")
    desk.choose(f"{ROOT}.first.manner", "words")
    assert desk.node(f"{ROOT}.first.words")["value"] == "Some words."
    desk.choose(f"{ROOT}.first.manner", "silence")
    assert desk.node(f"{ROOT}.first.silence_why")["value"] == "She is still there."


def test_hints_come_least_help_first_and_end_after_four(student):
    desk = at_step(student, "hints")
    rungs = student.course.clients["farida"].hints.rungs()
    assert not any(rung in desk.text for rung in rungs)
    desk.press("Give me a hint")
    for i in range(1, 4):
        assert [rung in desk.text for rung in rungs] == [j < i for j in range(4)]
        desk.press("Give me a little more")
    assert all(rung in desk.text for rung in rungs)
    assert "Give me a little more" not in [node["label"] for node in desk.controls("button")]


def test_a_stuck_student_finds_the_same_hints_at_the_first_words(student):
    desk = at_step(student, "first")
    desk.press("I am stuck")
    desk.press("Give me a hint")
    assert student.course.clients["farida"].hints.where in desk.text
    for step in ("first", "rate"):
        fill_step(desk, "farida", step)
        desk.press("Go on")
    assert_sound(desk.view)
    assert student.course.clients["farida"].hints.where in desk.text
    assert "I am stuck" not in [node["label"] for node in desk.controls("button")], (
        "the hints have a step of their own now"
    )


def test_hints_and_places_are_never_handed_in(student):
    desk = at_step(student, "hints")
    desk.press("Give me a hint")
    store = student.store("week02")
    assert not [key for key in store.entries() if "hint" in key or key.endswith(".place")]
    assert {entry.kind for key, entry in store.private_entries().items()} == {"place"}
    handed_in = json.dumps(store.bundle()) + activity_markdown(
        desk.activity.page, "2C", store.entries(), student.course
    )
    assert "hint" not in handed_in.lower()


def test_other_replies_are_hidden_until_the_attempt_and_reasons_until_asked(student):
    client = student.course.clients["farida"]
    desk = student.open("week02", "2C")
    for step in LOOP_STEPS[: LOOP_STEPS.index("contrast")]:
        assert not any(good.words in desk.text for good in client.good), step
        fill_step(desk, "farida", step)
        desk.press("Go on")
    for forced in ("next|6", "next|9", "reasons|farida"):
        fresh = Student(student.course, student.folder.parent / forced.replace("|", "-")).open("week02", "2C")
        fresh.press_key(forced)
        assert headings(fresh) == ["Step 1 of 11. Meet"]
    assert all(good.words in desk.text for good in client.good[:3])
    assert not any(good.why in desk.text or good.kind in desk.text for good in client.good)
    assert not any(tempt.why in desk.text for tempt in client.tempting)
    desk.press("Show the reasons")
    assert all(good.why in desk.text for good in client.good)
    assert all(tempt.why in desk.text and client.hasty_words(tempt.move) in desk.text for tempt in client.tempting)


def test_the_mirror_comes_after_the_students_own_comparison(student, reading):
    desk = student.open("week02", "2C")
    for step in LOOP_STEPS[: LOOP_STEPS.index("mirror")]:
        assert not desk.controls("marked"), step
        fill_step(desk, "farida", step)
        desk.press("Go on")
    assert desk.controls("marked")


def test_a_page_without_a_mirror_goes_past_it(student, reading):
    desk = at_step(student, "revise", mirror="absent")
    assert [line.split(".")[0] for line in headings(desk)] == [f"Step {i} of 11" for i in (1, 2, 3, 4, 5, 6, 7, 9)]
    assert "mirror" not in " ".join(headings(desk)).lower() and not desk.controls("marked")


def test_a_mirror_on_request_waits_to_be_asked(student, reading):
    desk = at_step(student, "mirror", mirror="on_request")
    assert not desk.controls("marked") and "never marks" in desk.text
    desk.press("Show what the mirror names")
    assert desk.controls("marked")


def test_a_reading_shows_the_words_its_doubt_and_what_it_cannot_judge(student, reading):
    desk = at_step(student, "mirror")
    desk.type(f"{ROOT}.first.words", REPLY)
    marked = desk.controls("marked")[0]
    assert [(REPLY[a:b], style) for a, b, style, _ in marked["spans"]] == [
        ("Have you tried a sitter?", "question"),
        ("I'm sure it will pass.", "move"),
    ]
    for said in (
        "fairly sure",
        "unsure",
        "guessing",
        "Have you tried a sitter?",
        "may reassure".capitalize(),
        "Tone.",
        "never marks them",
    ):
        assert said in desk.text
    assert desk.text.index("She said Shirin.") < desk.text.index("It begins with a verb.")


def test_a_contest_is_kept_with_its_reason_and_can_be_taken_back(student, reading):
    desk = at_step(student, "mirror")
    desk.type(f"{ROOT}.first.words", REPLY)
    contest = desk.button("I meant something else")
    count = len([n for n in desk.controls("button") if n["label"] == "I meant something else"])
    assert count == 3, "a thing named twice is shown once"
    desk.press_key(contest)
    entry = contest.removeprefix("contest|")
    assert desk.focus == entry
    desk.type(entry, "It was a real question; I did not know.")
    assert student.store("week02").entries()[entry].value == "It was a real question; I did not know."
    again = student.open("week02", "2C")
    assert again.node(entry)["value"] == "It was a real question; I did not know."
    again.press("Leave the reading as it is")
    assert student.store("week02").get(entry) is None


def test_a_mirror_that_fails_holds_nobody_up(student, monkeypatch):
    desk = at_step(student, "mirror")
    monkeypatch.setattr(mirror, "read", lambda *_: 1 / 0)
    desk.type(f"{ROOT}.first.words", REPLY)
    assert "The mirror could not read this reply" in desk.text
    desk.press("Go on")
    assert headings(desk)[-1].startswith("Step 9")


def test_a_contested_reading_of_an_earlier_reply_reaches_the_tutor_as_the_student_put_it(returning, reading):
    desk = returning.open("week01", "1C")
    desk.choose("1C.gareth.predicted", ["advice"])
    desk.press("Now show what the mirror names")
    desk.press("I meant something else")
    entry = desk.focus
    desk.type(entry, "I was *joking* | with him.")
    said = activity_markdown(desk.activity.page, "1C", returning.store("week01").entries(), returning.course)
    assert "I was \\*joking\\* \\| with him." in said
    assert "Predicted: advice." in said


def test_the_first_words_are_there_to_be_revised(student):
    desk = at_step(student, "revise")
    desk.choose(f"{ROOT}.keeps", "change")
    assert desk.node(f"{ROOT}.revised.words")["value"] == "First words to farida."
    desk.type(f"{ROOT}.revised.words", "Shorter.")
    assert student.store("week02").get(f"{ROOT}.first.words") == "First words to farida."


def test_a_silence_is_there_to_be_revised_too(student):
    desk = at_step(student, "first")
    desk.choose(f"{ROOT}.first.manner", "silence")
    desk.type(f"{ROOT}.first.how_long", "a breath")
    for step in LOOP_STEPS[2:8]:
        if step != "first":
            fill_step(desk, "farida", step)
        desk.press("Go on")
    desk.choose(f"{ROOT}.keeps", "change")
    assert desk.node(f"{ROOT}.revised.manner")["value"] == "silence"
    assert desk.node(f"{ROOT}.revised.how_long")["value"] == "a breath"


@pytest.mark.parametrize("keeps", ["keep", "change"])
def test_keeping_is_as_complete_as_changing(student, keeps):
    desk = at_step(student, "rerate", keeps=keeps)
    assert headings(desk)[-1].startswith("Step 10")
    entries = student.store("week02").entries()
    said = activity_markdown(desk.activity.page, "2C", entries, student.course)
    assert "Because of farida" in said.replace("\\", "")
    assert ("Kept as it was" in said) == (keeps == "keep")
    assert ("Revised words" in said) == (keeps == "change")


def test_words_that_were_kept_are_shown_again_as_they_are_now(student):
    """The revision begins as a copy of the first words. Who keeps those, and then mends them, means the mended ones."""
    desk = at_step(student, "revise")
    desk.choose(f"{ROOT}.keeps", "keep")
    desk.type(f"{ROOT}.first.words", "Mended first words.")
    assert "Mended first words." in student.open("week02", "2F").text
    assert "First words to farida." not in student.open("week02", "2F").text


def test_somebody_new_comes_without_help(student, reading):
    desk = student.open("week02", "2C")
    desk.press("Somebody new: Tomasz")
    labels = [node["label"] for node in desk.controls("button") if not node["k"].startswith("person|")]
    assert labels == []
    tomasz = student.course.clients["tomasz"]
    assert tomasz.words in desk.text
    desk.type("2C.transfer.words", REPLY)
    assert not desk.controls("marked")
    assert not any(rung in desk.text for rung in tomasz.hints.rungs())
    assert not any(good.words in desk.text for good in tomasz.good)
    said = activity_markdown(desk.activity.page, "2C", student.store("week02").entries(), student.course)
    assert "Tomasz" in said and "Have you tried a sitter" in said


def test_names_are_written_as_people_write_them(student):
    labels = [
        node["label"] for node in student.open("week02", "2C").controls("button") if node["k"].startswith("person|")
    ]
    assert labels == ["Mrs Farida Rahman (here now)", "Wei Ling", "Somebody new: Tomasz"]


def test_own_ratings_stand_beside_each_other_and_nobody_elses(student):
    desk = at_step(student, "rerate")
    fill_step(desk, "farida", "rerate")
    table = desk.node("trend")
    assert table["rows"] == [["Mrs Farida Rahman", "55", "60", "45", "70"]]
