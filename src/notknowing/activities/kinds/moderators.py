"""Week 6: bet on a moderator and check it, and say what is known to somebody in eighty words."""

from __future__ import annotations

import re

from notknowing.activities import nodes as n
from notknowing.activities.kinds.effects import interval_said, published
from notknowing.activities.kinds.forest_numbers import r_said
from notknowing.activities.kinds.writing import _Prompted
from notknowing.activities.nodes import Node
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.sources import source_nodes, with_sources
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models import Prompt
from notknowing.course.models.effects import Moderator
from notknowing.course.models.effects import ModeratorBet as BetSpec
from notknowing.course.models.effects import PlainWords as WordsSpec
from notknowing.work.wording import listed

STEEPEST = 0.3
"""By how much r may rise or fall inside a made-up study."""
MOST_GUESSED, FIRST_GUESS = 0.44, 0.4


class ModeratorBet(_Prompted):
    """Choose, predict, then check with what is verified. What was not seen is said to be so."""

    kind = "moderator_bet"
    spec: BetSpec

    def view(self) -> list[Node]:
        """The one chosen, the others to choose, and after a first check what studies cannot say about a person."""
        spec, chosen = self.spec, self.place("which")
        open_ = [one for one in spec.moderators if one.id == chosen]
        shown_ = self.intro()
        for one in open_:
            shown_ += self._bet(one)
        others = [n.button(f"which|{one.id}", one.label) for one in spec.moderators if one not in open_]
        shown_ += [
            n.para("ask", spec.other if open_ else spec.ask, "lead" if not open_ else ""),
            n.row("others", others),
        ]
        if any(self._checked(one) for one in spec.moderators):
            shown_ += [*self._inside(), *(self.prompt(prompt) for prompt in spec.prompts)]
        return shown_

    def _checked(self, one: Moderator) -> bool:
        return bool(self.place(one.id, "checked"))

    def _opened(self, one: Moderator) -> int:
        """How many published values are open: the first always, the next with the check, the others by a button."""
        most = len(one.published)
        return max(2, self.reached(one.id, "opened", most=most)) if self._checked(one) else min(1, most)

    def _bet(self, one: Moderator) -> list[Node]:
        shown_ = [
            n.heading(self.key(one.id, "head"), one.label),
            self.pick(one.question, list(one.answers.items()), one.id, "bet", inline=False),
        ]
        if one.published:
            shown_ += [self._formats(one), self.slider(one.guess_label or "", one.id, "guess", low=0, high=MOST_GUESSED, step=0.01, default=FIRST_GUESS)]  # fmt: skip
        shown_.append(self.box(self.spec.because, one.id, "because", rows=2))
        if not self._checked(one):
            return [*shown_, n.button(f"check|{one.id}", self.spec.check, primary=True)]
        shown_.append(n.heading(self.key(one.id, "found"), "What could be verified", 4))
        opened = self._opened(one)
        if one.published:
            claims = [self.course.claims[value.claim] for value in one.published[:opened]]
            shown_ += [
                n.listing(self.key(one.id, "claims"), [claim.text for claim in claims]),
                *source_nodes(f"{one.id}.claims", claims, self.course, with_text=False),
            ]
            if opened < len(one.published):
                return [*shown_, n.button(f"open|{one.id}|{opened}", self.spec.open_next, primary=True)]
        return [
            *shown_,
            *with_sources(f"{one.id}.verified", one.verified, self.course),
            n.para(f"{one.id}.not", f"**What could not.** {' '.join(one.not_verified.split())}"),
        ]

    def _formats(self, one: Moderator) -> Node:
        readings = [published(value, self.spec.data) for value in one.published]
        opened = self._opened(one)
        guess = round(self.number(one.id, "guess", low=0, high=MOST_GUESSED, default=FIRST_GUESS), 2)
        known = [i < opened for i in range(len(readings))]

        def draw():
            from notknowing.evidence.plots_effects import formats

            return formats(readings, guess, known)

        rows = [
            [reading.label, interval_said(reading) if is_known else "not opened yet"]
            for reading, is_known in zip(readings, known, strict=True)
        ]
        told = ". ".join(f"{label}: {said}" for label, said in rows)
        return picture(
            self.key(one.id, "picture"),
            draw,
            (tuple(readings), guess, opened),
            alt=f"{told}. Your guess stands at {r_said(guess)}.",
            caption="Published values; the whiskers are 95 per cent intervals, where the source gives them. Drag the ring to your guess.",
            data=("Published values", ["Review", "r"], rows),
            handles=[Handle(self.key(one.id, "guess"), guess, -1.0, 0, MOST_GUESSED, "r")],
        )

    def _inside(self) -> list[Node]:
        spec = self.spec.inside
        tilt = round(self.number("tilt", low=-STEEPEST, high=STEEPEST, default=0), 2)

        def draw():
            from notknowing.evidence.plots_effects import inside_studies

            return inside_studies(spec.ages, spec.r, tilt, spec.width)

        word = spec.level if tilt == 0 else spec.rises if tilt > 0 else spec.falls
        said = spec.said.format(first=r_said(spec.r[0]), last=r_said(spec.r[-1]), youngest=f"{spec.ages[0]:g}", oldest=f"{spec.ages[-1]:g}", inside=word)  # fmt: skip
        rows = [
            [f"{age:g}", r_said(r), r_said(r - tilt / 2), r_said(r + tilt / 2)]
            for age, r in zip(spec.ages, spec.r, strict=True)
        ]
        drawn = picture(
            self.key("inside"),
            draw,
            (tuple(spec.ages), tuple(spec.r), tilt, spec.width),
            alt=f"Synthetic data. {said}",
            caption=spec.caption,
            data=("Synthetic data. Six studies", ["Mean age", "r of the study", "Younger half", "Older half"], rows),
        )
        return [
            n.heading(self.key("inside.head"), "Between studies, and inside them"),
            *n.paras("inside.text", spec.text),
            self.slider(spec.label, "tilt", low=-STEEPEST, high=STEEPEST, step=0.02, default=0),
            drawn,
            n.status(self.key("inside.said"), said),
        ]

    def on_press(self, key: str) -> None:
        """Choose a moderator, check a prediction, or open the next published value."""
        verb, _, rest = key.partition("|")
        name = rest.partition("|")[0]
        one = next((one for one in self.spec.moderators if one.id == name), None)
        if one is None:
            return
        if verb == "which":
            self.move_to(name, "which")
            self.focus = self.key(name, "head")
        elif verb == "check" and not self.text(name, "bet"):
            self.notices = [n.status("first", "Choose an answer first. A guess will do.")]
            self.focus = "first"
        elif verb == "check":
            self.move_to(True, name, "checked")
            self.focus = self.key(name, "found")
        elif verb == "open":
            self.move_to(min(self._opened(one) + 1, len(one.published)), name, "opened")
            self.focus = self.key(name, "found")

    def is_done(self) -> bool:
        """Whether there is one prediction."""
        return any(self.text(one.id, "bet") for one in self.spec.moderators)

    def transcript(self) -> str:
        """Each prediction with its reason, and the words."""
        parts = []
        for one in self.spec.moderators:
            if bet := one.answers.get(self.text(one.id, "bet")):
                because = self.text(one.id, "because")
                parts.append(f"**{escaped(one.label)}.** {escaped(bet)}" + (f"\n\n{quoted(because)}" if because else ""))  # fmt: skip
        written = super().transcript()
        return "\n\n".join([*parts, written] if written else parts)


class PlainWords(_Prompted):
    """Eighty words for somebody who asks. The page counts, and names three verbs where it finds them."""

    kind = "plain_words"
    spec: WordsSpec

    def prompts(self) -> list[Prompt]:
        """The eighty words, then the closing questions. The second version stands with the first in the transcript."""
        return [self.spec.prompt, self.spec.again, *self.spec.prompts]

    def view(self) -> list[Node]:
        """Who asks, what may be said, the box with its counts, three other ways, and the closing questions."""
        spec = self.spec
        shown_ = [
            *self.intro(),
            n.para("asks.about", spec.asks.about, "quiet"),
            n.words("asks.words", spec.asks.words, f"{spec.asks.name} asks"),
            n.details(
                "facts",
                "What you may rest on",
                with_sources("facts.text", "\n\n".join(spec.facts), self.course),
                open_=True,
            ),
            self.prompt(spec.prompt),
            *self._noted(spec.prompt.id),
            n.listing("checks", list(spec.checks)),
        ]  # fmt: skip
        if not self.place("compared"):
            shown_.append(n.button("compare", "Compare with three others"))
        else:
            shown_.append(n.heading(self.key("versions"), "Three other ways"))
            for i, version in enumerate(spec.versions):
                shown_ += [n.words(f"version{i}", version.words, f"One way, {len(version.words.split())} words"), n.para(f"version{i}.why", version.why)]  # fmt: skip
            shown_ += [self.prompt(spec.again), *self._noted(spec.again.id)]
        shown_ += [n.heading(self.key("closing"), "Before you close the page"), *n.paras("closing.text", spec.closing)]
        for prompt in spec.prompts:
            shown_ += [self.prompt(prompt), self.private_tick(prompt.id)]
        return shown_

    def _noted(self, name: str) -> list[Node]:
        """How many words there are, and which of the three verbs are among them. Neither is a mark."""
        text = self.text(name)
        if not text:
            return [n.status(self.key(name, "count"), ""), n.status(self.key(name, "verbs"), "")]
        count = self.spec.count_said.format(count=len(text.split()), target=self.spec.target)
        found = self.avoided(text)
        verbs = self.spec.avoid_said.format(found=listed([f"“{word}”" for word in found])) if found else ""
        return [n.status(self.key(name, "count"), count), n.status(self.key(name, "verbs"), verbs)]

    def avoided(self, text: str) -> list[str]:
        """The forms of the three verbs that stand in a text, as they are written there, each once."""
        forms = "|".join(re.escape(form) for forms in self.spec.avoid.values() for form in forms)
        found = re.findall(rf"(?<![\w-])(?:{forms})(?![\w-])", text, re.IGNORECASE)
        return list(dict.fromkeys(word.lower() for word in found))

    def on_press(self, key: str) -> None:
        """Show three other ways, once there is one of one's own."""
        if key != "compare":
            return
        if not self.text(self.spec.prompt.id):
            self.notices = [n.status("first", "Write yours first. Half a sentence is enough to compare with.")]
            self.focus = "first"
            return
        self.move_to(True, "compared")
        self.focus = self.key("versions")

    def is_done(self) -> bool:
        """Whether there are words for whoever asks."""
        return bool(self.text(self.spec.prompt.id) or self.text(self.spec.again.id))
