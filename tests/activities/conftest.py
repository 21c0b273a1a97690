"""What the tests of activities share: the course, a student's folder, and a way to press and type without a browser."""

from __future__ import annotations

import dataclasses
import os
import shutil
from pathlib import Path

import pytest

from notknowing.activities import page as page_module
from notknowing.activities.widget import ActivityWidget
from notknowing.course import Course, load
from notknowing.course.places import CoursePlace

from .student import Student

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def course() -> Course:
    return load(ROOT / "course")


@pytest.fixture(autouse=True)
def a_fresh_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """No marking, no stores of another test, and no waiting for the disk: nothing here pulls the plug."""
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(page_module, "_stores", {})
    monkeypatch.setattr(page_module, "_copies", {})
    ActivityWidget.live.clear()


@pytest.fixture
def student(tmp_path: Path, course: Course) -> Student:
    """Somebody who has written nothing yet."""
    return Student(course, tmp_path / "work")


@pytest.fixture
def panel(tmp_path: Path, course: Course, student: Student) -> Path:
    """An empty folder for what a lead's own panel said. The student's course looks there."""
    place = tmp_path / "copy"
    place.mkdir()
    for item in (ROOT / "course").iterdir():
        (place / item.name).symlink_to(item)
    (place / "panel").unlink()
    (place / "panel").mkdir()
    student.course = dataclasses.replace(course, place=CoursePlace(place, "a test"))
    return place / "panel"


@pytest.fixture(scope="session")
def written_folder(tmp_path_factory: pytest.TempPathFactory, course: Course) -> Path:
    """A folder in which Weeks 0 and 2 have been answered, to copy."""
    folder = tmp_path_factory.mktemp("written") / "work"
    somebody = Student(course, folder)
    somebody.answer_week00()
    somebody.answer_week02()
    return folder


@pytest.fixture
def returning(tmp_path: Path, course: Course, written_folder: Path) -> Student:
    """Somebody who has answered Weeks 0 and 2."""
    shutil.copytree(written_folder, tmp_path / "work")
    return Student(course, tmp_path / "work")
