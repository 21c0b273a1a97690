"""Assessed writing: the portfolio, the unseen client, and the page that shows the exact copy before it goes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from notknowing.activities import handin
from notknowing.activities import nodes as n
from notknowing.activities.base import MET, Activity, sibling, who
from notknowing.activities.brought import WithEarlierWords, origin_of, page_name
from notknowing.activities.nodes import Node
from notknowing.activities.reply import SILENCE, Reply
from notknowing.activities.transcripts import quoted, side_by_side
from notknowing.course import load_client
from notknowing.course.models import Client, PortfolioPiece
from notknowing.work import Entry, Saved, Store
from notknowing.work.wording import reason_and_remedy

REPLY_PARTS = ("manner", "words", "plain", "how_long", "silence_why", "plain_why")


def earlier_entries(store: Store, activity_id: str, client_id: str) -> dict[str, Entry]:
    """What an earlier activity holds for one client, under the names the portfolio uses; shared entries only.

    A loop has first words, a revision, ratings and a reason; a baseline has first words and how sure. Where somebody
    kept the first words, the revision is only the copy that it began as, and stays behind.
    """
    root, shared, found = f"{activity_id}.{client_id}", store.entries(), {}
    keeps = shared.get(f"{root}.keeps")
    is_kept = keeps is not None and keeps.value == "keep"
    for which in ("first",) if is_kept else ("first", "revised"):
        for part in REPLY_PARTS:
            if entry := shared.get(f"{root}.{which}.{part}"):
                found[f"{which}.{part}"] = entry
    for part in REPLY_PARTS:
        if entry := shared.get(f"{root}.{part}"):
            found.setdefault(f"first.{part}", entry)
    for when in ("before", "after"):
        for what in ("help", "sure"):
            if entry := shared.get(f"{root}.{when}.{what}"):
                found[f"{when}.{what}"] = entry
    if entry := shared.get(f"{root}.sure"):
        found.setdefault("before.sure", entry)
    for name in ("because", "keeps"):
        if entry := shared.get(f"{root}.{name}"):
            found[name] = entry
    return {name: entry for name, entry in found.items() if entry.value not in (None, "")}


class Portfolio(WithEarlierWords):
    """Several clients: first attempt, rating, revision and reasons, brought in or written afresh."""

    kind = "portfolio"

    def view(self) -> list[Node]:
        """One client after the other, each to open."""
        shown = self.intro()
        for piece in self.spec.pieces:
            shown += self._piece(piece)
        return shown

    def _source(self, piece: PortfolioPiece) -> dict[str, Entry]:
        page_id, activity_id = piece.source.split(":")
        found = earlier_entries(sibling(self.store, page_id), activity_id, piece.client)
        return found if any(name.startswith("first.") for name in found) else {}

    def _was_said_to(self, piece: PortfolioPiece) -> Client:
        """Whom the earlier words were said to: the piece's client, or the one met instead at the time."""
        page_id, activity_id = piece.source.split(":")
        met = sibling(self.store, page_id).get(f"{activity_id}.{piece.client}.{MET}")
        return self.course.clients.get(met if isinstance(met, str) else "", self.course.clients[piece.client])

    def _piece(self, piece: PortfolioPiece) -> list[Node]:
        client, c = self.client(piece.client), piece.client
        it = client.pronouns.object
        shown = [n.heading(self.key(c, "head"), client.name), *self.meet(client)]
        state = self.place(c, "state")
        if state is None:
            return shown + self._offer(piece)
        if state == "brought":
            shown.append(
                n.para(
                    self.key(c, "origin"),
                    f"Brought in from {page_name(piece.source, self.course)}. You can still change anything below.",
                    "quiet",
                )
            )
        shown.append(n.heading(self.key(c, "first.head"), "First attempt", 4))
        shown += Reply(self, client, c, "first").view(f"Your first words to {it}")
        shown += self._ratings(c, client, "before")
        shown.append(n.heading(self.key(c, "revised.head"), "Revision", 4))
        shown += Reply(self, client, c, "revised").view(f"What you would say to {it} now")
        shown += self._ratings(c, client, "after")
        limit = self.spec.rationale_words
        shown.append(
            self.box(
                "Why? Your reasons for changing it, or for keeping it",
                c,
                "because",
                rows=6,
                hint=f"{limit} words or fewer.",
            )
        )
        count = len(self.text(c, "because").split())
        over = f" That is over {limit}; the brief says how length is marked." if count > limit else ""
        return [*shown, n.status(self.key(c, "count"), f"{count} words so far.{over}" if count else "")]

    def _offer(self, piece: PortfolioPiece) -> list[Node]:
        found, c = self._source(piece), piece.client
        then, now = self._was_said_to(piece), self.client(piece.client)
        if not found or then.id != now.id:
            why = (
                f"What you wrote in {page_name(piece.source, self.course)} was said to {then.name}, not to {now.name}."
                if found
                else f"Nothing was found from {page_name(piece.source, self.course)}."
            )
            return [
                n.para(self.key(c, "nothing"), f"{why} You can write this piece now; it counts the same."),
                n.button(f"afresh|{c}", "Write it now", describe=self.client(c).name, primary=True),
            ]
        newest = max(entry.saved for entry in found.values()).astimezone()
        first = Reply(_Elsewhere(self, found), self.client(c), "first")
        shown = [
            n.words(
                self.key(c, "offer"),
                first.said(),
                f"From {page_name(piece.source, self.course)}, saved {newest:%d %B %Y at %H:%M}",
            )
        ]
        revised = Reply(_Elsewhere(self, found), self.client(c), "revised")
        if any(name.startswith("revised.") for name in found) and revised.is_given:
            shown.append(n.words(self.key(c, "offer.revised"), revised.said(), "And your revision"))
        return [
            *shown,
            n.row(
                self.key(c, "offer.row"),
                [
                    n.button(f"bring|{c}", "Bring these in", describe=self.client(c).name, primary=True),
                    n.button(f"afresh|{c}", "Write afresh instead", describe=self.client(c).name),
                ],
            ),
        ]

    def _ratings(self, client_id: str, client: Client, when: str) -> list[Node]:
        return [
            self.rating(
                f"Would it help {client.pronouns.object}?", client_id, when, "help", low="not at all", high="very much"
            ),
            self.rating("How sure are you?", client_id, when, "sure", low="not at all", high="completely"),
        ]

    def on_press(self, key: str) -> None:
        """Bring earlier words in, with where and when they come from, or begin afresh."""
        what, _, client_id = key.partition("|")
        piece = next(piece for piece in self.spec.pieces if piece.client == client_id)
        if what == "bring":
            for name, entry in self._source(piece).items():
                self.last_saved = self.store.put(
                    self.key(client_id, name), entry.value, kind=entry.kind, origin=origin_of(piece.source, entry)
                )
            self._note_whom(self.key(client_id, "first"))
        self.move_to("brought" if what == "bring" else "afresh", client_id, "state")
        self.focus = self.key(client_id, "first.head")

    def _is_given(self, client_id: str) -> bool:
        return (
            bool(self.store.keys(self.key(client_id, "first")))
            and Reply(self, self.client(client_id), client_id, "first").is_given
        )

    def is_done(self) -> bool:
        """Whether every client has first words; silence counts."""
        return all(self._is_given(piece.client) for piece in self.spec.pieces)

    def piece_transcript(self, piece: PortfolioPiece) -> str:
        """One client side by side, with where earlier words came from; empty when nothing was given."""
        c = piece.client
        written = [self.value(*key.split(".")[1:]) for key in self.store.keys(self.key(c) + ".")]
        if not any(isinstance(value, str) and value.strip() for value in written):
            return ""
        first, revised = (Reply(self, self.client(c), c, which) for which in ("first", "revised"))
        has_revision = bool(self.store.keys(self.key(c, "revised"))) and revised.is_given
        ratings = [self.value(c, when, what) for when in ("before", "after") for what in ("help", "sure")]
        kept = "Kept as it was." if self.text(c, "keeps") == "keep" else ""
        text = side_by_side(
            self.client(c),
            first.said() if self._is_given(c) else "",
            revised.said() if has_revision else kept,
            ratings,
            self.text(c, "because"),
        )
        manner = first.manner if first.manner != SILENCE else "manner"
        origin = self.origin_said(c, "first", manner, begins="First words from")
        return f"{text}\n\n{origin}" if origin else text

    def transcript(self) -> str:
        """Every client."""
        return "\n\n".join(part for part in map(self.piece_transcript, self.spec.pieces) if part)


class _Elsewhere:
    """Lets a ``Reply`` read entries that are not brought in yet."""

    def __init__(self, activity: Activity, found: dict[str, Entry]):
        self.activity, self._found = activity, found

    def value(self, *parts: str, default: object = None) -> object:
        """The earlier value."""
        entry = self._found.get(".".join(parts))
        return default if entry is None else entry.value

    def text(self, *parts: str) -> str:
        """The earlier value as text."""
        return str(self.value(*parts, default="") or "").strip()


class Unseen(Activity):
    """One client nobody has seen before, from a file beside the notebook."""

    kind = "unseen"

    def _client(self) -> Client:
        path = Path(self.store.folder) / self.spec.file
        return _client_in(path, path.stat().st_mtime_ns if path.is_file() else 0)

    def view(self) -> list[Node]:
        """The client, first words, reasons."""
        client = self._client()
        it = client.pronouns.object
        limit = self.spec.rationale_words
        return [
            *self.intro(),
            *self.meet(client),
            *Reply(self, client, "first").view(f"Your first words to {it}", suggested=60),
            self.box("Why these words, here and now?", "because", rows=6, hint=f"{limit} words or fewer."),
        ]

    def is_done(self) -> bool:
        """Whether there is an answer; silence is one."""
        return bool(self.store.keys(self.key("first"))) and Reply(self, _Nobody(), "first").is_given  # type: ignore[arg-type]

    def transcript(self) -> str:
        """The reply and the reasons."""
        if not self.is_done():
            return ""
        reply = Reply(self, _Nobody(), "first")  # type: ignore[arg-type]
        because = self.text("because")
        return f"**First words**\n\n{quoted(reply.said())}" + (
            f"\n\n**Because**\n\n{quoted(because)}" if because else ""
        )


@lru_cache(maxsize=4)
def _client_in(path: Path, changed: int) -> Client:
    """Read once for each state of the file: the page is drawn again with every press."""
    return load_client(path)


class _Nobody:
    """Stands where a transcript needs no client: the lead's file is not with the marker's copy of the course."""


class Submit(Activity):
    """The exact copy, then one zip to upload."""

    kind = "submit"

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self._seen: list[tuple[str, str]] | None = None
        """The copy that is on the page now."""

    def view(self) -> list[Node]:
        """What would be handed in, to the letter; then the button."""
        shown = [
            *self.intro(),
            n.button("look", "Show me exactly what would be handed in", primary=not self.place("looked")),
        ]
        if not self.place("looked"):
            return shown
        copy = handin.prepare(self.page.id, self.store.folder, course=self.course, store=self.store)
        self._seen = copy.listed()
        shown.append(n.heading("copy", "This is what goes, and nothing else"))
        shown += [
            n.group(
                f"part{i}",
                [n.para(f"part{i}.label", f"**{label}**"), n.marked(f"part{i}.words", text, [])],
                style="card",
            )
            for i, (label, text) in enumerate(copy.listed())
        ]
        if not copy.listed():
            shown.append(n.para("empty", "Nothing is written yet, so there is nothing to hand in."))
        shown += [
            n.group(f"conflict{i}", [n.para(f"conflict{i}.text", text)], style="notice")
            for i, text in enumerate(copy.conflicts)
        ]
        shown.append(
            n.para(
                "private",
                "Private words, hints used, and earlier versions are not in it. Nobody is watching while you work.",
                "quiet",
            )
        )
        if copy.listed():
            shown.append(n.button("write", "Make the file to upload", primary=True))
        if made := self.place("made"):
            shown.append(n.status("made", made))
        return shown

    def on_press(self, key: str) -> None:
        """Look, then write."""
        if key == "look":
            self.move_to(True, "looked")
            self.move_to("", "made")
            self.focus = "copy"
            return
        copy = handin.prepare(self.page.id, self.store.folder, course=self.course, store=self.store)
        if self._seen is not None and copy.listed() != self._seen:
            said = "Your words have changed since you looked. Here is the copy as it is now. Press the button again to make the file."
            self.notices = [n.status("changed", said)]
            self.focus = "copy"
            return
        try:
            written = handin.write_zip(copy, course=self.course)
        except OSError as problem:
            reason, remedy = reason_and_remedy(problem)
            said = f"The file to upload was not made: {reason}. Your words are safe. {remedy}, then press the button again."
            self.last_saved = Saved(False, None, said)
            return
        where = self.course.module.institution.where_to_hand_in.strip() or "the place your tutor has told you"
        self.move_to(
            f"Made: {written.name}, in the folder {written.parent}. Upload it to {where}. You can make it again as often as you like.",
            "made",
        )
        self.focus = "made"

    def is_done(self) -> bool:
        """Whether the file has been made."""
        return bool(self.place("made"))


__all__ = ["Portfolio", "Submit", "Unseen", "earlier_entries", "who"]
