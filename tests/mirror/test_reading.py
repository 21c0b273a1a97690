"""A reading holds for any text: it never raises, its spans are the student's own letters, and it is always the same."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notknowing import mirror
from notknowing.mirror.text import plain, sentences

WORDS = st.sampled_from(
    "You should ring her . ? ! … ... I wonder if what how dont u owt “Fraud” (nods) [pause] wi' — - * \n İ ß 😀 ¿ because "
    "you're afraid have you thought of killing yourself sorry the roundabouts um, so-so can't it's a normal my dad".split(
        " "
    )
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_every_span_is_inside_it(text):
    reading = mirror.read(text)
    assert reading == mirror.read(text)
    assert reading.text == text
    last = 0
    for sentence in reading.sentences:
        start, end = sentence.span
        assert last <= start < end <= len(text)
        assert sentence.text == text[start:end]
        last = end
        for part in (sentence.form, *sentence.moves):
            assert start <= part.span[0] < part.span[1] <= end
    for note in reading.notes:
        assert note.span is None or 0 <= note.span[0] < note.span[1] <= len(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_saying_it_never_fails_and_quotes_the_student(text):
    said = mirror.say(mirror.read(text))
    assert said.cannot_judge
    assert all(isinstance(line, str) and line for line in said.what_your_words_do)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_the_way_back_from_the_plain_copy_is_whole(text):
    whole = plain(text)
    assert len(whole.text) == len(whole.starts) == len(whole.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(whole.starts, whole.ends, strict=True))
    assert whole.starts == sorted(whole.starts)


def test_evidence_is_shown_in_the_letters_the_student_typed():
    text = "honestly u shuld ring ur gp"
    (move,) = mirror.read(text).moves
    assert text[move.span[0] : move.span[1]] == "u shuld"
    assert "“u shuld”" in move.why


def split(text):
    """The sentences of a text, as plain copies."""
    return [piece.text for piece in sentences(plain(text))]


def test_sentences_are_found_without_capitals_or_full_punctuation():
    assert len(split("Two hours, that was. Not shouting! Does he know?")) == 3
    assert len(split("that could be alexithymia have you herd of it")) == 2
    assert len(split("whos helping with the stock... and is kit alright with it")) == 2
    assert len(split("You told your dad’s business to a… what?")) == 1
    assert len(split("Thirty-one years… mm.")) == 1
    assert len(split("(nods, and waits)")) == 1
    assert len(split("Dr. Khan and Mr. Pollard rang at 4.30 about it.")) == 1
    assert len(split("one line\nWhat does it mean?")) == 2


def test_fillers_and_stammers_are_left_out_and_curly_quotes_are_straight():
    assert plain("Um, I-I don’t know").text == "i don't know"
    assert plain("she’s HAPPY").text == "she's happy"


def test_nothing_is_said_of_nothing():
    reading = mirror.read("")
    assert reading.sentences == () and reading.moves == ()
    said = mirror.say(reading)
    assert said.in_play == said.may_be_left == said.one_thing_to_try == ""


def forms(text, client=None):
    """The rule that gave each sentence its form."""
    return [sentence.form.rule for sentence in mirror.read(text, client).sentences]


def test_a_statement_after_the_clients_question_may_be_an_answer():
    asks = SimpleNamespace(words="My knee is bad. Is it serious?", name="Gareth", pronouns=None, safety=None)
    tells = SimpleNamespace(words="Is it serious? My knee is bad.", name="Gareth", pronouns=None, safety=None)
    assert forms("It was a small tear.", asks) == ["form-answer"]
    assert forms("It was a small tear.", tells) == ["form-about-it"]
    assert forms("It sounds like you're worried about the knee.", asks) == ["form-heard"]
    (sentence,) = mirror.read("You went back to work on it.", asks).sentences
    assert sentence.form.name == "statement about the client"


UNMARKED = [
    ("okay and then your sister came down did you tell her about it", "closed question"),
    ("right and how did you get home after that", "open question"),
    ("so you went back and what did she say to that", "open question"),
    ("okay so that was march how many weeks did you have off", "closed question"),
    ("you told me what she did and how it ended", "statement about the client"),
    ("i know what you mean", "statement about self"),
]


@pytest.mark.parametrize(("text", "form"), UNMARKED)
def test_a_question_without_any_punctuation_is_told_from_a_statement(text, form):
    assert mirror.read(text).sentences[-1].form.name == form


HEARD = [
    ("I can see you've worked at it.", "form-heard"),
    ("My guess is you'd rather not.", "form-heard"),
    ("So you were in the van on your own?", "form-rising"),
    ("Did I get that right?", "form-check"),
    ("It is.", "form-agree"),
    ("Hello again, Gareth.", "form-greet"),
    ("You'll meet the new team there.", "form-ahead"),
]


@pytest.mark.parametrize(("text", "rule"), HEARD)
def test_giving_back_is_told_from_answering_agreeing_and_looking_ahead(text, rule):
    assert forms(text) == [rule]
