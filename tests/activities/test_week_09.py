"""Week 9: be the pair, swap partners, be fooled, and write a headline."""

from __future__ import annotations

import pytest

from notknowing.activities.kept import Kept
from notknowing.activities.nodes import walk
from notknowing.activities.transcripts import manual_markdown
from notknowing.evidence.together import WAYS, fooled, swaps

from .student import Desk


def handed_in(desk: Desk):
    """The activity as somebody sees it who has only what was handed in."""
    activity = desk.activity
    return type(activity)(activity.course, activity.page, activity.spec, Kept("week09", activity.store.entries()))


def picture(desk: Desk) -> dict:
    return next(node for node in walk(desk.view) if node["t"] == "picture")


# -- 9B


def test_a_button_sets_the_sliders_and_the_ring_follows(student):
    desk = student.open("week09", "9B")
    desk.press("Set the sliders for this")
    spec = desk.activity.spec.tries[-1]
    assert [desk.node(f"9B.{part}")["value"] for part in ("coupling", "lag", "drift")] == [
        f"{value:g}" for value in (spec.coupling, spec.lag, spec.drift)
    ]
    desk.type("9B.coupling", "80")
    desk.type("9B.lag", "-2,5")
    desk.type("9B.drift", "0")
    assert "when the therapist is taken 2.5 seconds earlier" in desk.text
    ring = picture(desk)["handles"][0]
    assert ring["k"] == "9B.lag"
    assert ring["from"] + (ring["to"] - ring["from"]) * ring["left"] == pytest.approx(-2.5, abs=0.01)


def test_strangers_have_no_clear_lag(student):
    desk = student.open("week09", "9B")
    desk.type("9B.coupling", "0")
    assert "highest, .14" in desk.text


def test_what_the_course_saw_comes_after_what_the_student_saw(student):
    desk = student.open("week09", "9B")
    one = desk.activity.spec.tries[0]
    desk.press_key(f"compare|{one.id}")
    assert one.note not in desk.text
    desk.type(f"9B.{one.id}.seen", "At two seconds.")
    desk.press_key(f"compare|{one.id}")
    assert one.note in desk.text
    assert "At two seconds" in handed_in(desk).transcript()


# -- 9C


def test_swaps_gather_and_can_begin_again(student):
    desk = student.open("week09", "9C")
    assert "Nothing has been swapped yet" in desk.text
    desk.press("Swap once")
    assert "1 of 500 swaps done" in desk.text
    desk.press("Swap ten more")
    assert "11 of 500" in desk.text and "was put with the therapist of room" in desk.text
    desk.press("Swap all 500")
    desk.press("Swap ten more")
    assert "500 of 500" in desk.text
    desk.choose("9C.how", "segments")
    assert "came in this order" in desk.text
    desk.press("Start again")
    assert "Nothing has been swapped yet" in desk.text


def test_the_proportion_is_on_the_bars_and_nowhere_else(student):
    desk = student.open("week09", "9C")
    desk.type("9C.room", "5")
    desk.press("Swap all 500")
    rows = picture(desk)["children"][0]["children"][0]["rows"]
    reaching = sum(int(count) for _, count, reaches in rows if reaches == "yes")
    assert sum(int(count) for _, count, _ in rows) == 500
    share = swaps(5).share
    assert share == (reaching + 1) / 501, "as in Week 8, what happened is one of the possible ones"
    assert f"{share:.3f}".removeprefix("0") not in desk.text
    desk.type("9C.five_partners", f"{share:.2f}".replace(".", ","))
    assert "Yours comes to that." in desk.text and f"{reaching + 1} ÷ 501 = {share:.3f}".replace("0.", ".") in desk.text
    desk.type("9C.five_partners", f"{reaching / 500:.3f}")
    assert "Yours comes to that." in desk.text, "without the real pair it is near enough"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("49", "dividing by 501"),
        ("50", "dividing by 501"),
        ("9.8", "in hundredths"),
        (".90", "other side of the line"),
        (".5", "If yours differs"),
    ],
)
def test_a_slip_is_told_where_it_may_come_from(student, typed, hint):
    desk = student.open("week09", "9C")
    desk.type("9C.five_partners", typed)
    assert hint in desk.node("9C.five_partners.answer")["text"]
    assert handed_in(desk).practice_points() == (0.0, 3.0)


def test_each_proportion_counts_within_its_tolerance(student):
    desk = student.open("week09", "9C")
    for task in desk.activity.spec.tasks:
        assert not desk.activity.is_done()
        desk.type(f"9C.{task.id}", f"{swaps(task.room, task.how).share + 0.019:.3f}")
    assert desk.activity.is_done()
    assert handed_in(desk).practice_points() == (3.0, 3.0)


# -- 9D


@pytest.mark.parametrize("way", WAYS)
def test_every_switch_makes_strangers_pass_and_one_box_undoes_it(student, way):
    desk = student.open("week09", "9D")
    assert "no more than chance" in desk.text
    desk.choose("9D.on", [way])
    if way == "window":
        desk.type("9D.window", "10")
    assert "this would pass for synchrony. These two never met." in desk.text
    assert next(one.guard for one in desk.activity.spec.ways if one.id == way) in desk.text
    desk.choose("9D.fair", ["fair"])
    assert "no more than chance" in desk.text


def test_the_window_value_is_the_one_the_picture_gives(student):
    desk = student.open("week09", "9D")
    desk.choose("9D.on", ["window"])
    desk.type("9D.window", "10")
    value = dict(picture(desk)["children"][0]["children"][0]["rows"])["Togetherness of this pair"]
    assert float(value) == pytest.approx(fooled(frozenset(["window"]), 10.0).value, abs=0.005)
    desk.type("9D.value", value)
    desk.choose("9D.direction", "rises")
    assert handed_in(desk).practice_points() == (2.0, 4.0)


def test_the_two_planted_flaws_count_and_ticking_everything_does_not(student):
    desk = student.open("week09", "9D")
    flaws = desk.activity.spec.flaws
    planted = [flaw.id for flaw in flaws if flaw.planted]
    assert len(planted) == 2
    desk.press("Show the course's reading")
    assert not desk.has("9D.flaws.table")
    desk.choose("9D.flaws", planted)
    assert handed_in(desk).practice_points() == (2.0, 4.0)
    desk.press("Show the course's reading")
    assert all(flaw.note in desk.text for flaw in flaws)
    desk.choose("9D.flaws", [flaw.id for flaw in flaws])
    assert handed_in(desk).practice_points() == (0.0, 4.0)


# -- 9E and 9F


def test_a_headline_is_counted_in_words_and_never_cut(student):
    desk = student.open("week09", "9E")
    desk.type("9E.headline", "People move together.")
    assert "3 words so far. You have up to 20." in desk.text
    desk.type("9E.headline", "word " * 23)
    assert "23 words so far. That is 3 more than 20." in desk.text
    said = manual_markdown("week09", "week09-9e", desk.activity.store.entries(), student.course)
    assert said.count("word") >= 23


def test_show_can_be_weakened_in_the_articles_sentence(student):
    desk = student.open("week09", "9E")
    desk.choose("9E.show.verb", "v0")
    assert "Synchrony in therapy fits the idea that therapy is more" in desk.text


def test_a_memory_stays_with_the_student(student):
    desk = student.open("week09", "9F")
    desk.type("9F.changed", "My sister on the telephone.")
    desk.type("9F.noticed", "My shoulders.")
    assert student.store("week09").entries() == {}
    assert desk.activity.is_done()


def test_one_mark_scheme_of_ten_points(course):
    from notknowing.marking.formative import most_points

    assert most_points(course, "week09", "9C", "9D") == 7
    assert course.pages["week09"].minutes == 85
