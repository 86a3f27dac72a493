"""What tj knows of one note: frozen values that every later layer shares, and no way to read or write them.

An `Entry` holds the facts of a note without its text: it is what the index keeps and what findings are made from.
A `Note` is an entry together with the text it came from: it exists only while a file is being read.

They are named tuples, as is whatever every look at the journal loads: one dataclass takes Python about a millisecond to
make, and the first of them as long again as all that `tj list` does.
"""

import datetime
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

__all__ = ["PARSER", "Checkin", "Entry", "GoalMark", "Line", "Located", "Note", "Problem", "Severity", "Task", "Value"]

# Part of the index's fingerprint: raise it whenever the same bytes are read differently, so that old answers go.
PARSER = 5

Severity: TypeAlias = Literal["error", "warning"]

# One front-matter value by YAML 1.2's core rules. Dates are real dates; a time of day is text, as Obsidian has it.
Value: TypeAlias = "str | int | float | bool | datetime.date | list[Value] | dict[str, Value] | None"


class Located(NamedTuple):
    """A front-matter value with the line (from 1) of its key, and its source text where it is a plain scalar."""

    value: Value
    line: int
    source: str = ""


class Problem(NamedTuple):
    """Something in a file that its writer should know of. The message never quotes entry text.

    `path` is relative to the vault, with `/`; `line` counts from 1, 0 stands for the file as a whole.
    """

    path: str
    line: int
    severity: Severity
    message: str


class Checkin(NamedTuple):
    """One check-in line: `- 14:30 (mood:: 4) (emotions:: tense, tired) before the meeting`.

    `time` is HH:MM or empty; `mood` is on the vault's scale, or None; `text` is what stands beside the fields.
    """

    time: str
    mood: float | None
    emotions: tuple[str, ...] = ()
    text: str = ""
    line: int = 0


class Task(NamedTuple):
    """One `- [ ]` line, in Obsidian Tasks' emoji form or Dataview's. `due` and `completed` are dates or None."""

    text: str
    done: bool
    due: datetime.date | None = None
    completed: datetime.date | None = None
    line: int = 0


class Line(NamedTuple):
    """One line of the body that was marked with `#session` or `#win`; `text` is without the mark and list bullet.

    `done` is True for a ticked task: what is ticked need not be brought to the next session again. `priority` is how
    much its writer marked it: 3 to 1 for Tasks' highest, high and medium, -1 and -2 for its low and lowest, else 0.
    """

    text: str
    done: bool = False
    line: int = 0
    priority: int = 0


class GoalMark(NamedTuple):
    """A goal worked on that day; `amount` is in the goal's own unit, or None where only the name was given."""

    name: str
    amount: float | None = None


class Entry(NamedTuple):
    """The facts of one note.

    `path` is relative to the vault, with `/`. `type` is the note's `type`; where it has none, "entry" for a note that
    has a date or lies in the journal's folder, and "note" for any other.
    `date` is None only for a note without one. `time` is HH:MM or empty.
    `stated_mood` is the front matter's mood on the vault's scale. `emotions` are those of the front matter and of the
    check-ins, each once, in order. `trackers` are the numbers of the keys listed in the settings, with 1.0
    and 0.0 for yes and no.
    `properties` are all readable front-matter values under their keys as written, empty where it cannot be read.
    `private` is True for everything that must never be shared, unreadable notes included.
    `readable` is False where the front matter could not be read. `words` counts the body's words.
    """

    path: str
    type: str = "entry"
    date: datetime.date | None = None
    time: str = ""
    title: str = ""
    stated_mood: float | None = None
    emotions: tuple[str, ...] = ()
    goals: tuple[GoalMark, ...] = ()
    tags: tuple[str, ...] = ()
    trackers: Mapping[str, float] = {}
    properties: Mapping[str, Value] = {}
    checkins: tuple[Checkin, ...] = ()
    tasks: tuple[Task, ...] = ()
    agenda: tuple[Line, ...] = ()
    wins: tuple[Line, ...] = ()
    words: int = 0
    private: bool = False
    readable: bool = True

    @property
    def mood(self) -> float | None:
        """The entry's mood: the stated one, else the mean of its check-ins, else None."""
        if self.stated_mood is not None:
            return self.stated_mood
        felt = [checkin.mood for checkin in self.checkins if checkin.mood is not None]
        return sum(felt) / len(felt) if felt else None


class Note(NamedTuple):
    """One file, read: its facts, its text and its problems.

    `body` is the text after the front matter, with LF line ends; `body_line` is the line on which it begins, from 1.
    `encoded` is the body in UTF-8, where it was at hand.
    """

    entry: Entry
    body: str
    body_line: int = 1
    problems: tuple[Problem, ...] = ()
    encoded: bytes | None = None
