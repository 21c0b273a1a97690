"""Ten things that go wrong, and what a student then sees: a plain sentence, never a traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .lab import open_notebook, press_open, where

Fault = Callable[[Path], None]


def broken_yaml(folder: Path) -> None:
    (folder / "course/weeks/week01.yml").write_text("id: week01\n  title: [", encoding="utf-8")


def misspelt_key(folder: Path) -> None:
    path = folder / "course/weeks/week01.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("question:", "questoin:", 1), encoding="utf-8")


def missing_client(folder: Path) -> None:
    (folder / "course/clients/gareth.yml").unlink()


def week_not_in_the_course(folder: Path) -> None:
    (folder / "course/weeks/week01.yml").unlink()


def activity_not_in_the_course(folder: Path) -> None:
    path = folder / "week01/week01.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('\\"1A\\"', '\\"1Z\\"'), encoding="utf-8")


def course_not_installed(folder: Path) -> None:
    (folder / "week01/notknowing.py").write_text('raise ImportError("not here")\n', encoding="utf-8")


def unreadable_words(folder: Path) -> None:
    (folder / "week01/week01.responses.json").write_bytes(b'{"schema": 1, "entries": {"1D.a": \xff\xfe')


def words_of_a_newer_version(folder: Path) -> None:
    data = {"schema": 99, "notebook": "week01", "entries": {}}
    (folder / "week01/week01.responses.json").write_text(json.dumps(data), encoding="utf-8")


def folder_in_place_of_the_file(folder: Path) -> None:
    (folder / "week01/week01.responses.json").mkdir()


def help_lines_gone(folder: Path) -> None:
    (folder / "course/signposting.yml").write_text("", encoding="utf-8")


FAULTS: dict[Fault, str] = {
    broken_yaml: "course file needs mending",
    misspelt_key: "'question' is missing",
    missing_client: "gareth",
    week_not_in_the_course: "week01",
    activity_not_in_the_course: "1Z",
    course_not_installed: "course's own Python",
    unreadable_words: "could not be read",
    words_of_a_newer_version: "newer",
    folder_in_place_of_the_file: "could not be read",
    help_lines_gone: "course file needs mending",
}


@pytest.fixture
def spare(lab: Any, tmp_path: Path) -> Any:
    """The working folder, put back as it was afterwards."""
    kept = tmp_path / "kept"
    for name in ("course", "week01"):
        shutil.copytree(lab.folder / name, kept / name)
    yield lab
    for name in ("course", "week01"):
        shutil.rmtree(lab.folder / name)
        shutil.copytree(kept / name, lab.folder / name)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_one_plain_sentence(page: Any, spare: Any, fault: Fault) -> None:
    fault(spare.folder)
    page.goto(where(spare, "week01/week01.ipynb"))
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
    page.get_by_role("button", name="Open the activities").first.click()
    said = "text => document.querySelector('.jp-Notebook').innerText.toLowerCase().includes(text)"
    page.wait_for_function(said, arg=FAULTS[fault].lower(), timeout=60_000)
    page.wait_for_timeout(2500)  # the cells below have their say as well
    assert "Traceback" not in page.inner_text("body")
    assert (
        page.locator(
            "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
        ).count()
        == 0
    )
    page.request.delete(f"{spare.address}/api/sessions/{session_of(spare)}?token={spare.token}")


def session_of(lab: Any) -> str:
    return next(session["id"] for session in lab.api("sessions") if session["path"].endswith("week01.ipynb"))


def test_a_number_out_of_range_is_a_sentence_beside_the_box(page: Any, lab: Any) -> None:
    open_notebook(page, lab, "week01/week01.ipynb")
    box = page.locator("[data-k='1A.gareth.solve'] input[type=text]")
    box.fill("250")
    box.blur()
    page.wait_for_selector("[data-k='1A.gareth.solve'] .nk-error:not(:empty)")
    assert "0 to 100" in page.locator("[data-k='1A.gareth.solve'] .nk-error").inner_text()
    box.fill("25")
    box.blur()
    page.wait_for_selector("[data-k='1A.gareth.solve'] .nk-error:empty", state="attached")
    press_open(page)
    assert page.locator("[data-k='1A.gareth.solve'] input[type=text]").input_value() == "25"
