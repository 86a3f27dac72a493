"""What one note is in the index's tables: its rows, made without touching a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tj.entry.model import Entry, Note
from tj.index.diff import Known
from tj.index.facts import dump_entry
from tj.index.query import fold, property_text
from tj.vault.scan import Signature

__all__ = ["INSERT_NOTE", "Stored", "day_text", "note_row", "problem_rows", "property_rows", "stat_row", "word_rows"]

Row: TypeAlias = tuple[str | int | float | None, ...]

INSERT_NOTE = (
    "INSERT INTO notes (path, date, time, type, mood, digest, size, mtime, ctime, inode, settled, facts)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A note as it is put into the index, with what is known of its file."""

    note: Note
    known: Known


def note_row(stored: Stored) -> Row:
    """Return the values of `INSERT_NOTE`."""
    entry, known = stored.note.entry, stored.known
    said = (entry.path, day_text(entry), entry.time, entry.type, entry.mood)
    return (*said, known.digest, *stat_row(known.signature), known.settled, dump_entry(entry))


def day_text(entry: Entry) -> str | None:
    """Return the entry's date as the tables have it."""
    return entry.date.isoformat() if entry.date else None


def stat_row(signature: Signature) -> tuple[int, int, int, int]:
    """Return a file's size, times and inode."""
    return signature.size, signature.mtime_ns, signature.ctime_ns, signature.inode


def word_rows(number: int | None, entry: Entry) -> list[Row]:
    """Return a row for each tag, emotion and goal of the note with this number."""
    words = [("tag", tag) for tag in entry.tags]
    words += [("emotion", word) for word in entry.emotions]
    words += [("goal", mark.name) for mark in entry.goals]
    return [(number, kind, fold(word), word) for kind, word in words]


def property_rows(number: int | None, entry: Entry) -> list[Row]:
    """Return a row for each front-matter value as `--where` finds it: dots into mappings, a list's items one by one."""
    return [(number, fold(key), text) for key, text in _flatten("", entry.properties)]


def problem_rows(note: Note) -> list[Row]:
    """Return a row for each problem of the note."""
    return [(one.path, one.line, one.severity, one.message) for one in note.problems]


def _flatten(prefix: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flatten(f"{prefix}.{key}" if prefix else str(key), item)
    elif isinstance(value, list):
        for item in value:
            yield from _flatten(prefix, item)
    else:
        yield prefix, property_text(value)
