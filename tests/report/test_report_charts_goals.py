"""Goals by week: hollow for planned, filled for done, and a week that is cut off asks for its share only."""

from datetime import date, timedelta

from tests.report.drawings import described, parsed, steps, table, words
from tj.report.charts import GoalWeeks, goals_figure
from tj.report.charts.goals import goals_table

MONDAY = date(2026, 3, 2)


def until(days: int) -> date:
    return MONDAY + timedelta(days=days - 1)


def test_each_goal_says_what_was_done_of_what_was_planned() -> None:
    goals = [GoalWeeks("walk", "3/week", (3, 1), 3), GoalWeeks("read", "", (2, 0))]
    drawing = parsed(goals_figure(goals, MONDAY, until(14)))
    assert ["".join(line.itertext()) for line in drawing.iter("p")] == ["walk 3/week: 4 of 6 days", "read 2 days"]
    assert described(drawing)[0] == ("walk, by week from 2 Mar 2026", "Week by week: 3 of 3, 1 of 3.")
    assert words(drawing) == ["3", "0", "3/3", "1/3", "2", "0", "2", "0"]


def test_many_weeks_are_said_by_the_least_and_the_most() -> None:
    drawing = parsed(goals_figure([GoalWeeks("walk", "", (1, *range(10)))], MONDAY, until(77)))
    assert described(drawing)[0][1] == "From 0 days to 9 days done."


def test_bars_stand_on_each_other() -> None:
    drawing = parsed(goals_figure([GoalWeeks("walk", "4/week", (4, 2, 0), 4)], MONDAY, until(21)))
    planned, done = steps(drawing, "planned"), steps(drawing, "done")
    assert len(planned) == 3
    assert [min(y for _, y in bar) for bar in done] == [6, 27]
    assert all(p[0][0] < d[0][0] for p, d in zip(planned, done, strict=False))


def test_more_than_planned_is_seen() -> None:
    drawing = parsed(goals_figure([GoalWeeks("walk", "2/week", (5,), 2)], MONDAY, until(7)))
    assert "walk 2/week: 5 days, 2 planned" in "".join(drawing.itertext())
    assert min(y for _, y in steps(drawing, "done")[0]) < min(y for _, y in steps(drawing, "planned")[0])


def test_a_week_that_is_cut_off_asks_for_its_share() -> None:
    assert goals_table([GoalWeeks("walk", "daily", (7, 1), 7)], MONDAY, until(9)).rows == (
        ("2026-03-02", "7 of 7"),
        ("2026-03-09", "1 of 2"),
    )
    assert "The last week has 2 days in it." in goals_figure([GoalWeeks("w", "daily", (7, 1), 7)], MONDAY, until(9))
    assert "The last week has" not in goals_figure([GoalWeeks("w", "daily", (7, 1), 7)], MONDAY, until(14))


def test_what_was_planned_may_differ_by_week() -> None:
    goal = GoalWeeks("walk", "3/week", (1, 2, 3), (0, 3))
    assert [row[1] for row in goals_table([goal], MONDAY, until(21)).rows] == ["1", "2 of 3", "3"]


def test_many_weeks_have_an_axis_in_place_of_numbers() -> None:
    drawing = parsed(goals_figure([GoalWeeks("walk", "daily", (5,) * 26, 7)], MONDAY, until(182)))
    assert words(drawing) == ["7", "0", "Apr", "May", "Jun", "Jul", "Aug"]
    assert len(table(drawing)) == 27


def test_a_very_long_time_is_drawn_by_several_weeks() -> None:
    weeks = (1,) * 300
    drawing = parsed(goals_figure([GoalWeeks("walk", "2/week", weeks, 2)], MONDAY, until(2100)))
    assert len(steps(drawing, "done")) == 100
    assert "by 3 weeks." in "".join(drawing.itertext())
    assert table(drawing)[:2] == [["weeks from", "walk"], ["2026-03-02", "3 of 6"]]


def test_a_goal_with_fewer_weeks_leaves_the_rest_empty() -> None:
    found = goals_table([GoalWeeks("a", "", (1, 2)), GoalWeeks("b", "", (3,))], MONDAY, until(14))
    assert found.rows == (("2026-03-02", "1", "3"), ("2026-03-09", "2", ""))


def test_a_goal_without_plan_or_deed_is_left_out() -> None:
    idle = GoalWeeks("idle", "", (0, 0))
    assert goals_figure([idle], MONDAY, until(14)) == ""
    assert goals_figure([], MONDAY, until(14)) == ""
    assert goals_figure([GoalWeeks("none", "daily", (), 7)], MONDAY, until(14)) == ""
    assert "idle" not in goals_figure([idle, GoalWeeks("walk", "", (1, 0))], MONDAY, until(14))


def test_the_end_of_the_calendar_can_be_drawn() -> None:
    since = date.max - timedelta(days=10)
    assert goals_table([GoalWeeks("walk", "daily", (1, 1), 7)], since, date.max).rows[-1] == ("9999-12-28", "1 of 4")
    assert goals_figure([GoalWeeks("walk", "daily", (1,) * 12, 7)], since, date.max)
