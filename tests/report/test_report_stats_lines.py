"""How mood moves and what goes with it, in words: plain, with every n, and never more certain than the figures."""

from datetime import date, timedelta

import pytest

from tj.entry.model import Checkin, Entry, GoalMark
from tj.insight.stats import Stats, stats
from tj.report.stats_lines import compared_lines, explained_lines, moving_lines, time_lines, weekday_lines

FIRST = date(2026, 3, 2)  # a Monday
WIDE = 300


def entry(number: int, mood: float | None, **facts: object) -> Entry:
    day = FIRST + timedelta(days=number)
    return Entry(f"journal/{day}.md", date=day, stated_mood=mood, **facts)  # type: ignore[arg-type]  # any field of an entry


def figures_of(entries: list[Entry], length: int = 60) -> Stats:
    return stats(entries, FIRST, FIRST + timedelta(days=length - 1), yes_no=("pill",))


def test_steps_and_inertia_say_what_they_are_and_of_how_many_days() -> None:
    found = figures_of([entry(n, float(4 + n // 6)) for n in range(12)])
    assert moving_lines(found, WIDE) == [
        "  spread (SD) 0.5 of 12 days: how far a day usually lies from the mean",
        "  step (RMSSD) 0.3 of 11 pairs of days in a row: how much mood usually changes by the next day",
        "  inertia 0.83 of 11 pairs: how much of a mood is still there on the next day, from 0 for nothing to 1 for"
        " all; below 0 it turns",
        "  None of these is good or bad by itself.",
    ]


def test_too_few_days_in_a_row_are_said_and_too_few_days_say_nothing() -> None:
    lines = moving_lines(figures_of([entry(2 * n, float(n)) for n in range(6)]), WIDE)
    assert [line.split(":")[0] for line in lines[:2]] == ["  spread (SD) 1.9 of 6 days", "  inertia"]
    assert "told from 10 pairs of days in a row on; there are 0" in lines[1]
    assert moving_lines(figures_of([entry(n, 5.0) for n in range(4)]), WIDE) == []


def test_weekdays_have_their_number_of_days_and_a_word_on_chance() -> None:
    weeks = [entry(n, float(3 + n % 7)) for n in range(28) if n % 7 < 5]
    lines = weekday_lines(figures_of(weeks), WIDE)
    assert lines[0] == "  Mo 3.0 (4)  Tu 4.0 (4)  We 5.0 (4)  Th 6.0 (4)  Fr 7.0 (4)  Sa – (0)  Su – (0)"
    assert lines[1] == (
        "  In brackets the number of days, – for fewer than 3."
        " Differences like these are hard to put down to chance alone."
    )
    mixed = [entry(n, float(n * 37 % 11)) for n in range(28)]
    assert "Differences like these may be chance." in weekday_lines(figures_of(mixed), WIDE)[1]
    assert weekday_lines(figures_of(weeks[:8]), WIDE) == []


def test_times_of_day_have_their_number_of_check_ins() -> None:
    felt = (Checkin("08:00", 4.0), Checkin("13:00", 6.0), Checkin("23:00", 8.0))
    lines = time_lines(figures_of([entry(n, None, checkins=felt) for n in range(3)]), WIDE)
    assert lines[0] == "  morning 4.0 (3)  afternoon 6.0 (3)  evening – (0)  night 8.0 (3)"
    assert "morning from 5:00, afternoon from 12:00, evening from 17:00, night from 22:00." in lines[1]
    assert time_lines(figures_of([entry(0, 5.0, checkins=felt)]), WIDE) == []


# On some days and not on others, and no day tells anything of the next.
COIN = [n * 7919 % 101 % 2 for n in range(40)]


def better_with_the_sea() -> list[Entry]:
    return [
        entry(
            n,
            float(3 + n % 3 + 4 * COIN[n]),
            tags=("sea",) if COIN[n] else (),
            emotions=("calm",) if COIN[n] and n % 7 else (),
            goals=(GoalMark("read"),) if n * 3 % 29 < 11 else (),
            trackers={"sleep": float(n % 3 + 4 * COIN[n]), "pill": float(n % 4 > 1)},
        )
        for n in range(40)
    ]


def test_what_goes_with_better_days_names_effect_days_and_chance() -> None:
    lines = compared_lines(figures_of(better_with_the_sea()), WIDE)
    assert lines[0] == "  Hard to put down to chance alone:"
    assert lines[1:4] == [
        "    sleep: with more of it better days, rank correlation 1.00; 40 days",
        "    sea (tag): 4.2 higher, better 100 in 100; 19 days with, 21 without",
        "    calm (emotion): 3.4 higher, better 90 in 100; 14 days with, 26 without",
    ]
    assert lines[4] == "  May be chance:"
    assert lines[5].startswith("    read (goal): 1.6 lower, worse 68 in 100; 16 days with, 24 without")
    assert "does not say that one causes the other" in lines[-1]
    assert sum("pill" in line for line in lines) == 0  # too near to nothing to be worth a line


def test_nothing_to_compare_says_nothing_not_even_the_caution() -> None:
    assert compared_lines(figures_of([entry(n, 5.0) for n in range(30)]), WIDE) == []
    assert compared_lines(figures_of([]), WIDE) == []


def test_a_long_list_ends_with_how_many_more() -> None:
    entries = [
        entry(n, float(3 + 4 * COIN[n]), tags=tuple(f"t{k}" for k in range(12)) if COIN[n] else ()) for n in range(40)
    ]
    lines = compared_lines(figures_of(entries), WIDE)
    assert sum("(tag)" in line for line in lines) == 8
    assert "    and 4 more, which `--json` lists" in lines


@pytest.mark.parametrize("word", ["good for", "bad for", "causes you", "symptom", "should", "disorder", "improve", "!"])
def test_no_words_judge_or_diagnose(word: str) -> None:
    found = figures_of(better_with_the_sea())
    lines = [*moving_lines(found, 80), *weekday_lines(found, 80), *compared_lines(found, 80), *explained_lines(80)]
    assert len(lines) > 30
    assert word not in " ".join(lines)
