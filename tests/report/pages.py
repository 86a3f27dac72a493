"""All summaries of a vault at once, from all its notes: what the pages that tj writes one by one are held against."""

from collections.abc import Iterable

from tj.config import Settings
from tj.entry.model import Entry
from tj.insight.goals import days_done
from tj.report.period import Period, all_periods
from tj.report.summary import GOALS, INDEX, goals_page, index_page, period_pages

__all__ = ["summaries"]


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
    texts = period_pages(entries, settings, [period for period in wanted if period.kind != "index"])
    texts[INDEX] = index_page(entries, others, settings)
    texts[GOALS] = goals_page(others, days_done(entries), dates[-1] if dates else None)
    return dict(sorted(texts.items()))
