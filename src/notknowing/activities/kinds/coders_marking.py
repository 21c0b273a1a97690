"""Week 4: what an assignment asks, and two invented answers to mark with its own grid."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.kinds.coders import answered
from notknowing.activities.kinds.hearing import filled
from notknowing.activities.nodes import Node
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course import CourseError
from notknowing.course.models.coders import Sample
from notknowing.course.rubrics import Criterion, Rubric, rubric


class MarkSamples(Activity):
    """The essentials of a brief; then samples, marked with the grid and compared with the course's reading."""

    kind = "mark_samples"

    def view(self) -> list[Node]:
        """The essentials, the client's words, each sample with its grid, then the closing questions."""
        spec = self.spec
        shown_ = [*self.intro(), n.para("due", self._due()), n.listing("essentials", spec.essentials)]
        try:
            grid = rubric(self.course, spec.assignment)
            criteria = grid.criteria_of(spec.part)
        except CourseError as failure:
            one = failure.problems[0]
            said = f"The grid cannot be shown. Your work is safe. Tell your tutor: {one.file}, line {one.line}: {one.message}"
            shown_.append(n.para("no-grid", said))
        except KeyError:
            said = f"The grid has no part {spec.part}. Your work is safe. Tell your tutor."
            shown_.append(n.para("no-grid", said))
        else:
            shown_ += self._marking(grid, criteria)
        shown_ += [n.heading("closing", "Three questions to close"), *n.paras("closing.intro", spec.closing)]
        for prompt in spec.prompts:
            shown_ += [self.prompt(prompt), self.private_tick(prompt.id)]
        return shown_

    def _due(self) -> str:
        task = next((task for task in self.course.module.assignments if task.id == self.spec.assignment), None)
        due = f"{task.due:%A} {task.due.day} {task.due:%B %Y, %H:%M}" if task else "the date in the brief"
        return filled(self.spec.due, title=task.title if task else "", due=due)

    def _marking(self, grid: Rubric, criteria: list[Criterion]) -> list[Node]:
        rows = [[one.name, one.asks, *(one.steps[step.id] for step in grid.steps)] for one in criteria]
        head = ["Criterion", "What the marker asks", *(step.label for step in grid.steps)]
        shown_ = [
            n.heading("mark", "Mark two answers"),
            n.words("client", self.spec.client_words, f"{self.spec.client_name} says"),
            n.details("grid", "The whole grid", [n.table("grid.table", "The grid", head, rows, row_headers=True)]),
            n.details("principles", "What holds for every criterion", [n.listing("principles.list", list(grid.principles))]),
        ]  # fmt: skip
        for i, sample in enumerate(self.spec.samples):
            if i and not self.place(self.spec.samples[i - 1].id, "compared"):
                break
            if i:
                shown_ += n.paras(f"later.{i}", self.spec.later)
            shown_ += self._sample(sample, grid, criteria)
        return shown_

    def _sample(self, sample: Sample, grid: Rubric, criteria: list[Criterion]) -> list[Node]:
        key = self.key(sample.id)
        shown_ = [
            n.heading(f"{key}.head", sample.title, 4),
            n.words(f"{key}.first", sample.first, "First words"),
            n.words(f"{key}.revised", sample.revised, "Revision"),
            n.words(f"{key}.because", sample.because, "Because"),
        ]
        compared = bool(self.place(sample.id, "compared"))
        readings = {reading.criterion: reading for reading in sample.readings}
        labels = {step.id: step.label for step in grid.steps}
        rows: list[list[Node | str]] = []
        for one in criteria:
            chosen = self.text(sample.id, one.id)
            if compared:
                reading = readings.get(one.id)
                said = (
                    f"{answered(self.spec.answers, chosen, reading.key, reading.also, labels)} {reading.why}"
                    if reading
                    else "–"
                )
                rows.append([one.name, labels.get(chosen, "–"), said])
                continue
            entry = self.key(sample.id, one.id)
            self.bound[entry] = "choice"
            options = [("", "Choose a step"), *((step.id, f"{step.label}: {one.steps[step.id]}") for step in grid.steps)]  # fmt: skip
            rows.append([n.select(entry, f"{one.name}. {one.asks}", options, chosen)])
        if compared:
            shown_.append(
                n.table(
                    f"{key}.table", sample.title, ["Criterion", "You", "The course's reading"], rows, row_headers=True
                )
            )
            return [*shown_, n.para(f"{key}.not-a-mark", self.spec.not_a_mark, "quiet")]
        shown_.append(n.para(f"{key}.choose", self.spec.choose, "quiet"))
        return [
            *shown_,
            *(row[0] for row in rows),
            n.button(f"compare|{sample.id}", "Compare with the course's reading", describe=sample.title),
        ]

    def _chosen(self, sample: Sample) -> int:
        return sum(bool(self.text(sample.id, reading.criterion)) for reading in sample.readings)

    def on_press(self, key: str) -> None:
        """Show the course's reading of a sample, once every criterion has a step."""
        verb, _, name = key.partition("|")
        if verb != "compare":
            return
        sample = next(one for one in self.spec.samples if one.id == name)
        if self._chosen(sample) < len(sample.readings):
            self.notices = [n.status("wait", self.spec.wait)]
            self.focus = "wait"
            return
        self.move_to(True, name, "compared")
        self.focus = f"{self.key(name)}.head"

    def is_done(self) -> bool:
        """Whether the first sample was marked. The second may wait for the seminar."""
        first = self.spec.samples[0]
        return self._chosen(first) == len(first.readings)

    def transcript(self) -> str:
        """The steps that were chosen, and the closing questions that were not kept private."""
        shown_ = []
        try:
            labels = {step.id: step.label for step in rubric(self.course, self.spec.assignment).steps}
        except CourseError:
            labels = {}
        for sample in self.spec.samples:
            chosen = [
                f"{escaped(reading.criterion)}: {labels.get(step, 'a step of the grid')}"
                for reading in sample.readings
                if (step := self.text(sample.id, reading.criterion))
            ]
            if chosen:
                shown_.append(f"**{sample.title}.** {'; '.join(chosen)}.")
        for prompt in self.spec.prompts:
            if words := self.text(prompt.id):
                shown_.append(f"**{prompt.label}**\n\n{quoted(words)}")
        return "\n\n".join(shown_)
