"""A locked page: what students were given does not change unnoticed, and a submission says what it was made with."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from notknowing.authoring.lock import locked_pages_stand
from notknowing.authoring.release import ReleaseError, release
from notknowing.authoring.rules import Ground
from notknowing.authoring.seeded import Seed
from notknowing.cli import app
from notknowing.course import read
from notknowing.marking.preflight import preflight
from notknowing.marking.released import RECORD, other_version, versions

REPOSITORY = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 24)


KEPT = ("module.yml", "signposting.yml", "assignments/a1.yml", "assignments/a2.yml", "weeks/week01.yml",
        "clients/gareth.yml", "clients/farida.yml", "clients/wei-ling.yml")  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The course with one assignment, which is enough to lock."""
    root = tmp_path / "repository"
    (root / "course/clients").mkdir(parents=True)
    for name in KEPT:
        (root / "course" / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(REPOSITORY / "course" / name, root / "course" / name)
    for name in ("claims.yml", "references.yml"):
        (root / "course" / name).write_text("[]\n", encoding="utf-8")
    shutil.copyfile(REPOSITORY / "nbgrader_config.py", root / "nbgrader_config.py")
    for part in ("solutions", "exercises"):
        shutil.copytree(REPOSITORY / part / "a1", root / part / "a1")
    return root


@pytest.fixture
def locked(repository: Path) -> Path:
    release(repository, ["a1"], lock=True)
    return repository


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(root: Path) -> list[str]:
    course, _ = read(root / "course")
    return [f"{one.file}: {one.message} {one.action}" for one in locked_pages_stand(Ground(root, course, TODAY))]


def stamp(root: Path) -> dict:
    return dict(nbformat.read(root / "exercises/a1/a1.ipynb", as_version=4).metadata["notknowing"])


def test_locking_writes_a_record_and_marks_the_students_copy(locked):
    (only,) = versions(locked)["a1"]
    assert only.version == 1
    assert stamp(locked) == only.stamp
    assert said(locked) == []
    before = (locked / RECORD).read_bytes(), (locked / "exercises/a1/a1.ipynb").read_bytes()
    assert release(locked, ["a1"]).changed == [], "an unchanged page is released as it was"
    release(locked, ["a1"], lock=True)
    assert ((locked / RECORD).read_bytes(), (locked / "exercises/a1/a1.ipynb").read_bytes()) == before


CHANGES = {
    "a key": ("solutions/a1/a1.ipynb", "TurnKey(", "TurnKey (", "its notebook with the key"),
    "a line of the page": ("course/assignments/a1.yml", "title: Listening", "title: Hearing", "its text"),
    "a client on it": ("course/clients/gareth.yml", "Felixstowe", "Holyhead", "its text"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_refused_by_check_and_release_with_what_to_do(locked, name):
    file, old, new, words = CHANGES[name]
    exercises = (locked / "exercises/a1/a1.ipynb").read_bytes()
    change(locked, file, old, new)
    (line,) = said(locked)
    assert "a1 was locked as version 1 on" in line
    assert words in line
    assert "notknowing release a1 --new-version" in line
    with pytest.raises(ReleaseError, match="so nothing was released") as failure:
        release(locked, ["a1"])
    assert len(failure.value.problems) == 1
    assert (locked / "exercises/a1/a1.ipynb").read_bytes() == exercises
    change(locked, file, new, old)
    assert said(locked) == [], "put back, it stands"


def test_a_file_beside_the_notebook_is_data_and_notes_are_not(locked):
    (locked / "solutions/a1/README.md").write_text("For the team.", encoding="utf-8")
    assert said(locked) == []
    (locked / "solutions/a1/table.csv").write_text("a,b\n", encoding="utf-8")
    (line,) = said(locked)
    assert "a file beside its notebook" in line


def test_a_comment_is_no_change(locked):
    change(locked, "course/assignments/a1.yml", "id: a1\n", "# For next year\nid: a1\n")
    assert said(locked) == []


def test_a_new_version_is_locked_in_turn_and_the_first_is_remembered(locked):
    change(locked, "course/clients/gareth.yml", "Felixstowe", "Holyhead")
    release(locked, ["a1"], new_version=True)
    assert [one.version for one in versions(locked)["a1"]] == [1, 2]
    assert stamp(locked)["version"] == 2
    assert said(locked) == []


def test_another_page_is_not_held_up(locked):
    shutil.copytree(REPOSITORY / "solutions/week01", locked / "solutions/week01")
    change(locked, "course/clients/gareth.yml", "Felixstowe", "Holyhead")
    assert release(locked, ["week01"]).names == ["week01"]


def test_locked_numbers_are_not_seeded_again(repository):
    for part in ("solutions", "exercises"):
        shutil.copytree(REPOSITORY / part / "a2", repository / part / "a2")
    release(repository, ["a2"], lock=True)
    before = (repository / "solutions/a2/a2.ipynb").read_bytes()
    with pytest.raises(ReleaseError, match="students have its numbers"):
        release(repository, ["a2"], seed=Seed("other words"))
    assert (repository / "solutions/a2/a2.ipynb").read_bytes() == before
    assert release(repository, ["a2"], seed=Seed("other words"), new_version=True).changed == ["a2"]
    assert [one.version for one in versions(repository)["a2"]] == [1, 2]


def test_a_record_that_cannot_be_read_is_said_and_nothing_is_released(locked):
    (locked / RECORD).write_text("a1: [oops", encoding="utf-8")
    (line,) = said(locked)
    assert "cannot be read" in line
    with pytest.raises(ReleaseError, match="cannot be read, so nothing was released"):
        release(locked, ["a1"])


def test_another_version_of_the_program_is_a_warning(locked):
    change(locked, RECORD, "package: '", "package: '0.0.")
    (line,) = said(locked)
    assert "of the program, and this is" in line


def test_the_command_needs_a_page_and_says_each_line(locked, monkeypatch):
    monkeypatch.chdir(locked)
    result = CliRunner().invoke(app, ["release", "--lock"])
    assert (result.exit_code, "Name the pages to lock" in result.output) == (1, True)
    change(locked, "course/clients/gareth.yml", "Felixstowe", "Holyhead")
    result = CliRunner().invoke(app, ["release", "a1"])
    assert result.exit_code == 1
    assert "course/assignments/a1.yml, line 1: a1 was locked" in result.output
    assert "Traceback" not in result.output


# marking


def test_a_submission_of_another_version_is_for_a_person_and_is_marked_all_the_same(locked):
    notebook = (locked / "exercises/a1/a1.ipynb").read_bytes()
    change(locked, "course/clients/gareth.yml", "Felixstowe", "Holyhead")
    for student in ("early", "late", "none"):
        (locked / "submitted" / student / "a1").mkdir(parents=True)
    release(locked, ["a1"], new_version=True)
    unmarked = nbformat.read(locked / "exercises/a1/a1.ipynb", as_version=4)
    del unmarked.metadata["notknowing"]
    nbformat.write(unmarked, locked / "submitted/none/a1/a1.ipynb")
    (locked / "submitted/early/a1/a1.ipynb").write_bytes(notebook)
    shutil.copyfile(locked / "exercises/a1/a1.ipynb", locked / "submitted/late/a1/a1.ipynb")
    found = {one.student: one for one in preflight("a1", locked)}
    assert found["late"].person == []
    (line,) = found["early"].person
    assert line.startswith("It was made with version 1 of a1 and is marked by version 2.")
    assert "does not say which version" in found["none"].person[0]
    assert {one.status for one in found.values()} == {"fine"}


def test_where_nothing_was_locked_nothing_is_said(repository):
    notebook = nbformat.read(repository / "exercises/a1/a1.ipynb", as_version=4)
    assert other_version(repository, "a1", notebook) is None
