"""Whether a reply asks directly where asking is a duty. It says what it could not find, and never that anybody is safe.

Nothing here blocks, marks or decides. Where nothing is found the wording allows that the student asked in words these
rules do not know.
"""

from __future__ import annotations

from typing import Any

from notknowing.mirror.precision import MEASURED
from notknowing.mirror.reading import Note, Sentence
from notknowing.mirror.rule import doubt_of

DUTIES: dict[str, dict[str, tuple[str, ...]]] = {
    "suicide": {"suicide": ("risk-suicide",)},
    "harm_to_baby": {"suicide": ("risk-suicide",), "harm to the child": ("risk-child",)},
    "safe_contact": {"safe contact": ("risk-contact",), "being afraid or hurt": ("risk-other-person",)},
}
"""For each duty: what may be asked about, and the rules that find it."""

ABOUT = {
    "suicide": "suicide",
    "harm_to_baby": "suicide or harm to the child",
    "safe_contact": "safe contact or being hurt",
}
NEVER = "This is a reading of words. It cannot tell whether anybody is safe."


def asked(sentences: tuple[Sentence, ...], duty: str) -> dict[str, list[Sentence]]:
    """The sentences that ask directly, under what they ask about."""
    found: dict[str, list[Sentence]] = {}
    for about, rules in DUTIES.get(duty, {}).items():
        hits = [
            s for s in sentences if any(m.rule in rules or (m.name == "ask risk" and _also(s, rules)) for m in s.moves)
        ]
        if hits:
            found[about] = hits
    return found


def _also(sentence: Sentence, rules: tuple[str, ...]) -> bool:
    """A sentence holds one risk move; another of the risk rules may find its own words there as well."""
    from notknowing.mirror.rules_room import RISK
    from notknowing.mirror.text import plain

    text = plain(sentence.text).text
    return any(rule.search(text) for rule in RISK if rule.name in rules)


def safety_notes(sentences: tuple[Sentence, ...], client: Any = None) -> tuple[Note, ...]:
    """One note for a client with a duty to ask; none for others or for an empty reply."""
    duty = getattr(client, "safety", None)
    if duty not in DUTIES or not sentences:
        return ()
    found = asked(sentences, duty)
    if not found:
        return (
            Note(
                "no direct question found", None, "safety-not-found", doubt_of(*MEASURED.get("safety-not-found", (0, 0))),
                f"I could not find a direct question about {ABOUT[duty]}; you may have asked in words I do not know. {NEVER}",
                "I could not find a direct question",
            ),
        )  # fmt: skip
    about = " and about ".join(found)
    others = [name for name in DUTIES[duty] if name not in found]
    more = f" There may also be {' or '.join(others)} to ask about." if others else ""
    span = next(iter(found.values()))[0].span
    return (
        Note(
            "direct question", span, "safety-found", doubt_of(*MEASURED.get("safety-found", (0, 0))),
            f"This reads as a direct question about {about}.{more} {NEVER}", f"asks about {about}",
        ),
    )  # fmt: skip


def missed_direct_question(text: str, client: Any) -> bool | None:
    """Whether no direct question was found in a reply to a client whose duty is to be asked.

    Returns:
        True when none was found, False when one was, None for a client without such a duty.
    """
    from notknowing.mirror.engine import flat, read_sentences

    duty = getattr(client, "safety", None)
    if duty not in DUTIES:
        return None
    return not asked(read_sentences(text, flat(getattr(client, "words", ""))), duty)
