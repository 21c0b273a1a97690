"""How long the mirror takes to read a reply of sixty words. Run: ``uv run python benchmarks/mirror_speed.py``.

Prints the median and the slowest twentieth over replies of about sixty words with a client, in milliseconds. Nothing is
asserted: the machine and its other work decide. The reading is wanted in under 1 ms, so that a page can read while
somebody types.
"""

from __future__ import annotations

import statistics
import time

from notknowing import mirror
from notknowing.course import load

REPLIES = (
    "You said it was daft, and then you gave me the roundabouts. I'd like to hear about the roundabouts. You went quieter "
    "when you got to Lynne driving. I don't know what it is like on that side of the car. If you stay with your foot for a "
    "minute, what does it still want to do? There's no hurry with any of it, and we can leave it.",
    "That sounds really hard, and it is completely natural after so long. Have you thought about asking your GP about sleep? "
    "My dad was the same when he stopped work, he didn't know what to do with himself. I think you're grieving for the job "
    "because it was who you were. You should try to get out in the mornings. It will get easier, honestly it does, Gareth.",
    "i wonder if your avoiding lynne because deep down you feel ashamed that shes the one driving now, which would be really "
    "normal. it might help to write down what comes up at half four and bring it here. are you eating ok and are you managing "
    "to get back off to sleep at all? sounds like depression to me tbh but your doing really well just by coming here today",
)


def main(rounds: int = 400) -> None:
    """Time ``rounds`` readings of each reply and print what came of it."""
    client = load().clients["gareth"]
    taken = []
    for _ in range(rounds):
        for reply in REPLIES:
            start = time.perf_counter()
            mirror.read(reply, client)
            taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    words = ", ".join(str(len(reply.split())) for reply in REPLIES)
    print(f"Replies of {words} words, {rounds} readings of each.")
    print(f"Median {statistics.median(taken):.2f} ms, slowest twentieth from {taken[int(0.95 * len(taken))]:.2f} ms.")


if __name__ == "__main__":
    main()
