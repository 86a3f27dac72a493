"""Which lines are code: never more than CommonMark says, since what is code hides a private mark."""

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tj.entry import blocks
from tj.entry.blocks import fenced_blocks, list_marks, looks_like_fence
from tj.entry.lines import code_spans, find_code, scan_lines, sure_code

COMMONMARK = MarkdownIt("commonmark")
FRAGMENTS = (
    "```", "````", "~~~", "~~~~", "``` py", "~~~ `x`", "```x`y", "  ```", "   ~~~", "    ```", "      ```", "\t```",
    "> ```", ">```", "> > ~~~", ">     ```", ">\t```", "- ```", "-    ```", "-     ```", "-      ```", "-\t```",
    "1. ```", "2. ~~~", "10) ```", "- > ```", "> - ```", "- - ```", "- 1. - ~~~", "", "", "  ", ">", "-", "1.",
    "text", "  text", "    text", "> text", "- item", "* item", "   - item", "     deeper", "\ttab", "-\ttab",
    "# head", "---", "===", "***", "- - -", "2. two", "%% x %%", "%%", "+ ", "    - x", "> # h", "> - text",
    ">   ```", ">   text", "`tick",
)  # fmt: skip
HTML = ("<div>", "</div>", "<b>bold</b>", "<https://a.example>", "<!-- x -->", "<pre>x</pre>", "<?x?>", "<!X y>")
# Behind these, parsers differ on what is still inside of a quote or an item.
DISPUTED = ("[x]: y", "  - [x]: y", "\xa0", "10. ```", "=", "1. <b> x", "<script>")


def fenced_by_commonmark(body: str) -> set[int]:
    fences = [token.map for token in COMMONMARK.parse(body) if token.type == "fence" and token.map]
    return {number for first, last in fences for number in range(first, last)}


def fenced(body: str, *, openly: bool = False) -> set[int]:
    return {line.number for line in scan_lines(body) if line.code or (openly and line.open_fence)}


def bare(body: str, numbers: set[int]) -> set[int]:
    """Leave out lines with nothing on them: parsers differ on whether they still belong to a block."""
    lines = body.split("\n")
    return {number for number in numbers if number < len(lines) and lines[number].strip("> \t")}


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("\n".join))
def test_fenced_lines_are_those_of_commonmark(body: str) -> None:
    inside = fenced(body, openly=True)
    assume(not any(looks_like_fence(text) for number, text in enumerate(body.split("\n")) if number not in inside))
    assert bare(body, inside) == bare(body, fenced_by_commonmark(body))


@given(st.lists(st.sampled_from([*FRAGMENTS, *HTML, *DISPUTED]), max_size=12).map("\n".join))
def test_no_line_is_code_that_commonmark_shows_as_text(body: str) -> None:
    assert bare(body, fenced(body)) <= bare(body, fenced_by_commonmark(body))


@given(st.text(alphabet="`~>- \t\nx1.<!*#=|", max_size=60))
def test_lines_put_together_are_the_body(body: str) -> None:
    lines = scan_lines(body)
    assert "\n".join(line.text for line in lines) == body
    assert [body[line.start : line.end] for line in lines] == [line.text for line in lines]
    assert [line.number for line in lines] == list(range(len(lines)))
    assert not any(line.code and line.open_fence for line in lines)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("```\nx\n```\ny", {0, 1, 2}),
        ("~~~~\n~~~\n~~~~\ny", {0, 1, 2}),
        ("```\nx", set()),
        ("> ```\n> x\ny", {0, 1}),
        ("- ```\n  x\ny", {0, 1}),
        ("-     ```\n      x\n      ```", set()),
        ("text\n    ```\n    x\n    ```", set()),
        ("text\n2. ```\n   x\n   ```\n", set()),
        ("-\n\n  ```\n  x\n  ```\n", {2, 3, 4}),
        ("<div>\n```\nx\n```\n</div>\n\n```\ny\n```", set()),
        ("<pre>\n\n```\nx\n```\n</pre>\n```\ny\n```", set()),
        ("<!-- a\n\nb -->\n```\nx\n```", {3, 4, 5}),
        ("<!-- a -->\n\n```\nx\n```", {2, 3, 4}),
        ("> <div>\n\n```\nx\n```", {2, 3, 4}),
        ("<div>\n<!-- a\n\nb\n-->\n\n```\nx\n```", {6, 7, 8}),
        ("```\nx\n```\n\n    ```\n\n```\ny\n```", {0, 1, 2}),
        ("<!-- a -->\n```\nx\n```", {1, 2, 3}),
        ("<https://a.example>\n```\nx\n```", {1, 2, 3}),
        ("``` `\nx\n```\n", set()),
        ("- - [x]: y\nlazy\n      ```\nx", set()),
        ("> a\nlazy\n10. ```\n    x\n    ```", set()),
        ("> a\nlazy\n```\nx\n```", {2, 3, 4}),
        ("> a\nlazy\n\nb\n- ```\n  x\n  ```", {4, 5, 6}),
        ("<div>\n<pre>\n\n```\nx\n```\n</pre>", set()),
        ("100) a\n\n    b\n     ```\n     x\n     ```", set()),
        ("100) a\n\n     b\n     ```\n     x\n     ```", {3, 4, 5}),
        ("> a\nlazy\n\n b\n- ```\n  x\n  ```", set()),
        ("> a\nlazy\n\n> b\n> ```\n> x\n> ```", {4, 5, 6}),
        ("- [x]: y\n\n  b\n  ```\n  x\n  ```", set()),
        ("[x]: y\nb\n ```\nx\n ```", set()),
        ("[x]: y\n\nb\n ```\nx\n ```", {3, 4, 5}),
        ("[x]: y\n\n- b\n ```\nx\n ```", {3, 4, 5}),
        ("[x]: y\n\n b\n ```\nx\n ```", set()),
        ("> <b>\nb\n ```\nx\n ```", set()),
        ("1. <b> a\nb\n   > ~~~\n>\n   > <div>", set()),
        ("[x]: y\n-\n  ```\n```x`y\n```", set()),
    ],
)
def test_a_fence_is_code_where_it_is_closed_and_has_its_place(body: str, code: set[int]) -> None:
    assert fenced(body) == code


def test_a_fence_that_is_never_closed_is_told_apart() -> None:
    lines = scan_lines("a\n```dataview x\nb")
    assert [(line.code, line.open_fence, line.info) for line in lines] == [
        (False, False, ""), (False, True, "dataview"), (False, True, "")]  # fmt: skip
    assert [line.info for line in scan_lines("``` {tj}\n```")] == ["tj", ""]
    assert [line.info for line in scan_lines("``` XaX b\n```")] == ["XaX", ""]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a `b` c", ["`b`"]),
        ("`` ` `` `c`", ["`` ` ``", "`c`"]),
        ("`a", []),
        ("``a`", []),
        (r"\`a` b`", ["` b`"]),
        (r"\\`a` b`", ["`a`"]),
        (r"`a\` b`", ["`a\\`"]),
        (r"\``a`", ["`a`"]),
        (r"\`", []),
    ],
)
def test_inline_code_runs_to_as_many_ticks(text: str, code: list[str]) -> None:
    assert [text[start:end] for start, end in code_spans(text)] == code


@pytest.mark.parametrize(
    ("body", "sure"),
    [
        ("no code", []),
        ("a `b` c\nd `e`", ["`b`", "`e`"]),
        ("```\nx\n```", ["```", "x", "```"]),
        ("```\nx", []),
        ("a ` b\nc `d`\n\n`e`", ["`e`"]),
        ("<a href='`'> `b`\n`c`\n\n`d`", ["`d`"]),
        ("`<b>` `c`", ["`<b>`", "`c`"]),
        ("a <<b> `c`", ["`c`"]),
        ("a ` b\n\xa0\n` %% c %% `", []),
        ("<pre>`a`\n\n`b`\n</pre>\n\n`c`", ["`c`"]),
        ("<!-- `a` -->\n\n`c`", ["`c`"]),
        ("[x]: /y\n`a`", []),
        ("> - [x]: /y\n`a`", []),
        ("| `a | b` |\n|---|---|", []),
        ("`a`\n\n<div>\n    ```\n`b`", ["`a`"]),
    ],
)
def test_code_is_sure_only_where_no_tick_can_have_another_meaning(body: str, sure: list[str]) -> None:
    assert [body[start:end] for start, end in sure_code(body, scan_lines(body))] == sure


@given(st.lists(st.sampled_from([*FRAGMENTS, *HTML, "a `b` c", "a ` c", "| ` |"]), max_size=10).map("\n".join))
def test_sure_and_doubtful_code_are_in_order_and_apart(body: str) -> None:
    sure, doubtful = find_code(body, scan_lines(body))
    for spans in (sure, doubtful):
        assert spans == sorted(spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_doubt_reaches_from_the_first_tick_to_the_last() -> None:
    body = "one ` two\nthree ` four\n\n`"
    assert [body[start:end] for start, end in find_code(body, scan_lines(body))[1]] == ["` two\nthree `"]


def test_the_marks_before_a_line_are_found() -> None:
    assert [list_marks(text) for text in ("a", "  > - a", "> 1. > a", "-a", "12) a", "")] == [
        "", "  > - ", "> 1. > ", "", "12) ", ""]  # fmt: skip
    assert looks_like_fence("> - ~~~")
    assert not looks_like_fence("```a```")


@given(st.lists(st.sampled_from([*FRAGMENTS, *HTML, *DISPUTED, "<", "`` x", "é", "_x"]), max_size=14))
def test_fences_are_found_as_by_a_look_at_each_line(texts: list[str]) -> None:
    assert list(fenced_blocks(texts)) == list(blocks._blocks(texts, 0, len(texts)))


CODE = (
    *FRAGMENTS,
    *HTML,
    *DISPUTED,
    "`",
    "``",
    "a|b",
    "<",
    "`<b",
    "<b x='`'>",
    "</script>",
    "-->",
    "[",
    "]: `",
    "[`]: x",
)


@given(st.lists(st.sampled_from(CODE), max_size=12), st.sampled_from(["\n", " \n", " "]))
def test_a_line_that_can_tell_nothing_of_code_needs_no_look(pieces: list[str], by: str) -> None:
    body = by.join(pieces)
    found = find_code(body, scan_lines(body))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tj.entry.lines._MAY_TELL_OF_CODE", re.compile(""))
        assert found == find_code(body, scan_lines(body))
