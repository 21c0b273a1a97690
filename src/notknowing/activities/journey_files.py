"""The two files of a student's journey: a page for any browser, and a Word document.

Both are made from the same Markdown. The Word file is made with python-docx (MIT), which works on any computer; pandoc
was looked at and is on few students' machines. Without python-docx the page is still written.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import mistune

from notknowing.activities.transcripts import as_html as words_as_html

NO_WORD = (
    "The Word file was not made, because a part of the program for it is missing here. Your words are all in the other "
    "file: Word can open it and save it as a Word document."
)

STYLE = """
body { font: 1.05rem/1.6 Georgia, 'Times New Roman', serif; color: #1b1b1b; background: #fff; margin: 0; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.25; }
h2 { margin-top: 3rem; border-top: 1px solid #767676; padding-top: 1rem; }
h3 { margin-top: 2rem; }
blockquote { margin: .5rem 0 1rem; padding: .1rem 1rem; border-left: .25rem solid #0072b2; background: #f5f7f9; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #767676; padding: .4rem; text-align: left;
vertical-align: top; overflow-wrap: anywhere; }
a { color: #00527f; } a:focus { outline: 3px solid #d55e00; outline-offset: 2px; }
@media print { h2 { break-before: page; } nav { display: none; } }
"""


@dataclass(frozen=True)
class Part:
    """One activity: its heading, and the student's words as Markdown."""

    heading: str
    words: str


@dataclass(frozen=True)
class Chapter:
    """One page of the course, or what stands before them all."""

    heading: str
    parts: tuple[Part, ...]


def as_html(title: str, about: Sequence[str], chapters: Sequence[Chapter]) -> str:
    """One page that needs nothing else: no script, no picture, no address. Nothing typed in it can act."""
    said = "\n".join(f"<p>{html.escape(line)}</p>" for line in about)
    contents = "\n".join(f'<li><a href="#c{i}">{html.escape(one.heading)}</a></li>' for i, one in enumerate(chapters))
    body = "\n".join(_section(i, chapter) for i, chapter in enumerate(chapters))
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{html.escape(title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{html.escape(title)}</h1>\n{said}\n"
        f'<nav aria-label="Contents">\n<ul>\n{contents}\n</ul>\n</nav>\n{body}\n</main>\n</body>\n</html>\n'
    )


def _section(i: int, chapter: Chapter) -> str:
    parts = "\n".join(f"<h3>{html.escape(part.heading)}</h3>\n{words_as_html(part.words)}" for part in chapter.parts)
    return f'<section aria-labelledby="c{i}">\n<h2 id="c{i}">{html.escape(chapter.heading)}</h2>\n{parts}\n</section>'


def as_word(title: str, about: Sequence[str], chapters: Sequence[Chapter]) -> bytes:
    """The same as a Word document with real headings, so that Word and screen readers can list them.

    Raises:
        ImportError: python-docx is not installed.
    """
    from docx import Document

    document = Document()
    _speaks_english(document)
    document.core_properties.title, document.core_properties.language = title, "en-GB"
    document.core_properties.author = document.core_properties.comments = ""
    document.add_heading(title, 0)
    for line in about:
        document.add_paragraph(_sound(line))
    parse = mistune.create_markdown(renderer="ast", plugins=["table"])
    for chapter in chapters:
        document.add_heading(_sound(chapter.heading), 1)
        for part in chapter.parts:
            document.add_heading(_sound(part.heading), 2)
            _blocks(document, parse(part.words))  # type: ignore[arg-type]
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _speaks_english(document: Any) -> None:
    """Say that the text is British English, which the template leaves at American."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = document.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    properties.append(language)


def _blocks(document: Any, tokens: Iterable[dict[str, Any]], style: str | None = None) -> None:
    for token in tokens:
        kind = token["type"]
        if kind == "block_quote":
            _blocks(document, token["children"], "Quote")
        elif kind == "list":
            for item in token["children"]:
                _blocks(document, item["children"], "List Number" if token["attrs"]["ordered"] else "List Bullet")
        elif kind == "table":
            _table(document, token)
        elif kind == "heading":
            _runs(document.add_paragraph(style=style), token["children"], strong=True)
        elif token.get("children"):
            _runs(document.add_paragraph(style=style), token["children"])
        elif text := str(token.get("raw", "")).strip():
            document.add_paragraph(_sound(text), style=style)


def _table(document: Any, token: dict[str, Any]) -> None:
    from docx.oxml import OxmlElement

    head, *bodies = token["children"]
    rows = [head["children"], *(row["children"] for body in bodies for row in body["children"])]
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            _runs(table.cell(i, j).paragraphs[0], cell["children"], strong=i == 0)
    # Marked as the heading row, so that it is read out with the cells and comes again on the next page.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _runs(paragraph: Any, tokens: Iterable[dict[str, Any]], *, strong: bool = False, emphasis: bool = False) -> None:
    for token in tokens:
        kind = token["type"]
        if kind in {"linebreak", "softbreak"}:
            paragraph.add_run().add_break()
        elif "children" in token:
            _runs(paragraph, token["children"], strong=strong or kind == "strong", emphasis=emphasis or kind == "emphasis")  # fmt: skip
        else:
            run = paragraph.add_run(_sound(str(token.get("raw", ""))))
            run.bold, run.italic = strong or None, emphasis or None


def _sound(text: str) -> str:
    """Text without what no Word file can hold: control characters and halves of a character."""
    kept = (
        letter for letter in text if letter in "\t\n" or (ord(letter) >= 32 and not 0xD800 <= ord(letter) <= 0xDFFF)
    )
    return "".join(letter for letter in kept if ord(letter) not in (0xFFFE, 0xFFFF))
