"""The typed values of front matter: what each key may hold, and what is left out with a warning."""

import re

import pytest

from tj.config import Settings
from tj.entry.model import Entry, GoalMark, Note
from tj.entry.parse import parse_note

SETTINGS = Settings(trackers={"sleep": "hours", "steps": ""})
PATH = "journal/2026/2026-03-05.md"


def note(text: str | bytes, path: str = PATH) -> Note:
    return parse_note(path, text.encode() if isinstance(text, str) else text, SETTINGS)


def entry(header: str, path: str = PATH) -> Entry:
    found = note(f"---\n{header}\n---\n", path)
    assert found.problems == ()
    return found.entry


def warning(header: str, path: str = PATH) -> tuple[Entry, int, str]:
    found = note(f"---\n{header}\n---\n", path)
    assert [problem.severity for problem in found.problems] == ["warning"]
    assert found.problems[0].path == path
    assert found.entry.readable
    return found.entry, found.problems[0].line, found.problems[0].message


@pytest.mark.parametrize(
    ("value", "mood"),
    [
        ("6", 6.0),
        ("6.5", 6.5),
        ("1", 1.0),
        ("10", 10.0),
        ("low", 3.0),
        ("Good", 7.0),
        ('" great "', 9.0),
        ("", None),
        ("~", None),
    ],
)
def test_a_mood_is_a_level_or_a_word(value: str, mood: float | None) -> None:
    assert entry(f"mood: {value}").mood == mood


@pytest.mark.parametrize(
    "value", ["0", "11", "10.01", "true", "splendid", "'60'", "[6]", "{a: 1}", ".nan", ".inf", "2026-03-05"]
)
def test_a_mood_that_is_none_is_left_out(value: str) -> None:
    found, line, message = warning(f"a: 1\nmood: {value}")
    assert (found.mood, line) == (None, 3)
    assert "1 to 10, or one of: awful, low, okay, good, great" in message


def test_a_mood_stands_before_the_mean_of_the_checkins() -> None:
    text = "- 08:00 (mood:: 4) (emotions:: tense)\n- 20:00 (mood:: 7)\n- 21:00 (mood:: 99)\n"
    assert note(text).entry.mood == 5.5
    assert note(f"---\nmood: 9\nemotions: [calm, tense]\n---\n{text}").entry.mood == 9.0
    assert note(f"---\nemotions: [calm, tense]\n---\n{text}").entry.emotions == ("calm", "tense")


@pytest.mark.parametrize(
    ("value", "goals"),
    [
        ("[walk-daily]", [GoalMark("walk-daily")]),
        ('["read: 20"]', [GoalMark("read", 20.0)]),
        ('["read : 20 pages"]', [GoalMark("read", 20.0)]),
        ('["walk:-1.5 km"]', [GoalMark("walk", -1.5)]),
        ("[{read: 20}]", [GoalMark("read", 20.0)]),
        ("\n  - read: 2.5\n  - walk", [GoalMark("read", 2.5), GoalMark("walk")]),
        ('["[[walk-daily]]"]', [GoalMark("walk-daily")]),
        ('["[[goals/walk-daily.md|Walk]]"]', [GoalMark("walk-daily")]),
        ('["[[goals/walk#Why|Walk]]: 20"]', [GoalMark("walk", 20.0)]),
        ('["chapter 3: read: 20"]', [GoalMark("chapter 3: read", 20.0)]),
        ('["read: soon"]', [GoalMark("read: soon")]),
        ('["  two   words "]', [GoalMark("two words")]),
        ("[]", []),
        ("", []),
    ],
)
def test_goals_are_names_amounts_and_links(value: str, goals: list[GoalMark]) -> None:
    assert list(entry(f"goals: {value}").goals) == goals


@pytest.mark.parametrize(
    "item",
    ["[[walk-daily]]", "2026", "true", "{a: 1, b: 2}", "{a: x}", "{a: true}", "{'': 3}", "{a: .inf}",
    "{a: .nan}", "' '",
     "2026-03-05", "null"],
)  # fmt: skip
def test_an_item_that_names_no_goal_is_left_out(item: str) -> None:
    found, line, _ = warning(f"a: 1\ngoals: [walk, {item}]")
    assert (found.goals, line) == ((GoalMark("walk"),), 3)


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("[work, work/boss, '#x', work]", ("work", "work/boss", "x")),
        ("work", ("work",)),
        ("'work, home  #x'", ("work", "home", "x")),
        ("'#'", ()),
        ("", ()),
        ("[]", ()),
    ],
)
def test_tags_are_a_text_or_a_list(value: str, tags: tuple[str, ...]) -> None:
    assert entry(f"tags: {value}").tags == tags


def test_tags_of_the_body_follow() -> None:
    found = note("---\ntags: [a]\n---\n#b #a `#c` #session #win #2026\n").entry
    assert found.tags == ("a", "b")


YES_NO = Settings(trackers={"pill": "yes/no", "sleep": "hours"})


def test_a_tracker_by_yes_or_no_is_true_or_false() -> None:
    for written, value in (("true", 1.0), ("false", 0.0)):
        found = parse_note(PATH, f"---\npill: {written}\nsleep: 7\n---\n".encode(), YES_NO)
        assert (found.entry.trackers, found.problems) == ({"pill": value, "sleep": 7.0}, ())
    assert parse_note(PATH, b"---\npill:\n---\n", YES_NO).problems == ()


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("pill: 1", "`pill` is the number 1, where tj expects `true` or `false`; it is left out"),
        ("pill: yes", "`pill` is text, where tj expects `true` or `false`; it is left out"),
        ('pill: "true"', "`pill` is text, where tj expects `true` or `false`; it is left out"),
        ("pill: [true]", "`pill` is a list, where tj expects `true` or `false`; it is left out"),
        ("sleep: true", "`sleep` is true or false, where tj expects a number; it is left out"),
    ],
)
def test_a_tracker_of_another_kind_is_left_out(header: str, told: str) -> None:
    found = parse_note(PATH, f"---\nmood: 6\n{header}\n---\n".encode(), YES_NO)
    assert found.entry.trackers == {}
    assert [(problem.line, problem.message) for problem in found.problems] == [(3, told)]


def test_trackers_are_the_numbers_of_the_settings() -> None:
    found = entry("sleep: 7.5\nsteps: 9000\nother: 3\n")
    assert found.trackers == {"sleep": 7.5, "steps": 9000.0}
    assert found.properties == {"sleep": 7.5, "steps": 9000, "other": 3}
    assert entry("sleep:").trackers == {}


@pytest.mark.parametrize(
    ("header", "found", "expected"),
    [
        ("sleep: '7 h'", "text", "a number"),
        ("sleep: true", "true or false", "a number"),
        ("sleep: [7]", "a list", "a number"),
        ("sleep: .nan", "the number nan", "a number"),
        ("sleep: .inf", "the number inf", "a number"),
        ("sleep: 2026-03-05", "a date", "a number"),
        ("emotions: tense", "text", "a list of words"),
        ("emotions: {a: b}", "a group of keys", "a list of words"),
        ("goals: walk", "text", "a list of words"),
        ("tags: 5", "the number 5", "a list of words"),
        ("type: 5", "the number 5", "text"),
        ("title: [a]", "a list", "text"),
        ("time: 2230", "the number 2230", "a time of day"),
        ("date: 5", "the number 5", "a date"),
        ("mood: 11", "the number 11", "1 to 10"),
    ],
)
def test_a_wrong_type_is_told_with_what_was_found_and_expected(header: str, found: str, expected: str) -> None:
    read, line, message = warning(f"a: 1\n{header}")
    assert line == 3
    assert message.startswith(f"`{header.partition(':')[0]}` is {found}, where tj expects ")
    assert re.search(rf"(?<!\w){expected}(?!\w)", message)
    assert (read.trackers, read.emotions, read.goals, read.tags, read.type) == ({}, (), (), (), "entry")


def test_an_item_that_is_no_word_is_left_out_of_a_list() -> None:
    found, line, _ = warning("emotions: [tense, 3, '', [a]]")
    assert (found.emotions, line) == (("tense",), 2)
