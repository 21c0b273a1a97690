"""What is said: the client first, both quoted, one thing to try, and what the software could not judge."""

from __future__ import annotations

from notknowing import mirror


def spoken(text, client):
    """The feedback on a reply."""
    return mirror.say(mirror.read(text, client), client)


def test_the_five_parts_quote_the_client_and_the_student(clients):
    said = spoken("You said roundabouts. You should find something to get up for.", clients["gareth"])
    assert said.in_play.startswith("Gareth said “") and "oundabouts" in said.in_play
    assert any("“You should” may be heard as advice." in line for line in said.what_your_words_do)
    assert said.may_be_left.startswith("Gareth also said “")
    assert "without the suggestion" in said.one_thing_to_try
    assert "Gareth" in said.cannot_judge and "cannot hear tone" in said.cannot_judge


def test_what_is_quoted_of_the_client_are_the_clients_words(clients):
    for client in clients.values():
        said = spoken("I wonder if you should just see how it goes.", client)
        words = " ".join(client.words.split())
        for line in (said.in_play, said.may_be_left):
            for quote in line.split("“")[1:]:
                assert quote.split("”")[0] in words


def test_two_questions_ask_which_one_would_be_kept(clients):
    said = spoken("What do you miss? And how did Lynne take it?", clients["gareth"])
    assert (
        said.one_thing_to_try
        == "If you kept only one of your questions, which would you keep, and does it need to be a question?"
    )


def test_a_duty_comes_before_anything_else_to_try(clients):
    said = spoken("You should keep going up there. Are you sleeping? And eating?", clients["moira"])
    assert "plain question" in said.one_thing_to_try


def test_nothing_is_said_about_the_client_when_none_is_known():
    said = mirror.say(mirror.read("You should ring her."))
    assert said.in_play == said.may_be_left == ""
    assert said.what_your_words_do and "the client" in said.cannot_judge


def test_a_suggestion_asked_as_a_question_is_called_both(clients):
    said = spoken("Have you tried calling her about the roundabouts?", clients["gareth"])
    assert any("a question in form" in line for line in said.what_your_words_do)


def test_the_pronouns_are_the_clients_own(clients):
    said = spoken("That sounds really hard.", clients["rowan"])
    assert "their own words" in said.one_thing_to_try
