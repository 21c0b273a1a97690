"""What follows from a pathway: what a release leaves out of it, and what a lead should know is no longer there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from nbformat.notebooknode import NotebookNode
from pydantic import ValidationError

from notknowing.authoring.links import SOURCE_KEYS
from notknowing.authoring.rules import Ground, Rule, last_key, leaves, page_file
from notknowing.authoring.scaffold import slug
from notknowing.authoring.wording import MOST_MINUTES
from notknowing.course import Problem
from notknowing.course.loader import plain, read_yaml
from notknowing.course.models.pathway import Pathway, part_place
from notknowing.course.pathways import narrowed

MEANT = "If that is meant, nothing has to be done."


def pathway_of(root: Path) -> Pathway | None:
    """The pathway of a repository, read alone; None where there is none that can be read."""
    raw = plain(read_yaml(root / "course" / "module.yml", "module.yml", []))
    found = raw.get("pathway") if isinstance(raw, dict) else None
    try:
        return Pathway.model_validate(found) if found else None
    except ValidationError:  # `check` names its line
        return None


def without_left_out(cells: list[NotebookNode], page_id: str, pathway: Pathway | None) -> list[NotebookNode]:
    """A page's cells without those of activities that the run leaves out: heading, activity and graded cells."""
    if pathway is None:
        return cells
    kept, skipping = [], False
    for cell in cells:
        name = cell.get("id", "")
        if name.startswith("h-"):
            skipping = not _shows(pathway, page_id, name.removeprefix("h-"))
        elif name == "words":
            skipping = False
        if not skipping:
            kept.append(cell)
    return kept


def _shows(pathway: Pathway, page_id: str, heading: str) -> bool:
    """Whether the activity behind a heading's cell id is part of the run."""
    named = [part_place(part) for part in pathway.only or pathway.leave_out]
    activity = next((one for page, one in named if page == page_id and one and slug(one) == heading), None)
    if activity is not None or not pathway.only:
        return activity is None or pathway.shows(page_id, activity)
    return (page_id, None) in named or page_id.startswith("a")


# ---------------------------------------------------------------------------------------------- what check says


def parts_exist(ground: Ground) -> Iterator[Problem]:
    """Every week, assignment and activity that a pathway names is there; it either leaves out or names what is left."""
    pathway = ground.course.module.pathway
    if pathway is None:
        return
    if bool(pathway.only) == bool(pathway.leave_out):
        yield ground.at("module.yml", "pathway", message="a pathway has either 'leave_out' or 'only', and one name at least in it.", action="Keep one of the two lists, or write 'pathway: null' for the whole course.")  # fmt: skip
    key = "only" if pathway.only else "leave_out"
    for index, name in enumerate(getattr(pathway, key)):
        page_id, activity = part_place(name)
        page = ground.course.pages.get(page_id)
        if not ground.has_page(page_id) or (page and activity and activity not in {one.id for one in page.activities}):
            yield ground.at("module.yml", "pathway", key, index, message=f"there is no week, assignment or activity '{name}'.", action="Check the spelling: 'week09', 'a2' or '9C'.")  # fmt: skip
    for page in ground.course.pages.values():
        if pathway.shows(page.id) and not any(pathway.shows(page.id, one.id) for one in page.activities):
            yield ground.at("module.yml", "pathway", key, message=f"every activity of {page.id} is left out, one by one.", action=f"Write '{page.id}' in place of them.")  # fmt: skip


def what_is_missed(ground: Ground) -> Iterator[Problem]:
    """What is still in the run and builds on what is not: words brought in, questions about last week, outcomes."""
    pathway = ground.course.module.pathway
    if pathway is None:
        return
    course, run = ground.course, narrowed(ground.course)
    for page in course.pages.values():
        for steps, value in leaves(course.lines[page_file(course, page.id)]):
            if last_key(steps) not in SOURCE_KEYS or not isinstance(value, str) or ":" not in value:
                continue
            spec = page.activities[steps[1]].id if steps[0] == "activities" and isinstance(steps[1], int) else None
            if pathway.shows(page.id, spec) and not pathway.shows(*value.split(":", 1)):
                yield ground.page(page, *steps, message=f"words are brought in here from {value.replace(':', ', ')}, which this run leaves out, so there are none.", action=MEANT, warning=True)  # fmt: skip
    weeks = [week.id for week in course.module.weeks]
    for before, week in zip(weeks, weeks[1:], strict=False):
        page = run.pages.get(week)
        if page is None or not pathway.shows(week) or pathway.shows(before):
            continue
        if any(getattr(one, "kind", "") == "last_week" for spec in page.activities for one in getattr(spec, "questions", [])):  # fmt: skip
            yield ground.page(page, "activities", message=f"{week} asks from memory about {before}, which this run leaves out.", action=f"Change those questions, or let them stand: a note follows any answer. {MEANT}", warning=True)  # fmt: skip
    yield from _outcomes(ground)


def _outcomes(ground: Ground) -> Iterator[Problem]:
    """Module outcomes that no week of the run serves any more."""
    course, pathway = ground.course, ground.course.module.pathway
    served = {number for page in course.pages.values() for one in page.outcomes for number in one.mlo}
    left = {number for page in course.pages.values() if pathway and pathway.shows(page.id) for one in page.outcomes for number in one.mlo}  # fmt: skip
    if lost := sorted(served - left):
        yield ground.at("module.yml", "pathway", message=f"no page of this run serves module {'outcome' if len(lost) == 1 else 'outcomes'} {', '.join(map(str, lost))}.", action=MEANT, warning=True)  # fmt: skip


def one_day_is_not_too_long(ground: Ground) -> Iterator[Problem]:
    """Weeks that open on one day are one week for a student: together they fit into its minutes."""
    if ground.course.module.pathway is None:
        return
    run, days = narrowed(ground.course), defaultdict(list)
    for week in run.module.weeks:
        if week.id in run.pages:
            days[week.opens].append(week.id)
    for day, names in days.items():
        minutes = sum(run.pages[name].minutes for name in names)
        if len(names) > 1 and minutes > MOST_MINUTES:
            yield ground.at("module.yml", "pathway", message=f"{' and '.join(names)} open on {day} and take {minutes} minutes together, and a week may take {MOST_MINUTES}.", action="Leave out more of them, or give one a day of its own.", warning=True)  # fmt: skip


PATHWAY: list[Rule] = [parts_exist, what_is_missed, one_day_is_not_too_long]
