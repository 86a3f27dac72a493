"""Headings that a writer put into Markdown as HTML: `<h2>…</h2>`, over several lines too."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator

from tj.entry.lines import SourceLine, find_code

__all__ = ["has_other_tags", "html_headings"]

# `re` compiles these when they are first needed, since most notes hold no such heading.
_OPENED = r"(?i)<h([1-6])(?=[\s>])"
_CLOSED = r"(?i)</h[1-6]\s*>"  # a browser takes any for the one that was opened
_TAG = r"""</?[A-Za-z](?:"[^"]*"|'[^']*'|[^<>"'])*>"""
_OTHER_TAG = r"<(?!/?[hH][1-6][\s>])[A-Za-z/!?]"
_LINE_END = r"[ \t]*(?:\n|\Z)"
_LONGEST = 400


def html_headings(body: str, lines: list[SourceLine]) -> Iterator[tuple[int, str, int, bool]]:
    """Yield of each heading its level, its title, where it begins, and whether it surely is one: alone on its lines."""
    if "</h" not in body and "</H" not in body:
        return
    code, doubtful = find_code(body, lines)
    position = 0
    opened_at, line_end, tag = map(re.compile, (_OPENED, _LINE_END, _TAG))
    for closed in re.finditer(_CLOSED, body):
        least, position = max(position, closed.start() - _LONGEST), closed.end()
        opened = list(opened_at.finditer(body, least, closed.start()))
        if not opened:
            continue
        start = opened[-1].start()
        if not _lies_in(code, start):
            sure = (start == 0 or body[start - 1] == "\n") and bool(line_end.match(body, closed.end()))
            title = tag.sub("", body[start : closed.start()])
            yield int(opened[-1][1]), title, start, sure and not _lies_in(doubtful, start)


def has_other_tags(body: str, start: int, end: int) -> bool:
    """Tell whether any tag but those of headings stands in a part of the body."""
    return bool(re.compile(_OTHER_TAG).search(body, start, end))


def _lies_in(spans: list[tuple[int, int]], position: int) -> bool:
    at = bisect_right(spans, (position, sys.maxsize)) - 1
    return at >= 0 and position < spans[at][1]
