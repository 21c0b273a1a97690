"""The validation pack: outcomes, weeks, assessment and what other bodies ask for, out of the course's own files.

``pack`` makes it as a list of plain blocks. ``markdown`` here and ``validation_word`` write the blocks out, so that both
forms say the same. No outcome may be an orphan: each is served by a week and by an assignment of this run, and each
outcome of a page serves one of the module. ``VALIDATION`` holds the rules for ``notknowing check``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from notknowing.authoring.rules import Ground, Rule
from notknowing.course import Course, Problem
from notknowing.course.models import Framework, ModuleOutcome, Page

FILE = "standards.yml"
TAUGHT, ASSESSED = "taught", "assessed"
HOURS_A_CREDIT = 10


class ValidationError(Exception):
    """No pack was written. The text says why and what to do; ``problems`` points at lines."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()):
        self.problems = sorted(set(problems))
        super().__init__(message)


# ---------------------------------------------------------------------------------------------- what serves what


def run_of(course: Course) -> dict[str, Page]:
    """The pages of this run, in order: its weeks, then its assignments."""
    module = course.module
    wanted = [*(week.id for week in module.weeks), *(task.id for task in module.assignments)]
    return {page_id: course.pages[page_id] for page_id in wanted if page_id in course.pages}


def serves(page: Page, number: int) -> bool:
    """Whether an outcome of the page serves the module outcome of that number."""
    return any(number in outcome.mlo for outcome in page.outcomes)


def is_week(page: Page) -> bool:
    """Whether a page teaches; the others assess."""
    return page.id.startswith("week")


def lacks(pages: Iterable[Page], number: int) -> list[str]:
    """What a module outcome is without: ``taught``, ``assessed``, both, or neither."""
    serving = [page for page in pages if serves(page, number)]
    return [
        what for what, there in ((TAUGHT, True), (ASSESSED, False)) if all(is_week(page) != there for page in serving)
    ]


# ---------------------------------------------------------------------------------------------- rules


def no_orphan_outcome(ground: Ground) -> Iterator[Problem]:
    """Each module outcome has a week and an assignment. What only this run leaves out is a warning."""
    course = ground.course
    if course.standards is None or _unreadable_pages(ground):
        return
    for index, outcome in enumerate(course.standards.outcomes):
        everywhere = lacks(course.pages.values(), outcome.number)
        for what in everywhere:
            yield _orphan(ground, index, outcome, what, "by no page of the course")
        for what in lacks(run_of(course).values(), outcome.number):
            if what not in everywhere:
                yield _orphan(ground, index, outcome, what, "in this run", warning=True)


def _orphan(ground: Ground, index: int, outcome: ModuleOutcome, what: str, where: str, warning: bool = False) -> Problem:  # fmt: skip
    verb = {TAUGHT: "taught", ASSESSED: "assessed"}[what]
    says = f"is {verb} {where}" if "no page" in where else f"is not {verb} {where}"
    thing = "a week" if what == TAUGHT else "an assignment"
    return ground.at(FILE, "outcomes", index, message=f"outcome {outcome.number} ({outcome.name}) {says}.", action=f"Write {outcome.number} under 'mlo' of the outcomes of {thing}, or put one back that has it.", warning=warning)  # fmt: skip


def _unreadable_pages(ground: Ground) -> bool:
    """Whether a page is there and could not be read. It is reported by itself, and might have served."""
    files = [path for folder in ("weeks", "assignments") for path in (ground.course.path / folder).glob("*.yml")]
    return any(path.stem not in ground.course.pages for path in files)


def every_outcome_serves_one_of_the_module(ground: Ground) -> Iterator[Problem]:
    """Each outcome of a page names outcomes of the module, and those that it names are there."""
    if ground.course.standards is None:
        return
    known = {outcome.number for outcome in ground.course.standards.outcomes}
    for page in ground.course.pages.values():
        for index, outcome in enumerate(page.outcomes):
            if not outcome.mlo:
                yield ground.page(page, "outcomes", index, message=f"the outcome '{outcome.verb} …' serves no outcome of the module.", action="Write the number of one under 'mlo'.")  # fmt: skip
            for number in sorted(set(outcome.mlo) - known):
                yield ground.page(page, "outcomes", index, "mlo", message=f"the module has no outcome {number}.", action=f"Use one of {', '.join(map(str, sorted(known)))}, or add it to {FILE}.")  # fmt: skip


def touchpoints_exist(ground: Ground) -> Iterator[Problem]:
    """What a touchpoint names is there: the source, the outcomes, the pages. A page that serves none of them warns."""
    standards = ground.course.standards
    if standards is None:
        return
    known = {outcome.number for outcome in standards.outcomes}
    for index, framework in enumerate(standards.frameworks):
        if not ground.is_listed("references.yml", framework.source):
            yield ground.at(FILE, "frameworks", index, "source", message=f"'{framework.source}' is not in references.yml.", action="Check the spelling, or add the source.")  # fmt: skip
        for number, point in enumerate(framework.touchpoints):
            at = ("frameworks", index, "touchpoints", number)
            for outcome in sorted(set(point.outcomes) - known):
                yield ground.at(FILE, *at, "outcomes", message=f"the module has no outcome {outcome}.", action="Name one of those above.")  # fmt: skip
            for page_id in point.pages:
                if not ground.has_page(page_id):
                    yield ground.at(FILE, *at, "pages", message=f"there is no page '{page_id}'.", action="Write it as week07 or a3, or take it out.")  # fmt: skip
                page = ground.course.pages.get(page_id)
                if page is not None and not any(serves(page, outcome) for outcome in point.outcomes):
                    yield ground.at(FILE, *at, "pages", message=f"'{page_id}' has none of the outcomes {', '.join(map(str, point.outcomes))}.", action="Take the page out, or name an outcome that it has.", warning=True)  # fmt: skip


def hours_fit_the_credits(ground: Ground) -> Iterator[Problem]:
    """The hours are ten for each credit."""
    standards, credits_ = ground.course.standards, ground.course.module.credits
    if standards is None:
        return
    total = sum(part.hours for part in standards.hours)
    if total != credits_ * HOURS_A_CREDIT:
        yield ground.at(FILE, "hours", message=f"the hours come to {total}, and {credits_} credits are {credits_ * HOURS_A_CREDIT} hours.", action="Change the hours here, or 'credits' in module.yml.", warning=True)  # fmt: skip


VALIDATION: list[Rule] = [
    no_orphan_outcome, every_outcome_serves_one_of_the_module, touchpoints_exist, hours_fit_the_credits,
]  # fmt: skip


def in_the_way(ground: Ground) -> list[Problem]:
    """Everything that stands in the way of a pack. An outcome that only this run leaves out does, too."""
    found = [problem for rule in VALIDATION for problem in rule(ground)]
    orphans = set(no_orphan_outcome(ground))
    return sorted(problem for problem in found if not problem.warning or problem in orphans)


# ---------------------------------------------------------------------------------------------- the pack


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 to 3."""

    level: int
    text: str


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table: what it shows, the heads of its columns, its rows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Words | Grid


def pack(course: Course, today: dt.date | None = None) -> list[Block]:
    """The validation pack of this run.

    Args:
        course: the course, with its standards.
        today: the day that review dates are compared with; the present one when not given.

    Raises:
        ValidationError: there are no standards, or an outcome is an orphan, or something named is not there.
    """
    if course.standards is None:
        raise ValidationError(f"This course has no {FILE}, so there are no outcomes to show. Nothing was written. Put it back from the last version that had it.")  # fmt: skip
    problems = in_the_way(Ground(course.path.parent, course, today or dt.date.today()))
    if problems:
        count = f"{len(problems)} {'thing stands' if len(problems) == 1 else 'things stand'}"
        raise ValidationError(f"{count} in the way of a validation pack. Nothing was written. Mend what is named above, then run this again.", problems)  # fmt: skip
    return [*_about(course), *_outcomes(course), *_weeks(course), *_assessment(course), *_frameworks(course)]


def _about(course: Course) -> Iterator[Block]:
    module, institution = course.module, course.module.institution
    yield Heading(1, f"{module.title}: validation pack")
    yield Words(module.strapline)
    facts = [
        ("Institution", institution.name or "to be filled in"),
        ("Programme", institution.programme or "to be filled in"),
        ("Module lead", institution.module_lead or "to be filled in"),
        ("Level and credits", f"FHEQ level {module.level}, {module.credits} credits"),
        ("Weeks in this run", str(len(module.weeks))),
        ("Practitioner who reviewed the clients and keys", module.reviewed_by or "none so far"),
    ]
    yield Grid("The module", ("", ""), tuple(facts))
    yield Words(module.pilot)
    yield Words(module.texts)
    assert course.standards is not None
    yield Heading(2, "Hours of study, as planned")
    parts = [(part.what, str(part.hours)) for part in course.standards.hours]
    total = str(sum(part.hours for part in course.standards.hours))
    yield Grid("Hours of study", ("what", "hours"), (*parts, ("Together", total)))
    yield Words("Nobody has measured these hours.")


def _outcomes(course: Course) -> Iterator[Block]:
    assert course.standards is not None
    outcomes, pages = course.standards.outcomes, list(run_of(course).values())
    yield Heading(2, "Outcomes of the module")
    yield Words("On completion the student can:")
    rows = [(str(one.number), one.name, one.text, ", ".join(one.levels)) for one in outcomes]
    yield Grid("Outcomes", ("", "name", "the student can …", "Bloom, revised"), tuple(rows))
    yield Heading(2, "Where each outcome is taught and assessed")
    yield Words("T: an outcome of that week serves it. A: an outcome of that assignment does.")
    head = ("outcome", *(_short(page) for page in pages))
    matrix = [
        (f"{one.number} {one.name}", *(_mark(page) if serves(page, one.number) else "" for page in pages))
        for one in outcomes
    ]
    yield Grid("Outcomes by weeks and assignments", head, tuple(matrix))


def _mark(page: Page) -> str:
    return "T" if is_week(page) else "A"


def _short(page: Page) -> str:
    return str(int(page.id[4:])) if is_week(page) else page.id.upper()


def _weeks(course: Course) -> Iterator[Block]:
    yield Heading(2, "Week by week")
    rows = [
        (_short(page), page.title, page.question, _said(page), str(page.minutes))
        for page in run_of(course).values()
        if is_week(page)
    ]
    yield Grid("Weeks", ("week", "title", "question", "outcomes, and the module's they serve", "minutes"), tuple(rows))
    yield Words("Minutes are those of the notebook, estimated and not piloted.")


def _said(page: Page) -> str:
    return " ".join(f"{outcome.verb} {outcome.text} ({', '.join(map(str, outcome.mlo))})" for outcome in page.outcomes)


def _assessment(course: Course) -> Iterator[Block]:
    module, pages = course.module, run_of(course)
    yield Heading(2, "Assessment")
    rows = []
    for task in module.assignments:
        page = pages.get(task.id)
        share = f"{task.weight}%" if task.part_of is None else f"within {task.part_of.upper()}"
        rows.append((task.id.upper(), task.title, share, f"{task.due:%Y-%m-%d %H:%M}", _said(page) if page else ""))
    yield Grid("Assignments", ("", "title", "weight", "due", "outcomes, and the module's they serve"), tuple(rows))
    yield Words("The quality of what is said to a client is marked by people alone. The software counts arithmetic and codes.")  # fmt: skip
    statements = [(task.id.upper(), module.ai_statement.get(task.id, "none is written yet")) for task in module.assignments]  # fmt: skip
    yield Heading(3, "What students are told about generative AI")
    yield Grid("Generative AI", ("", "statement"), tuple(statements))


def _frameworks(course: Course) -> Iterator[Block]:
    assert course.standards is not None
    yield Heading(2, "What other bodies ask for")
    yield Words(course.standards.introduction)
    run = run_of(course)
    for framework in course.standards.frameworks:
        yield Heading(3, framework.name)
        reference = course.references.get(framework.source)
        if reference is not None:
            doi = f" doi:{reference.doi}" if reference.doi else ""
            yield Words(f"Source: {' '.join(reference.text.split())}{doi}")
        yield Words(f"Seen of it: {framework.seen}")
        yield _touchpoints(framework, run)


def _touchpoints(framework: Framework, run: dict[str, Page]) -> Grid:
    has_columns = any(point.column for point in framework.touchpoints)
    rows = []
    for point in framework.touchpoints:
        pages = [_short(run[page_id]) for page_id in point.pages if page_id in run]
        weeks = ", ".join(name for name in pages if name.isdigit()) or "none in this run"
        tasks = ", ".join(name for name in pages if not name.isdigit()) or "none"
        column = (point.column or "",) if has_columns else ()
        rows.append((point.asks, *column, ", ".join(map(str, sorted(point.outcomes))), weeks, tasks))
    head = ("asks for", *(("column",) if has_columns else ()), "outcomes", "weeks", "assessed in")
    return Grid(framework.name, head, tuple(rows))


def markdown(blocks: Iterable[Block]) -> str:
    """The pack as Markdown."""
    parts = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {block.text}")
        elif isinstance(block, Words):
            parts.append(" ".join(block.text.split()))
        else:
            lines = [block.head, tuple("---" for _ in block.head), *block.rows]
            parts.append("\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines))
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
