"""Dates are written by Obsidian's patterns, with ISO weeks."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.moment import format_moment, read_moment

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("YYYY-MM-DD", "2026-03-05"),
        ("YYYY/YYYY-MM-DD", "2026/2026-03-05"),
        ("YY M D", "26 3 5"),
        ("dddd, MMMM Do", "Thursday, March 5th"),
        ("ddd dd MMM E", "Thu Th Mar 4"),
        ("DDDD DDD Q", "064 64 1"),
        ("GGGG-[W]WW", "2026-W10"),
        ("gggg-[W]ww W w", "2026-W10 10 10"),
        ("HH:mm:ss H h hh m s", "14:07:09 14 2 02 7 9"),
        ("A a", "PM pm"),
        ("[YYYY] YYYY []", "YYYY 2026 "),
        ("[no end: YYYY", "[no en4: 2026"),
        ("Tag: x_-", "Tpmg: x_-"),
        ("", ""),
    ],
)
def test_a_pattern_is_filled_in(pattern: str, text: str) -> None:
    assert format_moment(pattern, DAY, time(14, 7, 9)) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [(date(2027, 1, 1), "2026-W53"), (date(2024, 12, 30), "2025-W01"), (date(2026, 1, 1), "2026-W01")],
)
def test_weeks_are_iso_weeks(day: date, text: str) -> None:
    assert format_moment("GGGG-[W]WW", day) == format_moment("gggg-[W]ww", day) == text


@pytest.mark.parametrize(("hour", "text"), [(0, "12 AM"), (1, "1 AM"), (11, "11 AM"), (12, "12 PM"), (23, "11 PM")])
def test_twelve_hours_are_counted_from_twelve(hour: int, text: str) -> None:
    assert format_moment("h A", DAY, time(hour)) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"),
     (13, "13th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (30, "30th"), (31, "31st")],
)  # fmt: skip
def test_days_are_counted_in_english(day: int, text: str) -> None:
    assert format_moment("Do", date(2026, 1, day)) == text


@given(st.dates())
def test_the_default_name_is_the_iso_date(day: date) -> None:
    assert format_moment("YYYY-MM-DD", day) == day.isoformat()


@given(st.text(), st.dates(), st.times())
def test_any_pattern_is_filled_in(pattern: str, day: date, at: time) -> None:
    assert format_moment("[" + pattern.replace("]", "") + "]", day, at) == pattern.replace("]", "")
    assert isinstance(format_moment(pattern, day, at), str)


# Enough of the day in each: its numbers, its number in the year, or its week and weekday.
TELLING = [
    "YYYY-MM-DD", "YYYY/MM/DD", "DD.MM.YYYY", "YYYY/MM-MMMM/YYYY-MM-DD-dddd", "D. MMM YYYY", "dddd, MMMM Do, YYYY",
    "YYYYMMDD", "YY-MM-DD ddd", "YYYY-DDDD", "gggg-[W]WW-E", "GGGG/[Week] W/ddd", "gggg [d]d w",
    "[on] D-M-YYYY [at] HH.mm", "YYYY/[Q]Q/MM/DD", "YYYY.DD.MM", "MMMM/[the] Do [of] YYYY",
]  # fmt: skip


@pytest.mark.parametrize("pattern", TELLING)
@given(day=st.dates(date(1970, 1, 1), date(2068, 12, 31)))
def test_what_a_pattern_wrote_it_reads(pattern: str, day: date) -> None:
    assert read_moment(pattern, format_moment(pattern, day)) == day


@given(pattern=st.text(alphabet="YMDdgGWwEQ[]-/ Hsx", max_size=16), day=st.dates(), text=st.text(max_size=12))
def test_reading_never_tells_another_day(pattern: str, day: date, text: str) -> None:
    assert read_moment(pattern, format_moment(pattern, day)) in (day, None) or "YY" in pattern.replace("YYYY", "")
    read_moment(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text", "day"),
    [
        ("DD.MM.YYYY", "05.03.2026", DAY),
        ("D MMMM YYYY", "5 März 2026", None),
        ("YYYY/MM-MMMM/DD dddd", "2026/03-März/05 Donnerstag", DAY),
        ("D. MMM YYYY", "5. mar. 2026", DAY),
        ("YYYY/YYYY-MM-DD", "2025/2026-03-05", None),
        ("DD.MM.YYYY", "30.02.2026", None),
        ("DD.MM.YYYY", "05.03.2026 again", None),
        ("YYYY-DDDD", "2026-366", None),
        ("gggg-[W]WW-E", "2026-W54-1", None),
        ("YYYY-MM", "2026-03", None),
        ("M-D", "3-5", None),
        ("MMMM D YYYY", "Ma 5 2026", None),
        ("YYYY-MM-DD", "0000-01-01", None),
        ("(YYYY.MM.DD)", "(2026.03.05)", DAY),
        ("(YYYY.MM.DD)", "(2026x03x05)", None),
    ],
)
def test_a_text_is_read_by_a_pattern(pattern: str, text: str, day: date | None) -> None:
    assert read_moment(pattern, text) == day
