"""What lateness costs, to the second, under the six rules that module.yml offers."""

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fair_course import handed_in_at, mark_by_hand, with_course
from pydantic import ValidationError
from ruamel.yaml import YAML
from tiny_course import hand_in, released

from notknowing.course.models.fairness import LatePolicy
from notknowing.marking.autograde import autograde
from notknowing.marking.extensions import Roster, extensions
from notknowing.marking.late import late_of, lateness, penalised, span
from notknowing.marking.nbgrader_room import autograde_one, course_of, gradebook
from notknowing.marking.places import MarkingError, Place
from notknowing.marking.working_days import WorkingDays, bank_holidays, days_begun, ends

LONDON = ZoneInfo("Europe/London")
MODULE = (Path(__file__).parents[2] / "course" / "module.yml").read_text("utf-8")
OFFERED = re.findall(r"^#   (late: \{.*?\}) +([\d.]+)$", MODULE, re.MULTILINE)


def at(text, zone=LONDON):
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def policy(text):
    return LatePolicy.model_validate(YAML(typ="safe").load(text)["late"])


FIVE_A_DAY, SHARE_5, SHARE_10, ONCE_TO_PASS, CAP, TEN_TO_PASS = (policy(line) for line, _ in OFFERED)


def left(rule, mark, due, moment, out_of=100, pass_mark=50):
    return penalised(mark, out_of, lateness(due, moment, rule), rule, pass_mark).final


def test_the_six_rules_that_module_yml_offers_give_the_marks_it_says():
    due, moment = at("2027-02-22 12:00"), at("2027-02-23 13:00")
    assert moment.strftime("%A") == "Tuesday"
    assert [left(policy(line), 62, due, moment) for line, _ in OFFERED] == [52, 55.8, 49.6, 0, 0, 50]
    assert [float(said) for _, said in OFFERED] == [52, 55.8, 49.6, 0, 0, 50]


NOON = "2027-02-22 12:00:00"


@pytest.mark.parametrize(
    ("rule", "when", "mark"),
    [
        *((rule, moment, 62) for rule in (FIVE_A_DAY, SHARE_5, CAP, TEN_TO_PASS) for moment in ("11:59:59", "12:00:00")),
        (FIVE_A_DAY, "12:00:01", 57),
        (SHARE_5, "12:00:01", 58.9),
        (SHARE_10, "12:00:01", 55.8),
        (ONCE_TO_PASS, "12:00:01", 52),
        (CAP, "12:00:01", 50),
        (TEN_TO_PASS, "12:00:01", 52),
    ],
)  # fmt: skip
def test_the_deadline_itself_is_in_time_and_a_second_after_it_is_not(rule, when, mark):
    assert left(rule, 62, at(NOON), at(f"2027-02-22 {when}")) == mark


@pytest.mark.parametrize(
    ("rule", "moment", "mark"),
    [
        (FIVE_A_DAY, "2027-02-23 12:00:00", 57),  # the first day's last moment
        (FIVE_A_DAY, "2027-02-23 12:00:01", 52),
        (FIVE_A_DAY, "2027-03-01 11:59:59", 27),  # the seventh day
        (FIVE_A_DAY, "2027-03-01 12:00:00", 0),  # seven whole days
        (SHARE_5, "2027-03-01 12:00:00", 46.5),  # the fifth working day's last moment: × 0.75
        (SHARE_5, "2027-03-01 12:00:01", 0),
        (SHARE_10, "2027-03-01 12:00:00", 31),  # × 0.5
        (SHARE_10, "2027-03-01 12:00:01", 0),
        (ONCE_TO_PASS, "2027-02-23 12:00:00", 52),
        (ONCE_TO_PASS, "2027-02-23 12:00:01", 0),
        (CAP, "2027-02-23 12:00:00", 50),
        (CAP, "2027-02-23 12:00:01", 0),
        (TEN_TO_PASS, "2027-02-27 12:00:00", 50),
        (TEN_TO_PASS, "2027-02-27 12:00:01", 0),
        (FIVE_A_DAY, "2029-02-23 12:00:01", 0),
    ],
)
def test_the_last_second_of_a_day_and_the_first_of_the_next(rule, moment, mark):
    assert left(rule, 62, at(NOON), at(moment)) == mark


@pytest.mark.parametrize(
    ("rule", "raw", "mark"),
    [
        (ONCE_TO_PASS, 55, 50),  # the floor holds it
        (ONCE_TO_PASS, 50, 50),
        (ONCE_TO_PASS, 43, 43),  # below the floor already: lateness takes nothing
        (TEN_TO_PASS, 43, 43),
        (CAP, 43, 43),
        (FIVE_A_DAY, 3, 0),  # never below nothing
    ],
)
def test_a_floor_never_lifts_and_a_cap_never_adds(rule, raw, mark):
    late = lateness(at(NOON), at("2027-02-22 12:30"), rule)
    said = penalised(raw, 100, late, rule, 50)
    assert said.final == mark and said.taken == raw - mark
    assert ("leaves" in said.why) == (raw == mark)


@pytest.mark.parametrize(
    ("due", "moment", "calendar", "working"),
    [
        ("2027-02-26 12:00", "2027-02-27 09:00", 1, 1),  # Friday noon to Saturday
        ("2027-02-26 12:00", "2027-02-28 23:00", 3, 1),  # to Sunday
        ("2027-02-26 12:00", "2027-03-01 12:00", 3, 1),  # Monday noon ends the first working day
        ("2027-02-26 12:00", "2027-03-01 12:01", 4, 2),
        ("2027-02-27 12:00", "2027-03-01 12:00", 2, 1),  # due on a Saturday
        ("2027-03-25 12:00", "2027-03-30 12:00", 5, 1),  # over Good Friday and Easter Monday
        ("2027-03-25 12:00", "2027-03-30 12:01", 5, 2),  # the clocks went forward: the fifth day lasts until one
        ("2027-12-24 12:00", "2028-01-04 12:00", 11, 4),  # Christmas, Boxing Day, both substitutes, New Year's substitute
    ],
)  # fmt: skip
def test_weekends_and_bank_holidays_count_only_as_calendar_days(due, moment, calendar, working):
    assert days_begun(at(due), at(moment)) == calendar
    assert days_begun(at(due), at(moment), WorkingDays("England")) == working


def test_bank_holidays_differ_by_nation():
    """As gov.uk lists them for 2026 and 2027."""
    easter_monday = dt.date(2027, 3, 29)
    assert [easter_monday in bank_holidays(nation, 2027) for nation in ("England", "Wales", "Scotland", "Northern Ireland")] == [True, True, False, True]  # fmt: skip
    assert dt.date(2027, 1, 4) in bank_holidays("Scotland", 2027)  # 2 January is a Saturday
    assert {dt.date(2026, 3, 17), dt.date(2026, 7, 13)} <= set(bank_holidays("Northern Ireland", 2026))
    assert {dt.date(2027, 12, 27), dt.date(2027, 12, 28)} <= set(bank_holidays("Wales", 2027))
    due, moment = at("2027-03-25 12:00"), at("2027-03-30 12:00")
    assert [days_begun(due, moment, WorkingDays(nation)) for nation in ("England", "Scotland")] == [1, 2]


def test_a_policy_names_its_own_nation_and_days():
    rule = LatePolicy(takes="share", each=5, days="working", bank_holidays="Scotland")
    assert lateness(at("2027-03-25 12:00"), at("2027-03-30 12:00"), rule, "England").days == 2
    closed = LatePolicy(takes="share", each=5, days="working", closed=[dt.date(2027, 2, 23)])
    assert lateness(at(NOON), at("2027-02-24 11:00"), closed).days == 1
    opened = LatePolicy(takes="share", each=5, days="working", open=[dt.date(2027, 3, 26)])
    assert lateness(at("2027-03-25 12:00"), at("2027-03-29 11:00"), opened).days == 2


@pytest.mark.parametrize(
    ("due", "last_moment"),
    [
        ("2027-03-27 12:00", "2027-03-28 12:00+00:00"),  # 23 hours by the clock: 24 are given
        ("2027-10-30 12:00", "2027-10-31 12:00+00:00"),  # 25 hours by the clock: all of them are given
        ("2027-02-22 12:00", "2027-02-23 12:00+00:00"),
        ("2027-06-22 12:00", "2027-06-23 11:00+00:00"),
    ],
)
def test_when_the_clocks_change_the_student_has_the_hour(due, last_moment):
    last = dt.datetime.fromisoformat(last_moment)
    assert ends(at(due), 1).astimezone(dt.UTC) == last
    assert days_begun(at(due), last) == 1
    assert days_begun(at(due), last + dt.timedelta(seconds=1)) == 2


def test_a_deadline_in_the_hour_that_comes_twice():
    due = dt.datetime(2027, 10, 31, 1, 30, tzinfo=LONDON)  # the first of the two
    again = dt.datetime(2027, 10, 31, 1, 10, tzinfo=LONDON, fold=1)  # 40 minutes later, though the clock says less
    assert days_begun(due, again) == 1
    assert lateness(due, again, FIVE_A_DAY).seconds == 40 * 60


def test_a_working_day_ends_by_the_clock_when_the_clocks_change():
    assert days_begun(at("2027-10-29 12:00"), at("2027-11-01 12:00"), WorkingDays()) == 1
    assert days_begun(at("2027-10-29 12:00"), at("2027-11-01 12:00:01"), WorkingDays()) == 2


def test_rules_are_scaled_to_the_points_of_the_assignment():
    assert left(FIVE_A_DAY, 49.6, at(NOON), at("2027-02-22 13:00"), out_of=80) == 45.6
    assert left(CAP, 49.6, at(NOON), at("2027-02-22 13:00"), out_of=80) == 40
    assert left(SHARE_5, 10, at(NOON), at("2027-02-22 13:00"), out_of=12) == 9.5


def test_nothing_is_taken_without_a_rule_or_a_time():
    nothing = LatePolicy()
    assert left(nothing, 62, at(NOON), at("2027-02-25 12:00")) == 62
    assert penalised(62, 100, None, FIVE_A_DAY, 50).final == 62


def test_every_deduction_has_a_sentence():
    late = lateness(at(NOON), at("2027-02-23 13:00"), SHARE_5)
    assert penalised(62, 100, late, SHARE_5, 50).why == (
        "Handed in 25 hours late, into the second working day: 5% of the mark is taken for each day begun, so 62 becomes 55.8."
    )
    late = lateness(at(NOON), at("2027-02-23 13:00"), ONCE_TO_PASS)
    assert "work that comes after the first day gets 0" in penalised(62, 100, late, ONCE_TO_PASS, 50).why
    assert [span(seconds) for seconds in (1, 59, 90, 7199, 7200, 90000, 86400 * 4)] == [
        "1 second", "59 seconds", "1 minute", "119 minutes", "2 hours", "25 hours", "4 days",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "odd",
    [
        {"takes": "marks"},
        {"takes": "nothing", "each": 5},
        {"takes": "cap"},
        {"takes": "share", "each": 5, "cap": "pass"},
        {"takes": "marks", "each": 5, "zero_after": 5, "zero_from": 7},
        {"takes": "marks", "each": 5, "per": "week"},
        {"takes": "nothing", "zero_after": 1},
    ],
)
def test_a_rule_that_is_not_one_is_refused(odd):
    with pytest.raises(ValidationError):
        LatePolicy.model_validate(odd)


# ---------------------------------------------------------------------------------------------- extensions


def test_an_extension_moves_the_deadline_and_the_days_that_follow(tiny):
    with_course(tiny, late={"takes": "marks", "each": 5})
    course = course_of(tiny)
    for student in ("101", "102"):
        hand_in(tiny, student, released(tiny))
        handed_in_at(tiny, student, "2027-02-24 12:00:01")
    (tiny / "extensions.csv").write_text(
        "assignment,student,due,kind\nt1,101,2027-02-24 12:00,adjustment\na1,102,2027-03-24 12:00,\n", "utf-8"
    )
    assert (late_of(Place(tiny, "t1", "101"), course).days, late_of(Place(tiny, "t1", "102"), course).days) == (1, 3)
    assert late_of(Place(tiny, "t1", "101"), course).extended
    (tiny / "extensions.csv").write_text("assignment,student,due\nt1,101,2027-02-20 12:00\n", "utf-8")
    assert late_of(Place(tiny, "t1", "101"), course).days == 3  # an earlier date is not an extension


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("assignment,student,due,reason\nt1,101,2027-02-24 12:00,x\n", "not kept here"),
        ("assignment,student\nt1,101\n", "no column 'due'"),
        ("assignment,student,due\nt1,101,next week\n", "line 2"),
        ("assignment,student,due\nt1,101,2027-02-24\n", "no time"),
        ("assignment,student,due,kind\nt1,101,2027-02-24 12:00,bereavement\n", "kind"),
    ],
)
def test_a_table_of_extensions_that_will_not_do(tiny, text, says):
    (tiny / "extensions.csv").write_text(text, "utf-8")
    with pytest.raises(MarkingError, match=says) as refusal:
        extensions(tiny, course_of(tiny))
    assert "Nothing was changed" in str(refusal.value)


def test_a_class_list_joins_what_the_systems_call_a_student(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(
        "Identifier,Full name,ID number,Email address,Grade\n"
        "Participant 7001,Siân O,200111,sian@uni.example,88\nParticipant 7002,B P,200112,b@uni.example,60\n",
        "utf-8",
    )
    roster = Roster.read(path, "moodle")
    assert [roster.folder_of(word) for word in ("200111", "SIAN@uni.example", "Participant 7002", "7002")] == [
        "7001", "7001", "7002", "7002",
    ]  # fmt: skip
    assert roster.folder_of("88") == "88"  # a mark joins nobody
    assert roster.folder_of("somebody") == "somebody"
    path.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,T1 (7)\nO,31,u31,so31,S1,\nP,32,u32,bp32,S1,\n", "utf-8"
    )
    assert Roster.read(path, "canvas").folder_of("SO31") == "31"


def test_an_extension_may_name_the_student_by_number(tiny):
    with_course(tiny, late={"takes": "marks", "each": 5}, vle="moodle")
    hand_in(tiny, "7001", released(tiny))
    handed_in_at(tiny, "7001", "2027-02-23 12:00:00")
    (tiny / "roster.csv").write_text("Identifier,ID number\nParticipant 7001,200111\n", "utf-8")
    (tiny / "extensions.csv").write_text("assignment,student,due\nt1,200111,2027-02-23 12:00\n", "utf-8")
    assert late_of(Place(tiny, "t1", "7001"), course_of(tiny)).days == 0


# ---------------------------------------------------------------------------------------------- inside nbgrader


def test_stock_nbgrader_takes_what_the_module_says(tiny):
    with_course(tiny, late={"takes": "marks", "each": 25, "days": "working"})
    for student, moment in (("in-time", "2027-02-22 12:00:00"), ("late", "2027-02-22 12:00:01"), ("longer", "2027-02-22 12:00:01")):  # fmt: skip
        hand_in(tiny, student, released(tiny), {"A.answer": "swallows"})
        handed_in_at(tiny, student, moment)
    (tiny / "extensions.csv").write_text("assignment,student,due\nt1,longer,2027-02-23 12:00\n", "utf-8")
    autograde("t1", tiny)
    with gradebook(tiny) as book:
        found = {one: book.find_submission_notebook("t1", "t1", one) for one in ("in-time", "late", "longer")}
        assert {one: (notebook.score, notebook.late_submission_penalty) for one, notebook in found.items()} == {
            "in-time": (6, None),
            "late": (6, 3),  # 25 of 100 marks are 3 of 12 points
            "longer": (6, None),
        }


def test_marking_goes_on_when_the_table_of_extensions_cannot_be_used(tiny):
    with_course(tiny, late={"takes": "marks", "each": 25})
    hand_in(tiny, "late", released(tiny), {"A.answer": "swallows"})
    handed_in_at(tiny, "late", "2027-02-22 13:00:00")
    (tiny / "extensions.csv").write_text("assignment,student,due,reason\n", "utf-8")
    autograde("t1", tiny)
    (tiny / "extensions.csv").unlink()
    mark_by_hand(tiny, "late", 3)
    assert autograde_one(tiny, "t1", "late").ok
    with gradebook(tiny) as book:
        assert book.find_submission_notebook("t1", "t1", "late").late_submission_penalty == 3
