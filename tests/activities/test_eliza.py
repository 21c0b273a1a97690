"""The small ELIZA: each mechanism by a known answer, and nothing anybody writes into a row stops it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notknowing.activities.eliza import (
    MOST_KEPT,
    MOST_REPLY,
    MOST_SAID,
    Rule,
    State,
    answer,
    fits,
    gaps_of,
    pieces_of,
    read_row,
    script_of,
    swapped,
    talk,
    words_of,
)

GO_ON = ["Go on.", "And then?"]
RECALL = ["Earlier you spoke of your *.", "Back to your *."]


def bench(*rows: tuple, fallback=GO_ON, recall=()):
    """A script from short rows: what is said, answers with / between them, and perhaps a rank."""
    full = [(row[0], row[1].replace(" / ", "\n"), row[2] if len(row) > 2 else 2) for row in rows]
    return script_of(full, fallback, recall)[0]


def replies(script, *said: str) -> list[str]:
    return [turn.reply for turn in talk(script, said)]


# -- taking apart and putting together


def test_words_in_the_gap_are_put_into_the_answer():
    script = bench(("i feel *", "Since when do you feel *?"))
    assert replies(script, "I feel tired today") == ["Since when do you feel tired today?"]
    assert replies(script, "Honestly I FEEL tired today.") == ["Since when do you feel tired today?"]


@pytest.mark.parametrize("gap", ["*", "...", "…", "____", "**"])
def test_a_gap_is_written_as_people_write_one(gap):
    script = bench((f"i feel {gap}", f"You feel {gap}."))
    assert replies(script, "I feel flat") == ["You feel flat."]


@pytest.mark.parametrize(
    ("row", "said", "expected"),
    [
        ("* my *", "I left my keys", ["I left", "keys"]),
        ("my *", "I left my keys at home", ["keys at home"]),
        ("* my", "I left my keys", ["I left"]),
        ("my", "I left my keys", ["keys"]),
        ("because * so *", "because it rained so we stayed", ["it rained", "we stayed"]),
        ("i'm *", "I’m here", ["here"]),
    ],
)
def test_a_row_takes_the_words_apart(row, said, expected):
    rule, odd = read_row(1, row, "x")
    (piece,) = pieces_of(said)
    assert odd == ""
    assert [" ".join(word.text for word in gap) for gap in gaps_of(rule, fits(rule, piece))] == expected


def test_words_are_whole_words_and_come_in_order():
    rule, _ = read_row(1, "he *", "x")
    assert fits(rule, pieces_of("the weather there")[0]) is None
    rule, _ = read_row(1, "you * me", "x")
    assert fits(rule, pieces_of("me and you")[0]) is None
    assert fits(rule, pieces_of("you bore me")[0]) is not None


def test_with_fewer_gaps_an_answer_takes_the_last_ones():
    script = bench(("* you * me", "What makes you think I * you?"))
    assert replies(script, "It seems that you avoid me") == ["What makes you think I avoid you?"]


def test_an_empty_gap_leaves_no_stray_space():
    turn = answer(bench(("i feel *", "Do you often feel *?")), State(), "I feel.")
    assert turn.reply == "Do you often feel?"
    assert any("empty" in step for step in turn.steps)


# -- swapping


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("my sister and me", "your sister and you"),
        ("I am sure you are right", "you are sure I am right"),
        ("I'm fond of yours", "you're fond of mine"),
        ("I was late", "you were late"),
        ("you were late", "I was late"),
        ("the cat", "the cat"),
    ],
)
def test_pronouns_are_swapped(said, back):
    assert swapped(words_of(said))[0] == back


def test_each_swap_is_said_once():
    turn = answer(bench(("think *", "So *.")), State(), "I think my mother and my father did")
    assert turn.reply == "So your mother and your father did."
    assert [step for step in turn.steps if "swapped" in step] == ["It swapped “my” for “your”."]


# -- keywords, rank and order


def test_the_higher_rank_goes_first_wherever_it_stands():
    script = bench(("my *", "Your *."), ("everyone *", "Everyone?", 3))
    assert replies(script, "my brother annoys everyone here") == ["Everyone?"]
    low = bench(("my *", "Your *."), ("everyone *", "Everyone?", 1))
    assert replies(low, "everyone likes my brother") == ["Your brother."]


def test_with_equal_rank_the_word_that_comes_first_goes_first():
    script = bench(("dog", "A dog."), ("cat", "A cat."))
    assert replies(script, "the cat and the dog") == ["A cat."]
    assert "comes first in the sentence" in " ".join(answer(script, State(), "the cat and the dog").steps)


def test_a_row_whose_word_is_there_and_which_does_not_fit_gives_way():
    script = bench(("you never *", "Never?", 3), ("never", "Not once?", 1))
    turn = answer(script, State(), "He never rang.")
    assert turn.reply == "Not once?" and turn.row == 2
    assert any("Row 1 has its word there" in step for step in turn.steps)


def test_the_input_is_cut_at_commas_and_full_stops():
    script = bench(("i feel *", "You feel *."))
    assert replies(script, "Well, I feel odd, to be fair. It passes.") == ["You feel odd."]
    assert [len(piece) for piece in pieces_of("One, two three. Four")] == [1, 2, 1]


# -- answers in turn, memory, and when nothing fits


def test_answers_take_turns():
    script = bench(("no", "Why not? / Are you sure?"))
    assert replies(script, "no", "no", "no") == ["Why not?", "Are you sure?", "Why not?"]


def test_the_sentences_for_when_nothing_fits_take_turns():
    assert replies(bench(("zebra", "x")), "a", "b", "c") == ["Go on.", "And then?", "Go on."]
    assert replies(script_of([("zebra", "x", 2)], [" ", ""])[0], "a") == [""]


def test_a_remark_is_put_away_and_comes_back_in_order_once():
    script = bench(("my *", "Your *."), recall=RECALL)
    said = ["my garden", "my left knee", "so", "so", "so"]
    assert replies(script, *said) == [
        "Your garden.",
        "Your left knee.",
        "Earlier you spoke of your garden.",
        "Back to your left knee.",
        "Go on.",
    ]


def test_nothing_comes_back_in_the_same_breath():
    script = bench(("zebra", "x"), recall=RECALL)
    assert replies(script, "I sold my car", "oh") == ["Go on.", "Earlier you spoke of your car."]


def test_it_remembers_so_many_and_no_more():
    script = bench(("zebra", "x"), recall=RECALL)
    state = talk(script, ["; ".join(f"my thing{i}" for i in range(40))])[-1].state
    assert len(state.kept) == MOST_KEPT and state.kept[-1] == "thing39"


# -- what it says it did


def test_the_trace_says_in_sentences_what_was_done():
    script = bench(("my *", "Tell me about your *. / Your *?"))
    turn = answer(script, State(), "Oh, my sister drives.")
    assert turn.steps == (
        "It cut the words into 2 pieces, at commas and full stops, and took them in turn.",
        "In “my sister drives” it found the word of row 1 (“my”).",
        "Row 1 fits: “my *”.",
        "In the gap stood “sister drives”.",
        "It used answer 1 of 2 and put the words from the gap into it. Next time it is answer 2.",
    )
    assert [turn.said[a:b] for a, b, what in turn.heard if what == "key"] == ["my"]
    assert [turn.said[a:b] for a, b, what in turn.heard if what == "gap"] == ["sister", "drives"]
    assert [turn.reply[a:b] for a, b in turn.own] == ["sister drives"]


def test_silence_is_nothing_to_it():
    for nothing in ("", "   ", "...", "!?", "🙂"):
        turn = answer(bench(("my *", "x"), recall=RECALL), State(), nothing)
        assert turn.reply == "" and "silence" in turn.steps[0]


# -- odd rows


@pytest.mark.parametrize(
    ("says", "answers", "told"),
    [
        ("", "", "Row 3 is empty"),
        ("", "Go on", "nothing to listen for"),
        ("?!", "Go on", "nothing to listen for"),
        ("*", "Go on", "a gap and no word"),
        ("my *", "", "has no answer yet"),
        ("my *", " \n ", "has no answer yet"),
    ],
)
def test_a_row_that_can_never_answer_gets_one_sentence(says, answers, told):
    rule, odd = read_row(3, says, answers)
    assert rule is None and told in odd and odd.endswith(".")


def test_odd_rows_answer_all_the_same():
    rule, odd = read_row(1, "my *", "Your * and *")
    assert isinstance(rule, Rule) and "more gaps" in odd
    assert replies(bench(("my *", "Your * and *")), "my cat") == ["Your cat and cat"]
    rule, odd = read_row(1, "word " * 60, "x")
    assert isinstance(rule, Rule) and "long" in odd
    _, notes = script_of([("my *", "a", 2), ("My ...", "b", 2)], GO_ON)
    assert notes == ["Rows 1 and 2 listen for the same words, so one of them always goes first."]


@pytest.mark.parametrize(
    ("says", "reply"),
    [
        ("(a+)+$", "Yes b x 99999"),
        ("a|b", "Yes x 99999"),
        (".*.*.*x", "Yes a b"),
        ("{99999}", "Yes"),
        *((odd, "Go on.") for odd in ("[", "\\", "(?P<x>", "%s %d", "\x00")),
    ],
)
def test_what_looks_like_a_program_is_words_or_nothing(says, reply):
    script, _ = script_of([(says, "Yes *", 2)], GO_ON)
    assert answer(script, State(), "a b x 99999").reply == reply
    for rule in script.rules:
        assert all(word.isalnum() for run in rule.segments for word in run)


# -- nothing stops it

anything = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="a *.,'’-my i\n", max_size=200),
    st.lists(st.sampled_from(["my", "I", "you", "*", "...", "a", ".", ",", "i'm", "😀", "İ", "ß"]), max_size=60).map(
        " ".join
    ),
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(anything, anything, st.integers(1, 3)), max_size=6), said=st.lists(anything, max_size=6))
def test_any_table_answers_anything(rows, said):
    script, notes = script_of(rows, GO_ON, RECALL)
    assert all(note.endswith(".") for note in notes)
    for turn in talk(script, said):
        assert len(turn.reply) <= MOST_REPLY
        assert turn.steps and all(isinstance(step, str) and step for step in turn.steps)
        assert all(0 <= a < b <= len(turn.said) for a, b, _ in turn.heard)
        assert all(0 <= a < b <= len(turn.reply) for a, b in turn.own)
        assert len(turn.state.kept) <= MOST_KEPT


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.tuples(anything, anything, st.integers(1, 3)), max_size=5), said=st.lists(anything, max_size=5))
def test_the_same_talk_is_the_same_again(rows, said):
    script, _ = script_of(rows, GO_ON, RECALL)
    assert talk(script, said) == talk(script, said)


def test_huge_inputs_are_cut_and_quick():
    nasty = "a " * 200_000
    started = time.perf_counter()
    script, notes = script_of([("a * " * 50_000, "b * " * 50_000, 2), (nasty + "b", nasty, 3)], GO_ON, RECALL)
    turn = answer(script, State(), nasty)
    assert time.perf_counter() - started < 2
    assert len(turn.reply) <= MOST_REPLY and f"first {MOST_SAID} letters" in turn.steps[0]
    assert any("long" in note for note in notes)
