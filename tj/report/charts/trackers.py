"""Trackers as small drawings above each other, on one time axis, each with a value axis and a unit of its own."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import floor, isfinite, log10
from typing import NamedTuple

from tj.insight.mood import figures
from tj.report.charts.axes import WIDTH, Span, Values, grid, inner, labels_beside, runs, time_axis
from tj.report.charts.figure import Table, drawing, figure, number, panel, rounded
from tj.report.charts.shapes import dots, line, path
from tj.report.words import some
from tj.settings import YES_NO

__all__ = ["Series", "trackers_figure", "trackers_table"]

_TOP, _HEIGHT, _BELOW = 6, 56, 24
_DENSE = 120


class Series(NamedTuple):
    """One tracker: its name, its unit (`yes/no` where 1 is yes and 0 no), and its values with their days.

    A day may have several values; its line goes through their mean. Values that are not finite are left out.
    """

    name: str
    unit: str
    points: Sequence[tuple[date, float]]

    def within(self, span: Span) -> list[tuple[date, float]]:
        """Return the finite values of a time, in order of days."""
        return sorted((day, value) for day, value in self.points if day in span and isfinite(value))

    def is_yes_no(self) -> bool:
        """Tell whether its values are marks: so its unit says, or it has none and only ever 0 or 1."""
        values = {value for _, value in self.points}
        said = self.unit.strip().casefold()
        return values <= {0.0, 1.0} and (said == YES_NO or said in ("", self.name.strip().casefold()))


def trackers_figure(series: Sequence[Series], since: date, until: date, *, prefix: str = "trackers") -> str:
    """Return some trackers as a figure.

    Arguments: `series`, in the order shown; `since` and `until`, the time shown, both included. One without a value in
    that time is left out; returns nothing where none has one.
    """
    span = Span(since, until)
    shown = [one for one in series if one.within(span)]
    if not shown:
        return ""
    panels = [_panel(one, span, f"{prefix}-{at}", is_last=one is shown[-1]) for at, one in enumerate(shown, start=1)]
    caption = f"{span.described()}. Each has a scale of its own; a line breaks where a day has no value."
    return figure("Trackers", caption, "".join(panels), trackers_table(series, since, until))


def trackers_table(series: Sequence[Series], since: date, until: date) -> Table:
    """Return the figures of `trackers_figure` as a table: a row for each day that has a value."""
    span = Span(since, until)
    shown = [one for one in series if one.within(span)]
    values = [_by_day(one.within(span)) for one in shown]
    days = sorted({day for found in values for day in found})
    rows = (
        (str(day), *(_words(found.get(day, ()), one) for one, found in zip(shown, values, strict=True))) for day in days
    )
    return Table(("day", *(_named(one) for one in shown)), tuple(rows))


def _panel(one: Series, span: Span, prefix: str, *, is_last: bool) -> str:
    points = one.within(span)
    found = figures([value for _, value in points])
    days = {day: figures(values).mean or 0.0 for day, values in _by_day(points).items()}
    if one.is_yes_no():
        yes = sum(value for _, value in points)
        said = f"yes {some(round(yes), 'time')} of {found.n}"
        described = "A filled mark for each yes, a hollow one for each no."
        values, content = Values(0, 1, _TOP + 8, _HEIGHT - 16), _marks(points, span)
        beside = [(values.y(1), "yes"), (values.y(0), "no")]
    else:
        said = f"mean {rounded(found.mean)}, {some(len(days), 'day')}"
        lowest_said, highest_said = number(found.lowest), number(found.highest)
        described = (
            f"From {lowest_said} to {highest_said}." if lowest_said != highest_said else f"{highest_said} throughout."
        )
        lowest, highest = _ends(found.lowest or 0.0, found.highest or 0.0)
        values = Values(lowest, highest, _TOP, _HEIGHT)
        content = _lines(points, days, span, values)
        beside = [(values.y(lowest), number(lowest)), (values.y(highest), number(highest))]
    parts = [grid(y for y, _ in beside), inner(content, _TOP + _HEIGHT), labels_beside(beside)]
    if is_last:
        parts.append(time_axis(span, _TOP + _HEIGHT + 2))
    size = f'width="100%" height="{_TOP + _HEIGHT + (_BELOW if is_last else 6)}"'
    drawn = drawing(prefix, f"{_named(one)}, {span.described()}", described, parts, kind="beside-numbers", size=size)
    return panel(_named(one), said, drawn)


def _lines(points: Sequence[tuple[date, float]], days: Mapping[date, float], span: Span, values: Values) -> list[str]:
    found = runs(days)
    strokes = [line([(span.x(day), values.y(days[day])) for day in run]) for run in found if len(run) > 1]
    dense = " dense" if span.length > _DENSE else ""
    if dense:
        # The line has the others already, and dots upon dots would hide it.
        alone = {run[0] for run in found if len(run) == 1}
        points = [(day, value) for day, value in points if day in alone or value != days[day]]
    return [path("line" + dense, strokes), path("dots" + dense, [dots((span.x(d), values.y(v)) for d, v in points)])]


def _marks(points: Sequence[tuple[date, float]], span: Span) -> list[str]:
    """Return a bar in the upper row for each yes, and a hollow one in the lower for each no."""
    width = max(min(WIDTH // (2 * max(span.length, 1)), 14), 2)
    marks: dict[str, list[str]] = {"done": [], "planned": []}
    for day, value in points:
        x = min(max(span.x(day) - width // 2, 0), WIDTH - width)
        marks["done" if value else "planned"].append(f"M{x} {_TOP if value else _TOP + 40}h{width}v16h-{width}z")
    return [path(kind, steps) for kind, steps in marks.items()]


def _ends(lowest: float, highest: float) -> tuple[float, float]:
    """Return round ends around some values, as near as whole steps of 1, 2 or 5 of some power of ten allow."""
    width = highest - lowest or abs(highest) or 1.0
    if not (1e-9 < width < 1e12 and max(abs(lowest), abs(highest)) < 1e12):
        return lowest, highest
    power = 10.0 ** floor(log10(width))
    step = next(power * part for part in (0.1, 0.2, 0.5, 1.0) if width / (power * part) <= 10)
    low, high = floor(lowest / step) * step, -floor(-highest / step) * step
    return (low, high) if low < high else (low - step, high + step)


def _by_day(points: Sequence[tuple[date, float]]) -> dict[date, list[float]]:
    days: dict[date, list[float]] = {}
    for day, value in points:
        days.setdefault(day, []).append(value)
    return days


def _words(values: Sequence[float], one: Series) -> str:
    if one.is_yes_no():
        return ", ".join("yes" if value else "no" for value in values)
    return ", ".join(number(value) for value in values)


def _named(one: Series) -> str:
    unit = one.unit.strip()
    return f"{one.name} ({unit})" if unit and unit.casefold() not in (one.name.strip().casefold(), YES_NO) else one.name
