"""Reading the course: what is sound is read, what is not is said with file and line, and the nearest course is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from notknowing.course import CourseError, bundled, find_course, load, load_client, read
from notknowing.course.loader import line_of, read_yaml

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path) -> Path:
    shutil.copytree(REPOSITORY / "course", tmp_path / "course")
    return tmp_path / "course"


def change(path: Path, old: str, new: str) -> int:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_this_repositorys_course_is_sound():
    course, problems = read(REPOSITORY / "course")
    assert problems == []
    assert {"week00", "week01", "week02", "a1", "a1b"} <= set(course.pages)
    assert len([client for client in course.clients.values() if client.swap_of is None]) >= 13


MISTAKES = [
    ("clients/gareth.yml", "age: 58", "age: fifty", "should be a number"),
    ("clients/callum.yml", "age: 20", "age: 14", "at least 18"),
    ("clients/moira.yml", "limit: >-", "limits: >-", "Did you mean 'limit'?"),
    ("clients/rowan.yml", "id: rowan", "id: rowena", "Write 'id: rowan'"),
    ("module.yml", "due: 2027-02-26 12:00", "due: next Friday", "Write it as 2027-02-05"),
    ("module.yml", "nation: England", "nation: Cornwall", "Use one of"),
    ("module.yml", "pass_mark: 50", "pass_mark: 500", "at most 100"),
    ("weeks/week00.yml", "title: Press here, type here", "title: ''", "is blank"),
    ("weeks/week01.yml", "    kind: hold", "    kind: pause", "See the list of kinds"),
    ("claims.yml", "- id: content-notes", "- id: compare-first", "used twice"),
    ("signposting.yml", "heading: If", "heading: 'If", "layout"),
]


def test_every_mistake_is_said_with_its_line_and_what_to_do(copy):
    lines = [change(copy / file, old, new) for file, old, new, _ in MISTAKES]
    course, problems = read(copy)
    assert course is None, "without its settings there is no course"
    for (file, _, _, words), line in zip(MISTAKES, lines, strict=True):
        near = [p for p in problems if p.file == file and words in f"{p.message} {p.action}"]
        assert near, (file, words, problems)
        if words != "layout":
            assert abs(near[0].line - line) <= 1
    with pytest.raises(CourseError) as failure:
        load(copy)
    assert len(failure.value.problems) >= len(MISTAKES)


def test_a_file_that_is_not_utf8_or_is_empty_or_missing_is_said(copy):
    (copy / "signposting.yml").unlink()
    (copy / "claims.yml").write_bytes(b"- id: caf\xe9")
    (copy / "references.yml").write_text("", encoding="utf-8")
    course, problems = read(copy)
    said = {problem.file: problem.message for problem in problems}
    assert course is None
    assert "UTF-8" in said["claims.yml"]
    assert "empty" in said["references.yml"]
    assert "not there" in said["signposting.yml"]


def test_a_file_saved_by_a_windows_editor_is_read(copy):
    path = copy / "clients" / "gareth.yml"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))
    _, problems = read(copy)
    assert problems == []


def test_a_change_is_seen_without_starting_anew(copy):
    assert load(copy).module.pass_mark == 50
    change(copy / "module.yml", "pass_mark: 50", "pass_mark: 40")
    assert load(copy).module.pass_mark == 40


def test_the_nearest_course_upwards_is_used(copy, tmp_path, monkeypatch):
    deep = tmp_path / "week00" / "deeper"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    place = find_course()
    assert place.path == copy
    assert "nearest" in place.origin


def test_one_that_is_asked_for_wins_and_one_that_is_not_a_course_is_refused(copy, tmp_path):
    assert find_course(copy).origin == "asked for with --course"
    with pytest.raises(FileNotFoundError, match="not a course folder"):
        find_course(tmp_path)


def test_away_from_any_course_the_packages_own_is_used(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_course().path == bundled("course")


def test_one_client_can_be_read_alone():
    assert load_client(REPOSITORY / "course/clients/rowan.yml").name == "Rowan"
    with pytest.raises(CourseError):
        load_client(REPOSITORY / "course/module.yml")


def test_the_line_of_a_value_or_of_the_nearest_thing_above_it():
    raw = read_yaml(REPOSITORY / "course/module.yml", "module.yml", [])
    text = (REPOSITORY / "course/module.yml").read_text(encoding="utf-8").splitlines()
    assert text[line_of(raw, "weeks", 1) - 1].strip().startswith("- {id: week01")
    assert line_of(raw, "weeks", 1, "nothing") == line_of(raw, "weeks", 1)
    assert line_of(None, "anything") == 1
