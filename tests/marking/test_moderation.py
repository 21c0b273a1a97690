"""Which scripts are read twice, what two markers' marks say, and that nothing goes out before somebody has signed."""

import csv
import io
import json
import random
import re
import shutil

import pytest
from fair_course import mark_by_hand, with_course
from tiny_course import hand_in, released

from notknowing.course.models.fairness import Moderation
from notknowing.marking.autograde import autograde
from notknowing.marking.marks import write_marks
from notknowing.marking.moderation import AGREED, draw, drawn, sample, size
from notknowing.marking.moderation_record import reveal, sign, write_record_of
from notknowing.marking.nbgrader_room import course_of
from notknowing.marking.places import MarkingError
from notknowing.marking.second_marks import Comparison, Pair, compare, with_statistics
from notknowing.marking.signature import Files, refuse_unsigned, unsigned

BANDS = ["Fail", "Condonable", "Pass", "Merit", "Distinction"]


@pytest.fixture(scope="module")
def module(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    with_course(root)
    return course_of(root).module


def with_rules(module, **rules):
    return module.model_copy(update={"moderation": Moderation(**rules)})


QUIET = {"all_fails": False, "top_band": False, "borderline": 0}


@pytest.mark.parametrize(
    ("count", "rules", "wanted"),
    [
        (60, {}, 10),
        (150, {}, 15),
        (101, {}, 11),  # ten per cent, never rounded down
        (7, {}, 7),
        (200, {"at_least": 0}, 20),
        (60, {"square_root": True}, 8),
        (64, {"square_root": True}, 8),
        (65, {"square_root": True}, 9),
        (0, {}, 0),
    ],
)
def test_the_size_of_a_sample(count, rules, wanted):
    assert size(count, Moderation(**rules)) == wanted


def test_named_scripts_are_taken_and_the_size_is_drawn_in_addition(module):
    marks = {f"s{mark}": mark for mark in range(35, 80)}
    found = sample(marks, module, random.Random(1), {"s55": ["hurdle"]})
    assert {one for one, why in found.items() if "fail" in why} == {f"s{mark}" for mark in range(35, 50)}
    assert {one for one, why in found.items() if "top band" in why} == {f"s{mark}" for mark in range(70, 80)}
    assert found["s49"] == ["fail", "borderline 50"] and found["s58"] == ["borderline 60"]
    assert found["s68"] == found["s69"] == ["borderline 70"]
    assert "hurdle" in found["s55"]
    assert sum(why == ["drawn"] for why in found.values()) == 10


def test_what_is_drawn_covers_the_range_and_can_be_repeated(module):
    rules = with_rules(module, **QUIET, share=10, at_least=10)
    marks = {f"s{place:02d}": float(place) for place in range(100)}
    found = sample(marks, rules, random.Random(7))
    assert [int(marks[one] // 10) for one in found] == list(range(10))  # one from each tenth of the range
    assert found == sample(dict(reversed(marks.items())), rules, random.Random(7))
    assert found != sample(marks, rules, random.Random(8))


def test_when_there_are_few_everybody_is_read(module):
    assert len(sample({"a": 55.0, "b": 63.0, "c": 41.0}, module, random.Random(1))) == 3


@pytest.mark.parametrize("odd", [{"share": 10, "square_root": True}, {"share": 0}, {"within": -1}, {"blnd": True}])
def test_rules_that_are_none_are_refused(odd):
    with pytest.raises(ValueError, match=r".+"):
        Moderation(**odd)


# ---------------------------------------------------------------------------------------------- agreement


def band(mark):
    return BANDS[sum(mark >= border for border in (40, 50, 60, 70))]


def compared(firsts, seconds, within=5.0):
    pairs = [
        Pair(f"script-{place}", first, second, band(first), band(second), ("drawn",))
        for place, (first, second) in enumerate(zip(firsts, seconds, strict=True))
    ]
    return with_statistics(Comparison("a1", 60, pairs, [], within), BANDS)


FIRST = [38, 45, 48, 52, 55, 58, 62, 65, 68, 72, 75, 41]
KAPPA = 23 / 28
"""What scikit-learn 1.9 gives for these two on the five bands, with quadratic weights."""
SECOND = [42, 44, 52, 50, 57, 62, 61, 58, 69, 71, 68, 49]


def test_the_figures_of_twelve_pairs():
    found = compared(FIRST, SECOND)
    assert found.mean_difference == pytest.approx(4 / 12)
    assert found.share_within == 9 / 12
    assert found.kappa.kappa == pytest.approx(KAPPA)
    assert found.kappa.low < found.kappa.kappa < found.kappa.high
    said = " ".join(found.lines)
    assert "0.33 marks above" in said and "75% of the pairs" in said and "n = 12, 95% interval" in said
    assert "not of all of them" in said


def test_below_ten_pairs_there_are_no_figures():
    found = compared(FIRST[:9], SECOND[:9])
    assert (found.mean_difference, found.share_within, found.kappa) == (None, None, None)
    assert "9 pairs are too few for statistics" in found.lines[0]
    assert found.to_json()["weighted_kappa"] is None and len(found.to_json()["pairs"]) == 9


def test_equal_marks_in_one_band_have_no_kappa_and_a_reason():
    found = compared([55.0] * 10, [55.0] * 10)
    assert any("not given" in line for line in found.lines) and found.share_within == 1


def test_a_third_word_is_needed_when_marks_or_bands_are_apart():
    found = compared([62, 59, 62, 49, 55], [56, 60, 66, 49.9, 60.5])
    assert [pair.script for pair in found.open] == ["script-0", "script-1", "script-4"]


# ---------------------------------------------------------------------------------------------- on a real gradebook


@pytest.fixture(scope="module")
def first_marked(tiny_template, tmp_path_factory):
    """Four students with first marks: 7.5, 8, 6.5 and 3 of 12 points."""
    root = tmp_path_factory.mktemp("moderated") / "marking"
    shutil.copytree(tiny_template, root)
    with_course(root)
    for student, answer in (("ann", "swallows"), ("bo", "swallows"), ("cy", "swallows"), ("di", "other")):
        notebook = released(root)
        next(one for one in notebook.cells if one.id == "t1-words").source = f"Words of one student, {answer}."
        hand_in(root, student, notebook, {"A.answer": answer})
    autograde("t1", root)
    for student, points in (("ann", 1.5), ("bo", 2), ("cy", 0.5), ("di", 0)):
        mark_by_hand(root, student, points, f"COMMENT for {points}")
    return root


@pytest.fixture
def class_of_four(first_marked, tmp_path):
    root = tmp_path / "marking"
    shutil.copytree(first_marked, root)
    return root


def fill(files, points, agreed=None):
    """Do what the second marker does: type into the sheet."""
    table = list(csv.reader(io.StringIO(files.sheet.read_text("utf-8-sig"))))
    head = table[0]
    words = next(place for place, name in enumerate(head) if name.startswith("t1-words"))
    for row in table[1:]:
        row[words] = str(points(row[0]) if callable(points) else points)
        row[head.index(AGREED)] = str((agreed or {}).get(row[0], ""))
    out = io.StringIO()
    csv.writer(out).writerows(table)
    files.sheet.write_text(out.getvalue(), "utf-8-sig")


def first_points(files):
    """What each script's words got from the first marker, by its number."""
    given = {"ann": 1.5, "bo": 2, "cy": 0.5, "di": 0}
    return {script: given[student] for script, student in json.loads(files.key.read_text("utf-8")).items()}


def test_a_blind_sheet_holds_nothing_of_the_first_marker_or_the_student(class_of_four):
    made = draw("t1", class_of_four, seed=11, by="A lead")
    files = Files(class_of_four, "t1")
    assert len(made.scripts) == 4 and drawn(files) == made
    sheet = files.sheet.read_text("utf-8-sig")
    assert sheet.splitlines()[0] == "script,t1-words: B. Write (out of 6),agreed mark (total),note"
    given = sheet + "".join(path.read_text("utf-8") for path in sorted(files.pages.iterdir()))
    assert not {"ann", "bo", "cy", "di", "fail", "7.5", "1.5", "drawn"} & set(re.findall(r"[\w.]+", given))
    assert "First marker" not in given
    assert "COMMENT" not in given and "Words of one student" in given
    assert sorted(path.name for path in files.pages.iterdir()) == [f"script-0{n}.html" for n in range(1, 5)]
    assert "seed 11" in files.log.read_text("utf-8") and "A lead" in files.log.read_text("utf-8")


def test_an_open_sheet_shows_the_first_marks(class_of_four):
    with_course(class_of_four, moderation={"blind": False})
    draw("t1", class_of_four, seed=11)
    files = Files(class_of_four, "t1")
    table = list(csv.reader(io.StringIO(files.sheet.read_text("utf-8-sig"))))
    assert table[0][1:4] == ["first marker, t1-words", "first marker, total", "drawn because"]
    assert sorted(row[2] for row in table[1:]) == ["3.5", "6.5", "7.5", "8"]
    assert "COMMENT for 2" in "".join(path.read_text("utf-8") for path in files.pages.iterdir())


def test_a_sample_is_drawn_once_unless_the_log_says_otherwise(class_of_four):
    first = draw("t1", class_of_four, seed=11)
    with pytest.raises(MarkingError, match="drawn already"):
        draw("t1", class_of_four, seed=12)
    assert drawn(Files(class_of_four, "t1")) == first
    draw("t1", class_of_four, seed=12, again=True)
    files = Files(class_of_four, "t1")
    assert "seed 12 again" in files.log.read_text("utf-8")
    assert [json.loads((one / "draw.json").read_text())["seed"] for one in files.folder.glob("earlier-*")] == [11]


def test_no_sample_of_unfinished_marking(class_of_four):
    from notknowing.marking.nbgrader_room import gradebook

    with gradebook(class_of_four) as book:
        grade = book.find_grade("t1-words", "t1", "t1", "bo")
        grade.manual_score, grade.needs_manual_grade = None, True
        book.db.commit()
    with pytest.raises(MarkingError, match="bo"):
        draw("t1", class_of_four)
    assert not Files(class_of_four, "t1").folder.exists()


def test_second_marks_are_held_against_the_first(class_of_four):
    draw("t1", class_of_four, seed=11)
    files = Files(class_of_four, "t1")
    course = course_of(class_of_four)
    assert len(compare(files, course).waiting) == 4
    own = first_points(files)
    fill(files, lambda script: own[script] + (0.5 if own[script] else 0))
    found = compare(files, course)
    assert sorted((round(pair.first, 1), round(pair.second, 1)) for pair in found.pairs) == [
        (29.2, 29.2), (54.2, 58.3), (62.5, 66.7), (66.7, 70.8),
    ]  # fmt: skip
    assert [round(pair.first, 1) for pair in found.open] == [66.7]  # Merit and Distinction
    assert "too few" in found.lines[0]


@pytest.mark.parametrize("odd", ["seven", "-1", "6.5", "nan"])
def test_a_slip_in_the_sheet_is_named(class_of_four, odd):
    draw("t1", class_of_four, seed=11)
    files = Files(class_of_four, "t1")
    fill(files, odd)
    with pytest.raises(MarkingError, match="script-01") as refusal:
        compare(files, course_of(class_of_four))
    assert "between 0 and 6" in str(refusal.value)


def test_signing_waits_for_marks_agreement_and_the_gradebook(class_of_four):
    root, files = class_of_four, Files(class_of_four, "t1")
    course = course_of(root)
    assert "not signed" in unsigned("t1", root, course)
    with pytest.raises(MarkingError, match="No sample"):
        sign("t1", root, "A lead")
    draw("t1", root, seed=11)
    with pytest.raises(MarkingError, match="Second marks are missing"):
        sign("t1", root, "A lead")
    own = first_points(files)
    fill(files, lambda script: own[script] + (0.5 if own[script] else 0))
    with pytest.raises(MarkingError, match="no agreed mark"):
        sign("t1", root, "A lead")
    high = next(script for script, points in own.items() if points == 2)
    fill(files, lambda script: own[script] + (0.5 if own[script] else 0), {high: "8,5"})
    with pytest.raises(MarkingError, match=r"agreed mark is 70.83, and the gradebook has 66.67"):
        sign("t1", root, "A lead")
    with pytest.raises(MarkingError, match="needs a name"):
        sign("t1", root, " ")
    with pytest.raises(MarkingError, match="Nothing was released"):
        refuse_unsigned("t1", root, course)
    mark_by_hand(root, "bo", 2.5)
    found, (page, table) = sign("t1", root, "A lead", "changed", "One mark was raised.")
    assert found.open == [] and unsigned("t1", root, course) == ""
    record = page.read_text("utf-8")
    assert "seed 11" in record and "By A lead" in record and "One mark was raised." in record
    assert "did not see the first marks" in record and "| Merit | 2 | 2 |" in record
    assert not any(name in record for name in ("ann", "cy,", "bo,"))
    assert table.read_text("utf-8-sig").count("script-") == 4
    assert not any("not signed" in line for line in write_marks("t1", root, "canvas").lines)
    mark_by_hand(root, "ann", 5)
    assert "have changed since A lead signed" in unsigned("t1", root, course)
    assert "no longer holds" in write_record_of(files, course)[0].read_text("utf-8")


def test_who_looks_behind_a_number_is_in_the_log(class_of_four):
    draw("t1", class_of_four, seed=11)
    files = Files(class_of_four, "t1")
    with pytest.raises(MarkingError, match="Nothing was revealed"):
        reveal("t1", class_of_four, "script-02", "A lead", "")
    with pytest.raises(MarkingError, match="no script-09"):
        reveal("t1", class_of_four, "script-09", "A lead", "to ask")
    assert reveal("t1", class_of_four, "script-02", "A lead", "=risk in the words") in {"ann", "bo", "cy", "di"}
    last = files.log.read_text("utf-8").splitlines()[-1]
    assert "A lead" in last and "revealed script-02: =risk in the words" in last


def test_what_the_module_does_not_assess_needs_no_signature(class_of_four):
    assert unsigned("week02", class_of_four, course_of(class_of_four)) == ""
    with_course(class_of_four, moderation={"needed": False})
    assert unsigned("t1", class_of_four, course_of(class_of_four)) == ""
