"""The index on disk: the only module that knows SQLite. It is a cache, so whatever is wrong with it is made again."""

import contextlib
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from tj.entry.model import Entry, Problem
from tj.errors import TjError
from tj.index.diff import Known
from tj.index.facts import load_entry
from tj.index.query import Query, compile_query, fold, match_expression
from tj.index.rows import (
    INSERT_NOTE,
    Stored,
    day_text,
    note_row,
    problem_rows,
    property_rows,
    stat_row,
    word_rows,
)
from tj.index.schema import APPLICATION, TABLES, VERSION
from tj.index.snippet import snippet
from tj.vault.scan import Oddity, Signature

__all__ = ["Hit", "IndexDamaged", "Store", "open_store"]

_WAIT_SECONDS = 30.0
# The day's index in reverse; an undated note's NULL comes last in it.
_NEWEST_FIRST = "ORDER BY date DESC, time DESC, path DESC"
# From this many notes on, the words' lists are merged at once and not bit by bit.
_BULK = 1000
# SQLite's codes for a file that is no index of ours, or no longer whole.
_DAMAGE = {1, 11, 19, 20, 24, 26}
_BUSY = 5
_TROUBLE = {
    _BUSY: ("is in use by another program", "wait until the other tj is done, and try again"),
    13: ("has no room to grow", "make room on that disk and try again"),
}
_HINT = "the index is a cache; see that its folder may be written and has room"


class IndexDamaged(TjError):
    """The index was damaged, and is empty now."""

    def __init__(self) -> None:
        super().__init__("the index was damaged and is cleared", "try again: it is made anew from your files")


@dataclass(frozen=True, slots=True)
class Hit:
    """A note that a search found, and a snippet of it with hits between `\\x02` and `\\x03`."""

    entry: Entry
    snippet: str


def open_store(path: Path, fingerprint: str) -> "Store":
    """Open the index at `path`, made anew where it is missing, damaged, foreign, or of another `fingerprint`.

    Raises `TjError` where the cache folder cannot be written, or another program holds the index for 30 s.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_file(path)
        try:
            return Store(path, fingerprint, _connect(path, fingerprint))
        except sqlite3.Error as error:
            if _code(error) not in _DAMAGE:
                raise
        _remove(path)
        return Store(path, fingerprint, _connect(path, fingerprint))
    except OSError as error:
        raise TjError(f"the index {path} cannot be opened: {(error.strerror or '').lower()}", _HINT) from None
    except sqlite3.Error as error:
        raise _trouble(path, error) from None


class Store:
    """One open index. Used as a context manager, it is closed at the end."""

    def __init__(self, path: Path, fingerprint: str, connection: sqlite3.Connection) -> None:
        self._path = path
        self._fingerprint = fingerprint
        self._db = connection
        self._told = 0

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the index for writing: all that is done within lands, or nothing."""
        with self._guarded():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # on a full disk SQLite has rolled back by itself
                    self._db.execute("ROLLBACK")
                raise

    def version(self) -> int:
        """Return a number that changes when another connection has changed the index."""
        return int(self._rows("PRAGMA data_version")[0][0])

    def known(self) -> dict[str, Known]:
        """Return what is known of each file, by path."""
        rows = self._rows("SELECT path, size, mtime, ctime, inode, digest, settled FROM notes")
        return {path: Known(Signature(*stat), digest, bool(settled)) for path, *stat, digest, settled in rows}

    def put(self, stored: Iterable[Stored]) -> None:
        """Add notes or replace those of the same path; inside of `changing`."""
        for one in stored:
            self.drop([one.note.entry.path])
            self._insert(one)

    def touch(self, known: Mapping[str, Known]) -> None:
        """Note new signatures of files whose content is as it was; inside of `changing`."""
        self._db.executemany(
            "UPDATE notes SET size = ?, mtime = ?, ctime = ?, inode = ?, settled = ? WHERE path = ?",
            [(*stat_row(one.signature), one.settled, path) for path, one in known.items()],
        )

    def drop(self, paths: Iterable[str]) -> None:
        """Forget notes; inside of `changing`."""
        for path in paths:
            row = self._db.execute(
                "SELECT id, date, title, body FROM notes JOIN texts ON note = id WHERE path = ?", (path,)
            ).fetchone()
            if row is None:
                continue
            number, day, title, body = row
            self._db.execute(
                "INSERT INTO folded (folded, rowid, title, body) VALUES ('delete', ?, ?, ?)",
                (number, fold(title), fold(body)),
            )
            self._db.execute("DELETE FROM problems WHERE path = ?", (path,))
            self._db.execute("DELETE FROM notes WHERE id = ?", (number,))
            for table in ("texts", "words", "properties"):
                self._db.execute(f"DELETE FROM {table} WHERE note = ?", (number,))  # noqa: S608 - names from here
            self._mark_stale(day)

    def tidy(self, changes: int) -> None:
        """Keep searching fast after so many notes were put or dropped; inside of `changing`."""
        if changes >= _BULK:
            self._db.execute("INSERT INTO folded (folded) VALUES ('optimize')")
        elif changes:
            self._db.execute("INSERT INTO folded (folded, rank) VALUES ('merge', 64)")

    def set_oddities(self, oddities: Iterable[Oddity]) -> None:
        """Replace what the last scan found in the way; inside of `changing`."""
        self._db.execute("DELETE FROM oddities")
        self._db.executemany("INSERT INTO oddities VALUES (?, ?)", [(one.path, one.message) for one in oddities])

    def oddities(self) -> tuple[Oddity, ...]:
        """Return what the last scan found in the way, by path."""
        return tuple(Oddity(*row) for row in self._rows("SELECT path, message FROM oddities ORDER BY path, message"))

    def clear(self) -> None:
        """Forget everything."""
        with self.changing():
            _make_tables(self._db, self._fingerprint)

    def entries(self, query: Query) -> list[Entry]:
        """Return the notes that are asked for, newest first, undated ones last."""
        return [entry for _, entry in self._select(query, None)]

    def entry(self, path: str) -> Entry | None:
        """Return the note at `path`, relative to the vault, if the index has it."""
        return next(iter(self.entries(Query(types=(), paths=(path,)))), None)

    def search(self, query: Query, limit: int | None = None) -> list[Hit]:
        """Return the newest `limit` notes in which the query's text occurs, each with a snippet."""
        expression = match_expression(query.text)
        hits: list[Hit] = []
        for number, entry in self._select(query, limit):
            body = self._rows("SELECT body FROM texts WHERE note = ?", number)[0][0]
            hits.append(Hit(entry, snippet(body, expression)))
        return hits

    def problems(self) -> list[Problem]:
        """Return every problem that is known, by path and line."""
        found = [Problem(*row) for row in self._rows("SELECT path, line, severity, message FROM problems")]
        return sorted({*found, *(Problem(one.path, 0, "warning", one.message) for one in self.oddities())})

    def newest_date(self) -> date | None:
        """Return the date of the newest entry."""
        row = self._rows("SELECT max(date) FROM notes WHERE type = 'entry'")[0]
        return date.fromisoformat(row[0]) if row[0] else None

    def counts(self) -> Counter[str]:
        """Return how many notes there are of each type."""
        return Counter(dict(self._rows("SELECT type, count(*) FROM notes GROUP BY type")))

    def names(self, kind: Literal["tag", "emotion", "goal"]) -> Counter[str]:
        """Return how many notes have each tag, emotion or goal. Spellings that compare alike count as one."""
        rows = self._rows("SELECT min(written), count(*) FROM words WHERE kind = ? GROUP BY word", kind)
        return Counter(dict(rows))

    def stale_dates(self) -> list[date | None]:
        """Return the dates whose summaries are yet to be written; None stands for notes without one."""
        rows = self._rows("SELECT mark, date FROM stale ORDER BY date")
        self._told = max((mark for mark, _ in rows), default=0)
        return [date.fromisoformat(day) if day else None for _, day in rows]

    def settle(self, dates: Iterable[date | None]) -> None:
        """Note that the summaries of these dates are written, unless a date became stale again since it was told."""
        with self.changing():
            self._db.executemany(
                "DELETE FROM stale WHERE date = ? AND mark <= ?",
                [(day.isoformat() if day else "", self._told) for day in dates],
            )

    def _select(self, query: Query, limit: int | None) -> Iterator[tuple[int, Entry]]:
        condition, values = compile_query(query)
        if query.text.strip():
            expression = match_expression(query.text)
            if not expression:
                return
            condition += " AND id IN (SELECT rowid FROM folded WHERE folded MATCH ?)"
            values.append(expression)
        # For the newest few, walking the days back until there are enough beats gathering and sorting all hits.
        table = "notes" if limit is None else "notes INDEXED BY notes_date"
        sql = f"SELECT id, facts FROM {table} WHERE {condition} {_NEWEST_FIRST} LIMIT ?"  # noqa: S608 - values are bound
        for number, facts in self._rows(sql, *values, -1 if limit is None else limit):
            yield number, load_entry(facts)

    def _insert(self, stored: Stored) -> None:
        note, entry = stored.note, stored.note.entry
        number = self._db.execute(INSERT_NOTE, note_row(stored)).lastrowid
        self._db.execute("INSERT INTO texts VALUES (?, ?, ?)", (number, entry.title, note.body))
        folded = (number, fold(entry.title), fold(note.body))
        self._db.execute("INSERT INTO folded (rowid, title, body) VALUES (?, ?, ?)", folded)
        self._db.executemany("INSERT OR IGNORE INTO words VALUES (?, ?, ?, ?)", word_rows(number, entry))
        self._db.executemany("INSERT OR IGNORE INTO properties VALUES (?, ?, ?)", property_rows(number, entry))
        self._db.executemany("INSERT INTO problems VALUES (?, ?, ?, ?)", problem_rows(note))
        self._mark_stale(day_text(entry))

    def _mark_stale(self, day: str | None) -> None:
        self._db.execute("INSERT OR REPLACE INTO stale (date) VALUES (?)", (day or "",))

    def _rows(self, sql: str, *values: str | float | None) -> list[Any]:
        with self._guarded():
            return self._db.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn SQLite's errors into a sentence, and make a damaged index anew."""
        try:
            yield
        except sqlite3.Error as error:
            if _code(error) not in _DAMAGE:
                raise _trouble(self._path, error) from None
            self._db.close()
            with contextlib.suppress(OSError):
                _remove(self._path)
            self._db = open_store(self._path, self._fingerprint)._db
            raise IndexDamaged from None


def _connect(path: Path, fingerprint: str) -> sqlite3.Connection:
    """Connect, waiting for others: SQLite's own wait does not cover two that make a new file at the same moment."""
    end = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            return _connect_once(path, fingerprint)
        except sqlite3.OperationalError as error:
            if _code(error) != _BUSY or time.monotonic() >= end:
                raise
        time.sleep(0.02)


def _connect_once(path: Path, fingerprint: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        db.execute("PRAGMA page_size = 16384")
        db.execute("PRAGMA cache_size = -65536")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        if not _is_ours(db, fingerprint):
            db.execute("BEGIN IMMEDIATE")
            if not _is_ours(db, fingerprint):  # another process may have made it meanwhile
                _make_tables(db, fingerprint)
            db.execute("COMMIT")
    except BaseException:
        db.close()
        raise
    return db


def _is_ours(db: sqlite3.Connection, fingerprint: str) -> bool:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if (application, version) != (APPLICATION, VERSION):
        return False
    return bool(db.execute("SELECT fingerprint FROM meta").fetchall() == [(fingerprint,)])


def _make_tables(db: sqlite3.Connection, fingerprint: str) -> None:
    # The virtual table first: it takes its own tables with it. SQLite's own cannot be dropped.
    found = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC"
    ).fetchall()
    for (name,) in found:
        db.execute(f'DROP TABLE IF EXISTS "{name}"')
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("INSERT INTO meta VALUES (?)", (fingerprint,))
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {VERSION}")


def _make_file(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    _make_file(path)


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _trouble(path: Path, error: sqlite3.Error) -> TjError:
    """Say what the matter is; SQLite's words may quote SQL, never what someone wrote."""
    what, hint = _TROUBLE.get(_code(error), (f"cannot be used: {error}", _HINT))
    return TjError(f"the index {path} {what}", hint)
