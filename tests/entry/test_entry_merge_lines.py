"""Three versions of some lines made one: additions stay, check-ins go by time, and only a true conflict is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.entry.merge_lines import Lines, conflict, merge_lines

EIGHT, NINE, TEN = "- 08:00 (mood:: 5)", "- 09:00 (mood:: 6)", "- 10:00 (mood:: 4)"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a|b", "a|b", "a|c", "a|c"),
        ("a|b", "a", "a|b", "a"),
        ("a||b", "a|mine|b", "a||other|b", "a|mine||other|b"),
        ("", "x|same", "same|z", "x|same|z"),
        ("", "x|same|y", "w|same|z", "x||w|same|y||z"),
        ("", "x|same||more|y", "w|same||more|z", "x||w|same||more|y||z"),
        ("", "x", "y", "x||y"),
        ("", "x", "|y", "x||y"),
        ("", "- x", "* y", "- x|* y"),
        ("", "- x|  - y", "  + z", "- x|  - y|  + z"),
        ("", "- x", "y", "- x||y"),
        ("", f"a|{NINE}|b", TEN, f"a|{NINE}|{TEN}|b"),
        ("", f"a|{NINE}|b", EIGHT, f"a|{EIGHT}|{NINE}|b"),
        ("", "a", f"{NINE}|a", f"{NINE}|a"),
        ("", "a|b", f"c|{NINE}", f"a|b||c|{NINE}"),
        ("", "a|b", f"{NINE}|c", f"{NINE}|a|b||c"),
        ("", f"{TEN}|\tmore|  still", NINE, f"{NINE}|{TEN}|\tmore|  still"),
        ("", f"{EIGHT}|\tmore|{TEN}", NINE, f"{EIGHT}|\tmore|{NINE}|{TEN}"),
        ("", f"{TEN}|\t|b", NINE, f"{NINE}|{TEN}|\t|b"),
        ("", f"{TEN}|{EIGHT}", NINE, f"{TEN}|{EIGHT}|{NINE}"),
        (f"{EIGHT}|{NINE}", f"{EIGHT}|{NINE}|{TEN}|x", f"{NINE}|y", f"{NINE}|{TEN}|x||y"),
    ],
)
def test_what_both_added_stays(base: str, ours: str, theirs: str, merged: str) -> None:
    begun = base.split("|") if base else []
    assert merge_lines(begun, ours.split("|"), theirs.split("|")) == Lines(merged.split("|"), 0)


def test_a_line_that_both_changed_is_a_conflict_below_the_checkins_of_both() -> None:
    found = merge_lines(["a", "b"], ["A", NINE, "b"], ["aa", EIGHT, "b"])
    assert found == Lines([EIGHT, NINE, *conflict(["A"], ["aa"]), "b"], 1)
    assert conflict(["A"], ["aa"]) == ["<<<<<<< ours", "A", "=======", "aa", ">>>>>>> theirs"]


def test_a_line_that_one_took_away_and_the_other_changed_is_a_conflict() -> None:
    assert merge_lines(["a", "x", "b"], ["a", "b"], ["a", "y", "b"]) == Lines(["a", *conflict([], ["y"]), "b"], 1)
    assert merge_lines(["x", "b"], ["y", "b"], ["b"]) == Lines([*conflict(["y"], []), "b"], 1)


def test_a_conflict_is_found_below_what_only_one_side_added() -> None:
    found = merge_lines(["a", "b", "x", "c"], ["n", "a", "b", "y", "c"], ["a", "b", "z", "c"])
    assert found == Lines(["n", "a", "b", *conflict(["y"], ["z"]), "c"], 1)
    found = merge_lines(["a", "b", "x", "c"], ["a", "b", "y", "c"], ["n", "m", "a", "b", "z", "c"])
    assert found == Lines(["n", "m", "a", "b", *conflict(["y"], ["z"]), "c"], 1)


def test_what_both_began_is_there_once() -> None:
    assert merge_lines(None, ["# Day", "mine"], ["# Day", "theirs"]) == Lines(["# Day", "mine", "", "theirs"], 0)


LINES = st.lists(st.sampled_from(["a", "b", "", "- x", "  - y", EIGHT, NINE, "\tdeeper"]), max_size=6)


@given(LINES, LINES)
def test_one_sides_change_is_taken_whole(base: list[str], other: list[str]) -> None:
    assert merge_lines(base, base, other) == Lines(other, 0)
    assert merge_lines(base, other, base) == Lines(other, 0)
    assert merge_lines(base, other, other) == Lines(other, 0)
