"""Week 10: replies without a name. Rate, guess, and look at what the guesses and the ratings did together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity, who
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import parse, shown
from notknowing.activities.pictures import picture
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import escaped, quoted
from notknowing.course import CourseError
from notknowing.course.blind import blind_set
from notknowing.course.models.likeness import BlindSet

FITS = ("1", "2", "3", "4", "5")
BACK = {"no": 1, "perhaps": 2, "yes": 3}
TAKEN = ("person", "model", "unsure")
NEAR = 0.05 + 1e-9
"""How far a mean may be from the exact one: rounded to one place is near enough."""
COMPLETE_POINTS, MEAN_POINTS = 2.0, 1.0


@dataclass(frozen=True)
class Item:
    """One reply as the page shows it. to: whom. author: ``person`` or ``model``. asked, note: the course's own only."""

    number: int
    to: str
    words: str
    author: str
    asked: str = ""
    note: str = ""


def name_of(made: BlindSet) -> str:
    """A short name for a set, other for other words: answers to one set are not taken for answers to another."""
    said = "\n".join(f"{reply.client}|{reply.author}|{reply.words}" for reply in made.replies)
    return f"set-{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def mean(values: Sequence[float]) -> float:
    """The mean of at least one value."""
    return sum(values) / len(values)


class BlindReading(Activity):
    """Rate and guess one reply at a time; then the table, two means, the picture, and what research found."""

    kind = "blind_reading"

    def view(self) -> list[Node]:
        """One reply at a time, or everything together once that was asked for."""
        made, trouble = self._made()
        spec = self.spec
        first = with_sources("honest", spec.honest_set if made else spec.honest, self.course)
        if made:
            first.append(n.details("obtained", "Where the replies come from", self._obtained(made)))
        shown_ = [*self.intro(), *([n.para("trouble", trouble)] if trouble else []), *first]
        if self._is_sealed():
            return [*shown_, *self._together(made)]
        items = self._items()
        at = self.reached("at", most=len(items))
        return [*shown_, *(self._one(items, at) if at < len(items) else self._last(items)), *self._so_far(items, at)]

    # -- the replies

    def _made(self) -> tuple[BlindSet | None, str]:
        """The set a lead has built, and a sentence if it cannot be used."""
        try:
            return blind_set(self.course, self.page.id, self.spec.id), ""
        except CourseError as failure:
            one = failure.problems[0]
            return None, f"There is a set of replies for this activity, and it cannot be read, so the course's own are here. Your work is safe. Tell your tutor: {one.file}, line {one.line}: {one.message}"  # fmt: skip

    def _set(self) -> str:
        made, _ = self._made()
        return name_of(made) if made else "course"

    def _items(self) -> list[Item]:
        made, _ = self._made()
        if made is None:
            return [
                Item(i, reply.to, reply.words, "model", reply.asked, reply.note)
                for i, reply in enumerate(self.spec.replies, start=1)
            ]
        met = [reply for reply in made.replies if self.client(reply.client).id == reply.client]
        return [Item(i, one.client, one.words, one.author) for i, one in enumerate(met or made.replies, start=1)]

    def _obtained(self, made: BlindSet) -> list[Node]:
        rows = [
            [one.system, one.version, f"{one.date:%d %B %Y}", one.obtained_by, one.consent] for one in made.obtained
        ]
        head = ["System", "Version", "Date", "Obtained by", "By what right"]
        prompts = [
            n.para(f"obtained.prompt.{i}", f"It was asked: “{one.prompt}”") for i, one in enumerate(made.obtained)
        ]
        return [
            n.para("obtained.how", made.how),
            n.table("obtained.table", "Replies by a system", head, rows),
            *prompts,
        ]

    def _person(self, to: str) -> tuple[str, list[Node]]:
        """Somebody's name, and their words on the page."""
        for one in self.spec.people:
            if one.id == to:
                return one.name, [n.para(f"{to}.about", one.about, "quiet"), n.words(f"{to}.words", one.words, f"{one.name} says")]  # fmt: skip
        client = self.course.clients[to]
        note = (
            [n.para(f"{to}.note", f"What is in here: {client.content_note}.", "quiet")] if client.content_note else []
        )
        about = n.para(f"{to}.about", f"{who(client)}. {client.about}", "quiet")
        return client.name, [about, *note, n.words(f"{to}.words", client.words, f"{client.name} says")]

    # -- one at a time

    def _one(self, items: list[Item], at: int) -> list[Node]:
        item, labels = items[at], self.spec.labels
        name, words = self._person(item.to)
        parts = self._parts(item)
        key = self.key(*parts)
        guess = labels.guess if self._made()[0] else self.spec.guess_own
        named = [("person", labels.person), ("model", labels.model), ("unsure", labels.unsure)]
        fits = [(one, f"{one} ({end})" if end else one) for one, end in zip(FITS, (labels.fit_low, "", "", "", labels.fit_high), strict=True)]  # fmt: skip
        steps = [n.button(f"go|{at - 1}", "Back")] if at else []
        steps.append(n.button(f"go|{at + 1}", "Go on", primary=True))
        return [
            n.heading(f"{key}.head", f"Reply {at + 1} of {len(items)}"),
            *words,
            n.words(f"{key}.words", item.words, "A reply"),
            self.pick(labels.fit.format(name=name), fits, *parts, "fit"),
            self.pick(labels.back.format(name=name), [("yes", labels.yes), ("perhaps", labels.perhaps), ("no", labels.no)], *parts, "back"),
            self.pick(guess, named, *parts, "guess"),
            n.row(f"{key}.steps", steps),
        ]  # fmt: skip

    def _parts(self, item: Item) -> tuple[str, str]:
        return self._set(), f"r{item.number}"

    def _given(self, item: Item) -> tuple[str, str, str]:
        """Fit, back and guess, each empty where there is none."""
        return self._answers(*self._parts(item))

    def _answers(self, *parts: str) -> tuple[str, str, str]:
        fit, back, guess = (self.text(*parts, one) for one in ("fit", "back", "guess"))
        return fit if fit in FITS else "", back if back in BACK else "", guess if guess in TAKEN else ""

    def _open(self, items: list[Item]) -> list[Item]:
        return [item for item in items if not all(self._given(item))]

    def _last(self, items: list[Item]) -> list[Node]:
        waiting = self._open(items)
        row = [n.button("seal", "Show them all together", primary=True)]
        said = "Every reply has its three answers. They stay as they are from here on."
        if waiting:
            numbers = ", ".join(str(item.number) for item in waiting)
            said = f"Something is still open for {numbers}. You can go back to it, or go on with what there is. After that, the answers stay as they are."
            row.insert(0, n.button(f"go|{waiting[0].number - 1}", f"Open reply {waiting[0].number}"))
        return [n.para("end", said), n.row("end.row", row)]

    def _so_far(self, items: list[Item], at: int) -> list[Node]:
        done = [item for item in items if any(self._given(item)) and item.number - 1 != at]
        if not done:
            return []
        rows = [
            [str(item.number), *self._in_words(self._given(item)), n.button(f"open|{item.number - 1}", "Open again", describe=f"reply {item.number}")]
            for item in done
        ]  # fmt: skip
        head = ["Reply", "Fit", "Come back", "Taken for", "Change"]
        return [n.details("so-far", f"Answered so far: {len(done)} of {len(items)}", [n.table("so-far.table", "Your answers", head, rows)])]  # fmt: skip

    def _in_words(self, given: tuple[str, str, str]) -> list[str]:
        labels = self.spec.labels
        named = {"person": labels.person, "model": labels.model, "unsure": labels.unsure}
        backs = {"yes": labels.yes, "perhaps": labels.perhaps, "no": labels.no}
        fit, back, guess = given
        return [fit or "–", backs.get(back, "–"), named.get(guess, "–")]

    def on_press(self, key: str) -> None:
        """Move between the replies, or show everything. From then on the answers stay as they are."""
        verb, _, number = key.partition("|")
        if verb in {"go", "open"}:
            at = max(0, min(int(number), len(self._items())))
            self.move_to(at, "at")
            items = self._items()
            self.focus = self.key(*self._parts(items[at]), "head") if at < len(items) else "end"
        elif verb == "seal":
            self.save([self._set(), *(item.author for item in self._items())], "sealed", kind="choice")
            self.focus = self.key("together")
        elif verb == "means":
            self.move_to(True, "means")
            self.focus = self.key("picture.head")

    # -- everything together

    def _is_sealed(self) -> bool:
        sealed = self.ticked("sealed")
        return bool(sealed) and sealed[0] == self._set()

    def _together(self, made: BlindSet | None) -> list[Node]:
        spec, items = self.spec, self._items()
        last = "Written by" if made else "What it was asked to be"
        askings = {one.id: one.label for one in spec.askings}
        by = {"person": "a person of the cohort", "model": "a language model"}
        rows = [
            [str(item.number), self._person(item.to)[0], item.words, *self._in_words(self._given(item)), by[item.author] if made else askings[item.asked]]
            for item in items
        ]  # fmt: skip
        head = ["Number", "To", "Reply", "Fit", "Come back", "Taken for", last]
        shown_ = [
            n.heading(self.key("together"), "All of them together"),
            n.table("together.table", "Your answers, and what each reply is", head, rows),
            n.details("worked", "A mean, worked out with other numbers", n.paras("worked.text", spec.worked)),
        ]
        wanted = self._wanted()
        for name, (label, value) in wanted.items():
            shown_.append(self.number_box(label, name, low=1, high=5))
            shown_.append(n.status(self.key(name, "answer"), self._answer(name, value)))
        if not self.place("means") and not all(parse(self.value(name)) is not None for name in wanted):
            return [*shown_, n.button("means", "Go on to the picture")]
        shown_ += [n.heading(self.key("picture.head"), "What the guesses and the ratings did together"), *self._picture(made)]  # fmt: skip
        if not made:
            notes = [f"*{item.number}*: {item.note}" for item in items]
            shown_.append(n.details("notes", "What is in each reply", [n.listing("notes.list", notes)]))
        shown_ += with_sources("revealed", spec.revealed_set if made else spec.revealed, self.course)
        shown_ += with_sources("findings", spec.findings, self.course)
        return shown_ + [self.prompt(prompt) for prompt in spec.prompts]

    def _fits(self) -> dict[int, tuple[int, str, str]]:
        """Number of a reply to its fit, what it was taken for, and who wrote it; only where a fit was given.

        Who reads the work later has what was sealed, and perhaps another set of replies.
        """
        sealed = self.ticked("sealed")
        if not sealed:
            return {}
        name, *authors = sealed
        found = {}
        for number, author in enumerate(authors, start=1):
            fit, _, guess = self._answers(name, f"r{number}")
            if fit:
                found[number] = int(fit), guess, author
        return found

    def _wanted(self) -> dict[str, tuple[str, float]]:
        """The means asked for: label and exact value, by the part of their entry key."""
        fits = self._fits()
        if not fits:
            return {}
        labels = self.spec.labels
        is_set = len({author for _, _, author in fits.values()}) > 1
        by_author = [fit for fit, _, author in fits.values() if author == "model"]
        ask = self.spec.mean_author_set if is_set else self.spec.mean_author
        wanted = {"by_author": (ask.format(numbers=_listed(by_author)), mean(by_author))}
        taken = {one: [fit for fit, guess, _ in fits.values() if guess == one] for one in TAKEN}
        most = max(TAKEN, key=lambda one: len(taken[one]))
        if taken[most]:
            named = {"person": labels.person, "model": labels.model, "unsure": labels.unsure}[most]
            ask = self.spec.mean_guess.format(taken=named.lower(), numbers=_listed(taken[most]))
            wanted["by_guess"] = ask, mean(taken[most])
        return wanted

    def _answer(self, name: str, value: float) -> str:
        typed = parse(self.value(name))
        if typed is None:
            return ""
        return (self.spec.means_right if abs(typed - value) <= NEAR else self.spec.means_slip).format(
            value=shown(value)
        )

    def _picture(self, made: BlindSet | None) -> list[Node]:
        spec, labels = self.spec, self.spec.labels
        groupings = {
            "taken": ("What you took it for", [("person", labels.person), ("model", labels.model), ("unsure", labels.unsure)]),
            "author": ("Who wrote it", [("person", "A person"), ("model", "A language model")]),
            "asked": ("What it was asked to be", [(one.id, one.label) for one in spec.askings]),
        }  # fmt: skip
        groupings.pop("asked" if made else "author")
        chosen = self.text("group") if self.text("group") in groupings else "taken"
        upwards = "back" if self.text("upwards") == "back" else "fit"
        items = {item.number: item for item in self._items()}
        columns = []
        for value, label in groupings[chosen][1]:
            dots = []
            for number, item in items.items():
                fit, back, guess = self._given(item)
                where = {"taken": guess, "author": item.author, "asked": item.asked}[chosen]
                height = (int(fit) if fit else None) if upwards == "fit" else BACK.get(back)
                if where == value and height is not None:
                    dots.append((number, float(height)))
            columns.append((label, tuple(dots)))
        ticks = tuple((int(one), one) for one in FITS) if upwards == "fit" else tuple((v, getattr(labels, k)) for k, v in BACK.items())  # fmt: skip
        title = "Fit" if upwards == "fit" else "Come back"

        def draw():
            from notknowing.evidence.plots_likeness import columns as drawn

            return drawn(columns, ticks, title)

        rows = [[label, str(len(dots)), shown(mean([v for _, v in dots])) if dots else "none", ", ".join(str(i) for i, _ in dots) or "none"] for label, dots in columns]  # fmt: skip
        said = [f"{label}: {len(dots)}, mean {shown(mean([v for _, v in dots]))}" for label, dots in columns if dots]
        drop = groupings[chosen][0].lower()
        whose = self.pick("Sort the dots by", [(key, label) for key, (label, _) in groupings.items()], "group")
        up = self.pick("Upwards stands", [("fit", "Fit"), ("back", "Would come back")], "upwards")
        whose["value"], up["value"] = chosen, upwards
        return [
            whose,
            up,
            picture(
                self.key("picture"),
                draw,
                (tuple(columns), ticks, title),
                alt=f"Your own answers. Each dot is a reply, sorted by {drop}. Upwards: {title.lower()}. {'. '.join(said)}.",
                caption=spec.caption,
                data=(f"Replies by {drop}", ["Group", "Replies", f"Mean ({title.lower()})", "Which"], rows),
            ),
        ]

    # -- what is handed in

    def is_done(self) -> bool:
        """Whether everything was looked at together and something was written."""
        return bool(self.ticked("sealed")) and any(self.text(prompt.id) for prompt in self.spec.prompts)

    def practice_points(self) -> tuple[float, float]:
        """Two for a complete table, share by share, and one for each of two means. Nothing for how a reply was rated."""
        most = COMPLETE_POINTS + 2 * MEAN_POINTS
        sealed = self.ticked("sealed")
        name, count = (sealed[0], len(sealed) - 1) if sealed else (self._set(), len(self._items()))
        if not count:
            return 0.0, most
        complete = sum(all(self._answers(name, f"r{number}")) for number in range(1, count + 1))
        got = COMPLETE_POINTS * complete / count
        for part, (_, value) in self._wanted().items():
            typed = parse(self.value(part))
            got += MEAN_POINTS * (typed is not None and abs(typed - value) <= NEAR)
        return got, most

    def transcript(self) -> str:
        """The table in short, the means, and what was written."""
        fits: Mapping[int, tuple[int, str, str]] = self._fits()
        labels = self.spec.labels
        named = {"person": labels.person, "model": labels.model, "unsure": labels.unsure, "": "no guess"}
        rows = [f"{number}: fit {fit}, taken for “{named[guess]}”" for number, (fit, guess, _) in fits.items()]
        typed = [
            f"{label} {escaped(str(self.value(part)))}"
            for part, (label, _) in self._wanted().items()
            if self.value(part)
        ]
        written = [(prompt.label, self.text(prompt.id)) for prompt in self.spec.prompts]
        said = [f"**{label}**\n\n{quoted(text)}" for label, text in written if text]
        return "\n\n".join([*(["; ".join(rows)] if rows else []), *typed, *said])


def _listed(values: Sequence[int]) -> str:
    return ", ".join(str(value) for value in values)
