"""The portfolio: earlier words brought in with where and when they come from, or written afresh; side by side for a reader."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from notknowing.activities.transcripts import activity_markdown, as_html, escaped, manual_markdown, quoted
from notknowing.course import load
from notknowing.work import Entry
from notknowing.work.entries import EPOCH
from notknowing.work.files import dump

from .student import ROOT, Student, assert_sound


def marker_reads(student: Student, cell: str) -> str | None:
    return manual_markdown("a1", cell, student.store("a1").entries(), student.course)


def test_earlier_words_are_offered_with_origin_and_time_and_come_in_on_a_press(returning):
    desk = returning.open("a1", "C")
    offer = desk.node("C.farida.offer")
    assert offer["text"] == "First words to farida."
    when = returning.store("week02").entry("2C.farida.first.words").saved.astimezone()
    assert "Week 2" in offer["who"] and "activity 2C" in offer["who"] and f"{when:%d %B %Y}" in offer["who"]
    assert not desk.has("C.farida.first.words"), "nothing comes in by itself"
    desk.press_key("bring|farida")
    assert desk.node("C.farida.first.words")["value"] == "First words to farida."
    assert desk.node("C.farida.revised.words")["value"] == "Revised words to farida."
    assert [
        desk.node(f"C.farida.{when}.{what}")["value"] for when in ("before", "after") for what in ("help", "sure")
    ] == ["55", "60", "45", "70"]
    assert desk.node("C.farida.because")["value"] == "Because of farida."
    entry = returning.store("a1").entry("C.farida.first.words")
    assert entry.origin.startswith("week02:2C 20")


def test_the_baseline_comes_in_with_how_sure_somebody_was(returning):
    desk = returning.open("a1", "C")
    assert "Week 0" in desk.node("C.gareth.offer")["who"]
    desk.press_key("bring|gareth")
    assert desk.node("C.gareth.first.words")["value"] == "My first words to gareth."
    assert desk.node("C.gareth.before.sure")["value"] == "40"


def test_words_that_were_kept_come_in_as_kept_and_not_as_a_revision_of_themselves(returning):
    desk = returning.open("a1", "C")
    assert not desk.has("C.wei-ling.offer.revised")
    desk.press_key("bring|wei-ling")
    assert not desk.node("C.wei-ling.revised.words")["value"]
    assert "Kept as it was" in marker_reads(returning, "a1-c-2")
    desk.type("C.wei-ling.revised.words", "A revision after all.")
    assert "A revision after all" in marker_reads(returning, "a1-c-2")
    assert "Kept as it was" not in marker_reads(returning, "a1-c-2")


def test_a_missing_week_is_said_and_the_piece_can_be_written_afresh(student):
    desk = student.open("a1", "C")
    assert desk.text.count("Nothing was found from Week") == 3
    assert desk.text.count("it counts the same") == 3
    for client_id in ("farida", "wei-ling", "gareth"):
        desk.press_key(f"afresh|{client_id}")
        desk.type(f"C.{client_id}.first.words", f"Afresh, to {client_id}.")
    assert desk.activity.is_done()
    assert "Afresh, to gareth" in marker_reads(student, "a1-c-3").replace("\\", "")
    assert "First words from" not in marker_reads(student, "a1-c-3")


def test_somebody_may_write_afresh_although_there_is_something(returning):
    desk = returning.open("a1", "C")
    desk.press_key("afresh|farida")
    assert desk.node("C.farida.first.words")["value"] == ""


def test_a_silence_comes_in_and_is_a_whole_answer(student):
    loop = student.open("week00", "0.4")
    loop.choose("0.4.gareth.manner", "silence")
    loop.type("0.4.gareth.silence_why", "He has not finished.")
    desk = student.open("a1", "C")
    desk.press_key("bring|gareth")
    assert "because: He has not finished" in marker_reads(student, "a1-c-3").replace("\\", "")


def test_private_words_are_never_offered(student):
    store = student.store("week02")
    store.put("2C.farida.first.words", "Only mine.", private=True)
    assert "Only mine." not in student.open("a1", "C").text


def test_the_earlier_page_is_left_as_it_is(returning):
    before = returning.store("week02").entries()
    desk = returning.open("a1", "C")
    desk.press_key("bring|farida")
    desk.type("C.farida.first.words", "Changed here.")
    assert returning.store("week02").entries() == before


def test_a_marker_sees_where_first_words_come_from_and_whether_they_were_changed_since(returning):
    desk = returning.open("a1", "C")
    desk.press_key("bring|farida")
    assert "First words from week02, activity 2C, saved" in marker_reads(returning, "a1-c-1")
    assert "Changed here since" not in marker_reads(returning, "a1-c-1")
    desk.type("C.farida.first.words", "First words to farida.")
    assert "Changed here since" not in marker_reads(returning, "a1-c-1")
    desk.type("C.farida.first.words", "Quite other words.")
    assert "Changed here since" in marker_reads(returning, "a1-c-1")
    assert "Quite other words" in marker_reads(returning, "a1-c-1")


def test_length_is_said_and_never_enforced(student):
    desk = student.open("a1", "C")
    desk.press_key("afresh|farida")
    desk.type("C.farida.because", "word " * 151)
    assert (
        desk.node("C.farida.count")["text"]
        == "151 words so far. That is over 150; the brief says how length is marked."
    )
    assert student.store("a1").get("C.farida.because").count("word") == 151


def test_attempt_and_revision_stand_side_by_side_with_ratings_and_reasons(returning):
    desk = returning.open("a1", "C")
    desk.press_key("bring|farida")
    page = as_html(marker_reads(returning, "a1-c-1"))
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", page)]
    assert cells == [
        "Reply",
        "First words to farida.",
        "Revised words to farida.",
        "Would it help",
        "55 of 100",
        "45 of 100",
        "How sure",
        "60 of 100",
        "70 of 100",
    ]
    assert "<blockquote>" in page and "Because of farida." in page


def test_nothing_written_is_nothing_to_mark(student):
    assert [marker_reads(student, f"a1-c-{i}") for i in (1, 2, 3)] == [None, None, None]
    assert manual_markdown("a1", "no-such-cell", {}, student.course) is None
    assert manual_markdown("no-such-page", "a1-c-1", {}, student.course) is None


HARD = [
    "a | b | c", "line one\nline two\n\nline four", "`code` and ```fence```\n```\nstill mine\n```", "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">', "> quoted\n>> twice", "# no heading", "- no list\n1. nor this", "Title\n===", "***", "---",
    "[link](javascript:alert(1))", "![x](http://a.b/c.png)", "<javascript:alert(1)>", "&lt;b&gt; &amp; &#60;i&#62;", "\\| \\` \\", "ends with \\",
    "$x$ and $$y$$ and \\(z\\)", "~~struck~~ ==marked==", "    indented\n\n        further", "\ttab", "a\u2028b", "|---|---|", "* * *", "_a_ __b__ **c**",
    "[^1]: note", "[ref]: http://a.b", "<!-- comment -->", "<b>\nbold\n</b>", "0. zero\n99) nine",
]  # fmt: skip


def text_of(page: str) -> str:
    """What a person reads in a page of HTML, blank space apart."""
    import html

    return "".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def tags_of(page: str) -> set[str]:
    return set(re.findall(r"</?([a-zA-Z][\w-]*)", page))


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*HARD, "\n", " ", "\n\n"]), max_size=4).map("".join)))
def test_quoted_words_stay_exactly_the_words(words):
    page = as_html(quoted(words))
    assert text_of(page) == "".join(words.replace("\x00", "\ufffd").split())
    assert tags_of(page) <= {"blockquote", "p", "br"}


@pytest.mark.parametrize("words", HARD)
def test_hard_words_survive_quoting_line_by_line(words):
    page = as_html(quoted(words))
    assert text_of(page) == "".join(words.split())
    assert tags_of(page) <= {"blockquote", "p", "br"}
    lines = [line for line in words.strip().splitlines() if line.strip()]
    shown = [line for line in re.sub(r"<br ?/?>|</p>", "\n", page.replace("\n", "")).split("\n") if text_of(line)]
    assert len(shown) == len(lines), "every line stays a line"


@pytest.mark.parametrize("words", HARD)
def test_hard_words_survive_in_the_table_a_marker_reads(student, words):
    desk = student.open("a1", "C")
    desk.press_key("afresh|farida")
    desk.type("C.farida.first.words", words)
    desk.type("C.farida.because", words)
    page = as_html(marker_reads(student, "a1-c-1"))
    row = re.search(r"<tr>\s*<td>Reply</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*</tr>", page, re.S)
    assert row, page
    assert text_of(row.group(1)) == "".join(words.split()) and text_of(row.group(2)) == "–"
    assert page.count("<tr>") == 4, "three rows and a head"
    assert tags_of(page) <= {"p", "strong", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "br"}


def test_a_number_at_the_start_stays_as_typed():
    assert "7." in text_of(as_html(quoted("7. seventh")))
    assert escaped("7. seventh") == "7\\. seventh"


anything = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-5, 200),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from([*HARD, "silence", "plain", "words", "keep", "change", "farida-b"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=3), inner, max_size=2)),
    max_leaves=3,
)


PLACES = [
    "step",
    "person",
    "state",
    "compared",
    "seen",
    "client",
    "at",
    "reasons",
    "hints",
    "stuck",
    "all",
    "sealed",
    "typed",
    "told",
    "mistaken",
    "looked",
    "made",
]


def keys_of(course) -> list[str]:
    """Keys that a responses file may hold, those of places and people included."""
    names = [
        "words",
        "first.words",
        "first.manner",
        "first.silence_why",
        "first.plain",
        "revised.words",
        "revised.manner",
        "before.help",
        "after.sure",
        "because",
        "keeps",
        "met",
        "predicted",
        "surprise",
        "contest.q-1",
        "sure",
        "manner",
        "solve",
        "afresh.words",
        "afresh.manner",
    ]
    found = []
    for page in course.pages.values():
        for activity in page.activities:
            found += [f"{activity.id}.{name}.place" for name in PLACES]
            found += [
                f"{activity.id}.{name}"
                for name in (*names, "i1", "t1", "a", "kappa", "pull", "pull_for", "noticed", "r1", "aloud", "step2")
            ]
            found += [
                f"{activity.id}.{client}.{name}"
                for client in ("farida", "gareth", "wei-ling", "transfer")
                for name in names
            ]
            found += [
                f"{activity.id}.{client}.{name}.place" for client in ("farida", "gareth", "wei-ling") for name in PLACES
            ]
    return found


@settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_file_that_somebody_edited_is_read_all_the_same_and_nothing_in_it_acts(data):
    course = load(ROOT / "course")
    keys = keys_of(course)
    values = data.draw(st.dictionaries(st.sampled_from(keys), anything, min_size=5, max_size=40))
    entries = {
        key: Entry(value, EPOCH, origin=data.draw(st.sampled_from([None, "<b>week02</b>:2C when"])))
        for key, value in values.items()
    }
    for page in course.pages.values():
        for activity in page.activities:
            page_html = as_html(activity_markdown(page, activity.id, entries, course))
            assert tags_of(page_html) <= {
                "p",
                "strong",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "blockquote",
                "br",
            }


@settings(max_examples=15, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@example(data=None)
@pytest.mark.slow
def test_a_file_that_somebody_edited_still_draws(tmp_path_factory, data):
    course = load(ROOT / "course")
    student = Student(course, tmp_path_factory.mktemp("edited") / "work")
    keys = keys_of(course)
    # As if somebody had been everywhere, with anything at all written there.
    been = {
        key: 9 if key.rsplit(".", 2)[1] in {"step", "person", "client", "hints", "at"} else "brought"
        for key in keys
        if key.endswith(".place")
    }
    values = been | (
        data.draw(st.dictionaries(st.sampled_from(keys), anything, min_size=5, max_size=60))
        if data
        else {key: ["odd"] for key in keys if key not in been}
    )
    for page in course.pages.values():
        own = tuple(f"{activity.id}." for activity in page.activities)
        entries = {key: Entry(value, EPOCH) for key, value in values.items() if key.startswith(own)}
        (student.place(page.id) / f"{page.id}.responses.json").write_bytes(dump(page.id, entries))
        store = student.store(page.id)
        for activity in page.activities:
            desk = student.open(page.id, activity.id, store=store)
            assert_sound(desk.view)
            assert desk.activity.is_done() in (True, False)


def test_html_and_links_in_a_markers_cell_do_nothing_even_where_nobody_escaped_them():
    page = as_html("<script>alert(1)</script> <b onclick=x>b</b> [a](javascript:alert(1))\n\n<div>block</div>")
    assert tags_of(page) == {"p"}
