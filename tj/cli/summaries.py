"""Writing the summaries: which of them may differ, and what they are made from."""

import contextlib
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from itertools import groupby, islice
from typing import TypeAlias

from tj.cli.folder import Folder, Written
from tj.cli.kept import NOTHING_MADE, Made, Months
from tj.cli.months import Anew, told_anew
from tj.entry.model import Problem
from tj.errors import TjError
from tj.index.store import Stale, Store
from tj.insight.scores import Scored, compared_across, scored
from tj.processes import Crew, is_wanted, processes_for, without_collecting
from tj.report.book import Source, told_in_order, told_of
from tj.report.noted import Noted, dump_noted, load_noted, noted_of
from tj.report.period import Period, all_periods, latest, periods_of, touched
from tj.report.summary import GOALS, INDEX, Told, goals_page, index_page, nothing_yet, period_page
from tj.vault.layout import SUMMARIES, Vault
from tj.words import upkeep as words

__all__ = ["WRITE", "PageWriter", "Written", "summary_problems", "write_summaries"]

# What a crew calls the job that a `PageWriter` does.
WRITE = "write"

# What another process can be given: the index's state, the assessments and sessions, and which part of how many is
# its own. And what it says then: which pages it wrote, and a sentence for each that it left.
_Wanted: TypeAlias = tuple[tuple[int, int], list[list[tuple[int, str]]], int, int]
_Told: TypeAlias = tuple[list[str], list[str]]

# From so many notes on, other processes are worth their start.
_MANY = 300
# How many pages less this process writes than another, of few and for each of many: it writes the index and the goals
# first, and has the log of the index written back.
_LESS, _LESS_OF_MANY = 46, 1 / 16


def write_summaries(
    vault: Vault,
    store: Store,
    *,
    everything: bool,
    progress: Callable[[int, int], None] | None = None,
    done: Written | None = None,
    crew: Crew | None = None,
) -> Written:
    """Write the summaries that may have changed, and return what was written.

    Arguments: `store`, up to date; `everything`, whether to look at all of them and not only at those that the index
    notes as stale; `progress`, called with the years done so far and in all; `done`, what was written before, to which
    is added what is written now, even where not all of it can be; `crew`, one that has a `PageWriter` of this index
    and vault, by default one of its own.
    Raises `TjError` where they cannot be written, `Refused` where their folder leads out of the vault.
    """
    with store.reading():  # all pages are of one moment, whoever changes the index meanwhile
        stale = store.stale()
        if not everything and stale._replace(version=0) == Stale():
            return Written() if done is None else done
        pages = _Pages(vault, store, Folder(vault, done))
        if everything or stale.everything:
            with contextlib.nullcontext(crew) if crew else Crew({WRITE: PageWriter(vault, store.another)}) as those:
                pages.write_all(progress, those)
            made = NOTHING_MADE
        else:
            made = pages.write_stale(stale)
    store.settle(stale, *made)
    return pages.folder.done


class PageWriter:
    """The job of a crew that writes some pages: what it is given is made by `write_summaries`."""

    def __init__(self, vault: Vault, opened: Callable[[], Store]) -> None:
        """Argument: `opened`, which opens the index."""
        self._vault = vault
        self._opened = opened
        self._store: Store | None = None

    def get_ready(self) -> None:
        """Open the index ahead of time, in the process that will write."""
        with contextlib.suppress(TjError):  # which is told of where the index is needed
            self._store = self._opened()

    def __call__(self, wanted: _Wanted) -> _Told:
        """Write the pages of a part."""
        as_of, noted, *part = wanted
        ready, self._store = self._store, None
        with ready or self._opened() as store, store.reading():
            if store.state() != as_of:
                raise RuntimeError("the index has changed")
            return _Pages(self._vault, store, Folder(self._vault), load_noted(noted)).write_part(*part)


class _Pages:
    """The pages of one moment, and where they are written."""

    def __init__(self, vault: Vault, store: Store, folder: Folder, noted: Noted | None = None) -> None:
        self.folder = folder
        if noted is not None:
            self._noted = noted
        self._vault = vault
        self._settings = vault.settings
        self._store = store
        self._newest = store.newest_date()

    @cached_property
    def _periods(self) -> list[Period]:
        """The times that have an entry, in the order in which their pages are written."""
        periods = [one for one in all_periods(self._store.dates()) if one.kind != "index"]
        periods.sort(key=lambda one: (one.until, one.kind))
        return periods

    def write_all(self, progress: Callable[[int, int], None] | None, crew: Crew) -> None:
        """Write whatever differs, and remove the pages of times that have no entry any more."""
        with without_collecting():
            self._write_pages(progress, crew)
        kept = {_file(period) for period in self._periods} | {INDEX, GOALS}
        self.folder.remove(self.folder.names() - kept)

    def _write_pages(self, progress: Callable[[int, int], None] | None, crew: Crew) -> None:
        """Write all pages, those of times in some processes at once where there are many: each those of some years."""
        processes = processes_for(self._store.count(), at_least=_MANY)
        if processes < 2:
            self.write_in_order(self._periods, progress)
            self._write_others()
            return
        self.folder.make()
        as_of = self._store.state()
        noted = dump_noted(self._noted)  # once for all: reading the forms of assessments takes as long as many pages
        # Which times these are each finds by itself, since that takes no longer than to wait for it.
        parts = [(as_of, noted, number, processes) for number in range(processes)]

        def here(wanted: _Wanted) -> _Told:
            return self.write_part(*wanted[2:])

        def meanwhile() -> None:
            self._write_others()
            with self._store.another() as store:  # not the one that reads, which could not
                store.write_log_back()

        all_told = crew.share_out(WRITE, parts, processes, here=here, meanwhile=meanwhile)
        for number, told in enumerate(all_told, start=1):
            self.folder.done.add(*told)
            if progress is not None:
                progress(number, len(parts))

    def write_part(self, number: int, parts: int) -> _Told:
        """Write the pages of one of so many parts, counted from 0; return what another process is to say of it."""
        self.write_in_order(_part(self._periods, number, parts))
        return list(self.folder.done.names), list(self.folder.done.notices)

    def _write_others(self) -> None:
        self._write_latest(partial(told_anew, self._store))
        self._write_goals()

    def write_in_order(self, periods: Sequence[Period], progress: Callable[[int, int], None] | None = None) -> None:
        """Write the pages of times that follow each other, year by year; `progress` as in `write_summaries`."""
        anew = Anew(self._store)
        years = [(year, list(of_year)) for year, of_year in groupby(periods, key=lambda one: one.until.year)]
        all_told = told_in_order(anew, periods)
        for number, (year, of_year) in enumerate(years, start=1):
            anew.turn_to(year, of_year[-1].until)
            # One step for a whole year before the next: what a step takes stays in the processor's caches.
            told = list(islice(all_told, len(of_year)))
            pages = [self._page(*one) for one in zip(of_year, told, strict=True)]
            for period, page in zip(of_year, pages, strict=True):
                if not is_wanted():
                    raise RuntimeError("nobody waits for this any more")
                self.folder.write(_file(period), page)
            if progress is not None:
                progress(number, len(years))

    def write_stale(self, stale: Stale) -> Made:
        """Write what tells of changes; return what is to be kept of the months concerned."""
        months = Months(self._store, stale.dates)
        noted = self._told_of_notes(stale) if stale.notes else frozenset[Period]()
        for period in sorted({*touched(stale.dates, None), *noted}):
            if not months.have_entries(period):
                self.folder.remove([_file(period)])
            elif (
                period in noted
                or months.differs(period)
                or (period.before and months.is_compared_otherwise(period.before))
                or not self.folder.has(_file(period))
            ):
                self._write_period(period, months)
        moved = self._may_have_moved(stale, months)
        if moved or stale.notes or stale.agenda or self._is_of_latest(months) or not self.folder.has(INDEX):
            self._write_latest(partial(told_of, months))
        if moved or stale.notes or stale.goals or not self.folder.has(GOALS):
            self._write_goals()
        return months.made()

    def _write_period(self, period: Period, source: Source) -> None:
        self.folder.write(_file(period), self._page(period, told_of(source, period)))

    def _page(self, period: Period, told: Told) -> bytes:
        return period_page(period, told, self._settings, self._noted)

    def _write_latest(self, tell: Callable[[Period], Told]) -> None:
        if self._newest is None:
            self.folder.write(INDEX, nothing_yet())
            return
        period = latest(self._newest)
        last = self._store.last_session(self._newest)
        asked = self._store.entries_with_agenda(last[0].date if last else None)
        homework = [*last, *self._store.others("guidance")]
        page = index_page(period, tell(period), self._settings, homework, asked, self._noted)
        self.folder.write(INDEX, page)

    def _write_goals(self) -> None:
        self.folder.write(GOALS, goals_page(self._store.others(), self._store.goal_days(), self._newest))

    @cached_property
    def _scores(self) -> list[Scored]:
        notes = self._store.others("assessment")
        if not notes:
            return []
        from tj.cli.forms import all_forms

        # A form that cannot be read is for `tj assess` to tell of; its results are shown without a comparison.
        return scored(notes, {form.name: form for form in all_forms(self._vault)[0]})

    @cached_property
    def _noted(self) -> Noted:
        """What the assessments and sessions of all times give to a page."""
        return noted_of(self._scores, self._store.others("session"))

    def _told_of_notes(self, stale: Stale) -> frozenset[Period]:
        """Return the periods that may tell otherwise of assessments or sessions, when notes of these days changed."""
        days = {*stale.dates, *compared_across(self._scores, stale.dates)}
        return frozenset(period for day in days for period in periods_of(day))

    def _may_have_moved(self, stale: Stale, months: Months) -> bool:
        """Tell whether the newest entry may be of another day than it was."""
        return self._newest is None or any(
            day > self._newest or (day == self._newest and not months.had(day)) for day in stale.dates
        )

    def _is_of_latest(self, months: Months) -> bool:
        """Tell whether the latest days, or what is compared with them, may be told of in other words."""
        if self._newest is None:
            return True
        period = latest(self._newest)
        return months.differs(period) or (period.before is not None and months.differs(period.before))


def _part(periods: Sequence[Period], number: int, parts: int) -> Sequence[Period]:
    """Return what one process is to write; the last has less, since this one does other things first."""
    size = int(len(periods) * (1 + _LESS_OF_MANY) + _LESS) // parts + 1
    return periods[number * size : (number + 1) * size]


def _file(period: Period) -> str:
    return f"{period.name}.md"


def summary_problems(vault: Vault) -> list[Problem]:
    """Return a problem for each file in the summaries' folder that tj will not write, or has to make again."""
    found: list[Problem] = []
    folder = Folder(vault)
    for name in sorted(folder.names()):
        state = folder.state(name)[0]
        if state == "edited":
            found.append(Problem(f"{SUMMARIES}/{name}", 0, "warning", words.SUMMARY_EDITED))
        elif state == "conflict":
            found.append(Problem(f"{SUMMARIES}/{name}", 0, "warning", words.SUMMARY_IN_CONFLICT))
    return found
