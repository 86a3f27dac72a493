"""What pages tell of times that follow each other is what each tells by itself."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.pages import Months
from tj.entry.model import Entry
from tj.report.book import told_in_order, told_of
from tj.report.period import all_periods

TURN = date(2026, 12, 27)  # a Sunday: 2026-W53 begins the day after, and ends in 2027
ENTRIES = st.lists(
    st.builds(
        lambda day, mood: Entry(f"journal/{day}.md", date=TURN + timedelta(days=day), stated_mood=mood),
        st.integers(-40, 40) | st.integers(-800, 800),
        st.none() | st.floats(1, 10),
    ),
    max_size=20,
)


@settings(deadline=None, max_examples=60)
@given(ENTRIES, st.integers(0, 5))
def test_a_time_is_compared_with_the_one_told_of_before_it(entries: list[Entry], first: int) -> None:
    source = Months(entries)
    periods = [one for one in all_periods(entry.date for entry in entries if entry.date) if one.kind != "index"]
    periods.sort(key=lambda one: (one.until, one.kind))
    later = periods[first:]  # as one process of some begins in the middle
    assert list(told_in_order(source, later)) == [told_of(source, period) for period in later]
