"""Week 11: an audit of a chatbot's turns. Who holds the say, and how sure a turn sounds against how much it could know."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.kinds.causes import Compared
from notknowing.activities.nodes import Node
from notknowing.activities.numbers import shown
from notknowing.activities.pictures import Handle, picture
from notknowing.activities.sources import with_sources
from notknowing.course.models.authority import AgencyLine
from notknowing.work.wording import listed

MIDDLE = 5.0
"""Where a turn stands until it has been placed."""


class AgencyAudit(Compared):
    """Each turn of a chatbot coded by who has the say, and placed by how sure it sounds and how much it could know."""

    kind = "agency_audit"

    @property
    def turns(self) -> list[AgencyLine]:
        """The chatbot's turns, in order."""
        return [line for line in self.spec.lines if line.turn is not None]

    def code(self, line: AgencyLine) -> str:
        """The code the student gave a turn; empty without one."""
        return self.text(f"t{line.turn}")

    def coded(self) -> dict[int, str]:
        """Turn to code, for the turns that have one."""
        return {line.turn: own for line in self.turns if line.turn and (own := self.code(line))}

    def view(self) -> list[Node]:
        """The exchange with a list beside each turn, the board, the finding, the boxes."""
        spec = self.spec
        codes = [[code.label, code.definition, code.example] for code in spec.codes]
        table = n.table("codes.table", "The codes", ["Code", "What it is", "For example"], codes, row_headers=True)
        shown_ = [
            *self.intro(),
            n.para(self.key("about"), spec.about),
            n.details("codes", "The codes, with an example of each", [table], open_=True),
            n.table(self.key("exchange"), "The exchange", ["Turn", "Who", "Words", "Your code"], self._rows()),
            n.status(self.key("coded"), f"{len(self.coded())} of {len(self.turns)} turns coded."),
        ]
        if self.place("read"):
            shown_ += self._readings()
        else:
            shown_.append(n.button("read", "Show the course's reading"))
        shown_ += [n.heading(self.key("board"), "Confidence and warrant"), *n.paras("board.said", spec.board)]
        shown_ += [*self._board(), *with_sources(self.key("finding"), spec.finding, self.course)]
        return shown_ + self.boxes_and_note(spec.prompts, spec.note)

    def _rows(self) -> list[list[Node | str]]:
        options = [("", "Choose a code"), *((code.id, code.label) for code in self.spec.codes)]
        rows: list[list[Node | str]] = []
        for line in self.spec.lines:
            if line.turn is None:
                rows.append(["", line.speaker, line.words, ""])
                continue
            key = self.key(f"t{line.turn}")
            self.bound[key] = "choice"
            own = n.select(key, f"Code for turn {line.turn}", options, self.store.get(key), hide_label=True)
            rows.append([str(line.turn), line.speaker, line.words, own])
        return rows

    def _label(self, code_id: str) -> str:
        return next((code.label.lower() for code in self.spec.codes if code.id == code_id), "not one of the codes")

    def fits(self, line: AgencyLine) -> bool:
        """Whether a turn has the course's own code or one it accepts."""
        return self.code(line) in {*line.key, *line.also}

    def _readings(self) -> list[Node]:
        rows = []
        for line in self.turns:
            reading = " or ".join(self._label(code) for code in line.key)
            if self.code(line) in line.also:
                reading = f"{reading}. Yours can be argued for"
            own = self._label(self.code(line)) if self.code(line) else "no code"
            rows.append([str(line.turn), own, reading, line.note or ""])
        key = self.key("readings")
        return [
            n.heading(key, "The course's reading"),
            n.para(
                f"{key}.said", "It is one reading. Where you differ, the note says why it reads a turn so.", "quiet"
            ),
            n.table(f"{key}.table", "Your codes and the course's", ["Turn", "You", "The course", "Why"], rows),
        ]

    # -- the board

    @property
    def here(self) -> int:
        """The turn that is being placed."""
        chosen = self.text("turn")
        return next((line.turn for line in self.turns if line.turn and chosen == f"t{line.turn}"), 1)

    def _at(self, turn: int) -> tuple[float, float]:
        """How much a turn could know, how sure it sounds; the middle until it has been placed."""
        knows = self.number("knows", f"t{turn}", low=0, high=10, default=MIDDLE)
        sounds = self.number("sounds", f"t{turn}", low=0, high=10, default=MIDDLE)
        return (MIDDLE if knows is None else knows), (MIDDLE if sounds is None else sounds)

    def placed(self) -> list[int]:
        """The turns that have been moved on the board."""
        return [
            line.turn
            for line in self.turns
            if line.turn and any(self.text(way, f"t{line.turn}") for way in ("knows", "sounds"))
        ]

    def _board(self) -> list[Node]:
        here, placed = self.here, self.placed()
        options = [(f"t{line.turn}", f"Turn {line.turn}") for line in self.turns]
        words = next(line.words for line in self.turns if line.turn == here)
        shown_ = [
            self.pick_from("Which turn do you place?", options, "turn", standing=f"t{here}"),
            n.words(self.key("board.words"), words, f"Turn {here}"),
            self.slider(self.spec.sounds, "sounds", f"t{here}", low=0, high=10, default=MIDDLE),
            self.slider(self.spec.knows, "knows", f"t{here}", low=0, high=10, default=MIDDLE),
            n.status(self.key("board.status"), self._where(here)),
            self._picture(here, placed),
        ]
        if len(placed) >= self.spec.place_least:
            shown_ += n.paras(self.key("board.note"), self.spec.board_note)
        return shown_

    def _where(self, turn: int) -> str:
        knows, sounds = self._at(turn)
        if turn not in self.placed():
            return f"Turn {turn} has not been placed yet. It stands in the middle until you move it."
        where = (
            "It sounds surer than it could be."
            if sounds > knows
            else "It sounds less sure than it could be."
            if sounds < knows
            else "It sounds as sure as it could be."
        )
        return f"Turn {turn}: sounds sure {_short(sounds)}, could know {_short(knows)}. {where}"

    def _picture(self, here: int, placed: list[int]) -> Node:
        def draw():
            from notknowing.evidence.plots_authority import Placed, board

            turns = [Placed(turn, *self._at(turn), look(turn), turn == here) for turn in order]
            return board(turns, [code.label for code in self.spec.codes], self.spec.knows, self.spec.sounds)

        ids, own = [code.id for code in self.spec.codes], self.coded()

        def look(turn: int) -> int | None:
            return ids.index(own[turn]) if own.get(turn) in ids else None

        order = [*(turn for turn in placed if turn != here), here]
        surer = [turn for turn in placed if self._at(turn)[1] > self._at(turn)[0]]
        said = [self._where(turn) for turn in placed]
        above = f"Surer than it could be: {listed([str(turn) for turn in surer])}." if surer else ""
        knows, sounds = self._at(here)
        rows = [
            [
                str(turn),
                self._label(own[turn]) if turn in own else "no code",
                _short(self._at(turn)[1]),
                _short(self._at(turn)[0]),
            ]
            for turn in placed
        ] or [["none placed yet", "", "", ""]]
        handles = [
            Handle(self.key("knows", f"t{here}"), knows, -0.5, 0, 10, f"Turn {here}: {self.spec.knows}", "x", 1),
            Handle(self.key("sounds", f"t{here}"), -0.5, sounds, 0, 10, f"Turn {here}: {self.spec.sounds}", "y", 1),
        ]
        return picture(
            self.key("board.picture"),
            draw,
            ([(turn, self._at(turn), look(turn)) for turn in order], here),
            alt=(
                f"A board with {len(placed)} of {len(self.turns)} turns placed. Upwards: how sure a turn sounds. To the "
                f"right: how much it could know. {' '.join(said)} {above}".strip()
            ),
            caption=self.spec.caption,
            data=("Where you have put the turns", ["Turn", "Your code", "Sounds sure", "Could know"], rows),
            handles=handles,
        )

    # -- events and what is read later

    def on_press(self, key: str) -> None:
        """Open the course's reading once every turn has a code, or the course's own thoughts."""
        if key != "read":
            self.press_compare(key, self.spec.prompts)
            return
        left = len(self.turns) - len(self.coded())
        if left:
            said = (
                f"{left} {'turn has' if left == 1 else 'turns have'} no code yet. A guess will do where you are unsure."
            )
            self.notices, self.focus = [n.status("first", said)], "first"
            return
        self.move_to(True, "read")
        self.focus = self.key("readings")

    def is_done(self) -> bool:
        """Whether every turn has a code."""
        return len(self.coded()) == len(self.turns)

    def practice_points(self) -> tuple[float, float]:
        """The page's points shared out over the turns that have the course's code or one it accepts."""
        right = sum(self.fits(line) for line in self.turns)
        return self.spec.points * right / len(self.turns), self.spec.points

    def transcript(self) -> str:
        """The codes, the board and what was written."""
        said, own = [], self.coded()
        if own:
            rows = [f"| {turn} | {self._label(code)} |" for turn, code in own.items()]
            said.append("\n".join(["| Turn | Code |", "|---|---|", *rows]))
        if placed := self.placed():
            said.append("On the board. " + " ".join(self._where(turn) for turn in placed))
        return "\n\n".join([*said, *self.written(self.spec.prompts)])


def _short(value: float) -> str:
    """A place on the board, without needless decimals."""
    return shown(value, 0 if float(value).is_integer() else 1)
