"""``notknowing late``, ``rubric``, ``hurdle``, ``return`` and ``module-mark``: what makes marks fair, and their way back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from notknowing.cli_options import Assignment, Json, Root, Vle
from notknowing.console import give, say, table


def late(
    assignment: Assignment,
    times: Annotated[
        Path | None, typer.Option(help="A table from the VLE with times of handing in, where its download had none.")
    ] = None,
    column: Annotated[str | None, typer.Option(help="The heading of the column with the times.")] = None,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Say who was late, by how much, and which days were not counted."""
    from notknowing.marking.late import late_of
    from notknowing.marking.moderation import course_in
    from notknowing.marking.places import Place, students_with
    from notknowing.marking.times import times_from
    from notknowing.marking.working_days import WorkingDays, bank_holidays

    root = root.resolve()
    course = course_in(root)
    said = times_from(assignment, root, times, course, column) if times else []
    found = {one: late_of(Place(root, assignment, one), course) for one in students_with(root, assignment)}
    if as_json:
        give({"lines": said, "students": [
            {"student": student, "due": one and one.due, "handed_in": one and one.handed_in, "days": one and one.days,
             "seconds": one and one.seconds, "extended": bool(one and one.extended)} for student, one in found.items()
        ]})  # fmt: skip
        return
    for line in said:
        say(line)
    rows = [
        (student, f"{one.due:%Y-%m-%d %H:%M}{' (extended)' if one.extended else ''}", one.said() or "in time")
        for student, one in found.items()
        if one is not None
    ]
    table("", ["student", "due", ""], rows)
    if unknown := [student for student, one in found.items() if one is None]:
        say(f"No time of handing in, or no due date: {', '.join(unknown)}")
    policy = course.module.late
    if policy.days == "working":
        nation = policy.bank_holidays or course.module.nation
        years = sorted({one.due.year for one in found.values() if one})
        off = WorkingDays(nation, tuple(policy.closed), tuple(policy.open))
        names = {day: name for year in years for day, name in bank_holidays(nation, year).items()}
        for day in off.not_worked(years[0], years[-1]) if years else []:
            say(f"Not a working day: {day} {names.get(day, 'closed')}")


def rubric(assignment: Assignment, root: Root = Path()) -> None:
    """Write a page to keep open beside formgrader: grid, points of each band, hurdles, comments to paste."""
    from notknowing.marking.marking_aid import write_aid
    from notknowing.marking.moderation import course_in

    say(f"Written: {write_aid(assignment, root.resolve(), course_in(root.resolve()))}")


def hurdle(
    assignment: Assignment,
    student: Annotated[str, typer.Argument(help="The student's folder.")],
    which: Annotated[str, typer.Argument(help="The hurdle's id, as in the grid.")],
    status: Annotated[str, typer.Argument(help="met, 'not met' or 'to discuss'.")],
    root: Root = Path(),
) -> None:
    """Write down a hurdle that is not met. The mark is held back until it says met."""
    from notknowing.marking.hurdles import write_down
    from notknowing.marking.moderation import course_in

    done = write_down(root.resolve(), assignment, student, which, status, course_in(root.resolve()))
    say(f"Written down: {done.student}, {done.hurdle}: {done.status}.")


def give_back(
    assignment: Assignment,
    vle: Vle = None,
    template: Annotated[Path | None, typer.Option(help="The grades file that the VLE exported.")] = None,
    column: Annotated[str | None, typer.Option(help="The heading of the column to fill.")] = None,
    roster: Annotated[Path | None, typer.Option(help="A class list that joins the keys of the two.")] = None,
    by: Annotated[str, typer.Option(help="Your name, for the log.")] = "",
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Make what is uploaded: a zip of feedback in the VLE's names, and its table with the marks. Needs the signature."""
    from notknowing.marking.moderation import course_in
    from notknowing.marking.returning import give_back as make

    root = root.resolve()
    made = make(assignment, root, vle or course_in(root).module.vle, template, column, roster, by)
    if as_json:
        give({"zip": made.zip, "pages": made.pages, "left_out": made.left_out, "marks": vars(made.marks)})
        return
    for line in (*made.marks.lines, *(f"No page for {line}" for line in made.left_out), *made.lines):
        say(line)
    say(f"{made.pages} pages in {made.zip}\n{made.marks.filled} marks in {made.marks.path}")


def module_mark(root: Root = Path(), as_json: Json = False) -> None:
    """Work out the module mark from the marks that were given out and the weights in module.yml."""
    from notknowing.marking.module_mark import module_marks, table_of, write_module_marks

    found = module_marks(root)
    if as_json:
        give(found.to_json())
        return
    head = ["student", *found.weights, "unrounded", "module mark", "band", ""]
    table("", head, table_of(found))
    for line in found.lines:
        say(line)
    say(f"Written: {write_module_marks(root, found)}")


def add_to(app: typer.Typer) -> None:
    """Give these commands to the whole command line."""
    for name, command in (("late", late), ("rubric", rubric), ("hurdle", hurdle), ("return", give_back), ("module-mark", module_mark)):  # fmt: skip
        app.command(name)(command)
