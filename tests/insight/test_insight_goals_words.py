"""What is said of a goal: what was done, never what was not; and what could make one clearer."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from tj.entry.model import Entry, GoalMark, Value
from tj.insight.goal_hints import goal_hint
from tj.insight.goal_note import number_text, plans_in, read_goal
from tj.insight.goal_words import count_words, goal_words, target_words
from tj.insight.goals import GoalProgress, goals, work_done

SUNDAY = date(2026, 5, 10)
UNKIND = ("miss", "fail", "broke", "only", "behind", "lazy", "should", "great", "congrat", "streak", "!", "unfortun")


def goal(properties: Mapping[str, Value], name: str = "read") -> Entry:
    return Entry(f"goals/{name}.md", type="goal", title=name, properties=properties)


def progress(note: Entry, *days: str, amount: float | None = None, today: date = SUNDAY) -> GoalProgress:
    entries = [Entry(day, date=date.fromisoformat(day), goals=(GoalMark("read", amount),)) for day in days]
    [found] = goals([note], work_done([note, *entries]), today)
    return found


@pytest.mark.parametrize(
    ("properties", "days", "expected"),
    [
        ({"target": "3/week"}, ["2026-05-05", "2026-05-06"], "2 of 3 this week; last on Wednesday"),
        ({"target": "3/week"}, ["2026-05-03"], "0 of 3 this week; last on 2026-05-03"),
        ({"target": "1/week"}, ["2026-05-05", "2026-05-10"], "2 this week, 1 planned; last on Sunday"),
        ({"target": "1/week"}, ["2026-04-21", "2026-04-28", "2026-05-05"],
         "1 of 1 this week; last on Tuesday; 3 weeks in a row"),
        ({"target": "1/week"}, ["2026-03-03", "2026-03-10", "2026-03-17", "2026-04-28", "2026-05-05"],
         "1 of 1 this week; last on Tuesday; 2 weeks in a row, at best 3"),
        ({"target": "1/week"}, ["2026-03-03", "2026-03-10"],
         "0 of 1 this week; last on 2026-03-10; at best 2 weeks in a row"),
        ({"target": "2/month"}, ["2026-04-03", "2026-05-10"], "1 of 2 this month; last on Sunday"),
        ({"target": "daily"}, [], "0 of 7 this week; nothing noted yet"),
        ({}, ["2026-05-05"], "1 this week; last on Tuesday"),
        ({}, [], "nothing noted yet"),
        ({"start": date(2026, 6, 1), "target": "daily"}, [], "begins on 2026-06-01"),
        ({"target": "once by 2026-05-12"}, [], "nothing noted yet; due in 2 days"),
        ({"target": "once", "due": date(2026, 5, 11)}, [], "nothing noted yet; due in 1 day"),
        ({"target": "once", "due": date(2026, 5, 10)}, [], "nothing noted yet; due that day"),
        ({"target": "once", "due": date(2026, 5, 9)}, [], "nothing noted yet; due was 2026-05-09"),
        ({"target": "once by 2026-05-12"}, ["2026-05-08"], "done; last on Friday"),
        ({"status": "done", "ended": date(2026, 5, 9)}, ["2026-05-08"], "done on 2026-05-09; last on Friday"),
        ({"status": "dropped"}, [], "let go; nothing noted yet"),
        ({"status": "paused", "paused": ["2026-05-01/"]}, ["2026-04-28"],
         "resting since 2026-05-01; last on 2026-04-28"),
        ({"status": "paused", "paused": ["2026-05-01/2026-05-20"]}, ["2026-04-28"],
         "resting since 2026-05-01 until 2026-05-20; last on 2026-04-28"),
        ({"status": "paused", "paused": ["2026-05-11/2026-05-20"]}, [], "resting until 2026-05-20; nothing noted yet"),
    ],
)  # fmt: skip
def test_one_line_says_how_a_goal_stands(properties: dict[str, Value], days: list[str], expected: str) -> None:
    said = goal_words(progress(goal(properties), *days), SUNDAY)
    assert said == expected
    assert not any(word in said.casefold() for word in UNKIND)


def test_a_part_of_the_amount_is_told_as_such() -> None:
    found = progress(goal({"target": "3/week", "amount": 20, "unit": "pages"}), "2026-05-05", "2026-05-06", amount=12.5)
    assert (count_words(found), target_words(found.goal)) == ("0 of 12, 2 in part", "3/week, 20 pages")
    once = progress(goal({"target": "once", "amount": 50, "unit": "pages"}), "2026-05-05", "2026-05-06", amount=12.5)
    assert goal_words(once, SUNDAY) == "25 of 50 pages so far; last on Wednesday"


def test_counts_say_what_was_planned_where_more_was_done() -> None:
    days = [str(SUNDAY - timedelta(days=number)) for number in range(6)]
    assert count_words(progress(goal({"target": "1/week"}), *days)) == "6, 4 planned"
    assert count_words(progress(goal({}), *days)) == "6"


def test_a_week_that_is_not_the_readers_own() -> None:
    found = progress(goal({"target": "3/week"}), "2026-05-05")
    assert goal_words(found, SUNDAY, current=False) == "1 of 3 that week; last on Tuesday"


FULL: dict[str, Value] = {
    "target": "3/week", "amount": 20, "unit": "pages", "why": "quiet", "area": "rest", "plans": ["If x, then y."],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({}, ""),
        ({"target": "now and then"}, "tj reads daily"),
        ({"amount": "20 pages"}, "tj reads a number such as 20"),
        ({"amount": -1, "status": "resting"}, "tj reads a number such as 20"),
        ({"status": "resting"}, "tj reads active, paused, done and dropped"),
        ({"start": "in May"}, "tj reads a day such as 2026-05-01 as `start`"),
        ({"target": ["daily"]}, "tj reads daily"),
        ({"target": ""}, "a rhythm says"),
        ({"target": "", "due": date(2026, 6, 1)}, ""),
        ({"target": "once"}, "a day to have it done by"),
        ({"target": "once by 2026-06-01"}, ""),
        ({"unit": ""}, "with a `unit`"),
        ({"amount": None}, "say how much is enough"),
        ({"why": ""}, "a line on why it matters"),
        ({"area": ""}, "an `area`"),
        ({"plans": []}, "an if-then plan"),
        ({"plans": [], "area": ""}, "an `area`"),  # one thing at a time
    ],
)
def test_one_hint_at_a_time(changes: dict[str, Value], part: str) -> None:
    hint = goal_hint(read_goal(goal({**FULL, **changes})))
    assert hint.startswith(part)
    assert bool(hint) == bool(part)
    assert not any(word in hint.casefold() for word in UNKIND)


def test_a_plan_in_the_notes_text_is_one_too() -> None:
    assert goal_hint(read_goal(goal({**FULL, "plans": []})), ["If x, then y."]) == ""


def test_what_counts_in_no_unit_needs_no_amount() -> None:
    assert goal_hint(read_goal(goal({**FULL, "amount": None, "unit": ""}, "ring-jonas"))) == ""


def test_plans_are_found_in_a_notes_text() -> None:
    body = (
        "Any length.\n\n**If** it is dark, **then** I turn round.\n- If it rains then I take the stairs\n"
        "> if a, then b\nIf only.\nWhat then, if not now, then\n```\nIf code, then none.\n```\n"
    )
    assert plans_in(body) == (
        "If it is dark, then I turn round.",
        "If it rains then I take the stairs",
        "if a, then b",
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [(20.0, "20"), (2.5, "2.5"), (0.1, "0.1"), (1234567.25, "1234567.25"), (1e300, "1e+300"), (float("inf"), "inf")],
)
def test_numbers_in_few_digits(number: float, text: str) -> None:
    assert number_text(number) == text


def test_a_note_of_wrong_types_sets_a_goal_all_the_same() -> None:
    keys = ("target", "amount", "unit", "area", "why", "start", "due", "ended", "status", "paused", "plans")
    odd: dict[str, Value] = {key: ["x", {"y": 1}] for key in keys}
    found = read_goal(goal(odd))
    assert (found.status, found.target, found.amount, found.start, found.pauses) == ("active", "", None, None, ())
    assert found.plans == ("x",)
    assert read_goal(goal({"plans": "If x, then y."})).plans == ("If x, then y.",)
