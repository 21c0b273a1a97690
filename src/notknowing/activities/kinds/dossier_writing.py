"""Assignment 3, the writing: a review against a claim, a statement for a named public, and words of then and now."""

from __future__ import annotations

from typing import Any

from notknowing.activities import nodes as n
from notknowing.activities.base import MET, sibling
from notknowing.activities.brought import WithEarlierWords, origin_of, page_name
from notknowing.activities.kinds.dossier import DossierActivity, counted
from notknowing.activities.kinds.portfolio import REPLY_PARTS
from notknowing.activities.nodes import Node
from notknowing.activities.reply import PLAIN, SILENCE, WORDS, Reply
from notknowing.activities.sources import cited, with_sources
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models import Client
from notknowing.work import Entry

OWN = "own"
"""The choice of a review or a claim that is not in the list."""

EACH = "What each of them says, with its source"
TEXT = "text"
THEN, NOW = "then", "now"


class DossierAppraisal(DossierActivity):
    """One review against one public claim, with a grid to read by."""

    kind = "dossier_appraisal"

    def view(self) -> list[Node]:
        """Both lists with their sources, both choices, the grid, and the box."""
        spec = self.spec
        shown = self.intro()
        for name, items, intro, label, other in (
            ("review", spec.reviews, spec.reviews_intro, spec.review_label, spec.other_review),
            ("claim", spec.public_claims, spec.claims_intro, spec.claim_label, spec.other_claim),
        ):
            inside = [node for item in items for node in self._item(name, item)]
            shown += [
                *n.paras(self.key(name, "intro"), intro),
                n.details(self.key(name, "list"), EACH, inside, open_=not self.text(name)),
                self.pick(label, [*((one.id, one.label) for one in items), (OWN, spec.other)], name, inline=False),
            ]
            if self.text(name) == OWN:
                shown.append(self.prompt(other))
        shown += [n.heading(self.key("grid.head"), "The grid"), *n.paras(self.key("grid.intro"), spec.grid_intro)]
        shown += [self.prompt(row, "grid") for row in spec.grid]
        shown.append(n.heading(self.key("text.head"), "Your appraisal"))
        return [*shown, *self.limited(spec.prompt, spec.max_words)]

    def _item(self, name: str, item: Any) -> list[Node]:
        key = self.key(name, item.id)
        return [n.para(f"{key}.label", f"**{item.label}**"), *with_sources(key, item.text, self.course)]

    def _chosen(self, name: str) -> str:
        """The review or claim that was chosen, in words; empty where none was."""
        items = self.spec.reviews if name == "review" else self.spec.public_claims
        other = self.spec.other_review if name == "review" else self.spec.other_claim
        chosen = self.text(name)
        if chosen == OWN:
            return self.text(other.id)
        item = next((item for item in items if item.id == chosen), None)
        if item is None:
            return ""
        return item.label if name == "review" else f"{item.label}. {cited(item.text, self.course)[0]}"

    def missing(self) -> list[str]:
        """A choice that is not made, a text that is empty. Rows of the grid may stay empty."""
        gaps = [f"which {name} you take" for name in ("review", "claim") if not self._chosen(name)]
        return gaps + ([] if self.text(self.spec.prompt.id) else [f"‘{self.spec.prompt.label}’"])

    def lengths(self) -> list[tuple[str, int, int | None]]:
        """The appraisal."""
        return [(self.spec.prompt.label, counted(self.text(self.spec.prompt.id)), self.spec.max_words)]

    def transcript(self) -> str:
        """What was taken, the words, and the grid below them."""
        rows = [(row.label, self.text("grid", row.id)) for row in self.spec.grid]
        grid = [f"**{escaped(label)}**\n\n{quoted(text)}" for label, text in rows if text]
        text = self.text(self.spec.prompt.id)
        if not text and not grid:
            return ""
        chosen = [(name, self._chosen(name) or "not said") for name in ("review", "claim")]
        parts = ["\n\n".join(f"**The {name}:** {escaped(said)}" for name, said in chosen)]
        if text:
            parts.append(f"**{escaped(self.spec.prompt.label)}** ({counted(text)} words)\n\n{quoted(text)}")
        return "\n\n".join([*parts, *(["**The grid, which is not marked by itself**", *grid] if grid else [])])


class DossierStatement(WithEarlierWords, DossierActivity):
    """A statement for a named public. Words of an earlier page come in only when the student says so."""

    kind = "dossier_statement"

    def earlier(self) -> list[tuple[str, Entry]]:
        """The shared words of the earlier activity, in the order of their keys."""
        if not self.spec.source:
            return []
        page_id, _, activity_id = self.spec.source.partition(":")
        found = [
            (key, entry)
            for key, entry in sorted(sibling(self.store, page_id).entries().items())
            if key.startswith(f"{activity_id}.")
            and key.rpartition(".")[2] not in self.spec.leave_behind
            and entry.kind == TEXT
            and isinstance(entry.value, str)
            and entry.value.strip()
        ]
        # A draft that was kept may stand there twice.
        return list({entry.value.strip(): (key, entry) for key, entry in found}.values())

    def view(self) -> list[Node]:
        """For whom it is, the earlier words while they are only offered, and the box."""
        found = self.earlier()
        shown = [*self.intro(), self.prompt(self.spec.public)]
        if found and self.place("state") is None:
            shown.append(self._offer(found))
        return [*shown, *self.limited(self.spec.prompt, self.spec.max_words)]

    def _offer(self, found: list[tuple[str, Entry]]) -> Node:
        newest = max(entry.saved for _, entry in found).astimezone()
        inside = [
            n.para(
                self.key("offer.head"),
                f"From {page_name(self.spec.source, self.course)}, saved {newest:%d %B %Y at %H:%M}. Bring in what you want to go on with, or write afresh.",
            )
        ]
        for i, (_, entry) in enumerate(found):
            inside += [
                n.words(self.key(f"offer.{i}"), entry.value, "You wrote"),
                n.row(
                    self.key(f"offer.{i}.row"),
                    [n.button(f"bring|{i}", "Bring this in", describe=f"Number {i + 1} of your earlier words")],
                ),
            ]
        inside.append(
            n.row(self.key("offer.row"), [n.button("afresh", "Leave these where they are", describe=self.spec.title)])
        )
        return n.group(self.key("offer"), inside, style="card", label="Your earlier words")

    def on_press(self, key: str) -> None:
        """Put earlier words into the box, below what is there, or leave them where they are."""
        what, _, number = key.partition("|")
        found, name = self.earlier(), self.spec.prompt.id
        if what == "bring" and number.isdecimal() and int(number) < len(found):
            entry, there = found[int(number)][1], self.text(name)
            origin = origin_of(self.spec.source, entry)
            whole = f"{there}\n\n{entry.value.strip()}" if there else entry.value.strip()
            self.last_saved = self.store.put(self.key(name), whole, kind=TEXT, origin=origin)
            self.notices = [n.status("brought", "Those words are in the box below. You can change them.")]
            self.focus = "brought"
        elif what == "afresh":
            self.move_to("afresh", "state")
            self.focus = self.key(name)

    def missing(self) -> list[str]:
        """A public that is not named, a statement that is empty."""
        return [f"‘{one.label}’" for one in (self.spec.public, self.spec.prompt) if not self.text(one.id)]

    def lengths(self) -> list[tuple[str, int, int | None]]:
        """The statement."""
        return [(self.spec.prompt.label, counted(self.text(self.spec.prompt.id)), self.spec.max_words)]

    def transcript(self) -> str:
        """For whom, the words, how many, and where the first of them came from."""
        text, public = self.text(self.spec.prompt.id), self.text(self.spec.public.id)
        if not text and not public:
            return ""
        head = f"**{escaped(self.spec.public.label)}**\n\n{quoted(public or 'not said')}"
        origin = self.origin_said(self.spec.prompt.id)
        return f"{head}\n\n{counted(text)} words.\n\n{quoted(text)}" + (f"\n\n{origin}" if origin else "")


class DossierChange(WithEarlierWords, DossierActivity):
    """To the same clients, words of then beside words of now; brought in where they are found, pasted where not."""

    kind = "dossier_change"

    def view(self) -> list[Node]:
        """One client after the other, then the comparison and the lines on generative AI."""
        spec = self.spec
        shown = self.intro()
        for client_id in spec.clients:
            shown += self._client(client_id)
        shown += [
            n.status(self.key("so-far"), self._said_so_far()),
            n.heading(self.key("text.head"), "The comparison"),
            *self.limited(spec.prompt, spec.max_words),
        ]
        return [*shown, self.prompt(spec.declaration)]

    def _client(self, client_id: str) -> list[Node]:
        client = self.client(client_id)
        shown = [n.heading(self.key(client_id, "head"), client.name)]
        shown.append(n.details(self.key(client_id, "meet"), f"Read {client.name}'s words again", self.meet(client)))
        found = {when: self.found(when, client_id) for when in (THEN, NOW)}
        open_ = {when: words for when, words in found.items() if words and not self.text(client_id, when)}
        if open_:
            shown.append(self._offer(client, client_id, open_))
        for when in (THEN, NOW):
            note = self._not_offered(client, when, client_id) if not found[when] else ""
            label = self.spec.then_label if when == THEN else self.spec.now_label
            hint = f"{note} You can paste or write it here." if note else None
            shown.append(self.box(f"{client.name}: {label}", client_id, when, rows=4, hint=hint))
        return shown

    def _offer(self, client: Client, client_id: str, open_: dict[str, tuple[str, str]]) -> Node:
        inside = [
            n.words(self.key(client_id, "offer", when), said, f"You, in {page_name(self._source(when), self.course)}")
            for when, (said, _) in open_.items()
        ]
        inside.append(n.button(f"bring|{client_id}", "Bring in what was found", describe=client.name, primary=True))
        return n.group(self.key(client_id, "offer"), inside, style="card", label=f"Your words to {client.name}")

    def _source(self, when: str) -> str:
        return (self.spec.then if when == THEN else self.spec.now) or ""

    def _not_offered(self, client: Client, when: str, client_id: str) -> str:
        """Why nothing is offered for one client, in a sentence; nothing where no page asks."""
        source = self._source(when)
        if not source:
            return "No earlier page asks for this."
        said_to = self._was_said_to(when, client_id)
        if said_to is not None and said_to.id != client.id:
            return (
                f"What you wrote in {page_name(source, self.course)} was said to {said_to.name}, not to {client.name}."
            )
        return f"Nothing was found from {page_name(source, self.course)}."

    def _was_said_to(self, when: str, client_id: str) -> Client | None:
        """Whom the earlier words were said to, where there are any."""
        page_id, _, activity_id = self._source(when).partition(":")
        store = sibling(self.store, page_id)
        if not _reply_root(store.entries(), f"{activity_id}.{client_id}"):
            return None
        met = store.get(f"{activity_id}.{client_id}.{MET}")
        return self.course.clients.get(met if isinstance(met, str) else "", self.course.clients[client_id])

    def found(self, when: str, client_id: str) -> tuple[str, str] | None:
        """The earlier reply to a client as somebody reads it, and its origin; None where there is none to this person."""
        source = self._source(when)
        client = self.client(client_id)
        said_to = self._was_said_to(when, client_id) if source else None
        if said_to is None or said_to.id != client.id:
            return None
        page_id, _, activity_id = source.partition(":")
        entries = sibling(self.store, page_id).entries()
        root = _reply_root(entries, f"{activity_id}.{client_id}")
        parts = {name: entries[f"{root}.{name}"] for name in REPLY_PARTS if f"{root}.{name}" in entries}
        said = Reply(_Earlier({name: entry.value for name, entry in parts.items()}), client).said()  # type: ignore[arg-type]
        newest = max(entry.saved for entry in parts.values())
        return said, f"{source} {newest.isoformat(timespec='seconds')}"

    def on_press(self, key: str) -> None:
        """Bring one client's earlier words in, with where and when they come from; what is in a box already stays."""
        what, _, client_id = key.partition("|")
        if what != "bring" or client_id not in self.spec.clients:
            return
        for when in (THEN, NOW):
            found = self.found(when, client_id)
            if found and not self.text(client_id, when):
                place = self.key(client_id, when)
                self.last_saved = self.store.put(place, found[0], kind=TEXT, origin=found[1])
                self._note_whom(place)
        self.focus = self.key(client_id, "head")

    def compared(self) -> list[str]:
        """The clients for whom both are there."""
        return [one for one in self.spec.clients if self.text(one, THEN) and self.text(one, NOW)]

    def _said_so_far(self) -> str:
        return f"{len(self.compared())} of {len(self.spec.clients)} clients have words of then and of now. At least {self.spec.at_least} are asked for."

    def missing(self) -> list[str]:
        """Clients that are still to be set side by side, and texts that are empty."""
        short = self.spec.at_least - len(self.compared())
        gaps = [f"then and now for {short} more client{'s' if short > 1 else ''}"] if short > 0 else []
        return gaps + [f"‘{one.label}’" for one in (self.spec.prompt, self.spec.declaration) if not self.text(one.id)]

    def lengths(self) -> list[tuple[str, int, int | None]]:
        """The comparison."""
        return [(self.spec.prompt.label, counted(self.text(self.spec.prompt.id)), self.spec.max_words)]

    def transcript(self) -> str:
        """Then and now for each client that has either, the comparison, and the lines on generative AI."""
        parts = [part for part in map(self._pair, self.spec.clients) if part]
        text = self.text(self.spec.prompt.id)
        if text:
            parts.append(f"**{escaped(self.spec.prompt.label)}** ({counted(text)} words)\n\n{quoted(text)}")
        if declared := self.text(self.spec.declaration.id):
            parts.append(f"**{escaped(self.spec.declaration.label)}**\n\n{quoted(declared)}")
        return "\n\n".join(parts)

    def _pair(self, client_id: str) -> str:
        labels = {THEN: self.spec.then_label, NOW: self.spec.now_label}
        said = [f"**{escaped(self.client(client_id).name)}**"]
        for when, label in labels.items():
            if words := self.text(client_id, when):
                origin = self.origin_said(client_id, when)
                said.append(f"{escaped(label)}:\n\n{quoted(words)}" + (f"\n\n{origin}" if origin else ""))
        return "\n\n".join(said) if len(said) > 1 else ""


def _reply_root(entries: dict[str, Entry], root: str) -> str:
    """Under which key the newest given reply below ``root`` is saved; empty where none is."""
    given: dict[str, Any] = {}
    for key, entry in entries.items():
        above, _, part = key.rpartition(".")
        if above != root and not above.startswith(f"{root}."):
            continue
        is_words = part in (WORDS, PLAIN) and isinstance(entry.value, str) and entry.value.strip()
        if is_words or (part == "manner" and entry.value == SILENCE):
            given[above] = max(entry.saved, given.get(above, entry.saved))
    return max(given, key=lambda place: (given[place], place)) if given else ""


class _Earlier:
    """Lets a ``Reply`` read the entries of another page."""

    def __init__(self, values: dict[str, Any]):
        self._values = values

    def text(self, *parts: str) -> str:
        """The earlier value as text."""
        found = self._values.get(".".join(parts), "")
        return found.strip() if isinstance(found, str) else ""


__all__ = ["DossierAppraisal", "DossierChange", "DossierStatement", "WithEarlierWords"]
