"""How often a goal asks for something: its rhythm, and the weeks and months in which that is counted."""

import re
from dataclasses import dataclass
from datetime import date

__all__ = ["Target", "asked", "bounds", "parse_target", "period"]

_EVERY = {"daily": 7, "every day": 7, "each day": 7, "weekly": 1, "once a week": 1, "twice a week": 2}
_MONTHLY = {"monthly": 1, "once a month": 1, "twice a month": 2}
_COUNTED = re.compile(r"(\d{1,2}) ?(?:/|per|x|x a|times a) ?(week|month)")
_ONCE = re.compile(r"once(?: by (\d{4}-\d{2}-\d{2}))?")
_FIRST_DAY = 1  # day 1 of the calendar is a Monday, so whole sevens count ISO weeks


@dataclass(frozen=True, slots=True)
class Target:
    """How often: `days` (1 to 7) a week, `month` (1 to 31) days a month, or once, by a date or at any time."""

    days: int = 0
    once: bool = False
    by: date | None = None
    month: int = 0


def parse_target(text: str) -> Target | None:
    """Read a target: `daily`, `3/week`, `2/month`, `once`, `once by 2026-05-01`; None for anything else."""
    text = " ".join(text.casefold().split())
    if text in _EVERY:
        return Target(days=_EVERY[text])
    if text in _MONTHLY:
        return Target(month=_MONTHLY[text])
    if found := _COUNTED.fullmatch(text):
        count, most = int(found[1]), 7 if found[2] == "week" else 31
        if not 1 <= count <= most:
            return None
        return Target(days=count) if found[2] == "week" else Target(month=count)
    if found := _ONCE.fullmatch(text):
        try:
            return Target(once=True, by=date.fromisoformat(found[1]) if found[1] else None)
        except ValueError:
            return None
    return None


def period(day: date, *, monthly: bool = False) -> int:
    """Return the number of a day's ISO week, or of its calendar month; those that follow each other count on."""
    return day.year * 12 + day.month - 1 if monthly else (day.toordinal() - _FIRST_DAY) // 7


def bounds(number: int, *, monthly: bool = False) -> tuple[date, date]:
    """Return the first and the last day of a week or month by its number; the calendar's last week is a short one."""
    if not monthly:
        first = number * 7 + _FIRST_DAY
        return date.fromordinal(first), date.fromordinal(min(first + 6, date.max.toordinal()))
    year, month = divmod(number, 12)
    first_day = date(year, month + 1, 1)
    if first_day.year == date.max.year and month == 11:
        return first_day, date.max
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return first_day, date.fromordinal(after.toordinal() - 1)


def asked(count: int, open_days: int, length: int) -> int:
    """Return what a rhythm asks for in a time of which only a part counts.

    Arguments: `count`, the days asked for in the whole time; `open_days`, those of its `length` days that count.
    It is the same share of `count`, rounded to the nearest, halves up, and never more than there are days.
    """
    return min((2 * count * open_days + length) // (2 * length), open_days)
