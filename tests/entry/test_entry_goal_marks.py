"""What a note says was done towards goals: its `goals`, and its ticked tasks."""

import random
from datetime import date

import pytest

from tj.config import Settings
from tj.entry.goal_marks import Marked, add_up, fold_goal, goal_marks, goal_name, known_marks, stated_marks
from tj.entry.parse import parse_note

DAY, OTHER = date(2026, 3, 5), date(2026, 3, 3)


def marks(text: str, path: str = "journal/2026-03-05.md") -> list[Marked]:
    return list(goal_marks(parse_note(path, text.encode(), Settings()).entry))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [x] round the lake [[walk-daily]]", [Marked("walk-daily", DAY, None, linked=True)]),
        ("- [X] [[goals/walk-daily|a walk]] [[read.md#why]]", [Marked("walk-daily", DAY, None, linked=True),
                                                                 Marked("read", DAY, None, linked=True)]),
        ("- [x] two chapters #goal/read", [Marked("read", DAY)]),
        ("- [x] #Goal/Read, and [[walk]] ✅ 2026-03-03", [Marked("Read", OTHER),
                                                           Marked("walk", OTHER, None, linked=True)]),
        ("1. [x] #goal/पढ़ना [completion:: 2026-03-03]", [Marked("पढ़ना", OTHER)]),
        ("- [x] #goal/read ✅ 2026-02-30", [Marked("read", DAY)]),  # no day of the calendar
        ("- [ ] #goal/read [[walk]]", []),
        ("- [-] #goal/read [[walk]]", []),
        ("- [x] `#goal/read` and `[[walk]]`", []),
        ("- [x] ![[walk]] a#goal/read #goals/read #goal", []),
        ("- #goal/read, no task", []),
        ("```\n- [x] #goal/read\n```", []),
        ("- [x] %% #goal/read [[walk]] %% a comment", []),
    ],
)  # fmt: skip
def test_a_ticked_task_names_goals_by_link_and_tag(line: str, expected: list[Marked]) -> None:
    assert marks(f"---\nmood: 5\n---\n{line}\n") == expected


def test_goals_and_tasks_come_together() -> None:
    text = "---\ngoals: [walk, 'read: 20', '[[sit]]']\n---\n- [x] out #goal/walk\n"
    assert marks(text) == [Marked("walk", DAY), Marked("read", DAY, 20.0), Marked("sit", DAY), Marked("walk", DAY)]


@pytest.mark.parametrize("kind", ["session", "guidance", "note", "goal"])
def test_in_other_notes_only_what_has_a_day_of_its_own_counts(kind: str) -> None:
    text = f"---\ntype: {kind}\ngoals: [no]\n---\n- [x] #goal/walk\n- [x] #goal/read ✅ 2026-03-03\n"
    assert marks(text, "sessions/2026-03-05.md") == [Marked("read", OTHER)]
    entry = parse_note("sessions/2026-03-05.md", text.encode(), Settings()).entry
    assert list(stated_marks(entry)) == []


def test_an_entry_without_a_date_and_an_unreadable_one() -> None:
    text = "goals: [no]\n---\n- [x] #goal/walk\n- [x] #goal/read ✅ 2026-03-03\n"
    assert marks(f"---\n{text}", "journal/undated.md") == [Marked("read", OTHER)]
    assert marks(f"---\nx: [\n{text}") == []


def test_a_link_counts_where_it_leads_to_a_goal() -> None:
    linked = [Marked("Walk", DAY, None, linked=True), Marked("Anna", DAY, None, linked=True)]
    assert list(known_marks([*linked, Marked("swim", DAY)], ["walk"])) == [linked[0], Marked("swim", DAY)]


def test_amounts_of_a_day_add_up_in_any_order() -> None:
    given = [
        ("a", DAY, 0.1),
        ("a", DAY, 0.2),
        ("a", DAY, 0.3),
        ("a", OTHER, 7.0),
        ("b", DAY, 1e308),
        ("b", DAY, 1.5e308),
    ]
    expected = {"a": {DAY: 0.6, OTHER: 7.0}, "b": {DAY: 1.5e308}}
    for seed in range(10):
        random.Random(seed).shuffle(given)  # noqa: S311 - chance that can be repeated
        assert add_up(given) == expected


def test_a_day_that_was_named_without_an_amount_says_no_amount() -> None:
    for given in ([None, 5.0, 5.0], [5.0, None, 5.0], [5.0, 5.0, None]):
        assert add_up(("a", DAY, amount) for amount in given) == {"a": {DAY: None}}


def test_names() -> None:
    assert goal_name("goals/a b.md") == "a b"
    assert goal_name("x") == "x"
    assert fold_goal("ÉCRIRE") == fold_goal("e\u0301crire") == fold_goal("écrire")
    assert fold_goal("walk") != fold_goal("walks")
