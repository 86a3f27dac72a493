"""Opening the index's file: made where there is none, and anew where it is not ours or no longer whole.

What is damaged is never mended in place, since another process may have it open: the index then goes on in a file of
the next number beside it, `…-1.sqlite`.
"""

import contextlib
import errno
import os
import sqlite3
import stat
import time
from pathlib import Path
from typing import NamedTuple, TypeAlias

from tj.errors import TjError
from tj.index.peek import newest_place
from tj.index.rows import has_property, lacks_property
from tj.index.schema import APPLICATION, TABLES, VERSION

__all__ = ["Opened", "identity", "is_damage", "make_tables", "open_index", "trouble"]

_WAIT_SECONDS = 30.0
# SQLite's codes for a file that is no index of ours, or no longer whole.
_DAMAGE = {1, 11, 19, 20, 24, 26}
_FILES = ("", "-wal", "-shm", "-journal")
_BUSY = 5
_FULL = 13

_Identity: TypeAlias = tuple[int, int]


class Opened(NamedTuple):
    """A connection to the index, the file that it is in, and what tells that file from another of its name."""

    connection: sqlite3.Connection
    place: Path
    identity: _Identity


def open_index(path: Path, fingerprint: str, *, instead_of: Path | None = None) -> Opened:
    """Open the index at `path`, made anew where it is missing, damaged, foreign, or of another `fingerprint`.

    Argument: `instead_of`, the file that turned out to be damaged.
    Raises `TjError` where the cache folder cannot be written, or another program holds the index for 30 s.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        newest = newest_place(str(path))[1]
        if _numbered(path, newest) == instead_of:
            newest += 1
        try:
            return _open(path, newest, fingerprint)
        except (OSError, sqlite3.Error) as error:
            if not is_damage(error, _numbered(path, newest)):
                raise
        return _open(path, newest + 1, fingerprint)
    except OSError as error:
        from tj.words import system
        from tj.words import vault as words

        raise TjError(*words.index_not_opened(str(path), system.reason(error.strerror))) from None
    except sqlite3.Error as error:
        raise trouble(path, error) from None


def identity(place: Path) -> _Identity:
    """Return what tells a file from another of its name."""
    status = place.stat()
    return status.st_dev, status.st_ino


def _open(path: Path, number: int, fingerprint: str) -> Opened:
    place = _numbered(path, number)
    _make_file(place)
    opened = Opened(_connect(place, fingerprint), place, identity(place))
    _remove_before(path, number)
    return opened


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
        db.execute("PRAGMA cache_size = -32768")
        if not path.stat().st_size:
            # Nothing in it is worth waiting for the disk yet: where not all of it comes there, it is made anew.
            db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA secure_delete = ON")  # on many systems it is off: what was deleted would stay in the file
        db.create_function("has_property", 3, has_property, deterministic=True)
        db.create_function("lacks_property", 2, lacks_property, deterministic=True)
        if not _is_ours(db, fingerprint):
            db.execute("BEGIN IMMEDIATE")
            if not _is_ours(db, fingerprint):  # another process may have made it meanwhile
                make_tables(db, fingerprint)
            db.execute("COMMIT")
        db.execute("PRAGMA synchronous = NORMAL")
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


def make_tables(db: sqlite3.Connection, fingerprint: str) -> None:
    """Make the tables anew, with nothing in them, within the transaction that is open."""
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
    db.execute("INSERT INTO meta VALUES (?, 0)", (fingerprint,))
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {VERSION}")


def _make_file(path: Path) -> None:
    # One that is there is not even opened: whoever closes a file gives up all locks that this process has on it, and so
    # those of SQLite, so that another process took itself for the last one and the log away.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if not stat.S_ISREG(path.lstat().st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    path.chmod(0o600)


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-{number}{path.suffix}") if number else path


def _remove_before(path: Path, newest: int) -> None:
    """Remove the files that the index was in before; what cannot be removed is in nobody's way."""
    for number in range(newest):
        before = _numbered(path, number)
        for suffix in _FILES:
            with contextlib.suppress(OSError):
                before.with_name(before.name + suffix).unlink(missing_ok=True)


def is_damage(error: Exception, place: Path) -> bool:
    """Tell whether an error means that the file is no index, no longer whole, or taken away by one who found it so."""
    if not os.path.lexists(place):
        return True
    if isinstance(error, sqlite3.Error):
        # Text that is no text has no code of its own.
        return _code(error) in _DAMAGE or "decode" in str(error) or not _is_usable(place)
    return isinstance(error, UnicodeDecodeError) or not _is_usable(place)


def _is_usable(place: Path) -> bool:
    """Tell whether only regular files, or none, are where SQLite will have its own."""
    for suffix in _FILES:
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISREG(os.lstat(f"{place}{suffix}").st_mode):
                return False
    return True


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def trouble(path: Path, error: Exception) -> TjError:
    """Say what the matter is. SQLite's own words are not shown: they may hold what someone wrote."""
    from tj.words import vault as words

    code = _code(error)
    if code == _BUSY:
        return TjError(*words.index_in_use(str(path)))
    if code == _FULL:
        return TjError(*words.index_without_room(str(path)))
    return TjError(*words.index_not_usable(str(path), getattr(error, "sqlite_errorname", "")))
