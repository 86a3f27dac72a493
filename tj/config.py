"""The vault's settings, `.tj/config.toml`: every key is optional, and reading them touches no file.

- journal_dir = "journal"          where new entries go, relative to the vault
- entry_name = "YYYY/YYYY-MM-DD"   their names, in the tokens of Obsidian's daily notes
- exclude = ["templates"]          folders whose notes are not entries
- [mood]            lowest, highest: the scale
- [mood.words]      a word = its level
- [trackers]        a front-matter key whose numbers are followed = its unit
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from tj.errors import TjError

__all__ = ["MoodScale", "Settings", "parse_settings"]

_DEFAULT_WORDS = {"awful": 1.0, "low": 3.0, "okay": 5.0, "good": 7.0, "great": 9.0}


@dataclass(frozen=True, slots=True)
class MoodScale:
    """The scale on which this writer rates mood; `words` maps a lower-case mood word to its level."""

    lowest: float = 1.0
    highest: float = 10.0
    words: Mapping[str, float] = field(default_factory=lambda: dict(_DEFAULT_WORDS))

    def read(self, value: object) -> float | None:
        """Return the level that a number or a mood word stands for, or None if it is not on the scale."""
        if isinstance(value, str):
            return self.words.get(value.strip().casefold())
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if self.lowest <= value <= self.highest else None

    def describe(self) -> str:
        """Return the scale in words, for an error message: `1 to 10, or awful, low, …`."""
        words = ", ".join(self.words)
        return f"{self.lowest:g} to {self.highest:g}" + (f", or one of: {words}" if words else "")


@dataclass(frozen=True, slots=True)
class Settings:
    """What one vault is set to. Paths are relative to the vault, with `/`; `trackers` maps a key to its unit."""

    journal_dir: str = "journal"
    entry_name: str = "YYYY/YYYY-MM-DD"
    exclude: tuple[str, ...] = ()
    scale: MoodScale = field(default_factory=MoodScale)
    trackers: Mapping[str, str] = field(default_factory=lambda: {"sleep": "hours"})


class _Wrong(TjError):
    def __init__(self, where: str, key: str, expected: str) -> None:
        super().__init__(f"{where}: `{key}` should be {expected}", "mend that line, or delete it to use the default")


def parse_settings(text: str, where: str = ".tj/config.toml") -> Settings:
    """Read settings from TOML.

    Arguments: `text`, the file's content; `where`, its name for messages. Keys that tj does not know are left alone.
    Raises `TjError` with the line, where it is no TOML or a value has the wrong type.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TjError(f"{where} cannot be read: {error}", "mend that line; everything in it is optional") from None
    except (ValueError, RecursionError):
        reason = "a number in it is too long, or it is nested too deep"
        raise TjError(f"{where} cannot be read: {reason}", "mend it; everything in it is optional") from None
    default = Settings()
    mood = _table(table, "mood", where)
    trackers = _table(table, "trackers", where) if "trackers" in table else default.trackers
    return Settings(
        journal_dir=_folder(table, "journal_dir", default.journal_dir, where),
        entry_name=_folder(table, "entry_name", default.entry_name, where),
        exclude=_names(table, "exclude", where),
        scale=_scale(mood, where),
        trackers={key: _unit(key, unit, where) for key, unit in trackers.items()},
    )


def _table(table: Mapping[str, object], key: str, where: str) -> dict[str, object]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise _Wrong(where, key, f"a table: `[{key}]`")
    return found


def _folder(table: Mapping[str, object], key: str, default: str, where: str) -> str:
    found = table.get(key, default)
    odd = not isinstance(found, str) or found.startswith("/") or "\\" in found or not found.isprintable()
    if odd or not isinstance(found, str) or ".." in found.split("/"):
        raise _Wrong(where, key, "a path inside the vault, written with `/`")
    return _clean(found)


def _clean(path: str) -> str:
    return "/".join(part for part in path.split("/") if part not in ("", "."))


def _unit(key: str, unit: object, where: str) -> str:
    if not isinstance(unit, str):
        raise _Wrong(where, f"trackers.{key}", 'its unit, in quotes, or ""')
    return unit


def _names(table: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise _Wrong(where, key, "a list of folder names")
    return tuple(folder for item in found if (folder := _clean(item)))


def _number(table: Mapping[str, object], key: str, default: float, where: str, label: str) -> float:
    found = table.get(key, default)
    # Beyond a million nobody rates a mood, and beyond 1e308 `float` fails.
    if isinstance(found, bool) or not isinstance(found, int | float) or not -1e6 <= found <= 1e6:
        raise _Wrong(where, label, "a number")
    return float(found)


def _scale(mood: Mapping[str, object], where: str) -> MoodScale:
    lowest = _number(mood, "lowest", 1.0, where, "mood.lowest")
    highest = _number(mood, "highest", 10.0, where, "mood.highest")
    if not lowest < highest:
        raise _Wrong(where, "mood.highest", "greater than mood.lowest")
    given = mood.get("words", _DEFAULT_WORDS if (lowest, highest) == (1.0, 10.0) else {})
    if not isinstance(given, dict):
        raise _Wrong(where, "mood.words", "a table: `[mood.words]`")
    words: dict[str, float] = {}
    for word in given:
        level = _number(given, word, lowest, where, f"mood.words.{word}")
        if not lowest <= level <= highest:
            raise _Wrong(where, f"mood.words.{word}", f"a number from {lowest:g} to {highest:g}")
        words[word.strip().casefold()] = level
    return MoodScale(lowest, highest, words)
