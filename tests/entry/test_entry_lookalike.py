"""What was meant as front matter is told from prose, and both sides are held."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.entry.frontmatter import read_header
from tj.entry.lookalike import find_lookalike
from tj.entry.parse import _may_look_alike

KEYS = st.sampled_from(["mood", "location", "phone", "weather", "sleep-hours"])
VALUES = st.sampled_from(["3", "Piet's flat", "", "[a, b]", '"x: y"', "2026-03-05", "a long value, with words."])
PROSE = st.text(st.sampled_from("abc éü .,!?()'\"–*>1"), max_size=30).filter(lambda line: "--" not in line)


@pytest.mark.parametrize(
    ("text", "cut", "keys", "line", "why"),
    [
        ("\n---\nmood: 3\nphone: 0612\n---\nbody", "---\nmood: 3\nphone: 0612\n---\n", 2, 2, "an empty line"),
        ("\n\n \n---\nLocation: here\n---", "---\nLocation: here\n---", 1, 4, "an empty line"),
        ("\n---\n\nAnn: hello\n\n---\nbody", "---\n\nAnn: hello\n\n---\n", 1, 2, "an empty line"),
        ("----\nmood: 3\n----\nbody", "----\nmood: 3\n----\n", 1, 1, "not exactly"),
        (" ---\nmood: 3\n---\nbody", "---\nmood: 3\n---\n", 1, 1, "not exactly"),
        ("—\nmood: 3\n—\nbody", "—\nmood: 3\n—\n", 1, 1, "not exactly"),
        ("\ufeff---\nmood: 3\n---\nbody", "---\nmood: 3\n---\n", 1, 1, "not exactly"),
        ("# Title\n\n---\nMood: 3\nPhone: 1\n---\nx", "---\nMood: 3\nPhone: 1\n---\n", 2, 3, "a title"),
        ("# A\n## B\n---\nphone: 1\n---\nx", "---\nphone: 1\n---\n", 1, 3, "a title"),
        ("mood: 3\nphone: 1\n---\nx", "mood: 3\nphone: 1\n---\n", 2, 1, "no line `---` stands above"),
        ("\n---\nmood: 3\nphone: 1\n\nbody", "---\nmood: 3\nphone: 1\n", 2, 2, "closes it"),
        ("\n---\nmood: 3\nphone: 1", "---\nmood: 3\nphone: 1", 2, 2, "closes it"),
        ("\n---\ntags:\n  - a\n- b\n# c\nx: {\n  y: 1\n}\nz:1\n---\n",
         "---\ntags:\n  - a\n- b\n# c\nx: {\n  y: 1\n}\nz:1\n---\n", 3, 2, "an empty line"),
        ('\n---\n"my key": 1\n---\n', '---\n"my key": 1\n---\n', 1, 2, "an empty line"),
    ],
)  # fmt: skip
def test_what_was_meant_as_front_matter_is_found(text: str, cut: str, keys: int, line: int, why: str) -> None:
    found = find_lookalike(text)
    assert found is not None
    assert (text[found.start : found.end], found.keys, found.line) == (cut, keys, line)
    assert why in found.why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n",
        "---\nprose\n---\n",
        "\n---\nprose between two rules\n---\nmore",
        "\n---\nSome words.\nShe said it: go on.\n---\nmore",
        "# Title\n\n---\nAnn: hello\nMe: oh\n---\nmore",
        "***\nToday: a walk\n***\nmore",
        "# Title\n\ntext\n\n---\nmood: 3\n---\n",
        "text\n---\nmood: 3\n---\n",
        "Mood: low today\n---\nmore",
        "today: a walk\n---\nmore",
        "mood: 3\n\nmore\n---\n",
        "mood: 3\nmore\n---\n",
        "mood: 3",
        "\n---\nAnn: hello\n\nmore",
        "\n---\n- a\n- b\n---\n",
        "\n---\n14:30 I went out\n---\n",
        "\n---\nhttps://example.org\n---\n",
        "\n---\nmood: 3\nmore words\n---\n",
        "\n---\n\n---\n",
        "**mood**: 3\n---\n",
        "\n---\n" + "a: 1\n" * 300,
    ],
)
def test_prose_is_left_alone(text: str) -> None:
    assert find_lookalike(text) is None


@pytest.mark.parametrize(
    ("body", "keys"),
    [("\n---\nphone: 1\n---\nx", 1), ("---\nmood: 3\n---\n", 1), ("----\nMood: 3\nphone: 1\n---\n", 2),
     ("---\nAnn: hello\n---\n", 0), ("# Title\n---\nmood: 3\n---\n", 0), ("mood: 3\n---\n", 0), ("text", 0)],
)  # fmt: skip
def test_below_front_matter_only_a_second_block_is_one(body: str, keys: int) -> None:
    found = find_lookalike(body, ruled=True)
    assert (found.keys if found else 0) == keys
    assert found is None or "above it already" in found.why


@given(
    st.lists(st.tuples(KEYS, VALUES), min_size=1, max_size=5),
    st.sampled_from(["\n", "\n \n", "# Title\n", "\n# Title\n\n"]),
    st.text("ab\n", max_size=9),
)
def test_properties_behind_blank_lines_or_a_title_are_found_whole(
    pairs: list[tuple[str, str]], before: str, body: str
) -> None:
    block = "".join(f"{key}: {value}\n" for key, value in pairs)
    text = f"{before}---\n{block}---\n{body}"
    found = find_lookalike(text)
    assert found is not None
    assert text[: found.start] + text[found.end :] == before + body
    assert found.keys == len(pairs)


@given(st.sampled_from(["\n", "# Title\n\n", ""]), st.lists(PROSE, max_size=6).map("\n".join), st.booleans())
def test_lines_without_a_colon_are_prose(before: str, words: str, ruled: bool) -> None:
    assert find_lookalike(f"{before}---\n{words}\n---\nmore\n", ruled=ruled) is None


LINES = st.sampled_from(["", " ", "---", "----", "***", "# t", "mood: 3", "Ann: x", "- a", "words", "**b**", "  c: d"])


@given(st.lists(LINES, max_size=8).map("\n".join), st.booleans())
def test_what_is_passed_over_at_once_is_none(body: str, headed: bool) -> None:
    header = read_header(("---\na: 1\n---\n" if headed else "") + body)
    if not (header.error or header.near_miss or _may_look_alike(header)):
        assert find_lookalike(header.body, ruled=bool(header.stated)) is None


@given(st.text(st.sampled_from("-—#: ab\n\u200b*"), max_size=40), st.booleans())
def test_any_text_is_told_without_an_error(text: str, ruled: bool) -> None:
    found = find_lookalike(text, ruled=ruled)
    assert found is None or 0 <= found.start < found.end <= len(text)
