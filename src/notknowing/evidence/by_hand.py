"""A small meta-analysis by hand: each step from the numbers before it, so that one slip is met once.

A step is right when it follows from the exact numbers, or from what the student wrote in the steps before it. A step
left empty counts where a later one could not be right without it. Nothing here knows about pages or marks.

Sources: Borenstein, Hedges, Higgins and Rothstein (2009), chapters 6, 11, 12, 16 and 17, doi:10.1002/9780470743386;
I²: Higgins and Thompson (2002), doi:10.1002/sim.1186; prediction interval: Higgins, Thompson and Spiegelhalter (2009),
doi:10.1111/j.1467-985X.2008.00552.x.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

Values = Mapping[str, float]
"""What a step may use: the data, and the steps before it, by name."""

Work = Callable[[Values], float]

NORMAL = 1.96
"""Standard errors to either side of a 95% interval."""

SAME, CARRIED, SLIP, OTHER, EMPTY = "same", "carried", "slip", "other", "empty"
"""How a typed number stands to the arithmetic. ``carried``: it follows from the student's own earlier numbers alone."""


@dataclass(frozen=True)
class Step:
    """One number to work out.

    name: what it is called in ``Values``. points: what it is worth; 0 for practice. work: how it is worked out. sum: the
    same written down, with the numbers in it. tolerance: how far a typed number may be from it, given the value.
    slips: known slips by name, and what each would give. shown_by: if all of these later steps are right, this one, left
    empty, counts as well.
    """

    name: str
    points: float
    work: Work
    sum: Callable[[Values], str]
    tolerance: Callable[[float], float]
    places: int = 2
    slips: Mapping[str, Work] = field(default_factory=dict)
    shown_by: tuple[str, ...] = ()
    least: float = -10.0
    most: float = 10_000.0
    """Outside these a typed number is carried no further, and neither is 0 unless it is right."""


@dataclass(frozen=True)
class Seen:
    """How one step went.

    how: one of the five above. value, sum: what follows from the student's own numbers before it; for a step that is
    empty or agrees, from the exact ones. exact: always from the exact ones.
    """

    step: Step
    typed: float | None
    how: str
    value: float
    exact: float
    sum: str
    slip: str = ""
    counts: bool = False
    used: float = 0.0
    """What later steps start from: what was typed where it can be, else ``value``."""


def follow(
    steps: Sequence[Step], typed: Mapping[str, float | None], data: Values, own_data: Values | None = None
) -> dict[str, Seen]:
    """Go through a calculation with what was typed.

    Args:
        steps: in order; each uses only the data and earlier ones.
        typed: what the student wrote, by step; None or nothing where it is empty.
        data: what the calculation starts from.
        own_data: the same where it comes from the student's own earlier numbers.

    Returns:
        One for each step, in order. Typed numbers of any size are taken; none of them raises.
    """
    exact, own = dict(data), dict(own_data or data)
    seen: dict[str, Seen] = {}
    for step in steps:
        exact[step.name] = step.work(exact)
        basis = own
        value = _tried(step.work, own)
        if value is None:
            basis, value = exact, exact[step.name]
        seen[step.name] = _seen(step, typed.get(step.name), value, exact, basis)
        used = seen[step.name].typed
        usable = used is not None and step.least <= used <= step.most and (used != 0 or seen[step.name].counts)
        own[step.name] = used if usable and used is not None else value
        seen[step.name] = replace(seen[step.name], used=own[step.name])
    for step in reversed(steps):
        one = seen[step.name]
        if one.how == EMPTY and step.shown_by and all(seen[name].counts for name in step.shown_by):
            seen[step.name] = replace(one, counts=True)
    return seen


def points(seen: Mapping[str, Seen]) -> tuple[float, float]:
    """What the steps together are worth, and the most they can be."""
    return sum(one.step.points for one in seen.values() if one.counts), sum(one.step.points for one in seen.values())


def _seen(step: Step, typed: float | None, value: float, exact: Values, own: Values) -> Seen:
    truth = exact[step.name]
    how, slip = EMPTY, ""
    if typed is not None:
        if _near(step, typed, truth):
            how = SAME
        elif _near(step, typed, value):
            how = CARRIED
        else:
            slip = next((name for name, work in step.slips.items() if _slipped(step, typed, work, own, exact)), "")
            how = SLIP if slip else OTHER
    is_exact = how in (SAME, EMPTY)
    shown = truth if is_exact else value
    return Seen(step, typed, how, shown, truth, step.sum(exact if is_exact else own), slip, how in (SAME, CARRIED))


def _near(step: Step, typed: float, value: float) -> bool:
    return abs(typed - value) <= step.tolerance(value) + 1e-9


def _slipped(step: Step, typed: float, work: Work, own: Values, exact: Values) -> bool:
    return any((value := _tried(work, basis)) is not None and _near(step, typed, value) for basis in (own, exact))


def _tried(work: Work, values: Values) -> float | None:
    """What a step gives, or None where the numbers before it lead nowhere."""
    try:
        value = work(values)
    except (ArithmeticError, ValueError):
        return None
    return value if math.isfinite(value) else None


# ---------------------------------------------------------------------------------------------- the steps themselves


def _to(distance: float) -> Callable[[float], float]:
    return lambda _: distance


def _number(value: float, places: int = 2) -> str:
    text = f"{value:.{places}f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace("-", "−")


def z_step(which: str, points_each: float) -> Step:
    """Fisher's z of one study: half the natural logarithm of (1 + r) ÷ (1 − r)."""
    r = f"r_{which}"
    return Step(
        f"z_{which}",
        points_each,
        lambda v: math.atanh(v[r]),
        lambda v: f"½ × ln({_number(1 + v[r])} ÷ {_number(1 - v[r])})",
        _to(0.0101),
        slips={
            "half": lambda v: 2 * math.atanh(v[r]),
            "log10": lambda v: math.atanh(v[r]) / math.log(10),
            "still_r": lambda v: v[r],
            "sign": lambda v: -math.atanh(v[r]),
        },
        least=-3,
        most=3,
    )


def se_step(which: str, points_each: float) -> Step:
    """The standard error of z: 1 ÷ √(n − 3)."""
    n = f"n_{which}"
    return Step(
        f"se_{which}",
        points_each,
        lambda v: 1 / math.sqrt(v[n] - 3),
        lambda v: f"1 ÷ √({v[n]:g} − 3)",
        _to(0.0015),
        places=3,
        slips={
            "not_less_three": lambda v: 1 / math.sqrt(v[n]),
            "no_root": lambda v: 1 / (v[n] - 3),
            "no_division": lambda v: math.sqrt(v[n] - 3),
        },
        shown_by=(f"weight_{which}",),
        least=0.001,
        most=1,
    )


def end_step(name: str, middle: str, se: str, sign: int, points_each: float, **more: tuple[str, ...]) -> Step:
    """One end of a 95% interval, back in r: z ± 1.96 × SE, turned back."""
    mark = "−" if sign < 0 else "+"

    def in_z(v: Values) -> float:
        return v[middle] + sign * NORMAL * v[se]

    return Step(
        name,
        points_each,
        lambda v: math.tanh(in_z(v)),
        lambda v: f"{_number(v[middle])} {mark} 1.96 × {_number(v[se], 3)} is z = {_number(in_z(v))}; turned back, r",
        _to(0.0151),
        slips={
            "not_back": in_z,
            "one_se": lambda v: math.tanh(v[middle] + sign * v[se]),
            "other_end": lambda v: math.tanh(v[middle] - sign * NORMAL * v[se]),
        },
        least=-1,
        most=1,
        **more,
    )


def weight_step(which: str, points_each: float) -> Step:
    """The weight of one study in a fixed-effect average: 1 ÷ SE²."""
    se, n = f"se_{which}", f"n_{which}"
    return Step(
        f"weight_{which}",
        points_each,
        lambda v: 1 / v[se] ** 2,
        lambda v: f"1 ÷ {_number(v[se], 3)}²",
        lambda value: max(0.6, 0.025 * abs(value)),
        places=0,
        slips={"not_squared": lambda v: 1 / v[se], "people": lambda v: v[n], "upside_down": lambda v: v[se] ** 2},
        least=0.5,
    )


def by_hand(small: tuple[float, int], large: tuple[float, int]) -> tuple[tuple[Step, ...], dict[str, float]]:
    """The steps for two studies by hand, and what they start from.

    Args:
        small, large: r and n of the study with the fewest and the one with the most people.
    """
    data = {"r_small": small[0], "n_small": float(small[1]), "r_large": large[0], "n_large": float(large[1])}
    steps = (
        z_step("small", 0.5),
        z_step("large", 0.5),
        se_step("small", 0.5),
        se_step("large", 0.5),
        end_step("low_small", "z_small", "se_small", -1, 0.25),
        end_step("high_small", "z_small", "se_small", 1, 0.25),
        weight_step("small", 0.5),
        weight_step("large", 0.5),
    )
    return steps, data


def pooled_steps() -> tuple[Step, ...]:
    """The average from two sums, ``weights`` and ``weighted``, and its interval with ``se``; all three are data."""
    return (
        Step(
            "pooled_z",
            0.5,
            lambda v: v["weighted"] / v["weights"],
            lambda v: f"{_number(v['weighted'], 1)} ÷ {_number(v['weights'], 0)}",
            _to(0.0061),
            slips={"upside_down": lambda v: v["weights"] / v["weighted"], "by_eight": lambda v: v["weighted"] / v["k"]},
            shown_by=("pooled_r",),
            least=-3,
            most=3,
        ),
        Step(
            "pooled_r",
            0.5,
            lambda v: math.tanh(v["pooled_z"]),
            lambda v: f"z = {_number(v['pooled_z'])}, turned back",
            _to(0.0061),
            slips={"further": lambda v: math.atanh(v["pooled_z"])},
            least=-1,
            most=1,
        ),
        end_step("pooled_low", "pooled_z", "se", -1, 0.25),
        end_step("pooled_high", "pooled_z", "se", 1, 0.25),
    )


def spread_steps() -> tuple[Step, ...]:
    """I² from ``q`` and ``k``; the prediction interval from ``z``, ``se``, ``tau2`` and ``t``; all of them data."""

    def in_z(sign: int) -> Work:
        return lambda v: v["z"] + sign * v["t"] * v["spread"]

    def end(name: str, sign: int) -> Step:
        mark = "−" if sign < 0 else "+"
        return Step(
            name,
            0.5,
            lambda v: math.tanh(in_z(sign)(v)),
            lambda v: (
                f"{_number(v['z'])} {mark} {_number(v['t'], 3)} × {_number(v['spread'], 3)} is "
                f"z = {_number(in_z(sign)(v))}; turned back, r"
            ),
            _to(0.0151),
            slips={
                "not_back": in_z(sign),
                "normal": lambda v: math.tanh(v["z"] + sign * NORMAL * v["spread"]),
                "only_se": lambda v: math.tanh(v["z"] + sign * NORMAL * v["se"]),
            },
            least=-1,
            most=1,
        )

    return (
        Step(
            "i2",
            1.5,
            lambda v: max(0.0, 100 * (v["q"] - (v["k"] - 1)) / v["q"]),
            lambda v: f"({_number(v['q'])} − {v['k'] - 1:g}) ÷ {_number(v['q'])} × 100",
            _to(1.1),
            places=0,
            slips={
                "k": lambda v: 100 * (v["q"] - v["k"]) / v["q"],
                "ratio": lambda v: v["q"] / (v["k"] - 1),
            },
        ),
        Step(
            "spread",
            0.5,
            lambda v: math.sqrt(v["tau2"] + v["se"] ** 2),
            lambda v: f"√({_number(v['tau2'], 4)} + {_number(v['se'], 3)}²)",
            _to(0.0051),
            places=3,
            slips={
                "no_root": lambda v: v["tau2"] + v["se"] ** 2,
                "se_not_squared": lambda v: math.sqrt(v["tau2"] + v["se"]),
                "only_tau": lambda v: math.sqrt(v["tau2"]),
            },
            shown_by=("ahead_low", "ahead_high"),
            least=0.001,
            most=2,
        ),
        end("ahead_low", -1),
        end("ahead_high", 1),
    )
