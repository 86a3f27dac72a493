"""What counts as a win, by hand-made journals: what is just enough, and what is just not."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.pages import FORMS
from tj.entry.model import Entry, GoalMark, Line, Value
from tj.insight.goals import days_done
from tj.insight.highlights import Journal, Win, highlights
from tj.insight.scores import scored
from tj.insight.wanted import KINDS, Wanted, parse_wanted
from tj.report.glad import win_words

MONDAY = date(2026, 3, 2)
ALL = Wanted()


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def entry(number: int, **facts: object) -> Entry:
    return Entry(f"journal/{day(number)}.md", date=day(number), **facts)  # type: ignore[arg-type]  # any field


def goal(name: str, target: str, **facts: Value) -> Entry:
    return Entry(f"goals/{name}.md", "goal", title=name.title(), properties={"target": target, **facts})


def walked(*numbers: int, name: str = "walk") -> list[Entry]:
    return [entry(number, goals=(GoalMark(name),)) for number in numbers]


def found(entries: list[Entry], *notes: Entry, wanted: Wanted = ALL, first: int = 0, last: int = 27) -> list[Win]:
    scores = scored(notes, FORMS)
    newest = max((one.date for one in entries if one.date), default=day(last))
    return highlights(Journal(entries, notes, days_done(entries), scores), wanted, day(first), day(last), newest)


def only(kind: str, *trackers: str) -> Wanted:
    return Wanted((kind,), trackers)


def said(wins: list[Win], units: Mapping[str, str] | None = None) -> list[str]:
    return [f"{win.day} {win_words(win, units or {})}" for win in wins]


def test_lines_come_newest_first() -> None:
    entries = [entry(0, wins=(Line("first"), Line(""))), entry(3, wins=(Line("second", line=1), Line("third", line=2)))]
    assert said(found(entries)) == ["2026-03-05 second", "2026-03-05 third", "2026-03-02 first"]


def test_a_week_counts_from_the_day_that_met_its_target() -> None:
    entries = walked(0, 2, 4, 7, 8, 14, 15, 16, 17)  # three, two and four days
    assert said(found(entries, goal("walk", "3/week"), wanted=only("goals"))) == [
        "2026-03-18 Walk: 4 days in the week of 2026-03-16; the aim was 3",
        "2026-03-06 Walk: 3 of 3 days in the week of 2026-03-02",
    ]
    assert found(walked(0, 2, 4), wanted=only("goals")) == []  # no note sets it


def test_what_was_to_be_done_once_counts_on_its_day() -> None:
    assert said(found(walked(9, 12, name="form"), goal("form", "once"), wanted=only("goals"))) == [
        "2026-03-11 Form: done"
    ]
    assert found([], goal("form", "once", status="done"), wanted=only("goals")) == []  # on an unknown day


def test_a_run_counts_where_it_became_the_longest() -> None:
    weeks = [7 * week + 1 for week in range(4)]
    notes = goal("walk", "1/week")
    assert said(found(walked(*weeks), notes, wanted=only("runs"))) == [
        "2026-03-24 Walk: 4 weeks in a row, the longest run so far"
    ]
    # A gap, and then a run that is as long as the one before, but no longer.
    assert found(walked(1, 8, 22, 29), notes, wanted=only("runs"), first=14, last=35) == []
    assert len(found(walked(1, 8, 22, 29, 36), notes, wanted=only("runs"), first=14, last=36)) == 1
    assert found(walked(1), notes, wanted=only("runs")) == []  # one week is no run


def test_a_best_needs_five_days_before_and_more_than_any_of_them() -> None:
    def read(*amounts: float) -> list[Entry]:
        return [entry(number, goals=(GoalMark("read", amount),)) for number, amount in enumerate(amounts)]

    note = goal("read", "daily", unit="pages")
    best = found(read(20, 5, 5, 5, 5, 45, 44), note, wanted=only("bests"))
    assert said(best) == ["2026-03-07 Read: 45 pages, the most so far; before that 20 on 2026-03-02"]
    assert found(read(20, 5, 5, 5, 45), note, wanted=only("bests")) == []
    assert found(read(20, 5, 5, 5, 5, 20), note, wanted=only("bests")) == []
    assert found(read(20, 5, 5, 5, 5, 45, 44), note, wanted=only("bests"), first=6) == []
    assert found(read(20, 5, 5, 5, 5, float("inf")), note, wanted=only("bests")) == []


def test_a_goal_is_one_in_whatever_case_entries_spell_it() -> None:
    names = ("read", "Read", "READ", "read", "Read", "rEAD")
    entries = [entry(number, goals=(GoalMark(name, 20.0 + number),)) for number, name in enumerate(names)]
    assert said(found(entries, goal("read", "daily", unit="pages"), wanted=only("bests"))) == [
        "2026-03-07 Read: 25 pages, the most so far; before that 24 on 2026-03-06"
    ]
    once = goal("Café", "once")
    marks = [entry(3, goals=(GoalMark("CAFE\u0301", None),))]
    assert said(found(marks, once, wanted=only("goals"))) == ["2026-03-05 Café: done"]


def test_amounts_of_a_day_add_up() -> None:
    twice = [Entry(f"b{number}.md", date=day(5), goals=(GoalMark("read", 12.0),)) for number in range(2)]
    entries = [*(entry(number, goals=(GoalMark("read", 20.0),)) for number in range(5)), *twice]
    assert said(found(entries, wanted=only("bests"))) == [
        "2026-03-07 read: 24, the most so far; before that 20 on 2026-03-02"
    ]


def test_trackers_have_bests_only_where_the_writer_says_so() -> None:
    entries = [entry(number, trackers={"steps": 1000.0 * number, "sleep": number}) for number in range(8)]
    assert found(entries, wanted=only("bests")) == []
    assert said(found(entries, wanted=only("bests", "steps")), {"steps": "steps"}) == [
        "2026-03-09 steps: 7000, the most so far; before that 6000 on 2026-03-08"
    ]


def test_an_entry_after_seven_days_without_one_is_a_return() -> None:
    assert said(found([entry(0), entry(8)], wanted=only("returns"))) == ["2026-03-10 you wrote again on Tuesday"]
    assert found([entry(0), entry(7)], wanted=only("returns")) == []
    assert found([entry(3)], wanted=only("returns")) == []


def months(first: float, second: float, days: int = 5, newest: date = date(2026, 3, 31)) -> list[Win]:
    entries = [
        Entry(f"{month}-{number}.md", date=date(2026, month, number), stated_mood=mood)
        for month, mood in ((2, first), (3, second))
        for number in range(1, days + 1)
    ] + [Entry("last.md", date=newest)]
    return found(entries, wanted=only("months"), last=60)


def test_a_month_is_compared_once_it_is_over_with_days_enough_in_both() -> None:
    assert said(months(5, 5.5)) == ["2026-03-31 March: mean mood 5.5 over 5 days; in February 5.0 over 5 days"]
    assert months(5, 5.5, days=4) == []
    assert months(5, 5.5, newest=date(2026, 3, 30)) == []
    assert months(5.5, 5) == months(5, 5) == months(5, 5.04) == []


@pytest.mark.parametrize(("scores", "counts"), [((17, 12), True), ((17, 13), False), ((12, 17), False)])
def test_an_assessment_counts_by_its_threshold_in_the_better_direction(scores: tuple[int, int], counts: bool) -> None:
    notes = [
        Entry(
            f"a{number}.md", "assessment", day(number), properties={"name": "phq-9", "score": score, "max": 27}
        )
        for number, score in enumerate(scores)
    ]  # fmt: skip
    wins = said(found([], *notes, wanted=only("assessments")))
    line = (
        "2026-03-03 PHQ-9: 12 of 27; 5 points lower than on 2026-03-02 (17); a change counts from 5 points on (Löwe et"
        " al. 2004, Medical Care 42:1194–1201): reached"
    )
    assert wins == ([line] if counts else [])


def test_only_what_is_wanted_is_looked_for_and_in_that_order() -> None:
    entries = [*walked(0), entry(8, wins=(Line("won"),), goals=(GoalMark("walk"),))]
    kinds = ("returns", "lines")
    assert [win.kind for win in found(entries, goal("walk", "1/week"), wanted=Wanted(kinds))] == ["returns", "lines"]
    assert found(entries, wanted=Wanted(())) == []


@given(st.lists(st.integers(0, 40), max_size=30), st.sampled_from(["daily", "3/week", "1/week", "once"]), st.data())
def test_each_win_lies_in_the_time_that_is_asked_for(numbers: list[int], target: str, data: st.DataObject) -> None:
    entries = [
        Entry(
            f"{place}.md", date=day(number), stated_mood=float(number % 9), goals=(GoalMark("walk", float(number)),),
            wins=(Line("won"),),
        )
        for place, number in enumerate(numbers)
    ]  # fmt: skip
    first = data.draw(st.integers(0, 40))
    wins = found(entries, goal("walk", target), first=first, last=data.draw(st.integers(first, 40)))
    assert [win.day for win in wins] == sorted((win.day for win in wins), reverse=True)
    runs = [win for win in wins if win.kind == "runs"]
    assert all(win.day in days_done(entries)["walk"] for win in runs)
    assert all(win_words(win, {}) for win in wins)


@pytest.mark.parametrize("first", [date.min, date(9999, 12, 1)])
def test_the_ends_of_the_calendar(first: date) -> None:
    last = date.fromordinal(min(first.toordinal() + 40, date.max.toordinal()))
    entries = [Entry("a.md", date=first, goals=(GoalMark("walk"),)), Entry("b.md", date=last, stated_mood=4)]
    journal = Journal(entries, (goal("walk", "daily"),), days_done(entries))
    assert isinstance(highlights(journal, Wanted(), first, last, last), list)


def test_the_settings_say_what_is_wanted() -> None:
    assert parse_wanted("", ["steps"]) == (Wanted(KINDS), ())
    text = '[wins]\nshow = ["months", "lines", "months"]\ntrackers = ["steps"]\n'
    assert parse_wanted(text, ["steps"]) == (Wanted(("months", "lines"), ("steps",)), ())
    assert parse_wanted("[wins]\nshow = []\n", [])[0].show == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '[wins]\nshow = ["line"]',
            "`wins.show`: 'line' is not known; it may hold lines, goals, runs, bests, returns,",
        ),
        ('[wins]\ntrackers = ["weight"]', "`wins.trackers`: 'weight' is not known; it may hold steps"),
        ("[wins]\nshow = 5", '`wins.show` should be a list of words, such as show = ["lines"]'),
        ("wins = 5", "`wins` should be a table: [wins]"),
        ("[wins]\nkinds = []", "`wins.kinds` is nothing that tj knows"),
        ("[wins", "the settings cannot be read"),
    ],
)
def test_what_the_settings_cannot_say_is_told_of(text: str, problem: str) -> None:
    (told,) = parse_wanted(text, ["steps"])[1]
    assert told.startswith(problem)
