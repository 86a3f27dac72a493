"""What there is to say of a goal in one line: what was done, never what was not.

A gap is told as the day of the last time, and a run that ended as the longest there was.
"""

from collections.abc import Iterator
from datetime import date

from tj.insight.goal_note import Goal, number_text
from tj.insight.goals import GoalProgress
from tj.words import goals as words

__all__ = ["count_words", "goal_words", "target_words"]


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
    return words.done_of(found.done, found.planned, found.partly)


def _parts(found: GoalProgress, today: date, *, current: bool) -> Iterator[str]:
    goal = found.goal
    if found.status in ("done", "dropped"):
        yield words.ended(str(goal.ended or ""), done=found.status == "done")
    elif found.pause is not None:
        first = "" if found.pause.first > today else str(found.pause.first)
        yield words.resting(first, str(found.pause.last or ""))
    elif goal.start is not None and goal.start > today:
        yield words.begins(str(goal.start))
        return
    elif goal.rhythm.once:
        yield from _once(found)
    else:
        yield from _lately(found, current=current)
    yield _last(found.last, today) if found.last else words.NOTHING_NOTED
    if found.status == "active":
        yield from _runs(found)
        if not (goal.rhythm.once and found.done):
            yield from _due(goal, today)


def _once(found: GoalProgress) -> Iterator[str]:
    goal = found.goal
    if goal.amount is not None and found.total:
        yield words.amount_so_far(words.so_far(number_text(found.total), number_text(goal.amount), goal.unit))
    elif found.done:
        yield words.ended("", done=True)


def _lately(found: GoalProgress, *, current: bool) -> Iterator[str]:
    if found.asked or found.lately:
        yield words.lately(found.lately, found.asked, monthly=bool(found.goal.rhythm.month), current=current)


def _runs(found: GoalProgress) -> Iterator[str]:
    if found.run > 1 or found.best_run > 1:
        yield words.run(found.run, found.best_run, monthly=bool(found.goal.rhythm.month))


def _due(goal: Goal, today: date) -> Iterator[str]:
    due = goal.due or goal.rhythm.by
    if due is None:
        return
    yield words.due(str(due), (due - today).days)


def _last(day: date, today: date) -> str:
    return words.last_weekday(day.weekday()) if (today - day).days < 7 else words.last_day(str(day))
