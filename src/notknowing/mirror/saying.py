"""Puts a reading into words, in five parts: the client first, and no word about how good the reply is.

The order is: what the client said that is in play; what your words do; what may have been left; one thing to try; what
the software could not judge.
"""

from __future__ import annotations

import re
from typing import Any

from notknowing.mirror.engine import quoted
from notknowing.mirror.everyday import EVERYDAY
from notknowing.mirror.reading import Feedback, Reading
from notknowing.mirror.text import content, plain

MOST = 4
"""How many things are said of a reply at once."""
_CLAUSE = re.compile(r"[^,;:.?!…—–\n]+(?:[?]|(?=[,;:.!…—–\n]|$))")
_DOES = {
    "explore": "“{words}” invites more.",
    "advise": "“{words}” may be heard as advice.",
    "reassure": "“{words}” offers comfort.",
    "interpret": "“{words}” may give a meaning that {name} has not given.",
    "label": "“{words}” may put a name to it.",
    "disclose": "“{words}” brings in your own life.",
    "inform": "“{words}” tells {object} something.",
    "affirm": "“{words}” names something {subject} did.",
    "hand back": "“{words}” leaves it with {object}.",
    "acknowledge": "“{words}” receives what was said.",
    "ask risk": "“{words}” asks about risk.",
}
_TRY_NOTE = {
    "one direct question not found": "Say the other plain question aloud once, in your own words, and see where in your reply it would go.",
    "no direct question found": "Say the plain question aloud once, in your own words, and see where in your reply it would go.",
    "two questions": "If you kept only one of your questions, which would you keep, and does it need to be a question?",
    "pseudo-not-knowing": "Is there something {subject} asked for that you could answer, even in part, before you ask?",
    "parrot": "Choose one of {possessive} words, and leave the rest out.",
    "leading": "Could you ask it so that both answers are as easy to give?",
    "would fit anyone": "Try again with one of {possessive} own words in it: {left}.",
    "long": "Read it to the wall, and stop where you would have stopped.",
}
_TRY_MOVE = {
    "advise": "Read it once without the suggestion. What would you say about {left}?",
    "label": "Read it once without the name. What does {name} call it?",
    "interpret": "Could you ask, or wait, until {subject} gives {possessive} own meaning?",
    "reassure": "Read it once without the comfort. What is left for {object} to go on with?",
    "disclose": "Whose story comes next after this reply, yours or {possessive}?",
}
CANNOT = (
    "The mirror reads written words. It cannot hear tone, timing or silence, and it cannot know whether this reply would "
    "help {name}. It can be wrong about any of this, and you can say so."
)


def say(reading: Reading, client: Any = None) -> Feedback:
    """A reading in words, in five parts.

    Args:
        reading: from ``read``.
        client: whom the reply was said to, or None; without one nothing is said about the client's words.

    Returns:
        The five parts. A part with nothing to say is empty.
    """
    who = _people(client)
    said = str(getattr(client, "words", "") or "")
    touched, left = _clauses(reading, client, said)
    who["left"] = f"“{left}”" if left else "what was said"
    return Feedback(
        in_play=_in_play(who["name"], said, touched, left),
        what_your_words_do=_what_words_do(reading, who),
        may_be_left=f"{who['name'][:1].upper()}{who['name'][1:]} also said “{left}”. It may have been left."
        if left and touched
        else "",
        one_thing_to_try=_one_thing(reading, who),
        cannot_judge=CANNOT.format(**who),
    )


def _people(client: Any) -> dict[str, str]:
    pronouns = getattr(client, "pronouns", None)
    return {
        "name": str(getattr(client, "name", "") or "the client"),
        "subject": str(getattr(pronouns, "subject", "") or "they"),
        "object": str(getattr(pronouns, "object", "") or "them"),
        "possessive": str(getattr(pronouns, "possessive", "") or "their"),
    }


def _clauses(reading: Reading, client: Any, said: str) -> tuple[str, str]:
    """A stretch of the client's words that the reply takes up, and one that it does not. Either may be empty."""
    if not said:
        return "", ""
    mine = {word for word in content(plain(reading.text).words) if word not in EVERYDAY}
    weighty = _weighty(client)
    taken: list[tuple[int, str]] = []
    untaken: list[tuple[int, str]] = []
    for match in _CLAUSE.finditer(" ".join(said.split())):
        clause = match.group().strip(" '\"“”‘’-[]()")
        words = clause.split()
        if not words or len(words) > 12:
            continue
        theirs = set(content(plain(clause).words))
        particular = {word for word in theirs if word not in EVERYDAY}
        weight = 2 * len(particular) + 4 * len(theirs & weighty) - len(words) // 3
        shared = theirs & mine
        if shared:
            taken.append((weight + 10 * len(shared), clause))
        elif len(words) > 1:
            untaken.append((weight, clause))
    return _heaviest(taken), _heaviest(untaken)


def _weighty(client: Any) -> set[str]:
    """Stems of the words that the course says may be missed, when the client's file says so."""
    hints = getattr(client, "hints", None)
    said = [*(getattr(client, "missed", None) or []), str(getattr(hints, "where", "") or "")]
    return set(content(plain(" ".join(map(str, said))).words))


def _heaviest(clauses: list[tuple[int, str]]) -> str:
    """The clause with the most matter in it; the later one of two alike."""
    return max(enumerate(clauses), key=lambda item: (item[1][0], item[0]))[1][1] if clauses else ""


def _in_play(name: str, said: str, touched: str, left: str) -> str:
    if not said:
        return ""
    if touched:
        return f"{name} said “{touched}”, and your reply takes up some of that."
    return f"{name} said “{left}”. Your reply does not go near those words; it may not need to." if left else ""


def _what_words_do(reading: Reading, who: dict[str, str]) -> list[str]:
    lines: list[str] = []
    for sentence in reading.sentences:
        for move in sentence.moves:
            line = _DOES[move.name].format(words=quoted(reading.text, move.span), **who)
            if sentence.form.name.endswith("question") and move.name in ("advise", "label", "interpret", "reassure"):
                line = f"{line[:-1]}, though it is a question in form."
            lines.append(line)
    notes = [note.why for note in sorted(reading.notes, key=lambda note: not note.rule.startswith("safety"))]
    return [*notes[:2], *lines][:MOST] if lines or notes else []


def _one_thing(reading: Reading, who: dict[str, str]) -> str:
    names = {note.name for note in reading.notes}
    for name, line in _TRY_NOTE.items():
        if name in names:
            return line.format(**who)
    moves = {move.name for move in reading.moves}
    for name, line in _TRY_MOVE.items():
        if name in moves:
            return line.format(**who)
    return ""
