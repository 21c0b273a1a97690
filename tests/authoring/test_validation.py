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
from notknowing.course import Course, load, read

COURSE = Path(__file__).parents[2] / "course"
TODAY = dt.date(2026, 12, 1)
PARTS = ("module.yml", "signposting.yml", "standards.yml", "references.yml")


@cache
def whole() -> Course:
    """The course as it stands, read once."""
    return load(COURSE)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The files that a pack is made from; pages are those of the whole course."""
    folder = tmp_path / "course"
    folder.mkdir()
    for name in PARTS:
        shutil.copyfile(COURSE / name, folder / name)
    (folder / "claims.yml").write_text("[]\n", encoding="utf-8")
    return folder


def planted(course: Path, file: str, old: str, new: str) -> int:
    path = course / file
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.partition(old)[0].count("\n") + 1


def with_pages(course: Path, change=lambda page: page) -> Course:
    """The changed files with the pages of the whole course, each as ``change`` makes it."""
    found, problems = read(course)
    assert found is not None and not problems, problems
    found.pages = {name: change(page) for name, page in whole().pages.items()}
    found.lines |= {name: raw for name, raw in whole().lines.items() if "/" in name}
    return found


def without(number: int, pages: str):
    """A change that takes a module outcome out of the pages whose names begin so."""

    def change(page):
        if not page.id.startswith(pages):
            return page
        left = [one.model_copy(update={"mlo": [n for n in one.mlo if n != number] or [5]}) for one in page.outcomes]
        return page.model_copy(update={"outcomes": left})

    return change


def said(course: Path, change=lambda page: page) -> list[tuple[str, int, str, bool]]:
    ground = Ground(course.parent, with_pages(course, change), TODAY)
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
    assert "earlier version" in scoped.seen, (
        "numbers that nobody compared with the present document are no numbers of it"
    )
    assert {one.id for one in whole().standards.frameworks} >= {"scoped", "qaa-benchmark", "fheq-7"}


def test_the_pack_says_that_nobody_has_piloted_or_approved_it():
    text = validation.markdown(validation.pack(whole(), TODAY))
    assert whole().module.pilot.strip() in text
    assert "None of these bodies has seen or approved the module" in text


# -- orphans


def test_an_outcome_without_a_week_is_an_error_with_file_and_line(course, monkeypatch):
    change = without(6, "week")
    line = (course / "standards.yml").read_text(encoding="utf-8").split("- number: 6")[0].count("\n") + 1
    assert ("course/standards.yml", line, "outcome 6 (Take a position) is taught by no page of the course.", False) in said(course, change)  # fmt: skip
    monkeypatch.setattr("notknowing.course.load", lambda explicit: with_pages(course, change))
    done = run("validation", "--course", course, "--to", course.parent / "out")
    assert done.exit_code == 1 and not (course.parent / "out").exists()
    assert f"course/standards.yml, line {line}: outcome 6" in done.stderr
    assert "Traceback" not in done.output


def test_an_outcome_without_an_assignment_is_an_error(course):
    mistakes = {message for _, _, message, warning in said(course, without(4, "a")) if not warning}
    assert "outcome 4 (Weigh) is assessed by no page of the course." in mistakes


def test_an_outcome_that_only_this_run_leaves_out_warns_and_there_is_no_pack(course):
    text = (course / "module.yml").read_text(encoding="utf-8")
    (course / "module.yml").write_text(re.sub(r".*{id: week1[12],.*\n", "", text), encoding="utf-8")
    found = said(course)
    assert ("outcome 6 (Take a position) is not taught in this run.", True) in {(m, warning) for _, _, m, warning in found}  # fmt: skip
    assert all(warning for *_, warning in found)
    with pytest.raises(validation.ValidationError) as refused:
        validation.pack(with_pages(course), TODAY)
    assert [problem.file for problem in refused.value.problems] == ["course/standards.yml"]


def test_a_weekly_outcome_that_serves_none_or_one_that_is_not_there(course):
    def change(page):
        if page.id != "week07":
            return page
        last = page.outcomes[-1].model_copy(update={"mlo": []})
        return page.model_copy(update={"outcomes": [*page.outcomes[:-1], last]})

    text = (COURSE / "weeks" / "week07.yml").read_text(encoding="utf-8")
    line = text.partition("  - verb: Judge")[0].count("\n") + 1
    assert ("course/weeks/week07.yml", line, "the outcome 'Judge …' serves no outcome of the module.", False) in said(course, change)  # fmt: skip
    text = (course / "standards.yml").read_text(encoding="utf-8")
    start, end = text.index("  - number: 2\n"), text.index("  - number: 3\n")
    (course / "standards.yml").write_text(text[:start] + text[end:], encoding="utf-8")
    assert ("course/weeks/week07.yml", line + 2, "the module has no outcome 2.", False) in said(course)


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


def test_word_and_markdown_say_the_same_and_word_reads_aloud(tmp_path):
    docx = pytest.importorskip("docx")
    out = tmp_path / "out"
    assert run("validation", "--course", COURSE, "--to", out).exit_code == 0
    paper = docx.Document(io.BytesIO((out / "validation-pack.docx").read_bytes()))
    blocks = validation.pack(whole(), TODAY)
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


def test_a_pack_that_somebody_edited_is_not_replaced(tmp_path):
    course, out = COURSE, tmp_path / "out"
    assert run("validation", "--course", course, "--to", out).exit_code == 0
    assert run("validation", "--course", course, "--to", out).exit_code == 0, "the same again is no harm"
    (out / "validation-pack.md").write_text("ours\n", encoding="utf-8")
    refused = run("validation", "--course", course, "--to", out)
    assert refused.exit_code == 1 and "may have been edited" in refused.stderr
    assert (out / "validation-pack.md").read_text(encoding="utf-8") == "ours\n"
    assert run("validation", "--course", course, "--to", out, "--force").exit_code == 0
    assert (out / "validation-pack.md").read_text(encoding="utf-8") != "ours\n"
