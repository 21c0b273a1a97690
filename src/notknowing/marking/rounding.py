"""How points are rounded and written: half up, always, and said so."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: float, places: int = 0) -> Decimal:
    """Round half up, as people do by hand: 49.5 becomes 50. Python's own ``round`` would make it 50 and 48.5 48.

    Floating-point dust is taken off first, at the ninth decimal, so that 0.5 made of tenths is a half.
    """
    clean = Decimal(repr(value)).quantize(Decimal("1e-9"), ROUND_HALF_UP)
    return clean.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def shown(value: float) -> str:
    """Points as people write them: at most two decimals, half up, and none where there are none."""
    rounded = half_up(value, 2)
    return f"{rounded.normalize():f}"
