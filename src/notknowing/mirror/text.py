"""Turns a reply into sentences the rules can read, and finds the way back to the student's own letters.

Reading is done on a plain copy: lower case, straight quotes, usual spellings, fillers and stammers left out. Every
character of the plain copy knows which letters of the original it stands for, so a span can always be shown in the
student's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from notknowing.mirror.spellings import ITS, SPELLINGS, YOURE

Span = tuple[int, int]

_TOKEN = re.compile(r"[^\W_]+(?:['-]+[^\W_]+)*'?")
_FOLD = str.maketrans({
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "…": "…", "\u00a0": " ", "*": " ", "_": " ", "？": "?", "！": "!", "。": ".",
})  # fmt: skip
_FILLERS = frozenset({"um", "uh", "erm", "er", "uhm", "umm", "hmmm"})
_ABBREVIATIONS = frozenset("mr mrs ms dr prof st etc e.g i.e eg ie vs no approx".split())
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass
class Plain:
    """The plain copy of a stretch of text.

    ``starts[i]`` and ``ends[i]`` are the offsets in the original that character ``i`` of ``text`` stands for.
    """

    text: str
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)

    def back(self, start: int, end: int) -> Span:
        """The span of the original behind ``text[start:end]``; ``(0, 0)`` for an empty one."""
        if start >= end or not self.starts:
            return (0, 0)
        return self.starts[start], self.ends[end - 1]

    def cut(self, start: int, end: int) -> Plain:
        """The part from ``start`` to ``end`` without white space around it."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Plain(self.text[start:end], self.starts[start:end], self.ends[start:end])

    @cached_property
    def words(self) -> list[str]:
        """The words, in order."""
        return _WORD.findall(self.text)

    @cached_property
    def word_set(self) -> frozenset[str]:
        """The words, once each; a word with an apostrophe is there whole and by its first part."""
        found = set(self.words)
        found.update(word.partition("'")[0] for word in self.words if "'" in word)
        return frozenset(found)


@lru_cache(maxsize=128)
def plain(text: str) -> Plain:
    """The plain copy of a reply. Any string is read; none raises."""
    low = _lower(text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    tokens = [(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(low)]
    position, dropped = 0, False
    for index, (start, end, word) in enumerate(tokens):
        _gap(low, position, start, dropped, pieces, starts, ends)
        position = end
        kept = _usual(word, tokens, index)
        dropped = not kept
        if kept == word:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * len(kept))
            ends.extend([end] * len(kept))
        pieces.append(kept)
    _gap(low, position, len(low), dropped, pieces, starts, ends)
    return Plain("".join(pieces), starts, ends)


def _lower(text: str) -> str:
    """Lower case with straight quotes, letter for letter: letters whose lower case is longer are left as they are."""
    folded = text.translate(_FOLD)
    low = folded.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def _gap(low: str, start: int, end: int, dropped: bool, pieces: list[str], starts: list[int], ends: list[int]) -> None:
    """Copy what stands between two words: one space for several, and no comma after a filler that was left out."""
    gap = low[start:end]
    if dropped and gap[:1] == ",":
        start, gap = start + 1, gap[1:]
    if gap == " " and dropped:
        return
    if len(gap) < 2 or ("\n" not in gap and "  " not in gap and "\t" not in gap):
        pieces.append(gap)
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))
        return
    last = ""
    for offset, letter in enumerate(gap, start):
        shown = "\n" if letter == "\n" else " " if letter.isspace() else letter
        if shown != " " or last not in (" ", "\n"):
            pieces.append(shown)
            starts.append(offset)
            ends.append(offset + 1)
        last = shown


def _usual(word: str, tokens: list[tuple[int, int, str]], index: int) -> str:
    """One word in its usual spelling; empty for a filler."""
    usual = SPELLINGS.get(word)
    if usual is not None:
        return usual
    if word in _FILLERS:
        return ""
    if word.isalpha() and word not in ("your", "its"):
        return word
    if word.endswith("in'") and len(word) > 4:
        return word[:-1] + "g"
    if word.endswith("'") and not word.endswith("s'"):
        bare = word[:-1]
        return SPELLINGS.get(bare, bare) + "'"
    if "-" in word:
        parts = word.split("-")
        if len(parts) > 1 and all(b.startswith(a) for a, b in zip(parts, parts[1:], strict=False) if a):
            return SPELLINGS.get(parts[-1], parts[-1])
    if word == "its" and index + 1 < len(tokens) and tokens[index + 1][2] in ITS:
        return "it's"
    if word == "your" and index + 1 < len(tokens) and tokens[index + 1][2] in YOURE:
        return "you're"
    return word


# A clause that begins anew, where an ellipsis or a missing full stop may stand for a break.
_ASKS = (
    r"(?:(?:and|but|or|so|then) )?(?:what|how|why|where|who|which|when|whose|do|does|did|are|is|was|were|have|has|had|"
    r"can|could|would|will|should)(?:'s|'d|'re|n't)? (?:you|he|she|it|they|that|this|there|we|i|your|any|did|do|does|"
    r"was|were|is|are|would|has|have|kit|luke|lynne)\b"
)
_NEW_START = re.compile(_ASKS + r"|(?:and |but |so |because )?(?:i|you|he|she|it|they|we|that)(?:'\w+)? \w+ \w+")
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|[!?]+(?=[^\W\d_])|\n+|…|\.\.\.")
_BRACKET = re.compile(r"[(\[][^()\[\]]{1,200}[)\]]")
_LATE_ASK = re.compile(
    r"(?<=[\w'] )(?=(?:have|do|did|are|were|has|does|can) you\b|(?:is|was) (?:there|it|that) (?:any|some|a|the)\b|"
    r"be (?:gentle|kind|patient) |don't (?:worry|beat|be) )"
)
_BEFORE = re.compile(
    r"\b(?:what|how|why|where|who|which|when|whose|if|whether|before|since|so|and|or|but|as|that|than|while|until|"
    r"because|nor|neither|till|to|the|a|just|please|really|only|ever|why|you|we|they|i|he|she|it|and then|also)\b"
)


def sentences(whole: Plain) -> list[Plain]:
    """The sentences of a plain copy, in order, none empty.

    A sentence ends at a full stop, a question mark, an exclamation mark, a line break, or an ellipsis with a new start
    after it; a stage direction in brackets is one of its own; and where punctuation is missing, a new question begins
    a new sentence.
    """
    found: list[Plain] = []
    text = whole.text
    start = 0
    for bracket in [*_brackets(text), None]:
        stop = bracket[0] if bracket else len(text)
        _split(whole, start, stop, found)
        if bracket:
            found.append(whole.cut(*bracket))
            start = bracket[1]
    return [_bare(piece) for piece in found if any(ch.isalnum() for ch in piece.text)]


def _bare(piece: Plain) -> Plain:
    """A sentence without the quotation marks, dashes and dots before it; a stage direction keeps its bracket."""
    start = 0
    while piece.text[start] in "\"'-.,;:…> •" and start < len(piece.text) - 1:
        start += 1
    return piece.cut(start, len(piece.text)) if start else piece


def _brackets(text: str) -> list[Span]:
    """Brackets that stand at the edge of a sentence: stage directions, not asides."""
    if "(" not in text and "[" not in text:
        return []
    found = []
    for match in _BRACKET.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        if (not before or before[-1] in ".!?…\"'\n)]") and (not after or after[0] not in ",;:"):
            found.append(match.span())
    return found


def _split(whole: Plain, start: int, stop: int, found: list[Plain]) -> None:
    text = whole.text
    for match in _END.finditer(text, start, stop):
        if match.start() < start or not _ends_here(whole, match, start, stop):
            continue
        _split_late(whole, start, match.end(), found)
        start = match.end()
    _split_late(whole, start, stop, found)


def _ends_here(whole: Plain, match: re.Match[str], start: int, stop: int) -> bool:
    text, mark = whole.text, match.group().rstrip("\"')]")
    if mark.isspace() or "?" in mark or "!" in mark:
        return _closes(text, match, stop)
    before = text[start : match.start()].rsplit(None, 1)
    if mark == "." and before and before[-1].strip("\"'(") in _ABBREVIATIONS:
        return False
    if mark in ("…", "...", "..") or mark.startswith("..") or "…" in mark:
        if not text[start : match.start()].strip():
            return False
        rest = text[match.end() : stop].lstrip()
        return not rest or bool(_NEW_START.match(rest))
    return True


def _closes(text: str, match: re.Match[str], stop: int) -> bool:
    """A question inside quotation marks with the sentence going on after it does not end the sentence."""
    if match.group()[-1] not in "\"'":
        return True
    rest = text[match.end() : stop].lstrip()
    return not rest or not re.match(r"(?:and|or|he|she|they|i|you|was|is|means?|to)\b", rest)


def _split_late(whole: Plain, start: int, stop: int, found: list[Plain]) -> None:
    """Split where a new question clearly begins and the punctuation before it is missing."""
    text = whole.text
    if stop - start > 24:
        for match in _LATE_ASK.finditer(text, start, stop):
            here = match.start()
            piece = text[start:here]
            words = piece.split()
            if len(words) >= 3 and not _punctuated(piece) and not _BEFORE.search(_head(words)):
                found.append(whole.cut(start, here))
                start = here
                break
    cut = whole.cut(start, stop)
    if cut.text:
        found.append(cut)


def _head(words: list[str]) -> str:
    """The words that decide whether what follows still belongs: any asking or joining word first, and the last one."""
    asking = {"what", "how", "why", "where", "who", "which", "when", "whose", "if", "whether", "before", "since", "while",
              "because", "as"}  # fmt: skip
    return " ".join([word for word in words[:-1] if word in asking] + words[-1:])


def _punctuated(piece: str) -> bool:
    return piece.rstrip()[-1:] in ",;:-\"'"


_STOP = frozenset(
    """a an the and or but so if then than as at by for from in into of off on onto out over to up with without about after
    again all also am any are be been being both can could did do does doing done don't down each ever every few get got
    had has have having he her here hers him his how i i'm i'd i'll i've it its it's just know let like make many may me
    might more most much must my no nor not now of oh okay one only other our ours own quite rather really right said say
    see she should some still such sure tell that that's their them there there's these they they're thing things think
    this those through too up very was we well were what what's when where which while who whom why will with would yes
    yet you you're you've you'd you'll your yours yourself going go went come came want feel feeling feels felt sounds
    sound hear something anything nothing everything someone somebody anyone anybody bit lot way kind sort maybe perhaps
    mean need keep take time day back good thank thanks please sorry hard little long last first new old put bring part
    happen happened people person talk us doesn't didn't isn't wasn't can't couldn't wouldn't won't haven't hasn't aren't
    before because between during until""".split()
)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A rough stem, so that ``walls`` meets ``wall`` and ``creeping`` meets ``creep``."""
    word = word.partition("'")[0] if len(word.partition("'")[0]) > 2 else word
    for ending in ("ness", "ing", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= (4 if ending == "e" else 3):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


def content(words: list[str]) -> list[str]:
    """The stems of the words that carry matter, in order."""
    return [stem(word) for word in words if word not in _STOP and (len(word) > 2 or word.isdigit())]
