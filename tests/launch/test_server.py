"""What a notebook is relieved of before it is saved."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from notknowing.launch.server import WIDGET, before_saving
from notknowing.work import MIME, Store


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "week01").mkdir()
    with Store.open("week01", tmp_path / "week01", writing=True) as store:
        store.put("1F.pull_for", "what may be read")
        store.put("1E.body", "nobody else's business", private=True)
    return tmp_path


def notebook(**entries) -> dict:
    kept = {key.replace("__", "."): {"value": value, "saved": "2026-11-23T07:00:00.000Z", "count": 1, "kind": "text"} for key, value in entries.items()}  # fmt: skip
    copy = {MIME: {"schema": 1, "notebook": "week01", "entries": kept}, "text/html": str(kept), "text/plain": str(kept)}
    cells = [
        {"cell_type": "code", "outputs": [{"output_type": "display_data", "data": {WIDGET: {"model_id": "1"}, "text/plain": "ActivityWidget()"}}]},
        {"cell_type": "code", "outputs": [{"output_type": "stream", "text": "kept"}, {"output_type": "display_data", "data": copy}]},
        {"cell_type": "markdown", "source": "words"},
    ]  # fmt: skip
    return {"cells": cells, "metadata": {"widgets": {"state": "what was typed"}, "kernelspec": {"name": "python3"}}}


def save(folder, content, path="week01/week01.ipynb", kind="notebook"):
    before_saving({"type": kind, "content": content}, path, SimpleNamespace(root_dir=str(folder)))
    return json.dumps(content)


def test_drawn_activities_and_widget_state_are_not_saved(folder):
    text = save(folder, notebook(**{"1F__pull_for": "what may be read"}))
    assert WIDGET not in text
    assert "ActivityWidget" not in text
    assert "what was typed" not in text
    assert "kept" in text


def test_the_copy_of_the_words_stays(folder):
    assert "what may be read" in save(folder, notebook(**{"1F__pull_for": "what may be read"}))


def test_private_words_go_out_of_every_copy_and_every_face_of_it(folder):
    text = save(folder, notebook(**{"1F__pull_for": "what may be read", "1E__body": "nobody else's business"}))
    assert "nobody else's business" not in text
    assert "what may be read" in text


def test_other_files_and_odd_notebooks_are_left_alone(folder):
    assert save(folder, {"cells": None, "metadata": {}}) == '{"cells": null, "metadata": {}}'
    assert "x" in save(folder, "x", "notes.txt", "file")
    save(folder, {"cells": [{"outputs": ["odd", {"data": None}]}, "odd"]})


def test_an_unreadable_private_file_stops_no_save(folder):
    (folder / "week01" / "week01.private.json").write_text("{", encoding="utf-8")
    assert "what may be read" in save(folder, notebook(**{"1F__pull_for": "what may be read"}))
