"""What one note is in the index's tables: its rows, made without touching a database."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from tj.entry.model import Entry, Note
from tj.index.diff import Known
from tj.index.facts import dump_facts, dump_properties, encoder, flatten, load_properties
from tj.index.peek import A_DAY
from tj.index.query import property_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tj.entry.goal_marks import Marked

__all__ = [
    "INSERT_NOTE", "Kept", "Ready", "Stored", "agenda_of", "all_ready", "day_text", "first_number", "goal_rows",
    "has_property", "lacks_property", "month_number", "word_cell",
]  # fmt: skip

Row: TypeAlias = tuple[str | int | float | None, ...]

INSERT_NOTE = (
    "INSERT INTO notes (id, path, date, time, type, mood, digest, size, mtime, ctime, inode, settled, words, agenda,"
    " line, facts, properties) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


_encode = encoder()


class Stored(NamedTuple):
    """A note, with what is known of its file."""

    note: Note
    known: Known


class Ready(NamedTuple):
    """A note as it is put into the index, but for its number: plain values, which another process can hand over.

    `note` has the values of `INSERT_NOTE` behind the number; `folded` are title and body as they are searched; `done`
    and `problems` are rows of theirs. `agenda` tells what an entry has for a session, and when.
    """

    path: str
    day: str | None
    time: str
    type: str
    note: Row
    folded: tuple[bytes, bytes]
    done: tuple[tuple[str, str], ...]
    problems: tuple[Row, ...]
    agenda: tuple[object, ...]


class Kept(NamedTuple):
    """What the index keeps of a month for the summaries, as `tj.report.keeping` writes it."""

    figures: str
    names: bytes
    lines: bytes
    days: bytes


def first_number(day: date) -> int:
    """Return the first number for notes of a day; later days have higher ones. Undated notes have negative numbers."""
    return day.toordinal() * A_DAY


def month_number(day: date) -> int:
    """Return the number of a day's month: the months of all years count on."""
    return day.year * 12 + day.month - 1


def all_ready(stored: Iterable[Stored]) -> list[Ready]:
    """Return the rows of some notes."""
    from tj.index.folding import fold_text  # here, since few commands change anything

    made: list[Ready] = []
    for (entry, body, line, problems, encoded), known in stored:
        day = day_text(entry)
        row = _note_row(entry, day, known, line)
        folded = fold_text(entry.title), fold_text(body, encoded)
        told = tuple([(one.path, one.line, one.severity, one.message) for one in problems])
        made.append(
            Ready(entry.path, day, entry.time, entry.type, row, folded, goal_rows(entry), told, agenda_of(entry))
        )
    return made


def _note_row(entry: Entry, day: str | None, known: Known, line: int) -> Row:
    return (
        entry.path,
        day,
        entry.time,
        entry.type,
        entry.mood,
        known.digest,
        *known.signature,
        known.settled,
        word_cell(entry),
        bool(entry.agenda) and any(not one.done for one in entry.agenda),
        line,
        dump_facts(entry),
        dump_properties(entry),
    )


def day_text(entry: Entry) -> str | None:
    """Return the entry's date as the tables have it."""
    return entry.date.isoformat() if entry.date else None


def word_cell(entry: Entry) -> str:
    """Return the entry's tags and emotions as one text, in which `compile_query` looks for them."""
    words = {*map(_tag, entry.tags), *map(_emotion, entry.emotions)}
    return "\x1f".join(["", *sorted(words), ""]) if words else ""


def agenda_of(entry: Entry) -> tuple[object, ...]:
    """Return what an entry has for a session, and its hour: on the last session's day it tells which came first."""
    return (entry.time, *[tuple(line) for line in entry.agenda]) if entry.agenda else ()


def goal_rows(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return each day on which the note says that goals were worked on, and how."""
    if not entry.goals and not entry.tasks:
        return ()
    if not entry.tasks:  # as most often; what goals alone say is said of the entry's own day
        marks = _encode([(one.name, one.amount, False) for one in entry.goals])
        return ((entry.date.isoformat(), marks),) if entry.type == "entry" and entry.date else ()
    from tj.entry.goal_marks import goal_marks  # here, since only a change needs it

    days: dict[date, list[Marked]] = {}
    for mark in goal_marks(entry):
        days.setdefault(mark.day, []).append(mark)
    return tuple(
        [
            (day.isoformat(), _encode([(one.name, one.amount, one.linked) for one in marks]))
            for day, marks in days.items()
        ]
    )


def has_property(properties: str, key: str, value: str) -> bool:
    """Tell whether a note's properties, as the table has them, have a value under a folded key."""
    from tj.index.folding import fold

    return any(
        fold(found) == key and property_text(one) == value for found, one in flatten(load_properties(properties))
    )


def lacks_property(properties: str, key: str) -> bool:
    """Tell whether a folded key is absent or empty. A mapping that has a value below the key is not empty."""
    below = key + "."
    return not any(
        (name == key or name.startswith(below)) and property_text(value) for name, value in _folded(properties)
    )


def _folded(properties: str) -> Iterable[tuple[str, object]]:
    from tj.index.folding import fold

    found: Iterator[tuple[str, object]] = flatten(load_properties(properties))
    return ((fold(key), value) for key, value in found)


@lru_cache(maxsize=4096)  # a journal's tags and emotions are the same few hundred
def _tag(word: str) -> str:
    return _word("tag", word)


@lru_cache(maxsize=4096)
def _emotion(word: str) -> str:
    return _word("emotion", word)


def _word(kind: str, word: str) -> str:
    from tj.index.folding import fold

    return f"{kind}:{fold(word)}".replace("\x1f", " ")
