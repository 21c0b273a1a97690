"""Reading the answers out of a Word twin that somebody has written in, and saving them as that page's words.

Only one thing is looked for: a table cell whose first line is an entry's key in square brackets. Whatever Word has made
of the rest does not matter: other styles, tracked changes (as they would be accepted), comments, content controls.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from notknowing.activities.base import Activity
from notknowing.activities.frame import label_of, said
from notknowing.activities.numbers import parse
from notknowing.authoring.twins import Place
from notknowing.course import Course
from notknowing.work import Store
from notknowing.work.entries import time_from_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DROPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}sdtPr", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # fmt: skip
MARK = re.compile(r"^\s*\[\s*([^\[\]\s][^\[\]]*?)\s*\]\s*")
PAGE = re.compile(r"\[\s*page:\s*([a-z0-9]+)\s*\]")
TICKS = "☒☑✓✔✗✘xX"
TICKED = re.compile(rf"^\s*[\[(]?\s*[{TICKS}]\s*[\])]?(?=\W)\s*(.*)$")
UNTICKED = re.compile(r"^\s*(?:☐|□|\[\s*\]|\(\s*\))\s*(.*)$")
LARGEST = 60_000_000
PLACEHOLDERS = {"choose one, or type it here", "choose", "choose an item."}


class DocumentError(Exception):
    """A file that cannot be read in, in a sentence."""


@dataclass(frozen=True)
class Written:
    """What a document holds: the page it says it is, and the lines below each mark. ``saved`` is when it was saved."""

    page: str | None
    answers: dict[str, list[str]]
    saved: datetime | None = None
    twice: tuple[str, ...] = ()
    """Keys that stand in the document more than once with different answers."""


@dataclass
class Brought:
    """What became of each answer, as sentences for the one who asked."""

    read: list[str] = field(default_factory=list)
    """Labels of the answers that were written down."""
    same: list[str] = field(default_factory=list)
    """Labels of those that the page had already."""
    kept_both: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """What could not be used, and why."""
    not_there: list[str] = field(default_factory=list)
    """Keys of answer places that the document no longer has."""

    def summary(self) -> str:
        """The whole in one line."""
        several = "answer was" if len(self.read) == 1 else "answers were"
        parts = [f"{len(self.read) or 'No'} {several} read and saved."]
        if self.same:
            parts.append(f"{len(self.same)} stood there already.")
        if self.kept_both:
            parts.append(f"For {len(self.kept_both)} both versions are kept.")
        return " ".join(parts)


# ---------------------------------------------------------------------------------------------- the document


def read_docx(path: Path) -> Written:
    """The answers in a Word file.

    Raises:
        FileNotFoundError: it is not there.
        DocumentError: it is not a Word document, is damaged, or holds no answer place.
    """
    sorry = f"{path.name} could not be read as a Word document (.docx). Nothing was changed. Open it in Word, save it as a Word document, and try again."  # fmt: skip
    try:
        with zipfile.ZipFile(path) as file:
            if file.getinfo("word/document.xml").file_size > LARGEST:
                raise DocumentError(f"{path.name} is far larger than a page of this course. Nothing was changed.")
            body = ElementTree.fromstring(file.read("word/document.xml"))
            saved = _saved(file)
    except FileNotFoundError:
        raise
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as trouble:  # fmt: skip
        raise DocumentError(sorry) from trouble
    answers: dict[str, list[str]] = {}
    twice = []
    for cell in body.iter(f"{W}tc"):
        lines = [line for paragraph in _own_paragraphs(cell) for line in _text(paragraph).split("\n")]
        first = next((i for i, line in enumerate(lines) if line.strip()), None)
        found = MARK.match(lines[first]) if first is not None else None
        if found is None:
            continue
        rest = [lines[first][found.end() :], *lines[first + 1 :]]
        rest = _trimmed(rest)
        key = found[1]
        if key in answers and rest != answers[key]:
            twice.append(key)
        if rest or key not in answers:
            answers[key] = rest
    page = PAGE.search("\n".join(_text(p) for p in body.iter(f"{W}p")))
    if not answers:
        raise DocumentError(
            f"{path.name} holds no answer place of this course: no frame that begins with a key in square brackets. Nothing was changed. Write your answers in the Word copy of the page."
        )
    return Written(page[1] if page else None, answers, saved, tuple(twice))


def _saved(file: zipfile.ZipFile) -> datetime | None:
    """When the document says that it was last saved."""
    try:
        core = ElementTree.fromstring(file.read("docProps/core.xml"))
    except (KeyError, ElementTree.ParseError):
        return None
    found = core.find("{http://purl.org/dc/terms/}modified")
    when = time_from_text(found.text) if found is not None else None
    return when if when and when.year > 2020 else None


def _own_paragraphs(cell: Any) -> Iterator[Any]:
    """The paragraphs of a cell, but not those of a table inside it."""
    for child in cell:
        if child.tag == f"{W}p":
            yield child
        elif child.tag != f"{W}tbl" and child.tag not in DROPPED:
            yield from _own_paragraphs(child)


def _text(node: Any) -> str:
    """The text of a paragraph as it is read: insertions taken, deletions left out."""
    parts: list[str] = []
    for child in node:
        tag = child.tag
        if tag in DROPPED:
            continue
        if tag == f"{W}t":
            parts.append(child.text or "")
        elif tag == f"{W}tab":
            parts.append("\t")
        elif tag in {f"{W}br", f"{W}cr"}:
            parts.append("\n")
        elif tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{W}sym" and (child.get(f"{W}char") or "").upper() in {"F0FE", "F052", "F0FC", "F0FD", "F051"}:
            parts.append("☒")
        elif tag == f"{W}sym" and (child.get(f"{W}char") or "").upper() in {"F0A8", "F06F", "F0A3"}:
            parts.append("☐")
        elif tag != f"{W}tbl":
            parts.append(_text(child))
    return "".join(parts).replace("\u00a0", " ")


def _trimmed(lines: list[str]) -> list[str]:
    lines = [line.rstrip() for line in lines]
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


# ---------------------------------------------------------------------------------------------- answers


def value_of(place: Place, lines: list[str]) -> tuple[Any, str]:
    """What an answer place holds, as the page keeps it, and what to say where it cannot be used.

    Returns:
        The value and an empty sentence; or None and a sentence; or None and nothing, where nothing was answered.
    """
    text = "\n".join(lines).strip()
    if place.sort in {"choice", "choices"}:
        return _chosen(place, lines)
    if not text:
        return None, ""
    if place.sort == "percent":
        number = parse(text)
        if number is None or not 0 <= number <= 100:
            return None, f"“{text[:40]}” is not a number from 0 to 100, so it was not read."
        return round(number), ""
    return (text.replace("\n", " ") if place.sort == "number" else text), ""


def _chosen(place: Place, lines: list[str]) -> tuple[Any, str]:
    by_label = {_plain(label): value for value, label in place.options}
    ticked, typed = [], []
    for line in lines:
        if found := TICKED.match(line):
            ticked.append(_plain(found[1]))
        elif not UNTICKED.match(line) and line.strip() and _plain(line) not in PLACEHOLDERS:
            typed.append(_plain(line))
    # Where the boxes have gone, a label that stands alone is the answer.
    labels = ticked or [label for label in typed if label in by_label]
    unknown = [label for label in ticked if label not in by_label]
    if unknown or (typed and not labels):
        return None, f"“{(unknown or typed)[0][:60]}” is not one of the answers offered, so it was not read."
    if not ticked and len(labels) == len(place.options) > 1:
        return None, ""  # the list without its boxes
    values = [by_label[label] for label in labels]
    if place.sort == "choices":
        return (values or None), ""
    if len(values) > 1:
        return None, "More than one answer is ticked, so none was read."
    return (values[0] if values else None), ""


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).strip().lower()


def bring_in(
    written: Written, course: Course, page_id: str, places: Mapping[str, Place], store: Store, *, saved: datetime | None = None
) -> Brought:  # fmt: skip
    """Save the answers of a document as the words of a page.

    An answer that the page already has stays where it is newer than the document, with the document's as the version
    before it; otherwise it becomes the version before. Nothing is lost either way.

    Args:
        written: what the document holds.
        course, page_id: the page.
        places: the answer places of that page, by key.
        store: where the page's words are kept, open for writing.
        saved: when the document was saved, where it does not say so itself.

    Raises:
        DocumentError: the document belongs to another page, or cannot be saved.
    """
    if written.page and written.page != page_id:
        raise DocumentError(f"This document is the copy of {written.page}, not of {page_id}. Nothing was changed. Use: --page {written.page}")  # fmt: skip
    if not set(written.answers) & set(places):
        raise DocumentError(f"None of the answer places in this document belongs to {page_id}. Nothing was changed. Check the name of the page.")  # fmt: skip
    page, brought = course.page(page_id), Brought()
    brought.not_there = [key for key in places if key not in written.answers and not key.endswith("|private")]
    for key in (key for key in written.twice if key in places):
        brought.told.append(f"{label_of(page, key)}: stands in the document more than once. The last one was read.")
    when = written.saved or saved
    activities: dict[str, Activity] = {}
    for key, place in places.items():
        if key not in written.answers or key.endswith("|private"):
            continue
        label = label_of(page, key)
        value, trouble = value_of(place, written.answers[key])
        if trouble:
            brought.told.append(f"{label}: {trouble}")
        before = store.entry(key)
        if value is None or (before is None and _same(place.begins, value)):
            continue
        if before is not None and (_same(before.value, value) or _same(place.begins, value)):
            brought.same += [label] if _same(before.value, value) else []
            continue
        activity = activities.setdefault(key.split(".")[0], _activity(course, page_id, key, store))
        _save(activity, key, place, value)
        _privacy(activity, key, places, written)
        brought.read.append(label)
        if before is None or before.value in (None, "", []):
            continue
        brought.kept_both.append(label)
        if when is not None and before.saved > when:
            _save(activity, key, place, before.value)
            brought.told.append(f"{label}: the page had newer words, and they stay: “{said(before.value)[:60]}”. Those of the document are kept as the version before.")  # fmt: skip
    return brought


def _activity(course: Course, page_id: str, key: str, store: Store) -> Activity:
    page = course.page(page_id)
    own = max((spec for spec in page.activities if key.startswith(f"{spec.id}.")), key=lambda spec: len(spec.id))
    return Activity.kinds[own.kind](course, page, own, store)


def _save(activity: Activity, key: str, place: Place, value: Any) -> None:
    """Save one answer in the way in which the page itself would."""
    activity.bound[key] = place.sort
    saved = activity.change(key, value)
    if saved is None or not saved.ok:
        why = saved.message if saved is not None else f"the answer {key} was refused."
        raise DocumentError(f"The answers could not all be saved: {why} What was read before that is saved.")


def _privacy(activity: Activity, key: str, places: Mapping[str, Place], written: Written) -> None:
    """Follow the box that says whether an answer is private, where there is one."""
    name = f"{key}|private"
    if name not in places or name not in written.answers:
        return
    value, trouble = value_of(places[name], written.answers[name])
    if not trouble and bool(value) != activity.store.is_private(key):
        activity.change(name, value or [])


def _same(one: Any, other: Any) -> bool:
    return str(one).strip() == str(other).strip() if not isinstance(one, list) else one == other


def saved_time(path: Path) -> datetime:
    """When a file was last written."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
