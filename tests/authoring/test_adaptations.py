"""The ten adaptations of the guide for module leads, made from the guide's own text; and ten wrong edits."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from notknowing.authoring.check import check
from notknowing.authoring.pathways import parts_exist
from notknowing.authoring.rules import Ground
from notknowing.cli import app
from notknowing.course import load, read
from notknowing.course.models.pathway import Pathway

REPOSITORY = Path(__file__).parents[2]
GUIDE = (REPOSITORY / "docs/module-leads.md").read_text(encoding="utf-8")
CHAPTER = re.search(r"^## Ten adaptations\n(.*?)^## ", GUIDE, re.MULTILINE | re.DOTALL)[1]
SECTIONS = dict(re.findall(r"^### (\d+)\. [^\n]*\n(.*?)(?=^### |\Z)", CHAPTER, re.MULTILINE | re.DOTALL))
STEP = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`((?:course|solutions)/[^`]+)`")
TODAY = dt.date(2026, 11, 24)


@dataclass(frozen=True)
class Edit:
    """One change of one file: what stands there, and what to write in its place."""

    file: str
    old: str
    new: str


def steps(section: str) -> list[Edit | str]:
    """What a section asks a module lead to do, in order: edits, and commands."""
    found: list[Edit | str] = []
    for block in STEP.finditer(section):
        if block[1] == "":
            found += block[2].split("\n")[:-1]
            continue
        if block[1] != "diff":
            continue
        lines = block[2].splitlines(keepends=True)
        file = FILE.findall(section[: block.start()])[-1]
        found.append(Edit(file, *("".join(line[1:] for line in lines if line[0] in f" {sign}") for sign in "-+")))
    return found


def follow(root: Path, section: str, run: bool = True) -> str:
    """Do what a section says in a repository. Returns what the last command printed."""
    said = ""
    for step in steps(section):
        if isinstance(step, Edit):
            path = root / step.file
            text = path.read_text(encoding="utf-8")
            assert text.count(step.old) == 1, f"{step.file} has this {text.count(step.old)} times:\n{step.old}"
            path.write_text(text.replace(step.old, step.new), encoding="utf-8")
        elif run:
            result = CliRunner().invoke(app, shlex.split(step)[1:])
            said = result.output
            assert result.exit_code == 0 or "--fix" in step, f"{step}\n{said}"  # what is left to release is named
    return said


@pytest.fixture
def repository(tmp_path: Path, monkeypatch) -> Path:
    root = tmp_path / "repository"
    shutil.copytree(REPOSITORY / "course", root / "course")
    shutil.copyfile(REPOSITORY / "nbgrader_config.py", root / "nbgrader_config.py")
    monkeypatch.chdir(root)
    return root


def test_there_are_ten_each_under_ten_steps_and_each_ends_with_a_check():
    assert list(SECTIONS) == [str(number) for number in range(1, 11)]
    for section in SECTIONS.values():
        asked = steps(section)
        assert 2 <= len(asked) < 10
        assert asked[-1] == "notknowing check"
        assert any(isinstance(step, Edit) for step in asked)


def test_after_all_of_them_together_each_setting_is_what_the_guide_made_it(repository):
    for number, section in SECTIONS.items():
        if number not in "25":  # they change the same lines as the pathway, and have a test of their own
            follow(repository, section, run=False)
    assert check(repository, TODAY).is_green
    course = load(repository / "course")
    assert "Holyhead" in course.clients["gareth"].words
    assert course.module.weeks[-1].opens == dt.date(2027, 4, 19)
    assert course.module.bands[0].name == "First"
    assert (course.module.pass_mark, course.module.level) == (40, 6)
    assert (course.module.late.takes, course.module.late.each) == ("marks", 5)
    assert [spec.id for spec in course.pages["week08"].activities] == ["8B", "8D", "8G"]
    assert course.module.institution.name == "Example University"
    assert course.signposting.institution[0].contact.startswith("Wellbeing desk")
    assert course.module.ai_statement["a1b"].startswith("Not permitted")
    assert course.pages["week01"].activity("1D").minutes == 16


def test_a_date_and_the_order_of_weeks(repository):
    follow(repository, SECTIONS["2"], run=False)
    assert "Nothing to mend" in follow(repository, SECTIONS["5"])
    course = load(repository / "course")
    assert [week.id for week in course.module.weeks[-3:]] == ["week11", "week10", "week12"]
    assert course.module.weeks[-1].opens == dt.date(2027, 5, 4)
    assert course.module.assignments[-1].due == dt.datetime(2027, 5, 28, 16)


def test_a_change_that_reaches_the_notebooks_is_released(repository):
    for part in ("solutions", "exercises"):
        shutil.copytree(REPOSITORY / part / "week01", repository / part / "week01")
    with pytest.MonkeyPatch.context() as patch:
        # the other pages have no notebook in this small repository, which the check would name or make
        patch.setattr("notknowing.authoring.notebooks._without_notebook", lambda ground: iter(()))
        patch.setattr("notknowing.authoring.notebooks._made", lambda root, page: root / "course")
        assert "Nothing to mend" in follow(repository, SECTIONS["10"])
    text = (repository / "exercises/week01/week01.ipynb").read_text(encoding="utf-8")
    assert "About 16 minutes." in text


@pytest.mark.slow
@pytest.mark.parametrize("number", SECTIONS)
def test_the_whole_repository_is_green_after_an_adaptation(repository, number):
    for part in ("solutions", "exercises"):
        shutil.copytree(REPOSITORY / part, repository / part)
    assert "Nothing to mend" in follow(repository, SECTIONS[number])


def test_every_ready_pathway_is_one_the_course_can_use(repository):
    ready = [YAML(typ="safe").load(text)["pathway"] for text in re.findall(r"```yaml\n(.*?)```", CHAPTER, re.DOTALL)]
    assert [one["title"] for one in ready] == ["Ten weeks", "Half a day", "Level 6"]
    course = load(REPOSITORY / "course")
    for one in ready:
        pathway = Pathway.model_validate(one)
        assert all(pathway.shows(name) for name in ("week01", "week12"))
        named = {spec.id for page in course.pages.values() for spec in page.activities}
        assert {*pathway.only, *pathway.leave_out} <= named


# ten wrong edits

WRONG = {
    "a misspelt setting": ("course/weeks/week05.yml", "\nmirror: ", "\nmiror: ", "Did you mean 'mirror'?"),
    "a date that is none": ("course/claims.yml", "checked: 2026-11-2", "checked: 2026-13-2", "no such date"),
    "a band that climbs": ("course/module.yml", "{name: Merit, from: 60}", "{name: Merit, from: 80}", "not below the one above"),
    "a week too early": ("course/module.yml", "opens: 2027-03-15", "opens: 2027-01-15", "before 'week06'"),
    "a client nobody wrote": ("course/weeks/week01.yml", "clients: [gareth, adaeze]", "clients: [gareth, adaze]", "no client 'adaze'"),
    "words that differ from the words with cues": ("course/clients/gareth.yml", "here and Felixstowe. Now", "here and Holyhead. Now", "and Holyhead"),
    "an activity in the pathway that is not there": ("course/module.yml", "pathway: null", "pathway: {title: Short, leave_out: ['9Z']}", "no week, assignment or activity '9Z'"),
    "a help line for too long": ("course/signposting.yml", "review_by: 2027-05-01", "review_by: 2028-05-01", "six months"),
    "an assignment without a statement": ("course/module.yml", "  a2: >-\n    Amber.", "  a4: >-\n    Amber.", "no AI statement for 'a2'"),
    "too many minutes": ("course/weeks/week03.yml", "    minutes: 22", "    minutes: 42", "a week may take 90"),
}  # fmt: skip
"""What somebody might write, and what the check then says."""


def test_ten_wrong_edits_each_get_file_line_and_a_sentence(repository):
    at = {}
    for name, (file, old, new, _) in WRONG.items():
        path = repository / file
        text = path.read_text(encoding="utf-8")
        assert old in text, name
        before, _, after = text.partition(old)
        path.write_text(before + new + after, encoding="utf-8")
        at[name] = before.count("\n") + 1
    said = check(repository, TODAY).problems
    assert len(WRONG) == 10
    for name, (file, _, _, words) in WRONG.items():
        near = [one for one in said if one.file == file and words in f"{one.message} {one.action}"]
        assert near, f"{name}: {[str(one) for one in said if one.file == file]}"
        assert abs(near[0].line - at[name]) <= 10, f"{name}: said line {near[0].line}, is at {at[name]}"
        assert re.match(r"\S.*[.?]$", near[0].action), f"{name} does not say what to do"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("late: {takes: nothing}", "late: {takes: marks}", "late"),
        ("pathway: null", "pathway: {title: Short, leave_out: [nine]}", "leave_out"),
        ("pathway: null", "pathway: {title: Short}", "either 'leave_out' or 'only'"),
        ("pathway: null", "pathway: {title: Short, leave_out: ['9A', '9B', '9C', '9D', '9E', '9F']}", "Write 'week09'"),
    ],
)
def test_a_wrong_rule_in_the_settings_is_said_with_its_line(repository, old, new, words):
    path = repository / "course/module.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1) if "late" not in old else text.replace(f"\n{old}", f"\n{new}"), "utf-8")
    for name in ("weeks", "assignments", "clients"):
        for page in (repository / "course" / name).glob("*.yml"):
            if page.stem != "week09":
                page.unlink()
    course, found = read(repository / "course")
    if course is not None:
        found += parts_exist(Ground(repository, course, TODAY))
    found = [one for one in found if words in f"{one.message} {one.action}"]
    assert len(found) == 1
    lines = path.read_text(encoding="utf-8").splitlines()
    assert new.split(":")[0] in lines[found[0].line - 1]
