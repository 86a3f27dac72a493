"""Notes as HTML that can do nothing."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.report.markup import line_to_html, markdown_to_html

IMAGES = {"att/0001.jpg": ("image/jpeg", b"xx"), "att/0002.svg": ("image/svg+xml", b"<svg/>")}


class Tags(HTMLParser):
    """Collects the tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def html(text: str) -> str:
    return markdown_to_html(text, IMAGES)


def test_headings_begin_below_those_of_the_page() -> None:
    assert re.findall(r"<h\d", html("# a\n\n## b\n\n### c\n\n#### d\n\n###### f")) == [
        "<h4",
        "<h5",
        "<h6",
        "<h6",
        "<h6",
    ]


def test_plain_markdown_is_shown() -> None:
    text = html("*a* **b** ~~c~~ `d`\n\n| x |\n|---|\n| y |\n\n- [x] e\n- [ ] f\n\n3. g\n\n> h\n\ni[^1]\n\n[^1]: j")
    for part in ("<em>a</em>", "<strong>b</strong>", "<del>c</del>", "<code>d</code>", "<td>y</td>", "<li>☑ e</li>",
                 "<li>☐ f</li>", '<ol start="3">', "<blockquote>", "<sup>"):  # fmt: skip
        assert part in text


def test_html_is_shown_as_text() -> None:
    assert html("<script>alert(1)</script> <b onclick=x>b</b>").count("<") == 2
    assert "&lt;script&gt;" in html("a <script>x</script>")
    assert html("`<h1>`") == "<p><code>&lt;h1&gt;</code></p>\n"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "other.md", "//elsewhere.test/x", "file:///etc/x", "#top", ""],
)
def test_links_that_lead_elsewhere_lead_nowhere(address: str) -> None:
    assert "href" not in html(f"[words]({address})")
    assert "words" in html(f"[words]({address})")


def test_links_to_the_web_and_mail_stay() -> None:
    text = html("[a](https://a.test/b?c=1&d=2) [m](mailto:a@b.test)")
    assert '<a href="https://a.test/b?c=1&amp;d=2" rel="noreferrer noopener">a</a>' in text
    assert 'href="mailto:a@b.test"' in text


def test_a_known_image_is_put_in() -> None:
    assert '<img src="data:image/jpeg;base64,eHg=" alt="a &quot;b&quot;">' in html('![a "b"](att/0001.jpg)')


@pytest.mark.parametrize(
    "address", ["https://a.test/x.png", "att/0002.svg", "att/none.jpg", "data:image/png;base64,eHg=", "//a.test/x.png"]
)
def test_any_other_image_is_only_its_words(address: str) -> None:
    assert html(f'![words src="x"]({address})') in (
        "<p>words src=&quot;x&quot;</p>\n",
        '<p>words src="x"</p>\n',
    )


def test_footnotes_leave_no_ids() -> None:
    text = html("a[^1] b[^1]\n\n[^1]: note")
    assert "id=" not in text
    assert "class=" not in text


@given(st.text(st.sampled_from("<>&\"'`[]()!#*_~|=-:^/\\ \nabsrcjonhtp\x00"), max_size=80))
def test_nothing_but_harmless_tags_comes_out(text: str) -> None:
    for tag, attributes in Tags(html(text)).found:
        assert tag not in {"script", "style", "iframe", "object", "form", "svg", "link", "meta", "base", "input"}
        assert set(attributes) <= {"href", "title", "rel", "src", "alt", "start"}
        assert (attributes.get("src") or "data:image/").startswith("data:image/")
        assert re.match(r"https?://|mailto:", attributes.get("href") or "https://")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("the hours *after* a no", "the hours <em>after</em> a no"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("`<b>` and <b onclick=x>*so*</b>", "<code>&lt;b&gt;</code> and &lt;b onclick=x&gt;<em>so</em>&lt;/b&gt;"),
        ("- [ ] *a list*", "- [ ] *a list*"),
        ("[x](javascript:alert) *y*", None),
        ("![gone](a.png) *y*", "gone <em>y</em>"),
    ],
)
def test_a_line_has_its_emphasis_and_nothing_else(text: str, html: str | None) -> None:
    found = line_to_html(text)
    assert "javascript" not in found
    assert html is None or found == html
