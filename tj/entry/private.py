"""The parts of a note that its writer marked as private, in the Markdown that Obsidian shows as hidden or apart.

- comments: `%% … %%` in a line or over several, and `<!-- … -->`
- a callout: `> [!private]` with all its lines
- a section: a heading `Private`, one of HTML too, up to the next heading of its level or higher

Where a marker is never closed, the rest of the note is private. Where it is doubtful whether something lies in code, or
whether a heading is one, the doubt is decided so that too much is withheld rather than too little.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from tj.entry.blocks import list_marks, looks_like_fence, may_open_html, raw_html_end
from tj.entry.html_headings import has_other_tags, html_headings
from tj.entry.lines import SourceLine, find_code, scan_lines

__all__ = ["Span", "has_unclosed", "private_spans"]

_Range: TypeAlias = tuple[int, int]
_Kind: TypeAlias = Literal["comment", "html-comment", "callout", "section"]
_COMMENT: _Kind = "comment"
_HTML_COMMENT: _Kind = "html-comment"
_CLOSING = {"%%": "%%", "<!--": "-->"}
_CALLOUT = re.compile(r"\[!\s*private\b", re.IGNORECASE)
_QUOTES = re.compile(r"(?:(?:[ \t]*>)+ ?)?")
# `re` compiles what follows in quotes when it is first needed, since to tell what is never closed none of it is.
# What ends a paragraph that goes on outside of its quote; a numbered list does so only where it begins with 1.
_BLOCK_START = r" {0,3}(?:#{1,6}(?:[ \t]|$)|`{3,}[^`]*$|~{3,}|(?:[-*+]|0*1[.)])[ \t]+\S|(?:[-*_][ \t]*){3,}$)"
_ATX = re.compile(r"(#{1,6})([ \t]+|\s+)")  # a space of another kind is typed easily, and makes no sure heading
_SETEXT = re.compile(r"[ \t]*(=+|-+)[ \t]*$")
_SURE_SETEXT = re.compile(r" {0,3}(?:=+|-{4,})[ \t]*$")  # three dashes may be meant as a rule under a paragraph
_INDENTED = re.compile(r"(?: {4}| {0,3}\t).*%%")
_BESIDE_TITLE = r"<[^<>]*>|\{[^{}]*\}|(?<!\S)[#^][\w/-]+"
_BLANK = re.compile(r"^$")
_NOT_WORD = re.compile(r"[\W_]+")
# With more behind a mark, as in `Private: about mum`, it is meant so too; `Private lessons` is not.
_AND_MORE = r"(?i)[\W_]*private(?:\s*[:：;,.(\[/|—–]|\s+-)"


class Span(NamedTuple):
    """A private part: offsets in the body, `kind`, and `closed`, False where its marker is never closed."""

    start: int
    end: int
    kind: _Kind
    closed: bool = True


class _Heading(NamedTuple):
    """A heading and where it begins; `sure` where nobody could take the line for anything else; `html` as it says."""

    level: int
    title: str
    start: int
    sure: bool
    html: bool = False


def private_spans(body: str) -> list[Span]:
    """Return the private parts of a body with LF line ends, in order and apart from each other.

    Parts that touch or overlap are returned as one, of the first one's kind; it is closed if all of them are.
    """
    lines = scan_lines(body)
    comments = _comments(body, lines)
    hidden = [(span.start, span.end) for span in _merge(comments)]
    bare = _without(body, hidden)
    visible = _visible(bare, lines, hidden) if hidden else lines
    return _merge([*comments, *_callouts(body, visible), *_sections(bare, visible)])


def has_unclosed(body: str) -> bool:
    """Tell whether a private part is opened in a body and never closed, in less time than to say where."""
    if "<" not in body or "<!--" not in body:
        marks = body.count("%%") if "%" in body else 0  # one sign is found much sooner than two
        # Without code and without marks that touch, each second mark closes the one before.
        if not marks or (marks % 2 == 0 and "`" not in body and "~" not in body and "%%%" not in body):
            return False
    return not all(span.closed for span in _comments(body, scan_lines(body)))  # no part of another kind is unclosed


def _comments(body: str, lines: list[SourceLine]) -> list[Span]:
    if ("%" not in body or "%%" not in body) and ("<" not in body or "<!--" not in body):
        return []
    sure, doubtful = find_code(body, lines)
    spans = list(_marked(body, sure, doubtful, "%%|<!--"))
    others: list[Span] = []
    if "%%" in body and "<!--" in body:
        others += [span for marker in _CLOSING for span in _marked(body, sure, doubtful, marker)]
    # Whether an indented line is code depends on what is around it.
    if indented := [(line.start, line.end) for line in lines if not line.code and _INDENTED.match(line.text)]:
        apart = [span for span in sure if not _end_of_span(indented, span[0])]
        others += _marked(body, sorted([*apart, *indented]), doubtful, "%%|<!--")
    # Where one mark may stand in the other, or in code, what any way of reading would hide is hidden.
    return [*spans, *(span for span in others if span.closed)]


def _marked(body: str, sure: list[_Range], doubtful: list[_Range], markers: str) -> Iterator[Span]:
    pattern = re.compile(markers)
    position = 0
    while found := pattern.search(body, position):
        start = found.start()
        if inside := _end_of_span(sure, start):
            position = inside
            continue
        if found.group() == "<!--":
            kind, end = _HTML_COMMENT, body.find("-->", found.end())
        else:
            kind, end = _COMMENT, body.find("%%", found.end())
            # One `%%` too few or too many turns inside out, so where one may be code all behind it is private.
            if _end_of_span(doubtful, start) or _end_of_span(sure, end) or _end_of_span(doubtful, end):
                end = -1
        if end < 0:
            yield Span(start, len(body), kind, closed=False)
            return
        position = end + len(_CLOSING[found.group()])
        yield Span(start, position, kind)


def _end_of_span(spans: list[_Range], position: int) -> int:
    """Return the end of the one of `spans`, in order and apart, that holds `position`, or 0."""
    at = bisect_right(spans, (position, sys.maxsize)) - 1
    return spans[at][1] if at >= 0 and position < spans[at][1] else 0


def _without(body: str, hidden: list[_Range]) -> str:
    """Return the body with spaces in place of its comments."""
    pieces: list[str] = []
    position = 0
    for start, end in hidden:
        pieces += [body[position:start], re.sub(r"[^\n]", " ", body[start:end])]
        position = end
    return "".join([*pieces, body[position:]])


def _visible(bare: str, lines: list[SourceLine], hidden: list[_Range]) -> list[SourceLine]:
    """Return the lines that are not all comment, without comments, and code only where it is so without them."""
    return [
        new._replace(code=old.code and new.code, open_fence=old.open_fence or new.open_fence or old.code != new.code)
        for old, new in zip(lines, scan_lines(bare), strict=True)
        if new.text.strip(" \t") or not (old.text.strip(" \t") or _end_of_span(hidden, old.start))
    ]


def _callouts(body: str, lines: list[SourceLine]) -> list[Span]:
    spans: list[Span] = []
    before = ""
    depth = 0
    for line in lines:
        text = body[line.start : line.end]  # as written, since a comment keeps a paragraph going too
        begun = _callout_depth(line)
        if depth and _belongs(text, before, depth):
            spans[-1] = spans[-1]._replace(end=line.end)
            depth = min(depth, begun or depth)
        elif depth := begun:
            spans.append(Span(line.start, line.end, "callout"))
        before = text
    return spans


def _callout_depth(line: SourceLine) -> int:
    """Return how many quotes deep a private callout begins in this line, or 0."""
    prefix = list_marks(line.text)
    return prefix.count(">") if not line.code and _CALLOUT.match(line.text, len(prefix)) else 0


def _belongs(text: str, before: str, depth: int) -> bool:
    """Tell whether a line goes on with a callout of `depth`, lazily continued paragraphs included."""
    rest = _unquoted(text)
    if text[: len(text) - len(rest)].count(">") >= depth:
        return True
    return bool(rest.strip(" \t")) and bool(before.strip("> \t")) and not re.match(_BLOCK_START, rest)


def _unquoted(text: str) -> str:
    return _QUOTES.sub("", text, count=1)


def _sections(body: str, lines: list[SourceLine]) -> list[Span]:
    # A heading begins a private section even in a quote or a fence that never closes; only a sure heading ends one.
    begun: _Heading | None = None
    spans: list[Span] = []
    written_as_html = (_Heading(*found, html=True) for found in html_headings(body, lines))
    headings = [*_headings(lines), *written_as_html]
    for heading in sorted(headings, key=lambda heading: heading.start):
        if begun is not None and heading.level <= begun.level and _ends(heading, begun, body):
            spans.append(Span(begun.start, max(heading.start - 1, 0), "section"))
            begun = None
        title = re.sub(_BESIDE_TITLE, "", heading.title)
        if _NOT_WORD.sub("", title).casefold() == "private" or re.match(_AND_MORE, title):
            begun = heading if begun is None else begun._replace(level=min(begun.level, heading.level))
    if begun is not None:
        spans.append(Span(begun.start, len(body), "section"))
    return spans


def _ends(heading: _Heading, begun: _Heading, body: str) -> bool:
    """Tell whether a heading surely ends the section that `begun` begins: one of HTML only one that HTML began."""
    if not heading.html:
        return heading.sure
    return heading.sure and begun.html and not has_other_tags(body, begun.start, heading.start)


def _headings(lines: list[SourceLine]) -> Iterator[_Heading]:
    sure = alone = True
    html: re.Pattern[str] | None = None
    for line, below in pairwise([*lines, SourceLine("", -1, -1, -1)]):
        if line.code:
            continue
        prefix = list_marks(line.text)
        bare = line.text[len(prefix) :].rstrip(" \t")
        # What looks like a fence and is none leaves it open whether what follows is code.
        sure = sure and not line.open_fence and not looks_like_fence(line.text)
        html = _html_end(bare, html)
        plain = sure and html is None and prefix in ("", " ", "  ", "   ")
        # Above a heading of two lines may stand a quote, an item or a definition, which goes on in it.
        alone = not bare or (alone and not prefix and not bare.startswith("["))
        if found := _ATX.match(line.text, len(prefix)):
            plain = plain and not found[2].strip(" \t")
            yield _Heading(len(found[1]), bare[len(found.group()) :].rstrip("#"), line.start, plain)
        elif bare and below.number == line.number + 1 and not below.code and not bare.startswith("|"):
            under = _SETEXT.match(_unquoted(below.text))
            within = not prefix.strip("> \t") or below.text.startswith((" ", "\t"))
            if under and within and prefix.count(">") == below.text.count(">"):
                level = 1 if under[1].startswith("=") else 2
                yield _Heading(level, bare, line.start, plain and alone and bool(_SURE_SETEXT.match(below.text)))


def _html_end(bare: str, html: re.Pattern[str] | None) -> re.Pattern[str] | None:
    """Return what ends the HTML that a line stands in or begins, or None; `html` is what ends that above it."""
    if html is not None:
        return None if html.search(bare) else html
    return (raw_html_end(bare) or _BLANK) if may_open_html(bare) else None


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start <= merged[-1].end:
            last = merged[-1]
            merged[-1] = Span(last.start, max(last.end, span.end), last.kind, last.closed and span.closed)
        else:
            merged.append(span)
    return merged
