"""Practices: short guided texts, as Markdown files of one form.

---
type: practice
title: Paced breathing
about: a slow and even breath      # what it is, in half a line; optional
minutes: 3                         # optional
---
The text, as it is shown.
"""

from dataclasses import dataclass
from difflib import get_close_matches

from tj.entry.model import Note

__all__ = ["Practice", "find_practice", "practice_of"]


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice; `name` is that of its file, `minutes` are 0 where it does not say, `text` is its Markdown."""

    name: str
    title: str
    about: str
    minutes: int
    text: str


def practice_of(name: str, note: Note) -> Practice:
    """Return the practice that a file holds; what its front matter lacks, or has in another kind, is left empty."""
    about, minutes = note.entry.properties.get("about"), note.entry.properties.get("minutes")
    return Practice(
        name,
        note.entry.title or name,
        about if isinstance(about, str) else "",
        minutes if type(minutes) is int and minutes > 0 else 0,
        note.body.strip(),
    )


def find_practice(practices: list[Practice], wanted: str) -> tuple[Practice | None, list[str]]:
    """Return the practice of a name or title, or that alone of which it is the beginning, and else the near names."""
    word = wanted.strip().casefold()
    for practice in practices:
        if word in (practice.name.casefold(), practice.title.casefold()):
            return practice, []
    begun = [p for p in practices if word and (p.name.casefold().startswith(word) or word in p.title.casefold())]
    if len(begun) == 1:
        return begun[0], []
    names = [practice.name for practice in begun or practices]
    return None, names if begun else get_close_matches(word, names, n=2, cutoff=0.5)
