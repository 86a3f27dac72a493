"""The quick way to read front matter gives what the parser gives, or leaves the block to it."""

import math
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tj.entry.frontmatter import find_block
from tj.entry.model import Value
from tj.entry.plain import (
    _ITEM,
    _PAIR,
    _is_even,
    _is_odd,
    _read_at_once,
    _read_by_pattern,
    _read_item,
    _read_pair,
    locate_plain,
    read_plain,
)
from tj.entry.scalar import read_scalar
from tj.entry.yaml12 import YamlError, read_mapping

EXAMPLES = Path(__file__).parents[2] / "examples" / "vault"


def quickly(block: str) -> object:
    """Return what is read line by line, with lines and sources; None where the block is left to the parser."""
    values = read_plain(block)
    if values is None:
        return None
    located = locate_plain(block)
    assert same({key: one.value for key, one in located.items()}, values)
    return located


def by_the_parser(block: str) -> object:
    """Return what the parser reads; None where it refuses or leaves something out."""
    try:
        found = read_mapping(block)
    except YamlError:
        return None
    if found is None or found.left_out:
        return None
    return found.values


def same(left: object, right: object) -> bool:
    # `1`, `1.0` and `True` are equal in Python, and `nan` is not equal to itself.
    return repr(left) == repr(right)


AWKWARD = """
7 7.5 -3 +4 .5 -.5 1e3 0x1F 0o17 010 1_000 22:30 1:1:1 2026-03-05 2026-02-30 2026-03-05T22:30 true false yes no null ~
Null .nan .inf -.inf nan - -- --- ? : # ! & * | > % @ ` ' " , [ ] { } {} [] '' "" a:b a: :a a#b #a x,y don't é müde 今日
https://x.org/a?b=1#c [[note]] '[[note]]' "a,b" 'it''s' "a\\nb" a\\b *a &a !a !!str @a %a |a >a -a -1a ?a a? = << 😀 a😀
"""
SCALARS = st.one_of(
    st.sampled_from(
        [*AWKWARD.split(), "a# b", "#a x", "a b", "a 'b", "\u2028", "\xa0", "\u200b", "\ufeff", "\x85", "\x7f"]
    ),
    st.text(alphabet="aB1 -:#,.'\"[]{}?!&*|>%@`\\/+~_é今\t\u00a0=", max_size=9),
    st.text(max_size=6),
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=False).map(repr),
    st.dates().map(str),
)
ODD_KEYS = "mood date private Private tags a b a-b a_b 1 é - ? # null true << 'a' a.b"
KEYS = st.one_of(
    st.sampled_from(ODD_KEYS.split()),
    st.text(alphabet="ab-_é: .#'\"?", min_size=1, max_size=4),
)
FLOW = st.lists(st.one_of(SCALARS, st.just("")), max_size=4).map(lambda parts: "[" + ", ".join(parts) + "]")
PAIRS = st.lists(st.tuples(KEYS, SCALARS), max_size=3).map(
    lambda parts: "{" + ", ".join(f"{key}: {value}" for key, value in parts) + "}"
)
VALUES = st.one_of(SCALARS, FLOW, PAIRS, st.just(""))
SPACES = st.sampled_from(["", " ", "  ", "\t"])
ENDS = st.sampled_from(["", "", " ", "  # why", " #", "#", "\t", " # a: b", "\r"])
ITEMS = st.tuples(SPACES, st.sampled_from(["- ", "-  ", "-", "- - ", "-\t"]), VALUES, ENDS).map("".join)
LINES = st.one_of(
    st.tuples(SPACES, KEYS, st.sampled_from([": ", ":", ":  ", " : ", ":\t"]), VALUES, ENDS).map("".join),
    st.tuples(KEYS, st.just(": "), VALUES, ENDS).map("".join),
    st.tuples(KEYS, st.just(":"), ENDS, st.lists(ITEMS, min_size=1, max_size=3)).map(
        lambda found: "\n".join([f"{found[0]}:{found[2]}", *found[3]])
    ),
    st.tuples(SPACES, st.sampled_from(["", "# a", "#", "...", "---", "- x", "word"])).map("".join),
)
BLOCKS = st.lists(LINES, max_size=6).map(lambda lines: "".join(line + "\n" for line in lines))


@settings(max_examples=1500)
@given(BLOCKS)
@example("a: - b\n")
@example("a: 'x' y\n")
@example('a: "x"\n  y\n')
@example("a: x\n  y\n")
@example("a:\n- b\n - c\n")
@example("a:\n\n# c\n  - b\nd:\n")
@example("a: [b, c,]\n")
@example("a: [b c, 'd e', \"f\"]\n")
@example("a: {b: 1, b: 2}\n")
@example("a: {b: 1, c: 'd, e', f: \"g\"}\n")
@example("a: {b: x 'y, c: z' w}\n")
@example("a: [ ]\nb: { }\nc: [ d , 'e' ]\n")
@example("a: {b: 2026-02-30}\n- c\n")
@example(" a: b\n")
@example("a: ~\n- b\n")
@example("a: 1\na: 2\n")
@example("a: b #c\n")
@example("a: 2026-02-30\n")
@example("a: [b\"c, d'e]\n")
@example("a: [b] # [c]\n")
@example("a: {b: c} # {d: e}\n")
@example("a: ['b' 'c']\n")
@example("a: 'b' 'c'\n")
@example('a: "b\\\\"c"\n')
@example("a: '\nb: [\nc: {\n")
@example("a: [b]]\nc: {d: e}}\n")
@example("a:\n- b: c\n- - d\n-  e \n")
@example("a: {b:  7 ,c : 8, d: 0o7}\n")
def test_the_quick_way_gives_what_the_parser_gives(block: str) -> None:
    quick = quickly(block)
    if quick is not None:
        assert same(quick, by_the_parser(block))


@settings(max_examples=500)
@given(BLOCKS)
def test_a_line_that_is_read_at_once_says_what_the_pattern_finds(block: str) -> None:
    def said(read: Callable[[str], object], line: str) -> object:
        try:
            return read(line)
        except ValueError:
            return None

    for line in block.split("\n"):
        at_once, by_pattern = said(_read_at_once, line), said(_read_by_pattern, line)
        # A quote within a word may have no pair there; the pattern leaves such a list to the parser.
        assert at_once is None or (by_pattern is None and line[-1] in "]}") or same(at_once, by_pattern)


@settings(max_examples=500)
@given(st.text(alphabet="ab1é²- /'\"\\\\:#,?[{.~_", max_size=6))
@example("2026-02-30")
@example('"a b"')
@example("'a\\\\'")
def test_an_item_and_a_pair_are_read_as_the_pattern_has_them(text: str) -> None:
    def quick(read: Callable[[str], object], written: str) -> object:
        try:
            return read(written)
        except ValueError:
            return ValueError

    def plain(pattern: str, written: str) -> object:
        found = re.fullmatch(pattern, written)
        if found is None:
            return ValueError
        scalar, quoted = found.groups()[-2:]
        return quick(read_scalar, scalar.rstrip(" ")) if scalar else quoted[1:-1]

    assert same(quick(_read_item, text), plain(_ITEM, text))
    value = plain(_PAIR, f"a: {text}")
    assert same(quick(_read_pair, f"a: {text}"), value if value is ValueError else ("a", value))


@given(st.text(max_size=40))
def test_any_text_is_read_alike_or_left_to_the_parser(text: str) -> None:
    quick = quickly(text)
    if quick is not None:
        assert same(quick, by_the_parser(text))


def test_each_character_is_odd_or_even_in_any_company() -> None:
    for char in map(chr, [*range(0x11000), 0x1F600, sys.maxunicode]):
        even = char == "\n" or " " <= char <= "~" or _is_even(char)
        assert even == (not _is_odd(char)) == (not _is_odd(f"a: é {char}"))


WORDS = st.from_regex(r"[a-zé]+(?:[ '-][a-zé]+){0,2}", fullmatch=True)
ORDINARY = st.dictionaries(
    st.from_regex(r"[a-z][a-z_-]{0,8}", fullmatch=True),
    st.one_of(
        WORDS,
        st.integers(0, 99).map(str),
        st.lists(WORDS, min_size=1, max_size=3).map(lambda words: "[" + ", ".join(words) + "]"),
        st.lists(WORDS, min_size=1, max_size=3).map(lambda words: "".join(f"\n  - {word}" for word in words)),
        st.dictionaries(st.sampled_from(["at", "of"]), WORDS, min_size=1).map(
            lambda pairs: "{" + ", ".join(f"{key}: {word}" for key, word in pairs.items()) + "}"
        ),
    ),
    min_size=1,
)


@given(ORDINARY)
def test_ordinary_front_matter_needs_no_parser(header: dict[str, str]) -> None:
    block = "".join(
        f"{key}: {value}  # why\n" if value[0] != "\n" else f"{key}:{value}\n" for key, value in header.items()
    )
    quick = quickly(block)
    assert quick is not None
    assert same(quick, by_the_parser(block))


def test_the_example_vault_needs_no_parser() -> None:
    blocks = [find_block(path.read_text()) for path in sorted(EXAMPLES.rglob("*.md"))]
    texts = [block.text for block in blocks if block]
    assert len(texts) > 150
    left = [text for text in texts if quickly(text) is None]
    assert len(left) == 1  # the template, whose `{{date}}` is no YAML text
    for text in texts:
        assert text in left or same(quickly(text), by_the_parser(text))


@pytest.mark.parametrize(
    ("block", "values"),
    [
        ("", {}),
        ("\n# only a comment\n", {}),
        ("empty:\nnone: null\n", {"empty": None, "none": None}),
        ("list: []\nmap: {}\n", {"list": [], "map": {}}),
        ("a: x\n  y\n", None),
        ("a: |\n  x\n", None),
        ("a: &x 1\n", None),
        ("a: 1\na: 1\n", None),
        ("a: 2026-02-30\n", None),
        ("a: 1234567890123456789\n", None),
        ("a: " + "b" * 9000 + "\n", None),
    ],
)
def test_what_is_plainly_simple(block: str, values: dict[str, Value] | None) -> None:
    assert read_plain(block) == values


def test_numbers_have_their_own_kinds() -> None:
    found = read_plain("a: 1\nb: 1.0\nc: 1e3\nd: true\ne: '1'\n")
    assert found is not None
    assert [type(value) for value in found.values()] == [int, float, float, bool, str]
    assert math.isclose(float(str(found["c"])), 1000)


# One after the other, as the rules name them.
INT = re.compile(r"[-+]?[0-9]+")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
OTHER_BASE = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


@given(st.one_of(SCALARS, st.from_regex(FLOAT), st.text(alphabet="0127-+.eExo", max_size=11)))
def test_a_number_is_of_the_first_kind_that_fits(text: str) -> None:
    kinds = (INT, DATE, OTHER_BASE, FLOAT)
    first = next((kind for kind in kinds if kind.fullmatch(text)), None)
    try:
        value = read_scalar(text)
    except ValueError:
        assert first is not FLOAT
        return
    if first is not None:
        assert type(value) is {INT: int, DATE: date, OTHER_BASE: int, FLOAT: float}[first]
    elif text not in (".nan", ".NaN", ".NAN"):
        assert not isinstance(value, float) or math.isinf(value)
