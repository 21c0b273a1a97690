"""``notknowing twins …``: pages as HTML and Word, a check that nothing is missing in them, and answers read back in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from notknowing.cli_options import CourseFolder, Json
from notknowing.console import MEND, NotUnderstood, complain, give, say


class PagesFirst(TyperGroup):
    """Lets ``notknowing twins week02`` stand for ``notknowing twins make week02``."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:
        """Put ``make`` before anything that is not a command of its own."""
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["make", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=PagesFirst,
    rich_markup_mode=None,
    help="Pages as accessible HTML and as Word. Without a command: make them.",
)


@app.command()
def make(
    pages: Annotated[
        list[str] | None, typer.Argument(help="The pages: week02 or a1; all of them when left out.")
    ] = None,
    to: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("twins"),
    form: Annotated[str, typer.Option(help="html, word or both.")] = "both",
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Write pages as HTML and Word, with the same activities as the notebooks."""
    from notknowing.authoring.twins_files import FORMS
    from notknowing.authoring.twins_files import make as write
    from notknowing.course import load

    if form not in {*FORMS, "both"}:
        raise NotUnderstood(f"There is no form called {form}; there are html, word and both")
    forms = FORMS if form == "both" else (form,)
    made = write(load(course), to, pages or (), forms, lambda page_id: None if as_json else say(page_id))
    if as_json:
        give(vars(made))
    else:
        for problem in made.problems:
            complain(f"Missing: {problem}")
        say(f"{len(made.files)} files written to {made.folder.resolve()}. Every activity is in them." if not made.problems else f"{len(made.problems)} activities are missing.")  # fmt: skip
    if made.problems:
        raise typer.Exit(MEND)


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="The folder with the pages.")] = Path("twins"),
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Say which activities are missing in the pages of a folder."""
    from notknowing.authoring.twins_files import check as look
    from notknowing.course import load

    problems = look(load(course), folder)
    if as_json:
        give(problems)
    else:
        for problem in problems:
            say(f"Missing: {problem}")
        say(f"{len(problems) or 'Nothing is'} missing.")
    if problems:
        raise typer.Exit(MEND)


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="The Word document that was written in.")],
    page: Annotated[str, typer.Option(help="The page it is a copy of: week02 or a1.")],
    folder: Annotated[
        Path | None,
        typer.Option(
            help="The folder of the page's notebook or saved words; found like those of submit when left out."
        ),
    ] = None,
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Read the answers in a Word document and save them as the words of that page."""
    from notknowing.authoring import twins_import as reading
    from notknowing.authoring.twins import workshop
    from notknowing.cli import notebook_folder
    from notknowing.course import load
    from notknowing.work import Store

    loaded = load(course)
    if page not in loaded.pages:
        raise NotUnderstood(f"There is no page called {page}; there are {', '.join(loaded.pages)}")
    if folder is not None and not folder.is_dir():
        raise FileNotFoundError(2, "No such folder", str(folder))
    written = reading.read_docx(file)
    place = folder if folder is not None else notebook_folder(page, None)
    with workshop(loaded) as shop:
        places = shop.twin(page).places()
    with Store.open(page, place, writing=True) as store:
        brought = reading.bring_in(written, loaded, page, places, store, saved=reading.saved_time(file))
        where = store.path
    if as_json:
        give({"page": page, "file": where, **vars(brought)})
        return
    for label in brought.read:
        say(f"Read: {label}")
    for sentence in brought.told:
        complain(sentence)
    if brought.not_there:
        complain(f"Not in the document, so left as it was: {', '.join(brought.not_there)}")
    say(f"{brought.summary()} Saved in {where}")
