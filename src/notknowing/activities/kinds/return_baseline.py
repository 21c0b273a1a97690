"""Week 12: the four people of Week 0 again, old words beside new ones, and the envelope opened."""

from __future__ import annotations

from typing import Any

from notknowing import mirror
from notknowing.activities import nodes as n
from notknowing.activities.base import MET, Activity, sibling, who
from notknowing.activities.nodes import Node
from notknowing.activities.reading_view import NEVER_MARKS, press_contest, read_nodes
from notknowing.activities.reply import SILENCE, Reply
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models import Client

THEN, NOW = "then", "now"


class Then:
    """Reads another page's words as an activity reads its own, so that a ``Reply`` can be made of them."""

    def __init__(self, store: Any, activity_id: str):
        self.store, self.activity_id = store, activity_id

    def value(self, *parts: str) -> Any:
        """What is saved there under a part."""
        return self.store.get(".".join((self.activity_id, *parts)))

    def text(self, *parts: str) -> str:
        """The same as text."""
        found = self.value(*parts)
        return found.strip() if isinstance(found, str) else ""


class ReturnToBaseline(Activity):
    """Cold once more, one person at a time; only then the words of Week 0, and at the end the envelope."""

    kind = "return_to_baseline"

    then_store: Any = None
    """Words of Week 0 to use instead of those beside this page: for whoever has them in hand already."""

    def _there(self, source: str) -> Then:
        page_id, _, activity_id = source.partition(":")
        return Then(self.then_store or sibling(self.store, page_id), activity_id)

    @property
    def then(self) -> Then:
        """The first words of Week 0."""
        return self._there(self.spec.source)

    @property
    def envelope(self) -> Then:
        """The envelope of Week 0."""
        return self._there(self.spec.reopen)

    def reply(self, client_id: str) -> Reply:
        """Today's words to somebody."""
        return Reply(self, self.client(client_id), client_id)

    def first_reply(self, client_id: str) -> Reply | None:
        """The words of Week 0 to that person; None where there are none."""
        then = self.then
        met = self.course.clients.get(then.text(client_id, MET), self.course.clients[client_id])
        reply = Reply(then, met, client_id)  # type: ignore[arg-type]
        return reply if reply.is_given else None

    def _answered(self, client_id: str) -> bool:
        return bool(self.store.keys(self.key(client_id))) and self.reply(client_id).is_given

    # -- what is on the page -----------------------------------------------------------------------------------

    def view(self) -> list[Node]:
        """The people, one after the other; then the pairs; then the envelope."""
        total = len(self.spec.clients)
        reached = self.reached("client", most=total)
        shown = self.intro()
        for i, client_id in enumerate(self.spec.clients[: reached + 1]):
            shown += self._cold(i, total, client_id)
            if i == reached:
                onward = "Go on to the next person" if i + 1 < total else "Lay them beside Week 0"
                shown.append(n.button(f"next|{i + 1}", onward, primary=True))
        if reached < total:
            return shown
        shown += [n.heading("beside", "Then and now"), *self._beside()]
        return shown + self._envelope()

    def _cold(self, i: int, total: int, client_id: str) -> list[Node]:
        client = self.client(client_id)
        it = client.pronouns.object
        return [
            n.heading(self.key(client_id, "head"), f"{i + 1} of {total}. {client.name}"),
            *self.meet(client, pauses=False),
            *self.reply(client_id).view(f"Your words to {it} today"),
            self.rating(
                f"How sure are you that this would help {it}?",
                client_id,
                "sure",
                low="not at all sure",
                high="completely sure",
            ),
        ]

    def _beside(self) -> list[Node]:
        found = [client_id for client_id in self.spec.clients if self.first_reply(client_id)]
        if not found:
            return [*n.paras("missing", self.spec.missing), n.button("look-again", "Look again")]
        shown = n.paras("beside.said", self.spec.beside)
        for client_id in self.spec.clients:
            shown += self._pair(client_id)
        return shown

    def _pair(self, client_id: str) -> list[Node]:
        client, first = self.client(client_id), self.first_reply(client_id)
        key = self.key(client_id, "pair")
        shown = [n.heading(f"{key}.head", client.name)]
        if first is None:
            return [*shown, n.para(f"{key}.none", f"There are no words to {client.name} from Week 0. Today's stand by themselves.")]  # fmt: skip
        if first.client.id != client.id:
            shown.append(n.para(f"{key}.met", f"In Week 0 you met {first.client.name}, and today {client.name}. The two were asked the same of you.", "quiet"))  # fmt: skip
        rows: list[list[Node | str]] = [["Your words", first.said(), self.reply(client_id).said()]]
        sure = [_number(self.then.value(client_id, "sure")), _number(self.value(client_id, "sure"))]
        if any(sure):
            rows.append(["How sure, from 0 to 100", sure[0] or "not said", sure[1] or "not said"])
        shown.append(n.table(f"{key}.table", f"Your words to {client.name}", ["What", "Week 0", "Today"], rows, row_headers=True))  # fmt: skip
        options = [(one.id, one.text) for one in self.spec.whiches]
        shown.append(self.pick(self.spec.which.format(name=client.name), options, client_id, "which", inline=False))
        shown.append(self.prompt(self.spec.notice, client_id))
        return shown + self._mirror(client_id, first)

    def _mirror(self, client_id: str, first: Reply) -> list[Node]:
        if self.page.mirror == "absent":
            return []
        name = self.client(client_id).name
        if not self.place(client_id, "asked"):
            return [n.button(f"ask|{client_id}", "Show what the mirror names in both", describe=f"to {name}")]
        shown = [
            n.para(self.key(client_id, "never"), NEVER_MARKS, "quiet"),
            n.para(self.key(client_id, "measured"), mirror.MEASURED, "quiet"),
        ]
        for when, label, reply in ((THEN, "Week 0", first), (NOW, "Today", self.reply(client_id))):
            head = n.heading(self.key(client_id, when, "head"), f"{label}, to {reply.client.name}", 4)
            if reply.manner == SILENCE:
                said = "You said nothing for now. The mirror reads words only."
                shown += [head, n.para(self.key(client_id, when, "silence"), said)]
            else:
                shown += [head, *read_nodes(self, reply.client, reply.words, client_id, when)]
        return [n.group(self.key(client_id, "mirror"), shown, label=f"The mirror, to {name}")]

    def _envelope(self) -> list[Node]:
        shown = [n.heading("envelope", "The envelope"), *n.paras("envelope.intro", self.spec.envelope_intro)]
        if not self.place("opened"):
            return [*shown, n.button("open", "Open the envelope", primary=True)]
        sealed = self.sealed()
        shown.append(n.heading("inside", "What was in it", 4))
        if sealed:
            shown += [n.words(f"inside.{i}", text, label) for i, (label, text) in enumerate(sealed)]
        else:
            shown += n.paras("inside.none", self.spec.envelope_missing)
        shown += [self.prompt(prompt) for prompt in self.spec.prompts]
        return [*shown, *n.paras("end", self.spec.after)]

    def sealed(self) -> list[tuple[str, str]]:
        """The prompts of the envelope with what was written to each in Week 0, where something was."""
        page_id, _, activity_id = self.spec.reopen.partition(":")
        page = self.course.pages.get(page_id)
        prompts = page.activity(activity_id).prompts if page else []
        return [(one.text, text) for one in prompts if (text := self.envelope.text(one.id))]

    # -- presses -----------------------------------------------------------------------------------------------

    def on_press(self, key: str) -> None:
        """Go on once there is an answer; silence is one. Ask the mirror, contest it, or open the envelope."""
        if press_contest(self, key):
            return
        what, _, rest = key.partition("|")
        if what == "next":
            self._go_on(int(rest))
        elif what == "ask":
            self.move_to(True, rest, "asked")
            self.focus = self.key(rest, "mirror")
        elif what == "open":
            self.move_to(True, "opened")
            self.focus = "inside"

    def _go_on(self, following: int) -> None:
        client_id = self.spec.clients[following - 1]
        if not self.reply(client_id).is_given:
            said = "There is no answer here yet. Write a few words, or choose “Say nothing for now”. Both are complete answers."
            self.notices = [n.status("not-yet", said)]
            self.focus = "not-yet"
            return
        if following > self.reached("client", most=len(self.spec.clients)):
            self.move_to(following, "client")
        is_last = following == len(self.spec.clients)
        self.focus = "beside" if is_last else self.key(self.spec.clients[following], "head")

    # -- afterwards --------------------------------------------------------------------------------------------

    def is_done(self) -> bool:
        """Whether each of them has an answer. The words of Week 0 may be somewhere else."""
        return all(self._answered(client_id) for client_id in self.spec.clients)

    def transcript(self) -> str:
        """Each person, the words of Week 0 where they are in hand, today's, and what was written about them."""
        whiches = {one.id: one.text for one in self.spec.whiches}
        said = []
        for client_id in self.spec.clients:
            if not self._answered(client_id):
                continue
            client, first = self.client(client_id), self.first_reply(client_id)
            part = [f"**{who(client)}**"]
            if first:
                part.append(_reply_said("Week 0", first, self.then.value(client_id, "sure"), client))
            part.append(_reply_said("Week 12", self.reply(client_id), self.value(client_id, "sure"), client))
            if which := whiches.get(self.text(client_id, "which")):
                part.append(f"{self.spec.which.format(name=client.name)} *{which}*")
            if notice := self.text(client_id, self.spec.notice.id):
                part.append(f"{self.spec.notice.label}\n\n{quoted(notice)}")
            said.append("\n\n".join(part))
        answers = [(one.label, self.text(one.id)) for one in self.spec.prompts if self.text(one.id)]
        if answers:
            said += [f"**In the envelope, Week 0:** {label}\n\n{quoted(text)}" for label, text in self.sealed()]
            said += [f"**{label}**\n\n{quoted(text)}" for label, text in answers]
        return "\n\n".join(said)


def _number(value: Any) -> str:
    """A rating as text; empty where there is none."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _reply_said(when: str, reply: Reply, sure: Any, client: Client) -> str:
    met = "" if reply.client.id == client.id else f", to {reply.client.name}"
    rated = f"\n\nHow sure: {escaped(_number(sure))} of 100." if _number(sure) else ""
    return f"{when}{met}:\n\n{quoted(reply.said())}{rated}"
