"""An `Entry` as one line of JSON and back: how the index keeps it."""

import json
from dataclasses import fields
from datetime import date
from typing import Any

from tj.entry.model import Checkin, Entry, GoalMark, Line, Task

__all__ = ["dump_entry", "load_entry"]

# JSON knows no dates, so they are wrapped in a mapping of this one key. A key of the writer's that begins with the
# same character gets it twice, so that nothing in a note can pass for a wrapped date.
_MARK = "\x00"
_DATE = _MARK + "date"

_DEFAULTS = {field.name: getattr(Entry(""), field.name) for field in fields(Entry) if field.name != "path"}
_PARTS: dict[str, type[Any]] = {
    "goals": GoalMark,
    "checkins": Checkin,
    "tasks": Task,
    "agenda": Line,
    "wins": Line,
}
_FIELDS = {part: tuple(field.name for field in fields(part)) for part in _PARTS.values()}


def dump_entry(entry: Entry) -> str:
    """Return the entry as compact JSON; what is as it is by default is left out."""
    table: dict[str, Any] = {"path": entry.path}
    for name, default in _DEFAULTS.items():
        value = getattr(entry, name)
        if value != default:
            table[name] = _marked(value) if isinstance(value, dict) else value
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"), default=_plain)


def load_entry(text: str) -> Entry:
    """Return the entry that `dump_entry` wrote."""
    table: dict[str, Any] = json.loads(text, object_hook=_typed)
    for name, value in table.items():
        if isinstance(value, list):
            part = _PARTS.get(name)
            table[name] = tuple(value) if part is None else tuple(_part(part, found) for found in value)
    return Entry(**table)


def _plain(value: Any) -> Any:
    """Return as JSON what JSON does not know: a date, or one of an entry's parts as the list of its fields."""
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    return [getattr(value, name) for name in _FIELDS[type(value)]]


def _part(part: type[Any], values: list[Any]) -> Any:
    return part(*(tuple(value) if isinstance(value, list) else value for value in values))


def _marked(value: Any) -> Any:
    if isinstance(value, dict):
        return {_MARK + key if key.startswith(_MARK) else key: _marked(item) for key, item in value.items()}
    return [_marked(item) for item in value] if isinstance(value, list) else value


def _typed(table: dict[str, Any]) -> Any:
    if len(table) == 1 and _DATE in table:
        return date.fromisoformat(table[_DATE])
    if any(key.startswith(_MARK) for key in table):
        return {key.removeprefix(_MARK): value for key, value in table.items()}
    return table
