"""Several windows and kernels on one file, and a kernel that is killed while it writes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

from filelock import FileLock

from notknowing.work import Store, read_entries

PUTS = 150


def _put_many(folder: str, name: str, start) -> None:
    store = Store.open("week02", folder)
    start.wait()
    for number in range(PUTS):
        assert store.put(f"{name}{number}", f"{name} wrote {number}").ok


def test_two_processes_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(2)
    writers = [context.Process(target=_put_many, args=(str(tmp_path), name, start)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    entries, problems = read_entries(tmp_path / "week02.responses.json")
    assert problems == [] and len(entries) == 2 * PUTS
    assert all(entries[f"{name}{number}"].value == f"{name} wrote {number}" for name in "ab" for number in range(PUTS))


def test_two_threads_of_one_store_lose_nothing(store):
    def put(name: str) -> None:
        for number in range(40):
            assert store.put(f"{name}{number}", number).ok

    threads = [threading.Thread(target=put, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_entries(store.path)[0]) == 80


def test_a_killed_kernel_leaves_a_readable_file_with_every_word_it_acknowledged(tmp_path):
    program = (
        "import sys\n"
        "from notknowing.work import Store\n"
        "store = Store.open('week02', sys.argv[1])\n"
        "for number in range(10**6):\n"
        "    assert store.put('2C', f'{number} ' + 'words ' * 2000).ok\n"
        "    print(number, flush=True)\n"
    )
    for lines in (1, 40, 77):
        kernel = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(lines):
            acknowledged = int(kernel.stdout.readline())
        os.kill(kernel.pid, signal.SIGKILL)
        acknowledged = int((kernel.stdout.read().split() or [acknowledged])[-1])
        kernel.wait()
        kernel.stdout.close()
        entries, problems = read_entries(tmp_path / "week02.responses.json")
        assert problems == []
        assert int(entries["2C"].value.split()[0]) >= acknowledged
    assert Store.open("week02", tmp_path).put("2C", "and the lock is free").ok


def windows(tmp_path, clock) -> tuple[Store, Store]:
    return Store.open("week02", tmp_path, clock=clock), Store.open("week02", tmp_path, clock=clock)


def test_two_windows_on_one_answer_keep_both_and_say_so(tmp_path, clock):
    one, two = windows(tmp_path, clock)
    one.put("2C", "from window one")
    saved = two.put("2C", "from window two")
    assert saved.ok and saved.conflict.value == "from window one" and "both are kept" in saved.message
    entry = read_entries(two.path)[0]["2C"]
    assert entry.value == "from window two" and [item["value"] for item in entry.history] == ["from window one"]
    assert two.put("2C", "further").conflict is None


def test_the_other_windows_draft_is_kept_too(tmp_path, clock):
    one, two = windows(tmp_path, clock)
    one.put("2C", "draft in one", history=False)
    assert two.put("2C", "draft in two", history=False).conflict.value == "draft in one"
    assert [item["value"] for item in two.entry("2C").history] == ["draft in one"]


def test_the_same_words_in_both_windows_are_no_conflict(tmp_path, clock):
    one, two = windows(tmp_path, clock)
    one.put("2C", "same")
    assert two.put("2C", "same").conflict is None


def test_a_conflict_is_told_even_when_another_answer_was_saved_in_between(tmp_path, clock):
    one, two = windows(tmp_path, clock)
    one.put("2C", "from window one")
    two.put("2D", "something else")
    assert two.put("2C", "from window two").conflict.value == "from window one"


def test_after_a_refresh_there_is_no_conflict(tmp_path, clock):
    one, two = windows(tmp_path, clock)
    told = []
    two.on_change(told.append)
    one.put("2C", "from window one")
    two.put("2A", "mine")
    one.put("2D", "more")
    assert two.refresh() == ["2C", "2D"] and two.get("2C") == "from window one"
    assert two.refresh() == [] and told == ["2A", "2C", "2D"]
    assert two.put("2C", "edited in window two").conflict is None


def test_the_words_typed_last_stay_even_if_the_other_clock_is_ahead(tmp_path, clock):
    one, two = windows(tmp_path, clock)
    clock.time += timedelta(hours=1)
    one.put("2C", "an hour ahead")
    clock.time -= timedelta(hours=1)
    saved = two.put("2C", "typed last")
    assert two.get("2C") == "typed last" and saved.conflict.value == "an hour ahead"
    one.refresh()
    assert one.get("2C") == "typed last"


def test_words_that_had_to_wait_do_not_push_newer_ones_aside(tmp_path, clock, monkeypatch):
    one, two = windows(tmp_path, clock)
    one.put("2C", "first")
    two.refresh()
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", _full)
        assert not two.put("2C", "waited").ok
    one.put("2C", "newer")
    saved = two.retry()
    assert saved.ok and two.get("2C") == "newer" and saved.conflict.value == "newer"
    assert [item["value"] for item in read_entries(two.path)[0]["2C"].history] == ["first", "waited"]


def _full(*_):
    raise OSError(28, "No space left on device")


def test_another_window_can_make_private_and_share_again(tmp_path, clock):
    one, two = windows(tmp_path, clock)
    one.put("2C", "mine and nobody else's")
    two.refresh()
    one.make_private("2C")
    two.put("2D", "other")
    assert two.is_private("2C") and "2C" not in two.entries()
    assert two.put("2C", "still mine and nobody else's").ok
    assert "nobody" not in two.path.read_text(encoding="utf-8")
    two.make_shared("2C")
    one.refresh()
    assert not one.is_private("2C") and one.get("2C") == "still mine and nobody else's"
    assert one.entry("2C").history == []


def test_an_earlier_version_removed_in_one_window_does_not_come_back_from_another(tmp_path, clock, monkeypatch):
    one, two = windows(tmp_path, clock)
    one.put("2C", "an early secret")
    one.put("2C", "later words")
    two.refresh()
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", _full)
        two.put("2C", "waiting words")
    one.make_private("2C")
    one.make_shared("2C")
    two.retry()
    assert "an early secret" not in two.path.read_text(encoding="utf-8")
    assert "waiting words" in two.path.read_text(encoding="utf-8")


def test_a_window_that_holds_the_lock_too_long_is_said_plainly(tmp_path, monkeypatch):
    monkeypatch.setattr(Store, "LOCK_SECONDS", 0.05)
    store = Store.open("week02", tmp_path)
    with FileLock(tmp_path / ".week02.lock"):
        saved = store.put("2C", "words")
    assert not saved.ok and "another window is still saving" in saved.message and store.get("2C") == "words"
    assert store.retry().ok and read_entries(store.path)[0]["2C"].value == "words"


def test_a_folder_that_knows_no_locks_is_served_too(store, monkeypatch):
    def none_here(*_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", none_here)
    assert store.put("2C", "words").ok and store.put("2C", "more").ok
    assert read_entries(store.path)[0]["2C"].value == "more"
