"""The rewriting loop: attempt, rate, compare, read, revise. Eleven steps, one at a time; four of them are the core."""

from __future__ import annotations

from notknowing import mirror
from notknowing.activities import nodes as n
from notknowing.activities.base import Activity, is_marking, who
from notknowing.activities.nodes import Node
from notknowing.activities.reading_view import NEVER_MARKS, press_contest, read_nodes
from notknowing.activities.reply import SILENCE, Reply
from notknowing.activities.transcripts import quoted, side_by_side
from notknowing.course.models import Client

STEPS = ["meet", "pull", "first", "rate", "hints", "swap", "contrast", "mirror", "revise", "rerate"]
"""The steps of one client, in order. The eleventh, transfer, comes once, after the last client."""

TITLES = {
    "meet": "Meet",
    "pull": "Which way were you pulled?",
    "first": "Your first words",
    "rate": "Before you see anything else",
    "hints": "A little help, if you want it",
    "swap": "Would it fit somebody else?",
    "contrast": "Three other ways to begin",
    "mirror": "What your words do",
    "revise": "Change it or keep it",
    "rerate": "Once more",
    "transfer": "Somebody new",
}
CORE = {"first", "rate", "contrast", "revise"}
PULLS: list[n.Option] = [
    ("solve", "to solve"),
    ("reassure", "to reassure"),
    ("interpret", "to explain"),
    ("away", "away from this"),
    ("none", "no pull"),
]


class RewritingLoop(Activity):
    """Each client in turn, then one new client without help."""

    kind = "rewriting_loop"

    # -- where we are ----------------------------------------------------------------------------------------

    @property
    def _steps(self) -> list[str]:
        return [step for step in STEPS if step != "mirror" or self.page.mirror != "absent"]

    @property
    def _people(self) -> list[str]:
        return [*self.spec.clients, self.spec.transfer]

    @property
    def _person(self) -> int:
        return self.reached("person", most=len(self.spec.clients))

    def _step(self, client_id: str) -> int:
        return self.reached(client_id, "step", most=len(self._steps) - 1)

    def said_to(self, part: str) -> str | None:
        """The client to whom the entries under ``part`` are said; the new one's are under ``transfer``."""
        return self.spec.transfer if part == "transfer" else super().said_to(part)

    def _number(self, step: str) -> int:
        return 11 if step == "transfer" else STEPS.index(step) + 1

    def _reply(self, client_id: str, which: str) -> Reply:
        return Reply(self, self.client(client_id), client_id, which)

    def view(self) -> list[Node]:
        """The person we are with, up to the step we have reached."""
        if self.page.mirror != "absent" and not is_marking():
            mirror.warm()
        person = self._person
        client_id = self._people[person]
        shown = [
            *self.intro(),
            n.para("goal", f"**One thing to try today:** {self.spec.goal}"),
            n.para(
                "no-right",
                "There is no single right answer here. Silence, a short reply and plain information are all complete answers.",
                "quiet",
            ),
            n.row("people", [self._person_button(i) for i in range(len(self._people))]),
        ]
        if person == len(self.spec.clients):
            return shown + self._transfer()
        reached = self._step(client_id)
        for i, step in enumerate(self._steps[: reached + 1]):
            head = n.heading(self.key(client_id, step, "head"), f"Step {self._number(step)} of 11. {TITLES[step]}")
            body = getattr(self, f"_{step}")(client_id, self.client(client_id))
            shown += [head, *body]
            if i == reached:
                shown.append(n.row(self.key(client_id, step, "go"), self._forward(person, i)))
        return shown

    def _person_button(self, i: int) -> Node:
        client = self.client(self._people[i])
        here = " (here now)" if i == self._person else ""
        what = "Somebody new: " if i == len(self.spec.clients) else ""
        return n.button(f"person|{i}", f"{what}{client.name}{here}")

    def _forward(self, person: int, i: int) -> list[Node]:
        if i + 1 == len(self._steps):
            following = self.client(self._people[person + 1]).name
            return [n.button(f"onward|{person + 1}", f"Go on to {following}", primary=True)]
        buttons = [n.button(f"next|{i + 1}", "Go on", primary=True)]
        if self._steps[i] not in CORE and i > 0:
            buttons.append(n.button(f"skip|{i + 1}", "Skip this step"))
        return buttons

    # -- the steps -------------------------------------------------------------------------------------------

    def _meet(self, client_id: str, client: Client) -> list[Node]:
        return self.meet(client)

    def _pull(self, client_id: str, client: Client) -> list[Node]:
        return [self.pick(f"Before you answer {client.name}: which way did you feel pulled?", PULLS, client_id, "pull")]

    def _first(self, client_id: str, client: Client) -> list[Node]:
        it = client.pronouns.object
        shown = self._reply(client_id, "first").view(f"Your first words to {it}", suggested=self.spec.suggested_words)
        if self._step(client_id) >= self._steps.index("hints"):
            return shown  # the hints are further down by now
        if self.place(client_id, "stuck"):
            return shown + self._ladder(client_id, client)
        return [*shown, n.button("stuck", "I am stuck")]

    def _rate(self, client_id: str, client: Client) -> list[Node]:
        return self._ratings(client_id, client, "before")

    def _ratings(self, client_id: str, client: Client, when: str) -> list[Node]:
        it = client.pronouns.object
        return [
            self.rating(f"Would it help {it}?", client_id, when, "help", low="not at all", high="very much"),
            self.rating("How sure are you?", client_id, when, "sure", low="not at all", high="completely"),
        ]

    def _hints(self, client_id: str, client: Client) -> list[Node]:
        said = (
            "Nobody needs these. Using them costs nothing and is not handed in. You can change your first words above."
        )
        return [n.para(self.key(client_id, "hints.said"), said), *self._ladder(client_id, client)]

    def _ladder(self, client_id: str, client: Client) -> list[Node]:
        given = self.reached(client_id, "hints", most=4)
        names = ["Where to look", "What kind of thing", "A move", "An opening"]
        key = self.key(client_id, "ladder")
        items = [f"**{name}.** {hint}" for name, hint in zip(names, client.hints.rungs()[:given], strict=False)]
        shown = [n.listing(f"{key}.list", items, ordered=True)] if items else []
        if given < len(names):
            shown.append(n.button(f"hint|{client_id}", "Give me a hint" if not given else "Give me a little more"))
        return [n.group(key, shown, label="Hints")]

    def _swap(self, client_id: str, client: Client) -> list[Node]:
        reply = self._reply(client_id, "first")
        if reply.manner == SILENCE:
            return [
                n.para(
                    self.key(client_id, "swap.silence"),
                    "You chose to say nothing for now. A silence is not swapped; go on.",
                )
            ]
        shown = [
            n.para(
                self.key(client_id, "swap.said"),
                f"Here is what you said to {client.name}, under two other people's words.",
            )
        ]
        for other_id in self.spec.swap_clients:
            other = self.client(other_id)
            key = self.key(client_id, "swap", other_id)
            inside = [
                n.words(f"{key}.words", other.words, f"{other.name} says"),
                n.words(f"{key}.own", reply.words, "and you say"),
            ]
            inside.append(
                self.pick(
                    "Does it still fit?",
                    [("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
                    client_id,
                    "swap",
                    other_id,
                )
            )
            shown.append(n.group(f"{key}.card", inside, style="card"))
        return shown

    def _contrast(self, client_id: str, client: Client) -> list[Node]:
        own = self._reply(client_id, "first").said()
        key = self.key(client_id, "contrast")
        shown = [
            n.words(f"{key}.own", own, "Yours"),
            *(n.words(f"{key}.good{i}", good.words, f"Another way, {i}") for i, good in enumerate(client.good, 1)),
        ]
        shown.append(
            self.box(
                "What does each notice that the others do not? What does yours notice that none of these do?",
                client_id,
                "noticed",
                rows=3,
                hint="About 80 words or fewer. Write this before you open the reasons.",
            )
        )
        if not self.place(client_id, "reasons"):
            return [*shown, n.button(f"reasons|{client_id}", "Show the reasons")]
        reasons = [f"**Another way, {i}: {good.kind}.** {good.why}" for i, good in enumerate(client.good, 1)]
        tempting = [f"“{client.hasty_words(tempt.move)}” {tempt.why}" for tempt in client.tempting]
        return [
            *shown,
            n.heading(f"{key}.reasons", "What each may do", 4),
            n.listing(f"{key}.reasons.list", reasons),
            n.heading(f"{key}.tempting", "Two that tempt", 4),
            n.listing(f"{key}.tempting.list", tempting),
            n.para(
                f"{key}.course",
                "These are the course's own examples and reasons. They were not written or rated by a panel of therapists.",
                "quiet",
            ),
        ]

    def _mirror(self, client_id: str, client: Client) -> list[Node]:
        reply = self._reply(client_id, "first")
        if reply.manner == SILENCE:
            return [
                n.para(
                    self.key(client_id, "mirror.silence"),
                    "You chose to say nothing for now. The mirror reads words only.",
                )
            ]
        said = [
            n.para(self.key(client_id, "mirror.never"), NEVER_MARKS, "quiet"),
            n.para(self.key(client_id, "mirror.measured"), mirror.MEASURED, "quiet"),
        ]
        if self.page.mirror == "on_request" and not self.place(client_id, "asked"):
            return [*said, n.button(f"ask|{client_id}", "Show what the mirror names")]
        return [*said, *read_nodes(self, client, reply.words, client_id, "first")]

    def _revise(self, client_id: str, client: Client) -> list[Node]:
        keep = self.text(client_id, "keeps")
        ways = [("change", "Change it"), ("keep", "Keep it, because …")]
        shown = [n.words(self.key(client_id, "revise.own"), self._reply(client_id, "first").said(), "Your first words")]
        shown.append(self.pick("Keeping it is as good as changing it. Which?", ways, client_id, "keeps"))
        if keep == "keep":
            shown.append(self.box("Keep it, because", client_id, "because", rows=2))
        elif keep == "change":
            it = client.pronouns.object
            shown += self._reply(client_id, "revised").view(
                f"What you would say to {it} now", suggested=self.spec.suggested_words
            )
            shown.append(self.box("What made you change it?", client_id, "because", rows=2))
        return shown

    def _rerate(self, client_id: str, client: Client) -> list[Node]:
        return [*self._ratings(client_id, client, "after"), *self._trend()]

    def _trend(self) -> list[Node]:
        rows = []
        for client_id in self.spec.clients:
            values = [self.value(client_id, when, what) for when in ("before", "after") for what in ("help", "sure")]
            if any(value is not None for value in values):
                rows.append([self.client(client_id).name, *("" if value is None else str(value) for value in values)])
        if not rows:
            return []
        head = ["", "Would help, at first", "Sure, at first", "Would help, now", "Sure, now"]
        return [n.table("trend", "Your own ratings here, at first and now", head, rows, row_headers=True)]

    def _transfer(self) -> list[Node]:
        client = self.client(self.spec.transfer)
        it = client.pronouns.object
        return [
            n.heading(self.key("transfer", "head"), f"Step 11 of 11. {TITLES['transfer']}: {client.name}"),
            n.para("transfer.said", "The same thing to try, with somebody you have not met in this loop, and no help."),
            *self.meet(client),
            *Reply(self, client, "transfer").view(f"Your first words to {it}", suggested=self.spec.suggested_words),
        ]

    # -- presses ---------------------------------------------------------------------------------------------

    def on_press(self, key: str) -> None:
        """Move through the loop; everything else about it is a choice already saved."""
        if press_contest(self, key):
            return
        what, _, rest = key.partition("|")
        client_id = self._people[self._person]
        if what in {"person", "onward"}:
            self.move_to(int(rest), "person")
            self.focus = (
                self.key("transfer", "head")
                if int(rest) == len(self.spec.clients)
                else self.key(self._people[int(rest)], "meet", "head")
            )
        elif what == "stuck":
            self.move_to(True, client_id, "stuck")
            self.focus = self.key(client_id, "ladder")
        elif what == "hint":
            self.move_to(self.reached(client_id, "hints", most=3) + 1, client_id, "hints")
            self.focus = self.key(client_id, "ladder")
        elif what in {"reasons", "ask"}:
            self.move_to(True, client_id, {"reasons": "reasons", "ask": "asked"}[what])
            self.focus = (
                self.key(client_id, "contrast", "reasons")
                if what == "reasons"
                else self.key(client_id, "first", "reading")
            )
        elif what in {"next", "skip"}:
            self._go_on(client_id, int(rest))

    def _go_on(self, client_id: str, following: int) -> None:
        step = self._steps[following - 1]
        if missing := self._missing(client_id, step):
            self.notices = [n.status("not-yet", missing)]
            self.focus = "not-yet"
            return
        if self._steps[following] == "revise" and not self._reply(client_id, "revised").is_given:
            self._reply(client_id, "first").copy_to(self._reply(client_id, "revised"))
        if following > self._step(client_id):
            self.move_to(following, client_id, "step")
        self.focus = self.key(client_id, self._steps[following], "head")

    def _missing(self, client_id: str, step: str) -> str:
        """What a core step still wants, in words; empty when it can be left."""
        keeps = self.text(client_id, "keeps")
        empty = "There are no words here yet. Write a few, or choose “Say nothing for now”. Both are complete answers."
        if step == "first" and not self._reply(client_id, "first").is_given:
            return empty
        if step == "rate" and self.value(client_id, "before", "help") is None:
            return (
                "Give the first rating before you go on, so that you can compare with yourself later. A guess will do."
            )
        if step == "contrast" and not self.text(client_id, "noticed"):
            return "Write down first what you notice, before you read on. A word or two is enough."
        if step == "revise" and not keeps:
            return "Choose whether to change it or keep it. Either is a complete answer."
        if step == "revise" and keeps == "change" and not self._reply(client_id, "revised").is_given:
            return empty
        return ""

    # -- what is read later ----------------------------------------------------------------------------------

    def is_done(self) -> bool:
        """Whether each client has first words and a decision to change or keep them."""
        return all(self.text(c, "keeps") and self._reply(c, "first").is_given for c in self.spec.clients)

    def transcript(self) -> str:
        """Each client: attempt, ratings, revision and reasons side by side."""
        shown = [self.piece(client_id) for client_id in self.spec.clients if self.store.keys(self.key(client_id))]
        transfer = Reply(self, self.client(self.spec.transfer), "transfer")
        if self.store.keys(self.key("transfer.")) and transfer.is_given:
            shown.append(f"**{who(transfer.client)}** (somebody new)\n\n{quoted(transfer.said())}")
        return "\n\n".join(part for part in shown if part)

    def piece(self, client_id: str) -> str:
        """One client as Markdown; empty without first words."""
        first, revised = self._reply(client_id, "first"), self._reply(client_id, "revised")
        if not first.is_given or not self.store.keys(self.key(client_id, "first")):
            return ""
        kept = self.text(client_id, "keeps") == "keep"
        return side_by_side(
            self.client(client_id),
            first.said(),
            "Kept as it was."
            if kept
            else revised.said()
            if revised.is_given and self.store.keys(self.key(client_id, "revised"))
            else "",
            [self.value(client_id, when, what) for when in ("before", "after") for what in ("help", "sure")],
            self.text(client_id, "because"),
        )
