"""Questionnaire results as notes keep them: by their front matter, or, where that is not shared, by what they say."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tj.entry.model import Note
from tj.insight.assessments import Since, compare
from tj.insight.instruments import Instrument

__all__ = ["Score", "Scores", "scores_of"]

# As `tj.report.results.result_note` writes it.
_TITLE = re.compile(r"^# (.+?)\s*$", re.MULTILINE)
_TOTAL = re.compile(r"^(-?\d{1,5}) of (-?\d{1,5})(?:, [^.\n]+)?\.\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Score:
    """One result: its day, the points, the most there are, and the band, empty where there is none."""

    day: date
    points: int
    highest: int
    band: str


@dataclass(frozen=True, slots=True)
class Scores:
    """The results of one questionnaire, oldest first.

    `instrument` is None where its form is not known here: then nothing is said but the numbers. `since` compares the
    last result with the one before, None where there is none or they do not compare.
    """

    title: str
    instrument: Instrument | None
    results: tuple[Score, ...]
    since: Since | None


def scores_of(notes: Iterable[Note], instruments: Sequence[Instrument]) -> list[Scores]:
    """Return the results that the dated notes of type assessment hold, by questionnaire, in the order of titles.

    Arguments: `instruments`, the questionnaires that are known. A note without a readable score is passed by.
    """
    by_name = {form.name: form for form in instruments}
    by_title = {form.title.casefold(): form for form in instruments}
    found: defaultdict[str, list[tuple[date, str, int, str, Score]]] = defaultdict(list)
    forms: dict[str, Instrument | None] = {}
    for note in notes:
        entry = note.entry
        numbers = _numbers(note)
        if entry.type != "assessment" or entry.date is None or numbers is None:
            continue
        name = entry.properties.get("name")
        title = _TITLE.search(note.body)
        form = by_name.get(name) if isinstance(name, str) else by_title.get(title[1].casefold()) if title else None
        called = form.title if form else str(name) if isinstance(name, str) else title[1] if title else "Questionnaire"
        points, most = numbers
        fits = form is not None and most == form.highest and form.lowest <= points <= form.highest
        band = form.band_of(points) if form is not None and fits else ""
        forms[called] = form if fits and forms.get(called, form) is not None else None
        # Of those kept within one minute the later has the longer name.
        found[called].append(
            (entry.date, entry.time, len(entry.path), entry.path, Score(entry.date, points, most, band))
        )
    made = []
    for called, rows in sorted(found.items()):
        results = tuple(row[-1] for row in sorted(rows, key=lambda row: row[:-1]))
        made.append(Scores(called, forms[called], results, _since(forms[called], results)))
    return made


def _since(form: Instrument | None, results: Sequence[Score]) -> Since | None:
    if form is None or len(results) < 2:
        return None
    return compare(form, results[-1].points, results[-2].day, results[-2].points)


def _numbers(note: Note) -> tuple[int, int] | None:
    points, most = note.entry.properties.get("score"), note.entry.properties.get("max")
    if type(points) is int and type(most) is int:
        return points, most
    said = _TOTAL.search(note.body)
    return (int(said[1]), int(said[2])) if said else None
