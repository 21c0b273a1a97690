"""A plain reading site of the course: every page as HTML, a list, a search that asks no server, and the sources.

All of it is files. It works from a web server, from a VLE's file area and from a USB stick; without scripts the search
is a list of pages.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html import escape, unescape
from pathlib import Path

from notknowing.activities.sources import GRADES
from notknowing.authoring.bundle import supervised
from notknowing.authoring.rules import Ground
from notknowing.authoring.twins import Twin, page_name, workshop
from notknowing.authoring.twins_files import lacking, written
from notknowing.authoring.twins_html import HERE, document, html_of, style
from notknowing.course import Course
from notknowing.course.models import Claim

PRACTICE = "practice.html"
INDEX, SOURCES, SHEET, WORDS, SCRIPT = "index.html", "sources.html", "site.css", "search-index.js", "search.js"


@dataclass
class Site:
    """What was built: the folder, its files, and activities that are missing in it."""

    folder: Path
    files: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def public(course: Course) -> tuple[Course, list[str]]:
    """The course without its supervised pages and the client that nobody may meet before the day, and their ids."""
    found = supervised(Ground(course.path.parent, course, dt.date.today()))
    pages = {name: page for name, page in course.pages.items() if name not in found.pages}
    clients = {name: client for name, client in course.clients.items() if name not in found.clients}
    return replace(course, pages=pages, clients=clients), sorted(found.pages & set(course.pages))


def build(course: Course, folder: Path, on_page: Callable[[str], None] = lambda page_id: None, practice: str = "") -> Site:  # fmt: skip
    """Build the reading site.

    Args:
        course: the course.
        folder: where to; made when it is not there. Files of other names in it are left alone.
        on_page: called before each page.
        practice: the address of the practice site, linked from every page; none when empty.

    Raises:
        TwinError: a page cannot be made.
        OSError: a file cannot be written.
    """
    site = Site(folder)
    course, kept_back = public(course)
    site.notes += [f"Left out, to be given out on the day: {page_id}" for page_id in kept_back]
    records: list[dict[str, str]] = []

    def put(name: str, text: str) -> None:
        written(folder / name, text.encode("utf-8"))
        site.files.append(name)

    with workshop(course) as shop:
        for page_id in course.pages:
            on_page(page_id)
            twin = shop.twin(page_id)
            html = html_of(twin, header=_header(course, page_id, practice), footer=_footer(course), sheet=SHEET)
            put(f"{page_id}.html", html)
            records += _records(twin, html)
            site.problems += lacking(twin.page, f"{page_id}.html", html.encode("utf-8"))
    put(INDEX, _index(course, practice))
    put(SOURCES, _sources(course, practice))
    put(SHEET, style())
    put(WORDS, f"window.notknowingIndex = {json.dumps(records, ensure_ascii=False, indent=0)};\n")
    put(SCRIPT, (HERE / "search.js").read_text(encoding="utf-8"))
    return site


def _header(course: Course, here: str, practice: str) -> str:
    names = [(INDEX, "All pages"), (SOURCES, "Sources"), *([(practice, "Practice")] if practice else [])]
    links = "".join(
        f'<li><a href="{escape(url)}"{" aria-current=" + chr(34) + "page" + chr(34) if url == here else ""}>{name}</a></li>'
        for url, name in names
    )
    return (
        f'<p class="nk-banner"><strong>{escape(course.module.pilot)}</strong></p>'
        f'<nav aria-label="Site"><ul class="nk-pages">{links}</ul></nav>'
        f"{_neighbours(course, here)}"
    )


def _neighbours(course: Course, here: str) -> str:
    """The page before and the one after, on a page of the course."""
    pages = list(course.pages)
    if here not in pages:
        return ""
    at = pages.index(here)
    links = [
        f'<li><a href="{pages[i]}.html">{word}: {escape(page_name(course.pages[pages[i]]))}</a></li>'
        for i, word in ((at - 1, "Before"), (at + 1, "Next"))
        if 0 <= i < len(pages)
    ]
    return f'<nav aria-label="Before and next"><ul class="nk-pages">{"".join(links)}</ul></nav>'


def _footer(course: Course) -> str:
    module = course.module
    return f"<p>{escape(module.texts)}</p><p>{escape(module.attribution)}</p>"


def _index(course: Course, practice: str) -> str:
    weeks = [page for page_id, page in course.pages.items() if page_id.startswith("week")]
    others = [page for page_id, page in course.pages.items() if not page_id.startswith("week")]

    def listed(pages: Iterable) -> str:
        items = "".join(
            f'<li><p><a href="{page.id}.html">{escape(page_name(page))}</a></p><p>{escape(page.question)}</p><p class="nk-quiet">About {page.minutes} minutes.</p></li>'
            for page in pages
        )
        return f"<ul>{items}</ul>"

    main = (
        f"<p>{escape(course.module.strapline)}</p>"
        '<div id="search"></div><noscript><p>Searching needs a script. Without it, use the list below and the search of your browser.</p></noscript>'
        f"<h2>Weeks</h2>{listed(weeks)}<h2>Assessments</h2>{listed(others)}"
    )
    return document(
        course.module.title, main, header=_header(course, INDEX, practice), footer=_footer(course), sheet=SHEET,
        scripts=(WORDS, SCRIPT),
    )  # fmt: skip


def _sources(course: Course, practice: str) -> str:
    """Every claim with its grade and dates, under the source it rests on."""
    by_source: dict[str, list[Claim]] = {}
    for claim in course.claims.values():
        by_source.setdefault(claim.source, []).append(claim)
    grades = "".join(f"<li><strong>{grade}</strong>: {escape(said)}.</li>" for grade, said in GRADES.items())
    blocks = []
    for key in sorted(by_source, key=lambda key: course.references[key].text.lower()):
        reference = course.references[key]
        doi = f' <a href="https://doi.org/{escape(reference.doi)}">doi:{escape(reference.doi)}</a>' if reference.doi else ""  # fmt: skip
        claims = "".join(
            f'<li id="claim-{escape(one.id)}">{escape(one.text)} <span class="nk-quiet">Grade {one.grade}. Checked {one.checked:%d %B %Y}, to be checked again by {one.review_by:%d %B %Y}.</span></li>'
            for one in by_source[key]
        )
        blocks.append(f"<h3>{escape(reference.text)}{doi}</h3><ul>{claims}</ul>")
    main = (
        "<p>Every statement about research in this course, the source it rests on, how it was checked, and when.</p>"
        f"<h2>What the grades mean</h2><ul>{grades}</ul>"
        f"<h2>Sources and what the course takes from them</h2>{''.join(blocks)}"
    )
    return document("Sources", main, header=_header(course, SOURCES, practice), footer=_footer(course), sheet=SHEET)


SECTION = re.compile(r'<section id="([^"]+)"[^>]*>.*?</section>', re.DOTALL)


def _records(twin: Twin, html: str) -> list[dict[str, str]]:
    """What can be found: the text of each activity with its address."""
    titles = {f"activity-{part.id}": f"{part.id}. {part.title}" for part in twin.parts}
    found = []
    for section in SECTION.finditer(html):
        text = unescape(re.sub(r"<[^>]+>", " ", section[0]))
        title = titles.get(section[1], "Before you begin")
        found.append({"url": f"{twin.page.id}.html#{section[1]}", "title": f"{twin.name}: {title}", "text": " ".join(text.split())})  # fmt: skip
    return found
