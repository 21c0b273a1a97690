"""``show`` puts an activity on the page or says in a plain sentence why not; while nbgrader marks, it only prints."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest
from IPython.display import HTML

from notknowing import show
from notknowing.activities import page as page_module
from notknowing.activities.base import Activity
from notknowing.activities.widget import ActivityWidget
from notknowing.course import places
from notknowing.work import MIME, drawer

from .student import ROOT, Student, every_activity, readable


class Shown(list):
    """What was displayed, in order."""

    def __call__(self, what: Any, **options: Any) -> Shown:
        self.append(what)
        return self

    def update(self, what: Any, **options: Any) -> None:
        self.append(what)

    @property
    def sentence(self) -> str:
        """What a student reads of an activity that could not open."""
        assert len(self) == 1 and isinstance(self[0], HTML), self
        return self[0].data

    @property
    def widget(self) -> ActivityWidget:
        return next(one for one in self if isinstance(one, ActivityWidget))


@pytest.fixture
def shown(monkeypatch) -> Shown:
    found = Shown()
    monkeypatch.setattr(page_module, "display", found)
    return found


@pytest.fixture
def room(student: Student, monkeypatch) -> Student:
    """A working folder, and the kernel in Week 2."""
    monkeypatch.chdir(student.place("week02"))
    return student


def press(widget: ActivityWidget, event: dict[str, Any]) -> dict[str, Any]:
    """Send one event as the browser does, and return the answer to it."""
    sent: list[dict[str, Any]] = []
    widget.send = sent.append
    widget._on_event(widget, {"seq": 9, **event}, [])
    return next(message for message in sent if "ack" in message)


def is_plain(sentence: str) -> bool:
    """What happened, that work is safe, what to do; no name of a file of ours and nothing of Python's."""
    assert 'role="alert"' in sentence and 'lang="en-GB"' in sentence
    assert "safe" in sentence and "Traceback" not in sentence and ".py" not in sentence
    return True


def test_an_activity_opens(room, shown):
    show("week02", "2H")
    assert [node["k"] for node in shown.widget.view if node["t"] == "textbox"] == [
        "2H.noticed",
        "2H.know",
        "2H.responsible",
    ]
    assert shown.widget.name == "week02/2H"


def test_without_an_activity_the_page_opens_with_its_question_minutes_and_card(room, shown):
    show("week02")
    text = "\n".join(readable(shown.widget.view))
    page = room.course.pages["week02"]
    for said in (page.question, str(page.minutes), page.content_note, "Samaritans", page.outcomes[0].text):
        assert said in text


def test_the_words_panel_brings_the_second_copy_of_the_words(room, shown):
    show("week02", "2H")
    press(shown.widget, {"kind": "change", "key": "2H.noticed", "value": "A line."})
    show("week02", "words")
    assert shown[-1][MIME]["entries"]["2H.noticed"]["value"] == "A line."
    press(shown.widget, {"kind": "change", "key": "2H.noticed", "value": "Another line."})
    assert shown[-1][MIME]["entries"]["2H.noticed"]["value"] == "Another line."


def test_a_lone_notebook_brings_its_words_back(room, shown, monkeypatch):
    room.open("week02", "2H").type("2H.noticed", "Carried along.")
    import nbformat

    path = Path("week02.ipynb")
    node = nbformat.read(path, as_version=4)
    node.cells[-1].outputs = [nbformat.v4.new_output("display_data", data=room.store("week02").bundle())]
    nbformat.write(node, path)
    Path("week02.responses.json").unlink()
    show("week02", "2H")
    assert next(node for node in shown.widget.view if node["k"] == "2H.noticed")["value"] == "Carried along."


# -- ten faults -------------------------------------------------------------------------------------------------


def test_fault_an_unknown_page(room, shown):
    show("week99", "1A")
    assert is_plain(shown.sentence) and "week99" in shown.sentence
    assert not list(Path().glob("week99*"))


def test_fault_an_unknown_activity(room, shown):
    show("week02", "9Z")
    assert is_plain(shown.sentence) and "9Z" in shown.sentence


def test_fault_a_broken_course_file(room, shown):
    shutil.copytree(ROOT / "course", room.folder / "course")
    path = room.folder / "course" / "weeks" / "week02.yml"
    path.write_text(path.read_text("utf-8").replace("id: week02", "id: [week02", 1), encoding="utf-8")
    show("week02", "2H")
    assert is_plain(shown.sentence) and "week02.yml, line" in shown.sentence


def test_fault_no_course_anywhere(room, shown, monkeypatch, tmp_path):
    monkeypatch.setattr(places, "BUNDLED", tmp_path / "nowhere")
    monkeypatch.setattr(places, "REPOSITORY", tmp_path / "nowhere")
    show("week02", "2H")
    assert is_plain(shown.sentence) and "notknowing start" in shown.sentence


def test_fault_a_file_of_words_that_cannot_be_read(room, shown):
    Path("week02.responses.json").write_bytes(b'{"schema": 1, "entries": {"2H.noticed": {"val')
    show("week02")
    text = "\n".join(readable(shown.widget.view))
    assert "could not be read" in text and "It is kept, unchanged" in text
    assert press(shown.widget, {"kind": "change", "key": "00.nation", "value": "Wales"})["ok"]
    assert list(Path().glob("week02.responses.unreadable-*.json"))


@pytest.mark.parametrize(("number", "reason"), [(errno.EROFS, "does not allow saving"), (errno.ENOSPC, "disk is full")])
def test_faults_a_read_only_folder_and_a_full_disk(room, shown, monkeypatch, number, reason):
    show("week02", "2H")

    def refuse(*_, **__):
        raise OSError(number, "no")

    write = drawer.write_whole
    monkeypatch.setattr(drawer, "write_whole", refuse)
    reply = press(shown.widget, {"kind": "change", "key": "2H.noticed", "value": "Typed all the same."})
    assert not reply["ok"] and reason in reply["message"] and "still on this page" in reply["message"]
    assert next(node for node in shown.widget.view if node["k"] == "2H.noticed")["value"] == "Typed all the same."
    monkeypatch.setattr(drawer, "write_whole", write)
    assert press(shown.widget, {"kind": "press", "key": "retry"})["ok"]
    assert room.store("week02").get("2H.noticed") == "Typed all the same."


def test_fault_the_unseen_client_is_missing(room, shown, monkeypatch):
    monkeypatch.chdir(room.place("a1b"))
    Path("client.yml").unlink()
    show("a1b", "B")
    assert is_plain(shown.sentence) and "client.yml" in shown.sentence


def test_fault_a_damaged_notebook(room, shown):
    Path("week02.ipynb").write_bytes(b'{"cells": [{"outputs": [3, {"data": ')
    show("week02", "2H")
    assert shown.widget.view


def test_fault_an_activity_that_raises(room, shown, monkeypatch):
    def broken(self):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(Activity.kinds["closing"], "view", broken)
    show("week02", "2H")
    assert "safe" not in shown.sentence or is_plain(shown.sentence)
    assert "is saved" in shown.sentence and "tell your tutor" in shown.sentence and "Traceback" not in shown.sentence


def test_an_activity_that_raises_later_keeps_the_page_and_says_so(room, shown, monkeypatch):
    show("week02", "2H")
    before = shown.widget.view

    def broken(self):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(Activity.kinds["closing"], "view", broken)
    reply = press(shown.widget, {"kind": "change", "key": "2H.noticed", "value": "Kept."})
    assert not reply["ok"] and "tell your tutor" in reply["message"]
    assert shown.widget.view == before
    assert room.store("week02").get("2H.noticed") == "Kept."


def test_one_activity_that_raises_does_not_stop_the_others(room, shown, monkeypatch):
    show("week02", "2H")
    show("week02", "2C")
    closing, loop = (one for one in shown if isinstance(one, ActivityWidget))
    closing.is_drawn = True

    def broken(self):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(Activity.kinds["closing"], "view", broken)
    assert press(loop, {"kind": "press", "key": "next|1"})["ok"]


def test_a_pasted_name_that_cannot_be_a_file_is_said_too(room, shown):
    show("../week02", "2H")
    assert "Traceback" not in shown.sentence and "tell your tutor" in shown.sentence


# -- while nbgrader marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["autograde", "validate", "formgrade"])
def test_while_nbgrader_marks_words_are_printed_and_nothing_is_written(returning, shown, monkeypatch, how):
    monkeypatch.chdir(returning.place("week02"))
    monkeypatch.setenv("NBGRADER_EXECUTION", how)
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in returning.folder.rglob("*") if path.is_file()
    }
    for page_id, activity_id in every_activity(returning.course):
        if page_id == "week02":
            show(page_id, activity_id)
    assert all(isinstance(one, HTML) for one in shown)
    text = "".join(one.data for one in shown)
    assert "Revised words to farida" in text and "Kept as it was" in text and 'role="alert"' not in text
    after = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in returning.folder.rglob("*") if path.is_file()
    }
    assert after == before


def test_while_nbgrader_marks_an_unseen_client_need_not_be_there(room, shown, monkeypatch):
    desk = room.open("a1b", "B")
    desk.choose("B.first.manner", "plain")
    assert not desk.activity.is_done(), "plainly, but nothing told yet"
    desk.type("B.first.plain", "The appointment is on Thursday.")
    assert desk.activity.is_done()
    monkeypatch.chdir(room.place("a1b"))
    Path("client.yml").unlink()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    show("a1b", "B")
    assert "The appointment is on Thursday." in shown.sentence


def test_an_activity_nobody_wrote_in_prints_nothing(room, shown, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    for page_id, activity_id in every_activity(room.course):
        monkeypatch.chdir(room.place(page_id))
        show(page_id, activity_id)
        assert shown == [], f"{page_id} {activity_id}"
