"""Week 12: a boundary statement, drafted before any other is seen, set beside three unlike ones, and revised."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models import Prompt


class BoundaryStatement(Activity):
    """For whom, a draft, the kinds of sentence in it; then three others, the comparison, and the revision."""

    kind = "boundary_statement"

    def view(self) -> list[Node]:
        """Drafting, until the student says that there is a draft; then comparing; then revising."""
        spec = self.spec
        shown = [
            *self.intro(),
            self.pick(spec.public_question, [(one.id, one.text) for one in spec.publics], "public", inline=False),
            self.prompt(spec.public_named),
        ]
        if not self.place("drafted"):
            return [
                *shown,
                *self._counted(spec.draft),
                self._sorts(),
                n.button("drafted", "I have a draft. Show me three others", primary=True),
            ]
        shown += [n.heading("draft", "Your draft"), n.words("draft.words", self.text(spec.draft.id), "You wrote first")]
        shown += self._others()
        return [*shown, *self._revising()] if self.place("compared") else shown

    def _counted(self, prompt: Prompt) -> list[Node]:
        count = len(self.text(prompt.id).split())
        return [self.prompt(prompt), n.status(self.key(prompt.id, "count"), f"{count} words so far." if count else "")]

    def _sorts(self) -> Node:
        options = [(sort.id, f"{sort.label}: {sort.definition}") for sort in self.spec.sorts]
        return self.tick(self.spec.sorts_question, options, "sorts", inline=False)

    def _others(self) -> list[Node]:
        spec = self.spec
        shown = [n.heading("others", "Three others"), *n.paras("others.said", spec.exemplars_said)]
        shown += [n.words(f"other.{one.id}", one.words, one.by) for one in spec.exemplars]
        shown.append(self.prompt(spec.noticed))
        if not self.place("compared"):
            return [*shown, n.button("compared", "Show where each ends, and what it leaves open", primary=True)]
        rows = [[one.by, one.ends, one.leaves] for one in spec.exemplars]
        head = ["Who to whom", "Where it ends", "What it leaves open"]
        return [*shown, n.table("ends", "Three lines in three places", head, rows, row_headers=True)]

    def _revising(self) -> list[Node]:
        spec, ways = self.spec, [("change", "Change it"), ("keep", "Keep it as it is")]
        shown = [
            n.heading("revise", "Change it or keep it"),
            *n.paras("criteria.said", spec.reader_said),
            n.listing("criteria", [one.text for one in spec.reader_asks]),
            self.pick("Keeping it is as good as changing it. Which?", ways, "keeps"),
        ]
        if self.text("keeps") == "change":
            shown += self._counted(spec.revised)
        if self.text("keeps"):
            shown.append(self.prompt(spec.because))
        return [*shown, n.status("there", self._there())]

    def _parts(self) -> list[tuple[str, bool]]:
        """The parts of this task in words, and whether each is there. A draft that is kept needs no second one."""
        spec = self.spec
        return [
            ("for whom it is", bool(self.text("public") or self.text(spec.public_named.id))),
            ("a draft", bool(self.text(spec.draft.id))),
            ("a comparison", bool(self.text(spec.noticed.id))),
            ("changed or kept", self.text("keeps") == "keep" or bool(self.revised())),
            ("why", bool(self.text(spec.because.id))),
        ]

    def _there(self) -> str:
        missing = [name for name, is_there in self._parts() if not is_there]
        if not missing:
            return "Everything that is asked for is here."
        return f"Not here yet: {', '.join(missing)}. You can hand it in all the same; what is there is read."

    def revised(self) -> str:
        """The revision, where the student has chosen to change the draft."""
        return self.text(self.spec.revised.id) if self.text("keeps") == "change" else ""

    def on_press(self, key: str) -> None:
        """Show the others once there is a draft, and where they end once there is a comparison."""
        spec = self.spec
        if key == "drafted":
            if not self.text(spec.draft.id):
                self._ask("Write a draft first. It can be short, and it can be rough. It is kept as it is now.")
                return
            self.move_to(True, "drafted")
            self.focus = "draft"
        elif key == "compared":
            if not self.text(spec.noticed.id):
                self._ask("Write what you notice first. A few words will do.")
                return
            if self.store.entry(self.key(spec.revised.id)) is None:
                # A revision begins where the draft ended, as it does on paper.
                self.save(self.text(spec.draft.id), spec.revised.id)
            self.move_to(True, "compared")
            self.focus = "ends"

    def _ask(self, said: str) -> None:
        self.notices = [n.status("first", said)]
        self.focus = "first"

    def is_done(self) -> bool:
        """Whether there is a draft and a decision about it."""
        return bool(self.text(self.spec.draft.id)) and (self.text("keeps") == "keep" or bool(self.revised()))

    def transcript(self) -> str:
        """For whom, the draft and the revision one after the other, the reasons, and what is not there."""
        spec, draft = self.spec, self.text(self.spec.draft.id)
        if not draft:
            return ""
        publics = {one.id: one.text for one in spec.publics}
        public = " ".join(one for one in (publics.get(self.text("public"), ""), self.text(spec.public_named.id)) if one)
        sorts = [sort.label.lower() for sort in spec.sorts if sort.id in self.ticked("sorts")]
        said = [f"**For whom.** {escaped(public) or 'Not said.'}", f"**First draft**\n\n{quoted(draft)}"]
        if sorts:
            said.append(f"*Kinds of sentence that the student found in the draft: {', '.join(sorts)}.*")
        if noticed := self.text(spec.noticed.id):
            said.append(f"**{spec.noticed.label}**\n\n{quoted(noticed)}")
        if revised := self.revised():
            same = revised == draft
            said.append("**Revised**\n\n*Left as it was.*" if same else f"**Revised**\n\n{quoted(revised)}")
        elif self.text("keeps") == "keep":
            said.append("**Kept as it was.**")
        if because := self.text(spec.because.id):
            said.append(f"**{spec.because.label}**\n\n{quoted(because)}")
        missing = [name for name, is_there in self._parts() if not is_there]
        return "\n\n".join([*said, *([f"*Not there: {', '.join(missing)}.*"] if missing else [])])
