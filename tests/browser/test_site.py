"""The reading site and the practice site in Chromium: nothing for axe to find, narrow screens, print, no outside request."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notknowing.authoring.practice_parts import PracticeError
from notknowing.authoring.site import PRACTICE, build
from notknowing.course import load

from .axe import violations

ROOT = Path(__file__).parents[2]
COURSE = load(ROOT / "course")
WORDS = "Words that stay."
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain file server that says nothing."""

    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".wasm": "application/wasm"}  # noqa: RUF012  # fmt: skip

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(COURSE, folder, practice=PRACTICE)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def outside(page: Any, address: str) -> list[str]:
    """Every request to another host, none of which gets through."""
    asked: list[str] = []

    def pass_or_block(route: Any) -> None:
        url = route.request.url
        if url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            asked.append(url)
            route.abort()

    page.context.route("**/*", pass_or_block)
    return asked


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.html") if path.name != PRACTICE)


def test_axe_finds_nothing_and_nothing_is_wider_than_a_narrow_screen(page, folder, address, outside):
    found: dict[str, Any] = {}
    for name in names(folder):
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(f"{address}/{name}")
        for state in ("closed", "open"):
            if state == "open":
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
                found[f"{name}, {state}"] = width
            if wrong := violations(page, "html"):
                found[f"{name}, {state}, axe"] = wrong
    assert found == {} and outside == []


def test_everything_that_can_be_opened_is_printed(page, address):
    page.goto(f"{address}/week02.html")
    hidden = "[...document.querySelectorAll('details .nk-inside')].filter(one => !one.checkVisibility()).length"
    assert page.evaluate(hidden) > 0
    page.emulate_media(media="print")
    assert page.evaluate(hidden) == 0


def test_every_picture_says_what_is_to_be_seen_and_has_its_numbers(page, address):
    page.goto(f"{address}/week06.html")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    pictures = page.locator("figure.nk-picture")
    assert pictures.count() > 5
    for picture in pictures.all():
        assert len(picture.locator("img").get_attribute("alt")) > 40
        assert picture.locator("xpath=following-sibling::*[1]").locator("table").count() >= 1


def test_the_search_is_used_with_the_keyboard_alone(page, address, outside):
    page.goto(f"{address}/index.html")
    page.get_by_label("Find words in the course").focus()
    page.keyboard.type("roundabouts felixstowe")
    page.get_by_role("status").filter(has_text="Found in").wait_for()
    assert violations(page, "html") == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.nk-results') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url("**/week*.html#activity-*")
    assert "Roundabouts" in page.content() and outside == []


def test_nothing_found_is_said(page, address):
    page.goto(f"{address}/index.html")
    page.get_by_label("Find words in the course").fill("zzzyx")
    page.get_by_role("status").filter(has_text="Nothing found.").wait_for()


def test_without_scripts_the_list_of_pages_is_there(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/index.html")
    assert page.get_by_role("link", name="Week 2: Not-knowing is not knowing nothing").count() == 1
    page.goto(f"{address}/week02.html")
    assert page.get_by_label("Your first words to her").count() >= 1
    context.close()


# ---------------------------------------------------------------------------------------------- practice


@pytest.fixture(scope="module")
def practice(folder: Path) -> Path:
    pytest.importorskip("jupyterlite_pyodide_kernel", reason="JupyterLite comes with the extra [site]")
    from notknowing.authoring.site_practice import build as build_practice

    try:
        build_practice(COURSE, folder)
    except PracticeError as missing:
        pytest.skip(str(missing))
    return folder


def opened(page: Any, address: str, week: str) -> None:
    """A week's practice page with all its activities drawn."""
    page.goto(f"{address}/practice/notebooks/index.html?path={week}/{week}.ipynb")
    press_open(page, week)


def press_open(page: Any, week: str) -> None:
    page.get_by_role("button", name="Open the activities").first.wait_for(timeout=120_000)
    page.get_by_role("button", name="Open the activities").first.click()
    page.locator(".nk-body").first.wait_for(timeout=240_000)
    there = ".nk-body, .jp-OutputArea a[href*='#activity-']"
    wanted = len(COURSE.page(week).activities) + 1
    page.wait_for_function("([s, n]) => document.querySelectorAll(s).length >= n", arg=[there, wanted], timeout=240_000)


@pytest.mark.parametrize("week", ["week00", "week01", "week02", "week10"])
def test_a_practice_page_runs_with_every_outside_request_blocked(page, practice, address, outside, week):
    opened(page, address, week)
    assert page.get_by_role("strong").filter(has_text="Practice only: nothing is submitted.").is_visible()
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error], .jp-OutputArea-output[data-mime-type*=stderr]").count() == 0  # fmt: skip
    assert outside == []


def test_work_on_a_practice_page_is_there_after_a_reload(page, practice, address, outside):
    opened(page, address, "week02")
    box = page.locator(".nk textarea").first
    box.click()
    box.press_sequentially(WORDS)
    page.locator(".nk-saved").filter(has_text="Saved at").first.wait_for(timeout=120_000)
    page.reload()
    press_open(page, "week02")
    page.wait_for_function("w => [...document.querySelectorAll('.nk textarea')].some(one => one.value === w)", arg=WORDS, timeout=120_000)  # fmt: skip
    assert outside == []


def test_what_needs_plots_leads_to_the_reading_site(page, practice, address, outside):
    opened(page, address, "week03")
    with page.context.expect_page() as other:
        page.get_by_role("link", name="Read 3B here").click()
    other.value.wait_for_url("**/week03.html#activity-3B")
    page.goto(f"{address}/{PRACTICE}")
    assert violations(page, "html") == [] and outside == []
