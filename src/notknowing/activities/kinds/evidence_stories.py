"""Assignment 2, causes: four diagrams and four patterns of sessions, to be matched."""

from __future__ import annotations

from dataclasses import asdict

from notknowing.activities import nodes as n
from notknowing.activities.kinds.evidence_task import STORY, Answer, Task, columns, number_in
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import picture
from notknowing.activities.transcripts import escaped
from notknowing.evidence.a2_data import Measures, Row, measures


def patterns_in(rows: list[list[str]]) -> dict[str, tuple[tuple[Row, ...], Measures]]:
    """Each pattern's sessions and its correlations."""
    found: dict[str, list[Row]] = {}
    names = ("pattern", "therapist", "client", "session", "alliance", "distress")
    for pattern, therapist, client, session, alliance, distress in columns(rows, *names):
        row = Row(therapist, client, int(number_in(session)), number_in(alliance), round(number_in(distress)))
        found.setdefault(pattern, []).append(row)
    return {pattern: (tuple(own), measures(own)) for pattern, own in found.items()}


class StoryMatch(Task):
    """Give each pattern of sessions the diagram it fits."""

    kind = "story_match"

    def answers(self) -> list[Answer]:
        """One for each pattern."""
        return [Answer(self.key(pattern.lower()), f"Pattern {pattern}", STORY) for pattern in self.spec.patterns]

    def story(self, typed: str) -> str | None:
        """The id of the diagram that somebody names in a file: by number, id or name; None where it is none."""
        flat = " ".join(typed.replace("_", " ").split()).casefold().removeprefix("diagram ").rstrip(".")
        for number, story in enumerate(self.spec.stories, 1):
            label = story.label.casefold()
            if flat in {str(number), f"{number}. {label}", f"{number} {label}", label, story.id.replace("_", " ")}:
                return story.id
        return None

    def view(self) -> list[Node]:
        """The diagrams, a worked example, then each pattern with its picture and a list to choose from."""
        spec = self.spec
        found, told = self.data(patterns_in)
        return [
            *self.intro(),
            n.heading("diagrams", "The four diagrams"),
            self._diagrams(),
            n.listing("stories", [f"**{self._name(i)}**: {story.says}" for i, story in enumerate(spec.stories)]),
            n.details(
                "worked", "A worked example, with other numbers", n.paras("worked.text", spec.worked), open_=True
            ),
            n.heading("patterns", "The four patterns"),
            n.listing("measures", [f"**{self._measure(name)}**: {what}" for name, what in spec.measures.items()]),
            *told,
            *(node for pattern in spec.patterns for node in self._pattern(pattern, (found or {}).get(pattern))),
            *self._twice(),
            self.so_far(),
        ]

    def _name(self, i: int) -> str:
        return f"{i + 1}. {self.spec.stories[i].label}"

    def _measure(self, name: str) -> str:
        return {
            "overall": "All clients",
            "same_therapist": "Same therapist",
            "alliance_then": "Alliance, then distress",
            "distress_then": "Distress, then alliance",
        }.get(name, name.replace("_", " "))

    def _diagrams(self) -> Node:
        from notknowing.evidence.plots_evidence_task import diagrams

        named = [(self._name(i), story.arrows) for i, story in enumerate(self.spec.stories)]
        rows = [[name, "; ".join(f"{start} → {end}" for start, end in arrows)] for name, arrows in named]
        said = ". ".join(
            f"{name}: {', '.join(f'an arrow from {a} to {b}' for a, b in arrows)}" for name, arrows in named
        )
        return picture(
            self.key("picture"),
            lambda: diagrams(named),
            named,
            alt=f"Four causal diagrams. {said}.",
            caption="An arrow means: this one acts on that one. Two things without an arrow between them do not act on each other.",
            data=("The arrows", ["Diagram", "Arrows"], rows),
        )

    def _pattern(self, name: str, found: tuple[tuple[Row, ...], Measures] | None) -> list[Node]:
        from notknowing.evidence.plots_evidence_task import pattern

        key = self.key(name.lower())
        self.bound[key] = "choice"
        options = [("", "Choose a diagram"), *((story.id, self._name(i)) for i, story in enumerate(self.spec.stories))]
        nodes = [n.heading(f"{key}.head", f"Pattern {name}", 4)]
        if found:
            rows, seen = found
            said = [(self._measure(measure), shown(value)) for measure, value in asdict(seen).items()]
            nodes.append(
                picture(
                    f"{key}.picture",
                    lambda: pattern(rows, seen),
                    (rows, seen),
                    alt=f"Pattern {name}, synthetic data: three clouds of dots with a line through each. {' '.join(f'{label}: r = {r}.' for label, r in said)}",
                    caption=f"Pattern {name}. {self.spec.picture_caption}",
                    data=(
                        f"Pattern {name}, synthetic data, from {self.spec.file}",
                        ["What goes with what", "r"],
                        [list(pair) for pair in said],
                    ),
                )
            )
        return [*nodes, n.select(key, f"Which diagram fits pattern {name}?", options, self.store.get(key))]

    def _chosen(self) -> dict[str, str]:
        """Pattern to the diagram chosen, where there is one."""
        return {pattern: story for pattern in self.spec.patterns if (story := self.text(pattern.lower()))}

    def _twice(self) -> list[Node]:
        chosen = self._chosen()
        names = {story.id: self._name(i) for i, story in enumerate(self.spec.stories)}
        said = [
            f"“{names[story]}” is chosen for {' and '.join(p for p, one in chosen.items() if one == story)}. Each diagram belongs to one pattern."
            for story in names
            if list(chosen.values()).count(story) > 1
        ]
        return [n.status(self.key("twice"), " ".join(said))] if said else []

    def transcript(self) -> str:
        """The match, in a table."""
        names = {story.id: self._name(i) for i, story in enumerate(self.spec.stories)}
        rows = [
            f"| {escaped(pattern)} | {escaped(names.get(story, 'not one of the diagrams'))} |"
            for pattern, story in self._chosen().items()
        ]
        return "\n".join(["| Pattern | Diagram |", "|---|---|", *rows]) if rows else ""


__all__ = ["StoryMatch", "patterns_in"]
