"""What the files in ``course/`` may say, as plain models.

One model for each kind of file and one for each kind of activity. A key that no model knows is an error, so that a
misspelt setting is reported and never silently ignored. The models hold text and numbers only; nothing here draws,
saves or marks anything.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]

Move = Literal[
    "advice",
    "reassurance",
    "interpretation",
    "diagnosis",
    "closed_question",
    "self_disclosure",
    "none",
    "more_than_one",
]
"""The six hasty moves a student sorts replies by, and the two answers that are neither."""

Status = Literal["ungraded", "formative", "graded", "private"]


class Model(BaseModel):
    """A file or a part of one: unknown keys are refused, values are not changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# ---------------------------------------------------------------------------------------------- clients


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


# ---------------------------------------------------------------------------------------------- activities


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


class Code(Model):
    """One code of a coding scheme."""

    id: Key
    label: Text
    definition: Text
    example: Text
    not_this: Text
    """What it is easily mistaken for, and how to tell."""


class Line(Model):
    """One line of a transcript. ``turn`` numbers the practitioner's turns to be coded; the client's have none."""

    speaker: Text
    words: Text
    turn: int | None = None


class TranscriptCoder(ActivityModel):
    """Code each numbered turn of a transcript with one code."""

    kind: Literal["transcript_coder"]
    codes: Annotated[list[Code], Field(min_length=2)]
    lines: list[Line]


class KappaTask(ActivityModel):
    """Agreement with a second set of codes: a 2 × 2 table, kappa, and two located disagreements."""

    kind: Literal["kappa"]
    transcript: Text
    """Id of the transcript activity on the same page."""
    second: dict[int, Key]
    """The second set of codes, turn number to code, written for this exercise."""
    second_label: Text
    collapse: list[Key]
    """The codes that count as 'yes' in the 2 × 2 table."""
    collapse_label: Text
    worked: Text
    """A worked example, before the student's own."""


class PortfolioPiece(Model):
    """One client of the portfolio and where earlier words may be brought in from."""

    client: Slug
    source: Text
    manual_cell: Slug


class Portfolio(ActivityModel):
    """First attempt, rating, revision and reasons for several clients, brought in from earlier weeks or written here."""

    kind: Literal["portfolio"]
    pieces: list[PortfolioPiece]
    rationale_words: int = 150


class Unseen(ActivityModel):
    """One unseen client from a file beside the notebook: first words and reasons, supervised."""

    kind: Literal["unseen"]
    file: Text
    rationale_words: int = 150


class Submit(ActivityModel):
    """The exact copy that would be handed in, and one zip to upload."""

    kind: Literal["submit"]


AnyActivity = Annotated[
    Tour
    | Agreement
    | Signpost
    | Baseline
    | Envelope
    | Access
    | PullMeter
    | Sort
    | OwnMoves
    | Writing
    | Hold
    | Closing
    | Retrieval
    | ThreeWay
    | RewritingLoop
    | Ledger
    | EvidenceClash
    | SwapTest
    | SayAloud
    | TranscriptCoder
    | KappaTask
    | Portfolio
    | Unseen
    | Submit,
    Field(discriminator="kind"),
]


class Outcome(Model):
    """A weekly learning outcome: a verb, the rest of the sentence, and the module outcomes it serves."""

    verb: Text
    text: Text
    mlo: list[Annotated[int, Field(ge=1, le=7)]]


class Page(Model):
    """A week or an assignment: everything a student's notebook says, in order."""

    id: Annotated[str, StringConstraints(pattern=r"^(week\d\d|a[0-9][a-z]?)$")]
    title: Text
    question: Text
    summary: Text
    outcomes: Annotated[list[Outcome], Field(min_length=1)]
    mirror: Literal["full", "on_request", "absent"]
    """How much of the mirror this page shows."""
    content_note: Text | None
    """What may be hard in here, in one factual line, or null."""
    before: Text | None = None
    """What to have done or to have at hand first."""
    stop_here: list[Text] = []
    """Ids of activities after which a tired student may stop."""
    activities: Annotated[list[AnyActivity], Field(min_length=1)]

    @property
    def minutes(self) -> int:
        """The sum of the activities' minutes (not piloted)."""
        return sum(activity.minutes for activity in self.activities)

    def activity(self, activity_id: str) -> ActivityModel:
        """The activity of that id.

        Raises:
            KeyError: the page has none.
        """
        for activity in self.activities:
            if activity.id == activity_id:
                return activity
        raise KeyError(activity_id)


# ---------------------------------------------------------------------------------------------- claims and sources


class Claim(Model):
    """One empirical sentence of the course, with what stands behind it."""

    id: Slug
    text: Text
    source: Slug
    figure: Text | None
    grade: Literal["A", "B"]
    checked: dt.date
    review_by: dt.date
    kind: Literal["capability", "experience", "evidence", "accountability"]

    @property
    def said(self) -> str:
        """The sentence as it is printed is ``text``; a grade B sentence has to say that it is reported."""
        return self.text


class Reference(Model):
    """One source."""

    id: Slug
    text: Text
    """The full reference as printed."""
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None
    year: int


class HelpLine(Model):
    """One help line. Only lines with a check date are shown."""

    id: Slug
    service: Text
    contact: Text
    hours: Text
    for_whom: Text
    nations: list[Literal["England", "Wales", "Scotland", "Northern Ireland"]]
    source: Text
    checked: dt.date | None
    review_by: dt.date | None

    @model_validator(mode="after")
    def _dates_together(self) -> HelpLine:
        if (self.checked is None) != (self.review_by is None):
            raise ValueError("give both checked and review_by, or neither")
        return self


class Signposting(Model):
    """Help lines by nation, and the institution's own."""

    heading: Text
    nobody_watching: Text
    stand_in: Text
    """Said where a nation's own line is not verified and UK-wide lines stand in."""
    lines: list[HelpLine]
    institution: list[InstitutionLine]


class InstitutionLine(Model):
    """One slot for the institution's own support. Blank ``contact`` warns, and stops a bundle."""

    id: Slug
    service: Text
    contact: str = ""


# ---------------------------------------------------------------------------------------------- the module


class ModuleWeek(Model):
    """When a week opens."""

    id: Text
    opens: dt.date


class Weight(Model):
    """One assessed assignment: its share of the module mark, its own maximum, and when it is due."""

    id: Text
    title: Text
    weight: Annotated[int, Field(ge=0, le=100)]
    due: dt.datetime
    part_of: Text | None = None
    """Set for a part (``a1b`` of ``a1``) that is handed in separately."""


class Band(Model):
    """A class of mark and the lowest mark in it."""

    name: Text
    from_: Annotated[int, Field(ge=0, le=100, alias="from")]


class Institution(Model):
    """The adopting institution's own names. Blank slots warn; a bundle for students refuses them."""

    name: str = ""
    programme: str = ""
    module_lead: str = ""
    module_lead_contact: str = ""
    where_to_hand_in: str = ""
    retention: str = ""
    """How long handed-in work is kept, as a sentence."""


class ModuleSettings(Model):
    """``course/module.yml``: everything a module lead sets for one run."""

    title: Text
    strapline: Text
    level: Annotated[int, Field(ge=4, le=8)]
    credits: int
    institution: Institution
    pilot: Text
    """What is known of how it went with real students. Never blank."""
    reviewed_by: Text | None
    """The practitioner who reviewed the keys, or null; while null, release warns."""
    texts: Text
    """Who wrote the texts, in a sentence the start page and README print."""
    time_zone: Text
    nation: Literal["England", "Wales", "Scotland", "Northern Ireland"]
    weeks: Annotated[list[ModuleWeek], Field(min_length=1)]
    assignments: list[Weight]
    bands: Annotated[list[Band], Field(min_length=1)]
    pass_mark: Annotated[int, Field(ge=0, le=100)]
    rounding: Literal["half_up"]
    vle: Literal["blackboard", "moodle", "canvas"]
    ai_statement: dict[str, Text]
    """For each assignment id, the institution's wording on generative AI."""
    attribution: Text


Signposting.model_rebuild()
