"""The command line: thin, plain, and without a traceback whatever is typed."""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from notknowing import cli, console
from notknowing.cli import app
from notknowing.launch.doctor import Finding
from notknowing.work import Store

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture
def run(monkeypatch):
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *args, **options: CliRunner().invoke(app, [str(arg) for arg in args], **options)


@pytest.fixture
def broken_course(tmp_path) -> Path:
    shutil.copytree(REPOSITORY / "course", tmp_path / "course")
    path = tmp_path / "course/module.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("pass_mark: 50", "pass_mark: many"), encoding="utf-8")
    return tmp_path / "course"


BAD = [
    (["strat"], 2, "Did you mean 'start'?"),
    (["--nonsense"], 2, "No such option"),
    (["start", "week99", "--folder", "{tmp}/x"], 1, "no page called week99"),
    (["start", "--port", "lots"], 2, "--port"),
    (["start", "--port", "99999"], 2, "--port"),
    (["start", "--folder", "{tmp}/file"], 1, "Choose another place with --folder"),
    (["start", "--course", "{tmp}", "--folder", "{tmp}/x"], 1, "not a course folder"),
    (["start", "--course", "{tmp}/course", "--folder", "{tmp}/x"], 1, "module.yml, line"),
    (["start", "--folder", "."], 1, "holds the course's own files"),
    (["submit"], 2, "Missing argument"),
    (["submit", "a9", "--folder", "{tmp}"], 1, "a9.ipynb"),
    (["release", "week99"], 1, "no solutions/week99"),
    (["release", "a1b", "--client", "{tmp}/nobody.yml", "--to", "{tmp}/out"], 1, "cannot be used"),
    (["collect", "{tmp}/none.zip", "a1", "--root", "{tmp}"], 1, ""),
    (["autograde", "a1", "--root", "{tmp}/nowhere"], 1, "is not there"),
    (["marks", "a1", "--template", "{tmp}/none.csv", "--root", "{tmp}"], 1, "is not there"),
    (["check", "--course", "{tmp}"], 1, "not a course folder"),
    (["demo", "--students", "0"], 2, "--students"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "code", "words"), BAD, ids=[" ".join(args) for args, *_ in BAD])
def test_whatever_is_typed_the_answer_is_a_sentence(run, tmp_path, broken_course, args, code, words):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = run(*(arg.replace("{tmp}", str(tmp_path)) for arg in args))
    said = [line for line in result.output.splitlines() if line.strip() and not line.startswith("Course: ")]
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert words in " ".join(said)
    assert 1 <= len(said) <= 2, said
    assert said[-1][0].isupper() or said[-1].startswith(("/", "'"))


def test_an_unforeseen_failure_is_a_sentence_and_with_debug_a_file(run, monkeypatch):
    def fails(*args, **options):
        raise ZeroDivisionError("the secret of the traceback")

    monkeypatch.setattr("notknowing.launch.doctor.doctor", fails)
    plain = run("doctor")
    assert plain.exit_code == 1
    assert "Something unforeseen happened (ZeroDivisionError)" in plain.output
    assert "Nothing that was saved before is lost" in plain.output
    assert "Traceback" not in plain.output
    written = run("doctor", "--debug").output.split("is in ")[-1].strip()
    assert "the secret of the traceback" in Path(written).read_text(encoding="utf-8")
    Path(written).unlink()


def test_ctrl_c_is_a_sentence(run, monkeypatch):
    def stopped(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("notknowing.launch.doctor.doctor", stopped)
    result = run("doctor")
    assert result.exit_code == 130
    assert "Stopped." in result.output


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (PermissionError(13, "Permission denied", "/x/y"), "/x/y may not be opened"),
        (FileNotFoundError(2, "No such file", "/x/y"), "/x/y is not there"),
        (OSError(28, "No space left on device"), "The disk is full"),
    ],
)
def test_troubles_with_the_disk_are_said_plainly(failure, words):
    assert words in console.in_words(failure)


def test_doctor_says_every_finding_and_fails_when_something_is_to_be_mended(run, monkeypatch):
    found = [Finding("Disk", "to mend", "The disk is full.", "Empty the bin."), Finding("Python", "ok", "Fine.")]
    monkeypatch.setattr("notknowing.launch.doctor.doctor", lambda machine: found)
    result = run("doctor")
    assert result.exit_code == 1
    assert "to mend  Disk: The disk is full. Empty the bin." in result.output
    assert "2 things looked at, 1 to mend." in result.output
    assert json.loads(run("doctor", "--json").stdout)[0]["state"] == "to mend"


def test_check_is_green_on_this_repository_and_says_which_course(run):
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "Course: " in result.output
    assert "Nothing to mend" in result.output


def test_check_as_data_and_its_exit_code(run, broken_course):
    result = run("check", "--course", broken_course, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert not found["green"]
    assert any("pass_mark" in problem["message"] for problem in found["problems"])


def test_release_to_another_folder(run, tmp_path):
    result = run("release", "week00", "--to", tmp_path / "out", "--json")
    assert json.loads(result.stdout)["changed"] == ["week00"]
    assert (tmp_path / "out/week00/week00.ipynb").is_file()


def test_submit_shows_the_copy_and_writes_only_after_a_yes(run, tmp_path):
    folder = tmp_path / "a1"
    shutil.copytree(REPOSITORY / "exercises/a1", folder)
    with Store.open("a1", folder, writing=True) as store:
        store.put("D.pull", "I wanted to mend it.")
        store.put("D.note", "nobody else's business", private=True)
    refused = run("submit", "a1", "--folder", tmp_path, input="n\n")
    assert refused.exit_code == 130
    assert "I wanted to mend it." in refused.output
    assert "nobody else" not in refused.output
    assert "Nobody is watching" in refused.output
    assert not (folder / "a1-submission.zip").exists()
    done = run("submit", "a1", "--folder", tmp_path, "--yes")
    assert done.exit_code == 0
    assert (folder / "a1-submission.zip").is_file()
    data = json.loads(run("submit", "a1", "--folder", folder, "--yes", "--json").stdout)
    assert any(entry["words"] == "I wanted to mend it." for entry in data["entries"])


def test_every_command_has_help_and_none_calls_a_room_before_it_is_asked(run):
    for name in (
        "start",
        "doctor",
        "submit",
        "check",
        "release",
        "collect",
        "autograde",
        "feedback",
        "marks",
        "demo",
        "bundle",
    ):
        assert run(name, "--help").exit_code == 0
    top = [
        node
        for node in ast.parse(Path(cli.__file__).read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom)
    ]
    rooms = {node.module for node in top if node.module and node.module.startswith("notknowing.")}
    own = {
        name for name in rooms if name.startswith("notknowing.cli_")
    }  # each asks for its room only when it is called
    assert rooms - own <= {"notknowing.console"}, "so that a broken part never stops another command"
