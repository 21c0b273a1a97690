"""Week 9: be the pair, and swap partners 500 times."""

from __future__ import annotations

from functools import lru_cache

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.kinds.causes import Compared
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import parse, shown
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models.synchrony import ShareTask, Try

COUPLING, LAG, DRIFT = 60, 1.5, 0
"""Where the three sliders stand at first: coupling and drift of 100, lag in seconds."""

ALL = 500
"""How many swaps make the whole test."""


class BeThePair(Activity):
    """Two lines of movement, and three sliders that make them go together or only look like it."""

    kind = "be_the_pair"

    def view(self) -> list[Node]:
        """How to read the picture, the sliders, the picture, then things to try."""
        spec = self.spec
        shown_ = [
            *self.intro(),
            n.details(self.key("reading"), "How to read the picture", n.paras(self.key("reading.text"), spec.reading), open_=True),
            self.slider(spec.coupling_label, "coupling", low=0, high=100, step=5, default=COUPLING),
            self.slider(spec.lag_label, "lag", low=-4, high=4, step=0.25, default=LAG, unit="seconds"),
            self.slider(spec.drift_label, "drift", low=0, high=100, step=5, default=DRIFT),
            n.status(self.key("said"), self._said()),
            self._picture(),
        ]  # fmt: skip
        for number, one in enumerate(spec.tries, 1):
            shown_ += self._try(number, one)
        return shown_

    def _set(self) -> tuple[float, float, float]:
        """Coupling and drift as shares, lag in seconds to the nearest quarter."""
        coupling = self.number("coupling", low=0, high=100, default=COUPLING)
        lag = self.number("lag", low=-4, high=4, default=LAG)
        drift = self.number("drift", low=0, high=100, default=DRIFT)
        return round(coupling) / 100, round(lag * 4) / 4, round(drift) / 100

    def _found(self):
        from notknowing.evidence.together import moving_pair, strip

        coupling, lag, drift = self._set()
        pair = moving_pair(coupling, lag, drift)
        return pair, strip(pair)

    def _said(self) -> str:
        _, found = self._found()
        lag, height = found.peak
        now = float(found.mean[abs(found.lags_s).argmin()])
        return (
            f"At the same moment, the average r is {journal(now)}. It is highest, {journal(height)}, when the therapist is taken "
            f"{_later(lag)}."
        )

    def _picture(self) -> Node:
        pair, found = self._found()
        coupling, lag, drift = self._set()

        def draw():
            from notknowing.evidence.plots_synchrony import pair as drawn

            return drawn(pair, found, lag)

        from notknowing.evidence.plots_synchrony import ring_height

        peak, height = found.peak
        alt = (
            f"Synthetic data. Two lines of movement over 120 seconds, client above and therapist below. Coupling is "
            f"{coupling * 100:.0f}, the therapist moves {_later(lag)}, shared drift is {drift * 100:.0f}. Under them, a strip "
            f"shows by time and lag where the two lines are alike or opposite. Averaged over time, r is highest at a lag of "
            f"{shown(peak)} seconds, where it is {journal(height)}, and lowest at {journal(float(found.mean.min()))}."
        )
        seconds = [k for k, at in enumerate(found.lags_s) if float(at) == round(float(at))]
        rows = [[shown(float(found.lags_s[k]), 0), journal(float(found.mean[k]))] for k in seconds]
        return picture(
            self.key("picture"),
            draw,
            (coupling, lag, drift),
            alt=alt,
            caption=(
                "Synthetic data: nobody real moved like this. You can drag the ring on the therapist's line to the left or "
                "right, or use the second slider."
            ),
            data=("Synthetic data. Average r by lag", ["Therapist later by, in seconds", "Average r"], rows),
            handles=[Handle(self.key("lag"), lag, ring_height(pair, lag), -4, 4, "Lag", step=0.25)],
        )

    def _try(self, number: int, one: Try) -> list[Node]:
        key = self.key(one.id)
        shown_ = [
            n.heading(f"{key}.head", f"Try {number}. {one.label}"),
            n.button(f"set|{one.id}", "Set the sliders for this", describe=one.label),
            self.prompt(one.prompt, one.id),
        ]
        if self.place(one.id, "compared"):
            return [*shown_, n.status(f"{key}.note", one.note)]
        return [*shown_, n.button(f"compare|{one.id}", "Compare", describe=one.label)]

    def on_press(self, key: str) -> None:
        """Set the sliders for a try, or show what the course saw once something is written."""
        verb, _, name = key.partition("|")
        one = next(one for one in self.spec.tries if one.id == name)
        if verb == "set":
            for part, value in (("coupling", one.coupling), ("lag", one.lag), ("drift", one.drift)):
                self.save(f"{value:g}", part, kind="choice")
            self.focus = self.key("said")
        elif self.text(name, one.prompt.id):
            self.move_to(True, name, "compared")
            self.focus = self.key(name, "note")
        else:
            self.notices = [n.status("first", "Write what you see first. A few words are enough.")]
            self.focus = "first"

    def is_done(self) -> bool:
        """Whether one of the tries has words, or a slider was moved."""
        return any(self.text(one.id, one.prompt.id) for one in self.spec.tries) or self.value("coupling") is not None

    def transcript(self) -> str:
        """What was seen in each try."""
        seen = [(one, self.text(one.id, one.prompt.id)) for one in self.spec.tries]
        return "\n\n".join(f"**{one.label}**\n\n{quoted(text)}" for one, text in seen if text)


class SurrogateTest(Compared):
    """Put clients with therapists from other rooms, and see where the real pair stands among them."""

    kind = "surrogate_test"

    def view(self) -> list[Node]:
        """A worked example, the room, what to swap, the buttons, the picture, the proportions, the boxes."""
        spec = self.spec
        done = self._done
        shown_ = [
            *self.intro(),
            n.details(self.key("worked"), "A worked example, with other numbers", n.paras(self.key("worked.text"), spec.worked), open_=True),
            n.heading(self.key("swap.head"), "Swap"),
            self.slider(spec.room_label, "room", low=1, high=24, default=spec.start_room),
            self.pick_from(spec.how_label, list(spec.hows.items()), "how", standing=self.how, inline=False),
            n.row(
                self.key("buttons"),
                [
                    n.button("swap|1", "Swap once"),
                    n.button("swap|10", "Swap ten more"),
                    n.button(f"swap|{ALL}", f"Swap all {ALL}", primary=True),
                    n.button("swap|0", "Start again"),
                ],
            ),
            n.status(self.key("said"), self._said(done)),
            self._picture(done),
            n.heading(self.key("tasks"), "Read off the proportion"),
        ]  # fmt: skip
        for task in spec.tasks:
            shown_ += [
                self.number_box(task.label, task.id),
                n.status(self.key(task.id, "answer"), self._answer(task)),
            ]
        return shown_ + self.boxes_and_note(spec.prompts, spec.note)

    @property
    def _done(self) -> int:
        return self.reached("done", most=ALL)

    @property
    def room(self) -> int:
        """The room that is being tested."""
        return round(self.number("room", low=1, high=24, default=self.spec.start_room))

    @property
    def how(self) -> str:
        """What is swapped."""
        chosen = self.text("how")
        return chosen if chosen in self.spec.hows else next(iter(self.spec.hows))

    def _said(self, done: int) -> str:
        from notknowing.evidence.together import swaps

        if not done:
            return (
                f"Room {self.room}. Nothing has been swapped yet. The black line is the pair that really sat together."
            )
        last = swaps(self.room, self.how).made[done - 1]
        if self.how == "partners":
            said = f"In the last swap, the client of room {last[0]} was put with the therapist of room {last[1]}."
        else:
            said = f"In the last swap, the therapist's pieces came in this order: {', '.join(map(str, last))}."
        return (
            f"{done} of {ALL} swaps done. {said} Orange bars reach the real pair of room {self.room}, or go beyond it."
        )

    def _picture(self, done: int) -> Node:
        from notknowing.evidence.together import swaps

        test, room, how = swaps(self.room, self.how), self.room, self.how

        def draw():
            from notknowing.evidence.plots_synchrony import swap_test

            return swap_test(test, room, how, done)

        bars = _bars(room, how, done)
        rows = [[f"{shown(low)} to {shown(high)}", str(count), "yes" if low >= test.observed - 1e-9 else "no"] for low, high, count in bars if count]  # fmt: skip
        grey = [value for value in test.values[:done] if value < test.observed]
        spread = (
            f"from {shown(min(test.values[:done]))} to {shown(max(test.values[:done]))}" if done else "not there yet"
        )
        alt = (
            f"Synthetic data. Left: {self._left(how, done)} Right: a histogram of the togetherness of {done} swapped pairs, "
            f"{spread}. A black line marks the real pair of room {room} at {shown(test.observed)}. "
            f"{len(grey)} swapped pairs lie below it; the bars at or above it carry their numbers."
        )
        return picture(
            self.key("picture"),
            draw,
            (room, how, done),
            alt=alt,
            caption=(
                "Synthetic data: 24 made-up rooms, the first five minutes in each. Togetherness is the average, over windows "
                "of 60 seconds, of how closely two people move alike or in opposite ways at the same moment."
            ),
            data=(
                "Synthetic data. The bars of the picture",
                ["Togetherness", "Swapped pairs", "Reaches the real pair"],
                rows or [["no swaps yet", "0", "no"]],
            ),
        )

    @staticmethod
    def _left(how: str, done: int) -> str:
        if how == "partners":
            return "24 clients and 24 therapists, joined room by room" + (", and one swapped pair." if done else ".")
        return "ten pieces of the session for each person" + (", the therapist's in a shuffled order." if done else ".")

    def _answer(self, task: ShareTask) -> str:
        """What the arithmetic gives, and where a slip may come from."""
        from notknowing.evidence.together import swaps

        typed = parse(self.value(task.id))
        if typed is None:
            return ""
        test = swaps(task.room, task.how)
        count, share = test.at_least(), test.share
        sums = " + ".join(str(c) for low, _, c in _bars(task.room, task.how, ALL) if c and low >= test.observed - 1e-9)
        whole = f"The orange bars hold {sums} = {count}" if "+" in sums else f"The orange bars hold {count}"
        said = (
            f"{whole} of {ALL}. With the real pair counted in, above and below, that is {count + 1} ÷ {ALL + 1} = "
            f"{journal(share, 3)}."
        )
        if abs(typed - share) <= self.spec.tolerance:
            return f"{said} Yours comes to that. {task.note}"
        if typed in (count, count + 1):
            return f"{said} You typed the number of pairs. The proportion is what is left after dividing by {ALL + 1}. {task.note}"  # fmt: skip
        if abs(typed - 100 * share) <= 2:
            return f"{said} You typed it in hundredths. As a proportion it lies between 0 and 1. {task.note}"
        if abs(typed - (1 - share)) <= self.spec.tolerance:
            return f"{said} You may have taken the bars on the other side of the line. {task.note}"
        return f"{said} If yours differs, look whether the room, what is swapped, and all {ALL} swaps are set. {task.note}"  # fmt: skip

    def on_press(self, key: str) -> None:
        """Swap some more, or start again; or open the course's own answer."""
        if self.press_compare(key, self.spec.prompts):
            return
        more = int(key.removeprefix("swap|"))
        self.move_to(min(self._done + more, ALL) if more else 0, "done")

    def is_done(self) -> bool:
        """Whether each proportion has something in its box."""
        return all(str(self.value(task.id) or "").strip() for task in self.spec.tasks)

    def practice_points(self) -> tuple[float, float]:
        """One point for each proportion within the tolerance."""
        from notknowing.evidence.together import swaps

        near = [
            typed is not None and abs(typed - swaps(task.room, task.how).share) <= self.spec.tolerance + 1e-9
            for task in self.spec.tasks
            for typed in [parse(self.value(task.id))]
        ]
        return float(sum(near)), float(len(near))

    def transcript(self) -> str:
        """The proportions and the words."""
        given = [
            f"{task.label}: {escaped(str(value)[:20])}."
            for task in self.spec.tasks
            if (value := self.value(task.id)) not in (None, "")
        ]
        return "\n\n".join([*given, *self.written(self.spec.prompts)])


@lru_cache(maxsize=64)
def _bars(room: int, how: str, done: int) -> list[tuple[float, float, int]]:
    """Left edge, right edge and count of each bar that the picture of these swaps has."""
    from notknowing.evidence.plots_synchrony import swap_bars
    from notknowing.evidence.together import swaps

    return swap_bars(swaps(room, how), done)


def _later(lag: float) -> str:
    """A lag in words."""
    if lag == 0:
        return "at the same moment"
    return f"{abs(lag):g} seconds {'later' if lag > 0 else 'earlier'}"


def journal(value: float, places: int = 2) -> str:
    """A correlation or a proportion as journals print it: ``.28``."""
    text = shown(value, places)
    return text.replace("0.", ".", 1) if abs(value) < 1 else text
