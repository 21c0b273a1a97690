"""What every model shares: kinds of text, the moves, and that unknown keys are refused."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

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


def sentence(*names: str) -> Any:
    """A text in which only these names may stand in {braces}; the activity puts a number or a word in their place."""

    def check(text: str) -> str:
        try:
            used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as trouble:
            raise ValueError("a brace '{' or '}' is opened and not closed") from trouble
        if unknown := sorted(used - set(names)):
            allowed = ", ".join(f"{{{name}}}" for name in names) or "no braces"
            raise ValueError(f"{{{unknown[0]}}} is not filled in here; this sentence may hold {allowed}")
        return text

    return Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(check)]
