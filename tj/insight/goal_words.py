"""What there is to say of a goal in one line: what was done, never what was not.

A gap is told as the day of the last time, and a run that ended as the longest there was.
"""

from collections.abc import Iterator
from datetime import date

from tj.insight.goal_note import Goal, number_text
from tj.insight.goals import GoalProgress

__all__ = ["count_words", "goal_words", "target_words"]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def goal_words(found: GoalProgress, today: date, *, current: bool = True) -> str:
    """Return how a goal stands, as in `2 of 3 this week; last on Tuesday; 4 weeks in a row, at best 6`.

    Arguments: `today`, the last day looked at; `current`, whether its week is the one that the reader lives in.
    """
    return "; ".join(_parts(found, today, current=current))


def target_words(goal: Goal) -> str:
    """Return what a goal asks for, as in `3/week, 20 pages`; empty where it does not say."""
    amount = f"{number_text(goal.amount)} {goal.unit}".strip() if goal.amount is not None else ""
    return ", ".join(part for part in (goal.target, amount) if part)


def count_words(found: GoalProgress) -> str:
    """Return what was done of what was planned, as in `8 of 12`, with days that were done in part."""
    if found.planned and found.done <= found.planned:
        count = f"{found.done} of {found.planned}"
    else:
        count = f"{found.done}, {found.planned} planned" if found.planned else str(found.done)
    return f"{count}, {found.partly} in part" if found.partly else count


def _parts(found: GoalProgress, today: date, *, current: bool) -> Iterator[str]:
    goal = found.goal
    if found.status in ("done", "dropped"):
        yield ("done" if found.status == "done" else "let go") + (f" on {goal.ended}" if goal.ended else "")
    elif found.pause is not None:
        until = f" until {found.pause.last}" if found.pause.last else ""
        yield f"resting{until}" if found.pause.first > today else f"resting since {found.pause.first}{until}"
    elif goal.start is not None and goal.start > today:
        yield f"begins on {goal.start}"
        return
    elif goal.rhythm.once:
        yield from _once(found)
    else:
        yield from _lately(found, current=current)
    yield f"last {_day(found.last, today)}" if found.last else "nothing noted yet"
    if found.status == "active":
        yield from _runs(found)
        if not (goal.rhythm.once and found.done):
            yield from _due(goal, today)


def _once(found: GoalProgress) -> Iterator[str]:
    goal = found.goal
    if goal.amount is not None and found.total:
        yield f"{number_text(found.total)} of {number_text(goal.amount)} {goal.unit}".strip() + " so far"
    elif found.done:
        yield "done"


def _lately(found: GoalProgress, *, current: bool) -> Iterator[str]:
    name = "month" if found.goal.rhythm.month else "week"
    when = f"this {name}" if current else f"that {name}"
    if found.asked and found.lately <= found.asked:
        yield f"{found.lately} of {found.asked} {when}"
    elif found.lately:
        yield f"{found.lately} {when}" + (f", {found.asked} planned" if found.asked else "")


def _runs(found: GoalProgress) -> Iterator[str]:
    name = "months" if found.goal.rhythm.month else "weeks"
    if found.run > 1:
        yield f"{found.run} {name} in a row" + (f", at best {found.best_run}" if found.best_run > found.run else "")
    elif found.best_run > 1:
        yield f"at best {found.best_run} {name} in a row"


def _due(goal: Goal, today: date) -> Iterator[str]:
    due = goal.due or goal.rhythm.by
    if due is None:
        return
    days = (due - today).days
    yield f"due was {due}" if days < 0 else "due that day" if not days else f"due in {days} day{'s' * (days != 1)}"


def _day(day: date, today: date) -> str:
    return f"on {_WEEKDAYS[day.weekday()]}" if (today - day).days < 7 else f"on {day}"
