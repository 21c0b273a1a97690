"""Numbers as people type them, sliders, and pictures whose spots stand where the data say."""

from __future__ import annotations

import base64
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from notknowing.activities import pictures
from notknowing.activities.numbers import not_a_number, parse, shown
from notknowing.activities.pictures import Handle, picture

NUMBERS = ("Two points", ["x", "y"], [["0.1", "1"], ["0.9", "2"]])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0,28", 0.28),
        (".28", 0.28),
        ("−.28", -0.28),
        ("– 3", None),
        ("28 %", 28.0),
        (" 12 ", 12.0),
        ("+4.", 4.0),
        (7, 7.0),
        (True, None),
        (None, None),
        ("", None),
        ("1e3", None),
        ("nan", None),
        ("٣", None),
        ("1,000.5", None),
        ("=1+1", None),
    ],
)
def test_a_number_is_read_as_it_is_typed(typed, value):
    assert parse(typed) == value


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text())))
def test_anything_may_be_typed(anything):
    found = parse(anything)
    assert found is None or math.isfinite(found)
    said = not_a_number(anything)
    assert said == "" or "is kept" in said


@given(st.floats(-1000, 1000))
def test_a_shown_number_reads_back(value):
    assert parse(shown(value, 3)) == pytest.approx(value, abs=0.0005001)
    assert "-" not in shown(value)


def figure() -> Figure:
    drawn = Figure(figsize=(6, 3))
    axes = drawn.add_axes((0.1, 0.2, 0.8, 0.7))
    axes.set_xlim(-1, 1)
    axes.set_ylim(0, 4)
    axes.plot([0.1, 0.9], [1, 2])
    return drawn


def node(state, draw=figure, **more):
    return picture(
        "p", draw, state, alt="Two points, the right one higher", caption="Synthetic data", data=NUMBERS, **more
    )


def test_a_picture_says_its_finding_and_carries_its_numbers():
    made = node(1)
    assert made["alt"] == "Two points, the right one higher"
    assert base64.b64decode(made["src"].partition("base64,")[2]).lstrip().startswith(b"<?xml")
    table = made["children"][0]["children"][0]
    assert table["rows"] == NUMBERS[2]


def test_a_picture_is_drawn_once_for_each_state():
    pictures._drawn.clear()
    calls = []

    def draw():
        calls.append(1)
        return figure()

    first, again, other = node((1, "a"), draw), node((1, "a"), draw), node((2, "a"), draw)
    assert len(calls) == 2
    assert first["src"] == again["src"] == other["src"], "the same figure is the same bytes"


def test_pictures_that_are_kept_do_not_pile_up():
    for state in range(pictures.MOST_KEPT + 5):
        node(state)
    assert len(pictures._drawn) == pictures.MOST_KEPT


@given(st.floats(-1, 1), st.floats(0, 4))
def test_a_spot_to_drag_stands_on_its_value(x, y):
    for axis, value in (("x", x), ("y", y)):
        spot = node("spot", handles=[Handle("k", x, y, -1, 4, "A spot", axis=axis)])["handles"][0]
        share = spot["left"] if axis == "x" else spot["top"]
        assert spot["from"] + (spot["to"] - spot["from"]) * share == pytest.approx(value, abs=0.001)


def test_the_middle_of_the_axes_is_the_middle_of_the_picture():
    spot = node("middle", handles=[Handle("k", 0, 2, -1, 1, "A spot")])["handles"][0]
    assert spot["left"] == pytest.approx(0.5)
    assert spot["top"] == pytest.approx(1 - (0.2 + 0.35))
