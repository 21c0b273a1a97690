"""Week 6: a forest plot built by hand: squares, whiskers, weights, a diamond by eye, and what a program gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from notknowing.activities import nodes as n
from notknowing.activities.kinds.forest_numbers import MOST_SAY, ForestNumbers, r_said
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import escaped
from notknowing.evidence import by_hand as hand
from notknowing.evidence.effects import fisher_z, r_interval
from notknowing.work.wording import listed

if TYPE_CHECKING:
    from notknowing.evidence.plots_forest import Forest

STAGES = ("Squares", "Whiskers", "Weights", "A diamond", "What a program gives")
NEAR = 0.0201
"""So far a square may stand from its r without being mentioned."""


class HandForest(ForestNumbers):
    """Squares, whiskers, weights, a diamond by eye and by hand, and then what a program gives."""

    kind = "hand_forest"

    # -- the page

    def view(self) -> list[Node]:
        """A worked example, the ruler, and one stage at a time with the others to open."""
        at = self.reached("at", most=len(STAGES) - 1)
        far = max(at, self.reached("far", most=len(STAGES) - 1))
        stage = (self._squares, self._whiskers, self._weights, self._guess, self._computed)[at]
        shown_ = [*self.intro(), self._worked(), self._ruler(), n.heading(self.key("stage"), f"Stage {at + 1} of {len(STAGES)}: {STAGES[at]}")]  # fmt: skip
        shown_ += stage()
        steps = [n.button(f"stage|{i}", f"{i + 1} {name}") for i, name in enumerate(STAGES) if i <= far and i != at]
        if at + 1 < len(STAGES):
            steps.append(n.button(f"on|{at}", "Go on", primary=True))
        return [*shown_, n.row("stages", steps)] if steps else shown_

    def _worked(self) -> Node:
        spec = self.spec
        low, high = r_interval(spec.worked_r, spec.worked_n)
        ends = self.studies.ends[0], max(self.studies.ends[1], round(high + 0.1, 1))

        def draw():
            from notknowing.evidence.plots_forest import Forest, forest

            return forest(Forest(("X",), (spec.worked_r,), (spec.worked_n,), (spec.worked_r,), ends, drawn={0: (low, high)}))  # fmt: skip

        said = f"{r_said(spec.worked_r)}, with a whisker from {r_said(low)} to {r_said(high)}"
        drawn = picture(
            self.key("worked"),
            draw,
            (spec.worked_r, spec.worked_n, ends),
            alt=f"Synthetic data. One study of {spec.worked_n} people: a square at r = {said}.",
            caption=spec.worked_caption,
            data=(
                "Synthetic data. The example",
                ["r", "people", "from", "to"],
                [[r_said(spec.worked_r), str(spec.worked_n), r_said(low), r_said(high)]],
            ),
        )
        inside = [drawn, *n.paras("worked.text", spec.worked)]
        return n.details(
            "worked", "A worked example, with another study", inside, open_=not self.reached("far", most=4)
        )

    def _ruler(self) -> Node:
        r = round(self.number("ruler", low=-0.45, high=0.85, default=0.35), 2)

        def draw():
            from notknowing.evidence.plots_forest import z_ruler

            return z_ruler(r)

        marks = [round(0.1 * i, 1) for i in range(-4, 9)]
        drawn = picture(
            self.key("ruler.picture"),
            draw,
            r,
            alt=f"A ruler with r on the upper edge and z on the lower edge. The line stands at r = {r_said(r)}, which is z = {shown(fisher_z(r), 3)}.",
            caption="Move the line with the slider, or type an r.",
            data=("r and z", ["r", "z"], [[r_said(mark), shown(fisher_z(mark), 3)] for mark in marks]),
        )
        slide = self.slider("r on the ruler", "ruler", low=-0.45, high=0.85, step=0.01, default=0.35)
        said = n.status(self.key("ruler.said"), f"r = {r_said(r)} is z = {shown(fisher_z(r), 3)}.")
        return n.details("ruler", "A ruler that turns r into z, and back", [*n.paras("ruler.text", self.spec.ruler), drawn, slide, said])  # fmt: skip

    # -- the five stages

    def _plot(self, **more) -> Forest:
        from notknowing.evidence.plots_forest import Forest

        data = self.studies
        return Forest(data.names, data.r, data.n, more.pop("squares", data.r), data.ends, **more)

    def _forest(self, plot: Forest, alt: str, rows: list[list[str]], head: list[str], handles: Sequence[Handle] = ()) -> Node:  # fmt: skip
        def draw():
            from notknowing.evidence.plots_forest import forest

            return forest(plot)

        return picture(
            self.key("forest"),
            draw,
            plot.state,
            alt=f"Synthetic data. {alt}",
            caption=self.spec.caption,
            data=("Synthetic data. The eight studies", head, rows),
            handles=handles,
        )

    def _columns(self) -> list[list[str]]:
        data = self.studies
        return [[name, r_said(r), str(people)] for name, r, people in zip(data.names, data.r, data.n, strict=True)]

    def _squares(self) -> list[Node]:
        data, squares = self.studies, self.squares()
        low, high = data.ends
        at = [0.0 if square is None else square for square in squares]
        handles = [
            Handle(self.key(self.part(i), "square"), at[i], i, low, high, data.names[i]) for i in range(len(data.names))
        ]
        rows = [[*row, "not placed" if square is None else r_said(square)] for row, square in zip(self._columns(), squares, strict=True)]  # fmt: skip
        plot = self._plot(squares=squares, rings=tuple(zip(at, range(len(at)), strict=True)))
        placed = sum(square is not None for square in squares)
        off = [
            self.spec.squares_off.format(study=name, at=r_said(square), r=r_said(r))
            for name, square, r in zip(data.names, squares, data.r, strict=True)
            if square is not None and abs(square - r) > NEAR
        ]
        boxes = [
            [*row, self.number_box(f"Square of {row[0]}", self.part(i), "square")]
            for i, row in enumerate(self._columns())
        ]
        alt = f"A forest plot with {len(at)} rows. {placed} squares are placed; the others wait at 0."
        said = self.spec.squares_said.format(placed=placed, all=len(at), off=" ".join(off)).strip()
        return [
            *n.paras("squares", self.spec.squares),
            self._forest(plot, alt, rows, ["Study", "r", "people", "Your square"], handles),
            n.status(self.key("squares.said"), said),
            n.details("squares.boxes", "Type them instead", [n.table("squares.table", "Where each square stands", ["Study", "r", "people", "Your square"], boxes)]),
        ]  # fmt: skip

    def _whiskers(self) -> list[Node]:
        data, three = self.studies, self.studies.three
        compared = self.is_compared("first")
        drawn = dict(enumerate(data.intervals)) if compared else {}
        guessed = {i: self.reach(i) for i in three}
        upper = {i: guessed[i][1] for i in three}
        rings = tuple((upper[i], i + (0.27 if compared else 0)) for i in three)
        handles = [
            Handle(self.key(self.part(i), "whisker"), x, y, data.ends[0], data.ends[1], f"{data.names[i]} to")
            for i, (x, y) in zip(three, rings, strict=True)
        ]
        told = [f"{data.names[i]} from {r_said(guessed[i][0])} to {r_said(guessed[i][1])}" for i in three]
        alt = f"Eight squares, each at its r. Whiskers by eye: {listed(told)}."
        if compared:
            worked = [f"{name} from {r_said(low)} to {r_said(high)}" for name, (low, high) in zip(data.names, data.intervals, strict=True)]  # fmt: skip
            alt += f" Worked out: {listed(worked)}."
        rows = [
            [*row, f"{r_said(guessed[i][0])} to {r_said(guessed[i][1])}" if i in guessed else "",
             f"{r_said(drawn[i][0])} to {r_said(drawn[i][1])}" if i in drawn else ""]
            for i, row in enumerate(self._columns())
        ]  # fmt: skip
        small, large = data.names[data.by_hand], data.names[data.largest]
        groups, seen = self.groups(), self.seen()
        shown_ = [
            *n.paras("whiskers", self.spec.whiskers),
            self._forest(self._plot(guessed=guessed, drawn=drawn, rings=rings), alt, rows, ["Study", "r", "people", "By eye", "Worked out"], handles),
            *(
                self.slider(f"Upper end of {data.names[i]}", self.part(i), "whisker", low=data.ends[0], high=data.ends[1], step=0.01, default=round(upper[i], 2))
                for i in three
            ),
            n.heading(self.key("hand"), f"By hand: {small} and {large}", 4),
            *n.paras("by-hand", self.spec.by_hand.format(small=small, large=large)),
            *self.numbers("first", groups["first"], seen, self.names, self.spec.words),
        ]  # fmt: skip
        return [*shown_, *n.paras("whiskers.said", self.spec.whiskers_said)] if compared else shown_

    def _weights(self) -> list[Node]:
        data, say = self.studies, self.say()
        compared = self.is_compared("weigh")
        total = sum(people - 3 for people in data.n)
        fixed = [(people - 3) / total for people in data.n]
        whole = sum(say) or 100.0
        theirs = [share * whole for share in fixed] if compared else None
        most = max(MOST_SAY, *(theirs or (0,))) * 1.04
        keys = [self.key(self.part(i), "say") for i in range(len(say))]
        handles = [Handle(key, value, i, 0, MOST_SAY, data.names[i], step=1) for i, (key, value) in enumerate(zip(keys, say, strict=True))]  # fmt: skip

        def draw():
            from notknowing.evidence.plots_forest import weights

            return weights(data.names, data.n, say, most, theirs)

        mine = listed([f"{name} {share * 100:.0f}" for name, share in zip(data.names, self.shares(), strict=True)])
        alt = f"Synthetic data. A bar for each study. As parts of 100 you have given: {mine}."
        if compared:
            alt += f" The arithmetic would give: {listed([f'{name} {share * 100:.0f}' for name, share in zip(data.names, fixed, strict=True)])}."
        rows = [
            [name, str(people), f"{share * 100:.0f}", f"{theirs_ * 100:.0f}" if compared else ""]
            for name, people, share, theirs_ in zip(data.names, data.n, self.shares(), fixed, strict=True)
        ]
        drawn = picture(
            self.key("weights"),
            draw,
            (say, most, compared),
            alt=alt,
            caption="Synthetic data. Drag a ring to the right to give a study more say. Diamonds, once they are there, show what the arithmetic gives.",
            data=("Synthetic data. Say, as parts of 100", ["Study", "people", "You", "The arithmetic"], rows),
            handles=handles,
        )
        boxes = [[data.names[i], str(data.n[i]), self.number_box(f"Say of {data.names[i]}", self.part(i), "say")] for i in range(len(say))]  # fmt: skip
        small, large = data.names[data.by_hand], data.names[data.largest]
        shown_ = [
            *n.paras("weights.text", self.spec.weights),
            drawn,
            n.status(self.key("weights.said"), f"With your weights the average of the eight is r = {r_said(self.own_average())}."),
            n.details("weights.boxes", "Type them instead", [n.table("weights.table", "How much say each study gets", ["Study", "people", "Say, from 0 to 40"], boxes)]),
            n.heading(self.key("weigh.hand"), f"By hand: {small} and {large}", 4),
            *n.paras("weights-hand", self.spec.weights_hand.format(small=small, large=large)),
            *self.numbers("weigh", self.groups()["weigh"], self.seen(), self.names, self.spec.words),
        ]  # fmt: skip
        if not compared:
            return shown_
        times = (max(data.n) - 3) / (min(data.n) - 3)
        said = self.spec.weights_said.format(most=large, least=data.names[data.smallest], times=f"{times:.1f}".removesuffix(".0"), mine=r_said(self.own_average()))  # fmt: skip
        return [*shown_, n.para("weights.after", said)]

    def _guess(self) -> list[Node]:
        from notknowing.evidence.plots_forest import RED, Diamond

        data, (low, high) = self.studies, self.tips()
        plot = self._plot(drawn=dict(enumerate(data.intervals)), shares=self.shares(), diamonds=(Diamond("Your diamond", low, high, RED, own=True),))  # fmt: skip
        y = plot.row_of(0)
        handles = [
            Handle(self.key("diamond", "low"), low, y, *data.ends, "from"),
            Handle(self.key("diamond", "high"), high, y, *data.ends, "to"),
        ]
        plot = self._plot(drawn=plot.drawn, shares=plot.shares, diamonds=plot.diamonds, rings=((low, y), (high, y)))
        groups, seen = self.groups(), self.seen()
        sums = self.sums(seen)
        body = [
            [name, shown(z), f"{weight:.0f}", shown(z * weight, 1)]
            for name, (z, weight) in zip(data.names, self.rows(seen), strict=True)
        ]
        body.append(["All eight", "", f"{sums['weights']:.0f}", shown(sums["weighted"], 1)])
        rows = [*([*row, "", ""] for row in self._columns()), ["Your diamond", "", "", r_said(low), r_said(high)]]
        alt = f"Eight squares with their whiskers, as large as the say you gave them. Your diamond reaches from {r_said(low)} to {r_said(high)}, with its middle at {r_said((low + high) / 2)}."
        text = self.spec.diamond_hand.format(weights=f"{sums['weights']:.0f}", weighted=shown(sums["weighted"], 1), se=shown(sums["se"], 3))  # fmt: skip
        return [
            *n.paras("diamond", self.spec.diamond),
            self._forest(plot, alt, rows, ["Study", "r", "people", "from", "to"], handles),
            *(
                self.slider(f"{side} tip of your diamond", "diamond", tip, low=data.ends[0], high=data.ends[1], step=0.01, default=at)
                for side, tip, at in (("Left", "low", -0.1), ("Right", "high", 0.1))
            ),
            n.heading(self.key("pooled.hand"), "By hand: the average of eight", 4),
            n.table("sums", "Synthetic data. z and weights: yours where you worked them out, the arithmetic's for the rest", ["Study", "z", "weight", "weight × z"], body, row_headers=True),
            *n.paras("diamond-hand", text),
            *self.numbers("pooled", groups["pooled"], seen, self.names, self.spec.words),
        ]  # fmt: skip

    def _computed(self) -> list[Node]:
        if not self.place("computed"):
            return [*n.paras("compute", self.spec.compute), n.button("compute", "Compute both", primary=True)]
        from notknowing.evidence.plots_forest import BLUE, PINK, RED, Diamond
        from notknowing.evidence.pooling import METHOD_NAMES, pool_r

        data, (low, high) = self.studies, self.tips()
        fixed, random = (pool_r(data.r, data.n, method) for method in ("fixed", "REML"))
        diamonds = [
            Diamond("Your diamond", low, high, RED, own=True),
            Diamond("Fixed effect", fixed.low, fixed.high, BLUE),
            Diamond("Random effects", random.low, random.high, PINK),
        ]
        plot = self._plot(drawn=dict(enumerate(data.intervals)), shares=random.weights, diamonds=tuple(diamonds))
        per = [[f"{100 * share:.0f}" for share in one.weights] for one in (fixed, random)]
        rows = [[*row, a, b] for row, a, b in zip(self._columns(), *per, strict=True)]
        both = [
            [METHOD_NAMES[one.method], r_said(one.estimate), r_said(one.low), r_said(one.high)]
            for one in (fixed, random)
        ]
        both.insert(0, ["your diamond", r_said((low + high) / 2), r_said(low), r_said(high)])
        alt = (
            f"Three diamonds below the eight studies. Yours reaches from {r_said(low)} to {r_said(high)}; the fixed-effect "
            f"one from {r_said(fixed.low)} to {r_said(fixed.high)}; the random-effects one from {r_said(random.low)} to {r_said(random.high)}."
        )
        i, j = data.largest, data.smallest
        said = self.spec.computed.format(
            fixed=r_said(fixed.estimate), fixed_low=r_said(fixed.low), fixed_high=r_said(fixed.high),
            random=r_said(random.estimate), random_low=r_said(random.low), random_high=r_said(random.high),
            largest=data.names[i], share_fixed=per[0][i], share_random=per[1][i],
            smallest=data.names[j], small_fixed=per[0][j], small_random=per[1][j], guess=r_said((low + high) / 2),
        )  # fmt: skip
        return [
            *n.paras("compute", self.spec.compute),
            self._forest(plot, alt, rows, ["Study", "r", "people", "Fixed: parts of 100", "Random: parts of 100"]),
            n.table("both", "Synthetic data. Two averages of the same eight studies", ["How", "r", "from", "to"], both, row_headers=True),
            *with_sources("computed.said", said, self.course),
            *(self.prompt(prompt) for prompt in self.spec.prompts),
        ]  # fmt: skip

    # -- events

    def on_press(self, key: str) -> None:
        """Go to a stage, show what the arithmetic gives, or compute."""
        if self.press_compare(key, self.groups()):
            return
        if key == "compute":
            self.move_to(True, "computed")
            self.focus = self.key("forest")
            return
        verb, _, number = key.partition("|")
        if verb not in ("on", "stage") or not number.isdecimal():
            return
        at = min(int(number) + (verb == "on"), len(STAGES) - 1)
        self.move_to(at, "at")
        self.move_to(max(at, self.reached("far", most=len(STAGES) - 1)), "far")
        self.focus = self.key("stage")

    def is_done(self) -> bool:
        """Whether every square is placed and one number of each part has been worked out."""
        worked = all(any(self.text(step.name) for step in steps) for steps in self.groups().values())
        return worked and None not in self.squares()

    def practice_points(self) -> tuple[float, float]:
        """z, SE, whisker, weights, average and interval: each from the exact numbers or from the student's own."""
        return hand.points(self.seen())

    def transcript(self) -> str:
        """What was set and worked out, and the words."""
        data = self.studies
        moved = [self.value(self.part(i), "square") is not None for i in range(len(data.names))]
        placed = [f"{name} {r_said(square)}" for name, square in zip(data.names, self.squares(), strict=True) if square is not None] if any(moved) else []  # fmt: skip
        steps = [step for group in self.groups().values() for step in group]
        rows = self.typed_rows(steps, self.names)
        parts = [escaped(f"Squares: {listed(placed)}.")] if placed else []
        if self.text("diamond", "low") or self.text("diamond", "high"):
            low, high = self.tips()
            parts.append(escaped(f"Diamond by eye: from {r_said(low)} to {r_said(high)}."))
        if rows:
            parts.append("\n".join(["| Number | Worked out by hand |", "|---|---|", *rows]))
        written = super().transcript()
        return "\n\n".join([*parts, written] if written else parts)
