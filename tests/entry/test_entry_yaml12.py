"""Scalars mean what YAML 1.2 says, and what could grow or mislead is refused before it is built."""

import math
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tj.entry.model import Value
from tj.entry.yaml12 import YamlError, compose, quote, read_mapping

SCALARS: tuple[tuple[str, Value], ...] = (
    ("22:30", "22:30"), ("1:2:3", "1:2:3"), ("no", "no"), ("No", "No"), ("yes", "yes"), ("on", "on"), ("off", "off"),
    ("y", "y"), ("n", "n"), ("true", True), ("True", True), ("TRUE", True), ("tRue", "tRue"), ("false", False),
    ("False", False), ("FALSE", False), ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None),
    ("nULL", "nULL"), ("none", "none"), ("010", 10), ("0", 0), ("-0", 0), ("+1", 1), ("-17", -17), ("1_000", "1_000"),
    ("0o17", 15), ("0o8", "0o8"), ("0x1F", 31), ("0X1F", "0X1F"), ("-0x1F", "-0x1F"), ("0b11", "0b11"), ("1e3", 1000.0),
    ("1E-2", 0.01), ("1e+3", 1000.0), (".5", 0.5), ("-.5", -0.5), ("1.", 1.0), ("7.5", 7.5), ("1.2.3", "1.2.3"),
    ("1,5", "1,5"), (".", "."), ("e3", "e3"), (".inf", math.inf), ("-.INF", -math.inf), ("+.Inf", math.inf),
    ("inf", "inf"), ("nan", "nan"), ("2026-03-05", date(2026, 3, 5)), ("2024-02-29", date(2024, 2, 29)),
    ("2026-3-5", "2026-3-5"), ("2026-03-05T22:30", "2026-03-05T22:30"), ("2026-03-05 22:30:00", "2026-03-05 22:30:00"),
    ("2026-03-05T22:30+01:00", "2026-03-05T22:30+01:00"), ("20260305", 20260305), ("٢٠٢٦-٠٣-٠٥", "٢٠٢٦-٠٣-٠٥"),
    ('"22"', "22"), ("'no'", "no"), ('"2026-02-30"', "2026-02-30"), ('""', ""), ("=", "="), ("<<", "<<"),
    ("[[walk]]", [["walk"]]), ("{a: 1}", {"a": 1}), ("[]", []), ("٣", "٣"),
    ("|\n  text\n  more", "text\nmore\n"), (">-\n  a\n  b", "a b"),
)  # fmt: skip


def read(text: str) -> dict[str, Value]:
    mapping = read_mapping(text)
    assert mapping is not None
    return {key: found.value for key, found in mapping.values.items()}


def refusal(text: str) -> tuple[str, int]:
    with pytest.raises(YamlError) as caught:
        read_mapping(text)
    return caught.value.reason, caught.value.line


@pytest.mark.parametrize(("scalar", "value"), SCALARS)
def test_a_scalar_means_what_yaml_12_says(scalar: str, value: Value) -> None:
    found = read(f"key: {scalar}\n")["key"]
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_one_of_the_floats() -> None:
    found = read("a: .nan")["a"]
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize(
    "key", ["content", "handler", "on", "no", "2026", "1.5", "22:30", "2026-02-30", "null", "~", "<<", "=", "ключ"]
)
def test_a_key_stands_as_it_was_written(key: str) -> None:
    assert read(f"{key}: 1\nother: 2") == {key: 1, "other": 2}


@pytest.mark.parametrize(
    ("text", "left", "lines"),
    [
        ("a: 1\nb: 2026-02-30\nc: 3", {"a": 1, "b": None, "c": 3}, [2]),
        ("a: 0000-01-01", {"a": None}, [1]),
        ("a:\n  - 2026-01-01\n  - 2026-13-01\nb: 1", {"a": [date(2026, 1, 1), None], "b": 1}, [3]),
        ("a:\n  b:\n    c: 2026-04-31\n    d: 1", {"a": {"b": {"c": None, "d": 1}}}, [3]),
        ("a: 1234567890123456789", {"a": None}, [1]),
        ("a: 0x12345678901234567", {"a": None}, [1]),
    ],
)
def test_an_impossible_value_is_left_out_and_everything_else_read(
    text: str, left: dict[str, Value], lines: list[int]
) -> None:
    mapping = read_mapping(text)
    assert mapping is not None
    assert read(text) == left
    assert [line for line, _ in mapping.left_out] == lines


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("a: 1\nb: &x 2", "anchor", 2),
        ("a: &x [1]\nb: *x", "anchor", 1),
        ("b: *x", "anchor", 1),
        ("a: 1\nb: 2\nc: !!str 3", "tag", 3),
        ("!!map {a: 1}", "tag", 1),
        ("a: 1\nb: !x", "tag", 2),
        ("a: " + "[" * 20 + "]" * 20, "deep", 1),
        ("a: 1\n" + "\n".join(" " * n + "k:" for n in range(22)) + " 1", "deep", 22),
        ("a: [" + "1, " * 5_000 + "]", "5,000", 1),
        ("a: " + "x" * 65_536, "64 KiB", 1),
        ("a: 1\nb: 2\na: 3", "twice", 3),
        ("a: 1\n'a': 3", "twice", 2),
        ("a:\n  b: 1\n  b: 2", "twice", 3),
        ("a:\n  - {b: 1, b: 2}", "twice", 2),
        ("[a]: 1", "not a word", 1),
        ("a: 1\n? {b: 1}\n: 2", "not a word", 2),
        ("a: [1\n", "valid", 2),
        ("a: 1\n b: 2", "valid", 2),
        ("a: 1\n\tb: 2", "valid", 2),
        ("a: @x", "valid", 1),
        ("a: 1\nb: x\x00y", "characters", 2),
        ("a: \x1b", "characters", 1),
        ("a: \ud800", "characters", 1),
        ("a: 1\n...\nb: 2", "valid", 3),
    ],
)
def test_what_is_not_read_is_refused_with_its_line(text: str, reason: str, line: int) -> None:
    said, at = refusal(text)
    assert reason in said
    assert at == line


def test_the_limits_are_reached_only_beyond_them() -> None:
    assert read("a: " + "[" * 19 + "]" * 19)["a"] is not None
    assert read("a: " + "x" * (65_536 - 3))["a"] is not None
    assert len(str(read("a: [" + "1, " * 4_900 + "]")["a"])) > 4_900
    beside = "".join(f"k{number}: [[]]\n" for number in range(30))
    assert read(beside + "a: " + "[" * 19 + "]" * 19)["a"] is not None
    with pytest.raises(YamlError, match="nested more than 20 deep"):
        read(beside + "a: " + "[" * 20 + "]" * 20)


@pytest.mark.parametrize("text", ["just words", "- a\n- b", "'quoted'", "42", "[a, b]"])
def test_what_is_no_mapping_is_told_apart(text: str) -> None:
    assert read_mapping(text) is None


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "{}"])
def test_an_empty_text_is_an_empty_mapping(text: str) -> None:
    assert read(text) == {}


def test_a_value_knows_its_line_and_a_plain_scalar_its_source() -> None:
    mapping = read_mapping("a: FALSE\n\n# note\nb: 'x'\nc:\n  - 1\n")
    assert mapping is not None
    assert [(found.line, found.source) for found in mapping.values.values()] == [(1, "FALSE"), (4, ""), (5, "")]


def test_both_parsers_see_the_same_limits() -> None:
    with pytest.raises(YamlError, match="anchor"):
        compose("a: &x 1", yaml.SafeLoader)
    assert compose("a: 1", yaml.SafeLoader) is not None


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    error = None
    try:
        read_mapping(text)
    except YamlError as raised:
        error = raised
    if error is not None:
        assert 1 <= error.line <= text.count("\n") + 2 + sum(text.count(other) for other in "\r\x85\u2028\u2029")


@pytest.mark.parametrize("word", ["null", "true", "false", "yes", "no", "on", "off", "y", "n"])
def test_what_some_parser_takes_for_no_text_is_quoted(word: str) -> None:
    assert [quote(word), quote(word.upper())] == [f'"{word}"', f'"{word.upper()}"']
    assert quote(f"{word}_one") == f"{word}_one"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_quoted_text_is_read_back_by_this_parser_and_by_yaml_11(text: str) -> None:
    assert read(f"key: {quote(text)}") == {"key": text}
    assert read(f"key: [{quote(text)}]") == {"key": [text]}
    assert yaml.safe_load(f"key: {quote(text)}") == {"key": text}
