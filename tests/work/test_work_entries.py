"""Entries: what can be saved, how versions follow one another, and the way to JSON and back."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notknowing.work.entries import (
    EPOCH,
    Entry,
    NotSaveable,
    entry_from_json,
    entry_to_json,
    sameness,
    stepped_back,
    successor,
    tidy,
    time_from_text,
    time_to_text,
)

NOON = datetime(2026, 10, 4, 12, 0, tzinfo=UTC)
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4),
    max_leaves=10,
)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


@settings(deadline=None)
@given(values)
def test_any_value_goes_to_json_and_back(value):
    entry = Entry(tidy(value), NOON, origin="week01:1F", kind="choice")
    assert entry_from_json(json.loads(json.dumps(entry_to_json(entry)))) == (entry, True)


@settings(deadline=None)
@given(any_text)
def test_any_text_can_be_written_as_utf8_and_loses_only_broken_characters(text):
    tidied = tidy(text)
    tidied.encode("utf-8")
    if not any(0xD800 <= ord(character) < 0xE000 for character in text):
        assert tidied == text


def test_the_two_halves_of_a_character_are_joined_and_a_lone_half_replaced():
    assert tidy("\ud83d\ude00 and \ud83d") == "😀 and \ufffd"


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, {"a": [math.nan]}, 1 << 2000, {1: "a"}, {""}, object()]
)
def test_what_json_cannot_hold_is_refused_in_plain_words(value):
    with pytest.raises(NotSaveable) as refused:
        tidy(value)
    message = str(refused.value)
    assert message.endswith(".") and "Error" not in message and len(message.split()) <= 40


def test_a_list_inside_itself_is_refused():
    endless: list = []
    endless.append(endless)
    with pytest.raises(NotSaveable):
        tidy(endless)


def test_numbers_of_other_libraries_and_tuples_become_plain():
    numpy = pytest.importorskip("numpy")
    assert tidy((numpy.int64(3), numpy.float64(0.5))) == [3, 0.5]


def test_equal_values_are_equal_whoever_wrote_them():
    assert sameness(2.0) == sameness(2)
    assert sameness({"a": 1, "b": [2.0]}) == sameness({"b": [2], "a": 1.0})
    assert sameness(True) != sameness(1)


def test_a_kept_version_goes_into_the_history():
    first = successor(None, "one", at(0))
    second = successor(first, "two", at(1))
    assert second.value == "two" and second.count == 2
    assert second.history == [{"value": "one", "saved": at(0)}]


def test_saving_the_same_words_again_makes_no_second_version():
    first = successor(None, "one", at(0))
    again = successor(first, "one", at(1))
    assert (again.count, again.history, again.saved) == (1, [], at(1))


def test_the_history_holds_the_newest_twenty():
    entry = successor(None, "0", at(0))
    for number in range(1, 31):
        entry = successor(entry, str(number), at(number))
    assert [item["value"] for item in entry.history] == [str(number) for number in range(10, 30)]
    assert entry.count == 31


def test_a_draft_leaves_no_trace_and_takes_no_kept_words_away():
    entry = successor(None, "kept", at(0))
    for number, text in enumerate(["kept a", "kept an", "kept and"], start=1):
        entry = successor(entry, text, at(number), draft=True)
    entry = successor(entry, "kept and more", at(9))
    assert [item["value"] for item in entry.history] == ["kept"]
    assert entry.count == 2 and not entry.draft


def test_an_autosave_of_the_same_words_does_not_make_them_a_draft():
    kept = successor(None, "kept", at(0))
    repeated = successor(kept, "kept", at(1), draft=True)
    changed = successor(repeated, "changed", at(2), draft=True)
    assert [item["value"] for item in changed.history] == ["kept"]


def test_where_the_words_came_from_stays_when_they_are_edited():
    brought = successor(None, "from last week", at(0), origin="week01:1F")
    assert successor(brought, "edited", at(1)).origin == "week01:1F"


def test_undo_goes_back_step_by_step_and_loses_nothing():
    entry = successor(None, "one", at(0))
    entry = successor(entry, "two", at(1))
    entry = successor(entry, "three", at(2))
    entry = stepped_back(entry, at(3))
    assert entry.value == "two" and {"value": "three", "saved": at(2)} in entry.history
    entry = stepped_back(entry, at(4))
    assert entry.value == "one"
    assert {"one", "two", "three"} <= {item["value"] for item in entry.history} | {entry.value}
    assert stepped_back(entry, at(5)) is None


def test_after_undo_and_a_new_version_undo_brings_back_what_stood_before_it():
    entry = successor(successor(None, "one", at(0)), "two", at(1))
    entry = stepped_back(entry, at(2))
    entry = successor(entry, "three", at(3))
    assert stepped_back(entry, at(4)).value == "one"


@pytest.mark.parametrize("text", ["2026-10-04T13:05:07.123Z", "0999-01-01T00:00:00.000Z"])
def test_times_are_read_as_written(text):
    assert time_to_text(time_from_text(text)) == text


@pytest.mark.parametrize(
    "text", ["", "yesterday", None, 5, "2026-13-40T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"]
)
def test_what_is_no_time_is_none(text):
    assert time_from_text(text) is None


@pytest.mark.parametrize(
    "damage", [{"saved": "never"}, {"count": "many"}, {"history": "none"}, {"history": [{"saved": ""}]}]
)
def test_a_damaged_entry_keeps_its_words(damage):
    entry, whole = entry_from_json({"value": "mine", "saved": time_to_text(NOON), "count": 1, **damage})
    assert entry.value == "mine" and not whole
    assert entry.saved in (NOON, EPOCH)
