"""What a questionnaire is, and its TOML form: items, ranges, bands, thresholds, and where each of them comes from.

- title, about, period, higher, source, notice   words for the writer; `period` is the time asked about, `higher` what
                                                 a higher score means, `notice` whose the wording is
- better = "lower"                              whether a lower or a "higher" score is the better one, for `tj wins`
- validated = true                               whether papers stand behind it; not said where it is left out
- lowest, highest, or [answers]                  what may be answered: all whole numbers of a range, or those listed,
                                                 each with its word. An item may have its own
- [[items]]      topic; reverse = true where the scale is turned; flagged_from, the item's score from which on
                 `tj support` is shown; heading, what stands above it on the form
- [[bands]]      from, name; in rising order
- [[cutoffs]]    at, meaning, source
- [[changes]]    points, source: how large a change must be to count
- [[subscales]]  name, items (numbered from 1)

Nothing else may stand in it: a misspelt `reverse` would quietly make a wrong score.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from tj.errors import TjError
from tj.insight.table import Table
from tj.words import assess as words

__all__ = ["Band", "Change", "Cutoff", "Instrument", "Item", "Subscale", "is_instrument_name", "parse_instrument"]

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its topic, the answers it takes with their words (empty where there are none), and its rules.

    `reverse` turns the scale. `flagged_from` is the item's score from which on help is shown, or None. `heading` is
    what stands above it on the form.
    """

    topic: str
    answers: Mapping[int, str]
    reverse: bool = False
    flagged_from: int | None = None
    heading: str = ""

    @property
    def lowest(self) -> int:
        """The least that can be answered."""
        return min(self.answers)

    @property
    def highest(self) -> int:
        """The most that can be answered."""
        return max(self.answers)


@dataclass(frozen=True, slots=True)
class Band:
    """A range of scores that begins at `start`, in its paper's word."""

    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A score from which on something is worth knowing, and who found that."""

    at: int
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of this many points counts, according to `source`."""

    points: int
    source: str


@dataclass(frozen=True, slots=True)
class Subscale:
    """Some items that are also summed on their own; `items` count from 0."""

    name: str
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One questionnaire. `name` is that of its file; `bands` and `changes` rise; `validated` is None where not said.

    `better` is "lower" or "higher", empty where it is not said which score is the better one.
    """

    name: str
    title: str
    items: tuple[Item, ...]
    about: str = ""
    period: str = ""
    validated: bool | None = None
    higher: str = ""
    better: str = ""
    source: str = ""
    notice: str = ""
    bands: tuple[Band, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    changes: tuple[Change, ...] = ()
    subscales: tuple[Subscale, ...] = ()

    @property
    def lowest(self) -> int:
        """The least score there is."""
        return sum(item.lowest for item in self.items)

    @property
    def highest(self) -> int:
        """The highest score there is."""
        return sum(item.highest for item in self.items)

    def band_of(self, score: int) -> str:
        """Return the name of the band that a score lies in, empty where there is none."""
        return next((band.name for band in reversed(self.bands) if score >= band.start), "")


def is_instrument_name(name: str) -> bool:
    """Tell whether a questionnaire may be called so: lower-case letters, digits and single hyphens, at most 40."""
    return len(name) <= 40 and _NAME.fullmatch(name) is not None


def parse_instrument(name: str, text: str, where: str) -> Instrument:
    """Read a questionnaire from TOML.

    Arguments: `name`, what it is called; `text`, the file's content; `where`, the file's name for messages.
    Raises `TjError` that names the part, where it is no TOML or something in it cannot be.
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else ""
        raise TjError(*words.form_not_read(where, reason)) from None
    root = Table(table, where, "")
    answers = _answers(root)
    items = tuple(root.parts("items", lambda part: _item(part, answers)))
    if not items:
        raise root.wrong("items", words.AN_ITEM)
    made = Instrument(
        name=name,
        title=root.text("title", required=True),
        items=items,
        about=root.text("about"),
        period=root.text("period"),
        validated=root.flag("validated"),
        higher=root.text("higher"),
        better=root.text("better"),
        source=root.text("source"),
        notice=root.text("notice"),
        bands=tuple(root.parts("bands", lambda p: Band(p.must("from"), p.text("name", required=True)))),
        cutoffs=tuple(
            root.parts("cutoffs", lambda p: Cutoff(p.must("at"), p.text("meaning", required=True), p.text("source")))
        ),
        changes=tuple(root.parts("changes", lambda p: Change(p.must("points"), p.text("source", required=True)))),
        subscales=tuple(root.parts("subscales", lambda p: _subscale(p, len(items)))),
    )
    root.finish()
    _check(made, root)
    return made


def _item(part: Table, default: Mapping[int, str]) -> Item:
    answers = _answers(part) or default
    if len(answers) < 2:
        raise part.wrong("answers", words.ANSWERS_SOMEWHERE)
    topic = part.text("topic", required=True)
    item = Item(topic, answers, part.flag("reverse") is True, part.number("flagged_from"), part.text("heading"))
    if item.flagged_from is not None and not item.lowest <= item.flagged_from <= item.highest:
        raise part.wrong("flagged_from", words.number_between(item.lowest, item.highest))
    return item


def _answers(part: Table) -> dict[int, str]:
    """Return the answers that are given at this place, with their words; empty where none are."""
    lowest, highest = part.number("lowest"), part.number("highest")
    given = part.table("answers")
    if given is not None:
        if lowest is not None or highest is not None:
            raise part.wrong("answers", words.ANSWERS_ALONE)
        if not all(re.fullmatch(r"-?[0-9]{1,3}", key) for key in given) or len(given) < 2:
            raise part.wrong("answers", words.ANSWERS_AS_LINES)
        found = {int(key): word.strip() for key, word in given.items() if isinstance(word, str)}
        if len(found) != len(given):
            raise part.wrong("answers", words.ANSWERS_ONCE)
        return dict(sorted(found.items()))
    if lowest is None and highest is None:
        return {}
    if lowest is None or highest is None or not lowest < highest <= lowest + 100:
        raise part.wrong("highest", words.ABOVE_LOWEST)
    return dict.fromkeys(range(lowest, highest + 1), "")


def _subscale(part: Table, count: int) -> Subscale:
    numbers = part.numbers("items")
    if not numbers or len(set(numbers)) != len(numbers) or not all(1 <= number <= count for number in numbers):
        raise part.wrong("items", words.items_by_number(count))
    return Subscale(part.text("name", required=True), tuple(number - 1 for number in numbers))


def _check(made: Instrument, root: Table) -> None:
    if made.better not in ("", "lower", "higher"):
        raise root.wrong("better", words.LOWER_OR_HIGHER)
    starts = [band.start for band in made.bands]
    if starts and (starts != sorted(set(starts)) or starts[0] != made.lowest or starts[-1] > made.highest):
        raise root.wrong("bands", words.bands_rising(made.lowest, made.highest))
    if not all(made.lowest <= cutoff.at <= made.highest for cutoff in made.cutoffs):
        raise root.wrong("cutoffs", words.cutoffs_between(made.lowest, made.highest))
    points = [change.points for change in made.changes]
    if points != sorted(points) or (points and points[0] < 1):
        raise root.wrong("changes", words.CHANGES_RISING)
