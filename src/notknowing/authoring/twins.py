"""The twin of a notebook page: the same activities as a document, to be read, printed, or written in with Word.

A twin is made from the page's YAML through the very ``view()`` that draws the notebook, so it has the same activities
and outcomes; ``missing`` compares them by activity id, in the finished document.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import notknowing.activities.kinds  # registers every kind of activity  # noqa: F401
from notknowing.activities.base import PLACE, Activity
from notknowing.activities.frame import Opening
from notknowing.activities.nodes import Node, walk
from notknowing.authoring.twins_merge import merged
from notknowing.authoring.twins_unfold import ANSWERED, Paper, Run, drawn_later, runs_of
from notknowing.course import Course
from notknowing.course.models import Page
from notknowing.work import Store

READING_COPY = (
    "This is the reading copy of a notebook page. It has the same activities and the same outcomes. Where the text says "
    "press, slide or drag, what would appear stands below in words, with the numbers of each picture in a table."
)


OTHERS = 3
"""Made-up students whose earlier answers an activity is shown with, where it needs some."""


class TwinError(Exception):
    """A twin that cannot be made, in a sentence."""


@dataclass(frozen=True)
class Place:
    """One place to write an answer.

    key: the entry it belongs to. sort: ``text``, ``number``, ``percent``, ``choice`` or ``choices``. label: what is
    asked. options: value and words, for a choice. private: whether it stays with the student. begins: what it holds
    before anybody has answered.
    """

    key: str
    sort: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    private: bool = False
    begins: Any = None


@dataclass(frozen=True)
class Part:
    """One activity of the document."""

    id: str
    title: str
    minutes: int
    status: str
    nodes: list[Node]
    places: dict[str, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Twin:
    """A page as a document: the opening, then every activity. ``pictures`` draws what the nodes only name."""

    course: Course
    page: Page
    opening: Part
    parts: tuple[Part, ...]
    pictures: Pictures

    @property
    def name(self) -> str:
        """The page as it is spoken of: *Week 2: Not-knowing is not knowing nothing*."""
        return page_name(self.page)

    def places(self) -> dict[str, Place]:
        """Every answer place by its key, in the order of the page."""
        return {key: place for part in self.parts for key, place in part.places.items()}


class Pictures:
    """Draws the pictures of twins, each once for each form."""

    def __init__(self, held: dict[str, Callable[[], Any]]):
        self._held = held
        self._made: dict[tuple[str, str], bytes] = {}

    def svg(self, src: str) -> bytes:
        """The picture as SVG."""
        return self._in_form(src, "svg", {"metadata": {"Date": None}})

    def png(self, src: str) -> bytes:
        """The picture as PNG, 150 dots to the inch."""
        return self._in_form(src, "png", {"dpi": 150})

    def _in_form(self, src: str, form: str, how: dict[str, Any]) -> bytes:
        if (src, form) not in self._made:
            import matplotlib
            from matplotlib.backends.backend_agg import FigureCanvasAgg
            from matplotlib.backends.backend_svg import FigureCanvasSVG

            figure = self._held[src]()
            (FigureCanvasSVG if form == "svg" else FigureCanvasAgg)(figure)
            file = io.BytesIO()
            with matplotlib.rc_context({"svg.hashsalt": "notknowing", "svg.fonttype": "path"}):
                figure.savefig(file, format=form, **how)
            self._made[src, form] = file.getvalue()
        return self._made[src, form]


def page_name(page: Page) -> str:
    """A page as it is spoken of: *Week 2: …*, or its title alone."""
    return f"Week {int(page.id[4:])}: {page.title}" if page.id.startswith("week") else page.title


@contextmanager
def workshop(course: Course) -> Iterator[Workshop]:
    """Where twins are made. Pictures are drawn when a document asks for them, inside or after."""
    with tempfile.TemporaryDirectory(prefix="notknowing-twins-") as place, drawn_later() as held:
        yield Workshop(course, Path(place), Pictures(held))


class Workshop:
    """Makes twins of the pages of one course."""

    def __init__(self, course: Course, folder: Path, pictures: Pictures):
        self.course, self.folder, self.pictures = course, folder, pictures
        self._written: set[tuple[str, str]] = set()

    def twin(self, page_id: str) -> Twin:
        """The twin of a page.

        Raises:
            TwinError: there is no such page, or an activity of it cannot be shown.
        """
        if page_id not in self.course.pages:
            raise TwinError(f"There is no page called {page_id}; there are {', '.join(self.course.pages)}.")
        page = self.course.pages[page_id]
        folder = self._folder(page_id)
        opening = _part(
            "opening",
            "Before you begin",
            0,
            "ungraded",
            runs_of(lambda paper: Opening(self.course, page, paper), lambda _: Paper(page_id, folder)),
        )
        left = [Paper(page_id, folder) for _ in range(OTHERS)]
        parts = []
        for spec in page.activities:
            try:
                parts.append(self._activity(page, spec, left))
            except Exception as failure:
                raise TwinError(
                    f"Activity {spec.id} of {page_id} could not be put into a document ({type(failure).__name__}: {str(failure)[:120]}). Nothing was written. Run notknowing check first."
                ) from failure
        return Twin(self.course, page, opening, tuple(parts), self.pictures)

    def _folder(self, page_id: str, tree: str = "alone") -> Path:
        """A folder for the page, with the files that are handed out beside its notebook.

        Under ``alone`` no other page has been worked on; under ``after0`` and so on those have that a page reads from.
        """
        folder = self.folder / tree / page_id
        if not folder.is_dir():
            folder.mkdir(parents=True)
            for file in sorted((self.course.path.parent / "exercises" / page_id).glob("*")):
                if file.is_file() and file.suffix != ".ipynb":
                    shutil.copy(file, folder)
        return folder

    def _activity(self, page: Page, spec: Any, left: list[Paper]) -> Part:
        """One activity: on its own; else after the page's earlier ones; else after those of the pages it reads from.

        ``left`` is what several students have left on the page so far: what differs between them is the student's.
        """

        def make(paper: Paper) -> Activity:
            return Activity.kinds[spec.kind](self.course, page, spec, paper)

        def after(number: int, tree: str) -> Paper:
            paper = Paper(page.id, self._folder(page.id, tree))
            paper.back_to(left[number % OTHERS].state())
            return paper

        runs = first = runs_of(make, lambda _: Paper(page.id, left[0].folder), least=1)
        if not any(run.is_done for run in runs) and left[0].state()[0]:
            runs = max(runs, runs_of(make, lambda number: after(number, "alone")), key=_fullness)
        if not any(run.is_done for run in runs) and self._write_what_it_reads(spec):
            runs = max(runs, runs_of(make, lambda number: after(number, f"after{number % OTHERS}")), key=_fullness)
        for number, paper in enumerate(left):
            paper.add(runs[number % len(runs)].entries)
        alone = None
        if runs is not first:
            # How far somebody has come elsewhere differs from how far nobody has: so it is the student's.
            runs, alone = [*runs, first[0]], _keys(first)
        return _part(spec.id, spec.title, spec.minutes, spec.status, runs, alone)

    def _write_what_it_reads(self, spec: Any) -> bool:
        """Do the activities of other pages that this one shows, and leave the answers where it looks for them."""
        named = set(_texts(spec.model_dump()))
        wanted = {
            (page.id, other.id)
            for page in self.course.pages.values()
            for other in page.activities
            if f"{page.id}:{other.id}" in named
        }
        for page_id, activity_id in sorted(wanted - self._written):
            self._written.add((page_id, activity_id))
            page = self.course.pages[page_id]
            other = page.activity(activity_id)
            runs = runs_of(
                lambda paper, page=page, other=other: Activity.kinds[other.kind](self.course, page, other, paper),
                lambda _, page_id=page_id: Paper(page_id, self._folder(page_id)),
            )
            for number in range(OTHERS):
                self._leave(page_id, activity_id, runs[number % len(runs)], self._folder(page_id, f"after{number}"))
        return bool(wanted)

    @staticmethod
    def _leave(page_id: str, activity_id: str, run: Run, folder: Path) -> None:
        """Leave one student's answers in a folder, as the notebook does."""
        with Store.open(page_id, folder, writing=True) as store:
            for key, entry in run.entries.items():
                if key.startswith(f"{activity_id}."):
                    store.put(key, entry.value, kind=entry.kind, private=entry.kind == PLACE)


def _fullness(runs: Sequence[Run]) -> tuple[bool, int]:
    return any(run.is_done for run in runs), len(_keys(runs))


def _keys(runs: Sequence[Run]) -> set[str]:
    return {node["k"] for run in runs for view in run.views for node in walk(view)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


SORTS = {"textbox": "text", "number": "number", "slider": "number", "scale": "percent", "choice": "choice", "select": "choice", "checks": "choices"}  # fmt: skip


def _part(
    part_id: str, title: str, minutes: int, status: str, runs: Sequence[Run], alone: set[str] | None = None
) -> Part:
    nodes = merged(runs, alone)
    private = {key for run in runs for key in run.private}
    bound = {key for run in runs for key in run.sorts}
    places = {}
    for node in walk(nodes):
        if node["t"] not in ANSWERED or node["k"] in places:
            continue
        key = node["k"]
        if key not in bound and not key.endswith("|private"):
            continue  # it steers the page and keeps nothing
        options = tuple((option["v"], option["label"]) for option in node.get("options", ()) if option["v"])
        places[key] = Place(
            key, SORTS[node["t"]], node.get("legend") or node["label"], options, key in private, node.get("value")
        )
    return Part(part_id, title, minutes, status, nodes, places)


def missing(page: Page, found: set[str]) -> list[str]:
    """Activities of a page that a document does not have, as sentences; empty when it has all of them."""
    return [
        f"{page.id} {activity.id} ({activity.title}) is not in the document."
        for activity in page.activities
        if activity.id not in found
    ]
