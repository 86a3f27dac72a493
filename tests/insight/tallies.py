"""Contrasts of a few entries, by way of the tally of each day."""

from collections.abc import Sequence

from tj.entry.model import Entry
from tj.insight import tally
from tj.insight.mood import Contrast, daily
from tj.insight.tally import added, counts, finite_trackers, tally_of

__all__ = ["contrasts"]


def contrasts(entries: Sequence[Entry]) -> list[Contrast]:
    """Return what `tj.insight.tally.contrasts` says of the days of some entries."""
    tallies = []
    for day in daily(entries):
        of_day = [entry for entry in entries if entry.date == day.day and entry.type == "entry"]
        tallies.append(tally_of(len(of_day), day.mood, counts(of_day), finite_trackers(of_day)))
    return tally.contrasts(added(tallies))
