"""Reads a reply and names its moves, with evidence and doubt. Pure standard library.

``read(text, client)`` gives a ``Reading``; ``say(reading, client)`` puts it into words. A client is anything with
``words``, ``name``, ``pronouns`` and ``safety``. Nothing here says how good a reply is.
"""

from __future__ import annotations

import contextlib
import threading
from typing import Any

from notknowing.mirror.engine import flat, read_sentences, ready, ready_little_by_little
from notknowing.mirror.notes import notes_on
from notknowing.mirror.reading import Feedback, Reading
from notknowing.mirror.safety import missed_direct_question, not_asked, safety_notes
from notknowing.mirror.saying import say

MEASURED = (
    "When it was tried on replies it had not met, the mirror nearly always noticed a question, a question about risk, or a "
    "story about oneself. It noticed most suggestions and most names for conditions. It missed nearly half of the words "
    "that comfort, and more than half of those that name what a client did, and it often misread words that receive "
    "what was said. What it called a fact was more often something else. The codes it was compared with were made by language models, not by people. You decide."
)
"""What a student reads where they meet the mirror: how it did when it was tried, in words. Figures are in docs/mirror.md."""


def warm() -> None:
    """Make the rules ready in the background, so that the first reading does not wait for it."""
    if ready.cache_info().currsize:
        return
    with contextlib.suppress(RuntimeError):  # in a browser there are no threads: then the first reading waits
        threading.Thread(target=ready_little_by_little, daemon=True).start()


def read(text: str, client: Any = None) -> Reading:
    """How the mirror reads a reply.

    Args:
        text: any text, empty too; nothing raises.
        client: whom the reply is said to, or None. Without one, echoes and safety are not looked for.

    Returns:
        Sentences with their forms and moves, and notes on the whole. Spans are offsets in ``text``.
    """
    text = str(text or "")
    words = str(getattr(client, "words", "") or "")
    sentences = read_sentences(text, flat(words), words.rstrip(" \n\"'”’").endswith("?"))
    return Reading(text, sentences, (*notes_on(text, sentences, client), *safety_notes(sentences, client)))


__all__ = ["MEASURED", "Feedback", "Reading", "missed_direct_question", "not_asked", "read", "say", "warm"]
