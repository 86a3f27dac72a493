"""What a note says was done towards goals: in its `goals`, and by tasks that are ticked and name a goal.

    goals: [walk-daily, "read: 20"]
    - [x] once round the lake [[walk-daily]] ✅ 2026-03-05
    - [x] two chapters #goal/read

A link names a goal only where the vault has a goal's note of that name, so that a link to anything else sets none.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from math import fsum
from typing import NamedTuple, TypeAlias

from tj.entry.lines import code_spans
from tj.entry.model import Entry, Task

__all__ = ["GoalDays", "Marked", "add_up", "fold_goal", "goal_marks", "goal_name", "known_marks", "stated_marks"]

_LINK = re.compile(r"(?<!!)\[\[([^\]|#^]+)(?:[#^][^\]|]*)?(?:\|[^\]]*)?\]\]")
_TAG = re.compile(r"(?<!\S)#goal/([^\s#,;:.!?()\[\]\"'`]+)", re.IGNORECASE)

# What was done each day by the goal's name: how much, or None where nothing was said of how much.
GoalDays: TypeAlias = dict[str, dict[date, float | None]]


class Marked(NamedTuple):
    """A goal that was worked on; `amount` is None where it was only named, `linked` True where a link names it."""

    name: str
    day: date
    amount: float | None = None
    linked: bool = False


def goal_name(path: str) -> str:
    """Return the name by which entries speak of the goal whose note lies at `path`."""
    return path.rpartition("/")[2].removesuffix(".md")


def fold_goal(name: str) -> str:
    """Return what two spellings of one goal's name have in common: neither case nor how accents are stored matters."""
    return name if name.isascii() and name.islower() else unicodedata.normalize("NFC", name.casefold())


def stated_marks(entry: Entry) -> Iterator[Marked]:
    """Yield what an entry's `goals` name, for the entry's day."""
    if entry.type == "entry" and entry.date is not None:
        for mark in entry.goals:
            yield Marked(mark.name, entry.date, mark.amount)


def goal_marks(entry: Entry) -> tuple[Marked, ...]:
    """Return all that a note says was done: what its `goals` name, and its ticked tasks.

    A task counts on the day on which it was completed; where that is not written, on its entry's day, and in a note
    that is no entry not at all, since nobody knows when it was.
    """
    ticked = [task for task in entry.tasks if task.done and ("[[" in task.text or "#" in task.text)]
    own = entry.date if entry.type == "entry" else None
    done = [(task.completed or own, task) for task in ticked]
    return (*stated_marks(entry), *(mark for day, task in done if day for mark in _named(task, day)))


def known_marks(marks: Iterable[Marked], goals: Iterable[str]) -> Iterator[Marked]:
    """Yield those marks that count.

    Arguments: `goals`, the names of the goals that have a note; a link to anything else is no goal's.
    """
    known = {fold_goal(name) for name in goals}
    return (mark for mark in marks if not mark.linked or fold_goal(mark.name) in known)


def add_up(marks: Iterable[tuple[str, date, float | None]]) -> GoalDays:
    """Return what was done each day: amounts of one day together, the same in whatever order they come."""
    found: GoalDays = {}
    several: dict[tuple[str, date], list[float]] = {}
    for name, day, amount in marks:
        days = found[name] if name in found else found.setdefault(name, {})
        if day not in days or amount is None:
            days[day] = amount
        elif (there := days[day]) is not None:
            several.setdefault((name, day), [there]).append(amount)
    for (name, day), amounts in several.items():
        if found[name][day] is not None:
            found[name][day] = _sum(amounts)
    return found


def _named(task: Task, day: date) -> Iterator[Marked]:
    text = task.text
    if "`" in text:
        for start, end in reversed(code_spans(text)):
            text = text[:start] + " " * (end - start) + text[end:]
    for name in _TAG.findall(text):
        yield Marked(name, day)
    for link in _LINK.findall(text):
        if name := goal_name(link.strip()):
            yield Marked(name, day, linked=True)


def _sum(amounts: list[float]) -> float:
    try:
        return fsum(amounts)
    except OverflowError:
        return max(amounts)
