"""Week 0: the tour, the agreement, signposting and swaps, the baseline, the sealed envelope, access."""

from __future__ import annotations

from typing import Any

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity, who
from notknowing.activities.frame import nation_of
from notknowing.activities.nodes import Node
from notknowing.activities.reply import Reply
from notknowing.activities.signposts import NATIONS, card
from notknowing.activities.transcripts import escaped, quoted


class Tour(Activity):
    """Press here, type here, it saves itself; and one mistake on purpose."""

    kind = "tour"

    def view(self) -> list[Node]:
        """The steps so far, then the mistake."""
        reached = self.reached("step", most=len(self.spec.steps))
        shown = self.intro()
        for i, step in enumerate(self.spec.steps):
            if i > reached:
                return shown
            shown += self._step(i, step, is_past=i < reached)
        return shown + (self._mistake() if reached == len(self.spec.steps) else [])

    def _step(self, i: int, step: Any, *, is_past: bool) -> list[Node]:
        key = self.key(f"step{i + 1}")
        shown = [
            n.heading(f"{key}.head", f"{i + 1} of {len(self.spec.steps) + 1}", 3),
            *n.paras(f"{key}.say", step.say),
        ]
        if step.control == "button":
            shown.append(n.button(f"{key}|go", step.label, primary=True))
        elif step.control == "text":
            shown += [self.box(step.label, f"step{i + 1}", rows=2), n.button(f"{key}|go", "Go on", primary=True)]
        else:
            self.bound[key] = "choice"
            shown += [
                n.choice(key, step.label, [(option, option) for option in step.options], self.store.get(key)),
                n.button(f"{key}|go", "Go on", primary=True),
            ]
        if is_past:
            shown.append(n.status(f"{key}.reply", step.reply))
        return shown

    def _mistake(self) -> list[Node]:
        mistake, key = self.spec.mistake, self.key("mistake")
        total, typed = len(self.spec.steps) + 1, self.place("typed", default="")
        error = mistake.message if typed and self._in_range(typed) is None else ""
        shown = [
            n.heading(f"{key}.head", f"{total} of {total}", 3),
            *n.paras(f"{key}.say", mistake.say),
            n.number(key, mistake.label, typed, mistake.lowest, mistake.highest, error=error),
        ]
        return [*shown, n.status(f"{key}.said", str(self.place("told", default="")))]

    def _in_range(self, typed: Any) -> int | None:
        """The number somebody typed; None when it is no whole number or out of range."""
        try:
            number = int(str(typed))
        except ValueError:
            return None
        return number if self.spec.mistake.lowest <= number <= self.spec.mistake.highest else None

    def on_change(self, key: str, value: Any) -> None:
        """The number box: first a mistake, then a number in range."""
        mistake, text = self.spec.mistake, str(value).strip()[:20]
        if key != self.key("mistake") or not text:
            return
        number, told = self._in_range(text), ""
        if number is None:
            self.move_to(True, "mistaken")
        elif self.place("mistaken"):
            told = mistake.recovered
            self.save(number, "mistake", kind="number")
        else:
            told = mistake.not_yet
        self.move_to(text, "typed")
        self.move_to(told, "told")

    def on_press(self, key: str) -> None:
        """Go on to the next step."""
        step = int(key.removeprefix(self.key("step")).removesuffix("|go"))
        self.save("done", f"step{step}.done", kind="choice")
        if step > self.place("step", default=0):
            self.move_to(step, "step")
        self.focus = self.key(f"step{step}.reply") if step < len(self.spec.steps) else self.key("mistake.head")
        if step < len(self.spec.steps):
            self.focus = self.key(f"step{step + 1}.head")

    def private_by_default(self, key: str) -> bool:
        """The page says that nobody reads what is tried out here."""
        return True

    def is_done(self) -> bool:
        """Whether the mistake was made and mended."""
        return self.value("mistake") is not None


class Agreement(Activity):
    """The working agreement, with room for a question."""

    kind = "agreement"

    def view(self) -> list[Node]:
        """Each point with a tick box, then a box for what is unclear."""
        shown = self.intro()
        agreed = self.ticked("agreed")
        shown.append(
            self.tick("What we agree", [(point.id, point.text) for point in self.spec.points], "agreed", inline=False)
        )
        missing = len(self.spec.points) - len(agreed)
        said = (
            "You have ticked every point."
            if not missing
            else f"{len(agreed)} of {len(self.spec.points)} points ticked."
        )
        return [*shown, n.status("agreed.said", said), self.box(self.spec.question_label, "question", rows=3)]

    def transcript(self) -> str:
        """A question, where there is one, for the tutor."""
        question = self.text("question")
        return f"A question about the working agreement:\n\n{quoted(question)}" if question else ""


class SignpostAndSwap(Activity):
    """Where to turn, and which clients to meet somebody else instead of."""

    kind = "signposting"

    def view(self) -> list[Node]:
        """The card for the chosen nation, then the swaps."""
        nation = nation_of(self.course, self.store)
        noted = [c for c in self.course.clients.values() if c.swap_of is None and c.weeks]
        can = [c for c in noted if c.swap_with]
        cannot = [c for c in noted if not c.swap_with and c.swap_reason]
        options = [
            (c.id, f"{c.name}: {c.content_note}" if c.content_note else c.name)
            for c in sorted(can, key=lambda c: c.code)
        ]
        self.bound[self.key("swaps")] = "choices"
        key = self.key("swaps")
        shown = [
            *self.intro(),
            n.select("nation", "Where are you?", [(name, name) for name in NATIONS], nation),
            n.group(
                "card", card(self.course, nation, key="card.lines"), style="card", label=self.course.signposting.heading
            ),
            n.heading("swap.head", "Meet somebody else instead"),
            *n.paras("swap.intro", self.spec.swap_intro),
            n.checks(key, "Meet somebody else instead of", options, self.store.get(key), inline=False),
        ]
        for client in cannot:
            shown.append(n.para(f"cannot.{client.id}", f"**{client.name}.** {client.swap_reason}"))
        return shown

    def private_by_default(self, key: str) -> bool:
        """Why or whether somebody swaps is nobody else's business."""
        return True

    def on_change(self, key: str, value: Any) -> None:
        """The nation switch, shared with the card at the top of every page."""
        if key == "nation" and value in NATIONS:
            self.last_saved = self.store.put("00.nation", value, kind="choice", private=True)

    def is_done(self) -> bool:
        """Reading it is enough."""
        return True


class Baseline(Activity):
    """First words to several clients, cold: no help, no mirror. Read again in the last week."""

    kind = "baseline"

    def view(self) -> list[Node]:
        """One client at a time; the ones already answered stay open to change."""
        shown = self.intro()
        total = len(self.spec.clients)
        reached = self.reached("client", most=total - 1)
        for i, client_id in enumerate(self.spec.clients[: reached + 1]):
            client = self.client(client_id)
            shown.append(n.heading(self.key(client_id, "head"), f"{i + 1} of {total}. {client.name}"))
            shown += self.meet(client, pauses=False)
            it = client.pronouns.object
            shown += Reply(self, client, client_id).view(f"Your first words to {it}")
            shown.append(
                self.rating(
                    f"How sure are you that this would help {it}?",
                    client_id,
                    "sure",
                    low="not at all sure",
                    high="completely sure",
                )
            )
            if i == reached and i + 1 < total:
                shown.append(n.button(f"next|{i + 1}", "Go on to the next person", primary=True))
        if reached + 1 == total:
            shown.append(n.para("kept", "Your words are kept. You meet these people again in Week 12."))
        return shown

    def on_press(self, key: str) -> None:
        """Go on to the next client once there is an answer; silence is one."""
        reached = int(key.removeprefix("next|"))
        client_id = self.spec.clients[reached - 1]
        if not Reply(self, self.client(client_id), client_id).is_given:
            said = "There is no answer here yet. Write a few words, or choose “Say nothing for now”. Both are complete answers."
            self.notices = [n.status("not-yet", said)]
            self.focus = "not-yet"
            return
        self.move_to(reached, "client")
        self.focus = self.key(self.spec.clients[reached], "head")

    def is_done(self) -> bool:
        """Whether every client has an answer."""
        return all(self._reply(client_id).is_given and self._began(client_id) for client_id in self.spec.clients)

    def _reply(self, client_id: str) -> Reply:
        return Reply(self, self.client(client_id), client_id)

    def _began(self, client_id: str) -> bool:
        return bool(self.store.keys(self.key(client_id)))

    def transcript(self) -> str:
        """Each client, the first words, and how sure."""
        shown = []
        for client_id in self.spec.clients:
            if self._began(client_id) and self._reply(client_id).is_given:
                sure = self.value(client_id, "sure")
                shown.append(
                    f"**{who(self.client(client_id))}**\n\n{quoted(self._reply(client_id).said())}"
                    + ("" if sure is None else f"\n\nHow sure: {escaped(str(sure))} of 100.")
                )
        return "\n\n".join(shown)


class Envelope(Activity):
    """Three sentences, sealed until the last week. Breaking the seal early is allowed, and said."""

    kind = "envelope"

    def view(self) -> list[Node]:
        """The prompts while it is open; a line and one button once it is sealed."""
        sealed = self.place("sealed")
        if sealed:
            return [
                n.para("sealed", f"Your envelope is sealed. {self.spec.reopens}"),
                n.button("unseal", "Open it again now"),
            ]
        boxes = [self.box(prompt.text, prompt.id, rows=2) for prompt in self.spec.prompts]
        return [*self.intro(), *boxes, n.button("seal", "Seal the envelope", primary=True)]

    def on_press(self, key: str) -> None:
        """Seal or open."""
        if key == "seal" and not any(self.text(prompt.id) for prompt in self.spec.prompts):
            self.notices = [n.status("empty", "The envelope is empty. Write at least one sentence before you seal it.")]
            return
        self.move_to(key == "seal", "sealed")
        self.focus = "sealed" if key == "seal" else self.key(self.spec.prompts[0].id)

    def is_done(self) -> bool:
        """Whether something is in it."""
        return any(self.text(prompt.id) for prompt in self.spec.prompts)

    def transcript(self) -> str:
        """Only that there is one: it reopens in Week 12."""
        return "A sealed envelope." if self.is_done() else ""


class Access(Activity):
    """How somebody would like to work, and what would help."""

    kind = "access"

    def view(self) -> list[Node]:
        """Formats to choose from and a box for anything else."""
        return [
            *self.intro(),
            self.tick(
                "How would you like to work?", [(item, item) for item in self.spec.formats], "formats", inline=False
            ),
            self.box(self.spec.needs_label, "needs", rows=3, hint="Leave it empty if you like."),
            self.private_tick("needs"),
        ]

    def private_by_default(self, key: str) -> bool:
        """What somebody needs may be about health, and is theirs."""
        return True

    def is_done(self) -> bool:
        """Everything here is optional."""
        return True
