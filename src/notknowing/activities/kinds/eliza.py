"""Week 10: fill in a table that answers, see what it does with the words, and talk to it as a client would."""

from __future__ import annotations

import re
from functools import lru_cache

from notknowing.activities import eliza
from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models import Prompt
from notknowing.course.models.eliza import ElizaBuild as BuildSpec

RANKS = {"first": 3, "usual": 2, "last": 1}
MOST_TURNS = 40
"""Turns of one talk. After that it has to be begun again."""

HEARD = "What was said. A solid line: the words of the row. A dashed line: the gap."
HANDED_BACK = "What it answered. A dashed line: words that it handed back."

_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def name(number: int) -> str:
    """The part of an entry key that stands for a row: ``r3``."""
    return f"r{number}"


class _Bench(Activity):
    """What both activities share: the rows as the student left them, and one turn with all that was done."""

    bench: BuildSpec
    """The activity that holds the rows."""

    def _row(self, number: int) -> tuple[str, str, int]:
        says, answers, when = (self._at(name(number), part) for part in ("says", "answers", "when"))
        return says, answers, RANKS.get(when, RANKS["usual"])

    def _at(self, *parts: str) -> str:
        found = self.store.get(".".join((self.bench.id, *parts)))
        return found if isinstance(found, str) else ""

    def _rows(self) -> list[tuple[str, str, int]]:
        return [self._row(i) for i in range(1, self.bench.rows + 1)]

    def _has_rows(self) -> bool:
        """Whether at least one row can answer."""
        return bool(script(tuple(self._rows()), (), ())[0].rules)

    def _script(self) -> tuple[eliza.Script, list[str]]:
        typed = self._at("fallback").splitlines()
        fallback = [line for line in typed if line.strip()] or self.bench.fallback
        return script(tuple(self._rows()), tuple(fallback), tuple(self.bench.recall), self.bench.remember)

    def _ready_script(self) -> eliza.Script:
        rows = tuple((row.says, "\n".join(row.answers), RANKS[row.when]) for row in self.bench.ready)
        return script(rows, tuple(self.bench.fallback), tuple(self.bench.recall), self.bench.remember)[0]

    def _turn(self, key: str, turn: eliza.Turn) -> list[Node]:
        """What was said, with the words it heard; the reply, with the words it handed back; and what it did."""
        spans = [
            (a, b, "question" if what == "gap" else "", "in the gap" if what == "gap" else "the words of the row")
            for a, b, what in _merged(turn.said, turn.heard)
        ]
        shown = [
            n.para(f"{key}.said.head", HEARD, "quiet"),
            n.marked(f"{key}.said", turn.said or "(nothing)", spans),
            n.para(f"{key}.reply.head", HANDED_BACK, "quiet"),
            n.marked(
                f"{key}.reply", turn.reply or "(nothing)", [(a, b, "question", "from the gap") for a, b in turn.own]
            ),
        ]
        if turn.reply:
            shown.append(n.para(f"{key}.count", _counted(turn), "quiet"))
        return [*shown, n.listing(f"{key}.steps", [_plain(step) for step in turn.steps], ordered=True)]

    def written(self, prompts: list[Prompt]) -> list[str]:
        """Each label with the words under it."""
        said = [(prompt.label, self.text(prompt.id)) for prompt in prompts]
        return [f"**{label}**\n\n{quoted(text)}" for label, text in said if text]


@lru_cache(maxsize=64)
def script(
    rows: tuple[tuple[str, str, int], ...], fallback: tuple[str, ...], recall: tuple[str, ...], remember: str = "my"
) -> tuple[eliza.Script, list[str]]:
    """A script, read once for each state of the table: every press draws the page again."""
    return eliza.script_of(rows, fallback, recall, remember)


def _merged(text: str, heard: tuple[tuple[int, int, str], ...]) -> list[tuple[int, int, str]]:
    """Neighbouring words of the same sort as one span, so that a screen reader hears it once."""
    spans: list[tuple[int, int, str]] = []
    for start, end, what in sorted(heard):
        if spans and spans[-1][2] == what and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], end, what)
        else:
            spans.append((start, end, what))
    return spans


def _counted(turn: eliza.Turn) -> str:
    """How many words of the reply are the person's own."""
    whole = len(eliza.words_of(turn.reply))
    own = sum(len(eliza.words_of(turn.reply[a:b])) for a, b in turn.own)
    if not own:
        return f"None of the {whole} words of the answer came from the person." if whole > 1 else "The word of the answer did not come from the person."  # fmt: skip
    return f"{own} of the {whole} words of the answer came from the person."


def _plain(text: str) -> str:
    """A step as running text: an asterisk that stands for a gap must not be read as emphasis."""
    return text.replace("*", "…")


class ElizaBuild(_Bench):
    """Five rows to fill in, one sentence to try, and what became of the words."""

    kind = "eliza_build"

    @property
    def bench(self) -> BuildSpec:
        """This activity holds the rows itself."""
        return self.spec

    def view(self) -> list[Node]:
        """How a row works, the rows, a sentence to try, what it did with it, the questions and the note."""
        spec = self.spec
        _, notes = self._script()
        shown = [*self.intro(), *with_sources("how", spec.how, self.course), self._example()]
        shown += [self._card(i) for i in range(1, spec.rows + 1)]
        shown.append(n.button("ready", spec.ready_label))
        shown.append(self.box(spec.fallback_label, "fallback", rows=2, hint=f"If you leave it empty: {' / '.join(spec.fallback)}"))  # fmt: skip
        if notes and any(says or answers for says, answers, _ in self._rows()):
            shown.append(n.listing(self.key("notes"), [_plain(note) for note in notes]))
        shown += self._try()
        shown += [self.prompt(prompt) for prompt in spec.prompts]
        if self.place("tried"):
            shown += with_sources("note", spec.note, self.course)
        return shown

    def _example(self) -> Node:
        spec, row = self.spec, self.spec.example
        rows = ((row.says, "\n".join(row.answers), RANKS[row.when]),)
        made = eliza.answer(script(rows, (), ())[0], eliza.State(), spec.example_said)
        table = n.table(
            "example.row", "One row", [spec.labels.says, spec.labels.answers], [[row.says, " / ".join(row.answers)]]
        )
        return n.details("example", "Watch one row at work", [table, *self._turn("example.turn", made)], open_=True)

    def _card(self, number: int) -> Node:
        labels, row = self.spec.labels, name(number)
        when = self.key(row, "when")
        self.bound[when] = "choice"
        options = [("usual", labels.usual), ("first", labels.first), ("last", labels.last)]
        inside = [
            self.box(f"{labels.says} (row {number})", row, "says", rows=1, hint=labels.says_hint if number == 1 else None),
            self.box(f"{labels.answers} (row {number})", row, "answers", rows=2, hint=labels.answers_hint if number == 1 else None),
            n.select(when, f"{labels.when} (row {number})", options, self.store.get(when) or "usual"),
        ]  # fmt: skip
        return n.group(self.key(row), inside, style="card", label=f"Row {number}")

    def _try(self) -> list[Node]:
        spec = self.spec
        shown = [n.heading(self.key("try.head"), "Try it"), self.box(spec.try_label, "said", rows=2)]
        tries = [n.button(f"try|{i}", f"“{said}”", describe="try this sentence") for i, said in enumerate(spec.tries)]
        shown.append(n.row("tries", [n.button("answer", "What does it answer?", primary=True), *tries]))
        tried = self.place("tried")
        if not isinstance(tried, str) or not tried.strip():
            return shown
        made = eliza.answer(self._script()[0], eliza.State(), tried)
        shown.append(n.heading(self.key("did"), "What it did with the words", 4))
        return [*shown, *self._turn(self.key("turn"), made)]

    def on_press(self, key: str) -> None:
        """Fill the empty rows, or answer one sentence."""
        verb, _, which = key.partition("|")
        if verb == "ready":
            self._fill()
            return
        if verb == "try":
            self.save(self.spec.tries[int(which)], "said")
        said = self.text("said")
        if not said:
            self.notices = [n.status("first", "Write a sentence first, or press one of those below the box.")]
            self.focus = "first"
            return
        self.move_to(said, "tried")
        self.focus = self.key("did")

    def _fill(self) -> None:
        """Put the course's rows where nothing is written. A row with a word in it stays as it is."""
        filled = 0
        for number, row in enumerate(self.spec.ready[: self.spec.rows], start=1):
            if self.text(name(number), "says") or self.text(name(number), "answers"):
                continue
            self.save(row.says, name(number), "says")
            self.save("\n".join(row.answers), name(number), "answers")
            self.save(row.when, name(number), "when", kind="choice")
            filled += 1
        told = f"{filled} {'row was' if filled == 1 else 'rows were'} filled in. You can change every word of them."
        self.notices = [n.status("filled", told if filled else "No row is empty, so nothing was changed.")]
        self.focus = "filled"

    def is_done(self) -> bool:
        """Whether a row can answer and one sentence was tried."""
        return self._has_rows() and bool(self.place("tried"))

    def transcript(self) -> str:
        """The rows that hold something, and what was written about them."""
        rows = [
            f"Row {i}: if the person says “{escaped(says.strip())}”, answer “{escaped(' / '.join(answers.split(chr(10))).strip())}”"
            for i, (says, answers, _) in enumerate(self._rows(), start=1)
            if says.strip() or answers.strip()
        ]
        return "\n\n".join([*rows, *self.written(self.spec.prompts)])


class ElizaTalk(_Bench):
    """A talk with the table, as the client. The words are the client's or the student's own."""

    kind = "eliza_talk"

    @property
    def bench(self) -> BuildSpec:
        """The activity of the same page whose rows answer."""
        return self.page.activity(self.spec.rows_of)  # type: ignore[return-value]

    def view(self) -> list[Node]:
        """The client, the talk so far, what to say next, what it did, and after some turns the questions."""
        client, said = self.client(self.spec.client), self._said()
        shown = [*self.intro(), *self.meet(client, pauses=False), n.para("rows", self._whose_rows(), "quiet")]
        talk = self._talk()
        for i, (words, reply) in enumerate(talk):
            shown.append(n.words(self.key("said", str(i)), words, f"As {client.name}"))
            shown.append(n.words(self.key("reply", str(i)), reply or "(nothing)", "It answers"))
        if talk:
            shown.append(self._last(said))
        if len(talk) < MOST_TURNS:
            shown += [self.box(self.spec.say_label.format(name=client.name), "next", rows=2), self._buttons(len(talk))]
        else:
            shown.append(n.para("full", f"That was {MOST_TURNS} turns. To go on, begin again."))
        if talk:
            shown.append(n.button("again", "Begin the talk again"))
        if len(talk) >= self.spec.turns_first or any(self.text(prompt.id) for prompt in self.spec.prompts):
            shown += [self.prompt(prompt) for prompt in self.spec.prompts]
        if any(self.text(prompt.id) for prompt in self.spec.prompts):
            shown += with_sources("afterwards", self.spec.afterwards, self.course)
        return shown

    def _whose_rows(self) -> str:
        if not self._has_rows():
            return f"No row of {self.bench.id} can answer yet, so the course's ready rows answer here."
        count = len(self._script()[0].rules)
        return f"Your own table from {self.bench.id} answers: {count} {'row' if count == 1 else 'rows'} of yours can."

    def _now(self) -> eliza.Script:
        return self._script()[0] if self._has_rows() else self._ready_script()

    def _talk(self) -> list[tuple[str, str]]:
        """What was said and answered, turn by turn, as it was on the page at the time."""
        found = self.ticked("talk")
        return list(zip(found[::2], found[1::2], strict=False))[:MOST_TURNS]

    def _said(self) -> list[str]:
        return [said for said, _ in self._talk()]

    def _last(self, said: list[str]) -> Node:
        """What was done with the last remark; only as long as the rows are those that answered it."""
        turn = eliza.talk(self._now(), said)[-1]
        if turn.reply != self._talk()[-1][1]:
            inside = [
                n.para("changed", "The rows have been changed since, so this cannot be shown. Say something more.")
            ]
        else:
            inside = self._turn(self.key("turn"), turn)
        return n.details("did", "What it did with the last words", inside, open_=True)

    def _lines(self) -> list[str]:
        """The client's own sentences, in order."""
        return [line for line in _SENTENCE.split(" ".join(self.client(self.spec.client).words.split())) if line]

    def _buttons(self, turns: int) -> Node:
        buttons = [n.button("say", "Say it", primary=True)]
        left = self._next_line()
        if left is not None:
            buttons.append(n.button(f"line|{turns}", f"Say the next sentence: “{_clipped(left)}”"))
        return n.row("buttons", buttons)

    def _next_line(self) -> str | None:
        """The first of the client's sentences that has not been said."""
        said = set(self._said())
        return next((line for line in self._lines() if line not in said), None)

    def on_press(self, key: str) -> None:
        """Say something, or begin again."""
        if key == "again":
            self.save([], "talk", kind="choice")
            self.focus = self.key("next")
            return
        is_line = key.startswith("line|")
        words = self._next_line() if is_line else self.text("next")
        if not words:
            self.notices = [n.status("first", "Write something first, or take the next sentence.")]
            self.focus = "first"
            return
        words = words[: eliza.MOST_SAID]
        turn = eliza.talk(self._now(), [*self._said(), words])[-1]
        flat = [part for pair in self._talk() for part in pair]
        self.save([*flat, words, turn.reply], "talk", kind="choice")
        if not is_line:
            self.save("", "next")
        at = len(flat) // 2
        self.focus = self.key("reply", str(at))

    def is_done(self) -> bool:
        """Whether something was said to it and something written about it."""
        return bool(self._talk()) and any(self.text(prompt.id) for prompt in self.spec.prompts)

    def transcript(self) -> str:
        """The talk, and what was written about it."""
        lines = [
            f"> {escaped(' '.join(said.split()))}\n\n{escaped(reply) or '(nothing)'}" for said, reply in self._talk()
        ]
        return "\n\n".join([*lines, *self.written(self.spec.prompts)])


def _clipped(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
