"""Killed at any moment and begun again: the gradebook is what an uninterrupted run would have made it."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from test_a1_marks import hidden, saved_words, scoring, students

from notknowing.marking.autograde import autograde
from notknowing.marking.nbgrader_room import gradebook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(2400),
    pytest.mark.skipif(sys.platform != "linux" or not shutil.which("bwrap"), reason="needs bubblewrap"),
]
ROOT = Path(__file__).parents[2]
CLASS = int(os.environ.get("RESUME_CLASS", "60"))
KILLS = int(os.environ.get("RESUME_KILLS", "20"))
RUN = """
import sys
from notknowing.marking.autograde import autograde
say = lambda number, of, row: print(row.student, flush=True) if row.again else None
autograde("a1", sys.argv[1], on_progress=say, workers=2)
"""


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    root = tmp_path_factory.mktemp("class") / "marking"
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name / "a1", root / name / "a1")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    found = {"scoring": scoring}
    exec(hidden("a1-coding").split("result =")[0], found)
    kinds = list(students(found["KEY"]).values())
    released = nbformat.read(root / "exercises" / "a1" / "a1.ipynb", as_version=4)
    # The cells that draw activities carry no marks and take most of the time; what is tested here is the recording.
    released.cells = [cell for cell in released.cells if "activity" not in cell.metadata.get("tags", [])]
    for number in range(CLASS):
        folder = root / "submitted" / f"s{number:02d}" / "a1"
        folder.mkdir(parents=True)
        nbformat.write(released, folder / "a1.ipynb")
        entries = kinds[number % len(kinds)][0]
        if entries is not None:
            (folder / "a1.responses.json").write_text(saved_words(entries), "utf-8")
    return root


def rows(root):
    """Everything the gradebook says, without the keys that are drawn at random."""
    found = {}
    with gradebook(root) as book:
        for submission in book.assignment_submissions("a1"):
            for notebook in submission.notebooks:
                who = submission.student.id
                found[who] = (notebook.flagged, notebook.late_submission_penalty, str(submission.timestamp))
                for grade in notebook.grades:
                    assert (who, grade.name) not in found
                    found[who, grade.name] = (grade.auto_score, grade.manual_score, bool(grade.needs_manual_grade))
                for comment in notebook.comments:
                    found[who, "comment", comment.name] = (comment.auto_comment, comment.manual_comment)
    return found


def mark_by_hand(root):
    """A tutor has marked some parts, and one of them has changed since."""
    with gradebook(root) as book:
        for student in ("s00", "s01", "s03"):
            for grade in book.find_submission("a1", student).notebooks[0].grades:
                if grade.name in ("a1-coding", "a1-table"):
                    grade.manual_score, grade.needs_manual_grade = 1.0, False
        book.db.commit()
    for student in ("s00", "s03"):
        path = root / "submitted" / student / "a1" / "a1.responses.json"
        saved = json.loads(path.read_text())
        saved["entries"].pop("A1.t1", None)
        path.write_text(json.dumps(saved))


def killed_and_begun_again(root, kills, seed):
    """Run, kill once one or two more are marked, at a random moment, again and again; then let it finish.

    Returns how often it was killed at work.
    """
    chance, killed = random.Random(seed), 0
    for _ in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(root)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        for _ in range(chance.randint(1, 2)):
            process.stdout.readline()
        try:
            process.wait(chance.uniform(0, 0.6))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.communicate()
    report = autograde("a1", root, workers=2)
    assert report.failed == 0 and len(report.rows) == CLASS
    return killed


def test_kill_nine_at_random_moments_then_resumed_gives_the_same_gradebook(handed_in, tmp_path):
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    for folder in (whole, cut):
        shutil.copytree(handed_in, folder)
    autograde("a1", whole, workers=2)
    assert killed_and_begun_again(cut, KILLS // 2, seed=1) == KILLS // 2
    assert rows(cut) == rows(whole)
    for folder in (whole, cut):
        mark_by_hand(folder)
        for submitted in sorted((folder / "submitted").iterdir())[::2]:  # as if handed in again: every other one
            (submitted / "a1" / "timestamp.txt").write_text("2027-02-20 12:00:00 UTC")
    autograde("a1", whole, workers=2)
    killed_and_begun_again(cut, KILLS - KILLS // 2, seed=2)
    assert rows(cut) == rows(whole)
    notes = [
        {path.parts[-3]: path.read_text() for path in (folder / "autograded").rglob("*.tutor.json")}
        for folder in (whole, cut)
    ]
    assert {name: sorted(json.loads(text).get("person", [])) for name, text in notes[0].items()} == {
        name: sorted(json.loads(text).get("person", [])) for name, text in notes[1].items()
    }
    assert not (cut / ".marking").exists()
    again = autograde("a1", cut, workers=2)
    assert not any(row.again for row in again.rows)
