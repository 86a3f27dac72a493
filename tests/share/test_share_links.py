"""Links come down to their words, to the character, and name neither notes nor files."""

from collections import Counter

import pytest

from tj.share.links import Links, links_of, strip_links

SHARED = Links(
    links_of({"journal/a.md": "2026-03-01", "x/b.md": "", "y/b.md": ""}),
    {"1.png": "../att/0001.png"},
    frozenset({"walk"}),
)


def stripped(text: str, links: Links = SHARED) -> str:
    return strip_links(text, links, Counter(), [])[0]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # wikilinks
        ("[[x]]", "another entry"),
        ("[[x|words]] [[x#h|words]] [[x\\|words]]", "words words words"),
        ("[[#heading]] [[#^block]]", "heading "),
        ("[[a]] [[a#h]] [[journal/a]] [[a.md]]", "2026-03-01 2026-03-01 2026-03-01 2026-03-01"),
        ("[[b]] [[walk]] [[goals/walk#x]]", "another entry walk walk"),
        ("[[x [y] z]] [[x", "another entry another entry"),
        ("[[x\ny]] z", "another entry z"),
        ("a ![[x [y] z]] b ![[c", "a another entry b another entry"),
        ("[[x\n\ny]] z", "another entry\n\ny]] z"),
        ("[[x|words]](y.md)", "words"),
        ("[[x|words]](or so)", "words(or so)"),
        ("![[x]] ![[x#h|y]] ![[x.pdf]]", "  "),
        # Markdown links
        ("[words](x.md) [words](<x y.md> 'z')", "words words"),
        ("[](x.md) [](a.md)", "another entry 2026-03-01"),
        ("[a [b] c](x) [a [b] c](<x y.md> 'z')", "[a [b] c] [a [b] c]"),
        ("[a [b] c](https://example.org)", "[a [b] c](https://example.org)"),
        ("[a [b] c](so to say)", "[a [b] c](so to say)"),
        ("[a [b] c](x.md", "[a [b] c]"),
        ("[words](x(y(z(q))).md)", "words"),
        ("[words](so to say) and [words](x y.md)", "[words](so to say) and words"),
        ("[words](https://example.org/a_(b) 'title')", "[words](https://example.org/a_(b))"),
        ("[https://example.org](https://other.example)", "https://other.example"),
        ("[mail](mailto:me@example.org)", "[mail](mailto:me@example.org)"),
        ("[![alt](1.png)](x.md)", "![alt](../att/0001.png)"),
        # references
        ("[words][r] [r][] [r]\n\n[R]: x.md 'title'", "words r r\n\n"),
        ("[words][r]\n\n[r]: https://example.org", "[words](https://example.org)\n\n"),
        ("[words][r] [q]\n\n[r]: x.md (a title)\n> [q]: <y z.md>\n> 'another\n> title'\nend", "words q\n\n\n\nend"),
        ("[words][none] [none] [x]: y", "[words][none] [none] [x]: y"),
        ("[a [b] c][r]\n\n[r]: x.md", "[a [b] c]\n\n"),
        ("[a [b] c][none]\n\n[r]: x.md", "[a [b] c][none]\n\n"),
        ("![alt][r] ![r]\n\n[r]: 1.png", "![alt](../att/0001.png) ![r](../att/0001.png)\n\n"),
        ("[r] [r]\n\n[r]: x.md\n[r]: https://example.org", "r r\n\n\n"),
        # footnotes
        ("a[^1]\n\n[^1]: b[^2]\n[^2]: c\n", "a[^1]\n\n[^1]: b[^2]\n[^2]: c\n"),
        ("a\n\n[^1]: b\nc\n    d\n\n    e\n\nf", "a\n\n\n\nf"),
        ("a\n\n[^1]: b\n- c\n# d", "a\n\n\n- c\n# d"),
        ("a[^1]\n\n[^1]: b\n[^1]: c", "a[^1]\n\n[^1]: b\n"),
        # pictures
        ("![alt](1.png) ![alt](1.png 'title')", "![alt](../att/0001.png) ![alt](../att/0001.png 'title')"),
        ("![[1.png]] ![[1.png|300x200]]", "![](../att/0001.png) ![](../att/0001.png)"),
        ("![[1.png|alt]] ![[2.png|alt]] ![alt](2.png)", "![alt](../att/0001.png) alt alt"),
        ("![alt](https://example.org/1.png) ![alt](data:image/png;base64,AA==)", "alt alt"),
    ],
)
def test_links_come_down_to_their_words(text: str, left: str) -> None:
    assert stripped(text) == left


def test_what_goes_is_counted_by_its_kind_and_held() -> None:
    counts: Counter[str] = Counter()
    removed: list[str] = []
    text = "[[x]] [a](y.md) ![[z]] ![b](2.png) ![c](https://example.org/3.png)\n\n[^1]: d\n\n[r]: e.md\n"
    _, wanted = strip_links(text, SHARED, counts, removed)
    assert counts == {"link": 2, "embed": 1, "attachment": 1, "remote image": 1, "footnote": 1, "definition": 1}
    assert wanted == ["2.png"]
    for name in ("x", "(y.md)", "![[z]]", "2.png", "[^1]: d"):
        assert name in removed


@pytest.mark.parametrize(
    ("text", "kind", "held"),
    [
        ("a [[x", "link", "[[x"),
        ("a ![[x [y] z]] b", "link", "[[x [y] z]]"),
        ("[a [b] c](x.md)", "link", "x.md"),
        ("[a [b] c][r]\n\n[r]: x.md", "link", "r"),
        ("[words](x y.md)", "link", "x y.md"),
        ("[[x|words]](y.md)", "link", "y.md"),
        ("[words][r]\n\n[r]: x.md", "link", "x.md"),
        ("![b](<2.png> 'c')", "attachment", "2.png"),
        ("![b](https://example.org/3.png 'c')", "remote image", "https://example.org/3.png 'c'"),
        ("![[a.pdf]]", "embed", "![[a.pdf]]"),
        ("![b](DATA:image/png;base64,AA==)", "remote image", "DATA:image/png;base64,AA=="),
    ],
)
def test_each_way_to_link_is_counted_and_held(text: str, kind: str, held: str) -> None:
    counts: Counter[str] = Counter()
    removed: list[str] = []
    strip_links(text, SHARED, counts, removed)
    assert counts[kind] >= 1
    assert any(held in one for one in removed)


@pytest.mark.parametrize(
    "text", ["[" * 4000, "[[\n" * 1500, "[a](" * 2000, "](" * 2000 + ")", "[^a]: x\n" * 1000, "> " * 3000 + "[x]"]
)
def test_long_runs_of_brackets_do_not_lose_the_way(text: str) -> None:
    assert stripped(text + "\n\nend").endswith("end")
