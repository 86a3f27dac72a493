"""Which earlier days a day calls to mind: the calendar's odd days among them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.insight.on_this_day import Earlier, earlier_days


def found(day: str, *dates: str) -> list[str]:
    return [
        f"{one.day} {one.number} {one.unit}"
        for one in earlier_days(date.fromisoformat(day), map(date.fromisoformat, dates))
    ]


def test_years_a_month_and_a_week_ago_come_latest_first() -> None:
    dates = ("2025-05-11", "2026-05-11", "2026-05-04", "2020-05-11", "2026-04-11", "2026-05-05", "2027-05-11")
    assert found("2026-05-11", *dates) == [
        "2026-05-04 1 week", "2026-04-11 1 month", "2025-05-11 1 year", "2020-05-11 6 year"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "earlier", "there"),
    [
        ("2028-02-29", "2024-02-29", True),
        ("2028-02-29", "2027-02-28", True),  # that year had no 29th
        ("2028-02-29", "2024-02-28", False),
        ("2027-02-28", "2024-02-29", True),  # else it would be called to mind every four years only
        ("2027-02-28", "2024-02-28", True),
        ("2028-02-28", "2024-02-29", False),
        ("2027-03-01", "2024-02-29", False),
    ],
)
def test_the_end_of_february(day: str, earlier: str, there: bool) -> None:
    assert bool(found(day, earlier)) is there


def test_a_month_ago_is_its_last_day_where_it_has_no_such_day() -> None:
    assert found("2026-03-31", "2026-02-28") == ["2026-02-28 1 month"]
    assert found("2026-01-31", "2025-12-31") == ["2025-12-31 1 month"]


@pytest.mark.parametrize("day", [date.min, date.min + timedelta(days=6), date.max])
def test_the_ends_of_the_calendar(day: date) -> None:
    assert earlier_days(day, [day]) == []
    assert earlier_days(date.max, [date(9998, 12, 31)]) == [Earlier(date(9998, 12, 31), 1, "year")]


@given(st.dates(), st.lists(st.dates()))
def test_all_that_is_found_is_there_and_earlier(day: date, dates: list[date]) -> None:
    for one in earlier_days(day, dates):
        assert one.day in dates
        assert one.day < day
        assert one.number >= 1
