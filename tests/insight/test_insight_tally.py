"""Sums of days and of months: exact, whichever way a time is added up."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import fsum

from hypothesis import given, settings
from hypothesis import strategies as st

from tj.entry.model import Entry, GoalMark
from tj.insight.mood import Contrast, figures
from tj.insight.tally import (
    Facts,
    Sum,
    Tally,
    added,
    added_sums,
    contrasts,
    facts_of,
    names_after,
    ranked,
    sum_of,
    tally_of,
)

DAY = date(2026, 3, 5)
LEVELS = st.floats(1, 10) | st.sampled_from([0.1, 5.0, 1 / 3, 1e-300, -2.5])
COUNTS = st.dictionaries(st.sampled_from("abc"), st.integers(1, 3))
DAYS = st.builds(
    lambda mood, emotions, tags, sleep: Facts(
        1, mood, {"emotion": emotions, "tag": tags, "goal": {}}, {"sleep": sleep}
    ),
    st.none() | LEVELS,
    COUNTS,
    COUNTS,
    st.lists(LEVELS, max_size=3),
)


def chunks(days: Sequence[Facts], cuts: Sequence[int]) -> list[Sequence[Facts]]:
    ends = sorted({0, len(days), *(cut for cut in cuts if cut < len(days))})
    return [days[since:until] for since, until in pairwise(ends)]


def as_said(tally: Tally) -> object:
    names = [(kind, name, cell) for kind, cells in tally.names.items() for name, cell in cells.items()]
    trackers = [(key, found.figures()) for key, found in sorted(tally.trackers.items())]
    return tally.entries, tally.days, tally.moods, sorted(names), trackers


@settings(deadline=None)
@given(st.lists(DAYS, max_size=12), st.lists(st.integers(0, 12), max_size=4))
def test_a_time_is_the_sum_of_any_times_in_it(days: list[Facts], cuts: list[int]) -> None:
    parts = [tally_of(part) for part in chunks(days, cuts)]
    assert as_said(added(parts)) == as_said(tally_of(days))
    assert as_said(added(parts[::-1])) == as_said(tally_of(days[::-1])) == as_said(tally_of(days))


@settings(deadline=None)
@given(st.lists(DAYS, max_size=8), st.lists(DAYS, max_size=4), st.lists(DAYS, max_size=4))
def test_names_follow_what_changed(rest: list[Facts], old: list[Facts], new: list[Facts]) -> None:
    before, after = tally_of([*rest, *old]), tally_of([*rest, *new])
    found = names_after(before.names, before.moods.places, [(tally_of(old), tally_of(new))], after.moods.places)
    assert found == after.names


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=12))
def test_a_sum_has_the_figures_of_its_values(values: list[float]) -> None:
    found, expected = sum_of(values).figures(), figures(values)
    assert (found.n, found.mean, found.lowest, found.highest) == (
        expected.n, expected.mean, expected.lowest, expected.highest
    )  # fmt: skip
    assert found.median is None


@settings(deadline=None)
@given(st.lists(DAYS, max_size=24))
def test_contrasts_are_those_of_the_days_one_by_one(days: list[Facts]) -> None:
    noted = [(day, day.mood) for day in days if day.mood is not None]
    expected: list[Contrast] = []
    for kind in ("emotion", "tag"):
        for name in "abc":
            having = [mood for day, mood in noted if name in day.counts[kind]]
            lacking = [mood for day, mood in noted if name not in day.counts[kind]]
            if len(having) >= 5 and len(lacking) >= 5:
                difference = fsum(having) / len(having) - fsum(lacking) / len(lacking)
                expected.append(Contrast(kind, name, difference, len(having), len(lacking)))
    assert contrasts(tally_of(days)) == sorted(expected, key=lambda c: (-abs(c.difference), c.kind, c.name))


@given(
    st.lists(st.sampled_from("cab"), max_size=4),
    st.lists(st.sampled_from("cab"), max_size=4),
    st.dictionaries(st.sampled_from("ba"), st.floats(), max_size=2),
)
def test_a_day_with_one_entry_gives_what_it_gives_with_another_that_says_nothing(
    names: list[str], marks: list[str], trackers: dict[str, float]
) -> None:
    goals = tuple(GoalMark(name, 2.0) for name in marks)
    entry = Entry("a.md", emotions=tuple(names), tags=tuple(names[::-1]), goals=goals, trackers=trackers)
    alone, together = facts_of([entry], 5.0), facts_of([entry, Entry("b.md")], 5.0)
    assert alone._replace(entries=2) == together
    assert [list(of_kind) for of_kind in alone.counts.values()] == [list(of) for of in together.counts.values()]
    assert list(alone.trackers) == list(together.trackers)


def test_nothing_adds_up_to_nothing() -> None:
    assert added([]) == tally_of([]) == added([tally_of([])])
    assert added_sums([sum_of([]), Sum()]) == Sum()
    assert sum_of([]).figures() == figures([])


def test_a_goal_counts_by_the_day_and_what_is_felt_by_the_entry() -> None:
    goals, trackers = (GoalMark("walk"), GoalMark("walk", 2.0)), {"odd": float("nan")}
    entries = [
        Entry(f"{n}.md", date=DAY, emotions=("calm",), goals=goals, trackers={**trackers, "sleep": 7.0 + n})
        for n in range(2)
    ]
    facts = facts_of(entries, 5.0)
    assert facts.trackers == {"sleep": [7.0, 8.0]}
    tally = tally_of([facts, facts_of([Entry("a.md", emotions=("calm", "sad"))], None)])
    assert (ranked(tally, "emotion"), ranked(tally, "goal")) == ({"calm": 3, "sad": 1}, {"walk": 1})
    assert tally.names["emotion"]["calm"][1:] == (1, 5)
    assert (tally.entries, tally.days, tally.moods.n) == (3, 2, 1)
