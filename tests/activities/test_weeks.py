"""The other activities of Weeks 0 to 2 and of A1, each doing what its page says."""

from __future__ import annotations

import pytest

from notknowing.activities.transcripts import activity_markdown
from notknowing.evidence.agreement import cohen_kappa

from .student import Desk


def shared(desk: Desk, student, page_id: str) -> str:
    return activity_markdown(
        desk.activity.page, desk.activity.spec.id, student.store(page_id).entries(), student.course
    )


# -- Week 0


def test_the_tour_rehearses_one_mistake_and_ends_well(student):
    desk = student.open("week00", "0.1")
    mistake = desk.activity.spec.mistake
    for i in range(1, 5):
        assert not desk.has("0.1.mistake")
        desk.press_key(f"0.1.step{i}|go")
    desk.change("0.1.mistake", "50")
    assert mistake.not_yet in desk.text and not desk.activity.is_done()
    for odd in ("200", "a word", "²", "--5", "-1"):
        desk.change("0.1.mistake", odd)
        assert desk.node("0.1.mistake")["error"] == mistake.message
        assert student.open("week00", "0.1").node("0.1.mistake")["error"] == mistake.message
    desk.change("0.1.mistake", "50")
    assert mistake.recovered in desk.text and desk.activity.is_done()
    assert desk.node("0.1.mistake")["error"] == ""


def test_nothing_tried_out_on_the_tour_is_read_by_anybody(student):
    desk = student.open("week00", "0.1")
    desk.press_key("0.1.step1|go")
    desk.type("0.1.step2", "A cup of tea.")
    assert student.store("week00").entries() == {}


def test_a_point_of_the_agreement_may_stay_open(student):
    desk = student.open("week00", "0.2")
    points = [option["v"] for option in desk.node("0.2.agreed")["options"]]
    desk.choose("0.2.agreed", points[:3])
    assert f"3 of {len(points)} points ticked." in desk.text
    desk.type("0.2.question", "Who is the tutor?")
    assert "Who is the tutor?" in shared(desk, student, "week00")
    desk.choose("0.2.agreed", points)
    assert "every point" in desk.text


def test_first_words_may_be_words_silence_or_something_plain(student):
    desk = student.open("week00", "0.4")
    desk.press("Go on to the next person")
    assert desk.has("not-yet") and "Callum" not in desk.text.replace("not-yet", "")
    desk.choose("0.4.gareth.manner", "silence")
    desk.press("Go on to the next person")
    desk.choose("0.4.callum.manner", "plain")
    desk.press("Go on to the next person")
    assert desk.has("not-yet")
    desk.type("0.4.callum.plain", "I ask and I listen.")
    desk.press("Go on to the next person")
    desk.type("0.4.bronwen.words", "Yes.")
    desk.press("Go on to the next person")
    assert not desk.activity.is_done()
    desk.type("0.4.wei-ling.words", "Yes.")
    assert desk.activity.is_done()
    said = shared(desk, student, "week00").replace("\\", "")
    assert "[Says nothing for now]" in said and "I ask and I listen." in said


def test_there_is_no_help_and_no_mirror_in_the_baseline(student):
    desk = student.open("week00", "0.4")
    desk.type("0.4.gareth.words", "Have you tried a sitter?")
    assert not desk.controls("marked")
    assert not any(rung in desk.text for rung in student.course.clients["gareth"].hints.rungs())


def test_an_envelope_is_sealed_with_something_in_it_and_opens_early_only_on_purpose(student):
    desk = student.open("week00", "0.5")
    desk.press("Seal the envelope")
    assert "empty" in desk.text and desk.controls("textbox")
    desk.type("0.5.therapy_for", "For being heard.")
    desk.press("Seal the envelope")
    assert "For being heard." not in desk.text and not desk.controls("textbox")
    again = student.open("week00", "0.5")
    assert "sealed" in again.text
    assert "For being heard." not in shared(again, student, "week00")
    again.press("Open it again now")
    assert again.node("0.5.therapy_for")["value"] == "For being heard."


def test_needs_are_private_and_optional(student):
    desk = student.open("week00", "0.6")
    assert desk.activity.is_done()
    desk.choose("0.6.formats", ["On screen"])
    desk.type("0.6.needs", "Larger type.")
    assert student.store("week00").entries() == {}


# -- Week 1


def test_the_pull_comes_before_any_words_and_no_pull_is_an_answer(student):
    desk = student.open("week01", "1A")
    assert not desk.controls("textbox")
    assert "Adaeze" not in [node["text"] for node in desk.controls("heading")]
    desk.press("Go on to the next person")
    assert "Adaeze" in [node["text"] for node in desk.controls("heading")]
    desk.type("1A.adaeze.solve", "0")
    assert student.store("week01").get("1A.adaeze.solve") == 0
    assert "The pull to solve this: 0" in shared(desk, student, "week01")


def test_the_answer_to_a_sorted_reply_is_a_reading_and_a_reason_and_never_a_cross(student):
    desk = student.open("week01", "1B")
    spec = desk.activity.spec
    heard = set()
    for i, item in enumerate(spec.items):
        assert item.note not in desk.text, "the reason comes after the choice"
        other = next(
            move
            for move in ("diagnosis", "closed_question", "advice", "none", "interpretation")
            if move not in {*item.key, *item.also}
        )
        for choice, begins in (
            (item.key[0], "The course reads it that way too"),
            *(((item.also[0], "That reading can be argued for"),) if item.also else ()),
            (other, "The course reads it as"),
        ):
            desk.choose(f"1B.i{i + 1}", choice)
            said = desk.node(f"1B.i{i + 1}.agree")["text"]
            assert said.startswith(begins)
            assert item.note in desk.text
            heard.add(begins)
        assert "You may still see something it does not" in said
        desk.press("Go on" if i + 1 < len(spec.items) else "Finish")
    assert len(heard) == 3
    assert desk.has("end") and desk.activity.is_done()


def test_a_reply_may_be_passed_over_and_opened_again(student):
    desk = student.open("week01", "1B")
    desk.choose("1B.i1", "advice")
    desk.press("Go on")
    desk.press("Go on")
    assert desk.has("1B.i3") and not desk.activity.is_done()
    desk.press("Open again")
    assert desk.node("1B.i1")["value"] == "advice"


def test_two_minutes_of_not_typing_can_be_skipped_ended_and_done_again(student):
    desk = student.open("week01", "1E")
    assert not desk.controls("textbox")
    desk.press("Begin")
    timer = desk.controls("timer")[0]
    assert timer["seconds"] == 120 and not desk.controls("textbox")
    desk.press_key(timer["k"])
    assert desk.controls("textbox") and desk.activity.is_done()
    desk.press_key(timer["k"])
    assert desk.controls("textbox"), "the clock and the button may both end the wait"
    desk.press("Wait again")
    desk.press("Skip the wait")
    assert desk.controls("textbox")


def test_prediction_comes_before_the_mirror(returning):
    desk = returning.open("week01", "1C")
    assert "never marks" in desk.text
    desk.press("Now show what the mirror names")
    assert desk.has("predict-first") and not desk.controls("marked")
    desk.choose("1C.gareth.predicted", ["none"])
    desk.press("Now show what the mirror names")
    assert desk.controls("marked")[0]["text"] == "My first words to gareth."
    for client_id in ("callum", "bronwen", "wei-ling"):
        desk.press("Go on to the next reply")
        if client_id == "bronwen":
            assert "You said nothing for now to Bronwen. That is a complete answer" in desk.text
        else:
            desk.choose(f"1C.{client_id}.predicted", ["advice"])
    assert desk.activity.is_done()


def test_without_week_0_a_reply_can_be_written_here_and_a_silence_is_enough(student):
    desk = student.open("week01", "1C")
    assert "No earlier reply was found" in desk.text
    for client_id in desk.activity.spec.clients:
        desk.choose(f"1C.{client_id}.afresh.manner", "silence")
        if client_id != desk.activity.spec.clients[-1]:
            desk.press("Go on to the next reply")
    assert desk.activity.is_done()
    assert shared(desk, student, "week01").replace("\\", "").count("[Says nothing for now]") == 4


def test_the_length_of_a_text_is_counted_in_words_and_suggested_only(student):
    desk = student.open("week01", "1F")
    assert "About 120 to 180 words." in desk.node("1F.pull_for")["hint"]
    desk.type("1F.pull_for", "three small words")
    assert "3 words so far." in desk.text and desk.activity.is_done()


# -- Week 2


def test_a_note_follows_any_answer_from_memory(student):
    desk = student.open("week02", "2A")
    for question in desk.activity.spec.questions:
        assert question.note not in desk.text
        if question.options:
            wrong = next(option for option in question.options if option not in question.accept)
            desk.choose(f"2A.{question.id}", wrong)
        else:
            desk.press("Compare")
            assert desk.has("first")
            desk.type(f"2A.{question.id}", "The letter.")
            desk.press("Compare")
        assert question.note in desk.text
    assert desk.activity.is_done()


def test_three_stances_are_named_before_the_reading_is_shown(student):
    desk = student.open("week02", "2B")
    desk.press("Compare with the course's reading")
    assert desk.has("name-first") and not any(reply.gives_away in desk.text for reply in desk.activity.spec.replies)
    for i in (1, 2, 3):
        desk.choose(f"2B.r{i}", "knowing")
    desk.press("Compare with the course's reading")
    assert all(reply.gives_away in desk.text for reply in desk.activity.spec.replies)
    assert desk.text.count("You said so too.") == 1


def test_the_ledger_is_compared_once_something_is_in_it(student):
    desk = student.open("week02", "2D")
    examples = [column.example for column in desk.activity.spec.columns]
    desk.press("Compare with the course's own ledger")
    assert desk.has("write-first") and not any(example in desk.text for example in examples)
    desk.type("2D.i_know", "Craft.")
    desk.press("Compare with the course's own ledger")
    assert all(example in desk.text for example in examples)
    assert not desk.activity.is_done()


def test_a_reply_is_printed_under_two_other_peoples_words(returning):
    desk = returning.open("week02", "2F")
    for client_id in ("callum", "bronwen"):
        assert returning.course.clients[client_id].words in desk.text
    assert desk.text.count("Revised words to farida.") == 3
    assert desk.text.count("First words to wei-ling.") == 3, "kept, so the first words count"


def test_without_a_reply_there_is_nothing_to_swap_and_the_page_says_where_to_write_one(student):
    assert "There is no reply to test yet" in student.open("week02", "2F").text
    assert "What you said to" not in student.open("week02", "2E").text


# -- A1


@pytest.fixture
def coded(student):
    """Every turn coded as the second set has it, but for two."""
    desk = student.open("a1", "A1")
    second = student.course.pages["a1"].activity("A2").second
    for turn, code in second.items():
        desk.activity.store.put(f"A1.t{turn}", code if turn > 2 else "advice", kind="choice")
    return student


def test_the_second_set_of_codes_is_not_shown_before_ones_own_is_whole(student):
    desk = student.open("a1", "A2")
    assert not desk.has("both") and "0 of 24" in desk.text
    coder = student.open("a1", "A1", store=desk.activity.store)
    assert "0 of 24 turns coded." in coder.text
    for turn in range(1, 25):
        coder.choose(f"A1.t{turn}", "reflection")
    assert coder.activity.is_done()
    desk.press_key(desk.controls("button")[-1]["k"])
    assert desk.has("both") and desk.has("A2.kappa")


def test_what_a_student_counts_is_kept_as_typed_and_not_marked_on_the_page(coded):
    desk = coded.open("a1", "A2")
    for part, typed in (
        ("a", "4"),
        ("b", "0"),
        ("c", "1"),
        ("d", "19"),
        ("kappa", "0,85"),
        ("turn1", "1"),
        ("turn2", "none"),
    ):
        desk.type(f"A2.{part}", typed)
        assert desk.node(f"A2.{part}")["error"] == ""
    assert coded.store("a1").get("A2.kappa") == "0,85"
    assert desk.activity.is_done()
    desk.type("A2.kappa", "undefined")
    assert desk.node("A2.kappa")["error"] == ""
    desk.type("A2.a", "four")
    assert "is kept, but it is not a number" in desk.node("A2.a")["error"]
    assert coded.store("a1").get("A2.a") == "four"


def test_kappa_for_all_the_codes_comes_at_a_press(coded):
    desk = coded.open("a1", "A2")
    second = coded.course.pages["a1"].activity("A2").second
    own = [code if turn > 2 else "advice" for turn, code in second.items()]
    desk.press("Show kappa for all the codes")
    assert "22 of 24 turns" in desk.text
    assert f"kappa is {cohen_kappa(own, list(second.values())).kappa:.2f}" in desk.text


def test_every_code_is_explained_with_an_example_and_what_it_is_mistaken_for(student):
    desk = student.open("a1", "A1")
    for code in desk.activity.spec.codes:
        assert all(piece in desk.text for piece in (code.label, code.definition, code.example, code.not_this))


def test_a_supervised_client_is_met_for_the_first_time_here(student):
    desk = student.open("a1b", "B")
    assert not desk.activity.is_done()
    desk.choose("B.first.manner", "silence")
    assert desk.activity.is_done()
    desk.type("B.because", "Because.")
    assert "Says nothing for now" in shared(desk, student, "a1b")
