"""Markdown of someone else's is made to say its words and do nothing, by the reading of two other Markdown parsers."""

import re
from collections.abc import Iterator

import mistune
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tj.entry.lines import scan_lines
from tj.entry.private import private_spans
from tj.share.tame import tame, tame_line, tame_strictly

# What some program acts on wherever it stands in a file, escaped or not.
RAW = re.compile(r"%%|<!--|<%|\[\[|!\[|```|~~~|::|\{\{|\{>>|\$\$|</?[A-Za-z]|<[!?]")
LINKS = re.compile(r"https://[^\s)]+|mailto:[^\s)]+")
ALLOWED = {
    "paragraph", "heading", "bullet_list", "ordered_list", "list_item", "blockquote", "inline", "text", "text_special",
    "softbreak", "hardbreak", "em", "strong", "s", "link", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
MARKS = [
    "%%", "<!--", "-->", "<b>", "</b>", "<script>", "<%", "%>", "[[", "]]", "![[", "![", "](", "[", "]", "(", ")",
    "https://a.org/x", "http://a.org", "mailto:a@b.org", "javascript:alert(1)", "obsidian://x", "`", "```", "~~~",
    "#", "# ", "#session", "#win", "Private", "private", "> ", "[!private]", "- ", "- [ ] ", "* ", "1. ", "---",
    "===", "***", "::", ":", "(mood:: 4)", "14:30", "^", " ^id", "$", "$$", "{{", "{>>", "\\", "\\\\", "|", "|--|",
    "&lt;", "&", "\n", "\n\n", "    ", "\t".expandtabs(4), " ", "word", "ä", "\u202e", "\u200b", "\u2028",
    "dataview", "=", "$=", "+", "🔁",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(MARKS), max_size=14).map("".join)
ANY = st.one_of(HOSTILE, st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=120))
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(found: list[Token]) -> Iterator[Token]:
    for token in found:
        yield token
        yield from tokens(token.children or [])


def check(text: str) -> None:
    """Assert that no parser sees anything in `text` but words, and that no mark of a program stands in it."""
    for token in tokens(PARSER.parse(text)):
        kind = re.sub(r"_(open|close)$", "", token.type)
        assert kind in ALLOWED, (kind, text)
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith(("https://", "mailto:")), text
    bare = LINKS.sub("", text)
    assert not RAW.search(bare), text
    assert "```" not in text
    assert private_spans(text) == [], text
    assert not any(line.code or line.open_fence for line in scan_lines(text)), text
    assert not re.search(r"(?<!\S)#(?=[\w/-])|\s\^[\w-]+\s*$", bare, re.MULTILINE), text


@pytest.mark.parametrize(
    ("text", "tamed"),
    [
        ("- a\n    b", "- a\n    b"),
        ("- a\n\nb\n        c", "- a\n\nb\nc"),
        ("a\n    b", "a\nb"),
        ("> a\n    b", "> a\nb"),
        ("- a\n" + " " * 30 + "b", "- a\n" + " " * 12 + "b"),
        ("1. a\n   - b\nc", "1. a\n   - b\nc"),
        ("# a #\n###### b", "### a\n###### b"),
        ("costs $5", "costs $5"),
        ("$a$", "\\$a\\$"),
    ],
)
def test_lists_headings_and_sums_stay(text: str, tamed: str) -> None:
    assert tame(text) == tamed


@given(ANY)
@example("- a\n\n          deep")
@example("> \u2028# Private\n> x")
@example("a\n-\n")
@example("[a`](https://a.org/x)`")
@example("[a\\](https://a.org/x)")
@example("\\\\[a](javascript:x)")
@example("!\\[a](https://a.org/x)")
@example("https://a.org/::b%%c[[d]]")
@example("[https://a.org/](javascript:x)")
@example("&#35;session &#37;&#37;")
@example("1. ")
def test_nothing_is_set_off(text: str) -> None:
    tamed = tame(text)
    if not re.search(r"^ {4,}", tamed, re.MULTILINE):  # deep in a list an item may be too deep, and reads as code
        check(tamed)
    else:
        assert not RAW.search(LINKS.sub("", tamed)), tamed
        assert private_spans(tamed) == []
    check(f"- {tame_line(text)}")
    blocks = {token.type for token in PARSER.parse(f"- {tame_line(text)}") if token.type.endswith("_open")}
    assert blocks <= {"bullet_list_open", "list_item_open", "paragraph_open"}
    check(tame_strictly(text))
    assert "\n" not in tame_line(text)


def letters(text: str) -> str:
    """Return the letters and digits of a text, but for those that nobody sees."""
    seen = re.sub("[\u115f\u1160\u3164\uffa0\U000e0000-\U000e01ef]", "", text)
    return "".join(sign for sign in seen if sign.isalnum())


@given(ANY)
def test_no_letter_or_digit_is_lost(text: str) -> None:
    meant = letters(text.replace("&lt;", "<"))
    for tamed in (tame(text), tame_line(text), tame_strictly(text.replace("&lt;", "<"))):
        assert letters(tamed.replace("&lt;", "<").replace("\\&lt\\;", "<")) == meant, tamed


@given(ANY)
def test_what_is_tame_is_rendered_without_a_backslash_of_ours(text: str) -> None:
    plain = re.sub(r"[\\&]", "", text)
    html = str(mistune.html(tame_strictly(plain)))
    assert "\\" not in html


@pytest.mark.parametrize(
    ("text", "tamed"),
    [
        ("Dear Mara,\n\n**small** steps, *slowly*: 100% & 5 < 6 - $20", None),
        ("- one\n- two\n    - inner\n\n1. first\n2. second\n\n> quoted", None),
        ("[a page](https://example.org/a_b?c=d#e) and [mail](mailto:a@example.org)", None),
        ("see https://example.org/x#y (or not)", None),
        ("# Sleep\n\n## Why #", "### Sleep\n\n#### Why"),
        ("# Private", "\\### Private"),
        ("a\n---\nb\n===\n- ---\n***", "a\n\\---\nb\n\\===\n\\- ---\n\\***"),
        ("- # Private", "- \\# Private"),
        ("- [x] done #session", "- \\[x] done \\#session"),
        ("- 14:30 (mood:: 4)", "- 14:30 (mood:\\: 4)"),
        ("> [!private] x", "> \\[!private] x"),
        ("%% x %% %\\%", "%\\% x %\\% %\\%"),
        ("<!-- x --> <b>", "&lt;!-- x --> &lt;b>"),
        ("\\<!-- x", "&lt;!-- x"),
        ("<% tp.x %> {{date}} {>>x<<}", "&lt;% tp.x %> {\\{date}} {\\>>x<<}"),
        ("`= this.file`", "\\`= this.file\\`"),
        ("```dataview\nLIST\n```", "\\`\\`\\`dataview\nLIST\n\\`\\`\\`"),
        ("~~~tasks\n~~~", "~~\\~tasks\n~~\\~"),
        ("![[note]] [[note]] ![a](https://a.org/b.png)", "!\\[\\[note]] \\[\\[note]] !\\[a](https://a.org/b.png)"),
        ("[x](javascript:alert(1)) [x](http://a.org)", "\\[x](javascript:alert(1)) \\[x](http\\://a.org)"),
        ("obsidian://open file:///etc", "obsidian\\://open file\\:///etc"),
        ("[a]: https://a.org\n[^1]: note", "\\[a]: https://a.org\n\\[\\^1]: note"),
        ("$x$ and $$y$$", "\\$x\\$ and \\$\\$y\\$\\$"),
        ("a line ^block", "a line \\^block"),
        ("    code", "code"),
        ("a\u202eb\u2066c\u2028d", "abc d"),
    ],
)
def test_how_it_is_written(text: str, tamed: str | None) -> None:
    assert tame(text) == (text if tamed is None else tamed)


@pytest.mark.parametrize(
    ("text", "tamed"),
    [("# Private", "\\# Private"),
     ("- walk", "\\- walk"), ("> so", "\\> so"), ("12. May", "12\\. May"), ("---", "\\---"),
     ("a  b\nc", "a b c"), ("2 walks", "2 walks"), ("=", "\\=")],
)  # fmt: skip
def test_how_a_line_is_written(text: str, tamed: str) -> None:
    assert tame_line(text) == tamed
