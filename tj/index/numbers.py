"""The numbers that notes are given in the index: those of their day, so that they are in the order of their dates."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from tj.index.peek import A_DAY
from tj.index.rows import first_number

__all__ = ["Numbers"]

_LOWEST = "SELECT min(id) FROM (SELECT min(id) AS id FROM notes UNION ALL SELECT min(number) FROM spent)"
_TAKEN = (
    "SELECT id FROM notes WHERE id BETWEEN ?1 AND ?2 UNION ALL SELECT number FROM spent WHERE number BETWEEN ?1 AND ?2"
)


class Numbers:
    """The numbers that no note has, and none had to leave: each is given once in a change."""

    def __init__(self, rows: Callable[..., list[Any]], *, empty: bool) -> None:
        """Arguments: `rows`, which asks the index; `empty`, whether there was no note when the change began."""
        self._rows = rows
        self._empty = empty
        self._free: dict[str, Iterator[int]] = {}
        self._lowest: int | None = None

    def of(self, days: Iterable[str | None]) -> list[int]:
        """Return a number for a note of each day: a free one of that day, or where there is none one below zero."""
        numbers: list[int] = []
        for day in days:
            number = next(self._of_day(day), None) if day else None
            numbers.append(self._below() if number is None else number)
        return numbers

    def _below(self) -> int:
        if self._lowest is None:
            self._lowest = min(self._rows(_LOWEST)[0][0] or 0, 0)
        self._lowest -= 1
        return self._lowest

    def _of_day(self, day: str) -> Iterator[int]:
        if day not in self._free:
            first = first_number(date.fromisoformat(day))
            numbers: Iterable[int] = range(first, first + A_DAY)
            if not self._empty:
                taken = {number for (number,) in self._rows(_TAKEN, first, first + A_DAY - 1)}
                numbers = [number for number in numbers if number not in taken]
            self._free[day] = iter(numbers)
        return self._free[day]
