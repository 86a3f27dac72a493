"""Earlier days that a day may call to mind: the same one of other years, and those a week and a month ago."""

from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

__all__ = ["Earlier", "earlier_days"]


class Earlier(NamedTuple):
    """An earlier day, and how long ago it was: so many of `unit`, one of week, month, year."""

    day: date
    number: int
    unit: str


def earlier_days(day: date, dates: Iterable[date]) -> list[Earlier]:
    """Return which of some dates lie a week, a month or whole years before a day, the latest first.

    Where the month before has no such day, it is its last one. A 29th of February stands beside the 28th: it is called
    to mind by the 28th in years that have no 29th, and calls the 28th to mind of such years.
    """
    there = set(dates)
    found = [Earlier(one, 1, unit) for unit, one in (("week", _week(day)), ("month", _month(day))) if one in there]
    years = [Earlier(one, day.year - one.year, "year") for one in there if one.year < day.year and _recurs(one, day)]
    return sorted([*found, *years], key=lambda earlier: earlier.day, reverse=True)


def _recurs(earlier: date, day: date) -> bool:
    if (earlier.month, earlier.day) == (day.month, day.day):
        return True
    if earlier.month != 2 or day.month != 2 or min(earlier.day, day.day) != 28 or max(earlier.day, day.day) != 29:
        return False
    return not isleap(day.year if earlier.day == 29 else earlier.year)


def _week(day: date) -> date | None:
    return day - timedelta(days=7) if day.toordinal() > 7 else None


def _month(day: date) -> date | None:
    if (day.year, day.month) == (1, 1):
        return None
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))
