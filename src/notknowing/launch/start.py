"""``start``: a working folder, a start page, and JupyterLab open at the right place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from notknowing.course import Course, CourseError, CoursePlace, bundled, find_course, load
from notknowing.launch.folder import FolderError, Laid, default_folder, lay_out, put_start_page
from notknowing.launch.lab import (
    LabError,
    Running,
    already_running,
    arrange,
    missing_programs,
    open_lab,
    show_in_browser,
)

FIRST = "week00"


class StartError(Exception):
    """The course could not be started. The text is for the student: what happened, that work is safe, what to do."""


@dataclass(frozen=True)
class Started:
    """What was started: the folder and what was put into it, the course, the address, and JupyterLab itself."""

    laid: Laid
    course: CoursePlace
    page: str | None
    url: str
    running: Running | None = None


def start(
    week: str | None = None,
    folder: Path | str | None = None,
    *,
    course: Path | str | None = None,
    port: int | None = None,
    browser: bool = True,
    launch: bool = True,
    today: dt.date | None = None,
    say: Callable[[str], None] = print,
) -> Started:
    """Make or reuse a working folder and open JupyterLab there.

    Args:
        week: the page to open: ``2``, ``week02`` or ``a1``. Without one, Week 0 the first time and the start page later.
        folder: the working folder; ``Not-Knowing`` in the home folder when not given.
        course: the course to work with; else the nearest one upwards, else the one in the package.
        port: the port to use; a free one when not given.
        browser: whether to open a browser. The address is said either way.
        launch: whether to open JupyterLab at all, or only make the folder ready.
        today: the day the start page is written for.
        say: takes sentences for the student.

    Raises:
        StartError: why it could not be started, in words.
    """
    target = Path(folder).expanduser().absolute() if folder else default_folder()
    try:
        place = _place(target, course)
        page = page_named(load(place.path), week)
        laid = lay_out(target, _beside(place, "exercises"), place.path, _beside(place, "datasets"))
        here = load(laid.folder / "course")
        if page and not (laid.folder / page).is_file():
            raise StartError(
                f"The page {week} is not in this folder yet. Your other pages are. Start without naming a page."
            )
        opened = _opened(here, laid.folder, page)
        from notknowing.launch.startpage import start_page

        put_start_page(laid.folder, start_page(here, laid.folder, today or dt.date.today()))
        say(f"Your folder: {laid.folder}{' (made just now)' if laid.is_new else ''}")
        say(f"The course: {here.module.title}, from {place}")
        for sentence in laid.said:
            say(sentence)
        if not launch:
            return Started(laid, place, page, "")
        return _launched(laid, place, page, opened, port, browser, say)
    except (FolderError, LabError) as failure:
        raise StartError(str(failure)) from failure
    except CourseError as failure:
        first = failure.problems[0]
        raise StartError(f"The course cannot be read, so the pages cannot open. Your work is safe. Tell your tutor: {first.file}, line {first.line}: {first.message}") from failure  # fmt: skip
    except FileNotFoundError as failure:
        raise StartError(f"{failure.args[0] if failure.args else failure} Your work is safe.") from failure


def _place(target: Path, explicit: Path | str | None) -> CoursePlace:
    """The course that is asked for, found, or in the package."""
    if "jupyterlab" in missing_programs():
        raise LabError("This Python does not have jupyterlab, so the pages cannot open. Your work is safe. Install the course again, or run: notknowing doctor")  # fmt: skip
    place = find_course(explicit)
    if explicit is None and place.path.is_relative_to(target.resolve()):
        # Started inside the working folder: its own course is a copy, and the package has the newer one.
        return CoursePlace(bundled("course"), "the copy inside the installed package")
    return place


def _beside(place: CoursePlace, name: str) -> Path:
    """``exercises`` or ``datasets`` beside the course, else as they travel with the package."""
    beside = place.path.parent / name
    return beside if beside.is_dir() else bundled(name)


def _opened(course: Course, folder: Path, page: str | None) -> list[str]:
    """The notebooks to open: the one asked for; the first time Week 0; else none but the start page."""
    from notknowing.launch.startpage import is_begun

    first = f"{FIRST}/{FIRST}.ipynb"
    if page:
        return [page]
    return [] if is_begun(course, folder) or not (folder / first).is_file() else [first]


def _launched(
    laid: Laid, place: CoursePlace, page: str | None, opened: list[str], port: int | None, browser: bool, say: Callable[[str], None]
) -> Started:  # fmt: skip
    from notknowing.launch.lab import address

    running = already_running(laid.folder)
    if running is not None:
        say("JupyterLab is open in this folder already. Here it is again.")
        url = address(running, page)
    else:
        arrange(laid.folder, opened)
        say("Opening JupyterLab. This takes a few seconds.")
        running = open_lab(laid.folder, port)
        url = address(running)
    if not browser or not show_in_browser(url):
        say(f"Open this address in a browser: {url}")
    return Started(laid, place, page, url, running)


def page_named(course: Course, week: str | None) -> str | None:
    """The notebook somebody means by ``2``, ``week 2``, ``week02`` or ``a1``, from the working folder.

    Raises:
        StartError: the course has no such page.
    """
    if week is None:
        return None
    name = re.sub(r"\s+", "", week.lower())
    number = re.fullmatch(r"(?:week)?(\d{1,2})", name)
    name = f"week{int(number[1]):02}" if number else name
    if name not in course.pages:
        raise StartError(
            f"There is no page called {week}. Your work is safe. The pages are: {', '.join(course.pages)}."
        )
    return f"{name}/{name}.ipynb"
