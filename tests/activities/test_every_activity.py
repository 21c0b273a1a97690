"""Every activity of every page draws, and nothing that is pressed, typed or sent breaks it."""

from __future__ import annotations

import math
import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from notknowing import mirror
from notknowing.activities.nodes import walk
from notknowing.course import load
from notknowing.mirror.reading import Feedback

from .student import ROOT, Student, assert_sound, every_activity, explored, readable

EVERY = every_activity(load(ROOT / "course"))
UNEXPECTED = "Something on this page did not work"

hostile = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "x" * 10_000,
            "🙂" * 50,
            "\ud83d",
            "\udc00 half",
            "²",
            "--5",
            "1e400",
            "nan",
            "Infinity",
            "٣",
            "-1",
            "101",
            "12,5",
            "1_0",
            "a\x00b",
            "<script>alert(1)</script>",
            "|",
            "[claim: no-such]",
            "*a* **b**",
        ]
    ),
    st.sampled_from(
        [None, True, math.nan, math.inf, 0, -7, 10**30, 2.5, [], ["a", 3], [["deep"]], {"a": 1}, "private", ["private"]]
    ),
    st.text(max_size=40),
)
hostile_keys = st.sampled_from(
    [
        "",
        "|",
        "|private",
        "|use-other",
        "|keep-newest",
        "retry",
        "next|",
        "next|99",
        "next|-1",
        "go|x",
        "person|7",
        "see|nobody",
        "hint|",
        "skip|2",
        "contest|",
        "bring|",
        "afresh|x",
        "over",
        "again",
        "seal",
        "compare|zz",
        "nation",
        "place",
        "\ud800",
        None,
        3,
    ]
)


def machine(page_id: str, activity_id: str, written: Path) -> type[RuleBasedStateMachine]:
    """Somebody who presses and types anything at all on one activity."""

    class Anybody(RuleBasedStateMachine):
        @initialize(has_written=st.booleans())
        def sit_down(self, has_written: bool) -> None:
            self.temporary = Path(tempfile.mkdtemp())
            if has_written:
                shutil.copytree(written, self.temporary / "work")
            self.student = Student(load(ROOT / "course"), self.temporary / "work")
            self.desk = self.student.open(page_id, activity_id)

        def check(self, reply: dict) -> None:
            assert UNEXPECTED not in reply["message"], reply["message"]
            assert reply["ok"] or reply["message"].endswith("."), reply
            assert "Traceback" not in reply["message"]

        @rule(data=st.data())
        @precondition(lambda self: self.desk.controls())
        def use_a_control(self, data: st.DataObject) -> None:
            node = data.draw(st.sampled_from(self.desk.controls()), "control")
            if node["t"] in {"button", "timer"}:
                self.check(self.desk.press_key(node["k"]))
            elif "options" in node:
                values = [option["v"] for option in node["options"]]
                one = st.sampled_from(values) if values else st.just("")
                value = st.lists(one, unique=True) if node["t"] == "checks" else one
                self.check(self.desk.change(node["k"], data.draw(value, "choice")))
            else:
                plausible = st.sampled_from(["Some words.", "two\nlines", "0", "50", "100", "7.6"])
                self.check(self.desk.change(node["k"], data.draw(plausible, "typed")))

        @rule(data=st.data(), value=hostile)
        @precondition(lambda self: self.desk.controls())
        def misuse_a_control(self, data: st.DataObject, value: object) -> None:
            node = data.draw(st.sampled_from(self.desk.controls()), "control")
            self.check(self.desk.change(node["k"], value))

        @rule(key=hostile_keys, value=hostile, pressing=st.booleans())
        def send_nonsense(self, key: object, value: object, pressing: bool) -> None:
            self.check(self.desk.press_key(key) if pressing else self.desk.change(key, value))

        @invariant()
        def view_is_sound(self) -> None:
            if hasattr(self, "desk"):
                assert_sound(self.desk.view)

        def teardown(self) -> None:
            if hasattr(self, "desk"):
                assert_reopens_as_it_was(self.student, self.desk, page_id, activity_id)
                assert isinstance(self.desk.activity.transcript(), str)
                assert self.desk.activity.is_done() in (True, False)
                shutil.rmtree(self.temporary)

    return Anybody


def as_kept(view: list) -> list:
    """A view without what is only said in passing: an answer that was refused, and where details stand open."""
    for node in walk(view):
        if "error" in node and node["t"] == "scale":
            node["error"] = ""
    return view


def assert_reopens_as_it_was(student: Student, desk, page_id: str, activity_id: str) -> None:
    if activity_id == "words":
        desk.activity.store.refresh()
    again = student.open(page_id, activity_id)
    assert as_kept(again.activity.view()) == as_kept(desk.activity.view())


@pytest.mark.parametrize(("page_id", "activity_id"), EVERY)
def test_nothing_pressed_or_typed_breaks_an_activity(page_id, activity_id, written_folder, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)
    run_state_machine_as_test(
        machine(page_id, activity_id, written_folder),
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


LATER = re.compile(r"week0[3-9]|week1\d")
"""Weeks that read nothing of what the returning student has written: meeting them again is a slow test."""
BY_WHOM = [
    pytest.param(who, *one, marks=pytest.mark.slow if who == "returning" and LATER.fullmatch(one[0]) else ())
    for who in ("student", "returning")
    for one in EVERY
]


@pytest.mark.parametrize(("who", "page_id", "activity_id"), BY_WHOM)
def test_an_activity_done_from_end_to_end_is_there_again_after_a_restart(page_id, activity_id, who, request):
    student = request.getfixturevalue(who)
    desk = student.open(page_id, activity_id)
    for view in explored(desk):
        assert_sound(view)
    assert_reopens_as_it_was(student, desk, page_id, activity_id)


NEVER = re.compile(
    r"\d\s*/\s*\d|\bin?correct(ly)?\b|\bwrong(ly)?\b|\bscores?d?\b|\bwell done\b|\bgreat\b|\bexcellent\b|[★☆✓✔✗✘❌✅%]|!",
    re.I,
)


def authored(course) -> str:
    """Every text of the course's own files, in one piece, as it stands on a page."""
    parts = [piece for page in course.pages.values() for piece in strings(page.model_dump())]
    parts += [piece for client in course.clients.values() for piece in strings(client.model_dump())]
    parts += [piece for claim in course.claims.values() for piece in strings(claim.model_dump())]
    parts += [piece for reference in course.references.values() for piece in strings(reference.model_dump())]
    return bare(" ".join(parts))


def bare(text: str) -> str:
    """A text without emphasis, sources and line breaks."""
    text = re.sub(r"\s*\[(claim|data):[^\]]*\]|\s*\([^()]*\b\d{4}[a-z]?\)", "", text)
    return " ".join(text.replace("*", "").split())


def strings(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [piece for item in inner for piece in strings(item)]


@pytest.fixture(scope="module")
def everything_said(written_folder, tmp_path_factory) -> set[tuple[str, str, str]]:
    """Page, activity and every piece of text that somebody who does everything comes to read."""
    folder = tmp_path_factory.mktemp("reader") / "work"
    shutil.copytree(written_folder, folder)
    reader = Student(load(ROOT / "course"), folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mirror, "say", lambda *_: Feedback(in_play=""))  # what the mirror says is tested with the mirror
        views = (
            (page_id, activity_id, view)
            for page_id, activity_id in EVERY
            for view in explored(reader.open(page_id, activity_id))
        )
        return {(page_id, activity_id, piece) for page_id, activity_id, view in views for piece in readable(view)}


def test_no_activity_marks_praises_or_crosses_out(course, everything_said):
    own = authored(course)
    labels = {
        bare(piece) for page in course.pages.values() for piece in strings(page.model_dump()) if NEVER.search(piece)
    }
    for page_id, activity_id, said in everything_said:
        # The interval of a study is no mark of anybody.
        piece = bare(re.sub(r"doi:\S+|\b95% interval", "", said))
        for label in labels:  # the course's own words, inside a sentence that a page puts together
            piece = piece.replace(label, "")
        if NEVER.search(piece) and piece not in own:
            sentence = next(s for s in re.split(r"(?<=[.?!”])\s+", piece) if NEVER.search(s))
            assert sentence in own, f"{page_id} {activity_id} says: {said}"


def test_no_asterisk_stands_where_it_is_not_read_as_emphasis(student):
    found = []
    for page_id, activity_id in EVERY:
        for node in walk(student.open(page_id, activity_id).view):
            plain = [node.get("label"), node.get("legend"), node.get("summary"), node.get("hint")]
            plain += [option["label"] for option in node.get("options", ())]
            found += [(page_id, activity_id, text) for text in plain if text and re.search(r"\*\S[^*]*\*", text)]
    assert found == []


def test_the_course_itself_hands_out_no_marks_for_a_reply_and_no_praise(course):
    for page in course.pages.values():
        for piece in strings(page.model_dump()):
            assert not re.search(
                r"\bwell done\b|[★☆✓✔✗✘❌✅]|\d/10\b|\bcorrect answer|\bwrong answer is\b", piece, re.I
            ), piece


def test_every_claim_is_cited_and_no_tag_is_left(course, everything_said, student):
    pieces = [piece for _, _, piece in everything_said]
    named = [
        (page.id, spec.id, claim_id)
        for page in course.pages.values()
        for spec in page.activities
        for claim_id in re.findall(r"\[claim:\s*([a-z0-9-]+)", " ".join(strings(spec.model_dump())))
    ]
    unseen = {one for one in named if course.claims[one[2]].text not in "\n".join(pieces)}
    for page_id, activity_id in sorted({one[:2] for one in unseen}):  # some stand behind another choice
        for pick in (-1, 0):
            for view in explored(student.open(page_id, activity_id), steps=200, pick=pick, times=12):
                pieces += readable(view)
    assert named
    assert [one for one in sorted(unseen) if course.claims[one[2]].text not in "\n".join(pieces)] == []
    assert [piece for piece in pieces if "[claim" in piece] == []


def test_a_click_that_comes_too_late_does_nothing(student):
    desk = student.open("week00", "0.4")
    desk.type("0.4.gareth.words", "Hello.")
    first = desk.button("Go on to the next person")
    desk.press_key(first)
    desk.type("0.4.callum.words", "Hello.")
    desk.press("Go on to the next person")
    before = desk.view
    assert desk.press_key(first)["ok"]
    assert desk.view == before


def test_words_still_on_their_way_from_a_box_that_has_gone_are_kept(student):
    desk = student.open("week00", "0.4")
    desk.type("0.4.gareth.words", "Half a sen")
    desk.choose("0.4.gareth.manner", "silence")
    assert desk.change("0.4.gareth.words", "Half a sentence.")["ok"]
    desk.choose("0.4.gareth.manner", "words")
    assert desk.node("0.4.gareth.words")["value"] == "Half a sentence."


def test_a_number_that_is_none_is_refused_in_words_and_the_last_one_stands(student):
    desk = student.open("week01", "1A")
    desk.type("1A.gareth.solve", "62,4")
    for odd in ("200", "-1", "lots", "nan", "inf", "²", "\ud83d", 101, math.nan):
        assert desk.change("1A.gareth.solve", odd)["ok"]
        error = desk.node("1A.gareth.solve")["error"]
        assert "was not kept" in error and "0 to 100" in error and "safe" in error
        assert student.store("week01").get("1A.gareth.solve") == 62
    desk.type("1A.gareth.solve", "")
    assert desk.node("1A.gareth.solve")["error"] == ""
    assert student.store("week01").get("1A.gareth.solve") is None


def test_two_windows_are_told_of_each_other_and_either_words_can_be_chosen(student):
    here, there = student.open("week01", "1F"), student.open("week01", "1F")
    here.type("1F.pull_for", "begun")
    there.activity.store.refresh()
    there.type("1F.pull_for", "from the other window")
    here.type("1F.pull_for", "from this window")
    assert "from the other window" in here.text
    here.type("1F.pull_for", "from this window, typed on")
    assert "from the other window" in here.text, "the offer outlasts the next keystroke"
    here.press("Use these instead")
    assert here.node("1F.pull_for")["value"] == "from the other window"
    assert "other window. The newest" not in here.text
    assert [item["value"] for item in student.store("week01").entry("1F.pull_for").history][
        -1
    ] == "from this window, typed on"


def test_keeping_the_newest_words_closes_the_offer(student):
    here, there = student.open("week01", "1F"), student.open("week01", "1F")
    here.type("1F.pull_for", "begun")
    there.activity.store.refresh()
    there.type("1F.pull_for", "theirs")
    here.type("1F.pull_for", "mine")
    here.press("Keep the newest")
    assert here.node("1F.pull_for")["value"] == "mine"
    assert "Use these instead" not in here.text


def test_a_choice_that_the_page_does_not_offer_changes_nothing(student):
    desk = student.open("week01", "1B")
    desk.choose("1B.i1", "advice")
    for odd in ("nonsense", None, 3, ["advice"], {"advice": 1}):
        assert desk.change("1B.i1", odd)["ok"]
        assert student.store("week01").get("1B.i1") == "advice"
    points = student.open("week00", "0.2")
    points.choose("0.2.agreed", ["private"])
    for odd in ("private", ["private", "nonsense"], [["private"]], None):
        assert points.change("0.2.agreed", odd)["ok"]
        assert student.store("week00").get("0.2.agreed") == ["private"]
