"""Week 8: quiet ruptures, dips and chance, repair without a mirror, and no more than may be claimed."""

from __future__ import annotations

import pytest

from notknowing.activities.kept import Kept
from notknowing.activities.kinds.rupture_dips import MOST_SHUFFLES, SEED, counted, people
from notknowing.evidence.rupture import expected_by_chance, v_shapes
from notknowing.evidence.tables import row
from notknowing.evidence.worlds import DIPS
from notknowing.work.wording import listed

from .student import Desk

PAGE = "week08"


def spec(student, activity_id: str):
    return student.course.pages[PAGE].activity(activity_id)


def points(desk: Desk) -> tuple[float, float]:
    activity = desk.activity
    kept = Kept(PAGE, activity.store.entries())
    return type(activity)(activity.course, activity.page, activity.spec, kept).practice_points()


def said(desk: Desk) -> str:
    return " ".join(desk.text.split())


# -- 8B


def test_one_extract_is_no_rupture_and_both_kinds_occur(student):
    extracts = spec(student, "8B").extracts
    assert [extract.is_rupture for extract in extracts].count(["no"]) == 1
    assert {kind for extract in extracts for line in extract.lines for kind in line.key} == {
        "withdrawal",
        "confrontation",
    }


def test_only_a_client_s_lines_can_be_marked(student):
    desk = student.open(PAGE, "8B")
    extract = desk.activity.spec.extracts[0]
    lists = [node["k"] for node in desk.controls("select")]
    assert lists == [f"8B.{extract.id}.l{i}" for i, line in enumerate(extract.lines, 1) if line.is_client]


def test_a_line_of_the_course_s_and_the_answer_make_one_point_for_each_extract(student):
    desk = student.open(PAGE, "8B")
    extracts = desk.activity.spec.extracts
    assert points(desk) == (0.0, 3.0)
    for i, extract in enumerate(extracts):
        desk.press_key(f"open|{i}")
        for number, line in enumerate(extract.lines, 1):
            if line.key:
                desk.choose(f"8B.{extract.id}.l{number}", line.key[0])
                break
        desk.choose(f"8B.{extract.id}.rupture", extract.is_rupture[0])
    assert points(desk) == (3.0, 3.0) and desk.activity.is_done()


def test_marking_an_ordinary_line_in_the_working_disagreement_is_not_accepted_but_an_arguable_one_is(student):
    desk = student.open(PAGE, "8B")
    extract = desk.activity.spec.extracts[2]
    desk.press_key("open|2")
    arguable = next(i for i, line in enumerate(extract.lines, 1) if line.also)
    plain = next(i for i, line in enumerate(extract.lines, 1) if line.is_client and not line.also)
    desk.choose(f"8B.{extract.id}.rupture", "no")
    desk.choose(f"8B.{extract.id}.l{arguable}", extract.lines[arguable - 1].also[0])
    assert points(desk)[0] == 1.0
    desk.choose(f"8B.{extract.id}.l{plain}", "withdrawal")
    assert points(desk)[0] == 0.5


def test_the_reading_comes_when_asked_for_and_never_crosses_out(student):
    desk = student.open(PAGE, "8B")
    extract = desk.activity.spec.extracts[0]
    assert extract.reading not in said(desk)
    desk.choose(f"8B.{extract.id}.rupture", "no")
    desk.press("Show the course's reading")
    assert extract.reading in said(desk) and desk.activity.spec.said_other in said(desk)
    desk.choose(f"8B.{extract.id}.rupture", "yes")
    assert desk.activity.spec.said_same in said(desk)
    transcript = desk.activity.transcript()
    assert extract.title in transcript and "Nothing marked" in transcript


# -- 8C


def test_the_worked_example_says_what_the_rule_finds(student):
    worked = spec(student, "8C").worked
    (shape,) = v_shapes(worked.ratings, worked.depth)
    assert (shape.start, shape.bottom, shape.end) == (2, 3, 5)


def test_nothing_is_marked_before_the_student_has_counted(student):
    desk = student.open(PAGE, "8C")
    assert "No dip is marked yet" in desk.node("dips.bare")["alt"] and not desk.has("dips.play")
    desk.press(desk.activity.spec.mark)
    assert "Count first" in desk.text and not desk.has("dips.play")
    desk.type("8C.count", "none")
    desk.press(desk.activity.spec.mark)
    assert "is not a number" in desk.text
    desk.type("8C.count", "0")
    desk.press(desk.activity.spec.mark)
    assert desk.has("dips.play") and not desk.has("dips.bare")


@pytest.fixture
def counted_desk(student) -> Desk:
    desk = student.open(PAGE, "8C")
    about = desk.activity.spec
    found = v_shapes(people(about.data)[about.ask_person], about.ask_depth)
    desk.type("8C.count", str(len(found)))
    desk.press(about.mark)
    return desk


def test_a_count_that_the_rule_shares_is_said_so_and_another_is_explained(counted_desk):
    desk = counted_desk
    found = int(desk.node("8C.count")["value"])
    assert f"The rule finds {found} as well" in said(desk) and points(desk) == (1.0, 3.0)
    desk.type("8C.count", str(found + 1))
    assert "less deep" in said(desk) and points(desk)[0] == 0
    desk.type("8C.count", "")
    assert points(desk)[0] == 0


def test_the_ruler_changes_what_counts(counted_desk):
    desk = counted_desk
    data = people(desk.activity.spec.data)
    assert desk.node("dips.play")["handles"][0]["k"] == "8C.depth"
    for person, depth in ((1, 0.5), (7, 1.0), (12, 4.0)):
        desk.type("8C.person", str(person))
        desk.type("8C.depth", f"{depth:g}".replace(".", ","))
        assert f"come back: {len(v_shapes(data[person], depth))} (" in desk.node("play.said")["text"]
    for odd in ("0", "-2", "100", "words", "", "2.5.5"):
        desk.change("8C.person", odd)
        desk.change("8C.depth", odd)
        assert "dips of at least" in desk.node("play.said")["text"]


def test_one_shuffle_can_be_looked_at_and_the_progress_is_said(counted_desk):
    desk = counted_desk
    desk.press("Shuffle once")
    assert desk.node("8C.progress")["text"] == f"Shuffled 1 of {MOST_SHUFFLES} times."
    order = desk.activity._last_order(1)
    ratings = people(desk.activity.spec.data)[desk.activity.spec.ask_person]
    again = [float(cells[1].replace("−", "-")) for cells in desk.node("dips.shuffled.table")["rows"]]
    assert again == [pytest.approx(ratings[i - 1], abs=0.051) for i in order]
    depth = desk.activity.spec.ask_depth
    once = expected_by_chance(ratings, depth, 1, SEED).counts[0]
    assert len(v_shapes([ratings[i - 1] for i in order], depth)) == once, "the picture is the shuffle that is counted"
    assert not desk.has("chance.said")
    desk.press("Shuffle 20 more")
    assert desk.has("chance.said") and desk.activity.is_done()


def test_the_histogram_counts_every_shuffle_and_all_of_them_can_be_shuffled_together(counted_desk):
    desk = counted_desk
    desk.press(f"Shuffle on to {MOST_SHUFFLES}")
    assert sum(int(cells[1]) for cells in desk.node("chance.table")["rows"]) == MOST_SHUFFLES
    one = desk.node("chance")["alt"]
    desk.choose("8C.whom", "all")
    assert desk.node("chance")["alt"] != one and not desk.has("dips.shuffled")
    about = desk.activity.spec
    everybody = expected_by_chance(list(people(about.data).values()), about.ask_depth, MOST_SHUFFLES, SEED)
    assert f"there are {everybody.observed}" in desk.node("chance")["alt"]
    desk.press("Begin again")
    assert not desk.has("chance")


def test_the_share_is_taken_in_either_way_of_writing_it_and_conclusions_are_a_set(counted_desk):
    desk = counted_desk
    desk.press(f"Shuffle on to {MOST_SHUFFLES}")
    about = desk.activity.spec
    found = counted(about.data, about.ask_person, about.ask_depth, MOST_SHUFFLES)
    share = found.share_at_least
    for typed in (f"{share:.2f}", f"{share:.2f}".replace("0.", "."), f"{100 * share:.0f} %", f"{share:.2f}".replace(".", ",")):  # fmt: skip
        desk.type("8C.share", typed)
        assert points(desk)[0] == 2, typed
    desk.type("8C.share", f"{(share + 0.3) % 1:.2f}")
    assert points(desk)[0] == 1 and "Was another person above" in said(desk)
    fine = [one.id for one in about.conclusions if one.accept]
    desk.choose("8C.conclude", fine[:1])
    assert points(desk)[0] == 2
    other = next(one for one in about.conclusions if not one.accept)
    desk.choose("8C.conclude", [*fine, other.id])
    assert points(desk)[0] == 1 and other.reading in said(desk)


def test_what_the_page_concludes_is_what_the_data_say(student):
    about = spec(student, "8C")
    found = counted(about.data, about.ask_person, about.ask_depth, MOST_SHUFFLES)
    assert found.observed >= 1 and found.share_at_least > 0.1, "no more dips than a shuffled order gives"
    assert len(people(about.data)) == 12 and {len(ratings) for ratings in people(about.data).values()} == {16}
    counts = {len(v_shapes(people(about.data)[about.ask_person], depth)) for depth in (0.5, 1, 1.5, 2, 3)}
    assert len(counts) > 1, "the count depends on the depth"


def test_how_the_ratings_were_made_is_told_after_a_conclusion_and_is_so(counted_desk):
    desk = counted_desk
    about = desk.activity.spec
    desk.press(f"Shuffle on to {MOST_SHUFFLES}")
    assert "put in on purpose" not in said(desk)
    desk.choose("8C.conclude", [about.conclusions[0].id])
    assert "put in on purpose" in said(desk)
    assert f"persons {listed([str(person) for person in sorted(DIPS)])} " in " ".join(about.how_made.split())
    assert about.ask_person not in DIPS
    assert all(counted(about.data, p, d, MOST_SHUFFLES).share_at_least > 0.1 for p in DIPS for d in (1.5, 2.0))


# -- 8D


def test_there_is_no_mirror_and_the_clients_stand_as_their_files_have_them(student):
    desk = student.open(PAGE, "8D")
    assert student.course.clients["rowan"].words in desk.text
    assert "mirror" not in desk.activity._steps
    desk.press_key("person|2")
    assert " ".join(spec(student, "8D").moments["callum"].words.split()) in said(desk)
    assert student.course.clients["callum"].words not in desk.text


def test_whoever_exchanged_the_three_meets_three_others(student):
    student.exchange("rowan", "ellis", "callum")
    desk = student.open(PAGE, "8D")
    assert "Noreen" in desk.text and "Rowan" not in desk.text
    desk.press_key("person|1")
    assert "Fergus" in desk.text
    desk.press_key("person|2")
    assert "Jodie" in desk.text and "bless" in desk.text


# -- 8E


def test_the_figures_come_from_the_table_and_the_line_says_which_intervals_hold_it(student):
    desk = student.open(PAGE, "8E")
    about = desk.activity.spec
    rows = [row(about.data, one.row) for one in about.intervals]
    for line in (-0.05, 0.0, 0.1, 0.35, 0.6):
        desk.type("8E.line", str(line))
        holding = sum(float(r["ci95_low"]) <= line <= float(r["ci95_high"]) for r in rows)
        assert f"the intervals of {holding} of the 3" in desk.node("line.said")["text"]
    assert desk.node("intervals")["handles"][0]["k"] == "8E.line"
    assert [cells[1] for cells in desk.node("intervals.table")["rows"]] == [".24", ".29", ".11"]


def test_the_course_s_version_waits_for_the_student_s(student):
    desk = student.open(PAGE, "8E")
    desk.press("Compare with the course's version")
    assert "One version" not in desk.text
    desk.type("8E.commissioner", "Perhaps.")
    desk.choose("8E.verb.v3", "unknown")
    desk.press("Compare with the course's version")
    assert "One version" in desk.text and desk.activity.is_done()
    transcript = desk.activity.transcript().replace("\\", "")
    assert "Perhaps." in transcript and "We cannot tell" in transcript


# -- 8G


def test_assignment_2_is_looked_up_and_not_judged(student):
    targets = spec(student, "8G").to
    assert [target.split(":")[1] for target in targets] == ["A1", "A2", "A3", "A4", "B1", "B2", "B3"]
    desk = student.open(PAGE, "8G")
    assert desk.text.count("not begun") == 7 and not desk.activity.is_done()


def test_the_week_closes_with_the_three_questions(student):
    for page_id in ("week05", "week08"):
        last = student.course.pages[page_id].activities[-1]
        assert last.kind == "closing" and [prompt.id for prompt in last.prompts] == ["noticed", "know", "responsible"]
