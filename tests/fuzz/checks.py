"""What must hold for any bytes at all: asserted by the property tests, by the fuzzer and for everything it found."""

import json
import math
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise

from tj.config import Settings
from tj.entry.body import is_checkin, read_body
from tj.entry.frontmatter import read_header
from tj.entry.lines import scan_lines, sure_code
from tj.entry.model import Entry, Note, Value
from tj.entry.parse import parse_note
from tj.entry.private import private_spans
from tj.entry.splice import add_checkin, add_to_list, set_text
from tj.entry.yaml12 import quote
from tj.errors import Refused
from tj.index.facts import dump_facts, dump_properties, load_entry, load_properties

__all__ = ["LINE", "PATH", "SETTINGS", "check_body", "check_everything", "check_reader", "check_splices", "with_lf"]

PATH = "journal/2026-03-05.md"
SETTINGS = Settings()
LINE = "- 14:30 (mood:: 4) (emotions:: tense) before the meeting"


def with_lf(data: bytes) -> str:
    """Return a file's text as a reader sees it: without a byte-order mark, and with LF line ends."""
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def check_everything(data: bytes) -> None:
    """Assert all that is asserted here of one file's bytes."""
    check_reader(data)
    check_body(with_lf(data))
    check_splices(data)


def check_reader(data: bytes) -> Note:
    """Assert what holds for any file: it is read, and what is told of it lies within it."""
    note = parse_note(PATH, data, SETTINGS)
    entry, text = note.entry, with_lf(data)
    lines = text.split("\n")
    assert text.endswith(note.body)
    head = text[: len(text) - len(note.body)]
    closed_at_the_end = bool(head) and not note.body and not head.endswith("\n")
    assert note.body_line == 1 + head.count("\n") + closed_at_the_end
    assert all(one.path == PATH and 0 <= one.line <= len(lines) for one in note.problems)
    assert list(note.problems) == sorted(note.problems)
    assert all("\n" not in one.message and len(one.message) < 200 for one in note.problems)
    if entry.readable:
        _check_facts(entry, lines)
        _check_header(text)
    else:
        assert entry.private
        assert not entry.properties
        assert [one.severity for one in note.problems] == ["error"]
    _check_kept(entry)
    return note


def _check_kept(entry: Entry) -> None:
    """Assert that the index gives back what is put into it."""
    facts, properties = dump_facts(entry), dump_properties(entry)
    day = entry.date.isoformat() if entry.date else None
    again = load_entry(entry.path, day, entry.time, entry.type, facts, load_properties(properties))
    assert again == entry or "NaN" in facts + properties
    json.loads(facts)


def _check_facts(entry: Entry, lines: list[str]) -> None:
    groups = (entry.checkins, entry.tasks, entry.agenda, entry.wins)
    assert all(1 <= one.line <= len(lines) for group in groups for one in group)
    assert all(is_checkin(lines[one.line - 1]) for one in entry.checkins)
    assert all("[" in lines[task.line - 1] for task in entry.tasks)
    assert all("#session" in lines[one.line - 1].lower() for one in entry.agenda)
    assert all("#win" in lines[one.line - 1].lower() for one in entry.wins)
    moods = [entry.mood, entry.stated_mood, *(one.mood for one in entry.checkins)]
    assert all(mood is None or SETTINGS.scale.lowest <= mood <= SETTINGS.scale.highest for mood in moods)
    assert all(math.isfinite(number) for number in entry.trackers.values())
    assert all(_is_value(value) for value in entry.properties.values())
    assert all(len(set(words)) == len(words) for words in (entry.tags, entry.emotions))
    assert entry.type
    assert entry.words >= 0
    given = [value for key, value in entry.properties.items() if key.casefold() == "private"]
    assert entry.private or all(value is False for value in given)


def _is_value(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_value(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_is_value, value))
    return value is None or type(value) in (str, int, float, bool, date)


def _check_header(text: str) -> None:
    header = read_header(text)
    lines = text.count("\n") + 1
    assert not header.error
    assert text.endswith(header.body)
    assert all(1 <= found.line < max(header.body_line, 2) for found in header.values.values())
    assert all(1 < line < header.body_line for line, _ in header.left_out)
    assert 0 <= header.near_miss <= lines


def check_body(body: str) -> None:
    """Assert what holds for any body: its lines add up to it, and what is code or private is told in order."""
    lines = scan_lines(body)
    assert "\n".join(line.text for line in lines) == body
    assert all(body[line.start : line.end] == line.text for line in lines)
    assert [line.number for line in lines] == list(range(len(lines)))
    assert not any(line.code and line.open_fence for line in lines)
    code = sure_code(body, lines)
    assert all(0 <= start <= end <= len(body) for start, end in code)
    assert all(one[1] <= other[0] for one, other in pairwise(code))
    spans = private_spans(body)
    assert all(0 <= span.start < span.end <= len(body) for span in spans)
    assert all(one.end < other.start for one, other in pairwise(spans))
    assert all(span.closed or span.end == len(body) for span in spans)
    read = read_body(body, SETTINGS.scale, 10)
    groups = (read.checkins, read.tasks, read.agenda, read.wins)
    assert all(10 <= one.line < 10 + len(lines) for group in groups for one in group)
    assert all(10 <= line < 10 + len(lines) for line, _ in read.problems)


def check_splices(data: bytes) -> int:
    """Assert that each change is made to just its place, or refused; return how many were made."""
    before = parse_note(PATH, data, SETTINGS)
    return sum(
        [
            _made(lambda: add_checkin(PATH, data, LINE, SETTINGS), lambda after: _check_checkin(before, data, after)),
            *(_check_list_and_text(before, data, item) for item in ("walk", 'a: "b" #c')),
        ]
    )


def _check_list_and_text(before: Note, data: bytes, text: str) -> int:
    return _made(
        lambda: add_to_list(PATH, data, "goals", text, SETTINGS), lambda after: _check_list(before, data, after, text)
    ) + _made(
        lambda: set_text(PATH, data, "status", text, SETTINGS), lambda after: _check_text(before, data, after, text)
    )


def _made(change: Callable[[], bytes], check: Callable[[bytes], None]) -> int:
    try:
        after = change()
    except Refused:
        return 0
    check(after)
    return 1


def _check_checkin(before: Note, data: bytes, after: bytes) -> None:
    new = LINE.encode()
    longer = len(after) - len(data)
    cuts = [at - gap for at in _all(after, new) for gap in range(longer - len(new) + 1)]
    taken_out = [after[cut : cut + longer] for cut in cuts if after[:cut] + after[cut + longer :] == data]
    assert any(not piece.replace(new, b"", 1).strip(b"\r\n") for piece in taken_out)
    found = parse_note(PATH, after, SETTINGS)
    _check_others(before.entry, found.entry, "checkins", "emotions", "words")
    told, told_before = _told(found.entry), _told(before.entry)
    assert sum((told - told_before).values()) == 1
    assert not told_before - told
    assert found.entry.properties == before.entry.properties
    assert set(found.entry.emotions) == {*before.entry.emotions, "tense"}
    places = [line for line in scan_lines(found.body) if line.text == LINE]
    spans = private_spans(found.body)
    assert any(not any(span.start <= line.start < span.end for span in spans) for line in places)
    assert len(spans) == len(private_spans(before.body))


def _told(entry: Entry) -> Counter[tuple[object, ...]]:
    return Counter((one.time, one.mood, one.emotions, one.text) for one in entry.checkins)


def _all(data: bytes, part: bytes) -> list[int]:
    found: list[int] = []
    at = data.find(part)
    while at >= 0:
        found.append(at)
        at = data.find(part, at + 1)
    return found


def _check_list(before: Note, data: bytes, after: bytes, item: str) -> None:
    old, new = _changed(data, after)
    assert old.strip() in (b"", b"~", b"null", b"Null", b"NULL")
    assert quote(item).encode() in after
    assert new
    found = parse_note(PATH, after, SETTINGS)
    earlier = before.entry.properties.get("goals")
    assert earlier is None or isinstance(earlier, list)
    _check_properties(before, found, "goals", [*(earlier or []), item])
    _check_others(before.entry, found.entry, "goals")
    assert len(found.problems) <= len(before.problems) + 1


def _check_text(before: Note, data: bytes, after: bytes, value: str) -> None:
    old, new = _changed(data, after)
    assert b"\n" not in old
    assert b"\r" not in old
    assert quote(value).encode() in after
    assert new or after == data
    found = parse_note(PATH, after, SETTINGS)
    _check_properties(before, found, "status", value)
    _check_others(before.entry, found.entry)


def _changed(data: bytes, after: bytes) -> tuple[bytes, bytes]:
    """Return the only stretch that differs, as it was and as it is."""
    start = 0
    while start < min(len(data), len(after)) and data[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(data), len(after)) - start and data[-1 - end] == after[-1 - end]:
        end += 1
    return data[start : len(data) - end], after[start : len(after) - end]


def _check_properties(before: Note, after: Note, key: str, value: Value) -> None:
    assert dict(after.entry.properties) == {**before.entry.properties, key: value}
    assert [name for name in after.entry.properties if name != key] == [
        name for name in before.entry.properties if name != key
    ]
    assert after.body == before.body


def _check_others(before: Entry, after: Entry, *but: str) -> None:
    """Assert that nothing else is told otherwise, but for the lines that things stand on."""
    names = ("type", "date", "time", "title", "stated_mood", "emotions", "goals", "tags", "trackers", "checkins")
    for name in (*names, "tasks", "agenda", "wins", "words", "private", "readable"):
        if name not in but:
            assert _without_lines(getattr(after, name)) == _without_lines(getattr(before, name)), name


def _without_lines(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    return [tuple(getattr(one, name) for name in one.__slots__ if name != "line") if hasattr(one, "line") else one
            for one in value]  # fmt: skip
