"""Front matter that is made to do harm is refused or read, with work that grows no faster than its text."""

import json
import math
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from tests.conftest import MakeVault, Tj
from tj.config import Settings
from tj.entry import plain
from tj.entry.model import Note
from tj.entry.parse import parse_note

PATH = "journal/2026-05-01.md"
SETTINGS = Settings()
ANCHOR, DEEP, PARTS, SIZE = "anchor or alias", "nested more than 20 deep", "more than 5,000 parts", "larger than 64 KiB"
TWICE, INVALID, TAG, DIGITS = "the same key twice", "not valid YAML", "uses a tag", "more than 18 digits"


def read(front: str) -> Note:
    return parse_note(PATH, f"---\n{front}\n---\nalder\n".encode(), SETTINGS)


def laughs(levels: int) -> str:
    """Return a text whose last line stands for 9 to the power of `levels` words."""
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


def block(depth: int, step: str = " ") -> str:
    return "\n".join(step * level + "k:" for level in range(depth)) + " 1"


REFUSED: dict[str, tuple[str, set[str]]] = {
    "billion laughs": (laughs(10), {ANCHOR}),
    "billion laughs in one line": ("a: [&a [x, x], &b [*a, *a], &c [*b, *b]]", {ANCHOR}),
    "billion laughs by merging": ("a: &a {x: 1}\nb: &b {<<: [*a, *a]}\nc: {<<: [*b, *b]}", {ANCHOR}),
    "an alias of itself": ("a: &a [*a]", {ANCHOR}),
    "an alias alone": ("a: *none", {ANCHOR}),
    "4,000 anchors": ("\n".join(f"k{n}: &a{n} 1" for n in range(4000)), {ANCHOR}),
    "a tag that would run": ("a: !!python/object/apply:os.system [true]", {TAG}),
    "60,000 marks of a tag": ("a: " + "!" * 60_000, {TAG, INVALID}),
    "21 lists in one line": ("a: " + "[" * 20 + "]" * 20, {DEEP}),
    "21 mappings in one line": ("a: " + "{b: " * 20 + "1" + "}" * 20, {DEEP}),
    "21 mappings in lines": (block(21), {DEEP}),
    "21 lists in lines": ("a:\n" + "- " * 20 + "1", {DEEP}),
    # libyaml has a limit of its own, at which it takes the text for invalid.
    "10,000 lists in one line": ("a: " + "[" * 10_000 + "]" * 10_000, {DEEP, INVALID}),
    "10,000 lists never closed": ("a: " + "[" * 10_000, {DEEP, INVALID}),
    "10,000 mappings in one line": ("a: " + "{b: " * 10_000 + "1" + "}" * 10_000, {DEEP, INVALID}),
    "10,000 lists in lines": ("a:\n" + "- " * 10_000 + "1", {DEEP, INVALID}),
    "10,000 keys of keys": ("? " * 10_000 + "a", {DEEP, INVALID}),
    "300 mappings in lines": (block(300), {DEEP}),
    "2,000 mappings in lines": (block(2000), {SIZE}),
    "a megabyte of keys": ("\n".join(f"key{n}: {n}" for n in range(70_000)), {SIZE}),
    "a megabyte in one line": ("a: " + "x" * 2**20, {SIZE}),
    "a megabyte in quotes": ('a: "' + "x" * 2**20 + '"', {SIZE}),
    "a megabyte of comment": ("# " + "x" * 2**20 + "\na: 1", {SIZE}),
    "a megabyte of letters of 4 bytes": ("a: " + "\U0001f333" * 2**18, {SIZE}),
    "one byte more than is read": ("a: " + "x" * (64 * 1024 - 3), {SIZE}),
    "100,000 items": ("a: [" + "1," * 100_000 + "]", {SIZE}),
    "30,000 items": ("a: [" + "1," * 30_000 + "]", {PARTS}),
    "5,000 items": ("a:\n" + "- 1\n" * 5_000, {PARTS}),
    "10,000 keys": ("\n".join(f"{n}: 1" for n in range(10_000)), {SIZE}),
    "6,000 keys": ("\n".join(f"{n}: 1" for n in range(6_000)), {PARTS}),
    "2,000 keys and one of them again": ("\n".join(f"k{n % 1999}: 1" for n in range(2_000)), {TWICE}),
    "10,000 times the same key": ("a: 1\n" * 10_000, {PARTS}),
    "the same key in other clothes": ("\"a\": 1\n'a': 2", {TWICE}),
    "a number of 100,000 digits": ("a: " + "9" * 100_000, {SIZE}),
    "60,000 colons": ("a" + ":" * 60_000, {INVALID}),
    "60,000 quotes": ("a: " + '"' * 60_000, {INVALID}),
    "60,000 tabs": ("a:\n" + "\t" * 60_000, {INVALID}),
    "60,000 NULs": ("a: " + "\0" * 60_000, {"characters that YAML does not allow"}),
    "6,000 conflicts": ("a: 1\n" + "<<<<<<< x\n" * 6_000, {"merge conflict"}),
    "6,000 documents": ("a: 1\n...\n" * 6_000, {INVALID}),
}


@pytest.mark.parametrize(("front", "reasons"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_private_and_told_by_one_line(front: str, reasons: set[str]) -> None:
    note = read(front)
    assert (note.entry.private, note.entry.readable, note.body) == (True, False, "alder\n")
    assert (note.entry.properties, note.entry.mood) == ({}, None)
    (problem,) = note.problems
    assert problem.severity == "error"
    assert any(reason in problem.message for reason in reasons)
    assert len(problem.message) < 200
    assert 1 <= problem.line <= front.count("\n") + 3


# Near to a limit, and still read as what it is.
READ: dict[str, tuple[str, object]] = {
    "20 lists": ("a: " + "[" * 19 + "]" * 19, None),
    "20 mappings": (block(20), None),
    "the largest that is read": ("a: " + "x" * (64 * 1024 - 5), "x" * (64 * 1024 - 5)),
    "4,900 items": ("a: [" + "1," * 4_900 + "]", [1] * 4_900),
    "base 60": ("a: 1:1:1:1:1:1", "1:1:1:1:1:1"),
    "base 60 with 30,000 parts": ("a: " + ":".join(["1"] * 30_000), ":".join(["1"] * 30_000)),
    "base 60 with a fraction": ("a: 59:59:59.9", "59:59:59.9"),
    "base 60 in 2,000 items": ("a: [" + ",".join(["1:1:1:1"] * 2_000) + "]", ["1:1:1:1"] * 2_000),
    "18 digits": ("a: " + "9" * 18, 999_999_999_999_999_999),
    "a float beyond all": ("a: 1e999999", math.inf),
    "a float beneath all": ("a: 1e-999999", 0.0),
    "a float with 60,000 digits": ("a: 1." + "9" * 60_000, 2.0),
    "a float with an exponent of 60,000 digits": ("a: -1e" + "9" * 60_000, -math.inf),
    "a key of 1,000 letters": ("? " + "k" * 1_000 + "\n: 1\na: 1", 1),
    "60,000 spaces": ("a:" + " " * 60_000 + "1", 1),
    "60,000 empty lines": ("a: |\n" + "\n" * 60_000, ""),
    "15,000 escapes": ('a: "' + "\\x41" * 15_000 + '"', "A" * 15_000),
    "2,000 keys that are nearly the same": ("\n".join(f"{'k' * 10}{n}: 1" for n in range(2_000)) + "\na: 1", 1),
}


@pytest.mark.parametrize(("front", "value"), READ.values(), ids=READ)
def test_what_is_strange_but_within_the_limits_is_read(front: str, value: object) -> None:
    note = read(front)
    assert (note.entry.private, note.entry.readable, note.problems) == (False, True, ())
    if value is not None:
        found = note.entry.properties.get("a", note.entry.properties.get("k"))
        assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    "digits",
    ["9" * 19, "9" * 4_301, "9" * 30_000, "0x" + "f" * 60_000, "0o" + "7" * 60_000],
    ids=["19", "4,301", "30,000", "60,000 of base 16", "60,000 of base 8"],
)
def test_a_number_too_long_is_left_out_and_all_else_read(digits: str) -> None:
    note = read(f"mood: 4\na: {digits}\nb: -{digits if digits[0] == '9' else 1}")
    assert (note.entry.readable, note.entry.private, note.entry.mood) == (True, False, 4)
    assert note.entry.properties["a"] is None
    assert {problem.line for problem in note.problems} <= {3, 4}
    assert all(DIGITS in problem.message and len(problem.message) < 100 for problem in note.problems)
    assert note.problems


@pytest.mark.parametrize(
    "value",
    ["1e999999", "-1e999999", ".inf", ".nan", "9" * 60_000, "1:1:1:1", "1e" + "9" * 999],
    ids=["1e999999", "-1e999999", "inf", "nan", "60,000 digits", "base 60", "an exponent of 999 digits"],
)
@pytest.mark.parametrize("key", ["mood", "sleep"])
def test_no_such_number_becomes_a_mood_or_a_tracker(key: str, value: str) -> None:
    settings = Settings(trackers={"sleep": "hours"})
    note = parse_note(PATH, f"---\n{key}: {value}\ntags: [a]\n---\n".encode(), settings)
    assert (note.entry.mood, note.entry.trackers, note.entry.tags) == (None, {}, ("a",))
    (problem,) = note.problems
    assert (problem.line, problem.severity, len(problem.message) < 150) == (2, "warning", True)


def work(front: str) -> int:
    """Return how many steps of Python it takes to read a note: a measure that is the same on every machine."""
    steps = 0

    def step(frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        nonlocal steps
        steps += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        read(front)
    finally:
        sys.settrace(before)
    return steps


GROWING: dict[str, Callable[[int], str]] = {
    "keys": lambda size: "\n".join(f"key{n}: 1" for n in range(size)),
    "items": lambda size: "a: [" + "1," * size + "]",
    "items in lines": lambda size: "tags:\n" + "- word\n" * size,
    "goals": lambda size: "goals: [" + "'walk: 3'," * size + "]",
    "empty lines": lambda size: "a: 1" + "\n" * size,
    "lines of comment": lambda size: "# words: and words\n" * size + "a: 1",
    "mappings": lambda size: "a:\n" + "- {b: 1}\n" * (size // 3),
    "nearly private keys": lambda size: "\n".join(f"private{n}: 1" for n in range(size)),
    "base 60": lambda size: "a: [" + ",".join(["1:1:1"] * size) + "]",
    "numbers left out": lambda size: "a: [" + ",".join(["9" * 19] * size) + "]",
    "laughs": laughs,
    "prose between rules": lambda size: "words without a key\n" * size,
}


@pytest.mark.parametrize("quickly", [True, False], ids=["as most headers are read", "by YAML"])
@pytest.mark.parametrize("make", GROWING.values(), ids=GROWING)
def test_twice_the_text_is_about_twice_the_work(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[int], str], quickly: bool
) -> None:
    size = 200 if quickly else 500
    if not quickly:
        monkeypatch.setattr(plain, "_MAX_LENGTH", 0)
    assert len(make(2 * size)) <= plain._MAX_LENGTH or not quickly or make is laughs
    read(make(10))  # whatever is done but once is done now
    small, large = work(make(size)), work(make(2 * size))
    assert small > 0
    assert large < 2.2 * small


@pytest.mark.parametrize(
    "make",
    [
        lambda size: "a: [" + "1," * size + "]",
        lambda size: "a: " + "[" * size + "]" * size,
        lambda size: "- " * size + "a",
        lambda size: "a: " + "9" * (10 * size),
    ],
    ids=["items", "depth in one line", "depth in lines", "digits"],
)
def test_beyond_a_limit_more_text_is_hardly_more_work(make: Callable[[int], str]) -> None:
    read(make(10))
    small, large = work(make(7_000)), work(make(14_000))
    assert small > 0
    assert large < 1.1 * small


def test_a_vault_full_of_them_is_listed_and_checked(tj: Tj, make_vault: MakeVault) -> None:
    bad = {f"journal/bad {number}.md": front for number, (front, _) in enumerate(REFUSED.values())}
    fine = {f"journal/fine {number}.md": front for number, (front, _) in enumerate(READ.values())}
    root = make_vault(
        {
            "journal/2026-05-01.md": "---\nmood: 6\n---\nalder\n",
            **{path: f"---\n{front}\n---\nalder\n" for path, front in {**bad, **fine}.items()},
        }
    )
    rows = json.loads(tj("list", "--json", vault=root).out)
    assert {row["path"]: row["private"] for row in rows} == {
        "journal/2026-05-01.md": False,
        **dict.fromkeys(bad, True),
        **dict.fromkeys(fine, False),
    }
    done = tj("check", "--json", vault=root)
    assert (done.code, done.err) == (3, "")
    assert [one["path"] for one in json.loads(done.out)] == sorted(bad)
    assert len(json.loads(tj("search", "alder", "--json", vault=root).out)) == len(rows)
    done = tj("index", vault=root)
    assert (done.code, done.err) == (0, "")
    assert json.loads(tj("stats", "--json", vault=root).out)["mood"]["mean"] == 6
