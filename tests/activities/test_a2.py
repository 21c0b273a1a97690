"""Assignment 2 on the page: numbers kept as typed, a file of answers brought in and undone, words brought in on asking."""

from __future__ import annotations

import csv
import io
import re

import pytest

from notknowing.activities.kept import Kept
from notknowing.activities.kinds.evidence_answers import AnswersFile, flat, value_in
from notknowing.activities.nodes import walk
from notknowing.activities.page import activity_for
from notknowing.activities.transcripts import manual_markdown
from notknowing.course.models.evidence_task import ScaleScores
from notknowing.marking import scoring_a2
from notknowing.work import Store

from .student import ROOT, Student, assert_sound, readable

TASKS = ("A1", "A2", "A3", "A4")


@pytest.fixture
def folder(student: Student):
    return student.place("a2")


def bring(student: Student, data: bytes | str, name: str = "a2-answers.csv"):
    """Save a file of answers and press the button."""
    path = student.place("a2") / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    desk = student.open("a2", "T")
    desk.press("Bring in a2-answers.csv")
    return desk


def typed(student: Student, key: str):
    return student.store("a2").get(key)


# ------------------------------------------------------------------------------------- the numbers


def test_the_page_asks_for_what_the_marks_are_given_for(course):
    asked = {answer.key for task in tasks(course) for answer in task.answers()}
    wanted = {f"A1.p{p}.{name}" for p in range(1, 5) for name in scoring_a2.SCORES}
    wanted |= {f"A2.s{s}.{part}" for s in range(1, 9) for part in ("z", "se")}
    wanted |= {f"A3.{step.cell}" for step in scoring_a2.POOLING} | {f"A4.{p}" for p in "abcd"}
    assert asked == wanted


def test_the_page_and_the_feedback_call_things_by_the_same_names(course):
    page = course.pages["a2"]
    steps = {step.cell: step.label for group in page.activity("A3").groups for step in group.steps}
    assert steps == {step.cell: step.label for step in scoring_a2.POOLING}
    assert list(steps) == [step.cell for step in scoring_a2.POOLING]
    assert page.activity("A1").labels == scoring_a2.SCORES


def test_the_points_the_page_promises(course):
    page = course.pages["a2"]
    for activity, points in (("A1", "8 points"), ("A2", "8 points"), ("A3", "14 points"), ("A4", "2.5 points")):
        assert points in page.activity(activity).intro


def tasks(course):
    page = course.pages["a2"]
    return AnswersFile(course, page, page.activity("T"), Kept("a2", {})).tasks()


@pytest.mark.parametrize("activity", TASKS)
def test_a_task_shows_its_data_and_is_done_when_everything_is_filled_in(student, activity):
    desk = student.open("a2", activity)
    assert not desk.activity.is_done()
    assert "ynthetic" in desk.text
    for answer in desk.activity.answers():
        desk.type(answer.key, desk.node(answer.key)["options"][1]["v"] if activity == "A4" else "0,5")
    assert desk.activity.is_done()
    number = len(desk.activity.answers())
    assert f"{number} of {number} filled in." in desk.text
    assert student.open("a2", activity).activity.is_done(), "after a restart as well"


def test_what_is_typed_is_kept_and_a_sentence_says_when_it_is_no_number(student):
    desk = student.open("a2", "A2")
    for value, says in (("0,28", ""), ("−.28", ""), ("2.8E-1", ""), ("28 %", ""), ("=ATANH(0.3)", "formula"), ("about a third", "not a number"), ("nan", "not a number")):  # fmt: skip
        desk.type("A2.s1.z", value)
        node = desk.node("A2.s1.z")
        assert node["value"] == value
        assert (says in node["error"]) if says else node["error"] == ""
        assert not node["error"] or ("is kept" in node["error"] and "safe" in node["error"])
    assert typed(student, "A2.s1.z") == "nan"


def test_none_is_an_answer_where_a_mean_may_be_missing_and_nowhere_else(student):
    scale, effects = student.open("a2", "A1"), student.open("a2", "A2")
    scale.type("A1.p1.bond", "none")
    assert scale.node("A1.p1.bond")["error"] == ""
    effects.type("A2.s1.z", "none")
    assert "not a number" in effects.node("A2.s1.z")["error"]


def test_nothing_on_the_page_says_what_is_right(student, course):
    """Wherever the right answer stands, it stands there because the student typed it."""
    data = released()
    right = [f"{scoring_a2.scores(answers, form(course))['bond'] or 0:.2f}" for answers in data["people"].values()]
    for activity in ("A1", "A2", "A3"):
        desk = student.open("a2", activity)
        for answer in desk.activity.answers():
            desk.type(answer.key, "0.111")
        shown = [piece for piece in readable(desk.view) if not re.search(r"worked|Step 1", piece)]
        assert not any("0.208" in piece or piece.strip() in right for piece in shown)


def form(course):
    spec = next(one for one in course.pages["a2"].activities if isinstance(one, ScaleScores))
    return scoring_a2.Form(spec.subscales, spec.turned, spec.low, spec.high)


def released():
    rows = list(csv.reader(io.StringIO((ROOT / "exercises/a2/a2-scale.csv").read_text("utf-8"))))[1:]
    return {"people": {row[0]: [int(cell) if cell else None for cell in row[1:]] for row in rows}}


def test_the_forest_follows_the_typed_numbers(student):
    desk = student.open("a2", "A2")
    assert not desk.has("A2.forest")
    desk.type("A2.s3.z", "0,320")
    assert not desk.has("A2.forest"), "one of the two is not enough"
    desk.type("A2.s3.se", "0.186")
    picture = desk.node("A2.forest")
    assert "S3: r 0.31, from −0.04 to 0.59." in picture["alt"] and "synthetic" in picture["alt"]
    pooling = student.open("a2", "A3")
    for cell, value in (("pooled_r", ".33"), ("ci_low", "0,17"), ("ci_high", "0.47")):
        pooling.type(f"A3.{cell}", value)
    assert "Pooled r 0.33, from 0.17 to 0.47." in pooling.node("A3.forest")["alt"]
    pooling.type("A3.prediction_low", "-0.16")
    pooling.type("A3.prediction_high", "0.69")
    assert "A new study: from −0.16 to 0.69." in pooling.node("A3.forest")["alt"]


@pytest.mark.parametrize("odd", ["5000", "-3", "0", "1e9", "nan", "=A1", "−0"])
def test_a_number_that_no_picture_can_show_breaks_none(student, odd):
    for activity, keys in (("A2", ("s1.z", "s1.se")), ("A3", ("pooled_r", "ci_low", "ci_high", "prediction_low", "prediction_high"))):  # fmt: skip
        desk = student.open("a2", activity)
        for key in keys:
            desk.type(f"{activity}.{key}", odd)
            assert_sound(desk.view)


def test_patterns_are_pictures_with_their_numbers_beside_them(student):
    desk = student.open("a2", "A4")
    pictures = [node for node in desk.nodes if node["t"] == "picture"]
    assert [node["k"] for node in pictures] == ["A4.picture", "A4.a.picture", "A4.b.picture", "A4.c.picture", "A4.d.picture"]  # fmt: skip
    for node in pictures[1:]:
        assert node["alt"].count("r = ") == 4 and "synthetic" in node["alt"]
        table = next(one for one in walk(node["children"]) if one["t"] == "table")
        assert len(table["rows"]) == 4
    desk.choose("A4.a", "third_thing")
    desk.choose("A4.c", "third_thing")
    assert "“3. A third thing” is chosen for A and C. Each diagram belongs to one pattern." in desk.text


@pytest.mark.parametrize(("activity", "file"), [("A1", "a2-scale.csv"), ("A2", "a2-studies.csv"), ("A4", "a2-patterns.csv")])  # fmt: skip
@pytest.mark.parametrize("harm", ["gone", "empty", "other", "workbook", "words"])
def test_a_table_that_cannot_be_read_is_a_sentence_and_the_boxes_stay(student, folder, activity, file, harm):
    path = folder / file
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "other": b"a,b\n1,2\n", "workbook": b"PK\x03\x04zip", "words": b"study,r,n\nS1,lots,many\npattern"}[harm])  # fmt: skip
    desk = student.open("a2", activity)
    assert file in desk.text and "Your work is safe" in desk.text and "notknowing start" in desk.text
    for answer in desk.activity.answers():
        assert desk.has(answer.key)


def test_a_table_saved_again_by_a_spreadsheet_reads_the_same(student, folder):
    before = student.open("a2", "A2").node("studies")["rows"][0][:3]
    text = (folder / "a2-studies.csv").read_text("utf-8")
    (folder / "a2-studies.csv").write_bytes(
        text.replace(",", ";").replace(".", ",").replace("\n", "\r\n").encode("utf-16")
    )
    assert student.open("a2", "A2").node("studies")["rows"][0][:3] == before


# ------------------------------------------------------------------------------------- a file of answers


def test_the_template_has_a_line_for_every_answer_in_the_order_of_the_page(course, folder):
    rows = list(csv.reader(io.StringIO((folder / "a2-answers.csv").read_text("utf-8-sig"))))
    assert rows[0] == ["cell", "value", "what it is"]
    assert rows[1:] == [[answer.key, "", answer.what] for task in tasks(course) for answer in task.answers()]


def test_the_template_brought_in_blank_changes_nothing(student):
    student.open("a2", "A2").type("A2.s1.z", "0.2")
    desk = student.open("a2", "T")
    desk.press("Bring in a2-answers.csv")
    assert "Taken from a2-answers.csv: 0. Blank in the file, so the page is as it was: 48." in desk.text
    assert typed(student, "A2.s1.z") == "0.2"
    assert "Undo" not in " ".join(node["label"] for node in desk.controls("button"))


PLAIN = "cell,value\nA1.p1.bond,6.25\nA1.p3.task,none\nA2.s1.z,0.192\nA3.i2,58.4\nA4.a,2\nA4.b,Therapists differ\n"
TAKEN = {"A1.p1.bond": "6.25", "A1.p3.task": "none", "A2.s1.z": "0.192", "A3.i2": "58.4", "A4.a": "gains_first", "A4.b": "therapists"}  # fmt: skip


def test_a_file_is_brought_in_and_every_line_is_shown(student):
    desk = bring(student, PLAIN)
    assert {key: typed(student, key) for key in TAKEN} == TAKEN
    assert desk.focus == "T.said"
    assert "Taken from a2-answers.csv: 6." in desk.text
    rows = desk.node("T.lines")["rows"]
    assert rows[0] == ["2", "A1.p1.bond", "6.25", "taken"]
    assert len(rows) == 6
    assert student.open("a2", "A4").node("A4.a")["value"] == "gains_first"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_whatever_a_spreadsheet_makes_of_it(student, encoding, separator, line_end):
    bring(student, PLAIN.replace(",", separator).replace("\n", line_end).encode(encoding))
    assert {key: typed(student, key) for key in TAKEN} == TAKEN


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("A2.s1.z;0,28", "A2.s1.z", "0,28"), ('A2.s1.z,"0,28"', "A2.s1.z", "0,28"), ("A2.s1.z,0,28", "A2.s1.z", "0,28"),
        ("A2.s1.z,−0,28", "A2.s1.z", "−0,28"), ("A3.i2;62,9%", "A3.i2", "62,9%"), ("A3.i2,62.9 %", "A3.i2", "62.9 %"),
        ("a2 S1 Z,0.28", "A2.s1.z", "0.28"), ("A2-s1-z , 0.28 ", "A2.s1.z", "0.28"), ("A3.tau2,2.1E-02", "A3.tau2", "2.1E-02"),
        ('"A3.sum_of_weights","1,043"', "A3.sum_of_weights", "1,043"), ("A4.a,diagram 3", "A4.a", "third_thing"),
        ("A4.a,3. A third thing", "A4.a", "third_thing"), ("A4.a,third_thing", "A4.a", "third_thing"), ("A1.p1.total,None", "A1.p1.total", "None"),
    ],
)  # fmt: skip
def test_one_line_as_somebody_writes_it(student, line, key, value):
    separator = ";" if ";" in line else ","
    bring(student, f"cell{separator}value\n{line}\n")
    assert typed(student, key) == value


def test_the_template_as_a_spreadsheet_with_decimal_commas_saves_it(student, folder):
    text = (folder / "a2-answers.csv").read_text("utf-8-sig")
    rows = [row.split(",")[:2] for row in text.splitlines()]
    filled = "\r\n".join(";".join([row[0], "0,5" if row[0].startswith(("A1", "A2", "A3")) else row[1]]) for row in rows)
    bring(student, filled.encode("utf-8-sig"))
    assert all(typed(student, answer.key) == "0,5" for task in tasks(student.course)[:3] for answer in task.answers())


def test_a_sep_line_and_columns_in_another_order_and_no_head(student):
    bring(student, "sep=;\r\ncell;what it is;value\r\nA2.s1.z;S1: z;0,28\r\n")
    assert typed(student, "A2.s1.z") == "0,28"
    bring(student, "A2.s2.z,0.3\nA2.s3.z,0.4\n")
    assert (typed(student, "A2.s2.z"), typed(student, "A2.s3.z")) == ("0.3", "0.4")


def test_what_was_not_understood_is_named_and_what_stood_there_is_kept(student):
    page = student.open("a2", "A2")
    page.type("A2.s1.z", "0.2")
    page.type("A2.s2.z", "0.3")
    desk = bring(
        student,
        "cell,value\nA2.s1.z,=ATANH(B2)\nA2.s2.z,#DIV/0!\nA2.s9.z,0.3\nA4.a,5\n,0.7\nA2.s3.z,0.1\nA2.s3.z,0.2\nB1.plain,My essay\n",
    )
    assert (typed(student, "A2.s1.z"), typed(student, "A2.s2.z"), typed(student, "A2.s3.z")) == ("0.2", "0.3", "0.1")
    assert typed(student, "A4.a") is None and typed(student, "B1.plain") is None
    assert "Taken from a2-answers.csv: 1. Not understood: 7." in desk.text
    for sentence in (
        "Line 2: A2.s1.z “=ATANH(B2)” is a formula, and only its result can be read; what stood on the page is kept.",
        "Line 3: A2.s2.z “#DIV/0!” is not a number; what stood on the page is kept.",
        "Line 4: A2.s9.z “0.3” is not the name of an answer on this page.",
        "Line 5: A4.a “5” is not one of the diagrams; write 1, 2, 3 or 4.",
        "Line 6: “0.7” has a value and no name.",
        "Line 8: A2.s3.z “0.2” stands in line 7 already, and that line was used.",
    ):
        assert sentence in desk.text


def test_undo_puts_back_what_stood_there_but_for_what_was_changed_since(student):
    page = student.open("a2", "A2")
    page.type("A2.s1.z", "0.2")
    page.type("A2.s2.z", "0.3")
    desk = bring(student, "cell,value\nA2.s1.z,0.9\nA2.s2.z,\nA2.s3.z,0.4\nA2.s4.z,0.5\n")
    assert "taken, in place of 0.2" in desk.text and "blank here; what stood on the page is kept" in desk.text
    student.open("a2", "A2").type("A2.s4.z", "0.6")
    again = student.open("a2", "T")
    again.press("Undo: put back what stood on the page before")
    assert "Undone" in again.text and "1 that you had changed since were left as they are" in again.text
    assert [typed(student, f"A2.s{s}.z") or None for s in (1, 2, 3, 4)] == ["0.2", "0.3", None, "0.6"]
    assert not [node for node in again.controls("button") if node["label"].startswith("Undo")]
    assert not again.has("T.said")


def test_the_same_file_twice_takes_nothing_the_second_time_and_the_first_can_still_be_seen(student):
    bring(student, PLAIN)
    desk = student.open("a2", "T")
    desk.press("Bring in a2-answers.csv")
    assert "Taken from a2-answers.csv: 0. The same as on the page: 6." in desk.text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "holds no answer that this page knows"), (b"\n\n\n", "holds no answer"), (b"PK\x03\x04 a workbook", "is a workbook and not a CSV file"),
        (b"%PDF-1.4", "is a PDF"), (b"x" * 3_000_000, "is far too large"), (b"\x00\x01\x02\x00\x03", "is not a text file"),
        (b"name,mark\nAda,70\n", "holds no answer"), (b'cell,value\n"A2.s1.z,0.2', "Not understood: 1"),
    ],
)  # fmt: skip
def test_a_file_that_is_something_else_is_a_sentence_and_changes_nothing(student, data, says):
    before = student.store("a2").entries()
    desk = bring(student, data)
    assert says in desk.text
    assert student.store("a2").entries() == before


def test_no_file_and_a_workbook_beside_it(student, folder):
    (folder / "a2-answers.csv").unlink()
    desk = student.open("a2", "T")
    desk.press("Bring in a2-answers.csv")
    assert (
        "a2-answers.csv is not in this folder. Nothing on the page has changed. Save your answers as CSV" in desk.text
    )
    (folder / "a2-answers.xlsx").write_bytes(b"PK")
    desk.press("Bring in a2-answers.csv")
    assert "a2-answers.xlsx lies beside it. Open that in your spreadsheet" in desk.text


def test_an_edited_place_file_breaks_nothing(student):
    bring(student, PLAIN)
    store = student.store("a2")
    for odd in ({"lines": "x"}, {"lines": [[1, 2]], "taken": 3}, {"lines": [["a", "b", "c", "d", "e"]], "before": []}, 7, ["x"], {"lines": [[1, None, {}, 2, 3]], "taken": {"A2.s1.z": [1]}, "before": {"A2.s1.z": {}}}):  # fmt: skip
        store.put("T.last.place", odd, kind="place", private=True)
        desk = student.open("a2", "T")
        assert_sound(desk.view)
        for key in [node["k"] for node in desk.controls("button")]:
            assert desk.press_key(key)["ok"]


def test_names_and_spilt_numbers():
    assert flat("A3.sum_of_weights") == flat("a3 Sum of Weights") == "a3.sum.of.weights"
    assert value_in(["x", "0", "28"], 1, 2) == "0,28"
    assert value_in(["x", "0.28", "S1: z"], 1, 3) == "0.28"
    assert value_in(["x", "3", "4"], 1, 3) == "3"
    assert value_in(["x"], 1, 2) == ""


# ------------------------------------------------------------------------------------- the words


def earlier(student: Student, page: str, key: str, text: str) -> None:
    Store.open(page, student.place(page)).put(key, text, kind="text")


@pytest.mark.parametrize(("activity", "page", "source"), [("B1", "week06", "6F"), ("B2", "week07", "7F")])
def test_earlier_words_are_offered_and_come_in_only_when_asked_for(student, activity, page, source):
    desk = student.open("a2", activity)
    assert not [node for node in desk.controls("button") if node["label"] == "Bring these in"]
    earlier(student, page, f"{source}.first", "What I wrote then.")
    name = desk.activity.spec.prompt.id
    desk = student.open("a2", activity)
    assert "What I wrote then." in desk.text
    assert desk.node(f"{activity}.{name}")["value"] == ""
    desk.type(f"{activity}.{name}", "Begun already.")
    desk.press("Bring these in")
    assert desk.node(f"{activity}.{name}")["value"] == "Begun already.\n\nWhat I wrote then."
    assert not [node for node in desk.controls("button") if node["label"] == "Bring these in"]
    said = marker(student, f"a2-{activity.lower()}")
    assert f"Begun from {page}, activity {source}" in said and "Changed here since" not in said
    desk.type(f"{activity}.{name}", "Quite other words.")
    assert "Changed here since." in marker(student, f"a2-{activity.lower()}")


def test_writing_afresh_leaves_the_earlier_words_where_they_are(student):
    earlier(student, "week06", "6F.first", "What I wrote then.")
    desk = student.open("a2", "B1")
    desk.press("Write afresh instead")
    assert "What I wrote then." not in desk.text
    assert desk.node("B1.plain")["value"] == ""


def test_what_closed_the_week_stays_there(student):
    earlier(student, "week07", "7F.rival", "The strongest rival.")
    earlier(student, "week07", "7F.responsible", "What I am responsible for.")
    desk = student.open("a2", "B2")
    assert "The strongest rival." in desk.text and "What I am responsible for." not in desk.text
    desk.press("Bring these in")
    assert desk.node("B2.critique")["value"] == "The strongest rival."


def test_private_words_are_not_offered(student):
    store = Store.open("week06", student.place("week06"))
    store.put("6F.first", "Only for me.", kind="text", private=True)
    assert "Only for me." not in student.open("a2", "B1").text


def marker(student: Student, cell: str) -> str:
    return manual_markdown("a2", cell, student.store("a2").entries(), student.course) or ""


def test_a_marker_reads_for_whom_it_is_how_long_and_the_words(student):
    desk = student.open("a2", "B1")
    desk.choose("B1.for", "commissioner")
    desk.type("B1.plain", "One.\n\n# Two <b>three</b>")
    said = marker(student, "a2-b1")
    assert said.startswith("Written for: a commissioner. 4 words.")
    assert "<b>" not in said.replace("\\<b\\>", "") and "\\# Two" in said
    desk.type("B1.plain", "word " * 501)
    assert "501 words so far. That is over 500" in desk.text


def test_the_claims_table_reaches_the_marker_with_numbers_and_reasons(student):
    desk = student.open("a2", "B3")
    assert len(desk.activity.spec.statements) == 8
    for statement in desk.activity.spec.statements:
        desk.type(f"B3.{statement.id}.sure", "60")
        desk.type(f"B3.{statement.id}.because", f"About {statement.id}.")
    assert desk.activity.is_done()
    assert "8 of 8 have a reason and a number." in desk.text
    said = marker(student, "a2-b3")
    assert said.count("Sure: 60 of 100") == said.count("> About ") == 8
    desk.type("B3.ninth.sure", "")
    assert "no number given" in marker(student, "a2-b3")


def test_untouched_parts_give_a_marker_nothing(student, course):
    for cell in ("a2-b1", "a2-b2", "a2-b3"):
        assert marker(student, cell) == ""
    for activity in course.pages["a2"].activities:
        kept = activity_for(course, "a2", activity.id, Kept("a2", {}))
        assert kept.transcript() == ""


def test_a_transcript_needs_no_table_and_escapes_what_was_typed(student, course):
    for activity in TASKS:
        desk = student.open("a2", activity)
        for answer in desk.activity.answers():
            desk.type(answer.key, desk.node(answer.key)["options"][1]["v"] if activity == "A4" else "0.5|<b>")
        kept = activity_for(course, "a2", activity, Kept("a2", student.store("a2").entries()))
        text = kept.transcript()
        assert text.startswith("| ") and "<b>" not in text.replace("\\<b\\>", "")
        assert len(text.splitlines()) == 2 + len(desk.activity.answers())
