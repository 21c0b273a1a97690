"""The two panels that every notebook has around its activities: the opening, and the words kept so far."""

from __future__ import annotations

from typing import Any

from notknowing.activities import nodes as n
from notknowing.activities.base import PLACE, Activity, sibling
from notknowing.activities.nodes import Node
from notknowing.activities.signposts import NATIONS, card
from notknowing.course import Course
from notknowing.course.models import ActivityModel, Page
from notknowing.work import Store

OPENING, WORDS = "opening", "words"


def _spec(activity_id: str, title: str) -> ActivityModel:
    return ActivityModel(id=activity_id, title=title, minutes=1, status="ungraded", why=title)


def nation_of(course: Course, store: Store) -> str:
    """The UK nation last chosen, on this page or on any other, else the module's."""
    stores = [store, *(sibling(store, page_id) for page_id in course.pages if page_id != store.notebook)]
    entries = [entry for one in stores if (entry := one.entry("00.nation")) and entry.value in NATIONS]
    return max(entries, key=lambda entry: entry.saved).value if entries else course.module.nation


class Opening(Activity):
    """What this page is about, how long it takes, what may be hard in it, and where to turn."""

    def __init__(self, course: Course, page: Page, store: Store):
        super().__init__(course, page, _spec("00", "Opening"), store)

    def view(self) -> list[Node]:
        """Question, outcomes, time, content note and the signposting card."""
        page = self.page
        outcomes = [f"**{outcome.verb}** {outcome.text}" for outcome in page.outcomes]
        shown = [
            n.para("question", page.question, "lead"),
            n.heading("by-the-end", "By the end you can", 2),
            n.listing("outcomes", outcomes),
            n.para(
                "minutes", f"About {page.minutes} minutes in all. The times are estimates and have not been piloted."
            ),
        ]
        if page.stop_here:
            last = page.stop_here[-1] if len(page.stop_here) == 1 else " or ".join(page.stop_here)
            shown.append(n.para("stop", f"If you are tired, a good place to stop is after {last}.", "quiet"))
        if page.before:
            shown += n.paras("before", f"**Before you begin:** {page.before}")
        if page.content_note:
            shown.append(
                n.group("note", [n.para("note.text", f"**What is in here:** {page.content_note}")], style="notice")
            )
        nation = nation_of(self.course, self.store)
        self.bound[self.key("nation")] = "choice"
        switch = n.select(self.key("nation"), "Where are you?", [(name, name) for name in NATIONS], nation)
        shown += [
            n.heading("signposts.heading", self.course.signposting.heading, 2),
            switch,
            n.group("signposts", card(self.course, nation), style="card", label=self.course.signposting.heading),
        ]
        return shown + self._problems()

    def private_by_default(self, key: str) -> bool:
        """Where somebody lives is nobody else's business."""
        return True

    def _problems(self) -> list[Node]:
        said = [n.para(f"problem.{i}", problem.message) for i, problem in enumerate(self.store.problems)]
        return [n.group("problems", said, style="notice", label="About your saved words")] if said else []

    def is_done(self) -> bool:
        """Nothing here has to be done."""
        return True


class Words(Activity):
    """Everything the student has written on this page, with the words before the last change to go back to."""

    def __init__(self, course: Course, page: Page, store: Store):
        super().__init__(course, page, _spec("ZZ", "Your words"), store)

    def view(self) -> list[Node]:
        """Where the words are kept, and all of them."""
        shared = self.store.entries()
        private = {
            key: entry
            for key, entry in self.store.private_entries().items()
            if entry.kind != PLACE and not key.startswith("00.")
        }
        shown = [
            n.para(
                "where",
                f"Your words are saved as you type, in the file {self.store.path.name} beside this notebook. A copy is kept in the notebook itself.",
            ),
            n.para(
                "private-where",
                f"Private words are only in {self.store.private_path.name}. They are never handed in.",
                "quiet",
            ),
            n.row("refresh-row", [n.button("look-again", "Look again")]),
        ]
        shown += self._listed("shared", "What you have written here", shared)
        if private:
            shown += self._listed("private", "What you have kept private", private)
        for i, problem in enumerate(self.store.problems):
            shown.append(n.group(f"problem.{i}", [n.para(f"problem.{i}.text", problem.message)], style="notice"))
        return shown

    def _listed(self, key: str, heading: str, entries: dict[str, Any]) -> list[Node]:
        shown: list[Node] = []
        for name in sorted(entries):
            entry = entries[name]
            if entry.value in ("", None, []):
                continue
            part = [n.marked(f"{key}.{name}.value", said(entry.value), [])]
            earlier = [item for item in entry.history if isinstance(item_value(item), str) and item_value(item).strip()]
            if earlier:
                part.append(
                    n.details(
                        f"{key}.{name}.before",
                        "What you had before",
                        [
                            n.words(f"{key}.{name}.before.words", item_value(earlier[-1]), "Before the last change"),
                            n.button(
                                f"bring-back|{name}", "Bring these words back", describe=label_of(self.page, name)
                            ),
                        ],
                    )
                )
            shown.append(
                n.group(
                    f"{key}.{name}",
                    [n.para(f"{key}.{name}.label", f"**{label_of(self.page, name)}**"), *part],
                    style="card",
                )
            )
        body = shown or [n.para(f"{key}.none", "Nothing yet.")]
        return [n.details(key, heading, body)]

    def on_press(self, key: str) -> None:
        """Bring back earlier words, or read the files again."""
        if key.startswith("bring-back|"):
            self.last_saved = self.store.undo(key.removeprefix("bring-back|"))
            self.notices = [
                n.status(
                    "brought-back",
                    "The earlier words are back. Press “Open the activities” to see them in their place.",
                )
            ]
        else:
            self.store.refresh()


def item_value(item: Any) -> Any:
    """The value of one history item, kept as a mapping or as a record."""
    return item["value"] if isinstance(item, dict) else item.value


def said(value: Any) -> str:
    """A saved value as text a person can read."""
    if isinstance(value, list):
        return ", ".join(str(item).replace("_", " ") for item in value)
    return str(value)


def label_of(page: Page, key: str) -> str:
    """An entry key in words: ``1A.gareth.solve`` becomes "1A Pull meter: gareth, solve"."""
    for activity in page.activities:
        if key.startswith(f"{activity.id}."):
            parts = key.removeprefix(f"{activity.id}.").split(".")
            rest = ", ".join(IN_WORDS.get(part, part.replace("-", " ").replace("_", " ")) for part in parts)
            return f"{activity.id} {activity.title}: {rest}"
    return key


IN_WORDS = {
    "first": "first words",
    "revised": "revision",
    "transfer": "somebody new",
    "manner": "how you answered",
    "words": "what you said",
    "plain": "what you told plainly",
    "plain_why": "why plainly",
    "how_long": "how long you would wait",
    "silence_why": "why say nothing",
    "before": "at first",
    "after": "afterwards",
    "help": "would it help",
    "sure": "how sure you are",
    "because": "your reasons",
    "keeps": "changed or kept",
    "noticed": "what each notices",
    "predicted": "what you predicted",
    "contest": "where you meant something else",
}
"""The parts of an entry key as a student reads them in the exact copy."""
