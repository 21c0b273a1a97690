"""Assignment 2, in a spreadsheet: one file of answers brought in at a press, shown line by line, and undone at another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notknowing.activities import nodes as n
from notknowing.activities.base import Activity
from notknowing.activities.kinds.evidence_stories import StoryMatch
from notknowing.activities.kinds.evidence_task import NUMBER_OR_NONE, STORY, Answer, Task
from notknowing.activities.nodes import Node
from notknowing.work import Saved
from notknowing.work.sheets import SheetError, read_sheet
from notknowing.work.typed import is_blank, readings, says_none

TAKEN, SAME, BLANK, ODD = "taken", "same", "blank", "odd"
LOOKALIKES = (".xlsx", ".xls", ".ods", ".numbers", ".csv.csv", ".txt")
"""How the file may be called instead, when it was saved in another way."""

MOST_LINES = 400


@dataclass(frozen=True)
class Line:
    """What became of one line of a file. how: one of the four above. says: the same in words."""

    number: int
    name: str
    value: str
    how: str
    says: str
    key: str = ""


def flat(name: str) -> str:
    """An answer's name as people write it: capitals, spaces, dashes and dots make no difference."""
    return re.sub(r"[^0-9a-z]+", ".", name.casefold()).strip(".")


def value_in(cells: list[str], place: int, width: int) -> str:
    """The value in a line. A decimal comma between unquoted commas has cut a number in two; it is put together again."""
    value = cells[place] if place < len(cells) else ""
    spilt = cells[place + 1] if place + 1 < len(cells) else ""
    if len(cells) > width and re.fullmatch(r"[-+−]?\d{0,9}", value) and re.fullmatch(r"\d{1,15}%?", spilt):
        return f"{value},{spilt}"
    return value


class AnswersFile(Activity):
    """Where the tables are, how to work in a spreadsheet, and the button that brings the answers in."""

    kind = "answers_file"

    def tasks(self) -> list[Task]:
        """The parts of this page that ask for numbers or a choice."""
        made = [
            Activity.kinds[spec.kind](self.course, self.page, spec, self.store)
            for spec in self.page.activities
            if spec.id != self.spec.id
        ]
        return [one for one in made if isinstance(one, Task)]

    def view(self) -> list[Node]:
        """The files, the steps, the button, and what the last press came to."""
        spec = self.spec
        rows = [[table.file, table.what] for table in spec.tables]
        shown = [
            *self.intro(),
            n.table("files", "Files beside this notebook", ["File", "What is in it"], rows, row_headers=True),
            n.details("spreadsheet", "How to work in a spreadsheet", n.paras("spreadsheet.text", spec.spreadsheet)),
            n.row("bring-row", [n.button("bring", f"Bring in {spec.file}")]),
        ]
        last = self.place("last")
        return shown + (self._report(last) if isinstance(last, dict) else [])

    # -- reading ---------------------------------------------------------------------------------------------

    def look(self) -> list[Line]:
        """Read the file, line by line, changing nothing.

        Raises:
            SheetError: it cannot be read at all.
        """
        rows = read_sheet(Path(self.store.folder or ".") / self.spec.file)
        known = {flat(answer.key): (answer, task) for task in self.tasks() for answer in task.answers()}
        filled = [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
        place, width = 1, 2
        if filled and flat(filled[0][1][0]) not in known:
            head = [flat(cell) for cell in filled[0][1]]
            place = head.index("value") if "value" in head else 1
            width = len(head)
            if "cell" in head or "value" in head:
                filled = filled[1:]
        elif filled:
            width = max(2, min(len(cells) for _, cells in filled))
        lines, seen = [], {}
        for number, cells in filled[:MOST_LINES]:
            line = self._line(number, cells[0], value_in(cells, place, width), known)
            if line.key in seen and line.how in {TAKEN, SAME}:
                line = Line(
                    number,
                    line.name,
                    line.value,
                    ODD,
                    f"stands in line {seen[line.key]} already, and that line was used",
                    line.key,
                )
            elif line.how in {TAKEN, SAME}:
                seen[line.key] = number
            lines.append(line)
        return lines

    def _line(self, number: int, name: str, value: str, known: dict[str, tuple[Answer, Task]]) -> Line:
        if flat(name) not in known:
            said = "has a value and no name" if not name else "is not the name of an answer on this page"
            return Line(number, name, value, ODD, said)
        answer, task = known[flat(name)]
        now = self.store.get(answer.key)
        if is_blank(value):
            kept = (
                "blank here; what stood on the page is kept"
                if not is_blank(now)
                else "blank here, and empty on the page"
            )
            return Line(number, answer.key, value, BLANK, kept, answer.key)
        if answer.sort == STORY:
            story = task.story(value) if isinstance(task, StoryMatch) else None
            if story is None:
                return Line(
                    number, answer.key, value, ODD, "is not one of the diagrams; write 1, 2, 3 or 4", answer.key
                )
            value = story
        elif not readings(value) and not (answer.sort == NUMBER_OR_NONE and says_none(value)):
            why = "is a formula, and only its result can be read" if value.startswith("=") else "is not a number"
            return Line(number, answer.key, value, ODD, f"{why}; what stood on the page is kept", answer.key)
        if str(now or "").strip() == value:
            return Line(number, answer.key, value, SAME, "the same as on the page", answer.key)
        was = "" if is_blank(now) else f", in place of {str(now)[:20]}"
        return Line(number, answer.key, value, TAKEN, f"taken{was}", answer.key)

    # -- pressing --------------------------------------------------------------------------------------------

    def on_press(self, key: str) -> None:
        """Bring the file in, or put back what stood on the page before."""
        if key == "undo":
            self._undo()
            return
        try:
            lines = self.look()
        except SheetError as trouble:
            self._tell(f"{self.spec.file} {trouble}. Nothing on the page has changed. {self._instead()}".strip())
            return
        if not any(line.how in {TAKEN, SAME, BLANK} for line in lines):
            self._tell(
                f"{self.spec.file} holds no answer that this page knows. Nothing on the page has changed. Its first column has to hold the names of the answers, and its second the values."
            )
            if not lines:
                return
        before, taken = {}, {}
        for line in lines:
            if line.how != TAKEN:
                continue
            before[line.key], taken[line.key] = self.store.get(line.key), line.value
            saved = self.store.put(line.key, line.value, kind="choice", origin=self.spec.file)
            if self.last_saved is None or self.last_saved.ok:
                self.last_saved = saved
        report = [[line.number, line.name[:40], line.value[:40], line.how, line.says] for line in lines]
        self.move_to({"lines": report, "before": before, "taken": taken}, "last")
        self.focus = self.key("said")

    def _tell(self, text: str) -> None:
        self.notices = [n.status(self.key("trouble"), text)]
        self.focus = self.key("trouble")

    def _instead(self) -> str:
        """A file that was saved in another way, if one is there."""
        folder, stem = Path(self.store.folder or "."), Path(self.spec.file).stem
        found = next((f"{stem}{end}" for end in LOOKALIKES if (folder / f"{stem}{end}").is_file()), None)
        if found:
            return f"{found} lies beside it. Open that in your spreadsheet, choose Save as and CSV, and give it the name {self.spec.file}."
        return f"Save your answers as CSV, under the name {self.spec.file}, in the folder of this notebook."

    def _undo(self) -> None:
        """Put back what stood on the page, but for what has been changed since."""
        last = self.place("last")
        before, taken = (last.get(name) for name in ("before", "taken")) if isinstance(last, dict) else (None, None)
        if not isinstance(before, dict) or not isinstance(taken, dict):
            return
        kept, asked = 0, {answer.key for task in self.tasks() for answer in task.answers()}
        for key, value in taken.items():
            if key not in asked:
                continue
            if self.store.get(key) != value:
                kept += 1
                continue
            earlier = before.get(key)
            self.last_saved = self.store.put(key, earlier if isinstance(earlier, str) else "", kind="choice")
        self.move_to(None, "last")
        also = f" {kept} that you had changed since were left as they are." if kept else ""
        self._tell(f"Undone: the page is as it was before the file was brought in.{also}")

    # -- telling ---------------------------------------------------------------------------------------------

    def _report(self, last: dict[str, Any]) -> list[Node]:
        found = last.get("lines")
        lines = (
            [Line(int(one[0]), *(str(cell) for cell in one[1:5])) for one in found if _is_line(one)]
            if isinstance(found, list)
            else []
        )
        if not lines:
            return []
        counts = {how: sum(line.how == how for line in lines) for how in (TAKEN, SAME, BLANK, ODD)}
        said = [f"Taken from {self.spec.file}: {counts[TAKEN]}."]
        said += [f"The same as on the page: {counts[SAME]}."] if counts[SAME] else []
        said += [f"Blank in the file, so the page is as it was: {counts[BLANK]}."] if counts[BLANK] else []
        said += (
            [f"Not understood: {counts[ODD]}. They are named below, and nothing was changed for them."]
            if counts[ODD]
            else []
        )
        shown = [n.status(self.key("said"), " ".join(said))]
        odd = [
            f"Line {line.number}: {f'{line.name} ' if line.name else ''}{f'“{line.value}” ' if line.value else ''}{line.says}."
            for line in lines
            if line.how == ODD
        ]
        if odd:
            shown.append(n.listing(self.key("odd"), [_unmarked(one) for one in odd]))
        rows = [[str(line.number), line.name, line.value, line.says] for line in lines]
        table = n.table(
            self.key("lines"),
            f"{self.spec.file}, line by line",
            ["Line", "Answer", "In the file", "What became of it"],
            rows,
        )
        shown.append(n.details(self.key("all"), "Every line of the file", [table]))
        if last.get("taken"):
            shown.append(
                n.row(self.key("undo-row"), [n.button("undo", "Undo: put back what stood on the page before")])
            )
        return shown

    def change(self, key: str, value: Any) -> Saved | None:
        """Nothing is typed here."""
        self.last_saved = None
        return None

    def is_done(self) -> bool:
        """Always: nobody has to use a spreadsheet."""
        return True


def _unmarked(text: str) -> str:
    """Text in which an asterisk from a file marks no emphasis."""
    return text.replace("*", "∗")


def _is_line(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 5 and isinstance(one[0], int) and not isinstance(one[0], bool)


__all__ = ["AnswersFile", "Line", "flat", "value_in"]
