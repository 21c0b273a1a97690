"""The store in fair weather: put, get, undo, drafts, the second copy, and reading only."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from notknowing.work import MIME, Entry, Store, read_entries
from notknowing.work.entries import tidy

keys = st.sampled_from(["1A", "1B", "2C", "2C.reply", "é", "a b"])
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_put_is_on_disk_when_it_returns(store, tmp_path):
    saved = store.put("2C", "Mae'n ddrwg gen i.")
    assert saved.ok and saved.message == "Saved in week02.responses.json." and saved.conflict is None
    assert saved.when.tzinfo is UTC and saved.when.microsecond % 1000 == 0
    assert Store.open("week02", tmp_path).get("2C") == "Mae'n ddrwg gen i."


def test_the_file_is_as_agreed_and_can_be_read_by_a_person(store):
    store.put("2C", "Wörds", kind="text", origin="week01:1F")
    store.put("2A", ["b", "a"], kind="choice")
    text = store.path.read_text(encoding="utf-8")
    data = json.loads(text)
    assert list(data) == ["entries", "notebook", "schema"] and data["schema"] == 1 and data["notebook"] == "week02"
    assert list(data["entries"]) == ["2A", "2C"] and "Wörds" in text and text.endswith("}\n")
    saved = data["entries"]["2C"].pop("saved")
    assert saved.startswith("2026-10-04T13:05:") and saved.endswith(".123Z")
    assert data["entries"]["2C"] == {"count": 1, "kind": "text", "origin": "week01:1F", "value": "Wörds"}


def test_nothing_is_left_beside_the_file_but_the_lock(store, tmp_path):
    for number in range(5):
        store.put("2C", str(number))
    assert files_in(tmp_path) == [".week02.lock", "week02.responses.json"]


def test_opening_writes_nothing(store, tmp_path):
    assert files_in(tmp_path) == [] and store.problems == [] and store.keys() == []


@given(st.lists(st.tuples(keys, any_text, st.booleans()), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_any_interleaving_of_any_text_comes_back(tmp_path_factory, puts):
    folder = tmp_path_factory.mktemp("words")
    windows = [Store.open("week02", folder), Store.open("week02", folder)]
    for key, text, window in puts:
        assert windows[window].put(key, text).ok
    expected = {key: tidy(text) for key, text, _ in puts}
    fresh = Store.open("week02", folder)
    assert {key: fresh.get(key) for key in fresh.keys()} == expected  # noqa: SIM118
    for window in windows:
        window.refresh()
        assert {key: window.get(key) for key in window.keys()} == expected  # noqa: SIM118


@pytest.mark.parametrize(
    "value", ["", "x" * 10**6, "\x00\x01\x1b[31m\r\n\u2028", 0, 1.5, True, None, [], {"a": [1, {"b": None}]}]
)
def test_every_kind_of_value_comes_back_as_it_was(store, tmp_path, value):
    assert store.put("2C", value).ok
    back = Store.open("week02", tmp_path).get("2C", "absent")
    assert back == value and type(back) is type(value)


def test_a_value_that_cannot_be_saved_leaves_the_earlier_one(store):
    store.put("2C", 4)
    refused = store.put("2C", float("nan"))
    assert not refused.ok and refused.when is None and "number" in refused.message
    assert store.get("2C") == 4


def test_an_answer_without_a_name_is_refused(store):
    assert not store.put("", "words").ok
    assert not store.put(7, "words").ok


def test_what_is_read_can_be_changed_without_changing_what_is_stored(store):
    store.put("2A", {"ticked": ["a"]})
    store.get("2A")["ticked"].append("b")
    store.entry("2A").value["ticked"].append("c")
    assert store.get("2A") == {"ticked": ["a"]}


def test_keys_by_prefix_and_default(store):
    store.put("2A", 1)
    store.put("2A.why", 2)
    store.put("3A", 3, private=True)
    assert store.keys("2A") == ["2A", "2A.why"] and store.keys() == ["2A", "2A.why", "3A"]
    assert store.get("9Z", "nothing") == "nothing" and store.entry("9Z") is None
    assert list(store.entries()) == ["2A", "2A.why"] and list(store.private_entries()) == ["3A"]


def test_a_clock_that_goes_back_loses_nothing(store, clock, tmp_path):
    first = store.put("2C", "before")
    clock.time -= timedelta(days=2)
    second = store.put("2C", "after")
    assert second.when == first.when + timedelta(milliseconds=1)
    assert Store.open("week02", tmp_path).get("2C") == "after"
    assert store.entry("2C").history == [{"value": "before", "saved": first.when}]


def test_undo_is_saved_too(store, tmp_path):
    store.put("2C", "first")
    store.put("2C", "second")
    assert store.undo("2C").ok
    again = Store.open("week02", tmp_path)
    assert again.get("2C") == "first"
    assert not again.undo("2C").ok
    assert again.get("2C") == "first" and "second" in [item["value"] for item in again.entry("2C").history]


def test_undo_of_nothing_says_so(store):
    saved = store.undo("2C")
    assert not saved.ok and saved.message.startswith("There is nothing earlier")


def test_drafts_do_not_fill_the_history(store):
    for number in range(30):
        store.put("2C", "a" * number, history=False)
    assert store.entry("2C").history == [] and store.entry("2C").count == 0
    store.put("2C", "done")
    assert store.entry("2C").history == [] and store.entry("2C").count == 1


def test_those_who_asked_are_told_after_a_successful_put(store):
    told = []
    store.on_change(lambda: told.append("plain"))
    stop = store.on_change(told.append)
    store.put("2C", "words")
    store.put("2C", float("inf"))
    stop()
    store.put("2D", "words")
    assert told == ["plain", "2C", "plain"]


def test_a_fault_in_a_listener_does_not_look_like_a_fault_in_saving(store):
    store.on_change(lambda key: 1 / 0)
    assert store.put("2C", "words").ok
    assert [problem.kind for problem in store.problems] == ["copy"]


def test_the_bundle_is_readable_and_escaped(store):
    store.put("2C", "<script>alert(1)</script>\nline & line\x07")
    store.put("2A", {"choice": ["a", "b"], "sure": True})
    bundle = store.bundle()
    assert set(bundle) == {MIME, "text/html", "text/plain"}
    assert (
        "<script>" not in bundle["text/html"]
        and "&lt;script&gt;" in bundle["text/html"]
        and "\x07" not in bundle["text/html"]
    )
    assert "line & line" in bundle["text/plain"] and "sure: yes" in bundle["text/plain"]
    assert bundle[MIME]["entries"]["2C"]["value"] == "<script>alert(1)</script>\nline & line\x07"
    json.dumps(bundle, allow_nan=False)


def test_an_empty_bundle_says_that_nothing_is_saved(store):
    assert "Nothing is saved yet" in store.bundle()["text/plain"]


def test_under_nbgrader_nothing_is_written_or_renamed(monkeypatch, tmp_path, store):
    store.put("2C", "mine")
    store.put("2P", "for me", private=True)
    (tmp_path / "week03.responses.json").write_text("{ broken", encoding="utf-8")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    sealed = Store.open("week02", tmp_path)
    assert not sealed.writing and sealed.get("2C") == "mine"
    for saved in (
        sealed.put("2C", "other"),
        sealed.make_private("2C"),
        sealed.make_shared("2P"),
        sealed.undo("2C"),
        sealed.adopt({}),
    ):
        assert not saved.ok and saved.when is None
    sealed.retry()
    sealed.close()
    broken = Store.open("week03", tmp_path)
    assert broken.problems and not broken.put("1A", "x").ok
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()} == before


def test_writing_can_be_asked_for_and_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert Store.open("week02", tmp_path, writing=True).put("2C", "x").ok
    monkeypatch.delenv("NBGRADER_EXECUTION")
    assert not Store.open("week02", tmp_path, writing=False).put("2C", "y").ok


@pytest.mark.parametrize("name", ["", "../week02", "a/b", "a\\b", ".hidden", "a\0b"])
def test_a_name_that_is_no_file_name_is_an_error_of_the_caller(tmp_path, name):
    with pytest.raises(ValueError):
        Store.open(name, tmp_path)


def test_the_folder_is_the_current_one_by_default(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    store = Store.open("week02")
    monkeypatch.chdir("/")
    store.put("2C", "words")
    assert store.folder == tmp_path and (tmp_path / "week02.responses.json").exists()


def test_adopted_answers_come_in_where_they_are_newer(store, clock):
    store.put("2A", "older here")
    store.put("2B", "newer here")
    later = clock() + timedelta(hours=1)
    earlier = later - timedelta(days=1)
    told = []
    store.on_change(told.append)
    other = {"2A": Entry("newer there", later), "2B": Entry("older there", earlier), "2D": Entry("only there", earlier)}
    assert store.adopt(other).ok
    assert [store.get(key) for key in ("2A", "2B", "2D")] == ["newer there", "newer here", "only there"]
    assert sorted(told) == ["2A", "2B", "2D"]
    reopened = read_entries(store.path)[0]
    assert reopened == store.entries() and reopened["2B"].history[0]["value"] == "older there"


def test_leaving_a_with_block_closes_the_store(tmp_path):
    with Store.open("week02", tmp_path) as store:
        store.put("2C", "words")
    assert read_entries(tmp_path / "week02.responses.json")[0]["2C"].value == "words"


class TwoWindows(RuleBasedStateMachine):
    """Two windows, whatever they do in whatever order: the file holds the last of every answer, and in its own place."""

    def __init__(self):
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.windows = [Store.open("week02", self.folder.name) for _ in range(2)]
        self.words: dict[str, str] = {}
        self.private: set[str] = set()

    @rule(window=st.integers(0, 1), key=keys, text=st.text(max_size=5), private=st.booleans(), history=st.booleans())
    def put(self, window, key, text, private, history):
        assert self.windows[window].put(key, text, private=private, history=history).ok
        self.words[key] = text
        if private:
            self.private.add(key)

    @rule(window=st.integers(0, 1), key=keys)
    def make_private(self, window, key):
        assert self.windows[window].make_private(key).ok == (key in self.words)
        if key in self.words:
            self.private.add(key)

    @rule(window=st.integers(0, 1), key=keys)
    def make_shared(self, window, key):
        assert self.windows[window].make_shared(key).ok == (key in self.words)
        self.private.discard(key)

    @rule(window=st.integers(0, 1))
    def reopen(self, window):
        self.windows[window] = Store.open("week02", self.folder.name)

    @rule(window=st.integers(0, 1))
    def refresh(self, window):
        store = self.windows[window]
        store.refresh()
        assert {key: store.get(key) for key in store.keys()} == self.words  # noqa: SIM118
        assert set(store.private_entries()) == self.private

    @invariant()
    def every_answer_is_on_disk_in_its_place(self):
        folder = Path(self.folder.name)
        shared, problems = read_entries(folder / "week02.responses.json")
        private, more = read_entries(folder / "week02.private.json")
        assert problems == more == []
        assert {key: entry.value for key, entry in {**shared, **private}.items()} == self.words
        assert set(private) == self.private and not set(shared) & self.private

    def teardown(self):
        self.folder.cleanup()


TestTwoWindows = TwoWindows.TestCase
TestTwoWindows.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
