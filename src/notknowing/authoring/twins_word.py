"""A twin as a Word file, with a marked place for every answer.

An answer place is a table cell whose first line is the entry's key in square brackets: ``[2C.farida.first.words]``.
That survives Word, LibreOffice and Google Docs, tracked changes and another style; ``twins_import`` looks for nothing
else. What may be read only after answering stands at the end of its activity, with a link from the place it belongs to.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt, RGBColor

from notknowing.activities.nodes import Node
from notknowing.authoring import twins_ooxml as word
from notknowing.authoring.twins import READING_COPY, Part, Pictures, Twin
from notknowing.authoring.twins_html import MIRROR

HOW_TO_ANSWER = (
    "Write below the line in square brackets, inside the frame. The frame grows as you write. Leave the line in square "
    "brackets as it is: it says which answer this is. Where there are boxes, click one to tick it, or type an x in its "
    "place. Save the file as a Word document. The course can then read your answers in."
)
PRIVATE = "Private: this stays with you. Leave it empty in a copy that you hand in."
CHOOSE = "Choose one, or type it here"
QUIET = RGBColor(0x4B, 0x54, 0x60)
WIDTH = Cm(16)
PAGE_MARK = "[page: {}]"


def docx_of(twin: Twin) -> bytes:
    """The whole twin as a Word file."""
    paper = Document()
    _prepare(paper, twin)
    writing = _Writing(paper, twin.pictures)
    writing.heading(twin.name, 1)
    writing.para(twin.page.summary)
    writing.para(READING_COPY)
    writing.para(HOW_TO_ANSWER)
    writing.para(PAGE_MARK.format(twin.page.id), "Mark")
    writing.activity(twin.opening, "Before you begin", "opening")
    for part in twin.parts:
        writing.activity(part, f"{part.id}. {part.title}", f"activity_{word.safe_name(part.id)}")
    module = twin.course.module
    for line in (module.pilot, module.texts, module.attribution):
        writing.para(line, "Quiet")
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _prepare(paper: Any, twin: Twin) -> None:
    word.british(paper)
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
    quiet = paper.styles.add_style("Quiet", WD_STYLE_TYPE.PARAGRAPH)
    quiet.base_style, quiet.font.size, quiet.font.color.rgb = paper.styles["Normal"], Pt(10.5), QUIET
    mark = paper.styles.add_style("Mark", WD_STYLE_TYPE.PARAGRAPH)
    mark.base_style, mark.font.size = quiet, Pt(9)
    mark.paragraph_format.space_after = Pt(2)
    about = paper.core_properties
    about.title, about.language, about.subject = twin.name, "en-GB", twin.page.id
    about.author = twin.course.module.institution.name or twin.course.module.title
    about.comments = ""
    about.created = about.modified = datetime(2020, 1, 1, tzinfo=UTC)


class _Writing:
    """Turns nodes into paragraphs, tables and pictures, one below the other."""

    def __init__(self, paper: Any, pictures: Pictures):
        self.paper, self.pictures = paper, pictures
        self.place: Any = paper
        """Where the next paragraph goes: the document, or a cell of a table."""
        self.level = 1
        self.notes: list[tuple[str, str, list[Node]]] = []
        self.here = ""

    # -- text

    def heading(self, text: str, level: int) -> Any:
        """A heading; no level is left out."""
        self.level = min(level, self.level + 1)
        return self.paper.add_heading(text, self.level)

    def para(self, text: str, style: str | None = None) -> Any:
        """One paragraph of plain text."""
        return self.place.add_paragraph(text, style)

    def runs(self, runs: list[list[str]], style: str | None = None) -> Any:
        """One paragraph of running text with its emphasis."""
        shown = self.place.add_paragraph(style=style)
        for kind, text in runs:
            run = shown.add_run(text)
            run.italic, run.bold = kind == "em" or None, kind == "strong" or None
        return shown

    def bold(self, text: str) -> Any:
        """A line of strong text, as above a box."""
        shown = self.place.add_paragraph()
        shown.add_run(text).bold = True
        shown.paragraph_format.keep_with_next = True
        return shown

    def activity(self, part: Part, title: str, anchor: str) -> None:
        """One activity, and after it what is read when it has been answered."""
        self.level, self.notes, self.here = 1, [], anchor
        word.bookmark(self.heading(title, 2), anchor)
        if part.minutes:
            self.para(f"About {part.minutes} minute{'s' if part.minutes != 1 else ''}.", "Quiet")
        self.private = {key for key, place in part.places.items() if place.private}
        self.all(part.nodes)
        if not self.notes:
            return
        self.level = 2
        self.heading(f"{part.id}: to read when you have answered", 3)
        done = 0
        while done < len(self.notes):  # a note may hold a note
            name, label, nodes = self.notes[done]
            done += 1
            self.level = 3
            word.bookmark(self.heading(f"Note {done}{f': {label}' if label else ''}", 4), name)
            self.all(nodes)

    def all(self, nodes: list[Node]) -> None:
        """Several nodes."""
        for node in nodes:
            write = getattr(self, f"_{node['t']}", None)
            if write:
                write(node)

    # -- nodes

    def _heading(self, node: Node) -> None:
        self.heading(node["text"], max(node["level"], 3))

    def _para(self, node: Node) -> None:
        self.runs(node["runs"], "Quiet" if node.get("style") == "quiet" else None)

    def _status(self, node: Node) -> None:
        self.para(node["text"])

    def _marked(self, node: Node) -> None:
        self.para(node["text"])

    def _mirror(self, node: Node) -> None:
        self.para(MIRROR)

    def _words(self, node: Node) -> None:
        self.bold(f"{node['who']}:")
        for line in node["text"].split("\n"):
            self.para(line, "Quote" if self.place is self.paper else None)

    def _timer(self, node: Node) -> None:
        self.para(f"In the notebook a clock runs for {node['seconds']} seconds here. Use a watch, or go on when you are ready.")  # fmt: skip

    def _listing(self, node: Node) -> None:
        style = "List Number" if node["ordered"] else "List Bullet"
        for item in node["items"]:
            if "runs" in item:
                self.runs(item["runs"], style)
            else:
                self.all(item["children"])

    def _row(self, node: Node) -> None:
        self.all(node["children"])

    def _group(self, node: Node) -> None:
        if node.get("label"):
            self.bold(node["label"])
        self.all(node["children"])

    def _details(self, node: Node) -> None:
        self.bold(node["summary"])
        self.all(node["children"])

    def _reveal(self, node: Node) -> None:
        number = len(self.notes) + 1
        name = word.safe_name(f"note_{number}_{self.here}")
        self.notes.append((name, node.get("label", ""), node["children"]))
        line = self.para("When you have answered, read ")
        word.link(line, f"note {number}", name)
        line.add_run(" at the end of this activity.")

    def _when(self, node: Node) -> None:
        self.bold(f"{node['label']}:")
        self.all(node["children"])

    def _cases(self, node: Node) -> None:
        for case in node["cases"]:
            self.bold(f"{case['label']}:")
            self.all([case["node"]])

    def _picture(self, node: Node) -> None:
        for one in (node, *node.get("later", ())):
            shown = self.paper.add_picture(io.BytesIO(self.pictures.png(one["src"])), width=WIDTH)
            word.describe(shown, one["alt"])
            self.para(one["caption"], "Quiet")
            self.all(one["children"])

    def _table(self, node: Node) -> None:
        if node["caption"]:
            self.bold(node["caption"])
        head = node["head"] if any(text.strip() for text in node["head"]) else []
        width = max([len(head), *(len(line) for line in node["rows"])])
        table = self.paper.add_table(rows=0, cols=width, style="Table Grid")
        word.describe_table(table, node["caption"])
        if head:
            row = table.add_row()
            word.repeat_as_head(row)
            for cell, text in zip(row.cells, head, strict=False):
                cell.paragraphs[0].add_run(text).bold = True
        outer = self.place
        for line in node["rows"]:
            cells = table.add_row().cells
            for cell, content in zip(cells, line, strict=False):
                if isinstance(content, str):
                    cell.text = content
                    continue
                self.place = cell
                self._answer_in(cell, content) if content["t"] in _ASKING else self.all([content])
                self.place = outer
        self.para("")

    # -- places to answer

    def _answer(self, node: Node) -> None:
        label = node.get("legend") or node["label"]
        self.bold(label)
        hint = _hint(node)
        if hint:
            self.para(hint, "Quiet")
        if node["k"] in self.private:
            self.para(PRIVATE, "Quiet")
        table = self.paper.add_table(rows=1, cols=1, style="Table Grid")
        word.describe_table(table, f"Your answer: {label}")
        self._answer_in(table.rows[0].cells[0], node)
        gap = self.para("")
        gap.paragraph_format.space_after = Pt(2)

    _textbox = _number = _scale = _slider = _choice = _checks = _select = _answer

    def _answer_in(self, cell: Any, node: Node) -> None:
        """The mark, then room to write or boxes to tick."""
        mark = cell.paragraphs[0]
        mark.style = self.paper.styles["Mark"]
        mark.add_run(f"[{node['k']}]")
        label = node.get("legend") or node["label"]
        if node["t"] in {"choice", "checks"}:
            held = node.get("value") or ()
            for option in node["options"]:
                line = cell.add_paragraph()
                ticked = option["v"] == held if node["t"] == "choice" else option["v"] in held
                word.tick_box(line, ticked=ticked, title=option["label"])
                line.add_run(f" {option['label']}")
        elif node["t"] == "select":
            word.drop_down(cell.add_paragraph(), label, [option["label"] for option in node["options"]], CHOOSE)
        else:
            for _ in range(min(node.get("rows", 1), 6)):
                cell.add_paragraph("")


_ASKING = {"textbox", "number", "scale", "slider", "choice", "checks", "select"}


def _hint(node: Node) -> str:
    if node["t"] == "scale":
        return f"A number from 0 to 100. 0: {node['low']}. 100: {node['high']}."
    if node["t"] == "slider":
        return f"A number from {node['low']:g} to {node['high']:g}{' ' + node['unit'] if node.get('unit') else ''}.".replace("-", "−")  # fmt: skip
    if node["t"] == "checks":
        return "Tick as many as you like."
    return node.get("hint") or ""


def activities_in(data: bytes) -> set[str]:
    """Ids of the activities that a Word twin has, told by their headings: *2C. Two people who ask you something*."""
    headings = [p for p in Document(io.BytesIO(data)).paragraphs if p.style.name == "Heading 2"]
    return {found[1] for p in headings if (found := re.match(r"([A-Za-z0-9.]+)\. ", p.text))}
