"""Rules about what has to be kept up: dates, weights, review dates, the institution's own names, who has reviewed what."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from notknowing.authoring.links import claim_index
from notknowing.authoring.rules import Ground, Rule
from notknowing.course import Problem
from notknowing.course.models import Claim

HALF_A_YEAR = dt.timedelta(days=190)
A_YEAR = dt.timedelta(days=370)
ABOUT_AI = re.compile(r"\bAI\b|chatbot|language model|\bLLMs?\b|GPT|machine|\bbots?\b|\bapps?\b", re.IGNORECASE)
SLOTS = {
    "name": "the university or college",
    "programme": "the programme",
    "module_lead": "who leads the module",
    "module_lead_contact": "how students reach the module lead",
    "where_to_hand_in": "where work is handed in",
    "retention": "how long handed-in work is kept",
}


def dates_in_order(ground: Ground) -> Iterator[Problem]:
    """Weeks open one after another; nothing is due before the first opens; a part is due no later than its whole."""
    module = ground.course.module
    for index in range(1, len(module.weeks)):
        before, after = module.weeks[index - 1], module.weeks[index]
        if after.opens < before.opens:
            yield ground.at("module.yml", "weeks", index, message=f"'{after.id}' opens on {after.opens}, before '{before.id}' on {before.opens}.", action="Put the dates in the order of the weeks.")  # fmt: skip
    due = {task.id: task.due for task in module.assignments}
    for index, task in enumerate(module.assignments):
        if task.due.date() < module.weeks[0].opens:
            yield ground.at("module.yml", "assignments", index, "due", message=f"'{task.id}' is due on {task.due:%Y-%m-%d}, before the first week opens.", action="Change the date.")  # fmt: skip
        if task.part_of in due and task.due > due[task.part_of]:
            yield ground.at("module.yml", "assignments", index, "due", message=f"'{task.id}' is a part of '{task.part_of}' and is due after it.", action="Give the part the earlier date.")  # fmt: skip


def weights_add_up(ground: Ground) -> Iterator[Problem]:
    """Weights come to a hundred at the most. Less is allowed while the course is being built."""
    total = sum(task.weight for task in ground.course.module.assignments)
    if total > 100:
        yield ground.at("module.yml", "assignments", message=f"the weights add up to {total}.", action="Bring them to 100 or less.")  # fmt: skip


def bands_cover_every_mark(ground: Ground) -> Iterator[Problem]:
    """Bands run from the highest down to 0, each with a name and a lowest mark of its own."""
    bands = ground.course.module.bands
    lowest = [band.from_ for band in bands]
    for index in range(1, len(bands)):
        if lowest[index] >= lowest[index - 1]:
            yield ground.at("module.yml", "bands", index, message=f"the band '{bands[index].name}' begins at {lowest[index]}, which is not below the one above it.", action="List the bands from the highest down.")  # fmt: skip
    if 0 not in lowest:
        yield ground.at("module.yml", "bands", len(bands) - 1, message="no band begins at 0, so some marks have no class.", action="Add a band with 'from: 0'.")  # fmt: skip


def institution_is_named(ground: Ground) -> Iterator[Problem]:
    """Blank slots warn; they stop a bundle for students."""
    institution = ground.course.module.institution
    for slot, what in SLOTS.items():
        if not getattr(institution, slot).strip():
            yield ground.at("module.yml", "institution", slot, message=f"{what} is not filled in.", action="Write it between the quotation marks before students get the course.", warning=True)  # fmt: skip


def support_is_named(ground: Ground) -> Iterator[Problem]:
    """The institution's own lines of support have a contact."""
    for index, line in enumerate(ground.course.signposting.institution):
        if not line.contact.strip():
            yield ground.at("signposting.yml", "institution", index, message=f"'{line.service}' has no contact.", action="Write how students reach it; until then the card leaves it out.", warning=True)  # fmt: skip


def keys_are_reviewed(ground: Ground) -> Iterator[Problem]:
    """The course's readings carry the name of a practitioner who reviewed them, or a warning."""
    if ground.course.module.reviewed_by is None:
        yield ground.at("module.yml", "reviewed_by", message="key not reviewed by a practitioner.", action="Name the reviewer here once a practitioner has read the keys and agreed to be named.", warning=True)  # fmt: skip


def help_lines_are_fresh(ground: Ground) -> Iterator[Problem]:
    """Help lines were checked by somebody, and not long ago."""
    for index, line in enumerate(ground.course.signposting.lines):
        if line.checked is None or line.review_by is None:
            yield ground.at("signposting.yml", "lines", index, message=f"nobody has checked '{line.service}' for {' and '.join(line.nations)}, so it is not shown.", action="Ring it, then write the day under 'checked' and a day within six months under 'review_by'.", warning=True)  # fmt: skip
            continue
        if line.review_by < ground.today:
            yield ground.at("signposting.yml", "lines", index, "review_by", message=f"'{line.service}' was to be looked at again by {line.review_by}.", action="Ring it or read its page, then change both dates.", warning=True)  # fmt: skip
        if line.review_by - line.checked > HALF_A_YEAR:
            yield ground.at("signposting.yml", "lines", index, "review_by", message=f"'{line.service}' is to be looked at again later than six months after it was checked.", action="Choose a day within six months.")  # fmt: skip
        if line.checked > ground.today:
            yield ground.at("signposting.yml", "lines", index, "checked", message=f"'{line.service}' was checked on a day that has not come yet.", action="Write the day somebody really checked it.")  # fmt: skip


def claims_are_fresh(ground: Ground) -> Iterator[Problem]:
    """Claims are looked at again within a year, claims about AI within half a year; grade B says 'reported by'."""
    for claim in ground.course.claims.values():
        at = claim_index(ground, claim.id)
        if claim.review_by < ground.today:
            yield ground.at("claims.yml", at, "review_by", message=f"the claim '{claim.id}' was to be looked at again by {claim.review_by}.", action="Compare it with its source, then change both dates.", warning=True)  # fmt: skip
        longest, words = (HALF_A_YEAR, "six months") if about_ai(claim) else (A_YEAR, "a year")
        if claim.review_by - claim.checked > longest:
            yield ground.at("claims.yml", at, "review_by", message=f"the claim '{claim.id}' is to be looked at again later than {words} after it was checked.", action=f"Choose a day within {words}.")  # fmt: skip
        if claim.checked > ground.today:
            yield ground.at("claims.yml", at, "checked", message=f"the claim '{claim.id}' was checked on a day that has not come yet.", action="Write the day somebody really checked it.")  # fmt: skip
        if claim.grade == "B" and "reported by" not in " ".join(claim.text.split()).lower():
            yield ground.at("claims.yml", at, "text", message=f"the claim '{claim.id}' has grade B and does not say 'reported by'.", action="Say who reports it, for instance 'As reported by …'.")  # fmt: skip


def about_ai(claim: Claim) -> bool:
    """Whether a claim is about what AI can do, how it is used, or who answers for it: such claims age quickly."""
    return (
        claim.lasts is not None
        or claim.kind == "capability"
        or (claim.kind in {"experience", "accountability"} and bool(ABOUT_AI.search(claim.text)))
    )


CLAIMS: list[Rule] = [claims_are_fresh]
SIGNPOSTS: list[Rule] = [support_is_named, help_lines_are_fresh]
MODULE: list[Rule] = [
    dates_in_order, weights_add_up, bands_cover_every_mark, institution_is_named, keys_are_reviewed,
]  # fmt: skip
