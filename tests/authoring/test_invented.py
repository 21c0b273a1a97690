"""Nobody is invented: planted sentences are found with their lines, honest ones are let through."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from notknowing.authoring import invented
from notknowing.authoring.rules import Ground
from notknowing.course import read

COURSE = Path(__file__).parents[2] / "course"

LEANING = [
    "Our panel chose the second reply.",
    "The panel agreed on eleven of twelve.",
    "Three of our panellists read it as advice.",
    "In our pilot the page took eighty minutes.",
    "During a small pilot two students stopped here.",
    "We piloted it in autumn.",
    "The minutes were piloted with a cohort in Leeds.",
    "The scheme was tested with forty students.",
    "It has been tried out on a class.",
    "The replies were reviewed by five practitioners.",
    "This page was co-produced with people with lived experience.",
    "Therapists who tried this found it hard.",
    "People who tested an earlier version asked for less.",
    "Students told us that the wait was long.",
    "Trainees often tell us that they wanted to help.",
    "A reviewer said that the key was too strict.",
    "One experienced supervisor pointed out the second line.",
    "'It slowed me down,' says one student.",
    "Five therapists rated each reply.",
    "Most trainees found this hard.",
    "Our tutors agreed on the bands.",
]

HONEST = [
    "There is no panel. No practitioner has written, rated or reviewed a reply.",
    "Nobody else has rated this excerpt, and there is no panel to agree with.",
    "It has never been tested with real people.",
    "They have not yet been reviewed by practitioners, and have not yet been piloted.",
    "Once our panel has been filled by a lead, its readings are shown.",
    "Five invented therapists rated each reply.",
    "Suppose that five therapists rated each reply.",
    "Two reviewers are stuck in a lift. They are invented.",
    "A counsellor says: tell me more.",
    "Ten trained coders coded the same turns. [claim: coders-agree-and-do-not]",
    "Two coders read 20 turns of a made-up conversation.",
    "What would a supervisor say?",
    "Ask two colleagues to read it.",
    "In a trial, people who used a chatbot improved. [claim: therabot-trial]",
    "The therapist rated the session.",
    "Compare your reading with the course's reading.",
]

UNSEEN = [
    "It was found helpful.",
    "Dr Gray says that silence is an answer.",
    "Everybody loves this exercise.",
]


@pytest.mark.parametrize("sentence", LEANING)
def test_a_sentence_that_leans_on_somebody_is_found(sentence):
    assert list(invented.found_in(sentence))


@pytest.mark.parametrize("sentence", HONEST)
def test_an_honest_sentence_is_let_through(sentence):
    assert list(invented.found_in(sentence)) == []


@pytest.mark.parametrize("sentence", UNSEEN)
def test_what_the_rule_is_said_not_to_see_it_does_not_see(sentence):
    assert list(invented.found_in(sentence)) == []


def test_neither_a_claim_nor_made_up_people_elsewhere_stand_behind_a_panel():
    assert list(invented.found_in("Our panel chose this reply. [claim: compare-first]"))
    assert list(invented.found_in("The clients are made up. Our panel chose this reply."))


def test_a_denial_in_one_sentence_does_not_cover_the_next():
    assert list(invented.found_in("This was not easy. Students told us so."))


# -- in the files


PARTS = (
    "module.yml",
    "signposting.yml",
    "weeks/week01.yml",
    "clients/gareth.yml",
    "tutor/week01.md",
    "panel/README.md",
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A few files of each kind."""
    folder = tmp_path / "course"
    for name in PARTS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(COURSE / name, folder / name)
    for name in ("claims.yml", "references.yml"):
        (folder / name).write_text("[]\n", encoding="utf-8")
    return folder


def said(course: Path) -> set[tuple[str, int]]:
    ground = Ground(course.parent, read(course)[0], dt.date(2026, 12, 1))
    return {(p.file, p.line) for p in invented.nobody_is_invented(ground)}


def test_the_course_itself_leans_on_nobody():
    assert said(COURSE) == set()


def test_what_is_planted_in_a_text_a_comment_a_brief_and_a_tutors_page_is_found_on_its_line(course):
    places = {
        "weeks/week01.yml": ("summary: >-\n  ", "summary: >-\n  Students told us that this is hard. "),
        "module.yml": ("\n", "\n\n# In our pilot it took eighty minutes.\n\n"),
        "tutor/week01.md": ("\n", "\nThis is short.\nOur panel chose the third reply.\n\n"),
        "panel/README.md": ("\n", "\nFive therapists rated every reply.\n\n"),
    }
    for file, (old, new) in places.items():
        path = course / file
        text = path.read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found
        path.write_text(before + new + after, encoding="utf-8")
    summary = next(p for p, line in enumerate(lines(course / "weeks" / "week01.yml"), 2) if line == "summary: >-")
    assert said(course) == {
        ("course/weeks/week01.yml", summary),
        ("course/module.yml", 3),
        ("course/tutor/week01.md", 3),
        ("course/panel/README.md", 2),
    }


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_what_did_happen_has_its_places(course):
    module = course / "module.yml"
    text = module.read_text(encoding="utf-8")
    old = "Not yet piloted: no group of students has used these pages yet, and the minutes given are estimates."
    assert old in text
    module.write_text(text.replace(old, "In our pilot of 2027 twelve students used the pages."), encoding="utf-8")
    (course / "panel" / "readings.md").write_text("Five therapists rated every reply.\n", encoding="utf-8")
    assert said(course) == set()


def test_what_somebody_says_inside_a_scene_is_theirs(course):
    path = course / "clients" / "gareth.yml"
    text = path.read_text(encoding="utf-8")
    before, key, after = text.partition("words: >-\n  ")
    assert key
    path.write_text(before + key + "A volunteer said I could ring. " + after, encoding="utf-8")
    assert said(course) == set()
