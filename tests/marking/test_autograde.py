"""A whole class through nbgrader's own kernels, once for all tests here."""

import json
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from tiny_course import generate, hand_in, marked, released, with_words_inside

from notknowing import mirror
from notknowing.marking import autograde as room
from notknowing.marking.autograde import autograde
from notknowing.marking.nbgrader_room import MarkingError, gradebook

RIGHT = {"A.answer": "swallows"}


def crashing(root):
    notebook = released(root)
    notebook.cells.insert(5, new_code_cell("import os; os._exit(1)", id="crash"))
    return notebook


@pytest.fixture(scope="module")
def graded(tiny_template, tmp_path_factory):
    """The class, and the report of marking it."""
    root = tmp_path_factory.mktemp("class") / "marking"
    shutil.copytree(tiny_template, root)
    hand_in(root, "right", released(root), RIGHT)
    hand_in(root, "inside", with_words_inside(released(root), RIGHT))
    hand_in(root, "empty", released(root))
    hand_in(root, "warned", released(root), {"A.answer": "warn"})
    hand_in(root, "nan", released(root), {"A.answer": "not a number"})
    hand_in(root, "over", released(root), {"A.answer": "too much"})
    hand_in(root, "failing", released(root), {"A.answer": "fail"})
    hand_in(root, "crash", crashing(root), RIGHT)
    hand_in(root, "broken", b"{")
    hand_in(root, "later", released(root), {"A.answer": "warn"})
    seen = []
    report = autograde("t1", root, on_progress=lambda done, of, row: seen.append((done, of, row.student)))
    assert [place for place, _, _ in seen] == list(range(1, 11))
    return root, {row.student: row for row in report.rows}, report


@pytest.mark.parametrize(
    ("student", "points"),
    [("right", 6), ("inside", 6), ("empty", 1.5), ("warned", 5), ("nan", 2), ("over", 2), ("failing", 2), ("crash", 4)],
)
def test_points(graded, student, points):
    row = graded[1][student]
    assert (row.status, row.points, row.out_of) == ("graded", points, 6)


def test_the_counts_add_up(graded):
    report = graded[2]
    assert report.graded + report.set_aside + report.failed == len(report.rows) == 10
    assert report.set_aside == 1
    assert json.loads(json.dumps(report.to_json()))["counts"]["all"] == 10
    assert report.summary() == "10 submissions of t1: 9 marked, 1 set aside."


@pytest.mark.parametrize("student", ["right", "inside", "empty", "warned", "failing"])
def test_an_ordinary_submission_asks_for_nobody(graded, student):
    assert graded[1][student].person == []


@pytest.mark.parametrize(
    ("student", "says"),
    [
        ("nan", "cannot be right"),
        ("over", "cannot be right"),
        ("crash", "stopped running part-way"),
        ("broken", "breaks off"),
    ],
)
def test_an_exception_is_one_plain_line(graded, student, says):
    lines = graded[1][student].person
    assert len(lines) == 1 and says in lines[0]
    assert "Traceback" not in lines[0] and "Error" not in lines[0]


def test_what_stock_nbgrader_gives_an_ordinary_submission_is_the_same(graded, tmp_path):
    """The same submission in a folder without any of our settings."""
    from nbgrader.converters import Autograde
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    root, rows, _ = graded
    stock = tmp_path / "stock"
    for name in ("solutions", "exercises"):
        shutil.copytree(root / name, stock / name)
    (stock / "nbgrader_config.py").write_text("")
    config = Config()
    config.CourseDirectory.root = str(stock)
    config.CourseDirectory.source_directory, config.CourseDirectory.release_directory = "solutions", "exercises"
    config.CourseDirectory.db_url = f"sqlite:///{stock / 'gradebook.db'}"
    from nbgrader.converters import GenerateAssignment

    from notknowing.marking.nbgrader_room import run

    for converter, student in ((GenerateAssignment, "."), (Autograde, "right")):
        directory = CourseDirectory(config=config)
        directory.assignment_id, directory.student_id = "t1", student
        if student == "right":
            hand_in(stock, "right", released(stock), RIGHT)
        made = converter(coursedir=directory, config=config)
        made.force = True
        outcome = run(made)
        assert outcome.ok, outcome.log
    with Gradebook(config.CourseDirectory.db_url) as book:
        assert book.find_submission("t1", "right").score == rows["right"].points


def everything_in(root):
    """All the gradebook says about everybody, but for keys drawn at random."""
    found = {}
    with gradebook(root) as book:
        for submission in book.assignment_submissions("t1"):
            who, notebook = submission.student.id, submission.notebooks[0]
            found[who] = (notebook.late_submission_penalty, submission.timestamp, notebook.flagged)
            for grade in notebook.grades:
                found[who, grade.name] = (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for comment in notebook.comments:
                found[who, "comment", comment.name] = (comment.auto_comment, comment.manual_comment)
    return found


def test_sealed_or_stock_the_gradebook_is_the_same(tiny):
    hand_in(tiny, "right", released(tiny), RIGHT)
    hand_in(tiny, "inside", with_words_inside(released(tiny), RIGHT))
    hand_in(tiny, "empty", released(tiny))
    hand_in(tiny, "warned", released(tiny), {"A.answer": "warn"})
    hand_in(tiny, "failing", released(tiny), {"A.answer": "fail"})
    (hand_in(tiny, "timed", released(tiny), RIGHT) / "timestamp.txt").write_text("2027-02-20 12:00:00 UTC")
    stock = tiny.parent / "stock"
    shutil.copytree(tiny, stock)
    unsealed = autograde("t1", stock, unsafe=True)
    sealed = autograde("t1", tiny, workers=1)
    assert everything_in(tiny) == everything_in(stock)
    assert unsealed.seal == "" and any(line.startswith("Not sealed") for line in unsealed.lines)
    assert "no network" in sealed.seal and sealed.to_json()["seal"] == sealed.seal


def test_what_has_not_changed_is_not_marked_again_and_a_tutors_mark_stays(graded):
    root = graded[0]
    with gradebook(root) as book:
        grade = book.find_grade("t1-words", "t1", "t1", "right")
        grade.manual_score, grade.needs_manual_grade = 5, False
        book.db.commit()
    again = {row.student: row for row in autograde("t1", root).rows}
    assert not again["right"].again and again["right"].points == 6
    with gradebook(root) as book:
        grade = book.find_grade("t1-words", "t1", "t1", "right")
        assert grade.manual_score == 5 and not grade.needs_manual_grade
    assert again["nan"].person == graded[1]["nan"].person  # a second run still says who needs a person


def mark_by_hand(root, student, part, points):
    with gradebook(root) as book:
        grade = book.find_grade(part, "t1", "t1", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def waiting(root, student):
    with gradebook(root) as book:
        return sorted(
            grade.name for grade in book.find_submission("t1", student).notebooks[0].grades if grade.needs_manual_grade
        )


def test_only_what_changed_is_up_for_marking_again_and_the_reason_is_given(graded):
    root = graded[0]
    mark_by_hand(root, "later", "t1-words", 2)
    mark_by_hand(root, "later", "t1-count", 1)
    hand_in(root, "later", values=RIGHT)
    row = next(row for row in autograde("t1", root).rows if row.student == "later")
    assert row.again and row.points == 3  # the tutor's 1 for counting stands, until the tutor changes it
    assert waiting(root, "later") == ["t1-count"]
    assert any("look at it once more" in line for line in row.person)


def test_marking_again_by_force_puts_nothing_up_again(graded):
    root = graded[0]
    mark_by_hand(root, "inside", "t1-words", 4)
    row = next(row for row in autograde("t1", root, force=True).rows if row.student == "inside")
    assert row.again and not row.person
    assert waiting(root, "inside") == []


def test_a_warning_is_not_kept_for_the_feedback(graded):
    outputs = [cell.get("outputs") for cell in marked(graded[0], "warned")["cells"]]
    assert "FutureWarning" not in json.dumps(outputs)


def test_those_who_need_a_person_carry_nbgraders_flag(graded):
    with gradebook(graded[0]) as book:
        flags = {one.student.id: one.notebooks[0].flagged for one in book.assignment_submissions("t1")}
    assert [student for student in ("right", "empty", "nan", "over", "crash") if flags[student]] == [
        "nan",
        "over",
        "crash",
    ]


def test_a_later_attempt_that_cannot_be_read_does_not_go_out_with_the_marks_of_an_earlier_one(tiny):
    from notknowing.marking.feedback import feedback
    from notknowing.marking.marks import marks_of

    hand_in(tiny, "one", released(tiny), RIGHT)
    autograde("t1", tiny)
    feedback("t1", tiny)
    hand_in(tiny, "one", b"{")
    (tiny / "submitted" / "one" / "t1" / "t1.responses.json").unlink()
    assert autograde("t1", tiny).set_aside == 1
    assert marks_of("t1", tiny)["one"].value is None
    assert feedback("t1", tiny)[0].path is None
    assert not list((tiny / "feedback").rglob("*.html"))


def test_an_unknown_assignment_is_said_plainly(tiny):
    with pytest.raises(MarkingError, match="There is no assignment 'a9'"):
        autograde("a9", tiny)


def test_marking_stops_for_nobody_when_nbgrader_does(tiny, monkeypatch):
    from notknowing.marking.nbgrader_room import Outcome

    monkeypatch.setattr(room, "autograde_one", lambda *_: Outcome(False, "Traceback: the disk is on fire"))
    hand_in(tiny, "a", released(tiny), RIGHT)
    hand_in(tiny, "b", released(tiny), RIGHT)
    report = autograde("t1", tiny, unsafe=True)
    assert report.failed == 2
    assert "marking.log" in report.rows[0].person[0] and "Traceback" not in report.rows[0].person[0]
    assert "the disk is on fire" in (tiny / "marking.log").read_text("utf-8")


def test_changed_tests_in_solutions_are_used_without_touching_exercises(tiny):
    path = tiny / "solutions" / "t1" / "t1.ipynb"
    before = (tiny / "exercises" / "t1" / "t1.ipynb").read_bytes()
    path.write_text(
        path.read_text("utf-8")
        .replace('SECRET_KEY = \\"swallows\\"', 'SECRET_KEY = \\"swifts\\"')
        .replace('{\\"swallows\\": 4', '{\\"swifts\\": 4')
    )
    hand_in(tiny, "one", released(tiny), {"A.answer": "swifts"})
    assert autograde("t1", tiny).rows[0].points == 6
    assert (tiny / "exercises" / "t1" / "t1.ipynb").read_bytes() == before


def test_a_stray_answer_in_solutions_helps_nobody(tiny):
    from tiny_course import responses

    (tiny / "solutions" / "t1" / "t1.responses.json").write_bytes(responses(RIGHT))
    (tiny / "solutions" / "t1" / "t1.private.json").write_bytes(b"private")
    generate(tiny)
    assert sorted(path.name for path in (tiny / "exercises" / "t1").iterdir()) == ["t1.ipynb"]
    hand_in(tiny, "nothing", released(tiny))
    assert autograde("t1", tiny).rows[0].points == 1.5
    assert not list((tiny / "autograded").rglob("*.private.json"))


class Moira:
    name, safety = "Moira", "suicide"


@pytest.mark.parametrize(
    ("reply", "told"), [("It sounds hard.", True), ("Are you thinking of killing yourself?", False)]
)
def test_a_missed_direct_question_is_one_neutral_line(tiny, monkeypatch, reply, told):
    from types import SimpleNamespace

    from notknowing.marking.places import Place

    monkeypatch.setattr(mirror, "missed_direct_question", lambda text, client: "killing" not in text, raising=False)
    hand_in(tiny, "one", released(tiny), {"C.moira.first.words": reply, "C.moira.rationale": "kind"})
    lines = room._safety(Place(tiny, "t1", "one"), SimpleNamespace(clients={"moira": Moira}))
    wanted = "I could not find a direct question about suicide in the reply to Moira; read this one first."
    assert lines == ([wanted] if told else [])


def test_without_a_mirror_nothing_is_said(tiny, monkeypatch):
    from types import SimpleNamespace

    from notknowing.marking.places import Place

    monkeypatch.delattr(mirror, "missed_direct_question", raising=False)
    hand_in(tiny, "one", released(tiny), {"C.moira.first.words": "It sounds hard."})
    assert room._safety(Place(tiny, "t1", "one"), SimpleNamespace(clients={"moira": Moira})) == []


def test_the_marked_notebook_is_sound(graded):
    nbformat.validate(nbformat.read(graded[0] / "autograded" / "crash" / "t1" / "t1.ipynb", as_version=4))


def test_marks_that_were_held_back_are_given_with_a_reason_and_stay_given(tiny):
    from notknowing.marking.sealed.decisions import decide

    notebook = released(tiny)
    notebook.cells.insert(2, new_code_cell("get_ipython().ast_node_interactivity = 'none'", id="quiet"))
    hand_in(tiny, "one", notebook, RIGHT)
    row = autograde("t1", tiny).rows[0]
    assert (row.status, row.points) == ("graded", 0) and {"t1-count", "t1-last"} <= set(waiting(tiny, "one"))
    assert "held back until you decide" in row.person[0]
    with pytest.raises(MarkingError, match="needs its reason"):
        decide("t1", tiny, "one", give=True, why=" ")
    with pytest.raises(MarkingError, match="No marks of two"):
        decide("t1", tiny, "two", give=True, why="x")
    decide("t1", tiny, "one", give=True, why="A setting from another course; nothing meant by it.")
    assert not {"t1-count", "t1-last"} & set(waiting(tiny, "one"))
    again = autograde("t1", tiny, force=True).rows[0]
    assert again.again and again.points == 6 and not any("held back" in line for line in again.person)
    assert any("nothing meant by it" in line for line in again.remarks)
