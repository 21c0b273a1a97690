"""One model for each kind of activity of the weekly pages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from notknowing.course.models.base import Key, Model, Move, Slug, Status, Text


class ActivityModel(Model):
    """What every activity says of itself, whatever its kind."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,2}\.?[0-9A-Z]{0,2}$")]
    title: Text
    minutes: Annotated[int, Field(ge=1, le=60)]
    status: Status
    why: Text
    """Why we are doing this, in at most 60 words."""
    intro: Text | None = None
    """What stands above the first control. Blank lines separate paragraphs; *asterisks* mark emphasis."""
    manual_cell: Slug | None = None
    """Grade id of the nbgrader cell that receives this activity's words, for a person to mark."""
    max_words: int | None = None


class TourStep(Model):
    """One step of the guided tour: what to do, with which control, and what the page says back."""

    say: Text
    control: Literal["button", "text", "choice"]
    label: Text
    options: list[Text] = []
    reply: Text


class TourMistake(Model):
    """The small mistake the tour asks for, so that the first error is a rehearsed one."""

    say: Text
    label: Text
    lowest: int
    highest: int
    not_yet: Text
    """Shown when the student typed a number in range before making the mistake."""
    message: Text
    """Shown for a number out of range or for letters: what happened, that work is safe, what to do."""
    recovered: Text


class Tour(ActivityModel):
    """Press here, type here, it saves itself."""

    kind: Literal["tour"]
    steps: list[TourStep]
    mistake: TourMistake


class Point(Model):
    """One point with an id to save it under."""

    id: Key
    text: Text


class Agreement(ActivityModel):
    """The working agreement, point by point, with room for a question."""

    kind: Literal["agreement"]
    points: list[Point]
    question_label: Text


class Signpost(ActivityModel):
    """The signposting card, the nation switch and the choice to swap a client."""

    kind: Literal["signposting"]
    swap_intro: Text


class Baseline(ActivityModel):
    """First words to several clients, cold. No help, no mirror; kept for Week 12."""

    kind: Literal["baseline"]
    clients: list[Slug]


class Envelope(ActivityModel):
    """Three sentences, sealed until the last week."""

    kind: Literal["envelope"]
    prompts: list[Point]
    reopens: Text


class Access(ActivityModel):
    """Access needs and format, all optional."""

    kind: Literal["access"]
    formats: list[Text]
    needs_label: Text


class Scale(Model):
    """One end-to-end 0–100 scale."""

    id: Key
    label: Text
    low: Text
    high: Text


class PullMeter(ActivityModel):
    """Which way am I pulled, and how hard, before any words."""

    kind: Literal["pull_meter"]
    clients: list[Slug]
    scales: list[Scale]
    after: Text


class SortItem(Model):
    """One reply to sort. ``key`` is the course's reading; ``also`` are readings it accepts as well."""

    client: Slug
    words: Text
    key: Annotated[list[Move], Field(min_length=1)]
    also: list[Move] = []
    note: Text


class Sort(ActivityModel):
    """Sort plausible replies by move; the key is a set and disagreement opens a note."""

    kind: Literal["sort"]
    practice: int
    """How many of the items come first, to learn the categories on. The rest carry the formative points."""
    items: list[SortItem]


class OwnMoves(ActivityModel):
    """Predict the moves in one's own earlier replies, then see the mirror's reading, then accept or contest."""

    kind: Literal["predict_then_see"]
    source: Text
    """Where the replies come from, as ``week00:0.4``."""
    clients: list[Slug]


class Prompt(Model):
    """One box to write in."""

    id: Key
    label: Text
    hint: Text | None = None
    rows: Annotated[int, Field(ge=1, le=20)] = 5
    words: tuple[int, int] | None = None
    """The suggested length in words, least and most. Never enforced."""


class Writing(ActivityModel):
    """Free writing, with a private flag on each box."""

    kind: Literal["writing"]
    prompts: list[Prompt]
    private: bool = False
    """Whether the boxes start out private."""


class Hold(ActivityModel):
    """Minutes of not typing, skippable, then a note that starts out private."""

    kind: Literal["hold"]
    client: Slug
    seconds: Annotated[int, Field(ge=5, le=300)]
    prompts: list[Prompt]


class Closing(ActivityModel):
    """The three questions that close every week."""

    kind: Literal["closing"]
    prompts: list[Prompt]


class RetrievalQuestion(Model):
    """One question from memory. With options it is a choice, without them a box to write in."""

    id: Key
    question: Text
    options: list[Text] = []
    accept: list[Text] = []
    note: Text
    """Shown after an answer, whatever it was."""
    kind: Literal["last_week", "earlier", "apply"]


class Retrieval(ActivityModel):
    """Three short questions from memory."""

    kind: Literal["retrieval"]
    questions: list[RetrievalQuestion]


class ContrastReply(Model):
    """A reply whose stance the student names."""

    words: Text
    stance: Literal["knowing", "not_knowing", "pseudo"]
    gives_away: Text


class ThreeWay(ActivityModel):
    """A knowing, a not-knowing and a pseudo-not-knowing reply to one client."""

    kind: Literal["three_way"]
    client: Slug
    replies: Annotated[list[ContrastReply], Field(min_length=3, max_length=3)]
    prompt: Prompt


class RewritingLoop(ActivityModel):
    """Meet, pull, first words, rate, hints, swap test, contrast, mirror, revise, re-rate, transfer."""

    kind: Literal["rewriting_loop"]
    clients: Annotated[list[Slug], Field(min_length=1)]
    goal: Text
    """One micro-goal, for instance 'stay with one of her words'."""
    swap_clients: Annotated[list[Slug], Field(min_length=2, max_length=2)]
    transfer: Slug
    suggested_words: int = 60


class LedgerColumn(Model):
    """One column of the ledger; ``example`` is the course's own entry, shown after the student's."""

    id: Key
    label: Text
    hint: Text
    example: Text


class Ledger(ActivityModel):
    """What she knows, what I know, what neither of us knows yet, what I am obliged to act on."""

    kind: Literal["ledger"]
    client: Slug
    columns: Annotated[list[LedgerColumn], Field(min_length=4, max_length=4)]


class EvidenceClash(ActivityModel):
    """Published findings beside one client, and the question why a group does not describe this person."""

    kind: Literal["evidence"]
    claims: Annotated[list[Slug], Field(min_length=1)]
    client: Slug
    prompts: list[Prompt]
    reopen: Text
    """Which earlier reply to open again, as ``week02:2C``."""


class SwapTest(ActivityModel):
    """The student's own reply printed beneath other clients' words."""

    kind: Literal["swap_test"]
    source: Text
    clients: list[Slug]
    under: list[Slug]
    prompt: Prompt


class SayAloud(ActivityModel):
    """One sentence one would actually say, said aloud."""

    kind: Literal["say_aloud"]
    prompt: Prompt
    checks: list[Point]
