"""The mood line: a break for each gap, a dot for each check-in, and no direction where none can be known."""

from datetime import date, timedelta
from itertools import pairwise
from math import inf, nan

import pytest

from tests.report.drawings import described, parsed, steps, table, words
from tj.config import MoodScale
from tj.insight.mood import DayMood
from tj.report.charts import mood_figure
from tj.report.charts.mood import smoothed

DAY = date(2026, 3, 5)
SCALE = MoodScale()
BARE = MoodScale(1, 10, {})


def moods(*levels: float | None, since: date = DAY) -> list[DayMood]:
    return [
        DayMood(since + timedelta(days=n), level, (("", level),) if level is not None else (), 1)
        for n, level in enumerate(levels)
    ]


def until(length: int) -> date:
    return DAY + timedelta(days=length - 1)


def test_the_line_breaks_where_a_day_has_no_mood() -> None:
    drawing = parsed(mood_figure(moods(5, 6, None, 4, None, 7, 8, 9), [], DAY, until(8), SCALE))
    assert [len(line) for line in steps(drawing, "line")] == [2, 2, 3]  # the fourth day, alone, is a short dash
    alone = steps(drawing, "line")[1]
    assert alone[0][1] == alone[1][1]


def test_every_checkin_is_a_dot() -> None:
    day = DayMood(DAY, 5.0, (("08:00", 3.0), ("12:00", 5.0), ("20:00", 7.0)), 1)
    dots = steps(parsed(mood_figure([day], [], DAY, until(7), SCALE)), "dots")
    assert dots == [[(0, 68)], [(0, 108)], [(0, 148)]]


def test_two_checkins_on_one_place_are_one_dot() -> None:
    day = DayMood(DAY, 5.0, (("08:00", 5.0), ("12:00", 5.0)), 1)
    assert len(steps(parsed(mood_figure([day], [], DAY, DAY, SCALE)), "dots")) == 1


def test_ends_and_middle_have_labels() -> None:
    assert words(parsed(mood_figure(moods(5), [], DAY, DAY, BARE)))[:3] == ["10", "5.5", "1"]


def test_mood_words_stand_at_their_own_levels() -> None:
    labels = words(parsed(mood_figure(moods(5), [], DAY, DAY, SCALE)))[:6]
    assert labels == ["10", "great 9", "good 7", "okay 5", "low 3", "awful 1"]


def test_of_several_words_on_one_level_the_first_stands_there() -> None:
    scale = MoodScale(0, 10, {"fine": 10.0, "wonderful": 10.0, "so-so and then some": 5.0})
    labels = words(parsed(mood_figure(moods(5), [], DAY, DAY, scale)))[:3]
    assert labels == ["fine 10", "so-so an… 5", "0"]


def test_labels_never_touch() -> None:
    scale = MoodScale(0, 100, {f"w{n}": float(n) for n in range(101)})
    figure = parsed(mood_figure(moods(5), [], DAY, DAY, scale))
    heights = sorted(int(text.get("y") or "") for text in figure.iter("text") if text.get("x") == "-7")
    assert len(heights) > 5
    assert min(b - a for a, b in pairwise(heights)) >= 13


def test_days_without_an_entry_and_without_a_mood_are_said() -> None:
    caption = "".join(parsed(mood_figure(moods(4, None, 7), [], DAY, until(7), SCALE)).find(".//figcaption").itertext())  # type: ignore[union-attr]  # a figure has one
    assert caption == (
        "Mood 5 Mar to 11 Mar 2026. Mean 5.5 of 2 days. 4 of 7 days have no entry. 1 more has an entry without a mood."
    )


def test_a_screen_reader_hears_what_the_eye_sees_and_the_caption_does_not_say() -> None:
    [(title, said)] = described(parsed(mood_figure(moods(4, None, 7), [], DAY, until(7), SCALE)))
    assert title == "Mood, 5 Mar to 11 Mar 2026"
    assert said == "Lowest 4 on 5 Mar 2026, highest 7 on 7 Mar 2026, last 7 on 7 Mar 2026."


def test_of_days_alike_the_later_one_is_said() -> None:
    [(_, said)] = described(parsed(mood_figure(moods(4, 7, 4, 7, 5), [], DAY, until(7), SCALE)))
    assert said == "Lowest 4 on 7 Mar 2026, highest 7 on 8 Mar 2026, last 5 on 9 Mar 2026."


def test_no_trend_through_fewer_than_seven_points() -> None:
    days = [DAY + timedelta(days=n) for n in range(12)]
    assert smoothed(dict.fromkeys(days, 5.0)) == {}
    figure = mood_figure(moods(*[5] * 12), [], DAY, until(12), SCALE)
    assert 'class="trend' not in figure
    assert "seven days" not in figure


def test_a_trend_is_the_mean_of_the_seven_days_around_a_day() -> None:
    found = smoothed({DAY + timedelta(days=n): float(n) for n in range(13)})
    assert found == {DAY + timedelta(days=n): float(n) for n in range(3, 10)}
    drawing = parsed(mood_figure(moods(*[3, 5, 7] * 5), [], DAY, until(15), SCALE))
    [line] = steps(drawing, "trend")
    assert [round(x / 1000 * 14) for x, _ in line] == list(range(3, 12))
    assert "mean of the seven days around each day" in "".join(drawing.itertext())


def test_a_gap_breaks_the_trend() -> None:
    levels: list[float | None] = [5.0] * 30
    levels[15] = None
    drawing = parsed(mood_figure(moods(*levels), [], DAY, until(30), SCALE))
    assert [round(line[0][0] / 1000 * 29) for line in steps(drawing, "trend")] == [3, 19]


def test_the_period_before_lies_behind_by_its_days() -> None:
    earlier = moods(2, 3, None, since=DAY - timedelta(days=3))
    drawing = parsed(mood_figure(moods(5, 6, 7), earlier, DAY, until(3), SCALE))
    [line] = steps(drawing, "before")
    assert [x for x, _ in line] == [0, 500]
    assert "In the period before, from 2 Mar 2026 on, the mean of 2 days was 2.5." in "".join(drawing.itertext())
    assert table(drawing)[1:] == [
        ["2026-03-05", "5", "5", "2026-03-02", "2"],
        ["2026-03-06", "6", "6", "2026-03-03", "3"],
        ["2026-03-07", "7", "7", "", ""],
    ]


def test_what_lies_before_the_period_before_is_left_out() -> None:
    earlier = moods(9, since=DAY - timedelta(days=8))
    assert "period before" not in mood_figure(moods(5), earlier, DAY, until(7), SCALE)


def test_in_a_long_time_the_period_before_is_drawn_by_week() -> None:
    since = DAY - timedelta(days=140)
    drawing = parsed(mood_figure(moods(5), moods(*[4, 6] * 70, since=since), DAY, until(140), SCALE))
    [line] = steps(drawing, "before")
    assert len(line) == 20
    assert "as means of weeks" in "".join(drawing.itertext())
    assert ["2026-03-08", "–", "", "2025-10-19", "4.86"] in table(drawing)


def test_the_table_has_every_figure() -> None:
    days = [DayMood(DAY, 6.333, (("08:00", 5.0), ("12:00", 7.0), ("", 7.0)), 2), DayMood(until(3), None, (), 1)]
    assert table(parsed(mood_figure(days, [], DAY, until(3), SCALE))) == [
        ["day", "mood", "as noted"],
        ["2026-03-05", "6.33", "08:00 5, 12:00 7, 7"],
    ]


def test_what_lies_off_the_scale_is_drawn_at_its_edge_and_told() -> None:
    drawing = parsed(mood_figure(moods(-3, 99), [], DAY, until(2), SCALE))
    assert steps(drawing, "line") == [[(0, 188), (1000, 8)]]
    assert table(drawing)[1:] == [["2026-03-05", "-3", "-3"], ["2026-03-06", "99", "99"]]
    assert "What lies outside of the scale is drawn at its edge." in "".join(drawing.itertext())


@pytest.mark.parametrize("level", [nan, inf, -inf])
def test_what_is_no_number_is_left_out(level: float) -> None:
    assert mood_figure(moods(level), [], DAY, DAY, SCALE) == ""
    days = [DayMood(DAY, 5.0, (("", level), ("", 5.0)), 1)]
    assert table(parsed(mood_figure(days, [], DAY, DAY, SCALE)))[1:] == [["2026-03-05", "5", "5"]]


def test_nothing_noted_is_no_figure() -> None:
    assert mood_figure([], [], DAY, until(30), SCALE) == ""
    assert mood_figure(moods(None), [], DAY, until(30), SCALE) == ""
    assert mood_figure(moods(5), [], until(2), DAY, SCALE) == ""


def test_one_day_stands_in_the_middle() -> None:
    drawing = parsed(mood_figure(moods(5), [], DAY, DAY, SCALE))
    assert steps(drawing, "dots") == [[(500, 108)]]
    assert "5 Mar 2026." in "".join(drawing.itertext())


def test_the_whole_calendar_can_be_drawn() -> None:
    drawing = parsed(mood_figure(moods(5), moods(4), date.min, date.max, SCALE))
    assert len(steps(drawing, "dots")) == 1
