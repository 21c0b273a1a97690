"""``notknowing doctor``: each fault is put on by itself and is said in plain English, with what to do."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest

from notknowing.course import Problem, read
from notknowing.launch.doctor import CHECKS, MEND, NOTE, OK, Finding, doctor, is_well
from notknowing.launch.machine import Machine

REPOSITORY = Path(__file__).parents[2]
COURSE = read(REPOSITORY / "course")
COURSE_PROBLEM = [Problem("module.yml", 3, "'title' is blank.", "Write something.")]


ANSWERS = {
    "python": (3, 12, 1),
    "is_environment": True,
    "has": True,
    "requirements": ["jupyterlab<5,>=4.4", "anywidget>=0.9.21", "nbmake>=9; extra == 'dev'"],
    "copies_of_the_course": ["0.1.0"],
    "kernel_python": sys.executable,
    "lab_extensions": ({"@jupyter-widgets/jupyterlab-manager", "anywidget"}, set()),
    "server_extensions": {"nbgrader.server_extensions.formgrader"},
    "free_bytes": 10**10,
    "today": dt.date(2027, 2, 1),
    "encoding": "UTF-8",
    "open_port": None,
    "has_browser": True,
    "course": (COURSE[0], [], "a place"),
    "exercises": ["week00"],
}


class Healthy(Machine):
    """A machine on which everything is well."""

    def version(self, program):
        return {"jupyterlab": "4.6.6", "anywidget": "0.11.0"}.get(program)

    def find(self, program):
        return self.scripts() / program

    def cache_folder(self) -> Path:
        return self.folder


for question, given in ANSWERS.items():
    setattr(Healthy, question, lambda self, *about, given=given: given)


def fault(**answers) -> type[Healthy]:
    return type("Ill", (Healthy,), answers)


def raising(error):
    def answer(self, *args):
        raise error

    return answer


def write_nowhere(self, folder):
    raise PermissionError(13, "Permission denied")


FAULTS = [
    ("an old Python", fault(python=lambda self: (3, 10, 4)), MEND, "3.11 or newer"),
    ("no environment", fault(is_environment=lambda self: False), NOTE, "shares this computer's Python"),
    ("no JupyterLab", fault(has=lambda self, module: module != "jupyterlab"), MEND, "Not installed: jupyterlab"),
    ("no anywidget", fault(has=lambda self, module: module != "anywidget"), MEND, "Not installed: anywidget"),
    ("no nbgrader", fault(has=lambda self, module: module != "nbgrader"), MEND, "Not installed: nbgrader"),
    ("an old version", fault(version=lambda self, program: "4.1.0" if program == "jupyterlab" else "1.0"), MEND, "jupyterlab is 4.1.0"),
    ("no kernel", fault(kernel_python=lambda self: None), MEND, "no kernel called python3"),
    ("a wrong kernel", fault(kernel_python=lambda self: "/usr/bin/python3.9"), MEND, "another Python (/usr/bin/python3.9)"),
    ("no lab extension", fault(lab_extensions=lambda self: ({"anywidget"}, set())), MEND, "jupyterlab-manager"),
    ("a lab extension off", fault(lab_extensions=lambda self: ({"@jupyter-widgets/jupyterlab-manager", "anywidget"}, {"anywidget"})), MEND, "switched off"),
    ("nbgrader off", fault(server_extensions=lambda self: set()), NOTE, "tutors do, for formgrader"),
    ("no alembic", fault(find=lambda self, program: None, scripts=lambda self: Path("/nowhere")), MEND, "alembic is missing"),
    ("no course", fault(course=raising(FileNotFoundError("This installation has no course folder."))), MEND, "no course folder"),
    ("a course to mend", fault(course=lambda self: (None, COURSE_PROBLEM, "a place")), MEND, "module.yml, line 3"),
    ("no pages", fault(exercises=raising(FileNotFoundError())), MEND, "pages are missing"),
    ("a read-only folder", fault(write_in=write_nowhere), MEND, "words would not be saved"),
    ("a full disk", fault(free_bytes=lambda self, folder: 5 * 2**20), MEND, "5 MB left"),
    ("damaged words", fault(unreadable_words=lambda self: ["week01/week01.responses.json"]), MEND, "nothing is written over"),
    ("a wrong clock", fault(today=lambda self: dt.date(1980, 1, 1)), MEND, "1 January 1980"),
    ("odd letters", fault(encoding=lambda self: "cp1252"), NOTE, "cp1252"),
    ("a blocked port", fault(open_port=raising(OSError(13, "Permission denied"))), MEND, "firewall"),
    ("no browser", fault(has_browser=lambda self: False), NOTE, "--no-browser"),
    ("two copies", fault(copies_of_the_course=lambda self: ["0.1.0", "0.2.0"]), MEND, "2 copies of the course"),
    ("another command", fault(find=lambda self, program: Path("/opt/other/bin") / program), NOTE, "another Python"),
]  # fmt: skip


def test_a_healthy_machine_has_nothing_to_mend(tmp_path):
    findings = doctor(Healthy(tmp_path))
    assert [finding for finding in findings if finding.state != OK] == []
    assert is_well(findings)
    assert len(findings) == len(CHECKS) >= 12


@pytest.mark.parametrize(("name", "machine", "state", "words"), FAULTS, ids=[name for name, *_ in FAULTS])
def test_each_fault_is_said_with_what_to_do(tmp_path, name, machine, state, words):
    ill = [finding for finding in doctor(machine(tmp_path)) if finding.state != OK]
    assert len(ill) == 1 or name in {"no alembic", "no JupyterLab", "no anywidget", "a read-only folder"}, ill
    said = next(finding for finding in ill if words in f"{finding.sentence} {finding.action}")
    assert said.state == state
    assert said.action
    assert is_well(ill) == (state != MEND)


def test_a_folder_under_a_file_and_places_that_are_copied_elsewhere(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    said = " ".join(f.sentence for f in doctor(Healthy(tmp_path / "file" / "mine")))
    assert "is a file" in said
    said = " ".join(f.sentence for f in doctor(Healthy(tmp_path / "OneDrive - University" / "mine")))
    assert "inside OneDrive" in said
    assert "private words are copied there as well" in said
    said = " ".join(f.sentence for f in doctor(Healthy(tmp_path / ("a" * 100) / ("b" * 100))))
    assert "Windows may refuse" in said


def test_alembic_that_is_installed_and_not_on_path_is_a_note(tmp_path):
    (tmp_path / "alembic").write_text("", encoding="utf-8")
    machine = fault(find=lambda self, program: None, scripts=lambda self: tmp_path)
    found = next(finding for finding in doctor(machine(tmp_path)) if finding.about == "Gradebook")
    assert found.state == NOTE
    assert str(tmp_path) in found.action


def test_a_check_that_fails_itself_does_not_stop_the_others(tmp_path):
    findings = doctor(fault(free_bytes=raising(RuntimeError("boom")))(tmp_path))
    odd = next(finding for finding in findings if "could not be looked at" in finding.sentence)
    assert odd.state == NOTE
    assert len(findings) == len(CHECKS)


def test_what_it_says_has_no_jargon_for_a_student():
    for _, machine, _, _ in FAULTS:
        for finding in doctor(machine("/nowhere/at/all")):
            assert "Traceback" not in finding.sentence
            assert isinstance(finding, Finding)


def test_this_machine_can_be_looked_at(tmp_path):
    findings = doctor(Machine(tmp_path, REPOSITORY / "course"))
    assert not [finding for finding in findings if "could not be looked at" in finding.sentence]


def test_saved_words_that_cannot_be_read_are_found(tmp_path):
    (tmp_path / "week01").mkdir()
    (tmp_path / "week01" / "week01.responses.json").write_text("{ half", encoding="utf-8")
    assert Machine(tmp_path).unreadable_words() == [str(Path("week01/week01.responses.json"))]


def test_the_real_question_whether_a_folder_can_be_written_to_leaves_nothing_behind(tmp_path):
    Machine(tmp_path).write_in(tmp_path)
    assert list(tmp_path.iterdir()) == []
