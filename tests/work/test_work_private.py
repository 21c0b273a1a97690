"""Private means private: after `make_private` the words are in one file alone, and a byte search proves it."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import nbformat
import pytest
from notebooks_for_work import notebook_with

from notknowing.work import Store, read_entries, recover

SECRET = 'What I "did" on Tuesday\nwas <nobody\'s> café & business'
FIRST = "An earlier wording of what I did on Tuesday"
TRACES = (b"Tuesday", b"nobody")


def places_of(folder: Path, *traces: bytes) -> list[str]:
    """Names of the files, and of members of zips, in which a trace stands."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            contents = [path.read_bytes()]
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    contents += [archive.read(name) for name in archive.namelist()]
            if any(trace in content for trace in traces for content in contents):
                found.append(path.relative_to(folder).as_posix())
    return found


@pytest.fixture
def lived_in(store: Store, tmp_path: Path) -> Store:
    """A folder as it is in the middle of a week: notebook, checkpoint, set-aside files, zips, and a second answer."""
    store.put("2C", "Shared words of another answer")
    store.put("2P", FIRST)
    store.put("2P", SECRET)
    checkpoints = tmp_path / ".ipynb_checkpoints"
    notebook_with(store.bundle(), path=tmp_path / "week02.ipynb")
    notebook_with(store.bundle(), store.bundle(), path=checkpoints / "week02-checkpoint.ipynb")
    whole = store.path.read_bytes()
    (checkpoints / "week02.responses-checkpoint.json").write_bytes(whole)
    (tmp_path / "week02.responses-Copy1.json").write_bytes(whole)
    (tmp_path / "week02.responses.unreadable-20261001T120000Z.json").write_bytes(whole[: whole.index(b"nobody") + 8])
    (tmp_path / "week02.responses.unreadable-20261002T120000Z.json").write_bytes(whole)
    (tmp_path / "week02.responses.unreadable-20261003T120000Z.json").write_bytes(whole.decode().encode("utf-16"))
    (tmp_path / ".week02.responses.json.0badcafe.tmp").write_bytes(whole[:-9])
    (tmp_path / ".week02.private.json.0badcafe.tmp").write_bytes(whole[:-9])
    with zipfile.ZipFile(tmp_path / "week02-to-hand-in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("week02/week02.responses.json", whole)
    with zipfile.ZipFile(tmp_path / "only the notebook.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "week02.ipynb", "week02.ipynb")
    return store


def test_the_words_are_in_no_other_file(lived_in, tmp_path):
    assert len(places_of(tmp_path, *TRACES)) >= 9
    saved = lived_in.make_private("2P")
    assert saved.ok, saved.message
    assert places_of(tmp_path, *TRACES) == ["week02.private.json"]
    for path in tmp_path.rglob("*"):
        assert (
            path.name == "week02.private.json"
            or not path.is_file()
            or "Tuesday".encode("utf-16-le") not in path.read_bytes()
        )
    assert lived_in.is_private("2P") and lived_in.get("2P") == SECRET
    assert "2P" not in lived_in.entries() and "Tuesday" not in json.dumps(lived_in.bundle())
    assert [item["value"] for item in lived_in.entry("2P").history] == [FIRST]


def test_the_person_is_told_which_zips_went(lived_in, tmp_path):
    message = lived_in.make_private("2P").message
    assert message.startswith("These words are now for you only, in week02.private.json.")
    assert "only the notebook.zip and week02-to-hand-in.zip held an earlier copy, so they were deleted" in message
    assert not list(tmp_path.glob("*.zip"))


def test_everything_else_stays(lived_in, tmp_path):
    lived_in.make_private("2P")
    for name in ("week02.ipynb", ".ipynb_checkpoints/week02-checkpoint.ipynb"):
        assert {key: entry.value for key, entry in recover(tmp_path / name).items()} == {
            "2C": "Shared words of another answer"
        }
    for name in (
        "week02.responses.json",
        "week02.responses-Copy1.json",
        "week02.responses.unreadable-20261002T120000Z.json",
    ):
        entries, problems = read_entries(tmp_path / name)
        assert set(entries) == {"2C"} and problems == []
    # The broken file loses the one entry; the words of the other answer can still be recovered from it by hand.
    broken = (tmp_path / "week02.responses.unreadable-20261001T120000Z.json").read_text(encoding="utf-8")
    assert "Shared words of another answer" in broken


def test_the_notebook_is_otherwise_as_nbformat_writes_it_and_has_its_old_time(lived_in, tmp_path):
    path = tmp_path / "week02.ipynb"
    os.utime(path, ns=(1_700_000_000_000_000_123, 1_700_000_000_000_000_123))
    path.chmod(0o640)
    before = nbformat.read(path, as_version=4)
    lived_in.make_private("2P")
    after = nbformat.read(path, as_version=4)
    assert path.stat().st_mtime_ns == 1_700_000_000_000_000_123 and path.stat().st_mode & 0o777 == 0o640
    assert path.read_text(encoding="utf-8") == nbformat.writes(after) + "\n"
    nbformat.validate(after)
    data = after.cells[1].outputs[0].data
    assert "Shared words" in data["text/html"] and "Shared words" in data["text/plain"]
    after.cells[1].outputs[0].data = before.cells[1].outputs[0].data
    assert after == before


def test_a_notebook_without_the_words_is_not_touched(store, tmp_path):
    store.put("2P", SECRET)
    path = tmp_path / "week01.ipynb"
    path.write_text('{"cells": [],   "metadata": {}}', encoding="utf-8")
    before = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
    store.make_private("2P")
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_what_jupyter_stored_besides_is_blanked_and_what_the_person_typed_is_named(store, tmp_path):
    store.put("2P", SECRET)
    node = notebook_with(store.bundle())
    node.cells[1].outputs.append(nbformat.v4.new_output("stream", name="stdout", text=f"You wrote:\n{SECRET}\nabove\n"))
    node.metadata["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": {"1": {"state": {"value": SECRET}}}}
    }
    nbformat.write(node, tmp_path / "week02.ipynb")
    saved = store.make_private("2P")
    assert saved.ok and "also stand" not in saved.message
    assert places_of(tmp_path, *TRACES) == ["week02.private.json"]
    assert "above" in (tmp_path / "week02.ipynb").read_text(encoding="utf-8")

    node.cells.append(nbformat.v4.new_markdown_cell(f"Note to self: {SECRET}"))
    nbformat.write(node, tmp_path / "week02.ipynb")
    (tmp_path / "notes.txt").write_text(SECRET, encoding="utf-8")
    saved = store.make_private("2P")
    assert saved.ok and "also stand in notes.txt and week02.ipynb" in saved.message
    assert SECRET in (tmp_path / "notes.txt").read_text(encoding="utf-8")


def test_a_short_private_answer_does_not_take_others_along(store, tmp_path):
    store.put("2P", "no")
    store.put("2C", "I know nothing; no, nothing")
    notebook_with(store.bundle(), path=tmp_path / "week02.ipynb")
    assert store.make_private("2P").ok
    assert {key: entry.value for key, entry in recover(tmp_path / "week02.ipynb").items()} == {
        "2C": "I know nothing; no, nothing"
    }
    assert '"2P"' not in (tmp_path / "week02.ipynb").read_text(encoding="utf-8")


def test_a_private_phrase_in_another_answer_leaves_that_answer_whole_and_is_named(store, tmp_path):
    store.put("2P", "I do not know")
    store.put("2C", "I do not know what he meant")
    notebook_with(store.bundle(), path=tmp_path / "week02.ipynb")
    saved = store.make_private("2P")
    assert saved.ok and "another answer" in saved.message
    assert recover(tmp_path / "week02.ipynb")["2C"].value == store.get("2C") == "I do not know what he meant"


def test_zips_that_hold_nothing_of_it_stay(store, tmp_path):
    store.put("2P", SECRET)
    with zipfile.ZipFile(tmp_path / "course.zip", "w") as archive:
        archive.writestr("week02/week02.ipynb", nbformat.writes(notebook_with()))
        archive.writestr("week02/figure.png", b"\x89PNG")
    saved = store.make_private("2P")
    assert saved.ok and "zip" not in saved.message and (tmp_path / "course.zip").exists()


def test_a_zip_in_a_zip_is_found(lived_in, tmp_path):
    with zipfile.ZipFile(tmp_path / "all weeks.zip", "w") as archive:
        archive.write(tmp_path / "week02-to-hand-in.zip", "week02.zip")
    assert lived_in.make_private("2P").ok and not (tmp_path / "all weeks.zip").exists()


def test_a_zip_nobody_can_look_into_is_named(store, tmp_path):
    store.put("2P", SECRET)
    (tmp_path / "week02.zip").write_bytes(b"PK\x03\x04 broken")
    saved = store.make_private("2P")
    assert not saved.ok and "may still be in week02.zip" in saved.message and store.is_private("2P")
    (tmp_path / "week02.zip").unlink()
    assert store.make_private("2P").ok


def test_a_damaged_copy_in_the_notebook_that_names_the_answer_is_emptied(store, tmp_path):
    store.put("2P", SECRET)
    bundle = store.bundle()
    bundle[next(iter(bundle))] = {"schema": 1, "entries": [{"2P": SECRET}]}
    notebook_with(bundle, path=tmp_path / "week02.ipynb")
    store.make_private("2P")
    assert places_of(tmp_path, *TRACES) == ["week02.private.json"]


def test_what_is_put_as_private_is_never_anywhere_else(store, tmp_path):
    store.put("2P", SECRET, private=True)
    store.put("2P", SECRET + " again")
    store.put("2C", "shared")
    store.undo("2P")
    assert places_of(tmp_path, *TRACES) == ["week02.private.json"] and "Tuesday" not in json.dumps(store.bundle())
    assert store.private_path.stat().st_mode & 0o077 == 0
    assert Store.open("week02", tmp_path).is_private("2P")


def test_putting_a_shared_answer_as_private_purges_it_too(lived_in, tmp_path):
    assert lived_in.put("2P", "new words only for me", private=True).ok
    assert places_of(tmp_path, *TRACES) == ["week02.private.json"]


def test_sharing_again_shares_the_words_and_not_what_stood_before_them(store, tmp_path):
    store.put("2P", FIRST, private=True)
    store.put("2P", "what I am ready to share")
    saved = store.make_shared("2P")
    assert saved.ok and not store.is_private("2P")
    assert store.entries()["2P"].value == "what I am ready to share" and store.entries()["2P"].history == []
    assert places_of(tmp_path, b"Tuesday") == []
    assert store.make_shared("2P").ok and not store.make_shared("9Z").ok and not store.make_private("9Z").ok


def test_the_copy_in_the_notebook_is_refreshed_with_it(store):
    bundles = []
    store.put("2P", SECRET)
    store.on_change(lambda: bundles.append(json.dumps(store.bundle())))
    store.make_private("2P")
    store.make_shared("2P")
    assert ["Tuesday" in bundle for bundle in bundles] == [False, True]


def test_words_from_an_earlier_week_say_where_the_other_copy_is(store):
    store.put("2P", SECRET, origin="week01:1F")
    assert "They came from week01:1F; the copy there was left as it is." in store.make_private("2P").message


def _full(*_):
    raise OSError(28, "No space left on device")


def test_on_a_full_disk_nothing_is_lost_and_nothing_is_said_to_be_private(lived_in, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", _full)
        saved = lived_in.make_private("2P")
    assert not saved.ok and saved.message == (
        "These words are not private yet: the disk is full. Nothing is lost. "
        "Free some space, then choose Make private again."
    )
    assert Store.open("week02", tmp_path, writing=False).get("2P") == SECRET
    assert lived_in.make_private("2P").ok and places_of(tmp_path, *TRACES) == ["week02.private.json"]


def test_the_next_put_finishes_what_a_full_disk_held_up(lived_in, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", _full)
        lived_in.make_private("2P")
    assert lived_in.put("2C", "something else").ok
    assert places_of(tmp_path, *TRACES) == ["week02.private.json"]
    assert any("deleted" in problem.message for problem in lived_in.problems)


def test_the_shared_copy_stays_on_disk_until_the_private_one_is_there(store, monkeypatch):
    store.put("2P", SECRET)
    real = os.replace

    def only_shared(source, target):
        if "private" in str(target):
            _full()
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", only_shared)
        assert not store.make_private("2P").ok
        assert store.put("2C", "another answer can still be saved").ok
        assert set(read_entries(store.path)[0]) == {"2C", "2P"}
    assert store.put("2C", "and now").ok
    assert set(read_entries(store.path)[0]) == {"2C"} and set(read_entries(store.private_path)[0]) == {"2P"}


def test_sharing_on_a_full_disk_leaves_it_private(store, monkeypatch):
    store.put("2P", SECRET, private=True)
    real = os.replace
    for blocked in ("responses", "private"):

        def fail(source, target, blocked=blocked):
            if blocked in str(target):
                _full()
            real(source, target)

        with monkeypatch.context() as patch:
            patch.setattr("os.replace", fail)
            saved = store.make_shared("2P")
        assert not saved.ok and saved.message.startswith("These words are still private") and store.is_private("2P")
        assert "2P" not in store.entries()
    assert store.put("2C", "x").ok and set(read_entries(store.path)[0]) == {"2C"}


def test_a_crash_between_the_two_files_is_put_right_when_the_notebook_opens(lived_in, tmp_path):
    lived_in.private_path.write_bytes(lived_in.path.read_bytes().replace(b'"2C"', b'"2X"'))
    again = Store.open("week02", tmp_path)
    assert again.is_private("2P") and places_of(tmp_path, *TRACES) == ["week02.private.json"]


def test_an_unreadable_private_file_is_set_aside_under_a_private_name(tmp_path):
    (tmp_path / "week02.private.json").write_bytes(b'{"2P": "half')
    store = Store.open("week02", tmp_path)
    assert store.put("2P", "words", private=True).ok
    (kept,) = tmp_path.glob("*unreadable*")
    assert kept.name.startswith("week02.private.unreadable-") and kept.name in store.problems[0].message
