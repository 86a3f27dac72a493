"""The parts of a note that its writer marked as private, in the Markdown that Obsidian shows as hidden or apart.

- comments: `%% … %%` in a line or over several, and `<!-- … -->`
- a callout: `> [!private]` with all its lines
- a section: a heading `Private` up to the next heading of its level or higher

Where a marker is never closed, the rest of the note is private. Where it is doubtful whether something lies in code, it
is taken not to: too much is withheld rather than too little.
"""

import re
from dataclasses import dataclass
from typing import Literal

from tj.entry.lines import SourceLine, scan_lines, sure_code

__all__ = ["Span", "private_spans"]

_MARKER = re.compile(r"%%|<!--")
_CALLOUT = re.compile(r"[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?P<quote>(?:>[ \t]*)+)\[!\s*private\b", re.IGNORECASE)
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]*)*")
_BLOCK_START = re.compile(r"[ \t]*(?:#{1,6}(?:[ \t]|$)|`{3,}|~{3,}|[-*+][ \t]|\d+[.)][ \t]|(?:[-*_][ \t]*){3,}$)")
_ATX = re.compile(r"[ \t]{0,3}(?:>[ \t]*)*(?P<marks>#{1,6})[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*$")
_SETEXT = re.compile(r"[ \t]{0,3}(?P<under>=+|-{2,})[ \t]*$")
_NO_PARAGRAPH = re.compile(r"[ \t]*(?:$|[-*+>|][ \t]|>|\d+[.)][ \t]|#{1,6}[ \t]|    )")
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A private part: offsets in the body, `kind`, and `closed`, False where its marker is never closed."""

    start: int
    end: int
    kind: Literal["comment", "html-comment", "callout", "section"]
    closed: bool = True


def private_spans(body: str) -> list[Span]:
    """Return the private parts of a body with LF line ends, in order and apart from each other.

    Parts that touch or overlap are returned as one, of the first one's kind; it is closed if all of them are.
    """
    lines = scan_lines(body)
    comments = _comments(body, lines)
    hidden = [(span.start, span.end) for span in comments]
    visible = [line for line in lines if not any(start <= line.start < end for start, end in hidden)]
    return _merge([*comments, *_callouts(visible), *_sections(visible, len(body))])


def _comments(body: str, lines: list[SourceLine]) -> list[Span]:
    if "%%" not in body and "<!--" not in body:
        return []
    code = sure_code(body, lines)
    spans: list[Span] = []
    position = 0
    while found := _MARKER.search(body, position):
        inside = next((end for start, end in code if start <= found.start() < end), None)
        if inside is not None:
            position = inside
            continue
        closing = "%%" if found.group() == "%%" else "-->"
        kind: Literal["comment", "html-comment"] = "comment" if closing == "%%" else "html-comment"
        end = body.find(closing, found.end())
        if end < 0:
            spans.append(Span(found.start(), len(body), kind, closed=False))
            break
        position = end + len(closing)
        spans.append(Span(found.start(), position, kind))
    return spans


def _callouts(lines: list[SourceLine]) -> list[Span]:
    spans: list[Span] = []
    number = 0
    while number < len(lines):
        found = None if lines[number].code else _CALLOUT.match(lines[number].text)
        if found is None:
            number += 1
            continue
        depth = found["quote"].count(">")
        last = number
        while last + 1 < len(lines) and _belongs(lines[last + 1].text, lines[last].text, depth):
            last += 1
        spans.append(Span(lines[number].start, lines[last].end, "callout"))
        number = last + 1
    return spans


def _belongs(text: str, before: str, depth: int) -> bool:
    """Tell whether a line goes on with a callout of `depth`, lazily continued paragraphs included."""
    quote = _QUOTE.match(text)
    prefix = quote.group() if quote else ""
    rest = text[len(prefix) :]
    if prefix.count(">") >= depth:
        return True
    before_rest = before[len(found.group()) :] if (found := _QUOTE.match(before)) else before
    return bool(rest.strip()) and bool(before_rest.strip()) and not _BLOCK_START.match(rest)


def _sections(lines: list[SourceLine], length: int) -> list[Span]:
    # A heading begins a private section even in a quote or a fence that never closes; only a sure heading ends one.
    begun: tuple[int, int] | None = None
    spans: list[Span] = []
    for index, line in enumerate(lines):
        heading = None if line.code else _heading(lines, index)
        if heading is None:
            continue
        level, title, start = heading
        sure = not line.open_fence and not line.text.lstrip().startswith(">")
        if begun is not None and level <= begun[1] and sure:
            spans.append(Span(begun[0], max(start - 1, begun[0]), "section"))
            begun = None
        if begun is None and _NOT_WORD.sub("", title).casefold() == "private":
            begun = (start, level)
    if begun is not None:
        spans.append(Span(begun[0], length, "section"))
    return spans


def _heading(lines: list[SourceLine], index: int) -> tuple[int, str, int] | None:
    """Return level, title and offset of the heading that begins on this line, if one does."""
    line = lines[index]
    if found := _ATX.match(line.text):
        return len(found["marks"]), found["title"], line.start
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None or following.code or following.number != line.number + 1 or _NO_PARAGRAPH.match(line.text):
        return None
    under = _SETEXT.match(following.text)
    return (1 if under["under"].startswith("=") else 2, line.text, line.start) if under else None


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start <= merged[-1].end:
            last = merged[-1]
            merged[-1] = Span(last.start, max(last.end, span.end), last.kind, last.closed and span.closed)
        else:
            merged.append(span)
    return merged
