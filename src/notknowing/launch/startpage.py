"""The start page of a working folder: every page with what is done, what is due, and where to turn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import notknowing.activities.kinds  # registers every kind of activity  # noqa: F401
from notknowing.activities.base import Activity
from notknowing.activities.kept import Kept
from notknowing.activities.signposts import lines_for
from notknowing.authoring.scaffold import page_title
from notknowing.course import Course
from notknowing.course.models import Page
from notknowing.work import Store


@dataclass(frozen=True)
class Progress:
    """How far a student is with one page: activities done of those that ask for something, and whether it is begun."""

    done: int
    of: int
    is_begun: bool

    def __str__(self) -> str:
        if self.of and self.done == self.of:
            return "done"
        if not self.is_begun:
            return "not begun"
        if not self.done:
            return "begun"
        return f"{self.done} of {self.of} activities done"


def progress(course: Course, page: Page, folder: Path) -> Progress:
    """How far the words saved in ``folder`` go. Nothing is written, and nothing but numbers leaves this function."""
    nothing = Kept(page.id, {})
    asks = [spec for spec in page.activities if spec.kind != "submit" and not _is_done(course, page, spec, nothing)]
    with Store.open(page.id, folder, writing=False) as store:
        entries = {**store.entries(), **store.private_entries()}
    kept = Kept(page.id, entries)
    kept.folder = folder
    return Progress(sum(_is_done(course, page, spec, kept) for spec in asks), len(asks), bool(entries))


def _is_done(course: Course, page: Page, spec: object, kept: Kept) -> bool:
    """Whether one activity is done. One that cannot say is counted as not done, and never stops the start page."""
    try:
        return Activity.kinds[spec.kind](course, page, spec, kept).is_done()
    except Exception:  # an activity that fails here says so on its own page, where there is room to explain
        return False


def is_begun(course: Course, folder: Path) -> bool:
    """Whether anything at all has been written in this folder."""
    return any(progress(course, page, folder / page.id).is_begun for page in course.pages.values())


def start_page(course: Course, folder: Path, today: dt.date) -> str:
    """The start page as Markdown.

    Args:
        course: the course in the working folder.
        folder: the working folder.
        today: the day it is written.
    """
    module = course.module
    lines = [f"# {module.title}", "", _one_line(module.strapline), ""]
    lines += [
        "Choose a page. It opens beside this one. Then press **Open the activities** at its top, or the F8 key.",
        "",
    ]
    lines += ["## Weeks", ""]
    for week in module.weeks:
        if (page := course.pages.get(week.id)) is not None:
            lines.append(f"- {_link(page, folder)}: {progress(course, page, folder / page.id)}. {_opens(week.opens, today)} About {page.minutes} minutes.")  # fmt: skip
    lines += ["", "## To hand in", ""]
    for task in module.assignments:
        if (page := course.pages.get(task.id)) is not None:
            lines.append(f"- {_link(page, folder)}: {progress(course, page, folder / page.id)}. {_due(task.due, today)}{_zip(page, folder)}")  # fmt: skip
    lines += [
        "",
        *_handing_in(course),
        "",
        *_saving(),
        "",
        *_help(course),
        "",
        *_turn_to(course),
        "",
        *_about(course),
        "",
    ]
    lines.append(f"This page is written anew each time you start. Last: {_day(today)}.")
    return "\n".join(lines) + "\n"


def _link(page: Page, folder: Path) -> str:
    """A page's title as a link, or its title alone where this folder does not have it."""
    notebook = f"{page.id}/{page.id}.ipynb"
    title = page_title(page)
    return f"[{title}]({quote(notebook)})" if (folder / notebook).is_file() else title


def _opens(day: dt.date, today: dt.date) -> str:
    return f"Opens on {_day(day)}." if day > today else f"Open since {_day(day)}."


def _due(when: dt.datetime, today: dt.date) -> str:
    days = (when.date() - today).days
    if days < 0:
        away = "That day has passed. If yours is not in yet, speak to your tutor."
    elif days == 0:
        away = "That is today."
    else:
        away = f"That is in {days} day{'s' if days != 1 else ''}."
    return f"Due {when:%A} {_day(when.date())} at {when:%H:%M}. {away}"


def _zip(page: Page, folder: Path) -> str:
    made = folder / page.id / f"{page.id}-submission.zip"
    if not made.is_file():
        return ""
    when = dt.datetime.fromtimestamp(made.stat().st_mtime)
    return f" The zip in {page.id} was made on {_day(when.date())} at {when:%H:%M}. This folder cannot see whether you uploaded it."


def _handing_in(course: Course) -> list[str]:
    where = course.module.institution.where_to_hand_in.strip()
    place = f" Upload it here: {where}." if where else " Your tutor tells you where to upload it."
    return [
        "The last activity of an assignment shows you the exact copy that your tutor will see, and makes one zip file of it."
        + place
    ]


def _saving() -> list[str]:
    return [
        "## Your words",
        "",
        "Your words are saved as you type. They are in this folder, in a file beside each page: `week01.responses.json`"
        " for Week 1. What you mark as private is in `week01.private.json` and is never handed in. Keep a copy of the"
        " whole folder somewhere else, for instance on a memory stick.",
    ]


def _help(course: Course) -> list[str]:
    contact = course.module.institution.module_lead_contact.strip()
    lead = course.module.institution.module_lead.strip()
    who = (
        f" About the course, ask {lead or 'the module lead'}: {contact}."
        if contact
        else " About the course, ask your tutor."
    )
    return [
        "## Help",
        "",
        "If something does not work, close JupyterLab and run `notknowing doctor`. It says in plain words what to do."
        + who,
    ]


def _turn_to(course: Course) -> list[str]:
    """The help lines for the course's nation, as on every page."""
    nation = course.module.nation
    lines, stands_in = lines_for(course, nation)
    said = [f"- **{line.service}: {line.contact}**. {line.for_whom}. {line.hours}." for line in lines]
    own = [f"- **{line.service}: {line.contact}**" for line in course.signposting.institution if line.contact.strip()]
    stand_in = ["", _one_line(course.signposting.stand_in)] if stands_in else []
    watching = _one_line(course.signposting.nobody_watching).replace("this page", "these pages")
    which = f"These lines are for {nation}. At the top of every page you can choose another nation."
    return [f"## {course.signposting.heading}", "", *said, *own, *stand_in, "", watching, "", which]


def _about(course: Course) -> list[str]:
    module = course.module
    return [
        "## About these pages",
        "",
        _one_line(module.texts),
        "",
        _one_line(module.pilot),
        "",
        _one_line(module.attribution),
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
