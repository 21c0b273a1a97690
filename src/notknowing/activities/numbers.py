"""Numbers as people type them: ``0,28``, ``.28``, ``−.28``, ``28 %``; and a sentence for what is not one."""

from __future__ import annotations

import math
import re
from typing import Any

_TYPED = re.compile(r"[-+]?(?:[0-9]{1,12}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})")
_MINUS = str.maketrans({"−": "-", "–": "-", "‒": "-", ",": ".", "\u00a0": " "})


def parse(value: Any) -> float | None:
    """The number somebody typed, or None.

    A decimal comma, a missing nought before the point, a typographic minus and surrounding space are all understood.
    Powers, thousands separators, ``nan`` and numerals of other scripts are not taken for numbers.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    text = str(value).translate(_MINUS).strip().removesuffix("%").strip()
    return float(text) if _TYPED.fullmatch(text) else None


def not_a_number(value: Any) -> str:
    """What to say beside a box that holds something else; nothing for a number or an empty box."""
    typed = str(value or "").strip()
    if not typed or parse(typed) is not None:
        return ""
    return (
        f"“{typed[:20]}” is kept, but it is not a number. Your other work is safe. "
        "Type digits, for instance 12 or 0.62."
    )


def shown(value: float, places: int = 2) -> str:
    """A number for the page: two places unless told, a real minus sign, and never a minus before nought."""
    text = f"{value:.{places}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "−")
