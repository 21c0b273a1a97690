"""Looks through a student's own words for what could say who somebody is. It says what it found; the student decides.

Only what has a shape is looked for: an address, a number with a check digit, a name behind a title. A first name or a
story can give a person away just as well, and no program sees that. Nothing leaves the computer and nothing is kept.

Libraries looked at first: ``phonenumbers`` (23 MB; at its lenient setting dates and decimals come out as telephone
numbers, at its strict one the numbers kept for drama do not exist, so that it could only be tested on real ones),
``python-stdnum`` (checks a number somebody points at, does not look for one), ``presidio`` and ``scrubadub`` (large
language packages). Tests measure what is found: ``tests/work/test_identifiers.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

LABELS = {
    "email": "an email address",
    "online": "a web address or an account name",
    "phone": "a telephone number",
    "nhs_number": "an NHS number",
    "ni_number": "a National Insurance number",
    "bank": "a card, account or sort code number",
    "student_number": "a student or candidate number",
    "birth_date": "a date of birth, or a date that could be one",
    "address": "a street address",
    "postcode": "a postcode",
    "named_place": "a named place of work, study or care",
    "named_person": "a name with a title",
}
"""What each kind is called, most telling first: where two lie over each other, the earlier one is kept."""


@dataclass(frozen=True)
class Found:
    """One thing that could say who somebody is: what kind, the words, and where they stand in the text."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def label(self) -> str:
        """What it is, in words."""
        return LABELS[self.kind]


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{_DAY}\s(?:of\s)?{_MONTH}\.?,?\s{_YEAR}|{_MONTH}\.?\s{_DAY},?\s{_YEAR}|{_YEAR}-\d\d-\d\d"
    r"|(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:(?:19|20)\d\d|\d\d))"
)
_BORN = r"(?:\bd\.?\s?o\.?\s?b\.?|\bdate of birth|\bborn|\bbirthday|\bbirth date)"
_LONG_AGO = re.compile(r"\b(?:19[2-9]\d|200\d)\b")
"""Years in which somebody may have been born who is grown up now. A later date without the word is a date."""

_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G"
    " GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW"
    " OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC"
    " WD WF WN WR WS WV YO ZE"
)
_POSTCODE = rf"\b(?:{_AREAS.replace(' ', '|')})\d[\dA-Z]?\s?\d[ABD-HJLNP-UW-Z]{{2}}\b"

_ROADS = (
    r"(?:Street|Road|Rd|Avenue|Ave|Lane|Close|Drive|Crescent|Terrace|Grove|Place|Court|Gardens|Way|Row|Mews|Square|"
    r"Hill|Park|Walk|View|Rise|Mount|Green|Yard|Parade|Fold|Gate|St)"
)
_PLAIN_ROADS = r"(?:street|road|avenue|lane|crescent|terrace)"
_NOT_BEFORE_A_ROAD = r"(?:of|the|on|in|to|and|a|an|at|down|up|along|or|by|per|more|other|years?|miles?|minutes?|people)"

_PLACES = (
    r"(?:Hospital|Infirmary|Hospice|Surgery|Clinic|(?:Health|Medical|Treatment) Centre|Medical Practice|Nursing Home|"
    r"Care Home|(?:Primary|Secondary|High|Infant|Junior|Grammar|Nursery) School|Academy|Sixth Form|Foodbank|Food Bank)"
)
_CAPITAL = r"[A-Z][a-z]+(?:['’-][A-Za-z][a-z]*)*"
_SURNAME = r"(?:(?:de|van|von|der|al|bin|ap|Mc|Mac|O['’]|D['’])[\s-]?)*[A-Z][a-z]*[a-z](?:['’-]?[A-Z][a-z]+)*"
_TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Nurse|Rev|Reverend|Cllr|Councillor)"

ALLOWED_SITES = ("doi.org", "theconversation.com", "arxiv.org")
"""Addresses of sources, which say nothing about anybody in the words."""

_NOT_A_SURNAME = {"world", "universe", "right", "jekyll", "watson", "who", "and", "or", "said", "bean", "the", "is"}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def nhs_number_fits(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (modulus 11, NHS Data Dictionary)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and int(digits[9]) == check % 11


def card_number_fits(digits: str) -> bool:
    """Whether 13 to 19 digits pass the check of bank cards (Luhn, ISO/IEC 7812-1)."""
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_phone(text: str) -> bool:
    """Not a decimal, and after the 0 comes a digit with which numbers here begin."""
    return not re.match(r"0\.", text) and re.match(r"(?:0044|44|00)?0?[1235789]", _digits(text)) is not None


def _is_ni(text: str) -> bool:
    return text[:2].upper() not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


def _could_be_a_birthday(text: str) -> bool:
    return bool(_LONG_AGO.search(text))


def _is_site(text: str) -> bool:
    bare = re.sub(r"^https?://|^www\.", "", text.lower())
    return not bare.startswith(ALLOWED_SITES)


def _is_surname(text: str) -> bool:
    name = text.split()[-1]
    return len(name) > 1 and name.lower() not in _NOT_A_SURNAME


def _is_road(text: str) -> bool:
    return not re.search(rf"\s{_NOT_BEFORE_A_ROAD}\s", f" {text.lower().split(None, 1)[1]} ")


@dataclass(frozen=True)
class _Rule:
    """One shape. What counts is the group ``it`` where the pattern has one, else all of it."""

    kind: str
    pattern: re.Pattern[str]
    fits: Callable[[str], bool] = lambda _: True


def _rule(kind: str, pattern: str, fits: Callable[[str], bool] | None = None, *, cased: bool = False) -> _Rule:
    return _Rule(kind, re.compile(pattern, 0 if cased else re.IGNORECASE), fits or (lambda _: True))


_GAP = r"[\s.-]?"
_STUDENT = r"\b(?:student|candidate|matriculation|library)\s(?:number|no|id|ref|card)\b"
_RULES = (
    _rule("email", r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
    _rule("online", r"\bhttps?://[^\s<>\"“”]*[\w/]|\bwww\.[^\s<>\"“”]*[\w/]", _is_site),
    _rule("online", r"(?<![\w@./])(?:[a-z0-9-]+\.)+(?:com|org|net|uk|io|me|social)/[^\s<>\"“”]*[\w]", _is_site),
    _rule("online", r"(?<![\w@.])@[a-z0-9_](?:[a-z0-9_.]{1,28})[a-z0-9_]"),
    _rule("phone", rf"(?<![\w.])(?:\+|00)44{_GAP}(?:\(0\)|0)?(?:{_GAP}\(?\d\)?){{9,10}}(?![\w])", _is_phone),
    _rule("phone", r"(?<![\w.])\(?0(?:[\s.)-]{0,2}\d){9,10}(?![\w])", _is_phone),
    _rule("phone", r"(?<![\w.])\+(?!44)[1-9](?:[\s-]?\(?\d\)?){7,13}(?![\w])"),
    _rule(
        "nhs_number", rf"(?<![\w.+])\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}}(?![\w])", lambda t: nhs_number_fits(_digits(t))
    ),
    _rule("nhs_number", r"\bnhs\s(?:number|no)\b\D{0,12}(?P<it>\d{3}[\s-]?\d{3}[\s-]?\d{4})\b"),
    _rule("ni_number", rf"\b[A-CEGHJ-PR-TW-Z]{{1}}[A-CEGHJ-NPR-TW-Z]{_GAP}(?:\d\d{_GAP}){{3}}[A-D]\b", _is_ni),
    _rule("ni_number", rf"\bQQ{_GAP}(?:\d\d{_GAP}){{3}}[A-D]\b"),
    _rule("bank", r"(?<![\w.])\d(?:[\s-]?\d){12,18}(?![\w])", lambda t: card_number_fits(_digits(t))),
    _rule("bank", r"\bGB\d\d\s?(?:[A-Z]{4})\s?(?:\d{4}\s?){3}\d\d\b"),
    _rule("bank", r"\bsort\scode\b\D{0,12}(?P<it>\d\d[\s-]?\d\d[\s-]?\d\d)\b"),
    _rule("bank", r"(?<![\w./-])\d\d-\d\d-\d\d(?![\w/-])"),
    _rule("bank", r"\baccount\s(?:number|no)\b\D{0,12}(?P<it>\d{8})\b"),
    _rule("student_number", rf"{_STUDENT}\W{{0,3}}(?:is\s|was\s)?(?P<it>[A-Z]{{0,3}}\d{{6,10}})\b"),
    _rule("student_number", r"(?<![\w.])20[01]\d{6}(?![\w.])"),
    _rule("student_number", r"\b[a-z]{2}\d\d[a-z]{3,4}\b"),
    _rule("birth_date", rf"{_BORN}[^.!?\n]{{0,24}}?(?P<it>\b{_DATE})\b"),
    _rule("birth_date", rf"(?<![\w.-]){_DATE}(?![\w-])", _could_be_a_birthday),
    _rule(
        "address",
        rf"\b\d{{1,4}}(?:[a-d]|\s?[-–]\s?\d{{1,4}})?,?\s(?:(?:St\.?|The|{_CAPITAL})\s){{1,3}}{_ROADS}\b",
        cased=True,
    ),
    _rule("address", rf"\b\d{{1,4}}[a-d]?,?\s(?:[a-z'’]+\s){{1,2}}{_PLAIN_ROADS}\b", _is_road),
    _rule("postcode", _POSTCODE),
    _rule("named_place", rf"\b(?:(?:{_CAPITAL}|St\.?|of|and|the)\s){{0,4}}{_CAPITAL}\s{_PLACES}\b", cased=True),
    _rule("named_person", rf"\b{_TITLES}\.?\s(?:{_CAPITAL}\s)?{_SURNAME}", _is_surname, cased=True),
    _rule("named_person", r"\b(?:mr|mrs)\.?\s[a-z][a-z'’-]{2,}\b", _is_surname, cased=True),
)


def find(text: str, known: Iterable[str] = ()) -> list[Found]:
    """What in a text could say who somebody is, in order of the text, none lying over another.

    Args:
        text: a student's own words.
        known: names and numbers that are the course's own and say nothing about anybody: its invented clients, its
            help lines. A name behind a title is known by its last word, without regard to capitals.
    """
    ours = {word for name in known for word in _bare(name)}
    rank = {kind: place for place, kind in enumerate(LABELS)}
    taken: list[Found] = []
    for one in sorted(_candidates(text), key=lambda found: (rank[found.kind], found.start)):
        is_ours = one.kind in {"named_person", "phone"} and ours.intersection(_bare(one.text)[-1:])
        if not is_ours and all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda found: found.start)


def _candidates(text: str) -> Iterator[Found]:
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            group = "it" if "it" in rule.pattern.groupindex else 0
            if rule.fits(match[group]):
                yield Found(rule.kind, match[group], match.start(group), match.end(group))


def _bare(name: str) -> list[str]:
    """The words of a name without titles, or the digits of a number, to compare with."""
    digits = _digits(name)
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name.casefold())
    return [digits] if digits else [word for word in words if not re.fullmatch(_TITLES, word, re.IGNORECASE)]


def without(text: str, found: Iterable[Found]) -> str:
    """The text with each of these replaced by what it was, in square brackets."""
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        text = f"{text[: one.start]}[left out: {one.label}]{text[one.end :]}"
    return text
