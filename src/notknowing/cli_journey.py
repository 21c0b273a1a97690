"""``notknowing journey``: a student's own words of all pages, earlier and later ones side by side, in two files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from notknowing.cli_options import Json
from notknowing.console import give, say, table


def journey(
    folder: Annotated[
        Path | None, typer.Option(help="Your working folder; here, or Not-Knowing in your home folder, when left out.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="The folder for the two files; your working folder when left out.")
    ] = None,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help="Leave out everything found that could say who somebody is.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before the files are written.")] = False,
    as_json: Json = False,
) -> None:
    """Keep your own words of all pages, as a web page and a Word document. Private writing is in neither."""
    from notknowing.activities.journey import NothingWritten, gather
    from notknowing.course import load

    place = journey_folder(folder)
    found = gather(load(start=place), place)
    if not found.entries:
        raise NothingWritten(
            f"There are no words of yours in {place} yet, so nothing was written. Choose the folder with your pages: notknowing journey --folder"
        )
    if not as_json:
        say(f"From {place}: words on {len(found.entries)} pages. Private writing is left where it is.")
        if found.places:
            places = "1 place" if len(found.places) == 1 else f"{len(found.places)} places"
            say(f"{places} in your words could say who somebody is. Some may be nothing; you decide.")
            table("", ["where", "what it looks like", "the words"], [
                (one.where, one.found.label, one.found.text) for one in found.places
            ])  # fmt: skip
            say("To leave them all out: notknowing journey --leave-out" if not leave_out else "All of it is left out.")
        say("A program does not see first names, places or stories. Read the file before you give it to anybody.")
        if not yes:
            typer.confirm("Write the two files?", default=True, abort=True)
    made = found.write(to, leave_out=[one.found.text for one in found.places] if leave_out else ())
    if as_json:
        give({
            "html": made.html, "word": made.word, "told": list(made.told), "pages": list(found.entries),
            "found": [{"where": one.where, "what": one.found.label, "words": one.found.text} for one in found.places],
        })  # fmt: skip
    else:
        say(made.sentence)


def journey_folder(folder: Path | None) -> Path:
    """The working folder: the one named, else the present one or the one around a page's own, else the usual one.

    Raises:
        FileNotFoundError: the folder named is not there.
    """
    from notknowing.launch.folder import default_folder

    if folder is not None:
        if not folder.is_dir():
            raise FileNotFoundError(2, "No such folder", str(folder))
        return folder.resolve()
    here = Path.cwd()
    if (here / f"{here.name}.responses.json").is_file():
        return here.parent
    if any(here.glob("*.responses.json")) or any(here.glob("*/*.responses.json")):
        return here
    return default_folder()
