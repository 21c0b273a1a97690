"""The marks that arithmetic gives in A1: what earns them, what carries forward, and that nothing a student writes breaks them."""

from __future__ import annotations

import json
import math

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notknowing.evidence.agreement import TwoByTwo, two_by_two
from notknowing.marking import scoring
from notknowing.marking.scoring import TurnKey
from notknowing.work import MIME

YES = {"open_question", "closed_question"}
CODES = ["open_question", "closed_question", "reflection", "advice"]

KEY = {
    1: TurnKey("reflection", why="It says his words back."),
    2: TurnKey("advice", also={"closed_question": "In form it is a question."}, why="It proposes something."),
    3: TurnKey("open_question", equal={"closed_question": "One fact would do."}),
    4: TurnKey("reflection", why="It adds nothing."),
}

# Ten turns. Own: question on 1, 2, 3, 4. Second: question on 1, 2, 3, 5. Table 3 1 1 5; observed .8, expected .52.
OWN = {turn: "open_question" if turn <= 4 else "reflection" for turn in range(1, 11)}
SECOND = {turn: "open_question" if turn in (1, 2, 3, 5) else "reflection" for turn in range(1, 11)}
RIGHT = {"a": "3", "b": "1", "c": "1", "d": "5"}
KAPPA = (0.8 - 0.52) / 0.48


def kappa(value, **options):
    return scoring.kappa_points(value, OWN, SECOND, YES, **options)


# ------------------------------------------------------------------------------------- codes


def test_the_course_s_reading_and_an_equal_one_earn_the_same_and_an_arguable_one_half():
    best = scoring.coding_points({1: "reflection", 2: "advice", 3: "open_question", 4: "reflection"}, KEY)
    equal = scoring.coding_points({1: "reflection", 2: "advice", 3: "closed_question", 4: "reflection"}, KEY)
    argued = scoring.coding_points({1: "reflection", 2: "closed_question", 3: "open_question", 4: "reflection"}, KEY)
    assert (best.points, equal.points, argued.points) == (10, 10, 8.75)
    assert best.reasons == ["Of 4 turns, 4 earned full credit and 0 half."]
    assert "holds yours to be as good" in equal.reasons[1]
    assert "In form it is a question." in argued.reasons[1]


def test_a_turn_without_a_code_earns_nothing_and_a_turn_outside_the_key_changes_nothing():
    found = scoring.coding_points({1: "reflection", 99: "advice"}, KEY, maximum=8)
    assert found.points == 2
    assert found.reasons[-1] == "Without a code, and so without a mark: turns 2, 3 and 4."


def test_reasons_name_codes_as_a_person_would():
    found = scoring.coding_points({1: "open_question"}, KEY)
    assert (
        found.reasons[1]
        == "Turn 1: you chose 'open question'. The course reads it as 'reflection'. It says his words back."
    )


def test_half_a_hundredth_is_rounded_up():
    # 13 of 16 turns: 8.125.
    key = {turn: TurnKey("advice") for turn in range(1, 17)}
    assert scoring.coding_points(dict.fromkeys(range(1, 14), "advice"), key).points == 8.13


# ------------------------------------------------------------------------------------- the table


def test_each_count_earns_a_quarter_and_is_checked_against_the_student_s_own_codes():
    assert scoring.table_points(RIGHT, OWN, SECOND, YES).points == 3
    found = scoring.table_points(RIGHT | {"b": "2", "d": ""}, OWN, SECOND, YES)
    assert found.points == 1.5
    assert found.reasons == [
        "Only you: you wrote 2. Your codes and the second set give 1.",
        "Neither: empty. Your codes and the second set give 5.",
    ]


def test_turns_without_a_code_are_not_in_the_table():
    own = {turn: code for turn, code in OWN.items() if turn <= 5}
    assert scoring.table_points({"a": 3, "b": 1, "c": 1, "d": 0}, own, SECOND, YES).points == 3


def test_fewer_than_half_of_the_turns_give_nothing_to_compare():
    own = {1: "open_question", 2: "advice"}
    assert two_by_two(["open_question", "advice"], ["open_question", "open_question"], YES).kappa == 0
    for found in (
        scoring.table_points({"a": 1, "b": 0, "c": 1, "d": 0}, own, SECOND, YES),
        scoring.kappa_points(0, own, SECOND, YES),
        scoring.disagreement_points([2, "none"], own, SECOND),
    ):
        assert found.points == 0
        assert "2 of 10 have a code" in found.reasons[0]


@pytest.mark.parametrize("written", ["5", 5, 5.0, " 5 ", "5,0", "5.0"])
def test_a_count_may_be_written_in_any_usual_way(written):
    assert scoring.table_points(RIGHT | {"d": written}, OWN, SECOND, YES).points == 3


@pytest.mark.parametrize(
    "written", ["five", -5, "-5", "nan", math.nan, math.inf, "1e999", 5.5, True, [5], {"n": 5}, None]
)
def test_a_count_that_cannot_be_read_earns_nothing_and_is_said(written):
    found = scoring.table_points(RIGHT | {"d": written}, OWN, SECOND, YES)
    assert found.points == 2.25
    assert found.reasons[0].startswith("Neither: ")


# ------------------------------------------------------------------------------------- kappa


@pytest.mark.parametrize("written", [KAPPA, "0.58", "0,58", ".58", ",583", " 0.59 ", "0.574"])
def test_kappa_within_a_hundredth_is_right_with_a_point_or_a_comma(written):
    assert kappa(written).points == 3


@pytest.mark.parametrize("written", ["0.56", "0.61", 1, -0.58, "58", "abc", "", None, "nan", "none"])
def test_other_values_are_not(written):
    found = kappa(written)
    assert found.points == 0
    assert any("kappa is 0.58" in reason for reason in found.reasons)


def test_minus_signs_of_both_kinds_are_read():
    own = {turn: "open_question" if turn <= 5 else "advice" for turn in range(1, 11)}
    second = {turn: "advice" if turn <= 5 else "open_question" for turn in range(1, 11)}
    assert scoring.kappa_points("−1", own, second, YES).points == 3
    assert scoring.kappa_points("-1,00", own, second, YES).points == 3


def test_a_slip_in_the_table_is_paid_for_once():
    slip = RIGHT | {"b": "2"}
    by_slip = TwoByTwo(3, 2, 1, 5).kappa
    assert abs(by_slip - KAPPA) > 0.02
    assert kappa(round(by_slip, 2)).points == 0
    carried = kappa(round(by_slip, 2), answers=slip)
    assert carried.points == 3
    assert "the table you wrote down" in carried.reasons[0]
    assert kappa(round(KAPPA, 2), answers=slip).points == 3


def test_a_table_far_from_the_number_of_turns_is_not_carried_forward():
    assert kappa(1, answers={"a": 100, "b": 0, "c": 0, "d": 100}).points == 0


def test_a_likely_mistake_is_named():
    assert "share of turns that agree" in kappa("0.8").reasons[0]
    assert "divided by 100" in kappa("58").reasons[0]


def test_where_kappa_is_not_defined_saying_so_is_right():
    own = dict.fromkeys(range(1, 11), "advice")
    second = dict.fromkeys(range(1, 11), "reflection")
    assert scoring.kappa_points("undefined", own, second, YES).points == 3
    found = scoring.kappa_points("1", own, second, YES)
    assert found.points == 0
    assert "kappa is not defined" in found.reasons[0]


# ------------------------------------------------------------------------------------- two places


def places(*turns, own=OWN, second=SECOND):
    return scoring.disagreement_points(turns, own, second)


@pytest.mark.parametrize("turns", [(4, 5), ("5", "4"), ("turn 4", "T5"), ("#4", 5.0)])
def test_two_different_turns_that_differ_earn_everything(turns):
    assert places(*turns).points == 4


@pytest.mark.parametrize(
    ("turns", "points", "says"),
    [
        ((4, 4), 2, "You gave turn 4 twice"),
        ((4, 1), 2, "you and the second set both chose 'open question'"),
        ((4, 11), 2, "There is no turn 11"),
        ((4, ""), 2, "Second turn number: empty."),
        ((4, "none"), 2, "'none' earns nothing"),
        (("four", -5), 0, "cannot be read as a turn number"),
        ((None, None), 0, "empty"),
    ],
)
def test_what_earns_less_is_explained_and_the_places_are_named(turns, points, says):
    found = places(*turns)
    assert found.points == points
    assert any(says in reason for reason in found.reasons)
    assert found.reasons[-1] == "With your codes, the two sets differ at: turns 4 and 5."


def test_none_is_right_for_as_many_places_as_there_are_none():
    assert places("none", "none", own=SECOND).points == 4
    one = SECOND | {7: "advice"}
    assert places("7", "none", own=one).points == 4
    assert places("none", "7", own=one).points == 4
    assert places("none", "none", own=one).points == 2


def test_a_turn_the_student_did_not_code_cannot_be_a_place():
    own = {turn: code for turn, code in OWN.items() if turn != 4}
    found = places(4, 5, own=own)
    assert found.points == 2
    assert "no code of yours" in found.reasons[0]


# ------------------------------------------------------------------------------------- whatever a student writes

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["none", "undefined", "0,66", "1e400", "−1", "7", "turn 3", "٣", *CODES]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)
any_codes = st.dictionaries(st.integers(-2, 30), st.sampled_from(CODES) | anything, max_size=30) | anything
any_table = st.dictionaries(st.sampled_from("abcde"), anything, max_size=5) | anything
any_places = st.lists(anything, max_size=3) | anything
second_sets = st.dictionaries(st.integers(1, 24), st.sampled_from(CODES), max_size=24)


@given(
    codes=any_codes,
    table=any_table,
    value=anything,
    places=any_places,
    second=second_sets,
    maximum=st.integers(1, 20),
)
def test_nothing_raises_and_no_mark_is_below_nothing_or_above_the_maximum(codes, table, value, places, second, maximum):
    for found in (
        scoring.coding_points(codes, KEY, maximum),
        scoring.coding_points(codes, {}, maximum),
        scoring.table_points(table, codes, second, YES, maximum),
        scoring.kappa_points(value, codes, second, YES, maximum, answers=table),
        scoring.disagreement_points(places, codes, second, maximum),
    ):
        assert type(found.points) is float
        assert 0 <= found.points <= found.maximum == maximum
        assert found.reasons
        assert all(isinstance(reason, str) and reason for reason in found.reasons)
    for missing in (
        scoring.left_to_code(codes),
        scoring.left_in_table(table),
        scoring.left_of_kappa(value),
        scoring.left_to_locate(places),
    ):
        assert all(isinstance(sentence, str) for sentence in missing)


own_sets = st.lists(st.sampled_from(CODES), min_size=24, max_size=24).map(lambda codes: dict(enumerate(codes, 1)))


@given(own=own_sets, second=own_sets)
def test_careful_arithmetic_earns_every_point_whatever_the_codes(own, second):
    table = two_by_two(list(own.values()), list(second.values()), YES)
    counts = {"a": table.a, "b": table.b, "c": table.c, "d": table.d}
    value = "undefined" if table.kappa is None else f"{table.kappa:.2f}".replace(".", ",")
    differ = [turn for turn in own if own[turn] != second[turn]][:2]
    assert scoring.table_points(counts, own, second, YES).points == 3
    assert scoring.kappa_points(value, own, second, YES, answers=counts).points == 3
    assert scoring.disagreement_points([*differ, "none", "none"][:2], own, second).points == 4


# ------------------------------------------------------------------------------------- is anything missing


def test_nothing_is_missing_from_a_whole_part_a(monkeypatch, capsys):
    whole = dict.fromkeys(range(1, 25), "advice")
    missing = [
        *scoring.left_to_code(whole),
        *scoring.left_in_table(RIGHT),
        *scoring.left_of_kappa("0,5"),
        *scoring.left_to_locate(["3", "none"]),
    ]
    assert missing == []
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    scoring.say(missing)
    assert "complete, not that it is right" in capsys.readouterr().out


def test_what_is_missing_is_said_by_name():
    assert scoring.left_to_code({1: "advice"}, turns=3) == [
        "You have coded 1 of 3 turns. Still without a code: turns 2 and 3."
    ]
    assert scoring.left_to_code({}) == ["None of the 24 turns has a code yet."]
    assert scoring.left_in_table({"a": "3", "b": "x", "d": "0"}) == [
        "The table still needs a number for: Only the second set.",
        "The table needs whole numbers, written in digits, for: Only you.",
    ]
    assert scoring.left_of_kappa("about a half") == [
        "Kappa is written as 'about a half', which cannot be read as a number. Write it like 0.66."
    ]
    assert scoring.left_to_locate(["", "x"]) == ["1 of the two turn numbers is still empty."]


def test_only_the_validate_button_is_told_by_an_error_and_it_shows_no_traceback(monkeypatch, capsys):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    scoring.say(["Kappa is still empty."])
    assert capsys.readouterr().out.startswith("Kappa is still empty. What you have written is saved.")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    scoring.say(["Kappa is still empty."])
    assert capsys.readouterr().out == ""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(scoring.Incomplete) as told:
        scoring.say(["Kappa is still empty."])
    assert told.value._render_traceback_() == [str(told.value)]


# ------------------------------------------------------------------------------------- the student's entries


def entry(value, saved="2027-02-26T09:00:00.000Z"):
    return {"value": value, "saved": saved}


def write_file(folder, entries):
    (folder / "a1.responses.json").write_text(json.dumps({"schema": 1, "entries": entries}), encoding="utf-8")


def write_notebook(folder, entries):
    payload = {"schema": 1, "notebook": "a1", "entries": entries}
    cell = nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("display_data", data={MIME: payload})])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "a1.ipynb")


def test_entries_come_from_the_file_and_the_notebook_and_the_newer_words_count(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert scoring.entries("a1") == {}
    write_notebook(tmp_path, {"A1.t1": entry("advice", "2027-02-26T10:00:00.000Z"), "A2.a": entry("7")})
    assert scoring.entries("a1") == {"A1.t1": "advice", "A2.a": "7"}
    write_file(tmp_path, {"A1.t1": entry("reflection"), "A1.t2": entry("advice")})
    assert scoring.entries("a1") == {"A1.t1": "advice", "A1.t2": "advice", "A2.a": "7"}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe\x00", b"[]", b'{"schema": 1, "entries": {"A1.t1": {"value": NaN}}}']
)
def test_a_file_that_cannot_be_read_is_no_answer_and_no_error(tmp_path, monkeypatch, content):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a1.responses.json").write_bytes(content)
    assert scoring.entries("a1") == {}


def test_entry_names_are_read_as_the_page_writes_them():
    found = {"A1.t1": "advice", "A1.t24": "reflection", "A1.t1.note": "x", "A1.place": 3, "XA1.t2": "advice"}
    found |= {"A2.a": "6", "A2.turn1": "3", "A2.turn2": "16"}
    assert scoring.codes_from(found) == {1: "advice", 24: "reflection"}
    assert scoring.table_from(found) == {"a": "6", "b": None, "c": None, "d": None}
    assert scoring.located_from(found) == ["3", "16"]
