"""Week 12: what practising with a machine gave somebody, and a protocol for others who want to practise."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import quoted
from notknowing.course.models import Prompt
from notknowing.course.models.rehearsal import Rehearsal, RehearsedLine


def written(activity: Activity, prompts: list[Prompt]) -> list[str]:
    """Each prompt that has words, with the words under it, as Markdown."""
    return [f"**{one.label}**\n\n{quoted(activity.text(one.id))}" for one in prompts if activity.text(one.id)]


class RehearsalNotes(Activity):
    """The client, what one took him to be practising, the rehearsal line by line, and who was there on the day."""

    kind = "rehearsal_notes"

    @property
    def rehearsal(self) -> Rehearsal:
        """The rehearsal of whoever is met; the first where none was written for them."""
        client = self.client(self.spec.client).id
        return next((one for one in self.spec.rehearsals if one.client == client), self.spec.rehearsals[0])

    @staticmethod
    def lines(rehearsal: Rehearsal) -> dict[int, RehearsedLine]:
        """Every line by its number, counted through all the runs."""
        return dict(enumerate((line for run in rehearsal.runs for line in run.lines), 1))

    def tagged(self, rehearsal: Rehearsal) -> dict[int, str]:
        """Line number to tag, for the lines that have one."""
        tags = {tag.id for tag in self.spec.tags}
        found = {i: self.text(rehearsal.client, f"l{i}") for i, line in self.lines(rehearsal).items() if line.key}
        return {i: tag for i, tag in found.items() if tag in tags}

    def _label(self, tag: str) -> str:
        return next((one.label for one in self.spec.tags if one.id == tag), "Not tagged")

    def view(self) -> list[Node]:
        """One step opens the next."""
        client, rehearsal = self.client(self.spec.client), self.rehearsal
        shown = [*self.intro(), *self.meet(client), self.prompt(self.spec.assumed)]
        if not self.place("opened"):
            return [*shown, n.button("open", f"Look at what {client.name} shows you", primary=True)]
        shown += [n.heading("rehearsal", "The rehearsal"), *n.paras("shows", rehearsal.shows)]
        if rehearsal.client != client.id:
            shown.append(n.para("not-theirs", self.spec.not_theirs))
        shown += [n.para("made", self.spec.made, "quiet"), self._tags()]
        shown += self._runs(rehearsal)
        done, total = len(self.tagged(rehearsal)), sum(bool(line.key) for line in self.lines(rehearsal).values())
        shown.append(n.status("tagged", f"{done} of {total} lines tagged."))
        if not self.place("read"):
            return [*shown, n.button("read", "Show the course's reading", primary=True)]
        shown += [n.heading("reading", "The course's reading"), self._reading(rehearsal)]
        shown += [n.heading("after", "And then"), *n.paras("afterwards", rehearsal.afterwards)]
        shown += [self.prompt(prompt) for prompt in self.spec.prompts]
        if not self.place("compared"):
            return [*shown, n.button("compare", "Compare with the course's thoughts")]
        return [*shown, n.heading("compare.head", "The course's thoughts"), *with_sources("compared", self.spec.compare, self.course)]  # fmt: skip

    def _tags(self) -> Node:
        rows = [[tag.label, tag.definition] for tag in self.spec.tags]
        table = n.table(
            "tags.table", "What a line can be tagged with", ["Tag", "What it means"], rows, row_headers=True
        )
        return n.details("tags", "What the tags mean", [table], open_=True)

    def _runs(self, rehearsal: Rehearsal) -> list[Node]:
        shown, number = [n.para("question", self.spec.question)], 0
        options = [("", "Choose"), *((tag.id, tag.label) for tag in self.spec.tags)]
        for i, run in enumerate(rehearsal.runs):
            rows: list[list[Node | str]] = []
            for line in run.lines:
                number += 1
                rows.append([str(number), line.who, line.words, self._select(rehearsal, number, line, options)])
            shown.append(n.table(f"run{i}", run.title, ["Line", "Who", "Words", "Your tag"], rows))
        return shown

    def _select(self, rehearsal: Rehearsal, number: int, line: RehearsedLine, options: list[n.Option]) -> Node | str:
        if not line.key:
            return ""
        key = self.key(rehearsal.client, f"l{number}")
        self.bound[key] = "choice"
        return n.select(key, f"Tag for line {number}", options, self.store.get(key), hide_label=True)

    def _reading(self, rehearsal: Rehearsal) -> Node:
        tagged, rows = self.tagged(rehearsal), []
        for number, line in self.lines(rehearsal).items():
            if line.key:
                course = " or ".join(map(self._label, line.key))
                if line.also:
                    course += f"; {' or '.join(map(self._label, line.also))} can be argued for"
                rows.append([f"{number}. {line.words}", self._label(tagged.get(number, "")), course, line.note or ""])
        return n.table("reading.table", "Line by line", ["Line", "You", "The course", "Why"], rows)

    def on_press(self, key: str) -> None:
        """Open the rehearsal, the reading, or the course's thoughts: each after a word of the student's own."""
        if key == "open":
            if self._waits(not self.text(self.spec.assumed.id), "Write a few words first. “I do not know” will do."):
                return
            self.move_to(True, "opened")
            self.focus = "rehearsal"
        elif key == "read":
            if self._waits(not self.tagged(self.rehearsal), "Tag at least one line first. A guess will do."):
                return
            self.move_to(True, "read")
            self.focus = "reading"
        elif key == "compare":
            nothing = not any(self.text(prompt.id) for prompt in self.spec.prompts)
            if self._waits(nothing, "Write a few words of your own first."):
                return
            self.move_to(True, "compared")
            self.focus = "compare.head"

    def _waits(self, is_missing: bool, said: str) -> bool:
        if is_missing:
            self.notices = [n.status("first", said)]
            self.focus = "first"
        return is_missing

    def is_done(self) -> bool:
        """Whether lines are tagged and something is written about them."""
        some = any(self.tagged(rehearsal) for rehearsal in self.spec.rehearsals)
        return some and any(self.text(prompt.id) for prompt in self.spec.prompts)

    def transcript(self) -> str:
        """What was assumed, the tags, and what was written."""
        said = written(self, [self.spec.assumed])
        for rehearsal in self.spec.rehearsals:
            tagged = self.tagged(rehearsal)
            if tagged:
                name = self.course.clients[rehearsal.client].name
                listed = "; ".join(f"line {number}: {self._label(tag).lower()}" for number, tag in tagged.items())
                said.append(f"**{name}'s rehearsal.** {listed}.")
        return "\n\n".join([*said, *written(self, self.spec.prompts)])


class RehearsalProtocol(Activity):
    """For whom, for what, with what warnings; then three people it was not written for."""

    kind = "rehearsal_protocol"

    def view(self) -> list[Node]:
        """The boxes, then the people, each with a thought after an answer, then what would be changed."""
        shown = [*self.intro(), *(self.prompt(prompt) for prompt in self.spec.prompts)]
        if not self.place("tried"):
            return [*shown, n.button("try", "Try it on somebody", primary=True)]
        shown += [n.heading("cases", "Would your protocol hold?"), *n.paras("cases.intro", self.spec.cases_intro)]
        answers = [(answer.id, answer.text) for answer in self.spec.answers]
        for case in self.spec.cases:
            inside = [
                n.words(self.key(case.id, "words"), case.words, case.who),
                self.pick(self.spec.question.format(who=case.who), answers, case.id),
            ]
            if self.text(case.id):
                inside += with_sources(self.key(case.id, "note"), case.note, self.course)
            shown.append(n.group(self.key(case.id, "card"), inside, style="card"))
        return [*shown, self.prompt(self.spec.change)]

    def on_press(self, key: str) -> None:
        """Meet the people, once there is a protocol to try on them."""
        if not any(self.text(prompt.id) for prompt in self.spec.prompts):
            self.notices = [n.status("first", "Write a line of your protocol first. It can be rough.")]
            self.focus = "first"
            return
        self.move_to(True, "tried")
        self.focus = "cases"

    def is_done(self) -> bool:
        """Whether there is a protocol; the people are there to try it on."""
        return any(self.text(prompt.id) for prompt in self.spec.prompts)

    def transcript(self) -> str:
        """The protocol, what it said to each, and what was changed."""
        answers = {answer.id: answer.text for answer in self.spec.answers}
        tried = [(case.who, answers.get(self.text(case.id))) for case in self.spec.cases]
        said = [f"{who}: {answer}" for who, answer in tried if answer]
        listed = ["; ".join(said) + "."] if said else []
        return "\n\n".join([*written(self, self.spec.prompts), *listed, *written(self, [self.spec.change])])
