"""What lateness costs: one pure function from a mark, a rule and two moments to a penalty, with its sentence.

The rule is ``late`` in ``course/module.yml``, the moments are the VLE's time of handing in and the due date or the
student's own (``extensions``). Nothing is rounded here; marks are rounded once, at the end, half up.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from nbgrader.utils import parse_utc

from notknowing.course import Course
from notknowing.course.models import ModuleSettings
from notknowing.course.models.fairness import AMark, LatePolicy
from notknowing.marking.extensions import Extension, extensions
from notknowing.marking.nbgrader_room import due_date
from notknowing.marking.places import Place
from notknowing.marking.rounding import shown
from notknowing.marking.working_days import WorkingDays, days_begun, ends

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True)
class Lateness:
    """How late a piece of work is. ``days`` counts every day that has begun; ``whole`` those that are complete."""

    due: dt.datetime
    handed_in: dt.datetime
    days: int
    whole: int
    working: bool
    extended: bool = False

    @property
    def seconds(self) -> float:
        """Seconds after the deadline; 0 when in time."""
        return max(0.0, (self.handed_in.astimezone(dt.UTC) - self.due.astimezone(dt.UTC)).total_seconds())

    def said(self) -> str:
        """How late, in words: ``25 hours late, into the second working day``; empty when in time."""
        if not self.days:
            return ""
        kind = "working day" if self.working else "day"
        place = ORDINALS[self.days - 1] if self.days <= len(ORDINALS) else f"{self.days}th"
        return f"{span(self.seconds)} late, into the {place} {kind}"


@dataclass(frozen=True)
class Penalty:
    """A mark before and after the late rule, in the points of the assignment. ``why`` is a sentence for the student."""

    raw: float
    final: float
    why: str = ""

    @property
    def taken(self) -> float:
        """What lateness cost."""
        return round(self.raw - self.final, 9)


def lateness(
    due: dt.datetime, handed_in: dt.datetime, policy: LatePolicy, nation: str = "England", extended: bool = False
) -> Lateness:
    """How late a piece of work is under a policy's way of counting days.

    Args:
        due: the student's own deadline, with its zone; days end at this time by that zone's clock.
        handed_in: the VLE's time, with a zone.
        policy: the module's rule.
        nation: whose bank holidays count where the policy names none.
        extended: whether ``due`` is an extension.
    """
    working = (
        WorkingDays(policy.bank_holidays or nation, tuple(policy.closed), tuple(policy.open))
        if policy.days == "working"
        else None
    )
    count = days_begun(due, handed_in, working)
    complete = count and ends(due, count, working).astimezone(dt.UTC) <= handed_in.astimezone(dt.UTC)
    return Lateness(due, handed_in, count, count if complete else max(0, count - 1), policy.days == "working", extended)


def penalised(raw: float, out_of: float, late: Lateness | None, policy: LatePolicy, pass_mark: float) -> Penalty:
    """Apply a late rule to a mark.

    Args:
        raw: the points earned.
        out_of: the points possible. Rules speak of marks out of 100 and are scaled to them.
        late: how late the work is; None when it is not known, and then nothing is taken.
        policy: the module's rule.
        pass_mark: out of 100.
    """
    if late is None or not late.days or policy.takes == "nothing" or out_of <= 0:
        return Penalty(raw, raw)
    left, how = _left(raw / out_of * 100, late, policy, pass_mark)
    final = round(left * out_of / 100, 9)
    if final >= raw:
        return Penalty(raw, raw, f"Handed in {late.said()}: {how}, which leaves {shown(raw)} as it is.")
    return Penalty(raw, final, f"Handed in {late.said()}: {how}, so {shown(raw)} becomes {shown(final)}.")


def _left(mark: float, late: Lateness, policy: LatePolicy, pass_mark: float) -> tuple[float, str]:
    """What is left of a mark out of 100, and the rule in words."""
    if (policy.zero_after and late.days > policy.zero_after) or (policy.zero_from and late.whole >= policy.zero_from):
        return 0.0, _after_the_end(policy)
    if policy.takes == "cap":
        cap = _mark(policy.cap, pass_mark)
        return min(mark, cap), f"late work gets {shown(cap)} out of 100 at the most"
    if policy.takes == "marks":
        left = mark - policy.each * late.days
        marks = "mark" if policy.each == 1 else "marks"
        how = f"{shown(policy.each)} {marks} out of 100 {'is' if policy.each == 1 else 'are'} taken for each day begun"
    else:
        left = mark * (1 - policy.each / 100 * late.days)
        how = f"{shown(policy.each)}% of the mark is taken for each day begun"
    floor = _mark(policy.floor, pass_mark)
    if floor is not None and left < floor:
        return min(mark, floor), f"{how}, but not below {shown(floor)}"
    return max(left, 0.0), how


def _after_the_end(policy: LatePolicy) -> str:
    kind = "working day" if policy.days == "working" else "day"
    if policy.zero_after:
        count = policy.zero_after
        return f"work that comes after {'the first ' + kind if count == 1 else f'{count} {kind}s'} gets 0"
    count = policy.zero_from
    return f"work that is {count} whole {kind}{'' if count == 1 else 's'} late or later gets 0"


def _mark(value: AMark | None, pass_mark: float) -> float | None:
    return pass_mark if value == "pass" else value


def span(seconds: float) -> str:
    """A stretch of time as people say it, never rounded up."""
    if seconds < 60:
        whole = max(1, int(seconds))
        return f"{whole} second{'' if whole == 1 else 's'}"
    minutes = int(seconds // 60)
    if minutes < 120:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{minutes // 60} hours" if minutes < 60 * 72 else f"{minutes // (60 * 24)} days"


# ---------------------------------------------------------------------------------------------- of a submission


def rule_of(module: ModuleSettings | None) -> LatePolicy:
    """The module's late rule; nothing is taken while module.yml cannot be read."""
    return module.late if module else LatePolicy()


def handed_in(place: Place) -> dt.datetime | None:
    """When the VLE says it was handed in, in UTC; None when it did not say, or the note of it cannot be read."""
    try:
        return parse_utc((place.submitted / "timestamp.txt").read_text("utf-8").strip()).replace(tzinfo=dt.UTC)
    except (OSError, ValueError, AttributeError, OverflowError):
        return None


def late_of(
    place: Place, course: Course | None, granted: dict[tuple[str, str], Extension] | None = None
) -> Lateness | None:
    """How late a student's submission is; None when there is no due date or no time of handing in.

    Args:
        place: whose, and of what.
        course: for the due date and the rule.
        granted: the extensions, when they have been read already.

    Raises:
        MarkingError: the table of extensions cannot be used.
    """
    due, moment = due_date(course, place.assignment), handed_in(place)
    if due is None or moment is None or course is None:
        return None
    granted = extensions(place.root, course) if granted is None else granted
    own = granted.get((place.assignment, place.student.lower()))
    extended = own is not None and own.due > due
    return lateness(own.due if extended else due, moment, course.module.late, course.module.nation, extended)
