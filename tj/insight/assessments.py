"""What a filled-in questionnaire says: its score, its band, and whether it moved by more than chance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tj.entry.model import Entry
from tj.errors import UsageProblem
from tj.insight.instruments import Instrument, Item
from tj.words import assess as words

__all__ = [
    "Result",
    "Since",
    "compare",
    "describe",
    "is_flagged",
    "parse_answers",
    "previous",
    "read_answer",
    "score",
]


@dataclass(frozen=True, slots=True)
class Result:
    """One filled-in questionnaire.

    `band` is empty where the questionnaire has none. `flagged` tells whether an answer asks for `tj support`.
    `subscales` maps their names to score and most.
    """

    score: int
    highest: int
    band: str
    flagged: bool
    subscales: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Since:
    """An earlier result, and how the score moved from it: `points` is above 0 where it rose.

    `reached` and `missed` are the thresholds, as points and source, that the change is at least, or less than.
    """

    day: date
    score: int
    points: int
    reached: tuple[tuple[int, str], ...]
    missed: tuple[tuple[int, str], ...]


def parse_answers(instrument: Instrument, text: str) -> tuple[int, ...]:
    """Read answers, one for each item, parted by commas or spaces.

    Raises `UsageProblem` where one is missing, is too many, or is not among those the item takes.
    """
    given = text.replace(",", " ").split()
    count = len(instrument.items)
    if len(given) != count:
        raise UsageProblem(*words.answers_missing(instrument.title, count, len(given)))
    answers = []
    for number, (word, item) in enumerate(zip(given, instrument.items, strict=True), start=1):
        answer = read_answer(item, word)
        if answer is None:
            raise UsageProblem(*words.no_answer(number, describe(item)))
        answers.append(answer)
    return tuple(answers)


def read_answer(item: Item, word: str) -> int | None:
    """Return the answer that a word stands for, or None where the item takes no such answer."""
    bare = word.strip()
    digits = bare.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        return None
    return int(bare) if int(bare) in item.answers else None


def describe(item: Item) -> str:
    """Return in words what an item takes: `0 to 3`, or `0, 2 or 5`."""
    known = sorted(item.answers)
    if known == list(range(known[0], known[-1] + 1)):
        return words.answers_from_to(known[0], known[-1])
    return words.answers_among([str(answer) for answer in known[:-1]], str(known[-1]))


def score(instrument: Instrument, answers: Sequence[int]) -> Result:
    """Score a filled-in questionnaire.

    Arguments: `answers`, one for each item, in order.
    Raises `ValueError` where one is missing or is not among those the item takes: what is left out has no score.
    """
    answered = list(zip(instrument.items, answers, strict=True))
    points = [_points(item, answer) for item, answer in answered]
    total = sum(points)
    return Result(
        score=total,
        highest=instrument.highest,
        band=instrument.band_of(total),
        flagged=any(is_flagged(item, answer) for item, answer in answered),
        subscales={
            part.name: (sum(points[i] for i in part.items), sum(instrument.items[i].highest for i in part.items))
            for part in instrument.subscales
        },
    )


def is_flagged(item: Item, answer: int) -> bool:
    """Tell whether this answer to this item asks for `tj support`."""
    return item.flagged_from is not None and _points(item, answer) >= item.flagged_from


def compare(instrument: Instrument, now: int, day: date, before: int) -> Since:
    """Compare a score with an earlier one.

    Arguments: `now`, the score; `day`, that of the earlier one; `before`, the earlier score.
    """
    points = now - before
    reached = tuple((c.points, c.source) for c in instrument.changes if abs(points) >= c.points)
    missed = tuple((c.points, c.source) for c in instrument.changes if abs(points) < c.points)
    return Since(day, before, points, reached, missed)


def previous(
    instrument: Instrument, notes: Iterable[Entry], path: str, day: date, time: str
) -> tuple[date, int] | None:
    """Return the day and score of the last earlier note of this questionnaire, or None.

    Arguments: `notes`, assessments with their properties; `path`, `day` and `time` (HH:MM), those of the note that is
    compared. A note whose score is no number, or out of another range, is passed by: its scores do not compare.
    """
    found: list[tuple[date, str, int, str, int]] = []
    for note in notes:
        known = note.properties
        if note.path == path or note.date is None or known.get("name") != instrument.name:
            continue
        points, most = known.get("score"), known.get("max", instrument.highest)
        if type(points) is not int or most != instrument.highest:
            continue
        if instrument.lowest <= points <= instrument.highest and (note.date, note.time) <= (day, time):
            # Of those kept within one minute the later has the longer name.
            found.append((note.date, note.time, len(note.path), note.path, points))
    last = max(found, default=None)
    return (last[0], last[-1]) if last else None


def _points(item: Item, answer: int) -> int:
    if answer not in item.answers:
        raise ValueError("an answer that the item does not take")
    return item.lowest + item.highest - answer if item.reverse else answer
