"""What a brief tells, found in the notes that it is given and nowhere else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tj.entry.model import Entry, Note, Task
from tj.insight.agenda import agenda, homework, last_session
from tj.insight.goals import GoalProgress, days_done, goal_name, goals
from tj.insight.instruments import Instrument
from tj.insight.mood import DayMood, Figures, count_emotions, daily, figures, tracker_figures, within
from tj.insight.stats import time_before
from tj.insight.wins import Said, wins
from tj.report.brief.scores import Scores, scores_of

__all__ = ["Brief", "brief_of"]

# How notes are called in a share.
_NEUTRAL = re.compile(r"entries/\d+\.md")


@dataclass(frozen=True, slots=True)
class Brief:
    """The findings of a time, both ends included; `since` and `until` are None where no entry has a date.

    `entries` are those of the time, `count` is how many there are, undated ones among them. `days` and `before` are the
    days with an entry, of the time and of one as long before it. `planned` are the days that each of the goals asks for
    in each week of the time, all 0 without a rhythm. `homework` are the tasks of the last session, on
    `session_day`.
    """

    since: date | None
    until: date | None
    count: int
    entries: tuple[Entry, ...]
    days: tuple[DayMood, ...]
    mood: Figures
    before: tuple[DayMood, ...]
    mood_before: Figures
    agenda: tuple[Said, ...]
    trackers: dict[str, Figures]
    goals: tuple[GoalProgress, ...]
    planned: dict[str, tuple[int, ...]]
    homework: tuple[Task, ...]
    session_day: date | None
    scores: tuple[Scores, ...]
    emotions: dict[str, int]
    wins: tuple[Said, ...]

    @property
    def length(self) -> int:
        """How many days the time has; 0 where there is none."""
        return (self.until - self.since).days + 1 if self.since and self.until else 0


def brief_of(
    notes: Sequence[Note],
    instruments: Sequence[Instrument] = (),
    since: date | None = None,
    until: date | None = None,
) -> Brief:
    """Return what a brief tells of some notes.

    Arguments: `notes`, of all types, those dated before `since` for the comparison only; `instruments`, the known
    questionnaires; `since` and `until`, the time meant, by default that of the dated entries.
    """
    everything = [note.entry for note in notes]
    first, last = _time(everything, since, until)
    chosen = within(everything, first, last) if first and last else []
    earlier = within(everything, *time_before(first, last)) if first and last else []
    # Outside of a journal's folder, as in a share, a note without a date is not even known to be an entry.
    undated = [entry for entry in everything if entry.type in ("entry", "note") and entry.date is None]
    days, before = daily(chosen), daily(earlier)
    worked_on = _goals(everything, chosen, first, last)
    session = last_session(everything, date.max)
    return Brief(
        since=first,
        until=last,
        count=len(chosen) + len(undated),
        entries=tuple(chosen),
        days=tuple(days),
        mood=_moods(days),
        before=tuple(before),
        mood_before=_moods(before),
        agenda=tuple(agenda(chosen)),
        trackers=tracker_figures(chosen),
        goals=tuple(goal for goal, _ in worked_on),
        planned={goal.name: planned for goal, planned in worked_on},
        homework=homework(everything, date.max),
        session_day=session.date if session else None,
        scores=tuple(scores_of(notes, instruments)),
        emotions=count_emotions([*chosen, *undated]),
        wins=tuple(wins(chosen)),
    )


def _time(everything: Sequence[Entry], since: date | None, until: date | None) -> tuple[date, date] | tuple[None, None]:
    """Return the first and last day meant, else that of the dated entries; None where one is unknown."""
    dates = [entry.date for entry in everything if entry.type == "entry" and entry.date is not None]
    first, last = since or min(dates, default=None), until or max(dates, default=None)
    return (first, last) if first and last else (None, None)


def _goals(
    everything: Sequence[Entry], chosen: Sequence[Entry], since: date | None, until: date | None
) -> list[tuple[GoalProgress, tuple[int, ...]]]:
    """Return the goals that were worked on, and those that are still to be, with the days planned in each week."""
    if since is None or until is None:
        return []
    done = days_done(chosen)
    named = [one for note in everything if note.type == "goal" for one in _under_its_name(note, done)]
    return [
        (goal, goal.weeks_planned or (0,) * len(goal.weeks))
        for goal in goals(named, done, until, since)
        if goal.done or (goal.status == "active" and goal.planned)
    ]


def _under_its_name(note: Entry, done: Mapping[str, object]) -> list[Entry]:
    """Return a goal's note under the name by which entries know it: in a share it lies under a neutral one.

    Where none knows it there, its heading has to do; without one nobody could tell which goal is meant.
    """
    name = note.properties.get("name")
    if not _NEUTRAL.fullmatch(note.path) or goal_name(note.path) in done:
        return [note]
    if isinstance(name, str) and name in done:
        return [note._replace(path=f"goals/{name}.md")]
    titled = note.title != goal_name(note.path)
    return [note._replace(path=f"goals/{note.title.replace('/', ' ')}.md")] if titled else []


def _moods(days: Sequence[DayMood]) -> Figures:
    return figures([day.mood for day in days if day.mood is not None])
