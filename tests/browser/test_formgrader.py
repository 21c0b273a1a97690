"""A tutor marks A1 in stock Formgrader, in JupyterLab in Chromium, on what a sealed run has recorded."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notknowing.marking.autograde import autograde
from notknowing.marking.collect import collect
from notknowing.marking.feedback import feedback
from notknowing.marking.marks import write_marks
from notknowing.marking.nbgrader_room import gradebook
from notknowing.work import Entry
from notknowing.work.files import dump

from .lab import own_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or not shutil.which("bwrap"), reason="needs bubblewrap"),
]
ROOT = Path(__file__).parents[2]
WRITTEN = datetime(2027, 2, 20, 12, tzinfo=UTC)

ARITHMETIC = {f"A1.t{turn}": "reflection" for turn in range(1, 25)} | {
    "A2.a": "0",
    "A2.b": "0",
    "A2.c": "7",
    "A2.d": "17",
}
ATTEMPT = "You said the egg was his. <script>alert('first')</script>"
REVISION = "Tell me about the egg."
BECAUSE = "I had answered my own fright before I answered her."
PULL = "I wanted the room to be quiet again, and it was I who was loud."
ANSWER = {
    "C.farida.first.manner": "words",
    "C.farida.first.words": ATTEMPT,
    "C.farida.before.help": 42,
    "C.farida.before.sure": 31,
    "C.farida.revised.manner": "words",
    "C.farida.revised.words": REVISION,
    "C.farida.after.help": 73,
    "C.farida.after.sure": 56,
    "C.farida.because": BECAUSE,
}
COMMENT = "Strength: in “Tell me about the egg.” Mrs Rahman is asked, and nothing is decided for her."
TYPED = {"a1-c-1": 11.5, "a1-d": 9}


def reflexive() -> str:
    """The key of Part D's first box, as the page names it."""
    from notknowing.course import load

    part_d = next(one for one in load(start=ROOT).pages["a1"].activities if one.manual_cell == "a1-d")
    return f"{part_d.id}.{part_d.prompts[0].id}"


@pytest.fixture(scope="module")
def marked(tmp_path_factory) -> Path:
    """A marking folder after ``collect`` and a sealed ``autograde``: two students, of whom the second wrote less."""
    root = tmp_path_factory.mktemp("tutor") / "marking"
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name / "a1", root / name / "a1")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    page = (ROOT / "exercises" / "a1" / "a1.ipynb").read_bytes()
    download = root / "gradebook.zip"
    with zipfile.ZipFile(download, "w") as archive:
        for student, words in (("asha", ARITHMETIC | ANSWER | {reflexive(): PULL}), ("bo", {reflexive(): "Bo's."})):
            stem = f"A1 Listening and responding_{student}_attempt_2027-02-25-11-00-00_"
            archive.writestr(f"{stem}a1.ipynb", page)
            entries = {key: Entry(value, WRITTEN) for key, value in words.items()}
            archive.writestr(f"{stem}a1.responses.json", dump("a1", entries))
    collect(download, "a1", root)
    report = autograde("a1", root, workers=2)
    assert report.seal and report.graded == 2 and report.failed == 0
    return root


@pytest.fixture(scope="module")
def server(marked):
    """The tutor's own JupyterLab in the marking folder: its address and its token."""
    address, token = f"http://127.0.0.1:{(port := own_port())}", "tutor"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    log, own = marked.parent / "lab.log", {"JUPYTERLAB_WORKSPACES_DIR": str(marked.parent / "workspaces")}
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=marked, env=os.environ | own, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        end = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(f"{address}/api?token={token}", timeout=2)
                break
            except (OSError, urllib.error.URLError):
                assert process.poll() is None and time.monotonic() < end, log.read_text(errors="replace")[-3000:]
                time.sleep(0.3)
        yield address, token
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def typed(page, form, selector: str, text: str) -> None:
    """Type into one of Formgrader's boxes, leave it, and wait until the server has kept it."""
    box = form.locator(selector)
    box.click()
    with page.expect_response(
        lambda answer: "/formgrader/api/" in answer.url and answer.request.method == "PUT"
    ) as kept:
        box.fill(text)
        box.blur()
    assert kept.value.ok


def points(root: Path, student: str) -> dict[str, tuple]:
    with gradebook(root) as book:
        grades = book.find_submission_notebook("a1", "a1", student).grades
        return {one.name: (one.auto_score, one.manual_score, bool(one.needs_manual_grade)) for one in grades}


def test_a_tutor_reads_an_answer_marks_it_and_the_mark_goes_all_the_way(page, server, marked, tmp_path):
    address, token = server
    asked_of_nobody, outside, broken = [], [], []
    page.on("request", lambda one: one.url.startswith((address, "data:", "blob:")) or outside.append(one.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("dialog", lambda dialog: (asked_of_nobody.append(dialog.message), dialog.dismiss()))
    before = points(marked, "asha")
    assert {name for name, (_, _, waits) in before.items() if waits} == set(TYPED)

    page.goto(f"{address}/lab?token={token}&reset")
    page.locator(".lm-MenuBar-item", has_text="Nbgrader").click()
    page.locator(".lm-Menu-item", has_text="Formgrader").first.click()
    page.wait_for_selector("iframe[src*='/formgrader']")
    form = page.frame(url=re.compile("/formgrader"))
    form.get_by_role("link", name="Manual Grading").click()
    for where in ("gradebook/a1", "gradebook/a1/a1"):
        form.locator("#main-table").get_by_role("link", name="a1", exact=True).click()
        form.wait_for_url(f"**/{where}")
    form.get_by_role("link", name="Submission #").first.wait_for()
    form.get_by_role("button", name="Show All Names").click()
    form.get_by_role("link", name="asha").click()

    cell = form.locator(".nbgrader_cell").filter(has=form.locator("#a1-c-1"))
    cell.wait_for()
    shown = cell.inner_text()
    for words in (ATTEMPT, REVISION, BECAUSE, "42 of 100", "31 of 100", "73 of 100", "56 of 100"):
        assert words in shown
    assert PULL in form.locator(".nbgrader_cell").filter(has=form.locator("#a1-d")).inner_text()

    for part, mark in TYPED.items():
        typed(page, form, f"#{part}", str(mark))
    typed(page, form, "#a1-c-1-comment", COMMENT)
    gap = cell.locator("td").first.evaluate("box => parseFloat(getComputedStyle(box).paddingRight)")
    assert gap >= 8, "the columns of the answer touch"
    cell.scroll_into_view_if_needed()
    page.screenshot(path=tmp_path / "formgrader.png")
    form.goto(form.url)
    form.wait_for_function("document.querySelector('#a1-c-1').value !== ''")
    assert form.locator("#a1-c-1").input_value() == "11.5"
    assert form.locator("#a1-c-1-comment").input_value() == COMMENT
    assert (asked_of_nobody, outside, broken) == ([], [], [])

    after = points(marked, "asha")
    for part, mark in TYPED.items():
        assert after[part][1:] == (mark, False)
    assert {name: one for name, one in after.items() if name not in TYPED} == {
        name: one for name, one in before.items() if name not in TYPED
    }
    with gradebook(marked) as book:
        assert book.find_comment("a1-c-1", "a1", "a1", "asha").manual_comment == COMMENT

    returned = {one.student: one for one in feedback("a1", marked)}
    page.goto(returned["asha"].path.as_uri())
    read = page.inner_text("body")
    assert COMMENT.removeprefix("Strength: ") in read and "11.5" in read and REVISION in read

    arithmetic = sum(auto for name, (auto, _, _) in before.items() if name not in TYPED)
    assert arithmetic > 0
    table = write_marks("a1", marked, "blackboard").path.read_text("utf-8")
    marks = {row["Username"]: row for row in csv.DictReader(io.StringIO(table))}
    assert str(int(arithmetic + sum(TYPED.values()) + 0.5)) in marks["asha"].values()
    working = {row["student"]: row for row in csv.DictReader((marked / "marks" / "a1.csv").open(encoding="utf-8-sig"))}
    assert float(working["asha"]["earned"]) == pytest.approx(arithmetic + sum(TYPED.values()))
    assert working["bo"]["rounded"] == ""  # still waits for a person, and so has no mark
