"""What each day gives to the summaries that tell of it, and the same of each month, ready to be put together.

A day is worked out once; its week, its month and its year are sums of such parts. `dump_month` and `load_…` are how the
index keeps them: compressed JSON, in which `_FORMAT` stands first.
"""

import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Any

from tj.entry.model import Entry
from tj.insight.agenda import agenda
from tj.insight.goals import goal_name
from tj.insight.mood import daily
from tj.insight.tally import Facts, Sum, Tally, added, facts_of, tally_of
from tj.insight.wins import Said, wins
from tj.report.render import link, plain
from tj.report.words import level, mean

__all__ = ["Day", "Part", "days_of", "dump_days", "dump_part", "load_days", "load_part", "part_of", "put_together",
           "said", "within"]  # fmt: skip

# Raise it with any change to what is kept or to how a line is worded, so that nothing older is taken for it.
_FORMAT = 1
# The fastest; others save little more.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Part:
    """What a time gives to a page: its tally, and lines of Markdown; `wins` are newest first, the others oldest."""

    tally: Tally
    entries: Sequence[str] = ()
    wins: Sequence[str] = ()
    agenda: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One day that has an entry: what is counted of it, each noted level as a text, and lines as a `Part` has them."""

    day: date
    facts: Facts
    noted: str
    entries: Sequence[str]
    wins: Sequence[str]
    agenda: Sequence[str]


def days_of(entries: Iterable[Entry]) -> list[Day]:
    """Return each day that has an entry, one that cannot be read included, in order."""
    dated = [(entry.date, entry) for entry in entries if entry.type == "entry" and entry.date is not None]
    dated.sort(key=lambda pair: (pair[0], pair[1].time, pair[1].path))
    return [_day(day, [entry for _, entry in of_day]) for day, of_day in groupby(dated, key=lambda pair: pair[0])]


def within(days: Sequence[Day], since: date, until: date) -> Sequence[Day]:
    """Return those of some days, in order, that lie in a time; both ends are included."""
    return days[bisect_left(days, since, key=_date) : bisect_right(days, until, key=_date)]


def part_of(days: Sequence[Day]) -> Part:
    """Return what some days, in order, give together."""
    return Part(
        tally_of([day.facts for day in days]),
        list(chain.from_iterable(day.entries for day in days)),
        list(chain.from_iterable(day.wins for day in reversed(days))),
        list(chain.from_iterable(day.agenda for day in days)),
    )


def put_together(parts: Sequence[Part]) -> Part:
    """Return what some times give together that follow each other."""
    return Part(
        added([part.tally for part in parts]),
        list(chain.from_iterable(part.entries for part in parts)),
        list(chain.from_iterable(part.wins for part in reversed(parts))),
        list(chain.from_iterable(part.agenda for part in parts)),
    )


def said(one: Said) -> str:
    """Return a line that someone wrote, with a link to where."""
    return f"{link(str(one.day), one.path)}: {plain(one.text)}"


def dump_part(part: Part) -> bytes:
    """Return a month's part as the index keeps it."""
    tally = part.tally
    # One text for all lines, none of which has a line end: a long list of texts would take longer to read.
    lines = ["\n".join(lines) for lines in (part.entries, part.wins, part.agenda)]
    return _packed([tally.entries, tally.days, tally.moods, tally.names, tally.trackers, *lines])


def load_part(data: bytes) -> Part | None:
    """Return what `dump_part` kept, or None where that was another format."""
    found = _unpacked(data)
    if found is None:
        return None
    entries, days, moods, names, trackers, *texts = found
    tally = Tally(entries, days, Sum(*moods), names, {key: Sum(*values) for key, values in trackers.items()})
    return Part(tally, *(text.split("\n") if text else [] for text in texts))


def dump_days(days: Iterable[Day]) -> bytes:
    """Return a month's days as the index keeps them."""
    return _packed([_plain(day) for day in days])


def load_days(data: bytes) -> list[Day] | None:
    """Return what `dump_days` kept, or None where that was another format."""
    found = _unpacked(data)
    return None if found is None else [_loaded(*plain_day) for plain_day in found]


def _day(day: date, listed: Sequence[Entry]) -> Day:
    entries = [entry for entry in listed if entry.readable]
    found = daily(entries)
    points = found[0].points if found else ()
    return Day(
        day,
        facts_of(entries, found[0].mood if found else None),
        ", ".join(f"{time} {level(felt)}".strip() for time, felt in points),
        [_entry_line(entry) for entry in listed],
        [said(win) for win in wins(entries)],
        [said(line) for line in agenda(entries)],
    )


def _entry_line(entry: Entry) -> str:
    linked = link(f"{entry.date} {entry.time}".strip(), entry.path)
    if not entry.readable:
        return f"{linked}, not readable yet: `tj check` says why"
    title = "" if entry.title == goal_name(entry.path) else f" {plain(entry.title)}"
    mood = f", mood {mean(entry.mood)}" if entry.mood is not None else ""
    return f"{linked}{title}{mood}"


def _date(day: Day) -> date:
    return day.day


def _plain(day: Day) -> list[object]:
    facts = day.facts
    figures = [facts.entries, facts.mood, facts.counts, facts.trackers]
    return [day.day.isoformat(), figures, day.noted, day.entries, day.wins, day.agenda]


def _loaded(day: str, figures: list[Any], *rest: Any) -> Day:
    return Day(date.fromisoformat(day), Facts(*figures), *rest)


def _packed(value: list[Any]) -> bytes:
    return zlib.compress(json.dumps([_FORMAT, *value], ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def _unpacked(data: bytes) -> list[Any] | None:
    number, *value = json.loads(zlib.decompress(data))
    return value if number == _FORMAT else None
