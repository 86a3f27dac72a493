"""A goal as its note sets it: typed, and forgiving, since a goal's note is its writer's own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isfinite

from tj.entry.goal_marks import goal_name
from tj.entry.lines import lines_outside_code
from tj.entry.model import Entry, Value
from tj.insight.goal_time import Pause, pauses_of
from tj.insight.target import Target, parse_target

__all__ = ["STATUSES", "Goal", "number_text", "plans_in", "read_goal"]

STATUSES = ("active", "paused", "done", "dropped")
_PLAN = re.compile(r"(?:[-*+>]\s+)*(\W{0,2}if\b\W{0,2}\s.*\bthen\b.*)", re.IGNORECASE)
_NO_RHYTHM = Target()
_BOLD = re.compile(r"\*\*|__")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a goal's note says. `status` is of `STATUSES`; `target` is as written, `rhythm` what tj reads in it.

    `amount` is what a day asks for, in `unit`; None where to do anything is enough. `ended` is the day on which it was
    done or dropped, for a goal that is. `plans` are the if-then plans of its front matter. `unread` are keys that hold
    what they cannot mean, and so count as empty.
    """

    name: str
    title: str
    path: str = ""
    status: str = "active"
    target: str = ""
    rhythm: Target = _NO_RHYTHM
    amount: float | None = None
    unit: str = ""
    area: str = ""
    why: str = ""
    start: date | None = None
    due: date | None = None
    ended: date | None = None
    pauses: tuple[Pause, ...] = ()
    plans: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_goal(note: Entry) -> Goal:
    """Return the goal that a note sets; a value of the wrong type counts as none."""
    found = note.properties
    status = _text(found.get("status")).casefold()
    target, amount, plans = _text(found.get("target")), found.get("amount"), found.get("plans")
    is_amount = isinstance(amount, int | float) and not isinstance(amount, bool) and isfinite(amount) and amount > 0
    listed = plans if isinstance(plans, list) else [plans]
    understood = {
        "target": parse_target(target) is not None,
        "amount": is_amount,
        "status": status in STATUSES,
        **{key: isinstance(found.get(key), date) for key in ("start", "due", "ended")},
    }
    return Goal(
        goal_name(note.path),
        note.title,
        note.path,
        status if status in STATUSES else "active",
        target,
        parse_target(target) or _NO_RHYTHM,
        float(amount) if is_amount and isinstance(amount, int | float) else None,
        _text(found.get("unit")),
        _text(found.get("area")),
        _text(found.get("why")),
        _date(found.get("start")),
        _date(found.get("due")),
        _date(found.get("ended")),
        pauses_of(found.get("paused")),
        tuple(plan for plan in map(_text, listed) if plan),
        tuple(key for key, good in understood.items() if not good and found.get(key) not in (None, "")),
    )


def plans_in(body: str) -> tuple[str, ...]:
    """Return the if-then plans of a note's body: lines such as `**If** it rains, **then** I take the stairs.`"""
    lines: Iterable[str] = (text.strip() for _, text in lines_outside_code(body))
    return tuple(_BOLD.sub("", found[1]).strip() for text in lines if (found := _PLAN.fullmatch(text)))


def number_text(number: float) -> str:
    """Return a number in as few digits as say it: `20`, `2.5`."""
    return str(int(number)) if abs(number) < 1e15 and number == int(number) else repr(number)


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""


def _date(value: Value) -> date | None:
    return value if isinstance(value, date) else None
