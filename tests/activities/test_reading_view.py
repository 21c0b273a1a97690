"""The student's own words underlined: nothing overlaps, and what a question also does is seen inside it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notknowing.activities.reading_view import spans
from notknowing.mirror.reading import Form, Move

TEXT = "Have you thought about a walk? What is it like?"


def form(start: int, end: int) -> Form:
    return Form("closed question", (start, end), "rule", "fairly sure", "why")


def move(name: str, start: int, end: int) -> Move:
    return Move(name, (start, end), "rule", "unsure", "why", f"may {name}")


def test_advice_inside_a_question_is_underlined_as_what_it_does():
    found = spans([form(0, 30), move("advise", 0, 22)], len(TEXT))
    assert found == [(0, 22, "move", "may advise"), (22, 30, "question", "closed question")]


def test_an_invitation_to_say_more_is_underlined_as_the_question_it_is():
    assert [style for *_, style, _ in spans([move("explore", 31, 47)], len(TEXT))] == ["question"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["advise", "disclose", "explore"]), st.integers(0, 47), st.integers(0, 47)),
        max_size=8,
    )
)
def test_passages_never_overlap_and_stay_inside_the_text(raw):
    items = [move(name, min(a, b), max(a, b)) for name, a, b in raw]
    found = spans(items, len(TEXT))
    assert all(0 <= start < end <= len(TEXT) for start, end, *_ in found)
    assert all(one[1] <= other[0] for one, other in zip(found, found[1:], strict=False))
    covered = {at for start, end, *_ in found for at in range(start, end)}
    assert covered == {at for item in items for at in range(*item.span)}
