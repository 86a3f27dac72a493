"""Figures and dates as people read them, the same in summaries, the report and the terminal."""

from datetime import date
from functools import lru_cache

from tj.insight.mood import Figures
from tj.settings import YES_NO
from tj.words.phrases import some

__all__ = ["WEEKDAYS", "iso", "level", "mean", "noted", "some", "span", "times_yes"]

# Over columns, from Monday on.
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@lru_cache(maxsize=1024)  # each day stands in the pages of its week and its month, and there several times
def iso(day: date) -> str:
    """Return a day as the pages have it: `2026-03-05`."""
    return day.isoformat()


@lru_cache(maxsize=1024)  # most levels are whole numbers or halves
def mean(value: float | None) -> str:
    """Return a mean, rounded to one decimal: `6.0`; a dash where there is none."""
    return "–" if value is None else f"{value:z.1f}"


@lru_cache(maxsize=1024)
def level(value: float | None) -> str:
    """Return a noted value, rounded to one decimal at most: `6`, `6.5`; a dash where there is none."""
    return mean(value).removesuffix(".0")


def noted(value: float, unit: str) -> str:
    """Return one value of a tracker: `7.5`, or `yes` and `no` where that is its unit."""
    return ("yes" if value else "no") if unit == YES_NO else f"{value:g}"


def times_yes(found: Figures) -> int:
    """Return how often the answer was yes, of the figures of a tracker that is answered by yes or no."""
    return round((found.mean or 0) * found.n)


def span(found: Figures) -> str:
    """Return the range of some values: `4 to 9`."""
    return f"{level(found.lowest)} to {level(found.highest)}"
