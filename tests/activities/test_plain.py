"""Where the page's own script cannot load, stock controls stand in: labelled, and saving to the same place."""

from __future__ import annotations

import html
import re

import ipywidgets as w
import pytest

from notknowing.activities.nodes import walk
from notknowing.activities.plain import plain
from notknowing.course import load

from .student import ROOT, Student, every_activity, explored

EVERY = every_activity(load(ROOT / "course"))
ONE_EACH = {
    "textbox": w.Textarea,
    "number": w.Text,
    "scale": w.Text,
    "slider": w.Text,
    "choice": w.Dropdown,
    "select": w.Dropdown,
    "button": w.Button,
    "timer": w.Button,
}


def inside(box: w.Widget) -> list[w.Widget]:
    return [box, *(deep for child in getattr(box, "children", ()) for deep in inside(child))]


def read(box: w.Widget) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", "\n".join(one.value for one in inside(box) if isinstance(one, w.HTML))))


def control(box: w.Widget, kind: type, label: str) -> w.Widget:
    return next(one for one in inside(box) if isinstance(one, kind) and one.description.startswith(label))


@pytest.mark.parametrize(("page_id", "activity_id"), EVERY)
def test_every_view_of_every_activity_can_be_drawn_with_stock_controls(returning, page_id, activity_id):
    desk = returning.open(page_id, activity_id)
    for i, view in enumerate(explored(desk, steps=20)):
        if i % 5:
            continue
        box = plain(desk.activity)
        nodes = list(walk(view))
        for node_type, kind in ONE_EACH.items():
            wanted = [node for node in nodes if ONE_EACH.get(node["t"]) is kind]
            assert len([one for one in inside(box) if isinstance(one, kind)]) == len(wanted), node_type
        ticks = sum(len(node["options"]) for node in nodes if node["t"] == "checks")
        assert len([one for one in inside(box) if isinstance(one, w.Checkbox)]) == ticks
        for one in inside(box):
            if isinstance(one, w.Textarea | w.Text | w.Dropdown | w.Button | w.Checkbox):
                assert one.description.strip(), "a control without a name"
        shown = read(box)
        for node in nodes:
            if node["t"] in {"heading", "words"} and node["text"].strip():
                assert " ".join(node["text"].split()) in " ".join(shown.split())


def test_typing_choosing_and_ticking_save_to_the_same_entries(student: Student):
    desk = student.open("week02", "2C")
    box = plain(desk.activity)
    for label in ("Go on", "Go on"):
        control(box, w.Button, label).click()
    control(box, w.Textarea, "Your first words").value = "By the plain box."
    assert student.store("week02").get("2C.farida.first.words") == "By the plain box."
    control(box, w.Dropdown, "How do you answer?").value = "silence"
    assert student.store("week02").get("2C.farida.first.manner") == "silence"
    assert control(box, w.Textarea, "Why say nothing?")
    closing = plain(student.open("week02", "2H").activity)
    next(one for one in inside(closing) if isinstance(one, w.Checkbox)).value = True
    control(closing, w.Textarea, "What did I notice?").value = "Mine."
    assert student.store("week02").is_private("2H.noticed")
    assert "Saved at" in read(closing)


def test_a_number_that_is_none_is_answered_in_words(student):
    box = plain(student.open("week01", "1A").activity)
    control(box, w.Text, "The pull to solve this").value = "lots"
    assert "was not kept" in read(box)
    control(box, w.Text, "The pull to solve this").value = "30"
    assert student.store("week01").get("1A.gareth.solve") == 30
    assert "was not kept" not in read(box)


def test_hints_and_the_ends_of_a_scale_are_there_to_read(student):
    assert "0: no pull. 100: a very strong pull." in read(plain(student.open("week01", "1A").activity))
    hint = student.course.pages["week01"].activity("1F").prompts[0].hint
    assert hint in read(plain(student.open("week01", "1F").activity))


def test_words_with_marks_in_them_are_shown_as_text(student):
    student.open("week01", "1F").type("1F.pull_for", "<b>bold</b> & more")
    box = plain(student.open("week01", "words").activity)
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in "".join(one.value for one in inside(box) if isinstance(one, w.HTML))


def test_a_press_that_fails_keeps_the_page_and_says_so(student, monkeypatch):
    desk = student.open("week02", "2C")
    box = plain(desk.activity)
    before = len(box.children)
    monkeypatch.setattr(type(desk.activity), "view", lambda self: 1 / 0)
    control(box, w.Button, "Go on").click()
    assert len(box.children) == before
    assert "tell your tutor" in read(box) and "Traceback" not in read(box)
