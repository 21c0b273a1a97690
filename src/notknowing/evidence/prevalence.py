"""Why the same agreement can be worth much or little: kappa beside how often a code occurs.

For two coders who use a code equally often. Cohen (1960), doi:10.1177/001316446002000104; on prevalence, Feinstein and
Cicchetti (1990), doi:10.1016/0895-4356(90)90158-L.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from notknowing.evidence.agreement import TwoByTwo

OF = 100
"""Of how many turns everything here is counted."""


def bounds(agree: int) -> tuple[int, int]:
    """How often, of 100 turns, a code can occur for both coders when they agree on ``agree`` turns of 100.

    Every disagreement needs one coder who says yes, so with 20 disagreements shared out evenly each coder says yes at
    least 10 times, and no at least 10 times.
    """
    apart = (OF - agree) // 2
    return max(apart, 1), min(OF - apart, OF - 1)


def table(occurs: int, agree: int) -> TwoByTwo:
    """The 2 × 2 table of 100 turns in which both coders say yes ``occurs`` times and agree on ``agree`` turns.

    Args:
        occurs: how often each coder says yes; brought within ``bounds``.
        agree: an even number from 50 to 100; an odd one is taken as the one below.
    """
    agree = min(max(agree - agree % 2, OF // 2), OF)
    low, high = bounds(agree)
    occurs = min(max(occurs, low), high)
    apart = (OF - agree) // 2
    return TwoByTwo(occurs - apart, apart, apart, OF - occurs - apart)


def curve(agree: int) -> list[tuple[int, float]]:
    """For every possible number of yeses, kappa at this agreement. Points where kappa is not defined are left out."""
    low, high = bounds(agree - agree % 2)
    found = [(occurs, table(occurs, agree).kappa) for occurs in range(low, high + 1)]
    return [(occurs, kappa) for occurs, kappa in found if kappa is not None]


def several_codes(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Kappa for a handful of turns and any number of codes, by plain arithmetic (Cohen 1960).

    ``agreement.cohen_kappa`` gives the same with its interval; it loads large libraries, and a page with six turns on it
    should not wait for them.

    Args:
        first, second: one code for each turn, in the same order, length n.

    Returns:
        Kappa, or None where it is not defined: no turns, or the same single code throughout.
    """
    pairs = list(zip(first, second, strict=True))
    if not pairs:
        return None
    observed = sum(one == other for one, other in pairs) / len(pairs)
    often, also = Counter(first), Counter(second)
    expected = sum(often[code] * also[code] for code in often) / len(pairs) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)
