"""How long the evidence room takes at one press. Run: ``uv run python benchmarks/evidence_speed.py``.

The first call of each is in a fresh Python and so holds every import; the second is what a slider costs. Nobody should wait
a second for a press, on a laptop that is five years old.
"""

from __future__ import annotations

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
    "one published cell": ("from notknowing.evidence.tables import cell", "cell('alliance-meta-analyses', 'horvath_2011', 'estimate')"),
}  # fmt: skip

TIMED = """
import time
begin = time.perf_counter()
{given}
{call}
first = time.perf_counter()
{call}
print(first - begin, time.perf_counter() - first)
"""


def main() -> None:
    """Print both times for each case, in milliseconds."""
    print(f"{'':38}{'first':>10}{'again':>10}")
    for name, (given, call) in CASES.items():
        run = subprocess.run(
            [sys.executable, "-c", TIMED.format(given=given, call=call)], capture_output=True, text=True, check=True
        )
        first, again = (1000 * float(part) for part in run.stdout.split())
        print(f"{name:38}{first:>8.0f} ms{again:>7.0f} ms")


if __name__ == "__main__":
    main()
