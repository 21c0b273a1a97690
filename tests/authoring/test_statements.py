"""The statements on access, privacy and AI, and the tutor's protocols: true to the course, honest, with their slots."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notknowing.course.loader import plain, read_yaml
from notknowing.work.store import Store

ROOT = Path(__file__).parents[2]
PAGES = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "docs/accessibility.md", "docs/privacy.md", "docs/ai-statement.md", "docs/hub.md",
        "course/tutor/risk-in-a-submission.md", "course/tutor/standardisation.md",
    )
}  # fmt: skip
MODULE = plain(read_yaml(ROOT / "course/module.yml", "module.yml", []))


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_files(name):
    for target in re.findall(r"\]\(([^)#]+)\)", PAGES[name]):
        assert ((ROOT / name).parent / target).resolve().is_file(), target


def test_the_readme_leads_to_each():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("docs/accessibility.md", "docs/privacy.md", "docs/ai-statement.md", "docs/hub.md"):
        assert f"({name})" in readme


def test_each_assignment_has_its_colour_as_in_module_yml():
    text = PAGES["docs/ai-statement.md"]
    rows = dict(re.findall(r"^\| (a\d\w?) [^|]*\| ([^|]+) \|", text, re.MULTILINE))
    assert set(rows) == set(MODULE["ai_statement"])
    for assignment, colours in rows.items():
        said = {colour for colour in ("red", "amber", "green") if colour in colours}
        wording = re.split(r"Part [A-Z] is red", MODULE["ai_statement"][assignment])[0].lower()
        assert said == {colour for colour in ("red", "amber", "green") if re.search(rf"\b{colour}\b", wording)}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("docs/accessibility.md", ("No real screen reader was used", "Not Firefox, not Safari", "No disabled person has tried")),
        ("docs/accessibility.md", ("invalid ARIA", "without a name", "children with roles")),
        ("docs/privacy.md", ("Nobody watches", "nobody with that task has reviewed them", "It is not locked")),
        ("docs/ai-statement.md", ("with the help of language models", "There is no panel", "No detectors")),
        ("course/tutor/risk-in-a-submission.md", ("Nobody counsels a student", "No safeguarding lead has reviewed it")),
    ],
)  # fmt: skip
def test_they_say_what_is_not_so(name, words):
    text = " ".join(PAGES[name].split())
    for said in words:
        assert said in text


def test_no_help_line_is_printed_outside_the_one_file_that_keeps_them_fresh():
    signposting = plain(read_yaml(ROOT / "course/signposting.yml", "signposting.yml", []))
    numbers = [re.sub(r"\D", "", line["contact"]) for line in signposting["lines"]]
    text = PAGES["course/tutor/risk-in-a-submission.md"]
    assert "course/signposting.yml" in text
    digits = {re.sub(r"\D", "", found) for found in re.findall(r"\d[\d ]{1,}\d", text)}
    assert digits.isdisjoint(set(filter(None, numbers)))


def test_the_files_it_names_are_those_that_are_written(tmp_path):
    with Store.open("week01", tmp_path) as store:
        store.put("1F.pull_for", "A shared sentence.")
        store.put("1E.note", "Mine alone.")
        store.make_private("1E.note")
    for path in tmp_path.glob("week01.*"):
        assert f"`{path.name}`" in PAGES["docs/privacy.md"]
    assert "up to twenty earlier versions" in " ".join(PAGES["docs/privacy.md"].split())


def test_the_hurdle_in_the_protocol_is_one_of_the_grids():
    grids = [(ROOT / f"course/briefs/{name}-rubric.yml").read_text(encoding="utf-8") for name in ("a1", "a3")]
    assert "no_real_person" in PAGES["course/tutor/risk-in-a-submission.md"]
    assert all("no_real_person" in grid for grid in grids)


def test_the_standardisation_meeting_lasts_an_hour():
    rows = re.findall(r"^\| (\d+) to (\d+) \|", PAGES["course/tutor/standardisation.md"], re.MULTILINE)
    assert rows[0][0] == "0" and rows[-1][1] == "60"
    assert all(before[1] == after[0] for before, after in zip(rows, rows[1:], strict=False))


@pytest.mark.parametrize("name", ["docs/accessibility.md", "docs/privacy.md", "docs/ai-statement.md", "course/tutor/risk-in-a-submission.md"])  # fmt: skip
def test_what_the_institution_has_to_say_is_an_open_slot(name):
    assert len(re.findall(r"\*\*\[[^\]]+\]\*\*", PAGES[name])) >= 1 or "**Your institution's" in PAGES[name]
