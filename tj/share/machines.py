"""Takes out of Markdown what is meant for programs: queries, templates, ciphertext, notes of editors, and characters
that nobody sees."""

import re
from collections import Counter
from collections.abc import Iterator

from tj.entry.blocks import fenced_blocks

__all__ = ["inline_query", "query_blocks", "strip_for_programs", "strip_invisible"]

# Blocks that Obsidian and its common extensions run or decrypt rather than show.
_QUERIES = {"tasks", "base", "bases", "query", "search", "encrypt", "meld-encrypt", "secret", "button", "tracker",
            "js-engine", "templater", "todoist", "leaflet", "juggl", "ad-private", "sqlseal", "folder-overview",
            "note-gallery", "img-gallery", "kanban", "tasks-calendar", "contributiongraph", "jsx", "jsx:component",
            "run", "quickadd"}  # fmt: skip
_QUERY_PREFIXES = ("dataview", "datacore", "meta-bind")
_FENCE = re.compile(r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*+(`{3,}|~{3,})[ \t]*+\{?([^\s`{}]*)")
_INLINE_QUERY = re.compile(r"(?<!`)`+[ \t]*+(?:\$?=(?![=>~])|button-|(?:INPUT|VIEW|BUTTON)\[)[^`\n]*+`+")
_TEMPLATER = re.compile(r"<%.*?(?:%>|\Z)", re.DOTALL)
_EDITORS_NOTE = re.compile(r"\{>>[^<>{}]*+<<\}")
# Meld Encrypt: a letter for the version, a hint between bulbs, then base64. A lock by itself is only a picture.
_LOCK = "🔐"
_RUN = r"[A-Za-z0-9+/=]{8,}"
_SURELY = re.compile(rf"{_LOCK}[ \t]*+(?:[αβ💡][^{_LOCK}]*+|{_RUN}(?:\s+{_RUN})*\s*){_LOCK}")
_PAIRED = re.compile(rf"{_LOCK}(?:[^{_LOCK}\n]|\n(?![ \t]*\n))*+{_LOCK}")
_CIPHERTEXT = re.compile(rf"{_LOCK}[ \t]*(?:[αβ💡].*|[A-Za-z0-9+/=]{{24,}}(?:\s+[A-Za-z0-9+/=]{{24,}})*)", re.DOTALL)
_FORMULA = re.compile(r"^[ \t>]*+\$\$(?:[^$]|\$(?!\$))*+\$\$", re.MULTILINE)
_UNSEEN_IN_FORMULA = re.compile(r"(?<!\\)%[^\n]*+|\\(?:[hv]?phantom|label)\s*+\{[^{}]*+\}")
# Tag characters but those of a flag, and what has no width, three or more of them: no emoji or script needs so many.
_INVISIBLE = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]{2,6}\U000e007f)|[\U000e0000-\U000e007f]+"
    "|[\u00ad\u034f\u115f\u1160\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0100-\U000e01ef\U0001d173-\U0001d17a]{3,}"
)


def query_blocks(texts: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each fenced block that is run, decrypted or kept private rather than shown.

    A query that is never closed runs on to the note's end. One in another block counts too, unless that has a longer
    fence: an earlier fence may have been left open by mistake.
    """
    for first, last, sure, info in fenced_blocks(texts):
        if _is_query(info):
            yield first, last
            continue
        outer = _FENCE.match(texts[first])
        for number in range(first + 1, last + 1):
            inner = _FENCE.match(texts[number]) if "`" in texts[number] or "~" in texts[number] else None
            if inner and outer and inner[1].startswith(outer[1]) and _is_query(inner[2]):
                yield number, last - 1 if sure and last > number else last
                break


def _is_query(info: str) -> bool:
    kind = info.casefold()
    return kind in _QUERIES or kind.startswith(_QUERY_PREFIXES)


def strip_invisible(body: str, stripped: Counter[str], removed: list[str]) -> str:
    """Return text without characters that can carry words unseen."""

    def gone(found: re.Match[str]) -> str:
        return found[1] or _gone("invisible", found, stripped, removed)

    return body if body.isascii() else _INVISIBLE.sub(gone, body)


def inline_query(code: str) -> bool:
    """Tell whether inline code, ticks included, is a query."""
    return bool(_INLINE_QUERY.match(code))


def strip_for_programs(body: str, stripped: Counter[str], removed: list[str]) -> str:
    """Return Markdown, its code set aside, without inline queries, templates, ciphertext and notes of editors."""
    for pattern, kind in (
        (_INLINE_QUERY, "query"),
        (_TEMPLATER, "template"),
        (_SURELY, "ciphertext"),
        (_PAIRED, "ciphertext"),
        (_CIPHERTEXT, "ciphertext"),
        (_EDITORS_NOTE, "comment"),
    ):
        body = _without(pattern, body, kind, stripped, removed)
    return _FORMULA.sub(
        lambda formula: _without(_UNSEEN_IN_FORMULA, formula.group(), "comment", stripped, removed), body
    )


def _without(pattern: re.Pattern[str], body: str, kind: str, stripped: Counter[str], removed: list[str]) -> str:
    return pattern.sub(lambda found: _gone(kind, found, stripped, removed), body)


def _gone(kind: str, found: re.Match[str], stripped: Counter[str], removed: list[str]) -> str:
    stripped[kind] += 1
    removed.append(found.group())
    return ""
