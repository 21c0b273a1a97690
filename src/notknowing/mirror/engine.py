"""Applies the table to a reply: the form of each sentence first, then its moves, then the overrides."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, get_args

from notknowing.mirror.phrases import PHRASES
from notknowing.mirror.precision import MEASURED
from notknowing.mirror.quick import Branches, Quick, branches, required
from notknowing.mirror.reading import Form, FormName, Move, Sentence
from notknowing.mirror.rule import Rule, doubt_of, expand
from notknowing.mirror.rules_room import RISK
from notknowing.mirror.table import FORMS, LABELS, MOVES, PEOPLE
from notknowing.mirror.text import Plain, content, plain, sentences

_MINIMAL = re.compile(f"(?:{PHRASES['minimal']}|[ ,.…-])+$")
_VERB = frozenset("is are was were am has have had do does did can could will would should may might must".split())
_CARRY = re.compile(
    r"^(?:and |so |but |is |has )?(?:have|has|do|did|does|are|is|were|was) (?:you|that|it|any|anything|some)\b[^?]{0,60}"
    r"\b(?:it|that|this|those|these|them|like that|that way|so|any of that|such thoughts?|thoughts?|you)\b|"
    r"^(?:and |so |but )?(?:have|do|did|are|were|would) you(?: too| ever| at all| yourself)?\??$"
)
_MARKED = re.compile(r"[.?!…]|-$")
PAUSE_SECONDS = 0.003
"""After each part, while the table is made ready behind somebody's back."""
LONGEST = 4000
"""Characters of one sentence that are read; what is beyond is beyond any reply."""


@dataclass(frozen=True)
class Ready:
    """The table made ready to be searched.

    unmarked: the rules of form for a sentence with a mark in it. for_form: the rules of moves for each form.
    """

    forms: Quick
    moves: Quick
    unmarked: Branches
    for_form: dict[str, Branches]


@cache
def ready() -> Ready:
    """The table, made ready at the first reading and not before: a page opens sooner without it."""
    forms, moves = (Quick(tuple(rule for rule in rules if rule.is_on)) for rules in (FORMS, MOVES))
    for_form = {
        name: moves.only(lambda rule, name=name: not rule.forms or name in rule.forms)  # type: ignore[misc]
        for name in get_args(FormName)
    }
    return Ready(forms, moves, forms.only(lambda rule: not rule.unmarked), for_form)


def ready_little_by_little() -> None:
    """Make the table ready with a pause after each part of a pattern, so that whoever presses meanwhile is not kept waiting."""
    for rule in (*FORMS, *MOVES):
        for branch in branches(expand(rule.pattern)) if rule.is_on else ():
            required(branch)
            time.sleep(PAUSE_SECONDS)
    ready()


def quoted(text: str, span: tuple[int, int]) -> str:
    """The student's own words at a span, shortened in the middle when long."""
    words = text[span[0] : span[1]].strip()
    return words if len(words) <= 90 else f"{words[:50].rstrip()} … {words[-30:].lstrip()}"


def form_of(piece: Plain, whole: str, span: tuple[int, int], client_words: str) -> Form:
    """The form of one sentence: the first rule of the table that fires; "other statement" when none does."""
    text = piece.text
    if text[0] in "([":
        return Form(
            "acknowledgement",
            span,
            "form-stage",
            "fairly sure",
            "It is a stage direction: what you do, not what you say.",
        )
    echo = _is_echo(piece, client_words)
    table = ready()
    for rule, left in table.forms.may_fire(piece, table.unmarked if _MARKED.search(text) else -1):
        if echo and rule.gives not in ("open question", "closed question"):
            break
        match = table.forms.search(rule, left, text)
        if match:
            why = rule.why.replace(
                "{words}", quoted(whole, piece.back(*_trim(match)) if match.group().strip() else span)
            )
            return Form(rule.gives, span, rule.name, rule.doubt, why)  # type: ignore[arg-type]
    if echo:
        return Form(
            "acknowledgement",
            span,
            "form-echo",
            doubt_of(*MEASURED.get("form-echo", (0, 0))),
            "It gives the client's own words back.",
        )
    if len(piece.words) <= 5 and not piece.word_set & _VERB and not any("'s" in w or "'re" in w for w in piece.words):
        return Form(
            "acknowledgement",
            span,
            "form-fragment",
            doubt_of(*MEASURED.get("form-fragment", (0, 0))),
            "It is a few words that add little of their own.",
        )
    if client_words and any(f" {word} " in client_words for word in piece.words if content([word])):
        return Form(
            "statement about the client",
            span,
            "form-shares-words",
            doubt_of(*MEASURED.get("form-shares-words", (0, 0))),
            "It uses the client's words.",
        )
    return Form(
        "other statement",
        span,
        "form-other",
        doubt_of(*MEASURED.get("form-other", (0, 0))),
        "It is about the world rather than about the client or you.",
    )


def _is_echo(piece: Plain, client_words: str) -> bool:
    """Whether a sentence is a short run of the client's own words, with no more than one word of its own."""
    words = piece.words
    if _MINIMAL.match(piece.text):
        return False
    if (
        not client_words
        or "?" in piece.text
        or not 0 < len(words) <= 6
        or words[0] in ("you", "you're", "you've", "i", "so", "your", "i'm")
    ):
        return False
    if f" {' '.join(words)} " in client_words:
        return True
    if not 2 <= len(words) <= 5 or sum(f" {word} " not in client_words for word in words) > (
        1 if len(words) > 2 else 0
    ):
        return False
    pairs = zip(words, words[1:], strict=False)
    return any(f" {one} {two} " in client_words and content([one, two]) for one, two in pairs)


def _trim(match: Any) -> tuple[int, int]:
    start, end = match.span()
    text = match.string
    while start < end and not text[start].isalnum():
        start += 1
    return (start, end) if start < end else match.span()


def moves_of(
    piece: Plain, whole: str, form: Form, before: str = "", known: frozenset[str] = frozenset()
) -> tuple[Move, ...]:
    """The moves of one sentence, each once, in the order of the words.

    Args:
        piece: the sentence.
        whole: the reply, for quoting.
        form: what the sentence is.
        before: the sentence before it, for a question that points back ("Have you had that?").
        known: stems of the client's particular words.
    """
    fired: dict[str, tuple[Rule, Any]] = {}
    beaten: set[str] = set()
    carried = _carried(piece, before) if form.name == "closed question" else None
    if carried:
        fired["ask risk"] = carried
        beaten.update(carried[0].overrides)
    table = ready()
    for rule, left in table.moves.may_fire(piece, table.for_form[form.name]):
        if rule.gives in fired or rule.gives in beaten:
            continue
        if rule.alone and fired.keys() - beaten - {"acknowledge"}:
            continue
        if rule.shares and known.isdisjoint(content(piece.words)):
            continue
        match = table.moves.search(rule, left, piece.text)
        if match:
            fired[rule.gives] = (rule, match)
            beaten.update(rule.overrides)
    found = []
    for name, (rule, match) in fired.items():
        if name in beaten:
            continue
        if name == "acknowledge" and rule.name != "ack-rising" and len(fired.keys() - beaten) > 1:
            continue
        span = piece.back(*_trim(match))
        why = rule.why.replace("{words}", quoted(whole, span))
        if name in PEOPLE:
            why = f"{why} {PEOPLE[name]}"
        found.append(Move(name, span, rule.name, rule.doubt, why, LABELS[name]))
    return tuple(sorted(found, key=lambda move: move.span))


def _points_back(text: str) -> bool:
    return bool(_CARRY.search(text))


def _carried(piece: Plain, before: str) -> tuple[Rule, Any] | None:
    """A risk rule that fires on a question only together with the sentence it points back to."""
    if not before or not _points_back(piece.text):
        return None
    for rule in RISK:
        if (
            rule.name != "risk-contact"
            and not rule.search(piece.text)
            and rule.found.search(before)
            and rule.search(f"{before} {piece.text}")
        ):
            return rule, re.match(r".+", piece.text)
    return None


@lru_cache(maxsize=64)
def flat(words: Any) -> str:
    """A client's words as plain words with a space between each, for finding runs of them."""
    return f" {' '.join(plain(str(words or '')).words)} "


@lru_cache(maxsize=64)
def _stems(client_words: str) -> frozenset[str]:
    return frozenset(content(client_words.split()))


_ANSWERS = frozenset(
    {"form-client", "form-about-it", "form-ahead", "form-between-us", "form-other", "form-shares-words"}
)
"""Statements that may answer, where the client ended on a question."""


def _answering(form: Form) -> Form:
    """A statement after the client's question: it may answer rather than give back what was heard."""
    if form.rule not in _ANSWERS:
        return form
    doubt = doubt_of(*MEASURED.get("form-answer", (0, 0)))
    return Form(
        form.name, form.span, "form-answer", doubt, "The client ended on a question, and this may be an answer."
    )


def read_sentences(text: str, client_words: str, asked: bool = False) -> tuple[Sentence, ...]:
    """Every sentence of a reply with its form and moves.

    Args:
        text: the reply.
        client_words: from ``flat``.
        asked: whether the client's words end on a question.
    """
    found = []
    before = ""
    known = _stems(client_words)
    for piece in sentences(plain(text)):
        span = piece.back(0, len(piece.text))
        if len(piece.text) > LONGEST:
            piece = piece.cut(0, LONGEST)
        form = form_of(piece, text, span, client_words)
        if asked:
            form = _answering(form)
        found.append(Sentence(text[span[0] : span[1]], span, form, moves_of(piece, text, form, before, known)))
        before = "" if "?" in piece.text else piece.text
    return tuple(found)
