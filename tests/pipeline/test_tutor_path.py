"""A tutor's Sunday: one download, ten students of whom most have met some accident, and marks back to the VLE.

The real A1, nbgrader's own kernels, and ``nbgrader_config.py`` alone. Marked once for all the tests here.
"""

import copy
import csv
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

from notknowing.marking.autograde import autograde
from notknowing.marking.collect import collect
from notknowing.marking.feedback import feedback
from notknowing.marking.marks import write_marks
from notknowing.marking.nbgrader_room import gradebook
from notknowing.work import MIME, Entry
from notknowing.work.entries import entries_to_json
from notknowing.work.files import dump

ROOT = Path(__file__).parents[2]
AT = datetime(2027, 2, 20, 12, tzinfo=UTC)

CODES = {f"A1.t{turn}": "reflection" for turn in range(1, 25)}
TABLE = {"A2.a": "0", "A2.b": "0", "A2.c": "7", "A2.d": "17", "A2.kappa": "0", "A2.turn1": "2", "A2.turn2": "4"}
FIRST = {
    "C.farida.first.manner": "words",
    "C.farida.first.words": "You said the egg was his. <script>alert('first')</script>",
    "C.farida.before.help": 40,
    "C.farida.before.sure": 30,
    "C.farida.revised.manner": "words",
    "C.farida.revised.words": "Tell me about the egg.",
    "C.farida.because": "I had answered my own fright before I answered her.",
}
REFLECTION = "I wanted the room to be quiet again, and it was I who was loud."
SILENCE = {"C.wei-ling.first.manner": "silence", "C.wei-ling.first.how_long": "one breath"}


def reflexive(page):
    """The key of Part D's first box, as the page names it."""
    activity = next(one for one in page.activities if one.manual_cell == "a1-d")
    return f"{activity.id}.{activity.prompts[0].id}"


@pytest.fixture(scope="module")
def words():
    from notknowing.course import load

    part_d = {reflexive(load(start=ROOT).pages["a1"]): REFLECTION}
    return {"full": CODES | TABLE | FIRST | SILENCE | part_d, "partial": CODES | part_d, "silent": SILENCE, "empty": {}}


def as_entries(values):
    return {key: Entry(value, AT) for key, value in values.items()}


def responses(values):
    return dump("a1", as_entries(values))


def page(root, values=None, change=None):
    """A student's notebook: as released, with the copy of the words in it when ``values`` are given."""
    notebook = nbformat.read(root / "exercises" / "a1" / "a1.ipynb", as_version=4)
    if values is not None:
        payload = {
            "schema": 1,
            "notebook": "a1",
            "written": "2027-02-20T12:00:00.000Z",
            "entries": entries_to_json(as_entries(values)),
        }
        next(cell for cell in notebook.cells if cell.id == "words").outputs = [
            new_output("display_data", data={MIME: payload})
        ]
    if change:
        change(notebook)
    return (nbformat.writes(notebook) + "\n").encode()


def of(notebook, grade_id):
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def copied_cell(notebook):
    notebook.cells.append(copy.deepcopy(of(notebook, "a1-coding")))
    notebook.cells[-1].id = "as-jupyterlab-does"


def deleted_cells(notebook):
    for name in ("a1-kappa", "a1-d"):
        notebook.cells.remove(of(notebook, name))


def wrong_kernel(notebook):
    notebook.metadata.kernelspec = {"name": "conda-env-py37", "display_name": "py37", "language": "python"}


def bundle(notebook, values):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a1.ipynb", notebook)
        archive.writestr("a1.responses.json", responses(values))
    return held.getvalue()


@pytest.fixture(scope="module")
def course_folder(tmp_path_factory):
    """A marking folder as a tutor has it: solutions, exercises and the settings file."""
    root = tmp_path_factory.mktemp("sunday") / "not knowing"
    shutil.copytree(ROOT / "solutions" / "a1", root / "solutions" / "a1")
    shutil.copytree(ROOT / "exercises" / "a1", root / "exercises" / "a1")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return root


@pytest.fixture(scope="module")
def sunday(course_folder, words):
    root, full = course_folder, words["full"]
    stem = "A1 Listening and responding_{}_attempt_2027-02-26-{}_"
    early, late = "11-00-00", "13-30-00"
    download = root / "gradebook.zip"
    with zipfile.ZipFile(download, "w") as archive:

        def put(student, name, data, time=early):
            archive.writestr(stem.format(student, time) + name, data)

        put("full", "a1-submission.zip", bundle(page(root), full), late)
        put("full", "a1.ipynb", page(root), early)
        put("partial", "a1-submission.zip", bundle(page(root), words["partial"]))
        put("empty", "a1.ipynb", page(root))
        put("silent", "a1-submission.zip", bundle(page(root), words["silent"]))
        put("onlynb", "a1 (1).ipynb", page(root, full))
        put("corrupt", "a1.ipynb", page(root, full))
        put("corrupt", "a1.responses.json", responses(full)[:200])
        put("copied", "a1-submission.zip", bundle(page(root, change=copied_cell), full))
        put("deleted", "a1-submission.zip", bundle(page(root, change=deleted_cells), full))
        put("kernel", "a1-submission.zip", bundle(page(root, change=wrong_kernel), full))
        put("broken", "a1.ipynb", page(root)[:900])
        put("full", "a1.private.json", b"for nobody's eyes", late)
    collected = collect(download, "a1", root)
    report = autograde("a1", root)
    return root, collected, report


@pytest.fixture
def rows(sunday):
    return {row.student: row for row in sunday[2].rows}


def marked_cell(root, student, grade_id):
    return of(nbformat.read(root / "autograded" / student / "a1" / "a1.ipynb", as_version=4), grade_id)


def test_everybody_is_counted_once(sunday):
    _root, collected, report = sunday
    assert len(collected.students) == len(report.rows) == 10
    assert (report.graded, report.set_aside, report.failed) == (9, 1, 0)
    assert next(row.student for row in report.rows if row.status == "set aside") == "broken"


@pytest.mark.parametrize("student", ["onlynb", "corrupt", "copied", "deleted", "kernel"])
def test_the_same_work_earns_the_same_marks_whatever_happened_to_the_file(sunday, rows, student):
    assert rows[student].points == rows["full"].points > 0
    assert rows[student].to_mark == rows["full"].to_mark
    for grade_id in ("a1-c-1", "a1-d"):
        assert marked_cell(sunday[0], student, grade_id).source == marked_cell(sunday[0], "full", grade_id).source


def test_nothing_handed_in_earns_nothing_and_waits_for_nobody(rows):
    assert (rows["empty"].points, rows["empty"].to_mark) == (0, 0)


def test_silence_waits_for_a_person(sunday, rows):
    assert rows["silent"].to_mark == 1
    assert "nothing for now" in marked_cell(sunday[0], "silent", "a1-c-2").source.lower()


def test_part_of_the_work_earns_its_part(rows):
    assert 0 < rows["partial"].points < rows["full"].points
    assert rows["partial"].to_mark == 1


def test_the_tutor_reads_attempt_ratings_revision_and_reasons_in_one_place(sunday):
    source = marked_cell(sunday[0], "full", "a1-c-1").source
    for words in ("You said the egg was his", "Tell me about the egg", "my own fright", "40"):
        assert words in source
    assert REFLECTION[:20] in marked_cell(sunday[0], "full", "a1-d").source


def test_only_what_needs_a_person_says_so(rows):
    assert [student for student, row in rows.items() if row.person] == ["broken", "corrupt"]
    assert all(len(line.split()) <= 40 for row in rows.values() for line in row.person + row.remarks)


def test_late_work_is_named_and_not_docked(rows):
    from notknowing.course import load
    from notknowing.marking.nbgrader_room import due_date

    due = due_date(load(start=ROOT), "a1")
    handed_in = datetime(2027, 2, 26, 13, 30, tzinfo=UTC)
    assert any("after the due time" in line for line in rows["full"].remarks) == (handed_in > due)
    assert rows["full"].points == rows["kernel"].points


def test_nothing_private_is_anywhere(sunday):
    root = sunday[0]
    kept = [path for path in root.rglob("*") if path.is_file() and path.suffix != ".zip"]
    assert not [path for path in kept if b"for nobody's eyes" in path.read_bytes()]


def test_words_are_nowhere_lost(sunday):
    """Every word that could be read is in the marked notebook; what could not be read is kept as it came."""
    root = sunday[0]
    assert (root / "originals" / "broken" / "a1" / "a1.ipynb").exists()
    assert (root / "originals" / "corrupt" / "a1").is_dir()
    assert list((root / "originals" / "full" / "a1" / "attempts").rglob("a1.ipynb"))


def hand_mark(root):
    with gradebook(root) as book:
        for submission in book.assignment_submissions("a1"):
            if submission.student.id in ("silent", "broken"):
                continue
            for grade in submission.notebooks[0].grades:
                if grade.cell_type == "markdown" and grade.needs_manual_grade:
                    grade.manual_score, grade.needs_manual_grade = 9.5, False
            for comment in submission.notebooks[0].comments:
                if comment.name == "a1-d":
                    comment.manual_comment = "You name *your own* noise. Next: how long did you wait?"
        book.db.commit()


@pytest.fixture(scope="module")
def returned(sunday):
    root = sunday[0]
    hand_mark(root)
    return {one.student: one for one in feedback("a1", root)}


def test_feedback_is_the_tutors_words_first_and_no_machinery(sunday, returned):
    text = returned["full"].path.read_text("utf-8")
    assert '<html lang="en-GB">' in text and text.count("<h1>") == 1
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert body.index("how long did you wait") < body.index("Marks, part by part") < body.index("Tell me about the egg")
    for machinery in (
        "<script",
        "a1-coding",
        "a1-c-1",
        "Traceback",
        "AssertionError",
        "assert ",
        "scoring",
        "TurnKey",
        "HIDDEN",
        "KEY =",
    ):
        assert machinery not in body
    assert "Turn 2" in body  # every mark not given has its sentence


def test_feedback_never_says_a_total_that_is_not_one(returned):
    assert "there is no total yet" in returned["silent"].path.read_text("utf-8")
    assert "Altogether" in returned["full"].path.read_text("utf-8")
    assert returned["broken"].path is None


def test_no_hidden_test_or_key_in_any_feedback(sunday, returned):
    hidden = [
        line.strip()
        for cell in nbformat.read(sunday[0] / "solutions" / "a1" / "a1.ipynb", as_version=4).cells
        if "BEGIN HIDDEN" in cell.source
        for line in cell.source.split("BEGIN HIDDEN")[1].splitlines()
        if len(line.strip()) > 25
    ]
    assert hidden
    for one in returned.values():
        text = one.path.read_text("utf-8") if one.path else ""
        assert not [line for line in hidden if line in text]


def test_marks_go_into_the_vles_own_columns(sunday, returned, tmp_path):
    template = tmp_path / "gc.csv"
    template.write_text(
        '"Last Name","Username","A1 Listening and responding [Total Pts: 80 Score] |4711"\n'
        '"F","full",""\n"E","empty",""\n"S","silent",""\n"B","broken",""\n"N","never",""\n',
        "utf-16",
    )
    made = write_marks("a1", sunday[0], "blackboard", template)
    table = list(csv.reader(io.StringIO(made.path.read_bytes().decode("utf-16"))))
    found = {row[1]: row[2] for row in table[1:]}
    assert found["full"].isdigit() and found["empty"] == "0"
    assert found["silent"] == found["broken"] == found["never"] == ""


# ------------------------------------------------------------------------------------- stock nbgrader, same folder


def nbgrader(root, *arguments):
    """nbgrader as typed at a prompt where the environment was never activated."""
    plain = {"PATH": "/usr/bin:/bin", "HOME": os.environ.get("HOME", "/tmp"), "LANG": "C.UTF-8"}
    command = [str(Path(sys.executable).parent / "nbgrader"), *arguments]
    return subprocess.run(command, cwd=root, env=plain, capture_output=True, text=True, timeout=240)


@pytest.mark.skipif(os.name == "nt", reason="the programs have other names there")
def test_stock_nbgrader_in_the_same_folder(sunday, course_folder, words, tmp_path, rows):
    root = tmp_path / "stock"
    for name in ("solutions", "exercises"):
        shutil.copytree(course_folder / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    folder = root / "submitted" / "hurt" / "a1"
    folder.mkdir(parents=True)
    (folder / "a1 (2).ipynb").write_bytes(page(root, words["full"], change=copied_cell))
    for arguments in (["generate_assignment", "a1", "--force"], ["autograde", "a1"], ["generate_feedback", "a1"]):
        ran = nbgrader(root, *arguments)
        assert ran.returncode == 0, ran.stderr[-2000:]
    with gradebook(root) as book:
        grades = book.find_submission("a1", "hurt").notebooks[0].grades
        assert sum(grade.auto_score for grade in grades if grade.cell_type == "code") == rows["full"].points
    assert [path.name for path in (root / "feedback" / "hurt" / "a1").iterdir()] == ["a1.html"]
    assert "TurnKey" not in (root / "feedback" / "hurt" / "a1" / "a1.html").read_text("utf-8")
    ran = nbgrader(root, "validate", "exercises/a1/a1.ipynb")
    assert ran.returncode == 0, ran.stderr[-2000:]
