"""What somebody typed, read as a number with as much good will as there is room for.

For tasks whose answers may come from a spreadsheet: every country writes its decimals, its thousands and its minus in
its own way, and a spreadsheet adds percent signs and powers of ten.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

_MINUS = str.maketrans({"−": "-", "–": "-", "‒": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,12}(?:[.,][0-9]{0,15})?|[.,][0-9]{1,15})(?:[eE][-+]?[0-9]{1,2})?")
_THOUSANDS = (
    (re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"), ",", "."),
    (re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?"), ".", ","),
    (re.compile(r"[-+]?[0-9]{1,3}(?:[ '’][0-9]{3})+(?:[.,][0-9]+)?"), " '’", ","),
)
"""1,043.5 and 1.043,5 and 1 043.5, with what parts the thousands in each and what the decimals: all are in use."""

_NOT_THERE = {
    "none", "no", "no mean", "no score", "none given", "not given", "not defined", "undefined", "missing", "n/a", "na",
    "#n/a", "-", "–", "—", "−",
}  # fmt: skip


def readings(value: Any) -> list[float]:
    """Every number that what was typed can mean, the likeliest first; empty when it is none.

    ``1,043`` is 1.043 where a comma is the decimal sign, and 1043 where it is not. ``28%`` is 28, and also 0.28.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return []
    if not isinstance(value, str):
        return _finite([value])
    text = value.translate(_MINUS).strip()
    if text.endswith("%"):
        return [one for number in readings(text[:-1]) for one in (number, number / 100)]
    found = [text.replace(",", ".")] if _NUMBER.fullmatch(text) else []
    for pattern, parts, decimal in _THOUSANDS:
        if pattern.fullmatch(text):
            whole = "".join(mark for mark in text if mark not in parts)
            found.append(whole.replace(decimal, "."))
    return _finite(found)


def _finite(found: Iterable[Any]) -> list[float]:
    numbers: list[float] = []
    for one in found:
        try:
            number = float(one)
        except (ValueError, OverflowError):
            continue
        if math.isfinite(number) and number not in numbers:
            numbers.append(number)
    return numbers


def is_blank(value: Any) -> bool:
    """Whether nothing was written."""
    return value is None or (isinstance(value, str) and not value.strip())


def says_none(value: Any) -> bool:
    """Whether somebody wrote, in words or with a dash, that there is no number to give."""
    return isinstance(value, str) and " ".join(value.split()).strip(".").casefold() in _NOT_THERE


def quoted(value: Any) -> str:
    """What was typed, in quotation marks, short enough for a sentence."""
    text = " ".join((value if isinstance(value, str) else f"{type(value).__name__} value").split())
    return f"'{text if len(text) <= 30 else text[:29] + '…'}'"


def why_unread(value: Any) -> str:
    """Why what was typed cannot be used, as the rest of a sentence that begins with it."""
    if isinstance(value, str) and value.strip().startswith("="):
        return f"{quoted(value)} is a formula. Only its result can be read"
    return f"{quoted(value)} cannot be read as a number"
