"""The few parts of a Word file that python-docx has no words for: bookmarks, links inside, boxes to tick, lists to choose.

python-docx (https://python-docx.readthedocs.io) writes the rest. It was preferred to pandoc with a reference document
because every answer place needs a mark of its own, and because it installs with pip on any machine.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
UNTICKED, TICKED = "☐", "☒"
_numbers = count(1)


def bookmark(paragraph: Any, name: str) -> None:
    """Give a paragraph a name to link to. Word takes letters, digits and underscores, 40 characters at most."""
    number = next(_numbers)
    paragraph._p.insert(
        1 if paragraph._p.pPr is not None else 0,
        parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>'),
    )
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))


def link(paragraph: Any, text: str, to: str) -> None:
    """Add a link to a bookmark of the same file."""
    run = paragraph.add_run(text)
    run.font.underline = True
    run.font.color.rgb = RGBColor(0x0B, 0x4F, 0x6C)
    link_ = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{to}" w:history="1"/>')
    paragraph._p.append(link_)
    link_.append(run._r)


def safe_name(text: str) -> str:
    """Text as the name of a bookmark."""
    return re.sub(r"[^A-Za-z0-9]", "_", text)[:40]


def tick_box(paragraph: Any, *, ticked: bool, title: str) -> None:
    """Add a box that Word ticks at a click; elsewhere it is a character to write over."""
    shown = TICKED if ticked else UNTICKED
    box = parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="{W14}"><w:sdtPr><w:alias w:val=""/>'
        f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        f'<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        f'<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>'
    )
    box.find(f".//{qn('w:alias')}").set(qn("w:val"), title[:60])
    paragraph._p.append(box)


def drop_down(paragraph: Any, title: str, labels: list[str], placeholder: str) -> None:
    """Add a list to choose one from; elsewhere the placeholder is text to write over."""
    box = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val=""/><w:dropDownList/></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t/></w:r></w:sdtContent></w:sdt>"
    )
    box.find(f".//{qn('w:alias')}").set(qn("w:val"), title[:60])
    choices = box.find(f".//{qn('w:dropDownList')}")
    for label in labels:
        item = parse_xml(f"<w:listItem {nsdecls('w')}/>")
        item.set(qn("w:displayText"), label)
        item.set(qn("w:value"), label)
        choices.append(item)
    box.find(f".//{qn('w:t')}").text = placeholder
    paragraph._p.append(box)


def repeat_as_head(row: Any) -> None:
    """Say that a row holds the heads of the columns: read out with each cell, and repeated on the next sheet."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def keep_whole(row: Any) -> None:
    """Keep a row on one sheet."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def describe(picture: Any, text: str) -> None:
    """The alternative text of a picture."""
    picture._inline.docPr.set("descr", text)


def describe_table(table: Any, title: str) -> None:
    """The title of a table, for a screen reader."""
    properties = table._tbl.tblPr
    properties.append(parse_xml(f'<w:tblCaption {nsdecls("w")} w:val=""/>'))
    properties[-1].set(qn("w:val"), title)


def british(document: Any) -> None:
    """English of the United Kingdom, and type that is easy to read, throughout."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(12)
    normal.paragraph_format.space_after = Pt(6)
    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for found in fonts.findall(qn("w:lang")):
        fonts.remove(found)
    fonts.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'))
    for level in range(1, 7):
        style = document.styles[f"Heading {level}"]
        style.font.color.rgb = RGBColor(0x1F, 0x23, 0x28)
        style.font.name = "Calibri"
        style.element.rPr.rFonts.attrib.pop(qn("w:asciiTheme"), None)
        style.element.rPr.rFonts.attrib.pop(qn("w:hAnsiTheme"), None)
