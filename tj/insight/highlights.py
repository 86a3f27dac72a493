"""What a writer may be glad of in a time: their own `#win` lines, and what the figures of the journal show."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from math import fsum, inf, isfinite

from tj.entry.goal_marks import GoalDays, fold_goal, goal_name
from tj.entry.model import Entry
from tj.insight.goals import GoalProgress, goals
from tj.insight.mood import FEWEST_DAYS, daily, figures, within
from tj.insight.scores import Scored, is_better
from tj.insight.wanted import Wanted
from tj.insight.wins import wins

__all__ = ["Journal", "Win", "highlights"]

# So many days without an entry make the next one a return.
_PAUSE = 7
# A best says something once there are so many days to compare it with.
_FEWEST_EARLIER = 5


@dataclass(frozen=True, slots=True)
class Journal:
    """What wins are looked for in.

    `entries` are all dated ones; `notes` the goals, with their properties; `done`, from `days_done`, the days on which
    each goal was worked on; `scores` all assessments, from `tj.insight.scores.scored`.
    """

    entries: Sequence[Entry] = ()
    notes: Sequence[Entry] = ()
    done: Mapping[str, Collection[date]] | None = None
    scores: Sequence[Scored] = ()


@dataclass(frozen=True, slots=True)
class Win:
    """One thing to be glad of, with its day; `kind` is one of `tj.insight.wanted.KINDS`.

    `name` is what was written, or the goal's title, the tracker's key, the month as `2026-04`. `path` is that of the
    note it stands in, empty for a month. Of `value` and `than`: for goals the days done and asked for in the week that
    begins with `since` (without `since`, what was to be done once is done); for runs the weeks in a row; for bests the
    amount in `unit`, and the best before, on `since`; for months the mean moods of it and of the month before, `days`
    being how many days of each have one. `scored` is the assessment.
    """

    day: date
    kind: str
    name: str
    path: str = ""
    value: float = 0
    than: float = 0
    since: date | None = None
    unit: str = ""
    days: tuple[int, int] = (0, 0)
    scored: Scored | None = None


def highlights(journal: Journal, wanted: Wanted, since: date, until: date, newest: date) -> list[Win]:
    """Return the wins of a time, newest first; those of one day in the order in which the kinds are wanted.

    Arguments: `since` and `until`, both included; `newest`, the date of the newest entry: only months that were over by
    then count.
    """
    makers = {
        "lines": lambda: _lines(journal.entries),
        "goals": lambda: _weeks_met(journal, since, until),
        "runs": lambda: _runs(journal, since, until),
        "bests": lambda: _bests(journal, wanted.trackers, since, until),
        "returns": lambda: _returns(journal.entries),
        "months": lambda: _months(journal.entries, newest),
        "assessments": lambda: _assessments(journal.scores),
    }
    found = [win for kind in wanted.show for win in makers[kind]() if since <= win.day <= until]
    return sorted(found, key=lambda win: win.day, reverse=True)  # which leaves those of one day in their order


def _lines(entries: Iterable[Entry]) -> Iterator[Win]:
    for said in wins(entries):
        yield Win(said.day, "lines", said.text, said.path)


def _weeks_met(journal: Journal, since: date, until: date) -> Iterator[Win]:
    for monday, done in _by_week(journal, since, until):
        sunday = date.fromordinal(min(monday.toordinal() + 6, date.max.toordinal()))
        # What was done in other weeks changes nothing in this one, and ten years of it would be counted for each week.
        week = replace(journal, done=done)
        for goal in _set_goals(week, sunday, monday):
            if goal.planned and goal.done >= goal.planned and goal.goal.rhythm.days:
                day = _first(week, goal.path, monday, sunday, lambda now: now.done, goal.planned)
                yield Win(day, "goals", goal.title, goal.path, goal.done, goal.planned, monday)
    yield from _done_once(journal, until)


def _by_week(journal: Journal, since: date, until: date) -> list[tuple[date, GoalDays]]:
    """Return the first day of each ISO week of a time in which something was done, and what that was."""
    weeks: dict[int, GoalDays] = {}
    for name, days in (journal.done or {}).items():
        for day in days:
            if since.toordinal() - 6 <= day.toordinal() <= until.toordinal():
                amount = days[day] if isinstance(days, Mapping) else None
                # Day 1 of the calendar is a Monday.
                weeks.setdefault((day.toordinal() - 1) // 7, {}).setdefault(name, {})[day] = amount
    return [(date.fromordinal(week * 7 + 1), weeks[week]) for week in sorted(weeks)]


def _done_once(journal: Journal, until: date) -> Iterator[Win]:
    days: dict[str, set[date]] = {}
    for name, of_name in (journal.done or {}).items():
        days.setdefault(fold_goal(name), set()).update(day for day in of_name if day <= until)
    for goal in _set_goals(journal, until, until):
        of_goal = sorted(days.get(fold_goal(goal.name), ()))
        if goal.goal.rhythm.once and goal.done and of_goal:
            # What is set to be done says nothing of when: the last day on which something was done for it.
            day = of_goal[-1]
            if goal.status != "done":
                day = _first(journal, goal.path, of_goal[0], of_goal[-1], lambda now: now.done, 1)
            yield Win(day, "goals", goal.title, goal.path)


def _runs(journal: Journal, since: date, until: date) -> Iterator[Win]:
    """Yield each goal's longest run of weeks, if it became that in this time: on the day that made it so long."""
    eve = date.fromordinal(max(since.toordinal() - 1, 1))
    before = {goal.path: goal.best_run for goal in _set_goals(journal, eve, eve)}
    for goal in _set_goals(journal, until, since):
        if goal.best_run > max(before.get(goal.path, 0), 1) and goal.goal.rhythm.days:
            day = _first(journal, goal.path, since, until, lambda now: now.best_run, goal.best_run)
            yield Win(day, "runs", goal.title, goal.path, goal.best_run)


def _first(
    journal: Journal, path: str, since: date, until: date, count: Callable[[GoalProgress], int], least: int
) -> date:
    """Return the first day by which a goal's count is so high; by the last one it is, and it never falls again."""
    name = fold_goal(goal_name(path))
    done = {one: days for one, days in (journal.done or {}).items() if fold_goal(one) == name}
    alone = replace(journal, notes=[note for note in journal.notes if note.path == path], done=done)
    low, high = since.toordinal(), until.toordinal()
    while low < high:
        middle = (low + high) // 2
        found = _set_goals(alone, date.fromordinal(middle), since)
        if any(count(goal) >= least for goal in found):
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(low)


def _set_goals(journal: Journal, until: date, since: date) -> list[GoalProgress]:
    """Return the goals that a note sets."""
    found = goals(journal.notes, journal.done or {}, until, min(since, until))
    return sorted((goal for goal in found if goal.path), key=lambda goal: goal.path)


def _bests(journal: Journal, trackers: Sequence[str], since: date, until: date) -> Iterator[Win]:
    """Yield the highest amount of each goal and the highest value of each tracker, if none before was as high."""
    amounts: dict[str, dict[date, list[float]]] = {}
    spelt: dict[str, str] = {}
    values: dict[str, dict[date, list[float]]] = {}
    paths: dict[date, str] = {}
    for entry in within(journal.entries, date.min, until):
        day = entry.date or until
        paths.setdefault(day, entry.path)
        for mark in entry.goals:
            if mark.amount is not None and isfinite(mark.amount):
                folded = fold_goal(mark.name)
                spelt.setdefault(folded, mark.name)
                amounts.setdefault(folded, {}).setdefault(day, []).append(mark.amount)
        for key in trackers:
            if key in entry.trackers and isfinite(entry.trackers[key]):
                values.setdefault(key, {}).setdefault(day, []).append(entry.trackers[key])
    known = {fold_goal(goal.name): goal for goal in _set_goals(journal, until, since)}
    for folded, by_day in sorted(amounts.items()):
        goal = known.get(folded)
        title, unit = (goal.title, goal.goal.unit) if goal else (spelt[folded], "")
        for win in _best(title, {day: _total(some) for day, some in by_day.items()}, since, paths):
            yield replace(win, unit=unit)
    for key, by_day in sorted(values.items()):
        yield from _best(key, {day: max(some) for day, some in by_day.items()}, since, paths)


def _total(amounts: Sequence[float]) -> float:
    try:
        return fsum(amounts)
    except OverflowError:
        return inf


def _best(name: str, values: Mapping[date, float], since: date, paths: Mapping[date, str]) -> list[Win]:
    found: list[Win] = []
    best: tuple[float, date] | None = None
    for number, day in enumerate(sorted(day for day, value in values.items() if isfinite(value))):
        if best is None or values[day] > best[0]:
            if best and number >= _FEWEST_EARLIER and day >= since:
                found = [Win(day, "bests", name, paths[day], values[day], best[0], best[1])]
            best = values[day], day
    return found


def _returns(entries: Sequence[Entry]) -> Iterator[Win]:
    first = {entry.date: entry for entry in reversed(within(entries, date.min, date.max)) if entry.date is not None}
    for earlier, later in pairwise(sorted(first)):
        if (later - earlier).days > _PAUSE:
            yield Win(later, "returns", "", first[later].path)


def _months(entries: Sequence[Entry], newest: date) -> Iterator[Win]:
    """Yield each month that is over and whose mean mood lies above that of the month before, by a tenth at least."""
    moods: dict[tuple[int, int], list[float]] = {}
    for day in daily(entry for entry in entries if entry.readable):
        if day.mood is not None:
            moods.setdefault((day.day.year, day.day.month), []).append(day.mood)
    for (year, month), of_month in moods.items():
        earlier = moods.get((year, month - 1) if month > 1 else (year - 1, 12), [])
        now, then = figures(of_month), figures(earlier)
        last = _last_day(year, month)
        if last > newest or min(now.n, then.n) < FEWEST_DAYS or now.mean is None or then.mean is None:
            continue
        if round(now.mean, 1) > round(then.mean, 1):
            yield Win(last, "months", f"{year:04}-{month:02}", "", now.mean, then.mean, days=(now.n, then.n))


def _last_day(year: int, month: int) -> date:
    if (year, month) == (date.max.year, 12):
        return date.max
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _assessments(scores: Iterable[Scored]) -> Iterator[Win]:
    for one in scores:
        if is_better(one):
            yield Win(one.day, "assessments", one.title, one.path, scored=one)
