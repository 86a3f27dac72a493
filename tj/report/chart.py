"""Charts: Mermaid for summaries, and an SVG of the mood line for the report. Days without data stay without."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from tj.config import MoodScale
from tj.insight.mood import DayMood
from tj.moment import format_moment

__all__ = ["day_labels", "mermaid_moods", "mood_svg"]

_WIDTH, _HEIGHT = 720, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 10, 12, 30
# Mermaid's own line is too pale to see on white, and its own width too narrow for the labels of 31 days.
_MERMAID_LOOK = (
    '%%{init: {"xyChart": {"width": 900, "height": 320, "xAxis": {"labelFontSize": 12}},'
    ' "themeVariables": {"xyChart": {"plotColorPalette": "#3b82c4"}}}}%%'
)


def day_labels(days: Sequence[date]) -> list[str]:
    """Return a short label for each day, none of them twice: `27 Feb`, `28`, `1 Mar`, `2`.

    Argument: `days`, in order and of 31 days at most. Mermaid draws two points of one label on top of each other.
    """
    labels: list[str] = []
    for number, day in enumerate(days):
        same_month = number > 0 and days[number - 1].month == day.month
        short = str(day.day)
        labels.append(short if same_month and short not in labels else format_moment("D MMM", day))
    return labels


def mermaid_moods(points: Sequence[tuple[str, float]], scale: MoodScale) -> str:
    """Return a Mermaid line chart of labelled values, or an empty text for fewer than two: Mermaid needs a line.

    Labels may hold letters, digits, spaces, hyphens and colons only.
    """
    if len(points) < 2:
        return ""
    labels = ", ".join(f'"{label}"' for label, _ in points)
    values = ", ".join(_decimal(value) for _, value in points)
    axis = f'y-axis "mood" {_decimal(scale.lowest)} --> {_decimal(scale.highest)}'
    return f"```mermaid\nxychart-beta\n    {_MERMAID_LOOK}\n    x-axis [{labels}]\n    {axis}\n    line [{values}]\n```"


def mood_svg(days: Sequence[DayMood], since: date, until: date, scale: MoodScale) -> str:
    """Return the mood of each day as a line that breaks where a day has none, with every noted level as a dot.

    Arguments: `days`, in order; `since` and `until`, the time shown, both included; `scale`, the vertical axis.
    Colours come from the classes `line`, `dots`, `grid` and `label`, so that the page can suit light and dark.
    """
    plot = _Plot(since, until, scale)
    moods = {day.day: day.mood for day in days if day.mood is not None}
    title = f"Mood from {since} to {until}"
    described = f"{len(moods)} of {(until - since).days + 1} days have a mood. The table below has the same figures."
    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="mood-title mood-desc">',
        f'<title id="mood-title">{escape(title)}</title><desc id="mood-desc">{escape(described)}</desc>',
        *plot.grid(),
        *(f'<path class="line" d="{run}"/>' for run in plot.runs(moods)),
        # Strokes of no length with round ends: a dot in a fifth of the bytes that a circle takes.
        f'<path class="dots" d="{plot.dots(days)}"/>',
        "</svg>",
    ]
    return "".join(parts)


def _decimal(value: float) -> str:
    return f"{value:z.2f}".rstrip("0").rstrip(".")


class _Plot:
    """Turns days and levels into places on the drawing."""

    def __init__(self, since: date, until: date, scale: MoodScale) -> None:
        self.since, self.scale = since, scale
        self.length = (until - since).days

    def x(self, day: date) -> float:
        share = (day - self.since).days / self.length if self.length else 0.5
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * share

    def y(self, level: float) -> float:
        share = (level - self.scale.lowest) / (self.scale.highest - self.scale.lowest)
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * share

    def grid(self) -> list[str]:
        middle = (self.scale.lowest + self.scale.highest) / 2
        parts: list[str] = []
        for level in (self.scale.lowest, middle, self.scale.highest):
            y = self.y(level)
            parts.append(f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>')
            parts.append(f'<text class="label" x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{level:g}</text>')
        pattern = "D MMM" if self.length < 366 else "MMM YYYY"
        steps = min(self.length, 4)
        for step in range(steps + 1):
            day = self.since + timedelta(days=round(self.length * step / max(steps, 1)))
            anchor = "middle" if 0 < step < steps or not steps else "start" if step == 0 else "end"
            parts.append(
                f'<text class="label" x="{self.x(day):.1f}" y="{_HEIGHT - 8}" text-anchor="{anchor}">'
                f"{format_moment(pattern, day)}</text>"
            )
        return parts

    def dots(self, days: Sequence[DayMood]) -> str:
        """Return the path of a dot for every noted level."""
        return "".join(f"M{self.x(day.day):.1f} {self.y(level):.1f}h0" for day in days for _, level in day.points)

    def runs(self, moods: dict[date, float]) -> list[str]:
        """Return a path for each run of days that follow each other; a day alone is its dots only."""
        runs: list[list[date]] = []
        for day in sorted(moods):
            if runs and (day - runs[-1][-1]).days == 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        return [
            "M" + "L".join(f"{self.x(day):.1f} {self.y(moods[day]):.1f}" for day in run) for run in runs if len(run) > 1
        ]
