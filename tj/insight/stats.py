"""The figures of a time, as `tj stats` shows them."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from tj.entry.model import Entry
from tj.insight.associations import CHANCE, Association, Correlation, associations
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
from tj.insight.patterns import TimeOfDay, Weekday, by_time, by_weekday, weekday_chance
from tj.insight.variability import Inertia, Variability, inertia, variability

__all__ = ["Before", "Stats", "stats", "time_before"]


@dataclass(frozen=True, slots=True)
class Before:
    """Figures of the time that a time is compared with; `since` is after `until` where the calendar has no such."""

    since: date
    until: date
    entries: int
    mood: Figures
    trackers: dict[str, Figures]


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
    previous: Before
    variability: Variability
    inertia: Inertia
    weekdays: tuple[Weekday, ...]
    weekday_chance: float | None
    times: tuple[TimeOfDay, ...]
    contrasts: tuple[Association, ...]
    correlations: tuple[Correlation, ...]

    def as_json(self) -> dict[str, object]:
        """Return the figures as the JSON object of `tj stats --json`: two decimals, chances with three digits."""
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
            **self._further(),
        }

    def _further(self) -> dict[str, object]:
        before = self.previous
        return {
            "previous": {
                "since": before.since.isoformat(),
                "until": before.until.isoformat(),
                "entries": before.entries,
                "mood": _figures(before.mood),
                "trackers": {name: _figures(found) for name, found in before.trackers.items()},
            }
            if before.since <= before.until
            else None,
            "variability": _rounded(self.variability),
            "inertia": _rounded(self.inertia),
            "weekdays": [_rounded(day) for day in self.weekdays],
            "weekday_chance": _digits(self.weekday_chance),
            "times": [
                {"name": one.name, "from": f"{one.first:02}:00", "to": f"{one.end:02}:00", **_felt(one)}
                for one in self.times
            ],
            "contrasts": [_tested(one) for one in self.contrasts],
            "correlations": [_tested(one) for one in self.correlations],
        }


def stats(
    entries: Sequence[Entry],
    since: date,
    until: date,
    previous: tuple[date, date] | None = None,
    *,
    yes_no: Collection[str] = (),
) -> Stats:
    """Return the figures of a time.

    Arguments: `entries`, those of the time and of the one before, in any order; `since` and `until`, both included;
    `previous`, the first and last day to compare with, by default as many days as the time has, just before it;
    `yes_no`, the trackers that are answered by yes or no.
    """
    chosen = within(entries, since, until)
    days = daily(chosen)
    moods = [(day.day, day.mood) for day in days if day.mood is not None]
    before = _of_before(entries, *(previous or time_before(since, until)))
    contrasts, correlations = associations(chosen, days, yes_no)
    return Stats(
        since,
        until,
        len(chosen),
        figures([mood for _, mood in moods]),
        before.mood.mean,
        tuple(days),
        count_emotions(chosen),
        count_tags(chosen),
        tracker_figures(chosen),
        count_goals(chosen),
        before,
        variability(moods),
        inertia(moods),
        by_weekday(moods),
        weekday_chance(moods),
        by_time(chosen),
        contrasts,
        correlations,
    )


def time_before(since: date, until: date) -> tuple[date, date]:
    """Return the first and the last day of a time as long as this one, just before it; both ends are included.

    Where the calendar begins it is shorter, and at its very first day it is one without days, which ends before it
    begins.
    """
    length = (until - since).days + 1
    if since == date.min:
        return date.max, date.min
    return date.fromordinal(max(since.toordinal() - length, 1)), since - timedelta(days=1)


def _of_before(entries: Sequence[Entry], since: date, until: date) -> Before:
    chosen = within(entries, since, until)
    moods = [day.mood for day in daily(chosen) if day.mood is not None]
    return Before(since, until, len(chosen), figures(moods), tracker_figures(chosen))


def _figures(found: Figures) -> dict[str, object]:
    return {
        "mean": _round(found.mean),
        "median": _round(found.median),
        "min": _round(found.lowest),
        "max": _round(found.highest),
        "n": found.n,
    }


def _felt(found: TimeOfDay) -> dict[str, object]:
    return {"mean": _round(found.mean), "n": found.n}


def _rounded(found: Variability | Inertia | Weekday) -> dict[str, object]:
    return {key: _round(value) if isinstance(value, float) else value for key, value in asdict(found).items()}


def _tested(found: Association | Correlation) -> dict[str, object]:
    facts = {key: _round(value) if isinstance(value, float) else value for key, value in asdict(found).items()}
    chances = {"chance": _digits(found.chance), "adjusted": _digits(found.adjusted)}
    return {**facts, **chances, "may_be_chance": found.adjusted > CHANCE}


def _round(value: float | None) -> float | None:
    # Adding 0.0 makes one zero of the two that there are.
    return None if value is None else round(value, 2) + 0.0


def _digits(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.3g}")
