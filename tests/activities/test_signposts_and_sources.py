"""Where to turn, and where a sentence comes from."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from notknowing.activities.nodes import walk
from notknowing.activities.signposts import NATIONS, card, lines_for
from notknowing.activities.sources import cited, source_nodes, with_sources
from notknowing.evidence import tables

from .student import Desk, readable


def shown_on(course, nation) -> str:
    return "\n".join(readable(card(course, nation)))


def with_lines(course, change, **updates):
    """The course with its help lines changed one by one, and other parts of the card too."""
    card_settings = course.signposting.model_copy(
        update={"lines": [change(line) for line in course.signposting.lines], **updates}
    )
    return replace(course, signposting=card_settings)


@pytest.mark.parametrize("nation", NATIONS)
def test_only_lines_somebody_has_checked_are_shown(course, nation):
    text = shown_on(course, nation)
    for line in course.signposting.lines:
        is_there = f"{line.service}: {line.contact}." in text.replace("**", "")
        assert is_there == (line.checked is not None and nation in line.nations), line.id


@pytest.mark.parametrize("nation", NATIONS)
def test_danger_comes_first_and_nobody_watching_is_said(course, nation):
    text = shown_on(course, nation)
    assert text.splitlines()[0].startswith("Emergency services: 999")
    assert course.signposting.nobody_watching in text


@pytest.mark.parametrize(
    ("nation", "stands_in"), [("England", False), ("Wales", False), ("Scotland", True), ("Northern Ireland", True)]
)
def test_uk_wide_lines_stand_in_where_a_nation_has_none_checked_and_the_card_says_so(course, nation, stands_in):
    assert (course.signposting.stand_in in shown_on(course, nation)) == stands_in
    assert "Samaritans: 116 123" in shown_on(course, nation)


def test_a_line_appears_on_the_day_it_is_checked(course):
    def check(line):
        return (
            line
            if line.checked
            else line.model_copy(update={"checked": dt.date(2026, 11, 2), "review_by": dt.date(2027, 5, 2)})
        )

    lines, stands_in = lines_for(with_lines(course, check), "Scotland")
    assert "nhs-24-scotland" in [line.id for line in lines] and not stands_in


def test_the_institutions_blank_slots_are_not_shown_nor_those_that_say_none(course):
    assert all(line.service not in shown_on(course, "England") for line in course.signposting.institution)
    contacts = ["0113 000 0000", "  ", "None"]
    slots = [
        line.model_copy(update={"contact": said})
        for line, said in zip(course.signposting.institution, contacts, strict=True)
    ]
    text = shown_on(with_lines(course, lambda line: line, institution=slots), "England")
    assert "0113 000 0000" in text
    assert [slot.service in text for slot in slots] == [True, False, False]


def test_a_nation_chosen_once_is_remembered_in_every_week(student):
    assert student.open("week00", "0.3").node("nation")["value"] == student.course.module.nation
    student.open("week01", "opening").choose("00.nation", "Wales")
    for page_id in student.course.pages:
        assert student.open(page_id, "opening").node("00.nation")["value"] == "Wales", page_id
    student.open("week00", "0.3").choose("nation", "Scotland")
    for page_id in student.course.pages:
        assert student.open(page_id, "opening").node("00.nation")["value"] == "Scotland", page_id
    assert student.course.signposting.stand_in in student.open("week02", "opening").text


def test_the_card_changes_with_the_choice_and_an_unknown_nation_changes_nothing(student):
    desk = student.open("week00", "0.3")
    desk.choose("nation", "Wales")
    assert "NHS 111 Wales" in desk.text
    desk.change("nation", "Atlantis")
    assert desk.node("nation")["value"] == "Wales"
    opening = student.open("week01", "opening")
    opening.change("00.nation", "Atlantis")
    assert opening.node("00.nation")["value"] == "Wales"


def test_a_tag_becomes_author_and_year_inside_the_sentence(course):
    text, claims = cited("Something was found. [claim: content-notes] Something else", course)
    assert text == "Something was found (Bridgland and others 2023). Something else"
    assert [claim.id for claim in claims] == ["content-notes"]


def test_a_tag_broken_over_two_lines_is_read_all_the_same(course):
    text, _ = cited("Found.\n[claim:\n  content-notes]", course)
    assert text == "Found (Bridgland and others 2023)."


def test_each_source_is_listed_once_with_doi_grade_and_date(course):
    text = "One. [claim: content-notes] Two. [claim: content-notes]"
    nodes = with_sources("x", text, course)
    listing = next(node for node in walk(nodes) if node["t"] == "listing")
    assert len(listing["items"]) == 1
    said = "\n".join(readable(nodes))
    claim = course.claims["content-notes"]
    assert claim.text in said and f"doi:{course.references[claim.source].doi}" in said
    assert f"Grade {claim.grade}" in said and f"checked {claim.checked:%d %B %Y}" in said


def test_text_without_a_claim_has_no_sources_to_open(course):
    assert source_nodes("x", [], course) == []
    assert with_sources("x", None, course) == []
    assert len(with_sources("x", "One paragraph.", course)) == 1


def test_every_claim_in_the_course_can_be_cited(course):
    for claim in course.claims.values():
        text, found = cited(f"Found. [claim: {claim.id}]", course)
        assert "[claim" not in text and found == [claim]
        assert str(course.references[claim.source].year) in text


def test_findings_stand_beside_a_person_with_their_sources(student):
    desk: Desk = student.open("week02", "2E")
    for claim_id in student.course.pages["week02"].activity("2E").claims:
        assert student.course.claims[claim_id].text.removesuffix(".") in desk.text
    assert desk.has("claims.sources")


# -- cells of tables -------------------------------------------------------------------------------------------

ROWS = {
    "good_2018": {
        "id": "good_2018", "authors": "Nobody A; Other B", "year": 2018, "title": "A title", "journal_ref": "Journal 1(2):3-4",
        "estimate": 0.278, "n": 5350, "source_doi": "10.1037/pst0000172", "doi_status": "seen", "grade": "A",
    },
    "told_2000": {
        "id": "told_2000", "authors": "(authors not shown)", "year": 2000, "title": "Another title", "journal_ref": None,
        "estimate": -0.2, "n": None, "source_doi": "10.1037/pst0000173", "doi_status": "from memory", "grade": "B (as told)",
    },
    "memory_1990": {"id": "memory_1990", "estimate": 0.5, "grade": "C"},
    "made": {"id": "made", "r": 0.3},
}  # fmt: skip
KINDS = {"year": "year", "n": "integer", "estimate": "number", "r": "number"}


@pytest.fixture
def some_tables(monkeypatch):
    """Two tables: ``reviews`` of published figures and ``eight-synthetic``."""

    def resource(name):
        if name not in {"reviews", "eight-synthetic"}:
            raise ValueError(f"There is no table called {name!r}.")
        columns = tuple(tables.Column(one, one, "", kind, None) for one, kind in KINDS.items())
        return tables.Resource(name, "Some studies", "", "CC-BY-4.0", name.endswith("-synthetic"), None, None, columns)

    def row(name, id):
        if id not in ROWS:
            raise ValueError(f"The table {name} has no row {id!r}.")
        return dict(ROWS[id])

    monkeypatch.setattr(tables, "resource", resource)
    monkeypatch.setattr(tables, "row", row)
    monkeypatch.setattr(tables, "cell", lambda name, id, column: row(name, id).get(column))


def test_a_cell_is_printed_as_it_is_read(course, some_tables):
    text, found = cited(
        "In [data: reviews/good_2018.year], r = [data: reviews/good_2018.estimate], [data:\n  reviews/good_2018.n] people; "
        "elsewhere [data: reviews/told_2000.estimate].",
        course,
    )
    assert text == "In 2018, r = 0.278, 5,350 people; elsewhere −0.2."
    assert [cell.row for cell in found] == ["good_2018", "told_2000"], "each row is a source once"


def test_the_source_of_a_cell_is_listed_like_a_claims(course, some_tables):
    said = "\n".join(
        readable(with_sources("x", "It was [data: reviews/good_2018.estimate]. [claim: content-notes]", course))
    )
    assert "It was 0.278 (Bridgland and others 2023)." in said
    assert "Source: Nobody A; Other B (2018). A title. Journal 1(2):3-4. doi:10.1037/pst0000172. Grade A" in said
    assert "row good_2018 of the table reviews" in said
    assert course.claims["content-notes"].text in said


def test_what_was_not_seen_is_not_printed_with_a_cell(course, some_tables):
    said = "\n".join(readable(with_sources("x", "It was [data: reviews/told_2000.estimate].", course)))
    assert "not shown" not in said and "pst0000173" not in said
    assert "Grade B (reported by somebody else" in said


def test_a_synthetic_cell_says_so_where_it_comes_from(course, some_tables):
    said = "\n".join(readable(with_sources("x", "The made-up r is [data: eight-synthetic/made.r].", course)))
    assert "The made-up r is 0.3." in said and "Synthetic data: Some studies." in said
    assert "Grade" not in said


@pytest.mark.parametrize(
    ("tag", "because"),
    [
        ("nowhere/good_2018.estimate", "no table"),
        ("reviews/nobody.estimate", "no row"),
        ("reviews/told_2000.n", "nothing under 'n'"),
        ("reviews/memory_1990.estimate", "no grade that may be printed"),
    ],
)
def test_a_cell_that_may_not_be_printed_is_refused(course, some_tables, tag, because):
    with pytest.raises(ValueError, match=because):
        cited(f"It was [data: {tag}].", course)
