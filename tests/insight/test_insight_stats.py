"""The figures of `tj stats` and their JSON."""

import json
from datetime import date, timedelta

from tj.entry.model import Checkin, Entry, GoalMark
from tj.insight.patterns import WEEKDAYS
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
        "previous": {
            "since": "2026-02-28",
            "until": "2026-03-04",
            "entries": 1,
            "mood": {"mean": 2.0, "median": 2.0, "min": 2.0, "max": 2.0, "n": 1},
            "trackers": {},
        },
        "variability": {"n": 2, "sd": None, "pairs": 0, "rmssd": None},
        "inertia": {"pairs": 0, "lag1": None},
        "weekdays": [
            {"name": name, "mean": None, "n": n} for name, n in zip(WEEKDAYS, (1, 0, 0, 0, 1, 0, 0), strict=True)
        ],
        "weekday_chance": None,
        "times": [
            {"name": "morning", "from": "05:00", "to": "12:00", "mean": None, "n": 0},
            {"name": "afternoon", "from": "12:00", "to": "17:00", "mean": None, "n": 0},
            {"name": "evening", "from": "17:00", "to": "22:00", "mean": None, "n": 0},
            {"name": "night", "from": "22:00", "to": "05:00", "mean": None, "n": 0},
        ],
        "contrasts": [],
        "correlations": [],
    }


def test_json_has_what_goes_with_better_days_and_no_number_that_is_none() -> None:
    entries = [
        Entry(f"{n}.md", date=date(2026, 3, 1) + timedelta(days=n), stated_mood=float(n % 5 + 3 * (n % 2)),
              tags=("sea",) if n % 2 else (), trackers={"sleep": float(n % 5), "steps": 1.5e308, "pill": float(n % 2)})
        for n in range(30)
    ]  # fmt: skip
    found = stats(entries, date(2026, 3, 1), date(2026, 3, 30), yes_no=("pill",))
    told = json.loads(json.dumps(found.as_json(), allow_nan=False))
    [sea, pill] = sorted(told["contrasts"], key=lambda one: one["kind"])
    assert (sea["kind"], pill["kind"], pill["name"]) == ("tag", "tracker", "pill")
    assert list(sea) == ["kind", "name", "difference", "effect", "days_with", "days_without", "chance", "adjusted",
                         "may_be_chance"]  # fmt: skip
    assert {key: sea[key] for key in ("difference", "days_with", "days_without")} == {
        "difference": 3.0, "days_with": 15, "days_without": 15,
    }  # fmt: skip
    [sleep] = told["correlations"]
    assert list(sleep) == ["name", "effect", "n", "chance", "adjusted", "may_be_chance"]
    assert told["variability"]["pairs"] == 29


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
