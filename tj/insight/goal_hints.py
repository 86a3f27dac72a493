"""What could make a goal easier to keep an eye on: one thing at a time, as an offer.

The questions are those of SMART goals (specific, measurable, assignable, realistic, time-related: Doran 1981,
Management Review 70(11):35-36), and of implementation intentions, if-then plans (Gollwitzer 1999, American Psychologist
54(7):493-503). None of them is a duty: a goal is its writer's own.
"""

import re
from collections.abc import Iterator, Sequence

from tj.insight.goal_note import Goal

__all__ = ["goal_hint"]

_WORD = re.compile(r"[^\W_]+")
# What tj reads under a key, for one that holds something else.
_EXPECTED = {
    "target": "tj reads daily, 3/week, 2/month and 'once by 2026-05-01' as a `target`, so that it can count along",
    "amount": "tj reads a number such as 20 as an `amount`; what it counts goes into `unit`",
    "status": "tj reads active, paused, done and dropped as a `status`",
}
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
        yield _EXPECTED.get(key, f"tj reads a day such as 2026-05-01 as `{key}`")
    if not goal.target and goal.due is None:
        yield "a rhythm says when a week is enough: `target: 3/week`, or whatever fits"
    if goal.rhythm.once and goal.due is None and goal.rhythm.by is None:
        yield "a day to have it done by can help: `due:` and a date"
    if goal.amount is not None and not goal.unit:
        yield "with a `unit` the amount says what is counted: minutes, pages, steps"
    words = {word.casefold() for word in _WORD.findall(f"{goal.name} {goal.title}")}
    if goal.amount is None and words & _COUNTABLE:
        yield "say how much is enough for a day, however little: `amount: 10` and `unit: minutes`"
    if not goal.why:
        yield "a line on why it matters is good to read on a hard day: `why:`"
    if not goal.area:
        yield "an `area`, such as rest or movement, lets prompts come back to it"
    if not goal.plans and not plans:
        yield 'an if-then plan ties it to a moment: `plans: ["If it is dark when I get home, then …"]`'
