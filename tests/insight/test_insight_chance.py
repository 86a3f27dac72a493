"""Chances and effects against SciPy's, and against the papers' own examples."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from tj.insight.chance import (
    Ranked,
    adjusted,
    allow_for_runs,
    ranked,
    spread_of_groups,
    two_groups,
    two_rankings,
)

# Levels as people give them, with many ties, or values with hardly any.
MANY_TIES = st.integers(1, 10).map(float)
FEW_TIES = st.floats(-1e3, 1e3)
LISTS = st.sampled_from([MANY_TIES, FEW_TIES])


@st.composite
def two_samples(draw: st.DrawFn, smallest: int, largest: int) -> tuple[list[float], list[int]]:
    """Values, and the places of some of them that are chosen: at least as many as `smallest`, and as many left."""
    values = draw(st.lists(draw(LISTS), min_size=2 * smallest, max_size=largest))
    having = draw(st.integers(smallest, len(values) - smallest))
    return values, sorted(draw(st.permutations(range(len(values))))[:having])


def split(values: list[float], chosen: list[int]) -> tuple[list[float], list[float]]:
    there = set(chosen)
    return [values[place] for place in chosen], [v for place, v in enumerate(values) if place not in there]


@given(st.lists(MANY_TIES | FEW_TIES | st.sampled_from([0.0, -0.0]), max_size=40))
def test_ranks_are_those_of_scipy(values: list[float]) -> None:
    found = ranked(values)
    assert [rank / 2 for rank in found.doubled] == list(scipy_stats.rankdata(values))
    counts = [values.count(value) for value in set(values)]
    assert found.tied == sum(count**3 - count for count in counts)


@settings(deadline=None, max_examples=40)
@given(two_samples(21, 90))
def test_many_days_give_the_chance_of_scipys_normal_curve(drawn: tuple[list[float], list[int]]) -> None:
    values, chosen = drawn
    assume(len(set(values)) > 1)
    one, other = split(values, chosen)
    expected = scipy_stats.mannwhitneyu(one, other, method="asymptotic")
    effect, chance = two_groups(ranked(values), chosen)
    assert effect == pytest.approx(2 * expected.statistic / (len(one) * len(other)) - 1, abs=1e-12)
    assert chance == pytest.approx(expected.pvalue, abs=1e-10)


@settings(deadline=None, max_examples=40)
@given(two_samples(5, 24))
def test_few_days_without_ties_give_scipys_exact_chance(drawn: tuple[list[float], list[int]]) -> None:
    values, chosen = drawn
    assume(len(set(values)) == len(values))
    expected = scipy_stats.mannwhitneyu(*split(values, chosen), method="exact")
    assert two_groups(ranked(values), chosen)[1] == pytest.approx(expected.pvalue, abs=1e-12)


@settings(deadline=None, max_examples=40)
@given(two_samples(3, 9))
def test_few_days_with_ties_count_every_way_to_choose(drawn: tuple[list[float], list[int]]) -> None:
    values, chosen = drawn
    assume(len(set(values)) > 1)
    found = ranked(values)
    sums = [sum(ranks) for ranks in combinations(found.doubled, len(chosen))]
    seen = sum(found.doubled[place] for place in chosen)
    tails = (sum(one <= seen for one in sums), sum(one >= seen for one in sums))
    assert two_groups(found, chosen)[1] == pytest.approx(min(1, 2 * min(tails) / len(sums)), abs=1e-12)


def test_the_change_from_counting_to_the_curve_is_smooth() -> None:
    values = [float(n % 7) + n / 20 for n in range(43)]
    places = {size: [place for place in range(43) if place % 2][:size] for size in (10, 13)}
    for size, chosen in places.items():  # 10 × 33 pairs are counted, 13 × 30 too, both near to the curve
        curve = scipy_stats.mannwhitneyu(*split(values, chosen), method="asymptotic").pvalue
        assert two_groups(ranked(values), chosen)[1] == pytest.approx(curve, abs=0.01), size


def test_the_effect_is_how_much_more_often_a_chosen_day_is_better() -> None:
    values, chosen = [1.0, 2.0, 2.0, 3.0, 5.0], [3, 4]
    assert two_groups(ranked(values), chosen) == (1.0, 2 * 1 / 10)  # 1 of 10 choices, either way
    assert two_groups(ranked([1.0, 2.0, 2.0, 3.0]), [1, 3])[0] == (1 + 1 + 1 + 0) / 4  # below, equal: 3 above, 1 tie


def test_days_that_are_all_alike_tell_nothing() -> None:
    assert two_groups(ranked([4.0] * 12), [0, 1, 2, 3, 4]) == (0.0, 1.0)
    assert two_groups(ranked([4.0] * 60), list(range(30))) == (0.0, 1.0)
    assert two_rankings(ranked([4.0] * 12), ranked([float(n) for n in range(12)])) is None
    assert spread_of_groups(ranked([4.0] * 6), [[0, 1, 2], [3, 4, 5]]) == 1.0


@settings(deadline=None)
@given(LISTS.flatmap(lambda levels: st.lists(st.tuples(levels, st.integers(0, 6)), min_size=3, max_size=60)))
def test_a_rank_correlation_is_scipys(pairs: list[tuple[float, int]]) -> None:
    first, second = [a for a, _ in pairs], [float(b) for _, b in pairs]
    assume(len(set(first)) > 1 and len(set(second)) > 1)
    expected = scipy_stats.spearmanr(first, second)
    found = two_rankings(ranked(first), ranked(second))
    assert found is not None
    assert found[0] == pytest.approx(expected.statistic, abs=1e-12)
    assert found[1] == pytest.approx(expected.pvalue, abs=1e-9)


@pytest.mark.parametrize("count", [3, 4, 5, 10, 11, 2500])
def test_two_equal_rankings_are_no_chance(count: int) -> None:
    values = ranked([float(n) for n in range(count)])
    backwards = ranked([float(-n) for n in range(count)])
    assert pytest.approx((1.0, 0.0), abs=1e-12) == two_rankings(values, values)
    assert pytest.approx((-1.0, 0.0), abs=1e-12) == two_rankings(values, backwards)


@settings(deadline=None)
@given(st.lists(st.lists(MANY_TIES, min_size=3, max_size=20), min_size=2, max_size=7))
def test_the_spread_of_groups_is_scipys(groups: list[list[float]]) -> None:
    values = [value for group in groups for value in group]
    assume(len(set(values)) > 1)
    starts = [sum(len(group) for group in groups[:number]) for number in range(len(groups))]
    places = [list(range(start, start + len(group))) for start, group in zip(starts, groups, strict=True)]
    expected = scipy_stats.kruskal(*groups)
    assert spread_of_groups(ranked(values), places) == pytest.approx(expected.pvalue, abs=1e-10)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_the_correction_for_many_is_scipys(chances: list[float]) -> None:
    assert adjusted(chances) == pytest.approx(list(scipy_stats.false_discovery_control(chances)), abs=1e-14)


def test_a_corrected_chance_is_never_smaller_by_rounding() -> None:
    chances = [n / 997 for n in range(1, 997)]
    for count in (3, 7, 49, 996):
        assert all(after >= before for before, after in zip(chances[-count:], adjusted(chances[-count:]), strict=True))
        assert adjusted([0.1] * count) == [0.1] * count  # and 0.1 * 3 / 3 is not 0.1


def test_the_correction_finds_what_the_paper_found() -> None:
    # Benjamini and Hochberg (1995), section 3: four of fifteen chances hold at 0.05, where Bonferroni leaves three.
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
               0.6528, 0.7590, 1.0]  # fmt: skip
    assert [chance <= 0.05 for chance in adjusted(chances)] == [True] * 4 + [False] * 11
    assert adjusted([]) == []


@given(st.floats(0, 1), st.floats(-1, 1), st.floats(-1, 1))
def test_an_allowance_never_makes_a_chance_smaller(chance: float, one: float, other: float) -> None:
    found = allow_for_runs(chance, one, other)
    assert chance <= found <= 1
    if one * other <= 0:
        assert found == chance


def test_an_allowance_counts_fewer_days() -> None:
    # Bartlett (1935): with a = b = 0.5 the days count as (1 - 0.25) / (1 + 0.25) = 0.6 of what they are.
    assert allow_for_runs(2 * scipy_stats.norm.sf(2.0), 0.5, 0.5) == pytest.approx(
        2 * scipy_stats.norm.sf(2.0 * 0.6**0.5), abs=1e-12
    )


def test_habits_and_moods_that_last_are_not_taken_for_a_link() -> None:
    chance = np.random.default_rng(7)
    plain = allowed = 0
    times = 300
    for _ in range(times):  # 100 days on which a mood and a habit each last, and have nothing to do with each other
        mood = habit = 0.0
        moods, habits = [], []
        for _ in range(100):
            mood = 0.7 * mood + chance.normal()
            habit = 0.7 * habit + chance.normal()
            moods.append(mood)
            habits.append(habit)
        chosen = [place for place, value in enumerate(habits) if value > 0]
        there = [float(value > 0) for value in habits]
        lags = [np.corrcoef(values[:-1], values[1:])[0, 1] for values in (moods, there)]
        found = two_groups(ranked(moods), chosen)[1]
        plain += found <= 0.05
        allowed += allow_for_runs(found, *map(float, lags)) <= 0.05
    assert plain / times > 0.12  # the test alone would too often call chance something else
    assert allowed / times < 0.08


def test_the_order_of_days_changes_no_bit() -> None:
    assert ranked([3.0, 1.0, 3.0]) == Ranked((5, 2, 5), 6)
    values = [float(n % 5) for n in range(50)]
    chosen = list(range(0, 50, 3))
    expected = two_groups(ranked(values), chosen)
    turned = [49 - place for place in reversed(chosen)]
    assert two_groups(ranked(values[::-1]), turned) == expected
