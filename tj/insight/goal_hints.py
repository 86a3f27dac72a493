"""What could make a goal easier to keep an eye on: one thing at a time, as an offer.

The questions are those of SMART goals (specific, measurable, assignable, realistic, time-related: Doran 1981,
Management Review 70(11):35-36), and of implementation intentions, if-then plans (Gollwitzer 1999, American Psychologist
54(7):493-503). None of them is a duty: a goal is its writer's own.
"""

import re
from collections.abc import Iterator, Sequence

from tj.insight.goal_note import Goal
from tj.words import goals as words

__all__ = ["goal_hint"]

_WORD = re.compile(r"[^\W_]+")
# What people count in minutes, pages or steps.
_COUNTABLE = frozenset(
    [
        "breathe",
        "cycle",
        "draw",
        "exercise",
        "jog",
        "knit",
        "meditate",
        "paint",
        "play",
        "practice",
        "practise",
        "read",
        "run",
        "sing",
        "stretch",
        "study",
        "swim",
        "walk",
        "write",
        "yoga",
    ]
)


def goal_hint(goal: Goal, plans: Sequence[str] = ()) -> str:
    """Return the first thing that could make a goal clearer, or an empty text.

    Argument: `plans`, the if-then plans of the note's body; those of its front matter are the goal's.
    """
    return next(_hints(goal, plans), "")


def _hints(goal: Goal, plans: Sequence[str]) -> Iterator[str]:
    for key in goal.unread:
        yield words.hint_unread(key)
    if not goal.target and goal.due is None:
        yield words.HINT_RHYTHM
    if goal.rhythm.once and goal.due is None and goal.rhythm.by is None:
        yield words.HINT_DUE
    if goal.amount is not None and not goal.unit:
        yield words.HINT_UNIT
    named = {word.casefold() for word in _WORD.findall(f"{goal.name} {goal.title}")}
    if goal.amount is None and named & _COUNTABLE:
        yield words.HINT_AMOUNT
    if not goal.why:
        yield words.HINT_WHY
    if not goal.area:
        yield words.HINT_AREA
    if not goal.plans and not plans:
        yield words.HINT_PLAN
