"""Week 4: kappa from ten turns by hand, and a picture in which agreement stays where it is and kappa does not."""

from __future__ import annotations

from dataclasses import dataclass

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.kinds.hearing import filled
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import escaped, quoted
from notknowing.evidence.agreement import TwoByTwo, two_by_two
from notknowing.evidence.prevalence import OF, bounds, table

CELLS = ("a", "b", "c", "d")
EACH_STEP = 0.5
"""Practice points for the counts and for each of the three steps."""

NEAR = 0.0101
"""How far a value may be out, so that rounding on the way costs nothing."""

OCCURS, AGREE = 40, 80
"""Where the two sliders stand at first, of 100 turns."""


@dataclass(frozen=True)
class Steps:
    """What the arithmetic gives for the three steps; None where a step cannot be done."""

    observed: float | None
    expected: float | None
    kappa: float | None


class KappaByHand(Activity):
    """A worked example, ten turns to count, three steps, then the slide."""

    kind = "kappa_by_hand"

    def view(self) -> list[Node]:
        """The example, the list, the boxes with an answer each, the picture with its sliders, the box to write in."""
        spec = self.spec
        rows = [[str(i), first, second] for i, (first, second) in enumerate(spec.pairs, 1)]
        shown_ = [
            *self.intro(),
            n.details(
                "worked", "A worked example, with other numbers", n.paras("worked.text", spec.worked), open_=True
            ),
            n.heading("yours", "Your own ten turns"),
            n.table("pairs", spec.pairs_label, ["Turn", spec.first, spec.second], rows),
            *(self.number_box(spec.count_labels[cell], cell) for cell in CELLS),
            n.status(self.key("counts", "said"), self._counts_said()),
        ]
        for step in ("observed", "expected", "kappa"):
            shown_ += [
                self.number_box(spec.step_labels[step], step),
                n.status(self.key(step, "said"), self._step_said(step)),
            ]
        return shown_ + self._slide()

    # -- ten turns

    @property
    def counted(self) -> TwoByTwo:
        """The table that the list holds."""
        return two_by_two([first for first, _ in self.spec.pairs], [second for _, second in self.spec.pairs], {"yes"})

    @property
    def own(self) -> TwoByTwo | None:
        """The student's own four counts, when each is a whole number and there are any turns."""
        found = [self.number(cell, low=0, high=10_000) for cell in CELLS]
        if any(value is None or value != int(value) for value in found):
            return None
        own = TwoByTwo(*(int(value) for value in found))
        return own if own.n else None

    def _counts_said(self) -> str:
        if any(self.number(cell) is None for cell in CELLS):
            return ""
        said, truth, own = self.spec.answers, self.counted, self.own
        if own == truth:
            return filled(said.counts_agree, n=str(truth.n))
        if own is None or own.n != truth.n:
            total = "something else" if own is None else str(own.n)
            return filled(said.counts_sum, sum=total, n=str(truth.n))
        return filled(said.counts_differ, **{cell: str(getattr(truth, cell)) for cell in CELLS})

    def _steps(self) -> tuple[Steps, Steps]:
        """The three values from the list, and those that follow from what the student wrote before each step."""
        truth = self.counted
        real = Steps(truth.observed, truth.expected, truth.kappa)
        own = self.own or truth
        observed, expected = (
            self.number(step, default=value) for step, value in (("observed", own.observed), ("expected", own.expected))
        )
        kappa = None if expected is None or abs(1 - expected) < 1e-9 else (observed - expected) / (1 - expected)
        return real, Steps(own.observed, own.expected, kappa)

    def agrees(self, step: str) -> str:
        """Whether a step is there: ``"list"`` from the list, ``"own"`` from the student's own steps, or ``""``."""
        typed = self.number(step)
        if typed is None:
            return ""
        real, own = self._steps()
        for name, source in (("list", real), ("own", own)):
            value = getattr(source, step)
            if value is not None and abs(typed - value) <= NEAR:
                return name
        return ""

    def _step_said(self, step: str) -> str:
        typed = self.number(step)
        if typed is None:
            return ""
        said, (real, own) = self.spec.answers, self._steps()
        value = getattr(real, step)
        names = {
            "value": shown(value),
            "typed": shown(typed, 2).rstrip("0").rstrip("."),
            "n": str(self.counted.n),
            "observed": shown(real.observed),
            "expected": shown(real.expected),
        }
        agreed = self.agrees(step)
        if agreed:
            return filled(said.agrees if agreed == "list" else said.carried, **names)
        slips = self._slips(step, typed, real, own)
        return filled(next((text for text, fits in slips if fits), said.differs), **names)

    def _slips(self, step: str, typed: float, real: Steps, own: Steps) -> list[tuple[str, bool]]:
        """Where a value may come from, with whether it does; the first that fits is said."""
        said, truth, counts = self.spec.answers, self.counted, self.own or self.counted
        value = getattr(real, step)

        def is_near(other: float | None, slack: float = NEAR) -> bool:
            return other is not None and abs(typed - other) <= slack

        both_yes = (counts.a + counts.b) * (counts.a + counts.c) / counts.n**2
        both_no = (counts.c + counts.d) * (counts.b + counts.d) / counts.n**2
        slips = [(said.hundredths, is_near(value * 100, 1.01))]
        if step == "observed":
            slips = [(said.count_not_share, is_near(truth.a + truth.d)), *slips]
            slips += [(said.one_half, is_near(counts.a / counts.n) or is_near(counts.d / counts.n))]
        elif step == "expected":
            slips += [(said.one_half, is_near(both_yes) or is_near(both_no))]
        else:
            gain = None if real.observed is None else real.observed - real.expected
            slips += [(said.gain_only, is_near(gain))]
        return slips

    # -- the slide

    @property
    def setting(self) -> tuple[int, int]:
        """How often the code occurs, and on how many turns they agree, as the picture can show them."""
        agree = round(self.number("agree", low=50, high=OF, default=AGREE))
        agree -= agree % 2
        low, high = bounds(agree)
        return min(max(round(self.number("occurs", low=1, high=OF - 1, default=OCCURS)), low), high), agree

    def _slide(self) -> list[Node]:
        spec = self.spec
        shown_ = [
            n.heading("slide", spec.picture_head),
            *with_sources("slide.intro", spec.picture_intro, self.course),
            self.slider(spec.occurs_label, "occurs", low=1, high=OF - 1, step=1, default=OCCURS, unit="of 100"),
            self.slider(spec.agree_label, "agree", low=50, high=OF, step=2, default=AGREE, unit="of 100"),
            n.status(self.key("now"), self._now()),
            self._picture(),
            n.row(self.key("settings"), [n.button(f"set|{one.id}", one.label) for one in spec.settings]),
        ]
        if note := next((one.note for one in spec.settings if (one.occurs, one.agree) == self.setting), ""):
            shown_.append(n.para(self.key("setting.note"), note))
        shown_.append(self.prompt(spec.prompt))
        if not self.place("compared"):
            return [*shown_, n.button("compare", "Compare with the course's own answer")]
        shown_ += [n.heading("compared", "The course's own answer"), *n.paras("compared.text", spec.compare)]
        return [*shown_, *n.paras("afterwards", spec.afterwards)]

    def _now(self) -> str:
        occurs, agree = self.setting
        now = table(occurs, agree)
        low, high = bounds(agree)
        kappa = "cannot be worked out" if now.kappa is None else f"is {shown(now.kappa)}"
        said = (
            f"Each coder says yes {occurs} times of 100. They agree on {agree} turns, and would agree on "
            f"{shown(now.expected * OF, 0)} or so by chance. Kappa {kappa}."
        )
        wanted = self.number("occurs", default=OCCURS)
        if round(wanted) != occurs:
            said += (
                f" With {agree} of 100 alike, each can say yes from {low} to {high} times, so the picture stops there."
            )
        return said

    def _picture(self) -> Node:
        occurs, agree = self.setting
        now = table(occurs, agree)

        def draw():
            from notknowing.evidence.plots_coders import kappa_slide

            return kappa_slide(occurs, agree)

        low, high = bounds(agree)
        places = sorted({low, occurs, high, *(x for x in (5, 10, 15, 20, 30, 40, 50, 60, 70, 80, 85, 90, 95) if low <= x <= high)})  # fmt: skip
        rows = []
        for x in places:
            one = table(x, agree)
            rows.append(
                [str(x), str(one.a), str(one.b + one.c), str(one.d), "–" if one.kappa is None else shown(one.kappa)]
            )
        alt = (
            f"Synthetic data. A hill-shaped curve of kappa against how often a code occurs, with agreement held at {agree} of "
            f"100: highest in the middle, and falling steeply at both ends. {self._now()} Beside it, 100 squares: {now.a} on "
            f"which both say yes, {now.b + now.c} on which only one does, {now.d} on which neither does."
        )
        return picture(
            self.key("picture"),
            draw,
            (occurs, agree),
            alt=alt,
            caption=self.spec.caption,
            data=(f"Synthetic data. Agreement {agree} of 100", ["Each says yes", "Both yes", "Only one", "Both no", "Kappa"], rows),
            handles=[Handle(self.key("occurs"), occurs, now.kappa or 0, low, high, "Says yes", step=1)],
        )  # fmt: skip

    # -- what is pressed and what is said

    def on_press(self, key: str) -> None:
        """Set the sliders, or open the course's answer once something is written."""
        verb, _, name = key.partition("|")
        if verb == "set":
            one = next(one for one in self.spec.settings if one.id == name)
            self.save(str(one.occurs), "occurs", kind="choice")
            self.save(str(one.agree), "agree", kind="choice")
            self.focus = self.key("now")
        elif verb == "compare":
            if not self.text(self.spec.prompt.id):
                self.notices = [n.status("first", self.spec.first_write)]
                self.focus = "first"
                return
            self.move_to(True, "compared")
            self.focus = "compared"

    def is_done(self) -> bool:
        """Whether there is a number for kappa."""
        return self.number("kappa") is not None

    def practice_points(self) -> tuple[float, float]:
        """Half a point for the counts, and for each step that is so from the list or from the student's own steps."""
        got = EACH_STEP * (self.own == self.counted)
        got += EACH_STEP * sum(bool(self.agrees(step)) for step in ("observed", "expected", "kappa"))
        return got, EACH_STEP * 4

    def transcript(self) -> str:
        """The numbers that were given, and what was written."""
        labels = {**self.spec.count_labels, **self.spec.step_labels}
        rows = [f"| {label} | {escaped(self.text(name)[:20])} |" for name, label in labels.items() if self.text(name)]
        shown_ = ["\n".join(["| | |", "|---|---|", *rows])] if rows else []
        if words := self.text(self.spec.prompt.id):
            shown_.append(f"**{self.spec.prompt.label}**\n\n{quoted(words)}")
        return "\n\n".join(shown_)
