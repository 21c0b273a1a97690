"""A small ELIZA: rows of a table that listen for words and hand some of them back. It understands nothing.

The mechanism is that of Weizenbaum (1966), *Communications of the ACM* 9(1), 36–45, doi:10.1145/365153.365168: cut the
input at commas and full stops, look for keywords, take them by rank, take the words apart at a pattern with gaps
(decomposition), swap the pronouns in a gap, put it into the next of several answers (reassembly), put a remark away and
bring it back later (memory), and have a sentence for when nothing fits. The rows are the student's or the course's own;
no line of the printed script is here.

Two things differ from 1966. Where no row with a keyword fits a piece, the next piece is tried. And a remark comes back
whenever nothing else fits, not after a count.

Nothing that somebody writes into a row is ever read as a program or a regular expression. Matching compares word with
word, from left to right, once for each row: the work is at most words said times words listened for, and both are
limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from notknowing.activities.eliza_rows import GAP, Rule, Script, bare, read_row, script_of

__all__ = [
    "Rule",
    "Script",
    "State",
    "Turn",
    "Word",
    "answer",
    "fits",
    "gaps_of",
    "pieces_of",
    "read_row",
    "script_of",
    "swapped",
    "talk",
    "words_of",
]

MOST_SAID = 800
"""Characters of one remark that are listened to."""
MOST_REPLY = 600
"""Characters of a reply."""
MOST_KEPT = 8
"""Remarks put away for later. The oldest comes back first, and when there are too many it is forgotten."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CUT = re.compile(r"[.,;:?!…\n]|\s[-–—]+\s")

SWAPS: Mapping[str, str] = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are",
    "i'm": "you're", "i've": "you've", "i'll": "you'll", "i'd": "you'd",
    "you": "I", "your": "my", "yours": "mine", "yourself": "myself",
    "you're": "I'm", "you've": "I've", "you'll": "I'll", "you'd": "I'd",
}  # fmt: skip
"""Words that change when a remark is handed back. It knows words and no grammar, so it goes wrong, as the first one did."""

_AFTER = {("I", "are"): "am", ("I", "were"): "was", ("you", "was"): "were"}
"""A verb that has to follow its new pronoun."""


@dataclass(frozen=True)
class Word:
    """One word as said, and where it stands in the remark."""

    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """The word as it is compared: small letters, straight apostrophe."""
        return bare(self.text)


@dataclass(frozen=True)
class State:
    """How far it is: which answer of each row comes next, what is put away, and the same for the other sentences."""

    turns: Mapping[int, int] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    recalled: int = 0
    fallen: int = 0


@dataclass(frozen=True)
class Turn:
    """One remark and its reply.

    row: the row that answered; None for none. steps: what was done, in plain sentences. heard: spans of the remark as
    start, end and ``"key"`` or ``"gap"``. own: spans of the reply that are the person's words. state: for the next turn.
    """

    said: str
    reply: str
    row: int | None
    steps: tuple[str, ...]
    heard: tuple[tuple[int, int, str], ...]
    own: tuple[tuple[int, int], ...]
    state: State


def words_of(text: str) -> list[Word]:
    """The words of a text and where they stand."""
    return [Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]


def pieces_of(text: str) -> list[list[Word]]:
    """A remark cut at commas, full stops and their like; pieces without a word are left out."""
    cuts = [0, *(place for found in _CUT.finditer(text) for place in (found.start(), found.end())), len(text)]
    pieces = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        words = [Word(word.text, word.start + start, word.end + start) for word in words_of(text[start:end])]
        if words:
            pieces.append(words)
    return pieces


# ---------------------------------------------------------------------------------------------- one turn


def fits(rule: Rule, piece: Sequence[Word]) -> list[tuple[Word, ...]] | None:
    """Take a piece apart as a row asks: the words before its first run, between its runs, and after the last.

    Each run is looked for at its first place after the one before, so one walk along the piece is enough.

    Returns:
        One more part than the row has runs, each perhaps empty; None if the row does not fit.
    """
    plain = [word.plain for word in piece]
    parts, at = [], 0
    for run in rule.segments:
        place = next((i for i in range(at, len(plain) - len(run) + 1) if tuple(plain[i : i + len(run)]) == run), None)
        if place is None:
            return None
        parts.append(tuple(piece[at:place]))
        at = place + len(run)
    return [*parts, tuple(piece[at:])]


def gaps_of(rule: Rule, parts: Sequence[tuple[Word, ...]]) -> list[tuple[Word, ...]]:
    """The parts that stand for the gaps as written. A row without a gap is read as if one stood at its end."""
    inner = list(parts[1:-1])
    first = [parts[0]] if rule.opens else []
    last = [parts[-1]] if rule.closes else []
    return [*first, *inner, *last] or [parts[-1]]


def swapped(words: Iterable[Word]) -> tuple[str, list[tuple[str, str]]]:
    """Words handed back: I becomes you. Returns them as a text, and each change once."""
    said: list[str] = []
    changes: list[tuple[str, str]] = []
    for word in words:
        to = SWAPS.get(word.plain, word.text)
        if said and (said[-1], word.plain) in _AFTER:
            to = _AFTER[said[-1], word.plain]
        if to != word.text and bare(to) != word.plain and (word.text, to) not in changes:
            changes.append((word.text, to))
        said.append(to)
    return " ".join(said), changes


def answer(script: Script, state: State, said: str) -> Turn:
    """One remark, the reply to it, and what was done to make it.

    Args:
        script: the rows and the other sentences.
        state: what the last turn left; ``State()`` at the beginning.
        said: anything at all. Only the first ``MOST_SAID`` characters are listened to.
    """
    heard = said[:MOST_SAID]
    pieces = pieces_of(heard)
    if not pieces:
        none = ("There were no words in it. A silence is nothing to it: it waits for the next key.",)
        return Turn(said, "", None, none, (), (), state)
    steps = []
    if len(said) > MOST_SAID:
        steps.append(f"That was long. It listened to the first {MOST_SAID} letters.")
    if len(pieces) > 1:
        steps.append(f"It cut the words into {len(pieces)} pieces, at commas and full stops, and took them in turn.")
    turn = None
    for piece in pieces:
        turn = _piece(script, state, said, piece, steps)
        if turn is not None:
            break
    turn = turn or _nothing_fits(script, state, said, steps)
    return _put_away(script, turn, pieces)


def _piece(script: Script, state: State, said: str, piece: list[Word], steps: list[str]) -> Turn | None:
    """What the first fitting row makes of a piece; None if no row fits. Adds to ``steps``."""
    places: dict[str, int] = {}
    for i, word in enumerate(piece):
        places.setdefault(word.plain, i)
    stack = [rule for rule in script.rules if rule.keyword in places]
    stack.sort(key=lambda rule: (-rule.rank, places[rule.keyword], rule.number))
    if not stack:
        return None
    steps.append(_found(stack, places, piece))
    for rule in stack:
        parts = fits(rule, piece)
        if parts is None:
            steps.append(f"Row {rule.number} has its word there, but the rest of “{rule.said}” does not fit.")
            continue
        return _fired(script, state, said, rule, parts, piece, steps)
    return None


def _found(stack: list[Rule], places: Mapping[str, int], piece: list[Word]) -> str:
    named = [f"row {rule.number} (“{rule.keyword}”)" for rule in stack]
    where = f"In “{_short(piece)}” it found the word of {_and(sorted(named))}."
    if len(stack) == 1:
        return where
    first, second = stack[0], stack[1]
    if first.rank != second.rank:
        why = "it has the higher rank"
    elif places[first.keyword] != places[second.keyword]:
        why = "its word comes first in the sentence"
    else:
        why = "it stands higher in the table"
    return f"{where} Row {first.number} is tried first, because {why}."


def _fired(
    script: Script, state: State, said: str, rule: Rule, parts: list, piece: list[Word], steps: list[str]
) -> Turn:
    """The reply of a row that fits."""
    gaps = gaps_of(rule, parts)
    count = state.turns.get(rule.number, 0)
    which = count % len(rule.answers)
    template = rule.answers[which]
    asked = len(GAP.findall(template))
    steps.append(f"Row {rule.number} fits: “{rule.said}”.")
    filled, used = [], gaps[-asked:] if asked else []
    for gap in used:
        text, changes = swapped(gap)
        steps.append(
            f"In the gap stood “{_short(gap)}”." if gap else "The gap was empty, so the answer has a hole in it."
        )
        if changes:
            steps.append("It swapped " + _and([f"“{a}” for “{b}”" for a, b in changes]) + ".")
        filled.append(text)
    reply, own = _assembled(template, filled)
    turn_of = f"It used answer {which + 1} of {len(rule.answers)}" if len(rule.answers) > 1 else "It used the row's one answer"  # fmt: skip
    after = f". Next time it is answer {(which + 1) % len(rule.answers) + 1}." if len(rule.answers) > 1 else "."
    put = (
        " and put the words from the gap into it" if asked else ", which has no gap, so nothing of the remark is in it"
    )
    steps.append(f"{turn_of}{put}{after}")
    in_gaps = {(word.start, word.end) for gap in used for word in gap}
    outside = {(word.start, word.end) for part in parts for word in part}
    heard = tuple(
        (word.start, word.end, "gap" if (word.start, word.end) in in_gaps else "key")
        for word in piece
        if (word.start, word.end) in in_gaps or (word.start, word.end) not in outside
    )
    later = replace(state, turns={**state.turns, rule.number: count + 1})
    return Turn(said, reply, rule.number, tuple(steps), heard, own, later)


def _nothing_fits(script: Script, state: State, said: str, steps: list[str]) -> Turn:
    """A remark brought back, or a sentence that fits anything."""
    if state.kept and script.recall:
        kept, *rest = state.kept
        template = script.recall[state.recalled % len(script.recall)]
        reply, own = _assembled(template, [kept])
        told = f"No row fits. It took out what it had put away first, “{kept}”, and brought that back."
        later = replace(state, kept=tuple(rest), recalled=state.recalled + 1)
        return Turn(said, reply, None, (*steps, told), (), own, later)
    if not script.fallback:
        return Turn(said, "", None, (*steps, "No row fits, and there is no sentence for that. It says nothing."), (), (), state)  # fmt: skip
    reply = script.fallback[state.fallen % len(script.fallback)]
    told = "No row fits, and nothing is put away. It used a sentence that fits anything."
    return Turn(said, reply, None, (*steps, told), (), (), replace(state, fallen=state.fallen + 1))


def _put_away(script: Script, turn: Turn, pieces: list[list[Word]]) -> Turn:
    """Keep what follows the word it remembers by, for later. Done last, so that nothing comes back in the same breath."""
    if not script.recall:
        return turn
    kept, told = list(turn.state.kept), []
    for piece in pieces:
        place = next((i for i, word in enumerate(piece) if word.plain == script.remember), None)
        if place is None or place + 1 == len(piece):
            continue
        text = swapped(piece[place + 1 :])[0]
        if text not in kept:
            kept.append(text)
            told.append(f"It put “{text[:60]}” away for later, because it came after “{piece[place].text}”.")
    state = replace(turn.state, kept=tuple(kept[-MOST_KEPT:]))
    return replace(turn, steps=(*turn.steps, *told), state=state)


def _assembled(template: str, filled: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """An answer with its gaps filled, and where the filling stands. With too few fillings the last is used again."""
    made, own, at, rest = "", [], 0, list(filled)
    for found in GAP.finditer(template):
        made = _joined(made, template[at : found.start()])
        put = rest.pop(0) if len(rest) > 1 else (rest[0] if rest else "")
        if put:
            put = put[:1].upper() + put[1:] if not made.strip() else put
            own.append((len(made), len(made) + len(put)))
        made, at = made + put, found.end()
    made = _joined(made, template[at:]).rstrip()
    return made[:MOST_REPLY], tuple((start, min(end, MOST_REPLY)) for start, end in own if start < MOST_REPLY)


def _joined(made: str, more: str) -> str:
    """Two stretches of an answer, without two spaces in a row or a space before a full stop."""
    if not made or made.endswith(" "):
        more = more.lstrip()
    return made.rstrip() + more if more[:1] in set(".,?!;:") and more else made + more


def _short(words: Sequence[Word], most: int = 60) -> str:
    text = " ".join(word.text for word in words)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _and(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def talk(script: Script, said: Iterable[str]) -> list[Turn]:
    """A whole conversation from the beginning, turn by turn."""
    turns: list[Turn] = []
    state = State()
    for remark in said:
        turns.append(answer(script, state, remark))
        state = turns[-1].state
    return turns
