"""The kinds of activity that Assignment 3 is made of. Each is marked criterion by criterion, in a cell for each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from notknowing.course.models.activities import ActivityModel, Point, Prompt
from notknowing.course.models.assessed import Code, Line
from notknowing.course.models.base import Key, Model, Slug, Text

Criteria = Annotated[dict[Key, Slug], Field(min_length=1)]
"""The grid's criteria for a part and, for each, the cell it is marked in. The words go into the first of these cells.
The others are marked from the same words, and say so."""


class DossierAudit(ActivityModel):
    """Audit a supplied exchange: what each turn does, how sure it sounds, how much it could know, and why."""

    kind: Literal["dossier_audit"]
    criteria: Criteria
    about: Text
    """Who is in the exchange, and that it was written for this course."""
    codes: Annotated[list[Code], Field(min_length=2)]
    lines: list[Line]
    code_label: Text
    sounds: Text
    knows: Text
    """The two questions whose answers are set against each other."""
    degrees: Annotated[list[Point], Field(min_length=2)]
    """The answers to both, least first."""
    reason: Prompt
    """Asked at every turn."""
    stand_in: int
    """The turn in whose place the student says something."""
    reply: list[Prompt]
    """What the student would say and do there."""
    whole: Prompt
    """Asked of all the turns together."""
    attach: Prompt
    """An exchange of the student's own, where there is one. It carries no marks."""

    @model_validator(mode="after")
    def _turns_run(self) -> DossierAudit:
        turns = [line.turn for line in self.lines if line.turn is not None]
        if turns != list(range(1, len(turns) + 1)):
            raise ValueError("the numbered turns do not run 1, 2, 3 … without a gap")
        if self.stand_in not in turns:
            raise ValueError(f"there is no turn {self.stand_in} to speak in the place of")
        return self


class PublicClaim(Model):
    """A public claim to choose: a short name for the list, and the claim with its source."""

    id: Key
    label: Text
    text: Text


class DossierAppraisal(ActivityModel):
    """One review against one public claim: choose both, fill a grid, then write."""

    kind: Literal["dossier_appraisal"]
    criteria: Criteria
    reviews_intro: Text
    reviews: Annotated[list[PublicClaim], Field(min_length=2)]
    review_label: Text
    claims_intro: Text
    public_claims: Annotated[list[PublicClaim], Field(min_length=2)]
    claim_label: Text
    other: Text
    """What the choice of one's own is called, in both lists."""
    other_review: Prompt
    other_claim: Prompt
    grid_intro: Text
    grid: Annotated[list[Prompt], Field(min_length=2)]
    """The rows of the grid. They carry no marks of their own."""
    prompt: Prompt


class DossierStatement(ActivityModel):
    """A statement for a named public. A draft of an earlier page can be brought in."""

    kind: Literal["dossier_statement"]
    criteria: Criteria
    source: Text | None = None
    """Page and activity of the draft, as ``week12:12D``; null where no page asks for one."""
    leave_behind: list[Key] = []
    """Boxes of that activity that stay where they are, by the last part of their name."""
    public: Prompt
    """Whom it is for, and where they would read it."""
    prompt: Prompt


class DossierChange(ActivityModel):
    """Words of then beside words of now, to the same clients; then what changed, and two lines on generative AI."""

    kind: Literal["dossier_change"]
    criteria: Criteria
    clients: Annotated[list[Slug], Field(min_length=2)]
    at_least: Annotated[int, Field(ge=1)] = 2
    """How many clients the comparison needs."""
    then: Text
    now: Text | None = None
    """Where the words were written: ``week00:0.4`` and ``week12:12E``. Null where no page asks again."""
    then_label: Text
    now_label: Text
    prompt: Prompt
    declaration: Prompt
    """Read with this part, and not counted."""

    @model_validator(mode="after")
    def _enough(self) -> DossierChange:
        if self.at_least > len(self.clients):
            raise ValueError(f"'at_least' asks for {self.at_least} clients, and there are {len(self.clients)}")
        return self


class DossierState(ActivityModel):
    """What of the dossier is there, part by part, in words."""

    kind: Literal["dossier_state"]
    parts: Annotated[list[Text], Field(min_length=1)]
    """Ids of the parts on this page."""
    note: Text
