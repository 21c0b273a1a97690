"""Merging copies: the newest wins, in any order, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from notknowing.work import Conflict, Entry, merge
from notknowing.work.entries import EPOCH, HISTORY_LENGTH, ordered_history, same_value, sameness, successor

NOON = datetime(2026, 10, 4, 12, 0, tzinfo=UTC)
moments = st.integers(0, 30).map(lambda minutes: NOON + timedelta(minutes=minutes))
answers = st.sampled_from(["", "one", "two", 2, 2.0, True, None, ["a"], {"a": 1}])


@st.composite
def entries(draw) -> Entry:
    entry = Entry(draw(answers), draw(moments), count=draw(st.integers(1, 5)), draft=draw(st.booleans()))
    earlier = [
        {"value": value, "saved": saved} for value, saved in draw(st.lists(st.tuples(answers, moments), max_size=5))
    ]
    return Entry(entry.value, entry.saved, entry.count, ordered_history(earlier, entry), draft=entry.draft)


sources = st.dictionaries(st.sampled_from(["1A", "1B", "1C"]), entries(), max_size=3)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


@settings(deadline=None)
@given(st.lists(sources, max_size=4), st.randoms())
def test_the_order_of_the_copies_does_not_matter(copies, random):
    shuffled = list(copies)
    random.shuffle(shuffled)
    assert merge(*copies) == merge(*shuffled)


@settings(deadline=None)
@given(st.lists(sources, min_size=1, max_size=3))
def test_merging_again_changes_nothing(copies):
    merged, _ = merge(*copies)
    assert merge(merged, merged) == (merged, [])
    assert merge(merged, *copies)[0] == merged
    assert merge(copies[0]) == (copies[0], [])


@settings(deadline=None)
@given(st.lists(sources, max_size=4))
def test_the_newest_wins_and_what_lost_is_in_the_history(copies):
    merged, conflicts = merge(*copies)
    assert set(merged) == {key for copy in copies for key in copy}
    for key, entry in merged.items():
        versions = [copy[key] for copy in copies if key in copy]
        assert entry.saved == max(version.saved for version in versions)
        known = {sameness(item["value"]) for item in entry.history} | {sameness(entry.value)}
        assert all(sameness(version.value) in known for version in versions)
        assert len(entry.history) <= HISTORY_LENGTH
    for conflict in conflicts:
        assert conflict.kept == merged[conflict.key]
        assert not same_value(conflict.kept, conflict.other)


def test_two_different_answers_are_a_conflict():
    older, newer = Entry("mine", at(0)), Entry("yours", at(1))
    merged, conflicts = merge({"1A": older}, {"1A": newer})
    assert merged["1A"].value == "yours"
    assert merged["1A"].history == [{"value": "mine", "saved": at(0)}]
    assert conflicts == [Conflict("1A", merged["1A"], older)]


def test_equal_answers_are_no_conflict():
    assert merge({"1A": Entry(2, at(0))}, {"1A": Entry(2.0, at(1))})[1] == []


def test_an_older_copy_of_the_same_work_is_no_conflict():
    first = successor(None, "one", at(0))
    second = successor(first, "two", at(1))
    assert merge({"1A": second}, {"1A": first}) == ({"1A": second}, [])


def test_an_older_copy_is_no_conflict_even_when_a_full_history_has_forgotten_it():
    first = entry = successor(None, "0", at(0))
    for number in range(1, 30):
        entry = successor(entry, str(number), at(number))
    assert merge({"1A": first}, {"1A": entry}) == ({"1A": entry}, [])


def test_an_entry_without_a_readable_time_loses():
    assert merge({"1A": Entry("old", EPOCH)}, {"1A": Entry("new", at(0))})[0]["1A"].value == "new"


def test_nothing_merges_to_nothing():
    assert merge() == ({}, [])
