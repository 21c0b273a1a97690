"""Coding a transcript turn by turn, and agreement with a second set of codes."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import not_a_number
from notknowing.activities.transcripts import escaped
from notknowing.course.models import TranscriptCoder as CoderSpec


class TranscriptCoder(Activity):
    """Each numbered turn gets one code."""

    kind = "transcript_coder"

    def view(self) -> list[Node]:
        """The codes to open, then the transcript with a list beside each numbered turn."""
        rows = []
        for line in self.spec.lines:
            if line.turn is None:
                rows.append(["", line.speaker, line.words, ""])
                continue
            key = self.key(f"t{line.turn}")
            self.bound[key] = "choice"
            options = [("", "Choose a code"), *((code.id, code.label) for code in self.spec.codes)]
            rows.append(
                [
                    str(line.turn),
                    line.speaker,
                    line.words,
                    n.select(key, f"Code for turn {line.turn}", options, self.store.get(key), hide_label=True),
                ]
            )
        done, total = self._count()
        return [
            *self.intro(),
            n.details("codes", "The codes, with an example of each", [codes_table(self.spec)]),
            n.table("transcript", "The transcript", ["Turn", "Who", "Words", "Your code"], rows),
            n.status("coded", f"{done} of {total} turns coded."),
        ]

    def _count(self) -> tuple[int, int]:
        return len(self.codes()), sum(line.turn is not None for line in self.spec.lines)

    def codes(self) -> dict[int, str]:
        """Turn number to the code chosen, for the turns that have one."""
        turns = [line.turn for line in self.spec.lines if line.turn is not None]
        return {turn: code for turn in turns if (code := self.text(f"t{turn}"))}

    def is_done(self) -> bool:
        """Whether every turn has a code."""
        done, total = self._count()
        return done == total

    def transcript(self) -> str:
        """The codes in a table."""
        labels = {code.id: code.label for code in self.spec.codes}
        rows = [f"| {turn} | {labels.get(code, 'not one of the codes')} |" for turn, code in self.codes().items()]
        return "\n".join(["| Turn | Code |", "|---|---|", *rows]) if rows else ""


def codes_table(spec: CoderSpec) -> Node:
    """The coding scheme as a table."""
    rows = [[code.label, code.definition, code.example, code.not_this] for code in spec.codes]
    return n.table(
        "codes.table", "The codes", ["Code", "What it is", "For example", "Not to be taken for"], rows, row_headers=True
    )


class Kappa(Activity):
    """Agreement by hand: a 2 × 2 table, kappa, two located disagreements."""

    kind = "kappa"

    def _coder(self) -> TranscriptCoder:
        return TranscriptCoder(self.course, self.page, self.page.activity(self.spec.transcript), self.store)

    def view(self) -> list[Node]:
        """A worked example, both sets of codes, then the boxes."""
        coder = self._coder()
        own, labels = coder.codes(), {code.id: code.label for code in coder.spec.codes}
        rows = [
            [str(turn), labels.get(own.get(turn, ""), "not coded yet"), labels[code]]
            for turn, code in sorted(self.spec.second.items())
        ]
        yes = self.spec.collapse_label
        shown = [
            *self.intro(),
            n.details(
                "worked", "A worked example, with other numbers", n.paras("worked.text", self.spec.worked), open_=True
            ),
        ]
        if len(own) < len(self.spec.second):
            # Seeing the second set first would turn coding into copying.
            said = f"You have coded {len(own)} of {len(self.spec.second)} turns in {self.spec.transcript}. The second set of codes opens here when all of them have a code. A guess will do where you are unsure."
            return [*shown, n.status("not-all", said), n.button("look-again", "I have coded them all: look again")]
        shown += [
            n.details(
                "both",
                "Your codes and the second set, side by side",
                [n.table("both.table", self.spec.second_label, ["Turn", "Yours", "Second set"], rows)],
                open_=True,
            ),
            n.heading("table", f"Count for yourself: is it {yes} or not?"),
        ]
        for part, label in (
            ("a", f"Both say {yes}"),
            ("b", f"You say {yes}, the second set does not"),
            ("c", f"The second set says {yes}, you do not"),
            ("d", f"Neither says {yes}"),
        ):
            shown.append(self._number(label, part))
        shown.append(n.heading("kappa.head", "Kappa from your table"))
        shown.append(self._number("Kappa, to two decimal places", "kappa"))
        shown.append(n.heading("where", "Where do you part company?"))
        shown += [
            self._number("The number of one turn where your codes differ", "turn1"),
            self._number("The number of another", "turn2"),
        ]
        return shown + self._all_codes(own)

    def _number(self, label: str, part: str) -> Node:
        key = self.key(part)
        self.bound[key] = "number"
        return n.number(key, label, self.store.get(key), 0, len(self.spec.second), error=self._trouble(key))

    def _trouble(self, key: str) -> str:
        typed = self.store.get(key)
        return "" if str(typed or "").strip().lower() in {"none", "undefined"} else not_a_number(typed)

    def _all_codes(self, own: dict[int, str]) -> list[Node]:
        if not self.place("all"):
            return [n.button("all", "Show kappa for all the codes")]
        from notknowing.evidence.agreement import cohen_kappa

        turns = sorted(self.spec.second)
        result = cohen_kappa([own[turn] for turn in turns], [self.spec.second[turn] for turn in turns])
        if result.kappa is None:
            said = f"Kappa cannot be worked out here: {result.reason}"
        else:
            same = sum(own[turn] == self.spec.second[turn] for turn in turns)
            said = f"With all the codes, you and the second set give the same code to {same} of {len(turns)} turns, and kappa is {result.kappa:.2f}. Agreement by chance alone would be about {result.expected * len(turns):.0f} of {len(turns)}."
        return [n.status("all.said", said)]

    def on_press(self, key: str) -> None:
        """The kappa for every code at the press of a button; or look whether the turns are coded by now."""
        if key == "all":
            self.move_to(True, "all")
            self.focus = "all.said"

    def is_done(self) -> bool:
        """Whether the table and kappa hold something."""
        return all(str(self.value(part) or "").strip() for part in ("a", "b", "c", "d", "kappa"))

    def transcript(self) -> str:
        """The numbers the student gave."""
        names = {
            "a": "both yes",
            "b": "first only",
            "c": "second only",
            "d": "neither",
            "kappa": "kappa",
            "turn1": "one disagreement",
            "turn2": "another",
        }
        given = [(label, self.value(part)) for part, label in names.items()]
        return "; ".join(f"{label}: {escaped(str(value)[:20])}" for label, value in given if value not in (None, ""))
