"""Goals: what was done towards them, week by week, beside what they asked for.

A week or month of which only a part counts (the goal began in it, rested, or ended) asks for the same share of its
target, rounded to the nearest; where that is nothing, it breaks no run. What was done always counts, in a pause too.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tj.entry.goal_marks import GoalDays, add_up, fold_goal, goal_marks, goal_name, known_marks, stated_marks
from tj.entry.model import Entry
from tj.insight.goal_note import STATUSES, Goal, read_goal
from tj.insight.goal_plan import asked_in, asked_monthly, asked_weekly, runs_of, windows
from tj.insight.goal_time import OpenDays, Pause
from tj.insight.target import Target, bounds, parse_target, period

__all__ = [
    "DONE",
    "NOTHING",
    "NOT_ASKED",
    "PARTLY",
    "GoalProgress",
    "Target",
    "days_done",
    "fold_goal",
    "goal_name",
    "goals",
    "parse_target",
    "quiet_days",
    "work_done",
]  # fmt: skip

_WEEKS = 4
_NO_GOAL = Goal("", "")
_MET = 1 - 1e-9  # of an amount: 0.7 and 0.1 are 0.8 to a person, if not to a computer
# What a day of the grid says.
DONE, PARTLY, NOTHING, NOT_ASKED = "●", "◐", "·", " "


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal with the days on which it was worked on in the time looked at, never before its start.

    `planned` is the number of days that its target asks for in that time, 1 for what is to be done once, 0 without a
    rhythm. `weeks` are the days done in each week of that time, oldest first. `run` is how many weeks in a row, up to
    the last, met the target, and `best_run` the most there ever were; the last week counts as soon as it is met.
    Of a monthly target, `run` and `best_run` count months. `path` is that of the note that sets it, empty where only
    entries name it.

    `goal` is what the note says. `partly` are the days of that time with less than the goal's amount, which are not
    among `done`. `weeks_planned` says what each of `weeks` asked for, empty without a weekly rhythm. `lately` is what
    was done in the week (of a monthly target, the month) of the last day looked at, and `asked` what that asks for to
    its end. `last` is the last day on which anything was done, `total` all amounts since the start. `grid` has the four
    ISO weeks up to the last day, a sign a day: `DONE`, `PARTLY`, `NOTHING` or `NOT_ASKED`.
    `pause` is the pause that the last day lies in.
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
    goal: Goal = _NO_GOAL
    partly: int = 0
    weeks_planned: tuple[int, ...] = ()
    lately: int = 0
    asked: int = 0
    last: date | None = None
    total: float = 0.0
    grid: tuple[str, ...] = ()
    pause: Pause | None = None


def days_done(entries: Iterable[Entry]) -> GoalDays:
    """Return the days on which the `goals` of entries say that each goal was worked on, and how much."""
    return add_up((mark.name, mark.day, mark.amount) for entry in entries for mark in stated_marks(entry))


def work_done(notes: Iterable[Entry]) -> GoalDays:
    """Return all that notes say was done towards goals: what `days_done` does, and their ticked tasks.

    Argument: `notes`, with those that set the goals: a link in a task counts only where it leads to one of them.
    """
    given = list(notes)
    set_goals = [goal_name(note.path) for note in given if note.type == "goal"]
    marks = known_marks((mark for note in given for mark in goal_marks(note)), set_goals)
    return add_up((mark.name, mark.day, mark.amount) for mark in marks)


def goals(
    notes: Iterable[Entry], done: Mapping[str, Collection[date]], today: date, since: date | None = None
) -> list[GoalProgress]:
    """Return each goal with what was done in a time.

    Arguments: `notes`, among which those of type goal count; `done`, from `days_done` or `work_done`, or days alone;
    `today`, the last day looked at; `since`, the first, by default that of the four ISO weeks that end with the week of
    `today`. A goal that only entries name is returned as well. Active goals come first, then by name.
    """
    first = since or _weeks_before(today, _WEEKS)
    marked = _by_folded_name(done, today)
    set_goals = sorted((note for note in notes if note.type == "goal" and note.readable), key=lambda note: note.path)
    found = [_progress(read_goal(note), marked, first, today) for note in set_goals]
    known = {fold_goal(goal.name) for goal in found}
    for folded, (name, _) in marked.items():
        if folded not in known:
            found.append(_progress(Goal(name, name), marked, first, today))
    return sorted(found, key=lambda goal: (STATUSES.index(goal.status), goal.name, goal.path))


def quiet_days(goal: Goal, worked: Sequence[date], today: date) -> int | None:
    """Return on how many days up to `today` a goal asked for something since it was last worked on, or began.

    Argument: `worked`, the days on which anything was done, in order, up to `today`. Returns None where it asks for
    nothing today (it has no rhythm, rests, has not begun or is over), and where nothing says when it began.
    """
    last = worked[-1] if worked and worked[-1] >= (goal.start or date.min) else None
    since = last or goal.start
    status, pauses, end = _resting(goal, last, today)
    ask = OpenDays.of(goal.start or date.min, end, pauses)
    has_rhythm = bool(goal.rhythm.days or goal.rhythm.month)
    if since is None or not has_rhythm or status != "active" or not ask.count(today, today):
        return None
    return ask.count(_after(since), today)


_Marked = Mapping[str, tuple[str, Mapping[date, float | None]]]


def _by_folded_name(done: Mapping[str, Collection[date]], today: date) -> _Marked:
    """Return the days up to `today` by the folded name, with the spelling that most days have."""
    spellings: dict[str, list[tuple[int, str, dict[date, float | None]]]] = {}
    for name, days in done.items():
        amounts = days if isinstance(days, Mapping) else dict.fromkeys(days)
        here = {day: amount for day, amount in amounts.items() if day <= today}
        if here:
            spellings.setdefault(fold_goal(name), []).append((-len(here), name, here))
    found: dict[str, tuple[str, Mapping[date, float | None]]] = {}
    for folded, several in spellings.items():
        if len(several) == 1:
            found[folded] = several[0][1:]
            continue
        marks = [("", day, amount) for _, _, here in several for day, amount in here.items()]
        found[folded] = min(several, key=lambda one: one[:2])[1], add_up(marks)[""]
    return found


def _progress(goal: Goal, marked: _Marked, first: date, today: date) -> GoalProgress:
    _, worked = marked.get(fold_goal(goal.name), ("", {}))
    days = {day: worked[day] for day in sorted(worked) if day >= (goal.start or date.min)}
    full, partly = _told_apart(days, goal)
    last = max([*full[-1:], *partly[-1:]], default=None)
    status, pauses, end = _resting(goal, last, today)
    ask = OpenDays.of(goal.start or date.min, end, pauses)
    rhythm = goal.rhythm
    monthly = bool(rhythm.month)
    weeks_planned = asked_weekly(rhythm.days, ask, first, today)
    done, planned = len(_since(full, first)), sum(weeks_planned)
    if monthly:
        planned = asked_monthly(rhythm.month, ask, first, today)
    elif rhythm.once:
        done, planned = int(bool(full) or status == "done"), 1
    now = period(today, monthly=monthly)
    run, best = runs_of(full, rhythm, ask, now)
    return GoalProgress(
        goal.name,
        goal.title,
        status,
        goal.target,
        done,
        planned,
        _by_week(_since(full, first), first, (today - first).days // 7 + 1),
        run,
        best,
        goal.path,
        goal,
        partly=len(_since(partly, first)),
        weeks_planned=weeks_planned,
        lately=len(_since(full, bounds(now, monthly=monthly)[0])),
        asked=asked_in(now, rhythm, ask),
        last=last,
        total=sum(amount for amount in days.values() if amount is not None),
        grid=_grid(full, partly, ask, today),
        pause=next((pause for pause in pauses if pause.holds(today)), pauses[-1]) if status == "paused" else None,
    )


def _told_apart(days: Mapping[date, float | None], goal: Goal) -> tuple[list[date], list[date]]:
    """Return the days, in order, on which enough was done, and those on which something was.

    Of a goal for once, the amounts of all days add up.
    """
    if goal.amount is None:
        return list(days), []
    full: list[date] = []
    partly: list[date] = []
    so_far = 0.0
    for day, amount in days.items():
        so_far = so_far + (amount or 0.0) if goal.rhythm.once else (amount or 0.0)
        if amount is None or so_far >= goal.amount * _MET:
            full.append(day)
        elif amount > 0:
            partly.append(day)
    return full, partly


def _resting(goal: Goal, last: date | None, today: date) -> tuple[str, tuple[Pause, ...], date]:
    """Return the status of a day, the pauses, and the last day on which a goal asks for anything.

    Where a day is not written it is the last on which something was done: a goal whose `status` alone says paused has
    rested since.
    """
    status, pauses, end = goal.status, goal.pauses, goal.due or date.max
    if status in ("done", "dropped"):
        return status, pauses, min(end, goal.ended or last or date.min)
    if status == "paused" and not pauses:
        return status, (Pause(_after(last) if last else min(goal.start or date.min, today)),), end
    if status == "paused" and all(pause.last is not None and pause.last < today for pause in pauses):
        status = "active"  # that pause is over
    return status, pauses, end


def _after(day: date) -> date:
    return date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))


def _weeks_before(today: date, count: int) -> date:
    """Return the first day of the last `count` ISO weeks, that of `today` included."""
    return today - timedelta(days=min(today.weekday() + 7 * (count - 1), today.toordinal() - 1))


def _since(days: list[date], first: date) -> list[date]:
    return days[bisect_left(days, first) :]


def _by_week(days: Iterable[date], first: date, count: int) -> tuple[int, ...]:
    counts = [0] * count
    for day in days:
        counts[(day - first).days // 7] += 1
    return tuple(counts)


def _grid(full: list[date], partly: list[date], ask: OpenDays, today: date) -> tuple[str, ...]:
    rows: list[str] = []
    first = _weeks_before(today, _WEEKS)
    full, partly = _since(full, first), _since(partly, first)
    for start, stop in windows(first, today):
        days = [date.fromordinal(number) for number in range(start.toordinal(), stop.toordinal() + 1)]
        signs = [
            DONE if day in full else PARTLY if day in partly else NOTHING if ask.count(day, day) else NOT_ASKED
            for day in days
        ]
        rows.append("".join(signs).ljust(7))
    return tuple(rows)
