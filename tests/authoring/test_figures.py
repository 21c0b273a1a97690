"""Numbers on a page: each is a claim's own, or comes from a table, or is of a kind that needs no source."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from notknowing.authoring.check import check
from notknowing.authoring.figures import ALLOWED, FIGURES, claims_beside_exist, numbers
from notknowing.authoring.rules import Ground
from notknowing.course import Problem, read
from notknowing.course.loader import read_yaml
from notknowing.course.places import CoursePlace
from notknowing.evidence import tables

REPOSITORY = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 24)
FINISHED = ("week00", "week01", "week02", "a1", "a1b", "a2")

Said = Callable[..., list[Problem]]


@pytest.fixture(scope="module")
def course():
    found, _ = read(REPOSITORY / "course")
    return found


@pytest.fixture
def said(course, tmp_path: Path) -> Said:
    """What the rules say about a page whose whole text is given, under ``intro`` unless told, or as YAML."""

    def ask(text: str = "", key: str = "intro", yaml: str = "") -> list[Problem]:
        path = tmp_path / "course" / "weeks" / "week00.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        body = yaml or f"{key}: |-\n{textwrap.indent(text, '  ')}\n"
        path.write_text(f"# a page\nactivities:\n{textwrap.indent(body, '  ')}", encoding="utf-8")
        lines = {
            "weeks/week00.yml": read_yaml(path, path.name, []),
            "claims.yml": course.lines["claims.yml"],
            "references.yml": course.lines["references.yml"],
        }
        place = CoursePlace(tmp_path / "course", "a test")
        page = replace(course, place=place, pages={"week00": course.pages["week00"]}, lines=lines)
        return [problem for rule in FIGURES for problem in rule(Ground(tmp_path, page, TODAY))]

    return ask


def words(problems: list[Problem]) -> str:
    return "\n".join(f"{problem.message} {problem.action}" for problem in problems)


# -- the course as it stands -----------------------------------------------------------------------------------


@pytest.mark.parametrize("page_id", FINISHED)
def test_no_false_alarm_on_the_pages_that_are_finished(course, page_id):
    ground = Ground(REPOSITORY, replace(course, pages={page_id: course.pages[page_id]}), TODAY)
    assert [str(problem) for rule in FIGURES for problem in rule(ground)] == []


PLANTED = {
    "a result without a source": ("course/weeks/week00.yml", "People mark replies to clients.", "They agree at r = .28 or so.", "'r = .28' looks like a finding"),
    "a share in words": ("course/weeks/week01.yml", "Week 4 returns to that.", "Some 37 per cent of us do. Week 4 returns to that.", "'37 per cent' looks like"),
    "a number of studies": ("course/weeks/week02.yml", "Then look at your reply again.", "In 53 studies people did. Then look at your reply again.", "'53 studies' looks like"),
    "a claim misquoted": ("course/weeks/week01.yml", "[claim: mhuk-chatbot-use]", "It was 28% of them. [claim: mhuk-chatbot-use]", "it has 2,000, 37"),
    "a result in an assignment": ("course/assignments/a1.yml", "The table makes 3 points", "Coders reach a kappa of .74. The table makes 3 points", "kappa of .74"),
    "a cell of no table": ("course/weeks/week02.yml", "the same questions apply.", "the same questions apply: [data: no-such-table/here.estimate].", "'[data: no-such-table/here.estimate]' prints nothing"),
}  # fmt: skip


def test_planted_figures_are_reported_with_file_and_line_in_one_run(repository, change):
    for file, old, _, _ in PLANTED.values():
        assert old in (repository / file).read_text(encoding="utf-8"), f"{old!r} is no longer in {file}"
    planted = {name: (file, change(file, old, new), say) for name, (file, old, new, say) in PLANTED.items()}
    problems = check(repository, TODAY).problems
    for name, (file, line, say) in planted.items():
        near = [problem for problem in problems if problem.file == file and say in problem.message]
        assert near, f"{name} was not reported"
        assert abs(near[0].line - line) <= 1, f"{name}: said line {near[0].line}, is at {line}"
        assert near[0].action.endswith(".")


# -- beside a claim --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Over 295 studies, r = .278, from .256 to .299. [claim: alliance-outcome-2018]",
        "About .28 in all. [claim: alliance-outcome-2018]",
        "More than 30000 people; published from 1978 to 2017. [claim: alliance-outcome-2018]",
        "The review of 2018 found it. [claim: alliance-outcome-2018]",
        "Practice alone: d = −0.52. [claim: louie-practice-feedback]",
        "Empathy fell by 0.52 of a standard deviation. [claim: louie-practice-feedback]",
        "About 70 per cent of 37 articles. [claim: alliance-mediates]",
        "8 people were interviewed. [claim: directive-eight-clients]",
        "In Week 6 you saw it: .278, with its 95% interval. [claim: alliance-outcome-2018]",
        "Two reviews: r = .24 and r = .29. [claim: rupture-repair-2011] [claim: rupture-repair-2018]",
        "Broken over two lines: .278. [claim:\n  alliance-outcome-2018]",
    ],
)
def test_a_claims_own_numbers_may_stand_beside_it_rounded_or_not(said, text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It was 28% of them. [claim: mhuk-chatbot-use]", "28%"),
        ("It came to .287. [claim: alliance-outcome-2018]", ".287"),
        ("It came to .27. [claim: alliance-outcome-2018]", ".27"),
        ("It came to .3. [claim: alliance-outcome-2018]", ".3"),
        ("It came to r = −.278. [claim: alliance-outcome-2018]", "r = −.278"),
        ("Wampold wrote in 2016. [claim: wampold-common-factors]", "2016"),
        ("It took 12 minutes. [claim: alliance-outcome-2018]", "12 minutes"),
        ("One made-up study had .91. [claim: alliance-outcome-2018]", ".91"),
        ("Over 295% of them. [claim: alliance-outcome-2018]", "295%"),
    ],
)
def test_a_number_the_claim_does_not_have_is_a_misquotation(said, text, number):
    problems = said(text)
    assert len(problems) == 1 and f"'{number}' stands beside the claim" in problems[0].message
    assert "Write the claim's own figure" in problems[0].action


def test_the_claim_has_to_stand_in_the_same_paragraph(said):
    assert "'53 studies'" in words(said("Over 53 studies.\n\nClients rated it higher. [claim: client-therapist-views]"))


def test_a_claim_named_beside_a_text_in_the_same_entry_counts(said):
    assert said(yaml="- text: Over 53 studies they differed.\n  claim: client-therapist-views\n") == []
    assert "'54 studies'" in words(said(yaml="- text: Over 54 studies.\n  claim: client-therapist-views\n"))


def test_a_claim_that_is_not_there_is_said_once_and_by_its_own_rule(said):
    assert said("Over 53 studies. [claim: not-there]") == []
    problems = said(yaml="- text: Over 53 studies they differed.\n  claim: not-there\n")
    assert [problem.message for problem in problems] == ["there is no claim 'not-there'."]
    assert claims_beside_exist in FIGURES


def test_references_that_cannot_be_read_are_not_blamed_on_the_pages(repository, change):
    change("course/references.yml", "  doi: 10.1037/pst0000172", "   doi: 10.1037/pst0000172")
    assert [p.file for p in check(repository, TODAY).problems if "beside the claim" in p.message] == []


# -- without a claim -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "r = .28", "N = 1,153", "93.55%", "d = 0.5", "37 per cent", "53 studies", "104 sessions with 70 clients",
        "5,350 people", "3 out of 4", "a share of .08", "six in 10", "2,000 adults", "from 31 to 64 of them",
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["intro", "why", "note", "after", "question", "caption"])
def test_a_figure_without_a_source_is_reported_wherever_the_page_says_it(said, text, key):
    problems = said(f"In one place it was {text} in all.", key)
    assert problems and all("names no claim" in problem.message for problem in problems)


def test_each_number_of_a_paragraph_is_reported_on_its_own_line(said):
    problems = said("There were 53 studies,\nand in them\n1,301 people.")
    assert [problem.line for problem in problems] == [4, 6]


def test_a_result_alone_in_a_cell_is_seen(said):
    assert "'37%'" in words(said(yaml="- share: 37%\n"))


@pytest.mark.parametrize("key", ["ask", "try_this", "questions", "tasks", "window_intro"])
def test_where_a_student_reckons_a_research_figure_still_needs_its_source(said, key):
    assert said("How many dips of at least 1.5 come back by 1.5?", key) == []
    assert said("Two measures share 8 parts in 100. How much is left?", key) == []
    assert said("In a review, 53 of them did. How many did not?", key)
    assert said("If 37% did, how many did not?", key)


ALLOWED_EXAMPLES = {
    "names": "Open week00.responses.json, then do 1C and 12E; q10 comes last.",
    "activities of Week 0": "Your replies in 0.4 are used, and the card in 0.3.",
    "weeks and parts": "Do Weeks 0, 1 and 2 first. Step 3 comes in Assignment 2.",
    "numbered things": "In turns 4 and 5, and in rooms 4, 9, 12, 17 and 22, look again.",
    "things of this page": "You swap partners 500 times; give each of the 24 numbered turns a code.",
    "times to take": "Take about 16 minutes, and wait 3.5 seconds.",
    "lengths to write": "Write 120–180 words, at most 300 words.",
    "points and marks": "The table makes 3 points, kappa 3 and the two places 4.",
    "scales": "Give it a number from 0 to 100, or from 1 ('not at all') to 7. 50 means that it could be either.",
    "nought and one": "A missing answer does not count as 0. The lowest answer is 1.",
    "what to choose on the page": "Then set it to 10 and slide the other up to 60.",
    "numbers of a list": "Three steps: 1. Open it. 2. Read it. 3. Close it.",
    "ages": "Keith is 55, from Gateshead. Errol is 63 and lives in Bristol.",
    "a client's own numbers": "Some words: *my four*, the number 4 that he painted; *mardy*, sulky.",
    "years": "In 1979 it had another name.",
    "dates and times of day": "On 23 June 2026, at 3 a.m. or 12:30, or 2027-02-05.",
    "numbers to ring": "Ring 111, or 999 if it is now.",
    "the usual interval": "Each bar is its 95 per cent interval.",
    "sums": "Q minus 7, divided by Q, times 100. It is half of (1 + r) ÷ 2.",
    "how near is near enough": "How near is near enough: 0.005 on z and 0.002 on the rest.",
    "made up": "A made-up study found r = .42 in 37% of 2,000 people.",
}


@pytest.mark.parametrize("name", ALLOWED_EXAMPLES)
def test_numbers_of_every_allowed_kind_pass(said, name):
    assert said(ALLOWED_EXAMPLES[name]) == []


def test_every_allowed_kind_says_why_and_is_tried_here():
    assert len({kind.name for kind in ALLOWED}) == len(ALLOWED)
    assert all(kind.why.endswith(".") for kind in ALLOWED)
    by_key = {"lists of files", "worked through", "asked of the student"}
    assert {kind.name for kind in ALLOWED} == set(ALLOWED_EXAMPLES) | by_key


@pytest.mark.parametrize("key", ["worked", "worked_text", "tables"])
def test_what_is_worked_through_or_listed_for_download_passes(said, key):
    assert said("It holds 24 clients of 6 therapists over 8 sessions.", key) == []


def test_a_minus_sign_is_not_a_dash():
    found = [(number.text, number.negative) for number in numbers("d = -0.52, −.09 to .30, 0.32-0.39, [−.04, .47]")]
    assert [negative for _, negative in found] == [True, True, False, False, False, True, False]


# -- from a table ----------------------------------------------------------------------------------------------

TABLE = """id,authors,year,title,journal_ref,estimate,n,source_doi,doi_status,grade
good_2018,Nobody A; Other B,2018,A title,Journal 1(2):3-4,0.278,5350,10.1037/pst0000172,seen,A
told_2000,Nobody A,2000,A title,Journal 1(2):3-4,-0.22,79,10.1037/pst0000173,from memory - check,B
memory_1990,Nobody A,1990,A title,Journal 1(2):3-4,0.5,10,,,C
"""
MADE_UP = "id,r\none,0.31\n"


@pytest.fixture
def some_tables(tmp_path: Path, monkeypatch):
    folder = tmp_path / "datasets"
    folder.mkdir()
    (folder / "reviews.csv").write_text(TABLE, encoding="utf-8")
    (folder / "eight-synthetic.csv").write_text(MADE_UP, encoding="utf-8")

    def about(name: str, table: str, synthetic: bool) -> dict:
        kinds = {"year": "year", "n": "integer", "estimate": "number", "r": "number"}
        fields = [{"name": one, "type": kinds.get(one, "string")} for one in table.split("\n")[0].split(",")]
        return {
            "name": name, "path": f"{name}.csv", "title": "Some studies", "description": "x", "synthetic": synthetic,
            "licenses": [{"name": "CC-BY-4.0"}], "schema": {"fields": fields},
        }  # fmt: skip

    package = {"resources": [about("reviews", TABLE, False), about("eight-synthetic", MADE_UP, True)]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    monkeypatch.setattr(tables, "bundled", lambda name: tmp_path / name)
    for kept in (tables._package, tables._read, tables._rows):
        kept.cache_clear()
    yield folder
    for kept in (tables._package, tables._read, tables._rows):
        kept.cache_clear()


@pytest.mark.parametrize(
    "text",
    [
        "The review found r = [data: reviews/good_2018.estimate].",
        "As reported by another paper, r = [data: reviews/told_2000.estimate].",
        "The made-up study has r = [data: eight-synthetic/one.r].",
    ],
)
def test_a_cell_that_is_there_needs_no_claim(said, some_tables, text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("tag", "words_said"),
    [
        ("[data: nowhere/good_2018.estimate]", "no table called 'nowhere'"),
        ("[data: reviews/good_2019.estimate]", "no row 'good_2019'"),
        ("[data: reviews/good_2018.estimates]", "no column 'estimates'"),
        ("[data: reviews/memory_1990.source_doi]", "has nothing under 'source_doi'"),
        ("[data: reviews/memory_1990.estimate]", "no grade that may be printed"),
        ("[data: reviews/told_2000.estimate]", "does not say 'reported by'"),
        ("[data: eight-synthetic/one.r]", "comes from synthetic data"),
        ("[data: reviews good_2018 estimate]", "cannot be read"),
    ],
)
def test_a_cell_that_may_not_be_printed_is_reported_with_its_line(said, some_tables, tag, words_said):
    problems = said(f"First a line.\nIt was {tag}.")
    assert len(problems) == 1 and words_said in problems[0].message
    assert problems[0].line == 5 and problems[0].file.endswith("weeks/week00.yml")


def test_a_number_typed_beside_a_cell_still_needs_a_source(said, some_tables):
    assert "'.256'" in words(said("It was [data: reviews/good_2018.estimate], from .256."))
