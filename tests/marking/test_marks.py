"""Marks back to the VLE: its own columns, its own encoding, no mark that is not one."""

import csv
import io
import shutil

import pytest
from tiny_course import hand_in, released

from notknowing.marking.autograde import autograde
from notknowing.marking.marks import Mark, marks, marks_of, write_marks
from notknowing.marking.nbgrader_room import gradebook
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
    assert marks("t1", marked_class, vle) == result.path


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


def test_a_mark_lifted_into_another_band_is_named(marked_class, monkeypatch):
    from types import SimpleNamespace

    from notknowing.marking import marks as room

    bands = [SimpleNamespace(name="Pass", from_=50), SimpleNamespace(name="Fail", from_=0)]
    course = SimpleNamespace(module=SimpleNamespace(bands=bands), pages={})
    monkeypatch.setattr(room, "course_of", lambda root: course)
    monkeypatch.setattr(room, "marks_of", lambda *_: {"101": Mark("101", 49.5, 100), "102": Mark("102", 51.4, 100)})
    result = write_marks("t1", marked_class, "blackboard")
    assert [line for line in result.lines if "another band" in line] == [
        "101: 49.5 is rounded to 50, which is in another band (Pass)."
    ]


def test_a_class_list_from_any_of_them(tmp_path):
    for name, text in (("m", MOODLE), ("b", BLACKBOARD), ("c", CANVAS)):
        (tmp_path / name).write_text(text, "utf-8")
    assert keys_in_roster(tmp_path / "m", "moodle") == ["101", "102", "103", "105"]
    assert keys_in_roster(tmp_path / "b", "blackboard") == ["101", "102"]
    assert keys_in_roster(tmp_path / "c", "canvas") == ["101", "102", "999"]
    assert read_table(tmp_path / "b").delimiter == "\t"
