"""What every source gives: items, each with its day, its text and whatever else it knew, and where it stood."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

__all__ = ["Attachment", "Item", "Moods", "Source", "item_id", "own_item"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an item holds; `load` returns its bytes, and `name` is what it is called in the vault."""

    name: str
    load: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of another program.

    `where` tells a person which one it is, without its text: `entry 12`, `line 340`, a path. `id` knows it again in a
    later import. `time` is HH:MM or empty. `properties` are what else was known, as front matter. `text` is Markdown.
    `data` is set where a file is taken to the byte. `skip` is why it cannot be taken, empty where it can.
    """

    where: str
    id: str = ""
    day: date | None = None
    time: str = ""
    title: str = ""
    text: str = field(default="", repr=False)
    mood: float | None = None
    tags: tuple[str, ...] = ()
    properties: Mapping[str, object] = field(default_factory=dict, repr=False)
    attachments: tuple[Attachment, ...] = ()
    data: bytes | None = field(default=None, repr=False)
    skip: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """All that was found, in its order, and in a sentence each what could be taken in part only."""

    items: tuple[Item, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moods:
    """How another program's moods become levels: words by the writer's own map first, numbers by their range.

    `lowest` and `highest` are the ends of the vault's scale; `words` are levels on it by word, in lower case.
    """

    lowest: float
    highest: float
    words: Mapping[str, float] = field(default_factory=dict)

    def read(self, word: str) -> float | None:
        """Return the level that a word or a number on the vault's scale stands for, else None."""
        known = self.words.get(word.strip().casefold())
        if known is not None:
            return known
        try:
            level = float(word.strip().replace(",", "."))
        except ValueError:
            return None
        return level if self.lowest <= level <= self.highest else None

    def spread(self, step: int, steps: int) -> float:
        """Return the level of a step from 1 to `steps`, spread evenly over the scale."""
        return round(self.lowest + (step - 1) * (self.highest - self.lowest) / (steps - 1), 2)


def item_id(kind: str, parts: Sequence[str], seen: dict[str, int]) -> str:
    """Return a name by which an item without one of its own is known again.

    Arguments: `parts`, what makes it this item; `seen`, how often each name was given, which is counted on.
    """
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    count = seen[digest] = seen.get(digest, 0) + 1
    return f"{kind}/{digest}" + (f"-{count}" if count > 1 else "")


def own_item(
    where: str, kind: str, day: date | None, time: str, front_matter: str, body: str, seen: dict[str, int],
    attachments: tuple[Attachment, ...] = (),
) -> Item:  # fmt: skip
    """Return an item that tj itself exported: its note is made again as it was.

    Arguments: `front_matter`, the text between the two rules, or empty; `day` and `time`, for a note that says neither.
    """
    body = body if not body or body.endswith("\n") else f"{body}\n"
    text = f"---\n{front_matter}---\n{body}" if front_matter else body
    name = item_id(kind, (str(day), time, text), seen)
    return Item(
        where, name, day, "" if time == "00:00" else time, attachments=attachments, data=text.encode("utf-8", "replace")
    )
