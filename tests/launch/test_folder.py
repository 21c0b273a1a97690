"""The working folder: what is put there, what is renewed, and that nothing a student wrote is ever written over."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest

from notknowing.launch import folder as folders
from notknowing.launch.folder import FolderError, fingerprint, lay_out, put_start_page
from notknowing.work.notebook_copy import MIME

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def given(tmp_path) -> Path:
    """A small release: two pages, a course and a table."""
    root = tmp_path / "given"
    for name in ("week00", "week01"):
        page(root / "exercises" / name / f"{name}.ipynb", f"# {name}")
    (root / "course" / "tutor").mkdir(parents=True)
    (root / "course" / "module.yml").write_text("title: x\n", encoding="utf-8")
    (root / "course" / "tutor" / "week00.md").write_text("for tutors\n", encoding="utf-8")
    (root / "datasets").mkdir()
    (root / "datasets" / "table.csv").write_text("a,b\n", encoding="utf-8")
    (root / "datasets" / ".gitkeep").write_text("", encoding="utf-8")
    return root


def page(path: Path, title: str, code: str = "1 + 1") -> None:
    nb = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell(title, id="title"), nbformat.v4.new_code_cell(code, id="a-1"), nbformat.v4.new_code_cell("2", id="words"),
    ])  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(nb), encoding="utf-8")


def lay(given: Path, tmp_path: Path):
    return lay_out(tmp_path / "mine", given / "exercises", given / "course", given / "datasets")


def student_opens(path: Path, words: str = "my words") -> None:
    """What JupyterLab does to a page that is only opened and run: outputs, counts and metadata."""
    nb = nbformat.read(path, as_version=4)
    nb.cells[2].execution_count = 2
    nb.cells[2].outputs = [nbformat.v4.new_output("display_data", data={MIME: {"entries": words}})]
    nb.metadata["language_info"] = {"name": "python", "version": "3.13"}
    path.write_text(nbformat.writes(nb), encoding="utf-8")


def student_writes(path: Path, words: str = "my own cell") -> None:
    nb = nbformat.read(path, as_version=4)
    nb.cells.append(nbformat.v4.new_markdown_cell(words))
    path.write_text(nbformat.writes(nb), encoding="utf-8")


def test_everything_a_student_needs_is_there_and_what_is_for_tutors_is_not(given, tmp_path):
    laid = lay(given, tmp_path)
    assert laid.is_new
    assert {p.relative_to(laid.folder).as_posix() for p in laid.folder.rglob("*") if p.is_file() and ".notknowing" not in p.parts} == {
        "week00/week00.ipynb", "week01/week01.ipynb", "course/module.yml", "datasets/table.csv",
    }  # fmt: skip


def test_a_second_time_nothing_changes(given, tmp_path):
    mine = lay(given, tmp_path).folder
    student_opens(mine / "week00/week00.ipynb")
    before = {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()}
    laid = lay(given, tmp_path)
    assert (laid.is_new, laid.added, laid.renewed, laid.said) == (False, [], [], [])
    assert {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()} == before


def test_a_page_that_was_only_opened_is_renewed_and_the_words_in_it_stay(given, tmp_path):
    mine = lay(given, tmp_path).folder
    student_opens(mine / "week00/week00.ipynb")
    page(given / "exercises/week00/week00.ipynb", "# week00, mended")
    assert lay(given, tmp_path).renewed == ["week00/week00.ipynb"]
    nb = nbformat.read(mine / "week00/week00.ipynb", as_version=4)
    assert nb.cells[0].source == "# week00, mended"
    assert nb.cells[2].outputs[0].data[MIME] == {"entries": "my words"}


def test_words_in_a_cell_that_the_new_version_no_longer_has_stay_too(given, tmp_path):
    mine = lay(given, tmp_path).folder
    student_opens(mine / "week00/week00.ipynb")
    nb = nbformat.read(given / "exercises/week00/week00.ipynb", as_version=4)
    nb.cells[2].id = "the-words"
    (given / "exercises/week00/week00.ipynb").write_text(nbformat.writes(nb), encoding="utf-8")
    student_text = (mine / "week00/week00.ipynb").read_text(encoding="utf-8")
    assert "my words" in student_text
    nb.cells[0].source = "# new"
    (given / "exercises/week00/week00.ipynb").write_text(nbformat.writes(nb), encoding="utf-8")
    lay(given, tmp_path)
    assert "my words" in (mine / "week00/week00.ipynb").read_text(encoding="utf-8")


def test_a_page_the_student_changed_is_never_touched_and_the_new_one_is_put_beside_it_once(given, tmp_path):
    mine = lay(given, tmp_path).folder
    own = mine / "week01/week01.ipynb"
    student_writes(own)
    before = own.read_bytes()
    assert lay(given, tmp_path).said == [], "the release has not changed, so there is nothing to offer"
    page(given / "exercises/week01/week01.ipynb", "# week01, mended")
    laid = lay(given, tmp_path)
    assert own.read_bytes() == before
    assert "week01 (new version).ipynb" in laid.said[0]
    assert "left as it is" in laid.said[0]
    assert nbformat.read(mine / "week01/week01 (new version).ipynb", as_version=4).cells[0].source == "# week01, mended"
    (mine / "week01/week01 (new version).ipynb").unlink()
    assert lay(given, tmp_path).added == [], "a version that was offered and thrown away is not offered again"


def test_a_third_version_does_not_write_over_the_second(given, tmp_path):
    mine = lay(given, tmp_path).folder
    student_writes(mine / "week01/week01.ipynb")
    for title in ("# second", "# third"):
        page(given / "exercises/week01/week01.ipynb", title)
        lay(given, tmp_path)
    names = sorted(path.name for path in (mine / "week01").iterdir())
    assert names == ["week01 (new version 2).ipynb", "week01 (new version).ipynb", "week01.ipynb"]


def test_a_page_that_was_there_before_is_the_students(given, tmp_path):
    own = tmp_path / "mine/week00/week00.ipynb"
    page(own, "# mine from last year")
    before = own.read_bytes()
    laid = lay(given, tmp_path)
    assert own.read_bytes() == before
    assert "week00/week00 (new version).ipynb" in laid.added


def test_a_damaged_page_and_a_damaged_record_lose_nothing(given, tmp_path):
    mine = lay(given, tmp_path).folder
    (mine / "week00/week00.ipynb").write_text('{"cells": [ half', encoding="utf-8")
    (mine / ".notknowing/released.json").write_text("not json", encoding="utf-8")
    student_writes(mine / "week01/week01.ipynb")
    before = {path: path.read_bytes() for path in mine.glob("week0*/*.ipynb")}
    page(given / "exercises/week01/week01.ipynb", "# mended")
    lay(given, tmp_path)
    assert all(path.read_bytes() == data for path, data in before.items())
    assert (mine / "week00/week00 (new version).ipynb").is_file()


def test_saved_words_and_files_of_the_students_own_are_left_alone(given, tmp_path):
    mine = lay(given, tmp_path).folder
    kept = {
        mine / "week00/week00.responses.json": "{}",
        mine / "week00/week00.private.json": "{}",
        mine / "notes.txt": "x",
    }
    for path, text in kept.items():
        path.write_text(text, encoding="utf-8")
    page(given / "exercises/week00/week00.ipynb", "# mended")
    lay(given, tmp_path)
    assert all(path.read_text(encoding="utf-8") == text for path, text in kept.items())


def test_a_page_that_was_deleted_comes_back(given, tmp_path):
    mine = lay(given, tmp_path).folder
    (mine / "week00/week00.ipynb").unlink()
    assert lay(given, tmp_path).added == ["week00/week00.ipynb"]


def test_a_course_file_is_renewed_unless_somebody_changed_it(given, tmp_path):
    mine = lay(given, tmp_path).folder
    (given / "course/module.yml").write_text("title: y\n", encoding="utf-8")
    assert lay(given, tmp_path).renewed == ["course/module.yml"]
    (mine / "course/module.yml").write_text("title: mine\n", encoding="utf-8")
    (given / "course/module.yml").write_text("title: z\n", encoding="utf-8")
    assert "course/module.yml was changed in this folder" in lay(given, tmp_path).said[0]
    assert (mine / "course/module.yml").read_text(encoding="utf-8") == "title: mine\n"


def test_the_courses_own_repository_is_not_a_working_folder(given, tmp_path):
    (tmp_path / "mine/solutions").mkdir(parents=True)
    with pytest.raises(FolderError, match="holds the course's own files"):
        lay(given, tmp_path)


def test_a_file_in_the_way_is_said(given, tmp_path):
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    with pytest.raises(FolderError, match="--folder"):
        lay(given, tmp_path)


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "The disk is full"), (errno.EACCES, "may not be written to"), (errno.EROFS, "may not be written to"), (errno.EIO, "could not be made ready")])  # fmt: skip
def test_a_disk_that_refuses_is_said_and_nothing_half_written_stays(given, tmp_path, monkeypatch, number, words):
    mine = lay(given, tmp_path).folder
    before = {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()}
    page(given / "exercises/week00/week00.ipynb", "# mended")

    def refuse(self, target):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(folders.Path, "replace", refuse)
    with pytest.raises(FolderError, match=words) as failure:
        lay(given, tmp_path)
    assert "is safe" in str(failure.value)
    assert {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()} == before


def test_only_what_a_student_can_change_tells_a_page_apart(given):
    path = given / "exercises/week00/week00.ipynb"
    before = fingerprint(path)
    student_opens(path)
    assert fingerprint(path) == before
    student_writes(path)
    assert fingerprint(path) != before


def test_a_start_page_somebody_wrote_on_is_kept(given, tmp_path):
    mine = lay(given, tmp_path).folder
    put_start_page(mine, "# first")
    put_start_page(mine, "# second")
    assert not list(mine.glob("*your copy*"))
    (mine / "Start here.md").write_text("# second\nmy note", encoding="utf-8")
    put_start_page(mine, "# third")
    assert (mine / "Start here.md").read_text(encoding="utf-8") == "# third"
    assert (mine / "Start here (your copy).md").read_text(encoding="utf-8").endswith("my note")


def test_the_record_is_plain(given, tmp_path):
    mine = lay(given, tmp_path).folder
    record = json.loads((mine / ".notknowing/released.json").read_text(encoding="utf-8"))
    assert set(record["files"]) == {
        "week00/week00.ipynb",
        "week01/week01.ipynb",
        "course/module.yml",
        "datasets/table.csv",
    }
    shutil.rmtree(mine)
