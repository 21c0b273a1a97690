"""Week 5: three circles, a scale by hand, three views of one hour, courtesy, and asking for the truth."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel, ValidationError

from notknowing.activities.kept import Kept
from notknowing.activities.kinds.alliance import columns
from notknowing.activities.numbers import parse
from notknowing.activities.transcripts import manual_markdown
from notknowing.course.models.alliance import sentence
from notknowing.evidence.forms import filled_in
from notknowing.evidence.scale import impossible, score, teaching_scale

from .student import Desk

PAGE = "week05"


def spec(student, activity_id: str):
    return student.course.pages[PAGE].activity(activity_id)


def points(desk: Desk) -> tuple[float, float]:
    activity = desk.activity
    kept = Kept(PAGE, activity.store.entries())
    return type(activity)(activity.course, activity.page, activity.spec, kept).practice_points()


# -- 5B


def test_the_circles_fill_while_sorting(student):
    desk = student.open(PAGE, "5B")
    assert "They are empty" in desk.node("circles")["alt"]
    desk.choose("5B.c1", ["bond"])
    before = desk.node("circles")["src"]
    desk.press("Go on")
    desk.choose("5B.c2", ["tasks", "goals"])
    alt = desk.node("circles")["alt"]
    assert "Bond: 1" in alt and "Tasks and Goals: 2" in alt and desk.node("circles")["src"] != before


def test_back_and_open_again_are_two_buttons(student):
    desk = student.open(PAGE, "5B")
    desk.choose("5B.c1", ["bond"])
    desk.press("Go on")
    assert desk.has("go|0") and desk.has("open|0")
    desk.press_key("open|0")
    assert desk.has("5B.c1.words") and desk.focus == "5B.c1.head"


def test_the_phrase_of_the_article_comes_after_the_cards_and_its_reading_after_words(student):
    desk = student.open(PAGE, "5B")
    last = len(desk.activity.spec.cards)
    assert not desk.has("5B.gloss")
    desk.activity.move_to(last, "at")
    desk = student.open(PAGE, "5B")
    compare = desk.activity.spec.prompts[0].compare
    desk.press("Compare")
    assert compare not in desk.text
    desk.type("5B.gloss", "No tasks in it.")
    desk.press("Compare")
    assert compare in desk.text and "No tasks in it." in desk.activity.transcript().replace("\\", "")


def test_the_course_s_placing_is_shown_only_at_the_end(student):
    desk = student.open(PAGE, "5B")
    cards = desk.activity.spec.cards
    desk.choose("5B.c1", ["goals"])
    assert not desk.has("5B.whose")
    desk.activity.move_to(len(cards), "at")
    desk = student.open(PAGE, "5B")
    mine = desk.node("circles")["alt"]
    desk.choose("5B.whose", "course")
    assert desk.node("circles")["alt"] != mine
    assert any("and" in name for name, held in desk.node("circles.table")["rows"] if held != "none")


def test_several_cards_belong_to_more_than_one_part_and_one_to_all(student):
    sizes = [len(card.key) for card in spec(student, "5B").cards]
    assert len(sizes) == 15 and sum(size > 1 for size in sizes) >= 4 and 3 in sizes


# -- 5C


class Arithmetic:
    """The scale once more, by the plainest way there is."""

    def __init__(self, spec):
        self.spec = spec
        data = columns(spec.items)
        rows = zip(data["item"], data["subscale"], data["reverse"], strict=True)
        self.items = {str(item): (str(part), bool(reverse)) for item, part, reverse in rows}

    def counts_as(self, item: str, answer: int) -> int:
        return self.spec.low + self.spec.high - answer if self.items[item][1] else answer

    def means(self, answers) -> dict[str, float]:
        found = {}
        for part in [name for name in self.spec.names if name != "total"]:
            values = [self.counts_as(i, a) for i, a in answers.items() if a is not None and self.items[i][0] == part]
            found[part] = sum(values) / len(values)
        return {**found, "total": sum(found.values()) / 3}


@pytest.fixture
def sums(student) -> Arithmetic:
    return Arithmetic(spec(student, "5C"))


def turned(sums) -> dict[str, int]:
    return {
        item: answer for item, answer in sums.spec.person.answers.items() if answer is not None and sums.items[item][1]
    }


def step(desk: Desk, name: str) -> None:
    desk.press_key(f"compare|{name}")


def by_hand(desk: Desk, sums, **other: str) -> None:
    """Steps 1 to 3 as the arithmetic has them, but for the numbers named."""
    for item, answer in turned(sums).items():
        desk.type(f"5C.turn.{item}", other.get(item, str(sums.counts_as(item, answer))))
    step(desk, "turn")
    desk.choose("5C.rule", "three")
    step(desk, "rule")
    for part, value in sums.means(sums.spec.person.answers).items():
        desk.type(f"5C.mean.{part}", other.get(part, f"{value:.2f}"))
    step(desk, "mean")


def test_the_person_by_hand_has_four_reverse_items_and_one_gap_and_the_worked_one_has_other_answers(sums):
    person, worked = sums.spec.person.answers, sums.spec.worked.answers
    assert set(person) == set(worked) == set(sums.items)
    assert len(turned(sums)) == 4 and list(person.values()).count(None) == 1
    assert sum(person[item] == worked[item] for item in person) <= 4
    assert all(sums.counts_as(item, answer) != answer for item, answer in turned(sums).items())
    for part, mean in sums.means(person).items():
        raw = [a for item, a in person.items() if a is not None and sums.items[item][0] == part]
        assert part == "total" or abs(sum(raw) / len(raw) - mean) > 0.1, "a forgotten turn can be told from the mean"


def test_everything_as_the_arithmetic_has_it_is_seven_points(student, sums):
    desk = student.open(PAGE, "5C")
    assert points(desk) == (0.0, 7.0)
    by_hand(desk, sums)
    assert desk.text.count("as you have it") >= 8 and not desk.activity.is_done()
    desk.press(sums.spec.thirty_button)
    assert desk.activity.is_done()
    person, item, _ = desk.activity._impossible()
    desk.type("5C.find.person", str(list(desk.activity._people).index(person) + 1))
    desk.choose("5C.find.item", item)
    step(desk, "find")
    total, count = map(parse, re.search(r"add up to ([\d.]+)\. There are (\d+)", desk.text).groups())
    desk.type("5C.group", f"{total / count:.2f}".replace(".", ","))
    step(desk, "group")
    assert points(desk) == (7.0, 7.0)
    assert sums.spec.prompts[0].label in desk.text


def test_one_slip_costs_once(student, sums):
    desk = student.open(PAGE, "5C")
    item, answer = next(iter(turned(sums).items()))
    slipped = {**sums.spec.person.answers, item: sums.spec.low + sums.spec.high - answer}
    means = {part: f"{value:.2f}" for part, value in sums.means(slipped).items()}
    by_hand(desk, sums, **{item: str(answer)}, **means)
    assert points(desk)[0] == 1.5 + 1 + 2
    assert sums.spec.say.carried in desk.text
    assert "before it is turned round" in desk.text.replace("\n", " ")


def test_a_slip_that_the_course_knows_is_named(student, sums):
    desk = student.open(PAGE, "5C")
    gap = next(item for item, answer in sums.spec.person.answers.items() if answer is None)
    part = sums.items[gap][0]
    total = round(sums.means(sums.spec.person.answers)[part] * 3)
    for item, answer in turned(sums).items():
        desk.type(f"5C.turn.{item}", str(sums.spec.high - answer))
        break
    step(desk, "turn")
    assert "answer away from the top of the scale" in " ".join(desk.text.split())
    desk.activity.save("", "turn", item)
    desk.choose("5C.rule", "nought")
    step(desk, "rule")
    assert "lower than any answer the scale allows" in " ".join(desk.text.split())
    desk.type(f"5C.mean.{part}", f"{total / 4:.2f}")
    step(desk, "mean")
    assert "as if the missing answer had been a 0" in " ".join(desk.text.split())
    desk.type(f"5C.mean.{part}", str(total))
    assert f"{total} is the sum" in desk.text
    assert points(desk)[0] == 0


def test_a_mean_of_unturned_answers_is_named(student, sums):
    desk = student.open(PAGE, "5C")
    for item, answer in turned(sums).items():
        desk.type(f"5C.turn.{item}", str(sums.counts_as(item, answer)))
    step(desk, "turn")
    desk.choose("5C.rule", "three")
    step(desk, "rule")
    part = sums.items[next(iter(turned(sums)))][0]
    raw = [a for i, a in sums.spec.person.answers.items() if a is not None and sums.items[i][0] == part]
    desk.type(f"5C.mean.{part}", f"{sum(raw) / len(raw):.2f}")
    step(desk, "mean")
    assert "was not turned round" in " ".join(desk.text.split())


def test_each_step_wants_a_number_first_and_says_so(student):
    desk = student.open(PAGE, "5C")
    step(desk, "turn")
    assert "A guess will do" in desk.text and not desk.has("5C.rule")
    desk.type("5C.turn." + next(iter(desk.activity.spec.person.answers and desk.activity._to_turn)).name, "six")
    assert "is not a number" in " ".join(desk.text.split()) or desk.controls("number")[0]["error"]
    step(desk, "turn")
    assert not desk.has("5C.rule")


def test_thirty_people_and_the_answer_that_cannot_be_flies_off_the_scale(student, sums):
    desk = student.open(PAGE, "5C")
    desk.activity.move_to(4, "step")
    desk = student.open(PAGE, "5C")
    assert len(desk.activity._people) == 30
    person, item, answer = desk.activity._impossible()
    assert not sums.spec.low <= answer <= sums.spec.high
    outside = [
        (who, name)
        for who, answers in desk.activity._people.items()
        for name, given in answers.items()
        if given is not None and not sums.spec.low <= given <= sums.spec.high
    ]
    assert outside == [(person, item)], "one planted mistake, and only one"
    first = desk.node("strip")["src"]
    desk.type("5C.find_a_person", str(list(desk.activity._people).index(person) + 1))
    assert desk.node("strip")["src"] != first and str(answer) in desk.node("chosen.table")["rows"][0]
    assert f"Person {person}" in desk.node("strip")["alt"] and "Synthetic" in desk.node("strip")["caption"]
    desk.type("5C.find.person", "40")
    step(desk, "find")
    assert f"person {person}'s in {item}" in " ".join(desk.text.split())
    for odd in ("", "1.5", "-3", "words"):
        desk.change("5C.find.person", odd)
        assert desk.activity._found() == (False, False)


def test_the_page_scores_as_the_evidence_room_does(student):
    activity = student.open(PAGE, "5C").activity
    for answers in activity._people.values():
        if not impossible(answers):
            found = score(answers)
            assert activity.means(answers) == pytest.approx(
                {"bond": found.bond, "task": found.task, "goal": found.goal, "total": found.total}
            )
    assert [(item.name, item.is_reverse) for item in activity._items] == [
        (item.name, item.is_reverse) for item in teaching_scale()
    ]


def test_the_mean_with_the_impossible_answer_left_in_is_recognised(student):
    desk = student.open(PAGE, "5C")
    total, count = desk.activity._whole(left_in=True)
    desk.activity.move_to(5, "step")
    desk = student.open(PAGE, "5C")
    desk.type("5C.group", f"{total / count:.2f}")
    step(desk, "group")
    assert "with the impossible answer left in" in " ".join(desk.text.split())
    assert points(desk)[0] == 0


def test_the_words_of_no_licensed_scale_are_shown_and_the_page_says_whose_they_are(student):
    about = spec(student, "5C")
    assert "never been tested" in about.intro and "[claim:" in about.licence


# -- 5D


def test_the_other_lines_come_after_the_guess(student):
    desk = student.open(PAGE, "5D")
    data = columns(desk.activity.spec.data)
    assert "Therapist" not in desk.node("views.table")["head"]
    assert desk.node("views")["handles"][0]["k"] == "5D.guess"
    desk.type("5D.guess", "2")
    guessed = desk.node("views")["alt"]
    assert "2.0" in guessed
    desk.press(desk.activity.spec.reveal)
    assert f"The line ends at {data['therapist'][-1]:.1f}" in desk.text
    assert desk.node("views.table")["head"] == ["Session", "Client", "Therapist", "Observer"]


def test_a_line_can_be_taken_away_and_what_counts_as_apart_is_the_student_s(student):
    desk = student.open(PAGE, "5D")
    desk.press(desk.activity.spec.reveal)
    data = columns(desk.activity.spec.data)
    desk.choose("5D.part", ["5"])
    gaps = [max(row) - min(row) for row in zip(data["client"], data["therapist"], data["observer"], strict=True)]
    widest = data["session"][gaps.index(max(gaps))]
    assert f"furthest apart in session {widest}" in " ".join(desk.text.split())
    desk.type("5D.apart", "3")
    assert all(gap < 3 for gap in gaps) == ("the page would say: none" in " ".join(desk.text.split()))
    desk.choose("5D.shown", ["client"])
    assert desk.node("views.table")["head"] == ["Session", "Client"] and not desk.has("part.said")
    desk.choose("5D.shown", [])
    assert "no line is shown" in desk.node("views")["alt"] and desk.activity.is_done()


def test_walking_along_the_sessions_says_the_numbers_of_that_hour(student):
    desk = student.open(PAGE, "5D")
    desk.press(desk.activity.spec.reveal)
    data = columns(desk.activity.spec.data)
    desk.type("5D.at", "3")
    assert f"client {data['client'][2]:.1f}" in desk.node("here")["text"]
    for odd in ("99", "-1", "words", "4.6", ""):
        desk.change("5D.at", odd)
        assert desk.node("here")["text"].startswith("Session")


# -- 5E


def test_without_courtesy_the_two_rows_are_one(student):
    desk = student.open(PAGE, "5E")
    desk.type("5E.courtesy", "0")
    rows = desk.node("forms.table")["rows"]
    assert all(alone == front for _, alone, front in rows)
    desk.type("5E.courtesy", "1")
    assert any(alone != front for _, alone, front in desk.node("forms.table")["rows"])


def test_nothing_rises_through_a_ceiling(student):
    desk = student.open(PAGE, "5E")
    desk.type("5E.mean", "6.5")
    desk.type("5E.ceiling", "5")
    rows = desk.node("forms.table")["rows"]
    assert len(rows) == 5 and int(rows[-1][1]) >= 25
    desk.type("5E.high", "2")
    assert "30 of 30 are high" in " ".join(desk.text.split())


@pytest.mark.parametrize("courtesy", [0, 0.4, 1.3, 2])
def test_courtesy_only_ever_adds_and_stays_on_the_form(courtesy):
    forms = filled_in(4.4, courtesy, 5)
    assert len(forms.alone) == len(forms.in_front) == 30
    assert all(1 <= a <= b <= 5 for a, b in zip(forms.alone, forms.in_front, strict=True))


@pytest.mark.parametrize("bad", [(4, -1, 5), (4, 1, 1), (float("nan"), 1, 5)])
def test_a_form_that_cannot_be_is_refused(bad):
    with pytest.raises(ValueError, match=r"."):
        filled_in(*bad)


# -- 5F


def test_tomasz_is_met_at_the_end_of_the_hour_with_hints_that_belong_there(student):
    desk = student.open(PAGE, "5F")
    moment = spec(student, "5F").moments["tomasz"]
    assert " ".join(moment.words.split()) in " ".join(desk.text.split())
    assert student.course.clients["tomasz"].words not in desk.text
    desk.press("Go on")
    desk.press("Go on")
    desk.press("I am stuck")
    desk.press("Give me a hint")
    assert moment.hints.where in desk.text.replace("*", "")


def test_the_replies_beside_one_s_own_are_invitations(student):
    desk = student.open(PAGE, "5F")
    desk.press("Go on")
    desk.press("Go on")
    desk.type("5F.tomasz.first.words", "What did I leave out?")
    desk.press("Go on")
    desk.type("5F.tomasz.before.help", "50")
    for _ in range(3):
        desk.press("Go on")
    moment = spec(student, "5F").moments["tomasz"]
    assert all(" ".join(good.words.split()) in " ".join(desk.text.split()) for good in moment.good)
    desk.type("5F.tomasz.noticed", "The second borrows a voice.")
    desk.press("Show the reasons")
    assert all(tempting.words in desk.text for tempting in moment.tempting)
    desk.press("Go on")
    assert desk.button("Show what the mirror names")
    words = manual_markdown(PAGE, "week05-5f", student.store(PAGE).entries(), student.course)
    assert "What did I leave out" in words.replace("\\", "")


def test_whoever_exchanged_tomasz_meets_eleni_at_the_same_moment(student):
    student.exchange("tomasz")
    desk = student.open(PAGE, "5F")
    eleni = spec(student, "5F").moments["tomasz-b"]
    assert " ".join(eleni.words.split()) in " ".join(desk.text.split()) and "Tomasz" not in desk.text


def test_the_last_person_is_met_as_their_own_file_has_them(student):
    desk = student.open(PAGE, "5F")
    desk.press_key("person|1")
    assert student.course.clients["adaeze"].words in desk.text


def bare(text: str) -> list[str]:
    return re.sub(r"\[[^\]]*\]", " ", text).split()


@pytest.mark.parametrize(("page_id", "activity_id"), [("week05", "5F"), ("week08", "8D")])
def test_a_moment_with_cues_is_the_same_moment_and_each_swap_has_one(course, page_id, activity_id):
    loop = course.pages[page_id].activity(activity_id)
    for client_id, moment in loop.moments.items():
        assert bare(moment.annotated) == moment.words.split()
        assert all(idiom.phrase in " ".join(moment.words.split()) for idiom in moment.idioms)
        swap = course.clients[client_id].swap_with
        assert swap is None or swap in loop.moments
        if moment.good:
            assert len({good.kind for good in moment.good}) == 3 and len(moment.tempting) == 2 and moment.hints
            assert not any(re.match(r"\s*(You|Your)\b", why.why) for why in (*moment.good, *moment.tempting))


# -- wording


def test_a_brace_that_nobody_fills_is_a_fault_in_the_file():
    class Said(BaseModel):
        line: sentence("name")

    assert Said(line="{name}, as you have it.").line
    with pytest.raises(ValidationError, match="nome"):
        Said(line="{nome}")
    with pytest.raises(ValidationError, match="not closed"):
        Said(line="{name")
