"""tj from Python: a vault's entries as frozen values, read only, with the same answers as `tj list` and `tj search`.

    import tj

    vault = tj.open_vault("~/journal")
    for entry in vault.entries(since="2026-03-01", tags=["work"]):
        print(entry.date, entry.mood)

These names, their arguments and the fields of what they return stay. Nothing here changes a file of the vault, and
nothing here asks what time it is.
"""

import time
from collections.abc import Sequence
from datetime import date
from os import PathLike
from pathlib import Path

from tj.entry.model import Entry
from tj.errors import UsageProblem
from tj.index.answers import Hit
from tj.index.query import Query, parse_mood_test, parse_where
from tj.index.store import open_store
from tj.index.sync import fingerprint, index_path, refresh
from tj.index.written import body_reader
from tj.insight.stats import Stats, stats
from tj.places import user_places
from tj.vault.files import read_file
from tj.vault.layout import Vault as _Vault
from tj.vault.layout import open_vault as _open_vault
from tj.words import common, looking

__all__ = ["Entry", "Hit", "Journal", "Stats", "open_vault"]


class Journal:
    """One vault. Each answer is right at its moment: the index is brought up to date first."""

    def __init__(self, vault: _Vault) -> None:
        self._vault = vault

    @property
    def root(self) -> Path:
        """The vault's folder, resolved."""
        return self._vault.root

    def entries(
        self,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        tags: Sequence[str] = (),
        emotions: Sequence[str] = (),
        mood: str = "",
        where: Sequence[str] = (),
        types: Sequence[str] = ("entry",),
    ) -> list[Entry]:
        """Return the entries that meet all conditions, newest first, private ones included.

        Arguments: `since` and `until`, dates or ISO texts, both included; `tags` and `emotions`, all of which an entry
        has; `mood`, such as `<4`, `>=7` or `3-5`; `where`, front-matter values as `KEY=VALUE`; `types`, of notes, empty
        for every type.
        Raises `tj.errors.UsageProblem` for a condition that cannot be read.
        """
        return self._entries(_query(since, until, tags, emotions, mood, where, types))

    def search(self, words: str, *, since: date | str | None = None, until: date | str | None = None) -> list[Hit]:
        """Return the notes in which all words and "quoted phrases" occur, newest first.

        Raises `tj.errors.UsageProblem` where there is no word.
        """
        if not words.strip():
            raise UsageProblem(*looking.NOTHING_TO_SEARCH)
        query = _query(since, until, (), (), "", (), ())._replace(text=words)
        with open_store(index_path(self._vault, user_places()), fingerprint(self._vault)) as store:
            refresh(self._vault, store, now_ns=time.time_ns())
            with store.reading():
                return store.search(query, body_of=body_reader(self._vault))

    def text(self, entry: Entry) -> str:
        """Return a note's whole text, as it is in its file now.

        Raises `tj.errors.TjError` where the file is gone.
        """
        return read_file(self._vault.locate(entry.path)).decode("utf-8", "replace")

    def stats(self, since: date | str, until: date | str) -> Stats:
        """Return the figures of a time, both days included, against the time of the same length before it."""
        first, last = _day(since), _day(until)
        return stats(self._entries(Query()), first, last, yes_no=self._vault.settings.yes_no)

    def _entries(self, query: Query) -> list[Entry]:
        with open_store(index_path(self._vault, user_places()), fingerprint(self._vault)) as store:
            refresh(self._vault, store, now_ns=time.time_ns())
            with store.reading():
                return store.entries(query, properties=True)


def open_vault(path: str | PathLike[str]) -> Journal:
    """Open the vault at a path; `~` stands for the home folder.

    Raises `tj.errors.UsageProblem` where there is none, `tj.errors.TjError` where its settings cannot be read.
    """
    return Journal(_open_vault(Path(path).expanduser().resolve()))


def _query(
    since: date | str | None, until: date | str | None, tags: Sequence[str], emotions: Sequence[str], mood: str,
    where: Sequence[str], types: Sequence[str],
) -> Query:  # fmt: skip
    return Query(
        since=_day(since) if since else None,
        until=_day(until) if until else None,
        tags=tuple(tags),
        emotions=tuple(emotions),
        moods=(parse_mood_test(mood),) if mood else (),
        where=tuple(parse_where(test) for test in where),
        types=tuple(types),
    )


def _day(given: date | str) -> date:
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageProblem(*common.no_day(given)) from None
