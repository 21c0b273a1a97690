"""Leaving rules out early changes nothing that is read."""

from __future__ import annotations

import subprocess
import sys

import pytest

from notknowing.mirror.quick import Quick, branches, required
from notknowing.mirror.rule import expand
from notknowing.mirror.table import FORMS, MOVES, RULES
from notknowing.mirror.text import plain, sentences

TEXTS = [text for rule in RULES for text in (*rule.examples, *rule.counter_examples)]


@pytest.mark.parametrize("rules", [FORMS, MOVES], ids=["forms", "moves"])
def test_a_quick_search_finds_what_the_whole_pattern_finds(rules):
    quick = Quick(rules)
    for text in TEXTS:
        for piece in sentences(plain(text)):
            left = {rule.name: quick.search(rule, parts, piece.text) for rule, parts in quick.may_fire(piece)}
            for rule in rules:
                slow = None if rule.need and rule.need.isdisjoint(piece.word_set) else rule.search(piece.text)
                fast = left.get(rule.name)
                assert (fast and fast.span()) == (slow and slow.span()), (rule.name, piece.text)


def test_a_pattern_is_parted_at_its_outermost_bars_only():
    assert branches(r"a|(?:b|c)[|)]|\|d") == ["a", r"(?:b|c)[|)]", r"\|d"]
    for rule in RULES:
        assert "|".join(branches(expand(rule.pattern))) == expand(rule.pattern)


def test_what_a_pattern_requires_is_in_every_match():
    assert required(r"\bif i (?:were|was) you\b")
    assert required(r"^.+$") == ()
    assert required(r"\bnormal(?:ly)? for you") == ({"normal ", "normally "}, {" you"})
    assert required(r"\bkeep .* going") == ({" going"}, {"keep "})


def test_a_space_in_what_is_required_stands_for_the_end_of_a_word():
    assert required(r"\bwe all know") == ({" know"}, {"we "})
    rule = next(rule for rule in MOVES if rule.name == "support-sides")
    for text in ("we all shout.", "so we all\u00a0do, love", "well, we almost all left"):
        for piece in sentences(plain(text)):
            quick = Quick((rule,))
            found = [quick.search(rule, parts, piece.text) for rule, parts in quick.may_fire(piece)]
            slow = rule.search(piece.text)
            assert [one.span() for one in found if one] == ([slow.span()] if slow else [])


def test_a_word_too_long_to_look_up_leaves_every_rule_to_be_tried():
    (piece,) = sentences(plain("x" * 60))
    assert {rule.name for rule in MOVES if not rule.need} <= {rule.name for rule, _ in Quick(MOVES).may_fire(piece)}


def test_the_rules_are_made_ready_in_the_background_and_not_on_import():
    told = subprocess.run(
        [sys.executable, "-c", WARMED], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    assert told == ["0", "1", "1"]


WARMED = """
import threading
from notknowing import mirror
from notknowing.mirror.engine import ready
print(ready.cache_info().currsize)
mirror.warm()
for one in threading.enumerate():
    if one is not threading.current_thread():
        one.join()
print(ready.cache_info().currsize)
mirror.warm()
print(threading.active_count())
"""
