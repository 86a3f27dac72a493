"""How far moods move, against NumPy."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tj.insight.variability import Inertia, Variability, correlation, inertia, neighbours, variability

FIRST = date(2024, 2, 20)  # a leap day is the tenth
LEVELS = st.integers(1, 10).map(float) | st.floats(1, 10)


def days(moods: dict[int, float]) -> list[tuple[date, float]]:
    return [(FIRST + timedelta(days=number), mood) for number, mood in sorted(moods.items())]


@settings(deadline=None)
@given(st.lists(LEVELS, min_size=11, max_size=60))
def test_days_in_a_row_give_numpys_figures(values: list[float]) -> None:
    moods = days(dict(enumerate(values)))
    found = variability(moods)
    assert found.sd == pytest.approx(np.std(values, ddof=1), abs=1e-12)
    assert found.rmssd == pytest.approx(np.sqrt(np.mean(np.diff(values) ** 2)), abs=1e-12)
    assert (found.n, found.pairs) == (len(values), len(values) - 1)
    of_next = inertia(moods)
    assert of_next.pairs == len(values) - 1
    if min(np.ptp(values[:-1]), np.ptp(values[1:])) > 1e-6:
        assert of_next.lag1 == pytest.approx(np.corrcoef(values[:-1], values[1:])[0, 1], abs=1e-6)


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 60), LEVELS, max_size=40))
def test_only_days_that_follow_each_other_are_a_pair(moods: dict[int, float]) -> None:
    expected = [(moods[n], moods[n + 1]) for n in range(60) if n in moods and n + 1 in moods]
    assert neighbours(days(moods)) == expected
    found = variability(days(moods))
    assert (found.n, found.pairs) == (len(moods), len(expected))
    assert (found.sd is None, found.rmssd is None) == (len(moods) < 5, len(expected) < 5)


def test_a_gap_is_no_step() -> None:
    weekends = {7 * week + day: 9.0 if week % 2 else 1.0 for week in range(6) for day in (0, 1)}
    found = variability(days(weekends))
    assert (found.n, found.pairs, found.rmssd) == (12, 6, 0.0)
    assert found.sd == pytest.approx(np.std([1, 9] * 6, ddof=1))


def test_a_leap_day_is_a_day_between() -> None:
    around = [(date(2024, 2, 28), 4.0), (date(2024, 2, 29), 5.0), (date(2024, 3, 1), 6.0), (date(2025, 2, 28), 7.0)]
    assert neighbours([*around, (date(2025, 3, 1), 8.0)]) == [(4.0, 5.0), (5.0, 6.0), (7.0, 8.0)]


@pytest.mark.parametrize(("count", "told"), [(10, False), (11, True)])
def test_ten_pairs_are_the_fewest_of_an_inertia(count: int, told: bool) -> None:
    found = inertia(days({n: float(n % 4) for n in range(count)}))
    assert (found.pairs, found.lag1 is not None) == (count - 1, told)


def test_a_mood_that_stays_has_no_inertia_to_tell() -> None:
    assert inertia(days(dict.fromkeys(range(20), 0.1 + 0.2))) == Inertia(19, None)
    assert variability(days(dict.fromkeys(range(20), 0.1 + 0.2))) == Variability(20, 0.0, 19, 0.0)


def test_inertia_is_high_where_moods_last_and_negative_where_they_swing() -> None:
    assert (inertia(days({n: float(n // 10) for n in range(40)})).lag1 or 0) > 0.8
    assert inertia(days({n: float(n % 2) for n in range(40)})).lag1 == pytest.approx(-1.0)


@given(st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), max_size=20))
def test_a_correlation_never_leaves_its_range(pairs: list[tuple[float, float]]) -> None:
    found = correlation(pairs)
    assert found is None or -1 <= found <= 1
    assert correlation([(b, a) for a, b in reversed(pairs)]) == found


def test_no_days_have_no_figures() -> None:
    assert variability([]) == Variability(0, None, 0, None)
    assert inertia([]) == Inertia(0, None)
    assert correlation([(1e-200, 1.0), (2e-200, 2.0)]) is None  # too small a spread to be told from none
