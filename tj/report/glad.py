"""Wins in plain words, with their numbers: no praise, and nothing of what was not done."""

from collections.abc import Mapping
from datetime import date

from tj.insight.highlights import Win
from tj.moment import format_moment
from tj.report.results import change_words
from tj.report.words import mean, some

__all__ = ["win_words"]


def win_words(win: Win, units: Mapping[str, str]) -> str:
    """Return a win in a line.

    Argument: `units`, those of the trackers.
    """
    name = " ".join(win.name.split())
    if win.kind == "goals":
        if win.since is None:
            return f"{name}: done"
        done, planned = int(win.value), int(win.than)
        if done == planned:
            return f"{name}: {done} of {some(planned, 'day')} in the week of {win.since}"
        return f"{name}: {some(done, 'day')} in the week of {win.since}; the aim was {planned}"
    if win.kind == "runs":
        return f"{name}: {win.value:g} weeks in a row, the longest run so far"
    if win.kind == "bests":
        unit = win.unit or units.get(win.name, "")
        said = f" {unit}" if unit and unit != name else ""
        return f"{name}: {_number(win.value)}{said}, the most so far; before that {_number(win.than)} on {win.since}"
    if win.kind == "returns":
        return f"you wrote again on {format_moment('dddd', win.day)}"
    if win.kind == "months":
        return _month(win)
    if win.scored is not None and win.scored.instrument and win.scored.since:
        one = win.scored
        band = f", {one.band}" if one.band else ""
        return f"{name}: {one.score} of {one.highest}{band}; {change_words(win.scored.instrument, win.scored.since)}"
    return name


def _month(win: Win) -> str:
    first = date.fromisoformat(f"{win.name}-01")
    before = date.fromordinal(max(first.toordinal() - 1, 1))
    now, then = (some(count, "day") for count in win.days)
    month, month_before = format_moment("MMMM", first), format_moment("MMMM", before)
    return f"{month}: mean mood {mean(win.value)} over {now}; in {month_before} {mean(win.than)} over {then}"


def _number(value: float) -> str:
    return f"{value:.12g}"
