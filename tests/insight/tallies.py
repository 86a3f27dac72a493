"""Contrasts of a few entries, by way of the tally of each day."""

from collections.abc import Sequence

from tj.entry.model import Entry
from tj.insight import tally
from tj.insight.mood import Contrast, daily
from tj.insight.tally import facts_of, tally_of

__all__ = ["contrasts"]


def contrasts(entries: Sequence[Entry]) -> list[Contrast]:
    """Return what `tj.insight.tally.contrasts` says of the days of some entries."""
    facts = []
    for day in daily(entries):
        of_day = [entry for entry in entries if entry.date == day.day and entry.type == "entry"]
        facts.append(facts_of(of_day, day.mood))
    return tally.contrasts(tally_of(facts))
