"""One open index: how it is closed, read as a whole, and told when its file is damaged or was replaced."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from tj.errors import TjError
from tj.index.opening import Opened, identity, is_damage, open_index, trouble

__all__ = ["Connection", "IndexDamaged"]


class IndexDamaged(TjError):
    """The index was damaged, and is empty now."""

    def __init__(self) -> None:
        from tj.words import vault as words

        super().__init__(*words.INDEX_CLEARED)


class Connection:
    """One open index. Used as a context manager, it is closed at the end."""

    def __init__(self, path: Path, fingerprint: str, opened: Opened) -> None:
        self._path = path
        self._fingerprint = fingerprint
        self._db, self._place, self._identity = opened

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the index."""
        self._db.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """See the index as it is now until the end, whatever other processes do to it meanwhile."""
        if self._is_within():
            yield
            return
        with self._guarded():
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                if self._is_within():
                    self._db.execute("ROLLBACK")

    def is_current(self) -> bool:
        """Tell whether this still is the file that others find: a cache may be deleted at any time."""
        with contextlib.suppress(OSError):
            return identity(self._place) == self._identity
        return False

    def version(self) -> int:
        """Return a number that changes when another connection has changed the index."""
        return int(self._rows("PRAGMA data_version")[0][0])

    def relax(self) -> None:
        """Give back the memory that a look at everything took."""
        self._rows("PRAGMA shrink_memory")

    def defer_log(self) -> None:
        """Write what changes into SQLite's log only, for a caller that has it written back when nobody waits."""
        self._rows("PRAGMA wal_autocheckpoint = 0")

    def write_log_back(self) -> None:
        """Write SQLite's log back into its file, as far as no other process still reads from it, and begin it anew."""
        self._rows("PRAGMA wal_checkpoint(PASSIVE)")
        # The first change in a log that begins anew waits for the disk. So it is one that changes nothing.
        self._rows("UPDATE meta SET notes = notes")

    def _is_within(self) -> bool:
        return self._db.in_transaction

    def _rows(self, sql: str, *values: str | float | None) -> list[Any]:
        with self._guarded():
            return self._db.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn SQLite's errors into a sentence, and make a damaged index anew."""
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if not is_damage(error, self._place):
                raise trouble(self._path, error) from None
            self._made_anew()

    def _made_anew(self) -> NoReturn:
        self._db.close()
        self._db, self._place, self._identity = open_index(self._path, self._fingerprint, instead_of=self._place)
        raise IndexDamaged from None
