"""Dates on the command line: a grammar that refuses rather than guesses."""

from datetime import datetime

import pytest

from tj.errors import UsageProblem
from tj.when import parse_span, parse_when

THURSDAY = datetime(2026, 3, 5, 12, 0)


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("today", "2026-03-05", ""),
        ("Yesterday 22:30", "2026-03-04", "22:30"),
        ("tomorrow", "2026-03-06", ""),
        ("14:30", "2026-03-05", "14:30"),
        ("2026-02-01", "2026-02-01", ""),
        ("2026-02-01T9:05", "2026-02-01", "09:05"),
        (" 2026-02-01  23:00 ", "2026-02-01", "23:00"),
        ("monday", "2026-03-02", ""),
        ("thursday", "2026-03-05", ""),
        ("friday", "2026-02-27", ""),
        ("3 days ago", "2026-03-02", ""),
        ("a week ago 08:00", "2026-02-26", "08:00"),
        ("in 2 weeks", "2026-03-19", ""),
    ],
)
def test_what_is_understood(text: str, day: str, time: str) -> None:
    found = parse_when(text, THURSDAY)
    assert (str(found.day), found.time) == (day, time)


def test_a_due_weekday_is_the_next_one() -> None:
    assert str(parse_when("thursday", THURSDAY, ahead=True).day) == "2026-03-12"
    assert str(parse_when("friday", THURSDAY, ahead=True).day) == "2026-03-06"


@pytest.mark.parametrize(
    "text",
    ["", " ", "next week", "5/3/2026", "05.03.2026", "2026-02-30", "20260305", "25:00", "12:60", "today at noon",
     "9999 weeks ago 25:00", "monday 5", "2026-03-05 at 14:30", "9999 weeks ago ago", "2026-03-05T"],
)  # fmt: skip
def test_anything_else_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse_when(text, THURSDAY)
    assert caught.value.hint


def test_a_day_before_the_calendar_is_refused() -> None:
    with pytest.raises(UsageProblem):
        parse_when("9999 weeks ago", datetime(100, 1, 1))


def test_the_date_understood_is_told_with_its_weekday() -> None:
    assert str(parse_when("yesterday 22:30", THURSDAY)) == "Wednesday 2026-03-04 22:30"


@pytest.mark.parametrize(("text", "days"), [("14d", 14), ("4w", 28), ("1 week", 7), ("2 Days", 2)])
def test_spans(text: str, days: int) -> None:
    assert parse_span(text) == days


@pytest.mark.parametrize("text", ["", "14", "0d", "-3d", "1 month", "9999w"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem):
        parse_span(text)
