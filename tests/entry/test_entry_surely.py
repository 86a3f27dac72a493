"""What is told to be readable without a parser is read by the parser, and ordinary front matter is told to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tj.entry.frontmatter import find_block, read_header
from tj.entry.surely import is_surely_read

EXAMPLE = sorted((ROOT / "examples" / "vault").rglob("*.md"))

KEYS = st.sampled_from(["a", "mood", "two words", "größe", '"q"', "1", "a-b", "_x", "-", "?", "null", "<<", "a.b", ""])
VALUES = st.sampled_from(
    [
        "",
        "6",
        " 6",
        " -6.5",
        " - 6",
        " 2026-03-05T22:30",
        " 2026-02-30",
        " 22:30",
        " a: b",
        " a:",
        " a :b",
        " a #b",
        " a#b",
        " # c",
        " größer 日",
        " [a, b]",
        " [a, b] # c",
        " [a # b]",
        " []",
        " [ ]",
        " [,]",
        " [a,]",
        " [a: b]",
        " [a:b]",
        " [-a, -]",
        " [don't]",
        ' ["[[walk]]", b]',
        ' ["a"b]',
        ' [a"b"]',
        ' ["a" "b"]',
        " [[a]]",
        " [a",
        " a]",
        " {a: 1}",
        ' "22:30"',
        ' "a # b"',
        ' "a" b',
        ' "a',
        ' "a\\"b"',
        " 'a'",
        " don't",
        ' say "hi"',
        " &a b",
        " *a",
        " !t b",
        " |",
        " >",
        " @a",
        " `a`",
        " %a",
        " ---",
        "\n  - a\n  - b",
        "\n- a\n- 2",
        "\n  - a\n - b",
        "\n  - a\n    - b",
        "\n  - a: 1",
        '\n  - "a: 1"',
        "\n  -",
        "\n  - [a]",
        "\n  more",
        " a\n  - b",
        "\tb",
        " b\u00a0c",
        " b\u2028c",
        " b\x85c",
        " b\ufeff",
    ]
)
BLOCKS = st.lists(st.one_of(st.tuples(KEYS, VALUES).map(":".join), st.text(max_size=8)), max_size=6)


@given(BLOCKS)
def test_what_is_told_to_be_readable_is_read(lines: list[str]) -> None:
    block = "".join(f"{line}\n" for line in lines)
    if is_surely_read(block):
        header = read_header(f"---\n{block}---\nbody")
        assert not header.error
        assert header.values
        assert header.body == "body"


@given(st.lists(st.text(alphabet="ab1-:# \"'[],{}&*!|>%@`?\\\n", max_size=12), max_size=5))
def test_no_mixture_of_signs_is_told_to_be_readable_and_is_not(values: list[str]) -> None:
    block = "".join(f"k{number}: {value}\n" for number, value in enumerate(values))
    assert not is_surely_read(block) or not read_header(f"---\n{block}---\n").error


def test_the_front_matter_of_the_example_is_told_to_be_readable() -> None:
    blocks = [block.text for path in EXAMPLE if (block := find_block(path.read_text()))]
    assert len(blocks) > 100
    told = [is_surely_read(block) for block in blocks]
    assert sum(told) > 0.9 * len(told)


@pytest.mark.parametrize(
    "block",
    [
        "a: 6\n",
        "a:\n  - b\n  - c\nd:\n- e\n",
        "a: b\n\n# c\n  # d\ne_f-g: 2026-03-05T22:30\n",
        "a: [ ]\nb: [ c, d ]\n",
        'a: [b, "c: d"] # e\nf: "# g"\n',
        "a: -b c\nd: .e f\n",
        "a: -1\nb: +1\nc: .5\n",
    ],
)
def test_ordinary_front_matter_is_told_to_be_readable(block: str) -> None:
    assert is_surely_read(block)


@pytest.mark.parametrize(
    "block",
    [
        "",
        "# only a comment\n",
        "- a\nb: c\n",
        " - a\nb: c\n",
        "a: b\n- c\nd: e\n",
        "a: b\n - c\n",
        "a:\n - b\n  - c\n",
        "a: -\n",
        "a: [b\n",
        'a: "b\\c"\n',
        'a: ["b", "c\\d"]\n',
        'a: "b" "c\n',
        "mood: 5\nmood: 6\n",
        "prose\n",
        "- a\n",
        "mood: 5\n- a\n",
        "<<<<<<< ours\n",
        "a: {b: 1}\n",
        "a: &b c\n",
        "a: 'b'\n",
        "a: b: c\n",
        f"{'a' * 1200}: b\n",
        f"a: {'b' * 2100}\n",
    ],
)
def test_all_else_is_left_to_the_parser(block: str) -> None:
    assert not is_surely_read(block)
