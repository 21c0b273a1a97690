"""``notknowing …``: one verb for each thing a person does. Each calls a room of the package and prints what it says.

An expected trouble is one sentence and an exit code: 1 when something is to be mended, 2 when the command itself was
not understood, 130 after Ctrl+C. A traceback is never printed; with ``--debug`` it goes into a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from notknowing import __version__
from notknowing.cli_blind import blind
from notknowing.cli_coverage import coverage
from notknowing.cli_fair import add_to as add_fair_marks
from notknowing.cli_journey import journey
from notknowing.cli_mirror import app as mirror_app
from notknowing.cli_moderation import app as moderation_app
from notknowing.cli_new import new
from notknowing.cli_options import Assignment, CourseFolder, Json, Root, Vle
from notknowing.cli_site import site
from notknowing.cli_twins import app as twins_app
from notknowing.cli_validation import validation
from notknowing.console import MEND, NotUnderstood, Plain, complain, give, say, table

app = typer.Typer(
    cls=Plain, name="notknowing", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Notebooks and marked assignments on the not-knowing stance. Add --debug to any command to write down what went wrong.",
)  # fmt: skip

app.add_typer(mirror_app, name="mirror")
app.add_typer(twins_app, name="twins")
app.add_typer(moderation_app, name="moderation")
app.command()(blind)
app.command()(journey)
app.command()(coverage)
app.command()(validation)
app.command()(new)
app.command()(site)


def authoring_root(course: Path | None) -> Path:
    """The folder around the course that is asked for or found. Says which course it is, on the error stream."""
    from notknowing.course import find_course

    place = find_course(course)
    complain(f"Course: {place}")
    return place.path.parent


def marking_root(root: Path) -> Path:
    """A marking folder that is there. Says which course belongs to it, on the error stream."""
    from notknowing.course import find_course

    if not root.is_dir():
        raise FileNotFoundError(2, "No such folder", str(root))
    complain(f"Course: {find_course(start=root)}")
    return root.resolve()


# ---------------------------------------------------------------------------------------------- students


@app.command()
def start(
    week: Annotated[str | None, typer.Argument(help="The page to open: 2, week02 or a1.")] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Your working folder; Not-Knowing in your home folder when left out.")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser, or only print the address.")
    ] = True,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port to use; a free one when left out.")
    ] = None,
    course: CourseFolder = None,
) -> None:
    """Open JupyterLab in your working folder. Your own work is never written over."""
    from notknowing.launch.lab import close, ending_in_order, stay
    from notknowing.launch.start import start as begin

    with ending_in_order():
        started = begin(week, folder, course=course, port=port, browser=browser, say=say)
        if started.running is not None and started.running.process is not None:
            try:
                say("To close it, come back here and press Ctrl+C.")
                stay(started.running, say)
            finally:
                close(started.running)


@app.command()
def doctor(
    folder: Annotated[Path | None, typer.Option(help="Your working folder.")] = None,
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Look at the installation and say in plain words what to mend."""
    from notknowing.launch.doctor import MEND as TO_MEND
    from notknowing.launch.doctor import doctor as look
    from notknowing.launch.machine import Machine

    findings = look(Machine(folder, course))
    if as_json:
        give([finding.as_dict() for finding in findings])
    else:
        for finding in findings:
            say(f"{finding.state:<8} {finding.about}: {finding.sentence} {finding.action}".rstrip())
        to_mend = sum(finding.state == TO_MEND for finding in findings)
        say(f"\n{len(findings)} things looked at, {to_mend or 'none'} to mend.")
    if any(finding.state == TO_MEND for finding in findings):
        raise typer.Exit(MEND)


@app.command()
def submit(
    page: Assignment,
    folder: Annotated[Path | None, typer.Option(help="Your working folder, or the folder of the notebook.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before the zip is written.")] = False,
    as_json: Json = False,
) -> None:
    """Show the exact copy that would be handed in, then write one zip to upload."""
    from notknowing.activities.handin import prepare, write_zip
    from notknowing.course import load

    place = notebook_folder(page, folder)
    course = load(start=place)
    if page not in course.pages:
        raise NotUnderstood(f"There is no page called {page}; there are {', '.join(course.pages)}")
    copy = prepare(page, place, course=course)
    listed = copy.listed()
    if not as_json:
        say(f"From {place}. This is everything your tutor will see, and all that goes into the zip.\n")
        for label, words in listed:
            say(f"{label}\n    {words}\n")
        for conflict in copy.conflicts:
            say(conflict)
        say("Nothing is written here yet." if not listed else f"{len(listed)} entries. Nothing private is among them.")
        say(course.signposting.nobody_watching)
        if not yes:
            typer.confirm("Write the zip?", abort=True)
    path = write_zip(copy, course=course)
    if as_json:
        give({"zip": path, "entries": [{"label": a, "words": b} for a, b in listed], "conflicts": copy.conflicts})
    else:
        where = course.module.institution.where_to_hand_in or "where your tutor tells you"
        say(f"Written: {path}\nUpload this one file {where}.")


def notebook_folder(page: str, folder: Path | None) -> Path:
    """The folder of a page's notebook or saved words: in the folder named, here, or in the usual working folder.

    Raises:
        FileNotFoundError: it is in none of them.
    """
    from notknowing.launch.folder import default_folder

    places = [folder] if folder else [Path.cwd(), Path.cwd().parent, default_folder()]
    for place in places:
        for inside in (place / page, place):
            if any((inside / name).is_file() for name in (f"{page}.ipynb", f"{page}.responses.json")):
                return inside.resolve()
    raise FileNotFoundError(f"No notebook {page}.ipynb was found in {places[-1]}.")


# ---------------------------------------------------------------------------------------------- module leads


@app.command()
def check(
    course: CourseFolder = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Restore the form of the notebooks, and add cells the pages ask for.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say everything that is wrong with the course, with file, line and what to do."""
    from notknowing.authoring.check import check as look

    found = look(authoring_root(course), mend=fix, course=course)
    if as_json:
        give({
            "green": found.is_green, "fixed": found.fixed,
            "problems": [vars(problem) for problem in found.problems], "warnings": [vars(problem) for problem in found.warnings],
        })  # fmt: skip
    else:
        for path in found.fixed:
            say(f"Mended: {path}")
        for problem in found.problems:
            say(f"To mend: {problem}")
        for warning in found.warnings:
            say(f"Warning: {warning}")
        say(f"{len(found.problems) or 'Nothing'} to mend, {len(found.warnings) or 'no'} warnings.")
    if not found.is_green:
        raise typer.Exit(MEND)


@app.command()
def release(
    pages: Annotated[list[str] | None, typer.Argument(help="The pages to release; all of them when left out.")] = None,
    client: Annotated[
        Path | None, typer.Option(help="A client's file from outside the repository, for a supervised part.")
    ] = None,
    to: Annotated[Path | None, typer.Option(help="Another folder to release into.")] = None,
    seed: Annotated[
        str | None, typer.Option(help="A few words or a long number: new numbers for a2, and their key.")
    ] = None,
    seed_file: Annotated[
        Path | None,
        typer.Option("--seed-file", help="The same from a file. Outside the repository it stays unwritten."),
    ] = None,
    lock: Annotated[
        bool, typer.Option("--lock", help="Students have the pages named now: refuse changes to them from here on.")
    ] = False,
    new_version: Annotated[
        bool, typer.Option("--new-version", help="Lock the pages named as they are now, as their next version.")
    ] = False,
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Rebuild the students' notebooks in exercises from solutions."""
    from notknowing.authoring.release import ReleaseError
    from notknowing.authoring.release import release as make

    root = authoring_root(course)
    try:
        made = make(
            root, pages or None, client, to, chosen_seed(root, seed, seed_file), lock=lock, new_version=new_version
        )
    except ReleaseError as failure:
        for problem in failure.problems:
            complain(str(problem))
        raise
    if as_json:
        give(vars(made))
        return
    for name in made.names:
        say(f"{name}: {'rebuilt' if name in made.changed else 'as it was'}")
    say(f"Released into {made.folder}")
    for warning in made.warnings:
        say(f"Warning: {warning}")


def chosen_seed(root: Path, words: str | None, file: Path | None) -> Any:
    """The seed asked for, in words or in a file; None for neither."""
    if words is None and file is None:
        return None
    from notknowing.authoring.release import ReleaseError
    from notknowing.authoring.seeded import Seed, SeedError, seed_from

    if words is not None and file is not None:
        raise NotUnderstood("Give the seed in words or in a file, and not both")
    try:
        return Seed(words) if words is not None else seed_from(Path(file or ""), root.resolve())
    except SeedError as failure:
        raise ReleaseError(str(failure)) from failure


@app.command()
def bundle(
    to: Annotated[
        Path | None, typer.Option(help="The zip to write, or a folder for it; dist in the repository when left out.")
    ] = None,
    acknowledge: Annotated[
        list[str] | None,
        typer.Option(help="A help line or claim that may go out past its review date. Repeat for more."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a zip of that name with other content.")] = False,
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Write one zip for students, or say everything that stands in its way."""
    from notknowing.authoring.bundle import BundleError
    from notknowing.authoring.bundle import bundle as make

    try:
        made = make(authoring_root(course), to, acknowledge=acknowledge or (), force=force)
    except BundleError as failure:
        for problem in failure.problems:
            complain(str(problem))
        raise
    if as_json:
        give(vars(made))
        return
    for line in made.lines:
        say(line)


# ---------------------------------------------------------------------------------------------- tutors


@app.command()
def collect(
    download: Annotated[Path, typer.Argument(help="The zip or folder that the VLE gave you.")],
    assignment: Assignment,
    roster: Annotated[Path | None, typer.Option(help="A class list, to say who is missing.")] = None,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Take a download from Blackboard, Moodle or Canvas apart, and say what was not understood."""
    from notknowing.marking.collect import collect as take

    found = take(download, assignment, marking_root(root), roster)
    if as_json:
        give(found.to_json())
        return
    for line in found.lines:
        say(line)
    table("", ["student", "file", "what became of it", ""], found.table())
    for student in found.students:
        for line in student.person:
            say(f"Needs a person: {student.student}: {line}")
    if found.missing:
        say(f"Nothing from: {', '.join(found.missing)}")
    say(found.summary())


@app.command()
def autograde(
    assignment: Assignment,
    force: Annotated[bool, typer.Option("--force", help="Mark again what has not changed.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many submissions run at once; one for each processor when not said.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Run submissions on a Dask cluster, by its scheduler's address."),
    ] = None,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Run submissions without a seal, as you, with your files and your network.")
    ] = False,
    give_to: Annotated[
        str | None, typer.Option("--give", metavar="STUDENT", help="Give a student the marks that are held back.")
    ] = None,
    refuse: Annotated[
        str | None, typer.Option(metavar="STUDENT", help="Let the parts whose marks are held back earn 0.")
    ] = None,
    why: Annotated[str, typer.Option(help="The reason for giving or refusing, in a line.")] = "",
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Mark the automatic parts of everybody's work, each sealed off from everything else, and say who needs a person."""
    from rich.progress import Progress

    from notknowing.marking.sealed import start_lightly

    start_lightly()
    if give_to or refuse:
        from notknowing.marking.sealed.decisions import decide

        say(decide(assignment, marking_root(root), give_to or refuse or "", bool(give_to), why))
        return
    if cluster and (unsafe or workers):
        raise NotUnderstood(
            "Give --cluster without --workers and --unsafe: its workers say how many run at once, sealed"
        )
    from notknowing.marking.autograde import autograde as mark

    with Progress(console=Console(stderr=True), disable=as_json, transient=True) as bar:
        task = bar.add_task(f"Marking {assignment}", total=None)

        def on_progress(done: int, of: int, row: Any) -> None:
            bar.update(task, completed=done, total=of)

        report = mark(assignment, marking_root(root), on_progress, force, workers, unsafe, cluster)
    if as_json:
        give(report.to_json())
    else:
        for line in report.lines:
            say(line)
        rows = [
            (row.student, row.status, _points(row.points, row.out_of), row.to_mark or "", f"{row.seconds:.1f} s")
            for row in report.rows
        ]
        table("", ["student", "", "automatic points", "parts to mark", "time"], rows)
        for row in report.needing_a_person():
            say(f"Needs a person: {row.student}: {' '.join(row.person)}")
        say(report.summary())
    if report.failed:
        raise typer.Exit(MEND)


def _points(points: float | None, out_of: float | None) -> str:
    return "" if points is None else f"{points:g} of {out_of:g}"


@app.command()
def feedback(assignment: Assignment, root: Root = Path(), as_json: Json = False) -> None:
    """Write one page of feedback for each student, to look through before notknowing return sends it."""
    from notknowing.marking.feedback import feedback as write

    pages = write(assignment, marking_root(root))
    if as_json:
        give([vars(page) for page in pages])
        return
    table("", ["student", "page", ""], [(page.student, page.path or "", page.line) for page in pages])
    for page in pages:
        for line in page.mend:
            say(f"To mend: {page.student}: {line}")
        if page.look and not page.waiting:
            say(f"To look at: {page.student}: {' '.join(page.look)}")
    say(f"{sum(page.path is not None for page in pages)} of {len(pages)} pages written. Nothing has been returned.")


@app.command()
def marks(
    assignment: Assignment,
    vle: Vle = None,
    template: Annotated[
        Path | None, typer.Option(help="The grades file that the VLE exported, to be filled in.")
    ] = None,
    column: Annotated[
        str | None, typer.Option(help="The heading of the column to fill, where it cannot be told.")
    ] = None,
    provisional: Annotated[
        bool, typer.Option("--provisional", help="Give marks although some parts wait for a person.")
    ] = False,
    roster: Annotated[
        Path | None, typer.Option(help="A class list that joins the template's students to the download's.")
    ] = None,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Write the marks in the form that the VLE takes back, with what was earned and what lateness took beside them."""
    from notknowing.course import load
    from notknowing.marking.marks import write_marks

    place = marking_root(root)
    if template is not None and not template.is_file():
        raise FileNotFoundError(2, "No such file", str(template))
    made = write_marks(assignment, place, vle or load(start=place).module.vle, template, provisional, column, roster)
    if as_json:
        give(vars(made))
        return
    for line in made.lines:
        say(line)
    say(f"{made.filled} marks written to {made.path}")


add_fair_marks(app)


@app.command()
def demo(
    folder: Annotated[
        Path | None, typer.Option(help="Where to leave the whole journey; a new temporary folder when left out.")
    ] = None,
    students: Annotated[int, typer.Option(min=1, max=500, help="How many synthetic students.")] = 20,
    vle: Annotated[str, typer.Option(help="blackboard, moodle or canvas.")] = "blackboard",
    as_json: Json = False,
) -> None:
    """Run the whole journey on synthetic students, and leave the folder to look at."""
    from rich.progress import Progress

    from notknowing.marking.demo import demo as run

    with Progress(console=Console(stderr=True), disable=as_json, transient=True) as bar:
        task = bar.add_task("Marking", total=students, visible=False)
        shown = run(
            folder, students, vle, None, lambda done, of, _: bar.update(task, completed=done, total=of, visible=True)
        )
    if as_json:
        give(shown.to_json())
    else:
        table(
            "",
            ["step", "what came of it", "seconds"],
            [(step.name, step.result, f"{step.seconds:.1f}") for step in shown.steps],
        )
        for row in shown.report.needing_a_person() if shown.report else []:
            say(f"Needs a person: {row.student}: {' '.join(row.person)}")
        for words in (*shown.lost, *shown.leaked):
            say(f"Wrong: {words}")
        say(f"{shown.report.summary() if shown.report else ''} Left to look at: {shown.folder}".strip())
    if not shown.is_sound:
        raise typer.Exit(MEND)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


if __name__ == "__main__":
    app()
