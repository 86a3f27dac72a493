"""Which themes of the prompts lie near a word that someone noted.

The words are common ones, each with themes, the nearest first; a word that is not among them leads nowhere, and no more
is read into it. Only words in front matter and check-ins are looked at, and tags; never the text.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

__all__ = ["Cause", "Kind", "near", "slug"]

_FEELINGS = {
    "body thoughts mindfulness": "anxious worried nervous tense restless afraid scared panicky jittery uneasy",
    "stress rest boundaries": "stressed overwhelmed pressured rushed busy",
    "boundaries movement stress": "angry irritated annoyed frustrated furious resentful impatient",
    "emotions self-compassion support": "sad down low tearful hopeless empty numb flat desperate grieving",
    "support relationships resources": "lonely isolated homesick abandoned unwanted",
    "self-compassion support": "ashamed guilty embarrassed worthless useless inadequate",
    "rest body": "tired exhausted drained weary sleepy worn",
    "emotions relationships": "hurt disappointed jealous envious betrayed",
    "thoughts intentions": "confused stuck torn unsure undecided doubtful",
    "creativity resources movement": "bored listless",
    "joy creativity": "happy joyful amused content cheerful playful glad delighted",
    "achievements joy": "proud strong capable confident brave",
    "relationships joy": "grateful loved tender close connected",
    "mindfulness rest": "calm relaxed peaceful settled quiet",
    "intentions creativity": "hopeful excited motivated curious focused inspired eager",
    "rest emotions": "relieved",
}
_TAGS = {
    "stress boundaries": "work job school study studies university exam money deadline",
    "rest": "sleep insomnia holiday weekend",
    "relationships": "family friend friends partner love parents children marriage dating social",
    "body": "health pain illness food",
    "movement": "sport exercise running walk walking yoga swimming cycling",
    "creativity": "art drawing music writing craft painting cooking garden gardening",
    "resources": "book books reading podcast film",
}


def _by_word(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(themes.split()) for themes, words in table.items() for word in words.split()}


_THEMES_OF_FEELING, _THEMES_OF_TAG = _by_word(_FEELINGS), _by_word(_TAGS)

Kind: TypeAlias = Literal["emotion", "tag", "goal", "homework", "session", "unvisited"]


class Cause(NamedTuple):
    """What speaks for a theme, how much, and the word or name behind it."""

    theme: str
    points: int
    kind: Kind
    name: str = ""


def near(kind: Kind, word: str, themes: Collection[str], points: int) -> Iterator[Cause]:
    """Yield the themes near a word, the nearest first; a tag may be a theme's own name."""
    bare = word.casefold().partition("/")[0] if kind == "tag" else word.casefold()
    found = (_THEMES_OF_TAG if kind == "tag" else _THEMES_OF_FEELING).get(bare, ())
    if kind == "tag" and slug(bare) in themes:
        found = (slug(bare),)
    for place, theme in enumerate(found):
        yield Cause(theme, max(points - place - (kind == "tag"), 1), kind, word)


def slug(text: str) -> str:
    """Return a name as a theme's is written: `Other resources` as `other-resources`."""
    return "-".join(text.casefold().replace("_", " ").split())
