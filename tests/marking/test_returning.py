"""What is uploaded: only when it may go out, under the VLE's own names, with its own table."""

import csv
import io
import json
import shutil
import zipfile
from zoneinfo import ZoneInfo

import pytest
from fair_course import mark_by_hand, with_course
from tiny_course import hand_in, released

from notknowing.marking.autograde import autograde
from notknowing.marking.hurdles import write_down
from notknowing.marking.marks import marks_of
from notknowing.marking.nbgrader_room import course_of
from notknowing.marking.places import MarkingError
from notknowing.marking.returning import give_back, name_for
from notknowing.marking.signature import Files, keep_signature
from notknowing.marking.vle_names import named

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(scope="module")
def ready_class(tiny_template, tmp_path_factory):
    """101 and 102 are marked, 103 is not yet; 104 handed nothing in. A grid with hurdles is there."""
    root = tmp_path_factory.mktemp("ready") / "marking"
    shutil.copytree(tiny_template, root)
    course = with_course(root, vle="moodle")
    grid = (course / "briefs" / "a1-rubric.yml").read_text("utf-8").replace("assignment: a1", "assignment: t1")
    (course / "briefs" / "t1-rubric.yml").write_text(grid, "utf-8")
    for student in ("101", "102", "103"):
        notebook = released(root)
        next(one for one in notebook.cells if one.id == "t1-words").source = "I heard the swallows."
        hand_in(root, student, notebook, {"A.answer": "swallows"})
    autograde("t1", root)
    mark_by_hand(root, "101", 3, "Strength: 'the swallows' is his word.\n\nPriority: wait.\n\nNext try: once more.")
    mark_by_hand(root, "102", 1.5, "You wrote '{quote}'.")
    (root / "collected").mkdir()
    record = {
        "101": {"key": "101", "name": "Siân O_Neill/..", "vle": "moodle"},
        "102": {"key": "102", "name": "=cmd", "vle": "moodle"},
        "103": {"key": "103", "name": "C", "vle": "moodle"},
    }
    (root / "collected" / "t1.json").write_text(json.dumps(record), "utf-8")
    return root


@pytest.fixture
def ready(ready_class, tmp_path):
    root = tmp_path / "marking"
    shutil.copytree(ready_class, root)
    return root


def signed(root):
    keep_signature(Files(root, "t1"), "A lead", "confirmed", "", marks_of("t1", root))


TEMPLATE = "Identifier,Full name,Grade,Last modified (grade)\nParticipant 101,S,,-\nParticipant 102,=cmd,,-\nParticipant 103,C,,-\nParticipant 104,D,,-\n"


def test_nothing_goes_out_before_the_signature_or_after_a_changed_mark(ready):
    for _ in range(2):
        with pytest.raises(MarkingError, match="Nothing was released"):
            give_back("t1", ready, "moodle")
        assert not (ready / "returned").exists()
        signed(ready)
        mark_by_hand(ready, "101", 4)


def test_a_comment_with_a_gap_in_it_holds_everything_back(ready):
    signed(ready)
    with pytest.raises(MarkingError, match=r"102.*quote") as refusal:
        give_back("t1", ready, "moodle")
    assert "101" not in str(refusal.value) and not (ready / "returned").exists()


def test_the_zip_and_the_table_that_moodle_takes(ready, tmp_path):
    mark_by_hand(ready, "102", 1.5, "You wrote 'I heard the swallows'.")
    signed(ready)
    (tmp_path / "grades.csv").write_text(TEMPLATE, "utf-8")
    made = give_back("t1", ready, "moodle", tmp_path / "grades.csv", by="A lead")
    with zipfile.ZipFile(made.zip) as archive:
        names = archive.namelist()
        text = archive.read(names[0]).decode()
    assert names == [
        "Siân O Neill .._101_assignsubmission_file/t1-feedback.html", "cmd_102_assignsubmission_file/t1-feedback.html",
    ]  # fmt: skip
    assert all(name.count("_") <= 4 and name.split("_")[1].isdigit() for name in names)
    assert "What works" in text and "SECRET_KEY" not in text
    table = list(csv.reader(io.StringIO(made.marks.path.read_text("utf-8"))))
    assert [row[2] for row in table[1:]] == ["9", "8", "", ""]  # not marked and not handed in: empty, never 0
    assert table[2][1] == "'=cmd"
    assert made.pages == 2 and any("103" in line for line in made.left_out)
    assert "released 2 pages" in Files(ready, "t1").log.read_text("utf-8")
    first = made.zip.read_bytes()
    assert give_back("t1", ready, "moodle").zip.read_bytes() == first


def test_a_hurdle_sends_the_words_and_keeps_the_mark(ready, tmp_path):
    mark_by_hand(ready, "102", 1.5, "You wrote 'I heard the swallows'.")
    write_down(ready, "t1", "102", "no_real_person", "not met", course_of(ready))
    signed(ready)
    (tmp_path / "grades.csv").write_text(TEMPLATE, "utf-8")
    made = give_back("t1", ready, "moodle", tmp_path / "grades.csv")
    table = list(csv.reader(io.StringIO(made.marks.path.read_text("utf-8"))))
    assert [row[2] for row in table[1:]] == ["9", "", "", ""]
    page = (ready / "feedback" / "102" / "t1.html").read_text("utf-8")
    assert "has still to be talked about with you: No real person." in page and "Do not mark on" not in page


def test_each_vle_reads_its_own_names_back():
    known = {"key": "4711", "name": "O'Neill, Siân_2", "time": "2027-06-25T11:00:00+00:00", "order": 880200}
    moodle = name_for("a1", "4711", known, "moodle", LONDON)
    canvas = name_for("a1", "4711", known, "canvas", LONDON)
    blackboard = name_for("a1", "4711", known, "blackboard", LONDON)
    assert named(moodle, "moodle").key == named(canvas, "canvas").key == named(blackboard, "blackboard").key == "4711"
    assert blackboard == "A1_4711_attempt_2027-06-25-12-00-00_a1-feedback.html"  # by the institution's clock
    assert canvas == "oneillsiân_4711_8802_a1-feedback.html"


def test_what_the_download_did_not_say_is_not_made_up():
    assert name_for("a1", "x", {"key": "x"}, "moodle", LONDON) is None
    assert name_for("a1", "31", {"key": "31"}, "canvas", LONDON) is None
    assert name_for("a1", "x/../y", {}, "blackboard", LONDON) == "A1_x-..-y_a1-feedback.html"


def test_times_that_the_download_left_out(ready, tmp_path):
    from notknowing.marking.late import handed_in
    from notknowing.marking.places import Place
    from notknowing.marking.times import times_from

    sheet = tmp_path / "grades.csv"
    sheet.write_text(
        'Identifier,Last modified (submission)\nParticipant 101,"Friday, 25 June 2027, 9:05 AM"\nParticipant 102,-\n'
        "Participant 103,some day\nParticipant 104,2027-06-25 09:00\n",
        "utf-8",
    )
    lines = times_from("t1", ready, sheet, course_of(ready))
    assert lines[0].startswith("1 time of handing in") and "103" in lines[1]
    assert f"{handed_in(Place(ready, 't1', '101')):%Y-%m-%d %H:%M}" == "2027-06-25 08:05"
    assert handed_in(Place(ready, "t1", "102")) is None
    sheet.write_text("Identifier,When\nParticipant 101,2027-06-25 09:00\n", "utf-8")
    with pytest.raises(MarkingError, match="--column"):
        times_from("t1", ready, sheet, course_of(ready))
