"""Bytes of one file → a `Note`. Pure, and it never raises: what cannot be read becomes a problem, and private."""

from tj.config import Settings
from tj.entry.model import Note

__all__ = ["parse_note"]


def parse_note(path: str, data: bytes, settings: Settings) -> Note:
    """Read one note.

    Arguments: `path`, relative to the vault, with `/`; `data`, the file's bytes; `settings`, the vault's.
    Returns the note; anything wrong with it is in its `problems`.
    """
    raise NotImplementedError
