"""Three versions of a front matter made one, key by key; what is taken keeps the very lines that its side has.

A key's lines reach from its own line to that of the next key, comments included. Lists are merged as sets. Where both
sides gave a key another value, ours stays and theirs is returned beside it, so that front matter can always be read.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import yaml

from tj.entry.model import Value
from tj.entry.yaml12 import YamlError, compose, read_mapping

__all__ = ["Header", "MergedHeader", "merge_headers", "read_keys"]


class _Item(NamedTuple):
    """An item of a list: its value, told from others of another kind, its source, and its first line in the key's."""

    value: str
    source: str
    line: int


class _Key(NamedTuple):
    """A key: its lines, as one text that ends with a line end, its value, and its items where that is a list.

    `column` is that of the items' dashes, -1 in a list in brackets, whose place in `lines` is `span`.
    """

    lines: str
    value: Value
    items: tuple[_Item, ...] | None = None
    column: int = -1
    span: tuple[int, int] = (0, 0)


class Header(NamedTuple):
    """A front matter: what stands before its first key, and its keys in order."""

    preamble: str
    keys: Mapping[str, _Key]


class MergedHeader(NamedTuple):
    """The lines of a merged front matter, and of each key in conflict the lines of ours and of theirs."""

    text: str
    conflicts: tuple[tuple[str, str], ...]


def read_keys(block: str) -> Header | None:
    """Return what a block says key by key, or None where it cannot be parted into lines.

    Argument: `block`, the text between the two rules, with LF line ends, which reads as a mapping.
    """
    try:
        root, mapping = compose(block, yaml.SafeLoader), read_mapping(block)
    except YamlError:
        return None
    if root is None:
        return Header(block, {})
    if not isinstance(root, yaml.MappingNode) or mapping is None or root.flow_style:
        return None
    lines = block.splitlines(keepends=True)  # which parts at more than LF: then there are not as many
    starts = [key.start_mark.line for key, _ in root.value]
    if not lines or block.count("\n") != len(lines) or len(set(starts)) != len(starts) or "? " in block:
        return None
    keys: dict[str, _Key] = {}
    for (key, value), start, end in zip(root.value, starts, [*starts[1:], len(lines)], strict=True):
        text = "".join(lines[start:end])
        keys[key.value] = _key(text, mapping.values[key.value].value, value, start, sum(map(len, lines[:start])))
    return Header("".join(lines[: starts[0]]), keys)


def merge_headers(base: Header, ours: Header, theirs: Header) -> MergedHeader:
    """Merge front matter; a key that one side took away and the other changed stays.

    The key `private` is none of this function's: ours is taken, and what must be private is for the caller to see to.
    """
    texts: dict[str, str] = {}
    conflicts: list[tuple[str, str]] = []
    for name in _in_order(list(ours.keys), list(theirs.keys)):
        b, o, t = base.keys.get(name), ours.keys.get(name), theirs.keys.get(name)
        text, lost = _merge_key(name, b, o, t)
        if text:
            texts[name] = text
        if lost:
            conflicts.append((o.lines if o else "", lost))
    preamble = _merge_remarks(base.preamble, ours.preamble, theirs.preamble)
    return MergedHeader(preamble + "".join(texts.values()), tuple(conflicts))


def _key(text: str, value: Value, node: yaml.Node, first: int, offset: int) -> _Key:
    if not isinstance(node, yaml.SequenceNode):
        return _Key(text, value)
    items = []
    for item, known in zip(node.value, value if isinstance(value, list) else [], strict=True):
        source = text[item.start_mark.index - offset : item.end_mark.index - offset].rstrip()
        if "\n" in source or not source:
            return _Key(text, value)
        items.append(_Item(f"{type(known).__name__}:{known!r}", source, item.start_mark.line - first))
    if node.flow_style:
        return _Key(text, value, tuple(items), -1, (node.start_mark.index - offset, node.end_mark.index - offset))
    return _Key(text, value, tuple(items), node.start_mark.column)


def _in_order(ours: list[str], theirs: list[str]) -> list[str]:
    """Return all names: ours as they stand, and each of theirs alone behind the one that it follows there."""
    names = list(ours)
    before = ""
    for name in theirs:
        if name not in names:
            names.insert(names.index(before) + 1 if before in names else len(names), name)
        before = name
    return names


def _merge_key(name: str, base: _Key | None, ours: _Key | None, theirs: _Key | None) -> tuple[str, str]:
    """Return the lines of a merged key, and those of theirs that found no place in it."""
    mine, other = (ours.lines if ours else ""), (theirs.lines if theirs else "")
    before = base.lines if base else ""
    if mine == other or other == before:
        return mine, ""
    if mine == before or not ours or (name.casefold() != "private" and _same(base, ours) and not _same(base, theirs)):
        # What ours only wrote in another way gives way to another value.
        return other or mine, ""
    if not theirs or _same(ours, theirs) or _same(base, theirs) or name.casefold() == "private":
        return mine + _remarks_beyond(other, mine), ""
    if (listed := _merge_lists(name, base, ours, theirs)) is not None:
        return listed + _remarks_beyond(other, listed), ""
    return mine, other


def _same(one: _Key | None, other: _Key | None) -> bool:
    if one is None or other is None:
        return one is other
    return type(one.value) is type(other.value) and repr(one.value) == repr(other.value)


def _merge_lists(name: str, base: _Key | None, ours: _Key, theirs: _Key) -> str | None:
    """Return a list with what either side added and without what either took away; None where one is no list."""
    sides = [_items(key) for key in (base, ours, theirs)]
    if any(side is None for side in sides):
        return None
    old, mine, other = ({item.value: item for item in side or ()} for side in sides)
    gone = old.keys() - other.keys()
    added = [item for value, item in other.items() if value not in mine and value not in old]
    if ours.items is None:
        return f"{name}:\n" + "".join(f"  - {item.source}\n" for item in added)
    kept = [item for item in ours.items if item.value not in gone]
    if ours.column < 0:
        start, end = ours.span
        remarks = _remarks_beyond(ours.lines[start:end], "")
        listed = f"[{', '.join(item.source for item in (*kept, *added))}]"
        return ours.lines[:start] + listed + ours.lines[end:] + remarks
    return _in_lines(name, ours, kept, added)


def _in_lines(name: str, ours: _Key, kept: Sequence[_Item], added: Sequence[_Item]) -> str:
    lines = ours.lines.splitlines(keepends=True)
    items = ours.items or ()
    last = items[-1].line
    going = {item.line for item in items} - {item.line for item in kept}
    if not kept and not added:
        rest = [line for at, line in enumerate(lines[1:], start=1) if at not in going]
        return f"{name}: []\n" + "".join(rest)
    new = [f"{' ' * ours.column}- {item.source}\n" for item in added]
    return "".join(
        [line for at, line in enumerate(lines) if at <= last and at not in going]
        + new
        + [line for at, line in enumerate(lines) if at > last]
    )


def _items(key: _Key | None) -> tuple[_Item, ...] | None:
    return () if key is None or key.value is None else key.items


def _remarks_beyond(text: str, known: str) -> str:
    """Return the comments of some lines that other lines do not have."""
    found = [line.strip() for line in text.split("\n") if line.strip().startswith("#")]
    return "".join(f"{line}\n" for line in found if line not in known)


def _merge_remarks(base: str, ours: str, theirs: str) -> str:
    if ours == theirs or theirs == base:
        return ours
    return theirs if ours == base else ours + _remarks_beyond(theirs, ours)
