"""``notknowing moderation …``: draw a sample, compare two markers, keep the record, sign."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from notknowing.cli_options import Assignment, Json, Root
from notknowing.console import NotUnderstood, give, say, table

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="A second marker for some scripts, and the signature for all."
)
By = Annotated[str, typer.Option(help="Your name, for the log.")]


@app.command()
def draw(
    assignment: Assignment,
    seed: Annotated[int | None, typer.Option(help="A whole number, to repeat a draw. A new one when left out.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Draw anew. The earlier sample is kept, and logged.")] = False,
    by: By = "",
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Draw the scripts that a second person reads, and write that person's sheet."""
    from notknowing.marking.moderation import draw as make
    from notknowing.marking.signature import Files

    made = make(assignment, root.resolve(), seed, again, by)
    if as_json:
        give(made.to_json())
        return
    _shown(made)
    files = Files(root.resolve(), assignment)
    say(f"For the second marker: {files.sheet} and the pages in {files.pages}")


@app.command()
def show(assignment: Assignment, root: Root = Path(), as_json: Json = False) -> None:
    """Show the sample as it was drawn."""
    from notknowing.marking.moderation import drawn
    from notknowing.marking.signature import Files

    made = drawn(Files(root.resolve(), assignment))
    if as_json:
        give(made.to_json())
    else:
        _shown(made)


def _shown(made: object) -> None:
    from notknowing.marking.rounding import shown

    rows = [(one.script, shown(one.percent), one.band, ", ".join(one.reasons)) for one in made.scripts]
    table("", ["script", "first mark", "band", "drawn because"], rows)
    say(f"{len(made.scripts)} of {made.of} scripts, seed {made.seed}.")


@app.command()
def agree(assignment: Assignment, root: Root = Path(), as_json: Json = False) -> None:
    """Hold the second marks against the first, and say which need an agreed mark."""
    from notknowing.marking.moderation import course_in
    from notknowing.marking.rounding import shown
    from notknowing.marking.second_marks import compare
    from notknowing.marking.signature import Files

    found = compare(Files(root.resolve(), assignment), course_in(root.resolve()))
    if as_json:
        give(found.to_json())
        return
    table("", ["script", "first", "second", "difference", "agreed"], [
        (one.script, shown(one.first), shown(one.second), shown(one.difference), "" if one.agreed is None else shown(one.agreed))
        for one in found.pairs
    ])  # fmt: skip
    for line in found.lines:
        say(line)


@app.command()
def record(assignment: Assignment, root: Root = Path()) -> None:
    """Write the record for the external examiner, as it stands."""
    from notknowing.marking.moderation import course_in
    from notknowing.marking.moderation_record import write_record_of
    from notknowing.marking.signature import Files

    for path in write_record_of(Files(root.resolve(), assignment), course_in(root.resolve())):
        say(f"Written: {path}")


@app.command()
def sign(
    assignment: Assignment,
    by: Annotated[str, typer.Option(help="Who signs.")],
    outcome: Annotated[str, typer.Option(help="confirmed or changed.")] = "confirmed",
    note: Annotated[str, typer.Option(help="One sentence for the record.")] = "",
    root: Root = Path(),
) -> None:
    """Sign the moderation. From here on feedback and marks may go out, as long as no mark changes."""
    from notknowing.marking.moderation_record import sign as put

    if outcome not in ("confirmed", "changed"):
        raise NotUnderstood("The outcome is confirmed or changed")
    found, paths = put(assignment, root.resolve(), by, outcome, note)
    for line in found.lines:
        say(line)
    say(f"Signed by {by.strip()}. The record: {paths[0]}")


@app.command()
def reveal(
    assignment: Assignment,
    script: Annotated[str, typer.Argument(help="The script: script-07.")],
    by: Annotated[str, typer.Option(help="Who looks.")],
    why: Annotated[str, typer.Option(help="Why, in a few words. Both go into the log.")],
    root: Root = Path(),
) -> None:
    """Say whose script it is. The log keeps who looked, and why."""
    from notknowing.marking.moderation_record import reveal as look

    say(look(assignment, root.resolve(), script, by, why))
