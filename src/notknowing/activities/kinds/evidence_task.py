"""Assignment 2, the numbers: scale scores, Fisher's z, a pooled correlation. On the page nothing says what is right."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import picture
from notknowing.activities.transcripts import escaped
from notknowing.evidence.effects import fisher_z_back
from notknowing.work.sheets import SheetError, read_sheet
from notknowing.work.typed import is_blank, quoted, readings, says_none

Found = TypeVar("Found")

NORMAL = 1.96
NUMBER, NUMBER_OR_NONE, STORY = "number", "number_or_none", "story"
"""What an answer may be."""


@dataclass(frozen=True)
class Answer:
    """One answer of the assignment. key: its entry, which is also its name in a file of answers. sort: what it may be."""

    key: str
    what: str
    sort: str = NUMBER


def trouble_with(typed: Any, sort: str = NUMBER) -> str:
    """What to say beside an answer that cannot be read; nothing where it can."""
    if is_blank(typed) or readings(typed) or (sort == NUMBER_OR_NONE and says_none(typed)):
        return ""
    if isinstance(typed, str) and typed.strip().startswith("="):
        return f"{quoted(typed)} is kept, but it is a formula. Your other work is safe. Type its result."
    also = ", or none where no number is given" if sort == NUMBER_OR_NONE else ""
    return f"{quoted(typed)} is kept, but it is not a number. Your other work is safe. Type digits, for instance 0.62{also}."


class Task(Activity):
    """A part of the assignment with numbers to give. Its data lie in a table beside the notebook."""

    def answers(self) -> list[Answer]:
        """Every answer that is asked for, in the order of the page."""
        raise NotImplementedError(type(self).__name__)

    def answer_box(self, answer: Answer, label: str) -> Node:
        """A box for one number."""
        self.bound[answer.key] = "number"
        typed = self.store.get(answer.key)
        return n.number(answer.key, label, typed, -1e9, 1e9, error=trouble_with(typed, answer.sort))

    def typed(self, *parts: str) -> float | None:
        """The number typed under a part; None where there is none."""
        found = readings(self.value(*parts))
        return found[0] if found else None

    def is_done(self) -> bool:
        """Whether every answer holds something."""
        return all(not is_blank(self.store.get(answer.key)) for answer in self.answers())

    def so_far(self) -> Node:
        """How many answers hold something."""
        answers = self.answers()
        given = sum(not is_blank(self.store.get(answer.key)) for answer in answers)
        return n.status(self.key("so-far"), f"{given} of {len(answers)} filled in.")

    def transcript(self) -> str:
        """What was given, in a table."""
        given = [(answer.what, self.store.get(answer.key)) for answer in self.answers()]
        rows = [f"| {escaped(what)} | {escaped(str(value)[:40])} |" for what, value in given if not is_blank(value)]
        return "\n".join(["| What | Given |", "|---|---|", *rows]) if rows else ""

    def data(self, read: Callable[[list[list[str]]], Found]) -> tuple[Found | None, list[Node]]:
        """What a table beside the notebook holds, or None and what to tell the student."""
        folder = self.store.folder
        if folder is None:
            return None, []
        path = Path(folder) / self.spec.file
        try:
            return _read(path, _state_of(path), read), []
        except (SheetError, ValueError, LookupError) as failure:
            why = str(failure) if isinstance(failure, SheetError) else "does not hold what it was given out with"
        said = f"{self.spec.file} {why}. Your work is safe. Move that file out of this folder if it is there, close this page, and open it again with: notknowing start. The table is then put back."
        return None, [n.group(self.key("no-data"), [n.para(self.key("no-data.said"), said)], style="notice")]


def _state_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=32)
def _read(path: Path, state: tuple[int, int] | None, read: Callable[[list[list[str]]], Any]) -> Any:
    """Read once for each state of the file: every press draws the page again."""
    return read(read_sheet(path))


def columns(rows: list[list[str]], *names: str) -> Iterable[list[str]]:
    """The cells of these columns, row by row; rows without any are passed over.

    Raises:
        LookupError: a column is missing.
    """
    filled = [row for row in rows if any(row)]
    head = [name.strip().lower() for name in filled[0]] if filled else []
    places = [head.index(name) if name in head else -1 for name in names]
    if -1 in places:
        raise LookupError(names[places.index(-1)])
    for row in filled[1:]:
        yield [row[place] if place < len(row) else "" for place in places]


def number_in(text: str) -> float:
    """The number in a cell of a table.

    Raises:
        ValueError: there is none.
    """
    found = readings(text)
    if not found:
        raise ValueError(f"{text!r} is not a number")
    return found[0]


def studies_in(rows: list[list[str]]) -> dict[str, tuple[float, int]]:
    """Each study's r and number of people."""
    return {name: (number_in(r), int(number_in(people))) for name, r, people in columns(rows, "study", "r", "n")}


def people_in(rows: list[list[str]]) -> dict[str, list[str]]:
    """Each person's answers as they stand in the table."""
    filled = [row for row in rows if any(row)]
    items = [name for name in (filled[0] if filled else []) if name.strip().lower().startswith("q")]
    return {cells[0]: cells[1:] for cells in columns(rows, "person", *(name.strip().lower() for name in items))}


class ScaleScores(Task):
    """Three subscales and the whole, for some people, by the scale's own rules."""

    kind = "scale_scores"

    def answers(self) -> list[Answer]:
        """Four for each person."""
        labels = self.spec.labels
        return [
            Answer(self.key(person.lower(), name), f"{person}: {labels[name]}", NUMBER_OR_NONE)
            for person in self.spec.people
            for name in labels
        ]

    def view(self) -> list[Node]:
        """The rules, a worked example, everybody's answers, and four boxes for each person."""
        spec = self.spec
        found, told = self.data(people_in)
        belongs = {item: spec.labels[name] for name, group in spec.subscales.items() for item in group}
        rows = [
            [
                f"q{item}",
                belongs[item],
                "turn round" if item in spec.turned else "",
                *(_answer(found, person, item) for person in spec.people),
            ]
            for item in sorted(belongs)
        ]
        caption = f"Synthetic data, from {spec.file}. Answers from {spec.low} to {spec.high}"
        shown_nodes = [
            *self.intro(),
            n.listing("rules", list(spec.rules)),
            n.details(
                "worked", "A worked example, with other numbers", n.paras("worked.text", spec.worked), open_=True
            ),
            *told,
            n.table("given", caption, ["Item", "Belongs to", "Reverse item", *spec.people], rows, row_headers=True),
        ]
        for person in spec.people:
            boxes = [
                self.answer_box(answer, answer.what)
                for answer in self.answers()
                if answer.key.startswith(self.key(person.lower()) + ".")
            ]
            shown_nodes.append(n.group(self.key(person.lower(), "boxes"), boxes, style="side", label=person))
        return [*shown_nodes, self.so_far()]


def _answer(found: dict[str, list[str]] | None, person: str, item: int) -> str:
    """One answer as the table shows it."""
    answers = (found or {}).get(person)
    if answers is None or item > len(answers):
        return "not there"
    return answers[item - 1] or "no answer"


class EffectTable(Task):
    """Fisher's z and its standard error for each study."""

    kind = "effect_table"

    def answers(self) -> list[Answer]:
        """Two for each study."""
        return [
            Answer(self.key(study.lower(), part), f"{study}: {label}")
            for study in self.spec.studies
            for part, label in (("z", "z"), ("se", "SE"))
        ]

    def view(self) -> list[Node]:
        """A worked example, the studies with two boxes each, and a forest of what has been typed."""
        spec = self.spec
        found, told = self.data(studies_in)
        rows = []
        for study in spec.studies:
            r, people = (found or {}).get(study, (None, None))
            z, se = (answer for answer in self.answers() if answer.key.startswith(self.key(study.lower()) + "."))
            rows.append(
                [
                    study,
                    "not there" if r is None else shown(r),
                    "not there" if people is None else str(people),
                    self.answer_box(z, f"{study}, z"),
                    self.answer_box(se, f"{study}, SE"),
                ]
            )
        return [
            *self.intro(),
            n.details(
                "worked", "A worked example, with other numbers", n.paras("worked.text", spec.worked), open_=True
            ),
            *told,
            n.table(
                "studies",
                f"Synthetic data, from {spec.file}",
                ["Study", "r", "People, n", "Your z", "Your SE"],
                rows,
                row_headers=True,
            ),
            self.so_far(),
            *self._picture(),
        ]

    def pairs(self) -> dict[str, tuple[float, float]]:
        """The z and SE typed for each study that has both, where they are possible at all."""
        both = {study: (self.typed(study.lower(), "z"), self.typed(study.lower(), "se")) for study in self.spec.studies}
        return {
            study: (z, se)
            for study, (z, se) in both.items()
            if z is not None and se is not None and abs(z) <= 4 and 0 < se <= 4
        }

    def intervals(self) -> dict[str, tuple[float, float, float]]:
        """Each study's r with the ends of its 95% interval, from the typed z and SE."""
        return {
            study: (fisher_z_back(z), fisher_z_back(z - NORMAL * se), fisher_z_back(z + NORMAL * se))
            for study, (z, se) in self.pairs().items()
        }

    def _picture(self) -> list[Node]:
        found = self.intervals()
        if not found:
            return [n.para("no-forest", "A picture of your studies appears here with the first z and SE.", "quiet")]
        return [forest_of(self.key("forest"), found, None, None, self.spec.picture_caption)]


def forest_of(
    key: str,
    studies: dict[str, tuple[float, float, float]],
    pooled: tuple[float, float, float] | None,
    ahead: tuple[float, float] | None,
    caption: str,
) -> Node:
    """A forest of the student's own numbers, said in words and in a table as well."""
    from notknowing.evidence.plots_evidence_task import forest

    rows = [[name, *map(shown, one)] for name, one in studies.items()]
    said = [f"{name}: r {shown(r)}, from {shown(low)} to {shown(high)}." for name, (r, low, high) in studies.items()]
    if pooled is not None:
        rows.append(["Pooled", *map(shown, pooled)])
        said.append(f"Pooled r {shown(pooled[0])}, from {shown(pooled[1])} to {shown(pooled[2])}.")
    if ahead is not None:
        rows.append(["A new study", "", *map(shown, ahead)])
        said.append(f"A new study: from {shown(ahead[0])} to {shown(ahead[1])}.")
    return picture(
        key,
        lambda: forest(studies, pooled, ahead),
        (studies, pooled, ahead),
        alt=f"A forest of the numbers you have typed; synthetic data. {' '.join(said)}",
        caption=caption,
        data=("Your own numbers, as r", ["Study", "r", "From", "To"], rows),
    )


class PoolingSteps(Task):
    """From z and SE to a pooled r, one step after the other, each kept and each to be changed."""

    kind = "pooling_steps"

    def answers(self) -> list[Answer]:
        """One for each step."""
        return [Answer(self.key(step.cell), step.label) for group in self.spec.groups for step in group.steps]

    def _effects(self) -> EffectTable:
        return EffectTable(self.course, self.page, self.page.activity(self.spec.effects), self.store)

    def view(self) -> list[Node]:
        """A worked example, what A2 holds, the steps in their groups, and the forest with its diamond."""
        spec, effects = self.spec, self._effects()
        pairs = effects.pairs()
        rows = [
            [study, *(shown(value, 3) for value in pairs[study])] if study in pairs else [study, "not yet", "not yet"]
            for study in effects.spec.studies
        ]
        shown_nodes = [
            *self.intro(),
            n.details(
                "worked", "A worked example, with other numbers", n.paras("worked.text", spec.worked), open_=True
            ),
            n.details(
                "from-effects",
                f"Your z and SE from {spec.effects}",
                [
                    n.table(
                        "from-effects.table",
                        f"As you have them in {spec.effects}",
                        ["Study", "z", "SE"],
                        rows,
                        row_headers=True,
                    )
                ],
            ),
        ]
        answers = {answer.key: answer for answer in self.answers()}
        for number, group in enumerate(spec.groups):
            shown_nodes.append(n.heading(self.key(f"group{number}"), group.heading))
            for step in group.steps:
                shown_nodes += [
                    n.para(self.key(step.cell, "how"), step.how),
                    self.answer_box(answers[self.key(step.cell)], step.label),
                ]
        return [*shown_nodes, self.so_far(), *self._picture(effects)]

    def _picture(self, effects: EffectTable) -> list[Node]:
        studies, pooled, ahead = (
            effects.intervals(),
            self._within("pooled_r", "ci_low", "ci_high"),
            self._within("prediction_low", "prediction_high"),
        )
        if not studies and pooled is None:
            return [
                n.para("no-forest", "A picture of your studies and of the pooled r appears here as you type.", "quiet")
            ]
        return [forest_of(self.key("forest"), studies, pooled, ahead, self.spec.picture_caption)]

    def _within(self, *cells: str) -> Any:
        """The numbers typed in these boxes, if all of them are there and could be correlations."""
        found = [self.typed(cell) for cell in cells]
        if any(value is None or not math.isfinite(value) or abs(value) > 1 for value in found):
            return None
        return tuple(found)


__all__ = [
    "NUMBER",
    "NUMBER_OR_NONE",
    "STORY",
    "Answer",
    "EffectTable",
    "PoolingSteps",
    "ScaleScores",
    "Task",
    "columns",
    "number_in",
    "trouble_with",
]
