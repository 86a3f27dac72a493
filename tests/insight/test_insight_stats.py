"""The figures of `tj stats` and their JSON."""

from datetime import date

from tj.entry.model import Checkin, Entry, GoalMark
from tj.insight.stats import stats

ENTRIES = [
    Entry("2026-03-01.md", date=date(2026, 3, 1), stated_mood=2.0),
    Entry("2026-03-06.md", date=date(2026, 3, 6), stated_mood=4.0, emotions=("sad",), trackers={"sleep": 7.0}),
    Entry("2026-03-08.md", date=date(2026, 3, 8), goals=(GoalMark("walk"),), tags=("work",)),
    Entry("2026-03-09.md", date=date(2026, 3, 9), checkins=(Checkin("", 5.0), Checkin("", 5.0), Checkin("", 6.0))),
    Entry("2026-02-27.md", date=date(2026, 2, 27), stated_mood=9.0),
]


def test_json_has_every_field_rounded() -> None:
    assert stats(ENTRIES, date(2026, 3, 5), date(2026, 3, 9)).as_json() == {
        "since": "2026-03-05",
        "until": "2026-03-09",
        "entries": 3,
        "mood": {"mean": 4.67, "median": 4.67, "min": 4.0, "max": 5.33, "n": 2, "previous_mean": 2.0},
        "days": [
            {"date": "2026-03-06", "mood": 4.0},
            {"date": "2026-03-08", "mood": None},
            {"date": "2026-03-09", "mood": 5.33},
        ],
        "emotions": {"sad": 1},
        "tags": {"work": 1},
        "trackers": {"sleep": {"mean": 7.0, "median": 7.0, "min": 7.0, "max": 7.0, "n": 1}},
        "goals": {"walk": 1},
    }


def test_a_caller_may_name_the_time_to_compare_with() -> None:
    found = stats(ENTRIES, date(2026, 3, 1), date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28)))
    assert found.previous_mean == 9.0


def test_nothing_written_has_no_figures() -> None:
    found = stats([], date(2026, 3, 1), date(2026, 3, 7)).as_json()
    assert found["mood"] == {"mean": None, "median": None, "min": None, "max": None, "n": 0, "previous_mean": None}
    assert found["days"] == []


def test_both_ends_of_the_calendar_work() -> None:
    first = Entry("a.md", date=date.min, stated_mood=3.0)
    last = Entry("b.md", date=date.max, stated_mood=5.0)
    assert stats([first, last], date.min, date(1, 1, 7)).previous_mean is None
    assert stats([first, last], date(1, 1, 3), date(1, 1, 30)).previous_mean == 3.0
    assert stats([first, last], date.min, date.max).entries == 2
