"""Week 2 around the loop: three stances told apart, the ledger, evidence beside a person, the swap test."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity, sibling
from notknowing.activities.nodes import Node
from notknowing.activities.reply import SILENCE
from notknowing.activities.sources import cited, source_nodes
from notknowing.activities.transcripts import quoted

STANCES: list[n.Option] = [
    ("knowing", "Knowing"),
    ("not_knowing", "Not-knowing"),
    ("pseudo", "Looks like not-knowing, but is not"),
]


class ThreeWay(Activity):
    """A knowing, a not-knowing and a pseudo-not-knowing reply: name each, then say what gives it away."""

    kind = "three_way"

    def view(self) -> list[Node]:
        """The client, the three replies with a choice each, then what gave them away."""
        client = self.course.clients[self.spec.client]
        if self.is_exchanged(client.id):
            said = f"The three replies here were written to {client.name}. You chose to meet somebody else instead, so this activity is left out, and nothing is missing without it."
            return [*self.intro(), n.para("left-out", said)]
        shown = [*self.intro(), *self.meet(client)]
        for i, reply in enumerate(self.spec.replies, 1):
            shown += [
                n.words(self.key(f"r{i}", "words"), reply.words, f"Reply {i}"),
                self.pick(f"Reply {i} is", STANCES, f"r{i}"),
            ]
        shown.append(self.prompt(self.spec.prompt))
        if not self.place("compared"):
            return [*shown, n.button("compare", "Compare with the course's reading", primary=True)]
        return shown + self._readings()

    def _readings(self) -> list[Node]:
        shown = [n.heading("readings", "The course's reading")]
        for i, reply in enumerate(self.spec.replies, 1):
            chosen = self.value(f"r{i}")
            same = " You said so too." if chosen == reply.stance else ""
            shown.append(
                n.para(
                    self.key(f"r{i}", "reading"),
                    f"**Reply {i}: {dict(STANCES)[reply.stance].lower()}.**{same} {reply.gives_away}",
                )
            )
        return [
            *shown,
            n.para(
                "open",
                "This is one reading. Where you see it otherwise, keep your reason; it is worth bringing to the seminar.",
            ),
        ]

    def on_press(self, key: str) -> None:
        """Compare, once each reply has been named."""
        if not all(self.text(f"r{i}") for i in (1, 2, 3)):
            self.notices = [n.status("name-first", "Name each of the three first. A guess will do.")]
            self.focus = "name-first"
            return
        self.move_to(True, "compared")
        self.focus = "readings"

    def is_done(self) -> bool:
        """Whether all three are named, or the client is exchanged."""
        return self.is_exchanged(self.spec.client) or all(self.text(f"r{i}") for i in (1, 2, 3))

    def transcript(self) -> str:
        """What the student said gives each away."""
        text = self.text(self.spec.prompt.id)
        return quoted(text) if text else ""


class Ledger(Activity):
    """What she knows, what I know, what neither of us knows yet, what I am obliged to act on."""

    kind = "ledger"

    def view(self) -> list[Node]:
        """The client and the four columns; the course's own entries once something is written."""
        client = self.client(self.spec.client)
        shown = [*self.intro(), *self.meet(client)]
        shown += [self.box(column.label, column.id, rows=3, hint=column.hint) for column in self.spec.columns]
        if not self.place("compared"):
            return [*shown, n.button("compare", "Compare with the course's own ledger", primary=True)]
        rows = [
            [column.label, self.text(column.id) or "nothing written", column.example] for column in self.spec.columns
        ]
        return [
            *shown,
            n.heading("compared", "Side by side"),
            n.table("side", "Your ledger and the course's", ["", "Yours", "The course's"], rows, row_headers=True),
        ]

    def on_press(self, key: str) -> None:
        """Compare, once at least one column holds something."""
        if not any(self.text(column.id) for column in self.spec.columns):
            self.notices = [n.status("write-first", "Write in at least one column first.")]
            self.focus = "write-first"
            return
        self.move_to(True, "compared")
        self.focus = "compared"

    def is_done(self) -> bool:
        """Whether all four columns hold something."""
        return all(self.text(column.id) for column in self.spec.columns)

    def transcript(self) -> str:
        """The four columns."""
        written = [(column.label, self.text(column.id)) for column in self.spec.columns]
        return "\n\n".join(f"**{label}**\n\n{quoted(text)}" for label, text in written if text)


class EvidenceClash(Activity):
    """Published findings beside one client, and why a group does not describe this person."""

    kind = "evidence"

    def view(self) -> list[Node]:
        """The findings with their sources, the earlier reply, then the prompts."""
        claims = [self.course.claims[claim_id] for claim_id in self.spec.claims]
        client = self.client(self.spec.client)
        shown = [*self.intro(), n.heading("findings", "What some studies found")]
        shown.append(
            n.listing("claims", [cited(f"{claim.text} [claim: {claim.id}]", self.course)[0] for claim in claims])
        )
        shown += source_nodes("claims", claims, self.course, with_text=False)
        shown.append(n.heading("beside", f"Beside them: {client.name}"))
        shown.append(n.words("client", client.words, client.name))
        if earlier := earlier_reply(self, self.spec.reopen, self.spec.client):
            shown.append(n.words("earlier", earlier, f"What you said to {client.name}"))
        for prompt in self.spec.prompts:
            shown += [self.prompt(prompt)]
        return shown

    def is_done(self) -> bool:
        """Whether anything is written."""
        return any(self.text(prompt.id) for prompt in self.spec.prompts)

    def transcript(self) -> str:
        """Each prompt with the words under it."""
        written = [(prompt.label, self.text(prompt.id)) for prompt in self.spec.prompts]
        return "\n\n".join(f"**{label}**\n\n{quoted(text)}" for label, text in written if text)


class SwapTest(Activity):
    """One's own reply printed beneath other clients' words. Does it still fit?"""

    kind = "swap_test"

    def view(self) -> list[Node]:
        """Each reply under each other client."""
        shown = self.intro()
        found = False
        for client_id in self.spec.clients:
            client = self.client(client_id)
            reply = earlier_reply(self, self.spec.source, client_id)
            if not reply:
                continue
            found = True
            shown.append(n.heading(self.key(client_id, "head"), f"What you said to {client.name}"))
            shown.append(n.words(self.key(client_id, "own"), reply, "Your reply"))
            for other_id in self.spec.under:
                other = self.client(other_id)
                key = self.key(client_id, other_id)
                shown += [
                    n.words(f"{key}.words", other.words, f"{other.name} says"),
                    n.words(f"{key}.own", reply, "and you say"),
                ]
                shown.append(
                    self.pick(
                        "Does it still fit?", [("yes", "Yes"), ("partly", "Partly"), ("no", "No")], client_id, other_id
                    )
                )
        if not found:
            shown.append(
                n.para(
                    "none-yet",
                    f"There is no reply to test yet. Write one in {self.spec.source.split(':')[-1]}, then come back. A silence has nothing to swap.",
                )
            )
        return [*shown, self.prompt(self.spec.prompt)]

    def transcript(self) -> str:
        """What the student made of it."""
        text = self.text(self.spec.prompt.id)
        return quoted(text) if text else ""


def earlier_reply(activity: Activity, source: str, client_id: str) -> str:
    """The latest reply to a client in another activity: the revision, else the first words; empty for a silence.

    Args:
        activity: the activity that asks.
        source: where to look, as ``week02:2C``.
        client_id: the client it was said to.
    """
    page_id, activity_id = source.split(":")
    store = activity.store if page_id == activity.page.id else sibling(activity.store, page_id)
    # The revision began as a copy of the first words, so it says nothing once somebody chose to keep those.
    is_kept = store.get(f"{activity_id}.{client_id}.keeps") == "keep"
    for parts in (("first",), ()) if is_kept else (("revised",), ("first",), ()):
        root = ".".join((activity_id, client_id, *parts))
        manner = store.get(f"{root}.manner") or "words"
        if manner == SILENCE:
            return ""
        if text := str(store.get(f"{root}.{manner}") or "").strip():
            return text
    return ""
