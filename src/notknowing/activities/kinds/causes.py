"""Week 7: arrows behind one scatterplot, four made-up worlds, other help, and verbs tried out in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import picture
from notknowing.activities.sources import short, source_nodes, with_sources
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models import Claim, Prompt
from notknowing.course.models.causes import OtherHelpCase, QuotedSentence
from notknowing.work.wording import listed

THINNEST, USUAL, THICKEST = 1, 5, 9
"""How thick an arrow can be made, and how thick it starts."""


class Compared(Activity):
    """Boxes to write in, and the course's own thoughts beside them once something is written."""

    def pick_from(
        self, legend: str, options: Sequence[n.Option], *parts: str, standing: str, inline: bool = True
    ) -> Node:
        """Choose one, where one is in force from the start: ``standing`` is shown as chosen until another is."""
        node = self.pick(legend, options, *parts, inline=inline)
        return node | {"value": node["value"] or standing}

    def boxes_and_note(self, prompts: Sequence[Prompt], note: str | None, name: str = "note") -> list[Node]:
        """The boxes, then a button that opens the note, or the note."""
        shown_ = [self.prompt(prompt) for prompt in prompts]
        if note is None:
            return shown_
        if not self.place(name, "compared"):
            return [*shown_, n.button(f"compare|{name}", "Compare with the course's own answer")]
        head = n.heading(self.key(name, "head"), "The course's own answer")
        return [*shown_, head, *with_sources(self.key(name, "text"), note, self.course)]

    def press_compare(self, key: str, prompts: Sequence[Prompt]) -> bool:
        """Open a note, if that was the button; first something has to be written. Says whether it was."""
        verb, _, name = key.partition("|")
        if verb != "compare":
            return False
        if any(self.text(prompt.id) for prompt in prompts):
            self.move_to(True, name, "compared")
            self.focus = self.key(name, "head")
        else:
            self.notices = [n.status("first", "Write a few words of your own first. One line is enough.")]
            self.focus = "first"
        return True

    def written(self, prompts: Sequence[Prompt]) -> list[str]:
        """Each label with the words under it, as Markdown, where there are any."""
        said = [(prompt.label, self.text(prompt.id)) for prompt in prompts]
        return [f"**{label}**\n\n{quoted(text)}" for label, text in said if text]


class FourStories(Compared):
    """Turn arrows on and off. The diagram changes, and the dots stay where they are."""

    kind = "four_stories"

    def view(self) -> list[Node]:
        """A bet, the arrows with their thickness, what to look for behind the dots, the picture, the boxes."""
        stories, on = self.spec.stories, self.on
        bets = [(story.id, story.label) for story in stories] + [("no_bet", "I would not bet")]
        shown_ = [
            *self.intro(),
            self.pick(self.spec.bet, bets, "bet", inline=False),
            n.details(
                "stories",
                "How each story goes",
                [
                    n.table(
                        "stories.table",
                        "Four stories",
                        ["Story", "How it goes"],
                        [[story.label, story.says] for story in stories],
                        row_headers=True,
                    )
                ],
                open_=True,
            ),
            n.heading(self.key("arrows"), "Draw the arrows"),
            self.tick("Which arrows are there?", [(story.id, story.label) for story in stories], "on"),
        ]
        shown_ += [
            self.slider(
                f"How thick: {story.label.lower()}", "thick", story.id, low=THINNEST, high=THICKEST, default=USUAL
            )
            for story in stories
            if len(on) > 1 and story.id in on
        ]
        hidden = [(story.id, story.hidden) for story in stories if story.hidden]
        shown_ += [
            self.pick_from(self.spec.look, [("nothing", "Nothing: plain dots"), *hidden], "look", standing="nothing"),
            n.status(self.key("said"), self._said()),
            self._picture(),
        ]
        return shown_ + self.boxes_and_note(self.spec.prompts, self.spec.note)

    @property
    def on(self) -> list[str]:
        """The stories whose arrows are drawn."""
        ticked = self.ticked("on")
        return [story.id for story in self.spec.stories if story.id in ticked]

    @property
    def look(self) -> str | None:
        """The story whose hidden thing shows in the dots."""
        chosen = self.text("look")
        return next((story.id for story in self.spec.stories if story.hidden and story.id == chosen), None)

    def _name(self, story_id: str) -> str:
        return next(story.label for story in self.spec.stories if story.id == story_id)

    def _hidden(self, story_id: str) -> str:
        return next(story.hidden or "" for story in self.spec.stories if story.id == story_id).lower()

    def _weights(self) -> dict[str, float]:
        return {
            story: self.number("thick", story, low=THINNEST, high=THICKEST, default=USUAL) or USUAL for story in self.on
        }

    def _people(self):
        from notknowing.evidence.stories import people

        return people(self._weights(), r=self.spec.r, n=self.spec.people)

    def _said(self) -> str:
        """What the world that is drawn comes to, in a sentence or two."""
        from notknowing.evidence.stories import by_luck

        people, r = self._people(), _r(self.spec.r)
        if not self.on:
            times = max(1, round(1000 * by_luck(self.spec.r, self.spec.people)))
            return (
                f"No arrow. Then only luck links the two, and luck makes a link as strong as {r} among "
                f"{self.spec.people} people about {times} times in 1,000."
            )
        parts = [f"“{self._name(story)}” carries {_r(people.shares[story] * self.spec.r)}" for story in self.on]
        whole = f"In this world, {listed(parts)}. The dots have not moved: r is {r}."
        if self.look is None:
            return whole
        alike = people.among_alike(self.look)
        return f"{whole} Among people who are alike in this ({self._hidden(self.look)}), r is {_r(alike)}."

    def _picture(self) -> Node:
        def draw():
            from notknowing.evidence.plots_causes import four_stories

            return four_stories(people, self.look)

        people, r = self._people(), _r(self.spec.r)
        rows = [
            [
                story.label,
                "on" if story.id in self.on else "off",
                _r(people.shares[story.id] * self.spec.r) if story.id in self.on else "none",
                _r(people.among_alike(story.id)) if story.hidden else "nothing is hidden",
            ]
            for story in self.spec.stories
        ]
        head = ["Story", "Arrows", f"Its part of {r}", "r among people alike in what is hidden"]
        return picture(
            self.key("picture"),
            draw,
            (people.r, tuple(people.shares.items()), self.look, self.spec.people),
            alt=self._alt(people),
            caption=(
                f"Synthetic data: {self.spec.people} made-up people. The arrows are yours to draw. The dots are the same in "
                "every world, and so is r. The dashed line is the straight line that comes closest to them."
            ),
            data=("Synthetic data. What the picture shows in numbers", head, rows),
        )

    def _alt(self, people) -> str:
        arrows = listed([f"“{self._name(story)}”" for story in self.on]) if self.on else "none"
        said = (
            f"Synthetic data. On the left, boxes for alliance, improvement, early gains, something about the client, and "
            f"which therapist. Arrows drawn: {arrows}. On the right, {self.spec.people} dots in a wide cloud that rises a "
            f"little from left to right, r = {_r(self.spec.r)}. They are the same dots whichever arrows are drawn."
        )
        if self.look == "therapists":
            return f"{said} Eight numbers mark the middle of each therapist's clients. {self._spread(people)}"
        if self.look:
            third = people.thirds(self.look)
            middles = [shown(float(people.alliance[third == k].mean()), 1) for k in range(3)]
            return (
                f"{said} Shapes show three groups, low, middle and high in {self._hidden(self.look)}. The middles of the "
                f"groups stand at {listed(middles)} along alliance."
            )
        return said

    @staticmethod
    def _spread(people) -> str:
        middles = [float(people.alliance[people.therapist == k].mean()) for k in sorted(set(people.therapist))]
        return f"Along alliance they reach from {shown(min(middles), 1)} to {shown(max(middles), 1)}."

    def on_press(self, key: str) -> None:
        """Open the course's own answer."""
        self.press_compare(key, self.spec.prompts)

    def is_done(self) -> bool:
        """Whether an arrow was drawn or something written."""
        return bool(self.on) or bool(self.written(self.spec.prompts))

    def transcript(self) -> str:
        """The bet, the arrows as they were left, and what was written."""
        said = []
        if bet := self.text("bet"):
            known = {story.id: story.label for story in self.spec.stories} | {"no_bet": "no bet"}
            said.append(f"Bet before touching anything: {known.get(bet, escaped(bet))}.")
        if self.on:
            said.append(f"Arrows as left: {'; '.join(self._name(story) for story in self.on)}.")
        return "\n\n".join([*said, *self.written(self.spec.prompts)])


class OtherHelp(Activity):
    """Three people for whom a warm relationship alone would be too little."""

    kind = "other_help"

    def view(self) -> list[Node]:
        """One person at a time: their words, two boxes, and then the course's note."""
        shown_, reached = self.intro(), self.reached("at", most=len(self.spec.cases) - 1)
        for i, case in enumerate(self.spec.cases[: reached + 1]):
            shown_ += self._one(case)
            if i == reached and i + 1 < len(self.spec.cases):
                go_on = n.button(f"next|{i + 1}", "Go on to the next person", primary=True)
                shown_.append(n.row(self.key("steps"), [go_on]))
        return shown_

    def _met(self, case: OtherHelpCase) -> OtherHelpCase | None:
        """Whom the student meets in this place: the person, somebody else instead, or nobody."""
        choice = self.text(case.id, "choice")
        return self.spec.instead if choice == "instead" else None if choice == "leave" else case

    def _one(self, case: OtherHelpCase) -> list[Node]:
        taken = any(self.text(one.id, "choice") == "instead" for one in self.spec.cases if one.id != case.id)
        options = [("leave", "Leave this person out"), ("meet", f"Meet {case.name}")]
        if not taken:
            options.insert(1, ("instead", "Meet somebody else instead"))
        root = self.key(case.id)
        shown_ = [
            n.heading(f"{root}.head", case.name),
            n.para(f"{root}.about", case.about, "quiet"),
            n.para(f"{root}.content", f"What is in here: {case.content_note}.", "quiet"),
            self.pick("Your choice. You need give no reason", options, case.id, "choice"),
        ]
        met = self._met(case)
        if met is None or not self.text(case.id, "choice"):
            return shown_
        if met is not case:
            shown_ += [
                n.heading(f"{root}.met", met.name, 4),
                n.para(f"{root}.met.about", f"{met.about} What is in here: {met.content_note}.", "quiet"),
            ]
        shown_ += [
            n.words(f"{root}.words", met.words, f"{met.name} says"),
            self.prompt(self.spec.which_help, met.id),
            self.prompt(self.spec.how_said, met.id),
        ]
        if not self.place(met.id, "compared"):
            return [*shown_, n.button(f"compare|{met.id}", "Compare", describe=f"with the course's note on {met.name}")]
        return [
            *shown_,
            n.heading(f"{root}.note", f"The course's note on {met.name}", 4),
            *with_sources(f"{root}.help", met.help, self.course),
            n.words(f"{root}.one-way", met.one_way, "One way to say so"),
            *with_sources(f"{root}.relationship", met.relationship, self.course),
        ]

    def on_press(self, key: str) -> None:
        """Go on to the next person, or open the note once something is written."""
        verb, _, name = key.partition("|")
        if verb == "next":
            self.move_to(int(name), "at")
            self.focus = self.key(self.spec.cases[int(name)].id, "head")
        elif self.text(name, self.spec.which_help.id) or self.text(name, self.spec.how_said.id):
            self.move_to(True, name, "compared")
            place = next(case.id for case in self.spec.cases if (met := self._met(case)) and met.id == name)
            self.focus = self.key(place, "note")
        else:
            self.notices = [n.status("first", "Write in one of the two boxes first. A few words are enough.")]
            self.focus = "first"

    def _people(self) -> list[OtherHelpCase]:
        return [met for case in self.spec.cases if (met := self._met(case)) is not None]

    def is_done(self) -> bool:
        """Whether each person has an answer or was left out."""
        return all(
            self.text(case.id, "choice") == "leave"
            or ((met := self._met(case)) is not None and bool(self._written(met)))
            for case in self.spec.cases
        )

    def _written(self, met: OtherHelpCase) -> list[str]:
        return [
            f"{prompt.label}\n\n{quoted(text)}"
            for prompt in (self.spec.which_help, self.spec.how_said)
            if (text := self.text(met.id, prompt.id))
        ]

    def transcript(self) -> str:
        """What was written, person by person."""
        return "\n\n".join(
            "\n\n".join([f"**{met.name}**", *self._written(met)]) for met in self._people() if self._written(met)
        )


class CalibratedVerbs(Compared):
    """Findings, a sentence in which verbs can be tried out, and words of one's own."""

    kind = "calibrated_verbs"

    def view(self) -> list[Node]:
        """The findings, each sentence with its verbs, the boxes, the note, and what closes the week."""
        shown_ = [*self.intro(), *self._findings()]
        for sentence in self.spec.sentences:
            shown_ += self._sentence(sentence)
        shown_ += [
            piece
            for prompt in self.spec.prompts
            for piece in (self.prompt(prompt), n.status(self.key(prompt.id, "count"), self._count(prompt)))
        ]
        shown_ += self.boxes_and_note((), self.spec.note)
        if self.spec.closing:
            shown_.append(n.heading(self.key("closing"), "Three questions to close"))
        for prompt in self.spec.closing:
            shown_ += [self.prompt(prompt), self.private_tick(prompt.id)]
        return shown_

    def _findings(self) -> list[Node]:
        if not self.spec.claims:
            return []
        claims = [self.course.claims[name] for name in self.spec.claims]
        items = [f"{claim.text} ({self._cited(claim)})" for claim in claims]
        return [
            n.heading(self.key("findings"), self.spec.claims_label or "What was found"),
            n.listing(self.key("findings.list"), items),
            *source_nodes(self.key("findings"), claims, self.course, with_text=False),
        ]

    def _cited(self, claim: Claim) -> str:
        return short(self.course.references[claim.source])

    def _sentence(self, sentence: QuotedSentence) -> list[Node]:
        claim, key = self.course.claims[sentence.claim], self.key(sentence.id)
        shown_ = [
            n.para(f"{key}.quoted", claim.text, "lead"),
            *source_nodes(f"{key}.quoted", [claim], self.course, with_text=False),
        ]
        if sentence.frame:
            verbs = [(f"v{i}", step.verb) for i, step in enumerate(self.spec.verbs)]
            shown_.append(self.pick(self.spec.verbs_label, verbs, sentence.id, "verb"))
            chosen = next((step for (v, _), step in zip(verbs, self.spec.verbs, strict=True) if v == self.text(sentence.id, "verb")), None)  # fmt: skip
            if chosen:
                said = sentence.frame.replace("…", f"*{chosen.verb}*", 1)
                shown_ += [
                    n.group(
                        f"{key}.tried", [n.para(f"{key}.now", said)], style="card", label="The sentence with that verb"
                    ),
                    n.status(f"{key}.needs", f"To use this verb: {chosen.needs}"),
                ]
        return shown_ + ([self.prompt(sentence.prompt)] if sentence.prompt else [])

    def _count(self, prompt: Prompt) -> str:
        """How many words, where there is a limit."""
        most, count = self.spec.limit.get(prompt.id), len(self.text(prompt.id).split())
        if most is None or not count:
            return ""
        over = f" That is {count - most} more than {most}." if count > most else f" You have up to {most}."
        return f"{count} {'word' if count == 1 else 'words'} so far.{over}"

    @property
    def _own(self) -> list[Prompt]:
        return [*(sentence.prompt for sentence in self.spec.sentences if sentence.prompt), *self.spec.prompts]

    def on_press(self, key: str) -> None:
        """Open the course's own answer."""
        self.press_compare(key, self._own)

    def is_done(self) -> bool:
        """Whether something is written in one of the boxes before the closing questions."""
        return any(self.text(prompt.id) for prompt in self._own)

    def transcript(self) -> str:
        """Each box with its words; those that close the week last."""
        closing = self.written(self.spec.closing)
        head = ["*The three closing questions. They are not marked.*"] if closing else []
        return "\n\n".join([*self.written(self._own), *head, *closing])


def _r(value: float) -> str:
    """A correlation as journals print it: ``.28``."""
    return shown(value).replace("0.", ".", 1)
