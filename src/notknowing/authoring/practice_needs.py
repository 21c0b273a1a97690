"""Which activities need more than plain Python: run as a program of its own, with the large libraries out of reach.

``python -m notknowing.authoring.practice_needs COURSE PAGE …`` prints a JSON object: page id to the ids of activities
that cannot be shown without numpy, pandas or matplotlib. A browser has those only with the full Pyodide distribution.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

LARGE = ("numpy", "pandas", "matplotlib", "scipy", "statsmodels", "sklearn")


def out_of_reach() -> None:
    """Let every import of a large library fail, as it does where none is installed."""
    for name in LARGE:
        sys.modules[name] = None  # type: ignore[assignment]


def needing(course_folder: Path, page_ids: list[str]) -> dict[str, list[str]]:
    """The activities of each page that fail without the large libraries, at any step of doing them."""
    from notknowing.activities.base import Activity
    from notknowing.authoring.twins_unfold import Paper, runs_of
    from notknowing.course import load

    import notknowing.activities.kinds  # registers every kind of activity  # noqa: F401  # isort: skip

    course = load(course_folder)
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as place:
        for page_id in page_ids:
            page = course.pages[page_id]
            for spec in page.activities:

                def make(paper, page=page, spec=spec):
                    return Activity.kinds[spec.kind](course, page, spec, paper)

                try:
                    runs_of(make, lambda _, page_id=page_id: Paper(page_id, Path(place) / page_id), least=1)
                except ImportError:
                    found.setdefault(page_id, []).append(spec.id)
    return found


if __name__ == "__main__":
    out_of_reach()
    print(json.dumps(needing(Path(sys.argv[1]), sys.argv[2:])))
