"""Lines that the writer marked as a win."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tj.entry.model import Entry

__all__ = ["Said", "wins"]


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a line of a note says, with the day and path of that note."""

    day: date
    text: str
    path: str


def wins(entries: Iterable[Entry]) -> list[Said]:
    """Return the wins of dated notes, oldest first, in the order of their lines."""
    found = [(e.date, e.path, win.line, win.text) for e in entries if e.date is not None for win in e.wins if win.text]
    return [Said(day, text, path) for day, path, _, text in sorted(found)]
