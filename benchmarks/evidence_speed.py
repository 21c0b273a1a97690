"""How long the evidence room takes at one press. Run: ``uv run python benchmarks/evidence_speed.py [--rounds 9] [--json]``.

The first call of each is in a fresh Python and so holds every import; *again* is the median of the calls after it, which is
what a slider costs. Where a function remembers earlier answers, its memory is passed by: a moved slider asks anew. Nobody
should wait a second for a press, on a laptop that is five years old. Nothing is asserted: the machine decides.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys

ROOMS = "from notknowing.evidence.together import rooms; c, t = rooms()"
WORLD = "from notknowing.evidence.sessions import sessions; s = sessions('alliance_first')"
CASES = {
    "pool eight studies, REML": ("from notknowing.evidence.pooling import pool_r", "pool_r([.43,-.1,.41,.21,.48,.39,.42,.18], [29,71,57,87,156,36,123,48])"),
    "kappa of 24 turns": ("from notknowing.evidence.agreement import cohen_kappa", "cohen_kappa(list('abcd'*6), list('abca'*6))"),
    "500 shuffles of twelve people": ("from notknowing.evidence.rupture import expected_by_chance", "expected_by_chance([[(i*j)%7/1.5 for i in range(16)] for j in range(1,13)], 1.5)"),
    "one session and the next, 40 people": (f"from notknowing.evidence.within import lagged; {WORLD}", "lagged(s.person.tolist(), s.session.tolist(), s.alliance, s.symptoms)"),
    "500 surrogates, 5 min at 4 Hz": (f"from notknowing.evidence.synchrony import surrogates; {ROOMS}", "surrogates(c[3], t[3], 4, 30, 15, 5)"),
    "500 surrogates, 10 min at 5 Hz": ("from notknowing.evidence.synchrony import surrogates; import numpy as np; x, y = np.random.default_rng(1).standard_normal((2, 3000))", "surrogates(x, y, 5, 60, 30, 5)"),
    "a world of 12 studies": ("from notknowing.evidence.spread import world", "world.__wrapped__(.15, 12)"),
    "one world with its four answers": ("from notknowing.evidence.sessions import sessions", "sessions.__wrapped__('gains_first').answers"),
    "120 people told by two stories": ("from notknowing.evidence.stories import _people as told; half = (('alliance_first', .5), ('gains_first', 0), ('third_thing', .5), ('therapists', 0))", "told.__wrapped__(half, .28, 120, 180)"),
    "cloud of 60 people": ("from notknowing.evidence.clouds import cloud", "cloud(.28, 60).pairs_in_step"),
    "a pair and its strip of lags": ("from notknowing.evidence.together import moving_pair, strip", "strip(moving_pair.__wrapped__(.5, 1, .2)).peak"),
    "strangers, every way, fair": ("from notknowing.evidence.together import WAYS, fooled", "fooled.__wrapped__(frozenset(WAYS), 10, True)"),
    "500 swaps of partners": ("from notknowing.evidence.together import swaps", "swaps.__wrapped__(5, 'partners')"),
    "500 swaps of pieces": ("from notknowing.evidence.together import swaps", "swaps.__wrapped__(5, 'segments')"),
    "one published cell": ("from notknowing.evidence.tables import cell", "cell('alliance-meta-analyses', 'horvath_2011', 'estimate')"),
}  # fmt: skip

TIMED = """
import statistics, time
def taken():
    begin = time.perf_counter()
    {call}
    return time.perf_counter() - begin
begin = time.perf_counter()
{given}
{call}
first = time.perf_counter() - begin
print(first, statistics.median(taken() for _ in range({rounds})))
"""


def timed(given: str, call: str, rounds: int) -> tuple[float, float]:
    """The first call in a fresh Python with its imports, and the median of ``rounds`` more, in milliseconds."""
    script = TIMED.format(given=given, call=call, rounds=rounds)
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    first, again = (1000 * float(part) for part in run.stdout.split())
    return first, again


def main() -> None:
    """Print both times for each case, in milliseconds, as a table or as JSON."""
    parser = argparse.ArgumentParser(description="How long the evidence room takes at one press.")
    parser.add_argument("--rounds", type=int, default=9, help="calls after the first, of which the median is taken")
    parser.add_argument("--json", action="store_true", help="print JSON in place of a table")
    asked = parser.parse_args()
    if asked.rounds < 1:
        parser.error("--rounds has to be 1 or more")
    if asked.json:
        pairs = [(name, timed(*case, asked.rounds)) for name, case in CASES.items()]
        cases = [
            {"name": name, "first_ms": round(first, 3), "again_ms": round(again, 3)} for name, (first, again) in pairs
        ]
        print(json.dumps({"python": platform.python_version(), "rounds": asked.rounds, "cases": cases}, indent=1))
        return
    print(f"{'':38}{'first':>10}{'again':>11}")
    for name, case in CASES.items():
        first, again = timed(*case, asked.rounds)
        print(f"{name:38}{first:>7.0f} ms{again:>8.1f} ms", flush=True)


if __name__ == "__main__":
    main()
