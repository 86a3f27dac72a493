"""The points at which a process that writes can be killed: around every call by which data reaches the disk.

They are set around the system's functions and around SQLite's statements, so that the product needs no hooks for them.
"""

import builtins
import functools
import io
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tj.vault import swap

__all__ = ["MOMENTS", "SOAK", "Points", "chosen_points"]

SOAK = bool(os.environ.get("TJ_SOAK"))
MOMENTS = ("before", "half", "after", "pause")

_NAMED_BY_PATH = ("unlink", "remove", "rmdir", "mkdir", "chmod", "truncate", "utime")
_NAMED_BY_TARGET = ("replace", "rename", "link", "symlink")
_NAMED_BY_DESCRIPTOR = ("fsync", "fdatasync", "ftruncate", "fchmod")
_WRITES_SQL = ("BEGIN", "COMMIT", "ROLLBACK", "CREATE", "DROP", "INSERT", "UPDATE", "DELETE", "PRAGMA", "VACUUM")
_WITHIN = tuple(f"sql {word}" for word in ("CREATE", "DROP", "INSERT", "UPDATE", "DELETE"))
# What a share writes, by the endings of the files.
_SHARES = {".age": "bundle", ".eml": "draft", ".jsonl": "ledger", ".json": "intent", ".made": "intent"}
_WRITABLE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass
class Points:
    """Counts the points that this process passes, and kills it at one of them, or stops it there until it may go on.

    Arguments: `at`, the number of the point, from 1, or 0 for none; `moment`, one of `MOMENTS`; `log`, a file that gets
    each point's name. A point is named by what is called and on which kind of file. A process that is only stopped is
    stopped at what it reads from the index as well.
    """

    at: int
    moment: str
    log: Path
    count: int = 0
    done: bool = False
    names: dict[int, str] = field(default_factory=dict)

    def install(self) -> None:
        """Set the points around the functions of this process."""
        self._log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._write_log = os.write
        for name in _NAMED_BY_PATH:
            self._wrap(name, lambda path, *_: _kind(path))
        for name in _NAMED_BY_TARGET:
            self._wrap(name, lambda _, target, *__: _kind(target))
        for name in _NAMED_BY_DESCRIPTOR:
            self._wrap(name, lambda descriptor, *_: self.names.get(int(descriptor), "a folder"))
        self._wrap_exchange()
        self._wrap_open()
        self._wrap_write()
        opened = self._file_opener(io.open)
        setattr(io, "open", opened)  # noqa: B010 - a name that the type checker holds to be fixed
        setattr(builtins, "open", opened)  # noqa: B010 - a name that the type checker holds to be fixed
        self._wrap_sqlite()

    def reach(self, name: str, call: Callable[[], Any], half: Callable[[], object] | None = None) -> Any:
        """Pass one point: do what is to be done there, or die before, in the middle of, or after it."""
        if self.done:
            return call()
        self.count += 1
        self._write_log(self._log, f"{name}\n".encode())
        here = self.count == self.at
        if here and self.moment == "pause":
            while not self.log.with_suffix(".go").exists():
                time.sleep(0.001)
            return call()
        if here and self.moment == "before":
            _die()
        if here and self.moment == "half" and half is not None:
            half()
            _die()
        try:
            return call()
        finally:  # also where the system said no: a folder that is there already
            if here:
                _die()

    def _wrap(self, name: str, named: Callable[..., str]) -> None:
        real = getattr(os, name)

        @functools.wraps(real)
        def wrapped(*given: Any, **more: Any) -> Any:
            return self.reach(f"{name} {named(*given)}", lambda: real(*given, **more))

        setattr(os, name, wrapped)

    def _wrap_exchange(self) -> None:
        real = swap.exchange

        def wrapped(one: str, other: str) -> bool:
            done: bool = self.reach(f"exchange {_kind(other)}", lambda: real(one, other))
            return done

        setattr(swap, "exchange", wrapped)  # noqa: B010 - a name that the type checker holds to be fixed

    def _wrap_open(self) -> None:
        real = os.open

        def wrapped(path: Any, flags: int, *given: Any, **more: Any) -> int:
            if not flags & _WRITABLE:
                return real(path, flags, *given, **more)
            descriptor: int = self.reach(f"open {_kind(path)}", lambda: real(path, flags, *given, **more))
            self.names[descriptor] = _kind(path)
            return descriptor

        setattr(os, "open", wrapped)  # noqa: B010 - a name that the type checker holds to be fixed

    def _wrap_write(self) -> None:
        real = os.write

        def wrapped(descriptor: int, data: bytes) -> int:
            name = f"write {self.names.get(descriptor, 'a stream')}"
            half = functools.partial(real, descriptor, bytes(data)[: len(data) // 2])
            written: int = self.reach(name, lambda: real(descriptor, data), half)
            return written

        setattr(os, "write", wrapped)  # noqa: B010 - a name that the type checker holds to be fixed

    def _file_opener(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(file: Any, mode: str = "r", *given: Any, **more: Any) -> Any:
            if not set(mode) & set("wax+"):
                return real(file, mode, *given, **more)
            if isinstance(file, int):
                return _File(real(file, mode, *given, **more), self.names.get(file, "a stream"), self)
            handle = self.reach(f"open {_kind(file)}", lambda: real(file, mode, *given, **more))
            return _File(handle, _kind(file), self)

        return wrapped

    def _wrap_sqlite(self) -> None:
        points = self

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
                run = functools.partial(super().execute, sql, *given)
                if not (_writes(sql) or points.moment == "pause"):
                    return run()
                return points.reach(_statement(sql), run)  # type: ignore[no-any-return]  # what `run` returns

            def executemany(self, sql: str, *given: Any) -> sqlite3.Cursor:
                run = functools.partial(super().executemany, sql, *given)
                return points.reach(_statement(sql), run)  # type: ignore[no-any-return]  # what `run` returns

            def executescript(self, sql: str) -> sqlite3.Cursor:
                run = functools.partial(super().executescript, sql)
                return points.reach("sql script", run)  # type: ignore[no-any-return]  # what `run` returns

            def commit(self) -> None:
                points.reach("sql COMMIT", super().commit)

            def close(self) -> None:
                points.reach("sql close", super().close)

        real = sqlite3.connect

        def wrapped(*given: Any, **more: Any) -> sqlite3.Connection:
            more.setdefault("factory", Connection)
            connection: sqlite3.Connection = self.reach("sql connect", lambda: real(*given, **more))
            return connection

        setattr(sqlite3, "connect", wrapped)  # noqa: B010 - a name that the type checker holds to be fixed


class _File:
    """An open file whose every step is a point."""

    def __init__(self, handle: Any, name: str, points: Points) -> None:
        self._handle, self._name, self._points = handle, name, points

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handle, name)

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, data: Any) -> int:
        def half() -> None:
            self._handle.write(data[: len(data) // 2])
            self._handle.flush()

        written: int = self._points.reach(f"write {self._name}", lambda: self._handle.write(data), half)
        return written

    def flush(self) -> None:
        self._points.reach(f"flush {self._name}", self._handle.flush)

    def close(self) -> None:
        self._points.reach(f"close {self._name}", self._handle.close)


def chosen_points(names: Sequence[str]) -> list[tuple[int, str]]:
    """Return which points to kill at, and when: all in `make soak`, else the first of each name, and the last on files.

    Between two points nothing reaches the disk, so after the one is before the next, and only `make soak` tries both.
    Nor does anything within a transaction: there the first statement stands for all.
    """
    chosen: list[tuple[int, str]] = []
    within = next((name for name in names if name.startswith(_WITHIN)), "")
    for number, name in enumerate(names, start=1):
        first, last = names.index(name) + 1, len(names) - list(reversed(names)).index(name)
        if not SOAK and name.startswith(_WITHIN) and name != within:
            continue
        if SOAK or number == first or (number == last and not name.startswith("sql")):
            if SOAK or number == 1:
                chosen.append((number, "before"))
            if name.startswith("write"):
                chosen.append((number, "half"))
            chosen.append((number, "after"))
    return chosen


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _kind(path: Any) -> str:
    """Return which kind of file it is: names differ from run to run, and a point's name must not."""
    found = Path(os.fsdecode(path)) if isinstance(path, str | bytes | os.PathLike) else Path("stream")
    if found.name.endswith(".tmp"):
        return f"a temporary file in {'summaries' if found.parent.name == 'summaries' else 'the vault'}"
    if found.suffix in _SHARES:
        return f"the {_SHARES[found.suffix]}"
    if found.suffix in (".sqlite", ".lock", ".toml"):
        return f"the {found.suffix[1:]} file"
    return "a summary" if found.parent.name == "summaries" else "a note" if found.suffix == ".md" else "a folder"


def _writes(sql: str) -> bool:
    word = sql.split(maxsplit=1)[0].upper() if sql.strip() else ""
    return word in _WRITES_SQL and (word != "PRAGMA" or "=" in sql)


def _statement(sql: str) -> str:
    return "sql " + " ".join(sql.split()[:3])
