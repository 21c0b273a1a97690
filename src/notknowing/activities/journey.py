"""Keep my journey: a student's own words of every page, earlier and later ones side by side, in two files to keep.

Only shared words are read, and of those only what stands now: private writing and earlier versions are in no file.
The words are looked through first for what could say who somebody is; what to do about it is the student's choice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import notknowing.activities.kinds  # registers every kind of activity  # noqa: F401
from notknowing.activities import journey_files as files
from notknowing.activities.base import PLACE, Activity
from notknowing.activities.frame import label_of, said
from notknowing.activities.journey_files import Chapter, Part
from notknowing.activities.kept import Kept
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course import Course
from notknowing.course.models import ActivityModel, Page
from notknowing.work import Entry, Store
from notknowing.work.files import write_whole
from notknowing.work.identifiers import Found, find, without

NAME = "my-journey"
"""What the two files are called, before .html and .docx."""

TITLE = "My journey"
FIRST_CHAPTER = "Then and now"

ABOUT = (
    "These are your own words from the course {title}, as they stood on this computer when this file was made. Private "
    "writing is not in it, and nor are earlier versions of what you changed. What a client in the course says is "
    "invented. Nobody else has marked or changed anything here."
)
LEFT_OUT = "You chose to leave some things out. Each is marked where it was, in square brackets."


class NothingWritten(Exception):
    """There are no words to keep. The text is for the student."""


@dataclass(frozen=True)
class Place:
    """Something that was found in the words: where, in words, and what."""

    where: str
    found: Found


@dataclass(frozen=True)
class Written:
    """What was written, and what the student should be told about it."""

    html: Path
    word: Path | None
    told: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What became of it, in one or two sentences."""
        names = self.html.name if self.word is None else f"{self.html.name} and {self.word.name}"
        return " ".join([f"Written: {names}, in the folder {self.html.parent}.", *self.told])


@dataclass
class Journey:
    """A student's shared words, page by page. Make one with ``gather``."""

    course: Course
    folder: Path
    entries: dict[str, dict[str, Entry]] = field(default_factory=dict)
    """Page id to entries. Only pages with words are in it, in the order of the course."""

    @cached_property
    def places(self) -> list[Place]:
        """What in the words could say who somebody is, in the order of the pages."""
        ours = known(self.course)
        return [
            Place(label_of(self.course.pages[page_id], key), found)
            for page_id, entries in self.entries.items()
            for key, entry in entries.items()
            for text in _texts(entry)
            for found in find(text, ours)
        ]

    def leaving_out(self, texts: Collection[str]) -> Journey:
        """The same words with these pieces, wherever they were found, left out."""
        gone, ours = {_plain(text) for text in texts}, known(self.course)

        def clean(text: str) -> str:
            return without(text, [one for one in find(text, ours) if _plain(one.text) in gone])

        cleaned = {
            page_id: {key: _changed(entry, clean) for key, entry in entries.items()}
            for page_id, entries in self.entries.items()
        }
        return Journey(self.course, self.folder, cleaned)

    def chapters(self) -> list[Chapter]:
        """Then and now first, where there is a return; then every page with its activities."""
        found = [self._chapter(self.course.pages[page_id]) for page_id in self.entries]
        return [*self._then_and_now(), *(chapter for chapter in found if chapter.parts)]

    def _chapter(self, page: Page) -> Chapter:
        parts = []
        for spec in page.activities:
            if spec.kind == "return_to_baseline":
                continue  # it is the first chapter
            if text := self._words(page, spec):
                parts.append(Part(f"{spec.id}. {spec.title}", text))
        return Chapter(_page_title(page), tuple(parts))

    def _then_and_now(self) -> list[Chapter]:
        parts = []
        for page_id in self.entries:
            page = self.course.pages[page_id]
            for spec in page.activities:
                if spec.kind != "return_to_baseline":
                    continue
                activity = self._activity(page, spec)
                there = spec.source.partition(":")[0]
                activity.then_store = Kept(there, self.entries.get(there, {}))
                if text := _safely(activity.transcript, self, page, spec):
                    parts.append(Part(spec.title, text))
        return [Chapter(FIRST_CHAPTER, tuple(parts))] if parts else []

    def _activity(self, page: Page, spec: ActivityModel) -> Activity:
        kept = Kept(page.id, self.entries[page.id])
        return Activity.kinds[spec.kind](self.course, page, spec, kept)  # type: ignore[arg-type]

    def _words(self, page: Page, spec: ActivityModel) -> str:
        return _safely(self._activity(page, spec).transcript, self, page, spec)

    def plainly(self, page: Page, spec: ActivityModel) -> str:
        """An activity's words one after the other, for where its own way of telling them fails."""
        own = [(key, entry) for key, entry in self.entries[page.id].items() if key.startswith(f"{spec.id}.")]
        shown = [(label_of(page, key), said(entry.value)) for key, entry in own if entry.value not in ("", None, [])]
        return "\n\n".join(f"**{escaped(label)}**\n\n{quoted(text)}" for label, text in shown)

    def write(self, to: Path | None = None, *, leave_out: Collection[str] = ()) -> Written:
        """Write the two files, each in one step, in place of those of an earlier time.

        Args:
            to: the folder for them; the working folder when left out. It is made when it is not there.
            leave_out: found pieces that are to be left out.

        Raises:
            NothingWritten: there is nothing to keep yet.
            OSError: a file cannot be written; what was there before stays.
        """
        if not self.entries:
            raise NothingWritten(
                f"There are no words of yours in {self.folder} yet, so nothing was written. Choose the folder with your pages."
            )
        journey = self.leaving_out(leave_out) if leave_out else self
        about = [ABOUT.format(title=self.course.module.title), *([LEFT_OUT] if leave_out else [])]
        chapters = journey.chapters()
        folder = to or self.folder
        folder.mkdir(parents=True, exist_ok=True)
        html = folder / f"{NAME}.html"
        write_whole(html, files.as_html(TITLE, about, chapters).encode("utf-8", "replace"))
        try:
            word = files.as_word(TITLE, about, chapters)
        except ImportError:
            return Written(html, None, (files.NO_WORD,))
        write_whole(folder / f"{NAME}.docx", word)
        return Written(html, folder / f"{NAME}.docx")


def working_folder(folder: Path, page_id: str) -> Path:
    """The folder with one folder for each page, from that of a page; the same folder where pages lie side by side."""
    return folder.parent if folder.name == page_id else folder


def gather(course: Course, folder: Path) -> Journey:
    """Read the shared words of every page below or in a folder. Nothing is changed, and nothing private is read.

    Args:
        course: the course.
        folder: the working folder, with a folder for each page; or one in which all the pages' files lie.
    """
    journey = Journey(course, folder)
    for page_id in course.pages:
        place = folder / page_id if (folder / page_id).is_dir() else folder
        shared = Store.open(page_id, place, writing=False).entries()
        own = {
            key: replace(entry, history=[])
            for key, entry in shared.items()
            if entry.kind != PLACE and entry.value not in ("", None, [])
        }
        if own:
            journey.entries[page_id] = own
    order = [week.id for week in course.module.weeks]
    journey.entries = dict(
        sorted(journey.entries.items(), key=lambda item: (item[0] not in order, *_at(order, item[0])))
    )
    return journey


def _at(order: list[str], page_id: str) -> tuple[int, str]:
    return (order.index(page_id) if page_id in order else 0, page_id)


def known(course: Course) -> list[str]:
    """Names and numbers that are the course's own: its clients, its help lines, and whoever leads it."""
    lines = [line.contact for line in course.signposting.lines]
    return [*(client.name for client in course.clients.values()), *lines, course.module.institution.module_lead]


def _plain(text: str) -> str:
    """A found piece without regard to spacing and capitals, so that it is the same piece wherever it stands."""
    return " ".join(text.split()).casefold()


def _texts(entry: Entry) -> Iterator[str]:
    values = entry.value if isinstance(entry.value, list) else [entry.value]
    yield from (value for value in values if isinstance(value, str))


def _changed(entry: Entry, clean: Callable[[str], str]) -> Entry:
    if isinstance(entry.value, str):
        return replace(entry, value=clean(entry.value))
    if isinstance(entry.value, list):
        return replace(entry, value=[clean(one) if isinstance(one, str) else one for one in entry.value])
    return entry


def _safely(tell: Callable[[], str], journey: Journey, page: Page, spec: ActivityModel) -> str:
    try:
        return tell()
    except Exception:  # a page of an older course may hold what this one cannot tell; the words are kept all the same
        return journey.plainly(page, spec)


def _page_title(page: Page) -> str:
    number = page.id.removeprefix("week")
    return (
        f"Week {int(number)}: {page.title}" if number.isdigit() else f"Assignment {page.id[1:].upper()}: {page.title}"
    )
