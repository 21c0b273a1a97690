"""Each page as a student meets it: one press opens it, no code is seen, nothing fails accessibility checks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .axe import violations
from .lab import open_notebook, where

EXERCISES = Path(__file__).parents[2] / "exercises"
PAGES = sorted(path.parent.name for path in EXERCISES.glob("*/*.ipynb"))
ALWAYS = {"week00", "week02", "week06", "week10", "a1", "a1b"}
"""Pages that every run opens: the first, the loop, pictures to move, the bench, hand-in, and a page given out on the day."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.slow) for name in PAGES]
)
def test_one_press_opens_a_page_without_code_or_errors(page, lab, name):
    if not (lab.folder / name).exists():  # given out on the day, as a tutor would
        shutil.copytree(EXERCISES / name, lab.folder / name)
    open_notebook(page, lab, f"{name}/{name}.ipynb")
    assert not [
        cell
        for cell in page.locator(".jp-Notebook .jp-CodeCell .jp-Cell-inputArea .cm-content").all()
        if cell.is_visible()
    ]
    assert "Traceback" not in page.inner_text("body")
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert "[claim" not in page.inner_text(".jp-Notebook")
    assert violations(page) == []


def test_one_labelled_control_shows_the_code_and_one_hides_it(page, lab):
    open_notebook(page, lab, "week00/week00.ipynb")
    page.get_by_role("button", name="Show the code").click()
    page.wait_for_timeout(800)
    shown = [cell for cell in page.locator(".jp-Notebook .jp-CodeCell .cm-content").all() if cell.is_visible()]
    assert shown
    page.get_by_role("button", name="Hide the code").click()
    page.wait_for_timeout(800)
    assert not [cell for cell in page.locator(".jp-Notebook .jp-CodeCell .cm-content").all() if cell.is_visible()]


def test_a_page_reflows_at_320_pixels(chromium, lab):
    context = chromium.new_context(viewport={"width": 640, "height": 900})
    page = context.new_page()
    open_notebook(page, lab, "week01/week01.ipynb")
    page.evaluate("document.querySelectorAll('.nk').forEach(el => { el.style.width = '320px'; })")
    too_wide = page.evaluate(
        "[...document.querySelectorAll('.nk *')].filter(el => !el.closest('.nk-table') && !el.closest('.nk-unseen')"
        " && el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).display !== 'inline').map(el => el.className + ' ' + el.tagName)"
    )
    assert too_wide == []
    context.close()


def test_plain_boxes_stand_in_where_the_script_cannot_load(chromium, lab):
    context = chromium.new_context()
    page = context.new_page()
    # The page's script arrives as a module made on the spot; a browser that refuses those cannot load it.
    page.add_init_script(
        "const make = URL.createObjectURL; URL.createObjectURL = (b) => (b && String(b.type).includes('javascript')) ? (() => { throw new Error('refused') })() : make(b);"
    )
    page.goto(where(lab, "week02/week02.ipynb"))
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
    page.get_by_role("button", name="Open the activities").first.click()
    page.wait_for_selector(".widget-textarea textarea", timeout=60_000)
    box = page.locator(".widget-textarea textarea").last
    assert page.locator(".widget-textarea label").last.inner_text()
    box.click()
    page.keyboard.type("by the plain box", delay=5)
    page.wait_for_timeout(2500)
    assert "by the plain box" in (lab.folder / "week02" / "week02.responses.json").read_text(encoding="utf-8")
    assert "Traceback" not in page.inner_text("body")
    context.close()
