"""A set of replies without names: only what was agreed to, only what is of known origin, and nobody in it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from notknowing.authoring.blind import BlindError, alike, build
from notknowing.cli import app
from notknowing.course import load
from notknowing.course.blind import read_blind

ROOT = Path(__file__).parents[2]
DAY = dt.date(2027, 4, 1)

COHORT = [
    ("callum", "You left your tools.", "2027-03-20"),
    ("callum", "Sometimes I ask, sometimes I go quiet so that you have room.", "2027-03-20"),
    ("callum", "What was it like, walking off?", "2027-03-21"),
    ("gareth", "Tell me about the roundabouts.", "yes"),
    ("gareth", "Your foot is still on the job.", "yes"),
    ("gareth", "She drives now, you said.", "2027-03-21"),
]


@pytest.fixture(scope="module")
def course():
    return load(ROOT / "course")


def cohort(folder: Path, rows=COHORT, head=("client", "words", "consent", "name", "email")) -> Path:
    path = folder / "cohort.csv"
    lines = [",".join(head)]
    for row in rows:
        padded = [*row, *(["Sam Nobody", "sam@example.org"][: len(head) - len(row)])]
        lines.append(",".join('"' + str(value).replace('"', '""') + '"' for value in padded))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def system(folder: Path, replies=None, **changed) -> Path:
    about = {
        "system": "A system",
        "version": "1",
        "date": DAY,
        "prompt": "Answer as a counsellor, in one or two sentences.",
        "obtained_by": "The module lead",
        "consent": "The terms allow use in teaching.",
    } | changed
    replies = replies or [
        {"client": client, "words": f"It sounds as though this matters to you, {word}."}
        for client in ("callum", "gareth")
        for word in ("today", "still", "again")
    ]
    path = folder / "system.yml"
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump({k: v for k, v in about.items() if v is not None} | {"replies": replies}, file)
    return path


def made(course, folder: Path, **given):
    given = {"seed": 3, "to": folder / "set.yml", "today": DAY} | given
    one, two = given.pop("cohort", None) or cohort(folder), given.pop("system", None) or system(folder)
    return build(course, one, two, **given)


def test_a_set_holds_as_many_of_each_and_no_column_but_the_words(course, tmp_path):
    built = made(course, tmp_path)
    found = read_blind(built.path, "set.yml")
    assert (built.persons, built.models) == (6, 6)
    for client in ("callum", "gareth"):
        sides = [reply.author for reply in found.replies if reply.client == client]
        assert sides.count("person") == sides.count("model") == 3
    text = built.path.read_text(encoding="utf-8")
    assert "Nobody" not in text and "example.org" not in text
    assert found.obtained[0].obtained_by == "The module lead" and found.obtained[0].date == DAY


def test_the_same_files_and_number_give_the_same_set_and_another_number_another(course, tmp_path):
    first = made(course, tmp_path).path.read_bytes()
    assert made(course, tmp_path, force=True).path.read_bytes() == first
    assert made(course, tmp_path, force=True, seed=4).path.read_bytes() != first


def test_the_order_does_not_give_the_writer_away(course, tmp_path):
    orders = {
        tuple(r.author for r in read_blind(made(course, tmp_path, seed=seed, force=True).path, "").replies)
        for seed in range(6)
    }
    assert len(orders) > 2


def test_replies_of_one_client_stand_together(course, tmp_path):
    clients = [reply.client for reply in read_blind(made(course, tmp_path).path, "").replies]
    assert clients in (["callum"] * 6 + ["gareth"] * 6, ["gareth"] * 6 + ["callum"] * 6)


def test_a_reply_without_consent_is_left_out_and_said(course, tmp_path):
    rows = [*COHORT, ("callum", "Nobody gave this one.", "no"), ("callum", "Nor to this one.", "")]
    built = made(course, tmp_path, cohort=cohort(tmp_path, rows), each=8)
    assert "Nobody gave" not in built.path.read_text() and "Nor to" not in built.path.read_text()
    assert any("lines 8, 9 were left out, because no consent" in line for line in built.lines)


@pytest.mark.parametrize(
    "words",
    [
        "Write to me at sam@example.org any time.",
        "Ring me on 07700 900123 tonight.",
        "I work at Hornbeam House Surgery too.",
        "Ask Dr Nobody about it.",
        "My number is 200912345 if you need it.",
    ],
)
def test_a_reply_that_says_who_somebody_is_is_left_out(course, tmp_path, words):
    built = made(course, tmp_path, cohort=cohort(tmp_path, [*COHORT, ("callum", words, "yes")]), each=8)
    left = words not in built.path.read_text()
    assert left and any("line 8 was left out: it has" in line for line in built.lines), built.lines


def test_a_word_that_may_be_a_name_is_pointed_at(course, tmp_path):
    rows = [*COHORT, ("callum", "You and my brother Kieran would get on.", "yes")]
    built = made(course, tmp_path, cohort=cohort(tmp_path, rows), each=8)
    assert any("look at line 8" in line and "Kieran" in line for line in built.lines)
    assert not any("look at line 2" in line for line in built.lines)


@pytest.mark.parametrize("missing", ["system", "version", "date", "prompt", "obtained_by", "consent"])
def test_replies_of_unknown_origin_are_not_used(course, tmp_path, missing):
    with pytest.raises(BlindError, match=rf"does not say {missing}.*Nothing was written"):
        made(course, tmp_path, system=system(tmp_path, **{missing: None}))
    assert not (tmp_path / "set.yml").exists()


def test_a_systems_replies_may_come_as_a_table(course, tmp_path):
    path = tmp_path / "system.csv"
    about = "A system,1,2027-03-01,Answer.,The lead,Allowed"
    lines = ["client,words,system,version,date,prompt,obtained_by,consent"]
    lines += [f"callum,It seems that this is number {i},{about}" for i in range(4)]
    path.write_text("\n".join(lines), encoding="utf-8")
    built = made(course, tmp_path, system=path)
    assert (built.persons, built.models) == (3, 3) and built.clients == ["callum"]


def test_what_gives_a_writer_away_unread_is_made_alike():
    assert alike(" “You’re  quiet” — **why**… ") == '"You\'re quiet" - why...'
    assert alike('"All of it in quotes."') == "All of it in quotes."


def test_lengths_that_give_it_away_are_said(course, tmp_path):
    long = [{"client": "callum", "words": f"number {i} " + "and more of the same " * 8} for i in range(3)]
    built = made(course, tmp_path, system=system(tmp_path, long))
    assert any("lengths give it away" in line for line in built.lines)


def test_a_set_that_is_there_is_not_written_over(course, tmp_path):
    first = made(course, tmp_path).path
    before = first.read_bytes()
    with pytest.raises(BlindError, match="there already"):
        made(course, tmp_path, seed=9)
    assert first.read_bytes() == before


def test_nothing_to_tell_apart_is_said(course, tmp_path):
    rows = [row for row in COHORT if row[0] == "callum"]
    only = [{"client": "gareth", "words": "It seems hard."}]
    with pytest.raises(BlindError, match="No client has replies on both sides"):
        made(course, tmp_path, cohort=cohort(tmp_path, rows), system=system(tmp_path, only))
    with pytest.raises(BlindError, match="no column called consent"):
        made(course, tmp_path, cohort=cohort(tmp_path, [r[:2] for r in COHORT], ("client", "words")))


def test_the_command_writes_and_says_it_in_sentences(tmp_path, capsys):
    one, two, to = cohort(tmp_path), system(tmp_path), tmp_path / "out.yml"
    args = ["blind", str(one), str(two), "--seed", "5", "--to", str(to), "--course", str(ROOT / "course")]
    code = _run(args)
    said = capsys.readouterr().out
    assert code == 0 and to.is_file() and "6 replies by people and 6 by a system" in said
    assert _run(args) == 1, "a set that is there stays"
    assert "there already" in capsys.readouterr().err
    assert _run([*args, "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["persons"] == 6
    assert _run(["blind", str(tmp_path / "no.csv"), str(two)]) == 1
    assert "Traceback" not in capsys.readouterr().err


def _run(args: list[str]) -> int:
    with pytest.raises(SystemExit) as left:
        app(args)
    return int(left.value.code or 0)
