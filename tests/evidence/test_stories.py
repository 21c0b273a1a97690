"""Four stories behind one correlation: the dots never move, and what was hidden does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notknowing.evidence.stories import HIDDEN, STORIES, by_luck, people, shares

weights = st.dictionaries(st.sampled_from(STORIES), st.floats(0, 9), max_size=4)


def r(one, other) -> float:
    return float(np.corrcoef(one, other)[0, 1])


@settings(max_examples=40, deadline=None)
@given(weights)
def test_the_scatterplot_is_the_same_in_every_world(thick):
    plain, told = people({}), people(thick)
    assert np.array_equal(plain.alliance, told.alliance)
    assert np.array_equal(plain.improvement, told.improvement)
    assert r(told.alliance, told.improvement) == pytest.approx(0.28, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(weights)
def test_the_parts_make_up_the_whole(thick):
    found = shares(thick)
    assert sum(found.values()) == pytest.approx(1 if sum(thick.values()) else 0)


@pytest.mark.parametrize("story", HIDDEN)
def test_among_people_alike_in_what_carries_it_all_the_link_is_gone(story):
    told = people({story: 3})
    assert told.among_alike(story) == pytest.approx(0, abs=1e-9)
    for other in set(HIDDEN) - {story}:
        assert told.among_alike(other) == pytest.approx(0.28, abs=1e-9)
    low, middle, high = (told.alliance[told.thirds(story) == k].mean() for k in range(3))
    assert low < middle < high


def test_with_a_direct_arrow_alone_nothing_hidden_explains_anything():
    told = people({"alliance_first": 5})
    assert [told.among_alike(story) for story in HIDDEN] == pytest.approx([0.28] * 3)


def test_half_and_half_leaves_half_among_people_alike():
    told = people({"alliance_first": 1, "third_thing": 1})
    assert 0.1 < told.among_alike("third_thing") < 0.2


def test_every_therapist_has_as_many_clients():
    assert set(np.bincount(people({"therapists": 1}).therapist)[1:]) == {15}


def test_luck_alone_seldom_links_120_people_so_closely():
    assert by_luck(0.28, 120) == pytest.approx(0.002, abs=0.0002)


@pytest.mark.parametrize(
    "wrong", [lambda: people({"fate": 1}), lambda: shares({"therapists": -1}), lambda: people({}, r=1), lambda: people({}, n=7), lambda: by_luck(1, 10)]
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence(wrong):
    with pytest.raises(ValueError, match=r"\."):
        wrong()
