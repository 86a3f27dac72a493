"""What a writer wants to see among their wins: the table `[wins]` of the settings.

- show = ["lines", "goals", "runs", "bests", "returns", "months", "assessments"]   the kinds; all by default
- trackers = ["steps"]   trackers of which more is better, whose personal bests count; none by default
"""

import tomllib
from collections.abc import Collection
from typing import NamedTuple

from tj.words import figures as words

__all__ = ["KINDS", "Wanted", "parse_wanted"]

KINDS = ("lines", "goals", "runs", "bests", "returns", "months", "assessments")


class Wanted(NamedTuple):
    """The kinds of wins to look for, and the trackers of which more is better."""

    show: tuple[str, ...] = KINDS
    trackers: tuple[str, ...] = ()


def parse_wanted(text: str, known: Collection[str]) -> tuple[Wanted, tuple[str, ...]]:
    """Read what is wanted, and say in a sentence each what cannot be; that is left out, and nothing else.

    Arguments: `text`, the settings; `known`, the trackers that these follow.
    """
    try:
        table = tomllib.loads(text).get("wins", {})
    except (ValueError, RecursionError):
        return Wanted(), (words.SETTINGS_NOT_READ,)
    if not isinstance(table, dict):
        return Wanted(), (words.WINS_NO_TABLE,)
    problems: list[str] = []
    for key in table:
        if key not in ("show", "trackers"):
            problems.append(words.wins_key_unknown(key))
    show = _words(table, "show", KINDS, problems)
    trackers = _words(table, "trackers", known, problems)
    return Wanted(KINDS if show is None else show, trackers or ()), tuple(problems)


def _words(table: dict[str, object], key: str, known: Collection[str], problems: list[str]) -> tuple[str, ...] | None:
    """Return the known words of a list, None where there is no list."""
    found = table.get(key)
    if found is None:
        return None
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        problems.append(words.wins_no_list(key, next(iter(known), "")))
        return None
    wanted = [word.strip() for word in found]
    for word in wanted:
        if word not in known:
            problems.append(words.wins_word_unknown(key, word, list(known)))
    return tuple(dict.fromkeys(word for word in wanted if word in known))
