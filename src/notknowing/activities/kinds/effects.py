"""Week 6: feel an r: clouds, one's own guesses, a line to tilt, and a ruler with published values."""

from __future__ import annotations

from typing import Any

from notknowing.activities import nodes as n
from notknowing.activities.kinds.forest_numbers import r_said
from notknowing.activities.kinds.writing import _Prompted
from notknowing.activities.nodes import Node
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.sources import source_nodes, with_sources
from notknowing.activities.transcripts import escaped
from notknowing.course.models.effects import FeelR as FeelRSpec
from notknowing.course.models.effects import Published
from notknowing.evidence.clouds import Cloud, cloud
from notknowing.work.wording import listed

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")
TILT_PEOPLE, TILT_SEED = 60, 28
BIGGEST = 0.68
"""The right end of where 'big' may begin on the ruler."""


def quarters(people: Cloud) -> tuple[int, int, int, int]:
    """How many of those above the middle in alliance, and of those below, improved more than the middle person.

    Returns:
        Improved among those above, how many are above, improved among those below, how many are below.
    """
    import numpy as np

    above, more = people.x > np.median(people.x), people.y > np.median(people.y)
    return int((above & more).sum()), int(above.sum()), int((~above & more).sum()), int((~above).sum())


def leans(people: Cloud) -> str:
    """A cloud in counts, for whoever does not see it: no r is given away."""
    up, above, down, below = quarters(people)
    return f"Of the {above} people with the stronger alliance, {up} improved more than the middle person; of the {below} with the weaker alliance, {down} did."


def published(spec: Published, data: str) -> Any:
    """A published value with its interval, from the table in datasets/."""
    from notknowing.evidence.plots_effects import Reading
    from notknowing.evidence.tables import row

    found = row(data, spec.row)
    ends = [None if found.get(end) is None else float(found[end]) for end in ("ci95_low", "ci95_high")]
    return Reading(spec.label, float(found["estimate"]), *ends)


def interval_said(reading: Any) -> str:
    """A published value in words."""
    from notknowing.evidence.plots_effects import places

    if reading.low is None or reading.high is None:
        return f"r = {places(reading.r)}; no interval was seen"
    return f"r = {places(reading.r)}, from {places(reading.low)} to {places(reading.high)}"


class FeelR(_Prompted):
    """Six clouds, one's own guesses beside them, a line to tilt, and a ruler with published values."""

    kind = "feel_r"
    spec: FeelRSpec

    def view(self) -> list[Node]:
        """One cloud at a time; after the last, everything together."""
        at = self.reached("at", most=len(self.spec.clouds))
        shown_ = [*self.intro(), self._example(open_=at == 0)]
        if at < len(self.spec.clouds):
            return [*shown_, *self._one(at)]
        return [*shown_, *self._together(), *self._tilt(), *self._ruler(), *(self.prompt(p) for p in self.spec.prompts)]

    def _example(self, *, open_: bool) -> Node:
        people = cloud(self.spec.example_r, self.spec.people, seed=0)

        def draw():
            from notknowing.evidence.plots_effects import one_cloud

            return one_cloud(people, f"r = {r_said(self.spec.example_r)}")

        drawn = picture(
            self.key("example"),
            draw,
            (self.spec.example_r, self.spec.people),
            alt=f"Synthetic data. A cloud of {self.spec.people} dots that rises from left to right, r = {r_said(self.spec.example_r)}. {leans(people)}",
            caption="Synthetic data. Every dot is one made-up person. The line is the straight line that comes closest to them.",
            data=self._counts(people, "The example"),
        )
        return n.details("example", "An example first", [drawn, *n.paras("example.text", self.spec.example)], open_=open_)  # fmt: skip

    @staticmethod
    def _counts(people: Cloud, what: str) -> tuple[str, list[str], list[list[str]]]:
        up, above, down, below = quarters(people)
        rows = [["Stronger", str(up), str(above - up)], ["Weaker", str(down), str(below - down)]]
        return f"Synthetic data. {what}, counted", ["Alliance", "Improved more", "Improved less"], rows

    # -- one cloud

    def _guess(self, i: int) -> float | None:
        return self.number(f"cloud{i + 1}", low=-1, high=1)

    def _one(self, i: int) -> list[Node]:
        spec, guess = self.spec, self._guess(i)
        own_r, true = round(guess or 0.0, 2), spec.clouds[i]
        given, own = cloud(true, spec.people, seed=i + 1), cloud(own_r, spec.people, seed=100 + i)
        looked = bool(self.place(f"cloud{i + 1}", "shown"))
        title = f"{ORDINALS[i]} cloud" + (f": r = {r_said(true)}" if looked else "")
        own_title = f"Yours: r = {r_said(own_r)}"

        def draw():
            from notknowing.evidence.plots_effects import two_clouds

            return two_clouds(given, own, title, own_title, line=looked)

        drawn = picture(
            self.key(f"cloud{i + 1}", "picture"),
            draw,
            (i, true, own_r, looked, spec.people),
            alt=f"Synthetic data. On the left, a cloud of {spec.people} dots{f', r = {r_said(true)}' if looked else ''}. {leans(given)} On the right, other people with the r you have set, {r_said(own_r)}. {leans(own)}",
            caption="Synthetic data. The two clouds are different people. Only the r of the right one is yours to change.",
            data=self._counts(given, f"The {ORDINALS[i].lower()} cloud"),
        )
        head = n.heading(self.key(f"cloud{i + 1}", "head"), f"{ORDINALS[i]} of {len(spec.clouds)}")
        if not looked:
            ask = [n.para("ask", spec.ask)] if i == 0 else []
            slide = self.slider(spec.guess_label, f"cloud{i + 1}", low=-1, high=1, step=0.01, default=0)
            return [head, *ask, drawn, slide, n.button(f"look|{i}", spec.look, primary=True)]
        said = spec.no_guess.format(r=r_said(true)) if guess is None else spec.said.format(guess=r_said(own_r), r=r_said(true), apart=r_said(abs(own_r - true)))  # fmt: skip
        last = i + 1 == len(spec.clouds)
        on = n.button(f"next|{i + 1}", "See them together" if last else "The next cloud", primary=True)
        return [head, drawn, n.status(self.key(f"cloud{i + 1}", "said"), said), on]

    # -- together

    def _together(self) -> list[Node]:
        spec = self.spec
        pairs = [(ORDINALS[i], self._guess(i), true) for i, true in enumerate(spec.clouds)]

        def draw():
            from notknowing.evidence.plots_effects import guesses

            return guesses(pairs)

        rows = [[name, "no guess" if guess is None else r_said(guess), r_said(true)] for name, guess, true in pairs]
        told = "; ".join(f"{name.lower()}, {guess} and {true}" for name, guess, true in rows)
        drawn = picture(
            self.key("together"),
            draw,
            tuple(pairs),
            alt=f"Synthetic data. Your guess and the r of each cloud: {told}.",
            caption="Synthetic data. Open diamonds are your guesses, filled dots the r of the clouds.",
            data=("Synthetic data. Guesses and r", ["Cloud", "Your guess", "r"], rows),
        )
        return [
            n.heading(self.key("together.head"), "Your guesses, together"),
            drawn,
            *with_sources("together.text", spec.together, self.course),
        ]

    # -- one line to tilt

    def _tilt(self) -> list[Node]:
        from notknowing.evidence.plots_effects import LINE_END

        spec = self.spec
        r = round(self.number("tilt", low=-1, high=1, default=0), 2)
        people = cloud(r, TILT_PEOPLE, TILT_SEED)

        def draw():
            from notknowing.evidence.plots_effects import tilted

            return tilted(people, r)

        share, pairs = 100 * r * r, 100 * people.pairs_in_step
        said = spec.tilt_said.format(r=r_said(r), share=f"{share:.1f}", rest=f"{100 - share:.1f}", pairs=f"{pairs:.0f}", people=TILT_PEOPLE)  # fmt: skip
        drawn = picture(
            self.key("tilted"),
            draw,
            r,
            alt=f"Synthetic data. A cloud of {TILT_PEOPLE} dots with its line, r = {r_said(r)}. {leans(people)} Below it a bar for all the variation in improvement, of which {share:.1f} parts in 100 are shared with alliance.",
            caption="Synthetic data. Drag the ring at the end of the line up or down, or use the slider.",
            data=("Synthetic data. What the picture shows", ["What", "Value"], [["r", r_said(r)], ["Shared, parts in 100", f"{share:.1f}"], ["Pairs in step, of 100", f"{pairs:.0f}"]]),
            handles=[Handle(self.key("tilt"), LINE_END, r, -1, 1, "r", axis="y")],
        )  # fmt: skip
        there = with_sources("at-target", spec.at_target, self.course) if abs(r - spec.target) < 0.0051 else []
        return [
            n.heading(self.key("tilt.head"), f"Slide to {r_said(spec.target)}"),
            *n.paras("tilt.text", spec.tilt),
            drawn,
            self.slider(spec.tilt_label, "tilt", low=-1, high=1, step=0.01, default=0),
            n.row("tilt.row", [n.button("target", f"Take me to {r_said(spec.target)}")]),
            n.status(self.key("tilt.said"), said),
            *there,
        ]

    # -- a ruler

    def _ruler(self) -> list[Node]:
        spec = self.spec
        chosen = self.ticked("laid")
        laid = [one for i, one in enumerate(spec.published) if i == 0 or one.id in chosen]
        readings = [published(one, spec.data) for one in laid]
        big = round(self.number("big", low=0, high=BIGGEST, default=0.5), 2)

        def draw():
            from notknowing.evidence.plots_effects import ruler

            return ruler(readings, big)

        above = [one.label for one in readings if one.r >= big]
        below = [one.label for one in readings if one.r < big]
        said = spec.big_said.format(line=r_said(big), above=listed(above) if above else "none", below=listed(below) if below else "none")  # fmt: skip
        told = [f"{one.label}: {interval_said(one)}" for one in readings]
        drawn = picture(
            self.key("ruler"),
            draw,
            (tuple(readings), big),
            alt=f"A ruler from 0 to .70. {'. '.join(told)}. Your line for 'big' stands at {r_said(big)}.",
            caption="Published values; the whiskers are 95 per cent intervals, where the source gives them. Drag the ring to where 'big' begins.",
            data=(
                "Published values on the ruler",
                ["What", "r"],
                [[one.label, interval_said(one)] for one in readings],
            ),
            handles=[Handle(self.key("big"), big, -1.15, 0, BIGGEST, "big from")],
        )
        claims = [self.course.claims[one.claim] for one in laid]
        return [
            n.heading(self.key("ruler.head"), "Is that big? Compared with what?"),
            *n.paras("compare", spec.compare),
            self.tick("Lay on the ruler as well", [(one.id, one.label) for one in spec.published[1:]], "laid"),
            self.slider(spec.big_label, "big", low=0, high=BIGGEST, step=0.01, default=0.5),
            drawn,
            n.status(self.key("big.said"), said),
            n.listing(self.key("laid.said"), [claim.text for claim in claims]),
            *source_nodes("laid", claims, self.course, with_text=False),
            *with_sources("other-unit", spec.other_unit, self.course),
        ]

    def on_press(self, key: str) -> None:
        """Show the r of a cloud, go on to the next, or bring the line to this week's number."""
        if key == "target":
            self.save(f"{self.spec.target:g}", "tilt", kind="choice")
            self.focus = self.key("tilt.said")
            return
        verb, _, number = key.partition("|")
        if not number.isdecimal():
            return
        i = int(number)
        if verb == "look" and i < len(self.spec.clouds):
            self.move_to(True, f"cloud{i + 1}", "shown")
            self.focus = self.key(f"cloud{i + 1}", "said")
        elif verb == "next" and i <= len(self.spec.clouds):
            self.move_to(i, "at")
            self.focus = self.key(f"cloud{i + 1}", "head") if i < len(self.spec.clouds) else self.key("together.head")

    def is_done(self) -> bool:
        """Whether the clouds have been gone through, guessing or not."""
        every = range(len(self.spec.clouds))
        return self.reached("at", most=len(every)) == len(every) or all(self.text(f"cloud{i + 1}") for i in every)

    def transcript(self) -> str:
        """The guesses beside the clouds, and the words."""
        given = [f"{r_said(guess)} for {r_said(true)}" for i, true in enumerate(self.spec.clouds) if (guess := self._guess(i)) is not None]  # fmt: skip
        parts = [escaped(f"Guesses: {'; '.join(given)}.")] if given else []
        written = super().transcript()
        return "\n\n".join([*parts, written] if written else parts)
