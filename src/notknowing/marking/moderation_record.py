"""The end of moderation: the record for the external examiner, the signature, and the reveal of whose script is whose."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Literal

from notknowing.course import Course
from notknowing.marking.marks import Mark, marks_of
from notknowing.marking.moderation import Draw, all_are_marked, course_in, drawn
from notknowing.marking.places import MarkingError, read_record
from notknowing.marking.rounding import shown
from notknowing.marking.second_marks import Comparison, Pair, compare
from notknowing.marking.signature import Files, add_to_log, keep_signature, print_of
from notknowing.marking.tables import guarded

Outcome = Literal["confirmed", "changed"]


def sign(
    assignment: str, root: Path | str, by: str, outcome: Outcome = "confirmed", note: str = ""
) -> tuple[Comparison, list[Path]]:
    """Sign the moderation: from here on feedback and marks may go out, as long as no mark changes.

    Args:
        assignment: for instance ``a1``.
        root: the marking folder.
        by: who signs.
        outcome: ``confirmed``: the first marks stand for the cohort; ``changed``: marks were changed after moderation.
        note: one sentence for the record.

    Raises:
        MarkingError: marking or second marking is not finished, two marks still need an agreed one, or the gradebook
            does not have an agreed mark. Nothing was signed.
    """
    root = Path(root).absolute()
    course, files = course_in(root), Files(root, assignment)
    if not by.strip():
        raise MarkingError("A signature needs a name. Nothing was signed. Add --by.")
    found, marks = compare(files, course), marks_of(assignment, root)
    all_are_marked(assignment, marks)
    if found.waiting:
        raise MarkingError(f"Second marks are missing for {', '.join(found.waiting)}. Nothing was signed. Fill in {files.sheet}.")  # fmt: skip
    if found.open:
        scripts = ", ".join(pair.script for pair in found.open)
        raise MarkingError(
            f"{scripts}: the two marks are apart and no agreed mark is written. Nothing was signed. "
            f"Agree, and write the mark in {files.sheet}."
        )
    if apart := _not_in_the_gradebook(files, found, marks):
        raise MarkingError(f"{' '.join(apart)} Nothing was signed. Change the marks in formgrader, or the sheet.")
    keep_signature(files, by.strip(), outcome, note.strip(), marks)
    return found, write_record_of(files, course, found)


def _not_in_the_gradebook(files: Files, found: Comparison, marks: dict[str, Mark]) -> list[str]:
    """Sentences about scripts whose mark in the gradebook is neither the first one nor the one that was agreed."""
    key, lines = read_record(files.key), []
    for pair in found.pairs:
        mark = marks[key[pair.script]]
        now, due = mark.raw / mark.out_of * 100, pair.first if pair.agreed is None else pair.agreed
        if abs(now - due) > 0.005:
            what = "first" if pair.agreed is None else "agreed"
            lines.append(f"{pair.script}: the {what} mark is {shown(due)}, and the gradebook has {shown(now)}.")
    return lines


def reveal(assignment: str, root: Path | str, script: str, by: str, why: str) -> str:
    """Whose script it is. The log keeps who asked, for which script, and why.

    Raises:
        MarkingError: there is no such script, or nobody says who asks and why.
    """
    files = Files(Path(root).absolute(), assignment)
    drawn(files)
    if not by.strip() or not why.strip():
        raise MarkingError("Say who looks and why, with --by and --why: both go into the log. Nothing was revealed.")
    student = read_record(files.key).get(script)
    if student is None:
        raise MarkingError(f"There is no {script} in {assignment}. Nothing was revealed. Check the number.")
    add_to_log(files, by.strip(), f"revealed {script}: {why.strip()}")
    return student


# ---------------------------------------------------------------------------------------------- the record


def write_record_of(files: Files, course: Course, found: Comparison | None = None) -> list[Path]:
    """Write ``record.md`` and ``record.csv`` for the external examiner; they hold scripts' numbers and no names."""
    sample, found = drawn(files), found or compare(files, course)
    table = files.folder / "record.csv"
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["script", "drawn because", "first mark", "second mark", "difference", "first band", "second band", "agreed mark", "note"])  # fmt: skip
    for pair in found.pairs:
        writer.writerow([guarded(str(value)) for value in _row(pair)])
    table.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
    page = files.folder / "record.md"
    page.write_text("\n".join(_page(files, course, sample, found)) + "\n", encoding="utf-8")
    return [page, table]


def _row(pair: Pair) -> list[Any]:
    return [
        pair.script, ", ".join(pair.reasons), shown(pair.first), shown(pair.second), shown(pair.difference),
        pair.first_band, pair.second_band, "" if pair.agreed is None else shown(pair.agreed), pair.note,
    ]  # fmt: skip


def _page(files: Files, course: Course, sample: Draw, found: Comparison) -> list[str]:
    rules, signed = sample.rules, read_record(files.signed)
    lines = [
        f"# Moderation of {sample.assignment.upper()}",
        "",
        f"{course.module.title}. Marks are out of 100 and before any deduction for lateness. Scripts go by numbers.",
        "",
        "## The sample",
        "",
        f"{len(sample.scripts)} of {sample.of} scripts, drawn on {sample.when[:10]} with the seed {sample.seed}. Rules: {_rules(rules)}.",
        f"The second marker {'did not see' if rules['blind'] else 'saw'} the first marks and comments.",
        "",
        "| Band | All scripts | In the sample |",
        "|---|---|---|",
        *(f"| {name} | {count} | {sum(one.band == name for one in sample.scripts)} |" for name, count in sample.bands.items()),
        "",
        "## First and second marks",
        "",
        "| Script | Drawn because | First | Second | Difference | Agreed | Note |",
        "|---|---|---|---|---|---|---|",
        *(f"| {' | '.join(_cell(value) for place, value in enumerate(_row(pair)) if place not in (5, 6))} |" for pair in found.pairs),
        "",
        "## Agreement",
        "",
        *(f"- {line}" for line in found.lines),
        "",
        "## Signed",
        "",
    ]  # fmt: skip
    if signed:
        what = "The first marks stand." if signed["outcome"] == "confirmed" else "Marks were changed after moderation."
        lines.append(f"By {_cell(signed['by'])}, {signed['when'][:10]}. {what} {_cell(signed['note'])}".rstrip())
        if signed["marks"] != print_of(marks_of(files.assignment, files.root)):
            lines.append("Marks have changed since, so the signature no longer holds.")
    else:
        lines.append("Not signed yet.")
    lines += ["", "## Log", "", "```", files.log.read_text("utf-8").strip().replace("`", "'"), "```"]
    return lines


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|").replace("<", "&lt;")


def _rules(rules: dict[str, Any]) -> str:
    said = [
        "the square root of the number of scripts"
        if rules["square_root"]
        else f"{shown(rules['share'] or 0)}% and at least {rules['at_least']}"
    ]
    said += ["every fail"] if rules["all_fails"] else []
    said += ["every script in the highest band"] if rules["top_band"] else []
    said += [f"every script up to {shown(rules['borderline'])} marks below a border"] if rules["borderline"] else []
    return ", ".join(said)
