"""Findings depend on what was written, not on the order in which the notes are read."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import mean, median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.insight.tallies import contrasts
from tj.entry.model import Checkin, Entry, GoalMark, Line, Task
from tj.insight.agenda import agenda, homework, last_session
from tj.insight.mood import Contrast, daily, figures
from tj.insight.stats import stats
from tj.insight.wins import wins

FIRST = date(2024, 2, 26)  # a Monday; the leap day is the fourth
LEVELS = st.none() | st.floats(1, 10)


@st.composite
def vaults(draw: st.DrawFn) -> list[Entry]:
    """Notes with paths of their own, on few days, so that many share one."""
    words = st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(tuple)
    count = draw(st.integers(0, 12))
    return [
        Entry(
            f"journal/{number}.md",
            type=draw(st.sampled_from(["entry", "entry", "entry", "session"])),
            date=draw(st.none() | st.integers(0, 5).map(lambda n: FIRST + timedelta(days=n))),
            time=draw(st.sampled_from(["", "08:00", "22:30"])),
            stated_mood=draw(LEVELS),
            emotions=draw(words),
            tags=draw(words),
            goals=tuple(GoalMark(name) for name in draw(words)),
            trackers={"sleep": draw(st.floats(0, 24))},
            checkins=tuple(Checkin(draw(st.sampled_from(["", "09:00"])), draw(LEVELS)) for _ in range(number % 3)),
            tasks=(Task(f"task {number}", False),),
            agenda=(Line(f"b {number}", line=1), Line(f"a {number}", line=2)),
            wins=(Line(f"b {number}", line=1), Line(f"a {number}", line=2)),
        )
        for number in range(count)
    ]


def all_findings(notes: list[Entry]) -> Iterator[object]:
    session = last_session(notes, FIRST + timedelta(days=3))
    yield session
    yield daily(notes)
    yield contrasts(notes)
    found = stats(notes, FIRST, FIRST + timedelta(days=4))
    yield found
    # A mapping compares without its order, in which a person reads it.
    yield [list(counts.items()) for counts in (found.emotions, found.tags, found.goals, found.trackers)]
    yield agenda(notes, session.date, session.time) if session else agenda(notes)
    yield homework(notes, FIRST + timedelta(days=3))
    yield wins(notes)


@settings(deadline=None)
@given(vaults(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_to_the_bit(notes: list[Entry], chance: random.Random) -> None:
    expected = repr(list(all_findings(notes)))
    shuffled = notes[:]
    chance.shuffle(shuffled)
    assert repr(list(all_findings(shuffled))) == expected


@settings(deadline=None)
@given(vaults())
def test_a_days_mood_is_what_was_stated_else_the_mean_of_checkins(notes: list[Entry]) -> None:
    for day in daily(notes):
        that_day = [note for note in notes if note.date == day.day and note.type == "entry"]
        stated = [note.stated_mood for note in that_day if note.stated_mood is not None]
        felt = [checkin.mood for note in that_day for checkin in note.checkins if checkin.mood is not None]
        levels = stated or felt
        assert day.mood == (pytest.approx(mean(levels)) if levels else None)
        assert sorted(level for _, level in day.points) == sorted(stated + felt)
        assert day.entries == len(that_day) > 0


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_figures_are_those_of_the_values(values: list[float]) -> None:
    found = figures(values)
    assert found.n == len(values)
    assert found.mean == pytest.approx(mean(values))
    assert found.median == pytest.approx(median(values))
    assert (found.lowest, found.highest) == (min(values), max(values))


def feel(number: int, level: float | None, **facts: object) -> Entry:
    day = FIRST + timedelta(days=number)
    return Entry(f"journal/{day}-{facts}.md", date=day, stated_mood=level, **facts)  # type: ignore[arg-type]  # any field of an entry


@pytest.mark.parametrize(("having", "lacking", "told"), [(5, 5, True), (4, 5, False), (5, 4, False)])
def test_five_days_with_and_five_without_are_the_fewest(having: int, lacking: int, told: bool) -> None:
    entries = [feel(n, 7.0, emotions=("calm",)) for n in range(having)]
    entries += [feel(n, 4.5) for n in range(having, having + lacking)]
    assert contrasts(entries) == ([Contrast("emotion", "calm", 2.5, 5, 5)] if told else [])


def test_two_entries_of_a_day_are_one_day_of_a_contrast() -> None:
    entries = [feel(n, 8.0, tags=("home",)) for n in range(4)] + [feel(0, 8.0, tags=("home", "b")), feel(9, None)]
    assert contrasts([*entries, *(feel(n, 4.0) for n in range(10, 16))]) == []


def test_a_day_counts_with_what_any_of_its_entries_names() -> None:
    entries: list[Entry] = []
    for n in range(5):  # the mood stands in one entry, the goal in another
        entries += [feel(n, 8.0), feel(n, None, goals=(GoalMark("walk"),))]
    entries += [feel(n, 5.0) for n in range(5, 10)]
    assert contrasts(entries) == [Contrast("goal", "walk", 3.0, 5, 5)]


@pytest.mark.parametrize("kind", ["session", "goal", "assessment"])
def test_other_notes_are_in_no_contrast(kind: str) -> None:
    entries = [feel(n, 5.0) for n in range(10)]
    others = [feel(n, 9.0, type=kind, tags=("x",)) for n in range(5)]
    assert contrasts([*entries, *others]) == []


def test_the_larger_difference_comes_first_whichever_way_it_points() -> None:
    entries = [feel(n, 2.0, tags=("low",)) for n in range(5)] + [feel(n, 8.0, tags=("high",)) for n in range(5, 10)]
    found = contrasts(entries + [feel(n, 5.5) for n in range(10, 16)])
    assert [(c.name, c.days_with, c.days_without) for c in found] == [("low", 5, 11), ("high", 5, 11)]
    assert found[0].difference < 0 < found[1].difference
