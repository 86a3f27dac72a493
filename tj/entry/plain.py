"""Front matter that is plainly simple, read line by line some ten times as fast as a YAML parser does.

A line is taken only where every YAML 1.2 parser reads it the same way: a key at its beginning, and behind it nothing, a
scalar, or a flow list or mapping of scalars; or an item of a block list of these. All else is left to the parser. A
test holds the two equal.
"""

import re
from functools import lru_cache

from tj.entry.scalar import read_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tj.entry.model import Value

__all__ = ["read_plain"]

# So short that nothing in it can reach the parser's own limits.
_MAX_LENGTH = 8192
# Control characters, tabs, line ends other than LF, spaces of other kinds, what is invisible, and no characters at all.
_ODD = re.compile(
    "[^\n -~\xa1-\xac\xae-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\uf900-\ufdff\ufe10-\ufefe]"
)
_KEY = r"[A-Za-z_][\w-]{0,99}"
# It begins with a letter, a digit, or a sign before one; `:` and `#` in it may mean something else.
_SCALAR = r"(?:\w|[-+.](?=\w))(?:[^:#]|:(?=\w))*"
_IN_FLOW = r"(?:\w|[-+.](?=\w))[^]:#,?[{}]*"
_QUOTED = r"""(?:"[^"\\]*"|'[^']*')"""
# An apostrophe stands behind a letter, where no quote begins.
_INSIDE = r"""((?:[^][{}#"']|(?<=\w)'|"[^"\\]*"|(?<!\w)'[^']*')*)"""
_VALUE = rf"(?:({_SCALAR}|~)|({_QUOTED})|\[{_INSIDE}\]|\{{{_INSIDE}\}})"
_END = r" *(?:(?<= )#.*)?"
_KEY_LINE = re.compile(rf"({_KEY}):(?: +{_VALUE})?{_END}")
_ITEM_LINE = re.compile(rf"( *)- +{_VALUE}{_END}")
_ITEMS = re.compile(rf" *{_IN_FLOW}(?:, *{_IN_FLOW})*")
_ITEM = re.compile(rf" *(?:({_IN_FLOW})|({_QUOTED})) *(?:,|$)")
_PAIR = re.compile(rf" *({_KEY}): +(?:({_IN_FLOW})|({_QUOTED})) *(?:,|$)")
_NOTHING, _SCALAR_AT, _QUOTED_AT, _LIST_AT = 1, 2, 3, 4  # the groups of a line, the first being its key or indent


def read_plain(block: str) -> "dict[str, tuple[Value, int, str]] | None":
    """Read the text between the two `---` lines, with LF line ends, if it is plainly simple.

    Returns of each key its value, its line (from 1) and its source where it is a plain scalar, all as the parser has
    them; None where the block is not plainly simple, be it right or wrong. Nobody may change what is returned: equal
    lines share their values.
    """
    if len(block) > _MAX_LENGTH or _ODD.search(block):
        return None
    values: dict[str, tuple[Value, int, str]] = {}
    key = ""
    items: list[Value] | None = None
    indent = 0
    for number, text in enumerate(block.split("\n"), start=1):
        line = _read_line(text)
        if line is None:
            return None
        begin, kind, value, source = line
        if kind == 0:
            continue
        if isinstance(begin, str):
            if begin in values:
                return None
            values[begin] = (value, number, source)
            key, items = (begin if kind == _NOTHING else ""), None
        elif items is not None and begin == indent:
            items.append(value)
        elif items is None and key:
            items, indent = [value], begin
            values[key] = (items, values[key][1], "")
        else:
            return None
    return values


@lru_cache(maxsize=4096)  # a journal's headers repeat themselves: half of their lines were there before
def _read_line(text: str) -> "tuple[str | int, int, Value, str] | None":
    """Return a line's key or, of an item, its indent, which kind of value it has, the value, and its source."""
    found = _KEY_LINE.fullmatch(text)
    item = None if found else _ITEM_LINE.fullmatch(text)
    if found is None and item is None:
        return ("", 0, None, "") if text.lstrip(" ")[:1] in ("", "#") else None
    match = found or item
    kind = match.lastindex or 0 if match else 0
    begin: str | int = found[1] if found else len(item[1]) if item else 0
    if kind == _NOTHING or match is None:
        return begin, kind, None, ""
    written = match[kind]
    try:
        if kind == _SCALAR_AT:
            source = written.rstrip(" ")
            return begin, kind, read_scalar(source), source
        if kind == _QUOTED_AT:
            return begin, kind, written[1:-1], ""
        return begin, kind, _list(written) if kind == _LIST_AT else _mapping(written), ""
    except ValueError:  # a value that must be left out, which the parser's way reports
        return None


def _list(text: str) -> "list[Value]":
    if _ITEMS.fullmatch(text) and '"' not in text and "'" not in text:
        return [read_scalar(item.strip(" ")) for item in text.split(",")]
    items: list[Value] = []
    for scalar, quoted in _parts(_ITEM, text):
        items.append(read_scalar(scalar.rstrip(" ")) if scalar else quoted[1:-1])
    return items


def _mapping(text: str) -> "dict[str, Value]":
    pairs: dict[str, Value] = {}
    for key, scalar, quoted in _parts(_PAIR, text):
        if key in pairs:
            raise ValueError
        pairs[key] = read_scalar(scalar.rstrip(" ")) if scalar else quoted[1:-1]
    return pairs


def _parts(pattern: "re.Pattern[str]", text: str) -> "Iterator[tuple[str, ...]]":
    """Yield the groups of each part between commas; raises `ValueError` where one is not simple."""
    at = 0
    while text.strip(" ") and at < len(text):
        found = pattern.match(text, at)
        if found is None or (found.end() == len(text) and text[-1] == ","):
            raise ValueError
        yield found.groups("")
        at = found.end()
