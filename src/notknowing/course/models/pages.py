"""A week or an assignment: everything a student's notebook says, in order."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Literal, Union

from pydantic import Field, StringConstraints

from notknowing.course import models
from notknowing.course.models.activities import ActivityModel
from notknowing.course.models.base import Model, Text


def kinds() -> tuple[type[ActivityModel], ...]:
    """Every model of an activity: a subclass of ``ActivityModel`` with a ``kind`` of its own, wherever it is written."""
    for module in iter_modules(models.__path__):
        if module.name != "pages":
            import_module(f"{models.__name__}.{module.name}")
    found = [ActivityModel]
    for one in found:
        found += one.__subclasses__()
    return tuple(one for one in found if "kind" in one.model_fields)


AnyActivity = Annotated[Union[kinds()], Field(discriminator="kind")]  # noqa: UP007  # the members are found, not listed


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
