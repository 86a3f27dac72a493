"""Weeks, months and years, from the first day of the calendar to the last."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.report.period import Period, all_periods, latest, month_of, periods_of, touched, week_of, year_of


@pytest.mark.parametrize(
    ("day", "name", "since", "until"),
    [
        (date(2026, 3, 5), "2026-W10", date(2026, 3, 2), date(2026, 3, 8)),
        (date(2027, 1, 1), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (date(2024, 12, 30), "2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        (date.min, "0001-W01", date.min, date(1, 1, 7)),
        (date.max, "9999-W52", date(9999, 12, 27), date.max),
    ],
)
def test_weeks_are_iso_weeks(day: date, name: str, since: date, until: date) -> None:
    assert week_of(day) == Period("week", name, since, until)


def test_months_and_years() -> None:
    assert month_of(date(2024, 2, 10)) == Period("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29))
    assert month_of(date(2026, 12, 31)).until == date(2026, 12, 31)
    assert month_of(date.max).until == date.max
    assert year_of(date(2026, 5, 1)) == Period("year", "2026", date(2026, 1, 1), date(2026, 12, 31))


def test_the_latest_days_are_thirty() -> None:
    assert latest(date(2026, 5, 10)) == Period("index", "index", date(2026, 4, 11), date(2026, 5, 10))
    assert latest(date(2026, 5, 10)).days == 30
    assert latest(date(1, 1, 3)).since == date.min


def test_the_period_before() -> None:
    assert [period.before and period.before.name for period in periods_of(date(2026, 1, 1))] == [
        "2025-W52",
        "2025-12",
        "2025",
    ]
    before = latest(date(2026, 5, 10)).before
    assert before is not None
    assert (before.since, before.until) == (date(2026, 3, 12), date(2026, 4, 10))


def test_the_calendar_has_ends() -> None:
    assert all(period.before is None for period in (*periods_of(date.min), latest(date.min)))
    assert all(period.after is None for period in periods_of(date.max))
    assert latest(date(2026, 5, 10)).after is None
    assert len(touched([date.min, date.max], date.max)) == 10


def test_all_periods_cover_the_days() -> None:
    names = [period.name for period in all_periods([date(2026, 3, 5), date(2026, 3, 6)])]
    assert sorted(names) == ["2026", "2026-03", "2026-W10", "index"]
    assert all_periods([]) == []


@given(st.lists(st.dates(), max_size=20), st.lists(st.integers(0, 800), max_size=20))
def test_all_periods_are_those_of_each_day_in_order(days: list[date], near: list[int]) -> None:
    days += [date(2026, 1, 1) + timedelta(days=number) for number in near]
    each = {period for day in days for period in periods_of(day)}
    assert all_periods(days) == sorted({*each, *([latest(max(days))] if days else [])})


def test_a_change_touches_the_period_that_compares_with_it() -> None:
    names = {period.name for period in touched([date(2026, 3, 5)], date(2026, 5, 10))}
    assert names == {"2026-W10", "2026-W11", "2026-03", "2026-04", "2026", "2027", "index"}
    assert touched([], None) == []


@given(st.dates())
def test_every_day_lies_in_its_periods(day: date) -> None:
    for period in periods_of(day):
        assert period.since <= day <= period.until
        if period.before is not None:
            assert period.before.until == period.since - timedelta(days=1)
            assert period.before.after == period
