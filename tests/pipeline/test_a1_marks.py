"""A1 through stock nbgrader: what is released, what is marked, and exactly how much.

No setting of this project is used here beyond the folders, so that the marks do not depend on our own marking tools.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest

from notknowing.course.loader import plain, read_yaml
from notknowing.course.models import Page
from notknowing.marking import scoring

ROOT = Path(__file__).parents[2]
BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
CELLS = ["a1-coding", "a1-table", "a1-kappa", "a1-located"]
QUESTIONS = {"open_question", "closed_question"}


def page(page_id: str) -> Page:
    problems: list = []
    raw = read_yaml(ROOT / "course" / "assignments" / f"{page_id}.yml", page_id, problems)
    assert problems == []
    return Page.model_validate(plain(raw))


def cells(path: Path) -> dict:
    notebook = nbformat.read(path, as_version=4)
    return {cell.metadata.get("nbgrader", {}).get("grade_id", cell.id): cell for cell in notebook.cells}


def hidden(cell_id: str) -> str:
    source = cells(ROOT / "solutions" / "a1" / "a1.ipynb")[cell_id].source
    return source.split(BEGIN)[1].split(END)[0]


@pytest.fixture(scope="module")
def key() -> dict[int, scoring.TurnKey]:
    """The course's reading, taken from the only place where it stands."""
    found: dict = {"scoring": scoring}
    exec(hidden("a1-coding").split("result =")[0], found)
    return found["KEY"]


# ------------------------------------------------------------------------------------- the task itself


def test_every_turn_has_a_reading_in_the_scheme_and_a_reason_for_whatever_earns_marks(key):
    coder = page("a1").activity("A1")
    scheme = {code.id for code in coder.codes}
    assert list(key) == [line.turn for line in coder.lines if line.turn] == list(range(1, 25))
    for turn, expected in key.items():
        accepted = [expected.reading, *expected.equal, *expected.also]
        assert set(accepted) <= scheme, turn
        assert len(set(accepted)) == len(accepted), turn
        assert all(reason.endswith(".") for reason in (expected.why, *expected.equal.values(), *expected.also.values()))
    readings = [expected.reading for expected in key.values()]
    assert all(readings.count(code) >= 2 for code in scheme)
    assert sum(bool(expected.equal or expected.also) for expected in key.values()) >= 6


def test_the_second_set_is_no_answer_key_and_is_the_one_that_marks_are_given_against(key):
    task = page("a1").activity("A2")
    differ = [turn for turn, code in task.second.items() if code != key[turn].reading]
    assert len(differ) == 7
    for cell_id in CELLS[1:]:
        found: dict = {}
        exec(hidden(cell_id).split("FOUND =")[0], found)
        assert found["SECOND"] == task.second, cell_id
        assert found.get("QUESTION", QUESTIONS) == set(task.collapse) == QUESTIONS


def test_the_points_add_up_to_what_the_brief_says():
    points = {
        grade_id: cell.metadata.nbgrader.points
        for name in ("a1", "a1b")
        for grade_id, cell in cells(ROOT / "solutions" / name / f"{name}.ipynb").items()
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert points == {
        "a1-coding": 10,
        "a1-table": 3,
        "a1-kappa": 3,
        "a1-located": 4,
        "a1-c-1": 15,
        "a1-c-2": 15,
        "a1-c-3": 15,
        "a1-d": 15,
        "a1b-b": 20,
    }
    assert sum(points.values()) == 100


def test_every_manual_cell_is_named_by_the_activity_whose_words_it_receives():
    whole, supervised = page("a1"), page("a1b")
    named = [piece.manual_cell for piece in whole.activity("C").pieces]
    named += [whole.activity("D").manual_cell, supervised.activity("B").manual_cell]
    marked = {**cells(ROOT / "solutions/a1/a1.ipynb"), **cells(ROOT / "solutions/a1b/a1b.ipynb")}
    assert [marked[name].cell_type for name in named] == ["markdown"] * 5


def test_the_grid_covers_the_manual_cells_and_every_comment_can_quote_the_student():
    problems: list = []
    rubric = plain(read_yaml(ROOT / "course" / "briefs" / "a1-rubric.yml", "a1-rubric.yml", problems))
    assert problems == []
    points = {name: worth for part in rubric["parts"] for name, worth in part["cells"].items()}
    assert points == {"a1b-b": 20, "a1-c-1": 15, "a1-c-2": 15, "a1-c-3": 15, "a1-d": 15}
    criteria = {criterion["id"]: criterion for criterion in rubric["criteria"]}
    assert set(criteria) == {name for part in rubric["parts"] for name in part["criteria"]}
    steps = [step["id"] for step in rubric["steps"]]
    assert all(list(criterion["steps"]) == steps for criterion in criteria.values())
    assert len(rubric["comments"]) >= 12
    for comment in rubric["comments"]:
        assert comment["says"].count("{quote}") == 1, comment["id"]
        assert comment["criterion"] in criteria, comment["id"]
    assert {comment["criterion"] for comment in rubric["comments"]} == set(criteria)


@pytest.mark.parametrize("name", ["a1", "a1b"])
def test_a_brief_can_be_filled_in(name):
    brief = (ROOT / "course" / "briefs" / f"{name}.md").read_text(encoding="utf-8")
    filled = brief.format(due="Friday 26 February 2027, 12:00", ai_statement="Amber.")
    assert "Friday 26 February 2027, 12:00" in filled
    assert brief.count("{") == 2


# ------------------------------------------------------------------------------------- through nbgrader

TURNS = range(1, 25)


def students(key: dict[int, scoring.TurnKey]) -> dict[str, tuple[dict | None, list[float]]]:
    """For each pretend student: entries (None for no file at all) and the marks for coding, table, kappa, places."""
    reading = {turn: key[turn].reading for turn in TURNS}
    argued = {turn: next(iter(key[turn].also or key[turn].equal), reading[turn]) for turn in TURNS}
    second = dict(page("a1").activity("A2").second)
    return {
        # Both sets call 6 turns a question, only this one turn 3, only the second turn 16. (.9167 − .5868) / .4132.
        "full": (answers(reading, "6 1 1 16", "0,80", "3", "turn 16"), [10, 3, 3, 4]),
        # Twelve turns: 3 1 0 8, of which two counts are right. No kappa, one place.
        "half": (answers({t: reading[t] for t in range(1, 13)}, "3 1 1 7", "", "3", ""), [5, 1.5, 0, 2]),
        "empty": (None, [0, 0, 0, 0]),
        # Five turns at half credit and two without: 19.5 of 24. These codes give 5 0 2 17. One count is wrong, and
        # kappa follows from the table as written: 5 1 2 17, (.88 − .6144) / .3856.
        "carried": (answers(argued | {2: "reflection", 23: "advice"}, "5 1 2 17", 0.69, 13, "2"), [8.13, 2.25, 3, 4]),
        # The same set as the second one agrees completely, and there is nowhere that they differ.
        "same": (answers(second, "7 0 0 17", "1", "none", "none"), [7.92, 3, 3, 4]),
        "clumsy": (
            {f"A1.t{turn}": 7 for turn in TURNS}
            | {"A1.t1": "Reflection", "A1.t99": "advice", "A2.a": "six", "A2.b": -1, "A2.c": [1], "A2.d": "nan"}
            | {"A2.kappa": "inf", "A2.turn1": {"turn": 3}, "A2.turn2": "🙂"},
            [0, 0, 0, 0],
        ),
        # Sensible codes, and nonsense after them.
        "unsure": (answers(reading, "six -1 nan 1e400", "eighty per cent", "99", "99"), [10, 0, 0, 0]),
    }


def answers(codes: dict, table: str, kappa, first, second) -> dict:
    return (
        {f"A1.t{turn}": code for turn, code in codes.items()}
        | {f"A2.{cell}": count for cell, count in zip("abcd", table.split(), strict=True)}
        | {"A2.kappa": kappa, "A2.turn1": first, "A2.turn2": second}
    )


def saved_words(entries: dict) -> str:
    saved = "2027-02-26T09:00:00.000Z"
    return json.dumps(
        {"schema": 1, "entries": {name: {"value": value, "saved": saved} for name, value in entries.items()}}
    )


@pytest.fixture(scope="module")
def marked(tmp_path_factory, key):
    """A folder with stock nbgrader's release, submissions, and gradebook."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    root = tmp_path_factory.mktemp("a1")
    for name in ("a1", "a1b"):
        shutil.copytree(ROOT / "solutions" / name, root / "source" / name, ignore=shutil.ignore_patterns("*.json"))
    settings = Config()
    settings.CourseDirectory.root = str(root)
    settings.CourseDirectory.course_id = "not-knowing"
    settings.Execute.shutdown_kernel = "immediate"
    with pytest.MonkeyPatch.context() as patch:
        # nbgrader calls alembic by its bare name.
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        patch.chdir(root)
        api = NbGraderAPI(config=settings)
        for name in ("a1", "a1b"):
            assert api.generate_assignment(name)["success"]
        for student, (entries, _) in students(key).items():
            folder = root / "submitted" / student / "a1"
            shutil.copytree(root / "release" / "a1", folder)
            if entries is not None:
                (folder / "a1.responses.json").write_text(saved_words(entries), encoding="utf-8")
            if student != "full":
                leave_out_activities(folder / "a1.ipynb")
        type_into(root / "submitted" / "full" / "a1" / "a1.ipynb", "a1-d", "I wanted to get the book back for him.")
        done = api.autograde("a1", "*")
        assert done["success"], done["log"]
    return root


def leave_out_activities(path: Path) -> None:
    """Take out the cells that draw activities. They carry no marks, and drawing them takes most of the time."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "activity" not in cell.metadata.get("tags", [])]
    nbformat.write(notebook, path)


def type_into(path: Path, grade_id: str, words: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            cell.source = words
    nbformat.write(notebook, path)


def recorded(root: Path, student: str) -> list[float]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return [gradebook.find_grade(cell, "a1", "a1", student).auto_score for cell in CELLS]


@pytest.mark.parametrize("student", ["full", "half", "empty", "carried", "same", "clumsy", "unsure"])
def test_the_gradebook_holds_exactly_these_marks(marked, key, student):
    assert recorded(marked, student) == students(key)[student][1]


def test_a_marked_copy_says_in_sentences_why_and_never_shows_an_error(marked, key):
    for student in students(key):
        found = cells(marked / "autograded" / student / "a1" / "a1.ipynb")
        for cell_id in CELLS:
            outputs = found[cell_id].outputs
            assert [output.output_type for output in outputs] == ["stream", "execute_result"], (student, cell_id)
            assert outputs[0].name == "stdout"
            assert "_" not in outputs[0].text, (student, cell_id)
    half = cells(marked / "autograded" / "half" / "a1" / "a1.ipynb")
    assert half["a1-coding"].outputs[0].text.startswith("Of 24 turns, 12 earned full credit and 0 half.")
    assert "Only the second set: you wrote 1. Your codes and the second set give 0." in half["a1-table"].outputs[0].text


def test_words_typed_into_a_manual_part_wait_for_a_person_and_untouched_ones_do_not(marked):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{marked / 'gradebook.db'}") as gradebook:
        written, untouched = (gradebook.find_grade(cell, "a1", "a1", "full") for cell in ("a1-d", "a1-c-1"))
        assert (written.auto_score, written.needs_manual_grade) == (None, True)
        assert (untouched.auto_score, untouched.needs_manual_grade) == (0, False)


# ------------------------------------------------------------------------------------- what must not get out


def key_texts(key: dict[int, scoring.TurnKey]) -> list[str]:
    texts = [text for each in key.values() for text in (each.why, *each.equal.values(), *each.also.values())]
    return [*texts, "TurnKey(", "KEY = {", "SECOND = {"]


def test_nothing_of_the_key_is_released(marked, key):
    released = [path for path in (marked / "release").rglob("*") if path.is_file()]
    assert {path.name for path in released} == {"a1.ipynb", "a1b.ipynb", "client.yml"}
    for path in released:
        text = path.read_text(encoding="utf-8")
        assert "HIDDEN TESTS" not in text
        notebook_text = "\n".join(cell.source for cell in cells(path).values()) if path.suffix == ".ipynb" else text
        for secret in key_texts(key):
            assert secret not in notebook_text, (path.name, secret)


def test_the_key_stands_in_the_solutions_and_nowhere_else(key):
    texts = [text for text in key_texts(key) if text.endswith(".")]
    for folder in ("course", "src", "exercises", "docs", "datasets"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in {".yml", ".md", ".py", ".ipynb", ".json", ".csv", ".js"}:
                content = path.read_text(encoding="utf-8", errors="replace")
                assert not [text for text in texts if text in content], path


# ------------------------------------------------------------------------------------- the Validate button


def test_validate_says_what_is_missing_in_a_sentence_and_is_content_when_nothing_is(marked, key, tmp_path, monkeypatch):
    from nbgrader.validator import Validator

    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    shutil.copytree(marked / "release" / "a1", tmp_path / "a1")
    leave_out_activities(tmp_path / "a1" / "a1.ipynb")
    mine = tmp_path / "a1" / "a1.responses.json"

    mine.write_text(saved_words(students(key)["half"][0]), encoding="utf-8")
    failed = Validator().validate(str(tmp_path / "a1" / "a1.ipynb"))["failed"]
    said = [each["raw_error"] for each in failed]
    assert any(text.startswith("You have coded 12 of 24 turns.") for text in said)
    assert any(text.startswith("Kappa is still empty.") for text in said)
    assert any(text.startswith("1 of the two turn numbers is still empty.") for text in said)
    assert not any("Traceback" in text for text in said)
    manual = [each for each in failed if each["source"].startswith(("YOUR ANSWER", "*Your words"))]
    assert len(failed) - len(manual) == 3

    mine.write_text(saved_words(students(key)["full"][0]), encoding="utf-8")
    failed = Validator().validate(str(tmp_path / "a1" / "a1.ipynb")).get("failed", [])
    assert all(each["source"].startswith(("YOUR ANSWER", "*Your words")) for each in failed)
