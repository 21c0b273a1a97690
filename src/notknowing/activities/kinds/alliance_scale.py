"""Week 5: the teaching scale, one person by hand: turn round, decide about the gap, divide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from notknowing.activities import nodes as n
from notknowing.activities.kinds.alliance import columns
from notknowing.activities.kinds.writing import _Prompted
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
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


@dataclass(frozen=True)
class Mean:
    """How a mean comes about. value: to two places; None where too few items have an answer."""

    total: int
    count: int

    @property
    def value(self) -> float | None:
        """The sum divided by the number of answers."""
        return self.total / self.count if self.count >= MISSING_RULE else None


class ScaleByHand(_Prompted):
    """The scale, a worked example and the three steps of one person. The steps after them are in ``alliance_thirty``."""

    spec: Spec
    STEPS: ClassVar[tuple[str, ...]] = ("turn", "rule", "mean")
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
