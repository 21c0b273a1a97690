"""``notknowing blind``: build a set of replies to read without names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from notknowing.cli_options import CourseFolder, Json
from notknowing.console import NotUnderstood, give, say


def blind(
    replies: Annotated[Path, typer.Argument(help="The cohort's replies: a CSV file with client, words and consent.")],
    system: Annotated[
        Path,
        typer.Argument(help="A system's replies, YAML or CSV, with where they come from; see docs/module-leads.md."),
    ],
    seed: Annotated[int, typer.Option(help="What draws and shuffles. Write it down to make the same set again.")] = 10,
    each: Annotated[
        int, typer.Option(min=2, max=20, help="How many replies by people, and how many by the system.")
    ] = 6,
    page: Annotated[str, typer.Option(help="The page that the set is for.")] = "week10",
    activity: Annotated[str, typer.Option(help="Its activity.")] = "10D",
    to: Annotated[Path | None, typer.Option(help="Another file to write, to look at first.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a set that is there.")] = False,
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Build replies to be read without names, from people who agreed and a system whose origin is recorded."""
    from notknowing.authoring.blind import build
    from notknowing.course import load

    for path in (replies, system):
        if not path.is_file():
            raise FileNotFoundError(2, "No such file", str(path))
    found = load(course)
    where = found.pages.get(page)
    if where is None or activity not in {one.id for one in where.activities}:
        raise NotUnderstood(f"There is no activity {activity} on a page {page}")
    made = build(found, replies, system, seed=seed, each=each, page=page, activity=activity, to=to, force=force)
    if as_json:
        give(vars(made))
        return
    for line in made.lines:
        say(line)
    say(f"Written: {made.path}")
    say(
        f"{made.persons} replies by people and {made.models} by a system, to {', '.join(made.clients)}, drawn by the number {made.seed}. "
        "Read every one of them yourself before students do: a story can give somebody away without a name."
    )
