"""An `Entry` as one line of JSON and back: how the index keeps it."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from tj.entry.model import Checkin, Entry, GoalMark, Line, Task

__all__ = ["dump_entry", "load_entry"]

# JSON knows no dates, so they are wrapped; a person's mapping of this one key would be wrapped in turn.
_DATE = "\x00date"


def dump_entry(entry: Entry) -> str:
    """Return the entry as compact JSON."""
    return json.dumps(_plain(asdict(entry)), ensure_ascii=False, separators=(",", ":"))


def load_entry(text: str) -> Entry:
    """Return the entry that `dump_entry` wrote."""
    table: dict[str, Any] = _typed(json.loads(text))
    return Entry(
        **{
            **table,
            "emotions": tuple(table["emotions"]),
            "tags": tuple(table["tags"]),
            "goals": tuple(GoalMark(**mark) for mark in table["goals"]),
            "checkins": tuple(
                Checkin(**{**found, "emotions": tuple(found["emotions"])}) for found in table["checkins"]
            ),
            "tasks": tuple(Task(**found) for found in table["tasks"]),
            "agenda": tuple(Line(**found) for found in table["agenda"]),
            "wins": tuple(Line(**found) for found in table["wins"]),
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        if len(value) == 1 and _DATE in value:
            return date.fromisoformat(value[_DATE])
        return {key: _typed(item) for key, item in value.items()}
    return [_typed(item) for item in value] if isinstance(value, list) else value
