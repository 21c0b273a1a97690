"""Taking every earlier copy of an answer out of a folder, when a person has made it private.

Looked at: the shared file as Jupyter may have kept it, files set aside, half-written files of a killed kernel, the
notebooks and their checkpoints, and zips made for handing in. What the person wrote elsewhere is named, never touched.
"""

from __future__ import annotations

import html
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from notknowing.work import wording
from notknowing.work.entries import Entry
from notknowing.work.files import fetch, temporary_prefix, write_whole
from notknowing.work.notebook_copy import MIME, bundles_in, outputs_of, payload_in, take_out

CHECKPOINTS = ".ipynb_checkpoints"
# Shorter words stand in many texts by chance; they are removed where they are stored, and not searched for elsewhere.
LONG_ENOUGH = 12
_LARGEST_ZIP_BYTES = 512 * 2**20
_LARGEST_NOTES_BYTES = 20 * 2**20
_DEEPEST_ZIP = 2
_UNREADABLE_ZIP = (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)
_ENTRY_LINE = '    "'


@dataclass
class Purged:
    """What was done, in file names: deleted zips, copies that could not be removed, and other places of the words."""

    deleted: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def message(self) -> str:
        """Return what the person should know, or nothing."""
        parts = []
        if self.deleted:
            verb = "it was" if len(self.deleted) == 1 else "they were"
            parts.append(f"{wording.listed(self.deleted)} held an earlier copy, so {verb} deleted; make it again.")
        if self.failed:
            parts.append(
                f"An earlier copy may still be in {wording.listed(self.failed)}. "
                "Close other programs, then choose Make private again, or delete it yourself."
            )
        if self.elsewhere:
            parts.append(f"The same words also stand in {wording.listed(self.elsewhere)}, which was left as it is.")
        return "".join(f" {part}" for part in parts)


@dataclass(frozen=True)
class Words:
    """What to look for: an answer of `notebook` under `key`, and the texts it has held."""

    notebook: str
    key: str
    texts: frozenset[str]

    def spoken_in(self, text: str) -> bool:
        """Whether one of the longer texts stands in `text`, as it is or as HTML or JSON write it."""
        return any(spelling in text for words in self.texts for spelling in spellings(words))

    def found_in(self, data: bytes) -> bool:
        """Whether one of the longer texts stands in `data`, in UTF-8 or UTF-16."""
        if self.spoken_in(data.decode("utf-8", "replace")):
            return True
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[1:2] == b"\0"
        return wide and any(self.spoken_in(data.decode(code, "replace")) for code in ("utf-16-le", "utf-16-be"))


def words_of(notebook: str, key: str, entries: Iterable[Entry | None]) -> Words:
    """Return what to look for, from every version of the answer that is known."""
    texts: set[str] = set()
    for entry in entries:
        if entry is not None:
            texts.update(_texts_in(entry.value))
            texts.update(text for item in entry.history for text in _texts_in(item["value"]))
    return Words(notebook, key, frozenset(text for text in texts if len(text) >= LONG_ENOUGH))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(item)


def spellings(text: str) -> set[str]:
    """Return the ways in which a file may write `text`."""
    lines = text.replace("\n", "<br>\n")
    return {
        text,
        html.escape(text),
        html.escape(text, quote=False),
        html.escape(lines).replace("&lt;br&gt;", "<br>"),
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
    }


def purge(folder: Path, words: Words) -> Purged:
    """Take the answer out of every earlier copy in `folder`. What cannot be removed is named, never raised.

    The file of saved words itself is the store's to write; do that first.
    """
    done = Purged()
    for path in _beside(folder):
        try:
            _clean(path, words, done)
        except (OSError, ValueError, RecursionError):
            done.failed.append(_name(path, folder))
    return done


def _beside(folder: Path) -> Iterator[Path]:
    for place in (folder, folder / CHECKPOINTS):
        if place.is_dir():
            yield from sorted(path for path in place.iterdir() if path.is_file())


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _clean(path: Path, words: Words, done: Purged) -> None:
    name, in_checkpoints = path.name, path.parent.name == CHECKPOINTS
    shared, private = f"{words.notebook}.responses", f"{words.notebook}.private"
    half_written = name.startswith(temporary_prefix(Path(words.notebook))) and name.endswith(".tmp")
    if half_written or (in_checkpoints and name.startswith(f"{private}-") and name.endswith(".json")):
        path.unlink()
    elif name == f"{private}.json" or name.startswith(f"{private}.unreadable-"):
        return
    elif name.endswith(".json") and name.startswith((f"{shared}.unreadable-", f"{shared}-")):
        _clean_entries(path, words)
    elif name.endswith(".ipynb"):
        _clean_notebook(path.resolve(), words, done)
    elif name.endswith(".zip"):
        _clean_zip(path, words, done)
    elif _stands_in(path, words):
        done.elsewhere.append("another answer" if name == f"{shared}.json" else name)


def _stands_in(path: Path, words: Words) -> bool:
    """Whether the longer texts stand in a file that is not ours to change, such as notes or a Word document."""
    if path.stat().st_size > _LARGEST_NOTES_BYTES:
        return False
    data = path.read_bytes()
    if data.startswith(b"PK"):
        try:
            return zip_holds(data, words)
        except _UNREADABLE_ZIP:
            return False
    return words.found_in(data)


def _clean_entries(path: Path, words: Words) -> None:
    """Take the answer out of a copy of the shared file, readable or not; delete the copy when that cannot be done."""
    raw = fetch(path)
    mark = json.dumps(words.key, ensure_ascii=False)
    if not _mentions(raw, mark, words):
        return
    try:
        data = json.loads(raw.decode("utf-8-sig"))
        data["entries"].pop(words.key, None)
        cleaned = (json.dumps(_blanked(data, words), ensure_ascii=False, indent=2) + "\n").encode()
        sure = not words.found_in(cleaned)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        cleaned = _without_lines(raw.decode("utf-8", "replace"), mark).encode()
        sure = not _mentions(cleaned, mark, words)
    if sure:
        _rewrite(path, cleaned)
    else:
        path.unlink()


def _rewrite(path: Path, data: bytes) -> None:
    """Replace a file and leave its times and permissions as they were."""
    found = path.stat()
    write_whole(path, data, mode=stat.S_IMODE(found.st_mode), times=(found.st_atime_ns, found.st_mtime_ns))


def _mentions(raw: bytes, mark: str, words: Words) -> bool:
    return any(mark.encode(code) in raw for code in ("utf-8", "utf-16-le", "utf-16-be")) or words.found_in(raw)


def _without_lines(text: str, mark: str) -> str:
    """Cut one entry out of a broken file. Our own files hold an entry in whole lines, so the others can stay."""
    kept, cutting = [], False
    for line in text.splitlines(keepends=True):
        if line.startswith((_ENTRY_LINE, "  }", "}")):
            cutting = line.startswith(f"    {mark}:")
        if not cutting:
            kept.append(line)
    return "".join(kept)


def _clean_notebook(path: Path, words: Words, done: Purged) -> None:
    """Take the answer out of a notebook's outputs and saved widgets; its cells are the student's own and stay."""
    raw = fetch(path)
    try:
        node = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        if words.found_in(raw) or json.dumps(words.key).encode() in raw:
            raise
        return
    changed = take_out(node, words.notebook, words.key)
    changed = _blank_outputs(node, words) or changed
    if changed:
        # JupyterLab compares the time before it saves; with a new one it would ask which version to keep.
        _rewrite(path, _as_nbformat_writes(node))
    if words.found_in(_joined_text(node)):
        done.elsewhere.append(path.name)


def _as_nbformat_writes(node: Any) -> bytes:
    try:
        return (json.dumps(node, ensure_ascii=False, indent=1) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(node, indent=1) + "\n").encode()


def _blank_outputs(node: Any, words: Words) -> bool:
    """Take the longer texts out of whatever else Jupyter has stored: printed output, and the state of widgets."""
    changed = False
    for output in outputs_of(node):
        if MIME in (output.get("data") or ()):
            continue  # other answers may hold the same phrase, and their copy must stay whole
        for part in ("data", "text", "traceback", "evalue"):
            if part in output:
                blanked = _blanked(output[part], words)
                changed, output[part] = changed or blanked != output[part], blanked
    metadata = node.get("metadata") if isinstance(node, dict) else None
    if isinstance(metadata, dict) and "widgets" in metadata:
        blanked = _blanked(metadata["widgets"], words)
        changed, metadata["widgets"] = changed or blanked != metadata["widgets"], blanked
    return changed


def _blanked(value: Any, words: Words) -> Any:
    if isinstance(value, str):
        for text in words.texts:
            for spelling in spellings(text):
                value = value.replace(spelling, "")
        return value
    if isinstance(value, dict):
        return {key: _blanked(item, words) for key, item in value.items()}
    if isinstance(value, list):
        # Jupyter writes long text as a list of lines, so the words may run across several items.
        if value and all(isinstance(item, str) for item in value):
            whole = "".join(value)
            blanked = _blanked(whole, words)
            return value if blanked == whole else blanked.splitlines(keepends=True)
        return [_blanked(item, words) for item in value]
    return value


def _joined_text(value: Any) -> bytes:
    """Return all text of a notebook, lines joined, so that words across several lines are found as well."""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "".join(value).encode("utf-8", "replace")
    if isinstance(value, list | dict):
        items = value.values() if isinstance(value, dict) else value
        return b"\n".join(_joined_text(item) for item in items)
    return str(value).encode("utf-8", "replace")


def _clean_zip(path: Path, words: Words, done: Purged) -> None:
    try:
        held = zip_holds(path.read_bytes(), words)
    except _UNREADABLE_ZIP:
        # Broken, or locked with a password: nobody can say what is in it.
        done.failed.append(path.name)
        return
    if held:
        path.unlink()
        done.deleted.append(path.name)


def zip_holds(data: bytes, words: Words, depth: int = 0) -> bool:
    """Say whether a zip holds the answer, also in a zip inside it. Raises ValueError when it is too large to tell."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if sum(member.file_size for member in members) > _LARGEST_ZIP_BYTES or depth > _DEEPEST_ZIP:
            raise ValueError("too large to look through")
        return any(_member_holds(member.filename, archive.read(member), words, depth) for member in members)


def _member_holds(name: str, data: bytes, words: Words, depth: int) -> bool:
    if name.endswith(".zip"):
        return zip_holds(data, words, depth + 1)
    if words.found_in(data):
        return True
    if re.search(rf"{re.escape(words.notebook)}\.(responses|private)[^/]*\.json$", name):
        return json.dumps(words.key, ensure_ascii=False).encode() in data
    if name.endswith(".ipynb"):
        return _notebook_holds(data, words)
    return False


def _notebook_holds(data: bytes, words: Words) -> bool:
    try:
        node = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    if words.found_in(_joined_text(node)):
        return True
    payloads = [payload_in(bundle) for bundle in bundles_in(node)]
    return any(
        payload is not None and payload.get("notebook") == words.notebook and words.key in payload["entries"]
        for payload in payloads
    )
