"""An entry comes back from its JSON as it was."""

import datetime
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.entry.model import Checkin, Entry, GoalMark, Line, Task, Value
from tj.index.facts import dump_facts, dump_properties, load_entry, load_properties, stated_mood

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_number = st.floats(allow_nan=False)
_maybe_date = st.none() | st.dates()
_scalars = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | _number | st.dates() | _text
_keys = _text | st.sampled_from(["\x00date", "\x00\x00date", "\x00", "date", ""])


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3)


_values: st.SearchStrategy[Value] = st.recursive(_scalars, _deeper, max_leaves=8)


def _tuples(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


_entries = st.builds(
    Entry,
    path=_text,
    type=_text,
    date=_maybe_date,
    time=_text,
    title=_text,
    stated_mood=st.none() | _number,
    emotions=_tuples(_text),
    goals=_tuples(st.builds(GoalMark, name=_text, amount=st.none() | _number)),
    tags=_tuples(_text),
    trackers=st.dictionaries(_keys, _number, max_size=3),
    properties=st.dictionaries(_keys, _values, max_size=4),
    checkins=_tuples(st.builds(Checkin, _text, st.none() | _number, _tuples(_text), _text, st.integers(0, 9))),
    tasks=_tuples(st.builds(Task, _text, st.booleans(), _maybe_date, _maybe_date, st.integers(0, 9))),
    agenda=_tuples(st.builds(Line, _text, st.booleans(), st.integers(0, 9))),
    wins=_tuples(st.builds(Line, _text, st.booleans(), st.integers(0, 9))),
    words=st.integers(0, 10**6),
    private=st.booleans(),
    readable=st.booleans(),
)


def _typed(value: object) -> object:
    """Return a value with the type of each part, so that 1, 1.0 and True differ."""
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value), [_typed(item) for item in value]
    return type(value), repr(value)


def _again(entry: Entry) -> Entry:
    """Return the entry that is made of what the index keeps of it."""
    day = entry.date.isoformat() if entry.date else None
    properties = load_properties(dump_properties(entry))
    return load_entry(entry.path, day, entry.time, entry.type, dump_facts(entry), properties)


@given(_entries)
def test_an_entry_comes_back_as_it_was(entry: Entry) -> None:
    again = _again(entry)
    assert again == entry
    for name in ("properties", "trackers", "stated_mood", "emotions", "tags", "goals", "checkins", "private"):
        assert _typed(getattr(again, name)) == _typed(getattr(entry, name))


def test_types_of_properties_are_kept() -> None:
    day = datetime.date(2026, 3, 5)
    properties: dict[str, Value] = {"a": 1, "b": 1.0, "c": True, "d": day, "e": [day, {"f": day}], "g": "2026-03-05"}
    again = _again(Entry("a.md", properties=properties))
    assert _typed(again.properties) == _typed(properties)


@pytest.mark.parametrize("properties", [{"\x00date": "x"}, {"a": {"\x00date": 5}}, {"a": [{"\x00date": "2026-03-05"}]}])
def test_a_note_cannot_pass_text_off_as_a_date(properties: dict[str, Value]) -> None:
    assert _again(Entry("a.md", properties=properties)).properties == properties


def test_numbers_that_json_lacks() -> None:
    again = _again(Entry("a.md", properties={"a": float("inf"), "b": float("nan")}))
    assert repr(again.properties) == "{'a': inf, 'b': nan}"


@given(_entries)
def test_a_stated_mood_is_found_alone(entry: Entry) -> None:
    mood = entry.stated_mood
    expected = mood if entry.readable and mood is not None and math.isfinite(mood) else None
    assert _typed(stated_mood(dump_facts(entry))) == _typed(expected)


@given(_entries)
def test_without_its_properties_all_else_is_as_it_was(entry: Entry) -> None:
    day = entry.date.isoformat() if entry.date else None
    found = load_entry(entry.path, day, entry.time, entry.type, dump_facts(entry))
    assert found == entry._replace(properties={})


def test_facts_and_properties_are_each_one_line_without_what_has_columns() -> None:
    entry = Entry("a-path.md", "a-type", date=datetime.date(2026, 3, 5), title="é\nx", properties={"ö": "ü\nz"})
    for text in (dump_facts(entry), dump_properties(entry)):
        assert "\n" not in text
        assert not any(part in text for part in ("a-path", "a-type", "2026"))
    assert "é" in dump_facts(entry)
    assert dump_properties(entry) == '{"ö":"ü\\nz"}'


@pytest.mark.parametrize("facts", ["", "[]", "{}", "[1,2]", "null", "[", '["title"]'])
def test_damaged_facts_raise_what_the_index_knows_as_damage(facts: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        load_entry("a.md", None, "", "entry", facts)


def test_more_than_the_facts_raises() -> None:
    whole = dump_facts(Entry("a.md"))
    with pytest.raises(ValueError, match="more"):
        load_entry("a.md", None, "", "entry", whole + whole)


def test_a_date_that_is_none_raises() -> None:
    whole = dump_facts(Entry("a.md"))
    with pytest.raises(ValueError, match="isoformat"):
        load_entry("a.md", "soon", "", "entry", whole)
    spoiled = dump_facts(Entry("a.md", tasks=(Task("do", False, due=datetime.date(2026, 3, 5)),))).replace(
        "2026-03-05", "soon"
    )
    with pytest.raises(ValueError, match="isoformat"):
        load_entry("a.md", None, "", "entry", spoiled)
