"""Lines that were meant as front matter and are none, since something stands before them or a rule of them is amiss.

Obsidian and tj read them as text. To share them as text would send what its writer takes for properties, so they are
found by their look: lines of `key: value` below a rule and up to the next. Prose between two rules is left alone.
"""

import re
from typing import NamedTuple

__all__ = ["Lookalike", "find_lookalike"]

_SPACE = r"[\s\u200b\ufeff]"
_RULE = r"(?:-{2,}+|[–—]++|\+{3,}+|={3,}+|\*{3,}+|_{3,}+|~{3,}+|;{3,}+)"
_KNOWN = ("aliases", "cssclasses", "date", "emotions", "goals", "mood", "private", "publish", "tags", "time", "title",
          "type")  # fmt: skip
# What may open a note before it: blank lines and titles, then a rule, or a known key where the rule was forgotten.
_TITLES = rf"{_SPACE}*+(?:#{{1,6}}[ \t][^\n]*+\n{_SPACE}*+)*+"
_OPENING = re.compile(rf"{_TITLES}(?:(?P<rule>{_RULE})[^\S\n]*+(?:\n|$)|(?={'|'.join(_KNOWN)}:[ \n]))")
_CLOSING = re.compile(rf"[^\S\n]*{_RULE}[^\S\n]*")
_KEY = re.compile(r""" {0,3}(?P<quote>["']?)(?P<key>[^\W\d_][\w-]*(?: [\w-]+){0,2})(?P=quote) ?:(?:\s.*)?""")
# Lines that may stand among keys: comments, items, what goes on from the line above, and a key without its space.
_AMONG = re.compile(r"\s*(?:#.*|-(?:\s.*)?|[]}],?)|\s+\S.*|[^\W\d_][\w-]*:(?!//).*")
_MOST_LINES = 200


class Lookalike(NamedTuple):
    """What looks like front matter: its place in the text as offsets, and how many keys it has.

    `line` is its first line, from 1; `why` says in words what is amiss, and what to do.
    """

    start: int
    end: int
    keys: int
    line: int
    why: str


def find_lookalike(text: str, *, ruled: bool = False) -> Lookalike | None:
    """Return what looks like front matter at the head of a text that has none, or below what is front matter.

    Arguments: `text`, with LF line ends; `ruled`, whether front matter with keys stands above it already: then only a
    second block right below is one.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return None
    start = opening.end() if opening["rule"] is None else opening.start("rule")
    titled = "#" in text[:start]
    if ruled and (titled or opening["rule"] is None):
        return None
    keys, end, closed = _read_keys(text, opening.end())
    exact = not titled and not ruled and opening["rule"] == "---"
    if not _are_properties(keys, closed=closed, opened=opening["rule"] is not None, exact=exact):
        return None
    why = _why(text, opening, closed=closed, ruled=ruled, titled=titled)
    return Lookalike(start, end, len(keys), 1 + text.count("\n", 0, start), why)


def _read_keys(text: str, position: int) -> tuple[list[str], int, bool]:
    """Return the keys from an offset on, where they end, and whether a rule closes them; no keys where prose does."""
    keys: list[str] = []
    blank = -1  # where keys without a closing rule would end
    for _ in range(_MOST_LINES):
        found = text.find("\n", position)
        line, after = (text[position:found], found + 1) if found >= 0 else (text[position:], len(text))
        if _CLOSING.fullmatch(line):
            return keys, after, True
        if not line.strip():
            blank = position if blank < 0 and keys else blank
        elif key := _KEY.fullmatch(line):
            keys.append(key["key"])
        elif not _AMONG.fullmatch(line):
            break
        if found < 0:
            return (keys, blank if blank >= 0 else after, False)
        position = after
    return (keys, blank, False) if blank >= 0 else ([], position, False)


def _are_properties(keys: list[str], *, closed: bool, opened: bool, exact: bool) -> bool:
    """Tell whether these are keys of front matter, and no prose of the kind `Ann: hello`."""
    if not keys:
        return False
    if not (closed and opened):
        return (closed or opened) and any(key in _KNOWN for key in keys)
    return exact or any(key.casefold() in _KNOWN for key in keys) or all(key[0].islower() for key in keys)


def _why(text: str, opening: re.Match[str], *, closed: bool, ruled: bool, titled: bool) -> str:
    if ruled:
        return "front matter stands above it already; put its lines there"
    if opening["rule"] is None:
        return "no line `---` stands above it; add one as the first line"
    if titled:
        return "a title stands before it; put it at the very top"
    if opening["rule"] != "---":
        return "its first line is not exactly `---`; write it so"
    if not closed:
        return "it does not begin at the very top, and no line `---` closes it; mend both"
    if "\n" in text[: opening.start("rule")]:
        return "an empty line stands before it; take that line away"
    return "its first line is not exactly `---`; write it so"
