"""Week 3: the important thing said as if ordinary, and a sentence that has to survive three witnesses."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.kinds.hearing import filled
from notknowing.activities.nodes import Node
from notknowing.activities.sources import cited, source_nodes, with_sources
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models import Client
from notknowing.course.models.hearing import OrdinaryExtract, Witness

EACH_LINE = 0.5
"""Practice points for a line that the course reads or accepts."""


class AsIfOrdinary(Activity):
    """Four extracts, one at a time: choose a line, defend it, then the course's reading."""

    kind = "as_if_ordinary"

    def view(self) -> list[Node]:
        """One extract with its lines to choose from, and those done before to open again."""
        extracts = self.spec.extracts
        at = self.reached("at", most=len(extracts))
        shown_ = self.intro()
        shown_ += self._one(at) if at < len(extracts) else [n.para("end", self._ended())]
        return shown_ + self._so_far(at)

    def _ended(self) -> str:
        return f"You have been through all {len(self.spec.extracts)}. You can open any of them again below."

    def _one(self, i: int) -> list[Node]:
        extract = self.spec.extracts[i]
        key = self.key(extract.id)
        options = [(str(number), f"{number}. {line}") for number, line in enumerate(extract.lines, 1)]
        shown_ = [
            n.heading(f"{key}.head", f"Extract {i + 1} of {len(self.spec.extracts)}"),
            n.para(f"{key}.about", extract.about, "quiet"),
            self.pick(self.spec.question, options, extract.id, "line", inline=False),
            self.prompt(self.spec.defend, extract.id),
        ]
        chosen = self.chosen(extract)
        if chosen and self.place(extract.id, "shown"):
            shown_ += [
                n.status(f"{key}.reading", self._answer(extract, chosen)),
                n.para(f"{key}.note", extract.note),
            ]
        elif chosen:
            shown_.append(n.button(f"show|{i}", "Show the course's reading"))
        steps = [n.button(f"go|{i - 1}", "Back")] if i else []
        last = i + 1 == len(self.spec.extracts)
        steps.append(n.button(f"go|{i + 1}", "Finish" if last else "Go on", primary=True))
        return [*shown_, n.row(f"{key}.steps", steps)]

    def chosen(self, extract: OrdinaryExtract) -> int | None:
        """The number of the line that was chosen."""
        one = self.text(extract.id, "line")
        return int(one) if one in {str(number) for number in range(1, len(extract.lines) + 1)} else None

    def _answer(self, extract: OrdinaryExtract, chosen: int) -> str:
        reading = " or ".join(f"“{extract.lines[number - 1]}”" for number in extract.key)
        if chosen in extract.key:
            return filled(self.spec.agrees, reading=reading)
        return filled(self.spec.arguable if chosen in extract.also else self.spec.differs, reading=reading)

    def _so_far(self, at: int) -> list[Node]:
        done = [(i, one) for i, one in enumerate(self.spec.extracts) if self.chosen(one) and i != at]
        if not done:
            return []
        rows = [
            [
                one.about,
                one.lines[self.chosen(one) - 1],
                n.button(f"open|{i}", "Open again", describe=f"extract {i + 1}"),
            ]
            for i, one in done
        ]
        table = n.table("so-far.table", "The lines you have chosen", ["Who", "Your line", ""], rows)
        return [n.details("so-far", f"Done so far: {len(done)} of {len(self.spec.extracts)}", [table])]

    def on_press(self, key: str) -> None:
        """Move between extracts, or show the reading of one. Going on without choosing is allowed."""
        verb, _, number = key.partition("|")
        i = int(number)
        if verb == "show":
            one = self.spec.extracts[i]
            self.move_to(True, one.id, "shown")
            self.focus = self.key(one.id, "reading")
            return
        self.move_to(i, "at")
        self.focus = self.key(self.spec.extracts[i].id, "head") if i < len(self.spec.extracts) else "end"

    def is_done(self) -> bool:
        """Whether a line was chosen in each extract."""
        return all(self.chosen(one) for one in self.spec.extracts)

    def practice_points(self) -> tuple[float, float]:
        """Half a point for each line that the course reads or accepts."""
        fits = sum(self.chosen(one) in {*one.key, *one.also} for one in self.spec.extracts)
        return EACH_LINE * fits, EACH_LINE * len(self.spec.extracts)

    def transcript(self) -> str:
        """Each chosen line, and how it was defended."""
        shown_ = []
        for one in self.spec.extracts:
            if chosen := self.chosen(one):
                shown_.append(f"**{escaped(one.about)}** Line {chosen}: {escaped(one.lines[chosen - 1])}")
            if words := self.text(one.id, self.spec.defend.id):
                shown_.append(quoted(words))
        return "\n\n".join(shown_)


class Complicate(Activity):
    """A sentence, the witnesses against it, and the sentence written again."""

    kind = "complicate"

    @property
    def _name(self) -> str:
        client_id = next((one.client for one in self.spec.witnesses if one.client), None)
        return self.client(client_id).name if client_id else "the client"

    def view(self) -> list[Node]:
        """The sentence, each witness with a choice, the box with what it has to survive, then other versions."""
        name = self._name
        verdicts = [(one.id, one.text) for one in self.spec.verdicts]
        said, claims = cited(self.spec.sentence_from, self.course)
        shown_ = [*self.intro(), n.words("sentence", self.spec.sentence, "The sentence"), n.para("from", said, "quiet")]
        shown_ += source_nodes("from", claims, self.course)
        for witness in self.spec.witnesses:
            key = self.key(witness.id)
            shown_ += [n.heading(f"{key}.head", filled(witness.label, name=name)), *self._witness(witness)]
            shown_.append(self.pick(filled(witness.question, name=name), verdicts, witness.id))
            if self.text(witness.id):
                shown_.append(n.status(f"{key}.note", filled(witness.note, name=name)))
        tests = [(one.id, filled(one.text, name=name)) for one in self.spec.tests]
        shown_ += [
            n.heading("again", "Your sentence"),
            self.prompt(self.spec.prompt),
            self.tick(self.spec.tests_label, tests, "tests", inline=False),
        ]
        if not self.place("compared"):
            return [*shown_, n.button("compare", "See three other versions")]
        shown_ += [n.heading("versions", "Three other versions"), *n.paras("versions-intro", self.spec.versions_intro)]
        for i, version in enumerate(self.spec.versions, 1):
            shown_.append(n.words(f"version.{i}", version.text, version.kind))
        return shown_

    def _witness(self, witness: Witness) -> list[Node]:
        if witness.client:
            client: Client = self.client(witness.client)
            return self.meet(client)
        claim = self.course.claims[witness.claim]
        return with_sources(self.key(witness.id, "said"), f"{claim.text} [claim: {claim.id}]", self.course)

    def on_press(self, key: str) -> None:
        """Show other versions, once there is one of the student's own."""
        if key != "compare":
            return
        if not self.text(self.spec.prompt.id):
            self.notices = [n.status("first", self.spec.first)]
            self.focus = "first"
            return
        self.move_to(True, "compared")
        self.focus = "versions"

    def is_done(self) -> bool:
        """Whether there is a sentence of the student's own."""
        return bool(self.text(self.spec.prompt.id))

    def transcript(self) -> str:
        """What each witness does to the sentence, and the sentence written again."""
        labels, shown_ = {one.id: one.text for one in self.spec.verdicts}, []
        for witness in self.spec.witnesses:
            if verdict := labels.get(self.text(witness.id)):
                shown_.append(f"**{filled(witness.label, name=self._name)}.** {verdict}.")
        if words := self.text(self.spec.prompt.id):
            shown_.append(f"**{self.spec.prompt.label}**\n\n{quoted(words)}")
        return "\n\n".join(shown_)
