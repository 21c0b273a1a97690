"""Leaves out the rules that cannot fire on a sentence before any pattern is searched. It changes no reading.

Every branch of a pattern (the parts between its outermost bars) is looked through once for letters without which it cannot
match. A sentence is then asked which of those letters it has, and only the branches that are left are searched. What a
branch requires is worked out from the pattern itself, so nobody has to keep it up to date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

from notknowing.mirror.rule import Rule, expand
from notknowing.mirror.text import Plain

try:
    from re import _parser  # type: ignore[attr-defined]
except ImportError:  # a Python that keeps it elsewhere: every branch is tried, and the reading is the same
    _parser = None  # type: ignore[assignment]

Branches = int
"""A set of branches, a bit each."""
_MOST = 400
"""Wordings of one branch that are still told apart; beyond that it is looked through in smaller parts."""
_WORTH = 2.5
"""A set that a sentence has more often than this, counted roughly and much too high, is not asked for."""
_TESTS = 3
"""Sets of letters that are asked for at once."""
_LONG = 8
"""Letters of a word that are looked up."""
_LONGEST_WORD = 30
_COMMON = frozenset("you the that and it to be is of in a i so have not for this are was with on".split())


def branches(pattern: str) -> list[str]:
    """The parts of a pattern between its outermost bars."""
    found, depth, start, place, opened = [], 0, 0, 0, -1
    while place < len(pattern):
        letter = pattern[place]
        if letter == "\\":
            place += 1
        elif opened >= 0:
            opened = -1 if letter == "]" and pattern[opened + 1 : place] not in ("", "^") else opened
        elif letter == "[":
            opened = place
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            found.append(pattern[start:place])
            start = place + 1
        place += 1
    return [*found, pattern[start:]]


@cache
def required(pattern: str) -> tuple[frozenset[str], ...]:
    """Up to ``_TESTS`` sets of letters; a match must hold at least one of each. Empty where none are worth looking for."""
    if _parser is None:
        return ()
    rare = sorted({one for one in _candidates(_parser.parse(pattern)) if _likely(one) < _WORTH}, key=_rank)
    return tuple(rare[:_TESTS])


def _rank(wordings: frozenset[str]) -> tuple[float, list[str]]:
    return _likely(wordings), sorted(wordings)


def _likely(wordings: frozenset[str]) -> float:
    """Roughly how often a sentence has one of them."""
    return sum(_often(wording) for wording in wordings)


def _often(piece: str) -> float:
    word = piece.strip()
    rough = 0.4 if word in _COMMON else (1.0, 0.9, 0.7, 0.1, 0.02, 0.01)[min(len(word), 5)] + 0.0005
    return rough * 0.5 ** (len(piece) - len(word))


def _candidates(parsed: Any) -> list[frozenset[str]]:
    """Sets of which each has a wording that every match holds."""
    found: list[frozenset[str]] = []
    run: frozenset[str] = frozenset({""})
    for node in parsed:
        whole = _wordings(node)
        joined = None if whole is None else frozenset(a + b for a in run for b in whole)
        if joined is not None and len(joined) <= _MOST:
            run = joined
            continue
        found.append(run)
        run = whole if whole is not None else frozenset({""})
        if whole is None:
            found += _inside(node)
    sets = (frozenset(pick(wording) for wording in one) for one in (*found, run) for pick in (_piece, _first, _last))
    return [one for one in sets if "" not in one]


def _pieces(wording: str) -> list[str]:
    """The words of a wording, cut to what is looked up, with the spaces about them, which tell where one begins and ends."""
    parts = wording.split(" ")
    last = len(parts) - 1
    return [
        " " * (at > 0) + part[:_LONG] + " " * (at < last and len(part) <= _LONG)
        for at, part in enumerate(parts)
        if part
    ]


def _piece(wording: str) -> str:
    """The rarest word of a wording."""
    return min(_pieces(wording), key=lambda piece: (_often(piece), -len(piece)), default="")


def _first(wording: str) -> str:
    return next(iter(_pieces(wording)), "")


def _last(wording: str) -> str:
    return next(reversed(_pieces(wording)), "")


def _inside(node: Any) -> list[frozenset[str]]:
    """The candidates of a part that is not a plain list of wordings."""
    kind, value = str(node[0]), node[1]
    if kind == "SUBPATTERN":
        return _candidates(value[3])
    if kind in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
        return _candidates(value[2])
    if kind == "BRANCH":
        each = [min(_candidates(one), key=_likely, default=None) for one in value[1]]
        return [] if None in each else [frozenset().union(*each)]  # type: ignore[arg-type]
    return []


def _wordings(node: Any) -> frozenset[str] | None:
    """Every text a part can match, where they are few; None otherwise. What looks around matches nothing itself."""
    kind, value = str(node[0]), node[1]
    if kind == "LITERAL":
        return frozenset({chr(value)})
    if kind in ("AT", "ASSERT", "ASSERT_NOT"):
        return frozenset({""})
    if kind == "IN":
        if len(value) <= 4 and all(str(one[0]) == "LITERAL" for one in value):
            return frozenset(chr(one[1]) for one in value)
        return None
    if kind == "SUBPATTERN":
        return _sequence(value[3])
    if kind == "BRANCH":
        each = [_sequence(one) for one in value[1]]
        return None if None in each else _few(frozenset().union(*each))  # type: ignore[arg-type]
    if kind in ("MAX_REPEAT", "MIN_REPEAT") and (value[0], value[1]) in ((0, 1), (1, 1)):
        inner = _sequence(value[2])
        return None if inner is None else inner | {""} if value[0] == 0 else inner
    return None


def _sequence(parsed: Any) -> frozenset[str] | None:
    run: frozenset[str] | None = frozenset({""})
    for node in parsed:
        whole = _wordings(node)
        if whole is None or len(whole) * len(run) > _MOST:  # type: ignore[arg-type]
            return None
        run = frozenset(a + b for a in run for b in whole)  # type: ignore[union-attr]
    return run


def _few(wordings: frozenset[str]) -> frozenset[str] | None:
    return wordings if len(wordings) <= _MOST else None


Found = re.Match[str] | None


def _ready(branch: str) -> Callable[[str], Found]:
    """A branch's search; one that is tied to the beginning is tried only there."""
    pattern = re.compile(branch)
    return pattern.match if branch.startswith("^") else pattern.search


class Quick:
    """Some rules of the table in their order, made ready to be asked which of them may fire."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._letters: tuple[dict[str, int], ...] = tuple({} for _ in range(_TESTS))
        self._needs: dict[str, int] = {}
        always = [0] * _TESTS
        self._free = 0
        self._entries: list[tuple[Rule, Branches]] = []
        self._of_place: list[tuple[Rule, Branches]] = []
        self._sources: list[str] = []
        place = 0
        for rule in rules:
            first = place
            for branch in branches(expand(rule.pattern)):
                bit, place = 1 << place, place + 1
                self._sources.append(branch)
                sets = required(branch)
                for test in range(_TESTS):
                    if test >= len(sets):
                        always[test] |= bit
                        continue
                    for wording in sets[test]:
                        self._letters[test][wording] = self._letters[test].get(wording, 0) | bit
            every = (1 << place) - (1 << first)
            for word in rule.need:
                self._needs[word] = self._needs.get(word, 0) | every
            if not rule.need:
                self._free |= every
            self._entries.append((rule, every))
            self._of_place += [(rule, every)] * (place - first)
        self._always = tuple(always)
        self._all = (1 << place) - 1
        self._searches: list[Callable[[str], Found] | None] = [None] * place
        self._of_word = lru_cache(maxsize=8192)(self._look_up)

    def only(self, wanted: Callable[[Rule], bool]) -> Branches:
        """What to give ``may_fire`` so that only some rules are tried."""
        return sum(every for rule, every in self._entries if wanted(rule))

    def _look_up(self, word: str) -> tuple[int, ...]:
        """Which branches a word keeps alive, for each test."""
        if len(word) > _LONGEST_WORD:
            return (self._all,) * _TESTS
        found = [0] * _TESTS
        spaced = f" {word} "
        for start in range(len(spaced)):
            for end in range(start + 1, min(start + _LONG + 2, len(spaced)) + 1):
                piece = spaced[start:end]
                for test, letters in enumerate(self._letters):
                    found[test] |= letters.get(piece, 0)
        return tuple(found)

    def may_fire(self, piece: Plain, allowed: Branches = -1) -> Iterator[tuple[Rule, Branches]]:
        """The rules that may fire on a sentence, in order, each with those of its branches that may; see ``search``.

        Args:
            piece: the sentence.
            allowed: from ``only``; every rule when left out.
        """
        one, two, three = self._always
        wanted = self._free
        for word in piece.text.split():
            here_one, here_two, here_three = self._of_word(word)
            one |= here_one
            two |= here_two
            three |= here_three
        for word in piece.word_set:
            if word in self._needs:
                wanted |= self._needs[word]
        alive = one & two & three & wanted & allowed
        while alive:
            rule, every = self._of_place[(alive & -alive).bit_length() - 1]
            here = alive & every
            alive ^= here
            yield rule, here

    def search(self, rule: Rule, left: Branches, text: str) -> Found:
        """The first match among the branches that are left; of two that begin together, the one the table has first.

        It is what ``Rule.search`` gives.
        """
        best: Found = None
        while left:
            place = (left & -left).bit_length() - 1
            left &= left - 1
            find = self._searches[place]
            if find is None:
                find = self._searches[place] = _ready(self._sources[place])
            match = find(text)
            if match and (best is None or match.start() < best.start()):
                best = match
        if best is None or (rule.barred is not None and rule.barred.search(text)):
            return None
        return best
