"""Sorting cards: sets instead of single answers, notes instead of crosses, and points that nobody sees."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from notknowing.activities.kept import Kept
from notknowing.activities.kinds.sorting import CardSort
from notknowing.course.models import Card, CardGroup
from notknowing.course.models import CardSort as Spec
from notknowing.work import Store

from .student import Desk

GROUPS = [
    CardGroup(id="bond", label="Bond", definition="How they get on."),
    CardGroup(id="task", label="Tasks", definition="What they do."),
    CardGroup(id="goal", label="Goals", definition="What for."),
]


def spec(several: bool, **more):
    cards = [
        Card(words="She remembers my dog's name.", key=["bond"], note="About being known."),
        Card(
            words="We do the chair thing, and I can see why.", key=["task", "goal"], also=["bond"], note="Two at once."
        ),
    ]
    made = {"id": "5B", "title": "Sort", "minutes": 5, "status": "formative", "why": "To see.", "kind": "card_sort"}
    return Spec(**made, question="Where does it belong?", groups=GROUPS, cards=cards, several=several, **more)


@pytest.fixture
def desk(course, tmp_path):
    def sit(several: bool, **more) -> Desk:
        page = course.pages["week01"]
        return Desk(CardSort(course, page, spec(several, **more), Store.open("week01", tmp_path)))

    return sit


def points(desk: Desk):
    activity = desk.activity
    kept = Kept("week01", activity.store.entries())
    return CardSort(activity.course, activity.page, activity.spec, kept).practice_points()


def test_one_group_each_any_of_the_key_agrees(desk):
    sat = desk(several=False)
    sat.choose("5B.c1", "bond")
    assert "reads it that way too" in sat.text
    sat.press("Go on")
    assert sat.focus == "5B.c2.head"
    sat.choose("5B.c2", "goal")
    assert "reads it that way too: tasks or goals" in sat.text
    sat.choose("5B.c2", "bond")
    assert "can be argued for" in sat.text
    sat.press("Finish")
    assert sat.activity.is_done()
    assert points(sat) == (1.0, 1.0)


def test_several_groups_show_the_reading_only_when_asked(desk):
    sat = desk(several=True)
    sat.press("Go on")
    sat.choose("5B.c2", ["task"])
    assert "Two at once" not in sat.text
    sat.press("Show the course's reading")
    assert "Two at once" in sat.text
    assert "can be argued for" in sat.text
    sat.choose("5B.c2", ["task", "goal"])
    assert "reads it that way too: tasks and goals" in sat.text


def test_another_reading_is_answered_with_the_note_and_earns_nothing(desk):
    sat = desk(several=False)
    sat.choose("5B.c1", "goal")
    assert "You may still see something it does not" in sat.text
    assert points(sat) == (0.0, 1.0)


def test_practice_cards_are_not_counted(desk):
    sat = desk(several=False, practice=1)
    sat.choose("5B.c1", "bond")
    assert points(sat) == (0.0, 0.5)


def test_a_card_in_a_group_that_is_not_there_is_a_fault_in_the_file():
    with pytest.raises(ValidationError, match="card 1 names the group 'soul'"):
        Spec(
            **{**spec(False).model_dump(), "cards": [{"words": "x", "key": ["soul"], "note": "y"}]},
        )
