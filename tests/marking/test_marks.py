"""Marks back to the VLE: its own columns, its own encoding, no mark that is not one."""

import csv
import io
import json
import shutil

import nbformat
import pytest
from fair_course import handed_in_at, mark_by_hand, with_course
from tiny_course import generate, hand_in, released, source_notebook

from notknowing.marking.autograde import autograde
from notknowing.marking.hurdles import write_down
from notknowing.marking.marks import Mark, borders, marks_of, rows_of, write_marks
from notknowing.marking.nbgrader_room import course_of, gradebook
from notknowing.marking.places import MarkingError
from notknowing.marking.rounding import half_up, shown
from notknowing.marking.tables import guarded, keys_in_roster, read_table


@pytest.fixture(scope="module")
def marked_class(tiny_template, tmp_path_factory):
    """101 has every mark (9.5 of 12), 102 waits for a person, 103 could not be read, 104 left all but the words out."""
    root = tmp_path_factory.mktemp("marks") / "marking"
    shutil.copytree(tiny_template, root)
    written = released(root)
    next(one for one in written.cells if one.id == "t1-words").source = "Words."
    hand_in(root, "101", written, {"A.answer": "swallows"})
    hand_in(root, "102", written, {"A.answer": "swallows"})
    hand_in(root, "103", b"")
    hand_in(root, "104", released(root), {"A.answer": "fail"})
    autograde("t1", root)
    with gradebook(root) as book:
        grade = book.find_grade("t1-words", "t1", "t1", "101")
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        book.db.commit()
    return root


def rows(path, encoding="utf-8-sig", delimiter=","):
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding)), delimiter=delimiter))


def test_marks_are_given_only_when_every_part_has_one(marked_class):
    found = marks_of("t1", marked_class)
    assert (found["101"].value, found["101"].out_of) == (9.5, 12)
    assert found["102"].value is None and "1 of 3 parts" in found["102"].why
    assert found["103"].value is None and "not marked" in found["103"].why
    assert found["104"].value == 2
    assert marks_of("t1", marked_class, provisional=True)["102"].value == 6


MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),"
    "Last modified (grade),Feedback comments\r\n"
    'Participant 101,"Siân, O",a@x,Submitted,,12.00,Yes,"Friday, 26 February 2027, 9:00 AM",-,\r\n'
    "Participant 102,=cmd|' /C calc'!A0,b@x,Submitted,,12.00,Yes,-,-,\r\n"
    "Participant 103,C,c@x,Submitted,,12.00,Yes,-,-,\r\n"
    "Participant 105,D,d@x,No submission,,12.00,Yes,-,-,\r\n"
)


def test_moodles_own_worksheet_is_filled_and_otherwise_left(marked_class, tmp_path):
    template = tmp_path / "Grades-A1.csv"
    template.write_bytes(MOODLE.encode("utf-8-sig"))
    result = write_marks("t1", marked_class, "moodle", template)
    assert result.path.read_bytes().startswith(b"\xef\xbb\xbf")
    table = rows(result.path)
    assert table[0] == MOODLE.split("\r\n")[0].split(",")
    assert [row[4] for row in table[1:]] == ["10", "", "", ""]
    assert table[1][:4] == ["Participant 101", "Siân, O", "a@x", "Submitted"]
    assert table[1][7:9] == ["Friday, 26 February 2027, 9:00 AM", "-"]
    assert table[2][1].startswith("'=cmd")
    assert result.filled == 1
    assert any("102: 1 of 3 parts" in line for line in result.lines)
    assert any("104" in line and "Not in" in line for line in result.lines)
    assert any("half up" in line for line in result.lines)


def test_moodle_in_another_language_asks_which_column(marked_class, tmp_path):
    template = tmp_path / "graddau.csv"
    template.write_text(MOODLE.replace("Grade,Maximum", "Gradd,Maximum").replace("Identifier", "Dynodydd"), "utf-8")
    with pytest.raises(MarkingError, match="--column"):
        write_marks("t1", marked_class, "moodle", template)
    result = write_marks("t1", marked_class, "moodle", template, column="Gradd")
    assert rows(result.path)[1][4] == "10"


BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"T1 Tiny [Total Pts: 12 Score] |88001"\t"Other [Total Pts: 100 Score] |88002"\r\n'
    '"O"\t"Siân"\t"101"\t"9"\t""\t"55"\r\n"P"\t"B"\t"102"\t"8"\t""\t"60"\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig"])
def test_blackboards_own_file_in_its_own_encoding(marked_class, tmp_path, encoding):
    template = tmp_path / "gc.xls"
    template.write_bytes(BLACKBOARD.encode(encoding))
    result = write_marks("t1", marked_class, "blackboard", template)
    table = rows(result.path, encoding, "\t")
    assert table[0] == BLACKBOARD.split("\r\n")[0].replace('"', "").split("\t")
    assert [row[4] for row in table[1:]] == ["10", ""]
    assert [row[5] for row in table[1:]] == ["55", "60"]
    assert result.path.read_bytes().decode(encoding).startswith('"Last Name"')


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Week 1 (700),T1 Tiny (701),Final Score\n"
    "    Points Possible,,,,,10,12,(read only)\n"
    '"O\'Neill, Siân",101,u101,l101,S1,9,,90\n"B, B",102,u102,l102,S1,8,,80\n"Student, Test",999,,x,S1,,,\n'
)


def test_canvas_gets_back_only_this_assignment(marked_class, tmp_path):
    template = tmp_path / "canvas.csv"
    template.write_text(CANVAS, "utf-8")
    result = write_marks("t1", marked_class, "canvas", template)
    table = rows(result.path)
    assert table[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "T1 Tiny (701)"]
    assert table[1] == ["    Points Possible", "", "", "", "", "12"]
    assert [row[-1] for row in table[2:]] == ["10", "", ""]


@pytest.mark.parametrize(
    ("vle", "header"),
    [
        ("blackboard", ["Username", "T1 [Total Pts: 12 Score]"]),
        ("moodle", ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"]),
        ("canvas", ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "T1"]),
    ],
)
def test_without_the_vles_file_the_documented_columns_and_a_word_about_it(marked_class, vle, header):
    result = write_marks("t1", marked_class, vle)
    table = rows(result.path)
    assert table[0] == header
    place = header.index("Grade") if vle == "moodle" else -1
    assert [row[place] for row in table[1:]] == ["10", "", "", "2"]
    assert "--template" in result.lines[0]
    assert result.path.parent == marked_class / "marks"


def test_provisional_marks_say_so(marked_class):
    result = write_marks("t1", marked_class, "canvas", provisional=True)
    assert [row[-1] for row in rows(result.path)[1:]] == ["10", "6", "", "2"]
    assert any("provisional" in line for line in result.lines)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Username,A |1\nsomebody,\n", "No student"),
        ("Username,Grade\n101,\n", "no column"),
        ("Username,First |1,Second |2\n101,,\n", "more than one"),
        ("just words", "does not look like a table"),
        ("PK\x03\x04", "Excel"),
    ],
)
def test_a_file_that_will_not_do_is_said_in_a_sentence(marked_class, tmp_path, text, says):
    template = tmp_path / "x.csv"
    template.write_text(text)
    with pytest.raises(MarkingError, match=says) as refusal:
        write_marks("t1", marked_class, "blackboard", template)
    assert "othing was written" in str(refusal.value)


def test_a_missing_file_and_an_unknown_vle(marked_class, tmp_path):
    with pytest.raises(MarkingError, match="could not be opened"):
        write_marks("t1", marked_class, "moodle", tmp_path / "none.csv")
    with pytest.raises(MarkingError, match="not a VLE"):
        write_marks("t1", marked_class, "brightspace")


def test_names_from_a_download_cannot_become_formulas(marked_class):
    import json

    record = marked_class / "collected" / "t1.json"
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps({"101": {"key": "101", "name": "=HYPERLINK(1)"}}))
    assert rows(write_marks("t1", marked_class, "moodle").path)[1][1] == "'=HYPERLINK(1)"
    record.unlink()


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("-", "-"),
        ("-3.5", "-3.5"),
        ("+44 1", "'+44 1"),
        ("@x", "'@x"),
        ("Anna", "Anna"),
        ("", ""),
        ("\t=1", "'\t=1"),
    ],
)
def test_guarding(text, safe):
    assert guarded(text) == safe


@pytest.mark.parametrize(
    ("value", "rounded"), [(49.5, 50), (59.49999, 59), (48.5, 49), (0.5, 1), (49.49, 49), (0.1 + 0.2 + 59.2, 60)]
)
def test_rounding_is_half_up(value, rounded):
    assert half_up(value) == rounded


def test_points_are_written_as_people_write_them():
    assert [shown(value) for value in (3.0, 2.5, 1.455, 10, 100, 0)] == ["3", "2.5", "1.46", "10", "100", "0"]


def test_no_mark_moves_across_a_border_without_a_sentence(marked_class):
    course = course_of(marked_class)
    assert borders(Mark("101", 49.5, 100, raw=49.5), course) == [
        "49.5 is rounded to 50, which is in another band (Pass)."
    ]
    assert borders(Mark("102", 51.4, 100, raw=51.4), course) == []
    assert borders(Mark("103", 49.6, 100, raw=62, penalty=12.4), course) == [
        "lateness takes 62 (Merit) to 49.6, which is in another band (Fail that some institutions condone).",
        "49.6 is rounded to 50, which is in another band (Pass).",
    ]
    assert borders(Mark("104", 55.8, 80, raw=55.8), course) == ["55.8 is rounded to 56, which is in another band (Distinction)."]  # fmt: skip
    assert borders(Mark("105", None, 100), course) == []


def test_a_class_list_from_any_of_them(tmp_path):
    for name, text in (("m", MOODLE), ("b", BLACKBOARD), ("c", CANVAS)):
        (tmp_path / name).write_text(text, "utf-8")
    assert keys_in_roster(tmp_path / "m", "moodle") == ["101", "102", "103", "105"]
    assert keys_in_roster(tmp_path / "b", "blackboard") == ["101", "102"]
    assert keys_in_roster(tmp_path / "c", "canvas") == ["101", "102", "999"]
    assert read_table(tmp_path / "b").delimiter == "\t"


# ---------------------------------------------------------------------------------------------- lateness, hurdles, parts


@pytest.fixture(scope="module")
def late_class(tiny_template, tmp_path_factory):
    """Ten of a hundred marks for each day begun. 201 is in time, 202 a second late, 203 late with more time agreed."""
    root = tmp_path_factory.mktemp("late") / "marking"
    shutil.copytree(tiny_template, root)
    with_course(root, late={"takes": "marks", "each": 10}, vle="moodle")
    for student, moment in (("201", "12:00:00"), ("202", "12:00:01"), ("203", "12:00:01")):
        notebook = released(root)
        next(one for one in notebook.cells if one.id == "t1-words").source = "Words."
        hand_in(root, student, notebook, {"A.answer": "swallows"})
        handed_in_at(root, student, f"2027-02-22 {moment}")
    (root / "extensions.csv").write_text("assignment,student,due\nt1,203,2027-02-23 12:00\n", "utf-8")
    autograde("t1", root)
    for student in ("201", "202", "203"):
        mark_by_hand(root, student, 1.5)
    return root


def test_earned_taken_and_left_are_kept_apart(late_class):
    found = marks_of("t1", late_class)
    assert {one: (mark.raw, mark.penalty, mark.value) for one, mark in found.items()} == {
        "201": (7.5, 0, 7.5),
        "202": (7.5, 1.2, 6.3),  # the penalty is of all the points, not of those there were before a person marked
        "203": (7.5, 0, 7.5),
    }
    result = write_marks("t1", late_class, "moodle")
    assert [row[2] for row in rows(result.path)[1:]] == ["8", "6", "8"]
    working = rows(late_class / "marks" / "t1.csv")
    assert working[0][:6] == ["student", "earned", "late_penalty", "after_lateness", "rounded", "out_of"]
    assert working[2][:6] == ["202", "7.5", "1.2", "6.3", "6", "12"]
    assert json.loads((late_class / "marks" / "t1.json").read_text("utf-8"))["marks"] == result.rows
    assert any("half up" in line for line in result.lines)
    assert any(line.startswith("202: Handed in 1 second late, into the first day: 10 marks") for line in result.lines)
    assert any("lateness takes 7.5 (Merit) to 6.3, which" in line for line in result.lines)
    assert any("moderation of t1 is not signed" in line for line in result.lines)


def test_nbgraders_own_export_has_the_same_penalties(late_class):
    write_marks("t1", late_class, "moodle")
    with gradebook(late_class) as book:
        found = {one: book.find_submission_notebook("t1", "t1", one) for one in ("201", "202", "203")}
        assert {one: (own.score, own.late_submission_penalty) for one, own in found.items()} == {
            "201": (7.5, None), "202": (7.5, 1.2), "203": (7.5, None),
        }  # fmt: skip


def test_who_has_no_time_of_handing_in_is_not_penalised_and_counted(late_class, tmp_path):
    root = tmp_path / "marking"
    shutil.copytree(late_class, root)
    (root / "submitted" / "202" / "t1" / "timestamp.txt").unlink()
    result = write_marks("t1", root, "moodle")
    assert marks_of("t1", root)["202"].penalty == 0
    assert any("For 1 of 3 students no time of handing in is known" in line for line in result.lines)


def test_the_class_list_joins_a_table_that_knows_students_by_something_else(late_class, tmp_path):
    template = tmp_path / "registry.csv"
    template.write_text("Student number,Name,Grade\n200111,O,\n200112,P,\n200999,Q,\n", "utf-8")
    roster = tmp_path / "roster.csv"
    roster.write_text("Identifier,ID number\nParticipant 201,200111\nParticipant 202,200112\n", "utf-8")
    with pytest.raises(MarkingError, match="No student"):
        write_marks("t1", late_class, "moodle", template)
    result = write_marks("t1", late_class, "moodle", template, roster=roster)
    assert [row[2] for row in rows(result.path)[1:]] == ["8", "6", ""]
    assert any("Not in registry.csv" in line and "203" in line for line in result.lines)


def test_a_hurdle_that_is_not_met_holds_the_mark_back(late_class, tmp_path):
    root = tmp_path / "marking"
    shutil.copytree(late_class, root)
    grid = (root / "course" / "briefs" / "a1-rubric.yml").read_text("utf-8")
    (root / "course" / "briefs" / "t1-rubric.yml").write_text(grid.replace("assignment: a1", "assignment: t1"), "utf-8")
    course = course_of(root)
    write_down(root, "t1", "201", "no_real_person", "not met", course)
    write_down(root, "t1", "202", "no_real_person", "to discuss", course)
    write_down(root, "t1", "202", "no_real_person", "met", course)
    found = marks_of("t1", root)
    assert found["201"].value is None and found["201"].raw == 7.5 and "'No real person' is not met" in found["201"].why
    assert found["202"].value == 6.3
    assert [row[2] for row in rows(write_marks("t1", root, "moodle").path)[1:]] == ["", "6", "8"]
    for odd in (("201", "odd", "met"), ("999", "supervised", "met"), ("201", "supervised", "perhaps")):
        with pytest.raises(MarkingError, match="Nothing was written"):
            write_down(root, "t1", *odd, course)
    (root / "hurdles.csv").write_text("assignment,student,hurdle,status\nt1,201,supervised,perhaps\n", "utf-8")
    with pytest.raises(MarkingError, match="line 2"):
        marks_of("t1", root)


def test_a_part_handed_in_separately_is_in_the_mark(tiny):
    (tiny / "solutions" / "t1b").mkdir()
    nbformat.write(source_notebook(), tiny / "solutions" / "t1b" / "t1b.ipynb")
    with_course(
        tiny,
        late={"takes": "marks", "each": 10},
        assignments=[
            {"id": "t1", "title": "Tiny", "weight": 40, "due": "2027-02-22 12:00", "part_of": None},
            {"id": "t1b", "title": "Part", "weight": 0, "due": "2027-02-20 12:00", "part_of": "t1"},
        ],
    )
    for student in ("both", "one"):
        hand_in(tiny, student, released(tiny), {"A.answer": "swallows"})
        handed_in_at(tiny, student, "2027-02-22 13:00:00")
    autograde("t1", tiny)
    assert (marks_of("t1", tiny, True)["both"].raw, marks_of("t1", tiny, True)["both"].out_of) == (6, 12)
    assert any("t1b belongs to t1" in line for line in write_marks("t1", tiny, "canvas").lines)
    generate(tiny, "t1b")
    hand_in(tiny, "both", released(tiny, "t1b"), {"A.answer": "swallows"}, "t1b")
    autograde("t1b", tiny)
    found = marks_of("t1", tiny)
    both = found["both"]
    assert (both.raw, both.penalty, both.value, both.out_of) == (6, 1.2, 4.8, 24)  # only the late part is deducted from
    assert found["one"].value is None and "nothing was handed in for t1b" in found["one"].why


def test_rows_say_nothing_where_there_is_no_mark():
    row = rows_of({"101": Mark("101", None, 100, "1 of 3 parts still to be marked")}, None)[0]
    assert (row["after_lateness"], row["rounded"], row["band"]) == (None, None, "")
