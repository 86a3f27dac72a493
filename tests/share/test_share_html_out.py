"""HTML goes, with what a reader would not see of it, and ordinary words between tags stay."""

from collections import Counter

import pytest

from tj.share.html_out import strip_html


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("5 < 6, a <3 b, c > d, a<b, < b >, <>, <1>", "5 < 6, a <3 b, c > d, a<b, < b >, <>, <1>"),
        ("a < b = c and x <b and y", "a < b = c and x <b and y"),
        ("<b>a</b> <i\n>b</i> c<br>d<br/>e", "a b cde"),
        ("<details><summary>a</summary>b</details>", "ab"),
        ("<a href='x>y' title=\"z\">a</a>", "a"),
        ("<span hidden>a</span>b", "b"),
        ("<span hidden/>a", ""),
        ("<img hidden src=x>a", "a"),
        ("<svg/>a<svg / >b", "ab"),
        ("if x<y and a=b", "if x<y and a=b"),
        ("is x<y a=b <b>c</b>", "is x<y a=b c"),
        ("<div class=x>a<div>b<br/></div>c</div>d", "d"),
        ("<div hidden>a<br>b", ""),
        ("<p STYLE='color:red'>a</p><font color=white>b</font><p aria-hidden=true>c</p>d", "ad"),
        ("<script>a</script><SVG><a>b</a></SVG><title>c</title>d", "d"),
        ("</span hidden>a</b>b", "ab"),
        ("a<!DOCTYPE b>c<![CDATA[d > e]]>f<?g > h?>i", "acfi"),
        ("a<![CDATA[b", "a"),
        ("a <? b, a<?b, (<?>) and <!", "a <? b, a<?b, (<?>) and <!"),
        ("a\n> <?b c\nd", "a\n"),
        ("a\n<!DOCTYPE b\nc", "a\n"),
        (
            "x<y and y>z, List<String>, std::vector<int>, if a<b and c>d",
            "x<y and y>z, List<String>, std::vector<int>, if a<b and c>d",
        ),
        ("<<mon ami>> and Dear <name>, a<b>c</b>, a<b and>c</b>", "<<mon ami>> and Dear , ac, ac"),
        ("word<x hidden>a</x> word<x-y>b", "word wordb"),
        ("I am <x and y=z so\n\nmore > less", "I am <x and y=z so\n\nmore > less"),
        ("<p title='hidden class style'>a</p><abbr title=x data-hidden=y>b</abbr>", "ab"),
        ("<https://example.org/a?b=c> <mailto:me@example.org>", "https://example.org/a?b=c mailto:me@example.org"),
        ("<file:///a> <obsidian://b> <x-y:z>c", "  c"),
        ("<a b='c>d</a>e", "de"),
        ('a <i x="b\n\nc', "a "),
        ("a <i x=b <u>c</u>", "a "),
        ("<<b>i>a</<b>i>", "a"),
        ("<spa<b>n hidden>a</b></span>", "a"),
        ("&lt;b&gt; &amp;", "&lt;b&gt; &amp;"),
    ],
)
def test_html_goes_and_words_stay(text: str, left: str) -> None:
    removed: list[str] = []
    counts: Counter[str] = Counter()
    assert strip_html(text, counts, removed) == left
    assert counts["html"] == len(removed)
    assert strip_html(left, Counter(), []) == left


# The elements of the HTML standard, those it calls obsolete, and a few that only browsers knew.
SHOWN = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "b",
    "basefont",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "html",
    "i",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "mark",
    "marquee",
    "menu",
    "nav",
    "nobr",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "portal",
    "pre",
    "q",
    "rb",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "search",
    "section",
    "slot",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
]
NOT_SHOWN = [
    "script",
    "style",
    "template",
    "head",
    "title",
    "svg",
    "math",
    "iframe",
    "object",
    "noscript",
    "textarea",
    "select",
    "audio",
    "video",
    "canvas",
    "datalist",
    "dialog",
    "noembed",
    "noframes",
    "xmp",
    "map",
    "progress",
    "meter",
    "rp",
    "applet",
    "plaintext",
    "frameset",
]
EMPTY = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]


@pytest.mark.parametrize("name", SHOWN)
def test_of_an_element_that_is_shown_the_words_stay(name: str) -> None:
    assert strip_html(f"word<{name}>a</{name}>b", Counter(), []) == "wordab"
    assert strip_html(f"word<{name} hidden>a</{name}>b", Counter(), []) == "wordb"


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_an_element_that_is_not_shown_goes_with_its_words(name: str) -> None:
    assert strip_html(f"word<{name}>a<b>c</b></{name.upper()}>b", Counter(), []) == "wordb"
    assert strip_html(f"word<{name}>a", Counter(), []) == "word"


@pytest.mark.parametrize("name", EMPTY)
def test_an_element_that_holds_nothing_goes_alone(name: str) -> None:
    assert strip_html(f"word<{name}>a<{name} hidden>b", Counter(), []) == "wordab"
    assert strip_html(f"<p hidden>a<{name}>b</p>c", Counter(), []) == "c"


def test_what_goes_is_held() -> None:
    removed: list[str] = []
    strip_html("a <p title='b'>c</p> <span hidden>d <b>e</b></span>", Counter(), removed)
    assert removed == ["<p title='b'>", "</p>", "<span hidden>d <b>e</b></span>"]


@pytest.mark.parametrize(
    "text", ["<" * 5000, "<a " * 3000, "<a b='" * 2000, "<div>" * 2000, "<a x=\n" * 2000, "<?" * 4000 + ">"]
)
def test_long_runs_of_marks_come_to_an_end(text: str) -> None:
    assert len(strip_html(text, Counter(), [])) <= len(text)
