"""Two devices' versions of one note made one, so that no line is lost and front matter can always be read.

Front matter is merged key by key, the body line by line. What is private in either version is private in the result; in
doubt the whole note is. Where both gave a key another value, ours stays, and both stand in a hidden conflict at the
top of the body, for the writer to settle.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tj.config import Settings
from tj.entry.frontmatter import find_block
from tj.entry.merge_header import Header, merge_headers, read_keys
from tj.entry.merge_lines import MARKS, conflict, merge_lines
from tj.entry.model import Note
from tj.entry.parse import parse_note
from tj.entry.private import private_spans

__all__ = ["Merged", "merge_notes"]

_MARK = "\ufeff"
_HIDE = "%%"


class Merged(NamedTuple):
    """The merged note, and how many conflicts in it wait for the writer."""

    data: bytes
    conflicts: int = 0


class _Version(NamedTuple):
    """One version, with LF line ends and no byte-order mark; `block` is None where it has no front matter."""

    text: str
    note: Note
    block: str | None
    body: str


def merge_notes(path: str, base: bytes | None, ours: bytes, theirs: bytes, settings: Settings) -> Merged | None:
    """Merge two versions of a note.

    Arguments: `path`, relative to the vault; `base`, what both began with, None where both made the note anew.
    Returns None where one of them is not text, so that nothing can be merged.
    """
    if ours == theirs or theirs == base:
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    try:
        before = _version(path, base, settings) if base else None
        mine, other = _version(path, ours, settings), _version(path, theirs, settings)
    except UnicodeDecodeError:
        return None
    if any(version and "\0" in version.text for version in (before, mine, other)):
        return None
    text, conflicts = _merge(before, mine, other, path, settings)
    return Merged(_in_the_manner_of(ours.decode(), text).encode(), conflicts)


def _version(path: str, data: bytes, settings: Settings) -> _Version:
    plain = _with_lf(data.decode().removeprefix(_MARK))
    note = parse_note(path, plain.encode(), settings)
    block = find_block(plain) if note.body_line > 1 else None
    return _Version(plain, note, block.text if block else None, plain[block.body_start :] if block else plain)


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n") if text.count("\r\n") == text.count("\n") else text


def _in_the_manner_of(model: str, text: str) -> str:
    """Return a text with the byte-order mark and the line ends that another has."""
    crlf = "\r\n" in model and model.count("\r\n") == model.count("\n")
    return (_MARK if model.startswith(_MARK) else "") + (text.replace("\n", "\r\n") if crlf else text)


def _merge(base: _Version | None, ours: _Version, theirs: _Version, path: str, settings: Settings) -> tuple[str, int]:
    for attempt in (_by_parts, _as_lines):
        found = attempt(base, ours, theirs)
        if found is None:
            continue
        text, count = found
        note = parse_note(path, text.encode(), settings)
        if note.entry.readable or not (ours.note.entry.readable and theirs.note.entry.readable):
            return _kept_private(text, note, ours, theirs), count
    text = _one_below_the_other(ours, theirs)
    return _kept_private(text, parse_note(path, text.encode(), settings), ours, theirs), 1


def _by_parts(base: _Version | None, ours: _Version, theirs: _Version) -> tuple[str, int] | None:
    """Merge front matter and body apart; None where a front matter cannot be read key by key."""
    if not (ours.note.entry.readable and theirs.note.entry.readable):
        return None
    if any(version and "\r" in version.text for version in (base, ours, theirs)):
        return None  # lines that end in more than one way
    header: str | None
    count = 0
    hidden: list[str] = []
    before = base.block if base else None
    if ours.block == theirs.block or theirs.block == before:
        header = ours.block
    elif ours.block == before:
        header = theirs.block
    else:
        known = [_keys(version) for version in (base, ours, theirs)]
        if known[1] is None or known[2] is None:
            return None
        made = merge_headers(known[0] or Header("", {}), known[1], known[2])
        header, count = made.text, len(made.conflicts)
        hidden = _hidden(made.conflicts)
    begun = None if base is None else base.body.split("\n")
    lines, conflicts = merge_lines(begun, ours.body.split("\n"), theirs.body.split("\n"))
    body = "\n".join([*hidden, *lines])
    if header is None and body.lstrip().startswith(MARKS[0]):
        header = ""  # a note that begins with a conflict cannot be read; behind an empty front matter it can
    top = "" if header is None else f"---\n{header}---\n"
    return top + body, count + conflicts


def _keys(version: _Version | None) -> Header | None:
    return Header("", {}) if version is None or version.block is None else read_keys(version.block)


def _hidden(conflicts: Sequence[tuple[str, str]]) -> list[str]:
    """Return a conflict of keys as lines that no share may hold: a key need not be one that is shared."""
    if not conflicts:
        return []
    ours, theirs = ("".join(part).splitlines() for part in zip(*conflicts, strict=True))
    return [_HIDE, *conflict(ours, theirs), _HIDE, ""]


def _as_lines(base: _Version | None, ours: _Version, theirs: _Version) -> tuple[str, int] | None:
    """Merge the whole text line by line; None where that leaves a conflict, which might lie in the front matter."""
    begun = None if base is None else base.text.split("\n")
    lines, conflicts = merge_lines(begun, ours.text.split("\n"), theirs.text.split("\n"))
    return None if conflicts else ("\n".join(lines), 0)


def _one_below_the_other(ours: _Version, theirs: _Version) -> str:
    text = ours.text if ours.text.endswith("\n") or not ours.text else f"{ours.text}\n"
    return text + "\n".join([*conflict([], theirs.text.split("\n")), ""])


def _kept_private(text: str, note: Note, ours: _Version, theirs: _Version) -> str:
    """Return a merged note in which nothing can be seen that a version hid."""
    hid = ours.note.entry.private or theirs.note.entry.private or _shows_more(note, ours, theirs)
    if note.entry.private or not hid:
        return text
    block = find_block(text) if note.body_line > 1 else None
    if block is None:
        return f"---\nprivate: true\n---\n{text}"
    keys = read_keys(block.text)
    # A block that cannot be parted gets the key a second time, which makes it unreadable, and so private.
    kept = (
        block.text
        if keys is None
        else keys.preamble
        + "".join(key.lines for name, key in keys.keys.items() if name.strip().casefold() != "private")
    )
    return f"---\n{kept}private: true\n---\n{text[block.body_start :]}"


def _shows_more(note: Note, ours: _Version, theirs: _Version) -> bool:
    """Tell whether a line that a version hid may be seen more often than in either version."""
    hidden: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for version in (ours, theirs):
        apart, open_lines = _parted(version.body)
        hidden |= apart
        seen |= open_lines
    _, now = _parted(note.body)
    return any(now[line] > seen[line] for line in hidden)


def _parted(body: str) -> tuple[Counter[str], Counter[str]]:
    """Return how often each line that says something lies in a private part, and how often it may be seen."""
    spans = private_spans(body)
    apart: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    start = 0
    for line in body.split("\n"):
        end = start + len(line)
        if line.strip():
            inside = any(span.start <= start and end <= span.end for span in spans)
            (apart if inside else seen)[line.strip()] += 1
        start = end + 1
    return apart, seen
