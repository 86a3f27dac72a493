"""An `Entry` as JSON and back: how the index keeps it, beside the columns that it is found by."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from json import encoder as made_in_c
from typing import Any

from tj.entry.model import Checkin, Entry, GoalMark, Line, Task, Value

__all__ = ["dump_facts", "dump_properties", "encoder", "flatten", "load_entry", "load_properties", "stated_mood"]

# JSON knows no dates, so they are wrapped in a mapping of this one key. A key of the writer's that begins with the
# same character gets it twice, so that nothing in a note can pass for a wrapped date.
_MARK = "\x00"
_DATE = _MARK + "date"


def dump_facts(entry: Entry) -> str:
    """Return as compact JSON what has no column of its own; properties are apart, since few ask for them."""
    # A list in a fixed order: names would take more room and time than what they name. What is a named tuple in an
    # entry is a list in JSON.
    return _encode(
        [
            entry.title,
            entry.stated_mood,
            entry.emotions,
            entry.goals,
            entry.tags,
            entry.trackers,
            entry.checkins,
            [(one.text, one.done, _iso(one.due), _iso(one.completed), one.line) for one in entry.tasks],
            entry.agenda,
            entry.wins,
            entry.words,
            entry.private,
            entry.readable,
        ]
    )


def dump_properties(entry: Entry) -> str:
    """Return the entry's front-matter values as compact JSON."""
    text = _encode(entry.properties)
    return text if _marks_dates_only(text, entry.properties) else _encode(_marked(entry.properties))


def load_entry(
    path: str, day: str | None, time: str, kind: str, facts: str, properties: Mapping[str, Value] | None = None
) -> Entry:
    """Return the entry that the columns and `dump_facts` tell of.

    Argument: `properties`, from `load_properties`, for who asks for them; without, the entry has none.
    Raises `ValueError` or `TypeError` where the JSON is damaged.
    """
    found, end = _decode(facts)
    if end != len(facts):
        raise ValueError("more than was kept")
    title, mood, emotions, goals, tags, trackers, checkins, tasks, agenda, wins, words, private, readable = found
    return Entry(
        path,
        kind,
        date.fromisoformat(day) if day else None,
        time,
        title,
        mood,
        tuple(emotions),
        tuple([GoalMark(name, amount) for name, amount in goals]) if goals else (),
        tuple(tags),
        trackers,
        properties or {},
        tuple([Checkin(at, felt, tuple(words), text, line) for at, felt, words, text, line in checkins])
        if checkins
        else (),
        tuple([Task(text, done, _date(due), _date(completed), line) for text, done, due, completed, line in tasks])
        if tasks
        else (),
        tuple([Line(*line) for line in agenda]) if agenda else (),
        tuple([Line(*line) for line in wins]) if wins else (),
        words,
        private,
        readable,
    )


def stated_mood(facts: str) -> float | None:
    """Return the mood that stands in an entry's front matter, without reading the rest of what `dump_facts` wrote.

    None where there is none, or the front matter could not be read.
    """
    found = _STATED.match(facts)
    return float(found[1]) if found and facts.endswith(",true]") else None


def load_properties(text: str) -> dict[str, Value]:
    """Return what `dump_properties` wrote."""
    found: dict[str, Value] = json.loads(text, object_hook=_typed)
    return found


def encoder(default: Callable[[Any], object] | None = None) -> Callable[[Any], str]:
    """Return what writes a value as JSON with no blank in it.

    Argument: `default`, what gives a value that JSON knows for one that it does not know, by default none does.
    Nothing that was read from a file holds itself, so that is not looked for.
    """
    writer = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=default)
    make = getattr(made_in_c, "c_make_encoder", None)
    text = getattr(made_in_c, "c_encode_basestring", None)
    if make is None or text is None:
        return writer.encode
    # `encode` makes this anew at each call, which takes as long as to write the facts of most notes.
    write = make(None, writer.default, text, None, ":", ",", False, False, True)

    def encode(value: Any) -> str:
        return "".join(write(value, 0))

    return encode


def flatten(value: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield each single value with its key: dots lead into mappings, and a list's items come one by one."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from flatten(item, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(value, list):
        for item in value:
            yield from flatten(item, prefix)
    else:
        yield prefix, value


def _plain(value: Any) -> Any:
    """Return as JSON what JSON does not know: a date."""
    return {_DATE: value.isoformat()}


# The title, and the mood where it is a number.
_STATED = re.compile(r'\["(?:[^"\\]|\\.)*",(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?),')
# Not `decode`, which looks for blanks around the value as well: there are none.
_decode = json.JSONDecoder().raw_decode
_encode = encoder(_plain)


def _marks_dates_only(text: str, properties: Mapping[str, Value]) -> bool:
    """Tell whether each mark in properties' JSON is that of a date of theirs, so that no key begins with one."""
    marks = text.count("\\u0000")
    if marks == (type(properties.get("date")) is date):  # as in most notes
        return True
    return marks == list(map(type, properties.values())).count(date)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _marked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_MARK + key if key.startswith(_MARK) else key: _marked(item) for key, item in value.items()}
    return [_marked(item) for item in value] if isinstance(value, list) else value


def _typed(table: dict[str, Any]) -> Any:
    if len(table) == 1 and _DATE in table:
        return date.fromisoformat(table[_DATE])
    if any(key.startswith(_MARK) for key in table):
        return {key.removeprefix(_MARK): value for key, value in table.items()}
    return table
