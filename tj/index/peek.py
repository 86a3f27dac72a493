"""One quick question to the index as it stands, for a check-in: it loads nothing else of the index."""

import os
import sqlite3

__all__ = ["knows_day"]

_PATIENCE_SECONDS = 1.0


def knows_day(path: str, day: str) -> bool:
    """Tell whether the index at `path` knows an entry of `day`, an ISO date.

    It does not where it is missing, damaged or not to be read: it is a cache, and whoever asks goes on without.
    """
    if not os.path.isfile(path):
        return False
    try:
        db = sqlite3.connect(path, timeout=_PATIENCE_SECONDS)
        try:
            found = db.execute("SELECT 1 FROM notes WHERE date = ? AND type = 'entry' LIMIT 1", [day]).fetchone()
        finally:
            db.close()
    except sqlite3.Error:
        return False
    return found is not None
