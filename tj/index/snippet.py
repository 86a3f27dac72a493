"""A few words around a hit, as they were written, with the hits between two marks."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, groupby, islice
from typing import TypeAlias

from tj.index.folding import UNSPACED, fold, is_unspaced

__all__ = ["HIT_END", "HIT_START", "snippet"]

HIT_START = "\x02"
HIT_END = "\x03"

# An accent may be a character of its own; it belongs to the letter before it.
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
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
    text = text.replace(HIT_START, "").replace(HIT_END, "")
    phrases = _phrases(expression)
    first, last, run = next(_hits(text, phrases, 0, len(text)), (0, 0, 0))
    start = max(first - _BEFORE, 0)
    end = min(max(first + _AFTER, last), len(text))
    if start and (space := text.find(" ", start, first)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", last or first, end)) > first:
        end = space
    pieces = ["… " if start else ""]
    position = start
    for begin, finish, _ in _hits(text, phrases, run, end):
        if finish > end:
            break
        if begin >= position:
            pieces += [text[position:begin], HIT_START, text[begin:finish], HIT_END]
            position = finish
    pieces += [text[position:end], " …" if end < len(text) else ""]
    return " ".join("".join(pieces).split())


@lru_cache(maxsize=8)
def _phrases(expression: str) -> tuple[_Phrase, ...]:
    """Return the words of each phrase of an expression, and whether its last word is a beginning; longest first."""
    found = [(tuple(word for _, _, word in _tokens(text)), bool(star)) for text, star in _WANTED.findall(expression)]
    return tuple(sorted((phrase for phrase in found if phrase[0]), key=lambda phrase: -len(phrase[0])))


def _hits(text: str, phrases: tuple[_Phrase, ...], place: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """Yield where phrases begin and end, and where the run of letters begins that the first word of each is in.

    Arguments: `place`, where a run begins, or what is between runs; `stop`, from where on nothing begins that is asked
    for. Only words that may begin a phrase are looked at closely: most of a text is none.
    """
    if not phrases:
        return
    likely = _likely(phrases)
    while found := likely.search(text, place, stop):
        begin = found.start()
        while begin > place and (text[begin - 1].isalnum() or "\u0300" <= text[begin - 1] <= "\u036f"):
            begin -= 1
        run = _WORD.search(text, begin)
        if run is None:
            return
        tokens = list(_pieces(run))
        for count, (start, end, word) in enumerate(tokens):
            for words, prefix in phrases:
                if len(words) == 1:
                    hit = end if _is_asked(word, words[0], prefix) else None
                else:
                    hit = _end_of(words, islice(chain(tokens[count:], _tokens(text, run.end())), len(words)), prefix)
                if hit is not None:
                    yield start, hit, run.start()
                    break
        place = run.end()


def _end_of(words: tuple[str, ...], tokens: Iterable[_Token], prefix: bool) -> int | None:
    """Return where a phrase ends, if the tokens are its words; the last may be but a beginning."""
    ahead = list(tokens)
    if len(ahead) < len(words):
        return None
    same = all(token[2] == word for token, word in zip(ahead[:-1], words[:-1], strict=True))
    return ahead[-1][1] if same and _is_asked(ahead[-1][2], words[-1], prefix) else None


def _is_asked(met: str, word: str, prefix: bool) -> bool:
    return met == word or (prefix and met.startswith(word))


@lru_cache(maxsize=8)
def _likely(phrases: tuple[_Phrase, ...]) -> re.Pattern[str]:
    """Return a pattern that is found in each run of letters in which a phrase may begin, and in few others.

    A run whose first letter is an ASCII one keeps it when it is folded, but for its case. From U+0E00 on there are
    scripts without spaces (`UNSPACED`), in which a phrase may begin anywhere in a run.
    """
    letters = {words[0][0] for words, _ in phrases if words[0] and words[0][0].isascii()}
    firsts = "".join(sorted({*letters, *map(str.upper, letters)}))
    return re.compile(rf"(?<![^\W_])(?:{f'[{re.escape(firsts)}]|' if firsts else ''}[^\W\x00-\x7f])|[^\W\x00-\u0dff]")


def _tokens(text: str, start: int = 0) -> Iterator[_Token]:
    """Yield the words of a text, folded, and where they are; each character of an unspaced script is a word."""
    for run in _WORD.finditer(text, start):
        yield from _pieces(run)


def _pieces(found: re.Match[str]) -> Iterator[_Token]:
    run = found.group()
    if run.isascii():
        yield found.start(), found.end(), run.lower()
    elif max(run) < UNSPACED[0]:  # no character of it is a word of its own
        yield found.start(), found.end(), _folded(run)
    else:
        begin = found.start()
        for apart, chars in groupby(run, is_unspaced):
            for piece in chars if apart else ["".join(chars)]:
                yield begin, begin + len(piece), _folded(piece)
                begin += len(piece)


@lru_cache(maxsize=4096)  # most words of a journal come again
def _folded(word: str) -> str:
    return fold(word).strip()
