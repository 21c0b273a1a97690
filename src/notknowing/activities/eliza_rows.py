"""The rows of the small ELIZA: what a student filled in, read word by word. See ``eliza.py`` for what is done with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_LISTENED = 20
"""Words and gaps of a row that are used."""
MOST_ANSWERS = 8
"""Answers of a row that take turns."""
MOST_ANSWER = 240
"""Characters of one answer that are used."""

_PIECE = re.compile(r"(?P<gap>\*+|…|\.{2,}|_{2,})|(?P<word>[^\W_]+(?:['’][^\W_]+)*)")
GAP = re.compile(r"\*+|…|\.{3}|_{2,}")


@dataclass(frozen=True)
class Rule:
    """One row that can answer.

    number: of the row, from 1. segments: the runs of words between its gaps, compared in order. opens, closes: whether
    a gap was written before the first words and after the last. answers: they take turns. rank: higher goes first.
    """

    number: int
    segments: tuple[tuple[str, ...], ...]
    opens: bool
    closes: bool
    answers: tuple[str, ...]
    rank: int = 2

    @property
    def keyword(self) -> str:
        """The word that is looked for first: the longest of the row, the earlier one of two."""
        return max((word for run in self.segments for word in run), key=len)

    @property
    def said(self) -> str:
        """What the row listens for, as a person would write it."""
        inner = " * ".join(" ".join(run) for run in self.segments)
        return f"{'* ' if self.opens else ''}{inner}{' *' if self.closes else ''}"


@dataclass(frozen=True)
class Script:
    """All it goes by: rows, sentences for when nothing fits, the word it remembers by, and sentences to bring back."""

    rules: tuple[Rule, ...]
    fallback: tuple[str, ...]
    remember: str = "my"
    recall: tuple[str, ...] = ()


def bare(word: str) -> str:
    """A word as it is compared with another."""
    return word.casefold().replace("’", "'")


def read_row(number: int, says: str, answers: str, rank: int = 2) -> tuple[Rule | None, str]:
    """A row as it was filled in.

    Args:
        number: of the row, from 1.
        says: plain words with ``*`` or ``...`` for a gap.
        answers: one a line; ``*`` or ``...`` is where the gap goes.
        rank: higher goes first.

    Returns:
        The rule, or None where the row can never answer; and one plain sentence about what is odd, or nothing.
    """
    found = [(bool(one["gap"]), bare(one["word"] or "")) for one in _PIECE.finditer(says[:2000])]
    lines = [" ".join(line.split())[:MOST_ANSWER].rstrip() for line in answers[:4000].splitlines()]
    lines = [line for line in lines if line][:MOST_ANSWERS]
    shown = " ".join(says.split())[:40]
    if not found and not lines:
        return None, f"Row {number} is empty, so it never answers." if not shown else _nothing_heard(number)
    if not found:
        return None, _nothing_heard(number)
    if all(is_gap for is_gap, _ in found):
        return (
            None,
            f"Row {number} has a gap and no word, so there is nothing to listen for. Put a word beside the gap.",
        )
    if not lines:
        return None, f"Row {number} listens for “{shown}” and has no answer yet, so it is passed over."
    odd = ""
    if len(found) > MOST_LISTENED:
        found, odd = found[:MOST_LISTENED], f"Row {number} is long. Only its first {MOST_LISTENED} words are used."
        if all(is_gap for is_gap, _ in found):
            return None, _nothing_heard(number)
    runs: list[list[str]] = [[]]
    for is_gap, word in found:
        if is_gap and runs[-1]:
            runs.append([])
        elif not is_gap:
            runs[-1].append(word)
    segments = tuple(tuple(run) for run in runs if run)
    rule = Rule(number, segments, found[0][0], found[-1][0], tuple(lines), rank)
    asked = max(len(GAP.findall(line)) for line in lines)
    if not odd and asked > max(1, rule.opens + rule.closes + len(segments) - 1):
        odd = f"Row {number} has more gaps in an answer than it listens for, so the last one is used again."
    return rule, odd


def _nothing_heard(number: int) -> str:
    return f"Row {number} has nothing to listen for. Write a word that the person might use."


def script_of(
    rows: Iterable[tuple[str, str, int]], fallback: Sequence[str], recall: Sequence[str] = (), remember: str = "my"
) -> tuple[Script, list[str]]:
    """A script from a filled-in table, and one sentence for each row that is empty or odd.

    Args:
        rows: what the person says, the answers, the rank.
        fallback: sentences for when nothing fits; blank ones are left out.
        recall: sentences that bring a remark back, with a gap for it.
        remember: the word after which a remark is put away.
    """
    read = [read_row(number, *row) for number, row in enumerate(rows, start=1)]
    rules = tuple(rule for rule, _ in read if rule)
    notes = [note for _, note in read if note]
    seen: dict[tuple, int] = {}
    for rule in rules:
        first = seen.setdefault(rule.segments, rule.number)
        if first != rule.number:
            notes.append(f"Rows {first} and {rule.number} listen for the same words, so one of them always goes first.")
    lines = tuple(line for line in (" ".join(one.split())[:MOST_ANSWER] for one in fallback) if line)
    return Script(rules, lines[:MOST_ANSWERS], bare(remember), tuple(recall)), notes
