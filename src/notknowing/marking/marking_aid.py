"""A page for the marker beside formgrader: the grid, what each step is worth in points, hurdles, comments to paste.

Formgrader takes any text as a comment, so the bank is a page of boxes: press Copy (or click into a box and copy), paste
into formgrader's comment, put the student's words in place of {quote}, change the rest until it is true.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from notknowing.course import Course
from notknowing.course.rubrics import Part, Rubric, rubric
from notknowing.marking.rounding import shown
from notknowing.marking.safe_html import document, text

STEPS_IN_A_BAND = (2, 5, 8)
"""Marks within a band that a marker chooses from: 52, 55, 58. Finer ones promise more than two markers would keep."""


@dataclass(frozen=True)
class BandPoints:
    """What a band is worth in one cell: its name, its lowest and highest mark, and the points to choose from."""

    band: str
    low: float
    high: float
    choices: tuple[float, ...]


def points_in(out_of: float, course: Course) -> list[BandPoints]:
    """The bands of ``module.yml`` as points of a cell, highest first. A top or bottom band has more choices."""
    bands = sorted(course.module.bands, key=lambda band: -band.from_)
    found, above = [], 100.0
    for band in bands:
        marks = [ten + step for ten in range(band.from_ // 10 * 10, 100, 10) for step in STEPS_IN_A_BAND]
        marks = [mark for mark in marks if band.from_ <= mark and (mark < above or above == 100)]
        if above == 100:
            marks.append(100)
        if band.from_ == 0:
            marks.insert(0, 0)
        choices = tuple(round(mark * out_of / 100, 2) for mark in marks)
        found.append(BandPoints(band.name, band.from_ * out_of / 100, above * out_of / 100, choices))
        above = float(band.from_)
    return found


def write_aid(assignment: str, root: Path | str, course: Course) -> Path:
    """Write ``marks/<assignment>-marking.html``, to keep open beside formgrader.

    Raises:
        CourseError: the assignment has no grid, or it cannot be used.
    """
    path = Path(root).absolute() / "marks" / f"{assignment}-marking.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(aid(rubric(course, assignment), course), "utf-8")
    return path


def aid(grid: Rubric, course: Course) -> str:
    """The page. It runs one short script of its own, for the Copy buttons, and asks nothing of the network."""
    title = f"Marking {grid.assignment.upper()}"
    body = [f"<h1>{text(title)}</h1>", "<h2>For every criterion</h2>", _list(grid.principles)]
    body += [
        "<h2>A comment, in three pieces</h2>",
        "<p>Begin a paragraph with <code>Strength:</code>, <code>Priority:</code> or <code>Next try:</code>, and the student's page puts it first, under a heading of its own. One priority is enough. Quote the student once.</p>",
    ]
    if grid.hurdles:
        body += ["<h2>Hurdles: no marks, but looked at first</h2>", *map(_hurdle_lines, grid.hurdles)]
        body.append(f"<p>When one is not met: <code>notknowing hurdle {text(grid.assignment)} STUDENT {text(grid.hurdles[0].id)} 'not met'</code>. The mark is held back until it says <code>met</code>.</p>")  # fmt: skip
    for part in grid.parts:
        body += [f"<h2>{text(part.id)}. {text(part.title)}</h2>", *_points(part, course), *_grid(grid, part)]
    body += ["<h2>Comments to begin from</h2>", *_comments(grid)]
    return document(title, body, _STYLE, _SCRIPT)


def _list(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{text(line)}</li>" for line in lines) + "</ul>"


def _hurdle_lines(hurdle: object) -> str:
    return f"<p><strong>{text(hurdle.title)}</strong> ({text(hurdle.id)}). {text(hurdle.asks)} If not: {text(hurdle.if_not_met)}</p>"


def _points(part: Part, course: Course) -> list[str]:
    lines = []
    for out_of in sorted(set(part.cells.values())):
        cells = [name for name, points in part.cells.items() if points == out_of]
        rows = "".join(
            f'<tr><th scope="row">{text(one.band)}</th><td>{shown(one.low)} to {shown(one.high)}</td><td>{", ".join(map(shown, one.choices))}</td></tr>'
            for one in points_in(out_of, course)
        )
        lines.append(
            f"<table><caption>{text(', '.join(cells))}: {shown(out_of)} points each</caption>"
            '<thead><tr><th scope="col">Band</th><th scope="col">Points</th><th scope="col">Choose from</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )
    return lines


def _grid(grid: Rubric, part: Part) -> list[str]:
    head = "".join(f'<th scope="col">{text(step.label)}</th>' for step in grid.steps)
    rows = "".join(
        f'<tr><th scope="row">{text(one.name)}<br><small>{text(one.asks)}</small></th>'
        + "".join(f"<td>{text(one.steps[step.id])}</td>" for step in grid.steps)
        + "</tr>"
        for one in grid.criteria_of(part.id)
    )
    return [
        f'<table><caption>What each step looks like</caption><thead><tr><th scope="col">Criterion</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    ]


def _comments(grid: Rubric) -> list[str]:
    names = {one.id: one.name for one in grid.criteria}
    lines, last = [], ""
    for number, comment in enumerate(sorted(grid.comments, key=lambda one: list(names).index(one.criterion))):
        if names[comment.criterion] != last:
            last = names[comment.criterion]
            lines.append(f"<h3>{text(last)}</h3>")
        lines.append(
            f'<div><label for="c{number}">{text(comment.use_when)}</label>'
            f'<textarea id="c{number}" rows="3" readonly>{text(comment.says)}</textarea></div>'
        )
    return lines or ["<p>This grid has no comment bank.</p>"]


_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 Georgia, 'Times New Roman', serif; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #767676; }
label { display: block; margin-top: 1rem; font-style: italic; }
textarea { width: 100%; font: inherit; }
button { font: inherit; min-height: 2rem; }
"""
_SCRIPT = """
for (const box of document.querySelectorAll('textarea')) {
  box.addEventListener('focus', () => box.select());
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy: ' + box.previousElementSibling.textContent);
  button.addEventListener('click', async () => {
    box.focus(); box.select();
    try { await navigator.clipboard.writeText(box.value); } catch { document.execCommand('copy'); }
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  box.after(button);
}
"""
