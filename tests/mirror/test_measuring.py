"""Measuring the mirror against labels, and the two commands."""

from __future__ import annotations

import json

import pytest
from mirror_files import DATASETS
from ruamel.yaml import YAML
from typer.testing import CliRunner

from notknowing.cli_mirror import app
from notknowing.mirror import measure
from notknowing.mirror.table import NAMES, RULES

DATA = {
    "separator": "|",
    "decisions": {
        "advise": {"labels": ["advise"], "mirror": {"moves": ["advise"]}},
        "question": {"labels": ["question"], "mirror": {"forms": ["open question", "closed question"]}},
        "open": {"labels": ["open"], "mirror": {"forms": ["open question"]}, "among": "question"},
    },
}
ROWS = [
    {"text": "You should ring her.", "code": "advise"},
    {"text": "What was that like?", "code": "question|open"},
    {"text": "Are you sleeping?", "code": "question"},
    {"text": "Thirty-one years.", "code": "none"},
]


def test_full_agreement_is_kappa_one_and_a_single_kind_has_none():
    found, counts = measure.agree(ROWS, "text", measure.map_from(DATA, "code"), draws=50)
    by_name = {one.name: one for one in found}
    assert by_name["advise"].kappa == by_name["question"].kappa == 1
    assert (by_name["open"].n, by_name["open"].kappa) == (2, 1)
    assert counts["advise-should"] == (1, 1)
    assert measure.kappa([(True, True)]) is None and measure.kappa([]) is None


def test_kappa_is_cohens():
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert measure.kappa(pairs) == pytest.approx(0.4)


def test_the_interval_is_wider_when_rows_come_in_clusters_and_the_same_every_time():
    pairs = [((i % 3 > 0, i % 4 > 0), f"row {i}") for i in range(120)]
    clumped = [(pair, f"clump {i // 24}") for i, (pair, _) in enumerate(sorted(pairs))]
    low, high = measure.interval(pairs, 300, 1)
    wide_low, wide_high = measure.interval(clumped, 300, 1)
    assert wide_high - wide_low > high - low
    assert measure.interval(pairs, 300, 1) == (low, high)
    assert measure.interval(pairs[:1], 300, 1) == (None, None)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "decisions"),
        ({"decisions": {"x": {"labels": ["a"]}}}, "mirror"),
        ({"decisions": {"x": {"labels": ["a"], "mirror": {"colours": ["b"]}}}}, "colours"),
        ({"decisions": {"x": {"labels": ["a"], "mirror": {"moves": ["b"]}, "among": "y"}}}, "among y"),
    ],
)
def test_a_map_that_cannot_be_used_says_why(data, words):
    with pytest.raises(measure.MapError, match=words):
        measure.map_from(data, "code")


def test_what_always_counts_is_yes_whatever_else_is_there():
    data = {
        "decisions": {
            "heard": {
                "labels": ["heard"],
                "mirror": {"forms": ["statement about the client"]},
                "without": {"forms": ["statement about self"]},
                "always": {"rules": ["form-heard"]},
            }
        }
    }
    rows = [
        {"text": "You went quiet.", "code": "heard"},
        {"text": "You went quiet. I looked away.", "code": ""},
        {"text": "It sounds like you're tired of it. I looked away.", "code": "heard"},
    ]
    found, _ = measure.agree(rows, "text", measure.map_from(data, "code"), draws=0)
    assert found[0].kappa == 1


@pytest.mark.parametrize("name", ["mirror-gold-map.yml", "mirror-written-map.yml", "mirror-spoken-map.yml"])
def test_a_map_that_ships_names_only_what_the_mirror_has(name):
    plan = measure.map_from(YAML(typ="safe").load(DATASETS / name), "label")
    known = {rule.name for rule in RULES}
    asked = [part for one in plan.decisions for part in (one.mirror, one.without, one.always)]
    for part in asked:
        assert part.get("rules", frozenset()) <= known | {"form-other", "form-shares-words", "form-stage"}
        assert part.get("moves", frozenset()) <= set(NAMES)


def test_a_missing_column_and_an_empty_choice_are_said_in_words():
    with pytest.raises(measure.MapError, match="no column called wrong"):
        measure.agree(ROWS, "wrong", measure.map_from(DATA, "code"))
    with pytest.raises(measure.MapError, match="No row is left"):
        measure.agree(ROWS, "text", measure.map_from({**DATA, "only": {"code": "x"}}, "code"))


def test_the_map_of_the_gold_set_names_what_the_mirror_names():
    plan = measure.map_from(YAML(typ="safe").load(DATASETS / "mirror-gold-map.yml"), "moves")
    assert plan.only == {"half": "test"} and plan.cluster == "triple"
    found, _ = measure.agree([{"half": "test", "text": "Mm.", "client": "", "triple": "", "moves": "acknowledge", "forms": "acknowledgement", "flags": "none"}], "text", plan)  # fmt: skip
    assert {one.name: one.both for one in found}["acknowledge"] == 1


def test_one_reply_is_read_at_the_command_line():
    done = CliRunner().invoke(app, ["read", "Are you thinking of killing yourself?", "--client", "moira", "--json"])
    data = json.loads(done.stdout)
    assert data["reading"]["sentences"][0]["moves"][0]["name"] == "ask risk"
    assert "Moira" in data["said"]["in_play"]
    shown = CliRunner().invoke(app, ["read", "You should ring her."]).stdout
    assert "may read as advice" in shown


def test_a_file_is_measured_at_the_command_line(tmp_path):
    (tmp_path / "rows.csv").write_text("text,code\n" + "".join(f'"{row["text"]}",{row["code"]}\n' for row in ROWS))
    YAML().dump(DATA, tmp_path / "map.yml")
    given = [
        "agree",
        str(tmp_path / "rows.csv"),
        "--text",
        "text",
        "--label",
        "code",
        "--map",
        str(tmp_path / "map.yml"),
    ]
    data = json.loads(CliRunner().invoke(app, [*given, "--json"]).stdout)
    assert data["decisions"][0]["kappa"] == 1
    assert "advise" in CliRunner().invoke(app, [*given, "--rules"]).stdout
