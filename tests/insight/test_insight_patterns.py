"""Mood by day of the week and time of day."""

from datetime import date, timedelta

import pytest
from scipy import stats as scipy_stats

from tj.entry.model import Checkin, Entry
from tj.insight.patterns import WEEKDAYS, TimeOfDay, Weekday, by_time, by_weekday, weekday_chance

MONDAY = date(2024, 12, 30)  # the weeks go over the end of a year


def days(*moods: float | None) -> list[tuple[date, float]]:
    return [(MONDAY + timedelta(days=n), mood) for n, mood in enumerate(moods) if mood is not None]


def test_each_day_of_the_week_has_its_mean_and_number_of_days() -> None:
    found = by_weekday(days(*[4, 5, None, 6, 7, 8, 9] * 2, 7, 2))
    assert [day.name for day in found] == list(WEEKDAYS)
    assert found[0] == Weekday("Monday", 5.0, 3)
    assert found[1] == Weekday("Tuesday", 4.0, 3)
    assert found[2] == Weekday("Wednesday", None, 0)
    assert found[3] == Weekday("Thursday", None, 2)  # two days are too few for a mean


def test_the_chance_of_weekdays_is_kruskals() -> None:
    weeks = [[float((3 * week + 2 * day * day) % 9 + day) for day in range(7)] for week in range(5)]
    found = weekday_chance(days(*[mood for week in weeks for mood in week]))
    expected = scipy_stats.kruskal(*[[week[day] for week in weeks] for day in range(7)])
    assert found == pytest.approx(expected.pvalue, abs=1e-12)


def test_a_weekday_with_few_days_is_not_compared() -> None:
    full = days(*[4, 5] + [None] * 5, *[6, 5] + [None] * 5, *[4, 7] + [None] * 5)
    expected = weekday_chance(full)
    assert expected == pytest.approx(scipy_stats.kruskal([4, 6, 4], [5, 5, 7]).pvalue, abs=1e-12)
    assert weekday_chance([*full, (MONDAY + timedelta(days=2), 9.0), (MONDAY + timedelta(days=9), 9.0)]) == expected
    assert weekday_chance(full[::2]) is None
    assert weekday_chance([]) is None


@pytest.mark.parametrize(
    ("time", "name"),
    [("00:00", "night"), ("04:59", "night"), ("05:00", "morning"), ("11:59", "morning"), ("12:00", "afternoon"),
     ("16:59", "afternoon"), ("17:00", "evening"), ("21:59", "evening"), ("22:00", "night"), ("23:59", "night")],
)  # fmt: skip
def test_a_check_in_belongs_to_its_time_of_day(time: str, name: str) -> None:
    found = by_time([Entry("a.md", date=MONDAY, checkins=(Checkin(time, 6.0),) * 3)])
    assert [one.name for one in found] == ["morning", "afternoon", "evening", "night"]
    assert {one.name: (one.mean, one.n) for one in found if one.n} == {name: (6.0, 3)}


def test_only_check_ins_with_a_mood_and_a_time_count() -> None:
    checkins = (Checkin("08:00", 4.0), Checkin("", 9.0), Checkin("09:00", None), Checkin("09:30", 6.0))
    found = by_time([Entry("a.md", date=MONDAY, time="08:00", stated_mood=1.0, checkins=checkins)])
    assert found[0] == TimeOfDay("morning", 5, 12, None, 2)
    assert (found[3].first, found[3].end) == (22, 5)
