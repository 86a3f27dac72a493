"""The days on which a goal asks for something: from its start to its end, but for its pauses."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tj.entry.model import Value

__all__ = ["OpenDays", "Pause", "parse_pause", "pauses_of"]

_PAUSE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*/\s*(\d{4}-\d{2}-\d{2}|\.\.)?)?", re.ASCII)


class Pause(NamedTuple):
    """A time in which a goal rests: its first and last day; `last` is None while nobody has set its end."""

    first: date
    last: date | None = None

    def __str__(self) -> str:
        return f"{self.first}/{self.last or ''}"

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


def parse_pause(value: Value) -> Pause | None:
    """Read a pause: `2026-03-01/2026-03-10`, `2026-03-01/` without an end, `2026-03-01` for one day; else None."""
    if isinstance(value, date):
        return Pause(value, value)
    found = _PAUSE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        first = date.fromisoformat(found[1])
        if "/" not in found[0]:
            return Pause(first, first)
        last = date.fromisoformat(found[2]) if found[2] and found[2] != ".." else None
    except ValueError:
        return None
    return Pause(first, last) if last is None or last >= first else None


def pauses_of(value: Value) -> tuple[Pause, ...]:
    """Return the pauses that a note's `paused` names, in order; what is none is passed over."""
    found = (parse_pause(item) for item in (value if isinstance(value, list) else [value]))
    return tuple(sorted((pause for pause in found if pause), key=str))


@dataclass(frozen=True, slots=True)
class OpenDays:
    """From `first` to `last`, both included, without some days in between; `closed` are such times, apart, in order."""

    first: date
    last: date
    closed: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, first: date, last: date, pauses: Iterable[Pause]) -> "OpenDays":
        """Return what is left of a time when some pauses, which may overlap, are taken out."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted((p.first.toordinal(), (p.last or date.max).toordinal()) for p in pauses):
            if merged and start <= merged[-1][1] + 1:
                merged[-1] = merged[-1][0], max(merged[-1][1], end)
            else:
                merged.append((start, end))
        return cls(first, last, tuple(merged))

    def count(self, since: date, until: date) -> int:
        """Return how many days of a time are open, both its ends included."""
        start, end = max(since, self.first).toordinal(), min(until, self.last).toordinal()
        if end < start:
            return 0
        count = end - start + 1
        for first, last in self.closed[bisect_left(self.closed, start, key=_last) :]:
            if first > end:
                break
            count -= min(last, end) - max(first, start) + 1
        return count

    def within(self, since: date, until: date) -> Iterator[tuple[date, date]]:
        """Yield the first and the last day of each open stretch of a time, both its ends included."""
        start, end = max(since, self.first).toordinal(), min(until, self.last).toordinal()
        for first, last in self.closed[bisect_left(self.closed, start, key=_last) :]:
            if first > end:
                break
            if start < first:
                yield date.fromordinal(start), date.fromordinal(first - 1)
            start = max(start, last + 1)
        if start <= end:
            yield date.fromordinal(start), date.fromordinal(end)


def _last(closed: tuple[int, int]) -> int:
    return closed[1]
