"""Notes on the reply as a whole: what no single sentence shows. None says how good a reply is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from notknowing.mirror.engine import flat, quoted
from notknowing.mirror.everyday import CONCRETE, EVERYDAY, SET_PHRASES
from notknowing.mirror.precision import MEASURED
from notknowing.mirror.reading import Doubt, Note, Sentence
from notknowing.mirror.rule import doubt_of
from notknowing.mirror.text import content, plain, stem

SPOKEN = 60
"""Words after which a spoken turn is long; the rewriting loop suggests the same."""
QUESTIONS = frozenset({"open question", "closed question"})
_SECOND_ASK = re.compile(
    r"[,;] (?:and|or) (?:what|how|why|where|who|which|when|did|do|does|are|is|was|were|have|has|can|could|would)\b"
)
_LEADING = re.compile(
    r"^(?:\w+, |and |but |so |well,? )*(?:don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|wouldn't|couldn't|"
    r"shouldn't|won't|can't) (?:you|it|that|he|she|they|there|we|this)\b|\bwhy (?:don't (?:you|we)|not)\b|\bsurely\b|"
    r"[ ,](?:don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|wouldn't|couldn't|shouldn't|won't) (?:you|it|that|he|she|they|there)"
    r"(?:,? \w+)?[?.,]|, (?:are|is|do|does|did|will|would|can|have|has) (?:you|it|he|she|they)\?|\b(?:is|are|was|do|does) (?:it|they|you) not[?.]|"
    r"\bwould(?:n't)? you (?:say|agree) (?:that|it)\b|\b(?:so|then) (?:you|it)(?:'re| are|'s| is) [^?]*, (?:right|yes|yeah|correct|no)\?"
)
_BOUNCE = re.compile(
    r"\bwhat (?:do|does|did|would) (?:you|your (?:heart|gut|head|instincts?|mind|body|inner \w+)) (?:yourself |really |actually |honestly |truly )*"
    r"(?:think|feel|want|reckon|believe|tell you|say|sense)(?: (?:yourself|deep down|about (?:it|that|this)|to do|is (?:right|best|wrong)|"
    r"would be (?:right|best|wrong)|(?:that )?(?:you should|you ought to|the answer)[^?]*))*(?:,? deep down)?$|\bwhat(?:'s| is| does) your (?:gut|heart|instinct|own)\b|"
    r"\bwhat (?:feels|would feel|seems) (?:right|wrong|best)\b|\bwhat would you (?:like|want|choose) to do$|\bwhat (?:makes|made) you ask\b|"
    r"\bhow would you answer (?:that|it|your)|\bwhat would you (?:tell|say to|advise) (?:a friend|someone|somebody)|\bwhich way were you hoping\b"
)
_CLIENT_ASKS = re.compile(
    r"\?[\"'”’]?\s*$|\b(?:should i|what do i do|tell me what|is it wrong|so\. plan|what should)\b[^?.]*[?.]", re.I
)
_PRONOUNS = {
    "i": "you", "i'm": "you're", "i've": "you've", "i'll": "you'll", "i'd": "you'd", "me": "you", "my": "your",
    "mine": "yours", "myself": "yourself", "am": "are", "was": "were",
}  # fmt: skip
_ANCHORS = frozenset(
    "he she him her his hers he's she's he'd she'd he'll she'll them three four five six seven eight nine twelve "
    "thirty forty fifty hundred".split()
)
"""Words that point at somebody or something this client brought."""
_QUOTE = re.compile(r"(?<!\w)['\"‘“](.{3,60}?)['\"’”](?!\w)")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}")
SMALL = frozenset({"form-minimal", "form-stage", "form-echo"})
TIED_RULES = frozenset({"inform-service", "inform-how-we-work", "disclose-my-people", "disclose-past"})
"""Rules whose words are about this client, this service or the speaker's own life."""
MOST_OWN = 2
"""Particular words that the client did not use: with more than these, a reply is about something."""


def notes_on(text: str, sentences: tuple[Sentence, ...], client: Any = None) -> tuple[Note, ...]:
    """Every note on a reply, in a fixed order."""
    whole = plain(text)
    words = whole.words
    said = str(getattr(client, "words", "") or "")
    found = [
        _silence(sentences, words),
        _two_questions(text, sentences),
        _leading(text, sentences),
        _pseudo(text, sentences, said),
        _generic(sentences, whole.text, text, client, said),
        *_echo(sentences, words, said),
        _length(words),
    ]
    return tuple(note for note in found if note is not None)


def _doubt(rule: str) -> Doubt:
    return doubt_of(*MEASURED.get(rule, (0, 0)))


def _silence(sentences: tuple[Sentence, ...], words: list[str]) -> Note | None:
    if not words or all(sentence.form.rule == "form-stage" for sentence in sentences):
        return Note("silence", None, "note-silence", "fairly sure",
                    "Saying nothing is a reply. There are no spoken words here for the mirror to read.", "silence, which is a reply")  # fmt: skip
    if len(words) <= 3:
        return Note("brevity", None, "note-brevity", "fairly sure",
                    "A few words can be a whole reply. The mirror has little to go on and makes little of it.", "short, which is allowed")  # fmt: skip
    return None


def _two_questions(text: str, sentences: tuple[Sentence, ...]) -> Note | None:
    asked = [
        s
        for s in sentences
        if s.form.name in QUESTIONS and not any(m.name == "hand back" and "or" in s.text.split()[:1] for m in s.moves)
    ]
    if len(asked) >= 2:
        span = (asked[0].span[0], asked[-1].span[1])
        return Note("two questions", span, "note-two-questions", _doubt("note-two-questions"),
                    f"There are {_number(len(asked))} questions here, and only one can be answered at a time. The last is “{quoted(text, asked[-1].span)}”.",
                    "more than one question")  # fmt: skip
    for sentence in asked:
        match = _SECOND_ASK.search(plain(sentence.text).text)
        if (
            match
            and sentence.form.name in QUESTIONS
            and sentence.form.rule not in ("form-late-wh", "form-aux", "form-invite", "form-wonder-what")
        ):
            return Note("two questions", sentence.span, "note-two-questions-in-one", _doubt("note-two-questions-in-one"),
                        "One sentence asks two things, and only one can be answered at a time.", "two questions in one")  # fmt: skip
    return None


def _number(count: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five"}.get(count, "several")


def _leading(text: str, sentences: tuple[Sentence, ...]) -> Note | None:
    for sentence in sentences:
        if sentence.form.name != "closed question":
            continue
        piece = plain(sentence.text)
        match = _LEADING.search(piece.text)
        if match:
            start, end = piece.back(*match.span())
            span = (sentence.span[0] + start, sentence.span[0] + end)
            return Note("leading", span, "note-leading", _doubt("note-leading"),
                        f"“{quoted(text, span)}” makes one answer easier to give than the other.", "leans towards one answer")  # fmt: skip
    return None


def _pseudo(text: str, sentences: tuple[Sentence, ...], said: str) -> Note | None:
    if said and not _CLIENT_ASKS.search(said):
        return None
    spoken = [s for s in sentences if s.form.rule not in ("form-minimal", "form-thanks", "form-stage")]
    if not 1 <= len(spoken) <= 2 or any(
        m.name in ("inform", "advise", "disclose", "ask risk", "affirm") for s in spoken for m in s.moves
    ):
        return None
    for sentence in spoken:
        if (
            sentence.form.name in QUESTIONS
            and len(sentence.text.split()) <= 14
            and _BOUNCE.search(plain(sentence.text).text.rstrip(" ?."))
        ):
            return Note("pseudo-not-knowing", sentence.span, "note-pseudo", _doubt("note-pseudo"),
                        f"The client asked for something. “{quoted(text, sentence.span)}” hands the question back and gives nothing with it.",
                        "the question bounced back")  # fmt: skip
    return None


def _generic(sentences: tuple[Sentence, ...], text: str, original: str, client: Any, said: str) -> Note | None:
    """The swap test, done for the student: nothing in the reply is tied to this client.

    It leans towards asking. People who coded replies called fewer of them generic (see docs/mirror.md), so it only guesses.
    """
    rules = {m.rule for s in sentences for m in s.moves}
    moves = {m.name for s in sentences for m in s.moves}
    if not sentences or moves & {"ask risk", "label"} or rules & TIED_RULES:
        return None
    if all(s.form.rule in SMALL and s.text.lower().strip(" .") not in SET_PHRASES for s in sentences):
        return None
    own, tied = _ties(text, original, client, said)
    if tied or len(own) > MOST_OWN:
        return None
    return Note(
        "would fit anyone",
        None,
        "note-generic",
        _doubt("note-generic"),
        "Nothing here is this client's alone; the same words could be said to anybody. Print them under another client and see.",
        "this would fit anyone",
    )


def _ties(text: str, original: str, client: Any, said: str) -> tuple[list[str], list[str]]:
    """The particular words of a reply that the client did not use, and what ties it to this client."""
    for phrase in SET_PHRASES:
        text = text.replace(phrase, " ")
    name = str(getattr(client, "name", "") or "").lower()
    words = [word for word in plain(text).words if word != name and word not in name.split()]
    known = _known(said, str(getattr(client, "about", "") or ""))
    carried = content(words)
    particular = [word for word in carried if word not in EVERYDAY or word in CONCRETE]
    tied = [word for word in carried if word in known and (word not in EVERYDAY or word in CONCRETE)]
    tied += [word for word in words if word in _ANCHORS or word.isdigit()]
    tied += [word for word in _NAME.findall(original) if word.lower() not in name.split()]
    if said:
        tied += _runs(words, said)
        tied += [quote for quote in _QUOTE.findall(original) if f" {' '.join(plain(quote).words)} " in flat(said)]
    return [word for word in particular if word not in known], tied


def _runs(words: list[str], said: str) -> list[str]:
    """Runs of four of the client's own words in order, turned to the client's side."""
    pool = _fours(said)
    mine = _turned(words)
    return [
        " ".join(mine[i : i + 4])
        for i in range(len(mine) - 3)
        if tuple(mine[i : i + 4]) in pool and content(mine[i : i + 4])
    ]


@lru_cache(maxsize=64)
def _known(said: str, about: str) -> frozenset[str]:
    """Stems of what is known of a client. Kept, because the same client is read against many times."""
    return frozenset(content(plain(f"{said} {about}").words))


@lru_cache(maxsize=64)
def _fours(said: str) -> frozenset[tuple[str, ...]]:
    theirs = _turned(plain(said).words)
    return frozenset(tuple(theirs[i : i + 4]) for i in range(len(theirs) - 3))


@lru_cache(maxsize=64)
def _theirs(said: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _turned(plain(said).words))


def _turned(words: list[str]) -> list[str]:
    return [_PRONOUNS.get(word, word) for word in words]


def _echo(sentences: tuple[Sentence, ...], words: list[str], said: str) -> list[Note | None]:
    if not said or not words:
        return []
    theirs = _theirs(said)
    mine = [
        stem(word) for word in _turned([word for word in words if word not in ("so", "because", "and", "yes", "then")])
    ]
    if (
        len(mine) > 4
        and len(sentences) < 3
        and not any(s.form.name in QUESTIONS for s in sentences)
        and not _is_set(words)
    ):
        pairs = {*zip(theirs, theirs[1:], strict=False)}
        shared = sum(pair in pairs for pair in zip(mine, mine[1:], strict=False)) / (len(mine) - 1)
        known = sum(word in set(theirs) for word in mine) / len(mine)
        if shared >= 0.45 and known >= 0.8:
            return [Note("parrot", None, "note-parrot", _doubt("note-parrot"),
                         "These are nearly all the client's own words, in the client's order. One of them, chosen, might carry further.",
                         "mostly repeats the client")]  # fmt: skip
    if len(words) >= 12 and not set(content(words)) & _known(said, ""):
        return [Note("no shared words", None, "note-no-shared", _doubt("note-no-shared"),
                     "None of the client's particular words is here. That may be right; look once at which of them you left.",
                     "shares no words with the client")]  # fmt: skip
    return []


def _is_set(words: list[str]) -> bool:
    return any(phrase in " ".join(words) for phrase in SET_PHRASES)


def _length(words: list[str]) -> Note | None:
    if len(words) <= SPOKEN:
        return None
    seconds = round(len(words) / 2.5 / 5) * 5
    return Note("long", None, "note-long", "fairly sure",
                f"Said aloud this takes about {seconds} seconds. Read it to the wall once, and see where you would have stopped.",
                "long for something said aloud")  # fmt: skip


__all__ = ["SPOKEN", "flat", "notes_on"]
