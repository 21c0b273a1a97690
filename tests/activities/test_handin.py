"""What is handed in is what was shown: the newest words, silence included, and nothing that stays at home."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import nbformat
import pytest

from notknowing.activities import handin
from notknowing.work import MIME, Store, recover

from .student import Desk, Student


@pytest.fixture
def ready(student: Student) -> Student:
    """Somebody who has written A1: one piece in words, one silence, and a note."""
    desk = student.open("a1", "C")
    for client_id in ("farida", "wei-ling"):
        desk.press_key(f"afresh|{client_id}")
    desk.type("C.farida.first.words", "First words, déjà vu.")
    desk.type("C.farida.because", "Because she asked.")
    desk.choose("C.wei-ling.first.manner", "silence")
    desk.type("C.wei-ling.first.silence_why", "She has not finished.")
    student.open("a1", "D").type("D.pull", "One pull.")
    return student


def copy_of(student: Student, page_id: str = "a1") -> handin.Copy:
    return handin.prepare(page_id, student.place(page_id), course=student.course)


def inside(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def handed_in(student: Student, page_id: str = "a1"):
    """The zip's notebook, and its entries as the responses file in it holds them."""
    files = inside(handin.write_zip(copy_of(student, page_id), course=student.course))
    assert sorted(files) == [f"{page_id}.ipynb", f"{page_id}.responses.json"]
    return nbformat.reads(files[f"{page_id}.ipynb"].decode(), 4), json.loads(files[f"{page_id}.responses.json"])[
        "entries"
    ]


def cells(node) -> dict[str, str]:
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in node.cells
        if "nbgrader" in cell.metadata and cell.cell_type == "markdown"
    }


def edit_notebook(student: Student, change, page_id: str = "a1") -> None:
    path = student.place(page_id) / f"{page_id}.ipynb"
    node = nbformat.read(path, as_version=4)
    change(node)
    path.write_text(nbformat.writes(node), encoding="utf-8")


def write_in_cell(student: Student, grade_id: str, write) -> None:
    def change(node):
        cell = next(cell for cell in node.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)
        cell.source = write(cell.source)

    edit_notebook(student, change)


def test_the_copy_shown_is_what_is_in_the_zip_to_the_letter(ready):
    desk = ready.open("a1", "S")
    desk.press("Show me exactly what would be handed in")
    shown = [node["text"] for node in desk.controls("marked")]
    desk.press("Make the file to upload")
    node, entries = handed_in(ready)
    assert shown == [value for _, value in copy_of(ready).listed()]
    assert sorted(shown) == sorted(
        str(entry["value"]) for entry in entries.values() if entry["value"] not in (None, "", [])
    )
    assert {key: entry.value for key, entry in recover(node).items()} == {
        key: entry["value"] for key, entry in entries.items()
    }


def test_the_button_says_what_it_made_and_where_and_can_be_pressed_again(ready):
    desk = ready.open("a1", "S")
    assert "Make the file to upload" not in [node["label"] for node in desk.controls("button")]
    desk.press("Show me exactly what would be handed in")
    for _ in range(2):
        desk.press("Make the file to upload")
        assert "a1-submission.zip" in desk.node("made")["text"] and "upload it" in desk.node("made")["text"].lower()
    assert desk.activity.is_done()
    assert (ready.place("a1") / "a1-submission.zip").is_file()


def test_words_changed_after_the_look_are_shown_before_they_go(ready):
    desk = ready.open("a1", "S")
    desk.press("Show me exactly what would be handed in")
    elsewhere = ready.open("a1", "D", store=desk.activity.store)
    elsewhere.type("D.pull", "Another pull altogether.")
    desk.press("Make the file to upload")
    assert not (ready.place("a1") / "a1-submission.zip").exists()
    assert desk.has("changed") and "Another pull altogether." in desk.text
    desk.press("Make the file to upload")
    assert handed_in(ready)[1]["D.pull"]["value"] == "Another pull altogether."


def test_with_nothing_written_there_is_nothing_to_hand_in(student):
    desk = student.open("a1", "S")
    desk.press("Show me exactly what would be handed in")
    assert "Nothing is written yet" in desk.text
    assert "Make the file to upload" not in [node["label"] for node in desk.controls("button")]


def test_a_markers_cells_hold_the_words_and_a_silence_is_words(ready):
    filled = cells(handed_in(ready)[0])
    assert "First words, déjà vu." in filled["a1-c-1"] and "Because she asked." in filled["a1-c-1"]
    assert "Says nothing for now; because: She has not finished." in filled["a1-c-2"].replace("\\", "")
    assert filled["a1-c-3"].startswith("*Your words from"), "nothing written, nothing put in"
    assert "One pull." in filled["a1-d"]


@pytest.mark.parametrize(
    "write",
    [
        lambda given: f"{given}\n\nTyped by hand.",
        lambda given: f"{given} Typed by hand.",
        lambda given: f"Typed by hand.\n\n{given}",
        lambda given: "Typed by hand.",
    ],
    ids=["below", "on the same line", "above", "instead"],
)
def test_what_somebody_typed_into_a_markers_cell_is_shown_and_kept_beside_the_activitys_words(ready, write):
    for cell in ("a1-c-1", "a1-c-3"):
        write_in_cell(ready, cell, write)
    assert copy_of(ready).typed == {"a1-c-1": "Typed by hand.", "a1-c-3": "Typed by hand."}
    assert ("Written in the notebook cell a1-c-1", "Typed by hand.") in copy_of(ready).listed()
    filled = cells(handed_in(ready)[0])
    assert filled["a1-c-1"].count("Typed by hand.") == 1 and "First words" in filled["a1-c-1"]
    assert filled["a1-c-3"].count("Typed by hand.") == 1


def test_a_cell_filled_once_is_not_filled_twice(ready):
    node, _ = handed_in(ready)
    (ready.place("a1") / "a1.ipynb").write_text(nbformat.writes(node), encoding="utf-8")
    assert cells(handed_in(ready)[0]) == cells(node)


def test_cells_that_somebody_added_are_shown_because_they_go_too(ready):
    edit_notebook(ready, lambda node: node.cells.append(nbformat.v4.new_markdown_cell("A cell of mine.")))
    assert ("A cell of your own in the notebook", "A cell of mine.") in copy_of(ready).listed()
    assert "A cell of mine." in [cell.source for cell in handed_in(ready)[0].cells]


def test_a_notebook_as_released_has_no_cell_of_ones_own(ready):
    for page_id in ready.course.pages:
        assert handin.added_cells(ready.place(page_id) / f"{page_id}.ipynb", page_id) == []


def with_copy(student: Student, text: str, key: str = "D.pull", page_id: str = "a1", clock=None) -> None:
    """A copy in the notebook that another machine saved."""
    folder = student.folder.parent / "elsewhere" / page_id
    folder.mkdir(parents=True)
    options = {"clock": clock} if clock else {}
    with Store.open(page_id, folder, **options) as store:
        store.put(key, text)
        bundle = store.bundle()

    def change(node):
        node.cells[-1].outputs = [nbformat.v4.new_output("display_data", data=bundle)]

    edit_notebook(student, change)


def test_the_newest_words_win_and_the_difference_is_said(ready):
    with_copy(ready, "Newer, from another machine.")
    copy = copy_of(ready)
    assert copy.entries["D.pull"].value == "Newer, from another machine."
    assert len(copy.conflicts) == 1
    assert "One pull." in copy.conflicts[0] and "Newer, from another machine." in copy.conflicts[0]
    desk = ready.open("a1", "S")
    desk.press("Show me exactly what would be handed in")
    assert copy.conflicts[0] in desk.text
    assert handed_in(ready)[1]["D.pull"]["value"] == "Newer, from another machine."


def test_an_older_copy_in_the_notebook_loses_and_is_said_too(ready):
    from datetime import UTC, datetime

    with_copy(ready, "Older, from another machine.", clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    copy = copy_of(ready)
    assert copy.entries["D.pull"].value == "One pull."
    assert "Older, from another machine." in copy.conflicts[0]
    assert "Older, from another machine." not in json.dumps(handed_in(ready)[1], ensure_ascii=False)


def test_a_copy_that_is_only_behind_is_no_conflict(ready):
    bundle = ready.store("a1").bundle()
    edit_notebook(
        ready, lambda node: setattr(node.cells[-1], "outputs", [nbformat.v4.new_output("display_data", data=bundle)])
    )
    ready.open("a1", "D").type("D.pull", "One pull, gone on with.")
    assert copy_of(ready).conflicts == []


def test_an_output_pasted_from_another_page_is_not_handed_in_with_this_one(ready):
    with_copy(ready, "Words of Week 2.", key="2C.farida.first.words")
    assert "Words of Week 2." not in repr(copy_of(ready).entries)


def test_earlier_versions_stay_at_home(ready):
    desk = ready.open("a1", "D")
    desk.type("D.pull", "A first try that I took back.")
    desk.type("D.pull", "What I mean.")
    assert "took back" in ready.store("a1").path.read_text("utf-8")
    node, entries = handed_in(ready)
    assert "took back" not in json.dumps(entries) + nbformat.writes(node)


def test_places_hints_and_the_nation_stay_at_home(ready):
    ready.open("a1", "opening").choose("00.nation", "Wales")
    node, entries = handed_in(ready)
    assert not [key for key in entries if key.endswith(".place") or key.startswith("00.")]
    assert "Wales" not in nbformat.writes(node)


def test_the_same_words_make_the_same_zip_to_the_byte(ready):
    first = handin.write_zip(copy_of(ready), course=ready.course).read_bytes()
    desk = ready.open("a1", "S")
    desk.press("Show me exactly what would be handed in")
    desk.press("Make the file to upload")
    assert (ready.place("a1") / "a1-submission.zip").read_bytes() == first
    assert ready.open("a1", "S").has("made")


def test_outputs_and_the_state_of_widgets_are_left_out_and_the_copy_of_the_words_is_in(ready):
    def change(node):
        code = [cell for cell in node.cells if cell.cell_type == "code"]
        code[0].outputs = [nbformat.v4.new_output("stream", text="printed")]
        code[0].execution_count = 7
        node.metadata["widgets"] = {"state": "typed things"}

    edit_notebook(ready, change)
    node, _ = handed_in(ready)
    assert "widgets" not in node.metadata
    assert {cell.execution_count for cell in node.cells if cell.cell_type == "code"} == {None}
    kinds = [list(output.data) for cell in node.cells if cell.cell_type == "code" for output in cell.outputs]
    assert kinds == [[MIME, "text/plain"]] or [sorted(k) for k in kinds] == [sorted([MIME, "text/plain"])]


SMALL = {"metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe\x00",
        json.dumps({**SMALL, "cells": 3}).encode(),
        json.dumps({**SMALL, "cells": [3]}).encode(),
        json.dumps(SMALL).encode(),
        None,
    ],
    ids=[
        "empty",
        "cut off",
        "null",
        "list",
        "no keys",
        "not text",
        "cells no list",
        "cell no cell",
        "no cells",
        "missing",
    ],
)
def test_a_notebook_beyond_reading_is_replaced_by_the_released_one_and_the_words_arrive(ready, damage):
    path = ready.place("a1") / "a1.ipynb"
    path.unlink() if damage is None else path.write_bytes(damage)
    node, entries = handed_in(ready)
    assert cells(node).keys() == {"a1-c-1", "a1-c-2", "a1-c-3", "a1-d"}
    assert "First words" in cells(node)["a1-c-1"] and entries["D.pull"]["value"] == "One pull."
    assert {key: entry.value for key, entry in recover(node).items()}["D.pull"] == "One pull."
    assert damage is None or path.read_bytes() == damage, "the student's own file is left as it is"


def test_a_notebook_a_little_damaged_is_used_all_the_same(ready):
    """A copied cell, a code cell without outputs, a cell without metadata: what was typed in it still goes."""
    write_in_cell(ready, "a1-c-3", lambda given: "Typed by hand.")
    path = ready.place("a1") / "a1.ipynb"
    node = json.loads(path.read_text("utf-8"))
    node["cells"].append(dict(node["cells"][0]))
    for cell in node["cells"]:
        cell.pop("outputs", None)
    node["cells"].append({"cell_type": "markdown", "source": ["Mine, ", "without metadata."]})
    path.write_text(json.dumps(node), encoding="utf-8")
    made, _ = handed_in(ready)
    assert cells(handed_in(ready)[0]) == cells(made)
    assert [cell.id for cell in handed_in(ready)[0].cells] == [cell.id for cell in made.cells], "no id by chance"
    nbformat.validate(made)
    assert "Typed by hand." in cells(made)["a1-c-3"]
    assert "Mine, without metadata." in [cell.source for cell in made.cells]


def test_a_full_disk_leaves_nothing_half_written_and_the_page_says_what_to_do(ready, monkeypatch):
    desk = ready.open("a1", "S")
    desk.press("Show me exactly what would be handed in")
    desk.press("Make the file to upload")
    before = {path.name: path.read_bytes() for path in ready.place("a1").iterdir()}
    replace = os.replace

    def full(source, target):
        if ".zip" not in str(target):
            return replace(source, target)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    reply = desk.press_key(desk.button("Make the file to upload"))
    assert not reply["ok"]
    assert "disk is full" in reply["message"] and "safe" in reply["message"] and "Errno" not in reply["message"]
    assert {path.name: path.read_bytes() for path in ready.place("a1").iterdir()} == before


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
def test_the_files_in_the_zip_can_be_opened_by_whoever_unpacks_them(ready, tmp_path):
    made = handin.write_zip(copy_of(ready), course=ready.course)
    subprocess.run(["unzip", "-q", str(made), "-d", str(tmp_path / "out")], check=True)
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in (tmp_path / "out").iterdir())


def test_every_page_can_be_handed_in(returning):
    for page_id in returning.course.pages:
        node, entries = handed_in(returning, page_id)
        assert node.cells
        nbformat.validate(node)
        assert set(entries) == set(copy_of(returning, page_id).entries)


def test_the_panel_of_words_shows_them_as_they_are_and_brings_earlier_ones_back(student):
    desk: Desk = student.open("week01", "1F")
    desk.type("1F.pull_for", "The *first* version\nin two lines.")
    desk.type("1F.pull_for", "The second.")
    panel = student.open("week01", "words")
    assert "The second." in panel.text and "The *first* version" in panel.text
    assert "1F What was the pull for?" in panel.text
    panel.press("Bring these words back")
    assert panel.node("shared.1F.pull_for.value")["text"] == "The *first* version\nin two lines."
    assert student.store("week01").get("1F.pull_for") == "The *first* version\nin two lines."
