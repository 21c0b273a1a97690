"""Week 5: the teaching scale. One person by hand, thirty by a button, and the one answer that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from notknowing.activities import nodes as n
from notknowing.activities.kinds.alliance import columns
from notknowing.activities.kinds.writing import _Prompted
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import picture
from notknowing.activities.sources import with_sources
from notknowing.course.models.alliance import ScaleAnswers
from notknowing.course.models.alliance import TeachingScale as Spec
from notknowing.evidence.scale import MISSING_RULE, Item

Answers = Mapping[str, int | None]
CLOSE = 0.0101
"""How near a mean may be: a hundredth, for those who cut instead of rounding."""


@lru_cache(maxsize=4)
def items_of(table: str) -> tuple[Item, ...]:
    """The items of a scale, in order."""
    data = columns(table)
    rows = zip(data["item"], data["text"], data["subscale"], data["reverse"], strict=True)
    return tuple(Item(str(name), str(words), str(subscale), bool(reverse)) for name, words, subscale, reverse in rows)


@lru_cache(maxsize=4)
def answers_of(people: str, items: tuple[Item, ...]) -> dict[str, dict[str, int | None]]:
    """Person to answers, as they stand in the file."""
    data = columns(people)
    return {
        str(person): {item.name: None if (given := data[item.name][i]) is None else int(given) for item in items}
        for i, person in enumerate(data["person"])
    }


@dataclass(frozen=True)
class Mean:
    """How a mean comes about. value: to two places; None where too few items have an answer."""

    total: int
    count: int

    @property
    def value(self) -> float | None:
        """The sum divided by the number of answers."""
        return self.total / self.count if self.count >= MISSING_RULE else None


class TeachingScale(_Prompted):
    """Turn round, decide about the gap, divide; then thirty at once, and one answer that cannot be."""

    kind = "teaching_scale"
    spec: Spec

    STEPS = ("turn", "rule", "mean", "thirty", "find", "group")
    """The steps in order; each opens when the one before has been compared."""

    # -- the scale

    @property
    def _items(self) -> tuple[Item, ...]:
        return items_of(self.spec.items)

    @property
    def _subscales(self) -> list[str]:
        return [name for name in self.spec.names if name != "total"]

    def _name(self, subscale: str) -> str:
        return self.spec.names[subscale]

    def _turned(self, answer: int) -> int:
        return self.spec.low + self.spec.high - answer

    def _counts_as(self, item: Item, answers: Answers) -> int | None:
        given = answers.get(item.name)
        return None if given is None else self._turned(given) if item.is_reverse else given

    def mean(self, subscale: str, values: Mapping[str, int | float | None]) -> Mean:
        """The mean of a subscale from what each item counts as."""
        found = [
            values[item.name] for item in self._items if item.subscale == subscale and values.get(item.name) is not None
        ]
        return Mean(sum(found), len(found))

    def _values(self, answers: Answers) -> dict[str, int | None]:
        return {item.name: self._counts_as(item, answers) for item in self._items}

    def means(self, answers: Answers) -> dict[str, float | None]:
        """The three means and the whole, which is their mean; None where one is missing."""
        values = self._values(answers)
        found = {subscale: self.mean(subscale, values).value for subscale in self._subscales}
        whole = None if None in found.values() else sum(found.values()) / len(found)
        return {**found, "total": whole}

    # -- the page

    def _step(self) -> int:
        return self.reached("step", most=len(self.STEPS))

    def view(self) -> list[Node]:
        """The scale, a worked example, and as many steps as have been opened."""
        spec, reached = self.spec, self._step()
        shown_now = [*self.intro(), self._scale_table(), *self._worked()]
        for i, step in enumerate(self.STEPS[: reached + 1]):
            shown_now += getattr(self, f"_{step}")(i < reached)
        if reached == len(self.STEPS):
            shown_now += [*with_sources("licence", spec.licence, self.course), *(self.prompt(p) for p in spec.prompts)]
        return shown_now

    def _scale_table(self) -> Node:
        rows = [
            [i.name, i.text, self._name(i.subscale), "turn round" if i.is_reverse else "as it is"] for i in self._items
        ]
        about = n.paras("scale.about", self.spec.about)
        table = n.table(
            "scale.table", "The teaching scale of this course", ["Item", "Words", "Part", "Turn round?"], rows
        )
        return n.details("scale", "The twelve items", [*about, table], open_=True)

    def _person_table(self, key: str, person: ScaleAnswers, *, reckoned: bool) -> Node:
        rows = []
        for item in self._items:
            given, value = person.answers.get(item.name), self._counts_as(item, person.answers)
            row = [item.name, self._name(item.subscale), "no answer" if given is None else str(given)]
            if reckoned and item.is_reverse and given is not None:
                row.append(f"{self.spec.low + self.spec.high} − {given} = {value}")
            elif reckoned:
                row.append("left out" if value is None else str(value))
            else:
                row.append("turn round" if item.is_reverse else "as it is")
            rows.append(row)
        head = ["Item", "Part", "Answer", "Counts as" if reckoned else "Turn round?"]
        return n.table(key, person.who, head, rows)

    def _worked(self) -> list[Node]:
        worked = self.spec.worked
        values, found = self._values(worked.answers), self.means(worked.answers)
        lines = []
        for subscale in self._subscales:
            mean = self.mean(subscale, values)
            parts = " + ".join(
                str(values[i.name]) for i in self._items if i.subscale == subscale and values[i.name] is not None
            )
            lines.append(
                f"**{self._name(subscale)}:** {parts} = {mean.total}. {mean.total} ÷ {mean.count} = {shown(mean.value)}."
            )
        parts = " + ".join(shown(found[subscale]) for subscale in self._subscales)
        lines.append(f"**{self.spec.names['total']}:** ({parts}) ÷ {len(self._subscales)} = {shown(found['total'])}.")
        inside = [
            *n.paras("worked.text", self.spec.worked_text),
            self._person_table("worked.table", worked, reckoned=True),
            n.listing("worked.means", lines),
        ]
        return [n.details("worked", "A worked example, with another person's answers", inside, open_=not self._step())]

    def _compare_button(self, step: str, is_compared: bool) -> list[Node]:
        return [] if is_compared else [n.button(f"compare|{step}", "Compare with the arithmetic", primary=True)]

    # -- step 1: turn round

    @property
    def _to_turn(self) -> list[Item]:
        answers = self.spec.person.answers
        return [item for item in self._items if item.is_reverse and answers.get(item.name) is not None]

    def _turn(self, compared: bool) -> list[Node]:
        spec = self.spec
        view = [
            n.heading(self.key("turn", "head"), "Step 1. Turn the reverse items round"),
            *n.paras("turn.text", spec.turn_text),
            self._person_table("person.table", spec.person, reckoned=False),
        ]
        for item in self._to_turn:
            answer = spec.person.answers[item.name]
            view.append(self.number_box(spec.turn_label.format(item=item.name, answer=answer), "turn", item.name))
            if compared and (said := self._turn_said(item, answer)):
                view.append(n.status(self.key("turn", item.name, "said"), said))
        return [*view, *self._compare_button("turn", compared)]

    def _turn_said(self, item: Item, answer: int) -> str:
        typed, spec, value = self.number("turn", item.name), self.spec, self._turned(answer)
        if typed is None:
            return ""
        names = {"item": item.name, "ends": spec.low + spec.high, "answer": answer, "value": value}
        if typed == value:
            return spec.say.turned_same.format(**names)
        if typed == answer:
            return spec.say.turned_not_turned.format(**names)
        say = spec.say.turned_one_out if typed == spec.high - answer else spec.say.turned_other
        return say.format(typed=f"{typed:g}", **names)

    def _own_values(self) -> dict[str, float | None]:
        """What each item counts as by the student's own turning round; the arithmetic's where nothing is typed."""
        values: dict[str, float | None] = dict(self._values(self.spec.person.answers))
        for item in self._to_turn:
            typed = self.number("turn", item.name)
            if typed is not None:
                values[item.name] = typed
        return values

    # -- step 2: the gap

    def _rule(self, compared: bool) -> list[Node]:
        spec = self.spec
        view = [
            n.heading(self.key("rule", "head"), "Step 2. The answer that is missing"),
            *n.paras("rule.text", spec.rule_text),
            self.pick(spec.rule_question, [(o.id, o.label) for o in spec.rule_options], "rule", inline=False),
        ]
        if compared:
            view += [
                n.status(self.key("rule", "said"), o.reading) for o in spec.rule_options if o.id == self.text("rule")
            ]
            return view
        return [*view, n.button("compare|rule", "Compare with the course's rule", primary=True)]

    # -- step 3: the means

    def _mean(self, compared: bool) -> list[Node]:
        spec = self.spec
        view = [
            n.heading(self.key("mean", "head"), "Step 3. Three means and the whole"),
            *n.paras("mean.text", spec.mean_text),
        ]
        for part in spec.names:
            label = spec.mean_label.format(name=self._name(part))
            view.append(self.number_box(label, "mean", part))
            if compared and (said := self._mean_said(part)):
                view.append(n.status(self.key("mean", part, "said"), said))
        return [*view, *self._compare_button("mean", compared)]

    def _own_mean(self, part: str, *, carried: bool = True) -> tuple[float, float, int]:
        """Sum, mean and count of a part; from the student's own earlier numbers, or from the arithmetic's."""
        values = self._own_values() if carried else self._values(self.spec.person.answers)
        if part != "total":
            mean = self.mean(part, values)
            return mean.total, mean.total / max(mean.count, 1), mean.count
        parts = []
        for subscale in self._subscales:
            typed = self.number("mean", subscale) if carried else None
            parts.append(self._own_mean(subscale, carried=carried)[1] if typed is None else typed)
        return sum(parts), sum(parts) / len(parts), len(parts)

    def mean_fits(self, part: str) -> bool:
        """Whether a mean is what the arithmetic gives, or what follows from the student's own earlier numbers."""
        typed = self.number("mean", part)
        return typed is not None and any(
            abs(typed - self._own_mean(part, carried=carried)[1]) <= CLOSE for carried in (True, False)
        )

    def _mean_said(self, part: str) -> str:
        typed, say = self.number("mean", part), self.spec.say
        if typed is None:
            return ""
        total, value, count = self._own_mean(part)
        names = {"name": self._name(part), "sum": f"{round(total, 2):g}", "count": count, "value": shown(value)}
        if self.mean_fits(part):
            right = abs(typed - self._own_mean(part, carried=False)[1]) <= CLOSE
            same = say.mean_same.format(**(names if abs(typed - value) <= CLOSE else self._right_names(part)))
            return same if right else f"{same} {say.carried}"
        slip = self._slip(part, typed, total)
        return getattr(say, slip).format(typed=f"{typed:g}", **names)

    def _right_names(self, part: str) -> dict[str, object]:
        total, value, count = self._own_mean(part, carried=False)
        return {"name": self._name(part), "sum": f"{round(total, 2):g}", "count": count, "value": shown(value)}

    def _slip(self, part: str, typed: float, total: float) -> str:
        """The name of the sentence for a number that is not the mean."""
        if abs(typed - total) <= CLOSE:
            return "mean_sum"
        if part != "total":
            own = [item for item in self._items if item.subscale == part]
            if abs(typed - total / len(own)) <= CLOSE:
                return "mean_missing_as_nought"
            given = [
                self.spec.person.answers[item.name]
                for item in own
                if self.spec.person.answers.get(item.name) is not None
            ]
            if given and abs(typed - sum(given) / len(given)) <= CLOSE:
                return "mean_not_turned"
        return "mean_other"

    # -- step 4: thirty

    @property
    def _people(self) -> dict[str, dict[str, int | None]]:
        return answers_of(self.spec.people, self._items)

    @property
    def _chosen(self) -> str:
        names = list(self._people)
        return names[round(self.number("find_a_person", low=1, high=len(names), default=1)) - 1]

    def _thirty(self, compared: bool) -> list[Node]:
        spec = self.spec
        view = [
            n.heading(self.key("thirty", "head"), f"Step 4. {len(self._people)} people by a button"),
            *n.paras("thirty.text", spec.thirty_text),
        ]
        if not compared:
            return [*view, n.button("compare|thirty", spec.thirty_button, primary=True)]
        found = {person: self.means(answers) for person, answers in self._people.items()}
        rows = [[person, *("" if v is None else shown(v) for v in means.values())] for person, means in found.items()]
        table = n.table(
            "thirty.table", "Synthetic data: means of everybody", ["Person", *self.spec.names.values()], rows
        )
        chosen, answers = self._chosen, self._people[self._chosen]
        cells = [["" if (given := answers[i.name]) is None else str(given) for i in self._items]]
        answered = n.table(
            "chosen.table", f"Synthetic data: what person {chosen} answered", [i.name for i in self._items], cells
        )
        return [
            *view,
            self.slider(spec.slider_label, "find_a_person", low=1, high=len(found), default=1),
            self._strip(found, chosen),
            answered,
            n.details("thirty.all", "Everybody's means in a table", [table]),
        ]

    def _strip(self, found: dict[str, dict[str, float | None]], chosen: str) -> Node:
        spec, people = self.spec, list(found)
        means = {self._name(s): [found[person][s] for person in people] for s in self._subscales}
        # The golden angle scatters neighbours far apart, the same way each time.
        offsets = [2 * ((i * 0.618034) % 1) - 1 for i in range(len(people))]

        def draw():
            from notknowing.evidence.plots_alliance import thirty

            return thirty(means, spec.low, spec.high, people.index(chosen), offsets)

        said = [
            f"{name} from {shown(min(v for v in values if v is not None))} to {shown(max(v for v in values if v is not None))}"
            for name, values in means.items()
        ]
        own = ", ".join(
            f"{self._name(s).lower()} {shown(found[chosen][s]) if found[chosen][s] is not None else 'not given'}"
            for s in self._subscales
        )
        alt = f"Synthetic data: {len(people)} people, one dot each for every part. {'. '.join(said)}. The scale ends at {spec.high}. Person {chosen}: {own}."
        data = (
            f"Synthetic data: person {chosen}",
            ["Part", "Mean"],
            [
                [name, "" if values[people.index(chosen)] is None else shown(values[people.index(chosen)])]
                for name, values in means.items()
            ],
        )
        return picture("strip", draw, (spec.people, chosen), alt=alt, caption=spec.caption, data=data)

    # -- step 5: the answer that cannot be

    def _impossible(self) -> tuple[str, str, int] | None:
        """Person, item and answer of the first answer outside the scale."""
        for person, answers in self._people.items():
            for item, given in answers.items():
                if given is not None and not self.spec.low <= given <= self.spec.high:
                    return person, item, given
        return None

    def _found(self) -> tuple[bool, bool]:
        """Whether the person, and person and item, are those of the impossible answer."""
        there = self._impossible()
        typed = self.number("find", "person")
        if there is None or typed is None:
            return False, False
        names = list(self._people)
        person = 1 <= typed <= len(names) and typed == round(typed) and names[round(typed) - 1] == there[0]
        return person, person and self.text("find", "item") == there[1]

    def _find(self, compared: bool) -> list[Node]:
        spec = self.spec
        key = self.key("find", "item")
        self.bound[key] = "choice"
        options = [("", "Choose an item"), *((item.name, item.name) for item in self._items)]
        view = [
            n.heading(self.key("find", "head"), "Step 5. One answer cannot be"),
            *n.paras("find.text", spec.find_text),
            self.number_box(spec.find_person, "find", "person"),
            n.select(key, spec.find_item, options, self.store.get(key)),
        ]
        if not compared:
            return [*view, n.button("compare|find", "Compare", primary=True)]
        there = self._impossible()
        if there is not None:
            person, both = self._found()
            say = spec.say.found if both else spec.say.found_person if person else spec.say.found_other
            names = {"person": there[0], "item": there[1], "low": spec.low, "high": spec.high}
            view.append(
                n.status(
                    self.key("find", "said"),
                    say.format(**names) if say is spec.say.found_person else say.format(answer=there[2], **names),
                )
            )
        view.append(self.pick(spec.do_question, [(o.id, o.label) for o in spec.do_options], "do", inline=False))
        view += [n.status(self.key("do", "said"), o.reading) for o in spec.do_options if o.id == self.text("do")]
        return view

    # -- step 6: the group

    def _whole(self, *, left_in: bool) -> tuple[float, int]:
        """Sum and number of the wholes, each to two places, with the impossible answer left in or left out."""
        there = self._impossible()
        wholes = []
        for person, answers in self._people.items():
            given = {**answers, there[1]: None} if there and person == there[0] and not left_in else answers
            if (whole := self.means(given)["total"]) is not None:
                wholes.append(round(whole + 1e-9, 2))
        return round(sum(wholes), 2), len(wholes)

    def _group(self, compared: bool) -> list[Node]:
        spec = self.spec
        total, count = self._whole(left_in=False)
        view = [
            n.heading(self.key("group", "head"), "Step 6. The mean of the group"),
            *n.paras("group.text", spec.group_text.format(sum=shown(total), count=count)),
            self.number_box(spec.group_label, "group"),
        ]
        typed = self.number("group")
        if not compared:
            return [*view, *self._compare_button("group", compared)]
        left_in, many = self._whole(left_in=True)
        names = {"sum": shown(total), "count": count, "value": shown(total / count)}
        if typed is not None:
            if abs(typed - total / count) <= CLOSE:
                said = spec.say.group_same.format(**names)
            elif abs(typed - left_in / many) <= CLOSE:
                said = spec.say.group_left_in.format(typed=f"{typed:g}", value=names["value"])
            else:
                said = spec.say.group_other.format(typed=f"{typed:g}", **names)
            view.append(n.status(self.key("group", "said"), said))
        both = spec.say.group_both.format(
            left_in=shown(left_in / many), left_out=names["value"], apart=shown(abs(left_in / many - total / count))
        )
        return [*view, n.para("group.both", both)]

    # -- presses and what is counted

    def _is_answered(self, step: str) -> bool:
        if step == "turn":
            return any(self.number("turn", item.name) is not None for item in self._to_turn)
        if step == "mean":
            return any(self.number("mean", part) is not None for part in self.spec.names)
        if step == "rule":
            return bool(self.text("rule"))
        if step == "find":
            return self.number("find", "person") is not None
        return step == "thirty" or self.number("group") is not None

    def on_press(self, key: str) -> None:
        """Compare a step, which opens the next."""
        if not key.startswith("compare|"):
            return
        step = key.removeprefix("compare|")
        i = self.STEPS.index(step)
        if not self._is_answered(step):
            said = "Choose one first. A guess will do." if step == "rule" else "Type a number first. A guess will do."
            self.notices = [n.status("first", said)]
            self.focus = "first"
            return
        if i + 1 > self._step():
            self.move_to(i + 1, "step")
        self.focus = self.key("thirty" if step == "thirty" else step, "head")

    def is_done(self) -> bool:
        """Whether the three means of one person hold a number, and the thirty were looked at."""
        return self._step() > self.STEPS.index("thirty") and all(
            self.number("mean", part) is not None for part in self._subscales
        )

    def practice_points(self) -> tuple[float, float]:
        """Seven points: half for each item turned round (2 in all), 1 for the rule, half for each mean and the whole,
        1 for the impossible answer found, 1 for the mean of the group.

        A mean counts where it follows from the student's own earlier numbers: one slip costs once.
        """
        answers = self.spec.person.answers
        each = 2 / len(self._to_turn)
        got = each * sum(self.number("turn", i.name) == self._turned(answers[i.name]) for i in self._to_turn)
        got += any(option.accept and option.id == self.text("rule") for option in self.spec.rule_options)
        got += 2 * sum(self.mean_fits(part) for part in self.spec.names) / len(self.spec.names)
        got += self._found()[1]
        total, count = self._whole(left_in=False)
        typed = self.number("group")
        got += typed is not None and abs(typed - total / count) <= CLOSE
        return float(got), 7.0

    def transcript(self) -> str:
        """The numbers and choices, and what was written."""
        spec, said = self.spec, []
        turned = [f"{i.name}: {v:g}" for i in self._to_turn if (v := self.number("turn", i.name)) is not None]
        means = [f"{self._name(part)}: {v:g}" for part in spec.names if (v := self.number("mean", part)) is not None]
        for name, values in (("Turned round", turned), ("Means", means)):
            if values:
                said.append(f"**{name}.** {'; '.join(values)}.")
        for question, options, part in (
            (spec.rule_question, spec.rule_options, "rule"),
            (spec.do_question, spec.do_options, "do"),
        ):
            said += [f"**{question}** {o.label}" for o in options if o.id == self.text(part)]
        person, item = self.number("find", "person"), self.text("find", "item")
        if person is not None:
            said.append(
                f"**Impossible answer.** Person {person:g}{', ' + item if item in {i.name for i in self._items} else ''}."
            )
        if self.number("group") is not None:
            said.append(f"**{spec.group_label}** {self.number('group'):g}")
        return "\n\n".join([*said, *([text] if (text := super().transcript()) else [])])
