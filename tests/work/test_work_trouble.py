"""Files and disks that are not as they should be: nothing raises, nothing is overwritten, and it is said plainly."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from notknowing.work import Store, read_entries

ENTRY = {"value": "kept", "saved": "2026-10-04T12:00:00.000Z", "count": 1}
UNREADABLE = {
    "broken": b'{"schema": 1, "entries": {"2C": {"value": "my wo',
    "empty": b"",
    "not utf-8": b'{"schema": 1, "entries": {"2C": {"value": "caf\xe9"}}}',
    "utf-16": '{"schema": 1, "notebook": "week02", "entries": {}}'.encode("utf-16"),
    "a list": b"[1, 2]",
    "no schema": b'{"entries": {}}',
    "schema of words": b'{"schema": "one", "entries": {}}',
    "schema true": b'{"schema": true, "entries": {}}',
    "schema zero": b'{"schema": 0, "entries": {}}',
    "entries as a list": b'{"schema": 1, "entries": []}',
    "not a number": b'{"schema": 1, "entries": {"2C": {"value": NaN}}}',
    "too deep": b'{"schema": 1, "entries": ' + b"[" * 200_000,
}


def aside(folder: Path) -> list[Path]:
    return sorted(folder.glob("week02.*.unreadable-*.json"))


def plain(message: str) -> bool:
    return message.endswith(".") and len(message.split()) <= 40 and "Error" not in message and "!" not in message


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_file_is_set_aside_unchanged(tmp_path, clock, content):
    path = tmp_path / "week02.responses.json"
    path.write_bytes(content)
    store = Store.open("week02", tmp_path, clock=clock)
    assert store.keys() == [] and store.put("2C", "new words").ok
    (kept,) = aside(tmp_path)
    assert kept.read_bytes() == content and kept.name == "week02.responses.unreadable-20261004T130508Z.json"
    (problem,) = store.problems
    assert kept.name in problem.message and plain(problem.message) and str(problem) == problem.message
    assert Store.open("week02", tmp_path).get("2C") == "new words"


@pytest.mark.parametrize("name", ["responses", "private"])
def test_a_folder_of_that_name_is_set_aside(tmp_path, name):
    folder = tmp_path / f"week02.{name}.json"
    folder.mkdir()
    (folder / "inside.txt").write_text("kept", encoding="utf-8")
    store = Store.open("week02", tmp_path)
    assert store.put("2C", "words", private=name == "private").ok
    (kept,) = aside(tmp_path)
    assert (kept / "inside.txt").read_text(encoding="utf-8") == "kept" and len(store.problems) == 1


def test_a_pipe_of_that_name_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "week02.responses.json")
    store = Store.open("week02", tmp_path)
    assert store.put("2C", "words").ok and len(aside(tmp_path)) == 1


def test_two_unreadable_files_of_one_second_have_names_of_their_own(tmp_path):
    def still():
        from datetime import UTC, datetime

        return datetime(2026, 10, 4, 12, 0, tzinfo=UTC)

    for content in (b"first", b"second"):
        (tmp_path / "week02.responses.json").write_bytes(content)
        Store.open("week02", tmp_path, clock=still)
    assert [path.read_bytes() for path in aside(tmp_path)] == [b"second", b"first"]


def test_a_file_that_breaks_while_the_page_is_open_takes_nothing_with_it(store, tmp_path):
    store.put("2A", "one")
    store.path.write_bytes(b"<<<<<<< HEAD")
    assert store.refresh() == [] and store.get("2A") == "one"
    assert store.put("2B", "two").ok
    assert {key: entry.value for key, entry in read_entries(store.path)[0].items()} == {"2A": "one", "2B": "two"}
    assert [path.read_bytes() for path in aside(tmp_path)] == [b"<<<<<<< HEAD"]


def test_a_file_that_disappears_or_grows_old_takes_nothing_with_it(store):
    store.put("2A", "one")
    old = store.path.read_bytes()
    store.put("2A", "newer")
    store.put("2B", "two")
    store.path.unlink()
    assert store.refresh() == [] and store.put("2C", "three").ok
    store.path.write_bytes(old)
    assert store.refresh() == [] and store.put("2D", "four").ok
    values = {key: entry.value for key, entry in read_entries(store.path)[0].items()}
    assert values == {"2A": "newer", "2B": "two", "2C": "three", "2D": "four"}


def test_one_damaged_entry_does_not_take_the_others_along(tmp_path):
    path = tmp_path / "week02.responses.json"
    content = json.dumps(
        {"schema": 1, "entries": {"2A": ENTRY, "2B": {"words": "no value here"}, "2C": {"value": "no time"}}}
    )
    path.write_text(content, encoding="utf-8")
    store = Store.open("week02", tmp_path)
    assert store.get("2A") == "kept" and store.get("2C") == "no time" and store.get("2B") is None
    assert store.put("2A", "changed").ok and store.put("2A", "changed again").ok
    (kept,) = aside(tmp_path)
    assert kept.read_text(encoding="utf-8") == content
    assert [kept.name in problem.message for problem in store.problems] == [True] and plain(store.problems[0].message)


def test_a_newer_schema_is_shown_and_left_alone(tmp_path):
    path = tmp_path / "week02.responses.json"
    path.write_text(json.dumps({"schema": 2, "entries": {"2A": ENTRY}, "more": 1}), encoding="utf-8")
    before = path.read_bytes()
    store = Store.open("week02", tmp_path)
    assert (
        store.get("2A") == "kept" and "newer version" in store.problems[0].message and plain(store.problems[0].message)
    )
    saved = store.put("2A", "changed")
    assert not saved.ok and "newer version" in saved.message and plain(saved.message)
    assert store.get("2A") == "changed"
    store.close()
    assert path.read_bytes() == before and aside(tmp_path) == []
    assert store.put("2P", "private still works", private=True).ok


@pytest.mark.parametrize("entries", [[], None, "?"])
def test_a_newer_schema_of_another_shape_is_left_alone_too(tmp_path, entries):
    path = tmp_path / "week02.responses.json"
    path.write_text(json.dumps({"schema": 9, "entries": entries}), encoding="utf-8")
    store = Store.open("week02", tmp_path)
    assert not store.put("2A", "x").ok and aside(tmp_path) == []


def test_a_byte_order_mark_is_no_trouble(tmp_path):
    path = tmp_path / "week02.responses.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"schema": 1, "entries": {"2A": ENTRY}}).encode())
    store = Store.open("week02", tmp_path)
    assert store.get("2A") == "kept" and store.problems == []


def test_read_entries_is_tolerant_and_changes_nothing(tmp_path):
    for number, content in enumerate(UNREADABLE.values()):
        path = tmp_path / f"{number}.responses.json"
        path.write_bytes(content)
        entries, problems = read_entries(path)
        assert entries == {} and len(problems) == 1 and plain(problems[0].message) and path.read_bytes() == content
    assert read_entries(tmp_path / "absent.json") == ({}, [])
    assert len(read_entries(str(tmp_path))[1]) == 1
    assert len(read_entries(tmp_path / ("x" * 300))[1]) == 1


FAULTS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EACCES: "does not allow saving",
    errno.EROFS: "does not allow saving",
    errno.ENAMETOOLONG: "name of the folder is too long",
    errno.EIO: "did not let the file be written",
}


@pytest.mark.parametrize("call", ["os.replace", "os.open", "os.fsync"])
@pytest.mark.parametrize(("code", "reason"), FAULTS.items())
def test_what_cannot_be_written_is_said_kept_and_tried_again(store, tmp_path, monkeypatch, call, code, reason):
    store.put("2A", "before")
    before = store.path.read_bytes()

    def fail(*_, **__):
        raise OSError(code, os.strerror(code))

    told = []
    store.on_change(told.append)
    with monkeypatch.context() as patch:
        patch.setattr(call, fail)
        saved = store.put("2A", "after")
        assert not saved.ok and saved.when is None and reason in saved.message and plain(saved.message)
        assert not store.retry().ok and not store.make_private("2A").ok
        assert store.path.read_bytes() == before and store.get("2A") == "after" and told == []
    assert not list(tmp_path.glob("*.tmp"))


def test_the_next_put_brings_along_what_had_to_wait(store, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", _full)
        saved = store.put("2A", "waited")
        store.put("2P", "waited too", private=True)
    assert saved.message == (
        "Your last words are not on disk yet: the disk is full. They are still on this page. "
        "Free some space, then press Save again."
    )
    told = []
    store.on_change(told.append)
    assert store.put("2B", "now").ok
    assert set(read_entries(store.path)[0]) == {"2A", "2B"} and set(read_entries(store.private_path)[0]) == {"2P"}
    assert store.retry().ok and told == ["2B"]


def test_closing_writes_what_had_to_wait(store, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", _full)
        store.put("2A", "waited")
    store.close()
    assert read_entries(store.path)[0]["2A"].value == "waited"


def _full(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_an_unreadable_file_that_cannot_be_set_aside_is_not_overwritten(tmp_path, monkeypatch):
    path = tmp_path / "week02.responses.json"
    path.write_bytes(b"broken")

    def denied(*_):
        raise PermissionError(errno.EACCES, "denied")

    with monkeypatch.context() as patch:
        patch.setattr("os.rename", denied)
        store = Store.open("week02", tmp_path)
        assert len(store.problems) == 1
        assert not store.put("2C", "words").ok and path.read_bytes() == b"broken"
    assert store.put("2C", "words").ok and [kept.read_bytes() for kept in aside(tmp_path)] == [b"broken"]


def test_a_file_that_may_not_be_read_is_not_overwritten(tmp_path, monkeypatch):
    path = tmp_path / "week02.responses.json"
    path.write_text(json.dumps({"schema": 1, "entries": {"2A": ENTRY}}), encoding="utf-8")
    before = path.read_bytes()

    def denied(*_):
        raise PermissionError(errno.EACCES, "denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", denied)
        store = Store.open("week02", tmp_path)
        assert len(store.problems) == 1 and plain(store.problems[0].message)
        assert not store.put("2B", "words").ok
    assert path.read_bytes() == before
    assert store.put("2B", "words").ok
    assert set(read_entries(path)[0]) == {"2A", "2B"}


def test_a_folder_that_goes_away_is_said_plainly(tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    store = Store.open("week02", folder)
    store.put("2A", "words")
    folder.rename(tmp_path / "moved")
    saved = store.put("2B", "more")
    assert not saved.ok and plain(saved.message) and not folder.exists()
    (tmp_path / "moved").rename(folder)
    assert store.retry().ok and set(read_entries(store.path)[0]) == {"2A", "2B"}


def test_a_path_that_is_too_long_is_said_plainly(tmp_path):
    store = Store.open("week02", tmp_path / ("long" * 80))
    saved = store.put("2A", "words")
    assert not saved.ok and "too long" in saved.message and plain(saved.message) and store.get("2A") == "words"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere; the same is tested with a fault put in by hand")
def test_a_folder_that_is_really_read_only(tmp_path):
    store = Store.open("week02", tmp_path)
    tmp_path.chmod(0o500)
    try:
        assert "does not allow saving" in store.put("2A", "words").message
    finally:
        tmp_path.chmod(0o700)
    assert store.retry().ok


def test_a_press_of_stop_in_the_middle_leaves_the_words_in_memory_and_the_lock_free(store, tmp_path, monkeypatch):
    store.put("2A", "before")

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.put("2A", "after")
    assert not list(tmp_path.glob(".*.tmp")) and store.get("2A") == "after"
    assert Store.open("week02", tmp_path).get("2A") == "before"
    assert store.retry().ok and Store.open("week02", tmp_path).get("2A") == "after"


def test_a_time_at_the_end_of_the_calendar_does_not_stop_saving(tmp_path):
    path = tmp_path / "week02.responses.json"
    late = {**ENTRY, "saved": "9999-12-31T23:59:59.999Z"}
    path.write_text(json.dumps({"schema": 1, "entries": {"2A": late}}), encoding="utf-8")
    store = Store.open("week02", tmp_path)
    assert store.put("2A", "later still").ok and Store.open("week02", tmp_path).get("2A") == "later still"
