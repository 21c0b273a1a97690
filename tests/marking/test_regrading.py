"""Marking again on a real gradebook: a person's marks and comments stay, and only what changed asks to be seen."""

import pytest
from fair_course import mark_by_hand
from tiny_course import hand_in, released

from notknowing.marking.autograde import autograde
from notknowing.marking.nbgrader_room import autograde_one, gradebook
from notknowing.marking.places import Place
from notknowing.marking.regrading import keeping


def written(root, words):
    notebook = released(root)
    next(one for one in notebook.cells if one.id == "t1-words").source = words
    return notebook


@pytest.fixture
def marked(tiny):
    """One student marked, by hand as well: a mark, a comment, another mark for an automatic part, half a point more."""
    hand_in(tiny, "one", written(tiny, "My words."), {"A.answer": "swallows"})
    autograde("t1", tiny)
    mark_by_hand(tiny, "one", 4.5, "You stayed with his words.")
    mark_by_hand(tiny, "one", 3, part="t1-count")
    with gradebook(tiny) as book:
        book.find_grade("t1-last", "t1", "t1", "one").extra_credit = 0.5
        book.db.commit()
    return tiny


def again(root):
    place = Place(root, "t1", "one")
    with keeping(place) as found:
        assert autograde_one(root, "t1", "one").ok
    with gradebook(root) as book:
        parts = {}
        for name in ("t1-count", "t1-words", "t1-last"):
            grade = book.find_grade(name, "t1", "t1", "one")
            parts[name] = (grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
        comment = book.find_comment("t1-words", "t1", "t1", "one").manual_comment
        assert comment in (None, "You stayed with his words.")
        parts["comment"] = comment
    return found, parts


def test_nothing_changed_nothing_asked(marked):
    found, parts = again(marked)
    assert found.changes == [] and found.kept == 3
    assert parts == {
        "t1-count": (4, 3, None, False),
        "t1-words": (None, 4.5, None, False),
        "t1-last": (2, None, 0.5, False),
        "comment": "You stayed with his words.",
    }


def test_new_words_are_put_up_again_with_the_old_mark_in_them(marked):
    hand_in(marked, "one", written(marked, "Other words."), {"A.answer": "swallows"})
    found, parts = again(marked)
    assert [(one.part, one.again) for one in found.changes] == [("t1-words", True)]
    assert found.lines() == [
        "t1-words: the student's words are not the ones you marked. Your mark and comment are kept; look at it once more."
    ]
    assert parts["t1-words"] == (None, 4.5, None, True) and parts["comment"] == "You stayed with his words."
    assert parts["t1-count"] == (4, 3, None, False)
    assert parts["t1-last"][2:4] == (0.5, False)


def test_other_automatic_points_are_said_with_both_numbers(marked):
    hand_in(marked, "one", written(marked, "My words."), {"A.answer": "something else"})
    found, parts = again(marked)
    assert [one.why for one in found.changes] == ["the automatic points were 4 and are 1.5."]
    assert found.changes[0].again  # a person had given it another mark
    assert parts["t1-words"] == (None, 4.5, None, False) and parts["comment"] == "You stayed with his words."
    assert parts["t1-count"] == (1.5, 3, None, True)


def test_an_automatic_part_that_nobody_looked_at_asks_nobody(tiny):
    hand_in(tiny, "one", written(tiny, "My words."), {"A.answer": "swallows"})
    autograde("t1", tiny)
    hand_in(tiny, "one", written(tiny, "My words."), {"A.answer": "something else"})
    found, parts = again(tiny)
    assert found.lines() == [] and found.remarks() == ["t1-count: the automatic points were 4 and are 1.5."]
    assert parts["t1-count"][3] is False and parts["t1-words"][3] is True


def test_the_first_marking_has_nothing_to_compare_with(tiny):
    hand_in(tiny, "one", written(tiny, "My words."), {"A.answer": "swallows"})
    found, _ = again(tiny)
    assert found.changes == [] and found.kept == 0
