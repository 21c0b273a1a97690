"""Every colour on the page against what lies behind it: WCAG 2.2 AA, 4.5 to 1 for text and 3 to 1 for controls."""

from __future__ import annotations

import re

import pytest

from notknowing.activities import page as page_module
from notknowing.activities.widget import STATIC

CSS = re.sub(r"/\*.*?\*/", "", (STATIC / "activity.css").read_text("utf-8"), flags=re.S)
NAMED = {name: value.lower() for name, value in re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\s*;", CSS)}

PAPER, CARD, NOTICE, SHADE, ALERT = "paper", "card", "#fdf3d7", "#f1eee6", "#fdeceb"
TEXT = [
    *((ink, behind) for ink in ("ink", "quiet", "accent", "alarm") for behind in (PAPER, CARD)),
    ("ink", NOTICE), ("quiet", NOTICE), ("accent", NOTICE), ("#4a4436", NOTICE),
    ("ink", SHADE), ("quiet", SHADE),
    ("alarm", ALERT), ("accent-ink", "accent"),
    ("ink", "#fdebc8"), ("ink", "#dcecf7"), ("ink", "#e8e2f5"),
]  # fmt: skip
"""Words and the ground they stand on: the page, a card, a notice, a shaded cell, an alert, a button, the underlined words."""

CONTROLS = [
    ("line", PAPER), ("line", CARD), ("accent", PAPER), ("accent", CARD), ("accent", NOTICE), ("accent", ALERT), ("alarm", PAPER), ("alarm", ALERT),
    ("#8a5a00", "#fdebc8"), ("#0b4f6c", "#dcecf7"), ("#4a2f80", "#e8e2f5"),
]  # fmt: skip
"""Borders of what can be typed in or pressed, the ring of the focus, and the underlines that carry a meaning."""

DECORATION = {"words", "#b3862b"}
"""Lines round cards and beside quotations: nothing is known from them alone."""


def hexadecimal(colour: str) -> str:
    return NAMED.get(colour, colour)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    parts = [int(hexadecimal(colour)[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "behind"), TEXT)
def test_text_can_be_read(ink, behind):
    assert contrast(ink, behind) >= 4.5


@pytest.mark.parametrize(("line", "behind"), CONTROLS)
def test_controls_and_the_focus_can_be_seen(line, behind):
    assert contrast(line, behind) >= 3


def test_no_colour_is_left_unchecked():
    used = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", CSS)}
    used |= {hexadecimal(name) for name in re.findall(r"var\(--([\w-]+)\)", CSS)}
    checked = {hexadecimal(colour) for pair in (*TEXT, *CONTROLS) for colour in pair} | {
        hexadecimal(c) for c in DECORATION
    }
    assert used <= checked
    assert not re.search(r"\b(rgb|hsl)a?\(|:\s*(red|green|blue|gr[ae]y|white|black)\b", CSS)


def test_the_sentence_that_stands_in_for_an_activity_can_be_read(monkeypatch):
    shown = []
    monkeypatch.setattr(page_module, "display", shown.append)
    page_module.message("It could not open. Your work is safe.")
    ink, behind = (
        re.search(rf"[;\"]{name}:(#[0-9a-f]{{6}})", shown[0].data).group(1) for name in ("color", "background")
    )
    assert contrast(ink, behind) >= 4.5


def test_focus_is_always_shown_and_motion_only_where_it_is_wanted():
    assert "outline: none" not in CSS and "outline:none" not in CSS and "outline: 0" not in CSS
    assert ":focus-visible" in CSS
    moving = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{[^}]*\}\s*\}", "", CSS)
    assert "transition" not in moving and "animation" not in moving


def test_what_is_chosen_is_told_by_more_than_a_colour():
    chosen = re.findall(r"label:has\(input:checked\)[^{]*\{([^}]*)\}", CSS)
    assert any("font-weight" in rule for rule in chosen) and any("underline" in rule for rule in chosen)
