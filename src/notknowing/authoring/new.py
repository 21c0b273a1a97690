"""``new``: begins a client, a week or an activity for a module lead, with every blank left blank.

What is written has the explaining comments and the keys, and nothing that could be taken for finished: each blank is one
that ``check`` reports with file, line and a sentence until somebody fills it. Nothing that is there is written over, and
what was written is named, so that it can be taken away again.
"""

from __future__ import annotations

import datetime as dt
import difflib
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from notknowing.authoring.notebooks import dumps
from notknowing.authoring.scaffold import scaffold_notebook
from notknowing.authoring.wording import NOT_PROSE
from notknowing.course.loader import plain
from notknowing.course.models import Page
from notknowing.course.models.pages import kinds
from notknowing.course.places import BUNDLED
from notknowing.work.files import write_whole

BLANKS = Path(__file__).parent / "blanks"
GUIDE = "docs/module-leads.md"
PAGE_FOLDERS = ("weeks", "assignments")
EXAMPLE = re.compile(r"^### `(\w+)`\n.*?```yaml\n(.*?)```", re.MULTILINE | re.DOTALL)
CHECK = "Fill in what 'notknowing check' names, one blank after another."
WIDTH = 118


class NewError(Exception):
    """Nothing was written. The text says why and what to do."""


@dataclass(frozen=True)
class Made:
    """What was begun.

    written: new files. changed: files that were added to. undo: what to delete to be rid of it. then: what to do next.
    Files are named from the folder that holds ``course/``.
    """

    written: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    undo: list[str] = field(default_factory=list)
    then: list[str] = field(default_factory=list)


def new_client(course: Path, name: str) -> Made:
    """Begin a client's file.

    Args:
        course: the course folder.
        name: the client's id. One that ends in ``-b`` stands in for the client of the same name without it.

    Raises:
        NewError: nothing was written, and why.
    """
    course = _own(course)
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise NewError(f"A client's id is in small letters, digits and hyphens, as 'nadia' or 'wei-ling', and not '{name}'. Nothing was written.")  # fmt: skip
    first = name.removesuffix("-b")
    is_swap = first != name and (course / "clients" / f"{first}.yml").is_file()
    text = _blank("client", id=name, swap_reason="null" if is_swap else '""', swap_of=first if is_swap else "null")
    file = course / "clients" / f"{name}.yml"
    made = _write(course, {file: text})
    then = [CHECK]
    if is_swap:
        then.append(f"In course/clients/{first}.yml write 'swap_with: {name}' and 'swap_reason: null'.")
    then.append(f"On a page, write '{name}' where another client's id stands.")
    return Made(made, [], [f"Delete {made[0]}."], then)


def new_week(course: Path, name: str, opens: dt.date) -> Made:
    """Begin a week: its page, its notebook in ``solutions/`` where that folder is there, and its line in ``module.yml``.

    Args:
        course: the course folder.
        name: the number, or the id: ``13`` or ``week13``.
        opens: the day it opens, which gives it its place among the weeks.

    Raises:
        NewError: nothing was written, and why.
    """
    course = _own(course)
    found = re.fullmatch(r"(?:week)?(\d{1,2})", name)
    if not found:
        raise NewError(f"A week is a number from 0 to 99, as '13', and not '{name}'. Nothing was written.")
    number, week = int(found[1]), f"week{int(found[1]):02d}"
    module = course / "module.yml"
    settings = _with_week(_text(module), week, opens)
    page = Page.model_construct(id=week, title="", summary="", activities=[])
    files = {course / "weeks" / f"{week}.yml": _blank("week", id=week, number=str(number), digit=str(number))}
    if (course.parent / "solutions").is_dir():
        files[course.parent / "solutions" / week / f"{week}.ipynb"] = dumps(scaffold_notebook(page))
    made = _write(course, files)
    write_whole(module, settings.encode("utf-8"))
    listed = _shown(course, module)
    undo = [f"Delete {file}." for file in made] + [f"Delete the line of {week} in {listed}."]
    then = [f"Give it activities: notknowing new activity {week} writing", CHECK, "Then run: notknowing check --fix, and notknowing release"]  # fmt: skip
    return Made(made, [listed], undo, then)


def new_activity(course: Path, page_id: str, kind: str, after: str | None = None) -> Made:
    """Add an activity to a page: before the closing one, or after the one named.

    Its keys, settings and comments are those of the kind's own example in the guide for module leads. The example itself
    stands above it as a comment; every text of it is a blank.

    Raises:
        NewError: nothing was written, and why.
    """
    course = _own(course)
    file = next((path for name in PAGE_FOLDERS if (path := course / name / f"{page_id}.yml").is_file()), None)
    if file is None:
        raise NewError(f"There is no page {page_id} in {course}, so nothing was written. Check its name.")
    example = _example(course, kind)
    text = _text(file)
    raw = _parsed(text, _shown(course, file))
    there = raw.get("activities") if isinstance(raw, CommentedMap) else None
    if not isinstance(there, CommentedSeq) or not all(isinstance(one, CommentedMap) for one in there):
        raise NewError(f"{_shown(course, file)} has no list of activities, so nothing was written. Run: notknowing check")  # fmt: skip
    ids = [str(one.get("id")) for one in there]
    if after is not None and after not in ids:
        raise NewError(f"{page_id} has no activity {after}, so nothing was written. Its activities are {', '.join(ids) or 'none'}.")  # fmt: skip
    name = _free_id(page_id, ids)
    closing = bool(there) and there[-1].get("kind") == "closing"
    at = ids.index(after) + 1 if after is not None else len(ids) - closing
    changed = _with_activity(text, raw, at, _activity(name, kind, example))
    again = _parsed(changed, _shown(course, file))
    kept = [plain(one) for index, one in enumerate(again["activities"]) if index != at]
    rest = {key: plain(value) for key, value in again.items() if key != "activities"}
    if kept != plain(there) or rest != {key: plain(value) for key, value in raw.items() if key != "activities"}:
        raise NewError(f"{_shown(course, file)} is laid out in a way this command does not follow. Nothing was written. Copy the example of `{kind}` from {GUIDE} by hand.")  # fmt: skip
    write_whole(file, changed.encode("utf-8"))
    shown = _shown(course, file)
    undo = [f"Delete activity {name} in {shown}, from its first comment line down to the next activity."]
    return Made([], [shown], undo, [CHECK, "Then run: notknowing check --fix, and notknowing release"])


# ---------------------------------------------------------------------------------------------- files


def _own(course: Path) -> Path:
    course = Path(course).resolve()
    if course.is_relative_to(BUNDLED.resolve()):
        raise NewError("This is the course inside the installed package, which is not yours to change. Nothing was written. Go to your own copy of the course and run this there.")  # fmt: skip
    return course


def _shown(course: Path, path: Path) -> str:
    return path.relative_to(course.parent).as_posix()


def _text(path: Path) -> str:
    """A file as it stands, line ends included."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as failure:
        raise NewError(f"{path} cannot be read as text, so nothing was written. Run: notknowing check") from failure


def _parsed(text: str, shown: str) -> Any:
    try:
        return YAML(typ="rt").load(text)
    except YAMLError as failure:
        raise NewError(f"{shown} cannot be read, so nothing was written. Run: notknowing check") from failure


def _blank(name: str, **words: str) -> str:
    text = (BLANKS / f"{name}.yml").read_text(encoding="utf-8")
    for key, value in words.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def _write(course: Path, files: dict[Path, str]) -> list[str]:
    """Write new files, or none of them when one is there already."""
    for path in files:
        if path.exists():
            raise NewError(f"{_shown(course, path)} is there already, and stays as it is. Nothing was written. Choose another name.")  # fmt: skip
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return [_shown(course, path) for path in files]


# ---------------------------------------------------------------------------------------------- a week's line


def _with_week(text: str, week: str, opens: dt.date) -> str:
    """``module.yml`` with one more line, and every other line as it was."""
    raw = _parsed(text, "course/module.yml")
    weeks = raw.get("weeks") if isinstance(raw, CommentedMap) else None
    if not isinstance(weeks, CommentedSeq) or not weeks or not all(isinstance(one, CommentedMap) for one in weeks):
        raise NewError("course/module.yml has no list of weeks, so nothing was written. Run: notknowing check")
    if any(one.get("id") == week for one in weeks):
        raise NewError(f"course/module.yml lists {week} already. Nothing was written. Choose another number.")
    later = (i for i, one in enumerate(weeks) if isinstance(one.get("opens"), dt.date) and one["opens"] > opens)
    at = next(later, len(weeks))
    lines = text.splitlines(keepends=True)
    line = weeks.lc.item(at)[0] if at == 0 else _last_line(weeks[at - 1]) + 1
    dash = lines[weeks.lc.item(0)[0]]
    indent = dash[: len(dash) - len(dash.lstrip())]
    _close(lines, line)
    lines.insert(line, f"{indent}- {{id: {week}, opens: {opens:%Y-%m-%d}}}{_end(text)}")
    return "".join(lines)


def _last_line(item: CommentedMap) -> int:
    """The last line that a small mapping stands on, counted from 0."""
    return max(item.lc.value(key)[0] for key in item)


def _end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _close(lines: list[str], line: int) -> None:
    """Give the line before a place its line end, where the file stops without one."""
    if line and not lines[line - 1].endswith("\n"):
        lines[line - 1] += "\n"


# ---------------------------------------------------------------------------------------------- an activity


def _example(course: Path, kind: str) -> str:
    """The kind's own example in the guide.

    Raises:
        NewError: there is no such kind, or no guide.
    """
    known = sorted(one.model_fields["kind"].annotation.__args__[0] for one in kinds())
    if kind not in known:
        near = difflib.get_close_matches(kind, known, n=1)
        what = f"Did you mean '{near[0]}'?" if near else f"The kinds are {', '.join(known)}."
        raise NewError(f"There is no kind of activity called '{kind}', so nothing was written. {what}")
    guide = next(
        (root / GUIDE for root in (course.parent, Path(__file__).parents[3]) if (root / GUIDE).is_file()), None
    )
    examples = dict(EXAMPLE.findall(guide.read_text(encoding="utf-8"))) if guide else {}
    if kind not in examples:
        raise NewError(f"The example of '{kind}' was not found in {GUIDE}, so nothing was written. Run this in the course's repository.")  # fmt: skip
    return examples[kind]


def _free_id(page_id: str, taken: list[str]) -> str:
    """The next free id: a letter after the week's number, ``0.7`` in Week 0, a bare letter in an assignment."""
    week = re.fullmatch(r"week(\d\d)", page_id)
    if week and int(week[1]) == 0:
        names = [f"0.{digit}" for digit in range(1, 10)]
    else:
        names = [f"{int(week[1]) if week else ''}{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    last = max((names.index(name) for name in taken if name in names), default=-1)
    free = names[last + 1 :] + [name for name in names if name not in taken]
    if not free:
        raise NewError(f"{page_id} has no free id left for an activity, so nothing was written.")
    return free[0]


def _activity(name: str, kind: str, example: str) -> list[str]:
    """The lines of a new activity, without indent: the example as a comment, then its keys with blanks."""
    keys = _emptied(YAML(typ="rt").load(example))
    own = _dumped(keys) if keys else []
    return [
        f"# {name} is not filled in yet. This is the example of `{kind}` in {GUIDE}, and no part of the page:",
        *(f"#   {line}".rstrip() for line in example.rstrip().splitlines()),
        f"- id: '{name}'",
        f"  kind: {kind}",
        '  title: ""',
        "  # An estimate, in digits, without quotation marks.",
        '  minutes: ""',
        "  # ungraded, formative, graded or private",
        '  status: ""',
        "  # Why we are doing this, in at most 60 words.",
        "  why: >-",
        "",
        *(f"  {line}".rstrip() for line in own),
    ]


def _emptied(node: Any, key: str = "") -> Any:
    """The example with a blank for each text. Names and settings that the program reads stay."""
    if isinstance(node, CommentedMap):
        for name in node:
            node[name] = _emptied(node[name], str(name))
    elif isinstance(node, CommentedSeq):
        for index, item in enumerate(node):
            node[index] = _emptied(item, key)
    elif isinstance(node, str) and (key not in NOT_PROSE or " " in node.strip()):
        return ""
    return node


def _dumped(node: Any) -> list[str]:
    yaml = YAML(typ="rt")
    yaml.width, yaml.default_flow_style = WIDTH, False
    yaml.indent(mapping=2, sequence=4, offset=2)
    held = io.StringIO()
    yaml.dump(node, held)
    return held.getvalue().replace("''", '""').splitlines()


def _with_activity(text: str, raw: CommentedMap, at: int, made: list[str]) -> str:
    """The page's text with these lines put in, and every other line as it was."""
    there = raw["activities"]
    lines = text.splitlines(keepends=True)
    end = _end(text)
    if not there:  # 'activities: []', or nothing after the colon
        line = raw.lc.key("activities")[0]
        lines[line : line + 1] = ["activities:" + end, *(f"  {one}".rstrip() + end for one in made)]
        return "".join(lines)
    column = max(there.lc.item(0)[1] - 2, 0)
    if at < len(there):
        line = there.lc.item(at)[0]
        while line and (not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")):
            line -= 1  # comments above an activity belong to it
    else:
        keys = [raw.lc.key(key)[0] for key in raw]
        line = min((one for one in keys if one > there.lc.item(0)[0]), default=len(lines))
    _close(lines, line)
    lines[line:line] = [end, *((" " * column + one).rstrip() + end for one in made)]
    return "".join(lines)
