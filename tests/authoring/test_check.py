"""``notknowing check`` as a module lead meets it: everything at once, with file, line, a sentence and what to do."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from notknowing.authoring.check import Checked, check
from notknowing.authoring.figures import FINDING
from notknowing.authoring.rules import Ground
from notknowing.authoring.wording import PRAISE, prose
from notknowing.course import read

REPOSITORY = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 24)

FAULTS = {
    "a misspelt key": ("course/module.yml", "pass_mark: 50", "pass_mrk: 50", "Did you mean 'pass_mark'?"),
    "an unknown kind": ("course/weeks/week02.yml", "kind: three_way", "kind: threeway", "the course knows"),
    "a broken layout": ("course/references.yml", "  doi: 10.1177/21677026231186625", "   doi: 10.1177/21677026231186625", "layout"),
    "no such client": ("course/weeks/week00.yml", "[gareth, callum,", "[garath, callum,", "no client 'garath'"),
    "no such swap": ("course/clients/adaeze.yml", "swap_with: adaeze-b", "swap_with: adaeze-c", "adaeze-c"),
    "an idiom nobody said": ("course/clients/gareth.yml", "- phrase: half four", "- phrase: half five", "half five"),
    "cues that change words": ("course/clients/callum.yml", "annotated: >-\n  [", "annotated: >-\n  Hello [", "without its [cues]"),
    "too long a week": ("course/weeks/week01.yml", "    minutes: 16", "    minutes: 40", "109 minutes"),
    "a claim looked at too late": ("course/claims.yml", "review_by: 2027-11-23", "review_by: 2029-11-23", "later than a year"),
    "a help line left too long": ("course/signposting.yml", "review_by: 2027-05-01", "review_by: 2028-05-01", "later than six months"),
    "praise": ("course/weeks/week00.yml", "Four small steps, then one mistake.", "Well done. Four small steps.", "'Well done' praises"),
    "a figure without a source": ("course/weeks/week00.yml", "People mark replies to clients.", "It agrees with people at r = .28 or so.", "names no claim"),
    "an output in a solution": ("solutions/week00/week00.ipynb", '"execution_count": null', '"execution_count": 7', "from being run"),
    "an answer in the students' copy": ("exercises/week01/week01.ipynb", "About 8 minutes.", "### BEGIN SOLUTION", "has reached the students' copy"),
}  # fmt: skip
"""What somebody might do to the course: file, what stands there, what they write, and what the check says of it."""

MORE = [
    ("course/module.yml", "opens: 2027-02-01", "opens: 2027-01-01", "before 'week00'"),
    ("course/module.yml", "part_of: a1", "part_of: a7", "is not an assignment"),
    ("course/module.yml", "{name: Merit, from: 60}", "{name: Merit, from: 75}", "not below the one above"),
    ("course/module.yml", "id: week02, opens", "id: week03, opens", "'week03' is listed"),
    ("course/weeks/week02.yml", "title: Not-knowing is", "title: Not knowing is", "'week02' is not listed in module.yml"),
    ("course/weeks/week01.yml", "stop_here: ['1B', '1D']", "stop_here: ['1B', '1Z']", "'1Z' is not an activity"),
    ("course/weeks/week02.yml", "reopen: week02:2C", "reopen: week02:2Z", "names an activity that week02 does not have"),
    ("course/weeks/week01.yml", "manual_cell: week01-1f", "manual_cell: week01-9z", ""),
    ("course/weeks/week02.yml", "words: [20, 60]", "words: [60, 20]", "runs from 60 to 20"),
    ("course/claims.yml", "source: nicol-mccallum-2022", "source: nobody-1999", "nobody-1999"),
    ("course/claims.yml", "grade: A", "grade: B", "does not say 'reported by'"),
    ("course/claims.yml", "kind: evidence", "kind: capability", "six months"),
    ("course/weeks/week01.yml", "complaint after a birth in which nobody was harmed (Adaeze)", "complaint", "Adaeze carries a content note"),
    ("course/weeks/week01.yml", "title: Which way are you pulled?", "title: Which way now?", ""),
    ("course/clients/rowan.yml", "swap_with: rowan-b", "swap_with: tomasz-b", "does not say that it stands in for 'rowan'"),
    ("course/clients/moira-b.yml", "safety: suicide", "safety: null", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def as_it_stands() -> Checked:
    return check(REPOSITORY, TODAY)


def test_the_course_as_it_stands_has_nothing_to_mend(as_it_stands):
    assert [str(problem) for problem in as_it_stands.problems] == []


def test_blank_slots_and_an_unreviewed_key_warn_and_do_not_fail(as_it_stands):
    said = " ".join(warning.message for warning in as_it_stands.warnings)
    assert as_it_stands.is_green
    assert "key not reviewed by a practitioner" in said
    assert "the university or college is not filled in" in said


def test_every_planted_fault_is_reported_in_one_run_with_file_line_and_a_sentence(repository, change):
    planted = {name: (file, change(file, old, new), words) for name, (file, old, new, words) in FAULTS.items()}
    found = check(repository, TODAY)
    for name, (file, line, words) in planted.items():
        near = [p for p in found.problems if p.file == file and words in f"{p.message} {p.action}"]
        assert near, f"{name} was not reported"
        assert abs(near[0].line - line) <= 1, f"{name}: said line {near[0].line}, is at {line}"
        assert re.match(r"\S.*[.?]$|Run: notknowing ", near[0].action), f"{name} does not say what to do"
    assert [(p.file, p.line) for p in found.problems] == sorted((p.file, p.line) for p in found.problems)
    # and no fault is blamed on something else in the course
    in_course = [problem for problem in found.problems if problem.file.startswith("course")]
    assert len(in_course) == sum(file.startswith("course") for file, *_ in planted.values()), "\n".join(
        map(str, in_course)
    )


def test_more_faults(repository, change):
    for file, old, new, _ in MORE:
        change(file, old, new)
    found = check(repository, TODAY)
    said = [(p.file, f"{p.message} {p.action}") for p in found.problems]
    for file, _, _, words in MORE:
        assert any(where == file and words in what for where, what in said) or not words, (words, said)
    text = " ".join(what for _, what in said)
    assert "hands its words to a cell 'week01-9z'" in text
    assert "the heading 'h-1a'" in text
    assert "does not carry the same duty as 'moira'" in text


def test_once_filled_in_slots_and_reviewers_no_longer_warn(repository, change):
    change("course/module.yml", 'name: ""', 'name: "Example University"')
    change("course/module.yml", "reviewed_by: null", "reviewed_by: A. Practitioner, 3 March 2027")
    shutil.rmtree(repository / "solutions")
    shutil.rmtree(repository / "exercises")
    found = check(repository, dt.date(2028, 1, 1))
    said = [warning.message for warning in found.warnings]
    assert not any("the university or college" in message or "key not reviewed" in message for message in said)
    # a review date that has passed is for somebody to look at, and breaks nothing
    assert any(message.startswith("the claim") and "looked at again" in message for message in said)
    assert any("'Samaritans'" in message for message in said)
    assert found.problems == [], "a folder with a course and nothing else can be checked"


def test_what_clients_and_replies_say_is_never_scanned_for_praise():
    course, _ = read(REPOSITORY / "course")
    ground = Ground(REPOSITORY, course, TODAY)
    shown = {steps for steps, _ in prose(ground, "clients/gareth.yml")}
    assert not any({"words", "annotated", "advice", "reassurance"} & set(map(str, steps)) for steps in shown)


def test_a_course_that_is_not_there_is_said_in_words(tmp_path):
    with pytest.raises(FileNotFoundError, match="not a course folder"):
        check(tmp_path)


@pytest.mark.parametrize("text", ["r = .28", "N = 1,153", "93.55%", "d = 0.5", "p < .05", "37 per cent", "kappa of .74", "95% CI [.23, .33]"])  # fmt: skip
def test_what_looks_like_a_finding(text):
    assert FINDING.search(f"In one study it was {text} in all.")


@pytest.mark.parametrize(
    "text", ["in 2027", "about 16 minutes", "from 0 to 100", "sixty words", "22 November", "week 12"]
)
def test_what_does_not_look_like_a_finding(text):
    assert not FINDING.search(f"This is {text}.")


@pytest.mark.parametrize("text", ["Well done.", "Great job", "excellent work", "Congratulations"])
def test_praise_is_noticed(text):
    assert PRAISE.search(text)


def test_problems_point_into_folded_text():
    course, _ = read(REPOSITORY / "course")
    ground = Ground(REPOSITORY, course, TODAY)
    problem = ground.at(
        "weeks/week02.yml", "activities", 0, "why", near="carries over to a new", message="x", action="y"
    )
    line = (REPOSITORY / "course/weeks/week02.yml").read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert "carries over to a new" in line
