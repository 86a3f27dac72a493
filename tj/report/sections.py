"""The parts of a summary, each Markdown with a heading, or empty where there is nothing to say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tj.config import MoodScale
from tj.insight.mood import Contrast, DayMood, Figures, figures
from tj.report.chart import day_labels, mermaid_moods
from tj.report.period import Period, month_of
from tj.report.render import plain, table
from tj.report.words import level, mean, some, span

__all__ = ["bullets", "contrast_lines", "counted", "joined", "mood_section", "tracker_section"]

_MOST_CONTRASTS = 5
_CAUTION = (
    "The mean mood of the days with each, against that of the other days, where there are at least five of both. That"
    " two things go together does not say that one causes the other."
)


def joined(*parts: str) -> str:
    """Return the parts that are not empty, parted by blank lines."""
    return "\n\n".join(part for part in parts if part)


def bullets(title: str, lines: Sequence[str]) -> str:
    """Return a section with a plain list; `lines` are Markdown already."""
    return f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def counted(title: str, counts: Mapping[str, int], one: str, many: str) -> str:
    """Return a section that says how often each thing was there."""
    return bullets(title, [f"{plain(name)}: {some(count, one, many)}" for name, count in counts.items()])


def mood_section(period: Period, days: Sequence[DayMood], before: Figures, scale: MoodScale) -> str:
    """Return mean, range, chart and table of a period's mood.

    Arguments: `days`, those of the period that have an entry; `before`, the figures of the period before.
    """
    noted = [(day, day.mood) for day in days if day.mood is not None]
    found = figures([mood for _, mood in noted])
    if not noted:
        return joined("## Mood", f"No mood was noted; 0 of {some(period.days, 'day')} recorded.")
    said = (
        f"Mean {mean(found.mean)}, range {span(found)} on a scale of"
        f" {scale.lowest:g} to {scale.highest:g}; {found.n} of {some(period.days, 'day')} recorded."
    )
    if before.n:
        last = "30 days" if period.kind == "index" else period.kind
        said += f" The {last} before: mean {mean(before.mean)}, {some(before.n, 'day')} recorded."
    points, rows = _by_month(noted) if period.kind == "year" else _by_day(noted)
    chart = mermaid_moods(points, scale)
    note = "The chart sets the recorded days side by side; days without a mood are left out of it." if chart else ""
    return joined("## Mood", said, chart, note if period.kind != "year" else "", rows)


def tracker_section(found: Mapping[str, Figures], units: Mapping[str, str]) -> str:
    """Return the figures of each tracker; `units` are the settings' own."""
    rows = [[plain(name), plain(units.get(name, "")), mean(f.mean), span(f), str(f.n)] for name, f in found.items()]
    return joined("## Trackers", table(["tracker", "unit", "mean", "range", "times noted"], rows)) if rows else ""


def contrast_lines(found: Sequence[Contrast]) -> str:
    """Return what goes with better and with worse days, at most five of each, with the caution that belongs to it."""
    telling = [contrast for contrast in found if round(abs(contrast.difference), 1) >= 0.1]
    better = [_contrast(contrast, "higher") for contrast in telling if contrast.difference > 0][:_MOST_CONTRASTS]
    worse = [_contrast(contrast, "lower") for contrast in telling if contrast.difference < 0][:_MOST_CONTRASTS]
    if not better and not worse:
        return ""
    title = "## What goes with better and worse days"
    return joined(title, _CAUTION, "\n".join(f"- {line}" for line in [*better, *worse]))


def _contrast(found: Contrast, word: str) -> str:
    return (
        f"{plain(found.name)} ({found.kind}): {abs(found.difference):.1f} {word};"
        f" {found.days_with} days with, {found.days_without} without"
    )


def _by_day(noted: Sequence[tuple[DayMood, float]]) -> tuple[list[tuple[str, float]], str]:
    labels = day_labels([day.day for day, _ in noted])
    points = list(zip(labels, (mood for _, mood in noted), strict=True))
    rows = [
        [str(day.day), mean(mood), ", ".join(f"{time} {level(felt)}".strip() for time, felt in day.points)]
        for day, mood in noted
    ]
    return points, table(["day", "mood", "as noted"], rows)


def _by_month(noted: Sequence[tuple[DayMood, float]]) -> tuple[list[tuple[str, float]], str]:
    # A chart of a year's days or weeks has more labels than it can show.
    months: defaultdict[str, list[float]] = defaultdict(list)
    for day, mood in noted:
        months[month_of(day.day).name].append(mood)
    found = {name: figures(moods) for name, moods in months.items()}
    rows = [[f"[{name}]({name}.md)", mean(f.mean), span(f), str(f.n)] for name, f in found.items()]
    points = [(name, f.mean) for name, f in found.items() if f.mean is not None]
    return points, table(["month", "mean", "range", "days recorded"], rows)
