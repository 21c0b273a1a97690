"""A2 from the seed to the returned page: what is released, what is marked and exactly how much, and what stays inside.

The marks go through stock nbgrader, with no setting of this project beyond the folders; the returned page and the edited
tables go through the course's own tools.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest

from notknowing.activities.kinds.evidence_answers import AnswersFile
from notknowing.authoring.freshness import exercises_are_fresh, nothing_leaks
from notknowing.authoring.release import ReleaseError, release
from notknowing.authoring.rules import Ground
from notknowing.authoring.seeded import CAME_WITH_IT, Seed, SeedError, form_of, seed_from, written_seed
from notknowing.course import load
from notknowing.course.loader import plain, read_yaml
from notknowing.evidence.a2_data import STORIES, a2_data, measures, tables
from notknowing.marking import scoring_a2
from notknowing.work import Store

ROOT = Path(__file__).parents[2]
BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
CELLS = ["a2-scale", "a2-effects", "a2-pooling", "a2-stories"]
TABLES = {"a2-scale.csv", "a2-studies.csv", "a2-patterns.csv"}


def cells(path: Path) -> dict:
    notebook = nbformat.read(path, as_version=4)
    return {cell.metadata.get("nbgrader", {}).get("grade_id", cell.id): cell for cell in notebook.cells}


def hidden(cell_id: str, root: Path = ROOT) -> dict:
    """What the hidden tests of a cell know before they count anything."""
    source = cells(root / "solutions" / "a2" / "a2.ipynb")[cell_id].source
    found: dict = {"scoring_a2": scoring_a2}
    exec(source.split(BEGIN)[1].split(END)[0].split("result =")[0], found)
    return found


def known(root: Path = ROOT) -> dict:
    found = {}
    for cell_id in CELLS:
        found |= {name: value for name, value in hidden(cell_id, root).items() if name.isupper()}
    return found


@pytest.fixture(scope="module")
def course():
    return load(ROOT / "course")


# ------------------------------------------------------------------------------------- the task itself


def test_the_points_add_up_to_what_the_brief_says():
    points = {
        grade_id: cell.metadata.nbgrader.points
        for grade_id, cell in cells(ROOT / "solutions/a2/a2.ipynb").items()
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert points == {"a2-scale": 8, "a2-effects": 8, "a2-pooling": 14, "a2-stories": 10, "a2-b1": 25, "a2-b2": 25, "a2-b3": 10}  # fmt: skip
    assert sum(points.values()) == 100


def test_the_hidden_tests_know_the_numbers_that_students_get(course):
    inside, folder = known(), ROOT / "exercises/a2"
    studies = list(csv.DictReader((folder / "a2-studies.csv").open(encoding="utf-8")))
    assert {row["study"]: scoring_a2.Study(float(row["r"]), int(row["n"])) for row in studies} == inside["STUDIES"]
    assert hidden("a2-effects")["STUDIES"] == hidden("a2-pooling")["STUDIES"]
    people = list(csv.reader((folder / "a2-scale.csv").open(encoding="utf-8")))[1:]
    assert {row[0]: [int(cell) if cell else None for cell in row[1:]] for row in people} == inside["PEOPLE"]
    spec = form_of(course)
    assert (inside["FORM"].turned, inside["FORM"].low, inside["FORM"].high) == (list(spec.turned), spec.low, spec.high)
    assert {name: tuple(items) for name, items in inside["FORM"].subscales.items()} == spec.subscales


def test_the_committed_numbers_are_those_of_the_committed_seed(course):
    assert written_seed(ROOT) == CAME_WITH_IT
    data = a2_data(CAME_WITH_IT, form_of(course))
    for folder in ("solutions", "exercises"):
        for name, text in tables(data).items():
            assert (ROOT / folder / "a2" / name).read_text(encoding="utf-8") == text
    assert known()["KEY"] == data.key


def test_the_diagrams_are_called_by_the_names_the_page_uses(course):
    stories = {story.id: story.label for story in course.pages["a2"].activity("A4").stories}
    assert known()["LABELS"] == stories
    assert set(known()["WHY"]) == set(stories) == set(STORIES)


def test_the_grid_covers_the_manual_cells_and_every_comment_can_quote_the_student():
    problems: list = []
    rubric = plain(read_yaml(ROOT / "course/briefs/a2-rubric.yml", "a2-rubric.yml", problems))
    assert problems == []
    assert {name: worth for part in rubric["parts"] for name, worth in part["cells"].items()} == {"a2-b1": 25, "a2-b2": 25, "a2-b3": 10}  # fmt: skip
    criteria = {criterion["id"]: criterion for criterion in rubric["criteria"]}
    assert set(criteria) == {name for part in rubric["parts"] for name in part["criteria"]}
    steps = [step["id"] for step in rubric["steps"]]
    assert all(list(criterion["steps"]) == steps for criterion in criteria.values())
    assert len(rubric["comments"]) >= 12
    for comment in rubric["comments"]:
        assert comment["says"].count("{quote}") == 1, comment["id"]
    assert {comment["criterion"] for comment in rubric["comments"]} == set(criteria)


def test_the_brief_can_be_filled_in():
    brief = (ROOT / "course/briefs/a2.md").read_text(encoding="utf-8")
    filled = brief.format(due="Thursday 25 March 2027, 12:00", ai_statement="Amber.")
    assert "Thursday 25 March 2027, 12:00" in filled
    assert brief.count("{") == 2


# ------------------------------------------------------------------------------------- through nbgrader


def worked(studies, slips: dict | None = None, effects=None) -> dict[str, str]:
    """The twelve steps, by somebody who makes these slips and goes on from them."""
    effects = effects or [(math.atanh(s.r), 1 / math.sqrt(s.n - 3)) for s in studies.values()]
    done: dict = {"data": effects}
    for step in scoring_a2.POOLING:
        value = step.work(*[done[name] for name in ("data", *step.rests_on)])
        done[step.cell] = (slips or {}).get(step.cell, value)
    return {f"A3.{cell}": f"{value:.4f}" for cell, value in done.items() if cell != "data"}


def effects_of(studies, slips: dict | None = None) -> dict[str, str]:
    found = {}
    for name, study in studies.items():
        found[f"A2.{name.lower()}.z"] = f"{math.atanh(study.r):.3f}"
        found[f"A2.{name.lower()}.se"] = f"{1 / math.sqrt(study.n - 3):.3f}"
    return found | (slips or {})


def scores_of(people, form, slips: dict | None = None) -> dict[str, str]:
    found = {}
    for person, answers in people.items():
        for name, value in scoring_a2.scores(answers, form).items():
            found[f"A1.{person.lower()}.{name}"] = "none" if value is None else f"{value:.2f}"
    return found | (slips or {})


def students(inside: dict) -> dict[str, tuple[dict | None, list[float]]]:
    """For each pretend student: entries (None for no file at all) and the marks for scale, effects, pooling, stories."""
    studies, people, form, key = inside["STUDIES"], inside["PEOPLE"], inside["FORM"], inside["KEY"]
    stories = {f"A4.{pattern.lower()}": story for pattern, story in key.items()}
    a, b = list(key)[:2]
    swapped = stories | {f"A4.{a.lower()}": key[b], f"A4.{b.lower()}": key[a]}
    right = {**scores_of(people, form), **effects_of(studies), **worked(studies), **stories}
    steps = {key: value for key, value in worked(studies).items() if key.split(".")[1] in {"sum_of_weights", "first_average", "q"}}  # fmt: skip
    results = {key: value for key, value in worked(studies).items() if key.split(".")[1] in {"pooled_r", "ci_low", "ci_high", "i2", "prediction_low", "prediction_high"}}  # fmt: skip
    slipped = [(math.atanh(s.r), 1 / math.sqrt(s.n - 3)) for s in studies.values()]
    slipped[0] = (slipped[0][0] + 0.5, slipped[0][1])
    q = {"q": 40.0}
    return {
        "perfect": (right, [8, 8, 14, 10]),
        # One slip in Q, carried through: Q's two points. One in a z: half a point, and nothing in pooling.
        "slip": (right | worked(studies, q), [8, 8, 12, 10]),
        "early": (right | effects_of(studies, {"A2.s1.z": f"{slipped[0][0]:.3f}"}) | worked(studies, effects=slipped), [8, 7.5, 14, 10]),
        # Two diagrams the wrong way round; no SE; pooling only begun: 1 + 1 + 2.
        "steps": ({**scores_of(people, form), **{k: v for k, v in effects_of(studies).items() if k.endswith(".z")}, **steps, **swapped}, [8, 4, 4, 5]),
        # Only the results are given: the steps they rest on are shown by them.
        "results": (results, [0, 0, 14, 0]),
        "empty": (None, [0, 0, 0, 0]),
        "clumsy": (
            dict(zip(right, ["=1+1", "nan", "inf", "1e400", "-1", "lots", {}, [1], True, 10**300, "🙂", "%"] * 9, strict=False)),
            [0, 0, 0, 0],
        ),
    }  # fmt: skip


def saved_words(entries: dict) -> str:
    saved = "2027-03-25T09:00:00.000Z"
    return json.dumps({"schema": 1, "entries": {name: {"value": value, "saved": saved} for name, value in entries.items()}})  # fmt: skip


def from_a_spreadsheet(folder: Path, entries: dict, course) -> None:
    """Fill in the template as a spreadsheet with decimal commas would, and bring it in with the page's own button."""
    template = list(csv.reader(io.StringIO((folder / "a2-answers.csv").read_text(encoding="utf-8-sig"))))
    numbers = {story: str(i) for i, story in enumerate(STORIES, 1)}
    rows = [[cell, numbers.get(entries.get(cell, ""), str(entries.get(cell, value)).replace(".", ",")), what] for cell, value, what in template]  # fmt: skip
    rows[0] = template[0]
    text = "\r\n".join(";".join(row) for row in rows)
    (folder / "a2-answers.csv").write_bytes(text.encode("utf-16"))
    page = course.pages["a2"]
    activity = AnswersFile(course, page, page.activity("T"), Store.open("a2", folder))
    activity.view()
    activity.on_press("bring")


@pytest.fixture(scope="module")
def marked(tmp_path_factory, course):
    """A folder with stock nbgrader's release, submissions, and gradebook."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    root = tmp_path_factory.mktemp("a2")
    shutil.copytree(
        ROOT / "solutions/a2", root / "source/a2", ignore=shutil.ignore_patterns("*.json", "*.md", "seed.yml")
    )
    settings = Config()
    settings.CourseDirectory.root = str(root)
    settings.CourseDirectory.course_id = "not-knowing"
    settings.Execute.shutdown_kernel = "immediate"
    with pytest.MonkeyPatch.context() as patch:
        # nbgrader calls alembic by its bare name.
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        patch.chdir(root)
        api = NbGraderAPI(config=settings)
        assert api.generate_assignment("a2")["success"]
        for student, (entries, _) in [*students(known()).items(), ("spreadsheet", students(known())["perfect"])]:
            folder = root / "submitted" / student / "a2"
            shutil.copytree(root / "release/a2", folder)
            if student == "spreadsheet":
                from_a_spreadsheet(folder, entries, course)
                edit_the_tables(folder)
            elif entries is not None:
                (folder / "a2.responses.json").write_text(saved_words(entries), encoding="utf-8")
            if student != "perfect":
                leave_out_activities(folder / "a2.ipynb")
        done = api.autograde("a2", "*")
        assert done["success"], done["log"]
    return root


def edit_the_tables(folder: Path) -> None:
    """A student's own tables may say anything."""
    for name in TABLES:
        (folder / name).write_text("study,r,n\nS1,0.99,4\n", encoding="utf-8")


def leave_out_activities(path: Path) -> None:
    """Take out the cells that draw activities. They carry no marks, and drawing them takes most of the time."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "activity" not in cell.metadata.get("tags", [])]
    nbformat.write(notebook, path)


def recorded(root: Path, student: str) -> list[float]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return [gradebook.find_grade(cell, "a2", "a2", student).auto_score for cell in CELLS]


@pytest.mark.parametrize("student", ["perfect", "slip", "early", "steps", "results", "empty", "clumsy"])
def test_the_gradebook_holds_exactly_these_marks(marked, student):
    assert recorded(marked, student) == students(known())[student][1]


def test_answers_from_a_spreadsheet_earn_the_same_whatever_the_students_own_tables_say(marked):
    assert recorded(marked, "spreadsheet") == [8, 8, 14, 10]


def test_a_marked_copy_says_in_sentences_why_and_never_shows_an_error(marked):
    for student in [*students(known()), "spreadsheet"]:
        found = cells(marked / "autograded" / student / "a2/a2.ipynb")
        for cell_id in CELLS:
            outputs = found[cell_id].outputs
            assert [output.output_type for output in outputs] == ["stream", "execute_result"], (student, cell_id)
            assert outputs[0].name == "stdout"
            assert "_" not in outputs[0].text, (student, cell_id)
    slip = cells(marked / "autograded/slip/a2/a2.ipynb")["a2-pooling"].outputs[0].text
    assert slip.startswith("Q: you wrote '40.0000'. It is ")
    assert "so what went before costs nothing here: I², in per cent; τ²; " in slip


def test_nothing_of_the_key_is_released(marked):
    released = [path for path in (marked / "release").rglob("*") if path.is_file()]
    assert {path.name for path in released} == {"a2.ipynb", "a2-answers.csv", *TABLES}
    secrets = ["STUDIES =", "KEY =", "PEOPLE =", "WHY =", "scoring_a2.Study(", "For markers", *known()["WHY"].values()]
    for path in released:
        text = path.read_text(encoding="utf-8-sig")
        assert "HIDDEN TESTS" not in text and "BEGIN SOLUTION" not in text
        for secret in secrets:
            assert secret not in text.replace('\\"', '"'), (path.name, secret)
    rows = list(csv.DictReader((marked / "release/a2/a2-patterns.csv").open(encoding="utf-8")))
    assert list(rows[0]) == ["pattern", "therapist", "client", "session", "alliance", "distress"]


def test_the_key_stands_in_the_solutions_and_nowhere_else():
    for folder in ("course", "src", "exercises", "docs", "datasets"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in {".yml", ".md", ".py", ".ipynb", ".json", ".csv", ".js"}:
                content = path.read_text(encoding="utf-8", errors="replace")
                assert not [text for text in known()["WHY"].values() if text in content], path


def test_validate_says_what_is_missing_in_a_sentence(marked, tmp_path, monkeypatch):
    from nbgrader.validator import Validator

    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    shutil.copytree(marked / "release/a2", tmp_path / "a2")
    leave_out_activities(tmp_path / "a2/a2.ipynb")
    mine = tmp_path / "a2/a2.responses.json"
    mine.write_text(saved_words(students(known())["steps"][0]), encoding="utf-8")
    failed = Validator().validate(str(tmp_path / "a2/a2.ipynb"))["failed"]
    said = [each["raw_error"] for each in failed]
    assert any(text.startswith("Still empty: S1, SE; S2, SE;") for text in said)
    assert any(text.startswith("Still empty: I², in per cent; τ²;") for text in said)
    assert not any("Traceback" in text for text in said)


# ------------------------------------------------------------------------------------- the page that goes back


def test_the_returned_page_gives_the_reasons_and_no_key(tmp_path, monkeypatch):
    from notknowing.marking.autograde import autograde
    from notknowing.marking.feedback import feedback

    root = tmp_path / "marking"
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name / "a2", root / name / "a2")
    shutil.copytree(ROOT / "course", root / "course")
    folder = root / "submitted/ada/a2"
    shutil.copytree(ROOT / "exercises/a2", folder)
    leave_out_activities(folder / "a2.ipynb")
    entries = students(known())["steps"][0] | {"B1.plain": "What these eight studies show.", "B3.causes.sure": 50, "B3.causes.because": "Both."}  # fmt: skip
    (folder / "a2.responses.json").write_text(saved_words(entries), encoding="utf-8")
    edit_the_tables(folder)
    report = autograde("a2", root)
    assert (report.graded, report.rows[0].points, report.rows[0].out_of) == (1, 21, 40)
    assert report.rows[0].to_mark == 2, "B2 is empty and asks nothing of anybody"
    assert not list((root / "autograded").rglob("seed*"))
    page = feedback("a2", root)[0].path.read_text("utf-8")
    text = re.sub(r"<[^>]+>", " ", page)
    assert "A2, The evidence notebook" in text
    assert "S1: empty and so without a mark. From r and n: SE" in text
    assert "The pooled r: empty." in text
    assert "What these eight studies show." in text and "50 of 100" in text
    for never in ("Traceback", "scoring", "STUDIES", "For markers", "HIDDEN", "Nothing is missing", "a2-b1"):
        assert never not in text, never


# ------------------------------------------------------------------------------------- another seed


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    for name in ("course", "solutions", "exercises"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copyfile(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
    return root


def ground(root: Path) -> Ground:
    import datetime as dt

    return Ground(root, load(root / "course"), dt.date(2026, 11, 24))


def mine(problems) -> list[str]:
    return [str(problem) for problem in problems if "a2" in problem.file]


def test_the_committed_release_is_fresh_and_leaks_nothing():
    here = ground(ROOT)
    assert mine(exercises_are_fresh(here)) == []
    assert mine(nothing_leaks(here)) == []


def test_a_seed_makes_new_tables_and_the_key_to_them(repository):
    before = known(repository)
    made = release(repository, ["a2"], seed=Seed("four words of mine"))
    assert made.changed == ["a2"]
    assert any("Mark from this folder" in warning for warning in made.warnings)
    assert not any("came with the repository" in warning for warning in made.warnings)
    after = known(repository)
    assert after["STUDIES"] != before["STUDIES"] and after["PEOPLE"] != before["PEOPLE"]
    assert written_seed(repository) == "four words of mine"
    rows = list(csv.DictReader((repository / "exercises/a2/a2-studies.csv").open(encoding="utf-8")))
    assert {row["study"]: scoring_a2.Study(float(row["r"]), int(row["n"])) for row in rows} == after["STUDIES"]
    data = a2_data("four words of mine", form_of(load(repository / "course")))
    assert after["KEY"] == data.key and set(measures(data.patterns["A"]).__dict__) == {"overall", "same_therapist", "alliance_then", "distress_then"}  # fmt: skip
    here = ground(repository)
    assert mine(exercises_are_fresh(here)) == [] and mine(nothing_leaks(here)) == []
    # the same seed again changes nothing, and a plain release keeps the numbers that are there
    assert release(repository, ["a2"], seed=Seed("four words of mine")).changed == []
    assert release(repository, ["a2"]).changed == []


def test_a_release_without_a_seed_of_ones_own_says_so(repository):
    assert any("notknowing release a2 --seed" in warning for warning in release(repository, ["a2"]).warnings)
    assert not any("--seed" in warning for warning in release(repository, ["week00"]).warnings)


def test_a_seed_kept_outside_is_not_written_down(repository, tmp_path):
    elsewhere = tmp_path / "mine.txt"
    for text, value in (("my own words\n", "my own words"), ("seed: 12345678901\n", 12345678901), ('# mine\nseed: "a b"\n', "a b")):  # fmt: skip
        elsewhere.write_text(text, encoding="utf-8")
        seed = seed_from(elsewhere, repository)
        assert (seed.value, seed.is_kept) == (value, False)
    release(repository, ["a2"], seed=seed)
    assert written_seed(repository) is None
    assert known(repository)["KEY"] == a2_data("a b", form_of(load(repository / "course"))).key
    assert "a b" not in (repository / "solutions/a2/seed.yml").read_text(encoding="utf-8").splitlines()[-1]
    inside = seed_from(ROOT / "solutions/a2/seed.yml", ROOT)
    assert (inside.value, inside.is_kept) == (CAME_WITH_IT, True)


@pytest.mark.parametrize("text", ["", "seed:\n", "seed: [1]\n", "seed: true\n"])
def test_a_file_without_a_seed(tmp_path, text):
    path = tmp_path / "seed.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=r"holds no seed\. Nothing was released"):
        seed_from(path, ROOT)
    with pytest.raises(SeedError, match="cannot be read"):
        seed_from(tmp_path / "not-there.txt", ROOT)


def snapshot(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for part in ("solutions", "exercises") for path in (root / part).rglob("*") if path.is_file()}  # fmt: skip


@pytest.mark.slow
def test_a_seed_that_cannot_be_used_changes_nothing(repository):
    before = snapshot(repository)
    for names, seed, says in (
        (["week00"], Seed("x"), "name a2"),
        (["a2"], Seed(-1), "whole number"),
        (["a2"], Seed("  "), "empty"),
    ):
        with pytest.raises(ReleaseError, match=says):
            release(repository, names, seed=seed)
    path = repository / "solutions/a2/a2.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("# BEGIN NUMBERS", "# NUMBERS"), encoding="utf-8")  # fmt: skip
    spoilt = snapshot(repository)
    with pytest.raises(ReleaseError, match="no place for numbers"):
        release(repository, ["a2"], seed=Seed("x"))
    assert snapshot(repository) == spoilt
    assert {name for name in before if before[name] != spoilt[name]} == {"solutions/a2/a2.ipynb"}


def test_a_release_that_fails_after_the_seed_puts_everything_back(repository, monkeypatch):
    from notknowing.authoring import release as room

    before = snapshot(repository)

    def stops(*_: object) -> None:
        raise ReleaseError("The disk is full.")

    monkeypatch.setattr(room, "build", stops)
    with pytest.raises(ReleaseError, match="disk"):
        release(repository, ["a2"], seed=Seed("x"))
    assert snapshot(repository) == before


def test_the_command(repository, tmp_path):
    from typer.testing import CliRunner

    from notknowing.cli import app

    runner = CliRunner()
    arguments = ["release", "a2", "--course", str(repository / "course")]
    done = runner.invoke(app, [*arguments, "--seed", "four words of mine", "--json"])
    assert done.exit_code == 0, done.output
    assert written_seed(repository) == "four words of mine"
    kept = tmp_path / "kept.yml"
    kept.write_text("seed: 99887766554433\n", encoding="utf-8")
    assert runner.invoke(app, [*arguments, "--seed-file", str(kept)]).exit_code == 0
    assert written_seed(repository) is None
    assert runner.invoke(app, [*arguments, "--seed", "a", "--seed-file", str(kept)]).exit_code != 0
    assert runner.invoke(app, [*arguments, "--seed-file", str(tmp_path / "none")]).exit_code != 0


def test_a_released_table_is_what_an_activity_reads(course):
    from notknowing.activities.kinds.evidence_stories import patterns_in
    from notknowing.work.sheets import read_sheet

    found = patterns_in(read_sheet(ROOT / "exercises/a2/a2-patterns.csv"))
    data = a2_data(CAME_WITH_IT, form_of(course))
    assert {pattern: rows for pattern, (rows, _) in found.items()} == data.patterns


def test_a_students_folder_has_the_tables_and_a_filled_in_answers_file_is_left_in_peace(tmp_path):
    from notknowing.launch.folder import lay_out

    folder = tmp_path / "work"
    lay_out(folder, ROOT / "exercises", ROOT / "course")
    assert {path.name for path in (folder / "a2").iterdir()} == {"a2.ipynb", "a2-answers.csv", *TABLES}
    (folder / "a2/a2-answers.csv").write_text("cell,value\nA2.s1.z,0.2\n", encoding="utf-8")
    (folder / "a2/a2-scale.csv").write_text("person,q1\n", encoding="utf-8")
    (folder / "a2/a2-studies.csv").unlink()
    laid = lay_out(folder, ROOT / "exercises", ROOT / "course")
    assert [line for line in laid.said if "a2/" in line] == [
        "a2/a2-scale.csv was changed in this folder, so it was left as it is."
    ]
    assert (folder / "a2/a2-answers.csv").read_text(encoding="utf-8") == "cell,value\nA2.s1.z,0.2\n"
    assert "a2/a2-studies.csv" in laid.added, "what is gone is put back"
