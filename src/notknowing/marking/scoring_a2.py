"""Marks for the part of A2 that arithmetic can give: scale scores, Fisher's z, a pooled correlation, four matches.

Pure functions from a student's entries and the data of this release to a ``Result``. None of them raises for anything a
student wrote, none gives less than nothing or more than the maximum, and every mark that is not given has a sentence to
the student. What a student writes in words is marked by people.

The data stand in the hidden tests of ``solutions/a2``, put there by ``notknowing release a2 --seed``, so that nothing in
a student's folder, an edited table included, can change the marks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from notknowing.evidence.a2_data import Form
from notknowing.marking.scoring import Result, entries, say
from notknowing.marking.scoring_a2_effects import Study, effect_points
from notknowing.marking.scoring_a2_pooling import POOLING, pooling_points
from notknowing.marking.scoring_steps import HALF, figure, mapping, result
from notknowing.work.typed import is_blank, quoted, readings, says_none, why_unread

SCORES = {"bond": "Bond", "task": "Tasks", "goal": "Goals", "total": "The whole"}
"""What is asked for each person, in this order, and what the page calls it."""

LEAST_ANSWERED = 3
"""A subscale's mean is given when at least this many of its items have an answer."""

SCORE_TOLERANCE = 0.01


# ---------------------------------------------------------------------------------------------- A1, the scale


def scores(answers: Sequence[int | None], form: Form) -> dict[str, float | None]:
    """One person's subscale means and the mean of the three; None where the rule gives none.

    Args:
        answers: one for each item in order, None for a missing one.
    """
    return _scored(answers, form, lambda answer: form.low + form.high - answer)


def _scored(answers: Sequence[int | None], form: Form, turn: Callable[[int], float]) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for name, items in form.subscales.items():
        given = [_turned(answers[item - 1], item, form, turn) for item in items if answers[item - 1] is not None]
        found[name] = sum(given) / len(given) if len(given) >= LEAST_ANSWERED else None
    means = list(found.values())
    found["total"] = None if None in means else sum(means) / len(means)  # type: ignore[arg-type]
    return found


def _turned(answer: int | None, item: int, form: Form, turn: Callable[[int], float]) -> float:
    assert answer is not None
    return turn(answer) if item in form.turned else answer


def _score_slips(name: str, answers: Sequence[int | None], form: Form) -> list[tuple[str, float | None]]:
    """What the known slips would give for one score, each with a sentence."""
    usual = scores(answers, form)
    slips = [
        ("That is the mean without turning the reverse items round.", _scored(answers, form, float)[name]),
        (
            f"A reverse item becomes {form.low + form.high} minus the answer; here {form.high} minus the answer was used.",
            _scored(answers, form, lambda answer: form.high - answer)[name],
        ),
    ]
    if name in form.subscales and usual[name] is not None:
        items = form.subscales[name]
        given = sum(answers[item - 1] is not None for item in items)
        total = usual[name] * given  # type: ignore[operator]
        slips.append(("That is the sum; the score is the mean.", total))
        if given < len(items):
            slips.append(("That counts the missing answer as 0; a mean leaves it out.", total / len(items)))
    elif usual[name] is not None:
        slips.append(("That is the sum of the three; the whole is their mean.", 3 * usual[name]))  # type: ignore[operator]
    return slips


def scale_points(found: Mapping[str, Any], people: Mapping[str, Sequence[int | None]], form: Form, maximum: float = 8) -> Result:  # fmt: skip
    """Marks for the scale scores, each the same; half for one that a known slip gives, and the whole carried forward.

    Args:
        found: the student's entries, such as ``A1.p1.bond``.
        people: each person's answers as released.
    """
    answers, share, got, reasons = mapping(found), maximum / (len(people) * len(SCORES)), 0.0, []
    for person, given in people.items():
        written = {name: answers.get(f"A1.{person.lower()}.{name}") for name in SCORES}
        expected = scores(given, form)
        empty = [name for name in SCORES if is_blank(written[name])]
        for name in SCORES:
            if name in empty:
                continue
            worth, reason = _one_score(name, written, expected, given, form)
            got += worth
            reasons += [f"{person}, {SCORES[name]}: {reason}"] if reason else []
        if empty:
            told = "; ".join(f"{SCORES[name]} {_score_said(expected[name])}" for name in empty)
            reasons.append(f"{person}: empty and so without a mark. From the answers: {told}.")
    return result(share * got, maximum, reasons or ["Every score follows from the answers."])


def _one_score(
    name: str,
    written: Mapping[str, Any],
    expected: Mapping[str, float | None],
    given: Sequence[int | None],
    form: Form,
) -> tuple[float, str]:
    value, target = written[name], expected[name]
    numbers = readings(value)
    if target is None and says_none(value):
        return 1.0, ""
    if target is not None and any(_near(number, target) for number in numbers):
        return 1.0, ""
    if name == "total" and _follows_from_own(value, numbers, written):
        return 1.0, ""
    said = f"You wrote {quoted(str(value))}." if numbers or says_none(value) else f"{why_unread(value)}."
    if target is None:
        why = (
            f"Fewer than {LEAST_ANSWERED} of its items have an answer"
            if name != "total"
            else "One of the three scores is not given"
        )
        return 0.0, f"{said} {why}, so no mean is given, and the answer is 'none'."
    for slip, wrong in _score_slips(name, given, form):
        if wrong is not None and any(_near(number, wrong) for number in numbers):
            return HALF, f"half. {said} {slip} The mean is {figure(target, 2)}."
    if says_none(value):
        return 0.0, f"{said} Enough is answered for a mean: {figure(target, 2)}."
    return 0.0, f"{said} The mean is {figure(target, 2)}."


def _near(number: float, target: float) -> bool:
    return abs(number - target) <= SCORE_TOLERANCE + 1e-9


def _follows_from_own(value: Any, numbers: Sequence[float], written: Mapping[str, Any]) -> bool:
    """Whether a whole is the mean of the student's own three scores, or 'none' because one of them is."""
    own = [value for name, value in written.items() if name != "total"]
    if any(says_none(score) for score in own):
        return says_none(value)
    means = [readings(score)[:1] for score in own]
    return all(means) and any(_near(number, sum(mean[0] for mean in means) / 3) for number in numbers)


def _score_said(score: float | None) -> str:
    return "none" if score is None else figure(score, 2)


# ---------------------------------------------------------------------------------------------- A4, four stories


def story_points(
    found: Mapping[str, Any],
    key: Mapping[str, str],
    labels: Mapping[str, str],
    why: Mapping[str, str],
    maximum: float = 10,
) -> Result:
    """Marks for matching four diagrams to four patterns, each the same. A diagram given to two patterns counts for neither.

    Args:
        found: the student's entries, such as ``A4.a``.
        key: pattern to story, for this release.
        labels: story to what the page calls it.
        why: story to a sentence that says by what the pattern can be told.
    """
    answers = mapping(found)
    chosen = {pattern: _story(answers.get(f"A4.{pattern.lower()}"), labels) for pattern in key}
    right, reasons = 0, []
    for pattern, story in key.items():
        given, value = chosen[pattern], answers.get(f"A4.{pattern.lower()}")
        rest = f"It is '{labels[story]}'. {why[story]}"
        if given is None:
            said = "no diagram is chosen." if is_blank(value) else f"{quoted(value)} is not one of the diagrams."
            reasons.append(f"Pattern {pattern}: {said} {rest}")
        elif list(chosen.values()).count(given) > 1:
            reasons.append(f"Pattern {pattern}: '{labels[given]}' is given to more than one pattern, so it counts for neither. {rest}")  # fmt: skip
        elif given == story:
            right += 1
        else:
            reasons.append(f"Pattern {pattern}: you chose '{labels[given]}'. {rest}")
    return result(maximum * right / len(key) if key else 0, maximum, reasons or ["All four diagrams are matched."])


def _story(value: Any, labels: Mapping[str, str]) -> str | None:
    """The story that was chosen: by its name, however it is written, or None."""
    if not isinstance(value, str):
        return None
    flat = " ".join(value.replace("_", " ").split()).casefold()
    return next((story for story, label in labels.items() if flat in {story.replace("_", " "), label.casefold()}), None)


# ---------------------------------------------------------------------------------------------- is anything missing


def left_of_scale(found: Mapping[str, Any], people: Sequence[str]) -> list[str]:
    """What is missing from A1, in sentences."""
    return _left({f"{person}, {label}": mapping(found).get(f"A1.{person.lower()}.{name}") for person in people for name, label in SCORES.items()}, none_allowed=True)  # fmt: skip


def left_of_effects(found: Mapping[str, Any], studies: Sequence[str]) -> list[str]:
    """What is missing from A2, in sentences."""
    return _left({f"{name}, {label}": mapping(found).get(f"A2.{name.lower()}.{part}") for name in studies for part, label in (("z", "z"), ("se", "SE"))})  # fmt: skip


def left_of_pooling(found: Mapping[str, Any]) -> list[str]:
    """What is missing from A3, in sentences."""
    return _left({step.label: mapping(found).get(f"A3.{step.cell}") for step in POOLING})


def left_of_stories(found: Mapping[str, Any], patterns: Sequence[str]) -> list[str]:
    """What is missing from A4, in sentences; and that a diagram stands twice."""
    given = {pattern: mapping(found).get(f"A4.{pattern.lower()}") for pattern in patterns}
    blank = [pattern for pattern, value in given.items() if is_blank(value)]
    said = [f"Without a diagram: pattern {', '.join(blank)}."] if blank else []
    stories = [value for value in given.values() if isinstance(value, str) and value.strip()]
    if len(set(stories)) < len(stories):
        said.append("One diagram is given to more than one pattern. Each belongs to one pattern.")
    return said


def _left(given: Mapping[str, Any], none_allowed: bool = False) -> list[str]:
    blank = [label for label, value in given.items() if is_blank(value)]
    odd = [
        f"{label}: {why_unread(value)}."
        for label, value in given.items()
        if not is_blank(value) and not readings(value) and not (none_allowed and says_none(value))
    ]
    if len(blank) == len(given):
        return ["Nothing is filled in yet."]
    return ([f"Still empty: {'; '.join(blank)}."] if blank else []) + odd


__all__ = [
    "POOLING", "SCORES", "Form", "Result", "Study", "effect_points", "entries", "left_of_effects", "left_of_pooling",
    "left_of_scale", "left_of_stories", "pooling_points", "say", "scale_points", "scores", "story_points",
]  # fmt: skip
