"""The second copy, inside the notebook: written as a bundle, found again whatever else is in the file."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notebooks_for_work import notebook_with

from notknowing.work import MIME, Entry, Store, recover
from notknowing.work.notebook_copy import bundle_of, plain

NOON = datetime(2026, 10, 4, 12, 0, tzinfo=UTC)


def test_a_lone_notebook_gives_the_words_back(store, tmp_path):
    store.put("2C", "first\nline", origin="week01:1F")
    store.put("2C", "second\n\nline\u2028 <b>&amp;")
    store.put("2A", {"ticked": [1, 2.5, None]}, kind="choice")
    store.put("2P", "for me alone", private=True)
    path = tmp_path / "week02.ipynb"
    notebook_with(store.bundle(), path=path)
    expected = store.entries()
    assert recover(path) == recover(str(path)) == expected
    assert (
        recover(nbformat.read(path, as_version=4)) == recover(json.loads(path.read_text(encoding="utf-8"))) == expected
    )
    assert "for me alone" not in path.read_text(encoding="utf-8")


def test_words_recovered_can_be_adopted_where_the_file_is_lost(store, tmp_path):
    store.put("2C", "words")
    path = tmp_path / "week02.ipynb"
    notebook_with(store.bundle(), path=path)
    store.path.unlink()
    fresh = Store.open("week02", tmp_path)
    assert fresh.adopt(recover(path)).ok and fresh.get("2C") == "words"
    assert fresh.problems == []


def test_words_made_private_meanwhile_are_not_adopted(store, tmp_path):
    store.put("2P", "once shared")
    path = tmp_path / "week02.ipynb"
    stale = store.bundle()
    store.make_private("2P")
    notebook_with(stale, path=path)
    assert store.adopt(recover(path)).ok
    assert store.is_private("2P") and store.entries() == {}


def test_the_newest_of_several_copies_counts(store, tmp_path):
    store.put("2A", "a")
    old = store.bundle()
    store.put("2A", "b")
    new = store.bundle()
    for bundles in ((old, new), (new, old)):
        assert recover(notebook_with(*bundles))["2A"].value == "b"


def test_a_copy_from_before_an_answer_became_private_does_not_bring_it_back(store):
    store.put("2A", "shared")
    store.put("2P", "for me alone")
    old = store.bundle()
    store.make_private("2P")
    assert set(recover(notebook_with(store.bundle(), old))) == {"2A"}
    reopened = Store.open("week02", store.folder)
    assert set(recover(notebook_with(reopened.bundle(), old))) == {"2A"}


def test_a_damaged_copy_is_passed_over_for_a_sound_one(store):
    store.put("2A", "a")
    good = store.bundle()
    for damaged in (None, 5, "{", [], {}, {"schema": 1}, {"schema": 1, "entries": 3}, {"schema": "x", "entries": {}}):
        bad = {**good, MIME: damaged}
        assert recover({"cells": [{"outputs": [{"data": bad}]}]}) == {}
        assert recover({"cells": [{"outputs": [{"data": bad}, {"data": good}]}]}) == store.entries()


def test_a_copy_written_as_text_is_read_too(store):
    store.put("2A", "a")
    payload = json.dumps(store.bundle()[MIME])
    for form in (payload, payload.splitlines(True), [payload[:20], payload[20:]]):
        assert recover({"cells": [{"outputs": [{"data": {MIME: form}}]}]}) == store.entries()


@pytest.mark.parametrize(
    "node",
    [
        None,
        5,
        [],
        {},
        {"cells": 3},
        {"cells": [None, {"outputs": 4}, {"outputs": [None, {"data": []}, {"data": None}]}]},
    ],
)
def test_what_is_no_notebook_gives_nothing(node):
    assert recover(node) == {}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[" * 200_000, b'"text"'])
def test_a_file_that_is_no_notebook_gives_nothing(tmp_path, content):
    path = tmp_path / "week02.ipynb"
    path.write_bytes(content)
    assert recover(path) == {}
    assert recover(tmp_path) == recover(tmp_path / "absent.ipynb") == {}


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["schema", "entries", "value", "2A"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(json_data, json_data)
def test_no_payload_whatever_makes_recover_raise(payload, entry):
    node = {
        "cells": [{"outputs": [{"data": {MIME: payload}}, {"data": {MIME: {"schema": 1, "entries": {"2A": entry}}}}]}]
    }
    assert isinstance(recover(node), dict)


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=30), max_size=5))
def test_any_words_survive_the_way_through_a_notebook(words):
    entries = {key: Entry(value, NOON + timedelta(seconds=1)) for key, value in words.items()}
    node = notebook_with(bundle_of("week02", entries, NOON))
    assert recover(nbformat.reads(nbformat.writes(node), as_version=4)) == entries


def test_answers_of_every_shape_read_as_text():
    assert plain(["a", {"b": [1, True]}, None]) == "- a\n-\n  b:\n    - 1\n    - yes\n-"
    assert plain({"sure": False, "why": "because"}) == "sure: no\nwhy: because"
    assert plain(None) == "" and plain(3) == "3"
