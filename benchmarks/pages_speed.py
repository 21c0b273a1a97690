"""How long a page takes to run, and its slowest press. Run: ``uv run python benchmarks/pages_speed.py [PAGE ...] [--json]``.

For each page: seconds to run every cell of the released notebook in a fresh kernel, kernel start included; and the
slowest and the median time from one press, choice or moved slider until every activity of the page is drawn again. What
the browser then does with it is not in the figure. Nothing is asserted: the machine and its other work decide. Wanted:
under 60 s for a page, under 3 s for a press.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

import notknowing.activities.kinds  # registers every kind of activity  # noqa: F401
from notknowing.activities.nodes import walk
from notknowing.activities.page import activity_for
from notknowing.activities.widget import answer, drawn
from notknowing.course import load
from notknowing.work import Store

ROOT = Path(__file__).parents[1]
ROUNDS = 4
"""How often the controls that stand on a page are gone through; new ones appear as stages open."""


def run_all(page_id: str) -> float:
    """Seconds to run a released notebook from top to bottom."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / page_id
        shutil.copytree(ROOT / "exercises" / page_id, folder)
        shutil.copytree(ROOT / "course", Path(made) / "course")
        notebook = nbformat.read(folder / f"{page_id}.ipynb", as_version=4)
        start = time.perf_counter()
        NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
        ).execute()
        return time.perf_counter() - start


def presses(page_id: str, course: Any) -> list[tuple[float, str]]:
    """Seconds for each press on a page, with the activity and the control."""
    taken, page = [], course.page(page_id)
    with tempfile.TemporaryDirectory() as made:
        os.chdir(made)
        for file in (ROOT / "exercises" / page_id).glob("*"):
            shutil.copy(file, made)
        store = Store.open(page_id)
        activities = [activity_for(course, page_id, spec.id, store) for spec in page.activities]
        for each in activities:
            drawn(each)  # the first drawing belongs to running the page
        for _ in range(ROUNDS):
            for activity in activities:
                for event in events(drawn(activity)):
                    start = time.perf_counter()
                    answer(activity, {"seq": 1, **event})
                    for each in activities:
                        drawn(each)
                    taken.append((time.perf_counter() - start, f"{activity.spec.id} {event['key']}"))
        os.chdir(ROOT)
    return taken


def events(view: Any) -> list[dict[str, Any]]:
    """What somebody could do with the controls that stand there: press, choose the first, move a slider, type."""
    found = []
    for node in walk(view):
        match node["t"]:
            case "button":
                found.append({"kind": "press", "key": node["k"]})
            case "slider" | "scale" | "number":
                found.append({"kind": "change", "key": node["k"], "value": "0.3"})
            case "choice" | "select" if node.get("options"):
                found.append({"kind": "change", "key": node["k"], "value": node["options"][0]["v"]})
            case "textbox":
                found.append({"kind": "change", "key": node["k"], "value": "A few words to see how long it takes."})
    return found


def main() -> None:
    """Measure the pages named, or all, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    course = load()
    rows = []
    for page_id in asked.pages or [
        path.name for path in sorted((ROOT / "exercises").iterdir()) if path.name in course.pages
    ]:
        took = presses(page_id, course)
        slowest = max(took, default=(0.0, ""))
        median = statistics.median(seconds for seconds, _ in took) if took else 0.0
        rows.append({"page": page_id, "run_all_s": round(run_all(page_id), 1), "presses": len(took), "median_press_s": round(median, 3), "slowest_press_s": round(slowest[0], 2), "slowest": slowest[1]})  # fmt: skip
        if not asked.json:
            print("{page}: runs in {run_all_s} s; {presses} presses, median {median_press_s} s, slowest {slowest_press_s} s ({slowest})".format(**rows[-1]), flush=True)  # fmt: skip
    if asked.json:
        print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
