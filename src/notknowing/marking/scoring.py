"""Marks for the part of A1 that arithmetic can give: codes, a 2 × 2 table, kappa, and two places of disagreement.

Pure functions from a student's entries to a ``Result``. None of them raises for anything a student wrote, none gives
less than nothing or more than the maximum, and every mark that is not given has a sentence to the student. Nothing here
reads a reply to a client: those are marked by people.

A later step is marked on what the student did in the earlier one (carry-forward), so that one slip costs once. The
course's own reading of the transcript is passed in by the hidden tests of ``solutions/a1``; it is not in this package.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notknowing.evidence.agreement import TwoByTwo, two_by_two
from notknowing.work import Entry

TURNS = 24
"""Practitioner turns in the A1 transcript."""

CELLS = {"a": "Both", "b": "Only you", "c": "Only the second set", "d": "Neither"}
"""The four counts of the 2 × 2 table, as the page names them."""

SLACK = 3
"""A student's own table may miscount by this many turns and still be carried forward."""

_NO_VALUE = {"none", "no", "undefined", "not defined", "n/a", "na", "cannot be worked out", "-", "–", "—"}


@dataclass(frozen=True)
class TurnKey:
    """The course's reading of one practitioner turn."""

    reading: str
    also: Mapping[str, str] = field(default_factory=dict)
    """Codes that can be argued for, each with the reason; half credit."""
    equal: Mapping[str, str] = field(default_factory=dict)
    """Codes the course holds as good as its own reading, each with the reason; full credit."""
    why: str = ""
    """Why the course reads the turn so, as a sentence."""


@dataclass(frozen=True)
class Result:
    """Points for one task, and what to tell the student."""

    points: float
    """Between 0 and ``maximum``, to two decimal places, half up."""
    maximum: float
    reasons: list[str]
    """Sentences to the student, in the order of the task."""


class Incomplete(Exception):
    """Something is missing. Shown by the Validate button as its own words, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """What IPython prints in place of a traceback."""
        return [str(self)]


# ------------------------------------------------------------------------------------------ the student's entries


def entries(page_id: str) -> dict[str, Any]:
    """The student's shared entries for a page, from the current folder: entry key to value. Never raises."""
    return {key: entry.value for key, entry in kept_entries(page_id).items()}


def kept_entries(page_id: str) -> dict[str, Entry]:
    """The student's shared entries for a page, from the current folder. Never raises.

    Reads ``<page_id>.responses.json`` and the copy inside ``<page_id>.ipynb``; of two versions the newer one counts.
    """
    from notknowing.work import merge, read_entries, recover

    saved, _ = read_entries(Path(f"{page_id}.responses.json"))
    merged, _ = merge(saved, recover(Path(f"{page_id}.ipynb")))
    return merged


def codes_from(found: Mapping[str, Any], activity: str = "A1") -> dict[int, Any]:
    """The codes of a transcript activity, turn number to code, from entries such as ``A1.t7``."""
    pattern = re.compile(rf"{re.escape(activity)}\.t(\d{{1,3}})")
    matches = ((pattern.fullmatch(key), value) for key, value in found.items() if isinstance(key, str))
    return {int(match[1]): value for match, value in matches if match}


def table_from(found: Mapping[str, Any], activity: str = "A2") -> dict[str, Any]:
    """The four counts as the student wrote them: ``a``, ``b``, ``c`` and ``d``."""
    return {cell: found.get(f"{activity}.{cell}") for cell in CELLS}


def located_from(found: Mapping[str, Any], activity: str = "A2") -> list[Any]:
    """The two turn numbers as the student wrote them."""
    return [found.get(f"{activity}.turn{place}") for place in (1, 2)]


# ------------------------------------------------------------------------------------------ is anything missing


def left_to_code(codes: Mapping[int, Any], turns: int = TURNS) -> list[str]:
    """What is missing from the coding, in sentences; empty when every turn has a code."""
    coded = _coded(codes)
    missing = [turn for turn in range(1, turns + 1) if turn not in coded]
    if not missing:
        return []
    if len(missing) == turns:
        return [f"None of the {turns} turns has a code yet."]
    return [f"You have coded {turns - len(missing)} of {turns} turns. Still without a code: {_listed(missing)}."]


def left_in_table(answers: Mapping[str, Any]) -> list[str]:
    """What is missing from the 2 × 2 table, in sentences."""
    answers = _mapping(answers)
    blank = [name for cell, name in CELLS.items() if _is_blank(answers.get(cell))]
    odd = [name for cell, name in CELLS.items() if not _is_blank(answers.get(cell)) and _count(answers[cell]) is None]
    said = [f"The table still needs a number for: {'; '.join(blank)}."] if blank else []
    return said + ([f"The table needs whole numbers, written in digits, for: {'; '.join(odd)}."] if odd else [])


def left_of_kappa(value: Any) -> list[str]:
    """Whether kappa is missing or cannot be read, in sentences."""
    if _is_blank(value):
        return ["Kappa is still empty."]
    if _number(value) is None and not _says_none(value):
        return [f"Kappa is written as {_quoted(value)}, which cannot be read as a number. Write it like 0.66."]
    return []


def left_to_locate(turns: Sequence[Any]) -> list[str]:
    """Whether the two places of disagreement are missing or cannot be read, in sentences."""
    blank = [place for place in (0, 1) if _is_blank(_at(turns, place))]
    if blank:
        return [f"{len(blank)} of the two turn numbers {'is' if len(blank) == 1 else 'are'} still empty."]
    odd = [value for value in (_at(turns, 0), _at(turns, 1)) if _turn(value) is None and not _says_none(value)]
    return [f"{_quoted(value)} cannot be read as a turn number. Write it like 7." for value in odd]


def say(missing: Sequence[str]) -> None:
    """Tell the student what is missing, or that nothing is; in a marked copy say nothing, because reasons follow there.

    Raises:
        Incomplete: something is missing and the Validate button asked. At any other time it is only printed, because an
            error in a marked cell would cost the marks of what is there.
    """
    mode = os.environ.get("NBGRADER_EXECUTION")
    text = " ".join([*missing, "What you have written is saved. Go back to it above, then run this check again."])
    if missing and mode == "validate":
        raise Incomplete(text)
    if mode != "autograde":
        print(text if missing else "Nothing is missing here. This says that it is complete, not that it is right.")


# ------------------------------------------------------------------------------------------ marks


def coding_points(codes: Mapping[int, Any], key: Mapping[int, TurnKey], maximum: float = 10) -> Result:
    """Marks for coding: each turn counts the same, full for the course's reading or an equal one, half for ``also``."""
    coded = _coded(codes)
    full, half, reasons = 0, 0, []
    for turn, expected in sorted(key.items()):
        code = coded.get(turn)
        if code is None or code == expected.reading:
            full += code is not None
        elif code in expected.equal:
            full += 1
            reasons.append(
                f"Turn {turn}: you chose {_named(code)}. The course reads it as {_named(expected.reading)} and holds "
                f"yours to be as good. {expected.equal[code]}"
            )
        elif code in expected.also:
            half += 1
            reasons.append(
                f"Turn {turn}: half a turn's mark for {_named(code)}. {expected.also[code]} The course reads it as "
                f"{_named(expected.reading)}. {expected.why}"
            )
        else:
            reasons.append(
                f"Turn {turn}: you chose {_named(code)}. The course reads it as {_named(expected.reading)}. "
                f"{expected.why}"
            )
    uncoded = [turn for turn in sorted(key) if turn not in coded]
    if uncoded:
        reasons.append(f"Without a code, and so without a mark: {_listed(uncoded)}.")
    summary = f"Of {len(key)} turns, {full} earned full credit and {half} half."
    share = (full + half / 2) / len(key) if key else 0
    return _result(maximum * share, maximum, [summary, *(reason.strip() for reason in reasons)])


def table_points(
    answers: Mapping[str, Any],
    own_codes: Mapping[int, Any],
    second: Mapping[int, str],
    collapse: Collection[str],
    maximum: float = 3,
) -> Result:
    """Marks for the 2 × 2 table, a quarter for each count, checked against the student's own codes.

    Turns the student left without a code are not in the table. With fewer than half of the turns coded there is no
    table to speak of, and no mark.
    """
    implied, refusal = _implied(own_codes, second, collapse)
    if implied is None:
        return _result(0, maximum, [refusal])
    answers, right, reasons = _mapping(answers), 0, []
    for cell, name in CELLS.items():
        written, expected = answers.get(cell), getattr(implied, cell)
        count = _count(written)
        if count == expected:
            right += 1
        elif _is_blank(written):
            reasons.append(f"{name}: empty. Your codes and the second set give {expected}.")
        elif count is None:
            reasons.append(f"{name}: {_quoted(written)} is not a whole number written in digits. Your codes and the second set give {expected}.")  # fmt: skip
        else:
            reasons.append(f"{name}: you wrote {count}. Your codes and the second set give {expected}.")
    return _result(maximum * right / len(CELLS), maximum, reasons or ["All four counts follow from your own codes."])


def kappa_points(
    value: Any,
    own_codes: Mapping[int, Any],
    second: Mapping[int, str],
    collapse: Collection[str],
    maximum: float = 3,
    tolerance: float = 0.01,
    answers: Mapping[str, Any] | None = None,
) -> Result:
    """Marks for kappa: right for the table the student's codes imply, or for the table the student wrote down.

    Args:
        value: what the student wrote; a decimal comma is as good as a point.
        answers: the student's four counts, so that a slip in one of them is not paid for twice.
        tolerance: how far from the exact value an answer may be.
    """
    implied, refusal = _implied(own_codes, second, collapse)
    if implied is None:
        return _result(0, maximum, [refusal])
    written = _own_table(answers, implied.n)
    tables = [implied] if written in (None, implied) else [implied, written]
    if _is_blank(value):
        return _result(0, maximum, [f"Kappa is empty. {_for_the_table(tables)}"])
    if _says_none(value):
        if any(table.kappa is None for table in tables):
            return _result(maximum, maximum, ["Kappa is not defined for this table, as you say."])
        return _result(0, maximum, [f"Kappa is defined here. {_for_the_table(tables)}"])
    number = _number(value)
    if number is None:
        return _result(0, maximum, [f"{_quoted(value)} cannot be read as a number. {_for_the_table(tables)}"])
    for table in tables:
        if table.kappa is not None and abs(number - table.kappa) <= tolerance + 1e-9:
            by_own = (
                "your own codes" if table is implied else "the table you wrote down, so its slip costs nothing here"
            )
            return _result(maximum, maximum, [f"Right for {by_own}."])
    if any(abs(number - table.observed) <= tolerance for table in tables):
        hint = "This is the share of turns that agree; kappa also takes out the agreement expected by chance."
    elif abs(number) > 1:
        hint = "Kappa is never above 1 or below −1; a percentage has to be divided by 100."
    else:
        hint = ""
    return _result(0, maximum, [f"You wrote {number:g}. {_for_the_table(tables)} {hint}".strip()])


def disagreement_points(
    turns: Sequence[Any], own_codes: Mapping[int, Any], second: Mapping[int, str], maximum: float = 4
) -> Result:
    """Marks for two different turns where the student's code and the second set's differ, half for each.

    Where the two sets differ in fewer than two turns, *none* is the right answer for what cannot be found.
    """
    own = _coded(own_codes)
    both = _compared(own, second)
    if not _is_enough(both, second):
        return _result(0, maximum, [_too_few(both, second)])
    differ = [turn for turn in both if own[turn] != second[turn]]
    nothing_left = max(0, 2 - len(differ))
    found: list[int] = []
    right, reasons = 0, []
    for place in (0, 1):
        value = _at(turns, place)
        turn = _turn(value)
        if _says_none(value) and nothing_left:
            nothing_left -= 1
            right += 1
        elif _is_blank(value):
            reasons.append(f"{'First' if place == 0 else 'Second'} turn number: empty.")
        elif _says_none(value):
            reasons.append("There are turns where the two sets differ, so 'none' earns nothing.")
        elif turn is None:
            reasons.append(f"{_quoted(value)} cannot be read as a turn number.")
        elif turn in found:
            reasons.append(f"You gave turn {turn} twice; it counts once.")
        elif turn in differ:
            found.append(turn)
            right += 1
        else:
            reasons.append(_why_not(turn, own, second))
    if not reasons:
        reasons = ["Both answers are right for your own codes."]
    elif differ:
        reasons.append(f"With your codes, the two sets differ at: {_listed(differ)}.")
    return _result(maximum * right / 2, maximum, reasons)


# ------------------------------------------------------------------------------------------ small parts


def _result(points: float, maximum: float, reasons: list[str]) -> Result:
    rounded = math.floor(points * 100 + 0.5) / 100
    return Result(min(max(rounded, 0.0), float(maximum)), maximum, reasons)


def _implied(
    own_codes: Mapping[int, Any], second: Mapping[int, str], collapse: Collection[str]
) -> tuple[TwoByTwo | None, str]:
    """The table that the student's codes imply, or None and the reason why there is none."""
    own = _coded(own_codes)
    both = _compared(own, second)
    if not _is_enough(both, second):
        return None, _too_few(both, second)
    return two_by_two([own[turn] for turn in both], [second[turn] for turn in both], collapse), ""


def _own_table(answers: Mapping[str, Any] | None, coded: int) -> TwoByTwo | None:
    """The student's table, if its four counts come near the number of turns coded: then a slip, not another table."""
    counts = [_count(_mapping(answers).get(cell)) for cell in CELLS]
    if any(count is None for count in counts) or abs(sum(counts) - coded) > SLACK:
        return None
    return TwoByTwo(*counts)


def _for_the_table(tables: list[TwoByTwo]) -> str:
    said = []
    for table, whose in zip(tables, ("your codes imply", "you wrote down"), strict=False):
        kappa = "kappa is not defined" if table.kappa is None else f"kappa is {round(table.kappa, 2) + 0:.2f}"
        said.append(f"For the table {whose}, {kappa}.")
    return " ".join(said)


def _why_not(turn: int, own: Mapping[int, str], second: Mapping[int, str]) -> str:
    if turn not in second:
        return f"There is no turn {turn} to code."
    if turn not in own:
        return f"Turn {turn} has no code of yours, so it cannot be compared."
    return f"Turn {turn}: you and the second set both chose {_named(own[turn])}, so there is no disagreement there."


def _compared(own: Mapping[int, str], second: Mapping[int, str]) -> list[int]:
    return sorted(turn for turn in second if turn in own)


def _is_enough(both: Sequence[int], second: Mapping[int, str]) -> bool:
    return bool(both) and 2 * len(both) >= len(second)


def _too_few(both: Sequence[int], second: Mapping[int, str]) -> str:
    return (
        f"This needs at least half of the turns coded; {len(both)} of {len(second)} have a code, so there is nothing "
        "to compare yet."
    )


def _coded(codes: Any) -> dict[int, str]:
    """The turns that hold a code: whole numbers to text. Anything else counts as not coded."""
    return {
        turn: code.strip()
        for turn, code in _mapping(codes).items()
        if isinstance(turn, int) and not isinstance(turn, bool) and isinstance(code, str) and code.strip()
    }


def _mapping(found: Any) -> Mapping:
    return found if isinstance(found, Mapping) else {}


def _at(values: Any, place: int) -> Any:
    if isinstance(values, Sequence) and not isinstance(values, str | bytes) and len(values) > place:
        return values[place]
    return None


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _says_none(value: Any) -> bool:
    return isinstance(value, str) and " ".join(value.split()).strip(".").casefold() in _NO_VALUE


def _number(value: Any) -> float | None:
    """A finite number from digits, with a point or a comma; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        text = "".join(value.split()).replace("−", "-").replace(",", ".") if isinstance(value, str) else value
        number = float(text)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _count(value: Any) -> int | None:
    """A whole number that is not negative; None for anything else."""
    number = _number(value)
    return int(number) if number is not None and number >= 0 and number == int(number) else None


def _turn(value: Any) -> int | None:
    """A turn number: 7, '7', 'turn 7' or 't7'."""
    if isinstance(value, str):
        value = re.sub(r"^\s*(turn|t|no\.?|#)\s*", "", value, flags=re.IGNORECASE)
    count = _count(value)
    return count if count else None


def _named(code: str) -> str:
    return f"'{_short(code.replace('_', ' '))}'"


def _quoted(value: Any) -> str:
    return f"'{_short(value if isinstance(value, str) else type(value).__name__ + ' value')}'"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:29] + "…"


def _listed(turns: Sequence[int]) -> str:
    """'turn 3', or 'turns 3, 7 and 9'."""
    if len(turns) == 1:
        return f"turn {turns[0]}"
    return f"turns {', '.join(map(str, turns[:-1]))} and {turns[-1]}"
