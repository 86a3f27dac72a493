"""Quick questions to the index as it stands, for a check-in and for completion: nothing else of it is loaded."""

import os
import sqlite3
from datetime import date

__all__ = ["A_DAY", "knows_day", "names_used", "newest_place"]

# Each day has so many numbers for its notes. With few of them unused the full-text index stays small.
A_DAY = 64

_PATIENCE_SECONDS = 1.0
# How many of the newest notes are looked through for names, so that a long journal costs no more than a short one.
_NEWEST = 2000
_LISTED = "SELECT DISTINCT value FROM (SELECT facts FROM notes ORDER BY id DESC LIMIT ?), json_each(facts, '$[{}]')"
_NAMES = {
    # The places of emotions and tags in the list of facts, as `tj.index.facts` has them.
    "emotion": _LISTED.format(2),
    "tag": _LISTED.format(4),
    "goal": "SELECT path FROM notes WHERE type = 'goal' LIMIT ?",
    "type": "SELECT DISTINCT type FROM notes WHERE type <> 'entry' LIMIT ?",
}


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


def names_used(path: str, kind: str) -> list[str]:
    """Return the names of a kind that the index at `path` knows: `emotion`, `tag`, `goal` or `type`, in order.

    Only the newest notes are asked. None where the index is missing, damaged, busy or not to be read.
    """
    try:
        place, _ = newest_place(path)
        if not os.path.isfile(place):
            return []
        db = sqlite3.connect(place, timeout=_PATIENCE_SECONDS / 10)
        try:
            found = [row[0] for row in db.execute(_NAMES[kind], [_NEWEST])]
        finally:
            db.close()
    except (OSError, sqlite3.Error):
        return []
    names = {name for name in found if isinstance(name, str)}
    if kind == "goal":
        names = {name.rpartition("/")[2].removesuffix(".md") for name in names}
    return sorted(names)
