"""The reading site: whole, and without a request to anywhere else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from notknowing.authoring.site import build
from notknowing.course import load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def course():
    """Two short pages, so that building takes a moment only."""
    whole = load(ROOT / "course")
    return replace(whole, pages={name: whole.pages[name] for name in ("week00", "a3", "a1b")})


@pytest.fixture(scope="module")
def folder(course, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert build(course, folder).problems == []
    return folder


def read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_there_is_a_page_for_each_page_an_index_and_the_sources(folder):
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "index.html",
        "sources.html",
        "week00.html",
        "a3.html",
        "site.css",
        "search.js",
        "search-index.js",
    }


def test_every_page_says_that_it_was_not_piloted(folder, course):
    assert "Not yet piloted" in course.module.pilot
    for path in folder.glob("*.html"):
        header = path.read_text(encoding="utf-8").split("<header>")[1].split("</header>")[0]
        assert course.module.pilot in unescape(header), path.name


def test_a_lead_who_has_piloted_says_so_in_one_place(course, tmp_path):
    module = course.module.model_copy(update={"pilot": "Piloted in spring with two groups."})
    build(replace(course, module=module, pages={"week00": course.pages["week00"]}), tmp_path)
    assert "Piloted in spring with two groups." in read(tmp_path, "index.html")
    assert "Not yet piloted" not in read(tmp_path, "index.html").split("<header>")[1].split("</header>")[0]


def test_links_lead_somewhere_and_nothing_is_loaded_from_elsewhere(folder):
    for path in folder.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        loaded = re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', html)
        assert all(not re.match(r"(https?:)?//", one) for one in loaded), path.name
        for target in re.findall(r'<a [^>]*href="([^"]+)"', html):
            if target.startswith("https://doi.org/"):
                continue  # followed only by whoever presses it
            file, _, anchor = target.partition("#")
            there = html if not file else read(folder, file)
            assert not anchor or f'id="{anchor}"' in there, f"{path.name}: {target}"
    for name in ("search.js", "search-index.js", "site.css"):
        assert not re.search(r"fetch\(|XMLHttpRequest|@import|url\(\s*['\"]?http", read(folder, name))


def test_the_supervised_part_is_left_out_and_said(folder, course, tmp_path):
    assert not (folder / "a1b.html").exists() and "a1b" not in read(folder, "index.html")
    assert build(course, tmp_path).notes == ["Left out, to be given out on the day: a1b"]


def test_the_search_knows_every_activity(folder, course):
    script = read(folder, "search-index.js")
    index = json.loads(script.removeprefix("window.notknowingIndex = ").rstrip().rstrip(";"))
    addresses = {one["url"] for one in index}
    for page in (page for page in course.pages.values() if page.id != "a1b"):
        assert {f"{page.id}.html#activity-{activity.id}" for activity in page.activities} <= addresses
    assert all("<" not in one["title"] and one["text"].strip() for one in index)


def test_the_list_of_pages_is_there_without_a_script(folder, course):
    html = read(folder, "index.html")
    assert "<noscript>" in html
    for page in (page for page in course.pages.values() if page.id != "a1b"):
        assert f'<a href="{page.id}.html">' in html and page.question in unescape(html)


def test_every_claim_is_on_the_sources_page_with_its_grade_and_dates(folder, course):
    html = read(folder, "sources.html")
    for claim in course.claims.values():
        item = html.split(f'<li id="claim-{claim.id}">')[1].split("</li>")[0]
        assert claim.text in unescape(item) and f"Grade {claim.grade}. Checked {claim.checked:%d %B %Y}" in item
        assert f"by {claim.review_by:%d %B %Y}" in item
    assert all(reference.text in unescape(html) for key, reference in course.references.items() if any(c.source == key for c in course.claims.values()))  # fmt: skip


def test_built_again_it_is_the_same(folder, course, tmp_path):
    build(course, tmp_path)
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_files_of_others_are_left_alone(course, tmp_path):
    (tmp_path / "mine.html").write_text("mine", encoding="utf-8")
    build(replace(course, pages={"week00": course.pages["week00"]}), tmp_path)
    assert read(tmp_path, "mine.html") == "mine"
