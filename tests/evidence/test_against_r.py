"""Our numbers beside R's: metafor, psych, sandwich and vcd. ``reference/reference.R`` made the tables; R is not needed here.

Tolerances: 1e-9 where both sides work a formula out, 1e-6 where either side looks for a top step by step (τ² by Paule and
Mandel or REML). In tables of numbers the larger of an absolute and a relative difference counts.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from notknowing.evidence.agreement import STANDARD_ERRORS, cohen_kappa
from notknowing.evidence.effects import d_to_r, fisher_z, fisher_z_back, fisher_z_se, r_interval, r_to_d
from notknowing.evidence.pooling import pool, pool_r
from notknowing.evidence.synchrony import windowed_ccf
from notknowing.evidence.within import lagged

REFERENCE = Path(__file__).parent / "reference"
WORKED_OUT = 1e-9
STEP_BY_STEP = 1e-6


def table(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    return None if text in ("", "NA") else float(text)


def studies(name: str) -> tuple[list[float], list[float]]:
    rows = [row for row in table("studies") if row["set"] == name]
    return [float(row["r"]) for row in rows], [float(row["n"]) for row in rows]


@pytest.mark.parametrize("theirs", table("pooled"), ids=lambda row: f"{row['set']}-{row['method']}")
def test_pooling_is_metafor_s(theirs):
    method = "fixed" if theirs["method"] == "FE" else theirs["method"]
    r, n = studies(theirs["set"])
    ours = pool([fisher_z(one) for one in r], [fisher_z_se(one) for one in n], method)
    near = STEP_BY_STEP if method in ("PM", "REML") else WORKED_OUT
    for name in ("estimate", "se", "low", "high", "tau2", "q"):
        assert getattr(ours, name) == pytest.approx(float(theirs[name]), rel=near, abs=near), name
    assert ours.weights[0] == pytest.approx(float(theirs["first_weight"]), abs=near)
    for name, ahead in (("ahead_low", ours.prediction_low), ("ahead_high", ours.prediction_high)):
        wanted = number(theirs[name])
        assert ahead == (None if wanted is None else pytest.approx(wanted, rel=near, abs=near)), name
    back = pool_r(r, n, method)
    assert (back.estimate, back.low, back.high) == pytest.approx(
        tuple(math.tanh(float(theirs[name])) for name in ("estimate", "low", "high")), abs=near
    )


@pytest.mark.parametrize("theirs", table("pooled"), ids=lambda row: f"{row['set']}-{row['method']}")
def test_i_squared_is_metafor_s_where_it_comes_from_q(theirs):
    # metafor works I² out from τ². That is the same as from Q for a fixed effect and for DerSimonian and Laird, and a few
    # points away for the other two. Ours comes from Q always, so choosing an estimator does not move it.
    ours = pool_r(*studies(theirs["set"]), "fixed" if theirs["method"] == "FE" else theirs["method"])
    far = 1e-8 if theirs["method"] in ("FE", "DL") else 5
    assert ours.i2 == pytest.approx(float(theirs["i2_metafor"]), abs=far)


@pytest.mark.parametrize("theirs", table("effects"), ids=lambda row: row["r"])
def test_effect_sizes_are_those_of_psych(theirs):
    r, n = float(theirs["r"]), int(theirs["n"])
    assert fisher_z(r) == pytest.approx(float(theirs["z"]), abs=WORKED_OUT)
    assert fisher_z_back(r) == pytest.approx(float(theirs["back"]), abs=WORKED_OUT)
    assert r_to_d(r) == pytest.approx(float(theirs["d"]), abs=WORKED_OUT)
    assert d_to_r(r) == pytest.approx(float(theirs["r_of_d"]), abs=WORKED_OUT)
    assert r_interval(r, n) == pytest.approx((float(theirs["low"]), float(theirs["high"])), abs=WORKED_OUT)


@pytest.mark.parametrize("theirs", table("kappas"), ids=lambda row: f"{row['table']}-{row['weights']}")
def test_kappa_and_its_interval_are_those_of_vcd(theirs):
    counts = [int(count) for count in theirs["counts"].split()]
    size = math.isqrt(len(counts))
    cells = [divmod(place, size) for place, count in enumerate(counts) for _ in range(count)]
    weights = None if theirs["weights"] == "none" else theirs["weights"]
    ours = cohen_kappa([one for one, _ in cells], [other for _, other in cells], weights, range(size))
    assert ours.kappa == pytest.approx(float(theirs["kappa"]), abs=WORKED_OUT)
    reach = STANDARD_ERRORS * float(theirs["se"])
    assert (ours.kappa - ours.low, ours.high - ours.kappa) == pytest.approx((reach, reach), abs=1e-8)


@pytest.mark.parametrize("theirs", table("lags"), ids=lambda row: f"adjusted {row['adjust']}")
def test_one_session_and_the_next_is_lm_with_vcovcl(theirs):
    rows = table("sessions")
    ours = lagged(
        [row["person"] for row in rows],
        [int(row["session"]) for row in rows],
        [number(row["x"]) for row in rows],
        [number(row["y"]) for row in rows],
        adjust=theirs["adjust"] == "TRUE",
    )
    found = {
        "within": ours.within, "se": ours.within_se, "low": ours.within_low, "high": ours.within_high,
        "between": ours.between, "between_low": ours.between_low, "between_high": ours.between_high,
        "between_r": ours.between_r, "people": ours.n_people, "rows": ours.n_rows,
    }  # fmt: skip
    assert found == pytest.approx({name: float(theirs[name]) for name in found}, rel=WORKED_OUT)
    carried = number(theirs["carried"])
    assert ours.carried == (None if carried is None else pytest.approx(carried, rel=WORKED_OUT))


def test_windowed_correlations_are_cor_window_by_window():
    rows, theirs = table("movement"), table("windows")
    ours = windowed_ccf([float(row["x"]) for row in rows], [float(row["y"]) for row in rows], 2, 8, 3, 2)
    assert list(ours.lags_s) == sorted({float(row["lag_s"]) for row in theirs})
    assert list(ours.windows) == sorted({float(row["begin_s"]) for row in theirs})
    wanted = np.array([float(row["r"]) for row in theirs])
    assert ours.r.ravel() == pytest.approx(wanted, abs=WORKED_OUT)
    assert ours.mean_abs_z == pytest.approx(np.abs(np.arctanh(wanted)).mean(), abs=WORKED_OUT)
