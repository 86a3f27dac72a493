"""Which prompt a writer is asked on a day, and what spoke for it: the same for the same vault and day on any machine.

Nothing is stored about what was asked. What was answered is read from the entries; and so that none comes twice within
30 days although it was not answered, the days are parted into blocks of 30. Half of the prompts belong to the even
blocks, half to the odd ones, and within a block its days up to today are gone through again, each with what was known
then. An entry that holds a prompt and nothing else means that the prompt was begun and left.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from tj.insight.prompt_day import AFTER_SESSION, BEFORE_SESSION, Day, Facts, Past
from tj.insight.prompt_near import Cause
from tj.insight.prompt_text import GUIDANCE, Library, Prompt, from_guidance
from tj.insight.prompt_turns import REST_DAYS, draw, halves, recorded, rests

__all__ = ["Choice", "choose"]

_WAIT_AFTER_LEFT = 14
# How much a theme makes way for others, by days since it was answered; and, less, since it was only asked, if it was.
_ANSWERED = {0: 8, 1: 8, 2: 8, 3: 8, 4: 4, 5: 4, 6: 4, 7: 4}
_ASKED = {1: 2, 2: 1, 3: 1}
_MOST_UNVISITED = 6
_MOST_UNSEEN = 2
_LEFT = 6
# So many blocks before that of today are gone through as well: on a run of low days one half may not be enough.
_BLOCKS = 2
_LONG = 21


@dataclass(frozen=True, slots=True)
class Choice:
    """A prompt for a day, with what spoke for it: the day as it was seen, and the strongest cause, if there was one.

    `instead_of` is the theme that was asked for, where nothing in it is gentle enough for that day.
    """

    prompt: Prompt
    day: Day
    cause: Cause | None = None
    instead_of: str = ""


def choose(library: Library, facts: Facts, today: date, theme: str = "") -> list[Choice]:
    """Return what may be asked today, the best first; who does not want that one takes the next.

    Arguments: `theme`, the only one that is wanted, of the library's or `guidance`; empty for whatever fits.
    """
    return _Chooser(library, facts, today).order(theme)


class _Given(NamedTuple):
    """What may have been seen, with the last such day: in the block of the day looked at, and in the one before.

    How themes take turns goes by the first alone: a block is gone through alike on each of its days and of the next.
    """

    in_block: dict[str, date]
    earlier: dict[str, date]


class _Order(NamedTuple):
    """What may be asked on a day, how it is ordered, what speaks for its themes, and when these last came up."""

    prompts: list[Prompt]
    fresh: list[Prompt]
    key: Callable[[Prompt], tuple[bool, date, bool, int, int]]
    causes: Mapping[str, Cause]
    visited: Mapping[str, date]

    def first(self) -> Prompt:
        return min(self.fresh, key=self.key)

    def all(self) -> list[Prompt]:
        return sorted(self.prompts, key=self.key)

    def cause(self, prompt: Prompt, day: Day) -> Cause | None:
        """Return what speaks for a prompt's theme."""
        unvisited = bool(self.visited) and _since(day, self.visited.get(prompt.theme)) >= _LONG
        return self.causes.get(prompt.theme) or (Cause(prompt.theme, 0, "unvisited") if unvisited else None)


class _Chooser:
    def __init__(self, library: Library, facts: Facts, today: date) -> None:
        self._library = library
        self._today = today
        self._past = Past(facts, today)
        noted = from_guidance(facts.notes, today)
        self._guidance = _newest_first([*noted, *library.prompts], today)
        every = [*library.prompts, *noted]
        self._records = [r for r in recorded(facts, {p.id: len(p.text.split()) for p in every}) if r.day <= today]
        self._fit: dict[tuple[str, bool], list[Prompt]] = {}
        self._answered: dict[date, list[str]] = {}
        for record in self._records:
            self._answered.setdefault(record.day, []).append(record.id)
        self._theme_of = {prompt.id: prompt.theme for prompt in every}
        self._halves = halves(library.prompts)

    def order(self, theme: str) -> list[Choice]:
        day = self._past.look(self._today, self._library.themes)
        guidance = self._open_guidance(day)
        if theme == GUIDANCE:
            return guidance
        if theme:
            pool = [prompt for prompt in self._library.prompts if prompt.theme == theme]
            if not day.is_very_low or any(prompt.is_gentle for prompt in pool):
                return self._of_theme(pool, day)
        asked = {choice.prompt.id for choice in guidance}
        pool = [prompt for prompt in self._library.prompts if prompt.id not in asked]
        order = self._rank(pool, day, self._given_before(pool))
        choices = [Choice(prompt, day, order.cause(prompt, day), theme) for prompt in order.all()]
        return choices if theme else [*guidance, *choices]

    def _open_guidance(self, day: Day) -> list[Choice]:
        """Return what the therapist left and was neither answered nor left since; on very low days, if it is gentle.

        What came from them into a file of prompts is the writer's own: once answered it takes its turn with all others.
        """
        done = {record.id for record in self._records}
        open_ones = [p for p in self._guidance if p.id not in done and (p.is_gentle or not day.is_very_low)]
        return [Choice(prompt, day) for prompt in open_ones]

    def _of_theme(self, pool: Sequence[Prompt], day: Day) -> list[Choice]:
        """Return the prompts of a theme that fit, as they take turns by the day; those answered of late come last."""
        allowed = [prompt for prompt in pool if prompt.is_gentle or not day.is_very_low]
        fitting = [prompt for prompt in allowed if _fits(prompt, day)] or allowed
        rest = [prompt for prompt in allowed if prompt not in fitting]
        last = {record.id: record.day for record in self._records if rests(record, self._today)}
        turn = sorted(fitting, key=lambda prompt: draw("turn", prompt.id))
        start = self._today.toordinal() % max(len(turn), 1)
        turn = sorted([*turn[start:], *turn[:start]], key=lambda prompt: last.get(prompt.id, date.min))
        return [Choice(prompt, day) for prompt in [*turn, *rest]]

    def _given_before(self, pool: Sequence[Prompt]) -> "_Given":
        """Return which prompts may have been seen of late."""
        now = self._today.toordinal()
        given = _Given({}, {})
        for block in range(now // REST_DAYS - _BLOCKS, now // REST_DAYS + 1):
            given = _Given({}, given.in_block)
            for number in range(max(block * REST_DAYS, 2), min((block + 1) * REST_DAYS, now)):
                day = date.fromordinal(number)
                given.in_block.update(dict.fromkeys(self._seen(pool, day, given), day))
        return given

    def _seen(self, pool: Sequence[Prompt], day: date, given: "_Given") -> Iterable[str]:
        """Return what may have been seen on a day: what was answered on it, else what was asked.

        One who looked before and one who looked after writing may have been asked different ones.
        """
        if answered := self._answered.get(day):
            return answered
        before = day - timedelta(days=1)
        themes = self._library.themes
        looks = [
            self._past.look(day, themes, until=u, held=h) for u, h in ((before, before), (before, day), (day, day))
        ]
        orders = [self._rank(pool, look, given) for look in dict.fromkeys(looks)]
        return [order.first().id for order in orders if order.prompts]

    def _rank(self, pool: Sequence[Prompt], day: Day, given: "_Given") -> "_Order":
        """Return the prompts that may be asked on a day, the best first."""
        block = day.day.toordinal() // REST_DAYS
        records = self._records[: bisect_right(self._records, day.day, key=lambda record: record.day)]
        answered = {record.id: record.day for record in records}
        last = {**given.earlier, **given.in_block}
        last |= {id_: max(seen, last.get(id_, seen)) for id_, seen in answered.items()}
        resting = {record.id for record in records if rests(record, day.day)}
        resting |= {id_ for id_, seen in last.items() if _ago(day, seen) < REST_DAYS}
        visited, seen = self._visited(answered), self._visited(given.in_block)
        left = {self._theme_of.get(r.id, "") for r in records if r.left and _ago(day, r.day) <= _WAIT_AFTER_LEFT}
        causes = {cause.theme: cause for cause in day.causes}
        points = {
            theme: (causes[theme].points if theme in causes else 0)
            + _turn(_since(day, visited.get(theme)), _ANSWERED, _MOST_UNVISITED)
            + _turn(_since(day, seen.get(theme)), _ASKED, _MOST_UNSEEN)
            - (_LEFT if theme in left else 0)
            for theme in self._library.themes
        }
        away = {BEFORE_SESSION, AFTER_SESSION} - set(causes)
        asked = [prompt for prompt in self._fitting(pool, day) if prompt.theme not in away]

        def key(prompt: Prompt) -> tuple[bool, date, bool, int, int]:
            is_resting = prompt.id in resting
            return (
                is_resting,
                last.get(prompt.id, date.min) if is_resting else date.min,
                self._halves[prompt.id] != block % 2,
                -(points[prompt.theme] + (3 if day.is_very_low and prompt.length == "short" else 0)),
                draw(str(block), prompt.id),
            )

        fresh = [p for p in asked if p.id not in resting and self._halves[p.id] == block % 2] or asked
        return _Order(asked, fresh, key, causes, self._visited(last) if records and day.day == self._today else {})

    def _fitting(self, pool: Sequence[Prompt], day: Day) -> list[Prompt]:
        """Return what fits a day, kept for the next day that is like it; where nothing does, what is gentle."""
        known = self._fit.get((day.tone, day.is_very_low))
        if known is None:
            known = [prompt for prompt in pool if _fits(prompt, day)] or [prompt for prompt in pool if prompt.is_gentle]
            self._fit[day.tone, day.is_very_low] = known
        return known

    def _visited(self, *seen: Mapping[str, date]) -> dict[str, date]:
        """Return when each theme last came up."""
        visited: dict[str, date] = {}
        for id_, day in chain.from_iterable(days.items() for days in seen):
            theme = self._theme_of.get(id_, "")
            visited[theme] = max(day, visited.get(theme, day))
        return visited


def _newest_first(prompts: Iterable[Prompt], today: date) -> list[Prompt]:
    """Return those that came from a therapist up to today, the latest first, else in their order."""
    given = [prompt for prompt in prompts if prompt.theme == GUIDANCE or (prompt.day and prompt.day <= today)]
    return sorted(given, key=lambda prompt: prompt.day or date.min, reverse=True)


def _turn(since: int, soon: Mapping[int, int], most: int) -> int:
    """Return how much speaks for a theme that last came up so many days ago: more by the week, up to `most`."""
    return min(since // 7, most) - soon.get(since, 0)


def _fits(prompt: Prompt, day: Day) -> bool:
    return day.tone in prompt.tones and (prompt.is_gentle or not day.is_very_low)


def _since(day: Day, visited: date | None) -> int:
    return 7 * _MOST_UNVISITED if visited is None else max(_ago(day, visited), 0)


def _ago(day: Day, earlier: date) -> int:
    return (day.day - earlier).days
