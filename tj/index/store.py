"""The index on disk: what is put into it. What it answers is in `tj.index.answers`, how it is opened in `opening`."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from tj.index.answers import COLUMNS, Answers, Hit
from tj.index.connection import IndexDamaged
from tj.index.diff import Known
from tj.index.opening import Opened, make_tables, open_index
from tj.index.rows import INSERT_NOTE, Kept, Ready, agenda_of, day_text, goal_rows, month_number
from tj.vault.scan import Oddity, Signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tj.index.numbers import Numbers

__all__ = ["Hit", "IndexDamaged", "Stale", "Store", "open_store"]

_SELECT_TO_DROP = f"SELECT id, {COLUMNS}, title, body FROM notes LEFT JOIN recent ON note = id WHERE path = ?"  # noqa: S608 - from here
# Of so many notes the words are kept: more than are changed again and again, and few beside all of some years.
_RECENT = 256
# So many numbers may be spent, and besides one for so many notes.
_SPENT, _A_SPENT = 500, 4
# From this many notes on, the words' lists are merged at once and not bit by bit.
_BULK = 1000
_FEW_LISTS = 4
_EVERYTHING, _NOTES, _GOALS, _AGENDA, _UNDATED = "everything", "notes", "goals", "agenda", ""
# The tables in which there is nothing when they are made.
_EMPTY_AT_FIRST = ("notes", "recent", "spent", "done", "problems", "folders", "oddities", "months", "years")
_NO_MONTHS: Mapping[int, Kept] = MappingProxyType({})
_NO_YEARS: Mapping[int, bytes] = MappingProxyType({})


class Stale(NamedTuple):
    """What the summaries do not say yet.

    `dates` are those of notes that changed. `notes` is True where one that is no entry did, `goals` where what a note
    says was done towards goals did, `agenda` where what an entry has for a session did, and `everything` where the
    index was made anew, so that nothing older is known.
    """

    dates: frozenset[date] = frozenset()
    notes: bool = False
    goals: bool = False
    agenda: bool = False
    everything: bool = False
    mark: int = 0
    version: int = 0


def open_store(path: Path, fingerprint: str) -> "Store":
    """Open the index at `path`, made anew where it is missing, damaged, foreign, or of another `fingerprint`.

    Raises `TjError` where the cache folder cannot be written, or another program holds the index for 30 s.
    """
    return Store(path, fingerprint, open_index(path, fingerprint))


class Store(Answers):
    """An open index that is kept up to date."""

    def __init__(self, path: Path, fingerprint: str, opened: Opened) -> None:
        super().__init__(path, fingerprint, opened)
        self._change = _Change()

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the index for writing: all that is done within lands, or nothing."""
        with self._guarded():
            self._db.execute("BEGIN IMMEDIATE")
            self._change = _Change()
            try:
                yield
                self._finish()
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # on a full disk SQLite has rolled back by itself
                    self._db.execute("ROLLBACK")
                raise

    def known(self, folder: str | None = None) -> dict[str, Known]:
        """Return what is known of each file, by path; `folder` for those that lie directly in one."""
        if folder is None:
            return self._known("1")
        if not folder:
            return self._known("instr(path, '/') = 0")
        within = self._known("path > ? AND path < ?", f"{folder}/", f"{folder}0")  # `0` is the character behind `/`
        return {path: known for path, known in within.items() if "/" not in path[len(folder) + 1 :]}

    def known_at(self, paths: Iterable[str]) -> dict[str, Known]:
        """Return what is known of these files, by path."""
        return {path: known for one in paths for path, known in self._known("path = ?", one).items()}

    def unsettled(self) -> dict[str, Known]:
        """Return the files whose signature cannot be relied on yet, by path."""
        return self._known("settled = 0")

    def marks(self) -> dict[str, bytes]:
        """Return the mark of each folder as it was when all in it was last read."""
        return dict(self._rows("SELECT path, mark FROM folders"))

    def has_looked(self) -> bool:
        """Tell whether the whole vault was looked at since the index was made."""
        return bool(self._rows("SELECT 1 FROM folders WHERE path = ''"))

    def set_folders(self, marks: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
        """Note the marks of folders, and forget others; inside of `changing`."""
        self._db.executemany("INSERT OR REPLACE INTO folders VALUES (?, ?)", marks.items())
        for folder in gone:
            self._db.execute("DELETE FROM folders WHERE path = ?", (folder,))
            self._db.execute("DELETE FROM oddities WHERE folder = ?", (folder,))

    def put(self, notes: Iterable[Ready]) -> None:
        """Add notes or replace those of the same path; inside of `changing`."""
        batch = {one.path: one for one in notes}
        if not self._is_empty():
            self.drop(batch)
        ordered = sorted(batch.values(), key=_order)
        numbered = list(zip(self._numbers().of([one.day for one in ordered]), ordered, strict=True))
        insert = self._db.executemany
        insert(INSERT_NOTE, [(number, *one.note) for number, one in numbered])
        insert("INSERT INTO done VALUES (?, ?, ?)", [(number, *row) for number, one in numbered for row in one.done])
        folded = [(number, *one.folded) for number, one in numbered]
        insert("INSERT INTO folded (rowid, title, body) VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT))", folded)
        insert("INSERT INTO problems VALUES (?, ?, ?, ?)", [row for one in ordered for row in one.problems])
        self._change.count += len(ordered)
        if self._is_empty():  # then everything is stale, and what comes all at once seldom changes soon
            return
        self._keep(folded[-_RECENT:])
        for one in ordered:
            self._change.after[one.path] = _Said(one.day, one.type, one.done, one.agenda)

    def write_words(self) -> None:
        """Write the words of the notes that were put so far, as is else done at the end; inside of `changing`."""
        self._db.execute("SAVEPOINT words")  # ahead of which SQLite does so
        self._db.execute("RELEASE words")

    def touch(self, known: Mapping[str, Known]) -> None:
        """Note new signatures of files whose content is as it was; inside of `changing`."""
        self._db.executemany(
            "UPDATE notes SET size = ?, mtime = ?, ctime = ?, inode = ?, settled = ? WHERE path = ?",
            [(*one.signature, one.settled, path) for path, one in known.items()],
        )

    def drop(self, paths: Iterable[str]) -> None:
        """Forget notes; inside of `changing`."""
        self._is_empty()  # looked at now, before the last note may go: what follows it replaces something
        for path in paths:
            row = self._db.execute(_SELECT_TO_DROP, (path,)).fetchone()
            if row is None:
                continue
            number, *columns, title, body = row
            old = self._entry(*columns)
            if title is None:
                self._db.execute("INSERT INTO spent VALUES (?)", (number,))
            else:
                delete = "INSERT INTO folded (folded, rowid, title, body) VALUES ('delete', ?, ?, ?)"
                self._db.execute(delete, (number, title, body))
                self._db.execute("DELETE FROM recent WHERE note = ?", (number,))
            self._db.execute("DELETE FROM problems WHERE path = ?", (path,))
            self._db.execute("DELETE FROM done WHERE note = ?", (number,))
            self._db.execute("DELETE FROM notes WHERE id = ?", (number,))
            self._change.count -= 1
            self._change.before.setdefault(path, _Said(day_text(old), old.type, goal_rows(old), agenda_of(old)))
            self._change.after.pop(path, None)

    def tidy(self, changes: int) -> None:
        """Keep searching fast after so many notes were put or dropped; inside of `changing`."""
        if changes >= _BULK:
            # What is not written yet becomes one list more. A few are searched as fast as one, and to make one of them
            # takes their room twice.
            if len(self._rows("SELECT DISTINCT segid FROM folded_idx")) >= _FEW_LISTS:
                self._db.execute("INSERT INTO folded (folded) VALUES ('optimize')")
        elif changes:
            self._db.execute("INSERT INTO folded (folded, rank) VALUES ('merge', 64)")

    def set_oddities(self, folder: str, oddities: Iterable[Oddity]) -> None:
        """Replace what the last look found in the way in a folder; inside of `changing`."""
        self._db.execute("DELETE FROM oddities WHERE folder = ?", (folder,))
        self._db.executemany(
            "INSERT INTO oddities VALUES (?, ?, ?)", [(folder, one.path, one.message) for one in oddities]
        )

    def clear(self) -> None:
        """Forget everything; inside of `changing`, so that others see the old answers until there are new ones."""
        if self._is_as_made():  # as in a first look, for which making it again would take as long as 20 notes
            return
        mark = self._last_mark()
        make_tables(self._db, self._fingerprint)
        # What was told before must be less than what is stale now, else it could be settled with it.
        self._db.execute("UPDATE stale SET mark = mark + ?", (mark,))
        self._db.execute("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'stale'", (mark,))
        self._change = _Change()

    def room(self) -> int:
        """Return how many notes may yet leave their words behind; below 0, the index is better made anew."""
        spent = self._rows("SELECT count(*) FROM spent")[0][0]
        return int(_SPENT + self.count() // _A_SPENT - spent)

    def digests(self) -> dict[str, str]:
        """Return the digest of each file's content, by path."""
        return dict(self._rows("SELECT path, digest FROM notes"))

    def stale(self) -> Stale:
        """Return what the summaries do not say yet."""
        rows = self._rows("SELECT mark, what FROM stale")
        words = {what for _, what in rows}
        dates = words - {_EVERYTHING, _NOTES, _GOALS, _AGENDA, _UNDATED}
        return Stale(
            frozenset(map(date.fromisoformat, dates)),
            _NOTES in words,
            _GOALS in words,
            _AGENDA in words,
            _EVERYTHING in words,
            max((mark for mark, _ in rows), default=0),
            self.version(),
        )

    def state(self) -> tuple[int, int]:
        """Return what tells the index as it is from what it was before a change, whoever made that."""
        return self._last_mark(), self.count()

    def another(self) -> "Store":
        """Open the same index once more, for another process."""
        return open_store(self._path, self._fingerprint)

    def settle(
        self, stale: Stale, months: Mapping[int, Kept] = _NO_MONTHS, years: Mapping[int, bytes] = _NO_YEARS
    ) -> None:
        """Note that the summaries say all this, unless some of it became stale again since it was told.

        Arguments: `months`, what these months give now; of others that are concerned nothing is kept any more;
        `years`, the names of these years.
        """
        with self.changing():
            self._db.execute("DELETE FROM stale WHERE mark <= ?", (stale.mark,))
            if stale.everything:
                self._db.execute("DELETE FROM months")
                self._db.execute("DELETE FROM years")
            gone = {(month_number(day),) for day in stale.dates}
            self._db.executemany("DELETE FROM months WHERE month = ?", gone)
            if self.version() == stale.version:  # else another process may have changed them meanwhile
                self.keep_months(months)
                self.keep_years(years)

    def keep_months(self, months: Mapping[int, Kept]) -> None:
        """Keep what these months give; inside of the `changing` in which it was worked out."""
        rows = [(month, *kept) for month, kept in months.items()]
        self._db.executemany("INSERT OR REPLACE INTO months VALUES (?, ?, ?, ?, ?)", rows)

    def keep_years(self, years: Mapping[int, bytes]) -> None:
        """Keep the names of these years; inside of `changing`."""
        self._db.executemany("INSERT OR REPLACE INTO years VALUES (?, ?)", years.items())

    def months(self, first: int, last: int) -> dict[int, Kept]:
        """Return what is kept of the months from a number to another, both included."""
        rows = self._rows(
            "SELECT month, figures, names, lines, days FROM months WHERE month BETWEEN ? AND ?", first, last
        )
        return {month: Kept(*kept) for month, *kept in rows}

    def year(self, year: int) -> bytes | None:
        """Return what is kept of the names of a year."""
        found = self._rows("SELECT names FROM years WHERE year = ?", year)
        return found[0][0] if found else None

    def months_kept(self) -> set[int]:
        """Return the numbers of all months of which something is kept."""
        return {month for (month,) in self._rows("SELECT month FROM months")}

    def _known(self, condition: str, *values: str) -> dict[str, Known]:
        sql = f"SELECT path, size, mtime, ctime, inode, digest, settled FROM notes WHERE {condition}"  # noqa: S608 - from here
        return {
            path: Known(Signature(*stat), digest, bool(settled))
            for path, *stat, digest, settled in self._rows(sql, *values)
        }

    def _last_mark(self) -> int:
        found = self._rows("SELECT seq FROM sqlite_sequence WHERE name = 'stale'")
        return int(found[0][0]) if found else 0

    def _is_as_made(self) -> bool:
        """Tell whether all tables are as they were made: nothing in them, and only that itself noted as stale."""
        if self._rows("SELECT mark, what FROM stale") != [(1, _EVERYTHING)]:
            return False
        nothing = " AND ".join([f"NOT EXISTS (SELECT 1 FROM {table})" for table in _EMPTY_AT_FIRST])  # noqa: S608 - from here
        return bool(self._rows(f"SELECT {nothing}")[0][0])

    def _keep(self, folded: Iterable[tuple[int, bytes, bytes]]) -> None:
        """Keep the words of these notes, and no longer those of the ones that were put before the last few."""
        insert = "INSERT INTO recent (note, title, body) VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT))"
        self._db.executemany(insert, folded)
        kept = "(SELECT turn FROM recent ORDER BY turn DESC LIMIT 1 OFFSET ?)"
        self._db.execute(f"DELETE FROM recent WHERE turn <= {kept}", (_RECENT,))  # noqa: S608 - from here

    def _is_empty(self) -> bool:
        """Tell whether there was no note when this change began, so that nothing needs to be looked up."""
        if self._change.empty is None:
            self._change.empty = self._db.execute("SELECT 1 FROM notes LIMIT 1").fetchone() is None
        return self._change.empty

    def _numbers(self) -> "Numbers":
        if self._change.numbers is None:
            from tj.index.numbers import Numbers

            self._change.numbers = Numbers(self._rows, empty=self._is_empty())
        return self._change.numbers

    def _finish(self) -> None:
        """Write down what a change has made stale, and how many notes there are now."""
        change = self._change
        if change.count:
            self._db.execute("UPDATE meta SET notes = notes + ?", (change.count,))
        if change.before and not self.count():  # then no word need be left of any, and all numbers are free again
            self._db.execute("INSERT INTO folded (folded) VALUES ('delete-all')")
            self._db.execute("DELETE FROM spent")
        words: set[str] = set()
        if change.empty and change.count:
            words.add(_EVERYTHING)
        for path in change.before.keys() | change.after.keys():
            old, new = change.before.get(path), change.after.get(path)
            both = [one for one in (old, new) if one]
            words |= {one.day or _UNDATED for one in both}
            if any(one.type != "entry" for one in both):
                words.add(_NOTES)
            if _of_day(old, "done") != _of_day(new, "done"):
                words.add(_GOALS)
            if _of_day(old, "agenda") != _of_day(new, "agenda"):
                words.add(_AGENDA)
        self._db.executemany("INSERT OR REPLACE INTO stale (what) VALUES (?)", [(word,) for word in sorted(words)])


class _Said(NamedTuple):
    """What the summaries may say of a note beside its words."""

    day: str | None
    type: str
    done: tuple[tuple[str, str], ...]
    agenda: tuple[object, ...]


def _of_day(said: _Said | None, what: str) -> tuple[str | None, object] | None:
    found = getattr(said, what) if said else ()
    return (said.day, found) if said and found else None


class _Change:
    """What is being changed: date, type, goals and agenda of each note before and after, and what gives out numbers."""

    def __init__(self) -> None:
        self.count = 0
        self.before: dict[str, _Said] = {}
        self.after: dict[str, _Said] = {}
        self.empty: bool | None = None
        self.numbers: Numbers | None = None


def _order(note: Ready) -> tuple[str, str, str]:
    return note.day or "", note.time, note.path
