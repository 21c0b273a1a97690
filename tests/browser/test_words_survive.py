"""Words are soon on disk and are there again after the kernel was killed and the page reloaded."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

from .lab import open_notebook, press_open

WORDS = "I wanted to tell Gareth it would be all right; déjà vu, “quoted”, 你好."


def saved(lab, name: str) -> dict:
    path = lab.folder / name.split(".")[0] / name
    return json.loads(path.read_text(encoding="utf-8"))["entries"] if path.is_file() else {}


def until(page, holds, seconds: float = 30) -> None:
    """Wait until ``holds()`` is true; a busy machine may take its time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"still not so after {seconds} seconds"
        page.wait_for_timeout(100)


def saved_text(folder: Path) -> str:
    path = folder / f"{folder.name}.responses.json"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def holding_of(folder: Path, words: str) -> list[str]:
    """The files below a folder that hold these words."""
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]


def test_words_outlive_the_kernel_and_the_page(page, lab):
    open_notebook(page, lab, "week01/week01.ipynb")
    area = page.locator("[data-k='1F.moment'] textarea, [data-k^='1F.'] textarea").first
    key = area.evaluate("el => el.closest('[data-k]').dataset.k")
    area.scroll_into_view_if_needed()
    area.click()
    page.keyboard.type(WORDS, delay=5)
    until(page, lambda: saved(lab, "week01.responses.json").get(key, {}).get("value") == WORDS, seconds=15)

    os.kill(lab.kernel_pid("week01.ipynb"), signal.SIGKILL)
    page.wait_for_timeout(1500)
    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    assert "Traceback" not in page.inner_text("body")
    press_open(page)
    assert page.locator(f"[data-k='{key}'] textarea").input_value() == WORDS


def test_words_typed_while_the_kernel_is_dead_are_kept_on_the_page_and_then_saved(page, lab):
    open_notebook(page, lab, "week01/week01.ipynb")
    area = page.locator("[data-k^='1D.'] textarea").first
    key = area.evaluate("el => el.closest('[data-k]').dataset.k")
    os.kill(lab.kernel_pid("week01.ipynb"), signal.SIGKILL)
    # JupyterLab says in a dialog that the kernel died; nothing else can be clicked until it is answered.
    answer = page.locator(".jp-Dialog button", has_text="Ok").first
    answer.wait_for(timeout=30_000)
    answer.click()
    area.click()
    page.keyboard.type("typed into the void", delay=5)
    until(page, lambda: "Not saved yet" in page.inner_text(".jp-Notebook"))
    press_open(page)
    until(page, lambda: saved(lab, "week01.responses.json").get(key, {}).get("value") == "typed into the void")
    assert page.locator(f"[data-k='{key}'] textarea").input_value() == "typed into the void"


def test_the_saved_notebook_carries_the_shared_words_and_never_the_private_ones(page, lab):
    secret = "nobody else reads this line 7351"
    shared = "this line goes with the notebook 9921"
    open_notebook(page, lab, "week02/week02.ipynb")
    closing = page.locator("[data-k^='2H.'] textarea")
    closing.nth(0).click()
    page.keyboard.type(shared, delay=2)
    closing.nth(1).click()
    page.keyboard.type(secret, delay=2)
    folder = lab.folder / "week02"
    until(page, lambda: secret in saved_text(folder))
    page.keyboard.press("Control+s")
    until(page, lambda: shared.encode() in (folder / "week02.ipynb").read_bytes())
    private = page.locator("[data-k^='2H.'] input[type=checkbox]").nth(1)
    private.check()
    until(page, lambda: secret not in saved_text(folder))
    page.wait_for_timeout(1500)
    page.keyboard.press("Control+s")
    until(page, lambda: holding_of(folder, secret) == ["week02.private.json"])
    page.wait_for_timeout(1500)
    assert holding_of(folder, secret) == ["week02.private.json"]
    assert shared.encode() in (folder / "week02.ipynb").read_bytes()
    assert not page.get_by_text("changed on disk").count()


def test_two_windows_on_one_notebook_lose_nothing(chromium, lab):
    pages = [chromium.new_context().new_page() for _ in range(2)]
    for page in pages:
        open_notebook(page, lab, "week00/week00.ipynb")
    # Both windows share one kernel; the second press restarted it, so the first finds its way back by pressing again.
    press_open(pages[0])
    for i, page in enumerate(pages):
        area = page.locator("[data-k^='0.5.'] textarea").nth(i)
        area.scroll_into_view_if_needed()
        area.click()
        page.keyboard.type(f"window {i}", delay=2)
    time.sleep(9)
    if "window 1" not in {entry["value"] for entry in saved(lab, "week00.responses.json").values()}:
        press_open(pages[1])
        pages[1].wait_for_timeout(3000)
    values = {entry["value"] for entry in saved(lab, "week00.responses.json").values()}
    assert {"window 0", "window 1"} <= values
    for page in pages:
        page.context.close()


def folder_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
