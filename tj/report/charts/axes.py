"""Days and values → places on a drawing, and the marks of its axes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tj.moment import format_moment
from tj.report.charts.figure import text

__all__ = ["WIDTH", "Span", "Values", "grid", "inner", "labels_beside", "runs", "short_day", "time_axis"]

# The width of what is stretched: fine enough for a year of days, in as few digits as that takes.
WIDTH = 1000
_MOST_TICKS, _MOST_DAYS = 6, 5
_LINE_HEIGHT = 13
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500)


class Span(NamedTuple):
    """A time, both ends included; a day alone stands in the middle."""

    since: date
    until: date

    @property
    def length(self) -> int:
        """The number of its days, none where it ends before it begins."""
        return max((self.until - self.since).days + 1, 0)

    def share(self, day: date) -> float:
        """Return where a day lies, from 0 to 1."""
        if self.length < 2:
            return 0.5
        return min(max((day - self.since).days / (self.length - 1), 0.0), 1.0)

    def x(self, day: date) -> int:
        """Return where a day lies, from 0 to `WIDTH`."""
        return round(self.share(day) * WIDTH)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.since <= day <= self.until

    def described(self) -> str:
        """Return it in words: `5 Mar to 4 Apr 2026`."""
        if self.length < 2:
            return short_day(self.since, year=True)
        return f"{short_day(self.since, year=self.since.year != self.until.year)} to {short_day(self.until, year=True)}"


class Values(NamedTuple):
    """A range of values that is drawn from `top` down over `height`."""

    lowest: float
    highest: float
    top: int
    height: int

    def y(self, value: float) -> int:
        """Return how far down a value lies; one outside of the range lies at its edge."""
        return round(self.top + self.height * (1 - self.share(value)))

    def share(self, value: float) -> float:
        """Return where a value lies, from 0 at the lowest to 1."""
        # By halves, since the whole of a vast range may be no number any more.
        width = self.highest / 2 - self.lowest / 2
        return min(max((value / 2 - self.lowest / 2) / width, 0.0), 1.0) if width else 0.5

    def middle(self) -> float:
        """Return the value halfway."""
        return self.lowest / 2 + self.highest / 2


def short_day(day: date, *, year: bool = False) -> str:
    """Return a day as `5 Mar` or `5 Mar 2026`."""
    return format_moment("D MMM YYYY" if year else "D MMM", day)


def runs(days: Iterable[date], step: int = 1) -> list[list[date]]:
    """Return days in runs of those that follow each other by so many days."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and (day - found[-1][-1]).days == step:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def inner(content: Iterable[str], height: int, *, y: int = 0) -> str:
    """Return shapes, placed on `WIDTH` by `height` and `y` down, stretched to the width of the drawing around them."""
    size = f'y="{y}" width="100%" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return f'<svg class="plot" {size} preserveAspectRatio="none">{"".join(content)}</svg>'


def grid(ys: Iterable[int], kind: str = "grid") -> str:
    """Return a line across the drawing at each height."""
    return "".join(f'<line class="{kind}" x2="100%" y1="{y}" y2="{y}"/>' for y in ys)


def labels_beside(labels: Sequence[tuple[int, str]]) -> str:
    """Return words left of the drawing, each at its height; of two that would touch, the earlier one stays."""
    kept: list[tuple[int, str]] = []
    for y, words in labels:
        if all(abs(y - other) >= _LINE_HEIGHT for other, _ in kept):
            kept.append((y, words))
    return "".join(f'<text class="end" x="-7" y="{y + 4}">{text(words)}</text>' for y, words in sorted(kept))


def time_axis(span: Span, y: int) -> str:
    """Return marks and words below the drawing, at the height `y`, few enough for a phone."""
    parts = []
    for day, words in _ticks(span):
        share = span.share(day) * 100
        at = f"{share:.1f}".rstrip("0").rstrip(".") + "%"
        side = "end" if share > 96 else "middle"
        parts.append(f'<line class="tick" x1="{at}" x2="{at}" y1="{y}" y2="{y + 4}"/>')
        parts.append(f'<text class="{side}" x="{at}" y="{y + 17}">{words}</text>')
    return "".join(parts)


def _ticks(span: Span) -> list[tuple[date, str]]:
    for days in _DAY_STEPS:
        if span.length <= _MOST_DAYS * days:
            return _in_months(_every(span, days))
    months = (span.until.year - span.since.year) * 12 + span.until.month - span.since.month + 1
    for step in _MONTH_STEPS:
        if months <= _MOST_TICKS * step:
            # January says its year instead: all are about as long then.
            firsts = [day for day in _firsts(span, step) if day in span]
            return [(day, str(day.year) if day.month == 1 else format_moment("MMM", day)) for day in firsts]
    for step in _YEAR_STEPS:
        found = [date(year, 1, 1) for year in range(span.since.year, span.until.year + 1) if year % step == 0]
        if len(found := [day for day in found if day in span]) <= _MOST_TICKS:
            return [(day, str(day.year)) for day in found]
    return []


def _in_months(days: Sequence[date]) -> list[tuple[date, str]]:
    """Return days with their labels, with its month where that is another than the last one's."""
    before = [None, *(day.month for day in days)]
    return [
        (day, str(day.day) if day.month == month else short_day(day)) for day, month in zip(days, before, strict=False)
    ]


def _every(span: Span, step: int) -> list[date]:
    """Return every so many days, Mondays where the step is of weeks."""
    first = (-span.since.weekday()) % 7 if step % 7 == 0 else 0
    return [span.since + timedelta(days=at) for at in range(first, span.length, step)]


def _firsts(span: Span, step: int) -> list[date]:
    """Return the first days of every so many months, January among them."""
    begin, end = span.since.year * 12 + span.since.month - 1, span.until.year * 12 + span.until.month
    return [date(at // 12, at % 12 + 1, 1) for at in range(begin, end) if at % step == 0]
