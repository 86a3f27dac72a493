"""A journal as a table: one row for each day, with the mood, the trackers and how much was written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tj.entry.model import Entry
from tj.insight.mood import DayMood, daily, tracker_figures

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
        if entry.type == "entry" and entry.date is not None:
            by_day[entry.date].append(entry)
    days = [_day(found, by_day[found.day]) for found in daily(entries)]
    return days, sorted({name for day in days for name in day.trackers})


def _day(found: DayMood, entries: Sequence[Entry]) -> Day:
    levels = [level for _, level in found.points]
    return Day(
        found.day,
        found.mood,
        min(levels, default=None),
        max(levels, default=None),
        sum(len(entry.checkins) for entry in entries),
        found.entries,
        sum(entry.words for entry in entries),
        {name: figures.mean for name, figures in tracker_figures(entries).items() if figures.mean is not None},
        tuple(dict.fromkeys(word for entry in entries for word in entry.emotions)),
    )
