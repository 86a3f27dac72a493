"""Every form of private part is found, and doubt withholds rather than shows."""

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tj.entry.private import has_unclosed, private_spans

MARKDOWN = MarkdownIt("commonmark").enable("table")


def shown(body: str) -> str:
    for span in reversed(private_spans(body)):
        body = body[: span.start] + "█" + body[span.end :]
    return body


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("nothing", "nothing"),
        ("", ""),
        ("a %% b %% c %% d %% e", "a █ c █ e"),
        ("a\n%%\nb\n\nc\n%%\nd", "a\n█\nd"),
        ("a %%", "a █"),
        ("a %% b %% c %% d\n# e", "a █ c █"),
        ("a <!-- b --> c", "a █ c"),
        ("a <!-- b\n\nc --> d", "a █ d"),
        ("a <!-- b\n# c", "a █"),
        ("%% a <!-- %% b --> c", "█ c"),
        ("<!-- a %% --> b %% c", "█"),
        ("%% a %%%% b %% c", "█ c"),
    ],
)
def test_comments_are_private(body: str, left: str) -> None:
    assert shown(body) == left


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("`%%` a `%%`", "`%%` a `%%`"),
        ("```\n%% a %%\n```\nb", "```\n%% a %%\n```\nb"),
        ("`<!--` a", "`<!--` a"),
        ("see [x]: `%%` a", "see [x]: `%%` a"),
        ("a ` %% b %% c", "a ` █ c"),
        ("a `x` %% s %% `y` b", "a `x` █ `y` b"),
        (r"`a\` %% s %% `b", r"`a\` █"),
        (r"\\` a ` %% s %% ` b", r"\\` a ` █"),
        ("- a `\n- b `\n  ` %% s %% `", "- a `\n- b `\n  ` █"),
        ("<a href='`'> %% s %% `", "<a href='`'> █"),
        ("| ` | x ` %% s %% ` |", "| ` | x ` █"),
        ("`a\nb %% c` d %% s %% e", "`a\nb █"),
        ("%% a\n```\nb %% s\n```\n%%\nc", "█"),
        ("```\nnever closed %% s %% t\n", "```\nnever closed █"),
        ("``` %% s %%\na\n```\nb", "``` █"),
        ("    a %% b\n\nc %% s %% d", "    a █"),
        ("    `x` %% a\n`b` %% s %% d", "    `x` █"),
        ("<div>\n```\n%% s %%\n```\n</div>", "<div>\n```\n█"),
    ],
)
def test_a_comment_in_code_is_text_only_where_code_is_sure(body: str, left: str) -> None:
    assert shown(body) == left


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("a\n> [!private]\n> s\n\nb", "a\n█\n\nb"),
        ("> [!PRIVATE]- title\n> s\n> > deeper\nlazy\n\nb", "█\n\nb"),
        ("> [!private|wide] x\n>\n> s\n\n> other", "█\n\n> other"),
        (">[!private]+\n>s\nb\n# c", "█\n# c"),
        ("> a\n> > [!private]\n> > s\n> lazy\n> - b", "> a\n█\n> - b"),
        ("- > [!private]\n  > s\n- b", "█\n- b"),
        ("> - > [!private]\n>   > s\n> - b", "█\n> - b"),
        ("1. a\n   > [!private]\n   > s\n1. b", "1. a\n█\n1. b"),
        ("> [!private]\n> s\nlazy a - b # c\n\nd", "█\n\nd"),
        ("> [!private]\n> s\n2. no list of its own", "█"),
        ("> [!private]\n> s\n-\n    # no heading", "█"),
        ("> [!private]\n> s\n---\nb", "█\n---\nb"),
        ("> [!private]\n> s\n```\nb\n```", "█\n```\nb\n```"),
        ("> [!private]\n>\nb", "█\nb"),
        ("> [!private] %% a\n> b %%\n> s\n\nc", "█\n\nc"),
        ("```\n> [!private]\n> s\n```", "```\n> [!private]\n> s\n```"),
        ("> [!private]\n%% a %% s\n\nb", "█\n\nb"),
        ("> [!private]\n> %% a %%\ns\n\nb", "█\n\nb"),
        ("> > [!private]\n  %% a %%\n s\n\nb", "█\n\nb"),
        ("> [!private]\n> s\n\xa0\nt\n\nb", "█\n\nb"),
        ("> > [!private]\n> [!private]\n> ```\n> s\n> ```\n\nb", "█\n\nb"),
        ("> > [!private]\n> > s\n> # a > b\n\nc", "█\n> # a > b\n\nc"),
        ("> see [!private]\n> a", "> see [!private]\n> a"),
        ("> [!privately]\n> a", "> [!privately]\n> a"),
        ("[!private]\na", "[!private]\na"),
        ("> [!note] private\n> a", "> [!note] private\n> a"),
    ],
)
def test_a_private_callout_is_private_with_all_its_lines(body: str, left: str) -> None:
    assert shown(body) == left


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("a\n## Private\ns\n### deeper\nt\n## b\nc", "a\n█\n## b\nc"),
        ("## Private\ns\n# b", "█\n# b"),
        ("## Private\ns\n # b", "█\n # b"),
        ("## Private\ns\n  # b", "█\n  # b"),
        ("## Private\ns\n   # b", "█\n   # b"),
        ("### Private\ns\n## b\n### c", "█\n## b\n### c"),
        ("## PRIVATE ##\ns", "█"),
        ("## **Private** 🔒:\ns", "█"),
        ("## Private #mine ^id\ns", "█"),
        ("## Private <!-- why -->\ns\n# b", "█\n# b"),
        ("## Private {.x}\ns", "█"),
        ("## Private practice\na", "## Private practice\na"),
        ("## Private: about mum\ns", "█"),
        ("## Private - mum\ns\n## b", "█\n## b"),
        ("## 🔒 private, of last night\ns", "█"),
        ("# Private/mum\ns", "█"),
        ("Private (mum)\n===\ns", "█"),
        ("## Private-ish\na", "## Private-ish\na"),
        ("## Not private: open\na", "## Not private: open\na"),
        ("#Private\na", "#Private\na"),
        ("Private\n---\ns\n\nb\n=\nc", "█\nb\n=\nc"),
        ("Private\n===\ns\n## b\nc", "█"),
        ("Private\n---\ns\n## b\nc", "█\n## b\nc"),
        ("Private\n-\ns\n\nb\n----\nc", "█\nb\n----\nc"),
        ("> Private\n> ===\ns", "█"),
        ("| Private\n---\na", "| Private\n---\na"),
        ("- Private\n---\na", "- Private\n---\na"),
        ("Private\n\n---\na", "Private\n\n---\na"),
        ("## Private\ns\n---\nt", "█"),
        ("## Private\n> # quoted\ns", "█"),
        ("> ## Private\n> s\n\n## b", "█\n## b"),
        ("- # Private\n  s\n- # x\n# b", "█\n# b"),
        ("## Private\n    # code\ns", "█"),
        ("```\n## Private\n```\na", "```\n## Private\n```\na"),
        ("## Private\n```\n# code\n```\ns\n# b", "█\n# b"),
        ("## Private\n```\n# code that never ends\ns", "█"),
        ("## Private\n<div>\n```\n# code\n```\ns\n# b", "█"),
        ("```\n## Private\nnever closed", "```\n█"),
        ("%%\n## Private\n%%\na", "█\na"),
        ("## Private\n%%\n# hidden\n%%\ns\n# b", "█\n# b"),
        ("%%\n```\n%%\n## Private\n```\ns", "█"),
        ("Private\n-  \ns", "█"),
        ("## Private\n<pre>\n# code\n</pre>\ns\n# b", "█\n# b"),
        ("## Private\n<pre>\nx</pre>\n# b", "█\n# b"),
        ("## Private\n<div>\n# text\n</div>\ns\n\n# b", "█\n# b"),
        ("## Private\n<https://a.example>\n# b", "█\n# b"),
        ("## Private\n> quoted\nlazy\n----\ns", "█"),
        ("## Private\n- a\n\n  b\n===\ns", "█"),
        ("## Private\n[x]: y\n----\ns", "█"),
        ("### Private\n> ## Private\n\n### c\ns\n## b", "█\n## b"),
        ("## Private\n## Private\ns\n## b", "█\n█\n## b"),
        ("a\n<h2>Private</h2>\ns\n\n<h2>b</h2>\nc", "a\n█\n<h2>b</h2>\nc"),
        ("<h2 title='a>b'>\n<b>Private</b>\n</h2>\ns\n\n### c\n\n# b", "█\n# b"),
        ("<H3>Private</H3>\n<div>\n<h3>b</h3>\ns\n</div>", "█"),
        ("## Private\n<h1>b</h1>\ns", "█"),
        ("<h2>Private</h2>\n%%\n<h1>b</h1>\n%%\ns", "█"),
        (
            "`<h2>Private</h2>` a\n\n```\n<h2>Private</h2>\n```\nb",
            "`<h2>Private</h2>` a\n\n```\n<h2>Private</h2>\n```\nb",
        ),
        ("<h2>Private <h2>b</h2>", "<h2>Private <h2>b</h2>"),
        ("a <h2>Private</h3> s", "a █"),
        ("<H2>Private</H2>\ns", "█"),
        ("Private\na -\nb", "Private\na -\nb"),
        ("<h2>Private</h2>\ns\n\nx <h2>b</h2>\nc", "█"),
        ("<h2>Private</h2>\ns\n\n<h2>b</h2> x\nc", "█"),
        ("<h2></h2>Private</h2>\na", "<h2></h2>Private</h2>\na"),
    ],
)
def test_a_private_section_ends_only_at_a_sure_heading(body: str, left: str) -> None:
    assert shown(body) == left


def test_what_is_never_closed_is_told_apart() -> None:
    assert [(span.kind, span.closed) for span in private_spans("%% a %%\n<!-- b -->\n> [!private]\n\n## Private")] == [
        ("comment", True), ("html-comment", True), ("callout", True), ("section", True)]  # fmt: skip
    assert [(span.kind, span.closed) for span in private_spans("a\n## Private\nb %% c")] == [("section", False)]
    assert [(span.kind, span.closed) for span in private_spans("## Private\na\n# b")] == [("section", True)]


MARKS = st.lists(
    st.sampled_from(["%", "%%", "<!--", "-->", "a", "\n", "`", "~~~\n", "    ", "> [!private]", "# Private\n"])
)


@given(MARKS.map("".join))
@example("%% a %% b %%")
@example("%% a %%")
@example("%%%% %%")
@example("`%%` %% a %%")
@example("<!-- a --> %% b")
def test_that_something_is_never_closed_is_told_as_where(body: str) -> None:
    assert has_unclosed(body) == (not all(span.closed for span in private_spans(body)))


def test_a_long_run_of_spaces_is_read_at_once() -> None:
    assert shown("# a" + " " * 20_000 + "x\n%% s %%").endswith("x\n█")


LINES = st.lists(
    st.sampled_from(
        ["%%", "%% s %%", "<!--", "-->", "a <!-- b --> c", "> [!private]", "> s", "## Private", "# b", "### c", "text",
         "", "```", "~~~", "    ```", "Private", "---", "===", "- > [!private]", "  > s", "`", "`%%`", "> # q", "<div>"]
    ),
    max_size=12,
).map("\n".join)  # fmt: skip


@given(LINES)
def test_spans_are_in_order_apart_and_within_the_body(body: str) -> None:
    spans = private_spans(body)
    assert all(0 <= span.start < span.end <= len(body) for span in spans)
    assert all(first.end < second.start for first, second in pairwise(spans))
    assert all(span.closed or span.end == len(body) for span in spans)


@given(LINES)
def test_taking_private_parts_out_comes_to_an_end(body: str) -> None:
    for _ in range(len(body) + 1):
        spans = private_spans(body)
        if not spans:
            return
        for span in reversed(spans):
            body = body[: span.start] + body[span.end :]
    raise AssertionError("private parts are left")


PIECES = ("`", "`", "``", "\\`", "\\\\`", "a", "b ", "S", "S", " ", "<b>", "<https://x`>", "|", "*", "[x](y)",
          "`` ` ``", "`T %%\nu`", "``T %% ``")  # fmt: skip
OPENINGS = ("", "", "- ", "> ", "1. ", "    ", "# ", "| ", "<div>", "<pre>", "</pre>", "|---|---|", "[x]: `y", "<!-- x",
            "--> ", "- - ", "```\n", "~~~\n")  # fmt: skip


def code_of(tokens: list[Token]) -> str:
    inner = [code_of(token.children) for token in tokens if token.children]
    kinds = ("fence", "code_block", "code_inline")
    return "\n".join([token.content for token in tokens if token.type in kinds] + inner)


WRITTEN = st.lists(st.tuples(st.sampled_from(OPENINGS), st.lists(st.sampled_from(PIECES), max_size=8)), max_size=6)


@given(WRITTEN)
def test_a_comment_outside_of_commonmarks_code_is_always_private(written: list[tuple[str, list[str]]]) -> None:
    body = "\n".join(opening + "".join(pieces) for opening, pieces in written)
    secrets, singles = [f"s{n}s" for n in range(body.count("S"))], [f"t{n}t" for n in range(body.count("T"))]
    for secret in secrets:
        body = body.replace("S", f"%% {secret} %%", 1)
    for single in singles:
        body = body.replace("T", single, 1)
    code = code_of(MARKDOWN.parse(body))
    # A single mark in text would rightly turn inside and outside around, so single ones stand in code only.
    assume(all(single in code for single in singles))
    spans = private_spans(body)
    for secret in secrets:
        at = body.index(secret)
        if secret not in code:
            assert any(span.start < at < span.end for span in spans), secret
