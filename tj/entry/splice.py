"""Changes to one place of a person's note: every byte outside of it stays, or nothing is changed.

Each function takes the file's bytes and returns new ones. What comes out is read again, and unless only the intended
value differs the change is refused: better to ask for a change by hand than to guess at someone's file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import yaml

from tj.config import Settings
from tj.entry.body import is_checkin, read_body
from tj.entry.insert import around_line
from tj.entry.lines import scan_lines
from tj.entry.model import Checkin, Line, Note, Task, Value
from tj.entry.parse import parse_note
from tj.entry.private import private_spans
from tj.entry.yaml12 import YamlError, compose, quote
from tj.errors import Refused

__all__ = ["add_checkin", "add_to_list", "drop_from_list", "replace_in_list", "set_date", "set_text"]

_RAW_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True)
class _Source:
    """A readable note with its raw lines, line ends kept, and its byte-order mark, or "", which stays before them.

    `body` is the index of the first raw line of its body.
    """

    path: str
    data: bytes
    settings: Settings
    note: Note
    mark: str
    lines: list[str]
    body: int
    newline: str

    def read(self, lines: list[str]) -> tuple[bytes, Note]:
        data = "".join([self.mark, *lines]).encode("utf-8")
        return data, parse_note(self.path, data, self.settings)


def add_checkin(path: str, data: bytes, line: str, settings: Settings) -> bytes:
    """Return a note with one more check-in line, behind its last check-in, else at its end.

    Where that place lies in a private part or in code, the line goes to the top of the body instead, so that it is read
    and is no more private than its entry.
    Raises `Refused` where the note cannot be read, or the result would not differ by just this check-in.
    """
    source = _open(path, data, settings)
    for at, apart in _checkin_places(source):
        above, below = around_line(source.lines, source.body, at, source.newline, apart=apart)
        result, found = source.read([*above, line, *below])
        if _only_checkin_added(source, found, line, 1 + len(_RAW_LINE.findall("".join(above)))):
            return result
    raise _refusal(path)


def add_to_list(path: str, data: bytes, key: str, item: str, settings: Settings) -> bytes:
    """Return a note whose front-matter list `key` has the text `item` at its end, in the list's own style.

    The key, and if need be the front matter, is added where there is none.
    Raises `Refused` where the note or the list cannot be read, or more than this list would differ.
    """
    source = _open(path, data, settings)
    old = source.note.entry.properties.get(key)
    if old is not None and not isinstance(old, list):
        raise Refused(f"`{key}` in {path} is no list", "make it a list, such as [one, two], and try again")
    node = _value_node(source, key)
    new = f"{key}:{source.newline}  - {quote(item)}"
    lines = _add_key(source, new) if node is None else _append_item(source, node, quote(item))
    return _checked(source, lines, key, [*(old or []), item])


def replace_in_list(path: str, data: bytes, key: str, place: int, item: str, settings: Settings) -> bytes:
    """Return a note whose front-matter list `key` has the text `item` at `place`, from 0, instead of what was there.

    Raises `Refused` where the note cannot be read, there is no such item, or more than it would differ.
    """
    source = _open(path, data, settings)
    old, node = source.note.entry.properties.get(key), _value_node(source, key)
    if not isinstance(old, list) or not isinstance(node, yaml.SequenceNode) or not 0 <= place < len(node.value):
        raise _refusal(path)
    lines = _replace(source, node.value[place], quote(item))
    return _checked(source, lines, key, [*old[:place], item, *old[place + 1 :]])


def drop_from_list(path: str, data: bytes, key: str, place: int, settings: Settings) -> bytes:
    """Return a note whose front-matter list `key` has lost the text at `place`, from 0; the key goes with its last one.

    A single text counts as a list of one.
    Raises `Refused` where the note cannot be read, there is no such item, a comment stands behind it, or more than it
    would differ.
    """
    source = _open(path, data, settings)
    properties = dict(source.note.entry.properties)
    old, node = properties.get(key), _value_node(source, key)
    items: list[yaml.Node | None] = node.value if isinstance(node, yaml.SequenceNode) else [node]
    item = items[place] if 0 <= place < len(items) else None
    if not isinstance(item, yaml.ScalarNode):
        raise _refusal(path)
    if len(items) == 1:
        del properties[key]
        return _checked_all(source, _without_key(source, key, item), properties)
    if not isinstance(old, list) or not isinstance(node, yaml.SequenceNode):
        raise _refusal(path)
    properties[key] = [*old[:place], *old[place + 1 :]]
    return _checked_all(source, _without_item(source, node, place), properties)


def set_text(path: str, data: bytes, key: str, value: str, settings: Settings) -> bytes:
    """Return a note whose front-matter `key` is the text `value`; a comment behind it stays.

    Raises `Refused` where the note cannot be read, the key holds a list or mapping, or more would differ.
    """
    return _set(_open(path, data, settings), key, value, quote(value))


def set_date(path: str, data: bytes, key: str, day: date, settings: Settings) -> bytes:
    """Return a note whose front-matter `key` is a day; all else is as with `set_text`."""
    return _set(_open(path, data, settings), key, day, str(day))


def _open(path: str, data: bytes, settings: Settings) -> _Source:
    note = parse_note(path, data, settings)
    if not note.entry.readable:
        raise Refused(f"{path} cannot be changed: {note.problems[0].message}", "mend the file; nothing was written")
    text = data.decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = _RAW_LINE.findall(text.removeprefix(mark))
    newline = lines[0][len(lines[0].rstrip("\r\n")) :] if lines else "\n"
    return _Source(path, data, settings, note, mark, lines, note.body_line - 1, newline or "\n")


def _refusal(path: str) -> Refused:
    return Refused(f"{path} is written in a way that tj cannot change safely", "change it by hand; nothing was written")


def _checkin_places(source: _Source) -> Iterator[tuple[int, bool]]:
    """Yield raw line indexes where a check-in may go, best first, and whether a blank line should set it apart."""
    spans = private_spans(source.note.body)
    last = [
        line.number
        for line in scan_lines(source.note.body)
        if is_checkin(line.text)
        and not line.code
        and not line.open_fence
        and not any(span.start <= line.start < span.end for span in spans)
    ]
    if last:
        yield source.body + last[-1] + 1, False
    yield len(source.lines), True
    top = source.body
    while top < len(source.lines) and not source.lines[top].strip():
        top += 1
    yield top, True


def _only_checkin_added(source: _Source, new: Note, line: str, number: int) -> bool:
    """Tell whether the note with the check-in on line `number` says besides what it said before, and hides the same."""
    old, said = source.note, read_body(line, source.settings.scale)
    spans = private_spans(new.body)
    lines = new.body.split("\n")
    start = sum(len(text) + 1 for text in lines[: number - new.body_line])
    return (
        [one.line for one in new.entry.checkins].count(number) == 1
        and _told(new, number) == _told(old, 0)
        and new.entry.properties == old.entry.properties
        and new.entry.title == old.entry.title
        and new.entry.private == old.entry.private
        and {*new.entry.tags} == {*old.entry.tags, *said.tags}
        and not any(span.start <= start < span.end for span in spans)
        and [new.body[span.start : span.end].strip() for span in spans]
        == [old.body[span.start : span.end].strip() for span in private_spans(old.body)]
    )


def _told(note: Note, but: int) -> list[Checkin | Task | Line]:
    """Return what a note says line by line, wherever it stands, but for the line `but`."""
    entry = note.entry
    found: list[Checkin | Task | Line] = [*entry.checkins, *entry.tasks, *entry.agenda, *entry.wins]
    return [one._replace(line=0) for one in found if one.line != but]


def _has_block(source: _Source) -> bool:
    # A rule at the top is body, so only a body that begins further down has a front matter before it.
    return source.body > 0


def _value_node(source: _Source, key: str) -> yaml.Node | None:
    if not _has_block(source):
        return None
    # The marks of the parser in Python count characters as this text does.
    block = "".join(text.rstrip("\r\n") + "\n" for text in source.lines[1 : source.body - 1])
    try:
        root = compose(block, yaml.SafeLoader)
    except YamlError:
        raise _refusal(source.path) from None
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((value for name, value in pairs if isinstance(name, yaml.ScalarNode) and name.value == key), None)


def _add_key(source: _Source, text: str) -> list[str]:
    new = source.newline
    if _has_block(source):
        return [*source.lines[: source.body - 1], text + new, *source.lines[source.body - 1 :]]
    return [f"---{new}{text}{new}---{new}", *source.lines]


def _append_item(source: _Source, node: yaml.Node, item: str) -> list[str]:
    if isinstance(node, yaml.ScalarNode):
        return _replace(source, node, f"[{item}]")
    if not isinstance(node, yaml.SequenceNode) or not node.start_mark or not node.end_mark:
        raise _refusal(source.path)
    if node.flow_style and not node.value:
        return _write(source, node.start_mark.line, node.start_mark.column + 1, 0, item)
    last = node.value[-1]
    while isinstance(last, yaml.MappingNode | yaml.SequenceNode) and last.value and not last.flow_style:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    if last.end_mark is None:
        raise _refusal(source.path)
    if node.flow_style:
        return _write(source, last.end_mark.line, last.end_mark.column, 0, f", {item}")
    at = 1 + last.end_mark.line + 1
    line = " " * node.start_mark.column + f"- {item}{source.newline}"
    return [*source.lines[:at], line, *source.lines[at:]]


def _replace(source: _Source, node: yaml.Node, text: str) -> list[str]:
    start, end = node.start_mark, node.end_mark
    if not isinstance(node, yaml.ScalarNode) or start is None or end is None or start.line != end.line:
        raise _refusal(source.path)
    space = "" if source.lines[1 + start.line][: start.column].endswith((" ", "\t")) else " "
    return _write(source, start.line, start.column, end.column - start.column, space + text)


def _write(source: _Source, line: int, column: int, length: int, text: str) -> list[str]:
    """Replace `length` characters at `line` and `column` of the front matter, both from 0."""
    lines = list(source.lines)
    old = lines[1 + line]
    lines[1 + line] = old[:column] + text + old[column + length :]
    return lines


def _without_key(source: _Source, key: str, item: yaml.Node) -> list[str]:
    """Take out the line of a key, and that of its only item where it stands below."""
    for first in range(item.start_mark.line, -1, -1):
        if source.lines[1 + first].startswith(f"{key}:"):
            gone = {first: source.lines[1 + first], item.end_mark.line: source.lines[1 + item.end_mark.line]}
            if any("#" in line for line in gone.values()):
                break
            return [line for at, line in enumerate(source.lines) if at - 1 not in gone]
    raise _refusal(source.path)


def _without_item(source: _Source, node: yaml.SequenceNode, place: int) -> list[str]:
    item = node.value[place]
    line = item.start_mark.line
    if not node.flow_style:
        if "#" in source.lines[1 + line] or line != item.end_mark.line:
            raise _refusal(source.path)
        return [text for at, text in enumerate(source.lines) if at != 1 + line]
    first, last = (
        (node.value[place - 1].end_mark, item.end_mark) if place else (item.start_mark, node.value[1].start_mark)
    )
    if first.line != last.line:
        raise _refusal(source.path)
    return _write(source, line, first.column, last.column - first.column, "")


def _set(source: _Source, key: str, value: Value, written: str) -> bytes:
    node = _value_node(source, key)
    lines = _add_key(source, f"{key}: {written}") if node is None else _replace(source, node, written)
    return _checked(source, lines, key, value)


def _checked(source: _Source, lines: list[str], key: str, value: Value) -> bytes:
    return _checked_all(source, lines, {**source.note.entry.properties, key: value})


def _checked_all(source: _Source, lines: list[str], properties: dict[str, Value]) -> bytes:
    data, found = source.read(lines)
    if properties != dict(found.entry.properties) or found.body != source.note.body:
        raise _refusal(source.path)
    if found.entry.private != source.note.entry.private:
        raise _refusal(source.path)
    return data
