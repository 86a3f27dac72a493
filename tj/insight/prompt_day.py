"""What a day is like for who is to be asked something: how low or good it is, and what has been on their mind."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from statistics import fmean, median_low

from tj.config import MoodScale
from tj.entry.model import Entry
from tj.insight.goal_note import Goal, read_goal
from tj.insight.goals import fold_goal, quiet_days
from tj.insight.mood import DayMood, daily
from tj.insight.prompt_near import Cause, Kind, near, slug

__all__ = ["AFTER_SESSION", "BEFORE_SESSION", "Day", "Facts", "Past"]

BEFORE_SESSION, AFTER_SESSION = "before-session", "after-session"

# Shares of the way from the lowest to the highest mood.
VERY_LOW, LOW, GOOD = 0.2, 0.4, 0.65
# So much of the scale makes a direction, one week against the two before it.
_TURN = 0.1
# A mood that goes down is asked about gently only below the middle of the scale.
_MIDDLE = 0.5
# So many low days in a row are looked at: how long a long time was is nothing to be told on such a day.
_LONGEST_LOW = 14


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a writer: dated entries with their properties, and the notes that are none.

    `goal_days` are the days on which each goal was worked on, from `tj.insight.goals.days_done`.
    """

    entries: Sequence[Entry] = ()
    notes: Sequence[Entry] = ()
    goal_days: Mapping[str, Collection[date]] = field(default_factory=dict)
    scale: MoodScale = field(default_factory=MoodScale)


@dataclass(frozen=True, slots=True)
class Day:
    """One day, for who is to be asked something: its tone, one of `low`, `middling`, `good`, and the causes for themes.

    `is_very_low` is True where the latest mood of the last days lies in the lowest fifth of the scale. `direction` is
    -1 where the mood has gone down, 1 where it has gone up. `low_since` is the first day of low ones in a row up to
    `latest`, the last day with a mood.
    """

    day: date
    tone: str = "middling"
    is_very_low: bool = False
    direction: int = 0
    low_since: date | None = None
    latest: date | None = None
    causes: tuple[Cause, ...] = ()


class Past:
    """A writer's past as it is known on the day `now`, to be looked back on from that day or an earlier one."""

    def __init__(self, facts: Facts, now: date) -> None:
        self._now = now
        self._scale = facts.scale
        self._moods = [day for day in daily(facts.entries) if day.mood is not None]
        self._dates = [day.day for day in self._moods]
        self._words: dict[date, list[tuple[Kind, str]]] = {}
        for entry in sorted(facts.entries, key=lambda entry: entry.path):
            if entry.date is not None:
                words = self._words.setdefault(entry.date, [])
                words += [("emotion", word) for word in entry.emotions]
                words += [("tag", tag) for tag in entry.tags]
        self._sessions = sorted({n.date for n in facts.notes if n.type == "session" and n.date is not None})
        # Whether it is done yet is not asked: of an earlier day, which is gone through again, it could not be known.
        self._homework = {
            note.date
            for note in facts.notes
            if note.type == "session" and note.date is not None and any(task.text for task in note.tasks)
        }
        self._goals = [read_goal(note) for note in facts.notes if note.type == "goal" and note.readable]
        worked: dict[str, set[date]] = {}
        for name, days in facts.goal_days.items():
            worked.setdefault(fold_goal(name), set()).update(days)
        self._goal_days = {name: sorted(days) for name, days in worked.items()}

    def look(self, today: date, themes: Collection[str], *, until: date | None = None, held: date | None = None) -> Day:
        """Return what is known of `today`.

        Arguments: `themes`, the names of those there are; `until` and `held`, the last days whose entries and whose
        sessions count, else `today`.
        """
        until, held = until or today, held or today
        moods = self._moods[: bisect_right(self._dates, until)]
        latest = moods[-1] if moods and _ago(today, moods[-1].day) <= 3 else None
        level = self._share(_felt(latest)) if latest else None
        recent = [self._share(_mood(day)) for day in moods[-3:] if _ago(today, day.day) < 7]
        direction = self._direction(moods, today)
        tone = self._tone([*([level] if level is not None else []), *([fmean(recent)] if recent else [])], direction)
        causes = (c for c in self._causes(today, until, held, themes) if c.theme in themes)
        return Day(
            today,
            tone,
            level is not None and level <= VERY_LOW,
            direction,
            self._low_since(moods) if level is not None and level <= LOW else None,
            latest.day if latest else None,
            # On a low day nobody is reminded of what was left undone.
            tuple(_strongest(c for c in causes if tone != "low" or c.kind not in ("goal", "homework"))),
        )

    def _share(self, mood: float) -> float:
        # Rounded, so that a third of a scale lies on the same side of a bound on every machine.
        return round((mood - self._scale.lowest) / (self._scale.highest - self._scale.lowest), 9)

    def _tone(self, shares: Sequence[float], direction: int) -> str:
        """Return the lower tone of the latest day and the last few; a lower one where the mood goes down."""
        if not shares:
            return "middling"
        lowest = min(shares)
        if lowest <= LOW or (direction < 0 and lowest <= _MIDDLE):
            return "low"
        return "good" if lowest >= GOOD and direction >= 0 else "middling"

    def _direction(self, moods: Sequence[DayMood], today: date) -> int:
        week = [_mood(day) for day in moods[-30:] if _ago(today, day.day) < 7]
        before = [_mood(day) for day in moods[-30:] if 7 <= _ago(today, day.day) < 21]
        if len(week) < 3 or len(before) < 3:
            return 0
        turn = self._share(fmean(week)) - self._share(fmean(before))
        return -1 if turn <= -_TURN else 1 if turn >= _TURN else 0

    def _low_since(self, moods: Sequence[DayMood]) -> date:
        since = moods[-1].day
        for day in reversed(moods[-_LONGEST_LOW:]):
            if self._share(_felt(day)) > LOW or _ago(since, day.day) > 7:
                break
            since = day.day
        return since

    def _causes(self, today: date, until: date, held: date, themes: Collection[str]) -> Iterator[Cause]:
        for back in range((today - until).days, min(3, today.toordinal())):
            for kind, word in self._words.get(today - timedelta(days=back), ()):
                yield from near(kind, word, themes, 5 - back)
        if self._sessions:
            yield from self._of_sessions(today, held)
        for goal in self._goals:
            if self._is_waiting(goal, today, until):
                theme = slug(goal.area)
                yield Cause(theme if theme in themes else "intentions", 4, "goal", goal.title)

    def _of_sessions(self, today: date, until: date) -> Iterator[Cause]:
        held = self._sessions[: bisect_right(self._sessions, until)][-5:]
        if held and _ago(today, held[-1]) <= 1:
            yield Cause(AFTER_SESSION, 12, "session")
            return
        if held and held[-1] in self._homework and _ago(today, held[-1]) < 7:
            yield Cause("intentions", 4, "homework")
        gaps = [_ago(later, earlier) for earlier, later in pairwise(held)]
        # Of a session that was held meanwhile it is not known whether it was in the calendar on an earlier day.
        expected = [day for day in self._sessions if day > self._now]
        if len(gaps) >= 2 and (usual := median_low(gaps)) <= 35:
            expected.append(held[-1] + timedelta(days=usual))
        if any(0 <= _ago(day, today) <= 1 for day in expected):
            yield Cause(BEFORE_SESSION, 12, "session")

    def _is_waiting(self, goal: Goal, today: date, until: date) -> bool:
        """Tell whether a goal with a rhythm has had twice its usual pause, ten days at least, and not for too long."""
        done = self._goal_days.get(fold_goal(goal.name), [])
        quiet = quiet_days(goal, done[: bisect_right(done, until)], today)
        if quiet is None:
            return False
        usual = ceil(7 / goal.rhythm.days) if goal.rhythm.days else ceil(31 / goal.rhythm.month)
        wait = max(10, 2 * usual)
        return wait <= quiet <= max(60, 2 * wait)


def _strongest(causes: Iterable[Cause]) -> list[Cause]:
    """Return the strongest cause for each theme; of equal ones, the first."""
    best: dict[str, Cause] = {}
    for cause in causes:
        if cause.theme not in best or cause.points > best[cause.theme].points:
            best[cause.theme] = cause
    return list(best.values())


def _felt(day: DayMood) -> float:
    """Return a day's mood, or that of its last check-in where it is lower."""
    return min(_mood(day), day.points[-1][1]) if day.points else _mood(day)


def _mood(day: DayMood) -> float:
    return day.mood or 0.0


def _ago(later: date, earlier: date) -> int:
    return (later - earlier).days
