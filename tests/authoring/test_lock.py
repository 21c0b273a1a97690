"""A locked page: what students were given does not change unnoticed, and is kept to mark by."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from notknowing.authoring.bundle import students_files, supervised
from notknowing.authoring.lock import locked_pages_stand
from notknowing.authoring.release import ReleaseError, release
from notknowing.authoring.rules import Ground
from notknowing.authoring.seeded import Seed
from notknowing.cli import app
from notknowing.course import read
from notknowing.marking.released import RECORD, VERSIONS, damage, kept_at, versions

REPOSITORY = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 24)


KEPT = ("module.yml", "signposting.yml", "assignments/a1.yml", "assignments/a2.yml", "weeks/week01.yml",
        "clients/gareth.yml", "clients/farida.yml", "clients/wei-ling.yml")  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return laid_out(tmp_path / "repository")


def laid_out(root: Path) -> Path:
    """The course with one assignment, which is enough to lock."""
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


@pytest.fixture(scope="module")
def locked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = laid_out(tmp_path_factory.mktemp("locked") / "repository")
    release(root, ["a1"], lock=True)
    return root


@pytest.fixture
def locked(locked_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(locked_once, tmp_path / "locked"))


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


# what is kept


FILES_OF_A1 = {
    "course/assignments/a1.yml", "course/clients/gareth.yml", "course/clients/farida.yml", "course/clients/wei-ling.yml",
    "exercises/a1/a1.ipynb", "solutions/a1/a1.ipynb",
}  # fmt: skip


def kept(root: Path, version: int) -> dict[str, bytes]:
    folder = kept_at(root, "a1", version)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_version_is_kept_file_by_file_and_the_next_one_beside_it(locked):
    first = kept(locked, 1)
    assert first == {name: (locked / name).read_bytes() for name in FILES_OF_A1}
    assert damage(locked, "a1", versions(locked)["a1"][0]) == ""
    change(locked, "course/clients/gareth.yml", "Felixstowe", "Holyhead")
    release(locked, ["a1"], new_version=True)
    assert kept(locked, 1) == first
    second = kept(locked, 2)
    assert second.keys() == FILES_OF_A1
    assert {name for name in FILES_OF_A1 if first[name] != second[name]} == {
        "course/clients/gareth.yml",
        "exercises/a1/a1.ipynb",
    }


def test_data_is_kept_and_notes_and_saved_words_are_not(repository):
    for name in ("table.csv", "README.md", "a1.responses.json", "seed.yml"):
        (repository / "solutions/a1" / name).write_text("x", encoding="utf-8")
    release(repository, ["a1"], lock=True)
    assert kept(repository, 1).keys() == FILES_OF_A1 | {"solutions/a1/table.csv"}


def test_the_check_reads_no_kept_file_as_a_page_of_the_course_and_nbgrader_lists_none(locked):
    from nbgrader.apps import NbGraderAPI

    from notknowing.authoring.notebooks import sources
    from notknowing.authoring.release import released_names
    from notknowing.marking.nbgrader_room import course_directory

    assert released_names(locked) == ["a1"]
    assert [path.parent.name for path in sources(locked)] == ["a1"]
    assert NbGraderAPI(course_directory(locked)).get_source_assignments() == {"a1"}


def test_a_kept_file_that_was_edited_is_refused_with_what_to_do(locked):
    (version,) = versions(locked)["a1"]
    for file in sorted(FILES_OF_A1):
        old, new = ("Nothing", "Something") if file.endswith(".ipynb") else ("\nid: ", "\nid: not-")
        change(kept_at(locked, "a1", 1), file, old, new)
        assert damage(locked, "a1", version), file
        change(kept_at(locked, "a1", 1), file, new, old)
        assert damage(locked, "a1", version) == "", file
    change(kept_at(locked, "a1", 1), "solutions/a1/a1.ipynb", "TurnKey(", "TurnKey (")
    (line,) = said(locked)
    assert line.startswith(
        "solutions/.versions/a1/1: this is no longer version 1 of a1 as it was kept: its notebook with"
    )
    assert "Put it back" in line


def test_other_line_ends_are_no_edit_and_a_file_too_many_is(locked):
    for path in kept_at(locked, "a1", 1).rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert said(locked) == []
    (kept_at(locked, "a1", 1) / "course/clients/margaret.yml").write_text("id: margaret", encoding="utf-8")
    (line,) = said(locked)
    assert "course/clients/margaret.yml does not belong to it" in line


def test_a_lock_from_before_versions_were_kept_is_named_and_mended_by_locking_again(locked):
    whole = kept(locked, 1)
    shutil.rmtree(locked / VERSIONS)
    (line,) = said(locked)
    assert line.endswith("no copy of version 1 of a1 was kept to mark by later. Run: notknowing release a1 --lock")
    record = (locked / RECORD).read_bytes()
    release(locked, ["a1"], lock=True)
    assert (kept(locked, 1), (locked / RECORD).read_bytes()) == (whole, record)
    assert said(locked) == []


def test_nothing_is_locked_over_a_version_that_the_record_has_lost(locked):
    (locked / RECORD).unlink()
    before = kept(locked, 1)
    with pytest.raises(ReleaseError, match=r"solutions/\.versions/a1/1 is there already.*nothing was released"):
        release(locked, ["a1"], lock=True)
    assert (kept(locked, 1), (locked / RECORD).exists()) == (before, False)


def test_students_get_nothing_of_what_was_kept(locked):
    ground = Ground(locked, read(locked / "course")[0], TODAY)
    files = students_files(locked, supervised(ground))
    assert "exercises/a1/a1.ipynb" in files
    assert not [name for name, path in files.items() if "versions" in name or "solutions" in path.parts]
    assert not list((locked / "exercises").rglob("*versions*"))
