"""Week 6: what a forest plot by hand is made of, and numbers that are followed from one step to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from notknowing.activities import nodes as n
from notknowing.activities.kinds.writing import _Prompted
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import parse, shown
from notknowing.activities.transcripts import escaped
from notknowing.course.models.effects import HandForest as Spec
from notknowing.course.models.effects import StepWords
from notknowing.evidence import by_hand as hand
from notknowing.evidence.effects import fisher_z, fisher_z_back, r_interval
from notknowing.work.wording import listed

MOST_SAY = 40
EVEN_SAY = 12.5
ROOM = 0.12
"""How far the r axis goes beyond the longest whisker."""


def r_said(value: float) -> str:
    """A correlation as journals print it: two places, no nought before the point, a real minus."""
    return shown(value).replace("0.", ".", 1)


@dataclass(frozen=True)
class Studies:
    """The studies of a table, in its order."""

    names: tuple[str, ...]
    r: tuple[float, ...]
    n: tuple[int, ...]

    @property
    def smallest(self) -> int:
        """Place of the study with the fewest people."""
        return self.n.index(min(self.n))

    @property
    def largest(self) -> int:
        """Place of the study with the most people."""
        return self.n.index(max(self.n))

    @property
    def by_hand(self) -> int:
        """Place of the study to work out by hand: of those with fewer people, where r is farthest from 0.

        Near 0, z is r, and nobody could see that something was done.
        """
        fewer = sorted(range(len(self.n)), key=self.n.__getitem__)[: len(self.n) // 2]
        return max(fewer, key=lambda i: abs(self.r[i]))

    @property
    def three(self) -> tuple[int, ...]:
        """A small and a large study and one between them, in the table's order."""
        order = sorted(range(len(self.n)), key=self.n.__getitem__)
        between = self.by_hand if self.by_hand != self.smallest else order[len(order) // 2]
        return tuple(sorted({self.smallest, between, self.largest}))

    @property
    def intervals(self) -> tuple[tuple[float, float], ...]:
        """Each study's own 95% interval, in r."""
        return tuple(r_interval(r, people) for r, people in zip(self.r, self.n, strict=True))

    @property
    def ends(self) -> tuple[float, float]:
        """Where the r axis of a picture begins and ends."""
        low = min(low for low, _ in self.intervals) - ROOM
        high = max(high for _, high in self.intervals) + ROOM
        return max(-0.98, round(low, 1)), min(0.98, round(high, 1))


@lru_cache(maxsize=4)
def studies_of(table: str) -> Studies:
    """The studies of a table in datasets/ with the columns study, r and n."""
    from notknowing.evidence.tables import read

    frame = read(table)
    return Studies(
        tuple(str(one) for one in frame["study"]),
        tuple(float(one) for one in frame["r"]),
        tuple(int(one) for one in frame["n"]),
    )


class Reckoned(_Prompted):
    """Numbers to work out, each followed from the ones before it. What is said is never more than what the sum gives."""

    def typed(self, steps: Sequence[hand.Step]) -> dict[str, float | None]:
        """What was typed for each step, as a number or None."""
        return {step.name: parse(self.value(step.name)) for step in steps}

    def numbers(self, group: str, steps: Sequence[hand.Step], seen: Mapping[str, hand.Seen], names: Mapping[str, str], words: StepWords) -> list[Node]:  # fmt: skip
        """A box for each step, a button, and after it what the arithmetic gives."""
        boxes = [self.number_box(names[step.name], step.name) for step in steps]
        if not self.is_compared(group):
            button = n.button(f"compare|{group}", "Compare with the arithmetic", describe=listed(list(names.values())))
            return [*boxes, button]
        said = [self._said(seen[step.name], names[step.name], words) for step in steps]
        head = n.heading(self.key(group, "head"), "What the arithmetic gives", 4)
        return [*boxes, head, n.listing(self.key(group, "said"), said)]

    def is_compared(self, group: str) -> bool:
        """Whether the arithmetic of a group of numbers has been asked for."""
        return bool(self.place(group, "compared"))

    def _said(self, seen: hand.Seen, name: str, words: StepWords) -> str:
        typed = str(self.value(seen.step.name) or "").strip()[:14].replace("*", "")
        value = shown(seen.value, seen.step.places)
        text = words.slips[seen.slip] if seen.slip in words.slips else getattr(words, seen.how, words.other)
        return text.format(name=name, sum=seen.sum, value=value, typed=typed)

    def press_compare(self, key: str, groups: Mapping[str, Sequence[hand.Step]]) -> bool:
        """Show what the arithmetic gives, once something has been typed. Says whether that was the button."""
        verb, _, group = key.partition("|")
        if verb != "compare" or group not in groups:
            return False
        if any(str(self.value(step.name) or "").strip() for step in groups[group]):
            self.move_to(True, group, "compared")
            self.focus = self.key(group, "head")
        else:
            self.notices = [n.status("first", "Type one number first. A guess will do.")]
            self.focus = "first"
        return True

    def typed_rows(self, steps: Sequence[hand.Step], names: Mapping[str, str]) -> list[str]:
        """What was typed, as lines of a Markdown table."""
        given = [(names[step.name], str(self.value(step.name) or "").strip()) for step in steps]
        return [f"| {escaped(name)} | {escaped(typed[:40])} |" for name, typed in given if typed]


class ForestNumbers(Reckoned):
    """What a student has set and worked out for eight studies. The pages that show it build on this."""

    spec: Spec

    @property
    def studies(self) -> Studies:
        """The eight studies."""
        return studies_of(self.spec.data)

    # -- what the student has set

    def part(self, i: int) -> str:
        """The part of an entry's key that stands for a study."""
        return f"s{i + 1}"

    def squares(self) -> tuple[float | None, ...]:
        """Where each square was put. All wait at 0, so one that belongs there stands right without being moved."""
        (low, high), r = self.studies.ends, self.studies.r
        return tuple(
            self.number(self.part(i), "square", low=low, high=high, default=0.0 if one == 0 else None)
            for i, one in enumerate(r)
        )

    def reach(self, i: int) -> tuple[float, float]:
        """A whisker by eye: its upper end, and its lower end as far away in z."""
        r, high_end = self.studies.r[i], self.studies.ends[1]
        upper = self.number(self.part(i), "whisker", low=self.studies.ends[0], high=high_end, default=min(r + 0.08, high_end))  # fmt: skip
        other = fisher_z_back(2 * fisher_z(r) - fisher_z(upper))
        return min(upper, other), max(upper, other)

    def say(self) -> tuple[float, ...]:
        """How much say each study was given."""
        return tuple(self.number(self.part(i), "say", low=0, high=MOST_SAY, default=EVEN_SAY) for i in range(len(self.studies.names)))  # fmt: skip

    def shares(self) -> tuple[float, ...]:
        """The same as shares; even ones where everybody was given none."""
        say, total = self.say(), sum(self.say())
        return tuple(one / total for one in say) if total else (1 / len(say),) * len(say)

    def own_average(self) -> float:
        """The average of the studies with the student's own weights, in r."""
        return fisher_z_back(sum(share * fisher_z(r) for share, r in zip(self.shares(), self.studies.r, strict=True)))

    def tips(self) -> tuple[float, float]:
        """The two tips of the guessed diamond, the lower first."""
        low, high = self.studies.ends
        found = [self.number("diamond", tip, low=low, high=high, default=at) for tip, at in (("low", -0.1), ("high", 0.1))]  # fmt: skip
        return min(found), max(found)

    # -- the sums

    def _steps(self) -> tuple[tuple[hand.Step, ...], dict[str, float]]:
        data = self.studies
        ends = [(data.r[i], data.n[i]) for i in (data.by_hand, data.largest)]
        return hand.by_hand(*ends)

    def groups(self) -> dict[str, tuple[hand.Step, ...]]:
        """The numbers to work out, by the stage they belong to."""
        steps, _ = self._steps()
        weights = tuple(step for step in steps if step.name.startswith("weight"))
        return {"first": tuple(s for s in steps if s not in weights), "weigh": weights, "pooled": hand.pooled_steps()}

    def seen(self) -> dict[str, hand.Seen]:
        """Every step with what was typed for it, each from the student's own numbers before it."""
        steps, data = self._steps()
        found = hand.follow(steps, self.typed(steps), data)
        pooled = hand.pooled_steps()
        return {**found, **hand.follow(pooled, self.typed(pooled), self.sums({}), self.sums(found))}

    def rows(self, seen: Mapping[str, hand.Seen]) -> list[tuple[float, float]]:
        """z and weight of each study: the student's own for the two that were worked out, the arithmetic's for the rest."""
        data = self.studies
        rows = [(fisher_z(r), float(people - 3)) for r, people in zip(data.r, data.n, strict=True)]
        for which, i in (("small", data.by_hand), ("large", data.largest)):
            if seen:
                rows[i] = seen[f"z_{which}"].used, seen[f"weight_{which}"].used
        return rows

    def sums(self, seen: Mapping[str, hand.Seen]) -> dict[str, float]:
        """The sum of the weights, the sum of weight × z, the standard error, and how many studies there are."""
        rows = self.rows(seen)
        total = sum(weight for _, weight in rows)
        return {"weights": total, "weighted": sum(z * weight for z, weight in rows), "se": total**-0.5, "k": len(rows)}

    @property
    def names(self) -> dict[str, str]:
        """What each number is called, with the study it belongs to."""
        data = self.studies
        which = {"small": data.names[data.by_hand], "large": data.names[data.largest]}
        return {key: text.replace("{study}", which.get(key.rpartition("_")[2], "")) for key, text in self.spec.names.items()}  # fmt: skip
