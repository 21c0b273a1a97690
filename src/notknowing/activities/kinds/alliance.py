"""Week 5: sorting into three circles, three views of one hour, ceilings and courtesy, and asking for the truth."""

from __future__ import annotations

from functools import lru_cache

from notknowing.activities import nodes as n
from notknowing.activities.kinds.loop import RewritingLoop
from notknowing.activities.kinds.sorting import CardSort
from notknowing.activities.kinds.writing import _Prompted
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import quoted
from notknowing.course.models import Client
from notknowing.course.models.alliance import Moment
from notknowing.course.models.clients import NamedWords, Tempting
from notknowing.work.wording import listed


class CircleSort(CardSort):
    """A card sort whose three groups overlap, with the cards in three circles, and a question or two at the end."""

    kind = "circle_sort"

    def view(self) -> list[Node]:
        """The cards, the circles as they fill, and after the last card the questions."""
        *cards, last = super().view()
        around = [self._circles()]
        if last["k"] != "so-far":
            cards, last = [*cards, last], None
        elif self._at == len(self.spec.cards):
            whose = [("mine", "where I put them"), ("course", "where the course puts them")]
            around = [self.pick("What do you want to see in the circles?", whose, "whose"), *around]
        return [*cards, *around, *([last] if last else []), *self._afterwards()]

    @property
    def _at(self) -> int:
        return self.reached("at", most=len(self.spec.cards))

    def _placed(self) -> dict[int, tuple[int, ...]]:
        groups = [group.id for group in self.spec.groups]
        course = self._at == len(self.spec.cards) and self.text("whose") == "course"
        chosen = [card.key if course else self.chosen(i) for i, card in enumerate(self.spec.cards)]
        return {i: tuple(sorted(groups.index(g) for g in put if g in groups)) for i, put in enumerate(chosen, 1) if put}

    def _circles(self) -> Node:
        labels = [group.label for group in self.spec.groups]
        placed, now = self._placed(), self._at + 1

        def draw():
            from notknowing.evidence.plots_alliance import circles

            return circles(labels, placed, now)

        regions = [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)]
        lying = {r: [str(card) for card, put in placed.items() if put == r] for r in regions}
        rows = [[" and ".join(labels[i] for i in r), listed(cards) if cards else ""] for r, cards in lying.items()]
        held = [f"{name}: {cards}" for name, cards in rows if cards]
        alt = "Three circles that overlap. " + (f"Cards in them. {'. '.join(held)}." if held else "They are empty.")
        data = ("Which cards lie where", ["Part of the circles", "Cards"], [[a, b or "none"] for a, b in rows])
        return picture("circles", draw, (labels, placed, now), alt=alt, caption=self.spec.caption, data=data)

    def _so_far(self, at: int) -> list[Node]:
        listed_cards = super()._so_far(at)
        # "Back" and "Open again" may lead to the same card; each needs a key of its own.
        for button in n.walk(listed_cards):
            if button["t"] == "button" and button["k"].startswith("go|"):
                button["k"] = f"open|{button['k'].removeprefix('go|')}"
        return listed_cards

    def _afterwards(self) -> list[Node]:
        if self._at < len(self.spec.cards) and not any(self.text(prompt.id) for prompt in self.spec.prompts):
            return []
        shown = with_sources("afterwards", self.spec.afterwards, self.course)
        for prompt in self.spec.prompts:
            shown.append(self.prompt(prompt))
            if self.place(prompt.id, "compared"):
                shown += [n.status(self.key(prompt.id, "compare"), prompt.compare)]
            else:
                shown.append(n.button(f"compare|{prompt.id}", "Compare", describe=prompt.label))
        return shown

    def on_press(self, key: str) -> None:
        """Move between the cards, or show what the course says beside what was written."""
        if not key.startswith("compare|"):
            super().on_press(key.replace("open|", "go|", 1))
            return
        name = key.removeprefix("compare|")
        if not self.text(name):
            self.notices = [n.status("first", "Write something first, even if it is only a word.")]
            self.focus = "first"
            return
        self.move_to(True, name, "compared")
        self.focus = self.key(name, "compare")

    def transcript(self) -> str:
        """What was chosen, and what was written."""
        written = [f"**{p.label}**\n\n{quoted(self.text(p.id))}" for p in self.spec.prompts if self.text(p.id)]
        return "\n\n".join([part for part in (super().transcript(),) if part] + written)


@lru_cache(maxsize=8)
def columns(name: str) -> dict[str, tuple]:
    """A table of datasets/ by its columns, with None for what is missing."""
    from notknowing.evidence.tables import read

    frame = read(name)
    whole = frame.astype(object).where(frame.notna(), None)
    return {column: tuple(whole[column]) for column in whole}


class ThreeViews(_Prompted):
    """The same hours rated by several people."""

    kind = "three_views"

    def view(self) -> list[Node]:
        """One line and a guess; then all the lines, to switch on and off and walk along."""
        spec = self.spec
        middle = (spec.low + spec.high) / 2
        guess = self.slider(spec.guess_label, "guess", low=spec.low, high=spec.high, step=0.1, default=middle)
        if not self.place("revealed"):
            first = [spec.first]
            return [*self.intro(), guess, self._picture(first), n.button("reveal", spec.reveal, primary=True)]
        session_ends = {"low": self._sessions[0], "high": self._sessions[-1]}
        return [
            *self.intro(),
            *self._guessed(),
            self.tick("Which lines do you want to see?", [(view.id, view.label) for view in spec.views], "shown"),
            self._picture(self._shown, walking=True),
            self.slider(spec.session_label, "at", **session_ends, default=self._sessions[0]),
            n.status("here", self._here()),
            self.slider(spec.apart_label, "apart", low=0.2, high=3, step=0.1, default=1),
            self.tick(spec.part_question, [(str(s), str(s)) for s in self._sessions], "part"),
            *([n.status("part.said", said)] if (said := self._apart_said()) else []),
            *with_sources("findings", spec.findings, self.course),
            *(self.prompt(prompt) for prompt in spec.prompts),
        ]

    @property
    def _sessions(self) -> tuple[int, ...]:
        return columns(self.spec.data)["session"]

    @property
    def _shown(self) -> list[str]:
        ticked = self.ticked("shown")
        return [view.id for view in self.spec.views if view.id in ticked]

    def _label(self, view_id: str) -> str:
        return next(view.label for view in self.spec.views if view.id == view_id)

    @property
    def _walked_to(self) -> int:
        """The session the student has moved to; typing 4.6 is session 5."""
        first, last = self._sessions[0], self._sessions[-1]
        return round(self.number("at", low=first, high=last, default=first))

    @property
    def _threshold(self) -> float:
        return self.number("apart", low=0.2, high=3, default=1)

    def _gaps(self) -> dict[int, float]:
        """How far apart the lines shown are, session by session; nothing for fewer than two lines."""
        if len(self._shown) < 2:
            return {}
        rows = zip(*(columns(self.spec.data)[view] for view in self._shown), strict=True)
        return {session: max(row) - min(row) for session, row in zip(self._sessions, rows, strict=True)}

    def _guessed(self) -> list[Node]:
        spec = self.spec
        guess = self.number("guess", low=spec.low, high=spec.high)
        if guess is None:
            return []
        found = columns(spec.data)[spec.guessed][-1]
        said = spec.guess_said.format(guess=shown(guess, 1), found=shown(found, 1), apart=shown(abs(guess - found), 1))
        return [n.para("guessed", said)]

    def _picture(self, views: list[str], *, walking: bool = False) -> Node:
        spec, data = self.spec, columns(self.spec.data)
        places = {view.id: i for i, view in enumerate(spec.views)}
        lines = {self._label(view): (places[view], data[view]) for view in views}
        at = self._walked_to if walking else self._sessions[0]
        apart = [s for s, gap in self._gaps().items() if gap >= self._threshold - 1e-9] if walking else []
        value = self.number("guess", low=spec.low, high=spec.high, default=(spec.low + spec.high) / 2)
        guess = None if walking else (self._sessions[-1], value, "your guess")

        def draw():
            from notknowing.evidence.plots_alliance import views as drawn

            return drawn(self._sessions, lines, at=at, apart=apart, low=spec.low, high=spec.high, guess=guess)

        if walking:
            ends = self._sessions[0], self._sessions[-1]
            handle = Handle(self.key("at"), at, spec.high + 0.3, *ends, "Session", step=1)
        else:
            handle = Handle(self.key("guess"), guess[0], value, spec.low, spec.high, "Your guess", axis="y", step=0.1)
        head = ["Session", *lines]
        rows = [[str(s), *(shown(values[i], 1) for _, values in lines.values())] for i, s in enumerate(self._sessions)]
        state = (spec.data, sorted(lines), at, apart, guess)
        alt = self._alt(lines, at, apart, guess)
        numbers = ("Synthetic data: the ratings, session by session", head, rows)
        return picture("views", draw, state, alt=alt, caption=spec.caption, data=numbers, handles=[handle])

    def _alt(self, lines: dict, at: int, apart: list[int], guess: tuple | None) -> str:
        if not lines:
            return "Synthetic data: no line is shown."
        said = [f"{name}: {shown(v[0], 1)} in the first session, {shown(v[-1], 1)} in the last" for name, (_, v) in lines.items()]  # fmt: skip
        parts = [f"Synthetic data: ratings over {len(self._sessions)} sessions. {'. '.join(said)}."]
        if guess:
            parts.append(f"Your guess for the last session is drawn at {shown(guess[1], 1)}.")
        elif len(lines) > 1:
            parts.append(f"You are at session {at}. " + (f"Shaded, because the lines are apart: sessions {listed([str(s) for s in apart])}." if apart else "No session is shaded."))  # fmt: skip
        return " ".join(parts)

    def _here(self) -> str:
        place = self._sessions.index(self._walked_to)
        data = columns(self.spec.data)
        said = [f"{self._label(view).lower()} {shown(data[view][place], 1)}" for view in self._shown]
        return f"Session {self._walked_to}: {listed(said)}." if said else "Tick at least one line."

    def _apart_said(self) -> str:
        gaps = self._gaps()
        if not self.ticked("part") or not gaps:
            return ""
        apart = [str(s) for s, gap in gaps.items() if gap >= self._threshold - 1e-9]
        widest = max(gaps, key=gaps.get)
        return self.spec.part_said.format(
            sessions=listed(apart) if apart else "none",
            threshold=shown(self._threshold, 1),
            session=widest,
            gap=shown(gaps[widest], 1),
        )

    def on_press(self, key: str) -> None:
        """Show the other lines."""
        if key == "reveal":
            self.move_to(True, "revealed")
            if self.value("shown") is None:
                self.save([view.id for view in self.spec.views], "shown", kind="choice")
            self.focus = self.key("shown")

    def transcript(self) -> str:
        """When they part company, and what was written."""
        parted = [s for s in self.ticked("part") if s in {str(session) for session in self._sessions}]
        said = [f"They part company in sessions {listed(parted)}."] if parted else []
        return "\n\n".join([*said, *([text] if (text := super().transcript()) else [])])

    def is_done(self) -> bool:
        """Whether the lines were compared and something was said of it, in ticks or in words."""
        return bool(self.place("revealed")) and (bool(self.ticked("part")) or super().is_done())


MOST = 7
"""The highest answer any form here may have."""


class Courtesy(_Prompted):
    """One form twice: where nobody will know, and in front of the therapist."""

    kind = "courtesy"

    def view(self) -> list[Node]:
        """Four sliders, the picture, what it says in words, and the questions."""
        spec = self.spec
        return [
            *self.intro(),
            *([n.listing("try", spec.try_this, ordered=True)] if spec.try_this else []),
            self.slider(spec.mean_label, "mean", low=2, high=MOST, step=0.1, default=4.4),
            self.slider(spec.courtesy_label, "courtesy", low=0, high=2, step=0.1, default=0.8),
            self.slider(spec.ceiling_label, "ceiling", low=3, high=MOST, default=5),
            self.slider(spec.high_label, "high", low=2, high=MOST, default=5),
            self._picture(),
            *(n.status(f"said.{i}", said) for i, said in enumerate(self._said())),
            *(self.prompt(prompt) for prompt in spec.prompts),
        ]

    def _settings(self) -> tuple[float, float, int, int]:
        return (
            self.number("mean", low=2, high=MOST, default=4.4),
            self.number("courtesy", low=0, high=2, default=0.8),
            round(self.number("ceiling", low=3, high=MOST, default=5)),
            round(self.number("high", low=2, high=MOST, default=5)),
        )

    def _forms(self) -> list[tuple[str, tuple[int, ...]]]:
        from notknowing.evidence.forms import filled_in

        mean, courtesy, ceiling, _ = self._settings()
        forms = filled_in(mean, courtesy, ceiling)
        return [(self.spec.alone, forms.alone), (self.spec.in_front, forms.in_front)]

    def _said(self) -> list[str]:
        _, _, ceiling, high = self._settings()
        (_, alone), (_, front) = self._forms()
        people = len(alone)
        return [
            self.spec.said.format(
                mean_alone=shown(sum(alone) / people, 1),
                mean_front=shown(sum(front) / people, 1),
                top_alone=alone.count(ceiling),
                top_front=front.count(ceiling),
                ceiling=ceiling,
                people=people,
            ),
            self.spec.high_said.format(
                high=high,
                high_alone=sum(answer >= high for answer in alone),
                high_front=sum(answer >= high for answer in front),
                people=people,
            ),
        ]

    def _picture(self) -> Node:
        mean, _, ceiling, high = self._settings()
        forms = self._forms()

        def draw():
            from notknowing.evidence.plots_alliance import two_forms

            return two_forms(forms, ceiling=ceiling, most=MOST, high=high, true_mean=mean)

        rows = [[str(a), *(str(answers.count(a)) for _, answers in forms)] for a in range(1, ceiling + 1)]
        return picture(
            "forms",
            draw,
            (forms, ceiling, high, mean),
            alt="Synthetic data: the same people's answers as two rows of dots. " + " ".join(self._said()),
            caption=self.spec.caption,
            data=("Synthetic data: how many people gave each answer", ["Answer", *(name for name, _ in forms)], rows),
            handles=[Handle(self.key("mean"), mean, 0, 2, MOST, self.spec.mean_label, step=0.1)],
        )


class RewritingMoment(RewritingLoop):
    """The rewriting loop at another moment than the one in the clients' files."""

    kind = "rewriting_moment"

    def client(self, client_id: str) -> Client:
        """The client at the page's moment; as their file has them where the page names none."""
        client = super().client(client_id)
        moment = self.spec.moments.get(client.id)
        return client if moment is None else at_moment(client, moment)


def at_moment(client: Client, moment: Moment) -> Client:
    """The same person at another moment: their words then, and the hints and replies that belong to them."""
    names = [f"tempting_{i}" for i in range(1, len(moment.tempting) + 1)]
    extra = [NamedWords(name=name, words=t.words) for name, t in zip(names, moment.tempting, strict=True)]
    now = {
        "session": moment.session or client.session,
        "about": moment.about,
        "words": moment.words,
        "annotated": moment.annotated,
        "annotation_limits": moment.annotation_limits,
        "idioms": moment.idioms,
    }
    if moment.good:
        now["good"] = moment.good
    if moment.hints:
        now["hints"] = moment.hints
    if extra:
        now["hasty"] = client.hasty.model_copy(update={"extra": [*client.hasty.extra, *extra]})
        now["tempting"] = [Tempting(move=name, why=t.why) for name, t in zip(names, moment.tempting, strict=True)]
    return client.model_copy(update=now)
