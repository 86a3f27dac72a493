"""A splice changes one place of a note and nothing else, or refuses."""

import difflib
import string
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.config import Settings
from tj.entry.parse import parse_note
from tj.entry.private import private_spans
from tj.entry.splice import add_checkin, add_to_list, drop_from_list, replace_in_list, set_date, set_text
from tj.errors import Refused

SETTINGS = Settings()
LINE = "- 14:30 (mood:: 4) (emotions:: tense) before the meeting"


def checkin(data: bytes) -> bytes:
    return add_checkin("a.md", data, LINE, SETTINGS)


def goal(data: bytes, item: str = "read: 20") -> bytes:
    return add_to_list("a.md", data, "goals", item, SETTINGS)


def status(data: bytes, value: str = "paused") -> bytes:
    return set_text("a.md", data, "status", value, SETTINGS)


def first_goal(data: bytes) -> bytes:
    return replace_in_list("a.md", data, "goals", 0, "read: 20", SETTINGS)


def ended(data: bytes) -> bytes:
    return set_date("a.md", data, "date", date(2026, 3, 10), SETTINGS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"{}\n"),
        (b"text", b"text\n\n{}"),
        (b"text\n", b"text\n\n{}\n"),
        (b"text\r\n", b"text\r\n\r\n{}\r\n"),
        (b"\xef\xbb\xbftext\n", b"\xef\xbb\xbftext\n\n{}\n"),
        (b"---\ndate: 2026-01-01\n---\n", b"---\ndate: 2026-01-01\n---\n{}\n"),
        (b"---\ndate: 2026-01-01\n---", b"---\ndate: 2026-01-01\n---\n{}"),
        (b"- 08:00 (mood:: 3) up\n\nlater\n", b"- 08:00 (mood:: 3) up\n{}\n\nlater\n"),
        (b"- 08:00 (mood:: 3) up", b"- 08:00 (mood:: 3) up\n{}"),
        (b"- a list\n- of things\n", b"- a list\n- of things\n{}\n"),
        (b"seen\n\n## Private\nunseen\n", b"{}\n\nseen\n\n## Private\nunseen\n"),
        (b"\xef\xbb\xbf# Private\nunseen\n", b"\xef\xbb\xbf{}\n\n# Private\nunseen\n"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbf{}\n"),
        (b"\n# Day\n\n%% open", b"\n{}\n\n# Day\n\n%% open"),
        (b"```\ncode", b"{}\n\n```\ncode"),
        (b"%%\n- 08:00 (mood:: 3)\n%%\nend\n", b"%%\n- 08:00 (mood:: 3)\n%%\nend\n\n{}\n"),
        (b"```\n- 08:00 (mood:: 3)\n```\n", b"```\n- 08:00 (mood:: 3)\n```\n\n{}\n"),
        (b"---\n\nprose\n\n---\nmore\n", b"---\n\nprose\n\n---\nmore\n\n{}\n"),
    ],
)
def test_a_checkin_goes_where_it_is_read_and_no_more_private_than_its_entry(before: bytes, after: bytes) -> None:
    result = checkin(before)
    assert result == after.replace(b"{}", LINE.encode())
    entry = parse_note("a.md", result, SETTINGS).entry
    assert [found.text for found in entry.checkins].count("before the meeting") == 1
    body = parse_note("a.md", result, SETTINGS).body
    assert not any(span.start <= body.index(LINE) < span.end for span in private_spans(body))


def test_a_second_checkin_of_the_same_words_lands_too() -> None:
    twice = checkin(checkin(b"---\ndate: 2026-01-01\n---\n"))
    assert len(parse_note("a.md", twice, SETTINGS).entry.checkins) == 2


def test_a_checkin_of_the_words_of_a_hidden_one_lands_too() -> None:
    hidden = f"%%\n{LINE}\n%%\n".encode()
    assert checkin(hidden) == hidden + f"\n{LINE}\n".encode()


def test_a_checkin_that_would_make_text_of_code_is_refused() -> None:
    """A fence that is never closed, so that only the top is left, but there it would belong to the check-in."""
    with pytest.raises(Refused):
        checkin(b"  ```\n- [ ] task #session\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b'---\ngoals:\n  - "read: 20"\n---\n'),
        (b"\xef\xbb\xbfhi", b'\xef\xbb\xbf---\ngoals:\n  - "read: 20"\n---\nhi'),
        (b"---\nmood: 5\n---\nhi", b'---\nmood: 5\ngoals:\n  - "read: 20"\n---\nhi'),
        (b"---\r\nmood: 5\r\n---\r\n", b'---\r\nmood: 5\r\ngoals:\r\n  - "read: 20"\r\n---\r\n'),
        (b"---\ngoals: [a, b ] # c\n---\n", b'---\ngoals: [a, b, "read: 20" ] # c\n---\n'),
        (b"---\ngoals: [\n  a,\n  'b'\n]\nx: 1\n---\n", b"---\ngoals: [\n  a,\n  'b', \"read: 20\"\n]\nx: 1\n---\n"),
        (b"---\ngoals: []\n---\n", b'---\ngoals: ["read: 20"]\n---\n'),
        (b"---\ngoals: # none\n---\n", b'---\ngoals: ["read: 20"] # none\n---\n'),
        (b"---\ngoals: ~\n---\n", b'---\ngoals: ["read: 20"]\n---\n'),
        (b"---\ngoals:\n- a # x\nz: 1\n---\n", b'---\ngoals:\n- a # x\n- "read: 20"\nz: 1\n---\n'),
        (b"---\ngoals:\n    - a\n    - b: 3\n---\n", b'---\ngoals:\n    - a\n    - b: 3\n    - "read: 20"\n---\n'),
        (
            b"---\ngoals:\n  - a\n  - - b\n    - c\n    - d\nz: 1\n---\n",
            b'---\ngoals:\n  - a\n  - - b\n    - c\n    - d\n  - "read: 20"\nz: 1\n---\n',
        ),
        (b"---\n\nprose\n\n---\n", b'---\ngoals:\n  - "read: 20"\n---\n---\n\nprose\n\n---\n'),
    ],
)
def test_a_goal_goes_into_the_list_in_its_own_style(before: bytes, after: bytes) -> None:
    assert goal(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"---\nstatus: active # for now\n---\n", b"---\nstatus: paused # for now\n---\n"),
        (b"---\nstatus: 'active'\nx: 1\n---\n", b"---\nstatus: paused\nx: 1\n---\n"),
        (b"---\nstatus:\nx: 1\n---\n", b"---\nstatus: paused\nx: 1\n---\n"),
        (b"---\nx: 1\n---\nbody", b"---\nx: 1\nstatus: paused\n---\nbody"),
    ],
)
def test_a_text_is_replaced_alone(before: bytes, after: bytes) -> None:
    assert status(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"---\nended: 2026-01-01 # so\n---\n", b"---\nended: 2026-03-10 # so\n---\n"),
        (b"---\r\nx: 1\r\n---\r\nbody", b"---\r\nx: 1\r\nended: 2026-03-10\r\n---\r\nbody"),
    ],
)
def test_a_day_is_written_as_a_date(before: bytes, after: bytes) -> None:
    result = set_date("a.md", before, "ended", date(2026, 3, 10), SETTINGS)
    assert result == after
    assert parse_note("a.md", result, SETTINGS).entry.properties["ended"] == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("before", "place", "after"),
    [
        (b"---\npaused: [a, b/ ] # c\n---\n", 1, b'---\npaused: [a, "b/c" ] # c\n---\n'),
        (b"---\npaused: ['a/',b]\n---\n", 0, b'---\npaused: [ "b/c",b]\n---\n'),
        (b"---\npaused:\n- a # x\n- b/ # y\nz: 1\n---\n", 1, b'---\npaused:\n- a # x\n- "b/c" # y\nz: 1\n---\n'),
        (b"---\r\npaused:\r\n  - 2026-01-01\r\n---", 0, b'---\r\npaused:\r\n  - "b/c"\r\n---'),
    ],
)
def test_one_item_of_a_list_is_replaced_alone(before: bytes, place: int, after: bytes) -> None:
    assert replace_in_list("a.md", before, "paused", place, "b/c", SETTINGS) == after


@pytest.mark.parametrize(
    ("before", "place", "after"),
    [
        (b"---\nx: 1\npaused:\n  - a\ny: 2\n---\nbody", 0, b"---\nx: 1\ny: 2\n---\nbody"),
        (b"---\r\nx: 1\r\npaused:\r\n- a\r\n---\r\n", 0, b"---\r\nx: 1\r\n---\r\n"),
        (b"---\nx: 1\npaused:\n  # once\n  - a\n---\n", 0, b"---\nx: 1\n  # once\n---\n"),
        (b"---\npaused: [a]\nx: 1\n---\n", 0, b"---\nx: 1\n---\n"),
        (b"---\npaused: 'a'\nx: 1\n---\n", 0, b"---\nx: 1\n---\n"),
        (b"---\npaused:\n  - a\n  - b\n  - c # kept\n---\n", 1, b"---\npaused:\n  - a\n  - c # kept\n---\n"),
        (b"---\npaused: [a, b, c]\n---\n", 0, b"---\npaused: [b, c]\n---\n"),
        (b"---\npaused: [a, b, c] # all\n---\n", 1, b"---\npaused: [a, c] # all\n---\n"),
        (b'---\npaused: [a, b, "c"]\n---\n', 2, b"---\npaused: [a, b]\n---\n"),
    ],
)
def test_an_item_goes_and_with_the_last_one_its_key(before: bytes, place: int, after: bytes) -> None:
    assert drop_from_list("a.md", before, "paused", place, SETTINGS) == after


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"---\npaused: [a]\n---\n", 1),
        (b"---\npaused: [a, b]\n---\n", -1),
        (b"---\npaused: a\n---\n", 1),
        (b"---\nx: 1\n---\n", 0),
        (b"---\npaused: a # why\nx: 1\n---\n", 0),
        (b"---\npaused:\n  - a # why\nx: 1\n---\n", 0),
        (b"---\npaused:\n  - a # why\n  - b\n---\n", 0),
        (b"---\npaused:\n  - x: 1\n  - b\n---\n", 0),
        (b"---\npaused:\n  - a\n    b\n  - c\n---\n", 0),
        (b"---\npaused: [a,\n  b]\n---\n", 1),
        (b"---\npaused: [\n  a\n  ]\nx: 1\n---\n", 0),
        (b'---\n"paused": a\nx: 1\n---\n', 0),
        (b"text", 0),
    ],
)
def test_an_item_that_cannot_go_by_itself_stays(data: bytes, place: int) -> None:
    with pytest.raises(Refused):
        drop_from_list("a.md", data, "paused", place, SETTINGS)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"---\npaused: [a]\n---\n", 1),
        (b"---\npaused: [a]\n---\n", -1),
        (b"---\npaused: a\n---\n", 0),
        (b"---\nx: 1\n---\n", 0),
        (b"---\npaused:\n  - x: 1\n---\n", 0),
        (b"text", 0),
        (b"\xff", 0),
    ],
)
def test_an_item_that_is_not_there_or_no_text_is_refused(data: bytes, place: int) -> None:
    with pytest.raises(Refused):
        replace_in_list("a.md", data, "paused", place, "b/c", SETTINGS)


@pytest.mark.parametrize(
    "data",
    [
        b"---\nmood: 5\nmood: 6\n---\n",
        b"---\nmood: 5\n",
        b"---\ngoals: &a [x]\n---\n",
        b"\xff\xfe",
    ],
)
@pytest.mark.parametrize("change", [checkin, goal, status])
def test_what_cannot_be_read_is_not_changed(data: bytes, change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Refused):
        change(data)


@pytest.mark.parametrize(
    ("change", "data"),
    [
        (goal, b"---\ngoals: walk\n---\n"),
        (goal, b"---\n{goals: [a], x: 1}\n---\n"[:-1] + b"\n"),
        (goal, b"---\n{x: 1}\n---\n"),
        (status, b"---\nstatus: |\n  long\n  text\n---\n"),
        (status, b"---\nstatus: [a]\n---\n"),
        (status, b"---\nstatus: a long\n  text\n---\n"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(change: Callable[[bytes], bytes], data: bytes) -> None:
    try:
        result = change(data)
    except Refused:
        return
    # The one flow mapping that can be changed: nothing but the list may differ.
    assert result == b'---\n{goals: [a, "read: 20"], x: 1}\n---\n'


KEYS = st.sampled_from(["date", "mood", "goals", "tags", "status", "private", "note", '"odd key"', "2026"])
VALUES = st.sampled_from(
    [
        "",
        "5",
        "[a, b]",
        "[a,]",
        "\n  - a\n  - b",
        "\n- a",
        "{x: 1}",
        '"q"',
        "'s' # c",
        "|\n  block",
        "true",
        "2026-01-01",
    ]
)
BODIES = st.text(alphabet=string.ascii_letters + "-#%`> \n:()[]", max_size=60)


@st.composite
def notes(draw: st.DrawFn) -> bytes:
    pairs = draw(st.dictionaries(KEYS, VALUES, max_size=5))
    block = "".join(f"{key}: {value}\n" for key, value in pairs.items())
    head = f"---\n{block}---\n" if draw(st.booleans()) else ""
    text = draw(st.sampled_from(["", "\ufeff"])) + head + draw(BODIES)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))).encode()


@given(notes(), st.sampled_from([checkin, goal, status, first_goal, ended]))
def test_any_note_keeps_every_byte_outside_of_the_change(data: bytes, change: Callable[[bytes], bytes]) -> None:
    old = parse_note("a.md", data, SETTINGS)
    try:
        result = change(data)
    except Refused:
        return
    new = parse_note("a.md", result, SETTINGS)
    assert new.entry.readable
    assert new.entry.private == old.entry.private
    keys: dict[Callable[[bytes], bytes], str] = {goal: "goals", first_goal: "goals", status: "status", ended: "date"}
    changed = {keys.get(change)}
    kept = [{k: v for k, v in note.entry.properties.items() if k not in changed} for note in (old, new)]
    assert kept[0] == kept[1]
    if change in (checkin, goal):
        # Only ever something added: the old bytes are all there, in order.
        codes = difflib.SequenceMatcher(None, data, result, autojunk=False).get_opcodes()
        removed = b"".join(data[a:b] for tag, a, b, _, _ in codes if tag in ("delete", "replace"))
        assert removed == b""


@pytest.mark.parametrize("value", ["walk", "{a: b}", "5"])
def test_what_is_no_list_is_told_as_that(value: str) -> None:
    with pytest.raises(Refused, match=r"`goals` in a\.md is no list") as caught:
        goal(f"---\ngoals: {value}\n---\n".encode())
    assert caught.value.hint
