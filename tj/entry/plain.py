"""Front matter that is plainly simple, read line by line some ten times as fast as a YAML parser does.

A line is taken only where every YAML 1.2 parser reads it the same way: a key at its beginning, and behind it nothing, a
scalar, or a flow list or mapping of scalars; or an item of a block list of these. All else is left to the parser. A
test holds the two equal.
"""

import re
from functools import lru_cache
from typing import TypeAlias

from tj.entry.model import Located, Value
from tj.entry.scalar import read_scalar

__all__ = ["locate_plain", "read_plain"]

# So short that nothing in it can reach the parser's own limits.
_MAX_LENGTH = 8192
# All but control characters, tabs, line ends but LF, spaces of other kinds, what is invisible, and no characters.
_EVEN_ASCII = b"\n" + bytes(range(ord(" "), ord("~") + 1))
# And the bytes of U+00C0 to U+07FF, two to a letter and all of them even: those of most scripts with an alphabet.
_EVEN_LETTERS = _EVEN_ASCII + bytes(range(0x80, 0xC0)) + bytes(range(0xC3, 0xE0))
_EVEN = "\xa1\xac\xae\u1fff\u2010\u2027\u2030\u205e\u2070\u2fff\u3001\ud7ff\uf900\ufdff\ufe10\ufefe"
# Nothing is given back by what ends in `+`: it stops only where what must follow cannot begin any earlier.
_KEY = r"[A-Za-z_][\w-]{0,99}+"
# It begins with a letter, a digit, or a sign before one; `:` and `#` in it may mean something else.
_SCALAR = r"(?:\w|[-+.](?=\w))(?:[^:#]++|:(?=\w))*+"
_IN_FLOW = r"(?:\w|[-+.](?=\w))[^]:#,?[{}]*+"
_QUOTED = r"""(?:"[^"\\]*+"|'[^']*+')"""
# An apostrophe stands behind a letter, where no quote begins.
_INSIDE = r"""((?:[^][{}#"']++|(?<=\w)'|"[^"\\]*+"|(?<!\w)'[^']*+')*+)"""
_VALUE = rf"(?:({_SCALAR}|~)|({_QUOTED})|\[{_INSIDE}\]|\{{{_INSIDE}\}})"
_END = r" *(?:(?<= )#.*)?"
_WHOLE_KEY = re.compile(_KEY)
# `re` compiles these when they are first needed: it takes a while, and few lines are not read at once.
_KEY_LINE = rf"({_KEY}):(?: +{_VALUE})?{_END}"
_ITEM_LINE = rf"( *)- +{_VALUE}{_END}"
_SINGLE = rf"(?:({_IN_FLOW})|({_QUOTED}))"
_ITEM = rf" *{_SINGLE} *"
_PAIR = rf" *({_KEY}): +{_SINGLE} *"
_SCALAR_AT, _QUOTED_AT, _LIST_AT = 2, 3, 4  # the groups of a line, the first being its key or indent

# A line's key, empty for an item; an item's indent, -1 for what is none; the value, and its source where it is a plain
# scalar. A key with nothing behind it has the value None without a source.
_Line: TypeAlias = tuple[str, int, Value, str]
_NOTHING: _Line = ("", -1, None, "")


def read_plain(block: str) -> dict[str, Value] | None:
    """Read the text between the two `---` lines, with LF line ends, if it is plainly simple.

    Returns the value of each key; None where the block is not plainly simple, be it right or wrong.
    Nobody may change what is returned: equal lines share their values.
    """
    if len(block) > _MAX_LENGTH:
        return None
    values: dict[str, Value] = {}
    opened = ""  # the key whose items may follow
    items: list[Value] | None = None
    at = 0
    for line in map(_read_line, block.split("\n")):
        if line is None:
            return None
        key, indent, value, source = line
        if key:
            if key in values:
                return None
            values[key] = value
            opened, items = ("" if source or value is not None else key), None
        elif indent < 0:
            continue
        elif items is not None and indent == at:
            items.append(value)
        elif items is None and opened:
            items, at = [value], indent
            values[opened] = items
        else:
            return None
    return values


def _is_odd(text: str) -> bool:
    """Tell whether a character of a line is none of those that every parser reads the same way."""
    if text.isascii() and text.isprintable():
        return False
    # To take out those of most lines as bytes is faster than any pattern.
    encoded = text.encode("utf-8", "surrogatepass")
    if not encoded.translate(None, _EVEN_LETTERS):
        return False
    rest = encoded.translate(None, _EVEN_ASCII).decode("utf-8", "surrogatepass")
    return not all(map(_is_even, set(rest)))


@lru_cache(maxsize=4096)
def _is_even(char: str) -> bool:
    return any(first <= char <= last for first, last in zip(_EVEN[::2], _EVEN[1::2], strict=True))


def locate_plain(block: str, first_line: int = 1) -> dict[str, Located]:
    """Return what `read_plain` does of a block that is plainly simple, with each key's line and source.

    Few notes need these, and to make them takes as long as to read the values. `first_line` is the block's own.
    """
    values = read_plain(block) or {}
    lines = enumerate(map(_read_line, block.split("\n")), start=first_line)
    return {line[0]: Located(values[line[0]], number, line[3]) for number, line in lines if line and line[0] in values}


@lru_cache(maxsize=4096)  # a journal's headers repeat themselves: half of their lines were there before
def _read_line(text: str) -> _Line | None:
    """Return what a line says; None where that is not plainly simple."""
    if _is_odd(text):
        return None
    try:
        return _read_at_once(text) or _read_by_pattern(text)
    except ValueError:  # a value that must be left out, which the parser's way reports
        return None


def _read_at_once(text: str) -> _Line | None:
    """Return what most lines say, a key or an item with a value and no more, in half the time that a pattern takes."""
    key, colon, written = text.partition(": ")
    indent = -1
    if not colon or not _is_key(key):
        item = text.lstrip(" ")
        key, indent, written = "", len(text) - len(item), item[2:]
        if item[:2] != "- ":
            return _read_without_value(text)
    first = written[:1]
    if first.isalnum() or written == "~":
        written = written.partition(" #")[0]  # behind which a comment stands
        if ":" in written or "#" in written:
            return None
        source = written.rstrip(" ")
        return key, indent, read_scalar(source), source
    if first in ("'", '"'):
        return (key, indent, written[1:-1], "") if _is_quoted(written) else None
    if first == "[" and written[-1] == "]":
        return key, indent, _list(written[1:-1]), ""
    return (key, indent, _mapping(written[1:-1]), "") if first == "{" and written[-1] == "}" else None


def _read_without_value(text: str) -> _Line | None:
    """Return what a line says that is blank, a comment, or a key alone."""
    if text.lstrip(" ")[:1] in ("", "#"):
        return _NOTHING
    return (text[:-1], -1, None, "") if text[-1] == ":" and _is_key(text[:-1]) else None


def _is_quoted(text: str) -> bool:
    """Tell whether a text stands in quotes as a whole, with nothing in it that would mean something else."""
    return text[:1] in ("'", '"') and text.find(text[0], 1) == len(text) - 1 and "\\" not in text


@lru_cache(maxsize=1024)
def _is_key(text: str) -> bool:
    return _WHOLE_KEY.fullmatch(text) is not None


def _read_by_pattern(text: str) -> _Line | None:
    found = re.fullmatch(_KEY_LINE, text) or re.fullmatch(_ITEM_LINE, text)
    if found is None:
        return _NOTHING if text.lstrip(" ")[:1] in ("", "#") else None
    begin = found[1]
    key, indent = ("", len(begin)) if begin[:1] in ("", " ") else (begin, -1)
    kind = found.lastindex or 0
    if kind < _SCALAR_AT:
        return key, indent, None, ""
    written = found[kind]
    if kind == _SCALAR_AT:
        source = written.rstrip(" ")
        return key, indent, read_scalar(source), source
    if kind == _QUOTED_AT:
        return key, indent, written[1:-1], ""
    return key, indent, _list(written) if kind == _LIST_AT else _mapping(written), ""


# Where a comma stands in quotes, what is between two commas is no item or pair, and the line is left to the parser.
def _list(text: str) -> list[Value]:
    return list(map(_read_item, text.split(","))) if text.strip(" ") else []


def _mapping(text: str) -> dict[str, Value]:
    pairs = list(map(_read_pair, text.split(","))) if text.strip(" ") else []
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError
    return values


@lru_cache(maxsize=1024)
def _read_item(text: str) -> Value:
    word = text.strip(" ")
    if word[:1].isalnum() and word.replace("-", "").replace(" ", "").replace("/", "").isalnum():
        return read_scalar(word)
    found = re.fullmatch(_ITEM, text)
    if found is None:
        raise ValueError
    return read_scalar(found[1].rstrip(" ")) if found[1] else found[2][1:-1]


@lru_cache(maxsize=1024)
def _read_pair(text: str) -> tuple[str, Value]:
    key, _, written = text.strip(" ").partition(": ")
    if _is_key(key):
        if written.isalnum():
            return key, read_scalar(written)
        if _is_quoted(written):
            return key, written[1:-1]
    found = re.fullmatch(_PAIR, text)
    if found is None:
        raise ValueError
    return found[1], read_scalar(found[2].rstrip(" ")) if found[2] else found[3][1:-1]
