"""Week 3: a map of the pauses, and a wait."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.base import PLACE, Activity, who
from notknowing.activities.kinds.hearing import cues_in, filled
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course.models.hearing import Excerpt, PauseReading
from notknowing.evidence.plots_hearing import GRIP
from notknowing.evidence.silences import Silence, longest, silences

EACH_PAUSE, EACH_KIND = 0.5, 0.5
"""Practice points for a pause that is found, and for what kind it may be."""

SHORTEST, LONGEST, AT_FIRST = 0.5, 9.0, 1.0
"""Where the line of the pause map can be put, in seconds, and where it begins."""

MOST_WAIT = 60


class PauseMap(Activity):
    """A ribbon of speech and silence, a line to drag, and three pauses to find."""

    kind = "pause_map"

    @property
    def _excerpt(self) -> Excerpt:
        return self.page.activity(self.spec.excerpt).excerpt

    @property
    def _all(self) -> tuple[Silence, ...]:
        return silences([(line.start, line.end) for line in self._excerpt.lines])

    def view(self) -> list[Node]:
        """The kinds and the words to open, the button or the ribbon, then one place for each pause."""
        kinds = [[kind.label, kind.definition] for kind in self.spec.kinds]
        shown_ = [
            *self.intro(),
            n.details("words", "The ninety seconds, in words", [self._words()]),
        ]
        if not self.place("drawn"):
            return [*shown_, n.button("draw", self.spec.draw, primary=True)]
        low = self._shortest
        counted = [one for one in self._all if one.seconds >= low]
        shown_ += [
            self.slider(self.spec.slider, "shortest", low=SHORTEST, high=LONGEST, step=0.1, default=AT_FIRST, unit="seconds"),
            n.status("counted", self._counted(counted, low)),
            self._picture(counted, low),
            n.details("kinds", "Six kinds of pause", [n.table("kinds.table", "Kinds of pause", ["Kind", "What it may be"], kinds, row_headers=True)], open_=True),
        ]  # fmt: skip
        for place in range(1, len(self.spec.pauses) + 1):
            shown_ += self._one(place)
        if self.is_done():
            shown_ += with_sources("afterwards", self.spec.afterwards, self.course)
        return shown_

    def _words(self) -> Node:
        """The lines as far as the student has met them: with their cues only once they have been shown."""
        annotated = bool(self.store.get(f"{self.spec.excerpt}.shown.{PLACE}"))
        rows = [
            [str(number), line.speaker, n.para(f"words.{number}", cues_in(line.annotated) if annotated else line.words)]
            for number, line in enumerate(self._excerpt.lines, 1)
        ]
        return n.table("words.table", "The excerpt", ["Line", "Who", "Words"], rows)

    @property
    def _shortest(self) -> float:
        return round(self.number("shortest", low=SHORTEST, high=LONGEST, default=AT_FIRST), 1)

    def _counted(self, counted: list[Silence], low: float) -> str:
        pauses = "1 pause" if len(counted) == 1 else f"{len(counted)} pauses"
        total = sum(one.seconds for one in counted)
        return (
            f"From {shown(low, 1)} seconds up there {'is' if len(counted) == 1 else 'are'} {pauses}. Together: "
            f"{shown(total, 0)} of {shown(self._excerpt.seconds, 0)} seconds."
        )

    def _picture(self, counted: list[Silence], low: float) -> Node:
        excerpt = self._excerpt

        def draw():
            from notknowing.evidence.plots_hearing import ribbon

            lines = [(line.start, line.end, line.speaker == excerpt.who) for line in excerpt.lines]
            return ribbon(lines, self._all, low, excerpt.seconds, excerpt.who)

        named = "; ".join(f"{shown(one.seconds, 1)} seconds after line {one.after}" for one in counted)
        alt = (
            f"Synthetic data. A ribbon of {shown(excerpt.seconds, 0)} seconds: {len(excerpt.lines)} lines of speech in two "
            f"rows, {excerpt.who} above and the practitioner below, with gaps between them. {self._counted(counted, low)} "
            f"{named}."
        )
        rows = [
            [str(one.after), str(one.after + 1), shown(one.seconds, 1), "yes" if one.seconds >= low else "no"]
            for one in self._all
        ]
        return picture(
            self.key("picture"),
            draw,
            (low, excerpt),
            alt=alt,
            caption=self.spec.caption,
            data=("Synthetic data. Every silence", ["After line", "Before line", "Seconds", "Counted"], rows),
            handles=[
                Handle(self.key("shortest"), excerpt.seconds * GRIP, low, SHORTEST, LONGEST, "Shortest", "y", 0.1)
            ],
        )

    def _one(self, place: int) -> list[Node]:
        part = f"p{place}"
        key = self.key(part, "kind")
        self.bound[key] = "choice"
        options = [("", "Choose a kind"), *((kind.id, kind.label) for kind in self.spec.kinds)]
        shown_ = [
            n.heading(self.key(part, "head"), f"Pause {place} of {len(self.spec.pauses)}"),
            self.number_box(self.spec.line_label, part, "line"),
            n.select(key, self.spec.kind_label, options, self.store.get(key)),
        ]
        if self.number(part, "line") is None or not self._kind(part):
            return shown_
        said, *note = self._answer(place)
        return [
            *shown_,
            n.status(self.key(part, "said"), said),
            *(n.para(self.key(part, "note"), text) for text in note),
        ]

    def _kind(self, part: str) -> str:
        chosen = self.text(part, "kind")
        return chosen if chosen in {kind.id for kind in self.spec.kinds} else ""

    def found(self) -> dict[int, Silence]:
        """Which of the longest pauses each answer means: place to silence, within one line, each silence once."""
        wanted = list(longest(self._all, len(self.spec.pauses)))
        found: dict[int, Silence] = {}
        for place in range(1, len(self.spec.pauses) + 1):
            line = self.number(f"p{place}", "line")
            near = [one for one in wanted if line is not None and abs(one.after - line) <= 1]
            if near:
                found[place] = min(near, key=lambda one: abs(one.after - line))
                wanted.remove(found[place])
        return found

    def _reading(self, one: Silence) -> PauseReading | None:
        return next((pause for pause in self.spec.pauses if pause.after == one.after), None)

    def _answer(self, place: int) -> list[str]:
        said, line = self.spec.answers, self.number(f"p{place}", "line")
        one = self.found().get(place)
        if one is None:
            taken = any(abs(other.after - line) <= 1 for other in self.found().values())
            here = next((other for other in self._all if other.after == line), None)
            if taken:
                return [said.again]
            if here is None:
                return [filled(said.no_line, line=str(len(self._excerpt.lines)))]
            return [filled(said.shorter, line=str(here.after), seconds=shown(here.seconds, 1))]
        where = filled(said.found if one.after == line else said.near, line=str(one.after), next=str(one.after + 1), seconds=shown(one.seconds, 1))  # fmt: skip
        reading = self._reading(one)
        if reading is None:
            return [where]
        kind, labels = self._kind(f"p{place}"), {kind.id: kind.label.lower() for kind in self.spec.kinds}
        first = " or ".join(labels[name] for name in reading.key)
        if kind in reading.key:
            agreed = filled(said.kind_agrees, kind=labels[kind])
        else:
            agreed = filled(said.kind_also if kind in reading.also else said.kind_differs, kind=first)
        return [f"{where} {agreed}", reading.note]

    def on_press(self, key: str) -> None:
        """Draw the ribbon."""
        if key == "draw":
            self.move_to(True, "drawn")
            self.focus = self.key("shortest")

    def is_done(self) -> bool:
        """Whether each pause has a line and a kind, whatever they are."""
        places = range(1, len(self.spec.pauses) + 1)
        return all(self.number(f"p{place}", "line") is not None and self._kind(f"p{place}") for place in places)

    def practice_points(self) -> tuple[float, float]:
        """Half a point for each of the longest pauses within one line, and half for a kind the course accepts."""
        got = 0.0
        for place, one in self.found().items():
            got += EACH_PAUSE
            reading = self._reading(one)
            if reading and self._kind(f"p{place}") in {*reading.key, *reading.also}:
                got += EACH_KIND
        return got, (EACH_PAUSE + EACH_KIND) * len(self.spec.pauses)

    def transcript(self) -> str:
        """The lines and the kinds that were given."""
        labels = {kind.id: kind.label.lower() for kind in self.spec.kinds}
        said = []
        for place in range(1, len(self.spec.pauses) + 1):
            line, kind = self.text(f"p{place}", "line"), self._kind(f"p{place}")
            if line or kind:
                said.append(f"after line {escaped(line[:20]) or '–'}: {labels.get(kind, '–')}")
        return f"Longest pauses: {'; '.join(said)}." if said else ""


class HowLong(Activity):
    """A wait, chosen and then perhaps waited."""

    kind = "how_long"

    def view(self) -> list[Node]:
        """The client up to where she stops, the wait, the ruler, the real wait, and what it may do."""
        client = self.client(self.spec.client)
        seconds = self._seconds
        shown_ = [
            *self.intro(),
            n.para("about", f"{who(client)}. {client.about}", "quiet"),
            *([n.para("note", f"What is in here: {client.content_note}.", "quiet")] if client.content_note else []),
            n.words("words", self._cut(client.id, client.words), f"{client.name} says"),
            n.details("pauses", "See the pauses, in words", [n.words("pauses.words", self._cut(client.id, client.annotated), client.name)]),
            self.slider(self.spec.slider, "seconds", low=0, high=MOST_WAIT, step=1, unit="seconds"),
            self._picture(client.name, seconds),
        ]  # fmt: skip
        shown_ += self._real(seconds)
        for prompt in self.spec.prompts:
            shown_.append(self.prompt(prompt))
            if prompt.id in self.spec.private:
                shown_.append(self.private_tick(prompt.id))
        return shown_

    def _cut(self, client_id: str, text: str) -> str:
        """The words up to the place where she stops; all of them where the place is not found."""
        until = self.spec.after.get(client_id, "")
        at = text.find(until) if until else -1
        return text[: at + len(until)] if at >= 0 else text

    @property
    def _seconds(self) -> int | None:
        typed = self.number("seconds", low=0, high=MOST_WAIT)
        return None if typed is None else round(typed)

    def _picture(self, name: str, seconds: int | None) -> Node:
        marks = [(mark.seconds, filled(mark.label, name=name)) for mark in self.spec.marks]

        def draw():
            from notknowing.evidence.plots_hearing import wait

            return wait(seconds, marks, MOST_WAIT)

        yours = "You have not chosen yet." if seconds is None else f"Your wait is {seconds} seconds long."
        alt = f"A ruler from 0 to {MOST_WAIT} seconds. {yours} " + " ".join(
            f"At {shown(at, 0)} seconds: {label}." for at, label in marks
        )
        rows = [
            ["Your wait", "–" if seconds is None else str(seconds)],
            *([label, shown(at, 0)] for at, label in marks),
        ]
        return picture(
            self.key("picture"),
            draw,
            (seconds, marks),
            alt=alt,
            caption=self.spec.caption,
            data=("Waits", ["Wait", "Seconds"], rows),
            handles=[Handle(self.key("seconds"), seconds or 0, 0, 0, MOST_WAIT, "Wait", step=1)],
        )

    def _real(self, seconds: int | None) -> list[Node]:
        state = self.place("state", default="before")
        if seconds is None:
            return []
        if seconds == 0:
            return [n.para("none", self.spec.none)]
        if state == "waiting":
            return [n.timer("over", seconds, "Nothing to do. Time left:", "End the wait now")]
        if state != "waited":
            return [n.row("row", [n.button("begin", self.spec.wait)])]
        options = [(felt.id, felt.text) for felt in self.spec.felts]
        return [self.pick(self.spec.felt, options, "felt"), n.row("row", [n.button("begin", "Wait again")])]

    def private_by_default(self, key: str) -> bool:
        """What the seconds do to the student stays with the student unless shared on purpose."""
        return key in {self.key(name) for name in self.spec.private}

    def on_press(self, key: str) -> None:
        """Begin a wait, or end it."""
        if key == "begin":
            self.move_to("waiting", "state")
            self.focus = "over"
        elif key == "over":
            self.move_to("waited", "state")
            self.focus = self.key("felt")

    def is_done(self) -> bool:
        """Whether a wait was chosen. None at all is one."""
        return self._seconds is not None

    def transcript(self) -> str:
        """The wait, how it was, and what was written and not kept private."""
        shown_ = []
        if self._seconds is not None:
            felt = {felt.id: felt.text for felt in self.spec.felts}.get(self.text("felt"))
            name = self.client(self.spec.client).name
            shown_.append(f"After {name}'s words: {self._seconds} seconds.{f' {felt}.' if felt else ''}")
        for prompt in self.spec.prompts:
            if words := self.text(prompt.id):
                shown_.append(f"**{prompt.label}**\n\n{quoted(words)}")
        return "\n\n".join(shown_)
