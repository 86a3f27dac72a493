"""The lines of a Markdown body, each with whether it lies in code: everything that reads a body begins here."""

import bisect
import re
from collections.abc import Iterator
from typing import NamedTuple

from tj.entry.blocks import fenced_blocks, list_marks, looks_like_fence, raw_html_end

__all__ = ["SourceLine", "code_spans", "find_code", "lines_outside_code", "scan_lines", "sure_code"]

_TAG = re.compile(r"<[A-Za-z/!?]")
# One that holds no tick and no quote that is open; what stands in for code is a tick.
_WHOLE_TAG = re.compile(r"""</?[A-Za-z][A-Za-z0-9-]*+(?:[^<>`"']|"[^"`]*"|'[^'`]*')*+>""")
_DEFINITION = re.compile(r"\[(?!\^)[^\]]*\]:")
_TICKS = re.compile(r"`+")
_MAY_TELL_OF_CODE = re.compile(r"[`~|<\[]")  # ticks, a fence, a table, HTML, a link's definition


class SourceLine(NamedTuple):  # a journal has millions of these: a tuple is made in a third of a dataclass's time
    """One line: its text, its offsets in the body (`end` without the line end) and its number from 0.

    `code` is True for the lines of a fenced block that is closed, fences included. `open_fence` is True for those of
    one that never is, or stands behind a fence that has no place: CommonMark takes them for code, but a writer may only
    have mistyped a fence.
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
    fenced = _fenced_lines(texts) if _may_have_fence(body) else {}
    lines: list[SourceLine] = []
    start = 0
    for number, text in enumerate(texts):
        end = start + len(text)
        lines.append(SourceLine(text, start, end, number, *fenced.get(number, ())))
        start = end + 1
    return lines


def lines_outside_code(body: str) -> Iterator[tuple[int, str]]:
    """Return the lines of a body with LF line ends that lie in no fence, be it closed or not, with their numbers."""
    texts = body.split("\n")
    if not _may_have_fence(body):
        return iter(enumerate(texts))
    fenced = _fenced_lines(texts)
    return (line for line in enumerate(texts) if line[0] not in fenced)


def _may_have_fence(body: str) -> bool:
    # One sign is found much sooner than three, and most notes have none.
    return ("`" in body and "```" in body) or ("~" in body and "~~~" in body)


def _fenced_lines(texts: list[str]) -> dict[int, tuple[bool, bool, str]]:
    return {
        number: (sure, not sure, info if number == first else "")
        for first, last, sure, info in fenced_blocks(texts)
        for number in range(first, last + 1)
    }


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the inline code in `text`, ticks included: an opening run of ticks up to one as long."""
    return _read_ticks(text)[0]


def sure_code(body: str, lines: list[SourceLine]) -> list[tuple[int, int]]:
    """Return where code surely is, in order and apart: closed fences, and inline code on one line."""
    return find_code(body, lines)[0]


def find_code(body: str, lines: list[SourceLine]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return where code surely is, and where it may be, each in order and apart.

    Where a paragraph begins is not known here. So within lines that no blank one parts, inline code is sure up to the
    first line with a tick left over, or with a table's bar, HTML or a link's definition, which may hold a tick. From
    there on all between two ticks is open to doubt; and so is a fence that is never closed, or has no place.
    """
    sure: list[tuple[int, int]] = []
    doubtful: list[tuple[int, int]] = []
    if "`" not in body and "~~~" not in body:
        return sure, doubtful
    doubt = -1
    raw: re.Pattern[str] | None = None
    for line in [*lines, SourceLine("", len(body), len(body), len(lines))]:
        if line.code or line.open_fence or not line.text.strip(" \t"):
            doubtful += _between_ticks(body, doubt, line.start) if doubt >= 0 else ()
            doubt = -1
            if line.code or line.open_fence:
                marked = line.info and "%%" in line.text  # behind a fence stands no code
                (sure if line.code and not marked else doubtful).append((line.start, line.end))
            continue
        if raw is None and not _MAY_TELL_OF_CODE.search(line.text):
            continue
        if looks_like_fence(line.text):
            doubtful.append((doubt if doubt >= 0 else line.start, len(body)))
            break
        ticks, loose = _read_ticks(line.text)
        around = _without(line.text, ticks)
        unsure = raw is not None or loose or "|" in line.text or _tag_in_doubt(line.text, ticks)
        raw = raw_html_end(around) if raw is None else None if raw.search(line.text) else raw
        if doubt < 0 and (unsure or _DEFINITION.match(around, len(list_marks(around)))):
            doubt = line.start
        elif doubt < 0:
            sure += [(line.start + start, line.start + end) for start, end in ticks]
    return sure, doubtful


def _between_ticks(body: str, start: int, end: int) -> list[tuple[int, int]]:
    first, last = body.find("`", start, end), body.rfind("`", start, end)
    return [(first, last + 1)] if first < last else []


def _tag_in_doubt(text: str, ticks: list[tuple[int, int]]) -> bool:
    """Tell whether a tag may hold a tick, or make a block of HTML, in which ticks are none."""
    if "<" not in text:
        return False
    marked = _without(text, ticks, "`")
    return bool(_TAG.match(marked, len(list_marks(marked))) or _TAG.search(_WHOLE_TAG.sub("", marked)))


def _without(text: str, spans: list[tuple[int, int]], by: str = "") -> str:
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    return by.join(text[start:end] for start, end in zip(starts, ends, strict=True))


def _read_ticks(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Return the offsets of the inline code in `text`, and whether a run of ticks is left that opens none.

    A backslash keeps a tick from opening code, but not from closing it.
    """
    runs = list(_TICKS.finditer(text))
    by_length: dict[int, list[int]] = {}
    for at, run in enumerate(runs):
        by_length.setdefault(run.end() - run.start(), []).append(at)
    spans: list[tuple[int, int]] = []
    loose = False
    position = 0
    number = 0
    while number < len(runs):
        start, end = max(runs[number].start(), position), runs[number].end()
        slashes = start - position - len(text[position:start].rstrip("\\"))
        if slashes % 2:
            start += 1
        as_long = by_length.get(end - start, [])
        later = bisect.bisect_right(as_long, number)
        if later == len(as_long):
            loose = loose or start < end
            position, number = end, number + 1
        else:
            closing = as_long[later]
            spans.append((start, runs[closing].end()))
            position, number = runs[closing].end(), closing + 1
    return spans, loose
