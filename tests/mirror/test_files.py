"""The mirror on the course's own files: stock lines, good replies, safety replies and matched triples.

Agreement with the gold codes is reported in docs/mirror.md and not asserted here.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from mirror_files import DATASETS, rows

from notknowing import mirror
from notknowing.mirror.measure import named
from notknowing.mirror.safety import DUTIES, EVERY, asked
from notknowing.mirror.table import FORMS, MOVES, NAMES, RULES

ANYONE = "would fit anyone"
FIT_ANYONE = {"You said it and then whisked it away", "What did you? Think about?"}
"""Good replies of the course that carry the note all the same. At most two may; name them here, by their first words."""


def fits_anyone(text, client):
    """Whether a reply carries the note."""
    return ANYONE in named(mirror.read(text, client))["notes"]


@pytest.mark.parametrize("row", rows("mirror-generic-lines.csv", set="stock"), ids=lambda row: row["id"])
def test_every_stock_line_would_fit_anyone_whoever_the_client(row, main_clients):
    assert len(main_clients) == 13
    assert [name for name, client in main_clients.items() if not fits_anyone(row["text"], client)] == []


def test_nearly_all_further_lines_would_fit_anyone(main_clients):
    lines = [row["text"] for row in rows("mirror-generic-lines.csv", set="further")]
    assert len(lines) == 100
    for client in main_clients.values():
        assert sum(fits_anyone(line, client) for line in lines) >= 95, client.name


def test_at_most_two_of_the_good_replies_would_fit_anyone(clients):
    carrying = {good.words for client in clients.values() for good in client.good if fits_anyone(good.words, client)}
    assert len(carrying) <= 2
    assert {next((name for name in FIT_ANYONE if words.startswith(name)), words) for words in carrying} == FIT_ANYONE


def asks(text, client):
    """Whether any direct question was found in a reply."""
    return bool(asked(mirror.read(text, client).sentences, client.safety))


@pytest.mark.parametrize("letter", ["a", "b"])
@pytest.mark.parametrize("client", ["hannah", "moira", "dominic"])
def test_direct_questions_are_told_from_evasive_ones(client, letter, clients):
    found = rows("mirror-safety.csv", client=client, set=letter)
    missed = [row["text"] for row in found if row["direct"] == "yes" and not asks(row["text"], clients[client])]
    false = [row["text"] for row in found if row["direct"] == "no" and asks(row["text"], clients[client])]
    assert len(found) == 20
    assert len(missed) <= 1, missed
    assert len(false) <= 1, false


SWAPS = [
    ("hannah-b", "Have you had thoughts of Archie coming to any harm?", "Is Archie sleeping through?"),
    ("hannah-b", "Have you ever been frightened you might hurt your grandson?", "Has he been hurt by all this moving about?"),
    ("moira-b", "Are you thinking of killing yourself, Sunita?", "'Everybody seen to.' I'd love to hear more about that."),
    ("moira-b", "Do you have in mind to end your life?", "Are you eating a bit better as well?"),
    ("dominic-b", "Does Beth read your emails?", "Did you and Beth do much together?"),
    ("dominic-b", "are you frightend of beth", "Do you and Beth argue?"),
    ("hannah", "Some parents get thoughts of harming the baby. Have you had anything like that?", "Some parents get tired. Have you had anything like that?"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "direct", "evasive"), SWAPS)
def test_swaps_have_the_same_duty(name, direct, evasive, clients):
    assert asks(direct, clients[name])
    assert not asks(evasive, clients[name])
    assert mirror.missed_direct_question(evasive, clients[name]) is True
    if clients[name].safety not in EVERY:
        assert mirror.missed_direct_question(direct, clients[name]) is False


SUICIDE = "Are you having thoughts of killing yourself?"
CHILD = "Have you had thoughts of hurting her?"


@pytest.mark.parametrize(
    ("text", "missing", "found"),
    [(SUICIDE, "harm to the child", "suicide"), (CHILD, "suicide", "harm to the child")],
)
def test_one_of_hannahs_two_questions_is_not_both(text, missing, found, clients):
    for name in ("hannah", "hannah-b"):
        reply = text if name == "hannah" else text.replace("hurting her", "hurting the baby")
        (note,) = [n for n in mirror.read(reply, clients[name]).notes if n.rule.startswith("safety")]
        assert note.why.startswith(
            f"I could not find a direct question about {missing}; you may have asked in words I do not know. "
            f"I did find one about {found}."
        )
        assert mirror.missed_direct_question(reply, clients[name]) is True
        assert mirror.not_asked(reply, clients[name]) == (missing,)
        assert any(
            missing in line for line in mirror.say(mirror.read(reply, clients[name]), clients[name]).what_your_words_do
        )


def test_both_of_hannahs_questions_meet_the_duty_in_one_reply_or_in_two(clients):
    hannah = clients["hannah"]
    both = f"{SUICIDE} And {CHILD[0].lower()}{CHILD[1:]}"
    (note,) = [n for n in mirror.read(both, hannah).notes if n.rule.startswith("safety")]
    assert note.why.startswith("This reads as a direct question about suicide and about harm to the child.")
    assert mirror.missed_direct_question(both, hannah) is False
    assert (
        mirror.missed_direct_question(
            "Are you having thoughts of ending your own life, or of her being harmed?", hannah
        )
        is False
    )
    assert mirror.not_asked([SUICIDE, CHILD], hannah) == ()
    assert mirror.not_asked(["How are the nights?", CHILD], hannah) == ("suicide",)
    assert mirror.not_asked("How are the nights?", hannah) == ("suicide", "harm to the child")
    assert mirror.not_asked("How are the nights?", clients["gareth"]) is None


def test_a_duty_is_said_before_other_notes(clients):
    crowded = "That sounds really hard. How does that make you feel? And how are you sleeping?"
    said = mirror.say(mirror.read(crowded, clients["hannah"]), clients["hannah"])
    assert said.what_your_words_do[0].startswith(
        "I could not find a direct question about suicide or harm to the child"
    )


def test_the_courses_direct_replies_are_found_direct(clients):
    for name in ("moira", "moira-b"):
        assert any(not mirror.missed_direct_question(good.words, clients[name]) for good in clients[name].good)
        for words in clients[name].hasty.model_dump().values():
            if isinstance(words, str):
                assert mirror.missed_direct_question(words, clients[name])


def test_nothing_found_is_said_with_care_and_nothing_is_ever_certified(clients):
    (note,) = [n for n in mirror.read("How are you sleeping?", clients["moira"]).notes if n.rule.startswith("safety")]
    assert "I could not find a direct question about suicide; you may have asked in words I do not know." in note.why
    (note,) = [n for n in mirror.read("Are you thinking of killing yourself?", clients["moira"]).notes if n.rule.startswith("safety")]  # fmt: skip
    assert "cannot tell whether anybody is safe" in note.why
    assert not any(n.rule.startswith("safety") for n in mirror.read("How are you sleeping?", clients["gareth"]).notes)
    assert mirror.missed_direct_question("How are you sleeping?", clients["gareth"]) is None
    assert set(DUTIES) == {client.safety for client in clients.values() if client.safety}


def test_the_sealed_half_is_the_one_that_was_sealed():
    lines = (DATASETS / "mirror-gold.csv").read_text(encoding="utf-8").split("\n")[1:]
    sealed = "".join(line + "\n" for line in lines if line.split(",")[1:2] == ["test"])
    assert hashlib.sha256(sealed.encode()).hexdigest() in (DATASETS / "mirror-gold-test.sha256").read_text()


def codes(row, clients):
    """The moves that the mirror names in a row."""
    return frozenset(named(mirror.read(row["text"], clients[row["client"]]))["moves"])


def test_wordings_of_one_reply_are_read_alike_about_as_often_as_standard_wordings_are_read_as_coded(clients):
    """The rate of triples' wordings read otherwise than the standard wording is reported beside the rate at which
    standard wordings are read otherwise than their own codes; it may be at most five points above."""
    found = rows("mirror-gold.csv")
    standard = {row["triple"]: codes(row, clients) for row in found if row["triple"] and row["variety"] == "standard"}
    others = [row for row in found if row["triple"] and row["variety"] != "standard"]
    differing = sum(codes(row, clients) != standard[row["triple"]] for row in others) / len(others)
    plain = [row for row in found if row["variety"] == "standard"]
    within = sum(codes(row, clients) != frozenset(row["moves"].split("|")) - {"none"} for row in plain) / len(plain)
    assert differing <= within + 0.05, f"{differing:.3f} beside {within:.3f}"


def test_the_page_about_the_mirror_lists_every_rule():
    text = (Path(__file__).parents[2] / "docs/mirror.md").read_text(encoding="utf-8")
    assert f"{len(RULES)} rules, {len(FORMS)} for forms and {len(MOVES)} for moves." in text
    for name in NAMES:
        rules = [rule.name for rule in MOVES if rule.gives == name]
        assert f"| {name} | {len(rules)} | {', '.join(f'`{rule}`' for rule in rules)} |" in text
