"""Goals: the notes that set them, and what entries say was done."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tj.entry.model import Entry

__all__ = ["GoalProgress", "Target", "days_done", "goal_name", "goals", "parse_target"]

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
    """A goal with the days on which it was worked on in the time looked at, never before its start.

    `planned` is the number of days that its target asks for in that time, 1 for what is to be done once, 0 without a
    rhythm. `weeks` are the days done in each week of that time, oldest first. `run` is how many weeks in a row, up to
    the last, met the target, and `best_run` the most there ever were; the last week counts as soon as it is met.
    `path` is that of the note that sets it, empty where only entries name it.
    """

    name: str
    title: str
    status: str
    target: str
    done: int
    planned: int
    weeks: tuple[int, ...]
    run: int = 0
    best_run: int = 0
    path: str = ""


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


def days_done(entries: Iterable[Entry]) -> dict[str, set[date]]:
    """Return the days on which entries say that each goal was worked on."""
    done: dict[str, set[date]] = {}
    for entry in entries:
        if entry.type == "entry" and entry.date is not None:
            for mark in entry.goals:
                done.setdefault(mark.name, set()).add(entry.date)
    return done


def goals(
    notes: Iterable[Entry], done: Mapping[str, Collection[date]], today: date, since: date | None = None
) -> list[GoalProgress]:
    """Return each goal with what was done in a time.

    Arguments: `notes`, among which those of type goal count; `done`, from `days_done`; `today`, the last day looked at;
    `since`, the first, by default that of the four ISO weeks that end with the week of `today`.
    A goal that only entries name is returned as well. Active goals come first, then by name.
    """
    first = since or today - timedelta(days=min(today.weekday() + 7 * (_WEEKS - 1), today.toordinal() - 1))
    marked = {name: {day for day in days if day <= today} for name, days in done.items()}
    set_goals = sorted((note for note in notes if note.type == "goal" and note.readable), key=lambda note: note.path)
    found = [_progress(goal_name(note.path), note, marked, first, today) for note in set_goals]
    for name in {name for name, days in marked.items() if days} - {goal.name for goal in found}:
        found.append(_progress(name, Entry("", title=name), marked, first, today))
    return sorted(found, key=lambda goal: (_STATUSES.index(goal.status), goal.name))


def _progress(name: str, note: Entry, marked: dict[str, set[date]], first: date, today: date) -> GoalProgress:
    written = note.properties.get("target")
    text = written.strip() if isinstance(written, str) else ""
    target = parse_target(text) or Target()
    status = str(note.properties.get("status") or "active").casefold()
    start = note.properties.get("start")
    began = start if isinstance(start, date) else date.min
    days = {day for day in marked.get(name, ()) if day >= began}
    done = len({day for day in days if day >= first})
    planned = round(target.days * max((today - max(first, began)).days + 1, 0) / 7)
    if target.once:
        done, planned = int(bool(days) or status == "done"), 1
    runs = _runs(days, target.days, today)
    return GoalProgress(
        name,
        note.title,
        status if status in _STATUSES else "active",
        text,
        done,
        planned,
        _by_week(days, first, today),
        *runs,
        note.path,
    )


def _by_week(days: Iterable[date], first: date, today: date) -> tuple[int, ...]:
    counts = [0] * ((today - first).days // 7 + 1)
    for day in days:
        if day >= first:
            counts[(day - first).days // 7] += 1
    return tuple(counts)


def _runs(days: Iterable[date], asked: int, today: date) -> tuple[int, int]:
    """Return how many ISO weeks in a row up to that of `today` met the target, and the most that ever did."""
    if not asked:
        return 0, 0
    counts: dict[int, int] = {}
    for day in days:
        counts[_week(day)] = counts.get(_week(day), 0) + 1
    met = sorted(week for week, count in counts.items() if count >= asked)
    lengths: dict[int, int] = {}
    for week in met:
        lengths[week] = lengths.get(week - 1, 0) + 1
    this = _week(today)
    return lengths.get(this, lengths.get(this - 1, 0)), max(lengths.values(), default=0)


def _week(day: date) -> int:
    # Day 1 of the calendar is a Monday, so whole sevens count ISO weeks.
    return (day.toordinal() - 1) // 7
