"""Figures as plain text for a terminal."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import fsum
from typing import NamedTuple

from tj.config import MoodScale, Settings
from tj.insight.mood import FEWEST_DAYS, Figures
from tj.insight.stats import Stats
from tj.report.columns import items, wrapped
from tj.report.stats_lines import compared_lines, explained_lines, moving_lines, time_lines, weekday_lines
from tj.report.words import WEEKDAYS, level, mean, some, span, times_yes
from tj.settings import YES_NO

__all__ = ["Section", "sparkline", "stats_sections", "week_grid"]

_BARS = "▁▂▃▄▅▆▇█"
_MOST = 8
_RECENT_DAYS = 91
_WEEK = 7
_NARROWEST = 24


class Section(NamedTuple):
    """A part of the text: its title, which may be empty, and its lines."""

    title: str
    lines: Sequence[str]


def sparkline(values: Sequence[float | None], scale: MoodScale) -> str:
    """Return one character a value, higher for more; `·` stands for a day without one."""
    return "".join("·" if value is None else _bar(value, scale) for value in values)


def week_grid(moods: Mapping[date, float], since: date, until: date, width: int = 80) -> list[str]:
    """Return a heading, and a line for each week from Monday to Sunday with each day's mood, `·` for a day without.

    Argument: `width`, the columns there are; where whole dates leave too little room for the moods, they lose the year.
    """
    wide = max(len(_cell(mood)) for mood in (*moods.values(), 10))
    short = len("2026-03-02  ") + _WEEK * (wide + 1) - 1 > width
    lines = [("week   " if short else "week of     ") + " ".join(f"{name:>{wide}}" for name in WEEKDAYS)]
    monday = since - timedelta(days=min(since.weekday(), since.toordinal() - 1))
    while monday <= until:
        week = [monday + timedelta(days=offset) for offset in range(_WEEK) if (date.max - monday).days >= offset]
        cells = [f"{_cell(moods.get(day)) if since <= day <= until else '':>{wide}}" for day in week]
        lines.append(f"{str(monday)[5 * short :]}  {' '.join(cells)}".rstrip())
        if (date.max - monday).days < _WEEK:
            break
        monday += timedelta(days=_WEEK)
    return lines


def stats_sections(found: Stats, settings: Settings, width: int = 80, *, explain: bool = False) -> list[Section]:
    """Return the figures of a time in parts, in lines that fit a terminal.

    Arguments: `width`, its columns; `explain`, whether to say at length what the figures are.
    """
    width = max(width, _NARROWEST)
    length = (found.until - found.since).days + 1
    written = f"{some(found.entries, 'entry', 'entries')} on {len(found.days)} of {some(length, 'day')}"
    head = Section("", wrapped(f"{found.since} to {found.until}: {written}", width, hang="  "))
    parts = [
        Section("Mood", _mood_lines(found, settings.scale, length, width)),
        Section("From day to day", moving_lines(found, width)),
        Section("By day of the week", weekday_lines(found, width)),
        Section("By time of day", time_lines(found, width)),
        Section("What goes with better and worse days", compared_lines(found, width)),
        Section("Trackers", _tracker_lines(found, settings, width)),
        *(
            Section(title, items(_counted(counts), width, indent="  ", hang="  ", comma=","))
            for title, counts in (("Emotions", found.emotions), ("Tags", found.tags), ("Goals, in days", found.goals))
            if counts
        ),
        Section("What these figures are", explained_lines(width) if explain else []),
    ]
    return [head, *(part for part in parts if part.lines)]


def _bar(value: float, scale: MoodScale) -> str:
    share = (value - scale.lowest) / (scale.highest - scale.lowest)
    return _BARS[round(min(max(share, 0), 1) * (len(_BARS) - 1))]


def _cell(mood: float | None) -> str:
    return "·" if mood is None else f"{mood:z.0f}"


def _counted(counts: Mapping[str, int]) -> list[str]:
    more = [f"{len(counts) - _MOST} more"] if len(counts) > _MOST else []
    return [*(f"{name} {n}" for name, n in list(counts.items())[:_MOST]), *more]


def _mood_lines(found: Stats, scale: MoodScale, length: int, width: int) -> list[str]:
    if not found.mood.n:
        return wrapped("No mood was noted in this time.", width, indent="  ", hang="  ")
    moods = {day.day: day.mood for day in found.days if day.mood is not None}
    said = [
        f"{_figures(found.mood)} on a scale of {level(scale.lowest)} to {level(scale.highest)};"
        f" {found.mood.n} of {some(length, 'day')} recorded",
        *_before(found),
    ]
    lines = [line for text in said for line in wrapped(text, width, indent="  ", hang="    ")]
    drawn, step = _drawn(found, moods, length, width - 2)
    lines.append(f"  {sparkline(drawn, scale)}")
    if step > 1:
        lines += wrapped(f"each sign is the mean of {step} days", width, indent="  ", hang="  ")
    recent = max(found.since, found.until - timedelta(days=min(_RECENT_DAYS, found.until.toordinal()) - 1))
    grid = week_grid(moods, recent, found.until, width - 2)
    lines += ["", *(f"  {line}" for line in grid)]
    if any("·" in line for line in grid):
        lines.append("  · is a day without a mood")
    return lines


def _drawn(found: Stats, moods: Mapping[date, float], length: int, room: int) -> tuple[list[float | None], int]:
    """Return what a line of `room` characters can show, and how many days each stands for: one, or whole weeks."""
    step = 1 if length <= room else _WEEK * -(-length // (_WEEK * room))
    felt: list[list[float]] = [[] for _ in range(-(-length // step))]
    for day, mood in moods.items():
        felt[-1 - (found.until - day).days // step].append(mood)
    return [fsum(some_moods) / len(some_moods) if some_moods else None for some_moods in felt], step


def _before(found: Stats) -> list[str]:
    """Return how the mean compares with that of the period before, with the days that both have."""
    before = found.previous
    if before.mood.mean is None or found.mood.mean is None:
        return []
    length = (before.until - before.since).days + 1
    # What is shown is compared, so that the numbers agree.
    change = round(found.mood.mean, 1) - round(before.mood.mean, 1)
    words = "the same as" if not change else f"{mean(abs(change))} {'higher' if change > 0 else 'lower'} than"
    few = "; few days to compare" if min(before.mood.n, found.mood.n) < FEWEST_DAYS else ""
    of_days = f"{before.mood.n} of {some(length, 'day')} recorded"
    return [f"{words} in the {some(length, 'day')} before: mean {mean(before.mood.mean)}, {of_days}{few}"]


def _tracker_lines(found: Stats, settings: Settings, width: int) -> list[str]:
    lines: list[str] = []
    for name, figures in found.trackers.items():
        unit = settings.trackers.get(name, "")
        before = found.previous.trackers.get(name)
        if unit == YES_NO:
            said = f"yes {times_yes(figures)} of {some(figures.n, 'time')} noted"
            said += f"; before, {times_yes(before)} of {before.n}" if before else ""
        else:
            said = f"{_figures(figures)} {unit}".rstrip() + f"; noted {some(figures.n, 'time')}"
            said += f"; before, mean {mean(before.mean)}, {some(before.n, 'time')}" if before else ""
        lines += wrapped(f"{name}: {said}", width, indent="  ", hang="    ")
    return lines


def _figures(found: Figures) -> str:
    return f"mean {mean(found.mean)}, median {level(found.median)}, range {span(found)}"
