"""Wordings that naive readers get wrong, each beside one that looks like it and is something else."""

from __future__ import annotations

import pytest

from notknowing import mirror
from notknowing.mirror.measure import named

PROBES = [
    # a label after a reflection's opening
    ("That sounds like an anxious attachment style.", "label", "That sounds like a long night."),
    ("it sounds like ur depressed tbh", "label", "it sounds like ur tired tbh"),
    ("It seems to me this is ambiguous loss.", "label", "It seems to me this is about Tuesday."),
    # a cause the client has not given
    (
        "You're avoiding her because you're afraid of being controlled.",
        "interpret",
        "I ask because you said it quietly.",
    ),
    ("I think you keep busy so you don't have to feel it.", "interpret", "I think you said Tuesday."),
    ("Part of you might be relieved.", "interpret", "Part of me is relieved to hear it."),
    # advice wrapped in a reflection, a wondering, a hedge or a question
    ("It sounds like you should call her.", "advise", "It sounds like you called her."),
    ("I wonder if you should just call her.", "advise", "I wonder if you called her."),
    ("Maybe it might be helpful to talk to someone?", "advise", "Maybe somebody was helpful?"),
    ("Have you tried calling him?", "advise", "Have you told him?"),
    ("What about joining a choir?", "advise", "What about the choir?"),
    ("Why don’t you stay at your sister’s?", "advise", "Why did you stay at your sister’s?"),
    ("If I was you I would be ringing the doctor.", "advise", "If I have it right, you rang the doctor."),
    ("u need to get urself to the gp", "advise", "what do u need from me"),
    # comfort and one's own story
    ("its totally normal to feel that way", "reassure", "what would a normal day be"),
    ("You'll be grand, so you will.", "reassure", "You'll know better than me."),
    ("My mam used to think I was her sister.", "disclose", "Your mam used to think you were her sister."),
    ("I've been there.", "disclose", "I've been listening."),
]


@pytest.mark.parametrize(("text", "move", "other"), PROBES)
def test_a_wrapped_move_is_seen_and_its_look_alike_is_not(text, move, other):
    assert move in named(mirror.read(text))["moves"]
    assert move not in named(mirror.read(other))["moves"]


QUESTIONS = [
    ("Could you help me understand?", "open question"),
    ("could you help me understand what cold means", "open question"),
    ("can u tell me more abt that", "open question"),
    ("How does that make you feel", "open question"),
    ("Tell me about the roundabouts.", "open question"),
    ("What you see now, when you think of it?", "open question"),
    ("Are you managing to sleep", "closed question"),
    ("Don’t you think she’d be happy to hear from you?", "closed question"),
    ("it hurt didnt it", "closed question"),
    ("That hurt, isn't it?", "closed question"),
    ("He is sleeping now?", "closed question"),
    ("See when you say that, is it that you're wanting tae go hame?", "closed question"),
]


@pytest.mark.parametrize(("text", "form"), QUESTIONS)
def test_a_question_is_seen_whatever_its_spelling_and_punctuation(text, form):
    assert mirror.read(text).sentences[-1].form.name == form


@pytest.mark.parametrize("text", ["When you said that, you laughed.", "What you told me is a lot.", "Do take your time.", "How it was, only you know."])  # fmt: skip
def test_a_statement_that_opens_like_a_question_is_not_one(text):
    assert "question" not in mirror.read(text).sentences[0].form.name


def test_form_and_what_it_may_do_stand_side_by_side():
    (sentence,) = mirror.read("Have you tried ringing her?").sentences
    assert sentence.form.name == "closed question"
    assert [move.name for move in sentence.moves] == ["advise"]
    (sentence,) = mirror.read("It sounds like you should ring her.").sentences
    assert (sentence.form.name, [move.name for move in sentence.moves]) == ("directive", ["advise"])


def test_a_negative_question_is_noted_as_leading():
    assert "leading" in named(mirror.read("Don't you think she'd be happy to hear from you?"))["notes"]
    assert "leading" not in named(mirror.read("Would she be happy to hear from you?"))["notes"]


def test_two_questions_are_noted_and_the_last_is_quoted(clients):
    reading = mirror.read("What do you miss? And how did Lynne take it?", clients["gareth"])
    (note,) = [note for note in reading.notes if note.name == "two questions"]
    assert "And how did Lynne take it?" in note.why
    assert "two questions" not in named(mirror.read("What do you miss? I'd wait.", clients["gareth"]))["notes"]


def test_the_bounced_question_is_noted_only_where_something_was_asked_for(clients):
    bounce = "And what do *you* feel you should do?"
    assert "pseudo-not-knowing" in named(mirror.read(bounce, clients["wei-ling"]))["notes"]
    assert "pseudo-not-knowing" not in named(mirror.read(bounce, clients["gareth"]))["notes"]
    answered = "The university can pause your work, and I'll give you the name. What do you feel you should do?"
    assert "pseudo-not-knowing" not in named(mirror.read(answered, clients["wei-ling"]))["notes"]


def test_an_echo_is_noted_at_both_ends(clients):
    parrot = (
        "You've read the complaint, you've done the reflective statement, you've had the chat with your supervisor."
    )
    assert "parrot" in named(mirror.read(parrot, clients["adaeze"]))["notes"]
    assert "parrot" not in named(mirror.read("One line.", clients["adaeze"]))["notes"]
    far = "There are several choirs and swimming clubs around here which meet at weekends and welcome newcomers."
    assert "no shared words" in named(mirror.read(far, clients["adaeze"]))["notes"]


def test_silence_brevity_and_length_are_noted_without_reproach(clients):
    assert named(mirror.read("", clients["callum"]))["notes"] == {"silence"}
    assert "silence" in named(mirror.read("(waits, looking near rather than at him)", clients["callum"]))["notes"]
    assert "brevity" in named(mirror.read("Your tools.", clients["callum"]))["notes"]
    assert "long" in named(mirror.read("You left your tools. " * 20, clients["callum"]))["notes"]
    for text in ("", "Your tools."):
        (note,) = [note for note in mirror.read(text).notes if note.name in ("silence", "brevity")]
        assert "reply" in note.why and "should" not in note.why


PARITY = [
    ("I wonder if you should ring the job centre.", "am wondering if you should ring the job centre once", "advise"),
    ("You'll find the right moment.", "you will find teh right moment", "reassure"),
    ("Have you had thoughts of ending your life?", "did u have thoughts to end ur life", "ask risk"),
    ("Do you want to be dead?", "are ye wanting tae be deid, or wanting to die?", "ask risk"),
]


@pytest.mark.parametrize(("one", "other", "move"), PARITY)
def test_the_same_reply_in_another_wording_is_read_alike(one, other, move):
    assert move in named(mirror.read(one))["moves"]
    assert move in named(mirror.read(other))["moves"]
