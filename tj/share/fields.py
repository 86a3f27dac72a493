"""Takes inline fields out of Markdown, `(key:: value)`, `[key:: value]` and `key:: value`, but those of listed keys.

Words of code, as in `std::vector`, are none: there nothing parts the two, and more than one word stands before them.
"""

import re
from collections import Counter

__all__ = ["strip_fields"]

# A field in brackets; where they do not match, the rest of the line is taken for its value.
_OPENING = re.compile(r"([(\[])[ \t]*+([^()\[\]:\n]{1,60}?)([ \t]*)::(?!:)")
_VALUE = re.compile(r"(?:[^()\[\]\n]++|\([^()\n]*+\)|\[[^\[\]\n]*+\])*+")
_LINE = re.compile(
    r"^[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+)*+(?:\[.\][ \t]+|\[![^\]\n]*\][-+]?[ \t]*+)?"
    r"[*_~=]{0,3}([^\s:`()\[\]<>\"|#*_~=-][^\n:`()\[\]<>\"|]{0,58}?)[*_~=]{0,3}([ \t]*+)::(?!:)([^\n]*)$",
    re.MULTILINE,
)
_DATES = {"due", "completion", "scheduled", "start", "created", "cancelled"}
_DATE = re.compile(r"[ \t]*\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?[ \t]*(?=[)\]\n]|\Z)")
# What stands before `::` in code, and what begins behind it there.
_CODE = {"std", "boost", "self", "crate", "super"}
_CODE_BEHIND = re.compile(r"\w+(?:::|<|\(\))")
_MOST_WORDS = 3


def strip_fields(body: str, allowed: frozenset[str], stripped: Counter[str], removed: list[str]) -> str:
    """Return Markdown without inline fields, but those of `allowed` keys and the dates of tasks."""
    keys = {name.casefold() for name in allowed}

    def line(found: re.Match[str]) -> str:
        if _may_stay(found[1], keys, body, found.start(3)) or not _is_field(found[1], found[2], found[3]):
            return found.group()
        stripped["inline field"] += 1
        removed.append(found.group())
        return ""

    body = _LINE.sub(line, body)
    pieces: list[str] = []
    kept = position = 0
    while found := _OPENING.search(body, position):
        position = found.start() + 1
        if _may_stay(found[2], keys, body, found.end()):
            continue
        value = _VALUE.match(body, found.end())
        end = value.end() if value else found.end()
        if not _is_field(found[2], found[3], body[found.end() : end]):
            continue
        closed = body[end : end + 1] == (")" if found[1] == "(" else "]")
        position = end + 1 if closed else _line_end(body, end)
        stripped["inline field"] += 1
        removed.append(body[found.start() : position])
        pieces.append(body[kept : found.start()])
        kept = position
    return "".join([*pieces, body[kept:]])


def _may_stay(key: str, allowed: set[str], body: str, position: int) -> bool:
    name = key.strip(" \t*_").casefold()
    return name in allowed or (name in _DATES and bool(_DATE.match(body, position)))


def _is_field(key: str, gap: str, value: str) -> bool:
    """Tell whether words before and behind `::` are a field: as code, or in the middle of a sentence, they are not."""
    words = len(key.split())
    if not value or value[0].isspace():
        return not gap or words <= _MOST_WORDS
    if gap or words > 1:
        return False
    return key.strip("*_").casefold() not in _CODE and not _CODE_BEHIND.match(value)


def _line_end(body: str, position: int) -> int:
    found = body.find("\n", position)
    return found if found >= 0 else len(body)
