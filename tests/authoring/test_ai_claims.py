"""Claims on AI: each says whether it lasts, each is looked at again within half a year, and pages show both sides."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from notknowing.authoring import ai_claims
from notknowing.authoring.rules import Ground
from notknowing.authoring.upkeep import HALF_A_YEAR, about_ai, claims_are_fresh
from notknowing.course import read

COURSE = Path(__file__).parents[2] / "course"
TODAY = dt.date(2026, 12, 1)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The claims, and one page that has none of the findings about AI."""
    folder = tmp_path / "course"
    (folder / "weeks").mkdir(parents=True)
    for name in ("module.yml", "signposting.yml", "claims.yml", "references.yml", "weeks/week09.yml"):
        shutil.copyfile(COURSE / name, folder / name)
    return folder


def ground(course: Path) -> Ground:
    return Ground(course.parent, read(course)[0], TODAY)


def change(course: Path, claim: str, old: str, new: str) -> None:
    path = course / "claims.yml"
    before, found, after = path.read_text(encoding="utf-8").partition(f"- id: {claim}\n")
    assert found and old in after.split("\n- id:")[0]
    path.write_text(before + found + after.replace(old, new, 1), encoding="utf-8")


def test_the_courses_own_claims_on_ai_are_tagged_and_short_lived(course):
    here = ground(course)
    assert list(ai_claims.ai_claims_say_whether_they_last(here)) == []
    tagged = [claim for claim in here.course.claims.values() if claim.lasts]
    assert len(tagged) > 80 and all(about_ai(claim) for claim in tagged)
    assert all(claim.review_by - claim.checked <= HALF_A_YEAR for claim in tagged)
    assert {claim.lasts for claim in tagged} == {"perishable", "durable"}
    assert {claim.side for claim in tagged} == {None, "for", "against", "both"}


def test_an_untagged_claim_on_ai_is_found(course):
    change(course, "users-luo-helpful", "  lasts: perishable\n  side: for\n", "")
    assert ["users-luo-helpful" in p.message for p in ai_claims.ai_claims_say_whether_they_last(ground(course))] == [True]  # fmt: skip


def test_a_side_without_a_tag_is_found(course):
    change(course, "internet-task-goal-bond", "  kind: evidence\n", "  kind: evidence\n  side: for\n")
    found = list(ai_claims.ai_claims_say_whether_they_last(ground(course)))
    assert len(found) == 1 and "has a side" in found[0].message


def test_a_claim_on_ai_reviewed_too_late_is_found_whatever_its_kind(course):
    change(course, "therabot-trial", "review_by: 2027-05-23", "review_by: 2027-11-23")
    assert ["later than six months" in p.message for p in claims_are_fresh(ground(course))] == [True]


def page_citing(course: Path, *claims: str) -> None:
    path = course / "weeks" / "week09.yml"
    text = path.read_text(encoding="utf-8")
    tags = " ".join(f"[claim: {claim}]" for claim in claims)
    assert "summary: >-\n  " in text
    path.write_text(text.replace("summary: >-\n  ", f"summary: >-\n  {tags} ", 1), encoding="utf-8")


def messages(course: Path) -> list[str]:
    return [p.message for p in ai_claims.pages_show_both_sides(ground(course)) if "week09" in p.file]


def test_a_page_that_rests_on_one_side_is_found(course):
    page_citing(course, "affirms-users", "ethics-violations", "grounding-gap")
    assert [m for m in messages(course) if "none speaks of what AI can do for people" in m]


def test_two_sides_or_one_claim_that_shows_both_will_do(course):
    page_citing(course, "affirms-users", "ethics-violations", "bolt-both-halves")
    assert messages(course) == []


def test_one_or_two_findings_are_not_yet_a_case(course):
    page_citing(course, "affirms-users", "ethics-violations")
    assert messages(course) == []


def test_every_quotation_of_the_article_is_cited_as_the_articles(course):
    for claim in read(course)[0].claims.values():
        if claim.id.startswith("article-"):
            assert claim.source == "shloim-2026" and claim.side is None, claim.id
