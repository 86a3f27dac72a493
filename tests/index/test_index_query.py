"""How what a person asks for is read, folded and compared."""

from datetime import date

import pytest

from tj.errors import UsageProblem
from tj.index.query import (
    MoodTest,
    Query,
    compile_query,
    match_expression,
    parse_mood_test,
    parse_where,
    property_text,
)

INF = float("inf")


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("<4", MoodTest(-INF, 4, open_high=True)),
        ("<=4", MoodTest(-INF, 4)),
        (">4", MoodTest(4, INF, open_low=True)),
        (">= 7", MoodTest(7, INF)),
        ("5", MoodTest(5, 5)),
        ("=5", MoodTest(5, 5)),
        ("==5.5", MoodTest(5.5, 5.5)),
        ("3-5", MoodTest(3, 5)),
        ("3 – 5", MoodTest(3, 5)),
        ("3..5", MoodTest(3, 5)),
        ("-3", MoodTest(-3, -3)),
        ("-3--1", MoodTest(-3, -1)),
        ("<-1", MoodTest(-INF, -1, open_high=True)),
    ],
)
def test_moods_that_are_understood(text: str, test: MoodTest) -> None:
    assert parse_mood_test(text) == test


@pytest.mark.parametrize("text", ["", "good", "<", "<>4", "4,5", "3-", "=>4", "4 5", "5-3"])
def test_moods_that_are_refused(text: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse_mood_test(text)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "pair"), [("a=b", ("a", "b")), (" a = b=c ", ("a", "b=c")), ("a=", ("a", "")), ("a.b=1", ("a.b", "1"))]
)
def test_where_is_a_key_and_a_value(text: str, pair: tuple[str, str]) -> None:
    assert parse_where(text) == pair


@pytest.mark.parametrize("text", ["", "a", "=b", " =b"])
def test_where_without_key_or_sign_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem):
        parse_where(text)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (7.5, "7.50"), (7, "7.0"), (7.0, "7"), (-1, "-1.0"), (1000.0, "1e3"), (0.1, "0.1"), (-0.0, "0"),
        (True, "TRUE"), (False, "false"), (date(2026, 3, 5), "2026-03-05"), ("Straße", "STRASSE"),
        ("Café", "cafe"), (" x ", "x"), ("007", "7"), (123456789012345678, "123456789012345678"),
    ],
)  # fmt: skip
def test_values_that_are_equal(written: object, asked: str) -> None:
    assert property_text(written) == property_text(asked)


@pytest.mark.parametrize(
    ("written", "asked"),
    [(1234567890123, "1234567890124"), (7.5, "7.51"), (True, "1"), (1, "true"), ("yes", "true"), (None, "null")],
)
def test_values_that_differ(written: object, asked: str) -> None:
    assert property_text(written) != property_text(asked)


def test_nothing_is_empty() -> None:
    assert property_text(None) == property_text("  ") == ""


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("", ""),
        ("  \t", ""),
        ("- * \" '", ""),
        ("one two", '"one" AND "two"'),
        ('"one two" three', '"one two" AND "three"'),
        ("Sle*", '"sle*"*'),
        ("a AND b", '"a" AND "and" AND "b"'),
        ('say "unclosed words', '"say" AND "unclosed" AND "words"'),
        ("東京", '"東  京"'),
        ("nul\x00byte", '"nul byte"'),
    ],
)
def test_words_are_quoted(text: str, expression: str) -> None:
    assert match_expression(text) == expression


def test_nothing_asked_is_no_condition_but_the_type() -> None:
    assert compile_query(Query()) == ("1 AND type IN (?)", ["entry"])
    assert compile_query(Query(types=())) == ("1", [])


def test_values_are_bound_and_never_part_of_the_sql() -> None:
    evil = "x') OR 1=1 --"
    query = Query(tags=(evil,), emotions=(evil,), where=((evil, evil), (evil, "")), types=(evil,), paths=(evil,))
    sql, values = compile_query(query)
    assert "1=1" not in sql
    assert sql.count("?") == len(values)
