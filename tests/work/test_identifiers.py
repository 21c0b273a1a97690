"""What could say who somebody is: how much of it is found, and how often ordinary writing sets it off."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identifiers_planted import PLANTED

from notknowing.work.identifiers import LABELS, card_number_fits, find, nhs_number_fits, without

CLEAN = (Path(__file__).parent / "identifiers_clean.txt").read_text(encoding="utf-8")


def covers(sentence: str, words: str) -> bool:
    """Whether all of the planted words lie inside what is found: leaving it out would take them out."""
    at = sentence.index(words)
    return any(one.start <= at and at + len(words) <= one.end for one in find(sentence))


def test_nine_in_ten_planted_identifiers_are_found():
    missed = [words for _, sentence, words in PLANTED if not covers(sentence, words)]
    assert len(PLANTED) >= 100
    assert len(missed) <= 0.1 * len(PLANTED), missed


@pytest.mark.parametrize("kind", LABELS)
def test_no_kind_is_found_less_than_four_times_in_five(kind):
    planted = [(sentence, words) for one, sentence, words in PLANTED if one == kind]
    found = sum(covers(sentence, words) for sentence, words in planted)
    assert planted and found >= 0.8 * len(planted)


def test_ordinary_writing_sets_it_off_at_most_once_in_500_words():
    words = len(CLEAN.split())
    alarms = find(CLEAN, ["Mrs Farida Rahman"])
    assert words > 1400
    assert len(alarms) <= words / 500, alarms


def test_the_course_s_own_clients_are_nobody(course_names=("Mrs Farida Rahman", "116 123")):
    assert find("Mrs Rahman says the prayers with him.", course_names) == []
    assert [one.text for one in find("Mrs Rahman and Mr Okafor.", course_names)] == ["Mr Okafor"]


def test_check_digits_are_the_published_ones():
    assert nhs_number_fits("9434765919") and not nhs_number_fits("9434765918")
    assert not nhs_number_fits("0000000000") and not nhs_number_fits("943476591")
    assert card_number_fits("4111111111111111") and not card_number_fits("4111111111111112")


def test_ten_digits_without_the_check_digit_are_only_a_number_unless_they_are_called_one():
    assert find("I counted 9434765918 of them.") == []
    assert [one.kind for one in find("NHS number 943 476 5918")] == ["nhs_number"]


def test_a_date_is_a_date_and_a_birthday_is_told_by_its_word_or_its_year():
    assert find("The article is of 23 June 2026, and A3 is due on 17/05/2027.") == []
    assert [one.text for one in find("He was born on 2 May 2011.")] == ["2 May 2011"]


def test_what_is_left_out_says_what_it_was():
    text = "Ring Mr Okafor on 07700 900123."
    assert without(text, find(text)) == ("Ring [left out: a name with a title] on [left out: a telephone number].")
    assert without(text, find(text)[:1]) == "Ring [left out: a name with a title] on 07700 900123."


def test_sources_are_not_accounts():
    assert find("See https://doi.org/10.1037/pst0000172 and www.theconversation.com/some-piece.") == []


@given(st.text(max_size=300))
def test_nothing_typed_breaks_it(text):
    found = find(text)
    assert all(text[one.start : one.end] == one.text and one.label for one in found)
    assert all(one.end <= after.start for one, after in zip(found, found[1:], strict=False))
    assert isinstance(without(text, found), str)


def test_a_long_page_takes_no_time():
    import time

    begun = time.perf_counter()
    find((CLEAN + "0 " * 500 + "12 " * 500 + "A" * 3000 + " 1" * 2000) * 5)
    assert time.perf_counter() - begun < 5
