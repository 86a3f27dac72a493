"""The values of a vault's settings, read without classes and, where they are plainly written, without a TOML parser.

Loaded by every command, so it imports next to nothing. `tj.config` says what may be set, and makes classes of it.
"""

from tj.errors import TjError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    Scale: TypeAlias = tuple[float, float, Mapping[str, float]]

__all__ = [
    "DEFAULT_TRACKERS",
    "DEFAULT_WORDS",
    "YES_NO",
    "describe_scale",
    "read_level",
    "read_number",
    "read_settings",
    "read_table",
]

_CONTACTS = "[[support.contacts]]"
DEFAULT_WORDS = {"awful": 1.0, "low": 3.0, "okay": 5.0, "good": 7.0, "great": 9.0}
DEFAULT_TRACKERS = {"sleep": "hours"}
# The unit of a tracker that is no number: its key is true or false.
YES_NO = "yes/no"


def read_settings(text: str, where: str) -> "tuple[str, str, tuple[str, ...], Scale, dict[str, str], str]":
    """Read settings from TOML.

    Arguments: `text`, the file's content; `where`, its name for messages. Keys that tj does not know are left alone.
    Returns the journal's folder, the pattern of entry names, excluded folders, the mood scale (lowest, highest, and
    words with their levels), trackers with their units, and the folder of attachments.
    Raises `TjError` with the line, where it is no TOML or a value has the wrong type.
    """
    table = read_table(_without_contacts(text))
    if table is None:
        table = _parse(text, where)
    mood = _table(table, "mood", where)
    trackers = _table(table, "trackers", where) if "trackers" in table else DEFAULT_TRACKERS
    return (
        _folder(table, "journal_dir", "journal", where),
        _folder(table, "entry_name", "YYYY/YYYY-MM-DD", where),
        _names(table, "exclude", where),
        _scale(mood, where),
        {key: _unit(key, unit, where) for key, unit in trackers.items()},
        _folder(table, "attachment_dir", "attachments", where),
    )


def read_level(value: object, lowest: float, highest: float, words: "Mapping[str, float]") -> float | None:
    """Return the level that a number or a mood word stands for, or None if it is not on the scale."""
    if isinstance(value, str):
        return words.get(_word(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if lowest <= value <= highest else None


def _word(text: str) -> str:
    """Return a mood word as it is looked up: whatever its case, and however its accents are put together."""
    if not text.isascii():
        from unicodedata import normalize  # which most have no need of

        text = normalize("NFC", text)
    return text.strip().casefold()


def read_number(text: str) -> float | str:
    """Return the number that `text` is, as a check-in's line would have it, else the text."""
    bare = text.strip()
    whole, point, part = (bare[1:] if bare[:1] in ("+", "-") else bare).partition(".")
    return float(bare) if _are_digits(whole) and (_are_digits(part) or not point) else text


def describe_scale(lowest: float, highest: float, words: "Mapping[str, float]") -> str:
    """Return a mood scale in words, for an error message: `1 to 10, or one of: awful, low, …`."""
    from tj.words import settings  # here and below, since most settings are right

    return settings.scale(lowest, highest, list(words))


def read_table(text: str) -> dict[str, object] | None:
    """Read TOML that is plainly simple: tables, and in them a text, a number or a list of texts to a line.

    Returns None for all else, be it right or wrong.
    """
    root: dict[str, object] = {}
    table = root
    headers: set[str] = set()
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.strip(" \t")
        if not bare.replace("\t", " ").isprintable():
            return None
        if bare[:1] in ("", "#"):
            continue
        if bare.startswith("["):
            name = _uncommented(bare[1:], "]")
            inner = None if name is None or name in headers else _open(root, name)
            if inner is None or name is None:
                return None
            headers.add(name)
            table = inner
            continue
        key, _, value = bare.partition("=")
        key = key.rstrip(" \t")
        found = _read_value(value.strip(" \t"))
        if found is None or not _is_bare(key) or key in table:
            return None
        table[key] = found
    return root


def _without_contacts(text: str) -> str:
    """Return settings without the contacts at their end: only `tj support` reads them, and dates need a parser."""
    head, _, end = text.partition(f"\n{_CONTACTS}")
    headers = [line.strip(" \t") for line in end.split("\n")[1:] if line.strip(" \t").startswith("[")]
    return head if all(header.startswith(_CONTACTS) for header in headers) else text


def _parse(text: str, where: str) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        from tj.words import settings as words

        raise TjError(*words.line_not_read(where, str(error))) from None
    except (ValueError, RecursionError):
        from tj.words import settings as words

        raise TjError(*words.too_deep(where)) from None


def _uncommented(text: str, end: str) -> str | None:
    """Return what stands before `end`, if nothing but a comment follows on it."""
    value, found, rest = text.partition(end)
    return value if found and rest.lstrip(" \t")[:1] in ("", "#") else None


def _open(root: dict[str, object], name: str) -> dict[str, object] | None:
    table = root
    for part in name.split("."):
        inner = table.setdefault(part, {})
        if not _is_bare(part) or not isinstance(inner, dict):
            return None
        table = inner
    return table


def _is_bare(key: str) -> bool:
    return key.isascii() and key.replace("-", "0").replace("_", "0").isalnum()


def _read_value(text: str) -> str | int | float | list[str] | None:
    if text.startswith('"'):
        value = _uncommented(text[1:], '"')
        return value if value is not None and "\\" not in value else None
    if text.startswith("["):
        inner = _uncommented(text[1:], "]")
        return None if inner is None else _read_texts(inner.strip(" \t"))
    number = text.partition("#")[0].rstrip(" \t")
    whole, point, part = number.removeprefix("-").partition(".")
    if not _are_digits(whole) or (whole[0] == "0" and whole != "0") or (point and not _are_digits(part)):
        return None
    return float(number) if point else int(number)


def _read_texts(inner: str) -> list[str] | None:
    texts = [item.strip(" \t") for item in inner.split(",")] if inner else []
    plain = all(len(text) > 1 and text[0] == text[-1] == '"' and not set(text[1:-1]) & set('"\\') for text in texts)
    return [text[1:-1] for text in texts] if plain else None


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


class _Wrong(TjError):
    def __init__(self, where: str, key: str, expected: str) -> None:
        from tj.words import settings as words

        super().__init__(*words.should_be(where, key, expected))


def _table(table: "Mapping[str, object]", key: str, where: str) -> dict[str, object]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        from tj.words import settings as words

        raise _Wrong(where, key, words.table(key))
    return found


def _folder(table: "Mapping[str, object]", key: str, default: str, where: str) -> str:
    found = table.get(key, default)
    odd = not isinstance(found, str) or found.startswith("/") or "\\" in found or not found.isprintable()
    if odd or not isinstance(found, str) or ".." in found.split("/"):
        from tj.words import settings as words

        raise _Wrong(where, key, words.FOLDER)
    return _clean(found)


def _clean(path: str) -> str:
    return "/".join(part for part in path.split("/") if part not in ("", "."))


def _unit(key: str, unit: object, where: str) -> str:
    if not isinstance(unit, str):
        from tj.words import settings as words

        raise _Wrong(where, f"trackers.{key}", words.unit(YES_NO))
    return YES_NO if "".join(unit.split()).casefold() == YES_NO else unit


def _names(table: "Mapping[str, object]", key: str, where: str) -> tuple[str, ...]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        from tj.words import settings as words

        raise _Wrong(where, key, words.FOLDER_NAMES)
    return tuple(folder for item in found if (folder := _clean(item)))


def _number(table: "Mapping[str, object]", key: str, default: float, where: str, label: str) -> float:
    found = table.get(key, default)
    # Beyond a million nobody rates a mood, and beyond 1e308 `float` fails.
    if isinstance(found, bool) or not isinstance(found, int | float) or not -1e6 <= found <= 1e6:
        from tj.words import settings as words

        raise _Wrong(where, label, words.NUMBER)
    return float(found)


def _scale(mood: "Mapping[str, object]", where: str) -> "Scale":
    lowest = _number(mood, "lowest", 1.0, where, "mood.lowest")
    highest = _number(mood, "highest", 10.0, where, "mood.highest")
    if not lowest < highest:
        from tj.words import settings as said

        raise _Wrong(where, "mood.highest", said.ABOVE_LOWEST)
    given = mood.get("words", DEFAULT_WORDS if (lowest, highest) == (1.0, 10.0) else {})
    if not isinstance(given, dict):
        from tj.words import settings as said

        raise _Wrong(where, "mood.words", said.table("mood.words"))
    words: dict[str, float] = {}
    for word in given:
        level = _number(given, word, lowest, where, f"mood.words.{word}")
        if wrong := _wrong_word(word, level, lowest, highest, words):
            raise _Wrong(where, f"mood.words.{word}", wrong)
        words[_word(word)] = level
    return lowest, highest, words


def _wrong_word(word: str, level: float, lowest: float, highest: float, known: "Mapping[str, float]") -> str:
    """Return what should stand there instead of a mood word and its level; empty where both are right."""
    name = _word(word)
    if lowest <= level <= highest and name and isinstance(read_number(name), str) and known.get(name, level) == level:
        return ""
    from tj.words import settings as said

    if not lowest <= level <= highest:
        return said.number_between(lowest, highest)
    return said.MOOD_WORD_ONCE if name in known else said.MOOD_WORD
