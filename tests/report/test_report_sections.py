"""The parts of a summary: how much of what goes with better and worse days is told."""

import math

import pytest

from tj.insight.mood import Contrast
from tj.report.sections import contrast_lines


@pytest.mark.parametrize("least", [0.05, -0.05])
def test_what_goes_with_better_days_is_told_from_a_tenth_on_as_it_is_shown(least: float) -> None:
    just, not_quite = (Contrast("tag", "one", by, 5, 5) for by in (least, math.nextafter(least, 0)))
    assert (round(abs(just.difference), 1), round(abs(not_quite.difference), 1)) == (0.1, 0.0)
    assert "one (tag): 0.1 " in contrast_lines([just])
    assert contrast_lines([not_quite]) == ""


def test_of_what_goes_with_better_and_worse_days_five_of_each_are_told() -> None:
    found = [Contrast("tag", f"{by}", by * sign, 5, 5) for by in range(9, 0, -1) for sign in (1, -1)]
    told = [line.split(":")[0] for line in contrast_lines(found).splitlines() if line.startswith("- ")]
    assert told == [f"- {by} (tag)" for by in (9, 8, 7, 6, 5)] * 2
