"""Goals: the notes that set them, and what entries say was done."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tj.entry.model import Entry

__all__ = ["GoalProgress", "Target", "goal_name", "goals", "parse_target"]

_WEEKS = 4
_WEEKLY = re.compile(r"(\d{1,2})\s*(?:/|per|x|times a)\s*week", re.IGNORECASE)
_ONCE = re.compile(r"once(?:\s+by\s+(\d{4}-\d{2}-\d{2}))?", re.IGNORECASE)
_STATUSES = ("active", "paused", "done", "dropped")


@dataclass(frozen=True, slots=True)
class Target:
    """How often: `days` (1 to 7) a week, or once, by a date or at any time."""

    days: int = 0
    once: bool = False
    by: date | None = None


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal with the days on which it was worked on in the four weeks looked at.

    `planned` is the number of days that its target asks for in the part of that time since its start, 0 without a
    rhythm. `weeks` are the days done in each of the four weeks, oldest first.
    """

    name: str
    title: str
    status: str
    target: str
    done: int
    planned: int
    weeks: tuple[int, ...]


def parse_target(text: str) -> Target | None:
    """Read a target: `daily`, `3/week`, `once`, `once by 2026-05-01`; None for anything else."""
    text = text.strip()
    if text.casefold() in ("daily", "every day"):
        return Target(days=7)
    if found := _WEEKLY.fullmatch(text):
        return Target(days=int(found[1])) if 1 <= int(found[1]) <= 7 else None
    if found := _ONCE.fullmatch(text):
        try:
            return Target(once=True, by=date.fromisoformat(found[1]) if found[1] else None)
        except ValueError:
            return None
    return None


def goal_name(path: str) -> str:
    """Return the name by which entries speak of the goal whose note lies at `path`."""
    return path.rpartition("/")[2].removesuffix(".md")


def goals(notes: Iterable[Entry], entries: Sequence[Entry], today: date) -> list[GoalProgress]:
    """Return each goal with what was done in the four ISO weeks up to and including that of `today`.

    Arguments: `notes`, among which those of type goal count; `entries`, whose `goals` are the days done. A goal that
    only entries name is returned as well. Active goals come first, then by name.
    """
    since = today - timedelta(days=min(today.weekday() + 7 * (_WEEKS - 1), today.toordinal() - 1))
    done: dict[str, set[date]] = {}
    for entry in entries:
        if entry.type == "entry" and entry.date is not None:
            for mark in entry.goals:
                done.setdefault(mark.name, set()).add(entry.date)
    found = [_progress(note, done.get(goal_name(note.path), set()), since, today) for note in notes if _is_goal(note)]
    named = {goal.name for goal in found}
    found += [
        GoalProgress(name, name, "active", "", _count(days, since, today), 0, _by_week(days, since))
        for name, days in done.items()
        if name not in named
    ]
    return sorted(found, key=lambda goal: (_STATUSES.index(goal.status), goal.name))


def _is_goal(note: Entry) -> bool:
    return note.type == "goal" and note.readable


def _progress(note: Entry, days: set[date], since: date, today: date) -> GoalProgress:
    name = goal_name(note.path)
    target_text = str(note.properties.get("target") or "")
    start = note.properties.get("start")
    first = max(since, start) if isinstance(start, date) else since
    target = parse_target(target_text)
    length = max((today - first).days + 1, 0)
    planned = round(target.days * length / 7) if target and not target.once else int(bool(target))
    status = str(note.properties.get("status") or "active").casefold()
    done = _count(days, since, today)
    if target and target.once:
        done = min(len({day for day in days if day <= today}), 1)
    return GoalProgress(
        name, note.title, status if status in _STATUSES else "active", target_text, done, planned, _by_week(days, since)
    )


def _count(days: set[date], since: date, until: date) -> int:
    return sum(since <= day <= until for day in days)


def _by_week(days: set[date], since: date) -> tuple[int, ...]:
    ordinals = [day.toordinal() - since.toordinal() for day in days]
    return tuple(sum(7 * week <= ordinal < 7 * (week + 1) for ordinal in ordinals) for week in range(_WEEKS))
