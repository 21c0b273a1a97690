"""One invented client: ``course/clients/<id>.yml``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from notknowing.course.models.base import Key, Model, Slug, Text


class Pronouns(Model):
    """How a client is spoken of: *he*, *him*, *his*."""

    subject: Text
    object: Text
    possessive: Text


class Idiom(Model):
    """A phrase of the client's and what it means, in plain words."""

    phrase: Text
    meaning: Text


class NamedWords(Model):
    """One more hasty reply, with a name of its own."""

    name: Key
    words: Text


class Hasty(Model):
    """What a kind, intelligent person says too soon, by move."""

    advice: Text
    reassurance: Text
    interpretation: Text
    diagnosis: Text
    closed_question: Text
    self_disclosure: Text
    extra: list[NamedWords] = []


class Tempting(Model):
    """One of the two hasty replies that the rewriting loop shows, and why it tempts."""

    move: Key
    why: Text


class GoodReply(Model):
    """One reply worth comparing with: the words, what kind of reply it is, and why it may serve this client."""

    words: Text
    kind: Text
    why: Text


class Hints(Model):
    """The hint ladder, least help first."""

    where: Text
    what_kind: Text
    move: Text
    opening: Text

    def rungs(self) -> list[str]:
        """The four hints in order."""
        return [self.where, self.what_kind, self.move, self.opening]


class Client(Model):
    """One invented client: ``course/clients/<id>.yml``."""

    id: Slug
    code: Text
    name: Text
    age: Annotated[int, Field(ge=18, le=110)]
    pronouns: Pronouns
    setting: Text
    session: Annotated[int, Field(ge=1, le=60)]
    about: Text
    content_note: Text | None
    swap_with: Slug | None
    swap_reason: Text | None
    swap_of: Slug | None
    words: Text
    annotated: Text
    annotation_limits: Text
    idioms: list[Idiom]
    hasty: Hasty
    tempting: Annotated[list[Tempting], Field(min_length=2, max_length=2)]
    missed: Annotated[list[Text], Field(min_length=1)]
    good: Annotated[list[GoodReply], Field(min_length=3)]
    hints: Hints
    limit: Text
    must_do: list[Text]
    safety: Literal["suicide", "harm_to_baby", "safe_contact"] | None
    weeks: list[Annotated[int, Field(ge=0, le=12)]]

    def hasty_words(self, move: str) -> str:
        """The hasty reply that makes ``move``, looked up among the six and the extra ones.

        Raises:
            KeyError: the client has no hasty reply of that name.
        """
        if move in Hasty.model_fields and move != "extra":
            return getattr(self.hasty, move)
        return {item.name: item.words for item in self.hasty.extra}[move]
