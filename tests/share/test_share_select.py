"""Private always wins, nothing is sent twice unasked, and keys that are never sent are refused."""

from datetime import date

import pytest

from tj.config import Settings
from tj.entry.model import Entry
from tj.entry.parse import parse_note
from tj.errors import EXIT_REFUSED, EXIT_USAGE, Refused, UsageProblem
from tj.share.select import DEFAULT_KEYS, WITH_TYPES, checked_keys, choose, is_empty, types_with


def entry(path: str, day: int = 0, *, time: str = "", private: bool = False, readable: bool = True) -> Entry:
    return Entry(path, date=date(2026, 3, day) if day else None, time=time, private=private, readable=readable)


def test_what_is_sent_stands_in_the_order_of_time() -> None:
    found = choose([entry("d", 2, time="22:30"), entry("c", 2, time="08:00"), entry("a", 1), entry("u")])
    assert [one.path for one in found.chosen] == ["u", "a", "c", "d"]
    assert found.withheld == ()


def test_private_and_unreadable_notes_are_withheld_and_said() -> None:
    broken = entry("x", 1, private=True, readable=False)
    found = choose([entry("p", 2, private=True), broken, entry("o", 3)])
    assert [one.path for one in found.chosen] == ["o"]
    assert found.withheld == (("x", "unreadable"), ("p", "private"))


def test_an_unreadable_note_that_is_not_marked_private_is_withheld_all_the_same() -> None:
    assert choose([entry("x", 1, readable=False)]).chosen == ()


def test_private_wins_over_being_new() -> None:
    found = choose([entry("p", 9, private=True)], sent=frozenset(), after=date(2026, 3, 1))
    assert (found.chosen, found.withheld) == ((), (("p", "private"),))


def test_only_what_is_new_goes_since_the_last_bundle() -> None:
    matched = [entry("sent", 9), entry("late", 4), entry("edge", 5), entry("new", 6), entry("undated")]
    found = choose(matched, sent=frozenset({"sent"}), after=date(2026, 3, 5))
    assert [one.path for one in found.chosen] == ["new"]
    reasons = dict(found.withheld)
    assert reasons["sent"] == "sent before"
    assert reasons["late"] == reasons["edge"] == "late: dated within what the last bundle covered"
    assert reasons["undated"].startswith("undated")
    assert len(reasons) == 4


def test_a_note_that_changed_since_it_was_sent_is_told_from_the_others() -> None:
    matched = [entry("same", 4), entry("other", 4), entry("secret", 4, private=True)]
    names = frozenset({"same", "other", "secret"})
    found = choose(matched, sent=names, changed=names - {"same"}, after=date(2026, 3, 5))
    assert found.chosen == ()
    assert dict(found.withheld) == {"same": "sent before", "other": "changed since it was sent", "secret": "private"}


def test_what_is_named_goes_beside_the_others_be_it_new_or_not() -> None:
    matched = [entry("sent", 9), entry("new", 8)]
    named = [entry("sent", 9), entry("late", 4), entry("secret", 7, private=True), entry("broken", 7, readable=False)]
    found = choose(matched, named=named, sent=frozenset({"sent"}), after=date(2026, 3, 5))
    assert [one.path for one in found.chosen] == ["late", "new", "sent"]
    assert dict(found.withheld) == {"secret": "private", "broken": "unreadable"}


def test_what_was_never_covered_is_told_from_what_is_backdated() -> None:
    matched = [entry("old", 1), entry("late", 4), entry("new", 6)]
    found = choose(matched, after=date(2026, 3, 5), first=date(2026, 3, 2))
    assert dict(found.withheld) == {
        "old": "late: dated before all that was sent to them",
        "late": "late: dated within what the last bundle covered",
    }


def test_a_goal_without_a_day_is_new_until_it_was_sent() -> None:
    goal = Entry("goals/a.md", type="goal")
    assert choose([goal], after=date(2026, 3, 5)).chosen == (goal,)
    assert choose([goal], sent=frozenset({"goals/a.md"}), after=date(2026, 3, 5)).chosen == ()


@pytest.mark.parametrize(
    ("text", "empty"),
    [("---\ndate: 2026-03-01\n---\n\n \n", True), ("", True), ("---\ndate: 2026-03-01\nmood: 5\n---\n", False),
     ("---\ngoals: [a]\n---\n", False), ("---\nweather: rain\n---\n", False), ("---\ntype: goal\n---\n", False),
     ("a word", False), ("---\nemotions: [calm]\n---\n", False),
     ("# A\n\n## B\n\n- [ ] \n-\n1. \n- 14:30 (mood:: ) (emotions:: ) \n-  #win\n- #session\n", True),
     ("# A\n\n-  a #win\n", False), ("# A\n\n- [x] \n", False), ("- 14:30 (mood:: 4)\n", False), ("#tag\n", False),
     ("# A\n\n- 14:30 (sleep:: 7)\n", False), ("```\n# A\n```\n", False), ("---\nmood: 3\n---\n# A\n", False),
     ("# A\n\n---\n", False), ("# A\n> \n", False), ("# A #session\n", False), ("![](a.png)\n", False)],
)  # fmt: skip
def test_a_note_with_nothing_but_its_day_is_empty(text: str, empty: bool) -> None:
    assert is_empty(parse_note("journal/2026-03-01.md", text.encode(), Settings())) == empty


def test_types_go_along_by_their_names() -> None:
    assert types_with([]) == ()
    assert types_with(["goals, sessions", "guidance", "assessments"]) == ("goal", "session", "guidance", "assessment")
    with pytest.raises(UsageProblem, match="'summaries' cannot be shared along") as caught:
        types_with(["goals", "summaries"])
    assert caught.value.exit_code == EXIT_USAGE
    assert all(name in caught.value.hint for name in WITH_TYPES)


def test_keys_that_are_given_replace_the_usual_ones() -> None:
    assert checked_keys([]) == checked_keys([" , "]) == DEFAULT_KEYS
    assert DEFAULT_KEYS == ("date", "time", "mood", "emotions", "goals", "trackers")
    assert checked_keys(["date, tags", "date"]) == ("date", "tags")


@pytest.mark.parametrize("key", ["private", "Private", "aliases", "alias", "cssclasses", "publish", "PATH", "type"])
def test_some_keys_are_never_sent(key: str) -> None:
    with pytest.raises(Refused, match="never shared") as caught:
        checked_keys(["date", key])
    assert caught.value.exit_code == EXIT_REFUSED
