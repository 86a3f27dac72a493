"""Makes Markdown that someone else wrote into Markdown that only says something: it is read, and sets nothing off.

Headings, lists, quotes, emphasis and links by https and mailto stay. Whatever makes a program do more is written so
that it shows as the characters that it is, by a backslash before one of them or, for `<`, as `&lt;`: HTML, comments,
embeds, images, links of other kinds, code and so queries, formulas, fields, tags, block ids, templates, callouts, task
boxes, rules. Some programs look for their marks in the bare text, so that no such mark may stand in it, escaped or not.
"""

import re
from collections import Counter

from tj.entry.private import private_spans
from tj.share.machines import strip_invisible

__all__ = ["tame", "tame_line", "tame_strictly"]

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# Turns text around. What joins or parts letters in scripts that need it, and their plain direction marks, stay.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OTHER_LINE_END = re.compile("[\u2028\u2029]")

_URL = r"https://[A-Za-z0-9](?:[A-Za-z0-9._/?#@!&*+,;=-]|%[0-9A-Fa-f]{2}|:(?!:)|~(?!~))*"
_TOKEN = re.compile(
    rf"(?P<link>(?<!!)\[(?P<words>[^\[\]\n]+)\]\((?P<target>{_URL}|mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+)\))"
    rf"|(?P<url>(?<![A-Za-z0-9+.-]){_URL})"
    r"|(?P<pair>\\[!-/:-@\[-`{-~])"
    r"|(?P<tag><(?=[A-Za-z/!?%\\]))"
    r"|(?P<hash>(?<![\w/])#(?!\s|$))"
    r"|(?P<scheme>:(?=//))"
    r"|(?P<always>[`\[^])"
    r"|(?P<money>\$)"
    # These are harmless alone and not behind each other.
    r"|(?P<second>(?<=:):|(?<=%)%|(?<=~~)~|(?<=\{)[{>=+~-])"
)
_MARKER = re.compile(r"(>|[-*+](?= )|\d{1,9}[.)](?= ))[ ]*")
_RULE = re.compile(r"(?:=+|-+|(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})[ ]*$")
_HEADING = re.compile(r"(#{1,6}) +(?=[^ ])")
_DEEPEST = 12
# The note has headings of its own at level 2, and a title above these.
_LEVELS_DOWN = 2


def tame(text: str) -> str:
    """Return Markdown of several lines, LF at their ends, that sets nothing off."""
    clean = _visible(text)
    lines: list[str] = []
    in_list = False
    for line in clean.split("\n"):
        rest = line.lstrip(" ")
        indent = len(line) - len(rest)
        marked = _MARKER.match(rest)
        if rest and not indent and not marked:
            in_list = False
        # Elsewhere than in a list so many spaces would make code of it, in which a backslash shows.
        deep = " " * (min(indent, _DEEPEST) if in_list else 0)
        in_list = in_list or bool(marked and marked[1] != ">")
        lines.append((deep + _tame_block(rest, clean)).rstrip(" "))
    return "\n".join(lines).strip("\n")


def tame_line(text: str) -> str:
    """Return one line of Markdown that sets nothing off, for the place behind a list mark."""
    clean = " ".join(_visible(text).split())
    if clean.startswith("#") or _RULE.match(clean) or _MARKER.match(f"{clean} "):
        # It would begin a block of its own; of a number the dot behind it is what makes a list.
        at = len(clean) - len(clean.lstrip("0123456789"))
        return f"{clean[:at]}\\{clean[at]}{_tame_inline(clean[at + 1 :], clean)}"
    return _tame_inline(clean, clean)


def tame_strictly(text: str) -> str:
    """Return text of which Markdown makes nothing but its lines, with a backslash before every mark."""
    lines = (" ".join(line.split()) for line in _visible(text).split("\n"))
    return "\n".join(_PUNCTUATION.sub(_escaped, line) for line in lines).strip("\n")


def _visible(text: str) -> str:
    """Return text without characters that hide words or show them in another order."""
    return strip_invisible(_TURNING.sub("", _OTHER_LINE_END.sub(" ", text)), Counter(), [])


def _tame_block(rest: str, whole: str) -> str:
    """Return a line without its indentation; `whole` is the text that it is of."""
    if heading := _HEADING.match(rest):
        title = _tame_inline(rest[heading.end() :].rstrip("# "), whole)
        marks = "#" * min(len(heading[1]) + _LEVELS_DOWN, 6)
        # A heading `Private` would keep all below it from being shared.
        return f"\\{marks} {title}" if private_spans(f"# {title}\n") else f"{marks} {title}"
    marks = ""
    while not _RULE.match(rest) and (found := _MARKER.match(rest)):
        marks += found[1] + " "
        rest = rest[found.end() :]
    if _RULE.match(rest) or rest.startswith("#"):
        return f"{marks}\\{rest[0]}{_tame_inline(rest[1:], whole)}"
    return marks + _tame_inline(rest, whole)


def _tame_inline(text: str, whole: str) -> str:
    formulas = whole.count("$") > 1

    def write(found: re.Match[str]) -> str:
        kind, written = found.lastgroup, found.group()
        # The groups within a link end before it does, so it is told by its own.
        if found["link"]:
            return f"[{_tame_inline(found['words'], whole)}]({found['target']})"
        if kind == "url" or (kind == "money" and not formulas):
            return written
        if kind == "tag" or written == "\\<":
            return "&lt;"
        if kind == "pair":
            return written
        return "".join("\\" + char for char in written)

    return _TOKEN.sub(write, text)


def _escaped(found: re.Match[str]) -> str:
    return "&lt;" if found.group() == "<" else "\\" + found.group()
