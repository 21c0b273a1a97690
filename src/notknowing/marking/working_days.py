"""When a day of lateness ends: calendar days and working days, bank holidays by UK nation, and the change of the clocks.

Bank holidays come from the ``holidays`` library (https://github.com/vacanza/holidays), which names gov.uk/bank-holidays
among its sources. A day proclaimed later than the installed version is not in it: module.yml's ``closed`` takes it.
Working days are counted with numpy's ``busday_offset``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from notknowing.course.models.fairness import Nation

SUBDIVISION: dict[Nation, str] = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}
A_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=64)
def bank_holidays(nation: Nation, year: int) -> dict[dt.date, str]:
    """The bank holidays of one nation and year with their names, substitute days among them, in order."""
    from holidays import UnitedKingdom

    return dict(sorted(UnitedKingdom(subdiv=SUBDIVISION[nation], years=year).items()))


@dataclass(frozen=True)
class WorkingDays:
    """Which days are worked: Monday to Friday but for the nation's bank holidays and ``closed``, and always ``open``."""

    nation: Nation = "England"
    closed: tuple[dt.date, ...] = ()
    open: tuple[dt.date, ...] = ()

    def not_worked(self, first: int, last: int) -> list[dt.date]:
        """Bank holidays and closed days in the years from ``first`` to ``last``, without those that are open."""
        days = {day for year in range(first, last + 1) for day in bank_holidays(self.nation, year)}
        return sorted((days | set(self.closed)) - set(self.open))

    def later(self, day: dt.date, count: int) -> dt.date:
        """The ``count``-th working day after ``day``, which need not be a working day itself."""
        import numpy as np

        off = self.not_worked(day.year, day.year + 1 + count // 200)
        return np.busday_offset(day, count, roll="backward", holidays=off).item()


def ends(due: dt.datetime, count: int, working: WorkingDays | None = None) -> dt.datetime:
    """The last moment of the ``count``-th day after a deadline.

    A day ends at the deadline's own time by the clock. With working days that is on the ``count``-th working day after
    the day it was due. With calendar days it never ends before 24 hours are over for each: when the clocks go forward
    in between, the student has the hour; when they go back, too.

    Args:
        due: the deadline, with its zone.
        count: which day, from 1.
        working: None counts calendar days.
    """
    if working is not None:
        return dt.datetime.combine(working.later(due.date(), count), due.timetz())
    by_the_clock = due + count * A_DAY  # arithmetic inside one zone keeps the time on the clock
    by_the_hour = (due.astimezone(dt.UTC) + count * A_DAY).astimezone(due.tzinfo)
    return max(by_the_clock, by_the_hour, key=lambda moment: moment.astimezone(dt.UTC))


def days_begun(due: dt.datetime, handed_in: dt.datetime, working: WorkingDays | None = None) -> int:
    """How many days of lateness have begun: 0 at the deadline itself, 1 from the second after it.

    Args:
        due, handed_in: both with their zone.
        working: None counts calendar days.
    """
    moment = handed_in.astimezone(dt.UTC)  # inside one zone Python compares by the clock, which goes wrong in autumn
    if moment <= due.astimezone(dt.UTC):
        return 0
    count = 1
    while ends(due, count, working).astimezone(dt.UTC) < moment:
        count += 1
    return count
