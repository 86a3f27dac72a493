"""How mood goes with the day of the week and the time of day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum

from tj.entry.model import Entry
from tj.insight.chance import ranked, spread_of_groups

__all__ = ["FEWEST", "WEEKDAYS", "TimeOfDay", "Weekday", "by_time", "by_weekday", "weekday_chance"]

# The mean of fewer days or check-ins is not said: one odd day would make it.
FEWEST = 3
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Each from its first hour up to the next; the night goes on until the first of them.
_TIMES = (("morning", 5), ("afternoon", 12), ("evening", 17), ("night", 22))


@dataclass(frozen=True, slots=True)
class Weekday:
    """The mean mood of the `n` days with a mood on one day of the week, from Monday; None of fewer than three."""

    name: str
    mean: float | None
    n: int


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """The mean of the `n` check-ins from one hour up to another (0 to 24, round midnight); None of fewer than three."""

    name: str
    first: int
    end: int
    mean: float | None
    n: int


def by_weekday(moods: Sequence[tuple[date, float]]) -> tuple[Weekday, ...]:
    """Return the mean mood of each day of the week, all seven, from Monday.

    Arguments: `moods`, of days, each once.
    """
    return tuple(
        Weekday(name, _mean(felt), len(felt))
        for number, name in enumerate(WEEKDAYS)
        for felt in [[mood for day, mood in moods if day.weekday() == number]]
    )


def weekday_chance(moods: Sequence[tuple[date, float]]) -> float | None:
    """Return the chance that days of the week differ so much, by the test of Kruskal and Wallis; None of too few.

    Arguments: `moods`, of days, each once. Only days of the week with three moods at least are compared.
    Moods that last for days make it rather too large than too small.
    """
    counts = [0] * 7
    for day, _ in moods:
        counts[day.weekday()] += 1
    chosen = [(day.weekday(), mood) for day, mood in moods if counts[day.weekday()] >= FEWEST]
    groups = [[place for place, (number, _) in enumerate(chosen) if number == one] for one in range(7)]
    groups = [group for group in groups if group]
    return spread_of_groups(ranked([mood for _, mood in chosen]), groups) if len(groups) > 1 else None


def by_time(entries: Iterable[Entry]) -> tuple[TimeOfDay, ...]:
    """Return the mean of the check-ins at each time of day, all four; one without a time is in none.

    A mood in front matter is that of a whole day, so it is left out.
    """
    felt: dict[str, list[float]] = {name: [] for name, _ in _TIMES}
    for entry in entries:
        for checkin in entry.checkins:
            if checkin.mood is not None and checkin.time:
                felt[_name(int(checkin.time[:2]))].append(checkin.mood)
    ends = [*(first for _, first in _TIMES[1:]), _TIMES[0][1]]
    return tuple(
        TimeOfDay(name, first, end, _mean(felt[name]), len(felt[name]))
        for (name, first), end in zip(_TIMES, ends, strict=True)
    )


def _name(hour: int) -> str:
    return next((name for name, first in reversed(_TIMES) if hour >= first), "night")


def _mean(felt: Sequence[float]) -> float | None:
    return fsum(felt) / len(felt) if len(felt) >= FEWEST else None
