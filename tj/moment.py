"""Dates written by a pattern of moment.js tokens, as Obsidian's daily notes and templates use them."""

import re
from datetime import date, time

__all__ = ["format_moment"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_TOKEN = re.compile(
    r"\[[^\]]*\]|YYYY|YY|GGGG|gggg|MMMM|MMM|MM|M|DDDD|DDD|DD|Do|D|dddd|ddd|dd|d|E|WW|W|ww|w|Q|HH|H|hh|h|mm|m|ss|s|A|a"
)


def format_moment(pattern: str, day: date, at: time = time(0, 0)) -> str:
    """Return `day` and the time `at` by a moment.js pattern.

    Weeks are ISO weeks whichever letter is used, since moment's `gggg` and `ww` depend on a locale that files do not
    record. Text in square brackets stands as it is; a letter that is no token does too.
    """
    return _TOKEN.sub(lambda match: _write(match.group(), day, at), pattern)


def _write(token: str, day: date, at: time) -> str:
    if token.startswith("["):
        return token[1:-1]
    year, week, weekday = day.isocalendar()
    hour = at.hour % 12 or 12
    values = {
        "YYYY": f"{day.year:04}", "YY": f"{day.year % 100:02}", "GGGG": f"{year:04}", "gggg": f"{year:04}",
        "MMMM": _MONTHS[day.month - 1], "MMM": _MONTHS[day.month - 1][:3], "MM": f"{day.month:02}", "M": str(day.month),
        "DDDD": f"{day.timetuple().tm_yday:03}", "DDD": str(day.timetuple().tm_yday),
        "DD": f"{day.day:02}", "D": str(day.day), "Do": f"{day.day}{_ordinal(day.day)}",
        "dddd": _DAYS[weekday - 1], "ddd": _DAYS[weekday - 1][:3], "dd": _DAYS[weekday - 1][:2], "d": str(weekday % 7),
        "E": str(weekday),
        "WW": f"{week:02}", "W": str(week), "ww": f"{week:02}", "w": str(week), "Q": str((day.month + 2) // 3),
        "HH": f"{at.hour:02}", "H": str(at.hour), "hh": f"{hour:02}", "h": str(hour),
        "mm": f"{at.minute:02}", "m": str(at.minute), "ss": f"{at.second:02}", "s": str(at.second),
        "A": "AM" if at.hour < 12 else "PM", "a": "am" if at.hour < 12 else "pm",
    }  # fmt: skip
    return values[token]


def _ordinal(number: int) -> str:
    return "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
