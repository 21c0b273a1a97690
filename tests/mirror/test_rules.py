"""Every rule of the table does what its own examples say."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from notknowing import mirror
from notknowing.mirror import measure
from notknowing.mirror.phrases import PHRASES
from notknowing.mirror.precision import MEASURED
from notknowing.mirror.rule import OFF, Rule, doubt_of, expand
from notknowing.mirror.table import FORMS, LABELS, NAMES, PEOPLE, RULES

SPEAKER = SimpleNamespace(words="I was creeping about like a burglar.", name="Gareth", pronouns=None, safety=None)
EXAMPLES = [pytest.param(rule, text, id=f"{rule.name}: {text}") for rule in RULES for text in rule.examples]
COUNTER = [pytest.param(rule, text, id=f"{rule.name}: {text}") for rule in RULES for text in rule.counter_examples]


@pytest.mark.parametrize(("rule", "text"), EXAMPLES)
def test_an_example_is_read_as_the_rule_says(rule, text):
    seen = measure.named(mirror.read(text, SPEAKER if rule.shares else None))
    assert rule.gives in seen["forms" if rule in FORMS else "moves"]


@pytest.mark.parametrize(("rule", "text"), COUNTER)
def test_a_counter_example_is_left_alone(rule, text):
    assert rule.name not in measure.named(mirror.read(text, SPEAKER if rule.shares else None))["rules"]


def test_names_are_unique_and_each_rule_has_both_kinds_of_example():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.examples and rule.counter_examples for rule in RULES)
    assert {rule.gives for rule in RULES if rule not in FORMS} == set(NAMES) == set(LABELS)


def test_the_words_a_rule_needs_lose_none_of_its_examples():
    for rule in RULES:
        for text in rule.examples:
            free = Rule(**{**vars_of(rule), "needs": ""})
            if free.search(text.lower()):
                assert rule.need <= frozenset() or re.findall(r"[\w'-]+", text.lower())


def vars_of(rule):
    """A rule's own fields, without what it has worked out."""
    return {name: getattr(rule, name) for name in Rule.__dataclass_fields__}


def test_every_phrase_is_known_and_every_pattern_compiles():
    for rule in RULES:
        assert "<" not in re.sub(r"\(\?<?[=!]", "", expand(rule.pattern)).replace("(?<", "")
        assert rule.found and (rule.barred is None or rule.barred)
    assert all(isinstance(value, str) for value in PHRASES.values())
    with pytest.raises(KeyError):
        expand("<no-such-phrase>")


def test_moves_on_which_people_differ_say_may_and_give_the_figure():
    for name in ("advise", "interpret", "label"):
        assert "may" in LABELS[name].split()
        assert name in PEOPLE
    assert ".51" in PEOPLE["advise"]
    assert all("may" not in LABELS[name].split() for name in set(LABELS) - set(PEOPLE))
    (move,) = mirror.read("You should ring her.").moves
    assert move.label == "may read as advice" and ".51" in move.why


def test_doubt_comes_from_what_was_measured():
    assert doubt_of(0, 0) == doubt_of(4, 4) == "guessing"
    assert doubt_of(9, 10) == "fairly sure"
    assert doubt_of(7, 10) == "unsure"
    assert all(0 <= right <= fired for right, fired in MEASURED.values())


def test_a_rule_that_is_mostly_wrong_is_off():
    rule = RULES[0]
    assert all(one.is_on == (one.measured[1] < 5 or one.measured[0] / one.measured[1] >= OFF) for one in RULES)
    poor = Rule(**{**vars_of(rule), "name": "poor"})
    MEASURED["poor"] = (2, 9)
    try:
        assert not poor.is_on
    finally:
        del MEASURED["poor"]
