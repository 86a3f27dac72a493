"""Goals: for each week what was planned, hollow, and what was done, filled."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tj.report.charts.axes import WIDTH, Span, Values, grid, inner, labels_beside, short_day, time_axis
from tj.report.charts.figure import Table, drawing, figure, key, panel
from tj.report.charts.shapes import path
from tj.report.words import some

__all__ = ["GoalWeeks", "goals_figure", "goals_table"]

_TOP, _HEIGHT, _BELOW = 6, 42, 24
# So many bars have room for their numbers on a phone, and so many can be told apart.
_MOST_NUMBERS, _MOST_BARS = 9, 106
_DAYS = 7


class GoalWeeks(NamedTuple):
    """One goal: its name, its target in the writer's words, and the days done in each week, oldest first.

    `planned` is the number of days that the target asks for in a week, 0 without a rhythm, or one number for each week.
    """

    name: str
    target: str
    weeks: tuple[int, ...]
    planned: int | tuple[int, ...] = 0


class _Bars(NamedTuple):
    """A goal as it is drawn: days done and planned in each bar."""

    goal: GoalWeeks
    done: tuple[int, ...]
    planned: tuple[int, ...]

    def said(self) -> str:
        """Return in words what was done in all."""
        done, planned = sum(self.done), sum(self.planned)
        if done > planned > 0:
            return f"{some(done, 'day')}, {planned} planned"
        return f"{done} of {some(planned, 'day')}" if planned else some(done, "day")


def goals_figure(goals: Sequence[GoalWeeks], since: date, until: date, *, prefix: str = "goals") -> str:
    """Return goals by week as a figure; of a very long time by so many weeks that it can be seen.

    Arguments: `since`, the first day of the first week; `until`, the last day shown, both included. A goal in which
    nothing was planned or done is left out; returns nothing where none is left.
    """
    step, shown = _bars(goals, since, until)
    if not shown:
        return ""
    most = max(len(bars.done) for bars in shown)
    end = _start(since, most * step)
    panels = [_panel(bars, since, end, most, f"{prefix}-{at}") for at, bars in enumerate(shown, start=1)]
    caption = f"{Span(since, until).described()}, by {'week' if step == 1 else f'{step} weeks'}."
    if left := ((until - since).days + 1) % _DAYS:
        caption += f" The last week has {some(left, 'day')} in it."
    marks = [("done", "days done")]
    if any(any(bars.planned) for bars in shown):
        marks.append(("planned", "days planned"))
    return figure("Goals", caption, "".join(panels) + key(marks), goals_table(goals, since, until))


def goals_table(goals: Sequence[GoalWeeks], since: date, until: date) -> Table:
    """Return the figures of `goals_figure` as a table: a row for each week or bar, `done of planned` for each goal."""
    step, shown = _bars(goals, since, until)
    rows = []
    for at in range(max((len(bars.done) for bars in shown), default=0)):
        rows.append((str(_start(since, at * step)), *(_words(bars, at) for bars in shown)))
    return Table(("week from" if step == 1 else "weeks from", *(bars.goal.name for bars in shown)), tuple(rows))


def _bars(goals: Sequence[GoalWeeks], since: date, until: date) -> tuple[int, list[_Bars]]:
    """Return how many weeks a bar stands for, and the bars of each goal that has any."""
    days = (until - since).days + 1
    step = max(-(-max((len(goal.weeks) for goal in goals), default=0) // _MOST_BARS), 1)
    bars = [
        _Bars(goal, _summed([max(count, 0) for count in goal.weeks], step), _summed(_plans(goal, days), step))
        for goal in goals
    ]
    return step, [one for one in bars if any(one.done) or any(one.planned)]


def _plans(goal: GoalWeeks, days: int) -> list[int]:
    """Return the days planned in each week; one that is cut off has its share of them, to the nearest day."""
    count = len(goal.weeks)
    if isinstance(goal.planned, tuple):
        return [max(plan, 0) for plan in (*goal.planned, *(0,) * count)[:count]]
    lengths = [min(max(days - _DAYS * week, 0), _DAYS) for week in range(count)]
    return [round(max(goal.planned, 0) * length / _DAYS) for length in lengths]


def _summed(counts: Sequence[int], step: int) -> tuple[int, ...]:
    return tuple(sum(counts[at : at + step]) for at in range(0, len(counts), step))


def _panel(bars: _Bars, since: date, end: date, count: int, prefix: str) -> str:
    most = max(*bars.done, *bars.planned, 1)
    values = Values(0, most, _TOP, _HEIGHT)
    # The axis ends with the day after the last week: a day is a width there, and not a place.
    numbers = count <= _MOST_NUMBERS
    below = _numbers(bars, count) if numbers else time_axis(Span(since, end), _TOP + _HEIGHT + 2)
    parts = [
        grid([values.y(0)]),
        inner(_shapes(bars, count, values), _TOP + _HEIGHT),
        labels_beside([(values.y(most), str(most)), (values.y(0), "0")]),
        below,
    ]
    said, goal = bars.said(), bars.goal
    size = f'width="100%" height="{_TOP + _HEIGHT + _BELOW}"'
    title = f"{goal.name}, by week from {short_day(since, year=True)}"
    drawn = drawing(prefix, title, _week_by_week(bars, count), parts, kind="beside-numbers", size=size)
    return panel(goal.name, f"{goal.target}: {said}" if goal.target.strip() else said, drawn)


def _shapes(bars: _Bars, count: int, values: Values) -> list[str]:
    """Return hollow bars for what was planned, and within them filled ones for what was done."""
    slot = WIDTH / count
    width = round(min(slot * 0.7, WIDTH / 10))
    done, planned = [], []
    for at, (days, plan) in enumerate(zip(bars.done, bars.planned, strict=True)):
        x = round(slot * (at + 0.5) - width / 2)
        inset = width // 5 if plan else 0
        if plan:
            planned.append(f"M{x} {values.y(0)}V{values.y(plan)}h{width}V{values.y(0)}z")
        if days:
            done.append(f"M{x + inset} {values.y(0)}V{values.y(days)}h{width - 2 * inset}V{values.y(0)}z")
    return [path("planned", planned), path("done", done)]


def _numbers(bars: _Bars, count: int) -> str:
    """Return the numbers below the bars, `2/3`."""
    parts = []
    for at, (days, plan) in enumerate(zip(bars.done, bars.planned, strict=True)):
        words = f"{days}/{plan}" if plan else str(days)
        x = f"{(at + 0.5) * 100 / count:.1f}%"
        parts.append(f'<text class="middle" x="{x}" y="{_TOP + _HEIGHT + 15}">{words}</text>')
    return "".join(parts)


def _week_by_week(bars: _Bars, count: int) -> str:
    """Return the days done in each bar for whoever does not see them: all where they are few, else between what."""
    if count > _MOST_NUMBERS:
        return f"From {some(min(bars.done), 'day')} to {some(max(bars.done), 'day')} done."
    return f"Week by week: {', '.join(_words(bars, at) for at in range(len(bars.done)))}."


def _start(since: date, week: int) -> date:
    return since + timedelta(days=min(_DAYS * week, (date.max - since).days))


def _words(bars: _Bars, at: int) -> str:
    if at >= len(bars.done):
        return ""
    return f"{bars.done[at]} of {bars.planned[at]}" if bars.planned[at] else str(bars.done[at])
