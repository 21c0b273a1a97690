"""``notknowing coverage``: where each sentence of the article is taught."""

from __future__ import annotations

from notknowing.cli_options import CourseFolder, Json
from notknowing.console import give, say, table


def coverage(
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Show where each sentence of the article is taught, and what students do with it."""
    from notknowing.authoring.coverage import left_out, taught_at
    from notknowing.course import load

    found = load(course)
    rows = [found.coverage[number] for number in sorted(found.coverage)]
    if as_json:
        give(
            [
                row.model_dump()
                | {
                    "activities": [vars(taught_at(found, name)) for name in (*row.main, *row.again)],
                    "in_this_run": not left_out(found, row),
                }
                for row in rows
            ]
        )
        return
    if not rows:
        say("This course has no coverage.yml, so nothing is known about where the article is taught.")
        return
    table(
        "Where each sentence of the article is taught",
        ["", "what it says", "kinds", "taught in", "again in", "what students do with it"],
        [
            [
                str(row.number),
                row.claim,
                ", ".join(row.kinds),
                " ".join(row.main) + (" (not in this run)" if left_out(found, row) else ""),
                " ".join(row.again),
                row.does,
            ]
            for row in rows
        ],
    )
    say("Sentences 1 to 50 are those of the article's body in order; 51 is its title.")
