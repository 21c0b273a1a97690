"""What the mirror says it saw: plain records with evidence, the rule that fired, and doubt in words.

No record here holds a number about quality, and none may: the mirror names what a reply does and never how good it is.
Spans are ``(start, end)`` offsets in characters into ``Reading.text``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Doubt = Literal["fairly sure", "unsure", "guessing"]
FormName = Literal[
    "open question",
    "closed question",
    "statement about the client",
    "statement about self",
    "directive",
    "acknowledgement",
    "other statement",
]
Span = tuple[int, int]


@dataclass(frozen=True)
class Form:
    """What a sentence is, grammatically."""

    name: FormName
    span: Span
    rule: str
    doubt: Doubt
    why: str


@dataclass(frozen=True)
class Move:
    """What a sentence may do, with the words that made the mirror say so."""

    name: str
    span: Span
    rule: str
    doubt: Doubt
    why: str
    label: str = ""
    """The move in words for a student; says "may" where people themselves agree poorly."""


@dataclass(frozen=True)
class Note:
    """Something about the reply as a whole: two questions at once, words shared with the client, would fit anyone."""

    name: str
    span: Span | None
    rule: str
    doubt: Doubt
    why: str
    label: str = ""


@dataclass(frozen=True)
class Sentence:
    """One sentence of the reply with its form and its moves."""

    text: str
    span: Span
    form: Form
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A whole reply as the mirror reads it."""

    text: str
    sentences: tuple[Sentence, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def moves(self) -> tuple[Move, ...]:
        """Every move of every sentence, in order."""
        return tuple(move for sentence in self.sentences for move in sentence.moves)


@dataclass(frozen=True)
class Feedback:
    """The five things said, in this order. Each is one or two sentences; an empty one is not shown."""

    in_play: str
    what_your_words_do: list[str] = field(default_factory=list)
    may_be_left: str = ""
    one_thing_to_try: str = ""
    cannot_judge: str = ""
