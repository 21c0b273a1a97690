"""Sorting cards into groups, one at a time; and work that is done on another page."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity, sibling
from notknowing.activities.nodes import Node
from notknowing.course.models.sorting import Card

EACH_CARD = 0.5


class CardSort(Activity):
    """Sort cards. The key is a set; disagreeing opens a note and never a cross."""

    kind = "card_sort"

    def view(self) -> list[Node]:
        """The groups to open, one card at a time, and what has been sorted to open again."""
        cards = self.spec.cards
        at = self.reached("at", most=len(cards))
        groups = [[group.label, group.definition] for group in self.spec.groups]
        shown = [
            *self.intro(),
            n.details(
                "groups",
                "What the groups mean",
                [n.table("groups.table", "The groups", ["Group", "What it is"], groups, row_headers=True)],
            ),
        ]
        if at < self.spec.practice:
            shown.append(
                n.para("practice", f"The first {self.spec.practice} are for getting to know the groups.", "quiet")
            )
        shown += self._card(at) if at < len(cards) else [n.para("end", self._ended())]
        return shown + self._so_far(at)

    def _ended(self) -> str:
        return f"You have been through all {len(self.spec.cards)}. You can open any of them again below."

    def _card(self, i: int) -> list[Node]:
        card, name = self.spec.cards[i], f"c{i + 1}"
        key, options = self.key(name), [(group.id, group.label) for group in self.spec.groups]
        ask = self.tick if self.spec.several else self.pick
        shown = [
            n.heading(f"{key}.head", f"{i + 1} of {len(self.spec.cards)}"),
            n.words(f"{key}.words", card.words, card.who or "The card says"),
            ask(self.spec.question, options, name),
        ]
        chosen = self.chosen(i)
        if chosen and (not self.spec.several or self.place(name, "shown")):
            shown += [n.status(f"{key}.reading", self._answer(card, chosen)), n.para(f"{key}.note", card.note)]
        elif chosen:
            shown.append(n.button(f"show|{i}", "Show the course's reading"))
        steps = [n.button(f"go|{i - 1}", "Back")] if i else []
        last = i + 1 == len(self.spec.cards)
        steps.append(n.button(f"go|{i + 1}", "Finish" if last else "Go on", primary=True))
        return [*shown, n.row(f"{key}.steps", steps)]

    def chosen(self, i: int) -> list[str]:
        """The groups a card was put into."""
        if self.spec.several:
            return self.ticked(f"c{i + 1}")
        one = self.text(f"c{i + 1}")
        return [one] if one else []

    def _labels(self, groups: list[str], between: str = " and ") -> str:
        labels = {group.id: group.label.lower() for group in self.spec.groups}
        return between.join(labels.get(group, "not one of the groups") for group in groups)

    def _answer(self, card: Card, chosen: list[str]) -> str:
        reading = self._labels(card.key, " and " if self.spec.several else " or ")
        if self.agrees(card, chosen):
            return f"The course reads it that way too: {reading}."
        if set(chosen) <= {*card.key, *card.also}:
            return f"That reading can be argued for. The course reads it first as {reading}."
        return f"The course reads it as {reading}. You may still see something it does not; the note says why it reads it so."

    def agrees(self, card: Card, chosen: list[str]) -> bool:
        """Whether the choice is the course's own reading: with several groups all of them, otherwise any one."""
        return set(chosen) == set(card.key) if self.spec.several else bool(chosen) and chosen[0] in card.key

    def _so_far(self, at: int) -> list[Node]:
        done = [i for i in range(len(self.spec.cards)) if self.chosen(i) and i != at]
        if not done:
            return []
        rows = [
            [
                str(i + 1),
                self.spec.cards[i].words,
                self._labels(self.chosen(i)),
                n.button(f"open|{i}", "Open again", describe=f"card {i + 1}"),
            ]
            for i in done
        ]
        table = n.table("so-far.table", "What you have sorted", ["", "Card", "You said", ""], rows)
        return [n.details("so-far", f"Sorted so far: {len(done)} of {len(self.spec.cards)}", [table])]

    def on_press(self, key: str) -> None:
        """Move between cards, or show the reading of one. Going on without choosing is allowed."""
        verb, _, number = key.partition("|")
        i = int(number)
        if verb == "show":
            self.move_to(True, f"c{i + 1}", "shown")
            self.focus = self.key(f"c{i + 1}", "reading")
            return
        self.move_to(i, "at")
        self.focus = self.key(f"c{i + 1}", "head") if i < len(self.spec.cards) else "end"

    def is_done(self) -> bool:
        """Whether every card has been sorted."""
        return all(self.chosen(i) for i in range(len(self.spec.cards)))

    def practice_points(self) -> tuple[float, float]:
        """Half a point for each card after the practice ones, put where the course or an accepted reading puts it."""
        counted = range(self.spec.practice, len(self.spec.cards))
        accepted = [{*self.spec.cards[i].key, *self.spec.cards[i].also} for i in counted]
        fits = [bool(self.chosen(i)) and set(self.chosen(i)) <= fine for i, fine in zip(counted, accepted, strict=True)]
        if self.spec.several:
            fits = [
                fit and set(self.spec.cards[i].key) & set(self.chosen(i)) for i, fit in zip(counted, fits, strict=True)
            ]
        return EACH_CARD * sum(map(bool, fits)), EACH_CARD * len(counted)

    def transcript(self) -> str:
        """What the student chose for each card."""
        said = [(i + 1, self.chosen(i)) for i in range(len(self.spec.cards))]
        return "; ".join(f"card {number}: {self._labels(chosen)}" for number, chosen in said if chosen)


class Elsewhere(Activity):
    """Work that is done on another page. This one says where, and how far it has come."""

    kind = "elsewhere"

    def view(self) -> list[Node]:
        """Each piece of work with its page, and whether it is done."""
        rows = [
            [
                self.course.pages[page].title,
                self.course.pages[page].activity(activity).title,
                self._state(page, activity),
            ]
            for page, activity in self._targets()
        ]
        shown = [
            *self.intro(),
            n.table("there", "What is done on another page", ["Page", "Task", "How far"], rows),
            n.button("look-again", "Look again"),
        ]
        if self.spec.after and self.is_done():
            shown += n.paras("after", self.spec.after)
        return shown

    def _targets(self) -> list[tuple[str, str]]:
        return [tuple(where.split(":", 1)) for where in self.spec.to]

    def _there(self, page_id: str, activity_id: str) -> Activity:
        page = self.course.pages[page_id]
        spec = page.activity(activity_id)
        return Activity.kinds[spec.kind](self.course, page, spec, sibling(self.store, page_id))

    def _state(self, page_id: str, activity_id: str) -> str:
        there = self._there(page_id, activity_id)
        if there.is_done():
            return "done"
        return "begun" if there.store.keys(f"{activity_id}.") else "not begun"

    def on_press(self, key: str) -> None:
        """Look at the other page's words again: every drawing does."""

    def is_done(self) -> bool:
        """Whether all of it is done there."""
        return all(self._there(*target).is_done() for target in self._targets())
