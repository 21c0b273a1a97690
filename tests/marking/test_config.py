"""What stock nbgrader is told, and what it then does with a download."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import find_all_files
from tiny_course import CONFIG, hand_in, released, responses
from traitlets.config import Config

from notknowing.marking import config as settings_room
from notknowing.marking.nbgrader_room import settings


def test_the_settings_file_is_thin_and_a_lead_can_add_to_it(tiny):
    assert len(CONFIG.read_text("utf-8").splitlines()) < 15
    with (tiny / "nbgrader_config.py").open("a") as file:
        file.write("c.Execute.timeout = 7\n")
    found = settings(tiny)
    assert found.Execute.timeout == 7
    assert found.CourseDirectory.source_directory == "solutions"
    assert found.CourseDirectory.db_url == f"sqlite:///{tiny / 'gradebook.db'}"


def test_formgrader_can_print_the_settings(tiny):
    json.dumps(settings(tiny))


def test_every_assignment_keeps_its_students_answers(tiny):
    for name in ("week01", "a1"):
        folder = tiny / "solutions" / name
        folder.mkdir()
        nbformat.write(nbformat.v4.new_notebook(), folder / f"{name}.ipynb")
    (tiny / "solutions" / "a1" / "odd.responses.json").write_text("{}")
    assert settings(tiny).Autograde.exclude_overwriting == {
        "a1": ["a1.responses.json", "odd.responses.json"],
        "t1": ["t1.responses.json"],
        "week01": ["week01.responses.json"],
    }


def test_alembic_is_found_in_an_environment_that_was_never_activated(tiny, monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    settings_room.configure(Config(), tiny)
    assert os.environ["PATH"].split(os.pathsep)[0] in {sysconfig.get_path("scripts"), str(Path(sys.executable).parent)}
    once = os.environ["PATH"]
    settings_room.configure(Config(), tiny)
    assert os.environ["PATH"] == once


@pytest.mark.parametrize(
    "name",
    ["t1.private.json", ".t1.private.json.ab12.tmp", "t1.private.unreadable-2027.json", ".t1.lock", "t1.tutor.json"],
)
def test_what_is_private_or_passing_is_copied_nowhere(tiny, name):
    folder = hand_in(tiny, "one", released(tiny), {"A.answer": "x"}, files=[(name, b"x")])
    ignored = CourseDirectory(config=settings(tiny)).ignore
    kept = {Path(path).name for path in find_all_files(str(folder), ignored)}
    assert kept == {"t1.ipynb", "t1.responses.json"}


def test_a_stub_is_words_and_never_an_error(tiny):
    step = ClearSolutions(config=settings(tiny))
    assert "NotImplementedError" not in json.dumps(step.code_stub) + step.text_stub
    assert step.text_stub.startswith("*Your words from ")


def test_lateness_costs_what_the_module_says(tiny):
    assert settings(tiny).AssignLatePenalties.plugin_class == "notknowing.marking.plugins.LateRules"


def test_stock_zip_collect_takes_the_answers_and_refuses_harm(tiny):
    stem = "A1_x1_attempt_2027-02-{}-09-00-00_"
    sheet = nbformat.writes(released(tiny)).encode()
    archive_folder = tiny / "downloaded" / "t1" / "archive"
    archive_folder.mkdir(parents=True)
    with zipfile.ZipFile(archive_folder / "gradebook.zip", "w") as archive:
        for day, word in (("20", "older"), ("25", "newer")):
            archive.writestr(stem.format(day) + "t1.ipynb", sheet)
            archive.writestr(stem.format(day) + "t1.responses.json", responses({"A.answer": word}))
            archive.writestr(stem.format(day)[:-1] + ".txt", "Name: X (x1)")
        archive.writestr(stem.format("25") + "t1.private.json", b"for nobody")
        archive.writestr("../../../outside.ipynb", b"{}")
    program = str(Path(sys.executable).parent / "nbgrader")
    plain = {"PATH": "/usr/bin:/bin", "HOME": str(tiny)}
    ran = subprocess.run(
        [program, "zip_collect", "t1"], cwd=tiny, env=plain, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    folder = tiny / "submitted" / "x1" / "t1"
    assert sorted(path.name for path in folder.iterdir()) == ["t1.ipynb", "t1.responses.json", "timestamp.txt"]
    assert b"newer" in (folder / "t1.responses.json").read_bytes()
    assert (folder / "timestamp.txt").read_text().startswith("2027-02-25 09:00:00")
    assert not list(tiny.rglob("*private*"))
    assert not list(tiny.parent.glob("outside*"))
