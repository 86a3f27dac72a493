"""Goals: for each week what was planned, hollow, and what was done, filled."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tj.report.charts.axes import WIDTH, Span, Values, grid, inner, labels_beside, short_day, time_axis
from tj.report.charts.figure import Table, drawing, figure, key, path, text
from tj.report.words import some

__all__ = ["GoalWeeks", "goals_figure", "goals_table"]

_TOP, _HEIGHT, _BELOW = 6, 42, 24
_MOST_NUMBERS = 9
_DAYS = 7


class GoalWeeks(NamedTuple):
    """One goal: its name, its target in the writer's words, and the days done in each week, oldest first.

    `planned` is the number of days that the target asks for in a week, 0 without a rhythm, or one number for each week.
    """

    name: str
    target: str
    weeks: tuple[int, ...]
    planned: int | tuple[int, ...] = 0

    def by_week(self, days: int) -> "GoalWeeks":
        """Return the same goal with the days planned in each week of a time of so many days.

        The last week has its share of them, to the nearest day, where it is cut off.
        """
        if not isinstance(self.planned, int):
            plans = (*self.planned, *(0,) * len(self.weeks))[: len(self.weeks)]
            return self._replace(planned=tuple(max(plan, 0) for plan in plans))
        lengths = (min(max(days - _DAYS * week, 0), _DAYS) for week in range(len(self.weeks)))
        return self._replace(planned=tuple(round(max(self.planned, 0) * length / _DAYS) for length in lengths))

    def plans(self) -> tuple[int, ...]:
        """Return the days planned in each week."""
        return self.planned if isinstance(self.planned, tuple) else (self.planned,) * len(self.weeks)


def goals_figure(goals: Sequence[GoalWeeks], since: date, until: date, *, prefix: str = "goals") -> str:
    """Return goals by week as a figure.

    Arguments: `since`, the first day of the first week; `until`, the last day shown, both included. A goal in which
    nothing was planned or done is left out; returns nothing where none is left.
    """
    shown = _shown(goals, since, until)
    if not shown:
        return ""
    weeks = max(len(goal.weeks) for goal in shown)
    panels = [_panel(goal, since, weeks, f"{prefix}-{at}", goal is shown[-1]) for at, goal in enumerate(shown, start=1)]
    caption = f"{Span(since, until).described()}, by week."
    left = ((until - since).days + 1) % _DAYS
    if left:
        caption += f" The last week has {some(left, 'day')} in it."
    marks = [("done", "days done")]
    if any(any(goal.plans()) for goal in shown):
        marks.append(("planned", "days planned"))
    return figure("Goals", caption, "".join(panels) + key(marks), goals_table(goals, since, until))


def goals_table(goals: Sequence[GoalWeeks], since: date, until: date) -> Table:
    """Return the figures of `goals_figure` as a table: a row a week, and `done of planned` for each goal."""
    shown = _shown(goals, since, until)
    rows = []
    for week in range(max((len(goal.weeks) for goal in shown), default=0)):
        cells = (_words(goal, week) if week < len(goal.weeks) else "" for goal in shown)
        rows.append((str(_start(since, week)), *cells))
    return Table(("week from", *(goal.name for goal in shown)), tuple(rows))


def _shown(goals: Sequence[GoalWeeks], since: date, until: date) -> list[GoalWeeks]:
    planned = [goal.by_week((until - since).days + 1) for goal in goals]
    return [goal for goal in planned if any(goal.weeks) or any(goal.plans())]


def _panel(goal: GoalWeeks, since: date, weeks: int, prefix: str, is_last: bool) -> str:
    plans = goal.plans()
    most = max(*goal.weeks, *plans, 1)
    values = Values(0, most, _TOP, _HEIGHT)
    slot = WIDTH / weeks
    width = round(min(slot * 0.7, WIDTH / 10))
    done, planned, numbers = [], [], []
    for week, (count, plan) in enumerate(zip(goal.weeks, plans, strict=True)):
        x = round(slot * (week + 0.5) - width / 2)
        if plan:
            planned.append(f"M{x} {values.y(0)}V{values.y(plan)}h{width}V{values.y(0)}z")
        if count:
            inset = width // 5 if plan else 0
            done.append(f"M{x + inset} {values.y(0)}V{values.y(count)}h{width - 2 * inset}V{values.y(0)}z")
        if weeks <= _MOST_NUMBERS:
            at = f"{(week + 0.5) * 100 / weeks:.1f}%"
            numbers.append(f'<text class="middle" x="{at}" y="{_TOP + _HEIGHT + 15}">{_words(goal, week)}</text>')
    below = [*numbers] if numbers else []
    if not numbers and is_last:
        below = [time_axis(Span(since, _start(since, weeks - 1)), _TOP + _HEIGHT + 2)]
    parts = [
        grid([values.y(0)]),
        inner([path("planned", planned), path("done", done)], _TOP + _HEIGHT),
        labels_beside([(values.y(most), str(most)), (values.y(0), "0")]),
        *below,
    ]
    said = _sum(goal)
    size = f'width="100%" height="{_TOP + _HEIGHT + (_BELOW if below else 6)}"'
    title = f"{goal.name}, by week from {short_day(since, year=True)}"
    drawn = drawing(prefix, title, f"{said}.", parts, kind="beside-numbers", size=size)
    target = f"{text(goal.target)}: " if goal.target.strip() else ""
    return f'<p class="chart-panel"><strong>{text(goal.name)}</strong> {target}{said}</p>{drawn}'


def _start(since: date, week: int) -> date:
    return since + timedelta(days=min(_DAYS * week, (date.max - since).days))


def _words(goal: GoalWeeks, week: int) -> str:
    plan = goal.plans()[week]
    return f"{goal.weeks[week]} of {plan}" if plan else str(goal.weeks[week])


def _sum(goal: GoalWeeks) -> str:
    done, planned = sum(goal.weeks), sum(goal.plans())
    return f"{done} of {some(planned, 'day')}" if planned else some(done, "day")
