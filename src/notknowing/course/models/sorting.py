"""Sorting cards into groups, and pointing to another page."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel
from notknowing.course.models.base import Key, Model, Text


class CardGroup(Model):
    """One group to sort into."""

    id: Key
    label: Text
    definition: Text


class Card(Model):
    """One card. ``key`` is the course's reading; ``also`` are readings it accepts as well."""

    words: Text
    who: Text | None = None
    """Who says it, where somebody does."""
    key: Annotated[list[Key], Field(min_length=1)]
    also: list[Key] = []
    note: Text


class CardSort(ActivityModel):
    """Sort cards into groups. The key is a set, and disagreeing opens a note."""

    kind: Literal["card_sort"]
    question: Text
    groups: Annotated[list[CardGroup], Field(min_length=2)]
    cards: Annotated[list[Card], Field(min_length=1)]
    practice: int = 0
    """How many cards come first, to learn the groups on. The rest carry the formative points."""
    several: bool = False
    """Whether a card may be put into more than one group."""

    @model_validator(mode="after")
    def _groups_exist(self) -> CardSort:
        groups = {group.id for group in self.groups}
        for number, card in enumerate(self.cards, 1):
            unknown = [name for name in (*card.key, *card.also) if name not in groups]
            if unknown:
                raise ValueError(f"card {number} names the group '{unknown[0]}', which is not among the groups")
        if not 0 <= self.practice <= len(self.cards):
            raise ValueError("'practice' must lie between 0 and the number of cards")
        return self


class Elsewhere(ActivityModel):
    """Work that is done on another page; this one says where it is and how far it has come."""

    kind: Literal["elsewhere"]
    to: Annotated[list[Text], Field(min_length=1)]
    """Where, as ``a1:A1``."""
    after: Text | None = None
    """Said when all of it is done."""
