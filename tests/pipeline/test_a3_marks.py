"""A3 from the release to the mark: what students get, what a marker reads, the marks of a person, and what goes back.

Nothing here is counted by the program. Every mark is entered as formgrader enters it, through nbgrader's gradebook.
"""

from __future__ import annotations

import csv
import re
import shutil
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from notknowing.activities import handin
from notknowing.authoring.bundle import key_texts, leaks, students_files, supervised
from notknowing.authoring.freshness import exercises_are_fresh, nothing_leaks
from notknowing.authoring.release import release
from notknowing.course import load
from notknowing.course.rubrics import rubric

ROOT = Path(__file__).parents[2]
PARTS = {"a": ("turns", "warrant", "judgement"), "b": ("accuracy", "calibration", "fairness", "kinds"), "c": ("audience", "calibration", "bounded", "care"), "d": ("from-words", "reflexivity", "judgement")}  # fmt: skip
CELLS = [f"a3-{part}-{name}" for part, names in PARTS.items() for name in names]
WORDS_ENOUGH = 8
DIRECT = "Before the message: are you thinking of killing yourself?"


@pytest.fixture(scope="module")
def course():
    return load(ROOT / "course")


def cells(path: Path) -> dict:
    notebook = nbformat.read(path, as_version=4)
    return {cell.metadata.get("nbgrader", {}).get("grade_id", cell.id): cell for cell in notebook.cells}


def ground():
    import datetime as dt

    from notknowing.authoring.rules import Ground

    return Ground(ROOT, load(ROOT / "course"), dt.date(2026, 11, 24))


# ------------------------------------------------------------------------------------- the task, the grid, the brief


def test_every_point_is_a_persons_to_give_and_each_criterion_has_a_cell_of_its_own(course):
    graded = {
        name: cell for name, cell in cells(ROOT / "solutions/a3/a3.ipynb").items() if cell.metadata.get("nbgrader")
    }
    assert list(graded) == CELLS
    assert {(cell.cell_type, cell.metadata.nbgrader.solution) for cell in graded.values()} == {("markdown", True)}
    worth = {name: cell.metadata.nbgrader.points for name, cell in graded.items()}
    grid = rubric(course, "a3")
    assert worth == {cell: points for part in grid.parts for cell, points in part.cells.items()}
    for part, names in PARTS.items():
        assert sum(worth[f"a3-{part}-{name}"] for name in names) == 25


def test_the_grid_has_two_conditions_without_marks_and_a_comment_for_every_criterion(course):
    grid = rubric(course, "a3")
    assert [hurdle.id for hurdle in grid.hurdles] == ["asks_directly", "no_real_person"]
    assert {comment.criterion for comment in grid.comments} == {one.id for one in grid.criteria}
    assert all(comment.says.count("{quote}") == 1 for comment in grid.comments)
    assert {one.id for one in grid.criteria} == {name for part in grid.parts for name in part.criteria}


def test_no_line_of_the_grid_names_a_conclusion(course):
    """A step may not say where somebody has to end up: for or against a chatbot, the article, or AI at all."""
    ends = re.compile(r"\b(?:agrees?|disagrees?|rejects?|recommends? (?:a|against)|dangerous|harmful|beneficial|cannot replace|AI is|chatbots? (?:is|are))\b", re.I)  # fmt: skip
    for one in rubric(course, "a3").criteria:
        for text in (one.asks, *one.steps.values()):
            assert not ends.search(text), (one.id, text)


def test_the_brief_can_be_filled_in_and_has_the_points_of_the_grid(course):
    brief = (ROOT / "course/briefs/a3.md").read_text(encoding="utf-8")
    assert brief.count("{") == 2 and "21 May" in brief.format(due="Friday 21 May 2027, 12:00", ai_statement="Green.")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in brief.splitlines() if line.startswith("| ")]
    table = {row[0]: [int(cell) for cell in row[2:] if cell.isdigit()] for row in rows if len(row) == 6}
    grid = rubric(course, "a3")
    names = {one.id: one for one in grid.criteria}
    for one in names.values():
        want = [points for part in grid.parts if part.criteria == [one.id] for points in part.cells.values()]
        assert table.pop(one.name) == want
        assert f"| {one.name} | {one.asks.replace('the student', 'you')} |" in brief
    assert not [name for name, points in table.items() if points], "no criterion of the brief is missing from the grid"
    assert [hurdle.title.split()[0] for hurdle in grid.hurdles] == ["A", "No"] and "**A direct question.**" in brief


def test_a3_makes_the_module_whole_and_says_its_colours(course):
    module = course.module
    assert sum(task.weight for task in module.assignments) == 100
    mine = next(task for task in module.assignments if task.id == "a3")
    assert (mine.weight, mine.part_of, f"{mine.due:%Y-%m-%d %H:%M}") == (40, None, "2027-05-21 12:00")
    said = module.ai_statement["a3"]
    assert said.startswith("Green for Part A") and "Amber for Parts B, C and D" in said


# ------------------------------------------------------------------------------------- what stays with markers


def sentences(text: str) -> set[str]:
    """Every sentence of a text that is long enough to be known again: shorter ones are anybody's."""
    flat = " ".join(text.split())
    found = (piece.strip(' |*#-_"“”') for piece in re.split(r"(?<=[.?:;|])\s+|\s\|\s", flat))
    return {piece for piece in found if len(piece.split()) >= WORDS_ENOUGH}


def exemplars() -> set[str]:
    text = (ROOT / "solutions/a3/exemplars.md").read_text(encoding="utf-8")
    # A marker's table names the criteria and quotes the exchange, which students have anyway.
    public = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("course/assignments/a3.yml", "course/briefs/a3-rubric.yml"))  # fmt: skip
    flat = " ".join(public.split())
    return {one for one in sentences(text) if one not in flat}


def test_the_two_dossiers_end_in_opposite_places_and_answer_every_criterion(course):
    text = (ROOT / "solutions/a3/exemplars.md").read_text(encoding="utf-8")
    first, second = text.split("\n# Dossier ")[1:]
    assert first.startswith("one: it recommends a chatbot") and second.startswith(
        "two: it recommends against a chatbot"
    )
    grid = rubric(course, "a3")
    labels = {step.label for step in grid.steps}
    for dossier in (first, second):
        rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in dossier.split("## Why, criterion")[1].splitlines() if line.startswith("| ")][1:]  # fmt: skip
        assert len(rows) == len(grid.parts) == 14
        assert all(step in labels and len(why.split()) >= 8 for _, step, why in rows)
        assert "asks directly, met" in dossier
        assert [len(re.findall(rf"^## Part {letter}\.", dossier, re.M)) for letter in "ABCD"] == [1, 1, 1, 1]
        assert dossier.count("\n| ") >= 10 + 14
    assert "No student wrote them" in text


def test_the_dossiers_keep_to_the_limits_they_are_marked_by():
    text = (ROOT / "solutions/a3/exemplars.md").read_text(encoding="utf-8")
    for dossier in text.split("\n# Dossier ")[1:]:
        counts = [int(count) for count in re.findall(r"\((\d+) words\)", dossier)]
        assert [count <= most for count, most in zip(counts, (200, 600, 500, 700), strict=True)] == [True] * 4
        for part, count in zip("BCD", counts[1:], strict=True):
            body = re.search(rf"## Part {part}\..*?\({count} words\)(.*?)(?=\n\n\*\*Generative|\n\n## )", dossier, re.S)
            assert len(body[1].split()) == count, part


def test_no_sentence_of_the_dossiers_or_of_the_reading_leaves_the_solutions():
    here = ground()
    secret = exemplars()
    assert len(secret) > 150
    files = students_files(ROOT, supervised(here))
    assert not [name for name in files if "exemplar" in name or name.startswith("solutions/")]
    everything = dict(files)
    everything |= {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "src").rglob("*.*") if path.suffix in {".py", ".js", ".json", ".html", ".md"}}  # fmt: skip
    everything |= {path.relative_to(ROOT).as_posix(): path for folder in ("docs", "course/tutor") for path in (ROOT / folder).rglob("*.md")}  # fmt: skip
    keys = key_texts(ROOT)
    mine = {(origin, words) for origin, words in keys if origin.startswith("solutions/a3/")}
    assert len(mine) > 20
    for name, path in everything.items():
        data = path.read_bytes()
        flat = " ".join(data.decode("utf-8", "replace").replace('\\"', '"').replace("\\n", " ").split())
        assert not [one for one in secret if one in flat], name
        if name in files:
            assert not list(leaks({name: data}, mine)), name


def test_the_committed_release_is_fresh_and_leaks_nothing():
    here = ground()
    assert [str(one) for one in (*exercises_are_fresh(here), *nothing_leaks(here)) if "/a3" in one.file] == []


def test_a_release_leaves_every_note_for_markers_where_it_is(tmp_path):
    root = tmp_path / "repository"
    for name in ("course", "solutions/a3"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release(root, ["a3"])
    assert {path.name for path in (root / "exercises/a3").iterdir()} == {"a3.ipynb"}
    text = (root / "exercises/a3/a3.ipynb").read_text(encoding="utf-8")
    assert "For markers" not in text and "BEGIN SOLUTION" not in text
    assert text.count("*Your words from the activity above") == text.count("Your words from") == 14


# ------------------------------------------------------------------------------------- there and back


def a_student(course, folder: Path):
    """The student of the activities' own tests, who presses and types what is on the page and nothing else."""
    if str(ROOT / "tests") not in sys.path:
        sys.path.insert(0, str(ROOT / "tests"))
    from activities.student import Student

    return Student(course, folder)


def fill(student) -> None:
    """The whole dossier, by somebody who did Weeks 0 and 12 and uses what is offered."""
    student.answer_week00()
    desk = student.open("week12", "12E")
    desk.type("12E.gareth.words", "Your foot still drives.")
    desk = student.open("a3", "A")
    for turn in range(1, 11):
        desk.choose(f"A.t{turn}.code", "takes_over" if turn in (4, 7, 8, 9) else "shares")
        desk.choose(f"A.t{turn}.sounds", "much")
        desk.choose(f"A.t{turn}.knows", "little" if turn != 6 else "much")
        desk.type(f"A.t{turn}.because", f"Turn {turn}: it says so | <b>in these words</b>.")
    desk.type("A.reply.say", DIRECT)
    desk.type("A.reply.next", "I stay, and somebody hears of it tonight.")
    desk.type("A.whole", "It helped her until it had a message to finish.")
    desk = student.open("a3", "B")
    desk.choose("B.review", "pooled")
    desk.choose("B.claim", "nhs")
    desk.type("B.appraisal", "A warning is first of all about who answers.")
    desk = student.open("a3", "C")
    desk.type("C.public", "People who wait.")
    desk.type("C.statement", "We offer it, and here is the line.")
    desk = student.open("a3", "D")
    desk.press_key("bring|gareth")
    desk.type("D.callum.then", "No pressure.")
    desk.type("D.callum.now", "Fair question.")
    desk.type("D.change", "I say more and I wait less.")
    desk.type("D.declared", "none")
    assert student.open("a3", "E").text.count("Nothing is missing here.") == 4


@pytest.fixture(scope="module")
def returned(tmp_path_factory, course):
    """Five students through the course's own tools: collected, checked, run, marked by hand, given back."""
    from notknowing.marking.autograde import autograde
    from notknowing.marking.collect import collect
    from notknowing.marking.feedback import feedback
    from notknowing.marking.hurdles import write_down
    from notknowing.marking.nbgrader_room import gradebook

    root = tmp_path_factory.mktemp("a3") / "marking"
    for name in ("solutions/a3", "exercises/a3", "course"):
        shutil.copytree(ROOT / name, root / name)
    # Moderation has tests of its own; here nothing waits for a signature.
    settings = root / "course/module.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("  needed: true", "  needed: false"), "utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    whole = a_student(course, tmp_path_factory.mktemp("ada"))
    fill(whole)
    zips = {"ada": whole, "held": whole}
    part = a_student(course, tmp_path_factory.mktemp("ben"))
    part.open("a3", "C").type("C.statement", "Only a line.")
    zips |= {"ben": part, "cai": a_student(course, tmp_path_factory.mktemp("cai"))}
    direct = a_student(course, tmp_path_factory.mktemp("dot"))
    notebook = nbformat.read(direct.place("a3") / "a3.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "a3-d-from-words":
            cell.source = "Typed straight into the notebook, without the page."
    nbformat.write(notebook, direct.place("a3") / "a3.ipynb")
    zips["dot"] = direct
    download = root / "gradebook.zip"
    with zipfile.ZipFile(download, "w") as archive:
        for name, student in zips.items():
            handed = handin.write_zip(handin.prepare("a3", student.place("a3"), course=course), course=course)
            stem = f"A3 Boundary and accountability dossier_{name}_attempt_2027-05-21-11-00-00_"
            archive.write(handed, f"{stem}a3-submission.zip")
    collect(download, "a3", root)
    for student in zips:
        leave_out_activities(root / "submitted" / student / "a3/a3.ipynb")
    report = autograde("a3", root)
    before = {row.student: row for row in report.rows}
    with gradebook(root) as book:
        for student in ("ada", "held"):
            submission = book.find_submission("a3", student)
            for number, grade in enumerate(submission.notebooks[0].grades):
                grade.manual_score, grade.needs_manual_grade = grade.max_score - number % 2 - 0.5, False
            for comment in submission.notebooks[0].comments:
                comment.manual_comment = f"You write 'the line'. About {comment.name.rpartition('-')[2]}."
        book.db.commit()
    write_down(root, "a3", "held", "asks_directly", "to discuss", course)
    pages = {one.student: one for one in feedback("a3", root)}
    return root, before, pages


def leave_out_activities(path: Path) -> None:
    """Take out the cells that draw activities. They carry no marks, and drawing them takes most of the time."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "activity" not in cell.metadata.get("tags", [])]
    nbformat.write(notebook, path)


def source(root: Path, student: str, cell: str) -> str:
    return cells(root / "autograded" / student / "a3/a3.ipynb")[cell].source


@pytest.mark.slow
def test_nothing_is_counted_and_everything_that_is_there_waits_for_a_person(returned):
    _, before, _ = returned
    assert {row.points for row in before.values()} == {0}
    assert {name: before[name].to_mark for name in ("ada", "held", "ben", "cai", "dot")} == {"ada": 14, "held": 14, "ben": 4, "cai": 0, "dot": 3}  # fmt: skip


@pytest.mark.slow
def test_a_marker_finds_the_words_once_in_each_part_and_the_question_beside_every_box(returned):
    root, _, _ = returned
    words = {part: source(root, "ada", f"a3-{part}-{names[0]}") for part, names in PARTS.items()}
    assert DIRECT.split(":")[0] in words["a"] and "| 8 | Takes over | Much | Little |" in words["a"]
    assert "<b>" not in words["a"]
    assert "NHS England" in words["b"] and "We offer it" in words["c"]
    assert "Your foot still drives" in words["d"] and "My first words to gareth" in words["d"]
    care = source(root, "ada", "a3-c-care")
    assert care.startswith("**Care.** Does it respect") and "Marked from the words above, in part C." in care


@pytest.mark.slow
def test_words_typed_into_the_notebook_itself_are_marked_by_every_criterion(returned):
    root, _, _ = returned
    assert "Typed straight into the notebook" in source(root, "dot", "a3-d-from-words")
    assert "Marked from the words above, in part D." in source(root, "dot", "a3-d-judgement")
    assert source(root, "dot", "a3-c-care").startswith("*Your words from")


@pytest.mark.slow
def test_the_page_that_goes_back_has_each_criterion_its_mark_and_its_sentence(returned):
    _, _, pages = returned
    html = pages["ada"].path.read_text("utf-8")
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "A3, Boundary and accountability dossier" in text
    # 100 points in fourteen boxes: half a point less in each, and one more in every second of them
    assert "Altogether 86 of 100." in text
    assert text.count("You write 'the line'.") + text.count("You write &#39;the line&#39;.") + text.count("You write &#x27;the line&#x27;.") == 14  # fmt: skip
    assert "We offer it, and here is the line." in text
    for never in ("For markers", "Traceback", "BEGIN SOLUTION", "<script", "Not at the top"):
        assert never not in html
    assert not [one for one in exemplars() if one in text]
    assert "there is no total yet" in pages["ben"].path.read_text("utf-8")


@pytest.mark.slow
def test_marks_go_out_for_whom_they_are_whole_and_wait_where_a_condition_does(returned, course):
    from notknowing.marking.hurdles import for_the_student
    from notknowing.marking.marks import write_marks

    root, _, _ = returned
    made = write_marks("a3", root, "blackboard")
    rows = list(csv.reader(made.path.read_text("utf-8").splitlines()))
    found = {row[0]: row[1] for row in rows[1:]}
    assert found["ada"] == "86" and found["cai"] == "0"
    assert found["ben"] == found["dot"] == "", "parts of these still wait for a person"
    assert found["held"] == "" and any("A direct question" in line for line in made.lines)
    said = for_the_student("a3", "held", root, course)
    assert len(said) == 1 and "A direct question where there may be a risk" in said[0]
    assert for_the_student("a3", "ada", root, course) == []
