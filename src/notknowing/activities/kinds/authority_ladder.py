"""Week 11: messages of rising concern, a direct question where one is a duty, and the service for the chosen nation."""

from __future__ import annotations

from typing import Any

from notknowing import mirror
from notknowing.activities import nodes as n
from notknowing.activities.frame import nation_of
from notknowing.activities.kinds.causes import Compared
from notknowing.activities.nodes import Node
from notknowing.activities.reading_view import NEVER_MARKS
from notknowing.activities.signposts import NATIONS, card
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models.authority import LadderWords, Rung, ServiceQuestion
from notknowing.work import Saved

WORDS = "words"
"""Last part of the key of what would be said: whoever marks finds replies to a client under it."""


class SafetyLadder(Compared):
    """What you would say, do and record, and whom you would ring: one message after the other."""

    kind = "safety_ladder"

    # -- who speaks

    def root(self, rung: Rung) -> str:
        """Under which name the words for a rung are saved: the client's id, where it is a client of the course."""
        return rung.client or rung.id

    def message(self, rung: Rung) -> LadderWords:
        """The message of the person met on a rung."""
        if rung.client is None:
            return next(iter(rung.by.values()))
        return rung.by.get(self.client(rung.client).id, rung.by[rung.client])

    def name(self, rung: Rung) -> str:
        """Who speaks on a rung."""
        return self.client(rung.client).name if rung.client else rung.name

    def is_left(self, rung: Rung) -> bool:
        """Whether the student has left a rung out."""
        return self.text(self.root(rung), "leave") == "leave"

    # -- the page

    def view(self) -> list[Node]:
        """The card, the rungs as far as the student has come, then the question of the right service."""
        spec, rungs = self.spec, self.spec.rungs
        own = [n.para("own.said", spec.card_intro), *card(self.course, nation_of(self.course, self.store), key="own")]
        shown = [*self.intro(), n.details("own", self.course.signposting.heading, own)]
        reached = self.reached("at", most=len(rungs))
        for i, rung in enumerate(rungs[: reached + 1]):
            shown += self._rung(i, rung)
            if i == reached:
                more = i + 1 < len(rungs)
                label = "Go on to the next message" if more else "Go on to the last question"
                shown.append(n.row(self.key("steps"), [n.button(f"next|{i + 1}", label, primary=True)]))
        if reached < len(rungs):
            return shown
        return [*shown, *self._services(), *self.boxes_and_note(spec.prompts, None), *self._after()]

    def _after(self) -> list[Node]:
        if not all(self.text("service", one.id) for one in self.spec.services):
            return []
        return with_sources(self.key("after"), self.spec.after, self.course)

    def _rung(self, i: int, rung: Rung) -> list[Node]:
        said, root, key = self.message(rung), self.root(rung), self.key(self.root(rung))
        shown = [
            n.heading(f"{key}.head", f"Message {i + 1} of {len(self.spec.rungs)}: {self.name(rung)}"),
            n.para(f"{key}.about", said.about, "quiet"),
        ]
        if said.content_note:
            shown.append(n.para(f"{key}.content", f"What is in here: {said.content_note}.", "quiet"))
        options = [("read", "Read it"), ("leave", self.spec.leave)]
        if said.content_note:
            shown.append(self.pick("Your choice. You need give no reason", options, root, "leave"))
            if self.is_left(rung):
                return [*shown, n.para(f"{key}.left", self.spec.left)]
            if not self.text(root, "leave"):
                return shown
        return [*shown, *self._answer(rung, said)]

    def _answer(self, rung: Rung, said: LadderWords) -> list[Node]:
        spec, root, name, key = self.spec, self.root(rung), self.name(rung), self.key(self.root(rung))
        options = [(option.id, option.text) for option in spec.ring_options]
        shown = [
            n.words(f"{key}.message", said.words, name),
            self.rating(spec.concern, root, "concern", low=spec.concern_low, high=spec.concern_high),
            self.prompt(spec.say.model_copy(update={"id": WORDS, "label": _named(spec.say.label, name)}), root),
            self.prompt(spec.do, root),
            self.prompt(spec.record, root),
            self.tick(spec.ring, options, root, "ring", inline=False),
        ]
        if rung.id == spec.direct_rung:
            shown += self._direct(rung)
            if not self.text(root, "asked"):
                return shown
        if not self.place(root, "compared"):
            return [*shown, n.button(f"compare|{root}", "Compare", describe=f"with the course's thoughts on {name}")]
        return [*shown, *self._thoughts(rung, said)]

    def _thoughts(self, rung: Rung, said: LadderWords) -> list[Node]:
        key = self.key(self.root(rung), "thoughts")
        labels = {option.id: option.text for option in self.spec.ring_options}
        ring = "; ".join(labels[name] if i == 0 else _lower(labels[name]) for i, name in enumerate(rung.key))
        items = [
            f"**What to say.** {said.say}",
            f"**What to do.** {said.do}",
            f"**What to record.** {said.record}",
            f"**Whom to ring.** {ring}. {said.ring}",
        ]
        return [n.heading(key, f"The course's thoughts on {self.name(rung)}", 4), n.listing(f"{key}.list", items)]

    # -- the direct question

    def _direct(self, rung: Rung) -> list[Node]:
        spec, root, key = self.spec, self.root(rung), self.key(self.root(rung))
        if not self.place(root, "looked"):
            return [n.button(f"look|{root}", "Look at my words again")]
        options = [(option.id, option.text) for option in spec.direct_options]
        shown = [
            n.heading(f"{key}.direct", spec.direct_question, 4),
            n.words(f"{key}.own", self.text(root, WORDS) or "Nothing is written.", "Your words"),
            self.pick(spec.direct_question, options, root, "asked", inline=False),
        ]
        if not self.text(root, "asked"):
            return shown
        rows = [[one.words, "Yes" if one.is_direct else "Not yet", one.why] for one in spec.direct_examples]
        shown += [
            *with_sources(f"{key}.what", spec.direct_what, self.course),
            n.table(f"{key}.examples", "Questions, direct and not yet", ["Somebody says", "Direct?", "Why"], rows),
        ]
        if self.page.mirror != "absent":
            if self.place(root, "mirrored"):
                shown.append(n.status(f"{key}.mirror", self._found(rung)))
            else:
                shown.append(n.button(f"mirror|{root}", "Ask the mirror whether it finds a direct question"))
            shown.append(n.para(f"{key}.never", NEVER_MARKS, "quiet"))
        again = spec.direct_again.model_copy(update={"id": WORDS})
        return [*shown, self.prompt(again, root, "again")]

    def _found(self, rung: Rung) -> str:
        """What the mirror says of the words of a rung, the first and the later ones together."""
        replies = [text for part in ((), ("again",)) if (text := self.text(self.root(rung), *part, WORDS))]
        client = self.client(rung.client) if rung.client else None
        try:
            left = mirror.not_asked(replies, client)
        except Exception:  # nothing hangs on the mirror, so nobody is held up by it
            left = None
        if left is None:
            return "The mirror could not read these words. Your words are safe, and nothing depends on it."
        return self.spec.direct_not_found if left else self.spec.direct_found

    # -- the right service

    @property
    def nation(self) -> str:
        """The nation whose services are named; saved with the work once a service is chosen."""
        own = self.text("nation")
        return own if own in NATIONS else nation_of(self.course, self.store)

    def accepted(self, question: ServiceQuestion) -> set[str]:
        """The lines that fit a question: named by the page, checked, and of the chosen nation."""
        return {
            line.id
            for line in self.course.signposting.lines
            if line.id in question.accept and line.checked and self.nation in line.nations
        }

    def _services(self) -> list[Node]:
        spec = self.spec
        key = self.key("nation")
        self.bound[key] = "choice"
        lines = [line for line in self.course.signposting.lines if line.checked]
        options = [(line.id, f"{line.service}: {line.contact}") for line in lines]
        shown = [
            n.heading(self.key("services"), "Which service?"),
            *with_sources("service-intro", spec.service_intro, self.course),
            n.select(key, spec.nation_label, [(name, name) for name in NATIONS], self.nation),
        ]
        for question in spec.services:
            shown.append(self.pick(question.question, options, "service", question.id, inline=False))
            if chosen := self.text("service", question.id):
                answer = self.key("service", question.id, "answer")
                shown += [
                    n.status(answer, self._service_said(question, chosen)),
                    n.para(f"{answer}.note", question.note),
                ]
        if all(self.text("service", one.id) for one in spec.services):
            lines_ = card(self.course, self.nation, key="client-card")
            shown.append(n.group("client-card", lines_, style="card", label=f"Lines that work in {self.nation}"))
        return shown

    def _service_said(self, question: ServiceQuestion, chosen: str) -> str:
        spec = self.spec
        if chosen in self.accepted(question):
            return spec.service_agrees
        line = next((line for line in self.course.signposting.lines if line.id == chosen), None)
        if line is not None and self.nation not in line.nations:
            return spec.service_other_nation.replace("{nation}", self.nation)
        return spec.service_differs

    # -- events

    def change(self, key: str, value: Any) -> Saved | None:
        """Take one change. A service is kept together with the nation it was chosen for."""
        saved = super().change(key, value)
        is_service = isinstance(key, str) and key.startswith(self.key("service", ""))
        if saved is not None and is_service and self.text("nation") not in NATIONS:
            self.store.put(self.key("nation"), self.nation, kind="choice", history=False)
        return saved

    def on_press(self, key: str) -> None:
        """Go on, look again, ask the mirror, or open the course's thoughts once something is written."""
        verb, _, name = key.partition("|")
        if verb == "next":
            self.move_to(int(name), "at")
            at = int(name)
            more = at < len(self.spec.rungs)
            self.focus = self.key(self.root(self.spec.rungs[at]), "head") if more else self.key("services")
        elif verb == "look" and not self.text(name, WORDS):
            self._first("Write first what you would say. A sentence is enough.")
        elif verb == "look":
            self.move_to(True, name, "looked")
            self.focus = self.key(name, "direct")
        elif verb == "mirror":
            self.move_to(True, name, "mirrored")
            self.focus = self.key(name, "mirror")
        elif verb == "compare" and not any(self.text(name, part) for part in (WORDS, self.spec.do.id)):
            self._first("Write first what you would say or do. A few words are enough.")
        elif verb == "compare":
            self.move_to(True, name, "compared")
            self.focus = self.key(name, "thoughts")

    def _first(self, said: str) -> None:
        self.notices, self.focus = [n.status("first", said)], "first"

    # -- what is read later

    def _is_answered(self, rung: Rung) -> bool:
        root = self.root(rung)
        return self.is_left(rung) or any(self.text(root, part) for part in (WORDS, self.spec.do.id))

    def is_done(self) -> bool:
        """Whether every message has an answer or was left out, and every service question has a choice."""
        chosen = all(self.text("service", one.id) for one in self.spec.services)
        return chosen and all(self._is_answered(rung) for rung in self.spec.rungs)

    def practice_points(self) -> tuple[float, float]:
        """Points for a line that works in the chosen nation. Nothing that is said to a client is counted."""
        most = sum(one.points for one in self.spec.services)
        got = sum(
            one.points for one in self.spec.services if self.text("service", one.id) in self.accepted(one)
        )  # fmt: skip
        return float(got), float(most)

    def transcript(self) -> str:
        """Each message with what was said, done and recorded, and who was rung; then the services."""
        said = [text for rung in self.spec.rungs if (text := self._said(rung))]
        names = {line.id: line.service for line in self.course.signposting.lines}
        for one in self.spec.services:
            if chosen := self.text("service", one.id):
                said.append(f"{one.question} For {self.nation}: {names.get(chosen, escaped(chosen))}.")
        return "\n\n".join([*said, *self.written(self.spec.prompts)])

    def _said(self, rung: Rung) -> str:
        root, spec = self.root(rung), self.spec
        if self.is_left(rung):
            return f"**{self.name(rung)}**\n\nLeft out. To be taken up in person."
        parts = []
        concern = self.value(root, "concern")
        if concern not in (None, ""):
            parts.append(f"Concern: {escaped(str(concern)[:8])} of 100.")
        for label, path in (
            ("Says", (root, WORDS)),
            ("Does", (root, spec.do.id)),
            ("Records", (root, spec.record.id)),
            ("Words after looking again", (root, "again", WORDS)),
        ):
            if text := self.text(*path):
                parts.append(f"{label}:\n\n{quoted(text)}")
        labels = {option.id: option.text for option in spec.ring_options}
        if ring := [labels[name] for name in self.ticked(root, "ring") if name in labels]:
            parts.append(f"Rings: {'; '.join(ring)}.")
        asked = {option.id: option.text for option in spec.direct_options}.get(self.text(root, "asked"))
        if rung.id == spec.direct_rung and asked:
            parts.append(f"{spec.direct_question} The student's own answer: {asked}")
        return "\n\n".join([f"**{self.name(rung)}**", *parts]) if parts else ""


def _lower(text: str) -> str:
    """A text that goes on in the middle of a sentence."""
    return text[:1].lower() + text[1:]


def _named(label: str, name: str) -> str:
    """A label in which ``{name}`` is who speaks."""
    return label.replace("{name}", name)
