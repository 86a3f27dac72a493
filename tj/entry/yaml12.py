"""YAML by the core rules of YAML 1.2, as Obsidian reads it, from untrusted text and within strict limits.

PyYAML reads YAML 1.1, where `22:30` is 1350 and `no` is false. Only its parser is used here; what a scalar means is
decided by `read_scalar`. Anchors, aliases and tags are refused before anything is built, so that no small text can
grow large.
"""

import re
from dataclasses import dataclass

import yaml

from tj.entry.model import Located, Value
from tj.entry.scalar import read_scalar

__all__ = ["Mapping12", "YamlError", "compose", "quote", "read_mapping"]

MAX_BYTES = 64 * 1024
MAX_EVENTS = 5_000
MAX_DEPTH = 20

# libyaml's parser is some six times as fast as the one in Python; both see the same limits.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NOT_YAML = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLON = re.compile(r":[ \t]")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


class YamlError(Exception):
    """Text that is not read as YAML: `reason`, which quotes nothing of it, and `line`, counted from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Mapping12:
    """A mapping as read: its values by key, and the lines of values that were left out, each with the reason."""

    values: dict[str, Located]
    left_out: tuple[tuple[int, str], ...] = ()


def read_mapping(text: str) -> Mapping12 | None:
    """Read one YAML mapping; an empty text is an empty one.

    Returns None where the text is valid YAML but no mapping. Keys stand as they were written.
    Raises `YamlError` where it is not YAML, has a key twice, or exceeds the limits.
    """
    root = compose(text)
    if root is None:
        return Mapping12({})
    if not isinstance(root, yaml.MappingNode):
        return None
    left_out: list[tuple[int, str]] = []
    values = {
        key: Located(_build(node, left_out), line, node.value if _is_plain(node) else "")
        for key, line, node in _pairs(root)
    }
    return Mapping12(values, tuple(left_out))


def compose(text: str, loader: type[yaml.SafeLoader] = _Loader) -> yaml.Node | None:
    """Return the node tree of `text` after the limits were checked.

    Raises `YamlError`.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise YamlError(f"it is larger than {MAX_BYTES // 1024} KiB", 1)
    try:
        _check_events(text)
        node: yaml.Node | None = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(_reason(text, error), mark.line + 1 if mark else 1) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        # The reader's own errors have no mark.
        found = _NOT_YAML.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise YamlError("it has characters that YAML does not allow", line) from None
    return node


def _reason(text: str, error: yaml.MarkedYAMLError) -> str:
    """Say why a parser refused a text, with the most frequent cause where it is that."""
    mark = error.problem_mark
    if mark and str(error.problem).startswith("mapping values are not allowed"):
        before = text.split("\n")[mark.line][: mark.column]
        if _COLON.search(before):
            return "it is not valid YAML: a value with a colon and a space in it needs quotes"
    return "it is not valid YAML"


def quote(text: str) -> str:
    """Return `text` as a YAML scalar that every parser reads back as this very text."""
    if _PLAIN.fullmatch(text) and text.casefold() not in {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}:
        return text
    return '"' + "".join(_escape(char) for char in text) + '"'


def _escape(char: str) -> str:
    if char in '\\"':
        return "\\" + char
    if char.isprintable():
        return char
    return f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"


def _check_events(text: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if count > MAX_EVENTS:
            raise YamlError(f"it has more than {MAX_EVENTS:,} parts", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise YamlError(f"it is nested more than {MAX_DEPTH} deep", line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError("it uses an anchor or alias (`&name`, `*name`), which tj does not read", line)
        if getattr(event, "tag", None):
            raise YamlError("it uses a tag (`!name`), which tj does not read", line)


def _pairs(mapping: yaml.MappingNode) -> list[tuple[str, int, yaml.Node]]:
    pairs: list[tuple[str, int, yaml.Node]] = []
    seen: set[str] = set()
    for key, value in mapping.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise YamlError("it has a key that is not a word", line)
        if key.value in seen:
            raise YamlError("it has the same key twice", line)
        seen.add(key.value)
        pairs.append((key.value, line, value))
    return pairs


def _build(node: yaml.Node, left_out: list[tuple[int, str]]) -> Value:
    if isinstance(node, yaml.MappingNode):
        return {key: _build(value, left_out) for key, _, value in _pairs(node)}
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, left_out) for item in node.value]
    if not _is_plain(node):
        return str(node.value)
    try:
        return read_scalar(str(node.value))
    except ValueError as error:
        left_out.append((node.start_mark.line + 1, str(error)))
        return None


def _is_plain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style
