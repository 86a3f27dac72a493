"""Dates written and read by a pattern of moment.js tokens, as Obsidian's daily notes and templates use them."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from functools import lru_cache

__all__ = ["format_moment", "read_moment"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_TOKEN = re.compile(
    r"\[[^\]]*\]|YYYY|YY|GGGG|gggg|MMMM|MMM|MM|M|DDDD|DDD|DD|Do|D|dddd|ddd|dd|d|E|WW|W|ww|w|Q|HH|H|hh|h|mm|m|ss|s|A|a"
)
# What a token is read as. The names of months and days are those of the writer's own language.
_TWO = r"\d{1,2}"  # hours, minutes and seconds
_NAME = r"[^\W\d_]+\.?"
_READ = {
    "YYYY": r"\d{4}", "GGGG": r"\d{4}", "gggg": r"\d{4}", "YY": r"\d\d", "MM": r"\d\d", "DD": r"\d\d", "DDDD": r"\d{3}",
    "WW": r"\d\d", "ww": r"\d\d", "M": r"\d\d?", "D": r"\d\d?", "DDD": r"\d{1,3}", "W": r"\d\d?", "w": r"\d\d?",
    "Do": r"\d\d?(?:st|nd|rd|th|\.|[^\W\d_]{1,2})?", "E": r"[1-7]", "d": r"[0-6]", "Q": r"[1-4]",
    "MMMM": _NAME, "MMM": _NAME, "dddd": _NAME, "ddd": _NAME, "dd": _NAME, "A": _NAME, "a": _NAME,
}  # fmt: skip
# Tokens that say the same.
_SAME = {"GGGG": "gggg", "MM": "M", "DD": "D", "Do": "D", "DDDD": "DDD", "WW": "W", "ww": "W", "w": "W", "MMM": "MMMM",
         "ddd": "dddd", "dd": "dddd", "YY": "YYYY"}  # fmt: skip


def format_moment(pattern: str, day: date, at: time = time(0, 0)) -> str:
    """Return `day` and the time `at` by a moment.js pattern.

    Weeks are ISO weeks whichever letter is used, since moment's `gggg` and `ww` depend on a locale that files do not
    record. Text in square brackets stands as it is; a letter that is no token does too.
    """
    return _TOKEN.sub(lambda match: _write(match.group(), day, at), pattern)


def read_moment(pattern: str, text: str) -> date | None:
    """Return the day that a text written by a moment.js pattern tells, or None where it tells none, or two.

    A day is told by year, month and day, by year and day of the year, or by ISO week and weekday. Names of months and
    days are understood in English; in another language they are passed over where numbers tell the day without them.
    """
    found = _reader(pattern).fullmatch(text)
    if found is None:
        return None
    told: dict[str, str] = {}
    for group, token in enumerate(_TOKEN.findall(pattern), start=1):
        if token[0] != "[" and token in _SAME | _READ:
            key, value = _SAME.get(token, token), _plain(token, found[f"t{group}"])
            if told.setdefault(key, value) != value and key not in ("dddd", "A", "a"):
                return None
    try:
        return _day(told)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=16)
def _reader(pattern: str) -> re.Pattern[str]:
    parts: list[str] = []
    end = 0
    for group, token in enumerate(_TOKEN.finditer(pattern), start=1):
        parts.append(re.escape(pattern[end : token.start()]))
        end = token.end()
        word = token.group()
        parts.append(re.escape(word[1:-1]) if word[0] == "[" else f"(?P<t{group}>{_READ.get(word, _TWO)})")
    return re.compile("".join([*parts, re.escape(pattern[end:])]))


def _plain(token: str, value: str) -> str:
    """Return a value in the one form in which equal ones are the same."""
    if len(value) == 2 and token[0] == "Y":
        return f"{2000 if int(value) < 69 else 1900}"[:2] + value  # as moment.js parts the centuries
    digits = re.match(r"\d+", value)
    return str(int(digits[0])) if digits else value.rstrip(".").casefold()


def _day(told: Mapping[str, str]) -> date | None:
    year = int(told.get("YYYY", 0))
    month = int(told["M"]) if "M" in told else _named(told.get("MMMM", ""), _MONTHS)
    if year and month and "D" in told:
        return date(year, month, int(told["D"]))
    if year and "DDD" in told:
        day = date(year, 1, 1) + timedelta(days=int(told["DDD"]) - 1)
        return day if day.year == year else None
    weekday = int(told.get("E", 0)) or (int(told["d"]) or 7 if "d" in told else _named(told.get("dddd", ""), _DAYS))
    if "gggg" in told and "W" in told and weekday:
        return date.fromisocalendar(int(told["gggg"]), int(told["W"]), weekday)
    return None


def _named(word: str, names: tuple[str, ...]) -> int:
    """Return the number of a month or weekday from its name, in full or short, or 0."""
    fitting = [number for number, name in enumerate(names, start=1) if name.casefold().startswith(word)]
    return fitting[0] if len(word) > 1 and len(fitting) == 1 else 0


def _write(token: str, day: date, at: time) -> str:
    return token[1:-1] if token[0] == "[" else _WRITE[token](day, at)


def _ordinal(number: int) -> str:
    return "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _hour(at: time) -> int:
    return at.hour % 12 or 12


# What each token is written as.
_WRITE: dict[str, Callable[[date, time], str]] = {
    "YYYY": lambda day, _: f"{day.year:04}",
    "YY": lambda day, _: f"{day.year % 100:02}",
    "GGGG": lambda day, _: f"{day.isocalendar().year:04}",
    "gggg": lambda day, _: f"{day.isocalendar().year:04}",
    "MMMM": lambda day, _: _MONTHS[day.month - 1],
    "MMM": lambda day, _: _MONTHS[day.month - 1][:3],
    "MM": lambda day, _: f"{day.month:02}",
    "M": lambda day, _: str(day.month),
    "DDDD": lambda day, _: f"{day.timetuple().tm_yday:03}",
    "DDD": lambda day, _: str(day.timetuple().tm_yday),
    "DD": lambda day, _: f"{day.day:02}",
    "D": lambda day, _: str(day.day),
    "Do": lambda day, _: f"{day.day}{_ordinal(day.day)}",
    "dddd": lambda day, _: _DAYS[day.weekday()],
    "ddd": lambda day, _: _DAYS[day.weekday()][:3],
    "dd": lambda day, _: _DAYS[day.weekday()][:2],
    "d": lambda day, _: str(day.isoweekday() % 7),
    "E": lambda day, _: str(day.isoweekday()),
    "WW": lambda day, _: f"{day.isocalendar().week:02}",
    "W": lambda day, _: str(day.isocalendar().week),
    "ww": lambda day, _: f"{day.isocalendar().week:02}",
    "w": lambda day, _: str(day.isocalendar().week),
    "Q": lambda day, _: str((day.month + 2) // 3),
    "HH": lambda _, at: f"{at.hour:02}",
    "H": lambda _, at: str(at.hour),
    "hh": lambda _, at: f"{_hour(at):02}",
    "h": lambda _, at: str(_hour(at)),
    "mm": lambda _, at: f"{at.minute:02}",
    "m": lambda _, at: str(at.minute),
    "ss": lambda _, at: f"{at.second:02}",
    "s": lambda _, at: str(at.second),
    "A": lambda _, at: "AM" if at.hour < 12 else "PM",
    "a": lambda _, at: "am" if at.hour < 12 else "pm",
}
