"""Week 6: one average in three worlds, a world to stretch, and where the next study's clinic would land."""

from __future__ import annotations

import math

from notknowing.activities import nodes as n
from notknowing.activities.kinds.forest_numbers import Reckoned, Studies, r_said, studies_of
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import escaped
from notknowing.course.models.effects import StudyWorlds as Spec
from notknowing.evidence import by_hand as hand
from notknowing.evidence.spread import World, inside, next_clinics, world

MOST_TAU, START_TAU = 0.3, 0.12
FEWEST, MOST, START = 3, 40, 12
LOW, HIGH = -0.6, 0.88
"""The ends of the band that can be dragged."""
START_BAND = (0.22, 0.34)
CLINICS_AT_ONCE, MOST_CLINICS = 10, 60
PARTS = ("worlds", "stretch", "eight")


class StudyWorlds(Reckoned):
    """Predict where the next clinic lands; then see it land, in one world after another."""

    kind = "study_worlds"
    spec: Spec

    def view(self) -> list[Node]:
        """Three worlds; then one to stretch; then the spread of the eight studies of the forest."""
        reached = self.reached("part", most=len(PARTS) - 1)
        shown_ = [*self.intro(), *self._three()]
        if reached >= 1:
            shown_ += self._stretch(last=reached == 1)
        if reached >= 2:
            shown_ += self._eight()
        return shown_

    # -- three worlds

    def _three(self) -> list[Node]:
        spec = self.spec
        worlds = [world(tau, spec.studies) for tau in spec.taus]
        titles = [f"World {i}" for i in range(1, 4)]
        ahead = bool(self.place("three"))

        def draw():
            from notknowing.evidence.plots_forest import three_worlds

            return three_worlds(worlds, titles, ahead=ahead)

        told = [
            f"In {title} the squares run from {r_said(min(one.r))} to {r_said(max(one.r))}"
            + (f", and the next clinic would land between {_low(one)} and {_high(one)}" if ahead else "")
            for title, one in zip(titles, worlds, strict=True)
        ]
        rows = [
            [title, r_said(one.pooled.estimate), f"{r_said(min(one.r))} to {r_said(max(one.r))}", *(_spread(one) if ahead else [])]
            for title, one in zip(titles, worlds, strict=True)
        ]  # fmt: skip
        head = ["World", "Average", "Squares"] + (["I²", "τ", "The next clinic"] if ahead else [])
        drawn = picture(
            self.key("three"),
            draw,
            (spec.taus, spec.studies, ahead),
            alt=f"Synthetic data. Three forest plots of {spec.studies} studies, each with the same average, {r_said(worlds[0].pooled.estimate)}. {'. '.join(told)}.",
            caption=spec.caption,
            data=("Synthetic data. Three worlds", head, rows),
        )
        shown_ = [
            n.heading(self.key("three.head"), "Three worlds with one average"),
            drawn,
            self.pick(spec.ask, list(spec.promise.items()), "promise", inline=False),
        ]
        if not ahead:
            return [*shown_, n.button("show", spec.show, primary=True)]
        said = [
            spec.world_said.format(world=title, i2=f"{one.pooled.i2:.0f}", tau=shown(one.pooled.tau), low=_low(one), high=_high(one))
            for title, one in zip(titles, worlds, strict=True)
        ]  # fmt: skip
        return [*shown_, n.listing(self.key("three.said"), said), *with_sources("shown", spec.shown, self.course)]

    # -- one world to stretch

    @property
    def _world(self) -> World:
        tau = round(self.number("tau", low=0, high=MOST_TAU, default=START_TAU), 2)
        return world(tau, round(self.number("k", low=FEWEST, high=MOST, default=START)))

    @property
    def _band(self) -> tuple[float, float]:
        ends = [self.number("band", end, low=LOW, high=HIGH, default=at) for end, at in zip(("low", "high"), START_BAND, strict=True)]  # fmt: skip
        return ends[0], ends[1]

    def _stretch(self, *, last: bool) -> list[Node]:
        from notknowing.evidence.plots_forest import band_row

        spec, one, band = self.spec, self._world, self._band
        clinics = next_clinics(one.tau, self.reached("clinics", most=MOST_CLINICS))
        ahead = bool(self.place("interval"))

        def draw():
            from notknowing.evidence.plots_forest import one_world

            return one_world(one, band, clinics, ahead=ahead)

        row = band_row(one.k)
        handles = [
            Handle(self.key("band", end), at, row, LOW, HIGH, label)
            for end, at, label in (("low", band[0], "from"), ("high", band[1], "to"))
        ]
        low, high = min(band), max(band)
        told = f"{one.k} studies with squares from {r_said(min(one.r))} to {r_said(max(one.r))}, average {r_said(one.pooled.estimate)}. Your band runs from {r_said(low)} to {r_said(high)}."
        said = ""
        if clinics:
            said = spec.clinics_said.format(count=len(clinics), inside=inside(clinics, *band), low=r_said(low), high=r_said(high))  # fmt: skip
        interval = ""
        if ahead:
            interval = spec.interval_said.format(low=_low(one), high=_high(one), i2=f"{one.pooled.i2:.0f}", tau=shown(one.pooled.tau), k=one.k)  # fmt: skip
        rows = [
            ["Studies", str(one.k)],
            ["True spread that you set, τ", shown(one.tau)],
            ["Squares", f"{r_said(min(one.r))} to {r_said(max(one.r))}"],
            ["Average", f"{r_said(one.pooled.estimate)}, from {r_said(one.pooled.low)} to {r_said(one.pooled.high)}"],
            ["Your band", f"{r_said(low)} to {r_said(high)}"],
        ]
        if clinics:
            rows.append(["New clinics in your band", f"{inside(clinics, *band)} of {len(clinics)}"])
        if ahead:
            rows += [list(pair) for pair in zip(("I²", "τ, estimated", "The next clinic"), _spread(one), strict=True)]
        drawn = picture(
            self.key("world"),
            draw,
            (one.tau, one.k, band, len(clinics), ahead),
            alt=f"Synthetic data. {told} {said} {interval}".strip(),
            caption=spec.caption,
            data=("Synthetic data. This world", ["What", "Value"], rows),
            handles=handles,
        )
        buttons = [n.button("clinics", spec.open_clinics)] if len(clinics) < MOST_CLINICS else []
        buttons += [] if ahead else [n.button("interval", spec.see_interval)]
        buttons += [n.button("fewer", "Close them all again")] if clinics else []
        return [
            n.heading(self.key("stretch"), "Stretch a world"),
            *n.paras("stretch.text", spec.stretch),
            self.slider(spec.tau_label, "tau", low=0, high=MOST_TAU, step=0.01, default=START_TAU),
            self.slider(spec.k_label, "k", low=FEWEST, high=MOST, step=1, default=START),
            drawn,
            self.slider(spec.low_label, "band", "low", low=LOW, high=HIGH, step=0.01, default=START_BAND[0]),
            self.slider(spec.high_label, "band", "high", low=LOW, high=HIGH, step=0.01, default=START_BAND[1]),
            n.row("stretch.row", buttons),
            n.status(self.key("clinics.said"), said),
            n.status(self.key("interval.said"), interval),
            *([n.button("eight", "Go on to the eight studies", primary=True)] if last else []),
        ]

    # -- the eight studies

    @property
    def studies(self) -> Studies:
        """The studies of the forest plot on this page."""
        return studies_of(self.page.activity(self.spec.forest).data)

    def sums(self) -> dict[str, float]:
        """What the last sums start from: Q, k, and the average, its SE, τ² and t of random effects by REML."""
        from notknowing.evidence.pooling import pool_r

        found = pool_r(self.studies.r, self.studies.n, "REML").z
        spread = math.sqrt(found.tau2 + found.se**2)
        t = (found.prediction_high - found.estimate) / spread if found.prediction_high is not None else hand.NORMAL
        return {"q": found.q, "k": float(found.k), "z": found.estimate, "se": found.se, "tau2": found.tau2, "t": t}

    def seen(self) -> dict[str, hand.Seen]:
        """Each number with what was typed for it. A share such as 0.62 is read as 62 per cent."""
        steps = hand.spread_steps()
        typed = self.typed(steps)
        if typed["i2"] is not None and 0 < typed["i2"] <= 1:
            typed["i2"] *= 100
        return hand.follow(steps, typed, self.sums())

    def _eight(self) -> list[Node]:
        spec, sums = self.spec, self.sums()
        given = spec.sums.format(
            q=shown(sums["q"]), k=f"{sums['k']:.0f}", df=f"{sums['k'] - 1:.0f}", z=shown(sums["z"], 3),
            se=shown(sums["se"], 3), tau2=shown(sums["tau2"], 4), t=shown(sums["t"], 3),
        )  # fmt: skip
        shown_ = [
            n.heading(self.key("eight"), "How far apart are the eight?"),
            *with_sources("plain", spec.plain, self.course),
            n.details(
                "worked", "A worked example, with other studies", n.paras("worked.text", spec.worked), open_=True
            ),
            *n.paras("sums", given),
            *self.numbers("spread", hand.spread_steps(), self.seen(), spec.names, spec.words),
        ]
        if not self.is_compared("spread"):
            return shown_
        exact = {name: one.exact for name, one in self.seen().items()}
        said = spec.after.format(low=r_said(exact["ahead_low"]), high=r_said(exact["ahead_high"]), i2=f"{exact['i2']:.0f}")  # fmt: skip
        return [*shown_, *n.paras("after", said), *(self.prompt(prompt) for prompt in spec.prompts)]

    # -- events

    def on_press(self, key: str) -> None:
        """Show, open clinics, or go on."""
        if self.press_compare(key, {"spread": hand.spread_steps()}):
            return
        if key == "show":
            self.move_to(True, "three")
            self.move_to(max(1, self.reached("part", most=2)), "part")
            self.focus = self.key("three.said")
        elif key == "eight":
            self.move_to(2, "part")
            self.focus = self.key("eight")
        elif key == "interval":
            self.move_to(True, "interval")
            self.focus = self.key("interval.said")
        elif key in ("clinics", "fewer"):
            now = self.reached("clinics", most=MOST_CLINICS)
            self.move_to(min(now + CLINICS_AT_ONCE, MOST_CLINICS) if key == "clinics" else 0, "clinics")
            self.focus = self.key("clinics.said")

    def is_done(self) -> bool:
        """Whether something has been predicted and a number of the eight studies worked out."""
        return bool(self.text("promise")) and any(self.text(step.name) for step in hand.spread_steps())

    def practice_points(self) -> tuple[float, float]:
        """I² and the prediction interval, each from the exact numbers or from the student's own."""
        return hand.points(self.seen())

    def transcript(self) -> str:
        """The prediction, the numbers and the words."""
        promise = self.spec.promise.get(self.text("promise"))
        parts = [f"**{escaped(self.spec.ask)}** {escaped(promise)}"] if promise else []
        if rows := self.typed_rows(hand.spread_steps(), self.spec.names):
            parts.append("\n".join(["| Number | Worked out by hand |", "|---|---|", *rows]))
        written = super().transcript()
        return "\n\n".join([*parts, written] if written else parts)


def _low(one: World) -> str:
    return r_said(one.pooled.prediction_low or 0.0)


def _high(one: World) -> str:
    return r_said(one.pooled.prediction_high or 0.0)


def _spread(one: World) -> list[str]:
    return [f"{one.pooled.i2:.0f} per cent", shown(one.pooled.tau), f"{_low(one)} to {_high(one)}"]
