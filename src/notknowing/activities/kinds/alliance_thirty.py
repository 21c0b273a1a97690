"""Week 5: the teaching scale, thirty people by a button, and the one answer that cannot be."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from notknowing.activities import nodes as n
from notknowing.activities.kinds.alliance import columns
from notknowing.activities.kinds.alliance_scale import CLOSE, ScaleByHand
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import picture
from notknowing.evidence.scale import Item


@lru_cache(maxsize=4)
def answers_of(people: str, items: tuple[Item, ...]) -> dict[str, dict[str, int | None]]:
    """Person to answers, as they stand in the file."""
    data = columns(people)
    return {
        str(person): {item.name: None if (given := data[item.name][i]) is None else int(given) for item in items}
        for i, person in enumerate(data["person"])
    }


class TeachingScale(ScaleByHand):
    """One person by hand; then thirty at once, and one answer that cannot be."""

    kind = "teaching_scale"
    STEPS: ClassVar[tuple[str, ...]] = (*ScaleByHand.STEPS, "thirty", "find", "group")

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
