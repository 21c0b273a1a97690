"""Week 7: four made-up worlds, session by session. One person first, then between and within, then one session later."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.kinds.causes import Compared
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import parse, shown
from notknowing.activities.pictures import picture
from notknowing.activities.sources import with_sources
from notknowing.activities.transcripts import escaped
from notknowing.course.models.causes import SlopeTask

PARTS = ("line", "views", "lags", "match")
"""The four parts, in order."""

HEADS = {
    "line": "One person",
    "views": "Between people, and within them",
    "lags": "One session later",
    "match": "Which story made which world?",
}
VIEWS = {
    "raw": "All sessions",
    "people": "One dot for each person",
    "therapists": "One dot for each therapist",
    "own": "Each person's own ups and downs",
}
LATER = {
    "answers": "The four answers",
    "alliance_then": "Dots: alliance now, symptoms one session later",
    "symptoms_then": "Dots: symptoms now, alliance one session later",
}
STORY_NAMES = {
    "alliance_first": "Alliance brings improvement",
    "gains_first": "Early gains bring both",
    "third_thing": "Something about the client brings both",
    "therapists": "Therapists differ",
}
"""What the four diagrams are called here."""

EACH = 1.0
"""Points for a slope, and for a world."""


class WorldsApart(Compared):
    """Look at the same worlds in several ways, read off two slopes, and match worlds to stories."""

    kind = "worlds_apart"

    def view(self) -> list[Node]:
        """The parts that have been reached, one below the other."""
        shown_, reached = self.intro(), self.reached("at", most=len(PARTS) - 1)
        for i, part in enumerate(PARTS[: reached + 1]):
            shown_ += [
                n.heading(self.key(part, "head"), HEADS[part]),
                *with_sources(self.key(part, "text"), self.spec.steps.get(part), self.course),
                *getattr(self, f"_{part}")(),
            ]
            if i == reached and i + 1 < len(PARTS):
                shown_.append(n.button(f"go|{i + 1}", f"Go on: {HEADS[PARTS[i + 1]].lower()}", primary=True))
        return shown_

    def _sessions(self, letter: str):
        from notknowing.evidence.sessions import sessions

        return sessions(next(world.story for world in self.spec.worlds if world.letter == letter))

    @property
    def _letters(self) -> list[str]:
        return sorted(world.letter for world in self.spec.worlds)

    def _letter(self, *parts: str) -> str:
        """The world that is being looked at."""
        chosen = self.text(*parts)
        return chosen if chosen in self._letters else self._letters[0]

    def _pick_world(self, *parts: str) -> Node:
        options = [(letter, f"World {letter}") for letter in self._letters]
        return self.pick_from("World", options, *parts, standing=self._letters[0])

    # -- one person

    def _line(self) -> list[Node]:
        import numpy as np

        world, person = self._sessions(self.spec.example_world), self.spec.example_person
        rows = np.flatnonzero(world.of(person))
        at = round(self.number("session", low=1, high=len(rows) - 1, default=1)) - 1
        own_alliance, own_symptoms = world.own
        now, then = float(own_alliance[rows[at]]), float(own_symptoms[rows[at + 1]])

        def draw():
            from notknowing.evidence.plots_worlds import one_person

            return one_person(world, person, at)

        said = (
            f"Session {at + 1}: alliance is {_against(now)}. Session {at + 2}: symptoms are {_against(then)}. That makes one "
            f"dot on the right, at {shown(now, 1)} along and {shown(then, 1)} up."
        )
        table = [
            [
                str(int(world.session[row])),
                shown(float(world.alliance[row]), 1),
                shown(float(own_alliance[row]), 1),
                shown(float(world.symptoms[row]), 1),
                shown(float(own_symptoms[row]), 1),
            ]
            for row in rows
        ]
        head = ["Session", "Alliance", "Against own average", "Symptoms", "Against own average"]
        return [
            self.slider("Which session?", "session", low=1, high=len(rows) - 1, default=1),
            n.status(self.key("line", "said"), said),
            picture(
                self.key("line", "picture"),
                draw,
                (self.spec.example_world, person, at),
                alt=(
                    f"Synthetic data. Left, one person's alliance and symptoms over {len(rows)} sessions, each with this "
                    f"person's average as a dashed line: {shown(float(world.alliance[rows].mean()), 1)} for alliance, "
                    f"{shown(float(world.symptoms[rows].mean()), 1)} for symptoms. {said} {at + 1} of {len(rows) - 1} dots "
                    f"are drawn."
                ),
                caption="Synthetic data: a made-up person. Move the slider, and the dots on the right gather one by one.",
                data=("Synthetic data. This person, session by session", head, table),
            ),
        ]

    # -- between and within

    def _views(self) -> list[Node]:
        letter, view = self._letter("world"), self.text("view")
        view = view if view in VIEWS else "raw"
        people = self._sessions(letter).people
        shown_ = [
            n.details(self.key("worked"), "A worked example, with other numbers", n.paras(self.key("worked.text"), self.spec.worked), open_=True),
            self._pick_world("world"),
            self.pick_from("What is drawn", list(VIEWS.items()), "view", standing="raw", inline=False),
            self.slider("Follow one person", "person", low=1, high=len(people), default=1),
            self._cloud(letter, view, "cloud"),
        ]  # fmt: skip
        for task in self.spec.tasks:
            shown_ += [self.number_box(task.label, task.id), n.status(self.key(task.id, "answer"), self._answer(task))]
        return shown_

    def _cloud(self, letter: str, view: str, name: str) -> Node:
        from notknowing.evidence.plots_worlds import reading_places

        world = self._sessions(letter)
        chosen = round(self.number("person", low=1, high=len(world.people), default=1))
        person = world.people[chosen - 1]
        x, _ = world.dots(view)
        line = world.line(view)
        places = reading_places(view, line)
        heights = [line.at(place) for place in places]
        goes = (
            "falls"
            if heights[1] < heights[0] - 0.05
            else "rises"
            if heights[1] > heights[0] + 0.05
            else "is nearly level"
        )

        def draw():
            from notknowing.evidence.plots_worlds import cloud

            return cloud(world, view, person)

        usual_alliance, usual_symptoms, _ = world.usual
        at = world.people.index(person)
        rows = [["Number of dots", str(len(x))]]
        rows += [[f"Height of the line at {_place(p)}", shown(h, 1)] for p, h in zip(places, heights, strict=True)]
        rows += [
            [f"Person {chosen}: usual alliance", shown(float(usual_alliance[at]), 1)],
            [f"Person {chosen}: usual symptoms", shown(float(usual_symptoms[at]), 1)],
        ]
        label = (VIEWS | LATER)[view]
        followed = "" if view == "therapists" else f" Person {chosen} stands out in orange."
        return picture(
            self.key(name, "picture"),
            draw,
            (letter, view, person),
            alt=(
                f"Synthetic data. World {letter}. {label}: {len(x)} dots. The line through them {goes}: at {_place(places[0])} "
                f"it stands at {shown(heights[0], 1)}, at {_place(places[1])} at {shown(heights[1], 1)}.{followed}"
            ),
            caption=(
                f"Synthetic data: world {letter}, {len(world.people)} made-up people with "
                f"{len(set(world.therapist.tolist()))} therapists. White squares mark the line at two places, one step apart."
            ),
            data=("Synthetic data. What can be read off the picture", ["What", "Value"], rows),
        )

    def _heights(self, task: SlopeTask) -> tuple[tuple[float, float], tuple[float, float], float]:
        """Two places, the heights there, and the slope of a task."""
        from notknowing.evidence.plots_worlds import reading_places

        view = "people" if task.which == "between" else "own"
        line = self._sessions(task.world).line(view)
        places = reading_places(view, line)
        return places, (line.at(places[0]), line.at(places[1])), line.slope

    def _is_near(self, task: SlopeTask) -> bool:
        typed = parse(self.value(task.id))
        return typed is not None and abs(typed - self._heights(task)[2]) <= task.tolerance + 1e-9

    def _answer(self, task: SlopeTask) -> str:
        """What the arithmetic gives, and where a slip may come from."""
        typed = parse(self.value(task.id))
        if typed is None:
            return ""
        places, heights, slope = self._heights(task)
        low, high = (shown(height, 1) for height in heights)
        step = float(f"{heights[1]:.1f}") - float(f"{heights[0]:.1f}")
        minus = f"({low})" if low.startswith("−") else low
        said = (
            f"In world {task.world} the height of the line is {low} at {_place(places[0])}, and {high} at "
            f"{_place(places[1])}. {high} − {minus} = {shown(step, 1)}."
        )
        if self._is_near(task):
            return f"{said} Yours comes to that. {task.note}"
        if abs(typed + slope) <= task.tolerance and abs(slope) > task.tolerance:
            return f"{said} The line falls, so the slope carries a minus. {task.note}"
        other = task.model_copy(update={"which": "within" if task.which == "between" else "between"})
        if abs(typed - self._heights(other)[2]) <= task.tolerance:
            return f"{said} You may have read the other picture, the one for {_which(other)}. {task.note}"
        return f"{said} If yours differs, look which world and which picture you read. {task.note}"

    # -- one session later

    def _lags(self) -> list[Node]:
        letter, see = self._letter("later_world"), self.text("see")
        see = see if see in LATER else "answers"
        shown_ = [
            self._pick_world("later_world"),
            self.pick_from("What is drawn", list(LATER.items()), "see", standing="answers", inline=False),
        ]
        return [*shown_, self._four_answers(letter) if see == "answers" else self._cloud(letter, see, "later")]

    def _four_answers(self, letter: str) -> Node:
        answers = self._sessions(letter).answers

        def draw():
            from notknowing.evidence.plots_worlds import four_answers

            return four_answers(answers, letter)

        asked = {
            "between": "between people, usual alliance with usual symptoms",
            "same_therapist": "the same, among clients of one therapist",
            "alliance_then": "alliance against own average, with symptoms one session later",
            "symptoms_then": "symptoms against own average, with alliance one session later",
        }
        rows = [
            [asked[name].capitalize(), shown(a.r), f"{shown(a.low)} to {shown(a.high)}"] for name, a in answers.items()
        ]
        found = "; ".join(f"{asked[name]}: {shown(a.r)}" for name, a in answers.items())
        there = [asked[name] for name, a in answers.items() if a.is_there]
        return picture(
            self.key("answers", "picture"),
            draw,
            letter,
            alt=f"Synthetic data. Four correlations in world {letter}. {found}. Clear of 0: {'; '.join(there) or 'none'}.",
            caption=(
                f"Synthetic data: world {letter}. Filled squares: the whole interval lies on one side of 0. Rings: it does "
                "not. All r below 0 here mean that more alliance goes with fewer symptoms."
            ),
            data=(f"Synthetic data. Four questions put to world {letter}", ["Question", "r", "Interval"], rows),
        )

    # -- matching

    def _match(self) -> list[Node]:
        def draw():
            from notknowing.evidence.plots_worlds import four_diagrams

            return four_diagrams(STORY_NAMES)

        drawn = [
            ["Alliance brings improvement", "alliance to improvement"],
            ["Early gains bring both", "early gains to alliance; early gains to improvement"],
            ["Something about the client brings both", "the client to alliance; the client to improvement"],
            ["Therapists differ", "which therapist to alliance; which therapist to improvement"],
        ]
        shown_ = [
            picture(
                self.key("diagrams", "picture"),
                draw,
                "diagrams",
                alt="Four small diagrams. "
                + ". ".join(f"{name}: arrows from {arrows}" for name, arrows in drawn)
                + ".",
                caption="The four stories of 7B. Fewer symptoms is what improvement means here.",
                data=("The arrows of the four diagrams", ["Diagram", "Arrows from and to"], drawn),
            )
        ]
        options = [("", "Choose a story"), *STORY_NAMES.items()]
        for letter in self._letters:
            key = self.key(f"world_{letter.lower()}")
            self.bound[key] = "choice"
            shown_.append(n.select(key, f"World {letter} was made by", options, self.store.get(key)))
        chosen = self._chosen()
        if len(chosen) < len(self._letters):
            said = f"{len(chosen)} of {len(self._letters)} worlds have a story. The answers open when all have one."
            return [*shown_, n.status(self.key("match", "said"), said)]
        rows = [
            [f"World {world.letter}", STORY_NAMES[chosen[world.letter]], STORY_NAMES[world.story], world.note]
            for world in sorted(self.spec.worlds, key=lambda one: one.letter)
        ]
        same = sum(chosen[world.letter] == world.story for world in self.spec.worlds)
        said = (
            f"You and the maker of the worlds name the same story for {same} of {len(rows)}. The reasons stand below."
        )
        return [
            *shown_,
            n.status(self.key("match", "said"), said),
            n.table(self.key("match", "table"), "The four worlds", ["World", "You said", "It was made by", "What says so"], rows, row_headers=True),
            *with_sources(self.key("after"), self.spec.after, self.course),
        ]  # fmt: skip

    def _chosen(self) -> dict[str, str]:
        """World to the story chosen for it, for those that have one."""
        found = {letter: self.text(f"world_{letter.lower()}") for letter in self._letters}
        return {letter: story for letter, story in found.items() if story in STORY_NAMES}

    def on_press(self, key: str) -> None:
        """Go on to the next part."""
        i = int(key.removeprefix("go|"))
        self.move_to(i, "at")
        self.focus = self.key(PARTS[i], "head")

    def is_done(self) -> bool:
        """Whether each world has a story, and each slope something in its box."""
        typed = all(str(self.value(task.id) or "").strip() for task in self.spec.tasks)
        return typed and len(self._chosen()) == len(self._letters)

    def practice_points(self) -> tuple[float, float]:
        """One point for each slope within its tolerance, and for each world matched to its story."""
        chosen = self._chosen()
        matched = sum(chosen.get(world.letter) == world.story for world in self.spec.worlds)
        near = sum(self._is_near(task) for task in self.spec.tasks)
        return EACH * (matched + near), EACH * (len(self.spec.worlds) + len(self.spec.tasks))

    def transcript(self) -> str:
        """The slopes and the matches."""
        given = [
            f"{task.label}: {escaped(str(value)[:20])}."
            for task in self.spec.tasks
            if (value := self.value(task.id)) not in (None, "")
        ]
        given += [f"World {letter}: {STORY_NAMES[story].lower()}." for letter, story in self._chosen().items()]
        return "\n\n".join(given)


def _against(value: float) -> str:
    """How far from one's own average, in words."""
    if abs(value) < 0.05:
        return "at this person's own average"
    return f"{shown(abs(value), 1)} {'above' if value > 0 else 'below'} this person's own average"


def _place(value: float) -> str:
    """A place along the line: whole numbers without a decimal."""
    return shown(value, 0 if float(value).is_integer() else 1)


def _which(task: SlopeTask) -> str:
    return "people's averages" if task.which == "between" else "people's own ups and downs"
