"""Writing twins into a folder, and comparing what is in a folder with the course."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from notknowing.authoring import twins_html
from notknowing.authoring.twins import Twin, TwinError, missing, workshop
from notknowing.course import Course
from notknowing.course.models import Page
from notknowing.work.files import write_whole

FORMS = ("html", "word")
ENDING = {"html": ".html", "word": ".docx"}
NEEDS_DOCX = "Word copies need python-docx, which is not installed. Nothing was written for Word. Install the course again as its README says."  # fmt: skip


@dataclass
class Made:
    """What was written. ``problems`` names every activity that a twin lacks."""

    folder: Path
    files: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def make(
    course: Course,
    folder: Path,
    pages: Iterable[str] = (),
    forms: Iterable[str] = FORMS,
    on_page: Callable[[str], None] = lambda page_id: None,
) -> Made:
    """Write the twins of some pages, or of all of them.

    Args:
        course: the course.
        folder: where to; made when it is not there.
        pages: ids of pages; all pages of the course when empty.
        forms: ``html``, ``word`` or both.
        on_page: called before each page.

    Raises:
        TwinError: there is no such page, or a page or form cannot be made.
        OSError: a file cannot be written.
    """
    chosen = list(pages) or list(course.pages)
    if unknown := [page_id for page_id in chosen if page_id not in course.pages]:
        raise TwinError(
            f"There is no page called {unknown[0]}; there are {', '.join(course.pages)}. Nothing was written."
        )
    made = Made(folder)
    with workshop(course) as shop:
        for page_id in chosen:
            on_page(page_id)
            twin = shop.twin(page_id)
            for form in forms:
                data = as_bytes(twin, form)
                path = folder / f"{page_id}{ENDING[form]}"
                written(path, data)
                made.files.append(path)
                made.problems += lacking(twin.page, path.name, data)
    return made


def as_bytes(twin: Twin, form: str) -> bytes:
    """A twin as the content of a file.

    Raises:
        TwinError: Word copies cannot be made here.
    """
    if form == "html":
        return twins_html.html_of(twin).encode("utf-8")
    try:
        from notknowing.authoring import twins_word
    except ImportError as absent:
        raise TwinError(NEEDS_DOCX) from absent
    return twins_word.docx_of(twin)


def written(path: Path, data: bytes) -> None:
    """Write a file in one step: nobody finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)


def lacking(page: Page, name: str, data: bytes) -> list[str]:
    """Activities of a page that a finished document does not have, as sentences that name the document."""
    if name.endswith(".html"):
        found = twins_html.activities_in(data.decode("utf-8"))
    else:
        from notknowing.authoring import twins_word

        found = twins_word.activities_in(data)
    return [f"{name}: {problem}" for problem in missing(page, found)]


def check(course: Course, folder: Path) -> list[str]:
    """Compare the twins in a folder with the course: pages without a twin, and activities that a twin lacks."""
    problems = []
    for page in course.pages.values():
        for form in FORMS:
            path = folder / f"{page.id}{ENDING[form]}"
            if path.is_file():
                problems += lacking(page, path.name, path.read_bytes())
            else:
                problems.append(f"{path.name} is not there.")
    return problems
