"""What every model shares: kinds of text, the moves, and that unknown keys are refused."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

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
