"""What the index keeps of a month for the summaries comes back as it was."""

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tj.entry.model import Checkin, Entry, GoalMark, Line
from tj.insight.tally import Sum, tally_of
from tj.report.keeping import (
    YearNames,
    dump_days,
    dump_figures,
    dump_lines,
    dump_names,
    dump_year,
    is_known_format,
    load_days,
    load_figures,
    load_lines,
    load_names,
    load_year,
    stamp,
)
from tj.report.parts import days_of, lines_of, part_of, within

FIRST = date(2026, 3, 1)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
ENTRIES = st.lists(
    st.builds(
        lambda day, time, mood, word, felt, readable: Entry(
            "",
            date=FIRST + timedelta(days=day),
            time=time,
            title=word,
            stated_mood=mood,
            emotions=(word,) if word else (),
            goals=(GoalMark("walk"),),
            trackers={"sleep": 7.5},
            checkins=(Checkin("08:00", felt),),
            wins=(Line(f"b {word}", line=2), Line(f"a {word}", line=1)),
            agenda=(Line(f"ask {word}", line=3),),
            readable=readable,
        ),
        st.integers(0, 30),
        st.sampled_from(["", "22:30"]),
        st.none() | st.floats(1, 10),
        WORDS,
        st.none() | st.floats(1, 10),
        st.sampled_from([True, True, True, False]),
    ),
    max_size=8,
).map(lambda entries: [entry._replace(path=f"journal/{n}.md") for n, entry in enumerate(entries)])


@settings(deadline=None)
@given(ENTRIES)
def test_a_month_comes_back_as_it_was(entries: list[Entry]) -> None:
    days = days_of(entries)
    lines, tally = lines_of(days), tally_of([day.facts for day in days])
    assert load_lines(dump_lines(lines)) == lines
    assert load_days(dump_days(days), load_lines(dump_lines(lines))) == days
    figures = load_figures(dump_figures(tally))
    assert (figures.entries, figures.days, figures.moods) == (tally.entries, tally.days, tally.moods)
    assert (figures.trackers, figures.names) == (tally.trackers, {})
    assert part_of(load_days(dump_days(days), lines)) == part_of(days)
    found = {
        kind: {name: (a, b, c) for name, (a, b, c) in of.items()} for kind, of in load_names(dump_names(tally)).items()
    }
    assert found == tally.names


@settings(deadline=None)
@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_same_notes_are_kept_in_the_same_bytes(entries: list[Entry], chance: random.Random) -> None:
    shuffled = entries[:]
    chance.shuffle(shuffled)
    one, other = days_of(entries), days_of(shuffled)
    assert dump_days(one) == dump_days(other)
    assert dump_names(part_of(one).tally) == dump_names(part_of(other).tally)
    assert dump_names(part_of(one).tally) == dump_names(part_of(one[::-1]).tally)


def test_a_year_comes_back_as_it_was() -> None:
    year = YearNames(["a", "b"], 52, {"emotion": {"ängstlich": (3, 2, 2**80)}})
    found = load_year(dump_year(year))
    assert (found.stamps, found.places) == (["a", "b"], 52)
    assert tuple(found.names["emotion"]["ängstlich"]) == (3, 2, 2**80)


def test_a_stamp_tells_apart_and_another_format_is_not_loaded() -> None:
    figures = dump_figures(tally_of([]))
    assert load_figures(figures).moods == Sum()
    assert is_known_format(figures)
    assert not is_known_format(figures.replace("[1,", "[0,", 1))
    assert stamp(figures, b"a") == stamp(figures, b"a") != stamp(figures, b"b")


def test_days_are_found_by_both_ends() -> None:
    days = days_of(Entry(f"{n}.md", date=FIRST + timedelta(days=n)) for n in (0, 3, 5))
    assert [day.day.day for day in within(days, FIRST + timedelta(days=3), FIRST + timedelta(days=5))] == [4, 6]
    assert not within(days, FIRST + timedelta(days=1), FIRST + timedelta(days=2))
