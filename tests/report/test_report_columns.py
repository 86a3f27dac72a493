"""Text that fits the columns of a terminal, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.report.columns import columns, items, wrapped

WORDS = st.text(st.sampled_from("ab日本é\u0301\u200d😀,-"), max_size=30).filter(lambda word: columns(word) > 0)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("walk", 4),
        ("散歩", 4),
        ("e\u0301te\u0301", 3),
        ("été", 3),
        ("😀", 2),
        ("▁▂·–", 4),
        ("ｱ", 1),
        ("가", 2),
    ],
)
def test_a_text_is_as_wide_as_a_terminal_shows_it(text: str, width: int) -> None:
    assert columns(text) == width


def test_lines_are_broken_at_spaces_and_hang() -> None:
    assert wrapped("one two three four", 11, indent="- ", hang="   ") == ["- one two", "   three", "   four"]
    assert wrapped("散歩 をした", 6) == ["散歩", "をした"]
    assert wrapped("", 10) == []


def test_a_word_that_fits_no_line_is_broken_and_keeps_its_accents() -> None:
    assert wrapped("a e\u0301e\u0301e\u0301e\u0301e\u0301", 4, hang=" ") == [
        "a",
        " e\u0301e\u0301e\u0301",
        " e\u0301e\u0301",
    ]
    assert wrapped("日本語", 5) == ["日本", "語"]


def test_items_stay_whole_and_keep_what_parts_them() -> None:
    assert items(["Mo 5.0 (4)", "Tu 6.0 (5)", "We – (2)"], 24, indent="  ", hang="  ") == [
        "  Mo 5.0 (4)  Tu 6.0 (5)", "  We – (2)",
    ]  # fmt: skip
    assert items(["calm 3", "at ease 2", "sad 1"], 18, comma=",") == ["calm 3, at ease 2,", "sad 1"]
    assert items([], 10) == []


@given(st.lists(WORDS, max_size=8), st.integers(8, 40))
def test_no_line_is_wider_and_no_sign_is_lost(words: list[str], width: int) -> None:
    whole = "".join(" ".join(words).split())
    for found, comma in (
        (wrapped(" ".join(words), width, indent="  ", hang="    "), ""),
        (items(words, width, hang="  "), ""),
        (items(words, width, indent="  ", comma=";"), ";"),
    ):
        assert all(columns(line) <= width for line in found)
        assert "".join("".join(found).split()).replace(";", "") == whole
        assert "".join(found).count(";") == max(len(words) - 1, 0) * len(comma)
