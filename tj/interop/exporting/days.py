"""A journal as a table: one row for each day, with the mood, the trackers and how much was written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum, isfinite

from tj.entry.model import Entry

__all__ = ["Day", "days_of"]


@dataclass(frozen=True, slots=True)
class Day:
    """One day; moods are on the vault's scale, and None where none was noted. A tracker is the mean of its values."""

    day: date
    mood: float | None
    lowest: float | None
    highest: float | None
    checkins: int
    entries: int
    words: int
    trackers: Mapping[str, float]
    emotions: tuple[str, ...]


def days_of(entries: Sequence[Entry]) -> tuple[list[Day], list[str]]:
    """Return each day that has an entry, in order, and the names of all trackers."""
    by_day: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.date is not None:
            by_day[entry.date].append(entry)
    days = [_day(day, by_day[day]) for day in sorted(by_day)]
    return days, sorted({name for day in days for name in day.trackers})


def _day(day: date, entries: Sequence[Entry]) -> Day:
    stated = [entry.stated_mood for entry in entries if entry.stated_mood is not None]
    felt = [checkin.mood for entry in entries for checkin in entry.checkins if checkin.mood is not None]
    levels = stated or felt  # as everywhere: what is said of the whole day goes before its moments
    values: defaultdict[str, list[float]] = defaultdict(list)
    for entry in entries:
        for name, value in entry.trackers.items():
            if isfinite(value):
                values[name].append(value)
    return Day(
        day,
        fsum(levels) / len(levels) if levels else None,
        min([*stated, *felt], default=None),
        max([*stated, *felt], default=None),
        sum(len(entry.checkins) for entry in entries),
        len(entries),
        sum(entry.words for entry in entries),
        {name: fsum(found) / len(found) for name, found in values.items()},
        tuple(dict.fromkeys(word for entry in entries for word in entry.emotions)),
    )
