"""Which prompts were answered when, and the lots by which prompts take turns: the same on every machine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256

from tj.insight.prompt_day import Facts
from tj.insight.prompt_text import Prompt

__all__ = ["REST_DAYS", "Record", "draw", "halves", "recorded", "rests"]

# No prompt comes twice in so many days while others fit; one that was begun and left is let alone for longer.
REST_DAYS = 30
_LEFT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Record:
    """An entry that answers a prompt; `left` where nothing but the prompt stands in it."""

    day: date
    id: str
    left: bool = False


def recorded(facts: Facts, words: Mapping[str, int]) -> list[Record]:
    """Return which prompts the entries answer, oldest first; `words` are the numbers of words of those known, by id."""
    found = []
    for entry in facts.entries:
        given = entry.properties.get("prompt")
        if entry.type == "entry" and entry.date is not None and isinstance(given, str) and given.strip():
            left = entry.words <= words.get(given.strip(), -1)
            found.append(Record(entry.date, given.strip(), left))
    return sorted(found, key=lambda record: (record.day, record.id))


def rests(record: Record, today: date) -> bool:
    """Tell whether a prompt was answered or left so lately that others come first."""
    return 0 <= (today - record.day).days < (_LEFT_DAYS if record.left else REST_DAYS)


def halves(prompts: Iterable[Prompt]) -> dict[str, int]:
    """Deal the prompts into two halves, so that each has its share of every theme and tone.

    Each theme and tone is dealt for itself: one that is new moves only those of its own kind.
    """
    kinds: dict[tuple[str, tuple[str, ...]], list[Prompt]] = {}
    for prompt in prompts:
        kinds.setdefault((prompt.theme, prompt.tones), []).append(prompt)
    halves: dict[str, int] = {}
    for (theme, tones), alike in kinds.items():
        first = draw("first half", f"{theme} {tones}")
        dealt = sorted(alike, key=lambda prompt: draw("half", prompt.id))
        halves |= {prompt.id: (first + place) % 2 for place, prompt in enumerate(dealt)}
    return halves


@cache
def draw(salt: str, id_: str) -> int:
    """Return a number that looks drawn by lot, and is the same everywhere."""
    return int.from_bytes(sha256(f"{salt}\0{id_}".encode("utf-8", "surrogatepass")).digest()[:6])
