"""More text below a heading of a person's note: every byte that was there stays, or nothing is changed."""

import re
from collections import Counter
from collections.abc import Sequence

from tj.config import Settings
from tj.entry.body import read_body
from tj.entry.lines import SourceLine, scan_lines
from tj.entry.model import Checkin, Line, Task
from tj.entry.parse import parse_note
from tj.entry.private import private_spans
from tj.errors import Refused

__all__ = ["add_below"]

_RAW_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


def add_below(path: str, data: bytes, heading: str, block: Sequence[str], settings: Settings) -> bytes:
    """Return a note with some lines at the end of the section below a heading, which is added where there is none.

    Arguments: `data`, the note's bytes; `heading`, its words, in any case; `block`, the lines, without line ends.
    Raises `Refused` where the note cannot be read, or where what it said before would not be said any more.
    """
    old = parse_note(path, data, settings)
    if not old.entry.readable:
        raise Refused(f"{path} cannot be changed: {old.problems[0].message}", "mend the file; nothing was written")
    text = data.decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines: list[str] = _RAW_LINE.findall(text.removeprefix(mark))
    newline = lines[0][len(lines[0].rstrip("\r\n")) :] if lines else ""
    place = _end_of_section(old.body, heading)
    at = len(lines) if place is None else old.body_line - 1 + place
    added = list(block) if place is not None else [f"## {heading}", "", *block]
    result = (mark + _joined(lines, at, added, newline or "\n")).encode("utf-8")
    if not _is_only_more(path, data, result, "\n".join(added), settings):
        raise Refused(
            f"{path} is written in a way that tj cannot change safely", "change it by hand; nothing was written"
        )
    return result


def _end_of_section(body: str, heading: str) -> int | None:
    """Return the number of the line behind the last one below a heading that says something; None without it."""
    hidden = private_spans(body)
    level = 0
    found: int | None = None
    for line in scan_lines(body):
        title = _title(line)
        if title and level and title[0] <= level:
            break
        if not level and title and title[1].casefold() == heading.casefold():
            level = 0 if any(span.start <= line.start < span.end for span in hidden) else title[0]
        if level and line.text.strip():
            found = line.number + 1
    return found


def _title(line: SourceLine) -> tuple[int, str] | None:
    found = None if line.code or line.open_fence else _HEADING.fullmatch(line.text)
    return (len(found[1]), found[2]) if found else None


def _joined(lines: list[str], at: int, added: Sequence[str], newline: str) -> str:
    """Return the lines with more of them at a place, parted by blank ones from what is not a list like they are."""
    above, below = "".join(lines[:at]), "".join(lines[at:])
    last = lines[at - 1] if at else ""
    if last and not last.endswith(("\n", "\r")):
        above += newline
    goes_on = _ITEM.match(last) and _ITEM.match(added[0])
    gap = newline if last.strip() and not goes_on else ""
    behind = newline if below and lines[at].strip() else ""
    return above + gap + "".join(line + newline for line in added) + behind + below


def _is_only_more(path: str, before: bytes, after: bytes, block: str, settings: Settings) -> bool:
    """Tell whether a note says and hides all that it did, and besides only what the block says and hides by itself."""
    old, new = parse_note(path, before, settings), parse_note(path, after, settings)
    said = read_body(block, settings.scale)
    facts: Counter[Checkin | Task | Line] = Counter(_bare(said.checkins, said.tasks, said.agenda, said.wins))
    one, other = old.entry, new.entry
    return (
        Counter(_bare(other.checkins, other.tasks, other.agenda, other.wins))
        == Counter(_bare(one.checkins, one.tasks, one.agenda, one.wins)) + facts
        and (other.properties, other.private, other.readable) == (one.properties, one.private, one.readable)
        and (other.type, other.date, other.title) == (one.type, one.date, one.title)
        and Counter(_hidden(new.body)) == Counter(_hidden(old.body)) + Counter(_hidden(block))
    )


def _bare(*told: Sequence[Checkin | Task | Line]) -> list[Checkin | Task | Line]:
    return [one._replace(line=0) for some in told for one in some]


def _hidden(body: str) -> list[str]:
    return [body[span.start : span.end].strip() for span in private_spans(body)]
