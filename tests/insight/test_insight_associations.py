"""What goes with better and with worse days: the figures, the fewest days, and no more certainty than there is."""

import random
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from tests.insight.tallies import contrasts
from tj.entry.model import Entry, GoalMark
from tj.insight.associations import Association, Correlation, associations
from tj.insight.chance import adjusted, allow_for_runs, ranked, two_groups
from tj.insight.mood import daily

FIRST = date(2026, 3, 2)


def entry(number: int, mood: float | None, **facts: object) -> Entry:
    day = FIRST + timedelta(days=number)
    return Entry(f"journal/{day}.md", date=day, stated_mood=mood, **facts)  # type: ignore[arg-type]  # any field of an entry


def found_in(
    entries: list[Entry], yes_no: tuple[str, ...] = ()
) -> tuple[tuple[Association, ...], tuple[Correlation, ...]]:
    return associations(entries, daily(entries), yes_no)


@st.composite
def journals(draw: st.DrawFn) -> list[Entry]:
    words = st.lists(st.sampled_from("abc"), unique=True).map(tuple)
    levels = st.none() | st.integers(1, 10).map(float) | st.floats(1, 10)
    numbers = draw(st.lists(st.integers(0, 45), unique=True, max_size=40))
    return [
        entry(
            number,
            draw(levels),
            emotions=draw(words),
            tags=draw(words),
            goals=tuple(GoalMark(name) for name in draw(words)),
            trackers=draw(st.dictionaries(st.sampled_from(["sleep", "pill"]), st.integers(0, 1).map(float))),
        )
        for number in numbers
    ]


@settings(deadline=None, max_examples=40)
@given(journals())
def test_the_differences_are_those_of_the_summaries_to_the_bit(notes: list[Entry]) -> None:
    found, _ = found_in(notes)
    ours = {(one.kind, one.name, one.difference, one.days_with, one.days_without) for one in found}
    assert ours == {(c.kind, c.name, c.difference, c.days_with, c.days_without) for c in contrasts(notes)}


@settings(deadline=None, max_examples=40)
@given(journals(), st.randoms(use_true_random=False))
def test_the_order_of_notes_changes_nothing(notes: list[Entry], chance: random.Random) -> None:
    expected = repr(found_in(notes, ("pill",)))
    shuffled = notes[:]
    chance.shuffle(shuffled)
    assert repr(found_in(shuffled, ("pill",))) == expected


@settings(deadline=None, max_examples=40)
@given(journals())
def test_all_comparisons_are_corrected_together(notes: list[Entry]) -> None:
    found, ranks = found_in(notes, ("pill",))
    every: list[Association | Correlation] = [*found, *ranks]
    assert [one.adjusted for one in every] == pytest.approx(adjusted([one.chance for one in every]), abs=1e-15)
    assert all(0 <= one.chance <= one.adjusted <= 1 and -1 <= one.effect <= 1 for one in every)
    effects = [abs(one.effect) for one in found]
    assert effects == sorted(effects, reverse=True)


def test_a_comparison_is_the_rank_test_with_allowance_for_days_that_last() -> None:
    moods = [float(3 + (n // 6) % 3 + n % 2) for n in range(48)]
    tagged = [n for n in range(48) if (n // 5) % 3 == 0]
    notes = [entry(n, mood, tags=("sea",) if n in tagged else ()) for n, mood in enumerate(moods)]
    [[one], _] = found_in(notes)
    ranks = ranked(moods)
    effect, chance = two_groups(ranks, tagged)
    there = [float(n in tagged) for n in range(48)]
    lags = [float(np.corrcoef(values[:-1], values[1:])[0, 1]) for values in (ranks.doubled, there)]
    assert min(lags) > 0.3
    assert (one.kind, one.name, one.effect, one.days_with) == ("tag", "sea", effect, len(tagged))
    assert one.chance == pytest.approx(allow_for_runs(chance, *lags), rel=1e-9)
    assert one.chance > chance


def test_a_gap_parts_days_that_resemble_each_other() -> None:
    moods = [float(3 + (n // 6) % 3 + n % 2) for n in range(48)]
    notes = [entry(2 * n, mood, tags=("sea",) if n % 7 < 3 else ()) for n, mood in enumerate(moods)]
    [[one], _] = found_in(notes)  # no two days follow each other, so nothing is known of how long they last
    assert one.chance == two_groups(ranked(moods), [n for n in range(48) if n % 7 < 3])[1]


@pytest.mark.parametrize(("having", "lacking", "told"), [(5, 5, True), (4, 9, False), (9, 4, False)])
def test_five_days_with_and_without_are_the_fewest(having: int, lacking: int, told: bool) -> None:
    notes = [entry(n, 8.0, tags=("sea",)) for n in range(having)]
    notes += [entry(n, 4.0) for n in range(having, having + lacking)]
    found, _ = found_in(notes)
    assert [(one.difference, one.effect, one.days_with, one.days_without) for one in found] == (
        [(4.0, 1.0, 5, 5)] if told else []
    )


def test_a_tracker_by_yes_or_no_is_compared_on_the_days_that_have_an_answer() -> None:
    notes = [entry(n, 7.0, trackers={"pill": 1.0}) for n in range(6)]
    notes += [entry(n, 5.0, trackers={"pill": 0.0}) for n in range(6, 12)]
    notes += [entry(n, 1.0) for n in range(12, 30)]
    [[one], ranks] = found_in(notes, ("pill",))
    assert (one.kind, one.name, one.difference) == ("tracker", "pill", 2.0)
    assert (one.days_with, one.days_without, ranks) == (6, 6, ())


def test_one_yes_makes_a_day_one_with_it() -> None:
    notes = [entry(n, 7.0, trackers={"pill": 1.0}) for n in range(5)]
    notes += [entry(n, None, trackers={"pill": 0.0})._replace(path=f"second {n}") for n in range(5)]
    notes += [entry(n, 5.0, trackers={"pill": 0.0}) for n in range(5, 10)]
    [[one], _] = found_in(notes, ("pill",))
    assert (one.days_with, one.days_without) == (5, 5)


def test_a_tracker_of_numbers_goes_by_its_ranks() -> None:
    moods = [float(n * 7 % 10) for n in range(20)]
    hours = [float((n * 7 % 10) // 2 + n % 3) for n in range(20)]
    notes = [entry(n, mood, trackers={"sleep": h}) for n, (mood, h) in enumerate(zip(moods, hours, strict=True))]
    found, [one] = found_in(notes)
    expected = scipy_stats.spearmanr(moods, hours)
    assert (found, one.name, one.n) == ((), "sleep", 20)
    assert one.effect == pytest.approx(expected.statistic)
    assert one.chance >= expected.pvalue * 0.999


def test_two_numbers_of_a_day_count_as_their_mean() -> None:
    notes = [entry(n, float(n % 7), trackers={"sleep": float(n % 7)}) for n in range(12)]
    more = [entry(n, None, trackers={"sleep": float(n % 7)})._replace(path=f"nap {n}") for n in range(12)]
    assert [one.effect for one in found_in([*notes, *more])[1]] == [1.0]


@pytest.mark.parametrize(("count", "told"), [(9, False), (10, True)])
def test_ten_days_are_the_fewest_of_a_rank_correlation(count: int, told: bool) -> None:
    notes = [entry(n, float(n % 5), trackers={"sleep": float(n % 4)} if n < count else {}) for n in range(15)]
    assert len(found_in(notes)[1]) == told


def test_numbers_without_end_break_nothing() -> None:
    values = [1.5e308, -1.5e308, 5e-324, float("inf"), float("nan")]
    notes = [entry(n, float(n % 5), trackers={"steps": values[n % 5]}) for n in range(30)]
    notes += [note._replace(path=f"again {note.path}") for note in notes]
    [one] = found_in(notes)[1]
    assert (one.n, -1 <= one.effect <= 1, 0 <= one.chance <= 1) == (18, True, True)


def test_a_habit_that_is_always_there_or_never_tells_nothing() -> None:
    notes = [entry(n, float(n % 5), tags=("home",), trackers={"sleep": 7.0}) for n in range(30)]
    assert found_in(notes) == ((), ())


def test_pure_chance_is_seldom_called_anything_else() -> None:
    chance = np.random.default_rng(11)
    told = 0
    for _ in range(60):  # a month of moods and twenty tags that have nothing to do with them
        notes = [
            entry(n, float(chance.integers(1, 11)), tags=tuple(f"t{k}" for k in range(20) if chance.random() < 0.4))
            for n in range(30)
        ]
        found, _ = found_in(notes)
        assert len(found) > 5
        told += any(one.adjusted <= 0.05 for one in found)
    assert told <= 6  # of 60; without the correction some 40


@pytest.mark.parametrize("kind", ["session", "goal", "assessment"])
def test_other_notes_and_undated_ones_are_in_no_comparison(kind: str) -> None:
    notes = [entry(n, float(n % 5)) for n in range(20)]
    others = [entry(n, 9.0, type=kind, tags=("x",), trackers={"sleep": float(n)}) for n in range(10)]
    undated = [Entry(f"{n}.md", stated_mood=9.0, tags=("x",)) for n in range(10)]
    assert found_in([*notes, *others, *undated]) == ((), ())
