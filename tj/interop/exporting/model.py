"""What every format is made from: notes with their text and files, without what is private unless that is wanted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tj.entry.frontmatter import find_block
from tj.entry.model import Note
from tj.entry.private import private_spans

__all__ = ["Exported", "exported"]


@dataclass(frozen=True, slots=True)
class Exported:
    """One note as it goes out.

    `front_matter` is its text between the two rules, empty where it has none; `body` is what follows, with LF line
    ends. `files` are loaders of what it shows, by the target as it is written in the body.
    """

    note: Note = field(repr=False)
    front_matter: str = field(repr=False)
    body: str = field(repr=False)
    files: Mapping[str, tuple[str, Callable[[], bytes]]] = field(default_factory=dict, repr=False)


def exported(note: Note, data: bytes, *, private: bool) -> Exported:
    """Return a note as it goes out.

    Arguments: `data`, the file's bytes; `private`, whether its private parts go along.
    """
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    block = find_block(text) if note.body_line > 1 else None
    body = note.body if private else _without_private(note.body)
    return Exported(note, block.text if block else "", body)


def _without_private(body: str) -> str:
    kept, at = [], 0
    for span in private_spans(body):
        kept.append(body[at : span.start])
        at = span.end
    return "".join([*kept, body[at:]])
