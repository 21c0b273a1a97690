"""Rules about claims on AI: each says whether it lasts, and a page that rests on them shows what speaks for and against.

What a rule can see is the claims and where they are cited. It cannot see whether the sentence between two claims is fair.
"""

from __future__ import annotations

from collections.abc import Iterator

from notknowing.authoring.links import CLAIM, claim_index
from notknowing.authoring.rules import Ground, Rule, Steps, last_key, leaves, page_file
from notknowing.authoring.upkeep import ABOUT_AI
from notknowing.course import Problem

ENOUGH_TO_LEAN = 3
"""How many findings for or against a page has to cite before it rests on them and has to show both."""


def ai_claims_say_whether_they_last(ground: Ground) -> Iterator[Problem]:
    """A claim that speaks of AI is tagged perishable or durable; one with a side is a claim about AI."""
    for claim in ground.course.claims.values():
        if claim.lasts is not None:
            continue
        at = claim_index(ground, claim.id)
        if claim.side is not None:
            yield ground.at("claims.yml", at, "side", message=f"the claim '{claim.id}' has a side and does not say whether it lasts.", action="Add 'lasts: perishable', or 'lasts: durable' if it does not depend on the system.")  # fmt: skip
        elif found := ABOUT_AI.search(claim.text):
            yield ground.at("claims.yml", at, "text", near=found[0], message=f"the claim '{claim.id}' speaks of AI ('{found[0]}') and does not say whether it lasts.", action="Add 'lasts: perishable', or 'lasts: durable' if it does not depend on the system.")  # fmt: skip


def cited_on(ground: Ground, page_id: str) -> dict[str, Steps]:
    """The claims a page cites, in a text or under ``claim``, each with the way to where it is cited first."""
    found: dict[str, Steps] = {}
    for steps, value in leaves(ground.course.lines[page_file(ground.course, page_id)]):
        if isinstance(value, str):
            for name in [value] if last_key(steps) == "claim" else CLAIM.findall(value):
                found.setdefault(" ".join(name.split()), steps)
    return found


def pages_show_both_sides(ground: Ground) -> Iterator[Problem]:
    """A page that cites several findings about AI has one that speaks for it and one that speaks of a limit."""
    for page_id in ground.course.pages:
        cited = cited_on(ground, page_id)
        claims = ground.course.claims
        sides = {name: claims[name].side for name in cited if name in claims and claims[name].side is not None}
        if len(sides) < ENOUGH_TO_LEAN:
            continue
        for side, what in (("for", "what AI can do for people"), ("against", "a limit or a harm")):
            if not {side, "both"}.intersection(sides.values()):
                first = next(iter(sides))
                yield ground.at(page_file(ground.course, page_id), *cited[first], message=f"of the {len(sides)} findings about AI this page cites, none speaks of {what}.", action=f"Cite one whose 'side' in course/claims.yml is '{side}' or 'both'.")  # fmt: skip


AI_CLAIMS: list[Rule] = [ai_claims_say_whether_they_last]
BALANCE: list[Rule] = [pages_show_both_sides]
