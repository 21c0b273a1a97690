"""Whether a reply asks directly where asking is a duty. It says what it could not find, and never that anybody is safe.

Nothing here blocks, marks or decides. Where nothing is found the wording allows that the student asked in words these
rules do not know.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
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

EVERY = frozenset({"harm_to_baby"})
"""Duties that are met only when everything was asked about; the others by any one of their questions."""

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


def not_asked(replies: str | Iterable[str], client: Any) -> tuple[str, ...] | None:
    """What a reply, or several replies to one client together, did not ask about though asking is a duty.

    Args:
        replies: one reply, or the replies a student gave to this client.
        client: anything with ``words`` and ``safety``.

    Returns:
        What no direct question was found about, in the order of ``DUTIES``; empty when the duty was found to be met; None
        for a client without such a duty. It is a reading of words, and the student may have asked in others.
    """
    from notknowing.mirror.engine import flat, read_sentences

    duty = getattr(client, "safety", None)
    if duty not in DUTIES:
        return None
    words = flat(getattr(client, "words", ""))
    texts = [replies] if isinstance(replies, str) else list(replies)
    found = {about for text in texts for about in asked(read_sentences(text, words), duty)}
    return _left(found, duty)


def _left(found: Container[str], duty: str) -> tuple[str, ...]:
    left = tuple(about for about in DUTIES[duty] if about not in found)
    return left if duty in EVERY or len(left) == len(DUTIES[duty]) else ()


def safety_notes(sentences: tuple[Sentence, ...], client: Any = None) -> tuple[Note, ...]:
    """One note for a client with a duty to ask; none for others or for an empty reply."""
    duty = getattr(client, "safety", None)
    if duty not in DUTIES or not sentences:
        return ()
    found = asked(sentences, duty)
    left = _left(found, duty)
    about = " and about ".join(found)
    if left:
        missing = " or ".join(left) if found else ABOUT[duty]
        seen = f" I did find one about {about}." if found else ""
        name = "one direct question not found" if found else "no direct question found"
        label = f"I could not find a direct question about {missing}" if found else "I could not find a direct question"
        return (
            Note(
                name, None, "safety-not-found", doubt_of(*MEASURED.get("safety-not-found", (0, 0))),
                f"I could not find a direct question about {missing}; you may have asked in words I do not know.{seen} {NEVER}",
                label,
            ),
        )  # fmt: skip
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
    """Whether a direct question that is a duty was not found in a reply. Where two are a duty, one is not enough.

    Returns:
        True when one was not found, False when the duty was found to be met, None for a client without such a duty.
    """
    left = not_asked(text, client)
    return None if left is None else bool(left)
