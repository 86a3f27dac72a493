"""The report as a page: whole, and harmless whatever the notes hold."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from tests.report.drawings import parsed, steps
from tj.config import Settings
from tj.entry.model import Entry, Note
from tj.entry.parse import parse_note
from tj.report.html import Page, build_report
from tj.templating import shipped

SETTINGS = Settings(trackers={"sleep": "<u>hours</u>"})
PAGE = Page(
    shipped("report.html"),
    shipped("report.css") + shipped("charts.css"),
    date(2026, 3, 1),
    date(2026, 3, 31),
    "A <b>writer</b>",
)
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
IMAGES = {"att/0001.png": ("image/png", DOT)}
VOID = {"meta", "img", "br", "hr", "link", "input"}

EVIL = """---
date: 2026-03-05
title: "</title><script>document.title='run'</script>"
mood: 4
emotions: ["<img src=x onerror=alert(1)>", "</li></ul><script>"]
goals: ["<script>walk"]
sleep: 7
---
# <script>document.title='run'</script>

<script>document.title='run'</script> <style>body{display:none}</style>
<img src="ADDRESS/tag.png" onerror="document.title='run'"> <svg onload="document.title='run'">
<iframe src="ADDRESS/frame"></iframe> <a href="javascript:document.title='run'" onclick="x()">a</a>

![remote](ADDRESS/remote.png) ![here](att/0001.png) ![by name][name] [words](javascript:alert(1))

[name]: ADDRESS/reference.png

| a</td> | <b> |
|---|---|
| `<script>` | x |

- 14:30 (mood:: 6) (emotions:: <i>tense</i>) before
- ask "why" & <script>how</script> #session
- <b>won</b> #win
"""
MOODS = [f"---\ndate: 2026-03-{day:02}\nmood: {mood}\n---\nWords.\n" for day, mood in ((6, 5), (7, 7), (9, 3), (11, 9))]
SESSION = "---\ntype: session\ndate: 2026-03-04\n---\n- [ ] <script>homework</script>\n"


class Outline(HTMLParser):
    """Reads a page and holds that every element that opens is closed in its place."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.opened == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs)
        if tag not in VOID:
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def report(*texts: str, summary_only: bool = False, page: Page = PAGE, settings: Settings = SETTINGS) -> str:
    notes = [parse_note(f"entries/{n:04}.md", text.encode(), settings) for n, text in enumerate(texts, start=1)]
    return build_report(notes, IMAGES, settings, page, summary_only=summary_only)


@pytest.mark.parametrize("summary_only", [False, True])
@pytest.mark.parametrize("texts", [(), ("Words.\n",), (EVIL,), (EVIL, *MOODS, SESSION)])
def test_the_page_is_well_formed_and_loads_nothing(texts: tuple[str, ...], summary_only: bool) -> None:
    text = report(*texts, summary_only=summary_only)
    assert "<script" not in text
    for tag, attributes in Outline(text).found:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcset", "action")]
        assert tag not in ("iframe", "object", "embed", "link", "base", "form", "input")
        if "src" in attributes:
            assert tag == "img"
            assert (attributes["src"] or "").startswith("data:image/png;base64,")
        if "href" in attributes:
            assert tag == "a"
            assert re.match(r"#|https?://|mailto:", attributes["href"] or "")
    assert text.count("<style>") == text.count("</style>") == 1


def test_every_word_is_shown_as_a_word() -> None:
    page = Outline(report(EVIL, SESSION))
    for words in (
        "Journal of A <b>writer</b>, 2026-03-01 to 2026-03-31",
        "Journal of A <b>writer</b>",
        "<img src=x onerror=alert(1)>",
        "</li></ul><script>",
        "<i>tense</i>",
        "<script>walk",
        "sleep (<u>hours</u>)",
        'ask "why" & <script>how</script>',
        "<b>won</b>",
        "<script>homework</script>",
        "mood 4; <img src=x onerror=alert(1)>, </li></ul><script>, <i>tense</i>; sleep 7",
        "Thursday 2026-03-05: </title><script>document.title='run'</script>",
    ):
        assert words in page.words


def test_figures_only_hold_no_text_and_no_image() -> None:
    text = report(EVIL, *MOODS, SESSION, summary_only=True).partition("</style>")[2]
    for words in ("Words.", "remote", "data:image", "homework", "document.title", "<article", "before"):
        assert words not in text
    for words in ("Mean 5.6 of 5 days.", "&lt;b&gt;won&lt;/b&gt;", "ask &quot;why&quot;", "<svg"):
        assert words in text


def test_the_drawing_is_well_formed() -> None:
    figures = re.findall(r"<figure.*?</figure>", report(EVIL, *MOODS), re.DOTALL)
    assert len(figures) == 5
    drawings = [parsed(figure) for figure in figures]
    # The 5th, 6th and 7th follow each other; the 9th and the 11th stand alone, each as a short dash.
    assert [len(line) for line in steps(drawings[0], "line")] == [3, 2, 2]
    assert len(steps(drawings[0], "dots")) == 6  # five moods and a check-in


def test_without_moods_there_is_a_sentence_and_no_drawing() -> None:
    text = report("---\ndate: 2026-03-05\n---\nWords.\n")
    assert "No mood was noted in this time." in Outline(text).words
    assert "<svg" not in text


def test_an_entry_without_a_date_is_on_no_day() -> None:
    undated = Note(Entry("entries/0001.md", title="Loose"), "Words.")
    text = build_report([undated], {}, SETTINGS, Page(PAGE.template, PAGE.style))
    assert '<p class="scope">1 entry.</p>' in text
    dated = Note(Entry("entries/0002.md", date=date(2026, 3, 5), title="Set"), "Words.")
    text = build_report([undated, dated], {}, SETTINGS, Page(PAGE.template, PAGE.style))
    assert '<p class="scope">2 entries on 1 of 1 day.</p>' in text
