"""Narrows a course to the pathway that its module lead chose: the weeks, assignments and activities of one run.

``read`` gives the files as they stand, for whoever checks them. ``load`` gives the run, for everybody else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import PrivateAttr

from notknowing.course.models import ActivityModel, Page
from notknowing.course.models.pathway import Pathway

if TYPE_CHECKING:
    from notknowing.course.loader import Course


class NarrowedPage(Page):
    """A page without the activities that this run leaves out. By id they are still found: another may build on one."""

    _whole: Page = PrivateAttr()

    def activity(self, activity_id: str) -> ActivityModel:
        """The activity of that id, shown or not.

        Raises:
            KeyError: the page has none.
        """
        return self._whole.activity(activity_id)


def narrowed(course: Course) -> Course:
    """The course as this run shows it; the same course where it has no pathway."""
    pathway = course.module.pathway
    if pathway is None:
        return course
    module = course.module.model_copy(
        update={
            "weeks": [week for week in course.module.weeks if pathway.shows(week.id)],
            "assignments": [task for task in course.module.assignments if pathway.shows(task.id)],
        }
    )
    return replace(course, module=module, pages={name: _page(page, pathway) for name, page in course.pages.items()})


def _page(page: Page, pathway: Pathway) -> Page:
    shown = [spec for spec in page.activities if pathway.shows(page.id, spec.id)]
    if len(shown) in (0, len(page.activities)):
        return page
    ids = {spec.id for spec in shown}
    fields = {name: getattr(page, name) for name in Page.model_fields}
    stops = [stop for stop in page.stop_here if stop in ids]
    made = NarrowedPage.model_construct(**fields | {"activities": shown, "stop_here": stops})
    made._whole = page
    return made
