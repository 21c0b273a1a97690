"""Assignment 2, the words: writing that may begin from an earlier page, and a table of claims with reasons."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity, sibling
from notknowing.activities.brought import WithEarlierWords, origin_of, page_name
from notknowing.activities.nodes import Node
from notknowing.activities.transcripts import escaped, quoted
from notknowing.work import Entry

WRITTEN = "text"


class BroughtWriting(WithEarlierWords):
    """One box. Words of an earlier page are shown first, and come into it only when the student says so."""

    kind = "brought_writing"

    def earlier(self) -> list[tuple[str, Entry]]:
        """The shared words of the earlier activity, in the order of their keys."""
        page_id, _, activity_id = self.spec.source.partition(":")
        found = sibling(self.store, page_id).entries()
        return [
            (key, entry)
            for key, entry in sorted(found.items())
            if key.startswith(f"{activity_id}.")
            and key.rpartition(".")[2] not in self.spec.leave_behind
            and entry.kind == WRITTEN
            and isinstance(entry.value, str)
            and entry.value.strip()
        ]

    def view(self) -> list[Node]:
        """Whom it is for, the earlier words while they are only offered, and the box."""
        spec, found = self.spec, self.earlier()
        shown = self.intro()
        if spec.choices:
            shown.append(self.pick(spec.choice_label or "For whom?", spec.choices, "for"))
        if found and self.place("state") is None:
            shown.append(self._offer(found))
        shown.append(self.prompt(spec.prompt))
        count, most = len(self.text(spec.prompt.id).split()), spec.max_words
        over = f" That is over {most}; the brief says how length is marked." if most and count > most else ""
        return [*shown, n.status(self.key(spec.prompt.id, "count"), f"{count} words so far.{over}" if count else "")]

    def _offer(self, found: list[tuple[str, Entry]]) -> Node:
        newest = max(entry.saved for _, entry in found).astimezone()
        inside = [
            n.para(
                self.key("offer.head"),
                f"From {page_name(self.spec.source, self.course)}, saved {newest:%d %B %Y at %H:%M}. You can begin from these words, or leave them where they are.",
            ),
            *(n.words(self.key(f"offer.{i}"), entry.value, "You wrote") for i, (_, entry) in enumerate(found)),
            n.row(
                self.key("offer.row"),
                [
                    n.button("bring", "Bring these in", describe=self.spec.title, primary=True),
                    n.button("afresh", "Write afresh instead", describe=self.spec.title),
                ],
            ),
        ]
        return n.group(self.key("offer"), inside, style="card", label="Your earlier words")

    def on_press(self, key: str) -> None:
        """Put the earlier words into the box, below what is there, or leave them where they are."""
        if key == "bring" and (found := self.earlier()):
            name = self.spec.prompt.id
            there = self.text(name)
            words = "\n\n".join(entry.value.strip() for _, entry in found)
            newest = max((entry for _, entry in found), key=lambda entry: entry.saved)
            origin = origin_of(self.spec.source, newest)
            whole = f"{there}\n\n{words}" if there else words
            self.last_saved = self.store.put(self.key(name), whole, kind=WRITTEN, origin=origin)
        self.move_to("brought" if key == "bring" else "afresh", "state")
        self.focus = self.key(self.spec.prompt.id, "count") if key == "bring" else self.key(self.spec.prompt.id)

    def is_done(self) -> bool:
        """Whether something is written."""
        return bool(self.text(self.spec.prompt.id))

    def transcript(self) -> str:
        """The words, for whom they are, how many, and where the first of them came from."""
        text = self.text(self.spec.prompt.id)
        if not text:
            return ""
        chosen = next((label for value, label in self.spec.choices if value == self.text("for")), "")
        head = f"Written for: {escaped(chosen)}. " if chosen else ""
        origin = self.origin_said(self.spec.prompt.id, begins="Begun from")
        return f"{head}{len(text.split())} words.\n\n{quoted(text)}" + (f"\n\n{origin}" if origin else "")


class ClaimsTable(Activity):
    """Statements, each with how sure the student is and the reason."""

    kind = "claims_table"

    def view(self) -> list[Node]:
        """One statement after the other."""
        spec, shown = self.spec, self.intro()
        for number, statement in enumerate(spec.statements, 1):
            name = statement.id
            shown += [
                n.heading(self.key(name, "head"), f"Statement {number}"),
                n.para(self.key(name, "says"), statement.text, "lead"),
                self.rating(spec.sure_label, name, "sure", low=spec.sure_low, high=spec.sure_high),
                self.box(spec.reason_label, name, "because", rows=3, hint=f"{spec.reason_words} words or fewer."),
            ]
        return [
            *shown,
            n.status(
                self.key("so-far"),
                f"{sum(map(self._is_given, self._names()))} of {len(spec.statements)} have a reason and a number.",
            ),
        ]

    def _names(self) -> list[str]:
        return [statement.id for statement in self.spec.statements]

    def _is_given(self, name: str) -> bool:
        return bool(self.text(name, "because")) and self.value(name, "sure") not in (None, "")

    def is_done(self) -> bool:
        """Whether every statement has a reason and a number."""
        return all(map(self._is_given, self._names()))

    def transcript(self) -> str:
        """Every statement that has something to it, with both."""
        parts = []
        for number, statement in enumerate(self.spec.statements, 1):
            sure, because = self.value(statement.id, "sure"), self.text(statement.id, "because")
            if sure in (None, "") and not because:
                continue
            said = "no number given" if sure in (None, "") else f"{escaped(str(sure)[:20])} of 100"
            parts.append(
                f"**{number}. {escaped(statement.text)}**\n\nSure: {said}"
                + (f"\n\n{quoted(because)}" if because else "")
            )
        return "\n\n".join(parts)


__all__ = ["BroughtWriting", "ClaimsTable"]
