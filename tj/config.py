"""The vault's settings, `.tj/config.toml`: every key is optional, and reading them touches no file.

- writer = "Hedda"                 whose journal it is, read by `tj.insight.writer`
- journal_dir = "journal"          where new entries go, relative to the vault
- entry_name = "YYYY/YYYY-MM-DD"   their names, in the tokens of Obsidian's daily notes
- exclude = ["templates"]          folders and notes that are no entries
- attachment_dir = "attachments"   where an import puts pictures
- [mood]            lowest, highest: the scale
- [mood.words]      a word = its level
- [trackers]        a front-matter key that is followed = the unit of its numbers, or "yes/no" for true and false
"""

from collections.abc import Mapping
from typing import NamedTuple

from tj.settings import DEFAULT_TRACKERS, DEFAULT_WORDS, YES_NO, describe_scale, read_level, read_settings

__all__ = ["MoodScale", "Settings", "parse_settings"]


class MoodScale(NamedTuple):
    """The scale on which this writer rates mood; `words` maps a lower-case mood word to its level."""

    lowest: float = 1.0
    highest: float = 10.0
    words: Mapping[str, float] = DEFAULT_WORDS

    def read(self, value: object) -> float | None:
        """Return the level that a number or a mood word stands for, or None if it is not on the scale."""
        return read_level(value, self.lowest, self.highest, self.words)

    def describe(self) -> str:
        """Return the scale in words, for an error message: `1 to 10, or awful, low, …`."""
        return describe_scale(self.lowest, self.highest, self.words)


class Settings(NamedTuple):
    """What one vault is set to. Paths are relative to the vault, with `/`; `trackers` maps a key to its unit."""

    journal_dir: str = "journal"
    entry_name: str = "YYYY/YYYY-MM-DD"
    exclude: tuple[str, ...] = ()
    scale: MoodScale = MoodScale()
    trackers: Mapping[str, str] = DEFAULT_TRACKERS
    attachment_dir: str = "attachments"

    @property
    def yes_no(self) -> frozenset[str]:
        """The trackers that are answered by yes or no."""
        return frozenset(key for key, unit in self.trackers.items() if unit == YES_NO)


def parse_settings(text: str, where: str = ".tj/config.toml") -> Settings:
    """Read settings from TOML.

    Arguments: `text`, the file's content; `where`, its name for messages. Keys that tj does not know are left alone.
    Raises `TjError` with the line, where it is no TOML or a value has the wrong type.
    """
    journal_dir, entry_name, exclude, scale, trackers, attachments = read_settings(text, where)
    return Settings(journal_dir, entry_name, exclude, MoodScale(*scale), trackers, attachments)
