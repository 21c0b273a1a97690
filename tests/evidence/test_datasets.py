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

from notknowing.authoring.bundle import MEASURES, Supervised, students_files
from notknowing.evidence import synthetic, tables

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "datasets"
PACKAGE = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {about["name"]: about for about in PACKAGE["resources"]}
PUBLISHED = ("alliance-meta-analyses", "alliance-moderators", "common-factors")
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
def report():
    """What Frictionless says, in a process of its own: its import is slow and leaves much behind."""
    asked = "import sys, frictionless; print(frictionless.validate(sys.argv[1]).to_json())"
    run = subprocess.run([sys.executable, "-c", asked, "datapackage.json"], cwd=FOLDER, capture_output=True, text=True, encoding="utf-8")  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_every_table_is_as_the_data_package_describes_it(report):
    said = [(task["name"], error["message"]) for task in report["tasks"] for error in task["errors"]]
    assert report["valid"], [*report["errors"], *said][:10]
    assert {task["name"] for task in report["tasks"]} == set(RESOURCES)


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
    for path in (*(FOLDER / f"{name}.csv" for name in PUBLISHED), FOLDER / "datapackage.json"):
        assert not re.search(r"\(C\)|from memory|\bcheck\b|believed", path.read_text(encoding="utf-8"), re.IGNORECASE)


def test_no_host_is_named_but_doi_org():
    for path in OURS:
        text = path.read_text(encoding="utf-8")
        hosts = set(re.findall(r"https?://([^/\s\"')]+)", text))
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
