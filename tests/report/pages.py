"""All summaries of a vault at once, from all its notes: what the pages that tj writes one by one are held against."""

from collections.abc import Iterable, Sequence

from tj.config import Settings
from tj.entry.model import Entry
from tj.insight.goals import work_done
from tj.insight.instruments import parse_instrument
from tj.insight.scores import scored
from tj.insight.tally import Sum, Tally, tally_of
from tj.report.book import told_of
from tj.report.noted import noted_of
from tj.report.parts import Day, Lines, days_of, lines_of
from tj.report.period import Period, all_periods, latest, month_number
from tj.report.summary import GOALS, INDEX, goals_page, index_page, nothing_yet, period_page
from tj.templating import shipped, shipped_names

__all__ = ["Months", "summaries"]


FORMS = {
    name.removesuffix(".toml"): parse_instrument(name.removesuffix(".toml"), shipped(f"instruments/{name}"), name)
    for name in shipped_names("instruments")
}


class Months:
    """The months of some notes, each worked out whenever it is asked for."""

    def __init__(self, notes: Iterable[Entry]) -> None:
        self._days = days_of(notes)

    def days(self, month: int) -> Sequence[Day]:
        return [day for day in self._days if month_number(day.day) == month]

    def tally(self, month: int) -> Tally:
        return tally_of([day.facts for day in self.days(month)])

    def lines(self, month: int) -> Lines:
        return lines_of(self.days(month))

    def moods(self, month: int) -> Sum:
        return self.tally(month).moods

    def year(self, year: int) -> Tally:
        return tally_of([day.facts for day in self._days if day.day.year == year])


def summaries(notes: Iterable[Entry], settings: Settings, which: Iterable[Period] | None = None) -> dict[str, str]:
    """Return the text of each summary by its file's name.

    Arguments: `notes`, all of the vault, in any order; `settings`, the vault's; `which`, the periods to write, by
    default all that have an entry; those without one are passed over. `index.md` and `goals.md` are always among them.
    """
    given = list(notes)
    entries = [note for note in given if note.type == "entry" and note.date is not None]
    others = [note for note in given if note.type != "entry"]
    dates = sorted({entry.date for entry in entries if entry.date is not None})
    known = all_periods(dates)
    wanted = known if which is None else sorted(set(which) & set(known))
    source = Months(entries)
    noted = noted_of(scored(others, FORMS), others)
    texts = {
        f"{period.name}.md": period_page(period, told_of(source, period), settings, noted)
        for period in wanted
        if period.kind != "index"
    }
    if dates:
        last = latest(dates[-1])
        texts[INDEX] = index_page(last, told_of(source, last), settings, others, entries, noted)
    else:
        texts[INDEX] = nothing_yet()
    texts[GOALS] = goals_page(others, work_done(given), dates[-1] if dates else None)
    return {name: page.decode() for name, page in sorted(texts.items())}
