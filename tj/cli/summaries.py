"""Writing the summaries: which of them may differ, what they are made from, and what lies in their place."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from tj.entry.model import Entry, Problem
from tj.errors import TjError
from tj.index.query import Query
from tj.index.store import Stale, Store
from tj.insight.agenda import last_session
from tj.report.period import Period, all_periods, latest, touched
from tj.report.summary import GOALS, INDEX, goals_page, index_page, period_pages, status
from tj.vault.files import read_file, remove_generated, write_generated
from tj.vault.layout import CONFIG, SUMMARIES, Vault

__all__ = ["Memory", "Written", "summary_problems", "write_summaries"]


@dataclass(slots=True)
class Written:
    """How many files were written, and a sentence for each that was left alone."""

    count: int = 0
    notices: list[str] = field(default_factory=list)


def write_summaries(
    vault: Vault,
    store: Store,
    *,
    everything: bool,
    progress: Callable[[int, int], None] | None = None,
    memory: "Memory | None" = None,
) -> Written:
    """Write the summaries that may have changed.

    Arguments: `store`, up to date; `everything`, whether to look at all of them and not only at those that the index
    notes as stale; `progress`, called with the years done so far and in all; `memory`, that of a watch.
    Raises `TjError` where they cannot be written, `Refused` where their folder leads out of the vault.
    """
    memory = memory or Memory()
    with store.reading():  # all pages are of one moment, whoever changes the index meanwhile
        stale = store.stale()
        if not everything and stale == Stale():
            return Written()
        memory.look(store, stale)
        done = _write(vault, store, stale, memory, everything=everything or stale.everything, progress=progress)
    store.settle(stale)
    return done


def _write(
    vault: Vault,
    store: Store,
    stale: Stale,
    memory: "Memory",
    *,
    everything: bool,
    progress: Callable[[int, int], None] | None,
) -> Written:
    writer = _Writer(vault)
    newest = store.newest_date()
    asked = [] if everything else touched(stale.dates, newest)
    known = set(all_periods(store.dates()) if everything else _having_entries(store, asked))
    periods = sorted((one for one in known if one.kind != "index"), key=lambda one: (one.until, one.kind))
    years = [list(of) for _, of in groupby(periods, key=lambda one: one.until.year)]
    if not everything and len(years) == 2:  # as where a year's page is compared with the year before
        years = [[*years[0], *years[1]]]
    for number, of_year in enumerate(years, start=1):
        writer.write(period_pages(memory.entries_for(store, of_year), vault.settings, of_year))
        if progress is not None:
            progress(number, len(years))
    of_latest = everything or _tells_of_latest(stale, newest)
    of_goals = everything or stale.goals or stale.notes or _reaches(stale, newest)
    others = store.others() if of_latest or of_goals else []  # which most saves leave as they are
    if of_latest:
        writer.write({INDEX: index_page(_latest_entries(store, newest, others), others, vault.settings)})
    if of_goals:
        writer.write({GOALS: goals_page(others, store.goal_days(), newest)})
    kept = {f"{period.name}.md" for period in periods} | {INDEX, GOALS}
    writer.remove((writer.names() if everything else {f"{period.name}.md" for period in asked}) - kept)
    return writer.done


def summary_problems(vault: Vault) -> list[Problem]:
    """Return a problem for each file in the summaries' folder that tj will not write, or has to make again."""
    found: list[Problem] = []
    writer = _Writer(vault)
    for name in sorted(writer.names()):
        state = writer.state(name)[0]
        if state == "edited":
            message = "this summary was edited, so tj leaves it as it is; move it away to have it made again"
            found.append(Problem(f"{SUMMARIES}/{name}", 0, "warning", message))
        elif state == "conflict":
            message = "this summary holds a merge conflict; `tj index` makes it again"
            found.append(Problem(f"{SUMMARIES}/{name}", 0, "warning", message))
    return found


class _Writer:
    """The summaries' folder: what lies there, and what was written there."""

    def __init__(self, vault: Vault) -> None:
        self._folder = vault.locate(SUMMARIES)
        self._mark = (vault.root / CONFIG).parent
        self.done = Written()

    def names(self) -> set[str]:
        """Return the names of all that lies there; a long journal has thousands, so no single save asks."""
        try:
            return {name for name in os.listdir(self._folder) if name.endswith(".md")}  # noqa: PTH208 - only names
        except FileNotFoundError:
            return set()
        except OSError as error:
            reason = (error.strerror or "").lower()
            raise TjError(
                f"{SUMMARIES} cannot be looked into: {reason}", "see that it is a folder and may be read"
            ) from None

    def state(self, name: str) -> tuple[str, bytes]:
        """Return what lies at a name, `none` or what `status` tells of it, and its bytes."""
        path = self._folder / name
        if not path.is_file():
            return "none", b""
        data = read_file(path)
        return status(data.decode("utf-8", "replace")), data

    def write(self, texts: dict[str, str]) -> None:
        """Write what differs, but nothing over what someone edited or made."""
        self._make_folder()
        for name, text in texts.items():
            data = text.encode("utf-8")
            state, there = self.state(name)
            if state in ("edited", "foreign"):
                self.done.notices.append(_left_alone(name, state))
            elif there != data:
                self.done.count += write_generated(self._folder / name, data)

    def remove(self, names: Iterable[str]) -> None:
        """Remove what tj wrote of times of which nothing is to be said any more."""
        for name in sorted(names):
            if self.state(name)[0] == "ours":
                remove_generated(self._folder / name)

    def _make_folder(self) -> None:
        # The vault of a drive that was taken out is not made anew in its place.
        if not self._mark.is_dir():
            raise TjError("the vault is no longer there", "see that its drive or folder is where it was")
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError as error:
            reason = (error.strerror or "").lower()
            raise TjError(f"{SUMMARIES} cannot be made: {reason}", "see that the vault may be written") from None


def _having_entries(store: Store, periods: Iterable[Period]) -> Iterator[Period]:
    return (period for period in periods if period.kind != "index" and store.has_entries(period.since, period.until))


class Memory:
    """The entries of the years that were last asked for: a long journal is never held as a whole.

    A watch keeps it from one change to the next, and tells it what changed.
    """

    def __init__(self) -> None:
        self._years: dict[int, dict[str, Entry]] = {}
        self._version = -1

    def look(self, store: Store, stale: Stale) -> None:
        """Forget everything where someone else has changed the index, or it was made anew."""
        version = store.version()
        if stale.everything or version != self._version:
            self._years.clear()
        self._version = version

    def entries_for(self, store: Store, periods: list[Period]) -> list[Entry]:
        """Return the entries of some periods and of the one before each, and what else their years have."""
        first = min(one.before.since if one.before else one.since for one in periods).year
        last = max(one.until for one in periods).year
        self._years = {year: self._year(store, year) for year in range(first, last + 1)}
        return [entry for entries in self._years.values() for entry in entries.values()]

    def renew(self, store: Store, paths: Iterable[str]) -> None:
        """Take in what the index knows now of the notes at these paths."""
        for path in paths:
            for entries in self._years.values():
                entries.pop(path, None)
            entry = store.entry(path)
            if entry and entry.date and entry.type == "entry" and entry.date.year in self._years:
                self._years[entry.date.year][path] = entry

    def _year(self, store: Store, year: int) -> dict[str, Entry]:
        if year in self._years:
            return self._years[year]
        found = store.entries(Query(since=date(year, 1, 1), until=date(year, 12, 31)))
        return {entry.path: entry for entry in found}


def _latest_entries(store: Store, newest: date | None, others: list[Entry]) -> list[Entry]:
    if newest is None:
        return []
    period = latest(newest)
    entries = store.entries(Query(since=period.before.since if period.before else period.since, until=newest))
    session = last_session(others, newest)
    found = {entry.path: entry for entry in store.entries_with_agenda(session.date if session else None)}
    return list({**found, **{entry.path: entry for entry in entries}}.values())


def _tells_of_latest(stale: Stale, newest: date | None) -> bool:
    """Tell whether the page of the latest days may say something else now."""
    if stale.notes or stale.agenda or newest is None:
        return True
    period = latest(newest)
    first = period.before.since if period.before else period.since
    return any(day >= first for day in stale.dates)


def _reaches(stale: Stale, newest: date | None) -> bool:
    """Tell whether the newest entry may be another than it was."""
    return newest is None or any(day >= newest for day in stale.dates)


def _left_alone(name: str, state: str) -> str:
    why = "was edited" if state == "edited" else "was not made by tj"
    return f"{SUMMARIES}/{name} {why}, so it is left as it is; move it away to have it made again."
