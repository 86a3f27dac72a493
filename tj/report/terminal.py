"""Figures as plain text for a terminal."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tj.config import MoodScale, Settings
from tj.insight.mood import Figures
from tj.insight.stats import Stats

__all__ = ["sparkline", "stats_text", "week_grid"]

_BARS = "▁▂▃▄▅▆▇█"
_MOST = 8


def sparkline(values: Sequence[float | None], scale: MoodScale) -> str:
    """Return one character a value, higher for more; a missing one is a space between two dots' height: `·`."""
    steps = len(_BARS) - 1
    span = scale.highest - scale.lowest
    return "".join("·" if v is None else _BARS[round((v - scale.lowest) / span * steps)] for v in values)


def week_grid(moods: Mapping[date, float], since: date, until: date) -> list[str]:
    """Return a line for each week from Monday to Sunday with each day's mood, `·` for a day without."""
    lines: list[str] = []
    monday = since - timedelta(days=min(since.weekday(), since.toordinal() - 1))
    while monday <= until:
        week = [monday + timedelta(days=offset) for offset in range(7) if date.max - monday >= timedelta(days=offset)]
        cells = ["  " if not since <= day <= until else f"{moods[day]:2.0f}" if day in moods else " ·" for day in week]
        lines.append(f"{monday}  {' '.join(cells)}".rstrip())
        if date.max - monday < timedelta(days=7):
            break
        monday += timedelta(days=7)
    return lines


def stats_text(found: Stats, settings: Settings) -> str:
    """Return the figures of a time as a person reads them in a terminal."""
    length = (found.until - found.since).days + 1
    moods = {day.day: day.mood for day in found.days if day.mood is not None}
    lines = [f"{found.since} to {found.until}: {found.entries} entries on {len(found.days)} of {length} days"]
    if found.mood.n:
        series = [moods.get(found.since + timedelta(days=offset)) for offset in range(length)]
        lines += ["", _mood_line(found)]
        lines += [sparkline(series[-92:], settings.scale), "", "week of     Mo Tu We Th Fr Sa Su"]
        lines += week_grid(moods, found.since, found.until)[-14:]
    else:
        lines += ["", "No mood was noted in this time."]
    for name, figures in found.trackers.items():
        lines += ["", f"{name}: {_figures(figures)} {settings.trackers.get(name, '')}".rstrip()]
    for title, counts in (("emotions", found.emotions), ("tags", found.tags), ("goals, in days", found.goals)):
        if counts:
            lines += ["", f"{title}: " + ", ".join(f"{name} {n}" for name, n in list(counts.items())[:_MOST])]
    return "\n".join(lines)


def _mood_line(found: Stats) -> str:
    before = ""
    if found.previous_mean is not None:
        before = f"; in the period before the mean was {found.previous_mean:.1f}"
    return f"mood: {_figures(found.mood)}, noted on {found.mood.n} days{before}"


def _figures(found: Figures) -> str:
    return f"mean {found.mean:.1f}, median {found.median:.1f}, from {found.lowest:g} to {found.highest:g}"
