"""Text in the columns of a terminal: how wide it is, and how it is broken into lines."""

import unicodedata
from collections.abc import Iterator, Sequence

__all__ = ["columns", "items", "wrapped"]

_NO_WIDTH = frozenset(("Mn", "Me", "Cf"))


def columns(text: str) -> int:
    """Return how many columns a text takes: two for a wide character (Chinese, Japanese, emoji), none for an accent."""
    return len(text) if text.isascii() else sum(map(_width, text))


def wrapped(text: str, width: int, *, indent: str = "", hang: str = "") -> list[str]:
    """Return a text in lines of at most `width` columns, broken at spaces, and within a word only where it must be.

    Arguments: `indent`, what the first line begins with; `hang`, what the others do; both narrower than `width`.
    """
    return _filled(text.split(), " ", width, indent, hang)


def items(texts: Sequence[str], width: int, *, indent: str = "", hang: str = "", comma: str = "") -> list[str]:
    """Return some short texts side by side in lines of at most `width` columns, none of them broken if it fits one.

    Arguments: `indent`, what the first line begins with; `hang`, what the others do; `comma`, what follows each but the
    last: a comma before one space, or nothing before two.
    """
    pieces = [" ".join(text.split()) + comma for text in texts[:-1]] + [" ".join(text.split()) for text in texts[-1:]]
    return _filled(pieces, " " if comma else "  ", width, indent, hang)


def _filled(pieces: Sequence[str], between: str, width: int, indent: str, hang: str) -> list[str]:
    lines: list[str] = []
    line = ""
    room = width - max(columns(indent), columns(hang))
    for number, piece in enumerate(pieces):
        if number and columns(line + between + piece) <= width:
            line += between + piece
            continue
        if number:
            lines.append(line)
        for part_number, part in enumerate(_parts(piece, room)):
            if part_number:
                lines.append(line)
            line = (hang if number or part_number else indent) + part
    return [*lines, line] if pieces else []


def _parts(word: str, room: int) -> Iterator[str]:
    """Yield a word in parts that fit the room, a character with its accents never being parted."""
    part, used = "", 0
    for sign in word:
        wide = _width(sign)
        if part and wide and used + wide > room:
            yield part
            part, used = "", 0
        part, used = part + sign, used + wide
    yield part


def _width(sign: str) -> int:
    if unicodedata.category(sign) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
