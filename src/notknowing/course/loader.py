"""Reads ``course/`` into plain models and says what is wrong with it, all at once, with file and line.

The only reader of those files. ``read`` never raises for a mistake in the content: it returns what it could read and a
list of problems. ``load`` is for everything that needs a sound course and raises ``CourseError``.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from notknowing.course import models
from notknowing.course.pathways import narrowed
from notknowing.course.places import CoursePlace, find_course


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the content: where, what, and what to do."""

    file: str
    line: int
    message: str
    action: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message} {self.action}".rstrip()


Read = TypeVar("Read", bound=BaseModel)


class CourseError(Exception):
    """The course cannot be used as it stands. ``problems`` says why, file by file."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass
class Course:
    """Everything in ``course/``, read and validated. Dictionaries are keyed by id."""

    place: CoursePlace
    module: models.ModuleSettings
    signposting: models.Signposting
    pages: dict[str, models.Page] = field(default_factory=dict)
    clients: dict[str, models.Client] = field(default_factory=dict)
    claims: dict[str, models.Claim] = field(default_factory=dict)
    references: dict[str, models.Reference] = field(default_factory=dict)
    coverage: dict[int, models.CoverageRow] = field(default_factory=dict)
    """Where each sentence of the article is taught, by number; empty where there is no coverage.yml."""
    standards: models.Standards | None = None
    """The module outcomes and what other bodies ask for; None where there is no standards.yml."""
    lines: dict[str, Any] = field(default_factory=dict, repr=False)
    """For each file, the parsed YAML with line numbers, for later checks to point with."""

    @property
    def path(self) -> Path:
        """The course folder."""
        return self.place.path

    def page(self, page_id: str) -> models.Page:
        """The week or assignment of that id.

        Raises:
            KeyError: there is none.
        """
        return self.pages[page_id]


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.allow_duplicate_keys = False
    return yaml


def line_of(node: Any, *path: str | int) -> int:
    """The 1-based line of ``path`` inside a parsed YAML ``node``, or of the nearest thing above it that has a line."""
    line = 1
    for step in path:
        try:
            if isinstance(node, CommentedMap):
                line = node.lc.key(step)[0] + 1
            elif isinstance(node, CommentedSeq):
                line = node.lc.item(step)[0] + 1
            node = node[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def plain(node: Any) -> Any:
    """Parsed YAML as ordinary dictionaries, lists, text, numbers and dates."""
    if isinstance(node, dict):
        return {str(key) if not isinstance(key, int) else key: plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    if isinstance(node, str):
        return str(node)
    if isinstance(node, dt.datetime):
        return dt.datetime(*node.timetuple()[:6], tzinfo=node.tzinfo)
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, int):
        return int(node)
    return node


def _expected_keys(model: type[BaseModel], path: tuple) -> list[str]:
    """The keys the model at ``path`` knows; empty when the path cannot be followed."""
    for step in path:
        if not isinstance(step, str):
            continue
        kinds = [kind for kind in models.ActivityModel.__subclasses__() if kind.model_fields["kind"].annotation]
        by_tag = {kind.model_fields["kind"].annotation.__args__[0]: kind for kind in kinds}
        if step in by_tag:
            model = by_tag[step]
            continue
        known = getattr(model, "model_fields", {}).get(step)
        if known is None:
            return []
        candidates = [known.annotation]
        found = None
        while candidates:
            one = candidates.pop()
            if isinstance(one, type) and issubclass(one, BaseModel):
                found = one
                break
            candidates += list(getattr(one, "__args__", ()))
        if found is None:
            return [] if step != "activities" else ["id"]
        model = found
    return [info.alias or name for name, info in model.model_fields.items()]


def _explain(error: dict, model: type[BaseModel]) -> tuple[str, str]:
    """One validation error in a sentence, and what to do about it."""
    loc = tuple(error["loc"])
    name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "the file")
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"'{name}' is missing.", f"Add a line '{name}:' here."
    if kind == "extra_forbidden":
        known = _expected_keys(model, loc[:-1])
        near = difflib.get_close_matches(name, known, n=1)
        if near:
            return f"'{name}' is not a key the course knows.", f"Did you mean '{near[0]}'?"
        return f"'{name}' is not a key the course knows.", "Remove it, or check its spelling."
    if kind == "literal_error":
        return (
            f"'{name}' cannot be {error['input']!r}.",
            f"Use one of: {context['expected'].replace(' or ', ', ')}.",
        )
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return "this activity's 'kind' is not one the course knows.", "See the list of kinds in docs/module-leads.md."
    if kind == "string_too_short":
        return f"'{name}' is blank.", "Write something after the colon."
    if kind == "string_pattern_mismatch":
        return f"'{name}' is written in a way the course cannot use ({error['input']!r}).", "Copy the shape of another."
    if kind == "too_short":
        return f"'{name}' needs at least {context['min_length']}, and has {context['actual_length']}.", "Add more."
    if kind == "too_long":
        return f"'{name}' may hold at most {context['max_length']}, and has {context['actual_length']}.", "Remove some."
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = context.get("ge", context.get("le"))
        side = "at least" if kind == "greater_than_equal" else "at most"
        return f"'{name}' is {error['input']!r}, and has to be {side} {bound}.", "Change the number."
    if kind.startswith("date") or "datetime" in kind:
        return (
            f"'{name}' is not a date the course can read ({error['input']!r}).",
            "Write it as 2027-02-05 or 2027-02-05 12:00.",
        )
    if kind.startswith(("int", "float")):
        return f"'{name}' should be a number, and is {error['input']!r}.", "Write digits only."
    if kind.startswith("string"):
        return f"'{name}' should be text, and is {error['input']!r}.", "Put it in double quotes."
    return f"'{name}': {error['msg']}.", "Compare it with a file that passes."


def _validated(raw: Any, model: type[BaseModel], file: str, problems: list[Problem]) -> Any:
    try:
        return model.model_validate(plain(raw))
    except ValidationError as failure:
        for error in failure.errors():
            message, action = _explain(error, model)
            steps = [step for step in error["loc"] if not _is_tag(step, raw)]
            problems.append(Problem(file, line_of(raw, *steps), message, action))
        return None


def _is_tag(step: Any, raw: Any) -> bool:
    """Pydantic puts a union's tag into the path of an error; YAML has no such step."""
    tags = {kind.model_fields["kind"].annotation.__args__[0] for kind in models.ActivityModel.__subclasses__()}
    return step in tags


def read_file(model: type[Read], path: Path, shown: str, remedy: str) -> Read:
    """One YAML file by itself, as a model. ``shown``: its name in a message; ``remedy``: what to do where it is wrong.

    Raises:
        CourseError: it cannot be read, or does not fit the model; ``problems`` says why.
    """
    problems: list[Problem] = []
    raw = read_yaml(path, shown, problems)
    if raw is not None:
        try:
            return model.model_validate(plain(raw))
        except ValidationError as failure:
            problems += [
                Problem(shown, line_of(raw, *one["loc"]), f"{one['msg']}.", remedy) for one in failure.errors()
            ]
    raise CourseError(problems)


def read_yaml(path: Path, shown: str, problems: list[Problem]) -> Any:
    """One YAML file with line numbers, or None after adding to ``problems`` why it could not be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        raw = _yaml().load(text)
    except FileNotFoundError:
        problems.append(Problem(shown, 1, "the file is not there.", "Put it back from the last version that worked."))
    except UnicodeDecodeError:
        problems.append(Problem(shown, 1, "the file is not saved as UTF-8 text.", "Save it again with encoding UTF-8."))
    except OSError as failure:
        problems.append(Problem(shown, 1, f"the file cannot be opened ({failure.strerror}).", "Check its permissions."))
    except MarkedYAMLError as failure:
        mark = failure.problem_mark or failure.context_mark
        line = mark.line + 1 if mark else 1
        what = (failure.problem or "it is not valid YAML").rstrip(".")
        problems.append(
            Problem(
                shown,
                line,
                f"the layout cannot be read: {what}.",
                "Check the spaces at the start of this line, its colons and its quotes, and the line above.",
            )
        )
    except ValueError:  # ruamel.yaml turns what looks like a date into one, and the thirteenth month is none
        line, date = _impossible_date(text)
        problems.append(Problem(shown, line, f"there is no such date as {date}.", "Write it as 2027-02-05."))
    else:
        if raw is None:
            problems.append(Problem(shown, 1, "the file is empty.", "Put it back from the last version that worked."))
        return raw
    return None


def _impossible_date(text: str) -> tuple[int, str]:
    """The first date of a text that no calendar has, with its line."""
    for number, line in enumerate(text.splitlines(), start=1):
        for date in re.findall(r"\b\d{4}-\d\d?-\d\d?\b", line.partition("#")[0]):
            try:
                dt.date(*map(int, date.split("-")))
            except ValueError:
                return number, date
    return 1, "one that is written in it"


def _listed(raw: Any, model: type[BaseModel], file: str, problems: list[Problem], key: str = "id") -> dict[Any, Any]:
    """A file that is a list of items with ids, as a dictionary; a repeated id is a problem. ``key``: the id's name."""
    found: dict[Any, Any] = {}
    if not isinstance(raw, list):
        problems.append(Problem(file, 1, "this file should be a list.", f"Begin each entry with '- {key}:'."))
        return found
    for index, item in enumerate(raw):
        one: list[Problem] = []
        value = _validated(item, model, file, one)
        first = line_of(raw, index)
        problems += [Problem(p.file, p.line if p.line > 1 else first, p.message, p.action) for p in one]
        if value is None:
            continue
        if value.id in found:
            problems.append(
                Problem(file, first, f"the {key} '{value.id}' is used twice.", f"Give one of them another {key}.")
            )
        found[value.id] = value
    return found


def read(explicit: Path | str | None = None, start: Path | str | None = None) -> tuple[Course | None, list[Problem]]:
    """Read the whole course and gather every problem.

    Returns:
        The course and its problems. The course is None when the module settings or the signposting cannot be read;
        otherwise it holds every part that could.
    """
    place = find_course(explicit, start)
    problems: list[Problem] = []
    lines: dict[str, Any] = {}

    def take(relative: str) -> Any:
        raw = read_yaml(place.path / relative, relative, problems)
        if raw is not None:
            lines[relative] = raw
        return raw

    def one(relative: str, model: type[BaseModel]) -> Any:
        raw = take(relative)
        return None if raw is None else _validated(raw, model, relative, problems)

    module = one("module.yml", models.ModuleSettings)
    signposting = one("signposting.yml", models.Signposting)
    claims_raw, references_raw = take("claims.yml"), take("references.yml")
    claims = {} if claims_raw is None else _listed(claims_raw, models.Claim, "claims.yml", problems)
    references = {} if references_raw is None else _listed(references_raw, models.Reference, "references.yml", problems)

    coverage_raw = take("coverage.yml") if (place.path / "coverage.yml").is_file() else None
    coverage = (
        {} if coverage_raw is None else _listed(coverage_raw, models.CoverageRow, "coverage.yml", problems, "number")
    )

    has_standards = (place.path / "standards.yml").is_file()
    standards = one("standards.yml", models.Standards) if has_standards else None

    def folder(name: str, model: type[BaseModel]) -> dict[str, Any]:
        found = {}
        for path in sorted((place.path / name).glob("*.yml")):
            relative = f"{name}/{path.name}"
            value = one(relative, model)
            if value is None:
                continue
            if value.id != path.stem:
                problems.append(
                    Problem(
                        relative,
                        line_of(lines[relative], "id"),
                        f"the id '{value.id}' is not the file's name.",
                        f"Write 'id: {path.stem}', or rename the file.",
                    )
                )
            found[value.id] = value
        return found

    clients = folder("clients", models.Client)
    pages = folder("weeks", models.Page) | folder("assignments", models.Page)
    if module is None or signposting is None:
        return None, sorted(problems)
    course = Course(place, module, signposting, pages, clients, claims, references, coverage, standards, lines)
    return course, sorted(problems)


def load(explicit: Path | str | None = None, start: Path | str | None = None) -> Course:
    """The course, for everything that needs it sound.

    Raises:
        CourseError: something in ``course/`` cannot be read; ``problems`` says what.
        FileNotFoundError: there is no course to read.
    """
    place = find_course(explicit, start)
    stamp = tuple(sorted((str(path), path.stat().st_mtime_ns) for path in place.path.rglob("*.yml")))
    return _load(place, stamp)


@lru_cache(maxsize=8)
def _load(place: CoursePlace, stamp: tuple) -> Course:
    """Read once for each state of the files: a notebook asks for the course in every cell."""
    course, problems = read(place.path)
    serious = [problem for problem in problems if not problem.warning]
    if course is None or serious:
        raise CourseError(serious)
    return narrowed(Course(place, **{k: v for k, v in vars(course).items() if k != "place"}))


def load_client(path: Path) -> models.Client:
    """One client from a file of its own, as for an unseen client in a supervised sitting.

    Raises:
        CourseError: the file is missing or is not a client.
    """
    problems: list[Problem] = []
    raw = read_yaml(path, path.name, problems)
    client = None if raw is None else _validated(raw, models.Client, path.name, problems)
    if client is None:
        raise CourseError(problems)
    return client
