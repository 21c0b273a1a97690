"""Pooling studies: one average, how uncertain it is, how much the studies differ, and where the next one may fall.

Four ways of judging how much true effects differ (τ², in squared units of the effect):

- ``fixed``: they do not differ; τ² is taken to be 0.
- ``DL``: DerSimonian and Laird (1986), doi:10.1016/0197-2456(86)90046-2. The one that can be done by hand.
- ``PM``: Paule and Mandel (1982), doi:10.6028/jres.087.022.
- ``REML``: restricted maximum likelihood, as recommended by Viechtbauer (2005), doi:10.3102/10769986030003261.

The confidence interval is the estimate ± 1.96 standard errors. The prediction interval uses t with k − 2 degrees of
freedom: Higgins, Thompson and Spiegelhalter (2009), doi:10.1111/j.1467-985X.2008.00552.x. I² comes from Q, whichever
estimator of τ² is chosen: Higgins and Thompson (2002), doi:10.1002/sim.1186.

Library looked at: ``statsmodels.stats.meta_analysis.combine_effects`` (DL and PM, no REML, no prediction interval). Its
import takes seconds on a slow laptop, so the tests use it, and R's metafor, as the second opinion instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from notknowing.evidence.effects import checked_level, finite, fisher_z, fisher_z_back, fisher_z_se, interval, said

if TYPE_CHECKING:
    import numpy as np

Method = Literal["fixed", "DL", "REML", "PM"]

METHOD_NAMES = {
    "fixed": "fixed effect",
    "DL": "random effects, DerSimonian and Laird",
    "PM": "random effects, Paule and Mandel",
    "REML": "random effects, restricted maximum likelihood (REML)",
}
"""Each estimator in words, for captions."""

FEW_FOR_A_FUNNEL = 10
"""Below this many studies a funnel plot cannot be read: Sterne and others (2011), doi:10.1136/bmj.d4002."""

MARKS = 80
"""At so many values of τ² the slope of the restricted likelihood is looked at, before its tops are searched for."""


@dataclass(frozen=True)
class Pooled:
    """Pooled studies, in the units of the effects that were handed in."""

    estimate: float
    se: float
    low: float
    """Lower end of the confidence interval."""
    high: float
    tau2: float
    """How much true effects differ, as a variance; 0 for a fixed effect."""
    i2: float
    """The share of the variation between studies that is more than chance would give, 0 to 100."""
    q: float
    """Cochran's Q."""
    df: int
    """Degrees of freedom of Q: the number of studies less one."""
    weights: tuple[float, ...]
    """One for each study; together 1."""
    method: Method
    prediction_low: float | None
    """Lower end of the range where the true effect of a new study may fall; None for a fixed effect or two studies."""
    prediction_high: float | None
    level: float = 0.95

    @property
    def k(self) -> int:
        """The number of studies."""
        return len(self.weights)

    @property
    def tau(self) -> float:
        """The standard deviation of true effects."""
        return math.sqrt(self.tau2)


@dataclass(frozen=True)
class PooledR:
    """Pooled correlations. The average and its ranges are turned back into r; ``se`` and ``tau2`` stay in z."""

    estimate: float
    se: float
    """In units of z: turned back, a standard error would not be the same on both sides."""
    low: float
    high: float
    tau2: float
    """In squared units of z."""
    i2: float
    q: float
    df: int
    weights: tuple[float, ...]
    method: Method
    prediction_low: float | None
    prediction_high: float | None
    z: Pooled
    """The same in z, as it was worked out."""

    @property
    def k(self) -> int:
        """The number of studies."""
        return len(self.weights)

    @property
    def tau(self) -> float:
        """The standard deviation of true effects, in z."""
        return math.sqrt(self.tau2)


@dataclass(frozen=True)
class Step:
    """One study's row in a table worked out by hand."""

    r: float
    n: int
    z: float
    se: float
    """In z: 1 / √(n − 3)."""
    weight: float
    """1 / (se² + τ²), before it is made a share."""
    share: float
    """Its share of all weights; the shares add up to 1."""
    low: float
    """The study's own interval, in r."""
    high: float


def pool(z: Sequence[float], se: Sequence[float], method: Method = "REML", level: float = 0.95) -> Pooled:
    """Pool effects of any kind by inverse variance.

    Args:
        z: one effect for each study, length k of at least 2.
        se: their standard errors, in the same units, in the same order.
        method: how τ² is judged; see the top of this file.
        level: the width of both intervals.

    Raises:
        ValueError: fewer than two studies, lists of different lengths, a standard error not above 0, no such method.
    """
    effects, errors = _arrays(z, se)
    tau2 = between_variance(z, se, method)
    raw = 1 / (errors**2 + tau2)
    shares = raw / raw.sum()
    estimate, spread = float(shares @ effects), float(1 / math.sqrt(raw.sum()))
    low, high = interval(estimate, spread, level)
    total, df = cochran_q(z, se), len(effects) - 1
    ahead = prediction(estimate, spread, tau2, len(effects), level) if method != "fixed" else None
    return Pooled(
        estimate=estimate,
        se=spread,
        low=low,
        high=high,
        tau2=tau2,
        i2=i_squared(total, df),
        q=total,
        df=df,
        weights=tuple(float(share) for share in shares),
        method=method,
        prediction_low=ahead[0] if ahead else None,
        prediction_high=ahead[1] if ahead else None,
        level=level,
    )


def pool_r(r: Sequence[float], n: Sequence[float], method: Method = "REML", level: float = 0.95) -> PooledR:
    """Pool correlations: into z, pooled there, and back into r.

    Args:
        r: one correlation for each study, length k of at least 2.
        n: their numbers of people, each above 3, in the same order.
        method: how τ² is judged; see the top of this file.
        level: the width of both intervals.

    Raises:
        ValueError: as for ``pool``, or an r or n that is not possible.
    """
    _same_length(r, n)
    found = pool([fisher_z(value) for value in r], [fisher_z_se(size) for size in n], method, level)

    def back(value: float | None) -> float | None:
        return None if value is None else fisher_z_back(value)

    return PooledR(
        estimate=fisher_z_back(found.estimate),
        se=found.se,
        low=fisher_z_back(found.low),
        high=fisher_z_back(found.high),
        tau2=found.tau2,
        i2=found.i2,
        q=found.q,
        df=found.df,
        weights=found.weights,
        method=found.method,
        prediction_low=back(found.prediction_low),
        prediction_high=back(found.prediction_high),
        z=found,
    )


# -------------------------------------------------------- the same in single steps, for working by hand and for marking


def steps(r: Sequence[float], n: Sequence[float], tau2: float = 0.0) -> tuple[Step, ...]:
    """Each study's row of the table worked out by hand.

    Args:
        r: one correlation for each study.
        n: their numbers of people.
        tau2: the variance of true effects to weigh with, in z; 0 gives the weights of a fixed effect, n − 3.

    Raises:
        ValueError: as for ``pool_r``.
    """
    _same_length(r, n)
    z, se = [fisher_z(value) for value in r], [fisher_z_se(size) for size in n]
    raw = [1 / (error**2 + tau2) for error in se]
    ends = [interval(effect, error) for effect, error in zip(z, se, strict=True)]
    return tuple(
        Step(float(r[i]), int(n[i]), z[i], se[i], raw[i], raw[i] / sum(raw), *map(fisher_z_back, ends[i]))
        for i in range(len(z))
    )


def cochran_q(z: Sequence[float], se: Sequence[float]) -> float:
    """Cochran's Q: each study's squared distance from the fixed-effect average, in standard errors, added up.

    Raises:
        ValueError: as for ``pool``.
    """
    effects, errors = _arrays(z, se)
    weights = 1 / errors**2
    average = (weights @ effects) / weights.sum()
    return float(weights @ (effects - average) ** 2)


def i_squared(q: float, df: int) -> float:
    """I² in per cent from Q: 100 × (Q − df) / Q, and 0 where Q is not above df.

    Raises:
        ValueError: Q is negative, or df is below 1.
    """
    if finite(q, "Q") < 0:
        raise ValueError("Q is a sum of squares and cannot be below 0.")
    if finite(df, "The degrees of freedom") < 1:
        raise ValueError("I² needs at least two studies.")
    return 100 * (q - df) / q if q > df else 0.0


def between_variance(z: Sequence[float], se: Sequence[float], method: Method = "REML") -> float:
    """τ², the variance of true effects, never below 0.

    Raises:
        ValueError: as for ``pool``.
    """
    effects, errors = _arrays(z, se)
    if method not in get_args(Method):
        raise ValueError(f"The method can be {', '.join(get_args(Method))}; {method!r} is none of these.")
    variances = errors**2
    if method == "fixed":
        return 0.0
    if method == "DL":
        weights = 1 / variances
        scale = weights.sum() - (weights**2).sum() / weights.sum()
        return max(0.0, (cochran_q(z, se) - (len(effects) - 1)) / float(scale))
    if method == "PM":
        return _root(lambda tau2: _generalised_q(tau2, effects, variances))
    return _restricted_top(effects, variances)


def prediction(estimate: float, se: float, tau2: float, k: int, level: float = 0.95) -> tuple[float, float] | None:
    """Where the true effect of a new study may fall: estimate ± t × √(τ² + se²), t with k − 2 degrees of freedom.

    Higgins, Thompson and Spiegelhalter (2009), doi:10.1111/j.1467-985X.2008.00552.x.

    Returns:
        The lower and the upper end, or None with fewer than three studies, where t has no degrees of freedom left.

    Raises:
        ValueError: a variance or standard error below 0.
    """
    if finite(tau2, "τ²") < 0 or finite(se, "The standard error") < 0:
        raise ValueError("Neither τ² nor a standard error can be below 0.")
    if k < 3:
        return None
    from scipy.special import stdtrit

    reach = float(stdtrit(k - 2, (1 + checked_level(level)) / 2)) * math.sqrt(tau2 + se**2)
    return estimate - reach, estimate + reach


def funnel_warning(k: int) -> str | None:
    """A sentence that a funnel plot cannot be read yet, or None with ten studies or more.

    Sterne and others (2011), doi:10.1136/bmj.d4002.
    """
    if k >= FEW_FOR_A_FUNNEL:
        return None
    return (
        f"There {'is' if k == 1 else 'are'} only {said(k)} {'study' if k == 1 else 'studies'} here. With fewer than ten, "
        "chance alone makes a funnel lopsided, so its shape cannot be read."
    )


def _generalised_q(tau2: float, effects: np.ndarray, variances: np.ndarray) -> float:
    """What is left of Q over its degrees of freedom when studies are weighed with τ²: 0 at Paule and Mandel's value."""
    weights = 1 / (variances + tau2)
    average = (weights @ effects) / weights.sum()
    return float(weights @ (effects - average) ** 2) - (len(effects) - 1)


def _restricted_score(tau2: float, effects: np.ndarray, variances: np.ndarray) -> float:
    """Twice the slope of the restricted log-likelihood in τ²: 0 at its top (Viechtbauer 2005)."""
    weights = 1 / (variances + tau2)
    average = (weights @ effects) / weights.sum()
    squares = weights**2
    return float(squares @ (effects - average) ** 2 - weights.sum() + squares.sum() / weights.sum())


def _restricted_likelihood(tau2: float, effects: np.ndarray, variances: np.ndarray) -> float:
    """Twice the restricted log-likelihood, without its constant (Viechtbauer 2005)."""
    import numpy as np

    weights = 1 / (variances + tau2)
    average = (weights @ effects) / weights.sum()
    return float(np.log(weights).sum() - np.log(weights.sum()) - weights @ (effects - average) ** 2)


def _restricted_top(effects: np.ndarray, variances: np.ndarray) -> float:
    """The τ² at which the restricted likelihood is highest.

    With one very large study there can be a low top at 0 and a higher one further on, so all are looked for. None lies
    beyond the squared distance of the outermost studies: there the slope is always below 0.
    """
    import numpy as np

    reach = float(np.ptp(effects)) ** 2
    if not reach:
        return 0.0
    marks = [0.0, *(float(mark) for mark in reach * np.geomspace(1e-6, 1, MARKS))]
    slopes = [_restricted_score(mark, effects, variances) for mark in marks]
    tops = [0.0] + [
        _halved(lambda tau2: _restricted_score(tau2, effects, variances), marks[i], marks[i + 1])
        for i in range(MARKS)
        if slopes[i] > 0 >= slopes[i + 1]
    ]
    return max(tops, key=lambda tau2: _restricted_likelihood(tau2, effects, variances))


def _root(slope: Callable[[float], float]) -> float:
    """Where a slope that begins above 0 comes down to 0, by halving; 0 if it begins below.

    Halving takes a millisecond; scipy.optimize gives the same and takes a second to import.
    """
    if slope(0.0) <= 0:
        return 0.0
    low, high = 0.0, 1e-4
    while slope(high) > 0:
        low, high = high, high * 4
    return _halved(slope, low, high)


def _halved(slope: Callable[[float], float], low: float, high: float) -> float:
    """Where a slope that is above 0 at ``low`` and not at ``high`` comes down to 0."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return (low + high) / 2


def _arrays(z: Sequence[float], se: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    _same_length(z, se)
    effects = np.array([finite(value, "Each effect") for value in z])
    errors = np.array([finite(value, "Each standard error") for value in se])
    if (errors <= 0).any():
        raise ValueError("Every standard error has to be above 0.")
    return effects, errors


def _same_length(one: Sequence[float], other: Sequence[float]) -> None:
    if len(one) != len(other):
        raise ValueError(f"Every study needs both numbers; there are {len(one)} of one and {len(other)} of the other.")
    if len(one) < 2:
        raise ValueError("Pooling needs at least two studies.")
