"""A month and its days as the index keeps them, and the names of a year: compressed JSON that is read as quickly.

The figures of a month stand by themselves, since a page of the next year needs no more; they begin with `_FORMAT`.
"""

import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from tj.insight.tally import Cell, Facts, Names, Sum, Tally
from tj.report.parts import Day, Lines

__all__ = [
    "YearNames", "dump_days", "dump_figures", "dump_lines", "dump_names", "dump_year", "is_known_format", "load_days",
    "load_figures", "load_lines", "load_names", "load_year", "stamp",
]  # fmt: skip

# Raise it with any change to what is kept or to how a line is worded, so that nothing older is taken for it.
_FORMAT = 1
# The fastest; others save little more.
_LEVEL = 1


class YearNames(NamedTuple):
    """The names of a year's tally, the `places` of their units, and the stamp of each month that they are from."""

    stamps: Sequence[str]
    places: int
    names: Names


def dump_figures(tally: Tally) -> str:
    """Return all of a month's tally but its names."""
    trackers = dict(sorted(tally.trackers.items()))
    return _dumped([_FORMAT, tally.entries, tally.days, tally.moods, trackers])


def is_known_format(figures: str) -> bool:
    """Tell whether a month that is kept with these figures can be loaded."""
    return figures.startswith(f"[{_FORMAT},")


def load_figures(text: str) -> Tally:
    """Return what `dump_figures` kept."""
    _, entries, days, moods, trackers = json.loads(text)
    return Tally(entries, days, Sum(*moods), {}, {key: Sum(*found) for key, found in trackers.items()})


def dump_names(tally: Tally) -> bytes:
    """Return the names of a month's tally."""
    return _packed(_sorted(tally.names))


def load_names(data: bytes) -> Names:
    """Return what `dump_names` kept."""
    names: dict[str, dict[str, Cell]] = _unpacked(data)
    return names


def dump_lines(lines: Lines) -> bytes:
    """Return the lines of a month."""
    return zlib.compress("\0".join("\n".join(some) for some in lines).encode(), _LEVEL)


def load_lines(data: bytes) -> Lines:
    """Return what `dump_lines` kept."""
    texts = zlib.decompress(data).decode().split("\0")
    return Lines(*(text.split("\n") if text else [] for text in texts))


def dump_days(days: Sequence[Day]) -> bytes:
    """Return the days of a month without their lines."""
    return _packed([_plain(day) for day in days])


def load_days(data: bytes, lines: Lines) -> list[Day]:
    """Return what `dump_days` kept, given the lines of the month."""
    entry, win, agenda = 0, len(lines.wins), 0
    days: list[Day] = []
    for day, (entries, wins, brought), noted, *facts in _unpacked(data):
        of_day = Lines(
            lines.entries[entry : entry + entries],
            lines.wins[win - wins : win],
            lines.agenda[agenda : agenda + brought],
        )
        entry, win, agenda = entry + entries, win - wins, agenda + brought
        days.append(Day(date.fromisoformat(day), Facts(*facts), noted, of_day))
    return days


def dump_year(year: YearNames) -> bytes:
    """Return the names of a year."""
    return _packed([year.stamps, year.places, _sorted(year.names)])


def load_year(data: bytes) -> YearNames:
    """Return what `dump_year` kept."""
    return YearNames(*_unpacked(data))


def stamp(figures: str, names: bytes) -> str:
    """Return what tells a month's tally, as it is kept, from any other."""
    return hashlib.blake2b(figures.encode() + names, digest_size=12).hexdigest()


def _plain(day: Day) -> list[object]:
    facts = day.facts
    counts = [len(some) for some in day.lines]
    return [day.day.isoformat(), counts, day.noted, facts.entries, facts.mood, facts.counts, facts.trackers]


def _sorted(names: Names) -> dict[str, dict[str, Cell]]:
    return {kind: dict(sorted(cells.items())) for kind, cells in sorted(names.items())}


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed(value: object) -> bytes:
    return zlib.compress(_dumped(value).encode(), _LEVEL)


def _unpacked(data: bytes) -> Any:
    return json.loads(zlib.decompress(data))
