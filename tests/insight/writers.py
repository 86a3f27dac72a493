"""Three invented writers for whom a year goes by, day by day: what each had noted, and which prompts each was given."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tj.entry.model import Entry, GoalMark
from tj.insight.goals import days_done
from tj.insight.prompt_day import Facts
from tj.insight.prompt_text import Library
from tj.insight.prompts import Choice, choose

__all__ = ["DAYS", "FIRST", "Given", "decline", "live", "steady", "volatile"]

FIRST = date(2025, 1, 1)
DAYS = 365
_GOAL = Entry(
    "goals/walk.md", "goal", title="Walk", properties={"target": "3/week", "area": "movement", "start": FIRST}
)
_WORDS = {
    "high": ("content", "proud", "hopeful", "curious", "amused"),
    "middle": ("tired", "focused", "tense", "calm", "unsettled"),
    "low": ("sad", "exhausted", "lonely", "numb", "ashamed"),
}
_TAGS = ("work", "family", "sleep", "allotment", "money", "friends")


@dataclass(frozen=True, slots=True)
class Habits:
    """How someone writes: the shares of days on which they write, ask before they do, answer, and leave a prompt."""

    moods: tuple[float, ...]
    writes: float = 1.0
    asks_first: float = 0.0
    answers: float = 0.5
    leaves: float = 0.1
    seed: int = 0
    sessions: int = 14


@dataclass(frozen=True, slots=True)
class Given:
    """What was given on a day: the mood noted that day before it, if any, and all that might be asked, best first."""

    day: date
    mood: float | None
    choices: list[Choice] = field(repr=False)

    @property
    def id(self) -> str:
        return self.choices[0].prompt.id


def steady() -> Habits:
    """One whose days are much alike, and who writes on all of them."""
    lot = random.Random(1)  # noqa: S311 - the same lots each time
    return Habits(tuple(round(6.5 + 1.6 * math.sin(n / 4) + lot.uniform(-1, 1), 1) for n in range(DAYS)), answers=0.7)


def volatile() -> Habits:
    """One whose mood jumps, who writes on some days only and seldom answers."""
    lot = random.Random(2)  # noqa: S311 - the same lots each time
    moods = tuple(round(min(max(lot.gauss(5, 2.6), 1), 10), 1) for _ in range(DAYS))
    return Habits(moods, writes=0.45, asks_first=0.7, answers=0.15, leaves=0.1, seed=2)


def decline() -> Habits:
    """One who sinks over four months, stays very low for two, and comes back over four more."""
    lot = random.Random(3)  # noqa: S311 - the same lots each time
    moods = []
    for n in range(DAYS):
        level = 7.5 - 6 * min(n / 120, 1) if n < 180 else 1.5 + 6 * min((n - 180) / 120, 1)
        moods.append(round(min(max(level + lot.uniform(-0.7, 0.7), 1), 10), 1))
    return Habits(tuple(moods), writes=0.9, asks_first=0.3, answers=0.25, leaves=0.15, seed=3)


def live(habits: Habits, library: Library) -> Iterator[Given]:
    """Let the year go by: each day the writer asks once, before or after writing, and perhaps answers."""
    lot = random.Random(habits.seed)  # noqa: S311 - the same lots each time
    entries: list[Entry] = []
    notes = [_GOAL]
    for number, mood in enumerate(habits.moods):
        day = FIRST + timedelta(days=number)
        writes, first, answers, leaves = (lot.random() < share for share in (
            habits.writes, habits.asks_first, habits.answers, habits.leaves))  # fmt: skip
        entry = _entry(day, mood, number, lot)
        if writes and not first:
            entries.append(entry)
        if number % habits.sessions == 3:
            notes.append(Entry(f"sessions/{day}.md", "session", day))
        choices = choose(library, Facts(entries, notes, days_done(entries)), day)
        yield Given(day, mood if writes and not first else None, choices)
        if writes and first:
            entries.append(entry)
        if answers or leaves:
            prompt = choices[0].prompt
            words = len(prompt.text.split()) + (0 if leaves else 40)
            answer = _blank(day)._replace(properties={"prompt": prompt.id}, words=words)
            entries.append(answer)


def _entry(day: date, mood: float, number: int, lot: random.Random) -> Entry:
    words = _WORDS["low" if mood < 4 else "high" if mood > 6.5 else "middle"]
    goals = (GoalMark("walk"),) if lot.random() < 0.4 and number % 60 < 35 else ()
    emotions = (lot.choice(words),) if lot.random() < 0.7 else ()
    tags = (lot.choice(_TAGS),) if lot.random() < 0.4 else ()
    return Entry(f"journal/{day}.md", date=day, stated_mood=mood, emotions=emotions, tags=tags, goals=goals, words=90)


def _blank(day: date) -> Entry:
    return Entry(f"journal/{day}-2100.md", date=day, time="21:00")


def told(given: list[Given]) -> str:
    """Return what was given as lines, one a day: the day, its mood if it was noted, its tone, and the prompt's id."""
    lines = (f"{one.day} {one.mood or '-':>4} {one.choices[0].day.tone:8} {one.id}" for one in given)
    return "\n".join([*lines, ""])
