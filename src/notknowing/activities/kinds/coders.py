"""Week 4: eight codes learned on one conversation, and three coders side by side."""

from __future__ import annotations

from types import SimpleNamespace

from notknowing import mirror
from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.kinds.coding import codes_table
from notknowing.activities.kinds.hearing import filled
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import picture
from notknowing.activities.reading_view import NEVER_MARKS
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import quoted
from notknowing.course import CourseError
from notknowing.course.models import TranscriptCoder
from notknowing.course.models.coders import Answers, CodedLine, Comparison
from notknowing.course.models.coders import LearnCodes as Coding
from notknowing.course.panel import PanelCodes, not_shown, panel_of
from notknowing.evidence.agreement import ONE_CODE
from notknowing.evidence.prevalence import several_codes

EACH_TURN = 0.5
"""Practice points for a turn coded as the course reads it, or in another way it accepts."""

NO_CODE = ""
"""What the mirror gives a turn that it has no name for."""

MOVE_CODES = {
    "advise": "advice",
    "reassure": "reassurance",
    "affirm": "reassurance",
    "interpret": "interpretation",
    "label": "interpretation",
}
"""Moves of the mirror that are a code of their own, whatever form they come in."""

SMALL = ("ack-small", "ack-rising")
"""Rules of the mirror that see something received without the client's own words."""


def mirror_code(words: str, said_before: str, name: str) -> str:
    """Which of the eight codes the mirror's reading of a turn comes to; ``NO_CODE`` where it has no name for it.

    As for a person, the last thing that a turn does counts. Never raises.

    Args:
        words: the practitioner's turn.
        said_before: what the client had just said, so that echoes can be seen.
        name: the client's name.
    """
    they = SimpleNamespace(subject="they", object="them", possessive="their")
    client = SimpleNamespace(words=said_before, name=name, pronouns=they, safety=None)
    try:
        sentences = mirror.read(words, client).sentences
    except Exception:  # nothing on the page hangs on the mirror, so nobody is held up by it
        return NO_CODE
    return next((code for one in reversed(sentences) if (code := _sentence_code(one))), NO_CODE)


def _sentence_code(sentence: mirror.reading.Sentence) -> str:
    for move in sentence.moves:
        if move.name in MOVE_CODES:
            return MOVE_CODES[move.name]
    if sentence.form.name in {"open question", "closed question"}:
        return sentence.form.name.replace(" ", "_")
    for move in sentence.moves:
        if move.name == "inform":
            return "information"
        if move.name == "acknowledge":
            return "acknowledgement" if move.rule in SMALL else "reflection"
    return NO_CODE


def answered(said: Answers, chosen: str, key: list[str], also: list[str], labels: dict[str, str]) -> str:
    """What is said of a choice whose key is a set."""
    reading = " or ".join(labels.get(name, name).lower() for name in key)
    if chosen in key:
        return filled(said.agrees, reading=reading)
    return filled(said.also if chosen in also else said.differs, reading=reading)


class LearnCodes(Activity):
    """The same conversation in three parts: codes given, then some help, then alone."""

    kind = "learn_codes"

    @property
    def scheme(self) -> TranscriptCoder:
        """The activity on the other page that defines the codes."""
        page_id, activity_id = self.spec.codes.split(":")
        return self.course.page(page_id).activity(activity_id)

    @property
    def labels(self) -> dict[str, str]:
        """Code to its name on the page."""
        return {code.id: code.label for code in self.scheme.codes}

    def view(self) -> list[Node]:
        """The codes to open, and the parts as far as the student has come."""
        stage = self.reached("stage", most=2)
        shown_ = [*self.intro(), n.para("about", self.spec.about, "quiet")]
        if self.spec.terms:
            shown_.append(n.details("terms", "What some of the words mean", n.paras("terms.text", self.spec.terms)))
        shown_ += [n.details("codes", "The eight codes, with an example of each", [codes_table(self.scheme)])]
        if self.spec.rules:
            shown_.append(n.listing("rules", self.spec.rules))
        worked = [*n.paras("worked.intro", self.spec.worked_intro), *self._worked()]
        if stage == 0:
            heading = n.heading("worked.head", "First: with the codes given")
            return [*shown_, heading, *worked, n.button("go|1", "Go on: with some help", primary=True)]
        shown_.append(n.details("worked", "The first part again, with the codes given", worked))
        helped = [*n.paras("faded.intro", self.spec.faded_intro), *self._faded()]
        if stage == 1:
            heading = n.heading("faded.head", "Second: with some help")
            return [*shown_, heading, *helped, n.button("go|2", "Go on: alone", primary=True)]
        shown_.append(n.details("faded", "The second part again, with some help", helped))
        return [*shown_, n.heading("alone.head", "Third: alone"), *self._alone()]

    # -- the three parts

    def _part(self, first: int, last: int) -> list[CodedLine]:
        """The lines of one part: from the client's words before its first turn to its last turn, or to the end."""
        lines = self.spec.lines
        turns = [i for i, line in enumerate(lines) if line.turn is not None]
        start = turns[first - 2] + 1 if first > 1 else 0
        end = turns[last - 1] + 1 if last < len(turns) else len(lines)
        return lines[start:end]

    def _worked(self) -> list[Node]:
        shown_: list[Node] = []
        for i, line in enumerate(self._part(1, self.spec.worked)):
            if line.turn is None:
                shown_.append(n.words(f"worked.{i}", line.words, line.speaker))
                continue
            code = " or ".join(self.labels.get(name, name) for name in line.key)
            one = [
                n.words(f"worked.{i}.words", line.words, f"{line.speaker}, turn {line.turn}"),
                n.para(f"worked.{i}.code", f"**{code}.** {line.why}"),
            ]
            shown_.append(n.group(f"worked.{i}", one, style="card"))
        return shown_

    def _faded(self) -> list[Node]:
        first = self.spec.worked + 1
        shown_: list[Node] = []
        for i, line in enumerate(self._part(first, first + self.spec.faded - 1)):
            if line.turn is None:
                shown_.append(n.words(f"faded.{i}", line.words, line.speaker))
                continue
            key = self.key(f"t{line.turn}")
            options = [(name, self.labels.get(name, name)) for name in line.between]
            one = [
                n.words(f"{key}.words", line.words, f"{line.speaker}, turn {line.turn}"),
                self.pick(f"Turn {line.turn}: which of these?", options, f"t{line.turn}"),
            ]
            if line.hint:
                one.insert(1, n.para(f"{key}.hint", line.hint, "quiet"))
            if chosen := self.text(f"t{line.turn}"):
                said = answered(self.spec.answers, chosen, line.key, line.also, self.labels)
                one.append(n.status(f"{key}.reading", f"{said} {line.why}"))
            shown_.append(n.group(f"{key}.group", one, style="card"))
        return shown_

    def _alone(self) -> list[Node]:
        turns = self.spec.alone()
        codes = self.codes()
        if self.place("shown"):
            return self._compared(codes)
        rows: list[list[Node | str]] = []
        for line in self._part(turns[0].turn, turns[-1].turn):
            if line.turn is None:
                rows.append(["", line.speaker, line.words, ""])
                continue
            key = self.key(f"t{line.turn}")
            self.bound[key] = "choice"
            options = [("", "Choose a code"), *self.labels.items()]
            chooser = n.select(key, f"Code for turn {line.turn}", options, self.store.get(key), hide_label=True)
            rows.append([str(line.turn), line.speaker, line.words, chooser])
        return [
            *n.paras("alone.intro", self.spec.alone_intro),
            n.table("alone.table", "Turns to code", ["Turn", "Who", "Words", "Your code"], rows),
            n.status("coded", f"{len(codes)} of {len(turns)} turns coded."),
            n.button("show", "Show the course's reading", primary=True),
        ]

    def _compared(self, codes: dict[int, str]) -> list[Node]:
        rows = []
        for line in self.spec.alone():
            said = answered(self.spec.answers, codes.get(line.turn, ""), line.key, line.also, self.labels)
            yours = self.labels.get(codes.get(line.turn, ""), "–")
            rows.append([str(line.turn), line.words, yours, f"{said} {line.why}"])
        return [
            n.heading("compared", "Your codes and the course's reading", 4),
            n.table("compared.table", "The turns you coded alone", ["Turn", "Words", "You", "The course"], rows),
            *n.paras("alone.after", self.spec.alone_after),
        ]  # fmt: skip

    def codes(self) -> dict[int, str]:
        """Turn number to the student's code, for the turns done alone that have one."""
        found = {line.turn: self.text(f"t{line.turn}") for line in self.spec.alone()}
        return {turn: code for turn, code in found.items() if code in self.labels}

    def is_compared(self) -> bool:
        """Whether the student has coded every turn alone and then looked at the course's reading."""
        return bool(self.place("shown"))

    def on_press(self, key: str) -> None:
        """Go on to the next part; or show the course's reading once every turn has a code."""
        if key.startswith("go|"):
            stage = int(key.removeprefix("go|"))
            self.move_to(stage, "stage")
            self.focus = "faded.head" if stage == 1 else "alone.head"
        elif key == "show":
            if len(self.codes()) < len(self.spec.alone()):
                self.notices = [n.status("alone-wait", self.spec.alone_wait)]
                self.focus = "alone-wait"
                return
            self.move_to(True, "shown")
            self.focus = "compared"

    def is_done(self) -> bool:
        """Whether every turn of the last part has a code."""
        return len(self.codes()) == len(self.spec.alone())

    def practice_points(self) -> tuple[float, float]:
        """Half a point for each turn coded alone as the course reads it, or in another way it accepts."""
        codes, turns = self.codes(), self.spec.alone()
        fits = sum(codes.get(line.turn) in {*line.key, *line.also} for line in turns)
        return EACH_TURN * fits, EACH_TURN * len(turns)

    def transcript(self) -> str:
        """The codes of the turns done alone, in a table."""
        rows = [f"| {turn} | {self.labels[code]} |" for turn, code in self.codes().items()]
        return "\n".join(["| Turn | Code |", "|---|---|", *rows]) if rows else ""


class ThreeCoders(Activity):
    """The student's codes, the course's reading and the mirror's, and how far each two agree."""

    kind = "three_coders"

    def _coding(self) -> LearnCodes:
        _, activity_id = self.spec.source.split(":")
        return LearnCodes(self.course, self.page, self.page.activity(activity_id), self.store)

    def view(self) -> list[Node]:
        """A bet, then the three sets of codes, what to ask of each turn, the picture and the boxes."""
        coding = self._coding()
        never = [n.para("never", NEVER_MARKS, "quiet")]
        if not (coding.is_done() and coding.is_compared()):
            return [*self.intro(), n.status("not-yet", self.spec.not_yet), n.button("look-again", "Look again")]
        count = len(coding.spec.alone())
        shown_ = [*self.intro(), *never, self.slider(self.spec.predict, "predicted", low=0, high=count, step=1)]
        if not self.place("shown"):
            return [*shown_, n.button("show", self.spec.show, primary=True)]
        sets = self._sets(coding)
        comparison = self._comparison
        options = [(one.id, one.label) for one in self.spec.comparisons]
        asked = self.pick(self.spec.compare_label, options, "ask", inline=True)
        shown_ += [
            n.heading("three", "Three coders"),
            self._table(coding, sets),
            n.details("how", "How the mirror's names become codes, and how it did when it was tried", [*n.paras("how.text", self.spec.mapping), n.para("how.measured", mirror.MEASURED)]),
            asked | {"value": asked["value"] or comparison.id},
            n.status("said", self._said(sets, comparison)),
            self._picture(sets, comparison),
            *self._others(coding, sets["You"]),
            *with_sources("people", self.spec.people, self.course),
            *(self.prompt(prompt) for prompt in self.spec.prompts),
        ]  # fmt: skip
        if not self.place("compared"):
            return [*shown_, n.button("compare", "Compare with the course's own answer")]
        head = n.heading("note", "The course's own answer")
        told = [n.para(f"note.{turn}", text) for turn, text in self.turn_notes(coding).items()]
        return [*shown_, head, *told, *with_sources("note.text", self.spec.note, self.course)]

    def turn_notes(self, coding: LearnCodes) -> dict[int, str]:
        """Turn to what is said of it, for those notes that are true of how the mirror reads the turns now."""
        read = ((line, mirror_turn(coding.spec, line) or "none") for line in coding.spec.alone())
        return {line.turn: line.if_mirror[code] for line, code in read if code in line.if_mirror}

    def _others(self, coding: LearnCodes, own: list[str]) -> list[Node]:
        """What a lead's own coders made of the same turns, where somebody has filled that place; nothing otherwise."""
        try:
            panel = panel_of(self.course, self.page.id, self.spec.id, PanelCodes)
        except CourseError as failure:
            return [n.para("others", not_shown(failure))]
        if panel is None:
            return []
        turns = [line.turn for line in coding.spec.alone()]
        names = [coder.by for coder in panel.coders]
        rows = [
            [str(turn), *(coding.labels.get(coder.codes.get(turn, ""), "–") for coder in panel.coders)]
            for turn in turns
        ]
        said = []
        for coder in panel.coders:
            both = [(mine, coder.codes[turn]) for turn, mine in zip(turns, own, strict=True) if turn in coder.codes]
            kappa = several_codes([a for a, _ in both], [b for _, b in both]) if both else None
            with_kappa = "" if kappa is None else f", kappa {shown(kappa)}"
            said.append(f"{coder.by}: like you on {sum(a == b for a, b in both)} of {len(both)} turns{with_kappa}.")
        return [
            n.heading("others.head", "Other people, on the same turns"),
            n.para("others", panel.how),
            n.table("others.table", "Codes of other people", ["Turn", *names], rows),
            n.status("others.said", " ".join(said)),
        ]

    @property
    def _comparison(self) -> Comparison:
        chosen = self.text("ask")
        return next((one for one in self.spec.comparisons if one.id == chosen), self.spec.comparisons[0])

    def _sets(self, coding: LearnCodes) -> dict[str, list[str]]:
        """The codes of the three coders for the turns done alone, in order."""
        own, turns = coding.codes(), coding.spec.alone()
        return {
            "You": [own[line.turn] for line in turns],
            "The course": [line.key[0] for line in turns],
            "The mirror": [mirror_turn(coding.spec, line) for line in turns],
        }

    def _table(self, coding: LearnCodes, sets: dict[str, list[str]]) -> Node:
        labels = {**coding.labels, NO_CODE: self.spec.no_code}
        rows = [
            [str(line.turn), line.words, *(labels.get(codes[i], codes[i]) for codes in sets.values())]
            for i, line in enumerate(coding.spec.alone())
        ]
        return n.table("three.table", "Three sets of codes", ["Turn", "Words", *sets], rows)

    def _agreements(self, sets: dict[str, list[str]], one: Comparison) -> list[tuple[str, int, float | None, str]]:
        """Each pair of coders with how often they agree, kappa, and why there is none."""
        names, found = list(sets), []
        for first, second in ((0, 1), (0, 2), (1, 2)):
            a, b = sets[names[first]], sets[names[second]]
            if one.yes:
                a, b = ([code in one.yes for code in codes] for codes in (a, b))
            same, kappa = sum(x == y for x, y in zip(a, b, strict=True)), several_codes(a, b)
            pair = f"{names[first]} and {names[second].lower()}"
            found.append((pair, same, kappa, ONE_CODE if kappa is None else ""))
        return found

    def _said(self, sets: dict[str, list[str]], one: Comparison) -> str:
        of = len(sets["You"])
        said = []
        for pair, same, kappa, reason in self._agreements(sets, one):
            value = f"kappa {shown(kappa)}" if kappa is not None else f"no kappa. {reason}"
            said.append(f"{pair}: {same} of {of} turns, {value.rstrip('.')}.")
        return " ".join(said)

    def _picture(self, sets: dict[str, list[str]], one: Comparison) -> Node:
        of, pairs = len(sets["You"]), self._agreements(sets, one)

        def draw():
            from notknowing.evidence.plots_coders import three

            return three([(pair, same, kappa) for pair, same, kappa, _ in pairs], of, one.people_label, one.people)

        people = f"{one.people_label}: {shown(one.people)}."
        alt = (
            f"Kappa from below nought to one, for {one.label.lower()}. {self._said(sets, one)} For comparison, {people} "
            f"The three pairs rest on {of} turns, the people on 216."
        )
        rows = [[pair, f"{same} of {of}", "–" if kappa is None else shown(kappa)] for pair, same, kappa, _ in pairs]
        rows.append([one.people_label, "–", shown(one.people)])
        return picture(
            self.key("picture"),
            draw,
            (pairs, of, one.id, one.people, one.people_label),
            alt=alt,
            caption=self.spec.caption,
            data=("How far each two agree", ["Who", "Turns", "Kappa"], rows),
        )

    def on_press(self, key: str) -> None:
        """Let the mirror read once there is a bet; open the note once something is written."""
        if key == "show":
            if self.number("predicted", low=0) is None:
                self.notices = [n.status("predict-first", self.spec.predict_first)]
                self.focus = "predict-first"
                return
            self.move_to(True, "shown")
            self.focus = "three"
        elif key == "compare":
            if not any(self.text(prompt.id) for prompt in self.spec.prompts):
                self.notices = [n.status("first", self.spec.first_write)]
                self.focus = "first"
                return
            self.move_to(True, "compared")
            self.focus = "note"

    def is_done(self) -> bool:
        """Whether something is written about the machine's errors."""
        return any(self.text(prompt.id) for prompt in self.spec.prompts)

    def transcript(self) -> str:
        """The bet and what was written."""
        predicted = self.number("predicted", low=0, high=100)
        shown_ = [] if predicted is None else [f"Expected the mirror to agree on {predicted:.0f} turns."]
        for prompt in self.spec.prompts:
            if words := self.text(prompt.id):
                shown_.append(f"**{prompt.label}**\n\n{quoted(words)}")
        return "\n\n".join(shown_)


def mirror_turn(spec: Coding, line: CodedLine) -> str:
    """The mirror's code for one turn of a conversation, with what the client had said just before."""
    lines = list(spec.lines)
    at = next(i for i, one in enumerate(lines) if one.turn == line.turn)
    before = lines[at - 1] if at else None
    return mirror_code(line.words, before.words if before else "", before.speaker if before else "the client")
