"""Trackers: one time axis, a value axis and a unit each, and a gap for each day without a value."""

from datetime import date, timedelta
from math import inf, nan

import pytest

from tests.report.drawings import described, parsed, steps, table, words
from tj.report.charts import Series, trackers_figure
from tj.report.charts.trackers import trackers_table

DAY = date(2026, 3, 5)
UNTIL = DAY + timedelta(days=9)


def series(name: str, unit: str, *values: float | None) -> Series:
    return Series(name, unit, [(DAY + timedelta(days=n), v) for n, v in enumerate(values) if v is not None])


def test_each_has_a_drawing_with_unit_mean_and_days() -> None:
    drawing = parsed(trackers_figure([series("sleep", "hours", 7, 8), series("steps", "steps", 9000)], DAY, UNTIL))
    assert ["".join(line.itertext()) for line in drawing.iter("p")] == [
        "sleep (hours) mean 7.5, 2 days",
        "steps mean 9000, 1 day",
    ]
    assert described(drawing) == [
        ("sleep (hours), 5 Mar to 14 Mar 2026", "From 7 to 8."),
        ("steps, 5 Mar to 14 Mar 2026", "9000 throughout."),
    ]


def test_the_axis_ends_with_round_numbers_around_the_values() -> None:
    drawing = parsed(trackers_figure([series("sleep", "hours", 5.25, 8.9)], DAY, UNTIL))
    assert words(drawing)[:2] == ["9", "5"]
    assert words(parsed(trackers_figure([series("weight", "kg", 70, 70)], DAY, UNTIL)))[:2] == ["80", "60"]
    assert words(parsed(trackers_figure([series("x", "", 0, 0)], DAY, UNTIL)))[0] == "yes"


def test_a_gap_is_a_gap_and_a_day_alone_a_dot() -> None:
    drawing = parsed(trackers_figure([series("sleep", "hours", 7, 8, None, 6, None, 5, 5)], DAY, UNTIL))
    assert [len(line) for line in steps(drawing, "line")] == [2, 2]
    assert len(steps(drawing, "dots")) == 5


def test_several_values_of_a_day_are_dots_on_its_mean() -> None:
    one = Series("pulse", "bpm", [(DAY, 60), (DAY, 80), (DAY + timedelta(days=1), 70)])
    drawing = parsed(trackers_figure([one], DAY, UNTIL))
    assert [y for _, y in steps(drawing, "line")[0]] == [34, 34]
    assert len(steps(drawing, "dots")) == 3
    assert table(drawing)[1] == ["2026-03-05", "60, 80"]


def test_yes_and_no_are_marks() -> None:
    drawing = parsed(trackers_figure([series("medication", "yes/no", 1, 0, 1)], DAY, UNTIL))
    assert "yes 2 times of 3" in "".join(drawing.itertext())
    assert len(steps(drawing, "done")) == 2
    assert len(steps(drawing, "planned")) == 1
    assert words(drawing)[:2] == ["yes", "no"]
    assert table(drawing)[1:] == [["2026-03-05", "yes"], ["2026-03-06", "no"], ["2026-03-07", "yes"]]


@pytest.mark.parametrize(
    ("unit", "values", "expected"),
    [
        ("yes/no", (0, 1), True),
        ("", (1, 1), True),
        ("Coffee", (1, 0), True),
        ("cups", (0, 1), False),
        ("", (0, 2), False),
        ("yes/no", (0, 2), False),
    ],
)
def test_only_what_is_called_so_is_yes_or_no(unit: str, values: tuple[float, ...], expected: bool) -> None:
    assert series("coffee", unit, *values).is_yes_no() is expected


def test_the_last_one_has_the_time_axis() -> None:
    figure = parsed(trackers_figure([series("a", "x", 1, 2), series("b", "x", 1, 2)], DAY, UNTIL))
    first, last = (svg for svg in figure.iter("svg") if svg.get("role"))
    assert "5 Mar" not in words(first)
    assert "5 Mar" in words(last)


def test_in_a_long_time_only_days_alone_are_dots() -> None:
    values: list[float | None] = [float(n % 9) for n in range(200)]
    values[99] = values[101] = None
    drawing = parsed(trackers_figure([series("a", "x", *values)], DAY, DAY + timedelta(days=199)))
    assert len(steps(drawing, "dots")) == 1


def test_the_table_has_a_row_for_each_day_with_a_value() -> None:
    found = trackers_table([series("sleep", "hours", 7.25, None, 0.001), series("b", "", None, None, 3)], DAY, UNTIL)
    assert found.head == ("day", "sleep (hours)", "b")
    assert found.rows == (("2026-03-05", "7.25", ""), ("2026-03-07", "0.001", "3"))


def test_what_is_no_number_or_of_another_time_is_left_out() -> None:
    one = Series("a", "x", [(DAY, nan), (DAY, inf), (DAY - timedelta(days=1), 5.0), (UNTIL, 4.0)])
    assert trackers_table([one], DAY, UNTIL).rows == (("2026-03-14", "4"),)
    assert trackers_figure([Series("a", "x", [(DAY, nan)])], DAY, UNTIL) == ""
    assert trackers_figure([], DAY, UNTIL) == ""


def test_a_wide_table_can_be_scrolled_by_keyboard() -> None:
    figure = parsed(trackers_figure([series(name, "x", 1, 2) for name in "abc"], DAY, UNTIL))
    [scrolled] = [div for div in figure.iter("div") if div.get("role") == "region"]
    assert scrolled.get("tabindex") == "0"
    assert scrolled.get("aria-label") == "Trackers, table"
