"""``notknowing mirror …``: read one reply, or measure the mirror against a labelled file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated, Any

import typer
from ruamel.yaml import YAML, YAMLError

from notknowing.cli_options import CourseFolder, Json
from notknowing.console import NotUnderstood, give, say, table

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Read a reply, or measure how the mirror agrees with labels."
)


@app.command()
def read(
    text: Annotated[str, typer.Argument(help="The reply, in quotation marks.")],
    client: Annotated[str | None, typer.Option(help="Whom it is said to: moira.")] = None,
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Show how the mirror reads one reply."""
    from dataclasses import asdict

    from notknowing import mirror
    from notknowing.course import load

    person = None
    if client:
        clients = load(course).clients
        if client not in clients:
            raise NotUnderstood(f"There is no client called {client}; there are {', '.join(sorted(clients))}")
        person = clients[client]
    reading = mirror.read(text, person)
    said = mirror.say(reading, person)
    if as_json:
        give({"reading": asdict(reading), "said": asdict(said)})
        return
    for sentence in reading.sentences:
        say(f"“{sentence.text}”\n    {sentence.form.name} ({sentence.form.doubt}). {sentence.form.why}")
        for move in sentence.moves:
            say(f"    {move.label} ({move.doubt}). {move.why}")
    for note in reading.notes:
        say(f"{note.label[:1].upper()}{note.label[1:]} ({note.doubt}). {note.why}")
    lines = [said.in_play, *said.what_your_words_do, said.may_be_left, said.one_thing_to_try, said.cannot_judge]
    say("\n" + "\n".join(line for line in lines if line))


@app.command()
def agree(
    file: Annotated[Path, typer.Argument(help="A CSV file in UTF-8 with a column of replies and a column of labels.")],
    text: Annotated[str, typer.Option(help="The column with the replies.")],
    label: Annotated[str, typer.Option(help="The column with the labels.")],
    map_file: Annotated[
        Path, typer.Option("--map", help="How the labels correspond to the mirror; see docs/mirror.md.")
    ],
    draws: Annotated[int, typer.Option(min=0, help="Bootstrap draws for the intervals.")] = 1000,
    rules: Annotated[bool, typer.Option("--rules", help="Also say how often each rule was right.")] = False,
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Measure how the mirror agrees with labels that somebody else gave."""
    from notknowing.course import load
    from notknowing.mirror import measure

    plan = measure.map_from(_yaml(map_file), label)
    found, counts = measure.agree(_rows(file), text, plan, load(course).clients if plan.client else None, draws)
    if as_json:
        give({"decisions": [vars(one) for one in found], "rules": {name: list(pair) for name, pair in counts.items()}})
        return
    head = ["decision", "n", "labelled", "found", "precision", "recall", "kappa", "95% interval"]
    table("", head, [
        (one.name, one.n, one.labelled, one.found, _two(one.precision), _two(one.recall), _two(one.kappa),
         "" if one.low is None else f"{_two(one.low)} to {_two(one.high)}") for one in found
    ])  # fmt: skip
    if rules:
        table(
            "", ["rule", "right", "fired"], [(name, right, fired) for name, (right, fired) in counts.items() if fired]
        )


def _two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        raise NotUnderstood(f"{path} holds no rows")
    return rows


def _yaml(path: Path) -> Any:
    try:
        return YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except YAMLError as trouble:
        mark = getattr(trouble, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark else ""
        raise NotUnderstood(f"{path} is not YAML that can be read{where}") from trouble
