"""What a student gets back: the tutor's words first, then the marks part by part with their reasons, then their own words.

One page of HTML that reads aloud in order, fits a narrow screen, runs nothing and asks nothing of the network. No code,
no names of tests, no traceback. Comments that say what they are come first: what works, one thing to work on, what to
try next (``tutor_voice``). ``nbgrader generate_feedback`` writes the same page (see ``plugins``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry

from notknowing.course import Course
from notknowing.marking.hurdles import for_the_student
from notknowing.marking.kept import course_for
from notknowing.marking.late import late_of, penalised, rule_of
from notknowing.marking.nbgrader_room import MarkingError, course_of, gradebook
from notknowing.marking.places import Place, log, students_with
from notknowing.marking.preprocessors import OWN_TEXT
from notknowing.marking.reading import quiet
from notknowing.marking.rounding import half_up, shown
from notknowing.marking.safe_html import document, from_markdown, text
from notknowing.marking.tutor_voice import HEADINGS, sorted_out, to_look_at, unfinished

NOTHING_WRITTEN = "No response."
"""nbgrader's automatic comment on an untouched cell; the page says it in words of its own."""

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_NOT_FOR_FEEDBACK = ("Nothing is missing here.", "run this check again.", "This check needs the course's own Python.")
MOST = 40_000
"""So many characters of one piece of writing are put on the page; the rest stays in the notebook."""
MOST_REASONS, MOST_OF_ONE = 60, 400
_UNTOUCHED = re.compile(r"^\*Your words from [^\n]*\*$")


@dataclass
class Part:
    """One marked part: what it is called, its points, and what there is to say about it."""

    title: str
    points: float | None
    """None while a person has still to mark it."""
    out_of: float
    by_hand: bool
    reasons: list[str] = field(default_factory=list)
    comment: str = ""
    words: str = ""
    name: str = ""
    """nbgrader's name of the part; for tables of marks, never for a student's eyes."""


@dataclass(frozen=True)
class Returned:
    """What became of one student's feedback: the page written, or a line that says why there is none."""

    student: str
    path: Path | None
    line: str = ""
    look: tuple[str, ...] = ()
    """What the tutor may want to add or change before it goes out."""
    mend: tuple[str, ...] = ()
    """What has to be changed before it can go out."""
    waiting: bool = False
    """Whether parts are still to be marked."""


@dataclass(frozen=True)
class Around:
    """What a page says besides its parts: how lateness changed the mark, and hurdles still to be talked about."""

    late: str = ""
    final: float | None = None
    """What is left of the points after the late rule; None when the rule took nothing."""
    hurdles: tuple[str, ...] = ()


def around(place: Place, parts: list[Part], course: Course | None) -> Around:
    """What the late rule and the hurdles add to one student's page.

    Raises:
        MarkingError: the table of extensions or of hurdles cannot be used.
    """
    hurdles = tuple(for_the_student(place.assignment, place.student, place.root, course))
    if course is None or any(part.points is None for part in parts):
        return Around(hurdles=hurdles)
    raw, out_of = sum(part.points for part in parts), sum(part.out_of for part in parts)
    cost = penalised(raw, out_of, late_of(place, course), rule_of(course.module), course.module.pass_mark)
    return Around(cost.why, cost.final if cost.taken else None, hurdles)


def feedback(assignment: str, root: Path | str) -> list[Returned]:
    """Write ``feedback/<student>/<assignment>.html`` for everybody whose work was marked.

    Raises:
        MarkingError: nothing has been marked yet.
    """
    root = Path(root).absolute()
    course_of_its_version = course_for(root, assignment, course_of(root))
    results = []
    for student in students_with(root, assignment):
        place = Place(root, assignment, student)
        if not place.marked_notebook.is_file():
            _page_of(place).unlink(missing_ok=True)  # one from an earlier attempt would be taken for this one's
            results.append(Returned(student, None, "Not marked, so there is no feedback yet."))
            continue
        try:
            results.append(_write(place, course_of_its_version(place)))
        except Exception as error:  # one page that cannot be written must not keep the others back
            log(root, f"feedback for {student}, {assignment}: {type(error).__name__}: {error}")
            results.append(
                Returned(
                    student,
                    None,
                    "The page could not be written; marking.log has the details. Marks and comments are safe.",
                )
            )
    if not results:
        raise MarkingError(f"Nobody's work for {assignment} has been collected yet. Run: notknowing collect")
    return results


def _page_of(place: Place) -> Path:
    return place.root / "feedback" / place.student / f"{place.assignment}.html"


def _write(place: Place, course: Course | None) -> Returned:
    with quiet():
        notebook = nbformat.read(place.marked_notebook, as_version=4)
    with gradebook(place.root) as book:
        parts = parts_of(notebook, book, place.assignment, place.student, course)
    path = _page_of(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(parts, place.assignment, place.student, course, around(place, parts, course)), "utf-8")
    waiting = sum(part.points is None for part in parts)
    line = (
        f"{waiting} {'part is' if waiting == 1 else 'parts are'} still to be marked; the page says so."
        if waiting
        else ""
    )
    return Returned(place.student, path, line, tuple(to_look_at(parts)), tuple(unfinished(parts)), bool(waiting))


# ---------------------------------------------------------------------------------------------- from the gradebook


def parts_of(
    notebook: NotebookNode, book: Gradebook, assignment: str, student: str, course: Course | None = None
) -> list[Part]:
    """The marked parts in the order of the page, with points and comments from nbgrader's gradebook.

    Raises:
        MissingEntry: the gradebook has no such submission.
    """
    submission = book.find_submission(assignment, student)
    grades = {grade.name: grade for one in submission.notebooks for grade in one.grades}
    comments = {comment.name: comment for one in submission.notebooks for comment in one.comments}
    titles = _titles(notebook, assignment, course)
    parts = []
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in grades:
            parts.append(_part(cell, titles[name], grades[name], comments.get(name)))
    return parts


def _part(cell: NotebookNode, title: str, grade: Any, comment: Any) -> Part:
    by_hand = cell.cell_type != "code" or utils.is_solution(cell)
    waiting = grade.needs_manual_grade and grade.manual_score is None
    part = Part(title, None if waiting else float(grade.score or 0.0), float(grade.max_score), by_hand, name=grade.name)
    if comment is not None and comment.comment and comment.comment != NOTHING_WRITTEN:
        part.comment = comment.comment
    if cell.cell_type == "code":
        part.reasons = reasons_in(cell)
    else:
        part.words = words_in(cell.source)
        if not part.words and part.points == 0:
            part.reasons = ["Nothing was handed in for this part, so it has no points."]
    return part


def reasons_in(cell: NotebookNode) -> list[str]:
    """The sentences a marked cell printed about its points; one of our own when it could not be worked out."""
    if any(output.output_type == "error" for output in cell.outputs):
        return [
            "This part could not be worked out from what was handed in. Ask your tutor if you expected points here."
        ]
    printed = "".join(one.text for one in cell.outputs if one.output_type == "stream" and one.name == "stdout")
    # A student's code can print what stands in the test that runs beside it. The test's own lines are never passed on.
    tests = {line.strip() for line in cell.source.splitlines()}
    lines = [line.strip() for line in printed.splitlines() if line.strip() and line.strip() not in tests]
    lines = [line for line in lines if not any(known in line for known in _NOT_FOR_FEEDBACK)]
    return [_cut(line, MOST_OF_ONE) for line in lines[:MOST_REASONS]]


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[:most]} …"


def words_in(source: str) -> str:
    """A student's words in a marked cell; empty when it is as it was given out."""
    source = source.strip()
    if _UNTOUCHED.fullmatch(source):
        return ""
    return source.replace(OWN_TEXT, "**Written in the notebook itself:**")


def _titles(notebook: NotebookNode, assignment: str, course: Course | None) -> dict[str, str]:
    """What each marked part is called: the heading above it and, for a portfolio, the client's name."""
    names = _client_names(assignment, course)
    under: dict[str, list[str]] = {}
    heading = ""
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name:
            under.setdefault(heading, []).append(name)
        elif cell.cell_type == "markdown":
            found = _HEADING.findall(cell.source)
            heading = found[-1] if found else heading
    titles = {}
    for heading, members in under.items():
        plain = re.sub(r"[*_`]", "", heading) or "The whole page"
        for number, name in enumerate(members, start=1):
            if name in names and not _is_named(names[name], plain):
                titles[name] = f"{plain}: {names[name]}"
            elif len(members) == 1 or name in names:
                titles[name] = plain
            else:
                titles[name] = _tail(name, assignment) or f"{plain}, {number} of {len(members)}"
    return titles


def _is_named(client: str, heading: str) -> bool:
    return any(word in heading for word in client.split() if len(word) > 3)


def _tail(name: str, assignment: str) -> str:
    """What distinguishes one of several parts under a heading: the word after the assignment's name, if it is a word."""
    tail = name.removeprefix(f"{assignment}-").replace("-", " ").replace("_", " ").strip()
    return tail.capitalize() if len(tail) > 3 and tail != name else ""


def _client_names(assignment: str, course: Course | None) -> dict[str, str]:
    page_of = course.pages.get(assignment) if course else None
    names = {}
    for activity in page_of.activities if page_of else []:
        for piece in getattr(activity, "pieces", []):
            if piece.client in course.clients:
                names[piece.manual_cell] = course.clients[piece.client].name
    return names


# ---------------------------------------------------------------------------------------------- the page

STYLE = """
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 42rem; padding: 1rem; font: 1.125rem/1.6 Georgia, 'Times New Roman', serif;
  color: #1b1b1b; background: #fffdf9; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; }
h2 { margin-top: 2.5rem; border-top: 2px solid #595959; padding-top: 1rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid #767676; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 4px solid #0072b2; }
pre { white-space: pre-wrap; }
a { color: #004b7c; }
@media (prefers-color-scheme: dark) { body { color: #f2f2f2; background: #16181a; } a { color: #9cd3ff; } }
@media print { body { max-width: none; } }
"""


def page(
    parts: list[Part], assignment: str, student: str, course: Course | None = None, beside: Around | None = None
) -> str:
    """The whole page as HTML."""
    beside = beside or Around()
    title = f"Feedback: {_title(assignment, course)}"
    body = [f"<h1>{text(title)}</h1>", f"<p>For {text(student)}.</p>"]
    body += [f"<p><strong>{text(line)}</strong></p>" for line in beside.hurdles]
    body += ["<h2>What your tutor says</h2>", *_comments(parts)]
    body += ["<h2>Marks, part by part</h2>", *_marks(parts, beside)]
    body += ["<h2>Your own words</h2>", *_words(parts)]
    return document(title, body, STYLE)


def _title(assignment: str, course: Course | None) -> str:
    found = course.pages.get(assignment) if course else None
    return f"{assignment.upper()}, {found.title}" if found else assignment.upper()


def _comments(parts: list[Part]) -> list[str]:
    said = [(part, *sorted_out(part.comment)) for part in parts if part.comment]
    if not said:
        return ["<p>Your tutor has not written a comment here.</p>"]
    lines = []
    for kind, heading in HEADINGS.items():
        found = [words for _, kinds, _ in said for words in kinds.get(kind, ())]
        if found:
            lines += [f"<h3>{heading}</h3>", *(from_markdown(_cut(words, MOST), 4) for words in found)]
    rest = [(part, words) for part, _, words in said if words]
    return lines + [
        line for part, words in rest for line in (f"<h3>{text(part.title)}</h3>", from_markdown(_cut(words, MOST), 4))
    ]


def _marks(parts: list[Part], beside: Around) -> list[str]:
    waiting = sum(part.points is None for part in parts)
    rows = "\n".join(
        f'<tr><th scope="row">{text(part.title)}</th><td>{"still to be marked" if part.points is None else shown(part.points)}</td>'
        f"<td>{shown(part.out_of)}</td></tr>"
        for part in parts
    )
    total = sum(part.points or 0 for part in parts)
    whole = sum(part.out_of for part in parts)
    if waiting:
        sentence = f"Marking is not finished: {waiting} of {len(parts)} parts {'is' if waiting == 1 else 'are'} still to be marked, so there is no total yet."
    else:
        sentence = f"Altogether {shown(total)} of {shown(whole)}."
    rounded = "" if waiting else _given(total if beside.final is None else beside.final)
    lines = [
        f"<p>{sentence}</p>",
        *([f"<p>{text(beside.late)}</p>"] if beside.late else []),
        *([f"<p>{rounded}</p>"] if rounded else []),
        "<table>\n<caption>Points for each part</caption>\n"
        '<thead><tr><th scope="col">Part</th><th scope="col">Points</th><th scope="col">Out of</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>",
    ]
    for part in parts:
        if part.reasons:
            lines.append(f"<h3>{text(part.title)}</h3>")
            lines.append("<ul>\n" + "\n".join(f"<li>{text(reason)}</li>" for reason in part.reasons) + "\n</ul>")
    return lines


def _given(value: float) -> str:
    """How the mark is rounded, said out loud; nothing to say of a whole number."""
    given = half_up(value)
    return "" if given == half_up(value, 2) else f"{shown(value)} is rounded to {given}: a half goes up."


def _words(parts: list[Part]) -> list[str]:
    lines = ["<p>As you handed them in, so that you can read the comments beside them.</p>"]
    for part in parts:
        if part.by_hand:
            lines.append(f"<h3>{text(part.title)}</h3>")
            lines.append(from_markdown(_cut(part.words, MOST), 4) if part.words else "<p>Nothing was written here.</p>")
    return lines if len(lines) > 1 else ["<p>This page asked for no writing.</p>"]


__all__ = [
    "Around",
    "MissingEntry",
    "Part",
    "Returned",
    "around",
    "feedback",
    "page",
    "parts_of",
    "reasons_in",
    "words_in",
]
