"""The tables in datasets/: as the data package describes them, of a grade that may be printed, and made up only where they say so."""

from __future__ import annotations

import csv
import fnmatch
import json
import math
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from notknowing.authoring.bundle import MEASURES, Supervised, students_files
from notknowing.evidence import synthetic, tables

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "datasets"
PACKAGES = {name: json.loads((FOLDER / name).read_text(encoding="utf-8")) for name in tables.PACKAGES}
RESOURCES = {about["name"]: about for package in PACKAGES.values() for about in package["resources"]}
PUBLISHED = ("alliance-meta-analyses", "alliance-moderators", "common-factors")
AI = ("digital-alliance", "chatbot-trials", "llm-evaluations", "ai-usage-surveys", "regulation-timeline")
TEXTS = [path for path in FOLDER.iterdir() if path.suffix in {".csv", ".json", ".md", ".yml"}]
OURS = [path for path in TEXTS if not path.name.startswith("mirror-")]


def rows(name: str) -> list[dict[str, str]]:
    """A table as text, exactly as it stands in the file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published() -> list[tuple[str, dict[str, str]]]:
    return [(name, row) for name in PUBLISHED for row in rows(name)]


# -- the data package


@pytest.fixture(scope="session")
def reports():
    """What Frictionless says, in a process of its own: its import is slow and leaves much behind."""
    asked = (
        "import sys, json, frictionless; "
        "print(json.dumps([json.loads(frictionless.validate(name).to_json()) for name in sys.argv[1:]]))"
    )
    run = subprocess.run([sys.executable, "-c", asked, *PACKAGES], cwd=FOLDER, capture_output=True, text=True, encoding="utf-8")  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_every_table_is_as_its_data_package_describes_it(reports):
    for report, package in zip(reports, PACKAGES.values(), strict=True):
        said = [(task["name"], error["message"]) for task in report["tasks"] for error in task["errors"]]
        assert report["valid"], [*report["errors"], *said][:10]
        assert {task["name"] for task in report["tasks"]} == {about["name"] for about in package["resources"]}


def test_the_mirrors_tables_are_described_apart():
    ours, mirrors = ({about["name"] for about in package["resources"]} for package in PACKAGES.values())
    assert mirrors == {name for name in RESOURCES if name.startswith("mirror-")} and not ours & mirrors


def test_every_table_is_described_and_every_description_has_a_table():
    assert {f"{name}.csv" for name in RESOURCES} == {path.name for path in FOLDER.glob("*.csv")}
    assert all(about["path"] == f"{name}.csv" for name, about in RESOURCES.items())


@pytest.mark.parametrize("name", RESOURCES)
def test_a_description_says_what_a_reader_needs(name):
    about = RESOURCES[name]
    assert about["title"] and about["description"] and isinstance(about["synthetic"], bool)
    assert about["licenses"][0]["name"] == "CC-BY-4.0"
    fields = about["schema"]["fields"]
    assert all(field["title"] and field["description"] for field in fields)
    assert all(field["type"] in tables.DTYPES for field in fields)
    keys = about["schema"]["primaryKey"]
    assert ({keys} if isinstance(keys, str) else set(keys)) <= {field["name"] for field in fields}


@pytest.mark.parametrize("name", [name for name in RESOURCES if not name.startswith("mirror-")])
def test_a_table_is_read_with_the_types_it_is_described_with(name):
    frame = tables.read(name)
    about = tables.resource(name)
    assert [column.name for column in about.columns] == list(frame.columns)
    assert [str(kind) for kind in frame.dtypes] == [tables.DTYPES[column.type] for column in about.columns]
    assert len(frame) == len(rows(name))


def test_made_up_tables_say_so_in_their_name_their_description_and_their_caption():
    for name, about in RESOURCES.items():
        if name.startswith("mirror-"):
            assert about["synthetic"] and "language models" in about["description"]
            continue
        assert about["synthetic"] == name.endswith("-synthetic"), name
        assert about["description"].startswith("Synthetic") == about["synthetic"], name
        assert tables.resource(name).caption.startswith("Synthetic data") == about["synthetic"]


def test_only_scales_and_measures_have_units_and_ratings_have_their_ends():
    assert tables.resource("v-shapes-synthetic").units == {"rating": "points from 1 to 7"}
    for name in ("three-views-synthetic", "v-shapes-synthetic", "sessions-synthetic"):
        for field in RESOURCES[name]["schema"]["fields"]:
            if field.get("unit") == "points from 1 to 7":
                assert (field["constraints"]["minimum"], field["constraints"]["maximum"]) == (1, 7)


# -- published figures


def test_nothing_from_memory_is_in_any_table():
    assert {row["grade"] for _, row in published()} <= {"A", "B"}
    assert {row["grade"] for name in AI for row in rows(name)} == {"A", "B"}
    for path in (*(FOLDER / f"{name}.csv" for name in (*PUBLISHED, *AI)), FOLDER / "datapackage.json"):
        assert not re.search(r"\(C\)|from memory|\bcheck\b|believed", path.read_text(encoding="utf-8"), re.IGNORECASE)


def test_no_host_is_named_but_doi_org():
    for path in OURS:
        text = path.read_text(encoding="utf-8")
        hosts = set(re.findall(r"https?://([^/\s\"')]+)", text))
        text = re.sub(r"\b10\.\d{4,9}/[^\s,;\"]+", "", text)  # a DOI may have a host's name in it
        assert hosts <= {"doi.org"}, path.name
        assert not re.search(r"\b(?:www\.|\d{1,3}(?:\.\d{1,3}){3}\b|[a-z0-9-]+\.(?:com|net|org|edu|ac\.uk|cn|info|io)\b)", text), path.name  # fmt: skip


def test_a_doi_looks_like_one_and_a_row_without_one_can_still_be_found():
    for name, row in published():
        doi = row["source_doi"]
        assert not doi or re.fullmatch(r"10\.\d{4,9}/[^\s;]+", doi), (name, row["id"])
        assert doi or row.get("title") or row["authors"], (name, row["id"])
        if not doi:
            assert "DOI" in row["note"], (name, row["id"])


def test_a_correlation_is_one_and_an_interval_holds_its_estimate():
    for name, row in published():
        estimate, low, high = (float(row[c]) if row[c] else None for c in ("estimate", "ci95_low", "ci95_high"))
        assert (low is None) == (high is None), (name, row["id"])
        if low is not None:
            assert low < estimate < high, (name, row["id"])
        if row["metric"] == "r":
            assert all(-1 < one < 1 for one in (estimate, low, high) if one is not None), (name, row["id"])


def test_how_many_people_has_its_unit_and_says_whether_it_is_exact():
    for name, row in published():
        if "n" in row:
            assert bool(row["n"]) == bool(row["n_at_least"]), (name, row["id"])
            assert bool(row["n"]) == bool(row.get("n_unit", row["n"])), (name, row["id"])
    assert tables.row("alliance-meta-analyses", "horvath_2011")["n_at_least"] is True


def test_what_is_easy_to_get_wrong_is_not_got_wrong():
    meta = {row["id"]: row for row in rows("alliance-meta-analyses")}
    assert not meta["horvath_symonds_1991"]["k"] and "two dozen" in meta["horvath_symonds_1991"]["note"]
    assert "face to face and internet together" in meta["flueckiger_2018_overall"]["k_unit"]
    assert not meta["igra_2020"]["ci95_low"] and not meta["internet_2026"]["title"]
    assert meta["farber_2018"]["metric"] == "g" and "ocd_2022" not in meta
    assert not any("Wampold 2015" in json.dumps(row) for row in rows("common-factors"))


def test_the_d_of_a_common_factor_is_worked_out_from_its_r():
    for row in rows("common-factors"):
        if row["metric"] == "r":
            r = float(row["estimate"])
            assert float(row["d_worked_out"]) == pytest.approx(2 * r / math.sqrt(1 - r * r), abs=0.0051), row["id"]
        else:
            assert not row["d_worked_out"], row["id"]


def test_the_same_finding_has_the_same_figures_in_every_table():
    meta = {
        (row["authors"], row["year"], row["metric"], row["estimate"]): row for row in rows("alliance-meta-analyses")
    }
    for name in PUBLISHED[1:]:
        for row in rows(name):
            other = meta.get((row["authors"], row["year"], row["metric"], row["estimate"]))
            if other and row["authors"]:
                assert all(row[column] == other[column] for column in ("ci95_low", "ci95_high", "source_doi")), row["id"]  # fmt: skip


def test_notes_are_plain_and_calm():
    for name, row in published():
        assert "!" not in row["note"] and len(row["note"]) < 220, (name, row["id"])
        assert not row["note"] or row["note"].endswith("."), (name, row["id"])


# -- AI


def ai() -> list[tuple[str, dict[str, str]]]:
    return [(name, row) for name in AI for row in rows(name)]


def test_an_ai_row_names_its_source_and_its_note_is_plain():
    known = {entry["id"] for entry in YAML(typ="safe").load(ROOT / "course" / "references.yml")}
    for name, row in ai():
        assert not row["reference"] or row["reference"] in known, (name, row["id"])
        assert "!" not in row["note"] and len(row["note"]) < 220, (name, row["id"])
        assert not row["note"] or row["note"].endswith("."), (name, row["id"])
        if name != "regulation-timeline":
            doi = row["source_doi"]
            assert not doi or re.fullmatch(r"10\.\d{4,9}/[^\s;]+", doi), (name, row["id"])
            assert doi or "DOI" in row["note"], (name, row["id"])


def test_a_doi_of_a_row_is_the_doi_of_its_reference():
    known = {entry["id"]: entry["doi"] for entry in YAML(typ="safe").load(ROOT / "course" / "references.yml")}
    for name, row in ai():
        if row["reference"] and row.get("source_doi"):
            assert row["source_doi"] == known[row["reference"]], (name, row["id"])


def test_an_interval_holds_its_value_in_every_ai_table():
    pairs = {
        "digital-alliance": ("mean", [("ci95_low_worked_out", "ci95_high_worked_out")]),
        "chatbot-trials": ("estimate", [("ci95_low", "ci95_high")]),
        "llm-evaluations": ("value", [("ordinary_low", "ordinary_high"), ("clustered_low", "clustered_high"), ("published_low", "published_high")]),
    }  # fmt: skip
    for name, (value, ends) in pairs.items():
        for row in rows(name):
            for low, high in ends:
                assert bool(row[low]) == bool(row[high]), (name, row["id"])
                if row[low] and row[value]:
                    assert float(row[low]) <= float(row[value]) <= float(row[high]), (name, row["id"])


def test_the_intervals_of_alliance_scores_are_worked_out_from_their_rows_and_never_on_two_scales():
    for row in rows("digital-alliance"):
        assert bool(row["ci95_low_worked_out"]) == bool(row["n"] and row["sd"]), row["id"]
        if row["ci95_low_worked_out"]:
            half = 1.96 * float(row["sd"]) / math.sqrt(int(row["n"]))
            assert float(row["ci95_low_worked_out"]) == pytest.approx(float(row["mean"]) - half, abs=0.0006)
            assert float(row["ci95_high_worked_out"]) == pytest.approx(float(row["mean"]) + half, abs=0.0006)
        if row["scale_high"]:
            assert int(row["scale_low"]) <= float(row["mean"]) <= int(row["scale_high"]), row["id"]
    found = {row["id"]: row for row in rows("digital-alliance")}
    assert (found["woebot_bond"]["ci95_low_worked_out"], found["woebot_bond"]["ci95_high_worked_out"]) == ("3.790", "3.810")  # fmt: skip
    assert not found["therabot_total"]["scale_high"] and not found["therabot_total"]["n"]


def test_counts_of_replies_give_their_shares_and_their_ordinary_intervals():
    counted = [row for row in rows("llm-evaluations") if row["count"]]
    assert len(counted) == 53
    for row in counted:
        count, of = int(row["count"]), int(row["of"])
        assert float(row["value"]) == pytest.approx(count / of, abs=0.00006), row["id"]
        low, high = wilson(count, of)
        assert float(row["ordinary_low"]) == pytest.approx(low, abs=0.0002), row["id"]
        assert float(row["ordinary_high"]) == pytest.approx(high, abs=0.0002), row["id"]


def wilson(count: int, of: int, z: float = 1.959964) -> tuple[float, float]:
    p = count / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def test_conditions_add_up_to_the_pooled_counts_and_equal_weights_are_as_the_traps_say():
    counted = {row["id"]: row for row in rows("llm-evaluations") if row["count"]}
    parts = ("ocd", "delusions", "hallucinations", "mania", "suicidal")
    equal = {"gpt_4o": 0.754, "llama3_1_405b": 0.688, "llama3_1_70b": 0.673, "llama3_1_8b": 0.665, "llama2_70b": 0.285,
             "therapists": 0.938, "five_live_bots": 0.560}  # fmt: skip
    for system, mean in equal.items():
        pooled, five = counted[f"moore_{system}"], [counted[f"moore_{system}_{part}"] for part in parts]
        assert sum(int(row["count"]) for row in five) == int(pooled["count"]), system
        assert sum(int(row["of"]) for row in five) == int(pooled["of"]), system
        assert sum(float(row["value"]) for row in five) / 5 == pytest.approx(mean, abs=0.0006), system
        assert float(pooled["clustered_high"]) - float(pooled["clustered_low"]) > 0
        for said in re.findall(r"(?<!\d)\.\d{3}", pooled["trap"]):
            assert float(said) in equal.values(), system
    bots = [
        counted[f"moore_{bot}"] for bot in ("serena", "character_ai_therapist", "gpt_store_therapist", "pi", "noni")
    ]
    assert sum(int(row["count"]) for row in bots) == int(counted["moore_five_live_bots"]["count"])


def test_clustered_intervals_are_given_only_over_all_ten_statements():
    for row in rows("llm-evaluations"):
        if row["clustered_low"]:
            assert row["condition"] == "all" and row["id"].startswith("moore_")
        assert row["trap"].endswith("."), row["id"]


def test_a_survey_figure_has_its_unit_its_window_its_act_and_its_people():
    for row in rows("ai-usage-surveys"):
        assert all(row[column] for column in ("unit", "window", "act", "population", "group")), row["id"]
        assert row["value"] or row["as_said"], row["id"]
    found = {row["id"]: row for row in rows("ai-usage-surveys")}
    assert not found["aisi_weekly"]["value"] and not found["log_chatgpt"]["value"]
    assert found["zao_rank"]["unit"] == "rank" and not found["zao_rank"]["value"]


def test_rules_and_statements_stand_in_order_and_nothing_is_said_of_what_is_not_known():
    timeline = rows("regulation-timeline")
    dated = [row["date"] for row in timeline if len(row["date"]) > 4]
    assert [date[:7] for date in dated] == sorted(date[:7] for date in dated)
    final = next(row for row in timeline if row["id"] == "bacp_final")
    assert "not known" in final["note"] and final["date"] == "2026"
    assert not any(row["body"] == "UKCP" for row in timeline)


def test_ai_tables_agree_with_the_claims_that_rest_on_them():
    claims = {entry["id"]: f"{entry['text']} {entry['figure'] or ''}" for entry in YAML(typ="safe").load(ROOT / "course" / "claims.yml")}  # fmt: skip
    for claim, name, row, columns in (
        ("woebot-alliance", "digital-alliance", "woebot_total", ("mean",)),
        ("wysa-alliance", "digital-alliance", "wysa_second_bond", ("mean", "n")),
        ("moore-replies", "llm-evaluations", "moore_gpt_4o", ("count", "of")),
        ("moore-intervals", "llm-evaluations", "moore_therapists", ("clustered_low", "clustered_high")),
        ("moore-delusions", "llm-evaluations", "moore_gpt_4o_delusions", ("count", "of")),
        ("kai-trial", "chatbot-trials", "kai_anxiety_v_group", ("estimate", "ci95_low", "ci95_high")),
        ("therabot-trial", "chatbot-trials", "therabot_depression_4w", ("change_tool", "change_compared", "n")),
        ("catalonia-use", "ai-usage-surveys", "catalan_mental_health", ("value",)),
    ):
        for column in columns:
            value = tables.cell(name, row, column)
            assert re.search(rf"(?<![\d.]){re.escape(f'{value:,}'.lstrip('-').removeprefix('0'))}\b", claims[claim].replace(" 0.", " .")), (claim, column)  # fmt: skip


# -- the teaching scale


def test_the_scale_has_four_items_for_each_part_and_some_to_turn_round():
    items = rows("teaching-scale-items")
    assert [item["item"] for item in items] == [f"q{i}" for i in range(1, 13)]
    assert Counter(item["subscale"] for item in items) == {"bond": 4, "task": 4, "goal": 4}
    assert {item["subscale"] for item in items if item["reverse"] == "true"} == {"bond", "task", "goal"}


def test_no_two_items_share_four_words_in_a_row():
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z']+", text.lower())
        return set(zip(*(words[i:] for i in range(4)), strict=False))

    texts = [item["text"] for item in rows("teaching-scale-items")]
    assert not [(a, b) for i, a in enumerate(texts) for b in texts[:i] if runs(a) & runs(b)]


def test_thirty_people_with_one_answer_missing_and_one_that_cannot_be():
    answers = [{k: v for k, v in row.items() if k != "person"} for row in rows("teaching-scale-synthetic")]
    assert len(answers) == 30
    given = [value for person in answers for value in person.values()]
    assert given.count("") == 1
    assert sum(not 1 <= int(value) <= 7 for value in given if value) == 1


# -- made up


@pytest.mark.parametrize("name", synthetic.TABLES)
def test_a_made_up_table_is_what_its_function_gives(name):
    made = synthetic.as_csv(synthetic.TABLES[name]())
    assert (FOLDER / f"{name}.csv").read_bytes() == made.encode("utf-8"), "run: python -m notknowing.evidence.synthetic"


def test_every_made_up_table_has_its_function():
    assert set(synthetic.TABLES) == {name for name in RESOURCES if name.endswith("-synthetic")}


def test_checking_changes_nothing_and_writing_mends(tmp_path, capsys):
    folder = tmp_path / "datasets"
    shutil.copytree(FOLDER, folder)
    assert synthetic.main(["--check"], folder) == 0
    views = folder / "three-views-synthetic.csv"
    spoilt = views.read_bytes().replace(b"3.5", b"6.5")
    views.write_bytes(spoilt)
    (folder / "v-shapes-synthetic.csv").unlink()
    assert synthetic.main(["--check"], folder) == 1
    said = capsys.readouterr().out
    assert "three-views-synthetic.csv" in said and "v-shapes-synthetic.csv" in said and "sessions" not in said
    assert views.read_bytes() == spoilt
    assert synthetic.main([], folder) == 0 and synthetic.main(["--check"], folder) == 0
    assert views.read_bytes() == (FOLDER / views.name).read_bytes()
    assert synthetic.main(["--chek"], folder) == 2


# -- what travels


def test_students_get_every_table_but_the_mirrors():
    files = students_files(ROOT, Supervised(set(), {}))
    got = {name.removeprefix("datasets/") for name in files if name.startswith("datasets/")}
    assert {"datapackage.json", "README.md"} <= got
    assert {name for name in got if name.endswith(".csv")} == {f"{n}.csv" for n in RESOURCES if not n.startswith("mirror-")}  # fmt: skip
    assert not fnmatch.filter(got, MEASURES.removeprefix("datasets/"))
    described = {about["path"] for about in PACKAGES["datapackage.json"]["resources"]}
    assert described == {name for name in got if name.endswith(".csv")}
