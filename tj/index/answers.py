"""What the index answers: which notes there are, which of them a search finds, and what they say of days and goals."""

import json
import sys
from datetime import date
from typing import NamedTuple

from tj.entry.model import Entry, Problem
from tj.index.connection import Connection
from tj.index.facts import load_entry, load_properties, stated_mood
from tj.index.peek import A_DAY
from tj.index.query import Query, compile_query, match_expression
from tj.index.rows import day_text, first_number
from tj.vault.scan import Oddity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tj.entry.goal_marks import GoalDays
    from tj.index.written import BodyOf

__all__ = ["COLUMNS", "Answers", "Hit", "newest_last"]

COLUMNS = "path, date, time, type, facts"


class Hit(NamedTuple):
    """A note that a search found, and a snippet of it with hits between `\\x02` and `\\x03`."""

    entry: Entry
    snippet: str


class Answers(Connection):
    """An open index that is asked."""

    def count(self) -> int:
        """Return how many notes there are."""
        return int(self._rows("SELECT notes FROM meta")[0][0])

    def entries(self, query: Query, *, properties: bool = False) -> list[Entry]:
        """Return the notes that are asked for, newest first, undated ones last.

        Argument: `properties`, whether entries have theirs; to read them takes as long as all the rest.
        """
        rows = self._select(query, None, "properties" if properties else "")
        return self._read(rows, properties=properties)

    def felt(self, since: date, until: date) -> list[Entry]:
        """Return the entries of a time, both ends included, in any order, with what tells how their days were.

        Of one that states a mood nothing else is read, which takes a fourth of the time: it counts before check-ins.
        """
        condition, values = compile_query(Query(since=since, until=until))
        rows = self._rows(f"SELECT {COLUMNS} FROM notes WHERE {condition}", *values)  # noqa: S608 - values are bound
        return [self._felt(*row) for row in rows]

    def entry(self, path: str) -> Entry | None:
        """Return the note at `path`, relative to the vault, if the index has it."""
        return next(iter(self.entries(Query(types=(), paths=(path,)))), None)

    def search(self, query: Query, limit: int | None = None, *, body_of: "BodyOf") -> list[Hit]:
        """Return the newest `limit` notes in which the query's text occurs, each with a snippet.

        Argument: `body_of`, from `tj.index.written.body_reader`: no text is kept here.
        """
        from tj.index.snippet import snippet

        expression = match_expression(query.text)
        with self.reading():
            rows = self._select(query, limit, "line")
            lines = [row[-1] for row in rows]
            if not all(type(line) is int and line > 0 for line in lines):
                self._made_anew()
            found = zip(self._read(rows), lines, strict=True)
        return [Hit(entry, snippet(body_of(entry.path, line), expression)) for entry, line in found]

    def newest(self, query: Query, limit: int) -> list[Entry]:
        """Return the newest `limit` of the notes that are asked for."""
        return self._read(self._select(query, limit))

    def count_hits(self, query: Query) -> int:
        """Return in how many notes the query's text occurs."""
        expression = match_expression(query.text)
        condition, values = compile_query(query)
        # Every number in the one table is in the other or spent, so where all notes count the other need not be asked.
        source = "folded CROSS JOIN notes ON id = folded.rowid"
        if condition == "1":
            source, condition = "folded", "rowid NOT IN spent"
        sql = f"SELECT count(*) FROM {source} WHERE folded MATCH ? AND {condition}"  # noqa: S608 - values are bound
        return int(self._rows(sql, expression, *values)[0][0]) if expression else 0

    def problems(self) -> list[Problem]:
        """Return every problem that is known, by path and line."""
        found = [Problem(*row) for row in self._rows("SELECT path, line, severity, message FROM problems")]
        odd = [one for oddities in self.oddities().values() for one in oddities]
        return sorted({*found, *(Problem(one.path, 0, "warning", one.message) for one in odd)})

    def count_problems(self) -> int:
        """Return how many problems are known, without reading them."""
        # As in `problems`, what is said twice of a place counts once.
        sql = (
            "SELECT count(*) FROM (SELECT path, line, severity, message FROM problems"
            " UNION SELECT path, 0, 'warning', message FROM oddities)"
        )
        return int(self._rows(sql)[0][0])

    def oddities(self) -> dict[str, tuple[Oddity, ...]]:
        """Return what the last looks found in the way, by folder."""
        found: dict[str, list[Oddity]] = {}
        for folder, path, message in self._rows("SELECT folder, path, message FROM oddities ORDER BY path, message"):
            found.setdefault(folder, []).append(Oddity(path, message))
        return {folder: tuple(oddities) for folder, oddities in found.items()}

    def newest_date(self) -> date | None:
        """Return the date of the newest entry."""
        numbered = self._rows("SELECT date FROM notes WHERE type = 'entry' AND id > 0 ORDER BY id DESC LIMIT 1")
        beyond = self._rows("SELECT max(date) FROM notes WHERE type = 'entry' AND id < 0")
        days = [day for (day,) in [*numbered, *beyond] if day]
        return date.fromisoformat(max(days)) if days else None

    def oldest_date(self) -> date | None:
        """Return the date of the oldest entry, but for days with more notes than numbers."""
        found = self._rows("SELECT date FROM notes WHERE type = 'entry' AND id > 0 ORDER BY id LIMIT 1")
        return date.fromisoformat(found[0][0]) if found else None

    def dates(self) -> list[date]:
        """Return each date that has an entry, in order."""
        # SQLite would take as long again to leave out what is there twice.
        rows = self._rows("SELECT date FROM notes WHERE type = 'entry' AND date IS NOT NULL")
        return [date.fromisoformat(day) for day in sorted(dict.fromkeys([day for (day,) in rows]))]

    def has_entries(self, since: date, until: date) -> bool:
        """Tell whether there is an entry in this time, both ends included."""
        condition, values = compile_query(Query(since=since, until=until))
        return bool(self._rows(f"SELECT 1 FROM notes WHERE {condition} LIMIT 1", *values))  # noqa: S608 - values are bound

    def others(self, *types: str) -> list[Entry]:
        """Return the notes that are no entries, all or those of some types, with their properties."""
        # The first condition is that of the index that finds them.
        which = f" AND type IN ({', '.join('?' * len(types))})" if types else ""
        sql = f"SELECT {COLUMNS}, properties FROM notes WHERE type <> 'entry'{which}"  # noqa: S608 - values are bound
        rows = self._rows(sql, *types)
        return sorted((self._entry(*row) for row in rows), key=newest_last)

    def entries_with_agenda(self, since: date | None) -> list[Entry]:
        """Return the entries with something for a session, since a day or ever."""
        sql = f"SELECT {COLUMNS} FROM notes WHERE agenda = 1 AND date >= ?"  # noqa: S608 - from here
        found = [self._entry(*row) for row in self._rows(sql, since.isoformat() if since else "")]
        return [entry for entry in found if entry.type == "entry"]

    def goal_days(self) -> "GoalDays":
        """Return what notes say was done each day towards each goal."""
        from tj.entry.goal_marks import Marked, add_up, goal_name, known_marks

        goals = self._rows("SELECT path FROM notes WHERE type <> 'entry' AND type = 'goal'")
        # By what was read: many days say the same as others.
        read: dict[str, list[tuple[str, float | None]]] = {}
        known = [goal_name(path) for (path,) in goals]
        found: list[tuple[str, date, float | None]] = []
        try:
            rows = self._rows("SELECT day, marks FROM done")
            texts = list(dict.fromkeys([text for _, text in rows]))
            # All at once, since to begin reading takes as long as what a day says.
            for text, marks in zip(texts, json.loads(f"[{','.join(texts)}]"), strict=True):
                said = marks
                if "true" in text:  # it may be that a link names one
                    counting = known_marks([Marked(name, date.min, *rest) for name, *rest in marks], known)
                    said = [(mark.name, mark.amount, mark.linked) for mark in counting]
                read[text] = [(name, amount) for name, amount, _ in said]
            for day, text in rows:
                on = date.fromisoformat(day)
                found += [(name, on, amount) for name, amount in read[text]]
            return add_up(found)
        except (ValueError, TypeError):
            self._made_anew()

    def last_session(self, until: date) -> list[Entry]:
        """Return the last session up to a day, with its tasks; none where there was none."""
        # Both conditions on the type: the first is that of the index that finds it.
        sql = (
            f"SELECT {COLUMNS} FROM notes WHERE type <> 'entry' AND type = 'session' AND date <= ?"  # noqa: S608 - from here
            " ORDER BY date DESC, time DESC, path DESC LIMIT 1"
        )
        return [self._entry(*row) for row in self._rows(sql, until.isoformat())]

    def _select(self, query: Query, limit: int | None, also: str = "") -> "list[tuple[Any, ...]]":
        """Return notes as `_read` takes them, newest first: number, columns, and the value of one more."""
        condition, values = compile_query(query)
        source = "notes"
        if query.text.strip():
            expression = match_expression(query.text)
            if not expression:
                return []
            source = "folded CROSS JOIN notes ON id = folded.rowid"
            condition = f"folded MATCH ? AND {condition}"
            values = [expression, *values]
        number = "folded.rowid" if query.text.strip() else "id"
        columns = f"SELECT id, {COLUMNS}, {also or 'NULL'} FROM {source} WHERE {condition}"  # noqa: S608 - values are bound
        if limit is None or self._rows("SELECT 1 FROM notes WHERE id < 0 AND date IS NOT NULL LIMIT 1"):
            # Sorted below: asked for an order, SQLite would walk through all notes to find those of a few days.
            rows = self._rows(columns, *values)
        else:
            # The numbers give the newest days first, and within the last of these days it is for the hour to say.
            newest = first_number(query.until) + A_DAY if query.until else sys.maxsize
            within = f"{columns} AND {number} < ?"
            rows = self._rows(f"{within} ORDER BY {number} DESC LIMIT ?", *values, newest, limit)
            if rows and len(rows) == limit:
                last = rows[-1][0]
                first = last // A_DAY * A_DAY if last > 0 else -sys.maxsize
                rows += self._rows(f"{within} AND {number} >= ?", *values, last, first)
        try:
            rows.sort(key=lambda row: (row[2] or "", row[3], row[1]), reverse=True)  # as `newest_last` has it
        except TypeError:  # as in `_entry`
            self._made_anew()
        return rows[:limit]

    def _read(self, rows: "list[tuple[Any, ...]]", *, properties: bool = False) -> list[Entry]:
        """Return what `_select` found; with `properties`, these are the further column."""
        try:
            if properties:
                return [
                    load_entry(path, day, time, kind, facts, load_properties(text))
                    for _, path, day, time, kind, facts, text in rows
                ]
            return [load_entry(path, day, time, kind, facts) for _, path, day, time, kind, facts, _ in rows]
        except (ValueError, TypeError, KeyError):  # as in `_entry`
            self._made_anew()

    def _entry(self, path: str, day: str | None, time: str, kind: str, facts: str, properties: str = "") -> Entry:
        try:
            return load_entry(path, day, time, kind, facts, load_properties(properties) if properties else None)
        except (ValueError, TypeError, KeyError):  # a page of the file was spoiled without SQLite's noticing
            self._made_anew()

    def _felt(self, path: str, day: str, time: str, kind: str, facts: str) -> Entry:
        mood = stated_mood(facts)
        if mood is None:
            return self._entry(path, day, time, kind, facts)
        try:
            return Entry(path, kind, date.fromisoformat(day), time, stated_mood=mood)
        except ValueError:  # as in `_entry`
            self._made_anew()


def newest_last(entry: Entry) -> tuple[str, str, str]:
    """Return what notes are sorted by: date, time and path."""
    return day_text(entry) or "", entry.time, entry.path
