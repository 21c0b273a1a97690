"""A week from the first key to the last with the keyboard alone: focus always visible, a way out of every control."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import TimeoutError

from notknowing.activities.base import Activity
from notknowing.activities.transcripts import Kept
from notknowing.course import load
from notknowing.work import Store

from .lab import wait_drawn, where

WHERE = """() => {
  const el = document.activeElement;
  const root = el && el.closest('.nk');
  if (!root) return null;
  const style = getComputedStyle(el), group = el.closest('label') ? getComputedStyle(el.closest('label')) : style;
  const shown = (s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  const box = el.getBoundingClientRect();
  const field = el.closest('[data-k]');
  return {
    tag: el.tagName, type: el.type || '', key: field ? field.dataset.k : '', text: (el.innerText || '').trim(),
    primary: el.classList.contains('nk-primary'), value: el.value ?? '', checked: el.checked ?? null, name: el.name || '',
    group: el.name ? [...root.querySelectorAll(`input[name="${el.name}"]`)].some((i) => i.checked) : false,
    open: el.parentElement?.open ?? null,
    visible: shown(style) || shown(group), inside: box.bottom > 0 && box.top < innerHeight,
    id: (window.__ids ??= new WeakMap()).get(el) ?? (window.__ids.set(el, (window.__n = (window.__n ?? 0) + 1)), window.__n),
  };
}"""
GO = (
    "Go on",
    "Compare",
    "Show",
    "Now show",
    "Begin",
    "I have",
    "Give me a hint",
    "Write it now",
    "Look again",
    "Press",
    "Seal",
    "End the wait",
    "Finish",
    "Do all",
    "See",
    "Shuffle on",
    "Say ",
    "Swap all",
    "Take me",
    "The next",
)
STAY = ("Begin the talk again",)
"""What would undo what was done."""
INSTEAD = "Type them instead"
"""What opens the boxes that do without the mouse what a spot on a picture does with it."""


ELSEWHERE = {"elsewhere"}
"""Kinds whose work is done on another page."""
WEEKS = [week for week in load().pages if week.startswith("week")]


@pytest.mark.parametrize(
    "week", [pytest.param(week, marks=() if week == "week02" else pytest.mark.slow) for week in WEEKS]
)
def test_a_week_is_finished_with_the_keyboard_alone(page: Any, lab: Any, week: str) -> None:
    keyboard = page.keyboard
    page.goto(where(lab, f"{week}/{week}.ipynb"))
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
    page.wait_for_timeout(2000)
    keyboard.press("F8")
    wait_drawn(page)

    pressed: dict[str, int] = {}
    seen: set[int] = set()
    outside = 0
    for _ in range(2500):
        here = page.evaluate(WHERE)
        if here and not here["inside"]:
            page.wait_for_timeout(600)  # an answer to the last key may still be moving the page
            here = page.evaluate(WHERE)
        if here is None:
            outside += 1
            if outside > 25:
                break
            keyboard.press("Tab")
            continue
        outside = 0
        assert here["visible"], f"focus cannot be seen on {here}"
        assert here["inside"], f"focus is off the screen on {here}"
        acted = act(keyboard, here, pressed, seen)
        if acted:
            if here["tag"] == "BUTTON":
                wait_answered(page, here)
            page.wait_for_timeout(350)
            here = page.evaluate(WHERE) or here  # a press may have moved the focus on
        before = here["id"]
        keyboard.press("Tab")
        after = page.evaluate(WHERE)
        assert after is None or after["id"] != before, f"no way out of {here}"

    page.wait_for_timeout(2500)
    assert unfinished(lab, week) == []
    assert "Traceback" not in page.inner_text("body")


def wait_answered(page: Any, pressed: dict) -> None:
    """Wait, as a person would, until a press has moved the page on; some presses only change what stands below."""
    moved = f"() => {{ const here = ({WHERE})(); return !here || here.id !== {pressed['id']}; }}"
    with suppress(TimeoutError):
        page.wait_for_function(moved, timeout=4000)


def act(keyboard: Any, here: dict, pressed: dict[str, int], seen: set[int]) -> bool:
    """Do with one control what a student would, by keys alone; False where nothing needs doing."""
    kind = (here["tag"], here["type"])
    if here["tag"] == "TEXTAREA" and not here["value"]:
        keyboard.type("Written with the keyboard.")
        return True
    if here["key"].endswith(".mistake") and not here["value"]:
        # The tour asks for a mistake first, and then for a number in range.
        keyboard.type("200")
        time.sleep(1.5)
        keyboard.press("Control+a")
        keyboard.type("50")
        return True
    if kind == ("INPUT", "text") and not here["value"]:
        keyboard.type("40")
        return True
    if kind == ("INPUT", "radio") and not here["group"]:
        keyboard.press("Space")
        return True
    if kind == ("INPUT", "checkbox") and here["id"] not in seen and "private" not in here["key"]:
        seen.add(here["id"])
        keyboard.press("Space")
        return True
    if kind == ("INPUT", "range") and here["id"] not in seen:
        seen.add(here["id"])
        keyboard.press("ArrowRight")
        return True
    if here["tag"] == "SELECT" and not here["value"]:
        keyboard.press("ArrowDown")
        return True
    if here["tag"] == "SUMMARY" and here["id"] not in seen:
        seen.add(here["id"])
        keyboard.press("Enter")
        if here["text"].startswith(INSTEAD):
            return True
        keyboard.press("Enter")
        return False
    one_of_several = here["key"].startswith("which|") and not any(key.startswith("which|") for key in pressed)
    if (
        here["tag"] == "BUTTON"
        and (one_of_several or here["primary"] or here["text"].startswith(GO))
        and not here["text"].startswith(STAY)
        and pressed.get(here["key"], 0) < 2
    ):
        pressed[here["key"]] = pressed.get(here["key"], 0) + 1
        keyboard.press("Enter")
        return True
    return False


def unfinished(lab: Any, page_id: str) -> list[str]:
    """Activities of a page whose core is not done, by what is on disk."""
    course = load()
    store = Store.open(page_id, lab.folder / page_id, writing=False)
    kept = Kept(page_id, {**store.entries(), **store.private_entries()})
    page = course.page(page_id)
    here = [spec for spec in page.activities if spec.kind not in ELSEWHERE]
    return [spec.id for spec in here if not Activity.kinds[spec.kind](course, page, spec, kept).is_done()]


@pytest.mark.parametrize(
    "key", ["d", "a", *(pytest.param(key, marks=pytest.mark.slow) for key in ("x", "ArrowDown", "Enter", "Escape"))]
)
def test_keys_inside_an_activity_are_never_commands_to_the_notebook(page: Any, lab: Any, key: str) -> None:
    page.goto(where(lab, "week01/week01.ipynb"))
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
    page.get_by_role("button", name="Open the activities").first.click()
    wait_drawn(page)
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    page.locator(".nk details summary").first.focus()
    for _ in range(3):
        page.keyboard.press(key)
    page.locator(".nk input[type=radio]").first.focus()
    for _ in range(3):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert page.evaluate("document.activeElement.closest('.nk') !== null")
