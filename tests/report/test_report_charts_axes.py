"""Days and values on their axes."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.drawings import parsed, words
from tj.report.charts.axes import WIDTH, Span, Values, runs, time_axis

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, ["5 Mar"]),
        (4, ["5 Mar", "6", "7", "8"]),
        (10, ["5 Mar", "7", "9", "11", "13"]),
        (31, ["9 Mar", "16", "23", "30"]),
        (60, ["9 Mar", "23", "6 Apr", "20"]),
        (120, ["Apr", "May", "Jun", "Jul"]),
        (366, ["Apr", "Jul", "Oct", "2027"]),
        (3000, ["2028", "2030", "2032", "2034"]),
        (146_000, ["2100", "2200", "2300", "2400"]),
    ],
)
def test_a_time_has_few_round_marks(days: int, expected: list[str]) -> None:
    assert words(parsed(time_axis(Span(DAY, DAY + timedelta(days=days - 1)), 0))) == expected


@given(st.dates(), st.integers(0, 200_000))
def test_marks_are_few_apart_and_within(since: date, length: int) -> None:
    until = date.fromordinal(min(since.toordinal() + length, date.max.toordinal()))
    axis = parsed(time_axis(Span(since, until), 0))
    places = [float((mark.get("x1") or "").removesuffix("%")) for mark in axis.iter("line")]
    assert len(places) <= 6
    assert all(0 <= place <= 100 for place in places)
    assert all(after - before > 9 for before, after in pairwise(places))


def test_a_time_is_written_with_the_years_it_needs() -> None:
    assert Span(DAY, DAY).described() == "5 Mar 2026"
    assert Span(DAY, date(2026, 4, 1)).described() == "5 Mar to 1 Apr 2026"
    assert Span(date(2025, 12, 31), DAY).described() == "31 Dec 2025 to 5 Mar 2026"


def test_days_lie_from_end_to_end() -> None:
    span = Span(DAY, DAY + timedelta(days=4))
    assert [span.x(DAY + timedelta(days=n)) for n in (-1, 0, 2, 4, 9)] == [0, 0, WIDTH // 2, WIDTH, WIDTH]
    assert Span(DAY, DAY).x(DAY) == WIDTH // 2
    assert Span(DAY, DAY - timedelta(days=1)).length == 0


def test_values_lie_between_bottom_and_top() -> None:
    values = Values(1, 10, 8, 180)
    assert [values.y(value) for value in (-5, 1, 5.5, 10, 99)] == [188, 188, 98, 8, 8]
    assert Values(3, 3, 0, 100).y(3) == 50
    assert Values(-1.7e308, 1.7e308, 0, 100).y(0) == 50
    assert Values(-1.7e308, 1.7e308, 0, 100).middle() == 0


def test_days_that_follow_each_other_are_a_run() -> None:
    days = [DAY + timedelta(days=n) for n in (3, 0, 1, 5)]
    assert [len(run) for run in runs(days)] == [2, 1, 1]
    assert [len(run) for run in runs([DAY, DAY + timedelta(days=7)], 7)] == [2]
