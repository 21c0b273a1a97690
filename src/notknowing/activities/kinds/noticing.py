"""Week 1: the pull meter, sorting replies, two minutes of not typing, one's own moves predicted and then read."""

from __future__ import annotations

from notknowing import mirror
from notknowing.activities import nodes as n
from notknowing.activities.base import Activity, sibling
from notknowing.activities.nodes import Node
from notknowing.activities.reading_view import NEVER_MARKS, press_contest, read_nodes
from notknowing.activities.reply import SILENCE, Reply
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models import SortItem
from notknowing.work.wording import listed

MOVES: list[n.Option] = [
    ("advice", "Advice"),
    ("reassurance", "Reassurance"),
    ("interpretation", "Interpretation"),
    ("diagnosis", "Diagnosis or label"),
    ("closed_question", "Closed question"),
    ("self_disclosure", "Talking about oneself"),
    ("none", "None of these"),
    ("more_than_one", "More than one"),
]
"""The hasty moves as a student reads them."""


def move_label(move: str) -> str:
    """A move in words."""
    return dict(MOVES).get(move, move.replace("_", " "))


def move_said(move: str) -> str:
    """A move as it stands in a sentence, safe in Markdown whatever was saved."""
    return escaped(move_label(move).lower())


class PullMeter(Activity):
    """Which way, and how hard, before any words."""

    kind = "pull_meter"

    def view(self) -> list[Node]:
        """Each client in turn with the same scales."""
        shown = self.intro()
        reached = self.reached("client", most=len(self.spec.clients) - 1)
        for i, client_id in enumerate(self.spec.clients[: reached + 1]):
            client = self.client(client_id)
            shown.append(n.heading(self.key(client_id, "head"), client.name))
            shown += self.meet(client)
            shown.append(
                n.para(self.key(client_id, "ask"), f"Before anything else: which way does {client.name} pull you?")
            )
            shown += [
                self.rating(scale.label, client_id, scale.id, low=scale.low, high=scale.high)
                for scale in self.spec.scales
            ]
            if i == reached and i + 1 < len(self.spec.clients):
                shown.append(n.button(f"next|{i + 1}", "Go on to the next person", primary=True))
        if reached + 1 == len(self.spec.clients):
            shown += n.paras("after", self.spec.after)
        return shown

    def on_press(self, key: str) -> None:
        """Go on. Leaving every scale alone is allowed: no pull is an answer."""
        reached = int(key.removeprefix("next|"))
        self.move_to(reached, "client")
        self.focus = self.key(self.spec.clients[reached], "head")

    def transcript(self) -> str:
        """The scales, client by client."""
        shown = []
        for client_id in self.spec.clients:
            pulls = [(scale.label, self.value(client_id, scale.id)) for scale in self.spec.scales]
            said = "; ".join(f"{label}: {escaped(str(value))}" for label, value in pulls if value is not None)
            if said:
                shown.append(f"**{self.client(client_id).name}.** {said}.")
        return "\n\n".join(shown)


class Sort(Activity):
    """Sort replies by move. The key is a set; disagreeing opens a note and never a cross."""

    kind = "sort"

    def view(self) -> list[Node]:
        """One reply at a time, with what has been sorted before it to open again."""
        items, kept = self.spec.items, self.kept()
        at = next((i for i in kept if i >= self.reached("at", most=len(items))), len(items))
        shown = [*self.intro(), *self._left_out()]
        if at < min(self.spec.practice, len(items)):
            shown.append(
                n.para("practice", f"The first {self.spec.practice} are for getting to know the words.", "quiet")
            )
        if at < len(items):
            shown += self._item(at)
        elif kept:
            shown.append(n.para("end", f"You have been through all {len(kept)}. You can open any of them again below."))
        done = [i for i in kept if self.text(f"i{i + 1}") and i != at]
        if done:
            rows = [
                [
                    str(i + 1),
                    items[i].words,
                    move_label(self.text(f"i{i + 1}")),
                    n.button(f"open|{i}", "Open again", describe=f"reply {i + 1}"),
                ]
                for i in done
            ]
            shown.append(
                n.details(
                    "so-far",
                    f"Sorted so far: {len(done)} of {len(kept)}",
                    [n.table("so-far.table", "What you have sorted", ["", "Reply", "You said", ""], rows)],
                )
            )
        return shown

    def kept(self) -> list[int]:
        """Places of the replies to sort: all but those to a client whom the student chose not to meet."""
        return [i for i, item in enumerate(self.spec.items) if not self.is_exchanged(item.client)]

    def _left_out(self) -> list[Node]:
        clients = dict.fromkeys(item.client for item in self.spec.items if self.is_exchanged(item.client))
        if not clients:
            return []
        names = [self.course.clients[client_id].name for client_id in clients]
        kept = self.kept()
        numbers = [str(i + 1) for i in range(len(self.spec.items)) if i not in kept]
        replies = f"Replies {listed(numbers)} are" if len(numbers) > 1 else f"Reply {numbers[0]} is"
        said = f"You chose to meet somebody else instead of {listed(names)}. {replies} left out here, and nothing is missing without them."
        return [n.para("left-out", said, "quiet")]

    def _item(self, i: int) -> list[Node]:
        item, name = self.spec.items[i], f"i{i + 1}"
        client = self.course.clients[item.client]
        key = self.key(name)
        self.bound[key] = "choice"
        chosen = self.text(name)
        shown = [
            n.heading(f"{key}.head", f"Reply {i + 1} of {len(self.spec.items)}, to {client.name}"),
            n.details(
                f"{key}.client", f"What {client.name} said", [n.words(f"{key}.client.words", client.words, client.name)]
            ),
            n.words(f"{key}.words", item.words, "The reply"),
            n.choice(key, "What does it mostly do?", MOVES, chosen),
        ]
        if chosen:
            shown += [n.status(f"{key}.agree", self._answer(item, chosen)), n.para(f"{key}.note", item.note)]
        kept = self.kept()
        before, after = [j for j in kept if j < i], [j for j in kept if j > i]
        steps = [n.button(f"go|{before[-1]}", "Back")] if before else []
        on = after[0] if after else len(self.spec.items)
        steps.append(n.button(f"go|{on}", "Go on" if after else "Finish", primary=True))
        return [*shown, n.row(f"{key}.steps", steps)]

    @staticmethod
    def _answer(item: SortItem, chosen: str) -> str:
        reading = " or ".join(move_label(move).lower() for move in item.key)
        if chosen in item.key:
            return f"The course reads it that way too: {reading}."
        if chosen in item.also:
            return f"That reading can be argued for. The course reads it first as {reading}."
        return f"The course reads it as {reading}. You may still see something it does not; the note says why it reads it so."

    def on_press(self, key: str) -> None:
        """Move between replies. Going on without choosing is allowed."""
        at = int(key.partition("|")[2])
        self.move_to(at, "at")
        self.focus = self.key(f"i{at + 1}", "head") if at < len(self.spec.items) else "end"

    def is_done(self) -> bool:
        """Whether every reply has been sorted, but for those to an exchanged client."""
        return all(self.text(f"i{i + 1}") for i in self.kept())

    def transcript(self) -> str:
        """What the student chose for each reply."""
        rows = [(i + 1, self.text(f"i{i + 1}")) for i in range(len(self.spec.items))]
        return "; ".join(f"reply {number}: {move_said(move)}" for number, move in rows if move)


class Hold(Activity):
    """A client on screen and nothing to do for a while; then what the body wanted."""

    kind = "hold"

    def view(self) -> list[Node]:
        """The client and a start button, the countdown, then the prompts."""
        client = self.client(self.spec.client)
        shown = [*self.intro(), *self.meet(client, pauses=False)]
        state = self.place("state", default="before")
        if state == "before":
            return [*shown, n.row("row", [n.button("begin", "Begin", primary=True), n.button("over", "Skip the wait")])]
        if state == "holding":
            return [*shown, n.timer("over", self.spec.seconds, "Nothing to type yet. Time left:", "End the wait now")]
        for prompt in self.spec.prompts:
            shown += [self.prompt(prompt), self.private_tick(prompt.id)]
        return [*shown, n.button("again", "Wait again")]

    def on_press(self, key: str) -> None:
        """Begin, end or repeat the wait."""
        self.move_to({"begin": "holding", "over": "after", "again": "before"}[key], "state")
        if key == "begin":
            self.focus = "over"
        elif key == "over":
            self.focus = self.key(self.spec.prompts[0].id)

    def private_by_default(self, key: str) -> bool:
        """What the body wanted stays with the student unless shared on purpose."""
        return True

    def transcript(self) -> str:
        """What the student chose to share."""
        return "\n\n".join(quoted(self.text(prompt.id)) for prompt in self.spec.prompts if self.text(prompt.id))

    def is_done(self) -> bool:
        """Whether the wait is over; writing about it is optional."""
        return self.place("state") == "after"


class OwnMoves(Activity):
    """Predict the moves in one's own earlier replies; then the mirror's reading, to accept or contest."""

    kind = "predict_then_see"

    @property
    def _source(self) -> tuple[str, str]:
        page_id, activity_id = self.spec.source.split(":")
        return page_id, activity_id

    def _earlier(self, client_id: str) -> str:
        """The reply of the earlier page, or the one written here instead."""
        page_id, activity_id = self._source
        there = sibling(self.store, page_id)
        manner = there.get(f"{activity_id}.{client_id}.manner") or "words"
        if manner == SILENCE:
            return ""
        return str(there.get(f"{activity_id}.{client_id}.{manner}") or "").strip()

    def _chose_silence(self, client_id: str) -> bool:
        page_id, activity_id = self._source
        return sibling(self.store, page_id).get(f"{activity_id}.{client_id}.manner") == SILENCE

    def view(self) -> list[Node]:
        """One client at a time: the reply, the prediction, then the reading."""
        shown = [*self.intro(), n.para("never", NEVER_MARKS, "quiet"), n.para("measured", mirror.MEASURED, "quiet")]
        reached = self.reached("client", most=len(self.spec.clients) - 1)
        for i, client_id in enumerate(self.spec.clients[: reached + 1]):
            shown += self._one(client_id)
            if i == reached and i + 1 < len(self.spec.clients):
                shown.append(n.button(f"next|{i + 1}", "Go on to the next reply", primary=True))
        return shown

    def _one(self, client_id: str) -> list[Node]:
        client = self.client(client_id)
        shown = [n.heading(self.key(client_id, "head"), f"Your reply to {client.name}")]
        shown.append(
            n.details(
                self.key(client_id, "client"),
                f"What {client.name} said",
                [n.words(self.key(client_id, "client.words"), client.words, client.name)],
            )
        )
        if self._chose_silence(client_id):
            return [
                *shown,
                n.para(
                    self.key(client_id, "silence"),
                    f"You said nothing for now to {client.name}. That is a complete answer, and the mirror has nothing to read in it.",
                ),
            ]
        text = self._earlier(client_id)
        if not text:
            reply = self._afresh(client_id)
            it = client.pronouns.object
            page_id, _ = self._source
            shown.append(
                n.para(
                    self.key(client_id, "missing"),
                    f"No earlier reply was found ({page_id}). You can write one now; it counts the same.",
                )
            )
            shown += reply.view(f"Your first words to {it}")
            if reply.manner == SILENCE:
                return [
                    *shown,
                    n.para(
                        self.key(client_id, "silence"),
                        "That is a complete answer, and the mirror has nothing to read in it.",
                    ),
                ]
            text = reply.words
            if not text:
                return shown
        else:
            shown.append(n.words(self.key(client_id, "own"), text, "What you wrote"))
        shown.append(
            self.tick(
                "First, predict: which of these might your words do?",
                [*MOVES[:6], ("question", "Open question"), ("none", "None of these")],
                client_id,
                "predicted",
            )
        )
        if not self.place(client_id, "seen"):
            return [
                *shown,
                n.button(
                    f"see|{client_id}",
                    "Now show what the mirror names",
                    describe=f"in your reply to {client.name}",
                    primary=True,
                ),
            ]
        shown += read_nodes(self, client, text, client_id)
        return [
            *shown,
            self.box(
                "What did you predict that it did not name, or the other way round?",
                client_id,
                "surprise",
                rows=2,
                hint="Optional.",
            ),
        ]

    def on_press(self, key: str) -> None:
        """See the reading once something was predicted, contest it, or go on."""
        if press_contest(self, key):
            return
        if key.startswith("next|"):
            reached = int(key.removeprefix("next|"))
            self.move_to(reached, "client")
            self.focus = self.key(self.spec.clients[reached], "head")
            return
        client_id = key.removeprefix("see|")
        if not self.ticked(client_id, "predicted"):
            self.notices = [
                n.status("predict-first", "Predict first: tick at least one. “None of these” is a prediction too.")
            ]
            self.focus = "predict-first"
            return
        self.move_to(True, client_id, "seen")
        self.focus = self.key(client_id, "reading")

    def is_done(self) -> bool:
        """Whether each reply has a prediction, or was a silence."""
        return all(
            self.value(client_id, "predicted")
            or self._chose_silence(client_id)
            or self._afresh(client_id).manner == SILENCE
            for client_id in self.spec.clients
        )

    def _afresh(self, client_id: str) -> Reply:
        """The reply written here, where the earlier page has none."""
        return Reply(self, self.client(client_id), client_id, "afresh")

    def transcript(self) -> str:
        """Predictions, and any reading the student contested, as teaching material."""
        shown = []
        for client_id in self.spec.clients:
            if self.store.keys(self.key(client_id, "afresh")) and self._afresh(client_id).is_given:
                shown.append(f"**To {self.client(client_id).name}**\n\n{quoted(self._afresh(client_id).said())}")
            if predicted := self.ticked(client_id, "predicted"):
                shown.append(f"**{self.client(client_id).name}.** Predicted: {', '.join(map(move_said, predicted))}.")
            if surprise := self.text(client_id, "surprise"):
                shown.append(quoted(surprise))
            for key in self.store.keys(self.key(client_id, "contest")):
                if reason := str(self.store.get(key) or "").strip():
                    shown.append(f"Contested a reading ({escaped(key.rsplit('.', 1)[-1])}):\n\n{quoted(reason)}")
        return "\n\n".join(shown)
