"""A note is read whatever its bytes are; what cannot be read is private; what is wrong is told without quoting it."""

import re
import sys
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tj.config import MoodScale, Settings
from tj.entry.body import read_body
from tj.entry.model import Entry, GoalMark, Note, Problem, Value
from tj.entry.parse import date_of_name, parse_note, parse_notes

SETTINGS = Settings(trackers={"sleep": "hours", "steps": ""})
PATH = "journal/2026/2026-03-05.md"
SECRET = "zqxsecret"


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


FRAGMENTS = (
    "---", "--- ", "----", "\n", "\r\n", "\r", "\ufeff", "\0", "private: true", "private: false",
    "Private: no", "private:",
    "date: 2026-03-05", "date: 2026-02-30", "mood: 6", "mood: [",
    "goals: [a, [[b]], 'c: 2', {d: 1}, {e: x}, 3]", "tags:",
    "- a", "a: &x 1", "b: *x", "c: !t 1", "time: '22:30'", "time: 9", "<<<<<<<", "=======", ">>>>>>>", "? ",
    ": ", "%%",
    "<!--", "-->", "# Private", "> [!private]", "```", "- 14:30 (mood:: 4)", "- [ ] x #session", "text", "{",
    "}", "\t",
    "title: 2026", "type: [a]", "emotions: a", "sleep: .nan", "sleep: x", "\u2028", "🙂",
)  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14), st.sampled_from(["\n", "\r\n", ""]))
def test_any_text_like_front_matter_is_read(pieces: list[str], newline: str) -> None:
    text = newline.join(pieces)
    found = note(text, "any/path.md")
    assert found.entry.path == "any/path.md"
    assert found.entry.private or found.entry.readable
    assert "\r" not in found.body
    assert all(problem.path == "any/path.md" and problem.line >= 1 for problem in found.problems)
    assert found.entry.readable == (not any(problem.severity == "error" for problem in found.problems))
    assert list(found.problems) == sorted(found.problems)


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    for start in (b"", b"---\n", b"---\nprivate: "):
        found = note(start + data, "x.md")
        assert found.entry.path == "x.md"
        assert found.entry.private or found.entry.readable


PLANTS = (
    "date: {}", "time: {}", "mood: {}", "emotions: {}", "emotions: [[{}]]", "goals: {}", "goals: [[{}]]",
    "goals: [{{a: {}}}]",
    "tags: [[{}]]", "tags: {{{}: 1}}", "sleep: {}", "steps: [{}]", "type: [{}]", "title: {{a: {}}}",
    "private: {}", "{}: 2026-02-30",
    "{}: [1", "{0}: 1\n{0}: 2", "a: &{} 1", "a: *{}", "a: !{} 1", "a: '{}", "- {}", "a: {}\x00",
    "<<<<<<< {}", "\t{}", "@{}: 1",
    "? [{}]\n: 1", "a: 1\n{}", "date: 2026-03-05T25:00 {}",
)  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
def test_no_message_quotes_what_was_written(plant: str) -> None:
    body = f"- 25:00 (mood:: {SECRET})\n{SECRET} %% {SECRET}"
    for text in (f"---\n{plant.format(SECRET)}\n---\n{body}", f"\n----\nprivate: {SECRET}\n{body}"):
        found = note(text)
        assert found.problems
        assert not any(SECRET in problem.message for problem in found.problems)


@given(
    st.lists(st.sampled_from([*PLANTS, "- {}: 1", "# {} %%", "- 25:61 (mood:: {})", "---"]), max_size=6),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.booleans(),
)
def test_no_message_quotes_any_mixture_of_what_was_written(plants: list[str], newline: str, closed: bool) -> None:
    lines = ["---", *(plant.format(SECRET) for plant in plants), *(["---"] if closed else [])]
    found = note(newline.join(lines), "x.md")
    assert not any(SECRET in problem.message for problem in found.problems)


UNREADABLE = (
    ("---\na: 1\n", 1), ("---\n- a\n---\n", 2), ("---\na: [\n---\n", 3), ("---\na: &x 1\n---\n", 2),
    ("---\na: *x\n---\n", 2),
    ("---\nb: 1\na: !t 1\n---\n", 3), ("---\na: 1\na: 2\n---\n", 3), ("---\na:\n  b: 1\n  b: 1\n---\n", 4),
    ("---\na: " + "[" * 21 + "]" * 21 + "\n---\n", 2), ("---\na: [" + "1," * 5_001 + "]\n---\n", 2),
    ("---\na: " + "x" * 65_600 + "\n---\n", 2), ("---\na: 1\n<<<<<<< x\n---\n", 3), ("---\na: \x07\n---\n", 2),
    ("<<<<<<< x\n---\nprivate: true\n", 1), (b"a\r\nb\rc\n\xff", 4), (b"\xff\xfe-\0-\0-\0", 1),
    (b"---\nprivate: true\n---\n\xe4", 4),
)  # fmt: skip


@pytest.mark.parametrize(("text", "line"), UNREADABLE)
def test_a_note_that_cannot_be_read_is_private_and_told_once(text: str | bytes, line: int) -> None:
    found = note(text)
    assert (found.entry.readable, found.entry.private) == (False, True)
    assert (found.entry.date, found.entry.title, found.entry.properties) == (date(2026, 3, 5), "2026-03-05", {})
    assert [(problem.line, problem.severity) for problem in found.problems] == [(line, "error")]
    assert "private" in found.problems[0].message
    assert "\r" not in found.body


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(newline: str, start: str) -> None:
    found = note((start + "---\nmood: 6\nprivate: true\n---\n# Day\n- 08:00 (mood:: 99)\n").replace("\n", newline))
    assert (found.entry.stated_mood, found.entry.private, found.entry.title) == (6.0, True, "Day")
    assert (found.body, found.body_line) == ("# Day\n- 08:00 (mood:: 99)\n", 5)
    assert [problem.line for problem in found.problems] == [6]


def test_a_note_between_two_rules_is_whole_and_not_private() -> None:
    text = "---\n\nA thought.\n\n---\nMore.\n"
    found = note(text)
    assert (found.body, found.body_line, found.problems) == (text, 1, ())
    assert (found.entry.private, found.entry.readable, found.entry.words) == (False, True, 3)


@pytest.mark.parametrize(
    "header", ["private: false", "other: 1", "content: x\nhandler: y\non: z\n2026: w", "privacy: true"]
)
def test_a_note_is_open_where_nothing_says_private(header: str) -> None:
    assert not entry(header).private


def test_private_true_is_private_without_a_warning() -> None:
    assert entry("private: true").private
    assert entry("PRIVATE: true").private


@pytest.mark.parametrize(
    "header",
    ["private: False", "private: FALSE", 'private: "false"', "private: 'true'", "private: no",
    "private: yes", "private:",
     'private: ""', "private: 0", "private: 1", "private: null", "private: ~", "private: [false]", "private: {a: b}",
     "private: flase", "private: TRUE", "private: 2026-03-05", "Private: no", '"private": "no"', '" private ": no',
     "\u200bprivate: yes", "private?: no"],
)  # fmt: skip
def test_any_other_value_of_private_is_private_with_a_warning(header: str) -> None:
    found, line, message = warning(f"a: 1\n{header}")
    assert found.private
    assert line == 3
    assert "private" in message


def test_private_holds_where_one_of_several_spellings_says_so() -> None:
    assert entry("private: false\nPrivate: true").private


def test_a_private_in_a_near_miss_is_private_with_a_warning() -> None:
    found = note("\n---\nprivate: true\n---\n")
    assert found.entry.private
    assert [(problem.line, problem.severity) for problem in found.problems] == [(3, "warning")]


@pytest.mark.parametrize(
    ("header", "path", "day", "time"),
    [
        ("date: 2026-03-06", PATH, date(2026, 3, 6), ""),
        ("date: 2026-03-06", "a.md", date(2026, 3, 6), ""),
        ("date: '2026-03-06'", "a.md", date(2026, 3, 6), ""),
        ("date: 2026-03-06T22:30", "a.md", date(2026, 3, 6), "22:30"),
        ("date: 2026-03-06 7:30:15", "a.md", date(2026, 3, 6), "07:30"),
        ("date: 2026-03-06T22:30:15.5Z", "a.md", date(2026, 3, 6), "22:30"),
        ("date: 2026-03-06T23:30+09:00", "a.md", date(2026, 3, 6), "23:30"),
        ("date: 2026-03-06T23:30 -0800", "a.md", date(2026, 3, 6), "23:30"),
        ("a: 1", PATH, date(2026, 3, 5), ""),
        ("date:", PATH, date(2026, 3, 5), ""),
        ("a: 1", "x/2026-03-05-2230.md", date(2026, 3, 5), "22:30"),
        ("a: 1", "x/2026-03-05 2230 later.md", date(2026, 3, 5), "22:30"),
        ("a: 1", "x/2026-03-05-2575.md", date(2026, 3, 5), ""),
        ("a: 1", "x/2026-03-05-22301.md", date(2026, 3, 5), ""),
        ("date: 2026-03-06", "x/2026-03-05-2230.md", date(2026, 3, 6), ""),
        ('time: "22:30"', "x/2026-03-05-0800.md", date(2026, 3, 5), "22:30"),
        ("time: 22:30", PATH, date(2026, 3, 5), "22:30"),
        ("time: 22:30\ndate: 2026-03-05T08:00", PATH, date(2026, 3, 5), "22:30"),
        ("time:", PATH, date(2026, 3, 5), ""),
        ("a: 1", "x/2026-02-30.md", None, ""),
        ("a: 1", "2026-03-05/x.md", None, ""),
        ("a: 1", "x/2026-03-055.md", None, ""),
    ],
)
def test_date_and_time_stand_as_written(header: str, path: str, day: date | None, time: str) -> None:
    found = entry(header, path)
    assert (found.date, found.time) == (day, time)


def test_an_offset_is_kept() -> None:
    assert entry("date: 2026-03-06T23:30+09:00").properties["date"] == "2026-03-06T23:30+09:00"


@pytest.mark.parametrize(
    ("header", "day", "time"),
    [
        ("date: 2026-02-30", date(2026, 3, 5), ""),
        ("date: 2026-02-30T10:00", date(2026, 3, 5), ""),
        ("date: soon", date(2026, 3, 5), ""),
        ("date: 20260306", date(2026, 3, 5), ""),
        ("date: [2026-03-06]", date(2026, 3, 5), ""),
        ("date: 5/3/2026", date(2026, 3, 5), ""),
        ("date: 2026-03-06T25:00", date(2026, 3, 6), ""),
        ("time: 25:00", date(2026, 3, 5), ""),
        ("time: 9", date(2026, 3, 5), ""),
        ("time: evening", date(2026, 3, 5), ""),
    ],
)
def test_what_is_no_date_or_time_is_left_out(header: str, day: date, time: str) -> None:
    found, line, _ = warning(header)
    assert (found.date, found.time, line) == (day, time, 2)


def test_an_impossible_date_is_that_lines_problem_under_any_key() -> None:
    found = note("---\nmood: 6\nseen: 2026-02-30\nmore:\n  - 2026-02-29\nsleep: 7\n---\nbody")
    assert [problem.line for problem in found.problems] == [3, 5]
    assert (found.entry.stated_mood, found.entry.trackers, found.body) == (6.0, {"sleep": 7.0}, "body")
    assert found.entry.properties["seen"] is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: Given\n---\n# Heading", "Given"),
        ("---\ntitle: 2026\n---\n", "2026"),
        ("---\ntitle: 2026-01-01\n---\n", "2026-01-01"),
        ("---\ntitle:\n---\n# Heading", "Heading"),
        ("# Heading\n", "Heading"),
        ("text", "2026-03-05"),
    ],
)
def test_a_title_is_given_or_the_heading_or_the_name(text: str, title: str) -> None:
    assert note(text).entry.title == title


@pytest.mark.parametrize(
    ("path", "header", "kind"),
    [
        ("journal/x.md", "a: 1", "entry"),
        ("x.md", "date: 2026-03-05", "entry"),
        ("2026-03-05.md", "a: 1", "entry"),
        ("x.md", "a: 1", "note"),
        ("journalism/x.md", "a: 1", "note"),
        ("goals/x.md", "type: goal", "goal"),
        ("journal/x.md", "type: ' session '", "session"),
    ],
)
def test_the_type_is_given_or_follows_from_date_and_folder(path: str, header: str, kind: str) -> None:
    assert entry(header, path).type == kind


def test_in_a_vault_whose_journal_is_everywhere_each_note_is_an_entry() -> None:
    assert parse_note("x.md", b"text", Settings(journal_dir="")).entry.type == "entry"


def test_mood_words_and_scale_are_those_of_the_vault() -> None:
    settings = Settings(scale=MoodScale(-3, 3, {"flat": -1}))
    assert parse_note("x.md", b"---\nmood: Flat\n---\n", settings).entry.mood == -1
    found = parse_note("x.md", b"---\nmood: good\n---\n", settings)
    assert "-3 to 3, or one of: flat" in found.problems[0].message
    assert MoodScale(0, 1, {}).describe() == "0 to 1"


@pytest.mark.parametrize(
    ("body", "lines"),
    [("a %% b %%", []), ("a\nb %% c", [6]), ("a\n\n<!-- c", [7]), ("\n%% c", [6]), ("`%%`", []), ("```\n%%\n```", [])],
)
def test_a_mark_that_is_never_closed_is_told(body: str, lines: list[int]) -> None:
    found = note(f"---\na: 1\nb: 2\n---\n{body}")
    assert [problem.line for problem in found.problems] == lines
    assert all(problem.severity == "warning" for problem in found.problems)


def test_the_body_is_read_with_the_lines_of_the_file() -> None:
    found = note("---\nmood: 5\n---\n- 08:00 (mood:: 3)\n- [ ] x #session\n- y #win\n").entry
    assert [found.checkins[0].line, found.tasks[0].line, found.agenda[0].line, found.wins[0].line] == [4, 5, 5, 6]


def test_an_empty_file_is_an_empty_entry() -> None:
    found = note("")
    assert (found.body, found.problems, found.entry.words) == ("", (), 0)
    assert found.entry == Entry(PATH, date=date(2026, 3, 5), title="2026-03-05")


def test_a_goal_with_a_long_gap_is_read_at_once() -> None:
    assert entry("goals: ['a" + " " * 30_000 + "x']").goals == (GoalMark("a x"),)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("a/2026-03-05 x.md", date(2026, 3, 5)),
        ("2026-02-30.md", None),
        ("x2026-03-05.md", None),
        ("٢٠٢٦-٠٣-٠٥.md", None),
    ],
)
def test_the_date_of_a_name_is_at_its_beginning(path: str, day: date | None) -> None:
    assert date_of_name(path) == day


@pytest.mark.parametrize(
    ("folder", "path", "day"),
    [
        ("journal", "journal/05-03-2026.md", 5),
        ("journal", "journal/05-03-2026-2230.md", 5),
        ("journal", "journal/2026-03-06.md", 6),
        ("journal", "journal/31-02-2026.md", None),
        ("journal", "notes/05-03-2026.md", None),
        ("journal", "notes/2026-03-06 walk.md", 6),
        ("", "05-03-2026.md", 5),
        ("", "notes/05-03-2026.md", None),
    ],
)
def test_a_day_is_told_by_the_vaults_own_pattern_in_its_journal(folder: str, path: str, day: int | None) -> None:
    settings = Settings(journal_dir=folder, entry_name="DD-MM-YYYY")
    expected = None if day is None else date(2026, 3, day)
    assert parse_note(path, b"a", settings).entry.date == expected
    assert parse_note(path, b"---\nx: [\n---\n", settings).entry.date == expected
    assert parse_note(path, b"---\ndate: 2026-01-01\n---\n", settings).entry.date == date(2026, 1, 1)


def test_values_keep_their_types() -> None:
    values: dict[str, Value] = {"a": 10, "b": "no", "c": [1, {"d": date(2026, 1, 1)}], "e": None, "f": 1000.0}
    assert entry("a: 010\nb: no\nc: [1, {d: 2026-01-01}]\ne: ~\nf: 1e3").properties == values
    flow: dict[str, Value] = {"a": ["b c", "d, e", 1.5], "f": {"g": "h", "i": "j: k", "l": 2}, "m": [], "n": ["x"]}
    text = "a: [ b c , 'd, e',1.5 ]\nf: { g: h , i: \"j: k\", l: 2 }\nm: [ ]\nn: [x]"
    assert entry(text).properties == flow
    assert entry(text.replace("'", '"')).properties == flow
    assert Problem("a", 1, "error", "x") < Problem("a", 2, "error", "x")


def test_a_tracker_is_read_from_an_inline_field_where_the_front_matter_has_none() -> None:
    text = "---\nsleep: {}\n---\nsleep:: 6\n- [energy:: 3]\nother:: 5\n"
    settings = Settings(trackers={"sleep": "hours", "Energy": ""})

    def trackers(value: str) -> dict[str, float]:
        return dict(parse_note("journal/a.md", text.format(value).encode(), settings).entry.trackers)

    assert trackers("7.5") == {"sleep": 7.5, "Energy": 3.0}
    assert trackers("") == {"sleep": 6.0, "Energy": 3.0}
    assert trackers("much") == {"Energy": 3.0}  # which is said, and not made up for


@given(
    st.text(alphabet="ab -#é今\n\t", max_size=20),
    st.sampled_from(["", "---\ntitle: é今\n---\n", "---\na: 1\n---\n", "---\n\n---\n"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_words_are_counted_in_the_body_alone(body: str, header: str, newline: str, mark: str) -> None:
    found = note((mark + header + body).replace("\n", newline))
    assert found.entry.words == read_body(found.body, SETTINGS.scale).words


@pytest.mark.parametrize(
    "line",
    [
        "private:: true", "Private:: yes", "**private**:: true", "- [private:: true]", "it is (private:: 1) all",
        "`private:: true`", "> private :: x", "_private_:: true", "private::", "x private:: falsehood",
        "private:: False",
    ],
)  # fmt: skip
def test_an_inline_private_makes_the_note_private(line: str) -> None:
    for body in (line, f"words\n\n{line}\nmore", f"```\n{line}\n```", f"```\n{line}"):
        assert note(f"---\nmood: 5\n---\n{body}\n").entry.private, body


@pytest.mark.parametrize(
    "line", ["private:: false", "Private::false", "unprivate:: true", "in private: yes", "private words :: x"]
)
def test_what_is_no_inline_private(line: str) -> None:
    assert not note(f"---\nmood: 5\n---\n{line}\n").entry.private


# What makes a note private, as one pattern, which takes long to look for.
_MEANT = re.compile(r"(?<![^\W_])(?i:private)[*_~\s]*::(?!\s*false(?![^\W_]))")
_PARTS = [
    "private",
    "Private",
    "pr\u0131vate",
    "un",
    "_",
    "*",
    "~",
    " ",
    "\n",
    "\u00a0",
    "::",
    ":",
    "false",
    "e",
    "\xe9",
]


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(_PARTS), max_size=12).map("".join))
@example("private" + " *_~\n" * 40 + "::" + " " * 40 + "falsehood")
@example("private::false private:: true")
@example("private:::: false")
@example("private :: false :: private::")
@example("::private ::")
def test_an_inline_private_is_found_wherever_it_stands(text: str) -> None:
    found = note(f"---\nmood: 5\n---\nwords\n{text}\n").entry
    assert found.private == bool(_MEANT.search(f"words\n{text}\n"))


def test_many_colons_are_looked_through_in_no_time() -> None:
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    body = "* " * 20_000 + "::" * 20_000 + " :: *" * 20_000
    sys.setprofile(count)
    try:
        found = note(f"---\nmood: 5\n---\n{body}\n")
    finally:
        sys.setprofile(None)
    assert not found.entry.private
    assert steps < 1_000_000  # a few for each sign, and not for each pair of them


def test_an_inline_private_within_a_line_is_told_since_it_takes_the_whole_note() -> None:
    found = note("---\nmood: 5\n---\nwords\n- slept badly [private:: true]\n")
    assert [(p.line, p.severity) for p in found.problems] == [(5, "warning")]
    assert "whole note" in found.problems[0].message
    assert note("---\nmood: 5\n---\n\n  **private**:: true\n").problems == ()


def test_some_notes_are_read_as_each_by_itself() -> None:
    texts = [
        b"\xff",
        b"---\nmood: 5\n---\nwords #a\n",
        b"---\nmood: 5\n",
        b"",
        b"\xef\xbb\xbf---\nmood: 99\n---\r\n%% open",
    ]
    files = [(f"journal/2026-03-{day:02}.md", text) for day, text in enumerate(texts * 2, start=1)]
    assert parse_notes(files, Settings()) == [parse_note(path, data, Settings()) for path, data in files]
    assert [note.entry.readable for note in parse_notes(files, Settings())] == [False, True, False, True, True] * 2
    assert parse_notes([], Settings()) == []


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("\n---\nmood: 3\nphone: 1\n---\nbody", 2, "an empty line stands before it"),
        ("---\nsleep: 7\n---\n\n---\nphone: 1\n---\nbody", 5, "front matter stands above it already"),
        ("---\nsleep: 7\n---\n" + "\n" * 120 + "---\nphone: 1\n---\nbody", 124, "front matter stands above it already"),
    ],
)
def test_what_looks_like_front_matter_is_said_and_stays_text(text: str, line: int, why: str) -> None:
    found = note(text)
    assert not found.entry.private
    assert found.entry.stated_mood is None
    assert [(problem.line, problem.severity) for problem in found.problems] == [(line, "warning")]
    assert why in found.problems[0].message


def test_prose_between_two_rules_is_no_problem() -> None:
    assert note("\n---\nWords between two rules.\n---\nbody").problems == ()
    assert note("---\na: 1\n---\n---\n**Words**\n---\nbody").problems == ()


@pytest.mark.parametrize(
    ("header", "line", "message"),
    [
        ("Mood: 6", 2, "`Mood` is not read; write `mood`"),
        ("a: 1\nEMOTIONS: [calm]", 3, "`EMOTIONS` is not read; write `emotions`"),
        ('" mood ": 6', 2, "` mood ` is not read; write `mood`"),
        ("mood:: 6", 2, "`mood:` is not read; write `mood`"),
        ("Sleep: 7", 2, "`Sleep` is not read; write `sleep`"),
        ("Tags: [a]", 2, "`Tags` is not read; write `tags`"),
    ],
)
def test_a_key_in_another_case_is_said_and_not_read(header: str, line: int, message: str) -> None:
    found = note(f"---\n{header}\n---\nbody")
    assert [(problem.line, problem.message) for problem in found.problems] == [(line, message)]
    assert (found.entry.stated_mood, found.entry.emotions, found.entry.tags) == (None, (), ())
    assert found.entry.trackers == {}


@pytest.mark.parametrize("header", ["mood: 6\nMood: 5", "moods: 6", "Weather: rain", "Private: false"])
def test_other_keys_are_the_writers_own(header: str) -> None:
    assert note(f"---\n{header}\n---\nbody").problems == ()


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ('mood: "6"', "`mood` is the number 6 in quotes, so it is left out; take the quotes away"),
        ("sleep: '7.5'", "`sleep` is the number 7.5 in quotes, so it is left out; take the quotes away"),
        ('mood: "60"', "`mood` is text, where tj expects 1 to 10"),
        ("mood: 6/10", "`mood` is text, where tj expects 1 to 10"),
        ('sleep: "7 hours"', "`sleep` is text, where tj expects a number"),
    ],
)
def test_a_number_in_quotes_is_said_to_be_one(header: str, message: str) -> None:
    assert warning(header)[2].startswith(message)


def test_a_colon_in_a_value_is_said_to_need_quotes() -> None:
    assert "a colon and a space in it needs quotes" in note("---\ntitle: Rain: all day\n---\n").problems[0].message
    assert "needs quotes" not in note("---\na: 1\n  b: 2\n---\n").problems[0].message
    assert "needs quotes" not in note("---\na: [\n---\n").problems[0].message
