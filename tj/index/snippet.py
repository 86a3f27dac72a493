"""A few words around a hit, as they were written, with the hits between two marks."""

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

from tj.index.folding import UNSPACED, fold

__all__ = ["HIT_END", "HIT_START", "snippet"]

HIT_START = "\x02"
HIT_END = "\x03"

# An accent may be a character of its own; it belongs to the letter before it.
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
_PIECE = f"[{UNSPACED}]|[^{UNSPACED}]+"  # which takes long to compile, and few texts need it
_MARKS = re.compile(f"[{HIT_START}{HIT_END}]")
_WANTED = re.compile(r'"([^"]*)"(\*?)')
_BEFORE = 40
_AFTER = 110

_Token: TypeAlias = tuple[int, int, str]
_Phrase: TypeAlias = tuple[tuple[str, ...], bool]


def snippet(text: str, expression: str) -> str:
    """Return about 150 characters of `text` around the first place that `expression` asks for.

    Arguments: `text`, as written, in any language; `expression`, from `match_expression`.
    Each hit, a word or a whole phrase, stands between `HIT_START` and `HIT_END`; those characters of `text` itself are
    left out. Without a hit the beginning is returned.
    """
    text = _MARKS.sub("", text)
    hits = _hits(text, _phrases(expression))
    hit = next(hits, None)
    first = hit[0] if hit else 0
    start = max(first - _BEFORE, 0)
    end = min(max(first + _AFTER, hit[1] if hit else 0), len(text))
    if start and (space := text.find(" ", start, first)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", hit[1] if hit else first, end)) > first:
        end = space
    pieces = ["… " if start else ""]
    position = start
    while hit is not None and hit[1] <= end:
        if hit[0] >= position:
            pieces += [text[position : hit[0]], HIT_START, text[hit[0] : hit[1]], HIT_END]
            position = hit[1]
        hit = next(hits, None)
    pieces += [text[position:end], " …" if end < len(text) else ""]
    return " ".join("".join(pieces).split())


@lru_cache(maxsize=8)
def _phrases(expression: str) -> tuple[_Phrase, ...]:
    """Return the words of each phrase of an expression, and whether its last word is a beginning; longest first."""
    found = [(tuple(word for _, _, word in _tokens(text)), bool(star)) for text, star in _WANTED.findall(expression)]
    return tuple(sorted((phrase for phrase in found if phrase[0]), key=lambda phrase: -len(phrase[0])))


def _hits(text: str, phrases: tuple[_Phrase, ...]) -> Iterator[tuple[int, int]]:
    if not phrases:
        return
    tokens = _tokens(text)
    ahead = deque(islice(tokens, len(phrases[0][0])))
    while ahead:
        for words, prefix in phrases:
            if _begins(ahead, words, prefix):
                yield ahead[0][0], ahead[len(words) - 1][1]
                break
        ahead.popleft()
        ahead.extend(islice(tokens, 1))


def _begins(ahead: deque[_Token], words: tuple[str, ...], prefix: bool) -> bool:
    if len(words) > len(ahead):
        return False
    *others, last = words
    met = ahead[len(others)][2]
    if met != last and not (prefix and met.startswith(last)):
        return False
    return all(ahead[place][2] == word for place, word in enumerate(others))


def _tokens(text: str) -> Iterator[_Token]:
    """Yield the words of a text, folded, and where they are; each character of an unspaced script is a word."""
    for found in _WORD.finditer(text):
        run = found.group()
        if run.isascii():
            yield found.start(), found.end(), run.lower()
            continue
        if max(run) < UNSPACED[0]:  # no character of it is a word of its own
            yield found.start(), found.end(), fold(run).strip()
            continue
        for piece in re.finditer(_PIECE, run):
            begin = found.start() + piece.start()
            yield begin, begin + len(piece.group()), fold(piece.group()).strip()
