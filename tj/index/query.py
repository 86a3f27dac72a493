"""What may be asked of the index, as one frozen value, and its translation to SQL: pure, and nothing is run here."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from tj.errors import UsageProblem

__all__ = [
    "MoodTest",
    "Query",
    "compile_query",
    "fold",
    "match_expression",
    "parse_mood_test",
    "parse_where",
    "property_text",
]

Parameter: TypeAlias = "str | float"

_MOOD = re.compile(r"(<=|>=|<|>|==|=)?\s*(\d+(?:\.\d+)?)")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|\.\.)\s*(\d+(?:\.\d+)?)")
_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
# Scripts that are written without spaces: each character becomes a word of its own, in the index and in a query.
_UNSPACED = re.compile(
    r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff])"
)


@dataclass(frozen=True, slots=True)
class MoodTest:
    """A range of moods: from `low` to `high`, each inclusive unless `open_low` or `open_high`."""

    low: float = float("-inf")
    high: float = float("inf")
    open_low: bool = False
    open_high: bool = False


@dataclass(frozen=True, slots=True)
class Query:
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

    Raises `UsageProblem` for anything else.
    """
    if found := _RANGE.fullmatch(text.strip()):
        return MoodTest(float(found[1]), float(found[2]))
    found = _MOOD.fullmatch(text.strip())
    if found is None:
        raise UsageProblem(f"{text!r} is not a comparison of moods", "write it as '<4', '>=7', 5 or 3-5, in quotes")
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
        raise UsageProblem(f"{text!r} is not KEY=VALUE", "write it as weather=rain; `weather=` finds notes without it")
    return key.strip(), value.strip()


def fold(text: str) -> str:
    """Return `text` as the index compares it: case and accents folded, characters of unspaced scripts set apart."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _UNSPACED.sub(r" \1 ", unicodedata.normalize("NFKC", bare))


def match_expression(text: str) -> str:
    """Return an FTS5 expression in which all words and "quoted phrases" of `text` must occur; `word*` is a prefix.

    Empty where `text` has no word at all.
    """
    parts: list[str] = []
    for phrase, word in _PHRASE.findall(text):
        wanted = phrase or word
        words = re.findall(r"\w+", fold(wanted))
        if words:
            prefix = "*" if word.endswith("*") else ""
            parts.append('"' + " ".join(words) + '"' + prefix)
    return " AND ".join(parts)


def compile_query(query: Query) -> tuple[str, list[Parameter]]:
    """Return the SQL condition on the table `notes` for everything but `text`, and its parameters."""
    conditions: list[str] = ["1"]
    values: list[Parameter] = []

    def add(condition: str, *given: Parameter) -> None:
        conditions.append(condition)
        values.extend(given)

    if query.since:
        add("date >= ?", query.since.isoformat())
    if query.until:
        add("date <= ?", query.until.isoformat())
    if query.types:
        add(f"type IN ({_marks(query.types)})", *query.types)
    if query.paths:
        add(f"path IN ({_marks(query.paths)})", *query.paths)
    for tag in query.tags:
        wanted = fold(tag.removeprefix("#"))
        below = wanted + "/"
        tagged = "SELECT 1 FROM words WHERE note = notes.id AND kind = 'tag'"
        add(f"EXISTS ({tagged} AND (word = ? OR substr(word, 1, ?) = ?))", wanted, len(below), below)
    for emotion in query.emotions:
        add("EXISTS (SELECT 1 FROM words WHERE note = notes.id AND kind = 'emotion' AND word = ?)", fold(emotion))
    for mood in query.moods:
        add(
            f"mood {'>' if mood.open_low else '>='} ? AND mood {'<' if mood.open_high else '<='} ?", mood.low, mood.high
        )
    for key, value in query.where:
        found = "SELECT 1 FROM properties WHERE note = notes.id AND key = ?"
        if value:
            add(f"EXISTS ({found} AND value = ?)", fold(key), property_text(value))
        else:
            add(f"NOT EXISTS ({found} AND value <> '')", fold(key))
    return " AND ".join(conditions), values


def property_text(value: object) -> str:
    """Return a front-matter value as the text by which `--where` compares it: numbers by value, text folded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.12g}"
    text = str(value).strip()
    return f"{float(text):.12g}" if re.fullmatch(r"[-+]?\d{1,15}(?:\.\d{1,15})?", text) else fold(text)


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))
