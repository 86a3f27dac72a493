"""Lines that the writer marked as a win."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tj.entry.model import Entry

__all__ = ["Said", "wins"]


class Said(NamedTuple):
    """Something that a line of a note says, with the day and path of that note."""

    day: date
    text: str
    path: str


def wins(entries: Iterable[Entry]) -> list[Said]:
    """Return the wins of dated notes, newest first; those of one note in the order of their lines."""
    found = [
        (-e.date.toordinal(), e.path, win.line, Said(e.date, win.text, e.path))
        for e in entries
        if e.date is not None
        for win in e.wins
        if win.text
    ]
    return [said for *_, said in sorted(found, key=lambda item: item[:3])]
