"""The lines of a Markdown body, each with whether it lies in code: everything that reads a body begins here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["SourceLine", "code_spans", "scan_lines", "sure_code"]

_QUOTE = re.compile(r"[ \t]{0,3}>[ \t]?")
_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_TICKS = re.compile(r"\\`|`+")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line: its text, its offsets in the body (`end` without the line end) and its number from 0.

    `code` is True for the lines of a fenced block that is closed, fences included. `open_fence` is True for those of
    one that never is: CommonMark takes them for code, but a writer may only have mistyped a fence.
    `info` is the first word behind an opening fence.
    """

    text: str
    start: int
    end: int
    number: int
    code: bool = False
    open_fence: bool = False
    info: str = ""


def scan_lines(body: str) -> list[SourceLine]:
    """Split a body with LF line ends into lines, and tell which lie in fenced code."""
    texts = body.split("\n")
    fenced = dict(_fences(texts)) if "```" in body or "~~~" in body else {}
    lines: list[SourceLine] = []
    start = 0
    for number, text in enumerate(texts):
        code, open_fence, info = fenced.get(number, (False, False, ""))
        lines.append(SourceLine(text, start, start + len(text), number, code, open_fence, info))
        start += len(text) + 1
    return lines


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the inline code in `text`, ticks included: an opening run of ticks up to one as long."""
    runs = [match for match in _TICKS.finditer(text) if not match.group().startswith("\\")] if "`" in text else []
    spans: list[tuple[int, int]] = []
    position = 0
    while position < len(runs):
        length = len(runs[position].group())
        closing = next((n for n in range(position + 1, len(runs)) if len(runs[n].group()) == length), None)
        if closing is None:
            position += 1
        else:
            spans.append((runs[position].start(), runs[closing].end()))
            position = closing + 1
    return spans


def sure_code(body: str, lines: list[SourceLine]) -> list[tuple[int, int]]:
    """Return where code surely is: closed fences, and inline code by the line's as well as by the paragraph's ticks."""
    blocks: list[tuple[int, int]] = []
    paragraph: list[SourceLine] = []
    for line in [*lines, SourceLine("", len(body), len(body), len(lines))]:
        if line.code:
            blocks.append((line.start, line.end))
        if not line.code and line.text.strip():
            paragraph.append(line)
            continue
        if paragraph:
            first, last = paragraph[0].start, paragraph[-1].end
            whole = [(first + start, first + end) for start, end in code_spans(body[first:last])]
            for part in paragraph:
                single = [(part.start + start, part.start + end) for start, end in code_spans(part.text)]
                blocks += [span for span in single if span in whole]
            paragraph = []
    return sorted(blocks)


def _fences(texts: list[str]) -> Iterator[tuple[int, tuple[bool, bool, str]]]:
    number = 0
    item_indent = 0
    while number < len(texts):
        depth, inner = _unquote(texts[number])
        if item := _ITEM.match(inner):
            item_indent = len(item.group().expandtabs(4))
            inner = " " * item_indent + inner[item.end() :]
        elif inner.strip() and _indent(inner) < item_indent:
            item_indent = 0
        opening = _opening(inner, item_indent)
        if opening is None:
            number += 1
            continue
        fence, info = opening
        container = item_indent if _indent(inner) >= item_indent else 0
        last, closed = _closing(texts, number + 1, depth, container, fence)
        for inside in range(number, last + 1):
            yield inside, (closed, not closed, info if inside == number else "")
        number = last + 1


def _opening(inner: str, item_indent: int) -> tuple[str, str] | None:
    found = _FENCE.match(inner)
    # Four columns beyond its place make a line indented code, in which a fence is only text.
    if found is None or not _fits(_indent(inner), item_indent):
        return None
    if found["fence"].startswith("`") and "`" in found["info"]:
        return None
    words = found["info"].split()
    return found["fence"], words[0].strip("{}") if words else ""


def _closing(texts: list[str], start: int, depth: int, item_indent: int, fence: str) -> tuple[int, bool]:
    """Return the last line of the block that opened before `start`, and whether it is closed.

    A fence closes it, or the end of the quote (`depth`) or list item (`item_indent` columns) that it stands in.
    """
    for number in range(start, len(texts)):
        found_depth, inner = _unquote(texts[number], depth)
        indent = _indent(inner)
        if found_depth < depth or (inner.strip() and indent < item_indent):
            return number - 1, True
        bare = inner.strip()
        if bare.startswith(fence) and not bare.strip(fence[0]) and _fits(indent, item_indent):
            return number, True
    return len(texts) - 1, False


def _fits(indent: int, item_indent: int) -> bool:
    return item_indent <= indent < item_indent + 4


def _indent(text: str) -> int:
    text = text.expandtabs(4)
    return len(text) - len(text.lstrip(" "))


def _unquote(text: str, most: int = 99) -> tuple[int, str]:
    depth = 0
    while depth < most and (found := _QUOTE.match(text)):
        text = text[found.end() :]
        depth += 1
    return depth, text
