"""A reply to a client: words, silence, or something told plainly. All three are complete answers."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.course.models import Client

WORDS, SILENCE, PLAIN = "words", "silence", "plain"


class Reply:
    """One reply inside an activity, saved under ``parts``: its manner, its words, and reasons where they are asked for.

    Args:
        activity: the activity it belongs to.
        client: whom it is said to.
        parts: where it is saved, for instance ``("farida", "first")``.
    """

    def __init__(self, activity: Activity, client: Client, *parts: str):
        self.activity, self.client, self.parts = activity, client, parts

    @property
    def manner(self) -> str:
        """``words``, ``silence`` or ``plain``."""
        found = self.activity.text(*self.parts, "manner")
        return found if found in {SILENCE, PLAIN} else WORDS

    @property
    def words(self) -> str:
        """The words said; empty for silence."""
        return "" if self.manner == SILENCE else self.activity.text(*self.parts, self.manner)

    @property
    def is_given(self) -> bool:
        """Whether there is an answer. Silence is one, with or without a reason."""
        return self.manner == SILENCE or bool(self.words)

    def view(self, label: str, *, suggested: int | None = None) -> list[Node]:
        """The controls: how to answer, and what that way needs."""
        it = self.client.pronouns.object
        ways = [
            (WORDS, "Say something"),
            (SILENCE, "Say nothing for now"),
            (PLAIN, f"Tell {it} something plainly"),
        ]
        activity, key = self.activity, self.activity.key(*self.parts, "manner")
        activity.bound[key] = "choice"
        shown = [n.choice(key, "How do you answer?", ways, self.manner)]
        if self.manner == SILENCE:
            shown += [
                activity.box(
                    "How long would you wait?",
                    *self.parts,
                    "how_long",
                    rows=1,
                    hint="In your own measure: a breath, ten seconds, or longer.",
                ),
                activity.box("Why say nothing?", *self.parts, "silence_why", rows=2, hint="A few words are enough."),
            ]
        elif self.manner == PLAIN:
            shown += [
                activity.box(f"What would you tell {it}?", *self.parts, PLAIN, rows=4),
                activity.box(
                    "Why plainly, and why now?", *self.parts, "plain_why", rows=2, hint="A few words are enough."
                ),
            ]
        else:
            length = f" About {suggested} words or fewer." if suggested else ""
            shown.append(activity.box(label, *self.parts, WORDS, rows=4, hint=f"As you would say it aloud.{length}"))
        return shown

    def said(self) -> str:
        """The reply as a reader sees it: the words, or the silence with its reason in square brackets."""
        activity = self.activity
        if self.manner == SILENCE:
            wait, why = activity.text(*self.parts, "how_long"), activity.text(*self.parts, "silence_why")
            parts = [
                "Says nothing for now",
                *([f"waits: {wait}"] if wait else []),
                *([f"because: {why}"] if why else []),
            ]
            return "[" + "; ".join(parts) + "]"
        why = activity.text(*self.parts, "plain_why") if self.manner == PLAIN else ""
        return f"{self.words} [told plainly, because: {why}]" if why else self.words

    def copy_to(self, other: Reply) -> None:
        """Begin another reply from this one."""
        for name in ("manner", WORDS, PLAIN, "how_long", "silence_why", "plain_why"):
            value = self.activity.value(*self.parts, name)
            if value is not None:
                other.activity.save(value, *other.parts, name, kind="text")
