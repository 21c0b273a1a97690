"""Week 11: one sentence split into the claims it makes, and a map of who answers now and who should."""

from __future__ import annotations

from notknowing.activities import nodes as n
from notknowing.activities.kinds.causes import Compared
from notknowing.activities.nodes import Node
from notknowing.activities.pictures import picture
from notknowing.activities.sources import source_nodes, with_sources
from notknowing.activities.transcripts import escaped
from notknowing.course.models.authority import ClaimPiece, MapCase
from notknowing.work.wording import listed


class AccountabilityMap(Compared):
    """What sort of claim is each piece, will it last; then who answers, situation by situation."""

    kind = "accountability_map"

    def view(self) -> list[Node]:
        """The sentence in pieces, the situations one at a time beside the map, the boxes."""
        return [
            *self.intro(),
            *self._pieces(),
            n.heading(self.key("map"), "Who answers?"),
            *n.paras("map-intro", self.spec.map_intro),
            *self._case(),
            self._picture(),
            *self._law(),
            *self.boxes_and_note(self.spec.prompts, self.spec.note),
        ]

    # -- the pieces of the sentence

    def _pieces(self) -> list[Node]:
        spec, claim, key = self.spec, self.course.claims[self.spec.claim], self.key("pieces")
        meanings = [[one.text.partition(":")[0], one.text.partition(":")[2].strip()] for one in (*spec.sorts, *spec.lasting)]  # fmt: skip
        rows = []
        for piece in spec.pieces:
            cells: list[Node | str] = [piece.text]
            for part, label, points in (("sort", spec.sort_label, spec.sorts), ("lasts", spec.lasts_label, spec.lasting)):  # fmt: skip
                cell = self.key(piece.id, part)
                self.bound[cell] = "choice"
                options = [("", "Choose"), *((one.id, _name(one.text)) for one in points)]
                cells.append(n.select(cell, f"{label}: {piece.text}", options, self.store.get(cell), hide_label=True))
            rows.append(cells)
        head = ["It says that a language model", spec.sort_label, spec.lasts_label]
        shown = [
            n.heading(key, "One sentence, several claims"),
            n.para(f"{key}.quoted", claim.text, "lead"),
            *source_nodes(f"{key}.quoted", [claim], self.course, with_text=False),
            n.details(
                f"{key}.meant",
                "What the words mean",
                [n.table(f"{key}.meanings", "Four sorts, and how long they last", ["Word", "What it means"], meanings)],
            ),
            n.table(f"{key}.table", "The sentence in pieces", head, rows, row_headers=True),
        ]
        if not self.place("sorted"):
            return [*shown, n.button("sorted", "Show the course's reading")]
        read = [
            [
                piece.text,
                f"{self._own(piece, 'sort')}; {self._own(piece, 'lasts')}",
                f"{' or '.join(_name(one.text).lower() for one in spec.sorts if one.id in piece.sort)}; "
                f"{' or '.join(_name(one.text).lower() for one in spec.lasting if one.id in piece.lasts)}",
                piece.note,
            ]
            for piece in spec.pieces
        ]
        return [
            *shown,
            n.table(
                self.key("sorted.table"),
                "The pieces: your reading and the course's",
                ["Piece", "You", "The course", "Why"],
                read,
            ),
            *with_sources(self.key("sorted.note"), spec.pieces_note, self.course),
        ]

    def _own(self, piece: ClaimPiece, part: str) -> str:
        points = self.spec.sorts if part == "sort" else self.spec.lasting
        own = self.text(piece.id, part)
        return next((_name(one.text).lower() for one in points if one.id == own), "not answered")

    # -- the map

    def _marks(self, case: MapCase, when: str) -> list[str]:
        """The columns marked for a situation, in the page's order."""
        ticked = self.ticked(case.id, when)
        return [one.id for one in self.spec.who if one.id in ticked]

    def _names(self, ids: list[str]) -> str:
        return listed([one.text.lower() for one in self.spec.who if one.id in ids]) if ids else "nobody marked"

    def _case(self) -> list[Node]:
        cases = self.spec.cases
        at = self.reached("at", most=len(cases) - 1)
        case, options = cases[at], [(one.id, one.text) for one in self.spec.who]
        key = self.key(case.id)
        shown = [
            n.heading(f"{key}.head", f"{at + 1} of {len(cases)}: {case.short}", 4),
            n.para(f"{key}.text", case.text),
            self.tick(self.spec.now_label, options, case.id, "now"),
            self.tick(self.spec.should_label, options, case.id, "should"),
        ]
        if self._marks(case, "now"):
            shown += [n.para(f"{key}.note", case.note)]
        steps = [n.button(f"go|{at - 1}", "Back")] if at else []
        if at + 1 < len(cases):
            steps.append(n.button(f"go|{at + 1}", "Go on", primary=True))
        return [*shown, n.row(self.key("steps"), steps)]

    def _picture(self) -> Node:
        cases, columns = self.spec.cases, [one.id for one in self.spec.who]
        at = self.reached("at", most=len(cases) - 1)
        marks = [(self._marks(case, "now"), self._marks(case, "should")) for case in cases]

        def draw():
            from notknowing.evidence.plots_authority import Line, answers

            lines = [
                Line(case.short, tuple(map(columns.index, now)), tuple(map(columns.index, should)))
                for case, (now, should) in zip(cases, marks, strict=True)
            ]
            return answers(lines, [one.text for one in self.spec.who], at)

        rows = [
            [case.short, self._names(now), self._names(should)]
            for case, (now, should) in zip(cases, marks, strict=True)
        ]
        drawn = [f"{short}: now {now}; should be {should}." for short, now, should in rows if "marked" not in now]
        moved = sum(bool(now and should and now != should) for now, should in marks)
        nobody = sum("nobody" in now for now, _ in marks)
        summary = f"In {nobody} of {len(cases)} situations nobody answers now; in {moved} the two differ."
        return picture(
            self.key("picture"),
            draw,
            (marks, at),
            alt=f"Your map. {' '.join(drawn) if drawn else 'Nothing is marked yet.'} {summary}",
            caption=self.spec.caption,
            data=("Your map", ["Situation", "Answers now", "Should answer"], rows),
        )

    def _law(self) -> list[Node]:
        """What a law or code says now, beside the student's map, once every situation is marked."""
        if not all(self._marks(case, "now") for case in self.spec.cases):
            return []
        shown = [n.heading(self.key("law"), "What a law or a code says now")]
        for case in self.spec.cases:
            key = self.key(case.id, "law")
            own = f"**{case.short}.** You: {self._names(self._marks(case, 'now'))}."
            if case.law:
                shown += with_sources(key, f"{own} {case.law}", self.course)
            else:
                shown.append(n.para(key, f"{own} The course has verified no law or code about this one."))
        return shown

    # -- events and what is read later

    def on_press(self, key: str) -> None:
        """Move between situations, or open a reading."""
        verb, _, name = key.partition("|")
        if verb == "go":
            self.move_to(int(name), "at")
            self.focus = self.key(self.spec.cases[int(name)].id, "head")
        elif verb == "sorted":
            if not any(self.text(piece.id, "sort") for piece in self.spec.pieces):
                self.notices = [n.status("first", "Sort at least one piece first. A guess will do.")]
                self.focus = "first"
                return
            self.move_to(True, "sorted")
            self.focus = self.key("sorted.table")
        else:
            self.press_compare(key, self.spec.prompts)

    def is_done(self) -> bool:
        """Whether every situation has somebody who answers now, 'nobody' included."""
        return all(self._marks(case, "now") for case in self.spec.cases)

    def transcript(self) -> str:
        """The pieces as sorted, the map, what was written."""
        pieces = [
            f"| {escaped(piece.text)} | {self._own(piece, 'sort')} | {self._own(piece, 'lasts')} |"
            for piece in self.spec.pieces
            if self.text(piece.id, "sort") or self.text(piece.id, "lasts")
        ]
        said = ["\n".join(["| Piece | Sort | Lasts |", "|---|---|---|", *pieces])] if pieces else []
        rows = [
            f"| {case.short} | {self._names(self._marks(case, 'now'))} | {self._names(self._marks(case, 'should'))} |"
            for case in self.spec.cases
            if self._marks(case, "now") or self._marks(case, "should")
        ]
        if rows:
            said.append("\n".join(["| Situation | Answers now | Should answer |", "|---|---|---|", *rows]))
        return "\n\n".join([*said, *self.written(self.spec.prompts)])


def _name(text: str) -> str:
    """The word before the colon of 'Capability: what the system can do'."""
    return text.partition(":")[0]
