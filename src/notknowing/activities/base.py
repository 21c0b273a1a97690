"""What every activity shares: its place in a page, the student's saved words, and how events reach it.

An activity is plain Python. ``view`` says what is on the page as nodes, ``on_change`` and ``on_press`` answer what the
student types and presses, ``transcript`` says the work in Markdown for a person who reads it later. Nothing here knows
about browsers or widgets; ``widget.py`` and ``plain.py`` draw the same view.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from notknowing.activities import nodes as n
from notknowing.activities.kept import Kept
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import not_a_number, parse
from notknowing.activities.sources import with_sources
from notknowing.course import Course
from notknowing.course.models import ActivityModel, Client, Page, Prompt
from notknowing.work import Saved, Store
from notknowing.work.entries import whole_characters

PLACE = "place"
"""Kind of a private entry that only remembers where the student was on a page. It is never handed in."""

MET = "met"
"""Last part of the entry that says whom words were said to, where the student met somebody else instead."""


def is_marking() -> bool:
    """Whether nbgrader is running the notebook: then activities print a transcript and write nothing."""
    return bool(os.environ.get("NBGRADER_EXECUTION"))


class Activity:
    """One activity of a page. Subclasses name their ``kind`` and are found by it.

    Args:
        course: the course, for clients, claims and settings.
        page: the week or assignment.
        spec: this activity's own part of the page.
        store: where the student's words are kept.
    """

    kind: ClassVar[str] = ""
    kinds: ClassVar[dict[str, type[Activity]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.kind:
            Activity.kinds[cls.kind] = cls

    def __init__(self, course: Course, page: Page, spec: ActivityModel, store: Store):
        self.course, self.page, self.spec, self.store = course, page, spec, store
        self.focus: str | None = None
        """Key of the node that should take the focus after the next drawing."""
        self.errors: dict[str, str] = {}
        self.bound: dict[str, str] = {}
        """What may be typed into: entry key to its sort of value. A box that has just gone stays in it, because its
        last words may still be on their way."""
        self.on_page: dict[str, Node] | None = None
        """The nodes of the last drawing by their keys; None before the first."""
        self.notices: list[Node] = []
        self.others: dict[str, Any] = {}
        """Words from another window, by entry key, until the student has said which to keep."""
        self.last_saved: Saved | None = None

    # -- what subclasses say ---------------------------------------------------------------------------------

    def view(self) -> list[Node]:
        """What is on the page now."""
        raise NotImplementedError(type(self).__name__)

    def on_change(self, key: str, value: Any) -> None:
        """Something was typed or chosen that no binding took care of."""

    def on_press(self, key: str) -> None:
        """A button was pressed."""

    def transcript(self) -> str:
        """The student's shared words in this activity, as Markdown; empty when there are none."""
        return ""

    def is_done(self) -> bool:
        """Whether the core of the activity has been done. Silence and brevity count as done."""
        return bool(self.store.keys(f"{self.spec.id}."))

    def practice_points(self) -> tuple[float, float] | None:
        """Formative points for numbers and categories, and their maximum; None where nothing is counted.

        Never for how something was said to a client. No page shows them: nbgrader counts them when work comes in.
        """
        return None

    # -- the student's words ---------------------------------------------------------------------------------

    def key(self, *parts: str) -> str:
        """The entry key of a part of this activity: ``1A.gareth.solve``."""
        return ".".join((self.spec.id, *parts))

    def value(self, *parts: str, default: Any = None) -> Any:
        """What is saved under a part of this activity."""
        return self.store.get(self.key(*parts), default)

    def text(self, *parts: str) -> str:
        """What is saved under a part, as text without surrounding space."""
        found = self.value(*parts, default="")
        return found.strip() if isinstance(found, str) else ""

    def ticked(self, *parts: str) -> list[str]:
        """What is ticked under a part."""
        found = self.value(*parts)
        return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def save(self, value: Any, *parts: str, private: bool | None = None, kind: str = "text") -> Saved:
        """Save ``value`` under a part; an entry that is private stays so unless told otherwise."""
        key = self.key(*parts)
        if private is None:
            private = self.store.is_private(key) or self.private_by_default(key)
        self.last_saved = self.store.put(key, value, kind=kind, private=private)
        return self.last_saved

    def private_by_default(self, key: str) -> bool:
        """Whether a new entry of this key starts out private."""
        return self.spec.status == "private"

    def place(self, *parts: str, default: Any = None) -> Any:
        """Where the student was: remembered, never handed in."""
        return self.store.get(self.key(*parts, PLACE), default)

    def reached(self, *parts: str, most: int) -> int:
        """How far the student has come, as a number from 0 to ``most``."""
        found = self.place(*parts)
        return max(0, min(found, most)) if isinstance(found, int) else 0

    def move_to(self, value: Any, *parts: str) -> None:
        """Remember where the student is."""
        self.store.put(self.key(*parts, PLACE), value, kind=PLACE, private=True, history=False)

    # -- what stands above the controls ----------------------------------------------------------------------

    def intro(self) -> list[Node]:
        """What the page says before the first control, and why we are doing this."""
        why = with_sources("why.text", self.spec.why, self.course)
        return [*with_sources("intro", self.spec.intro, self.course), n.details("why", "Why are we doing this?", why)]

    # -- controls bound to entries ---------------------------------------------------------------------------

    def box(self, label: str, *parts: str, rows: int = 5, hint: str | None = None) -> Node:
        """A box to write in whose words are saved as they are typed."""
        key = self.key(*parts)
        self.bound[key] = "text"
        return n.textbox(key, label, self.store.get(key, ""), rows=rows, hint=hint)

    def prompt(self, prompt: Prompt, *parts: str) -> Node:
        """A prompt's box, with its suggested length said in words."""
        hint = prompt.hint
        if prompt.words:
            least, most = prompt.words
            length = f"About {most} words." if least == most else f"About {least} to {most} words."
            hint = f"{hint} {length}" if hint else length
        return self.box(prompt.label, *parts, prompt.id, rows=prompt.rows, hint=hint)

    def rating(self, label: str, *parts: str, low: str, high: str) -> Node:
        """A 0–100 scale, by sliding or typing."""
        key = self.key(*parts)
        self.bound[key] = "percent"
        return n.scale(key, label, self.store.get(key), low, high, error=self.errors.get(key, ""))

    def pick(self, legend: str, options: Iterable[n.Option], *parts: str, inline: bool = True) -> Node:
        """Choose one; saved at once."""
        key = self.key(*parts)
        self.bound[key] = "choice"
        return n.choice(key, legend, options, self.store.get(key), inline=inline)

    def tick(self, legend: str, options: Iterable[n.Option], *parts: str, inline: bool = True) -> Node:
        """Choose any number; saved at once."""
        key = self.key(*parts)
        self.bound[key] = "choices"
        return n.checks(key, legend, options, self.store.get(key), inline=inline)

    def slider(
        self,
        label: str,
        *parts: str,
        low: float,
        high: float,
        step: float = 1,
        default: float | None = None,
        unit: str = "",
    ) -> Node:
        """A number between two ends, by sliding or typing. ``default`` stands there until the student moves it."""
        key = self.key(*parts)
        self.bound[key] = "number"
        typed = self.store.get(key)
        value = default if typed in (None, "") else typed
        return n.slider(key, label, value, low, high, step=step, unit=unit, error=_outside(typed, low, high))

    def number_box(self, label: str, *parts: str, low: float = -1e9, high: float = 1e9) -> Node:
        """A number to type. What was typed is kept, and a sentence beside it says when it is not a number."""
        key = self.key(*parts)
        self.bound[key] = "number"
        typed = self.store.get(key)
        return n.number(key, label, typed, low, high, error=not_a_number(typed))

    def number(
        self, *parts: str, low: float = -math.inf, high: float = math.inf, default: float | None = None
    ) -> float | None:
        """The number typed under a part, brought between ``low`` and ``high``; ``default`` when there is none."""
        found = parse(self.value(*parts))
        return default if found is None else min(max(found, low), high)

    def private_tick(self, *parts: str) -> Node:
        """The flag that makes a piece of writing private, and takes every earlier copy out of what is handed in."""
        key = self.key(*parts)
        chosen = (
            ["private"]
            if self.store.is_private(key) or (self.private_by_default(key) and self.store.entry(key) is None)
            else []
        )
        options = [("private", "Keep this private. It stays in this folder and is never handed in.")]
        return n.checks(f"{key}|private", "Who reads this", options, chosen, inline=False)

    # -- events ----------------------------------------------------------------------------------------------

    def change(self, key: str, value: Any) -> Saved | None:
        """Take one change: save it where it is bound to an entry, else hand it to ``on_change``.

        A choice that the page does not offer changes nothing.
        """
        self.last_saved = None
        self.notices = []
        if key.endswith("|private"):
            return self._flag(key.removesuffix("|private"), isinstance(value, list) and "private" in value)
        sort = self.bound.get(key)
        if sort is None:
            self.on_change(key, value)
            return self.last_saved
        if sort == "percent":
            self.last_saved = self._percent(key, _typed(value))
        elif sort in {"text", "number"} or self._is_offered(key, value):
            value = _typed(value) if sort in {"text", "number"} else value
            self.last_saved = self._put(key, value, kind="text" if sort == "text" else "choice")
        return self.last_saved

    def _put(self, key: str, value: Any, *, kind: str) -> Saved:
        private = self.store.is_private(key) or (self.store.entry(key) is None and self.private_by_default(key))
        saved = self.store.put(key, value, private=private, kind=kind)
        if saved.conflict is not None:
            self.others[key] = saved.conflict.value
        self._note_whom(key)
        return saved

    def _is_offered(self, key: str, value: Any) -> bool:
        chosen = value if self.bound[key] == "choices" else [value]
        if not isinstance(chosen, list) or not all(isinstance(item, str) for item in chosen):
            return False
        node = (self.on_page or {}).get(key)
        return node is None or {option["v"] for option in node["options"]}.issuperset(chosen)

    def press(self, key: str) -> Saved | None:
        """Take one press. A press on what is no longer on the page does nothing: a second click comes too late."""
        self.last_saved = None
        if key == "retry":
            self.last_saved = self.store.retry()
        elif self.on_page is not None and key not in self.on_page:
            return None
        elif key.endswith("|use-other"):
            entry = key.removesuffix("|use-other")
            self.last_saved = self._put(entry, self.others.pop(entry), kind=self.store.entry(entry).kind)
        elif key.endswith("|keep-newest"):
            self.others.pop(key.removesuffix("|keep-newest"))
        else:
            self.notices = []
            self.on_press(key)
        return self.last_saved

    def _percent(self, key: str, text: str) -> Saved | None:
        text = text.strip()
        if text == "":
            self.errors.pop(key, None)
            return self._put(key, None, kind="number")
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = -1.0
        if not 0 <= number <= 100:
            self.errors[key] = (
                f"“{text[:20]}” was not kept. Your other work is safe. Type a whole number from 0 to 100."
            )
            return None
        self.errors.pop(key, None)
        return self._put(key, round(number), kind="number")

    def _flag(self, key: str, private: bool) -> Saved:
        if self.store.entry(key) is None:
            self.last_saved = self.store.put(key, "", private=private)
        else:
            self.last_saved = self.store.make_private(key) if private else self.store.make_shared(key)
        self.notices = [n.status("private-said", self.last_saved.message)]
        return self.last_saved

    def told(self) -> list[Node]:
        """What the student has to be told below the view: words from another window, then what was just said."""
        return [*(self._two_windows(key, value) for key, value in self.others.items()), *self.notices]

    def _two_windows(self, key: str, value: Any) -> Node:
        said = "This was also changed in another window. The newest words are kept; the others are here:"
        choices = [n.button(f"{key}|use-other", "Use these instead"), n.button(f"{key}|keep-newest", "Keep the newest")]
        shown = [
            n.para(f"{key}|conflict.said", said),
            n.words(f"{key}|conflict.words", _typed(value), "From the other window"),
            n.row(f"{key}|conflict.row", choices),
        ]
        return n.group(f"{key}|conflict", shown, style="notice")

    # -- clients ---------------------------------------------------------------------------------------------

    def client(self, client_id: str) -> Client:
        """A client, or the one the student chose to meet instead.

        Who reads the work later does not have that choice, which is private, but has whom the words were said to.
        """
        client = self.course.clients[client_id]
        if self.store.folder is None:
            return self.course.clients.get(self.text(client_id, MET), client)
        return self.course.clients[client.swap_with] if self.is_exchanged(client_id) else client

    def is_exchanged(self, client_id: str) -> bool:
        """Whether the student chose to meet somebody else instead of this client."""
        return bool(self.course.clients[client_id].swap_with) and client_id in swapped(self.store)

    def said_to(self, part: str) -> str | None:
        """The client to whom the entries under ``part`` are said; None when it is not about a client."""
        return part if part in self.course.clients else None

    def _note_whom(self, key: str) -> None:
        """Keep, beside shared words said to somebody met instead, whom they were said to: a marker has to know."""
        client_id = self.said_to(key.removeprefix(f"{self.spec.id}.").split(".")[0])
        if client_id is None or self.store.is_private(key):
            return
        now = self.client(client_id).id
        if now != self.value(client_id, MET, default=client_id):
            self.store.put(self.key(client_id, MET), now, kind="choice", history=False)

    def meet(self, client: Client, *, pauses: bool = True) -> list[Node]:
        """A client's words, with the pauses and the idioms to open on demand."""
        key = f"meet.{client.id}"
        shown = [n.para(f"{key}.about", f"{who(client)}. {client.about}", "quiet")]
        if client.content_note:
            shown.append(n.para(f"{key}.note", f"What is in here: {client.content_note}.", "quiet"))
        shown.append(n.words(f"{key}.words", client.words, f"{client.name} says"))
        if pauses:
            inside = [
                n.words(f"{key}.pauses.words", client.annotated, f"{client.name}, with the pauses written in"),
                n.para(f"{key}.pauses.limits", client.annotation_limits, "quiet"),
            ]
            shown.append(n.details(f"{key}.pauses", "See the pauses, in words", inside))
        if client.idioms:
            items = [f"*{idiom.phrase}*: {idiom.meaning}" for idiom in client.idioms]
            shown.append(
                n.details(f"{key}.idioms", "What some of the words mean", [n.listing(f"{key}.idioms.list", items)])
            )
        return shown


def who(client: Client) -> str:
    """How a client is introduced above the words: name, age, setting, session."""
    ordinal = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth", 6: "Sixth", 7: "Seventh"}
    return f"{client.name}, {client.age}. {client.setting}. {ordinal.get(client.session, str(client.session))} session"


def _outside(typed: Any, low: float, high: float) -> str:
    """What to say beside a slider whose box holds something that cannot be used."""
    found = parse(typed)
    if typed in (None, "") or (found is not None and low <= found <= high):
        return ""
    return (
        f"“{str(typed)[:20]}” is kept, but not used. Your other work is safe. Type a number from {low:g} to {high:g}."
    )


def _typed(value: Any) -> str:
    """What was typed, as whole characters. A browser may cut one in half, and that half cannot be sent back to it."""
    return whole_characters(value if isinstance(value, str) else "" if value is None else str(value))


_siblings: dict[tuple[Path, str], tuple[Any, Store]] = {}


def sibling(store: Store, page_id: str) -> Store:
    """Another page's saved words, read only: from the folder beside this one, else from this folder.

    One drawing may ask dozens of times, so the files are read again only when they have changed.
    """
    if store.folder is None:
        return Kept(page_id, {})  # type: ignore[return-value]
    beside = Path(store.folder).parent / page_id
    folder = beside if beside.is_dir() else Path(store.folder)
    state = [_state(folder / f"{page_id}.{which}.json") for which in ("responses", "private")]
    seen, found = _siblings.get((folder, page_id), (None, None))
    if found is None or seen != state:
        found = Store.open(page_id, folder, writing=False)
        _siblings[folder, page_id] = state, found
    return found


def _state(path: Path) -> tuple[int, int, int] | None:
    """What changes with a file: every save makes a new one, so that even two within one tick of the clock differ."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def swapped(store: Store) -> set[str]:
    """Ids of the clients whom the student chose to meet somebody else instead of."""
    for source in (store, sibling(store, "week00")):
        chosen = source.get("0.3.swaps")
        if isinstance(chosen, list):
            return {item for item in chosen if isinstance(item, str)}
    return set()
