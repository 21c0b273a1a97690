"""One line of the mirror's table: a pattern, what it gives, what it needs, what overrides it, and how it was measured.

A pattern is a regular expression over the plain copy of one sentence (see ``text.py``), with phrases in angle brackets
looked up in ``phrases.py``. Examples and counter-examples are run as tests, so a rule cannot be added without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from notknowing.mirror.phrases import PHRASES
from notknowing.mirror.precision import MEASURED
from notknowing.mirror.reading import Doubt

_PHRASE = re.compile(r"<([a-z-]+)>")
FAIRLY_SURE = 0.85
"""A rule is fairly sure when it was right at least this often where it was measured, ten times or more."""
OFF = 0.6
"""A rule that was right less often than this, where it fired five times or more, is off."""


def expand(pattern: str) -> str:
    """The pattern with every ``<phrase>`` written out.

    Raises:
        KeyError: a phrase that ``phrases.py`` does not have.
    """
    while _PHRASE.search(pattern):
        pattern = _PHRASE.sub(lambda m: f"(?:{PHRASES[m.group(1)]})", pattern)
    return pattern


def any_of(*wordings: str) -> str:
    """One pattern out of several, of which any may be found: a wording a line can be read, added and taken out."""
    return "|".join(wordings)


@dataclass(frozen=True)
class Rule:
    """One rule. All patterns are searched in the plain, lower-case copy of one sentence."""

    name: str
    """Unique, and shown to nobody but colleagues and in stored contests."""
    gives: str
    """The move or form it names."""
    pattern: str
    """What it looks for."""
    why: str
    """One sentence to the student. ``{words}`` is replaced by the words that were found."""
    examples: tuple[str, ...]
    """Sentences it must fire on."""
    counter_examples: tuple[str, ...]
    """Sentences it must leave alone."""
    needs: str = ""
    """Words of which at least one must be in the sentence; empty: always tried. It keeps the mirror quick."""
    forms: tuple[str, ...] = ()
    """Only in sentences of these forms; empty: any."""
    unless: str = ""
    """It does not fire where this is found."""
    shares: bool = False
    """Only where the sentence has one of the client's particular words; so never when no client is known."""
    unmarked: bool = False
    """Only in a sentence without a full stop, question mark or the like in it, and not broken off."""
    alone: bool = False
    """Only where no other rule has named a move in the sentence, apart from acknowledging."""
    overrides: tuple[str, ...] = ()
    """Moves that are taken away from the sentence when it fires."""

    @cached_property
    def found(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return re.compile(expand(self.pattern))

    @cached_property
    def barred(self) -> re.Pattern[str] | None:
        """The pattern that stops it, compiled."""
        return re.compile(expand(self.unless)) if self.unless else None

    @cached_property
    def need(self) -> frozenset[str]:
        """The words it needs."""
        return frozenset(self.needs.split())

    @property
    def measured(self) -> tuple[int, int]:
        """How often it was right, and how often it fired, on the sentences it was adjusted on."""
        return MEASURED.get(self.name, (0, 0))

    @cached_property
    def doubt(self) -> Doubt:
        """Its doubt, fixed from what was measured."""
        return doubt_of(*self.measured)

    @cached_property
    def is_on(self) -> bool:
        """Whether it is used. See ``OFF``."""
        right, fired = self.measured
        return fired < 5 or right / fired >= OFF

    def search(self, text: str) -> re.Match[str] | None:
        """The first match, or None when there is none or something stops it."""
        match = self.found.search(text)
        if match is None or (self.barred is not None and self.barred.search(text)):
            return None
        return match


def doubt_of(right: int, fired: int) -> Doubt:
    """Doubt in words from a count. Too few to tell is a guess.

    Args:
        right: how often the rule was right.
        fired: how often it fired.
    """
    if fired < 5:
        return "guessing"
    share = right / fired
    if share >= FAIRLY_SURE and fired >= 10:
        return "fairly sure"
    return "unsure" if share >= OFF else "guessing"
