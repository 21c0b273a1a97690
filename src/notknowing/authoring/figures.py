"""Rules about numbers: a figure from research stands beside its claim and is the claim's own, or comes from a table.

Every number in the text of a page is one of these, or it is reported:

* a number of a claim that the same paragraph cites: in its text, in its figure, or the year of its source. It may be
  rounded, as .28 for .278, as long as two decimals or two digits are left;
* put there by ``[data: table/row.column]``, which prints what stands in a table of ``datasets/``;
* of a kind in ``ALLOWED``: an age, a week, a length, a sum being done. Each kind says why it needs no source.

Numbers that the course counts out in words ("eleven studies") are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from notknowing.activities.sources import DATA, cell_of
from notknowing.authoring.links import CLAIM
from notknowing.authoring.rules import Ground, Rule, Steps, last_key, leaves, page_file, paragraphs
from notknowing.authoring.wording import NOT_PROSE, SPOKEN, prose
from notknowing.course import Problem

NUMBER = re.compile(r"(?<![\d.])\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
A_TAG = re.compile(r"\[(?:claim|data):[^\]]*\]")
DATA_TAG = re.compile(r"\[data:[^\]]*\]")
SENTENCE_END = re.compile(r"(?<=[.?!:'’])\s+(?=[A-Z*'‘“(=])")
WORDS = {word: Decimal(value) for value, word in enumerate(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split(), start=1)}  # fmt: skip
"""Number words of a claim, so that a page may write '8' where the claim says 'eight'."""


@dataclass(frozen=True)
class Number:
    """A number in a text: as written, from where to where, its value without a sign, its sign, whether in per cent."""

    text: str
    start: int
    end: int
    value: Decimal
    negative: bool
    percent: bool


@dataclass(frozen=True)
class Place:
    """Where numbers were found. text: the paragraph, its tags blanked. keys: the way to it. cites: whether it cites."""

    text: str
    keys: tuple[str, ...]
    cites: bool

    def sentence(self, number: Number) -> str:
        """The sentence a number stands in."""
        ends = [0, *(found.end() for found in SENTENCE_END.finditer(self.text)), len(self.text)]
        begin = max(end for end in ends if end <= number.start)
        return self.text[begin : min(end for end in ends if end >= number.end)]


@dataclass(frozen=True)
class Allowed:
    """A kind of number that needs no source.

    Give one of ``span`` (the number lies inside what it finds), ``sentence``, ``paragraph`` (it finds something there)
    and ``keys`` (the text stands under one of them). unless: with this in the paragraph it is not of this kind.
    beside_claims: whether it is also let through where a claim is cited, and every number should be the claim's own.
    """

    name: str
    why: str
    span: re.Pattern[str] | None = None
    sentence: re.Pattern[str] | None = None
    paragraph: re.Pattern[str] | None = None
    keys: frozenset[str] = frozenset()
    unless: re.Pattern[str] | None = None
    beside_claims: bool = False

    def covers(self, number: Number, place: Place) -> bool:
        """Whether the number is of this kind."""
        if place.cites and not self.beside_claims:
            return False
        if self.unless is not None and self.unless.search(place.text):
            return False
        if self.span is not None:
            return any(m.start() <= number.start and number.end <= m.end() for m in self.span.finditer(place.text))
        if self.sentence is not None:
            return bool(self.sentence.search(place.sentence(number)))
        if self.paragraph is not None:
            return bool(self.paragraph.search(place.text))
        return bool(self.keys.intersection(place.keys))


def _re(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


RESEARCH = _re(r"\b(?:stud(?:y|ies)|reviews?|reviewers?|meta-analys\w+|research\w*|surveys?|trials?|samples?|published|"
               r"participants?|patients?|on\saverage|found\sthat)\b")  # fmt: skip
"""Words that say a paragraph speaks of research, where a number is a finding until its source is named."""
FINDING = re.compile(
    r"""
      \b[rdgzpntβκ]\s?[=<>≈]\s?[-−]?\.?\d+(?:\.\d+)?  # r = .28, p < .05, d = 0.5
    | \bN\s?=\s?\d[\d,.]*                       # N = 1,153
    | \bkappa\s(?:of|was|is)\s[-−]?0?\.\d+      # a kappa of .74
    | \d(?:[\d.,]*\d)?\s?%                      # 93.55%
    | \d(?:[\d.,]*\d)?\sper\scent\b             # 37 per cent
    | \b\d+\sout\sof\s\d+\b                     # 3 out of 4
    | \bCI\s?[\[(=:]?\s?[-−]?\.?\d              # 95% CI [.23, .33]
    """,
    re.VERBOSE,
)
"""What looks like a result whatever stands around it."""

RESEARCH_OR_RESULT = re.compile(f"(?i:{RESEARCH.pattern})|(?:{FINDING.pattern})", re.VERBOSE)
_INT = r"\d{1,3}"
_RUN = rf"{_INT}(?:(?:, | and |, and | or | to |–|-){_INT})*"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

ALLOWED: tuple[Allowed, ...] = (
    Allowed("names", "An activity, item, cell or file that has a number in its name.",
            _re(r"\b(?!(?:[rdgzpnkN]|CI)\d)[A-Za-z_]+\d+\w*(?:[.-][A-Za-z]\w*)*|\b\d{1,2}[A-Z]\b", re.NOFLAG),
            beside_claims=True),
    Allowed("activities of Week 0", "They are called 0.1 to 0.6, as no other number on a page is.",
            _re(r"(?:\bactivity |\bthe card in |\breplies in |\bnote \()0\.[1-6]\b")),
    Allowed("weeks and parts", "Where something stands in the course.",
            _re(rf"\b(?:weeks?|assignments?|parts?|notebooks?|steps?) {_RUN}\b"), beside_claims=True),
    Allowed("numbered things", "A turn, line, session, room or person of this page, called by its number.",
            _re(rf"\b(?:turns?|lines?|sessions?|rooms?|persons?|rows?|columns?|box|card) {_RUN}\b"), unless=RESEARCH),
    Allowed("things of this page", "How much there is of something the page itself holds.",
            _re(rf"\b{_INT} numbered (?:turns|lines)\b|\bteaching scale has {_INT} items\b"
                rf"|\b{_INT} (?:shuffles|swaps|rooms)\b"
                rf"|\b(?:swap|shuffle)\w*[^.]{{0,30}}? {_INT} times\b|\bthen all {_INT}\b")),
    Allowed("lists of files", "What a table for download holds is described beside its name.",
            keys=frozenset({"tables"}), unless=FINDING),
    Allowed("times to take", "How long something takes or runs, in a task.",
            _re(r"\b\d{1,3}(?:\.\d)? (?:minutes?|seconds?)\b|\bfrom \d{1,3} (?:minutes|seconds) down to \d{1,3}\b"),
            unless=RESEARCH),
    Allowed("lengths to write", "A suggested length.", _re(rf"\b{_INT}(?:(?:–|-| to ){_INT})? words?\b")),
    Allowed("points and marks", "How a task's points are shared out.",
            _re(rf"\bmakes? {_INT}(?:\.5)?(?: of its {_INT})? points?(?:, [a-z ]+? {_INT})*(?: and [a-z ]+? {_INT})?"
                r"|\b\d+(?: |%| per cent )(?:of the )?(?:module )?marks?\b")),
    Allowed("scales", "The ends of a scale, or what a number on it stands for.",
            _re(r"(?:\bfrom|\bbetween|\() ?[01](?: \('[^']*'\))? (?:to|and) (?:\d|10|20|40|100)\b(?! ?%| per cent)"
                r"|\b\d{1,3} means\b|\b(?:0|50|100) (?:that you are sure|is not at all)\b")),
    Allowed("nought and one", "The end of a scale or the unit of a sum; not after a sign that gives a result.",
            _re(r"(?<![\d.,])(?<![=≈<>] )[01](?![\d.,]\d| ?%| per cent)\b")),
    Allowed("what to choose on the page", "A sentence that tells the student which value to set or type.",
            sentence=_re(r"^(?:please |then |now |next, |and )?"
                         r"(?:set|slide|type|move|drag|choose|give the form|go back|start|press|swap|shuffle)\b"),
            unless=RESEARCH_OR_RESULT),
    Allowed("numbers of a list", "Steps that are counted.", _re(r"(?:^|(?<=[.:;?] ))\d{1,2}\. (?=[A-Z*])", re.NOFLAG)),
    Allowed("ages", "How old a person of the course is.",
            _re(r"\b[A-Z][a-z]+ is \d{2}(?=[,.] | and )|^[A-Z][\w'-]+(?: [A-Z][\w'-]+)?, \d{2}(?=[,.] )", re.NOFLAG)),
    Allowed("a client's own numbers", "A phrase of a client that the page explains.",
            _re(r"\*[^*]+\*, [^,;.]*\d+[^,;.]*")),
    Allowed("years", "A year by itself is not a finding; beside a claim it has to be the claim's.",
            _re(r"(?<![\d,.])(?:19|20)\d\d(?!\d|[,.]\d)")),
    Allowed("dates and times of day", "When something happens.",
            _re(rf"\b\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?\b|\b\d{{4}}-\d\d-\d\d\b"
                r"|\b\d{1,2}(?::\d\d| ?[ap]\.?m\b)")),
    Allowed("numbers to ring", "A help line.", _re(r"\b(?:999|112|111|101|116 123)\b"), unless=RESEARCH),
    Allowed("the usual interval", "95 per cent is a custom and not a result.",
            _re(r"\b95(?:%| per cent) (?:confidence |prediction )?(?:interval|CI)s?\b"), beside_claims=True),
    Allowed("sums", "A rule of reckoning, in signs or in words.",
            _re(r"[÷×√^]\s?\(?\d+(?:\.\d+)?|\d+(?:\.\d+)?\s?[÷×²]"
                r"|(?:\b\w|\)|²) [−+] \d+(?:\.\d+)?|\d+(?:\.\d+)? [−+] (?=[\w(])"
                r"|\b(?:minus|plus|times|divided by|root of) \.?\d+(?:\.\d+)?"
                r"|\.?\d+(?:\.\d+)? (?:minus|plus|divided by|times(?= \.?\d))(?!\w)")),
    Allowed("how near is near enough", "The tolerance of an answer.",
            sentence=_re(r"\bnear enough\b|\bmay be \d*\.\d+ away\b|\bto within \d*\.?\d+\b")),
    Allowed("made up", "The paragraph says that its numbers are made up, supposed or synthetic, or are marks.",
            paragraph=_re(r"\bmade[- ]up\b|\binvented\b|\bsynthetic\b|\b(?:suppose|imagine)\b"
                          r"|\bof the (?:module )?marks?\b|\bmodule mark\b")),
    Allowed("worked through", "An example whose numbers were made up for the page.",
            keys=frozenset({"worked", "worked_text"})),
    Allowed("asked of the student", "What a student is to work out, try or suppose; a question from memory and its note.",
            keys=frozenset({"ask", "ask_label", "share_text", "share_label", "share_other", "conclude", "try_this",
                            "window_intro", "window_value_label", "tasks", "questions"}), unless=RESEARCH_OR_RESULT),
)  # fmt: skip
"""Every kind of number that needs no source, and why."""


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a text in order. A minus sign counts only where it is not a dash between two numbers."""
    for found in NUMBER.finditer(text):
        before = text[: found.start()]
        negative = bool(re.search(r"(?:^|[\s=(\[<>≈])[-−]$", before))
        percent = bool(re.match(r"\s?%|\sper\scent\b", text[found.end() :]))
        yield Number(found[0], found.start(), found.end(), Decimal(found[0].replace(",", "")), negative, percent)


def every_figure_has_a_source(ground: Ground) -> Iterator[Problem]:
    """Every number in a page's text is the claim's, from a table, or of a kind that needs no source."""
    for page_id in ground.course.pages:
        file = page_file(ground.course, page_id)
        for steps, text in (*prose(ground, file), *_bare_results(ground, file)):
            beside = _claim_beside(ground.course.lines[file], steps)
            for paragraph in paragraphs(text):
                yield from _paragraph(ground, file, steps, paragraph, beside)


def _bare_results(ground: Ground, file: str) -> Iterator[tuple[Steps, str]]:
    """Texts of one word that are a result, as ``37%`` in a table: ``prose`` leaves single words out."""
    for steps, value in leaves(ground.course.lines.get(file)):
        if last_key(steps) in NOT_PROSE | SPOKEN or not isinstance(value, str) or " " in value.strip():
            continue
        if FINDING.search(value):
            yield steps, value


def _paragraph(ground: Ground, file: str, steps: Steps, paragraph: str, beside: list[str]) -> Iterator[Problem]:
    named = [*CLAIM.findall(paragraph), *beside]
    claims = [ground.course.claims[name] for name in named if name in ground.course.claims]
    if len(claims) < len(named) or any(claim.source not in ground.course.references for claim in claims):
        return  # a claim or a source that is not there, or cannot be read, is reported by itself
    blank = A_TAG.sub(lambda tag: " " * len(tag[0]), paragraph)
    place = Place(blank, tuple(str(step) for step in steps if isinstance(step, str)), bool(claims))
    known = [number for claim in claims for number in _numbers_of(ground, claim)]
    for number in numbers(blank):
        if any(_says(one, number) for one in known) or any(kind.covers(number, place) for kind in ALLOWED):
            continue
        shown = _shown(blank, number)
        near = blank[number.start :]
        if claims:
            theirs = ", ".join(dict.fromkeys(one.text for one in known)) or "no number"
            yield ground.at(file, *steps, near=near, message=f"'{shown}' stands beside the claim {' and '.join(repr(claim.id) for claim in claims)}, which does not say it: it has {theirs}.", action="Write the claim's own figure, or cite the claim that has this one.")  # fmt: skip
        else:
            yield ground.at(file, *steps, near=near, message=f"'{shown}' looks like a finding, and the paragraph names no claim.", action="Put the finding into course/claims.yml and write [claim: its-id] after it, or write [data: table/row.column]. If it is made up, say so in the same paragraph.")  # fmt: skip


def _shown(text: str, number: Number) -> str:
    """A number as the reader finds it: with what makes it look like a result, or with the word after it."""
    for found in FINDING.finditer(text):
        if found.start() <= number.start < found.end():
            return found[0]
    after = re.match(r" [a-z]+", text[number.end :])
    return number.text + (after[0] if after else "")


def _numbers_of(ground: Ground, claim: Any) -> list[Number]:
    """What a claim says in numbers: its text, its figure, the year of its source."""
    said = f"{claim.text} {claim.figure or ''}"
    found = list(numbers(f"{said} {ground.course.references[claim.source].year}"))
    words = re.findall(rf"\b(?:{'|'.join(WORDS)})\b", said.lower())
    return found + [Number(word, 0, 0, WORDS[word], False, False) for word in words]


def _says(known: Number, number: Number) -> bool:
    """Whether a claim's number is the one on the page, rounded or not. Words may carry the sign on a page."""
    if (number.percent and not known.percent) or (number.negative and not known.negative):
        return False
    places = -number.value.as_tuple().exponent
    if known.value == number.value:
        return True
    digits = len(number.text.replace(",", "").replace(".", "").lstrip("0"))
    if -known.value.as_tuple().exponent <= places or (places < 2 and digits < 2):
        return False
    return known.value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == number.value


def _claim_beside(lines: Any, steps: Steps) -> list[str]:
    """The claim that stands beside a text, under ``claim`` in the same entry; none if there is none."""
    node = lines
    for step in steps[:-1]:
        node = node[step]
    name = node.get("claim") if isinstance(node, dict) else None
    return [name] if isinstance(name, str) else []


def claims_beside_exist(ground: Ground) -> Iterator[Problem]:
    """A claim named under ``claim`` is in claims.yml."""
    for page_id in ground.course.pages:
        file = page_file(ground.course, page_id)
        for steps, value in leaves(ground.course.lines[file]):
            if last_key(steps) == "claim" and isinstance(value, str) and not ground.is_listed("claims.yml", value):
                yield ground.at(file, *steps, message=f"there is no claim '{value}'.", action="Check the spelling, or add it to course/claims.yml.")  # fmt: skip


def cells_exist(ground: Ground) -> Iterator[Problem]:
    """Every ``[data: …]`` names a cell that is there and may be printed; what is reported or synthetic says so."""
    for page_id in ground.course.pages:
        file = page_file(ground.course, page_id)
        for steps, text in leaves(ground.course.lines[file]):
            for paragraph in paragraphs(text) if isinstance(text, str) else ():
                for tag in DATA_TAG.finditer(paragraph):
                    yield from _cell(ground, file, steps, paragraph, tag)


def _cell(ground: Ground, file: str, steps: Steps, paragraph: str, tag: re.Match[str]) -> Iterator[Problem]:
    near, said = tag[0], A_TAG.sub(" ", paragraph)  # a table's own name does not say it to the reader
    parts = DATA.fullmatch(near)
    if parts is None:
        yield ground.at(file, *steps, near=near, message=f"'{near}' cannot be read.", action="Write it as [data: table/row.column], for instance [data: alliance-meta-analyses/horvath_2011.estimate].")  # fmt: skip
        return
    try:
        cell = cell_of(**parts.groupdict())
    except ValueError as wrong:
        yield ground.at(file, *steps, near=near, message=f"'{near}' prints nothing. {wrong}", action="Check the table, the row and the column in datasets/.")  # fmt: skip
        return
    if cell.grade == "B" and "reported by" not in said.lower():
        yield ground.at(file, *steps, near=near, message=f"'{near}' has grade B, and the paragraph does not say 'reported by'.", action="Say who reports it, for instance 'As reported by …'.")  # fmt: skip
    if cell.synthetic and not re.search(r"\bsynthetic\b|\bmade[- ]up\b", said, re.IGNORECASE):
        yield ground.at(file, *steps, near=near, message=f"'{near}' comes from synthetic data, and the paragraph does not say so.", action="Write 'synthetic' or 'made up' in the same paragraph.")  # fmt: skip


FIGURES: list[Rule] = [every_figure_has_a_source, claims_beside_exist, cells_exist]
