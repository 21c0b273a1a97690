"""``notknowing release``: what students get, what they never get, and that it is the same on every machine."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from notknowing.authoring.freshness import exercises_are_fresh, nothing_leaks
from notknowing.authoring.release import ReleaseError, release
from notknowing.authoring.rules import Ground
from notknowing.course import load

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def course():
    return load(REPOSITORY / "course")


def ground(root, course) -> Ground:
    return Ground(root, course, dt.date(2026, 11, 24))


def digest(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}  # fmt: skip


def test_the_committed_release_is_fresh_and_leaks_nothing(course):
    here = ground(REPOSITORY, course)
    assert list(map(str, exercises_are_fresh(here))) == []
    assert list(map(str, nothing_leaks(here))) == []


@pytest.mark.slow
def test_two_releases_are_the_same_bytes_and_touch_no_gradebook(repository):
    release(repository, to=repository / "one")
    release(repository, to=repository / "two")
    assert digest(repository / "one") == digest(repository / "two")
    assert not list(repository.rglob("*.db"))


def test_nothing_of_a_solution_reaches_the_students(repository):
    release(repository, to=repository / "one")
    text = "".join(path.read_text(encoding="utf-8") for path in (repository / "one").rglob("*.ipynb"))
    assert not re.search(r"BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)", text)
    assert "TurnKey" not in text, "the course's reading of the transcript"


def test_graded_cells_are_released_with_the_words_a_student_meets(repository):
    release(repository, ["week01"], to=repository / "one")
    nb = nbformat.read(repository / "one/week01/week01.ipynb", as_version=4)
    manual = next(cell for cell in nb.cells if cell.id == "week01-1f")
    assert manual.source.startswith("*Your words from the activity above come here")
    assert "checksum" not in manual.metadata.nbgrader, "so that Validate does not say there is no answer"
    assert next(cell for cell in nb.cells if cell.id == "week01-1b").metadata.nbgrader.checksum
    assert manual.metadata.deletable is False


def test_saved_words_and_text_twins_beside_a_solution_stay_there(repository):
    beside = repository / "solutions/week01"
    (beside / "week01.responses.json").write_text("{}", encoding="utf-8")
    (beside / "week01.private.json").write_text("{}", encoding="utf-8")
    (beside / "week01.md").write_text("### BEGIN SOLUTION", encoding="utf-8")
    release(repository, ["week01"], to=repository / "one")
    assert [path.name for path in (repository / "one/week01").iterdir()] == ["week01.ipynb"]


def test_a_change_is_released_and_a_file_that_is_gone_goes(repository):
    (repository / "exercises/week00/old.txt").write_text("from last year", encoding="utf-8")
    made = release(repository)
    assert made.changed == ["week00"]
    assert not (repository / "exercises/week00/old.txt").exists()
    assert release(repository).changed == []


def test_until_somebody_reviewed_the_key_every_release_says_so(repository):
    assert release(repository, ["week00"]).warnings == [
        "Key not reviewed by a practitioner: see 'reviewed_by' in course/module.yml."
    ]


def test_a_page_that_is_not_there(repository):
    before = digest(repository / "exercises")
    with pytest.raises(ReleaseError, match=r"no solutions/week44/week44.ipynb, so nothing was released"):
        release(repository, ["week00", "week44"])
    assert digest(repository / "exercises") == before


def test_a_solution_that_nbgrader_refuses_changes_nothing_and_is_said(repository, change):
    change("solutions/week01/week01.ipynb", "# Nothing to type here", "### BEGIN SOLUTION\\n# Nothing to type here")
    before = digest(repository / "exercises")
    with pytest.raises(ReleaseError, match="could not release week01, so nothing was changed"):
        release(repository)
    assert digest(repository / "exercises") == before


# a supervised part


@pytest.fixture
def unseen(tmp_path, repository) -> Path:
    path = tmp_path / "elsewhere" / "for-thursday.yml"
    path.parent.mkdir()
    shutil.copyfile(repository / "course/clients/marlon.yml", path)
    return path


def test_a_client_from_outside_is_released_and_the_repository_stays_as_it_is(repository, unseen):
    before = digest(repository / "solutions")
    release(repository, ["a1b"], client=unseen, to=repository.parent / "sitting")
    assert (repository.parent / "sitting/a1b/client.yml").read_bytes() == unseen.read_bytes()
    assert digest(repository / "solutions") == before


def test_a_client_inside_the_repository_is_refused(repository):
    with pytest.raises(ReleaseError, match="where anybody can read it before the day"):
        release(repository, ["a1b"], client=repository / "course/clients/marlon.yml")


def test_an_unsound_client_is_refused_with_file_and_line(repository, unseen):
    text = unseen.read_text(encoding="utf-8").replace("pronouns:", "pronoun:")
    unseen.write_text(text, encoding="utf-8")
    line = text[: text.index("pronoun:")].count("\n") + 1
    with pytest.raises(ReleaseError, match="cannot be used") as failure:
        release(repository, ["a1b"], client=unseen)
    assert any(problem.line == line and str(unseen) in problem.file for problem in failure.value.problems)


def test_a_client_for_a_page_that_shows_none_is_refused(repository, unseen):
    with pytest.raises(ReleaseError, match="None of week00 shows an unseen client"):
        release(repository, ["week00"], client=unseen)


# the leak scan


def test_a_line_of_a_hidden_test_in_the_students_copy_is_found(repository, course):
    nb = nbformat.read(repository / "solutions/a1/a1.ipynb", as_version=4)
    key = next(cell for cell in nb.cells if "BEGIN HIDDEN TESTS" in cell.source)
    line = next(line for line in key.source.splitlines() if "TurnKey(" in line).strip()
    path = repository / "exercises/week00/week00.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("About 6 minutes.", json.dumps(line, ensure_ascii=False)[1:-1], 1), encoding="utf-8")
    found = [problem for problem in nothing_leaks(ground(repository, course)) if problem.file.endswith("week00.ipynb")]
    assert len(found) == 1
    assert "a line of the solution in solutions/a1/a1.ipynb" in found[0].message


def test_somebodys_saved_words_among_the_exercises_are_found(repository, course):
    (repository / "exercises/week01/week01.responses.json").write_text("{}", encoding="utf-8")
    found = list(nothing_leaks(ground(repository, course)))
    assert [problem.message for problem in found] == ["these are somebody's saved words."]


def test_stale_missing_and_extra_files_are_told_apart(repository, course, change):
    change("exercises/week00/week00.ipynb", "About 6 minutes.", "About 7 minutes.")
    (repository / "exercises/week01/week01.ipynb").unlink()
    (repository / "exercises/week02/notes.txt").write_text("x", encoding="utf-8")
    shutil.copytree(repository / "exercises/a1", repository / "exercises/a9")
    said = {problem.file: problem.message for problem in exercises_are_fresh(ground(repository, course))}
    assert said["exercises/week00/week00.ipynb"].startswith("this is not what a release")
    assert said["exercises/week01/week01.ipynb"] == "the released file is missing."
    assert said["exercises/week02/notes.txt"].startswith("this file would not be")
    assert said["exercises/a9"].startswith("there is no solution")
