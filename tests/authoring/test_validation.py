"""The validation pack: the same in both forms, true to the pages, and never with an orphan outcome."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from notknowing import cli
from notknowing.authoring import validation
from notknowing.authoring.rules import Ground
from notknowing.course import Course, read

COURSE = Path(__file__).parents[2] / "course"
TODAY = dt.date(2026, 12, 1)
PARTS = ("module.yml", "signposting.yml", "standards.yml", "references.yml", "weeks", "assignments")


@cache
def whole() -> Course:
    """The course as it stands, read once."""
    return read(COURSE)[0]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The files that a pack is made from."""
    folder = tmp_path / "course"
    folder.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (COURSE / name).is_dir() else shutil.copyfile
        copy(COURSE / name, folder / name)
    (folder / "claims.yml").write_text("[]\n", encoding="utf-8")
    return folder


def planted(course: Path, file: str, old: str, new: str) -> int:
    path = course / file
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.partition(old)[0].count("\n") + 1


def said(course: Path) -> list[tuple[str, int, str, bool]]:
    found, problems = read(course)
    assert found is not None and not problems, problems
    ground = Ground(course.parent, found, TODAY)
    return [(p.file, p.line, p.message, p.warning) for rule in validation.VALIDATION for p in rule(ground)]


def run(*args: object):
    return CliRunner().invoke(cli.app, [str(arg) for arg in args])


# -- the course as it is


def test_every_outcome_of_the_course_is_taught_and_assessed_and_nothing_is_wrong():
    ground = Ground(COURSE.parent, whole(), TODAY)
    assert [problem for rule in validation.VALIDATION for problem in rule(ground)] == []


def test_the_matrix_is_what_the_pages_say():
    (grid,) = [b for b in validation.pack(whole(), TODAY) if getattr(b, "caption", "") == "Outcomes by weeks and assignments"]  # fmt: skip
    for row in grid.rows:
        number = int(row[0].split()[0])
        for shown, mark in zip(grid.head[1:], row[1:], strict=True):
            page = whole().pages[f"week{int(shown):02d}" if shown.isdigit() else shown.lower()]
            assert bool(mark) == any(number in outcome.mlo for outcome in page.outcomes), (number, shown)
        assert "T" in row and "A" in row


def test_what_was_seen_of_each_document_is_said_beside_its_table():
    blocks = validation.pack(whole(), TODAY)
    said_of = [block.text for block in blocks if isinstance(block, validation.Words) and block.text.startswith("Seen of it:")]  # fmt: skip
    assert len(said_of) == len(whole().standards.frameworks) >= 3
    scoped = next(one for one in whole().standards.frameworks if one.id == "scoped")
    assert "earlier version" in scoped.seen, "numbers that nobody compared with the present document are no numbers of it"
    assert {one.id for one in whole().standards.frameworks} >= {"scoped", "qaa-benchmark", "fheq-7"}


def test_the_pack_says_that_nobody_has_piloted_or_approved_it():
    text = validation.markdown(validation.pack(whole(), TODAY))
    assert whole().module.pilot.strip() in text
    assert "None of these bodies has seen or approved the module" in text


# -- orphans


def strip_outcome(course: Path, number: int, pages: str) -> None:
    """Take a module outcome out of every page whose file name begins so."""
    for path in [*course.glob(f"weeks/{pages}*.yml"), *course.glob(f"assignments/{pages}*.yml")]:
        text = path.read_text(encoding="utf-8")

        def without(found: re.Match) -> str:
            left = [one for one in found[1].split(", ") if one != str(number)]
            return f"mlo: [{', '.join(left or ['5'])}]"

        path.write_text(re.sub(r"mlo: \[([\d, ]+)\]", without, text), encoding="utf-8")


def test_an_outcome_without_a_week_is_an_error_with_file_and_line(course):
    strip_outcome(course, 6, "week")
    line = (course / "standards.yml").read_text(encoding="utf-8").split("- number: 6")[0].count("\n") + 1
    assert ("course/standards.yml", line, "outcome 6 (Take a position) is taught by no page of the course.", False) in said(course)  # fmt: skip
    done = run("validation", "--course", course, "--to", course.parent / "out")
    assert done.exit_code == 1 and not (course.parent / "out").exists()
    assert f"course/standards.yml, line {line}: outcome 6" in done.stderr
    assert "Traceback" not in done.output


def test_an_outcome_without_an_assignment_is_an_error(course):
    strip_outcome(course, 4, "a")
    assert "outcome 4 (Weigh) is assessed by no page of the course." in {m for _, _, m, warning in said(course) if not warning}  # fmt: skip


def test_an_outcome_that_only_this_run_leaves_out_warns_and_there_is_no_pack(course):
    for week in ("week11", "week12"):
        text = (course / "module.yml").read_text(encoding="utf-8")
        (course / "module.yml").write_text(re.sub(rf".*{{id: {week},.*\n", "", text), encoding="utf-8")
    assert ("outcome 6 (Take a position) is not taught in this run.", True) in {(m, warning) for _, _, m, warning in said(course)}  # fmt: skip
    assert not [one for one in said(course) if not one[3]]
    with pytest.raises(validation.ValidationError) as refused:
        validation.pack(read(course)[0], TODAY)
    assert [problem.file for problem in refused.value.problems] == ["course/standards.yml"]


def test_a_weekly_outcome_that_serves_none_or_one_that_is_not_there(course):
    line = planted(course, "weeks/week07.yml", "mlo: [2]", "mlo: []")
    found = {(file, message) for file, _, message, _ in said(course)}
    assert ("course/weeks/week07.yml", "the outcome 'Judge …' serves no outcome of the module.") in found
    planted(course, "weeks/week07.yml", "mlo: []", "mlo: [2]")
    text = (course / "standards.yml").read_text(encoding="utf-8")
    start, end = text.index("  - number: 2\n"), text.index("  - number: 3\n")
    (course / "standards.yml").write_text(text[:start] + text[end:], encoding="utf-8")
    assert ("course/weeks/week07.yml", line, "the module has no outcome 2.", False) in said(course)


def test_a_touchpoint_names_what_is_there(course):
    line = planted(course, "standards.yml", "source: qaa-frameworks-2024", "source: qaa-frameworks-1999")
    assert ("course/standards.yml", line, "'qaa-frameworks-1999' is not in references.yml.", False) in said(course)
    planted(course, "standards.yml", "pages: [week10]", "pages: [week77]")
    assert "there is no page 'week77'." in {message for _, _, message, _ in said(course)}
    planted(course, "standards.yml", "pages: [week77]", "pages: [week00]")
    assert ("'week00' has none of the outcomes 5.", True) in {(m, warning) for _, _, m, warning in said(course)}


def test_hours_are_those_of_the_credits(course):
    planted(course, "standards.yml", "Reading, hours: 30", "Reading, hours: 31")
    assert ("the hours come to 151, and 15 credits are 150 hours.", True) in {(m, warning) for _, _, m, warning in said(course)}  # fmt: skip


def test_a_misspelt_key_is_reported_by_the_loader(course):
    line = planted(course, "standards.yml", "levels: [Create, Evaluate]", "level: [Create, Evaluate]")
    problems = [p for p in read(course)[1] if p.file == "standards.yml"]
    assert ("Did you mean 'levels'?", line) in {(p.action, p.line) for p in problems}


def test_a_course_without_the_file_is_a_course_and_has_no_pack(course):
    (course / "standards.yml").unlink()
    assert said(course) == []
    done = run("validation", "--course", course, "--to", course.parent / "out")
    assert done.exit_code == 1 and "no standards.yml" in done.stderr


# -- the files


def test_word_and_markdown_say_the_same_and_word_reads_aloud(course):
    docx = pytest.importorskip("docx")
    out = course.parent / "out"
    assert run("validation", "--course", course, "--to", out).exit_code == 0
    paper = docx.Document(io.BytesIO((out / "validation-pack.docx").read_bytes()))
    blocks = validation.pack(read(course)[0], TODAY)
    text = (out / "validation-pack.md").read_text(encoding="utf-8")
    headings = [p.text for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [b.text for b in blocks if isinstance(b, validation.Heading)]
    assert headings == re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    grids = [b for b in blocks if isinstance(b, validation.Grid)]
    assert len(grids) == len(paper.tables)
    for grid, table in zip(grids, paper.tables, strict=True):
        shown = [tuple(cell.text for cell in row.cells) for row in table.rows]
        wanted = ([grid.head] if any(grid.head) else []) + [tuple(" ".join(c.split()) for c in row) for row in grid.rows]  # fmt: skip
        assert shown == wanted
        assert grid.caption in table._tbl.xml, "a table has a title"
    assert "w:tblHeader" in paper.tables[1]._tbl.xml
    assert 'w:val="en-GB"' in paper.styles.element.xml


def test_a_pack_that_somebody_edited_is_not_replaced(course):
    out = course.parent / "out"
    assert run("validation", "--course", course, "--to", out).exit_code == 0
    assert run("validation", "--course", course, "--to", out).exit_code == 0, "the same again is no harm"
    (out / "validation-pack.md").write_text("ours\n", encoding="utf-8")
    refused = run("validation", "--course", course, "--to", out)
    assert refused.exit_code == 1 and "may have been edited" in refused.stderr
    assert (out / "validation-pack.md").read_text(encoding="utf-8") == "ours\n"
    assert run("validation", "--course", course, "--to", out, "--force").exit_code == 0
    assert (out / "validation-pack.md").read_text(encoding="utf-8") != "ours\n"
