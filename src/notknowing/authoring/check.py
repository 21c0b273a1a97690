"""``check``: everything wrong with a course, at once, with file, line, a sentence and what to do.

The same rules run in the tests. A problem stops a release from being trusted; a warning asks somebody to look.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from notknowing.authoring.ai_claims import AI_CLAIMS, BALANCE
from notknowing.authoring.coverage import COVERAGE
from notknowing.authoring.figures import FIGURES
from notknowing.authoring.freshness import FRESHNESS
from notknowing.authoring.invented import INVENTED
from notknowing.authoring.links import LINKS, LISTED
from notknowing.authoring.lock import LOCKS
from notknowing.authoring.notebooks import fix, notebook_problems
from notknowing.authoring.pathways import PATHWAY
from notknowing.authoring.rules import Ground, Rule
from notknowing.authoring.tutor_pages import TUTOR_PAGES
from notknowing.authoring.upkeep import CLAIMS, MODULE, SIGNPOSTS
from notknowing.authoring.validation import VALIDATION
from notknowing.authoring.wording import WORDING
from notknowing.course import Course, Problem, bundled
from notknowing.course import read as read_course

STAND_INS = ("module.yml", "signposting.yml")
"""Without these two there is no course. When one cannot be read, the package's own stands in, so that the rest of the
course is still looked at in the same run."""


@dataclass(frozen=True)
class Checked:
    """What ``check`` found.

    problems: to mend, sorted by file and line. warnings: to look at. fixed: files that ``--fix`` changed, from the root.
    """

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    fixed: list[str] = field(default_factory=list)

    @property
    def is_green(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.problems


def check(
    root: Path | str, today: dt.date | None = None, *, mend: bool = False, course: Path | str | None = None
) -> Checked:
    """Look at everything in a repository, or in any folder with a ``course/``.

    Args:
        root: the folder that holds ``course/``. ``solutions/`` and ``exercises/`` are looked at where they are.
        today: the day to compare review dates with; the present one when not given.
        mend: restore the canonical form of the notebooks first.
        course: the course folder, where it is not ``root/course``.

    Raises:
        FileNotFoundError: ``root`` holds no course.
    """
    root = Path(root).resolve()
    folder = Path(course).resolve() if course else root / "course"
    read, said = read_course(folder)
    said = _without_echoes(said)
    broken = {problem.file for problem in said}
    read = read or _with_stand_ins(folder, broken)
    if read is None:  # even with stand-ins: nothing can be looked at beyond what was said
        return Checked(sorted(said))
    ground = Ground(root, read, today or dt.date.today())
    found = [replace(problem, file=ground.shown(problem.file)) for problem in said]
    fixed = [path.relative_to(root).as_posix() for path in fix(ground)] if mend else []
    for rule in _rules(broken):
        found += rule(ground)
    found = sorted(set(found))
    return Checked([p for p in found if not p.warning], [p for p in found if p.warning], fixed)


def _rules(broken: set[str]) -> Iterator[Rule]:
    """The rules that can be asked: not those about a file that could not be read."""
    yield from LINKS
    yield from WORDING
    yield from FIGURES
    yield from INVENTED
    if "claims.yml" not in broken:
        yield from (*CLAIMS, *AI_CLAIMS, *BALANCE)
    if "module.yml" not in broken:
        yield from (*LISTED, *MODULE, *PATHWAY, *COVERAGE, *VALIDATION, *TUTOR_PAGES)
    if "signposting.yml" not in broken:
        yield from SIGNPOSTS
    yield notebook_problems
    yield from FRESHNESS
    yield from LOCKS


def _without_echoes(said: list[Problem]) -> list[Problem]:
    """Problems without those that only follow from a misspelt key: then the right one is "missing" as well."""
    meant = {
        (p.file, p.action.removeprefix("Did you mean '").removesuffix("'?"))
        for p in said
        if p.action.startswith("Did you mean")
    }
    return [p for p in said if not any(p.file == file and p.message == f"'{key}' is missing." for file, key in meant)]


def _with_stand_ins(folder: Path, broken: set[str]) -> Course | None:
    """The course read with the package's own files in the place of those that could not be."""
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made) / "course"
        shutil.copytree(folder, copy)
        for name in STAND_INS:
            if name in broken or not (copy / name).is_file():
                shutil.copyfile(bundled("course") / name, copy / name)
        course, _ = read_course(copy)
    if course is None:
        return None
    course.place = replace(course.place, path=folder)
    return course
