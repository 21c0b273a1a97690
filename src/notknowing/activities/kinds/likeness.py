"""Week 10: alliance scores for software, moved until they say what they cannot; and whose lifeline it is."""

from __future__ import annotations

from typing import Any

from notknowing.activities import nodes as n
from notknowing.activities.kinds.causes import Compared
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.sources import source_nodes, with_sources
from notknowing.activities.transcripts import quoted
from notknowing.course.models.likeness import AskedSample, LinePerson, ScoreRow
from notknowing.work.wording import listed

LOW, HIGH = 1.0, 5.0
STEPS = ("tiny", "part", "axis")
HEADS = {"tiny": "1. A tiny interval", "part": "2. Total or bond", "axis": "3. Two forms, one axis"}
NO_TABLE = "The table of published scores is not in this copy of the course, so the pictures cannot be drawn. Your work is safe. Go on with the questions, and tell your tutor."
MANY = (25, 226, 1205, 36070)
"""How many people may be supposed to have answered."""


class AllianceNumbers(Compared):
    """Three ways to look at the same published means: who answered, which part, which form."""

    kind = "alliance_numbers"

    def view(self) -> list[Node]:
        """The parts one after another, then what is asked of all of them."""
        shown_ = self.intro()
        if not self._has_table():
            shown_.append(n.para("no-table", NO_TABLE))
        at = self.reached("at", most=len(STEPS) - 1) if self._has_table() else len(STEPS) - 1
        for i, step in enumerate(STEPS[: at + 1]):
            shown_.append(n.heading(self.key(step, "head"), HEADS[step]))
            if self._has_table():
                shown_ += with_sources(self.key(step, "text"), getattr(self.spec.steps, step), self.course)
                shown_ += getattr(self, f"_{step}")()
            shown_.append(self.prompt(self.spec.prompts[step]))
            if i == at and at + 1 < len(STEPS):
                shown_.append(n.button(f"next|{at + 1}", f"Go on: {HEADS[STEPS[at + 1]]}", primary=True))
        if at + 1 < len(STEPS):
            return shown_
        return [*shown_, *with_sources("after", self.spec.after, self.course), *map(self.prompt, self.spec.last)]

    def on_press(self, key: str) -> None:
        """Go on to the next part."""
        at = int(key.partition("|")[2])
        self.move_to(at, "at")
        self.focus = self.key(STEPS[at], "head")

    # -- the table

    def _has_table(self) -> bool:
        from notknowing.evidence import tables

        try:
            tables.row(self.spec.data, self.spec.carried)
        except (OSError, ValueError):
            return False
        return True

    def _row(self, name: str) -> dict[str, Any]:
        from notknowing.evidence import tables

        return tables.row(self.spec.data, name)

    def _scores(self, rows: list[ScoreRow]) -> list:
        from notknowing.evidence.plots_likeness import Score, half_width

        found = []
        for one in rows:
            row = self._row(one.row)
            is_software = str(row["alliance_with"]).startswith("software")
            is_reported = str(row["grade"])[:1] == "B"
            found.append(
                Score(one.label, float(row["mean"]), half_width(row["sd"], row["n"]), is_software, is_reported)
            )
        return found

    # -- a tiny interval

    def _sample(self) -> AskedSample:
        chosen = self.text("sample")
        return next((one for one in self.spec.samples if one.id == chosen), self.spec.samples[0])

    def _tiny(self) -> list[Node]:
        from notknowing.evidence.plots_likeness import half_width

        spec, sample = self.spec, self._sample()
        row = self._row(sample.row)
        mean, sd, n_real = float(row["mean"]), float(row["sd"]), int(row["n"])
        many = self.text(sample.id, "many")
        n_now = int(many) if many in {str(one) for one in MANY} else n_real
        asked = int(self._row(sample.of)["n"]) if sample.of else None
        percent = 100 * n_real / asked if asked else self.number("share", low=1, high=100, default=20)
        others = self.number(sample.id, "others", low=LOW, high=HIGH, default=2.5)
        everybody = (percent * mean + (100 - percent) * others) / 100
        half = half_width(sd, n_now)
        inside = abs(everybody - mean) <= half
        answered, missing = f"{n_now:,}", f"{asked - n_real:,}" if asked else f"{shown(100 - percent, 0)} in 100"
        said = (
            f"With {n_now:,} answers the interval runs from {shown(mean - half, 3)} to {shown(mean + half, 3)}. It is "
            f"{shown(2 * half, 3)} wide. If the others would have said {shown(others, 1)}, everybody's mean would be "
            f"{shown(everybody)}: {'inside' if inside else 'outside'} the interval."
        )

        def draw():
            from notknowing.evidence.plots_likeness import tiny

            return tiny(mean, half, others, everybody, answered, missing)

        options = [(str(one), f"{one:,}{' (as published)' if one == n_real else ''}") for one in MANY]
        key = self.key("tiny.picture")
        rows = [
            ["Answered: mean, published", shown(mean)],
            ["Spread (SD), published", shown(sd)],
            ["Answers" + ("" if n_now == n_real else ", supposed"), f"{n_now:,}"],
            ["95% interval, worked out from these", f"{shown(mean - half, 3)} to {shown(mean + half, 3)}"],
            ["Of 100 people, answered" + ("" if asked else ", supposed"), shown(percent, 1)],
            ["The others, supposed", shown(others, 1)],
            ["Everybody, then", shown(everybody)],
        ]
        return [
            self.pick_from(spec.sample_question, [(one.id, one.label) for one in spec.samples], "sample", standing=sample.id),
            *with_sources(self.key("who"), sample.who, self.course, "quiet"),
            self.pick_from(spec.many_question, options, sample.id, "many", standing=str(n_real)),
            *([] if asked else [self.slider(spec.share_label, "share", low=1, high=100, default=20)]),
            self.slider(spec.others_label, sample.id, "others", low=LOW, high=HIGH, step=0.1, default=2.5),
            n.status(self.key("tiny.said"), said),
            picture(
                key, draw, (mean, half, others, everybody, answered, missing),
                alt=f"A form from 1 to 5. Those who answered stand at {shown(mean)}, those who did not are supposed at {shown(others, 1)}, everybody then at {shown(everybody)}. {said}",
                caption=spec.tiny_caption, data=("Published and supposed", ["What", "Number"], rows),
                handles=[Handle(self.key(sample.id, "others"), others, 1, LOW, HIGH, "The others", step=0.1)],
            ),
        ]  # fmt: skip

    # -- total or bond

    def _part(self) -> list[Node]:
        spec = self.spec
        wanted = self.text("which") if self.text("which") in {"total", "bond"} else "both"
        rows = [one for one in spec.rows if wanted in (one.part, "both")]
        scores = self._scores(rows)
        line = self.number("line", low=LOW, high=HIGH, default=3.6)
        above = [one.label for one in scores if one.mean > line]
        below = [one.label for one in scores if one.mean <= line]
        said = f"Above your line of {shown(line)}: {listed(above) if above else 'none'}. Not above it: {listed(below) if below else 'none'}."  # fmt: skip

        def draw():
            from notknowing.evidence.plots_likeness import scores as drawn

            return drawn(scores, line)

        head = ["What", "Mean", "95% interval", "People", "Seen"]
        table = []
        for one, score in zip(rows, scores, strict=True):
            row = self._row(one.row)
            interval = "not known" if score.half is None else f"{shown(score.mean - score.half)} to {shown(score.mean + score.half)}"  # fmt: skip
            people = f"{int(row['n']):,}" if row["n"] is not None else "not known"
            seen = "reported by somebody else" if score.is_reported else "in the source"
            table.append([one.label, shown(score.mean), interval, people, seen])
        named = [f"{score.label} {shown(score.mean)}" for score in scores]
        options = [("both", "Both"), ("total", "The whole form"), ("bond", "The bond alone")]
        return [
            self.pick_from(spec.part_question, options, "which", standing=wanted),
            self.slider(spec.line_label, "line", low=LOW, high=HIGH, step=0.05, default=3.6),
            n.status(self.key("part.said"), said),
            picture(
                self.key("part.picture"), draw, (tuple(scores), line),
                alt=f"Means on a form from 1 to 5. {listed(named)}. {said}",
                caption=spec.part_caption, data=("Published means; intervals worked out from them", head, table),
                handles=[Handle(self.key("line"), line, -0.62, LOW, HIGH, "Your line", step=0.05)],
            ),
        ]  # fmt: skip

    # -- two forms, one axis

    def landing(self, way: str) -> float:
        """Where the number of the longer form lands on the shorter one."""
        value = float(self._row(self.spec.carried)["mean"])
        return {"as_is": value, "stretch": value * 5 / 7, "share": 1 + (value - 1) * 4 / 6}[way]

    def _axis(self) -> list[Node]:
        spec = self.spec
        carried = float(self._row(spec.carried)["mean"])
        own = self.number("place", low=LOW, high=HIGH, default=3)
        way = next((one for one in spec.ways if one.id == self.text("way")), None)
        beside = self._scores(spec.beside)
        landings = [(way.label, self.landing(way.id))] if way else []
        at = landings[0][1] if landings else own
        under = [one.label for one in beside if one.mean < at]
        over = [one.label for one in beside if one.mean >= at]
        where = "Where you put it" if way is None else f"“{way.label}” puts it at {shown(at)}, and there"
        said = f"{where}, it stands above {listed(under) if under else 'none of the others'} and not above {listed(over) if over else 'any of them'}."  # fmt: skip

        def draw():
            from notknowing.evidence.plots_likeness import two_scales

            return two_scales(carried, spec.carried_label, landings, own, beside)

        rows = [[f"{spec.carried_label}, form from 1 to 7", shown(carried)], ["Where you put it", shown(own)]]
        rows += [[f"“{one.label}”", shown(self.landing(one.id))] for one in spec.ways]
        rows += [[f"{one.label}, form from 1 to 5", shown(one.mean)] for one in beside]
        return [
            self.slider(spec.place_label, "place", low=LOW, high=HIGH, step=0.05, default=3),
            self.pick(spec.ways_question, [(one.id, one.label) for one in spec.ways], "way", inline=False),
            n.status(self.key("axis.said"), said),
            *([n.para(self.key("axis.note"), way.note)] if way else []),
            picture(
                self.key("axis.picture"), draw, (carried, tuple(landings), own, tuple(beside)),
                alt=f"Two forms, one above the other. {spec.carried_label} stands at {shown(carried)} on the form from 1 to 7. {said}",
                caption=spec.axis_caption, data=("What is drawn", ["What", "Number"], rows),
                handles=[Handle(self.key("place"), own, 0.6, LOW, HIGH, "Your place", step=0.05)],
            ),
        ]  # fmt: skip

    # -- what is handed in

    def _all(self) -> list:
        return [*(self.spec.prompts[step] for step in STEPS), *self.spec.last]

    def is_done(self) -> bool:
        """Whether something was written about the numbers."""
        return any(self.text(prompt.id) for prompt in self._all())

    def transcript(self) -> str:
        """Each box with its words."""
        return "\n\n".join(self.written(self._all()))


class Lifeline(Compared):
    """Both columns of what users said, one person at night, and what a failing line leaves."""

    kind = "lifeline"

    def view(self) -> list[Node]:
        """The columns and who is missing from them, then a person and a failure, then the questions and the closing."""
        shown_ = [*self.intro(), *self._columns(), *self._people()]
        shown_ += with_sources("after", self.spec.after, self.course)
        shown_ += [self.prompt(prompt) for prompt in self.spec.prompts]
        shown_.append(n.heading(self.key("closing"), "Three questions to close"))
        for prompt in self.spec.closing:
            shown_ += [self.prompt(prompt), self.private_tick(prompt.id)]
        return shown_

    def _columns(self) -> list[Node]:
        spec = self.spec
        most = max(len(spec.helped), len(spec.unhelped))
        rows = [
            [(side[i] if i < len(side) else "") for side in (spec.helped, spec.unhelped)] for i in range(most)
        ]  # fmt: skip
        claims = [self.course.claims[name] for name in spec.columns_claims]
        options = [(f"h{i}", words) for i, words in enumerate(spec.helped)]
        options += [(f"u{i}", words) for i, words in enumerate(spec.unhelped)]
        shown_ = [
            n.table("columns", spec.columns_caption, [spec.helped_label, spec.unhelped_label], rows),
            *source_nodes("columns", claims, self.course),
            self.tick(spec.missing_question, options, "missing", inline=False),
        ]
        if self.ticked("missing"):
            shown_.append(n.status(self.key("missing", "note"), spec.missing_note))
        return shown_

    def _chosen(self) -> LinePerson | None:
        return next((one for one in self.spec.people if one.id == self.text("person")), None)

    def _people(self) -> list[Node]:
        spec, person = self.spec, self._chosen()
        shown_ = [
            n.heading(self.key("whose"), "Whose lifeline?"),
            self.pick(spec.people_question, [(one.id, one.about) for one in spec.people], "person", inline=False),
        ]  # fmt: skip
        if person is None:
            return shown_
        name, key = person.name, self.key(person.id)
        failures = [(one.id, one.label) for one in spec.failures]
        shown_ += [
            n.words(f"{key}.words", person.words, f"{name} says"),
            self.pick(spec.failure_question, failures, person.id, "failure", inline=False),
        ]
        happened = person.happens.get(self.text(person.id, "failure"))
        if happened:
            shown_ += [
                n.status(f"{key}.happened", happened),
                self.tick(spec.left_question.format(name=name), [(one.id, one.text) for one in person.has], person.id, "left", inline=False),
                self.tick(spec.notices_question.format(name=name), [(one.id, one.text) for one in spec.notices], person.id, "notices", inline=False),
                self.prompt(spec.person_prompt, person.id),
            ]  # fmt: skip
        return shown_

    def is_done(self) -> bool:
        """Whether something was written about a person or about staying."""
        return any(self.text(one.id, self.spec.person_prompt.id) for one in self.spec.people) or any(
            self.text(prompt.id) for prompt in self.spec.prompts
        )

    def transcript(self) -> str:
        """Whom the student met and what failed, what was written, and what closes the week."""
        said = []
        for person in self.spec.people:
            text = self.text(person.id, self.spec.person_prompt.id)
            failure = next((one.label for one in self.spec.failures if one.id == self.text(person.id, "failure")), "")
            if text:
                said.append(f"**{person.name}. {failure}**\n\n{quoted(text)}")
        closing = self.written(self.spec.closing)
        head = ["*The three closing questions. They are not marked.*"] if closing else []
        return "\n\n".join([*said, *self.written(self.spec.prompts), *head, *closing])
