"""``notknowing site``: the reading site of the course, and the practice site beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from notknowing.cli_options import CourseFolder, Json
from notknowing.console import MEND, NotUnderstood, complain, give, say


def site(
    to: Annotated[Path, typer.Option(help="The folder to build in.")] = Path("site"),
    practice: Annotated[
        bool, typer.Option("--practice", help="Also build the practice site: the ungraded activities, in a browser.")
    ] = False,
    pyodide: Annotated[
        Path | None,
        typer.Option(
            help="The file pyodide-VERSION.tar.bz2 of the full Pyodide distribution, for pages with plots in the practice site."
        ),
    ] = None,
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Build a reading site of the course: plain files, no server, no request to anywhere else."""
    from notknowing.authoring.site import PRACTICE, build
    from notknowing.course import load

    if pyodide is not None and not practice:
        raise NotUnderstood("The option --pyodide is for the practice site; add --practice")
    loaded = load(course)

    def tell(line: str) -> None:
        if not as_json:
            say(line)

    made = build(loaded, to, tell, practice=PRACTICE if practice else "")
    if practice:
        from notknowing.authoring.site_practice import build as build_practice

        made.files += build_practice(loaded, to, pyodide=pyodide, tell=tell).files
    if as_json:
        give(vars(made))
    else:
        for line in made.notes:
            say(line)
        for problem in made.problems:
            complain(f"Missing: {problem}")
        say(f"Built in {to.resolve()}. Open {(to / 'index.html').resolve()}, or put the folder on a web server.")
    if made.problems:
        raise typer.Exit(MEND)
