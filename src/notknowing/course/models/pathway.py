"""``pathway`` in ``course/module.yml``: what one run of the course shows."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import StringConstraints

from notknowing.course.models.base import Model, Text
from notknowing.course.models.coverage import place_of

PAGE = re.compile(r"week\d\d|a\d[a-z]?")
Part = Annotated[str, StringConstraints(pattern=r"^(week\d\d|a\d[a-z]?|\d{1,2}[A-Z]|0\.\d)$")]
"""A week (``week09``), an assignment (``a2``) or an activity of a week (``9C``, ``0.4``)."""


class Pathway(Model):
    """What this run shows: everything but what it leaves out, or only what it names."""

    title: Text
    leave_out: list[Part] = []
    only: list[Part] = []

    def shows(self, page_id: str, activity_id: str | None = None) -> bool:
        """Whether this run shows a page, or an activity of it. A part such as ``a1b`` goes with its whole."""
        names = {part_place(name) for name in self.only or self.leave_out}
        pages = {page_id, re.sub(r"^(a\d)[a-z]$", r"\1", page_id)}
        if self.only:
            if any((page, None) in names for page in pages):
                return True
            return any(page in pages and activity_id in (None, activity) for page, activity in names)
        return not any((page, None) in names for page in pages) and (activity_id is None or (page_id, activity_id) not in names)  # fmt: skip


def part_place(name: str) -> tuple[str, str | None]:
    """The page and the activity that a part names: ``("week09", "9C")``, or ``("week09", None)`` for the week."""
    return (name, None) if PAGE.fullmatch(name) else place_of(name)
