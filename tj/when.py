"""The dates and times that a person may write on the command line: a small grammar that refuses rather than guesses.

2026-03-05   today   yesterday   tomorrow   monday   3 days ago   in 2 weeks   14:30   yesterday 22:30
"""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tj.errors import UsageProblem

__all__ = ["When", "parse_span", "parse_when"]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Left to be compiled when one is asked for: most calls ask for one of them or none.
_AGO = r"(\d{1,4}|an?|one) (day|week)s? ago"
_IN = r"in (\d{1,4}|an?|one) (day|week)s?"
_ISO = r"(\d{4}-\d{2}-\d{2})t(\d{1,2}:\d{2})"
_TIME = r"(\d{1,2}):(\d{2})"
_SPAN = r"(\d{1,4}) ?(d|days?|w|weeks?)"


class When(NamedTuple):
    """A day, and a time of day as HH:MM where one was given."""

    day: date
    time: str = ""

    def __str__(self) -> str:
        return f"{self.day:%A} {self.day}" + (f" {self.time}" if self.time else "")


def parse_when(text: str, now: datetime, *, ahead: bool = False) -> When:
    """Read a date, a time or both.

    Arguments: `now`, the local time to count from; `ahead`, whether a weekday is the next one (as for a due date) and
    not the latest past one, today included.
    Raises `UsageProblem` for anything that is not in the grammar.
    """
    words = " ".join(text.casefold().split())
    if found := re.fullmatch(_ISO, words):
        words = f"{found[1]} {found[2]}"
    day_text, time_text = words, ""
    if ":" in words:
        day_text, _, time_text = words.rpartition(" ")
    time = _read_time(time_text, text) if time_text else ""
    day = _read_day(day_text, now.date(), ahead) if day_text or not time else now.date()
    if day is None:
        from tj.words import common  # here and below, since most calls say nothing

        raise UsageProblem(*common.no_date(text))
    return When(day, time)


def parse_span(text: str) -> int:
    """Return the number of days that `14d`, `2 weeks` and the like stand for, 1 to 36,500.

    Raises `UsageProblem` for anything else.
    """
    found = re.fullmatch(_SPAN, text.strip().casefold())
    days = int(found[1]) * (7 if found[2].startswith("w") else 1) if found else 0
    if not 1 <= days <= 36_500:
        from tj.words import common

        raise UsageProblem(*common.no_length(text))
    return days


def _read_time(text: str, whole: str) -> str:
    found = re.fullmatch(_TIME, text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        from tj.words import common

        raise UsageProblem(*common.no_time(whole))
    return f"{int(found[1]):02}:{found[2]}"


def _read_day(text: str, today: date, ahead: bool) -> date | None:
    fixed = {"today": 0, "yesterday": -1, "tomorrow": 1}
    try:
        if text in fixed:
            return today + timedelta(days=fixed[text])
        if text in _WEEKDAYS:
            weekday = _WEEKDAYS.index(text)
            back = (today.weekday() - weekday) % 7
            return today + timedelta(days=7 - back) if ahead else today - timedelta(days=back)
        if found := re.fullmatch(_AGO, text):
            return today - _length(found)
        if found := re.fullmatch(_IN, text):
            return today + _length(found)
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except (ValueError, OverflowError):
        return None


def _length(found: re.Match[str]) -> timedelta:
    count = int(found[1]) if found[1].isdigit() else 1
    return timedelta(days=count * (7 if found[2] == "week" else 1))
