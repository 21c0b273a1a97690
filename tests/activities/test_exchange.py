"""A student who asked to meet somebody else meets them everywhere, and whoever reads the work knows it."""

from __future__ import annotations

import pytest

from notknowing.activities import handin
from notknowing.activities.transcripts import activity_markdown, manual_markdown

from .student import Student, explored, readable, walk_loop


@pytest.fixture
def exchanged(student: Student) -> Student:
    """Somebody who exchanged Farida, Wei Ling and Gareth in Week 0."""
    student.exchange("farida", "wei-ling", "gareth")
    return student


def test_the_exchange_is_private(exchanged):
    store = exchanged.store("week00")
    assert store.is_private("0.3.swaps")
    assert set(store.get("0.3.swaps")) == {"farida", "wei-ling", "gareth"}


def test_every_client_is_offered_for_exchange_with_the_note_where_there_is_one(student):
    desk = student.open("week00", "0.3")
    offered = {option["v"] for option in desk.node("0.3.swaps")["options"]}
    everybody = {c.id for c in student.course.clients.values() if c.swap_of is None and c.weeks}
    told = {c.id for c in student.course.clients.values() if c.swap_reason and c.swap_reason in desk.text}
    assert offered | told == everybody


@pytest.mark.parametrize("page_id", ["week00", "week01", "week02", "a1"])
def test_the_exchanged_clients_words_are_nowhere_on_any_page(exchanged, page_id):
    course = exchanged.course
    for activity in course.pages[page_id].activities:
        for view in explored(exchanged.open(page_id, activity.id)):
            shown = "\n".join(readable(view))
            for client_id in ("farida", "wei-ling", "gareth"):
                assert course.clients[client_id].words not in shown, f"{page_id} {activity.id}: {client_id}"
                assert not any(good.words in shown for good in course.clients[client_id].good)


def test_the_loop_is_done_with_the_other_person_from_end_to_end(exchanged):
    desk = exchanged.open("week02", "2C")
    other = exchanged.course.clients["farida-b"]
    assert other.words in desk.text
    walk_loop(desk, "farida", "change")
    walk_loop(desk, "wei-ling", "keep")
    assert desk.activity.is_done()
    desk = exchanged.open("week02", "2C")
    desk.press(other.name)
    assert all(good.words in desk.text for good in other.good[:3])
    said = activity_markdown(desk.activity.page, "2C", exchanged.store("week02").entries(), exchanged.course)
    assert other.name in said and exchanged.course.clients["wei-ling-b"].name in said
    assert "Farida" not in said.split("First words to")[0]


def test_a_new_person_at_the_end_of_the_loop_can_be_exchanged_too(student):
    student.exchange("tomasz")
    desk = student.open("week02", "2C")
    name = student.course.clients["tomasz-b"].name
    desk.press(f"Somebody new: {name}")
    desk.type("2C.transfer.words", "Hello.")
    assert name in activity_markdown(desk.activity.page, "2C", student.store("week02").entries(), student.course)


def test_the_swap_test_and_the_evidence_take_up_the_reply_to_the_other_person(exchanged):
    desk = exchanged.open("week02", "2C")
    walk_loop(desk, "farida", "change")
    walk_loop(desk, "wei-ling", "change")
    swap = exchanged.open("week02", "2F")
    assert (
        "Revised words to farida." in swap.text
        and f"What you said to {exchanged.course.clients['farida-b'].name}" in swap.text
    )
    swap.choose("2F.farida.callum", "no")
    evidence = exchanged.open("week02", "2E")
    assert exchanged.course.clients["wei-ling-b"].words in evidence.text
    assert "Revised words to wei-ling." in evidence.text


def test_the_ledger_is_kept_for_the_other_person_and_can_be_compared(exchanged):
    desk = exchanged.open("week02", "2D")
    assert exchanged.course.clients["wei-ling-b"].words in desk.text
    desk.type("2D.i_know", "Something.")
    desk.press("Compare with the course's own ledger")
    assert len(desk.node("side")["rows"]) == 4


def test_replies_to_an_exchanged_client_are_left_out_of_the_sort_and_the_page_says_so(exchanged):
    spec = exchanged.course.pages["week01"].activity("1B")
    gone = [i for i, item in enumerate(spec.items) if item.client in {"gareth", "wei-ling"}]
    desk = exchanged.open("week01", "1B")
    assert "Gareth and Wei Ling" in desk.text and "left out" in desk.text
    for i in gone:
        assert str(i + 1) in desk.node("left-out")["runs"][0][1]
    seen = []
    while not desk.has("end"):
        item = next(node["k"] for node in desk.controls("choice"))
        seen.append(int(item.removeprefix("1B.i")) - 1)
        assert not desk.activity.is_done()
        desk.choose(item, "advice")
        desk.press("Go on" if seen[-1] != max(set(range(len(spec.items))) - set(gone)) else "Finish")
    assert seen == [i for i in range(len(spec.items)) if i not in gone]
    assert desk.activity.is_done()
    assert f"all {len(seen)}" in desk.text
    desk.press("Open again")
    desk.press("Back")
    assert exchanged.open("week01", "1B").view == desk.view


def test_somebody_who_exchanged_everybody_has_nothing_to_sort_and_is_done(student):
    spec = student.course.pages["week01"].activity("1B")
    everybody = {item.client for item in spec.items}
    store = student.store("week00")
    store.put("0.3.swaps", sorted(everybody), private=True)
    desk = student.open("week01", "1B")
    assert "left out" in desk.text and not desk.controls("choice")
    assert desk.activity.is_done()


def test_an_exchange_halfway_leaves_what_was_sorted_where_it_is(student):
    desk = student.open("week01", "1B")
    desk.choose("1B.i1", "advice")
    student.exchange("gareth")
    desk = student.open("week01", "1B")
    assert not desk.has("1B.i1") and desk.has("1B.i2")
    assert student.store("week01").get("1B.i1") == "advice"


def test_three_replies_to_an_exchanged_client_are_left_out(student):
    store = student.store("week00")
    store.put("0.3.swaps", ["callum"], private=True)
    desk = student.open("week02", "2B")
    assert "left out" in desk.text and not desk.controls()
    assert desk.activity.is_done()


def test_ones_own_moves_are_read_in_the_reply_to_the_other_person(exchanged):
    exchanged.answer_week00()
    desk = exchanged.open("week01", "1C")
    assert f"Your reply to {exchanged.course.clients['gareth-b'].name}" in desk.text
    assert "My first words to gareth." in desk.text


def test_the_portfolio_brings_in_words_said_to_the_other_person(exchanged):
    exchanged.answer_week00()
    desk = exchanged.open("week02", "2C")
    walk_loop(desk, "farida", "change")
    portfolio = exchanged.open("a1", "C")
    name = exchanged.course.clients["farida-b"].name
    portfolio.press_key("bring|farida")
    assert portfolio.node("C.farida.first.words")["value"] == "First words to farida."
    said = manual_markdown("a1", "a1-c-1", exchanged.store("a1").entries(), exchanged.course)
    assert name in said and "Farida" not in said.split("|")[0]
    zip_copy = handin.prepare("a1", exchanged.place("a1"), course=exchanged.course)
    assert any(name_ == "farida-b" for _, name_ in zip_copy.listed())
    assert not any(".swaps" in key for key in zip_copy.entries)


def test_words_said_to_one_person_are_not_offered_as_words_to_another(student):
    walk_loop(student.open("week02", "2C"), "farida", "change")
    student.exchange("farida")
    desk = student.open("a1", "C")
    assert "said to Mrs Farida Rahman, not to Mr Yusuf Demir" in desk.text
    assert not desk.has("bring|farida") and desk.has("afresh|farida")


def test_without_an_exchange_nothing_about_it_is_saved(student):
    walk_loop(student.open("week02", "2C"), "farida", "change")
    assert not [key for key in student.store("week02").keys("2C") if key.endswith(".met")]


def test_undoing_an_exchange_is_noticed_with_the_next_words(exchanged):
    desk = exchanged.open("week02", "2C")
    walk_loop(desk, "farida", "keep")
    desk = exchanged.open("week00", "0.3")
    desk.choose("0.3.swaps", [])
    desk = exchanged.open("week02", "2C")
    desk.press("Mrs Farida Rahman")
    desk.type("2C.farida.first.words", "Now to Farida.")
    assert "Mrs Farida Rahman" in activity_markdown(
        desk.activity.page, "2C", exchanged.store("week02").entries(), exchanged.course
    )
