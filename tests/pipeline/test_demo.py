"""The whole journey on synthetic students: everybody accounted for, no words lost, nothing private astray."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest

from notknowing.marking.cohort import KINDS, UNREADABLE
from notknowing.marking.demo import SYNTHETIC, demo
from notknowing.marking.places import MarkingError

COLUMNS = {
    "blackboard": {"Username"},
    "moodle": {"Identifier", "Grade", "Last modified (grade)"},
    "canvas": {"Student", "ID", "SIS Login ID", "Section"},
}


def test_a_small_cohort_goes_all_the_way(tmp_path):
    result = demo(tmp_path / "demo", students=5, vle="moodle")
    assert result.is_sound and result.report.graded == 5
    assert result.lost == [] and result.leaked == []
    with result.marks_csv.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert COLUMNS["moodle"] <= set(rows[0]) and len(rows) == 5
    page = (tmp_path / "demo/feedback/synthetic01/a1.html").read_text(encoding="utf-8")
    assert SYNTHETIC in page and 'lang="en' in page
    secret = "Synthetic private line of synthetic05"
    assert secret in (tmp_path / "demo/synthetic-students/synthetic05/a1/a1.private.json").read_text(encoding="utf-8")
    assert secret not in (tmp_path / "demo/feedback/synthetic05/a1.html").read_text(encoding="utf-8")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(MarkingError, match="not empty"):
        demo(tmp_path, students=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("vle", COLUMNS)
def test_the_command_marks_every_readable_submission_and_sets_the_rest_aside(tmp_path, vle):
    command = [
        sys.executable,
        "-m",
        "notknowing.cli",
        "demo",
        "--folder",
        str(tmp_path / "demo"),
        "--vle",
        vle,
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    rows = data["report"]["rows"]
    aside = [row for row in rows if row["status"] == "set aside"]
    assert len(aside) == sum(kind in UNREADABLE for kind in KINDS[:20])
    assert all(row["person"] and len(row["person"][0]) < 200 for row in aside)
    assert data["report"]["counts"]["graded"] + len(aside) == data["students"] == 20
    assert data["lost"] == data["leaked"] == []
    header = (tmp_path / "demo/marks" / f"a1-{vle}.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert all(column in header for column in COLUMNS[vle])
