"""A few words around a hit, as they were written, with the hits between two marks."""

import re
from collections.abc import Iterator

from tj.index.query import fold

__all__ = ["HIT_END", "HIT_START", "snippet"]

HIT_START = "\x02"
HIT_END = "\x03"

_WORD = re.compile(r"\w+")
_WANTED = re.compile(r'"([^"]*)"(\*?)')
_BEFORE = 40
_AFTER = 110


def snippet(text: str, expression: str) -> str:
    """Return about 150 characters of `text` around the first word that `expression` asks for.

    Arguments: `text`, as written, in any language; `expression`, from `match_expression`.
    Each hit stands between `HIT_START` and `HIT_END`; without a hit the beginning is returned.
    """
    hits = list(_hits(text, expression))
    first = hits[0][0] if hits else 0
    start = max(first - _BEFORE, 0)
    end = min(first + _AFTER, len(text))
    if start and (space := text.find(" ", start, first)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", first, end)) > first:
        end = space
    pieces = ["… " if start else ""]
    position = start
    for begin, finish in hits:
        if begin >= position and finish <= end:
            pieces += [text[position:begin], HIT_START, text[begin:finish], HIT_END]
            position = finish
    pieces += [text[position:end], " …" if end < len(text) else ""]
    return " ".join("".join(pieces).split())


def _hits(text: str, expression: str) -> Iterator[tuple[int, int]]:
    exact: set[str] = set()
    prefixes: list[str] = []
    for phrase, star in _WANTED.findall(expression):
        words = phrase.split()
        exact.update(words)
        if star and words:
            prefixes.append(words[-1])
    for found in _WORD.finditer(text):
        for begin, part in _parts(found):
            folded = fold(part).strip()
            if folded in exact or any(folded.startswith(prefix) for prefix in prefixes):
                yield begin, begin + len(part)


def _parts(found: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Yield the words of a run of letters: one, or one for each character of a script without spaces."""
    run = found.group()
    if len(run) == 1 or " " not in fold(run).strip():
        yield found.start(), run
        return
    begin = 0
    for at, char in enumerate(run):
        if fold(char) != fold(char).strip():
            if begin < at:
                yield found.start() + begin, run[begin:at]
            yield found.start() + at, char
            begin = at + 1
    if begin < len(run):
        yield found.start() + begin, run[begin:]
