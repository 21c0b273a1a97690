"""Formative points: counted while nbgrader marks, never shown on a student's page, and blind to how a reply is put."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from notknowing.course import load
from notknowing.marking import formative
from notknowing.work import Store

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def course():
    return load(REPOSITORY / "course")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(formative, "load", lambda: load(REPOSITORY / "course"))
    return tmp_path


@pytest.fixture
def marking(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")


def put(page: str, **entries) -> None:
    with Store.open(page, writing=True) as store:
        for key, value in entries.items():
            store.put(key.replace("__", "."), value, kind="choice")


def sort_of(course):
    return course.pages["week01"].activity("1B")


def test_each_reply_sorted_as_read_earns_half_a_point(folder, course, marking):
    spec = sort_of(course)
    put("week01", **{f"1B__i{i + 1}": item.key[0] for i, item in enumerate(spec.items)})
    assert formative.sort_points("week01", "1B") == 6


def test_a_reading_the_course_accepts_earns_the_same(course):
    spec = sort_of(course)
    counted = [(i, item) for i, item in enumerate(spec.items) if i >= spec.practice and item.also]
    found = {f"1B.i{i + 1}": item.also[0] for i, item in counted}
    assert formative.sorted_as_read(spec, found) == len(counted) > 0


def test_practice_replies_and_other_readings_earn_nothing(course):
    spec = sort_of(course)
    practice = {f"1B.i{i + 1}": spec.items[i].key[0] for i in range(spec.practice)}
    assert formative.sorted_as_read(spec, practice) == 0
    wrong = {f"1B.i{i + 1}": "something else" for i in range(len(spec.items))}
    assert formative.sorted_as_read(spec, wrong) == 0


def test_nothing_handed_in_earns_nothing_and_raises_nothing(folder, marking):
    assert formative.sort_points("week01", "1B") == 0
    assert formative.present_points("week02", "2C", "2D") == 0


def test_unreadable_words_raise_nothing(folder, marking):
    Path("week01.responses.json").write_text("{", encoding="utf-8")
    assert formative.sort_points("week01", "1B") == 0


@pytest.mark.parametrize("how", ["", "validate"])
def test_no_number_stands_on_a_students_page(folder, monkeypatch, how, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", how)
    assert formative.sort_points("week01", "1B") is None
    assert formative.present_points("week02", "2C", "2D") is None


def test_the_student_reads_what_the_points_are_for(folder, monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    shown = []
    monkeypatch.setattr(formative, "display", lambda thing: shown.append(thing.data))
    formative.sort_points("week01", "1B")
    assert re.search(r"the last 12 replies count for up to 6 practice points", shown[0])
    assert "no part in your module mark" in shown[0]


LEDGER = {f"2D.{name}": "something" for name in ("client_knows", "i_know", "neither_knows", "obliged")}


def loop_and_ledger(course):
    page = course.pages["week02"]
    return page.activity("2C"), page.activity("2D")


def replies(course, **entries) -> int:
    loop, _ = loop_and_ledger(course)
    return formative.replies_present(
        loop, course.clients, {key.replace("__", "."): value for key, value in entries.items()}
    )


def test_two_replies_and_four_columns_are_two_points(folder, course, marking):
    put("week02", **{"2C__farida__first__words": "You said eat your egg.", "2C__wei-ling__first__words": "I do not know yet."})  # fmt: skip
    put("week02", **{key.replace(".", "__"): value for key, value in LEDGER.items()})
    assert formative.present_points("week02", "2C", "2D") == 2


def test_silence_and_plain_telling_are_present(course):
    assert replies(course, **{"2C__farida__first__manner": "silence", "2C__wei-ling__first__manner": "silence"}) == 2
    assert (
        replies(course, **{"2C__farida__first__manner": "plain", "2C__farida__first__plain": "It is four sessions."})
        == 1
    )


def test_the_same_words_to_two_people_count_once(course):
    same = {"2C__farida__first__words": "Tell me more.", "2C__wei-ling__first__words": "tell me more"}
    assert replies(course, **same) == 1


def test_a_hint_copied_out_is_not_a_reply(course):
    for hint in course.clients["farida"].hints.rungs() + course.clients["farida-b"].hints.rungs():
        assert replies(course, **{"2C__farida__first__words": hint}) == 0


def test_short_plain_dialect_and_other_languages_count_the_same(course):
    for words in ("Mm.", "Owt else, pet?", "ਹਾਂ ਜੀ", "Aye."):
        assert replies(course, **{"2C__farida__first__words": words}) == 1


def test_columns_count_a_quarter_each(course):
    _, ledger = loop_and_ledger(course)
    assert formative.columns_used(ledger, LEDGER) == 4
    assert formative.columns_used(ledger, {"2D.i_know": "  "}) == 0


def test_an_activity_of_another_kind_is_refused(folder, marking):
    with pytest.raises(KeyError):
        formative.sort_points("week01", "1A")


def test_the_notebooks_give_the_points_that_are_counted(course):
    for page, cell, most in (("week01", "week01-1b", 6), ("week02", "week02-2c-2d", 2)):
        nb = json.loads((REPOSITORY / f"solutions/{page}/{page}.ipynb").read_text(encoding="utf-8"))
        graded = next(c["metadata"]["nbgrader"] for c in nb["cells"] if c["id"] == cell)
        assert graded["points"] == most
    spec = sort_of(course)
    assert (len(spec.items) - spec.practice) * formative.EACH_SORTED == 6
