"""Week 3: ninety seconds read twice, first the words and then how they were said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course import CourseError
from notknowing.course.models.hearing import HeardLine
from notknowing.course.panel import PanelRatings, not_shown, panel_of


def filled(text: str, **values: str) -> str:
    """A sentence of the course's file with its {places} filled in. One that is not there is left alone."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def cues_in(text: str) -> str:
    """Words with their [cues] set apart as emphasis."""
    return re.sub(r"\[([^\]]*)\]", r"*[\1]*", text)


@dataclass(frozen=True)
class Rated:
    """Two ratings from 0 to 100 by the names of their scales, and the number of a line."""

    scales: dict[str, int]
    line: int


class HearAgain(Activity):
    """A plain transcript, rated; the same with its cues, rated again; and one's own change."""

    kind = "hear_again"

    @property
    def _lines(self) -> list[HeardLine]:
        return self.spec.excerpt.lines

    def view(self) -> list[Node]:
        """The plain words and the first ratings; then the cues, the second ratings, the picture and the boxes."""
        shown_ = [*self.intro(), n.para("about", self.spec.excerpt.about, "quiet")]
        if not self.place("shown"):
            return [
                *shown_,
                self._table("plain", annotated=False),
                *self._ask("before"),
                n.button("show", "Now show how it was said", primary=True),
            ]
        first = self.rated("before")
        said = self._said(first) if first else "What you said of the words alone is not here."
        shown_ += [
            n.details("again", "The plain words again", [self._table("plain", annotated=False)]),
            n.para("first", said, "quiet"),
            n.heading("second", "As it was said"),
            *n.paras("after-intro", self.spec.after_intro),
            self._table("annotated", annotated=True),
            *self._ask("after"),
        ]
        second = self.rated("after")
        shown_.append(n.heading("change", "Your own change"))
        if first and second:
            shown_ += [self._picture(first, second), *self._others()]
        else:
            shown_.append(n.status("not-yet", self.spec.after_wait))
        shown_ += n.paras("limits", self.spec.excerpt.cues_limits)
        return [*shown_, *(self.prompt(prompt) for prompt in self.spec.prompts)]

    def _table(self, key: str, *, annotated: bool) -> Node:
        rows = [
            [
                str(number),
                line.speaker,
                n.para(f"{key}.{number}", cues_in(line.annotated)) if annotated else line.words,
            ]
            for number, line in enumerate(self._lines, 1)
        ]
        about = "With what was seen and heard, in square brackets" if annotated else "The words"
        return n.table(f"{key}.table", about, ["Line", "Who", "Words"], rows)

    def _ask(self, which: str) -> list[Node]:
        key = self.key(which, "line")
        self.bound[key] = "choice"
        options = [
            (str(number), f"{number}. {line.speaker}: {line.words}") for number, line in enumerate(self._lines, 1)
        ]
        return [
            *(self.rating(scale.label, which, scale.id, low=scale.low, high=scale.high) for scale in self.spec.scales),
            n.select(key, self.spec.line_label, [("", "Choose a line"), *options], self.store.get(key)),
        ]

    def rated(self, which: str) -> Rated | None:
        """What was said of the words alone (``before``) or with their cues (``after``), once all of it is there."""
        scales = {scale.id: self.number(which, scale.id, low=0, high=100) for scale in self.spec.scales}
        line = self.text(which, "line")
        if None in scales.values() or line not in {str(number) for number in range(1, len(self._lines) + 1)}:
            return None
        return Rated({name: round(value) for name, value in scales.items()}, int(line))

    def _said(self, rated: Rated) -> str:
        numbers = ", ".join(f"{name} {rated.scales[name]}" for name in rated.scales)
        return f"Of the words alone you said: {numbers}, and line {rated.line} matters most."

    def _picture(self, first: Rated, second: Rated) -> Node:
        names = [scale.id for scale in self.spec.scales]
        panel = self._panel()
        others = [one.after for one in panel.ratings] if isinstance(panel, PanelRatings) else []

        def draw():
            from notknowing.evidence.plots_hearing import change

            pairs = [(name.capitalize(), first.scales[name], second.scales[name]) for name in names]
            return change(pairs, (first.line, second.line), len(self._lines), [[one.get(name) for one in others] for name in names])  # fmt: skip

        rows = [
            [name.capitalize(), str(first.scales[name]), str(second.scales[name]), _change(first, second, name)]
            for name in names
        ]
        rows.append(["Line that matters most", str(first.line), str(second.line), "–"])
        alt = " ".join(f"{name.capitalize()}: {_moved(first.scales[name], second.scales[name])}." for name in names)
        alt += (
            f" The line that matters most is line {first.line} both times."
            if first.line == second.line
            else f" The line that matters most was line {first.line}, and is now line {second.line}."
        )
        last = len(names) - 1
        handles = [
            Handle(self.key("after", name), second.scales[name], last - row, 0, 100, f"{name.capitalize()} now", step=1)
            for row, name in enumerate(names)
        ]
        return picture(
            self.key("picture"),
            draw,
            (first, second, others),
            alt=alt,
            caption=self.spec.caption,
            data=("Your two readings", ["What", "Words alone", "With the cues", "Change"], rows),
            handles=handles,
        )

    def _panel(self) -> PanelRatings | CourseError | None:
        try:
            return panel_of(self.course, self.page.id, self.spec.id, PanelRatings)
        except CourseError as failure:
            return failure

    def _others(self) -> list[Node]:
        panel = self._panel()
        if panel is None:
            return [n.para("nobody", self.spec.nobody_else)]
        if isinstance(panel, CourseError):
            return [n.para("nobody", not_shown(panel))]
        names = [scale.id for scale in self.spec.scales] + ["line"]
        rows = [[one.by, *(f"{one.before.get(name, '–')} → {one.after.get(name, '–')}" for name in names)] for one in panel.ratings]  # fmt: skip
        head = ["Who", *(name.capitalize() for name in names)]
        return [n.para("nobody", panel.how), n.table("panel", "Other people, before and after", head, rows)]

    def on_press(self, key: str) -> None:
        """Show the cues, once the plain words have been rated."""
        if key != "show":
            return
        if self.rated("before") is None:
            self.notices = [n.status("first-all", self.spec.first_all)]
            self.focus = "first-all"
            return
        self.move_to(True, "shown")
        self.focus = "second"

    def is_done(self) -> bool:
        """Whether it was rated twice. The writing may be short, or left."""
        return self.rated("before") is not None and self.rated("after") is not None

    def transcript(self) -> str:
        """Both ratings in a table, the lines that mattered, and the readings."""
        shown_ = []
        both = {"Words alone": self.rated("before"), "With the cues": self.rated("after")}
        given = {name: rated for name, rated in both.items() if rated}
        if given:
            names = [*(scale.id for scale in self.spec.scales), "line"]
            head = f"| | {' | '.join(name.capitalize() for name in names)} |"
            rows = [
                f"| {label} | {' | '.join(str(rated.scales.get(name, rated.line)) for name in names)} |"
                for label, rated in given.items()
            ]
            lines = sorted({rated.line for rated in given.values()})
            about = "\n".join(
                f"- Line {number}: {escaped(self._lines[number - 1].speaker)}: {escaped(self._lines[number - 1].annotated)}"
                for number in lines
            )
            shown_.append("\n".join([head, "|---|---|---|---|", *rows]) + f"\n\n{about}")
        for prompt in self.spec.prompts:
            if words := self.text(prompt.id):
                shown_.append(f"**{prompt.label}**\n\n{quoted(words)}")
        return "\n\n".join(shown_)


def _moved(before: int, after: int) -> str:
    if before == after:
        return f"{before} both times"
    return f"from {before} to {after}, {'up' if after > before else 'down'} {abs(after - before)}"


def _change(first: Rated, second: Rated, name: str) -> str:
    difference = second.scales[name] - first.scales[name]
    return f"+{difference}" if difference > 0 else shown(difference, 0)
