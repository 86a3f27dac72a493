"""The assessments that are kept as notes, each compared with the one before of the same questionnaire."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tj.entry.model import Entry, Value
from tj.insight.assessments import Since, compare, is_flagged
from tj.insight.instruments import Instrument

__all__ = ["Scored", "compared_across", "is_better", "scored"]


@dataclass(frozen=True, slots=True)
class Scored:
    """One filled-in questionnaire: its day and note, and the score, most and band that the note says.

    `title` is the questionnaire's, its name where it is not known; `instrument` is None then. `band` may be empty.
    `since` is the comparison with the last earlier one whose scores compare, None where there is none. `flagged` tells
    whether an answer asks for `tj support`.
    """

    day: date
    path: str
    title: str
    score: int
    highest: int
    band: str
    instrument: Instrument | None = None
    since: Since | None = None
    flagged: bool = False

    @property
    def compares(self) -> bool:
        """Tell whether others of the questionnaire are compared with it: it is in the range that is scored today."""
        form = self.instrument
        return form is not None and self.highest == form.highest and form.lowest <= self.score <= form.highest


def scored(notes: Iterable[Entry], instruments: Mapping[str, Instrument]) -> list[Scored]:
    """Return each assessment that has a date, a name and whole numbers for score and most, in order.

    Arguments: `notes`, among which those of type assessment count, with their properties; `instruments`, by name.
    As for `tj.insight.assessments.previous`, of those kept within one minute the later has the longer name.
    """
    found: list[tuple[tuple[date, str, int, str], Entry]] = []
    for note in notes:
        if note.type == "assessment" and note.readable and note.date is not None:
            found.append(((note.date, note.time, len(note.path), note.path), note))
    last: dict[str, tuple[date, int]] = {}
    results: list[Scored] = []
    for (day, *_), note in sorted(found, key=lambda pair: pair[0]):
        name, score = note.properties.get("name"), note.properties.get("score")
        if not isinstance(name, str) or not name or type(score) is not int:
            continue
        instrument = instruments.get(name)
        most = note.properties.get("max", instrument.highest if instrument else None)
        if type(most) is not int:
            continue
        band = note.properties.get("band")
        title = instrument.title if instrument else name
        said = band if isinstance(band, str) else ""
        one = Scored(day, note.path, title, score, most, said, instrument)
        if instrument is not None and _has_flag(instrument, note.properties.get("answers")):
            one = replace(one, flagged=True)
        if instrument is not None and one.compares:
            since = compare(instrument, score, *last[name]) if name in last else None
            one = replace(one, since=since)
            last[name] = (day, score)
        results.append(one)
    return results


def compared_across(results: Iterable[Scored], days: Iterable[date]) -> set[date]:
    """Return the days of those assessments that may be compared with something else once notes of `days` have changed.

    These are those that follow on such a day with nothing in between; `results` are from `scored`, after the change.
    """
    changed = sorted(days)
    found: set[date] = set()
    for one in results:
        if one.compares:
            first = bisect_left(changed, one.since.day) if one.since else 0
            if first < len(changed) and changed[first] <= one.day:
                found.add(one.day)
    return found


def is_better(one: Scored) -> bool:
    """Tell whether a score moved in the better direction by at least one of the questionnaire's thresholds.

    Never where an answer asks for `tj support`: what someone carries then is nothing to be celebrated beside.
    """
    if one.instrument is None or one.since is None or not one.since.reached or one.flagged:
        return False
    return one.instrument.better == ("lower" if one.since.points < 0 else "higher")


def _has_flag(instrument: Instrument, answers: Value) -> bool:
    if not isinstance(answers, list) or len(answers) != len(instrument.items):
        return False
    given = zip(instrument.items, answers, strict=True)
    return any(type(answer) is int and answer in item.answers and is_flagged(item, answer) for item, answer in given)
