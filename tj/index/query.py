"""What may be asked of the index, as one frozen value, and its translation to SQL: pure, and nothing is run here."""

import json
import re
from datetime import date
from typing import NamedTuple, TypeAlias

from tj.errors import UsageProblem
from tj.index.peek import A_DAY

__all__ = [
    "MoodTest",
    "Query",
    "compile_query",
    "match_expression",
    "parse_mood_test",
    "parse_where",
    "property_text",
]

Parameter: TypeAlias = "str | float"

# Left to be compiled when one is asked for: most questions ask for one of them or none.
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_MOOD = rf"(<=|>=|<|>|==|=)?\s*({_NUMBER})"
_RANGE = rf"({_NUMBER})\s*(?:-|–|\.\.)\s*({_NUMBER})"
_NUMERIC = r"[-+]?[0-9]{1,18}(?:\.[0-9]{1,18})?(?:[eE][-+]?[0-9]{1,3})?"
_PHRASE = r'"([^"]*)"|(\S+)'


class MoodTest(NamedTuple):
    """A range of moods: from `low` to `high`, each inclusive unless `open_low` or `open_high`."""

    low: float = float("-inf")
    high: float = float("inf")
    open_low: bool = False
    open_high: bool = False


class Query(NamedTuple):
    """Which notes are meant; all conditions must hold.

    `since` and `until` are inclusive. `types` empty means every type, `paths` empty every path. Tags and emotions match
    in any case; a tag also matches those nested below it. `where` are keys (dots reach into nested ones) and values.
    `text` are words to search for.
    """

    since: date | None = None
    until: date | None = None
    tags: tuple[str, ...] = ()
    emotions: tuple[str, ...] = ()
    moods: tuple[MoodTest, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    types: tuple[str, ...] = ("entry",)
    paths: tuple[str, ...] = ()
    text: str = ""


def parse_mood_test(text: str) -> MoodTest:
    """Read a comparison of moods: `<4`, `>=7`, `5`, `3-5`.

    Raises `UsageProblem` for anything else, and for a range from more to less.
    """
    if found := re.fullmatch(_RANGE, text.strip()):
        low, high = float(found[1]), float(found[2])
        if low > high:
            from tj.words import looking  # here and below, since most calls say nothing

            raise UsageProblem(*looking.moods_turned_around(text, f"{high:g}-{low:g}"))
        return MoodTest(low, high)
    found = re.fullmatch(_MOOD, text.strip())
    if found is None:
        from tj.words import looking

        raise UsageProblem(*looking.no_mood_test(text))
    level = float(found[2])
    if found[1] in ("<", "<="):
        return MoodTest(high=level, open_high=found[1] == "<")
    if found[1] in (">", ">="):
        return MoodTest(low=level, open_low=found[1] == ">")
    return MoodTest(level, level)


def parse_where(text: str) -> tuple[str, str]:
    """Read `KEY=VALUE`; an empty value asks for notes in which the key is absent or empty.

    Raises `UsageProblem` where there is no key or no `=`.
    """
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        from tj.words import looking

        raise UsageProblem(*looking.no_pair(text))
    return key.strip(), value.strip()


def match_expression(text: str) -> str:
    """Return an FTS5 expression in which all words and "quoted phrases" of `text` must occur; `word*` is a prefix.

    Empty where `text` has no word at all.
    """
    from tj.index.folding import fold  # here, since its tables take a while to load

    parts: list[str] = []
    for phrase, word in re.findall(_PHRASE, text):
        wanted = re.sub('["\x00]', " ", fold(phrase or word)).strip()
        if any(char.isalnum() for char in wanted):
            parts.append(f'"{wanted}"' + ("*" if word.endswith("*") else ""))
    return " AND ".join(parts)


def compile_query(query: Query) -> tuple[str, list[Parameter]]:
    """Return the SQL condition on the table `notes` for everything but `text`, and its parameters.

    The functions `has_property` and `lacks_property` of `tj.index.rows` must be known to the database.
    """
    if query.tags or query.emotions or query.where:
        from tj.index.folding import fold  # here, since its tables take a while to load

    conditions: list[str] = ["1"]
    values: list[Parameter] = []

    def add(condition: str, *given: Parameter) -> None:
        conditions.append(condition)
        values.extend(given)

    # A note's number grows with its date, but a day with more notes than numbers has some that are below zero. Both
    # ends stand in one term, since SQLite would else walk from the first note to the last day.
    if query.since or query.until:
        first = (query.since or date.min).toordinal() * A_DAY
        last = (query.until or date.max).toordinal() * A_DAY + A_DAY - 1
        add("(id BETWEEN ? AND ? OR id < 0)", first, last)
    if query.since:
        add("date >= ?", query.since.isoformat())
    if query.until:
        add("date <= ?", query.until.isoformat())
    if query.types:
        add(f"type IN ({_marks(query.types)})", *query.types)
    if query.paths:
        add("path IN (SELECT value FROM json_each(?))", json.dumps(query.paths))
    # Tags and emotions stand in one text, each between two separators; what is asked for may hold none.
    for tag in query.tags:
        wanted = "\x1ftag:" + fold(tag.strip().removeprefix("#").rstrip("/")).replace("\x1f", " ")
        add("(instr(words, ?) OR instr(words, ?))", f"{wanted}\x1f", f"{wanted}/")
    for emotion in query.emotions:
        add("instr(words, ?)", f"\x1femotion:{fold(emotion.strip())}\x1f")
    for mood in query.moods:
        add(
            f"mood {'>' if mood.open_low else '>='} ? AND mood {'<' if mood.open_high else '<='} ?", mood.low, mood.high
        )
    for key, value in query.where:
        if value:
            add("has_property(properties, ?, ?)", fold(key), property_text(value))
        else:
            add("lacks_property(properties, ?)", fold(key))
    return " AND ".join(conditions), values


def property_text(value: object) -> str:
    """Return a front-matter value as the text by which `--where` compares it: numbers by value, text folded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    text = str(value).strip()
    if not re.fullmatch(_NUMERIC, text):
        from tj.index.folding import fold  # here, since its tables take a while to load

        return fold(text)
    return property_text(int(text) if text.lstrip("-+").isdigit() else float(text))


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))
