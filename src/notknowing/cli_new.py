"""``notknowing new``: begins a client, a week or an activity, with blanks that the check names until they are filled."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from notknowing.cli_options import CourseFolder, Json
from notknowing.console import NotUnderstood, complain, give, say


def new(
    what: Annotated[str, typer.Argument(help="client, week or activity.")],
    name: Annotated[
        str, typer.Argument(help="A client's id, a week's number, or the page that the activity is for: week03.")
    ],
    kind: Annotated[str | None, typer.Argument(help="For an activity: its kind, such as writing.")] = None,
    opens: Annotated[str | None, typer.Option(help="For a week: the day it opens, as 2027-05-03.")] = None,
    after: Annotated[
        str | None,
        typer.Option(help="For an activity: the id of the one before it; before the closing one if left out."),
    ] = None,
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Begin a client, a week or an activity. Every blank is named by the check until you have filled it."""
    from notknowing.authoring.new import new_activity, new_client, new_week
    from notknowing.course import find_course

    if what not in ("client", "week", "activity"):
        raise NotUnderstood(f"There is no '{what}' to begin; say client, week or activity")
    for given, option, of in ((kind, "a kind", "activity"), (opens, "--opens", "week"), (after, "--after", "activity")):
        if given is not None and what != of:
            raise NotUnderstood(f"Only 'new {of}' takes {option}")
    place = find_course(course)
    complain(f"Course: {place}")
    if what == "client":
        made = new_client(place.path, name)
    elif what == "week":
        made = new_week(place.path, name, _day(opens))
    elif kind is None:
        raise NotUnderstood(f"Say which kind of activity: notknowing new activity {name} writing")
    else:
        made = new_activity(place.path, name, kind, after)
    if as_json:
        give(vars(made))
        return
    for heading, lines in (
        ("Written", made.written),
        ("Added to", made.changed),
        ("Next", made.then),
        ("To undo", made.undo),
    ):
        for line in lines:
            say(f"{heading}: {line}")


def _day(text: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError as odd:
        raise NotUnderstood("Say on which day the week opens, as --opens 2027-05-03") from odd
