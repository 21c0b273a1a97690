"""``notknowing new``: what it writes, that every blank is named, and that nothing is written over."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from typer.testing import CliRunner

from notknowing.authoring.check import check
from notknowing.authoring.new import BLANKS, NewError, _activity, _example, new_activity, new_client, new_week
from notknowing.authoring.release import ReleaseError, release
from notknowing.cli import app
from notknowing.course import read
from notknowing.course.loader import plain
from notknowing.course.models import AnyActivity, Client, Page
from notknowing.course.models.pages import kinds

REPOSITORY = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 24)
KINDS = sorted(kind.model_fields["kind"].annotation.__args__[0] for kind in kinds())
READER = TypeAdapter(AnyActivity)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course folder alone: no notebooks, and nothing that counts its pages."""
    here = shutil.copytree(
        REPOSITORY / "course", tmp_path / "repository/course", ignore=shutil.ignore_patterns("tutor")
    )
    for name in ("coverage.yml", "standards.yml"):
        (here / name).unlink(missing_ok=True)
    return here


def as_bytes(course: Path) -> dict[str, bytes]:
    return {path.relative_to(course).as_posix(): path.read_bytes() for path in course.rglob("*") if path.is_file()}


def blanks(node, steps=()):
    """The way to every blank."""
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from blanks(value, (*steps, key))
    elif node == "":
        yield steps


# a client


def test_every_blank_of_a_new_client_is_named_with_its_line(course):
    made = new_client(course, "nadia")
    assert made.written == ["course/clients/nadia.yml"]
    file = course / "clients/nadia.yml"
    raw = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    assert set(raw) == set(Client.model_fields), "every key is there"
    _, said = read(course)
    assert {problem.file for problem in said} == {"clients/nadia.yml"}
    assert len({problem.line for problem in said}) == len(said) == len(list(blanks(plain(raw))))
    assert len(said) > 40


def test_every_key_of_a_client_and_a_week_has_a_comment_above_it():
    for name, model in (("client", Client), ("week", Page)):
        lines = (BLANKS / f"{name}.yml").read_text(encoding="utf-8").splitlines()
        for key in set(model.model_fields) - {"activities"}:
            at = next(number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
            assert lines[at - 1].startswith("#"), key


def test_a_client_met_in_exchange_names_the_one_it_stands_in_for(course):
    new_client(course, "nadia")
    made = new_client(course, "nadia-b")
    assert "swap_of: nadia\n" in (course / "clients/nadia-b.yml").read_text(encoding="utf-8")
    assert any("swap_with: nadia-b" in line for line in made.then)


def test_a_filled_in_client_is_one_the_course_can_use(course):
    """Gareth's own texts, put into the blanks under the same keys, make a sound client."""
    new_client(course, "nadia")
    file = course / "clients/nadia.yml"
    yaml = YAML(typ="rt")
    mine, his = (
        yaml.load(file.read_text(encoding="utf-8")),
        yaml.load((course / "clients/gareth.yml").read_text("utf-8")),
    )
    for key in mine:
        if key not in {"id", "swap_with", "swap_reason", "swap_of"}:
            mine[key] = his[key]
    mine["swap_reason"] = "There is no second client of this kind yet."
    with file.open("w", encoding="utf-8") as out:
        yaml.dump(mine, out)
    assert check(course.parent, TODAY).is_green
    assert "# Which session the words are taken from" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["Nadia", "nadia k", "../nadia", ""])
def test_an_id_that_is_none_is_refused(course, name):
    before = as_bytes(course)
    with pytest.raises(NewError, match="Nothing was written"):
        new_client(course, name)
    assert as_bytes(course) == before


def test_nothing_is_written_over(course):
    before = as_bytes(course)
    for begin in (
        lambda: new_client(course, "gareth"),
        lambda: new_week(course, "3", dt.date(2027, 5, 3)),
        lambda: new_activity(course, "week44", "writing"),
        lambda: new_activity(course, "week03", "writing", "3Z"),
    ):
        with pytest.raises(NewError, match=r"[Nn]othing was written"):
            begin()
    assert as_bytes(course) == before


# a week


def test_a_new_week_stands_in_its_place_among_the_weeks_and_no_other_line_changes(course):
    before = (course / "module.yml").read_text(encoding="utf-8").splitlines()
    new_week(course, "13", dt.date(2027, 4, 7))
    after = (course / "module.yml").read_text(encoding="utf-8").splitlines()
    line = "  - {id: week13, opens: 2027-04-07}"
    assert after[after.index(line) - 1] == "  - {id: week09, opens: 2027-04-05}"
    assert [one for one in after if one != line] == before


@pytest.mark.parametrize(("opens", "place"), [(dt.date(2027, 1, 1), 0), (dt.date(2027, 9, 1), 13)])
def test_the_first_and_the_last_place(course, opens, place):
    new_week(course, "week13", opens)
    found = YAML(typ="safe").load((course / "module.yml").read_text(encoding="utf-8"))
    assert found["weeks"][place] == {"id": "week13", "opens": opens}
    assert len(found["weeks"]) == 14


def test_weeks_over_several_lines_and_windows_line_ends_are_followed(course):
    path = course / "module.yml"
    text = path.read_text(encoding="utf-8").replace("  - {id: week12, opens: 2027-04-26}", "  - id: week12\n    opens: 2027-04-26")  # fmt: skip
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8"))
    new_week(course, "13", dt.date(2027, 5, 3))
    after = path.read_bytes().decode("utf-8")
    assert "    opens: 2027-04-26\r\n  - {id: week13, opens: 2027-05-03}\r\n" in after
    assert after.replace("  - {id: week13, opens: 2027-05-03}\r\n", "") == text.replace("\n", "\r\n")


def test_a_new_week_has_a_notebook_and_cannot_be_released_while_it_is_blank(course):
    root = course.parent
    shutil.copyfile(REPOSITORY / "nbgrader_config.py", root / "nbgrader_config.py")
    (root / "solutions").mkdir()
    made = new_week(course, "13", dt.date(2027, 5, 3))
    assert made.written == ["course/weeks/week13.yml", "solutions/week13/week13.ipynb"]
    nb = nbformat.read(root / made.written[1], as_version=4)
    assert [cell.id for cell in nb.cells] == ["title", "opening", "words"]
    with pytest.raises(ReleaseError, match="Something in week13 is blank") as failure:
        release(root)
    assert all(problem.file == "course/weeks/week13.yml" for problem in failure.value.problems)
    assert not (root / "exercises").exists()


def test_what_it_names_is_all_there_is_to_delete(course):
    (course.parent / "solutions").mkdir()
    before = as_bytes(course.parent)
    made = [new_client(course, "nadia"), new_week(course, "13", dt.date(2027, 5, 3))]
    for file in [file for one in made for file in one.written]:
        (course.parent / file).unlink()
    path = course / "module.yml"
    path.write_text("".join(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if "week13" not in line), encoding="utf-8")  # fmt: skip
    assert as_bytes(course.parent) == before


# an activity


@pytest.mark.parametrize("kind", KINDS)
def test_every_blank_of_a_kind_is_named_and_nothing_else_is_wrong(kind):
    example = _example(REPOSITORY / "course", kind)
    made = plain(YAML(typ="rt").load("\n".join(_activity("3H", kind, example))))[0]
    with pytest.raises(ValidationError) as failure:
        READER.validate_python(made)
    assert {error["loc"][1:] for error in failure.value.errors()} == set(blanks(made))
    own = plain(YAML(typ="rt").load(example))
    assert set(own) <= set(made), "every key of the documented example"


def test_an_activity_is_added_before_the_closing_one_and_no_other_line_changes(course):
    path = course / "weeks/week03.yml"
    before = path.read_text(encoding="utf-8").splitlines()
    made = new_activity(course, "week03", "writing")
    assert made.changed == ["course/weeks/week03.yml"]
    after = path.read_text(encoding="utf-8").splitlines()
    added = len(after) - len(before)
    at = next(number for number, (one, other) in enumerate(zip(before, after, strict=False)) if one != other)
    assert after[:at] + after[at + added :] == before
    found = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["activities"]
    assert [one["id"] for one in found[-2:]] == ["3H", "3G"]
    assert {problem.file for problem in check(course.parent, TODAY).problems} == {"course/weeks/week03.yml"}


@pytest.mark.parametrize(("page", "after", "name", "place"), [("week03", "3B", "3H", 2), ("week00", None, "0.7", None), ("a3", "S", "T", -1)])  # fmt: skip
def test_where_and_under_which_id(course, page, after, name, place):
    made = new_activity(course, page, "ledger", after)
    found = YAML(typ="safe").load((course.parent / made.changed[0]).read_text(encoding="utf-8"))["activities"]
    assert [one["id"] for one in found].count(name) == 1
    if place is not None:
        assert found[place]["id"] == name


def test_the_first_activity_of_a_new_week(course):
    new_week(course, "13", dt.date(2027, 5, 3))
    for kind in ("writing", "closing", "sort"):
        new_activity(course, "week13", kind)
    found = YAML(typ="safe").load((course / "weeks/week13.yml").read_text(encoding="utf-8"))["activities"]
    assert [(one["id"], one["kind"]) for one in found] == [("13A", "writing"), ("13C", "sort"), ("13B", "closing")]


def test_a_misspelt_kind_is_answered_with_the_right_one(course):
    with pytest.raises(NewError, match="Did you mean 'writing'"):
        new_activity(course, "week03", "wrting")


# the command


def run(course: Path, *words: str):
    return CliRunner().invoke(app, ["new", *words, "--course", str(course)])


def test_the_command_says_what_it_wrote_what_comes_next_and_how_to_undo_it(course):
    result = run(course, "client", "nadia")
    assert result.exit_code == 0, result.output
    for words in ("Written: course/clients/nadia.yml", "Next: Fill in", "To undo: Delete course/clients/nadia.yml."):
        assert words in result.output
    data = json.loads(run(course, "activity", "week03", "writing", "--json").stdout)
    assert data["changed"] == ["course/weeks/week03.yml"]
    assert run(course, "week", "13", "--opens", "2027-05-03").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("person", "nadia"), "say client, week or activity"),
        (("week", "13"), "--opens 2027-05-03"),
        (("week", "13", "--opens", "soon"), "--opens 2027-05-03"),
        (("activity", "week03"), "notknowing new activity week03 writing"),
        (("client", "nadia", "writing"), "Only 'new activity' takes a kind"),
        (("client", "gareth"), "is there already"),
    ],
)
def test_a_command_that_is_not_understood_writes_nothing(course, words, said):
    before = as_bytes(course)
    result = run(course, *words)
    assert result.exit_code != 0
    assert said in result.output
    assert "Traceback" not in result.output
    assert as_bytes(course) == before


def test_the_course_inside_the_package_is_left_alone(monkeypatch, course):
    monkeypatch.setattr("notknowing.authoring.new.BUNDLED", course.parent)
    with pytest.raises(NewError, match="not yours to change"):
        new_client(course, "nadia")
