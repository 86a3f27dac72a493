"""Kept assessments: what each is compared with, which of them moved for the better, and what a change bears on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.pages import FORMS
from tj.entry.model import Entry, Value
from tj.insight.assessments import previous
from tj.insight.scores import compared_across, is_better, scored

DAY = date(2026, 3, 5)


def note(day: int, score: Value, name: str = "phq-9", most: Value = 27, **facts: Value) -> Entry:
    on = DAY + timedelta(days=day)
    properties: dict[str, Value] = {"name": name, "score": score, "max": most, **facts}
    return Entry(f"assessments/{on}-{name}.md", "assessment", on, properties=properties)


def test_each_is_compared_with_the_one_before_of_its_own_kind() -> None:
    found = scored([note(14, 11, band="moderate"), note(0, 17), note(7, 3, "gad-7", 21)], FORMS)
    assert [(one.title, one.score, one.band, one.since and one.since.points) for one in found] == [
        ("PHQ-9", 17, "", None), ("GAD-7", 3, "", None), ("PHQ-9", 11, "moderate", -6)
    ]  # fmt: skip
    assert found[2].since is not None
    assert (found[2].since.day, found[2].since.score) == (DAY, 17)


def test_what_has_no_score_is_left_out_and_what_does_not_compare_is_passed_by() -> None:
    notes = [note(0, 17), note(1, "many"), note(2, True), note(3, 20, most=30), note(4, 99), note(5, 9)]
    found = scored(notes, FORMS)
    assert [(one.score, one.since and one.since.score) for one in found] == [
        (17, None),
        (20, None),
        (99, None),
        (9, 17),
    ]
    assert scored([note(0, 3, "mine", None)], FORMS) == []
    unknown = scored([note(0, 3, "mine", 8)], FORMS)[0]
    assert (unknown.title, unknown.instrument, unknown.compares) == ("mine", None, False)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-1, 28)), max_size=12, unique_by=lambda pair: pair[0]))
def test_it_compares_as_the_command_does(given_ones: list[tuple[int, int]]) -> None:
    notes = [note(day, score) for day, score in given_ones]
    for one in scored(notes, FORMS):
        last = previous(FORMS["phq-9"], notes, one.path, one.day, "")
        if one.compares:
            assert (one.since and (one.since.day, one.since.score)) == last


@pytest.mark.parametrize(
    ("name", "scores", "better"),
    [
        ("phq-9", (17, 12), True),
        ("phq-9", (17, 13), False),  # less than the threshold
        ("phq-9", (12, 17), False),  # the other direction
        ("gad-7", (10, 6), True),
        ("gad-7", (10, 7), False),
        ("wellbeing-check", (5, 25), False),  # no threshold is known
    ],
)
def test_better_is_a_threshold_in_the_form_s_own_direction(name: str, scores: tuple[int, int], better: bool) -> None:
    most = FORMS[name].highest
    assert is_better(scored([note(0, scores[0], name, most), note(9, scores[1], name, most)], FORMS)[1]) is better


@pytest.mark.parametrize(
    ("answers", "better"),
    [
        ([1, 1, 1, 1, 1, 1, 1, 1, 0], True),
        ([1, 1, 1, 1, 1, 1, 1, 0, 1], False),
        ([1, 1, 1, 1, 1, 1, 1, 1, 9], True),  # no answer there is
        ([1, 1, 1], True),
        ("1 1 1 1 1 1 1 0 1", True),
        (None, True),
    ],
)
def test_a_lower_score_beside_dark_thoughts_is_not_celebrated(answers: Value, better: bool) -> None:
    found = scored([note(0, 17), note(9, 8, answers=answers)], FORMS)[1]
    assert (is_better(found), found.flagged) == (better, not better)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 27)), max_size=8, unique_by=lambda p: p[0]), st.data())
def test_a_change_bears_on_no_other_day_than_it_says(given_ones: list[tuple[int, int]], data: st.DataObject) -> None:
    before = {day: note(day, score) for day, score in given_ones}
    day = data.draw(st.integers(0, 12))
    after = dict(before)
    if day in after and data.draw(st.booleans()):
        del after[day]
    else:
        after[day] = note(day, data.draw(st.integers(0, 27)))
    old = {one.day: one for one in scored(before.values(), FORMS)}
    now = scored(after.values(), FORMS)
    changed = {one.day for one in now if old.get(one.day) != one}
    assert changed <= compared_across(now, [DAY + timedelta(days=day)])
