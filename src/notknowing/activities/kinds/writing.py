"""Writing in one's own words: free writing, the closing questions, retrieval, saying it aloud."""

from __future__ import annotations

from typing import ClassVar

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.activities.transcripts import quoted
from notknowing.course.models import Prompt, RetrievalQuestion


class _Prompted(Activity):
    """Boxes to write in, one after the other."""

    def prompts(self) -> list[Prompt]:
        """The prompts of this activity."""
        return self.spec.prompts

    def transcript(self) -> str:
        """Each label with the words under it."""
        written = [(prompt.label, self.text(prompt.id)) for prompt in self.prompts()]
        return "\n\n".join(f"**{label}**\n\n{quoted(text)}" for label, text in written if text)

    def is_done(self) -> bool:
        """Whether something is written, here or privately."""
        return any(self.text(prompt.id) for prompt in self.prompts())


class Writing(_Prompted):
    """Free writing, each box with a private flag."""

    kind = "writing"

    def private_by_default(self, key: str) -> bool:
        """Private where the page says so."""
        return self.spec.private

    def view(self) -> list[Node]:
        """Introduction, then each box and its flag."""
        shown = self.intro()
        for prompt in self.spec.prompts:
            shown += [
                self.prompt(prompt),
                n.status(self.key(prompt.id, "count"), self._count(prompt)),
                self.private_tick(prompt.id),
            ]
        return shown

    def _count(self, prompt: Prompt) -> str:
        if not prompt.words:
            return ""
        count = len(self.text(prompt.id).split())
        return f"{count} words so far." if count else ""


class Closing(_Prompted):
    """What did I notice, what do I know and how well, what am I responsible for."""

    kind = "closing"

    def view(self) -> list[Node]:
        """The three questions."""
        shown = self.intro()
        for prompt in self.spec.prompts:
            shown += [self.prompt(prompt), self.private_tick(prompt.id)]
        return shown


class SayAloud(Activity):
    """One sentence one would actually say. Say it aloud."""

    kind = "say_aloud"

    def view(self) -> list[Node]:
        """The box, then what to listen for."""
        options = [(point.id, point.text) for point in self.spec.checks]
        return [
            *self.intro(),
            self.prompt(self.spec.prompt),
            self.tick("Once you have said it", options, "said", inline=False),
        ]

    def transcript(self) -> str:
        """The sentence."""
        text = self.text(self.spec.prompt.id)
        return quoted(text) if text else ""


class Retrieval(Activity):
    """Three short questions from memory; a note follows any answer."""

    kind = "retrieval"

    FROM: ClassVar[dict[str, str]] = {
        "last_week": "From last week",
        "earlier": "From earlier",
        "apply": "With somebody new",
    }

    def view(self) -> list[Node]:
        """Each question; its note appears with an answer."""
        shown = self.intro()
        for i, question in enumerate(self.spec.questions, 1):
            shown.append(n.heading(self.key(question.id, "head"), f"{i}. {self.FROM[question.kind]}"))
            shown += self._options(question) if question.options else self._open(question)
        return shown

    def _options(self, question: RetrievalQuestion) -> list[Node]:
        key = self.key(question.id)
        self.bound[key] = "choice"
        chosen = self.store.get(key)
        shown = [
            n.choice(key, question.question, [(option, option) for option in question.options], chosen, inline=False)
        ]
        if chosen:
            agrees = (
                "The course would say so too. "
                if chosen in question.accept
                else "The course would answer differently. "
            )
            shown.append(n.status(f"{key}.note", agrees + question.note))
        return shown

    def _open(self, question: RetrievalQuestion) -> list[Node]:
        key = self.key(question.id)
        shown = [self.box(question.question, question.id, rows=2)]
        if self.place(question.id, "compared"):
            return [*shown, n.status(f"{key}.note", question.note)]
        return [*shown, n.button(f"compare|{question.id}", "Compare", describe=question.question)]

    def on_press(self, key: str) -> None:
        """Show the note beside a written answer, once there is one."""
        name = key.removeprefix("compare|")
        if not self.text(name):
            self.notices = [n.status("first", "Write what you remember first, even if it is only a word.")]
            self.focus = "first"
            return
        self.move_to(True, name, "compared")
        self.focus = self.key(name, "note")

    def is_done(self) -> bool:
        """Whether every question has an answer."""
        return all(self.value(question.id) for question in self.spec.questions)

    def transcript(self) -> str:
        """The questions and the answers given."""
        given = [(question.question, self.text(question.id)) for question in self.spec.questions]
        return "\n\n".join(f"**{question}**\n\n{quoted(answer)}" for question, answer in given if answer)
