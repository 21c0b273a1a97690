"""Assignment 3: what its parts share, the audit of an exchange, and what of the dossier is there so far."""

from __future__ import annotations

from typing import Any

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models import Line, Prompt


class DossierActivity(Activity):
    """A part of the dossier: its words, how many, and what is missing. Nothing here says how good they are."""

    def missing(self) -> list[str]:
        """What is not there yet, in a few words each; empty when nothing is."""
        raise NotImplementedError(type(self).__name__)

    def lengths(self) -> list[tuple[str, int, int | None]]:
        """Each longer text: what it is, how many words it has, and the limit where there is one."""
        return []

    def is_done(self) -> bool:
        """Whether nothing is missing. Short answers count."""
        return not self.missing()

    def limited(self, prompt: Prompt, most: int | None, *parts: str) -> list[Node]:
        """A prompt's box with its count below it, softly: nothing is cut off."""
        count = counted(self.text(*parts, prompt.id))
        return [
            self.prompt(prompt, *parts),
            n.status(
                self.key(*parts, prompt.id, "count"), f"{count} words so far.{over(count, most)}" if count else ""
            ),
        ]


def counted(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def over(count: int, most: int | None) -> str:
    """What to add to a count that is above the limit."""
    return f" That is over {most}; the brief says how length is marked." if most and count > most else ""


class DossierAudit(DossierActivity):
    """Each turn of an exchange: a code, how sure it sounds, how much it could know, and why."""

    kind = "dossier_audit"

    def turns(self) -> list[int]:
        """The numbers of the turns to audit."""
        return [line.turn for line in self.spec.lines if line.turn is not None]

    def view(self) -> list[Node]:
        """The codes, the whole exchange to read first, one card for each turn, then the two texts."""
        spec = self.spec
        codes = [[code.label, code.definition, code.example, code.not_this] for code in spec.codes]
        exchange = [[str(line.turn or ""), line.speaker, line.words] for line in spec.lines]
        head = ["Code", "What it is", "For example", "Not to be taken for"]
        shown = [
            *self.intro(),
            *n.paras(self.key("about"), spec.about),
            n.details("codes", "The codes", [n.table("codes.table", "The codes", head, codes, row_headers=True)]),
            n.details(
                "whole-exchange",
                "Read the whole exchange first",
                [n.table("exchange", "The exchange", ["Turn", "Who", "Words"], exchange)],
                open_=True,
            ),
        ]
        before: list[Line] = []
        for line in spec.lines:
            if line.turn is None:
                before.append(line)
                continue
            shown.append(self._card(line, before))
            before = []
        shown += [n.status(self.key("so-far"), self._said_so_far()), *self._table()]
        shown.append(n.heading(self.key("reply.head"), f"In the place of turn {spec.stand_in}"))
        for prompt in spec.reply:
            shown.append(self.prompt(prompt, "reply"))
        shown += self.limited(spec.whole, spec.max_words)
        return [*shown, n.details("attach", spec.attach.label, [self.prompt(spec.attach)])]

    def _card(self, line: Line, before: list[Line]) -> Node:
        turn, spec = f"t{line.turn}", self.spec
        degrees = [(degree.id, degree.text) for degree in spec.degrees]
        inside = [n.heading(self.key(turn, "head"), f"Turn {line.turn}")]
        inside += [n.words(self.key(turn, f"before{i}"), one.words, one.speaker) for i, one in enumerate(before)]
        inside += [
            n.words(self.key(turn, "words"), line.words, f"{line.speaker}, turn {line.turn}"),
            self.pick(spec.code_label, [(code.id, code.label) for code in spec.codes], turn, "code"),
            self.pick(spec.sounds, degrees, turn, "sounds"),
            self.pick(spec.knows, degrees, turn, "knows"),
            self.prompt(spec.reason, turn),
        ]
        return n.group(self.key(turn, "card"), inside, style="card", label=f"Turn {line.turn}")

    def _label(self, turn: int, part: str) -> str:
        """What was chosen at a turn, as the page calls it; empty where nothing was."""
        names = {code.id: code.label for code in self.spec.codes} if part == "code" else self._degrees()
        chosen = self.text(f"t{turn}", part)
        return names.get(chosen, "not one of the choices") if chosen else ""

    def _degrees(self) -> dict[str, str]:
        return {degree.id: degree.text for degree in self.spec.degrees}

    def _reason(self, turn: int) -> str:
        return self.text(f"t{turn}", self.spec.reason.id)

    def _is_whole(self, turn: int) -> bool:
        return all((self._reason(turn), *(self._label(turn, part) for part in ("code", "sounds", "knows"))))

    def _said_so_far(self) -> str:
        turns = self.turns()
        return f"{sum(map(self._is_whole, turns))} of {len(turns)} turns have all three and a reason."

    def _rows(self) -> list[list[str]]:
        found = [
            [str(turn), *(self._label(turn, part) for part in ("code", "sounds", "knows")), self._reason(turn)]
            for turn in self.turns()
        ]
        return [row for row in found if any(row[1:])]

    def _table(self) -> list[Node]:
        rows = [row[:4] for row in self._rows()]
        if not rows:
            return []
        head = ["Turn", "What it does", "How sure it sounds", "How much it could know"]
        return [n.details("chosen", "Your choices side by side", [n.table("chosen.table", "Your choices", head, rows)])]

    def missing(self) -> list[str]:
        """Turns without a choice or a reason, and texts that are empty."""
        open_ = [str(turn) for turn in self.turns() if not self._is_whole(turn)]
        gaps = [f"{'turn' if len(open_) == 1 else 'turns'} {', '.join(open_)}"] if open_ else []
        gaps += [f"‘{prompt.label}’" for prompt in self.spec.reply if not self.text("reply", prompt.id)]
        return gaps + ([] if self.text(self.spec.whole.id) else [f"‘{self.spec.whole.label}’"])

    def lengths(self) -> list[tuple[str, int, int | None]]:
        """The text about all the turns."""
        return [(self.spec.whole.label, counted(self.text(self.spec.whole.id)), self.spec.max_words)]

    def transcript(self) -> str:
        """The audit in a table, what the student would say in a turn's place, and the rest."""
        rows = [f"| {' | '.join(_cell(part) for part in row)} |" for row in self._rows()]
        head = "| Turn | Does | Sounds sure | Could know | Why |\n|---|---|---|---|---|"
        parts = ["\n".join([head, *rows])] if rows else []
        for prompt in self.spec.reply:
            if text := self.text("reply", prompt.id):
                parts.append(
                    f"**In the place of turn {self.spec.stand_in}: {escaped(prompt.label)}**\n\n{quoted(text)}"
                )
        if text := self.text(self.spec.whole.id):
            parts.append(f"**{escaped(self.spec.whole.label)}** ({counted(text)} words)\n\n{quoted(text)}")
        if text := self.text(self.spec.attach.id):
            parts.append(f"**{escaped(self.spec.attach.label)}**\n\n{quoted(text)}")
        return "\n\n".join(parts)


def _cell(text: str) -> str:
    """A cell of a Markdown table: one line, in which nothing typed takes effect."""
    return escaped(" ".join(text.split())) or "–"


class DossierState(Activity):
    """What is there and what is not, part by part, in words. It counts nothing towards a mark."""

    kind = "dossier_state"

    def _parts(self) -> list[DossierActivity]:
        specs = [self.page.activity(part) for part in self.spec.parts]
        made: list[Any] = [Activity.kinds[spec.kind](self.course, self.page, spec, self.store) for spec in specs]
        return [part for part in made if isinstance(part, DossierActivity)]

    def view(self) -> list[Node]:
        """One card for each part, and a button that looks again."""
        shown = self.intro()
        for part in self._parts():
            key = part.spec.id.lower()
            gaps = part.missing()
            said = f"Not there yet: {'; '.join(gaps)}." if gaps else "Nothing is missing here."
            label = f"{part.spec.id}. {part.spec.title}"
            inside = [n.heading(self.key(key, "head"), label), n.para(self.key(key, "said"), said)]
            for i, (what, count, most) in enumerate(part.lengths()):
                limit = f" The limit is {most}." if most else ""
                inside.append(n.para(self.key(key, f"length{i}"), f"{what}: {count} words.{limit}", "quiet"))
            shown.append(n.group(self.key(key, "card"), inside, style="card", label=label))
        return [*shown, n.para("state.note", self.spec.note, "quiet"), n.button("look-again", "Look again")]

    def on_press(self, key: str) -> None:
        """Read the files again: another part of the page may have been written in meanwhile."""
        if key == "look-again":
            self.store.refresh()

    def is_done(self) -> bool:
        """Looking is enough."""
        return True


__all__ = ["DossierActivity", "DossierAudit", "DossierState", "counted", "over"]
