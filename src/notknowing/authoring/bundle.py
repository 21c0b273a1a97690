"""``bundle``: one zip for students, or a refusal that says everything that stands in its way.

In the zip: the released notebooks, the course as students may read it, the datasets, the package as a wheel, the tested
versions, a page to read first, and a file for each of Windows and macOS that starts the course by double-click. The wheel carries a copy of the course as well, so it is built from the students'
files and not from the repository: the tutor's pages and the supervised client are in neither. The same repository gives
the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from notknowing.authoring.check import check
from notknowing.authoring.freshness import MARKERS, _key_lines
from notknowing.authoring.links import CLIENT_KEYS, claim_index
from notknowing.authoring.read_me import READ_ME, read_me
from notknowing.authoring.rules import Ground, last_key, leaves, page_file
from notknowing.authoring.seeded import CAME_WITH_IT, KNOWN_TO_ALL, PAGE, written_seed
from notknowing.authoring.start_scripts import MACOS, start_scripts
from notknowing.authoring.upkeep import institution_is_named, support_is_named
from notknowing.course import CourseError, Problem, load_client
from notknowing.course import read as read_course
from notknowing.course.models import Unseen
from notknowing.work.files import write_whole

TOP = "not-knowing-course"
"""The one folder inside the zip. Not the name of the working folder: on some computers capitals make no difference."""

PARTS = ("course", "datasets", "exercises")
BESIDE = ("LICENSE", "LICENSE-CONTENT", "constraints.txt")
PROJECT = ("LICENSE", "LICENSE-CONTENT", "README.md", "pyproject.toml")
"""What a build of the package reads beside ``src`` and the three parts."""

FOR_TUTORS = "course/tutor/"
MEASURES = "datasets/mirror-*"
"""Labelled replies that the mirror is measured with. No page shows them."""

LEFTOVERS = ("__pycache__", "*.pyc", "*.tmp", "Thumbs.db", "desktop.ini")
SAVED_WORDS = re.compile(r"\.(responses|private)\b.*\.json$")
NEVER = re.compile(r"(^|/)(solutions|tests|tutor)/|(^|/)gradebook|(^|/)conftest\.py$|(^|/)datasets/mirror-|\.zip$")
"""Paths that no student's copy has, loose or inside the wheel."""

QUOTED = re.compile(r'"([^"]+)"')
LONG_ENOUGH = 24
"""Characters a piece of a key has before finding it elsewhere means anything."""

EPOCH = (1980, 1, 1, 0, 0, 0)
EPOCH_SECONDS = "315532800"
"""One date for every file in the zip and in the wheel, so that a second bundle is the same bytes."""

MINUTES_TO_BUILD = 10


class BundleError(Exception):
    """No bundle was written. The text says why and what to do; ``problems`` points at lines where there are any."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()):
        self.problems = sorted(set(problems))
        super().__init__(message)


@dataclass(frozen=True)
class Bundled:
    """A bundle for students.

    path: the zip. files: what is in it, in order, below its one folder. lines: sentences for the module lead.
    """

    path: Path
    files: list[str]
    lines: list[str] = field(default_factory=list)


def bundle(
    root: Path | str,
    to: Path | str | None = None,
    today: dt.date | None = None,
    acknowledge: Iterable[str] = (),
    *,
    force: bool = False,
) -> Bundled:
    """Write one zip for students.

    Args:
        root: the repository, with ``course/``, ``exercises/`` and the package's source.
        to: the zip to write, or a folder to write it into; ``dist/`` in the repository when not given.
        today: the day that review dates are compared with and the zip is named after; the present one when not given.
        acknowledge: ids of help lines and claims that may go out although their review date has passed.
        force: whether a zip of that name with other content may be replaced.

    Raises:
        BundleError: nothing was written, and why.
        FileNotFoundError: ``root`` holds no course.
    """
    root, today, known = Path(root).resolve(), today or dt.date.today(), set(acknowledge)
    target = _target(root, to, today)
    checked = check(root, today)
    course, _ = read_course(root / "course")
    if course is None:
        raise BundleError(_refusal(checked.problems), checked.problems)
    ground = Ground(root, course, today)
    overdue = list(overdue_items(ground))
    waiting = [problem for item, problem in overdue if item not in known]
    kept_back = supervised(ground)
    files = students_files(root, kept_back)
    keys = key_texts(root)
    _refuse(
        checked.problems, institution_is_named(ground), support_is_named(ground), waiting, _supervised_problems(ground),
        _unknown(ground, known), leaks({name: path.read_bytes() for name, path in files.items()}, keys),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as made:
        workshop = Path(made)
        contents = _contents(root, files, workshop, keys, today)
    state = _write(target, _zipped(contents), force)
    lines = [f"Left out, to be given out on the day: {page}" for page in sorted(kept_back.pages)]
    lines += [f"Acknowledged: {problem.message}" for item, problem in overdue if item in known]
    if f"exercises/{PAGE}/{PAGE}.ipynb" in files and written_seed(root) == CAME_WITH_IT:
        lines.append(f"Warning: {KNOWN_TO_ALL}")
    said = {(problem.file, problem.line) for _, problem in overdue}
    lines += [f"Warning: {warning}" for warning in checked.warnings if (warning.file, warning.line) not in said]
    return Bundled(target, sorted(contents), [*lines, state])


def _refuse(*found: Iterable[Problem]) -> None:
    problems = [problem for some in found for problem in some]
    if problems:
        raise BundleError(_refusal(problems), problems)


def _refusal(problems: list[Problem]) -> str:
    count = len(set(problems))
    return f"{count} {'thing stands' if count == 1 else 'things stand'} in the way of a bundle for students. Nothing was written. Mend what is named above, then run this again."


# ---------------------------------------------------------------------------------------------- what has to be ready


def overdue_items(ground: Ground) -> Iterator[tuple[str, Problem]]:
    """Each help line and claim past its review date, by id. Lines that nobody has checked are never shown, so may stay."""
    for index, line in enumerate(ground.course.signposting.lines):
        if line.review_by is not None and line.review_by < ground.today:
            yield line.id, ground.at("signposting.yml", "lines", index, "review_by", message=f"'{line.service}' was to be looked at again by {line.review_by}.", action=f"Ring it or read its page, then change both dates; or add --acknowledge {line.id}")  # fmt: skip
    for claim in ground.course.claims.values():
        if claim.review_by < ground.today:
            yield claim.id, ground.at("claims.yml", claim_index(ground, claim.id), "review_by", message=f"the claim '{claim.id}' was to be looked at again by {claim.review_by}.", action=f"Compare it with its source, then change both dates; or add --acknowledge {claim.id}")  # fmt: skip


def _unknown(ground: Ground, known: set[str]) -> Iterator[Problem]:
    """Ids that were acknowledged and are nobody's: most likely a slip, and the one meant is still waiting."""
    ids = {line.id for line in ground.course.signposting.lines} | set(ground.course.claims)
    for item in sorted(known - ids):
        yield ground.at("claims.yml", message=f"'{item}' was acknowledged, and no claim or help line has that id.", action="Check the spelling.")  # fmt: skip


# ---------------------------------------------------------------------------------------------- what students get


@dataclass(frozen=True)
class Supervised:
    """What is kept for the day of a supervised sitting.

    pages: ids of the pages. clients: ids of clients in the course, each with the file beside a notebook that shows the
    same person.
    """

    pages: set[str]
    clients: dict[str, str]


def supervised(ground: Ground) -> Supervised:
    """The pages with an unseen client, and that client wherever the course has a file of the same person."""
    pages, clients = set(), {}
    for page in ground.course.pages.values():
        for spec in page.activities:
            if not isinstance(spec, Unseen):
                continue
            pages.add(page.id)
            for path in (ground.root / part / page.id / spec.file for part in ("solutions", "exercises")):
                if path.is_file():
                    clients |= {same: path.relative_to(ground.root).as_posix() for same in _same_person(ground, path)}
    return Supervised(pages, clients)


def _same_person(ground: Ground, path: Path) -> Iterator[str]:
    try:
        unseen = load_client(path)
    except CourseError:  # `check` names each line of it
        return
    for client in ground.course.clients.values():
        if client.id == unseen.id or client.words.split() == unseen.words.split():
            yield client.id


def _supervised_problems(ground: Ground) -> Iterator[Problem]:
    """A client nobody has met cannot be one of the clients on another page."""
    unseen = supervised(ground).clients
    for page in ground.course.pages.values():
        named = {value for steps, value in leaves(ground.course.lines[page_file(ground.course, page.id)]) if last_key(steps) in CLIENT_KEYS and isinstance(value, str)}  # fmt: skip
        for client in sorted(named & unseen.keys()):
            yield Problem(unseen[client], 1, f"students meet this client in {page.id} already.", "Put another client there for the supervised part.")  # fmt: skip


def students_files(root: Path, kept_back: Supervised) -> dict[str, Path]:
    """The files of ``course``, ``datasets`` and ``exercises`` that students get, by their place below the root."""
    found = {}
    for part in PARTS:
        for path in sorted((root / part).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not _is_kept_back(name, kept_back):
                found[name] = path
    return found


def _is_kept_back(name: str, kept_back: Supervised) -> bool:
    steps = name.split("/")
    return (
        any(step.startswith(".") or any(fnmatch(step, leftover) for leftover in LEFTOVERS) for step in steps)
        or name.startswith(FOR_TUTORS)
        or fnmatch(name, MEASURES)
        or (steps[0] == "exercises" and steps[1] in kept_back.pages)
        or (steps[:2] == ["course", "clients"] and Path(name).stem in kept_back.clients)
    )


# ---------------------------------------------------------------------------------------------- what may not leave


def key_texts(root: Path) -> set[tuple[str, str]]:
    """What only a solution may say: its longer lines, and the sentences quoted in them, each with the solution's file."""
    found = set()
    for origin, line in _key_lines(root):
        for words in (line, *QUOTED.findall(line)):
            flat = _flat(words)
            if len(flat) >= LONG_ENOUGH and " " in flat:
                found.add((origin, flat))
    return found


def leaks(contents: Mapping[str, bytes], keys: set[tuple[str, str]]) -> Iterator[Problem]:
    """Everything in students' files that is not for them: markers, key text, saved words, files of other rooms.

    Args:
        contents: bytes by place.
        keys: what ``key_texts`` found.
    """
    for name, data in contents.items():
        if SAVED_WORDS.search(name):
            yield Problem(name, 1, "these are somebody's saved words.", "Remove the file.")
            continue
        if NEVER.search(name):
            yield Problem(name, 1, "this file is not for students.", "Move it out of the folders that students get.")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        for marker in (f"### {marker}" for marker in MARKERS):
            if marker in text:
                yield Problem(name, _line_with(text, marker), f"'{marker}' has reached the students' copy.", "Take it out, then run: notknowing release")  # fmt: skip
        flat = _flat(text)
        for origin, line in sorted({(origin, _line_with(text, words)) for origin, words in keys if words in flat}):
            yield Problem(name, line, f"words of the key in {origin} have reached the students' copy.", "Take them out, or write others in the key.")  # fmt: skip


def _flat(text: str) -> str:
    """Text without what a file format does to it: folded lines, and the quotes and line ends of JSON."""
    return " ".join(text.replace('\\"', '"').replace("\\n", " ").split())


def _line_with(text: str, words: str) -> int:
    """The line on which the words begin: their first few have to do where a file folds them."""
    lines = [_flat(line) for line in text.splitlines()]
    for start in (words, " ".join(words.split()[:3])):
        for number, line in enumerate(lines, start=1):
            if start in line:
                return number
    return 1


# ---------------------------------------------------------------------------------------------- wheel and zip


def _contents(
    root: Path, files: Mapping[str, Path], workshop: Path, keys: set[tuple[str, str]], today: dt.date
) -> dict[str, bytes]:
    """Everything in the zip, by its place below the one folder."""
    stage = workshop / "stage"
    lay_out_source(root, files, stage)
    _refuse(check(stage, today).problems)  # what students get has to hold together by itself
    wheel = build_wheel(stage, workshop / "wheel")
    inside = {f"{wheel.name}/{name}": data for name, data in _inside(wheel).items()}
    _refuse(leaks(inside, keys), _strangers(inside, files))
    contents = {name: path.read_bytes() for name, path in files.items()}
    contents |= {name: (root / name).read_bytes() for name in BESIDE if (root / name).is_file()}
    contents[wheel.name] = wheel.read_bytes()
    contents[READ_ME] = read_me(wheel.name).encode("utf-8")
    contents |= start_scripts(wheel.name)
    return contents


def lay_out_source(root: Path, files: Mapping[str, Path], stage: Path) -> None:
    """A repository with nothing in it but what students may have, for the wheel to be built from."""
    if not (root / "pyproject.toml").is_file() or not (root / "src").is_dir():
        raise BundleError(f"{root} holds no source of the package, so its wheel cannot be built. Nothing was written. Run this in the course's repository.")  # fmt: skip
    for name in PROJECT:
        if (root / name).is_file():
            _copy(root / name, stage / name)
    shutil.copytree(root / "src", stage / "src", ignore=shutil.ignore_patterns(".*", "bundled", *LEFTOVERS))
    for part in PARTS:  # each is named in pyproject.toml; a part without files still has to arrive as a folder
        (stage / part).mkdir(parents=True)
        (stage / part / ".gitkeep").touch()
    for name, path in files.items():
        _copy(path, stage / name)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def build_wheel(source: Path, into: Path) -> Path:
    """Build the package's wheel with uv, else with pip.

    Raises:
        BundleError: neither of them could.
    """
    into.mkdir(parents=True, exist_ok=True)
    uv = shutil.which("uv")
    with_uv = [uv or "", "build", "--wheel", "--out-dir", str(into), str(source)]
    with_pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(into), str(source)]
    said = ""
    for command in [with_uv, with_pip] if uv else [with_pip]:
        try:
            run = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=60 * MINUTES_TO_BUILD,
                cwd=into, env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH_SECONDS},
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as failure:
            said = said or str(failure)
            continue
        wheels = sorted(into.glob("*.whl"))
        if run.returncode == 0 and len(wheels) == 1:
            return wheels[0]
        said = said or next((line.strip() for line in reversed(run.stderr.splitlines()) if line.strip()), "")
    reason = f" The last thing said was: {said.rstrip('.')}." if said else ""
    raise BundleError(f"The package's wheel could not be built, with uv or with pip, so nothing was written.{reason} Run 'pip install uv', see that this computer is online, and try again.")  # fmt: skip


def _inside(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _strangers(inside: Iterable[str], files: Iterable[str]) -> Iterator[Problem]:
    """Files of the course inside the wheel that are not among the students' files."""
    for name in inside:
        _, is_bundled, place = name.partition("/notknowing/bundled/")
        if is_bundled and place not in files and not place.endswith("/.gitkeep"):
            yield Problem(name, 1, "this file is in the wheel, and is not for students.", "Look at what pyproject.toml puts into the wheel.")  # fmt: skip


def _zipped(contents: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in sorted(contents):
            member = zipfile.ZipInfo(f"{TOP}/{name}", EPOCH)
            member.create_system, member.external_attr = (
                3,
                (0o755 if name == MACOS else 0o644) << 16,
            )  # the same on Windows as elsewhere
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, contents[name])
    return held.getvalue()


def _target(root: Path, to: Path | str | None, today: dt.date) -> Path:
    path = root / "dist" if to is None else Path(to).expanduser().resolve()
    path = path if path.suffix == ".zip" else path / f"not-knowing-students-{today:%Y-%m-%d}.zip"
    if any(path.is_relative_to(root / part) for part in (*PARTS, "solutions", "src")):
        raise BundleError(f"{path} is inside the course's own files, where the next bundle would find it. Nothing was written. Choose another place with --to.")  # fmt: skip
    return path


def _write(path: Path, data: bytes, force: bool) -> str:
    """Put the zip in its place in one step. Returns what came of it as a sentence."""
    if path.is_dir():
        raise BundleError(f"{path} is a folder. Nothing was written. Choose another name with --to.")
    if path.is_file():
        if path.read_bytes() == data:
            return f"As it was: {path}"
        if not force:
            raise BundleError(f"{path} is there already, with other content. Nothing was written. Choose another name with --to, or add --force to replace it.")  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    return f"Written: {path}"
