"""Week 8: markers in an extract, and the most that may be claimed."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.kinds.writing import _Prompted
from notknowing.activities.nodes import Node
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.sources import source_nodes, with_sources
from notknowing.activities.transcripts import quoted
from notknowing.course.models.rupture import Extract
from notknowing.work.wording import listed

EACH = 0.5


class RuptureMarks(_Prompted):
    """Mark the client's lines, say whether something is going wrong, then compare."""

    kind = "rupture_marks"

    def view(self) -> list[Node]:
        """The markers to open, one extract at a time, and the questions at the end."""
        types = [[one.label, one.definition] for one in self.spec.types]
        at = self.reached("at", most=len(self.spec.extracts) - 1)
        extract = self.spec.extracts[at]
        here = [
            n.button(f"open|{i}", f"{one.title}{' (here now)' if i == at else ''}")
            for i, one in enumerate(self.spec.extracts)
        ]
        view = [
            *self.intro(),
            n.details("types", "What to look for", [n.table("types.table", "The markers", ["Marker", "What it is"], types, row_headers=True)], open_=True),
            n.row("extracts", here),
            n.heading(self.key(extract.id, "head"), extract.title),
            n.para(f"{extract.id}.about", extract.about, "quiet"),
            self._lines(extract),
            self.pick(self.spec.question, list(self.spec.answers.items()), extract.id, "rupture"),
        ]  # fmt: skip
        if self.place(extract.id, "shown"):
            view += self._reading(extract)
        else:
            view.append(n.button(f"show|{at}", "Show the course's reading"))
        if at + 1 < len(self.spec.extracts):
            return [*view, n.button(f"open|{at + 1}|on", f"Go on to {self.spec.extracts[at + 1].title}", primary=True)]
        return [*view, *(self.prompt(prompt) for prompt in self.spec.prompts)]

    def _lines(self, extract: Extract) -> Node:
        options = [("", "nothing to mark"), *((one.id, one.label.lower()) for one in self.spec.types)]
        rows = []
        for number, line in enumerate(extract.lines, 1):
            cell: Node | str = ""
            if line.is_client:
                key = self.key(extract.id, f"l{number}")
                self.bound[key] = "choice"
                cell = n.select(key, f"Mark line {number}", options, self.store.get(key), hide_label=True)
            rows.append([str(number), line.who, line.words, cell])
        return n.table(f"{extract.id}.lines", extract.title, ["Line", "Who", "Words", "Your mark"], rows)

    def marks(self, extract: Extract) -> dict[int, str]:
        """Line number to the marker chosen, for the client's lines that have one of the course's markers."""
        types = {one.id for one in self.spec.types}
        numbers = [i for i, line in enumerate(extract.lines, 1) if line.is_client]
        return {i: mark for i in numbers if (mark := self.text(extract.id, f"l{i}")) in types}

    def _label(self, marker: str) -> str:
        return next((one.label.lower() for one in self.spec.types if one.id == marker), "nothing to mark")

    def _reading(self, extract: Extract) -> list[Node]:
        said = self.text(extract.id, "rupture")
        same = self.spec.said_same if said in extract.is_rupture else self.spec.said_other
        marks = self.marks(extract)
        rows = []
        for number, line in enumerate(extract.lines, 1):
            if not (line.key or line.also or number in marks):
                continue
            course = " and ".join(map(self._label, line.key)) or "nothing to mark"
            if line.also:
                course += f"; {' or '.join(map(self._label, line.also))} can be argued for"
            rows.append([str(number), line.words, self._label(marks.get(number, "")), course, line.note or ""])
        view = [n.para(f"{extract.id}.same", same)] if said else []
        view += n.paras(self.key(extract.id, "reading"), extract.reading)
        if rows:
            head = ["Line", "Words", "You", "The course", "Why"]
            view.append(n.table(f"{extract.id}.reading.table", "Line by line", head, rows))
        return view

    def on_press(self, key: str) -> None:
        """Open an extract, or show the course's reading. Looking without marking is allowed."""
        verb, number, *_ = key.split("|")
        extract = self.spec.extracts[int(number)]
        if verb == "show":
            self.move_to(True, extract.id, "shown")
            self.focus = self.key(extract.id, "reading") + ".0"
        else:
            self.move_to(int(number), "at")
            self.focus = self.key(extract.id, "head")

    def is_done(self) -> bool:
        """Whether each extract has an answer to its question. Marking no line is an answer too."""
        return all(self.text(extract.id, "rupture") for extract in self.spec.extracts)

    def practice_points(self) -> tuple[float, float]:
        """For each extract half a point for its question and half for its lines, as the course reads them or accepts.

        The lines count where one of the course's own lines has its marker; in an extract with none, where nothing is
        marked that the course does not accept. Lines count only with an answer to the question, so that an empty page
        earns nothing.
        """
        got = 0.0
        for extract in self.spec.extracts:
            said = self.text(extract.id, "rupture")
            if said:
                got += EACH * (said in extract.is_rupture) + EACH * self._lines_fit(extract)
        return got, 2 * EACH * len(self.spec.extracts)

    def _lines_fit(self, extract: Extract) -> bool:
        marks = self.marks(extract)
        accepted = {i: {*line.key, *line.also} for i, line in enumerate(extract.lines, 1)}
        own = [i for i, line in enumerate(extract.lines, 1) if line.key]
        if own:
            return any(marks.get(i) in extract.lines[i - 1].key for i in own)
        return all(mark in accepted[i] for i, mark in marks.items())

    def transcript(self) -> str:
        """Each extract's marks and answer, and what was written."""
        said = []
        for extract in self.spec.extracts:
            marks = [f"line {i}: {self._label(mark)}" for i, mark in self.marks(extract).items()]
            answer = self.spec.answers.get(self.text(extract.id, "rupture"))
            if marks or answer:
                said.append(f"**{extract.title}.** {answer or 'No answer'}. {'; '.join(marks) or 'Nothing marked'}.")
        return "\n\n".join([*said, *([text] if (text := super().transcript()) else [])])


LOW, HIGH = -0.2, 0.6


class HonestMost(Activity):
    """Intervals with a line to move, verbs to choose, and the most that could honestly be said."""

    kind = "honest_most"

    def view(self) -> list[Node]:
        """Findings, picture, verbs, writing; the course's own version once something is written."""
        spec = self.spec
        claims = [self.course.claims[claim_id] for claim_id in spec.claims]
        view = [
            *self.intro(),
            n.listing("claims", [claim.text for claim in claims]),
            *source_nodes("claims", claims, self.course, with_text=False),
            self.slider(spec.line_label, "line", low=LOW, high=HIGH, step=0.01, default=0),
            self._picture(),
            n.status("line.said", self._line_said()),
        ]
        view.append(self._verbs())
        if any(self.text("verb", f"v{i}") for i in range(1, len(spec.intervals) + 1)):
            view += n.paras("verbs.note", spec.verbs_note)
        view += [self.prompt(prompt) for prompt in spec.prompts]
        view.append(self.tick(spec.checks_question, [(c.id, c.text) for c in spec.checks], "checks", inline=False))
        if self.place("compared"):
            return [*view, *with_sources(self.key("compare"), spec.compare, self.course)]
        return [*view, n.button("compare", "Compare with the course's version")]

    def _verbs(self) -> Node:
        options, rows = [("", "Choose"), *((verb.id, verb.text) for verb in self.spec.verbs)], []
        for i, one in enumerate(self.spec.intervals, 1):
            key = self.key("verb", f"v{i}")
            self.bound[key] = "choice"
            question = self.spec.verbs_question.format(finding=one.label)
            rows.append([one.label, n.select(key, question, options, self.store.get(key), hide_label=True)])
        return n.table("verbs", self.spec.verbs_caption, ["Finding", "What it can bear"], rows, row_headers=True)

    def _rows(self) -> list[tuple[str, float, float, float, int]]:
        from notknowing.evidence.tables import row

        found = [(one.label, row(self.spec.data, one.row)) for one in self.spec.intervals]
        return [(label, float(r["estimate"]), float(r["ci95_low"]), float(r["ci95_high"]), int(r["k"])) for label, r in found]  # fmt: skip

    @property
    def _line(self) -> float:
        return round(self.number("line", low=LOW, high=HIGH, default=0), 2)

    def _line_said(self) -> str:
        from notknowing.evidence.plots_rupture import printed

        reached = [name.lower() for name, _, low, high, _ in self._rows() if low <= self._line <= high]
        return self.spec.line_said.format(
            value=printed(self._line),
            reach=listed(reached) if reached else "none of them",
            count=len(reached),
            all=len(self.spec.intervals),
        )

    def _picture(self) -> Node:
        from notknowing.evidence.plots_rupture import printed

        rows, line = self._rows(), self._line

        def draw():
            from notknowing.evidence.plots_rupture import intervals

            return intervals(rows, line, LOW, HIGH)

        said = [f"{name}: {printed(r)}, from {printed(low)} to {printed(high)}, {k} studies" for name, r, low, high, k in rows]  # fmt: skip
        table = [[name, printed(r), f"{printed(low)} to {printed(high)}", str(k)] for name, r, low, high, k in rows]
        return picture(
            "intervals", draw, (rows, line), alt=f"{'. '.join(said)}. The line stands at {printed(line)}.", caption=self.spec.caption,
            data=("Published figures", ["Finding", "r", "95% interval", "Studies"], table),
            handles=[Handle(self.key("line"), line, -0.42, LOW, HIGH, "The line", step=0.01)],
        )  # fmt: skip

    def on_press(self, key: str) -> None:
        """Show the course's version, once there is one of the student's own."""
        if key != "compare":
            return
        if not any(self.text(prompt.id) for prompt in self.spec.prompts):
            self.notices = [n.status("first", "Write your own first. A line is enough.")]
            self.focus = "first"
            return
        self.move_to(True, "compared")
        self.focus = self.key("compare") + ".0"

    def is_done(self) -> bool:
        """Whether something is written."""
        return any(self.text(prompt.id) for prompt in self.spec.prompts)

    def transcript(self) -> str:
        """The verbs chosen and what was written."""
        verbs, said = {verb.id: verb.text for verb in self.spec.verbs}, []
        for i, one in enumerate(self.spec.intervals, 1):
            if verb := verbs.get(self.text("verb", f"v{i}")):
                said.append(f"{one.label}: {verb}")
        written = [f"**{p.label}**\n\n{quoted(self.text(p.id))}" for p in self.spec.prompts if self.text(p.id)]
        return "\n\n".join([*said, *written])
