"""What each day gives to the summaries that tell of it, and the same of longer times, ready to be put together.

A day is worked out once; its week, its month and its year are sums of such parts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from tj.entry.model import Entry
from tj.insight.agenda import agenda
from tj.insight.goals import goal_name
from tj.insight.mood import mood_of_day
from tj.insight.tally import Facts, Tally, facts_of, tally_of
from tj.insight.wins import Said, wins
from tj.report.render import linked_to, plain
from tj.report.words import iso, level, mean

__all__ = ["Day", "Lines", "Part", "days_of", "lines_after", "lines_of", "part_of", "said", "within"]

_date_of, _order = attrgetter("date"), attrgetter("date", "time", "path")
_wins, _agenda = attrgetter("wins"), attrgetter("agenda")


class Lines(NamedTuple):
    """Lines of Markdown, none with a line end; `wins` are newest first, the others oldest."""

    entries: Sequence[str] = ()
    wins: Sequence[str] = ()
    agenda: Sequence[str] = ()


class Part(NamedTuple):
    """What a time gives to a page."""

    tally: Tally
    lines: Lines


class Day(NamedTuple):
    """One day that has an entry: what is counted of it, each noted level as a text, and its lines."""

    day: date
    facts: Facts
    noted: str
    lines: Lines


def days_of(entries: Iterable[Entry]) -> list[Day]:
    """Return each day that has an entry, one that cannot be read included, in order."""
    dated = sorted([entry for entry in entries if entry.type == "entry" and entry.date is not None], key=_order)
    return [_day(day, list(of_day)) for day, of_day in groupby(dated, key=_date_of) if day is not None]


def within(days: Sequence[Day], since: date, until: date) -> Sequence[Day]:
    """Return those of some days, in order, that lie in a time; both ends are included."""
    return days[bisect_left(days, since, key=_date) : bisect_right(days, until, key=_date)]


def part_of(days: Sequence[Day]) -> Part:
    """Return what some days, in order, give together."""
    return Part(tally_of([day.facts for day in days]), lines_of(days))


def lines_of(days: Sequence[Day]) -> Lines:
    """Return the lines of some days, in order."""
    return lines_after([day.lines for day in days])


def lines_after(times: Sequence[Lines]) -> Lines:
    """Return the lines of some times that follow each other."""
    return Lines(
        list(chain.from_iterable([lines.entries for lines in times])),
        list(chain.from_iterable([lines.wins for lines in reversed(times)])),
        list(chain.from_iterable([lines.agenda for lines in times])),
    )


def said(one: Said) -> str:
    """Return a line that someone wrote, with a link to where."""
    return f"{linked_to(iso(one.day), one.path)}: {plain(one.text)}"


def _day(day: date, listed: Sequence[Entry]) -> Day:
    is_one = len(listed) == 1 and listed[0].readable  # as on most days
    entries = listed if is_one else [entry for entry in listed if entry.readable]
    found = mood_of_day(day, entries)
    shown = iso(day)
    return Day(
        day,
        facts_of(entries, found.mood),
        ", ".join([f"{time} {level(felt)}".strip() for time, felt in found.points]),
        Lines(
            [_entry_line(shown, entry) for entry in listed],
            [said(win) for win in wins(entries)] if any(map(_wins, entries)) else [],
            [said(line) for line in agenda(entries)] if any(map(_agenda, entries)) else [],
        ),
    )


def _entry_line(day: str, entry: Entry) -> str:
    # A date is safe as it is, and times come again on other days.
    linked = linked_to(f"{day} {plain(entry.time)}" if entry.time else day, entry.path)
    if not entry.readable:
        return f"{linked}, not readable yet: `tj check` says why"
    title = "" if entry.title == goal_name(entry.path) else f" {plain(entry.title)}"
    mood = entry.mood
    return f"{linked}{title}" if mood is None else f"{linked}{title}, mood {mean(mood)}"


def _date(day: Day) -> date:
    return day.day
