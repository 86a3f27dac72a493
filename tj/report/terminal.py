"""Figures as plain text for a terminal."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tj.config import MoodScale, Settings
from tj.insight.mood import Figures
from tj.insight.stats import Stats
from tj.report.words import level, mean, some, span

__all__ = ["sparkline", "stats_text", "week_grid"]

_BARS = "▁▂▃▄▅▆▇█"
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MOST = 8
_RECENT_DAYS = 91


def sparkline(values: Sequence[float | None], scale: MoodScale) -> str:
    """Return one character a value, higher for more; `·` stands for a day without one."""
    return "".join("·" if value is None else _bar(value, scale) for value in values)


def week_grid(moods: Mapping[date, float], since: date, until: date) -> list[str]:
    """Return a heading, and a line for each week from Monday to Sunday with each day's mood, `·` for a day without."""
    width = max(len(_cell(mood)) for mood in (*moods.values(), 10))
    lines = ["week of     " + " ".join(f"{name:>{width}}" for name in _WEEKDAYS)]
    monday = since - timedelta(days=min(since.weekday(), since.toordinal() - 1))
    while monday <= until:
        week = [monday + timedelta(days=offset) for offset in range(7) if date.max - monday >= timedelta(days=offset)]
        cells = [f"{_cell(moods.get(day)) if since <= day <= until else '':>{width}}" for day in week]
        lines.append(f"{monday}  {' '.join(cells)}".rstrip())
        if date.max - monday < timedelta(days=7):
            break
        monday += timedelta(days=7)
    return lines


def stats_text(found: Stats, settings: Settings) -> str:
    """Return the figures of a time as a person reads them in a terminal."""
    length = (found.until - found.since).days + 1
    moods = {day.day: day.mood for day in found.days if day.mood is not None}
    written = f"{some(found.entries, 'entry', 'entries')} on {len(found.days)} of {some(length, 'day')}"
    lines = [f"{found.since} to {found.until}: {written}"]
    if found.mood.n:
        series = [moods.get(found.since + timedelta(days=offset)) for offset in range(length)]
        lines += ["", _mood_line(found, length)]
        recent = max(found.since, found.until - timedelta(days=min(_RECENT_DAYS, found.until.toordinal()) - 1))
        lines += [sparkline(series[-_RECENT_DAYS:], settings.scale), "", *week_grid(moods, recent, found.until)]
    else:
        lines += ["", "No mood was noted in this time."]
    for name, figures in found.trackers.items():
        lines += ["", f"{name}: {_figures(figures)} {settings.trackers.get(name, '')}".rstrip()]
    for title, counts in (("emotions", found.emotions), ("tags", found.tags), ("goals, in days", found.goals)):
        if counts:
            lines += ["", f"{title}: " + ", ".join(f"{name} {n}" for name, n in list(counts.items())[:_MOST])]
    return "\n".join(lines)


def _bar(value: float, scale: MoodScale) -> str:
    share = (value - scale.lowest) / (scale.highest - scale.lowest)
    return _BARS[round(min(max(share, 0), 1) * (len(_BARS) - 1))]


def _cell(mood: float | None) -> str:
    return "·" if mood is None else f"{mood:z.0f}"


def _mood_line(found: Stats, length: int) -> str:
    before = ""
    if found.previous_mean is not None:
        before = f"; in the period before the mean was {mean(found.previous_mean)}"
    return f"mood: {_figures(found.mood)}; {found.mood.n} of {some(length, 'day')} recorded{before}"


def _figures(found: Figures) -> str:
    return f"mean {mean(found.mean)}, median {level(found.median)}, range {span(found)}"
