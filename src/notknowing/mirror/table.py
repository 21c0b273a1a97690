"""The whole table: forms in order of precedence, then moves."""

from __future__ import annotations

from notknowing.mirror import (
    rules_advise,
    rules_cheer,
    rules_comfort,
    rules_counsel,
    rules_forms,
    rules_general,
    rules_meaning,
    rules_reassure,
    rules_room,
    rules_statements,
    rules_support,
)
from notknowing.mirror.rule import Rule

FORMS: tuple[Rule, ...] = (*rules_forms.QUESTIONS, *rules_statements.STATEMENTS)
MOVES: tuple[Rule, ...] = (
    *rules_room.RISK, *rules_advise.RULES, *rules_counsel.COUNSEL, *rules_meaning.LABEL, *rules_meaning.INTERPRET, *rules_meaning.DISCLOSE, *rules_general.DISCLOSE,
    *rules_room.INFORM, *rules_reassure.RULES, *rules_comfort.COMFORT, *rules_support.SUPPORT, *rules_cheer.CHEER, *rules_reassure.AFFIRM, *rules_general.AFFIRM,
    *rules_room.HAND_BACK, *rules_general.HAND_BACK, *rules_room.EXPLORE, *rules_general.INFORM,
    *rules_room.ACKNOWLEDGE,
)  # fmt: skip
RULES: tuple[Rule, ...] = (*FORMS, *MOVES)

NAMES = ("explore", "advise", "reassure", "interpret", "label", "disclose", "inform", "affirm", "hand back", "acknowledge", "ask risk")  # fmt: skip
"""The moves, in the order of the codebook."""

LABELS: dict[str, str] = {
    "explore": "invites more",
    "advise": "may read as advice",
    "reassure": "reassures",
    "interpret": "may interpret",
    "label": "may put a name to it",
    "disclose": "tells of yourself",
    "inform": "tells a fact",
    "affirm": "names something the client did",
    "hand back": "leaves it with the client",
    "acknowledge": "receives what was said",
    "ask risk": "asks about risk",
}
"""Each move in words for a student. Those on which people agree below .60, or that no people have been tried on, say "may"."""

PEOPLE: dict[str, str] = {
    "advise": "Two people reading the same words often differ on advice (kappa about .51), so you decide.",
    "interpret": "Nobody has measured how far people agree on this (no kappa is known), so you decide.",
    "label": "Nobody has measured how far people agree on this (no kappa is known), so you decide.",
}
"""What is said beside a move that reads "may". The .51 is ten annotators on 216 spoken turns (AnnoMI)."""
