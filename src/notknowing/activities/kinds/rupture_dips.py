"""Week 8: dips and recoveries in ratings, and how many chance would give."""

from __future__ import annotations

import random
from functools import lru_cache

from notknowing.activities import nodes as n
from notknowing.activities.kinds.alliance import columns
from notknowing.activities.kinds.writing import _Prompted
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import not_a_number, shown
from notknowing.activities.pictures import Handle, picture

SEED = 8
MOST_SHUFFLES = 500
FEWEST_IN_WORDS = 20
"""Below so many shuffles the page does not yet say how rare something is."""


@lru_cache(maxsize=4)
def people(name: str) -> dict[int, tuple[float | None, ...]]:
    """Person to ratings in the order of the sessions."""
    table = columns(name)
    found: dict[int, dict[int, float | None]] = {}
    for person, session, rating in zip(table["person"], table["session"], table["rating"], strict=True):
        found.setdefault(int(person), {})[int(session)] = None if rating is None else float(rating)
    return {
        person: tuple(by_session.get(s) for s in range(1, max(by_session) + 1)) for person, by_session in found.items()
    }


@lru_cache(maxsize=128)
def counted(name: str, person: int | None, depth: float, shuffles: int):
    """The V-shapes of one person, or of everybody, and those of shuffled orders."""
    from notknowing.evidence.rupture import expected_by_chance

    ratings = list(people(name).values()) if person is None else people(name)[person]
    return expected_by_chance(ratings, depth, shuffles, SEED)


class VShapes(_Prompted):
    """Dips and recoveries in ratings, and how many a shuffled order would give."""

    kind = "v_shapes"

    # -- what is chosen

    @property
    def _person(self) -> int:
        everybody = list(people(self.spec.data))
        return round(self.number("person", low=everybody[0], high=everybody[-1], default=self.spec.ask_person))

    @property
    def _depth(self) -> float:
        return round(self.number("depth", low=0.5, high=4, default=self.spec.ask_depth), 1)

    @property
    def _everybody(self) -> bool:
        return self.text("whom") == "all"

    @property
    def _shuffled(self) -> int:
        return self.reached("shuffles", most=MOST_SHUFFLES)

    # -- the page

    def view(self) -> list[Node]:
        """A worked example; a count by eye; then dips to play with, and the same ratings shuffled."""
        spec, worked = self.spec, self.spec.worked
        view = [
            *self.intro(),
            n.heading("worked.head", "A worked example, with other numbers"),
            *n.paras("worked.text", worked.text),
            self._dips("worked", worked.ratings, worked.depth, worked.caption, who="The worked example"),
            n.heading(self.key("ask", "head"), f"Person {spec.ask_person}: count for yourself"),
            *n.paras("ask.text", spec.ask),
        ]
        if not self.place("marked"):
            ratings = people(spec.data)[spec.ask_person]
            who = f"Person {spec.ask_person}"
            bare = self._dips("bare", ratings, spec.ask_depth, spec.caption, who=who, marked=False)
            return [*view, bare, self.number_box(spec.ask_label, "count"), n.button("mark", spec.mark, primary=True)]
        view.append(self.number_box(spec.ask_label, "count"))
        if said := self._count_said():
            view.append(n.status(self.key("count", "said"), said))
        return [*view, *self._play(), *self._shuffling()]

    def _asked(self):
        from notknowing.evidence.rupture import v_shapes

        return v_shapes(people(self.spec.data)[self.spec.ask_person], self.spec.ask_depth)

    def _count_said(self) -> str:
        typed, found = self.number("count"), self._asked()
        if typed is None:
            return ""
        say = self.spec.count_same if typed == len(found) else self.spec.count_fewer if typed < len(found) else self.spec.count_more  # fmt: skip
        names = {"count": len(found), "depth": shown(self.spec.ask_depth, 1), "where": where(found)}
        return say.format(**names) if say is self.spec.count_same else say.format(typed=f"{typed:g}", **names)

    def _play(self) -> list[Node]:
        from notknowing.evidence.rupture import v_shapes

        spec, everybody = self.spec, list(people(self.spec.data))
        ratings, depth = people(spec.data)[self._person], self._depth
        found = v_shapes(ratings, depth)
        said = spec.marked_said.format(person=self._person, count=len(found), depth=shown(depth, 1), where=where(found))
        return [
            n.heading(self.key("play", "head"), "Now try everybody"),
            *n.paras("play.text", spec.play),
            self.slider(spec.person_label, "person", low=everybody[0], high=everybody[-1], default=spec.ask_person),
            self.slider(spec.depth_label, "depth", low=0.5, high=4, step=0.1, default=spec.ask_depth),
            self._dips("play", ratings, depth, spec.caption, who=f"Person {self._person}", ruler=True),
            n.status("play.said", said),
        ]

    def _dips(
        self, key: str, ratings, depth: float, caption: str, *, who: str, marked: bool = True, ruler: bool = False,
        order: list[int] | None = None,
    ) -> Node:  # fmt: skip
        from notknowing.evidence.rupture import v_shapes

        spec = self.spec
        found = v_shapes(ratings, depth) if marked else []
        height = 3.9 if ruler else 3.2

        def draw():
            from notknowing.evidence.plots_rupture import dips

            return dips(ratings, found, low=spec.low, high=spec.high, depth=depth if ruler else None, sessions=order, height=height)  # fmt: skip

        numbers = [value for value in ratings if value is not None]
        alt = f"Synthetic data: {who}, {len(ratings)} sessions, rated from {shown(min(numbers), 1)} to {shown(max(numbers), 1)}. "
        alt += (
            f"Dips of at least {shown(depth, 1)} that come back: {where(found)}." if marked else "No dip is marked yet."
        )
        rows = [[str(s), "" if v is None else shown(v, 1)] for s, v in zip(order or range(1, len(ratings) + 1), ratings, strict=True)]  # fmt: skip
        data = (f"Synthetic data: {who}, session by session", ["Session", "Rating"], rows)
        handles = [Handle(self.key("depth"), 0.15, depth, 0.5, 4, "Depth", axis="y", step=0.1)] if ruler else []
        state = (ratings, depth, marked, ruler, order)
        return picture(f"dips.{key}", draw, state, alt=alt, caption=caption, data=data, handles=handles)

    def _shuffling(self) -> list[Node]:
        spec, so_far = self.spec, self._shuffled
        whom = [("one", f"Only the person above (person {self._person})"), ("all", "All of them together")]
        view = [
            n.heading(self.key("shuffle", "head"), "How many would chance give?"),
            *n.paras("shuffle.text", spec.shuffle_text),
            self.pick(spec.whom_question, whom, "whom", inline=False),
            n.row("shuffle.row", self._shuffle_buttons(so_far)),
            n.status(self.key("progress"), f"Shuffled {so_far} of {MOST_SHUFFLES} times."),
        ]
        if not so_far:
            return view
        if not self._everybody:
            order = self._last_order(so_far)
            ratings = people(spec.data)[self._person]
            who = f"Person {self._person}, shuffle number {so_far}"
            again = tuple(ratings[i - 1] for i in order)
            view.append(self._dips("shuffled", again, self._depth, spec.shuffled_caption, who=who, order=order))
        return [*view, self._histogram(so_far), *self._in_words(so_far)]

    def _shuffle_buttons(self, so_far: int) -> list[Node]:
        if so_far >= MOST_SHUFFLES:
            return [n.button("shuffle|0", "Begin again")]
        steps = [(1, "Shuffle once"), (20, "Shuffle 20 more"), (MOST_SHUFFLES, f"Shuffle on to {MOST_SHUFFLES}")]
        return [
            n.button(f"shuffle|{min(MOST_SHUFFLES, so_far + step)}|{step}", label, primary=not so_far and step == 1)
            for step, label in steps
        ]

    def _last_order(self, so_far: int) -> list[int]:
        """The order of sessions in the last shuffle: the same draws as the count has made."""
        ratings = people(self.spec.data)[self._person]
        rated = [i for i, value in enumerate(ratings, 1) if value is not None]
        draw = random.Random(SEED)
        for _ in range(so_far):
            order = draw.sample(rated, len(rated))
        return order

    def _chance(self, so_far: int):
        return counted(self.spec.data, None if self._everybody else self._person, self._depth, so_far)

    def _histogram(self, so_far: int) -> Node:
        found = self._chance(so_far)

        def draw():
            from notknowing.evidence.plots_rupture import chance

            return chance(found.counts, found.observed)

        sizes = sorted(set(found.counts))
        rows = [[str(size), str(found.counts.count(size))] for size in sizes]
        alt = f"Synthetic data: {so_far} shuffled orders hold from {sizes[0]} to {sizes[-1]} dips that come back, {shown(found.expected, 1)} on average. As it happened there are {found.observed}."
        data = ("Synthetic data: dips in the shuffled orders", ["Dips that come back", "Shuffled orders"], rows)
        return picture("chance", draw, (found.observed, found.counts), alt=alt, caption=self.spec.chance_caption, data=data)  # fmt: skip

    def _in_words(self, so_far: int) -> list[Node]:
        spec = self.spec
        if so_far < FEWEST_IN_WORDS:
            return []
        found = self._chance(so_far)
        at_least = sum(count >= found.observed for count in found.counts)
        whose = "Everybody together" if self._everybody else f"Person {self._person}"
        said = spec.chance_said.format(
            whose=whose, observed=found.observed, depth=shown(self._depth, 1), shuffles=so_far,
            average=shown(found.expected, 1), at_least=at_least, share=shown(found.share_at_least, 2),
        )  # fmt: skip
        view = [n.status("chance.said", said)]
        if so_far < MOST_SHUFFLES:
            return view
        return [*view, *self._share(), *self._conclusions()]

    def _asked_chance(self) -> tuple[int, float]:
        """For the person asked about, at the depth asked for: shuffles with at least as many, and their share."""
        found = counted(self.spec.data, self.spec.ask_person, self.spec.ask_depth, MOST_SHUFFLES)
        return sum(count >= found.observed for count in found.counts), found.share_at_least

    def _share(self) -> list[Node]:
        spec = self.spec
        at_least, share = self._asked_chance()
        view = [*n.paras("share.text", spec.share_text), self.number_box(spec.share_label, "share")]
        typed = self.number("share")
        if typed is None:
            return view
        names = {"at_least": at_least, "shuffles": MOST_SHUFFLES, "share": shown(share, 2)}
        if self._is_share(typed):
            near_plain = abs(typed - at_least / MOST_SHUFFLES) < abs(typed - share) - 1e-9
            said = (spec.share_without_one if near_plain else spec.share_same).format(**names)
        else:
            said = spec.share_other.format(typed=f"{typed:g}", **names)
        return [*view, n.status(self.key("share", "said"), said)]

    def _is_share(self, typed: float) -> bool:
        """Within two hundredths of the share, with or without the one that is added; as a share or in a hundred."""
        at_least, share = self._asked_chance()
        return any(
            abs(value - right) <= 0.02 for value in (typed, typed / 100) for right in (share, at_least / MOST_SHUFFLES)
        )

    def _conclusions(self) -> list[Node]:
        spec = self.spec
        options = [(one.id, one.label) for one in spec.conclusions]
        view = [self.tick(spec.conclude, options, "conclude", inline=False)]
        for one in spec.conclusions:
            if one.id in self.ticked("conclude"):
                view.append(n.status(self.key("conclude", one.id, "reading"), one.reading))
        if self.ticked("conclude"):
            view += n.paras("how-made", spec.how_made)
        return [*view, *(self.prompt(prompt) for prompt in spec.prompts)]

    def on_press(self, key: str) -> None:
        """Mark the dips, or shuffle."""
        if key == "mark":
            if self.number("count") is None:
                said = (
                    not_a_number(self.value("count"))
                    or "Count first and type a number. A guess will do, and 0 is a number."
                )
                self.notices = [n.status("count-first", said)]
                self.focus = "count-first"
                return
            self.move_to(True, "marked")
            self.focus = self.key("count", "said")
        elif key.startswith("shuffle|"):
            self.move_to(int(key.split("|")[1]), "shuffles")
            self.focus = self.key("progress")

    # -- what is counted and read

    def practice_points(self) -> tuple[float, float]:
        """One point each: the count for the person asked about, the share of shuffles, a conclusion the course accepts."""
        fine = {one.id for one in self.spec.conclusions if one.accept}
        known = {one.id for one in self.spec.conclusions}
        said = set(self.ticked("conclude")) & known
        share = self.number("share")
        got = [self.number("count") == len(self._asked()), share is not None and self._is_share(share), bool(said) and said <= fine]  # fmt: skip
        return float(sum(got)), 3.0

    def is_done(self) -> bool:
        """Whether there is a count, the dips were marked and the sessions shuffled."""
        return bool(self.place("marked")) and self.number("count") is not None and self._shuffled > 0

    def transcript(self) -> str:
        """The numbers and the conclusions chosen, and what was written."""
        spec, said = self.spec, []
        for label, part in ((spec.ask_label, "count"), (spec.share_label, "share")):
            if self.number(part) is not None:
                said.append(f"{label} {shown(self.number(part), 2)}")
        chosen = [one.label for one in spec.conclusions if one.id in self.ticked("conclude")]
        said += [f"Could be said: {label}" for label in chosen]
        return "\n\n".join([*said, *([text] if (text := super().transcript()) else [])])


def where(found) -> str:
    """Dips in words: from which session to which."""
    if not found:
        return "none"
    said = [f"down from session {one.start} to {one.bottom}, back by {one.end}" for one in found]
    return "; ".join(said)
