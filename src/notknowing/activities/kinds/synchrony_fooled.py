"""Week 9: strangers who look together, by four switches, and a report in which two of them were left on."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.kinds.synchrony import journal
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import parse, shown
from notknowing.activities.pictures import picture
from notknowing.activities.transcripts import escaped
from notknowing.work.wording import listed

FEW = 0.05
"""Fewer than this share of the other pairs: then a pair is commonly taken to be more than chance."""


class FoolYourself(Activity):
    """Strangers who look together, by four switches; and a report in which two of them were left on."""

    kind = "fool_yourself"

    def view(self) -> list[Node]:
        """The switches, the picture, the window to shorten, then the report."""
        spec, on = self.spec, self.on
        shown_ = [
            *self.intro(),
            self.tick(spec.switches_label, [(way.id, way.label) for way in spec.ways], "on", inline=False),
        ]
        if "window" in on:
            shown_.append(self.slider(spec.window_label, "window", low=4, high=60, step=1, default=60, unit="seconds"))
        shown_.append(self.tick(spec.fair_label, [("fair", spec.fair_option)], "fair", inline=False))
        shown_ += [n.status(self.key("said"), self._said()), self._picture()]
        if on:
            rows = [[way.label, way.does, way.guard] for way in spec.ways if way.id in on]
            shown_.append(n.table(self.key("ways"), "The switches that are on", ["Switch", "What it does", "What protects you"], rows, row_headers=True))  # fmt: skip
        shown_ += [
            n.heading(self.key("window.head"), "How long is a window?"),
            *n.paras(self.key("window.intro"), spec.window_intro),
            self.pick(spec.direction_label, [(one.id, one.text) for one in spec.directions], "direction", inline=False),
            self.number_box(spec.window_value_label, "value"),
            n.status(self.key("window.answer"), self._window_answer()),
            n.heading(self.key("report.head"), "A report"),
            n.para(self.key("report.label"), spec.report_label),
            n.words(self.key("report"), spec.report, "The report says"),
            self.tick(spec.flaws_label, [(flaw.id, flaw.text) for flaw in spec.flaws], "flaws", inline=False),
        ]
        return shown_ + self._reading()

    @property
    def on(self) -> list[str]:
        """The switches that are on."""
        ticked = self.ticked("on")
        return [way.id for way in self.spec.ways if way.id in ticked]

    @property
    def _is_fair(self) -> bool:
        return "fair" in self.ticked("fair")

    def _window(self) -> float:
        return float(round(self.number("window", low=4, high=60, default=60)))

    def _found(self):
        from notknowing.evidence.together import fooled

        window = self._window() if "window" in self.on else 60.0
        return fooled(frozenset(self.on), window, self._is_fair)

    def _said(self) -> str:
        found = self._found()
        many = len(found.others)
        reach = f"{found.at_least} of {many} other pairs of strangers reach it" if found.at_least else "None of the other pairs of strangers reaches it"  # fmt: skip
        passes = found.share < FEW
        verdict = (
            f"By a common rule, fewer than {round(many * FEW)} of {many}, this would pass for synchrony. These two never met."
            if passes
            else "By a common rule this is no more than chance, and so it should be: these two never met."
        )
        return f"This pair's togetherness is {journal(found.value)}. {reach}. {verdict}"

    def _picture(self) -> Node:
        found, window = self._found(), self._window()
        state = (tuple(self.on), window if "window" in self.on else None, self._is_fair)
        said = f"{found.at_least} of {len(found.others)} other pairs reach this pair"

        def draw():
            from notknowing.evidence.plots_synchrony import strangers

            return strangers(found, said)

        middle = found.others[len(found.others) // 2]
        names = [way.label.lower() for way in self.spec.ways if way.id in self.on]
        alt = (
            f"Synthetic data. Above, the movement of two strangers over three minutes. Switches on: "
            f"{listed(names) if names else 'none'}. Below, a histogram of the togetherness of {len(found.others)} other pairs "
            f"of strangers, from {shown(found.others[0])} to {shown(found.others[-1])}, the middle one at {shown(middle)}. A "
            f"black line marks this pair at {shown(found.value)}; {found.at_least} of the others reach it."
        )
        rows = [
            ["Togetherness of this pair", shown(found.value)],
            ["The lowest of the other pairs", shown(found.others[0])],
            ["The middle one of the other pairs", shown(middle)],
            ["The highest of the other pairs", shown(found.others[-1])],
            ["Other pairs that reach this pair", f"{found.at_least} of {len(found.others)}"],
        ]
        return picture(
            self.key("picture"),
            draw,
            state,
            alt=alt,
            caption="Synthetic data: everybody here moves alone. Nobody in this picture follows anybody.",
            data=("Synthetic data. The picture in numbers", ["What", "Value"], rows),
        )

    def _window_answer(self) -> str:
        typed, chosen = parse(self.value("value")), self.text("direction")
        if typed is None and not chosen:
            return ""
        value = self._short()
        said = f"In windows of {self.spec.short_window:g} seconds this pair comes to {journal(value)}; in windows of 60, to {journal(self._long())}."
        if typed is not None and abs(typed - value) > self.spec.tolerance:
            said += " If yours differs, look whether only the window switch is on."
        return f"{said} {self.spec.window_note}"

    def _short(self) -> float:
        from notknowing.evidence.together import fooled

        return fooled(frozenset(["window"]), self.spec.short_window).value

    @staticmethod
    def _long() -> float:
        from notknowing.evidence.together import fooled

        return fooled().value

    def _reading(self) -> list[Node]:
        if not self.place("flaws", "compared"):
            return [n.button("compare|flaws", "Show the course's reading")]
        ticked = self.ticked("flaws")
        rows = [
            [flaw.text, "you ticked it" if flaw.id in ticked else "", "planted" if flaw.planted else "not planted", flaw.note]
            for flaw in self.spec.flaws
        ]  # fmt: skip
        return [
            n.heading(self.key("flaws.head"), "The course's reading", 4),
            n.table(self.key("flaws.table"), "What may be the matter with the report", ["What may be the matter", "You", "The course", "Why"], rows),
        ]  # fmt: skip

    def on_press(self, key: str) -> None:
        """Show the reading of the report, once something is ticked."""
        if self.ticked("flaws"):
            self.move_to(True, "flaws", "compared")
            self.focus = self.key("flaws.head")
        else:
            self.notices = [n.status("first", "Tick what you suspect first. A guess will do.")]
            self.focus = "first"

    def is_done(self) -> bool:
        """Whether the report has been looked at."""
        return bool(self.ticked("flaws"))

    def practice_points(self) -> tuple[float, float]:
        """One for the direction, one for the value, one for each planted flaw; ticking everything earns nothing more."""
        typed = parse(self.value("value"))
        value = typed is not None and abs(typed - self._short()) <= self.spec.tolerance + 1e-9
        planted = {flaw.id for flaw in self.spec.flaws if flaw.planted}
        ticked = set(self.ticked("flaws"))
        found = max(0, len(planted & ticked) - max(0, len(ticked) - len(planted)))
        return float((self.text("direction") == self.spec.direction) + value + found), 2.0 + len(planted)

    def transcript(self) -> str:
        """The choices and the value."""
        said = []
        names = {one.id: one.text for one in self.spec.directions}
        if chosen := self.text("direction"):
            said.append(f"A shorter window: {names.get(chosen, escaped(chosen))}")
        if (value := self.value("value")) not in (None, ""):
            said.append(f"{self.spec.window_value_label}: {escaped(str(value)[:20])}")
        texts = [flaw.text for flaw in self.spec.flaws if flaw.id in self.ticked("flaws")]
        if texts:
            said.append("In the report: " + " ".join(texts))
        return "\n\n".join(said)
