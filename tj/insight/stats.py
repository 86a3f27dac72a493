"""The figures of a time, as `tj stats` shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tj.entry.model import Entry
from tj.insight.mood import (
    DayMood,
    Figures,
    count_emotions,
    count_goals,
    count_tags,
    daily,
    figures,
    tracker_figures,
    within,
)

__all__ = ["Stats", "stats"]


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures of a time, both ends included. Moods are means of days; `previous_mean` is the period before's."""

    since: date
    until: date
    entries: int
    mood: Figures
    previous_mean: float | None
    days: tuple[DayMood, ...]
    emotions: dict[str, int]
    tags: dict[str, int]
    trackers: dict[str, Figures]
    goals: dict[str, int]

    def as_json(self) -> dict[str, object]:
        """Return the figures as the JSON object of `tj stats --json`, rounded to two decimals."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "entries": self.entries,
            "mood": {**_figures(self.mood), "previous_mean": _round(self.previous_mean)},
            "days": [{"date": day.day.isoformat(), "mood": _round(day.mood)} for day in self.days],
            "emotions": self.emotions,
            "tags": self.tags,
            "trackers": {name: _figures(found) for name, found in self.trackers.items()},
            "goals": self.goals,
        }


def stats(entries: Sequence[Entry], since: date, until: date, previous: tuple[date, date] | None = None) -> Stats:
    """Return the figures of a time.

    Arguments: `entries`, those of the time and of the one before, in any order; `since` and `until`, both included;
    `previous`, the first and last day to compare with, by default as many days as the time has, just before it.
    """
    chosen = within(entries, since, until)
    days = daily(chosen)
    earlier = daily(within(entries, *(previous or _before(since, until))))
    return Stats(
        since,
        until,
        len(chosen),
        figures([day.mood for day in days if day.mood is not None]),
        figures([day.mood for day in earlier if day.mood is not None]).mean,
        tuple(days),
        count_emotions(chosen),
        count_tags(chosen),
        tracker_figures(chosen),
        count_goals(chosen),
    )


def _before(since: date, until: date) -> tuple[date, date]:
    length = (until - since).days + 1
    if since == date.min:
        return date.max, date.min  # nothing lies before the calendar begins: a time without days
    return date.fromordinal(max(since.toordinal() - length, 1)), since - timedelta(days=1)


def _figures(found: Figures) -> dict[str, object]:
    return {
        "mean": _round(found.mean),
        "median": _round(found.median),
        "min": _round(found.lowest),
        "max": _round(found.highest),
        "n": found.n,
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
