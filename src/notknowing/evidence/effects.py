"""Effect sizes: a correlation, Fisher's z, Cohen's d, and how far one study can be trusted.

Plain arithmetic on single numbers, as a student does it by hand. Everything that is handed in wrongly raises
``ValueError`` with one plain sentence, because these sentences are shown to students.

Sources: Fisher's z and its standard error, r and d: Borenstein, Hedges, Higgins and Rothstein (2009), chapters 6 and 7,
doi:10.1002/9780470743386.
"""

from __future__ import annotations

import math
from statistics import NormalDist


def fisher_z(r: float) -> float:
    """Fisher's z of a correlation: ½ ln((1 + r) / (1 − r)).

    Args:
        r: a correlation, strictly between −1 and 1.

    Raises:
        ValueError: r is not such a number. At −1 and 1 themselves, z would be without end.
    """
    r = correlation(r)
    if abs(r) == 1:
        raise ValueError("A correlation of exactly 1 or −1 has no Fisher z; it would be without end.")
    return math.atanh(r)


def fisher_z_back(z: float) -> float:
    """The correlation that a Fisher z belongs to.

    Raises:
        ValueError: z is not a number.
    """
    return math.tanh(finite(z, "z"))


def fisher_z_se(n: float) -> float:
    """Standard error of Fisher's z: 1 / √(n − 3), in units of z.

    Args:
        n: the number of people in the study, above 3.

    Raises:
        ValueError: n is 3 or less, or not a whole number.
    """
    return 1 / math.sqrt(people(n) - 3)


def r_to_d(r: float) -> float:
    """Cohen's d that goes with a correlation: 2r / √(1 − r²). It takes the two groups to be of the same size.

    Raises:
        ValueError: r is not strictly between −1 and 1.
    """
    r = correlation(r)
    if abs(r) == 1:
        raise ValueError("A correlation of exactly 1 or −1 has no d; it would be without end.")
    return 2 * r / math.sqrt(1 - r * r)


def d_to_r(d: float) -> float:
    """The correlation that goes with Cohen's d: d / √(d² + 4). It takes the two groups to be of the same size.

    Raises:
        ValueError: d is not a number.
    """
    d = finite(d, "d")
    return d / math.hypot(d, 2)


def shared_variance(r: float) -> float:
    """The share of variation that two measures have in common: r², between 0 and 1.

    Raises:
        ValueError: r is not between −1 and 1.
    """
    return correlation(r) ** 2


def r_interval(r: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """The confidence interval of one study's correlation, worked out in z and turned back into r.

    Args:
        r: the study's correlation.
        n: its number of people, above 3.
        level: how wide, between 0 and 1; 0.95 for a 95% interval.

    Returns:
        The lower and the upper end, both correlations.

    Raises:
        ValueError: r, n or level is not possible.
    """
    low, high = interval(fisher_z(r), fisher_z_se(n), level)
    return fisher_z_back(low), fisher_z_back(high)


def interval(estimate: float, se: float, level: float = 0.95) -> tuple[float, float]:
    """Estimate ± 1.96 standard errors (for 95%), in the units of the estimate.

    Raises:
        ValueError: the standard error is negative, or level is not between 0 and 1.
    """
    estimate, se = finite(estimate, "The estimate"), finite(se, "The standard error")
    if se < 0:
        raise ValueError("A standard error cannot be below 0.")
    reach = NormalDist().inv_cdf((1 + checked_level(level)) / 2) * se
    return estimate - reach, estimate + reach


# ------------------------------------------------------------------------------------ what can be handed in at all


def correlation(r: float) -> float:
    """A number between −1 and 1.

    Raises:
        ValueError: it is anything else.
    """
    r = finite(r, "A correlation")
    if not -1 <= r <= 1:
        raise ValueError(f"A correlation lies between −1 and 1, so it cannot be {said(r)}.")
    return r


def people(n: float) -> int:
    """A whole number of people above 3.

    Raises:
        ValueError: it is anything else.
    """
    n = finite(n, "The number of people")
    if n != int(n):
        raise ValueError(f"The number of people has to be a whole number, not {said(n)}.")
    if n <= 3:
        raise ValueError(f"A study needs more than 3 people for a standard error of z; this one has {said(n)}.")
    return int(n)


def checked_level(level: float) -> float:
    """The width of an interval as a share, strictly between 0 and 1.

    Raises:
        ValueError: it is anything else.
    """
    level = finite(level, "The level of an interval")
    if not 0 < level < 1:
        raise ValueError(
            f"The level of an interval lies between 0 and 1, for instance 0.95; it cannot be {said(level)}."
        )
    return level


def finite(value: float, what: str) -> float:
    """A number with an end.

    Args:
        value: anything.
        what: its name, to begin the sentence with.

    Raises:
        ValueError: it is missing, text or without end.
    """
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if isinstance(value, str) or not math.isfinite(number):
        raise ValueError(f"{what} has to be a number.")
    return number


def said(value: float) -> str:
    """A number as a sentence says it: no needless zeros, and a proper minus."""
    return f"{value:g}".replace("-", "−")
