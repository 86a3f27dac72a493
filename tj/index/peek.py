"""One quick question to the index as it stands, for a check-in: it loads nothing else of the index."""

import os
import sqlite3
from datetime import date

__all__ = ["A_DAY", "knows_day", "newest_place"]

# Each day has so many numbers for its notes. With few of them unused the full-text index stays small.
A_DAY = 64

_PATIENCE_SECONDS = 1.0


def newest_place(path: str) -> tuple[str, int]:
    """Return the file in which the index at `path` goes on, and its number: `…-1.sqlite` where one was damaged."""
    folder, name = os.path.split(path)
    stem, suffix = os.path.splitext(name)
    numbers = [
        int(other[len(stem) + 1 : -len(suffix)])
        for other in os.listdir(folder)
        if other.startswith(f"{stem}-") and other.endswith(suffix) and other[len(stem) + 1 : -len(suffix)].isdecimal()
    ]
    number = max(numbers, default=0)
    return (os.path.join(folder, f"{stem}-{number}{suffix}") if number else path), number


def knows_day(path: str, day: str) -> bool:
    """Tell whether the index at `path` knows an entry of `day`, an ISO date.

    It does not where it is missing, damaged or not to be read: it is a cache, and whoever asks goes on without.
    """
    first = date.fromisoformat(day).toordinal() * A_DAY
    question = "SELECT 1 FROM notes WHERE date = ? AND type = 'entry' AND (id BETWEEN ? AND ? OR id < 0) LIMIT 1"
    try:
        place, _ = newest_place(path)
        if not os.path.isfile(place):
            return False
        db = sqlite3.connect(place, timeout=_PATIENCE_SECONDS)
        try:
            found = db.execute(question, [day, first, first + A_DAY - 1]).fetchone()
        finally:
            db.close()
    except (OSError, sqlite3.Error):
        return False
    return found is not None
