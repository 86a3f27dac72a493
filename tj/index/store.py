"""The index on disk: the only module that knows SQLite. It is a cache, so whatever is wrong with it is made again."""

import contextlib
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from tj.entry.model import Entry, Note, Problem
from tj.errors import TjError
from tj.index.diff import Known
from tj.index.facts import dump_entry, load_entry
from tj.index.query import Query, compile_query, fold, match_expression, property_text
from tj.index.schema import APPLICATION, TABLES, VERSION
from tj.index.snippet import snippet
from tj.vault.scan import Oddity, Signature

__all__ = ["Hit", "Store", "Stored", "open_store"]

_WAIT_SECONDS = 60.0
_NEWEST_FIRST = "ORDER BY date IS NULL, date DESC, time DESC, path DESC"


@dataclass(frozen=True, slots=True)
class Hit:
    """A note that a search found, and a snippet of it with hits between `\\x02` and `\\x03`."""

    entry: Entry
    snippet: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A note as it is put into the index, with what is known of its file."""

    note: Note
    known: Known


def open_store(path: Path, fingerprint: str) -> "Store":
    """Open the index at `path`, made anew where it is missing, damaged, foreign, or of another `fingerprint`.

    Raises `TjError` where the cache folder cannot be written.
    """
    with _speaking_of(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            hint = "the index lies in your cache folder; see that it may be written and has room"
            raise TjError(f"{path} cannot be opened: {(error.strerror or '').lower()}", hint) from None
        try:
            return Store(path, _connect(path, fingerprint))
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "full" in str(error) or "readonly" in str(error):
                raise
            _remove(path)
        except sqlite3.DatabaseError:
            _remove(path)
        return Store(path, _connect(path, fingerprint))


class Store:
    """One open index. Used as a context manager, it is closed at the end."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._db = connection

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the index for writing: all that is done within lands, or nothing."""
        with _speaking_of(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise

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
            [(*_stat(one.signature), one.settled, path) for path, one in known.items()],
        )

    def drop(self, paths: Iterable[str]) -> None:
        """Forget notes; inside of `changing`."""
        for path in paths:
            row = self._db.execute("SELECT id, date, title, body FROM notes WHERE path = ?", (path,)).fetchone()
            self._db.execute("DELETE FROM problems WHERE path = ?", (path,))
            if row is None:
                continue
            number, day, title, body = row
            self._db.execute(
                "INSERT INTO folded (folded, rowid, title, body) VALUES ('delete', ?, ?, ?)",
                (number, fold(title), fold(body)),
            )
            for table, column in (("notes", "id"), ("words", "note"), ("properties", "note")):
                self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))  # noqa: S608 - names from here
            self._mark_stale(day)

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
            _make_tables(self._db, self._rows("SELECT fingerprint FROM meta")[0][0])

    def entries(self, query: Query) -> list[Entry]:
        """Return the notes that are asked for, newest first, undated ones last."""
        return [entry for _, entry in self._select(query, None)]

    def search(self, query: Query, limit: int | None = None) -> list[Hit]:
        """Return the newest `limit` notes in which the query's text occurs, each with a snippet."""
        expression = match_expression(query.text)
        hits: list[Hit] = []
        for number, entry in self._select(query, limit):
            body = self._rows("SELECT body FROM notes WHERE id = ?", number)[0][0]
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

    def stale_dates(self) -> list[date | None]:
        """Return the dates whose summaries are yet to be written; None stands for notes without one."""
        rows = self._rows("SELECT date FROM stale ORDER BY date")
        return [date.fromisoformat(day) if day else None for (day,) in rows]

    def settle(self, dates: Iterable[date | None]) -> None:
        """Note that the summaries of these dates are written."""
        with self.changing():
            self._db.executemany(
                "DELETE FROM stale WHERE date = ?", [(day.isoformat() if day else "",) for day in dates]
            )

    def _select(self, query: Query, limit: int | None) -> Iterator[tuple[int, Entry]]:
        condition, values = compile_query(query)
        if query.text:
            expression = match_expression(query.text)
            if not expression:
                return
            condition += " AND id IN (SELECT rowid FROM folded WHERE folded MATCH ?)"
            values.append(expression)
        sql = f"SELECT id, facts FROM notes WHERE {condition} {_NEWEST_FIRST} LIMIT ?"  # noqa: S608 - values are bound
        for number, facts in self._rows(sql, *values, -1 if limit is None else limit):
            yield number, load_entry(facts)

    def _insert(self, stored: Stored) -> None:
        entry, known = stored.note.entry, stored.known
        day = entry.date.isoformat() if entry.date else None
        body = stored.note.body
        row = (entry.path, day, entry.time, entry.type, entry.mood, dump_entry(entry), entry.title, body)
        number = self._db.execute(
            "INSERT INTO notes (path, date, time, type, mood, facts, title, body, digest, size, mtime, ctime, inode,"
            " settled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, known.digest, *_stat(known.signature), known.settled),
        ).lastrowid
        self._db.execute(
            "INSERT INTO folded (rowid, title, body) VALUES (?, ?, ?)", (number, fold(entry.title), fold(body))
        )
        words = [("tag", tag) for tag in entry.tags] + [("emotion", word) for word in entry.emotions]
        self._db.executemany("INSERT INTO words VALUES (?, ?, ?)", [(number, kind, fold(word)) for kind, word in words])
        self._db.executemany(
            "INSERT INTO properties VALUES (?, ?, ?)",
            [(number, fold(key), text) for key, text in _flatten("", entry.properties)],
        )
        self._db.executemany("INSERT INTO problems VALUES (?, ?, ?, ?)", map(_problem_row, stored.note.problems))
        self._mark_stale(day)

    def _mark_stale(self, day: str | None) -> None:
        self._db.execute("INSERT OR IGNORE INTO stale VALUES (?)", (day or "",))

    def _rows(self, sql: str, *values: str | float | None) -> list[Any]:
        with _speaking_of(self._path):
            return self._db.execute(sql, values).fetchall()


def _connect(path: Path, fingerprint: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
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
    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'").fetchall()
    tables += db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'").fetchall()
    for (name,) in tables:
        db.execute(f'DROP TABLE IF EXISTS "{name}"')
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("INSERT INTO meta VALUES (?)", (fingerprint,))
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {VERSION}")


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


@contextlib.contextmanager
def _speaking_of(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a sentence; they may quote SQL, never what someone wrote."""
    try:
        yield
    except sqlite3.OperationalError as error:
        hint = "the index is a cache in your cache folder; see that the folder may be written and has room"
        raise TjError(f"the index {path} cannot be used: {error}", hint) from None
    except sqlite3.DatabaseError:
        _remove(path)
        raise TjError("the index was damaged and is cleared", "try again: it is made anew from your files") from None


def _flatten(prefix: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flatten(f"{prefix}.{key}" if prefix else str(key), item)
    elif isinstance(value, list):
        for item in value:
            yield from _flatten(prefix, item)
    else:
        yield prefix, property_text(value)


def _stat(signature: Signature) -> tuple[int, int, int, int]:
    return signature.size, signature.mtime_ns, signature.ctime_ns, signature.inode


def _problem_row(problem: Problem) -> tuple[str, int, str, str]:
    return problem.path, problem.line, problem.severity, problem.message
